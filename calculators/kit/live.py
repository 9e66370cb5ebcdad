"""The live form: Panel widgets for the fields of a form, a result for every valid change, nothing typed ever lost.

Outputs are panes named ``output:<slot>``; the page shows them outside the form. ``state`` holds the raw values as
JSON (the page keeps it); ``inbox`` takes messages from the page as JSON: ``{"action": "load", "case": {…}}``,
``{"action": "reset"}``, ``{"action": "undo"}``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import panel as pn
from markupsafe import Markup

from ai_calc.errors import Fault
from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.french import parse_date, parse_number, short_date
from ai_calc.results import Result
from calculators.kit import render
from calculators.kit.fields import FieldSpec, RawRow, empty_raw, parse_case, raw_case, shown_number
from calculators.kit.form import FormSpec, Section

MAX_UNDO = 50


def _paragraph(text: str) -> str:
    return str(Markup("<p>{}</p>").format(text)) if text else ""


def tidy(spec: FieldSpec, raw: Any) -> Any:
    """What a control shows once its text is understood: « 15000 » becomes « 15 000 », « 1.2.20 » stays."""
    if not isinstance(raw, str) or not raw.strip():
        return raw
    try:
        if spec.kind in ("number", "whole"):
            return shown_number(spec, parse_number(raw))
        if spec.kind == "date":
            return short_date(parse_date(raw))
    except ValueError:
        pass
    return raw


class Control:
    """One field: its widget, and a note below it for help or a fault."""

    def __init__(self, spec: FieldSpec, raw: Any, changed: Callable[[], None], compact: bool = False) -> None:
        self.spec = spec
        if spec.kind == "choice":
            options = {french: value for value, french in spec.options}
            if spec.optional:
                options = {"—": "", **options}
            self.widget: pn.widgets.Widget = pn.widgets.Select(label=spec.full_label, options=options, value=raw)
        elif spec.kind == "flag":
            self.widget = pn.widgets.Checkbox(label=spec.full_label, value=bool(raw))
        else:
            self.widget = pn.widgets.TextInput(label=spec.full_label, value=str(raw or ""))
        self.widget.param.update(sizing_mode="stretch_width", margin=0, css_classes=[f"field-{spec.kind}"])
        self._help = "" if compact else spec.help
        self._note = pn.pane.HTML(
            _paragraph(self._help), margin=(4, 0, 0, 0), sizing_mode="stretch_width", visible=bool(self._help), css_classes=["calc-help"]
        )
        self.view = pn.Column(
            self.widget, self._note, margin=(0, 0, 12, 0), sizing_mode="stretch_width", css_classes=["field", *(["wide"] if spec.kind == "text" else [])]
        )
        self.widget.param.watch(lambda _: changed(), "value")

    @property
    def raw(self) -> Any:
        """The raw value of the control."""
        return self.widget.value

    @raw.setter
    def raw(self, value: Any) -> None:
        if self.widget.value != value:
            self.widget.value = value

    def show_faults(self, found: dict[str, str], path: str) -> None:
        """Shows the fault of this field, or its help again."""
        message = found.get(path, "")
        note = {
            "object": _paragraph(message or self._help),
            "visible": bool(message or self._help),
            "css_classes": ["calc-error" if message else "calc-help"],
        }
        self._note.param.update({k: v for k, v in note.items() if getattr(self._note, k) != v})
        classes = [f"field-{self.spec.kind}", *(["invalid"] if message else [])]
        if self.widget.css_classes != classes:
            self.widget.css_classes = classes

    def tidy(self) -> None:
        """Writes a number or a date in its usual form."""
        self.raw = tidy(self.spec, self.raw)


class Rows:
    """A list of rows (positions of a project, entries of a journal), each with the same columns."""

    def __init__(self, spec: FieldSpec, raw: Any, changed: Callable[[], None]) -> None:
        self.spec, self._changed = spec, changed
        self._rows: list[list[Control]] = []
        self._box = pn.Column(sizing_mode="stretch_width", margin=0)
        self._pane = pn.pane.HTML("", margin=0, visible=False, sizing_mode="stretch_width", css_classes=["calc-error"])
        add = pn.widgets.Button(label="Ajouter une ligne", margin=(0, 0, 16, 0))
        add.on_click(lambda _: self._add({}))
        title = pn.pane.HTML(_paragraph(spec.label), margin=(0, 0, 6, 0), css_classes=["calc-label"])
        self.view = pn.Column(title, self._box, self._pane, add, sizing_mode="stretch_width", margin=0, css_classes=["rows"])
        self.raw = raw

    def _add(self, row: RawRow, quiet: bool = False) -> None:
        if len(self._rows) >= self.spec.max_rows:
            self._say(f"Au plus {self.spec.max_rows} lignes.")
            return
        controls = [Control(c, row.get(c.name, empty_raw(c)), self._changed, compact=True) for c in self.spec.columns]
        self._rows.append(controls)
        self._box.append(self._row_view(controls))
        if not quiet:
            self._changed()

    def _row_view(self, controls: list[Control]) -> pn.viewable.Viewable:
        remove = pn.widgets.Button(label="Supprimer cette ligne", css_classes=["calc-plain", "wide"], margin=(0, 0, 8, 0))

        def drop(_: Any) -> None:
            index = next(i for i, row in enumerate(self._rows) if row is controls)
            del self._rows[index]
            self._box.pop(index)
            self._changed()

        remove.on_click(drop)
        return pn.Column(
            *(c.view for c in controls), remove, sizing_mode="stretch_width", margin=(0, 0, 12, 0), css_classes=["row"]
        )

    def _say(self, text: str) -> None:
        self._pane.object, self._pane.visible = _paragraph(text), bool(text)

    @property
    def raw(self) -> Any:
        """The raw values of all rows."""
        return [{c.spec.name: c.raw for c in row} for row in self._rows]

    @raw.setter
    def raw(self, value: Any) -> None:
        if self._rows and value == self.raw:
            return
        self._rows.clear()
        self._box.clear()
        for row in value or []:
            self._add(row, quiet=True)

    def show_faults(self, found: dict[str, str], path: str) -> None:
        """Shows the faults beside the cells that have them."""
        self._say(found.get(path, ""))
        for i, row in enumerate(self._rows):
            for control in row:
                control.show_faults(found, f"{path}[{i}].{control.spec.name}")

    def tidy(self) -> None:
        """Writes numbers and dates in their usual form."""
        for row in self._rows:
            for control in row:
                control.tidy()


class Live:
    """A live calculator: ``view`` is what Panel shows, the rest reacts."""

    def __init__(self, form: FormSpec, state: str | None = None) -> None:
        self.form = form
        self.specs = form.specs
        self._default = raw_case(self.specs, form.default)
        self._quiet = False
        self._history: list[RawRow] = []
        self.result: Result[Any] | None = None
        self.faults: list[Fault] = []
        self.outputs = {slot: pn.pane.HTML("", name=f"output:{slot}") for slot in ("faults", *render.SLOTS)}
        self._labels = {
            **{s.name: s.label for s in self.specs},
            **{f"{s.name}.{c.name}": c.label for s in self.specs for c in s.columns},
        }
        raw = {**self._default, **self._restored(state)}
        self.controls: dict[str, Control | Rows] = {
            s.name: (Rows if s.kind == "rows" else Control)(s, raw[s.name], self._changed) for s in self.specs
        }
        self.state = pn.widgets.TextInput(name="state", value="", visible=False)
        self.inbox = pn.widgets.TextInput(name="inbox", value="", visible=False)
        self.inbox.param.watch(lambda event: self._message(event.new), "value")
        self._sections = [self._section(section) for section in form.sections]
        self.view = pn.Column(*self._sections, *self.outputs.values(), self.state, self.inbox, sizing_mode="stretch_width", margin=0)
        self._before = raw
        self._recalculate()

    def _section(self, section: Section) -> pn.viewable.Viewable:
        help_pane = [pn.pane.HTML(_paragraph(section.help), margin=(0, 0, 12, 0), css_classes=["calc-help"])] if section.help else []
        return pn.Card(
            *help_pane, *(self.controls[name].view for name in section.fields), title=section.title, collapsed=not section.open,
            sizing_mode="stretch_width", margin=(0, 0, 12, 0), css_classes=["card", "section"], header_css_classes=["card-header"],
            title_css_classes=["card-title"],
        )  # fmt: skip

    def _restored(self, state: str | None) -> RawRow:
        if not state:
            return {}
        try:
            raw = json.loads(state)["raw"]
            known = {s.name for s in self.specs}
            return {k: v for k, v in raw.items() if k in known}
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}

    @property
    def raw(self) -> RawRow:
        """The raw values of the whole form."""
        return {name: control.raw for name, control in self.controls.items()}

    def _set_raw(self, raw: RawRow) -> None:
        self._quiet = True
        try:
            for name, control in self.controls.items():
                control.raw = raw[name]
        finally:
            self._quiet = False
        self._recalculate()

    def _changed(self) -> None:
        if self._quiet:
            return
        self._history.append(self._before)
        del self._history[:-MAX_UNDO]
        self._recalculate()

    def _message(self, text: str) -> None:
        if not text:
            return
        try:
            message = json.loads(text)
            action = message["action"]
        except (ValueError, KeyError, TypeError):
            return
        before = self.raw
        if action == "undo" and self._history:
            self._set_raw(self._history.pop())
            return
        if action == "reset":
            target = self._default
        elif action == "load" and isinstance(message.get("case"), dict):
            try:
                target = raw_case(self.specs, message["case"])
            except (ValueError, TypeError, AttributeError, ArithmeticError):
                self.outputs["faults"].object = str(render.faults_html([Fault("", "ce cas ne peut pas être lu")], self._labels))
                return
        else:
            return
        self._history.append(before)
        self._set_raw(target)

    def _compute(self, raw: RawRow) -> Evaluation:
        data, unreadable = parse_case(self.specs, raw)
        outcome = evaluate(self.form.calculator, data)
        if not unreadable:
            return outcome
        known = {f.path for f in unreadable}
        return Evaluation(None, None, (*unreadable, *(f for f in outcome.faults if f.path not in known)))

    def _recalculate(self) -> None:
        raw = self.raw
        outcome = self._compute(raw)
        case, result, self.faults = outcome.case, outcome.result, list(outcome.faults)
        found = {f.path: f.message for f in self.faults}
        self._quiet = True
        try:
            for name, control in self.controls.items():
                control.show_faults(found, name)
                control.tidy()
            if case is not None and self.form.relevant is not None:
                self._ask_only(self.form.relevant(case))
        finally:
            self._quiet = False
        self._before = self.raw
        self.outputs["faults"].object = str(render.faults_html(self.faults, self._labels))
        if result is not None:
            self.result = result
            for slot, html in render.slots(result).items():
                self.outputs[slot].object = str(html)
        self.state.value = self._state(self._before)

    def _state(self, raw: RawRow) -> str:
        changed = {k: v for k, v in raw.items() if v != self._default[k]}
        return json.dumps({"calculator": self.form.name, "raw": changed}, ensure_ascii=False, separators=(",", ":"))

    def _ask_only(self, asked: dict[str, str]) -> None:
        for name, control in self.controls.items():
            wanted = name in asked
            if control.view.visible != wanted:
                control.view.visible = wanted
        for section, card in zip(self.form.sections, self._sections, strict=True):
            wanted = any(name in asked for name in section.fields)
            if card.visible != wanted:
                card.visible = wanted

    def __iter__(self) -> Iterator[Control | Rows]:
        return iter(self.controls.values())
