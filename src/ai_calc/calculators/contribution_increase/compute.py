"""From a case of compensation for higher contributions to its result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.contribution_increase import conditions
from ai_calc.calculators.contribution_increase.model import Cause, ContributionIncreaseCase, FirstPaidDay
from ai_calc.calculators.contribution_increase.payments import Calendar, calendar_of
from ai_calc.calculators.contribution_increase.years import (
    Rates,
    Year,
    check,
    days_beyond_term,
    rates_of,
    term_of,
    working_days,
    years_of,
)
from ai_calc.ground.errors import CaseError
from ai_calc.ground.french import phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import conclude
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info, warning
from ai_calc.results import (
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Series,
    Status,
    Step,
    Table,
    Verdict,
)


@record
class ContributionIncreaseDetails:
    """The typed numbers of a result, in CHF. ``total`` and ``other_total`` are the two readings of C-41, both 0
    without entitlement."""

    term: date | None
    daily: Decimal
    years: tuple[Year, ...]
    days_paid: int
    total: Decimal
    other_total: Decimal
    calendar: Calendar | None


@calculation
def compute(case: ContributionIncreaseCase) -> Result[ContributionIncreaseDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` when dates or absences contradict each other.
    """
    law = Law(case.law_day)
    if case.placement_date is None or case.headcount is None:
        return _undated(case, law)
    check(case)
    rates, steps = rates_of(case, law)
    term = term_of(case, rates)
    years = years_of(case, rates)
    criteria = conditions.verdicts(case, rates, years, term)
    entitled = conclude(conditions.SUBJECT, criteria).status is not Status.NOT_MET
    calendar, calendar_steps = calendar_of(case, law, rates, entitled)
    first = case.first_paid_day is FirstPaidDay.FIRST
    all_days, days_after = sum(y.payable for y in years), sum(y.payable_after for y in years)
    days, other_days = (all_days, days_after) if first else (days_after, all_days)
    if not entitled:
        days = other_days = 0
    total, other = round_to_five_centimes(rates.daily * days), round_to_five_centimes(rates.daily * other_days)
    details = ContributionIncreaseDetails(term, rates.daily, years, days, total, other, calendar)
    return result(
        case,
        law,
        calculator="contribution_increase",
        subject=conditions.SUBJECT,
        followed=case.FOLLOWS,
        verdicts=criteria,
        figures=_figures(details, rates, first, entitled),
        tables=_tables(details, rates),
        charts=_charts(case, details, rates),
        steps=(*steps, *_year_steps(details, rates, first), _total_step(details, entitled), *calendar_steps),
        readings=_readings(case, details, rates, first, entitled, _only_days_fail(criteria)),
        notices=_notices(case, details),
        details=details,
    )


def _undated(case: ContributionIncreaseCase, law: Law) -> Result[ContributionIncreaseDetails]:
    """Without the date of the placement or the size of the firm nothing is counted."""
    nothing = ContributionIncreaseDetails(None, ZERO, (), 0, ZERO, ZERO, None)
    return result(
        case,
        law,
        calculator="contribution_increase",
        subject=conditions.SUBJECT,
        followed=case.FOLLOWS,
        verdicts=conditions.undated(case),
        details=nothing,
    )


def _figures(d: ContributionIncreaseDetails, rates: Rates, first: bool, entitled: bool) -> tuple[Figure, ...]:
    carried = ("overall",)
    due = d.total or round_to_five_centimes(sum((y.amount if first else y.amount_after for y in d.years), ZERO))
    found = [Figure("amount", "Indemnité", due, "CHF", ("cmrp:5043",), carried, main=True)]
    if entitled:
        label = f"Si payée dès le {rates.threshold + 1}e jour" if first else "Si payée dès le premier jour"
        found.append(
            Figure("other_amount", label, d.other_total, "CHF", ("cmrp:5043",), carried, main=d.other_total != d.total)
        )
    calendar = d.calendar
    assert calendar is not None
    when = calendar.settlement or (calendar.payments[0].due if calendar.payments else None)
    found += [
        Figure("days_paid", "Jours payés", d.days_paid, "jours", ("cmrp:5043",), carried),
        Figure("daily", "Montant par jour", d.daily, "CHF", ("cmrp:5043.b",)),
        Figure(
            "first_payment",
            "Premier versement au plus tôt",
            when,
            "",
            ("cmrp:5043.c", "cmrp:5043.d"),
            carried,
            main=True,
        ),
        Figure("term", "Fin du délai", d.term, "", ("cmrp:5042.a",)),
    ]
    return tuple(found)


def _year_steps(d: ContributionIncreaseDetails, rates: Rates, first: bool) -> list[Step]:
    found = []
    for y in d.years:
        if not y.days:
            continue
        days, value = (y.payable, y.amount) if first else (y.payable_after, y.amount_after)
        formula = (
            phrase("{0:jours} d'absence, au plus {1} : rien", y.days, rates.threshold)
            if y.days <= rates.threshold
            else phrase(
                "{0:jours} d'absence, plus de {1} : {2:jours} payés × {3:CHF}",
                y.days,
                rates.threshold,
                days,
                rates.daily,
            )
        )
        found.append(
            Step(
                f"year_{y.number}",
                f"Année {y.number} (dès le {y.first:%d.%m.%Y})",
                formula,
                value,
                "CHF",
                ("cmrp:5042.b", "cmrp:5043"),
            )
        )
    return found


def _total_step(d: ContributionIncreaseDetails, entitled: bool) -> Step:
    formula = phrase("{0:jours} × {1:CHF}", d.days_paid, d.daily) if entitled else phrase("une condition manque : rien")
    return Step("total", "Indemnité", formula, d.total, "CHF", ("cmrp:5043",))


def _tables(d: ContributionIncreaseDetails, rates: Rates) -> tuple[Table, ...]:
    columns = (
        Column("number", "Année"),
        Column("first", "Du"),
        Column("last", "Au"),
        Column("days", "Jours"),
        Column("payable", "Payés dès le 1er"),
        Column("amount", "Montant", "CHF"),
        Column("payable_after", f"Payés dès le {rates.threshold + 1}e"),
        Column("amount_after", "Montant", "CHF"),
    )
    rows = tuple(
        (y.number, y.first, y.last, y.days, y.payable, y.amount, y.payable_after, y.amount_after) for y in d.years
    )
    sums = (
        sum(y.days for y in d.years),
        sum(y.payable for y in d.years),
        sum((y.amount for y in d.years), ZERO),
        sum(y.payable_after for y in d.years),
        sum((y.amount_after for y in d.years), ZERO),
    )
    found = [
        Table(
            "years",
            "Années de service et deux lectures",
            columns,
            rows,
            ("cmrp:5042", "cmrp:5043"),
            ("Total", None, None, *sums),
            ("overall",),
        )
    ]
    if d.calendar is not None and d.calendar.payments:
        found.append(
            Table(
                "payments",
                "Versements de la CdC à l'employeur",
                (Column("due", "Au plus tôt le"), Column("days", "Jours"), Column("amount", "Acompte", "CHF")),
                tuple((p.due, p.days, p.amount) for p in d.calendar.payments),
                ("cmrp:5043.c", "cmrp:5043.d", "cmrp:5043.e"),
                ("Total", sum(p.days for p in d.calendar.payments), sum((p.amount for p in d.calendar.payments), ZERO)),
                ("overall",),
            )
        )
    return tuple(found)


def _charts(case: ContributionIncreaseCase, d: ContributionIncreaseDetails, rates: Rates) -> tuple[Chart, ...]:
    if not case.absences:
        return ()
    return (
        Chart(
            "days",
            "bars",
            "Jours d'absence par année de service",
            "jours",
            tuple(f"Année {y.number}" for y in d.years),
            (Series("days", "Jours d'absence", tuple(y.days for y in d.years)),),
            rates.threshold,
            "Seuil à dépasser",
        ),
    )


def _only_days_fail(criteria: list[Verdict]) -> bool:
    """Whether nothing but the number of days stands against the compensation: then another way to count may give an
    amount."""
    return all(v.status is not Status.NOT_MET or v.key in ("5042.a", "5042.b", "5038.a") for v in criteria)


def _readings(
    case: ContributionIncreaseCase,
    d: ContributionIncreaseDetails,
    rates: Rates,
    first: bool,
    entitled: bool,
    countable: bool,
) -> tuple[ReadingTaken, ...]:
    other = None
    if entitled and d.total != d.other_total:
        other = phrase(
            (
                "Dès le {0}e jour civil seulement : {1:CHF}."
                if first
                else "Dès le premier jour, selon la circulaire seule : {1:CHF}."
            ),
            rates.threshold + 1,
            d.other_total,
        )
    return (
        ReadingTaken("C-41", other, d.other_total if other else None, "CHF" if other else ""),
        _cause_reading(case, d, rates, first, countable),
        _working_days_reading(case, d, rates, countable),
        _term_reading(case, d, rates, first, countable),
        ReadingTaken("C-42"),
    )


def _working_days_reading(
    case: ContributionIncreaseCase, d: ContributionIncreaseDetails, rates: Rates, countable: bool
) -> ReadingTaken:
    """L-35: the ordinance counts working days, and pays from the one after the threshold on."""
    if not case.absences or not countable:
        return ReadingTaken("L-35")
    other = round_to_five_centimes(rates.daily * working_days(case, rates))
    if other == d.total:
        return ReadingTaken("L-35")
    return ReadingTaken(
        "L-35",
        phrase(
            "Selon l'art. 6quater al. 1 RAI (version du 1er janvier 2022), en jours de travail et dès le {0}e :"
            " {1:CHF}.",
            rates.threshold + 1,
            other,
        ),
        other,
        "CHF",
    )


def _term_reading(
    case: ContributionIncreaseCase, d: ContributionIncreaseDetails, rates: Rates, first: bool, countable: bool
) -> ReadingTaken:
    """L-36: the incapacity must begin in time; the text does not say that its days end with the time."""
    if not countable or not first or d.term is None or not conditions.days_after_term(case, d.term):
        return ReadingTaken("L-36")
    other = round_to_five_centimes(rates.daily * days_beyond_term(case, rates))
    if other == d.total:
        return ReadingTaken("L-36")
    return ReadingTaken(
        "L-36", phrase("Si les jours qui suivent le délai comptaient aussi : {0:CHF}.", other), other, "CHF"
    )


def _cause_reading(
    case: ContributionIncreaseCase, d: ContributionIncreaseDetails, rates: Rates, first: bool, countable: bool
) -> ReadingTaken:
    """C-40: illness only, unless chosen otherwise; with accidents the amount may change."""
    if not countable or not any(a.cause is Cause.ACCIDENT and a.full is not Finding.NOT_MET for a in case.absences):
        return ReadingTaken("C-40")
    try:
        years = years_of(case.model_copy(update={"accidents_count": not case.accidents_count}), rates)
    except CaseError:
        return ReadingTaken("C-40")
    other = round_to_five_centimes(sum((y.amount if first else y.amount_after for y in years), ZERO))
    if other == d.total:
        return ReadingTaken("C-40")
    template = (
        "Sans compter les accidents : {0:CHF}."
        if case.accidents_count
        else "Si les accidents comptaient aussi : {0:CHF}."
    )
    return ReadingTaken("C-40", phrase(template, other), other, "CHF")


def _notices(case: ContributionIncreaseCase, d: ContributionIncreaseDetails) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if any(a.full is Finding.NOT_MET for a in case.absences):
        found.append(
            info(
                "partial_incapacity",
                phrase("Les jours d'incapacité partielle ne comptent pas comme jours d'absence."),
                "cmrp:5042",
            )
        )
    if any(a.cause is Cause.ACCIDENT for a in case.absences) and not case.accidents_count:
        found.append(
            info(
                "accidents_left_out",
                phrase("Les absences dues à un accident ne sont pas comptées ; l'autre lecture peut être choisie."),
                "cmrp:5038.a",
                "cmrp:5042.a",
            )
        )
    if any(a.cause is Cause.OTHER for a in case.absences):
        found.append(
            info(
                "other_cause",
                phrase("Une absence sans raison de santé ne compte pas."),
                "cmrp:5042.a",
            )
        )
    if d.term is not None and conditions.days_after_term(case, d.term):
        found.append(
            warning(
                "after_term",
                phrase(
                    "Les jours après le {0} ne sont pas comptés : c'est une lecture (L-36), l'autre est indiquée.",
                    d.term,
                ),
                "cmrp:5042.a",
            )
        )
    open_days = sum(y.open for y in d.years)
    if open_days:
        found.append(
            warning(
                "payer_open",
                phrase(
                    "{0:jours} ne sont pas payés tant qu'il n'est pas établi qui a payé le salaire ou les indemnités.",
                    open_days,
                ),
                "cmrp:5038.a",
            )
        )
    return tuple(found)
