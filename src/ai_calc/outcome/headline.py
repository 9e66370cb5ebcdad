"""The headline: conclusion, main amounts with their condition, what is open, what is not verified. Composed, never
typed."""

from __future__ import annotations

from collections.abc import Iterable

from ai_calc.ground.french import Phrase, phrase
from ai_calc.outcome.conclusion import Subject, names, refused_limits
from ai_calc.results import Caution, Figure, Role, Standing, Status, Verdict

_EXPLAINED = 3
"""How many refused limits say their reason in the headline."""


def headline(
    subject: Subject,
    overall: Verdict,
    verdicts: Iterable[Verdict],
    figures: Iterable[Figure],
    sentences: Iterable[Phrase],
    caution: Caution,
) -> tuple[Phrase, ...]:
    """The sentences, in the same order everywhere."""
    every, figures = tuple(verdicts), tuple(figures)
    found = [subject.sentence(overall)]
    found += amounts(figures)
    found += sentences
    if failed := failing(every):
        found.append(failed)
    if opened := open_points(every, figures):
        found.append(phrase("Reste à établir ou à apprécier : {0}.", names(opened)))
    if limits := refused_limits(every):
        found.append(phrase("Ne peut pas être admis tel quel : {0}.", names(limits)))
        found += [phrase("{0} : {1}", limit.label, str(limit.reason)) for limit in limits[:_EXPLAINED]]
    if not caution.covered:
        found.append(caution.text)
    return tuple(found)


def open_points(verdicts: Iterable[Verdict], figures: Iterable[Figure]) -> list[Verdict]:
    """What is still to be established: conditions, and limits that an amount waits for. Whoever counts open points
    counts these."""
    carrying = {key for f in figures if f.standing is Standing.CONDITIONAL for key in f.carried_by}
    waiting = [v for v in verdicts if v.status is Status.TO_APPRAISE]
    opened = [v for v in waiting if v.role is Role.CONDITION]
    return opened + [v for v in waiting if v.role is Role.LIMIT and v.key in carrying]


def amounts(figures: Iterable[Figure]) -> list[Phrase]:
    """The sentences of the main amounts; a page that shows them as cards leaves these out."""
    return [_amount(f) for f in figures if f.main and (f.value is not None or f.standing is Standing.NOT_DUE)]


def failing(verdicts: Iterable[Verdict]) -> Phrase | None:
    """Which conditions fail; a page that gives the reason of its conclusion leaves this out."""
    failed = [v for v in verdicts if v.role is Role.CONDITION and v.status is Status.NOT_MET]
    return phrase("Non rempli : {0}.", names(failed)) if failed else None


def _amount(figure: Figure) -> Phrase:
    place = f"{{0}} : {{1:{figure.unit}}}"
    if figure.standing is Standing.DUE or figure.reason is None:
        return phrase(f"{place}.", figure.label, figure.value)
    if figure.standing is Standing.CONDITIONAL:
        return phrase(f"{place}, {{2}}.", figure.label, figure.value, figure.reason)
    if figure.value is None:
        return phrase("{0} : sans objet ({1}).", figure.label, figure.reason)
    return phrase(f"{place} ({{2}}).", figure.label, figure.value, figure.reason)
