"""A small calculator without its widgets: a few fields of a form, and the parts of its result that matter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.results import Result
from calculators.kit import render
from calculators.kit.fields import FieldSpec, RawRow, parse_case, raw_case, safe_raw
from calculators.kit.form import FormSpec
from calculators.kit.markup import Markup
from calculators.kit.static import form_of

SHOWN = ("summary", "charts", "verdicts", "tables", "steps", "notes")


@dataclass(frozen=True)
class MiniCase:
    """``fields`` of the form ``name`` to change, ``sliders`` as (lowest, highest, step), ``case`` what differs from the
    form's example, ``show`` the parts of the result, ``tables`` those wanted (``None``: all)."""

    name: str
    fields: tuple[str, ...] = ()
    case: Mapping[str, Any] = field(default_factory=dict)
    show: tuple[str, ...] = ("summary", "steps")
    sliders: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    tables: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if unknown := set(self.show) - set(SHOWN):
            raise ValueError(f"partie inconnue : {sorted(unknown)[0]} ; il y a : {', '.join(SHOWN)}")

    @classmethod
    def of(
        cls,
        name: str,
        *fields: str,
        case: Mapping[str, Any] | None = None,
        show: Iterable[str] = ("summary", "steps"),
        sliders: Mapping[str, Iterable[int]] | None = None,
        tables: Iterable[str] | None = None,
    ) -> MiniCase:
        """As a lesson writes it."""
        bounds = {key: _bounds(value) for key, value in (sliders or {}).items()}
        return cls(name, fields, case or {}, tuple(show), bounds, None if tables is None else tuple(tables))

    @property
    def form(self) -> FormSpec:
        """The form of the calculator."""
        return form_of(self.name)

    @cached_property
    def start(self) -> RawRow:
        """The whole form as it stands at first."""
        return raw_case(self.form.specs, {**self.form.example, **self.case})

    @property
    def shown(self) -> tuple[FieldSpec, ...]:
        """The fields to change, in their order; sliders last unless they are named before."""
        names = (*self.fields, *(key for key in self.sliders if key not in self.fields))
        return tuple(self.form.spec(name) for name in names)

    def slider_start(self, spec: FieldSpec) -> int:
        """Where a slider stands at first."""
        values, _ = parse_case(self.form.specs, self.start)
        value = values.get(spec.name, spec.default)
        low = self.sliders[spec.name][0]
        return low if value is None or isinstance(value, bool) else int(value)

    def with_sliders(self, raw: RawRow) -> RawRow:
        """A form whose sliders stand where they do at first."""
        return {**raw, **{key: str(self.slider_start(self.form.spec(key))) for key in self.sliders}}

    def evaluate(self, raw: RawRow) -> tuple[Evaluation | None, Markup]:
        """The evaluation of a form, and what is shown of it: the result, or what is wrong with a field."""
        specs = self.form.specs
        data, faults = parse_case(specs, raw)
        evaluation = None
        if not faults:
            evaluation = evaluate(self.form.calculator, data)
            faults = list(evaluation.faults)
        if faults or evaluation is None or evaluation.result is None:
            return evaluation, render.faults_html(faults, {s.name: s.label for s in specs})
        return evaluation, self._html(evaluation.result)

    def _html(self, result: Result[Any]) -> Markup:
        slots = dict(render.slots(result))
        if self.tables is not None:
            slots["tables"] = render.join(render.table_html(t) for t in result.tables if t.key in self.tables)
        return render.join(slots[key] for key in self.show)

    def to_json(self) -> str:
        """For a page, which gives it back with what was typed."""
        return json.dumps(
            {
                "name": self.name,
                "fields": self.fields,
                "case": dict(self.case),
                "show": self.show,
                "sliders": dict(self.sliders),
                "tables": self.tables,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> MiniCase:
        """What :meth:`to_json` gave."""
        return cls.of(
            data["name"],
            *data["fields"],
            case=data["case"],
            show=data["show"],
            sliders=data["sliders"],
            tables=data["tables"],
        )

    def typed(self, values: Mapping[str, Any]) -> RawRow:
        """The form with what a page says of the fields shown; what it cannot hold stays as it was."""
        raw = self.with_sliders(self.start)
        for spec in self.shown:
            kept = safe_raw(spec, values[spec.name]) if spec.name in values else None
            before = raw[spec.name]
            if isinstance(kept, list) and isinstance(before, list):  # a page shows some of the columns
                raw[spec.name] = [{**row, **new} for row, new in zip(before, kept, strict=False)]
            elif kept is not None:
                raw[spec.name] = kept
        return raw


def _bounds(value: Iterable[int]) -> tuple[int, int, int]:
    low, high, step = value
    return low, high, step
