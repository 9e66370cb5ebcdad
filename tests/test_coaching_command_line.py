"""Coaching on the command line: a case and a journal in, files out, faults row by row."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from ai_calc.cli import main

CASE = {"law_date": "2022-03-01", "kind": "job_search", "months": 6, "provider": "Coach SA", "person": "A. B."}


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE), "utf-8")
    return str(path)


def test_a_journal_is_read_and_every_file_is_written(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = tmp_path / "heures.csv"
    journal.write_text("Date;Nature;Durée\n10.03.2022;trajet;1,5\n", "utf-8")
    kinds = {
        "xlsx": "r.xlsx",
        "offer-html": "o.html",
        "offer-json": "o.json",
        "offer-xlsx": "o.xlsx",
        "statement-html": "s.html",
        "statement-json": "s.json",
        "statement-xlsx": "s.xlsx",
        "journal-csv": "j.csv",
        "journal-xlsx": "j.xlsx",
        "ics": "d.ics",
    }
    saves = [word for kind, name in kinds.items() for word in ("--save", f"{kind}={tmp_path / name}")]
    assert main(["coaching", case, "--read", str(journal), *saves]) == 0
    output = capsys.readouterr()
    assert "Heures du journal à payer : 1,5\u00a0h, si" in output.out
    assert "Montant du journal : 180\u00a0CHF, si" in output.out
    assert "1 ligne reprise" in output.err
    offer = json.loads((tmp_path / "o.json").read_text("utf-8"))
    assert offer["amount"] == "6480.00"
    assert [line["hours"] for line in offer["lines"]] == ["54"]
    statement = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert (statement["hours"], statement["amount"], statement["lines"][0]["rules"]) == (
        "1.50",
        "180.00",
        ["berne-2021:R.2.c"],
    )
    page = (tmp_path / "o.html").read_text("utf-8")
    assert "6\u202f480\u00a0CHF" in page
    assert "<script" not in page
    assert Calendar.from_ical((tmp_path / "d.ics").read_bytes()).walk("VEVENT")
    rows = [
        [c.value for c in row]
        for row in load_workbook(io.BytesIO((tmp_path / "s.xlsx").read_bytes()), data_only=True)
        .worksheets[0]
        .iter_rows()
    ]
    assert ["Total", 1.5, None, 180, None, None] in rows


def test_faulty_rows_are_told_one_by_one_and_nothing_is_computed(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = tmp_path / "heures.csv"
    journal.write_text("Date;Nature;Durée\n10.03.2022;trajet;1\n32.03.2022;trajet;1\n11.03.2022;sieste;1\n", "utf-8")
    assert main(["coaching", case, "--read", str(journal)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert [line.split(" : ", 1)[1][:20].strip() for line in output.err.splitlines()] == [
        "Ligne 3, Date : « 32",
        "« sieste » (1 ligne)",
    ]
    answered = ["--answer", "kind:sieste=administration"]
    assert main(["coaching", case, "--read", str(journal), *answered]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_file_of_several_projects_is_not_taken_before_each_is_answered(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = tmp_path / "heures.csv"
    journal.write_text("Date;Project;Nature;Durée\n10.03.2022;Tesfay;trajet;1\n11.03.2022;Oberli;sieste;2\n", "utf-8")
    assert main(["coaching", case, "--read", str(journal)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert [line.removeprefix(f"{journal} : ") for line in output.err.splitlines()] == [
        "Le fichier contient plusieurs projets : lesquels sont de ce mandat ?",
        "« Tesfay » (1 ligne, 1:00) ? Répondez par --answer 'whose:project:tesfay=…'"
        " (yes : Oui, de ce mandat, no : Non, laisser ces lignes)",
        "« Oberli » (1 ligne, 2:00) ? Répondez par --answer 'whose:project:oberli=…'"
        " (yes : Oui, de ce mandat, no : Non, laisser ces lignes)",
    ]
    answers = ["--answer", "whose:project:tesfay=yes", "--answer", "whose:project:oberli=no"]
    assert main(["coaching", case, "--read", str(journal), *answers]) == 0
    assert "1 ligne reprise. 1 ligne d'autres projets laissée : « Oberli » (1)." in capsys.readouterr().err


@pytest.mark.parametrize("answer", ["kind:siete=travel", "kind:trajet=travel", "column:x=minutes"])
def test_an_answer_to_a_question_that_nothing_asked_is_told(
    case: str, tmp_path: Path, answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = tmp_path / "heures.csv"
    journal.write_text("Date;Nature;Durée\n10.03.2022;trajet;1\n", "utf-8")
    assert main(["coaching", case, "--read", str(journal), "--answer", answer]) == 2
    told = capsys.readouterr().err
    assert f"--answer : aucune question « {answer.partition('=')[0]} »" in told


@pytest.mark.parametrize("save", ["pdf=x.pdf", "xlsx", "=x", "xlsx=/nowhere/at/all.xlsx"])
def test_a_file_that_cannot_be_written_gives_one_french_line(
    case: str, save: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["coaching", case, "--save", save]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "attendu GENRE=FICHIER" in lines[0] or "impossible d'y écrire" in lines[0]


def test_a_journal_that_is_not_there_gives_one_french_line(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coaching", case, "--read", "nowhere.csv"]) == 2
    assert "nowhere.csv : illisible" in capsys.readouterr().err
