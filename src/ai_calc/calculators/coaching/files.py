"""The files that coaching hands over and takes in: offer, statement, journal, calendar.

The file formats are imported when a file is made or read, never before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from ai_calc.calculators.coaching.compute import CoachingDetails, mandate_of
from ai_calc.calculators.coaching.documents import document_of
from ai_calc.calculators.coaching.model import MAX_ENTRIES, CoachingCase, Entry
from ai_calc.calculators.coaching.sheets import ServiceSheet
from ai_calc.ground.french import show
from ai_calc.registers.calculators import ExtraFile, FileRead
from ai_calc.results import Result, Table, to_jsonable

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CoachingResult = Result[CoachingDetails]


def _heading(sheet: ServiceSheet) -> Table:
    from ai_calc.results import Column

    rows = tuple((label, value if value is not None else "…") for label, value in sheet.heading)
    return Table("heading", sheet.title, (Column("label", "Point"), Column("value", "Valeur")), rows)


def _statement(case: CoachingCase, result: CoachingResult) -> ServiceSheet:
    """The statement of a result; an empty one without a journal."""
    return result.details.statement or mandate_of(case).statement


def sheet_xlsx(sheet: ServiceSheet) -> bytes:
    """An offer or a statement as a workbook: heading and lines, then each table on a sheet of its own."""
    from ai_calc.handing_over.xlsx import Part, Sheet, sheets_bytes
    from ai_calc.results import Column

    remarks = tuple((r,) for r in (*map(str, sheet.remarks), *((f"À compléter : {', '.join(sheet.missing)}.",) if sheet.missing else ())))
    parts = [Part(_heading(sheet), heads=False), Part(sheet.table())]
    if remarks:
        parts.append(Part(Table("remarks", "Remarques", (Column("remark", "Remarque"),), remarks), heads=False))
    return sheets_bytes(sheet.title, [Sheet(sheet.title, tuple(parts)), *(Sheet(t.title, (Part(t),)) for t in sheet.details)])


def sheet_json(sheet: ServiceSheet, case: CoachingCase) -> bytes:
    """An offer or a statement as JSON: amounts as texts, hours beside the minutes, rules as citations."""
    data = to_jsonable(sheet)
    for line, raw in zip(sheet.lines, data["lines"], strict=True):
        raw["hours"] = to_jsonable(line.hours)
    data = {"format": "ai-calc/prestations", "law_date": case.law_day.isoformat(), "canton": case.canton.value, **data}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def sheet_page(sheet: ServiceSheet, case: CoachingCase) -> bytes:
    """An offer or a statement as a page to print."""
    from ai_calc.handing_over.html import document_page

    return document_page(document_of(sheet, case, case.law_day)).encode()


def dates_ics(case: CoachingCase, result: CoachingResult) -> bytes:
    """The dates of the mandate as a calendar: those with a day; standing duties stay in the list."""
    from ai_calc.handing_over.calendar import CalendarEntry, calendar_bytes
    from ai_calc.law.citations import labels as citation_labels

    entries = []
    seen: Counter[str] = Counter()
    for d in result.details.deadlines:
        if d.day is None:
            continue
        key = f"{d.key}|{d.event}"
        seen[key] += 1  # two questions of the same minute are two events all the same
        who = f" ({case.person})" if case.person else ""
        other = f"\nAutre lecture : {show(d.other_day)}" if d.other_day is not None and d.other_day != d.day else ""
        at = f", {d.at}" if d.at else ""
        rules = ", ".join(citation_labels(d.rules))
        entries.append(CalendarEntry(f"{key}|{seen[key]}", d.day, f"{d.what}{at}{who}", f"{d.when}\n{d.who}\n{rules}{other}"))
    own = case.reference or f"{case.canton.value}|{case.law_day}|{case.first_day}|{case.person}|{case.provider}"
    identity = f"{result.details.kind}|{own}"
    return calendar_bytes(f"Coaching {case.person}".strip(), entries, identity)


def _journal_csv(case: CoachingCase, result: CoachingResult) -> bytes:
    from ai_calc.calculators.coaching.journal_file import journal_csv

    return journal_csv(case.journal)


def _journal_xlsx(case: CoachingCase, result: CoachingResult) -> bytes:
    from ai_calc.calculators.coaching.journal_file import journal_xlsx

    return journal_xlsx(case.journal)


EXTRA_FILES: Mapping[str, ExtraFile] = MappingProxyType({
    "offer-html": ExtraFile("Offre à imprimer", "html", "text/html", lambda c, r: sheet_page(r.details.offer, c)),
    "offer-xlsx": ExtraFile("Offre (XLSX)", "xlsx", _XLSX, lambda c, r: sheet_xlsx(r.details.offer)),
    "offer-json": ExtraFile("Offre (JSON)", "json", "application/json", lambda c, r: sheet_json(r.details.offer, c)),
    "statement-html": ExtraFile("Aperçu des prestations à imprimer", "html", "text/html", lambda c, r: sheet_page(_statement(c, r), c)),
    "statement-xlsx": ExtraFile("Aperçu des prestations (XLSX)", "xlsx", _XLSX, lambda c, r: sheet_xlsx(_statement(c, r))),
    "statement-json": ExtraFile("Aperçu des prestations (JSON)", "json", "application/json", lambda c, r: sheet_json(_statement(c, r), c)),
    "journal-csv": ExtraFile("Journal des heures (CSV)", "csv", "text/csv", _journal_csv),
    "journal-xlsx": ExtraFile("Journal des heures (XLSX)", "xlsx", _XLSX, _journal_xlsx),
    "ics": ExtraFile("Dates du mandat (agenda .ics)", "ics", "text/calendar", dates_ics),
})  # fmt: skip


def read_file(data: dict[str, Any], name: str, content: bytes, answers: Mapping[str, str] = MappingProxyType({})) -> FileRead:
    """A journal file, added to the journal of the case; reading the same file twice changes nothing. ``answers``: what a
    person said to the questions of an earlier reading, by key."""
    from ai_calc.calculators.coaching.journal_file import merge, read_journal, told

    read = read_journal(content, answers)
    own: list[Any] = list(data.get("journal") or ())
    valid = _valid(own)
    added = merge(valid, read.entries)[len(valid) :]
    if len(own) + len(added) > MAX_ENTRIES:
        return FileRead(data, f"Le journal aurait plus de {MAX_ENTRIES} lignes : rien n'a été repris.", told(read))
    changed = {**data, "journal": [*own, *(e.model_dump(mode="json") for e in added)]} if added else data
    new, known = len(added), len(read.entries) - len(added)
    file = f"« {name} » : " if name else ""
    message = f"{file}{new} ligne(s) reprise(s)"
    message += f", {known} déjà là" if known else ""
    message += f", {len(read.faults)} à corriger (elles restent dans votre fichier)" if read.faults else ""
    message += f", {read.waiting} en attente de vos réponses" if read.questions else ""
    return FileRead(changed, " ".join([f"{message}.", *read.remarks]), told(read), read.questions, read.answered)


def _valid(rows: list[Any]) -> list[Entry]:
    """The rows of a form that are entries already; those that still have faults are left where they are."""
    found: list[Entry] = []
    for row in rows:
        try:
            found.append(Entry.model_validate(row))
        except ValidationError:
            continue
    return found
