"""The form of the calculator « Convention de prestations EISP » (federal guide of 2018, CMRP 7001–7004)."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="eisp",
    sections=(
        Section(
            "worth",
            "Une convention : les conditions sont-elles réunies ?",
            (
                "law_date",
                "insurer",
                "beneficiaries_per_year",
                "all_beneficiaries_per_year",
                "expertise",
                "case_by_case_lawful",
            ),
            help="Commencez ici. Les questions suivantes s'adaptent à l'organisme choisi.",
        ),
        Section(
            "parties",
            "Parties, objet et bases",
            ("authority", "provider", "small_provider", "subject", "scope", "legal_bases", "other_bases"),
            open=False,
        ),
        Section(
            "document",
            "A · Le document",
            ("pages", "references_precise", "principles_unified", "expectations_written"),
            open=False,
        ),
        Section(
            "goals",
            "B · Objectifs, indicateurs, cibles",
            (
                "use_examples",
                "profile",
                "goals",
                "goals_clear",
                "partial_goals_useful",
                "indicators",
                "indicators_simple",
            ),
            help="Chaque objectif porte le numéro de sa ligne ; un indicateur le nomme par ce numéro.",
        ),
        Section("offers", "C · Offres et groupes cibles", ("offers", "codetermination"), open=False),
        Section(
            "money",
            "D · Volume, prix, excédents",
            (
                "places_per_year",
                "guaranteed_places",
                "price",
                "price_basis",
                "vat",
                "billing",
                "risk_shared",
                "risk_limit",
                "volume_deviation",
                "interruption",
                "responsibilities",
                "critical_procedure",
                "price_reflects_costs",
                "remuneration_declared",
                "adjustment_rules",
                "reserves",
                "surplus",
            ),
            open=False,
        ),
        Section(
            "execution",
            "E · Exécution",
            (
                "labels_recognised",
                "norms",
                "extra_requirements",
                "extra_requirements_modest",
                "internal_control",
                "notices",
                "general_duties",
                "liability",
                "data_protection",
                "in_general_terms",
            ),
            open=False,
        ),
        Section(
            "evaluation",
            "F · Évaluation et rapports",
            (
                "missed_goals",
                "incentives",
                "reports",
                "report_responsibility",
                "templates_stable",
                "only_useful_data",
                "individual_reports",
                "meetings_per_year",
                "meeting_aims",
                "visits",
            ),
            open=False,
        ),
        Section(
            "term",
            "G · Durée et fin",
            (
                "start_date",
                "indefinite",
                "end_date",
                "notice_months",
                "termination_terms",
                "early_termination",
                "extension",
                "price_renegotiation",
                "changes_avoided",
                "renewal",
                "rules_kept",
                "termination_date",
                "disputes",
                "jurisdiction",
                "place",
                "signature_date",
            ),
            open=False,
        ),
        Section(
            "tender",
            "H · Appel d'offres et attribution",
            (
                "tender",
                "one_approach",
                "documents_agree",
                "specifications_complete",
                "requirements_public",
                "negotiated",
            ),
            open=False,
        ),
        Section(
            "outcomes",
            "Résultats obtenus",
            ("outcomes",),
            help="Pour évaluer une convention en cours : le taux se calcule ici.",
            open=False,
        ),
    ),
    estimate=Estimate(
        ("insurer", "beneficiaries_per_year", "expertise", "profile", "use_examples", "start_date", "end_date")
    ),
    example={
        "law_date": "2020-01-01",
        "insurer": "ai",
        "beneficiaries_per_year": 12,
        "expertise": "met",
        "authority": "Office AI",
        "provider": "Atelier du Lac",
        "subject": "Entraînement au travail dans une menuiserie",
        "legal_bases": "Art. 27 LAI, art. 41 al. 1 let. l RAI",
        "pages": 8,
        "goals": [
            {"label": "Réinsertion rapide et durable sur le marché primaire du travail", "level": "strategic"},
            {"label": "Réinsérer les participants sur le marché primaire", "weight": "decisive"},
            {"label": "Maintenir ou améliorer la structure de la journée", "domain": "social", "role": "partial"},
            {"label": "Satisfaction des participants placés", "domain": "quality", "weight": "decisive"},
        ],
        "indicators": [
            {
                "goal": 2,
                "label": "Taux de réinsertion sur le marché primaire",
                "target": 40,
                "minimum": 30,
                "calculation": "Personnes réinsérées divisées par les sorties de la période",
            },
            {"goal": 3, "label": "Absences par participant", "unit": "days_per_month", "bound": "at_most", "target": 2},
        ],
        "offers": [
            {
                "name": "Atelier bois",
                "content": "Menuiserie en petite série",
                "target_group": "Personnes de plus de 50 ans",
            }
        ],
        "price": 3200,
        "price_basis": "month",
        "norms": [
            {"process": "support", "norm": "Norme de qualité Insertion Suisse ou équivalent", "label_imposed": False},
            {"process": "accounts", "norm": "Swiss GAAP RPC ou équivalent", "label_imposed": False},
        ],
        "reports": [
            {"document": "Rapport sur l'offre, avec les indicateurs agrégés", "goal": 2, "data_kind": "aggregated"},
            {"document": "Décompte final", "subject": "finance", "goal": 2, "data_kind": "aggregated"},
        ],
        "meetings_per_year": 2,
        "start_date": "2020-01-01",
        "indefinite": True,
        "notice_months": 5,
        "tender": "no",
        "outcomes": [{"indicator": 1, "achieved": 14, "out_of": 40}],
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
