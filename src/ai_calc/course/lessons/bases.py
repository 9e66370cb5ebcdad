"""Cases that the exercises start from: complete, so that an exercise changes only what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

LAW = date(2020, 1, 1)
"""The date of the law of most exercises: the state of the circular."""

CAPITAL_AID: dict[str, Any] = {
    "law_date": "2020-01-01",
    "birth_date": "1980-05-12",
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
    "expected_gross_income": 48000,
    "purpose": "start",
    "former_status": "employed",
    "legal_form": "independent",
    "ai_measures_completed": "not_met",
    "employment_reasonable": "not_met",
    "related_to_invalidity": "met",
    "repayment_reasonable": "met",
    "interest_burden_reasonable": "met",
    "items": [{"label": "Projet", "amount": 60000}],
}

RECLASSEMENT: dict[str, Any] = {
    "law_date": "2020-01-01",
    "goal": "training",
    "invalidity": "occurred",
    "invalidity_date": "2019-03-01",
    "training": "completed_before",
    "work": "employed",
    "work_since": "2009-08-01",
    "income_significant": "met",
    "prevents_former_work": "met",
    "objectively_fit": "met",
    "subjectively_fit": "met",
    "suited_to_disability": "met",
    "matches_abilities": "met",
    "simple_and_adequate": "met",
    "equivalent_prospects": "met",
    "comparable_value": "met",
    "economic_prospect": "met",
    "income_without": 72000,
    "income_with": 54000,
    "loss_lasting": "met",
    "application_date": "2019-06-11",
    "birth_date": "1988-09-23",
    "sex": "male",
    "needed_months": 46,
    "substantial_working_life": "met",
    "improves_capacity": "met",
    "expected_hourly_wage": "27.50",
    "duration_planned_months": 36,
    "duration_ordinary_months": 36,
    "reasonable_duration": "met",
    "training_kind": "vocational",
    "work_after": "none",
    "temporary_interruption": "not_met",
    "former_activity": "gainful",
    "wage_development": "not_met",
    "training_choice": "reasonable",
    "sufficiently_rehabilitated": "not_met",
    "suitable_post_available": "not_met",
    "pension_drawn": "not_met",
    "early_pension_drawn": "not_met",
    "earlier_reclassement": "not_met",
    "earlier_failed_choice": "not_met",
}

INITIAL_TRAINING: dict[str, Any] = {
    "law_date": "2020-01-01",
    "goal": "training",
    "invalidity": "occurred",
    "training": "never",
    "work": "none",
    "schooling_completed": "met",
    "profession_chosen": "met",
    "considerably_limited": "met",
    "objectively_fit": "met",
    "subjectively_fit": "met",
    "suited_to_disability": "met",
    "matches_abilities": "met",
    "simple_and_adequate": "met",
    "leads_to_work": "met",
    "expected_hourly_wage": "21.00",
    "duration_planned_months": 36,
    "duration_ordinary_months": 36,
    "reasonable_duration": "met",
    "training_kind": "vocational",
    "training_choice": "reasonable",
    "work_after": "none",
}

TRIAL: dict[str, Any] = {
    "law_date": "2020-01-01",
    "fit_for_rehabilitation": "met",
    "capacity_reduced": "met",
    "primary_market": "met",
    "contract": "none",
    "start_date": "2020-02-03",
}

INTRODUCTION: dict[str, Any] = {
    "law_date": "2020-01-01",
    "access": "hired",
    "activity_suitable": "met",
    "performance_percent": 60,
    "agreed_wage_percent": 100,
    "start_date": "2020-03-02",
    "employment_start": "2020-03-02",
    "days": 90,
    "daily_amount": 120,
    "monthly_wage": 5200,
    "employer_rate_percent": 8,
}

CONTRIBUTIONS: dict[str, Any] = {
    "law_date": "2020-01-01",
    "placed": "hired",
    "activity_suitable": "met",
    "placement_date": "2020-01-01",
    "headcount": 30,
    "daily_insurance": "met",
    "compulsory_pension": "met",
    "increase_likely": "met",
    "incapacity_justified": "met",
}

BERNE: dict[str, Any] = {
    "canton": "be",
    "law_date": "2022-03-01",
    "months": 6,
    "agreement_signed": "met",
    "goals_agreed": "met",
    "mandate_followed": "met",
    "in_institution": "not_met",
    "on_primary_market": "met",
    "targeted_need": "met",
}
GENEVE: dict[str, Any] = {
    "canton": "ge",
    "kind": "coaching",
    "law_date": "2025-03-03",
    "agreement_signed": "met",
    "goals_agreed": "met",
    "cost_effective": "met",
    "hourly_rate": 130,
    "undated_from": "2025-01-01",
    "months": 6,
}
