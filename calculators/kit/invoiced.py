"""Lines of a journal are marked as invoiced, a period at a time or by hand, and keep what was invoiced: a line that is
changed or taken out afterwards does not change that silently."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date

from ai_calc.ground.reading import read_day, read_minutes
from calculators.kit.fields import RawRow

_NOTHING = {"invoice": "", "invoiced_day": "", "invoiced_activity": "", "invoiced_minutes": ""}
_TAKEN_OUT = "0:00"
MAX_NUMBER = 80
"""How many characters of the number of an invoice a line keeps."""
_APPOINTMENTS = ("missed", "cancelled")
"""Natures that are paid a flat time, however long they were planned."""


def marked(
    rows: Iterable[RawRow], first: date | None, last: date | None, left_out: Container[int], number: str = ""
) -> tuple[list[RawRow], int]:
    """The rows of a form with those of the period marked, and how many that are; those that are left out are not.
    ``number``: that of the invoice. What was corrected on it, of lines that were invoiced before, is kept anew."""
    found, lines = [], 0
    for at, row in enumerate(rows):
        if at in left_out:
            pass
        elif not row.get("invoiced"):
            if _within(row.get("day"), first, last):
                row, lines = kept({**row, "invoiced": True}, number), lines + 1
        elif is_changed(row):
            settled = _settled(row, last, number)
            row, lines = settled, lines + (settled is not row and bool(settled["invoiced"]))
        found.append(row)
    return found, lines


def kept(row: RawRow, number: str = "") -> RawRow:
    """A row with what is invoiced of it as it stands; as it is where it cannot be read."""
    if _day(row.get("day")) is None or _minutes(row.get("minutes")) is None:
        return row
    return {
        **row,
        "invoice": number.strip()[:MAX_NUMBER],
        "invoiced_day": row["day"],
        "invoiced_activity": row.get("activity") or "with_person",
        "invoiced_minutes": _TAKEN_OUT if row.get("billed_elsewhere") else row.get("minutes") or _TAKEN_OUT,
    }


def is_changed(row: RawRow) -> bool:
    """Whether a row says something else than what was invoiced of it."""
    if not row.get("invoiced") or not row.get("invoiced_minutes"):
        return False
    return _key(row) != (
        _day(row.get("invoiced_day")),
        row.get("invoiced_activity"),
        _minutes(row.get("invoiced_minutes")),
    )


def _key(row: RawRow) -> tuple[object, ...]:
    """What an invoice is made of."""
    minutes = 0 if row.get("billed_elsewhere") else _minutes(row.get("minutes"))
    return _day(row.get("day")), row.get("activity") or "with_person", minutes


def _settled(row: RawRow, last: date | None, number: str) -> RawRow:
    """A changed row once its correction is on an invoice up to ``last``; one that was moved beyond is on none any
    more."""
    was, now = _day(row.get("invoiced_day")), _day(row.get("day"))
    if now is None or _minutes(row.get("minutes")) is None:
        return row
    if last is None or now <= last:
        return kept(row, number or str(row.get("invoice") or ""))
    return {**row, **_NOTHING, "invoiced": False} if was is not None and was <= last else row


def after_change(before: Sequence[RawRow], rows: Sequence[RawRow], number: str = "") -> list[RawRow]:
    """The rows after somebody changed one: where it was just marked it keeps what it says, where it was marked before
    (in a file of an older version) what it said; where it is marked no more, nothing."""
    if len(before) != len(rows):
        return list(rows)
    return [_after(old, new, number) for old, new in zip(before, rows, strict=True)]


def _after(old: RawRow, new: RawRow, number: str) -> RawRow:
    if old is new or old == new:
        return new
    if not new.get("invoiced"):
        return {**new, **_NOTHING} if new.get("invoiced_minutes") else new
    if new.get("invoiced_minutes"):
        return new
    if not old.get("invoiced") or kept(old) is old:
        return kept(new, number)
    if _key(old) == _key(new):
        return new
    return {**new, **{name: kept(old)[name] for name in _NOTHING}}


def taken_out(row: RawRow) -> RawRow | None:
    """What becomes of a row that somebody removes: nothing, but of an invoiced one its place, without time, so that
    what was invoiced is corrected."""
    if not row.get("invoiced"):
        return None
    row = row if row.get("invoiced_minutes") else kept(row)
    flat = row.get("invoiced_activity") in _APPOINTMENTS
    if not row.get("invoiced_minutes") or not (flat or _minutes(row["invoiced_minutes"])):
        return None  # nothing was invoiced of it
    return {**row, "activity": "with_person", "minutes": _TAKEN_OUT, "start": "", "notice_minutes": ""}


def _day(text: object) -> date | None:
    try:
        return read_day(str(text or ""))
    except ValueError:
        return None


def _minutes(text: object) -> int | None:
    try:
        return read_minutes(str(text)) if text else 0
    except ValueError:
        return None


def _within(text: object, first: date | None, last: date | None) -> bool:
    day = _day(text)
    return day is not None and (first is None or first <= day) and (last is None or day <= last)
