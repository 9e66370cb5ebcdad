"""The journal of hours as a file: read from CSV, XLSX or JSON with a fault for each bad row, written as CSV and XLSX.

Nothing is lost: rows that cannot be read are handed back with their cells and the reason (:func:`rejected_bytes`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import ValidationError

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.model import MAX_ENTRIES, Entry
from ai_calc.ground.errors import faults
from ai_calc.ground.french import (
    clock_text,
    hours_to_minutes,
    parse_clock,
    parse_date,
    parse_duration,
    short_date,
    shorten,
)
from ai_calc.handing_over.csv_text import csv_bytes, unshield
from ai_calc.handing_over.tables import Formula, RawTable, TableError, read_table

COLUMNS = ("Date", "Nature", "Durée", "Début", "Préavis", "Facturé ailleurs", "Remarque")
_FIELDS = ("day", "activity", "minutes", "start", "notice_minutes", "billed_elsewhere", "note")
MAX_TOLD = 100
"""How many faults are told one by one."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that could not be read. ``row`` is its number in the file (0: the whole file), ``cells`` what it holds."""

    row: int
    message: str
    column: str = ""
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"Ligne {self.row}" if self.row else "Fichier"
        return f"{where}{f', {self.column}' if self.column else ''} : {self.message}"


@dataclass(frozen=True, slots=True)
class JournalRead:
    """What a file holds: entries, faults, remarks on the reading, and how many rows it had."""

    entries: tuple[Entry, ...]
    faults: tuple[RowFault, ...]
    remarks: tuple[str, ...] = ()
    rows: int = 0


class _RowError(ValueError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read_journal(data: bytes) -> JournalRead:
    """The journal in a file. Never raises: what cannot be read is a fault."""
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _read_json(data)
    try:
        table = read_table(data, MAX_ENTRIES)
        return _read_rows(table)
    except TableError as error:
        return JournalRead((), (RowFault(0, str(error)),))


# -- rows -------------------------------------------------------------------------------------------------------------

_NAMES = {
    "day": ("date", "jour", "datum", "day", "le"),
    "activity": ("nature", "genre", "type", "activite", "prestation", "kind", "categorie"),
    "minutes": ("duree", "heures", "heure", "temps", "minutes", "min", "h", "hours", "duration", "nombre heures", "nb heures"),
    "start": ("debut", "de", "heure debut", "heure de debut", "start", "commence a", "des"),
    "notice_minutes": ("preavis", "preavis d annulation", "annule avant", "notice"),
    "billed_elsewhere": ("facture ailleurs", "deja facture", "ailleurs"),
    "note": ("remarque", "remarques", "commentaire", "note", "objet", "description", "libelle"),
}
_ACTIVITIES = {
    Activity.WITH_PERSON: ("avec la personne", "personne", "assure", "assuree", "avec l assure", "entretien", "coaching", "contact", "contacts"),
    Activity.WITH_OTHERS: ("avec d autres", "tiers", "employeur", "ecole", "services", "reseau", "avec employeur"),
    Activity.TRAVEL: ("deplacement", "deplacements", "trajet", "trajets", "route", "voyage"),
    Activity.TRAVEL_OUTSIDE: ("deplacement hors du canton", "deplacement hors canton", "trajet hors canton", "hors canton"),
    Activity.ADMINISTRATION: ("administration", "admin", "administratif", "preparation", "rapport", "rapports", "redaction"),
    Activity.FIRST_INTERVIEW: ("premier entretien", "entretien de presentation", "presentation"),
    Activity.EMPLOYER_INTERVIEW: ("entretien de presentation avec l employeur", "presentation employeur", "entretien employeur"),
    Activity.MISSED: ("entretien manque", "manque", "absent", "absence", "rendez vous manque", "non venu"),
    Activity.CANCELLED: ("entretien annule a l avance", "entretien annule", "annule", "annulation", "annule avec preavis"),
}  # fmt: skip
_YES, _NO = ("oui", "o", "x", "1", "vrai", "true", "yes", "ja"), ("", "non", "n", "0", "faux", "false", "no", "nein", "-")
_TOTALS = ("total", "somme", "totaux", "sous total", "total general")


def _plain(text: str) -> str:
    """Lower case, without accents, punctuation and what stands in brackets."""
    bare = re.sub(r"\([^)]*\)", " ", unicodedata.normalize("NFKD", text.casefold()))
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", "".join(c for c in bare if not unicodedata.combining(c))).split())


@cache
def _known_activities() -> dict[str, Activity]:
    found = {_plain(word): activity for activity, words in _ACTIVITIES.items() for word in words}
    for activity in Activity:
        found[_plain(activity.french)] = activity
        found[_plain(activity.value)] = activity
    return found


@cache
def _known_columns() -> dict[str, str]:
    return {_plain(word): name for name, words in _NAMES.items() for word in words}


@dataclass(frozen=True, slots=True)
class _Heads:
    """Which column holds what; ``in_minutes``: bare numbers of the duration are minutes."""

    at: dict[str, int]
    names: tuple[str, ...]
    in_minutes: bool
    shielded: bool = False


def _heads(cells: Sequence[Any]) -> _Heads | None:
    """The heads, if this row holds them: a date and a duration at least."""
    at: dict[str, int] = {}
    in_minutes = False
    for i, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        name = _known_columns().get(_plain(cell))
        if name is None or name in at:
            continue
        at[name] = i
        if name == "minutes":
            whole = cell.casefold()
            in_minutes = "min" in whole and "heure" not in whole
    if "day" not in at or not {"minutes", "activity"} & set(at):
        return None
    return _Heads(at, tuple(str(c or "").strip() for c in cells), in_minutes)


def _read_rows(table: RawTable) -> JournalRead:
    remarks = list(table.remarks)
    heads, first = None, 0
    for i, (_, cells) in enumerate(table.rows[:20]):
        heads = _heads(cells)
        if heads is not None:
            first = i + 1
            break
    if heads is None:
        if table.rows and _is_day(table.rows[0][1][0]):
            heads = _Heads({name: i for i, name in enumerate(_FIELDS)}, COLUMNS, False)
            remarks.append(f"Pas de titres de colonnes : l'ordre attendu a été pris ({', '.join(COLUMNS)}).")
        else:
            return JournalRead((), (RowFault(table.rows[0][0] if table.rows else 0, f"les titres de colonnes manquent (attendus : {', '.join(COLUMNS)})",
                                             cells=_shown(table.rows[0][1]) if table.rows else ()),), tuple(remarks), len(table.rows))  # fmt: skip
    heads = replace(heads, shielded=table.shielded)
    unknown = [n for i, n in enumerate(heads.names) if n and i not in heads.at.values()]
    if unknown:
        remarks.append(f"Colonne(s) non reprise(s) : {', '.join(shorten(n) for n in unknown[:10])}.")
    entries: list[Entry] = []
    found: list[RowFault] = []
    skipped = 0
    for number, cells in table.rows[first:]:
        if any(isinstance(c, str) and _plain(c) in _TOTALS for c in cells[:2]):
            skipped += 1
            continue
        try:
            entries.append(_entry(cells, heads))
        except _RowError as error:
            found.append(RowFault(number, str(error), error.column, _shown(cells)))
    if skipped:
        remarks.append(f"{skipped} ligne(s) de total laissée(s) de côté.")
    return JournalRead(tuple(entries), tuple(found), tuple(remarks), len(table.rows) - first)


def _shown(cells: Sequence[Any]) -> tuple[str, ...]:
    return tuple(_text(c) for c in cells)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, datetime | date):
        return short_date(cell.date() if isinstance(cell, datetime) else cell)
    return str(cell)


def _is_day(cell: Any) -> bool:
    try:
        _day(cell)
    except ValueError:
        return False
    return True


def _entry(cells: Sequence[Any], heads: _Heads) -> Entry:
    def cell(name: str) -> Any:
        i = heads.at.get(name)
        value = cells[i] if i is not None and i < len(cells) else None
        return value.strip() if isinstance(value, str) else value

    def read(name: str, label: str, reader: Any) -> Any:
        value = cell(name)
        if isinstance(value, Formula) and name != "note":
            raise _RowError(label, f"la cellule contient une formule (« {shorten(value.text)} ») sans valeur enregistrée ; écrivez la valeur")
        if isinstance(value, str) and name != "note" and value.startswith(("=", "+", "@")):
            raise _RowError(label, f"« {shorten(value)} » est une formule ; écrivez la valeur")
        try:
            return reader(value)
        except ValueError as error:
            raise _RowError(label, str(error)) from None

    data = {
        "day": read("day", "Date", _day),
        "activity": read("activity", "Nature", _activity),
        "minutes": read("minutes", "Durée", lambda v: _minutes(v, heads.in_minutes)),
        "start": read("start", "Début", _clock),
        "notice_minutes": read("notice_minutes", "Préavis", lambda v: None if v in (None, "") else _minutes(v, False)),
        "billed_elsewhere": read("billed_elsewhere", "Facturé ailleurs", _flag),
        "note": read("note", "Remarque", lambda v: unshield(_text(v)) if heads.shielded else _text(v)),
    }
    if data["minutes"] is None:
        if data["activity"] not in (Activity.MISSED, Activity.CANCELLED):
            raise _RowError("Durée", "la durée manque")
        data["minutes"] = 0
    try:
        return Entry(**data)
    except ValidationError as error:
        first = faults(error)[0]
        label = dict(zip(_FIELDS, COLUMNS, strict=True)).get(first.path, "")
        message = first.message
        if first.path == "minutes" and data["minutes"] > 24 * 60:
            message = "plus de 24 heures en un jour ; voulez-vous dire des minutes ?"
        raise _RowError(label, message) from None


def _day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None or cell == "":
        raise ValueError("la date manque")
    if isinstance(cell, int | float):
        if cell == int(cell) and 20_000 < cell < 80_000:  # a day as Excel counts them, in a cell without date format
            return date(1899, 12, 30) + timedelta(days=int(cell))
        raise ValueError(f"« {cell} » n'est pas une date (attendu : jj.mm.aaaa)")
    text = re.sub(r"[ T]00:00(:00(\.0+)?)?$", "", str(cell).strip())
    text = re.sub(r"^(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lu|ma|me|je|ve|sa|di)[.,]?\s+", "", text, flags=re.IGNORECASE)
    if match := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})", text):
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        text = f"{match[1]}.{match[2]}.{year}"
    return parse_date(text)


def _activity(cell: Any) -> Activity:
    if cell in (None, ""):
        return Activity.WITH_PERSON
    found = _known_activities().get(_plain(str(cell)))
    if found is None:
        known = ", ".join(a.french for a in Activity)
        raise ValueError(f"« {shorten(str(cell))} » n'est pas une nature connue ({known})")
    return found


def _minutes(cell: Any, bare_minutes: bool) -> int | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        raise ValueError("une durée est attendue")
    if isinstance(cell, timedelta):
        seconds = cell.total_seconds()
        return round(seconds / 60)
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute + (cell.second >= 30)
    if isinstance(cell, datetime):  # a duration of a day or more, in a cell with a date format
        raise ValueError("c'est une date, pas une durée")
    if isinstance(cell, int | float | Decimal):
        number = Decimal(str(cell))
        if not number.is_finite():
            raise ValueError("une durée est attendue")
        return _whole(number) if bare_minutes else _from_hours(number)
    text = str(cell).strip()
    if bare_minutes and re.fullmatch(r"\d+([.,]0+)?", text):
        return int(re.split(r"[.,]", text)[0])
    minutes = parse_duration(text)
    if minutes < 0:
        raise ValueError(f"« {shorten(text)} » est négatif")
    return minutes


def _from_hours(hours: Decimal) -> int:
    """Minutes of a number of hours; a spreadsheet's third of an hour, 0.333…, is twenty minutes."""
    minutes = hours * 60
    near = minutes.to_integral_value()
    if abs(hours) < 10_000 and abs(minutes - near) < Decimal("0.001") and near >= 0:
        return int(near)
    if hours < 0:
        raise ValueError(f"« {str(hours).replace('.', ',')} » est négatif")
    return hours_to_minutes(hours)


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value() or number < 0:
        raise ValueError(f"« {str(number).replace('.', ',')} » n'est pas un nombre entier de minutes")
    return int(number)


def _clock(cell: Any) -> str:
    if isinstance(cell, time | datetime):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60) % (24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if 0 <= cell < 1:  # a part of a day, in a cell without time format
            minutes = round(cell * 24 * 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        raise ValueError(f"« {cell} » n'est pas une heure (attendu : 14:30)")
    return str(parse_clock("" if cell is None else str(cell)))


def _flag(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    text = _plain(_text(cell)) if _text(cell).strip() != "-" else ""
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError(f"« {shorten(_text(cell))} » : oui ou non est attendu")


def _read_json(data: bytes) -> JournalRead:
    """A list of entries, or an object with ``journal`` (a saved case)."""
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return JournalRead((), (RowFault(0, "le JSON ne peut pas être lu"),))
    if isinstance(content, dict):
        inner = content.get("case") if isinstance(content.get("case"), dict) else content
        content = inner.get("journal") if isinstance(inner, dict) else None
    if not isinstance(content, list):
        return JournalRead((), (RowFault(0, "le JSON ne contient pas de journal"),))
    if len(content) > MAX_ENTRIES:
        return JournalRead((), (RowFault(0, f"le fichier a plus de {MAX_ENTRIES} lignes : coupez-le, par exemple par année"),))
    entries: list[Entry] = []
    found: list[RowFault] = []
    for number, raw in enumerate(content, 1):
        try:
            entries.append(Entry.model_validate(raw))
        except ValidationError as error:
            first = faults(error)[0]
            found.append(RowFault(number, first.message, first.path, (shorten(json.dumps(raw, ensure_ascii=False), 200),)))
        except RecursionError:
            found.append(RowFault(number, "trop imbriqué"))
    return JournalRead(tuple(entries), tuple(found), (), len(content))


# -- writing ----------------------------------------------------------------------------------------------------------


def journal_csv(entries: Iterable[Entry]) -> bytes:
    """The journal as CSV; :func:`read_journal` gives the same entries back."""
    return csv_bytes(COLUMNS, (
        (short_date(e.day), e.activity.french, clock_text(e.minutes), e.start,
         "" if e.notice_minutes is None else clock_text(e.notice_minutes), "oui" if e.billed_elsewhere else "", e.note)
        for e in entries
    ))  # fmt: skip


def journal_xlsx(entries: Iterable[Entry]) -> bytes:
    """The journal as a workbook, durations as times that a spreadsheet can add up."""
    from ai_calc.handing_over.xlsx import Part, Sheet, sheets_bytes
    from ai_calc.results import Column, Table

    rows: tuple[tuple[Any, ...], ...] = tuple(
        (e.day, e.activity.french, timedelta(minutes=e.minutes), e.start or None,
         None if e.notice_minutes is None else clock_text(e.notice_minutes), "oui" if e.billed_elsewhere else None, e.note or None)
        for e in entries
    )  # fmt: skip
    table = Table("journal", "", tuple(Column(f, c) for f, c in zip(_FIELDS, COLUMNS, strict=True)), rows)
    return sheets_bytes("Journal des heures", [Sheet("Journal", (Part(table),))])


def rejected_bytes(read: JournalRead) -> bytes:
    """The rows that could not be read, as CSV, with the reason in front: to be mended and read again."""
    return csv_bytes(("Ligne", "Raison", "Contenu"), ((str(f.row or ""), f"{f.column} : {f.message}" if f.column else f.message, *f.cells) for f in read.faults))


def merge(existing: Sequence[Entry], added: Sequence[Entry]) -> tuple[Entry, ...]:
    """Both journals as one. An entry that stands in both counts once: reading a file twice changes nothing."""
    here, there = Counter(existing), Counter(added)
    found = list(existing)
    for entry in added:
        if there[entry] > here[entry]:
            found.append(entry)
            there[entry] -= 1
    return tuple(found)


def told(read: JournalRead) -> tuple[str, ...]:
    """The faults as lines, the first hundred one by one."""
    lines = [f"{fault}{_quote(fault.cells)}" for fault in read.faults[:MAX_TOLD]]
    if len(read.faults) > MAX_TOLD:
        lines.append(f"… et {len(read.faults) - MAX_TOLD} autres lignes à corriger.")
    return tuple(lines)


def _quote(cells: tuple[str, ...]) -> str:
    text = shorten(" | ".join(c for c in cells if c), 120)
    return f" — {text}" if text else ""
