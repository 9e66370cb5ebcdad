"""The case of a compensation for higher contributions: the placement, the firm, its insurances, the absences."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ai_calc.outcome.facts import Answer, CalendarDate, Case, Choice, Finding, Flag, Order, Whole, field


class Placed(Choice):
    """How the person was placed (cmrp:5038)."""

    HIRED = "hired", "Placement chez l'employeur"
    CHANGE = "change", "Autre poste chez le même employeur"
    NONE = "none", "Pas de placement"


class Cause(Choice):
    """Why the person is absent (reading C-40)."""

    ILLNESS = "illness", "Maladie"
    ACCIDENT = "accident", "Accident"
    OTHER = "other", "Autre motif"


class Paid(Choice):
    """Who paid during the absence (cmrp:5038)."""

    INSURER = "insurer", "L'assurance d'indemnités journalières"
    WAGE = "wage", "L'employeur (salaire maintenu)"
    NOBODY = "nobody", "Ni une assurance, ni l'employeur"
    UNKNOWN = "unknown", "À établir"


class FirstPaidDay(Choice):
    """Which text says how days of absence are counted and paid (readings C-41, L-35)."""

    FIRST = "first", "Jours civils, dès le premier (circulaire seule)"
    AFTER_THRESHOLD = "after_threshold", "Jours de travail, dès le 16e (art. 6quater RAI, 2022)"


class Absence(BaseModel):
    """An absence. Its days are the calendar days between its dates, unless ``days`` says how many count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ORDER: ClassVar[tuple[Order, ...]] = (Order("first_day", "last_day"),)

    first_day: CalendarDate = field(title="Premier jour", rules=("cmrp:5042",))
    last_day: CalendarDate | None = field(None, title="Dernier jour")
    days: Annotated[Whole, Field(ge=1, le=1100)] | None = field(
        None, title="Jours comptés", unit="jours", help="Vide : tous les jours civils."
    )
    full: Answer = field(Finding.UNKNOWN, title="Incapacité complète", rules=("cmrp:5042",))
    cause: Cause | None = field(None, title="Cause", rules=("cmrp:5038.a",))
    paid: Paid = field(title="Qui a payé", rules=("cmrp:5038.a",))


class ContributionIncreaseCase(Case):
    """A request for compensation of higher contributions (indemnité pour augmentation des cotisations). The placement
    decides which law applies."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("placement_date", "hired_on")
    DERIVED: ClassVar[dict[str, str]] = {"hired_on": "Début des rapports de travail"}
    ORDER: ClassVar[tuple[Order, ...]] = (
        Order("employment_start", "employment_end"),
        Order("placement_date", "employment_end"),
    )

    placed: Placed | None = field(None, title="Placement", rules=("cmrp:5038",))
    activity_suitable: Finding = field(
        Finding.UNKNOWN, title="La nouvelle activité est appropriée", rules=("cmrp:5038",)
    )
    placement_date: CalendarDate | None = field(None, title="Date du placement", rules=("cmrp:5038", "cmrp:5042.a"))
    employment_start: CalendarDate | None = field(
        None, title="Début des rapports de travail", rules=("cmrp:5043.c",), help="Vide : la date du placement."
    )
    employment_end: CalendarDate | None = field(None, title="Fin des rapports de travail", rules=("cmrp:5043.d",))

    headcount: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = field(
        None,
        title="Collaborateurs à la date du placement",
        unit="personnes",
        rules=("cmrp:5043.b",),
        help="Compter les têtes.",
    )
    daily_insurance: Finding = field(
        Finding.UNKNOWN,
        title="Assurance d'indemnités journalières en cas de maladie",
        rules=("cmrp:5038.b",),
        help="Une des deux assurances suffit.",
    )
    compulsory_pension: Finding = field(
        Finding.UNKNOWN, title="Employeur affilié à la prévoyance professionnelle obligatoire", rules=("cmrp:5038.b",)
    )
    increase_likely: Finding = field(
        Finding.UNKNOWN, title="Une hausse des cotisations est vraisemblable", rules=("cmrp:5038.c",)
    )
    incapacity_justified: Finding = field(
        Finding.UNKNOWN, title="L'employeur a signalé les absences et justifié l'incapacité", rules=("cmrp:5039",)
    )

    absences: Annotated[tuple[Absence, ...], Field(max_length=60)] = field((), title="Absences", rules=("cmrp:5042",))
    accidents_count: Flag = field(
        False,
        title="Compter aussi les accidents",
        rules=("cmrp:5042.a",),
        help="Le texte parle de maladie, puis de raisons de santé.",
    )
    first_paid_day: FirstPaidDay | None = field(
        None,
        title="Jours payés",
        rules=("cmrp:5043",),
        help="Vide : selon la circulaire avant 2022, selon l'ordonnance ensuite. Les deux montants sont montrés.",
    )

    @property
    def hired_on(self) -> date | None:
        """The start of the employment where the placement comes with it; another post may follow years later."""
        return None if self.placed is Placed.CHANGE else self.employment_start

    @property
    def placed_on(self) -> date:
        """The placement; only asked once :attr:`placement_date` is known."""
        assert self.placement_date is not None
        return self.placement_date

    @property
    def work_start(self) -> date:
        """The first day of the employment: years of service run from there."""
        return self.employment_start or self.placed_on
