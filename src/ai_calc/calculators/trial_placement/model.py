"""The case of a trial placement: what decides on it, its dates, and what its agreement (Annexe I) says."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ai_calc.ground.check_digits import checked
from ai_calc.outcome.facts import (
    Answer,
    CalendarDate,
    Case,
    Choice,
    DecimalNumber,
    Finding,
    Flag,
    HoursNumber,
    Order,
    Whole,
    field,
    finding,
)

Line = Annotated[str, Field(max_length=160)]
Lines = Annotated[str, Field(max_length=1200)]
Percent = Annotated[DecimalNumber, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Days = Annotated[Whole, Field(ge=1, le=1000)]


class Contract(Choice):
    """The contract of employment that the person has, and where the trial takes place (cmrp:5021)."""

    NONE = "none", "Aucun contrat de travail en cours"
    ELSEWHERE = "elsewhere", "Contrat en cours, essai dans une autre entreprise"
    OTHER_FIELD = "other_field", "Chez l'employeur actuel, dans un autre domaine"
    SAME_FIELD = "same_field", "Chez l'employeur actuel, dans le même domaine"


class Benefit(Choice):
    """What the AI pays meanwhile (cmrp:A1.7): the two variants of the model agreement."""

    OPEN = "open", "À choisir"
    DAILY_ALLOWANCE = "daily_allowance", "Indemnité journalière de l'AI"
    PENSION = "pension", "Rente de l'AI"
    BOTH = "both", "Rente et indemnité journalière"


class Salutation(Choice):
    """How the agreement names the person."""

    OPEN = "open", "—"
    MRS = "mrs", "Mme"
    MR = "mr", "M."


class Certificate(Choice):
    """What the firm writes at the end (cmrp:A1.11.c)."""

    OPEN = "open", "Selon la durée de l'essai"
    CERTIFICATE = "certificate", "Certificat de travail"
    CONFIRMATION = "confirmation", "Attestation de travail"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EarlierTrial(_Row):
    """A trial placement that came before."""

    employer: Line = field("", title="Entreprise", personal=True)
    days: Days = field(title="Durée", unit="jours", rules=("cmrp:5024",))
    same_employer: Answer = field(Finding.UNKNOWN, title="Même entreprise que maintenant", rules=("cmrp:5024",))


class Absence(_Row):
    """An absence during the trial, in calendar days."""

    first_day: CalendarDate | None = field(None, title="Premier jour")
    days: Days = field(title="Durée", unit="jours", rules=("cmrp:A1.11.b",))


class Entry(_Row):
    """One goal or one task."""

    text: Line = field(title="Texte", min_length=1)


class MonthPlan(_Row):
    """One month of the plan when presence is to grow."""

    month: Line = field(title="Mois", min_length=1)
    days: Annotated[Whole, Field(ge=0, le=31)] | None = field(None, title="Jours de travail", unit="jours")
    hours: Annotated[HoursNumber, Field(ge=0, le=24, decimal_places=2)] | None = field(
        None, title="Heures par jour", unit="heures"
    )
    percent: Percent | None = field(None, title="Taux", unit="%")


def _line(title: str, help: str = "", personal: bool = True) -> Line:
    line: Line = field("", title=title, help=help, personal=personal)
    return line


class TrialPlacementCase(Case):
    """A trial placement (placement à l'essai) and its agreement. Its first day decides which law applies."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("start_date",)
    LASTS: ClassVar[tuple[str, ...]] = ("days",)
    ORDER: ClassVar[tuple[Order, ...]] = (
        Order("start_date", "end_date"),
        Order("start_date", "early_end_date"),
        Order("early_end_date", "end_date", why="un arrêt avant terme ne vient pas après le terme"),
        Order("start_date", "contract_start", strict=True, why="l'engagement suit l'essai"),
    )

    # Conditions
    fit_for_rehabilitation: Finding = finding("Apte à la réadaptation", "cmrp:5019.a")
    capacity_reduced: Finding = finding("Capacités réduites pour raison de santé", "cmrp:5019.b")
    primary_market: Finding = finding("L'entreprise est sur le marché primaire de l'emploi", "cmrp:5017")
    contract: Contract | None = field(None, title="Contrat de travail", rules=("cmrp:5021",))
    employer_agrees: Finding = finding("L'employeur actuel est d'accord", "cmrp:5021.a")
    clarification_needed: Finding = finding("Les capacités sont à clarifier pour cette activité", "cmrp:5021.c")
    work_capacity_percent: Percent | None = field(
        None,
        title="Capacité de travail actuelle",
        unit="%",
        rules=("cmrp:5023",),
        help="Vide si elle n'est pas connue.",
    )
    reintegration_conditions: Finding = finding("Les conditions des mesures de réinsertion sont remplies", "cmrp:5023")

    # Dates
    start_date: CalendarDate | None = field(None, title="Premier jour", rules=("cmrp:5024", "cmrp:A1.4"))
    end_date: CalendarDate | None = field(
        None, title="Dernier jour convenu", rules=("cmrp:5024", "cmrp:A1.4"), help="Ou, à sa place, la durée."
    )
    days: Days | None = field(
        None,
        title="Durée convenue",
        unit="jours",
        rules=("cmrp:5024",),
        help="Jours civils. Vide, sans fin convenue : pas encore fixée.",
    )
    early_end_date: CalendarDate | None = field(None, title="Arrêt avant terme, dernier jour", rules=("cmrp:A1.4",))
    parties_agree_to_stop: Finding = finding("Les parties sont d'accord d'arrêter", "cmrp:A1.4")
    capacity_known_on: CalendarDate | None = field(
        None, title="Capacité de travail déterminée le", rules=("cmrp:5024",), help="L'essai dure jusque-là, pas plus."
    )
    earlier_trials: Annotated[tuple[EarlierTrial, ...], Field(max_length=6)] = field(
        (), title="Essais antérieurs", rules=("cmrp:5024",)
    )
    no_earlier_trial: Answer = field(
        Finding.UNKNOWN,
        title="C'est le premier placement à l'essai",
        rules=("cmrp:5024",),
        help="Tant qu'aucun essai antérieur n'est indiqué.",
        none_of="earlier_trials",
    )
    second_useful: Finding = finding(
        "Le second essai est judicieux et nécessaire pour atteindre l'objectif de réadaptation", "cmrp:5024"
    )
    contract_start: CalendarDate | None = field(
        None, title="Engagement à la suite de l'essai, dès le", rules=("cmrp:5020", "cmrp:5027.a")
    )
    absences: Annotated[tuple[Absence, ...], Field(max_length=40)] = field(
        (), title="Absences", rules=("cmrp:A1.11.b",)
    )

    # Agreement: parties
    benefit: Benefit = field(Benefit.OPEN, title="Prestation de l'AI pendant l'essai", rules=("cmrp:A1.7",))
    agreement_signed: Flag = field(False, title="La convention est signée par toutes les parties", rules=("cmrp:5026",))
    company_name: Line = _line("Entreprise d'affectation")
    company_street: Line = _line("Entreprise : rue")
    company_postcode: Line = _line("Entreprise : code postal")
    company_city: Line = _line("Entreprise : lieu")
    company_contact: Line = _line("Entreprise : personne de contact", "Prénom et nom.")
    company_contact_role: Line = _line("Entreprise : fonction")
    company_contact_phone: Line = _line("Entreprise : téléphone")
    person_salutation: Salutation = field(Salutation.OPEN, title="Personne assurée : titre")
    person_name: Line = _line("Personne assurée", "Prénom et nom.")
    person_street: Line = _line("Personne assurée : rue")
    person_postcode: Line = _line("Personne assurée : code postal")
    person_city: Line = _line("Personne assurée : lieu")
    person_phone: Line = _line("Personne assurée : téléphone")
    insured_number: Line = _line("Numéro AVS")
    office_of: Line = _line("Office AI de", "Le canton.", personal=False)
    office_street: Line = _line("Office AI : rue", personal=False)
    office_postcode: Line = _line("Office AI : code postal", personal=False)
    office_city: Line = _line("Office AI : lieu", personal=False)
    office_contact: Line = _line("Office AI : personne de contact", "Prénom et nom.")
    office_contact_role: Line = _line("Office AI : fonction")
    office_contact_phone: Line = _line("Office AI : téléphone")
    case_manager: Line = _line("Gestionnaire de cas qui signe")
    place_and_date: Line = _line("Lieu et date de la signature")

    # Agreement: content
    situation: Lines = field("", title="Situation de départ", rules=("cmrp:A1.1",), personal=True)
    medical_capacity: Lines = field(
        "",
        title="Capacité de travail théorique, selon les médecins",
        rules=("cmrp:A1.1",),
        help="Facultatif.",
        personal=True,
    )
    goals: Annotated[tuple[Entry, ...], Field(max_length=12)] = field(
        (), title="Objectifs individuels", rules=("cmrp:A1.2",)
    )
    presence_goal: Line = field(
        "", title="Présence ou rendement à augmenter", rules=("cmrp:A1.2",), help="Facultatif.", personal=True
    )
    work_field: Line = field("", title="Domaine de compétences", rules=("cmrp:A1.3",), personal=True)
    activity: Line = field("", title="Activité confiée", rules=("cmrp:A1.3",), personal=True)
    tasks: Annotated[tuple[Entry, ...], Field(max_length=20)] = field((), title="Tâches", rules=("cmrp:A1.3",))
    initial_percent: Percent | None = field(None, title="Taux d'occupation au début", unit="%", rules=("cmrp:A1.5",))
    working_days: Line = field(
        "",
        title="Jours de travail",
        rules=("cmrp:A1.5",),
        help="Par exemple : du lundi au vendredi, le matin.",
        personal=True,
    )
    working_hours: Line = field("", title="Heures de travail", rules=("cmrp:A1.5",), personal=True)
    rate_increases: Flag = field(False, title="Le taux d'occupation doit augmenter", rules=("cmrp:A1.5",))
    month_plan: Annotated[tuple[MonthPlan, ...], Field(max_length=12)] = field(
        (), title="Plan mois par mois", rules=("cmrp:A1.5",)
    )
    external_coach: Flag = field(False, title="Un coach externe suit l'essai", rules=("cmrp:A1.10",))
    coach_name: Line = _line("Coach externe", "Prénom et nom.")
    coach_address: Line = _line("Coach externe : adresse")
    coach_phone: Line = _line("Coach externe : téléphone")
    certificate: Certificate = field(Certificate.OPEN, title="Document remis à la fin", rules=("cmrp:A1.11.c",))

    @field_validator("insured_number")
    @classmethod
    def _insured_number(cls, value: str) -> str:
        message = "ce numéro AVS n'est pas juste (treize chiffres, dont 756 devant et le dernier de contrôle)"
        found = checked("ch.ssn", value, message)
        return f"{found[:3]}.{found[3:7]}.{found[7:11]}.{found[11:]}" if found else ""
