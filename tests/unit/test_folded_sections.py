"""Fields of a form are made when they are first to be seen; until then they are data, and nothing of them is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from calculators.kit.live import Live
from calculators.kit.static import form_of

REFINED = '{"raw": {}, "v": 3, "refined": true}'
"""All questions are shown, not only those of the estimate."""


@pytest.fixture
def live() -> Live:
    return Live(form_of("capital_aid"), REFINED)


def card(live: Live, key: str) -> Any:
    return next(card for section, card, _ in live._sections if section.key == key)


def shown(live: Live, key: str) -> list[Any]:
    return next(list(fields) for section, _, fields in live._sections if section.key == key)


FOLDED = [section.key for section in form_of("capital_aid").sections if not section.open]


def test_a_folded_section_holds_no_fields_and_an_unfolded_one_all_that_are_asked(live: Live) -> None:
    assert FOLDED, "the form has folded sections"
    for section, _, _ in live._sections:
        expected = len([n for n in section.fields if n in live._asked]) if section.open else 0
        assert len(shown(live, section.key)) == expected, section.key


def test_unfolding_shows_the_fields_as_they_stand_and_changes_the_result_through_them(live: Live) -> None:
    key = FOLDED[0]
    section = next(s for s in live.form.sections if s.key == key)
    before = live.raw
    card(live, key).collapsed = False
    assert len(shown(live, key)) == len([n for n in section.fields if n in live._asked])
    assert live.raw == before
    name = section.fields[0]
    assert live.controls[name].raw == before[name]
    live.controls[name].widget.value = "not_met"
    assert live.raw[name] == "not_met"
    assert getattr(live.case, name) == "not_met"
    card(live, key).collapsed = True
    assert live.raw[name] == "not_met"
    live.inbox.value = json.dumps({"action": "undo"})
    assert live.raw == before


def test_folding_is_kept_in_the_state_and_comes_back(live: Live) -> None:
    default = live.state.value
    card(live, FOLDED[0]).collapsed = False
    assert json.loads(live.state.value)["unfolded"] == [
        s.key for s in live.form.sections if s.open or s.key == FOLDED[0]
    ]
    again = Live(form_of("capital_aid"), live.state.value)
    assert not card(again, FOLDED[0]).collapsed
    assert shown(again, FOLDED[0])
    card(live, FOLDED[0]).collapsed = True
    assert live.state.value == default


def test_a_fault_in_a_folded_section_unfolds_it_once(live: Live) -> None:
    name = "waiver_percent"
    section = next(s for s in live.form.sections if name in s.fields)
    assert section.key in FOLDED
    live.inbox.value = json.dumps({"action": "load", "case": {**live.form.example, name: 400}})
    assert any(f.path == name for f in live.faults)
    assert not card(live, section.key).collapsed
    assert live.controls[name].raw == "400"
    card(live, section.key).collapsed = True
    live.controls["own_resources"].widget.value = "1000"
    assert card(live, section.key).collapsed, "folded by hand, it stays so while the fault is the same"


def test_what_a_link_or_an_example_brings_into_folded_sections_is_there_when_they_are_unfolded(live: Live) -> None:
    field = "guarantee"
    section = next(s for s in live.form.sections if field in s.fields)
    live.inbox.value = json.dumps({"action": "load", "case": {**live.form.example, field: 4000}})
    assert not live.faults
    card(live, section.key).collapsed = False
    assert live.controls[field].raw == "4\u202f000"


def test_a_question_that_is_no_longer_asked_is_hidden_and_one_that_is_asked_again_is_made() -> None:
    live = Live(form_of("reclassement"), REFINED)
    asked = {name for name in live.raw if live._asked is None or name in live._asked}
    made = set(live.controls)
    assert made <= asked, "what does not matter is not made"
    live.controls["objectively_fit"].widget.value = "not_met"
    for name, control in live.controls.items():
        assert control.view.visible == (name in (live._asked or ()) or live._section_of[name] in live._idle), name
    assert all(card.collapsed for section, card, _ in live._sections if section.key in live._idle), (
        "what stopped mattering is folded"
    )
