"""The time left until the reference age (âge de référence; cmrp:4014, reading C-46)."""

from __future__ import annotations

from datetime import date

from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.dates import add_months, whole_months_between
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import amount, phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.law.reference_age import ends_of_working_period
from ai_calc.outcome.facts import Finding
from ai_calc.results import Status, Step, Verdict

_LABEL = "Temps suffisant avant l'âge de référence"


@record
class TimeLeft:
    """From the application to the last day of the month of the reference age: ``months`` and ``days`` left."""

    end: date
    months: int
    days: int
    fits: bool | None


def _end(case: ReclassementCase, law: Law) -> date | None:
    """The end of the working period, where it is known."""
    if case.birth_date is None:
        return None
    first, last = ends_of_working_period(case.birth_date, case, law)
    return first if first == last else None


def time_verdict(case: ReclassementCase, law: Law) -> tuple[Verdict, TimeLeft | None, list[Step]]:
    """Whether investigation, decision and measure fit before the reference age.

    Raises :class:`~ai_calc.ground.errors.CaseError` when the training alone lasts longer than all of them together.
    """
    if case.early_pension_drawn is Finding.MET:
        return (
            Verdict(
                "4014",
                _LABEL,
                Status.NOT_MET,
                phrase("La rente de vieillesse anticipée a été demandée."),
                ("cmrp:4014.b",),
            ),
            None,
            [],
        )
    birth, applied = case.birth_date, case.application_date
    end = _end(case, law)
    if birth is None or applied is None or end is None:
        missing = [
            what
            for what, lacks in (
                ("la date de la demande", applied is None),
                ("la date de naissance", birth is None),
                ("le sexe", birth is not None and end is None),
            )
            if lacks
        ]
        return (
            Verdict(
                "4014",
                _LABEL,
                Status.TO_APPRAISE,
                phrase("Il manque {0}.", " et ".join(missing)),
                ("cmrp:4014",),
            ),
            None,
            [],
        )
    steps = [
        Step(
            "working_period_end",
            "Fin de la période de travail",
            phrase("fin du mois de l'âge de référence, né·e le {0}", birth),
            end,
            "",
            ("cmrp:4014", "fait:age-de-reference"),
        )
    ]
    if applied >= end:
        verdict = Verdict(
            "4014",
            _LABEL,
            Status.NOT_MET,
            phrase("Demande du {0} : l'âge de référence est atteint (jusqu'au {1}).", applied, end),
            ("cmrp:4014.b",),
        )
        return verdict, TimeLeft(end, 0, 0, False), steps
    months = whole_months_between(applied, end)
    days = (end - add_months(applied, months)).days
    steps.append(
        Step(
            "months_left",
            "Temps qui reste",
            phrase("du {0} au {1} : {2}", applied, end, _span(months, days)),
            months,
            "mois",
            ("cmrp:4014",),
        )
    )
    needed = case.needed_months
    if needed is None:
        return (
            Verdict(
                "4014",
                _LABEL,
                Status.TO_APPRAISE,
                phrase("Il reste {0} jusqu'au {1} ; la durée nécessaire n'est pas indiquée.", _span(months, days), end),
                ("cmrp:4014",),
            ),
            TimeLeft(end, months, days, None),
            steps,
        )
    planned = case.duration_planned_months
    if planned is not None and planned > needed:
        raise CaseError(
            Fault(
                "duration_planned_months",
                f"« Durée prévue » ({amount(planned, 'mois')}) ne peut pas dépasser "
                f"« Durée de l'instruction, de la décision et de la mesure » ({amount(needed, 'mois')})",
            )
        )
    if fits := add_months(applied, needed) <= end:
        known = case.early_pension_drawn is Finding.NOT_MET
        more = (
            phrase("")
            if known
            else phrase(" Reste à établir : la rente de vieillesse anticipée a-t-elle été demandée ?")
        )
        verdict = Verdict(
            "4014",
            _LABEL,
            Status.MET if known else Status.TO_APPRAISE,
            phrase("{0:mois} nécessaires ; il reste {1} jusqu'au {2}.{3}", needed, _span(months, days), end, more),
            ("cmrp:4014",) if known else ("cmrp:4014", "cmrp:4014.b"),
        )
    else:
        verdict = Verdict(
            "4014",
            _LABEL,
            Status.NOT_MET,
            phrase(
                "{0:mois} nécessaires, mais il ne reste que {1} jusqu'au {2} : la demande est refusée.",
                needed,
                _span(months, days),
                end,
            ),
            ("cmrp:4014",),
            phrase("Une mesure plus courte, qui tient dans {0:mois} avec l'instruction.", months),
        )
    return verdict, TimeLeft(end, months, days, fits), steps


def _span(months: int, days: int) -> str:
    """« 29 ans, 7 mois et 30 jours »: what is nought is left out, save that something is said."""
    years, rest = divmod(months, 12)
    parts = [amount(n, unit) for n, unit in ((years, "ans"), (rest, "mois"), (days, "jours")) if n] or [
        amount(0, "jours")
    ]
    return " et ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
