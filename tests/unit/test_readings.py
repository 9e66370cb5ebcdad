"""The readings: plain titles, places, and no code in what people read."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ai_calc.law import readings
from ai_calc.law.readings import SCOPES, Reading, all_readings, of_earlier_texts
from ai_calc.registers import documents
from hub.content.library import Library
from hub.pages.checks import references

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


def test_a_reading_is_of_the_editions_that_its_place_names() -> None:
    short = {
        "cmrp": r"CMRP",
        "eisp": r"guide EISP",
        "geneve": r"Accord GE",
        "berne-2021": r"Mémentos BE|Mémento BE 2021–2022",
        "berne": r"Mémentos BE|Mémento BE(?! 2021)",
    }
    for reading in READINGS:
        named = {key for key, words in short.items() if re.search(words, reading.where)}
        assert set(reading.editions) == (named or set(short)), reading.id


def test_a_rule_names_only_readings_of_its_own_edition() -> None:
    library = Library()
    assert [line for line in references(library) if "édition" in line] == []
    library.readings["C-51"] = replace(library.readings["C-51"], editions=("eisp",))
    assert any("la lecture C-51 n'est pas de cette édition (« editions »)" in line for line in references(library))


def test_a_reading_of_an_earlier_text_is_not_taken_for_one_of_the_text_that_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = documents.all_sources()["cmrp"]
    later = replace(now, key="cmrp-2027", takes_up=("6020",))
    circular = replace(documents.all_documents()["circulaire"], editions=(now, later))
    every = {**documents.all_documents(), "circulaire": circular}
    sources = {**documents.all_sources(), "cmrp-2027": later}
    monkeypatch.setattr(readings, "all_documents", lambda: every)
    monkeypatch.setattr(readings, "all_sources", lambda: sources)
    assert [r.id for r in of_earlier_texts(["C-51", "E-05", "C-51"], ("cmrp-2027", "eisp"))] == ["C-51"]
    assert of_earlier_texts(["C-51", "E-05"], ("cmrp", "eisp")) == ()
    assert of_earlier_texts(["B-03"], ("berne",)) == ()
