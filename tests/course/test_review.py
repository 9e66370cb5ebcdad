"""« À revoir »: what went wrong comes back with another case, at the days that the rule says, and only that."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from ai_calc.course import Exercise, Session, all_exercises
from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.model import LEVELS, TRIES_BEFORE_SOLUTION, Outcome
from ai_calc.course.review import RULE, WAITS, Card, Review, read_review
from calculators.kit import lesson_page, review_page
from hub import ROOT
from hub.content.library import Library
from hub.content.links import from_page
from hub.pages import course

DAY = date(2026, 11, 27)
SEAT = {"seed": "Salle Verte", "seat": "7", "day": "2026-11-27"}
CAP = next(e for e in all_exercises() if e.id == "capital_aid.cap")


def stumbled() -> Session:
    """Need is solved at once, cap after a wrong answer, the worked answer of forms opened with the trainer's code."""
    s = Session("capital_aid", "salle verte", 7)
    s.answer("need", s.problem("need").answer.value)
    s.answer("cap", 1)
    s.answer("cap", s.problem("cap").answer.value)
    for n in range(1, TRIES_BEFORE_SOLUTION + 1):
        s.answer("forms", n)
    assert s.solution("forms")
    return s


def reviewed() -> Review:
    review = Review("salle verte", 7)
    review.take_up(stumbled(), DAY)
    return review


def right(review: Review, exercise: Exercise = CAP) -> Any:
    return review.problem(exercise, review.cards[exercise.id].turn).answer.value


def ask(page: Any, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.answer(json.dumps({**SEAT, **asked}, ensure_ascii=False)))
    return found


def test_what_went_wrong_comes_back_and_nothing_else() -> None:
    review = reviewed()
    assert [e.id for e in review.due(DAY)] == ["capital_aid.cap", "capital_aid.forms"] and not review.later(DAY)
    code = Session("capital_aid", "salle verte", 7)
    code.record("function").tries = 2
    review.take_up(code, DAY)
    assert "capital_aid.function" not in review.cards, "code is written in the notebooks"


def test_it_comes_back_with_other_cases_than_the_lesson_and_than_before() -> None:
    review = reviewed()
    stories = [Session("capital_aid", "salle verte", 7).problem("cap").told]
    stories += [review.problem(CAP, turn).told for turn in (1, 2, 3)]
    assert len({repr(told) for told in stories}) == 4


def test_right_at_the_first_try_waits_longer_each_time_and_is_done_with_after_the_last() -> None:
    review, day = reviewed(), DAY
    for wait in WAITS[1:]:
        assert CAP in review.due(day)
        assert review.answer(CAP, review.cards[CAP.id].turn, right(review), day).outcome is Outcome.RIGHT
        assert CAP not in review.due(day + timedelta(wait - 1))
        day += timedelta(wait)
    review.answer(CAP, review.cards[CAP.id].turn, right(review), day)
    assert review.cards[CAP.id].due is None and CAP not in review.due(date.max)
    review.take_up(stumbled(), day)
    assert review.cards[CAP.id].due is None, "done with for good"
    assert all(str(wait) in RULE for wait in WAITS[1:])


def test_a_wrong_answer_begins_anew_the_day_after() -> None:
    review = reviewed()
    review.cards[CAP.id].box = 2
    assert review.answer(CAP, 1, 1, DAY).outcome is Outcome.NOT_YET
    assert review.answer(CAP, 1, "beaucoup", DAY).outcome is Outcome.UNREADABLE
    assert review.cards[CAP.id].tries == 1 and CAP in review.due(DAY)
    review.answer(CAP, 1, right(review), DAY)
    assert review.cards[CAP.id] == Card(DAY + timedelta(1), 0, 2, 0)


def test_an_answer_to_a_case_that_is_done_with_changes_nothing() -> None:
    review = reviewed()
    review.answer(CAP, 1, right(review), DAY)
    before = review.to_json()
    assert review.answer(CAP, 1, 1, DAY).outcome is Outcome.NOT_YET and review.to_json() == before


def test_the_worked_answer_opens_after_as_many_tries_as_in_a_lesson() -> None:
    review = reviewed()
    assert review.solution(CAP, 1, DAY) == ()
    for n in range(1, TRIES_BEFORE_SOLUTION + 1):
        review.answer(CAP, 1, n, DAY)
    assert review.solution(CAP, 1, DAY)[0].startswith("Réponse : ")
    assert review.cards[CAP.id].due == DAY + timedelta(1)


def test_what_is_kept_is_found_again_for_its_seat_alone() -> None:
    review = reviewed()
    text = review.to_json()
    assert read_review(text, "salle verte", 7) == review
    assert not read_review(text, "salle verte", 8).cards and not read_review(text, "hiver", 7).cards
    data = json.loads(text)
    for cards in ({CAP.id: {"due": "hier", "box": 0, "turn": 1, "tries": 0}}, {CAP.id: 3}, [], {CAP.id: {"box": 9}}):
        assert not read_review(json.dumps({**data, "cards": cards}), "salle verte", 7).cards
    assert not read_review("{", "salle verte", 7).cards and not read_review(None, "salle verte", 7).cards


def test_a_lesson_takes_up_what_goes_wrong_in_it() -> None:
    first = ask(lesson_page, ask="show", lesson="capital_aid")
    assert first["review"] is None
    wrong = ask(lesson_page, ask="answer", lesson="capital_aid", exercise="cap", raw="1")
    assert list(json.loads(wrong["review"])["cards"]) == [CAP.id]
    again = ask(lesson_page, ask="show", lesson="reading", review=wrong["review"])
    assert json.loads(again["review"]) == json.loads(wrong["review"])


def test_the_page_asks_again_judges_and_says_what_comes_later() -> None:
    shown = ask(review_page, ask="show", all=[stumbled().to_json()])
    assert [card["exercise"] for card in shown["cards"]] == ["capital_aid.cap#1", "capital_aid.forms#1"]
    assert shown["html"].count('class="exercise"') == 2 and not shown["later"]
    review = read_review(shown["kept"], "salle verte", 7)
    words = review.problem(CAP, 1).answer.words(right(review))
    wrong = ask(review_page, ask="answer", kept=shown["kept"], exercise="capital_aid.cap#1", raw="1")
    assert wrong["outcome"] == "not_yet" and wrong["left"] == "Encore 2 essais avant le corrigé"
    done = ask(review_page, ask="answer", kept=shown["kept"], exercise="capital_aid.cap#1", raw=words)
    assert done["outcome"] == "right" and done["solved"]
    after = ask(review_page, ask="show", kept=done["kept"], all=[stumbled().to_json()])
    assert (
        len(after["cards"]) == 1
        and "29\u00a0novembre\u00a02026" in after["later"]
        and "../lecon-3/#ex-3-2" in after["later"]
    )
    assert "Rien à revoir" in ask(review_page, ask="show")["html"]
    again = ask(review_page, ask="again", kept=done["kept"], exercise="capital_aid.cap#1", again=1)
    assert "<form" in again["html"]
    judged = ask(review_page, ask="answer", kept=done["kept"], exercise="capital_aid.cap#1", again=1, raw="1")
    assert judged["kept"] is None
    assert "illisible" in ask(review_page, ask="show", day="hier")["fault"]


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda e: e.id)
def test_every_exercise_has_a_level_that_the_pages_show(exercise: Exercise) -> None:
    assert exercise.level in LEVELS
    problem = Session(exercise.lesson, 1, 1).problem(exercise.key)
    if not isinstance(problem.answer, FunctionAnswer):
        html = lesson_page.exercise_html(exercise, problem)
        assert f"Niveau {exercise.level} · {LEVELS[exercise.level]}" in html


def test_exercises_are_listed_by_level_each_once() -> None:
    table = course.exercises(Library(ROOT), from_page("formation/exercices.md"), "").partition("\n\n")[0]
    for level, words in LEVELS.items():
        row = next(line for line in table.splitlines() if line.startswith(f"| **{level}** {words} |"))
        for exercise in all_exercises():
            assert (f"#{exercise.anchor})" in row) is (exercise.level == level), exercise.number
    assert {e.level for e in all_exercises()} == set(LEVELS)
