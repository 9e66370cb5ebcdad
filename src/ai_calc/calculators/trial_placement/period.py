"""How long the trial may last, how long it does, and what is left (cmrp:5024; reading C-34)."""

from __future__ import annotations

from datetime import date, timedelta

from ai_calc.calculators.trial_placement.model import TrialPlacementCase
from ai_calc.ground.dates import days_from_to, last_day_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date, phrase
from ai_calc.ground.record import record
from ai_calc.ground.spans import agreed_days, days_until_stop
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.results import Step


@record
class Period:
    """Calendar days, the first one counted. ``used_before`` are days of the same trial, at the same employer;
    ``available`` what the maximum leaves for this part, ``agreed`` what is wanted, ``days`` what really runs."""

    max_days: int
    used_before: int
    available: int
    agreed: int
    days: int
    remaining: int
    first: date | None
    last: date | None
    agreed_last: date | None
    last_possible: date | None

    aim_reached: date | None = None

    @property
    def admitted_days(self) -> int:
        """What of it can be admitted: no more than the maximum, nothing after the aim is reached."""
        days = min(self.days, self.available)
        if self.first is not None and self.aim_reached is not None:
            days = min(days, max(0, days_from_to(self.first, self.aim_reached)))
        return days

    @property
    def admitted_last(self) -> date | None:
        """The last day that can be admitted."""
        return None if self.first is None or not self.admitted_days else last_day_of(self.first, self.admitted_days)

    @property
    def fits(self) -> bool:
        """Whether the agreed days keep to the maximum."""
        return self.agreed <= self.available


@record
class AbsenceNotice:
    """An absence and whether the firm must tell the office (more than a week, cmrp:A1.11.b), and from which day."""

    first_day: date | None
    days: int
    notify: bool
    notify_on: date | None


def period_of(case: TrialPlacementCase, law: Law) -> tuple[Period, list[Step]]:
    """The period and its steps. Raises :class:`~ai_calc.ground.errors.CaseError` for dates that contradict each
    other."""
    longest = law.count("trial_placement/max_duration")
    before = sum(t.days for t in case.earlier_trials if t.same_employer is Finding.MET)
    available = max(0, longest - before)
    agreed = agreed_days(case.start_date, case.end_date, case.days, max(1, available))
    days = days_until_stop(case.start_date, case.early_end_date, agreed)
    first = case.start_date
    period = Period(
        longest,
        before,
        available,
        agreed,
        days,
        max(0, available - days),
        first,
        None if first is None else last_day_of(first, days),
        None if first is None else last_day_of(first, agreed),
        None if first is None or not available else last_day_of(first, available),
        case.capacity_known_on,
    )
    rule = ("cmrp:5024",)
    steps = [
        Step(
            "available",
            "Jours disponibles",
            phrase("{0:jours} − {1:jours} déjà faits dans la même entreprise, au moins 0", longest, before),
            available,
            "jours",
            rule,
        )
    ]
    if period.last_possible is not None:
        steps.append(
            Step(
                "last_possible",
                "Dernier jour possible",
                phrase("{0} + {1:jours}, premier jour compris", first, available),
                period.last_possible,
                "",
                rule,
            )
        )
    if period.last is not None:
        steps.append(Step("days", "Jours de l'essai", phrase("du {0} au {1}", first, period.last), days, "jours", rule))
    steps.append(
        Step(
            "remaining",
            "Jours qui restent",
            phrase("{0:jours} − {1:jours}, au moins 0", available, days),
            period.remaining,
            "jours",
            rule,
        )
    )
    return period, steps


def absence_notices(case: TrialPlacementCase, law: Law, period: Period) -> tuple[AbsenceNotice, ...]:
    """Each absence with the duty of the firm to tell the office (reading X-10)."""
    limit = 7 * law.count("trial_placement/absence_notice_threshold")
    found = []
    first, last = case.start_date, period.last
    for i, absence in enumerate(case.absences):
        day = absence.first_day
        if day is not None and first is not None and last is not None and not first <= day <= last:
            raise CaseError(
                Fault(
                    f"absences[{i}].first_day",
                    f"« Premier jour » de l'absence ({long_date(day)}) n'est pas pendant l'essai "
                    f"(du {long_date(first)} au {long_date(last)})",
                )
            )
        notify = absence.days > limit
        day = absence.first_day + timedelta(days=limit) if notify and absence.first_day is not None else None
        found.append(AbsenceNotice(absence.first_day, absence.days, notify, day))
    return tuple(found)
