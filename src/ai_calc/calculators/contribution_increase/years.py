"""Years of service, days of absence in each, and what they are worth (cmrp:5042, 5043; readings C-40, C-41, C-42)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from ai_calc.calculators.contribution_increase.model import Absence, Cause, ContributionIncreaseCase, Paid
from ai_calc.ground.dates import add_years, days_from_to, last_day_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import long_date, phrase
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.results import Step


@record
class Spell:
    """A part of an absence that lies in one year of service; ``counts`` says whether its days make up the threshold,
    ``paid`` who paid. ``index`` is its row in the case."""

    index: int
    first: date
    last: date
    days: int
    counts: bool
    paid: Paid


@record
class Year:
    """One year of service. ``days`` of complete incapacity, of which ``covered`` were paid by insurer or employer and
    ``open`` are not settled; ``payable`` from the first day, ``payable_after`` only past the threshold."""

    number: int
    first: date
    last: date
    days: int
    covered: int
    open: int
    payable: int
    payable_after: int
    amount: Decimal
    amount_after: Decimal


@record
class Rates:
    """The figures that apply: days to exceed, years after the placement, CHF per day."""

    threshold: int
    relapse_years: int
    daily: Decimal


def rates_of(case: ContributionIncreaseCase, law: Law) -> tuple[Rates, list[Step]]:
    """The figures that apply to the firm and their steps."""
    limit = law.count("contribution_increase/company_size_limit")
    table = law.table("contribution_increase/daily_amount")
    assert case.headcount is not None
    small = case.headcount <= limit
    daily = table["small_company" if small else "large_company"]
    rates = Rates(
        law.count("contribution_increase/absence_threshold"), law.count("contribution_increase/relapse_period"), daily
    )
    formula = phrase(
        "{0:personnes}, jusqu'à {1} : {2:CHF/jour}" if small else "{0:personnes}, plus de {1} : {2:CHF/jour}",
        case.headcount,
        limit,
        daily,
    )
    term = add_years(case.placed_on, rates.relapse_years)
    return rates, [
        Step("daily", "Montant par jour", formula, daily, "CHF", ("cmrp:5043.b",)),
        Step(
            "term",
            "Dernier jour du délai",
            phrase("{0} + {1:ans}", case.placed_on, rates.relapse_years),
            term,
            "",
            ("cmrp:5038", "cmrp:5042.a"),
        ),
    ]


def term_of(case: ContributionIncreaseCase, rates: Rates) -> date:
    """The last day on which a new incapacity is still within the time after the placement."""
    return add_years(case.placed_on, rates.relapse_years)


def year_bounds(case: ContributionIncreaseCase, rates: Rates) -> list[tuple[date, date]]:
    """First and last day of each year of service (reading C-41) up to the term, which is in the last one."""
    return _bounds(case.work_start, term_of(case, rates))


def _bounds(start: date, term: date) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    first = start
    while first <= term:
        following = add_years(start, len(found) + 1)
        if following >= term:  # the term itself, an anniversary of the placement, belongs to the last year
            return [*found, (first, term)]
        found.append((first, following - timedelta(days=1)))
        first = following
    return found or [(start, term)]


def last_day_of_absence(absence: Absence) -> date:
    """Its last day: as given, or after ``days`` calendar days, or the first."""
    return absence.last_day or last_day_of(absence.first_day, absence.days or 1)


def check(case: ContributionIncreaseCase) -> None:
    """Refuses absences that contradict each other or the employment. Raises
    :class:`~ai_calc.ground.errors.CaseError`."""
    found: list[tuple[date, date, int]] = []
    for i, absence in enumerate(case.absences):
        last = last_day_of_absence(absence)
        if absence.days is not None and absence.days > days_from_to(absence.first_day, last):
            raise CaseError(
                Fault(
                    f"absences[{i}].days",
                    f"plus de jours que la durée de l'absence ({days_from_to(absence.first_day, last)})",
                )
            )
        begin = max(case.placed_on, case.work_start)
        if absence.first_day < begin:
            what = "le placement" if begin == case.placed_on else "le début des rapports de travail"
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
        found.append((absence.first_day, last, i))
    found.sort()
    for (_, last, _), (first, _, i) in zip(found, found[1:], strict=False):
        if first <= last:
            raise CaseError(
                Fault(
                    f"absences[{i}].first_day",
                    f"cette absence en recouvre une autre, qui dure jusqu'au {long_date(last)}",
                )
            )


def counts_for_health(case: ContributionIncreaseCase, absence: Absence) -> bool:
    """Whether the days of an absence count: a complete incapacity for health reasons (cmrp:5042; reading C-40).

    What nobody said about it is taken for now; a verdict stays open, and with it the amount.
    """
    return absence.full is not Finding.NOT_MET and (
        absence.cause in (None, Cause.ILLNESS) or (absence.cause is Cause.ACCIDENT and case.accidents_count)
    )


def spells(case: ContributionIncreaseCase, rates: Rates) -> list[Spell]:
    """The absences cut at the anniversaries of the placement and at the term, in order.

    Raises :class:`~ai_calc.ground.errors.CaseError` when a number of days is given for an absence that must be cut.
    """
    found: list[Spell] = []
    for i, absence in enumerate(case.absences):
        last = last_day_of_absence(absence)
        pieces = list(_cut(absence.first_day, last, case, rates))
        whole = days_from_to(absence.first_day, last)
        typed = absence.days is not None and absence.days != whole
        if typed and (len(pieces) > 1 or (pieces and pieces[0][1] < last)):
            raise CaseError(
                Fault(
                    f"absences[{i}].days", "cette absence passe d'une année de service à l'autre : une ligne par année"
                )
            )
        counts = counts_for_health(case, absence)
        for first, end in pieces:
            days = absence.days if typed and absence.days is not None else days_from_to(first, end)
            found.append(Spell(i, first, end, days, counts, absence.paid))
    return sorted(found, key=lambda s: s.first)


def _cut(first: date, last: date, case: ContributionIncreaseCase, rates: Rates) -> Iterator[tuple[date, date]]:
    for start, end in year_bounds(case, rates):
        if first <= end and last >= start:
            yield max(first, start), min(last, end)


def payable_days(counted: list[Spell], threshold: int) -> tuple[int, int]:
    """Days paid from the first, and days paid past the threshold; none when the threshold is not exceeded.

    The days of the threshold are the first ones of the year, whoever paid them.
    """
    if sum(s.days for s in counted) <= threshold:
        return 0, 0
    from_first = after = so_far = 0
    for spell in counted:
        if spell.paid in (Paid.INSURER, Paid.WAGE):
            from_first += spell.days
            after += min(spell.days, max(0, so_far + spell.days - threshold))
        so_far += spell.days
    return from_first, after


def working_days(case: ContributionIncreaseCase, rates: Rates) -> int:
    """Days paid when working days (Monday to Friday) are counted and paid past the threshold (art. 6quater RAI, L-35).

    A typed number of days is taken as it stands.
    """
    every, total = [s for s in spells(case, rates) if s.counts], 0
    for start, end in year_bounds(case, rates):
        days = [(s.paid, _working(s)) for s in every if start <= s.first <= end]
        if sum(n for _, n in days) <= rates.threshold:
            continue
        so_far = 0
        for paid, n in days:
            if paid in (Paid.INSURER, Paid.WAGE):
                total += min(n, max(0, so_far + n - rates.threshold))
            so_far += n
    return total


def _working(spell: Spell) -> int:
    if spell.days != days_from_to(spell.first, spell.last):
        return spell.days
    return sum((spell.first + timedelta(days=k)).weekday() < 5 for k in range(spell.days))


def days_beyond_term(case: ContributionIncreaseCase, rates: Rates) -> int:
    """Days paid from the first when the days after the term of an incapacity that began in time count too (L-36)."""
    term = term_of(case, rates)
    begun = [a for a in case.absences if a.first_day <= term]
    if all(last_day_of_absence(a) <= term for a in begun):
        return sum(y.payable for y in years_of(case, rates))
    longer = [
        Spell(
            i,
            a.first_day,
            last_day_of_absence(a),
            days_from_to(a.first_day, last_day_of_absence(a)),
            counts_for_health(case, a),
            a.paid,
        )
        for i, a in enumerate(begun)
        if last_day_of_absence(a) > term
    ]
    total = 0
    for start, end in year_bounds(case, rates):
        known = [s for s in spells(case, rates) if s.counts and start <= s.first <= end]
        if end == term:
            known = [s for s in known if s.last < term or all(s.index != x.index for x in longer)] + [
                x for x in longer if x.counts
            ]
        total += payable_days(known, rates.threshold)[0]
    return total


def years_of(case: ContributionIncreaseCase, rates: Rates) -> tuple[Year, ...]:
    """Each year of service with its days and amounts, the right tested year by year."""
    every = spells(case, rates)
    found = []
    for number, (first, last) in enumerate(year_bounds(case, rates), 1):
        counted = [s for s in every if s.counts and first <= s.first <= last]
        payable, after = payable_days(counted, rates.threshold)
        found.append(
            Year(
                number,
                first,
                last,
                sum(s.days for s in counted),
                sum(s.days for s in counted if s.paid in (Paid.INSURER, Paid.WAGE)),
                sum(s.days for s in counted if s.paid is Paid.UNKNOWN),
                payable,
                after,
                rates.daily * payable,
                rates.daily * after,
            )
        )
    return tuple(found)
