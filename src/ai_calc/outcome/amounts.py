"""Amounts follow from the verdicts that carry them: due, conditional, or not due, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.outcome.conclusion import names
from ai_calc.results import Figure, Role, Sentence, Standing, Status, Step, Table, Verdict

Value = TypeVar("Value", Figure, Table)


def standing_of(carriers: Iterable[Verdict], every: Iterable[Verdict] = ()) -> tuple[Standing, Phrase | None]:
    """What rests on these verdicts: not due when one fails, conditional while one is open or fails only « de règle
    ». ``every``: all that the case has, of which the conditions stand behind a conclusion that is open."""
    held = [v for v in carriers if v.status is not Status.MET]
    if not held:
        return Standing.DUE, None
    if failed := [v for v in held if v.status is Status.NOT_MET and not v.soft]:
        shown = _shown(failed)
        beyond = all(v.role is Role.LIMIT for v in shown)
        return Standing.NOT_DUE, phrase("non respecté : {0}" if beyond else "faute de {0}", names(shown, 3))
    softly = [v for v in held if v.status is Status.NOT_MET]
    opened = [v for v in held if v.status is Status.TO_APPRAISE]
    if softly:
        exception = phrase("seulement par exception : {0}", names(_shown(softly), 3))
        if opened:
            exception = phrase("{0}, et {1}", str(exception), str(_confirmed(opened, every)))
        return Standing.CONDITIONAL, exception
    if opened:
        return Standing.CONDITIONAL, _confirmed(opened, every)
    return Standing.DUE, None


def _confirmed(opened: list[Verdict], every: Iterable[Verdict]) -> Phrase:
    """What must be confirmed. An open conclusion stands for its conditions: the one that is open, or all of them."""
    named = [v for v in opened if v.key != "overall"]
    conditions = len(named) < len(opened)
    if conditions:
        waiting = [v for v in every if v.role is Role.CONDITION and v.status is Status.TO_APPRAISE]
        waiting = [v for v in waiting if v.key != "overall"]
        if len({v.label for v in waiting}) == 1:
            conditions, named = False, [*waiting, *named]
    if not named:
        return phrase("si les conditions se confirment")
    if len({v.label for v in named}) == 1:
        return phrase("si les conditions et {0} se confirment" if conditions else "si {0} se confirme", names(named, 3))
    return phrase(
        "si les conditions et ces points se confirment : {0}" if conditions else "si ces points se confirment : {0}",
        names(named, 3),
    )


def _shown(verdicts: list[Verdict]) -> list[Verdict]:
    """The conclusion only where nothing else says why."""
    return [v for v in verdicts if v.key != "overall"] or verdicts


def carriers(carried_by: Iterable[str], verdicts: Mapping[str, Verdict]) -> list[Verdict]:
    """The verdicts of these keys that the case has."""
    return [verdicts[key] for key in carried_by if key in verdicts]


class Standings:
    """What each set of verdicts is worth: many entries rest on the same ones. ``besides``: what every entry that rests
    on something rests on too."""

    def __init__(self, verdicts: Mapping[str, Verdict], besides: tuple[str, ...] = ()) -> None:
        self._verdicts = verdicts
        self._besides = besides
        self._known: dict[tuple[str, ...], tuple[Standing, Phrase | None]] = {}

    def of(self, carried_by: tuple[str, ...]) -> tuple[Standing, Phrase | None]:
        """The standing of what rests on the verdicts of these keys, and why."""
        found = self._known.get(carried_by)
        if found is None:
            held = carriers((*carried_by, *(self._besides if carried_by else ())), self._verdicts)
            found = self._known[carried_by] = standing_of(held, self._verdicts.values())
        return found


def settle(entry: Value, standings: Standings) -> Value:
    """A figure or a table with its standing. A figure that is not due is nought; a date, or nothing known, falls
    away. What is nought already is so whether its conditions are met or not."""
    if not entry.carried_by:
        return entry
    standing, reason = standings.of(entry.carried_by)
    if standing is Standing.DUE:
        return entry
    if isinstance(entry, Table):
        return replace(entry, standing=standing, reason=reason)
    value, otherwise = entry.value, entry.otherwise
    if not value and otherwise is None:
        return entry
    if standing is Standing.NOT_DUE:
        otherwise = value
        value = None if isinstance(value, date) else 0 if isinstance(value, int) else ZERO
    key, label, unit, rules = entry.key, entry.label, entry.unit, entry.rules
    return Figure(key, label, value, unit, rules, entry.carried_by, entry.main, standing, reason, otherwise)


def settled_steps(figures: Iterable[Figure]) -> list[Step]:
    """The last step of each amount that falls away: the trace ends at the figure that is shown."""
    return [
        Step(f"settled.{f.key}", f"{f.label} : retenu", phrase("{0}", str(f.reason)), f.value, f.unit, f.rules)
        for f in figures
        if f.standing is Standing.NOT_DUE and isinstance(f.otherwise, Decimal | int)
    ]


def said(sentence: Sentence, standings: Standings) -> Phrase | None:
    """A sentence of the headline with its condition; ``None`` when what carries it has failed."""
    standing, reason = standings.of(sentence.carried_by)
    if standing is Standing.NOT_DUE:
        return None
    if reason is None:
        return sentence.text
    return phrase("{0}, {1}.", str(sentence.text).rstrip("."), str(reason))
