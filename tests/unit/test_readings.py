"""The readings: plain titles, places, and no code in what people read."""

from __future__ import annotations

import re

import pytest

from ai_calc.law.readings import SCOPES, Reading, all_readings

READINGS = list(all_readings().values())


@pytest.mark.parametrize("reading", READINGS, ids=lambda r: r.id)
def test_a_title_says_in_plain_words_what_is_unclear(reading: Reading) -> None:
    assert re.match(r"[A-ZÉÀÂÊ«\d]", reading.title)
    assert len(reading.title) <= 75
    assert reading.title[-1] not in ".?", "a full stop follows it where it is shown"
    assert not re.search(r"\b(?!20[12]\d\b)\d{4}|->|\b(?:cmrp|eisp|geneve|berne-\d)\b", reading.title), (
        "numbers of rules belong into `where`"
    )


@pytest.mark.parametrize("reading", READINGS, ids=lambda r: r.id)
def test_a_reading_names_its_place_and_holds_no_code(reading: Reading) -> None:
    assert re.search(r"CMRP|EISP|Mémento|Accord GE|tous les documents", reading.where)
    for text in (reading.title, reading.where, reading.finding, reading.reading):
        assert not re.search(r"->|[<>]=|\bnull\b|\bids?\b|[a-z]_[a-z]|\bparam", text), text


def test_titles_differ_and_scopes_are_known() -> None:
    assert len({r.title for r in READINGS}) == len(READINGS)
    assert {r.scope for r in READINGS} == set(SCOPES)
