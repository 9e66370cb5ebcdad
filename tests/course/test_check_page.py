"""What the page of the final check asks of Python: the same questions again, answers kept, a result, an attestation."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from markupsafe import escape

from ai_calc.course import all_lessons
from ai_calc.course.final import STATEMENT, FinalCheck
from ai_calc.course.law import texts_of
from ai_calc.course.review import Card, read_review
from ai_calc.course.session import read_results
from ai_calc.ground.french import long_date
from calculators.kit import check_page
from tests.course.test_final import right, wrong

SEAT = {"seed": "Salle Verte", "seat": "7"}
OWN = FinalCheck("salle verte", 7)
RIGHT = {q.exercise.id: right(q) for q in OWN.questions}
FIRST = OWN.questions[0]


def ask(what: str, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        check_page.answer(json.dumps({"ask": what, **SEAT, **asked}, ensure_ascii=False))
    )
    return found


def finished(answers: dict[str, Any] = RIGHT, **more: Any) -> str:
    return str(ask("finish", answers=answers, day="2026-11-27", sure=True, **more)["kept"])


def test_the_check_is_a_form_a_lesson_without_hints_or_verdict() -> None:
    html = ask("show")["html"]
    assert html.count('<section class="exercise"') == html.count("<form") == len(all_lessons())
    assert "Terminer" in html and "Vérifier" not in html and "corrigé" not in html and "feedback" not in html


def test_answers_are_kept_as_they_stand_and_given_back() -> None:
    kept = ask("keep", answers={FIRST.exercise.id: RIGHT[FIRST.exercise.id]})
    assert kept["count"] == f"1 réponse sur {len(all_lessons())}" and not kept["told"]
    shown = ask("show", kept=kept["kept"])
    assert shown["answers"] == {FIRST.exercise.id: RIGHT[FIRST.exercise.id]} and not shown["finished"]
    assert ask("keep", kept=kept["kept"], answers={})["count"].startswith("0 réponse sur")


def test_what_cannot_be_read_is_told_and_becomes_no_html() -> None:
    found = ask("keep", answers={**RIGHT, FIRST.exercise.id: "<img src=x>"})
    assert found["told"][FIRST.exercise.id].startswith("Réponse illisible")
    html = ask("show", kept=finished({**RIGHT, FIRST.exercise.id: "<img src=x>"}), name="<b>Léa")["html"]
    assert "pas comptée comme fausse" in html and "<img" not in html and "<b>" not in html


def test_open_questions_are_named_before_the_check_is_finished() -> None:
    less = {key: raw for key, raw in RIGHT.items() if key != FIRST.exercise.id}
    found = ask("finish", answers=less, day="2026-11-27")
    assert "question 1 (sans réponse)" in found["missing"] and not ask("show", kept=found["kept"])["finished"]
    assert "missing" not in ask("finish", answers=RIGHT, day="2026-11-27")


def test_the_result_says_for_each_exercise_what_came_of_it_and_leads_to_its_lesson() -> None:
    html = ask("show", kept=finished({**RIGHT, FIRST.exercise.id: wrong(FIRST)}))["html"]
    count = len(all_lessons())
    assert f"{count - 1} réponses justes sur {count}" in html
    assert html.count('<li data-standing="right">') == count - 1 and html.count('data-standing="not_yet"') == 1
    for q in OWN.questions:
        assert f'<a href="../lecon-{q.lesson.number}/#{q.exercise.anchor}">' in html
    assert "Terminer" not in html


def test_the_end_shows_for_each_question_the_answer_given_the_right_one_and_the_way_there_folded_where_right() -> None:
    answers = {**RIGHT, FIRST.exercise.id: wrong(FIRST)}
    cards = ask("show", kept=finished(answers))["html"].split('<section class="exercise"')[1:]
    for card, q in zip(cards, OWN.questions, strict=True):
        folded = card.partition("<details")[2]
        assert folded.partition(">")[0].endswith(" open") is (q.exercise.id == FIRST.exercise.id)
        answer = q.problem.answer
        assert f"Votre réponse : <strong>{escape(answer.words(answer.read(answers[q.exercise.id])))}" in folded
        assert str(escape(f"Réponse : {answer.words(answer.value)}")) in folded
        assert folded.count("<li>") >= len(q.problem.solution)
        assert all(f'href="../../r/{rule.replace(":", "/", 1)}/"' in folded for rule in q.problem.hints[0].rules[:1])
    assert str(escape(FIRST.problem.mistakes[0].text)) in re.sub("</?a[^>]*>", "", cards[0])
    assert "Corrigé" not in ask("show", kept=ask("keep", answers=answers)["kept"])["html"], "not before the end"


def test_what_was_not_right_in_a_check_comes_back_later_and_once() -> None:
    less = {key: raw for key, raw in RIGHT.items() if key != OWN.questions[1].exercise.id}
    done = ask("finish", answers={**less, FIRST.exercise.id: wrong(FIRST)}, day="2026-11-27", sure=True)
    review = read_review(done["review"], "salle verte", 7)
    day = date(2026, 11, 27)
    assert [e.id for e in review.due(day)] == [q.exercise.id for q in OWN.questions[:2]]
    assert ask("finish", answers=RIGHT, day="2026-11-27")["review"] is None
    waiting = read_review(done["review"], "salle verte", 7)
    waiting.cards[FIRST.exercise.id] = Card(date(2026, 12, 24), box=3, turn=4)
    again = ask("finish", answers=less | {FIRST.exercise.id: ""}, day="2026-11-27", sure=True, review=waiting.to_json())
    assert read_review(again["review"], "salle verte", 7).cards[FIRST.exercise.id] == Card(day, turn=4)


def test_the_attestation_says_in_one_line_which_texts_were_asked_with_their_state() -> None:
    text = ask("attest", kept=finished())["text"]
    line = next(line for line in text.splitlines() if line.startswith("Droit enseigné : "))
    for source in texts_of(r for q in OWN.questions for r in q.exercise.rules):
        assert source.short in line
        assert source.state is None or f"état au {long_date(source.state)}" in line


def test_a_finished_check_stays_as_it_is_and_another_one_asks_other_things() -> None:
    kept = finished()
    assert json.loads(ask("keep", kept=kept, answers={})["kept"])["answers"] == json.loads(kept)["answers"]
    other = ask("show", kept=ask("another", kept=kept)["kept"])
    assert other["number"] == 2 and not other["finished"] and other["html"] != ask("show")["html"]


def test_the_attestation_names_a_person_only_who_typed_a_name() -> None:
    kept = finished()
    without, named = ask("attest", kept=kept), ask("attest", kept=kept, name="Léa")
    assert "Nom" not in without["text"] and "Nom : Léa" in named["text"] and "Léa" in named["html"]
    assert all(line in named["text"] for line in STATEMENT) and named["file"] == "attestation-poste-07.txt"
    assert "n'est pas terminé" in ask("attest")["fault"]


def test_another_seats_check_or_rubbish_is_left_alone_and_said() -> None:
    theirs = FinalCheck("salle verte", 8).to_json()
    for kept in (theirs, "{", "null"):
        found = ask("show", kept=kept)
        assert found["answers"] == {} and found["number"] == 1 and "recommence" in found["said"]
    assert "Le poste est un numéro" in ask("show", seat="0")["fault"]
    assert "illisible" in ask("finish", answers=RIGHT, day="hier")["fault"]


def test_the_file_of_results_carries_a_finished_check_and_no_other() -> None:
    file = ask("file", all=[], check=finished({**RIGHT, FIRST.exercise.id: wrong(FIRST)}), name="Léa")
    sessions, check, intact = read_results(file["text"])
    assert file["file"] == "resultats-poste-07.json" and intact and not sessions and check is not None
    assert (check.name, check.right, check.number) == ("Léa", len(all_lessons()) - 1, 1)
    assert "Rien à exporter" in ask("file", all=[], check=ask("keep", answers=RIGHT)["kept"])["fault"]
