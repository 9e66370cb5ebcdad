"""The form of the calculator « Allocation d'initiation au travail » (art. 18b LAI, CMRP 5027–5037)."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="work_introduction",
    sections=(
        Section(
            "situation",
            "Situation",
            ("law_date", "access", "activity_suitable", "performance_percent", "agreed_wage_percent"),
        ),
        Section(
            "period", "Période", ("start_date", "end_date", "days", "employment_start", "post_start", "early_end_date")
        ),
        Section(
            "amounts",
            "Montant et salaire",
            ("daily_amount", "monthly_wage", "wage_months", "other_wage", "employer_rate_percent"),
        ),
        Section(
            "absences",
            "Absences",
            ("no_absence", "absences"),
            help="Les jours payés par un assureur, ou par personne, sont déduits.",
            open=False,
        ),
        Section("payment", "Versement", ("payment", "payment_months"), open=False),
    ),
    estimate=Estimate(
        ("monthly_wage", "performance_percent", "agreed_wage_percent", "start_date", "end_date", "daily_amount"),
        {"access": "hired"},
    ),
    example={
        "law_date": "2020-01-01",
        "access": "hired",
        "activity_suitable": "met",
        "performance_percent": 60,
        "agreed_wage_percent": 100,
        "start_date": "2020-02-01",
        "employment_start": "2020-02-01",
        "end_date": "2020-07-29",
        "daily_amount": 150,
        "monthly_wage": 5200,
        "employer_rate_percent": 8,
        "payment": "periodic",
        "absences": [{"first_day": "2020-03-09", "days": 5, "cover": "insurer"}],
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
