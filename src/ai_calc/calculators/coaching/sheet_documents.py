"""The offer and the statement of services as documents to print and to sign, made from their sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ai_calc import __version__
from ai_calc.calculators.coaching.journal import in_hours
from ai_calc.calculators.coaching.journal_words import plain
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.sheets import ServiceSheet, chf, whole_minutes
from ai_calc.ground.french import Phrase, amount, clock_hours, francs, show
from ai_calc.handing_over import vat
from ai_calc.handing_over.grids import grid_of
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
from ai_calc.results import Cell, Table

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
        blocks=Later(_blocks, sheet, case, by),
        rules=sheet.rules,
        file_name=_file_name(sheet, case),
        footer=own,
        mark=by.mark,
        period=period_of(case) if sheet.key == "statement" else "",
    )


def period_of(case: CoachingCase) -> str:
    """The period of the statement for the name of a file: « 2026-11 » for days of one month, both days otherwise;
    nothing while its bounds are open."""
    first, last = case.statement_from, case.statement_until
    if last is None:
        return ""
    if first is not None and (first.year, first.month) == (last.year, last.month):
        return f"{last:%Y-%m}"
    return "_".join(day.isoformat() for day in (first, last) if day is not None)


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
    particulars unless it is another canton's; there, to the SRP of the mandate where the case names one."""
    same = case.office and plain(case.office) == plain(profile.office_name)  # whose address the particulars have
    if same or (not case.office and not is_elsewhere(profile, case)):
        own = case.specialist and profile.office_name
        return profile.model_copy(update={"office_contact": case.specialist[:70]}) if own else profile
    name, *rest = [part.strip() for part in case.office.split(",")]
    place = rest.pop() if rest else ""
    postcode, _, city = place.partition(" ") if place[:1].isdigit() else ("", "", place)
    return profile.model_copy(
        update={
            "office_name": name[:70],
            "office_contact": case.specialist[:70] if case.office else "",
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


def heading_of(sheet: ServiceSheet, by: Handover) -> tuple[tuple[str, str | Phrase | date | None], ...]:
    """The heading of a sheet; on the provider's own paper a date that nobody gave is the day on which it is made."""
    own = bool(by.profile.name)
    return tuple((label, by.day if own and label == "Date" and not value else value) for label, value in sheet.heading)


def _on_paper(table: Table) -> Table:
    """Reason and remark of a line of the journal in one column: two of words leave each other too little room."""
    at = next((i for i, column in enumerate(table.columns) if column.key == "reason"), None)
    if at is None:
        return table

    def joined(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        words = " ; ".join(str(cell) for cell in row[at : at + 2] if cell)
        return (*row[:at], words or None, *row[at + 2 :])

    columns = (*table.columns[:at], *table.columns[at + 1 :])
    return replace(
        table, columns=columns, rows=tuple(map(joined, table.rows)), total=table.total and joined(table.total)
    )


def _blocks(sheet: ServiceSheet, case: CoachingCase, by: Handover) -> list[Block]:
    """Heading, lines, total, tables, remarks, signatures."""
    profile, provider = by.profile, case.provider or by.profile.name
    heading = [
        (label, value or provider if label == "Prestataire" else value) for label, value in heading_of(sheet, by)
    ]
    blocks: list[Block] = [
        *letterhead(profile, case),
        Grid(tuple((text(label), _said(label, value)) for label, value in heading)),
    ]
    blocks.append(Heading(text("Prestations")))
    blocks.append(_lines(sheet, profile))
    due = Gap("tarif horaire") if sheet.amount is None else Strong(chf(sheet.amount))
    hours = _total_hours(sheet)
    blocks.append(Paragraph(text("{0} : {1} pour {2}.", vat.labelled(profile, "Total"), due, hours)))
    blocks += vat.totals(profile, sheet.amount, chf)
    for table in sheet.details:
        blocks.append(Heading(text(table.title), rules=table.rules))
        clock = (lambda found: clock_hours(whole_minutes(found))) if _is_worked(sheet) else None
        blocks.append(grid_of(_on_paper(table), MAX_ROWS, clock))
        if len(table.rows) > MAX_ROWS:
            blocks.append(
                Paragraph(
                    text("… et {0:nombre} lignes de plus, dans le classeur.", len(table.rows) - MAX_ROWS), small=True
                )
            )
    for remark in remarks_of(sheet, profile):
        blocks.append(Paragraph(text("{0}", str(remark)), small=True))
    if profile.vat is Vat.EXCLUDED and sheet.balance is not None:
        blocks += vat.totals(profile, sheet.balance, chf, "Solde à facturer")
    if sheet.missing:
        blocks.append(Paragraph(text("À compléter : {0}.", ", ".join(sheet.missing)), small=True))
    parties = [("Prestataire", text("{0}", provider or Gap("nom du prestataire")))]
    if sheet.key == "offer":
        parties.append(("Office AI", text("{0}", case.specialist or profile.office_contact or Gap("nom du SRP"))))
    blocks.append(Paragraph(text("Lieu et date : {0}", Gap("lieu et date de la signature"))))
    blocks.append(Signatures(tuple(parties)))
    return blocks


def remarks_of(sheet: ServiceSheet, profile: Profile) -> tuple[Phrase, ...]:
    """The remarks that stand on a paper: what the provider says of the tax takes the place of what the text says. What
    the file has not established yet is for whoever makes the paper; the provider's own does not tell it to the
    office."""
    own = sheet.reserve if profile.name else None
    return tuple(remark for remark in sheet.remarks if not vat.said_on(profile, remark) and remark is not own)


def invoice_of(sheet: ServiceSheet, case: CoachingCase, by: Handover) -> tuple[Document, Decimal | None]:
    """The statement of a period as an invoice, and what is to pay, with the tax that comes on top: the balance where a
    part was invoiced before. ``None`` where a rate is missing to tell it: the paper has a blank there. Where what is
    corrected exceeds what is new it is a credit note, and what is to pay is below nought."""
    profile = by.profile
    due = vat.payable(profile, sheet.open_amount)
    invoiced_on, credit = invoice_day(case, by), is_credit(sheet)
    corrected = () if sheet.correction is None else sheet.correction.numbers
    period = next(
        ((label, value) for label, value in sheet.heading if label in ("Période", "Arrêté au")), ("Période", None)
    )
    head: list[tuple[str, object]] = [
        (f"{_kind(sheet)} n°", case.invoice_number or None),
        ("Date", invoiced_on),
        ("Personne assurée", case.person or None),
        ("SRP", case.specialist or None),
        *((("Référence", case.reference),) if case.reference else ()),
        period,
        *(
            (("Corrige", f"{'les factures' if len(corrected) > 1 else 'la facture'} {', '.join(corrected)}"),)
            if corrected
            else ()
        ),
    ]
    blocks: list[Block] = [
        *letterhead(profile, case),
        Grid(tuple((text(label), _said(label, value)) for label, value in head)),
        _lines(sheet, profile, francs),
    ]
    if sheet.invoiced_amount:
        done = vat.labelled(profile, sheet.invoiced_label)
        blocks.append(Paragraph(text("{0} : {1}.", done, francs(sheet.invoiced_amount))))
    if sheet.correction is not None:
        blocks += [Paragraph(text("{0}", str(words))) for words in sheet.correction.words(francs)]
    owed = None if sheet.open_amount is None else abs(sheet.open_amount)
    if said := vat.tax_text(profile, owed, francs):
        if profile.vat is Vat.EXCLUDED and owed is not None:
            blocks.append(
                Paragraph(text("{0} hors TVA : {1}.", "À créditer" if credit else "À facturer", francs(owed)))
            )
        blocks.append(Paragraph(said))
    else:
        blocks.append(Paragraph(text("TVA : {0}.", Gap("assujettissement à la TVA"))))
    value = Strong(francs(abs(due))) if due is not None else Gap("montant à payer")
    blocks.append(Paragraph(text("{0} : {1}.", "En faveur de l'office AI" if credit else "À payer", value)))
    if profile.payment_days and not credit:
        blocks.append(Paragraph(_payable(int(profile.payment_days), invoiced_on)))
    title = invoice_title(sheet, case)
    return Document(
        "invoice",
        title,
        tuple(blocks),
        footer=text("{0}", " · ".join((profile.name, *profile.numbers))),
        file_name="facture",
        mark=by.mark,
    ), due


def is_credit(sheet: ServiceSheet) -> bool:
    """Whether what a statement leaves to settle is in favour of the office."""
    return sheet.open_amount is not None and sheet.open_amount < 0


def _kind(sheet: ServiceSheet) -> str:
    return "Note de crédit" if is_credit(sheet) else "Facture"


def invoice_title(sheet: ServiceSheet, case: CoachingCase) -> str:
    """« Facture 2026-104 », « Note de crédit 2026-105 »."""
    return f"{_kind(sheet)} {case.invoice_number}".strip()


def invoice_day(case: CoachingCase, by: Handover) -> date:
    """The date of an invoice: the one that the case gives, else the day on which the paper is made."""
    return case.invoice_date or by.day


def _payable(days: int, invoiced: date) -> Text:
    """Until when the provider's own term asks for payment."""
    return text("Payable jusqu'au {0} ({1:jours}).", invoiced + timedelta(days=days), days)


def _file_name(sheet: ServiceSheet, case: CoachingCase) -> str:
    return f"{sheet.title} {case.law_day.isoformat()}"


def _said(label: str, value: object) -> Text:
    return text("{0}", Gap(label.lower()) if value in (None, "") else value)


def _is_worked(sheet: ServiceSheet) -> bool:
    """Whether the hours of a sheet were worked, to the minute; those of an offer are planned, in decimal hours."""
    return sheet.key == "statement"


def hours_text(sheet: ServiceSheet, minutes: Decimal) -> str:
    """Hours as a paper writes them: those that were worked in hours and minutes, by which each amount is worked out."""
    return clock_hours(minutes) if _is_worked(sheet) else show(in_hours(minutes), "h")


def _total_hours(sheet: ServiceSheet) -> str:
    """The sum of the hours of the lines, as they are written: those of an offer are no whole minutes."""
    minutes = sum((line.minutes for line in sheet.lines), Decimal(0))
    return clock_hours(minutes) if _is_worked(sheet) else show(sheet.hours, "h")


def _lines(sheet: ServiceSheet, profile: Profile, shown: Callable[[Decimal], str] = amount) -> Grid:
    """The positions with hours, rate, amount and rule; ``shown`` writes the amounts."""

    def money(value: Decimal | None) -> str:
        return show(value) if value is None else shown(value)

    heads = ("Prestation", "Heures", "Tarif", vat.labelled(profile, "Montant"), "Règle")
    header = tuple(text(t) for t in heads)
    rows: list[tuple[Text, ...]] = []
    for line in sheet.lines:
        label = f"{line.label} ({line.remark})" if line.remark else line.label
        rows.append(
            (
                text("{0}", label),
                text("{0}", hours_text(sheet, line.minutes)),
                text("{0:CHF/h}", line.rate),
                text("{0}", money(line.amount)),
                text("{0}", sheet.rule_text(line)),
            )
        )
    rows.append(
        (
            text("{0}", Strong("Total")),
            text("{0}", _total_hours(sheet)),
            text(""),
            text("{0}", money(sheet.amount)),
            text(""),
        )
    )
    return Grid(tuple(rows), header, rules=sheet.rules)
