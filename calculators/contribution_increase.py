"""The form of the calculator « Indemnité pour augmentation des cotisations » (art. 18c LAI, CMRP 5038–5043)."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="contribution_increase",
    sections=(
        Section(
            "placement",
            "Placement",
            ("law_date", "placed", "activity_suitable", "placement_date", "employment_start", "employment_end"),
        ),
        Section(
            "employer",
            "Employeur",
            ("headcount", "daily_insurance", "compulsory_pension", "increase_likely", "incapacity_justified"),
        ),
        Section(
            "absences",
            "Absences",
            ("absences", "accidents_count"),
            help="Une ligne par absence ; les années se comptent dès le placement.",
        ),
        Section("reading", "Lecture", ("first_paid_day",)),
    ),
    leaves_out=("absences",),
    estimate=Estimate(
        (
            "placed",
            "placement_date",
            "employment_start",
            "headcount",
            "absences.first_day",
            "absences.last_day",
            "absences.paid",
        )
    ),
    example={
        "law_date": "2020-01-01",
        "incapacity_justified": "met",
        "placed": "hired",
        "placement_date": "2018-09-03",
        "headcount": 32,
        "daily_insurance": "met",
        "increase_likely": "met",
        "absences": [
            {"first_day": "2019-02-04", "last_day": "2019-02-15", "full": True, "cause": "illness", "paid": "insurer"},
            {"first_day": "2019-10-07", "last_day": "2019-10-27", "full": True, "cause": "illness", "paid": "insurer"},
        ],
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
