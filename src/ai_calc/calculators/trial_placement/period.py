"""How long the trial may last, how long it does, and what is left (cmrp:5024; reading C-34)."""

from __future__ import annotations

from datetime import date, timedelta

from ai_calc.calculators.trial_placement.earlier import Earlier, possible
from ai_calc.calculators.trial_placement.model import Absence, TrialPlacementCase
from ai_calc.ground.dates import days_from_to, last_day_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date, phrase
from ai_calc.ground.record import record
from ai_calc.ground.spans import agreed_days, check_overlaps, days_until_stop, days_within, span_of
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.results import Step

_RULE = ("cmrp:5024",)


@record
class Period:
    """Calendar days, the first one counted. ``earlier``: the days used up in the same firm, at worst where nobody says
    in which firm. ``available`` is what the maximum leaves for this part, ``most`` what it would leave at best,
    ``possible`` what of it lies before the aim is reached. ``agreed`` is what is wanted, ``days`` what really runs;
    both are ``None`` while nobody says. ``stopped_on``: the stop that shortens what could be admitted, if any."""

    max_days: int
    earlier: Earlier
    most: int
    available: int
    possible: int
    agreed: int | None
    days: int | None
    remaining: int
    first: date | None
    last: date | None
    agreed_last: date | None
    last_possible: date | None
    stopped_on: date | None
    aim_reached: date | None

    @property
    def admitted_days(self) -> int:
        """What of it can be admitted; all that is possible while nobody says how long it lasts."""
        return self.possible if self.days is None else min(self.days, self.possible)

    @property
    def admitted_last(self) -> date | None:
        """The last day that can be admitted, once somebody says how long it lasts."""
        return None if self.days is None else _last_of(self.first, self.admitted_days)

    @property
    def maximum_last(self) -> date | None:
        """The last day that the maximum leaves, whenever the aim is reached."""
        return _last_of(self.first, self.available)


@record
class AbsenceNotice:
    """An absence and whether the firm must tell the office (more than a week, cmrp:A1.11.b), and from which day.
    ``within``: its days in the trial that can be admitted."""

    first_day: date | None
    days: int
    within: int
    notify: bool
    notify_on: date | None


def period_of(case: TrialPlacementCase, longest: int, every: tuple[Earlier, ...]) -> tuple[Period, list[Step]]:
    """The period and its steps, with ``every`` answer on the earlier trials. Raises
    :class:`~ai_calc.ground.errors.CaseError` for dates that contradict each other."""
    first, left = case.start_date, possible(every)
    earlier = (max if left[0].refusal else min)(left, key=_leaves)
    until_aim = earlier.available
    if first is not None and case.capacity_known_on is not None:
        until_aim = min(until_aim, days_from_to(first, case.capacity_known_on))
    agreed = agreed_days(first, case.end_date, case.days, None)
    stop = case.early_end_date
    until_stop = days_until_stop(first, stop, agreed)
    days = agreed if stop is not None and case.parties_agree_to_stop is Finding.NOT_MET else until_stop
    early = stop is not None and (until_stop or 0) < min(agreed or until_aim, until_aim)
    period = Period(
        longest,
        earlier,
        max(e.available for e in left),
        earlier.available,
        until_aim,
        agreed,
        days,
        max(0, until_aim - (days or 0)),
        first,
        _last_of(first, days),
        _last_of(first, agreed),
        _last_of(first, until_aim),
        stop if early else None,
        case.capacity_known_on,
    )
    return period, _steps(period)


def _last_of(first: date | None, days: int | None) -> date | None:
    return last_day_of(first, days) if first is not None and days else None


def _leaves(earlier: Earlier) -> tuple[int, int]:
    """By the days that it leaves; where none are left, only what is certain counts as used up."""
    return earlier.available, -earlier.used


def _steps(p: Period) -> list[Step]:
    done = ", ou peut-être faits," if p.earlier.here else ""
    steps = [
        Step(
            "available",
            "Jours disponibles",
            phrase(
                f"{{0:jours}} − {{1:jours}} déjà faits{done} dans la même entreprise, au moins 0",
                p.max_days,
                p.earlier.used,
            ),
            p.available,
            "jours",
            _RULE,
        )
    ]
    cut = p.possible < p.available
    if cut:
        words = phrase("du {0} au {1}", p.first, p.aim_reached) if p.possible else phrase("{0}", p.aim_reached)
        steps.append(Step("until_aim", "Jours jusqu'à la capacité déterminée", words, p.possible, "jours", _RULE))
    if p.last_possible is not None:
        words = phrase("{0} + {1:jours}, premier jour compris", p.first, p.possible)
        steps.append(Step("last_possible", "Dernier jour possible", words, p.last_possible, "", _RULE))
    if p.last is not None:
        words = phrase("du {0} au {1}", p.first, p.last)
        steps.append(Step("days", "Jours de l'essai", words, p.days, "jours", _RULE))
    if p.days is not None:
        words = phrase("{0:jours} − {1:jours}, au moins 0", p.possible, p.days)
        steps.append(Step("remaining", "Jours qui restent", words, p.remaining, "jours", _RULE))
    return steps


def absence_notices(case: TrialPlacementCase, law: Law, period: Period) -> tuple[AbsenceNotice, ...]:
    """Each absence with the duty of the firm to tell the office (reading X-10). Raises
    :class:`~ai_calc.ground.errors.CaseError` for absences outside the trial, overlapping or longer than it."""
    limit = 7 * law.count("trial_placement/absence_notice_threshold")
    _check_absences(case, period)
    return tuple(_notice(absence, period, limit) for absence in case.absences)


def _check_absences(case: TrialPlacementCase, period: Period) -> None:
    first, last = period.first, period.last or period.maximum_last
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
    check_overlaps(map(span_of, case.absences))
    absent = sum(days_within(a, first, last) for a in case.absences)
    longest = period.days or period.max_days
    if absent > longest:
        raise CaseError(Fault("absences", f"{absent} jours d'absence pour un essai de {longest} jours"))


def _notice(absence: Absence, period: Period, limit: int) -> AbsenceNotice:
    within = days_within(absence, period.first, period.admitted_last or period.last_possible)
    notify = within > limit
    on = absence.first_day + timedelta(days=limit) if notify and absence.first_day is not None else None
    return AbsenceNotice(absence.first_day, absence.days, within, notify, on)
