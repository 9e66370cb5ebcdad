"""The conclusion: derived from the verdicts that decide, never set by a calculator."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.record import record
from ai_calc.outcome.verdicts import all_of, deciding
from ai_calc.results import Role, Status, Verdict


@record
class Subject:
    """What a conclusion is about, in the words of its calculator.

    ``label``: « Droit à l'aide en capital ». The sentences say each outcome; ``soft``: what is refused only « de
    règle », with ``soft_reason`` (one point, several) and ``soft_change`` in the words of its text. ``rules``: cited
    when nothing decides more closely.
    """

    label: str
    met: str = "Selon le dossier, les conditions sont remplies."
    not_met: str = "Selon le dossier, une condition au moins n'est pas remplie."
    soft: str = "Selon le dossier, une condition posée de règle n'est pas remplie ; une exception reste possible."
    open: str = "Des points restent à établir ou à apprécier avant de conclure."
    rules: tuple[str, ...] = ()
    soft_reason: tuple[str, str] = (
        "Condition posée de règle et non remplie : {0}.",
        "Conditions posées de règle et non remplies : {0}.",
    )
    soft_change: str = (
        "Une exception reste possible : le texte pose ce point « en règle générale », « en principe » ou comme"
        " recommandation."
    )

    def sentence(self, overall: Verdict) -> Phrase:
        """The sentence of the outcome."""
        if overall.status is Status.NOT_MET and overall.soft:
            return phrase(self.soft)
        return phrase(
            {Status.MET: self.met, Status.NOT_MET: self.not_met, Status.TO_APPRAISE: self.open}[overall.status]
        )


def names(verdicts: Iterable[Verdict], most: int = 6) -> str:
    """« A » ; « B » ; et 3 autres."""
    labels = list(dict.fromkeys(v.label for v in verdicts))
    more = f" ; et {len(labels) - most} autres points" if len(labels) > most + 1 else ""
    return " ; ".join(f"« {label} »" for label in (labels[:most] if more else labels)) + more


def refusing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The conditions that fail and allow no exception: one of them is enough to refuse."""
    return [v for v in verdicts if v.role is Role.CONDITION and v.status is Status.NOT_MET and not v.soft]


def conclude(subject: Subject, verdicts: Iterable[Verdict]) -> Verdict:
    """The conclusion of all conditions together; limits and advice do not weigh.

    One that fails decides; where only « de règle » ones fail, the conclusion is soft; one that is open leaves the whole
    open. Without any condition nothing is established. Where all are met, it names the limits that refuse a part.
    """
    every = tuple(verdicts)
    weigh = [v for v in every if v.role is Role.CONDITION]
    status = all_of(*(v.status for v in weigh)) if weigh else Status.TO_APPRAISE
    chosen = refusing(weigh) or deciding(weigh)
    soft = status is Status.NOT_MET and all(v.soft for v in chosen)
    rules = (
        tuple(dict.fromkeys(chain.from_iterable([v.rules for v in (chosen if status is not Status.MET else weigh)])))
        or subject.rules
    )
    limits = refused_limits(every) if status is Status.MET else []
    reason, change = _words(subject, status, chosen, soft, limits)
    return Verdict("overall", subject.label, status, reason, rules, change, soft, limited=bool(limits))


def refused_limits(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The limits that refuse a part of what is asked: a form, an amount, a duration, a period."""
    return [v for v in verdicts if v.role is Role.LIMIT and v.status is Status.NOT_MET]


def _words(
    subject: Subject, status: Status, chosen: list[Verdict], soft: bool, limits: list[Verdict]
) -> tuple[Phrase, Phrase | None]:
    if status is Status.MET and limits:
        return (
            phrase(
                "Toutes les conditions examinées sont remplies selon le dossier ; ne peut pas être admis tel quel :"
                " {0}.",
                names(limits),
            ),
            None,
        )
    if status is Status.MET:
        return phrase("Toutes les conditions examinées sont remplies selon le dossier."), None
    if not chosen:
        return phrase("Le dossier ne dit encore rien de ce qui décide."), None
    several = len({v.label for v in chosen}) > 1
    if status is Status.TO_APPRAISE:
        return phrase("Restent à apprécier : {0}." if several else "Reste à apprécier : {0}.", names(chosen)), None
    if soft:
        return (
            phrase(subject.soft_reason[1] if several else subject.soft_reason[0], names(chosen)),
            phrase(subject.soft_change),
        )
    changes = [str(v.would_change) for v in chosen if v.would_change]
    return (
        phrase("Conditions non remplies : {0}." if several else "Condition non remplie : {0}.", names(chosen)),
        phrase("{0}", " ".join(changes)) if changes else None,
    )
