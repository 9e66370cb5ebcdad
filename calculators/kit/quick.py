"""Quick entry of a line of the journal, for a phone: a nature and a duration are one press each, the day is today.

Lines can also be pasted from a spreadsheet; they are read as a file is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial

import panel as pn
from markupsafe import Markup

from ai_calc.ground.french import clock_text, long_date, short_date
from ai_calc.ground.reading import read_day, read_minutes
from calculators.kit.fields import FieldSpec, RawRow

DURATIONS = (15, 30, 45, 60, 90, 120)
SHOWN_KINDS = 5
"""How many natures can be pressed; the others are in the menu of a line."""
SETTLE = 0.7
"""Seconds within which a second press of the same button is part of the first."""


def _words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours} h {rest:02d}" if rest else f"{hours} h"


class QuickEntry:
    """``add`` takes a row; ``paste`` a text that holds lines of a table. ``say_left`` shows what is left below the
    buttons."""

    def __init__(
        self, columns: tuple[FieldSpec, ...], add: Callable[[RawRow], None], paste: Callable[[str], None]
    ) -> None:
        self._add_row, self._pressed = add, ("", 0.0)
        kinds = next(c for c in columns if c.name == "activity").options
        self._kinds = dict(kinds)
        self.day = pn.widgets.TextInput(
            label="Jour",
            value=short_date(date.today()),
            sizing_mode="stretch_width",
            margin=(0, 0, 8, 0),
            css_classes=["field-date"],
        )
        self.day.param.watch(lambda _: self._tell(), "value")
        self.kind = pn.widgets.RadioBoxGroup(
            label="Nature",
            options={french.partition(" (")[0]: value for value, french in kinds[:SHOWN_KINDS]},
            value=kinds[0][0],
            inline=True,
            sizing_mode="stretch_width",
            margin=(0, 0, 8, 0),
            css_classes=["field-answer"],
        )
        self.kind.param.watch(lambda _: self._tell(), "value")
        head = pn.pane.HTML("<p>Nature</p>", margin=0, sizing_mode="stretch_width", css_classes=["calc-label"])
        self.durations = {}
        for minutes in DURATIONS:
            button = pn.widgets.Button(label=f"+ {_words(minutes)}", css_classes=["calc-quick"], margin=(0, 8, 8, 0))
            button.on_click(partial(self._press, str(minutes), clock_text(minutes)))
            self.durations[minutes] = button
        self.other = pn.widgets.TextInput(
            label="Autre durée",
            placeholder="0:50 ou 50 min",
            sizing_mode="stretch_width",
            margin=(0, 0, 8, 0),
            css_classes=["field-duration"],
        )
        self.note = pn.widgets.TextInput(
            label="Remarque", sizing_mode="stretch_width", margin=(0, 0, 8, 0), css_classes=["field-text"]
        )
        self.add = pn.widgets.Button(label="Ajouter cette durée", margin=(0, 0, 8, 0))
        self.add.on_click(lambda _: self._press("other", self.other.value or ""))
        self._said = pn.pane.HTML("", margin=(0, 0, 8, 0), sizing_mode="stretch_width", css_classes=["calc-help"])
        self._left = pn.pane.HTML("", margin=(0, 0, 12, 0), sizing_mode="stretch_width", css_classes=["calc-help"])
        self.lines = pn.widgets.TextAreaInput(
            label="Coller des lignes d'un tableur",
            rows=2,
            max_length=2_000_000,
            sizing_mode="stretch_width",
            margin=(0, 0, 8, 0),
            css_classes=["field-text"],
        )
        take = pn.widgets.Button(label="Reprendre les lignes collées", css_classes=["calc-plain"], margin=(0, 0, 16, 0))
        take.on_click(lambda _: self._take(paste))
        self.take = take
        presses = pn.Row(
            *self.durations.values(), sizing_mode="stretch_width", margin=0, css_classes=["calc-row"]
        )  # (not FlexBox: see wrapping.py)
        self.view = pn.Column(
            self.day,
            head,
            self.kind,
            self.note,
            self._said,
            presses,
            self.other,
            self.add,
            self._left,
            self.lines,
            take,
            sizing_mode="stretch_width",
            margin=(0, 0, 12, 0),
            css_classes=["quick"],
        )
        self._tell()

    def say_left(self, text: str) -> None:
        """Shows what is left of the hours."""
        self._left.object = str(Markup("<p>{}</p>").format(text)) if text else ""

    def _tell(self, wrong: str = "") -> None:
        """What the next press adds, or why it cannot."""
        try:
            day = read_day(self.day.value or "")
            when = "aujourd'hui" if day == date.today() else f"le {long_date(day)}"
        except ValueError as error:
            wrong, when = wrong or f"Jour : {error}.", ""
        self._said.object = str(
            Markup("<p>{}</p>").format(
                wrong or f"Une durée ajoute : {self._kinds[self.kind.value].partition(' (')[0].lower()}, {when}."
            )
        )

    def _press(self, button: str, duration: str, _: object = None) -> None:
        now = time.monotonic()
        if self._pressed[0] == button and now - self._pressed[1] < SETTLE:
            return
        try:
            read_day(self.day.value or "")
            read_minutes(duration)
        except ValueError as error:
            self._tell(f"Rien n'a été ajouté : {error}.")
            return
        self._pressed = (button, now)
        self._add_row(
            {"day": self.day.value, "activity": self.kind.value, "minutes": duration, "note": self.note.value}
        )
        self.other.value = self.note.value = ""
        self._tell()

    def _take(self, paste: Callable[[str], None]) -> None:
        text, self.lines.value = self.lines.value or "", ""
        if text.strip():
            paste(text)
