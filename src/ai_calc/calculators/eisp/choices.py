"""The words from which a draft agreement is put together: insurers, levels of goals, units, rhythms."""

from __future__ import annotations

from ai_calc.outcome.facts import Choice


class Insurer(Choice):
    """Who pays for the places; it decides which indications of the guide count (eisp:4.0)."""

    SOCIAL = "social_assistance", "Aide sociale"
    UNEMPLOYMENT = "unemployment", "Assurance-chômage (AC)"
    AI = "ai", "Assurance-invalidité (AI)"


class Level(Choice):
    """The three levels of goals (eisp:6)."""

    STRATEGIC = "strategic", "Stratégique (commun aux parties)"
    ENTERPRISE = "enterprise", "Entreprise"
    BENEFICIARY = "beneficiary", "Bénéficiaire"


class Domain(Choice):
    """What a goal is about (eisp:X7, eisp:X9)."""

    PROFESSIONAL = "professional", "Insertion professionnelle"
    SOCIAL = "social", "Intégration sociale"
    QUALITY = "quality", "Qualité"
    OPERATIONS = "operations", "Exploitation"
    FINANCE = "finance", "Finances"


class Role(Choice):
    """Main goal or partial goal (eisp:8)."""

    MAIN = "main", "Objectif principal"
    PARTIAL = "partial", "Objectif partiel"


class Weight(Choice):
    """What a goal counts for in the evaluation (eisp:26)."""

    ORDINARY = "ordinary", "Suivi, sans poids particulier"
    DECISIVE = "decisive", "Décisif pour l'évaluation"
    FUNDAMENTAL = "fundamental", "Décisif et condition fondamentale"


class Unit(Choice):
    """The unit of an indicator's values."""

    PERCENT = "percent", "%"
    DAYS_PER_MONTH = "days_per_month", "jours par mois"
    PER_MONTH = "per_month", "fois par mois"
    NUMBER = "number", "nombre"
    CHF = "chf", "CHF"
    WORDS = "words", "en mots"

    @property
    def shown(self) -> str:
        """As a unit of :data:`ai_calc.ground.french.UNITS`."""
        return {"percent": "%", "chf": "CHF", "days_per_month": "jours/mois", "per_month": "fois/mois"}.get(
            self.value, ""
        )


class Bound(Choice):
    """On which side of the target an indicator should lie."""

    AT_LEAST = "at_least", "au moins"
    AT_MOST = "at_most", "au plus"


class Profile(Choice):
    """The public of the offer, for the target values of the guide's examples (eisp:X11.1)."""

    LOW_SKILLED = "low_skilled", "Peu qualifié"
    HIGH_SKILLED = "high_skilled", "Hautement qualifié"
    OTHER = "other", "Autre ou mélangé"


class PriceBasis(Choice):
    """What a price is paid for (cmrp:7005, eisp:4.1.7)."""

    CASE = "case", "forfait par cas"
    MONTH = "month", "par participant et par mois"
    WEEK = "week", "par participant et par semaine"
    DAY = "day", "par participant et par jour"
    HOUR = "hour", "par heure"
    PLACE = "place", "par place et par an"
    TOTAL = "total", "montant total par an"


class Vat(Choice):
    """Whether the price includes value added tax (cmrp:7004.j)."""

    UNSAID = "unsaid", "Pas écrit"
    INCLUDED = "included", "TVA incluse"
    EXCLUDED = "excluded", "TVA exclue"


class Surplus(Choice):
    """What becomes of a surplus (eisp:20, eisp:4.2.1, eisp:CG3.4)."""

    UNSAID = "unsaid", "Pas écrit"
    SOCIAL_PURPOSE = "social_purpose", "Employé pour l'objectif social, réserves comprises"
    CARRIED_FORWARD = "carried_forward", "Porté à un compte de report"
    DEDUCTED = "deducted", "Entièrement déduit des frais à prendre en compte"
    DISTRIBUTED = "distributed", "À la libre disposition de l'entreprise"


class Process(Choice):
    """Processes for which norms may be prescribed (eisp:22.a)."""

    ORGANISATION = "organisation", "Organisation"
    SUPPORT = "support", "Bénéficiaires et encadrement"
    ACCOUNTS = "accounts", "Comptabilité et présentation des comptes"
    AUDIT = "audit", "Révision"


class Rhythm(Choice):
    """How often a piece is to be handed in (eisp:X32.1 and following)."""

    MONTHLY = "monthly", "chaque mois"
    QUARTERLY = "quarterly", "chaque trimestre"
    HALF_YEARLY = "half_yearly", "chaque semestre"
    YEARLY = "yearly", "chaque année, à date fixe"
    ONCE = "once", "une fois"


class Subject(Choice):
    """What a piece reports on (eisp:32)."""

    GOALS = "goals", "Réalisation des objectifs"
    QUALITY = "quality", "Qualité"
    FINANCE = "finance", "Financement"
    OTHER = "other", "Autres données sur l'entreprise"


class DataKind(Choice):
    """Individual data or figures already analysed (eisp:31.a)."""

    UNSAID = "unsaid", "Pas écrit"
    INDIVIDUAL = "individual", "Données individuelles"
    AGGREGATED = "aggregated", "Données agrégées (statistiques, chiffres clés)"


class Proof(Choice):
    """Whether something else proves the same already (eisp:30)."""

    NONE = "none", "Non"
    LABEL = "label", "Oui, par l'audit d'un label ou d'une norme"
    INDIVIDUAL_REPORT = "individual_report", "Oui, par les rapports individuels"
    OTHER_REPORT = "other_report", "Oui, par un autre rapport"


class Visits(Choice):
    """How the authority visits the enterprise itself (eisp:37)."""

    UNSAID = "unsaid", "Pas écrit"
    NONE = "none", "Aucune visite propre"
    TWO_STAGES = "two_stages", "En deux étapes : rapports et entretien, puis quelques visites"
    DIRECT = "direct", "D'emblée chez tous les prestataires"


class Tender(Choice):
    """Whether the mandate is put out to tender (eisp:42, eisp:43)."""

    YES = "yes", "Oui"
    NO = "no", "Non"
    UNKNOWN = "unknown", "À établir"


class Renewal(Choice):
    """First agreement, or one that follows another (eisp:39)."""

    FIRST = "first", "Première convention"
    SAME_OFFER = "same_offer", "Prolongation, même offre"
    OTHER_OFFER = "other_offer", "Prolongation, autre offre"


CIRCULAR_FROM = "2019-01-01"
"""The list of cmrp:7004 bears the revision mark 1/19; before, a model agreement and general terms applied (X-01)."""
