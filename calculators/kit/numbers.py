"""Which invoice a number is of already: lines of a journal keep it, and the page remembers the invoices that this
browser made, whose lines nobody may have marked (``{number, dossier, period, day, amount}``, and its ``name`` where the
file is there). The same invoice made again is no other one: that of the same file, for the same period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ai_calc.calculators.coaching import CoachingCase, CoachingDetails, invoiced_under, same_number, taken_words
from ai_calc.calculators.coaching.documents import invoice_day
from ai_calc.calculators.coaching.files import payable_of
from ai_calc.ground.french import capital, francs, short_date
from ai_calc.handing_over.profile import Handover
from ai_calc.results import Result
from calculators.kit.mandate import Mandate, read

OWN, UNNAMED = "dans ce dossier", "sans dossier"


def taken(case: CoachingCase, ident: str, others: Iterable[Mandate], made: Iterable[dict[str, Any]]) -> str:
    """Whose invoice has the number of the one that is to be made of a case, in French; empty where it is free.
    ``ident``: of the file of the case; ``others``: the mandates of other files, its own may be among them."""
    if found := invoiced_under(case, case.invoice_number):
        return taken_words(case.invoice_number, OWN, found)
    for entry in made:
        if _is_same_number(entry, case) and _is_own(entry, ident) and entry.get("period") != _period(case):
            return taken_words(case.invoice_number, OWN if entry.get("dossier") else UNNAMED, _told(entry))
    return taken_elsewhere(case, ident, others, made)


def taken_elsewhere(case: CoachingCase, ident: str, others: Iterable[Mandate], made: Iterable[dict[str, Any]]) -> str:
    """The same, of other files alone."""
    for other in others:
        if other.case is None or other.ident == ident:
            continue
        if found := invoiced_under(other.case, case.invoice_number):
            return taken_words(case.invoice_number, _of(other.name), found)
    for entry in made:
        if _is_same_number(entry, case) and not _is_own(entry, ident):
            return taken_words(case.invoice_number, _of(str(entry.get("name") or "")), _told(entry))
    return ""


def taken_in_form(case: CoachingCase, told: dict[str, Any], own: bool) -> str:
    """The same for a form, by what the page has ``told``: the mandates of other files (``others``), what was ``made``,
    the file that is open (``dossier``). ``own``: of that file too. A sentence."""
    others = (read(entry) for entry in told.get("others") or ())
    words = (taken if own else taken_elsewhere)(case, str(told.get("dossier") or ""), others, told.get("made") or ())
    return f"{capital(words)}." if words else ""


def invoice_made(case: CoachingCase, result: Result[CoachingDetails], by: Handover) -> dict[str, str]:
    """What the page remembers of an invoice."""
    due = payable_of(case, result, by)
    return {
        "number": case.invoice_number,
        "period": _period(case),
        "day": short_date(invoice_day(case, by)),
        "amount": "montant à compléter" if due is None else francs(due),
    }


def _is_same_number(entry: dict[str, Any], case: CoachingCase) -> bool:
    return same_number(str(entry.get("number")), case.invoice_number)


def _is_own(entry: dict[str, Any], ident: str) -> bool:
    """Whether an invoice was made of the file, or before it had a name."""
    return entry.get("dossier") in (None, "", ident)


def _told(entry: dict[str, Any]) -> str:
    return f"facture du {entry.get('day')}, {entry.get('amount')}"


def _of(name: str) -> str:
    return f"dossier « {name} »" if name else "dossier supprimé"


def _period(case: CoachingCase) -> str:
    def iso(day: date | None) -> str:
        return "" if day is None else day.isoformat()

    return f"{iso(case.statement_from)}/{iso(case.statement_until)}"
