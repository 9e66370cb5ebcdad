"""From a path to its result: which step may follow, in order, with the rules that allow or forbid it."""

from __future__ import annotations

from datetime import date

from ai_calc.calculators.pathway.engagements import days_after_term
from ai_calc.calculators.pathway.model import Measure, PathwayCase, last_day
from ai_calc.calculators.pathway.position import Position
from ai_calc.calculators.pathway.succession import fitness, of_path, resigned
from ai_calc.ground.dates import days_from_to
from ai_calc.ground.french import phrase, several, short_date
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.notices import info, warning
from ai_calc.outcome.verdicts import all_of, deciding
from ai_calc.registers.documents import all_sources
from ai_calc.results import (
    Account,
    Cell,
    Chart,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Sentence,
    Series,
    Status,
    Table,
    Verdict,
)


@record
class StepOutcome:
    """One step: its number in the list, how long it lasts (``None``: no end), and what its rules say."""

    number: int
    measure: Measure | None
    start: date
    end: date | None
    days: int | None
    status: Status


@record
class PathwayDetails:
    """The steps by their start, and the path as a whole in days."""

    steps: tuple[StepOutcome, ...]
    total_days: int


@calculation
def compute(case: PathwayCase) -> Result[PathwayDetails]:
    """The whole result for one path, under the law of ``case.law_day``.

    Raises :class:`~ai_calc.ground.errors.CaseError` for a step that ends, or leads to a post, before it starts.
    """
    law = Law(case.law_day)
    path = of_path(case, law)
    positions, of_steps = [at for at, _ in path], [found for _, found in path]
    fit = [fitness(at) for at in positions]
    weighed = [
        found if v is None or v.status is Status.MET else [v, *found] for v, found in zip(fit, of_steps, strict=True)
    ]
    outcomes = tuple(
        StepOutcome(
            at.number,
            at.step.measure,
            at.step.start,
            at.step.end,
            days_from_to(at.step.start, at.step.end) if at.step.end is not None else None,
            all_of(*(v.status for v in found)),
        )
        for at, found in zip(positions, weighed, strict=True)
    )
    total = days_from_to(positions[0].step.start, max(last_day(s) for s in case.steps)) if positions else 0
    details = PathwayDetails(outcomes, total)
    return result(
        case,
        law,
        calculator="pathway",
        subject=_subject(len(outcomes)),
        followed=case.FOLLOWS,
        verdicts=(*deciding(v for v in fit if v is not None)[:1], *(v for found in of_steps for v in found)),
        figures=_figures(details),
        account=lambda: Account(
            details,
            sentences=_sentences(positions, details),
            tables=(_table(positions, weighed, outcomes),) if outcomes else (),
            charts=_charts(positions, outcomes),
            readings=_readings(positions),
            notices=_notices(positions),
        ),
    )


def _subject(steps: int) -> Subject:
    """The plan as a whole: each step's rules are conditions of it."""
    if not steps:
        return Subject("Suite des étapes", open="Saisissez les étapes du parcours.")
    many = steps > 1
    return Subject(
        "Suite des étapes",
        met=(
            f"Les {steps} étapes peuvent se suivre ainsi, selon le dossier."
            if many
            else "L'étape est possible ainsi, selon le dossier."
        ),
        not_met="Une étape au moins ne peut pas suivre ainsi." if many else "L'étape n'est pas possible ainsi.",
        soft=(
            "De règle, une étape ne peut pas suivre ainsi." if many else "De règle, l'étape n'est pas possible ainsi."
        ),
        open=(
            "Des points restent à établir ou à apprécier avant de conclure sur cette suite."
            if many
            else "Des points restent à établir ou à apprécier avant de conclure sur cette étape."
        ),
    )


def _sentences(positions: list[Position], d: PathwayDetails) -> tuple[Sentence, ...]:
    found = [
        Sentence(phrase("Étape {0} : {1}.", s.number, at.step.name), ())
        for at, s in zip(positions, d.steps, strict=True)
        if s.status is Status.NOT_MET
    ]
    if d.total_days > 1:
        endless = any(s.end is None and s.measure is not Measure.CAPITAL_AID for s in d.steps)
        found.append(
            Sentence(
                phrase(
                    "Du {0} au {1}, le parcours prévu dure{2} {3:jours}.",
                    d.steps[0].start,
                    max(s.end or s.start for s in d.steps),
                    " au moins" if endless else "",
                    d.total_days,
                ),
                (),
            )
        )
    return tuple(found)


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
        rows.append(
            (
                at.number,
                at.step.name,
                at.step.start,
                at.step.end,
                outcome.days,
                outcome.status.french,
                several(v.reason for v in deciding),
            )
        )
    cited = tuple(dict.fromkeys(r for found in of_steps for v in found for r in v.rules))
    return Table(
        "steps",
        "Les étapes dans l'ordre",
        (
            Column("number", "N°"),
            Column("measure", "Mesure"),
            Column("start", "Début"),
            Column("end", "Fin"),
            Column("days", "Jours"),
            Column("status", "Suite"),
            Column("reason", "Pourquoi"),
        ),
        tuple(rows),
        cited,
    )


def _charts(positions: list[Position], outcomes: tuple[StepOutcome, ...]) -> tuple[Chart, ...]:
    if not outcomes:
        return ()
    first = min(s.start for s in outcomes)
    labels = tuple(
        f"{at.step.name}, {short_date(s.start)}" + (f" – {short_date(s.end)}" if s.end is not None else "")
        for at, s in zip(positions, outcomes, strict=True)
    )
    states = tuple(s.status.value for s in outcomes)
    return (
        Chart(
            "timeline",
            "timeline",
            "Le parcours dans le temps",
            "jours",
            labels,
            (
                Series("start", "Jours depuis le début", tuple((s.start - first).days for s in outcomes)),
                Series("days", "Durée", tuple(s.days or 1 for s in outcomes)),
            ),
            states=states,
        ),
    )


_TAKEN = {
    Measure.GUIDANCE_EXAMINATION: ("C-77",),
    Measure.GUIDANCE_STAGE: ("C-31", "X-08"),
    Measure.PLACEMENT: ("C-33",),
    Measure.TRIAL_PLACEMENT: ("C-34", "C-68", "L-39"),
    Measure.WORK_INTRODUCTION: ("C-38", "L-40"),
    Measure.CONTRIBUTION_INCREASE: ("C-41", "L-36"),
    Measure.CAPITAL_AID: ("C-44", "C-51"),
    Measure.COACHING: ("X-06",),
}
"""The readings on which the rules of a measure rest."""


def _readings(positions: list[Position]) -> tuple[ReadingTaken, ...]:
    there = {at.step.measure for at in positions}
    ids = [ident for measure, taken in _TAKEN.items() if measure in there for ident in taken]
    shown = [r for at in positions if (r := days_after_term(at)) is not None]
    if any(resigned(at) for at in positions):
        words = (
            "S'il fallait une sommation ({0}) aussi après une résiliation, la suite resterait à apprécier jusque-là."
        )
        shown.append(ReadingTaken("C-33", phrase(words, Cited("cmrp:1009"))))
    first = {r.id: r for r in reversed(shown)}
    return tuple(first.get(ident, ReadingTaken(ident)) for ident in ids)


def _notices(positions: list[Position]) -> tuple[Notice, ...]:
    found = [
        info(
            "own_conditions",
            phrase(
                "Ce calculateur examine l'ordre et la durée des étapes. Chaque mesure garde ses propres conditions :"
                " voir son calculateur."
            ),
            "cmrp:1006",
        )
    ]
    replaced = all_sources()["cmrp"].replaced_from
    if replaced is not None and positions and positions[0].law.day < replaced <= positions[-1].step.start:
        found.append(
            warning(
                "later_steps",
                phrase(
                    "Des étapes commencent dès le {0} ou après : la circulaire suivie ici a été remplacée à cette"
                    " date.",
                    replaced,
                ),
            )
        )
    for at in positions:
        if at.step.measure is Measure.CAPITAL_AID and at.earlier(Measure.CAPITAL_AID):
            found.append(
                warning(
                    f"capital_before.{at.number}",
                    phrase(
                        "Étape {0} : une aide en capital précède. Le plafond vaut par projet ; pour le même projet, les"
                        " deux comptent ensemble.",
                        at.number,
                    ),
                    "cmrp:6021",
                )
            )
        if at.step.measure is not Measure.TRIAL_PLACEMENT:
            continue
        limit, capacity = at.law.count("trial_placement/reintegration_capacity"), at.step.work_capacity
        if capacity is not None and capacity < limit:
            found.append(
                warning(
                    f"reintegration.{at.number}",
                    phrase(
                        "Étape {0} : capacité de {1:%}, sous {2:%}. Une mesure de réinsertion peut mieux convenir ;"
                        " l'essai n'est pas exclu.",
                        at.number,
                        capacity,
                        limit,
                    ),
                    "cmrp:5023",
                )
            )
    return tuple(found)
