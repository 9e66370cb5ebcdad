"""What was achieved: rates, targets and minima (eisp:10, eisp:11; reading E-14), and days until which to announce."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from ai_calc.calculators.eisp.choices import Bound, Unit, Weight
from ai_calc.calculators.eisp.model import EispCase, Indicator, Outcome
from ai_calc.ground.dates import last_working_day_of
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, amount, next_day, phrase
from ai_calc.ground.rates import shown_rate
from ai_calc.ground.record import record
from ai_calc.results import ReadingTaken, Role, Status, Step, Verdict


@record
class Attained:
    """What an indicator came to, and whether that reaches its target and its minimum (``None``: there is none)."""

    indicator: int
    value: Decimal
    target_reached: bool | None
    minimum_reached: bool | None


@record
class Announcement:
    """Until when an event had to be announced."""

    duty: int
    event_date: date
    last_day: date


def _exact(outcome: Outcome) -> Decimal:
    """The value for comparisons, not rounded: a percentage where there is a base."""
    return outcome.achieved * 100 / outcome.out_of if outcome.out_of else outcome.achieved


def _shown(indicator: Indicator, exact: Decimal) -> Decimal:
    """A value as it is shown: it reads as reaching its target and its minimum where it does, and only there."""
    bounds = [bound for bound in (indicator.target, indicator.minimum) if bound is not None]
    return shown_rate(exact, bounds) if indicator.bound is Bound.AT_LEAST else shown_rate(exact, at_most=bounds)


def _reaches(indicator: Indicator, outcome: Outcome, goal: Decimal | None) -> bool | None:
    if goal is None:
        return None
    left, right = (outcome.achieved * 100, goal * outcome.out_of) if outcome.out_of else (outcome.achieved, goal)
    return left >= right if indicator.bound is Bound.AT_LEAST else left <= right


def attainment_of(case: EispCase) -> tuple[list[Attained], list[Step], list[Verdict]]:
    """Every outcome against its indicator.

    Raises :class:`~ai_calc.ground.errors.CaseError` for an indicator that is not there, or a rate that makes no sense.
    """
    found, steps, verdicts = [], [], []
    for row, outcome in enumerate(case.outcomes):
        if outcome.indicator > len(case.indicators):
            raise CaseError(Fault(f"outcomes[{row}].indicator", f"il n'y a pas d'indicateur n° {outcome.indicator}"))
        indicator = case.indicators[outcome.indicator - 1]
        _plausible(row, indicator, outcome)
        key, value = str(row + 1), _shown(indicator, _exact(outcome))
        name = indicator.label or f"Indicateur {outcome.indicator}"
        if sum(o.indicator == outcome.indicator for o in case.outcomes) > 1:
            name = f"{name} (ligne {key})"
        if outcome.out_of:
            formula = phrase("{0} ÷ {1} × 100", outcome.achieved, outcome.out_of)
        else:
            formula = phrase("{0}", outcome.achieved)
        steps.append(Step(f"outcome.{key}", name, formula, value, indicator.unit.shown, ("eisp:11", "eisp:X10")))
        reached = _reaches(indicator, outcome, indicator.target)
        enough = _reaches(indicator, outcome, indicator.minimum)
        found.append(Attained(outcome.indicator, value, reached, enough))
        verdicts += _verdicts(key, name, indicator, outcome, value, reached, enough, _weight(case, indicator.goal))
    return found, steps, verdicts


def _weight(case: EispCase, goal: int) -> Weight:
    """What a goal counts for (eisp:26)."""
    return case.goals[goal - 1].weight if goal <= len(case.goals) else Weight.ORDINARY


def missed_conditions(case: EispCase, missed: list[Attained]) -> list[int]:
    """The goals that are a fundamental condition and of which a target was missed (eisp:26, eisp:27)."""
    numbers = {case.indicators[a.indicator - 1].goal for a in missed}
    return [n for n in sorted(numbers) if _weight(case, n) is Weight.FUNDAMENTAL]


def _plausible(row: int, indicator: Indicator, outcome: Outcome) -> None:
    path = f"outcomes[{row}].out_of"
    if outcome.out_of is not None and indicator.unit is not Unit.PERCENT:
        raise CaseError(Fault(path, "un total ne se donne que pour un indicateur en pour-cent"))
    if outcome.out_of is not None and outcome.out_of == 0:
        raise CaseError(Fault(path, "aucune sortie ni réponse : le taux ne se calcule pas"))
    if outcome.out_of is not None and outcome.achieved > outcome.out_of:
        raise CaseError(Fault(f"outcomes[{row}].achieved", "plus que le total de la colonne « Sur »"))
    if outcome.out_of is not None and any(n != n.to_integral_value() for n in (outcome.achieved, outcome.out_of)):
        raise CaseError(Fault(path, "un taux se calcule sur un nombre entier de personnes ou de réponses"))
    if outcome.out_of is None and outcome.achieved > indicator.most:
        words = {Unit.PERCENT: "un taux ne dépasse pas 100 %", Unit.DAYS_PER_MONTH: "un mois n'a pas plus de 31 jours"}
        raise CaseError(Fault(f"outcomes[{row}].achieved", words[indicator.unit]))


def _verdicts(
    key: str,
    name: str,
    indicator: Indicator,
    outcome: Outcome,
    value: Decimal,
    reached: bool | None,
    enough: bool | None,
    weight: Weight,
) -> list[Verdict]:
    unit, word = indicator.unit.shown, indicator.bound.french
    if reached is None:
        return [
            Verdict(
                f"outcome.{key}",
                f"Résultat · {name}",
                Status.TO_APPRAISE,
                phrase("{0} ; la convention ne fixe pas de cible en chiffres.", amount(value, unit)),
                ("eisp:11.b",),
                role=Role.ADVICE,
            )
        ]
    assert indicator.target is not None
    counts = not reached and weight is not Weight.ORDINARY
    found = [
        Verdict(
            f"outcome.{key}",
            f"Résultat · {name}, cible",
            Status.MET if reached else Status.NOT_MET,
            phrase(
                "{0} pour une cible d'{1} {2}.{3}",
                amount(value, unit),
                word,
                amount(indicator.target, unit),
                f" L'objectif {indicator.goal} est {weight.french.lower()}." if counts else "",
            ),
            ("eisp:11.b", "eisp:26", "eisp:27") if counts else ("eisp:11.b", "eisp:26"),
            None if reached else _needed(indicator, outcome),
            role=Role.ADVICE,
        )
    ]
    if enough is not None and indicator.minimum is not None:
        found.append(
            Verdict(
                f"outcome.{key}.minimum",
                f"Résultat · {name}, minimum",
                Status.MET if enough else Status.NOT_MET,
                phrase("{0} pour un minimum d'{1} {2}.", amount(value, unit), word, amount(indicator.minimum, unit)),
                ("eisp:11.d", "eisp:27"),
                role=Role.ADVICE,
            )
        )
    return found


def _needed(indicator: Indicator, outcome: Outcome) -> Phrase:
    """What would have reached the target."""
    assert indicator.target is not None
    if outcome.out_of is None:
        return phrase("Une valeur d'{0} {1}.", indicator.bound.french, amount(indicator.target, indicator.unit.shown))
    exact = indicator.target * outcome.out_of / 100
    needed = exact.to_integral_value(ROUND_CEILING if indicator.bound is Bound.AT_LEAST else ROUND_FLOOR)
    return phrase(
        "{0} {1} sur {2}.", "Au moins" if indicator.bound is Bound.AT_LEAST else "Au plus", needed, outcome.out_of
    )


def reading_taken(case: EispCase) -> ReadingTaken | None:
    """E-14: what is counted as an exit. Interruptions are counted apart; with them in the base, the rate is lower."""
    rates = [o for o in case.outcomes if o.out_of]
    if not rates and not any(i.unit is Unit.PERCENT for i in case.indicators):
        return None
    for outcome in rates:
        if outcome.interruptions and outcome.out_of:
            exact = outcome.achieved * 100 / (outcome.out_of + outcome.interruptions)
            other = _shown(case.indicators[outcome.indicator - 1], exact)
            return ReadingTaken(
                "E-14",
                phrase(
                    "Avec les {0} interruptions dans le total, le taux de l'indicateur {1} serait de {2:%}.",
                    outcome.interruptions,
                    outcome.indicator,
                    other,
                ),
                other,
                "%",
            )
    return ReadingTaken("E-14")


def announcements_of(case: EispCase) -> tuple[list[Announcement], list[Step]]:
    """Until when each dated event had to be announced; working days run from Monday to Friday (eisp:X24.1)."""
    found, steps = [], []
    for n, duty in enumerate(case.notices, 1):
        if duty.event_date is None or duty.working_days is None:
            continue
        days = duty.working_days
        last = last_working_day_of(next_day(duty.event_date), days) if days else duty.event_date
        found.append(Announcement(n, duty.event_date, last))
        steps.append(
            Step(
                f"notice.{n}",
                f"{duty.event or f'Annonce {n}'} : à annoncer au plus tard le",
                phrase("{0} plus {1:jours ouvrés}", duty.event_date, duty.working_days),
                last,
                "",
                ("eisp:X24.1", "eisp:T6"),
            )
        )
    return found, steps
