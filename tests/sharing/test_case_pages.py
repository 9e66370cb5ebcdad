"""Every worked case has a page that says what it is about, what was expected, and how it is computed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ai_calc.handing_over.sharing import SharedCaseError, from_file
from hub.content.library import Library
from hub.errors import BuildError
from hub.pages import case_pages
from hub.pages.case_pages import ARTICLE, DESCRIPTION, TITLE, Pages, compute, fill
from hub.search.index import enrich


def frame(headings: Sequence[tuple[str, str]]) -> str:
    contents = "".join(f'<a href="#{ident}">{title}</a>' for ident, title in headings)
    return (
        f'<meta name="description" content="{DESCRIPTION}"><title>{TITLE} - Site</title>'
        f"<nav>{contents}</nav><article>{ARTICLE}</article>"
    )


class Words(HTMLParser):
    """The text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def __str__(self) -> str:
        return " ".join(" ".join(self.found).replace("\u202f", " ").replace("\u00a0", " ").split())


def page(built: Path, ident: str) -> str:
    return str(Words((built / "cas" / ident / "index.html").read_text("utf-8")))


def test_every_case_has_a_page_and_a_line_in_the_sitemap(built: Path, library: Library) -> None:
    listed = (built / "sitemap.xml").read_text("utf-8")
    for case in library.cases:
        text = (built / "cas" / case.id / "index.html").read_text("utf-8")
        assert case.title.split()[0] in unescape(text.partition("<article")[2])
        assert f"<loc>./cas/{case.id}/</loc>" in listed


def test_a_page_tells_story_data_expectation_steps_and_rules(built: Path) -> None:
    text = page(built, "AC-01")
    assert "Un projet de 80 000 CHF ; 20 000 CHF de ressources propres" in text
    assert "Moyens propres 20 000 CHF" in text or "20 000 CHF" in text
    assert "Étape « Besoin après ressources propres et aides de tiers » 30 000 CHF" in text
    assert "80 000 CHF − 20 000 CHF − 30 000 CHF, au moins 0 = 30 000 CHF" in text
    assert "ch. 6019 CMRP" in text
    assert "Droit au 1er janvier 2020" in text and "ai-calc" in text


def test_a_case_that_is_refused_says_why(built: Path, library: Library) -> None:
    refused = [c for c in library.cases if any(k.startswith("fault/") for k in c.expect)]
    assert refused
    for case in refused:
        assert "Le calculateur refuse ce cas" in page(built, case.id), case.id


def test_links_go_straight_to_the_rule_and_to_the_calculator(built: Path) -> None:
    text = (built / "cas" / "AC-01" / "index.html").read_text("utf-8")
    assert 'href="../../reglements/cmrp/42-aide-en-capital/#r-6019"' in text
    assert 'href="../../calculateurs/aide-en-capital/#exemple=AC-01"' in text
    assert "/r/cmrp/" not in text


def test_every_expectation_is_said_or_counted(library: Library) -> None:
    for entry in library.cases:
        rows = case_pages.expected(compute(entry))
        assert rows, entry.id
        assert all(what and value for what, value in rows), (entry.id, rows)


def test_what_is_a_cases_own_stands_in_the_frame_with_its_headings() -> None:
    made = fill(frame, "T <1>", 'a "b"', '<h1 id="cas">T</h1><h2 id="x">X <i>y</i></h2>')
    assert "<title>T &lt;1&gt; - Site</title>" in made and 'content="a &quot;b&quot;"' in made
    assert '<nav><a href="#x">X <i>y</i></a></nav><article><h1 id="cas">T</h1>' in made and "@@" not in made


@pytest.mark.parametrize("place", case_pages.PLACES.values())
def test_a_frame_without_one_of_its_places_or_with_two_stops_the_build(place: str) -> None:
    for wrong in ("", place * 2):
        with pytest.raises(BuildError, match=f"{place} attendu une fois"):
            fill(lambda headings: frame(headings).replace(place, wrong), "T", "D", "<p>")  # noqa: B023


def test_what_a_case_says_never_becomes_html(library: Library) -> None:
    entry = next(c for c in library.cases if c.id == "AC-01")
    data = {**entry.data, "items": [{"label": "<img src=x onerror=alert(1)>", "amount": 80000}]}
    evil = entry.model_copy(update={"title": "<script>1</script>", "note": "<b>x</b>", "data": data})
    body = str(Pages(library).body(compute(evil), None, None))
    assert not re.search(r"<(script|img|b)\b", body)


def test_the_file_of_every_case_opens_as_a_saved_case(built: Path, library: Library) -> None:
    for case in library.cases:
        text = (built / "cas" / f"{case.id}.json").read_text("utf-8")
        if any(key.startswith("fault/") for key in case.expect):
            with pytest.raises(SharedCaseError):
                from_file(text)
        else:
            assert from_file(text).calculator.name == json.loads(text)["calculator"]


def test_cases_are_in_the_search_index_once_and_marked_as_such(library: Library) -> None:
    index = {"config": {}, "docs": [{"location": "", "title": "Accueil", "text": ""}]}
    once = enrich(index, library)
    twice = enrich(json.loads(json.dumps(once)), library)
    assert once == twice
    kinds = [e["kind"] for e in once["docs"] if e["location"].startswith("cas/")]
    assert kinds == ["case"] * len(library.cases)
