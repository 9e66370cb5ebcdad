"""Two results side by side: what differs is marked, and explained by the datum, the rule or the figure of the law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ai_calc.handing_over.comparison import Comparison, compare
from ai_calc.registers import calculators as registry
from tests.worked_cases import load

CASES = {case["id"]: (name, case["case"]) for name, case in load()}


def compared(ident: str, **changes: Any) -> Comparison:
    name, data = CASES[ident]
    calculator = registry.get(name)
    first = calculator.case_type.model_validate(data)
    second = calculator.case_type.model_validate({**data, **changes})
    return compare(calculator.compute(first), calculator.compute(second), (first, second))


def said(comparison: Comparison) -> str:
    text = " ".join(f"{reason.text} [{','.join(reason.rules)}]" for reason in comparison.reasons)
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_same_case_differs_in_nothing() -> None:
    found = compared("AC-01")
    assert found.equal and not found.reasons


def test_a_changed_amount_is_named_with_both_values_and_the_lines_that_follow_are_marked() -> None:
    found = compared("AC-01", own_resources=25000)
    assert "Donnée changée : Ressources propres disponibles, 25 000 CHF au lieu de 20 000 CHF." in said(found)
    need = next(line for line in found.lines if line.group == "step" and line.label.startswith("Besoin"))
    assert need.differs and need.rules and need.change.startswith("\u2212")


def test_a_changed_list_says_what_stands_in_it() -> None:
    found = compared("AC-01", items=[{"label": "Four", "amount": 60000}, {"label": "Local", "amount": 20000}])
    assert "2 lignes : Four, 60 000 CHF ; Local, 20 000 CHF au lieu de 1 ligne : Projet, 80 000 CHF" in said(found)


def test_two_dates_name_the_figure_that_changed_with_its_rule_and_the_lines_that_rest_on_it() -> None:
    found = compared("BE-03", law_date="2022-02-01")
    assert "Le droit a changé" in said(found) and "[berne-2021:" in said(found)
    assert any(line.group == "parameter" and line.differs for line in found.lines)
    assert any(line.because for line in found.lines if line.group in ("step", "verdict", "figure"))
    assert not any(line.because for line in found.lines if not line.differs)


def test_two_ways_of_handing_over_the_same_case_are_equal_at_every_date() -> None:
    for ident in ("AC-01", "BE-03"):
        assert compared(ident, law_date=date.fromisoformat(str(CASES[ident][1].get("law_date", "2020-01-01")))).equal


def test_results_of_different_calculators_are_refused() -> None:
    results = [registry.get(n).compute(registry.get(n).case_type.model_validate(d)) for n, d in (CASES["AC-01"], CASES["BE-03"])]
    with pytest.raises(ValueError, match="different calculators"):
        compare(*results)
