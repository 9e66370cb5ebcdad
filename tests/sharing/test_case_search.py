"""Worked cases are found by search: by their number first, by their words after every rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.content.library import Library
from hub.search.index import enrich
from tests.search.ask import ask


@pytest.fixture(scope="module")
def index(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of all cases and of three rules."""
    docs = [{"location": "reglements/cmrp/42-aide-en-capital/", "title": "Aide en capital", "text": ""}]
    for number in (6019, 6020, 6014):
        docs.append(
            {
                "location": f"reglements/cmrp/42-aide-en-capital/#r-{number}",
                "title": f"{number} · Besoin net",
                "text": "<p>Le besoin net se calcule après les ressources propres et les machines.</p>",
            }
        )
    path = tmp_path_factory.mktemp("index") / "search_index.json"
    path.write_text(json.dumps(enrich({"config": {"lang": ["fr"], "separator": " "}, "docs": docs}, library)), "utf-8")
    return path


def test_a_case_is_found_by_its_number_first(index: Path) -> None:
    for query in ("AC-13", "ac-13", "cas AC-13"):
        (answer,) = ask(index, [query])
        assert "cas/AC-13/" in answer["results"][0]["name"], (query, answer["results"][:2])


def test_cases_come_after_the_rules_with_the_same_words(index: Path) -> None:
    (answer,) = ask(index, ["besoin net ressources propres"])
    kinds = ["cas/" in r["name"] for r in answer["results"]]
    assert True in kinds and False in kinds
    assert kinds == sorted(kinds), "a case stands before a rule"


def test_the_words_of_a_story_lead_to_the_case(index: Path) -> None:
    (answer,) = ask(index, ["machine quatre ans"])
    assert any("cas/AC-13/" in r["name"] for r in answer["results"])
