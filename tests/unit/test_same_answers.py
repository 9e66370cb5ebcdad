"""The same text means the same wherever it comes from: form, JSON, CSV batch, journal, course, command line."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ai_calc.calculators.coaching.journal_file import read_journal
from ai_calc.calculators.coaching.model import Entry
from ai_calc.cli import main
from ai_calc.course.answers import AnswerError, DayAnswer, NumberAnswer
from ai_calc.evaluation import evaluate
from ai_calc.ground.dates import YearOfBirth
from ai_calc.ground.reading import (
    AmbiguousError,
    read_clock,
    read_day,
    read_hours,
    read_minutes,
    read_number,
    visible,
)
from ai_calc.outcome.facts import Finding
from ai_calc.registers import calculators as registry
from calculators.kit.fields import fields_of, parse_case

NAMES = {
    "NBSP": "\u00a0",
    "NNBSP": "\u202f",
    "THIN": "\u2009",
    "FIGURE": "\u2007",
    "LRM": "\u200e",
    "RLM": "\u200f",
    "BOM": "\ufeff",
    "ZWSP": "\u200b",
    "SHY": "\u00ad",
    "IDEOGRAPHIC": "\u3000",
    "HYPHEN": "\u2010",
    "NBHYPHEN": "\u2011",
    "FILLER": "\u3164",
    "CGJ": "\u034f",
    "ACUTE": "\u0301",
    "UMLAUT": "\u0308",
}
TABLE: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "inputs" / "texts.yaml").read_text("utf-8")
)


def rows(kind: str) -> list[Any]:
    found = []
    for text, expected in TABLE[kind].items():
        for name, character in NAMES.items():
            text = text.replace(f"{{{name}}}", character)
        found.append(pytest.param(text, expected, id=ascii(text)))
    return found


ASKED, REFUSED = "asked", "refused"
TWO_WAYS = "se lit de deux façons : écrivez "


def outcome(read: Callable[[], Any]) -> Any:
    """The value, or whether the text was asked about or refused."""
    try:
        return read()
    except AmbiguousError as error:
        assert len(error.readings) == 2 and all(r in str(error) for r in error.readings)
        return ASKED
    except ValueError as error:
        return ASKED if TWO_WAYS in str(error) else REFUSED


def from_faults(faults: Any) -> str:
    words = " ".join(f.message for f in faults)
    assert words
    return ASKED if TWO_WAYS in words else REFUSED


def in_json(calculator: str, field: str, text: str, attribute: str = "") -> Any:
    found = evaluate(
        registry.get(calculator),
        (
            {field: text}
            if not attribute
            else {field: [{attribute: text, **({} if attribute == "day" else {"day": "2022-03-01"})}]}
        ),
    )
    if found.case is None:
        return from_faults(found.faults)
    value = getattr(found.case, field)
    return getattr(value[0], attribute) if attribute else value


def in_form(calculator: str, field: str, text: str, attribute: str = "") -> Any:
    specs = fields_of(registry.get(calculator).case_type)
    row = (
        {field: text}
        if not attribute
        else {field: [{attribute: text, **({} if attribute == "day" else {"day": "01.03.2022"})}]}
    )
    data, faults = parse_case(specs, row)
    if faults:
        return from_faults(faults)
    found = evaluate(registry.get(calculator), data)
    if found.case is None:
        return from_faults(found.faults)
    value = getattr(found.case, field)
    return getattr(value[0], attribute) if attribute else value


def in_batch(
    calculator: str, field: str, text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Only whether it was taken: a batch writes results, not cases."""
    quoted = '"' + text.replace('"', '""') + '"'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{field};law_date\n{quoted};01.03.2022\n".encode())))
    status = main([calculator.replace("_", "-"), "--csv", "-"])
    told = capsys.readouterr().err
    return "taken" if status == 0 else ASKED if TWO_WAYS in told else REFUSED


@pytest.mark.parametrize(("text", "expected"), rows("number"))
def test_a_number_means_the_same_everywhere(
    text: str, expected: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = expected if isinstance(expected, str) else Decimal(str(expected))
    assert in_form("capital_aid", "own_resources", text) == expected
    assert in_json("capital_aid", "own_resources", text) == expected
    assert in_batch("capital_aid", "own_resources", text, monkeypatch, capsys) == (
        expected if isinstance(expected, str) else "taken"
    )
    if "." not in text or expected != REFUSED:
        read = outcome(lambda: read_number(text))
        assert read == expected or text in ("0.125", "15000.005")  # the number is one; an amount has two decimals
    try:
        in_course: Any = NumberAnswer(Decimal(0), "CHF").read(text)
    except AnswerError as error:
        in_course = ASKED if TWO_WAYS in str(error) else REFUSED
    assert in_course == expected or text in ("0.125", "15000.005", "15 000 ans")


@pytest.mark.parametrize(
    ("calculator", "field"),
    [("capital_aid", "own_resources"), ("coaching", "hourly_rate"), ("reclassement", "expected_hourly_wage")],
)
def test_a_part_in_per_cent_is_no_amount_of_money_anywhere(
    calculator: str, field: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert in_form(calculator, field, "50 %") == in_json(calculator, field, "50 %") == REFUSED
    assert in_batch(calculator, field, "50 %", monkeypatch, capsys) == REFUSED
    assert in_form(calculator, field, "CHF 50.-") == in_json(calculator, field, "CHF 50.-") == 50


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15.06.68", date(1968, 6, 15)),
        ("15.06.27", date(1927, 6, 15)),
        ("1.1.38", date(1938, 1, 1)),
        ("15.06.1968", date(1968, 6, 15)),
        ("15.06.2068", REFUSED),
        ("31.12.2099", REFUSED),
        ("1968", YearOfBirth.of(1968)),
        ("2099", REFUSED),
        ("1899", REFUSED),
    ],
)
@pytest.mark.parametrize("name", ["capital_aid", "reclassement"])
def test_a_date_of_birth_has_been(
    name: str, text: str, expected: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two digits of a year are of the last hundred years (on the day of the test), four are a year of birth."""
    assert in_form(name, "birth_date", text) == expected
    assert in_json(name, "birth_date", text) == expected
    assert in_batch(name, "birth_date", text, monkeypatch, capsys) == (
        expected if isinstance(expected, str) else "taken"
    )


@pytest.mark.parametrize(("text", "expected"), rows("date"))
def test_a_date_means_the_same_everywhere(
    text: str, expected: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert outcome(lambda: read_day(text)) == expected
    assert in_form("reclassement", "work_since", text) == expected
    assert in_json("reclassement", "work_since", text) == expected
    assert in_batch("reclassement", "work_since", text, monkeypatch, capsys) == (
        expected if isinstance(expected, str) else "taken"
    )
    try:
        in_course: Any = DayAnswer(date(2020, 1, 1)).read(text)
    except AnswerError as error:
        in_course = ASKED if TWO_WAYS in str(error) else REFUSED
    assert in_course == expected
    journal = read_journal(f'Date;Nature;Durée\n"{text}";trajet;1\n'.encode())
    assert (journal.entries[0].day if journal.entries else from_faults(journal.faults)) == expected
    status = main(["parameters", "--date", text])
    told = capsys.readouterr().err
    assert (status == 0) == isinstance(expected, date) and (expected != ASKED or TWO_WAYS in told)


@pytest.mark.parametrize(("text", "expected"), rows("duration"))
def test_a_duration_means_the_same_everywhere(text: str, expected: Any) -> None:
    if text != "25:00":
        assert outcome(lambda: read_minutes(text)) == expected
    assert in_form("coaching", "journal", text, "minutes") == expected
    assert in_json("coaching", "journal", text, "minutes") == expected
    journal = read_journal(f'Date;Nature;Durée\n01.03.2022;trajet;"{text}"\n'.encode())
    if expected == ASKED and journal.questions:  # a whole column is asked about at once
        assert journal.questions[0].key == "point:duree" and not journal.entries
        return
    assert (journal.entries[0].minutes if journal.entries else from_faults(journal.faults)) == expected


@pytest.mark.parametrize(("text", "expected"), rows("hours"))
def test_a_number_of_hours_means_the_same_everywhere(
    text: str, expected: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = expected if isinstance(expected, str) else Decimal(str(expected))
    assert outcome(lambda: read_hours(text)) == expected
    assert in_form("coaching", "total_hours", text) == expected
    assert in_json("coaching", "total_hours", text) == expected
    assert in_batch("coaching", "total_hours", text, monkeypatch, capsys) == (
        expected if isinstance(expected, str) else "taken"
    )


@pytest.mark.parametrize(("text", "expected"), rows("flag"))
def test_a_yes_means_the_same_everywhere(
    text: str, expected: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert in_json("coaching", "journal", text, "billed_elsewhere") == expected
    journal = read_journal(f'Date;Nature;Durée;Facturé ailleurs\n01.03.2022;trajet;1;"{text}"\n'.encode())
    assert (journal.entries[0].billed_elsewhere if journal.entries else from_faults(journal.faults)) == expected
    answer = {True: Finding.MET, False: Finding.NOT_MET}.get(expected, expected)
    assert in_json("capital_aid", "granted", text) == answer
    taken = expected if isinstance(expected, str) else "taken"
    assert in_batch("capital_aid", "granted", text, monkeypatch, capsys) == taken
    assert in_batch("placement", "unemployment_insurance", text, monkeypatch, capsys) == taken


@pytest.mark.parametrize("name", registry.names())
def test_an_option_may_be_written_in_the_words_of_the_form(name: str) -> None:
    """Where two options are said alike, or one bears another's key, the key alone says which."""
    for spec in fields_of(registry.get(name).case_type):
        words = [french for _, french in spec.options]
        for value, french in spec.options:
            if spec.kind == "choice" and words.count(french) == 1 and value:
                found = in_json(name, spec.name, f" {french.upper()}\u00a0")
                assert found in (value, REFUSED) and in_json(name, spec.name, value) == found, (spec.name, french)


@pytest.mark.parametrize("name", registry.names())
def test_every_field_of_every_calculator_reads_as_its_form_does(name: str) -> None:
    """A text in a form and the same text in a file: the same case, or faults in both; what is asked is asked in
    both."""
    calculator = registry.get(name)
    texts = [
        "15.000",
        "15,000",
        "2.30",
        "12,5",
        "1'000",
        "15\u202f000",
        "1.3.22",
        "1-mars-22",
        "mar. 01.03.2022",
        "1.1.38",
        "\u200e3",
        "1.000",
        "7",
        "x",
        "01.03.2022 08:30",
    ]
    for spec in fields_of(calculator.case_type):
        if spec.kind not in ("number", "whole", "date"):
            continue
        for text in texts:
            assert in_form(name, spec.name, text) == in_json(name, spec.name, text), (spec.name, text)
        two_ways = () if spec.birth else ("1.1.38",) if spec.kind == "date" else ("15.000", "15,000", "1.000")
        for text in two_ways:
            assert in_json(name, spec.name, text) == ASKED, spec.name


def test_the_fault_names_both_readings() -> None:
    with pytest.raises(ValueError, match="écrivez 15\u202f000 ou 15,00"):
        read_number("15.000")
    with pytest.raises(ValueError, match="écrivez 1\u202f500 ou 1,50"):
        read_number("1,500")
    with pytest.raises(ValueError, match="écrivez 1\u202f234 ou 1,2340"):
        read_number("1.234")
    with pytest.raises(ValueError, match="écrivez 2:30 ou 2,3 h"):
        read_minutes("2.30")
    with pytest.raises(ValueError, match="écrivez 2038 ou 1938"):
        read_day("1.1.38")
    with pytest.raises(ValueError, match="écrivez 22.03.2001 ou 01.03.2022"):
        read_day("22-03-01")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_number, "15.000"),
        (read_number, "1,500"),
        (read_number, "1.234"),
        (read_hours, "2.30"),
        (read_hours, "2'30"),
        (read_minutes, "2.30"),
        (read_minutes, "1h5"),
    ],
)
def test_what_a_fault_says_to_write_is_read(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(AmbiguousError) as told:
        read(text)
    assert len({read(r) for r in told.value.readings}) == 2


def test_a_fault_shows_what_cannot_be_seen() -> None:
    with pytest.raises(ValueError, match=r"« x\[U\+200B\]1 » n'est pas un nombre"):
        read_number("x\u200b1")
    assert visible("a\u202eb") == "a[U+202E]b"
    assert visible("a\u3164\u034fb") == "a[U+3164][U+034F]b"
    found = evaluate(registry.get("capital_aid"), {"purpose": "fl\u200by"})
    assert "[U+200B]" in found.faults[0].message


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9h", "09:00"),
        ("9:05", "09:05"),
        ("09.05", "09:05"),
        ("14 h 30", "14:30"),
        ("14h30", "14:30"),
        ("9:05 PM", "21:05"),
        ("12:05 AM", "00:05"),
        ("09:05:30", "09:05"),
        ("14:30 Uhr", "14:30"),
        ("\u200e14:30", "14:30"),
        ("", ""),
        ("25:00", None),
        ("9", None),
        ("13:00 PM", None),
        ("9:60", None),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, clock: str | None) -> None:
    assert outcome(lambda: read_clock(text)) == (clock if clock is not None else REFUSED)
    found = outcome(lambda: Entry.model_validate({"day": "2022-03-01", "start": text}).start)
    assert found == (clock if clock is not None else REFUSED)


@pytest.mark.parametrize("calculator", registry.names())
def test_every_range_is_told_in_french(calculator: str) -> None:
    """Limits of dates, numbers and lists: no word of Python in a fault of any field."""
    case_type = registry.get(calculator).case_type
    for name, spec in ((s.name, s) for s in fields_of(case_type)):
        tries: list[Any] = {
            "date": ["1.1.1800", "31.12.2999", 3, True],
            "number": ["-1", "1e999", "999999999999", True, []],
            "whole": ["-5", "99999999", 1.5, True],
        }.get(spec.kind, [[], {}, 3])
        for value in tries:
            for fault in evaluate(registry.get(calculator), {name: value}).faults:
                assert not any(
                    w in fault.message for w in ("datetime", "Decimal", "Input", "should", "None", "True")
                ), (name, value, fault.message)


def test_hours_and_fine_numbers_survive_the_way_into_a_file_and_back() -> None:
    for name, data in (("coaching", {"total_hours": "2,15"}), ("work_introduction", {"wage_months": "1,2345"})):
        calculator = registry.get(name)
        case = evaluate(calculator, data).case
        if case is not None:
            again = calculator.case_type.model_validate(json.loads(json.dumps(case.model_dump(mode="json"))))
            assert again == case
