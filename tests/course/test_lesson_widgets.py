"""The notebook side of the course: what a learner clicks and types, what is shown, what is kept."""

from __future__ import annotations

import io
import json
import re

import panel as pn
import pytest

from ai_calc.course import Outcome, all_lessons
from ai_calc.course.model import TRIES_BEFORE_SOLUTION
from calculators.kit import lesson_html
from calculators.kit.lesson import KEPT, NOT_CHOSEN, Lesson, figures, history, rule
from calculators.kit.mini import MiniCalculator
from calculators.kit.mini_case import MiniCase


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    KEPT.forget()


def text_of(view: pn.viewable.Viewable) -> str:
    return " ".join(str(p.object) for p in view.select(pn.pane.HTML))


@pytest.mark.parametrize("key", [x.key for x in all_lessons()])
def test_every_exercise_of_a_lesson_can_be_shown_and_answered_by_hand(key: str) -> None:
    lesson = Lesson(key, 11, 4)
    for exercise in lesson.lesson.exercises:
        card = lesson.card(exercise.key)
        assert lesson_html.linked(card.problem.question) in text_of(card.view)
        answer = card.problem.answer
        if card.widget is None:
            assert answer.kind == "function" and not card.button.visible
            assert "Juste" in str(lesson.check(exercise.key, answer.value).object)
            continue
        assert card.answer(card.raw) is Outcome.NONE, "nothing is chosen or typed at first"
        if answer.kind in ("number", "day"):
            card.widget.value = answer.words(answer.value)
        else:
            card.widget.value = sorted(answer.value) if answer.kind == "several" else answer.value
        card.button.clicks += 1
        assert "Juste" in text_of(card.view)
    assert lesson.session.progress[0] == lesson.session.progress[1]


def test_a_wrong_answer_shows_a_hint_with_a_link_to_a_rule_of_the_site() -> None:
    lesson = Lesson("capital_aid", 1, 1)
    card = lesson.card("cap")
    card.widget.value = "1"
    card.button.clicks += 1
    html = text_of(card.view)
    assert "Pas encore" in html
    assert re.search(r'href="\.\./\.\./r/cmrp/60\d\d/" target="_blank" rel="noopener"', html)
    assert not card.show_solution.visible


def test_the_worked_answer_has_its_button_only_after_several_tries() -> None:
    lesson = Lesson("capital_aid", 1, 1)
    card = lesson.card("cap")
    for n in range(TRIES_BEFORE_SOLUTION):
        assert not card.show_solution.visible, n
        card.answer(str(n + 1))
    assert card.show_solution.visible
    card.show_solution.clicks += 1
    assert "Corrigé" in text_of(card.view) and lesson.session.record("cap").solution_seen
    assert "Le corrigé vient après" in str(lesson.solution("need").object)


def test_another_seat_has_other_figures_and_an_empty_field_and_coming_back_finds_what_was_done() -> None:
    lesson = Lesson("capital_aid", 1, 1)
    card = lesson.card("need")
    first = text_of(card.view)
    card.answer(card.problem.answer.value)
    lesson.seat_field.value = "2"
    assert text_of(card.view) != first and card.raw == "" and lesson.session.progress[0] == 0
    lesson.seat_field.value = "1"
    assert lesson.session.progress[0] == 1 and "Corrigé" in text_of(card.view)


@pytest.mark.parametrize("seat", ["", "0", "douze", "1000", "-3"])
def test_a_seat_that_is_no_seat_changes_nothing_and_says_so(seat: str) -> None:
    lesson = Lesson("capital_aid", 1, 7)
    lesson.seat_field.value = seat
    assert lesson.session.seat == 7 and "numéro" in text_of(lesson.view)


def test_the_exported_file_is_the_one_of_the_seat() -> None:
    lesson = Lesson("costs", "automne", 12)
    lesson.name_field.value = "Léa"
    lesson.card("payable").answer(lesson.card("payable").problem.answer.value)
    found = lesson.export.callback()
    assert isinstance(found, io.BytesIO) and lesson.export.filename == "resultats-poste-12.json"
    data = json.loads(found.read())
    assert (data["seed"], data["seat"], data["name"]) == ("automne", 12, "Léa")


def test_seed_seat_and_answers_are_taken_up_without_a_button_and_by_their_seat_alone() -> None:
    before = Lesson("costs")
    assert "Sans poste" in text_of(before.view) and before.session.place == ("costs", "libre", 1)
    before.seed_field.value, before.seat_field.value = "Automne", "3"
    before.card("payable").answer(before.card("payable").problem.answer.value)
    again = Lesson("costs")
    assert again.session.place == ("costs", "automne", 3) and again.session.progress[0] == 1
    assert "Corrigé" in text_of(again.card("payable").view)
    again.seat_field.value = "4"
    assert again.session.progress[0] == 0
    again.card("payable").answer(again.card("payable").problem.answer.value)
    again.seat_field.value = "3"
    assert again.session.progress[0] == 1, "what seat 4 did has taken nothing away"
    assert Lesson("work").seat_field.value == "3", "given once, for all lessons"
    assert [x["lesson"] for x in json.loads(again.export.callback().read())["lessons"]] == ["costs"]


def test_a_file_has_the_other_lessons_of_the_seat_and_rubbish_in_the_storage_is_left_alone() -> None:
    one, other = Lesson("costs", 5, 3), Lesson("work", 5, 3)
    one.card("payable").answer(one.card("payable").problem.answer.value)
    KEPT.put('["5",3,"measure"]', "{")
    KEPT.put("who", "rubbish")
    assert [x["lesson"] for x in json.loads(other.export.callback().read())["lessons"]] == ["costs", "work"]
    assert Lesson("data").session.seat == 1


def test_an_answer_can_be_given_in_a_cell() -> None:
    lesson = Lesson("reading", 1, 1)
    right = lesson.session.problem("missing").answer.value
    assert "Juste" in str(lesson.check("missing", list(right)).object)
    assert "n'est pas une des réponses" in str(lesson.check("source", "…").object).replace("&#39;", "'")
    with pytest.raises(KeyError, match="pas d'exercice"):
        lesson.check("nope", 1)


def test_a_choice_starts_with_nothing_chosen() -> None:
    card = Lesson("reading", 1, 1).card("bound")
    assert isinstance(card.widget, pn.widgets.RadioBoxGroup) and card.raw == "" and NOT_CHOSEN in card.widget.options


def test_what_a_learner_types_never_becomes_html() -> None:
    lesson = Lesson("capital_aid", 1, 1)
    card = lesson.card("cap")
    card.answer("<img src=x onerror=alert(1)>")
    lesson.name_field.value = "<b>"
    assert "<img" not in text_of(card.view) and "<b>" not in text_of(lesson.view)


# -- rules, figures, small calculators ---------------------------------------------------------------------------------


def test_rules_are_links_where_the_texts_are_not_at_hand_and_texts_where_they_are() -> None:
    assert 'href="../../r/cmrp/6019/"' in str(rule("cmrp:6019").object)
    texts = {
        "cmrp:6004": {
            "citation": "cmrp:6004",
            "title": "Conditions",
            "html": '<p>Voir <a href="reglements/x/#r-1">ch. 1</a> et <a href="https://a.ch">b</a>.</p>',
        }
    }
    html = str(lesson_html.rules_html(["cmrp:6004.d", "cmrp:6004"], texts))
    assert html.count("<details>") == 1, "a rule and its letter are one text"
    assert "Conditions" in html and 'href="../../reglements/x/#r-1"' in html and 'href="https://a.ch"' in html


def test_figures_come_with_their_rule_their_date_and_their_state() -> None:
    html = str(figures("capital_aid/cash_cap", "training/min_hourly_wage", day="1.1.2018").object)
    assert (
        "15\u202f000" in html
        and "r/cmrp/6020/" in html
        and "aucune valeur" in html
        and "1er\u00a0janvier\u00a02018" in html
    )
    assert "1er\u00a0janvier\u00a02022" in str(history("coaching_berne_2021/internship_search").object)


def test_a_small_calculator_follows_its_fields_and_sliders_and_names_what_it_cannot_read() -> None:
    mini = MiniCalculator(
        MiniCase.of(
            "capital_aid",
            "third_party_aid",
            case={"own_resources": 10000},
            sliders={"own_resources": (0, 60000, 1000)},
        )
    )
    assert mini.sliders["own_resources"].value == 10000
    before = mini.result.figure("net_need").value
    mini.sliders["own_resources"].value = 20000
    assert mini.result.figure("net_need").value == before - 10000
    shown = mini.output.object
    mini.controls["third_party_aid"].raw = "beaucoup"
    assert "à corriger" in mini.output.object and mini.output.object != shown
    mini.controls["third_party_aid"].raw = "0"
    assert 'target="_blank" rel="noopener" class="cite"' in mini.output.object
    with pytest.raises(ValueError, match="partie inconnue"):
        MiniCase.of("capital_aid", show=("nope",))


def test_a_small_calculator_shows_only_the_tables_that_are_wanted() -> None:
    mini = MiniCalculator(
        MiniCase.of("capital_aid", case={"cash_indicated": "not_met"}, show=("tables",), tables=("schedule",))
    )
    assert 'data-table="schedule"' in mini.output.object and 'data-table="calendar"' not in mini.output.object
