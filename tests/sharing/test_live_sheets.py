"""A sheet computes again: its formulas give what the calculator gives, before and after a datum is changed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel
from pydantic import BaseModel

from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.handing_over import cell_formulas
from ai_calc.handing_over.cell_formulas import calculate, parse, spreadsheet
from ai_calc.handing_over.xlsx import workbook_bytes
from ai_calc.registers import calculators as registry
from ai_calc.registers.calculators import Calculator
from tests.worked_cases import load

CASES = [(name, case) for name, case in load() if not any(key.startswith("fault/") for key in case["expect"])]
ALLOWED = re.compile(
    r"(?:'(?:[^']|'')+'!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?|MIN|MAX|SUM|ROUND|EDATE|DATE|\d+(?:\.\d+)?|[-+*/(),])+"
)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Case = tuple[str, dict[str, Any]]


def kinds(name: str, case: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """What a sheet of a case has that another calculator's, or another case's, may not have."""
    outcome = evaluate(registry.get(name), case["case"])
    if outcome.result is None:
        return
    yield from ((name, "step", step.key, step.formula.template) for step in outcome.result.steps)
    yield from ((name, "figure", figure.key) for figure in outcome.result.figures)
    yield from ((name, "table", table.title, str(table.total is None)) for table in outcome.result.tables)
    for field, value in outcome.case or ():
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            yield name, "rows", field, str(len(value) > 1)
        elif isinstance(value, date | Decimal | int) and not isinstance(value, bool):
            yield name, "input", field, str(bool(value))


def each_kind(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases that bring something that none before them has."""
    seen: set[tuple[str, ...]] = set()
    for name, case in cases:
        if new := set(kinds(name, case)) - seen:
            seen |= new
            yield name, case


CHOSEN = list(each_kind(CASES))


class Book:
    """A workbook with just enough of a spreadsheet behind it to calculate."""

    def __init__(self, data: bytes) -> None:
        self.formulas = load_workbook(io.BytesIO(data))
        self.kept = dict(self._kept(data))
        self.changed: dict[tuple[str, str], Any] = {}

    def _kept(self, data: bytes) -> Iterator[tuple[tuple[str, str], Any]]:
        """The value that stands with each formula."""
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for number, sheet in enumerate(self.formulas, 1):
                for cell in ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{SHEET}c"):
                    if cell.find(f"{SHEET}f") is not None:
                        at = cell.attrib["r"]
                        value = Decimal(cell.findtext(f"{SHEET}v") or "")
                        yield (
                            (sheet.title, at),
                            from_excel(float(value)) if is_date_format(sheet[at].number_format) else value,
                        )

    def value(self, sheet: str, cell: str) -> Any:
        if (sheet, cell) in self.changed:
            return self.changed[sheet, cell]
        held = self.formulas[sheet][cell]
        return self.calculate(held.value[1:]) if held.data_type == "f" else self._number(held.value)

    @staticmethod
    def _number(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.date()
        return Decimal(str(value)) if isinstance(value, int | float) else value

    def calculate(self, formula: str) -> Any:
        assert ALLOWED.fullmatch(formula), formula

        def cell(match: re.Match[str]) -> str:
            sheet, first, last = (
                match["sheet"].replace("''", "'"),
                match["first"].replace("$", ""),
                (match["last"] or "").replace("$", ""),
            )
            return f"cells({sheet!r}, {first!r}, {last!r})"

        text = re.sub(
            r"'(?P<sheet>(?:[^']|'')+)'!(?P<first>\$[A-Z]+\$\d+)(?::(?P<last>\$[A-Z]+\$\d+))?|(?<![\w$'])(?P<n>\d+(?:\.\d+)?)(?![\w'])",
            lambda m: cell(m) if m["sheet"] else f"D('{m['n']}')",
            formula,
        )
        return eval(text, {"__builtins__": {}}, self._functions())

    def _functions(self) -> dict[str, Any]:
        from ai_calc.ground.dates import add_months

        class Day(timedelta):
            pass

        def cells(sheet: str, first: str, last: str) -> Any:
            if not last:
                value = self.value(sheet, first)
                return _Day(value) if isinstance(value, date) else value
            column, start, end = re.sub(r"\d", "", first), int(re.sub(r"\D", "", first)), int(re.sub(r"\D", "", last))
            return [self.value(sheet, f"{column}{row}") for row in range(start, end + 1)]

        def edate(day: Any, months: Decimal) -> Any:
            return _Day(add_months(day.day, int(months)))

        return {
            "cells": cells,
            "D": Decimal,
            "MIN": min,
            "MAX": max,
            "EDATE": edate,
            "DATE": lambda y, m, d: _Day(date(int(y), int(m), int(d))),
            "SUM": lambda numbers: sum((n for n in numbers if isinstance(n, Decimal)), Decimal(0)),
            "ROUND": lambda n, places: n.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP),
        }


class _Day:
    """A day that is calculated with as a number of days."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __add__(self, days: Decimal) -> _Day:
        return _Day(self.day + timedelta(days=int(days)))

    def __sub__(self, other: Any) -> Any:
        return (
            Decimal((self.day - other.day).days)
            if isinstance(other, _Day)
            else _Day(self.day - timedelta(days=int(other)))
        )


def plain(value: Any) -> Any:
    if isinstance(value, _Day):
        return value.day
    if isinstance(value, datetime):
        return value.date()
    return round(Decimal(str(value)), 6) if isinstance(value, int | float | Decimal) else value


def live_cells(book: Book) -> list[tuple[str, str]]:
    return [
        (ws.title, c.coordinate) for ws in book.formulas for row in ws.iter_rows() for c in row if c.data_type == "f"
    ]


@pytest.fixture(scope="module", params=CHOSEN, ids=[case["id"] for _, case in CHOSEN])
def made(request: pytest.FixtureRequest) -> tuple[Calculator, Evaluation, Book]:
    """A case, its result, and the workbook of it."""
    name, case = request.param
    calculator = registry.get(name)
    outcome = evaluate(calculator, case["case"])
    return calculator, outcome, Book(workbook_bytes(calculator, outcome.case, outcome.result))


def test_every_formula_gives_the_value_that_is_kept_with_it(made: tuple[Calculator, Evaluation, Book]) -> None:
    *_, book = made
    assert sorted(book.kept) == sorted(live_cells(book))
    for (sheet, cell), value in book.kept.items():
        got, kept = plain(book.value(sheet, cell)), plain(value)
        assert got == pytest.approx(kept) if isinstance(kept, Decimal) else got == kept


def test_a_changed_datum_changes_the_sheet_as_it_changes_the_calculator(
    made: tuple[Calculator, Evaluation, Book],
) -> None:
    calculator, outcome, book = made
    assert outcome.case is not None and outcome.result is not None
    free = cell_formulas.find(calculator, outcome.case, outcome.result).free
    specs = {info.title: field for field, info in type(outcome.case).model_fields.items()}
    for row in book.formulas["Données"].iter_rows(min_row=1):
        field = specs.get(row[0].value)
        if field is None or ("input", field) not in free:
            continue
        assert row[1].fill.fgColor.rgb == "FFFFF4CC", f"{field} may be changed and is not marked"
        value = getattr(outcome.case, field)
        other = value + timedelta(days=1) if isinstance(value, date) else value + 1
        again = evaluate(calculator, {**outcome.case.model_dump(), field: other})
        if again.result is None or [s.formula.template for s in again.result.steps] != [
            s.formula.template for s in outcome.result.steps
        ]:
            continue
        book.changed = {("Données", row[1].coordinate): Decimal(other) if not isinstance(other, date) else other}
        steps = {s.label: s for s in again.result.steps}
        for line in book.formulas["Calcul"].iter_rows():
            if line[0].value in steps and len(line) > 5 and line[5].value == "oui":
                got, wanted = plain(book.value("Calcul", line[2].coordinate)), plain(steps[line[0].value].value)
                assert abs(got - wanted) <= (timedelta(0) if isinstance(got, date) else Decimal("0.01")), (
                    field,
                    line[0].value,
                )
        book.changed = {}


def test_most_steps_of_capital_aid_compute_again_and_the_net_need_is_among_them() -> None:
    name, case = next((n, c) for n, c in CASES if c["id"] == "AC-01")
    calculator = registry.get(name)
    outcome = evaluate(calculator, case["case"])
    book = Book(workbook_bytes(calculator, outcome.case, outcome.result))
    lines = {row[0].value: row for row in book.formulas["Calcul"].iter_rows()}
    assert lines["Coût du projet"][2].value == "=SUM('Positions du projet'!$B$3:$B$3)"
    need = lines["Besoin après ressources propres et aides de tiers"]
    assert re.fullmatch(r"=MAX\(0,'Calcul'!\$C\$\d+-'Données'!\$B\$\d+-'Données'!\$B\$\d+\)", need[2].value)
    assert need[5].value == "oui"
    plan = [row for row in book.formulas["Tableaux"].iter_rows() if row[0].value == "Total"]
    assert plan[-1][2].value.startswith("=SUM("), "the plan of repayments, the last of the small tables on their sheet"


def test_a_case_whose_text_looks_like_a_formula_stays_text() -> None:
    evil = '=HYPERLINK("http://x")'
    calculator = registry.get("capital_aid")
    outcome = evaluate(calculator, {"items": [{"label": evil, "amount": 50000}], "own_resources": 100})
    book = Book(workbook_bytes(calculator, outcome.case, outcome.result))
    for sheet, cell in live_cells(book):
        assert ALLOWED.fullmatch(book.formulas[sheet][cell].value[1:])
    assert any(c.value == evil and c.data_type == "s" for ws in book.formulas for row in ws.iter_rows() for c in row)


@pytest.mark.parametrize(
    ("template", "values", "result", "written"),
    [
        ("{0:CHF} − {1:CHF}, au moins 0", (5, 8), 0, "MAX(0,A-B)"),
        ("12 × ({0:CHF} + {1:CHF}) ÷ 2", (1, 2), 18, "12*(A+B)/2"),
        ("{0:CHF} − ({1:CHF} − {2:CHF})", (9, 5, 2), 6, "A-(B-C)"),
        ("{0:CHF} ÷ ({1} ans × {2}), arrondi à 0,05 CHF", (100, 5, 2), 10, "A/(B*C)"),
        ("le plus petit de {0:CHF} et {1:CHF}", (5, 8), 5, "MIN(A,B)"),
        ("{0:CHF} × (100 % + {1:%})", (200, 10), 220, "A*(1+B/100)"),
        ("1 000 × {0}", (2,), 2000, "1000*A"),
        ("{0:jours} d'absence, plus de {1} : {2:jours} payés × {3:CHF}", (30, 15, 20, 48), 960, "C*D"),
        ("du {0} au {1}", (date(2020, 1, 1), date(2020, 1, 31)), 31, "B-A+1"),
        ("{0} + {1:mois}, moins un jour", (date(2020, 1, 31), 1), date(2020, 2, 28), "EDATE(A,B)-1"),
        ("{0} plus {1:semaines}", (date(2020, 1, 1), 2), date(2020, 1, 15), "A+7*B"),
    ],
)
def test_a_formula_in_words_is_read_as_it_is_meant(
    template: str, values: tuple[Any, ...], result: Any, written: str
) -> None:
    found = [
        (calculate(e, values, True), spreadsheet(e, lambda p: "ABCD"[p.place], True))
        for e in parse(template)
        if not any(p.place >= len(values) for p in cell_formulas.places(e))
    ]
    assert (result, written) in found, found


@pytest.mark.parametrize("template", ["aucun motif", "{0:h} de contacts{1}", "({0} + ", "− {0}", "{0} × × {1}", ""])
def test_what_is_not_a_formula_is_not_read_as_one(template: str) -> None:
    assert list(parse(template)) == []
