"""The income just before the insured event against the threshold of 3006, 3011 and 4005 (readings C-10, C-11, L-32)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ai_calc.calculators.reclassement.choices import IncomePeriod, Measure, Training
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.path import PLAIN_INITIAL, DailyIncome, Path, tip
from ai_calc.ground.french import Phrase, phrase
from ai_calc.law import parameters
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError
from ai_calc.results import ReadingTaken, Status, Step

_CENTIME = Decimal("0.01")
_RULES = ("cmrp:3006", "cmrp:4005.b", "cmrp:3011.b")
_MONTHS_A_YEAR = 12


def income_test(case: ReclassementCase, law: Law, path: Path) -> Status:
    """Whether the last income exceeded the share of the maximum daily allowance, compared by calendar day.

    The comparison is exact; daily amounts are rounded to a centime for display only. « Supérieur » is strict in the
    circular; the ordinance says « au moins » from 2022 on: the parameter says which holds at the law's date.
    """
    share, maximum = law.amount("training/income_share_of_daily_allowance"), law.amount("daily_allowance/maximum")
    days, inclusive = law.count("training/days_per_year"), bool(law.count("training/income_threshold_inclusive"))
    threshold = (maximum * share / 100).quantize(_CENTIME)
    path.steps.append(
        Step(
            "income_threshold",
            "Seuil par jour",
            phrase("{0:%} × {1:CHF/jour}", share, maximum),
            threshold,
            "CHF/jour",
            ("cmrp:3006", "cmrp:4005.b", "cmrp:5030"),
        )
    )
    path.readings.append(ReadingTaken("C-11"))
    at_least = "d'au moins" if inclusive else "supérieur à"
    label = str(phrase(f"Revenu {at_least} {{0:%}} du maximum de l'indemnité journalière", share))
    rules = (*_RULES, *_circumstance(case))
    income = case.income_before
    bound = maximum * share * days  # a hundred times the yearly threshold
    yearly_bound = bound / 100
    more = tip(
        Measure.RECLASSEMENT,
        "Avec un revenu de {0:CHF/an} ou plus" if inclusive else "Avec un revenu de plus de {0:CHF/an}",
        yearly_bound.quantize(_CENTIME),
        thirteenth_salary=False,
        income_before=yearly_bound.quantize(_CENTIME, ROUND_FLOOR) + 1,
        income_period=IncomePeriod.YEAR,
    )
    period = case.income_period if income else IncomePeriod.YEAR  # nothing earned is nothing by day, month or year
    if income is None or period is None:
        path.readings.append(ReadingTaken("C-10"))
        path.add(
            "3006",
            label,
            Status.TO_APPRAISE,
            phrase(
                "Le revenu juste avant l'invalidité n'est pas indiqué ; le seuil est de {0:CHF/jour}."
                if income is None
                else "À indiquer : ce revenu est-il par mois, par an ou par jour ? Le seuil est de {0:CHF/jour}.",
                threshold,
            ),
            rules,
            more,
        )
        return Status.TO_APPRAISE
    yearly = _yearly(case, income, period, days)
    above = yearly * 100 > bound or (inclusive and yearly * 100 == bound)
    daily = (yearly / days).quantize(_CENTIME)
    path.income = DailyIncome(daily, threshold, above)
    path.steps.append(_step(case, income, period, days, daily))
    path.readings.append(_strictness(yearly * 100 == bound, above))
    if (other := _at_event(case, law, yearly, share, days, above, inclusive)) is not None:
        path.readings.append(other)
    reason = _compared(yearly, yearly_bound, daily, threshold, inclusive)
    if above:
        path.add(
            "3006",
            label,
            Status.MET,
            reason,
            rules,
            tip(
                _otherwise(case),
                "Avec un revenu de moins de {0:CHF/an}" if inclusive else "Avec un revenu de {0:CHF/an} ou moins",
                yearly_bound.quantize(_CENTIME),
                thirteenth_salary=False,
                income_before=yearly_bound.quantize(_CENTIME, ROUND_CEILING) - 1,
                income_period=IncomePeriod.YEAR,
                **PLAIN_INITIAL,
            ),
            decided=True,
        )
        return Status.MET
    path.add("3006", label, Status.NOT_MET, reason, rules, more)
    return Status.NOT_MET


def _compared(yearly: Decimal, bound: Decimal, daily: Decimal, threshold: Decimal, inclusive: bool) -> Phrase:
    """The two amounts, by day; by year where a day's centimes would hide the difference."""
    wanted = "atteint" if inclusive else "dépassé"
    if yearly == bound:
        words = "est atteint" if inclusive else "est atteint, sans être dépassé"
    else:
        words = "est dépassé" if yearly > bound else f"n'est pas {wanted}"
    if daily == threshold and yearly != bound:
        return phrase(
            "{0:CHF} par an : le seuil de {1:CHF} par an {2}.",
            yearly.quantize(_CENTIME),
            bound.quantize(_CENTIME),
            words,
        )
    return phrase("{0:CHF} par jour : le seuil de {1:CHF} par jour {2}.", daily, threshold, words)


def _otherwise(case: ReclassementCase) -> Measure:
    """What a lower income would have meant, as far as the facts already asked say it."""
    return Measure.NEW_TRAINING if case.training is Training.COMPLETED_AFTER else Measure.INITIAL


def _circumstance(case: ReclassementCase) -> tuple[str, ...]:
    """The sentence of 3006 and 4005 on a training that went on despite the handicap."""
    if case.training in (Training.COMPLETED_AFTER, Training.ONGOING):
        return ("cmrp:3006.a", "cmrp:4005.c")
    return ()


def _yearly(case: ReclassementCase, income: Decimal, period: IncomePeriod, days: int) -> Decimal:
    if period is IncomePeriod.YEAR:
        return income
    if period is IncomePeriod.DAY:
        return income * days
    return income * (_MONTHS_A_YEAR + 1 if case.thirteenth_salary else _MONTHS_A_YEAR)


def _step(case: ReclassementCase, income: Decimal, period: IncomePeriod, days: int, daily: Decimal) -> Step:
    if period is IncomePeriod.YEAR:
        formula = phrase(
            "{0:CHF} par an, treizième salaire compris, ÷ {1}" if income else "{0:CHF} ÷ {1}", income, days
        )
    elif period is IncomePeriod.DAY:
        formula = phrase("{0:CHF} par jour", income)
    else:
        times = _MONTHS_A_YEAR + 1 if case.thirteenth_salary else _MONTHS_A_YEAR
        formula = phrase("{0:CHF} × {1} ÷ {2}", income, times, days)
    return Step(
        "daily_income",
        "Revenu par jour",
        formula,
        daily,
        "CHF/jour",
        ("cmrp:3006", "cmrp:4005", "fait:revenu-journalier"),
    )


def _strictness(equal: bool, above: bool) -> ReadingTaken:
    """C-10: only an income exactly at the threshold shows a difference."""
    if not equal:
        return ReadingTaken("C-10")
    if above:
        return ReadingTaken(
            "C-10", phrase("Selon la circulaire (« supérieur »), un revenu égal au seuil ne suffirait pas.")
        )
    return ReadingTaken(
        "C-10",
        phrase(
            "Si « au moins » valait (ordonnance, dès 2022), un revenu égal au seuil suffirait : {0}.",
            Measure.RECLASSEMENT.french,
        ),
    )


def _at_event(
    case: ReclassementCase, law: Law, yearly: Decimal, share: Decimal, days: int, above: bool, inclusive: bool
) -> ReadingTaken | None:
    """L-32: the maximum of the law's date is used; that of the insured event is shown when it tips the outcome."""
    day = case.invalidity_date
    if day is None or day >= law.day:
        return None
    try:
        then = parameters.load("daily_allowance/maximum").at(day).value
    except NoValueError:
        return None
    assert isinstance(then, int | Decimal)
    bound = then * share * days
    if (yearly * 100 > bound or (inclusive and yearly * 100 == bound)) == above:
        return ReadingTaken("L-32")
    limit = (then * share / 100).quantize(_CENTIME)
    return ReadingTaken(
        "L-32",
        phrase(
            "Avec le maximum en vigueur le {0} ({1:CHF/jour}), le seuil serait de {2:CHF/jour} et le revenu {3}.",
            day,
            Decimal(then),
            limit,
            "en dessous" if above else "au-dessus",
        ),
        limit,
        "CHF/jour",
    )
