"""The case of a provider in Geneva: who it is, what it has handed in, the mandate and the report at its end."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ai_calc.outcome.facts import Amount, CalendarDate, Case, Choice, Finding, Flag, HoursNumber, Order, field, finding
from ai_calc.outcome.facts import Answer as Said


class Answer(Choice):
    """Yes, no, or not known yet."""

    YES = "yes", "Oui"
    NO = "no", "Non"
    UNKNOWN = "unknown", "À établir"


class Place(Choice):
    """Where the insured person is met (geneve:2.e to geneve:2.g)."""

    OFFICE = "office", "Un local du prestataire ou d'un tiers"
    OWN_HOME = "own_home", "Le domicile privé du prestataire"
    INSURED_HOME = "insured_home", "Le domicile de la personne assurée"
    UNKNOWN = "unknown", "À établir"


class InterimReports(Choice):
    """What was agreed about reports on the way (geneve:3.b.d, reading G-01)."""

    UNSAID = "unsaid", "Rien de convenu"
    MONTHLY = "monthly", "Un rapport chaque mois"
    MIDWAY = "midway", "Un rapport à mi-parcours"


_NOUGHT = "Vide : à établir. Si le devis ne le dit pas : 0."


class GenevaProviderCase(Case):
    """A provider of measures for the disability insurance office of Geneva (OAIGE)."""

    DECIDED_ON = ("start_date",)
    FOLLOWS = ("geneve",)
    ORDER = (Order("start_date", "end_date"), Order("start_date", "final_report_date"))

    # Situation
    provider: str = field("", title="Prestataire", max_length=200, rules=("geneve:0",), personal=True)
    has_staff: Answer = field(Answer.UNKNOWN, title="Emploie du personnel", rules=("geneve:2.h",))
    self_employed: Answer = field(Answer.UNKNOWN, title="Est indépendant·e", rules=("geneve:2.i",))
    under_convention: Answer = field(Answer.UNKNOWN, title="Est sous convention", rules=("geneve:3.d.b",))
    coaching: Flag = field(True, title="Dispense du coaching", rules=("geneve:2.d",))

    # Access
    agreement_signed: Finding = finding("L'accord de collaboration est signé", "geneve:0")
    signature_date: CalendarDate | None = field(None, title="Accord signé le", rules=("geneve:0",))
    ocirt_attestation: Finding = finding(
        "Attestation de l'OCIRT remise", "geneve:2.h", help="Conditions minimales en vigueur à Genève."
    )
    fund_affiliation: Finding = finding("Attestation de la caisse : affiliation comme indépendant", "geneve:2.i")
    fund_no_staff: Finding = finding("Attestation de la caisse : aucun personnel", "geneve:2.i")
    fund_contributions: Finding = finding("Attestation de la caisse : cotisations à jour", "geneve:2.i")

    # Team and place
    training: Finding = finding("Formation reconnue et utile", "geneve:2.a")
    experience: Finding = finding("Expérience significative et pertinente", "geneve:2.a")
    skills: Finding = finding("Compétences avérées auprès de personnes atteintes dans leur santé", "geneve:2.a")
    ai_basics: Finding = finding(
        "Connaissances de base du cadre légal de l'AI", "geneve:2.b", help="Par exemple un cours du CFAI ou des HUG."
    )
    clean_record: Finding = finding(
        "Casier judiciaire vierge", "geneve:2.c", help="L'accord ne demande aucune pièce : une déclaration suffit."
    )
    icf_principles: Finding = finding("Principes du code de déontologie de l'ICF respectés", "geneve:2.d")
    place: Place = field(Place.UNKNOWN, title="Lieu des entretiens", rules=("geneve:2.e", "geneve:2.f", "geneve:2.g"))
    confidential_place: Finding = finding("Le lieu assure la stricte confidentialité des données", "geneve:2.e")
    home_approved: Finding = finding("Accord préalable du Management des contrats pour le domicile", "geneve:2.g")
    home_conditions: Finding = finding("Conditions de la prestation au domicile remplies", "geneve:2.g")

    # Commitments
    ethics: Finding = finding(
        "Règles d'éthique suivies",
        "geneve:3.a",
        help="Compétence, conflits d'intérêts, neutralité, distance, non-discrimination.",
    )
    data_kept: Finding = finding("Dossiers gardés et données protégées, aussi après la mesure", "geneve:3.e")
    gln_number: Finding = finding("Numéro GLN obtenu auprès de Refdata", "geneve:3.d.a")
    billing_software: Finding = finding("Facturation électronique au standard Forum Datenaustausch", "geneve:3.d.b")
    economical_rate: Finding = finding("Tarif économique, qui ne couvre que les frais de la mesure", "geneve:3.c.a")
    uses_marks: Answer = field(
        Answer.UNKNOWN, title="Utilise le logo, les marques ou une référence de l'OCAS", rules=("geneve:4",)
    )
    marks_agreed: Finding = finding("Accord écrit préalable de l'OCAS", "geneve:4")

    # The mandate
    start_date: CalendarDate | None = field(
        None, title="Début de la mesure", help="Vide : aucun mandat encore.", rules=("geneve:1.a",)
    )
    end_date: CalendarDate | None = field(None, title="Fin de la mesure", rules=("geneve:3.b.e",))
    quote_date: CalendarDate | None = field(None, title="Devis-mandat établi le", rules=("geneve:1.a",))
    quote_objectives: Said = field(Finding.UNKNOWN, title="Le devis-mandat fixe les objectifs", rules=("geneve:1.a.a",))
    quote_programme: Said = field(Finding.UNKNOWN, title="Le devis-mandat fixe le programme", rules=("geneve:1.a.b",))
    quote_duration: Said = field(Finding.UNKNOWN, title="Le devis-mandat fixe la durée", rules=("geneve:1.a.c",))
    quote_price: Said = field(Finding.UNKNOWN, title="Le devis-mandat fixe le prix", rules=("geneve:1.a.d",))
    early_intervention: Said = field(Finding.UNKNOWN, title="Mesure d'intervention précoce", rules=("geneve:3.c.b",))
    quote_rate: Amount | None = field(
        None, title="Devis : tarif horaire", unit="CHF/h", rules=("geneve:3.c.b",), help=_NOUGHT
    )
    quote_hours: Annotated[HoursNumber, Field(ge=0, le=10_000, decimal_places=2)] | None = field(
        None, title="Devis : nombre d'heures", unit="heures", rules=("geneve:3.c.b",), help=_NOUGHT
    )
    quote_total: Amount | None = field(
        None, title="Devis : montant total", unit="CHF", rules=("geneve:3.c.b",), help=_NOUGHT
    )
    interim_reports: InterimReports = field(
        InterimReports.UNSAID, title="Rapports d'étape convenus", rules=("geneve:3.b.d",)
    )
    extension_requested: Said = field(Finding.UNKNOWN, title="Une prolongation est demandée", rules=("geneve:3.b.b",))
    extension_reasons: Finding = finding("Motifs de la prolongation donnés par écrit", "geneve:3.b.b")

    # The end of the mandate
    final_report_date: CalendarDate | None = field(None, title="Rapport final envoyé le", rules=("geneve:3.b.e",))
    hours_log_joined: Finding = finding("Journal des heures joint au rapport final", "geneve:3.c.c")
    invoice_joined: Finding = finding("Copie de la facture jointe au rapport final", "geneve:3.c.d")
    online_procedure: Finding = finding("Rapports déposés par l'e-démarche", "geneve:3.b")
