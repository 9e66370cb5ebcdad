"""What a notebook of the course shows, as HTML: exercises, hints, progress, rules, figures of the law.

A notebook is opened at ``lab/notebooks/index.html`` inside the site: :data:`ROOT` leads from there to its root.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from ai_calc.course import Exercise, Feedback, Outcome, Problem, Session
from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.model import LEVELS
from ai_calc.ground.french import long_date
from ai_calc.law import parameters
from ai_calc.law.citations import is_citation, label, number_of, source_of
from ai_calc.law.parameters import NoValueError
from calculators.kit.markup import Markup
from calculators.kit.render import join

ROOT = "../../"


def rule_link(citation: str, text: str = "") -> Markup:
    """A link to a rule of the site, in a tab of its own: the notebook stays open."""
    return Markup('<a href="{}r/{}/{}/" target="_blank" rel="noopener">{}</a>').format(
        ROOT, source_of(citation), number_of(citation), text or label(citation)
    )


def rule_links(citations: Iterable[str]) -> Markup:
    """Several links in one line."""
    return join((rule_link(c) for c in citations if c), " · ")


@cache
def published_rules() -> dict[str, dict[str, Any]]:
    """The rules with their text, from the site in which the notebook runs; empty where there is no site."""
    if sys.platform != "emscripten":
        return {}
    try:
        from js import XMLHttpRequest, location

        root, found, _ = str(location.href).partition("/lab/")
        request = XMLHttpRequest.new()
        request.open("GET", f"{root}/rules.json", False)  # at once: what follows shows the text
        request.send()
        entries = json.loads(str(request.responseText)) if found and request.status == 200 else []
        return {entry["citation"]: entry for entry in entries}
    except Exception:  # no site around this notebook: links must do
        return {}


_INNER_LINK = re.compile(r'href="(?!https?:|#)')


def rules_html(citations: Sequence[str], rules: dict[str, dict[str, Any]] | None = None) -> Markup:
    """Rules to unfold and read, each with a link to its page; links alone where the texts are not at hand."""
    known = published_rules() if rules is None else rules
    parts: list[Markup] = []
    shown: set[str] = set()
    for citation in citations:
        entry = known.get(citation) or known.get(citation.rpartition(".")[0])
        if entry is None:
            parts.append(Markup("<p>{}</p>").format(rule_link(citation)))
            continue
        if entry["citation"] in shown:
            continue
        shown.add(entry["citation"])
        text = Markup(_INNER_LINK.sub(f'target="_blank" rel="noopener" href="{ROOT}', entry["html"]))
        parts.append(
            Markup('<details><summary>{} · {}</summary><div>{}<p class="muted">{}</p></div></details>').format(
                label(citation), entry["title"], text, rule_link(citation, "Ouvrir la règle dans le site")
            )
        )
    return join(parts)


def facts_html(facts: Iterable[tuple[str, str]]) -> Markup:
    """The figures of an exercise as a table."""
    rows = join(Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(words, value) for words, value in facts)
    return Markup('<table class="facts"><tbody>{}</tbody></table>').format(rows) if rows else Markup("")


def to_read(problem: Problem) -> tuple[str, ...]:
    """The rules that an exercise asks to read: those that it names, or offers as answers."""
    return problem.reads or tuple(key for key, _ in getattr(problem.answer, "options", ()) if is_citation(key))


def level_html(exercise: Exercise) -> Markup:
    """« Niveau 2 · appliquer »."""
    return Markup('<p class="level muted">Niveau {} · {}</p>').format(exercise.level, LEVELS[exercise.level])


def problem_html(problem: Problem) -> Markup:
    """An exercise: its story, its figures, its question."""
    citations = to_read(problem)
    return Markup('<p>{}</p>{}<p class="question">{}</p>{}').format(
        problem.story,
        facts_html(problem.facts),
        problem.question,
        Markup('<p class="cites">À lire : {}</p>').format(rule_links(citations)) if citations else "",
    )


CLASSES = {
    Outcome.RIGHT: "right",
    Outcome.NOT_YET: "not-yet",
    Outcome.UNREADABLE: "unreadable",
    Outcome.NONE: "unreadable",
}
_MARKS = {Outcome.RIGHT: "✓", Outcome.NOT_YET: "…", Outcome.UNREADABLE: "?", Outcome.NONE: "—"}


def mark(outcome: Outcome) -> Markup:
    """The sign of an outcome, for the eye alone."""
    return Markup('<span aria-hidden="true">{}</span>').format(_MARKS[outcome])


def _lines(lines: Sequence[str], code: bool) -> Markup:
    if code:
        return Markup("<p><code>{}</code></p>").format("\n".join(lines)) if lines else Markup("")
    return join(Markup("<p>{}</p>").format(line) for line in lines)


def feedback_html(
    feedback: Feedback, problem: Problem, named: Callable[[Sequence[str]], Markup] | None = None
) -> Markup:
    """What a learner is told, with the rules that it names: ``named`` shows them, folded unless said otherwise."""
    code = isinstance(problem.answer, FunctionAnswer) and feedback.outcome is Outcome.RIGHT
    body = (
        join((Markup("<p>{}</p>").format(feedback.lines[0]), _lines(feedback.lines[1:], True)))
        if code
        else _lines(feedback.lines, False)
    )
    rules = (
        Markup('<div class="named">{}</div>').format((named or rules_html)(feedback.rules)) if feedback.rules else ""
    )
    return Markup('<div class="feedback {}"><p><strong>{} {}.</strong></p>{}{}</div>').format(
        CLASSES[feedback.outcome],
        mark(feedback.outcome),
        feedback.title,
        body,
        rules,
    )


def solution_html(lines: Sequence[str], problem: Problem) -> Markup:
    """The worked answer, or that it is too early for it."""
    if not lines:
        return Markup('<div class="feedback unreadable"><p>Le corrigé vient après quelques essais.</p></div>')
    if isinstance(problem.answer, FunctionAnswer):
        body = _lines(lines[1:], True)
    else:
        body = Markup("<p><strong>{}</strong></p><ol>{}</ol>").format(
            lines[0], join(Markup("<li>{}</li>").format(x) for x in lines[1:])
        )
    return Markup('<div class="feedback"><p><strong>Corrigé</strong></p>{}</div>').format(body)


def progress_html(session: Session, linked: bool = False) -> Markup:
    """How far a learner is: a bar, and a mark for each exercise, ``linked`` where a page has their anchors."""
    solved, total = session.progress
    marks = []
    for exercise in session.lesson.exercises:
        record = session.record(exercise.key)
        state, words = (
            ("solved", "réussi") if record.solved else ("tried", "commencé") if record.tries else ("", "à faire")
        )
        marks.append(
            Markup(
                '<li class="{}" title="{} : {}"><{}><span class="visually-hidden">Exercice </span>{}<span'
                ' class="visually-hidden">, {}</span></{}></li>'
            ).format(
                state,
                exercise.title,
                words,
                Markup('a href="#{}"').format(exercise.anchor) if linked else Markup("span"),
                exercise.number,
                words,
                Markup("a" if linked else "span"),
            )
        )
    return Markup(
        '<div class="progress"><progress max="{}" value="{}" aria-label="Exercices réussis"></progress><span>{} sur {}'
        " réussis</span><ol>{}</ol></div>"
    ).format(total, solved, solved, total, join(marks))


def figures_html(names: Sequence[str], day: date, link: Callable[[str], Markup] = rule_link) -> Markup:
    """Figures of the law on a day: value, rule, and until when they were checked."""
    rows = []
    for name in names:
        p = parameters.load(name)
        try:
            entry = p.at(day)
            words = p.words(entry)
            state = "vérifié" if p.verified_at(day) else p.check_of(entry)
            source = entry.source or p.sources[0]
        except NoValueError:
            words, state, source = parameters.in_words(None, p.unit), "", p.sources[0]
        rows.append(
            Markup(
                '<tr><th scope="row">{}</th><td class="num">{}</td><td>{}</td><td class="muted">{}</td></tr>'
            ).format(p.label, words, link(source), state)
        )
    return Markup(
        '<table><caption>Droit au {}</caption><thead><tr><th scope="col">Montant ou délai</th><th scope="col"'
        ' class="num">Valeur</th><th scope="col">Règle</th><th scope="col"></th></tr></thead><tbody>{}</tbody></table>'
    ).format(long_date(day), join(rows))


def history_html(name: str, link: Callable[[str], Markup] = rule_link) -> Markup:
    """One parameter with all its dated values."""
    p = parameters.load(name)
    rows = join(
        Markup('<tr><th scope="row">{}</th><td class="num">{}</td><td class="muted">{}</td></tr>').format(
            p.since(v) or "sans date",
            p.words(v),
            " ; ".join(w for w in (p.check_of(v), v.note) if w),
        )
        for v in p.values
    )
    return Markup(
        '<table><caption>{}</caption><thead><tr><th scope="col">Date</th><th scope="col" class="num">Valeur</th><th'
        ' scope="col"></th></tr></thead><tbody>{}</tbody></table><p class="muted">Règles : {}</p>'
    ).format(p.label, rows, join(map(link, p.sources), " · "))
