"""The live form: Panel widgets for the fields of a form, a result for every valid change, nothing typed ever lost.

Outputs are panes named ``output:<slot>``; the page shows them outside the form. ``state`` holds the raw values as
JSON (the page keeps it); ``restore`` takes such a state. ``inbox`` takes messages from the page as JSON, by ``action``:

    load {case}        an example           reset, undo
    estimate           the few questions of the estimate, with what is typed
    open {link|file}   a shared case        share {kind: link|file|xlsx|docx|ics|…, name, key}: a file to hand over
    import {name, base64}   a file that the calculator reads (a journal of hours)
    compare            keeps this case as scenario A, beside which the next ones are shown
    compare-name {which, name}   what a scenario is called
    compare-date {date}  shows the same case under the law of another day; compare-stop ends either
    profile {profile}  whose papers are made: the page keeps it and tells it
    sheet {name}       the case on one page, for the printer
    show-text          shows the text for a decision, or hides it again
    take-assumed       what the estimate takes for granted becomes an answer
    carry {facts | fields, origin, fresh}   values of the same person's file, from other calculators
    carry-back, carry-over, carry-keep   refuses what was taken over; takes, or refuses, what differs
    kept {kept}        whether the page can keep what is typed
    numbers {others, made, peers, copy_of, dossier, name}   what other files and earlier invoices have to do with the
                       one that would be made (:mod:`calculators.kit.numbers`)
    forget             the default case, without a way back
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

import panel as pn

from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.ground.dates import add_months, end_of_month
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import agreeing, capital, short_date, show
from ai_calc.ground.reading import read_day
from ai_calc.handing_over.comparison import Comparison
from ai_calc.handing_over.papers import EXAMPLE
from ai_calc.handing_over.profile import Handover, Profile, profile_of
from ai_calc.handing_over.sharing import Opened, SharedCaseError, from_file, from_link
from ai_calc.outcome.facts import Case
from ai_calc.registers.calculators import FileRead
from ai_calc.results import Result, Status
from calculators.kit import carrying, downloads, render
from calculators.kit.asking import Asking, kept, of_another, to_keep
from calculators.kit.comparing import Comparing
from calculators.kit.controls import Control, Controls, Rows, paragraph
from calculators.kit.fields import (
    RawRow,
    blank_raw,
    empty_raw,
    parse_case,
    raw_case,
    safe_raw,
    to_raw,
)
from calculators.kit.form import Estimate, FormSpec, Section
from calculators.kit.inputs import assumed_values, in_words, inputs_html, told_twice
from calculators.kit.invoiced import after_change, marked, taken_out
from calculators.kit.leaving_out import compute
from calculators.kit.markup import Markup, escape
from calculators.kit.quick import QuickEntry, day_of
from calculators.kit.sheet import sheet_html

MAX_UNDO = 50
EXTRA_SLOTS = (
    "example",
    "message",
    "comparison",
    "download",
    "decision",
    "profile",
    "about",
    "carried",
    "next",
    "sheet",
)
PAPERS = {"docx", "html", "copy", "xlsx"}
"""What is of the page's result; links and files are of what was entered."""
_NOT_COMPARED = "Saisissez d'abord un cas valable : on ne compare que ce qui se calcule."
FAULTY = "À corriger"
"""What the list of a file says of a case that was left with a fault."""
OTHER = "other"
"""The estimate of cases that are about something else."""


def taken_words(opened: Opened) -> str:
    """That a case was taken, under which law, from which version."""
    return f"Cas repris (droit au {show(opened.case.law_day)}, version {opened.shared_with})."


class Live:
    """A live calculator: ``view`` is what Panel shows, the rest reacts.

    A field has a control once it is to be seen: it is asked, and its section is unfolded. Until then it is data.
    """

    def __init__(self, form: FormSpec, state: str | None = None) -> None:
        self.form = form
        self.specs = form.specs
        self._spec_by_name = {spec.name: spec for spec in self.specs}
        self._section_of = {name: section.key for section in form.sections for name in section.fields}
        self._default = form.empty
        self._example = raw_case(self.specs, form.example)  # of the example that was loaded last
        self._invented = False  # whether the form shows an example
        self._unfolded_first = [section.key for section in form.sections if section.open]
        self._refined = form.estimate is None  # whether all questions are shown, not only those of the estimate
        self._idle: set[str] = set()  # sections in which nothing is asked
        self._sought: set[str] = set()  # fields to which somebody has jumped: they are in sight, asked or not
        self._found: dict[str, str] = {}  # faults by path
        self._quiet = False
        self._said = 0
        self._text_shown = False
        self._comparing = Comparing(form.calculator)
        self._profile = Profile()
        self._history: list[RawRow] = []
        self._quick: QuickEntry | None = None
        self._unread: tuple[str, bytes] | None = None  # a file that asks something
        self._asking_above = Asking(self._answered, self._leave, self._ask_again)
        self._from_box = False  # whether these are lines that were pasted: their questions stand below their box
        self._lines_before = 0  # how many lines there were when they were pasted
        self._answers: dict[str, str] = {}  # what was said to questions about a file, by key
        self._said_of_it: dict[str, str] = {}  # … about the one that is being read: also what fits no other
        self._invoices: dict[str, Any] = {}  # what the page has told of other invoices
        self._is_kept = True  # whether the page keeps what is typed, as far as it has told
        self._number_told = False  # whether it was said that the number is taken
        self._offered: list[carrying.Offered] = []  # values of the person's file
        self._taken: dict[str, carrying.Offered] = {}  # fields that were filled from it
        self._refused: set[str] = set()  # fields that were not to be
        self.case: Case | None = None
        self._estimated: render.Estimated | None = None  # what the page shows instead of the case as it stands
        self.result: Result[Any] | None = None
        self.faults: list[Fault] = []
        self.outputs = {
            slot: pn.pane.HTML("", name=f"output:{slot}") for slot in ("faults", "inputs", *EXTRA_SLOTS, *render.SLOTS)
        }
        self._labels = {
            **{s.name: s.label for s in self.specs},
            **{f"{s.name}.{c.name}": c.label for s in self.specs for c in s.columns},
        }
        self._asked: dict[str, str] | None = None  # the fields that still matter, all of them where there is no telling
        self._raw, unfolded = self._restored(state)  # of the fields that have no control yet
        self._wanted_open = set(unfolded)  # sections that are to be seen unfolded while something is asked in them
        self.controls = Controls(self._control)
        self.state = pn.widgets.TextInput(name="state", value="", visible=False)
        self.inbox = pn.widgets.TextInput(name="inbox", value="", visible=False)
        self.inbox.param.watch(lambda event: self._message(event.new), "value")
        self.restorer = pn.widgets.TextInput(name="restore", value="", visible=False)
        self.restorer.param.watch(lambda event: self._restore(event.new), "value")
        self._sections = [(section, *self._card(section)) for section in form.sections]
        self._box = pn.Column(sizing_mode="stretch_width", margin=0, css_classes=["estimate"])
        self._mode = self._switch()
        self.view = pn.Column(
            self._asking_above.view,
            *self._mode,
            self._box,
            *(card for _, card, _ in self._sections),
            *self.outputs.values(),
            self.state,
            self.inbox,
            self.restorer,
            sizing_mode="stretch_width",
            margin=0,
        )
        self._before = self.raw
        self._recalculate()

    def _control(self, name: str) -> Control | Rows:
        """A new control, as the form stands."""
        spec = self._spec_by_name[name]
        quick = self.form.quick is not None and name == self.form.quick[0]
        control = (
            Rows(spec, self._raw[name], self._changed, quick, self._take_out if quick and self.form.invoice else None)
            if spec.kind == "rows"
            else Control(spec, self._raw[name], self._changed)
        )
        if quick and isinstance(control, Rows):
            asking = Asking(self._answered, self._leave, self._ask_again)
            self._quick = QuickEntry(spec.columns, control.take, self._pasted, asking)
            self._quick.day.param.watch(lambda _: self._say_left(), "value")
            self._quick.say_kept(self._is_kept)
            control.view.insert(1, self._quick.view)
            control.view.css_classes = [*control.view.css_classes, "journal"]
            self._say_left()
        if name in self.form.period[:1]:
            for part in reversed(self._period_buttons()):
                control.view.insert(0, part)
        self._adjust(name, control)
        return control

    def _period_buttons(self) -> tuple[pn.viewable.Viewable, pn.Row]:
        """The periods that are asked for most, one press each."""
        buttons = []
        for label, months in (("Mois passé", -1), ("Ce mois", 0), ("Tout", None)):
            button = pn.widgets.Button(label=label, css_classes=["calc-quick"], margin=(0, 8, 8, 0))
            button.on_click(partial(self._take_period, months))
            buttons.append(button)
        mark = pn.widgets.Button(
            label="Marquer ses lignes comme facturées", css_classes=["calc-quick"], margin=(0, 8, 8, 0)
        )
        mark.on_click(lambda _: self._mark_invoiced())
        buttons.append(mark)
        head = pn.pane.HTML(paragraph("Période de l'aperçu et de la facture"), margin=0, css_classes=["calc-label"])
        return head, pn.Row(*buttons, sizing_mode="stretch_width", margin=0, css_classes=["calc-row"])

    def _take_period(self, months: int | None, _: object = None) -> None:
        """The calendar month so many months from this one, or no bounds."""
        bounds, raw = ("", ""), self.raw
        if months is not None:
            first = add_months(date.today().replace(day=1), months)
            bounds = (short_date(first), short_date(end_of_month(first)))
        self._go_to({**raw, **dict(zip(self.form.period, bounds, strict=True))})

    def _mark_invoiced(self) -> None:
        """Marks the lines of the period; those with a fault stay as they are."""
        raw, name = self.raw, self.form.leaves_out[0]
        faulty = {int(m[1]) for path in self._found if (m := re.match(rf"{name}\[(\d+)\]", path))}
        try:
            first, last = (read_day(raw[field]) if raw[field] else None for field in self.form.period)
        except ValueError:
            self._say("Corrigez d'abord la période : aucune ligne n'est marquée.")
            return
        if words := self._number_taken():
            self._say(f"{words} Aucune ligne n'est marquée.")
            return
        rows, lines = marked(raw[name], first, last, faulty, self._invoice_number)
        if rows != raw[name]:
            self._go_to({**raw, name: rows})
        self._say(
            f"{agreeing(lines, 'ligne(s) marquée(s) comme facturée(s)')}."
            + (" « Annuler » les démarque." if lines else "")
        )

    @property
    def _invoice_number(self) -> str:
        return str(self.raw[self.form.invoice.number]) if self.form.invoice else ""

    def _number_taken(self, own: bool = True) -> str:
        """Whose invoice has the number already that stands in the form, as a sentence; empty where it is free. ``own``:
        those of the same file count."""
        if self.form.invoice is None or self.case is None or not self._invoice_number:
            return ""
        return self.form.invoice.taken(self.case, self._invoices, own)

    @property
    def _refusal(self) -> str:
        """Why no invoice can be made of the file that is open; empty where one can."""
        return self.form.invoice.refused(self._invoices) if self.form.invoice else ""

    def _take_numbers(self, message: dict[str, Any]) -> None:
        """What the page knows of other files, and of other invoices with the number that was just typed."""
        self._invoices = message
        words = self._number_taken(own=False)
        if words or self._number_told:
            self._say(words)
        self._number_told = bool(words)

    def _take_kept(self, message: dict[str, Any]) -> None:
        """Whether what is typed is kept: what was added says so."""
        self._is_kept = message.get("kept") is not False
        if self._quick is not None:
            self._quick.say_kept(self._is_kept)

    def _remember_invoice(self, package: dict[str, Any]) -> None:
        """An invoice that was made: the page remembers it, and so does the form."""
        assert self.form.invoice is not None and self.case is not None
        ident = self._invoices.get("dossier") or ""
        if words := self.form.invoice.warned(self.case, self._invoices):
            package["note"] = " ".join(filter(None, (package.get("note"), words)))
        package["invoice"] = {"dossier": ident, **self.form.invoice.made(self.case, self.result, self._by)}
        self._invoices = {**self._invoices, "made": [*(self._invoices.get("made") or ()), package["invoice"]]}

    def _keep_invoiced(self) -> None:
        """Lines that are invoiced keep what was invoiced of them."""
        name = self.form.leaves_out[0] if self.form.invoice else ""
        if name not in self.controls or not isinstance(control := self.controls[name], Rows):
            return
        now = control.raw
        rows = after_change(self._before[name], now, self._invoice_number)
        if rows != now:
            self._quiet = True
            try:
                control.raw = rows
            finally:
                self._quiet = False

    def _take_out(self, row: RawRow) -> RawRow | None:
        """What becomes of a line that is removed: one that is invoiced stays, without time."""
        stays = taken_out(row)
        if stays is not None:
            of = f" {stays['invoice']}" if stays.get("invoice") else ""
            self._say(
                f"Cette ligne est sur une facture{of} : elle reste, à 0:00, et l'aperçu porte la différence en"
                " correction. « Annuler » la rétablit. Si elle n'était sur aucune facture, décochez « Facturé », puis"
                " supprimez-la."
            )
        return stays

    @property
    def _asking(self) -> Asking:
        """The questions of what is being read, beside the place where it was given."""
        return self._asking_above if self._box_in_use is None else self._box_in_use.asking

    @property
    def _box_in_use(self) -> QuickEntry | None:
        """The place of the lines that are being read, where they were pasted."""
        return self._quick if self._from_box else None

    def _pasted(self, text: str) -> tuple[bool, str, Sequence[str]]:
        """Lines from a spreadsheet, read as a file: whether nothing is left to do, and what became of them."""
        self._say("")
        self._left()
        self._from_box, self._lines_before = True, self._lines
        return self._of_box(self._read_file("", text.encode("utf-8", "replace"), self._answers))

    def _take_lines(self, message: dict[str, Any]) -> None:
        """Lines that were pasted into a row, as if into their box: that is where they stay until all are taken."""
        if self._quick is not None and isinstance(text := message.get("text"), str):
            self._quick.lines.value = text
            self._quick.take.clicks += 1

    @property
    def _lines(self) -> int:
        assert self.form.quick is not None
        return len(self.raw[self.form.quick[0]])

    def _of_box(self, read: FileRead) -> tuple[bool, str, Sequence[str]]:
        """What became of the lines in the box, with how many of them there were in all; it stands below the box, the
        page says only the first sentence: more would cover the questions. Each line that is refused is named there."""
        first = f"{read.message.partition('. ')[0].removesuffix('.')}."
        if read.questions:
            self._say(first)
            return False, f"{read.message} Les questions sont ci-dessous.", read.faults
        total = self._lines - self._lines_before
        words = "" if read.message.startswith(f"{total} ") else f" En tout : {agreeing(total, 'ligne(s) reprise(s)')}."
        self._say(f"{first}{words}")
        return not read.faults, f"{read.message}{words}", read.faults

    def _say_left(self) -> None:
        if self._quick is not None and self.form.quick is not None and self.result is not None:
            try:
                day = day_of(self._quick.day.value or "")
            except ValueError:
                day = date.today()
            self._quick.say_left(self.form.quick[1](self.case, self.result, day))

    def _switch(self) -> list[pn.viewable.Viewable]:
        """Estimate or all questions: the same form, the same computation, other fields in sight."""
        if self.form.estimate is None:
            return []
        self._choice = pn.widgets.RadioBoxGroup(
            label="Questions",
            options={
                self.form.estimate.title: False,
                **({other.title: OTHER} if (other := self.form.other_estimate) is not None else {}),
                "Affiner": True,
            },
            value=self._mode_shown,
            inline=True,
            sizing_mode="stretch_width",
            margin=(0, 0, 12, 0),
            css_classes=["field-answer"],
        )
        self._choice.param.watch(lambda event: self._choose(event.new), "value")
        return [
            pn.pane.HTML(paragraph("Questions"), margin=0, sizing_mode="stretch_width", css_classes=["calc-label"]),
            self._choice,
        ]

    @property
    def _estimating(self) -> Estimate | None:
        """What the case, as it is typed, is estimated by."""
        return self.form.estimate_of(self._raw_of)

    def _raw_of(self, name: str) -> Any:
        return self.controls[name].raw if name in self.controls else self._raw[name]

    @property
    def _is_other(self) -> bool:
        return self._estimating is not self.form.estimate

    @property
    def _mode_shown(self) -> bool | str:
        """All questions, or those of which estimate."""
        return self._refined or (OTHER if self._is_other else False)

    def _choose(self, mode: bool | str) -> None:
        """Another estimate is about another fact: to choose it says so, and « Annuler » takes it back."""
        other = self.form.other_estimate
        if mode == self._mode_shown:
            return
        if other is None or other.of is None or mode is True or (mode == OTHER) == self._is_other:
            self._refine(mode is True)
            return
        name, value = other.of
        self._refined = False
        self._go_to({**self.raw, name: value if mode == OTHER else self._default[name]})

    def _refine(self, refined: bool) -> None:
        if self._refined != refined:
            self._refined = refined
            self._recalculate()

    def _show_all(self, refined: bool = True) -> None:
        """Shows all questions for a case that comes as a whole, the estimate for an empty one; draws nothing yet."""
        if self.form.estimate is not None:
            self._refined = refined
            self._choice.value = self._mode_shown

    def _card(self, section: Section) -> tuple[pn.Card, pn.Column]:
        """A section that can be folded, and the place of its fields."""
        help_pane = (
            [pn.pane.HTML(paragraph(section.help), margin=(0, 0, 12, 0), css_classes=["calc-help"])]
            if section.help
            else []
        )
        # One child: a folded card hides its children by their own ``visible`` and shows them again when it is unfolded,
        # which would bring back a field that stopped being asked in between.
        fields = pn.Column(sizing_mode="stretch_width", margin=0)
        quick = self.form.quick is not None and self.form.quick[0] in section.fields
        card = pn.Card(
            *help_pane,
            fields,
            title=section.title,
            collapsed=section.key not in self._wanted_open,
            sizing_mode="stretch_width",
            margin=(0, 0, 12, 0),
            css_classes=["card", "section", *(["roomy"] if quick else [])],
            header_css_classes=["card-header"],
            title_css_classes=["card-title"],
        )
        card.param.watch(lambda event: self._folded(section.key, event.new), "collapsed")
        return card, fields

    def _folded(self, key: str, folded: bool) -> None:
        """A section was folded or unfolded; one in which nothing is asked is only looked into."""
        if self._quiet:
            return
        if key not in self._idle:
            (self._wanted_open.discard if folded else self._wanted_open.add)(key)
        self._arrange()
        self.state.value = self._state(self.raw)

    def _unfolded(self) -> list[str]:
        return [section.key for section in self.form.sections if section.key in self._wanted_open]

    def _restored(self, state: str | None) -> tuple[RawRow, Iterable[str]]:
        """The raw values and the unfolded sections of a kept state; those of the default where it cannot be used."""
        unfolded: Iterable[str] = self._unfolded_first
        found: RawRow = {}
        base = self._default
        try:
            stored: dict[str, Any] = json.loads(state) if state else {"raw": {}, "v": 3}
            self._refined = self._refined or stored.get("refined") is True or stored.get("v") != 3
            self._invented = stored.get("example") is True
            self._answers = kept(stored.get("answers"))
            self._taken = {
                field: carrying.Offered(field, raw, str(origin))
                for field, (raw, origin) in stored.get("taken", {}).items()
                if field in self._default
            }
            self._refused = {str(field) for field in stored.get("refused", ())}
            raw = self.form.calculator.case_type.from_older(stored["raw"])
            found = {s.name: safe_raw(s, raw[s.name]) for s in self.specs if s.name in raw}
            unfolded = [str(key) for key in stored.get("unfolded", unfolded)]
            if stored.get("v") not in (
                2,
                3,
            ):  # of a version whose form opened on its example: what is not kept equalled that
                base = self._example
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        return {**base, **{name: value for name, value in found.items() if value is not None}}, unfolded

    def _restore(self, state: str) -> None:
        """What was kept, in an untouched form: it is then as a form that was made with it."""
        raw, unfolded = self._restored(state)
        self._wanted_open = set(unfolded)
        self._show_all(self._refined)
        self._quiet = True
        try:
            for section, card, _ in self._sections:
                card.collapsed = section.key not in self._wanted_open
        finally:
            self._quiet = False
        self.case = self.result = self._estimated = self._asked = None
        self._set_raw(raw)
        if self.result is None:
            self._show_no_result()

    @property
    def raw(self) -> RawRow:
        """The raw values of the whole form."""
        return {s.name: self.controls[s.name].raw if s.name in self.controls else self._raw[s.name] for s in self.specs}

    def _set_raw(self, raw: RawRow) -> None:
        self._sought.clear()
        self._quiet = True
        try:
            self._raw = raw
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
        self._keep_invoiced()
        self._recalculate()

    def _message(self, text: str) -> None:
        try:
            message = json.loads(text)
            action = message["action"]
        except (ValueError, KeyError, TypeError):
            return
        handler = {
            "undo": self._undo,
            "reset": self._reset,
            "load": self._load,
            "open": self._open,
            "share": self._share,
            "compare": self._compare,
            "compare-date": self._compare_date,
            "compare-stop": self._compare_stop,
            "compare-name": self._name_scenario,
            "import": self._import,
            "example": self._load_example,
            "estimate": self._estimate_first,
            "today": self._today,
            "goto": self._go_to_field,
            "forget": self._forget,
            "show-text": self._show_text,
            "sheet": self._show_sheet,
            "profile": self._take_profile,
            "take-assumed": self._take_assumed,
            "carry": self._carry,
            "carry-back": self._carry_back,
            "carry-over": self._carry_over,
            "carry-keep": self._carry_keep,
            "numbers": self._take_numbers,
            "kept": self._take_kept,
            "paste": self._take_lines,
        }.get(action if isinstance(action, str) else "")
        if handler is not None:
            if action not in ("numbers", "kept"):  # told unasked: what was just said stays
                self._say("")
            handler(message)

    def _say(self, text: str, more: Iterable[str] = (), address: str = "") -> None:
        """Shows a message, also when it is the one before again: the page may have put another in its place."""
        self._said += 1
        self.outputs["message"].object = (
            f"{render.message_html(text, more, address)}<!-- {self._said} -->" if text else ""
        )

    def _go_to(self, target: RawRow) -> None:
        self._history.append(self.raw)
        del self._history[:-MAX_UNDO]
        self._set_raw(target)

    def _undo(self, message: dict[str, Any]) -> None:
        if self._history:
            self._set_raw(self._history.pop())
            self._say("Annulé : le formulaire est comme avant la dernière modification.")
        else:
            self._say("Il n'y a plus rien à annuler.")

    def _reset(self, message: dict[str, Any]) -> None:
        """An empty file."""
        self._invented = False
        self._answers = of_another(self._answers)
        self._show_all(False)
        self._go_to(self._default)

    def _go_to_field(self, message: dict[str, Any]) -> None:
        """Brings a field into sight; the page goes there."""
        name = message.get("field")
        if not isinstance(name, str) or name not in self._section_of:
            return
        if not self._refined and name not in self._wanted_first:
            self._show_all()
            self._recalculate()
        self._sought.add(name)
        if self._refined:
            self._wanted_open.add(self._section_of[name])
            card = next(card for section, card, _ in self._sections if section.key == self._section_of[name])
            self._quiet, card.collapsed = True, False
            self._quiet = False
            self._arrange()
            self.state.value = self._state(self.raw)

    def _load_example(self, message: dict[str, Any]) -> None:
        """The example of the form itself."""
        self._load({"case": self.form.example})

    def _estimate_first(self, message: dict[str, Any]) -> None:
        """The few questions of the estimate, with what is typed."""
        if self._refined and self.form.estimate is not None:
            self._show_all(False)
            self._recalculate()

    def _take_assumed(self, message: dict[str, Any]) -> None:
        """What the estimate takes for granted, as answers."""
        if self.case is not None:
            whole, assumed = self.form.estimated(self.case)
            answers = raw_case(self.specs, whole)
            self._go_to({**self.raw, **{name: answers[name] for name in assumed}})
            self._say(
                f"{agreeing(len(assumed), 'réponse(s) reprise(s)')} de l'estimation : « Annuler » revient en arrière."
            )

    def _today(self, message: dict[str, Any]) -> None:
        """The form was made on an earlier day: what depends on today is computed again."""
        day = self.result.law_day if self.result is not None else None
        if day is not None and not day.field and day.day != date.today():
            self._recalculate()

    def _forget(self, message: dict[str, Any]) -> None:
        """As if nothing had ever been typed: there is no way back."""
        self._answers = {}
        self._left()
        self._invented = False
        self._show_all(False)
        self._set_raw(self._default)
        self._history.clear()
        self._compare_stop(message)

    # ---- values of the same person's file

    def _carry(self, message: dict[str, Any]) -> None:
        """Fills what is empty; what says something else is told."""
        fresh = message.get("fresh") is True
        if fresh:
            self._invented, self._taken, self._refused = False, {}, set()
            self._answers = of_another(self._answers)
        raw = dict(self._default if fresh else self.raw)
        self._offered = [
            o for o in carrying.offered(self.form.name, self.specs, message) if o.field not in self._refused
        ]
        lines = [o for o in self._offered if self._spec_by_name[o.field].kind == "rows"]
        self._offered = [o for o in self._offered if o not in lines]
        new = {o.field: o for o in self._offered if raw[o.field] == self._default[o.field] != o.raw}
        self._taken |= new
        added = {o.field: rows for o in lines if (rows := self._with_lines(o, raw[o.field])) != raw[o.field]}
        if new or fresh or added:
            self._go_to({**raw, **{o.field: o.raw for o in new.values()}, **added})
            for o in lines:
                if o.field in added:
                    self._say(f"« {self._spec_by_name[o.field].label} » : ligne reprise de « {o.origin} ».")
        else:
            self._recalculate()

    def _with_lines(self, found: carrying.Offered, rows: Any) -> list[RawRow]:
        """The lines of a list with those of another calculator that are not there yet; new lines make room."""
        columns = self._spec_by_name[found.field].columns
        blank = {c.name: empty_raw(c) for c in columns}
        mine = [row for row in rows if {**blank, **row} != blank]
        theirs = [{**blank, **row} for row in found.raw]
        return [*mine, *(row for row in theirs if row not in mine)] if theirs else list(rows)

    def _carry_back(self, message: dict[str, Any]) -> None:
        """What was taken over goes out again, and does not come back by itself."""
        self._refused |= set(self._taken)
        raw = {**self.raw, **{field: self._default[field] for field in self._taken}}
        self._taken = {}
        self._go_to(raw)

    def _differing(self) -> list[carrying.Offered]:
        raw = self.raw
        return [
            o
            for o in self._offered
            if o.field not in self._refused and raw[o.field] not in (o.raw, self._default[o.field])
        ]

    def _carry_over(self, message: dict[str, Any]) -> None:
        """The values of the other calculators stand here too."""
        found = self._differing()
        self._taken |= {o.field: o for o in found}
        self._go_to({**self.raw, **{o.field: o.raw for o in found}})

    def _carry_keep(self, message: dict[str, Any]) -> None:
        """The values stand as they are here; the question is not asked again."""
        self._refused |= {o.field for o in self._differing()}
        self._recalculate()

    def _tell_of_the_file(self, estimate: render.Estimated | None) -> None:
        """What the file of the person is to know, what came out of it, what can follow."""
        raw, empty = self._before, self._before == self._default
        taken = [o for o in self._taken.values() if raw[o.field] == o.raw]
        other = [(o, raw[o.field]) for o in self._differing()]
        result = None if self.faults else self.result
        words = ("", "") if result is None else render.conclusion_words(result, empty, estimate)
        if self.faults:
            words = (FAULTY, "")
        texts = {
            "about": "" if self._invented else str(escape(carrying.about(self.form.name, raw, self._default, words))),
            "carried": str(carrying.notice(self._spec_by_name, taken, other)),
            "next": (
                ""
                if empty or self.case is None
                else str(carrying.following(self.form.name, self.case, raw, self._default))
            ),
        }
        for slot, text in texts.items():
            if self.outputs[slot].object != text:
                self.outputs[slot].object = text

    def _blank(self) -> None:
        """An empty form and no result, not even that of an empty case: it would pass for the one that was asked for."""
        self._compare_stop({})
        self._invented = False
        self._answers = of_another(self._answers)
        self._show_all()
        self._go_to({s.name: blank_raw(s) for s in self.specs})
        self.case = self.result = self._estimated = None
        self._show_no_result()

    def _show_no_result(self) -> None:
        for slot in ("inputs", *render.SLOTS):
            self.outputs[slot].object = ""

    def _load(self, message: dict[str, Any]) -> None:
        outcome = evaluate(self.form.calculator, message.get("case"))
        if outcome.case is None and not isinstance(message.get("case"), dict):
            self._say("Ce cas ne peut pas être lu.")
            return
        try:
            self._example = raw_case(self.specs, outcome.case or message["case"])
            self._invented = True
            self._answers = of_another(self._answers)
            self._show_all()
            self._go_to(self._example)
        except (ValueError, TypeError, AttributeError, ArithmeticError):
            self._say("Ce cas ne peut pas être lu.")

    def _open(self, message: dict[str, Any]) -> None:
        link, file = message.get("link"), message.get("file")
        try:
            opened = from_link(link) if isinstance(link, str) else from_file(str(file))
        except SharedCaseError as error:
            if isinstance(link, str):  # whoever follows a link expects its case: no other may stand there instead
                self._blank()
                self._say(str(error), ["Le formulaire est vide. « Annuler » revient à ce qui s'y trouvait."])
            else:
                self._say(str(error))
            return
        if opened.calculator is not self.form.calculator:
            address = f"{opened.calculator.page}#cas={link}" if isinstance(link, str) else opened.calculator.page
            self._say(f"Ce cas est celui d'un autre calculateur : « {opened.calculator.title} ».", address=address)
            return
        self.take(opened)
        changes = [str(change) for change in opened.changes]
        self._say(taken_words(opened), changes)

    def take(self, opened: Opened) -> None:
        """Shows a case that was handed over."""
        self._invented = False
        self._answers = of_another(self._answers)
        self._show_all()
        self._go_to(raw_case(self.specs, opened.case))

    def _share(self, message: dict[str, Any]) -> None:
        if self.result is None or self.case is None or self.faults:
            self._say("Saisissez d'abord un cas, ou corrigez les données signalées : on ne partage qu'un cas valable.")
            return
        if (name := self.form.reference) and message.get("kind") == "ics" and not self.raw[name]:
            ident = str(
                message.get("dossier") or secrets.token_hex(8)
            )  # by which the next calendar updates this one, that of all mandates too
            self._go_to({**self.raw, name: carrying.reference(ident)})
        invoice = self.form.invoice is not None and message.get("kind") in self.form.invoice.kinds
        if invoice and (words := self._refusal or self._number_taken()):
            self._say(words)
            return
        try:
            package: dict[str, Any] | None = (
                self._comparison_file(str(message.get("name") or ""))
                if message.get("kind") == "comparison"
                else downloads.make(
                    self.form.calculator,
                    *self._handed_over(str(message.get("kind"))),
                    message,
                    self._by,
                    self._granted,
                )
            )
        except (downloads.UnknownKindError, SharedCaseError) as error:
            self._say(str(error))
            return
        except CaseError as error:
            self._say(" ".join(f"{capital(fault.message)}." for fault in error.faults))
            return
        if package is None:
            return
        if invoice:
            self._remember_invoice(package)
        self.outputs["download"].object = str(escape(json.dumps(package, ensure_ascii=False)))

    def _import(self, message: dict[str, Any]) -> None:
        read_file = self.form.calculator.read_file
        if read_file is None:
            self._say("Ce calculateur ne lit pas de fichier.")
            return
        try:
            data = base64.b64decode(str(message.get("base64")), validate=True)
        except ValueError:
            self._say("Ce fichier n'a pas pu être lu.")
            return
        self._left()
        self._from_box = False
        self._read_file(str(message.get("name") or ""), data, self._answers)

    def _read_file(self, name: str, data: bytes, answers: dict[str, str]) -> FileRead:
        """Takes what a file holds, and asks what it leaves open."""
        read_file = self.form.calculator.read_file
        assert read_file is not None
        self._show_all()
        raw = self.raw
        invented = [
            s.name for s in self.specs if s.kind == "rows" and raw[s.name] and raw[s.name] == self._example[s.name]
        ]
        values, _ = parse_case(self.specs, {**raw, **{n: [] for n in invented}})
        read = read_file(values, name, data, answers)
        used = {key: words for key, words in read.answered.items() if self._answers.get(key) == answers.get(key)}
        self._unread = (name, data)
        self._asking.ask(name, read.questions, used)
        replaced = [n for n in invented if read.data.get(n) != values.get(n)]
        self._go_to(self._with({**raw, **{n: [] for n in replaced}}, values, read.data))
        said = ["Les lignes de l'exemple ont été remplacées."] if replaced else []
        if read.questions:
            said.append(f"Répondez aux questions {self._where_asked}.")
        self._say(read.message, [*said, *read.faults])
        return read

    def _answered(self, answers: dict[str, str]) -> None:
        if self._unread is None:
            return
        self._say("")
        self._said_of_it |= answers  # one answer may lead to further questions
        given = {**self._answers, **self._said_of_it}
        self._answers = to_keep(given)
        read = self._read_file(*self._unread, given)
        if (box := self._box_in_use) is not None:
            box.say_taken(*self._of_box(read))
        if read.questions and (missing := self._asking.missing):
            self._say_missing(read.message, missing)

    @property
    def _where_asked(self) -> str:
        return "sous les lignes collées" if self._from_box else "en tête du formulaire"

    def _say_missing(self, message: str, missing: list[str]) -> None:
        """Says what is still to be chosen; the page brings the first of it into sight (``data-missing``)."""
        choose = (
            f"À choisir encore, {self._where_asked} : {' ; '.join(missing)}. Les lignes qui en dépendent ne sont pas"
            " encore reprises."
        )
        said = render.message_html(choose) if self._from_box else render.message_html(message, [choose])
        self._said += 1
        mark = Markup('<span hidden data-missing="{}"></span>').format(missing[0])
        self.outputs["message"].object = f"{said}{mark}<!-- {self._said} -->"

    def _leave(self) -> None:
        """The rows that wait stay in the file, and it is said."""
        name = self._unread[0] if self._unread is not None else ""
        waiting = bool(self._asking.questions)
        self._left()
        if waiting:
            of = f" de « {name} »" if name else ""
            words = f"Les lignes{of} qui attendaient une réponse ne sont pas reprises : " + (
                "elles restent dans la zone où vous les avez collées."
                if self._from_box
                else "ouvrez de nouveau le fichier pour les reprendre."
            )
            self._say(words)
            if (box := self._box_in_use) is not None:
                box.say_taken(False, words)

    def _left(self) -> None:
        """The rows that wait stay in the file."""
        self._unread, self._said_of_it = None, {}
        self._asking.ask("", (), {})

    def _ask_again(self, used: Iterable[str]) -> None:
        """Takes back the last reading and the answers that it used, and reads the file again."""
        if self._unread is not None:
            self._undo({})
            self._said_of_it = {}
            self._answers = {key: value for key, value in self._answers.items() if key not in set(used)}
            read = self._read_file(*self._unread, self._answers)
            if (box := self._box_in_use) is not None:
                box.say_taken(*self._of_box(read))

    def _with(self, raw: RawRow, before: dict[str, Any], after: dict[str, Any]) -> RawRow:
        """The raw values with what a file changed: a list that only grew keeps its rows as they were typed."""
        for spec in self.specs:
            old, new = before.get(spec.name), after.get(spec.name)
            if old == new:
                continue
            if spec.kind == "rows" and (old is None or (isinstance(new, list) and new[: len(old)] == old)):
                raw[spec.name] = [*raw[spec.name], *to_raw(spec, (new or [])[len(old or []) :])]  # type: ignore[misc]
            else:
                raw[spec.name] = blank_raw(spec) if new is None else to_raw(spec, new)
        return raw

    @property
    def _by(self) -> Handover:
        """Whose papers are made, and that an example is one."""
        return Handover(self._profile, EXAMPLE if self._invented else "")

    def _take_profile(self, message: dict[str, Any]) -> None:
        """The particulars of whoever hands papers over, which the page keeps."""
        self._profile, found = profile_of(message.get("profile"))
        self.outputs["profile"].object = str(
            render.join(
                Markup("<li><strong>{}</strong> : {}</li>").format(Profile.model_fields[f.path].title, f.message)
                for f in found
            )
        )
        self._write_papers()

    def _handed_over(self, kind: str = "html") -> tuple[Case, Result[Any]]:
        """What a paper is of: what the page shows, so of the estimate where it shows one. Links and files keep what was
        entered."""
        assert self.case is not None and self.result is not None
        shown = self._estimated if kind in PAPERS else None
        return (self.case, self.result) if shown is None else (shown.case, shown.result)

    @property
    def _granted(self) -> tuple[str, ...]:
        """The fields that the estimate on the page takes for granted."""
        return () if self._estimated is None or self.case is None else self.form.estimated(self.case)[1]

    def _write_papers(self) -> None:
        if self.form.calculator.papers is not None and self.case is not None and self.result is not None:
            case, result = self._handed_over()
            papers = self.form.calculator.documents(case, result, self._by)
            self.outputs["documents"].object = str(render.documents_html(papers, result))

    def _show_sheet(self, message: dict[str, Any]) -> None:
        """The case on one page, for the printer: as it stands, under the name that the page knows."""
        if self.result is None or self.case is None or self.faults:
            self._say(
                "Saisissez d'abord un cas, ou corrigez les données signalées : on n'imprime en une page qu'un cas"
                " valable."
            )
            return
        empty, estimate = self._before == self._default, self._estimated
        case, result = self._handed_over()
        page = sheet_html(
            self.form,
            case,
            result,
            word=render.outcome_word(result, empty, estimate),
            name=" ".join(str(message.get("name") or "").split())[:80],
            printed=f"imprimé le {short_date(date.today())}",
            example=self._invented,
            assumed=(estimate.assumed if estimate else ()) + (() if empty else assumed_values(case, self.form)),
            granted=self._granted,
            questions=self.form.questions(case, result),
            status="empty" if estimate or empty else "",
        )
        self.outputs["sheet"].object = f"{page}<!-- {secrets.token_hex(8)} -->"  # printed again, it is another one

    def _show_text(self, message: dict[str, Any]) -> None:
        """Shows the text for a decision, and follows the case from now on; or hides it again."""
        self._text_shown = not self._text_shown
        self._write_text()

    def _write_text(self) -> None:
        html = ""
        if self._text_shown and self.case is not None and self.result is not None:
            shown = self._handed_over()
            html = render.papers_html(
                d
                for key in ("decision", "pieces")
                if (d := downloads.document_of(self.form.calculator, *shown, key, by=self._by, assumed=self._granted))
            )
            if self._refined:  # an estimate's own text says what it supposes
                html = str(render.not_taken(self._assumed(self.case))) + html
        self.outputs["decision"].object = html

    def _compare(self, message: dict[str, Any]) -> None:
        if self.result is None or self.case is None or self.faults:
            self._say(_NOT_COMPARED)
            return
        self._comparing.keep(self.case, self.result)
        self._show_comparison()
        self._say(
            "Ce cas est gardé comme scénario A, jusqu'à ce que vous quittiez la page. Changez une donnée : la"
            " comparaison se met à jour."
        )

    def _compare_date(self, message: dict[str, Any]) -> None:
        if self.result is None or self.case is None or self.faults:
            self._say(_NOT_COMPARED)
            return
        try:
            day = read_day(str(message.get("date") or ""))
        except ValueError as error:
            self._say(f"Autre date du droit : {error}.")
            return
        outcome = self._comparing.take_day(self.case, day)
        if outcome.result is None:
            self._say(f"Le même cas ne se calcule pas au {show(day)} :", (fault.message for fault in outcome.faults))
            return
        self._show_comparison()
        self._say(f"Le même cas, au {show(outcome.result.law_date)} aussi. La comparaison suit vos changements.")

    def _compare_stop(self, message: dict[str, Any]) -> None:
        self._comparing.stop()
        self._show_comparison()

    def _name_scenario(self, message: dict[str, Any]) -> None:
        if self._comparing.name(message.get("which"), str(message.get("name") or "")):
            self._show_comparison()

    def _compared(self) -> tuple[Comparison, str, str] | None:
        return None if self.case is None or self.result is None else self._comparing.of(self.case, self.result)

    def _show_comparison(self) -> None:
        found = self._compared()
        self.outputs["comparison"].object = (
            str(render.comparison_html(*found, named=self._comparing.named)) if found else ""
        )

    def _comparison_file(self, name: str) -> dict[str, str] | None:
        found = self._compared()
        return downloads.comparison_file(self.form.calculator, *found, name, self._by) if found else None

    def _recalculate(self) -> None:
        computed = compute(self.form.calculator, self.specs, self.raw, self.form.leaves_out)
        known, self.faults = self._found, list(computed.faults)
        case, result = computed.evaluation.case, computed.evaluation.result
        self._found = {f.path: f.message for f in self.faults}
        if not self._refined and any(re.split(r"[.\[]", path)[0] not in self._wanted_first for path in self._found):
            self._show_all()  # what is to be corrected is in sight
        estimated = case if case is None or self._refined else self.form.estimated(case)[0]
        if estimated is not None:
            self._asked = {computed.as_shown(path): why for path, why in self.form.asked(estimated).items()}
        self._arrange(unfold={re.split(r"[.\[]", path)[0] for path in self._found.keys() - known.keys()})
        self._before = self.raw
        self.outputs["faults"].object = str(
            render.faults_html(self.faults, self._labels, left_out=bool(computed.left_out))
        )
        if case is not None and result is not None:
            self.case, self.result = case, result
            empty = self._before == self._default
            assumed = assumed_values(case, self.form)
            estimate = self._estimated = None if self._refined else self._estimate(case, empty)
            shown = (case, result) if estimate is None else (estimate.case, estimate.result)
            told, partial = told_twice(case, shown[1])
            for slot, html in render.slots(
                shown[1],
                empty=empty,
                assumed=() if empty else assumed,
                questions=self.form.questions(*shown),
                estimate=estimate,
                left=self._assumed(case) if self._refined else (),
                partial=partial,
                ahead=self.form.ahead,
            ):
                self.outputs[slot].object = str(html)
            self.outputs["inputs"].object = str(inputs_html(case, self.form, assumed, told))
            if self._comparing.going_on:
                self._show_comparison()
            self._say_left()
        if self._before == self._default:
            self._invented = False
        if self._text_shown:
            self._write_text()
        if self._profile != Profile() or self._invented:
            self._write_papers()
        ribbon = str(render.ribbon()) if self._invented else ""
        if self.outputs["example"].object != ribbon:
            self.outputs["example"].object = ribbon
        self._tell_of_the_file(self._estimated)
        self.state.value = self._state(self._before)

    def _estimate(self, case: Case, empty: bool) -> render.Estimated | None:
        """What the few fields give; ``None`` where that cannot be computed."""
        assert self.form.estimate is not None
        whole, assumed = self.form.estimated(case)
        outcome = evaluate(self.form.calculator, whole.model_dump()) if assumed else Evaluation(case, self.result, ())
        if outcome.result is None:
            return None
        assert self.result is not None
        return render.Estimated(
            whole,
            outcome.result.beside(self.result),
            len(self._given_first),
            in_words(whole, (self._spec_by_name[name] for name in assumed)),
            empty or (self._is_other and not self._given_first),
        )

    @property
    def _given_first(self) -> list[str]:
        """The fields of the estimate in which something was entered."""
        return [name for name in self._wanted_first if self._before[name] != self._default[name]]

    def _assumed(self, case: Case) -> render.Pairs:
        """What the estimate takes for granted beside what was entered in it, if anything was."""
        if not self._given_first:
            return ()
        whole, assumed = self.form.estimated(case)
        return in_words(whole, (self._spec_by_name[name] for name in assumed))

    def _state(self, raw: RawRow) -> str:
        state: dict[str, Any] = {
            "calculator": self.form.name,
            "v": 3,
            "raw": {k: v for k, v in raw.items() if v != self._default[k]},
        }
        if (unfolded := self._unfolded()) != self._unfolded_first:
            state["unfolded"] = unfolded
        if self._refined and self.form.estimate is not None:
            state["refined"] = True
        if self._invented:
            state["example"] = True
        if self._answers:
            state["answers"] = self._answers
        if self._taken:
            state["taken"] = {o.field: [o.raw, o.origin] for o in self._taken.values()}
        if self._refused:
            state["refused"] = sorted(self._refused)
        return json.dumps(state, ensure_ascii=False, separators=(",", ":"))

    def _arrange(self, unfold: Container[str] = ()) -> None:
        """Shows the fields that are asked in the unfolded sections, with their faults; ``unfold``: fields to be
        seen."""
        self._quiet = True
        try:
            if self.form.other_estimate is not None and self._choice.value != self._mode_shown:
                self._choice.value = self._mode_shown  # a case that is opened may be about the other one
            if self._refined:
                if len(self._box):
                    self._box.objects = []  # a control has one place
                for section, card, fields in self._sections:
                    self._arrange_section(section, card, fields, unfold)
            else:
                for _, card, fields in self._sections:
                    if len(fields):
                        fields.objects = []
                    if card.visible:
                        card.visible = False
                views = [
                    self.controls[name].view
                    for name in self._wanted_first
                    if self._is_asked(name) or name in self.controls
                ]
                if list(map(id, views)) != list(map(id, self._box)):  # both estimates may show as many
                    self._box.objects = views
            for name, control in self.controls.items():
                self._adjust(name, control)
        finally:
            self._quiet = False

    @property
    def _wanted_first(self) -> dict[str, frozenset[str]]:
        estimate = self._estimating
        return estimate.columns if estimate is not None else {}

    def _is_asked(self, name: str) -> bool:
        return self._asked is None or name in self._asked

    def _arrange_section(self, section: Section, card: pn.Card, fields: pn.Column, unfold: Container[str]) -> None:
        """A section in which nothing is asked is folded and says so; whoever opens it sees all its fields, and why."""
        asked = [name for name in section.fields if self._is_asked(name)]
        idle = not asked and self._sought.isdisjoint(section.fields)
        if not card.visible:
            card.visible = True
        if idle != (section.key in self._idle):
            (self._idle.add if idle else self._idle.discard)(section.key)
            card.title = f"{section.title} · sans objet pour l'instant" if idle else section.title
            card.collapsed = idle or section.key not in self._wanted_open
        if card.collapsed and any(name in unfold for name in section.fields):
            card.collapsed = False
            self._wanted_open.add(section.key)
        if card.collapsed:
            return
        views: list[pn.viewable.Viewable] = [
            self.controls[name].view
            for name in section.fields
            if idle or name in asked or name in self._sought or name in self.controls
        ]
        if idle:
            views.insert(
                0,
                pn.pane.HTML(
                    paragraph(self._why_idle()),
                    margin=(0, 0, 12, 0),
                    sizing_mode="stretch_width",
                    css_classes=["calc-help"],
                ),
            )
        if len(views) != len(fields):
            fields.objects = views

    def _why_idle(self) -> str:
        """Why a section has no question: what decides already, or what is to be answered before."""
        if self.result is not None and self.result.overall.status is Status.NOT_MET:
            return (
                f"Sans objet dans l'état du dossier. {self.result.overall.reason} Ce qui est saisi ici est gardé et"
                " compte de nouveau dès que cela peut changer l'issue."
            )
        return (
            "Sans objet tant que les réponses des autres rubriques n'y mènent pas. Ce qui est saisi ici est gardé et"
            " compte dès que cela peut changer l'issue."
        )

    def _adjust(self, name: str, control: Control | Rows) -> None:
        """Shows or hides a control and its fault, and writes its value in its usual form."""
        control.show_faults(self._found, name)
        control.tidy()
        if self.form.narrowed is not None and name == self.form.narrowed[0] and isinstance(control, Control):
            control.offer(self._options_of(*self.form.narrowed[1:]))
        wanted = self._is_asked(name) or (
            self._refined and (name in self._sought or self._section_of[name] in self._idle)
        )
        if control.view.visible != wanted:
            control.view.visible = wanted
        if wanted and self._asked is not None and isinstance(control, Rows):
            control.ask_only(self._asked, frozenset() if self._refined else self._wanted_first.get(name, frozenset()))

    def _options_of(self, name: str, known: Callable[[str], Collection[str]]) -> Collection[str]:
        """The options that there are for what another field holds, or for what is taken for granted of it."""
        raw = self.controls[name].raw if name in self.controls else self._raw[name]
        return known(str(raw or to_raw(self._spec_by_name[name], self._spec_by_name[name].default)))

    def __iter__(self) -> Iterator[Control | Rows]:
        return iter(self.controls.values())
