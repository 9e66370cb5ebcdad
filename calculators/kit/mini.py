"""A small calculator for a notebook: a few fields of a form, and the parts of the result that the lesson is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import panel as pn
from markupsafe import Markup

from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.results import Result, Table
from calculators.kit import render
from calculators.kit.fields import FieldSpec, parse_case, raw_case
from calculators.kit.lesson_style import SHEET
from calculators.kit.live import Control, Rows
from calculators.kit.static import form_of
from calculators.kit.wrapping import WrappingRow

SHOWN = ("summary", "charts", "verdicts", "tables", "steps", "notes")


class CompactRows(Rows):
    """A list of rows whose cells stand beside each other."""

    def _row_view(self, controls: list[Control], number: int) -> pn.Column:
        title, *cells = super()._row_view(controls, number)
        for cell in cells:
            cell.param.update(sizing_mode=None, width=190, margin=(0, 12, 4, 0))
        styles = {"border-bottom": "1px solid #c3cad3"}
        return pn.Column(
            title, WrappingRow(*cells, margin=0), sizing_mode="stretch_width", margin=(0, 0, 8, 0), styles=styles
        )


class MiniCalculator:
    """``view`` is what the notebook shows; ``case`` and ``result`` are those of the fields as they stand."""

    def __init__(
        self,
        name: str,
        fields: Iterable[str],
        case: Mapping[str, Any] | None = None,
        show: Iterable[str] = ("summary", "steps"),
        sliders: Mapping[str, tuple[int, int, int]] | None = None,
        tables: Iterable[str] | None = None,
    ) -> None:
        self.form = form_of(name)
        self._show = tuple(show)
        if unknown := set(self._show) - set(SHOWN):
            raise ValueError(f"partie inconnue : {sorted(unknown)[0]} ; il y a : {', '.join(SHOWN)}")
        self._tables = None if tables is None else tuple(tables)
        self._specs = self.form.specs
        self._raw = raw_case(self._specs, {**self.form.example, **(case or {})})
        self.sliders = {key: self._slider(self.form.spec(key), *bounds) for key, bounds in (sliders or {}).items()}
        self.controls: dict[str, Control | Rows] = {}
        for key in fields:
            if key not in self.sliders:
                spec = self.form.spec(key)
                self.controls[key] = (CompactRows if spec.kind == "rows" else Control)(
                    spec, self._raw[key], self._changed
                )
        self.output = pn.pane.HTML("", stylesheets=[SHEET], sizing_mode="stretch_width", margin=(8, 0))
        parts = [
            self.sliders[key] if key in self.sliders else self.controls[key].view
            for key in (*fields, *(k for k in self.sliders if k not in tuple(fields)))
        ]
        self.view = pn.Column(*parts, self.output, sizing_mode="stretch_width", margin=(8, 0))
        self.evaluation: Evaluation | None = None
        self._changed()

    def _slider(self, spec: FieldSpec, low: int, high: int, step: int) -> pn.widgets.IntSlider:
        slider = pn.widgets.IntSlider(
            label=spec.full_label,
            start=low,
            end=high,
            step=step,
            value=self._start(spec, low),
            sizing_mode="stretch_width",
            max_width=520,
            margin=(8, 10),
        )
        slider.param.watch(lambda _: self._changed(), "value")
        return slider

    def _start(self, spec: FieldSpec, low: int) -> int:
        values, _ = parse_case(self._specs, self._raw)
        value = values.get(spec.name, spec.default)
        return int(value) if isinstance(value, int | Decimal) else low

    @property
    def raw(self) -> dict[str, Any]:
        """The whole form: the fields shown as they stand, the rest from the case."""
        shown = {key: control.raw for key, control in self.controls.items()} | {
            key: str(slider.value) for key, slider in self.sliders.items()
        }
        return {**self._raw, **shown}

    @property
    def result(self) -> Result[Any] | None:
        """The result, or ``None`` while a field cannot be used."""
        return self.evaluation.result if self.evaluation is not None else None

    def _changed(self) -> None:
        data, faults = parse_case(self._specs, self.raw)
        if not faults:
            self.evaluation = evaluate(self.form.calculator, data)
            faults = list(self.evaluation.faults)
        labels = {s.name: s.label for s in self._specs}
        if faults or self.evaluation is None or self.evaluation.result is None:
            self.output.object = str(render.faults_html(faults, labels))
            return
        self.output.object = str(self._html(self.evaluation.result))

    def _html(self, result: Result[Any]) -> Markup:
        slots = render.slots(result)
        if self._tables is not None:
            slots["tables"] = render.join(render.table_html(table) for table in self._wanted(result))
        html = render.join(slots[key] for key in self._show)
        return Markup(str(html).replace('<a class="cite"', '<a target="_blank" rel="noopener" class="cite"'))

    def _wanted(self, result: Result[Any]) -> list[Table]:
        return [table for table in result.tables if table.key in (self._tables or ())]


def mini_calculator(
    name: str,
    *fields: str,
    case: Mapping[str, Any] | None = None,
    show: Iterable[str] = ("summary", "steps"),
    sliders: Mapping[str, tuple[int, int, int]] | None = None,
    tables: Iterable[str] | None = None,
) -> pn.viewable.Viewable:
    """A small calculator to look at: ``fields`` of the form to change, ``sliders`` as (lowest, highest, step), ``case``
    what differs from the calculator's usual case, ``show`` the parts of the result, ``tables`` those wanted."""
    from calculators.kit.lesson import ready

    ready()
    return MiniCalculator(name, fields, case, show, sliders, tables).view
