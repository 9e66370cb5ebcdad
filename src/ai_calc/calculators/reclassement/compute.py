"""From a case to its result: the measure, the right, the costs, the duration, and the reasoning that ties them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ai_calc.calculators.reclassement import duration as durations
from ai_calc.calculators.reclassement.away import Away, away_costs
from ai_calc.calculators.reclassement.choices import Measure, TrainingChoice, WorkAfter
from ai_calc.calculators.reclassement.duration import Duration
from ai_calc.calculators.reclassement.employer import Compensation, compensation_of
from ai_calc.calculators.reclassement.entitlement import Examination, examine
from ai_calc.calculators.reclassement.initial_costs import InitialCosts, initial_costs, overpaid
from ai_calc.calculators.reclassement.loss import Loss
from ai_calc.calculators.reclassement.measure import route_of
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.path import DailyIncome, Route, Tip, measure_verdict
from ai_calc.calculators.reclassement.pictures import costs_chart, path_chart
from ai_calc.calculators.reclassement.reasoning import open_points, reasoning_table, subject_of
from ai_calc.calculators.reclassement.recognition import AWAY, Recognition, recognise
from ai_calc.calculators.reclassement.retraining_costs import (
    RetrainingCosts,
    no_contribution,
    retraining_costs,
)
from ai_calc.calculators.reclassement.time_left import TimeLeft
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import amount, phrase, several
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.citations import cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.amounts import Standings, settle
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import conclude
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info, warning
from ai_calc.outcome.verdicts import any_of
from ai_calc.results import (
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Sentence,
    Status,
    Step,
    Table,
    Verdict,
)


@record
class ReclassementDetails:
    """The typed findings of a result. Amounts in CHF; ``paid`` is all that the AI pays for the training, without the
    compensation to the employer, as far as the conditions let it stand."""

    measure: Measure
    measure_status: Status
    candidates: tuple[Measure, ...]
    tips: tuple[Tip, ...]
    income: DailyIncome | None
    work_months: Decimal | None
    loss: Loss | None
    time_left: TimeLeft | None
    costs: Recognition | None
    away: Away | None
    initial: InitialCosts | None
    retraining: RetrainingCosts | None
    compensation: Compensation | None
    duration: Duration | None
    not_examined: tuple[str, ...]
    paid: Decimal | None


@dataclass(slots=True)
class _Extent:
    """What is paid and for how long, as far as the right is not refused."""

    costs: Recognition | None = None
    away: Away | None = None
    initial: InitialCosts | None = None
    retraining: RetrainingCosts | None = None
    compensation: Compensation | None = None
    duration: Duration | None = None

    def costs_verdict(self) -> Verdict | None:
        """3010 for article 16: the invalidity causes costs that the AI bears, of whatever kind."""
        if self.initial is None or self.away is None:
            return None
        found = [self.initial.status]
        if self.away.status is not None:
            found.append(self.away.status)
        if self.compensation is not None:
            found.append(self.compensation.status)
        status = any_of(*found)
        reason = {
            Status.MET: phrase("L'invalidité entraîne des frais supplémentaires que l'AI prend en charge."),
            Status.NOT_MET: phrase("L'invalidité n'entraîne pas de frais supplémentaires à payer."),
            Status.TO_APPRAISE: phrase("Les frais supplémentaires dus à l'invalidité restent à établir."),
        }[status]
        rules = ("cmrp:3027" if self.initial.basis == "further" else "cmrp:3010.a", "cmrp:3023")
        return Verdict(
            "costs",
            "Frais supplémentaires dus à l'invalidité",
            status,
            reason,
            rules,
            None if status is Status.MET else phrase("Des frais supplémentaires au-dessus du seuil annuel."),
        )


@calculation
def compute(case: ReclassementCase) -> Result[ReclassementDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` for contradictory dates, durations or amounts.
    """
    law = Law(case.law_day)
    route = route_of(case, law)
    measure = route.measure
    examined = examine(case, law, route)
    extent = _extent(case, law, measure) if measure.training and not examined.refused else _Extent()
    verdicts, steps, readings, notices = _collect(case, law, route, examined, extent)
    figures = _figures(examined, route, extent)
    subject = subject_of(route, examined)
    overall = conclude(subject, verdicts)
    standings = Standings({**{v.key: v for v in verdicts}, "overall": overall})
    settled = {f.key: settle(f, standings) for f in figures}
    main = settled.get("payable") or settled.get("ai_pays")
    tables = [reasoning_table(route, examined, overall, extent.initial, extent.retraining, main)]
    if (points := open_points(verdicts, route)) is not None:
        tables.append(points)
    tables += _tables(route, extent)
    charts = [path_chart(route)]
    if extent.costs is not None and extent.away is not None:
        chart = costs_chart(
            extent.costs,
            measure,
            extent.away,
            case.period_months if extent.initial is not None and case.successive else 12,
        )
        charts += [chart] if chart is not None else []
    return result(
        case,
        law,
        calculator="reclassement",
        subject=subject,
        followed=case.FOLLOWS,
        verdicts=verdicts,
        figures=figures,
        sentences=_sentences(examined, extent),
        tables=tables,
        charts=charts,
        steps=steps,
        readings=readings,
        notices=notices,
        details=ReclassementDetails(
            measure,
            route.status,
            route.candidates,
            tuple(d.tip for d in route.delimitations if d.tip is not None),
            route.income,
            route.work_months,
            examined.loss,
            examined.time_left,
            extent.costs,
            extent.away,
            extent.initial,
            extent.retraining,
            extent.compensation,
            extent.duration,
            tuple(examined.not_examined),
            _paid(extent, settled),
        ),
    )


def _paid(extent: _Extent, settled: dict[str, Figure]) -> Decimal | None:
    """What stands of the amounts that the AI pays for the training."""
    if extent.costs is None:
        return None
    return sum(
        (
            f.value
            for key, f in settled.items()
            if key in ("payable", "ai_pays", "away_paid") and isinstance(f.value, Decimal)
        ),
        ZERO,
    )


def _refuse_contradictions(case: ReclassementCase, measure: Measure) -> None:
    """A cost of a year, or period, that would begin after the training planned; levels that take longer than it."""
    planned = case.duration_planned_months
    if planned is None:
        return
    length = case.period_months if measure.article_16 and case.successive else 12
    faults = [
        Fault(
            f"costs[{i}].year",
            f"« Année ou période » ({cost.year}) commencerait après la fin de la formation : « Durée prévue »"
            f" ({amount(planned, 'mois')})",
        )
        for i, cost in enumerate(case.costs)
        if (cost.year - 1) * length >= planned
    ]
    known = [level.months for level in case.levels if level.months is not None]
    if sum(known) > planned:
        faults.append(
            Fault(
                "levels",
                f"« Niveaux de la formation » ({amount(sum(known), 'mois')} en tout) ne peut pas dépasser « Durée"
                f" prévue » ({amount(planned, 'mois')})",
            )
        )
    if faults:
        raise CaseError(*faults)


def _extent(case: ReclassementCase, law: Law, measure: Measure) -> _Extent:
    _refuse_contradictions(case, measure)
    costs = recognise(case, comparing=measure.article_16)
    away = away_costs(case, measure, costs)
    initial = initial_costs(case, law, measure, costs) if measure.article_16 else None
    retraining = None if measure.article_16 else retraining_costs(case, costs, away)
    return _Extent(
        costs, away, initial, retraining, compensation_of(case, law, measure), durations.duration_of(case, law, measure)
    )


def _collect(
    case: ReclassementCase, law: Law, route: Route, examined: Examination, extent: _Extent
) -> tuple[tuple[Verdict, ...], tuple[Step, ...], tuple[ReadingTaken, ...], list[Notice]]:
    """All verdicts, steps, readings and notices, in the order of the reasoning."""
    verdicts = [*(d.verdict for d in route.delimitations), measure_verdict(route), *examined.verdicts]
    steps = [*route.steps, *examined.steps]
    readings = [*route.readings, *examined.readings]
    notices = _route_notices(case, route, examined)
    if route.measure is Measure.GUIDANCE and not examined.refused:
        more, remarks, taken = durations.guidance_of(case, law)
        verdicts += more
        notices += remarks
        readings += taken
    if examined.refused and examined.verdicts[-1].rules[-1:] == ("cmrp:4026",):
        steps.append(no_contribution())
    costs, away, duration = extent.costs, extent.away, extent.duration
    if costs is not None and away is not None and duration is not None:
        readings += costs.readings
        if (whole := extent.costs_verdict()) is not None:
            verdicts.append(whole)
        for part in (extent.initial, away, extent.retraining, extent.compensation, duration):
            if part is not None:
                verdicts += part.verdicts
                steps += part.steps
                readings += part.readings
        notices += [*away.notices, *duration.notices, *_cost_notices(case, route.measure, extent, costs)]
    unique: dict[str, ReadingTaken] = {}
    for reading in readings:  # one of each, rather the one that shows another outcome
        if reading.id not in unique or unique[reading.id].alternative is None:
            unique[reading.id] = reading
    ordered = tuple(unique.values())
    return tuple(verdicts), tuple(steps), ordered, notices


def _sentences(examined: Examination, extent: _Extent) -> tuple[Sentence, ...]:
    found = []
    if examined.loss is not None:
        (loss,) = (v for v in examined.verdicts if v.key == "4011")
        found.append(Sentence(phrase("Perte de gain : {0}", str(loss.reason)), ()))
    if examined.refused and not (found and examined.verdicts[-1].key == "4011"):
        found.append(Sentence(examined.verdicts[-1].reason, ()))
    if (
        (initial := extent.initial) is not None
        and extent.costs is not None
        and extent.costs.lines
        and not initial.opens
    ):
        found.append(
            Sentence(
                phrase(
                    "Frais supplémentaires de {0:CHF} par an en moyenne, pas plus que {1:CHF}.",
                    initial.average,
                    initial.threshold,
                ),
                (),
            )
        )
    if pending := _pending(extent):
        found.append(Sentence(phrase("{0:CHF} de frais restent à apprécier et ne sont pas comptés.", pending), ()))
    return tuple(found)


def _pending(extent: _Extent) -> Decimal:
    if extent.costs is None or extent.away is None:
        return ZERO
    return extent.costs.pending + extent.away.pending


_LIMITS = ("overall", "3023", "3033", "3037", "reference", "choice", "4026.b", "duration")
"""What an amount for the training rests on; it names only those that the case has."""


def _figures(examined: Examination, route: Route, extent: _Extent) -> tuple[Figure, ...]:
    found: list[Figure] = []
    lines = bool(extent.costs is not None and extent.costs.lines)
    if extent.initial is not None and extent.away is not None:
        initial = extent.initial
        found.append(
            Figure(
                "payable",
                "Frais supplémentaires payés" + (", au plus" if initial.at_most else ""),
                initial.payable if lines else None,
                "CHF",
                ("cmrp:3023",),
                _LIMITS,
                main=True,
            )
        )
        if initial.periods:
            found.append(
                Figure(
                    "payable_now",
                    "À verser maintenant" + (", au plus" if initial.at_most else ""),
                    initial.payable_now,
                    "CHF",
                    ("cmrp:3034",),
                    _LIMITS,
                    main=True,
                )
            )
        found += [
            Figure("average", "Moyenne annuelle", initial.average if lines else None, "CHF/an", ("cmrp:3023",)),
            Figure(
                "away_paid",
                "Repas et logement",
                extent.away.paid,
                "CHF",
                ("cmrp:3024",),
                ("overall",),
                main=bool(extent.away.paid),
            ),
            Figure(
                "borne_by_insured",
                _BORNE,
                initial.borne_by_insured,
                "CHF",
                ("cmrp:3033", "cmrp:3037"),
                ("overall",),
                main=bool(initial.borne_by_insured),
            ),
        ]
    if extent.retraining is not None:
        retraining = extent.retraining
        found += [
            Figure(
                "recognised",
                "Frais reconnus",
                retraining.recognised if lines else None,
                "CHF",
                ("cmrp:4024", "cmrp:4028"),
                main=True,
            ),
            Figure(
                "ai_pays",
                "À la charge de l'AI" + (", au plus" if retraining.borne_by_insured is None else ""),
                retraining.ai_pays if lines else None,
                "CHF",
                ("cmrp:4024",),
                _LIMITS,
                main=True,
            ),
            Figure(
                "borne_by_insured",
                _BORNE,
                retraining.borne_by_insured,
                "CHF",
                ("cmrp:4025", "cmrp:4026"),
                ("overall",),
                main=bool(retraining.borne_by_insured),
            ),
        ]
    if extent.compensation is not None:
        rule = "cmrp:3035" if extent.initial is not None else "cmrp:4029"
        found.append(
            Figure(
                "employer",
                "Compensation à l'employeur",
                extent.compensation.amount,
                "CHF",
                (rule,),
                ("overall", "employer"),
                main=bool(extent.compensation.amount),
            )
        )
    if extent.duration is not None and extent.duration.longer_by:
        rule = "cmrp:3021" if extent.initial is not None else "cmrp:4023"
        found.append(
            Figure(
                "longer_by",
                "Durée au-delà de l'ordinaire",
                extent.duration.longer_by,
                "mois",
                (rule,),
                ("overall", "duration"),
                main=True,
            )
        )
    if examined.loss is not None:
        found.append(Figure("loss", "Perte de gain", examined.loss.rate, "%", ("cmrp:4011",)))
    if route.income is not None:
        found.append(
            Figure("daily_income", "Revenu par jour", route.income.daily, "CHF/jour", ("cmrp:3006", "cmrp:4005"))
        )
    if examined.time_left is not None:
        found.append(Figure("period_end", "Fin de la période de travail", examined.time_left.end, "", ("cmrp:4014",)))
    return tuple(found)


_BORNE = "À la charge de la personne assurée, par son choix"
_ROLES = {"decided": "a décidé", "near": "aurait pu décider", "examined": "examinée"}


def _tables(route: Route, extent: _Extent) -> list[Table]:
    found = [
        Table(
            "delimitations",
            "Délimitations examinées",
            (
                Column("rule", "Règle"),
                Column("label", "Délimitation"),
                Column("role", "Rôle"),
                Column("tip", "Ce qui ferait basculer"),
            ),
            tuple(
                (cited(d.verdict.rules), d.verdict.label, _ROLES[d.role], d.verdict.would_change)
                for d in route.delimitations
            ),
        )
    ]
    if extent.costs is not None and extent.away is not None and extent.costs.lines:
        found.append(_cost_table(extent.costs, extent.away, extent.initial is not None))
    if extent.initial is not None and extent.initial.periods:
        found.append(
            Table(
                "periods",
                "Périodes successives",
                (
                    Column("period", "Période"),
                    Column("months", "Mois cumulés", "mois"),
                    Column("surplus", "Frais supplémentaires cumulés", "CHF"),
                    Column("average", "Moyenne annuelle", "CHF/an"),
                    Column("due", "Dû cumulé", "CHF"),
                    Column("payment", "Versement", "CHF"),
                ),
                tuple((p.number, p.months, p.surplus, p.average, p.due, p.payment) for p in extent.initial.periods),
                ("cmrp:3034", "cmrp:3023"),
                carried_by=("overall",),
            )
        )
    if extent.duration is not None and extent.duration.decisions:
        found.append(
            Table(
                "levels",
                "Une décision par niveau",
                (
                    Column("number", "Décision"),
                    Column("label", "Niveau"),
                    Column("degree", "Degré"),
                    Column("months", "Durée", "mois"),
                ),
                tuple(
                    (i, level.label or "—", level.degree.french if level.degree else None, level.months)
                    for i, level in enumerate(extent.duration.decisions, 1)
                ),
                ("cmrp:3020.2" if extent.initial is not None else "cmrp:4022.1",),
                carried_by=("overall",),
            )
        )
    return found


def _cost_table(costs: Recognition, away: Away, comparing: bool) -> Table:
    words = {Status.MET: "reconnu", Status.NOT_MET: "non reconnu", Status.TO_APPRAISE: "à apprécier"}
    columns = [
        Column("kind", "Genre"),
        Column("label", "Objet"),
        Column("year", "Année"),
        Column("with", "Avec invalidité" if comparing else "Coût", "CHF"),
    ]
    columns += [Column("without", "Sans invalidité", "CHF")] if comparing else []
    columns += [Column("outcome", "Issue"), Column("reason", "Raison"), Column("rule", "Règle")]
    rows = []
    for line in costs.lines:
        status = away.outcome.get(line.kind, line.status) if line.kind in AWAY else line.status
        amounts = (line.with_disability, line.without_disability) if comparing else (line.with_disability,)
        rows.append(
            (
                line.kind.french if line.kind is not None else None,
                line.label or "—",
                line.year,
                *amounts,
                words[status],
                line.reason,
                cited(line.rules),
            )
        )
    return Table(
        "costs",
        "Frais, poste par poste",
        tuple(columns),
        tuple(rows),
        _cost_rules(costs, comparing),
        carried_by=("overall",),
    )


def _cost_rules(costs: Recognition, comparing: bool) -> tuple[str, ...]:
    principle = "cmrp:3040" if comparing else "cmrp:4028"
    return tuple(dict.fromkeys((principle, *(rule for line in costs.lines for rule in line.rules))))


def _route_notices(case: ReclassementCase, route: Route, examined: Examination) -> list[Notice]:
    found: list[Notice] = []
    if (
        route.from_odd_jobs
        and route.work_months is not None
        and any(r.id == "C-16" and r.alternative for r in route.readings)
    ):
        found.append(
            warning(
                "odd_jobs_long",
                phrase(
                    "Les emplois de durée limitée totalisent {0:mois} : vérifier si l'un d'eux est une activité"
                    " auxiliaire d'un seul tenant.",
                    route.work_months,
                ),
                "cmrp:3005.b",
                "cmrp:3007",
                "cmrp:4006",
            )
        )
    if examined.not_examined:
        found.append(
            info(
                "not_examined",
                phrase(
                    "Pas examiné, parce que la condition qui manque suffit à répondre : {0}.",
                    several(examined.not_examined, " ; "),
                ),
            )
        )
    if examined.refused and examined.verdicts[-1].key in ("4013.a", "4013.b", "4011"):
        found.append(
            info(
                "placement",
                phrase("Un soutien dans la recherche ou le maintien d'un emploi s'examine à part."),
                "cmrp:5001",
            )
        )
    return found


def _cost_notices(case: ReclassementCase, measure: Measure, extent: _Extent, costs: Recognition) -> list[Notice]:
    found: list[Notice] = []
    if pending := _pending(extent):
        found.append(
            warning(
                "pending",
                phrase("{0:CHF} de frais restent à apprécier et ne sont pas comptés.", pending),
                *("cmrp:3040",) if measure.article_16 else ("cmrp:4028",),
            )
        )
    if (
        measure is Measure.RECLASSEMENT
        and case.earlier_failed_choice is Finding.MET
        and case.earlier_reclassement is Finding.NOT_MET
    ):
        found.append(
            warning(
                "failed_choice",
                phrase(
                    "Deux données se contredisent : « Un reclassement a déjà eu lieu » (non remplie) et « Échec d'une"
                    " formation choisie au-delà de l'équivalence » (remplie). L'échec est compté : seul le solde"
                    " reste dû."
                ),
                "cmrp:4026.b",
            )
        )
    if (
        measure is Measure.RECLASSEMENT
        and case.training_choice is TrainingChoice.HIGHER
        and any(
            v.key == "4027" and v.status is not Status.MET
            for v in (extent.retraining.verdicts if extent.retraining else ())
        )
    ):
        found.append(
            info(
                "decision_text",
                phrase(
                    "La décision doit dire que la personne assurée supporte un éventuel échec et n'aurait alors droit"
                    " qu'au solde."
                ),
                "cmrp:4026.a",
                "cmrp:4026.b",
            )
        )
    if extent.compensation is not None:
        found.append(
            info(
                "wage_first",
                phrase(
                    "Les frais de l'employeur se règlent d'abord par le salaire, ce qui agit sur l'indemnité "
                    "journalière ; la compensation est limitée dans le temps et adaptée au cas."
                ),
                *("cmrp:3035",) if measure.article_16 else ("cmrp:4029",),
            )
        )
    if extent.initial is not None and (kept := overpaid(extent.initial.periods)):
        found.append(
            warning(
                "kept",
                phrase(
                    "{0:CHF} ont été versés pour des périodes précédentes au-delà de ce qui est dû en tout : pas de"
                    " reprise.",
                    kept,
                ),
                "cmrp:3034",
            )
        )
    if measure is Measure.NEW_TRAINING and case.work_after is WorkAfter.UNSUITABLE:
        found.append(
            info(
                "prospects",
                phrase(
                    "Pour juger si l'activité peut être poursuivie : perspectives de gain et aptitudes individuelles."
                ),
                "cmrp:3015",
            )
        )
    return found
