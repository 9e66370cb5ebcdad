"""Additional costs of training because of the invalidity (frais supplémentaires; cmrp:3022–3039).

The costs with and without disability are compared over the whole training. What exceeds is paid in full when its
yearly average exceeds the threshold (reading C-18: a threshold, not a deductible; the duration with disability
divides). Meals and lodging stay outside.
"""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.reclassement.choices import Measure, Training, TrainingChoice
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.calculators.reclassement.recognition import AWAY, Recognition
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.french import amount as amount_words
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.results import ReadingTaken, Role, Status, Step, Verdict

_CENTIME = Decimal("0.01")
_YEAR = 12


@record
class Period:
    """The state after one period: cumulated surplus, months, yearly average, what is due and what is then paid."""

    number: int
    months: int
    surplus: Decimal
    average: Decimal
    due: Decimal
    payment: Decimal


@record
class InitialCosts:
    """The comparison, in CHF. ``basis``: ``same`` training, ``interrupted`` (against what was left of the old one) or
    ``further``. ``borne_by_insured`` is what the person pays for a dearer way or a higher aim of her own choice;
    ``None``, and ``payable`` a maximum of what counts so far (``at_most``), while what limits the comparison is not
    known. ``most``: the same with the costs that are still to be appraised. ``without_exception``: the limit holds only
    unless an exception, still open, is confirmed."""

    basis: str
    total_with: Decimal
    counted_with: Decimal
    total_without: Decimal
    surplus: Decimal
    months: int
    average: Decimal
    threshold: Decimal
    opens: bool
    payable: Decimal
    payable_now: Decimal
    borne_by_insured: Decimal | None
    at_most: bool
    most: Decimal
    without_exception: bool
    applies: bool
    periods: tuple[Period, ...]
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]
    status: Status


def initial_costs(case: ReclassementCase, law: Law, measure: Measure, costs: Recognition) -> InitialCosts:
    """The comparison for a measure of article 16."""
    basis, successive = _basis(case, measure), case.successive
    threshold = law.amount("training/cost_threshold_per_year")
    limit, verdicts = _limit(case, basis, costs.with_disability)
    counted = costs.with_disability if limit is None else min(costs.with_disability, limit)
    unlimited = any(v.status is Status.TO_APPRAISE and v.key in ("3033", "3037", "choice") for v in verdicts)
    borne = None if unlimited else costs.with_disability - counted
    surplus = max(ZERO, counted - costs.without_disability)
    months = _months(case, costs)
    average = (surplus * _YEAR / months).quantize(_CENTIME)
    opens, applies = _opens(surplus, months, threshold), True
    if measure is Measure.FURTHER and (successive or not opens):  # only then the option matters
        applies = case.threshold_for_further_training
        opens = opens if applies else surplus > 0
    payable = surplus if opens else ZERO
    together = costs.with_disability + costs.pending
    most = max(ZERO, min(together, together if limit is None else limit) - costs.without_disability)
    most = most if not applies or _opens(most, months, threshold) else ZERO
    rules = _BASIS_RULES[basis]
    steps = [
        Step(
            "total_with",
            "Frais avec invalidité, sur toute la formation",
            phrase("somme des frais reconnus"),
            costs.with_disability,
            "CHF",
            ("cmrp:3032", *rules),
        ),
        Step(
            "total_without",
            _WITHOUT[basis],
            (
                phrase("somme des frais reconnus")
                if not costs.without_missing
                else phrase("somme de ce qui est indiqué ; il manque {0}", _items(costs.without_missing))
            ),
            costs.without_disability,
            "CHF",
            ("cmrp:3032", *rules),
        ),
    ]
    if limit is not None:
        steps.append(
            Step(
                "counted_with",
                "Frais avec invalidité retenus",
                phrase("le plus petit de {0:CHF} et {1:CHF}", costs.with_disability, limit),
                counted,
                "CHF",
                _choice_rules(case),
            )
        )
        steps.append(
            Step(
                "borne_by_insured",
                "À la charge de la personne assurée",
                phrase("{0:CHF} − {1:CHF}", costs.with_disability, counted),
                borne,
                "CHF",
                _choice_rules(case),
            )
        )
    steps += [
        Step(
            "surplus",
            "Frais supplémentaires",
            phrase("{0:CHF} − {1:CHF}, au moins 0", counted, costs.without_disability),
            surplus,
            "CHF",
            tuple(dict.fromkeys(("cmrp:3022", *rules))),
        ),
        Step(
            "average",
            "Moyenne annuelle",
            phrase("{0:CHF} × {1} ÷ {2:mois}", surplus, _YEAR, months),
            average,
            "CHF/an",
            ("cmrp:3023",),
        ),
        Step(
            "payable",
            "Frais supplémentaires payés",
            _payable_formula(applies, opens, surplus, threshold),
            payable,
            "CHF",
            ("cmrp:3023",),
        ),
    ]
    periods = _periods(case, costs, limit, months, threshold, applies)
    now = payable
    if successive and periods:
        paid = case.already_paid if case.already_paid is not None else sum((p.payment for p in periods[:-1]), ZERO)
        now = max(ZERO, payable - paid)
        steps.append(
            Step(
                "payable_now",
                "À verser maintenant",
                phrase("{0:CHF} dus en tout − {1:CHF} déjà versés, au moins 0", payable, paid),
                now,
                "CHF",
                ("cmrp:3034",),
            )
        )
    status, reason = _threshold_outcome(
        costs,
        applies,
        opens,
        average,
        threshold,
        surplus,
        months,
        not successive and case.duration_planned_months is None,
    )
    verdicts.insert(
        0,
        Verdict(
            "3023",
            "Frais supplémentaires au-dessus du seuil annuel",
            status,
            reason,
            ("cmrp:3023", *rules),
            None
            if status is Status.MET or not applies
            else phrase("Une moyenne annuelle de plus de {0:CHF}.", threshold),
            role=Role.LIMIT,
        ),
    )
    readings = _readings(
        case, measure, basis, surplus, counted, costs.without_disability, months, threshold, opens, applies, payable
    )
    return InitialCosts(
        basis,
        costs.with_disability,
        counted,
        costs.without_disability,
        surplus,
        months,
        average,
        threshold,
        opens,
        payable,
        now,
        borne,
        unlimited or bool(costs.without_missing),
        most,
        counted < costs.with_disability and any(v.key == "3038" and v.status is Status.TO_APPRAISE for v in verdicts),
        applies,
        periods,
        tuple(verdicts),
        tuple(steps),
        tuple(readings),
        status,
    )


_BASIS_RULES = {
    "same": ("cmrp:3022",),
    "interrupted": ("cmrp:3026", "cmrp:3036"),
    "further": ("cmrp:3027", "cmrp:3039"),
}
_WITHOUT = {
    "same": "Frais sans invalidité, sur toute la formation",
    "interrupted": "Frais qui restaient jusqu'à la fin de l'ancienne formation",
    "further": "Frais de la même formation sans invalidité",
}


def _basis(case: ReclassementCase, measure: Measure) -> str:
    if measure is Measure.FURTHER:
        return "further"
    return "interrupted" if case.training is Training.INTERRUPTED_HEALTH else "same"


def _months(case: ReclassementCase, costs: Recognition) -> int:
    """The duration that divides, at least one year (C-18: a shorter training is not annualised)."""
    planned = case.duration_planned_months
    if case.successive:  # 3034: the periods so far
        so_far = max(1, costs.years) * case.period_months
        return max(_YEAR, so_far if planned is None else min(planned, so_far))
    return max(_YEAR, planned if planned is not None else costs.years * _YEAR)


def _opens(surplus: Decimal, months: int, threshold: Decimal) -> bool:
    return surplus * _YEAR > threshold * months


def _choice_rules(case: ReclassementCase) -> tuple[str, ...]:
    return ("cmrp:3033",) if case.training_choice is TrainingChoice.DEARER else ("cmrp:3037",)


def _limit(case: ReclassementCase, basis: str, chosen: Decimal) -> tuple[Decimal | None, list[Verdict]]:
    """What the costs with disability count at most: 3033 (dearer way), 3037 (higher aim after an interruption), unless
    3038 (only a higher training leads to a suitable earning capacity)."""
    choice = case.training_choice
    if choice is None:
        return None, [
            Verdict(
                "choice",
                "Ni voie plus chère, ni but plus élevé",
                Status.TO_APPRAISE,
                phrase(
                    "Ce choix n'est pas indiqué ; une voie plus chère ou un but plus élevé limiteraient la comparaison."
                ),
                ("cmrp:3033", "cmrp:3037"),
                role=Role.LIMIT,
            )
        ]
    if choice is TrainingChoice.REASONABLE:
        return None, []
    if choice is TrainingChoice.HIGHER:
        label = "Formation plus poussée imposée par le handicap"
        if basis != "interrupted":
            return None, [
                Verdict(
                    "3025",
                    "But de la formation",
                    Status.MET,
                    phrase("La simplicité et l'adéquation portent sur le genre de la formation, pas sur son but."),
                    ("cmrp:3025",),
                    role=Role.LIMIT,
                )
            ]
        required = case.higher_required
        if required is Finding.MET and case.simple_and_adequate is Finding.NOT_MET:  # one of the two is wrong
            required = Finding.UNKNOWN
        if required is Finding.MET:
            return None, [
                Verdict(
                    "3038",
                    label,
                    Status.MET,
                    phrase(
                        "Seule cette formation mène à une capacité de gain adéquate : ses frais comptent en entier."
                    ),
                    ("cmrp:3038",),
                    role=Role.LIMIT,
                )
            ]
        reference = case.reference_cost
        open_point = required is Finding.UNKNOWN
        verdicts = [
            Verdict(
                "3038",
                label if not open_point or reference is None else "Formation plus poussée pas imposée par le handicap",
                Status.TO_APPRAISE if open_point else Status.NOT_MET,
                (
                    phrase(
                        (
                            "À apprécier ; en attendant, seul l'équivalent compte. Si le handicap l'impose, {0:CHF}"
                            " compteraient en entier."
                            if reference is not None
                            else "À apprécier ; si le handicap l'impose, {0:CHF} compteraient en entier, sinon"
                            " l'équivalent au plus."
                        ),
                        chosen,
                    )
                    if open_point
                    else phrase("Le but plus élevé est un choix : seul l'équivalent compte.")
                ),
                ("cmrp:3038", "cmrp:3037") if open_point else ("cmrp:3037",),
                role=Role.LIMIT,
            )
        ]
        if reference is None:
            verdicts.append(_no_reference("3037", ", ou plus poussée imposée par le handicap" if open_point else ""))
        return reference, verdicts
    reference = case.reference_cost
    if reference is None:
        return None, [_no_reference("3033")]
    return reference, [
        Verdict(
            "3033",
            "Voie plus chère vers le même but",
            Status.MET,
            phrase(
                "Seul le coût de la formation adéquate compte ({0:CHF}) ; "
                "le reste est à la charge de la personne assurée.",
                reference,
            ),
            ("cmrp:3033",),
            role=Role.LIMIT,
        )
    ]


def _no_reference(rule: str, otherwise: str = "") -> Verdict:
    return Verdict(
        rule,
        f"Formation adéquate ou équivalente pas moins chère{otherwise}",
        Status.TO_APPRAISE,
        phrase("Son coût n'est pas indiqué ; plus bas, il limiterait ce que l'AI paie."),
        (f"cmrp:{rule}",),
        role=Role.LIMIT,
    )


def _payable_formula(applies: bool, opens: bool, surplus: Decimal, threshold: Decimal) -> Phrase:
    if not opens:
        return (
            phrase("la moyenne ne dépasse pas {0:CHF} par an : rien", threshold)
            if applies
            else phrase("aucun frais supplémentaire")
        )
    return phrase("{0:CHF} en entier (seuil, pas franchise)", surplus)


def _items(count: int) -> Phrase:
    return phrase("un poste") if count == 1 else phrase("{0} postes", count)


def _threshold_outcome(
    costs: Recognition,
    applies: bool,
    opens: bool,
    average: Decimal,
    threshold: Decimal,
    surplus: Decimal,
    months: int,
    unplanned: bool,
) -> tuple[Status, Phrase]:
    if opens:
        if costs.without_missing:
            return Status.TO_APPRAISE, phrase(
                "{0:CHF} par an en moyenne, au plus : le coût sans invalidité manque pour {1}.",
                average,
                _items(costs.without_missing),
            )
        if not applies:
            return Status.MET, phrase("{0:CHF} de frais supplémentaires.", surplus)
        if unplanned:  # over more years, the average of a year may not pass
            return Status.TO_APPRAISE, phrase(
                "{0:CHF} par an en moyenne, au plus : la durée prévue n'est pas indiquée.", average
            )
        if average == threshold:  # the centimes of a year would hide the difference
            return Status.MET, phrase(
                "{0:CHF} en tout, plus que {1:CHF} ({2:CHF} par an sur {3:mois}) : tout est payé.",
                surplus,
                (threshold * months / _YEAR).quantize(_CENTIME),
                threshold,
                months,
            )
        return Status.MET, phrase("{0:CHF} par an en moyenne, plus que {1:CHF} : tout est payé.", average, threshold)
    if costs.pending:
        return Status.TO_APPRAISE, phrase(
            "{0:CHF} par an en moyenne ; {1:CHF} de frais restent à apprécier.", average, costs.pending
        )
    if not costs.lines:
        return Status.TO_APPRAISE, phrase(
            "Aucun frais n'est indiqué ; il faut plus de {0:CHF} par an en moyenne.", threshold
        )
    if not applies:
        return Status.NOT_MET, phrase("Aucun frais supplémentaire.")
    return Status.NOT_MET, phrase("{0:CHF} par an en moyenne, pas plus que {1:CHF}.", average, threshold)


def _periods(
    case: ReclassementCase, costs: Recognition, limit: Decimal | None, months: int, threshold: Decimal, applies: bool
) -> tuple[Period, ...]:
    """3034: each period with those before it; what is due cumulates, a payment is never taken back (reading C-21)."""
    if not case.successive:
        return ()
    length, found, paid = case.period_months, [], ZERO
    counted = [line for line in costs.lines if line.kind not in AWAY and line.status is Status.MET]
    for number in range(1, costs.years + 1):
        having = sum((line.with_disability for line in counted if line.year <= number), ZERO)
        without = sum((line.without_disability or ZERO for line in counted if line.year <= number), ZERO)
        surplus = max(ZERO, (having if limit is None else min(having, limit)) - without)
        elapsed = max(_YEAR, min(months, length * number))
        opens = _opens(surplus, elapsed, threshold) if applies else surplus > 0
        due = surplus if opens else ZERO
        payment = max(ZERO, due - paid)
        paid += payment
        found.append(Period(number, elapsed, surplus, (surplus * _YEAR / elapsed).quantize(_CENTIME), due, payment))
    return tuple(found)


def overpaid(periods: tuple[Period, ...]) -> Decimal:
    """What was paid beyond what is due in the end and stays paid (reading C-21), in CHF."""
    if not periods:
        return ZERO
    return max(ZERO, sum((p.payment for p in periods), ZERO) - periods[-1].due)


def _readings(
    case: ReclassementCase,
    measure: Measure,
    basis: str,
    surplus: Decimal,
    counted: Decimal,
    without: Decimal,
    months: int,
    threshold: Decimal,
    opens: bool,
    applies: bool,
    payable: Decimal,
) -> list[ReadingTaken]:
    found = [_average_reading(case, basis, surplus, months, threshold, opens, payable)]
    if measure is Measure.FURTHER:
        other = opens != (surplus > 0)
        if applies:
            found.append(
                ReadingTaken(
                    "C-19",
                    phrase("Sans seuil pour le perfectionnement, {0:CHF} seraient payés.", surplus),
                    surplus,
                    "CHF",
                )
                if other
                else ReadingTaken("C-19")
            )
        else:
            amount = payable if _opens(surplus, months, threshold) else ZERO
            found.append(
                ReadingTaken("C-19", phrase("Avec le seuil annuel, {0:CHF} seraient payés.", amount), amount, "CHF")
                if amount != payable
                else ReadingTaken("C-19")
            )
    if basis == "interrupted" and payable:
        found.append(_whole_old_training(case, counted, without, months, threshold, payable))
    if case.successive:
        found.append(ReadingTaken("C-21"))
    return found


def _average_reading(
    case: ReclassementCase, basis: str, surplus: Decimal, months: int, threshold: Decimal, opens: bool, payable: Decimal
) -> ReadingTaken:
    """C-18: another divisor, or the threshold as a deductible, where that changes the amount."""
    other_months = months
    if surplus:
        planned = case.duration_planned_months
        if planned is not None and planned < _YEAR:
            other_months = planned
        elif basis == "same" and (ordinary := case.duration_ordinary_months) is not None:
            other_months = ordinary
    if _opens(surplus, other_months, threshold) != opens:
        amount = ZERO if opens else surplus
        average = (surplus * _YEAR / other_months).quantize(_CENTIME)
        return ReadingTaken(
            "C-18",
            phrase(
                "Divisés par {0:mois}, les frais supplémentaires feraient {1:CHF} par an : {2:CHF} seraient payés.",
                other_months,
                average,
                amount,
            ),
            amount,
            "CHF",
        )
    if opens and payable:
        amount = max(ZERO, surplus - threshold * months / _YEAR).quantize(_CENTIME)
        return ReadingTaken(
            "C-18",
            phrase("Si {0:CHF} par an étaient une franchise, {1:CHF} seraient payés.", threshold, amount),
            amount,
            "CHF",
        )
    return ReadingTaken("C-18")


def _whole_old_training(
    case: ReclassementCase, counted: Decimal, without: Decimal, months: int, threshold: Decimal, payable: Decimal
) -> ReadingTaken:
    """C-20: what was left of the old training is compared; its whole cost would give less.

    Raises :class:`~ai_calc.ground.errors.CaseError` when what was left exceeds the whole.
    """
    whole = case.old_training_total
    if whole is None:
        return ReadingTaken("C-20")
    if without > whole:
        raise CaseError(
            Fault(
                "old_training_total",
                f"« Coût entier de l'ancienne formation » ({amount_words(whole)}) ne peut pas être plus bas que "
                f"ce qui en restait, la somme des « Coût sans invalidité » ({amount_words(without)})",
            )
        )
    surplus = max(ZERO, counted - whole)
    amount = surplus if _opens(surplus, months, threshold) else ZERO
    if amount == payable:
        return ReadingTaken("C-20")
    return ReadingTaken(
        "C-20",
        phrase(
            "Comparée au coût entier de l'ancienne formation ({0:CHF}), la nouvelle donnerait {1:CHF}.", whole, amount
        ),
        amount,
        "CHF",
    )
