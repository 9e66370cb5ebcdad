"""Tables of hours as people bring them, read row by row as ``inputs/journals.yaml`` expects."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ai_calc.calculators.coaching.journal_file import JournalRead, read_journal

TABLES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "inputs" / "journals.yaml").read_text("utf-8")
)


def lines(found: JournalRead) -> list[list[Any]]:
    return [[e.day, e.activity.value, e.minutes, e.start] for e in found.entries]


def as_expected(found: JournalRead, expected: dict[str, Any]) -> None:
    told = [str(f) for f in found.faults]
    assert lines(found) == expected.get("lines", []), (told, found.questions)
    assert len(told) == len(expected.get("faults", [])) and all(
        part in line for line, part in zip(told, expected.get("faults", []), strict=True)
    ), told
    asked = [q.label for q in found.questions]
    assert all(any(part in label for label in asked) for part in expected.get("asked", [])), asked
    assert bool(asked) == bool(expected.get("asked")), asked
    if "remarks" in expected:
        assert list(found.remarks) == expected["remarks"]
    if "notes" in expected:
        assert [e.note for e in found.entries] == expected["notes"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_hours_is_read_as_it_is_meant_or_asked_about(name: str) -> None:
    case = TABLES[name]
    as_expected(read_journal(case["table"].encode(), case.get("answers", {})), case)


@pytest.mark.parametrize(
    "name",
    [
        n
        for n, c in TABLES.items()
        if "," not in c["table"].splitlines()[0] and '"' not in c["table"] and "\t" not in c["table"]
    ],
)
def test_the_same_table_as_a_workbook_of_texts_gives_the_same(name: str) -> None:
    """Numbers of the row in a fault differ where a line is empty; all else is the same."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TABLES[name]["table"].splitlines():
        sheet.append([cell or None for cell in line.split(";")])
    out = io.BytesIO()
    book.save(out)
    as_expected(read_journal(out.getvalue(), TABLES[name].get("answers", {})), TABLES[name])


def saved(book: Workbook) -> JournalRead:
    out = io.BytesIO()
    book.save(out)
    return read_journal(out.getvalue())


def sheet_of(rows: list[list[Any]]) -> tuple[Workbook, Any]:
    book = Workbook()
    for row in rows:
        assert book.active is not None
        book.active.append(row)
    return book, book.active


def test_days_of_a_workbook_that_counts_from_1904_are_right_without_a_date_format() -> None:
    book, sheet = sheet_of([["Date", "Nature", "Durée"], [date(2022, 3, 1), "trajet", time(0, 45)]])
    book.epoch = CALENDAR_MAC_1904
    sheet.append([43159, "trajet", time(1)])
    assert lines(saved(book)) == [[date(2022, 3, 1), "travel", 45, ""], [date(2022, 3, 1), "travel", 60, ""]]


def test_a_day_with_a_part_of_a_day_behind_it_is_that_day() -> None:
    book, _ = sheet_of([["Date", "Nature", "Durée"], [44621.354166, "trajet", 1]])
    assert lines(saved(book)) == [[date(2022, 3, 1), "travel", 60, ""]]


def test_hidden_rows_stay_out_and_are_told() -> None:
    book, sheet = sheet_of(
        [
            ["Date", "Nature", "Durée"],
            [date(2022, 3, 1), "trajet", 1],
            [date(2022, 3, 2), "trajet", 1],
            [date(2022, 3, 3), "trajet", 1],
        ]
    )
    sheet.row_dimensions[3].hidden = True
    found = saved(book)
    assert [e.day.day for e in found.entries] == [1, 3]
    assert "1 ligne masquée laissée de côté (ligne 3)" in found.remarks[0]


def test_merged_headings_and_a_day_merged_over_its_rows_are_understood() -> None:
    book, sheet = sheet_of(
        [
            ["Date", "Nature", "Durée", None, "Remarque"],
            [None, None, "h", "min", None],
            [date(2022, 3, 1), "trajet", 1, 30, "a"],
            [None, "admin", 0, 45, "b"],
        ]
    )
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "A3:A4"):
        sheet.merge_cells(cells)
    assert lines(saved(book)) == [[date(2022, 3, 1), "travel", 90, ""], [date(2022, 3, 1), "administration", 45, ""]]


def test_a_part_of_a_day_among_times_is_asked_about() -> None:
    book, _ = sheet_of(
        [["Date", "Nature", "Durée"], [date(2022, 3, 1), "trajet", time(1)], [date(2022, 3, 1), "trajet", 0.25]]
    )
    assert "écrivez 0:15 (heures) ou 6:00 (part d'un jour)" in str(saved(book).faults[0])


def test_a_number_that_is_whole_minutes_only_as_a_part_of_a_day_is_asked_about() -> None:
    heads = ["Date", "Nature", "Durée"]
    book, _ = sheet_of([heads, [date(2022, 3, 1), "trajet", 0.0625], [date(2022, 3, 1), "trajet", 0.33]])
    found = saved(book)
    assert "écrivez 0:04 (heures) ou 1:30 (part d'un jour)" in str(found.faults[0])
    assert lines(found) == [[date(2022, 3, 1), "travel", 20, ""]]


def test_an_end_on_another_day_is_told_though_its_hour_is_later() -> None:
    start, end = datetime(2022, 3, 1, 8), datetime(2022, 3, 2, 9)
    book, sheet = sheet_of([["Début", "Fin", "Nature"], [start, end, "trajet"]])
    sheet.append([start, datetime(2022, 3, 1, 9), "trajet"])
    found = saved(book)
    assert "du 01.03.2022 au 02.03.2022" in str(found.faults[0])
    assert lines(found) == [[date(2022, 3, 1), "travel", 60, "08:00"]]


def test_days_that_a_workbook_made_of_american_texts_are_pointed_out() -> None:
    book, _ = sheet_of([["Date", "Nature", "Durée"], ["03/16/2022", "trajet", 1], [date(2022, 1, 3), "trajet", 1]])
    assert any("le jour et le mois inversés" in r for r in saved(book).remarks)


def test_a_table_of_more_than_thirty_columns_keeps_them_all() -> None:
    book, _ = sheet_of(
        [["Date", "Nature", *(f"c{i}" for i in range(40)), "Durée"], [date(2022, 3, 1), "trajet", *([None] * 40), 1]]
    )
    assert lines(saved(book)) == [[date(2022, 3, 1), "travel", 60, ""]]


@pytest.mark.parametrize(("encoding", "remark"), [("mac_roman", "Mac OS Roman"), ("cp1252", "Windows-1252")])
def test_accents_of_other_systems_are_recognised_and_told(encoding: str, remark: str) -> None:
    found = read_journal(
        "Date;Nature;Durée;Remarque\n01.03.2022;Déplacement;0,75;Téléphone à l'école\n".encode(encoding)
    )
    assert lines(found) == [[date(2022, 3, 1), "travel", 45, ""]] and found.entries[0].note == "Téléphone à l'école"
    assert remark in found.remarks[0]


@pytest.mark.parametrize(
    ("start", "what"),
    [
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "un agenda"),
        ("<html><table><tr><td>Date</td></tr></table></html>", "une page web"),
        ('<?xml version="1.0"?>\n<Workbook/>', "une page web ou du XML"),
    ],
)
def test_a_file_that_is_no_table_is_called_what_it_is(start: str, what: str) -> None:
    assert f"c'est {what}" in str(read_journal(start.encode()).faults[0])


@pytest.mark.parametrize(
    "open_quote",
    [
        '01.03.2022;trajet;1;"ouvert\n02.03.2022;trajet;1;b\n03.03.2022;trajet;1;c\n',
        '01.03.2022;trajet;1;"ouvert\n02.03.2022;trajet;1;b\n03.03.2022;trajet;1;"c"\n',
        '01.03.2022;trajet;1;"ouvert\n02.03.2022;trajet;1;"b"\n',
    ],
)
def test_a_quote_that_is_not_closed_takes_no_rows_with_it(open_quote: str) -> None:
    found = read_journal(f"Date;Nature;Durée;Remarque\n{open_quote}".encode())
    assert found.entries == () and str(found.faults[0]).startswith("Fichier : ligne 2 : un guillemet")


def test_a_number_that_a_workbook_shows_as_minutes_is_one_of_minutes() -> None:
    book, sheet = sheet_of([["Date", "Nature", "Durée"], [date(2022, 3, 1), "trajet", 15]])
    sheet["C2"].number_format = '0" min"'
    assert lines(saved(book)) == [[date(2022, 3, 1), "travel", 15, ""]]
