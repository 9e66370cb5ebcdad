"""Compensation to the employer who trains (compensation financière; cmrp:3035, 4029; reading C-22).

The wage takes the extra costs in first; what is left is compensated up to the amount per day of presence. The limit
holds « en principe »: more needs reasons, so it is shown, not decided. Both verdicts are limits: the training stands.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from ai_calc.calculators.reclassement.choices import Measure
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import all_of, status_of
from ai_calc.results import ReadingTaken, Role, Status, Step, Verdict


@record
class Compensation:
    """The compensation in CHF. ``left``: extra costs that the wage does not absorb; ``cap``: ``None`` while the days
    are not known; ``beyond``: what exceeds the limit; ``status``: whether a compensation is due at all; ``free``: only
    the lack of a daily allowance speaks for one, and nothing says how much of the limit."""

    left: Decimal
    cap: Decimal | None
    amount: Decimal
    beyond: Decimal
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]
    status: Status
    free: bool


def compensation_of(case: ReclassementCase, law: Law, measure: Measure) -> Compensation | None:
    """The compensation, or ``None`` when the training is not on the first labour market."""
    if not case.first_labour_market:
        return None
    initial = measure.article_16
    rule = "cmrp:3035" if initial else "cmrp:4029"
    per_day = law.amount("training/employer_compensation_per_day")
    days, extra = case.presence_days, case.employer_extra_costs or ZERO
    reduction = case.wage_reduction if extra else ZERO
    absorbed = reduction or ZERO
    left = max(ZERO, extra - absorbed)
    cap = None if days is None else days.to_integral_value(ROUND_CEILING) * per_day
    due = status_of(case.employer_costs_due_to_invalidity) if initial and left else Status.MET
    amount = ZERO
    if due is not Status.NOT_MET:
        amount = left if cap is None else min(left, cap)
    beyond = ZERO if cap is None else max(ZERO, left - cap)
    steps = [
        Step(
            "employer_left",
            "Frais que le salaire n'absorbe pas",
            phrase("{0:CHF} − {1:CHF}, au moins 0", extra, absorbed),
            left,
            "CHF",
            (rule,),
        )
    ]
    if cap is not None and days is not None:
        steps.append(
            Step(
                "employer_cap",
                "Plafond de principe",
                phrase("{0:jours} × {1:CHF/jour}", days.to_integral_value(ROUND_CEILING), per_day),
                cap,
                "CHF",
                (rule,),
            )
        )
    steps.append(
        Step(
            "employer_compensation",
            "Compensation à l'employeur",
            _formula(due, left, cap),
            amount,
            "CHF",
            (rule,),
        )
    )
    verdicts = [
        _ground(case, initial, rule, due, reduction is None, left, cap),
        *_cap(rule, left, cap, beyond, per_day),
    ]
    status = verdicts[0].status
    if not amount or cap is None:
        status = all_of(*(v.status for v in verdicts))
    readings = (_half_days(days, left, per_day, amount, due),)
    free = "cmrp:3035.b" in verdicts[0].rules
    return Compensation(left, cap, amount, beyond, tuple(verdicts), tuple(steps), readings, status, free)


def _formula(due: Status, left: Decimal, cap: Decimal | None) -> Phrase:
    if due is Status.NOT_MET:
        return phrase("pas de lien avec l'invalidité")
    if cap is None:
        return phrase("{0:CHF}, sans plafond tant que les jours manquent", left)
    return phrase("le plus petit de {0:CHF} et {1:CHF}", left, cap)


def within_balance(found: Compensation, room: Decimal) -> Compensation:
    """After a failed choice of one's own, the compensation takes what the training leaves of the balance (4026; reading
    L-41)."""
    if found.amount <= room:
        return replace(found, readings=(*found.readings, ReadingTaken("L-41")))
    words = phrase("Si la compensation à l'employeur s'ajoutait au solde, elle serait de {0:CHF}.", found.amount)
    verdict = replace(
        found.verdicts[0],
        reason=phrase("{0} Il n'en reste que {1:CHF} dans le solde.", found.verdicts[0].reason, room)
        if room
        else phrase("Le solde est épuisé par les frais de la formation."),
        status=found.verdicts[0].status if room else Status.NOT_MET,
        rules=(*found.verdicts[0].rules, "cmrp:4026.b"),
    )
    step = replace(found.steps[-1], formula=phrase("{0:CHF}, au plus {1:CHF} du solde", found.amount, room), value=room)
    return replace(
        found,
        amount=room,
        verdicts=(verdict, *found.verdicts[1:]),
        steps=(*found.steps[:-1], step),
        readings=(*found.readings, ReadingTaken("L-41", words, found.amount, "CHF")),
        status=verdict.status,
    )


def _ground(
    case: ReclassementCase,
    initial: bool,
    rule: str,
    due: Status,
    no_reduction: bool,
    left: Decimal,
    cap: Decimal | None,
) -> Verdict:
    """Whether a compensation is due: costs that remain, or no daily allowance yet (3035, « ou »)."""
    label = "Compensation à l'employeur"

    def verdict(status: Status, reason: Phrase, rules: tuple[str, ...] = (rule,), change: str = "") -> Verdict:
        return Verdict("employer", label, status, reason, rules, Phrase(change) if change else None, role=Role.LIMIT)

    remains = left and due is not Status.NOT_MET
    if not remains and initial and case.no_daily_allowance_yet:
        most = phrase("en principe jusqu'à {0:CHF}", cap) if cap is not None else phrase("selon les jours de présence")
        words = "Pas encore de petite indemnité journalière : une compensation est possible, à fixer selon la situation"
        return verdict(Status.TO_APPRAISE, phrase("{0}, {1}.", words, most), ("cmrp:3035.b",))
    if case.employer_extra_costs is None:
        return verdict(Status.TO_APPRAISE, phrase("Les frais supplémentaires de l'employeur ne sont pas indiqués."))
    if due is Status.NOT_MET:
        return verdict(due, phrase("Les frais de l'employeur ne sont pas dus à l'invalidité."))
    if not left:
        return verdict(
            Status.NOT_MET,
            phrase("Aucun frais supplémentaire ne reste à l'employeur."),
            change="Des frais supplémentaires que le salaire n'absorbe pas.",
        )
    open_points = [
        text
        for there, text in (
            (due is Status.TO_APPRAISE, "ces frais sont-ils dus à l'invalidité"),
            (no_reduction, "que le salaire absorbe-t-il d'abord"),
        )
        if there
    ]
    if open_points:
        return verdict(Status.TO_APPRAISE, phrase("À établir : {0} ?", " ; ".join(open_points)))
    return verdict(Status.MET, phrase("{0:CHF} de frais supplémentaires restent après le salaire.", left))


def _cap(rule: str, left: Decimal, cap: Decimal | None, beyond: Decimal, per_day: Decimal) -> list[Verdict]:
    """The limit « en principe » by day of presence."""
    if cap is None and left:
        reason = phrase("Les jours de présence ne sont pas indiqués ; en principe, {0:CHF/jour} au plus.", per_day)
        label = "Jours de présence suffisants"
        return [Verdict("employer.days", label, Status.TO_APPRAISE, reason, (rule,), role=Role.LIMIT)]
    if not beyond:
        return []
    return [
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
    ]


def _half_days(days: Decimal | None, left: Decimal, per_day: Decimal, amount: Decimal, due: Status) -> ReadingTaken:
    """C-22: half a day of presence counts as one day."""
    if days is None or days == days.to_integral_value() or due is Status.NOT_MET:
        return ReadingTaken("C-22")
    other = min(left, days * per_day)
    if other == amount:
        return ReadingTaken("C-22")
    return ReadingTaken(
        "C-22",
        phrase("Si une demi-journée comptait pour moitié, la compensation serait de {0:CHF}.", other),
        other,
        "CHF",
    )
