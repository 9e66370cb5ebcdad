"""What must hold for every work introduction allowance, whatever its numbers."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.calculators.work_introduction import WorkIntroductionCase, compute
from ai_calc.calculators.work_introduction.model import Absence, Access, Cover, Payment
from ai_calc.ground.errors import CaseError
from ai_calc.outcome.facts import Finding
from ai_calc.results import Status, as_text, to_jsonable

amounts = st.integers(0, 60_000).map(lambda n: Decimal(n) / 100)
wages = st.integers(0, 2_000_000).map(lambda n: Decimal(n) / 100)
percents = st.integers(0, 200).map(Decimal)
days = st.dates(date(2016, 1, 1), date(2030, 12, 31))


@st.composite
def cases(draw: st.DrawFn) -> WorkIntroductionCase:
    """Cases whose dates and absences do not contradict each other."""
    start = draw(st.none() | days)
    length = draw(st.integers(1, 400))
    absences, at = [], 0
    for _ in range(draw(st.integers(0, 4))):
        at += draw(st.integers(0, 20))
        count = draw(st.integers(1, 15))
        if at + count > min(length, 180):
            break
        first = None if start is None else start + timedelta(days=at)
        absences.append(Absence(first_day=first, days=count, cover=draw(st.sampled_from(Cover))))
        at += count
    return WorkIntroductionCase(
        law_date=draw(st.dates(date(2014, 1, 1), date(2035, 12, 31))),
        access=draw(st.sampled_from(Access)),
        activity_suitable=draw(st.sampled_from(Finding)),
        performance_percent=draw(st.none() | percents),
        agreed_wage_percent=draw(percents),
        start_date=start,
        days=length,
        daily_amount=draw(amounts),
        monthly_wage=draw(st.none() | wages),
        wage_months=draw(st.none() | st.integers(0, 80_000).map(lambda n: Decimal(n) / 10_000)),
        other_wage=draw(wages),
        employer_rate_percent=draw(st.none() | percents),
        absences=tuple(absences),
        payment=draw(st.sampled_from(Payment)),
        payment_months=draw(st.integers(1, 6)),
    )


@given(cases())
@settings(max_examples=300, deadline=None)
def test_none_of_the_three_limits_is_ever_passed(case: WorkIntroductionCase) -> None:
    d = compute(case).details
    assert d.amounts.daily <= d.amounts.daily_maximum
    assert d.period.days <= d.period.max_days
    assert d.payable_days + d.absent.deducted == d.period.days
    if d.amounts.cap is not None and d.amounts.cap.complete:
        assert d.allowance <= d.amounts.cap.total
    assert d.allowance <= d.amounts.raw + Decimal("0.025")
    assert d.allowance % Decimal("0.05") == 0


@given(cases())
@settings(max_examples=300, deadline=None)
def test_the_payments_add_up_to_the_allowance_and_none_takes_money_back(case: WorkIntroductionCase) -> None:
    d = compute(case).details
    if not d.instalments:
        assert d.allowance == 0
        return
    assert sum(i.amount for i in d.instalments) == d.allowance
    assert all(i.amount >= 0 for i in d.instalments)
    assert sum(i.days for i in d.instalments) == d.period.days
    assert sum(i.deducted for i in d.instalments) == d.absent.deducted
    assert d.instalments[-1].last == d.period.last


@given(cases())
@settings(max_examples=200, deadline=None)
def test_without_entitlement_nothing_is_paid(case: WorkIntroductionCase) -> None:
    result = compute(case)
    if result.overall.status is Status.NOT_MET:
        assert result.details.allowance == 0
        assert result.figure("allowance").value == 0
        assert all(r.other_value is None or r.id == "C-38" for r in result.readings)


@given(cases(), st.sampled_from([Cover.INSURER, Cover.NOBODY]))
@settings(max_examples=200, deadline=None)
def test_one_more_deducted_day_never_raises_the_allowance(case: WorkIntroductionCase, cover: Cover) -> None:
    more = case.model_copy(update={"absences": (*case.absences, Absence(days=1, cover=cover))})
    with suppress(CaseError):
        assert compute(more).details.allowance <= compute(case).details.allowance


@given(cases())
@settings(max_examples=200, deadline=None)
def test_days_with_wage_and_without_insurer_do_not_change_the_allowance(case: WorkIntroductionCase) -> None:
    without = case.model_copy(update={"absences": tuple(a for a in case.absences if a.cover is not Cover.WAGE)})
    assert compute(without).details.allowance == compute(case).details.allowance


@given(cases())
@settings(max_examples=150, deadline=None)
def test_every_result_can_be_read_and_written(case: WorkIntroductionCase) -> None:
    result = compute(case)
    assert as_text(result)
    json.dumps(to_jsonable(result))
    assert all(step.rules for step in result.steps) and all(v.rules for v in result.verdicts)
