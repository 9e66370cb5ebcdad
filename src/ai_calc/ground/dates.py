"""Calendar arithmetic: months, years, ends of months. Dates are dates, durations say their unit in their name."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


class YearOfBirth(date):
    """A date of birth of which only the year is known. It counts as its first day, which reaches every age first, until
    :mod:`ai_calc.outcome.year_of_birth` has compared it with the last one; ``unsettled`` is what that found."""

    unsettled: object = None

    @classmethod
    def of(cls, year: int, unsettled: object = None) -> YearOfBirth:
        """The year, with what depends on the day within it."""
        made = cls(year, 1, 1)
        made.unsettled = unsettled
        return made

    @property
    def first(self) -> date:
        """The first of January."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day on which the person may be born."""
        return min(date(self.year, 12, 31), date.today())

    def __add__(self, span: timedelta) -> date:  # type: ignore[override]  # a day reckoned from it is a day
        return self.first + span

    def __eq__(self, other: object) -> bool:  # the first of January, where somebody said so, is another fact
        return isinstance(other, YearOfBirth) and self.year == other.year

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = date.__hash__


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later (28 February for a 29 February in a common year)."""
    return add_months(day, 12 * years)


def end_of_month(day: date) -> date:
    """The last day of the month of ``day``."""
    return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])


def whole_months_between(start: date, end: date) -> int:
    """How many whole months fit between two dates; 0 when ``end`` is not after ``start``."""
    if end <= start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def last_day_of(start: date, days: int) -> date:
    """The last of ``days`` calendar days of which ``start`` is the first."""
    return start + timedelta(days=days - 1)


def last_day_of_months(start: date, months: int) -> date:
    """The last day of ``months`` months of which ``start`` is the first day: the day before its like."""
    return add_months(start, months) - timedelta(days=1)


def days_from_to(first: date, last: date) -> int:
    """How many calendar days lie from ``first`` to ``last``, both counted; 0 when ``last`` is earlier."""
    return max(0, (last - first).days + 1)


def last_working_day_of(start: date, days: int) -> date:
    """The last of ``days`` working days (Monday to Friday, holidays not known) from ``start`` on; ``days`` at least
    1."""
    monday_on = start + timedelta(days=max(0, 7 - start.weekday()) if start.weekday() >= 5 else 0)
    weeks, rest = divmod(monday_on.weekday() + days - 1, 5)
    return monday_on + timedelta(days=7 * weeks + rest - monday_on.weekday())


def shares_of_months(first: date, last: date) -> list[tuple[int, int]]:
    """Each calendar month from ``first`` to ``last`` as (days within, days of the month)."""
    shares = []
    day = first
    while day <= last:
        end = end_of_month(day)
        shares.append((days_from_to(day, min(end, last)), end.day))
        day = end + timedelta(days=1)
    return shares
