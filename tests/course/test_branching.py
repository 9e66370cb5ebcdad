"""The file that branches: one decision of each step is carried by the file, and no two lead to the same next step."""

from __future__ import annotations

import pytest

from ai_calc.course.branching import FIRST, STEPS, Step
from calculators.kit.lesson_html import branching_html


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda s: s.key)
def test_the_calculator_says_which_decision_is_carried_and_each_leads_elsewhere(step: Step) -> None:
    assert [step.carries(choice) for choice in step.choices].count(True) == 1
    onward = [choice.then for choice in step.choices if choice.then]
    assert len(onward) == len(set(onward))


def paths(key: str, before: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], bool]]:
    """All ways through the file, and whether the last decision is carried."""
    assert key not in before, "a path that comes back would never end"
    found = []
    for choice in STEPS[key].choices:
        way = (*before, key)
        found += paths(choice.then, way) if choice.then else [(way, STEPS[key].carries(choice))]
    return found


def test_every_step_is_reached_and_the_letter_depends_on_what_was_decided_before() -> None:
    ways = paths(FIRST)
    assert {key for way, _ in ways for key in way} == set(STEPS)
    assert max(len(way) for way, _ in ways) >= 4
    letters = {STEPS[way[-1]].letter() for way, carried in ways if carried}
    assert len(letters) == 2
    conclusions = sorted(conclusion for _, conclusion in letters)
    assert "les conditions de l'allocation sont remplies" in conclusions[1]
    assert "Placement chez l'employeur" in conclusions[0]


def test_following_what_the_file_carries_ends_in_a_letter() -> None:
    step = STEPS[FIRST]
    for _ in STEPS:
        choice = next(c for c in step.choices if step.carries(c))
        if not choice.then:
            break
        step = STEPS[choice.then]
    html = branching_html()
    assert step.letter()[1] in str(html).replace("&#39;", "'")
    assert html.count("<details") >= sum(len(s.choices) for s in STEPS.values())
