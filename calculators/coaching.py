"""The form of the calculator « Budget de coaching » (cmrp:1028; Bern's mementos, Geneva's agreement)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.coaching import CoachingCase, CoachingDetails, in_hours, whole_tally
from ai_calc.ground.french import phrase
from ai_calc.registers.cantons import kinds_of
from ai_calc.results import Result
from calculators.kit.form import Estimate, FormSpec, Invoicing, Section
from calculators.kit.numbers import invoice_made, refused_in_form, taken_in_form, warned_in_form


def left_words(case: CoachingCase, result: Result[CoachingDetails], day: date) -> str:
    """What is left of the hours: in the month of a day where it has a limit, and in all; of the whole journal, wherever
    its statement ends."""
    tally = result.details.tally
    if tally is None:
        return ""
    if case.statement_until is not None:
        tally = whole_tally(case)
    words = []
    month = tally.month_of(day)
    if month is not None and month.limit is not None:
        counted = in_hours(month.counted)
        words.append(
            str(
                phrase(
                    "Mois du {0} : {1:h} sur {2:h}, {3}.",
                    month.start,
                    counted,
                    month.limit,
                    _rest(month.limit - counted),
                )
            )
        )
    if tally.left is not None:
        over = tally.counted - tally.budget if tally.budget is not None and not tally.left else Decimal(0)
        words.append(f"En tout, {_rest(-over if over > 0 else tally.left)}.")
    return " ".join(words)


def _rest(hours: Decimal) -> str:
    """What is left of hours, or by how much they are exceeded."""
    return str(phrase("dépassé de {0:h}", -hours) if hours < 0 else phrase("il reste {0:h}", hours))


FORM = FormSpec(
    name="coaching",
    sections=(
        Section("mandate", "Mandat", ("canton", "law_date", "kind", "edition", "undated_from")),
        Section(
            "plan",
            "Plan",
            (
                "start_date",
                "months",
                "intensity",
                "hours_per_month",
                "total_hours",
                "hourly_rate",
                "travel_hours_per_month",
                "admin_hours_per_month",
                "first_interview_hours",
                "mandate_followed",
                "employer_interview_hours",
                "remaining_hours",
                "internship_count",
                "internship_days",
            ),
            help="Sans heures saisies, le plan propose ce que le plafond permet.",
        ),
        Section(
            "journal",
            "Journal des heures",
            (
                "journal",
                "granted_hours",
                "statement_from",
                "statement_until",
                "rounding",
                "warn_at_percent",
            ),
            help=(
                "Une ligne par prestation. Le menu « Partager, enregistrer » lit un journal en CSV ou XLSX et l'écrit ;"
                " rien ne quitte cet appareil."
            ),
            open=False,
        ),
        Section(
            "conditions",
            "Conditions",
            (
                "agreement_signed",
                "goals_agreed",
                "cost_effective",
                "early_intervention",
                "extras_agreed",
                "in_institution",
                "other_mandates",
                "no_other_mandate",
                "internal_follow_up",
                "on_primary_market",
                "targeted_need",
            ),
            open=False,
        ),
        Section(
            "extension", "Prolongation et date du plafond", ("earlier_hours", "earlier_months", "cap_date"), open=False
        ),
        Section(
            "course",
            "Déroulement et dates",
            (
                "evaluation_date",
                "interim_reports",
                "hired_on",
                "contract_date",
                "trial_period_passed",
                "placement_fee",
                "actual_end",
                "events",
            ),
            open=False,
        ),
        Section(
            "names",
            "Pour les documents",
            (
                "provider",
                "person",
                "specialist",
                "office",
                "reference",
                "offer_number",
                "offer_date",
                "offer_until",
                "invoice_number",
                "invoice_date",
                "objectives",
                "programme",
            ),
            open=False,
        ),
    ),
    leaves_out=("journal",),
    quick=("journal", left_words),
    ahead=("left", "remaining"),
    period=("statement_from", "statement_until"),
    invoice=Invoicing(
        "invoice_number", ("invoice-html",), taken_in_form, invoice_made, refused_in_form, warned_in_form
    ),
    narrowed=("kind", "canton", kinds_of),
    reference="reference",
    estimate=Estimate(("canton", "kind", "intensity", "months", "hours_per_month", "hourly_rate")),
    example={
        "canton": "be",
        "law_date": "2022-03-01",
        "kind": "job_search",
        "months": 6,
        "earlier_hours": 0,
        "earlier_months": 0,
        "hours_per_month": 6,
        "travel_hours_per_month": 2,
        "admin_hours_per_month": 1,
        "first_interview_hours": "1.5",
        "mandate_followed": "met",
        "in_institution": "not_met",
        "no_other_mandate": "met",
        "agreement_signed": "met",
        "goals_agreed": "met",
        "on_primary_market": "met",
        "targeted_need": "met",
        "evaluation_date": "2022-08-24",
        "journal": [
            {"day": "2022-02-24", "activity": "first_interview", "minutes": 90},
            {"day": "2022-03-08", "activity": "with_person", "minutes": 120, "start": "14:00"},
            {"day": "2022-03-08", "activity": "travel", "minutes": 60, "start": "13:00"},
            {"day": "2022-03-22", "activity": "with_person", "minutes": 150},
            {"day": "2022-04-05", "activity": "with_others", "minutes": 75, "note": "Employeur"},
            {"day": "2022-04-12", "activity": "administration", "minutes": 45, "note": "Dossier de candidature"},
        ],
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
