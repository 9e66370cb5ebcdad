"""The case of coaching: a mandate as it is planned, and the journal of its hours.

Hours are decimal hours, durations of journal entries are minutes. The date of the law is that of the grant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.ground.french import clock_text, show
from ai_calc.ground.money import ZERO
from ai_calc.ground.reading import as_read, clean, read_clock, read_day, read_minutes
from ai_calc.outcome.facts import (
    Amount,
    Answer,
    CalendarDate,
    Case,
    Choice,
    Finding,
    Flag,
    HoursNumber,
    LawDate,
    MoneyNumber,
    Order,
    Whole,
    field,
    finding,
    not_a_bool,
)
from ai_calc.registers import cantons

MAX_ENTRIES = 60_000
"""How many entries a journal holds: more than a provider writes in a working life."""

BY_DATE = "by_date"

if TYPE_CHECKING:

    class Canton(Choice):
        """A canton, from the files of ``cantons/``."""

    class EditionChoice(Choice):
        """An edition of a canton's text, or the one that the date calls for."""

    class KindChoice(Choice):
        """A kind of coaching of any canton."""

else:
    Canton = Choice("Canton", {c.code.upper(): (c.code, c.name) for c in cantons.all_cantons().values()})
    EditionChoice = Choice(
        "EditionChoice",
        {"BY_DATE": (BY_DATE, "Selon la date de l'octroi")}
        | {re.sub(r"\W", "_", e.id).upper(): (e.id, e.title) for e in cantons.all_editions().values()},
    )
    KindChoice = Choice("KindChoice", {key.upper(): (key, label) for key, label in cantons.kind_labels().items()})


class Intensity(Choice):
    """The level of the monthly grid (berne-2021:0.5, berne:8.grille)."""

    LOW = "low", "Faible"
    MEDIUM = "medium", "Moyenne"
    HIGH = "high", "Forte"


class CapDate(Choice):
    """Which day decides the cap when it changed (reading B-01)."""

    GRANT = "grant", "Date de l'octroi"
    EXECUTION = "execution", "Date d'exécution (autre lecture)"


class InterimReports(Choice):
    """How interim reports were agreed (geneve:3.b; reading G-01)."""

    MONTHLY = "monthly", "Chaque mois"
    MIDWAY = "midway", "À mi-parcours"


class Rounding(Choice):
    """How the time of a day is brought to the step of the journal (reading G-03)."""

    NEAREST = "nearest", "Au plus proche"
    UP = "up", "Vers le haut"
    DOWN = "down", "Vers le bas"


class EventKind(Choice):
    """Something that happens during a mandate and sets a date."""

    REQUEST = "request", "Sollicitation du SRP ou de la personne"
    PROBLEM = "problem", "Problème ou cadre changé"
    INFLUENCE = "influence", "Influence extérieure"


def _minutes(value: Any) -> Any:
    """Minutes; a text is read as a duration, but bare digits are minutes as the names of these fields say."""
    if isinstance(value, str):
        text = clean(value)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else read_minutes(text)
    return not_a_bool(value)


def _minutes_of_a_day(value: Any) -> Any:
    minutes = _minutes(value)
    if isinstance(minutes, int) and minutes > 24 * 60:
        meant = f"{minutes // 60} min" if minutes % 60 == 0 and minutes <= 24 * 60 * 60 else "45 min"
        raise ValueError(
            f"{clock_text(minutes)} : plus de 24 heures en un jour ; voulez-vous dire des minutes ? Écrivez alors"
            f" {meant}"
        )
    if isinstance(minutes, int) and minutes < 0:
        raise ValueError("une durée n'est pas négative")
    return minutes


def _hours_within(most: int, span: str) -> Callable[[Decimal], Decimal]:
    """Refuses more hours than a span of time has: no text bounds them closer."""

    def within(value: Decimal) -> Decimal:
        if value > most:
            raise ValueError(f"{show(value, 'h')} : plus de {most} heures en {span}")
        return value

    return within


def _clock(value: Any) -> Any:
    return "" if value is None else as_read(read_clock, value)


Hours = Annotated[HoursNumber, Field(ge=0, le=Decimal(10_000), decimal_places=2)]
DayHours = Annotated[HoursNumber, Field(ge=0, decimal_places=2), AfterValidator(_hours_within(24, "un jour"))]
MonthHours = Annotated[HoursNumber, Field(ge=0, decimal_places=2), AfterValidator(_hours_within(31 * 24, "un mois"))]
Rate = Annotated[MoneyNumber, Field(gt=0, le=Decimal(10_000), decimal_places=2)]
Minutes = Annotated[int, BeforeValidator(_minutes_of_a_day), Field(ge=0, le=24 * 60)]
Clock = Annotated[str, BeforeValidator(_clock)]
Text = Annotated[str, Field(max_length=300)]
LongText = Annotated[str, Field(max_length=2000)]
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")


def _note(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    if _UNPRINTABLE.search(text):
        raise ValueError("la remarque contient un caractère invisible")
    return text


def _day_of(value: Any) -> date | None:
    """A day as data or a form hold it; ``None`` for what is none."""
    try:
        return read_day(value) if isinstance(value, str) else value if isinstance(value, date) else None
    except ValueError:
        return None


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Part):
    """One line of the journal. ``minutes``: the time spent; for a missed or cancelled appointment, the time planned.

    ``invoiced`` and what follows: that it is on an invoice, on which, and what of it: a line that is changed afterwards
    does not change what was invoiced.
    """

    day: CalendarDate = field(title="Date")
    activity: Activity = field(Activity.WITH_PERSON, title="Nature")
    minutes: Minutes = field(0, title="Durée", unit="minutes", help="0:45, 45 min, ou en heures : 0,75.")
    start: Clock = field("", title="Début", help="Facultatif : 14:30. Évite de compter deux fois le même temps.")
    notice_minutes: Annotated[int, BeforeValidator(_minutes), Field(ge=0, le=1_000_000)] | None = field(
        None, title="Préavis d'annulation", unit="minutes", help="Pour un entretien annulé : 24:00 ou 24 h."
    )
    billed_elsewhere: Flag = field(
        False, title="Facturé ailleurs", help="Ce temps figure déjà dans une autre prestation."
    )
    note: Annotated[str, BeforeValidator(_note), Field(max_length=300)] = field("", title="Remarque", personal=True)
    invoiced: Flag = field(False, title="Facturé", help="Cette ligne est déjà sur une facture.")
    invoice: Annotated[str, BeforeValidator(_note), Field(max_length=80)] = field(
        "", title="Facturé : facture", personal=True, kept=True
    )
    invoiced_day: CalendarDate | None = field(None, title="Facturé : date", kept=True)
    invoiced_activity: Activity | None = field(None, title="Facturé : nature", kept=True)
    invoiced_minutes: Minutes | None = field(None, title="Facturé : durée", unit="minutes", kept=True)

    @model_validator(mode="after")
    def _ends_the_same_day(self) -> Entry:
        if self.start and self.start_minute + self.minutes > 24 * 60:
            raise ValueError("cette entrée finit après minuit : coupez-la en deux, une par jour")
        return self

    @property
    def start_minute(self) -> int:
        """Minutes after midnight; only when ``start`` is given."""
        return int(self.start[:2]) * 60 + int(self.start[3:])

    @property
    def billed_minutes(self) -> int:
        """Minutes that this mandate is asked to pay."""
        return 0 if self.billed_elsewhere else self.minutes

    @property
    def changed(self) -> bool:
        """Whether the line says something else than what was invoiced; ``False`` where nobody kept what that was."""
        if not self.invoiced or self.invoiced_minutes is None:
            return False
        then = self.as_invoiced
        return (then.day, then.activity, then.minutes) != (self.day, self.activity, self.billed_minutes)

    @property
    def as_invoiced(self) -> Entry:
        """The line as it was invoiced; as it stands where nobody kept that."""
        if not self.invoiced or self.invoiced_minutes is None:
            return self
        return self.model_copy(
            update={
                "day": self.invoiced_day or self.day,
                "activity": self.invoiced_activity or self.activity,
                "minutes": self.invoiced_minutes,
                "billed_elsewhere": False,
            }
        )


class OtherMandate(_Part):
    """Another coaching mandate of the same person, before or beside this one."""

    kind: KindChoice | None = field(None, title="Type de coaching")
    start: CalendarDate = field(title="Début")
    end: CalendarDate = field(title="Fin")
    same_provider: Answer = field(Finding.UNKNOWN, title="Même prestataire")

    ORDER: ClassVar[tuple[Order, ...]] = (Order("start", "end"),)


class Event(_Part):
    """Something that happened: a question of the SRP, a problem."""

    kind: EventKind = field(EventKind.REQUEST, title="Événement")
    day: CalendarDate = field(title="Date")
    time: Clock = field("", title="Heure")


_B1, _B2, _G = "berne-2021", "berne", "geneve"


class CoachingCase(Case):
    """A coaching mandate: plan, budget, journal of hours, documents and dates. The grant decides which law applies."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("law_date", "start_date")
    FOLLOWS: ClassVar[tuple[str, ...]] = ()  # the text of the canton, which the case chooses
    ORDER: ClassVar[tuple[Order, ...]] = (
        Order("law_date", "start_date", why="l'octroi précède le coaching"),
        *(
            Order(first, then)
            for first in ("law_date", "start_date")
            for then in ("actual_end", "evaluation_date", "hired_on")
        ),
        Order("hired_on", "contract_date"),
        Order("statement_from", "statement_until"),
        Order("offer_date", "offer_until"),
    )

    # Mandate
    canton: Canton = field("be", title="Canton", validate_default=True)
    law_date: LawDate | None = Field(
        default=None,
        title="Date de l'octroi",
        description=(
            "Elle fixe le texte qui s'applique et ses plafonds (date du droit). Vide : le début du coaching, sinon"
            " aujourd'hui."
        ),
        json_schema_extra={"rules": [f"{_B1}:T1", f"{_B2}:1.a"]},
    )
    edition: EditionChoice = field(
        BY_DATE, title="Texte du canton", validate_default=True, help="Par défaut, celui de la date de l'octroi."
    )
    undated_from: CalendarDate | None = field(
        None,
        title="Le texte sans date vaut dès le",
        rules=(f"{_B2}:1.a",),
        help="Un mémento bernois ne porte aucune date : indiquez celle que l'office vous a donnée.",
    )
    kind: KindChoice = field(
        "job_search", title="Type de coaching", validate_default=True, rules=(f"{_B1}:T6", f"{_B2}:7.4", f"{_G}:1.b")
    )

    # Plan
    start_date: CalendarDate | None = field(None, title="Début du coaching", help="Vide : la date de l'octroi.")
    months: Annotated[Whole, Field(ge=1, le=60)] | None = field(
        None, title="Durée", unit="mois", rules=(f"{_B1}:T6", f"{_B2}:7.4")
    )
    intensity: Intensity | None = field(None, title="Intensité", rules=(f"{_B1}:0.5", f"{_B2}:8.grille"))
    hours_per_month: MonthHours | None = field(
        None,
        title="Coaching",
        unit="heures/mois",
        help=(
            "Contacts avec la personne et avec d'autres. Vide, et sans total : le plan propose ce que le plafond"
            " permet."
        ),
        rules=(f"{_B1}:0.4", f"{_B2}:8.grille"),
    )
    total_hours: Hours | None = field(
        None, title="Coaching en tout", unit="heures", help="À la place des heures par mois : elles sont réparties."
    )
    travel_hours_per_month: MonthHours = field(
        ZERO, title="Déplacements", unit="heures/mois", rules=(f"{_B1}:R.2", f"{_B2}:5.b", f"{_G}:3.c")
    )
    admin_hours_per_month: MonthHours = field(
        ZERO, title="Administration", unit="heures/mois", rules=(f"{_B1}:R.2", f"{_B2}:5.b", f"{_G}:3.c")
    )
    first_interview_hours: DayHours = field(
        ZERO, title="Premier entretien", unit="heures", rules=(f"{_B1}:R.3", f"{_B2}:5.d")
    )
    employer_interview_hours: MonthHours = field(
        ZERO, title="Entretiens de présentation avec des employeurs", unit="heures", rules=(f"{_B2}:5.d",)
    )
    hourly_rate: Rate | None = field(
        None,
        title="Tarif horaire",
        unit="CHF/h",
        rules=(f"{_B1}:R.1", f"{_B2}:5.a", f"{_G}:3.c"),
        help="Berne 2021–2022 : fixé par le mémento. Ailleurs : celui de la convention ou de l'offre.",
    )
    cap_date: CapDate = field(CapDate.GRANT, title="Date qui fixe le plafond", rules=(f"{_B1}:T1",))
    earlier_hours: Hours | None = field(
        None,
        title="Déjà accordé pour ce mandat",
        unit="heures",
        help="Pour une prolongation. Si rien n'a encore été accordé : 0.",
        rules=(f"{_B2}:7",),
    )
    earlier_months: Annotated[Whole, Field(ge=0, le=60)] | None = field(
        None,
        title="Durée déjà accordée pour ce mandat",
        unit="mois",
        help="Pour une prolongation. Si rien n'a encore été accordé : 0.",
        rules=(f"{_B1}:T6", f"{_B2}:7.4"),
    )
    granted_hours: Hours | None = field(
        None,
        title="Accordé par l'octroi",
        unit="heures",
        rules=(f"{_B1}:0.2", f"{_B2}:1.b"),
        help="Si l'octroi est connu : le plan et le journal se comparent à lui.",
    )
    remaining_hours: Hours | None = field(
        None,
        title="Reste du coaching de recherche d'emploi",
        unit="heures",
        rules=(f"{_B1}:T6.a", f"{_B2}:7.4.a"),
        help="Pour l'accompagnement à la nouvelle place.",
    )

    # Conditions
    agreement_signed: Finding = finding("Convention ou accord signé", f"{_B1}:0.1", f"{_B2}:1.a", f"{_G}:0")
    goals_agreed: Finding = finding(
        "Objectifs convenus (convention d'objectifs, devis-mandat)", f"{_B1}:0.3", f"{_B2}:1.c", f"{_G}:1.a"
    )
    mandate_followed: Finding = finding("Le premier entretien a débouché sur un mandat", f"{_B1}:R.3", f"{_B2}:5.d")
    cost_effective: Finding = finding("Le tarif répond au critère d'économicité", f"{_G}:3.c.a")
    extras_agreed: Answer = field(
        Finding.UNKNOWN,
        title="Le devis prévoit les postes non réglés",
        rules=(f"{_G}:1.a", f"{_G}:3.c.a"),
        help="Premier entretien et déplacements hors du canton.",
    )
    early_intervention: Answer = field(Finding.UNKNOWN, title="Mesure d'intervention précoce", rules=(f"{_G}:3.c.b",))
    in_institution: Answer = field(Finding.UNKNOWN, title="Mesure dans une institution", rules=(f"{_B1}:0.7",))
    other_mandates: Annotated[tuple[OtherMandate, ...], Field(max_length=20)] = field(
        (), title="Autres mandats de coaching de la personne", rules=(f"{_B1}:0.8",)
    )
    no_other_mandate: Answer = field(
        Finding.UNKNOWN,
        title="C'est le seul mandat de coaching de la personne",
        rules=(f"{_B1}:0.8",),
        help="Tant qu'aucun n'est indiqué plus haut.",
        none_of="other_mandates",
    )
    internal_follow_up: Answer = field(
        Finding.UNKNOWN, title="Une mesure interne du même prestataire suivra", rules=(f"{_B2}:8.1", f"{_B2}:8.2")
    )
    internship_count: Annotated[Whole, Field(ge=0, le=20)] | None = field(
        None, title="Nombre de stages", unit="nombre", rules=(f"{_B1}:T1", f"{_B2}:7.1")
    )
    internship_days: Annotated[Whole, Field(ge=1, le=60)] | None = field(
        None, title="Durée de chaque stage", unit="jours", rules=(f"{_B1}:T1", f"{_B2}:7.1", "cmrp:2005")
    )
    on_primary_market: Finding = finding("Mesure sur le marché primaire, en tout ou en partie", "cmrp:1028.a")
    targeted_need: Finding = finding("Besoin d'un coaching spécifique et ciblé", "cmrp:1028.b")

    # Course of the mandate
    actual_end: CalendarDate | None = field(None, title="Fin effective", help="Vide : la fin prévue.")
    evaluation_date: CalendarDate | None = field(
        None, title="Entretien d'évaluation le", rules=(f"{_B1}:E.1", f"{_B2}:3.a")
    )
    interim_reports: InterimReports | None = field(
        None,
        title="Rapports d'étape",
        help="Vide : chaque mois ; à mi-parcours si la mesure dure un mois au plus.",
        rules=(f"{_G}:3.b.d",),
    )
    hired_on: CalendarDate | None = field(None, title="Emploi trouvé le", rules=(f"{_B1}:T6.a", f"{_B2}:7.4.a"))
    contract_date: CalendarDate | None = field(
        None, title="Signature du contrat de travail le", rules=(f"{_B1}:T6.a", f"{_B2}:7.4.a")
    )
    trial_period_passed: Finding = finding("Temps d'essai réussi", f"{_B1}:T6.b")
    placement_fee: Amount | None = field(
        None,
        title="Forfait de placement",
        unit="CHF",
        rules=(f"{_B1}:T6.b",),
        help="Son montant est dans l'annexe 11, qui n'est pas reprise ici.",
    )
    events: Annotated[tuple[Event, ...], Field(max_length=200)] = field(
        (), title="Événements", rules=(f"{_B1}:O.5", f"{_B2}:2", f"{_G}:3.b")
    )

    # Journal
    journal: Annotated[tuple[Entry, ...], Field(max_length=MAX_ENTRIES)] = field(
        (), title="Journal des heures", rules=(f"{_B1}:R.2", f"{_B2}:5.b", f"{_G}:3.c.c")
    )
    rounding: Rounding = field(
        Rounding.NEAREST,
        title="Arrondi du journal",
        rules=(f"{_G}:3.c.c",),
        help="Là où le canton veut des quarts d'heure.",
    )
    statement_from: CalendarDate | None = field(
        None,
        title="Aperçu dès le",
        help="Vide : depuis le début. Pour un mois, par exemple.",
        rules=(f"{_B1}:A.1", f"{_B2}:4"),
    )
    statement_until: CalendarDate | None = field(
        None, title="Aperçu arrêté au", help="Vide : tout le journal.", rules=(f"{_B1}:A.1", f"{_B2}:4")
    )
    warn_at_percent: Annotated[Whole, Field(ge=1, le=100)] = field(
        80, title="Avertir dès cette part du plafond", unit="%", help="Réglage du journal, pas une règle."
    )

    # Names for the documents
    provider: Text = field("", title="Prestataire", personal=True)
    person: Text = field(
        "", title="Personne assurée", help="Des initiales ou un numéro de dossier suffisent.", personal=True
    )
    specialist: Text = field("", title="SRP", personal=True)
    office: Text = field(
        "",
        title="Office AI destinataire",
        help="Si ce n'est pas celui de vos coordonnées : nom, rue et lieu, séparés par des virgules.",
        personal=True,
    )
    reference: Text = field(
        "",
        title="Référence du mandat",
        personal=True,
        help="Votre numéro de dossier. L'agenda reconnaît le mandat par elle ; sans elle, il en reçoit une.",
    )
    offer_number: Text = field("", title="Numéro de l'offre", personal=True)
    offer_date: CalendarDate | None = field(None, title="Date de l'offre", help="Vide : le jour où l'offre est faite.")
    offer_until: CalendarDate | None = field(None, title="Offre valable jusqu'au")
    invoice_number: Text = field("", title="Numéro de la facture", personal=True)
    invoice_date: CalendarDate | None = field(
        None, title="Date de la facture", help="Vide : le jour où la facture est faite."
    )
    objectives: LongText = field("", title="Objectifs", rules=(f"{_G}:1.a",), personal=True)
    programme: LongText = field("", title="Programme", rules=(f"{_G}:1.a",), personal=True)

    @classmethod
    def from_older(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Until version 0.2.0 one day said up to when the journal was invoiced; now each line says it for itself."""
        if not data.get("invoiced_until"):
            return {name: value for name, value in data.items() if name != "invoiced_until"}
        until = _day_of(data["invoiced_until"])
        if until is None or not isinstance(data.get("journal", ()), list | tuple):
            return data
        rows = [
            {**row, "invoiced": True}
            if isinstance(row, dict) and (day := _day_of(row.get("day"))) is not None and day <= until
            else row
            for row in data.get("journal", ())
        ]
        return {name: value for name, value in {**data, "journal": rows}.items() if name != "invoiced_until"}

    @property
    def is_extension(self) -> bool:
        """Whether hours or months were granted for this mandate before."""
        return bool(self.earlier_hours or self.earlier_months)

    @property
    def first_day(self) -> date:
        """The first day of the mandate: its start, or the day of the grant. While the file gives neither, the months
        are counted from the first line of the journal."""
        if self.start_date is not None or self.law_date is not None:
            return self.start_date or self.law_day
        worked = (e.day for e in self.journal if e.activity is not Activity.FIRST_INTERVIEW)
        return min(worked, default=self.law_day)

    @property
    def span(self) -> int:
        """The months that the plan lays out; one while the length of the mandate is not known."""
        return self.months or 1
