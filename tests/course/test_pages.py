"""The course on the pages: rules and calculators lead to their exercises, exercises lead back, notebooks are linked."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from ai_calc.course import Lesson, all_exercises, all_lessons, draw
from ai_calc.course.answers import FunctionAnswer
from hub.content.library import Library
from hub.content.links import from_page
from hub.pages import course
from hub.pages.rule_pages import Renderer, render

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT)


def page(library: Library, path: str) -> str:
    problems: list[str] = []
    text = render(path, (library.docs / path).read_text("utf-8"), library, problems)
    assert problems == []
    return text


def test_every_rule_that_an_exercise_practises_leads_to_it(library: Library) -> None:
    for exercise in all_exercises():
        for citation in exercise.rules:
            target = library.resolve(citation)
            assert target is not None, f"{exercise.id} cites {citation}"
            assert exercise in library.uses[target[0].citation].exercises


def test_a_rule_shows_its_exercises_by_number(library: Library) -> None:
    footer = Renderer(library, from_page("reglements/cmrp/42-aide-en-capital.md"), []).footer(
        library.rules["cmrp:6019"]
    )
    assert "exercices [3.1](../../formation/lecon-3.md#ex-3-1)" in footer


@pytest.mark.parametrize("name", sorted({e.calculator for e in all_exercises() if e.calculator}))
def test_the_page_of_a_calculator_leads_to_the_exercises_that_it_answers(name: str, library: Library) -> None:
    text = page(library, library.calculators[name].page)
    own = course.exercises_of(name)
    assert "**S'exercer" in text and own
    for exercise in own:
        assert f"../{course.lesson_of(exercise)}#{exercise.anchor}" in text


def test_the_course_page_and_the_list_of_exercises_link_each_lesson_and_its_notebook(library: Library) -> None:
    first, second = page(library, "formation/index.md"), page(library, "formation/exercices.md")
    for lesson in all_lessons():
        assert f"](lecon-{lesson.number}.md)" in first and f"](lecon-{lesson.number}.md)" in second
        assert f'href="../lab/notebooks/index.html?path={lesson.notebook}"' in first
        assert f'href="../../lab/notebooks/index.html?path={lesson.notebook}"' in second
    for exercise in all_exercises():
        assert f'<span id="{exercise.anchor}"></span>' in second
        assert f"({course.lesson_of(exercise).removeprefix('formation/')}#{exercise.anchor})" in second
        if exercise.calculator:
            assert f"../{library.calculators[exercise.calculator].page}" in second


def test_the_trainers_guide_links_the_key_the_room_and_every_lesson(library: Library) -> None:
    text = page(library, "formation/formateurs.md")
    assert "](salle.md#corriges)" in text and "](salle.md#salle)" in text
    for lesson in all_lessons():
        assert f"](lecon-{lesson.number}.md)" in text
    room = page(library, "formation/salle.md")
    assert "data-room-key" in room and "data-room-results" in room and "&quot;capital_aid&quot;" in room


def test_the_sheets_hold_one_for_each_lesson_with_no_figure_typed_by_hand(library: Library) -> None:
    source = (library.docs / "formation/fiches.md").read_text("utf-8")
    for lesson in all_lessons():
        assert f"<!-- hub:answer-sheet {lesson.key} -->" in source
    assert not re.findall(r"\d[\d ]*(?:CHF|francs|%|jours|heures|ans)\b", source)
    assert page(library, "formation/fiches.md").count('<div class="answer-sheet">') == len(all_lessons())


def flat(text: str) -> str:
    """Text with plain spaces."""
    return re.sub("[\u00a0\u202f]", " ", html.unescape(text))


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda x: x.key)
def test_the_page_of_a_lesson_is_its_notebook_without_code(lesson: Lesson, library: Library) -> None:
    text = flat(page(library, course.page_of(lesson)))
    assert f"# {lesson.number}. {lesson.title}\n" in text
    assert "Droit enseigné : " in text and "lesson-law" in text
    for exercise in lesson.exercises:
        assert f"### Exercice {exercise.number} · {exercise.title} {{ #{exercise.anchor} }}" in text
        by_hand = f'<div class="exercise" data-exercise="{exercise.key}"' in text
        assert by_hand is not isinstance(draw(exercise, 1, 1).answer, FunctionAnswer), exercise.number
    assert "lesson-rule" in text and f"?path={lesson.notebook}" in text
    assert "cours.exercise(" not in text and "Maj` + `Entrée" not in text and "**Fini ?**" not in text


def test_a_lesson_says_which_law_it_teaches_and_what_has_changed(library: Library) -> None:
    second, fourth = flat(page(library, "formation/lecon-2.md")), flat(page(library, "formation/lecon-4.md"))
    assert "état au 1er janvier 2020, remplacé depuis le 1er janvier 2022" in second
    assert "[la loi a changé](../versions-et-sources/depuis-2020.md)" in second and "(2022)" in second
    for text in ("Mémento BE non daté, document sans date", "Mémento BE 2021–2022, dates déduites", "Accord GE"):
        assert text in fourth
    sheets = flat(page(library, "formation/fiches.md"))
    assert sheets.count("Droit enseigné : ") == len(all_lessons())


def test_what_a_lesson_prints_is_the_output_of_its_code(library: Library) -> None:
    text = flat(page(library, "formation/lecon-7.md"))
    assert "Rente minimale : 1195" in text and "Un jour plus tard : 1225" in text
