"""The plan: hours laid out month by month, what of them fits, and what would fit (berne-2021:0.4 to 0.6; berne:7, 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.caps import Limits, month_end, month_starts, running
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.selection import Chosen
from ai_calc.ground.french import MONTHS, short_date
from ai_calc.ground.money import ZERO
from ai_calc.outcome.facts import Finding
from ai_calc.registers.cantons import Count

QUARTER = Decimal("0.25")


def month_label(start: date, end: date) -> str:
    """« mars 2022 » for a calendar month, « 15.03.–14.04.2022 » otherwise."""
    if start.day == 1:
        return f"{MONTHS[start.month - 1]} {start.year}"
    return f"{short_date(start)[:6]}–{short_date(end)}"


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """One month of the mandate. ``counted``: hours that weigh on the cap; ``admitted``: those of them that fit."""

    start: date
    end: date
    contact: Decimal
    travel: Decimal
    administration: Decimal
    counted: Decimal
    limit: Decimal | None
    admitted: Decimal
    cumulative: Decimal

    @property
    def label(self) -> str:
        """The month in words."""
        return month_label(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a mandate, in hours.

    ``proposed``: nobody asked for hours, the plan fills what is allowed. ``beside``: hours paid on top of the cap
    (first interviews); ``unpaid_beside``: interviews on top that are not paid.
    """

    months: tuple[PlanMonth, ...]
    proposed: bool
    requested: Decimal
    admitted: Decimal
    beside: Decimal
    unpaid_beside: Decimal

    @property
    def over(self) -> Decimal:
        """Hours that do not fit."""
        return self.requested - self.admitted

    @property
    def paid(self) -> Decimal:
        """Hours to pay: those that fit, and those on top."""
        return self.admitted + self.beside

    @property
    def end(self) -> date:
        """The last planned day."""
        return self.months[-1].end


def spread(total: Decimal, parts: int) -> list[Decimal]:
    """``total`` hours in ``parts`` months by the quarter of an hour; the sum is exactly ``total``."""
    marks = [((total * k / parts) / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER for k in range(parts)] + [total]
    return [b - a for a, b in zip(marks, marks[1:], strict=False)]


def counts(chosen: Chosen, activity: Activity) -> bool:
    """Whether the time of an activity weighs on the hours of the mandate."""
    return chosen.edition.activities[activity].count is Count.COUNTED


def fixed_hours(case: CoachingCase, chosen: Chosen, months: int) -> list[Decimal]:
    """Hours of each month that weigh on the cap whatever the coaching: travel, administration, employer interviews.

    Where the canton counts them (berne-2021:R.2, berne:5.b); elsewhere they are not here.
    """
    travel = case.travel_hours_per_month if counts(chosen, Activity.TRAVEL) else ZERO
    administration = case.admin_hours_per_month if counts(chosen, Activity.ADMINISTRATION) else ZERO
    interviews = case.employer_interview_hours if counts(chosen, Activity.EMPLOYER_INTERVIEW) else ZERO
    return [travel + administration + (interviews if k == 0 else ZERO) for k in range(months)]


def plan_of(case: CoachingCase, chosen: Chosen, limits: Limits) -> Plan:
    """The plan of a case within its limits."""
    proposed = case.total_hours is None and case.hours_per_month is None
    fixed = fixed_hours(case, chosen, case.months)
    if proposed:
        contact = proposal(case, limits, fixed)
        if limits.months_admitted < case.months:  # nothing is planned in a month that cannot be granted
            fixed = [f if k < limits.months_admitted else ZERO for k, f in enumerate(fixed)]
    elif case.total_hours is not None:
        contact = spread(case.total_hours, case.months)
    else:
        contact = [case.hours_per_month or ZERO] * case.months
    counted = [c + f for c, f in zip(contact, fixed, strict=True)]
    admitted = limits.admit(counted)
    starts = month_starts(case, case.months)
    planned = [not proposed or k < limits.months_admitted for k in range(case.months)]
    interviews = case.employer_interview_hours if counts(chosen, Activity.EMPLOYER_INTERVIEW) else ZERO
    rows = tuple(
        PlanMonth(
            start=starts[k], end=month_end(starts, k), contact=contact[k] + (interviews if k == 0 else ZERO),
            travel=case.travel_hours_per_month if planned[k] else ZERO,
            administration=case.admin_hours_per_month if planned[k] else ZERO,
            counted=counted[k], limit=limits.monthly[k], admitted=admitted[k], cumulative=total,
        )
        for k, total in enumerate(running(counted))
    )  # fmt: skip
    beside, unpaid = _beside(case, chosen)
    return Plan(rows, proposed, sum(counted, ZERO), sum(admitted, ZERO), beside, unpaid)


def proposal(case: CoachingCase, limits: Limits, fixed: list[Decimal]) -> list[Decimal]:
    """The contact hours of each month that fill the limits.

    None where there is no limit, where the mandate is barred, or where no level of the grid was chosen: the office
    grants what is probably needed, as a rule not the most that is possible (berne-2021:0.4, berne:8.grille).
    """
    months = len(fixed)
    nothing = [ZERO] * months
    if limits.barred or not limits.months_admitted or (limits.by_level is not None and case.intensity is None):
        return nothing
    if any(m is not None for m in limits.monthly):
        return [max(ZERO, (m or ZERO) - f) for m, f in zip(limits.monthly, fixed, strict=True)]
    total = overall_room(limits, months)
    return nothing if total is None else spread(max(ZERO, total - sum(fixed, ZERO)), months)


def overall_room(limits: Limits, months: int) -> Decimal | None:
    """The hours of a mandate with an overall cap, no more than the usual limit in any month."""
    known = [c for c in limits.cumulative[:months] if c is not None]
    if not known:
        return None
    return min([*known, *([limits.usual_monthly * months] if limits.usual_monthly is not None else [])])


def _beside(case: CoachingCase, chosen: Chosen) -> tuple[Decimal, Decimal]:
    """Interviews on top of the mandate: hours paid (berne-2021:R.3, berne:5.d), hours not paid."""
    paid = unpaid = ZERO
    for activity, hours in (
        (Activity.FIRST_INTERVIEW, case.first_interview_hours),
        (Activity.EMPLOYER_INTERVIEW, case.employer_interview_hours),
    ):
        count = chosen.edition.activities[activity].count
        if count is Count.COUNTED or not hours:
            continue
        if is_paid_beside(case, count):
            paid += hours
        else:
            unpaid += hours
    return paid, unpaid


def is_paid_beside(case: CoachingCase, count: Count) -> bool:
    """Whether an interview on top of the mandate is paid in this case."""
    return (
        count is Count.BESIDE
        or (count is Count.BESIDE_IF_MANDATE and case.mandate_followed is Finding.MET)
        or (count is Count.IF_AGREED and case.extras_agreed)
    )
