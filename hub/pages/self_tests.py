"""« Testez-vous » at a rule, folded: the question, and each option folded with what the course says to who chooses it.
No script; nothing is typed: all of it comes from the exercise (:mod:`hub.content.self_tests` chooses and draws).

Each part says for itself that the search leaves it out: for the theme, that ends with the next element of its name."""

from __future__ import annotations

from html import escape

from ai_calc.course import check
from calculators.kit.lesson_html import Link, address, facts_html, linked
from calculators.kit.markup import Markup
from hub.content.library import Library
from hub.content.links import Href
from hub.content.self_tests import Question
from hub.pages import course
from hub.pages.pieces import cite


def quick(library: Library, href: Href, citation: str) -> list[str]:
    """The question of a rule as Markdown, in one line; nothing where it has none."""
    found = library.questions.get(citation)
    if found is None or course.lesson_of(found.exercise) not in library.markdown_files:
        return []
    problem, exercise = found.problem, found.exercise
    where = href(course.lesson_of(exercise), exercise.anchor)
    link = _link(href)
    options = "".join(_option(library, href, found, key, words) for key, words in found.answer.options)
    return [
        '<details class="rule-question" markdown="1" data-search-exclude=""><summary>Testez-vous</summary>'
        f'<div class="question-case"><p>{linked(problem.story, link)}</p>{facts_html(problem.facts, link)}</div>'
        f'<div role="group" aria-label="{escape(problem.question)}" markdown="1">'
        f'<div class="question"><p>{linked(problem.question, link)}</p></div>{options}</div>'
        f'<p markdown="span" data-search-exclude="">[Exercice {exercise.number}]({where}){{ .ref }}'
        " : d'autres cas comme celui-ci, avec d'autres chiffres.</p></details>",
        "",
    ]


def _link(href: Href) -> Link:
    """Links in the HTML of a page, which the site generator leaves as they are."""
    up = course.up(href)
    return lambda target, words: Markup('<a class="ref" href="{}{}">{}</a>').format(up, address(target), words)


def _option(library: Library, href: Href, question: Question, key: str, words: str) -> str:
    """An option to unfold: right and why, or not yet, with the typical mistake and its rules."""
    said = check(question.problem, key)
    lines = "".join(f"<p>{linked(line, _link(href))}</p>" for line in said.lines)
    rules = ", ".join(cite(library, href, rule) for rule in said.rules)
    return (
        f'<details class="question-option" markdown="1" data-search-exclude=""><summary>{escape(words)}</summary>'
        f'<div class="said {said.outcome}"><p><strong>{said.title}.</strong></p>{lines}</div>'
        + (f'<p class="cites" markdown="span">{rules}</p>' if rules else "")
        + "</details>"
    )
