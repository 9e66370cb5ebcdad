"""A span of calendar days that people give as start and end, as start and length, or in part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from ai_calc.ground.dates import days_from_to, last_day_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date

Length = TypeVar("Length", bound="int | None")
Span = tuple[date, date]
"""Its first and its last day."""


class Away(Protocol):
    """An absence: its first day, when known, and how many calendar days it lasts."""

    @property
    def first_day(self) -> date | None:
        """Its first day; ``None`` when nobody gave it."""

    @property
    def days(self) -> int:
        """How long it lasts."""


def agreed_days(start: date | None, end: date | None, days: int | None, default: Length) -> Length | int:
    """How many days were agreed: ``days``, or from ``start`` to ``end`` (both counted), or ``default``.

    Expects the fields to be called ``start_date``, ``end_date`` and ``days``. Raises
    :class:`~ai_calc.ground.errors.CaseError` when they contradict each other.
    """
    if end is None:
        return days or default
    if start is None:
        if days is not None:
            return days
        raise CaseError(Fault("start_date", "le début est nécessaire pour compter les jours jusqu'à la fin convenue"))
    if end < start:
        raise CaseError(Fault("end_date", f"la fin ne peut pas précéder le début ({long_date(start)})"))
    counted = days_from_to(start, end)
    if days is not None and days != counted:
        raise CaseError(
            Fault("days", f"du début à la fin convenue, il y a {counted} jours : effacer la durée ou la corriger")
        )
    return counted


def days_until_stop(start: date | None, stop: date | None, days: Length) -> Length | int:
    """How many of ``days`` have run when the span stops early on ``stop`` (field ``early_end_date``); ``None``: nobody
    agreed on a length.

    Raises :class:`~ai_calc.ground.errors.CaseError` when it stops before it starts or after it has ended, or has no
    start.
    """
    if stop is None:
        return days
    if start is None:
        raise CaseError(Fault("start_date", "le début est nécessaire pour compter les jours jusqu'à l'arrêt"))
    if stop < start:
        raise CaseError(Fault("early_end_date", f"l'arrêt ne peut pas précéder le début ({long_date(start)})"))
    if days is not None and stop > (last := last_day_of(start, days)):
        raise CaseError(
            Fault("early_end_date", f"l'arrêt avant terme ne peut pas suivre le dernier jour ({long_date(last)})")
        )
    return days_from_to(start, stop)


def span_of(absence: Away) -> Span | None:
    """The days of an absence; ``None`` when nobody gave the first."""
    first = absence.first_day
    return None if first is None else (first, last_day_of(first, absence.days))


def days_within(absence: Away, first: date | None, last: date | None) -> int:
    """How many days of an absence fall between two dates; all of them when a date is missing."""
    span = span_of(absence)
    if span is None or first is None or last is None:
        return absence.days
    return days_from_to(max(span[0], first), min(span[1], last))


def check_overlaps(absences: Iterable[Span | None]) -> None:
    """Raises :class:`~ai_calc.ground.errors.CaseError` when two absences (field ``absences``), those without a date
    left out, share a day."""
    dated = sorted((*span, i) for i, span in enumerate(absences) if span is not None)
    for (_, last, _), (first, _, index) in zip(dated, dated[1:], strict=False):
        if first <= last:
            raise CaseError(
                Fault(
                    f"absences[{index}].first_day",
                    f"cette absence en recouvre une autre, qui dure jusqu'au {long_date(last)}",
                )
            )
