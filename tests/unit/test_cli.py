"""The command line: text, JSON and batches; bad input gives French lines and exit status 2, never a traceback."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from ai_calc.cli import main
from ai_calc.ground.reading import read_number
from ai_calc.handing_over.tables import read_table
from ai_calc.registers import calculators as registry


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def call(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        try:
            status = main(list(arguments))
        except SystemExit as error:
            status = int(error.code or 0)
        out = capsys.readouterr()
        return status, out.out, out.err

    return call


def test_a_case_prints_its_result_in_words(run) -> None:
    status, out, err = run("capital-aid", "-", stdin=json.dumps({"items": [{"amount": 20000}], "own_resources": 5000}))
    assert (status, err) == (0, "")
    assert "Besoin : 15\u202f000\u00a0CHF" in out
    assert "ch. 6019 CMRP" in out


def test_a_case_prints_its_result_as_json(run) -> None:
    status, out, _ = run("capital-aid", "--json", "-", stdin=json.dumps({"items": [{"amount": "20000.50"}]}))
    assert status == 0
    assert json.loads(out)["details"]["need"]["net"] == "20000.50"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"items": [{"amount": "abc"}]}', ["items[0].amount : « abc » n'est pas un nombre"]),
        (
            '{"purpose": "fly", "foo": 1}',
            [
                (
                    "purpose : une de ces réponses est attendue : « Commencer une activité indépendante »,"
                    " « Reprendre une activité indépendante », « Développer une activité indépendante »,"
                    " « Transformer l'entreprise en raison de l'invalidité » (reçu : « fly »)"
                ),
                "foo : champ inconnu",
            ],
        ),
        ('{"own_resources": -1}', ["own_resources : au moins 0 est attendu (reçu : « -1 »)"]),
        ('{"law_date": "2013-12-31"}', ["law_date : pas avant le 1er\u00a0janvier\u00a02014 (reçu : « 2013-12-31 »)"]),
        ('{"own_resources": 1.005}', ["own_resources : au plus 2 décimales sont admises (reçu : « 1.005 »)"]),
        ('{"items": [{}]}', ["items[0].amount : cette donnée est obligatoire"]),
        ("[]", ["un objet est attendu"]),
        ("{", ["- : JSON illisible, ligne 1, colonne 2"]),
        ('{"own_resources": NaN}', ["- : « NaN » n'est pas un nombre"]),
        ('{"own_resources": 1, "own_resources": 2}', ["- : « own_resources » est là deux fois"]),
        ('{"items": [{"amount": 1, "amount": 2}]}', ["- : « amount » est là deux fois"]),
        (f'{{"own_resources": {"9" * 5000}}}', ["- : un nombre a trop de chiffres"]),
        (
            '{"law_date": "2016-01-01", "items": [{"amount": 1}]}',
            [
                "law_date : Taux d'intérêt annuel d'un prêt à titre onéreux : aucune valeur connue au"
                " 1er\u00a0janvier\u00a02016 (La source ne connaît ce chiffre que dans sa version du 1er mai 2017"
                " (marque 5/17) ; elle ne dit pas le taux d'avant.)"
                " ; choisir une date du droit dès le 1er\u00a0mai\u00a02017"
            ],
        ),
    ],
)
def test_bad_input_gives_one_french_line_a_fault_and_status_2(run, text: str, lines: list[str]) -> None:
    status, out, err = run("capital-aid", "-", stdin=text)
    assert (status, out) == (2, "")
    assert err.splitlines() == lines


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00", b"[" * 100_000])
def test_hostile_bytes_give_a_line_not_a_traceback(run, data: bytes) -> None:
    status, out, err = run("capital-aid", "-", stdin=data)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_a_missing_file_is_named(run, tmp_path: Path) -> None:
    status, _, err = run("capital-aid", str(tmp_path / "nothing.json"))
    assert status == 2
    assert "nothing.json : illisible" in err


def test_a_batch_gives_one_line_a_case(run) -> None:
    status, out, _ = run("capital-aid", "--csv", "-", stdin="own_resources;items.0.amount\n5000;20000\n;7000\n")
    assert status == 0
    assert out.startswith("\ufeff"), "a spreadsheet sees by it that accents are UTF-8"
    rows = out.removeprefix("\ufeff").splitlines()
    assert rows[0].startswith("ligne;conclusion;net_need;grantable")
    assert rows[1].startswith("2;to_appraise;15000;15000")
    assert rows[2].startswith("3;to_appraise;7000;7000")


def test_cases_of_a_batch_with_other_figures_keep_their_columns(run) -> None:
    rows = (
        "goal,training,work_after,income_before,income_period,schooling_completed,profession_chosen\n"
        "training,interrupted_health,none,3800,month,,\ntraining,interrupted_health,none,3700,month,met,met\n"
    )
    status, out, _ = run("reclassement", "--csv", "-", stdin=rows)
    assert status == 0
    first, second = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";")
    assert first["daily_income"] == "124.93" and first["payable"] == "" and "reclassement" in first["resume"]
    assert (
        second["daily_income"] == "121.64"
        and second["ai_pays"] == ""
        and "formation professionnelle initiale" in second["resume"]
    )


def test_a_batch_names_the_line_of_a_fault_and_keeps_the_good_ones(run) -> None:
    status, out, err = run("capital-aid", "--csv", "-", stdin="own_resources,items.0.amount\n1,2\nx,2\n")
    assert status == 2
    assert len(out.splitlines()) == 2
    assert err == "-, ligne 3 : own_resources : « x » n'est pas un nombre\n"


def test_the_parameters_are_listed_with_their_rule(run) -> None:
    status, out, _ = run("parameters", "--date", "1.1.2020")
    assert status == 0
    assert "15\u202f000\u00a0CHF" in out
    assert "ch. 6020 CMRP" in out


def test_the_schema_of_a_case_carries_the_french_labels(run) -> None:
    status, out, _ = run("schema", "capital-aid")
    assert status == 0
    assert json.loads(out)["properties"]["own_resources"]["title"] == "Ressources propres disponibles"


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["capital-aid"], ["parameters", "--date", "31.2.2020"]])
def test_wrong_arguments_give_status_2(run, arguments: list[str]) -> None:
    status, _, err = run(*arguments)
    assert status == 2
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "ai-calc : arguments refusés (il manque : COMMANDE) ; voir ai-calc --help"),
        (["parameters", "--bar"], "ai-calc : arguments refusés (inconnu : --bar) ; voir ai-calc --help"),
        (
            ["parameters", "--date"],
            "ai-calc : arguments refusés (--date : une valeur est attendue) ; voir ai-calc --help",
        ),
        (["schema"], "ai-calc : arguments refusés (il manque : CALCULATEUR) ; voir ai-calc --help"),
        (
            ["capital-aid", "x.json", "--json=3"],
            "ai-calc : arguments refusés (--json : ne prend pas de valeur ('3')) ; voir ai-calc --help",
        ),
        (
            ["course", "key", "--seed", "1", "--seats", "2", "--csv", "--html"],
            "ai-calc : arguments refusés (--html ne va pas avec --csv) ; voir ai-calc --help",
        ),
        (
            ["course", "key", "--seed", "1", "--seats", "2", "--check", "x"],
            "ai-calc : arguments refusés (--check : 'x' n'est pas un nombre entier) ; voir ai-calc --help",
        ),
        (
            ["course", "key", "--s", "1"],
            "ai-calc : arguments refusés (--s peut être --seed, --seats) ; voir ai-calc --help",
        ),
        (["capital-aid", "/not/there.json"], "/not/there.json : illisible (il n'existe pas)"),
        (["capital-aid", "/"], "/ : illisible (c'est un dossier)"),
        (["parameters", "--date", ""], "--date : une date est attendue (jj.mm.aaaa)"),
        (["capital-aid", "--csv", "-", "--json"], "--csv écrit un tableau : --json ne va pas avec"),
        (
            ["capital-aid", "--csv", "-", "--save", "xlsx=x", "--example"],
            "--csv écrit un tableau : --save, --example ne vont pas avec",
        ),
        (
            ["coaching", "-", "--answer", "kind:x=travel"],
            "--answer répond à une question sur un fichier : il manque --read FICHIER",
        ),
    ],
)
def test_wrong_arguments_and_files_are_refused_in_one_french_line(run, arguments: list[str], line: str) -> None:
    assert run(*arguments) == (2, "", line + "\n")


def test_a_batch_takes_numbers_and_dates_as_they_are_typed_here(run) -> None:
    cells = (
        "items.0.amount;items.0.label;own_resources;birth_date;stop_date\n20 000;Four, 2"
        " portes;5'000.50;31.12.1980;\n20000,5;x;0;1.2.1980;\n"
    )
    status, out, err = run("capital-aid", "--csv", "-", stdin=cells)
    assert (status, err) == (0, "")
    assert [row["net_need"] for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";")] == [
        "14999.50",
        "20000.5",
    ]


def test_a_batch_names_a_date_that_does_not_exist(run) -> None:
    status, _, err = run("capital-aid", "--csv", "-", stdin="items.0.amount;birth_date\n1;31.2.1980\n")
    assert status == 2
    assert err == "-, ligne 2 : birth_date : « 31.2.1980 » n'est pas une date du calendrier\n"


def lines_of(out: str) -> list[str]:
    return [row["ligne"] for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";")]


BATCH = ["items.0.amount", "items.0.label", "own_resources"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_batch_is_read_in_any_usual_encoding_and_separator(run, separator: str, encoding: str) -> None:
    text = "\r\n".join([separator.join(BATCH), separator.join(["20’000", "Pièce d’essai – œuvre", "5'000"]), ""])
    status, out, err = run("capital-aid", "--csv", "-", stdin=text.encode(encoding))
    assert status == 0, err
    assert csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";").__next__()["net_need"] == "15000"


def test_a_batch_tells_the_true_line_of_each_case_and_fault(run) -> None:
    text = ";".join(BATCH) + '\n20000;a;0\n\n20000;"b\nc";0\n20000;d;15.000\n1;e;x\n1;f;0\n'
    status, out, err = run("capital-aid", "--csv", "-", stdin=text)
    assert status == 2
    assert lines_of(out) == ["2", "4", "8"]
    assert [line.split(" : ")[0] for line in err.splitlines()] == ["-, ligne 6", "-, ligne 7"]
    assert "15\u202f000 ou 15,00" in err


def test_a_batch_may_be_a_workbook(run, tmp_path: Path) -> None:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append([*BATCH, "birth_date"])
    book.active.append([20000.4 + 0.1 + 1e-11, "x", 0, date(1980, 2, 1)])
    book.save(tmp_path / "lot.xlsx")
    status, out, err = run("capital-aid", "--csv", str(tmp_path / "lot.xlsx"))
    assert (status, err) == (0, "")
    assert lines_of(out) == ["2"] and "20000.5" in out


@pytest.mark.parametrize(
    ("shown", "value", "read"),
    [
        ("0%", 0.5, "50"),
        ("0.00%", 0.425, "42.5"),
        ("0.00%", 0.41234, "41.234"),
        ("0%", 0.070000000000000007, "7"),
        ('0"%"', 50, "50"),
        ("0\\%", 50, "50"),
    ],
)
def test_a_part_in_per_cent_of_a_workbook_is_the_one_that_its_cell_shows(
    run, tmp_path: Path, shown: str, value: float, read: str
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["law_date", "work_capacity_percent"])
    sheet.append(["1.3.2022", value])
    sheet["B2"].number_format = shown
    book.save(tmp_path / "lot.xlsx")
    ((_, (_, cell)),) = read_table((tmp_path / "lot.xlsx").read_bytes(), 10).rows[1:]
    assert read_number(str(cell)) == Decimal(read)
    status, out, _ = run("trial-placement", "--csv", str(tmp_path / "lot.xlsx"))
    text = f"law_date;work_capacity_percent\n1.3.2022;{'41,2340' if read == '41.234' else read}\n"
    assert (status, out) == run("trial-placement", "--csv", "-", stdin=text)[:2]


def test_an_amount_that_a_cell_shows_in_per_cent_is_none(run, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["own_resources"])
    sheet.append([0.5])
    sheet["A2"].number_format = "0%"
    book.save(tmp_path / "lot.xlsx")
    status, _, err = run("capital-aid", "--csv", str(tmp_path / "lot.xlsx"))
    assert status == 2 and "« 50 % » n'est pas un montant : il est en pour cent" in err


@pytest.mark.parametrize("from_1904", [False, True])
def test_dates_of_a_workbook_without_date_format_are_read_in_columns_of_dates(
    run, tmp_path: Path, from_1904: bool
) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    heads = ["law_date", "total_hours", "journal.0.day", "journal.0.activity", "journal.0.minutes"]
    book = Workbook()
    assert book.active is not None
    zero = 44621
    if from_1904:
        book.epoch, zero = CALENDAR_MAC_1904, 44621 - 1462
    book.active.append(heads)
    book.active.append([zero, 30, zero + 1, "with_person", 90])  # 1 and 2 March 2022
    book.active.append([30000, 30, zero + 1.5, "with_person", 90])
    book.active.append([zero, 40000, zero + 1, "with_person", 90])
    book.active.append([True, 30, 3, "with_person", 90])
    book.save(tmp_path / "lot.xlsx")
    status, out, err = run("coaching", "--csv", str(tmp_path / "lot.xlsx"))
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";"))
    assert [row["to_date"] for row in rows] == ["180.00"], err
    day = "18\u00a0février\u00a01982" if not from_1904 else "19\u00a0février\u00a01986"
    assert status == 2 and [line.partition("lot.xlsx, ")[2] for line in err.splitlines()] == [
        f"ligne 3 : law_date : pas avant le 1er\u00a0janvier\u00a02014 (reçu : {day})",
        "ligne 4 : total_hours : au plus 10\u202f000 est admis (reçu : « 40000 »)",
        "ligne 5 : law_date : une date est attendue (jj.mm.aaaa) (reçu : « true »)",
        "ligne 5 : journal[0].day : une date est attendue (jj.mm.aaaa) (reçu : « 3 »)",
    ]


@pytest.mark.parametrize("above", ["sep=;", "sep=;;;", "SEP=;", "Mes cas;;", "Mes cas de 2022\n\nÉtat au 1.3.2022"])
def test_what_stands_above_the_headings_of_a_batch_is_passed_over(run, above: str) -> None:
    status, out, err = run("capital-aid", "--csv", "-", stdin=f"{above}\n{';'.join(BATCH)}\n20000;Four;5000\n")
    assert (status, err) == (0, "")
    assert lines_of(out) == [str(above.count("\n") + 3)]


def test_a_separator_that_is_named_may_be_a_tab(run) -> None:
    text = "sep=\t\n" + "\t".join(BATCH) + "\n20000\tFour\t5000\n"
    assert run("capital-aid", "--csv", "-", stdin=text)[0] == 0


def test_durations_of_a_workbook_are_read_as_its_cells_show_them(run, tmp_path: Path) -> None:
    from datetime import date, time, timedelta

    from openpyxl import Workbook

    heads = ["law_date", "total_hours", "journal.0.day", "journal.0.activity", "journal.0.minutes", "journal.0.start"]
    cells = [date(2022, 3, 1), timedelta(hours=30), date(2022, 3, 2), "with_person"]
    book = Workbook()
    assert book.active is not None
    book.active.append(heads)
    book.active.append([*cells, timedelta(minutes=90), time(9, 5)])
    book.active.append([*cells, time(0, 44, 40), time(9, 5)])
    book.active.append([*cells, timedelta(minutes=-90), time(9, 5)])
    book.save(tmp_path / "lot.xlsx")
    status, out, err = run("coaching", "--csv", str(tmp_path / "lot.xlsx"))
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["requested"], row["to_date"]) for row in rows] == [("30.00", "180.00"), ("30.00", "90.00")]
    assert status == 2 and err.endswith("ligne 4 : une durée n'est pas négative\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("own_resources;own_resources\n1;2\n", "la colonne « own_resources » est là deux fois"),
        ("own_resources\n1;2\n", "-, ligne 2 : plus de cellules que de colonnes"),
        ("items;items.0.amount\n1;2\n", "-, ligne 2 : les titres des colonnes se contredisent"),
        ("%PDF-1.7", "- : c'est un PDF, pas un tableau"),
        ("", "- : le fichier est vide"),
        ("own_resources;items.0.amount\n", "- : aucun cas"),
        ('{"own_resources": 1}', "- : aucun cas"),
        ("items.0.amount;items.².amount\n1;2\n", "-, ligne 2 : colonne « items.².amount »"),
        ('own_resources;purpose\n1;"start\n2;start\n', "- : ligne 2 : un guillemet (\") n'est pas refermé"),
    ],
)
def test_a_batch_that_cannot_be_read_says_why_in_one_line(run, text: str, told: str) -> None:
    status, out, err = run("capital-aid", "--csv", "-", stdin=text)
    assert (status, out) == (2, "") and len(err.splitlines()) == 1
    assert told in err


@pytest.mark.parametrize(
    "command",
    [
        "",
        *(registry.get(name).command for name in registry.names()),
        "text",
        "parameters",
        "outdated",
        "schema",
        "course",
        *(f"course {action}" for action in ("list", "key", "cards", "collect")),
    ],
)
def test_the_help_of_every_command_is_in_french(run, command: str) -> None:
    status, out, _ = run(*command.split(), "--help")
    assert status == 0 and out.startswith(f"utilisation : ai-calc {command}".rstrip())
    assert "montre cette aide" in out and not re.search(
        r"\b(usage|positional|optional|show|this|message|default|exit|seed|seats|name|address|lesson)\b",
        re.sub(r"--\w+", "", out),
    )


@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [
        ("ascii", ["capital-aid", "{case}"]),
        ("cp1252", ["capital-aid", "{case}"]),
        ("cp850", ["capital-aid", "--json", "{case}"]),
        ("latin-1", ["parameters"]),
        ("ascii", ["course", "key", "--seed", "1", "--seats", "2"]),
        ("cp1252", ["course", "key", "--seed", "1", "--seats", "2", "--csv"]),
        ("cp850", ["course", "list"]),
        ("ascii", ["capital-aid", "{bad}"]),
        ("latin-1", ["capital-aid", "{bad}"]),
        ("cp850", ["--help"]),
    ],
)
def test_a_pipe_of_another_encoding_gets_utf_8_and_no_traceback(
    tmp_path: Path, encoding: str, arguments: list[str]
) -> None:
    import os
    import subprocess
    import sys

    (tmp_path / "case.json").write_text('{"items": [{"amount": 20000}]}', "utf-8")
    (tmp_path / "bad.json").write_text('{"own_resources": "15.000\u202f\u200b"}', "utf-8")
    arguments = [a.format(case=tmp_path / "case.json", bad=tmp_path / "bad.json") for a in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "ai_calc.cli", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    told = done.stderr.decode("utf-8")
    assert "Traceback" not in told and done.returncode == (2 if "bad.json" in str(arguments) else 0)
    assert done.stdout.decode("utf-8") or told


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("> /dev/full", "impossible d'écrire le résultat (il n'y a plus de place)"),
        ("<&-", "l'entrée standard est fermée"),
    ],
)
def test_an_output_that_is_full_and_an_input_that_is_closed_give_one_line(tmp_path: Path, way: str, told: str) -> None:
    import subprocess
    import sys

    (tmp_path / "case.json").write_text('{"items": [{"amount": 20000}]}', "utf-8")
    file = "-" if "<" in way else tmp_path / "case.json"
    done = subprocess.run(
        f"{sys.executable} -m ai_calc.cli capital-aid {file} {way}", shell=True, capture_output=True, check=False
    )
    assert done.returncode == 2 and done.stdout == b""
    assert len(done.stderr.decode().splitlines()) == 1 and told in done.stderr.decode()


def test_the_text_for_a_decision_comes_from_the_command_line_as_words_and_as_a_document(run, tmp_path: Path) -> None:
    case = json.dumps({"service": "search", "months": 7, "cooperates": "not_met"})
    status, out, err = run("text", "placement", "-", "--name", "M. B.", stdin=case)
    assert (status, err) == (0, "")
    assert (
        out.startswith("TEXTE POUR LA DÉCISION\n\nPlacement · M. B.\n\nEn fait\n")
        and "La durée envisagée est de 7\u00a0mois." in out
    )
    status, out, _ = run("text", "placement", "-", "--pieces", "--example", stdin=case)
    assert status == 0 and out.startswith("*** Exemple : données fictives ***\n\nPIÈCES À DEMANDER") and "☐ " in out
    status, out, _ = run("text", "placement", "-", "--docx", str(tmp_path / "t.docx"), stdin=case)
    assert (status, out) == (0, "") and (tmp_path / "t.docx").read_bytes().startswith(b"PK")
    status, _, err = run("text", "placement", "-", "--docx", str(tmp_path / "no" / "t.docx"), stdin=case)
    assert status == 2 and "impossible d'y écrire" in err
    status, _, err = run("text", "placement", "-", stdin='{"months": "douze"}')
    assert status == 2 and err.startswith("months : ") and "Traceback" not in err
