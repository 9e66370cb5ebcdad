"""The form of the calculator « Aide en capital » (art. 18d LAI, CMRP 6001–6039)."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="capital_aid",
    sections=(
        Section(
            "situation",
            "Situation",
            (
                "law_date",
                "purpose",
                "former_status",
                "legal_form",
                "birth_date",
                "sex",
            ),
        ),
        Section(
            "project",
            "Projet et financement",
            (
                "items",
                "no_device",
                "own_resources",
                "third_party_aid",
                "other_financing",
                "earlier_aid",
                "expected_gross_income",
                "pensions",
            ),
        ),
        Section(
            "conditions",
            "Conditions",
            (
                "dependent_work_unreasonable",
                "dependent_work_impossible",
                "former_independent_work_hampered",
                "objectively_fit",
                "subjectively_fit",
                "personal_qualities",
                "professional_knowledge",
                "domicile_in_switzerland",
                "simple_and_adequate",
                "lasting_rehabilitation",
                "income_sustained",
                "financing_secured",
                "forced_to_transform",
            ),
            help="Ce que le dossier établit ; un point laissé ouvert reste à apprécier.",
            open=False,
        ),
        Section(
            "circumstances",
            "Circonstances particulières",
            (
                "ai_measures_completed",
                "employment_reasonable",
                "independence_notably_simpler",
                "related_to_invalidity",
            ),
            open=False,
        ),
        Section(
            "form",
            "Forme de l'aide",
            (
                "repayment_reasonable",
                "interest_burden_reasonable",
                "cash_indicated",
                "installation_reusable",
                "guarantee_suffices",
                "cash",
                "interest_loan",
                "interest_free_loan",
                "installation",
                "guarantee",
            ),
            help="Sans montant souhaité, une forme est proposée, avec ses raisons.",
            open=False,
        ),
        Section(
            "terms",
            "Prêt : durée et intérêts",
            (
                "start_date",
                "amortisation_years",
                "project_life_years",
                "instalments_per_year",
                "interest_deferral_months",
                "minimum_activity_months",
            ),
            open=False,
        ),
        Section(
            "stop",
            "Arrêt anticipé et restitution",
            (
                "granted",
                "stop_date",
                "breach_of_requirements",
                "reminder_heeded",
                "capital_repaid",
                "interest_paid",
                "waiver_percent",
                "knowledge_date",
                "decision_date",
            ),
            open=False,
        ),
    ),
    leaves_out=("items",),
    begun=("items",),
    estimate=Estimate(("items.amount", "own_resources", "third_party_aid", "other_financing", "birth_date", "sex")),
    other_estimate=Estimate(
        ("cash", "interest_free_loan", "start_date", "minimum_activity_months", "stop_date", "breach_of_requirements"),
        title="Aide déjà versée : restitution",
        of=("granted", "met"),
    ),
    example={
        "law_date": "2020-01-01",
        "birth_date": "1975-04-18",
        "sex": "female",
        "dependent_work_unreasonable": "met",
        "objectively_fit": "met",
        "subjectively_fit": "met",
        "personal_qualities": "met",
        "professional_knowledge": "met",
        "domicile_in_switzerland": "met",
        "simple_and_adequate": "met",
        "lasting_rehabilitation": "met",
        "income_sustained": "met",
        "financing_secured": "met",
        "purpose": "start",
        "former_status": "employed",
        "legal_form": "independent",
        "ai_measures_completed": "not_met",
        "employment_reasonable": "not_met",
        "related_to_invalidity": "met",
        "repayment_reasonable": "met",
        "interest_burden_reasonable": "met",
        "items": [
            {"label": "Four et vitrines", "amount": 52000, "useful_life_years": 8},
            {"label": "Aménagement du local", "amount": 30000},
            {"label": "Stock de départ", "amount": 14000},
        ],
        "no_device": "met",
        "own_resources": 12000,
        "third_party_aid": 9000,
        "expected_gross_income": 46000,
        "cash_indicated": "met",
        "minimum_activity_months": 60,
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
