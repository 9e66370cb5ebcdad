"""What must hold for every compensation of higher contributions, whatever its numbers."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.calculators.contribution_increase import ContributionIncreaseCase, compute
from ai_calc.calculators.contribution_increase.model import Absence, Cause, FirstPaidDay, Paid
from ai_calc.outcome.facts import Finding
from ai_calc.results import Status, as_text, to_jsonable


@st.composite
def cases(draw: st.DrawFn) -> ContributionIncreaseCase:
    """Cases whose absences follow each other after the placement."""
    placement = draw(st.dates(date(2014, 1, 1), date(2032, 12, 31)))
    absences, day = [], placement
    for _ in range(draw(st.integers(0, 6))):
        day += timedelta(days=draw(st.integers(0, 300)))
        last = day + timedelta(days=draw(st.integers(0, 60)))
        absences.append(
            Absence(
                first_day=day,
                last_day=last,
                full=draw(st.sampled_from([True, True, True, False])),
                cause=draw(st.sampled_from(Cause)),
                paid=draw(st.sampled_from(Paid)),
            )
        )
        day = last + timedelta(days=1)
    end = draw(st.none() | st.integers(0, 900).map(lambda n: day + timedelta(days=n)))
    return ContributionIncreaseCase(
        law_date=draw(st.dates(date(2014, 1, 1), date(2035, 12, 31))),
        placement_date=placement,
        employment_end=end,
        headcount=draw(st.integers(1, 200)),
        daily_insurance=draw(st.sampled_from(Finding)),
        compulsory_pension=draw(st.sampled_from(Finding)),
        increase_likely=draw(st.sampled_from([Finding.MET, Finding.MET, Finding.UNKNOWN, Finding.NOT_MET])),
        absences=tuple(absences),
        accidents_count=draw(st.booleans()),
        first_paid_day=draw(st.sampled_from(FirstPaidDay)),
    )


@given(cases())
@settings(max_examples=300, deadline=None)
def test_the_two_readings_differ_by_at_most_the_threshold_in_each_year(case: ContributionIncreaseCase) -> None:
    for year in compute(case).details.years:
        assert 0 <= year.payable_after <= year.payable <= year.covered <= year.days
        assert year.payable - year.payable_after <= 15
        assert (year.payable == 0) or year.days > 15


@given(cases())
@settings(max_examples=300, deadline=None)
def test_the_payments_on_account_add_up_to_the_compensation(case: ContributionIncreaseCase) -> None:
    d = compute(case).details
    assert sum(p.amount for p in d.calendar.payments) == d.total
    assert all(p.due >= d.calendar.first or p.due == d.calendar.settlement for p in d.calendar.payments)
    assert list(d.calendar.payments) == sorted(d.calendar.payments, key=lambda p: p.due)


@given(cases())
@settings(max_examples=200, deadline=None)
def test_without_entitlement_nothing_is_paid(case: ContributionIncreaseCase) -> None:
    result = compute(case)
    if result.overall.status is Status.NOT_MET:
        assert result.details.total == 0
        assert result.details.other_total == 0
        assert not result.details.calendar.payments


@given(cases())
@settings(max_examples=200, deadline=None)
def test_choosing_the_other_reading_swaps_the_two_amounts(case: ContributionIncreaseCase) -> None:
    other = FirstPaidDay.FIRST if case.first_paid_day is FirstPaidDay.AFTER_THRESHOLD else FirstPaidDay.AFTER_THRESHOLD
    one, two = compute(case).details, compute(case.model_copy(update={"first_paid_day": other})).details
    assert (one.total, one.other_total) == (two.other_total, two.total)


@given(cases(), st.integers(1, 200))
@settings(max_examples=200, deadline=None)
def test_a_larger_firm_never_gets_more(case: ContributionIncreaseCase, more: int) -> None:
    larger = case.model_copy(update={"headcount": case.headcount + more})
    assert compute(larger).details.total <= compute(case).details.total


@given(cases())
@settings(max_examples=150, deadline=None)
def test_every_result_can_be_read_and_written(case: ContributionIncreaseCase) -> None:
    result = compute(case)
    assert as_text(result)
    json.dumps(to_jsonable(result))
    assert all(step.rules for step in result.steps) and all(v.rules for v in result.verdicts)
