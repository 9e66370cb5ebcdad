"""Years of service, days of absence in each, and what they are worth (cmrp:5042, 5043; readings C-40 to C-42, L-35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ai_calc.calculators.contribution_increase.model import (
    Absence,
    Cause,
    ContributionIncreaseCase,
    FirstPaidDay,
    Paid,
    Placed,
)
from ai_calc.ground.dates import add_years, days_from_to, last_day_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date, phrase
from ai_calc.ground.record import record
from ai_calc.ground.spans import check_overlaps
from ai_calc.law.changes import all_changes
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.results import Step

PAYING = (Paid.INSURER, Paid.WAGE)

ORDINANCE_SINCE = all_changes()["rai-6quater"].since
"""From which day on art. 6quater al. 1 RAI is known to count working days, and to pay those past the threshold."""


@record
class Spell:
    """A part of an absence that lies in one year of service; ``counts`` says whether its days make up the threshold,
    ``paid`` who paid."""

    first: date
    last: date
    days: int
    counts: bool
    paid: Paid


@record
class Year:
    """One year of service. ``days`` of complete incapacity, of which ``covered`` were paid by insurer or employer and
    ``open`` are not settled, ``working`` of them from Monday to Friday. ``payable`` by the circular alone,
    ``payable_after`` by the ordinance, which is the one retained where ``by_ordinance``."""

    number: int
    first: date
    last: date
    days: int
    covered: int
    open: int
    working: int
    by_ordinance: bool
    payable: int
    payable_after: int
    amount: Decimal
    amount_after: Decimal

    @property
    def measured(self) -> int:
        """The days that the threshold is held against."""
        return self.working if self.by_ordinance else self.days

    @property
    def due(self) -> int:
        """The days paid."""
        return self.payable_after if self.by_ordinance else self.payable

    @property
    def due_amount(self) -> Decimal:
        """What they are worth."""
        return self.amount_after if self.by_ordinance else self.amount


@record
class Rates:
    """The figures that apply: days to exceed, years after the placement, CHF per day. With a firm that nobody counted,
    ``daily`` is what is due in any case, and ``higher`` what is due up to ``limit`` persons."""

    threshold: int
    relapse_years: int
    limit: int
    daily: Decimal
    higher: Decimal | None


def rates_of(case: ContributionIncreaseCase, law: Law) -> tuple[Rates, list[Step]]:
    """The figures that apply to the firm and their steps."""
    limit = law.count("contribution_increase/company_size_limit")
    table = law.table("contribution_increase/daily_amount")
    small, large = table["small_company"], table["large_company"]
    daily = small if case.headcount is not None and case.headcount <= limit else large
    rates = Rates(
        law.count("contribution_increase/absence_threshold"),
        law.count("contribution_increase/relapse_period"),
        limit,
        daily,
        small if case.headcount is None else None,
    )
    if case.headcount is None:
        formula = phrase("effectif pas indiqué : au moins {0:CHF/jour}", daily)
    else:
        words = (
            "{0:personnes}, jusqu'à {1} : {2:CHF/jour}"
            if daily == small
            else "{0:personnes}, plus de {1} : {2:CHF/jour}"
        )
        formula = phrase(words, case.headcount, limit, daily)
    steps = [Step("daily", "Montant par jour", formula, daily, "CHF", ("cmrp:5043.b",))]
    if case.placement_date is not None:
        steps.append(
            Step(
                "term",
                "Dernier jour du délai",
                phrase("{0} + {1:ans}", case.placed_on, rates.relapse_years),
                term_of(case, rates),
                "",
                ("cmrp:5038", "cmrp:5042.a"),
            )
        )
    return rates, steps


def term_of(case: ContributionIncreaseCase, rates: Rates) -> date:
    """The last day on which a new incapacity is still within the time after the placement."""
    return add_years(case.placed_on, rates.relapse_years)


Bounds = list[tuple[date, date]]


def year_bounds(case: ContributionIncreaseCase, until: date) -> Bounds:
    """First and last day of each year of service (reading C-41) from the placement up to a day; none where the work
    begins after it. A term that is an anniversary of the first day of work opens a year of its own."""
    start, found = case.work_start, Bounds()
    while (first := add_years(start, len(found))) <= until:
        following = add_years(start, len(found) + 1)
        found.append((first, min(following - timedelta(days=1), until)))
    return [(first, last) for first, last in found if last >= case.placed_on]


def lasts(absence: Absence) -> bool:
    """Whether nobody said when the absence ended, nor how long it lasted."""
    return absence.last_day is None and absence.days is None


def last_day_of_absence(absence: Absence) -> date:
    """Its last day: as given, or after ``days`` calendar days; of one that :func:`lasts`, the only day that is sure."""
    return absence.last_day or last_day_of(absence.first_day, absence.days or 1)


def longest(case: ContributionIncreaseCase, term: date | None) -> ContributionIncreaseCase:
    """The case in which each absence without an end lasts as long as it can: up to the next one, the end of the
    employment, the term, or a year."""
    starts = [a.first_day for a in case.absences]

    def stretched(a: Absence) -> Absence:
        if not lasts(a):
            return a
        ends = [s - timedelta(days=1) for s in starts if s > a.first_day]
        ends += [day for day in (case.employment_end, term) if day is not None]
        last = max(a.first_day, min([*ends, add_years(a.first_day, 1)]))
        return a.model_copy(update={"last_day": last})

    return case.model_copy(update={"absences": tuple(map(stretched, case.absences))})


def confirmed(case: ContributionIncreaseCase) -> ContributionIncreaseCase:
    """The case in which every payer still open did pay."""
    rows = (a.model_copy(update={"paid": Paid.WAGE}) if a.paid is Paid.UNKNOWN else a for a in case.absences)
    return case.model_copy(update={"absences": tuple(rows)})


def only_paid(case: ContributionIncreaseCase) -> ContributionIncreaseCase:
    """The case without the days of which nobody is known to have paid (the other reading of L-38)."""
    return case.model_copy(update={"absences": tuple(a for a in case.absences if a.paid in PAYING)})


def check(case: ContributionIncreaseCase) -> None:
    """Refuses absences that contradict each other or the employment. Raises
    :class:`~ai_calc.ground.errors.CaseError`."""
    placed, start = case.placement_date, case.employment_start
    if case.placed is Placed.HIRED and placed is not None and start is not None and start < placed:
        words = f"({long_date(start)}) ne peut pas précéder « Date du placement » ({long_date(placed)})"
        words = f"« Début des rapports de travail » {words}, sauf pour un autre poste chez le même employeur"
        raise CaseError(Fault("employment_start", words))
    begin = max((d for d in (placed, start) if d is not None), default=None)
    for i, absence in enumerate(case.absences):
        last = last_day_of_absence(absence)
        if absence.days is not None and absence.days > days_from_to(absence.first_day, last):
            raise CaseError(
                Fault(
                    f"absences[{i}].days",
                    f"plus de jours que la durée de l'absence ({days_from_to(absence.first_day, last)})",
                )
            )
        if begin is not None and absence.first_day < begin:
            what = "le placement" if begin == placed else "le début des rapports de travail"
            raise CaseError(
                Fault(
                    f"absences[{i}].first_day",
                    f"« Premier jour » ({long_date(absence.first_day)}) ne peut pas précéder {what}"
                    f" ({long_date(begin)})",
                )
            )
        if case.employment_end is not None and last > case.employment_end:
            raise CaseError(
                Fault(
                    f"absences[{i}].last_day",
                    f"cette absence dépasse la fin des rapports de travail ({long_date(case.employment_end)})",
                )
            )
    check_overlaps((a.first_day, last_day_of_absence(a)) for a in case.absences)


def counts_for_health(case: ContributionIncreaseCase, absence: Absence) -> bool:
    """Whether the days of an absence count: a complete incapacity for health reasons (cmrp:5042; reading C-40).

    What nobody said about it is taken for now; a verdict stays open, and with it the amount.
    """
    return absence.full is not Finding.NOT_MET and (
        absence.cause in (None, Cause.ILLNESS) or (absence.cause is Cause.ACCIDENT and case.accidents_count)
    )


def spells(case: ContributionIncreaseCase, rates: Rates, bounds: Bounds | None = None) -> list[Spell]:
    """The absences cut at the years of service and at the term (or at other ``bounds``), in order.

    Raises :class:`~ai_calc.ground.errors.CaseError` when a number of days is given for an absence that must be cut.
    """
    years = year_bounds(case, term_of(case, rates)) if bounds is None else bounds
    found: list[Spell] = []
    for i, absence in enumerate(case.absences):
        last = last_day_of_absence(absence)
        pieces = [(max(absence.first_day, a), min(last, b)) for a, b in years if absence.first_day <= b and last >= a]
        typed = absence.days if absence.days != days_from_to(absence.first_day, last) else None
        if typed is not None and pieces and pieces[0][1] < last:
            beyond = "cette absence passe d'une année de service à l'autre : une ligne par année"
            if len(pieces) == 1:
                end = long_date(pieces[0][1])
                beyond = f"cette absence dépasse la fin du délai ({end}) : une ligne jusque-là, une autre pour la suite"
            raise CaseError(Fault(f"absences[{i}].days", beyond))
        counts = counts_for_health(case, absence)
        found += [Spell(a, b, typed or days_from_to(a, b), counts, absence.paid) for a, b in pieces]
    return sorted(found, key=lambda s: s.first)


def payable_days(counted: list[Spell], threshold: int) -> tuple[int, int]:
    """Days paid from the first, and days paid past the threshold; none when the threshold is not exceeded.

    The days of the threshold are the first ones of the year, whoever paid them.
    """
    if sum(s.days for s in counted) <= threshold:
        return 0, 0
    from_first = after = so_far = 0
    for spell in counted:
        if spell.paid in PAYING:
            from_first += spell.days
            after += min(spell.days, max(0, so_far + spell.days - threshold))
        so_far += spell.days
    return from_first, after


def working(counted: list[Spell]) -> list[Spell]:
    """The same with their working days, Monday to Friday (art. 6quater RAI, reading L-35); a typed number of days is
    taken as it stands."""
    return [replace(s, days=_working(s)) for s in counted]


def _working(spell: Spell) -> int:
    if spell.days != days_from_to(spell.first, spell.last):
        return spell.days
    return sum((spell.first + timedelta(days=k)).weekday() < 5 for k in range(spell.days))


def _by_ordinance(case: ContributionIncreaseCase, counted: list[Spell]) -> bool:
    """Whether the ordinance counts a year: as chosen, else where its days reach the time in which it is known."""
    if case.first_paid_day is not None:
        return case.first_paid_day is FirstPaidDay.AFTER_THRESHOLD
    return any(s.last >= ORDINANCE_SINCE for s in counted)


def years_beyond_term(case: ContributionIncreaseCase, rates: Rates) -> tuple[Year, ...]:
    """The years when the days after the term of an incapacity that began in time count too (L-36)."""
    term = term_of(case, rates)
    begun = tuple(a for a in case.absences if a.first_day <= term)
    bounds = year_bounds(case, max([term, *map(last_day_of_absence, begun)]))
    return years_of(case.model_copy(update={"absences": begun}), rates, bounds)


def years_of(case: ContributionIncreaseCase, rates: Rates, bounds: Bounds | None = None) -> tuple[Year, ...]:
    """Each year of service with its days and amounts, the right tested year by year; the year that the term opens,
    one day long, only where that day counts."""
    term = term_of(case, rates)
    years = year_bounds(case, term) if bounds is None else bounds
    every = spells(case, rates, years)
    found = []
    for first, last in years:
        counted = [s for s in every if s.counts and first <= s.first <= last]
        if first == term and not counted:
            continue
        at_work = working(counted)
        payable = payable_days(counted, rates.threshold)[0]
        after = payable_days(at_work, rates.threshold)[1]
        found.append(
            Year(
                first.year - case.work_start.year + 1,
                first,
                last,
                sum(s.days for s in counted),
                sum(s.days for s in counted if s.paid in PAYING),
                sum(s.days for s in counted if s.paid is Paid.UNKNOWN),
                sum(s.days for s in at_work),
                _by_ordinance(case, counted),
                payable,
                after,
                rates.daily * payable,
                rates.daily * after,
            )
        )
    return tuple(found)


def most_in_a_year(case: ContributionIncreaseCase) -> int:
    """How many days a year of service can hold at most, wherever it begins: the placement is not dated yet."""
    rows = [a for a in longest(case, None).absences if counts_for_health(case, a)]

    def within(a: Absence, first: date, last: date) -> int:
        days = days_from_to(max(a.first_day, first), min(last_day_of_absence(a), last))
        return min(days, a.days or days)

    starts = [a.first_day for a in rows]
    return max((sum(within(a, s, add_years(s, 1) - timedelta(days=1)) for a in rows) for s in starts), default=0)
