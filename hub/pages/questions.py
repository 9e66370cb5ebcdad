"""« Testez-vous » at a rule, folded: the question, and each option folded with what the course says to who chooses it.
No script; nothing is typed: all of it comes from the exercise (:mod:`hub.content.questions` chooses and draws).

Each part says for itself that the search leaves it out: for the theme, that ends with the next element of its name."""

from __future__ import annotations

from html import escape

from ai_calc.course import check
from hub.content.library import Library
from hub.content.links import Href
from hub.content.questions import Question
from hub.pages import course
from hub.pages.pieces import cite


def quick(library: Library, href: Href, citation: str) -> list[str]:
    """The question of a rule as Markdown, in one line; nothing where it has none."""
    found = library.questions.get(citation)
    if found is None or course.lesson_of(found.exercise) not in library.markdown_files:
        return []
    problem, exercise = found.problem, found.exercise
    where = href(course.lesson_of(exercise), exercise.anchor)
    facts = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in problem.facts
    )
    table = f'<table class="facts"><tbody>{facts}</tbody></table>' if facts else ""
    options = "".join(_option(library, href, found, key, words) for key, words in found.answer.options)
    return [
        '<details class="rule-question" markdown="1" data-search-exclude=""><summary>Testez-vous</summary>'
        f'<div class="question-case"><p>{escape(problem.story)}</p>{table}</div>'
        f'<div role="group" aria-label="{escape(problem.question)}" markdown="1">'
        f'<div class="question"><p>{escape(problem.question)}</p></div>{options}</div>'
        f'<p markdown="span" data-search-exclude="">[Exercice {exercise.number}]({where}){{ .ref }}'
        " : d'autres cas comme celui-ci, avec d'autres chiffres.</p></details>",
        "",
    ]


def _option(library: Library, href: Href, question: Question, key: str, words: str) -> str:
    """An option to unfold: right and why, or not yet, with the typical mistake and its rules."""
    said = check(question.problem, key)
    lines = "".join(f"<p>{escape(line)}</p>" for line in said.lines)
    rules = ", ".join(cite(library, href, rule) for rule in said.rules)
    return (
        f'<details class="question-option" markdown="1" data-search-exclude=""><summary>{escape(words)}</summary>'
        f'<div class="said {said.outcome}"><p><strong>{said.title}.</strong></p>{lines}</div>'
        + (f'<p class="cites" markdown="span">{rules}</p>' if rules else "")
        + "</details>"
    )
