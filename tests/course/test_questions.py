"""« Testez-vous » at rules: folded, quiet, answered right, and drawn apart from what the course asks."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

import pytest
from markupsafe import escape

from ai_calc.course import draw
from calculators.kit.lesson_page import FREE_SEAT, FREE_SEED
from hub.content.library import Library
from hub.content.links import from_page
from hub.content.self_tests import MOST, SEED, questions, turns_on
from hub.pages.rule_pages import card_html, render
from hub.pages.self_tests import quick

LIBRARY = Library(Path(__file__).parents[2])
OPTION = re.compile(r'<details class="question-option".*?</details>', re.S)


def shown(citation: str) -> str:
    """Its text; what it names in its sentences are links, whose words alone are shown here."""
    return re.sub(
        r'<a class="ref"[^>]*>(.*?)</a>',
        r"\1",
        html.unescape(" ".join(quick(LIBRARY, from_page(LIBRARY.rules[citation].page), citation))),
    )


def test_each_question_stands_on_the_page_of_its_rule_folded_and_not_in_the_text_of_the_rule() -> None:
    asked = [c for c in LIBRARY.questions if LIBRARY.rules[c].page == "reglements/cmrp/42-aide-en-capital.md"]
    page = LIBRARY.docs / "reglements/cmrp/42-aide-en-capital.md"
    problems: list[str] = []
    text = render("reglements/cmrp/42-aide-en-capital.md", page.read_text("utf-8"), LIBRARY, problems)
    assert problems == [] and asked and text.count('<details class="rule-question"') == len(asked)
    for citation in asked:
        rule = LIBRARY.rules[citation]
        section = text[text.index(f"{{ #{rule.anchor} }}") :].partition("</section>")[0]
        assert section.count('class="rule-question" markdown="1" data-search-exclude=""') == 1
        assert "Testez-vous" not in card_html(rule, LIBRARY)
    assert "<details open" not in text


def test_a_page_has_few_questions_and_each_exercise_once() -> None:
    pages = Counter(LIBRARY.rules[c].page for c in LIBRARY.questions)
    assert len(pages) > 10 and max(pages.values()) <= MOST
    once = Counter((LIBRARY.rules[c].page, q.exercise.id) for c, q in LIBRARY.questions.items())
    assert set(once.values()) == {1}


def test_the_same_questions_are_drawn_each_time() -> None:
    assert questions(Library(Path(__file__).parents[2])) == LIBRARY.questions


@pytest.mark.parametrize("citation", LIBRARY.questions)
def test_one_option_is_right_the_others_say_why_not_and_nothing_does_before_it_is_opened(citation: str) -> None:
    question, text = LIBRARY.questions[citation], shown(citation)
    options = OPTION.findall(text)
    assert [re.search(r"<summary>(.*?)</summary>", o)[1] for o in options] == [w for _, w in question.answer.options]  # type: ignore[index]
    right = [
        key for (key, _), o in zip(question.answer.options, options, strict=True) if "<strong>Juste.</strong>" in o
    ]
    assert right == [question.answer.value]
    for mistake in question.problem.mistakes:
        assert mistake.text in options[[key for key, _ in question.answer.options].index(mistake.value)]
    before = OPTION.sub("", text)
    assert "Juste" not in before and not any(line in before for line in question.problem.solution)
    assert f"[Exercice {question.exercise.number}](" in before and f"#{question.exercise.anchor})" in before


@pytest.mark.parametrize("citation", LIBRARY.questions)
def test_the_case_turns_on_the_rule_and_is_another_than_the_one_of_the_lesson(citation: str) -> None:
    question, rule = LIBRARY.questions[citation], LIBRARY.rules[citation]
    assert rule in [target[0] for c in turns_on(question.problem) if (target := LIBRARY.resolve(c))]
    assert question.exercise in LIBRARY.uses[citation].exercises
    lesson = draw(question.exercise, FREE_SEED, FREE_SEAT)
    assert SEED != FREE_SEED and (question.problem.story, question.problem.facts) != (lesson.story, lesson.facts)


def test_texts_of_a_question_become_no_html() -> None:
    for citation in LIBRARY.questions:
        raw = " ".join(quick(LIBRARY, from_page(LIBRARY.rules[citation].page), citation))
        assert escape(LIBRARY.questions[citation].problem.story) in raw
