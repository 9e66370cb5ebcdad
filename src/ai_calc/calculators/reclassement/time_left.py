"""The time left until the reference age (âge de référence; cmrp:4014, readings C-46, L-45)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.dates import add_months, add_years, last_day_of_months, whole_months_between
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, amount, duration, long_date, next_day, phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.law.reference_age import ends_of_working_period
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.year_of_birth import born_words
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

    Raises :class:`~ai_calc.ground.errors.CaseError` when the training alone would outlast all that it is part of.
    """
    if case.early_pension_drawn is Finding.MET:
        reason = phrase("La rente de vieillesse anticipée a été demandée.")
        return [_verdict(Status.NOT_MET, reason, ("cmrp:4014.b",))], None, []
    birth, applied, start = case.birth_date, case.application_date, case.start_date
    ends = None if birth is None else ends_of_working_period(birth, case, law)
    if ends is not None and start is not None and start >= ends[1]:
        return [_over("Début prévu le", start, ends[1])], TimeLeft(ends[1], 0, 0, False), []
    if birth is None or ends is None or applied is None:
        missing = [
            what
            for what, lacks in (("la date de la demande", applied is None), ("la date de naissance", birth is None))
            if lacks
        ]
        reason = phrase("Il manque {0}.", " et ".join(missing))
        return [_verdict(Status.TO_APPRAISE, reason), *_planned_end(case, ends)], None, []
    if applied >= ends[1]:
        return [_over("Demande du", applied, ends[1])], TimeLeft(ends[1], 0, 0, False), _steps(birth, ends[1])
    end = ends[0]
    months, days = _time_between(applied, end)
    soon = _soon(case, law, applied, end)
    if end != ends[1]:  # it depends on the sex, which nobody gave
        left = phrase("Il reste au moins {0}, jusqu'au {1} au plus tôt", duration(months, days), end)
        verdict = _enough(case, left) if not soon else _verdict(Status.TO_APPRAISE, phrase("Il manque le sexe."))
        return [verdict, *_planned_end(case, ends)], None, []
    steps = [*_steps(birth, end), _left(applied, end, months, days)]
    left = phrase("{0} jusqu'au {1}", duration(months, days), end)
    verdict, fits = (
        _fits(case, applied, end, left, months) if soon else (_enough(case, phrase("Il reste {0}", left)), True)
    )
    return [verdict, *_planned_end(case, ends)], TimeLeft(end, months, days, fits), steps


def _verdict(
    status: Status, reason: Phrase, rules: tuple[str, ...] = ("cmrp:4014",), change: Phrase | None = None
) -> Verdict:
    return Verdict("4014", _LABEL, status, reason, rules, change)


def _steps(birth: date, end: date) -> list[Step]:
    return [
        Step(
            "working_period_end",
            "Fin de la période de travail",
            phrase("fin du mois de l'âge de référence, né·e {0}", born_words(birth)),
            end,
            "",
            ("cmrp:4014", "fait:age-de-reference"),
        )
    ]


def _left(applied: date, end: date, months: int, days: int) -> Step:
    formula = phrase("du {0} au {1}, compris : {2}", applied, end, duration(months, days))
    return Step("months_left", "Temps qui reste", formula, months, "mois", ("cmrp:4014",))


def _time_between(first: date, last: date) -> tuple[int, int]:
    """Whole months and days from one day to another, both counted: the last day is still one of work."""
    beyond = next_day(last)
    months = whole_months_between(first, beyond)
    return months, (beyond - add_months(first, months)).days


def _soon(case: ReclassementCase, law: Law, applied: date, end: date) -> bool:
    """« Peu avant » the reference age (reading L-45): what the measure leaves of the time is under the proposed band;
    so it may be while nobody says how long the measure lasts."""
    planned = case.duration_planned_months
    band = law.count("training/shortly_before_reference_age")
    return planned is None or last_day_of_months(applied, planned + band) > end


def _enough(case: ReclassementCase, left: Phrase) -> Verdict:
    """The time fits; the right still ends with an early pension."""
    if case.early_pension_drawn is Finding.NOT_MET:
        return _verdict(Status.MET, phrase("{0}.", str(left)))
    reason = phrase("{0}. Reste à établir : la rente de vieillesse anticipée a-t-elle été demandée ?", str(left))
    return _verdict(Status.TO_APPRAISE, reason, ("cmrp:4014", "cmrp:4014.b"))


def _fits(case: ReclassementCase, applied: date, end: date, left: Phrase, months: int) -> tuple[Verdict, bool | None]:
    """The duration needed against the time that is left; the measure by itself is the least that is needed.

    Raises :class:`~ai_calc.ground.errors.CaseError` when the training alone lasts longer than all of them together.
    """
    needed, planned = case.needed_months, case.duration_planned_months
    if needed is not None and planned is not None and planned > needed:
        raise CaseError(
            Fault(
                "duration_planned_months",
                f"« Durée prévue » ({amount(planned, 'mois')}) ne peut pas dépasser "
                f"« Durée de l'instruction, de la décision et de la mesure » ({amount(needed, 'mois')})",
            )
        )
    least = planned if needed is None else needed
    if least is None:
        return _verdict(
            Status.TO_APPRAISE, phrase("La durée nécessaire n'est pas indiquée ; il reste {0}.", left)
        ), None
    alone = " pour la seule mesure" if needed is None else " nécessaires"
    if last_day_of_months(applied, least) > end:
        words = f"{{0:mois}}{alone}, mais il ne reste que {{1}} : la demande est refusée."
        change = phrase("Une mesure plus courte, qui tient dans {0:mois} avec l'instruction.", months)
        return _verdict(Status.NOT_MET, phrase(words, least, left), change=change if months else None), False
    if needed is None:
        words = (
            "{0:mois} pour la seule mesure ; il reste {1}. La durée de l'instruction et de la décision n'est pas"
            " indiquée."
        )
        return _verdict(Status.TO_APPRAISE, phrase(words, least, left)), None
    return _enough(case, phrase("{0:mois} nécessaires ; il reste {1}", needed, left)), True


def _over(what: str, day: date, end: date) -> Verdict:
    reason = phrase("{0} {1} : le droit s'arrête le {2}, avec le mois de l'âge de référence.", what, day, end)
    return _verdict(Status.NOT_MET, reason, ("cmrp:4014.b",))


def _planned_end(case: ReclassementCase, ends: tuple[date, date] | None) -> list[Verdict]:
    """The right ends with the reference age; only a delay that lies outside does not count, so it stays open."""
    start, planned = case.start_date, case.duration_planned_months
    if start is None or planned is None or ends is None:
        return []
    last = last_day_of_months(start, planned)
    if last <= ends[0]:
        return []
    reason = phrase(
        "Prévue du {0} au {1}, la mesure dépasse le {2}, où l'âge de référence met fin au droit{3} : à raccourcir, ou à"
        " motiver par un retard dû à des circonstances extérieures.",
        start,
        last,
        ends[0],
        "" if ends[0] == ends[1] else " au plus tôt, selon le sexe",
    )
    label = "Mesure achevée avant l'âge de référence"
    return [Verdict("4014.end", label, Status.TO_APPRAISE, reason, ("cmrp:4014.b", "cmrp:4014"), role=Role.LIMIT)]


_SCHOOL_AGE = 13
"""Younger, nobody in Switzerland has left school: eleven years from four on, two of them skipped."""


def refuse_training_of_children(case: ReclassementCase) -> None:
    """A training that would begin at an age at which school is not over: a date is wrong."""
    name = "application_date" if case.start_date is None else "start_date"
    birth, day = case.birth_date, getattr(case, name)
    if birth is None or day is None or day >= add_years(birth, _SCHOOL_AGE):
        return
    title = ReclassementCase.model_fields[name].title
    age = amount(whole_months_between(birth, day) // 12, "ans")
    raise CaseError(
        Fault(
            "birth_date",
            f"« {title} » ({long_date(day)}) : la personne aurait {age}, et l'école n'est pas finie à cet âge ; une des"
            " deux dates est à corriger",
        )
    )


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
