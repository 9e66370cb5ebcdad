"""Feeds hostile input to everything that reads what people bring: links, saved cases, kept forms, CSV and XLSX files.

    python -m tests.fuzz [--inputs 100000] [--seed 1]      (make fuzz)

Each input is made from a true one by small damage, or from parts that have made readers stumble before. A reader may
refuse an input with a clear message; any other error is a crash, and more than two seconds is a hang. Both are written
to ``build/fuzz/`` with what is needed to see them again. The same seed makes the same inputs.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import copy
import hashlib
import io
import json
import random
import re
import signal
import sys
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ai_calc import cli
from ai_calc.calculators.coaching.journal_file import journal_csv, journal_xlsx, read_journal
from ai_calc.course.collect import as_csv, collect_texts
from ai_calc.course.collect import as_text as as_table
from ai_calc.course.lessons import all_lessons
from ai_calc.course.session import Record, Session
from ai_calc.evaluation import evaluate
from ai_calc.ground import french, reading
from ai_calc.handing_over.sharing import SharedCaseError, envelope, from_file, from_link
from ai_calc.registers import calculators as registry
from ai_calc.results import as_text, to_jsonable
from calculators.kit.fields import fields_of, parse_case, raw_case, safe_raw
from tests.worked_cases import load

LIMIT = 2.0  # seconds of computing for one input
PATIENCE = 15  # times as long by the clock: a busy machine is slow, not wrong
OUT = Path(__file__).resolve().parents[1] / "build" / "fuzz"

TEXTS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e",
    "\ufeff",
    "é" * 5,
    "=1+1",
    "@SUM(A1)",
    "<img src=x onerror=alert(1)>",
    "{{7*7}}",
    "{0}",
    "%s%n",
    "'",
    '"',
    "null",
    "true",
    "NaN",
    "Infinity",
    "-0",
    "1e999",
    "1e-999",
    "9" * 400,
    "0." + "3" * 200,
    "−5",
    "１２",
    "१२",
    "1’000",
    "1 000.-",
    "3,5,5",
    "2020-02-30",
    "9999-12-31",
    "0001-01-01",
    "31.12.9999",
    "00.00.0000",
    "1.1.20",
    "24:61",
    "0:59:61",
    "A" * 5000,
    "../../etc/passwd",
    "\n\n;;",
    "met",
    "unknown",
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2**31,
    2**63,
    10**30,
    -(10**30),
    10**400,
    0.1,
    -0.0,
    1e308,
    5e-324,
    [],
    {},
    [[]],
    [{}],
    {"": {}},
    [None] * 50,
    *TEXTS,
)


# -- damage -----------------------------------------------------------------------------------------------------------


def bruised(r: random.Random, data: bytes) -> bytes:
    """Bytes with a few cut out, doubled, flipped or put in."""
    out = bytearray(data)
    for _ in range(r.choice((1, 1, 1, 2, 5))):
        at, length = r.randrange(len(out) + 1), r.choice((1, 1, 2, 8, 64))
        match r.randrange(6):
            case 0:
                del out[at : at + length]
            case 1:
                out[at:at] = out[at : at + length]
            case 2 if out:
                out[at % len(out)] ^= 1 << r.randrange(8)
            case 3:
                out[at:at] = r.choice(TEXTS).encode("utf-8", "surrogatepass")
            case 4:
                del out[at:]
            case _:
                out[at:at] = r.randbytes(length)
    return bytes(out)


def bent(r: random.Random, data: Any) -> Any:
    """JSON data with one part exchanged, taken away, doubled or put in."""
    data = json.loads(json.dumps(data))
    for _ in range(r.choice((1, 1, 2, 4))):
        holders = list(_holders(data))
        if not holders:
            return _any(r)
        holder, key = r.choice(holders)
        match r.randrange(7):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[r.choice(TEXTS)] = copy.deepcopy(holder[key])
            case 2 if isinstance(holder, list):
                holder += [holder[key]] * r.choice((1, 3, 300))
            case 3:
                holder[key] = [copy.deepcopy(holder[key])]
            case 4:
                other, name = r.choice(holders)
                with contextlib.suppress(LookupError):
                    holder[key] = json.loads(json.dumps(other[name]))
            case _:
                holder[key] = _any(r)
    return data


def _any(r: random.Random) -> Any:
    return copy.deepcopy(r.choice(VALUES))


def _holders(data: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(data, dict | list):
        for key, part in list(data.items() if isinstance(data, dict) else enumerate(data)):
            yield data, key
            yield from _holders(part)


# -- true inputs ------------------------------------------------------------------------------------------------------


@cache
def envelopes() -> list[dict[str, Any]]:
    """A saved case for every worked case."""
    found = []
    for name, case in load():
        calculator = registry.get(name)
        outcome = evaluate(calculator, case["case"])
        if outcome.case is not None and outcome.result is not None:
            found.append(json.loads(json.dumps(envelope(calculator, outcome.case, outcome.result))))
    return found


@cache
def journals() -> tuple[bytes, bytes]:
    """A journal of hours as CSV and as XLSX."""
    days = [
        {
            "day": f"2025-03-{n:02d}",
            "minutes": 15 * n,
            "start": f"{7 + n % 10:02d}:30",
            "note": f'Entretien {n}; "suite"',
        }
        for n in range(1, 29)
    ]
    case = registry.get("coaching").case_type.model_validate({"journal": days})
    return journal_csv(case.journal), journal_xlsx(case.journal)  # type: ignore[attr-defined]


def packed(data: Any) -> str:
    """A link with a true checksum, whatever it holds."""
    content = json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(zlib.compress(hashlib.sha256(content).digest()[:8] + content)).rstrip(b"=").decode()


# -- readers ----------------------------------------------------------------------------------------------------------


def opened(read: Callable[[str], Any], text: str) -> None:
    try:
        found = read(text)
    except SharedCaseError as error:
        assert str(error) and len(str(error)) < 2000, "a refusal says why, and briefly"
        return
    read_through(found.result)


def read_through(result: Any) -> None:
    """A result that comes out can be read and written."""
    as_text(result)
    json.dumps(to_jsonable(result))


def link(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    data = r.choice(envelopes())
    text = packed(bent(r, data)) if r.random() < 0.5 else bruised(r, packed(data).encode()).decode("utf-8", "replace")
    return text, lambda text: opened(from_link, text)


def file(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    data = r.choice(envelopes())
    if r.random() < 0.6:
        text = json.dumps(bent(r, data))
    else:
        text = bruised(r, json.dumps(data, ensure_ascii=False).encode()).decode("utf-8", "replace")
    return text, lambda text: opened(from_file, text)


def case_of_any_calculator(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """Data against the calculator itself, also another's data."""
    data = r.choice(envelopes())
    name = data["calculator"] if r.random() < 0.9 else r.choice(registry.names())

    def run(data: Any) -> None:
        outcome = evaluate(registry.get(name), data)
        assert (outcome.result is None) == bool(outcome.faults)
        if outcome.result is not None:
            read_through(outcome.result)
        assert all(fault.message for fault in outcome.faults)

    return bent(r, data["case"]), run


def kept_form(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """What the browser kept of a form, and what people type into it."""
    data = r.choice(envelopes())
    calculator = registry.get(data["calculator"])
    specs = fields_of(calculator.case_type)
    raw = json.loads(json.dumps(raw_case(specs, calculator.case_type.model_validate(data["case"]))))

    def run(raw: Any) -> None:
        if not isinstance(raw, dict):
            return
        kept = {s.name: value for s in specs if (value := safe_raw(s, raw.get(s.name))) is not None}
        values, _ = parse_case(specs, kept)
        outcome = evaluate(calculator, values)
        if outcome.result is not None:
            read_through(outcome.result)

    return bent(r, raw), run


def journal_file(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """A journal as CSV or XLSX, bruised as a file and inside."""
    text, book = journals()
    name = r.choice(("heures.csv", "heures.xlsx", "heures.json", "heures"))
    match r.randrange(4):
        case 0:
            content = bruised(r, text)
        case 1:
            content = bruised(r, book)
        case 2:
            content = rezipped(r, book)
        case _:
            content = (
                r.choice((";", ",", "\t"))
                .join(r.choice(TEXTS) for _ in range(r.randrange(40)))
                .encode("utf-8", "surrogatepass")
            )
            content = b"Date;Dur\xc3\xa9e\n" + content if r.random() < 0.5 else content
    calculator = registry.get("coaching")

    def run(content: bytes) -> None:
        assert calculator.read_file is not None
        read = calculator.read_file({}, name, content)
        assert read.message
        evaluate(calculator, read.data)

    return content, run


# -- what people type, and their tables
# ------------------------------------------------------------------------------------

INPUTS = Path(__file__).parent / "inputs"
SIGNS = "0123456789.,:;'’ hminH-/\u00a0\u202f\u200b\u200e\u00ad–CHFr%éû"


@cache
def texts() -> list[str]:
    """Texts that people type, from the table that every reader is held to."""
    return [text for kind in yaml.safe_load((INPUTS / "texts.yaml").read_text("utf-8")).values() for text in kind]


@cache
def tables() -> list[tuple[str, dict[str, str]]]:
    """Tables of hours as people bring them, with the answers to what they leave open."""
    return [
        (c["table"], c.get("answers", {}))
        for c in yaml.safe_load((INPUTS / "journals.yaml").read_text("utf-8")).values()
    ]


def _retyped(r: random.Random, text: str) -> str:
    """A text with a few signs changed, as fingers and clipboards do."""
    signs = list(text)
    for _ in range(r.choice((0, 1, 1, 2, 4))):
        at = r.randrange(len(signs) + 1)
        match r.randrange(3):
            case 0:
                signs.insert(at, r.choice(SIGNS))
            case 1 if signs:
                signs[at % len(signs)] = r.choice(SIGNS)
            case _:
                del signs[at : at + 1]
    return "".join(signs)


def _shown(value: Decimal) -> str:
    """A number as a field shows it: never with three decimals, which would be asked about."""
    return french.number(value, 4) if value == round(value, 3) != round(value, 2) else french.number(value)


def read_typed(text: str) -> None:
    """Every reader of texts: a value that reads back as itself, or a French reason in which nothing is hidden."""
    for read, show in (
        (reading.read_number, _shown),
        (reading.read_hours, _shown),
        (reading.read_day, french.short_date),
        (reading.read_minutes, french.clock_text),
        (reading.read_clock, str),
        (reading.read_flag, lambda said: "oui" if said else "non"),
    ):
        try:
            value = read(text)
        except ValueError as error:
            assert str(error) and len(str(error)) < 300 and all(c.isprintable() or c.isspace() for c in str(error)), (
                read,
                str(error),
            )
            continue
        assert len(text) > 60 or read(show(value)) == value, (read, value)


def typed(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """A text against all readers of texts."""
    return _retyped(r, r.choice(texts())) if r.random() < 0.9 else r.choice(TEXTS), read_typed


def form_against_file(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """The same text in a form and in a file gives the same case, or a fault in both."""
    name = r.choice(registry.names())
    calculator = registry.get(name)
    specs = fields_of(calculator.case_type)
    field_name = r.choice([s.name for s in specs if s.kind in ("number", "whole", "date")])

    def run(text: str) -> None:
        data, faults = parse_case(specs, {field_name: text})
        in_form = None if faults else evaluate(calculator, data).case
        in_file = evaluate(calculator, {field_name: text}).case if text.strip() else evaluate(calculator, {}).case
        assert in_form == in_file, (name, field_name)

    return _retyped(r, r.choice(texts())), run


def read_table_of_hours(content: bytes, answers: dict[str, str]) -> None:
    """Nothing of a journal is lost: each row is an entry, a fault, a sum, a heading, or waits for an answer."""
    found = read_journal(content, answers)
    assert all(str(f) for f in found.faults) and bool(found.questions) == bool(found.waiting)
    if found.rows and all(f.row for f in found.faults):
        sums = sum(
            int(m[1]) for remark in found.remarks if (m := re.match(r"(\d+) lignes? de (?:total|titres)", remark))
        )
        assert len(found.entries) + len(
            found.faults
        ) + found.waiting + found.left + sums == found.rows or "titres de colonnes" in str(found.faults)
    assert read_journal(journal_csv(found.entries)).entries == found.entries


def journal_table(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """A table of hours with some signs, cells and lines changed."""
    table, answers = r.choice(tables())
    lines = table.splitlines()
    for _ in range(r.choice((0, 1, 2, 5))):
        at = r.randrange(len(lines))
        lines[at] = _retyped(r, lines[at]) if r.random() < 0.7 else r.choice(lines)
    return "\n".join(lines).encode("utf-8", "replace"), lambda content: read_table_of_hours(content, answers)


FOUND = INPUTS / "found.json"
"""What earlier runs found, read again first: [reader, input] each; an input of bytes as latin-1 text."""


def replay() -> None:
    """Reads again what was found once."""
    for name, data in json.loads(FOUND.read_text("utf-8")):
        if name == "typed":
            read_typed(data)
        else:
            read_table_of_hours(data.encode("latin-1"), {})


@cache
def results() -> dict[str, Any]:
    """A learner's file of results."""
    lesson = all_lessons()[0]
    session = Session(lesson.key, 7, 3, "Anne")
    for exercise in lesson.exercises:
        session.records[exercise.key] = Record(2, True, False, "15 000")
    return json.loads(session.to_json())


def results_file(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """Results of the course, as a teacher collects them."""
    content = (
        json.dumps(bent(r, results())).encode()
        if r.random() < 0.6
        else bruised(r, json.dumps(results(), ensure_ascii=False).encode())
    )

    def run(content: bytes) -> None:
        found = collect_texts([("poste-3.json", content)])
        as_csv(found, details=True), as_table(found)

    return content, run


def rezipped(r: random.Random, book: bytes) -> bytes:
    """A workbook that is a true archive with a bruised part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        damaged = r.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, bruised(r, content) if name == damaged else content)
    return out.getvalue()


def batch(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
    """A table of cases on the command line."""
    data = r.choice(envelopes())
    flat = {key: value for key, value in data["case"].items() if not isinstance(value, list | dict)}
    rows = [flat, {key: r.choice(TEXTS) for key in flat}]
    text = ";".join(flat) + "\n" + "\n".join(";".join(str(row[key]) for key in flat) for row in rows)
    command = registry.get(data["calculator"]).command

    def run(content: bytes) -> None:
        path = OUT / "batch.csv"
        path.write_bytes(content)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as told:
            status = cli.main([command, str(path), "--csv"])
        assert status in (0, 2) and "Traceback" not in told.getvalue()

    return (
        bruised(r, text.encode("utf-8", "surrogatepass")) if r.random() < 0.7 else text.encode("utf-8", "surrogatepass")
    ), run


READERS: dict[Callable[[random.Random], tuple[Any, Callable[[Any], None]]], int] = {
    link: 20,
    file: 16,
    case_of_any_calculator: 10,
    kept_form: 6,
    journal_file: 10,
    results_file: 4,
    batch: 3,
    typed: 15,
    form_against_file: 8,
    journal_table: 8,
}


# -- running ----------------------------------------------------------------------------------------------------------


class HangError(Exception):
    """One input took too long."""


@dataclass
class Report:
    """What came of it."""

    counts: dict[str, int] = field(default_factory=dict)
    crashes: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


def run(inputs: int, seed: int = 1, stop_after: int = 20) -> Report:
    """Feeds that many inputs; never raises for a crash, which is in the report."""
    OUT.mkdir(parents=True, exist_ok=True)
    report = Report()
    readers, weights = list(READERS), list(READERS.values())
    envelopes(), journals()
    replay()

    used = started = 0.0

    def too_long(*_: object) -> None:
        if time.process_time() - used < LIMIT and time.perf_counter() - started < PATIENCE * LIMIT:
            signal.setitimer(signal.ITIMER_REAL, LIMIT)
            return
        raise HangError(f"more than {LIMIT:g} s")

    before = signal.signal(signal.SIGALRM, too_long)
    try:
        for number in range(inputs):
            r = random.Random(f"{seed}:{number}")
            reader = r.choices(readers, weights)[0]
            started, used = time.perf_counter(), time.process_time()
            data: Any = None
            try:
                data, read = reader(r)
                signal.setitimer(signal.ITIMER_REAL, LIMIT)
                read(data)
            except Exception as error:
                signal.setitimer(signal.ITIMER_REAL, 0)
                report.crashes.append(_keep(seed, number, reader.__name__, data, error))
                if len(report.crashes) >= stop_after:
                    break
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            report.counts[reader.__name__] = report.counts.get(reader.__name__, 0) + 1
            report.slowest = max(report.slowest, (time.perf_counter() - started, f"{reader.__name__} {number}"))
    finally:
        signal.signal(signal.SIGALRM, before)
    return report


def _keep(seed: int, number: int, reader: str, data: Any, error: Exception) -> str:
    place = OUT / f"{reader}-{seed}-{number}.txt"
    if reader in ("typed", "journal_table"):
        print(
            "for tests/inputs/found.json:"
            f" {json.dumps([reader, data.decode('latin-1') if isinstance(data, bytes) else data])}",
            file=sys.stderr,
        )
    place.write_text(f"{''.join(traceback.format_exception(error))}\n{data!r}\n", "utf-8", "backslashreplace")
    where = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"{reader} {number}: {type(error).__name__}: {str(error)[:120]} ({Path(where.filename).name}:{where.lineno}),"
        f" see {place}"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Hostile input for every reader.")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments)
    started = time.monotonic()
    report = run(args.inputs, args.seed)
    total = sum(report.counts.values())
    print(
        f"{total} inputs in {time.monotonic() - started:.0f} s: "
        + ", ".join(f"{n} {name}" for name, n in sorted(report.counts.items()))
    )
    print(f"slowest: {1000 * report.slowest[0]:.0f} ms ({report.slowest[1]})")
    for line in report.crashes:
        print(line, file=sys.stderr)
    print(
        "no crash, no hang" if not report.crashes else f"{len(report.crashes)} crashes or hangs",
        file=sys.stderr if report.crashes else sys.stdout,
    )
    return 1 if report.crashes else 0


if __name__ == "__main__":
    sys.exit(main())
