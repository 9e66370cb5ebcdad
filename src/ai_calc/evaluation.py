"""From the JSON data of a case to its result, or to the faults that prevent it: one way for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ai_calc.case import Case
from ai_calc.errors import CaseError, Fault, faults
from ai_calc.parameters import NoValueError
from ai_calc.registry import Calculator
from ai_calc.results import Result


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``case`` and ``result`` are there when ``faults`` is empty."""

    case: Case | None
    result: Result[Any] | None
    faults: tuple[Fault, ...]


def evaluate(calculator: Calculator, data: Any) -> Evaluation:
    """Validates and computes a case given as JSON data. Never raises for a bad case: its faults are returned."""
    try:
        case = calculator.case_type.model_validate(data)
        return Evaluation(case, calculator.compute(case), ())
    except ValidationError as error:
        return Evaluation(None, None, tuple(faults(error)))
    except CaseError as error:
        return Evaluation(None, None, tuple(error.faults))
    except NoValueError as error:
        return Evaluation(None, None, (Fault("law_date", str(error)),))
