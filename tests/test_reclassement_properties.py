"""What must hold for every case of reclassement and training, whatever its facts."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ai_calc.calculators.reclassement import ReclassementCase, compute
from ai_calc.calculators.reclassement.choices import (
    CostKind,
    Degree,
    FormerActivity,
    Goal,
    GuidanceForm,
    IncomePeriod,
    Invalidity,
    Measure,
    Training,
    TrainingChoice,
    TrainingKind,
    Work,
    WorkAfter,
)
from ai_calc.calculators.reclassement.entitlement import GENERIC
from ai_calc.calculators.reclassement.model import Cost, Level
from ai_calc.calculators.reclassement.recognition import AWAY
from ai_calc.evaluation import evaluate
from ai_calc.ground.errors import CaseError
from ai_calc.handing_over.sentences import facts
from ai_calc.outcome.facts import Choice, Finding, Sex
from ai_calc.outcome.verdicts import all_of
from ai_calc.registers import calculators as registry
from ai_calc.relevance import relevant_fields
from ai_calc.results import Result, Role, Standing, Status, as_text, to_jsonable
from calculators.kit.static import form_of
from tests.worked_cases import load

amounts = st.integers(0, 9_000_000).map(lambda n: Decimal(n) / 100)
maybe_amounts = st.none() | amounts
findings = st.sampled_from(Finding)
FIELDS = ReclassementCase.model_fields
FINDINGS = [name for name, info in FIELDS.items() if info.annotation is Finding]
FLAGS = [name for name, info in FIELDS.items() if info.annotation is bool]
costs = st.builds(
    Cost,
    kind=st.none() | st.sampled_from(CostKind),
    year=st.integers(1, 5),
    with_disability=amounts,
    without_disability=st.none() | amounts | amounts,
    condition=findings,
)
levels = st.builds(
    Level, label=st.just("Niveau"), degree=st.none() | st.sampled_from(Degree), months=st.none() | st.integers(6, 48)
)
before, days = st.dates(date(2005, 1, 1), date(2010, 12, 31)), st.dates(date(2011, 1, 1), date(2030, 12, 31))
months = st.none() | st.integers(1, 72)


def choice(*kinds: Any, often: Any = ()) -> st.SearchStrategy[Any]:
    """One of an enumeration, sometimes nothing, ``often`` oftener."""
    return st.sampled_from([None, *kinds, *often])


FREE: dict[str, st.SearchStrategy[Any]] = {
    "law_date": st.dates(date(2014, 1, 1), date(2035, 12, 31)),
    "start_date": st.none() | days,
    "goal": choice(*Goal, often=[*[Goal.TRAINING] * 12, *[Goal.AUXILIARY] * 3, *[Goal.FURTHER] * 3]),
    "invalidity": st.sampled_from([*Invalidity, *[Invalidity.OCCURRED] * 6]),
    "invalidity_date": st.none() | days,
    "training": choice(*Training),
    "work": choice(*Work),
    "work_since": st.none() | before | st.just(date(2010, 11, 30)),
    "work_until": st.none() | days,
    "work_months": st.none() | st.integers(0, 240).map(lambda n: Decimal(n) / 10),
    "income_before": maybe_amounts,
    "income_period": choice(*IncomePeriod),
    "work_after": choice(*WorkAfter),
    "expected_hourly_wage": st.none() | st.integers(0, 6000).map(lambda n: Decimal(n) / 100),
    "guidance_form": choice(*GuidanceForm),
    "internship_weeks": st.none() | st.integers(1, 80).map(lambda n: Decimal(n) / 10),
    "examination_months": st.none() | st.integers(1, 80).map(lambda n: Decimal(n) / 10),
    "former_activity": choice(*FormerActivity),
    "employment_share_percent": st.none() | st.integers(1, 100).map(Decimal),
    "income_without": maybe_amounts,
    "income_with": maybe_amounts,
    "training_choice": choice(*TrainingChoice),
    "application_date": st.none() | days,
    "birth_date": st.none() | st.dates(date(1940, 1, 1), date(2004, 12, 31)),
    "sex": st.none() | st.sampled_from(Sex),
    "needed_months": st.none() | st.integers(60, 90),
    "earlier_equivalent_cost": maybe_amounts,
    "earlier_paid": maybe_amounts,
    "training_kind": choice(*TrainingKind),
    "duration_ordinary_months": months,
    "duration_planned_months": st.none() | st.integers(1, 60) | st.just(60),
    "levels": st.lists(levels, max_size=3).map(tuple),
    "costs": st.lists(costs, max_size=5).map(tuple),
    "reference_cost": maybe_amounts,
    "period_months": st.integers(1, 12),
    "already_paid": maybe_amounts,
    "old_training_total": maybe_amounts,
    "employer_extra_costs": maybe_amounts,
    "wage_reduction": maybe_amounts,
    "presence_days": st.none() | st.integers(0, 500).map(lambda n: Decimal(n) / 2),
    **{name: st.booleans() for name in FLAGS},
}
"""Every field, free."""
ABSENT = (
    "temporary_interruption",
    "sufficiently_rehabilitated",
    "suitable_post_available",
    "pension_drawn",
    "early_pension_drawn",
    "earlier_reclassement",
    "earlier_failed_choice",
    "workshop_change",
)
"""What stands in the way when it is there."""
HOPEFUL = {
    **FREE,
    **{name: st.sampled_from([Finding.MET] * 8 + list(Finding)) for name in FINDINGS},
    **{name: st.sampled_from([Finding.NOT_MET] * 8 + list(Finding)) for name in ABSENT},
    "goal": st.sampled_from([*[Goal.TRAINING] * 8, *Goal]),
    "invalidity": st.sampled_from([*[Invalidity.OCCURRED] * 8, *Invalidity]),
    "training": st.sampled_from([*[Training.COMPLETED_BEFORE] * 3, *[Training.NEVER] * 3, *Training]),
    "work_after": st.sampled_from([*[WorkAfter.NONE] * 8, *WorkAfter]),
    "former_activity": st.sampled_from([*[FormerActivity.USUAL_WORK] * 3, *FormerActivity]),
    "training_choice": st.sampled_from([*[TrainingChoice.REASONABLE] * 4, *TrainingChoice]),
    "training_kind": st.sampled_from([*[TrainingKind.VOCATIONAL] * 8, *TrainingKind]),
    "application_date": st.just(date(2019, 6, 1)),
    "birth_date": st.just(date(1985, 5, 5)),
    "sex": st.just(Sex.MALE),
    "needed_months": st.just(60),
    "income_before": st.just(Decimal(0)),
    "expected_hourly_wage": st.sampled_from([None, Decimal("2.59"), Decimal("2.60"), *[Decimal(20)] * 8]),
}
"""Cases that often pass their conditions, so that the costs are reached."""
wild = st.fixed_dictionaries({**FREE, **dict.fromkeys(FINDINGS, findings)}).map(lambda d: ReclassementCase(**d))
hopeful = st.fixed_dictionaries(HOPEFUL).map(lambda d: ReclassementCase(**d))
cases = wild | hopeful


COMPLETE = ReclassementCase(
    goal=Goal.TRAINING,
    training=Training.COMPLETED_BEFORE,
    work=Work.EMPLOYED,
    income_period=IncomePeriod.MONTH,
    work_after=WorkAfter.NONE,
    guidance_form=GuidanceForm.USUAL,
    former_activity=FormerActivity.GAINFUL,
    training_choice=TrainingChoice.REASONABLE,
    training_kind=TrainingKind.VOCATIONAL,
    earlier_paid=Decimal(0),
    wage_reduction=Decimal(0),
    invalidity=Invalidity.OCCURRED,
    work_months=Decimal(96),
    income_without=Decimal(80000),
    income_with=Decimal(56000),
    birth_date=date(1985, 5, 5),
    sex=Sex.MALE,
    application_date=date(2019, 11, 1),
    needed_months=40,
    income_before=Decimal(600),
    expected_hourly_wage=Decimal(24),
    duration_ordinary_months=36,
    duration_planned_months=36,
    costs=tuple(
        Cost(kind=CostKind.TUITION, year=n, with_disability=Decimal(6000), without_disability=Decimal(0))
        for n in (1, 2, 3)
    ),
    **dict.fromkeys(FINDINGS, Finding.MET)
    | dict.fromkeys(
        (
            *ABSENT,
            "also_away_without",
            "closer_place_possible",
            "trained_by_ai",
        ),
        Finding.NOT_MET,
    ),
)
"""A reclassement whose conditions are all met; most facts of the other measures hold too."""


def computed(case: ReclassementCase) -> Result[Any]:
    """The result; contradictory cases are left aside."""
    try:
        return compute(case)
    except CaseError:
        assume(False)
        raise


def test_every_field_has_a_reason_why_it_is_asked_and_a_strategy_here() -> None:
    assert set(FREE) | set(FINDINGS) == set(FIELDS)
    for name, info in FIELDS.items():
        if name != "law_date":
            assert isinstance(info.json_schema_extra, dict)
            assert info.json_schema_extra.get("why"), name


def bare(case: ReclassementCase) -> Result[Any]:
    """The computation without the comparison of the date of the law with all dates of the case, which only warns."""
    try:
        return compute.__wrapped__(case)  # type: ignore[attr-defined, no-any-return]
    except CaseError:
        assume(False)
        raise


@given(cases, cases)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_question_that_is_not_asked_cannot_change_the_result(case: ReclassementCase, other: ReclassementCase) -> None:
    before = to_jsonable(bare(case))
    asked = relevant_fields(compute, case)
    unasked = {name: getattr(other, name) for name in FIELDS if name not in asked}
    assert to_jsonable(bare(case.model_copy(update=unasked))) == before


@given(hopeful, costs)
@settings(max_examples=200, deadline=None)
def test_a_cell_of_a_cost_that_is_not_asked_cannot_change_the_result(case: ReclassementCase, other: Cost) -> None:
    before = to_jsonable(bare(case))
    asked = relevant_fields(compute, case)
    if "costs" not in asked:
        return
    rows = tuple(
        row.model_copy(
            update={name: getattr(other, name) for name in Cost.model_fields if f"costs[{i}].{name}" not in asked}
        )
        for i, row in enumerate(case.costs)
    )
    assert to_jsonable(bare(case.model_copy(update={"costs": rows}))) == before


@given(cases)
@settings(max_examples=120, deadline=None)
def test_the_questions_asked_stay_the_same_when_an_unasked_answer_is_removed(case: ReclassementCase) -> None:
    bare(case)
    asked = relevant_fields(compute, case)
    defaults = {name: info.get_default() for name, info in FIELDS.items() if name not in asked}
    assert relevant_fields(compute, case.model_copy(update=defaults)) == asked


def _outcome(result: Result[Any]) -> Any:
    """What a person would call another outcome: measure, statuses, amounts, readings, remarks — not the wording."""
    return (
        result.overall.status,
        result.overall.soft,
        result.details.candidates,
        [(v.key, v.status, v.soft) for v in result.verdicts],
        [(f.key, f.value) for f in result.figures],
        [(s.key, s.value) for s in result.steps],
        result.charts,
        [(r.id, r.other_value, r.alternative is None) for r in result.readings],
        [n.key for n in result.notices],
    )


_MONEY = [Decimal(n) for n in (0, 150, 5000, 20000, 60000, 80000)]
_LENGTHS = [None, 6, 12, 24, 36, 48]
_DAYS = [
    None,
    date(1958, 3, 1),
    date(1985, 5, 5),
    date(2014, 2, 1),
    date(2018, 9, 1),
    date(2019, 6, 1),
    date(2020, 2, 1),
]


def _domain(name: str) -> list[Any]:
    """Some answers to a question."""
    annotation = FIELDS[name].annotation
    if annotation is Finding or annotation is bool or (isinstance(annotation, type) and issubclass(annotation, Choice)):
        return [False, True] if annotation is bool else list(annotation)
    if kinds := [k for k in getattr(annotation, "__args__", ()) if isinstance(k, type) and issubclass(k, Choice)]:
        return [None, *kinds[0]]
    fixed: dict[str, list[Any]] = {
        "work_months": [None, Decimal(3), Decimal(6), Decimal(60)],
        "levels": [(), (Level(),), (Level(), Level())],
        "expected_hourly_wage": [None, Decimal("2.5"), Decimal(20)],
        "internship_weeks": [None, Decimal(1), Decimal(4)],
        "examination_months": [None, Decimal(2), Decimal(5)],
        "employment_share_percent": [None, Decimal(50), Decimal(90)],
        "period_months": [4, 6, 12],
        "presence_days": [None, Decimal(0), Decimal("4.5"), Decimal(20)],
        "law_date": [date(2020, 1, 1)],
        "costs": [
            (),
            *(
                tuple(
                    Cost(
                        kind=kind,
                        year=year,
                        with_disability=amount,
                        without_disability=Decimal(100),
                        condition=condition,
                    )
                    for kind in (CostKind.TUITION, CostKind.MOTORISATION, CostKind.MEALS, CostKind.LODGING)
                    for year in (1, 2)
                )
                for amount in _MONEY
                for condition in Finding
            ),
        ],
    }
    if name in fixed:
        return fixed[name]
    if name.endswith(("_date", "_since", "_until")):
        return _DAYS
    return _LENGTHS if name.endswith("_months") else [None, *_MONEY]


_RARE: list[dict[str, Any]] = [
    {},
    {},
    {
        "earlier_reclassement": Finding.MET,
        "earlier_failed_choice": Finding.MET,
        "earlier_equivalent_cost": Decimal(20000),
    },
    {
        "training": Training.COMPLETED_AFTER,
        "earlier_training_unsuitable": Finding.NOT_MET,
        "trained_by_ai": Finding.MET,
    },
    {"goal": Goal.APTITUDES, "guidance_form": GuidanceForm.INTERNSHIP},
    {"former_activity": FormerActivity.USUAL_WORK},
    {
        "training": Training.NEVER,
        "work": Work.AUXILIARY,
        "work_months": None,
        "work_since": date(2018, 6, 1),
        "invalidity_date": date(2019, 3, 1),
        "start_date": None,
    },
    {
        "earlier_reclassement": Finding.MET,
        "income_insufficient_midterm": Finding.MET,
        "only_more_measures_help": Finding.NOT_MET,
        "lost_specific_post": Finding.MET,
        "base_too_narrow": Finding.NOT_MET,
    },
    {
        "earlier_reclassement": Finding.MET,
        "income_insufficient_midterm": Finding.NOT_MET,
        "lost_specific_post": Finding.NOT_MET,
    },
    {
        "costs": (Cost(kind=CostKind.LODGING, with_disability=Decimal(5000)),),
        "lodging_needed": Finding.NOT_MET,
        "lodging_essential": Finding.NOT_MET,
        "return_impossible": Finding.NOT_MET,
    },
    {
        "duration_planned_months": 48,
        "needed_months": 60,
        "needs_more_time": Finding.NOT_MET,
        "level_change": Finding.NOT_MET,
    },
    {
        "training": Training.NEVER,
        "work": Work.NONE,
        "first_labour_market": True,
        "employer_extra_costs": Decimal(5000),
        "presence_days": Decimal(20),
    },
    {
        "goal": Goal.FURTHER,
        "needed_because_of_invalidity": Finding.NOT_MET,
        "costs": (Cost(kind=CostKind.TUITION, with_disability=Decimal(350), without_disability=Decimal(0)),),
    },
]
"""Facts that chance seldom brings together."""


def test_every_question_can_change_the_outcome_of_some_case_in_which_it_is_asked() -> None:
    draw = random.Random(20200101)
    idle = set(FIELDS) - {"law_date", "start_date"}  # the law is the same here whatever the case
    for _ in range(4000):
        changed = {name: draw.choice(_domain(name)) for name in draw.sample(sorted(FIELDS), 9)} | {
            "law_date": date(2020, 1, 1)
        }
        changed["goal"] = draw.choice(
            [Goal.TRAINING, Goal.TRAINING, Goal.AUXILIARY, Goal.FURTHER, Goal.APTITUDES, *Goal]
        )
        changed["training"] = draw.choice(list(Training))
        changed["costs"] = draw.choice(_domain("costs"))
        case = COMPLETE.model_copy(update=changed | draw.choice(_RARE))
        try:
            before = _outcome(compute(case))
        except CaseError:
            continue
        for name in idle & set(relevant_fields(compute, case)):
            for value in _domain(name):
                try:
                    moved = _outcome(compute(case.model_copy(update={name: value}))) != before
                except CaseError:
                    continue
                if moved:
                    idle.discard(name)
                    break
        if not idle:
            break
    assert not idle


@given(cases)
@settings(max_examples=200, deadline=None)
def test_measure_and_right_never_contradict_each_other(case: ReclassementCase) -> None:
    result = computed(case)
    d, status = result.details, result.overall.status
    if status is Status.MET:
        assert d.measure_status is Status.MET and d.measure not in (
            Measure.NONE,
            Measure.PLACEMENT,
            Measure.REINSERTION,
        )
        assert not d.not_examined
    if d.measure is Measure.NONE:
        assert status is not Status.MET and d.costs is None
    if d.measure_status is Status.TO_APPRAISE:
        assert status is not Status.MET and d.measure in d.candidates
    if d.not_examined:
        assert status is not Status.MET and d.paid is None
    assert (d.initial is None) or d.measure.article_16
    assert (d.retraining is None) or d.measure is Measure.RECLASSEMENT
    assert (d.costs is not None) == (d.initial is not None or d.retraining is not None)


@given(cases)
@settings(max_examples=120, deadline=None)
def test_a_fact_that_is_said_to_tip_the_measure_does_so(case: ReclassementCase) -> None:
    d = computed(case).details
    for tip in d.tips:
        assert computed(case.model_copy(update=tip.change)).details.measure is tip.measure, tip


@given(hopeful, st.integers(0, 4), amounts)
@settings(max_examples=120, deadline=None)
def test_higher_costs_with_disability_never_lower_what_is_paid(
    case: ReclassementCase, index: int, more: Decimal
) -> None:
    assume(case.costs)
    low = computed(case).details.paid
    rows = list(case.costs)
    row = rows[index % len(rows)]
    rows[index % len(rows)] = row.model_copy(update={"with_disability": row.with_disability + more})
    high = compute(case.model_copy(update={"costs": tuple(rows)})).details.paid
    assert (low is None) == (high is None)
    assert low is None or high is None or high >= low


@given(hopeful, st.integers(0, 4), amounts)
@settings(max_examples=120, deadline=None)
def test_higher_costs_without_disability_never_raise_what_is_paid(
    case: ReclassementCase, index: int, more: Decimal
) -> None:
    assume(case.costs)
    high = computed(case).details.paid
    rows = list(case.costs)
    row = rows[index % len(rows)]
    rows[index % len(rows)] = row.model_copy(
        update={"without_disability": (row.without_disability or Decimal(0)) + more}
    )
    low = compute(case.model_copy(update={"costs": tuple(rows)})).details.paid
    assert low is None or high is None or low <= high


@given(hopeful, st.permutations(range(1, 6)))
@settings(max_examples=120, deadline=None)
def test_the_order_of_periods_does_not_change_what_is_due_in_the_end(case: ReclassementCase, order: list[int]) -> None:
    last = Cost(kind=CostKind.TUITION, year=5)
    rows = (*case.costs, *(last.model_copy(update={"year": n}) for n in range(1, 6)))
    before = computed(case.model_copy(update={"costs": rows, "successive": True})).details
    moved = tuple(row.model_copy(update={"year": order[row.year - 1]}) for row in rows)
    after = compute(case.model_copy(update={"costs": moved, "successive": True})).details
    assert before.paid == after.paid
    if before.initial is not None and after.initial is not None:
        assert before.initial.periods[-1].due == after.initial.periods[-1].due == before.initial.payable
        assert before.initial.surplus == after.initial.surplus


@given(hopeful)
@settings(max_examples=120, deadline=None)
def test_payments_of_successive_periods_reach_what_is_due_and_are_never_taken_back(case: ReclassementCase) -> None:
    initial = computed(case.model_copy(update={"successive": True})).details.initial
    if initial is None or not initial.periods:
        return
    assert all(p.payment >= 0 for p in initial.periods)
    assert sum(p.payment for p in initial.periods) == max(p.due for p in initial.periods)


@given(cases)
@settings(max_examples=120, deadline=None)
def test_shares_add_up_to_the_centime(case: ReclassementCase) -> None:
    d = computed(case).details
    if d.retraining is not None:
        r = d.retraining
        assert 0 <= r.ai_pays == min(x for x in (r.recognised, r.limit, r.balance) if x is not None)
        assert r.borne_by_insured is None or r.ai_pays + r.borne_by_insured == r.recognised
    if d.initial is not None:
        i = d.initial
        assert i.borne_by_insured is None or i.counted_with + i.borne_by_insured == i.total_with
        assert i.payable == (i.surplus if i.opens else 0)
        assert i.months >= 12
    if d.costs is not None:
        own = [line for line in d.costs.lines if line.kind not in AWAY and line.kind is not CostKind.WAGES]
        assert d.costs.with_disability + d.costs.pending + d.costs.refused == sum(line.with_disability for line in own)
    if d.compensation is not None:
        assert 0 <= d.compensation.amount <= d.compensation.left
        assert d.compensation.cap is None or d.compensation.amount <= d.compensation.cap


@given(hopeful, amounts)
@settings(max_examples=200, deadline=None)
def test_a_higher_loss_never_closes_the_right(case: ReclassementCase, less: Decimal) -> None:
    assume(case.income_with is not None)
    order = {Status.NOT_MET: 0, Status.TO_APPRAISE: 1, Status.MET: 2}
    update = {"income_with": max(Decimal(0), (case.income_with or Decimal(0)) - less)}
    verdicts = [{v.key: v.status for v in computed(c).verdicts} for c in (case, case.model_copy(update=update))]
    if "4011" in verdicts[0] and "4011" in verdicts[1]:
        assert order[verdicts[1]["4011"]] >= order[verdicts[0]["4011"]]


@given(cases)
@settings(max_examples=200, deadline=None)
def test_every_verdict_step_and_figure_names_its_rule_and_can_be_said(case: ReclassementCase) -> None:
    result = computed(case)
    for part in (result.verdicts, result.steps, result.figures):
        assert all(entry.rules for entry in part), part
    assert len({s.key for s in result.steps}) == len(result.steps)
    assert len({v.key for v in result.verdicts}) == len(result.verdicts)
    text = as_text(result)
    assert "{" not in text and "None" not in text and "Decimal" not in text
    assert result.charts[0].kind == "path" and len(result.charts[0].labels) == len(result.charts[0].states)
    assert result.verdicts[0].label in text


@given(cases)
@settings(max_examples=100, deadline=None)
def test_nothing_that_a_person_appraises_is_decided_while_it_is_unknown(case: ReclassementCase) -> None:
    unknown = case.model_copy(update=dict.fromkeys(FINDINGS, Finding.UNKNOWN))
    result = computed(unknown)
    if result.details.measure.training:
        refusing = {v.key for v in result.verdicts if v.status is Status.NOT_MET}
        assert result.overall.status is not Status.MET
        assert not refusing - {
            "3005.1",
            "3005.b",
            "3006",
            "wage",
            "4014",
            "4025",
            "4026.b",
            "employer",
            "3023",
            "costs",
        }


def test_the_conclusion_follows_from_the_conditions_and_the_amounts_from_what_carries_them() -> None:
    draw, seen = random.Random(16), Counter[str]()
    for _ in range(700):
        changed = {name: draw.choice(_domain(name)) for name in draw.sample(sorted(FIELDS), 5)} | {
            "law_date": date(2020, 1, 1)
        }
        if draw.random() < 0.4:
            changed |= {"training": Training.NEVER, "work": Work.NONE}
        try:
            result = compute(COMPLETE.model_copy(update=changed))
        except CaseError:
            continue
        overall = result.overall
        assert overall.status is all_of(*(v.status for v in result.verdicts if v.role is Role.CONDITION))
        seen[overall.status.value] += 1
        carried = [f for f in result.figures if "overall" in f.carried_by and f.value]
        if overall.status is Status.NOT_MET and not overall.soft:
            assert not carried and not result.details.paid
            seen["fallen"] += any(bool(f.otherwise) for f in result.figures)
        elif overall.status is Status.MET:
            seen["paid"] += bool(result.details.paid)
        else:
            assert all(f.standing is Standing.CONDITIONAL for f in carried)
            seen["conditional"] += bool(carried)
        assert all(f.standing is not Standing.NOT_DUE or not f.value for f in result.figures)
    assert seen["met"] >= 100 and seen["not_met"] >= 100 and seen["to_appraise"] >= 100, seen
    assert seen["paid"] >= 50 and seen["conditional"] >= 50 and seen["fallen"] >= 5, seen


def test_a_fact_that_nobody_filled_in_never_makes_a_measure_due() -> None:
    """Each fact of a complete case, taken away: what was met may become open, never the other way round."""
    order = {Status.NOT_MET: 0, Status.TO_APPRAISE: 1, Status.MET: 2}
    complete = COMPLETE.model_copy(update={"law_date": date(2020, 1, 1)})
    before = compute(complete)
    assert before.overall.status is Status.MET
    opened = 0
    for name, info in FIELDS.items():
        emptied = compute(complete.model_copy(update={name: info.get_default()}))
        assert order[emptied.overall.status] <= order[before.overall.status]
        opened += emptied.overall.status is Status.TO_APPRAISE
    assert opened >= 25


def test_the_verdicts_that_do_not_decide_are_few_and_known() -> None:
    """Over the worked cases: delimitations tell measures apart, the rest bounds an amount, a duration or a form."""
    roles: dict[str, set[Role]] = {}
    for name, worked in load():
        result = evaluate(registry.get(name), worked["case"]).result if name == "reclassement" else None
        if result is not None and result.details.measure_status is Status.MET:
            delimiting = {row[1] for row in result.table("delimitations").rows}
            for v in result.verdicts:
                assert (v.role is Role.ADVICE) == (v.label in delimiting), v.key
                roles.setdefault(v.key, set()).add(v.role)
    assert {key for key, found in roles.items() if Role.LIMIT in found} == {
        "3023",
        "3024",
        "3025",
        "3030",
        "3033",
        "3037",
        "3038",
        "3043.1",
        "3043.2",
        "4014.end",
        "4025",
        "4027",
        "4033",
        "4035",
        "choice",
        "duration",
        "employer",
        "employer.cap",
        "employer.days",
        "levels",
        "reference",
    }
    several = {key for key, found in roles.items() if len(found) > 1}
    assert not several, several


@pytest.mark.parametrize(
    ("income", "lasting", "status", "lacking", "advised"),
    [
        (45_000, "met", Status.MET, "", False),
        (45_000, "not_met", Status.NOT_MET, "pas durable", False),
        (45_000, "unknown", Status.TO_APPRAISE, "Reste à établir qu'elle est durable", False),
        (60_000, "met", Status.NOT_MET, "", True),
    ],
)
def test_a_loss_says_what_it_lacks_its_size_or_that_it_lasts(
    income: int, lasting: str, status: Status, lacking: str, advised: bool
) -> None:
    data = {**form_of("reclassement").example, "income_with": income, "loss_lasting": lasting}
    result = evaluate(registry.get("reclassement"), data).result
    assert result is not None
    verdict = result.verdict("4011")
    assert verdict.status is status
    assert lacking in str(verdict.reason) and ("durable" in str(verdict.reason)) == bool(lacking)
    assert ("il manque" in str(verdict.would_change)) == advised


def test_a_headline_holds_no_reason_that_says_no_more_than_its_verdict() -> None:
    generic = set(map(str, GENERIC))
    for name, worked in load():
        result = evaluate(registry.get(name), worked["case"]).result if name == "reclassement" else None
        if result is not None:
            assert not generic & set(map(str, result.headline)), worked["id"]


@pytest.mark.parametrize("invalidity", [Invalidity.OCCURRED, Invalidity.IMMINENT])
def test_a_text_for_a_decision_says_once_whether_the_invalidity_has_occurred(invalidity: Invalidity) -> None:
    case = COMPLETE.model_copy(update={"invalidity": invalidity, "invalidity_date": date(2019, 7, 1)})
    said = " ".join(str(fact.text) for fact in facts("reclassement", case, {"invalidity", "invalidity_date"}))
    assert ("L'invalidité est survenue" in said) == (invalidity is Invalidity.OCCURRED)
    assert "Le dossier date le cas d'assurance du" in said
