"""What of a journal is on an invoice, and what of a period is on none yet.

Invoiced lines have their hours first, then the others by date: whatever period is chosen, an hour is payable in one of
them only, and never beyond what the caps of the whole mandate leave. A line that was changed after it was invoiced
weighs with what was invoiced: the difference is a correction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from ai_calc.calculators.coaching.journal import OUTSIDE, tally_of
from ai_calc.calculators.coaching.model import Entry
from ai_calc.ground.french import Phrase, clock_text, phrase
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.ground.record import record

if TYPE_CHECKING:
    from ai_calc.calculators.coaching.mandate import Mandate


@record
class Claims:
    """Minutes to pay. ``before``: of the days before the period; ``paid``: of the period; ``open``: what of them is on
    no invoice. ``noted``: what the lines on an invoice come to as they stand now, ``invoiced`` as they were invoiced,
    ``own`` with those of the period alone as they were; ``passed``: what earlier open lines come to. ``marked``:
    whether any line is on an invoice."""

    before: Decimal
    paid: Decimal
    open: Decimal
    noted: Decimal
    invoiced: Decimal
    own: Decimal
    passed: Decimal
    marked: bool

    @property
    def corrected(self) -> Decimal:
        """Minutes by which the lines on an invoice come to more than was invoiced; negative: to less."""
        return self.noted - self.invoiced

    def open_amount(self, rate: Decimal) -> Decimal:
        """What is on no invoice yet, in CHF: a step between rounded sums, so that periods add up to the whole."""
        done = self.noted + self.passed
        return francs(done + self.open, rate) - francs(done, rate)

    def corrected_amount(self, rate: Decimal) -> Decimal:
        """The correction in CHF; negative: a credit of the office."""
        return francs(self.noted, rate) - francs(self.invoiced, rate)

    @property
    def own_corrected(self) -> Decimal:
        """The part of the correction that lines of the period make."""
        return self.noted - self.own

    def own_corrected_amount(self, rate: Decimal) -> Decimal:
        """The same in CHF."""
        return francs(self.noted, rate) - francs(self.own, rate)


def francs(minutes: Decimal, rate: Decimal) -> Decimal:
    """What minutes are worth, not rounded to hundredths of an hour before."""
    return round_to_five_centimes(minutes * rate / 60)


class _Paid:
    """What parts of a journal come to, each counted once."""

    def __init__(self, m: Mandate) -> None:
        self.m = m
        self.invoiced = [e for e in m.case.journal if e.invoiced]
        self.others = [e for e in m.case.journal if not e.invoiced]
        self._known: dict[tuple[int, int], Decimal] = {}

    def __call__(self, invoiced_until: date | None, others_until: date | None) -> Decimal:
        """Minutes to pay of the invoiced lines and of the others, each up to a day; all where it is ``None``."""
        own, other = _until(self.invoiced, invoiced_until), _until(self.others, others_until)
        key = len(own), len(other)  # (of one list, up to a day: the number tells which)
        if key not in self._known:
            self._known[key] = self._minutes([*own, *other])
        return self._known[key]

    def _minutes(self, entries: list[Entry]) -> Decimal:
        if not entries:
            return ZERO
        whole = self.m.whole if len(entries) == len(self.m.case.journal) else None  # counted already
        return (whole or tally_of(self.m, journal=entries)).paid_minutes


def _until(entries: list[Entry], day: date | None) -> list[Entry]:
    return entries if day is None else [e for e in entries if e.day <= day]


def claims_of(m: Mandate) -> Claims:
    """What the period of the statement brings, and what of it is on no invoice."""
    first, last = m.case.statement_from, m.case.statement_until
    paid, never = _Paid(m), date.min
    eve = None if first is None else first - timedelta(days=1)
    all_invoiced = paid(None, never)

    def up_to(day: date | None) -> Decimal:
        return paid(day, never) + paid(None, day) - all_invoiced

    before, passed = ZERO, ZERO
    if eve is not None:
        before, passed = up_to(eve), paid(None, eve) - all_invoiced

    def as_it_was(changed: list[Entry]) -> Decimal:
        if not changed:
            return all_invoiced
        known = {id(e) for e in changed}
        return tally_of(m, journal=[e.as_invoiced if id(e) in known else e for e in paid.invoiced]).paid_minutes

    changed = changed_of(m, last)
    return Claims(
        before,
        up_to(last) - before,
        paid(None, last) - all_invoiced - passed,
        all_invoiced,
        as_it_was(changed),
        as_it_was([e for e in changed if is_own(e, first)]),
        passed,
        bool(paid.invoiced),
    )


def too_much_of(m: Mandate) -> tuple[Decimal, list[Entry]]:
    """Minutes that lines on an invoice hold beyond what is payable, and these lines: outside the mandate, beyond grant
    or cap, noted twice. As they stand: what a change takes away is a correction already."""
    lines = [e for e in m.case.journal if e.invoiced]
    if not lines:
        return ZERO, []
    tally = tally_of(m, journal=lines)
    outside = [x for x in tally.lines if x.reason == OUTSIDE]
    beyond = tally.counted_minutes - tally.admitted_minutes
    days = {x.day for x in outside}
    found = lines if beyond or tally.doubled else [e for e in lines if e.day in days]
    return beyond + tally.doubled + sum(x.spent for x in outside), found


def changed_of(m: Mandate, until: date | None = None) -> list[Entry]:
    """The lines that say something else than what was invoiced, of days up to ``until``."""
    return [e for e in m.case.journal if _is_due(e, until)]


def is_own(entry: Entry, first: date | None) -> bool:
    """Whether a changed line is of a period from ``first`` on, as it stands and as it was invoiced."""
    return first is None or first <= min(entry.day, entry.as_invoiced.day)


def _is_due(entry: Entry, until: date | None) -> bool:
    return entry.changed and (until is None or min(entry.day, entry.as_invoiced.day) <= until)


def change_words(entry: Entry) -> Phrase:
    """« la ligne du 12 novembre 2026 (facture 2026-104), facturée 1:30, notée maintenant 0:30 »."""
    then, of = entry.as_invoiced, f" (facture {entry.invoice})" if entry.invoice else ""
    was, now = [clock_text(then.minutes)], [clock_text(entry.billed_minutes)]
    if then.activity is not entry.activity:
        was.append(f"« {then.activity.french} »")
        now.append(f"« {entry.activity.french} »")
    if then.day != entry.day:
        now.append(str(phrase("le {0}", entry.day)))
    return phrase("la ligne du {0}{1}, facturée {2}, notée maintenant {3}", then.day, of, " ".join(was), " ".join(now))


def listed(entries: Iterable[Entry], most: int = 3) -> str:
    """Changed lines in words, the first few one by one."""
    words = [str(change_words(e)) for e in entries]
    more = f" ; et {len(words) - most} autres" if len(words) > most else ""
    return " ; ".join(words[:most]) + more


def numbers_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The numbers of the invoices that lines are on, each once."""
    return tuple(dict.fromkeys(e.invoice for e in entries if e.invoiced and e.invoice))


__all__ = [
    "Claims",
    "change_words",
    "changed_of",
    "claims_of",
    "francs",
    "is_own",
    "listed",
    "numbers_of",
    "too_much_of",
]
