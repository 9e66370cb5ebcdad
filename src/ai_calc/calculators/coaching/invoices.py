"""One number, one invoice: what of a journal stands on the invoice of a number already."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ai_calc.calculators.coaching.compute import mandate_of
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.ground.french import folded, francs, phrase
from ai_calc.ground.record import record
from ai_calc.law.parameters import NoValueError


@record
class Invoiced:
    """The lines of a journal on one invoice: from which day to which, and what they came to in CHF (``None`` where that
    cannot be told)."""

    first: date
    last: date
    amount: Decimal | None

    def __str__(self) -> str:
        days = phrase("du {0} au {1}", self.first, self.last) if self.first < self.last else phrase("du {0}", self.last)
        return f"prestations {days}{'' if self.amount is None else f', {francs(self.amount)}'}"


def same_number(one: str, other: str) -> bool:
    """Whether two people would say that this is the same number; two that are left out are not."""
    return bool(folded(one)) and folded(one) == folded(other)


def invoiced_under(case: CoachingCase, number: str) -> Invoiced | None:
    """What was invoiced under a number, as it was then; ``None`` where no line of the journal is on that invoice."""
    lines = [e.as_invoiced for e in case.journal if e.invoiced and same_number(e.invoice, number)]
    if not lines:
        return None
    first, last = min(e.day for e in lines), max(e.day for e in lines)
    before = [
        e.as_invoiced
        for e in case.journal
        if e.invoiced and not same_number(e.invoice, number) and e.as_invoiced.day < first
    ]
    open_again = [e.model_copy(update={"invoiced": False}) for e in lines]
    then = {"journal": [*before, *open_again], "statement_from": None, "statement_until": None}
    try:
        m = mandate_of(case.model_copy(update=then))
        amount = None if m.rate is None else m.claims.open_amount(m.rate)
    except (CaseError, NoValueError):
        amount = None
    return Invoiced(first, last, amount)


def taken_words(number: str, whose: str, what: object) -> str:
    """That a number is the one of another invoice; ``whose``: in which file, in French."""
    return (
        f"le numéro de facture « {number.strip()} » est déjà pris : {whose}, {what} ; une autre facture demande un"
        " autre numéro"
    )


def check_number(case: CoachingCase) -> None:
    """Raises :class:`~ai_calc.ground.errors.CaseError` where lines of the journal are on an invoice of this number
    already: what is still open is another one."""
    if (found := invoiced_under(case, case.invoice_number)) is not None:
        raise CaseError(Fault("invoice_number", taken_words(case.invoice_number, "dans ce dossier", found)))


__all__ = ["Invoiced", "check_number", "invoiced_under", "same_number", "taken_words"]
