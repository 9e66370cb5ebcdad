"""How many hours a mandate may have: in all, by month, for how many months.

Bern caps searches in hours for the whole mandate or by month (berne-2021:T1, T2, T4, T6; berne:7.1 to 7.4), the rest
by the monthly grid (berne-2021:0.5; berne:8.grille); Geneva sets no cap (geneve:3.c). Which cap, and where its figure
stands, is data of the canton. A cap that changed applies by the date of the grant (reading B-01).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.model import CapDate, CoachingCase, Intensity
from ai_calc.calculators.coaching.selection import Chosen
from ai_calc.ground.dates import add_months
from ai_calc.ground.money import ZERO
from ai_calc.ground.once import once
from ai_calc.law import parameters
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import counted
from ai_calc.registers.cantons import CapMode, Effect

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate

UNLIMITED = Decimal(10**9)


class Figures:
    """The figures of the edition that applies, at the date of the grant or at another."""

    def __init__(self, chosen: Chosen, law: Law) -> None:
        self._edition, self._law = chosen.edition, law
        self._others: dict[date, Law] = {}

    def amount(self, name: str, day: date | None = None) -> Decimal:
        """A figure of the edition; ``name.component`` for a part of a table."""
        law = self._law if day is None or day == self._law.day else self._others.setdefault(day, Law(day))
        component = name.partition(".")[2]
        full = self._edition.figure(name)
        return law.table(full)[component] if component else law.amount(full)

    def unit(self, name: str) -> str:
        """The unit of a figure."""
        return parameters.load(self._edition.figure(name)).unit

    def table(self, name: str) -> dict[str, Decimal]:
        """A figure made of named parts."""
        return self._law.table(self._edition.figure(name))


@dataclass(frozen=True)
class Limits:
    """What a mandate may have, in hours. ``None``: no limit, or not known (mode ``remainder`` without a number).

    ``monthly`` and ``cumulative`` hold one limit for each month of the mandate; a month beyond ``max_months`` has 0.
    ``total``: the cap of the whole mandate, ``capacity``: what this grant can still hold.
    """

    mode: CapMode
    soft: bool
    months: int
    max_months: int | None
    total: Decimal | None
    monthly: tuple[Decimal | None, ...]
    cumulative: tuple[Decimal | None, ...]
    by_level: dict[str, Decimal] | None
    usual_monthly: Decimal | None
    barred: bool

    @once
    def months_admitted(self) -> int:
        """How many of the months asked for fit."""
        return self.months if self.max_months is None else min(self.months, self.max_months)

    @once
    def capacity(self) -> Decimal | None:
        """The most hours that this grant can hold, however they are spread; ``None`` without a limit."""
        overall = [c for c in self.cumulative if c is not None]
        if any(m is None for m in self.monthly):
            return min(overall) if overall else None
        return min([sum(self.admit([UNLIMITED] * self.months), ZERO), *overall])

    def admit(self, wanted: list[Decimal], scale: int = 1) -> list[Decimal]:
        """How much of the hours wanted each month fits, earlier months first; no hour moves to another month.

        With ``scale=60`` the numbers are minutes, so that a third of an hour stays exact.
        """
        found: list[Decimal] = []
        done = ZERO
        beyond = len(wanted) - len(self.monthly)
        monthly = self.monthly if beyond <= 0 else (*self.monthly, *[self._after(self.monthly)] * beyond)
        cumulative = self.cumulative if beyond <= 0 else (*self.cumulative, *[self._after(self.cumulative)] * beyond)
        for hours, month, overall in zip(wanted, monthly, cumulative, strict=False):
            fits = hours if month is None else min(hours, month * scale)
            if overall is not None:
                fits = min(fits, max(ZERO, overall * scale - done))
            done += fits
            found.append(fits)
        return found

    def _after(self, limits: tuple[Decimal | None, ...]) -> Decimal | None:
        """A month after the planned ones: none of a monthly limit, the last overall one."""
        if limits is self.monthly:
            return ZERO if any(m is not None for m in limits) else None
        return limits[-1] if limits else None


def month_starts(case: CoachingCase, count: int) -> list[date]:
    """The first day of each month of the mandate, counted from its start (reading L-20), and the day after the last."""
    first = case.first_day  # (without a date of its own, it is looked up in the journal)
    return [add_months(first, k) for k in range(count + 1)]


def month_end(starts: list[date], k: int) -> date:
    """The last day of month ``k``."""
    return starts[k + 1] - timedelta(days=1)


def limits_of(m: Mandate, by: CapDate | None = None, months: int | None = None) -> Limits:
    """The limits of the text, by the date of the grant or of execution (``by``; default: what the case says)."""
    case, figures, cap, count = m.case, m.figures, m.kind.cap, months or m.case.span
    institution = m.edition.institution
    barred = institution is not None and institution.effect is Effect.FORBIDDEN and case.in_institution is Finding.MET
    days = _days(m, by, count)
    total: Decimal | None = None
    monthly: list[Decimal | None] = [None] * count
    cumulative: list[Decimal | None] = [None] * count
    max_months = None
    by_level = None
    if cap.max_months:
        max_months = max(0, int(figures.amount(cap.max_months)) - (case.earlier_months or 0))
    if cap.mode is CapMode.TOTAL:
        caps = [figures.amount(cap.figure, day) for day in days]
        total = figures.amount(cap.figure, days[-1])
        cumulative = [max(ZERO, c - counted(case.earlier_hours)) for c in caps]
    elif cap.mode is CapMode.MONTHLY:
        monthly = [figures.amount(cap.figure, day) for day in days]
    elif cap.mode is CapMode.GRID:
        by_level = figures.table(cap.figure)
        monthly = [by_level[(case.intensity or Intensity.HIGH).value]] * count
    elif cap.mode is CapMode.REMAINDER and case.remaining_hours is not None:
        total = case.remaining_hours
        cumulative = [total] * count
    if max_months is not None:
        monthly = [m if k < max_months else ZERO for k, m in enumerate(monthly)]
    if barred:
        monthly, cumulative = [ZERO] * count, [ZERO] * count
    usual = m.edition.usual_monthly
    usual_monthly = figures.amount(usual.figure) if usual is not None and cap.mode is CapMode.TOTAL else None
    return Limits(
        cap.mode, cap.soft, count, max_months, total, tuple(monthly), tuple(cumulative), by_level, usual_monthly, barred
    )


def _days(m: Mandate, by: CapDate | None, count: int) -> list[date | None]:
    """The day whose figure counts for each month: the grant's (``None``), or the month's own within the edition."""
    if (
        m.edition.dated_caps is None
        or m.kind.cap.mode not in (CapMode.TOTAL, CapMode.MONTHLY)
        or (by or m.case.cap_date) is CapDate.GRANT
    ):
        return [None] * count
    first, last = m.edition.start, m.edition.until
    return [min(max(day, first or day), last or day) for day in month_starts(m.case, count)[:-1]]


def within_grant(m: Mandate, limits: Limits) -> Limits:
    """The limits with the hours that were granted, where these are fewer (berne-2021:0.2, berne:1.b)."""
    granted = m.case.granted_hours
    if granted is None:
        return limits
    return replace(limits, cumulative=tuple(granted if c is None else min(c, granted) for c in limits.cumulative))


def running(values: list[Decimal]) -> list[Decimal]:
    """Cumulated sums."""
    return list(accumulate(values, initial=ZERO))[1:]
