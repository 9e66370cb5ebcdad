"""The course on the pages: rules and calculators lead to their exercises, exercises lead back, notebooks are linked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ai_calc.course import all_exercises, all_lessons
from hub import course
from hub.library import Library
from hub.links import from_page
from hub.pages import Renderer, render

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
    assert "exercices [3.1](../../formation/exercices.md#ex-3-1)" in footer


@pytest.mark.parametrize("name", sorted({e.calculator for e in all_exercises() if e.calculator}))
def test_the_page_of_a_calculator_leads_to_the_exercises_that_it_answers(name: str, library: Library) -> None:
    text = page(library, library.calculators[name].page)
    own = course.exercises_of(name)
    assert "**S'exercer" in text and own
    for exercise in own:
        assert f"../formation/exercices.md#{exercise.anchor}" in text


def test_the_course_page_and_the_list_of_exercises_link_each_notebook(library: Library) -> None:
    first, second = page(library, "formation/index.md"), page(library, "formation/exercices.md")
    for lesson in all_lessons():
        assert f'href="../lab/notebooks/index.html?path={lesson.notebook}"' in first
        assert f'href="../../lab/notebooks/index.html?path={lesson.notebook}"' in second
    for exercise in all_exercises():
        assert f'<span id="{exercise.anchor}"></span>' in second
        if exercise.calculator:
            assert f"../{library.calculators[exercise.calculator].page}" in second


def test_the_trainers_guide_links_the_trainers_notebook_and_every_lesson(library: Library) -> None:
    text = page(library, "formation/formateurs.md")
    assert 'href="../../lab/notebooks/index.html?path=formateurs.ipynb"' in text
    for lesson in all_lessons():
        assert f"exercices.md#exercices-{lesson.number}" in text


def test_the_sheets_hold_one_for_each_lesson_with_no_figure_typed_by_hand(library: Library) -> None:
    source = (library.docs / "formation/fiches.md").read_text("utf-8")
    for lesson in all_lessons():
        assert f"<!-- hub:answer-sheet {lesson.key} -->" in source
    assert not re.findall(r"\d[\d ]*(?:CHF|francs|%|jours|heures|ans)\b", source)
    assert page(library, "formation/fiches.md").count('<div class="answer-sheet">') == len(all_lessons())
