"""The value added tax (TVA) of whoever hands papers over: what every paper and workbook says of it, from one place.

Whether prices hold it and at which rate are the provider's own particulars: the sources hold no rate. The tax of an
amount is rounded to the centime, once for each paper.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from ai_calc.ground.french import show
from ai_calc.ground.record import record
from ai_calc.handing_over.papers import Gap, Paragraph, Strong, Text, text
from ai_calc.handing_over.profile import Profile, Vat

CENTIME = Decimal("0.01")
RATE_GAP = "taux de TVA, dans vos coordonnées"
"""What is to be filled in where the rate is missing."""
NO_TAX = "TVA : le prestataire n'est pas assujetti."
ROUNDED = "arrondie au centime"


@record
class Taxed:
    """An amount in CHF with its tax. ``tax``, ``net``, ``total``: ``None`` while the rate is not known that they follow
    from; ``added``: the tax comes on top of the prices."""

    net: Decimal | None
    tax: Decimal | None
    total: Decimal | None
    added: bool


def taxed(profile: Profile, given: Decimal) -> Taxed:
    """An amount as the prices of a provider make it, with the tax that it holds or that comes on top."""
    rate = profile.vat_percent
    if profile.vat is Vat.EXCLUDED:
        if rate is None:
            return Taxed(given, None, None, True)
        tax = (given * rate / 100).quantize(CENTIME, ROUND_HALF_UP)
        return Taxed(given, tax, given + tax, True)
    if profile.vat is Vat.INCLUDED:
        if rate is None:
            return Taxed(None, None, given, False)
        tax = (given * rate / (100 + rate)).quantize(CENTIME, ROUND_HALF_UP)
        return Taxed(given - tax, tax, given, False)
    return Taxed(given, None, given, False)


def payable(profile: Profile, given: Decimal | None) -> Decimal | None:
    """What is to pay of an amount; ``None`` where it has none, or the rate of a tax on top is not known."""
    return None if given is None else taxed(profile, given).total


def lacks_rate(profile: Profile) -> bool:
    """Whether the prices are without tax and nobody said its rate: no total to pay can be given."""
    return profile.vat is Vat.EXCLUDED and profile.vat_percent is None


def labelled(profile: Profile, label: str) -> str:
    """A label of amounts as the prices make them: « Montant hors TVA »."""
    return f"{label} hors TVA" if profile.vat is Vat.EXCLUDED else label


def tax_label(profile: Profile) -> str:
    """« TVA 8,1 % »"""
    rate = profile.vat_percent
    return "TVA" if rate is None else f"TVA {show(rate, '%')}"


def tax_text(profile: Profile, given: Decimal | None, shown: Callable[[Decimal], str]) -> Text:
    """What a paper says of the tax of an amount: how much it is, or what is missing to tell. ``shown`` writes an
    amount. Empty where the person said nothing of the tax."""
    found = None if given is None else taxed(profile, given)
    if profile.vat is Vat.UNSAID:
        return ()
    if profile.vat is Vat.EXEMPT:
        return text(NO_TAX)
    if found is None or found.tax is None or found.net is None:
        words = "TVA : en sus des montants ; taux : {0}." if profile.vat is Vat.EXCLUDED else _CONTAINED
        return text(words, Gap(RATE_GAP) if profile.vat_percent is None else show(profile.vat_percent, "%"))
    if found.added:
        return text("{0}, en sus ({1}) : {2}.", tax_label(profile), ROUNDED, shown(found.tax))
    return text(
        "{0}, comprise dans les montants ({1}) : {2} ; hors TVA : {3}.",
        tax_label(profile),
        ROUNDED,
        shown(found.tax),
        shown(found.net),
    )


_CONTAINED = "TVA : comprise dans les montants ; taux : {0}."


def totals(
    profile: Profile, given: Decimal | None, shown: Callable[[Decimal], str], label: str = "Total"
) -> list[Paragraph]:
    """The lines below an amount of a paper: its tax, and the total with it where it comes on top. None where the
    person said nothing of the tax."""
    words = tax_text(profile, given, shown)
    found = [Paragraph(words, small=profile.vat is not Vat.EXCLUDED)] if words else []
    if profile.vat is Vat.EXCLUDED and given is not None:
        total = payable(profile, given)
        value = Strong(shown(total)) if total is not None else Gap(f"{label.lower()} TVA comprise")
        found.append(Paragraph(text("{0} TVA comprise : {1}.", label, value)))
    return found


def plain_words(profile: Profile, given: Decimal | None, shown: Callable[[Decimal], str]) -> str:
    """:func:`tax_text` for a cell of a workbook, what is missing named in brackets."""
    return "".join(
        f"[{run.label}]" if isinstance(run, Gap) else run if isinstance(run, str) else run.text
        for run in tax_text(profile, given, shown)
    )


def said_on(profile: Profile, remark: object) -> bool:
    """Whether a remark of a text about the tax (« selon la convention ») is replaced by what the provider says."""
    return profile.vat is not Vat.UNSAID and str(remark).startswith("TVA : ")


__all__ = [
    "NO_TAX",
    "RATE_GAP",
    "Taxed",
    "labelled",
    "lacks_rate",
    "payable",
    "plain_words",
    "said_on",
    "tax_label",
    "tax_text",
    "taxed",
    "totals",
]
