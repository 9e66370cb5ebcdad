"""What every calculator returns: words, verdicts, figures, tables, steps, readings, warnings.

One shape for all, so that the form, the sheet, the command line, the comparison and the tests need one code each.
Texts are :class:`~ai_calc.ground.french.Phrase`: they are put into words only when somebody reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from ai_calc import __version__
from ai_calc.ground.french import Phrase, show
from ai_calc.handing_over.papers import Document
from ai_calc.law.citations import label as citation_label
from ai_calc.law.readings import all_readings

Cell = Decimal | int | str | date | Phrase | None


class Status(StrEnum):
    """Outcome of a condition. The package never settles what a person must appraise."""

    MET = "met"
    NOT_MET = "not_met"
    TO_APPRAISE = "to_appraise"

    @property
    def french(self) -> str:
        """« remplie », « non remplie », « à apprécier »."""
        return {"met": "remplie", "not_met": "non remplie", "to_appraise": "à apprécier"}[self.value]


class Severity(StrEnum):
    """How loudly a notice speaks."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One condition applied to the case.

    ``soft``: the rule itself says « en règle générale », so that a reasoned exception stays possible.
    ``would_change``: what fact would turn the outcome.
    """

    key: str
    label: str
    status: Status
    reason: Phrase
    rules: tuple[str, ...]
    would_change: Phrase | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation: what, the formula with the case's numbers, the value, and the rule."""

    key: str
    label: str
    formula: Phrase
    value: Decimal | int | date | None
    unit: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure, shown large."""

    key: str
    label: str
    value: Decimal | int | date | None
    unit: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``unit`` as in :data:`ai_calc.ground.french.UNITS`."""

    key: str
    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of results; ``total`` is a last row of sums."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rules: tuple[str, ...] = ()
    total: tuple[Cell, ...] | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of a picture, one for each label of its chart."""

    key: str
    label: str
    values: tuple[Decimal | int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as data. ``kind``: ``parts`` (one bar cut into parts), ``bars`` or ``lines`` over ``labels``,
    ``path`` (a chain of decisions: labels are the steps, ``states`` their outcome), ``timeline`` (steps over time: the
    series ``start`` and ``days`` say when each begins and how long it lasts, ``states`` its outcome)."""

    key: str
    kind: str
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    limit: Decimal | int | None = None
    limit_label: str = ""
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingTaken:
    """A reading of an ambiguous text on which the result rests; ``alternative`` says what another would give."""

    id: str
    alternative: Phrase | None = None
    other_value: Decimal | int | date | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning or a remark."""

    key: str
    severity: Severity
    text: Phrase
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterUsed:
    """A figure of the law that the calculation read."""

    name: str
    label: str
    unit: str
    value: Decimal | int | dict[str, Decimal | int] | None
    from_date: date
    source: str
    checked_on: date
    verified: bool


Details = TypeVar("Details")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Generic[Details]):
    """The result of a calculator. ``details`` holds its typed numbers, of its own shape; ``documents`` are texts
    filled in from the case, to print or to save (an agreement)."""

    calculator: str
    law_date: date
    overall: Verdict
    headline: tuple[Phrase, ...]
    verdicts: tuple[Verdict, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]
    notices: tuple[Notice, ...]
    parameters: tuple[ParameterUsed, ...]
    details: Details
    documents: tuple[Document, ...] = ()
    version: str = __version__

    def verdict(self, key: str) -> Verdict:
        """The verdict with this key. Raises ``KeyError``."""
        return _by_key(self.verdicts, key)

    def step(self, key: str) -> Step:
        """The step with this key. Raises ``KeyError``."""
        return _by_key(self.steps, key)

    def figure(self, key: str) -> Figure:
        """The key figure with this key. Raises ``KeyError``."""
        return _by_key(self.figures, key)

    def table(self, key: str) -> Table:
        """The table with this key. Raises ``KeyError``."""
        return _by_key(self.tables, key)

    def document(self, key: str) -> Document:
        """The document with this key. Raises ``KeyError``."""
        return _by_key(self.documents, key)

    def cited(self) -> tuple[str, ...]:
        """Every rule that the result rests on, in order of first mention."""
        groups: list[tuple[str, ...]] = [self.overall.rules]
        for part in (self.verdicts, self.figures, self.tables, self.steps, self.notices):
            groups += [entry.rules for entry in part]
        groups += [document.cited for document in self.documents]
        return tuple(dict.fromkeys(rule for group in groups for rule in group if rule))


_Keyed = TypeVar("_Keyed", Verdict, Step, Figure, Table, Document)


def _by_key(entries: tuple[_Keyed, ...], key: str) -> _Keyed:
    for entry in entries:
        if entry.key == key:
            return entry
    raise KeyError(key)


def to_jsonable(value: Any) -> Any:
    """A result as plain JSON data: amounts as strings (no binary rounding), dates in ISO form, phrases in words."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Phrase):
        return str(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): to_jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [to_jsonable(v) for v in value]
    if is_dataclass(value):
        return {f.name: to_jsonable(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


def as_text(result: Result[Any]) -> str:
    """A result as plain text for a terminal."""

    def rules(citations: tuple[str, ...]) -> str:
        shown = ", ".join(citation_label(c) for c in citations if c)
        return f"  [{shown}]" if shown else ""

    lines = [str(sentence) for sentence in result.headline]
    lines += ["", f"Conclusion : {result.overall.status.french} — {result.overall.reason}{rules(result.overall.rules)}"]
    if result.overall.would_change:
        lines.append(f"Ce qui changerait : {result.overall.would_change}")
    if result.figures:
        lines += ["", "Chiffres clés"]
        lines += [f"  {f.label} : {show(f.value, f.unit)}{rules(f.rules)}" for f in result.figures]
    if result.verdicts:
        lines += ["", "Conditions"]
        for v in result.verdicts:
            lines.append(f"  {v.label} : {v.status.french}{' (de règle)' if v.soft else ''}{rules(v.rules)}")
            lines.append(f"      {v.reason}")
            if v.would_change:
                lines.append(f"      Ce qui changerait : {v.would_change}")
    for table in result.tables:
        lines += ["", table.title + rules(table.rules), *_text_table(table)]
    if result.steps:
        lines += ["", "Calcul"]
        for s in result.steps:
            shown = f" = {show(s.value, s.unit)}" if s.value is not None else ""
            lines.append(f"  {s.label} : {s.formula}{shown}{rules(s.rules)}")
    if result.readings:
        lines += ["", "Lectures retenues"]
        for r in result.readings:
            lines.append(f"  {r.id} {all_readings()[r.id].title}")
            if r.alternative:
                lines.append(f"      Autre lecture : {r.alternative}")
    if result.notices:
        lines += ["", "Remarques"]
        lines += [f"  {'! ' if n.severity is Severity.WARNING else ''}{n.text}{rules(n.rules)}" for n in result.notices]
    if result.documents:
        lines += ["", "Documents"]
        lines += [f"  {d.title} (à compléter : {' ; '.join(d.gaps) or 'rien'}){rules(d.rules)}" for d in result.documents]
    lines += ["", f"Droit au {show(result.law_date)} · ai-calc {result.version}"]
    return "\n".join(lines)


def _text_table(table: Table) -> list[str]:
    rows = [[c.label for c in table.columns]]
    for row in (*table.rows, *((table.total,) if table.total else ())):
        rows.append([show(cell, column.unit) for cell, column in zip(row, table.columns, strict=True)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    if sum(widths) > 180:  # sentences rather than figures: one line a cell
        heads = rows[0]
        return [line for row in rows[1:] for line in (
            f"  {row[0]}", *(f"      {head} : {cell}" for head, cell in zip(heads[1:], row[1:], strict=True)))]  # fmt: skip
    right = [any(not isinstance(r[i], str | Phrase | None) for r in table.rows) for i in range(len(widths))]
    return [
        "  " + "  ".join(c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True)).rstrip()
        for row in rows
    ]
