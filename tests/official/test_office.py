"""From the folder of an office to the page and the report."""

import shutil
from pathlib import Path

import pytest

from hub import ROOT
from hub.content.library import Library
from hub.content.links import from_page
from hub.official import FOLDER, Official, load
from hub.official.report import as_html, compare, in_words
from hub.pages.rule_pages import Renderer, card_html, render
from tests.official.pdf import pdf

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def library(monkeypatch) -> Library:
    """The hub's content as it is without the folder."""
    library = Library(ROOT)
    library.__dict__["official"] = Official()
    return library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / FOLDER
    folder.mkdir()
    shutil.copy(SAMPLES / "circulaire.txt", folder)
    return folder


def block(library: Library, citation: str) -> str:
    rule = library.rules[citation]
    return Renderer(library, from_page(rule.page), []).rule(rule)


def test_without_the_folder_nothing_changes(library: Library, tmp_path: Path):
    library.__dict__["official"] = load(tmp_path / FOLDER)
    assert library.official.documents == [] and library.official.problems == []
    page = "reglements/cmrp/01-generalites.md"
    text = render(page, (library.docs / page).read_text("utf-8"), library, [])
    assert "Texte officiel" not in text and '<details class="official' not in text


def test_the_folder_is_ignored_by_git():
    assert f"{FOLDER}/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_official_wording_stands_folded_in_the_block_and_only_there(library: Library, folder: Path):
    plain = block(library, "cmrp:1006")
    library.__dict__["official"] = load(folder)
    text = block(library, "cmrp:1006")
    details = library.official.details("cmrp:1006")
    assert details.startswith(
        '<details class="official" data-search-exclude=""><summary>Texte officiel (CMRP, état 1.1.2020)</summary>'
    )
    assert "\n" not in details
    assert text.replace(details + "\n\n", "") == plain
    assert "râteaux" not in card_html(library.rules["cmrp:1006"], library)
    assert block(library, "geneve:3.a") == block(Library(ROOT), "geneve:3.a")


def test_a_repealed_rule_needs_no_second_word_of_it(library: Library, folder: Path):
    assert load(folder).details("cmrp:1002") == ""


def test_nothing_in_an_official_text_acts_as_markup(tmp_path: Path):
    folder = tmp_path / FOLDER
    folder.mkdir()
    text = (SAMPLES / "circulaire.txt").read_text("utf-8")
    evil = "Il dit <script>alert(1)</script> & {{ capital_aid/cash_cap }} [x](cmrp:6020) *gras* `code` {a} fin."
    (folder / "a.txt").write_text(text.replace("Le contrat porte sur une parcelle.", evil), "utf-8")
    details = load(folder).details("cmrp:A1.1")
    for sign in ("<script", "{{", "](", "*gras", "`", " & "):
        assert sign not in details


def test_a_pdf_is_read_without_its_running_heads_and_page_numbers(tmp_path: Path):
    head = "Circulaire sur les mesures de réadaptation d'ordre professionnel (CMRP)"
    rules = [
        (f"100{n}", "1/18", f"Le jardin numéro {'abcdefgh'[n]} ouvre chaque matin quand le soleil se")
        for n in range(1, 7)
    ]
    pages = [[(72, 790, head), (72, 700, "Etat: 1er janvier 2020")]]
    for number, (no, tag, line) in enumerate(rules, 2):
        pages.append(
            [
                (72, 790, head),
                (72, 600, no),
                (130, 600, line),
                (72, 586, tag),
                (130, 586, f"lève sur la {line[17]}-colline."),
                (290, 40, str(number)),
            ]
        )
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "cmrp.pdf").write_bytes(pdf(pages))
    cache = tmp_path / "cache"
    official = load(folder, cache)
    assert [d.source for d in official.documents if d.used] == ["cmrp"]
    for no, tag, line in rules:
        passage = official.of(f"cmrp:{no}")
        assert passage is not None and passage.tag == tag
        assert passage.text == f"{line} lève sur la {line[17]}-colline."
    assert any(cache.iterdir())
    assert load(folder, cache).of("cmrp:1001") == official.of("cmrp:1001")


def test_what_cannot_be_read_or_is_not_known_is_told_and_harms_nothing(folder: Path):
    (folder / "vide.pdf").write_bytes(pdf([[]]))
    (folder / "casse.pdf").write_bytes(b"%PDF-1.4 rien")
    (folder / "notes.txt").write_text("Règlement du jardin", "utf-8")
    (folder / "image.png").write_bytes(b"")
    older = (SAMPLES / "circulaire.txt").read_text("utf-8").replace("1er janvier 2020", "1er janvier 2017")
    (folder / "ancienne.txt").write_text(older, "utf-8")
    shutil.copy(SAMPLES / "circulaire.txt", folder / "double.txt")
    official = load(folder)
    notes = {d.file: d.note for d in official.documents}
    assert "ne contient pas de texte" in notes["vide.pdf"]
    assert "ne peut pas être lu" in notes["casse.pdf"]
    assert notes["notes.txt"] == "document non reconnu"
    assert "format non lu" in notes["image.png"]
    assert "autre édition" in notes["ancienne.txt"]
    assert notes["double.txt"] == "même document que circulaire.txt"
    assert [d.file for d in official.documents if d.used] == ["circulaire.txt"]
    assert len(official.problems) == 2 and all(p.startswith(f"{FOLDER}/") for p in official.problems)


def test_a_text_in_an_old_encoding_is_read(tmp_path: Path):
    folder = tmp_path / FOLDER
    folder.mkdir()
    text = (SAMPLES / "circulaire.txt").read_text("utf-8")
    (folder / "a.txt").write_bytes(text.encode("cp1252"))
    passage = load(folder).of("cmrp:1001")
    assert passage is not None and "éclairées" in passage.text


def test_the_report_names_what_is_found_missing_and_different(library: Library, folder: Path):
    official = load(folder)
    (report,) = compare(library, official)
    assert (report.source, report.found) == ("cmrp", 17)
    assert "1011" in report.missing and "6020" in report.missing
    assert "abrogé selon le texte officiel" in report.marks["1010"]
    assert "marque 1/17 dans le texte officiel, aucune chez nous" not in report.marks.values()
    assert [str(d) for _, d in report.of_kind("figure") if _ == "1019"] == [
        "officiel seulement : 2,5 CHF",
        "officiel seulement : 15 000 CHF",
    ]
    assert not report.sound
    lines = "\n".join(in_words(official, [report], folder))
    assert "CMRP, état 1.1.2020 : 17 règles trouvées sur" in lines
    assert "manquante : 6020" in lines
    page = as_html(library, official, [report])
    assert "les bêches" in page and "1006 · " in page


def test_a_figure_of_ours_that_is_wrong_is_seen(library: Library, folder: Path):
    """The check works both ways: our ch. 6020 against an invented text with another ceiling."""
    text = (SAMPLES / "circulaire.txt").read_text("utf-8")
    text = text.replace("Annexe I", "6020 Le plafond des fleurs est de 16 000 francs.\n\nAnnexe I")
    (folder / "circulaire.txt").write_text(text, "utf-8")
    (report,) = compare(library, load(folder))
    assert [str(d) for d in report.differing["6020"] if d.kind == "figure"] == [
        "officiel seulement : 16 000 CHF",
        "chez nous seulement : 15 000 CHF",
    ]


def test_the_command_writes_its_report_and_fails_on_differences(folder: Path, tmp_path: Path, capsys):
    from hub.__main__ import main

    report = tmp_path / "build" / "rapport.html"
    assert main(["official", str(folder), "--report", str(report)]) == 1
    assert "règles trouvées" in capsys.readouterr().out
    assert report.read_text("utf-8").startswith("<!doctype html>")
    assert main(["official", str(tmp_path / "rien"), "--report", str(report)]) == 0
    assert "Aucun document" in capsys.readouterr().out
