"""What must hold for every compensation of higher contributions, whatever its numbers."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta

from hypothesis import strategies as st

from ai_calc.calculators.contribution_increase import ContributionIncreaseCase, compute
from ai_calc.calculators.contribution_increase.model import Cause, FirstPaidDay, Paid, Placed
from ai_calc.outcome.facts import Finding
from ai_calc.results import Status, as_text, to_jsonable
from tests.drawn import drawn, turned, worked

GRANTED = worked("contribution_increase", "IA-01")
TURNS = {
    "placed": st.sampled_from(Placed),
    **dict.fromkeys(
        ("activity_suitable", "daily_insurance", "compulsory_pension", "increase_likely", "incapacity_justified"),
        st.sampled_from(Finding),
    ),
    "accidents_count": st.just(True),
}
REFUSALS = [
    {},
    {"placed": Placed.NONE},
    {"placed": Placed.CHANGE, "activity_suitable": Finding.NOT_MET},
    {"daily_insurance": Finding.NOT_MET, "compulsory_pension": Finding.NOT_MET},
    {"increase_likely": Finding.NOT_MET},
    {"incapacity_justified": Finding.NOT_MET},
]


@st.composite
def cases(draw: st.DrawFn) -> ContributionIncreaseCase:
    """A granted case with some facts turned, whose absences follow each other after the placement."""
    placement = draw(st.dates(date(2014, 1, 1), date(2032, 12, 31)))
    absences, day = [], placement
    for _ in range(draw(st.sampled_from([1, 1, 2, 2, 3, 0]))):
        day += timedelta(days=draw(st.integers(0, 300)))
        last = day + timedelta(days=draw(st.sampled_from([20, 40, 14, 15]) | st.integers(0, 90)))
        absences.append(
            {
                "first_day": day,
                "last_day": last,
                "full": draw(st.sampled_from([Finding.MET] * 7 + [Finding.NOT_MET])),
                "cause": draw(st.sampled_from([Cause.ILLNESS] * 5 + list(Cause))),
                "paid": draw(st.sampled_from([Paid.INSURER] * 2 + list(Paid))),
            }
        )
        day = last + timedelta(days=1)
    return ContributionIncreaseCase.model_validate(
        {
            **draw(turned(GRANTED, TURNS)),
            "law_date": draw(st.dates(date(2014, 1, 1), date(2035, 12, 31))),
            "placement_date": placement,
            "employment_end": draw(st.none() | st.integers(0, 900).map(lambda n: day + timedelta(days=n))),
            "headcount": draw(st.integers(1, 50) | st.integers(1, 100)),
            "absences": absences,
            "first_paid_day": draw(st.sampled_from(FirstPaidDay)),
        }
    )


@drawn(cases(), examples=300, paid=60, partly_paid=3, after_threshold=60, at_most_threshold=15)
def test_the_ordinance_never_pays_more_days_than_the_circular(
    seen: Counter[str], case: ContributionIncreaseCase
) -> None:
    years = compute(case).details.years
    for year in years:
        assert 0 <= year.payable_after <= year.payable <= year.covered <= year.days
        assert year.payable_after <= year.working <= year.days
        assert (year.payable == 0) or year.days > 15
        assert (year.payable_after == 0) or year.working > 15
    seen["paid"] += any(year.payable for year in years)
    seen["partly_paid"] += any(0 < year.payable < year.days for year in years)
    seen["after_threshold"] += any(year.payable_after for year in years)
    seen["at_most_threshold"] += any(0 < year.days <= 15 for year in years)


@drawn(cases(), examples=300, paid=40, several=5, settled=2)
def test_the_payments_on_account_add_up_to_the_compensation(seen: Counter[str], case: ContributionIncreaseCase) -> None:
    d = compute(case).details
    payments = d.calendar.payments
    assert sum(p.amount for p in payments) == d.total
    assert all(p.due >= d.calendar.first or p.due == d.calendar.settlement for p in payments)
    assert list(payments) == sorted(payments, key=lambda p: p.due)
    seen["paid"] += d.total > 0
    seen["several"] += len(payments) > 1
    seen["settled"] += any(p.due == d.calendar.settlement for p in payments)


@drawn(cases(), st.sampled_from(REFUSALS), examples=200, met=5, not_met=80, refused_days=15)
def test_without_entitlement_nothing_is_paid_and_with_it_something_is(
    seen: Counter[str], case: ContributionIncreaseCase, refusal: dict[str, Finding | Placed]
) -> None:
    result = compute(case.model_copy(update=refusal))
    d = result.details
    if result.overall.status is Status.NOT_MET:
        assert d.total == 0
        assert d.other_total == 0
        assert not d.calendar.payments
        seen["refused_days"] += any(year.payable for year in d.years)
    if result.overall.status is Status.MET:
        assert max(d.total, d.other_total) > 0
    seen[result.overall.status.value] += 1


@drawn(cases(), examples=200, swapped=20)
def test_choosing_the_other_reading_swaps_the_two_amounts(seen: Counter[str], case: ContributionIncreaseCase) -> None:
    other = FirstPaidDay.FIRST if case.first_paid_day is FirstPaidDay.AFTER_THRESHOLD else FirstPaidDay.AFTER_THRESHOLD
    results = [compute(case), compute(case.model_copy(update={"first_paid_day": other}))]
    refused = any(r.overall.status is Status.NOT_MET for r in results)
    if refused or any(a.paid is Paid.UNKNOWN for a in case.absences):  # what is counted may then be another case
        return
    one, two = (r.details for r in results)
    assert (one.total, one.other_total) == (two.other_total, two.total)
    seen["swapped"] += one.total != one.other_total


@drawn(cases(), st.sampled_from([1, 40, 60, 100]), examples=200, paid=30, less=5)
def test_a_larger_firm_never_gets_more(seen: Counter[str], case: ContributionIncreaseCase, more: int) -> None:
    larger = compute(case.model_copy(update={"headcount": case.headcount + more})).details.total
    total = compute(case).details.total
    assert larger <= total
    assert (larger > 0) == (total > 0)
    seen["paid"] += total > 0
    seen["less"] += larger < total


@drawn(cases(), examples=150, met=15, not_met=15, to_appraise=8)
def test_every_result_can_be_read_and_written(seen: Counter[str], case: ContributionIncreaseCase) -> None:
    result = compute(case)
    assert as_text(result)
    json.dumps(to_jsonable(result))
    assert all(step.rules for step in result.steps) and all(v.rules for v in result.verdicts)
    seen[result.overall.status.value] += 1
