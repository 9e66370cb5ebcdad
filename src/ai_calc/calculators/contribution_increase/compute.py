"""From a case of compensation for higher contributions to its result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.contribution_increase import conditions
from ai_calc.calculators.contribution_increase.model import Cause, ContributionIncreaseCase, FirstPaidDay, Paid
from ai_calc.calculators.contribution_increase.payments import Calendar, Payment, calendar_of
from ai_calc.calculators.contribution_increase.years import (
    ORDINANCE_SINCE,
    Rates,
    Year,
    check,
    confirmed,
    last_day_of_absence,
    lasts,
    only_paid,
    rates_of,
    term_of,
    years_beyond_term,
    years_of,
)
from ai_calc.ground.french import lowered, phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import conclude
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info, warning
from ai_calc.results import (
    Account,
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Sentence,
    Series,
    Status,
    Step,
    Table,
    Verdict,
)


@record
class ContributionIncreaseDetails:
    """The typed numbers of a result, in CHF. ``total`` is what the rule retained gives, ``other_total`` what the other
    one does (C-41), both 0 without entitlement; ``if_paid`` the total if every payer still open did pay."""

    term: date | None
    daily: Decimal
    years: tuple[Year, ...]
    days_paid: int
    total: Decimal
    other_total: Decimal
    if_paid: Decimal
    calendar: Calendar | None

    @property
    def payments(self) -> tuple[Payment, ...]:
        """The payments on account; none before anything is dated."""
        return () if self.calendar is None else self.calendar.payments


@calculation
def compute(case: ContributionIncreaseCase) -> Result[ContributionIncreaseDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` when dates or absences contradict each other.
    """
    law = Law(case.law_day)
    check(case)
    rates, steps = rates_of(case, law)
    if case.placement_date is None:
        return _undated(case, law, rates)
    years = years_of(case, rates)
    criteria = conditions.verdicts(case, rates, years)
    if_paid = years_of(confirmed(case), rates)
    # days whose payer is open are not counted, unless nothing is due without them: then they carry the condition
    counted, shown = (case, years) if _days(years) else (confirmed(case), if_paid)
    entitled = conclude(conditions.SUBJECT, criteria).status is not Status.NOT_MET
    calendar, calendar_steps = calendar_of(counted, law, rates, entitled)
    days, other_days = (_days(shown), _other_days(case, shown)) if entitled else (0, 0)
    details = ContributionIncreaseDetails(
        term_of(case, rates),
        rates.daily,
        shown,
        days,
        _worth(rates, days),
        _worth(rates, other_days),
        _worth(rates, _days(if_paid) if entitled else 0),
        calendar,
    )
    known = not entitled or _known(criteria, rates, years)
    carried = ("overall",) if counted is case else ("overall", "5038.a.days")

    def account() -> Account[ContributionIncreaseDetails]:
        readings = _readings(counted, details, rates, entitled, _only_days_fail(criteria))
        return Account(
            details,
            sentences=(
                *(Sentence(v.reason, ()) for v in criteria if entitled and v.key == "5043.days"),
                *_turned_by(readings, details),
            ),
            tables=_tables(details, rates, carried) if known and case.absences else (),
            charts=_charts(case, details, rates) if known else (),
            steps=(*steps, *(_day_steps(details, rates, entitled) if known else ()), *calendar_steps),
            readings=readings,
            notices=_notices(case, details),
        )

    return result(
        case,
        law,
        calculator="contribution_increase",
        subject=conditions.SUBJECT,
        followed=case.FOLLOWS,
        verdicts=criteria,
        figures=_figures(case, details, rates, carried, entitled, known),
        account=account,
    )


def _days(years: tuple[Year, ...]) -> int:
    return sum(y.due for y in years)


def _other_days(case: ContributionIncreaseCase, years: tuple[Year, ...]) -> int:
    """What the other rule would pay: the circular alone where the ordinance is retained, else the ordinance."""
    return sum(y.payable if _ordinance_rules(case, years) else y.payable_after for y in years)


def _ordinance_rules(case: ContributionIncreaseCase, years: tuple[Year, ...]) -> bool:
    return case.first_paid_day is FirstPaidDay.AFTER_THRESHOLD or any(y.by_ordinance for y in years)


def _turned_by(readings: tuple[ReadingTaken, ...], d: ContributionIncreaseDetails) -> list[Sentence]:
    """A reading whose other amount makes something of nothing, or nothing of something, is said at the top; that of
    C-41 is an amount of its own there, unless it is refused."""
    turned = [r for r in readings if r.alternative is not None and bool(r.other_value) != bool(d.total)]
    turned = [r for r in turned if r.id != "C-41" or r.other_value != d.other_total]
    return [Sentence(phrase("Autre lecture ({0}) : {1}", r.id, lowered(str(r.alternative))), ()) for r in turned]


def _worth(rates: Rates, days: int) -> Decimal:
    return round_to_five_centimes(rates.daily * days)


def _known(criteria: list[Verdict], rates: Rates, years: tuple[Year, ...]) -> bool:
    """Whether the days can be counted: those listed pass the threshold, or it is settled that they do not."""
    passed = any(y.days > rates.threshold for y in years)  # by either rule
    return passed or all(v.status is not Status.TO_APPRAISE for v in criteria if v.key == "5042.b")


def _least(label: str, open_ended: bool) -> str:
    return f"{label}, au moins" if open_ended else label


def _undated(case: ContributionIncreaseCase, law: Law, rates: Rates) -> Result[ContributionIncreaseDetails]:
    """Without the date of the placement no day is counted; what is known refuses or stays open all the same."""
    nothing = ContributionIncreaseDetails(None, rates.daily, (), 0, ZERO, ZERO, ZERO, None)
    return result(
        case,
        law,
        calculator="contribution_increase",
        subject=conditions.SUBJECT,
        followed=case.FOLLOWS,
        verdicts=conditions.verdicts(case, rates, ()),
        figures=(),
        account=lambda: Account(nothing),
    )


def _figures(
    case: ContributionIncreaseCase,
    d: ContributionIncreaseDetails,
    rates: Rates,
    carried: tuple[str, ...],
    entitled: bool,
    known: bool,
) -> tuple[Figure, ...]:
    """The amount that is sure, with what would raise it; where nothing is, what is due if the payers are confirmed.
    While the days cannot be counted (``known``), no amount rather than nought."""
    when = d.payments[0].due if d.payments else None
    label, rules = "Premier versement au plus tôt", ("cmrp:5043.c", "cmrp:5043.d")
    daily = Figure("daily", _least("Montant par jour", rates.higher is not None), d.daily, "CHF", ("cmrp:5043.b",))
    term = Figure("term", "Fin du délai", d.term, "", ("cmrp:5042.a",))
    if not known:
        return Figure("amount", "Indemnité", None, "CHF", ("cmrp:5043",)), daily, term
    return (
        *_amounts(case, d, rates, carried, entitled),
        Figure("days_paid", "Jours payés", d.days_paid, "jours", ("cmrp:5043",), carried),
        daily,
        Figure("first_payment", label, when, "", rules, carried, main=True),
        term,
    )


def _amounts(
    case: ContributionIncreaseCase,
    d: ContributionIncreaseDetails,
    rates: Rates,
    carried: tuple[str, ...],
    entitled: bool,
) -> list[Figure]:
    rules = ("cmrp:5043",)
    more = d.if_paid != d.total
    due = _worth(rates, _days(d.years))  # where nothing is due, what would be: the figure carries the conclusion
    raised = entitled and (more or rates.higher is not None or any(map(lasts, case.absences)))
    found = [Figure("amount", _least("Indemnité", raised), due, "CHF", rules, carried, main=True)]
    if not entitled:
        return found
    circular = _ordinance_rules(case, d.years)
    since = any(last_day_of_absence(a) >= ORDINANCE_SINCE for a in case.absences)
    ordinance = "Selon l'art. 6quater RAI de 2022" if since else "Si l'art. 6quater RAI de 2022 valait déjà"
    label = "Selon la circulaire seule" if circular else ordinance
    other = (*carried, "5043.rule") if circular else carried
    found.append(Figure("other_amount", label, d.other_total, "CHF", rules, other, main=d.other_total != d.total))
    if more:
        label = "Si tous les jours ont été payés"
        found.append(Figure("if_paid", label, d.if_paid, "CHF", rules, ("overall", "5038.a.days"), main=True))
    if rates.higher is not None:
        label, value = f"Jusqu'à {rates.limit} collaborateurs", round_to_five_centimes(rates.higher * d.days_paid)
        found.append(Figure("small_firm", label, value, "CHF", rules, (*carried, "5043.b"), main=True))
    return found


def _day_steps(d: ContributionIncreaseDetails, rates: Rates, entitled: bool) -> list[Step]:
    found = []
    for y in d.years:
        if not y.days:
            continue
        what = "de travail" if y.by_ordinance else "d'absence"
        formula = phrase(f"{{0:jours}} {what}, au plus {{1}} : rien", y.measured, rates.threshold)
        if y.measured > rates.threshold:
            words = f"{{0:jours}} {what}, plus de {{1}} ; jours payés : {{2}} × {{3:CHF}}"
            formula = phrase(words, y.measured, rates.threshold, y.due, rates.daily)
        found.append(
            Step(
                f"year_{y.number}",
                f"Année {y.number} (dès le {y.first:%d.%m.%Y})",
                formula,
                y.due_amount,
                "CHF",
                ("cmrp:5042.b", "cmrp:5043"),
            )
        )
    formula = phrase("{0:jours} × {1:CHF}", d.days_paid, d.daily) if entitled else phrase("une condition manque : rien")
    return [*found, Step("total", "Indemnité", formula, d.total, "CHF", ("cmrp:5043",))]


def _tables(d: ContributionIncreaseDetails, rates: Rates, carried: tuple[str, ...]) -> tuple[Table, ...]:
    if not d.years:
        return ()
    columns = (
        Column("number", "Année"),
        Column("first", "Du"),
        Column("last", "Au"),
        Column("days", "Jours"),
        Column("payable", "Payés, circulaire"),
        Column("amount", "Montant", "CHF"),
        Column("working", "Jours de travail"),
        Column("payable_after", f"Payés dès le {rates.threshold + 1}e, ordonnance"),
        Column("amount_after", "Montant", "CHF"),
        Column("rule", "Retenu"),
    )
    rows = tuple(
        (
            *(y.number, y.first, y.last, y.days, y.payable, y.amount, y.working, y.payable_after, y.amount_after),
            "ordonnance" if y.by_ordinance else "circulaire",
        )
        for y in d.years
    )
    sums = (
        sum(y.days for y in d.years),
        sum(y.payable for y in d.years),
        sum((y.amount for y in d.years), ZERO),
        sum(y.working for y in d.years),
        sum(y.payable_after for y in d.years),
        sum((y.amount_after for y in d.years), ZERO),
        None,
    )
    found = [
        Table(
            "years",
            "Années de service et deux règles",
            columns,
            rows,
            ("cmrp:5042", "cmrp:5043"),
            ("Total", None, None, *sums),
            carried,
        )
    ]
    if d.payments:
        found.append(
            Table(
                "payments",
                "Versements de la CdC à l'employeur",
                (Column("due", "Au plus tôt le"), Column("days", "Jours"), Column("amount", "Acompte", "CHF")),
                tuple((p.due, p.days, p.amount) for p in d.payments),
                ("cmrp:5043.c", "cmrp:5043.d", "cmrp:5043.e"),
                ("Total", sum(p.days for p in d.payments), sum((p.amount for p in d.payments), ZERO)),
                carried,
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
    entitled: bool,
    countable: bool,
) -> tuple[ReadingTaken, ...]:
    """The readings, each with the amount of the other one where it differs; ``countable``: nothing but days fail."""
    circular = _ordinance_rules(case, d.years)

    def taken(name: str, words: str, days: int | None) -> ReadingTaken:
        other = None if days is None or not countable else _worth(rates, days)
        if other is None or other == d.total:
            return ReadingTaken(name)
        return ReadingTaken(name, phrase(words, other, rates.threshold + 1), other, "CHF")

    return (
        taken(
            "C-41",
            (
                "Dès le premier jour, en jours civils, selon la circulaire seule : {0:CHF}."
                if circular
                else "Selon l'art. 6quater al. 1 RAI (version du 1er janvier 2022), en jours de travail et dès le"
                " {1}e : {0:CHF}."
            ),
            _other_days(case, d.years),
        ),
        taken(
            "C-40",
            (
                "Sans compter les accidents : {0:CHF}."
                if case.accidents_count
                else "Si les accidents comptaient aussi : {0:CHF}."
            ),
            _other_causes(case, rates),
        ),
        ReadingTaken("L-35"),
        taken("L-36", "Si les jours qui suivent le délai comptaient aussi : {0:CHF}.", _beyond_term(case, d, rates)),
        taken(
            "L-38",
            (
                "Si seuls les jours payés comptaient pour le seuil, et si ceux dont le payeur reste à établir ne l'ont"
                " pas été : {0:CHF}."
                if any(a.paid is Paid.UNKNOWN for a in case.absences)
                else "Si seuls les jours payés comptaient pour le seuil : {0:CHF}."
            ),
            _days(years_of(only_paid(case), rates)),
        ),
        ReadingTaken("C-42"),
    )


def _beyond_term(case: ContributionIncreaseCase, d: ContributionIncreaseDetails, rates: Rates) -> int | None:
    """L-36: the incapacity must begin in time; the text does not say that its days end with the time."""
    if d.term is None or not d.years or not conditions.days_after_term(case, d.term):
        return None
    return _days(years_beyond_term(case, rates))


def _other_causes(case: ContributionIncreaseCase, rates: Rates) -> int | None:
    """C-40: illness only, unless chosen otherwise; with accidents the amount may change."""
    if not any(a.cause is Cause.ACCIDENT and a.full is not Finding.NOT_MET for a in case.absences):
        return None
    return _days(years_of(case.model_copy(update={"accidents_count": not case.accidents_count}), rates))


def _notices(case: ContributionIncreaseCase, d: ContributionIncreaseDetails) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if case.daily_insurance is Finding.NOT_MET and any(
        a.paid is Paid.INSURER and a.cause is Cause.ILLNESS for a in case.absences
    ):
        found.append(
            warning(
                "insurer_unknown",
                phrase(
                    "Une assurance d'indemnités journalières a payé durant une maladie, alors que l'employeur n'en a"
                    " pas : à vérifier, par exemple si c'est celle de la personne."
                ),
                "cmrp:5038",
            )
        )
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
                phrase("Les jours après le {0} ne sont pas comptés (lecture L-36).", d.term),
                "cmrp:5042.a",
            )
        )
    return tuple(found)
