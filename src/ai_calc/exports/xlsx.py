"""Spreadsheets (.xlsx): any result as a workbook, and plain tables, for all calculators.

What a person typed never runs as a formula: every text is written as text, and marked as such where it starts like
one. Numbers stay numbers, dates dates. The bytes depend on the content alone: no clock.

Needs openpyxl, which is imported only when a workbook is made or read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from ai_calc.case import Choice
from ai_calc.citations import label as citation_label
from ai_calc.citations import source_of
from ai_calc.french import UNITS, Phrase, show
from ai_calc.parameters import part_name
from ai_calc.readings import all_readings
from ai_calc.results import Cell, Column, Result, Severity, Table
from ai_calc.sources import all_sources

if TYPE_CHECKING:
    from ai_calc.registry import Calculator

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_TEXT = 32_767
"""How many characters a cell holds."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_MONEY, _NUMBER, _DATE, _DURATION = "#,##0.00", "#,##0.##", "dd.mm.yyyy", "[h]:mm"


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a sheet: an optional title, then a table; ``heads`` says whether the column names are shown."""

    table: Table
    heads: bool = True


@dataclass(frozen=True, slots=True)
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


def workbook_bytes(calculator: Calculator, case: Any, result: Result[Any]) -> bytes:
    """A result as a workbook: outcome, inputs, steps, every table, rules, readings and remarks."""
    sheets = [
        Sheet("Résultat", tuple(_outcome(calculator, result))),
        *_inputs(case),
        Sheet("Calcul", (Part(_steps(result)),)),
        *(Sheet(table.title, (Part(table),)) for table in result.tables),
        Sheet("Règles", (Part(_rules(result)), Part(_parameters(result)))),
        Sheet("Lectures et remarques", (Part(_readings(result)), Part(_notices(result)))),
    ]
    return sheets_bytes(calculator.title, sheets)


def sheets_bytes(title: str, sheets: Sequence[Sheet]) -> bytes:
    """A workbook from sheets of tables."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        _write(book.create_sheet(_free_name(sheet.name, taken)), sheet)
    out = io.BytesIO()
    book.save(out)
    return _settled(out.getvalue(), clean(title))


def _free_name(wanted: str, taken: set[str]) -> str:
    """A sheet's name as Excel allows it, not used before."""
    base = " ".join(_SHEET_NAME.sub(" ", clean(wanted)).split())[:31].strip() or "Feuille"
    name, count = base, 1
    while name.casefold() in taken:
        count += 1
        name = f"{base[: 28 - len(str(count))]} ({count})"
    taken.add(name.casefold())
    return name


def _write(ws: Any, sheet: Sheet) -> None:
    widths: dict[int, int] = {}
    for part in sheet.parts:
        rows: Iterable[tuple[Cell, ...]] = (tuple(c.label for c in part.table.columns), *part.table.rows[:200])
        for row in rows:
            for i, value in enumerate(row):
                widths[i] = max(widths.get(i, 8), min(60, len(show(value)) + 2))
    for i, width in widths.items():
        ws.column_dimensions[_letter(i)].width = width
    ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", 9
    ws.page_setup.fitToHeight, ws.sheet_properties.pageSetUpPr = 0, _fit()
    for number, part in enumerate(sheet.parts):
        if number:
            ws.append([])
        if part.table.title:
            ws.append([_cell(ws, part.table.title, "", bold=True, size=13)])
        if part.heads:
            ws.append([_cell(ws, _head(c), "", bold=True, fill=True) for c in part.table.columns])
        for row in part.table.rows:
            ws.append([_cell(ws, v, c.unit) for v, c in zip(row, part.table.columns, strict=True)])
        if part.table.total is not None:
            ws.append([_cell(ws, v, c.unit, bold=True) for v, c in zip(part.table.total, part.table.columns, strict=True)])
        if part.table.rules:
            ws.append([_cell(ws, "Règles : " + ", ".join(map(citation_label, part.table.rules)), "", small=True)])


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


def _cell(ws: Any, value: Any, unit: str, *, bold: bool = False, fill: bool = False, small: bool = False, size: int = 11) -> Any:
    """One cell. Text is text, whatever it looks like; numbers and dates keep their kind."""
    if isinstance(value, bool):
        value = "oui" if value else "non"
    elif isinstance(value, Phrase):
        value = str(value)
    if not (bold or fill or small) and _needs_nothing(value, unit):
        return value  # a long table is mostly such cells, and a cell object takes its time
    cell = _new_cell(ws)
    if isinstance(value, timedelta):
        cell.value, cell.number_format = value, _DURATION
    elif isinstance(value, Decimal | int):
        cell.value = value
        whole = isinstance(value, int) or value == value.to_integral_value()
        cell.number_format = _MONEY if unit.startswith("CHF") else "#,##0" if whole else _NUMBER
    elif isinstance(value, date):
        if value.year < 1901:  # Excel counts days from 1900 and miscounts that year
            _as_text(cell, show(value))
        else:
            cell.value, cell.number_format = datetime(value.year, value.month, value.day), _DATE
    elif value is not None:
        _as_text(cell, str(value))
    styled = _styles(bold, fill, small, size)
    if styled["font"] is not None:
        cell.font = styled["font"]
    if styled["fill"] is not None:
        cell.fill = styled["fill"]
    if isinstance(cell.value, str):
        cell.alignment = styled["alignment"]
    return cell


def _needs_nothing(value: Any, unit: str) -> bool:
    """Whether openpyxl writes this value rightly by itself: nothing, a plain number, a short harmless text."""
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
        "font": Font(bold=bold, italic=small, size=9 if small else size) if bold or small or size != 11 else None,
        "fill": PatternFill("solid", fgColor="FFE4ECF3") if fill else None,
        "alignment": Alignment(vertical="top", wrap_text=not small and size == 11),
    }


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>ai-calc</dc:creator>'
    "<dc:language>fr-CH</dc:language></cp:coreProperties>"
)


def _settled(data: bytes, title: str) -> bytes:
    """The workbook without the time at which it was made."""
    from xml.sax.saxutils import escape

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _CORE.format(title=escape(title)).encode()
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return out.getvalue()


# -- the sheets of a result -------------------------------------------------------------------------------------------


def _table(key: str, title: str, columns: Sequence[tuple[str, str]], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(key, title, tuple(Column(label, label, unit) for label, unit in columns), tuple(rows))


def _labels(rules: Iterable[str]) -> str:
    return ", ".join(citation_label(r) for r in rules if r)


def _outcome(calculator: Calculator, result: Result[Any]) -> Iterator[Part]:
    overall = result.overall
    head: list[tuple[Cell, ...]] = [
        ("Droit au", result.law_date), ("Version", f"ai-calc {result.version}"),
        ("Conclusion", overall.status.french + (" (de règle)" if overall.soft else "")), ("Motif", overall.reason),
    ]  # fmt: skip
    if overall.would_change is not None:
        head.append(("Ce qui changerait", overall.would_change))
    yield Part(_table("head", calculator.title, (("Point", ""), ("Valeur", "")), head), heads=False)
    yield Part(_table("headline", "En bref", (("Phrase", ""),), [(sentence,) for sentence in result.headline]), heads=False)
    yield Part(_table(
        "figures", "Chiffres clés", (("Chiffre", ""), ("Valeur", ""), ("Unité", ""), ("Règles", "")),
        [(f.label, f.value, UNITS.get(f.unit, ("", f.unit))[1], _labels(f.rules)) for f in result.figures]))  # fmt: skip
    yield Part(_table(
        "verdicts", "Conditions", (("Condition", ""), ("Issue", ""), ("Motif", ""), ("Ce qui changerait", ""), ("Règles", "")),
        [(v.label, v.status.french + (" (de règle)" if v.soft else ""), v.reason, v.would_change, _labels(v.rules)) for v in result.verdicts]))  # fmt: skip


def _steps(result: Result[Any]) -> Table:
    return _table(
        "steps", "Le calcul, pas à pas", (("Étape", ""), ("Formule", ""), ("Valeur", ""), ("Unité", ""), ("Règles", "")),
        [(s.label, s.formula, s.value, UNITS.get(s.unit, ("", s.unit))[1], _labels(s.rules)) for s in result.steps])  # fmt: skip


def _rules(result: Result[Any]) -> Table:
    rows = []
    for rule in result.cited():
        source = all_sources().get(source_of(rule))
        rows.append((citation_label(rule), source.title if source else "Fait établi hors des documents",
                     source.checked_on if source else None))  # fmt: skip
    return _table("rules", "Règles citées", (("Règle", ""), ("Document", ""), ("Vérifié jusqu'au", "")), rows)


def _parameters(result: Result[Any]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for p in result.parameters:
        parts = p.value.items() if isinstance(p.value, dict) else [("", p.value)]
        for key, value in parts:
            rows.append((p.label, part_name(key) if key else "", value, UNITS.get(p.unit, ("", p.unit))[1], citation_label(p.source) if p.source else None,
                         p.from_date, p.checked_on, "oui" if p.verified else "non"))  # fmt: skip
    columns = ("Donnée", "Composante", "Valeur", "Unité", "Source", "Valable dès le", "Vérifiée jusqu'au", "Vérifiée à cette date")
    return _table("parameters", "Montants et délais utilisés", [(c, "") for c in columns], rows)


def _readings(result: Result[Any]) -> Table:
    known = all_readings()
    rows: list[tuple[Cell, ...]] = [
        (r.id, known[r.id].title if r.id in known else "", known[r.id].reading if r.id in known else "", r.alternative) for r in result.readings
    ]
    columns = ("Lecture", "Sujet", "Lecture retenue", "Autre lecture")
    return _table("readings", "Lectures retenues", [(c, "") for c in columns], rows)


def _notices(result: Result[Any]) -> Table:
    rows = [("Avertissement" if n.severity is Severity.WARNING else "Remarque", n.text, _labels(n.rules)) for n in result.notices]
    return _table("notices", "Remarques", (("Genre", ""), ("Texte", ""), ("Règles", "")), rows)


def _inputs(case: BaseModel) -> Iterator[Sheet]:
    """The case: one row a field; each list of parts (positions, entries of a journal) as a table of its own."""
    rows: list[tuple[Cell, ...]] = []
    lists: list[Part] = []
    for name, info in type(case).model_fields.items():
        value, extra = getattr(case, name), info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        title, rules = info.title or name, extra.get("rules", [])
        if isinstance(value, tuple):
            if value and isinstance(value[0], BaseModel):
                lists.append(Part(_list(title, value)))
            elif value:
                rows.append((title, "; ".join(show(_plain(v)) for v in value), "", ""))
            continue
        unit = UNITS.get(str(extra.get("unit", "")), ("", str(extra.get("unit", ""))))[1]
        cited = _labels(str(r) for r in rules) if isinstance(rules, list) else ""
        rows.append((title, _plain(value), unit if value is not None else "", cited))
    yield Sheet("Données", (Part(_table("inputs", "Données du cas", (("Donnée", ""), ("Valeur", ""), ("Unité", ""), ("Règles", "")), rows)),))
    for part in lists:
        yield Sheet(part.table.title, (part,))


def _list(title: str, values: tuple[BaseModel, ...]) -> Table:
    fields = type(values[0]).model_fields
    columns = []
    for name, info in fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        columns.append(Column(name, info.title or name, str(extra.get("unit", ""))))
    return Table("list", title, tuple(columns), tuple(tuple(_plain(getattr(v, name)) for name in fields) for v in values))


def _plain(value: Any) -> Any:
    """A value of a case as a cell: choices in words, flags as oui and non."""
    if isinstance(value, Choice):
        return value.french
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None or isinstance(value, Decimal | int | date | str | Phrase):
        return value
    return str(value)


__all__ = ["MEDIA_TYPE", "Part", "Sheet", "clean", "is_risky", "sheets_bytes", "workbook_bytes"]
