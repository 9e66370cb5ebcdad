"""From a case of the work introduction allowance to its result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ai_calc.calculators.work_introduction import conditions
from ai_calc.calculators.work_introduction.amounts import (
    Amounts,
    Instalment,
    amounts_of,
    instalments_of,
    within,
)
from ai_calc.calculators.work_introduction.model import Access, Payment, WorkIntroductionCase
from ai_calc.calculators.work_introduction.period import Absent, Period, absent_of, period_of
from ai_calc.ground.dates import last_working_day_of
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import conclude
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
)


@record
class WorkIntroductionDetails:
    """The typed numbers of a result; ``allowance`` is 0 without entitlement."""

    period: Period
    absent: Absent
    payable_days: int
    amounts: Amounts
    allowance: Decimal
    instalments: tuple[Instalment, ...]


@calculation
def compute(case: WorkIntroductionCase) -> Result[WorkIntroductionDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` when dates or absences contradict each other.
    """
    law = Law(case.law_day)
    period, period_steps = period_of(case, law)
    absent, absent_step = absent_of(case, period)
    amounts, amount_steps = amounts_of(case, law, period, absent)
    criteria = conditions.entitlement(case)
    entitled = conclude(conditions.SUBJECT, criteria).status is not Status.NOT_MET
    instalments = instalments_of(case, period, absent, amounts) if entitled else ()
    details = WorkIntroductionDetails(
        period, absent, period.days - absent.deducted, amounts, amounts.possible if entitled else ZERO, instalments
    )
    limits = conditions.limits(case, period, amounts)
    carried = (
        "overall",
        *(v.key for v in limits if v.status is Status.TO_APPRAISE),
    )  # what passes a limit is cut already
    return result(
        case,
        law,
        calculator="work_introduction",
        subject=conditions.SUBJECT,
        followed=case.FOLLOWS,
        verdicts=(*criteria, *limits),
        figures=_figures(case, details, carried),
        tables=_tables(details, carried),
        charts=_charts(details),
        steps=(*period_steps, absent_step, *amount_steps, _allowance_step(details, entitled)),
        readings=_readings(case, details),
        notices=_notices(case, details, entitled),
        details=details,
    )


def _allowance_step(d: WorkIntroductionDetails, entitled: bool) -> Step:
    cap = d.amounts.cap
    if not entitled:
        formula = phrase("une condition manque : rien")
    elif cap is None or not cap.complete:
        formula = phrase("{0:CHF}, arrondi à 0,05 CHF ; plafond du salaire pas vérifié", d.amounts.raw)
    else:
        formula = phrase(
            "le plus petit de {0:CHF} et {1:CHF}, arrondi à 0,05 CHF sans dépasser le plafond",
            d.amounts.raw,
            cap.total.quantize(Decimal("0.01")),
        )
    return Step("allowance", "Allocation", formula, d.allowance, "CHF", ("cmrp:5030", "cmrp:5031"))


def _figures(case: WorkIntroductionCase, d: WorkIntroductionDetails, carried: tuple[str, ...]) -> tuple[Figure, ...]:
    known = case.daily_amount is not None
    found = [
        Figure(
            "allowance",
            "Allocation",
            (d.allowance or d.amounts.possible) if known else None,
            "CHF",
            ("cmrp:5031",),
            carried,
            main=True,
        ),
        Figure("payable_days", "Jours payés", d.payable_days, "jours", ("cmrp:5029",), ("overall", "5035"), main=True),
        Figure(
            "daily", "Montant par jour admis", d.amounts.daily if known else None, "CHF", ("cmrp:5030",), ("overall",)
        ),
    ]
    if d.period.last is not None:
        found += [
            Figure("last_day", "Dernier jour", d.period.last, "", ("cmrp:5032",), ("overall",), main=True),
            Figure("last_possible", "Dernier jour possible", d.period.last_possible, "", ("cmrp:5032",), ("overall",)),
        ]
    return tuple(found)


def _tables(d: WorkIntroductionDetails, carried: tuple[str, ...]) -> tuple[Table, ...]:
    found: list[Table] = []
    if d.instalments:
        dated = d.period.first is not None
        columns = (
            *((Column("first", "Du"), Column("last", "Au")) if dated else ()),
            Column("days", "Jours"),
            Column("deducted", "Jours déduits"),
            Column("amount", "Versement", "CHF"),
            Column("cumulated", "Cumulé", "CHF"),
        )
        rows = tuple(
            (*((i.first, i.last) if dated else ()), i.days, i.deducted, i.amount, i.cumulated) for i in d.instalments
        )
        total = (
            *(("Total", None) if dated else ()),
            sum(i.days for i in d.instalments),
            sum(i.deducted for i in d.instalments),
            sum((i.amount for i in d.instalments), ZERO),
            None,
        )
        found.append(
            Table(
                "payments",
                "Versements de la CdC",
                columns,
                rows,
                ("cmrp:5034", "cmrp:5035"),
                total if len(rows) > 1 else None,
                carried,
            )
        )
    found.append(_procedure(d, carried))
    return tuple(found)


def _procedure(d: WorkIntroductionDetails, carried: tuple[str, ...]) -> Table:
    rows: list[tuple[date | str | Phrase | None, ...]] = [
        (
            "Avant le début",
            "Décider le début et la fin, d'entente avec l'employeur, conclure une convention et fixer le montant",
            "Office AI",
        ),
        ("Avant le début", "Convenir du versement avec l'employeur et en informer la CdC", "Office AI"),
        (
            "Avant chaque versement",
            (
                "Contrôler les absences et déduire ce qui doit l'être ; si le versement est périodique, écarter "
                "aussi toute surindemnisation"
            ),
            "Office AI",
        ),
    ]
    if d.period.interrupted:
        rows.append(
            (
                d.period.last,
                phrase(
                    "Annoncer à l'employeur {0:jours} et {1:CHF} ; copie immédiate à la CdC",
                    d.payable_days,
                    d.allowance,
                ),
                "Office AI",
            )
        )
    rows += [
        (i.last or "À la fin de la période", phrase("Verser {0:CHF} à l'employeur", i.amount), "CdC")
        for i in d.instalments
    ]
    return Table(
        "procedure",
        "Démarches",
        (Column("day", "Quand"), Column("what", "Quoi"), Column("who", "Qui")),
        tuple(rows),
        ("cmrp:5033", "cmrp:5034", "cmrp:5035", "cmrp:5036", "cmrp:5037"),
        None,
        carried,
    )


def _charts(d: WorkIntroductionDetails) -> tuple[Chart, ...]:
    cap = d.amounts.cap
    if cap is None or not d.allowance:
        return ()
    return (
        Chart(
            "caps",
            "bars",
            "Montant, plafond et allocation",
            "CHF",
            ("Jours × montant", "Plafond du salaire", "Allocation"),
            (Series("amount", "CHF", (d.amounts.raw, cap.total.quantize(Decimal("0.01")), d.allowance)),),
        ),
    )


def _readings(case: WorkIntroductionCase, d: WorkIntroductionDetails) -> tuple[ReadingTaken, ...]:
    found = [
        ReadingTaken("C-36"),
        _cap_reading(case, d),
        _days_reading(d),
        _absence_reading(d),
        _insured_days_reading(d),
        ReadingTaken("C-35"),
    ]
    return (*found, ReadingTaken("C-82")) if case.access is Access.AFTER_TRIAL else tuple(found)


def _cap_reading(case: WorkIntroductionCase, d: WorkIntroductionDetails) -> ReadingTaken:
    """C-37: gross wage plus the employer's share; the employee's share is in the gross wage already."""
    cap, rate = d.amounts.cap, case.employer_rate_percent
    if cap is None or not rate or not d.allowance:
        return ReadingTaken("C-37")
    other = within(d.amounts.raw, replace(cap, total=cap.total + cap.employer_share))
    if other == d.allowance:
        return ReadingTaken("C-37")
    return ReadingTaken(
        "C-37",
        phrase("Si la part du salarié, au même taux, s'ajoutait au brut, l'allocation serait de {0:CHF}.", other),
        other,
        "CHF",
    )


def _days_reading(d: WorkIntroductionDetails) -> ReadingTaken:
    """C-38: calendar days; with working days the last possible day would come later."""
    if d.period.first is None:
        return ReadingTaken("C-38")
    other = last_working_day_of(d.period.first, d.period.max_days)
    return ReadingTaken(
        "C-38",
        phrase(
            "En jours ouvrés (du lundi au vendredi, sans les fériés), le dernier jour possible serait le {0}.", other
        ),
        other,
    )


def _absence_reading(d: WorkIntroductionDetails) -> ReadingTaken:
    """C-39: days with wage and without insurer keep the allowance; 5035 alone would deduct every absence."""
    if not d.absent.wage or not d.allowance:
        return ReadingTaken("C-39")
    other = within(d.amounts.daily * (d.payable_days - d.absent.wage), d.amounts.cap)
    if other == d.allowance:
        return ReadingTaken("C-39")
    return ReadingTaken(
        "C-39", phrase("Si chaque absence était déduite, l'allocation serait de {0:CHF}.", other), other, "CHF"
    )


def _insured_days_reading(d: WorkIntroductionDetails) -> ReadingTaken:
    """L-34: the wage cap keeps the days that an insurer pays; without them it would be lower."""
    cap, days = d.amounts.cap, d.absent.insurer
    if not days or cap is None or not cap.complete or not d.allowance:
        return ReadingTaken("L-34")
    other = within(d.amounts.raw, replace(cap, total=cap.total * (d.period.days - days) / d.period.days))
    if other == d.allowance:
        return ReadingTaken("L-34")
    return ReadingTaken(
        "L-34",
        phrase("Sans le salaire des jours payés par un assureur, l'allocation serait de {0:CHF}.", other),
        other,
        "CHF",
    )


def _notices(case: WorkIntroductionCase, d: WorkIntroductionDetails, entitled: bool) -> tuple[Notice, ...]:
    found: list[Notice] = []

    if not entitled:
        return ()
    if d.period.interrupted:
        found.append(
            warning(
                "early_end",
                phrase(
                    "Interruption avant terme : l'office AI annonce à l'employeur {0:jours} payés et {1:CHF},"
                    " avec copie immédiate à la CdC.",
                    d.payable_days,
                    d.allowance,
                ),
                "cmrp:5037",
            )
        )
    if case.monthly_wage is None:
        found.append(
            warning(
                "wage_missing",
                phrase("Sans salaire mensuel, le plafond du salaire n'est pas vérifié."),
                "cmrp:5031",
            )
        )
    elif case.employer_rate_percent is None:
        found.append(
            warning(
                "employer_rate_missing",
                phrase("Le taux forfaitaire des cotisations de l'employeur manque : la circulaire ne le donne pas."),
                "cmrp:5031",
            )
        )
    if d.absent.wage:
        found.append(
            info(
                "wage_continues",
                phrase(
                    "{0:jours} d'absence avec salaire et sans assureur restent payés, tant que dure"
                    " l'obligation de verser le salaire.",
                    d.absent.wage,
                ),
                "cmrp:5029",
            )
        )
    if case.payment is Payment.PERIODIC and d.period.first is None:
        found.append(
            warning(
                "start_missing",
                phrase("Sans date de début, les versements périodiques ne peuvent pas être datés."),
                "cmrp:5034",
            )
        )
    if (
        case.payment is Payment.PERIODIC
        and d.period.first is not None
        and any(a.first_day is None for a in case.absences)
    ):
        found.append(
            info(
                "undated_absence",
                phrase("Les absences sans date sont déduites du dernier versement."),
                "cmrp:5035",
            )
        )
    outside = sum(a.days for a in case.absences) - d.absent.insurer - d.absent.wage - d.absent.nobody
    if outside:
        found.append(
            info(
                "absence_outside",
                phrase("{0:jours} d'absence tombent hors de la période et ne comptent pas.", outside),
                "cmrp:5035",
            )
        )
    return tuple(found)
