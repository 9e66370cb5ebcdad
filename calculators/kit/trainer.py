"""For trainers, in a notebook: the answer key of a room, and the results that it hands in. Nothing leaves the
browser."""

from __future__ import annotations

import io
from collections.abc import Iterable

import panel as pn
from markupsafe import Markup

from ai_calc.course import all_lessons, lesson
from ai_calc.course import key as keys
from ai_calc.course.collect import HEADS, Collected, as_csv, collect_texts, row
from ai_calc.course.commands import CommandError, read_seats, read_seed
from calculators.kit.lesson import pane, ready
from calculators.kit.lesson_style import FIELDS
from calculators.kit.render import join
from calculators.kit.wrapping import WrappingRow

__all__ = ["AnswerKey", "Results", "answer_key", "results"]

MAX_SHOWN = 60
_ALL = "Toutes les leçons"


def _message(text: str) -> str:
    return str(Markup('<p class="muted" role="status">{}</p>').format(text))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Markup:
    return Markup('<div class="calc-table"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>').format(
        join(Markup('<th scope="col">{}</th>').format(h) for h in heads),
        join(
            Markup("<tr>{}</tr>").format(join(Markup("<td>{}</td>").format(cell) for cell in cells)) for cells in rows
        ),
    )


class AnswerKey:
    """The right answers for a seed and some seats: on the page, as a page to print, as CSV."""

    def __init__(self) -> None:
        self.seed = pn.widgets.TextInput(
            label="Graine du cours", value="2020", width=180, margin=(4, 12, 4, 0), stylesheets=[FIELDS]
        )
        self.seats = pn.widgets.TextInput(
            label="Postes (12, ou 1-12, ou 3,5,8)", value="12", width=260, margin=(4, 12, 4, 0), stylesheets=[FIELDS]
        )
        names = {_ALL: "", **{f"{x.number}. {x.title}": x.key for x in all_lessons()}}
        self.lesson = pn.widgets.Select(
            label="Leçon", options=names, value=all_lessons()[0].key, width=340, margin=(4, 0), stylesheets=[FIELDS]
        )
        self.show = pn.widgets.Button(label="Afficher", color="primary", margin=(4, 12, 4, 0), stylesheets=[FIELDS])
        self.page = pn.widgets.FileDownload(
            callback=self._page,
            filename="corriges.html",
            label="Page à imprimer",
            width=200,
            margin=(4, 12, 4, 0),
            stylesheets=[FIELDS],
        )
        self.table = pn.widgets.FileDownload(
            callback=self._csv,
            filename="corriges.csv",
            label="Tableau CSV",
            width=180,
            margin=(4, 0),
            stylesheets=[FIELDS],
        )
        self.output = pane()
        self.show.on_click(lambda _: self.refresh())
        for field in (self.seed, self.seats):
            field.param.watch(lambda _: self._look(), "value")
        self.view = pn.Column(
            WrappingRow(self.seed, self.seats, self.lesson),
            WrappingRow(self.show, self.page, self.table),
            self.output,
            sizing_mode="stretch_width",
        )

    def _asked(self) -> tuple[int | str, list[int], list[keys.Lesson] | None]:
        chosen = str(self.lesson.value or "")
        return (
            read_seed(str(self.seed.value or "")),
            read_seats(str(self.seats.value or "")),
            [lesson(chosen)] if chosen else None,
        )

    def _look(self) -> None:
        """Says at once what is wrong with what was typed; there is nothing to save then."""
        try:
            self._asked()
        except CommandError as error:
            self._refuse(error)
        else:
            self.page.disabled = self.table.disabled = False
            self.output.object = ""

    def _refuse(self, error: CommandError) -> None:
        self.page.disabled = self.table.disabled = True
        self.output.object = _message(f"{str(error)[:1].upper()}{str(error)[1:]}.")

    def _rows(self) -> tuple[int | str, list[keys.KeyRow]]:
        seed, seats, lessons = self._asked()
        return seed, list(keys.answer_key(seed, seats, lessons))

    def refresh(self) -> None:
        """Shows the key, a line an exercise and seat; says what is wrong with what was typed."""
        try:
            _, rows = self._rows()
        except CommandError as error:
            self._refuse(error)
            return
        shown = [(r.exercise.number, r.exercise.title, str(r.seat), r.words) for r in rows[: MAX_SHOWN * 8]]
        more = (
            _message(f"{len(shown)} réponses affichées sur {len(rows)} ; la page à imprimer les contient toutes.")
            if len(shown) < len(rows)
            else ""
        )
        self.output.object = f"{_table(('N°', 'Exercice', 'Poste', 'Réponse'), shown)}{more}"

    def _page(self) -> io.BytesIO:
        seed, rows = self._rows()
        return io.BytesIO(keys.as_page(seed, rows, worked=True).encode())

    def _csv(self) -> io.BytesIO:
        return io.BytesIO(keys.as_csv(self._rows()[1]))


class Results:
    """The files of results that a room hands in: a line each, with what is to know of it."""

    def __init__(self) -> None:
        self.files = pn.widgets.FileInput(
            label="Fichiers de résultats", accept=".json", multiple=True, margin=(4, 12, 4, 0)
        )
        self.found: list[Collected] = []
        self.summary = pn.widgets.FileDownload(
            callback=lambda: self._csv(False),
            filename="resultats.csv",
            label="Résumé CSV",
            width=180,
            margin=(4, 12, 4, 0),
            disabled=True,
            stylesheets=[FIELDS],
        )
        self.details = pn.widgets.FileDownload(
            callback=lambda: self._csv(True),
            filename="resultats-details.csv",
            label="Détail CSV",
            width=180,
            margin=(4, 0),
            disabled=True,
            stylesheets=[FIELDS],
        )
        self.output = pane(_message("Choisissez les fichiers resultats-….json que les postes ont exportés."))
        self.files.param.watch(lambda _: self.refresh(), ["value", "filename"])
        self.view = pn.Column(
            self.files, WrappingRow(self.summary, self.details), self.output, sizing_mode="stretch_width"
        )

    def refresh(self) -> None:
        """Reads the chosen files."""
        names, contents = self.files.filename or [], self.files.value or []
        names, contents = (
            [names] if isinstance(names, str) else names,
            [contents] if isinstance(contents, bytes) else contents,
        )
        if len(names) != len(contents):  # in a notebook the one comes after the other
            return
        self.found = collect_texts(zip(names, contents, strict=True))
        self.summary.disabled = self.details.disabled = not self.found
        self.output.object = (
            str(_table(HEADS, (row(c) for c in self.found))) if self.found else _message("Aucun fichier.")
        )

    def _csv(self, details: bool) -> io.BytesIO:
        return io.BytesIO(as_csv(self.found, details))


def answer_key() -> pn.viewable.Viewable:
    """The answer key, to look at, to print, to save."""
    ready()
    return AnswerKey().view


def results() -> pn.viewable.Viewable:
    """The results of a room."""
    ready()
    return Results().view
