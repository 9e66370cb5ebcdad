"""What the AI pays for a reclassement (cmrp:4024–4028, 4030–4039): recognised costs, a dearer way, a higher aim, and
the balance that is left after a failed choice of one's own (reading C-69)."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.reclassement.away import Away
from ai_calc.calculators.reclassement.choices import TrainingChoice
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.recognition import Recognition
from ai_calc.ground.french import phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of, status_of
from ai_calc.results import ReadingTaken, Role, Status, Step, Verdict


@record
class RetrainingCosts:
    """The costs in CHF: recognised (with meals and lodging), borne by the AI, borne by the person by her own choice.

    ``balance``: what is left after a failed choice of one's own; ``None`` when that does not concern the case.
    ``borne_by_insured`` is ``None``, and ``ai_pays`` a maximum of what counts so far, while what limits the AI's part
    is not known. ``most``: the same with the costs that are still to be appraised. ``without_exception``: the limit
    holds only unless an exception, still open, is confirmed.
    """

    recognised: Decimal
    limit: Decimal | None
    balance: Decimal | None
    ai_pays: Decimal
    borne_by_insured: Decimal | None
    most: Decimal
    without_exception: bool
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]


def retraining_costs(case: ReclassementCase, costs: Recognition, away: Away) -> RetrainingCosts:
    """The shares of the AI and of the person."""
    recognised = costs.with_disability + away.paid
    steps = [
        Step(
            "recognised",
            "Frais reconnus",
            phrase("formation {0:CHF} + repas et logement {1:CHF}", costs.with_disability, away.paid),
            recognised,
            "CHF",
            ("cmrp:4024", "cmrp:4028", "cmrp:4030"),
        )
    ]
    limit, verdicts, rules = _limit(case, recognised)
    formula = (
        phrase("frais reconnus {0:CHF}", recognised)
        if limit is None
        else phrase("le plus petit de {0:CHF} et {1:CHF}", recognised, limit)
    )
    readings = [_without_away(costs, away, limit)] if limit is not None and away.paid else []
    left, step, verdict = _balance(case)
    if verdict is not None:
        verdicts.append(verdict)
        readings.append(ReadingTaken("C-69"))
    if left is not None and step is not None:
        steps.append(step)
        formula = phrase("{0}, au plus le solde de {1:CHF}", formula, left)
        rules = tuple(dict.fromkeys((*rules, "cmrp:4026.b")))
    share, most = (
        min(x for x in (sum_, limit, left) if x is not None)
        for sum_ in (recognised, recognised + costs.pending + away.pending)
    )
    borne = (
        None
        if any(v.key in ("reference", "4026.b", "choice") and v.status is Status.TO_APPRAISE for v in verdicts)
        else recognised - share
    )
    steps.append(
        Step(
            "ai_share",
            "À la charge de l'AI",
            formula,
            share,
            "CHF",
            rules,
        )
    )
    if borne is not None and (limit is not None or left is not None):
        steps.append(
            Step(
                "borne_by_insured",
                "À la charge de la personne assurée",
                phrase("{0:CHF} − {1:CHF}", recognised, share),
                borne,
                "CHF",
                rules,
            )
        )
    open_exception = any(v.key == "4027" and v.status is Status.TO_APPRAISE for v in verdicts)
    return RetrainingCosts(
        recognised,
        limit,
        left,
        share,
        borne,
        most,
        open_exception and limit is not None and limit < recognised,
        tuple(verdicts),
        tuple(steps),
        tuple(readings),
    )


def no_contribution() -> Step:
    """4026: a training that does not match the abilities gets nothing, even beyond equivalence."""
    return Step(
        "ai_share",
        "À la charge de l'AI",
        phrase("formation inadaptée aux capacités : aucune contribution"),
        ZERO,
        "CHF",
        ("cmrp:4026",),
    )


def _limit(case: ReclassementCase, recognised: Decimal) -> tuple[Decimal | None, list[Verdict], tuple[str, ...]]:
    choice = case.training_choice
    if choice is None:
        return None, [_choice()], ("cmrp:4024",)
    if choice is TrainingChoice.REASONABLE:
        return None, [], ("cmrp:4024",)
    if choice is TrainingChoice.DEARER:
        reference = case.reference_cost
        rules: tuple[str, ...] = ("cmrp:4025", "cmrp:4015")
        if reference is None:
            return None, [_missing("cmrp:4025")], rules
        return (
            reference,
            [
                Verdict(
                    "4025",
                    "Voie plus chère vers le même but",
                    Status.MET,
                    phrase(
                        "L'AI paie ce que coûte la formation exigible ({0:CHF}) ; le reste est à la charge de la"
                        " personne assurée.",
                        reference,
                    ),
                    rules,
                    role=Role.LIMIT,
                )
            ],
            rules,
        )
    status = status_of(case.higher_required)
    if status is not Status.NOT_MET:
        status = all_of(status, status_of(case.aptitudes_match))
    if status is Status.MET and case.simple_and_adequate is Finding.NOT_MET:  # one of the two findings is wrong
        status = Status.TO_APPRAISE
    reference = case.reference_cost if status is not Status.MET else None
    label = "Exception à l'équivalence"
    if status is Status.TO_APPRAISE and reference is not None:
        label = "Pas d'exception à l'équivalence"  # what the amount then rests on
    if status is Status.MET:
        return (
            None,
            [
                Verdict(
                    "4027",
                    label,
                    status,
                    phrase(
                        "Vu le handicap, seule une formation plus élevée met à profit la capacité restante, et les "
                        "aptitudes et goûts y répondent : ses frais comptent en entier."
                    ),
                    ("cmrp:4027",),
                    role=Role.LIMIT,
                )
            ],
            ("cmrp:4027",),
        )
    rules = ("cmrp:4026",)
    if status is Status.NOT_MET:
        reason = phrase("Le but plus élevé est un choix : la contribution se limite à la formation équivalente.")
    else:
        reason = phrase(
            (
                "À apprécier ; en attendant, la contribution se limite à l'équivalent. Avec l'exception, {0:CHF}"
                " compteraient."
                if reference is not None
                else "À apprécier ; avec l'exception, {0:CHF} compteraient, sinon l'équivalent au plus."
            ),
            recognised,
        )
    verdicts = [
        Verdict(
            "4027",
            label,
            status,
            reason,
            ("cmrp:4027", "cmrp:4026"),
            phrase(
                "Un handicap tel que seule une formation plus élevée convient, avec des aptitudes et des goûts qui y"
                " répondent."
            ),
            role=Role.LIMIT,
        )
    ]
    if reference is None:
        verdicts.append(_missing("cmrp:4026", ", ou exception établie" if status is Status.TO_APPRAISE else ""))
    return reference, verdicts, rules


def _without_away(costs: Recognition, away: Away, limit: Decimal) -> ReadingTaken:
    """L-33: the reference cost includes meals and lodging; were it the training's own cost, they would come on top."""
    other = min(costs.with_disability, limit) + away.paid
    if other == min(costs.with_disability + away.paid, limit):
        return ReadingTaken("L-33")
    return ReadingTaken(
        "L-33",
        phrase("Si le coût de référence ne comprenait ni repas ni logement, l'AI paierait {0:CHF}.", other),
        other,
        "CHF",
    )


def _missing(rule: str, otherwise: str = "") -> Verdict:
    return Verdict(
        "reference",
        f"Formation exigible ou équivalente pas moins chère{otherwise}",
        Status.TO_APPRAISE,
        phrase("Son coût n'est pas indiqué ; plus bas, il limiterait la part de l'AI."),
        (rule,),
        role=Role.LIMIT,
    )


def _choice() -> Verdict:
    return Verdict(
        "choice",
        "Ni voie plus chère, ni but plus élevé",
        Status.TO_APPRAISE,
        phrase("Ce choix n'est pas indiqué ; une voie plus chère ou un but plus élevé limiteraient la part de l'AI."),
        ("cmrp:4015", "cmrp:4025", "cmrp:4026"),
        role=Role.LIMIT,
    )


def _balance(case: ReclassementCase) -> tuple[Decimal | None, Step | None, Verdict | None]:
    """4026: after the failure of a training beyond equivalence, the difference to what was due by law. While that is
    open, the verdict says what would let the whole amount stand."""
    if case.earlier_failed_choice is Finding.NOT_MET:
        return None, None, None
    if case.earlier_failed_choice is Finding.UNKNOWN:
        if case.earlier_reclassement is Finding.NOT_MET:
            return None, None, None
        fixed, paid = case.earlier_equivalent_cost, case.earlier_paid
        question = "À établir : un reclassement antérieur a-t-il échoué, choisi au-delà de l'équivalence ?"
        reason = (
            phrase("{0} Seul un solde resterait dû.", question)
            if fixed is None or paid is None
            else phrase("{0} Seul le solde de {1:CHF} resterait dû.", question, max(ZERO, fixed - paid))
        )
        label = "Pas d'échec antérieur d'une formation choisie"
        return None, None, Verdict("4026.b", label, Status.TO_APPRAISE, reason, ("cmrp:4026.b",))
    fixed, paid, label = case.earlier_equivalent_cost, case.earlier_paid, "Solde après l'échec d'une formation choisie"
    if fixed is None or paid is None:
        return (
            None,
            None,
            Verdict(
                "4026.b",
                "Solde suffisant, après l'échec d'une formation choisie",
                Status.TO_APPRAISE,
                phrase(
                    "Le coût équivalent fixé alors n'est pas indiqué : le solde reste à calculer."
                    if fixed is None
                    else "Les prestations déjà fournies ne sont pas indiquées : le solde reste à calculer."
                ),
                ("cmrp:4026.b",),
            ),
        )
    left = max(ZERO, fixed - paid)
    step = Step("balance", label, phrase("{0:CHF} − {1:CHF}, au moins 0", fixed, paid), left, "CHF", ("cmrp:4026.b",))
    if left:
        return (
            left,
            step,
            Verdict("4026.b", label, Status.MET, phrase("Il reste {0:CHF} à faire valoir.", left), ("cmrp:4026.b",)),
        )
    return (
        left,
        step,
        Verdict("4026.b", label, Status.NOT_MET, phrase("Le coût équivalent est épuisé."), ("cmrp:4026.b",)),
    )
