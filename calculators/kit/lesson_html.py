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
from ai_calc.course.branching import FIRST, STEPS, Choice, Step
from ai_calc.course.model import LEVELS
from ai_calc.course.pages import PAGES
from ai_calc.ground.french import agreeing, long_date
from ai_calc.law import parameters
from ai_calc.law.citations import is_citation, label, number_of, source_of
from ai_calc.law.named import named
from ai_calc.law.parameters import NoValueError
from ai_calc.registers import calculators as registry
from calculators.kit.markup import Markup, escape
from calculators.kit.render import join

ROOT = "../../"


Link = Callable[[str, str], Markup]
"""Makes a link of what a sentence names (a rule, a reading, a page) and its words."""


def address(target: str) -> str:
    """Where a rule, a reading or a page of the course's register is read, below the site's root."""
    if target in PAGES:
        return PAGES[target].path
    if is_citation(target):
        return f"r/{source_of(target)}/{number_of(target)}/"
    return f"reperes/lectures/#{target.lower()}"


def rule_link(target: str, text: str = "") -> Markup:
    """A link to a rule of the site, in a tab of its own: the notebook stays open."""
    return Markup('<a href="{}{}" target="_blank" rel="noopener">{}</a>').format(
        ROOT, address(target), text or label(target)
    )


def linked(text: str, link: Link = rule_link) -> Markup:
    """A sentence of ours; the rules and readings that it names are links."""
    parts, done = [], 0
    for start, end, target in named(text):
        parts += [escape(text[done:start]), link(target, text[start:end])]
        done = end
    return join((*parts, escape(text[done:])))


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


def facts_html(facts: Iterable[tuple[str, str]], link: Link = rule_link) -> Markup:
    """The figures of an exercise as a table."""
    rows = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(words, linked(value, link))
        for words, value in facts
    )
    return Markup('<table class="facts"><tbody>{}</tbody></table>').format(rows) if rows else Markup("")


def to_read(problem: Problem, link: Link = rule_link) -> Markup:
    """The rules that an exercise asks to read (those that it names, or offers as answers) and the pages, as links."""
    rules = problem.reads or tuple(key for key, _ in getattr(problem.answer, "options", ()) if is_citation(key))
    once = {label(rule): rule for rule in reversed(rules)}  # parts of one sentence share a label
    found = [link(rule, words) for words, rule in reversed(once.items())]
    return join((*found, *(link(page, PAGES[page].title) for page in problem.sees)), " · ")


def level_html(exercise: Exercise) -> Markup:
    """« Niveau 2 · appliquer »."""
    return Markup('<p class="level muted">Niveau {} · {}</p>').format(exercise.level, LEVELS[exercise.level])


def problem_html(problem: Problem) -> Markup:
    """An exercise: its story, its figures, its question."""
    reading = to_read(problem)
    return Markup('<p>{}</p>{}<p class="question">{}</p>{}').format(
        linked(problem.story),
        facts_html(problem.facts),
        linked(problem.question),
        Markup('<p class="cites">À lire : {}</p>').format(reading) if reading else "",
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


def _code(lines: Sequence[str]) -> Markup:
    return Markup("<p><code>{}</code></p>").format("\n".join(lines)) if lines else Markup("")


def feedback_html(
    feedback: Feedback,
    problem: Problem,
    rules: Callable[[Sequence[str]], Markup] | None = None,
    link: Link = rule_link,
) -> Markup:
    """What a learner is told, with the rules that it names: ``rules`` shows them, folded unless said otherwise."""
    right = feedback.outcome is Outcome.RIGHT
    if isinstance(problem.answer, FunctionAnswer) or not feedback.outcome.counts:  # in part what the learner wrote
        plain = feedback.lines[:1] if right else feedback.lines
        body = join((*(Markup("<p>{}</p>").format(line) for line in plain), _code(feedback.lines[len(plain) :])))
    else:
        body = join(Markup("<p>{}</p>").format(linked(line, link)) for line in feedback.lines)
    cited = Markup('<div class="named">{}</div>').format((rules or rules_html)(feedback.rules))
    return Markup('<div class="feedback {}"><p><strong>{} {}.</strong></p>{}{}{}</div>').format(
        CLASSES[feedback.outcome],
        mark(feedback.outcome),
        feedback.title,
        body,
        case_html(problem) if right else "",
        cited if feedback.rules else "",
    )


def case_html(problem: Problem) -> Markup:
    """Where the case of an exercise is opened in its calculator, with the whole result."""
    if problem.case is None or not problem.calculator:
        return Markup("")
    from ai_calc.handing_over.sharing import to_link  # (which most of what a lesson shows does not need)

    calculator = registry.get(problem.calculator)
    case = calculator.case_type.model_validate(problem.case)
    return Markup('<p><a href="{}{}#cas={}" target="_blank" rel="noopener">{}</a></p>').format(
        ROOT,
        calculator.page,
        to_link(calculator, case, calculator.compute(case)),
        f"Ouvrir ce dossier dans le calculateur « {registry.entry(problem.calculator).title} »",
    )


def solution_html(lines: Sequence[str], problem: Problem, link: Link = rule_link) -> Markup:
    """The worked answer, or that it is too early for it."""
    if not lines:
        return Markup('<div class="feedback unreadable"><p>Le corrigé vient après quelques essais.</p></div>')
    if isinstance(problem.answer, FunctionAnswer):
        body = _code(lines[1:])
    else:
        body = Markup("<p><strong>{}</strong></p><ol>{}</ol>{}").format(
            lines[0], join(Markup("<li>{}</li>").format(linked(x, link)) for x in lines[1:]), case_html(problem)
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
        "</span><ol>{}</ol></div>"
    ).format(total, solved, agreeing(solved, "exercice(s) réussi(s)"), total, join(marks))


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


def branching_html(link: Callable[[str], Markup] = rule_link) -> Markup:
    """The file that branches: each decision unfolds what comes of it. It works without Python."""
    return Markup('<div class="lesson-branches">{}</div>').format(_step_html(STEPS[FIRST], link))


def _step_html(step: Step, link: Callable[[str], Markup]) -> Markup:
    return Markup('<div class="lesson-step"><p>{}</p><p class="question">Que décidez-vous ?</p>{}</div>').format(
        step.story, join(_choice_html(step, choice, link) for choice in step.choices)
    )


def _choice_html(step: Step, choice: Choice, link: Callable[[str], Markup]) -> Markup:
    verdict, carried = step.found, step.carries(choice)
    said = Markup("<p><strong>{}</strong> « {} » : {}. {} {}</p>").format(
        "Le dossier le justifie." if carried else "Le dossier ne le justifie pas.",
        verdict.label,
        verdict.status.french,
        verdict.reason,
        join(map(link, verdict.rules), " · "),
    )
    if choice.then:
        rest = _step_html(STEPS[choice.then], link)
    elif carried:
        rest = Markup(
            "<p>Le texte de la décision, tel que le calculateur le propose :</p><blockquote>{}</blockquote>"
        ).format(join(Markup("<p>{}</p>").format(line) for line in step.letter()))
    else:
        rest = Markup("<p>Ce chemin s'arrête ici : remontez d'une décision, et prenez-en une autre.</p>")
    return Markup('<details class="lesson-rule lesson-choice"><summary>{}</summary><div>{}{}</div></details>').format(
        choice.words, said, rest
    )
