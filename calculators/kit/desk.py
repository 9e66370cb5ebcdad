"""What « Mes dossiers » asks of the package: the mandates of all files side by side, one calendar, the end of a month.

The page hands over what it keeps (``{id, name, state}`` of each mandate); nothing of it is kept here.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from ai_calc.calculators.coaching import CoachingCase, MandateLine, calendar, line_of, month_end, month_name
from ai_calc.ground.errors import CaseError
from ai_calc.ground.french import number, short_date, show
from ai_calc.law.parameters import NoValueError
from ai_calc.results import Standing
from calculators.kit import carrying, downloads
from calculators.kit.fields import safe_raw
from calculators.kit.form import FormSpec
from calculators.kit.leaving_out import compute
from calculators.kit.static import form_of


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate of the list: its case, or why it cannot be computed. ``left_out``: lines of the journal with a
    fault."""

    ident: str
    name: str
    case: CoachingCase | None
    fault: str = ""
    left_out: int = 0


def answer(text: str) -> str:
    """The answer to a question of the page, both JSON: ``mandates`` (a table), ``calendar`` or ``month-end`` (a
    file)."""
    asked = json.loads(text)
    day, month = date.fromisoformat(asked["day"]), date.fromisoformat(f"{asked['month']}-01")
    mandates = [_read(entry) for entry in asked["mandates"]]
    good = [(m.name, m.case) for m in mandates if m.case is not None]
    told = [{"name": m.name, "fault": m.fault} for m in mandates if m.fault]
    if asked["ask"] == "mandates":
        return json.dumps(
            {"rows": [_row(m, day, month) for m in mandates], "month": month_name(month)}, ensure_ascii=False
        )
    if asked["ask"] == "calendar":
        name, kind, data = f"Mandats_{day.isoformat()}.ics", "text/calendar", calendar(good)
    else:
        name, kind, data = f"Fin-de-mois_{asked['month']}.xlsx", downloads.XLSX, month_end(good, month, day)
    return json.dumps(
        {"file": name, "type": kind, "base64": base64.b64encode(data).decode(), "left_out": told}, ensure_ascii=False
    )


def _read(entry: dict[str, Any]) -> Mandate:
    """A mandate from what the page keeps of its form; it has a reference, by which a calendar knows it again."""
    form: FormSpec = form_of("coaching")
    ident, name = str(entry.get("id")), str(entry.get("name"))
    try:
        kept = json.loads(entry["state"]).get("raw", {})
        raw = {s.name: r for s in form.specs if s.name in kept and (r := safe_raw(s, kept[s.name])) is not None}
    except (ValueError, TypeError, AttributeError, KeyError):
        return Mandate(ident, name, None, "ce qui est gardé ne peut pas être lu")
    raw["reference"] = raw.get("reference") or carrying.reference(ident)
    raw["person"] = raw.get("person") or name
    computed = compute(form.calculator, form.specs, raw, form.leaves_out)
    case = computed.evaluation.case
    if not isinstance(case, CoachingCase):
        return Mandate(ident, name, None, "; ".join(f.message for f in computed.faults) or "donnée à corriger")
    return Mandate(ident, name, case, left_out=sum(map(len, computed.left_out.values())))


def _hours(value: Any) -> str:
    return "" if value is None else f"{number(value)}\u00a0h"


def _row(mandate: Mandate, day: date, month: date) -> dict[str, Any]:
    found: dict[str, Any] = {"id": mandate.ident, "name": mandate.name, "fault": mandate.fault}
    if mandate.case is None:
        return found
    try:
        line = line_of(mandate.case, day, month)
    except CaseError as error:
        return {**found, "fault": "; ".join(f.message for f in error.faults)}
    except NoValueError as error:
        return {**found, "fault": str(error)}
    return {**found, **_words(line), "left_out": mandate.left_out}


def _words(line: MandateLine) -> dict[str, Any]:
    cap, hours = line.month_cap, line.month_hours
    of_month = _hours(hours) + (f" sur {_hours(cap)}" if cap is not None else "") if hours is not None else ""
    warn = cap is not None and hours is not None and hours * 100 >= cap * line.case.warn_at_percent
    billed = line.billed
    note = {Standing.CONDITIONAL: " sous condition", Standing.NOT_DUE: " : pas dû"}.get(billed.standing, "")
    amount = (
        show(billed.amount, "CHF")
        if billed.amount is not None
        else _hours(billed.hours) + " (tarif à indiquer)"
        if billed.hours
        else ""
    )
    return {
        "canton": line.canton,
        "end": "" if line.end is None else short_date(line.end),
        "over": line.over,
        "month": of_month,
        "warn": "over" if cap is not None and hours is not None and hours > cap else "near" if warn else "",
        "left": _hours(line.left),
        "next": "" if line.next_day is None else short_date(line.next_day),
        "what": line.next_what,
        "billed": amount + (note if amount else ""),
    }
