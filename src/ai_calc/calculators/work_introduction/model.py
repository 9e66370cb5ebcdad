"""The case of a work introduction allowance: the post, the period, the wage, the absences, the payment."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ai_calc.ground.money import ZERO
from ai_calc.outcome.facts import (
    Amount,
    Answer,
    CalendarDate,
    Case,
    Choice,
    DecimalNumber,
    Finding,
    FineNumber,
    Order,
    Whole,
    field,
)


class Access(Choice):
    """How the person came to the post (cmrp:5027)."""

    HIRED = "hired", "Placement chez un nouvel employeur"
    AFTER_TRIAL = "after_trial", "Engagement après un placement à l'essai"
    CHANGE = "change", "Autre poste chez le même employeur"
    SAME_POST = "same_post", "Même poste, même employeur"
    NONE = "none", "Engagement sans placement"


class Cover(Choice):
    """Who pays while the person is absent (cmrp:5029; reading C-39)."""

    INSURER = "insurer", "Un autre assureur (accident, maladie, APG)"
    WAGE = "wage", "L'employeur verse le salaire, aucun assureur"
    NOBODY = "nobody", "Ni assureur ni salaire"


class Payment(Choice):
    """When the allowance is paid (cmrp:5034)."""

    END = "end", "À la fin de la période"
    PERIODIC = "periodic", "Périodiquement, à la demande de l'employeur"


class Absence(BaseModel):
    """An absence during the period, in calendar days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_day: CalendarDate | None = field(None, title="Premier jour", help="Vide : date inconnue.")
    days: Annotated[Whole, Field(ge=1, le=366)] = field(title="Durée", unit="jours", rules=("cmrp:5035",))
    cover: Cover = field(title="Qui paie", rules=("cmrp:5029",))


Percent = Annotated[DecimalNumber, Field(ge=0, le=200, max_digits=6, decimal_places=2)]
Share = Annotated[DecimalNumber, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class WorkIntroductionCase(Case):
    """A work introduction allowance (allocation d'initiation au travail). Its start decides which law applies."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("start_date", "placed_on")
    LASTS: ClassVar[tuple[str, ...]] = ("days",)
    DERIVED: ClassVar[dict[str, str]] = {"placed_on": "Début du placement"}
    ORDER: ClassVar[tuple[Order, ...]] = (
        Order("start_date", "end_date"),
        Order("start_date", "early_end_date"),
        Order("early_end_date", "end_date", why="une interruption avant terme ne vient pas après le terme"),
        Order("employment_start", "end_date"),
        Order("employment_start", "post_start"),
        Order("post_start", "end_date"),
    )

    # Entitlement
    access: Access | None = field(
        None,
        title="Comment la personne arrive à ce poste",
        rules=("cmrp:5027",),
        help="Placement : avec le soutien de l'office AI.",
    )
    activity_suitable: Finding = field(
        Finding.UNKNOWN, title="La nouvelle activité est appropriée", rules=("cmrp:5027", "cmrp:5005.b")
    )
    performance_percent: Percent | None = field(
        None,
        title="Rendement pendant l'initiation",
        unit="%",
        rules=("cmrp:5028",),
        help="Dans la nouvelle activité ; ce n'est pas la capacité de travail de l'art. 6 LPGA.",
    )
    agreed_wage_percent: Percent | None = field(
        None,
        title="Salaire convenu",
        unit="%",
        rules=("cmrp:5028",),
        help="En pour-cent du salaire d'un plein rendement à ce poste.",
    )

    # Period
    employment_start: CalendarDate | None = field(
        None,
        title="Début des rapports de travail",
        rules=("cmrp:5027",),
        help="L'allocation vaut au début du placement.",
    )
    post_start: CalendarDate | None = field(
        None,
        title="Début à l'autre poste",
        rules=("cmrp:5027",),
        help="Chez le même employeur, le placement commence avec ce poste.",
    )
    start_date: CalendarDate | None = field(None, title="Début de l'allocation", rules=("cmrp:5033",))
    end_date: CalendarDate | None = field(
        None, title="Fin convenue", rules=("cmrp:5033",), help="Ou, à sa place, la durée."
    )
    days: Annotated[Whole, Field(ge=1, le=1000)] | None = field(
        None,
        title="Durée convenue",
        unit="jours",
        rules=("cmrp:5032",),
        help="Jours civils. Vide, sans fin convenue : le maximum est compté, sous réserve.",
    )
    early_end_date: CalendarDate | None = field(
        None, title="Interrompue avant terme, dernier jour", rules=("cmrp:5037",)
    )

    # Amounts
    daily_amount: Amount | None = field(
        None, title="Montant par jour", unit="CHF/jour", rules=("cmrp:5030", "cmrp:5033")
    )
    monthly_wage: Amount | None = field(
        None,
        title="Salaire mensuel brut",
        unit="CHF/mois",
        rules=("cmrp:5031",),
        help="Sans les allocations pour enfant.",
    )
    wage_months: Annotated[FineNumber, Field(ge=0, le=24, decimal_places=4)] | None = field(
        None,
        title="Mois de salaire dans la période convenue",
        unit="mois",
        rules=("cmrp:5031",),
        help="Vide : compté d'après les dates. Ne pas déduire les absences.",
    )
    other_wage: Amount = field(
        ZERO,
        title="Autres éléments du salaire de la période",
        unit="CHF",
        rules=("cmrp:5031",),
        help="Part du 13e salaire, primes.",
    )
    employer_rate_percent: Share | None = field(
        None,
        title="Cotisations de l'employeur, taux forfaitaire",
        unit="%",
        rules=("cmrp:5031",),
        help="La circulaire ne donne pas ce taux : à saisir.",
    )

    # Absences and payment
    no_absence: Answer = field(
        Finding.UNKNOWN,
        title="Aucune absence pendant la période",
        rules=("cmrp:5029", "cmrp:5035"),
        help="Tant qu'aucune n'est indiquée. Avant la fin de la période, ce point reste à établir.",
        none_of="absences",
    )
    absences: Annotated[tuple[Absence, ...], Field(max_length=40)] = field(
        (), title="Absences", rules=("cmrp:5029", "cmrp:5035")
    )
    payment: Payment = field(Payment.END, title="Versement", rules=("cmrp:5034",))
    payment_months: Annotated[Whole, Field(ge=1, le=6)] = field(
        1, title="Rythme du versement périodique", unit="mois", rules=("cmrp:5034",)
    )

    @property
    def placed_on(self) -> date | None:
        """The start of the placement: with the employment, or with the other post at the same employer."""
        return self.post_start if self.access is Access.CHANGE else self.employment_start

    @property
    def agreed(self) -> bool:
        """Whether the file says how long the allowance is agreed for."""
        return self.end_date is not None or self.days is not None
