"""The time left until the reference age (âge de référence; cmrp:4014, reading C-46)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.dates import add_months, last_day_of_months, whole_months_between
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, amount, duration, phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.law.reference_age import ends_of_working_period
from ai_calc.outcome.facts import Finding
from ai_calc.results import Role, Status, Step, Verdict

_LABEL = "Temps suffisant avant l'âge de référence"


@record
class TimeLeft:
    """From the application to the last day of the month of the reference age: ``months`` and ``days`` left."""

    end: date
    months: int
    days: int
    fits: bool | None


def time_verdict(case: ReclassementCase, law: Law) -> tuple[list[Verdict], TimeLeft | None, list[Step]]:
    """Whether investigation, decision and measure fit before the reference age, and whether the measure as planned
    ends before it (a limit: the right goes no further).

    Raises :class:`~ai_calc.ground.errors.CaseError` when the training alone lasts longer than all of them together.
    """
    if case.early_pension_drawn is Finding.MET:
        return (
            [
                Verdict(
                    "4014",
                    _LABEL,
                    Status.NOT_MET,
                    phrase("La rente de vieillesse anticipée a été demandée."),
                    ("cmrp:4014.b",),
                )
            ],
            None,
            [],
        )
    birth, applied, start = case.birth_date, case.application_date, case.start_date
    ends = None if birth is None else ends_of_working_period(birth, case, law)
    if ends is not None and start is not None and start >= ends[1]:
        reason = phrase("Début prévu le {0} : l'âge de référence est atteint (jusqu'au {1}).", start, ends[1])
        return [_over(reason)], TimeLeft(ends[1], 0, 0, False), []
    end = ends[0] if ends is not None and ends[0] == ends[1] else None
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
            [
                Verdict(
                    "4014",
                    _LABEL,
                    Status.TO_APPRAISE,
                    phrase("Il manque {0}.", " et ".join(missing)),
                    ("cmrp:4014",),
                )
            ],
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
        reason = phrase("Demande du {0} : l'âge de référence est atteint (jusqu'au {1}).", applied, end)
        return [_over(reason)], TimeLeft(end, 0, 0, False), steps
    months = whole_months_between(applied, end)
    days = (end - add_months(applied, months)).days
    left = duration(months, days)
    steps.append(
        Step(
            "months_left",
            "Temps qui reste",
            phrase("du {0} au {1} : {2}", applied, end, left),
            months,
            "mois",
            ("cmrp:4014",),
        )
    )
    needed = case.needed_months
    if needed is None:
        verdict = Verdict(
            "4014",
            _LABEL,
            Status.TO_APPRAISE,
            phrase("Il reste {0} jusqu'au {1} ; la durée nécessaire n'est pas indiquée.", left, end),
            ("cmrp:4014",),
        )
        return [verdict, *_planned_end(case, end)], TimeLeft(end, months, days, None), steps
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
            phrase("{0:mois} nécessaires ; il reste {1} jusqu'au {2}.{3}", needed, left, end, more),
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
                left,
                end,
            ),
            ("cmrp:4014",),
            phrase("Une mesure plus courte, qui tient dans {0:mois} avec l'instruction.", months),
        )
    return [verdict, *_planned_end(case, end)], TimeLeft(end, months, days, fits), steps


def _over(reason: Phrase) -> Verdict:
    return Verdict("4014", _LABEL, Status.NOT_MET, reason, ("cmrp:4014.b",))


def _planned_end(case: ReclassementCase, end: date) -> list[Verdict]:
    """The right ends with the reference age; only a delay that lies outside does not count, so it stays open."""
    start, planned = case.start_date, case.duration_planned_months
    if start is None or planned is None:
        return []
    last = last_day_of_months(start, planned)
    if last <= end:
        return []
    reason = phrase(
        "Prévue du {0} au {1}, la mesure dépasse le {2}, où l'âge de référence met fin au droit : à raccourcir, ou à"
        " motiver par un retard dû à des circonstances extérieures.",
        start,
        last,
        end,
    )
    label = "Mesure achevée avant l'âge de référence"
    return [Verdict("4014.end", label, Status.TO_APPRAISE, reason, ("cmrp:4014.b", "cmrp:4014"), role=Role.LIMIT)]


def refuse_more_work_than_life(case: ReclassementCase, worked: Decimal | None) -> None:
    """Months of work, as given without dates, that the person has not lived."""
    if worked is None or case.birth_date is None or case.application_date is None or case.work_since is not None:
        return
    lived = whole_months_between(case.birth_date, case.application_date)
    if worked > lived:
        raise CaseError(
            Fault(
                "work_months",
                f"« Durée de cette activité » ({amount(worked, 'mois')}) dépasse l'âge de la personne à la demande"
                f" ({amount(lived, 'mois')})",
            )
        )
