"""The loan: bounds of its duration, instalments, interest, deferral (cmrp:6012–6014; readings C-47, C-49, L-01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ai_calc.calculators.capital_aid.financing import Mix
from ai_calc.calculators.capital_aid.model import CapitalAidCase
from ai_calc.ground.dates import add_months, add_years, whole_months_between
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, phrase, several
from ai_calc.ground.money import ZERO, round_to_five_centimes, split_evenly
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError
from ai_calc.law.reference_age import ends_of_working_period
from ai_calc.results import Role, Status, Step, Verdict

DEFAULT_YEARS = 10
"""Duration taken when none is wished and no bound is shorter: a starting point of the form, not a rule."""


@record
class Bounds:
    """How long a loan may run, in whole years. ``by_age`` binds as a rule, ``by_life`` absolutely; ``None``:
    unknown; ``life_known``: whether that is the life of the whole project, or of each of its positions; ``other_life``:
    the other measure of reading L-01. Where the sex is not known and matters, ``by_age`` and
    ``age_end`` are those of the earlier reference age, ``by_later_age`` and ``later_end`` those of the later one; else
    they are the same."""

    by_age: int | None
    by_life: int | None
    age_end: date | None
    other_life: int | None
    by_later_age: int | None
    later_end: date | None
    life_known: bool

    @property
    def longest(self) -> int | None:
        """The shorter of both bounds: that of the earlier age, unless it leaves no year."""
        known = [b for b in (self.by_age or self.by_later_age, self.by_life) if b is not None]
        return min(known) if known else None

    @property
    def depends_on_sex(self) -> bool:
        """Whether the sex, which nobody gave, could move the end."""
        return self.age_end != self.later_end


UNBOUND = Bounds(None, None, None, None, None, None, True)
"""Of a loan that is granted already: its duration is decided."""


@record
class Payment:
    """One due date: capital of the interest-bearing and of the interest-free loan, interest due, what remains."""

    due: date
    year: int
    capital: Decimal
    interest: Decimal
    balance: Decimal
    interest_accrued: Decimal  # for this year, whether due now or deferred


@record
class Schedule:
    """The repayment plan. Amounts in CHF; ``years`` is the duration, ``deferral_months`` the granted deferral."""

    start: date
    years: int
    rate_percent: Decimal
    deferral_months: int
    payments: tuple[Payment, ...]
    total_interest: Decimal

    @property
    def end(self) -> date:
        """The last due date."""
        return self.payments[-1].due

    def at(self, day: date) -> tuple[Decimal, Decimal]:
        """Balance and interest due on ``day`` if every instalment was paid: (remaining capital, interest due so
        far)."""
        total = self.payments[0].balance + self.payments[0].capital
        repaid = sum((p.capital for p in self.payments if p.due <= day), ZERO)
        return total - repaid, sum((p.interest for p in self.payments if p.due <= day), ZERO)

    def deferred_at(self, day: date) -> Decimal:
        """Interest of past years that is deferred and not yet due on ``day``, in CHF."""
        past = [p for p in self.payments if p.due <= day]
        return sum((p.interest_accrued - p.interest for p in past), ZERO)


def bounds_of(case: CapitalAidCase, law: Law) -> Bounds:
    """Both bounds of 6014: reference age (as a rule) and life of the project or of its assets (absolutely)."""
    end = later = by_age = by_later = None
    if case.birth_date is not None:
        end, later = ends_of_working_period(case.birth_date, case, law)
        by_age, by_later = _years_until(case.payment_date, end), _years_until(case.payment_date, later)
    every = [i.useful_life_years for i in case.items if not i.compensates_bodily_function]
    lives = [years for years in every if years is not None]
    shortest, longest = (min(lives), max(lives)) if lives else (None, None)
    project = case.project_life_years
    known = project is not None or (bool(lives) and len(lives) == len(every))
    return Bounds(by_age, project or shortest, end, shortest if project else longest, by_later, later, known)


def _years_until(start: date, end: date) -> int:
    """Whole years; a year that ends with the period still fits."""
    years = whole_months_between(start, end) // 12
    return years + (start < end and _reaches(start, years + 1, end))


def _reaches(start: date, years: int, end: date) -> bool:
    """Whether ``years`` from ``start`` end by the day after ``end``: a year that ends with the period still fits."""
    return add_years(start, years).toordinal() <= end.toordinal() + 1


def schedule_of(case: CapitalAidCase, law: Law, mix: Mix, bounds: Bounds) -> Schedule | None:
    """The repayment plan of the loans in ``mix``, or ``None`` when there is no loan or no whole year to repay it in."""
    bearing, free = mix.granted("interest_loan"), mix.granted("interest_free_loan")
    if not bearing + free:
        return None
    years = case.amortisation_years or min(
        DEFAULT_YEARS, bounds.longest if bounds.longest is not None else DEFAULT_YEARS
    )
    if bounds.by_life is not None:
        years = min(years, bounds.by_life)  # « en aucun cas »: no exception
    if years < 1:
        return None
    rate = ZERO
    if bearing:
        try:
            rate = law.amount("capital_aid/loan_interest_rate")
        except NoValueError as error:
            raise CaseError(Fault("law_date", str(error))) from None
    longest_deferral = 12 * law.count("capital_aid/max_interest_deferral")
    deferral = min(case.interest_deferral_months, longest_deferral)
    payments = _payments(case.payment_date, bearing, free, rate, years, case.instalments_per_year, deferral)
    interest = sum((p.interest for p in payments), ZERO)
    return Schedule(case.payment_date, years, rate, deferral, payments, interest)


def steps_of(case: CapitalAidCase, mix: Mix, bounds: Bounds, schedule: Schedule | None) -> list[Step]:
    """How duration, instalment and interest come about; nothing without a plan."""
    if schedule is None:
        return []
    bearing, free = mix.granted("interest_loan"), mix.granted("interest_free_loan")
    years, per = schedule.years, case.instalments_per_year
    return [
        Step("years", "Durée de remboursement", _of_years(case, bounds), years, "ans", ("cmrp:6014",)),
        Step(
            "instalment",
            "Tranche de remboursement",
            phrase(
                "{0:CHF} ÷ ({1:ans} × {2}), arrondi à 0,05 CHF de sorte que le total soit exact",
                bearing + free,
                years,
                per,
            ),
            schedule.payments[0].capital,
            "CHF",
            ("cmrp:6014",),
        ),
        Step(
            "first_interest",
            "Intérêts de la première année",
            phrase("{0:CHF} × {1:%}, arrondi à 0,05 CHF", bearing, schedule.rate_percent),
            round_to_five_centimes(bearing * schedule.rate_percent / 100),
            "CHF",
            ("cmrp:6013",),
        ),
        Step(
            "total_interest",
            "Total des intérêts",
            phrase("somme des intérêts annuels sur le solde au début de chaque année"),
            schedule.total_interest,
            "CHF",
            ("cmrp:6013",),
        ),
    ]


def _of_years(case: CapitalAidCase, bounds: Bounds) -> Phrase:
    """What the duration is the least of: a wish, which the age does not cut by itself, or what this site proposes."""
    wished = case.amortisation_years
    by_age = None if wished else bounds.by_age or bounds.by_later_age
    bound = [
        phrase(words, years)
        for words, years in (("âge de référence {0:ans}", by_age), ("durée de vie {0:ans}", bounds.by_life))
        if years is not None
    ]
    first = phrase("{0:ans} souhaités" if wished else "{0:ans}, proposés par ce site", wished or DEFAULT_YEARS)
    return phrase("le plus petit de : {0}", several((first, *bound), " ; ")) if bound else first


def as_repaid(case: CapitalAidCase, mix: Mix, schedule: Schedule, repaid: Decimal) -> Schedule:
    """The plan as it ran if ``repaid`` CHF of the capital came back, instalment after instalment: interest runs on what
    is left at the opening of each year (reading C-47)."""
    bearing, free = mix.granted("interest_loan"), mix.granted("interest_free_loan")
    terms = schedule.rate_percent, schedule.years, case.instalments_per_year, schedule.deferral_months
    payments = _payments(schedule.start, bearing, free, *terms, repaid)
    return replace(schedule, payments=payments, total_interest=sum((p.interest for p in payments), ZERO))


def _payments(
    start: date,
    bearing: Decimal,
    free: Decimal,
    rate: Decimal,
    years: int,
    per_year: int,
    deferral: int,
    repaid: Decimal | None = None,
) -> tuple[Payment, ...]:
    """Every due date; with ``repaid``, only so much of the capital is paid, the first instalments first."""
    count = years * per_year
    bearing_parts = split_evenly(bearing, count)
    all_parts = split_evenly(bearing + free, count) if free else bearing_parts
    months = [round(12 * k / per_year) for k in range(1, count + 1)]
    balance, bearing_balance, opening, waiting = bearing + free, bearing, bearing, ZERO
    purse = balance if repaid is None else repaid
    found: list[Payment] = []
    for k in range(count):
        capital = min(all_parts[k], purse)
        purse -= capital
        balance -= capital
        if capital == all_parts[k]:
            bearing_balance -= bearing_parts[k]
        else:
            bearing_balance -= bearing_parts[k] * capital / all_parts[k]
        accrued = due_interest = ZERO
        if (k + 1) % per_year == 0:  # a year is over: its interest runs on the balance at its opening
            accrued = round_to_five_centimes(opening * rate / 100)
            opening = bearing_balance
            if months[k] <= deferral and k + 1 < count:
                waiting += accrued
            else:
                due_interest, waiting = waiting + accrued, ZERO
        found.append(Payment(add_months(start, months[k]), k // per_year + 1, capital, due_interest, balance, accrued))
    return tuple(found)


YEARLY = 12
"""Months between two payments of interest (cmrp:6013): a shorter deferral ends before the first one."""
_NO_EFFECT = " Les intérêts se paient chaque année : un report de moins d'un an ne déplace aucune échéance."


def term_verdicts(case: CapitalAidCase, law: Law, mix: Mix, bounds: Bounds, schedule: Schedule | None) -> list[Verdict]:
    """Whether the wished terms of the loan fit their bounds (cmrp:6012, 6014) and the minimum activity (6010)."""
    found: list[Verdict] = []
    if schedule is not None or case.amortisation_years:
        found += _duration_verdicts(case, bounds, schedule)
    elif bounds.age_end is not None and mix.loans:
        found.append(
            Verdict(
                "age",
                "Fin avant l'âge de référence",
                Status.NOT_MET,
                phrase(
                    "L'âge de référence est atteint depuis le {1}, avant le versement ({0}) : il ne reste pas une année"
                    " pour rembourser un prêt, et aucun plan n'est proposé."
                    if bounds.later_end is not None and bounds.later_end < case.payment_date
                    else "Du versement ({0}) au {1}, il ne reste pas une année entière pour rembourser un prêt : aucun"
                    " plan n'est proposé.",
                    case.payment_date,
                    bounds.later_end,
                ),
                ("cmrp:6014",),
                phrase("Une durée d'amortissement souhaitée, avec un motif d'exception à la règle."),
                soft=True,
                role=Role.LIMIT,
            )
        )
    years = law.count("capital_aid/max_interest_deferral")
    limit = 12 * years
    if case.interest_deferral_months and mix.granted("interest_loan"):  # without interest there is none to defer
        fits = case.interest_deferral_months <= limit
        found.append(
            Verdict(
                "deferral",
                "Report des intérêts",
                Status.MET if fits else Status.NOT_MET,
                phrase(
                    "Report demandé : {0:mois} ; au plus {1:ans}, pendant la mise sur pied de l'entreprise."
                    + (_NO_EFFECT if case.interest_deferral_months < YEARLY else ""),
                    case.interest_deferral_months,
                    years,
                ),
                ("cmrp:6012",),
                None if fits else phrase("Un report de {0:ans} au plus.", years),
                role=Role.LIMIT,
            )
        )
    if case.minimum_activity_months == 0 and mix.granted("cash"):
        found.append(
            Verdict(
                "minimum_activity",
                "Fixation de la durée minimale d'activité",
                Status.NOT_MET,
                phrase("Zéro mois n'est pas une durée minimale : des espèces sans remboursement en exigent une."),
                ("cmrp:6010",),
                phrase("Une durée que l'office AI fixe d'après le montant et la durée du projet."),
                role=Role.LIMIT,
            )
        )
    elif bounds.age_end is not None and case.minimum_activity_months:
        last = add_months(case.payment_date, case.minimum_activity_months)
        status = _within(last.toordinal() - 1, bounds)
        found.append(
            Verdict(
                "minimum_activity",
                "Fixation de la durée minimale d'activité",
                status,
                phrase(
                    "Elle court jusqu'au {0} ; en règle générale, elle ne dépasse pas l'âge de référence ({1}).",
                    last,
                    end_words(bounds),
                ),
                ("cmrp:6010",),
                None if status is not Status.NOT_MET else phrase("Une durée plus courte, ou un motif d'exception."),
                soft=True,
                role=Role.LIMIT,
            )
        )
    return found


def _within(day: int, bounds: Bounds) -> Status:
    """Whether a day (its ordinal) is within the reference age; open where that depends on the sex."""
    assert bounds.age_end is not None and bounds.later_end is not None
    if day <= bounds.age_end.toordinal():
        return Status.MET
    return Status.NOT_MET if day > bounds.later_end.toordinal() else Status.TO_APPRAISE


def end_words(bounds: Bounds) -> Phrase:
    """The day of the reference age, or both days where they depend on the sex."""
    if not bounds.depends_on_sex:
        return phrase("{0}", bounds.age_end)
    return phrase("{0} ou {1}, selon le sexe, qui n'est pas indiqué", bounds.age_end, bounds.later_end)


def _life_verdict(bounds: Bounds, wished: int) -> Verdict:
    """Whether the loan ends before what it pays for: absolutely (cmrp:6014)."""
    label, rules = "Durée de vie du projet", ("cmrp:6014",)
    fits = bounds.by_life is None or wished <= bounds.by_life
    known = "" if bounds.by_life is None else phrase(" ; durée de vie : {0:ans}", bounds.by_life)
    reason = phrase("Amortissement : {0:ans}{1} ; cette limite n'a pas d'exception.", wished, known)
    if not bounds.life_known:
        missing = "de chaque position" if bounds.by_life is None else "d'une position au moins"
        words = "{0} La durée de vie {1} n'est pas indiquée, ni celle du projet : à établir."
        reason = phrase(words, reason, missing)
    if not fits:
        change = phrase("Un amortissement en {0:ans} au plus.", bounds.by_life)
        return Verdict("life", label, Status.NOT_MET, reason, rules, change, role=Role.LIMIT)
    status = Status.MET if bounds.life_known else Status.TO_APPRAISE
    return Verdict("life", label, status, reason, rules, role=Role.LIMIT)


def _duration_verdicts(case: CapitalAidCase, bounds: Bounds, schedule: Schedule | None) -> list[Verdict]:
    wished = case.amortisation_years or (schedule.years if schedule else 0)
    found = [_life_verdict(bounds, wished)]
    if bounds.by_age is not None and bounds.by_later_age is not None:
        years = min(wished, bounds.by_life) if bounds.by_life is not None else wished
        status = Status.MET if years <= bounds.by_age else Status.NOT_MET
        if bounds.by_age < years <= bounds.by_later_age:
            status = Status.TO_APPRAISE
        found.append(
            Verdict(
                "age",
                "Fin avant l'âge de référence",
                status,
                phrase(
                    "Amortissement : {0:ans} ; années entières jusqu'au {1} : {2}.",
                    years,
                    end_words(bounds),
                    f"{bounds.by_age} ou {bounds.by_later_age}"
                    if bounds.by_age != bounds.by_later_age
                    else bounds.by_age,
                ),
                ("cmrp:6014",),
                phrase("Un amortissement plus court, ou un motif d'exception à la règle.")
                if status is Status.NOT_MET
                else None,
                soft=True,
                role=Role.LIMIT,
            )
        )
    else:
        found.append(
            Verdict(
                "age",
                "Fin avant l'âge de référence",
                Status.TO_APPRAISE,
                phrase("La limite ne peut pas être calculée : date de naissance non indiquée."),
                ("cmrp:6014",),
                soft=True,
                role=Role.LIMIT,
            )
        )
    return found
