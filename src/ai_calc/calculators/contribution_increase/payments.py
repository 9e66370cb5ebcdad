"""When the compensation is paid: after a year at the earliest, then every half-year (cmrp:5043; reading C-42)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ai_calc.calculators.contribution_increase.model import ContributionIncreaseCase, FirstPaidDay
from ai_calc.calculators.contribution_increase.years import (
    Rates,
    Spell,
    payable_days,
    spells,
    term_of,
    year_bounds,
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
    """``first`` is the earliest first payment, ``settlement`` the earlier account when the employment ends before
    it."""

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
    first = add_years(case.work_start, delay)
    second = add_months(first, interval)
    ended = case.employment_end
    settlement = ended if ended is not None and ended < first else None
    steps = [
        Step(
            "first_payment",
            "Un an de rapports de travail",
            phrase("{0} + {1:ans}", case.work_start, delay),
            first,
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
        steps.append(
            Step(
                "settlement",
                "Décompte anticipé",
                phrase("les rapports de travail finissent avant le {0}", first),
                settlement,
                "",
                ("cmrp:5043.d",),
            )
        )
    payments = _payments(case, rates, first, interval, settlement) if entitled else ()
    return Calendar(first, second, settlement, payments), steps


def _payments(
    case: ContributionIncreaseCase, rates: Rates, first: date, interval: int, settlement: date | None
) -> tuple[Payment, ...]:
    every = [s for s in spells(case, rates) if s.counts]
    last_absence = max((s.last for s in every), default=None)
    if last_absence is None:
        return ()
    found: list[Payment] = []
    paid = 0
    for k in range(400):
        day = settlement or add_months(first, k * interval)
        # the settlement takes the last day of work in; a payment on account takes the days before it
        until = day if settlement else day - timedelta(days=1)
        due = _days_until(case, rates, every, until)
        if due > paid:
            found.append(Payment(day, due - paid, rates.daily * (due - paid)))
            paid = due
        if settlement or until >= min(last_absence, term_of(case, rates)):
            break
    return tuple(found)


def _days_until(case: ContributionIncreaseCase, rates: Rates, every: list[Spell], until: date) -> int:
    """Days payable if the absences stopped at ``until``, the right tested year by year."""
    total = 0
    for start, end in year_bounds(case, rates):
        known = [_up_to(s, until) for s in every if start <= s.first <= min(end, until)]
        from_first, after = payable_days(known, rates.threshold)
        total += from_first if case.first_paid_day is FirstPaidDay.FIRST else after
    return total


def _up_to(spell: Spell, until: date) -> Spell:
    """The part of a spell until a day; a typed number of days is taken in proportion, rounded down."""
    if spell.last <= until:
        return spell
    days = spell.days * days_from_to(spell.first, until) // days_from_to(spell.first, spell.last)
    return replace(spell, last=until, days=days)
