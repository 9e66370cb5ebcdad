"""The form of the calculator « Prestataires de Genève » (agreement of the office of Geneva)."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="geneve_provider",
    sections=(
        Section(
            "situation",
            "Situation",
            ("law_date", "provider", "has_staff", "self_employed", "under_convention", "coaching"),
        ),
        Section(
            "access",
            "Signature et attestations",
            (
                "agreement_signed",
                "signature_date",
                "ocirt_attestation",
                "fund_affiliation",
                "fund_no_staff",
                "fund_contributions",
            ),
        ),
        Section(
            "team",
            "Équipe et lieu",
            (
                "training",
                "experience",
                "skills",
                "ai_basics",
                "clean_record",
                "icf_principles",
                "place",
                "confidential_place",
                "home_approved",
                "home_conditions",
            ),
            open=False,
        ),
        Section(
            "commitments",
            "Engagements",
            (
                "ethics",
                "data_kept",
                "economical_rate",
                "gln_number",
                "billing_software",
                "uses_marks",
                "marks_agreed",
            ),
            open=False,
        ),
        Section(
            "mandate",
            "Mandat",
            (
                "start_date",
                "end_date",
                "quote_date",
                "quote_objectives",
                "quote_programme",
                "quote_duration",
                "quote_price",
                "early_intervention",
                "quote_rate",
                "quote_hours",
                "quote_total",
                "interim_reports",
                "extension_requested",
                "extension_reasons",
            ),
            help="Avec une date de début, les délais se calculent.",
            open=False,
        ),
        Section(
            "end",
            "Fin du mandat",
            ("final_report_date", "hours_log_joined", "invoice_joined", "online_procedure"),
            open=False,
        ),
    ),
    estimate=Estimate(("has_staff", "self_employed", "agreement_signed", "start_date", "end_date")),
    example={
        "law_date": "2025-06-01",
        "provider": "Cabinet du Rhône",
        "has_staff": "no",
        "self_employed": "yes",
        "under_convention": "yes",
        "agreement_signed": "met",
        "fund_affiliation": "met",
        "fund_no_staff": "met",
        "fund_contributions": "not_met",
        "training": "met",
        "experience": "met",
        "skills": "met",
        "clean_record": "met",
        "icf_principles": "met",
        "place": "office",
        "confidential_place": "met",
        "ethics": "met",
        "data_kept": "met",
        "gln_number": "met",
        "billing_software": "met",
        "economical_rate": "met",
        "early_intervention": "not_met",
        "extension_requested": "not_met",
        "start_date": "2025-06-02",
        "end_date": "2025-08-29",
        "quote_date": "2025-05-20",
        "quote_objectives": True,
        "quote_programme": True,
        "quote_duration": True,
        "quote_price": True,
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
