"""Lesson 9: the words on which a point decides stand in their rule, and the person of a seat stays the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from ai_calc.course import draw, lesson
from ai_calc.course.drawing import _PEOPLE
from ai_calc.course.lessons.file import WORDED, WORDS, Worded
from ai_calc.course.writing import compute
from hub.content.library import Library

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT)


_TEXT = {key: text for key, text, _ in WORDS}


@pytest.mark.parametrize("point", WORDED, ids=lambda p: f"{p.verdict}-{p.word}")
def test_the_word_stands_in_the_rule_and_a_soft_one_makes_a_soft_verdict(point: Worded, library: Library) -> None:
    found = library.resolve(point.rule)
    assert found is not None
    assert _TEXT[point.word] in found[0].text.casefold()
    verdict = compute(point.calculator, point.data).verdict(point.verdict)
    assert verdict.rules[0].split(".")[0] in (point.rule.split(".")[0], "cmrp:5005")
    assert verdict.soft is (point.word in ("rule", "about")) or verdict.status.value == "met"


def test_a_seat_follows_one_person_and_another_seat_another_one() -> None:
    names = []
    for seat in range(1, 9):
        stories = [draw(e, "printemps26", seat).story for e in lesson("file").exercises]
        told = [{p.name for p in _PEOPLE if p.name in story} for story in stories]
        assert all(one == told[0] and len(one) == 1 for one in told), told
        names.append(told[0].pop())
    assert len(set(names)) > 3
