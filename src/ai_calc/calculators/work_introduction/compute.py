"""From a case of the work introduction allowance to its result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ai_calc.calculators.work_introduction import conditions
from ai_calc.calculators.work_introduction.amounts import (
    Amounts,
    Instalment,
    Stretch,
    WageCap,
    amounts_of,
    centimes,
    daily_label,
    days_away,
    earned,
    instalments_of,
    within,
)
from ai_calc.calculators.work_introduction.model import Access, Cover, Payment, WorkIntroductionCase
from ai_calc.calculators.work_introduction.period import Absent, Period, absent_of, period_of
from ai_calc.ground.dates import last_working_day_of
from ai_calc.ground.french import Phrase, phrase, show
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import conclude
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
)


@record
class WorkIntroductionDetails:
    """The typed numbers of a result; ``allowance`` is 0 without entitlement, and unknown while the amount a day is not
    fixed, or absences are still to be listed."""

    period: Period
    absent: Absent
    payable_days: int
    amounts: Amounts
    allowance: Decimal | None
    instalments: tuple[Instalment, ...]
    longest: bool

    @property
    def least(self) -> bool:
        """Whether the amount is what is due at least: the employer's rate may raise it."""
        return not self.most and self.amounts.at_least and bool(self.allowance)

    @property
    def most(self) -> bool:
        """Whether the amount is only what is due at most: the days are those of the longest duration."""
        return self.longest and bool(self.allowance)


@calculation
def compute(case: WorkIntroductionCase) -> Result[WorkIntroductionDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` when dates or absences contradict each other.
    """
    law = Law(case.law_day)
    period, period_steps = period_of(case, law)
    absent, absent_step = absent_of(case, period)
    amounts, amount_steps = amounts_of(case, law, period, absent)
    criteria = conditions.entitlement(case, period)
    entitled = conclude(conditions.SUBJECT, criteria).status is not Status.NOT_MET
    listed = not conditions.unlisted(case)
    lasting = conditions.lasting(case, period)
    instalments = instalments_of(case, period, absent, amounts) if entitled and listed and lasting else ()
    allowance = ZERO if not entitled else amounts.possible if listed else None
    longest = entitled and not lasting and not period.early_days
    details = WorkIntroductionDetails(
        period, absent, period.days - absent.deducted, amounts, allowance, instalments, longest
    )
    limits = conditions.limits(case, period, absent, amounts)
    waiting = [v.key for v in limits if v.status is Status.TO_APPRAISE]  # what passes a limit is cut already
    return result(
        case,
        law,
        calculator="work_introduction",
        subject=conditions.SUBJECT,
        followed=case.FOLLOWS,
        verdicts=(*criteria, *limits),
        figures=_figures(details, waiting, listed),
        account=lambda: Account(
            details,
            sentences=_sentences(details, listed),
            tables=_tables(details, waiting, entitled),
            charts=_charts(details),
            steps=(
                *period_steps,
                *((absent_step,) if listed else ()),
                *amount_steps,
                *_allowance_step(details, entitled),
            ),
            readings=_readings(case, details),
            notices=_notices(case, details, entitled),
        ),
    )


def _allowance_step(d: WorkIntroductionDetails, entitled: bool) -> list[Step]:
    cap, raw = d.amounts.cap, d.amounts.raw
    if not entitled:
        formula = phrase("une condition manque : rien")
    elif d.allowance is None or raw is None or (d.most and d.amounts.at_least):
        return []
    elif cap is None:
        formula = phrase("{0:CHF}, arrondi à 0,05 CHF ; plafond du salaire pas vérifié", raw)
    elif not cap.complete and not d.amounts.at_least:
        formula = phrase("{0:CHF}, arrondi à 0,05 CHF ; le salaire brut, {1:CHF}, suffit", raw, centimes(cap.total))
    else:
        words = "le plus petit de {0:CHF} et {1:CHF}, arrondi à 0,05 CHF sans dépasser le plafond"
        if not cap.complete:
            words = "le plus petit de {0:CHF} et {1:CHF}, sans la part de l'employeur, qui n'est pas connue"
        formula = phrase(words, raw, centimes(cap.total))
    return [Step("allowance", "Allocation", formula, d.allowance, "CHF", ("cmrp:5030", "cmrp:5031"))]


def _figures(d: WorkIntroductionDetails, waiting: list[str], listed: bool) -> tuple[Figure, ...]:
    """The key figures with the open points that each waits for. The wage as far as it is known cuts the amount to what
    is sure, which does not wait for the rest of the wage; what is due at most waits for no limit."""

    def carried(*keys: str) -> tuple[str, ...]:
        return ("overall", *(key for key in waiting if key in keys))

    sure = d.amounts.possible or ZERO  # where nothing is due, what would be: the figure carries the conclusion
    found = [
        Figure(
            "allowance",
            "Allocation" + (", au plus" if d.most else ", au moins" if d.least else ""),
            None if d.allowance is None or (d.most and d.amounts.at_least) else sure,
            "CHF",
            ("cmrp:5031",),
            ("overall",) if d.most else _carried(d, waiting),
            main=True,
        ),
        Figure(
            "payable_days",
            "Jours payés, au plus" if d.longest and listed else "Jours payés",
            d.payable_days if listed else None,
            "jours",
            ("cmrp:5029",),
            ("overall",) if d.longest else carried("5032", "5035"),
            main=True,
        ),
        *(
            Figure(
                "daily" if n == 0 else f"daily_{n + 1}",
                daily_label(stretch, n),
                stretch.daily,
                "CHF",
                ("cmrp:5030",),
                ("overall",),
            )
            for n, stretch in enumerate(d.amounts.stretches)
        ),
    ]
    if d.period.last is not None:
        rules, possible = ("cmrp:5032",), d.period.last_possible
        if not d.longest:
            found.append(Figure("last_day", "Dernier jour", d.period.last, "", rules, carried("5032"), main=True))
        found.append(
            Figure("last_possible", "Dernier jour possible", possible, "", rules, ("overall",), main=d.longest)
        )
    return tuple(found)


def _carried(d: WorkIntroductionDetails, waiting: list[str]) -> tuple[str, ...]:
    """What the amount and its payments wait for: what is due at least waits for no more of the wage."""
    return ("overall", *(key for key in waiting if not (d.least and key == "5031")))


def _sentences(d: WorkIntroductionDetails, listed: bool) -> tuple[Sentence, ...]:
    """What bounds an amount that is not known yet."""
    amounts = d.amounts
    most = sum((s.maximum * s.payable for s in amounts.stretches), ZERO) if amounts.raw is None else amounts.raw
    if amounts.raw is None:
        words = f"Le montant par jour reste à fixer ; {_bound(amounts.cap, most)}."
    elif not listed:
        words = f"Les absences restent à saisir ; avant leur déduction, {_bound(amounts.cap, most)}."
    elif d.most and amounts.at_least:
        words = f"La durée n'est pas convenue ; {_bound(amounts.cap, most)}."
    elif d.least:
        words = (
            "Davantage selon la part de l'employeur aux cotisations, dont le taux n'est pas saisi, au plus"
            f" {show(most, 'CHF')}."
        )
    else:
        return ()
    return (Sentence(phrase("{0}", words), ("overall",)),)


def _bound(cap: WageCap | None, most: Decimal) -> str:
    """What the allowance cannot pass; nobody knows how far the employer's share, without its rate, lifts the cap."""
    if cap is None or cap.complete or most <= cap.total:
        return f"l'allocation ne peut pas dépasser {show(within(most, cap), 'CHF')}"
    return (
        f"l'allocation ne peut dépasser ni {show(most, 'CHF')} ni le salaire brut de la période"
        f" ({show(centimes(cap.total), 'CHF')}) augmenté de la part de l'employeur aux cotisations, dont le taux n'est"
        " pas saisi"
    )


def _tables(d: WorkIntroductionDetails, waiting: list[str], entitled: bool) -> tuple[Table, ...]:
    found: list[Table] = []
    carried = _carried(d, waiting) if d.instalments else ("overall",)  # without a payment, the steps hold in any case
    if d.instalments:
        dated = d.period.first is not None
        columns = (
            *((Column("first", "Du"), Column("last", "Au")) if dated else ()),
            Column("days", "Jours"),
            Column("deducted", "Jours déduits"),
            Column("amount", "Versement, au moins" if d.least else "Versement", "CHF"),
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
    found.append(_procedure(d, carried, entitled))
    return tuple(found)


def _procedure(d: WorkIntroductionDetails, carried: tuple[str, ...], entitled: bool) -> Table:
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
    if d.period.interrupted and entitled:
        words = phrase("Annoncer à l'employeur {0} ; copie immédiate à la CdC", _announced(d, ""))
        rows.append((d.period.last, words, "Office AI"))
    least = "au moins " if d.least else ""
    rows += [
        (i.last or "À la fin de la période", phrase(f"Verser {least}{{0:CHF}} à l'employeur", i.amount), "CdC")
        for i in d.instalments
        if i.amount
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


def _announced(d: WorkIntroductionDetails, paid: str) -> str:
    """What 5037 has announced: the days and the amount, as far as they are known."""
    if d.allowance is None:
        return "les jours donnant droit à l'allocation et son montant"
    return f"{show(d.payable_days, 'jours')}{paid} et {'au moins ' if d.least else ''}{show(d.allowance, 'CHF')}"


def _charts(d: WorkIntroductionDetails) -> tuple[Chart, ...]:
    cap = d.amounts.cap
    if cap is None or d.amounts.raw is None or not d.allowance:
        return ()
    return (
        Chart(
            "caps",
            "bars",
            "Montant, plafond et allocation",
            "CHF",
            ("Jours × montant", "Plafond du salaire", "Allocation"),
            (Series("amount", "CHF", (d.amounts.raw, centimes(cap.total), d.allowance)),),
        ),
    )


def _readings(case: WorkIntroductionCase, d: WorkIntroductionDetails) -> tuple[ReadingTaken, ...]:
    found = [
        _daily_reading(case, d),
        _cap_reading(case, d),
        _days_reading(d),
        _absence_reading(case, d),
        _insured_days_reading(d),
        ReadingTaken("C-35"),
    ]
    return (*found, ReadingTaken("C-82")) if case.access is Access.AFTER_TRIAL else tuple(found)


def _other(name: str, d: WorkIntroductionDetails, words: str, raw: Decimal, cap: WageCap | None) -> ReadingTaken:
    """A reading with the allowance of the other one, where it differs."""
    other = within(raw, cap)
    return ReadingTaken(name) if other == d.allowance else ReadingTaken(name, phrase(words, other), other, "CHF")


def _daily_reading(case: WorkIntroductionCase, d: WorkIntroductionDetails) -> ReadingTaken:
    """C-36: each day has the maximum of its date; that of the start could hold for the whole period."""
    start, *later = d.amounts.stretches
    if not d.allowance or not later or case.daily_amount is None:
        return ReadingTaken("C-36")
    raw = min(case.daily_amount, start.maximum) * d.payable_days
    return _other(
        "C-36",
        d,
        "Au maximum du premier jour pour toute la période, l'allocation serait de {0:CHF}.",
        raw,
        d.amounts.cap,
    )


def _cap_reading(case: WorkIntroductionCase, d: WorkIntroductionDetails) -> ReadingTaken:
    """C-37: gross wage plus the employer's share; the employee's share is in the gross wage already."""
    cap, rate = d.amounts.cap, case.employer_rate_percent
    if cap is None or not rate or not d.allowance or d.amounts.raw is None:
        return ReadingTaken("C-37")
    words = "Si la part du salarié, au même taux, s'ajoutait au brut, l'allocation serait de {0:CHF}."
    return _other("C-37", d, words, d.amounts.raw, replace(cap, total=cap.total + cap.employer_share))


def _days_reading(d: WorkIntroductionDetails) -> ReadingTaken:
    """C-38: calendar days; with working days the last possible day would come later."""
    if d.period.first is None:
        return ReadingTaken("C-38")
    other = last_working_day_of(d.period.first, d.period.max_days)
    return ReadingTaken(
        "C-38",
        phrase(
            "En jours ouvrés (du lundi au vendredi, jours fériés compris), le dernier jour possible serait le {0}.",
            other,
        ),
        other,
    )


def _absence_reading(case: WorkIntroductionCase, d: WorkIntroductionDetails) -> ReadingTaken:
    """C-39: days with wage and without insurer keep the allowance; 5035 alone would deduct every absence."""
    if not d.absent.wage or not d.allowance:
        return ReadingTaken("C-39")
    kept = [a for a in case.absences if a.cover is Cover.WAGE]

    def without(s: Stretch) -> Stretch:
        return replace(s, payable=s.payable - days_away(kept, s.first, s.last, final=s.last == d.period.last))

    raw = earned(map(without, d.amounts.stretches))
    return _other("C-39", d, "Si chaque absence était déduite, l'allocation serait de {0:CHF}.", raw, d.amounts.cap)


def _insured_days_reading(d: WorkIntroductionDetails) -> ReadingTaken:
    """L-34: the wage cap keeps the days that an insurer pays; without them it would be lower."""
    cap, days, raw = d.amounts.cap, d.absent.insurer, d.amounts.raw
    if not days or cap is None or not cap.complete or not d.allowance or raw is None:
        return ReadingTaken("L-34")
    other = replace(cap, total=cap.total * (d.period.days - days) / d.period.days)
    return _other(
        "L-34", d, "Sans le salaire des jours payés par un assureur, l'allocation serait de {0:CHF}.", raw, other
    )


def _gap(case: WorkIntroductionCase, d: WorkIntroductionDetails) -> Decimal | None:
    """What the performance that is missing is worth, where the allowance passes it; ``None`` where it does not, or
    where nobody can say."""
    cap, performance, wage = d.amounts.cap, case.performance_percent, case.agreed_wage_percent
    if cap is None or not cap.complete or performance is None or not wage or not d.allowance:
        return None
    worth = cap.total * max(ZERO, wage - performance) / wage
    return centimes(worth) if d.allowance > worth else None


def _notices(case: WorkIntroductionCase, d: WorkIntroductionDetails, entitled: bool) -> tuple[Notice, ...]:
    if not entitled:
        return ()
    found: list[Notice] = []
    if d.period.interrupted:
        found.append(
            warning(
                "early_end",
                phrase(
                    "Interruption avant terme : l'office AI annonce à l'employeur {0}, avec copie immédiate à la CdC.",
                    _announced(d, " payés"),
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
    if (gap := _gap(case, d)) is not None:
        found.append(
            warning(
                "beyond_gap",
                phrase(
                    "L'allocation passe ce que vaut le rendement qui manque, environ {0:CHF} (salaire de la période,"
                    " cotisations comprises, pour un rendement de {1:%} au lieu de {2:%}). Aucune règle n'en fait un"
                    " plafond ; à apprécier quand le montant est fixé.",
                    gap,
                    case.performance_percent,
                    case.agreed_wage_percent,
                ),
                "cmrp:5028",
                "cmrp:5033",
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
    elif case.payment is Payment.PERIODIC and any(
        a.first_day is None and a.cover is not Cover.WAGE for a in case.absences
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
                phrase("Hors de la période, et pas comptés : {0:jours} d'absence.", outside),
                "cmrp:5035",
            )
        )
    return tuple(found)
