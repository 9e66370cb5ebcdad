"""The loss of earning capacity (diminution durable de la capacité de gain; cmrp:4011, 4012; reading C-17)."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.reclassement.choices import FormerActivity
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import Phrase, number, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.rates import shown_rate
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of, status_of
from ai_calc.results import ReadingTaken, Status, Step, Verdict

_LABEL = "Diminution durable de la capacité de gain"


@record
class Loss:
    """The loss in CHF a year and in percent of the income without invalidity (to a hundredth, for display).

    ``band``: ``above`` the threshold, ``discretion`` (« environ »), or ``below``.
    """

    amount: Decimal
    rate: Decimal
    band: str


def loss_verdict(case: ReclassementCase, law: Law) -> tuple[Verdict, Loss | None, list[Step], list[ReadingTaken]]:
    """Whether the loss opens the right: « environ » leaves a band to appraise, and 4012 may speak below it.

    Raises :class:`~ai_calc.ground.errors.CaseError` when the income without invalidity is zero.
    """
    rules = ("cmrp:4011",)
    activity = case.former_activity
    if activity is None:
        return (
            Verdict(
                "4011",
                _LABEL,
                Status.TO_APPRAISE,
                phrase("À indiquer : activité lucrative, méthode mixte ou travaux habituels."),
                rules,
            ),
            None,
            [],
            [],
        )
    if activity is FormerActivity.USUAL_WORK:
        status = status_of(case.usual_work_limited)
        reason = {
            Status.MET: phrase("Sans activité lucrative : l'aptitude aux travaux habituels est nettement diminuée."),
            Status.NOT_MET: phrase("L'aptitude aux travaux habituels n'est pas nettement diminuée."),
            Status.TO_APPRAISE: phrase("Sans activité lucrative, la perte s'apprécie dans les travaux habituels."),
        }[status]
        cited = ("cmrp:4010.a", "cmrp:4016", "cmrp:4011")
        return Verdict("4011", _LABEL, status, reason, cited), None, [], [ReadingTaken("L-37")]
    threshold, discretion = (
        law.amount("training/earning_loss_threshold"),
        law.amount("training/earning_loss_discretion_from"),
    )
    without, having = case.income_without, case.income_with
    if without is None or having is None:
        return (
            Verdict(
                "4011",
                _LABEL,
                Status.TO_APPRAISE,
                phrase("Il faut les deux revenus ; la perte attendue est d'environ {0:%}.", threshold),
                rules,
            ),
            None,
            [],
            [],
        )
    if not without:
        raise CaseError(
            Fault(
                "income_without",
                "un revenu sans invalidité est attendu ; sans activité lucrative, choisir les travaux habituels",
            )
        )
    lost = max(ZERO, without - having)
    hundredfold = lost * 100
    band = (
        "above"
        if hundredfold >= threshold * without
        else "discretion"
        if hundredfold >= discretion * without
        else "below"
    )
    loss = Loss(lost, shown_rate(hundredfold / without, (threshold, discretion)), band)
    step = Step(
        "loss",
        "Perte de gain",
        phrase(
            (
                "({0:CHF} − {1:CHF}) ÷ {0:CHF}"
                if lost or having == without
                else "{1:CHF} avec invalidité, {0:CHF} sans : aucune perte"
            ),
            without,
            having,
        ),
        loss.rate,
        "%",
        rules,
    )
    verdict = _verdict(case, loss, threshold, discretion)
    return verdict, loss, [step], [_mixed(case, loss, lost, without, threshold)]


def _verdict(case: ReclassementCase, loss: Loss, threshold: Decimal, discretion: Decimal) -> Verdict:
    rules: tuple[str, ...] = ("cmrp:4011",)
    soon = _gap(loss, threshold)
    if loss.band == "below":
        rules = ("cmrp:4011", "cmrp:4012")
        development = case.wage_development
        if development is Finding.NOT_MET:
            return Verdict(
                "4011",
                _LABEL,
                Status.NOT_MET,
                phrase("{0:%} de perte, nettement moins qu'environ {1:%}.", loss.rate, threshold),
                rules,
                phrase(
                    "{0} Ou un niveau de formation dont le gain progresse davantage : alors la perte à court terme ne "
                    "décide pas.",
                    soon,
                ),
                soft=True,
            )
        base = Status.TO_APPRAISE
        reason = phrase(
            (
                "{0:%} de perte à court terme, moins qu'environ {1:%}, mais le niveau de la formation et l'évolution du"
                " gain comptent : à apprécier."
                if development is Finding.MET
                else "{0:%} de perte à court terme, moins qu'environ {1:%} ; reste à apprécier si l'évolution du gain"
                " l'aggrave."
            ),
            loss.rate,
            threshold,
        )
    elif loss.band == "discretion":
        rules = ("cmrp:4011", "cmrp:4012")
        base = Status.TO_APPRAISE
        reason = phrase(
            "{0:%} de perte : « environ {1:%} » laisse une appréciation à l'office AI (dès {2:%} ici).",
            loss.rate,
            threshold,
            discretion,
        )
    else:
        base = Status.MET
        reason = phrase("{0:%} de perte, au moins {1:%}.", loss.rate, threshold)
    lasting = status_of(case.loss_lasting)
    status = all_of(base, lasting)
    if lasting is not Status.MET:
        reason = phrase(
            "{0} {1}",
            reason,
            (
                "La diminution n'est pas durable selon le dossier."
                if lasting is Status.NOT_MET
                else "Reste à établir qu'elle est durable."
            ),
        )
    return Verdict(
        "4011",
        _LABEL,
        status,
        reason,
        rules,
        soon if base is not Status.MET else None,
        soft=status is not Status.MET and lasting is Status.MET,
    )


def _gap(loss: Loss, threshold: Decimal) -> Phrase:
    short = threshold - loss.rate
    words = f"Une perte de {{0:%}} ou plus : il manque {{1}} point{'s' if short >= 2 else ''}."
    return phrase(words, threshold, number(short))


def _mixed(case: ReclassementCase, loss: Loss, lost: Decimal, without: Decimal, threshold: Decimal) -> ReadingTaken:
    """C-17: with the mixed method, the rate of the gainful part stands by itself, unweighted."""
    if case.former_activity is not FormerActivity.MIXED:
        return ReadingTaken("C-17")
    share = case.employment_share_percent
    if share is None:
        return ReadingTaken("C-17")
    exact = lost * share / without
    weighted = shown_rate(exact, (threshold,))
    if exact >= threshold or loss.band != "above":
        return ReadingTaken("C-17")
    return ReadingTaken(
        "C-17",
        phrase(
            "Pondérée par la part lucrative de {0:%}, la perte serait de {1:%}, sous {2:%}.", share, weighted, threshold
        ),
        weighted,
        "%",
    )
