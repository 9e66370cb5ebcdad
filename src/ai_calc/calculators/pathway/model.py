"""The case of a rehabilitation path: its steps with their dates, and a few facts that decide what may follow."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ai_calc.outcome.facts import CalendarDate, Case, Choice, DecimalNumber, Finding, Flag, Order, field

MAX_STEPS = 20


class Measure(Choice):
    """A measure of the disability insurance that may be a step of a path."""

    EARLY_INTERVENTION = "early_intervention", "Intervention précoce chez un employeur"
    REINTEGRATION = "reintegration", "Mesure de réinsertion"
    GUIDANCE = "guidance", "Orientation : entretiens et tests"
    GUIDANCE_EXAMINATION = "guidance_examination", "Orientation : examen étendu"
    GUIDANCE_STAGE = "guidance_stage", "Orientation : stage pratique"
    INITIAL_TRAINING = "initial_training", "Formation professionnelle initiale"
    RETRAINING = "retraining", "Reclassement"
    PLACEMENT = "placement", "Placement : appui à la recherche d'emploi"
    TRIAL_PLACEMENT = "trial_placement", "Placement à l'essai"
    WORK_INTRODUCTION = "work_introduction", "Allocation d'initiation au travail"
    CONTRIBUTION_INCREASE = "contribution_increase", "Indemnité pour augmentation des cotisations"
    CAPITAL_AID = "capital_aid", "Aide en capital"
    COACHING = "coaching", "Coaching externe"


class PathStep(BaseModel):
    """One step of a path."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    ORDER: ClassVar[tuple[Order, ...]] = (
        Order("start", "end"),
        Order("start", "hired_on", why="l'étape doit mener à l'engagement"),
    )

    measure: Measure | None = field(None, title="Mesure")
    start: CalendarDate = field(
        title="Début", help="Pour l'indemnité de cotisations : le premier jour de la nouvelle incapacité."
    )
    end: CalendarDate | None = field(None, title="Fin (dernier jour)", help="Vide pour une aide versée une fois.")
    employer: str = field("", title="Employeur", max_length=120, rules=("cmrp:5023", "cmrp:5024"))
    work_capacity: Annotated[DecimalNumber, Field(ge=0, le=100, decimal_places=2)] | None = field(
        None, title="Capacité de travail", unit="%", rules=("cmrp:5023",)
    )
    hired_on: CalendarDate | None = field(None, title="Débouche sur un engagement le", rules=("cmrp:5020", "cmrp:5027"))
    new_post: Flag = field(
        False, title="Changement de poste chez le même employeur", rules=("cmrp:5027.b", "cmrp:5038")
    )
    justified: Finding = field(
        Finding.UNKNOWN,
        title="Nécessaire au but (nouvelle mesure, prolongation)",
        rules=("cmrp:5024", "cmrp:2004", "cmrp:5009"),
        help="Pour une mesure du même genre, ou une durée au-delà de la règle.",
    )
    in_school_holidays: Finding = field(
        Finding.UNKNOWN,
        title="Pendant les vacances scolaires",
        rules=("cmrp:2005",),
        help="Pour un stage d'orientation.",
    )
    conditions_clear: Finding = field(
        Finding.UNKNOWN,
        title="Ses propres conditions sont clarifiées",
        rules=("cmrp:5022", "cmrp:3001", "cmrp:1028", "cmrp:5007"),
        help=(
            "Essai : conditions établies. Formation : école finie, métier choisi. Coaching : mesure sur le marché"
            " primaire. Recherche après un emploi procuré : il n'a pas été résilié sans raison valable."
        ),
    )

    @property
    def name(self) -> str:
        """The measure in French."""
        return self.measure.french if self.measure is not None else "mesure à indiquer"


class PathwayCase(Case):
    """A rehabilitation path (parcours de réadaptation), from guidance to work. Its first step decides which law
    applies."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("first_day",)
    DERIVED: ClassVar[dict[str, str]] = {"first_day": "Début de la première étape"}

    fit: Finding = field(
        Finding.UNKNOWN, title="Apte à la réadaptation (possibilité et volonté)", rules=("cmrp:2001.1", "cmrp:5019.a")
    )
    employment_reasonable: Finding = field(
        Finding.UNKNOWN,
        title="Un emploi salarié serait raisonnablement exigible",
        rules=("cmrp:6006",),
        help="Pour une aide en capital.",
    )
    independence_simpler: Finding = field(
        Finding.UNKNOWN,
        title="L'indépendance est notablement plus simple et adéquate qu'un reclassement",
        rules=("cmrp:6007",),
        help="Pour une aide en capital sans autre mesure avant.",
    )
    steps: Annotated[tuple[PathStep, ...], Field(max_length=MAX_STEPS)] = field((), title="Étapes du parcours")

    @property
    def first_day(self) -> date | None:
        """When the path begins."""
        return min((step.start for step in self.steps), default=None)

    @property
    def ordered(self) -> list[tuple[int, PathStep]]:
        """The steps by their start, each with its number in the list."""
        return sorted(enumerate(self.steps, 1), key=lambda entry: (entry[1].start, entry[0]))


def last_day(step: PathStep) -> date:
    """The end of a step; its start where it has none."""
    return step.end or step.start
