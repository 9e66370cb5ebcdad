"""The case of capital aid: what the file says. Amounts in CHF, durations in the unit that their name says."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ai_calc.ground.money import ZERO
from ai_calc.outcome.facts import (
    Amount,
    Answer,
    BirthDate,
    CalendarDate,
    Case,
    Choice,
    DecimalNumber,
    Finding,
    Flag,
    Order,
    Sex,
    Whole,
    field,
    finding,
)


class Purpose(Choice):
    """What the aid is for (cmrp:6001)."""

    START = "start", "Commencer une activité indépendante"
    RESUME = "resume", "Reprendre une activité indépendante"
    DEVELOP = "develop", "Développer une activité indépendante"
    TRANSFORM = "transform", "Transformer l'entreprise en raison de l'invalidité"


class LegalForm(Choice):
    """Legal form of the business; it decides whether the person is self-employed in the sense of the AVS
    (cmrp:6002)."""

    INDEPENDENT = "independent", "Indépendant·e selon l'AVS (raison individuelle, société de personnes)"
    SPOUSE = "spouse", "Collaboration dans l'entreprise du conjoint"
    LLC = "llc", "Sàrl"
    COMPANY = "company", "Société anonyme"
    COOPERATIVE = "cooperative", "Coopérative"
    UNKNOWN = "unknown", "À établir"


class FormerStatus(Choice):
    """Work before the invalidity (cmrp:6007)."""

    EMPLOYED = "employed", "Salarié·e"
    SELF_EMPLOYED = "self_employed", "Indépendant·e"
    OTHER = "other", "Autre ou aucune"


class Item(BaseModel):
    """One position of the project: what is to be paid."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str = field("", title="Objet", max_length=120)
    amount: Amount = field(title="Montant", unit="CHF", rules=("cmrp:6019",))
    useful_life_years: Annotated[Whole, Field(ge=1, le=60)] | None = field(
        None, title="Durée de vie", unit="ans", help="Vide si elle n'est pas connue.", rules=("cmrp:6014",)
    )
    compensates_bodily_function: Flag = field(
        False, title="Compense une fonction corporelle", help="Alors c'est un moyen auxiliaire.", rules=("cmrp:6003",)
    )
    real_estate: Flag = field(
        False, title="Immobilier", help="Achat, construction, transformation.", rules=("cmrp:6024",)
    )


Months = Annotated[Whole, Field(ge=0, le=720)]
Years = Annotated[Whole, Field(ge=1, le=60)]


class CapitalAidCase(Case):
    """A request for capital aid (aide en capital). The payment decides which law applies."""

    DECIDED_ON: ClassVar[tuple[str, ...]] = ("start_date",)
    ORDER: ClassVar[tuple[Order, ...]] = (
        Order("birth_date", "start_date", strict=True),
        Order("birth_date", "stop_date", strict=True),
        Order("birth_date", "knowledge_date", strict=True),
        Order("birth_date", "decision_date", strict=True),
        Order("start_date", "stop_date"),
        Order("start_date", "knowledge_date"),
        Order("start_date", "decision_date"),
        Order("stop_date", "knowledge_date", why="l'office ne peut pas connaître un arrêt qui n'a pas encore eu lieu"),
        Order("stop_date", "decision_date"),
        Order("knowledge_date", "decision_date"),
    )

    # Situation
    purpose: Purpose | None = field(None, title="But de l'aide", rules=("cmrp:6001",))
    birth_date: BirthDate | None = field(
        None,
        title="Date de naissance",
        help="Pour l'âge de référence, qui borne le prêt. L'année seule suffit pour estimer.",
        rules=("cmrp:6014", "cmrp:6010"),
    )
    sex: Sex | None = field(None, title="Sexe (registre AVS)", rules=("cmrp:6014",))
    legal_form: LegalForm = field(LegalForm.UNKNOWN, title="Forme de l'entreprise", rules=("cmrp:6002",))
    former_status: FormerStatus | None = field(None, title="Activité avant l'invalidité", rules=("cmrp:6007",))

    # Conditions of 6004
    dependent_work_unreasonable: Finding = finding("Exiger un emploi salarié serait déraisonnable", "cmrp:6004.a")
    dependent_work_impossible: Finding = finding(
        "L'invalidité empêche de poursuivre un emploi salarié",
        "cmrp:6004.a",
        help="Une seule des trois situations suffit.",
    )
    former_independent_work_hampered: Finding = finding(
        "L'invalidité entrave considérablement l'ancienne activité indépendante", "cmrp:6004.a"
    )
    objectively_fit: Finding = finding("Apte à la réadaptation, objectivement", "cmrp:6004.b")
    subjectively_fit: Finding = finding("Apte à la réadaptation, subjectivement", "cmrp:6004.b")
    personal_qualities: Finding = finding("Qualités personnelles (compétences personnelles et sociales)", "cmrp:6004.c")
    professional_knowledge: Finding = finding("Connaissances professionnelles", "cmrp:6004.c")
    domicile_in_switzerland: Finding = finding("Domicile en Suisse", "cmrp:6004.d")
    simple_and_adequate: Finding = finding("Mesure simple et adéquate", "cmrp:6004.e")
    lasting_rehabilitation: Finding = finding("Réadaptation durable (santé et perspectives économiques)", "cmrp:6004.f")
    income_sustained: Finding = finding(
        "Revenu maintenu pendant une période relativement longue",
        "cmrp:6004.f",
        help="Le texte ne chiffre pas cette période : à motiver.",
    )
    financing_secured: Finding = finding("Financement suffisant, approprié et durable, aide comprise", "cmrp:6004.g")
    forced_to_transform: Finding = finding(
        "Indépendant·e obligé·e de transformer l'entreprise en raison de l'invalidité", "cmrp:6004.h"
    )

    # Circumstances of 6006–6008
    ai_measures_completed: Finding = finding(
        "L'activité indépendante commence après des mesures professionnelles de l'AI", "cmrp:6006"
    )
    employment_reasonable: Finding = finding("Un emploi salarié serait raisonnablement exigible", "cmrp:6006")
    independence_notably_simpler: Finding = finding(
        "L'indépendance est notablement plus simple et adéquate qu'un reclassement", "cmrp:6007"
    )
    related_to_invalidity: Finding = finding(
        "Les dépenses sont en relation avec l'invalidité",
        "cmrp:6008",
        help="Assainir, rationaliser ou agrandir l'entreprise sans ce lien n'ouvre aucun droit.",
    )

    # Project and financing
    items: Annotated[tuple[Item, ...], Field(max_length=40)] = field(
        (), title="Positions du projet", rules=("cmrp:6019",)
    )
    no_device: Answer = field(
        Finding.UNKNOWN,
        title="Aucune position ne compense une fonction corporelle",
        rules=("cmrp:6003",),
        help="Tant qu'aucune n'est marquée ainsi.",
        none_of="items.compensates_bodily_function",
    )
    own_resources: Amount | None = field(
        None,
        title="Ressources propres disponibles",
        unit="CHF",
        rules=("cmrp:6019",),
        help="Y compris une aide de tiers accordée en raison du handicap. S'il n'y en a pas : 0.",
    )
    third_party_aid: Amount | None = field(
        None,
        title="Aides de tiers ouvertes à tous",
        unit="CHF",
        rules=("cmrp:6019",),
        help="Par exemple une aide à l'investissement de la Confédération ou du canton. S'il n'y en a pas : 0.",
    )
    other_financing: Amount | None = field(
        None,
        title="Autres financements prouvés",
        unit="CHF",
        rules=("cmrp:6004.g",),
        help="Par exemple un crédit bancaire, pour ce que l'aide ne couvre pas.",
    )
    earlier_aid: Amount | None = field(
        None, title="Aide en capital déjà accordée auparavant", unit="CHF", rules=("cmrp:6021",)
    )
    expected_gross_income: Amount | None = field(
        None, title="Revenu brut attendu de l'activité", unit="CHF/an", rules=("cmrp:6004.f",)
    )
    pensions: Amount | None = field(
        None,
        title="Rentes perçues",
        unit="CHF/an",
        rules=("cmrp:6004.f",),
        help="Elles ne comptent pas dans ce calcul.",
    )

    # Form of the aid: how the office sees it, when no mix is given
    repayment_reasonable: Finding = finding("Un remboursement peut être exigé", "cmrp:6012")
    interest_burden_reasonable: Finding = finding("Une charge d'intérêts est judicieuse", "cmrp:6012")
    cash_indicated: Finding = finding("La situation financière indique une prestation en espèces", "cmrp:6009")
    installation_reusable: Finding = finding("L'AI pourrait réutiliser l'installation", "cmrp:6015")
    guarantee_suffices: Finding = finding("Une garantie suffit ou convient mieux", "cmrp:6018")
    # … or the mix wanted; all empty: a mix is proposed
    cash: Amount | None = field(
        None, title="Prestation en espèces sans remboursement", unit="CHF", rules=("cmrp:6009", "cmrp:6020")
    )
    interest_loan: Amount | None = field(None, title="Prêt à intérêts", unit="CHF", rules=("cmrp:6012",))
    interest_free_loan: Amount | None = field(None, title="Prêt sans intérêts", unit="CHF", rules=("cmrp:6012",))
    installation: Amount | None = field(None, title="Installation prêtée (valeur)", unit="CHF", rules=("cmrp:6015",))
    guarantee: Amount | None = field(None, title="Garantie", unit="CHF", rules=("cmrp:6017",))

    # Terms
    start_date: CalendarDate | None = field(
        None, title="Versement prévu le", help="Sans date : celle du droit.", rules=("cmrp:6029",)
    )
    amortisation_years: Years | None = field(
        None,
        title="Durée d'amortissement souhaitée",
        unit="ans",
        help="Vide : la plus longue durée admise, mais dix ans au plus (réglage du calculateur, pas une règle).",
        rules=("cmrp:6014",),
    )
    project_life_years: Years | None = field(
        None,
        title="Durée du projet financé",
        unit="ans",
        rules=("cmrp:6014",),
        help="Vide : la plus courte durée de vie parmi les positions.",
    )
    instalments_per_year: Annotated[Whole, Field(ge=1, le=12)] = field(
        1, title="Tranches de remboursement par an", unit="nombre", rules=("cmrp:6023.e",)
    )
    interest_deferral_months: Months = field(
        0, title="Report des intérêts", unit="mois", rules=("cmrp:6012",), help="Pendant le lancement de l'entreprise."
    )
    minimum_activity_months: Months | None = field(
        None,
        title="Durée minimale d'activité fixée",
        unit="mois",
        rules=("cmrp:6010",),
        help="L'office AI la fixe d'après le montant et la durée du projet.",
    )

    # What was decided already
    granted: Answer = field(
        Finding.UNKNOWN,
        title="L'aide est accordée par décision, et versée",
        rules=("cmrp:6034",),
        help="Oui : seule la restitution s'examine encore, d'après les montants accordés.",
    )

    # Early stop
    stop_date: CalendarDate | None = field(None, title="Arrêt de l'activité le", rules=("cmrp:6034",))
    breach_of_requirements: Answer = field(
        Finding.UNKNOWN, title="Manquement aux exigences de la décision", rules=("cmrp:6034", "cmrp:6023")
    )
    reminder_heeded: Finding = finding("La personne assurée s'est exécutée dans le délai de la sommation", "cmrp:6034")
    capital_repaid: Amount | None = field(
        None,
        title="Capital déjà remboursé",
        unit="CHF",
        rules=("cmrp:6036",),
        help="Vide : selon le plan, à cette date.",
    )
    interest_paid: Amount | None = field(
        None, title="Intérêts déjà payés", unit="CHF", rules=("cmrp:6036",), help="Vide : tous ceux qui sont échus."
    )
    waiver_percent: Annotated[DecimalNumber, Field(ge=0, le=100, decimal_places=2)] = field(
        ZERO,
        title="Renonciation à la restitution",
        unit="%",
        rules=("cmrp:6037",),
        help="Selon l'art. 25 al. 1 LPGA ; à motiver.",
    )
    knowledge_date: CalendarDate | None = field(
        None, title="L'office a eu (ou aurait dû avoir) connaissance du fait le", rules=("cmrp:6038",)
    )
    decision_date: CalendarDate | None = field(None, title="Décision de restitution le", rules=("cmrp:6038",))

    @property
    def paid_on(self) -> date | None:
        """The day of the payment, or the date of the law that somebody chose; ``None``: not known."""
        return self.start_date or self.law_date

    @property
    def payment_date(self) -> date:
        """The day from which the loan runs: the planned payment, or the date of the law."""
        return self.paid_on or self.law_day
