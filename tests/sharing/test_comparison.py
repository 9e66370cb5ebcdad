"""Two results side by side: what differs is marked, and explained by the datum, the rule or the figure of the law."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from ai_calc.handing_over.comparison import Comparison, compare, comparison_xlsx
from ai_calc.registers import calculators as registry
from calculators.kit.render import comparison_html
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
    (need,) = [line for line in found.lines if line.label.startswith("Besoin")]
    assert need.differs and need.rules and need.change.startswith("\u2212")
    assert need.group == "figure", "a step that has the values of a key figure is not told twice"


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
    results = [
        registry.get(n).compute(registry.get(n).case_type.model_validate(d))
        for n, d in (CASES["AC-01"], CASES["BE-03"])
    ]
    with pytest.raises(ValueError, match="different calculators"):
        compare(*results)


def test_the_page_shows_what_differs_and_folds_what_is_equal() -> None:
    found = compared("AC-01", own_resources=25000)
    html = str(comparison_html(found, "15 + 80", "75 <b>", named=True))
    shown, _, folded = html.partition("<details")
    differing = sum(line.differs for line in found.lines)
    assert shown.count('class="differs"') == differing and 'class="differs"' not in folded
    assert f"Ce qui est identique ({len(found.lines) - differing})" in folded
    assert 'value="15 + 80"' in shown and "75 &lt;b&gt;" in shown and "<b>" not in html
    assert "data-compare-name" not in str(comparison_html(found, "a", "b"))


def test_the_workbook_holds_the_differences_first_under_the_names_of_the_scenarios() -> None:
    found = compared("AC-01", own_resources=25000)
    book = load_workbook(
        io.BytesIO(comparison_xlsx(found, "15 + 80", "=75", "Comparaison", "Exemple : données fictives"))
    )
    rows = [[c.value for c in row] for row in book["Différences"].iter_rows()]
    assert rows[1] == ["Partie", "Ligne", "15 + 80", "=75", "Écart", "Règles"] and "Exemple" in rows[0][0]
    labels = [row[1] for row in rows[2:] if row[1]]
    assert labels[0] == "Ressources propres disponibles" and len(labels) == sum(line.differs for line in found.lines)
    assert book["Identique"].max_row == 2 + sum(not line.differs for line in found.lines)
