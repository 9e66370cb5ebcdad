"""A result as a workbook: all there, numbers as numbers, nothing that runs."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ai_calc.calculators.coaching.files import sheet_xlsx
from ai_calc.evaluation import evaluate
from ai_calc.handing_over.xlsx import MAX_TEXT, Part, Sheet, sheets_bytes, workbook_bytes
from ai_calc.law.citations import label
from ai_calc.registers import calculators as registry
from ai_calc.results import Column, Table
from tests import worked_cases
from tests.loose import loose

CASES = worked_cases.load()


def opened(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data), data_only=True)
    return {ws.title: [[loose(c.value) for c in row] for row in ws.iter_rows()] for ws in book.worksheets}


def first_case(name: str) -> dict[str, Any]:
    return next(
        case["case"]
        for calculator, case in CASES
        if calculator == name and not any(k.startswith("fault/") for k in case["expect"])
    )


@pytest.mark.parametrize("name", sorted({calculator for calculator, _ in CASES}))
def test_a_workbook_holds_outcome_inputs_steps_tables_rules_readings_and_remarks(name: str) -> None:
    calculator = registry.get(name)
    outcome = evaluate(calculator, first_case(name))
    assert outcome.result is not None
    data = workbook_bytes(calculator, outcome.case, outcome.result)
    assert data == workbook_bytes(calculator, outcome.case, outcome.result), "the bytes depend on the content alone"
    sheets = opened(data)
    names = list(sheets)
    assert names[:2] == ["Résultat", "Données"]
    assert {"Calcul", "Règles", "Lectures et remarques"} <= set(names)
    result = outcome.result
    everything = {str(cell) for rows in sheets.values() for row in rows for cell in row if cell is not None}
    for step in result.steps:
        assert step.label in everything
        assert str(step.formula)[:200] in {e[:200] for e in everything}
    for rule in result.cited():
        assert label(rule) in everything
    for reading in result.readings:
        assert reading.id in everything
    for notice in result.notices:
        assert str(notice.text) in everything
    assert f"ai-calc {result.version}" in everything
    for figure in result.figures:
        row = next(r for r in sheets["Résultat"] if r[0] == figure.label)
        value = row[1].date() if isinstance(row[1], datetime) else row[1]
        assert value == figure.value or (isinstance(figure.value, Decimal) and Decimal(str(value)) == figure.value)


OURS = re.compile(
    r"=(?:'(?:[^'=]|'')+'!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?|MIN|MAX|SUM|ROUND|EDATE|DATE|\d+(?:\.\d+)?|[-+*/(),])+"
)
"""The formulas that a workbook may hold: numbers and references to its own cells."""
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "#REF!",
    "%0A",
    "＝1",
    "|x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_typed_never_becomes_a_formula(text: str) -> None:
    calculator = registry.get("coaching")
    outcome = evaluate(
        calculator,
        {
            "provider": text,
            "person": text,
            "objectives": text,
            "journal": [{"day": "2022-03-10", "minutes": 30, "note": text}],
        },
    )
    assert outcome.result is not None, outcome.faults
    for data in (workbook_bytes(calculator, outcome.case, outcome.result), sheet_xlsx(outcome.result.details.offer)):
        found = 0
        for sheet in load_workbook(io.BytesIO(data)).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "e", (sheet.title, cell.coordinate, cell.value)
                    assert cell.data_type != "f" or OURS.fullmatch(cell.value), (
                        sheet.title,
                        cell.coordinate,
                        cell.value,
                    )
                    if cell.value == text:
                        found += 1
                        assert cell.quotePrefix or text.startswith("#")
        assert found or text != text.strip() or text in ("\t=1", "\r=1")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(max_size=30)
            | st.decimals(allow_nan=False, allow_infinity=False, places=2)
            | st.none()
            | st.dates()
            | st.booleans()
            | st.integers(-(10**12), 10**12),
            min_size=2,
            max_size=2,
        ),
        max_size=5,
    ),
    st.text(max_size=50),
)
def test_any_table_can_be_written_and_opened_and_holds_no_formula(rows: list[list[Any]], title: str) -> None:
    table = Table("t", title, (Column("a", "A"), Column("b", "B", "CHF")), tuple(map(tuple, rows)))
    data = sheets_bytes(title, [Sheet(title, (Part(table),)), Sheet(title, (Part(table),))])
    book = load_workbook(io.BytesIO(data))
    assert len(book.worksheets) == 2
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type not in ("f", "e")


def test_numbers_stay_numbers_and_dates_dates() -> None:
    table = Table(
        "t",
        "",
        (Column("a", "Montant", "CHF"), Column("b", "Jour"), Column("c", "Texte")),
        ((Decimal("1234.50"), date(2025, 3, 10), "x" * (MAX_TEXT + 5)), (12, date(1890, 1, 1), "\x00\x07ok")),
    )
    rows = opened(sheets_bytes("t", [Sheet("t", (Part(table),))]))["t"]
    assert rows[0][0] == "Montant (CHF)"
    assert rows[1][:2] == [1234.5, datetime(2025, 3, 10)]
    assert len(rows[1][2]) == MAX_TEXT
    assert rows[2] == [12, "1er\u00a0janvier\u00a01890", "\ufffd\ufffdok"]


def test_the_core_does_not_need_the_libraries_of_the_file_formats() -> None:
    import subprocess
    import sys
    from pathlib import Path

    code = (
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('openpyxl', 'et_xmlfile', 'icalendar', 'dateutil'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Block())\n"
        "from ai_calc.registers import calculators as registry\n"
        "from ai_calc.evaluation import evaluate\n"
        "for name in registry.names():\n"
        "    evaluate(registry.get(name), {})\n"
        "from ai_calc.calculators.coaching.journal_file import read_journal, journal_csv\n"
        "print(len(read_journal(b'Date;Nature;Heures\\n10.03.2025;trajet;1\\n').entries))\n"
    )
    source = Path(__file__).parents[1] / "src"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONPATH": str(source)}, check=False
    )
    assert done.stdout.strip() == "1", done.stderr


@pytest.mark.parametrize("name", sorted({calculator for calculator, _ in CASES}))
def test_a_line_says_that_it_computes_again_where_it_holds_a_formula_and_only_there(name: str) -> None:
    calculator = registry.get(name)
    outcome = evaluate(calculator, first_case(name))
    assert outcome.result is not None
    book = load_workbook(io.BytesIO(workbook_bytes(calculator, outcome.case, outcome.result)))
    said = 0
    for sheet in ("Résultat", "Calcul"):
        rows = list(book[sheet].iter_rows())
        head = next(row for row in rows if "Se recalcule" in [cell.value for cell in row])
        labels = [cell.value for cell in head]
        value, says = labels.index("Valeur"), labels.index("Se recalcule")
        for row in rows[head[0].row :]:
            if row[says].value is not None:
                said += 1
                assert row[says].value == ("oui" if row[value].data_type == "f" else "non"), row[0].value
    assert said == len(outcome.result.steps) + len(outcome.result.figures)
    notes = {loose(str(cell.value)) for row in book["Calcul"].iter_rows() for cell in row}
    live = any(cell.data_type == "f" for row in book["Calcul"].iter_rows() for cell in row)
    if live:
        assert any("« oui »" in note for note in notes) and not any("gardent ce que" in note for note in notes)


def test_a_sheet_is_named_as_its_table_with_its_apostrophe_inside() -> None:
    def named(title: str) -> str:
        table = Table("t", title, (Column("a", "A"),), (("x",),))
        return str(load_workbook(io.BytesIO(sheets_bytes("t", [Sheet(title, (Part(table),))]))).sheetnames[0])

    assert named("Formes de l'aide") == "Formes de l'aide"
    assert named("'Formes'") == "Formes", "Excel refuses one at the ends"


def test_each_long_table_has_a_sheet_of_its_own_whose_head_is_printed_on_every_page() -> None:
    calculator = registry.get("capital_aid")
    outcome = evaluate(calculator, first_case("capital_aid"))
    assert outcome.result is not None
    book = load_workbook(io.BytesIO(workbook_bytes(calculator, outcome.case, outcome.result)))
    for sheet, head in (("Conditions", "Condition"), ("Règles", "Règle"), ("Données", "Donnée"), ("Calcul", "Étape")):
        line = int(str(book[sheet].print_title_rows).replace("$", "").split(":")[0])
        assert book[sheet].cell(line, 1).value == head
    widths = {letter: d.width for letter, d in book["Règles"].column_dimensions.items()}
    assert widths["B"] > max(len(str(cell.value)) for cell in book["Règles"]["B"]), "a title stands on one line"


def test_signs_stay_on_the_line_of_their_word_and_what_may_be_brought_back_stays_as_typed() -> None:
    calculator = registry.get("coaching")
    note = "appel : « oui » ; suite"
    case = {"journal": [{"day": "2022-03-10", "minutes": 30, "note": note}]}
    outcome = evaluate(calculator, case)
    assert outcome.result is not None, outcome.faults
    book = load_workbook(io.BytesIO(workbook_bytes(calculator, outcome.case, outcome.result)))
    journal = next(ws for ws in book.worksheets if ws.title.startswith("Journal"))
    assert note in [cell.value for row in journal.iter_rows() for cell in row]
    for name in ("Résultat", "Calcul", "Conditions", "Lectures et remarques"):
        for row in book[name].iter_rows():
            for cell in row:
                assert not re.search("« | [:;?!»]", str(cell.value)), cell.value


def plan(columns: int, rows: int, text: str) -> Sheet:
    heads = tuple(Column(str(i), f"Colonne {i}") for i in range(columns))
    return Sheet("Plan", (Part(Table("t", "Plan", heads, ((text,) * columns,) * rows)),))


@pytest.mark.parametrize(
    ("sheet", "lies", "pages"),
    [
        (plan(3, 20, "mot"), "portrait", 1),
        (plan(3, 55, "mot"), "portrait", 1),  # a little more than one page: made smaller
        (plan(3, 75, "mot"), "portrait", 0),
        (plan(5, 4, "des mots qui demandent de la place " * 5), "portrait", 1),
    ],
)
def test_a_sheet_lies_as_it_takes_fewer_pages_and_leaves_none_almost_empty(sheet: Sheet, lies: str, pages: int) -> None:
    setup = load_workbook(io.BytesIO(sheets_bytes("t", [sheet]))).worksheets[0].page_setup
    assert (setup.orientation, int(setup.fitToHeight or 0)) == (lies, pages)


def test_small_tables_of_a_result_stand_on_one_sheet_and_their_totals_are_sums_there() -> None:
    calculator = registry.get("capital_aid")
    outcome = evaluate(calculator, first_case("capital_aid"))
    assert outcome.result is not None
    small = [table for table in outcome.result.tables if table.total is not None]
    assert len(small) == 2
    book = load_workbook(io.BytesIO(workbook_bytes(calculator, outcome.case, outcome.result)))
    lines = [[cell.value for cell in row] for row in book["Tableaux"].iter_rows()]
    assert {table.title for table in small} <= {line[0] for line in lines}
    totals = [line for line in lines if line[0] == "Total"]
    assert len(totals) == 2 and all(any(str(c).startswith("=SUM(") for c in line) for line in totals)


def test_a_result_without_a_figure_of_the_law_has_no_empty_sheet_for_them() -> None:
    calculator = registry.get("placement")
    results = [
        outcome
        for name, case in CASES
        if name == "placement" and (outcome := evaluate(calculator, case["case"])).result is not None
    ]
    without = next(o for o in results if o.result is not None and not o.result.parameters)
    assert without.result is not None
    assert "Montants et délais" not in opened(workbook_bytes(calculator, without.case, without.result))
