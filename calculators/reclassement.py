"""The form of the calculator « Reclassement et formation » (art. 15–17 LAI, CMRP 2001–4039).

It asks only what still matters: :mod:`ai_calc.relevance` says so for each state of the answers.
"""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="reclassement",
    sections=(
        Section("request", "Demande", ("law_date", "start_date", "goal", "preparation_specific", "invalidity", "invalidity_date")),
        Section("situation", "Formation et travail", (
            "training", "work", "work_since", "work_until", "work_months", "income_significant", "income_before", "income_period",
            "thirteenth_salary", "work_after", "schooling_completed", "profession_chosen", "workshop_change", "same_kind_of_profession",
            "needed_because_of_invalidity",
        ), help="Ce qui délimite la mesure : formation initiale, nouvelle formation, perfectionnement ou reclassement."),
        Section("conditions", "Conditions", (
            "earlier_training_unsuitable", "trained_by_ai", "not_placeable", "real_job_prospects", "prevents_former_work",
            "temporary_interruption", "considerably_limited", "maintains_or_improves", "objectively_fit", "subjectively_fit",
            "suited_to_disability", "matches_abilities", "simple_and_adequate", "leads_to_work", "training_choice",
            "equivalent_prospects", "comparable_value", "higher_required", "aptitudes_match", "economic_prospect",
            "placement_impossible_without", "limited_in_choice", "needs_specialised_guidance", "expected_hourly_wage",
        ), help="Ce que le dossier établit ; un point laissé ouvert reste à apprécier. Une condition qui manque met fin aux questions."),
        Section("loss", "Perte de gain et nécessité", (
            "former_activity", "employment_share_percent", "income_without", "income_with", "loss_lasting", "wage_development",
            "usual_work_limited", "sufficiently_rehabilitated", "suitable_post_available",
        )),
        Section("earlier", "Reclassement antérieur", (
            "earlier_reclassement", "earlier_failed_choice", "earlier_equivalent_cost", "earlier_paid", "income_insufficient_midterm",
            "only_more_measures_help", "lost_specific_post", "base_too_narrow",
        ), open=False),
        Section("time", "Temps et effet", (
            "early_pension_drawn", "application_date", "birth_date", "sex", "needed_months", "substantial_working_life",
            "improves_capacity", "pension_drawn", "cost_utility_reasonable",
        ), open=False),
        Section("guidance", "Orientation", ("guidance_form", "internship_weeks", "in_school_holidays", "examination_months"), open=False),
        Section("duration", "Durée de la formation", (
            "training_kind", "full_time_school", "duration_planned_months", "duration_ordinary_months", "needs_more_time", "level_change",
            "reasonable_duration", "levels",
        ), open=False),
        Section("costs", "Frais", (
            "costs", "reference_cost", "successive", "period_months", "already_paid", "old_training_total",
            "threshold_for_further_training", "wage_covers_needs", "also_away_without", "closer_place_possible",
            "outside_region_because_of_invalidity", "lodging_needed", "lodging_essential", "return_impossible",
            "other_reasons_for_lodging",
        ), help="Une ligne par poste et par année. Les frais sans invalidité servent à la comparaison de la formation initiale."),
        Section("employer", "Employeur qui forme", (
            "first_labour_market", "employer_extra_costs", "employer_costs_due_to_invalidity", "wage_reduction", "presence_days",
            "no_daily_allowance_yet",
        ), open=False),
    ),
    estimate=Estimate(
        ("training", "income_without", "income_with", "duration_planned_months", "start_date", "birth_date"),
        {"goal": "training", "invalidity": "occurred", "work": "employed", "former_activity": "gainful"},
    ),
    example={
        "law_date": "2020-01-01",
        "goal": "training", "invalidity": "occurred", "invalidity_date": "2019-03-01",
        "training": "completed_before", "work": "employed", "work_since": "2009-08-01", "income_significant": "met",
        "prevents_former_work": "met", "objectively_fit": "met", "subjectively_fit": "met", "suited_to_disability": "met",
        "matches_abilities": "met", "simple_and_adequate": "met", "equivalent_prospects": "met", "comparable_value": "met",
        "economic_prospect": "met", "income_without": 72000, "income_with": 58300, "loss_lasting": "met",
        "application_date": "2019-06-11", "birth_date": "1988-09-23", "sex": "male", "needed_months": 46,
        "substantial_working_life": "met", "improves_capacity": "met", "expected_hourly_wage": "27.50",
        "work_after": "none", "income_period": "month", "workshop_change": "not_met", "guidance_form": "usual", "trained_by_ai": "not_met",
        "other_reasons_for_lodging": "not_met", "earlier_paid": 0, "wage_reduction": 0,
        "temporary_interruption": "not_met", "former_activity": "gainful", "wage_development": "not_met", "training_choice": "reasonable",
        "sufficiently_rehabilitated": "not_met", "suitable_post_available": "not_met", "pension_drawn": "not_met",
        "early_pension_drawn": "not_met", "earlier_reclassement": "not_met", "earlier_failed_choice": "not_met",
        "training_kind": "vocational", "duration_planned_months": 36, "duration_ordinary_months": 36, "reasonable_duration": "met",
        "costs": [
            {"kind": "tuition", "label": "Cours et examens", "year": 1, "with_disability": 3400},
            {"kind": "tuition", "label": "Cours et examens", "year": 2, "with_disability": 3400},
            {"kind": "tuition", "label": "Cours et examens", "year": 3, "with_disability": 4100},
            {"kind": "public_transport", "label": "Abonnement", "year": 1, "with_disability": 1260},
            {"kind": "language_optional", "label": "Cours d'anglais", "year": 2, "with_disability": 900},
        ],
    },
)  # fmt: skip


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
