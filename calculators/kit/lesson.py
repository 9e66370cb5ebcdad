"""The course in a notebook: exercises that answer at once, rules and figures to look at, progress, a file to hand over.

A notebook needs few names::

    cours = Lesson("capital_aid")          # the lesson
    cours.start()                          # seed, seat, progress, export
    cours.exercise("need")                 # an exercise with its field, its button, its hints
    cours.check("function", aide_possible) # judges a function that the learner wrote
    rule("cmrp:6019")                      # a rule to read
    figures("capital_aid/cash_cap")        # figures of the law, with their rule
    mini_calculator("capital_aid", …)      # a small calculator (calculators.kit.mini)

It runs in Jupyter and, in the browser, in JupyterLite. What was tried is kept in the page's own storage, together with
what the lesson's own page keeps, by seed, seat and lesson: a learner goes on after a reload, here or there. Nothing
leaves the browser but the file that the learner exports.
"""

from __future__ import annotations

import io
import json
import sys
import time
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

import panel as pn

from ai_calc.course import Exercise, Outcome, Problem, Session, lesson
from ai_calc.course.answers import ChoiceAnswer, DayAnswer, FunctionAnswer, NumberAnswer, SeveralAnswer
from ai_calc.course.figures import figure
from ai_calc.course.law import law_of
from ai_calc.course.review import read_review
from ai_calc.course.session import file_name, to_json
from ai_calc.ground.french import UNITS
from ai_calc.ground.reading import read_day
from calculators.kit import lesson_html
from calculators.kit.asks import AskError
from calculators.kit.lesson_page import FREE_SEAT, FREE_SEED, finished_check, kept_sessions, read_seat, taken_up
from calculators.kit.lesson_style import FIELDS, SHEET
from calculators.kit.markup import Markup
from calculators.kit.mini import MiniCalculator, mini_calculator
from calculators.kit.wrapping import WrappingRow

__all__ = ["Lesson", "MiniCalculator", "branching", "figure", "figures", "history", "mini_calculator", "rule"]

NOT_CHOSEN = "— pas encore choisi —"


@cache
def ready() -> None:
    """Lets Panel speak with the notebook, once; does nothing where there is none (a test)."""
    if "IPython" in sys.modules and import_module("IPython.core.getipython").get_ipython() is not None:
        pn.extension()


def pane(html: Markup | str = "") -> pn.pane.HTML:
    """A pane of HTML with the course's look."""
    return pn.pane.HTML(str(html), stylesheets=[SHEET], sizing_mode="stretch_width", margin=(4, 0))


def rule(*citations: str) -> pn.pane.HTML:
    """Rules to read in place, with links to their pages: ``rule("cmrp:6019", "cmrp:6020")``."""
    ready()
    return pane(lesson_html.rules_html(citations))


def figures(*names: str, day: str | date = date(2020, 1, 1)) -> pn.pane.HTML:
    """Figures of the law on a day (state of the circular, unless said otherwise)."""
    ready()
    return pane(lesson_html.figures_html(names, day if isinstance(day, date) else read_day(day)))


def history(name: str) -> pn.pane.HTML:
    """A parameter with all its dated values."""
    ready()
    return pane(lesson_html.history_html(name))


def branching() -> pn.pane.HTML:
    """The file that branches: each decision unfolds what comes of it."""
    ready()
    return pane(lesson_html.branching_html())


class _Card:
    """One exercise on the page. It draws itself anew when the seat changes."""

    def __init__(self, owner: Lesson, exercise: Exercise) -> None:
        self._owner, self.exercise = owner, exercise
        self._text, self._feedback = pane(), pane()
        self._field = pn.Column(sizing_mode="stretch_width", margin=0)
        self.button = pn.widgets.Button(label="Vérifier", color="primary", margin=(4, 8, 4, 0), stylesheets=[FIELDS])
        self.show_solution = pn.widgets.Button(
            label="Voir le corrigé", margin=(4, 0), visible=False, stylesheets=[FIELDS]
        )
        self.button.on_click(lambda _: self._verify())
        self.show_solution.on_click(lambda _: self._solve())
        self.widget: pn.widgets.Widget | None = None
        self._buttons = WrappingRow(self.button, self.show_solution)
        self.view = pn.Column(
            self._text, self._field, self._buttons, self._feedback, sizing_mode="stretch_width", margin=(8, 0)
        )
        self.redraw()

    @property
    def problem(self) -> Problem:
        """The exercise with the figures of the seat."""
        return self._owner.session.problem(self.exercise.key)

    @property
    def raw(self) -> Any:
        """What the field holds."""
        return None if self.widget is None else self.widget.value

    def redraw(self) -> None:
        """Shows the exercise of the present seat, with an empty field."""
        problem = self.problem
        self._text.object = str(lesson_html.level_html(self.exercise) + lesson_html.problem_html(problem))
        self.widget = _field(problem)
        self._field[:] = [self.widget] if self.widget is not None else []
        if isinstance(self.widget, pn.widgets.TextInput):
            self.widget.param.watch(lambda _: self._verify(), "enter_pressed")
        self.button.visible = self.widget is not None
        record = self._owner.session.record(self.exercise.key)
        if record.solved:
            self._feedback.object = str(
                lesson_html.solution_html(self._owner.session.solution(self.exercise.key), problem)
            )
        else:
            self._feedback.object = ""
        self.show_solution.visible = not record.solved and self._owner.session.solution_allowed(self.exercise.key)

    def _verify(self) -> None:
        self.answer(self.raw)

    def answer(self, raw: Any) -> Outcome:
        """Judges an answer and says what came of it."""
        session = self._owner.session
        feedback = session.answer(self.exercise.key, raw, self._owner.seconds())
        self._feedback.object = str(lesson_html.feedback_html(feedback, self.problem))
        self.show_solution.visible = not session.record(self.exercise.key).solved and session.solution_allowed(
            self.exercise.key
        )
        self._owner.changed()
        self._owner.announce(feedback.title, *feedback.lines)
        return feedback.outcome

    def _solve(self) -> None:
        lines = self._owner.session.solution(self.exercise.key)
        self._feedback.object = str(lesson_html.solution_html(lines, self.problem))
        self._owner.changed()
        self._owner.announce("Corrigé", *lines)


def _field(problem: Problem) -> pn.widgets.Widget | None:
    """The field for a kind of answer; ``None`` for a function, which is written in a cell."""
    answer, wide = problem.answer, {"margin": (4, 0), "sizing_mode": "stretch_width", "stylesheets": [FIELDS]}
    if isinstance(answer, NumberAnswer):
        unit = UNITS.get(answer.unit, ("", answer.unit))[1]
        return pn.widgets.TextInput(label=f"Votre réponse{f' ({unit})' if unit else ''}", max_width=320, **wide)
    if isinstance(answer, DayAnswer):
        return pn.widgets.TextInput(label="Votre réponse (jj.mm.aaaa)", max_width=320, **wide)
    if isinstance(answer, ChoiceAnswer):
        return pn.widgets.RadioBoxGroup(
            label="Votre réponse",
            options={NOT_CHOSEN: "", **{words: key for key, words in answer.options}},
            value="",
            **wide,
        )
    if isinstance(answer, SeveralAnswer):
        return pn.widgets.CheckBoxGroup(
            label="Votre réponse", options={words: key for key, words in answer.options}, value=[], **wide
        )
    assert isinstance(answer, FunctionAnswer)
    return None


class Kept:
    """What this browser keeps of lessons, by key (hub/web/calculators/page/lesson.js says which). Outside of one, what
    this Python has kept itself."""

    def __init__(self) -> None:
        self._texts: dict[str, str] | None = None

    def _all(self) -> dict[str, str]:
        if self._texts is None:
            self._texts = {}
            if sys.platform == "emscripten":
                import js  # type: ignore[import-not-found]

                self._texts = json.loads(str(getattr(js, "hubCourse", "{}")))
        return self._texts

    def get(self, key: str) -> str:
        """What is kept under a key, or nothing."""
        return self._all().get(key, "")

    def sessions(self) -> list[str]:
        """The results of all lessons and seats."""
        return [text for key, text in self._all().items() if key.startswith("[")]

    def forget(self) -> None:
        """Forget what this Python has kept itself."""
        self._texts = None

    def put(self, key: str, text: str) -> None:
        """Keep, and have the page keep."""
        self._all()[key] = text
        if sys.platform == "emscripten":
            import js
            from pyodide.ffi import to_js  # type: ignore[import-not-found]

            told = {"hubLab": {"phase": "keep", "key": key, "text": text}}
            js.postMessage(to_js(told, dict_converter=js.Object.fromEntries))


KEPT = Kept()


class Lesson:
    """A lesson in a notebook. ``seed`` is what the trainer gives to the room, ``seat`` the learner's place: those that
    were given before, for any lesson, unless said otherwise."""

    def __init__(self, key: str, seed: int | str | None = None, seat: int | None = None) -> None:
        ready()
        self.lesson = lesson(key)
        self._sessions: dict[tuple[str, int], Session] = {}
        who = _who()
        if seed is not None or seat is not None:
            who = {"seed": str(seed or ""), "seat": str(seat or ""), "name": ""}
        try:
            place = read_seat(who)
        except AskError:  # the page keeps what was typed, whatever it is
            place = FREE_SEED, FREE_SEAT
        self._since = time.monotonic()
        self._message = pane()
        self.session = self._session(*place)
        self._cards: dict[str, _Card] = {}
        self._progress = pane()
        self.seed_field = pn.widgets.TextInput(
            label="Graine du cours", value=who["seed"], width=150, margin=(4, 12, 4, 0), stylesheets=[FIELDS]
        )
        self.seat_field = pn.widgets.TextInput(
            label="Votre poste", value=who["seat"], width=110, margin=(4, 12, 4, 0), stylesheets=[FIELDS]
        )
        self.name_field = pn.widgets.TextInput(
            label="Votre nom (facultatif)", value=who["name"], width=240, margin=(4, 12, 4, 0), stylesheets=[FIELDS]
        )
        self.session.name = who["name"][:80]
        for field in (self.seed_field, self.seat_field):
            field.param.watch(lambda _: self._move(), "value")
        self.name_field.param.watch(lambda event: self._name(event.new), "value")
        self.export = pn.widgets.FileDownload(
            callback=lambda: io.BytesIO(self._file().encode()),
            filename=file_name(self.session.seat),
            label="Exporter mes résultats",
            color="primary",
            width=240,
            margin=(4, 12, 4, 0),
            stylesheets=[FIELDS],
        )
        self.said = pn.widgets.TextInput(value="", visible=False)
        self.said.jscallback(value=_SAY)
        self.view = pn.Column(
            pane(Markup('<p class="muted">{}</p>').format(" ".join(law_of(self.lesson)))),
            WrappingRow(self.seed_field, self.seat_field, self.name_field),
            self._progress,
            WrappingRow(self.export),
            self._message,
            self.said,
            sizing_mode="stretch_width",
            margin=(8, 0),
        )
        if place == (FREE_SEED, FREE_SEAT):
            self._message.object = str(Markup('<p class="muted">{}</p>').format(_FREE))
        self._show_progress()

    def _session(self, seed: int | str, seat: int) -> Session:
        place = str(seed), seat
        if place not in self._sessions:
            session = Session(self.lesson.key, seed, seat)
            self._sessions[place] = taken_up(session, KEPT.get(_slot(session)))
        return self._sessions[place]

    def seconds(self) -> int:
        """Seconds since the answer before."""
        now = time.monotonic()
        found, self._since = int(now - self._since), now
        return found

    def _file(self) -> str:
        """The file of results, with the other lessons of this seat."""
        others = [
            s
            for s in kept_sessions(KEPT.sessions())
            if s.place[1:] == self.session.place[1:] and s.lesson_key != self.lesson.key
        ]
        seed, seat = self.session.seed, self.session.seat
        kept = KEPT.get(f"check:{_seat_slot(self.session)}")
        return to_json([self.session, *others], finished_check(kept, seed, seat, self.session.name))

    # -- what a notebook calls -----------------------------------------------------------------------------------------

    def start(self) -> pn.viewable.Viewable:
        """The head of the lesson: seed, seat, name, progress, export."""
        return self.view

    def exercise(self, name: str) -> pn.viewable.Viewable:
        """An exercise, by its name (``need``) or number (``3.1``)."""
        return self.card(name).view

    def card(self, name: str) -> _Card:
        """The exercise on the page. Raises ``KeyError`` in French for an unknown name."""
        exercise = self.lesson.exercise(name)
        if exercise.key not in self._cards:
            self._cards[exercise.key] = _Card(self, exercise)
        return self._cards[exercise.key]

    def check(self, name: str, answer: Any) -> pn.pane.HTML:
        """Judges an answer given in a cell: a number, a text, a list of rules, a function."""
        exercise = self.lesson.exercise(name)
        feedback = self.session.answer(exercise.key, answer, self.seconds())
        if exercise.key in self._cards:
            self._cards[exercise.key].show_solution.visible = not self.session.record(
                exercise.key
            ).solved and self.session.solution_allowed(exercise.key)
        self.changed()
        self.announce(feedback.title, *feedback.lines)
        return pane(lesson_html.feedback_html(feedback, self.session.problem(exercise.key)))

    def solution(self, name: str) -> pn.pane.HTML:
        """The worked answer, once it was tried often enough."""
        exercise = self.lesson.exercise(name)
        lines = self.session.solution(exercise.key)
        self.changed()
        return pane(lesson_html.solution_html(lines, self.session.problem(exercise.key)))

    # -- what follows from a change ------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Shows the progress, and keeps it."""
        self._show_progress()
        if self.session.begun:
            KEPT.put(_slot(self.session), self.session.to_json())
            slot = f"review:{_seat_slot(self.session)}"
            review = read_review(KEPT.get(slot), self.session.seed, self.session.seat)
            review.take_up(self.session, date.today())
            KEPT.put(slot, review.to_json())

    def _show_progress(self) -> None:
        self._progress.object = str(lesson_html.progress_html(self.session))

    def announce(self, *lines: str) -> None:
        """Has a screen reader say what has just come onto the page; the same words twice, too."""
        text = " ".join(line if line[-1:] in ".!?" else f"{line}." for line in lines if line)
        self.said.value = f"{text}\u00a0" if self.said.value == text else text

    def _say(self, text: str) -> None:
        self._message.object = str(Markup('<p class="muted">{}</p>').format(text)) if text else ""
        self.announce(text)

    def _move(self) -> None:
        """Another seed or seat: other figures, and what was tried there."""
        who = {"seed": str(self.seed_field.value or ""), "seat": str(self.seat_field.value or "")}
        try:
            place = read_seat(who)
        except AskError as error:
            self._say(str(error))
            return
        self._say(_FREE if place == (FREE_SEED, FREE_SEAT) else "")
        KEPT.put("who", json.dumps({**who, "name": str(self.name_field.value or "")}, ensure_ascii=False))
        self._enter(self._session(*place))

    def _enter(self, session: Session) -> None:
        self.session = session
        self.session.name = str(self.name_field.value or "")[:80]
        self.export.filename = file_name(session.seat)
        for card in self._cards.values():
            card.redraw()
        self._show_progress()

    def _name(self, name: str) -> None:
        self.session.name = name[:80]
        KEPT.put("who", json.dumps({**_who(), "name": name[:80]}, ensure_ascii=False))


_FREE = "Sans poste : des chiffres d'essai. Vous suivez un cours ? Donnez votre graine et votre poste."


def _who() -> dict[str, str]:
    """Seed, seat and name as they were given."""
    try:
        found = json.loads(KEPT.get("who") or "{}")
    except ValueError:
        found = {}
    return {key: str(found.get(key) or "") for key in ("seed", "seat", "name")}


def _slot(session: Session) -> str:
    """The key under which a session is kept, as JavaScript writes it."""
    return json.dumps([str(session.seed), session.seat, session.lesson_key], ensure_ascii=False, separators=(",", ":"))


def _seat_slot(session: Session) -> str:
    """How the keys end of what is kept for all lessons of a seat."""
    return json.dumps([str(session.seed), session.seat], ensure_ascii=False, separators=(",", ":"))


# A place that the page has had from the start (hub/lab/shell.py): what is put into a new one is not always read out.
_SAY = "const place = document.getElementById('hub-lab-said'); if (place) place.textContent = cb_obj.value;"
