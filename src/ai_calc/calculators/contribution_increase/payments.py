"""When the compensation is paid: after a year at the earliest, then every half-year, and when the employment ends
(cmrp:5043; reading C-42)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from ai_calc.calculators.contribution_increase.model import ContributionIncreaseCase
from ai_calc.calculators.contribution_increase.years import (
    Rates,
    Spell,
    Year,
    payable_days,
    spells,
    working,
    years_of,
)
from ai_calc.ground.dates import add_months, add_years, days_from_to
from ai_calc.ground.french import phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.results import Step


@record
class Payment:
    """A payment on account: the days of absence newly paid and the amount in CHF."""

    due: date
    days: int
    amount: Decimal


@record
class Calendar:
    """``first`` is the earliest first payment, ``settlement`` the account at the end of the employment when that
    comes before a payment."""

    first: date
    second: date
    settlement: date | None
    payments: tuple[Payment, ...]


def calendar_of(case: ContributionIncreaseCase, law: Law, rates: Rates, entitled: bool) -> tuple[Calendar, list[Step]]:
    """The dates of payment and, with entitlement, what each brings."""
    delay, interval = (
        law.count("contribution_increase/first_payment_delay"),
        law.count("contribution_increase/payment_interval"),
    )
    year, ended = add_years(case.work_start, delay), case.employment_end
    counted = [s for s in spells(case, rates) if s.counts]
    years = years_of(case, rates)
    first = max(year, _passed(counted, years, rates, interval) or year)
    payments = _payments(counted, years, rates, _schedule(first, interval, ended), ended) if entitled else ()
    closing = ended is not None and (ended < first or any(p.due == ended for p in payments))
    settlement, second = ended if closing else None, add_months(first, interval)
    steps = [
        Step(
            "first_payment",
            "Un an de rapports de travail",
            phrase("{0} + {1:ans}", case.work_start, delay),
            year,
            "",
            ("cmrp:5043.c",),
        ),
        Step(
            "second_payment",
            "Versement suivant",
            phrase("{0} + {1:mois}", first, interval),
            second,
            "",
            ("cmrp:5043.c",),
        ),
    ]
    if settlement is not None:
        words = phrase("fin des rapports de travail, avant l'échéance suivante")
        steps.append(Step("settlement", "Décompte anticipé", words, settlement, "", ("cmrp:5043.d",)))
    return Calendar(first, second, settlement, payments), steps


def _passed(counted: list[Spell], years: tuple[Year, ...], rates: Rates, interval: int) -> date | None:
    """The day after the first absence with which something is due; of one that goes on, a half-year after it began."""
    for spell in sorted(counted, key=lambda s: s.last):
        if _days_until(counted, years, rates, spell.last):
            return min(spell.last + timedelta(days=1), add_months(spell.first, interval))
    return None


def _schedule(first: date, interval: int, ended: date | None) -> Iterator[date]:
    """The first payment, then every half-year; the end of the employment closes it."""
    for number in count():
        day = add_months(first, number * interval)
        if ended is not None and ended <= day:
            yield ended
            return
        yield day


def _payments(
    counted: list[Spell], years: tuple[Year, ...], rates: Rates, schedule: Iterator[date], ended: date | None
) -> tuple[Payment, ...]:
    last_absence = max((s.last for s in counted), default=None)
    if last_absence is None:
        return ()
    found: list[Payment] = []
    paid = 0
    for day in schedule:
        # the settlement takes the last day of work in; a payment on account takes the days before it
        until = day if day == ended else day - timedelta(days=1)
        due = _days_until(counted, years, rates, until)
        if due > paid:
            found.append(Payment(day, due - paid, rates.daily * (due - paid)))
            paid = due
        if until >= last_absence:
            break
    return tuple(found)


def _days_until(counted: list[Spell], years: tuple[Year, ...], rates: Rates, until: date) -> int:
    """Days payable if the absences stopped at ``until``, the right tested year by year."""
    total = 0
    for year in years:
        known = [_up_to(s, until) for s in counted if year.first <= s.first <= min(year.last, until)]
        if year.by_ordinance:
            total += payable_days(working(known), rates.threshold)[1]
        else:
            total += payable_days(known, rates.threshold)[0]
    return total


def _up_to(spell: Spell, until: date) -> Spell:
    """The part of a spell until a day; a typed number of days is taken in proportion, rounded down."""
    if spell.last <= until:
        return spell
    days = spell.days * days_from_to(spell.first, until) // days_from_to(spell.first, spell.last)
    return replace(spell, last=until, days=days)
