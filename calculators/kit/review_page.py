"""« À revoir » in a page of the site: what went wrong in the lessons, with another case (JSON in, JSON out). Nothing is
kept here: the page hands over what it keeps of a seat, and gets it back (hub/web/calculators/page/review.js).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ai_calc.course import Exercise, all_exercises, lesson
from ai_calc.course.model import TRIES_BEFORE_SOLUTION
from ai_calc.course.review import Review, read_review
from ai_calc.ground.french import long_date
from calculators.kit import lesson_page
from calculators.kit.asks import answered
from calculators.kit.markup import Markup
from calculators.kit.render import join


def answer(text: str) -> str:
    """The answer to a question of the page, both JSON; ``fault`` says what cannot be used."""
    return answered(text, _ASKS)


def _review(asked: Mapping[str, Any]) -> tuple[Review, date]:
    """What comes back at the seat, with what has gone wrong in its lessons since, and the day."""
    seed, seat = lesson_page.read_seat(asked)
    review, day = read_review(asked.get("kept"), seed, seat), lesson_page.read_today(asked)
    for session in lesson_page.kept_sessions(asked.get("all") or []):
        if session.place[1:] == (str(seed), seat):
            review.take_up(session, day)
    return review, day


def _show(asked: Mapping[str, Any]) -> dict[str, Any]:
    review, day = _review(asked)
    due, later = review.due(day), review.later(day)
    cards = [
        {
            "exercise": f"{e.id}#{review.cards[e.id].turn}",
            "html": lesson_page.exercise_html(e, review.problem(e, review.cards[e.id].turn)),
            **_standing(review, e, review.cards[e.id].turn),
        }
        for e in due
    ]
    waiting = join(Markup("<li>{} : {}</li>").format(_link(e), long_date(at)) for at, e in later)
    return {
        "html": join(map(_place, due, cards)) or Markup("<p>Rien à revoir aujourd'hui.</p>"),
        "later": Markup("<h2>Plus tard</h2><ul>{}</ul>").format(waiting) if later else "",
        "cards": cards,
        "kept": review.to_json(),
    }


def _link(exercise: Exercise) -> Markup:
    return Markup('<a href="../lecon-{}/#{}">{} {}</a>').format(
        lesson(exercise.lesson).number, exercise.anchor, exercise.number, exercise.title
    )


def _place(exercise: Exercise, card: Mapping[str, Any]) -> Markup:
    return Markup('<h2>{}</h2><div class="exercise" data-exercise="{}"></div>').format(
        _link(exercise), card["exercise"]
    )


def _standing(review: Review, exercise: Exercise, turn: int, solved: bool = False) -> dict[str, Any]:
    left = TRIES_BEFORE_SOLUTION - review.cards[exercise.id].tries
    tried = 0 < left < TRIES_BEFORE_SOLUTION and not solved
    return {
        "solved": solved,
        "solution": not solved and review.solution_allowed(exercise, turn),
        "left": lesson_page.left_words(left) if tried else "",
    }


def _asked(asked: Mapping[str, Any]) -> tuple[Exercise, int]:
    key, _, turn = str(asked["exercise"]).partition("#")
    return next(e for e in all_exercises() if e.id == key), int(turn)


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    review, day = _review(asked)
    exercise, turn = _asked(asked)
    if asked.get("again"):
        return lesson_page.again_answer(_in_lesson(asked))
    feedback = review.answer(exercise, turn, asked.get("raw"), day)
    solved = turn < review.cards[exercise.id].turn
    return {
        **lesson_page.judged(feedback, review.problem(exercise, turn)),
        "kept": review.to_json(),
        **_standing(review, exercise, turn, solved),
    }


def _solution(asked: Mapping[str, Any]) -> dict[str, Any]:
    review, day = _review(asked)
    exercise, turn = _asked(asked)
    if asked.get("again"):
        return lesson_page.again_solution(_in_lesson(asked))
    lines = review.solution(exercise, turn, day)
    return {
        **lesson_page.worked(lines, review.problem(exercise, turn)),
        "kept": review.to_json(),
        **_standing(review, exercise, turn, True),
    }


def _again(asked: Mapping[str, Any]) -> dict[str, Any]:
    return lesson_page.again(_in_lesson(asked))


def _in_lesson(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked of another case, as a lesson's page asks it."""
    exercise, _ = _asked(asked)
    return {**asked, "lesson": exercise.lesson, "exercise": exercise.key, "kept": None}


_ASKS = {
    "seat": lesson_page.seat_of,
    "show": _show,
    "answer": _answer,
    "solution": _solution,
    "again": _again,
}
