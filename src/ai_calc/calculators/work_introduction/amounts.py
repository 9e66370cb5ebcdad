"""The amounts: daily maximum, cap of the wage, what is due, and the payments (cmrp:5030, 5031, 5034; readings C-36,
C-37)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from ai_calc.calculators.work_introduction.model import Absence, Cover, Payment, WorkIntroductionCase
from ai_calc.calculators.work_introduction.period import Absent, Period
from ai_calc.ground.dates import days_from_to, last_day_of, last_day_of_months, shares_of_months
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, number, phrase, show
from ai_calc.ground.money import ZERO, floor_to_five_centimes, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.ground.spans import days_within
from ai_calc.law import parameters
from ai_calc.law.in_force import Law
from ai_calc.results import Step


@record
class WageCap:
    """The wage paid during the period with flat-rate contributions, in CHF, not rounded.

    ``complete`` is false when the employer's rate is not known: the cap is then at least ``total``, which is sure.
    """

    gross: Decimal
    unpaid: Decimal
    employer_share: Decimal
    total: Decimal
    complete: bool


@record
class Stretch:
    """Days of the period with the same daily maximum: those paid, and the amount a day that it leaves."""

    first: date | None
    last: date | None
    payable: int
    maximum: Decimal
    daily: Decimal | None


@record
class Amounts:
    """``raw`` is days times daily amount; ``possible`` what the caps leave of it; both in CHF, and unknown while nobody
    fixed the amount a day."""

    stretches: tuple[Stretch, ...]
    raw: Decimal | None
    cap: WageCap | None
    possible: Decimal | None

    @property
    def daily_maximum(self) -> Decimal:
        """The highest amount a day that any day allows."""
        return max(s.maximum for s in self.stretches)

    @property
    def at_least(self) -> bool:
        """Whether the wage known so far cuts the amount: the employer's share may still raise it."""
        return self.raw is not None and self.cap is not None and not self.cap.complete and self.raw > self.cap.total

    def within_wage(self, payable: int) -> Decimal:
        """The highest amount a day with which so many days stay within the wage."""
        assert self.cap is not None
        return (self.cap.total / payable).quantize(Decimal("0.01"), ROUND_DOWN)


@record
class Instalment:
    """One payment: its days, those without allowance, and the amount in CHF. Dates are unknown without a start."""

    first: date | None
    last: date | None
    days: int
    deducted: int
    amount: Decimal
    cumulated: Decimal


def amounts_of(case: WorkIntroductionCase, law: Law, period: Period, absent: Absent) -> tuple[Amounts, list[Step]]:
    """The allowance if the person is entitled: the smallest of days × amount and of the wage (5030, 5031)."""
    stretches = _stretches(case, law, period)
    raw = None if case.daily_amount is None else earned(stretches)
    steps = [
        Step(
            "daily" if n == 0 else f"daily_{n + 1}",
            daily_label(stretch, n),
            phrase("le plus petit de {0:CHF} et {1:CHF}", case.daily_amount, stretch.maximum),
            stretch.daily,
            "CHF",
            ("cmrp:5030",),
        )
        for n, stretch in enumerate(stretches)
        if stretch.daily is not None
    ]
    if raw is not None:
        shown = " + ".join(f"{show(s.payable, 'jours')} × {show(s.daily, 'CHF')}" for s in stretches)
        rules = ("cmrp:5030", "cmrp:5029")
        steps.append(Step("raw", "Jours payés × montant", phrase("{0}", shown), raw, "CHF", rules))
    cap, cap_steps = _wage_cap(case, period, absent)
    return Amounts(stretches, raw, cap, None if raw is None else within(raw, cap)), steps + cap_steps


def daily_label(stretch: Stretch, n: int) -> str:
    """« Montant par jour admis »; of a later stretch, with its first day."""
    return "Montant par jour admis" + (f" dès le {show(stretch.first)}" if n else "")


def earned(stretches: Iterable[Stretch]) -> Decimal:
    """What the paid days of these stretches bring."""
    return sum((s.daily * s.payable for s in stretches if s.daily is not None), ZERO)


def _stretches(case: WorkIntroductionCase, law: Law, period: Period) -> tuple[Stretch, ...]:
    """The period cut where the daily maximum changes (C-36); a date of the law other than its start, chosen by hand,
    holds for all of it."""
    first, last, name = period.first, period.last, "daily_allowance/maximum"
    changes: list[date] = []
    if law.day == case.start_date and first is not None and last is not None:
        changes = [v.from_date for v in parameters.load(name).values if first < v.from_date <= last]
    starts, ends = [first, *changes], [*(day - timedelta(days=1) for day in changes), last]
    maxima = [law.amount(name), *(Law(day).amount(name) for day in changes)]
    found = []
    for start, end, maximum in zip(starts, ends, maxima, strict=True):
        days = period.days if start is None or end is None else days_from_to(start, end)
        daily = None if case.daily_amount is None else min(case.daily_amount, maximum)
        found.append(Stretch(start, end, days - deducted(case, start, end, end == last), maximum, daily))
    return tuple(found)


def deducted(case: WorkIntroductionCase, first: date | None, last: date | None, final: bool) -> int:
    """Days without allowance in a part of the period, the last one or not (``final``)."""
    return days_away((a for a in case.absences if a.cover is not Cover.WAGE), first, last, final)


def days_away(absences: Iterable[Absence], first: date | None, last: date | None, final: bool) -> int:
    """Days of these absences between two dates; those without a date belong to the last part (``final``)."""
    return sum(days_within(a, first, last) for a in absences if a.first_day is not None or final)


def within(raw: Decimal, cap: WageCap | None) -> Decimal:
    """``raw`` rounded to 0.05 CHF, or the wage that is known rounded down: the allowance never passes it."""
    rounded = round_to_five_centimes(raw)
    if cap is not None and rounded > cap.total:
        return floor_to_five_centimes(min(raw, cap.total))
    return rounded


def _wage_cap(case: WorkIntroductionCase, period: Period, absent: Absent) -> tuple[WageCap | None, list[Step]]:
    months = _months(case, period)
    if case.monthly_wage is None or months is None:
        return None, []
    count, shown = months
    gross = case.monthly_wage * count + case.other_wage
    unpaid = case.monthly_wage * count * absent.nobody / period.days
    rate = case.employer_rate_percent
    share = (gross - unpaid) * (rate or ZERO) / 100
    total = gross - unpaid + share
    formula = phrase("{0:CHF} × {1}", case.monthly_wage, str(shown))
    if case.other_wage:
        formula = phrase("{0:CHF} × {1} + {2:CHF}", case.monthly_wage, str(shown), case.other_wage)
    steps = [Step("gross_wage", "Salaire brut de la période", formula, centimes(gross), "CHF", ("cmrp:5031",))]
    if unpaid:
        steps.append(
            Step(
                "unpaid_wage",
                "Salaire non versé (absences)",
                phrase("{0:CHF} × {1} × {2} ÷ {3:jours}", case.monthly_wage, str(shown), absent.nobody, period.days),
                centimes(unpaid),
                "CHF",
                ("cmrp:5031",),
            )
        )
    base = centimes(gross - unpaid)
    steps.append(
        Step(
            "wage_cap",
            "Plafond du salaire, cotisations comprises",
            (
                phrase("{0:CHF} × (100 % + {1:%})", base, rate)
                if rate is not None
                else phrase("{0:CHF}, sans la part de l'employeur (taux non saisi)", base)
            ),
            centimes(total),
            "CHF",
            ("cmrp:5031",),
        )
    )
    return WageCap(gross, unpaid, share, total, rate is not None or not total), steps


def centimes(value: Decimal) -> Decimal:
    """An amount as it is shown, to the centime."""
    return value.quantize(Decimal("0.01"))


def _months(case: WorkIntroductionCase, period: Period) -> tuple[Decimal, Phrase] | None:
    """Months of wage in the period that really runs: as given, or counted from the dates, month by month."""
    if case.wage_months is not None:
        _check_months(case, case.wage_months, period)
        if period.days == period.agreed_days:
            return case.wage_months, phrase("{0:mois}", case.wage_months)
        part = case.wage_months * period.days / period.agreed_days
        return part, phrase("{0:mois} × {1} ÷ {2:jours}", case.wage_months, period.days, period.agreed_days)
    if period.first is None or period.last is None:
        return None
    shares = shares_of_months(period.first, period.last)
    whole = sum(1 for days, length in shares if days == length)
    parts = [f"{days}/{length}" for days, length in shares if days != length]
    words = " + ".join(([str(whole)] if whole or not parts else []) + parts)
    return _counted(shares), phrase("({0}) mois" if " + " in words else "{0} mois", words)


def _counted(shares: list[tuple[int, int]]) -> Decimal:
    whole = sum(1 for days, length in shares if days == length)
    return Decimal(whole) + sum((Decimal(days) / length for days, length in shares if days != length), ZERO)


_TOLERANCE = Decimal("0.5")
"""How many months a typed number of months may differ from the dates: half of one, for ways to count a month."""


def _check_months(case: WorkIntroductionCase, months: Decimal, period: Period) -> None:
    """Refuses months of wage that the agreed period cannot hold, or that leave most of it without wage (5031).
    Raises :class:`~ai_calc.ground.errors.CaseError`."""
    if not case.agreed:
        return
    days = period.agreed_days
    counted = Decimal(days) / 30
    if period.first is not None:
        counted = _counted(shares_of_months(period.first, last_day_of(period.first, days)))
    if abs(months - counted) > _TOLERANCE:
        words = f"{show(months, 'mois')} de salaire pour {show(days, 'jours')}, qui en font {number(counted, 2)}"
        raise CaseError(Fault("wage_months", f"{words} : effacer ou corriger"))


def instalments_of(
    case: WorkIntroductionCase, period: Period, absent: Absent, amounts: Amounts
) -> tuple[Instalment, ...]:
    """The payments: one at the end, or periodic ones, each rounded so that their sum is exactly the allowance.

    No payment goes beyond the share of the wage cap that the elapsed days have earned (5035).
    """
    if amounts.possible is None:
        return ()
    if case.payment is Payment.END or period.first is None or period.last is None:
        return (
            Instalment(period.first, period.last, period.days, absent.deducted, amounts.possible, amounts.possible),
        )
    found: list[Instalment] = []
    day, paid = period.first, ZERO
    while day <= period.last:
        end = min(last_day_of_months(period.first, (len(found) + 1) * case.payment_months), period.last)
        final = end == period.last
        due = min(earned(_until(case, amounts, end)), amounts.possible)
        if amounts.cap is not None:
            due = min(due, amounts.cap.total * days_from_to(period.first, end) / period.days)
        cumulated = amounts.possible if final else max(paid, floor_to_five_centimes(due))
        away = deducted(case, day, end, final)
        found.append(Instalment(day, end, days_from_to(day, end), away, cumulated - paid, cumulated))
        day, paid = end + timedelta(days=1), cumulated
    return tuple(found)


def _until(case: WorkIntroductionCase, amounts: Amounts, end: date) -> Iterator[Stretch]:
    """The stretches as far as they have run on a day before the last one."""
    for s in amounts.stretches:
        if s.first is not None and s.last is not None and s.first <= end:
            last = min(s.last, end)
            days = days_from_to(s.first, last)
            yield replace(s, last=last, payable=days - deducted(case, s.first, last, final=False))
