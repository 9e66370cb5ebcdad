"""The amounts: daily maximum, cap of the wage, what is due, and the payments (cmrp:5030, 5031, 5034; readings C-36,
C-37)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from ai_calc.calculators.work_introduction.model import Cover, Payment, WorkIntroductionCase
from ai_calc.calculators.work_introduction.period import Absent, Period
from ai_calc.ground.dates import add_months, days_from_to, shares_of_months
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO, floor_to_five_centimes, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.ground.spans import days_within
from ai_calc.law.in_force import Law
from ai_calc.results import Step


@record
class WageCap:
    """The wage paid during the period with flat-rate contributions, in CHF, not rounded.

    ``complete`` is false when the employer's rate is not known: the cap is then at least ``total``.
    """

    gross: Decimal
    unpaid: Decimal
    employer_share: Decimal
    total: Decimal
    complete: bool


@record
class Amounts:
    """``raw`` is days times daily amount; ``possible`` what the caps leave of it; both in CHF."""

    daily_maximum: Decimal
    daily: Decimal
    raw: Decimal
    cap: WageCap | None
    possible: Decimal


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
    maximum = law.amount("daily_allowance/maximum")
    daily = min((case.daily_amount or ZERO), maximum)
    payable = period.days - absent.deducted
    raw = daily * payable
    steps = [
        Step(
            "daily",
            "Montant par jour admis",
            phrase("le plus petit de {0:CHF} et {1:CHF}", (case.daily_amount or ZERO), maximum),
            daily,
            "CHF",
            ("cmrp:5030",),
        ),
        Step(
            "raw",
            "Jours payés × montant",
            phrase("{0:jours} × {1:CHF}", payable, daily),
            raw,
            "CHF",
            ("cmrp:5030", "cmrp:5029"),
        ),
    ]
    cap, cap_steps = _wage_cap(case, period, absent)
    return Amounts(maximum, daily, raw, cap, within(raw, cap)), steps + cap_steps


def within(raw: Decimal, cap: WageCap | None) -> Decimal:
    """``raw`` rounded to 0.05 CHF, or the wage cap rounded down: the allowance never passes it."""
    rounded = round_to_five_centimes(raw)
    if cap is not None and cap.complete and rounded > cap.total:
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
    steps = [Step("gross_wage", "Salaire brut de la période", formula, _centimes(gross), "CHF", ("cmrp:5031",))]
    if unpaid:
        steps.append(
            Step(
                "unpaid_wage",
                "Salaire non versé (absences)",
                phrase("{0:CHF} × {1} × {2} ÷ {3:jours}", case.monthly_wage, str(shown), absent.nobody, period.days),
                _centimes(unpaid),
                "CHF",
                ("cmrp:5031",),
            )
        )
    base = _centimes(gross - unpaid)
    steps.append(
        Step(
            "wage_cap",
            "Plafond du salaire, cotisations comprises",
            (
                phrase("{0:CHF} × (100 % + {1:%})", base, rate)
                if rate is not None
                else phrase("{0:CHF}, sans la part de l'employeur (taux non saisi)", base)
            ),
            _centimes(total),
            "CHF",
            ("cmrp:5031",),
        )
    )
    return WageCap(gross, unpaid, share, total, rate is not None), steps


def _centimes(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _months(case: WorkIntroductionCase, period: Period) -> tuple[Decimal, Phrase] | None:
    """Months of wage in the period that really runs: as given, or counted from the dates, month by month."""
    if case.wage_months is not None:
        if period.days == period.agreed_days:
            return case.wage_months, phrase("{0:mois}", case.wage_months)
        part = case.wage_months * period.days / period.agreed_days
        return part, phrase("{0:mois} × {1} ÷ {2:jours}", case.wage_months, period.days, period.agreed_days)
    if period.first is None or period.last is None:
        return None
    shares = shares_of_months(period.first, period.last)
    whole = sum(1 for days, length in shares if days == length)
    parts = [(days, length) for days, length in shares if days != length]
    count = Decimal(whole) + sum((Decimal(days) / length for days, length in parts), ZERO)
    words = " + ".join(([str(whole)] if whole or not parts else []) + [f"{days}/{length}" for days, length in parts])
    return count, phrase("({0}) mois" if " + " in words else "{0} mois", words)


def instalments_of(
    case: WorkIntroductionCase, period: Period, absent: Absent, amounts: Amounts
) -> tuple[Instalment, ...]:
    """The payments: one at the end, or periodic ones, each rounded so that their sum is exactly the allowance.

    No payment goes beyond the share of the wage cap that the elapsed days have earned (5035).
    """
    if case.payment is Payment.END or period.first is None or period.last is None:
        return (
            Instalment(period.first, period.last, period.days, absent.deducted, amounts.possible, amounts.possible),
        )
    found: list[Instalment] = []
    day, paid, elapsed, payable = period.first, ZERO, 0, 0
    while day <= period.last:
        end = min(add_months(period.first, (len(found) + 1) * case.payment_months) - timedelta(days=1), period.last)
        final = end == period.last
        dated = sum(
            days_within(a, day, end) for a in case.absences if a.cover is not Cover.WAGE and a.first_day is not None
        )
        undated = (
            sum(a.days for a in case.absences if a.cover is not Cover.WAGE and a.first_day is None) if final else 0
        )
        days = days_from_to(day, end)
        elapsed += days
        payable += days - dated - undated
        earned = amounts.daily * payable
        if amounts.cap is not None and amounts.cap.complete:
            earned = min(earned, amounts.cap.total * elapsed / period.days)
        cumulated = amounts.possible if final else max(paid, floor_to_five_centimes(min(earned, amounts.possible)))
        found.append(Instalment(day, end, days, dated + undated, cumulated - paid, cumulated))
        day, paid = end + timedelta(days=1), cumulated
    return tuple(found)
