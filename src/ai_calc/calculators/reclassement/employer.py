"""Compensation to the employer who trains (compensation financière; cmrp:3035, 4029; reading C-22).

The wage takes the extra costs in first; what is left is compensated up to the amount per day of presence. The limit
holds « en principe »: more needs reasons, so it is shown, not decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from ai_calc.calculators.reclassement.choices import Measure
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.french import phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import status_of
from ai_calc.results import ReadingTaken, Status, Step, Verdict


@dataclass(frozen=True, slots=True)
class Compensation:
    """The compensation in CHF. ``left``: extra costs that the wage does not absorb; ``beyond``: what exceeds the limit."""

    left: Decimal
    cap: Decimal
    amount: Decimal
    beyond: Decimal
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]


def compensation_of(case: ReclassementCase, law: Law, measure: Measure) -> Compensation | None:
    """The compensation, or ``None`` when the training is not on the first labour market."""
    if not case.first_labour_market:
        return None
    initial = measure.article_16
    rule = "cmrp:3035" if initial else "cmrp:4029"
    per_day = law.amount("training/employer_compensation_per_day")
    days, extra, absorbed = case.presence_days, case.employer_extra_costs, case.wage_reduction
    whole_days = days.to_integral_value(ROUND_CEILING)
    left = max(ZERO, extra - absorbed)
    cap = whole_days * per_day
    due = status_of(case.employer_costs_due_to_invalidity) if initial and left else Status.MET
    amount = round_to_five_centimes(min(left, cap)) if due is Status.MET else ZERO
    beyond = max(ZERO, left - cap)
    steps = (
        Step("employer_left", "Frais que le salaire n'absorbe pas", phrase("{0:CHF} − {1:CHF}, au moins 0", extra, absorbed), left, "CHF", (rule,)),
        Step("employer_cap", "Plafond de principe", phrase("{0:jours} × {1:CHF/jour}", whole_days, per_day), cap, "CHF", (rule,)),
        Step("employer_compensation", "Compensation à l'employeur", phrase("le plus petit de {0:CHF} et {1:CHF}, arrondi à {2:CHF}", left, cap, Decimal("0.05"))
             if due is Status.MET else phrase("lien avec l'invalidité non établi"), amount, "CHF", (rule,)),
    )  # fmt: skip
    return Compensation(left, cap, amount, beyond, tuple(_verdicts(case, initial, rule, due, left, cap, beyond, per_day)), steps,
                        (_half_days(days, left, per_day, amount, due),))  # fmt: skip


def _verdicts(
    case: ReclassementCase, initial: bool, rule: str, due: Status, left: Decimal, cap: Decimal, beyond: Decimal, per_day: Decimal
) -> list[Verdict]:
    label = "Compensation à l'employeur"
    if due is not Status.MET:
        reason = "Les frais de l'employeur ne sont pas dus à l'invalidité." if due is Status.NOT_MET else "À établir : les frais de l'employeur sont-ils dus à l'invalidité ?"
        return [Verdict("employer", label, due, phrase(reason), (rule,), soft=False)]
    if left:
        found = [Verdict("employer", label, Status.MET, phrase("{0:CHF} de frais supplémentaires restent après le salaire.", left), (rule,))]
    elif initial and case.no_daily_allowance_yet:
        found = [Verdict("employer", label, Status.TO_APPRAISE, phrase("Pas encore de petite indemnité journalière : une compensation est possible, à fixer "
                         "selon la situation, en principe jusqu'à {0:CHF}.", cap), ("cmrp:3035.b",))]  # fmt: skip
    else:
        found = [Verdict("employer", label, Status.NOT_MET, phrase("Aucun frais supplémentaire ne reste à l'employeur."), (rule,),
                         phrase("Des frais supplémentaires que le salaire n'absorbe pas."))]  # fmt: skip
    if beyond:
        found.append(Verdict("employer.cap", "Plafond de principe respecté", Status.TO_APPRAISE, phrase(
            "{0:CHF} dépassent {1:CHF/jour} de présence : possible seulement avec une motivation.", beyond, per_day), (rule,), soft=True))  # fmt: skip
    return found


def _half_days(days: Decimal, left: Decimal, per_day: Decimal, amount: Decimal, due: Status) -> ReadingTaken:
    """C-22: half a day of presence counts as one day."""
    if days == days.to_integral_value() or due is not Status.MET:
        return ReadingTaken("C-22")
    other = round_to_five_centimes(min(left, days * per_day))
    if other == amount:
        return ReadingTaken("C-22")
    return ReadingTaken("C-22", phrase("Si une demi-journée comptait pour moitié, la compensation serait de {0:CHF}.", other), other, "CHF")
