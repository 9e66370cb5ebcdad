"""A lesson in a page of the site: exercises and small calculators as the page's own HTML, and the answers to what the
page asks (JSON in, JSON out). Nothing is kept here: the page hands over what it keeps of a seat, and gets it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ai_calc.course import Exercise, Feedback, Problem, Session, lesson
from ai_calc.course.answers import ChoiceAnswer, DayAnswer, FunctionAnswer, NumberAnswer, SeveralAnswer
from ai_calc.course.commands import CommandError, read_seed
from ai_calc.course.final import KeptError, read_kept
from ai_calc.course.model import TRIES_BEFORE_SOLUTION, Outcome, check, redrawn
from ai_calc.course.review import read_review
from ai_calc.course.session import MAX_SEAT, CheckResult, ResultsError, file_name, merged, read_results, to_json
from ai_calc.ground.french import UNITS, agreeing, capital
from ai_calc.law.citations import is_citation
from calculators.kit import lesson_html
from calculators.kit.asks import AskError, answered
from calculators.kit.fields import FieldSpec
from calculators.kit.markup import Markup
from calculators.kit.mini_case import MiniCase
from calculators.kit.render import cites, join

FREE_SEED, FREE_SEAT = "libre", 1
"""Whose figures someone gets who was given neither seed nor seat."""


# -- exercises ---------------------------------------------------------------------------------------------------------


_ACTIONS = Markup(
    '<p class="exercise-actions"><button type="submit" class="md-button md-button--primary">Vérifier</button><button'
    ' type="button" class="md-button" data-act="solution" hidden>Voir le corrigé</button><button type="button"'
    ' class="md-button" data-act="again" hidden>Un autre dossier comme celui-ci</button><span class="exercise-left'
    ' muted"></span></p>'
)


def exercise_html(exercise: Exercise, problem: Problem, actions: Markup = _ACTIONS) -> Markup:
    """An exercise as a form: level, story, figures, question, field, and what can be done with the answer."""
    reading = lesson_html.to_read(problem, site_link)
    return Markup('<form class="exercise-form" novalidate>{}<p>{}</p>{}{}{}{}</form>').format(
        lesson_html.level_html(exercise),
        lesson_html.linked(problem.story, site_link),
        lesson_html.facts_html(problem.facts, site_link),
        Markup('<p class="muted">À lire : {}</p>').format(reading) if reading else "",
        _field(exercise, problem),
        actions,
    )


def site_link(target: str, words: str) -> Markup:
    """A link of a page of the site, two folders below its root; the page shows a rule when it is hovered."""
    shown = Markup(' class="cite" data-cite="{}"').format(target) if is_citation(target) else ""
    return Markup('<a{} href="{}{}">{}</a>').format(shown, lesson_html.ROOT, lesson_html.address(target), words)


def _field(exercise: Exercise, problem: Problem) -> Markup:
    answer, name = problem.answer, f"{exercise.lesson}-{exercise.key}"
    if isinstance(answer, ChoiceAnswer | SeveralAnswer):
        kind = "radio" if isinstance(answer, ChoiceAnswer) else "checkbox"
        options = join(
            Markup('<label class="choice"><input type="{}" name="{}" value="{}"> <span>{}</span></label>').format(
                kind, name, key, words
            )
            for key, words in answer.options
        )
        return Markup('<fieldset><legend class="question">{}</legend>{}</fieldset>').format(
            lesson_html.linked(problem.question, site_link), options
        )
    assert isinstance(answer, NumberAnswer | DayAnswer)
    unit = UNITS.get(answer.unit, ("", answer.unit))[1] if isinstance(answer, NumberAnswer) else "jj.mm.aaaa"
    return Markup(
        '<p class="question" id="{0}-question">{1}</p><label class="typed">Votre réponse{2} <input type="text"'
        ' name="{0}" inputmode="{3}" autocomplete="off" spellcheck="false" aria-describedby="{0}-question"></label>'
    ).format(
        name,
        lesson_html.linked(problem.question, site_link),
        f" ({unit})" if unit else "",
        "decimal" if isinstance(answer, NumberAnswer) else "text",
    )


# -- small calculators -------------------------------------------------------------------------------------------------


def mini_html(mini: MiniCase, ident: str) -> Markup:
    """A small calculator with the result of its case as it stands; its fields wait for Python."""
    raw = mini.with_sliders(mini.start)
    fields = join(_mini_field(mini, spec, raw[spec.name], f"{ident}-{spec.name}") for spec in mini.shown)
    return Markup(
        '<div class="calc lesson-mini" data-mini="{}"><fieldset class="mini-fields" disabled><legend>Essayez</legend>'
        '{}</fieldset><section class="mini-result" aria-live="polite" data-search-exclude="">{}</section></div>'
    ).format(mini.to_json(), fields, mini.evaluate(raw)[1])


def _mini_field(mini: MiniCase, spec: FieldSpec, raw: Any, ident: str) -> Markup:
    if spec.name in mini.sliders:
        low, high, step = mini.sliders[spec.name]
        return Markup(
            '<label class="slider">{0} <input type="range" data-field="{1}" min="{2}" max="{3}" step="{4}" value="{5}">'
            " <output>{5}</output></label>"
        ).format(spec.full_label, spec.name, low, high, step, mini.slider_start(spec))
    if spec.kind == "rows":
        columns = [c for c in spec.columns if any(row.get(c.name) not in ("", None, False) for row in raw)]
        rows = join(
            Markup("<tr>{}</tr>").format(
                join(
                    Markup("<td>{}</td>").format(_control(c, row.get(c.name, ""), f"{c.label}, ligne {n}"))
                    for c in columns
                )
            )
            for n, row in enumerate(raw, 1)
        )
        return Markup(
            '<div class="calc-table" data-rows="{}"><table class="calc-grid"><caption>{}</caption><thead><tr>{}</tr>'
            "</thead><tbody>{}</tbody></table></div>"
        ).format(
            spec.name, spec.label, join(Markup('<th scope="col">{}</th>').format(c.full_label) for c in columns), rows
        )
    if spec.answer:
        radios = join(
            Markup(
                '<label class="choice"><input type="radio" name="{}" data-field="{}" value="{}"{}>'
                " <span>{}</span></label>"
            ).format(ident, spec.name, value, Markup(" checked") if value == raw else "", words)
            for value, words in spec.options
        )
        return Markup('<fieldset class="answers"><legend>{}</legend>{}</fieldset>').format(spec.full_label, radios)
    return Markup('<label class="typed">{} {}</label>').format(spec.full_label, _control(spec, raw, ""))


def _control(spec: FieldSpec, raw: Any, label: str) -> Markup:
    """One control; ``label`` names it where no label stands around it."""
    name = Markup(' aria-label="{}"').format(label) if label else Markup("")
    field = Markup(' data-field="{}"{}').format(spec.name, name)
    if spec.kind == "flag":
        return Markup('<input type="checkbox"{}{}>').format(field, Markup(" checked") if raw else "")
    if spec.kind == "choice":
        empty = [("", spec.usual if spec.assumable else "—")] if spec.optional or spec.assumable else []
        options = join(
            Markup('<option value="{}"{}>{}</option>').format(key, Markup(" selected") if key == raw else "", words)
            for key, words in [*empty, *spec.options]
        )
        return Markup("<select{}>{}</select>").format(field, options)
    mode = "decimal" if spec.kind in ("number", "whole") else "text"
    return Markup('<input type="text" inputmode="{}" autocomplete="off"{} value="{}">').format(mode, field, raw)


# -- what the page asks ------------------------------------------------------------------------------------------------


def answer(text: str) -> str:
    """The answer to a question of the page, both JSON; ``fault`` says what cannot be used."""
    return answered(text, _ASKS)


def read_seat(asked: Mapping[str, Any]) -> tuple[int | str, int]:
    """Seed and seat as they were typed. Raises :class:`AskError`."""
    seed, seat = str(asked.get("seed") or ""), str(asked.get("seat") or "").strip()
    if not seed.strip() and not seat:
        return FREE_SEED, FREE_SEAT
    try:
        found = read_seed(seed)
    except CommandError as error:
        raise AskError(f"{capital(str(error))}.") from None
    if not (seat.isascii() and seat.isdigit() and len(seat) < 9 and 1 <= int(seat) <= MAX_SEAT):
        raise AskError(f"Le poste est un numéro de 1 à {MAX_SEAT}.")
    return found, int(seat)


def _session(asked: Mapping[str, Any]) -> Session:
    seed, seat = read_seat(asked)
    session = taken_up(Session(lesson(str(asked["lesson"])).key, seed, seat), asked.get("kept"))
    session.name, session.code = str(asked.get("name") or "")[:80], str(asked.get("code") or "")
    return session


def taken_up(session: Session, kept: Any) -> Session:
    """The session with what was kept of it, if that is of the same lesson, seed and seat."""
    for before in kept_sessions([kept]):
        if before.place == session.place:
            session.take_in(before)
    return session


def kept_sessions(texts: Iterable[Any]) -> list[Session]:
    """The sessions that the page kept; what cannot be read is left alone."""
    found = []
    for text in texts:
        if text:
            try:
                found += read_results(str(text))[0]
            except ResultsError:
                continue
    return found


def seat_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Seed and seat as the package reads them, and whether nobody gave any."""
    seed, seat = read_seat(asked)
    return {"seed": seed, "seat": seat, "free": (seed, seat) == (FREE_SEED, FREE_SEAT)}


def _show(asked: Mapping[str, Any]) -> dict[str, Any]:
    session = _session(asked)
    shown = []
    for exercise in session.lesson.exercises:
        problem = session.problem(exercise.key)
        if isinstance(problem.answer, FunctionAnswer):
            continue
        record = session.record(exercise.key)
        feedback = solution_html(session.solution(exercise.key), problem) if record.solved else ""
        shown.append(
            {
                "exercise": exercise.key,
                "html": exercise_html(exercise, problem),
                "feedback": feedback,
                **_standing(session, exercise.key),
            }
        )
    return {**seat_of(asked), "exercises": shown, **_to_review(session, asked), **_progress(session)}


def _to_review(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What comes back at this seat later, with what has gone wrong in this lesson; it is kept beside the lesson."""
    review = read_review(asked.get("review"), session.seed, session.seat)
    review.take_up(session, read_today(asked))
    return {"review": review.to_json() if review.cards else None}


def read_today(asked: Mapping[str, Any]) -> date:
    """The day as the device tells it. Raises :class:`AskError`."""
    try:
        return date.fromisoformat(str(asked.get("day")))
    except ValueError:
        raise AskError("La date de cet appareil est illisible.") from None


def left_words(left: int) -> str:
    """How many wrong tries are left until the worked answer may be seen."""
    return f"Encore {agreeing(left, 'essai(s)')} avant le corrigé"


def _standing(session: Session, key: str) -> dict[str, Any]:
    record, left = session.record(key), session.tries_left(key)
    words = left_words(left) if record.tries and not record.solved and left else ""
    return {
        "solved": record.solved,
        "solution": not record.solved and session.solution_allowed(key),
        "again": record.solved or record.solution_seen,
        "left": words,
    }


def _progress(session: Session) -> dict[str, Any]:
    solved, total = session.progress
    return {"progress": lesson_html.progress_html(session, linked=True), "solved": solved, "total": total}


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    session, key = _session(asked), str(asked["exercise"])
    if asked.get("again"):  # another case of the same kind: for practice, and not kept
        return again_answer(asked)
    feedback = session.answer(key, asked.get("raw"), int(asked.get("seconds") or 0))
    return {
        **judged(feedback, session.problem(key)),
        "kept": session.to_json() if feedback.outcome.counts else None,
        **_to_review(session, asked),
        **_standing(session, key),
        **_progress(session),
    }


def solution_html(lines: tuple[str, ...], problem: Problem) -> Markup:
    """A worked answer as the page shows it."""
    return lesson_html.solution_html(lines, problem, site_link)


def worked(lines: tuple[str, ...], problem: Problem) -> dict[str, Any]:
    """What the page shows and says of a worked answer."""
    return {"said": " ".join(("Corrigé.", *lines)), "feedback": solution_html(lines, problem)}


def _solution(asked: Mapping[str, Any]) -> dict[str, Any]:
    session, key = _session(asked), str(asked["exercise"])
    if asked.get("again"):
        return again_solution(asked)
    lines = session.solution(key)
    return {
        **worked(lines, session.problem(key)),
        "kept": session.to_json(),
        **_to_review(session, asked),
        **_standing(session, key),
        **_progress(session),
    }


def _other(session: Session, key: str, number: int) -> tuple[Exercise, Problem]:
    exercise = session.exercise(key)
    return exercise, redrawn(exercise, session.seed, session.seat, f"{session.seed} · {number}")


def again(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Another case of the same kind, for practice."""
    exercise, problem = _other(_session(asked), str(asked["exercise"]), int(asked["again"]))
    return {"html": exercise_html(exercise, problem), "again": True}


def again_answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What comes of an answer to that: it is kept nowhere. Its worked answer opens as in a lesson, the next case at
    once."""
    _, problem = _other(_session(asked), str(asked["exercise"]), int(asked["again"]))
    tries = int(asked.get("tries") or 0)
    feedback = check(problem, asked.get("raw"), tries)
    solved = feedback.outcome is Outcome.RIGHT
    left = TRIES_BEFORE_SOLUTION - tries - (feedback.outcome is Outcome.NOT_YET)
    return {
        **judged(feedback, problem),
        "kept": None,
        "solved": solved,
        "solution": not solved and left <= 0,
        "again": True,
        "left": left_words(left) if 0 < left < TRIES_BEFORE_SOLUTION and not solved else "",
    }


def again_solution(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The worked answer of that."""
    _, problem = _other(_session(asked), str(asked["exercise"]), int(asked["again"]))
    lines = problem.worked if int(asked.get("tries") or 0) >= TRIES_BEFORE_SOLUTION else ()
    return {**worked(lines, problem), "kept": None, "again": True}


def judged(feedback: Feedback, problem: Problem) -> dict[str, Any]:
    """What the page shows and says of an answer."""
    return {
        "outcome": feedback.outcome,
        "said": " ".join((f"{feedback.title}.", *feedback.lines)),
        "feedback": lesson_html.feedback_html(feedback, problem, cites, site_link),
    }


def _mini(asked: Mapping[str, Any]) -> dict[str, Any]:
    mini = MiniCase.from_data(asked["mini"])
    return {"html": mini.evaluate(mini.typed(asked["values"]))[1]}


def finished_check(kept: Any, seed: int | str, seat: int, name: str) -> CheckResult | None:
    """The final check of a seat as the page kept it, once it is finished."""
    try:
        check = read_kept(str(kept), seed, seat) if kept else None
    except KeptError:
        return None
    return check.result(name) if check is not None and check.finished else None


def file_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The file of results of a seat, with all its lessons and its final check."""
    seed, seat = read_seat(asked)
    sessions = merged(kept_sessions(asked.get("all") or [])).values()
    found = [session for session in sessions if session.place[1:] == (str(seed), seat)]
    name = str(asked.get("name") or "")[:80]
    check = finished_check(asked.get("check"), seed, seat, name)
    if not (found or check):
        raise AskError("Rien à exporter : aucun exercice n'a encore été essayé à ce poste.")
    for session in found:
        session.name = name
    return {"file": file_name(seat), "text": to_json(found, check)}


_ASKS = {
    "show": _show,
    "answer": _answer,
    "solution": _solution,
    "again": again,
    "mini": _mini,
    "file": file_of,
    "seat": seat_of,
}
