"""Amounts and lists that nobody filled in: unknown, not nought. The calculation goes on with nought meanwhile, says so,
and what rests on them is conditional (the limit of :func:`unstated` carries it)."""

from __future__ import annotations

from collections.abc import Container, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.outcome.facts import Case, Finding
from ai_calc.relevance import unwatched
from ai_calc.results import Role, Status, Verdict


def counted(value: Decimal | None) -> Decimal:
    """What the calculation goes on with: nought for what nobody gave."""
    return ZERO if value is None else value


def slot(index: int, value: Decimal | None, unit: str = "CHF") -> str:
    """The place of an amount in a phrase: « 12 000 CHF », « 0 CHF (pas indiqué) »; :func:`counted` goes there."""
    return f"{{{index}:{unit}}}" + (" (pas indiqué)" if value is None else "")


@cache
def denials(kind: type[Case]) -> dict[str, str]:
    """The facts that say of a list that it has no line (« absences »), or of a box of it that no line has it ticked
    (« items.real_estate »), with what they speak of: ``none_of`` of :func:`~ai_calc.outcome.facts.field`."""
    extras = {name: info.json_schema_extra for name, info in kind.model_fields.items()}
    return {
        name: str(extra["none_of"]) for name, extra in extras.items() if isinstance(extra, dict) and "none_of" in extra
    }


def contradicted(case: Case, name: str) -> bool:
    """Whether a fact denies what stands in the list all the same: the line was written, or ticked, later."""
    rows, _, column = denials(type(case)).get(name, "").partition(".")
    return bool(rows) and any(not column or getattr(row, column) for row in getattr(case, rows))


TO_CORRECT = phrase("L'une des deux réponses est à corriger.")
"""What would change a verdict that stays open because two answers contradict each other."""


def contradiction(key: str, reason: Phrase, rules: tuple[str, ...] = (), role: Role = Role.CONDITION) -> Verdict:
    """Two answers that contradict each other leave the case open, for a person to correct one."""
    label = "Réponses sans contradiction"
    return Verdict(key, label, Status.TO_APPRAISE, reason, rules, TO_CORRECT, role=role)


def denied(case: Case) -> tuple[Verdict, ...]:
    """What the file denies and says all the same stays open; the lines count meanwhile.

    Only a contradiction is read of a case that is watched: a denial alone is for the calculation to ask for.
    """
    plain: Case = unwatched(case)
    fields, found = type(plain).model_fields, []
    for name, place in denials(type(plain)).items():
        if getattr(plain, name) is not Finding.MET or not contradicted(plain, name):
            continue
        assert getattr(case, name) is Finding.MET  # read: the answer may be the one to correct
        rows, _, column = place.partition(".")
        told = f"la liste « {fields[rows].title} »"
        if column:
            told = f"« {type(getattr(plain, rows)[0]).model_fields[column].title} » est coché dans {told}"
        else:
            told = f"{told} n'est pas vide"
        words = "« {0} » est répondu par oui, alors que {1} : c'est ce qui est compté."
        found.append(contradiction(f"denied:{name}", phrase(words, fields[name].title or name, told)))
    return tuple(found)


def unticked(case: Case, read: Container[str], said: Container[str]) -> Iterator[tuple[str, str]]:
    """The boxes of lists (list, column) that the calculation reads (``items[0].real_estate``), of which no line
    has one ticked and no fact that somebody has ``said`` tells that none has: they are supposed."""
    denied = {place for name, place in denials(type(case)).items() if name in said}
    for name in type(case).model_fields:
        rows = getattr(case, name)
        if not isinstance(rows, tuple) or not rows or not isinstance(rows[0], BaseModel):
            continue
        for column, info in type(rows[0]).model_fields.items():
            if info.annotation is not bool or f"{name}.{column}" in denied or any(getattr(r, column) for r in rows):
                continue
            if any(f"{name}[{number}].{column}" in read for number in range(len(rows))):
                yield name, column


def missing_titles(case: Case, *names: str) -> str:
    """Which of these fields are empty: « Aides de tiers » ; « Ressources propres »; empty once all are filled in."""
    fields: dict[str, Any] = case.__class__.model_fields
    return " ; ".join(f"« {fields[name].title} »" for name in names if getattr(case, name) is None)


def missing_words(case: Case, *names: str) -> Phrase | None:
    """Which of these fields are empty, and what the calculation does meanwhile; nothing once all are filled in."""
    missing = missing_titles(case, *names)
    if not missing:
        return None
    return phrase("Pas indiqué : {0}. Le calcul compte 0 en attendant ; s'il n'y a rien, 0 est à inscrire.", missing)


def unstated(
    case: Case, key: str, label: str, rules: tuple[str, ...], *names: str, role: Role = Role.LIMIT
) -> list[Verdict]:
    """An open point while one of these fields is empty; nothing once all are filled in, with 0 where there is none."""
    words = missing_words(case, *names)
    return [] if words is None else [Verdict(key, label, Status.TO_APPRAISE, words, rules, role=role)]
