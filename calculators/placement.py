"""The form of the calculator « Placement » (art. 18 LAI, CMRP 5001–5016)."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

_SEARCH = (
    "invalid_or_threatened",
    "obstacle",
    "search_hampered",
    "objectively_fit",
    "subjectively_fit",
    "activities_suitable",
    "only_easy_tasks",
    "specific_limitation",
    "protected_workshop",
    "unemployment_insurance",
)

FORM = FormSpec(
    name="placement",
    sections=(
        Section(
            "situation",
            "Situation",
            (
                "law_date",
                "service",
                "start_date",
                "months",
                "particular_difficulties",
                "duration_appropriate",
                "extension_reason",
            ),
        ),
        Section(
            "conditions",
            "Conditions",
            (*_SEARCH, "job_threatened_by_health"),
            help="Ce que le dossier établit ; un point laissé ouvert reste à apprécier.",
        ),
        Section(
            "cooperation",
            "Coopération et frais",
            (
                "cooperates",
                "success_compromised",
                "resigned_without_reason",
                "warned",
                "costs_proportionate",
                "expenses_claimed",
            ),
            open=False,
        ),
    ),
    estimate=Estimate(
        ("service", "invalid_or_threatened", "obstacle", "job_threatened_by_health", "start_date", "months")
    ),
    example={
        "law_date": "2020-01-01",
        "service": "search",
        "start_date": "2020-02-01",
        "months": 7,
        "particular_difficulties": "met",
        "invalid_or_threatened": "met",
        "search_hampered": "met",
        "objectively_fit": "met",
        "subjectively_fit": "met",
        "activities_suitable": "met",
        "obstacle": "health",
        "only_easy_tasks": "not_met",
        "protected_workshop": "not_met",
        "cooperates": "met",
        "success_compromised": "not_met",
        "resigned_without_reason": "not_met",
        "costs_proportionate": "met",
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
