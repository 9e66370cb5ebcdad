"""A case that is watched while it is computed gives the same result as the case itself."""

from __future__ import annotations

import pytest

from ai_calc import relevance
from ai_calc.registers import calculators as registry
from calculators.kit.static import form_of


@pytest.mark.parametrize("name", registry.names())
def test_watching_changes_nothing(name: str) -> None:
    calculator = registry.get(name)
    case = calculator.case_type.model_validate(form_of(name).example)
    result, seen = relevance.watched(calculator.compute, case)
    plain = calculator.compute(case)
    assert seen
    assert (result.law_day, result.verdicts, result.steps) == (plain.law_day, plain.verdicts, plain.steps)
