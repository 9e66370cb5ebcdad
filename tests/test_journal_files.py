"""The journal of hours as a file: what people bring, faults row by row, hostile files, the way there and back."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.compute import compute
from ai_calc.calculators.coaching.files import EXTRA_FILES, read_file
from ai_calc.calculators.coaching.journal_file import (
    COLUMNS,
    JournalRead,
    journal_csv,
    journal_xlsx,
    merge,
    read_journal,
    rejected_bytes,
    told,
)
from ai_calc.calculators.coaching.model import MAX_ENTRIES, CoachingCase, Entry
from ai_calc.handing_over.csv_text import csv_bytes, shield, unshield
from ai_calc.handing_over.tables import MAX_BYTES

HEAD = ";".join(COLUMNS)


CONTACT = {"kind:": "with_person"}
"""The answer that a person gives for rows without a nature."""


def read(text: str, encoding: str = "utf-8", answers: dict[str, str] = CONTACT) -> JournalRead:
    return read_journal(text.encode(encoding), answers)


def reasons(found: JournalRead) -> list[str]:
    return [str(fault) for fault in found.faults]


def book(rows: list[list[Any]], **more: list[list[Any]]) -> bytes:
    workbook = Workbook()
    for name, content in {"Journal": rows, **more}.items():
        sheet = workbook.active if name == "Journal" else workbook.create_sheet(name)
        assert sheet is not None
        sheet.title = name
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def a_day(minutes: int = 45, activity: Activity = Activity.WITH_PERSON, **more: Any) -> Entry:
    return Entry(day=date(2025, 3, 10), activity=activity, minutes=minutes, **more)


# -- the way there and back -------------------------------------------------------------------------------------------

notes = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40) | st.sampled_from(
    [
        "=1+1",
        "'=1+1",
        "''@x",
        "+41 22 000 00 00",
        "-",
        "@SUM(A1)",
        "a;b",
        'dit "oui"',
        "=cmd|' /C calc'!A0",
        "é è ç",
        "#N/A",
        "NULL",
    ]
)
entries = st.builds(
    lambda **kw: Entry(**kw),
    day=st.dates(date(2014, 1, 1), date(2100, 12, 31)),
    activity=st.sampled_from(Activity),
    minutes=st.integers(0, 600),
    start=st.sampled_from(["", "00:00", "09:05", "13:59"]),
    notice_minutes=st.none() | st.integers(0, 100_000),
    billed_elsewhere=st.booleans(),
    note=notes,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(entries, max_size=8))
def test_a_journal_written_as_csv_is_read_back_exactly(journal: list[Entry]) -> None:
    found = read_journal(journal_csv(journal))
    if journal:
        assert (list(found.entries), found.faults) == (journal, ())


@settings(max_examples=50, deadline=None)
@given(st.lists(entries, min_size=1, max_size=8))
def test_a_journal_written_as_a_workbook_is_read_back_exactly(journal: list[Entry]) -> None:
    found = read_journal(journal_xlsx(journal))
    assert (list(found.entries), found.faults) == (journal, ())


@given(st.text(max_size=30))
def test_shielding_a_text_can_be_undone_and_leaves_no_formula(text: str) -> None:
    assert unshield(shield(text)) == text
    assert not shield(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(max_examples=40, deadline=None)
@given(st.lists(entries, max_size=6), st.lists(entries, max_size=6))
def test_reading_a_file_twice_adds_nothing(here: list[Entry], there: list[Entry]) -> None:
    once = merge(here, there)
    assert merge(once, there) == once
    assert merge(here, here) == tuple(here)


def test_two_equal_lines_of_one_file_are_both_kept() -> None:
    twice = [a_day(), a_day()]
    assert merge([], twice) == tuple(twice)
    assert merge([a_day()], twice) == tuple(twice)


# -- what people type -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("0,75", 45),
        ("0.75", 45),
        ("0:45", 45),
        ("00:45:00", 45),
        ("45 min", 45),
        ("45'", 45),
        ("1h30", 90),
        ("1 h", 60),
        ("1h", 60),
        ("1,5 heures", 90),
        ("2", 120),
        ("0", 0),
        ("24 h", 1440),
        ("1'000.- min", None),
        ("90 minutes", 90),
    ],
)
def test_durations_are_read_as_people_write_them(typed: str, minutes: int | None) -> None:
    found = read(f"Date;Durée\n10.3.2025;{typed}\n")
    if minutes is None:
        assert found.faults
    else:
        assert [e.minutes for e in found.entries] == [minutes], reasons(found)


@pytest.mark.parametrize(
    "typed",
    [
        "10.03.2025",
        "10.3.2025",
        "10/03/2025",
        "10-03-2025",
        "2025-03-10",
        "10 mars 2025",
        "10.03.25",
        "lundi 10.03.2025",
        "lu. 10.3.2025",
        "2025-03-10 00:00:00",
        "2025-03-10T00:00:00",
    ],
)
def test_dates_are_read_as_people_write_them(typed: str) -> None:
    found = read(f"Date;Durée\n{typed};1\n")
    assert [e.day for e in found.entries] == [date(2025, 3, 10)], reasons(found)


@pytest.mark.parametrize(
    ("typed", "activity"),
    [
        ("Avec la personne", "with_person"),
        ("assuré", "with_person"),
        ("", "with_person"),
        ("TRAJET", "travel"),
        ("Déplacement", "travel"),
        ("deplacement", "travel"),
        ("Admin.", "administration"),
        ("rapport", "administration"),
        ("employeur", "with_others"),
        ("Manqué", "missed"),
        ("annulé", "cancelled"),
        ("with_person", "with_person"),
        ("Premier entretien (présentation)", "first_interview"),
        ("Déplacement hors canton", "travel_outside"),
    ],
)
def test_activities_are_known_under_their_usual_names(typed: str, activity: str) -> None:
    found = read(f"Date;Nature;Durée\n10.03.2025;{typed};1\n")
    assert [e.activity.value for e in found.entries] == [activity], reasons(found)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    lines = [
        separator.join(["Date", "Nature", "Durée", "Remarque"]),
        separator.join(["10.03.2025", "trajet", '"0,75"' if separator == "," else "0,75", "à Bienne"]),
    ]
    found = read("\r\n".join(lines))
    assert [(e.minutes, e.note) for e in found.entries] == [(45, "à Bienne")], reasons(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found(encoding: str) -> None:
    found = read(f"{HEAD}\n10.03.2025;Déplacement;1;;;;Genève – «été»\n", encoding)
    assert [(e.activity, e.note) for e in found.entries] == [(Activity.TRAVEL, "Genève – «été»")], reasons(found)
    assert any("Windows-1252" in r for r in found.remarks) == (encoding == "cp1252")


def test_a_column_of_minutes_is_read_as_minutes() -> None:
    assert [e.minutes for e in read("Date;Minutes\n10.03.2025;50\n").entries] == [50]
    assert [e.minutes for e in read("Date;Durée (min)\n10.03.2025;53\n").entries] == [53]


def test_a_title_above_the_heads_empty_rows_and_totals_are_passed_over() -> None:
    found = read("Journal de mars;;\n;;\nDate;Nature;Heures\n10.03.2025;trajet;1\n;;\nTotal;;1\n")
    assert [e.minutes for e in found.entries] == [60]
    assert not found.faults
    assert "1 ligne de total laissée de côté (ligne 6)." in found.remarks


def test_a_file_without_heads_is_read_in_the_order_of_the_columns() -> None:
    found = read("10.03.2025;trajet;0:45\n11.03.2025;admin;1\n")
    assert [(e.activity, e.minutes) for e in found.entries] == [(Activity.TRAVEL, 45), (Activity.ADMINISTRATION, 60)]
    assert "Pas de titres de colonnes" in found.remarks[0]


def test_a_column_that_is_not_taken_is_named() -> None:
    assert "Colonne non reprise : Kilomètres." in read("Date;Durée;Kilomètres\n10.03.2025;1;12\n").remarks


def test_a_sep_line_of_a_spreadsheet_is_understood() -> None:
    assert len(read("sep=,\nDate,Durée\n10.03.2025,1\n").entries) == 1


# -- faults row by row ------------------------------------------------------------------------------------------------


def test_each_bad_row_is_told_and_the_good_ones_are_taken() -> None:
    found = read(
        "Date;Nature;Durée;Début;Préavis;Facturé ailleurs;Remarque\n"
        "10.03.2025;trajet;1;;;;bon\n"
        "31.02.2025;trajet;1;;;;\n"
        ";trajet;1;;;;sans date\n"
        "11.03.2025;danse;1;;;;\n"
        "12.03.2025;trajet;beaucoup;;;;\n"
        "13.03.2025;trajet;;;;;\n"
        "14.03.2025;trajet;1;25:00;;;\n"
        "15.03.2025;trajet;1;23:30;;;\n"
        "16.03.2025;trajet;1;;;peut-être;\n"
        "17.03.2025;trajet;90;;;;\n"
        "18.03.2025;trajet;-1;;;;\n"
        "19.03.2025;annulé;1;;24:00;;\n"
    )
    assert [e.day.day for e in found.entries] == [10, 19]
    assert [q.label for q in found.questions] == ["« danse » (1 ligne)"]
    assert found.entries[1].notice_minutes == 1440
    assert found.rows == 12
    assert reasons(found) == [
        "Ligne 3, Date : « 31.02.2025 » n'est pas une date du calendrier",
        "Ligne 4, Date : la date manque",
        "Ligne 6, Durée : « beaucoup » n'est pas une durée (attendu : 0,75 ou 0:45 ou 45 min)",
        "Ligne 7, Durée : la durée manque",
        "Ligne 8, Début : « 25:00 » n'est pas une heure (attendu : 14:30)",
        "Ligne 9 : cette entrée finit après minuit : coupez-la en deux, une par jour",
        "Ligne 10, Facturé ailleurs : « peut-être » : oui ou non est attendu",
        "Ligne 11, Durée : 90:00 : plus de 24 heures en un jour ; voulez-vous dire des minutes ? Écrivez alors 90 min",
        "Ligne 12, Durée : « -1 » est négatif",
    ]


def test_rows_that_cannot_be_read_are_handed_back_with_their_reason() -> None:
    found = read("Date;Nature;Durée;Remarque\n31.02.2025;trajet;1;=A1\n")
    text = rejected_bytes(found).decode("utf-8-sig")
    assert text.splitlines()[1] == "2;Date : « 31.02.2025 » n'est pas une date du calendrier;31.02.2025;trajet;1;'=A1"


def test_only_the_first_hundred_faults_are_told_one_by_one() -> None:
    found = read("Date;Durée\n" + "jamais;1\n" * 150)
    assert len(found.faults) == 150
    assert told(found)[-1] == "… et 50 autres lignes à corriger."
    assert len(told(found)) == 101


# -- spreadsheets -----------------------------------------------------------------------------------------------------


def test_a_workbook_with_dates_times_and_numbers_is_read() -> None:
    found = read_journal(
        book(
            [
                ["Journal du coach"],
                [],
                ["Date", "Nature", "Durée (h)", "Début", "Remarque"],
                [date(2025, 3, 10), "trajet", 0.75, time(9, 30), "a"],
                [datetime(2025, 3, 11), "admin", timedelta(minutes=50), None, "b"],
                [45728, "admin", time(0, 45), 0.5, "c"],
                ["13.03.2025", "admin", "1:30", "14h", "d"],
                [date(2025, 3, 14), "admin", 1 / 3, None, 7],
                ["Total", None, 4],
            ]
        )
    )
    assert not found.faults, reasons(found)
    assert [(e.day.day, e.minutes, e.start, e.note) for e in found.entries] == [
        (10, 45, "09:30", "a"),
        (11, 50, "", "b"),
        (12, 45, "12:00", "c"),
        (13, 90, "14:00", "d"),
        (14, 20, "", "7"),
    ]


def test_the_sheet_with_the_journal_is_found() -> None:
    found = read_journal(book([["Bonjour"]], Heures=[["Date", "Durée"], [date(2025, 3, 10), 1]]), CONTACT)
    assert len(found.entries) == 1
    assert found.remarks == ("Feuille lue : « Heures » (2 dans le classeur).",)


def test_a_formula_without_a_saved_value_is_a_fault_of_its_row() -> None:
    found = read_journal(book([["Date", "Durée"], [date(2025, 3, 10), "=1+1"], [date(2025, 3, 11), 1]]), CONTACT)
    assert [e.day.day for e in found.entries] == [11]
    assert reasons(found) == [
        "Ligne 2, Durée : la cellule contient une formule (« =1+1 ») sans valeur enregistrée ; écrivez la valeur"
    ]


def test_a_formula_with_a_saved_value_gives_that_value() -> None:
    data = book([["Date", "Durée", "Remarque"], [date(2025, 3, 10), "=HOUR(0.5)/8", "ok"]])
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b"<f>HOUR(0.5)/8</f><v></v>", b"<f>HOUR(0.5)/8</f><v>1.5</v>")
        .replace(b"<f>HOUR(0.5)/8</f><v />", b"<f>HOUR(0.5)/8</f><v>1.5</v>")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for n, content in parts.items():
            new.writestr(n, content)
    found = read_journal(out.getvalue(), {"kind:ok": "with_person"})
    assert [e.minutes for e in found.entries] == [90], (reasons(found), parts[name])
    assert "formule" in found.remarks[0]


def test_a_formula_in_a_csv_is_a_fault_of_its_row_or_a_text_in_the_note() -> None:
    found = read(
        "Date;Nature;Durée;Remarque\n=TODAY();trajet;1;\n10.03.2025;trajet;=1+1;\n10.03.2025;trajet;1;=cmd|' /C"
        " calc'!A0\n"
    )
    assert reasons(found) == [
        "Ligne 2, Date : « =TODAY() » est une formule ; écrivez la valeur",
        "Ligne 3, Durée : « =1+1 » est une formule ; écrivez la valeur",
    ]
    assert found.entries[0].note == "=cmd|' /C calc'!A0"


def test_exported_cells_never_run_as_formulas() -> None:
    journal = [a_day(note=n) for n in ("=1+1", "@SUM(A1)", "+1", "-1", "=cmd|' /C calc'!A0")]
    for line in journal_csv(journal).decode("utf-8-sig").splitlines():
        for cell in line.split(";"):
            assert not cell.strip('"').startswith(("=", "+", "-", "@"))
    sheet = load_workbook(io.BytesIO(journal_xlsx(journal))).active
    assert sheet is not None
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            if isinstance(cell.value, str) and cell.value.startswith(("=", "@")):
                assert cell.quotePrefix


# -- hostile and broken files -----------------------------------------------------------------------------------------


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "le fichier est vide"),
        (b"\xef\xbb\xbf \r\n", "le fichier est vide"),
        (b"%PDF-1.7 ...", "c'est un PDF"),
        (b"\x89PNG\r\n", "c'est une image"),
        (b"\xd0\xcf\x11\xe0rest", "ancien format"),
        (b"PK\x03\x04 broken", "le classeur est abîmé"),
        (zipped(**{"a.txt": b"x"}), "c'est une archive, pas un classeur XLSX"),
        (zipped(**{"[Content_Types].xml": b"<x/>", "xl__workbook.xml": BOMB}), "définitions XML"),
        (zipped(**{"[Content_Types].xml": b"<x/>", "xl__workbook.xml": b"<nope/>"}), "abîmé"),
        (zipped(**{"[Content_Types].xml": b"<x/>", "xl__big.xml": b" " * 210_000_000}), "déplié, est trop grand"),
        (b"\x00\x01\x02\x03" * 50, "ce n'est pas un texte"),
        (b"Date;Dur\x81e\n10.03.2025;1\n", "l'encodage du texte n'est pas reconnu"),
        (b"\xff\xfeD\x00a", "abîmé"),
        (b"Bonjour\nrien ici\n", "les titres de colonnes manquent"),
        (b"[1, 2", "JSON illisible, ligne 1, colonne 6"),
        (b'[{"minutes": 45, "minutes": 90}]', "« minutes » est là deux fois"),
        (b"[" * 100_000, "JSON trop imbriqué"),
        (b'{"journal": 3}', "le JSON ne contient pas de journal"),
        (b'Date;Dur\xc3\xa9e\n"10.03.2025;1' + b"x" * 200_000, "le CSV ne peut pas être lu"),
        (b"Date;Duree\n" + b"x" * (MAX_BYTES + 1), "le fichier est trop grand"),
        (b"Date;Duree\n" + b"10.03.2025;1\n" * (MAX_ENTRIES + 30), "coupez-le"),
    ],
)
def test_a_broken_or_hostile_file_gives_one_clear_french_reason(data: bytes, reason: str) -> None:
    found = read_journal(data)
    assert not found.entries
    assert len(found.faults) == 1
    assert reason in str(found.faults[0])


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore"))
    | st.lists(st.text(max_size=12), max_size=30).map(lambda x: ";".join(x).encode("utf-8", "ignore"))
)
def test_no_bytes_make_the_reader_fail(data: bytes) -> None:
    found = read_journal(data)
    assert isinstance(found, JournalRead)
    assert all(str(f) for f in found.faults)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_flipped_bytes_never_makes_the_reader_fail(data: st.DataObject) -> None:
    whole = bytearray(journal_xlsx([a_day(note="x"), a_day(60)]))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(read_journal(bytes(whole)), JournalRead)


def test_fifty_thousand_rows_give_the_right_result() -> None:
    kinds = (Activity.WITH_PERSON, Activity.WITH_OTHERS, Activity.TRAVEL, Activity.ADMINISTRATION)
    journal = tuple(
        Entry(day=date(2022, 3, 1) + timedelta(days=i % 180), activity=kinds[i % 4], minutes=1) for i in range(50_000)
    )
    found = read_journal(journal_csv(journal))
    assert found.entries == journal
    assert not found.faults
    result = compute(CoachingCase.model_validate({"law_date": "2022-03-01", "months": 6, "journal": found.entries}))
    tally = result.details.tally
    assert tally is not None
    assert tally.counted_minutes == 50_000
    assert tally.admitted_minutes == 54 * 60


@pytest.mark.slow
def test_fifty_thousand_rows_of_a_workbook_give_the_right_result() -> None:
    journal = tuple(
        Entry(day=date(2022, 3, 1) + timedelta(days=i % 180), minutes=1, note=str(i)) for i in range(50_000)
    )
    assert read_journal(journal_xlsx(journal)).entries == journal


# -- into the case ----------------------------------------------------------------------------------------------------


def test_a_file_is_added_to_the_journal_of_the_case_once() -> None:
    data = journal_csv([a_day(), a_day(30)])
    first = read_file({"journal": [{"day": "2025-03-10", "minutes": 45}]}, "mars.csv", data)
    assert [row["minutes"] for row in first.data["journal"]] == [45, 30]
    assert first.message == "« mars.csv » : 1 ligne reprise, 1 déjà là."
    again = read_file(first.data, "mars.csv", data)
    assert again.data == first.data
    assert "0 ligne reprise, 2 déjà là" in again.message


def test_a_bad_file_leaves_the_case_as_it_was() -> None:
    case = {"canton": "be", "journal": [{"day": "not yet typed"}]}
    read_back = read_file(case, "photo.png", b"\x89PNG....")
    assert read_back.data == case
    assert "c'est une image" in read_back.faults[0]


def test_rows_that_are_still_being_typed_are_not_lost() -> None:
    half = {"day": "31.02.2025", "minutes": 30}
    read_back = read_file({"journal": [half]}, "", journal_csv([a_day()]))
    assert half in read_back.data["journal"]
    assert len(read_back.data["journal"]) == 2


def test_the_journal_of_a_saved_case_is_read_from_json() -> None:
    data = json.dumps({"case": {"journal": [{"day": "2025-03-10", "minutes": 45}, {"day": "x"}]}}).encode()
    found = read_journal(data)
    assert len(found.entries) == 1
    assert "n'est pas une date" in str(found.faults[0])


def test_every_file_of_the_calculator_can_be_made_without_a_journal_too() -> None:
    for journal in ((), (a_day(), a_day(activity=Activity.MISSED))):
        case = CoachingCase.model_validate(
            {"canton": "ge", "kind": "placement", "law_date": "2025-03-01", "journal": journal, "provider": "=1+1"}
        )
        result = compute(case)
        for kind, extra in EXTRA_FILES.items():
            if kind == "invoice-html":  # nothing is owed without a rate: tests/test_providers_papers.py
                continue
            made = extra.make(case, result)
            assert kind == "ics" or made == extra.make(case, result), "the bytes depend on the content alone"
            assert made


def test_csv_bytes_start_with_a_mark_and_use_semicolons() -> None:
    assert csv_bytes(["a", "b"], [["é", "=x"]]) == b"\xef\xbb\xbfa;b\r\n\xc3\xa9;'=x\r\n"


# -- lines of several mandates in one file ----------------------------------------------------------------------------

TWO_PROJECTS = (
    "Date;Project;Nature;Durée\n01.03.2022;Oberli;trajet;1\n02.03.2022;Tesfay;trajet;0:45\n03.03.2022;Oberli;trajet;2\n"
).encode()


def proposed(person: str, values: list[str], **more: str) -> dict[str, str]:
    """What is proposed for each value of a project, for the mandate of a person."""
    rows = "".join(f"01.03.2022;{value};trajet;1\n" for value in values)
    found = read_file({"person": person, **more}, "", f"Date;Projet;Nature;Durée\n{rows}".encode())
    return {q.label.partition(" (")[0]: q.value for q in found.questions}


def test_the_projects_of_a_file_are_one_question_with_a_yes_or_no_for_each() -> None:
    found = read_file({"person": "Amanuel TESFAY"}, "mars.csv", TWO_PROJECTS)
    assert "journal" not in found.data
    assert found.message == "« mars.csv » : 0 ligne reprise, 3 en attente de vos réponses."
    assert {q.group for q in found.questions} == {
        "Le fichier contient plusieurs projets : lesquels sont de ce mandat ?"
    }
    assert [(q.label, q.value) for q in found.questions] == [
        ("« Tesfay » (1 ligne, 0:45)", "yes"),
        ("« Oberli » (2 lignes, 3:00)", ""),
    ]
    assert {value for q in found.questions for value, _ in q.options} == {"yes", "no"}


def test_lines_of_other_projects_are_counted_and_named_and_the_answers_hold_for_the_next_file() -> None:
    answers = {"whose:project:tesfay": "yes", "whose:project:oberli": "no"}
    found = read_file({}, "mars.csv", TWO_PROJECTS, answers)
    assert [row["minutes"] for row in found.data["journal"]] == [45]
    assert found.message == ("« mars.csv » : 1 ligne reprise. 2 lignes d'autres projets laissées : « Oberli » (2).")
    assert dict(found.answered) == {
        "whose:project:tesfay": "projet « Tesfay » : de ce mandat",
        "whose:project:oberli": "projet « Oberli » : pas de ce mandat",
    }
    april = TWO_PROJECTS.replace(b"03.2022", b"04.2022").replace(b"Oberli", b"OBERLI")
    again = read_file(found.data, "avril.csv", april, answers)
    assert not again.questions and [row["minutes"] for row in again.data["journal"]] == [45, 45]


def test_only_one_value_that_bears_the_name_of_the_mandate_is_proposed() -> None:
    assert proposed("Müller", ["OBERLI", "muller"]) == {"« muller »": "yes", "« OBERLI »": ""}
    assert proposed("", ["a", "Dossier 2026-14"], reference="2026-14")["« Dossier 2026-14 »"] == "yes"
    assert proposed("Tesfay", ["Tesfay", "Tesfay Sara"])["« Tesfay »"] == "yes", "the same name before a longer one"
    assert set(proposed("Tesfay", ["Tesfay Sara", "Tesfay Amanuel"]).values()) == {""}
    assert proposed("A. B.", ["A. B.", "A. C."])["« A. B. »"] == "yes"
    assert set(proposed("A.", ["A. B.", "C."]).values()) == {""}, "an initial is no name"
    assert set(proposed("", ["Tesfay", "Oberli"]).values()) == {""}


def test_leaving_the_lines_that_bear_the_name_of_the_mandate_is_pointed_out() -> None:
    answers = {"whose:project:tesfay": "no", "whose:project:oberli": "yes"}
    found = read_file({"person": "Tesfay"}, "", TWO_PROJECTS, answers)
    assert "Attention : « Tesfay » porte le nom de ce mandat, et ses lignes sont laissées." in found.message
    assert "Attention" not in read_file({"person": "Meier"}, "", TWO_PROJECTS, answers).message


def test_a_column_of_weekdays_is_not_asked_about_where_kinds_are_looked_for() -> None:
    """Nor one of which some rows end before it, or leave it empty; a column with other words is."""
    heads = "Date;Durée;Thème;Jour"
    rows = ["01.03.2022;1;séance;mar.", "02.03.2022;1;séance;", "03.03.2022;1", "04.03.2022;1;appel;vendredi"]
    found = read("\n".join([heads, *rows]), answers={})
    asked = [q.label for q in found.questions if q.key.startswith("column:")]
    assert len(asked) == 1 and "Thème" in asked[0]
    other = read("\n".join([heads, *rows[:3], "04.03.2022;1;appel;Bienne"]), answers={})
    assert [("Jour" in q.label, "Thème" in q.label) for q in other.questions if q.key.startswith("column:")] == [
        (False, True),
        (True, False),
    ]


def test_names_in_another_script_are_told_apart() -> None:
    assert list(proposed("", ["Иванов", "Петров", "ተስፋይ"])) == ["« Иванов »", "« Петров »", "« ተስፋይ »"]


def test_a_file_of_many_projects_asks_about_thirty_at_once_and_takes_none_before() -> None:
    rows = "".join(f"01.03.2022;P{i};trajet;1\n" for i in range(45))
    data = f"Date;Projet;Nature;Durée\n{rows}".encode()
    found = read_file({"person": "P40"}, "", data)
    assert (len(found.questions), found.questions[0].value) == (30, "yes")
    assert "plusieurs projets (30 sur 45)" in found.questions[0].group
    answers = {q.key: "no" for q in found.questions}
    assert len(read_file({}, "", data, answers).questions) == 15


def test_every_kind_that_is_not_known_can_be_left_alone() -> None:
    found = read("Date;Nature;Durée\n01.03.2022;Steuererklärung;1\n02.03.2022;;1\n", answers={})
    assert [q.options[-1] for q in found.questions] == [("none", "Ne pas reprendre ces lignes")] * 2
    left = read("Date;Nature;Durée\n01.03.2022;Steuererklärung;1\n02.03.2022;;1\n", answers={"kind:": "none"})
    assert left.remarks == ("1 ligne laissée : sans nature (1).",) and left.left == 1
    assert left.answered == {"kind:": "sans nature : ne pas reprendre"}
    assert [q.key for q in left.questions] == ["kind:steuererklarung"]


def mandate(**more: object) -> CoachingCase:
    return CoachingCase.model_validate(
        {"canton": "be", "law_date": "2022-03-01", "kind": "job_search", "months": 2, "intensity": "medium"} | more
    )


def test_the_same_line_noted_twice_without_a_time_of_day_is_told_once_and_appointments_are_not() -> None:
    twice = [{"day": "2022-03-15", "minutes": 60}] * 2
    timed = [{**line, "start": start} for line, start in zip(twice, ("09:00", "14:00"), strict=True)]
    missed = [{"day": "2022-03-15", "minutes": 60, "activity": "missed"}] * 2
    found = [compute(mandate(journal=lines)).details.tally for lines in (twice, timed, missed)]
    assert [tally.repeated for tally in found if tally is not None] == [1, 0, 0]


def test_a_time_of_day_as_a_duration_counts_its_seconds() -> None:
    found = read_journal(book([["Date", "Durée"], [date(2022, 3, 15), time(1, 30, 40)]]), CONTACT)
    assert [e.minutes for e in found.entries] == [91]


def test_a_notice_may_be_empty_and_is_read_like_a_duration_otherwise() -> None:
    text = "Date;Nature;Durée;Préavis\n15.03.2022;manqué;1;\n16.03.2022;manqué;1;12 h\n"
    found = read(text)
    assert [(e.notice_minutes, reasons(found)) for e in found.entries] == [(None, []), (720, [])]


def test_administration_after_the_end_names_the_rule_of_the_final_report() -> None:
    result = compute(mandate(journal=[{"day": "2022-05-05", "minutes": 60, "activity": "administration"}]))
    (late,) = (n for n in result.notices if n.key == "late")
    assert late.rules == ("berne-2021:E.3", "berne-2021:A.1")


def test_a_failed_federal_condition_is_warned_of_and_a_met_one_is_not() -> None:
    failed = compute(mandate(on_primary_market="not_met")).notices
    met = compute(mandate(on_primary_market="met", targeted_need="met")).notices
    assert [n.key for n in failed if n.key == "federal"] == ["federal"]
    assert not [n for n in met if n.key == "federal"]


def test_a_day_before_every_text_takes_the_oldest_one_and_says_so_or_is_refused() -> None:
    result = compute(mandate(law_date="2020-06-01", start_date="2020-06-01"))
    assert result.details.edition == "berne-2021"


def test_what_is_on_no_invoice_counts_lines_of_the_period_only() -> None:
    lines = [
        {"day": "2022-03-10", "minutes": 60, "activity": "with_person"},
        {"day": "2022-04-10", "minutes": 120, "activity": "with_person", "invoiced": True},
        {"day": "2022-04-11", "minutes": 30, "activity": "with_person"},
    ]
    case = mandate(hourly_rate=120, journal=lines, statement_from="2022-04-01", statement_until="2022-04-30")
    assert compute(case).details.statement.balance_hours == Decimal("0.5")


TOGGL = (
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration\n"
    "Claire,c@x.ch,,,,Bilan,Yes,2026-11-03,09:00:00,2026-11-03,10:30:00,01:30:00\n"
    "Claire,c@x.ch,,,,Téléphone employeur,No,2026-11-04,09:00:00,2026-11-04,09:20:00,00:20:00\n"
)


def billed_minutes(text: str, answers: dict[str, str]) -> tuple[list[int], Any]:
    found = read_journal(text.encode(), answers)
    kinds = {q.key: "with_person" for q in found.questions if q.key.startswith("kind:")}
    found = read_journal(text.encode(), {**kinds, **answers})
    return [entry.minutes for entry in found.entries], found


@pytest.mark.parametrize(("head", "no", "yes"), [("Billable", "No", "Yes"), ("Verrechenbar", "Nein", "Ja")])
def test_hours_that_a_file_calls_not_billable_are_taken_over_when_somebody_says_so(
    head: str, no: str, yes: str
) -> None:
    text = TOGGL.replace("Billable", head).replace(",No,", f",{no},").replace(",Yes,", f",{yes},")
    minutes, found = billed_minutes(text, {})
    assert minutes == [90], "never silently"
    (question,) = [q for q in found.questions if q.key == "whose:billable"]
    assert "1 ligne notée non facturable (ligne 3)" in question.label and not question.value
    assert found.waiting == 1
    minutes, found = billed_minutes(text, {"whose:billable": "take"})
    assert minutes == [90, 20] and not found.questions
    assert "1 ligne notée non facturable, reprise (ligne 3)." in found.remarks
    assert found.left == 0
    minutes, found = billed_minutes(text, {"whose:billable": "none"})
    assert minutes == [90] and not found.questions and (found.left, found.waiting) == (1, 0)
    assert "1 ligne notée non facturable, laissée (ligne 3)." in found.remarks


def test_a_column_of_amounts_is_not_taken_for_what_is_billable() -> None:
    _, found = billed_minutes(TOGGL.replace(",No,", ",12.50,").replace(",Yes,", ",145.00,"), {})
    assert not [q for q in found.questions if q.key == "whose:billable"]


@pytest.mark.parametrize(
    "table",
    [
        "Date,Project,Description,Time (h),Time (decimal)\n03/10/2022,M. B.,with person,1:30,1.5",
        "Date,Description,Duration\n03/10/2022,with person,1:30",
        "Date,Type,Worked\n03/10/2022,with person,1:30",
    ],
)
def test_a_table_in_english_whose_dates_read_both_ways_is_asked_which(table: str) -> None:
    found = read_journal(table.encode())
    assert not found.entries and ("order:date", "") in [(q.key, q.value) for q in found.questions]
