"""What a claim to give aid back shows: figures, sentences, readings, notices (cmrp:6034–6039; readings C-54, C-55)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ai_calc.calculators.capital_aid.financing import Mix
from ai_calc.calculators.capital_aid.model import CapitalAidCase
from ai_calc.calculators.capital_aid.recovery import TERM, Recovery
from ai_calc.ground.dates import add_years
from ai_calc.ground.french import phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record
from ai_calc.law import parameters
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.notices import info
from ai_calc.results import Figure, Notice, ReadingTaken, Role, Sentence, Status, Verdict

SUBJECT = Subject(
    "Restitution de l'aide en capital",
    met="Selon le dossier, la restitution de l'aide accordée est fondée.",
    not_met="Selon le dossier, la restitution de l'aide accordée n'est pas fondée.",
    open="Des points restent à apprécier avant de conclure sur la restitution de l'aide accordée.",
    rules=("cmrp:6034",),
)
"""What the conclusion is about once the aid is granted and paid."""
_GROUND = ("recovery", "deadline")
_INSTALLATION = ("recovery", "paid")
_GUARANTEE = (*_GROUND, "paid")
_CARRIERS = (*_GUARANTEE, "balance")


def verdicts(mix: Mix, claim: Recovery, found: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts of a claim that is what the case is about: ground and deadline decide; what was granted must be
    known before it can be claimed back."""
    decided = [replace(v, role=Role.CONDITION) if v.key in _GROUND else v for v in found]
    if mix.parts or not claim.claimed:
        return decided
    reason = phrase("Les montants accordés ne sont pas indiqués.")
    rules = ("cmrp:6035", "cmrp:6036")
    limit = Verdict("granted_amounts", "Montants accordés", Status.TO_APPRAISE, reason, rules, role=Role.LIMIT)
    return [*decided, limit]


def sentences(case: CapitalAidCase, claim: Recovery) -> tuple[Sentence, ...]:
    """What the sum is made of, and that there is none by a term that would be over."""
    if not claim.before_waiver:
        return ()
    too_late: tuple[Sentence, ...] = ()
    other = _other_term(case, claim)
    if other is not None and other.turns and claim.owed:
        text = "Selon le délai de la circulaire, la décision serait hors délai depuis le {0} : {1:CHF} à restituer."
        if other.longer:
            text = "Selon le délai qui valait quand l'office a connu le fait, la décision vient trop tard : {1:CHF}."
        too_late = (Sentence(phrase(text, other.day + timedelta(days=1), ZERO), ()),)
    words = "À restituer : espèces {0:CHF}, solde du prêt {1:CHF}, intérêts échus {2:CHF}."
    if claim.owed != claim.before_waiver:
        words = "Avant renonciation : espèces {0:CHF}, solde du prêt {1:CHF}, intérêts échus {2:CHF}."
    return (Sentence(phrase(words, claim.cash, claim.loan_balance, claim.overdue_interest), _CARRIERS), *too_late)


def figures(claim: Recovery, known: bool = True) -> list[Figure]:
    """What is to be given back; the balance of a loan counts for the sum of money only. An installation was never given
    away (cmrp:6016): it waits for no decision. ``known``: whether the file says what was granted."""
    owed = claim.owed if known or not claim.claimed else None
    found = [Figure("owed", "À restituer", owed, "CHF", ("cmrp:6034", "cmrp:6037"), _CARRIERS, main=True)]
    found += [
        Figure(key, label, value, "CHF", (rule, "cmrp:6034"), held, main=True)
        for key, label, value, rule, held in (
            ("installation_back", "Installation à rendre, valeur", claim.installation, "cmrp:6016", _INSTALLATION),
            ("guarantee_back", "Garantie à régler", claim.guarantee, "cmrp:6017", _GUARANTEE),
        )
        if value
    ]
    return found


def readings(case: CapitalAidCase, claim: Recovery) -> tuple[ReadingTaken, ...]:
    """The readings that a claim rests on."""
    return (_proportion(case, claim), _deadline(case, claim))


def _proportion(case: CapitalAidCase, claim: Recovery) -> ReadingTaken:
    """C-54: cash is repaid in full, not in proportion to the time that was missing."""
    if not claim.cash or case.stop_date is None or claim.minimum_activity_end is None or not claim.due:
        return ReadingTaken("C-54")
    total = (claim.minimum_activity_end - case.payment_date).days
    left = max(0, (claim.minimum_activity_end - case.stop_date).days)
    share = round_to_five_centimes(claim.cash * left / total)
    if share == claim.cash or not left:
        return ReadingTaken("C-54")
    return ReadingTaken(
        "C-54",
        phrase(
            "En proportion du temps manquant, la part en espèces serait de {0:CHF} ; une renonciation motivée "
            "peut y mener, jamais d'office.",
            share,
        ),
        share,
        "CHF",
    )


@record
class _Term:
    """The term beside the one that is taken, by its last day. ``longer``: that of the law, which came while the first
    one ran; else the circular's own. ``turns``: whether it makes the decision late, or in time."""

    day: date
    longer: bool
    turns: bool


def _other_term(case: CapitalAidCase, claim: Recovery) -> _Term | None:
    known, last, decided = case.knowledge_date, claim.last_decision_day, case.decision_date
    if known is None or last is None:
        return None
    if (later := claim.later_decision_day) is not None:
        return _Term(later, True, decided is not None and last < decided <= later)
    circular = next(v for v in parameters.load(TERM).values if (v.source or "").startswith("cmrp:"))
    day = add_years(known, int(str(circular.value)))
    return _Term(day, False, decided is not None and day < decided <= last)


def _deadline(case: CapitalAidCase, claim: Recovery) -> ReadingTaken:
    """C-55: what the circular's year would allow where the law gives more, and the longer term where it came
    meanwhile."""
    last, decided, term = claim.last_decision_day, case.decision_date, _other_term(case, claim)
    if term is None or last is None:
        return ReadingTaken("C-55")
    found: list[str] = []
    other: Decimal | date = term.day
    if term.day != last:
        sum_then = claim.owed if term.longer else ZERO
        words = "Selon le texte de la circulaire, le dernier jour serait le {0}{1}."
        outcome = " : la décision viendrait trop tard, {0:CHF} à restituer"
        if term.longer:
            words = "Selon l'art. 25 al. 2 LPGA dans sa teneur dès {2}, le dernier jour serait le {0}{1}."
            outcome = " : la décision viendrait à temps, {0:CHF} seraient à restituer"
        turned = term.turns and bool(claim.owed)
        since = max(value.from_date for value in parameters.load(TERM).values)
        found.append(str(phrase(words, term.day, str(phrase(outcome, sum_then)) if turned else "", str(since.year))))
        other = sum_then if turned else term.day
    latest = claim.latest_decision_day
    if latest is not None and decided is not None and latest < decided <= last:
        words = (
            "Si le délai de l'art. 25 al. 2 LPGA dès le versement valait, le dernier jour aurait été le {0} : {1:CHF}."
        )
        found.append(str(phrase(words, latest, ZERO)))
        other = ZERO
    if not found:
        return ReadingTaken("C-55")
    return ReadingTaken("C-55", phrase("{0}", " ".join(found)), other, "" if isinstance(other, date) else "CHF")


def notices(claim: Recovery) -> list[Notice]:
    """Who claims, and what is not due yet."""
    if not claim.due:
        return []
    found = [
        info(
            "collection",
            phrase(
                "Si la restitution est exigée, l'office AI la réclame lui-même et, au besoin, ouvre une poursuite (LP)."
            ),
            "cmrp:6039",
        )
    ]
    if claim.deferred_interest:
        found.append(
            info(
                "deferred_interest",
                phrase(
                    "{0:CHF} d'intérêts reportés ne sont pas encore échus : ils ne sont pas compris dans le montant à"
                    " restituer.",
                    claim.deferred_interest,
                ),
                "cmrp:6012",
                "cmrp:6036",
            )
        )
    return found
