"""An invoice with the Swiss payment slip (QR-facture), as a page to print: what is owed above, the slip below.

The slip is made by the library qrbill (imported only then), as SVG inside the page: nothing is loaded from elsewhere.
The reference of the slip is none; the number of the invoice stands in its message.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from decimal import Decimal

from ai_calc.ground.check_digits import library
from ai_calc.ground.errors import CaseError, Fault
from ai_calc.handing_over.html import document_html, page_of
from ai_calc.handing_over.papers import Document
from ai_calc.handing_over.profile import Profile

MAX_MESSAGE = 140
MAX_AMOUNT = Decimal("999999999.99")


def missing_for_a_slip(profile: Profile) -> tuple[str, ...]:
    """What the profile lacks for a payment slip, in French."""
    needed = (("name", "nom"), ("postcode", "code postal"), ("city", "lieu"), ("iban", "IBAN"))
    return tuple(french for key, french in needed if not getattr(profile, key))


def check_payable(profile: Profile, amount: Decimal | None) -> None:
    """Raises :class:`~ai_calc.ground.errors.CaseError` when the profile lacks what the paper takes, or an amount in CHF
    cannot be asked for: it is not known, or nought. Below nought it is a credit note, which has no slip."""
    if amount is not None and amount < 0:
        if not profile.name:
            raise CaseError(Fault("profile", "pour une note de crédit, il manque dans vos coordonnées : nom"))
        return
    if lacking := missing_for_a_slip(profile):
        raise CaseError(Fault("profile", f"pour une QR-facture, il manque dans vos coordonnées : {', '.join(lacking)}"))
    if amount is None:
        raise CaseError(Fault("amount", "pour une facture, il manque le tarif"))
    if not 0 < amount <= MAX_AMOUNT:
        raise CaseError(Fault("amount", "il n'y a rien à facturer pour cette période"))


def payment_slip(profile: Profile, amount: Decimal, message: str) -> str:
    """The slip as SVG, for an amount in CHF with all tax. Raises as :func:`check_payable`."""
    check_payable(profile, amount)
    debtor = None
    if profile.office_name and profile.office_postcode and profile.office_city:
        debtor = {
            "name": profile.office_name,
            "street": profile.office_street,
            "pcode": profile.office_postcode,
            "city": profile.office_city,
            "country": "CH",
        }
    bill = library("qrbill").QRBill(
        account=profile.iban,
        amount=f"{amount:.2f}",
        currency="CHF",
        language="fr",
        debtor=debtor,
        creditor={
            "name": profile.name,
            "street": profile.street,
            "pcode": profile.postcode,
            "city": profile.city,
            "country": profile.iban[:2],
        },
        additional_information=" ".join(message.split())[:MAX_MESSAGE],
    )
    out = io.StringIO()
    bill.as_svg(out)
    return _with_room(re.sub(r"^<\?xml[^>]*\?>\s*", "", out.getvalue()))


_ROOM = Decimal("8.85827")
"""How much further right the amount stands, in units of the drawing (2.5 mm)."""


def _with_room(slip: str) -> str:
    """The slip with its amount further from its currency: « Monnaie » is as wide as its column in letters that stand in
    for Arial. Such letters are those without serifs."""
    for x in set(re.findall(r'<text[^>]* x="([\d.]+)"[^>]*>Montant<', slip)):
        slip = re.sub(rf'(<text[^>]*) x="{re.escape(x)}"', rf'\1 x="{Decimal(x) + _ROOM}"', slip)
    return slip.replace('font-family="Arial,Helvetica"', 'font-family="Arial,Helvetica,sans-serif"')


def invoice_section(document: Document, slip: str = "") -> str:
    """The invoice with its slip at the foot of the last page, as a part of a page to print; without one while what is
    to pay is not known."""
    foot = f'<div class="slip">{slip}</div>' if slip else ""
    return f'<section class="invoice">{document_html(document, level=1)}{foot}</section>'


def papers_page(title: str, sections: Iterable[str]) -> str:
    """A page to print of invoices and other papers, each from a new sheet on."""
    return page_of(title, "".join(sections), _STYLE)


def paper_section(document: Document) -> str:
    """Another paper beside the invoices."""
    return f'<section class="paper">{document_html(document, level=1)}</section>'


# The slip is as wide as the page, which has no margins at the sides and below therefore, and stands at its foot.
_STYLE = (
    ".slip svg{display:block;width:210mm;height:106mm}@media screen{.slip{margin:2rem 0;overflow-x:auto}section +"
    " section{border-top:1px solid #777;margin-top:2rem}}@media print{@page with-slip{size:A4;margin:15mm 0"
    " 0}body{padding:0}section + section{break-before:page}.paper .doc{font-size:10pt;line-height:1.3}.paper .doc"
    " :is(td,th){padding:.12rem .4rem}.invoice{page:with-slip;display:flex;flex-direction:column;"
    "min-height:280mm}.invoice .doc{padding:0 20mm;font-size:9.5pt;line-height:1.3}.invoice h1{margin:0 0"
    " 4mm}.invoice h1 + p{float:left;width:50%}.invoice h1 + p + p{float:right;width:45%;margin:0}.invoice"
    " table{clear:both}.invoice .doc :is(td,th){padding:.1rem .4rem}.invoice td:not(:first-child){white-space:nowrap}"
    ".slip{break-inside:avoid;margin-top:auto}}"
)

__all__ = ["check_payable", "invoice_section", "missing_for_a_slip", "paper_section", "papers_page", "payment_slip"]
