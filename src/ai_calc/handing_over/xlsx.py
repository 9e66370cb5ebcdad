"""Spreadsheets (.xlsx): any result as a workbook, and plain tables, for all calculators.

What a person typed never runs as a formula: every text is written as text, and marked as such where it starts like
one. Numbers stay numbers, dates dates. The bytes depend on the content alone: no clock.

The only formulas are our own (:mod:`ai_calc.handing_over.cell_formulas`): steps that follow from data on the sheets,
and sums. Each holds the calculator's value too, for programs that do not calculate.

Needs openpyxl, which is imported only when a workbook is made or read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from ai_calc.ground.dates import YearOfBirth
from ai_calc.ground.french import UNITS, Phrase, show, tied
from ai_calc.ground.record import record
from ai_calc.handing_over import cell_formulas
from ai_calc.handing_over.sentences import given, says_nothing
from ai_calc.law.citations import label as citation_label
from ai_calc.law.citations import labels as citation_labels
from ai_calc.law.citations import source_of
from ai_calc.law.parameters import part_name
from ai_calc.law.readings import all_readings
from ai_calc.outcome.facts import Case, Choice
from ai_calc.outcome.year_of_birth import DAY_AND_MONTH, SUPPOSED_DAY
from ai_calc.registers.documents import all_sources, followed_on, on_day
from ai_calc.results import Cell, Column, Result, Severity, Table

if TYPE_CHECKING:
    from ai_calc.registers.calculators import Calculator

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_TEXT = 32_767
"""How many characters a cell holds."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MONEY, _NUMBER, _DATE, _DURATION = "#,##0.00", "#,##0.##", "dd.mm.yyyy", "[h]:mm"


@record
class Part:
    """A block of a sheet: an optional title, then a table; ``heads`` says whether the column names are shown."""

    table: Table
    heads: bool = True


@record
class Sheet:
    """A sheet of a workbook."""

    name: str
    parts: tuple[Part, ...]


def is_risky(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return text.startswith(_RISKY)


def clean(text: str) -> str:
    """A text without what XML cannot hold, no longer than a cell."""
    return _NOT_XML.sub("\ufffd", text)[:MAX_TEXT]


def workbook_bytes(
    calculator: Calculator,
    case: Any,
    result: Result[Any],
    *,
    name: str = "",
    mark: str = "",
    typed: Collection[str] | None = None,
) -> bytes:
    """A result as a workbook: outcome, inputs, steps, every table, rules, readings and remarks. ``name``: what the user
    calls the case; ``mark`` as in :func:`sheets_bytes`; ``typed``: the fields that somebody filled in, unless the case
    comes from a file.

    What follows from a datum by a formula that holds is a formula of the sheet; such data have a ground of their own.
    """
    found = cell_formulas.find(calculator, case, result)
    inputs = list(_inputs(case, result, found, given(case) if typed is None else typed))
    tables = _together([Sheet(table.title, (Part(table),)) for table in result.tables])
    sheets = [
        Sheet("Résultat", tuple(_outcome(calculator, result, found, name))),
        *inputs,
        Sheet("Calcul", (Part(_note(found), heads=False), Part(_steps(result, found)))),
        *tables,
        Sheet("Conditions", (Part(_verdicts(result)),)),
        Sheet("Règles", (Part(_rules(result)),)),
        *([Sheet("Montants et délais", (Part(_parameters(result)),))] if result.parameters else ()),
        Sheet(
            "Lectures et remarques", (Part(_readings(result)), *((Part(_notices(result)),) if result.notices else ()))
        ),
    ]
    sheets = _marked([sheet if sheet in inputs[1:] else _tied(sheet) for sheet in sheets], mark)
    title = f"{calculator.title} · {name}" if name else calculator.title
    return _book(title, sheets, _Formulas(sheets, case, result, found), mark)


def _together(tables: Sequence[Sheet]) -> list[Sheet]:
    """Tables that follow each other stand on one sheet as long as one page holds them."""
    together: list[Sheet] = []
    for one in tables:
        both = Sheet("Tableaux", (*together[-1].parts, *one.parts)) if together else one
        if together and _on_one_page(both):
            together[-1] = both
        else:
            together.append(one)
    return together


def _tied(sheet: Sheet) -> Sheet:
    """A sheet whose words are there to be read, and not a list that may be brought back into the form."""

    def words(cell: Cell) -> Cell:
        return tied(str(cell)) if isinstance(cell, str | Phrase) else cell

    return replace(
        sheet,
        parts=tuple(
            replace(part, table=replace(part.table, rows=tuple(tuple(map(words, row)) for row in part.table.rows)))
            for part in sheet.parts
        ),
    )


def sheets_bytes(title: str, sheets: Sequence[Sheet], live: LiveCells | None = None, mark: str = "") -> bytes:
    """A workbook from sheets of tables; ``live`` says which cells are formulas. ``mark`` (an example) stands above each
    sheet and on each printed page."""
    return _book(title, _marked(sheets, mark), live, mark)


def _marked(sheets: Sequence[Sheet], mark: str) -> list[Sheet]:
    if not mark:
        return list(sheets)
    marked = []
    for sheet in sheets:
        first, *rest = sheet.parts
        table = replace(first.table, title=f"{mark} · {first.table.title}" if first.table.title else mark)
        marked.append(replace(sheet, parts=(replace(first, table=table), *rest)))
    return marked


def _book(title: str, sheets: Sequence[Sheet], live: LiveCells | None, mark: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    kept: dict[tuple[int, str], str] = {}
    for number, (name, sheet) in enumerate(zip(_names(sheets), sheets, strict=True)):
        ws = book.create_sheet(name)
        for text, place in ((mark, ws.oddHeader.center), (title, ws.oddFooter.left)):
            place.text = clean(text)[:120].replace("&", "&&") or None
        ws.oddFooter.right.text = "&P / &N"
        _write(ws, sheet, number, live, kept)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), clean(title), kept)


def _names(sheets: Sequence[Sheet]) -> list[str]:
    taken: set[str] = set()
    return [_free_name(sheet.name, taken) for sheet in sheets]


def _free_name(wanted: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it, not used before."""
    base = " ".join(_SHEET_NAME.sub(" ", clean(wanted)).split())[:31].strip(" '") or "Feuille"
    name, count = base, 1
    while name.casefold() in taken:
        count += 1
        name = f"{base[: 28 - len(str(count))]} ({count})"
    taken.add(name.casefold())
    return name


Place = tuple[int, int, int, int]
"""Sheet, part, line (the total is the line after the last one) and column of a cell, each from 0."""


@dataclass(slots=True)
class LiveCells:
    """Which cells of a workbook are formulas (without the equals sign), and which data they follow."""

    data: set[Place]
    cells: dict[Place, str]


class _Formulas(LiveCells):
    """The formulas of the sheets of a result."""

    def __init__(self, sheets: Sequence[Sheet], case: Any, result: Result[Any], found: cell_formulas.Found) -> None:
        super().__init__(set(), {})
        self.sheets, self.names = sheets, _names(sheets)
        self.places = dict(self._places(case, result))
        for key, place in self.places.items():
            if key[0] in ("input", "row") and (key if key[0] == "input" else (key[0], key[1], key[3])) in found.free:
                self.data.add(place)
        for key, live in found.cells.items():
            self.cells[self.places[key]] = self._formula(live)
        places = [(at, part) for at, sheet in enumerate(sheets) for part in range(len(sheet.parts)) if at > self.steps]
        for (at, part), table in zip(places, result.tables, strict=False):
            for column, total in enumerate(table.total or ()):
                numbers = [cell for cell in (row[column] for row in table.rows) if isinstance(cell, Decimal | int)]
                if isinstance(total, Decimal | int) and numbers and sum(numbers, Decimal(0)) == total:
                    self.cells[at, part, len(table.rows), column] = (
                        f"SUM({self._range(at, part, column, len(table.rows))})"
                    )

    def _places(self, case: Any, result: Result[Any]) -> Iterator[tuple[cell_formulas.Key, Place]]:
        """Where each number stands."""
        lists = 0
        line = 0
        for name in type(case).model_fields:
            value = getattr(case, name)
            if isinstance(value, tuple):
                if value and isinstance(value[0], BaseModel):
                    lists += 1
                    for i in range(len(value)):
                        for column, field in enumerate(type(value[0]).model_fields):
                            yield ("row", name, str(i), field), (1 + lists, 0, i, column)
                elif value:
                    line += 1
                continue
            if _has_line(value):
                yield ("input", name), (1, 1, line, 1)
                line += 1
        self.steps = steps = 2 + lists
        seen: set[str] = set()
        for i, step in enumerate(result.steps):
            if step.key not in seen:
                seen.add(step.key)
                yield ("step", step.key), (steps, 1, i, 2)
        for i, figure in enumerate(result.figures):
            yield ("figure", figure.key), (0, 2, i, 1)
        line = 0
        for p in result.parameters:
            for part in p.value if isinstance(p.value, dict) else ("",):
                yield ("law", p.name, part), (len(self.sheets) - 2, 0, line, 2)
                line += 1

    def _formula(self, live: cell_formulas.Live) -> str:
        """A formula as the sheet holds it, without the equals sign."""

        def cell(place: cell_formulas.Expression) -> str:
            source = live.sources[place.place]
            if isinstance(source, tuple):
                return self._sum(source) if source[0] == "sum" else self._reference(self.places[source])
            if isinstance(source, date):
                return f"DATE({source.year},{source.month},{source.day})"
            return format(source, "f") if source >= 0 else f"({source:f})"

        text = cell_formulas.spreadsheet(live.expression, cell, live.percent)
        if live.scale != 1:
            text = f"({text})*{live.scale}"
        return f"ROUND(({text})/{live.rounding},0)*{live.rounding}" if live.rounding is not None else text

    def _sum(self, source: cell_formulas.Key) -> str:
        inside = [place for key, place in self.places.items() if key[:2] == ("row", source[1]) and key[3] == source[2]]
        return f"SUM({self._range(inside[0][0], inside[0][1], inside[0][3], len(inside))})"

    def _reference(self, place: Place) -> str:
        return f"{self._sheet(place[0])}!${_letter(place[3])}${_line(self.sheets[place[0]], place[1], place[2])}"

    def _range(self, sheet: int, part: int, column: int, lines: int) -> str:
        letter, first = _letter(column), _line(self.sheets[sheet], part, 0)
        return f"{self._sheet(sheet)}!${letter}${first}:${letter}${first + lines - 1}"

    def _sheet(self, number: int) -> str:
        return "'" + self.names[number].replace("'", "''") + "'"


def _line(sheet: Sheet, part: int, line: int) -> int:
    """The number, from 1, of a line of a part of a sheet."""
    at = 1
    for number, entry in enumerate(sheet.parts[: part + 1]):
        at += (number > 0) + bool(entry.table.title) + entry.heads
        if number < part:
            at += len(entry.table.rows) + (entry.table.total is not None) + bool(entry.table.rules)
    return at + line


def address(sheet: Sheet, part: int, line: int, column: int) -> str:
    """The name of a cell on its sheet: ``B7``."""
    return f"{_letter(column)}{_line(sheet, part, line)}"


_TEXT_WIDTH = 44
"""Characters of the widest column of words, beside others."""
_LETTERS = 1.08
"""Letters of a text that a column holds in the place of one digit, in the widest of the usual fonts."""
_SMALLER = 1.25
"""How many times larger than its pages a sheet may be that is made smaller: letters of 9 points at least."""
_WIDEST_NUMBER = 40
"""Characters of a column in which numbers still look like a column, where words of another table made it wider."""
_LONG = 200
"""Rows of a table above which plain cells are written without a style."""
_PAGE = {"portrait": 95, "landscape": 140}
"""Characters that fit the width of a page at a size that can be read."""
_HIGH = {"portrait": 740, "landscape": 495}
"""Points of the height of a page within its margins."""


def widths_of(sheet: Sheet, page: int = _PAGE["landscape"]) -> list[int]:
    """The width of each column in characters, on a page so wide: numbers and days in full, words at their longest word
    at least. A part of one column, and the second column of one without heads, spread over the whole sheet and ask for
    no width of their own.
    """
    least, wanted = [8] * _columns(sheet), [8] * _columns(sheet)
    for part in sheet.parts:
        if len(part.table.columns) == 1 and len(least) > 1:
            continue
        total = (part.table.total,) if part.table.total is not None else ()
        heads = (tuple(_head(c) for c in part.table.columns),) if part.heads else ()
        for row in (*heads, *part.table.rows[:400], *total):
            for i, (value, column) in enumerate(zip(row, part.table.columns, strict=True)):
                if i and _spreads(part):
                    continue
                narrow, wide = _needs(value, column.unit)
                least[i], wanted[i] = max(least[i], narrow), max(wanted[i], wide)
    if len(wanted) == 1:
        return [min(max(wanted[0], least[0]), 90)]
    longest = wanted
    wanted = [max(low, min(wide, _TEXT_WIDTH)) for low, wide in zip(least, wanted, strict=True)]
    spare = page - sum(wanted)
    for i in sorted(range(len(wanted)), key=lambda i: -longest[i]):  # what is left goes to the longest texts
        more = max(0, min(spare, longest[i] - wanted[i], _TEXT_WIDTH))
        wanted[i], spare = wanted[i] + more, spare - more
    room = page - sum(least)
    if sum(wanted) > page and room > 0:
        share = room / (sum(wanted) - sum(least))
        return [low + int((wide - low) * share) for low, wide in zip(least, wanted, strict=True)]
    return wanted if room > 0 else least


def _columns(sheet: Sheet) -> int:
    return max(len(part.table.columns) for part in sheet.parts)


def _spreads(part: Part) -> bool:
    """Whether the second of two columns takes the rest of the sheet."""
    return not part.heads and len(part.table.columns) == 2


def _needs(value: Any, unit: str) -> tuple[int, int]:
    """The least width of a cell, and the width that keeps it on one line."""
    if isinstance(value, Decimal | int | date | timedelta) and not isinstance(value, bool):
        shown = Decimal(f"{value:.2f}") if isinstance(value, Decimal) else value  # a cell shows no more
        length = 13 if isinstance(value, date) else len(show(shown)) + (6 if unit.startswith("CHF") else 4)
        return length, length
    text = show(value)
    return (
        min(30, max((len(word) for word in text.split(" ")), default=0) + 3),
        max((len(line) for line in text.split("\n")), default=0) + 3,
    )


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters."""
    count = 0
    for paragraph in text.split("\n"):
        at, count = 0, count + 1
        for word in paragraph.split(" "):
            if at and at + 1 + len(word) > width:
                at, count = 0, count + 1
            at += len(word) + (at > 0)
            if at > width - 1:
                count += at // max(1, width)
                at %= max(1, width)
    return count


def _lines(values: Sequence[Any], widths: Sequence[int], spread: int = 0, margin: int = 0) -> int:
    """The lines of a row; from column ``spread`` on one cell takes the rest of the sheet; ``margin``: characters of a
    cell that bold letters and an indent take."""
    rooms = [
        int((sum(widths[spread - 1 :]) if spread and i == spread - 1 else widths[i]) * _LETTERS) - margin
        for i in range(len(values))
    ]
    return max(
        (lines_of(show(v), room) for v, room in zip(values, rooms, strict=True) if isinstance(v, str | Phrase)),
        default=1,
    )


def _spread(part: Part) -> int:
    """The column from which on a cell of the part takes the rest of the sheet, from 1; 0: none."""
    return 1 if len(part.table.columns) == 1 else 2 if _spreads(part) else 0


def _points(sheet: Sheet, widths: Sequence[int], page: int) -> float:
    """How high a sheet is on paper, where it is made narrower if it is wider than the page."""
    points = -15.0
    for part in sheet.parts:
        rows = (*part.table.rows, *((part.table.total,) if part.table.total is not None else ()))
        lines = sum(_lines(row, widths, _spread(part)) for row in rows)
        if part.heads:
            lines += _lines([_head(c) for c in part.table.columns], widths, margin=2)
        points += 15 * (1 + lines) + 18 * bool(part.table.title) + 13 * bool(part.table.rules)
    return points * min(1, page / sum(widths))


def _laid_out(sheet: Sheet) -> tuple[str, list[int]]:
    """How the sheet lies, with the widths of its columns: as it takes fewer pages, upright where both take as many."""
    across = widths_of(sheet)
    if sum(across) <= _PAGE["portrait"] or sum(len(part.table.rows) for part in sheet.parts) > _LONG:
        return "portrait" if sum(across) <= _PAGE["portrait"] else "landscape", across
    upright = widths_of(sheet, _PAGE["portrait"])
    if sum(upright) <= _PAGE["portrait"]:
        pages = {
            lies: -(-_points(sheet, widths, _PAGE[lies]) // _HIGH[lies])
            for lies, widths in (("portrait", upright), ("landscape", across))
        }
        if pages["portrait"] <= pages["landscape"]:
            return "portrait", upright
    return "landscape", across


def _pages(sheet: Sheet, lies: str, widths: Sequence[int]) -> int:
    """On how many pages a sheet is made to fit, so that no last one is almost empty; 0: as many as it takes."""
    if sum(len(part.table.rows) for part in sheet.parts) > _LONG:
        return 0
    pages = _points(sheet, widths, _PAGE[lies]) / _HIGH[lies]
    whole = max(1, int(pages))
    return whole if pages / whole <= _SMALLER else 0


def _on_one_page(sheet: Sheet) -> bool:
    """Whether all of a sheet stands on one page, no column of numbers much wider than they are."""
    lies, widths = _laid_out(sheet)
    numbers = {
        i
        for part in sheet.parts
        for i, column in enumerate(part.table.columns)
        if part.table.rows and all(isinstance(row[i], Decimal | int | date | None) for row in part.table.rows)
    }
    return (
        sum(widths) <= _PAGE[lies]
        and _points(sheet, widths, _PAGE[lies]) <= _HIGH[lies]
        and all(widths[i] <= _WIDEST_NUMBER for i in numbers)
    )


def _write(
    ws: Any, sheet: Sheet, number_of_sheet: int, live: LiveCells | None, kept: dict[tuple[int, str], str]
) -> None:
    lies, widths = _laid_out(sheet)
    for i, width in enumerate(widths):
        ws.column_dimensions[_letter(i)].width = width
    ws.page_setup.orientation, ws.page_setup.paperSize = lies, 9
    ws.page_setup.fitToHeight, ws.sheet_properties.pageSetUpPr = _pages(sheet, lies, widths), _fit()
    for side, inches in (
        ("left", 0.4),
        ("right", 0.4),
        ("top", 0.6),
        ("bottom", 0.6),
        ("header", 0.3),
        ("footer", 0.3),
    ):
        setattr(ws.page_margins, side, inches)
    if [part.heads for part in sheet.parts].count(True) == 1:
        at = _line(sheet, [part.heads for part in sheet.parts].index(True), -1)
        ws.print_title_rows = f"{at}:{at}"  # on every page from this one on
    last, at = len(widths), 0

    def put(cells: list[Any], values: Sequence[Any], spread: int = 0, tall: int = 15, margin: int = 0) -> None:
        """One row, as high as its words need; from column ``spread`` on one cell takes the rest of the sheet."""
        nonlocal at
        at += 1
        high = _lines(values, widths, spread, margin)
        if high > 1:
            ws.row_dimensions[at].height = min(400, tall * high + 1)
        if spread and spread < last:
            ws.merged_cells.add(f"{_letter(spread - 1)}{at}:{_letter(last - 1)}{at}")
        ws.append(cells)

    for number, part in enumerate(sheet.parts):
        if number:
            at += 1
            ws.append([])
        if part.table.title:
            put([_cell(ws, part.table.title, "", bold=True, size=13, wrap=True)], [part.table.title], spread=1, tall=18)
        right = [
            part.heads
            and bool(part.table.rows)
            and all(isinstance(row[i], Decimal | int | date | timedelta | None) for row in part.table.rows[:50])
            for i in range(len(part.table.columns))
        ]
        apart = [False, *right[:-1]]  # words beside numbers, which end where they begin
        if part.heads:
            heads = [_head(c) for c in part.table.columns]
            put(
                [
                    _cell(ws, head, "", bold=True, fill=True, right=r, apart=a)
                    for head, r, a in zip(heads, right, apart, strict=True)
                ],
                heads,
                margin=2,
            )
        total = (part.table.total,) if part.table.total is not None else ()
        spread = _spread(part)
        for line, row in enumerate((*part.table.rows, *total)):
            bold = line == len(part.table.rows)
            plainly = len(part.table.rows) > _LONG and _lines(row, widths, spread) == 1
            cells = [
                (
                    v
                    if plainly and not bold and not (apart[i] and isinstance(v, str)) and _needs_nothing(v, c.unit)
                    else _cell(ws, v, c.unit, bold=bold, left=not right[i], apart=apart[i])
                )
                for i, (v, c) in enumerate(zip(row, part.table.columns, strict=True))
            ]
            if live is not None:
                _enliven(ws, cells, row, part, (number_of_sheet, number, line), live, sheet, kept, right)
            put(cells, row, spread)
        if part.table.rules:
            words = "Règles\u00a0: " + ", ".join(citation_labels(part.table.rules))
            put([_cell(ws, words, "", small=True, wrap=True)], [words], spread=1, tall=13)


def _enliven(
    ws: Any,
    cells: list[Any],
    row: tuple[Cell, ...],
    part: Part,
    at: tuple[int, int, int],
    live: LiveCells,
    sheet: Sheet,
    kept: dict[tuple[int, str], str],
    right: list[bool],
) -> None:
    """Marks the data of a line that may be changed, and makes formulas of the cells that follow them."""
    for column, value in enumerate(row):
        place = (*at, column)
        if place in live.data:
            cells[column] = _cell(ws, value, part.table.columns[column].unit, data=True, left=not right[column])
        if formula := live.cells.get(place):
            cell = cells[column] = _cell(ws, value, part.table.columns[column].unit, bold=True, left=not right[column])
            kept[at[0], f"{_letter(column)}{_line(sheet, at[1], at[2])}"] = _raw(value)
            cell.value, cell.data_type = f"={formula}", "f"


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    letter: str = get_column_letter(index + 1)
    return letter


def _head(column: Column) -> str:
    unit = UNITS.get(column.unit, ("", column.unit))[1]
    return f"{column.label} ({unit})" if unit else column.label


def _cell(
    ws: Any,
    value: Any,
    unit: str,
    *,
    bold: bool = False,
    fill: bool = False,
    small: bool = False,
    size: int = 11,
    data: bool = False,
    wrap: bool = False,
    left: bool = False,
    right: bool = False,
    apart: bool = False,
) -> Any:
    """One cell. Text is text, whatever it looks like; numbers and dates keep their kind. ``data``: may be changed;
    ``left``: a number among words stands at the left too; ``apart``: words stand off the number before them."""
    if isinstance(value, bool):
        value = "oui" if value else "non"
    elif isinstance(value, Phrase):
        value = str(value)
    cell = _new_cell(ws)
    if isinstance(value, timedelta):
        cell.value, cell.number_format = value, _DURATION
    elif isinstance(value, Decimal | int):
        cell.value = value
        whole = isinstance(value, int) or value == value.to_integral_value()
        cell.number_format = _MONEY if unit.startswith("CHF") else "#,##0" if whole else _NUMBER
    elif isinstance(value, date):
        if value.year < 1901 or isinstance(value, YearOfBirth):  # Excel counts from 1900 and miscounts that year
            _as_text(cell, show(value))
        else:
            cell.value, cell.number_format = datetime(value.year, value.month, value.day), _DATE
    elif value is not None:
        _as_text(cell, str(value))
    styled = _styles(bold, fill, small, size)
    if styled["font"] is not None:
        cell.font = styled["font"]
    if data:
        cell.fill = styled["data"]
    elif styled["fill"] is not None:
        cell.fill = styled["fill"]
    if isinstance(cell.value, str):
        cell.alignment = styled["right" if right else "apart" if apart else "wrapped" if wrap else "alignment"]
    else:
        cell.alignment = styled["left" if left else "top"]
    return cell


def _needs_nothing(value: Any, unit: str) -> bool:
    """Whether openpyxl writes this value rightly by itself: nothing, a plain number, a short harmless text. A long
    table is mostly such cells, and a cell object takes its time."""
    if value is None:
        return True
    if isinstance(value, str):
        return len(value) < 40 and not is_risky(value) and value[:1] != "#" and not _NOT_XML.search(value)
    if isinstance(value, int | Decimal):
        return not unit.startswith("CHF") and -1000 < value < 1000
    return False


@cache
def _cell_type() -> Any:
    from openpyxl.cell import WriteOnlyCell

    return WriteOnlyCell


def _new_cell(ws: Any) -> Any:
    return _cell_type()(ws)


def _as_text(cell: Any, text: str) -> None:
    text = clean(text)
    cell.value = text
    cell.data_type = "s"  # also for « =1+1 » and « #N/A », which openpyxl would take for a formula and an error
    if is_risky(text):
        cell.quotePrefix = True  # stays text when a person edits the cell


@cache
def _styles(bold: bool, fill: bool, small: bool, size: int) -> dict[str, Any]:
    from openpyxl.styles import Alignment, Font, PatternFill

    return {
        "font": (
            Font(name="Calibri", bold=bold, italic=small, size=9 if small else size)
            if bold or small or size != 11
            else None
        ),
        "fill": PatternFill("solid", fgColor="FFE4ECF3") if fill else None,
        "data": PatternFill("solid", fgColor="FFFFF4CC"),
        "alignment": Alignment(vertical="top", wrap_text=not small and size == 11),
        "wrapped": Alignment(vertical="top", wrap_text=True),
        "apart": Alignment(vertical="top", horizontal="left", indent=1, wrap_text=True),
        "top": Alignment(vertical="top", horizontal="right"),
        "left": Alignment(vertical="top", horizontal="left"),
        "right": Alignment(vertical="top", horizontal="right", wrap_text=True),
    }


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>ai-calc</dc:creator>'
    "<dc:language>fr-CH</dc:language></cp:coreProperties>"
)


def _raw(value: Any) -> str:
    """A number or a day as a cell's XML holds it."""
    if isinstance(value, date):
        return str((value - date(1899, 12, 30)).days)
    return format(Decimal(value), "f")


_FORMULA_CELL = re.compile(r'(<c r="(?P<cell>[A-Z]+[0-9]+)"[^>]*?><f>.*?</f>)<v ?(?:/>|></v>)', re.S)


def _settled(data: bytes, title: str, kept: dict[tuple[int, str], str]) -> bytes:
    """The workbook without the time at which it was made, its formulas with their values (``kept``)."""
    from xml.sax.saxutils import escape

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _CORE.format(title=escape(title)).encode()
            elif kept and (match := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)):
                number = int(match[1]) - 1

                def value(cell: re.Match[str], number: int = number) -> str:
                    return f"{cell[1]}<v>{kept[number, cell['cell']]}</v>"

                content = _FORMULA_CELL.sub(value, content.decode()).encode()
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()


# -- the sheets of a result -------------------------------------------------------------------------------------------


def _table(key: str, title: str, columns: Sequence[tuple[str, str]], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(key, title, tuple(Column(label, label, unit) for label, unit in columns), tuple(rows))


def _labels(rules: Iterable[str]) -> str:
    return ", ".join(citation_labels(rules))


def _outcome(calculator: Calculator, result: Result[Any], found: cell_formulas.Found, name: str = "") -> Iterator[Part]:
    overall = result.overall
    head: list[tuple[Cell, ...]] = [
        *((("Dossier", name),) if name else ()),
        ("Droit au", result.law_date),
        ("État du droit", result.caution.line),
        ("En détail", result.caution.text),
        *((("Changements", result.caution.since),) if result.caution.changed else ()),
        ("Version", f"ai-calc {result.version}"),
        ("Conclusion", overall.status.french + (f" ({overall.strength})" if overall.strength else "")),
        ("Motif", overall.reason),
    ]
    if overall.would_change is not None:
        head.append(("Ce qui changerait", overall.would_change))
    yield Part(_table("head", calculator.title, (("Point", ""), ("Valeur", "")), head), heads=False)
    yield Part(
        _table(
            "headline",
            "En bref",
            (("Phrase", ""),),
            [(sentence,) for sentence in result.headline if sentence != result.caution.text],
        ),
        heads=False,
    )
    yield Part(
        _table(
            "figures",
            "Chiffres clés",
            (("Chiffre", ""), ("Valeur", ""), ("Unité", ""), ("Condition", ""), ("Règles", ""), (_LIVE, "")),
            [
                (
                    f.label,
                    f.value,
                    UNITS.get(f.unit, ("", f.unit))[1],
                    f.reason,
                    _labels(f.rules),
                    "oui" if ("figure", f.key) in found.cells else "non",
                )
                for f in result.figures
            ],
        )
    )


def _verdicts(result: Result[Any]) -> Table:
    return _table(
        "verdicts",
        "Conditions",
        (("Condition", ""), ("Issue", ""), ("Motif", ""), ("Ce qui changerait", ""), ("Règles", "")),
        [
            (
                v.label,
                v.status.french + (f" ({v.strength})" if v.strength else ""),
                v.reason,
                v.would_change,
                _labels(v.rules),
            )
            for v in result.verdicts
        ],
    )


_LIVE = "Se recalcule"


def _note(found: cell_formulas.Found) -> Table:
    """What computes again when a datum is changed, and what does not."""
    elsewhere = "Un autre cas que celui-ci se vérifie dans le calculateur : un seuil peut changer la suite du calcul."
    kept = (
        "Le reste (lignes marquées « non », conditions, tableaux hors totaux, mots) garde ce que le calculateur a"
        " trouvé pour le cas d'origine."
    )
    if not found.cells:
        lines = [
            "Les chiffres, les étapes et les mots de ce classeur gardent ce que le calculateur a trouvé. Pour changer"
            " une donnée, ouvrez le cas dans le calculateur."
        ]
    elif not found.free:
        lines = [
            "Les lignes marquées « oui » sont des formules : elles suivent les cellules dont elles dépendent.",
            kept,
            f"Aucune donnée ne peut être changée ici sans réserve. {elsewhere}",
        ]
    else:
        lines = [
            "Les lignes marquées « oui » sont des formules : changez une donnée à fond jaune, et elles donnent ce que"
            " le calculateur donnerait.",
            kept,
            elsewhere,
        ]
    return _table("note", "", (("Remarque", ""),), [(line,) for line in lines])


def _steps(result: Result[Any], found: cell_formulas.Found) -> Table:
    rows: list[tuple[Cell, ...]] = []
    seen: set[str] = set()
    for s in result.steps:
        live = s.key not in seen and ("step", s.key) in found.cells  # of several steps with one key the first is one
        seen.add(s.key)
        unit = UNITS.get(s.unit, ("", s.unit))[1]
        rows.append((s.label, s.formula, s.value, unit, _labels(s.rules), "oui" if live else "non"))
    heads = ("Étape", "Formule", "Valeur", "Unité", "Règles", _LIVE)
    return _table("steps", "Le calcul, pas à pas", [(head, "") for head in heads], rows)


def _rules(result: Result[Any]) -> Table:
    rows = []
    for rule in result.cited():
        source = all_sources().get(source_of(rule))
        rows.append(
            (
                citation_label(rule),
                source.title if source else "Fait établi hors des documents",
                source.checked_on if source else None,
            )
        )
    return _table("rules", "Règles citées", (("Règle", ""), ("Document", ""), ("Vérifié jusqu'au", "")), rows)


def _parameters(result: Result[Any]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for p in result.parameters:
        parts = p.value.items() if isinstance(p.value, dict) else [("", p.value)]
        for key, value in parts:
            rows.append(
                (
                    p.label,
                    part_name(key) if key else "",
                    value,
                    UNITS.get(p.unit, ("", p.unit))[1],
                    citation_label(p.source) if p.source else None,
                    p.words,
                    p.from_date if p.since.startswith("dès") else None,
                    p.checked_on,
                    "oui" if p.verified else "non",
                )
            )
    columns = (
        "Donnée",
        "Composante",
        "Valeur",
        "Unité",
        "Source",
        "Selon le texte",
        "Valable dès le",
        "Vérifiée jusqu'au",
        "Vérifiée à cette date",
    )
    return _table("parameters", "Montants et délais utilisés", [(c, "") for c in columns], rows)


def _readings(result: Result[Any]) -> Table:
    known = all_readings()
    rows: list[tuple[Cell, ...]] = [
        (r.id, known[r.id].title if r.id in known else "", known[r.id].reading if r.id in known else "", r.alternative)
        for r in result.readings
    ]
    columns = ("Lecture", "Sujet", "Lecture retenue", "Autre lecture")
    return _table("readings", "Lectures retenues", [(c, "") for c in columns], rows)


def _notices(result: Result[Any]) -> Table:
    rows = [
        ("Avertissement" if n.severity is Severity.WARNING else "Remarque", n.text, _labels(n.rules))
        for n in result.notices
    ]
    return _table("notices", "Remarques", (("Genre", ""), ("Texte", ""), ("Règles", "")), rows)


def _inputs(case: Case, result: Result[Any], found: cell_formulas.Found, typed: Collection[str]) -> Iterator[Sheet]:
    """The case: one row a field; each list of parts (positions, entries of a journal) as a table of its own."""
    rows: list[tuple[Cell, ...]] = []
    lists: list[Part] = []
    followed = followed_on(result.calculator, case.FOLLOWS, result.law_date)
    for name, info in type(case).model_fields.items():
        value, extra = getattr(case, name), info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        title, rules = info.title or name, extra.get("rules", [])
        if isinstance(value, tuple):
            if value and isinstance(value[0], BaseModel):
                lists.append(Part(_list(title, value)))
            elif value:
                rows.append((title, "; ".join(show(_plain(v)) for v in value), "", "", "saisi"))
            continue
        unit = UNITS.get(str(extra.get("unit", "")), ("", str(extra.get("unit", ""))))[1]
        cited = _labels(on_day(str(r), followed) for r in rules) if isinstance(rules, list) else ""
        origin = "saisi" if name in typed else "" if says_nothing(value) else "supposé"
        if isinstance(value, YearOfBirth):
            origin = f"{origin}, {DAY_AND_MONTH} supposés ({SUPPOSED_DAY})"
        if _has_line(value):
            rows.append((title, _plain(value), unit, cited, origin))
    yield Sheet(
        "Données",
        (
            Part(_note(found), heads=False),
            Part(
                _table(
                    "inputs",
                    "Données du cas",
                    (("Donnée", ""), ("Valeur", ""), ("Unité", ""), ("Règles", ""), ("Origine", "")),
                    rows,
                )
            ),
        ),
    )
    for part in lists:
        yield Sheet(part.table.title, (part,))


def _list(title: str, values: tuple[BaseModel, ...]) -> Table:
    """A list of parts as a table; what a form only keeps (it comes last) is left out where no line has any of it."""
    fields = {
        name: (info, info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {})
        for name, info in type(values[0]).model_fields.items()
    }
    kept = [name for name, (_, extra) in fields.items() if extra.get("kept")]
    told = any(getattr(value, name) not in (None, "") for value in values for name in kept)
    columns = tuple(
        Column(name, info.title or name, str(extra.get("unit", "")))
        for name, (info, extra) in fields.items()
        if told or name not in kept
    )
    return Table("list", title, columns, tuple(tuple(_plain(getattr(v, c.key)) for c in columns) for v in values))


def _has_line(value: Any) -> bool:
    """Whether a fact has a line among the data: what nobody gave has none."""
    return _plain(value) not in (None, "")


def _plain(value: Any) -> Any:
    """A value of a case as a cell: choices in words, flags as oui and non."""
    if isinstance(value, Choice):
        return value.french
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None or isinstance(value, Decimal | int | date | str | Phrase):
        return value
    return str(value)


__all__ = [
    "MEDIA_TYPE",
    "LiveCells",
    "Part",
    "Sheet",
    "address",
    "clean",
    "is_risky",
    "lines_of",
    "sheets_bytes",
    "widths_of",
    "workbook_bytes",
]
