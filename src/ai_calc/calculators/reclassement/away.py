"""Meals and lodging away from home: outside the comparison, each with its conditions (cmrp:3024, 3030, 3043.1, 3043.2,
4033, 4035, 4036; readings C-04, C-06, C-26, C-80). They are limits: meals or lodging fall away, the training stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ai_calc.calculators.reclassement.choices import CostKind, Measure
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.recognition import Recognition
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info
from ai_calc.outcome.verdicts import all_of, any_of, deciding, status_of
from ai_calc.results import Notice, ReadingTaken, Role, Status, Step, Verdict


@record
class Away:
    """Meals and lodging in CHF: what is reimbursed, what still has to be appraised."""

    meals: Decimal
    lodging: Decimal
    paid: Decimal
    pending: Decimal
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    notices: tuple[Notice, ...]
    readings: tuple[ReadingTaken, ...]
    status: Status | None  # of the whole; None when no such cost is there
    outcome: dict[CostKind | None, Status]
    against: dict[CostKind | None, Verdict]  # what each kind that is not reimbursed fails, or waits, for


def away_costs(case: ReclassementCase, measure: Measure, costs: Recognition) -> Away:
    """What is reimbursed for meals and lodging."""
    meals, lodging = costs.away(CostKind.MEALS), costs.away(CostKind.LODGING)
    if not meals and not lodging:
        return Away(meals, lodging, ZERO, ZERO, (), (), (), (), None, {}, {})
    initial = measure.article_16
    verdicts, readings, notices = [], [ReadingTaken("C-26")], []
    due = Status.MET
    if initial:
        due_verdict = _further(case) if measure is Measure.FURTHER else _due_to_invalidity(case)
        due = due_verdict.status
        verdicts.append(due_verdict)
        readings += (
            [ReadingTaken("C-04")] if measure is Measure.FURTHER else [ReadingTaken("C-04"), ReadingTaken("C-80")]
        )
    outcome: dict[CostKind | None, Status] = {CostKind.MEALS: due, CostKind.LODGING: due}
    held: dict[CostKind | None, list[Verdict]] = {CostKind.MEALS: list(verdicts), CostKind.LODGING: list(verdicts)}
    housed = Status.NOT_MET
    if lodging and due is not Status.NOT_MET:
        verdict = _lodging(case, initial)
        verdicts.append(verdict)
        housed = verdict.status
        outcome[CostKind.LODGING] = all_of(due, housed)
        held[CostKind.LODGING].append(verdict)
        readings.append(_cumulative(verdict.status, lodging))
        other = status_of(case.other_reasons_for_lodging)
        if other is not Status.NOT_MET:
            notices.append(
                info(
                    "third_parties",
                    phrase(
                        "Des raisons étrangères à l'invalidité jouent ou pourraient jouer un rôle : examiner la"
                        " participation de tiers (service social)."
                    ),
                    "cmrp:3043.2" if initial else "cmrp:4035",
                )
            )
    if meals and due is not Status.NOT_MET and housed is not Status.MET:
        verdict = _meals(case, initial, housed)
        verdicts.append(verdict)
        outcome[CostKind.MEALS] = all_of(due, verdict.status)
        held[CostKind.MEALS].append(verdict)
    amounts = {CostKind.MEALS: meals, CostKind.LODGING: lodging}
    paid = sum((a for k, a in amounts.items() if outcome[k] is Status.MET), ZERO)
    pending = sum((a for k, a in amounts.items() if outcome[k] is Status.TO_APPRAISE), ZERO)
    rules = (
        (
            ("cmrp:3030", "cmrp:3043.1", "cmrp:3043.2")
            if measure is Measure.FURTHER
            else ("cmrp:3024", "cmrp:3043.1", "cmrp:3043.2")
        )
        if initial
        else ("cmrp:4033", "cmrp:4035", "cmrp:4036")
    )
    formula = _formula(meals, lodging, outcome)
    steps = (Step("away_paid", "Repas et logement à l'extérieur", formula, paid, "CHF", rules),)
    whole = [outcome[k] for k, a in amounts.items() if a]
    return Away(
        meals,
        lodging,
        paid,
        pending,
        tuple(replace(v, role=Role.LIMIT) for v in verdicts),
        steps,
        tuple(notices),
        tuple(readings),
        any_of(*whole),
        outcome,
        {k: deciding(held[k])[0] for k in held if outcome[k] is not Status.MET},
    )


def _formula(meals: Decimal, lodging: Decimal, outcome: dict[CostKind | None, Status]) -> Phrase:
    def part(amount: Decimal, status: Status) -> Phrase:
        words = {Status.MET: "", Status.NOT_MET: " (non reconnu)", Status.TO_APPRAISE: " (à apprécier)"}[status]
        return phrase("{0:CHF}{1}", amount, words)

    return phrase(
        "repas {0} + logement {1}, au tarif de l'office AI",
        part(meals, outcome[CostKind.MEALS]),
        part(lodging, outcome[CostKind.LODGING]),
    )


def _due_to_invalidity(case: ReclassementCase) -> Verdict:
    """3024: not due to the invalidity when the training is away for everybody, or a nearer place was possible."""
    label = "Repas et logement à l'extérieur dus à l'invalidité"
    also = status_of(case.also_away_without)
    if also is Status.MET:
        return Verdict(
            "3024",
            label,
            Status.NOT_MET,
            phrase("Sans invalidité aussi, cette formation aurait lieu à l'extérieur."),
            ("cmrp:3024.a",),
        )
    nearer = status_of(case.closer_place_possible)
    if nearer is Status.MET:
        return Verdict(
            "3024",
            label,
            Status.NOT_MET,
            phrase("Une place sans repas ni logement à l'extérieur était possible ou exigible."),
            ("cmrp:3024.b",),
        )
    if also is nearer is Status.NOT_MET:
        return Verdict(
            "3024",
            label,
            Status.MET,
            phrase("Hors de la comparaison et remboursés en plus ; ils ne font pas franchir le seuil."),
            ("cmrp:3024",),
        )
    return Verdict(
        "3024",
        label,
        Status.TO_APPRAISE,
        phrase("À établir : une formation à l'extérieur sans invalidité aussi, ou une place plus proche."),
        ("cmrp:3024.a", "cmrp:3024.b"),
    )


def _further(case: ReclassementCase) -> Verdict:
    """3030: further training that the invalidity allows only outside the home region."""
    status = status_of(case.outside_region_because_of_invalidity)
    reason = {
        Status.MET: phrase(
            "L'invalidité ne permet le perfectionnement que hors de la région : repas et logement sont remboursés en"
            " plus."
        ),
        Status.NOT_MET: phrase("L'invalidité permet aussi le perfectionnement dans la région."),
        Status.TO_APPRAISE: phrase(
            "À établir : l'invalidité ne permet-elle le perfectionnement que hors de la région ?"
        ),
    }[status]
    return Verdict("3030", "Repas et logement hors de la région", status, reason, ("cmrp:3030", "cmrp:3029"))


def _meals(case: ReclassementCase, initial: bool, housed: Status) -> Verdict:
    """4033, 3043.1: in an institution with an agreement, or at a tariff fixed for the case; meals of somebody who is
    housed come with the lodging (4035, 3043.2)."""
    served = all_of(*(status_of(cost.condition) for cost in case.costs if cost.kind is CostKind.MEALS))
    status = any_of(served, housed)
    reason = {
        Status.MET: phrase("Pris dans une institution conventionnée, ou à un tarif fixé pour le cas."),
        Status.NOT_MET: phrase("Ni institution conventionnée, ni tarif fixé pour le cas."),
        Status.TO_APPRAISE: phrase("À établir : une institution conventionnée, ou un tarif fixé pour le cas ?"),
    }[status]
    rule = "cmrp:3043.1" if initial else "cmrp:4033"
    return Verdict(rule[5:], "Repas à l'extérieur", status, reason, (rule,))


def _lodging(case: ReclassementCase, initial: bool) -> Verdict:
    """3043.2, 4035: one of three conditions suffices (reading C-06)."""
    base = "cmrp:3043.2" if initial else "cmrp:4035"
    options = (
        ("lodging_needed", "a", "nécessaire en raison de l'invalidité"),
        ("lodging_essential", "b", "indispensable au succès de la formation"),
        ("return_impossible", "c", "retour au domicile impossible ou inexigible"),
    )
    label, open_points = "Logement à l'extérieur", []
    for name, letter, words in options:
        finding = getattr(case, name)
        if finding is Finding.MET:
            return Verdict(
                base[5:], label, Status.MET, phrase("Une condition suffit : {0}.", words), (base, f"{base}.{letter}")
            )
        if finding is Finding.UNKNOWN:
            open_points.append(words)
    if open_points:
        return Verdict(
            base[5:],
            label,
            Status.TO_APPRAISE,
            phrase("À apprécier, une condition suffit : {0}.", " ; ".join(open_points)),
            (base,),
        )
    return Verdict(
        base[5:],
        label,
        Status.NOT_MET,
        phrase("Aucune des trois conditions n'est remplie."),
        (base,),
        phrase("Il suffit que l'une des trois soit établie."),
    )


def _cumulative(status: Status, lodging: Decimal) -> ReadingTaken:
    """C-06: were the three cumulative, only the first being met would not do."""
    if status is not Status.MET:
        return ReadingTaken("C-06")
    return ReadingTaken(
        "C-06",
        phrase(
            "Si les trois conditions étaient cumulatives, les {0:CHF} de logement ne seraient dus que si toutes "
            "étaient établies.",
            lodging,
        ),
    )
