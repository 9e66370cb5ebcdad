"""Which invoice a number is of already: lines of a journal keep it, and the page remembers the invoices that this
browser made, whose lines nobody may have marked (``{number, dossier, period, content, day, amount}``, and its ``name``
where the file is there). The same invoice made again is no other one: that of the same file, for the same period, with
the same lines."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from ai_calc.calculators.coaching import (
    CoachingCase,
    CoachingDetails,
    invoice_day,
    invoiced_under,
    mandate_of,
    payable_of,
    same_number,
    taken_words,
)
from ai_calc.ground.french import capital, francs, short_date
from ai_calc.ground.reading import read_day
from ai_calc.handing_over.profile import Handover
from ai_calc.results import Result
from calculators.kit.doubles import double_in_form
from calculators.kit.mandate import Mandate, kept, read

OWN, UNNAMED = "dans ce dossier", "sans dossier"


def taken(case: CoachingCase, ident: str, others: Iterable[Mandate], made: Iterable[dict[str, Any]]) -> str:
    """Whose invoice has the number of the one that is to be made of a case, in French; empty where it is free.
    ``ident``: of the file of the case; ``others``: the mandates of other files, its own may be among them."""
    if found := invoiced_under(case, case.invoice_number):
        return taken_words(case.invoice_number, OWN, found)
    for entry in made:
        if _is_same_number(entry, case) and _is_own(entry, ident) and not _is_again(entry, case):
            return taken_words(case.invoice_number, OWN if entry.get("dossier") else UNNAMED, _told(entry))
    return taken_elsewhere(case, ident, others, made)


def taken_elsewhere(case: CoachingCase, ident: str, others: Iterable[Mandate], made: Iterable[dict[str, Any]]) -> str:
    """The same, of other files alone."""
    for other in others:
        if other.case is None or (ident and ident in (other.ident, other.beside)):
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


def refused_in_form(told: dict[str, Any]) -> str:
    """Why no invoice is made of the file that is open, by what the page has ``told``: it is an unsettled copy of
    another one (``copy_of``). A sentence; empty where one can be made."""
    if not (name := str(told.get("copy_of") or "")):
        return ""
    return (
        f"Pas de facture : ce dossier est une copie de « {name} », gardée à part, et les mêmes heures seraient"
        " facturées deux fois. Dites d'abord, en tête du calcul ou dans « Mes dossiers », si c'est un autre mandat, ou"
        " supprimez l'un des deux."
    )


def invoice_made(case: CoachingCase, result: Result[CoachingDetails], by: Handover) -> dict[str, str]:
    """What the page remembers of an invoice."""
    due = payable_of(case, result, by)
    return {
        "number": case.invoice_number,
        "period": _period(case),
        "content": _content(case),
        "day": short_date(invoice_day(case, by)),
        "amount": "montant à compléter" if due is None else francs(due),
    }


def made_before(case: CoachingCase, ident: str, made: Iterable[dict[str, Any]]) -> str:
    """The other number under which the same invoice was made; empty where it was not."""
    those = (e for e in made if e.get("dossier") == ident and not _is_same_number(e, case) and _is_again(e, case))
    return next((str(entry["number"]) for entry in those if entry.get("number")), "")


def warned_in_form(case: CoachingCase, told: dict[str, Any]) -> str:
    """What is to be known of an invoice beside what the page has ``told`` of others: a file that may be of the same
    mandate, a number under which it was made already. French sentences; empty where there is nothing."""
    before = made_before(case, str(told.get("dossier") or "-"), told.get("made") or ())
    again = f"Déjà établie sous le n° {before}, à ne pas envoyer deux fois." if before else ""
    return " ".join(filter(None, (double_in_form(case, told), again)))


def counted(number: str, more: int) -> str:
    """The number of an invoice so many after the first one: « 2026-009 » and 1 make « 2026-010 ».

    Raises ``ValueError`` in French where a number does not end in digits."""
    head, digits = _halves(number)
    if not number.strip():
        return ""
    if not digits:
        raise ValueError(
            f"première facture n° : « {number.strip()} » doit finir par un chiffre, les suivantes se comptent"
        )
    return f"{head}{int(digits) + more:0{len(digits)}d}"


def next_number(entries: Iterable[dict[str, Any]], made: Iterable[dict[str, Any]]) -> str:
    """The number after the highest one that an invoice has, of the series that was used last: of lines of all mandates
    that the page keeps (``entries``, whether they can be computed or not) and of invoices that were ``made``. Empty
    where there is none."""
    used = [(_day(one.get("day")), str(one.get("number") or "")) for one in made]
    for entry in entries:
        try:
            rows = kept(entry)[1].get("journal") or ()
        except (ValueError, TypeError, AttributeError, KeyError):
            continue
        used += [(_day(r.get("invoiced_day")), str(r.get("invoice") or "")) for r in rows if r.get("invoiced")]
    halves = [(day, *_halves(number), number.strip()) for day, number in used]
    found = [(day, head, int(digits), number) for day, head, digits, number in halves if digits]
    if not found:
        return ""
    series = max(found)[1]
    return counted(max((n, number) for _, head, n, number in found if head == series)[1], 1)


def _halves(number: str) -> tuple[str, str]:
    """What stands before the count of a number, and the count."""
    head, digits = re.fullmatch(r"(.*?)([0-9]*)", number.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
    return head, digits


def _day(text: object) -> date:
    try:
        return read_day(str(text or ""))
    except ValueError:
        return date.min


def _content(case: CoachingCase) -> str:
    """What tells an invoice from another one of the same file and period: its lines and what they come to."""
    m, first, last = mandate_of(case), case.statement_from, case.statement_until
    lines = sorted(
        [e.day.isoformat(), e.activity.value, e.billed_minutes, e.invoiced]
        for e in case.journal
        if (first is None or first <= e.day) and (last is None or e.day <= last)
    )
    told = [str(m.rate), str(m.claims.open), str(m.claims.corrected), lines]
    return f"{zlib.crc32(json.dumps(told).encode()):08x}"


def _is_again(entry: dict[str, Any], case: CoachingCase) -> bool:
    """Whether an invoice that was made of the file is the one that is to be made: printed once more, unchanged."""
    return entry.get("period") == _period(case) and entry.get("content") in (None, _content(case))


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
