"""Reads a table that a person brings, as CSV or XLSX, whatever its encoding and separator.

Hostile files are refused with a French message: archives that unfold to too much, XML with entities, too many rows.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ai_calc.ground.french import agreeing
from ai_calc.ground.french import number as in_figures
from ai_calc.ground.record import record

MAX_BYTES = 20_000_000
MAX_UNFOLDED = 200_000_000
MAX_COLUMNS = 300
MAX_CELL = 4_000


class TableError(ValueError):
    """A file that cannot be read as a table; the message says why, in French."""


@record
class Formula:
    """A cell that holds a formula without the value that it last gave."""

    text: str


@dataclass(slots=True)
class RawTable:
    """Rows with their number in the file (from 1), and what to tell the person about the reading.

    ``shielded``: texts may carry the apostrophe with which :mod:`ai_calc.handing_over.csv_text` disarms formulas.
    ``day_zero``: from which day a workbook counts dates in cells without date format. ``commas``: cells are separated
    by the sign that decimals may have too.
    """

    rows: list[tuple[int, list[Any]]]
    remarks: list[str] = field(default_factory=list)
    shielded: bool = False
    day_zero: date = date(1899, 12, 30)
    commas: bool = False

    def day(self, count: float) -> date | None:
        """The day that a workbook counts in a cell without date format; none where nobody means a day."""
        return self.day_zero + timedelta(days=int(count)) if 20_000 < count < 80_000 else None


def read_table(data: bytes, max_rows: int) -> RawTable:
    """The rows of a file, empty ones left out. Raises :class:`TableError`."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise TableError("le fichier est vide")
    if len(data) > MAX_BYTES:
        raise TableError(
            f"le fichier est trop grand ({len(data) // 1_000_000} Mo ; au plus {MAX_BYTES // 1_000_000} Mo)"
        )
    if data.startswith(b"PK"):
        return _read_xlsx(data, max_rows)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(
            "c'est un classeur d'un ancien format (.xls) ou protégé par un mot de passe : enregistrez-le en .xlsx ou"
            " en CSV"
        )
    for magic, what in (
        (b"BEGIN:VCALENDAR", "un agenda (.ics)"),
        (b"<", "une page web ou du XML"),
        (b"%PDF", "un PDF"),
        (b"\x89PNG", "une image"),
        (b"\xff\xd8\xff", "une image"),
        (b"GIF8", "une image"),
        (b"{\\rtf", "un texte RTF"),
        (b"\x1f\x8b", "une archive"),
    ):
        if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(magic):
            raise TableError(f"c'est {what}, pas un tableau : un fichier CSV ou XLSX est attendu")
    return _read_csv(data, max_rows)


# -- CSV --------------------------------------------------------------------------------------------------------------


def _decode(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, and a remark when its encoding had to be guessed."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError:
                raise TableError("le texte est abîmé : il n'a pas l'encodage qu'il annonce") from None
    if b"\x00" in data[:4096]:
        for encoding, zeros in (("utf-16-le", data[1:4096:2]), ("utf-16-be", data[0:4096:2])):
            if zeros.count(0) * 2 > len(zeros):
                try:
                    return data.decode(encoding), ["Encodage reconnu : UTF-16."]
                except UnicodeDecodeError:
                    break
        raise TableError("ce n'est pas un texte : un fichier CSV ou XLSX est attendu")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1252", "replace")
    if ("\ufffd" in text and not _accents(data.decode("mac_roman"))) or re.search("[\x00-\x08\x0e-\x1f]", text):
        raise TableError("l'encodage du texte n'est pas reconnu : enregistrez le fichier en « CSV UTF-8 »")
    on_a_mac = data.decode("mac_roman")
    if _accents(on_a_mac) > _accents(text):
        return on_a_mac, ["Encodage reconnu : Mac OS Roman. Vérifiez les accents."]
    return text, ["Encodage reconnu : Windows-1252. Vérifiez les accents."]


def _accents(text: str) -> int:
    """How many letters are those that French and German write with an accent."""
    return sum(text.count(c) for c in "éèàêçâîôûëïäöüÉÈÀ")


_SEP = re.compile(r" *sep=(.)\1* *", re.I)
"""The line by which a spreadsheet is told the separator; one that was saved again has more of them."""


def _separator(text: str) -> str:
    """The separator of the line with the heading « Date »; without one that of which most lines have the same number,
    where a semicolon wins over a decimal comma. A title may stand above."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    if lines and (match := _SEP.fullmatch(lines[0])):
        return match[1]
    for line in lines:
        for separator in ";\t|,":
            cells = [cell.strip(' "') for cell in line.split(separator)]
            if len(cells) > 1 and _names_a_day(cells):
                return separator
    for separator in ";\t|":
        counts = Counter(_outside_quotes(line, separator) for line in lines)
        usual = max((n for n in counts if n), key=lambda n: counts[n], default=0)
        if usual and (counts[usual] * 2 >= len(lines) or _outside_quotes(lines[0], separator) == usual):
            return separator
    return ","


def _outside_quotes(line: str, separator: str) -> int:
    return sum(part.count(separator) for part in line.split('"')[::2])


def _read_csv(data: bytes, max_rows: int) -> RawTable:
    text, remarks = _decode(data)
    if "\x00" in text:
        raise TableError("ce n'est pas un texte : un fichier CSV ou XLSX est attendu")
    separator = _separator(text)
    rows: list[tuple[int, list[Any]]] = []
    texts = io.StringIO(text, newline="").readlines()
    reader = csv.reader(texts, delimiter=separator)
    line = 1  # where the next row starts: cells may hold several lines
    try:
        for cells in reader:
            _check_quotes(texts[line - 1 : reader.line_num], separator, line, len(rows[0][1]) if rows else 0)
            if any(c.strip() for c in cells) and (rows or not _SEP.fullmatch(separator.join(cells))):
                rows.append((line, [_short(c) for c in cells]))
                _check_width(cells)
                _check_count(len(rows), max_rows)
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"ligne {reader.line_num} : le CSV ne peut pas être lu ({_csv_reason(str(error))})") from None
    return RawTable(rows, remarks, shielded=True, commas=separator == ",")


def _check_quotes(texts: list[str], separator: str, line: int, width: int) -> None:
    """A quote that is not closed takes the rows below it into one cell, up to the next quote or the end."""
    if len(texts) < 2:
        return
    takes_rows = any(
        '"' not in t and t.count(separator) >= width - 1 > 1 and re.search("[0-9]", t.split(separator)[0])
        for t in texts[1:]
    )
    try:
        list(csv.reader(texts, delimiter=separator, strict=True))
    except csv.Error:
        takes_rows = True
    if takes_rows:
        raise TableError(f"ligne {line} : un guillemet (\") n'est pas refermé")


def _csv_reason(text: str) -> str:
    return "une cellule est trop longue" if "field larger" in text else "guillemets ou fin de ligne inattendus"


def _short(cell: str) -> str:
    return cell if len(cell) <= MAX_CELL else cell[:MAX_CELL] + "…"


def _check_width(cells: list[Any]) -> None:
    if len(cells) > MAX_COLUMNS and any(str(c or "").strip() for c in cells[MAX_COLUMNS:]):
        raise TableError(f"le tableau a plus de {MAX_COLUMNS} colonnes")


def _check_count(count: int, max_rows: int) -> None:
    if count > max_rows + 20:  # a title and a few lines above the heads
        raise TableError(f"le fichier a plus de {max_rows} lignes : coupez-le, par exemple par année")


# -- XLSX -------------------------------------------------------------------------------------------------------------


def _read_xlsx(data: bytes, max_rows: int) -> RawTable:
    _check_archive(data)
    remarks: list[str] = []
    sheets = list(_sheets(data, formulas=True, max_rows=max_rows))
    if not sheets:
        raise TableError("le classeur n'a pas de feuille de calcul")
    sheet = next((s for s in sheets if _looks_like_a_table(s.rows)), sheets[0])
    if len(sheets) > 1:
        remarks.append(f"Feuille lue : « {sheet.name} » ({len(sheets)} dans le classeur).")
    formulas = [
        (i, k) for i, (_, cells) in enumerate(sheet.rows) for k, c in enumerate(cells) if isinstance(c, Formula)
    ]
    if formulas:
        values = dict(
            next((s.rows for s in _sheets(data, formulas=False, max_rows=max_rows) if s.name == sheet.name), [])
        )
        found = 0
        for i, k in formulas:
            number, cells = sheet.rows[i]
            row = values.get(number, [])
            if k < len(row) and row[k] is not None:
                cells[k] = row[k]
                found += 1
        if found:
            remarks.append(f"Cellules avec une formule : {found} ; leur dernière valeur enregistrée a été prise.")
    hidden = [number for number, _ in sheet.rows if number in sheet.hidden]
    if hidden:
        left = agreeing(len(hidden), "ligne(s) masquée(s) laissée(s) de côté")
        how = "la reprendre, affichez-la" if len(hidden) == 1 else "les reprendre, affichez-les"
        remarks.append(f"{left} ({lines_named(hidden)}) : pour {how}.")
    return RawTable([row for row in _filled(sheet) if row[0] not in sheet.hidden], remarks, day_zero=sheet.day_zero)


def lines_named(numbers: list[int]) -> str:
    """« ligne 3 », « lignes 3, 5, … »: where something stands in a file, the first ten one by one."""
    listed = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
    return f"ligne{'s' if len(numbers) > 1 else ''} {listed}"


def _filled(sheet: _Sheet) -> list[tuple[int, list[Any]]]:
    """The rows, with the value of cells that are merged downwards in each of them."""
    by_number = dict(sheet.rows)
    for first, last, column in sheet.merged_down:
        value = by_number.get(first, [])[column : column + 1]
        for number in range(first + 1, last + 1):
            row = by_number.get(number)
            if value and row is not None and column < len(row) and row[column] is None:
                row[column] = value[0]
    return sheet.rows


def _looks_like_a_table(rows: list[tuple[int, list[Any]]]) -> bool:
    return any(_names_a_day(cells) for _, cells in rows[:20])


def _names_a_day(cells: list[Any]) -> bool:
    """Whether one of the cells is the heading of a column of dates."""
    return any(isinstance(c, str) and c.strip().casefold() in ("date", "jour", "datum", "start date") for c in cells)


def _check_archive(data: bytes) -> None:
    """Refuses archives that are broken, unfold to too much, or hold XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(i.file_size for i in infos) > MAX_UNFOLDED or len(infos) > 5_000:
                raise TableError("le classeur, déplié, est trop grand")
            names = {i.filename for i in infos}
            if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
                raise TableError("c'est une archive, pas un classeur XLSX")
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as part:
                        head = part.read(4096)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"\x00" in head:
                        raise TableError("le classeur contient des définitions XML qui ne sont pas admises")
    except TableError:
        raise
    except Exception:  # a broken archive fails in many ways: zlib, struct, unknown compression, encryption
        raise TableError("le classeur est abîmé ou protégé par un mot de passe") from None


@dataclass(slots=True)
class _Sheet:
    """A visible sheet: its rows, those that are hidden, and cells merged downwards as (first row, last row, column)."""

    name: str
    rows: list[tuple[int, list[Any]]]
    hidden: set[int]
    merged_down: list[tuple[int, int, int]]
    day_zero: date


def _sheets(data: bytes, *, formulas: bool, max_rows: int) -> Iterator[_Sheet]:
    """The visible sheets. With ``formulas``, a cell with a formula is a :class:`Formula`."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=not formulas, keep_links=False)
        day_zero = book.epoch.date()
        for sheet in book.worksheets:
            if getattr(sheet, "sheet_state", "visible") == "visible":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    hidden, merged = _layout(archive.read(sheet._worksheet_path.lstrip("/")))
                yield _Sheet(sheet.title, _rows(sheet, max_rows), hidden, merged, day_zero)
    except TableError:
        raise
    except Exception:  # a broken workbook fails in many ways inside the library, all of which mean this
        raise TableError("le classeur ne peut pas être lu : il est abîmé") from None


_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def _layout(xml: bytes) -> tuple[set[int], list[tuple[int, int, int]]]:
    """Hidden rows, and cells merged downwards, of a sheet: what reading row by row does not show."""
    hidden, number = set(), 0
    for match in _ROW.finditer(xml):
        at = re.search(rb'\br="(\d{1,7})"', match[1])
        number = int(at[1]) if at else number + 1
        if re.search(rb'\bhidden="(?:1|true)"', match[1]):
            hidden.add(number)
    merged = []
    for left, top, right, bottom in _MERGED.findall(xml):
        if left == right and int(bottom) - int(top) < 1_000:
            column = 0
            for letter in left:
                column = column * 26 + letter - 64
            merged.append((int(top), int(bottom), column - 1))
    return hidden, merged


def _rows(sheet: Any, max_rows: int) -> list[tuple[int, list[Any]]]:
    sheet.reset_dimensions()  # the file's own claim about its size may be wrong
    found: list[tuple[int, list[Any]]] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_value(c) for c in row]
        _check_width(cells)
        if any(c is not None and str(c).strip() for c in cells):
            found.append((number, cells))
            _check_count(len(found), max_rows)
        elif number > max_rows * 20:
            raise TableError(f"le fichier a plus de {max_rows} lignes : coupez-le, par exemple par année")
    return found


def _value(cell: Any) -> Any:
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        return Formula(_short(str(value)))
    if isinstance(value, str):
        return _short(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if _COUNTS_MINUTES.search(cell.number_format):
            return f"{value} min"
        if "%" in _QUOTED.sub("", cell.number_format):  # 0.5 that is shown as 50 %
            shown = Decimal(str(round(value * 100, 9)))
            three = shown.as_tuple().exponent == -3  # they would be asked about
            return f"{in_figures(shown, 4 if three else None)} %"
    return value


_COUNTS_MINUTES = re.compile(r'"[^"]*\bmin', re.I)
"""A format that writes « 15 min » for 15."""
_QUOTED = re.compile(r'"[^"]*"|\\.')
"""What a format writes as it stands."""
