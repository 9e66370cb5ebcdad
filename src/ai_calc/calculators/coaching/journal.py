"""The journal of hours: what counts, by day and by month, against the plan and the caps.

Only real work is paid (berne-2021:R.4, berne:5.b), the same time never twice (berne:5.c), a missed appointment as a
flat time where the canton says so (geneve:3.d). Time is added up by day and kind of activity, then brought to the
step of the canton (geneve:3.c; readings G-03, L-22): cutting an entry in two changes no sum.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.caps import Limits, limits_of, month_end, month_starts, within_grant
from ai_calc.calculators.coaching.model import CoachingCase, Entry, Rounding
from ai_calc.calculators.coaching.plan import is_paid_beside, month_label, unagreed
from ai_calc.ground.french import capital
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.registers.cantons import Count

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate

_ROUNDINGS = {Rounding.NEAREST: ROUND_HALF_UP, Rounding.UP: ROUND_CEILING, Rounding.DOWN: ROUND_FLOOR}
_APPOINTMENTS = (Activity.MISSED, Activity.CANCELLED)
OUTSIDE = "Hors du mandat : à vérifier"
DAY = 24 * 60


def in_hours(minutes: int | Decimal) -> Decimal:
    """Minutes as hours, to the hundredth where they make no whole number of them."""
    hours = Decimal(minutes) / 60
    exact = hours.quantize(Decimal("0.01"))
    return exact.normalize() if exact == exact.to_integral_value() else exact


def exact_hours(minutes: int | Decimal) -> Decimal:
    """Minutes as hours for a sheet that adds them up: to ten decimals, of which a cell shows two."""
    return (Decimal(minutes) / 60).quantize(Decimal("1e-10")).normalize() + ZERO


@record
class DayLine:
    """One activity on one day. ``spent``: minutes noted; ``counted``: minutes to pay before any cap.

    ``beside``: paid on top of the cap. ``reason``: why it differs from what was noted (French, empty if it does not).
    """

    day: date
    activity: Activity
    spent: int
    counted: int
    beside: bool
    month: int | None
    reason: str
    notes: str
    rules: tuple[str, ...]


@record
class MonthTally:
    """One month of the mandate, in minutes: what was noted by kind, what counts, what fits."""

    label: str
    start: date
    end: date
    with_person: int
    with_others: int
    travel: int
    administration: int
    counted: int
    planned: Decimal
    limit: Decimal | None
    admitted: Decimal


@record
class Tally:
    """The journal added up. Hours are decimal hours.

    ``allotted``: the hours granted, or planned where the grant is not known, within the budget.
    ``admitted``: counted hours within the budget; ``over``: beyond it, ``over_cap``: what of that the text itself does
    not allow; ``beside``: paid on top; ``unused``: what the budget holds beyond them; ``left``: what of it can still be
    worked after ``day``, the last day of the journal, and before ``last``, the end of the mandate (what a month leaves
    is lost under a monthly cap, reading B-02). ``None`` without a budget, or while the end is not known under a monthly
    cap. ``doubled``: minutes noted twice and counted once. ``outside``: entries beyond the mandate. ``interviews``:
    first interviews noted after its first day. ``silent_notices``: cancellations exactly at the limit;
    ``unknown_notices``: without notice.
    """

    entries: int
    day: date
    last: date | None
    lines: tuple[DayLine, ...]
    months: tuple[MonthTally, ...]
    counted_minutes: int
    admitted_minutes: Decimal
    over_cap_minutes: Decimal
    beside_minutes: int
    budget: Decimal | None
    allotted: Decimal | None
    doubled: int
    repeated: int
    outside: int
    late: int
    interviews: int
    overfull: tuple[date, ...]
    silent_notices: int
    unknown_notices: int
    flat_hours: Decimal

    @property
    def counted(self) -> Decimal:
        """Hours that weigh on the budget."""
        return in_hours(self.counted_minutes)

    @property
    def admitted(self) -> Decimal:
        """Hours within the budget."""
        return in_hours(self.admitted_minutes)

    @property
    def over(self) -> Decimal:
        """Hours beyond the budget."""
        return in_hours(self.counted_minutes - self.admitted_minutes)

    @property
    def over_cap(self) -> Decimal:
        """Hours beyond what the text allows."""
        return in_hours(self.over_cap_minutes)

    @property
    def beside(self) -> Decimal:
        """Hours paid on top of the budget."""
        return in_hours(self.beside_minutes)

    @property
    def paid_minutes(self) -> Decimal:
        """Minutes to pay."""
        return self.admitted_minutes + self.beside_minutes

    @property
    def paid(self) -> Decimal:
        """Hours to pay."""
        return in_hours(self.paid_minutes)

    @property
    def unused(self) -> Decimal | None:
        """Hours allotted that were not worked."""
        return None if self.allotted is None else max(ZERO, self.allotted - self.admitted)

    @property
    def left(self) -> Decimal | None:
        """Hours that can still be worked within the budget."""
        return self.left_from(self.day)

    def ended(self, day: date) -> bool:
        """Whether the mandate is over on a day."""
        return self.last is not None and day > self.last

    def month_of(self, day: date) -> MonthTally | None:
        """The month of the mandate that holds a day; ``None`` outside the mandate."""
        return None if self.ended(day) else next((m for m in self.months if m.start <= day <= m.end), None)

    @property
    def limited(self) -> bool:
        """Whether each month has a limit of its own."""
        return bool(self.months) and all(m.limit is not None for m in self.months)

    def rooms_from(self, day: date) -> list[tuple[date, Decimal]]:
        """Under monthly limits: up to when each month from a day on can be worked in, and the hours that it leaves."""
        if self.last is None or day > self.last:
            return []
        return [
            (min(m.end, self.last), in_hours((m.limit or ZERO) * 60 - m.admitted))
            for m in self.months
            if m.end >= day and m.start <= self.last
        ]

    def left_from(self, day: date) -> Decimal | None:
        """Hours that can still be worked from a day on; none once the mandate has ended."""
        unused = self.unused
        if unused is None or (self.last is None and self.limited):
            return None
        if self.ended(day):
            return ZERO
        return min(unused, sum((room for _, room in self.rooms_from(day)), ZERO)) if self.limited else unused


def round_minutes(minutes: int, step: int, how: Rounding) -> int:
    """``minutes`` as a multiple of ``step``; a half goes up (reading G-03)."""
    return int((Decimal(minutes) / step).quantize(Decimal(1), _ROUNDINGS[how])) * step


class _Counter:
    """Counts the time of single days for one case."""

    def __init__(self, m: Mandate, rounding: Rounding | None) -> None:
        case, edition, figures = m.case, m.edition, m.figures
        self.mandate, self.case, self.edition, self.rounding = m, case, edition, rounding
        self.first, self.last, self.report = case.first_day, m.end, m.report_day
        if not m.end_known and m.limits.months_admitted:  # nothing says that an entry comes after the end
            worked = max([self.last, *(e.day for e in case.journal)])
            self.last = worked if m.latest is None else min(worked, m.latest)
        self.starts = month_starts(case, _months_until(case, self.last))
        self.step = int(figures.amount(edition.step.figure)) if edition.step is not None else 0
        self.flat = self.threshold = 0
        if edition.missed is not None:
            self.flat = int(figures.amount(edition.missed.hours) * 60)
            self.threshold = int(figures.amount(edition.missed.notice) * 60)
        self.order = {a: i for i, a in enumerate(Activity)}
        self.doubled = self.outside = self.late = self.silent = self.unknown = self.repeated = self.interviews = 0
        self.overfull: list[date] = []

    def _within(self, day: date, activity: Activity) -> bool:
        """Whether a first interview is noted in the course of the mandate, although the mandate is decided after that
        interview (berne-2021:0.2, O.1; berne:2): its date is to be checked."""
        return (
            activity is Activity.FIRST_INTERVIEW
            and self.edition.activities[activity].count is Count.BESIDE_IF_MANDATE
            and self.mandate.dated
            and day > self.first
        )

    def _mode(self, activity: Activity) -> bool | None:
        """``True``: paid on top; ``False``: paid within the hours of the mandate; ``None``: not paid by its time."""
        count = self.edition.activities[activity].count
        if count is Count.COUNTED:
            return False
        return True if is_paid_beside(self.mandate, count) else None

    def _month(self, day: date) -> int:
        return min(max(bisect_right(self.starts, day) - 1, 0), len(self.starts) - 2)

    def lines(self, day: date, entries: list[Entry]) -> Iterator[DayLine]:
        """The lines of one day, one for each activity."""
        seen = Counter(
            (e.activity, e.minutes, e.note) for e in entries if not e.start and e.activity not in _APPOINTMENTS
        )
        self.repeated += sum(n - 1 for n in seen.values())
        if sum(e.minutes for e in entries if e.activity not in _APPOINTMENTS) > DAY:
            self.overfull.append(day)
        taken = 0  # one bit a minute of the day
        for entry in entries:
            if entry.billed_elsewhere and entry.start:
                taken |= _bits(entry)
        by_activity: dict[Activity, list[Entry]] = defaultdict(list)
        for entry in entries:
            by_activity[entry.activity].append(entry)
        for activity in sorted(by_activity, key=lambda a: (self._mode(a) is None, self.order[a])):
            own = by_activity[activity]
            if activity in _APPOINTMENTS:
                yield self._appointments(day, activity, own)
                continue
            bits, loose = 0, 0
            for entry in own:
                if entry.billed_elsewhere:
                    continue
                if entry.start:
                    bits |= _bits(entry)
                else:
                    loose += entry.minutes
            kept = (bits & ~taken).bit_count() + loose
            taken |= bits
            yield self._worked(day, activity, own, kept)

    def _line(
        self, day: date, activity: Activity, own: list[Entry], counted: int, reason: str, rules: tuple[str, ...] = ()
    ) -> DayLine:
        notes = " ; ".join(dict.fromkeys(e.note for e in own if e.note))
        outside = day < self.first or day > max(self.last, self.report)
        return DayLine(
            day,
            activity,
            sum(e.minutes for e in own),
            counted,
            bool(self._mode(activity)),
            None if outside else self._month(day),
            reason,
            notes,
            rules or self.edition.activities[activity].rules,
        )

    def _worked(self, day: date, activity: Activity, own: list[Entry], kept: int) -> DayLine:
        spent = sum(e.minutes for e in own)
        elsewhere = sum(e.minutes for e in own if e.billed_elsewhere)
        if self._mode(activity) is None:
            return self._line(day, activity, own, 0, self._unpaid_reason(activity))
        if why := self._outside(day, activity):
            return self._line(day, activity, own, 0, why)
        self.doubled += spent - elsewhere - kept
        double_rules = self.edition.double_billing
        counted = round_minutes(kept, self.step, self.rounding or self.case.rounding) if self.step else kept
        if spent == kept and self._within(day, activity):
            self.interviews += len(own)
            return self._line(day, activity, own, counted, "Après le début : date à vérifier")
        if spent == kept:
            reason = "Arrondi au quart d'heure du jour" if counted != kept else ""
            return self._line(day, activity, own, counted, reason)
        reason = "Déjà facturé ailleurs" if elsewhere == spent - kept else "Même temps noté deux fois"
        rules = self.edition.activities[activity].rules
        return self._line(day, activity, own, counted, reason, (*rules, *(double_rules.rules if double_rules else ())))

    def _outside(self, day: date, activity: Activity) -> str:
        """Why a day does not belong to the mandate; the first interview precedes it, the report follows it."""
        if activity is Activity.FIRST_INTERVIEW and day <= self.last:
            return ""
        if self.first <= day <= self.last:
            return ""
        if activity is Activity.ADMINISTRATION and self.last < day <= self.report:
            self.late += 1
            return ""
        self.outside += 1
        return OUTSIDE

    def _unpaid_reason(self, activity: Activity) -> str:
        return {
            Count.INCLUDED: "Compris dans le tarif",
            Count.IF_AGREED: capital(unagreed(self.case)),
            Count.BESIDE_IF_MANDATE: "Seulement si un mandat a suivi",
        }.get(self.edition.activities[activity].count, "Pas facturable")

    def _appointments(self, day: date, activity: Activity, own: list[Entry]) -> DayLine:
        """Missed and cancelled appointments: each a flat time, whatever was planned (geneve:3.d; reading G-02)."""
        missed, count = self.edition.missed, self.edition.activities[activity].count
        if missed is None or count is Count.NOT_BILLED:
            return self._line(day, activity, own, 0, "Pas facturable : seul le travail accompli l'est")
        if why := self._outside(day, activity):
            return self._line(day, activity, own, 0, why)
        if count is Count.FLAT:
            return self._line(day, activity, own, self.flat * len(own), "Forfait, quelle que soit la durée prévue")
        due = [e for e in own if e.notice_minutes is not None and e.notice_minutes < self.threshold]
        self.silent += sum(e.notice_minutes == self.threshold for e in own)
        self.unknown += sum(e.notice_minutes is None for e in own)
        if due:
            return self._line(day, activity, own, self.flat * len(due), "Forfait : annulé trop tard")
        if all(e.notice_minutes is None for e in own):
            return self._line(day, activity, own, 0, "Préavis à indiquer")
        return self._line(day, activity, own, 0, "Annulé à temps : pas facturé", missed.free_rules)


def _bits(entry: Entry) -> int:
    return ((1 << entry.minutes) - 1) << entry.start_minute


def _months_until(case: CoachingCase, last: date) -> int:
    first = case.first_day
    count = max(1, (last.year - first.year) * 12 + last.month - first.month + 1)
    starts = month_starts(case, count)
    while count > case.span and starts[count - 1] > last:
        count -= 1
    return max(count, case.span)


def tally_of(
    m: Mandate, until: date | None = None, rounding: Rounding | None = None, journal: Iterable[Entry] | None = None
) -> Tally:
    """The journal of a mandate added up, up to ``until``; ``rounding`` in place of what the case says,
    ``journal``: only these lines of it."""
    case = m.case
    lines_of = case.journal if journal is None else journal
    entries = sorted((e for e in lines_of if until is None or e.day <= until), key=lambda e: e.day)
    counter = _Counter(m, rounding)
    lines = [line for day, group in groupby(entries, key=lambda e: e.day) for line in counter.lines(day, list(group))]
    by_text = limits_of(m, months=len(counter.starts) - 1)
    limits = within_grant(m, by_text)
    by_month: dict[int | None, list[DayLine]] = defaultdict(list)
    for line in lines:
        by_month[line.month].append(line)
    months = tuple(_month(m, k, counter.starts, by_month[k], limits) for k in range(len(counter.starts) - 1))
    counted = [Decimal(x.counted) for x in months]
    admitted = limits.admit(counted, 60)
    allowed = admitted if limits is by_text else by_text.admit(counted, 60)
    months = tuple(replace(x, admitted=a) for x, a in zip(months, admitted, strict=True))
    return Tally(
        entries=len(entries),
        day=until or max((e.day for e in entries), default=case.first_day),
        last=m.end if m.end_known else None,
        lines=tuple(lines),
        months=months,
        counted_minutes=sum(x.counted for x in months),
        admitted_minutes=sum(admitted, ZERO),
        over_cap_minutes=sum(counted, ZERO) - sum(allowed, ZERO),
        beside_minutes=sum(x.counted for x in lines if x.beside),
        budget=limits.capacity if m.bounded else m.allotted,
        allotted=m.allotted,
        doubled=counter.doubled,
        repeated=counter.repeated,
        outside=counter.outside,
        late=counter.late,
        interviews=counter.interviews,
        overfull=tuple(counter.overfull),
        silent_notices=counter.silent,
        unknown_notices=counter.unknown,
        flat_hours=in_hours(counter.flat),
    )


def allotted_of(m: Mandate) -> Decimal | None:
    """The hours of the mandate: those that were granted, else those planned, within what the text allows.

    ``None`` without a cap and without a grant, or where only the length of the mandate would tell.
    """
    granted, most = m.case.granted_hours, m.most
    if granted is not None:
        return granted if most is None else min(granted, most)
    if most is None or not m.bounded:
        return None
    return most if m.plan.proposed or not m.plan.admitted else min(most, m.plan.admitted)


def used_of(m: Mandate) -> Decimal | None:
    """Hours used once a job is found: all that the journal pays, later entries too, for they come off the same hours;
    else those planned up to the month of that day. ``None`` while neither says so."""
    if m.case.journal:
        return tally_of(m).admitted
    hired = m.case.hired_on
    if hired is None or not m.dated or m.case.months is None or not m.plan.requested:
        return None
    return sum((month.admitted for month in m.plan.months if month.start <= hired), ZERO)


def _month(m: Mandate, k: int, starts: list[date], own: list[DayLine], limits: Limits) -> MonthTally:
    plan = m.plan

    def noted(*activities: Activity) -> int:
        return sum(line.spent for line in own if line.activity in activities)

    return MonthTally(
        label=month_label(m, starts[k], month_end(starts, k), k),
        start=starts[k],
        end=month_end(starts, k),
        with_person=noted(Activity.WITH_PERSON),
        with_others=noted(Activity.WITH_OTHERS, Activity.EMPLOYER_INTERVIEW),
        travel=noted(Activity.TRAVEL, Activity.TRAVEL_OUTSIDE),
        administration=noted(Activity.ADMINISTRATION),
        counted=sum(line.counted for line in own if not line.beside),
        planned=plan.months[k].counted if k < len(plan.months) else ZERO,
        limit=limits.monthly[k],
        admitted=ZERO,
    )


def pooled(m: Mandate, tally: Tally) -> Decimal | None:
    """Hours paid under monthly limits if what one month leaves could go to another (reading B-02), within the grant;
    ``None`` without such limits."""
    if not tally.limited:
        return None
    room = sum((x.limit or ZERO for x in tally.months), ZERO)
    return _granted(m, min(Decimal(tally.counted_minutes), room * 60))


def by_calendar_month(m: Mandate, tally: Tally) -> Decimal | None:
    """Hours paid under monthly limits if a month were a calendar month (reading L-20), within the grant; ``None`` where
    both are the same, or where the limit changes in the course of the mandate."""
    limits = {x.limit for x in tally.months if x.limit}
    if len(limits) != 1 or not m.dated or tally.months[0].start.day == 1:
        return None
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for line in tally.lines:
        if not line.beside and line.month is not None and tally.months[line.month].limit:
            sums[line.day.year, line.day.month] += line.counted
    limit = (limits.pop() or ZERO) * 60
    return _granted(m, sum((min(Decimal(s), limit) for s in sums.values()), ZERO))


def _granted(m: Mandate, minutes: Decimal) -> Decimal:
    granted = m.case.granted_hours
    return in_hours(minutes if granted is None else min(minutes, granted * 60))


def other_roundings(m: Mandate, tally: Tally) -> dict[Rounding, Decimal]:
    """Paid hours under the other ways to round; empty where rounding changes nothing."""
    if m.edition.step is None:
        return {}
    found = {}
    for how in Rounding:
        if how is not m.case.rounding:
            other = tally_of(m, m.case.statement_until, how)
            if other.paid != tally.paid:
                found[how] = other.paid
    return found
