"""The plan: hours laid out month by month, what of them fits, and what would fit (berne-2021:0.4 to 0.6; berne:7,
8)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.caps import UNLIMITED, Limits, month_end, month_starts, running
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.ground.french import MONTHS, short_date
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Finding
from ai_calc.registers.cantons import Count

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate

QUARTER = Decimal("0.25")


def month_label(m: Mandate, start: date, end: date, k: int) -> str:
    """« mars 2022 » for a calendar month, « 15.03.–14.04.2022 » otherwise; « Mois 1 » while nobody says when the
    mandate begins."""
    if not m.dated:
        return f"Mois {k + 1}"
    if start.day == 1:
        return f"{MONTHS[start.month - 1]} {start.year}"
    return f"{short_date(start)[:6]}–{short_date(end)}"


@record
class PlanMonth:
    """One month of the mandate. ``counted``: hours that weigh on the cap; ``admitted``: those of them that fit."""

    label: str
    start: date
    end: date
    contact: Decimal
    travel: Decimal
    administration: Decimal
    counted: Decimal
    limit: Decimal | None
    admitted: Decimal
    cumulative: Decimal


@record
class Plan:
    """The plan of a mandate, in hours.

    ``proposed``: nobody asked for hours, the plan fills what is allowed. ``beside``: hours paid on top of the cap
    (first interviews); ``unpaid_beside``: interviews on top that are not paid. ``within_cap``: hours that the text
    allows, ``admitted``: those that the grant holds too.
    """

    months: tuple[PlanMonth, ...]
    months_admitted: int
    proposed: bool
    requested: Decimal
    within_cap: Decimal
    admitted: Decimal
    beside: Decimal
    unpaid_beside: Decimal

    @property
    def over(self) -> Decimal:
        """Hours that do not fit."""
        return self.requested - self.admitted

    @property
    def over_cap(self) -> Decimal:
        """Hours that the text does not allow."""
        return self.requested - self.within_cap

    @property
    def paid(self) -> Decimal:
        """Hours to pay: those that fit, and those on top."""
        return self.admitted + self.beside

    @property
    def end(self) -> date:
        """The last day planned and admitted; the eve of the first one when no month is."""
        if not self.months_admitted:
            return self.months[0].start - timedelta(days=1)
        return self.months[self.months_admitted - 1].end


def spread(total: Decimal, parts: int) -> list[Decimal]:
    """``total`` hours in ``parts`` months by the quarter of an hour; the sum is exactly ``total``."""
    marks = [((total * k / parts) / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER for k in range(parts)] + [
        total
    ]
    return [b - a for a, b in zip(marks, marks[1:], strict=False)]


def counts(m: Mandate, activity: Activity) -> bool:
    """Whether the time of an activity weighs on the hours of the mandate."""
    return m.edition.activities[activity].count is Count.COUNTED


def fixed_hours(m: Mandate, months: int) -> list[Decimal]:
    """Hours of each month that weigh on the cap whatever the coaching: travel, administration, employer interviews.

    Where the canton counts them (berne-2021:R.2, berne:5.b); elsewhere they are not here.
    """
    each = (m.case.travel_hours_per_month if counts(m, Activity.TRAVEL) else ZERO) + (
        m.case.admin_hours_per_month if counts(m, Activity.ADMINISTRATION) else ZERO
    )
    return [each + _interviews(m), *[each] * (months - 1)]


def _interviews(m: Mandate) -> Decimal:
    return m.case.employer_interview_hours if counts(m, Activity.EMPLOYER_INTERVIEW) else ZERO


def plan_of(m: Mandate) -> Plan:
    """The plan of a mandate within its limits and its grant."""
    case, limits, count = m.case, m.budget, m.case.span
    proposed = case.total_hours is None and case.hours_per_month is None
    fixed = fixed_hours(m, count)
    planned = limits.months_admitted if proposed else count  # nothing is proposed in a month that cannot be granted
    if proposed:
        contact = proposal(m, fixed)
        fixed = [f if k < planned else ZERO for k, f in enumerate(fixed)]
    elif case.total_hours is not None:
        contact = spread(case.total_hours, count)
    else:
        contact = [case.hours_per_month or ZERO] * count
    counted = [c + f for c, f in zip(contact, fixed, strict=True)]
    admitted = limits.admit(counted)
    starts = month_starts(case, count)
    rows = tuple(
        PlanMonth(
            label=month_label(m, starts[k], month_end(starts, k), k),
            start=starts[k],
            end=month_end(starts, k),
            contact=contact[k] + (_interviews(m) if k == 0 else ZERO),
            travel=case.travel_hours_per_month if k < planned else ZERO,
            administration=case.admin_hours_per_month if k < planned else ZERO,
            counted=counted[k],
            limit=limits.monthly[k],
            admitted=admitted[k],
            cumulative=total,
        )
        for k, total in enumerate(running(counted))
    )
    within = sum(m.limits.admit(counted), ZERO) if m.budget is not m.limits else sum(admitted, ZERO)
    return Plan(rows, limits.months_admitted, proposed, sum(counted, ZERO), within, sum(admitted, ZERO), *_beside(m))


def proposal(m: Mandate, fixed: list[Decimal]) -> list[Decimal]:
    """The contact hours of each month that fill the limits.

    None where there is no limit, where the mandate is barred, where its length is not known, or where no level of the
    grid was chosen: the office grants what is probably needed, as a rule not the most that is possible
    (berne-2021:0.4, berne:8.grille).
    """
    limits, months = m.budget, len(fixed)
    nothing = [ZERO] * months
    if (
        limits.barred
        or not limits.months_admitted
        or m.case.months is None
        or (limits.by_level is not None and m.case.intensity is None)
    ):
        return nothing
    if any(limit is not None for limit in limits.monthly):
        return [max(ZERO, room - f) for room, f in zip(limits.admit([UNLIMITED] * months), fixed, strict=True)]
    total = overall_room(limits, months)
    return nothing if total is None else spread(max(ZERO, total - sum(fixed, ZERO)), months)


def overall_room(limits: Limits, months: int) -> Decimal | None:
    """The hours of a mandate with an overall cap, no more than the usual limit in any month."""
    known = [c for c in limits.cumulative[:months] if c is not None]
    if not known:
        return None
    return min([*known, *([limits.usual_monthly * months] if limits.usual_monthly is not None else [])])


def held_by_usual(m: Mandate) -> bool:
    """Whether a proposed plan stops at the usual limit of a month, below the cap of the mandate (berne-2021:0.4)."""
    limits = m.budget
    return (
        m.plan.proposed
        and limits.usual_monthly is not None
        and limits.capacity is not None
        and limits.usual_monthly * m.case.span < limits.capacity
    )


def _beside(m: Mandate) -> tuple[Decimal, Decimal]:
    """Interviews on top of the mandate: hours paid (berne-2021:R.3, berne:5.d), hours not paid."""
    paid = unpaid = ZERO
    for activity, hours in interviews_of(m.case):
        count = m.edition.activities[activity].count
        if count is Count.COUNTED or not hours:
            continue
        if is_paid_beside(m, count):
            paid += hours
        else:
            unpaid += hours
    return paid, unpaid


def interviews_of(case: CoachingCase) -> tuple[tuple[Activity, Decimal], ...]:
    """The interviews of a plan and their hours."""
    return (
        (Activity.FIRST_INTERVIEW, case.first_interview_hours),
        (Activity.EMPLOYER_INTERVIEW, case.employer_interview_hours),
    )


def unagreed(case: CoachingCase) -> str:
    """Why what only the offer may add is not paid."""
    if case.extras_agreed is Finding.NOT_MET:
        return "pas prévu par le devis"
    return "seulement si le devis le prévoit : à établir"


def is_paid_beside(m: Mandate, count: Count) -> bool:
    """Whether an interview on top of the mandate is paid. Where it is not known whether a mandate followed, it counts:
    the verdict on the mandate then carries the amount. What only the offer may add does not count before it says so."""
    if m.limits.barred or not m.limits.months_admitted:
        return False
    return (
        count is Count.BESIDE
        or (count is Count.BESIDE_IF_MANDATE and m.case.mandate_followed is not Finding.NOT_MET)
        or (count is Count.IF_AGREED and m.case.extras_agreed is Finding.MET)
    )
