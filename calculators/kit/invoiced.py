"""Lines of a journal are marked as invoiced, a period at a time."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from ai_calc.ground.reading import read_day
from calculators.kit.fields import RawRow


def marked(
    rows: Iterable[RawRow], first: date | None, last: date | None, left_out: Container[int]
) -> tuple[list[RawRow], int]:
    """The rows of a form with those of the period marked, and how many that are; those that are left out are not."""
    found, lines = [], 0
    for number, row in enumerate(rows):
        if number not in left_out and not row.get("invoiced") and _within(row.get("day"), first, last):
            row, lines = {**row, "invoiced": True}, lines + 1
        found.append(row)
    return found, lines


def _within(text: object, first: date | None, last: date | None) -> bool:
    try:
        day = read_day(str(text or ""))
    except ValueError:
        return False
    return (first is None or first <= day) and (last is None or day <= last)
