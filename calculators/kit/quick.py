"""Quick entry of a line of the journal, for a phone: a nature and a duration are one press each, the day is today.

Lines can also be pasted from a spreadsheet; they are read as a file is.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

import panel as pn

from ai_calc.ground.french import clock_text, long_date, short_date
from ai_calc.ground.reading import read_day, read_minutes
from calculators.kit.asking import Asking
from calculators.kit.fields import FieldSpec, RawRow
from calculators.kit.markup import Markup

DURATIONS = (15, 30, 45, 60, 90, 120)
SHOWN_KINDS = 5
"""How many natures can be pressed; the others are in the menu of a line."""
SETTLE = 0.7
"""Seconds within which a second press at the same place is part of the first."""


DAY = 24 * 60


def _words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours} h {rest:02d}" if rest else f"{hours} h"


def day_of(text: str) -> date:
    """A day as it is typed here, where a year may be left out: « 23.11 » is the nearest one. Raises ``ValueError``."""
    short = re.fullmatch(r"\s*([0-9]{1,2})[.,/]([0-9]{1,2})\.?\s*", text)
    if short is None:
        return read_day(text)
    today = date.today()
    found, faults = [], []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(read_day(f"{short[1]}.{short[2]}.{year}"))
        except ValueError as error:
            faults.append(error)
    if not found:
        raise faults[0]
    return min(found, key=lambda day: abs((day - today).days))


class QuickEntry:
    """``add`` takes a row; ``paste`` a text that holds lines of a table, whose questions (``asking``) stand below it.
    ``say_left`` shows what is left below the buttons."""

    def __init__(
        self,
        columns: tuple[FieldSpec, ...],
        add: Callable[[RawRow], None],
        paste: Callable[[str], tuple[bool, str, Sequence[str]]],
        asking: Asking,
    ) -> None:
        self.asking = asking
        self._add_row, self._pressed = add, ("", 0.0)
        self._kept, self._added = True, ""
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
        days = []
        for label, back in (("Aujourd'hui", 0), ("Hier", 1)):
            button = pn.widgets.Button(label=label, css_classes=["calc-quick"], margin=(0, 8, 8, 0))
            button.on_click(partial(self._take_day, back))
            days.append(button)
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
        self.hours, self.minutes = (
            pn.widgets.TextInput(
                label=label, sizing_mode="stretch_width", margin=(0, 8, 8, 0), css_classes=["field-whole"]
            )
            for label in ("Heures", "Minutes")
        )  # (two numbers: a phone's keypad has no colon)
        self.note = pn.widgets.TextInput(
            label="Remarque", sizing_mode="stretch_width", margin=(0, 0, 8, 0), css_classes=["field-text"]
        )
        self.add = pn.widgets.Button(label="Ajouter cette durée", margin=(0, 0, 8, 0))
        self.add.on_click(self._press_typed)
        for number in (self.hours, self.minutes):
            number.param.watch(self._press_typed, "enter_pressed")
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
        self._pasted = pn.pane.HTML("", margin=(0, 0, 12, 0), sizing_mode="stretch_width", css_classes=["calc-help"])
        presses = pn.Row(
            *self.durations.values(), sizing_mode="stretch_width", margin=0, css_classes=["calc-row"]
        )  # (not FlexBox: see wrapping.py)
        self.view = pn.Column(
            self.day,
            pn.Row(*days, sizing_mode="stretch_width", margin=0, css_classes=["calc-row"]),
            head,
            self.kind,
            self.note,
            self._said,
            presses,
            pn.Row(
                self.hours, self.minutes, self.add, sizing_mode="stretch_width", margin=0, css_classes=["calc-other"]
            ),
            self._left,
            self.lines,
            take,
            self._pasted,
            asking.view,
            sizing_mode="stretch_width",
            margin=(0, 0, 12, 0),
            css_classes=["quick"],
        )
        self._tell()

    @property
    def _kind(self) -> str:
        return self._kinds[self.kind.value].partition(" (")[0].lower()

    def say_left(self, text: str) -> None:
        """Shows what is left of the hours."""
        self._left.object = str(Markup("<p>{}</p>").format(text)) if text else ""

    def _typed(self) -> str:
        """The two numbers of another duration, as one text; a number of hours may have decimals."""
        hours, minutes = ((w.value or "").strip() for w in (self.hours, self.minutes))
        if not minutes:
            return f"{hours} h" if hours else ""
        return f"{hours} h {minutes} min" if hours else f"{minutes} min"

    def _take_day(self, back: int, _: object = None) -> None:
        self.day.value = short_date(date.today() - timedelta(days=back))

    def say_kept(self, kept: bool) -> None:
        """Says of what was added whether it is kept."""
        if kept != self._kept:
            self._kept = kept
            self._tell(added=self._added)

    def _tell(self, wrong: str = "", added: str = "") -> None:
        """What the next press adds, or why it cannot; what was added before it."""
        self._added = added
        try:
            day = day_of(self.day.value or "")
            when = "aujourd'hui" if day == date.today() else f"le {long_date(day)}"
        except ValueError as error:
            wrong, when = wrong or f"Jour : {error}.", ""
        lead = "Ajouté" if self._kept else "Ajouté à l'écran, pas encore enregistré"
        before = f"{lead} : {added}. " if added else ""
        self._said.object = str(
            Markup("<p>{}</p>").format(wrong or f"{before}Une durée ajoute : {self._kind}, {when}.")
        )

    def _press_typed(self, _: object) -> None:
        self._press("other", self._typed())

    def _press(self, button: str, duration: str, _: object = None) -> None:
        now = time.monotonic()
        if self._pressed[0] == button and now - self._pressed[1] < SETTLE:
            return
        try:
            day = day_of(self.day.value or "")
            minutes = read_minutes(duration)
        except ValueError as error:
            self._tell(f"Rien n'a été ajouté : {error}.")
            return
        if minutes > DAY:
            self._tell("Rien n'a été ajouté : plus de 24 heures en un jour.")
            return
        self._pressed = (button, now)
        self._add_row(
            {
                "day": short_date(day),
                "activity": self.kind.value,
                "minutes": clock_text(minutes),
                "note": self.note.value,
            }
        )
        self.hours.value = self.minutes.value = self.note.value = ""
        self._tell(added=f"{_words(minutes)}, {self._kind}, le {long_date(day)}")

    def _take(self, paste: Callable[[str], tuple[bool, str, Sequence[str]]]) -> None:
        """Hands over the lines that were pasted. They stay in the box unless all of them were taken, and what became of
        them is said below it."""
        if text := (self.lines.value or "").strip():
            self.say_taken(*paste(text))

    def say_taken(self, done: bool, words: str, faults: Sequence[str] = ()) -> None:
        """What became of the lines that were pasted, and each that is refused (``faults``) with its reason; the box is
        empty once nothing is left to do."""
        refused = Markup("").join(Markup("<li>{}</li>").format(fault) for fault in faults)
        listed = Markup("<ul>{}</ul>").format(refused) if faults else Markup("")
        self._pasted.object = str(Markup("<p>{}</p>").format(words) + listed)
        if done:
            self.lines.value = ""
