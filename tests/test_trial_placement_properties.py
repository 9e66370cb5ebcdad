"""What must hold for every trial placement and its agreement, whatever is typed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.calculators.trial_placement import CALCULATOR, TrialPlacementCase, compute
from ai_calc.calculators.trial_placement.compute import TrialPlacementDetails
from ai_calc.calculators.trial_placement.model import Absence, Benefit, Contract, EarlierTrial, Entry
from ai_calc.evaluation import evaluate
from ai_calc.ground.dates import last_working_day_of
from ai_calc.handing_over import sharing
from ai_calc.handing_over.decision import decision_text
from ai_calc.handing_over.text import document_text
from ai_calc.outcome.facts import Finding
from ai_calc.results import Result, Standing, Status, as_text, to_jsonable
from tests.drawn import worked
from tests.worked_cases import load

words = st.text(max_size=30)
TEXTS = [name for name, info in TrialPlacementCase.model_fields.items() if info.annotation is str]

cases = st.fixed_dictionaries(
    {
        "law_date": st.dates(date(2014, 1, 1), date(2035, 12, 31)),
        "fit_for_rehabilitation": st.sampled_from(Finding),
        "capacity_reduced": st.sampled_from(Finding),
        "contract": st.sampled_from(Contract),
        "employer_agrees": st.sampled_from(Finding),
        "benefit": st.sampled_from(Benefit),
        "work_capacity_percent": st.none() | st.integers(0, 100),
        "second_useful": st.sampled_from(Finding),
        "start_date": st.none() | st.dates(date(2014, 1, 1), date(2090, 12, 31)),
        "days": st.none() | st.integers(1, 400),
        "earlier_trials": st.lists(
            st.builds(EarlierTrial, employer=words, days=st.integers(1, 200), same_employer=st.sampled_from(Finding)),
            max_size=3,
        ).map(tuple),
        "absences": st.lists(
            st.builds(
                Absence, first_day=st.none() | st.dates(date(2014, 1, 1), date(2090, 1, 1)), days=st.integers(1, 30)
            ),
            max_size=3,
        ).map(tuple),
        "tasks": st.lists(st.builds(Entry, text=st.text(min_size=1, max_size=30)), max_size=3).map(tuple),
        "external_coach": st.booleans(),
        "rate_increases": st.booleans(),
        **dict.fromkeys(TEXTS, words),
        "insured_number": st.sampled_from(["", "756.1234.5678.97"]),
    }
).map(lambda data: _placed(TrialPlacementCase(**data)))


def _placed(case: TrialPlacementCase) -> TrialPlacementCase:
    """The same case with absences that fit into the trial, one of them dated at most: others are refused."""
    kept: list[Absence] = []
    for a in case.absences:
        if a.days + sum(k.days for k in kept) <= (case.days or 30):
            kept.append(a.model_copy(update={"first_day": None if kept else case.start_date}))
    return case.model_copy(update={"absences": tuple(kept)})


@given(cases)
@settings(max_examples=200, deadline=None)
def test_no_trial_is_admitted_beyond_its_last_possible_day(case: TrialPlacementCase) -> None:
    result = compute(case)
    p = result.details.period
    assert 0 <= p.available <= p.max_days
    assert p.admitted_days <= p.available
    days = result.figure("days")
    if result.overall.status is Status.NOT_MET:
        assert days.value == 0
    else:
        assert days.value == p.admitted_days > 0
        assert p.admitted_last is None or (p.last_possible is not None and p.admitted_last <= p.last_possible)
    assert p.remaining == max(0, p.possible - (p.days or 0))


GRANTED = worked("trial_placement", "TP-97")
unnamed = st.lists(
    st.builds(EarlierTrial, days=st.sampled_from([1, 30, 60, 90, 150, 180]), same_employer=st.sampled_from(Finding)),
    min_size=1,
    max_size=4,
)


@given(unnamed, st.sampled_from(Finding), st.integers(1, 200))
@settings(max_examples=150, deadline=None)
def test_where_nobody_says_in_which_firm_trials_were_no_answer_gives_less_than_the_result(
    trials: list[EarlierTrial], useful: Finding, days: int
) -> None:
    def made(rows: Iterable[EarlierTrial]) -> Result[TrialPlacementDetails]:
        case = {**GRANTED, "days": days, "second_useful": useful, "earlier_trials": tuple(rows)}
        return compute(TrialPlacementCase.model_validate(case))

    sides = [
        (Finding.MET, Finding.NOT_MET) if t.same_employer is Finding.UNKNOWN else (t.same_employer,) for t in trials
    ]
    every = [
        made(t.model_copy(update={"same_employer": firm}) for t, firm in zip(trials, firms, strict=True))
        for firms in product(*sides)
    ]
    left = [r for r in every if r.overall.status is not Status.NOT_MET]
    found = made(trials)
    assert (found.overall.status is Status.NOT_MET) == (not left)
    if left:
        assert found.figure("days").value == min(r.figure("days").value for r in left)
        assert found.figure("last_possible").value == min(r.figure("last_possible").value for r in left)
        same = all(r.overall.status is Status.MET and r.figure("days").value == days for r in every)
        assert len(every) == 1 or (found.figure("days").standing is Standing.DUE) == same


def test_the_facts_that_list_an_earlier_trial_do_not_say_that_there_was_none() -> None:
    data = {
        **GRANTED,
        "no_earlier_trial": "met",
        "earlier_trials": [{"employer": "X", "days": 30, "same_employer": True}],
    }
    case = TrialPlacementCase.model_validate(data)
    said = document_text(decision_text(CALCULATOR, case, compute(case)))
    assert "Ces essais ont déjà eu lieu" in said and "Aucun essai " not in said


@given(cases)
@settings(max_examples=150, deadline=None)
def test_every_typed_text_stands_in_the_agreement_and_every_empty_one_is_a_gap(case: TrialPlacementCase) -> None:
    agreement = compute(case).document("agreement")
    content = document_text(agreement)
    for name in (
        "company_name",
        "person_name",
        "insured_number",
        "situation",
        "work_field",
        "case_manager",
        "place_and_date",
    ):
        typed = getattr(case, name).strip()
        assert typed in content
    for name, label in (
        ("insured_number", "numéro AVS"),
        ("activity", "type d'activité"),
        ("office_of", "canton de l'office AI"),
    ):
        assert (label in agreement.gaps) == (not getattr(case, name).strip())
    assert all(f"{n}. " in content for n in range(1, 14)), "a clause of the annex is missing"


@given(cases)
@settings(max_examples=100, deadline=None)
def test_every_result_can_be_read_and_written(case: TrialPlacementCase) -> None:
    result = compute(case)
    assert as_text(result)
    json.dumps(to_jsonable(result))
    assert all(step.rules for step in result.steps) and all(v.rules for v in result.verdicts)


@given(st.dates(date(2014, 1, 1), date(2090, 1, 1)), st.integers(1, 400))
def test_working_days_are_counted_from_monday_to_friday(start: date, count: int) -> None:
    last = last_working_day_of(start, count)
    between = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    assert last.weekday() < 5
    assert sum(day.weekday() < 5 for day in between) == count


@pytest.mark.parametrize(
    "typed",
    [
        "756.1234.5678.97",
        "7561234567897",
        " 756 1234 5678 97 ",
        "756-1234-5678-97",
        "756\u20111234\u20115678\u201197",
        "AVS 756.1234.5678.97",
        "n° AVS : \u200e756.1234.5678.97",
    ],
)
def test_an_insured_number_is_written_in_its_usual_form(typed: str) -> None:
    assert TrialPlacementCase(insured_number=typed).insured_number == "756.1234.5678.97"


@pytest.mark.parametrize("typed", ["756.1234.5678.99", "756.1234.5678.9", "123.45.678.113", "à demander"])
def test_an_insured_number_with_a_wrong_check_digit_is_a_french_fault(typed: str) -> None:
    (fault,) = evaluate(CALCULATOR, {"insured_number": typed}).faults
    assert (fault.path, fault.message.startswith("ce numéro AVS n'est pas juste")) == ("insured_number", True)


def test_a_link_names_nobody_and_the_file_of_the_case_keeps_everything() -> None:
    case = TrialPlacementCase(
        person_name="Lina Morand",
        insured_number="756.1234.5678.97",
        situation="Opérée du genou",
        earlier_trials=(EarlierTrial(employer="Mélèze", days=30),),
        start_date=date(2020, 1, 6),
    )
    result = compute(case)
    opened = sharing.from_link(sharing.to_link(CALCULATOR, case, result)).case
    assert isinstance(opened, TrialPlacementCase)
    assert (opened.person_name, opened.insured_number, opened.situation, opened.earlier_trials[0].employer) == (
        "",
        "",
        "",
        "",
    )
    assert (opened.start_date, opened.earlier_trials[0].days) == (case.start_date, 30)
    assert sharing.from_file(sharing.to_file(CALCULATOR, case, result)).case == case


def test_each_indication_missing_from_a_complete_agreement_is_counted() -> None:
    complete = next(worked["case"] for _, worked in load() if worked["id"] == "TP-12")
    seen: Counter[int] = Counter()
    for name in complete.keys() & set(TEXTS):
        result = compute(TrialPlacementCase.model_validate({k: v for k, v in complete.items() if k != name}))
        missing = len(result.document("agreement").gaps)
        seen[missing] += 1
        s = "s" if missing > 1 else ""
        left = "rien n'y manque" if not missing else f"il reste {missing} indication{s} à compléter"
        assert left in as_text(result), name
    assert seen[1] >= 10, seen
