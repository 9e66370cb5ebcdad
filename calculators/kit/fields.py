"""Fields of a form, read from a case model, and the way between what people type and a case.

A *raw* value is what a control holds: text for numbers and dates as they were typed, a value of a choice, true or
false for a box, a list of raw rows. Raw values survive a reload even when they cannot be understood.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ai_calc.ground.errors import Fault
from ai_calc.ground.french import UNITS, clock_text, number, short_date
from ai_calc.ground.reading import read_amount, read_birth, read_day, read_hours, read_minutes, read_number, read_whole
from ai_calc.outcome.facts import BORN, Case, Choice

_READERS: dict[str, Callable[[str], Any]] = {
    "number": read_number,
    "amount": read_amount,
    "hours": read_hours,
    "whole": read_whole,
    "date": read_day,
    "birth": read_birth,
    "duration": read_minutes,
}
HOURS = ("h", "heures")
"""Units of numbers of hours: « 2.30 » is asked about there."""
SEVERAL_LINES = 400
"""A text that may be so long holds sentences or points, each on a line of its own."""

NOTHING_SAID = {"unknown", "unsaid", "open"}
"""Choices that stand for no answer."""
ANSWERS = {"Oui", "Non", "À établir"}

Raw = str | bool | list["RawRow"]
RawRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. ``kind``: ``number``, ``whole``, ``duration`` (minutes, typed as 0:45 or 0,75), ``date``, ``text``,
    ``choice``, ``flag`` or ``rows``. ``birth``: a date that has been. ``lines``: a text of several lines. ``kept``:
    without a control, kept by the form."""

    name: str
    label: str
    kind: str
    unit: str
    help: str
    rules: tuple[str, ...]
    why: str
    optional: bool
    default: Any
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple[FieldSpec, ...] = ()
    max_rows: int = 0
    birth: bool = False
    lines: bool = False
    kept: bool = False

    def read(self, text: str) -> Any:
        """What a text says in this field. Raises ``ValueError`` in French."""
        kind, unit = self.kind, self.unit.partition("/")[0]
        if kind == "number":
            kind = "hours" if unit in HOURS else "amount" if unit == "CHF" else kind
        reader = _READERS.get("birth" if self.birth else kind)
        return text if reader is None else reader(text)

    @property
    def assumable(self) -> bool:
        """Whether a value is taken for granted while nobody gives one; the control is empty then and says which."""
        if self.kind == "choice":
            return (
                not self.optional
                and self.default is not None
                and not self.answer
                and str(self.default) not in NOTHING_SAID
            )
        return self.kind in ("number", "whole", "duration") and self.default is not None

    @property
    def usual(self) -> str:
        """« 0 (supposé) », « Berne (supposé) »: what is taken for granted."""
        shown = to_raw(self, self.default)
        return f"{self.option(shown, str(shown))} (supposé)"

    def option(self, value: Any, otherwise: str) -> str:
        """The French of one of its options; ``otherwise`` for what is none."""
        return next((french for option, french in self.options if option == value), otherwise)

    @property
    def answer(self) -> bool:
        """Whether it is answered Oui, Non or À établir."""
        return {french for _, french in self.options} == ANSWERS

    @property
    def note(self) -> str:
        """What stands below the field: its help, and why the question is asked."""
        return " ".join(text for text in (self.help, f"Pourquoi\u00a0: {self.why}" if self.why else "") if text)

    @property
    def full_label(self) -> str:
        """The label with its unit: « Montant (CHF) »."""
        if self.kind == "duration":
            return self.label
        unit = UNITS.get(self.unit, ("", self.unit))[1]
        return f"{self.label} ({unit})" if unit else self.label


def _bare(annotation: Any) -> tuple[Any, bool, tuple[Any, ...]]:
    """The type without ``Annotated`` and ``None``, whether ``None`` is allowed, and the annotations."""
    metadata: tuple[Any, ...] = ()
    optional = False
    while True:
        if get_origin(annotation) in (Union, types.UnionType):
            inner = [a for a in get_args(annotation) if a is not type(None)]
            optional = optional or len(inner) < len(get_args(annotation))
            annotation = inner[0]
        elif hasattr(annotation, "__metadata__"):
            metadata += annotation.__metadata__
            annotation = get_args(annotation)[0]
        else:
            return annotation, optional, metadata


def _max_length(info: FieldInfo, metadata: tuple[Any, ...]) -> int:
    nested = [m for entry in metadata for m in getattr(entry, "metadata", ())]
    for entry in [*info.metadata, *metadata, *nested]:
        if getattr(entry, "max_length", None):
            return int(entry.max_length)
    return 40


def field_spec(name: str, info: FieldInfo) -> FieldSpec:
    """The field ``name`` of a model."""
    bare, optional, metadata = _bare(info.annotation)
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    kind, max_rows = "text", 0
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple[FieldSpec, ...] = ()
    if get_origin(bare) is tuple:
        model = _bare(get_args(bare)[0])[0]
        kind, columns, max_rows = "rows", fields_of(model), _max_length(info, metadata)
    elif isinstance(bare, type) and issubclass(bare, Choice):
        kind, options = "choice", tuple((m.value, m.french) for m in bare)
    elif bare is bool:
        kind = "flag"
    elif bare is Decimal:
        kind = "number"
    elif bare is int:
        kind = "duration" if extra.get("unit") == "minutes" else "whole"
    elif bare is date:
        kind = "date"
    rules = extra.get("rules", [])
    return FieldSpec(
        name=name,
        label=info.title or name,
        kind=kind,
        unit=str(extra.get("unit", "")),
        help=info.description or "",
        rules=tuple(str(r) for r in rules) if isinstance(rules, list) else (),
        why=str(extra.get("why", "")),
        optional=optional,
        default=None if info.is_required() else info.get_default(call_default_factory=True),
        options=options,
        columns=columns,
        max_rows=max_rows,
        birth=BORN in (*metadata, *info.metadata),
        lines=kind == "text" and _max_length(info, metadata) >= SEVERAL_LINES,
        kept=bool(extra.get("kept")),
    )


@cache
def fields_of(model: type[BaseModel]) -> tuple[FieldSpec, ...]:
    """All fields of a model, in its order."""
    return tuple(field_spec(name, info) for name, info in model.model_fields.items())


def empty_raw(spec: FieldSpec) -> Raw:
    """What the control of a field holds when nothing was said: its default."""
    return to_raw(spec, spec.default)


def blank_raw(spec: FieldSpec) -> Raw:
    """What the control of a field of a case (not of a row) holds while nobody has said anything."""
    return "" if spec.assumable else empty_raw(spec)


def to_raw(spec: FieldSpec, value: Any) -> Raw:
    """A value of a case (or of its JSON) as its control shows it."""
    if spec.kind == "flag":
        return bool(value)
    if spec.kind == "rows":
        rows = [row.model_dump() if isinstance(row, BaseModel) else dict(row) for row in value or ()]
        return [{c.name: to_raw(c, row.get(c.name, c.default)) for c in spec.columns} for row in rows]
    if value is None:
        return ""
    if spec.kind == "choice":
        return str(getattr(value, "value", value))
    if spec.kind == "date":
        return short_date(value if isinstance(value, date) else spec.read(str(value)))
    if spec.kind in ("number", "whole"):
        return shown_number(spec, Decimal(str(value)))
    if spec.kind == "duration":
        return clock_text(int(value))
    return str(value)


def safe_raw(spec: FieldSpec, value: Any) -> Raw | None:
    """What was kept of a field, as far as its control can show it; ``None`` when it cannot."""
    if spec.kind == "rows":
        if not isinstance(value, list):
            return None
        rows = [row for row in value[: spec.max_rows] if isinstance(row, dict)]
        return [
            {c.name: kept for c in spec.columns if (kept := safe_raw(c, row.get(c.name))) is not None} for row in rows
        ]
    if spec.kind == "flag":
        return value if isinstance(value, bool) else None
    if spec.kind == "choice":
        allowed = {option for option, _ in spec.options} | ({""} if spec.optional or spec.assumable else set())
        return value if isinstance(value, str) and value in allowed else None
    return value if isinstance(value, str) else None


def shown_number(spec: FieldSpec, value: Decimal) -> str:
    """A number as its field shows it: amounts of money with both centimes or none."""
    whole = value == value.to_integral_value()
    odd = value != round(value, 2)  # more places than centimes: shown as typed, for the model to refuse
    if value == round(value, 3) and odd:  # « 1,234 » would be asked about
        return number(value, 4)
    return number(value, None if whole or not spec.unit.startswith("CHF") or odd else 2)


def raw_case(specs: tuple[FieldSpec, ...], case: Case | dict[str, Any]) -> RawRow:
    """A case (or its JSON) as the raw values of its form; what nobody gave is blank."""
    data = {name: getattr(case, name) for name in case.model_fields_set} if isinstance(case, Case) else case
    return {spec.name: to_raw(spec, data[spec.name]) if spec.name in data else blank_raw(spec) for spec in specs}


def _parse(spec: FieldSpec, raw: Any, path: str, faults: list[Fault]) -> Any:
    """The value for the model; a fault is noted where the text cannot be read. Empty text means ``None``."""
    if spec.kind == "rows":
        return [
            {
                c.name: v
                for c in spec.columns
                if (v := _parse(c, row.get(c.name, ""), f"{path}[{i}].{c.name}", faults)) is not None
            }
            for i, row in enumerate(raw if isinstance(raw, list) else [])
        ]
    if spec.kind == "flag":
        return bool(raw)
    text = str(raw or "").strip()
    if not text:
        return None
    try:
        return spec.read(text)
    except ValueError as error:
        faults.append(Fault(path, str(error)))
        return None


def parse_case(specs: tuple[FieldSpec, ...], raw: RawRow) -> tuple[dict[str, Any], list[Fault]]:
    """The data of a case from the raw values of a form, and what could not be read.

    An empty field takes the model's default; one without default stays out, so that the model reports it.
    """
    faults: list[Fault] = []
    data: dict[str, Any] = {}
    for spec in specs:
        value = _parse(spec, raw.get(spec.name, empty_raw(spec)), spec.name, faults)
        if value is not None:
            data[spec.name] = value
    return data, faults
