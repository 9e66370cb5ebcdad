"""The form of the calculator « Placement à l'essai » (art. 18a LAI, CMRP 5017–5026, Annexe I)."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="trial_placement",
    sections=(
        Section(
            "dates",
            "Dates",
            (
                "law_date",
                "start_date",
                "end_date",
                "days",
                "capacity_known_on",
                "early_end_date",
                "parties_agree_to_stop",
            ),
        ),
        Section(
            "conditions",
            "Conditions",
            (
                "fit_for_rehabilitation",
                "capacity_reduced",
                "primary_market",
                "work_capacity_percent",
                "reintegration_conditions",
                "contract",
                "employer_agrees",
                "clarification_needed",
            ),
            help="Ce que le dossier établit ; un point laissé ouvert reste à apprécier.",
        ),
        Section(
            "before_after",
            "Avant et après",
            ("earlier_trials", "no_earlier_trial", "second_useful", "contract_start"),
            open=False,
        ),
        Section(
            "absences",
            "Absences",
            ("absences",),
            help="L'entreprise avertit l'office AI des absences prolongées.",
            open=False,
        ),
        Section(
            "parties",
            "Convention : les parties",
            (
                "benefit",
                "company_name",
                "company_street",
                "company_postcode",
                "company_city",
                "company_contact",
                "company_contact_role",
                "company_contact_phone",
                "person_salutation",
                "person_name",
                "person_street",
                "person_postcode",
                "person_city",
                "person_phone",
                "insured_number",
                "office_of",
                "office_street",
                "office_postcode",
                "office_city",
                "office_contact",
                "office_contact_role",
                "office_contact_phone",
                "case_manager",
                "place_and_date",
                "agreement_signed",
            ),
            help="Ce qui reste vide est marqué […] dans la convention, à remplir à la main.",
            open=False,
        ),
        Section(
            "content",
            "Convention : le contenu",
            (
                "situation",
                "medical_capacity",
                "goals",
                "presence_goal",
                "work_field",
                "activity",
                "tasks",
                "initial_percent",
                "working_days",
                "working_hours",
                "rate_increases",
                "month_plan",
                "external_coach",
                "coach_name",
                "coach_address",
                "coach_phone",
                "certificate",
            ),
            help="Une clause après l'autre, comme dans l'annexe I.",
            open=False,
        ),
    ),
    estimate=Estimate(("start_date", "end_date")),
    example={
        "law_date": "2020-01-01",
        "primary_market": "met",
        "contract": "none",
        "start_date": "2020-02-03",
        "end_date": "2020-05-29",
        "fit_for_rehabilitation": "met",
        "capacity_reduced": "met",
        "no_earlier_trial": "met",
        "benefit": "daily_allowance",
        "company_name": "Atelier du Mélèze",
        "company_city": "Yverdon-les-Bains",
        "goals": [{"text": "Tenir une demi-journée"}, {"text": "Travailler d'après un plan"}],
        "work_field": "Montage",
        "activity": "Assemblage de serrures",
        "tasks": [{"text": "Assembler les cylindres"}, {"text": "Contrôler les pièces"}],
        "initial_percent": 50,
        "working_days": "du lundi au vendredi, le matin",
        "absences": [{"first_day": "2020-03-02", "days": 8}],
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
