"""What « Mes dossiers » asks of the package: the mandates of all files side by side, one calendar, the end of a month
with its papers, lines marked as invoiced.

The page hands over what it keeps (``{id, name, state}`` of each mandate); nothing of it is kept here.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from ai_calc.calculators.coaching import (
    STANDING_WORDS,
    CoachingCase,
    MandateLine,
    billed,
    bounds,
    calendar,
    invoice_part,
    invoice_title,
    is_elsewhere,
    line_of,
    month_end,
    month_name,
    name_of,
    statement_paper,
)
from ai_calc.ground.errors import CaseError
from ai_calc.ground.french import agreeing, lowered, short_date, show
from ai_calc.ground.french import number as said
from ai_calc.handing_over.docx import document_docx
from ai_calc.handing_over.invoice import missing_for_a_slip, paper_section, papers_page
from ai_calc.handing_over.profile import Handover, Profile, profile_of
from ai_calc.handing_over.vat import labelled, lacks_rate
from ai_calc.law.parameters import NoValueError
from ai_calc.results import Standing
from calculators.kit import downloads
from calculators.kit.doubles import doubles
from calculators.kit.form import FormSpec
from calculators.kit.invoiced import marked
from calculators.kit.leaving_out import compute
from calculators.kit.mandate import Mandate, kept, read
from calculators.kit.numbers import counted, invoice_made, made_before, next_number, taken
from calculators.kit.static import form_of


def answer(text: str) -> str:
    """The answer to a question of the page, both JSON: ``mandates`` (a table, and the next number of an invoice),
    ``calendar``, ``month-end`` or ``papers`` (a file), ``mark`` (the states with their lines of the month marked as
    invoiced)."""
    asked = json.loads(text)
    day, month = date.fromisoformat(asked["day"]), date.fromisoformat(f"{asked['month']}-01")
    ask = asked["ask"]
    if ask == "mark":
        numbers = asked.get("numbers") or {}
        found = [_marked(entry, month, str(numbers.get(entry.get("id"), ""))) for entry in asked["mandates"]]
        return json.dumps({"marked": [m for m in found if m is not None]}, ensure_ascii=False)
    mandates = [read(entry) for entry in asked["mandates"]]
    by = Handover(profile_of(asked.get("profile"))[0], made_on=day)
    told = [{"name": m.name, "fault": m.fault} for m in mandates if m.fault]
    if ask == "mandates":
        lines, aside, twice = [_line(m, day, month) for m in mandates], set(asked.get("aside") or ()), doubles(mandates)
        counting = [found for m, found in zip(mandates, lines, strict=True) if m.ident not in aside]
        return json.dumps(
            {
                "rows": [
                    {**_row(m, found, by.profile), "double": twice.get(m.ident, "")}
                    for m, found in zip(mandates, lines, strict=True)
                ],
                "total": _total([found for found in counting if isinstance(found, MandateLine)]),
                "month": month_name(month),
                "next": next_number([*asked["mandates"], *(asked.get("others") or ())], asked.get("made") or ()),
            },
            ensure_ascii=False,
        )
    more: dict[str, Any] = {}
    if ask == "calendar":
        good = [(m.name, m.with_reference) for m in mandates if m.case is not None]
        name, kind, data = f"Mandats_{day.isoformat()}.ics", "text/calendar", calendar(good)
    elif ask == "month-end":
        data = month_end(_cases(mandates), month, day, by)
        name, kind = f"Fin-de-mois_{asked['month']}.xlsx", downloads.XLSX
    else:
        name, kind = f"Pieces_{asked['month']}.zip", "application/zip"
        try:
            others = [read(entry) for entry in asked.get("others") or ()]
            data, more = papers(mandates, month, by, str(asked.get("number") or ""), others, asked.get("made") or ())
        except ValueError as error:
            return json.dumps({"fault": str(error)}, ensure_ascii=False)
    return json.dumps(
        {"file": name, "type": kind, "base64": base64.b64encode(data).decode(), "left_out": told, **more},
        ensure_ascii=False,
    )


def papers(
    mandates: Sequence[Mandate],
    month: date,
    by: Handover,
    number: str,
    others: Sequence[Mandate] = (),
    made: Sequence[dict[str, Any]] = (),
) -> tuple[bytes, dict[str, Any]]:
    """The papers of a month as an archive: one page to print them all, the workbook, and of each mandate its statement
    and its invoice; and what is to be told of them. ``by``: whose they are and the day on which they are made;
    ``number``: that of the first invoice, the next ones follow. ``others``: mandates whose invoices keep their numbers
    though nothing is made of them; ``made``: invoices that this browser made (:mod:`calculators.kit.numbers`).

    Raises ``ValueError`` in French for a number that cannot be counted on, or is that of another invoice."""
    day = by.day
    counted(number, 0)
    lacking = missing_for_a_slip(by.profile)
    files: dict[str, bytes] = {}
    sections: list[str] = []
    no_invoice, conditional, elsewhere, dated, again, billed_ids = [], [], [], [], [], []
    invoices, credits, statements = 0, 0, 0
    numbers: dict[str, str] = {}
    invoiced: list[dict[str, str]] = []
    for mandate in mandates:
        if mandate.case is None:
            continue
        found = billed(mandate.case, month)
        sheet = found.result.details.statement
        if sheet is None or not sheet.details[0].rows:
            continue
        document = statement_paper(found.case, found.result, by)
        folder = unused(downloads.named(mandate.name) or "Mandat", files)
        files[f"{folder}/{downloads.named(sheet.title, mandate.name, f'{month:%Y-%m}')}.docx"] = document_docx(document)
        sections.append(paper_section(document))
        statements += 1
        if not found.open_amount:
            no_invoice.append(f"{mandate.name} ({'rien à facturer' if found.open_amount == 0 else 'tarif à indiquer'})")
            continue
        billed_ids.append(mandate.ident)
        if found.standing is Standing.CONDITIONAL:
            conditional.append(mandate.name)
        credit = found.open_amount < 0
        if lacking and not (credit and by.profile.name):
            continue
        if is_elsewhere(by.profile, found.case):
            elsewhere.append(f"{mandate.name} ({name_of(found.case)})")
        case = found.case.model_copy(update={"invoice_number": counted(number, invoices)})
        if words := taken(case, mandate.ident, (*mandates, *others), made):
            raise ValueError(words)
        if before := made_before(case, mandate.ident, made):
            again.append(f"{mandate.name} (n° {before})")
        part = invoice_part(case, found.result, by)
        sections.append(part)
        numbers[mandate.ident] = case.invoice_number
        invoiced.append({"dossier": mandate.ident, **invoice_made(case, found.result, by)})
        if case.invoice_date is not None and case.invoice_date < bounds(month)[0]:
            dated.append(f"{mandate.name} ({short_date(case.invoice_date)})")
        title = invoice_title(sheet, case)
        page = papers_page(title, [part]).encode()
        files[f"{folder}/{downloads.named(title, mandate.name, f'{month:%Y-%m}')}.html"] = page
        invoices, credits = invoices + 1, credits + credit
    if not sections:
        raise ValueError(f"aucune prestation n'est notée en {month_name(month)}")
    title = f"Pièces de {month_name(month)}"
    files = {
        "Toutes-les-pieces.html": papers_page(title, sections).encode(),
        f"Fin-de-mois_{month:%Y-%m}.xlsx": month_end(_cases(mandates), month, day, by),
        **files,
    }
    kinds = [agreeing(statements, "aperçu(s)"), agreeing(invoices - credits, "facture(s)")]
    kinds += [agreeing(credits, "note(s) de crédit")] if credits else []
    told = [f"{', '.join(kinds)}."]
    if again:
        told.append(
            f"Déjà établies pour ce mois sous un autre numéro, à ne pas envoyer deux fois : {', '.join(again)}."
        )
    told += _doubles([m for m in mandates if m.ident in billed_ids], (*mandates, *others))
    if lacking:
        told.append(
            f"Pas de factures : sous « Vos coordonnées, pour vos papiers », dans un calculateur, il manque"
            f" {', '.join(lacking)}."
        )
    if conditional:
        told.append(f"Sous condition, à établir d'abord : {', '.join(conditional)}.")
    if elsewhere:
        told.append(
            f"Vos coordonnées nomment l'office d'un autre canton : indiquez le destinataire, sous « Pour les"
            f" documents », de {', '.join(elsewhere)} ; sa place est laissée vide."
        )
    if dated:
        told.append(f"Date de facture saisie d'avant ce mois, à vérifier : {', '.join(dated)}.")
    if invoices and lacks_rate(by.profile):
        told.append(
            "Sous « Vos coordonnées, pour vos papiers », dans un calculateur, il manque le taux de TVA : le total à"
            " payer des factures est laissé vide, et elles n'ont pas de QR."
        )
    if no_invoice:
        told.append(f"Sans facture : {', '.join(no_invoice)}.")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue(), {
        "told": " ".join(told),
        "billed": billed_ids,
        "numbers": numbers,
        "made": invoiced,
    }


def _doubles(billed: Sequence[Mandate], known: Sequence[Mandate]) -> list[str]:
    """What is to be said of mandates that are invoiced and have another file."""
    found = doubles(m for m in known if not m.beside)
    return [f"{m.name} : {lowered(words)}" for m in billed if (words := found.get(m.ident))]


def _cases(mandates: Iterable[Mandate]) -> list[tuple[str, CoachingCase]]:
    """The mandates that can be computed, with their names."""
    return [(m.name, m.case) for m in mandates if m.case is not None]


def unused(folder: str, files: Iterable[str]) -> str:
    """A folder that no other mandate has."""
    taken = {name.partition("/")[0] for name in files}
    return next(f for n in count(1) if (f := folder if n == 1 else f"{folder}-{n}") not in taken)


def _marked(entry: dict[str, Any], month: date, number: str = "") -> dict[str, Any] | None:
    """A mandate with its lines of a month marked, on the invoice ``number``; the lines with a fault are not. ``None``
    where none is to be."""
    state, raw = kept(entry)
    first, last = bounds(month)
    form: FormSpec = form_of("coaching")
    computed = compute(form.calculator, form.specs, raw, form.leaves_out)
    if computed.evaluation.case is None:
        return None
    skipped = computed.left_out.get("journal", frozenset()) | computed.begun.get("journal", frozenset())
    before = raw.get("journal", [])
    rows, lines = marked(before, first, last, skipped, number)
    if rows == before:
        return None
    state = {**state, "raw": {**state["raw"], "journal": rows}}
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    return {"id": str(entry.get("id")), "state": text, "lines": lines}


def _hours(value: Any) -> str:
    return "" if value is None else f"{said(value)}\u00a0h"


def _line(mandate: Mandate, day: date, month: date) -> MandateLine | str:
    """A mandate on a day, or why it cannot be computed."""
    if mandate.case is None:
        return mandate.fault
    try:
        return line_of(mandate.case, day, month)
    except CaseError as error:
        return "; ".join(f.message for f in error.faults)
    except NoValueError as error:
        return str(error)


def _row(mandate: Mandate, line: MandateLine | str, profile: Profile) -> dict[str, Any]:
    found = {"id": mandate.ident, "name": mandate.name, "fault": line if isinstance(line, str) else ""}
    return found if isinstance(line, str) else {**found, **_words(line, profile), "left_out": mandate.left_out}


def _total(lines: Sequence[MandateLine]) -> dict[str, str]:
    """The sums of the table, of what is known: what is not is said beside them."""

    def hours(values: Iterable[Decimal | None]) -> str:
        known = [value for value in values if value is not None]
        return _hours(sum(known, Decimal(0))) if known else ""

    due = [line.billed for line in lines if line.billed.standing is not Standing.NOT_DUE]
    amounts = [b.open_amount for b in due if b.open_amount is not None]
    unpriced = sum((b.open_hours for b in due if b.open_amount is None), Decimal(0))
    billed = show(sum(amounts, Decimal(0)), "CHF") if amounts else ""
    told = []
    if amounts:
        pending = sum((b.open_amount or Decimal(0) for b in due if b.standing is Standing.CONDITIONAL), Decimal(0))
        told = [
            *([_hours(hours_due)] if (hours_due := sum((b.open_hours for b in due), Decimal(0))) else []),
            *([f"dont {show(pending, 'CHF')} sous condition"] if pending else []),
            *([f"sans le prix de {_hours(unpriced)}, tarif à indiquer"] if unpriced else []),
        ]
    elif unpriced:
        billed = f"{_hours(unpriced)} (tarif à indiquer)"
    return {
        "month": hours(line.month_hours for line in lines),
        "left": hours(line.left for line in lines),
        "billed": billed,
        "done": " ; ".join(told),
    }


def _words(line: MandateLine, profile: Profile) -> dict[str, Any]:
    cap, hours = line.month_cap, line.month_hours
    of_month = ""
    if hours is not None and line.month is not None:  # the mandate's month, which need not be one of the calendar
        of_month = _hours(hours) + (f" sur {_hours(cap)}" if cap is not None else "") + f" ({line.month.label})"
    warn = cap is not None and hours is not None and hours * 100 >= cap * line.case.warn_at_percent
    found = line.billed
    note = STANDING_WORDS.get(found.standing, "")
    amount = ""
    if found.open_amount is not None:
        amount = labelled(profile, show(found.open_amount, "CHF")) + (f", {note}" if note else "")
    elif found.open_hours:
        amount = _hours(found.open_hours) + " (tarif à indiquer)"
    done = found.hours - found.open_hours
    told = [f"{_hours(done)} déjà facturées"] if done else []
    told += [f"avant ce mois, sans facture marquée : {_hours(found.earlier)}"] if found.earlier else []
    return {
        "canton": line.canton,
        "end": "" if line.end is None else short_date(line.end),
        "over": line.over,
        "month": of_month,
        "warn": "over" if cap is not None and hours is not None and hours > cap else "near" if warn else "",
        "left": _hours(line.left),
        "next": "" if line.next_day is None else short_date(line.next_day),
        "what": line.next_what,
        "billed": amount,
        "done": " ; ".join(told),
    }
