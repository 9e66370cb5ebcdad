"""Papers as they look on paper: no word cut, no number as « ### », no line on another, no place to sign alone,
examples marked.

What a look at the pages (LibreOffice) found wrong is held here without it: widths of columns against their words,
heights of rows against their lines, what stays on the page of what follows.
"""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from ai_calc.evaluation import evaluate
from ai_calc.handing_over.decision import decision_text
from ai_calc.handing_over.docx import SIZES, WIDE, WIDTH, column_widths, document_docx, width_of, word_width
from ai_calc.handing_over.papers import EXAMPLE, Document, Grid, Heading, Paragraph, Signatures, plain, text
from ai_calc.handing_over.xlsx import lines_of, workbook_bytes
from ai_calc.registers import calculators as registry
from tests.worked_cases import load

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _some() -> list[tuple[str, Any, Any]]:
    """Two worked cases of each calculator, and a coaching mandate with a journal."""
    found: dict[str, list[tuple[str, Any, Any]]] = {}
    for name, case in load():
        kept = found.setdefault(name, [])
        wanted = len(kept) < 2 or (name == "coaching" and len(kept) < 3 and case["case"].get("journal"))
        if wanted and not any(key.startswith("fault/") for key in case["expect"]):
            outcome = evaluate(registry.get(name), case["case"])
            kept.append((name, outcome.case, outcome.result))
    return [entry for kept in found.values() for entry in kept]


SOME = _some()


def _body(document: Document) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(document_docx(document))) as archive:
        return ElementTree.fromstring(archive.read("word/document.xml"))


def test_no_word_is_wider_than_its_column_in_any_table_of_a_document() -> None:
    seen = 0
    for _, _, result in SOME:
        for document in result.documents:
            for grid in (b for b in document.blocks if isinstance(b, Grid)):
                rows = (grid.header, *grid.rows) if grid.header else grid.rows
                total = width_of(document)
                size, widths = column_widths(rows, bool(grid.header), total)
                assert sum(widths) <= total and size in SIZES
                for row in rows:
                    for cell, width in zip(row, widths, strict=False):
                        for word in plain(cell).split():
                            seen += 1
                            assert word_width(word, size) <= width, (document.key, word, size, width)
    assert seen > 500


def test_a_short_column_stays_on_one_line_beside_long_ones() -> None:
    rows = (
        tuple(
            text(t)
            for t in ("Mois", "Contacts", "Déplacements", "Administration", "Comptées", "Plafond", "Admises", "Cumul")
        ),
        *(
            tuple(text(t) for t in ("septembre 2022", "12 h", "0 h", "0 h", "12 h", "12 h", "12 h", "120,25 h"))
            for _ in range(6)
        ),
    )
    size, widths = column_widths(rows, header=True)
    assert (
        word_width("septembre 2022", size) <= widths[0] and word_width("Administration", size, bold=True) <= widths[3]
    )


@pytest.mark.parametrize(
    ("word", "regular", "bold"),
    [
        ("Heures", 3526, 3993),
        ("Compté", 3926, 4334),
        ("Règle", 2792, 3185),
        ("Montant", 4139, 4736),
        ("Remarque", 5129, 5764),
        ("02.11.2026", 5725, 6326),
        ("11,08\u00a0h", 3814, 4223),
        ("1\u202f234,50\u00a0CHF", 6678, 7356),
    ],
)
def test_a_column_has_room_for_its_words_where_arial_is_missing(word: str, regular: int, bold: int) -> None:
    """DejaVu Sans, which stands in for Arial on many machines, is wider: its widths, in thousandths of an em."""
    assert word_width(word, 100) >= regular and word_width(word, 100, bold=True) >= bold
    size, widths = column_widths((tuple(text(word) for _ in range(5)),), header=True)
    assert min(widths) - 216 >= bold * size // 100, "beside what a cell leaves empty at its two sides"


def test_a_table_that_an_upright_sheet_cannot_hold_turns_the_sheet() -> None:
    def offer(columns: int) -> Document:
        heads = tuple(text(f"Accompagnement{i}") for i in range(columns))
        return Document("d", "D", (Grid((tuple(text("12,5 h") for _ in heads),), heads),))

    upright, turned = offer(4), offer(10)
    assert (width_of(upright), width_of(turned)) == (WIDTH, WIDE)
    sizes = [document.find(f".//{W}pgSz") for document in (_body(upright), _body(turned))]
    assert [(s.get(f"{W}w"), s.get(f"{W}orient")) for s in sizes if s is not None] == [
        ("11906", None),
        ("16838", "landscape"),
    ]
    table = _body(turned).find(f".//{W}tblW")
    assert table is not None and int(str(table.get(f"{W}w"))) <= WIDE


def test_an_address_of_the_web_in_a_cell_does_not_turn_the_sheet() -> None:
    address = "https://www.example.ch/" + "a" * 200
    assert width_of(Document("d", "D", (Grid(((text("Site"), text("{0}", address)),)),))) == WIDTH


def _keeps(paragraph: ElementTree.Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}keepNext") is not None


def test_a_place_to_sign_is_never_alone_on_a_page() -> None:
    """Word and LibreOffice move a paragraph that is kept with the next; a clause at least stands before the
    signatures."""
    signed = 0
    for _, _, result in SOME:
        for document in result.documents:
            if not any(isinstance(b, Signatures) for b in document.blocks):
                continue
            signed += 1
            children = list(_body(document)[0])
            place = max(i for i, child in enumerate(children) if child.tag == f"{W}tbl")
            before = children[:place]
            assert before and all(_keeps(p) for p in before[-1].iter(f"{W}p")) or _keeps(before[-1]), document.key
            kept = 0
            for child in reversed(before):
                own = list(child.iter(f"{W}p"))
                style = child.find(f"{W}pPr/{W}pStyle")
                heading = style is not None and str(style.get(f"{W}val")).startswith("Heading")
                if not heading and not _keeps(own[-1]):
                    break
                kept += not heading
            assert kept >= 1, f"{document.key}: the signatures go to the next page alone"
            rows = children[place].findall(f"{W}tr")
            assert all(_keeps(p) for p in rows[0].iter(f"{W}p")), "who signs stays with the place"
    assert signed >= 4


def test_what_leads_to_a_list_or_a_table_stays_with_it() -> None:
    document = Document(
        "d",
        "D",
        (Heading(text("En fait")), Paragraph(text("Ceci :")), Grid(((text("a"), text("b")),)), Paragraph(text("Fin."))),
    )
    children = list(_body(document)[0])
    assert [_keeps(c) for c in children if c.tag == f"{W}p"][2] and not _keeps(children[-2])


def _shown(cell: Any) -> str:
    """What a spreadsheet shows of a number, at least as long."""
    if "0.00" in cell.number_format:
        return f"{Decimal(str(cell.value)):,.2f}"
    return f"{Decimal(str(cell.value)).normalize():,f}" if isinstance(cell.value, int | float) else "31.12.2026"


@pytest.mark.parametrize("entry", SOME, ids=[f"{name}-{i}" for i, (name, _, _) in enumerate(SOME)])
def test_a_workbook_shows_its_numbers_in_full_and_its_texts_without_overlap(entry: tuple[str, Any, Any]) -> None:
    name, case, result = entry
    book = load_workbook(
        io.BytesIO(workbook_bytes(registry.get(name), case, result, name="M. B.", mark=EXAMPLE)), data_only=True
    )
    for ws in book:
        widths = {letter: d.width for letter, d in ws.column_dimensions.items()}
        spread = {
            r.coord.split(":")[0]: sum(widths[c] for c in widths if r.min_col <= ws[f"{c}1"].column <= r.max_col)
            for r in ws.merged_cells.ranges
        }
        assert sum(widths.values()) <= 150, f"{ws.title}: wider than a page can show"
        for row in ws.iter_rows():
            height = ws.row_dimensions[row[0].row].height or 15
            for cell in row:
                if cell.value is None:
                    continue
                room = spread.get(cell.coordinate, widths.get(cell.column_letter, 8))
                if isinstance(cell.value, str):
                    big = (cell.font.sz or 11) > 11 or (cell.font.sz or 11) < 11
                    assert big or height + 1 >= min(400, 15 * lines_of(cell.value, int(room * 1.08))), (
                        f"{ws.title}!{cell.coordinate}: {cell.value}"
                    )
                else:
                    after = cell.offset(column=1)
                    stands_off = cell.alignment.horizontal == "left" or after.alignment.indent == 1
                    assert stands_off or not isinstance(after.value, str) or after.alignment.horizontal == "right", (
                        f"{ws.title}!{cell.coordinate}: touches « {after.value} »"
                    )
                    assert len(_shown(cell)) + 1 <= room, f"{ws.title}!{cell.coordinate}: ###"
        assert ws.sheet_properties.pageSetUpPr.fitToPage and ws.page_setup.fitToWidth in (None, 1), "as wide as a page"
        if pages := int(ws.page_setup.fitToHeight):  # made smaller than its width asks for
            points = sum(ws.row_dimensions[n].height or 15 for n in range(1, ws.max_row + 1))
            assert points <= 1.3 * pages * (755 if ws.page_setup.orientation == "portrait" else 509), "large enough"
        assert EXAMPLE in str(ws["A1"].value) and ws.oddHeader.center.text == EXAMPLE, (
            "an example says so on each sheet and page"
        )
        assert "M. B." in ws.oddFooter.left.text and ws.oddFooter.right.text == "&P / &N"
    assert book.sheetnames[0] == "Résultat" and "M. B." in {c.value for c in book["Résultat"]["B"]}


def test_a_case_of_a_person_is_not_marked_as_an_example() -> None:
    name, case, result = SOME[0]
    book = load_workbook(io.BytesIO(workbook_bytes(registry.get(name), case, result)))
    assert all(EXAMPLE not in str(ws["A1"].value) and not ws.oddHeader.center.text for ws in book)
    document = decision_text(registry.get(name), case, result)
    with zipfile.ZipFile(io.BytesIO(document_docx(document))) as archive:
        assert "word/header1.xml" not in archive.namelist()


def test_an_example_is_marked_on_every_page_of_a_document() -> None:
    name, case, result = SOME[0]
    with zipfile.ZipFile(
        io.BytesIO(document_docx(decision_text(registry.get(name), case, result, example=True)))
    ) as archive:
        assert EXAMPLE in archive.read("word/header1.xml").decode().replace("\u00a0", " ")
        assert re.search(
            r'<w:headerReference w:type="default" r:id="header"/>', archive.read("word/document.xml").decode()
        )
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(part))
