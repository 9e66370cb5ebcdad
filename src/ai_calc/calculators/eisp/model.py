"""The case of a service agreement with an EISP: is it worth one, the draft, and what was achieved under it.

A draft is made of clauses (texts; empty where nothing is written yet), of rows (offers, goals, indicators, pieces to
hand in) and of findings on what a person appraises.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import repeat
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ai_calc.calculators.eisp.choices import (
    Bound,
    DataKind,
    Domain,
    Insurer,
    Level,
    PriceBasis,
    Process,
    Profile,
    Proof,
    Renewal,
    Rhythm,
    Role,
    Subject,
    Surplus,
    Tender,
    Unit,
    Vat,
    Visits,
    Weight,
)
from ai_calc.outcome.facts import (
    Amount,
    Answer,
    CalendarDate,
    Case,
    DecimalNumber,
    Finding,
    Flag,
    Order,
    Whole,
    field,
    finding,
)

ROWS = 30
People = Annotated[Whole, Field(ge=0, le=100_000)]
RowNumber = Annotated[Whole, Field(ge=1, le=ROWS)]
Number = Annotated[DecimalNumber, Field(ge=0, le=Decimal(1_000_000), decimal_places=2)]
Clause = Annotated[str, Field(max_length=2000)]


class Row(BaseModel):
    """A row of a list. One without its text is begun, not written: it satisfies nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    TEXTS: ClassVar[tuple[str, ...]] = ()

    @property
    def written(self) -> bool:
        """Whether one of the texts that say what it is about is there."""
        return any(map(str.strip, map(getattr, repeat(self), self.TEXTS)))  # (asked dozens of times for each case)


class Offer(Row):
    """One offer of the enterprise and its public (eisp:13)."""

    TEXTS = ("name", "content")
    name: str = field("", title="Offre", max_length=200)
    content: str = field("", title="Contenu", max_length=600, rules=("eisp:4.1.6",))
    target_group: str = field("", title="Groupe cible", max_length=400, rules=("eisp:13.a",))


class Goal(Row):
    """One goal; its number is its place in the list."""

    TEXTS = ("label",)
    label: str = field("", title="Objectif", max_length=300, rules=("eisp:5.a",))
    level: Level = field(Level.ENTERPRISE, title="Niveau", rules=("eisp:6",))
    domain: Domain = field(Domain.PROFESSIONAL, title="Domaine", rules=("eisp:7", "eisp:9"))
    role: Role = field(Role.MAIN, title="Rang", rules=("eisp:8",))
    weight: Weight = field(Weight.ORDINARY, title="Poids dans l'évaluation", rules=("eisp:26",))


class Indicator(Row):
    """One indicator of a goal with its target."""

    TEXTS = ("label",)
    goal: RowNumber = field(title="Objectif n°", unit="nombre", rules=("eisp:12",))
    label: str = field("", title="Indicateur", max_length=300, rules=("eisp:10.b",))
    unit: Unit = field(Unit.PERCENT, title="Unité")
    bound: Bound = field(Bound.AT_LEAST, title="Sens")
    target: Number | None = field(None, title="Valeur cible", rules=("eisp:11.b",))
    minimum: Number | None = field(
        None, title="Valeur minimale", help="Facultative ; pour un maximum, la valeur tolérée.", rules=("eisp:11.d",)
    )
    target_in_words: str = field("", title="Cible en mots", max_length=300, rules=("eisp:11.b",))
    calculation: str = field(
        "",
        title="Mode de calcul",
        max_length=500,
        rules=("eisp:X10", "eisp:11.e"),
        help="Pour un taux : ce qu'on compte, sur quelle période, et le sort des interruptions.",
    )

    @property
    def most(self) -> Decimal:
        """What no value can exceed: the whole, the days of a month."""
        return {Unit.PERCENT: Decimal(100), Unit.DAYS_PER_MONTH: Decimal(31)}.get(self.unit, Decimal("Infinity"))


class Norm(Row):
    """A norm to be followed for a process."""

    TEXTS = ("norm",)
    process: Process = field(Process.ORGANISATION, title="Processus", rules=("eisp:22.a",))
    norm: str = field("", title="Norme", max_length=200, rules=("eisp:22.a",))
    label_imposed: Answer = field(Finding.UNKNOWN, title="Un label précis est imposé", rules=("eisp:22.b",))


class NoticeDuty(Row):
    """Something the enterprise has to announce."""

    TEXTS = ("event",)
    event: str = field("", title="Événement à annoncer", max_length=300, rules=("eisp:24",))
    concerns_beneficiaries: Answer = field(
        Finding.UNKNOWN, title="Touche les bénéficiaires ou leur encadrement", rules=("eisp:24.b",)
    )
    working_days: Annotated[Whole, Field(ge=0, le=250)] | None = field(
        None, title="Délai", unit="jours ouvrés", rules=("eisp:X24.1",)
    )
    event_date: CalendarDate | None = field(
        None, title="Date d'un cas", help="Pour calculer jusqu'à quand l'annoncer.", rules=("eisp:X24.1",)
    )


class Report(Row):
    """A piece to be handed in."""

    TEXTS = ("document",)
    document: str = field("", title="Pièce", max_length=200, rules=("eisp:32",))
    rhythm: Rhythm = field(Rhythm.YEARLY, title="Rythme", rules=("eisp:X32.1",))
    subject: Subject = field(Subject.GOALS, title="Porte sur", rules=("eisp:32",))
    goal: RowNumber | None = field(None, title="Objectif n°", unit="nombre", rules=("eisp:29.a",))
    data_kind: DataKind = field(DataKind.UNSAID, title="Genre de données", rules=("eisp:31.a",))
    proven_elsewhere: Proof = field(Proof.NONE, title="Déjà prouvé ailleurs", rules=("eisp:30",))


class Outcome(Row):
    """What was achieved on an indicator."""

    indicator: RowNumber = field(title="Indicateur n°", unit="nombre", rules=("eisp:11",))
    achieved: Number = field(
        title="Atteint", help="Un nombre de personnes pour un taux, sinon la valeur.", rules=("eisp:11",)
    )
    out_of: Number | None = field(
        None, title="Sur", help="Pour un taux : les sorties de la période, ou les réponses.", rules=("eisp:X10",)
    )
    interruptions: People | None = field(
        None,
        title="Interruptions, à part",
        unit="nombre",
        help="Non comprises dans la colonne « Sur ».",
        rules=("eisp:11.e",),
    )


def _clause(title: str, *rules: str, help: str = "") -> str:
    clause: str = field("", title=title, help=help, rules=rules)
    return clause


def _by_dash(value: Any) -> Any:
    """Points of cmrp:7004 by the number of their dash; cases saved before version 0.10.0 hold letters of ours."""
    if not isinstance(value, str):
        return value
    return re.sub(r"\b[a-m]\b", lambda found: str(ord(found[0]) - ord("a") + 1), value.lower())


class EispCase(Case):
    """A service agreement with an enterprise of social and vocational integration (EISP)."""

    DECIDED_ON = ("start_date",)
    FOLLOWS = ("eisp", "cmrp")
    ORDER = (
        Order("start_date", "end_date"),
        Order("start_date", "termination_date"),
        Order("signature_date", "end_date", why="une convention ne se signe pas après sa fin"),
        Order("signature_date", "termination_date", why="une convention ne se résilie pas avant d'être signée"),
        Order("termination_date", "end_date", why="une convention ne se résilie pas pour un jour d'après sa fin"),
        Order("guaranteed_places", "places_per_year", why="les places garanties en font partie"),
        Order(
            "beneficiaries_per_year", "all_beneficiaries_per_year", why="les bénéficiaires de cet organe en font partie"
        ),
    )

    # Are the conditions of an agreement there
    insurer: Insurer = field(Insurer.AI, title="Organisme qui paie", rules=("eisp:4.0",))
    beneficiaries_per_year: People | None = field(
        None,
        title="Bénéficiaires placés par an",
        unit="personnes",
        help="Par cet organe, chez ce prestataire.",
        rules=("eisp:4.1.1", "eisp:5.2"),
    )
    all_beneficiaries_per_year: People | None = field(
        None,
        title="Bénéficiaires par an, tous organes confondus",
        unit="personnes",
        help="Facultatif, pour voir l'autre lecture du seuil.",
        rules=("eisp:5.2",),
    )
    expertise: Finding = finding("L'organe a l'expertise voulue", "eisp:4.1.1.b")
    case_by_case_lawful: Finding = finding("Le droit permet une convention au cas par cas", "eisp:5.2")

    # Parties, object, bases
    authority: str = field(
        "", title="Organe d'exécution (mandant)", max_length=200, rules=("eisp:3.1.1", "cmrp:7004.a")
    )
    provider: str = field("", title="EISP (mandataire)", max_length=200, rules=("eisp:3.1.1", "cmrp:7004.a"))
    small_provider: Flag = field(False, title="Petite EISP", rules=("eisp:9.c", "eisp:22.c"))
    subject: Clause = _clause("Objet : mesure convenue et sa mise en œuvre", "eisp:4.1.4", "cmrp:7004.c")
    legal_bases: Clause = _clause("Bases légales", "eisp:4.1.4", "cmrp:7004.b", "eisp:2.a")
    scope: Clause = _clause("Champ d'application", "eisp:3.1.1")
    other_bases: Clause = _clause("Autres textes : concepts, directives, règlements, annexes", "eisp:4.1.4", "eisp:2")

    # A, the document
    pages: Annotated[Whole, Field(ge=1, le=500)] | None = field(
        None, title="Longueur du projet, sans annexes", unit="pages", rules=("eisp:1.b",)
    )
    references_precise: Finding = finding("Le projet renvoie aux textes voisins au lieu de les reprendre", "eisp:2")
    principles_unified: Finding = finding(
        "Les principes forment une approche d'ensemble",
        "eisp:3",
        "eisp:P3",
        help="Mandat, buts, mesure, financement, rapports se tiennent.",
    )
    expectations_written: Finding = finding("Les attentes implicites sont écrites", "eisp:4")

    # B, goals
    profile: Profile = field(Profile.OTHER, title="Public, pour les exemples de cibles", rules=("eisp:X11.1",))
    use_examples: Flag = field(
        False,
        title="Remplir les listes vides avec les exemples du guide",
        rules=("eisp:X7", "eisp:X11.1", "eisp:X32.1"),
        help=(
            "Objectifs, indicateurs, cibles, normes, annonces et pièces ; ils n'obligent pas. Le guide ne donne ni mode"
            " de calcul, ni poids."
        ),
    )
    goals: Annotated[tuple[Goal, ...], Field(max_length=ROWS)] = field(
        (), title="Objectifs", rules=("eisp:5", "eisp:6")
    )
    goals_clear: Finding = finding("Les objectifs sont clairs, exprès et contraignants", "eisp:5.a")
    partial_goals_useful: Finding = finding(
        "Des objectifs partiels ou sociaux sont judicieux",
        "eisp:8",
        help="Selon le contenu de l'offre, sa durée, son public.",
    )
    indicators: Annotated[tuple[Indicator, ...], Field(max_length=ROWS)] = field(
        (), title="Indicateurs et valeurs cibles", rules=("eisp:10", "eisp:11")
    )
    indicators_simple: Finding = finding("Les indicateurs sont peu nombreux, simples et précis", "eisp:10")

    # C, offers and target groups
    offers: Annotated[tuple[Offer, ...], Field(max_length=ROWS)] = field(
        (), title="Offres et groupes cibles", rules=("eisp:13",)
    )
    codetermination: Finding = finding("L'EISP a un droit de codécision au placement", "eisp:13.b")

    # D, volume and money
    places_per_year: People | None = field(None, title="Places par an", unit="nombre", rules=("eisp:4.1.7",))
    guaranteed_places: People | None = field(
        None,
        title="Places garanties",
        unit="nombre",
        rules=("eisp:X14", "eisp:4.3.2.c"),
        help="0 : aucune garantie. Vide : pas encore réglé.",
    )
    price: Amount | None = field(None, title="Prix", unit="CHF", rules=("eisp:4.1.7", "cmrp:7004.d"))
    price_basis: PriceBasis = field(PriceBasis.MONTH, title="Base du prix", rules=("cmrp:7005", "eisp:4.1.7"))
    vat: Vat = field(Vat.UNSAID, title="TVA", rules=("cmrp:7004.j",))
    billing: Clause = _clause("Facturation et paiement", "cmrp:7004.i", "eisp:4.1.7")
    risk_shared: Finding = finding("Le risque lié aux fluctuations de la charge est partagé", "eisp:14.b")
    risk_limit: Clause = _clause("Jusqu'où l'organe porte ce risque", "eisp:14.b", "eisp:X14")
    responsibilities: Clause = _clause("Responsabilités et risques financiers de chacun", "eisp:15.a")
    critical_procedure: Clause = _clause("Que faire si la situation devient critique", "eisp:15.b")
    volume_deviation: Clause = _clause("Remboursement si le volume s'écarte de ce qui est convenu", "eisp:4.1.7")
    interruption: Clause = _clause(
        "Remboursement en cas d'interruption ou de non-participation", "eisp:4.1.7", "eisp:X14", "eisp:CG5.4"
    )
    price_reflects_costs: Finding = finding(
        "Le prix tient compte du travail non productif et des coûts fixes", "eisp:16"
    )
    remuneration_declared: Finding = finding("Ce que le prix couvre et ce qui vient en plus est déclaré", "eisp:17")
    adjustment_rules: Clause = _clause("Principes d'ajustement du volume et du prix", "eisp:18")
    reserves: Finding = finding("La constitution de réserves a été envisagée", "eisp:19")
    surplus: Surplus = field(Surplus.UNSAID, title="Sort des excédents", rules=("eisp:20", "eisp:4.2.1", "eisp:CG3.4"))

    # E, execution
    labels_recognised: Finding = finding("Les labels et normes existants sont reconnus", "eisp:21")
    norms: Annotated[tuple[Norm, ...], Field(max_length=ROWS)] = field(
        (), title="Normes prescrites", rules=("eisp:22",)
    )
    extra_requirements: Clause = _clause(
        "Prescriptions qui vont plus loin que les normes", "eisp:23", help="Vide : aucune."
    )
    extra_requirements_modest: Finding = finding("Ces prescriptions sont rares et adaptées à l'entreprise", "eisp:23")
    internal_control: Finding = finding("Système de contrôle interne et gestion des risques en place", "eisp:4.2.2")
    notices: Annotated[tuple[NoticeDuty, ...], Field(max_length=ROWS)] = field(
        (), title="Devoirs d'annonce", rules=("eisp:24",)
    )
    general_duties: Clause = _clause("Droits et obligations généraux, textes à observer", "eisp:25", "cmrp:7004.h")
    liability: Clause = _clause("Responsabilité civile et couverture des accidents", "cmrp:7004.g")
    data_protection: Clause = _clause("Protection des données, dossiers, secret", "cmrp:7004.m", "eisp:4.1.8")
    in_general_terms: Annotated[str, BeforeValidator(_by_dash)] = field(
        "",
        title="Points de la circulaire réglés dans les conditions générales",
        max_length=60,
        rules=("cmrp:7004",),
        help="Chaque point par le numéro de son tiret, de 1 à 13. Par exemple : 7, 10, 13.",
    )

    # F, evaluation and reports
    missed_goals: Clause = _clause("Suite donnée à un objectif manqué", "eisp:27")
    incentives: Clause = _clause("Bonus et incitations", "eisp:28")
    reports: Annotated[tuple[Report, ...], Field(max_length=ROWS)] = field(
        (), title="Pièces à remettre", rules=("eisp:32",)
    )
    report_responsibility: Clause = _clause("Qui fait le rapport écrit, sous quelle forme", "eisp:31.b")
    templates_stable: Finding = finding("Les modèles de rapports sont stables et compatibles", "eisp:33")
    only_useful_data: Finding = finding("Seules les données utiles à l'évaluation sont demandées", "eisp:34.a")
    individual_reports: Clause = _clause("Place des rapports individuels dans l'évaluation", "eisp:35")
    meetings_per_year: Annotated[Whole, Field(ge=0, le=52)] | None = field(
        None, title="Entretiens", unit="fois/an", rules=("eisp:36.a",)
    )
    meeting_aims: Clause = _clause("Buts des entretiens", "eisp:36.b")
    visits: Visits = field(Visits.UNSAID, title="Visites de l'organe", rules=("eisp:37",))

    # G, term and end
    start_date: CalendarDate | None = field(None, title="Début", rules=("eisp:4.1.10",))
    end_date: CalendarDate | None = field(
        None, title="Fin (dernier jour)", help="Vide avec une durée indéterminée.", rules=("eisp:38.a",)
    )
    indefinite: Flag = field(False, title="Durée indéterminée", rules=("eisp:38.a", "eisp:CG8.2.a"))
    notice_months: Annotated[Whole, Field(ge=0, le=60)] | None = field(
        None, title="Préavis ordinaire", unit="mois", rules=("eisp:38.d",)
    )
    termination_terms: Clause = _clause("Modalités et motifs de résiliation, modification", "eisp:38.c", "cmrp:7004.k")
    extension: Clause = _clause("Modalités de prolongation", "eisp:4.1.10", "eisp:39")
    price_renegotiation: Clause = _clause("Renégociation du prix lors d'une prolongation : principes", "eisp:4.1.10")
    early_termination: Clause = _clause("Résiliation anticipée : ce que chacun doit financièrement", "eisp:4.1.10")
    changes_avoided: Finding = finding("Prix et volume restent stables en cours de contrat", "eisp:38.b")
    renewal: Renewal = field(Renewal.FIRST, title="Convention", rules=("eisp:39",))
    rules_kept: Finding = finding("Les règles éprouvées sont reprises telles quelles", "eisp:39")
    termination_date: CalendarDate | None = field(
        None,
        title="Résiliation envisagée pour le",
        help="Pour calculer jusqu'à quand l'annoncer.",
        rules=("eisp:38.d", "eisp:CG8.2"),
    )

    # H, tender and award
    tender: Tender = field(Tender.UNKNOWN, title="Appel d'offres", rules=("eisp:42", "eisp:43"))
    one_approach: Finding = finding("Une même approche de l'appel d'offres à la convention", "eisp:40")
    documents_agree: Finding = finding("Les documents sont accordés entre eux", "eisp:41")
    specifications_complete: Finding = finding("Le cahier des charges est complet", "eisp:42")
    requirements_public: Finding = finding("Les exigences centrales sont publiques", "eisp:43")
    negotiated: Finding = finding("La convention est négociée à partir d'une ébauche", "eisp:44")

    # Disputes, signatures
    disputes: Clause = _clause("Litiges : règles, conciliation", "cmrp:7004.l", "eisp:4.1.11")
    jurisdiction: str = field("", title="For", max_length=200, rules=("eisp:4.1.11",))
    place: str = field("", title="Lieu de signature", max_length=100, rules=("eisp:3.1.1",))
    signature_date: CalendarDate | None = field(None, title="Date de signature", rules=("eisp:3.1.1",))

    # What was achieved
    outcomes: Annotated[tuple[Outcome, ...], Field(max_length=ROWS)] = field(
        (), title="Résultats obtenus", rules=("eisp:11", "eisp:26")
    )

    @property
    def last_day(self) -> date | None:
        """The last day of a fixed term."""
        return None if self.indefinite else self.end_date

    @property
    def drafted(self) -> bool:
        """Whether anything of a draft has been entered, beyond the question whether an agreement is worth it."""
        return any(getattr(self, name) != default for name, default in _of_a_draft())


@cache
def _of_a_draft() -> tuple[tuple[str, object], ...]:
    """The fields that only a draft has, with what they hold before there is one."""
    outside = {
        "law_date",
        "insurer",
        "beneficiaries_per_year",
        "all_beneficiaries_per_year",
        "expertise",
        "case_by_case_lawful",
        "start_date",  # chooses the law, whether or not there is a draft
        "profile",
        "termination_date",
        "outcomes",
        "in_general_terms",
    }
    return tuple((name, info.default) for name, info in EispCase.model_fields.items() if name not in outside)
