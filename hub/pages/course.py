"""The course on the pages: lessons with their notebooks, exercises with their rules, sheets to print."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable

from ai_calc.course import Exercise, Lesson, all_exercises, all_lessons, lesson
from ai_calc.course.law import changes_of, law_of
from ai_calc.course.model import LEVELS
from ai_calc.course.review import RULE
from hub.content import changes
from hub.content.library import Library
from hub.content.links import Href
from hub.pages.pieces import cell, cite

REVIEW_PAGE = "formation/revoir.md"
EXERCISES_PAGE = "formation/exercices.md"
COURSE_PAGE = "formation/index.md"
LESSON_PAGES = "formation/lecon-"
"""How the pages of the lessons begin: ``formation/lecon-3.md``."""
LAB = "lab/notebooks/index.html?path="
"""Where a notebook opens, below the site's root (see hub/lab)."""


def lesson_of(exercise: Exercise) -> str:
    """The page on which an exercise is done."""
    return page_of(lesson(exercise.lesson))


def page_of(found: Lesson) -> str:
    """The page of a lesson."""
    return f"{LESSON_PAGES}{found.number}.md"


def law_html(found: Lesson, href: Href) -> str:
    """Which law a lesson teaches, and what has changed since, with a link to that."""
    lines = [html.escape(line, quote=False) for line in law_of(found)]
    if changes_of(found):
        lines[1] = lines[1].replace("la loi a changé", f"[la loi a changé]({href(changes.PAGE, '')})")
    return f'<p class="lesson-law" markdown="span">{" ".join(lines)}</p>'


def exercises_of(calculator: str) -> list[Exercise]:
    """The exercises whose answer a calculator computes."""
    return [e for e in all_exercises() if e.calculator == calculator]


def links(exercises: Iterable[Exercise], href: Href) -> str:
    """« exercices 3.1, 3.2 », each a link to where it is done, with the exercise's title."""
    parts = [
        f'[{e.number}]({href(lesson_of(e), e.anchor)}){{ .ref title="{html.escape(e.title, quote=True)}" }}'
        for e in exercises
    ]
    return f"exercice{'s' if len(parts) > 1 else ''} {', '.join(parts)}" if parts else ""


def up(href: Href) -> str:
    """From the page to the site's root; MkDocs gives every page but an index a folder of its own."""
    if href("index.md", "x").startswith("#"):  # the home page itself
        return ""
    if href(COURSE_PAGE, "x").startswith("#"):
        return "../"
    return "../" * (href("index.md", "").count("../") + 1)


def notebook_link(name: str, text: str, href: Href, css: str = "") -> str:
    """A link to a notebook: not a page that the site generator knows."""
    look = f' class="{css}"' if css else ""
    return f'<a href="{up(href)}{LAB}{name}"{look}>{html.escape(text, quote=False)}</a>'


def course(library: Library, href: Href, argument: str) -> str:
    """One card a lesson: goals, time, which law, its page, its notebook."""
    out = ['<div class="cards course" markdown="1">', ""]
    for found in all_lessons():
        goals = "".join(f"<li>{html.escape(goal, quote=False)}</li>" for goal in found.goals)
        out += [
            '<div class="card" markdown="1">',
            "",
            f"## {found.number}. {found.title} {{ #lecon-{found.number} }}",
            "",
            f'<p class="muted">{found.minutes} minutes · {len(found.exercises)} exercices</p>',
            "",
            f"<ul>{goals}</ul>",
            "",
            f'<p class="muted" data-lesson-progress="{found.key}"></p>',
            "",
            f'<p markdown="span">[Ouvrir la leçon]({href(page_of(found), "")}){{ .md-button }} '
            f"{notebook_link(found.notebook, 'Avec le code', href)}</p>",
            "",
            "</div>",
            "",
        ]
    return "\n".join([*out, "</div>"])


def exercises(library: Library, href: Href, argument: str) -> str:
    """Every exercise with the rules that it practises and the calculator behind it."""

    out: list[str] = ["| Niveau | Exercices |", "|---|---|"]
    for level, words in LEVELS.items():
        own = links((e for e in all_exercises() if e.level == level), href)
        out.append(f"| **{level}** {words} | {own.partition(' ')[2]} |")
    out.append("")
    for found in all_lessons():
        out += [
            f"## {found.number}. {found.title} {{ #exercices-{found.number} }}",
            "",
            f"[Ouvrir la leçon]({href(page_of(found), '')}) · {notebook_link(found.notebook, 'avec le code', href)}",
            "",
            "| Exercice | Niveau | Règles | Calculateur |",
            "|---|---|---|---|",
        ]
        for e in found.exercises:
            rules = ", ".join(cite(library, href, c) for c in e.rules)
            out.append(
                f'| <span id="{e.anchor}"></span>[**{e.number}** {cell(html.escape(e.title, quote=False))}]'
                f"({href(page_of(found), e.anchor)}) | {e.level} | {rules} |"
                f" {_calculator(library, href, e)} |"
            )
        out.append("")
    return "\n".join(out)


def _calculator(library: Library, href: Href, exercise: Exercise) -> str:
    known = library.calculators.get(exercise.calculator)
    if known is None:
        return "—"
    return f"[{known.title}]({href(known.page, '')})" if known.page in library.markdown_files else known.title


def answer_sheet(library: Library, href: Href, argument: str) -> str:
    """A grid to write one's answers into, on paper: ``<!-- hub:answer-sheet capital_aid -->``."""
    found: Lesson = lesson(argument)
    rows = "".join(
        f"<tr><th scope='row'>{e.number}</th><td>{html.escape(e.title, quote=False)}</td><td></td></tr>"
        for e in found.exercises
    )
    law = html.escape(" ".join(law_of(found)), quote=False)
    return (
        f'<p class="lesson-law">{law}</p>\n\n'
        '<div class="answer-sheet"><p>Graine : <span></span> Poste : <span></span> Nom :'
        ' <span></span></p><table><thead><tr><th scope="col">N°</th><th scope="col">Exercice</th><th scope="col">Ma'
        f" réponse, et la règle</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )


_WAIT = "<p>Cette partie a besoin de JavaScript.</p>"


def room_key(library: Library, href: Href, argument: str) -> str:
    """Where a trainer gets the answer key (hub/web/calculators/page/room.js)."""
    parts = [*((x.key, f"{x.number}. {x.title}") for x in all_lessons()), ("check", "Contrôle final n° 1 à 3")]
    lessons = json.dumps(parts, ensure_ascii=False)
    return f'<div class="room" data-room-key data-lessons="{html.escape(lessons, quote=True)}">{_WAIT}</div>'


def room_results(library: Library, href: Href, argument: str) -> str:
    """Where a trainer drops the files of a room."""
    return f'<div class="room" data-room-results>{_WAIT}</div>'


def review(library: Library, href: Href, argument: str) -> str:
    """Where what went wrong comes back (hub/web/calculators/page/review.js), and the rule by which it does."""
    rule = f'<p class="muted">{html.escape(RULE, quote=False)}</p>'
    return f'{rule}\n\n<div class="lesson-head" data-review="" data-search-exclude="">{_WAIT}</div>'


def review_count(library: Library, href: Href, argument: str) -> str:
    """How much of that is due, filled in by the page's script; it leads there."""
    return f'<p data-review-count="{href(REVIEW_PAGE, "")}" hidden></p>'


def final_check(library: Library, href: Href, argument: str) -> str:
    """Where the final check is done (hub/web/calculators/page/check.js)."""
    return f'<div class="lesson-head" data-check="" data-search-exclude="">{_WAIT}</div>'
