"""What the page of a lesson asks of Python: exercises as forms, answers judged, what is kept given back; no state."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ai_calc.course import Session, all_lessons
from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.model import TRIES_BEFORE_SOLUTION
from ai_calc.course.session import read_results
from calculators.kit import lesson_page
from calculators.kit.mini_case import MiniCase

SEAT = {"seed": "Salle Verte", "seat": "7"}
OWN = Session("capital_aid", "salle verte", 7)


def ask(**asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        lesson_page.answer(json.dumps({"day": "2026-11-27", **asked}, ensure_ascii=False))
    )
    return found


def answer(key: str, raw: Any, kept: str | None = None, **more: Any) -> dict[str, Any]:
    return ask(ask="answer", lesson="capital_aid", exercise=key, raw=raw, kept=kept, **SEAT, **more)


def right(key: str) -> str:
    problem = OWN.problem(key)
    return problem.answer.words(problem.answer.value)


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda x: x.key)
def test_every_exercise_without_code_is_a_form_whose_fields_have_names(lesson: Any) -> None:
    session = Session(lesson.key, "salle verte", 7)
    shown = {e["exercise"]: e["html"] for e in ask(ask="show", lesson=lesson.key, **SEAT)["exercises"]}
    for exercise in lesson.exercises:
        problem = session.problem(exercise.key)
        if isinstance(problem.answer, FunctionAnswer):
            assert exercise.key not in shown
            continue
        html = shown[exercise.key]
        kind = {"choice": "radio", "several": "checkbox"}.get(problem.answer.kind, "text")
        fields = re.findall(rf'<input type="{kind}"', html)
        assert len(fields) == (len(problem.answer.options) if kind != "text" else 1)
        assert ("<fieldset><legend" in html) is (kind != "text"), "a group of options has its question as a name"
        assert 'type="submit"' in html and "style=" not in html and "onclick" not in html


def test_what_was_tried_is_given_back_and_goes_on_from_there() -> None:
    first = answer("need", "1", seconds=30)
    assert first["outcome"] == "not_yet" and first["left"] == "Encore 2 essais avant le corrigé"
    assert 'class="cite" data-cite="cmrp:60' in first["feedback"]
    second = answer("need", right("need"), first["kept"], seconds=30)
    assert second["outcome"] == "right" and second["solved"] and (second["solved"], second["total"])[1] == 7
    (session,), _, intact = read_results(second["kept"])
    assert intact and session.record("need").tries == 1 and session.record("need").seconds == 60
    shown = ask(ask="show", lesson="capital_aid", kept=second["kept"], **SEAT)["exercises"]
    assert "Corrigé" in next(e["feedback"] for e in shown if e["exercise"] == "need")


def test_what_another_seat_kept_or_rubbish_changes_nothing() -> None:
    theirs = Session("capital_aid", "salle verte", 8)
    theirs.answer("need", theirs.problem("need").answer.value)
    for kept in (theirs.to_json(), "{", "null", json.dumps({"format": "ai-calc-course"})):
        (mine,), *_ = read_results(answer("cap", "1", kept)["kept"])
        assert mine.seat == 7 and not mine.record("need").solved and mine.record("cap").tries == 1


def test_what_cannot_be_read_is_said_and_not_kept() -> None:
    found = answer("need", "<img src=x>")
    assert found["outcome"] == "unreadable" and found["kept"] is None and "<img" not in found["feedback"]
    assert "Écrivez d'abord un nombre" in answer("need", "")["said"]


def test_the_worked_answer_comes_after_several_tries() -> None:
    kept = None
    for n in range(TRIES_BEFORE_SOLUTION):
        found = ask(ask="solution", lesson="capital_aid", exercise="need", kept=kept, **SEAT)
        assert "après quelques essais" in found["feedback"]
        answered = answer("need", str(n + 1), kept)
        kept = answered["kept"]
        assert answered["solution"] is (n + 1 == TRIES_BEFORE_SOLUTION)
    solved = ask(ask="solution", lesson="capital_aid", exercise="need", kept=kept, **SEAT)
    (session,), *_ = read_results(solved["kept"])
    assert right("need") in solved["said"] and session.record("need").solution_seen


def test_another_case_like_this_one_is_practice_and_kept_nowhere() -> None:
    own = next(e["html"] for e in ask(ask="show", lesson="capital_aid", **SEAT)["exercises"] if e["exercise"] == "need")
    others = {ask(ask="again", lesson="capital_aid", exercise="need", again=n, **SEAT)["html"] for n in (1, 2)}
    assert len(others | {own}) == 3
    assert answer("need", "1", again=1)["kept"] is None


def test_another_case_can_be_worked_out_too_and_left_for_the_next_one() -> None:
    practice = {"lesson": "capital_aid", "exercise": "need", "again": 1, **SEAT}
    assert ask(ask="again", **practice)["again"]
    first, last = answer("need", "1", again=1), answer("need", "1", again=1, tries=TRIES_BEFORE_SOLUTION - 1)
    assert first["again"] and not first["solution"] and first["left"] == "Encore 2 essais avant le corrigé"
    assert last["again"] and last["solution"] and not last["left"]
    assert "après quelques essais" in ask(ask="solution", tries=1, **practice)["feedback"]
    shown = ask(ask="solution", tries=TRIES_BEFORE_SOLUTION, **practice)
    assert "Réponse" in shown["feedback"] and shown["again"] and shown["kept"] is None


@pytest.mark.parametrize(
    ("solved", "words"), [(0, "0 exercice réussi"), (1, "1 exercice réussi"), (2, "2 exercices réussis")]
)
def test_the_progress_agrees_with_its_number(solved: int, words: str) -> None:
    kept = None
    for key in ("need", "cap")[:solved]:
        kept = answer(key, right(key), kept)["kept"]
    assert f"<span>{words} sur 7</span>" in ask(ask="show", lesson="capital_aid", kept=kept, **SEAT)["progress"]


@pytest.mark.parametrize(
    ("seed", "seat", "fault"),
    [
        ("", "5", "La graine manque"),
        ("automne", "", "Le poste est un numéro"),
        ("automne", "0", "Le poste est un numéro"),
        ("automne", "1000", "Le poste est un numéro"),
        ("automne", "douze", "Le poste est un numéro"),
        ("x" * 61, "5", "Graine refusée"),
    ],
)
def test_a_seat_that_is_no_seat_is_refused_in_french(seed: str, seat: str, fault: str) -> None:
    assert fault in ask(ask="show", lesson="work", seed=seed, seat=seat)["fault"]


def test_without_seed_and_seat_there_are_figures_to_try() -> None:
    assert ask(ask="seat", seed="", seat="") == {"seed": "libre", "seat": 1, "free": True}
    assert ask(ask="seat", seed=" 2020 ", seat="12") == {"seed": 2020, "seat": 12, "free": False}


def test_the_file_of_a_seat_holds_all_its_lessons_and_no_other_seat() -> None:
    mine = answer("need", right("need"))["kept"]
    reading = Session("reading", "salle verte", 7)
    reading.answer("missing", sorted(reading.problem("missing").answer.value))
    theirs = Session("work", "salle verte", 8)
    kept = [mine, reading.to_json(), theirs.to_json(), "{"]
    found = ask(ask="file", all=kept, name="Léa", **SEAT)
    sessions, _, intact = read_results(found["text"])
    assert intact and found["file"] == "resultats-poste-07.json"
    assert [s.lesson_key for s in sessions] == ["reading", "capital_aid"] and {s.name for s in sessions} == {"Léa"}
    assert "Rien à exporter" in ask(ask="file", all=[], **SEAT)["fault"]


def test_a_small_calculator_follows_what_is_typed_and_names_what_it_cannot_read() -> None:
    mini = MiniCase.of("capital_aid", "items", "third_party_aid", sliders={"own_resources": (0, 60000, 1000)})
    html = str(lesson_page.mini_html(mini, "mini-1"))
    assert 'type="range" data-field="own_resources"' in html and 'data-rows="items"' in html and "disabled" in html
    rows = len(mini.start["items"])

    def result(**values: Any) -> str:
        return str(ask(ask="mini", mini=json.loads(mini.to_json()), values=values)["html"])

    assert result(own_resources="1000") != result(own_resources="2000")
    dearer = [{"amount": "90000"}] * rows
    assert result(items=dearer) != result(items=dearer[:1]) and "calc-faults" not in result(items=dearer)
    refused = result(third_party_aid="<b>beaucoup")
    assert "à corriger" in refused and "<b>" not in refused
    assert result(items="rubbish", nothing="x", own_resources=None) == result()


def test_after_the_worked_answer_another_case_is_offered() -> None:
    found = answer("need", "1")
    for wrong in ("2", "3"):
        found = answer("need", wrong, found["kept"])
    assert not found["again"] and found["solution"]
    shown = ask(ask="solution", lesson="capital_aid", exercise="need", kept=found["kept"], **SEAT)
    assert shown["again"] and not shown["solved"]
