"""What must hold for every work introduction allowance, whatever its numbers."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from ai_calc.calculators.work_introduction import WorkIntroductionCase, compute
from ai_calc.calculators.work_introduction.model import Absence, Access, Cover, Payment
from ai_calc.ground.dates import last_day_of, shares_of_months
from ai_calc.ground.errors import CaseError
from ai_calc.outcome.facts import Finding
from ai_calc.results import Status, as_text, to_jsonable
from tests.drawn import drawn, turned, worked

amounts = st.integers(0, 60_000).map(lambda n: Decimal(n) / 100)
high_amounts = st.integers(40_000, 60_000).map(lambda n: Decimal(n) / 100)
wages = st.integers(0, 2_000_000).map(lambda n: Decimal(n) / 100)
percents = st.integers(0, 200).map(Decimal)
days = st.dates(date(2016, 1, 1), date(2030, 12, 31))


GRANTED = worked("work_introduction", "AI-01")
TURNS = {
    "access": st.sampled_from(Access),
    "activity_suitable": st.sampled_from(Finding),
    "performance_percent": st.none() | percents,
    "agreed_wage_percent": percents,
    "no_absence": st.sampled_from(Finding),
    "monthly_wage": st.none(),
    "employer_rate_percent": st.none() | st.integers(0, 100).map(Decimal),
}

REFUSALS: list[dict[str, object]] = [
    {},
    {"access": Access.SAME_POST},
    {"activity_suitable": Finding.NOT_MET},
    {"performance_percent": Decimal(80), "agreed_wage_percent": Decimal(80)},
]


def months_of(start: date | None, length: int, more: int) -> Decimal:
    """Months of wage of an agreed period, give or take some ten thousandths."""
    months = Decimal(length) / 30
    if start is not None:
        shares = shares_of_months(start, last_day_of(start, length))
        months = sum((Decimal(part) / whole for part, whole in shares), Decimal(0))
    return max(Decimal(0), (months + Decimal(more) / 10_000).quantize(Decimal("0.0001")))


@st.composite
def cases(draw: st.DrawFn) -> WorkIntroductionCase:
    """A granted case with some facts turned, whose dates and absences do not contradict each other."""
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
    return WorkIntroductionCase.model_validate(
        {
            "monthly_wage": draw(wages),
            **draw(turned({name: fact for name, fact in GRANTED.items() if name != "monthly_wage"}, TURNS, most=3)),
            "law_date": draw(st.dates(date(2014, 1, 1), date(2035, 12, 31))),
            "employment_start": start,
            "post_start": start,
            "start_date": start,
            "days": length,
            "daily_amount": draw(amounts | high_amounts),
            "wage_months": draw(st.none() | st.integers(-2_000, 2_000).map(lambda n: months_of(start, length, n))),
            "other_wage": draw(wages),
            "absences": tuple(absences),
            "payment": draw(st.sampled_from(Payment)),
            "payment_months": draw(st.integers(1, 6)),
        }
    )


@drawn(cases(), examples=300, paid=90, cut_by_day=30, cut_by_duration=40, cut_by_wage=25)
def test_none_of_the_three_limits_is_ever_passed(seen: Counter[str], case: WorkIntroductionCase) -> None:
    d = compute(case).details
    cap = d.amounts.cap
    assert all(s.daily <= s.maximum for s in d.amounts.stretches)
    assert sum(s.payable for s in d.amounts.stretches) == d.payable_days
    assert d.period.days <= d.period.max_days
    assert d.payable_days + d.absent.deducted == d.period.days
    if d.allowance is None:  # absences that nobody listed
        return
    if cap is not None and cap.complete:
        assert d.allowance <= cap.total
        seen["cut_by_wage"] += 0 < d.allowance < d.amounts.raw - 1
    assert d.allowance <= d.amounts.raw + Decimal("0.025")
    assert d.allowance % Decimal("0.05") == 0
    seen["paid"] += d.allowance > 0
    seen["cut_by_day"] += d.allowance > 0 and case.daily_amount > d.amounts.daily_maximum
    seen["cut_by_duration"] += d.allowance > 0 and d.period.agreed_days > d.period.days


@drawn(cases(), examples=300, paid=90, several=8, deducted=30, refused=20)
def test_the_payments_add_up_to_the_allowance_and_none_takes_money_back(
    seen: Counter[str], case: WorkIntroductionCase
) -> None:
    d = compute(case).details
    if not d.instalments:
        assert not d.allowance
        seen["refused"] += 1
        return
    assert sum(i.amount for i in d.instalments) == d.allowance
    assert all(i.amount >= 0 for i in d.instalments)
    assert sum(i.days for i in d.instalments) == d.period.days
    assert sum(i.deducted for i in d.instalments) == d.absent.deducted
    assert d.instalments[-1].last == d.period.last
    seen["paid"] += bool(d.allowance)
    seen["several"] += sum(i.amount > 0 for i in d.instalments) > 1
    seen["deducted"] += d.allowance > 0 and d.absent.deducted > 0


@drawn(cases(), st.sampled_from(REFUSALS), examples=400, met=5, not_met=60, refused_amount=40)
def test_without_entitlement_nothing_is_paid_and_with_it_what_the_limits_leave(
    seen: Counter[str], case: WorkIntroductionCase, refusal: dict[str, object]
) -> None:
    result = compute(case.model_copy(update=refusal))
    d = result.details
    if result.overall.status is Status.NOT_MET:
        assert d.allowance == 0
        assert result.figure("allowance").value == 0
        assert all(r.other_value is None or r.id == "C-38" for r in result.readings)
        seen["refused_amount"] += d.amounts.possible > 0
    elif d.allowance is None:
        assert not case.absences and case.no_absence is Finding.NOT_MET
        assert result.figure("allowance").value is None and not d.instalments
    else:
        assert d.allowance == d.amounts.possible == (result.figure("allowance").value or 0)
    seen[result.overall.status.value] += 1


@drawn(cases(), st.sampled_from([Cover.INSURER, Cover.NOBODY]), examples=200, compared=90, less=30)
def test_one_more_deducted_day_never_raises_the_allowance(
    seen: Counter[str], case: WorkIntroductionCase, cover: Cover
) -> None:
    more = case.model_copy(update={"absences": (*case.absences, Absence(days=1, cover=cover))})
    before = compute(case).details.amounts.possible
    try:
        after = compute(more).details.amounts.possible
    except CaseError:  # the whole period is absence already
        return
    assert after <= before
    seen["compared"] += 1
    seen["less"] += after < before


@drawn(cases(), examples=200, kept=15)
def test_days_with_wage_and_without_insurer_do_not_change_the_allowance(
    seen: Counter[str], case: WorkIntroductionCase
) -> None:
    without = case.model_copy(update={"absences": tuple(a for a in case.absences if a.cover is not Cover.WAGE)})
    d = compute(case).details
    assert compute(without).details.amounts.possible == d.amounts.possible
    seen["kept"] += bool(d.allowance) and d.absent.wage > 0


@drawn(cases(), examples=150, met=25, not_met=10, to_appraise=8)
def test_every_result_can_be_read_and_written(seen: Counter[str], case: WorkIntroductionCase) -> None:
    result = compute(case)
    assert as_text(result)
    json.dumps(to_jsonable(result))
    assert all(step.rules for step in result.steps)
    assert all(v.rules for v in result.verdicts if not v.key.startswith("denied:"))  # a contradiction rests on no rule
    seen[result.overall.status.value] += 1
