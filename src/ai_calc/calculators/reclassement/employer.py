"""Compensation to the employer who trains (compensation financière; cmrp:3035, 4029; reading C-22).

The wage takes the extra costs in first; what is left is compensated up to the amount per day of presence. The limit
holds « en principe »: more needs reasons, so it is shown, not decided. Both verdicts are limits: the training stands.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from ai_calc.calculators.reclassement.choices import Measure
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.french import phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import all_of, status_of
from ai_calc.results import ReadingTaken, Role, Status, Step, Verdict


@record
class Compensation:
    """The compensation in CHF. ``left``: extra costs that the wage does not absorb; ``beyond``: what exceeds the limit;
    ``status``: whether a compensation is due at all."""

    left: Decimal
    cap: Decimal
    amount: Decimal
    beyond: Decimal
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]
    status: Status


def compensation_of(case: ReclassementCase, law: Law, measure: Measure) -> Compensation | None:
    """The compensation, or ``None`` when the training is not on the first labour market."""
    if not case.first_labour_market:
        return None
    initial = measure.article_16
    rule = "cmrp:3035" if initial else "cmrp:4029"
    per_day = law.amount("training/employer_compensation_per_day")
    days, extra = case.presence_days, case.employer_extra_costs
    reduction = case.wage_reduction if extra else ZERO
    absorbed = reduction or ZERO
    whole_days = days.to_integral_value(ROUND_CEILING)
    left = max(ZERO, extra - absorbed)
    cap = whole_days * per_day
    due = status_of(case.employer_costs_due_to_invalidity) if initial and left else Status.MET
    amount = round_to_five_centimes(min(left, cap)) if due is not Status.NOT_MET else ZERO
    beyond = max(ZERO, left - cap)
    steps = (
        Step(
            "employer_left",
            "Frais que le salaire n'absorbe pas",
            phrase("{0:CHF} − {1:CHF}, au moins 0", extra, absorbed),
            left,
            "CHF",
            (rule,),
        ),
        Step(
            "employer_cap",
            "Plafond de principe",
            phrase("{0:jours} × {1:CHF/jour}", whole_days, per_day),
            cap,
            "CHF",
            (rule,),
        ),
        Step(
            "employer_compensation",
            "Compensation à l'employeur",
            phrase("le plus petit de {0:CHF} et {1:CHF}, arrondi à {2:CHF}", left, cap, Decimal("0.05"))
            if due is not Status.NOT_MET
            else phrase("pas de lien avec l'invalidité"),
            amount,
            "CHF",
            (rule,),
        ),
    )
    verdicts = tuple(_verdicts(case, initial, rule, due, reduction is None, left, cap, beyond, per_day))
    status = verdicts[0].status if amount else all_of(verdicts[0].status, *(v.status for v in verdicts[1:]))
    if not left and initial and status is Status.MET:
        status = Status.NOT_MET
    return Compensation(
        left, cap, amount, beyond, verdicts, steps, (_half_days(days, left, per_day, amount, due),), status
    )


def _verdicts(
    case: ReclassementCase,
    initial: bool,
    rule: str,
    due: Status,
    no_reduction: bool,
    left: Decimal,
    cap: Decimal,
    beyond: Decimal,
    per_day: Decimal,
) -> list[Verdict]:
    label = "Compensation à l'employeur"
    if due is Status.NOT_MET:
        return [
            Verdict(
                "employer",
                label,
                due,
                phrase("Les frais de l'employeur ne sont pas dus à l'invalidité."),
                (rule,),
                role=Role.LIMIT,
            )
        ]
    if left:
        open_points = [
            text
            for there, text in (
                (due is Status.TO_APPRAISE, "ces frais sont-ils dus à l'invalidité"),
                (no_reduction, "que le salaire absorbe-t-il d'abord"),
            )
            if there
        ]
        reason = (
            phrase("À établir : {0} ?", " ; ".join(open_points))
            if open_points
            else phrase("{0:CHF} de frais supplémentaires restent après le salaire.", left)
        )
        found = [
            Verdict(
                "employer", label, Status.TO_APPRAISE if open_points else Status.MET, reason, (rule,), role=Role.LIMIT
            )
        ]
    elif initial and case.no_daily_allowance_yet:
        found = [
            Verdict(
                "employer",
                label,
                Status.TO_APPRAISE,
                phrase(
                    "Pas encore de petite indemnité journalière : une compensation est possible, à fixer "
                    "selon la situation, en principe jusqu'à {0:CHF}.",
                    cap,
                ),
                ("cmrp:3035.b",),
                role=Role.LIMIT,
            )
        ]
    else:
        found = [
            Verdict(
                "employer",
                label,
                Status.NOT_MET,
                phrase("Aucun frais supplémentaire ne reste à l'employeur."),
                (rule,),
                phrase("Des frais supplémentaires que le salaire n'absorbe pas."),
                role=Role.LIMIT,
            )
        ]
    if beyond:
        found.append(
            Verdict(
                "employer.cap",
                "Plafond de principe respecté",
                Status.TO_APPRAISE,
                phrase(
                    "{0:CHF} dépassent {1:CHF/jour} de présence : possible seulement avec une motivation.",
                    beyond,
                    per_day,
                ),
                (rule,),
                soft=True,
                role=Role.LIMIT,
            )
        )
    return found


def _half_days(days: Decimal, left: Decimal, per_day: Decimal, amount: Decimal, due: Status) -> ReadingTaken:
    """C-22: half a day of presence counts as one day."""
    if days == days.to_integral_value() or due is Status.NOT_MET:
        return ReadingTaken("C-22")
    other = round_to_five_centimes(min(left, days * per_day))
    if other == amount:
        return ReadingTaken("C-22")
    return ReadingTaken(
        "C-22",
        phrase("Si une demi-journée comptait pour moitié, la compensation serait de {0:CHF}.", other),
        other,
        "CHF",
    )
