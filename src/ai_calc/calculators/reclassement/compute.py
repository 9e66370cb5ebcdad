"""From a case to its result: the measure, the right, the costs, the duration, and the reasoning that ties them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ai_calc.calculators.reclassement import duration as durations
from ai_calc.calculators.reclassement.away import Away, away_costs
from ai_calc.calculators.reclassement.choices import Measure, TrainingChoice, WorkAfter
from ai_calc.calculators.reclassement.duration import Duration
from ai_calc.calculators.reclassement.employer import Compensation, compensation_of, within_balance
from ai_calc.calculators.reclassement.entitlement import GENERIC, Examination, examine
from ai_calc.calculators.reclassement.initial_costs import InitialCosts, initial_costs, overpaid
from ai_calc.calculators.reclassement.loss import Loss
from ai_calc.calculators.reclassement.measure import route_of
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.path import DailyIncome, Route, Tip, measure_verdict
from ai_calc.calculators.reclassement.pictures import costs_chart, path_chart
from ai_calc.calculators.reclassement.reasoning import open_points, reasoning_table, subject_of
from ai_calc.calculators.reclassement.recognition import AWAY, Line, Recognition, recognise
from ai_calc.calculators.reclassement.retraining_costs import (
    RetrainingCosts,
    no_contribution,
    retraining_costs,
)
from ai_calc.calculators.reclassement.time_left import TimeLeft, refuse_training_of_children
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import amount, phrase, several
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.citations import cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.amounts import Standings, settle
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import conclude
from ai_calc.outcome.notices import info, warning
from ai_calc.outcome.verdicts import any_of
from ai_calc.results import (
    Account,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Role,
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
    first_level: _Extent | None = None  # what costs later levels cause is decided later

    @property
    def pending(self) -> Decimal:
        """What still has to be appraised and is not counted."""
        if self.costs is None or self.away is None:
            return ZERO
        return self.costs.pending + self.away.pending

    @property
    def most(self) -> Decimal:
        """What the AI would pay with all that."""
        if self.retraining is not None:
            return self.retraining.most
        if self.initial is None or self.away is None:
            return ZERO
        return self.initial.most + self.away.paid + self.away.pending

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
            None
            if status is Status.MET or not self.initial.applies
            else phrase("Des frais supplémentaires au-dessus du seuil annuel."),
        )

    def verdicts(self) -> list[Verdict]:
        """All of them, in the order of the reasoning."""
        parts = (self.initial, self.away, self.retraining, self.compensation, self.duration)
        found = [v for part in parts if part is not None for v in part.verdicts]
        return [*([] if (whole := self.costs_verdict()) is None else [whole]), *found]


@dataclass(slots=True)
class _Found:
    """What the conditions of a measure, and its extent, give. ``other``: a measure that remains possible although this
    one fails, while the facts do not settle which of them it is."""

    measure: Measure
    examined: Examination
    extent: _Extent
    guidance: tuple[Sequence[Verdict], Sequence[Notice], Sequence[ReadingTaken]] = ((), (), ())
    other: _Found | None = None

    def verdicts(self) -> list[Verdict]:
        """All of them. What fails refuses the request only where no other measure remains possible."""
        found = [*self.examined.verdicts, *self.examined.limits, *self.extent.verdicts(), *self.guidance[0]]
        if self.other is None:
            return found
        return [
            replace(v, role=Role.LIMIT) if v.status is Status.NOT_MET and v.role is Role.CONDITION else v for v in found
        ]

    @property
    def refused(self) -> bool:
        """Whether one of its conditions fails."""
        return any(v.status is Status.NOT_MET and v.role is Role.CONDITION for v in self.verdicts())


def _found(case: ReclassementCase, law: Law, route: Route) -> _Found:
    measure, examined = route.measure, examine(case, law, route)
    if examined.refused:
        return _Found(measure, examined, _Extent())
    if measure is Measure.GUIDANCE:
        return _Found(measure, examined, _Extent(), durations.guidance_of(case, law))
    return _Found(measure, examined, _extent(case, law, measure) if measure.training else _Extent())


def _of_route(case: ReclassementCase, law: Law, route: Route) -> _Found:
    """The measure of the route; while that is open, another one may remain when it fails."""
    found = _found(case, law, route)
    if found.extent.costs is not None:
        refuse_training_of_children(case)
        _refuse_contradictions(case, route.measure)
    if route.status is Status.TO_APPRAISE and found.refused:
        others = sorted(route.candidates, key=lambda m: m is not Measure.RECLASSEMENT)
        tried = (_found(case, law, replace(route, measure=m)) for m in others if m not in (route.measure, Measure.NONE))
        found.other = next((other for other in tried if not other.refused), None)
    return found


@calculation
def compute(case: ReclassementCase) -> Result[ReclassementDetails]:
    """The whole result for one case, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` for contradictory dates, durations or amounts.
    """
    law = Law(case.law_day)
    route = route_of(case, law)
    measure = route.measure
    found = _of_route(case, law, route)
    examined, extent = found.examined, found.extent
    verdicts = (*(d.verdict for d in route.delimitations), measure_verdict(route), *found.verdicts())
    subject = subject_of(route, examined)
    overall = conclude(subject, verdicts)
    refused = overall.status is Status.NOT_MET and not overall.soft
    figures = _figures(found, route, refused)

    def account() -> Account[ReclassementDetails]:
        standings = Standings({**{v.key: v for v in verdicts}, "overall": overall})
        settled = {f.key: settle(f, standings) for f in figures}
        steps, readings, notices = _collect(case, route, found)
        main = settled.get("payable") or settled.get("ai_pays")
        listed = extent.costs is not None and bool(extent.costs.lines)
        tables = [reasoning_table(route, examined, overall, extent.initial, extent.retraining, main, listed)]
        if (points := open_points(verdicts, route)) is not None:
            tables.append(points)
        charts = [path_chart(route)]
        if extent.costs is not None and extent.away is not None:
            chart = costs_chart(extent.costs, measure, extent.away, _length_of_year(case, measure))
            charts += [chart] if chart is not None else []
        return Account(
            _details(found, route, settled),
            sentences=_sentences(found, refused),
            tables=(*tables, *_tables(route, extent)),
            charts=charts,
            steps=steps,
            readings=readings,
            notices=notices,
        )

    return result(
        case,
        law,
        calculator="reclassement",
        subject=subject,
        followed=case.FOLLOWS,
        verdicts=verdicts,
        figures=figures,
        account=account,
    )


def _details(found: _Found, route: Route, settled: dict[str, Figure]) -> ReclassementDetails:
    examined, extent = found.examined, found.extent
    return ReclassementDetails(
        route.measure,
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


def _length_of_year(case: ReclassementCase, measure: Measure) -> int:
    """How many months « Année ou période » of a cost counts."""
    return case.period_months if measure.article_16 and case.successive else 12


def _refuse_contradictions(case: ReclassementCase, measure: Measure) -> None:
    """A cost of a year, or period, that would begin after the training planned; levels that take longer than it."""
    planned = case.duration_planned_months
    if planned is None:
        return
    length = _length_of_year(case, measure)
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
    costs = recognise(case, comparing=measure.article_16)
    away = away_costs(case, measure, costs)
    initial = initial_costs(case, law, measure, costs) if measure.article_16 else None
    retraining = None if measure.article_16 else retraining_costs(case, costs, away)
    compensation = compensation_of(case, law, measure)
    if compensation is not None and retraining is not None and retraining.balance is not None:
        compensation = within_balance(compensation, retraining.balance - retraining.ai_pays)
    duration = durations.duration_of(case, law, measure)
    first = _first_level(case, law, measure, duration)
    return _Extent(costs, away, initial, retraining, compensation, duration, first)


def _first_level(case: ReclassementCase, law: Law, measure: Measure, duration: Duration) -> _Extent | None:
    """3020.2, 4022.1: what the costs of the first level give by themselves, when others come later: those of a year, or
    period, that the first level fills."""
    if not duration.decisions:
        return None
    months = duration.decisions[0].months
    length = _length_of_year(case, measure)
    rows = tuple(
        cost
        if months is not None and cost.year * length <= months
        else cost.model_copy(update={"with_disability": ZERO, "without_disability": ZERO})
        for cost in case.costs
    )
    if rows == case.costs:
        return None
    alone = {"costs": rows, "levels": (), "duration_planned_months": months, "duration_ordinary_months": months}
    return _extent(case.model_copy(update=alone), law, measure)


def _collect(
    case: ReclassementCase, route: Route, found: _Found
) -> tuple[tuple[Step, ...], tuple[ReadingTaken, ...], list[Notice]]:
    """All steps, readings and notices, in the order of the reasoning."""
    examined, extent = found.examined, found.extent
    steps = [*route.steps, *examined.steps]
    readings = [*route.readings, *examined.readings, *found.guidance[2]]
    notices = [*_route_notices(route, found), *found.guidance[1]]
    if examined.refused and examined.verdicts[-1].rules[-1:] == ("cmrp:4026",):
        steps.append(no_contribution())
    costs, away, duration = extent.costs, extent.away, extent.duration
    if costs is not None and away is not None and duration is not None:
        readings += costs.readings
        of_costs = (extent.initial, away, extent.retraining)
        for part in (*of_costs, extent.compensation, duration):
            if part is not None:
                steps += part.steps if costs.lines or part not in of_costs else ()  # nobody has entered any yet
                readings += part.readings
        notices += [*away.notices, *duration.notices, *_cost_notices(case, route.measure, extent)]
    unique: dict[str, ReadingTaken] = {}
    for reading in readings:  # one of each, rather the one that shows another outcome
        if reading.id not in unique or unique[reading.id].alternative is None:
            unique[reading.id] = reading
    ordered = tuple(unique.values())
    return tuple(steps), ordered, notices


def _sentences(found: _Found, refused: bool) -> tuple[Sentence, ...]:
    examined, extent = found.examined, found.extent
    said = []
    if examined.loss is not None:
        (loss,) = (v for v in examined.verdicts if v.key == "4011")
        said.append(phrase("Perte de gain : {0}", str(loss.reason)))
    if examined.refused and found.other is None:
        last = examined.verdicts[-1]
        if last.reason not in GENERIC and not (said and last.key == "4011"):
            said.append(last.reason)
    if not refused:
        said += [limit.reason for limit in examined.limits]
    initial = extent.initial
    if initial is not None and initial.status is Status.NOT_MET and initial.applies and found.other is None:
        said.append(
            phrase(
                "Frais supplémentaires de {0:CHF} par an en moyenne, pas plus que {1:CHF}.",
                initial.average,
                initial.threshold,
            )
        )
    if extent.pending and not refused:
        pending = phrase("{0:CHF} de frais restent à apprécier et ne sont pas comptés", extent.pending)
        said.append(phrase("{0} ; avec eux, l'AI paierait jusqu'à {1:CHF}.", pending, extent.most))
    return tuple(Sentence(text, ()) for text in said)


def _as_retraining(other: _Found) -> list[Figure]:
    """4024: what a reclassement would cost the AI, where nothing of article 16 is due."""
    retraining = other.extent.retraining
    if retraining is None or not retraining.most:
        return []
    label = "Comme reclassement, sans comparaison ni seuil, à la charge de l'AI au plus"
    return [Figure("as_retraining", label, retraining.most, "CHF", ("cmrp:4024",), ("overall",), main=True)]


_LIMITS = ("overall", "3023", "3033", "3037", "reference", "choice", "4026.b", "duration", "4014.end")
"""What an amount for the training rests on; it names only those that the case has."""


def _figures(found: _Found, route: Route, refused: bool) -> tuple[Figure, ...]:
    """``refused``: nothing is shared with somebody who bears everything."""
    examined, extent = found.examined, found.extent
    figures = [*_initial_figures(found, refused)]
    if found.other is None:
        figures += _retraining_figures(extent, refused)
    else:  # the measure itself is refused: nothing of it is due
        figures += _as_retraining(found.other)
    if (compensation := extent.compensation) is not None:
        rule = "cmrp:3035" if extent.initial is not None else "cmrp:4029"
        words = ", en principe au plus" if compensation.free else ""
        value = compensation.cap if compensation.free else compensation.amount
        figures.append(
            Figure(
                "employer",
                "Compensation à l'employeur" + words,
                value if value or compensation.status is not Status.TO_APPRAISE else None,
                "CHF",
                (rule,),
                ("overall", "employer", "employer.days"),
                main=bool(value),
            )
        )
    if extent.duration is not None and extent.duration.longer_by:
        rule = "cmrp:3021" if extent.initial is not None else "cmrp:4023"
        figures.append(
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
        figures.append(Figure("loss", "Perte de gain", examined.loss.rate, "%", ("cmrp:4011",)))
    if route.income is not None:
        figures.append(
            Figure("daily_income", "Revenu par jour", route.income.daily, "CHF/jour", ("cmrp:3006", "cmrp:4005"))
        )
    if examined.time_left is not None:
        figures.append(Figure("period_end", "Fin de la période de travail", examined.time_left.end, "", ("cmrp:4014",)))
    return tuple(figures)


def _initial_figures(found: _Found, refused: bool) -> list[Figure]:
    extent = found.extent
    initial, away, first = extent.initial, extent.away, extent.first_level
    if initial is None or away is None or extent.costs is None:
        return []
    words = ", au plus" if initial.at_most and not extent.pending else ""
    nothing = not initial.payable and (initial.status is Status.TO_APPRAISE or found.other is not None)
    exception = ("3038",) if initial.without_exception else ()
    limits = (*_LIMITS, *exception, *(("levels",) if first is not None else ()))
    shown = [("payable", "Frais supplémentaires payés", initial.payable, "cmrp:3023")]
    if initial.periods:
        shown.append(("payable_now", "À verser maintenant", initial.payable_now, "cmrp:3034"))
    figures = []
    if first is not None and first.initial is not None and first.initial.payable:
        label, value = "Frais supplémentaires payés, premier niveau", first.initial.payable
        figures.append(Figure("first_level", label, value, "CHF", ("cmrp:3020.2",), (*_LIMITS, *exception), main=True))
    figures += [
        Figure(key, label + words, None if nothing else value, "CHF", (rule,), limits, main=True)
        for key, label, value, rule in shown
    ]
    further = initial.basis == "further"
    figures += [
        Figure(
            "average", "Moyenne annuelle", initial.average if extent.costs.lines else None, "CHF/an", ("cmrp:3023",)
        ),
        Figure(
            "away_paid",
            "Repas et logement",
            away.paid if away.paid or (extent.costs.lines and away.status is not Status.TO_APPRAISE) else None,
            "CHF",
            ("cmrp:3030",) if further else ("cmrp:3024",),
            ("overall",),
            main=bool(away.paid),
        ),
    ]
    if not refused:
        figures.append(_borne(initial.borne_by_insured, exception, "cmrp:3033", "cmrp:3037"))
    return figures


def _retraining_figures(extent: _Extent, refused: bool) -> list[Figure]:
    retraining, first = extent.retraining, extent.first_level
    if retraining is None or extent.costs is None:
        return []
    lines = bool(extent.costs.lines) and bool(retraining.recognised or not extent.pending)
    words = ", au plus" if retraining.borne_by_insured is None and not extent.pending else ""
    exception = ("4027",) if retraining.without_exception else ()
    limits = (*_LIMITS, *exception, *(("levels",) if first is not None else ()))
    paid = retraining.ai_pays if lines else None
    known = retraining.recognised if lines else None
    figures = [Figure("recognised", "Frais reconnus", known, "CHF", ("cmrp:4024", "cmrp:4028"), main=True)]
    if first is not None and first.retraining is not None and first.retraining.ai_pays:
        label, value = "À la charge de l'AI, premier niveau", first.retraining.ai_pays
        figures.append(Figure("first_level", label, value, "CHF", ("cmrp:4022.1",), (*_LIMITS, *exception), main=True))
    figures.append(Figure("ai_pays", "À la charge de l'AI" + words, paid, "CHF", ("cmrp:4024",), limits, main=True))
    if not refused:
        figures.append(_borne(retraining.borne_by_insured, exception, "cmrp:4025", "cmrp:4026"))
    return figures


def _borne(value: Decimal | None, exception: tuple[str, ...], *rules: str) -> Figure:
    label = "À la charge de la personne assurée, par son choix"
    return Figure("borne_by_insured", label, value, "CHF", rules, ("overall", *exception), main=bool(value))


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
        found.append(_cost_table(extent.costs, extent.away, None if extent.initial is None else extent.initial.basis))
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


def _cost_table(costs: Recognition, away: Away, basis: str | None) -> Table:
    comparing = basis is not None
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
        against = away.against.get(line.kind)
        amounts = (line.with_disability, line.without_disability) if comparing else (line.with_disability,)
        rows.append(
            (
                line.kind.french if line.kind is not None else None,
                line.label or "—",
                line.year,
                *amounts,
                words[status],
                line.reason if against is None else against.reason,
                cited(_line_rules(line, basis) if against is None else against.rules),
            )
        )
    return Table(
        "costs",
        "Frais, poste par poste",
        tuple(columns),
        tuple(rows),
        _cost_rules(costs, basis),
        carried_by=("overall",),
    )


def _cost_rules(costs: Recognition, basis: str | None) -> tuple[str, ...]:
    principle = "cmrp:4028" if basis is None else "cmrp:3040"
    return tuple(dict.fromkeys((principle, *(rule for line in costs.lines for rule in _line_rules(line, basis)))))


def _line_rules(line: Line, basis: str | None) -> tuple[str, ...]:
    """3030 speaks of meals and lodging in further training, as 3024 does elsewhere."""
    return tuple("cmrp:3030" if basis == "further" and rule == "cmrp:3024" else rule for rule in line.rules)


def _route_notices(route: Route, of_measure: _Found) -> list[Notice]:
    examined, found = of_measure.examined, list[Notice]()
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


def _cost_notices(case: ReclassementCase, measure: Measure, extent: _Extent) -> list[Notice]:
    found: list[Notice] = []
    if pending := extent.pending:
        found.append(
            warning(
                "pending",
                phrase("{0:CHF} de frais restent à apprécier et ne sont pas comptés.", pending),
                *("cmrp:3040",) if measure.article_16 else ("cmrp:4028",),
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
                    "Si la formation échoue, c'est à la personne assurée d'en supporter les suites ; un nouveau"
                    " reclassement ne lui donnerait droit qu'au solde, soit ce que la loi lui accorde moins ce que"
                    " l'AI a déjà fourni (à dire dans la décision)."
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
