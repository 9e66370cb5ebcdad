"""Two results of the same calculator side by side: what differs, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ai_calc.french import Phrase, phrase, show
from ai_calc.results import Result


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a comparison. ``group``: ``outcome``, ``figure``, ``verdict``, ``step`` or ``parameter``;
    ``change`` is the difference of two numbers, where there is one."""

    group: str
    label: str
    first: str
    second: str
    differs: bool
    change: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that both results show, line by line, and the reasons found for what differs."""

    lines: tuple[Difference, ...]
    reasons: tuple[Phrase, ...]

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not any(line.differs for line in self.lines)


def _change(first: Any, second: Any, unit: str) -> str:
    if isinstance(first, int | Decimal) and isinstance(second, int | Decimal) and first != second:
        difference = Decimal(second) - Decimal(first)
        return ("+" if difference > 0 else "") + show(difference, unit)
    return ""


def _value(entry: Any) -> str:
    return show(entry.value, entry.unit) if entry is not None else "—"


def _parameter(value: Any, unit: str) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {show(v, unit)}" for k, v in value.items())
    return show(value, unit)


def compare(first: Result[Any], second: Result[Any]) -> Comparison:
    """Compares two results. Raises ``ValueError`` when they come from different calculators."""
    if first.calculator != second.calculator:
        raise ValueError("results of different calculators cannot be compared")
    lines = [
        Difference("outcome", "Droit au", show(first.law_date), show(second.law_date), first.law_date != second.law_date, "", ()),
        Difference(
            "outcome", first.overall.label, first.overall.status.french, second.overall.status.french,
            first.overall.status is not second.overall.status, "", tuple(dict.fromkeys((*first.overall.rules, *second.overall.rules)))[:4],
        ),
    ]  # fmt: skip
    for group, ours, theirs in (("figure", first.figures, second.figures), ("step", first.steps, second.steps)):
        left, right = {e.key: e for e in ours}, {e.key: e for e in theirs}
        for key in dict.fromkeys((*left, *right)):
            a, b = left.get(key), right.get(key)
            entry = a or b
            assert entry is not None
            lines.append(Difference(
                group, entry.label, _value(a), _value(b), _value(a) != _value(b),
                _change(a.value, b.value, entry.unit) if a and b else "", entry.rules,
            ))  # fmt: skip
    verdicts = {v.key: v for v in first.verdicts}, {v.key: v for v in second.verdicts}
    for key in dict.fromkeys((*verdicts[0], *verdicts[1])):
        va, vb = verdicts[0].get(key), verdicts[1].get(key)
        either = va or vb
        assert either is not None
        words = (va.status.french if va else "—", vb.status.french if vb else "—")
        lines.append(Difference("verdict", either.label, *words, words[0] != words[1], "", either.rules))
    return Comparison(tuple(lines), tuple(_reasons(first, second)))


def _reasons(first: Result[Any], second: Result[Any]) -> list[Phrase]:
    """Figures of the law that differ between both dates, then conditions whose reasons differ."""
    found: list[Phrase] = []
    before = {p.name: p for p in first.parameters}
    for p in second.parameters:
        old = before.get(p.name)
        if old is not None and old.value != p.value:
            found.append(phrase("{0} : {1} au lieu de {2}, dès le {3}.", p.label, _parameter(p.value, p.unit),
                                _parameter(old.value, p.unit), p.from_date))  # fmt: skip
    verdicts = {v.key: v for v in first.verdicts}
    for v in second.verdicts:
        other = verdicts.get(v.key)
        if other is not None and other.status is not v.status:
            found.append(phrase("{0} : {1} au lieu de {2}. {3}", v.label, v.status.french, other.status.french, str(v.reason)))
    return found
