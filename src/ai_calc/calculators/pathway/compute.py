"""From a path to its result: which step may follow, in order, with the rules that allow or forbid it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ai_calc.calculators.pathway import rules
from ai_calc.calculators.pathway.model import Measure, PathwayCase, last_day
from ai_calc.calculators.pathway.rules import VOCATIONAL, Position
from ai_calc.ground.dates import days_from_to
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, phrase, short_date
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import all_of, of_findings, together
from ai_calc.registers.documents import all_sources
from ai_calc.results import (
    Cell,
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Series,
    Severity,
    Status,
    Table,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """One step: its number in the list, how long it lasts (``None``: no end), and what its rules say."""

    number: int
    measure: Measure
    start: date
    end: date | None
    days: int | None
    status: Status


@dataclass(frozen=True, slots=True)
class PathwayDetails:
    """The steps by their start, and the path as a whole in days."""

    steps: tuple[StepOutcome, ...]
    total_days: int


def compute(case: PathwayCase) -> Result[PathwayDetails]:
    """The whole result for one path, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` for a step that ends, or leads to a post, before it starts.
    """
    law = Law(case.law_day)
    _check_dates(case)
    ordered = case.ordered
    positions = [Position(n, step, tuple(s for _, s in ordered[:i]), case, law) for i, (n, step) in enumerate(ordered)]
    of_steps = [rules.of_step(at) for at in positions]
    fitness = _fitness(case)
    every = [*fitness, *(v for found in of_steps for v in found)]
    outcomes = tuple(
        StepOutcome(at.number, at.step.measure, at.step.start, at.step.end,
                    days_from_to(at.step.start, at.step.end) if at.step.end is not None else None, all_of(*(v.status for v in found)))
        for at, found in zip(positions, of_steps, strict=True)
    )  # fmt: skip
    total = days_from_to(ordered[0][1].start, max(last_day(s) for _, s in ordered)) if ordered else 0
    details = PathwayDetails(outcomes, total)
    overall = together("Suite des étapes", every) if every else _empty()
    return Result(
        calculator="pathway",
        law_date=case.law_day,
        overall=overall,
        headline=_headline(overall, details),
        verdicts=tuple(every),
        figures=_figures(details),
        tables=(_table(positions, of_steps, outcomes),) if outcomes else (),
        charts=_charts(outcomes),
        steps=(),
        readings=_readings(case),
        notices=(*_notices(positions), *law.notices("cmrp")),
        parameters=law.used,
        details=details,
    )


def _check_dates(case: PathwayCase) -> None:
    found = []
    for row, step in enumerate(case.steps):
        if step.end is not None and step.end < step.start:
            found.append(Fault(f"steps[{row}].end", "la fin vient avant le début"))
        if step.hired_on is not None and step.hired_on < step.start:
            found.append(Fault(f"steps[{row}].hired_on", "l'engagement vient avant le début de l'étape"))
    if found:
        raise CaseError(*found)


def _empty() -> Verdict:
    return Verdict("overall", "Suite des étapes", Status.TO_APPRAISE, phrase("Aucune étape n'est saisie."), ())


def _fitness(case: PathwayCase) -> list[Verdict]:
    """Fitness for rehabilitation comes before any vocational measure (cmrp:2001.1)."""
    if not any(step.measure in VOCATIONAL or step.measure is Measure.CAPITAL_AID for step in case.steps):
        return []
    return [of_findings("2001.1", "Aptitude à la réadaptation, avant toute mesure professionnelle", ("cmrp:2001.1",), case.fit,
                        change=phrase("L'éclaircir d'abord, par une mesure d'instruction."))]  # fmt: skip


def _headline(overall: Verdict, d: PathwayDetails) -> tuple[Phrase, ...]:
    if not d.steps:
        return (phrase("Saisissez les étapes du parcours."),)
    first = {
        Status.MET: phrase("Les {0} étapes peuvent se suivre ainsi, selon le dossier.", len(d.steps)),
        Status.NOT_MET: phrase("De règle, une étape ne peut pas suivre ainsi." if overall.soft else "Une étape au moins ne peut pas suivre ainsi."),
        Status.TO_APPRAISE: phrase("Rien ne s'oppose à cette suite ; des points restent à apprécier."),
    }[overall.status]
    blocked = [s for s in d.steps if s.status is Status.NOT_MET]
    sentences = [first]
    sentences += [phrase("Étape {0} : {1}.", s.number, s.measure.french) for s in blocked]
    if d.total_days > 1:
        sentences.append(phrase("Du {0} au {1}, le parcours dure {2:jours}.", d.steps[0].start, max(s.end or s.start for s in d.steps), d.total_days))
    return tuple(sentences)


def _figures(d: PathwayDetails) -> tuple[Figure, ...]:
    count = {status: sum(s.status is status for s in d.steps) for status in Status}
    return (
        Figure("allowed", "Étapes possibles", count[Status.MET], "nombre"),
        Figure("blocked", "Étapes à revoir", count[Status.NOT_MET], "nombre"),
        Figure("open", "Étapes à apprécier", count[Status.TO_APPRAISE], "nombre"),
    )


def _table(positions: list[Position], of_steps: list[list[Verdict]], outcomes: tuple[StepOutcome, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for at, found, outcome in zip(positions, of_steps, outcomes, strict=True):
        deciding = [v for v in found if v.status is outcome.status]
        rows.append((at.number, at.step.measure.french, at.step.start, at.step.end, outcome.days, outcome.status.french,
                     " ".join(str(v.reason) for v in deciding)))  # fmt: skip
    cited = tuple(dict.fromkeys(r for found in of_steps for v in found for r in v.rules))
    return Table("steps", "Les étapes dans l'ordre", (Column("number", "N°"), Column("measure", "Mesure"), Column("start", "Début"), Column("end", "Fin"),
                 Column("days", "Jours"), Column("status", "Suite"), Column("reason", "Pourquoi")), tuple(rows), cited)  # fmt: skip


def _charts(outcomes: tuple[StepOutcome, ...]) -> tuple[Chart, ...]:
    if not outcomes:
        return ()
    first = min(s.start for s in outcomes)
    labels = tuple(f"{s.measure.french}, {short_date(s.start)}" + (f" – {short_date(s.end)}" if s.end is not None else "") for s in outcomes)
    states = tuple(s.status.value for s in outcomes)
    return (Chart(
        "timeline", "timeline", "Le parcours dans le temps", "jours", labels,
        (Series("start", "Jours depuis le début", tuple((s.start - first).days for s in outcomes)),
         Series("days", "Durée", tuple(s.days or 1 for s in outcomes))), states=states,
    ),)  # fmt: skip


def _readings(case: PathwayCase) -> tuple[ReadingTaken, ...]:
    there = {step.measure for step in case.steps}
    found = []
    if Measure.TRIAL_PLACEMENT in there:
        found += [ReadingTaken("C-34"), ReadingTaken("C-68")]
    if Measure.WORK_INTRODUCTION in there:
        found.append(ReadingTaken("C-38"))
    if Measure.CAPITAL_AID in there:
        found.append(ReadingTaken("C-44"))
    if Measure.COACHING in there:
        found.append(ReadingTaken("X-06"))
    return tuple(found)


def _notices(positions: list[Position]) -> tuple[Notice, ...]:
    found = [Notice("own_conditions", Severity.INFO, phrase(
        "Ce calculateur examine l'ordre et la durée des étapes. Chaque mesure garde ses propres conditions : voir son calculateur."), ("cmrp:1006",))]  # fmt: skip
    replaced = all_sources()["cmrp"].replaced_from
    if replaced is not None and positions[-1:] and positions[0].law.day < replaced <= positions[-1].step.start:
        found.append(Notice("later_steps", Severity.WARNING, phrase(
            "Des étapes commencent dès le {0} ou après : la circulaire suivie ici a été remplacée à cette date.", replaced)))  # fmt: skip
    for at in positions:
        limit, capacity = at.law.count("trial_placement/reintegration_capacity"), at.step.work_capacity
        if at.step.measure is Measure.TRIAL_PLACEMENT and capacity is not None and capacity < limit:
            found.append(Notice(f"reintegration.{at.number}", Severity.WARNING, phrase(
                "Étape {0} : capacité de {1:%}, sous {2:%}. Une mesure de réinsertion peut mieux convenir ; l'essai n'est pas exclu.",
                at.number, capacity, limit), ("cmrp:5023",)))  # fmt: skip
    return tuple(found)
