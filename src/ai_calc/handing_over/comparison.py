"""Two results of the same calculator side by side: what differs, by which rule, and because of which datum or
figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from ai_calc.ground.french import Phrase, phrase, show
from ai_calc.ground.record import record
from ai_calc.law.citations import labels as citation_labels
from ai_calc.outcome.facts import Case, Choice
from ai_calc.results import Column, ParameterUsed, Result, Table


@record
class Difference:
    """One line of a comparison. ``group``: ``input``, ``parameter``, ``outcome``, ``figure``, ``verdict`` or ``step``;
    ``change`` is the difference of two numbers, where there is one; ``because`` names the figures of the law that have
    changed in the rules of this line."""

    group: str
    label: str
    first: str
    second: str
    differs: bool
    change: str
    rules: tuple[str, ...]
    because: tuple[str, ...] = ()


@record
class Reason:
    """Why something differs, with the rules that say so."""

    text: Phrase
    rules: tuple[str, ...] = ()


@record
class Comparison:
    """Everything that both results show, line by line, and the reasons found for what differs."""

    lines: tuple[Difference, ...]
    reasons: tuple[Reason, ...]

    @property
    def equal(self) -> bool:
        """Whether nothing differs."""
        return not any(line.differs for line in self.lines)


GROUPS = (
    ("input", "Données qui diffèrent"),
    ("parameter", "Chiffres du droit qui diffèrent"),
    ("outcome", "Conclusion"),
    ("figure", "Chiffres clés"),
    ("verdict", "Conditions"),
    ("step", "Calcul"),
)
"""The groups of lines, in the order in which they are shown."""


def comparison_xlsx(comparison: Comparison, first: str, second: str, title: str, mark: str = "") -> bytes:
    """The differences as a workbook, what is equal on a second sheet; ``first`` and ``second``: what the scenarios
    are called."""
    from ai_calc.handing_over.xlsx import Part, Sheet, sheets_bytes

    heads = (
        Column("group", "Partie"),
        Column("label", "Ligne"),
        Column("first", first),
        Column("second", second),
        Column("change", "Écart"),
        Column("rules", "Règles"),
    )
    names = dict(GROUPS)

    def table(key: str, name: str, differs: bool) -> Table:
        lines = [
            line for group, _ in GROUPS for line in comparison.lines if line.group == group and line.differs is differs
        ]
        return Table(
            key,
            name,
            heads,
            tuple(
                (names[x.group], x.label, x.first, x.second, x.change or None, ", ".join(citation_labels(x.rules)))
                for x in lines
            ),
        )

    reasons = Table(
        "reasons", "Pourquoi", (Column("reason", "Raison"),), tuple((str(r.text),) for r in comparison.reasons)
    )
    parts = (Part(table("differs", title, True)), *((Part(reasons, heads=False),) if comparison.reasons else ()))
    return sheets_bytes(
        title, [Sheet("Différences", parts), Sheet("Identique", (Part(table("equal", title, False)),))], mark=mark
    )


def _change(first: Any, second: Any, unit: str) -> str:
    if isinstance(first, int | Decimal) and isinstance(second, int | Decimal) and first != second:
        difference = Decimal(second) - Decimal(first)
        return ("+" if difference > 0 else "") + show(difference, unit)
    return ""


def _value(entry: Any) -> str:
    return show(entry.value, entry.unit) if entry is not None else "—"


def compare(first: Result[Any], second: Result[Any], cases: tuple[Case, Case] | None = None) -> Comparison:
    """Compares two results; with their ``cases``, what was entered differently is said too.

    Raises ``ValueError`` when they come from different calculators.
    """
    if first.calculator != second.calculator:
        raise ValueError("results of different calculators cannot be compared")
    inputs = list(_inputs(*cases)) if cases else []
    changed = list(_changed_parameters(first, second))
    lines = [
        *inputs,
        *(
            Difference(
                "parameter",
                new.label,
                old.words,
                new.words,
                True,
                _change(old.value, new.value, new.unit),
                (new.source,),
            )
            for old, new in changed
        ),
        Difference(
            "outcome",
            "Droit au",
            show(first.law_date),
            show(second.law_date),
            first.law_date != second.law_date,
            "",
            (),
        ),
        Difference(
            "outcome",
            first.overall.label,
            first.overall.status.french,
            second.overall.status.french,
            first.overall.status is not second.overall.status,
            "",
            tuple(dict.fromkeys((*first.overall.rules, *second.overall.rules)))[:4],
        ),
    ]
    for group, ours, theirs in (("figure", first.figures, second.figures), ("step", first.steps, second.steps)):
        for a, b in _paired(ours, theirs):
            entry = a or b
            assert entry is not None
            lines.append(
                Difference(
                    group,
                    entry.label if a is None or b is None or a.label == b.label else f"{a.label} → {b.label}",
                    _value(a),
                    _value(b),
                    _value(a) != _value(b),
                    _change(a.value, b.value, entry.unit) if a and b else "",
                    entry.rules,
                )
            )
    lines = [line for line in lines if not _told_by_a_figure(line, lines)]
    verdicts = {v.key: v for v in first.verdicts}, {v.key: v for v in second.verdicts}
    for key in dict.fromkeys((*verdicts[0], *verdicts[1])):
        va, vb = verdicts[0].get(key), verdicts[1].get(key)
        either = va or vb
        assert either is not None
        words = (va.status.french if va else "—", vb.status.french if vb else "—")
        lines.append(Difference("verdict", either.label, *words, words[0] != words[1], "", either.rules))
    lines = [replace(line, because=_because(line, changed)) if line.differs else line for line in lines]
    return Comparison(tuple(lines), tuple(_reasons(first, second, inputs, changed)))


def _paired(ours: Iterable[Any], theirs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Entries of both results with the same key. The one main figure that each result has alone, of the same unit, is
    the same question under two names: « Aide possible », « Aide dans les formes souhaitées »."""
    left, right = {e.key: e for e in ours}, {e.key: e for e in theirs}
    alone = [
        [e for e in mine.values() if e.key not in other and getattr(e, "main", False)]
        for mine, other in ((left, right), (right, left))
    ]
    renamed = {}
    if len(alone[0]) == len(alone[1]) == 1 and alone[0][0].unit == alone[1][0].unit:
        renamed = {alone[0][0].key: alone[1][0].key}
    for key in dict.fromkeys((*left, *(k for k in right if k not in renamed.values()))):
        yield left.get(key), right.get(renamed.get(key, key))


def _told_by_a_figure(line: Difference, lines: list[Difference]) -> bool:
    """Whether a step has the values of a key figure that rests on one of its rules: the same said twice."""
    return line.group == "step" and any(
        other.group == "figure"
        and (other.first, other.second) == (line.first, line.second)
        and set(other.rules) & set(line.rules)
        for other in lines
    )


def _inputs(first: Case, second: Case) -> Iterator[Difference]:
    """What was entered differently. Lists are told by their number of lines and by what stands in them."""
    for name, info in type(first).model_fields.items():
        before, after = getattr(first, name), getattr(second, name)
        if before == after or name == "law_date":
            continue
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        unit, rules = str(extra.get("unit", "")), extra.get("rules", [])
        yield Difference(
            "input",
            info.title or name,
            _input(before, unit),
            _input(after, unit),
            True,
            _change(before, after, unit),
            tuple(map(str, rules)) if isinstance(rules, list) else (),
        )


def _input(value: Any, unit: str) -> str:
    if isinstance(value, Choice):
        return value.french
    if isinstance(value, tuple):
        return f"{len(value)} ligne{'s' if len(value) > 1 else ''} : " + " ; ".join(map(_row, value)) if value else "—"
    return show(value, unit) if value != "" else "—"


def _row(row: Any) -> str:
    if not isinstance(row, BaseModel):
        return _input(row, "")
    shown = []
    for name, info in type(row).model_fields.items():
        value = getattr(row, name)
        if value is None or value == "" or value == info.get_default(call_default_factory=True):
            continue
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        shown.append(_input(value, str(extra.get("unit", ""))))
    return ", ".join(shown)


def _changed_parameters(first: Result[Any], second: Result[Any]) -> Iterator[tuple[ParameterUsed, ParameterUsed]]:
    before = {p.name: p for p in first.parameters}
    for p in second.parameters:
        old = before.get(p.name)
        if old is not None and old.value != p.value:
            yield old, p


def _because(line: Difference, changed: list[tuple[ParameterUsed, ParameterUsed]]) -> tuple[str, ...]:
    """The changed figures that stand in one of the rules of a line; a lettered part counts for its rule."""
    if line.group in ("input", "parameter"):
        return ()

    def same(a: str, b: str) -> bool:
        return a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.")

    return tuple(
        new.label for old, new in changed if any(same(new.source, r) or same(old.source, r) for r in line.rules)
    )


def _reasons(
    first: Result[Any],
    second: Result[Any],
    inputs: list[Difference],
    changed: list[tuple[ParameterUsed, ParameterUsed]],
) -> list[Reason]:
    """What was entered differently, figures of the law that differ between both dates, conditions that turn out
    otherwise."""
    found = [
        Reason(phrase("Donnée changée : {0}, {1} au lieu de {2}.", i.label, i.second, i.first), i.rules) for i in inputs
    ]
    for old, p in changed:
        found.append(
            Reason(
                phrase(
                    "Le droit a changé : {0}, {1} au lieu de {2}, dès le {3}.",
                    p.label,
                    p.words,
                    old.words,
                    max(p.from_date, old.from_date),
                ),
                (p.source,),
            )
        )
    verdicts = {v.key: v for v in first.verdicts}
    for v in second.verdicts:
        other = verdicts.get(v.key)
        if other is not None and other.status is not v.status:
            found.append(
                Reason(
                    phrase(
                        "{0} : {1} au lieu de {2}. {3}", v.label, v.status.french, other.status.french, str(v.reason)
                    ),
                    v.rules,
                )
            )
    return found
