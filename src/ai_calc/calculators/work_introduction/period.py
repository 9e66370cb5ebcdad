"""The period of the allowance and its absences, in calendar days (cmrp:5029, 5032, 5035, 5037; readings C-38, C-39)."""

from __future__ import annotations

from datetime import date, timedelta

from ai_calc.calculators.work_introduction.model import Cover, WorkIntroductionCase
from ai_calc.ground.dates import last_day_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import phrase
from ai_calc.ground.record import record
from ai_calc.ground.spans import agreed_days, check_overlaps, days_until_stop, days_within, span_of
from ai_calc.law.in_force import Law
from ai_calc.results import Step


@record
class Period:
    """``early_days`` lie before the placement and fall away; ``agreed_days`` as wanted without them, ``granted_days``
    within the maximum, ``days`` that the introduction really lasts, from ``first`` on."""

    max_days: int
    early_days: int
    agreed_days: int
    granted_days: int
    days: int
    first: date | None
    last: date | None
    last_possible: date | None
    interrupted: bool


@record
class Absent:
    """Days of absence within the period, by who pays them."""

    insurer: int
    wage: int
    nobody: int

    @property
    def deducted(self) -> int:
        """Days without allowance: covered by an insurer, or without wage (reading C-39)."""
        return self.insurer + self.nobody


def period_of(case: WorkIntroductionCase, law: Law) -> tuple[Period, list[Step]]:
    """The period and its steps. Raises :class:`~ai_calc.ground.errors.CaseError` for dates that contradict each
    other."""
    longest = law.count("work_introduction/max_duration")
    first, placed = case.start_date, case.placed_on
    agreed = agreed_days(first, case.end_date, case.days, longest)
    early = 0 if first is None or placed is None else max(0, (placed - first).days)
    if first is None or early >= agreed:  # of a period wholly before the placement nothing is left to count
        early = 0
    else:
        first, agreed = first + timedelta(days=early), agreed - early
    granted = min(agreed, longest)
    days = min(granted, days_until_stop(first, case.early_end_date, agreed))
    interrupted = days < granted
    last = None if first is None else last_day_of(first, days)
    possible = None if first is None else last_day_of(first, longest)
    steps = [
        Step(
            "granted_days",
            "Jours octroyés",
            phrase("le plus petit de {0:jours} et {1:jours}", agreed, longest),
            granted,
            "jours",
            ("cmrp:5032",),
        )
    ]
    if possible is not None:
        steps.append(
            Step(
                "last_possible",
                "Dernier jour possible",
                phrase("{0} + {1:jours}, premier jour compris", first, longest),
                possible,
                "",
                ("cmrp:5032",),
            )
        )
    if interrupted:
        steps.append(
            Step(
                "days",
                "Jours jusqu'à l'interruption",
                phrase("du {0} au {1}", first, last),
                days,
                "jours",
                ("cmrp:5037",),
            )
        )
    return Period(longest, early, agreed, granted, days, first, last, possible, interrupted), steps


def absent_of(case: WorkIntroductionCase, period: Period) -> tuple[Absent, Step]:
    """The days of absence within the period. Raises :class:`~ai_calc.ground.errors.CaseError` when they overlap or
    exceed it."""
    check_overlaps(map(span_of, case.absences))
    found = dict.fromkeys(Cover, 0)
    for absence in case.absences:
        found[absence.cover] += days_within(absence, period.first, period.last)
    absent = Absent(found[Cover.INSURER], found[Cover.WAGE], found[Cover.NOBODY])
    if sum(found.values()) > period.days:
        raise CaseError(
            Fault("absences", f"{sum(found.values())} jours d'absence pour une période de {period.days} jours")
        )
    formula = phrase(
        "{0:jours} − {1:jours} à la charge d'un assureur − {2:jours} sans salaire",
        period.days,
        absent.insurer,
        absent.nobody,
    )
    step = Step(
        "payable_days", "Jours payés", formula, period.days - absent.deducted, "jours", ("cmrp:5029", "cmrp:5035")
    )
    return absent, step
