"""The offer and the statement of services as documents to print and to sign, made from their sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from ai_calc import __version__
from ai_calc.calculators.coaching.journal_columns import plain
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.sheets import ServiceSheet
from ai_calc.ground.french import amount, francs, short_date, show
from ai_calc.ground.money import ZERO
from ai_calc.handing_over.papers import (
    Block,
    Document,
    Gap,
    Grid,
    Heading,
    Later,
    Paragraph,
    Signatures,
    Strong,
    Text,
    text,
)
from ai_calc.handing_over.profile import NOBODY, Handover, Profile, Vat
from ai_calc.registers import cantons
from ai_calc.results import Cell, Column, Table

VAT_WORDS = {
    Vat.EXEMPT: "TVA : le prestataire n'est pas assujetti.",
    Vat.INCLUDED: "TVA : comprise dans les montants.",
    Vat.EXCLUDED: "TVA : en sus des montants.",
}
"""What a paper says instead of leaving the value added tax open."""
MAX_ROWS = 2_000
"""Rows of a table that a document shows; a longer journal is in the spreadsheet."""


def document_of(sheet: ServiceSheet, case: CoachingCase, law_date: date, by: Handover = NOBODY) -> Document:
    """A sheet as a document to print and to sign. With the provider's own particulars it is the provider's paper."""
    profile = by.profile
    own = (
        text("{0}", " · ".join((profile.name, *profile.numbers)))
        if profile.name
        else text("Établi avec ai-calc {0}, droit au {1}. Sans caractère officiel.", __version__, law_date)
    )
    return Document(
        key=sheet.key,
        title=sheet.title,
        blocks=Later(_blocks, sheet, case, profile),
        rules=sheet.rules,
        file_name=_file_name(sheet, case),
        footer=own,
        mark=by.mark,
    )


def letterhead(profile: Profile, case: CoachingCase) -> list[Block]:
    """Who writes and to whom, where it is known. The office of another canton is not written to."""
    blocks: list[Block] = []
    if profile.name:
        blocks.append(Paragraph(text("{0}", "\n".join((*profile.address, *profile.contact, *profile.numbers)))))
    if office := addressed(profile, case).office:
        blocks.append(Paragraph(text("{0}", "\n".join(office))))
    elif profile.office:
        blocks.append(Paragraph(text("{0}", Gap(f"office AI destinataire ({name_of(case)})"))))
    return blocks


def addressed(profile: Profile, case: CoachingCase) -> Profile:
    """The particulars with the office that the mandate's papers go to: the one that the case names, or that of the
    particulars unless it is another canton's."""
    if not case.office and not is_elsewhere(profile, case):
        return profile
    name, *rest = [part.strip() for part in case.office.split(",")]
    place = rest.pop() if rest else ""
    postcode, _, city = place.partition(" ") if place[:1].isdigit() else ("", "", place)
    return profile.model_copy(
        update={
            "office_name": name[:70],
            "office_contact": "",
            "office_street": ", ".join(rest)[:70],
            "office_postcode": postcode[:16],
            "office_city": city[:35],
        }
    )


def name_of(case: CoachingCase) -> str:
    """The name of the mandate's canton."""
    return cantons.all_cantons()[case.canton.value].name


def is_elsewhere(profile: Profile, case: CoachingCase) -> bool:
    """Whether the mandate names no office, and that of the particulars is in another canton: it names one (« Genève »,
    « Geneve » ; « Berne », « Bern »), and not the mandate's."""
    if case.office:
        return False
    words = set(plain(" ".join(profile.office), brackets=True).split())
    spelt = {canton.name: plain(canton.name) for canton in cantons.all_cantons().values()}
    named = {name for name, word in spelt.items() if words & {word, word.removesuffix("e")}}
    return bool(named) and name_of(case) not in named


def _blocks(sheet: ServiceSheet, case: CoachingCase, profile: Profile) -> list[Block]:
    """Heading, lines, total, tables, remarks, signatures."""
    provider = case.provider or profile.name
    heading = [(label, value or provider if label == "Prestataire" else value) for label, value in sheet.heading]
    blocks: list[Block] = [
        *letterhead(profile, case),
        Grid(tuple((text(label), _said(label, value)) for label, value in heading)),
    ]
    blocks.append(Heading(text("Prestations")))
    blocks.append(_lines(sheet))
    if sheet.amount is not None:
        blocks.append(Paragraph(text("Total : {0} pour {1:h}.", Strong(amount(sheet.amount, "CHF")), sheet.hours)))
    else:
        blocks.append(Paragraph(text("Total : {0} pour {1:h}.", Gap("tarif horaire"), sheet.hours)))
    for table in sheet.details:
        blocks.append(Heading(text(table.title), rules=table.rules))
        blocks.append(_grid(table))
        if len(table.rows) > MAX_ROWS:
            blocks.append(
                Paragraph(
                    text("… et {0:nombre} lignes de plus, dans le classeur.", len(table.rows) - MAX_ROWS), small=True
                )
            )
    said = VAT_WORDS.get(profile.vat)
    blocks += [
        Paragraph(text("{0}", said if said and str(remark).startswith("TVA : ") else str(remark)), small=True)
        for remark in sheet.remarks
    ]
    if sheet.missing:
        blocks.append(Paragraph(text("À compléter : {0}.", ", ".join(sheet.missing)), small=True))
    parties = [("Prestataire", text("{0}", provider or Gap("nom du prestataire")))]
    if sheet.key == "offer":
        parties.append(("Office AI", text("{0}", case.specialist or profile.office_contact or Gap("nom du SRP"))))
    blocks.append(Paragraph(text("Lieu et date : {0}", Gap("lieu et date de la signature"))))
    blocks.append(Signatures(tuple(parties)))
    return blocks


def invoice_of(sheet: ServiceSheet, case: CoachingCase, by: Handover) -> tuple[Document, Decimal]:
    """The statement of a period as an invoice, and what is to pay: the balance where a part was invoiced before."""
    profile = by.profile
    due = sheet.open_amount
    period = next(
        ((label, value) for label, value in sheet.heading if label in ("Période", "Arrêté au")), ("Période", None)
    )
    head: list[tuple[str, object]] = [
        ("Facture n°", case.invoice_number or None),
        ("Date", case.invoice_date),
        ("Personne assurée", case.person or None),
        ("SRP", case.specialist or None),
        *((("Référence", case.reference),) if case.reference else ()),
        period,
    ]
    blocks: list[Block] = [
        *letterhead(profile, case),
        Grid(tuple((text(label), _said(label, value)) for label, value in head)),
        _lines(sheet, francs),
    ]
    if sheet.balance is not None and sheet.amount is not None:
        blocks.append(Paragraph(text("Déjà facturé : {0}.", francs(sheet.amount - sheet.balance))))
    blocks.append(Paragraph(text("À payer : {0}.", Strong(francs(due)) if due is not None else Gap("montant"))))
    if sheet.reserve is not None:
        blocks.append(Paragraph(text("{0}", str(sheet.reserve))))
    if profile.payment_days:
        blocks.append(Paragraph(_payable(int(profile.payment_days), case.invoice_date)))
    if profile.vat in VAT_WORDS:
        blocks.append(Paragraph(text("{0}", VAT_WORDS[profile.vat]), small=True))
    else:
        blocks.append(Paragraph(text("TVA : {0}.", Gap("assujettissement à la TVA")), small=True))
    title = f"Facture {case.invoice_number}".strip()
    return Document(
        "invoice",
        title,
        tuple(blocks),
        footer=text("{0}", " · ".join((profile.name, *profile.numbers))),
        file_name="facture",
        mark=by.mark,
    ), due or ZERO


def _payable(days: int, invoiced: date | None) -> Text:
    """Until when the provider's own term asks for payment."""
    if invoiced is None:
        return text("Payable dans un délai de {0:jours}.", days)
    return text("Payable jusqu'au {0} ({1:jours}).", invoiced + timedelta(days=days), days)


def _file_name(sheet: ServiceSheet, case: CoachingCase) -> str:
    return f"{sheet.title} {case.law_day.isoformat()}"


def _said(label: str, value: object) -> Text:
    return text("{0}", Gap(label.lower()) if value in (None, "") else value)


def _lines(sheet: ServiceSheet, shown: Callable[[Decimal], str] = amount) -> Grid:
    """The positions with hours, rate, amount and rule; ``shown`` writes the amounts."""

    def money(value: Decimal | None) -> str:
        return show(value) if value is None else shown(value)

    header = tuple(text(t) for t in ("Prestation", "Heures", "Tarif", "Montant", "Règle"))
    rows: list[tuple[Text, ...]] = []
    for line in sheet.lines:
        label = f"{line.label} ({line.remark})" if line.remark else line.label
        rows.append(
            (
                text("{0}", label),
                text("{0:h}", line.hours),
                text("{0:CHF/h}", line.rate),
                text("{0}", money(line.amount)),
                text("{0}", sheet.rule_text(line)),
            )
        )
    rows.append(
        (text("{0}", Strong("Total")), text("{0:h}", sheet.hours), text(""), text("{0}", money(sheet.amount)), text(""))
    )
    return Grid(tuple(rows), header, rules=sheet.rules)


def _grid(table: Table) -> Grid:
    rows = [
        tuple(text("{0}", _cell(c, column)) for c, column in zip(row, table.columns, strict=True))
        for row in table.rows[:MAX_ROWS]
    ]
    if table.total is not None:
        rows.append(tuple(text("{0}", _cell(c, column)) for c, column in zip(table.total, table.columns, strict=True)))
    return Grid(tuple(rows), tuple(text(c.label) for c in table.columns), rules=table.rules)


def _cell(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return short_date(cell)
    return show(cell, column.unit) if isinstance(cell, Decimal | int) else str(cell)
