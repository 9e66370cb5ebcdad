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
from ai_calc.calculators.reclassement.path import DailyIncome, Route, Tip
from ai_calc.calculators.reclassement.pictures import costs_chart, path_chart
from ai_calc.calculators.reclassement.reasoning import (
    WORDS,
    cited,
    open_points,
    overall,
    reasoning_table,
    several,
)
from ai_calc.calculators.reclassement.recognition import AWAY, Recognition, recognise
from ai_calc.calculators.reclassement.retraining_costs import (
    RetrainingCosts,
    no_contribution,
    retraining_costs,
)
from ai_calc.calculators.reclassement.time_left import TimeLeft
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import any_of
from ai_calc.results import (
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Severity,
    Status,
    Step,
    Table,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class ReclassementDetails:
    """The typed findings of a result. Amounts in CHF; ``paid`` is all that the AI pays for the training, without the
    compensation to the employer."""

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

    @property
    def status(self) -> Status | None:
        """For article 16: whether the invalidity causes costs that the AI bears."""
        if self.initial is None or self.away is None:
            return None
        found = [self.initial.status]
        if self.away.status is not None:
            found.append(self.away.status)
        if self.compensation is not None and self.compensation.amount:
            found.append(Status.MET)
        return any_of(*found)

    @property
    def paid(self) -> Decimal | None:
        if self.initial is not None and self.away is not None:
            return self.initial.payable + self.away.paid
        return self.retraining.ai_pays if self.retraining is not None else None


def compute(case: ReclassementCase) -> Result[ReclassementDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` for contradictory dates or incomes.
    """
    law = Law(case.law_day)
    route = route_of(case, law)
    measure = route.measure
    examined = examine(case, law, route)
    extent = _extent(case, law, measure) if measure.training and not examined.refused else _Extent()
    result = overall(route, examined, extent.status)
    verdicts, steps, readings, notices = _collect(case, law, route, examined, extent)
    tables = [reasoning_table(route, examined, result, extent.initial, extent.retraining)]
    if (points := open_points(verdicts)) is not None:
        tables.append(points)
    tables += _tables(case, route, extent)
    charts = [path_chart(route)]
    if extent.costs is not None and extent.away is not None:
        chart = costs_chart(extent.costs, measure, extent.away, case.period_months if extent.initial is not None and case.successive else 12)
        charts += [chart] if chart is not None else []
    return Result(
        calculator="reclassement",
        law_date=case.law_day,
        overall=result,
        headline=_headline(route, result, examined, extent),
        verdicts=verdicts,
        figures=_figures(examined, route, extent),
        tables=tuple(tables),
        charts=tuple[Chart, ...](charts),
        steps=steps,
        readings=readings,
        notices=(*notices, *law.notices("cmrp")),
        parameters=law.used,
        details=ReclassementDetails(
            measure, route.status, route.candidates, tuple(d.tip for d in route.delimitations if d.tip is not None),
            route.income, route.work_months, examined.loss, examined.time_left, extent.costs, extent.away, extent.initial, extent.retraining,
            extent.compensation, extent.duration, tuple(examined.not_examined), extent.paid,
        ),
    )  # fmt: skip


def _extent(case: ReclassementCase, law: Law, measure: Measure) -> _Extent:
    costs = recognise(case, comparing=measure.article_16)
    away = away_costs(case, measure, costs)
    initial = initial_costs(case, law, measure, costs) if measure.article_16 else None
    retraining = None if measure.article_16 else retraining_costs(case, costs, away)
    return _Extent(costs, away, initial, retraining, compensation_of(case, law, measure), durations.duration_of(case, law, measure))


def _collect(
    case: ReclassementCase, law: Law, route: Route, examined: Examination, extent: _Extent
) -> tuple[tuple[Verdict, ...], tuple[Step, ...], tuple[ReadingTaken, ...], list[Notice]]:
    """All verdicts, steps, readings and notices, in the order of the reasoning."""
    verdicts = [*(d.verdict for d in route.delimitations), *examined.verdicts]
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


def _headline(route: Route, result: Verdict, examined: Examination, extent: _Extent) -> tuple[Phrase, ...]:
    measure, status = route.measure, result.status
    if measure is Measure.NONE:
        return (phrase("Selon le dossier, {0} n'est due." if route.status is Status.MET else "Selon le dossier, {0} ne semble due ; un point reste à établir.",
                       WORDS[measure]), route.reason)  # fmt: skip
    if route.status is Status.TO_APPRAISE:
        sentences = [phrase("La mesure reste à déterminer : {0}.", several((WORDS[m] for m in route.candidates), ", ou "))]
    elif measure in (Measure.REINSERTION, Measure.PLACEMENT):
        return (phrase("La demande relève d'autre chose qu'une formation : {0}.", WORDS[measure]), route.reason)
    else:
        sentences = [phrase({
            Status.MET: "La mesure est {0}, et ses conditions sont remplies selon le dossier.",
            Status.NOT_MET: "La mesure serait {0}, mais elle n'est pas due selon le dossier." if not result.soft
            else "La mesure serait {0}, mais elle n'est pas due, de règle.",
            Status.TO_APPRAISE: "La mesure est {0} ; des points restent à apprécier.",
        }[status], WORDS[measure])]  # fmt: skip
    if examined.refused:
        sentences.append(examined.verdicts[-1].reason)
    if (initial := extent.initial) is not None and extent.away is not None and extent.costs is not None and extent.costs.lines:
        if initial.opens:
            sentences.append(phrase("{2} {0:CHF} de frais supplémentaires ({1:CHF} par an en moyenne).", initial.payable, initial.average,
                                    "L'AI paie" if status is Status.MET else "Si le droit est reconnu, l'AI paie"))  # fmt: skip
        else:
            sentences.append(phrase("Les frais supplémentaires ne sont pas payés : {0:CHF} par an en moyenne, pas plus que {1:CHF}.", initial.average,
                                    initial.threshold))  # fmt: skip
        if extent.away.paid:
            sentences.append(phrase("Repas et logement à l'extérieur s'y ajoutent : {0:CHF}.", extent.away.paid))
        if initial.borne_by_insured:
            sentences.append(phrase("Par choix, {0:CHF} restent à la charge de l'assuré·e.", initial.borne_by_insured))
    if (retraining := extent.retraining) is not None and extent.costs is not None and extent.costs.lines:
        sentences.append(phrase("Frais reconnus : {0:CHF} ; {2} : {1:CHF}.", retraining.recognised, retraining.ai_pays,
                                "à la charge de l'AI" if status is Status.MET else "à la charge de l'AI, si le droit est reconnu"))  # fmt: skip
        if retraining.borne_by_insured:
            sentences.append(phrase("Restent à la charge de l'assuré·e : {0:CHF}.", retraining.borne_by_insured))
    if extent.compensation is not None and extent.compensation.amount:
        sentences.append(phrase("L'employeur peut recevoir {0:CHF}.", extent.compensation.amount))
    return tuple(sentences)


def _figures(examined: Examination, route: Route, extent: _Extent) -> tuple[Figure, ...]:
    found: list[Figure] = []
    if extent.initial is not None and extent.away is not None:
        initial = extent.initial
        found += [
            Figure("payable", "Frais supplémentaires payés", initial.payable, "CHF", ("cmrp:3023",)),
            Figure("average", "Moyenne annuelle", initial.average, "CHF/an", ("cmrp:3023",)),
            Figure("away_paid", "Repas et logement", extent.away.paid, "CHF", ("cmrp:3024",)),
            Figure("borne_by_insured", "À la charge de l'assuré·e", initial.borne_by_insured, "CHF", ("cmrp:3033", "cmrp:3037")),
        ]
    if extent.retraining is not None:
        retraining = extent.retraining
        found += [
            Figure("ai_pays", "À la charge de l'AI", retraining.ai_pays, "CHF", ("cmrp:4024",)),
            Figure("borne_by_insured", "À la charge de l'assuré·e", retraining.borne_by_insured, "CHF", ("cmrp:4025", "cmrp:4026")),
        ]
    if extent.compensation is not None:
        rule = "cmrp:3035" if extent.initial is not None else "cmrp:4029"
        found.append(Figure("employer", "Compensation à l'employeur", extent.compensation.amount, "CHF", (rule,)))
    if examined.loss is not None:
        found.append(Figure("loss", "Perte de gain", examined.loss.rate, "%", ("cmrp:4011",)))
    if route.income is not None:
        found.append(Figure("daily_income", "Revenu par jour", route.income.daily, "CHF/jour", ("cmrp:3006", "cmrp:4005")))
    if examined.time_left is not None:
        found.append(Figure("period_end", "Fin de la période de travail", examined.time_left.end, "", ("cmrp:4014",)))
    return tuple(found)


_ROLES = {"decided": "a décidé", "near": "aurait pu décider", "examined": "examinée"}


def _tables(case: ReclassementCase, route: Route, extent: _Extent) -> list[Table]:
    found = [Table(
        "delimitations", "Délimitations examinées",
        (Column("rule", "Règle"), Column("label", "Délimitation"), Column("role", "Rôle"), Column("tip", "Ce qui ferait basculer")),
        tuple((cited(d.verdict.rules), d.verdict.label, _ROLES[d.role], d.verdict.would_change) for d in route.delimitations),
    )]  # fmt: skip
    if extent.costs is not None and extent.away is not None and extent.costs.lines:
        found.append(_cost_table(extent.costs, extent.away, extent.initial is not None))
    if extent.initial is not None and extent.initial.periods:
        found.append(Table(
            "periods", "Périodes successives",
            (Column("period", "Période"), Column("months", "Mois cumulés", "mois"), Column("surplus", "Frais supplémentaires cumulés", "CHF"),
             Column("average", "Moyenne annuelle", "CHF/an"), Column("due", "Dû cumulé", "CHF"), Column("payment", "Versement", "CHF")),
            tuple((p.number, p.months, p.surplus, p.average, p.due, p.payment) for p in extent.initial.periods),
            ("cmrp:3034", "cmrp:3023"),
        ))  # fmt: skip
    if extent.duration is not None and extent.duration.decisions:
        found.append(Table(
            "levels", "Une décision par niveau", (Column("number", "Décision"), Column("label", "Niveau"), Column("degree", "Degré"), Column("months", "Durée", "mois")),
            tuple((i, level.label or "—", level.degree.french, level.months) for i, level in enumerate(extent.duration.decisions, 1)),
            ("cmrp:3020.2" if extent.initial is not None else "cmrp:4022.1",),
        ))  # fmt: skip
    return found


def _cost_table(costs: Recognition, away: Away, comparing: bool) -> Table:
    words = {Status.MET: "reconnu", Status.NOT_MET: "non reconnu", Status.TO_APPRAISE: "à apprécier"}
    columns = [Column("kind", "Genre"), Column("label", "Objet"), Column("year", "Année"), Column("with", "Avec invalidité" if comparing else "Coût", "CHF")]
    columns += [Column("without", "Sans invalidité", "CHF")] if comparing else []
    columns += [Column("outcome", "Issue"), Column("reason", "Raison"), Column("rule", "Règle")]
    rows = []
    for line in costs.lines:
        status = away.outcome.get(line.kind, line.status) if line.kind in AWAY else line.status
        amounts = (line.with_disability, line.without_disability) if comparing else (line.with_disability,)
        rows.append((line.kind.french, line.label or "—", line.year, *amounts, words[status], line.reason, cited(line.rules)))
    return Table("costs", "Frais, poste par poste", tuple(columns), tuple(rows), _cost_rules(costs, comparing))


def _cost_rules(costs: Recognition, comparing: bool) -> tuple[str, ...]:
    principle = "cmrp:3040" if comparing else "cmrp:4028"
    return tuple(dict.fromkeys((principle, *(rule for line in costs.lines for rule in line.rules))))


def _route_notices(case: ReclassementCase, route: Route, examined: Examination) -> list[Notice]:
    found: list[Notice] = []
    if route.from_odd_jobs and route.work_months is not None and any(r.id == "C-16" and r.alternative for r in route.readings):
        found.append(Notice("odd_jobs_long", Severity.WARNING, phrase(
            "Les emplois de durée limitée totalisent {0:mois} : vérifier si l'un d'eux est une activité auxiliaire d'un seul tenant.", route.work_months),
            ("cmrp:3005.b", "cmrp:3007", "cmrp:4006")))  # fmt: skip
    if examined.not_examined:
        found.append(Notice("not_examined", Severity.INFO, phrase("Pas examiné, parce que la condition qui manque suffit à répondre : {0}.",
                                                                  several(examined.not_examined, " ; "))))  # fmt: skip
    if examined.refused and examined.verdicts[-1].key in ("4013.a", "4013.b", "4011"):
        found.append(Notice("placement", Severity.INFO, phrase("Un soutien dans la recherche ou le maintien d'un emploi s'examine à part."), ("cmrp:5001",)))
    return found


def _cost_notices(case: ReclassementCase, measure: Measure, extent: _Extent, costs: Recognition) -> list[Notice]:
    found: list[Notice] = []
    pending = costs.pending + (extent.away.pending if extent.away is not None else ZERO)
    if pending:
        found.append(Notice("pending", Severity.WARNING, phrase("{0:CHF} de frais restent à apprécier et ne sont pas comptés.", pending),
                            ("cmrp:3040",) if measure.article_16 else ("cmrp:4028",)))  # fmt: skip
    if measure is Measure.RECLASSEMENT and case.training_choice is TrainingChoice.HIGHER and any(v.key == "4027" and v.status is not Status.MET
                                                                                                for v in (extent.retraining.verdicts if extent.retraining else ())):  # fmt: skip
        found.append(Notice("decision_text", Severity.INFO, phrase(
            "La décision doit dire que l'assuré·e supporte un éventuel échec et n'aurait alors droit qu'au solde."), ("cmrp:4026.a", "cmrp:4026.b")))  # fmt: skip
    if extent.compensation is not None:
        found.append(Notice("wage_first", Severity.INFO, phrase("Les frais de l'employeur se règlent d'abord par le salaire, ce qui agit sur l'indemnité "
                            "journalière ; la compensation est limitée dans le temps et adaptée au cas."),
                            ("cmrp:3035",) if measure.article_16 else ("cmrp:4029",)))  # fmt: skip
    if extent.initial is not None and (kept := overpaid(extent.initial.periods)):
        found.append(Notice("kept", Severity.WARNING, phrase("{0:CHF} ont été versés pour des périodes précédentes au-delà de ce qui est dû en tout : pas de reprise.",
                                                             kept), ("cmrp:3034",)))  # fmt: skip
    if measure is Measure.NEW_TRAINING and case.work_after is WorkAfter.UNSUITABLE:
        found.append(Notice("prospects", Severity.INFO, phrase("Pour juger si l'activité peut être poursuivie : perspectives de gain et aptitudes individuelles."),
                            ("cmrp:3015",)))  # fmt: skip
    return found
