"""From the JSON data of a case to its result, or to the faults that prevent it: one way for everybody."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from ai_calc.ground.errors import CaseError, Fault, faults
from ai_calc.ground.record import record
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.facts import Case
from ai_calc.registers import calculators as registry
from ai_calc.registers.calculators import Calculator
from ai_calc.results import Result, to_jsonable


@record
class Evaluation:
    """``case`` and ``result`` are there when ``faults`` is empty."""

    case: Case | None
    result: Result[Any] | None
    faults: tuple[Fault, ...]


def evaluate(calculator: Calculator, data: Any) -> Evaluation:
    """Validates and computes a case given as JSON data. Never raises for a bad case: its faults are returned."""
    try:
        case = _validated(calculator, data)
        return Evaluation(case, calculator.compute(case).whole(), ())
    except ValidationError as error:
        return Evaluation(None, None, tuple(faults(error)))
    except CaseError as error:
        return Evaluation(None, None, tuple(error.faults))
    except NoValueError as error:
        return Evaluation(None, None, (Fault("law_date", str(error)),))


def _validated(calculator: Calculator, data: Any) -> Case:
    try:
        return calculator.case_type.model_validate(data)
    except ArithmeticError:  # a number of hundreds of digits, which the check of its size cannot even divide
        raise CaseError(Fault("", "un nombre est hors de toute mesure")) from None
    except UnicodeError:  # half a character
        raise CaseError(Fault("", "un texte contient un caractère qui n'en est pas un")) from None


def evaluate_text(name: str, text: str) -> str:
    """The same as text: a case of the calculator ``name`` as JSON, and its result, or its faults, as JSON.

    The same text comes out wherever Python runs: that is how the browser is compared with CPython. Raises ``KeyError``
    for an unknown calculator and ``ValueError`` for what is not JSON.
    """
    outcome = evaluate(registry.get(name), json.loads(text))
    if outcome.result is None:
        data: dict[str, Any] = {"faults": [{"path": f.path, "message": f.message} for f in outcome.faults]}
    else:
        data = {"result": to_jsonable(outcome.result)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
