"""Which costs are recognised, item by item (frais reconnus; cmrp:3040–3046, 4028–4039; readings C-23, C-27, C-29)."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.reclassement.choices import CostKind
from ai_calc.calculators.reclassement.model import Cost, ReclassementCase
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import status_of
from ai_calc.results import ReadingTaken, Status

K = CostKind
AWAY = (K.MEALS, K.LODGING)
"""Kinds that stand outside the comparison (cmrp:3024) and have their own conditions."""
_ONLY_WITH = (K.ARRANGEMENT, K.MOTORISATION, K.KILOMETRES)
"""Kinds that exist only because of the invalidity: nothing said of their cost without it means none."""


@record
class Rule:
    """How a kind is recognised: the rules in initial training and in reclassement, and what is asked or said.

    ``condition``: what a person must find for it to count; ``None``: it counts (``counts``) or never does.
    """

    initial: tuple[str, ...]
    retraining: tuple[str, ...]
    text: Phrase
    counts: bool = True
    condition: Phrase | None = None


_CMAI = phrase("motorisation indiquée selon les conditions de la CMAI")

RULES: dict[CostKind, Rule] = {
    K.TUITION: Rule(("cmrp:3041.a", "cmrp:3022.a"), ("cmrp:4030.a",), phrase("Frais d'acquisition des connaissances.")),
    K.LANGUAGE_PART: Rule(("cmrp:3041",), ("cmrp:4030.b",), phrase("Le cours fait partie intégrante de la formation.")),
    K.LANGUAGE_OPTIONAL: Rule(
        ("cmrp:3041",),
        ("cmrp:4030.c",),
        phrase("Un motif valable existe, lié à l'amélioration des perspectives de gain."),
        condition=phrase("un motif valable, lié à l'amélioration des perspectives de gain"),
    ),
    K.LANGUAGE_NATIONAL: Rule(
        ("cmrp:3041",),
        ("cmrp:4030.d",),
        phrase("Seul un reclassement dans une profession qui demande cette langue entre en ligne de compte."),
        condition=phrase(
            "aucune autre mesure opportune, simple et appropriée ne rend un gain équivalent, sinon un reclassement dans"
            " une profession qui demande cette langue"
        ),
    ),
    K.MATERIAL: Rule(("cmrp:3041.b",), ("cmrp:4030.e",), phrase("Matériel scolaire nécessaire.")),
    K.TOOLS: Rule(
        ("cmrp:3022.c", "cmrp:3022.d"),
        ("cmrp:4030.f",),
        phrase("Nécessaires, et ni fournis gratuitement ni usuels dans un ménage."),
        condition=phrase("nécessaires, non fournis gratuitement, hors de l'équipement d'un ménage"),
    ),
    K.ARRANGEMENT: Rule(
        ("cmrp:3041.c",),
        ("cmrp:4024",),
        phrase("L'invalidité le rend nécessaire pour atteindre l'objectif."),
        condition=phrase("nécessaire en raison de l'invalidité pour atteindre l'objectif de formation"),
    ),
    K.PUBLIC_TRANSPORT: Rule(("cmrp:3042", "cmrp:3022.b"), ("cmrp:4031",), phrase("Transports publics.")),
    K.PRIVATE_TRANSPORT: Rule(
        ("cmrp:3042",),
        ("cmrp:4031",),
        phrase("Aucun autre moyen n'est possible, exigible ou économique."),
        condition=phrase("un autre moyen n'est pas possible, pas exigible ou pas économique"),
    ),
    K.MOTORISATION: Rule(
        ("cmrp:3043.b",),
        ("cmrp:4032.b",),
        phrase("Indiquée selon la CMAI, et le salaire ne couvre pas les besoins : frais de formation."),
        condition=_CMAI,
    ),
    K.KILOMETRES: Rule(
        ("cmrp:3043",),
        ("cmrp:4032",),
        phrase("Motorisation indiquée selon la CMAI : les kilomètres comptent, quel que soit le salaire."),
        condition=_CMAI,
    ),
    K.MEALS: Rule(("cmrp:3024", "cmrp:3043.1"), ("cmrp:4033",), phrase("Au tarif de l'office AI.")),
    K.LODGING: Rule(("cmrp:3024", "cmrp:3043.2"), ("cmrp:4035", "cmrp:4036"), phrase("Au tarif de l'office AI.")),
    K.INSURANCE: Rule(
        ("cmrp:3044",),
        ("cmrp:4038",),
        phrase("Primes et cotisations ne sont pas des frais de formation."),
        counts=False,
    ),
    K.CARE: Rule(
        ("cmrp:3045",), ("cmrp:4039",), phrase("Traitement et soins corporels ne sont pas reconnus."), counts=False
    ),
    K.WAGES: Rule(("cmrp:3046",), ("cmrp:4029",), phrase("Salaires et pourboires ne se déduisent pas."), counts=False),
    K.OTHER: Rule(
        ("cmrp:3040",),
        ("cmrp:4028", "cmrp:4024"),
        phrase("Liée directement au but et nécessaire."),
        condition=phrase("directement liée au but professionnel et nécessaire à une formation simple et adéquate"),
    ),
}


@record
class Line:
    """One cost with its outcome: met (recognised), not met, to be appraised (not counted as yet)."""

    label: str
    kind: CostKind | None
    year: int
    with_disability: Decimal
    without_disability: Decimal | None
    status: Status
    reason: Phrase
    rules: tuple[str, ...]


@record
class Recognition:
    """All costs with their outcome. Amounts are sums over all years, in CHF, of the training's own costs; ``away``
    stands for meals and lodging, which follow their own conditions. ``without_missing``: how many recognised costs do
    not say what they would be without the invalidity; then ``without_disability`` is a minimum."""

    lines: tuple[Line, ...]
    with_disability: Decimal
    without_disability: Decimal
    pending: Decimal  # to be appraised, not counted
    refused: Decimal
    years: int
    readings: tuple[ReadingTaken, ...]
    without_missing: int

    def away(self, kind: CostKind) -> Decimal:
        """The sum for meals or for lodging, before their conditions."""
        return sum((line.with_disability for line in self.lines if line.kind is kind), ZERO)


def recognise(case: ReclassementCase, comparing: bool) -> Recognition:
    """Applies the rule of each cost; ``comparing``: initial training, where the costs without disability count too."""
    lines, readings = [], set()
    for cost in case.costs:
        kind, amount = cost.kind, cost.with_disability
        if kind is None:
            lines.append(
                Line(
                    cost.label,
                    None,
                    cost.year,
                    amount,
                    ZERO,
                    Status.TO_APPRAISE,
                    phrase("Le genre du poste n'est pas indiqué."),
                    ("cmrp:3040",) if comparing else ("cmrp:4028",),
                )
            )
            continue
        rule = RULES[kind]
        rules = rule.initial if comparing else rule.retraining
        status, reason = _outcome(case, cost, kind, rule)
        if kind is K.TOOLS or kind is K.ARRANGEMENT:
            readings.add("C-23")
        elif kind is K.MOTORISATION:
            readings.add("C-29")
            if status is Status.NOT_MET and cost.condition is not Finding.NOT_MET:
                rules = ("cmrp:3043.a",) if comparing else ("cmrp:4032.a",)
        elif kind is K.WAGES and not comparing:
            readings.add("C-27")
        elif kind is K.INSURANCE:
            readings.add("C-02")
        elif kind is K.PUBLIC_TRANSPORT or kind is K.PRIVATE_TRANSPORT:
            readings.add("C-28")
        without = cost.without_disability if comparing and kind not in AWAY else ZERO
        if without is None and kind in _ONLY_WITH:
            without = ZERO
        lines.append(Line(cost.label, kind, cost.year, amount, without, status, reason, rules))
    own = [line for line in lines if line.kind not in AWAY]
    return Recognition(
        lines=tuple(lines),
        with_disability=sum((x.with_disability for x in own if x.status is Status.MET), ZERO),
        without_disability=sum((x.without_disability or ZERO for x in own if x.status is Status.MET), ZERO),
        pending=sum((x.with_disability for x in own if x.status is Status.TO_APPRAISE), ZERO),
        refused=sum((x.with_disability for x in own if x.status is Status.NOT_MET and x.kind is not K.WAGES), ZERO),
        years=max((x.year for x in own), default=0),
        readings=tuple(ReadingTaken(r) for r in sorted(readings)),
        without_missing=sum(x.status is Status.MET and x.without_disability is None for x in own),
    )


def _outcome(case: ReclassementCase, cost: Cost, kind: CostKind, rule: Rule) -> tuple[Status, Phrase]:
    if not rule.counts:
        return Status.NOT_MET, rule.text
    if rule.condition is None:
        return Status.MET, rule.text
    status = status_of(cost.condition)
    if status is Status.NOT_MET:
        return status, phrase("Condition non remplie : {0}.", rule.condition)
    covered = status_of(case.wage_covers_needs) if kind is K.MOTORISATION else Status.NOT_MET
    if covered is Status.MET:
        return Status.NOT_MET, phrase("Le salaire couvre les besoins : moyen auxiliaire (art. 21 LAI).")
    if status is Status.MET and covered is Status.TO_APPRAISE:
        return Status.TO_APPRAISE, phrase("À établir : le salaire pendant la formation couvre-t-il les besoins ?")
    if status is Status.MET:
        return status, rule.text
    return status, phrase("À apprécier : {0}.", rule.condition)
