"""Pages of two generators are compared without what each says of itself; links in HTML are turned in one place."""

from __future__ import annotations

import json
from pathlib import Path

from hub.content.links import raw_from_file
from hub.site.successor import article, compare, in_words, normal


def _site(folder: Path, pages: dict[str, str], text: str = "Un texte") -> Path:
    for name, page in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(page, "utf-8")
    (folder / "search").mkdir()
    index = {"docs": [{"location": "a/", "title": "A", "text": text}]}
    (folder / "search" / "search_index.json").write_text(json.dumps(index), "utf-8")
    return folder


def test_what_a_generator_says_of_itself_and_of_the_day_is_no_difference() -> None:
    ours = "<!-- MkDocs version : 1.6.1, 2026-11-27 01:00:00 --><p>x"
    theirs = "<!-- ProperDocs version : 1.6.7, 2027-01-02 03:04:05 --><p>x"
    assert normal(ours) == normal(theirs)
    assert normal("<p>le 2026-11-27 01:00:00, mkdocs-1.6.1</p>") == "<p>le 2026-11-27 01:00:00, mkdocs-1.6.1</p>"


def test_a_page_that_differs_or_that_is_missing_is_named_with_its_first_difference(tmp_path: Path) -> None:
    ours = _site(tmp_path / "a", {"index.html": "<p>une\n<p>deux", "b/index.html": "<p>x", "c/index.html": "<p>y"})
    theirs = _site(tmp_path / "b", {"index.html": "<p>une\n<p>trois", "b/index.html": "<p>x"}, "Un autre texte")
    compared = compare(ours, theirs)
    assert compared.different == {"c/index.html": ("there", "missing"), "index.html": ("<p>deux", "<p>trois")}
    assert not compared.same
    first, *_, last = in_words("properdocs", compared)
    assert first == "properdocs: 1 of 3 pages are those of MkDocs"
    assert last == "  search index: 1 of 1 entries differ, the first is « a/ »"
    assert compare(ours, ours).same


def test_of_a_page_with_another_frame_the_article_is_compared() -> None:
    ours = '<nav>a</nav><article class="md-content__inner md-typeset">\n  <p data-search-exclude="">x</p></article>'
    theirs = '<article class="md-content__inner"><a id="__skip"></a><p>x</p></article>'
    assert article(ours) == article(theirs) == "<p>x</p>"


def test_links_in_html_are_those_of_the_file_for_a_generator_that_reads_them_so() -> None:
    text = '<a class="x" href="../../r/cmrp/6020/">a</a> [b](../b.md) <a href="#c">c</a>'
    assert raw_from_file("formation/lecon-1.md", text) == text.replace("../../r", "../r")
    assert raw_from_file("formation/index.md", text) == text
