"""The final check: one exercise a lesson, drawn apart from the lessons; judged at the end, and attested plainly."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ai_calc import __version__
from ai_calc.course import all_lessons, draw
from ai_calc.course.answers import ChoiceAnswer, FunctionAnswer, SeveralAnswer
from ai_calc.course.final import STATEMENT, FinalCheck, KeptError, Question, drawn, read_kept
from ai_calc.course.model import Outcome, same_case

PLACES = [("automne", 7), ("automne", 8), (2026, 1), ("libre", 1)]


def typed(question: Question, value: Any) -> Any:
    """An answer as the page hands it over: keys of options, or the words that people write."""
    answer = question.problem.answer
    if isinstance(answer, ChoiceAnswer):
        return value
    return sorted(value) if isinstance(answer, SeveralAnswer) else answer.words(answer.read(value))


def right(question: Question) -> Any:
    return typed(question, question.problem.answer.value)


def wrong(question: Question) -> Any:
    return typed(question, question.problem.mistakes[0].value)


def solved(check: FinalCheck) -> FinalCheck:
    check.give({q.exercise.id: right(q) for q in check.questions})
    return check


@pytest.mark.parametrize(("seed", "seat"), PLACES)
def test_the_same_seed_seat_and_number_ask_the_same_one_exercise_of_each_lesson(seed: int | str, seat: int) -> None:
    first = FinalCheck(seed, seat).questions
    drawn.cache_clear()
    again = FinalCheck(seed, seat).questions
    assert again is not first and [(q.exercise, q.problem) for q in again] == [(q.exercise, q.problem) for q in first]
    assert [q.lesson for q in first] == list(all_lessons())
    for q in first:
        assert q.exercise in q.lesson.exercises and not isinstance(q.problem.answer, FunctionAnswer)


@pytest.mark.parametrize(("seed", "seat"), PLACES)
def test_a_check_asks_other_cases_than_the_lessons_and_than_the_check_before(seed: int | str, seat: int) -> None:
    check = FinalCheck(seed, seat)
    for q in check.questions:
        lesson = draw(q.exercise, seed, seat)
        assert (q.problem.story, q.problem.facts, q.problem.question) != (lesson.story, lesson.facts, lesson.question)
    assert check.another().number == 2 and check.another().digest != check.digest


def test_neighbours_are_not_asked_the_same() -> None:
    for one, other in ((1, 2), (7, 8)):
        mine, theirs = (FinalCheck("automne", seat).questions for seat in (one, other))
        assert all(a.problem != b.problem for a, b in zip(mine, theirs, strict=True))


def test_the_same_case_is_known_under_another_name() -> None:
    exercise = all_lessons()[0].exercises[0]
    assert same_case(exercise, 1, "a", "a")
    assert any(not same_case(exercise, 1, "a", seed) for seed in "bcdef")


@pytest.mark.parametrize(("seed", "seat"), PLACES)
def test_right_answers_as_they_are_typed_are_all_counted(seed: int | str, seat: int) -> None:
    score = solved(FinalCheck(seed, seat)).score
    assert (score.right, score.total) == (len(all_lessons()), len(all_lessons()))


def test_wrong_unreadable_and_missing_answers_are_told_apart() -> None:
    check = solved(FinalCheck("automne", 7))
    first, second, third, *_ = check.questions
    answers: dict[str, Any] = {**check.answers, first.exercise.id: wrong(first), second.exercise.id: "###"}
    del answers[third.exercise.id]
    check.give(answers)
    outcomes = [check.judged(q).outcome for q in (first, second, third)]
    assert outcomes == [Outcome.NOT_YET, Outcome.UNREADABLE, Outcome.NONE]
    score, all_of_them = check.score, len(all_lessons())
    assert (score.right, score.not_yet, score.unreadable, score.none) == (all_of_them - 3, 1, 1, 1)
    assert score.words == (
        f"{all_of_them - 3} réponses justes sur {all_of_them} ; 1 illisible, pas comptée comme fausse ; 1 sans réponse"
    )


def test_an_answer_may_be_changed_until_the_check_is_finished() -> None:
    check = FinalCheck("automne", 7)
    q = check.questions[0]
    check.give({q.exercise.id: wrong(q)})
    check.give({q.exercise.id: right(q)})
    assert check.judged(q).outcome is Outcome.RIGHT
    check.finished = date(2026, 11, 27)
    check.give({q.exercise.id: wrong(q)})
    assert check.judged(q).outcome is Outcome.RIGHT


def test_what_is_kept_is_found_again_and_anything_else_is_refused() -> None:
    check = solved(FinalCheck("automne", 7, 3))
    assert read_kept(check.to_json(), "automne", 7) == check
    check.finished = date(2026, 11, 27)
    assert read_kept(check.to_json(), "automne", 7) == check
    data = json.loads(check.to_json())
    faults: list[Any] = [
        "{",
        "null",
        "[]",
        json.dumps({**data, "asked": "of an older version"}),
        json.dumps({**data, "number": 0}),
        json.dumps({**data, "number": True}),
        json.dumps({**data, "answers": 3}),
        json.dumps({**data, "finished": "hier"}),
        json.dumps({**data, "format": "ai-calc-course"}),
    ]
    for text in faults:
        with pytest.raises(KeptError):
            read_kept(text, "automne", 7)
    for seed, seat in (("automne", 8), ("hiver", 7)):
        with pytest.raises(KeptError):
            read_kept(check.to_json(), seed, seat)


def test_the_attestation_names_what_it_rests_on_and_claims_nothing_else() -> None:
    check = solved(FinalCheck("automne", 7))
    check.finished = date(2026, 11, 27)
    text = check.as_text()
    count = len(all_lessons())
    for line in (
        "Date : 27 novembre 2026",
        "Graine : automne",
        "Poste : 7",
        "Contrôle : n° 1",
        f"Version du site : {__version__}",
        f"Résultat : {count} réponses justes sur {count}",
        *STATEMENT,
    ):
        assert line in text.replace("\u00a0", " ").splitlines()
    assert "n'est pas signée" in text and "navigateur" in text and text.count(" : juste\n") == count
    assert "Nom" not in text and "Nom : Léa\n" in check.as_text("  Léa\n")
    assert check.file_name == "attestation-poste-07.txt"
