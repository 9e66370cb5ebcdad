"""The dates that a mandate brings: reports, notices, answers (berne-2021:E, O; berne:2, 3; geneve:3.b, 3.d).

Days are calendar days (reading B-06); what may be counted otherwise is shown beside it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.caps import Figures
from ai_calc.calculators.coaching.model import EventKind, InterimReports
from ai_calc.ground.dates import add_months, last_day_of_months
from ai_calc.ground.french import Phrase, phrase, short_date
from ai_calc.ground.record import record
from ai_calc.registers.cantons import Anchor, DateRule, Direction, all_editions

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate

_EVENTS = {Anchor.REQUEST: EventKind.REQUEST, Anchor.PROBLEM: EventKind.PROBLEM, Anchor.INFLUENCE: EventKind.INFLUENCE}
_ANCHOR_WORDS = {
    Anchor.START: "le début du coaching",
    Anchor.END: "la fin de la mesure",
    Anchor.EVALUATION: "l'entretien d'évaluation",
    Anchor.REQUEST: "la sollicitation",
    Anchor.PROBLEM: "le problème",
    Anchor.INFLUENCE: "l'influence",
    Anchor.CONTRACT: "la signature du contrat",
    Anchor.MISSED: "l'entretien annulé ou manqué",
    Anchor.INTERIM: "l'étape",
    Anchor.STANDING: "le mandat",
}
_APPOINTMENTS = (Activity.MISSED, Activity.CANCELLED)
MAX_DATES = 400
"""How many dates of one kind are listed: a journal may hold thousands of missed appointments."""


@record
class Deadline:
    """One date. ``day`` is the last day (``None``: a standing duty), ``at`` the hour where the rule counts hours;
    ``when`` says it in words; ``other_day`` is what another reading gives. ``event`` tells dates of one ``key``
    apart: the event that each is counted from, or which of a series it is."""

    key: str
    what: str
    who: str
    day: date | None
    at: str
    when: Phrase
    rules: tuple[str, ...]
    readings: tuple[str, ...]
    other_day: date | None = None
    event: str = ""


def deadlines_of(m: Mandate) -> tuple[Deadline, ...]:
    """All dates of a mandate: dated ones in their order, then the standing duties."""
    found: list[Deadline] = []
    for place, rule in enumerate(m.edition.deadlines):
        if (rule.only and m.chosen.kind_key not in rule.only) or m.chosen.kind_key in rule.not_for:
            continue
        if rule.anchor is Anchor.STANDING and not rule.figure:
            found.append(_duty(m.edition.id, place))
        else:
            found += _dates(rule, m)
    return tuple(sorted(found, key=lambda d: (d.day is None, d.day or date.max, d.at)))


@cache
def _duty(edition: str, place: int) -> Deadline:
    """A duty that is the same in every case."""
    rule = all_editions()[edition].deadlines[place]
    return _make(rule, rule.what, None, phrase(rule.when))


def add_working_days(day: date, count: int) -> date:
    """``count`` working days (Monday to Friday, holidays not known) after ``day``; before it when negative."""
    weeks, left = divmod(abs(count), 5)
    step = 1 if count >= 0 else -1
    if weeks and not left:  # the last of them is walked: it may begin on a weekend
        weeks, left = weeks - 1, 5
    day += timedelta(days=7 * step * weeks)
    while left:
        day += timedelta(days=step)
        if day.weekday() < 5:
            left -= 1
    return day


def _dates(rule: DateRule, m: Mandate) -> list[Deadline]:
    case, figures = m.case, m.figures
    if rule.anchor is Anchor.INTERIM:
        return (
            _interim(rule, m)
            if m.end_known
            else [_make(rule, rule.what, None, phrase("À mi-parcours, ou au moins une fois par mois"))]
        )
    if rule.anchor in _EVENTS:
        own = [e for e in case.events if e.kind is _EVENTS[rule.anchor]]
        events = [e for e in own if not m.dated or e.day >= case.first_day]  # one before the mandate binds nobody in it
        if events and not rule.dated:
            return [_make(rule, _named(rule, e.day), None, phrase(rule.when)) for e in events]
        if events:
            return [_counted(rule, figures, e.day, e.time, many=True) for e in events]
        return [_standing(rule, figures)]
    if rule.anchor is Anchor.MISSED:
        days = sorted({e.day for e in case.journal if e.activity in _APPOINTMENTS}) if case.journal else []
        return [_counted(rule, figures, day, many=True) for day in days[:MAX_DATES]] or [_standing(rule, figures)]
    day = _anchor_day(rule.anchor, m)
    return [_standing(rule, figures) if day is None else _counted(rule, figures, day)]


def _anchor_day(anchor: Anchor, m: Mandate) -> date | None:
    if anchor is Anchor.START:
        return m.case.first_day if m.dated else None
    if anchor is Anchor.END:
        return m.end if m.end_known else None
    if anchor is Anchor.EVALUATION:
        return m.case.evaluation_date
    return m.case.contract_date if anchor is Anchor.CONTRACT else None


def _make(
    rule: DateRule, what: str, day: date | None, when: Phrase, at: str = "", other: date | None = None, event: str = ""
) -> Deadline:
    return Deadline(rule.key, what, rule.who, day, at, when, rule.rules, rule.readings, other, event)


def _standing(rule: DateRule, figures: Figures) -> Deadline:
    """A duty without a date: its words, or its delay counted from an event that is still to come."""
    if not rule.figure:
        return _make(rule, rule.what, None, phrase(rule.when))
    side = "avant" if rule.direction is Direction.BEFORE else "après"
    return _make(
        rule,
        rule.what,
        None,
        phrase(
            f"{{0:{figures.unit(rule.figure)}}} {side} {{1}}", figures.amount(rule.figure), _ANCHOR_WORDS[rule.anchor]
        ),
    )


def _named(rule: DateRule, event: date) -> str:
    name = _ANCHOR_WORDS[rule.anchor].removeprefix("l'").removeprefix("la ").removeprefix("le ")
    return f"{rule.what} ({name} du {short_date(event)})"


def _counted(rule: DateRule, figures: Figures, event: date, clock: str = "", many: bool = False) -> Deadline:
    """The date counted from an event."""
    what = _named(rule, event) if many else rule.what
    of = f"{event.isoformat()}{clock}" if many else ""
    if not rule.figure:
        return _make(rule, what, event, phrase(rule.when), event=of)
    amount, unit = figures.amount(rule.figure), figures.unit(rule.figure)
    side = "avant" if rule.direction is Direction.BEFORE else "après"
    words = phrase(f"{{0:{unit}}} {side} {{1}} ({{2}})", amount, _ANCHOR_WORDS[rule.anchor], event)
    sign = -1 if rule.direction is Direction.BEFORE else 1
    if unit == "heures":
        moment = datetime.combine(event, _time(clock) if clock else time.max) + sign * timedelta(hours=float(amount))
        return _make(rule, what, moment.date(), words, f"{moment:%H:%M}" if clock else "", event=of)
    days = {"jours": 1, "semaines": 7}[unit] * int(amount)
    other = add_working_days(event, sign * int(amount)) if unit == "jours" and "B-06" in rule.readings else None
    return _make(rule, what, event + timedelta(days=sign * days), words, other=other, event=of)


def _time(clock: str) -> time:
    return time(int(clock[:2]), int(clock[3:]))


def _interim(rule: DateRule, m: Mandate) -> list[Deadline]:
    """Interim reports: each month, or midway when the measure lasts a month at most or it was agreed so (reading
    G-01)."""
    case, figures, end = m.case, m.figures, m.end
    start = case.first_day
    midway = case.interim_reports is InterimReports.MIDWAY
    if case.interim_reports is None:
        midway = add_months(start, 1) > end
    if midway:
        middle = start + timedelta(days=max(0, (end - start).days) // 2)
        return [_make(rule, rule.what, middle, phrase("À mi-parcours"))]
    times = int(figures.amount(rule.figure)) if rule.figure else 1
    found = []
    for k in range(1, MAX_DATES):
        day = last_day_of_months(start, k)
        if day >= end:
            break
        found.append(
            _make(rule, rule.what, day, phrase("Au moins {0:nombre} fois par mois", Decimal(times)), event=str(k))
        )
    return found or [_make(rule, rule.what, end, phrase("À mi-parcours, ou au moins une fois par mois"))]
