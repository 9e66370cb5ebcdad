"""A span of calendar days that people give as start and end, as start and length, or in part."""

from __future__ import annotations

from datetime import date

from ai_calc.ground.dates import days_from_to
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date


def agreed_days(start: date | None, end: date | None, days: int | None, default: int) -> int:
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


def days_until_stop(start: date | None, stop: date | None, days: int) -> int:
    """How many of ``days`` have run when the span stops early on ``stop`` (field ``early_end_date``).

    Raises :class:`~ai_calc.ground.errors.CaseError` when it stops before it starts, or has no start.
    """
    if stop is None:
        return days
    if start is None:
        raise CaseError(Fault("start_date", "le début est nécessaire pour compter les jours jusqu'à l'arrêt"))
    if stop < start:
        raise CaseError(Fault("early_end_date", f"l'arrêt ne peut pas précéder le début ({long_date(start)})"))
    return min(days, days_from_to(start, stop))
