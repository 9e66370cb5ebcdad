"""A year of birth alone is enough: what depends on the day within it stays open, and the day is said to be supposed."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from ai_calc.calculators.reclassement import ReclassementCase
from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.ground.dates import YearOfBirth
from ai_calc.handing_over import sharing
from ai_calc.handing_over.decision import decision_text, pieces
from ai_calc.handing_over.sentences import typed_in_form
from ai_calc.handing_over.text import document_text
from ai_calc.handing_over.xlsx import workbook_bytes
from ai_calc.outcome.questions import open_questions
from ai_calc.registers import calculators as registry
from ai_calc.results import Result, Standing, Status, as_text
from calculators.kit.controls import tidy
from calculators.kit.fields import fields_of, raw_case
from calculators.kit.inputs import assumed_values, given_facts
from calculators.kit.static import form_of


def born(name: str, birth: Any, **more: Any) -> Evaluation:
    """The example of a form with this date of birth."""
    form = form_of(name)
    outcome = evaluate(form.calculator, {**form.example, "birth_date": birth, **more})
    assert not outcome.faults
    return outcome


def result_of(name: str, birth: Any, **more: Any) -> Result[Any]:
    result = born(name, birth, **more).result
    assert result is not None
    return result


ENOUGH = {"needed_months": 24, "duration_planned_months": 18, "duration_ordinary_months": 18, "costs": []}
"""A measure that needs 24 months from 11 June 2019: enough time for whoever reaches 65 by the end of May 2021."""


@pytest.mark.parametrize(
    ("year", "first", "last", "told"),
    [
        ("1955", "not_met", "not_met", "not_met"),
        ("1956", "not_met", "met", "to_appraise"),
        ("1957", "met", "met", "met"),
    ],
)
def test_a_condition_is_open_where_the_day_within_the_year_decides_it(
    year: str, first: str, last: str, told: str
) -> None:
    of = {
        day: result_of("reclassement", day, **ENOUGH).verdict("4014").status.value
        for day in (f"01.01.{year}", f"31.12.{year}")
    }
    assert list(of.values()) == [first, last]
    result = result_of("reclassement", year, **ENOUGH)
    assert result.verdict("4014").status.value == told
    if told == "to_appraise":
        assert result.overall.status is Status.TO_APPRAISE
        said = str(result.verdict("4014").reason).replace("\u00a0", " ")
        assert "Né·e le 1er janvier 1956 : non remplie. 24 mois nécessaires" in said
        assert "Né·e le 31 décembre 1956 : remplie. 24 mois nécessaires" in said


def test_a_year_never_stands_better_than_its_worse_day() -> None:
    """Loans end with the working life, a measure too; who is too young is asked about: over sixty years of birth."""
    rank = {"not_met": 0, "to_appraise": 1, "met": 2}
    for name in ("capital_aid", "reclassement"):
        for year in range(1945, 2004):
            try:
                of = [result_of(name, day) for day in (year, f"01.01.{year}", f"31.12.{year}")]
            except AssertionError:  # a day that the case cannot have
                continue
            mine, *days = [rank[r.overall.status.value] for r in of]
            assert mine <= max(days) and (days[0] == days[1] or mine == 1), (name, year)


def test_an_amount_that_the_day_changes_waits_for_it_and_the_other_one_is_named() -> None:
    case = {"birth_date": "1960", "sex": "male", "start_date": "2020-03-01"}
    result = result_of("capital_aid", case.pop("birth_date"), **case, amortisation_years=None)
    first, last = (result_of("capital_aid", day, **case, amortisation_years=None) for day in ("1.1.1960", "31.12.1960"))
    own, other = first.figure("total_interest").value, last.figure("total_interest").value
    assert own != other
    figure = result.figure("total_interest")
    assert figure.value == own and figure.standing is Standing.CONDITIONAL
    assert "« Jour de naissance »" in str(figure.reason)
    reason = str(result.verdict("birth_day").reason).replace("\u00a0", " ")
    assert reason.startswith("Seule l'année est donnée (1960) : calculé au 1er janvier 1960, jour supposé. Né·e le 31")
    assert "intérêts en tout" in reason and "au lieu de" in reason
    assert "« Jour de naissance »" in str(result.table("schedule").reason)


def test_where_the_day_changes_nothing_a_remark_says_that_it_is_supposed() -> None:
    result = result_of("capital_aid", "1975")
    assert result.overall == result_of("capital_aid", "1.1.1975").overall
    assert "birth_day" not in {v.key for v in result.verdicts}
    (said,) = (str(n.text).replace("\u00a0", " ") for n in result.notices if n.key == "birth_day")
    assert said == (
        "Seule l'année de naissance est donnée (1975) : le calcul suppose le 1er janvier 1975. Avec le 31 décembre"
        " 1975, conditions et montants sont les mêmes."
    )


def test_who_may_be_a_child_at_the_payment_is_asked_about() -> None:
    """On the first day of the year the person is of age, on the last one not: the verdict of the last one is told."""
    more = {"start_date": "2020-03-01"}
    assert "age_at_payment" not in {v.key for v in result_of("capital_aid", "1.1.2002", **more).verdicts}
    verdict = result_of("capital_aid", "2002", **more).verdict("age_at_payment")
    assert verdict.status is Status.TO_APPRAISE
    assert "Né·e le 31 décembre 2002 : à apprécier. Au versement" in str(verdict.reason).replace("\u00a0", " ")


def test_a_day_on_which_nobody_can_be_born_is_told() -> None:
    result = result_of("reclassement", "2006", law_date=None, application_date="2019-06-11", work_since="2018-08-01")
    assert "le cas serait refusé" in str(result.verdict("birth_day").reason)


@pytest.mark.parametrize("name", ["capital_aid", "reclassement"])
def test_day_and_month_are_listed_as_supposed_and_are_no_facts(name: str) -> None:
    outcome, form = born(name, "1968"), form_of(name)
    case, result = outcome.case, outcome.result
    assert case is not None and result is not None
    assert ("Date de naissance, jour et mois", "1er\u00a0janvier") in assumed_values(case, form)
    assert ("Date de naissance", "1968") in given_facts(case, form)
    known = typed_in_form(case)
    decision = document_text(decision_text(form.calculator, case, result, known)).replace("\u00a0", " ")
    facts = decision.partition("En fait")[2].partition("En droit")[0]
    assert "née en 1968." in facts and "janvier 1968" not in facts
    asked = document_text(pieces(form.calculator, case, result, known)).replace("\u00a0", " ")
    assert "Date de naissance, jour et mois : 1er janvier" in asked
    full = born(name, "1.1.1968")
    assert full.case is not None and not any("jour et mois" in label for label, _ in assumed_values(full.case, form))


def test_the_open_point_leads_to_the_field() -> None:
    outcome = born("reclassement", "1956", **ENOUGH)
    assert outcome.case is not None and outcome.result is not None
    found = open_questions("reclassement", outcome.case, outcome.result)
    assert found["birth_day"] == ("birth_date",)
    assert "birth_date" in found["4014"]


@pytest.mark.parametrize("typed", ["1968", " 1968 "])
def test_a_year_comes_back_as_it_was_typed(typed: str) -> None:
    form = form_of("capital_aid")
    outcome = born("capital_aid", typed)
    case, result = outcome.case, outcome.result
    assert case is not None and result is not None
    for opened in (
        sharing.from_file(sharing.to_file(form.calculator, case, result)).case,
        sharing.from_link(sharing.to_link(form.calculator, case, result)).case,
        evaluate(form.calculator, case.model_dump()).case,
        evaluate(form.calculator, json.loads(case.model_dump_json())).case,
    ):
        assert opened is not None and opened == case
        assert raw_case(form.specs, opened)["birth_date"] == "1968"
    assert raw_case(form.specs, {"birth_date": "1968"})["birth_date"] == "1968"
    (spec,) = (s for s in fields_of(type(case)) if s.name == "birth_date")
    assert tidy(spec, typed) == "1968"


def test_the_workbook_holds_the_year_and_says_that_the_day_is_supposed() -> None:
    outcome = born("reclassement", "1968")
    assert outcome.case is not None and outcome.result is not None
    book = load_workbook(io.BytesIO(workbook_bytes(registry.get("reclassement"), outcome.case, outcome.result)))
    (row,) = (r for r in book["Données"].iter_rows(values_only=True) if r[0] == "Date de naissance")
    assert row[1] == "1968" and row[-1] == "saisi, jour et mois supposés (1er\u00a0janvier)"


def test_the_calculation_names_the_day_that_it_supposes() -> None:
    said = as_text(result_of("reclassement", "1957", **ENOUGH)).replace("\u00a0", " ")
    assert "né·e le 1er janvier 1957 (jour et mois supposés)" in said


def test_a_year_is_another_fact_than_its_first_day_but_reckons_as_it() -> None:
    year = YearOfBirth.of(1968)
    assert year != date(1968, 1, 1) and date(1968, 1, 1) != year and year == YearOfBirth.of(1968)
    assert type(year + timedelta(1)) is date and year + timedelta(1) == date(1968, 1, 2)
    assert ReclassementCase(birth_date=year) != ReclassementCase(birth_date=date(1968, 1, 1))
    assert YearOfBirth.of(date.today().year).last == date.today()
