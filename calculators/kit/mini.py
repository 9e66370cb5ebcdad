"""A small calculator for a notebook: the widgets of a :class:`~calculators.kit.mini_case.MiniCase`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import panel as pn

from ai_calc.evaluation import Evaluation
from ai_calc.results import Result
from calculators.kit.controls import Control, Rows
from calculators.kit.fields import FieldSpec
from calculators.kit.lesson_style import SHEET
from calculators.kit.mini_case import MiniCase
from calculators.kit.wrapping import WrappingRow


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
    """``view`` is what the notebook shows; ``evaluation`` and ``result`` are those of the fields as they stand."""

    def __init__(self, mini: MiniCase) -> None:
        self.mini = mini
        self._raw = mini.start
        self.sliders: dict[str, pn.widgets.IntSlider] = {}
        self.controls: dict[str, Control | Rows] = {}
        for spec in mini.shown:
            if spec.name in mini.sliders:
                self.sliders[spec.name] = self._slider(spec)
            else:
                kind = CompactRows if spec.kind == "rows" else Control
                self.controls[spec.name] = kind(spec, self._raw[spec.name], self._changed)
        self.output = pn.pane.HTML("", stylesheets=[SHEET], sizing_mode="stretch_width", margin=(8, 0))
        parts = [self.sliders.get(s.name) or self.controls[s.name].view for s in mini.shown]
        self.view = pn.Column(*parts, self.output, sizing_mode="stretch_width", margin=(8, 0))
        self.evaluation: Evaluation | None = None
        self._changed()

    def _slider(self, spec: FieldSpec) -> pn.widgets.IntSlider:
        low, high, step = self.mini.sliders[spec.name]
        slider = pn.widgets.IntSlider(
            label=spec.full_label,
            start=low,
            end=high,
            step=step,
            value=self.mini.slider_start(spec),
            sizing_mode="stretch_width",
            max_width=520,
            margin=(8, 10),
        )
        slider.param.watch(lambda _: self._changed(), "value")
        return slider

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
        self.evaluation, html = self.mini.evaluate(self.raw)
        self.output.object = str(html).replace('<a class="cite"', '<a target="_blank" rel="noopener" class="cite"')


def mini_calculator(
    name: str,
    *fields: str,
    case: Mapping[str, Any] | None = None,
    show: Iterable[str] = ("summary", "steps"),
    sliders: Mapping[str, tuple[int, int, int]] | None = None,
    tables: Iterable[str] | None = None,
) -> pn.viewable.Viewable:
    """A small calculator to look at (see :class:`~calculators.kit.mini_case.MiniCase`)."""
    from calculators.kit.lesson import ready

    ready()
    return MiniCalculator(MiniCase.of(name, *fields, case=case, show=show, sliders=sliders, tables=tables)).view
