"""The files that coaching hands over and takes in: offer, statement, journal, calendar.

The file formats are imported when a file is made or read, never before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ai_calc.calculators.coaching.compute import CoachingDetails, mandate_of
from ai_calc.calculators.coaching.invoices import check_number
from ai_calc.calculators.coaching.journal import exact_hours
from ai_calc.calculators.coaching.model import MAX_ENTRIES, CoachingCase, Entry
from ai_calc.calculators.coaching.sheet_documents import (
    addressed,
    document_of,
    heading_of,
    invoice_of,
    invoice_title,
    is_credit,
    period_of,
    remarks_of,
)
from ai_calc.calculators.coaching.sheets import ServiceSheet, chf, exact_days
from ai_calc.ground.french import agreeing, lowered, show
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.handing_over import vat
from ai_calc.handing_over.papers import Document
from ai_calc.handing_over.profile import NOBODY, Handover, Profile
from ai_calc.registers.calculators import ExtraFile, FileRead
from ai_calc.results import Cell, Result, Table, to_jsonable

if TYPE_CHECKING:
    from ai_calc.handing_over.calendar import CalendarEntry
    from ai_calc.handing_over.xlsx import LiveCells, Sheet

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CoachingResult = Result[CoachingDetails]


def _heading(sheet: ServiceSheet) -> Table:
    from ai_calc.results import Column

    rows = tuple((label, value if value is not None else "…") for label, value in sheet.heading)
    return Table("heading", sheet.title, (Column("label", "Point"), Column("value", "Valeur")), rows)


def _statement(case: CoachingCase, result: CoachingResult) -> ServiceSheet:
    """The statement of a result; an empty one without a journal."""
    return result.details.statement or mandate_of(case).statement


def sheet_xlsx(sheet: ServiceSheet, by: Handover = NOBODY) -> bytes:
    """An offer or a statement as a workbook: heading and lines, then each table on a sheet of its own. Amounts, totals
    and tax follow the hours and the rates (yellow) by formulas, rounded as the text wants it; hours are exact."""
    from ai_calc.handing_over.xlsx import LiveCells, Part, Sheet, sheets_bytes
    from ai_calc.results import Column

    profile = by.profile
    remarks = [(str(r),) for r in remarks_of(sheet, profile)]
    remarks += [(f"À compléter : {', '.join(sheet.missing)}.",)] if sheet.missing else []
    heading = _heading(replace(sheet, heading=heading_of(sheet, by)))
    if profile.name:
        own = [("Prestataire", " · ".join((*profile.address, *profile.contact, *profile.numbers)))]
        heading = replace(heading, rows=(*own, *(row for row in heading.rows if row[0] != "Prestataire")))
    parts = [Part(heading, heads=False), Part(_exact(sheet, profile))]
    if (tax := _tax(sheet, profile)) is not None:
        parts.append(Part(tax, heads=False))
    if remarks:
        parts.append(Part(Table("remarks", "Remarques", (Column("remark", "Remarque"),), tuple(remarks)), heads=False))
    front = Sheet(sheet.title, tuple(parts))
    live = _live(sheet, front) or LiveCells(set(), {})
    if tax is not None and len(tax.rows) > 1:
        _live_tax(front, len(sheet.lines), live)
    return sheets_bytes(
        sheet.title,
        [front, *(Sheet(t.title, (Part(exact_days(t) if sheet.key == "statement" else t),)) for t in sheet.details)],
        live if live.cells else None,
        by.mark,
    )


def _exact(sheet: ServiceSheet, profile: Profile) -> Table:
    """The lines with hours that are not rounded for the eye, so that their sum is the one that is shown."""
    table = replace(sheet.table(), title="Prestations")
    rows = tuple(
        (row[0], exact_hours(line.minutes), *row[2:]) for line, row in zip(sheet.lines, table.rows, strict=True)
    )
    whole = exact_hours(sum((line.minutes for line in sheet.lines), ZERO))
    columns = tuple(replace(c, label=vat.labelled(profile, c.label)) if c.key == "amount" else c for c in table.columns)
    return replace(table, columns=columns, rows=rows, total=("Total", whole, *(table.total or ())[2:]))


def _tax(sheet: ServiceSheet, profile: Profile) -> Table | None:
    """The tax of the total: its rate, what it makes, the other total; one line of words where that cannot be told.
    ``None`` where the person said nothing of it."""
    from ai_calc.results import Column

    words = vat.plain_words(profile, sheet.amount, chf)
    found = None if sheet.amount is None else vat.taxed(profile, sheet.amount)
    if not words:
        return None
    if found is None or found.tax is None:
        return Table("vat", "TVA", (Column("words", "TVA"),), ((words,),))
    how, other = ("en sus", "Total TVA comprise") if found.added else ("comprise dans le total", "Total hors TVA")
    rows: tuple[tuple[Cell, ...], ...] = (  # the values stand below the amounts
        ("Taux de TVA (%)", None, None, profile.vat_percent),
        (f"TVA {how}, {vat.ROUNDED}", None, None, found.tax),
        (other, None, None, found.total if found.added else found.net),
    )
    columns = (Column("label", "Point"), Column("b", ""), Column("c", ""), Column("value", "Valeur", "CHF"))
    return Table("vat", "TVA", columns, rows)


def _live_tax(front: Sheet, lines: int, live: LiveCells) -> None:
    """The tax and the other total as formulas that follow the total and the rate."""
    from ai_calc.handing_over.xlsx import address

    total, rate, tax = address(front, 1, lines, 3), address(front, 2, 0, 3), address(front, 2, 1, 3)
    added = front.parts[2].table.rows[2][0] == "Total TVA comprise"
    live.data.add((0, 2, 0, 3))
    live.cells[0, 2, 1, 3] = f"ROUND({total}*{rate}/{'100' if added else f'(100+{rate})'},2)"
    live.cells[0, 2, 2, 3] = f"{total}{'+' if added else '-'}{tax}"


def _live(sheet: ServiceSheet, front: Sheet) -> LiveCells | None:
    """The amounts as formulas: each a step between sums that are rounded to 5 centimes. Only when they give what the
    sheet says, which is tried out here."""
    from ai_calc.handing_over.xlsx import LiveCells, address

    if sheet.amount is None or not sheet.lines:
        return None
    data, cells, minutes, done = set(), {}, ZERO, ZERO
    first, rate = address(front, 1, 0, 1), address(front, 1, 0, 2)
    for number, line in enumerate(sheet.lines):
        minutes += line.minutes
        mark = round_to_five_centimes(minutes * (line.rate or ZERO) / 60)
        if line.amount != mark - done or line.rate != sheet.lines[0].rate:
            return None  # the steps begin with those of an earlier period
        done = mark
        at = address(front, 1, number, 1)
        whole = f"ROUND(SUM({first}:{at})*{rate}/0.05,0)*0.05"
        cells[0, 1, number, 3] = (
            whole if number == 0 else f"{whole}-SUM({address(front, 1, 0, 3)}:{address(front, 1, number - 1, 3)})"
        )
        data.add((0, 1, number, 1))
    last, total = len(sheet.lines) - 1, len(sheet.lines)
    cells[0, 1, total, 1] = f"SUM({first}:{address(front, 1, last, 1)})"
    cells[0, 1, total, 3] = f"SUM({address(front, 1, 0, 3)}:{address(front, 1, last, 3)})"
    for number in range(1, total):
        cells[0, 1, number, 2] = rate
    return LiveCells(data | {(0, 1, 0, 2)}, cells) if sheet.amount == done else None


def sheet_json(sheet: ServiceSheet, case: CoachingCase) -> bytes:
    """An offer or a statement as JSON: amounts as texts, hours beside the minutes, rules as citations."""
    data = to_jsonable(sheet)
    for line, raw in zip(sheet.lines, data["lines"], strict=True):
        raw["hours"] = to_jsonable(line.hours)
    data = {"format": "ai-calc/prestations", "law_date": case.law_day.isoformat(), "canton": case.canton.value, **data}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def sheet_page(sheet: ServiceSheet, case: CoachingCase, by: Handover = NOBODY) -> bytes:
    """An offer or a statement as a page to print."""
    from ai_calc.handing_over.html import document_page

    return document_page(document_of(sheet, case, case.law_day, by)).encode()


def invoice_html(case: CoachingCase, result: CoachingResult, by: Handover = NOBODY) -> bytes:
    """The statement of the period as an invoice with its payment slip, or as a credit note where the office is owed.
    Raises :class:`~ai_calc.ground.errors.CaseError` when there is nothing to settle, the profile lacks what the paper
    takes, or the number is that of another invoice."""
    from ai_calc.handing_over.invoice import papers_page

    return papers_page(invoice_title(_statement(case, result), case), [invoice_part(case, result, by)]).encode()


def invoice_name(case: CoachingCase) -> tuple[str, str, str]:
    """The invoice for the name of its file: its number, whose it is, and of when."""
    return invoice_title(mandate_of(case).statement, case), case.person, period_of(case)


def statement_name(case: CoachingCase) -> tuple[str, str, str]:
    """A statement for the name of its file: of when it is."""
    return "", "", period_of(case)


def invoice_note(case: CoachingCase, result: CoachingResult, by: Handover = NOBODY) -> str:
    """What to know before an invoice goes out: what is to be established first, what its total lacks."""
    sheet, told = _statement(case, result), []
    if vat.lacks_rate(by.profile):
        told.append("Il manque le taux de TVA dans vos coordonnées : le total à payer est laissé vide, sans QR.")
    if sheet.reserve is not None:
        told.append(f"Avant de l'envoyer : {lowered(str(sheet.reserve))}")
    if not case.invoice_number:
        told.append("Le numéro de la facture est à compléter.")
    return " ".join(told)


def statement_paper(case: CoachingCase, result: CoachingResult, by: Handover) -> Document:
    """The statement of services as whoever hands it over gives it."""
    return document_of(_statement(case, result), case, case.law_day, by)


def payable_of(case: CoachingCase, result: CoachingResult, by: Handover) -> Decimal | None:
    """What an invoice asks for, with the tax; ``None`` while its rate is not known."""
    return invoice_of(_statement(case, result), case, by)[1]


def invoice_part(case: CoachingCase, result: CoachingResult, by: Handover) -> str:
    """The invoice as a part of a page of papers; raises as :func:`invoice_html`."""
    from ai_calc.handing_over.invoice import check_payable, invoice_section, payment_slip

    sheet = _statement(case, result)
    document, due = invoice_of(sheet, case, by)
    check_payable(by.profile, sheet.open_amount)
    check_number(case)
    if is_credit(sheet):  # nobody pays it with a slip
        return invoice_section(document)
    if due is None:  # a tax on top whose rate is missing: the paper has blanks, and no slip for less than its total
        return invoice_section(document)
    message = " ".join(filter(None, (document.title, case.reference)))
    return invoice_section(document, payment_slip(addressed(by.profile, case), due, f"{by.mark} {message}".strip()))


def papers(case: CoachingCase, result: CoachingResult, by: Handover) -> tuple[Document, ...]:
    """Offer and statement as those of the provider."""
    sheets = (result.details.offer, *((result.details.statement,) if result.details.statement is not None else ()))
    return tuple(document_of(sheet, case, case.law_day, by) for sheet in sheets)


UNSAID = "Non précisé"
"""What a rule says of who has to act, where it does not say it."""


def dates_of(case: CoachingCase, result: CoachingResult) -> list[CalendarEntry]:
    """The dates of the mandate that have a day, as events; standing duties stay in the list."""
    from ai_calc.handing_over.calendar import CalendarEntry
    from ai_calc.law.citations import labels as citation_labels

    own = case.reference or f"{case.canton.value}|{case.law_day}|{case.first_day}|{case.person}|{case.provider}"
    identity = f"{result.details.kind}|{own}"
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
        whose = f"\n{d.who}" if d.who and d.who != UNSAID else ""  # a calendar says what is known
        rules = ", ".join(citation_labels(d.rules))
        entries.append(
            CalendarEntry(
                f"{identity}|{key}|{seen[key]}", d.day, f"{d.what}{at}{who}", f"{d.when}{whose}\n{rules}{other}"
            )
        )
    return entries


def dates_ics(case: CoachingCase, result: CoachingResult, by: Handover = NOBODY) -> bytes:
    """The dates of the mandate as a calendar."""
    from ai_calc.handing_over.calendar import calendar_bytes

    return calendar_bytes(f"Coaching {case.person}".strip(), dates_of(case, result))


def _journal_csv(case: CoachingCase, result: CoachingResult, by: Handover = NOBODY) -> bytes:
    from ai_calc.calculators.coaching.journal_file import journal_csv

    return journal_csv(case.journal)


def _journal_xlsx(case: CoachingCase, result: CoachingResult, by: Handover = NOBODY) -> bytes:
    from ai_calc.calculators.coaching.journal_file import journal_xlsx

    return journal_xlsx(case.journal)


EXTRA_FILES: Mapping[str, ExtraFile] = MappingProxyType(
    {
        "offer-html": ExtraFile(
            "Offre à imprimer", "html", "text/html", lambda c, r, by=NOBODY: sheet_page(r.details.offer, c, by)
        ),
        "offer-xlsx": ExtraFile("Offre (XLSX)", "xlsx", _XLSX, lambda c, r, by=NOBODY: sheet_xlsx(r.details.offer, by)),
        "offer-json": ExtraFile(
            "Offre (JSON)", "json", "application/json", lambda c, r, by=NOBODY: sheet_json(r.details.offer, c)
        ),
        "statement-html": ExtraFile(
            "Aperçu des prestations à imprimer",
            "html",
            "text/html",
            lambda c, r, by=NOBODY: sheet_page(_statement(c, r), c, by),
            statement_name,
        ),
        "statement-xlsx": ExtraFile(
            "Aperçu des prestations (XLSX)",
            "xlsx",
            _XLSX,
            lambda c, r, by=NOBODY: sheet_xlsx(_statement(c, r), by),
            statement_name,
        ),
        "statement-json": ExtraFile(
            "Aperçu des prestations (JSON)",
            "json",
            "application/json",
            lambda c, r, by=NOBODY: sheet_json(_statement(c, r), c),
            statement_name,
        ),
        "invoice-html": ExtraFile(
            "Facture avec QR à imprimer", "html", "text/html", invoice_html, invoice_name, invoice_note
        ),
        "journal-csv": ExtraFile("Journal des heures (CSV)", "csv", "text/csv", _journal_csv),
        "journal-xlsx": ExtraFile("Journal des heures (XLSX)", "xlsx", _XLSX, _journal_xlsx),
        "ics": ExtraFile("Dates du mandat (agenda .ics)", "ics", "text/calendar", dates_ics),
    }
)


_NAMES = ("person", "reference")
"""What a mandate may be called in a file of several."""


def read_file(
    data: dict[str, Any], name: str, content: bytes, answers: Mapping[str, str] = MappingProxyType({})
) -> FileRead:
    """A journal file, added to the journal of the case; reading the same file twice changes nothing. ``answers``:
    what a person said to the questions of an earlier reading, by key."""
    from ai_calc.calculators.coaching.journal_file import merge, read_journal, told

    read = read_journal(content, answers, [name for name in map(data.get, _NAMES) if isinstance(name, str)])
    own: list[Any] = list(data.get("journal") or ())
    valid = _valid(own)
    added = merge(valid, read.entries)[len(valid) :]
    if len(own) + len(added) > MAX_ENTRIES:
        return FileRead(data, f"Le journal aurait plus de {MAX_ENTRIES} lignes : rien n'a été repris.", told(read))
    changed = {**data, "journal": [*own, *(e.model_dump(mode="json") for e in added)]} if added else data
    new, known = len(added), len(read.entries) - len(added)
    file = f"« {name} » : " if name else ""
    message = f"{file}{agreeing(new, 'ligne(s) reprise(s)')}"
    message += f", {known} déjà là" if known else ""
    if read.faults:
        not_taken = "n'est pas reprise" if len(read.faults) == 1 else "ne sont pas reprises"
        message += f" ; {agreeing(len(read.faults), 'ligne(s)')} à corriger {not_taken}"
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
