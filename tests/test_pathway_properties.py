"""What holds for every rehabilitation path."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.calculators.pathway import PathwayCase, compute
from ai_calc.calculators.pathway.model import Measure, PathStep
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of
from ai_calc.results import Role, Status, as_text, to_jsonable
from calculators.kit.charts import chart_html


@st.composite
def steps(draw: st.DrawFn) -> PathStep:
    start = draw(st.dates(date(2014, 1, 1), date(2021, 12, 31)))
    end = draw(st.none() | st.integers(0, 800).map(lambda n: start + timedelta(days=n)))
    hired = draw(st.none() | st.integers(0, 800).map(lambda n: start + timedelta(days=n)))
    return PathStep(
        measure=draw(st.sampled_from([None, *Measure])),
        start=start,
        end=end,
        hired_on=hired,
        employer=draw(st.sampled_from(("", "A", "B"))),
        work_capacity=draw(st.none() | st.decimals(0, 100, places=0)),
        new_post=draw(st.booleans()),
        justified=draw(st.sampled_from(list(Finding))),
        conditions_clear=draw(st.sampled_from(list(Finding))),
        in_school_holidays=draw(st.sampled_from(list(Finding))),
    )


paths = st.builds(
    PathwayCase,
    law_date=st.just(date(2020, 1, 1)),
    fit=st.sampled_from(list(Finding)),
    employment_reasonable=st.sampled_from(list(Finding)),
    independence_simpler=st.sampled_from(list(Finding)),
    steps=st.lists(steps(), max_size=6).map(tuple),
)


@given(paths)
@settings(max_examples=120, deadline=None)
def test_every_path_gets_a_result_with_a_rule_for_each_verdict(case: PathwayCase) -> None:
    result = compute(case)
    assert as_text(result) and to_jsonable(result)
    assert all(chart_html(c) for c in result.charts)
    assert all(v.rules for v in result.verdicts)
    assert len({v.key for v in result.verdicts}) == len(result.verdicts)


@given(paths)
@settings(max_examples=80, deadline=None)
def test_the_order_in_which_steps_are_typed_does_not_matter(case: PathwayCase) -> None:
    if len({s.start for s in case.steps}) < len(case.steps):
        return
    other = compute(case.model_copy(update={"steps": tuple(reversed(case.steps))}))
    result = compute(case)
    assert [(s.start, s.status) for s in result.details.steps] == [(s.start, s.status) for s in other.details.steps]
    assert result.overall.status is other.overall.status


@given(paths, steps())
@settings(max_examples=80, deadline=None)
def test_a_later_step_never_changes_what_was_said_of_the_earlier_ones(case: PathwayCase, more: PathStep) -> None:
    after = max((s.start for s in case.steps), default=date(2014, 1, 1)) + timedelta(days=1)
    looks_ahead = {Measure.COACHING, Measure.CONTRIBUTION_INCREASE}
    if looks_ahead & {more.measure, *(s.measure for s in case.steps)}:
        return  # a coaching is judged by what runs beside it, an absence with the others of its year
    later = more.model_copy(update={"start": after, "end": None, "hired_on": None})
    before = [(s.number, s.status) for s in compute(case).details.steps]
    assert [
        (s.number, s.status) for s in compute(case.model_copy(update={"steps": (*case.steps, later)})).details.steps
    ][: len(before)] == before


@given(st.integers(1, 400), st.sampled_from((Measure.TRIAL_PLACEMENT, Measure.WORK_INTRODUCTION)))
@settings(deadline=None)
def test_a_trial_and_an_introduction_last_at_most_one_hundred_and_eighty_days(days: int, measure: Measure) -> None:
    start = date(2019, 1, 1)
    step = PathStep(
        measure=measure,
        start=start,
        end=start + timedelta(days=days - 1),
        conditions_clear=Finding.MET,
        new_post=True,
        work_capacity=Decimal(60),
    )
    status = (
        compute(PathwayCase(fit=Finding.MET, steps=(step,)))
        .verdict("1.5024" if measure is Measure.TRIAL_PLACEMENT else "1.5032")
        .status
    )
    assert (status is Status.MET) == (days <= 180)


def test_the_conclusion_follows_from_the_steps() -> None:
    draw, seen = random.Random(20200101), Counter[Status]()
    for _ in range(600):
        day, steps = date(2018, 1, 1), []
        for _ in range(draw.randint(1, 3)):
            length = draw.choice((10, 60, 170, 200))
            steps.append(
                PathStep(
                    measure=draw.choice([*Measure, Measure.TRIAL_PLACEMENT, Measure.RETRAINING]),
                    start=day,
                    end=day + timedelta(days=length),
                    employer=draw.choice(("A", "B")),
                    work_capacity=Decimal(draw.choice((40, 60))),
                    justified=draw.choice((Finding.MET, Finding.UNKNOWN)),
                    conditions_clear=draw.choice((Finding.MET, Finding.MET, Finding.NOT_MET)),
                    in_school_holidays=Finding.MET,
                )
            )
            day += timedelta(days=draw.choice((length - 5, length + 30, length + 30)))
        result = compute(
            PathwayCase(
                law_date=date(2020, 1, 1), fit=Finding.MET, employment_reasonable=Finding.NOT_MET, steps=tuple(steps)
            )
        )
        assert result.overall.status is all_of(*(v.status for v in result.verdicts))
        assert result.overall.status is all_of(*(s.status for s in result.details.steps)), "fitness is established"
        assert {v.role for v in result.verdicts} == {Role.CONDITION}, "the plan as a whole is what is examined"
        assert sum(result.figure(key).value for key in ("allowed", "blocked", "open")) == len(steps)
        seen[result.overall.status] += 1
    assert all(seen[status] >= 60 for status in Status), seen
