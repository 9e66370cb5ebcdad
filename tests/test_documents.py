"""Documents are the same in every form: what was typed is kept, what is missing is marked, nothing becomes markup."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.cli import main
from ai_calc.ground.french import phrase
from ai_calc.handing_over.docx import document_docx
from ai_calc.handing_over.html import document_html, document_page
from ai_calc.handing_over.papers import (
    Document,
    Gap,
    Grid,
    Heading,
    Items,
    Paragraph,
    Signatures,
    Strong,
    plain,
    text,
)
from ai_calc.handing_over.text import document_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def sample(word: str = "Morand") -> Document:
    """A document with every kind of block."""
    return Document(
        "sample",
        "Convention d'essai",
        (
            Heading(text("1. Parties"), rules=("cmrp:5026",)),
            Grid(((text("Personne"), text("{0}, {1}", word, Gap("rue"))),)),
            Paragraph(text("Du {0} au {1}, {2:CHF}.", Gap("premier jour"), Strong("31 mars"), 1500)),
            Items((text("premier"), text("{0}", word)), ordered=True),
            Items((text("encore"),), ordered=True),
            Items((text("oui"), text("non")), checked=(True, False)),
            Grid(((text("février"), text("{0:jours}", 20)),), (text("Mois"), text("Jours")), "Plan"),
            Paragraph(text("En petit."), small=True),
            Signatures((("Entreprise", text("{0}", Gap("nom"))), ("Personne", text("{0}", word)))),
        ),
        subtitle=text("Modèle"),
        footer=text("Droit au {0}", "1er janvier"),
        rules=("cmrp:5026",),
    )


def parts(document: Document) -> dict[str, bytes]:
    """The parts of the file, by name."""
    with zipfile.ZipFile(io.BytesIO(document_docx(document))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def body_words(document: Document) -> str:
    """The text of the file, one paragraph a line."""
    root = ElementTree.fromstring(parts(document)["word/document.xml"])
    return "\n".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))


def test_a_line_joins_words_and_keeps_gaps_and_emphasis_apart() -> None:
    line = text("Du {0} au {1} : {2:CHF} {3}", Gap("début"), Strong("demain"), 20, text("pour {0}", Gap("nom")))
    assert line == ("Du ", Gap("début"), " au ", Strong("demain"), " : 20\u00a0CHF pour ", Gap("nom"))
    assert plain(line) == "Du […] au demain : 20\u00a0CHF pour […]"
    assert text("{0}", phrase("{0:jours}", 2)) == ("2\u00a0jours",)


def test_braces_that_a_person_typed_stay_as_they_are() -> None:
    assert plain(text("{0}", "{1} {x}")) == "{1} {x}"


def test_gaps_are_listed_once_in_reading_order() -> None:
    assert sample().gaps == ("rue", "premier jour", "nom")


def test_a_box_for_each_entry_or_none() -> None:
    with pytest.raises(ValueError, match="one tick"):
        Items((text("a"), text("b")), checked=(True,))


def test_the_same_words_stand_in_text_html_and_docx() -> None:
    document = sample()
    content, html, words = document_text(document), document_html(document), body_words(document)
    for expected in ("1. Parties", "31 mars", "premier", "Modèle", "février", "En petit.", "Plan"):
        assert expected in content and expected in html and expected in words
    assert content.count("[…]") == words.count("[…]") == html.count('class="doc-gap"') == 3
    assert "☒ oui" in content and "☒ oui" in words


def test_every_part_of_the_docx_is_well_formed_and_declared() -> None:
    found = parts(sample())
    for name, content in found.items():
        ElementTree.fromstring(content)
        assert b"\x00" not in content, name
    declared = found["[Content_Types].xml"].decode()
    assert all(
        f'PartName="/{name}"' in declared for name in found if name.endswith(".xml") and not name.startswith("[")
    )
    targets = [r.get("Target") for r in ElementTree.fromstring(found["word/_rels/document.xml.rels"])]
    assert all(f"word/{target}" in found for target in targets)


def test_the_docx_uses_only_styles_and_numbers_that_it_defines() -> None:
    found = parts(sample())
    body = ElementTree.fromstring(found["word/document.xml"])
    styles = {s.get(f"{W}styleId") for s in ElementTree.fromstring(found["word/styles.xml"]).iter(f"{W}style")}
    used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for e in body.iter(f"{W}{tag}")}
    assert used <= styles
    numbers = {n.get(f"{W}numId") for n in ElementTree.fromstring(found["word/numbering.xml"]).iter(f"{W}num")}
    assert {e.get(f"{W}val") for e in body.iter(f"{W}numId")} <= numbers


def test_two_numbered_lists_each_start_at_one() -> None:
    body = ElementTree.fromstring(parts(sample())["word/document.xml"])
    numbers = [e.get(f"{W}val") for e in body.iter(f"{W}numId")]
    assert numbers == ["2", "2", "3"]


def test_the_docx_depends_on_the_document_alone() -> None:
    assert document_docx(sample()) == document_docx(sample())


def test_a_page_to_print_loads_nothing_and_runs_nothing() -> None:
    page = document_page(sample())
    assert page.startswith("<!doctype html>") and "<script" not in page and "http" not in page and " src=" not in page


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


def tags(html: str) -> list[str]:
    """Every tag that opens."""
    parser = _Tags()
    parser.feed(html)
    return parser.seen


@given(st.text(max_size=60))
@settings(deadline=None)
def test_nothing_that_is_typed_becomes_markup_or_breaks_the_file(word: str) -> None:
    document = sample(word)
    html = document_html(document)
    assert [t for t in tags(html) if t != "br"] == [t for t in tags(document_html(sample("x"))) if t != "br"]
    for content in parts(document).values():
        ElementTree.fromstring(content)


def test_a_line_break_that_was_typed_stays_a_line_break() -> None:
    assert "un<br>deux" in document_html(sample("un\ndeux"))
    assert b"<w:br/>" in parts(sample("un\ndeux"))["word/document.xml"]


def test_the_command_line_writes_the_documents_of_a_result(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text('{"start_date": "2020-01-06"}', "utf-8")
    assert main(["trial-placement", str(case), "--documents", str(tmp_path / "out")]) == 0
    assert zipfile.is_zipfile(tmp_path / "out" / "convention-placement-a-l-essai.docx")


def test_a_folder_that_cannot_be_written_is_a_fault_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.json"
    case.write_text("{}", "utf-8")
    assert main(["trial-placement", str(case), "--documents", str(case)]) == 2
    assert "impossible d'y écrire" in capsys.readouterr().err
