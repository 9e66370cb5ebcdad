"""The controls of a form: one for each field, one for each list of rows. What is typed into them is kept as it is
typed; what a calculator reads is made of it (:mod:`calculators.kit.fields`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

import panel as pn

from ai_calc.ground.french import clock_text, short_date
from calculators.kit.fields import FieldSpec, RawRow, empty_raw, shown_number
from calculators.kit.markup import Markup
from calculators.kit.quick import SETTLE

WINDOW = 20
"""How many rows of a list are shown at a time."""


def paragraph(text: str) -> str:
    return str(Markup("<p>{}</p>").format(text)) if text else ""


def tidy(spec: FieldSpec, raw: Any) -> Any:
    """What a control shows once its text is understood: « 15000 » becomes « 15 000 », « 1.2.20 » « 01.02.2020 », what
    is not stays."""
    if not isinstance(raw, str) or not raw.strip():
        return raw
    try:
        if spec.kind in ("number", "whole"):
            return shown_number(spec, Decimal(spec.read(raw)))
        if spec.kind == "date":
            return short_date(spec.read(raw))
        if spec.kind == "duration":
            return clock_text(spec.read(raw))
    except ValueError:
        pass
    return raw


class Control:
    """One field: its widget, and a note below it for help or a fault. ``compact``: in a list, without help; ``place``:
    in a table, its class; the heads name the columns, what stands in none of them has its label."""

    def __init__(
        self, spec: FieldSpec, raw: Any, changed: Callable[[], None], compact: bool = False, place: str = ""
    ) -> None:
        self.spec = spec
        cell = place.startswith("cell-")
        self._classes = ["field-answer" if spec.answer else f"field-{spec.kind}", *(["cell"] if cell else [])]
        assumed = spec.assumable and not compact  # empty, it says what is taken for granted
        options = {french: value for value, french in spec.options}
        head: list[pn.viewable.Viewable] = []  # radios do not show their own label
        if spec.answer:
            self.widget: pn.widgets.Widget = pn.widgets.RadioBoxGroup(
                label=spec.full_label, options=options, value=raw, inline=True
            )
            head = [
                pn.pane.HTML(
                    paragraph(spec.full_label), margin=0, sizing_mode="stretch_width", css_classes=["calc-label"]
                )
            ]
        elif spec.kind == "choice":
            if spec.optional or assumed:
                options = {spec.usual if assumed else "—": "", **options}
            self.widget = pn.widgets.Select(label=spec.full_label, options=options, value=raw)
        elif spec.kind == "flag":
            self.widget = pn.widgets.Checkbox(label=spec.full_label, value=bool(raw))
        elif spec.lines:
            self.widget = pn.widgets.TextAreaInput(
                label=spec.full_label,
                value=str(raw or ""),
                rows=2,
                auto_grow=True,
                max_rows=20,
                max_length=100_000,  # (the model says how long it may be; nothing is cut in silence)
                resizable="height",
            )
        else:
            self.widget = pn.widgets.TextInput(
                label=spec.full_label,
                value=str(raw or ""),
                placeholder=spec.usual if assumed else spec.label if cell else "",
            )
        self.widget.param.update(sizing_mode="stretch_width", margin=0, css_classes=self._classes)
        self._help = "" if compact else spec.note
        self._message = ""  # the fault that is shown
        self._tidied: Any = None  # what was written in its usual form
        self.view = pn.Column(
            *head,
            self.widget,
            margin=0 if place else (0, 0, 12, 0),
            sizing_mode="stretch_width",
            css_classes=["field", place or ("wide" if spec.kind == "text" else "narrow")],
        )
        self._note: pn.pane.HTML | None = None  # made when there is something to say
        if self._help:
            self._say(self._help, "calc-help")
        self.widget.param.watch(lambda _: changed(), "value")

    @property
    def raw(self) -> Any:
        """The raw value of the control."""
        return self.widget.value

    @raw.setter
    def raw(self, value: Any) -> None:
        if self.widget.value != value:
            self.widget.value = value

    def offer(self, known: Collection[str]) -> None:
        """Offers only some options of a choice, and the one that is chosen; all of them where none is known."""
        spec = self.spec
        shown = [(value, french) for value, french in spec.options if value in known or value == self.raw]
        empty = {spec.usual if spec.assumable else "—": ""} if spec.optional or spec.assumable else {}
        options = {**empty, **{french: value for value, french in (shown if known else spec.options)}}
        if isinstance(self.widget, pn.widgets.Select) and self.widget.options != options:
            self.widget.options = options

    def show_faults(self, found: dict[str, str], path: str) -> None:
        """Shows the fault of this field, or its help again."""
        message = found.get(path, "")
        if message == self._message:
            return
        self._message = message
        self._say(message or self._help, "calc-error" if message else "calc-help")
        classes = [*self._classes, *(["faulty"] if message else [])]
        if self.widget.css_classes != classes:
            self.widget.css_classes = classes

    def _say(self, text: str, kind: str) -> None:
        """Shows a note below the field, or none."""
        note = {"object": paragraph(text), "visible": bool(text), "css_classes": [kind]}
        if self._note is None:
            self._note = pn.pane.HTML(margin=(4, 0, 0, 0), sizing_mode="stretch_width", **note)
            self.view.append(self._note)
        elif changed := {k: v for k, v in note.items() if getattr(self._note, k) != v}:
            self._note.param.update(changed)

    def tidy(self) -> None:
        """Writes a number or a date in its usual form."""
        raw = self.raw
        if raw != self._tidied:
            self.raw = self._tidied = tidy(self.spec, raw)


class Rows:
    """A list of rows (positions of a project, entries of a journal), each with the same columns.

    A long list is shown in windows of :data:`WINDOW` rows: a journal may hold thousands, and each shown cell is a
    widget. Rows outside the window stay as data. ``table``: one row is one line, below heads that name the columns.
    ``stays``: what becomes of a row that is removed, where it may not simply go.
    """

    def __init__(
        self,
        spec: FieldSpec,
        raw: Any,
        changed: Callable[[], None],
        table: bool = False,
        stays: Callable[[RawRow], RawRow | None] | None = None,
    ) -> None:
        self.spec, self._changed, self._table, self._stays = spec, changed, table, stays
        self._columns = [c for c in spec.columns if not c.kept]
        self._data: list[RawRow] = []
        self._first = 0
        self._filling = False
        self._dropped = -SETTLE  # when a row was removed last
        self._rows: list[list[Control]] = []
        self._box = pn.Column(sizing_mode="stretch_width", margin=0)
        self._pane = pn.pane.HTML("", margin=0, visible=False, sizing_mode="stretch_width", css_classes=["calc-error"])
        heads = Markup("").join(
            Markup('<span class="{}">{}</span>').format(self._place(c), c.label)
            for c in self._columns
            if not c.optional
        )
        self._heads = pn.pane.HTML(
            str(Markup('<div class="heads" aria-hidden="true">{}</div>').format(heads)),
            margin=0,
            visible=False,
            sizing_mode="stretch_width",
            css_classes=["row-heads"],
        )
        add = pn.widgets.Button(label="Ajouter une ligne", margin=(8 if table else 0, 0, 16, 0))
        add.on_click(lambda _: self._add_new())
        self._where = pn.pane.HTML("", margin=(0, 0, 6, 0), css_classes=["calc-help"])
        self._back = pn.widgets.Button(label="Lignes précédentes", css_classes=["calc-plain"], margin=(0, 8, 8, 0))
        self._on = pn.widgets.Button(label="Lignes suivantes", css_classes=["calc-plain"], margin=(0, 0, 8, 0))
        self._back.on_click(lambda _: self._show(self._first - WINDOW))
        self._on.on_click(lambda _: self._show(self._first + WINDOW))
        self._pager = pn.Column(
            self._where, pn.Row(self._back, self._on, margin=0), margin=0, visible=False, sizing_mode="stretch_width"
        )
        title = pn.pane.HTML(paragraph(spec.label), margin=(0, 0, 6, 0), css_classes=["calc-label"])
        note = [pn.pane.HTML(paragraph(spec.note), margin=(0, 0, 6, 0), css_classes=["calc-help"])] if spec.note else []
        self.view = pn.Column(
            title,
            *note,
            self._pager,
            *([self._heads] if table else []),
            self._box,
            self._pane,
            add,
            sizing_mode="stretch_width",
            margin=0,
            css_classes=["rows", *(["table"] if table else [])],
        )
        self.raw = raw

    def _add_new(self) -> None:
        """A new row, unless the last one is new still: a double click is one."""
        self._keep()
        if not self._data or any(self._data[-1].get(c.name, empty_raw(c)) != empty_raw(c) for c in self.spec.columns):
            self._add({})

    def take(self, row: RawRow) -> None:
        """Adds a row; it takes the place of a last one in which nothing was typed."""
        self._keep()
        if self._data and all(self._data[-1].get(c.name, empty_raw(c)) == empty_raw(c) for c in self.spec.columns):
            del self._data[-1]
        self._add(row, keep=False)

    def _add(self, row: RawRow, keep: bool = True) -> None:
        if len(self._data) >= self.spec.max_rows:
            self._say(f"Au plus {self.spec.max_rows} lignes.")
            return
        if keep:
            self._keep()
        self._data.append({c.name: row.get(c.name, empty_raw(c)) for c in self.spec.columns})
        last = (len(self._data) - 1) // WINDOW * WINDOW
        if last == self._first and self._rows:
            self._fill()
            self._tell()
        else:
            self._refill(last)
        self._changed()

    def _controls(self, row: RawRow) -> list[Control]:
        controls = [
            Control(
                c,
                row.get(c.name, empty_raw(c)),
                self._touched,
                compact=True,
                place=self._place(c) if self._table else "",
            )
            for c in self._columns
        ]
        self._rows.append(controls)
        return controls

    @staticmethod
    def _place(spec: FieldSpec) -> str:
        """Where a cell of a table stands: in its column; what is seldom asked below the line, with its label."""
        return "more" if spec.optional else f"cell-{spec.name}"

    def _touched(self) -> None:
        if not self._filling:
            self._changed()

    def _fill(self) -> None:
        """Shows the rows of the window. Widgets that are there are reused, and new ones come in one go: both are
        slow."""
        rows = self._data[self._first : self._first + WINDOW]
        self._filling = True
        try:
            for controls, row in zip(self._rows, rows, strict=False):
                for control in controls:
                    control.raw = row.get(control.spec.name, empty_raw(control.spec))
        finally:
            self._filling = False
        del self._rows[len(rows) :]
        kept = list(self._box)[: len(rows)]
        more = [
            self._row_view(self._controls(row), number)
            for number, row in enumerate(rows[len(kept) :], self._first + len(kept) + 1)
        ]
        if more or len(kept) < len(self._box):
            self._box.objects = [*kept, *more]

    def _show(self, first: int) -> None:
        """Shows the window that starts at a row."""
        self._keep()
        self._refill(first)

    def _refill(self, first: int) -> None:
        self._first = max(0, min(first, (len(self._data) - 1) // WINDOW * WINDOW))
        self._fill()
        self._tell()

    def _tell(self) -> None:
        """Numbers the rows, and says which are shown where not all are."""
        rows: list[Any] = list(self._box)
        for number, row in enumerate(rows, self._first + 1):
            if row[0].object != (title := self._title(number)):
                row[0].object = title
        if self._heads.visible != bool(rows):
            self._heads.visible = bool(rows)
        many = len(self._data) > WINDOW
        if many or self._pager.visible:
            last = min(self._first + WINDOW, len(self._data))
            self._where.object = paragraph(f"Lignes {self._first + 1} à {last} sur {len(self._data)}")
            self._back.disabled, self._on.disabled = not self._first, last == len(self._data)
            self._pager.visible = many

    def _keep(self) -> None:
        """Takes what the shown widgets hold into the data; an unchanged row stays the same object."""
        for row, at in zip(self._rows, range(self._first, len(self._data)), strict=False):
            shown = {**self._data[at], **{c.spec.name: c.raw for c in row}}
            if self._data[at] != shown:
                self._data[at] = shown

    def _row_view(self, controls: list[Control], number: int) -> pn.Column:
        title = pn.pane.HTML(self._title(number), margin=0, css_classes=["row-title"])
        remove = pn.widgets.Button(
            label="✕" if self._table else "Supprimer cette ligne",  # (the page names the sign)
            css_classes=["calc-plain", "row-remove" if self._table else "wide"],
            margin=0 if self._table else (0, 0, 8, 0),
        )

        def drop(_: Any) -> None:
            index = next((i for i, row in enumerate(self._rows) if row is controls), None)
            if index is None:  # the second click of two: its row is gone already
                return
            if self._table and time.monotonic() - self._dropped < SETTLE:  # its place was taken by the next line
                return
            self._keep()
            at = self._first + index
            stays = None if self._stays is None else self._stays(self._data[at])
            if stays is not None:
                self._data[at] = stays
                self._fill()
                self._changed()
                return
            del self._data[at], self._rows[index]
            self._box.pop(
                index
            )  # its widgets go too: used for the next row, they would take a second click for that one
            self._refill(self._first)
            self._changed()
            self._dropped = time.monotonic()

        remove.on_click(drop)
        return pn.Column(
            title,
            *(c.view for c in controls),
            remove,
            sizing_mode="stretch_width",
            margin=0 if self._table else (0, 0, 12, 0),
            css_classes=["row", *(["line"] if self._table else [])],
        )

    def _title(self, number: int) -> str:
        if self._table:
            return str(Markup('<p><span class="unseen">Ligne </span>{}</p>').format(number))
        return paragraph(f"Ligne {number}")

    def _say(self, text: str) -> None:
        if self._pane.visible or text:
            self._pane.object, self._pane.visible = paragraph(text), bool(text)

    @property
    def raw(self) -> Any:
        """The raw values of all rows."""
        self._keep()
        return list(self._data)

    @raw.setter
    def raw(self, value: Any) -> None:
        if self._data and value == self.raw:
            return
        self._data = list(value or [])[: self.spec.max_rows]
        self._refill(0 if len(self._data) <= WINDOW else self._first)

    def ask_only(self, asked: dict[str, str], columns: frozenset[str] = frozenset()) -> None:
        """Shows the cells that are asked, named ``costs[0].condition``; all of them in a row of which none is named:
        it is new, or was left out. ``columns``: only these, where some are given."""
        prefix = f"{self.spec.name}["
        told = {name[: name.index("]")] for name in asked if name.startswith(prefix) and "]" in name}
        for i, row in enumerate(self._rows, self._first):
            every = f"{prefix}{i}" not in told
            for control in row:
                name = control.spec.name
                new = every and (not (self._table and control.spec.optional) or bool(control.raw))
                wanted = name in columns if columns else new or f"{prefix}{i}].{name}" in asked
                if control.view.visible != wanted:
                    control.view.visible = wanted

    def show_faults(self, found: dict[str, str], path: str) -> None:
        """Shows the faults beside the cells that have them; those of rows that are not shown are in the list above."""
        self._say(found.get(path, ""))
        for i, row in enumerate(self._rows, self._first):
            for control in row:
                control.show_faults(found, f"{path}[{i}].{control.spec.name}")

    def tidy(self) -> None:
        """Writes numbers and dates in their usual form."""
        for row in self._rows:
            for control in row:
                control.tidy()


class Controls(dict[str, "Control | Rows"]):
    """The controls by field, made when they are first asked for: widgets are slow to make and to draw."""

    def __init__(self, make: Callable[[str], Control | Rows]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Control | Rows:
        self[name] = control = self._make(name)
        return control
