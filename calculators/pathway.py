"""The form of the calculator « Toutes les prestations »: steps in time, and which may follow which."""

from __future__ import annotations

from calculators.kit.form import Estimate, FormSpec, Section

FORM = FormSpec(
    name="pathway",
    sections=(
        Section(
            "steps", "Les étapes", ("law_date", "steps"), help="L'ordre de saisie ne compte pas, seulement les dates."
        ),
        Section("facts", "La personne", ("fit", "employment_reasonable", "independence_simpler")),
    ),
    estimate=Estimate(("steps.measure", "steps.start", "steps.end", "fit")),
    begun=("steps",),
    leaves_out=("steps",),
    example={
        "law_date": "2020-01-01",
        "fit": "met",
        "steps": [
            {"measure": "guidance_examination", "start": "2016-02-01", "end": "2016-04-30"},
            {"measure": "retraining", "start": "2016-08-01", "end": "2018-07-31"},
            {
                "measure": "trial_placement",
                "start": "2018-09-01",
                "end": "2019-02-27",
                "employer": "Imprimerie",
                "conditions_clear": "met",
                "work_capacity": 60,
                "hired_on": "2019-03-01",
            },
            {"measure": "work_introduction", "start": "2019-03-01", "end": "2019-08-27", "employer": "Imprimerie"},
            {"measure": "capital_aid", "start": "2020-01-15"},
        ],
    },
)


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
