"""Dates as a calendar file (.ics, RFC 5545): whole days; those to come have a reminder the day before.

Needs icalendar, which is imported only when a calendar is made.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from ai_calc.ground.record import record

MEDIA_TYPE = "text/calendar"
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@record
class CalendarEntry:
    """One day to remember. ``key`` tells it from all others, of other calendars too."""

    key: str
    day: date
    summary: str
    description: str = ""


def calendar_bytes(name: str, entries: Iterable[CalendarEntry], made_at: datetime | None = None) -> bytes:
    """The calendar file. The same keys give the same events: reading it again updates them.

    ``made_at`` is when it was made (default: now). What was made later has a higher SEQUENCE, by which programs know
    that a date has moved: nothing is remembered from one file to the next, so the clock counts.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//ai-calc//FR-CH//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(name))
    stamp = (made_at or datetime.now(UTC)).replace(microsecond=0)
    for entry in entries:
        event = Event()
        event.add("uid", f"{hashlib.sha256(entry.key.encode()).hexdigest()[:32]}@ai-calc")
        event.add("dtstamp", stamp)
        event.add("last-modified", stamp)
        event.add("sequence", max(0, int((stamp - _BEGINNING).total_seconds())))
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("summary", _line(entry.summary))
        if entry.description:
            event.add("description", _clean(entry.description))
        event.add("transp", "TRANSPARENT")
        if entry.day > stamp.date():
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _line(entry.summary))
            alarm.add("trigger", timedelta(days=-1))
            event.add_component(alarm)
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)


def _line(text: str) -> str:
    """A text on one line."""
    return " ".join(_clean(text).split())
