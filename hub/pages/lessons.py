"""A lesson of the course as a page: made from its notebook, which is the one text of both.

Text stays as it is; ``rule(…)``, ``figures(…)``, ``mini_calculator(…)`` and ``cours.exercise(…)`` become the page's own
HTML; code that prints is shown with what it prints; functions to write are what the notebook is for. A cell with the
tag ``carnet`` speaks of the notebook itself and is left out.
"""

from __future__ import annotations

import ast
import contextlib
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ai_calc.course import Exercise, Lesson, draw, lesson
from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.figures import STATE, figure
from ai_calc.ground.reading import read_day
from ai_calc.law import citations
from calculators.kit import lesson_html, lesson_page
from calculators.kit.markup import Markup
from calculators.kit.mini_case import MiniCase
from calculators.kit.render import cite, join
from hub.content.library import Library
from hub.content.links import Href
from hub.content.rules import Rule
from hub.pages.course import law_html, notebook_link

NOTEBOOK_ONLY = "carnet"
_EXERCISE_HEADING = re.compile(r"^### Exercice (\d+)\.(\d+)(.*)$", re.M)
_FOLD = '<details class="lesson-rule" data-search-exclude="">'
"""What is folded is found at its own place."""
Card = Callable[[Rule, Library], str]
"""Makes the text of a rule as HTML."""
_UP = re.compile(r'href="(?!https?:|#|\.\./)')


@dataclass(frozen=True)
class Call:
    """A call that a cell ends with: its name, its arguments."""

    name: str
    args: tuple[Any, ...]
    named: dict[str, Any]


def cells(library: Library, found: Lesson) -> Iterator[tuple[str, str]]:
    """Kind (``markdown``, ``code``) and text of the cells that the page shows."""
    book = json.loads((library.root / "calculators" / "notebooks" / found.notebook).read_text("utf-8"))
    for cell in book["cells"]:
        if NOTEBOOK_ONLY not in cell["metadata"].get("tags", ()):
            yield cell["cell_type"], "".join(cell["source"])


def call_of(code: str) -> Call | None:
    """The call of literals that a cell consists of; ``None`` for other code."""
    body = ast.parse(code).body
    if len(body) != 1 or not isinstance(body[0], ast.Expr) or not isinstance(body[0].value, ast.Call):
        return None
    made = body[0].value
    try:
        return Call(
            ast.unparse(made.func),
            tuple(ast.literal_eval(a) for a in made.args),
            {str(k.arg): ast.literal_eval(k.value) for k in made.keywords},
        )
    except ValueError:
        return None


def page(library: Library, href: Href, argument: str, card: Card) -> str:
    """The whole page of a lesson: ``<!-- hub:lesson capital_aid -->``."""
    found = lesson(argument)
    writer = _Writer(library, href, found, card)
    parts = [writer.cell(kind, text) for kind, text in cells(library, found)]
    first = parts[0]  # the title, which the page has already
    parts[0] = first.partition("\n")[2] if first.startswith("# ") else first
    return "\n\n".join([writer.head(), *filter(None, parts), writer.foot()])


class _Writer:
    def __init__(self, library: Library, href: Href, found: Lesson, card: Card) -> None:
        self.library, self.href, self.lesson, self.card = library, href, found, card
        self.minis = 0
        self.names: dict[str, Any] = {"figure": figure}

    def head(self) -> str:
        """Whose figures these are, how far one is; filled in by the page's script."""
        return (
            law_html(self.lesson, self.href)
            + "\n\n"
            + (
                f'<div class="lesson-head" data-lesson="{self.lesson.key}" data-search-exclude="">'
                '<p class="lesson-wait" role="status">Les exercices se préparent ; le texte se lit déjà.</p></div>'
            )
        )

    def foot(self) -> str:
        """The next lesson, the notebook."""
        code = notebook_link(self.lesson.notebook, "Voir le code de cette leçon, dans son carnet", self.href)
        return f'<p class="lesson-code">{code}</p>'

    def cell(self, kind: str, text: str) -> str:
        if kind == "markdown":
            return _EXERCISE_HEADING.sub(r"### Exercice \1.\2\3 { #ex-\1-\2 }", text)
        call = call_of(text)
        maker = getattr(self, f"_{call.name.replace('.', '_')}", None) if call else None
        if call is None or maker is None:
            return self._printed(text) if "print(" in text else ""  # imports, functions to write: the notebook has them
        return str(maker(*call.args, **call.named))

    def _printed(self, code: str) -> str:
        """Code that prints something, folded, and what it prints."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(code, self.names)  # our own code, from our own notebook
        shown = html.escape(code)
        printed = html.escape(said.getvalue().rstrip())
        return (
            f"{_FOLD}<summary>Le code</summary><div><pre><code>{shown}</code></pre></div>"
            f'</details>\n<pre class="lesson-printed"><code>{printed}</code></pre>'
        ).replace("\n\n", "\n&#8203;\n")

    def _rule(self, *named: str) -> str:
        return "\n\n".join(self._folded(citation) for citation in self._once(named))

    def _once(self, named: tuple[str, ...]) -> list[str]:
        return list(dict.fromkeys(r[0].citation for c in named if (r := self.library.resolve(c)) is not None))

    def _folded(self, citation: str) -> str:
        rule = self.library.rules[citation]
        text = _UP.sub('href="../../', self.card(rule, self.library))
        title = f"{citations.label(citation)} · {html.escape(rule.title, quote=False)}"
        return (
            f'{_FOLD}<summary>{title}</summary><div>{text}<p class="muted">{_open(citation)}</p></div></details>'
        ).replace("\n\n", "\n")

    def _figures(self, *names: str, day: str | date = STATE) -> str:
        table = lesson_html.figures_html(names, day if isinstance(day, date) else read_day(day), cite)
        return f'<div class="lesson-figures">{table}</div>'

    def _history(self, name: str) -> str:
        return f'<div class="lesson-figures">{lesson_html.history_html(name, cite)}</div>'

    def _branching(self) -> str:
        return str(lesson_html.branching_html(cite))

    def _mini_calculator(self, name: str, *fields: str, **how: Any) -> str:
        self.minis += 1
        return str(lesson_page.mini_html(MiniCase.of(name, *fields, **how), f"mini-{self.minis}")).replace("\n\n", "\n")

    def _cours_exercise(self, key: str) -> str:
        exercise = self.lesson.exercise(key)
        if isinstance(draw(exercise, lesson_page.FREE_SEED, lesson_page.FREE_SEAT).answer, FunctionAnswer):
            return f'<p class="exercise-code">{self._to_notebook(exercise)}</p>'
        return (
            f'<div class="exercise" data-exercise="{exercise.key}" data-search-exclude="">'
            f'{lesson_html.level_html(exercise)}<p class="muted">Règles :'
            f" {join((cite(c) for c in exercise.rules), ' · ')}</p></div>"
        )

    def _to_notebook(self, exercise: Exercise) -> str:
        link = notebook_link(self.lesson.notebook, "l'écrire dans le carnet de la leçon", self.href)
        return f"Cet exercice demande quelques lignes de Python, pour qui en a envie : {link}."


def _open(citation: str) -> Markup:
    return Markup(str(cite(citation)).replace(citations.label(citation), "Ouvrir la règle"))
