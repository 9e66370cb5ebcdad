"""Several mandates side by side on one day: hours of the month against the cap, what is left, the next date, what a
month brings to invoice; one calendar for all, one workbook for the end of a month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching import assess
from ai_calc.calculators.coaching.compute import CoachingDetails, compute, mandate_of
from ai_calc.calculators.coaching.journal import MonthTally, Tally, exact_hours, in_hours, tally_of
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.sheets import chf, exact_days
from ai_calc.ground.dates import end_of_month
from ai_calc.ground.french import MONTHS
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.handing_over import vat
from ai_calc.handing_over.profile import NOBODY, Handover, Profile, Vat
from ai_calc.outcome.amounts import carriers, standing_of
from ai_calc.results import Cell, Column, Result, Standing, Table

if TYPE_CHECKING:
    from ai_calc.handing_over.calendar import CalendarEntry
    from ai_calc.handing_over.xlsx import LiveCells, Sheet


@record
class Billed:
    """What a calendar month brings: minutes and hours to pay, and francs where the rate is known. ``open_hours`` and
    ``open_amount``: what of them is on no invoice yet; ``earlier``: hours of the days before that are on none although
    others are. ``standing``: whether it is due. ``case`` and ``result``: of the mandate with this month as period."""

    minutes: Decimal
    hours: Decimal
    amount: Decimal | None
    open_hours: Decimal
    open_amount: Decimal | None
    earlier: Decimal
    standing: Standing
    case: CoachingCase
    result: Result[CoachingDetails]


@record
class MandateLine:
    """One mandate on one day. ``end`` is ``None`` while nobody knows it; ``month`` is the month of the mandate that
    holds the day, ``None`` outside it; ``left`` the hours that can still be worked from that day on."""

    case: CoachingCase
    canton: str
    kind: str
    end: date | None
    over: bool
    month: MonthTally | None
    left: Decimal | None
    next_day: date | None
    next_what: str
    billed: Billed

    @property
    def month_hours(self) -> Decimal | None:
        """Hours of the month that weigh on its cap."""
        return None if self.month is None else in_hours(self.month.counted)

    @property
    def month_cap(self) -> Decimal | None:
        """The cap of the month, where the text sets one."""
        return None if self.month is None else self.month.limit


def bounds(month: date) -> tuple[date, date]:
    """The first and the last day of a calendar month."""
    return month.replace(day=1), end_of_month(month)


def month_name(month: date) -> str:
    """« novembre 2026 »"""
    return f"{MONTHS[month.month - 1]} {month.year}"


def line_of(case: CoachingCase, day: date, month: date) -> MandateLine:
    """A mandate on ``day``, with what the calendar month of ``month`` brings.

    Raises :class:`~ai_calc.ground.errors.CaseError` as the calculator does.
    """
    m = mandate_of(case)
    tally = tally_of(m)
    reports = [d for d in m.deadlines if d.day is not None and d.day >= day]
    soon = next((d for d in reports if "report" in d.key), reports[0] if reports else None) if m.dated else None
    return MandateLine(
        case,
        m.chosen.canton.name,
        m.chosen.kind.label,
        m.end if m.end_known else None,
        tally.ended(day),
        tally.month_of(day) if m.dated else None,
        tally.left_from(day) if m.dated else None,
        soon.day if soon is not None else None,
        soon.what if soon is not None else "",
        billed(case, month),
    )


def billed(case: CoachingCase, month: date) -> Billed:
    """What a calendar month brings: what its days add to the days before, and what of it was not invoiced."""
    first, last = bounds(month)
    kept = case.model_copy(update={"statement_from": first, "statement_until": last})
    result = compute(kept)
    m, sheet = mandate_of(kept), result.details.statement
    if sheet is None or not any(e.day <= last for e in kept.journal):
        nothing = ZERO if m.rate is not None else None
        return Billed(ZERO, ZERO, nothing, ZERO, nothing, ZERO, Standing.DUE, kept, result)
    by_key = {v.key: v for v in result.verdicts}
    earlier = ZERO
    if any(e.day < first and not e.invoiced for e in kept.journal):
        before = mandate_of(
            kept.model_copy(update={"statement_from": None, "statement_until": first - timedelta(days=1)})
        )
        earlier = in_hours(before.claims.open)
    standing = standing_of(carriers(assess.worked(m), by_key))[0]
    return Billed(
        ZERO if standing is Standing.NOT_DUE else m.claims.paid,
        sheet.hours,
        sheet.amount,
        sheet.open_hours,
        sheet.open_amount,
        earlier,
        standing,
        kept,
        result,
    )


def whole_tally(case: CoachingCase) -> Tally:
    """The whole journal added up, wherever its statement ends."""
    return tally_of(mandate_of(case))


STANDING_WORDS = {Standing.CONDITIONAL: "sous condition", Standing.NOT_DUE: "pas dû"}


def month_end(cases: Sequence[tuple[str, CoachingCase]], month: date, day: date, by: Handover = NOBODY) -> bytes:
    """A workbook for the end of a month: the mandates in a table, then the days of each on a sheet of its own. Hours
    are exact, sums and what is still to invoice are formulas; ``by``: whose mandates they are, for the tax."""
    from ai_calc.handing_over.xlsx import LiveCells, Part, Sheet, sheets_bytes

    rows: list[tuple[Cell, ...]] = []
    sheets = []
    for name, case in cases:
        line = line_of(case, day, month)
        rows.append(_month_row(name, line, by.profile))
        statement = line.billed.result.details.statement
        if statement is not None and statement.details[0].rows:
            sheets.append(Sheet(name, (Part(exact_days(statement.details[0])),)))
    columns = _month_columns(by.profile)
    summed = [i for i, column in enumerate(columns) if column.unit]
    total: list[Cell] = [None] * len(columns)
    total[summed[0] - 1] = "Total"
    for i in summed:
        known = [value for row in rows if isinstance(value := row[i], Decimal)]
        total[i] = sum(known, ZERO) if known or not rows else None
    recap = Table("month_end", f"Fin de mois : {month_name(month)}", columns, tuple(rows), (), tuple(total))
    parts = [Part(recap)]
    if words := vat.plain_words(by.profile, None, chf):
        parts.append(Part(Table("vat", "", (Column("words", "TVA"),), ((words,),)), heads=False))
    front = Sheet("Récapitulatif", tuple(parts))
    live = LiveCells(set(), {})
    _live_month(front, recap, live)
    return sheets_bytes(recap.title, [front, *sheets], live if rows else None)


def _month_columns(profile: Profile) -> tuple[Column, ...]:
    """The columns of the end of a month; with the tax and what is to pay where it comes on top of the prices."""
    taxed = (Column("tax", vat.tax_label(profile), "CHF"), Column("due", "À payer, TVA comprise", "CHF"))
    return (
        Column("name", "Dossier"),
        Column("canton", "Canton"),
        Column("kind", "Type de coaching"),
        Column("reference", "Référence"),
        Column("hours", "Heures à payer", "h"),
        Column("amount", vat.labelled(profile, "Montant"), "CHF"),
        Column("done", vat.labelled(profile, "Déjà facturé"), "CHF"),
        Column("open", vat.labelled(profile, "À facturer"), "CHF"),
        *(taxed if profile.vat is Vat.EXCLUDED else ()),
        Column("note", "Remarque"),
    )


def _month_row(name: str, line: MandateLine, profile: Profile) -> tuple[Cell, ...]:
    """A mandate at the end of a month. What is corrected of invoices of other months counts as invoiced already, and is
    told."""
    found = line.billed
    done = None if found.amount is None or found.open_amount is None else found.amount - found.open_amount
    more: tuple[Cell, ...] = ()
    if profile.vat is Vat.EXCLUDED:
        tax = None if found.open_amount is None else vat.taxed(profile, found.open_amount)
        more = (None, None) if tax is None else (tax.tax, tax.total)
    return (
        name,
        line.canton,
        line.kind,
        line.case.reference or None,
        exact_hours(found.minutes),
        found.amount,
        done,
        found.open_amount,
        *more,
        " ; ".join(filter(None, (STANDING_WORDS.get(found.standing), _corrected(found)))) or None,
    )


def _corrected(found: Billed) -> str:
    statement = found.result.details.statement
    if statement is None or not statement.apart or found.standing is Standing.NOT_DUE:
        return ""
    return f"« Déjà facturé » tient compte d'une correction d'autres mois : {chf(statement.apart)}"


def _live_month(front: Sheet, recap: Table, live: LiveCells) -> None:
    """The sums, what is still to invoice and what is to pay as formulas. The tax of each invoice stays a value: it is
    rounded by itself."""
    from ai_calc.handing_over.xlsx import address

    at = {column.key: i for i, column in enumerate(recap.columns)}
    steps = [("open", "amount", "done", "-"), *([("due", "open", "tax", "+")] if "due" in at else [])]
    for number, row in enumerate(recap.rows):
        for made, first, second, sign in steps:
            if row[at[made]] is not None:
                one, two = (address(front, 0, number, at[key]) for key in (first, second))
                live.cells[0, 0, number, at[made]] = f"{one}{sign}{two}"
    last = len(recap.rows) - 1
    for i, column in enumerate(recap.columns):
        if column.unit and any(row[i] is not None for row in recap.rows):
            live.cells[0, 0, last + 1, i] = f"SUM({address(front, 0, 0, i)}:{address(front, 0, last, i)})"


def calendar(cases: Iterable[tuple[str, CoachingCase]]) -> bytes:
    """One calendar for all mandates; each event is the one that the mandate's own calendar holds, unless another
    mandate here has the same: then the file's name parts them."""
    from ai_calc.calculators.coaching.files import dates_of
    from ai_calc.handing_over.calendar import calendar_bytes

    found: dict[str, CalendarEntry] = {}
    for name, case in cases:
        if mandate_of(case).dated:
            entries = dates_of(case, compute(case))
            shared = any(entry.key in found for entry in entries)
            for entry in entries:
                own = replace(entry, key=f"{entry.key}|{name}") if shared else entry
                found[own.key] = own
    return calendar_bytes("Mandats de coaching", found.values())


__all__ = [
    "STANDING_WORDS",
    "Billed",
    "MandateLine",
    "billed",
    "bounds",
    "calendar",
    "line_of",
    "month_end",
    "month_name",
    "whole_tally",
]
