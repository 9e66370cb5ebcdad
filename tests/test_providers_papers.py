"""The provider's own papers: particulars with check digits, the offer, the statement of a period, the invoice with
its slip."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pydantic import ValidationError
from stdnum import ean

from ai_calc.calculators.coaching import CALCULATOR, month_end
from ai_calc.calculators.coaching.files import invoice_html, papers, sheet_xlsx
from ai_calc.calculators.coaching.sheet_documents import invoice_of
from ai_calc.cli import main
from ai_calc.evaluation import evaluate
from ai_calc.ground.errors import CaseError
from ai_calc.ground.french import francs
from ai_calc.handing_over.decision import decision_text
from ai_calc.handing_over.docx import column_widths, document_docx, word_width
from ai_calc.handing_over.html import document_html
from ai_calc.handing_over.invoice import payment_slip
from ai_calc.handing_over.papers import EXAMPLE, Document, Grid, plain
from ai_calc.handing_over.profile import Handover, Profile, profile_of
from ai_calc.handing_over.text import document_text
from ai_calc.registers import calculators as registry
from calculators.kit import downloads
from tests.mandates import SETTLED

GLN = "760100100073" + ean.calc_check_digit("760100100073")
OWN = {
    "name": "Claire Rochat, job coaching",
    "street": "Rue du Lac 12",
    "postcode": "2502",
    "city": "Bienne",
    "phone": "032 000 00 00",
    "uid": "CHE-100.155.212 TVA",
    "vat": "included",
    "iban": "CH93 0076 2011 6238 5295 7",
    "gln": GLN,
    "office_name": "Office AI Canton de Berne",
    "office_street": "Scheibenstrasse 70",
    "office_postcode": "3001",
    "office_city": "Berne",
}
JOURNAL = [
    {"day": "2022-03-08", "activity": "with_person", "minutes": 120},
    {"day": "2022-03-22", "activity": "with_person", "minutes": 150},
    {"day": "2022-04-05", "activity": "with_others", "minutes": 75},
    {"day": "2022-04-12", "activity": "with_person", "minutes": 95},
    {"day": "2022-05-03", "activity": "with_person", "minutes": 600},
    {"day": "2022-05-04", "activity": "with_person", "minutes": 700},
]
CASE = {
    "canton": "be",
    "law_date": "2022-03-01",
    "kind": "job_search",
    "months": 6,
    "hours_per_month": 6,
    **SETTLED,
    "journal": JOURNAL,
    "person": "M. B.",
}


def made(**facts: Any) -> tuple[Any, Any]:
    outcome = evaluate(registry.get("coaching"), {**CASE, **facts})
    assert outcome.case is not None and outcome.result is not None, outcome.faults
    return outcome.case, outcome.result


def by(**changes: Any) -> Handover:
    profile, faults = profile_of({**OWN, **changes})
    assert not faults, faults
    return Handover(profile, made_on=date(2022, 5, 10))


def test_a_profile_holds_numbers_in_their_usual_form_and_refuses_a_wrong_digit_in_french() -> None:
    profile = by().profile
    assert profile.numbers == ("IDE CHE-100.155.212 TVA", f"GLN {GLN}") and profile.iban == "CH9300762011623852957"
    assert profile.address == ("Claire Rochat, job coaching", "Rue du Lac 12", "2502 Bienne")
    wrong = {
        "iban": "CH93 0076 2011 6238 5295 8",
        "uid": "CHE-100.155.213",
        "gln": GLN[:-1] + str((int(GLN[-1]) + 1) % 10),
    }
    for name, value in wrong.items():
        kept, (fault,) = profile_of({**OWN, name: value})
        assert fault.path == name and "n'est pas juste" in fault.message
        assert getattr(kept, name) == "" and kept.name == profile.name, "the rest is kept"
    _, (fault,) = profile_of({**OWN, "iban": "DE89 3704 0044 0532 0130 00"})
    assert "IBAN suisse" in fault.message
    assert profile_of("x") == (Profile(), ())


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("iban", "ch93 0076\u00a02011\u202f6238 5295 7", "CH9300762011623852957"),
        ("iban", "\u200eCH93 0076 2011 6238 5295 7\u200b", "CH9300762011623852957"),
        ("iban", "IBAN CH93 0076 2011 6238 5295 7", "CH9300762011623852957"),
        ("iban", "CH93-0076-2011-6238-5295-7", "CH9300762011623852957"),
        ("uid", "CHE\u2011100.155.212\u00a0TVA", "CHE100155212"),
        ("uid", "che100155212mwst", "CHE100155212"),
        ("uid", "N° IDE : CHE-100.155.212", "CHE100155212"),
        ("iban", "iban: ch93 0076 2011 6238 5295 7", "CH9300762011623852957"),
        ("gln", "GLN 7601001362383", "7601001362383"),
    ],
)
def test_numbers_of_a_profile_are_read_with_the_spaces_and_signs_of_papers(field: str, typed: str, kept: str) -> None:
    assert getattr(by(**{field: typed}).profile, field) == kept


def test_the_offer_is_the_providers_paper_and_bears_number_day_and_validity() -> None:
    case, result = made(offer_number="2026-014", offer_date="2022-02-20", offer_until="2022-03-20")
    offer, statement = papers(case, result, by())
    words = document_text(offer)
    for wanted in (
        "Claire Rochat, job coaching\nRue du Lac 12\n2502 Bienne",
        "IDE CHE-100.155.212 TVA",
        "Office AI Canton de Berne",
        "Numéro | 2026-014",
        "Date | 20\u00a0février\u00a02022",
        "Valable jusqu'au | 20\u00a0mars\u00a02022",
        "TVA : comprise dans les montants ; taux : […].",
        "Lieu et date : […]",
    ):
        assert wanted in words, wanted
    assert "Sans caractère officiel" not in words + document_text(statement) and "Octroi" not in words
    plain = document_text(papers(case, result, Handover())[0])
    assert "Sans caractère officiel" in plain and "TVA : selon la convention" in plain
    assert EXAMPLE in document_text(papers(case, result, Handover(mark=EXAMPLE))[0])


def test_the_points_of_a_programme_are_printed_on_lines_of_their_own() -> None:
    case, result = made(programme="1. Bilan\n2. Dix candidatures\n3. Essai")
    offer, _ = papers(case, result, by())
    assert "1. Bilan<br>2. Dix candidatures<br>3. Essai" in document_html(offer)
    with zipfile.ZipFile(io.BytesIO(document_docx(offer))) as written:
        words = re.sub("<(?!w:br/>)[^>]+>", "", written.read("word/document.xml").decode()).replace("\u00a0", " ")
    assert "1. Bilan<w:br/>2. Dix candidatures<w:br/>3. Essai" in words
    book = load_workbook(io.BytesIO(sheet_xlsx(result.details.offer, by())))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "Bilan" in str(cell.value)]
    assert cells and all(c.value.count("\n") == 2 and c.alignment.wrap_text for c in cells)
    assert all((c.parent.row_dimensions[c.row].height or 0) >= 45 for c in cells), "as high as its lines"
    text = document_text(decision_text(registry.get("coaching"), case, result))
    assert "Le programme est le suivant : 1. Bilan ; 2. Dix candidatures ; 3. Essai." in text, "a sentence is one line"


def test_the_periods_of_a_journal_add_up_to_the_whole_and_what_is_beyond_the_cap_is_told_once() -> None:
    whole = made()[1].details.statement
    months = [("2022-03-01", "2022-03-31"), ("2022-04-01", "2022-04-30"), ("2022-05-01", "2022-05-31")]
    parts = [made(statement_from=a, statement_until=b)[1].details.statement for a, b in months]
    assert sum(p.amount for p in parts) == whole.amount and sum(p.hours for p in parts) == whole.hours
    beyond = [sum(x.minutes for x in p.lines if x.key == "beyond") for p in parts]
    assert beyond[:2] == [0, 0] and beyond[2] == sum(x.minutes for x in whole.lines if x.key == "beyond") < 0
    assert [len(p.details[0].rows) for p in parts] == [2, 2, 3], "the hours beyond the cap have a line of their own"
    assert [p.details[0].total[3] for p in parts] == [p.hours for p in parts]
    assert dict(parts[1].heading)[
        "Période"
    ] is not None and "du 1er\u00a0avril\u00a02022 au 30\u00a0avril\u00a02022" in str(dict(parts[1].heading)["Période"])
    one = made(statement_from="2022-03-09", statement_until="2022-03-21")[1].details.statement
    assert (one.hours, one.amount, one.lines) == (0, 0, ())


def invoiced(*numbers: int) -> list[dict[str, Any]]:
    return [{**line, "invoiced": number in numbers} for number, line in enumerate(JOURNAL)]


def test_lines_that_were_invoiced_are_marked_one_by_one_and_the_balance_is_what_is_left() -> None:
    whole = made()[1].details.statement
    march = made(statement_until="2022-03-31")[1].details.statement
    first = made(statement_until="2022-03-08")[1].details.statement
    for lines, amount in (((0, 1), march.amount), ((0,), first.amount), (range(6), whole.amount)):
        sheet = made(journal=invoiced(*lines))[1].details.statement
        assert sheet.balance == whole.amount - amount and sheet.amount == whole.amount
        assert any("Solde à facturer" in str(r) for r in sheet.remarks)
    sheet = made(journal=invoiced(0, 3))[1].details.statement
    assert [row[-1] for row in sheet.details[0].rows] == ["oui", None, None, "oui", None, None, None]
    april = made(statement_from="2022-04-01", statement_until="2022-04-30", journal=invoiced(0, 1))[1].details.statement
    assert april.balance == april.amount > 0
    assert whole.balance is None and len(whole.details[0].columns) == 6


def test_a_case_that_knows_only_the_day_of_the_last_invoice_marks_the_lines_up_to_it() -> None:
    for day, lines in (("2022-03-07", ()), ("2022-03-08", (0,)), ("2022-04-05", (0, 1, 2))):
        assert made(invoiced_until=day)[0] == made(journal=invoiced(*lines))[0]
    (fault,) = evaluate(registry.get("coaching"), {**CASE, "invoiced_until": "hier"}).faults
    assert fault.path == "invoiced_until"


def test_two_entries_of_a_day_of_which_one_is_invoiced_are_so_in_part() -> None:
    rows = [{**JOURNAL[0], "invoiced": True}, {**JOURNAL[0], "minutes": 30}]
    sheet = made(journal=rows)[1].details.statement
    assert [row[-1] for row in sheet.details[0].rows] == ["en partie"]
    assert sheet.balance_hours == Decimal("0.5")


def test_the_invoice_holds_what_is_owed_and_a_swiss_payment_slip() -> None:
    case, result = made(
        statement_from="2022-04-01", statement_until="2022-04-30", invoice_number="2022-7", invoice_date="2022-05-02"
    )
    page = invoice_html(case, result, by()).decode()
    amount = result.details.statement.amount
    assert (
        "<h1" in page
        and "Facture 2022-7" in page
        and f"<strong>{francs(amount)}</strong>" in page
        and f'<td class="doc-number">{francs(amount)}</td>' in page
        and "<script" not in page
    )
    slip = page[page.index("<svg") : page.index("</svg>") + 6]
    root = ElementTree.fromstring(slip)
    words = [e.text for e in root.iter() if e.text]
    for wanted in (
        "Section paiement",
        "CH93 0076 2011 6238 5295 7",
        "Rue du Lac 12",
        "Office AI Canton de Berne",
        f"{amount:.2f}",
        "Facture 2022-7",
    ):
        assert wanted in words, (wanted, words)
    assert "http" not in slip.replace("http://www.w3.org/", ""), "nothing is loaded from elsewhere"
    texts = [(e.text, {k: float(e.get(k, 0)) for k in ("x", "y", "font-size")}) for e in root.iter() if e.text]
    for left in (at for word, at in texts if word == "Monnaie"):
        right = next(at["x"] for word, at in texts if word == "Montant" and at["x"] > left["x"])
        wide = 4.8 * left["font-size"]  # « Monnaie » in DejaVu Sans Bold, which stands in for Arial, in ems
        assert right - left["x"] > wide + 4
        value = next(at["x"] for word, at in texts if word == f"{amount:.2f}" and at["x"] > left["x"])
        assert value == right, "the amount stands below its heading"


@pytest.mark.parametrize(
    ("days", "dated", "said"),
    [
        ("30", "2022-05-02", "Payable jusqu'au 1er\u00a0juin\u00a02022 (30\u00a0jours)."),
        ("30 jours", None, "Payable jusqu'au 9\u00a0juin\u00a02022 (30\u00a0jours)."),
        ("", "2022-05-02", None),
    ],
)
def test_an_invoice_says_the_providers_own_term_of_payment_and_no_other(
    days: str, dated: str | None, said: str | None
) -> None:
    case, result = made(statement_from="2022-04-01", statement_until="2022-04-30", invoice_date=dated)
    page = unescape(invoice_html(case, result, by(payment_days=days)).decode())
    assert said in page if said else "Payable jusqu" not in page


@pytest.mark.parametrize("days", ["0", "366", "trente", "-3"])
def test_a_term_of_payment_is_a_number_of_days(days: str) -> None:
    with pytest.raises(ValidationError, match="un nombre de jours est attendu"):
        Profile(payment_days=days)


def test_the_office_of_another_canton_is_not_written_to_and_a_mandate_may_name_its_own() -> None:
    dates = {"statement_from": "2022-04-01", "statement_until": "2022-04-30"}
    elsewhere = by(office_name="Office AI Genève", office_city="Genève")
    case, result = made(**dates)
    page = unescape(invoice_html(case, result, elsewhere).decode())
    assert "Office AI Genève" not in page, "neither above the lines nor on the payment slip"
    assert "office AI destinataire (Berne)" in page, "its place is marked as empty"
    case, result = made(**dates, office="IV-Stelle Bern, Scheibenstrasse 70, 3014 Bern")
    page = unescape(invoice_html(case, result, elsewhere).decode())
    assert "Scheibenstrasse 70" in page and "Genève" not in page
    words = [e.text for e in ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6]).iter()]
    assert "IV-Stelle Bern" in words
    assert "Office AI Canton de Berne" in invoice_html(*made(**dates), by()).decode()
    home = by(office_name="Office AI Berne", office_street="Scheibenstrasse 70", office_postcode="3014")
    page = unescape(invoice_html(*made(**dates, office="office AI  Berne"), home).decode())
    assert page.count("Scheibenstrasse 70") == 3, (
        "above the lines and on both parts of the slip: the address is that of the particulars"
    )


APRIL = {"statement_from": "2022-04-01", "statement_until": "2022-04-30"}
SETTLED = {"no_other_mandate": "met", "earlier_hours": 0, "earlier_months": 0}


def test_what_is_still_to_be_established_is_told_to_whoever_makes_the_invoice_and_not_to_the_office() -> None:
    for facts, open_points in ((APRIL, True), ({**APRIL, **SETTLED}, False)):
        case, result = made(**facts)
        texts = [unescape(invoice_html(case, result, by()).decode()), *map(document_text, papers(case, result, by()))]
        assert not any("sous réserve" in text for text in texts)
        screen = [document_text(document) for document in result.documents]
        assert any("sous réserve" in text for text in screen) is open_points
        note = downloads.make(CALCULATOR, case, result, {"kind": "invoice-html"}, by()).get("note", "")
        assert ("Avant de l'envoyer : montant sous réserve, si ces points se confirment" in note) is open_points


@pytest.mark.parametrize(("given", "dated"), [("2022-05-02", "2\u00a0mai\u00a02022"), (None, "10\u00a0mai\u00a02022")])
def test_an_invoice_bears_the_date_that_is_given_or_the_day_on_which_it_is_made(given: str | None, dated: str) -> None:
    page = unescape(invoice_html(*made(**APRIL, invoice_date=given), by(payment_days="10")).decode())
    assert f'<th scope="row">Date</th><td>{dated}</td>' in page
    assert ("Payable jusqu'au 12\u00a0mai" if given else "Payable jusqu'au 20\u00a0mai") in page
    offer = document_text(papers(*made(offer_date=given), by())[0])
    assert f"Date | {dated}" in offer


VAT = [
    # the profile, what is to pay of 250 francs, what stands on the invoice, on the statement
    (
        {"vat": "excluded", "vat_rate": "8,1"},
        "270.25",
        (
            "Montant hors TVA",
            "À facturer hors TVA : 250,00\u00a0CHF.",
            "TVA 8,1\u00a0%, en sus (arrondie au centime) : 20,25\u00a0CHF.",
            "À payer : 270,25\u00a0CHF.",
        ),
        ("Total hors TVA : 250\u00a0CHF pour", "Total TVA comprise : 270,25\u00a0CHF."),
    ),
    (
        {"vat": "excluded"},
        None,
        ("À facturer hors TVA : 250,00\u00a0CHF.", "TVA : en sus des montants ; taux : […].", "À payer : […]."),
        ("Total hors TVA : 250\u00a0CHF pour", "Total TVA comprise : […]."),
    ),
    (
        {"vat": "included", "vat_rate": "8.1 %"},
        "250.00",
        (
            "TVA 8,1\u00a0%, comprise dans les montants (arrondie au centime) : 18,73\u00a0CHF ; hors TVA :"
            " 231,27\u00a0CHF.",
            "À payer : 250,00\u00a0CHF.",
        ),
        ("Total : 250\u00a0CHF pour", ": 18,73\u00a0CHF ; hors TVA : 231,27\u00a0CHF."),
    ),
    (
        {"vat": "included"},
        "250.00",
        ("TVA : comprise dans les montants ; taux : […].", "À payer : 250,00\u00a0CHF."),
        ("TVA : comprise dans les montants ; taux : […].",),
    ),
    (
        {"vat": "exempt", "vat_rate": "8,1"},
        "250.00",
        ("TVA : le prestataire n'est pas assujetti.", "À payer : 250,00\u00a0CHF."),
        ("TVA : le prestataire n'est pas assujetti.",),
    ),
]
FIFTY = [*JOURNAL[:3], {**JOURNAL[3], "minutes": 50}]
"""A journal whose April makes 2 hours 5 minutes, 250 francs."""


@pytest.mark.parametrize(("profile", "total", "invoice", "statement"), VAT)
def test_papers_say_the_tax_the_total_with_it_and_the_slip_asks_for_the_same(
    profile: dict[str, str], total: str | None, invoice: tuple[str, ...], statement: tuple[str, ...]
) -> None:
    case, result = made(**APRIL, journal=FIFTY)
    own = by(**profile)
    assert result.details.statement.amount == 250
    document, due = invoice_of(result.details.statement, case, own)
    words = document_text(document)
    for wanted in invoice:
        assert wanted in words, (wanted, words)
    for wanted in statement:
        assert wanted in document_text(papers(case, result, own)[1]), wanted
    page = invoice_html(case, result, own).decode()
    assert (None if due is None else f"{due:.2f}") == total
    slip = (
        [e.text for e in ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6]).iter()]
        if ("<svg" in page)
        else []
    )
    assert [text for text in slip if text == total] == ([total] * 2 if total else []), "no slip without a total"
    assert "250.00" not in slip or total == "250.00", "a net amount is never asked for as if it were the total"


@pytest.mark.parametrize(("profile", "total", "invoice", "statement"), VAT)
def test_the_workbooks_compute_the_tax_as_the_papers_do(
    profile: dict[str, str], total: str | None, invoice: tuple[str, ...], statement: tuple[str, ...]
) -> None:
    case, result = made(**APRIL, journal=FIFTY)
    own, taxed = by(**profile), "vat_rate" in profile and profile["vat"] != "exempt"
    data = sheet_xlsx(result.details.statement, own)
    live, fixed = (load_workbook(io.BytesIO(data), data_only=only).worksheets[0] for only in (False, True))
    cells = {str(row[0].value): row[3] for row in live.iter_rows() if row[0].value}
    values = {str(row[0].value): row[3].value for row in fixed.iter_rows() if row[0].value}
    assert ("Taux de TVA (%)" in cells) is taxed
    assert any("TVA : " in label for label in cells) is not taxed
    if taxed:
        tax, other = (
            label for label in cells if label.startswith("TVA ") or "TVA comprise" in label[5:] or "Total h" in label
        )
        assert str(cells[tax].value).startswith("=ROUND(") and str(cells[other].value).startswith("=")
        assert Decimal(str(values[other])).quantize(Decimal("0.01")) == Decimal(
            total if profile["vat"] == "excluded" and total else "231.27"
        )
    assert "hors TVA" in str([c.value for c in next(r for r in live.iter_rows() if r[0].value == "Prestation")]) or (
        profile["vat"] != "excluded"
    )


def test_the_end_of_a_month_says_the_tax_of_each_invoice_and_what_is_to_pay() -> None:
    case, _ = made(journal=FIFTY)
    for vat, heads in (
        ({"vat": "excluded", "vat_rate": "8,1"}, ("À facturer hors TVA (CHF)", "TVA 8,1\u00a0% (CHF)")),
        ({"vat": "excluded"}, ("À facturer hors TVA (CHF)", "TVA (CHF)", "À payer, TVA comprise (CHF)")),
        ({"vat": "included"}, ("À facturer (CHF)",)),
    ):
        data = month_end([("M. B.", case)], date(2022, 4, 1), date(2022, 5, 2), by(**vat))
        sheet = load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert all(any(head in row for row in rows) for head in heads), rows
        line = next(row for row in rows if row[0] == "M. B.")
        assert (270.25 in line) is ("vat_rate" in vat)
        assert 0 not in next(row for row in rows if "Total" in row)[7:], "what is not known is no nought"
        assert any(str(row[0]).startswith("TVA : ") for row in rows)


@pytest.mark.parametrize("rate", ["0", "-1", "100", "huit", "8,123"])
def test_a_rate_of_the_tax_is_a_number_of_per_cent(rate: str) -> None:
    kept, (fault,) = profile_of({**OWN, "vat_rate": rate})
    assert fault.path == "vat_rate" and "un taux en pour cent est attendu" in fault.message
    assert kept.vat_percent is None


def test_hours_of_a_workbook_add_up_to_the_sum_that_it_shows() -> None:
    thirds = [
        {"day": f"2022-04-{day:02d}", "activity": kind, "minutes": 20}
        for day, kind in ((5, "with_person"), (6, "with_others"))
    ]
    case, result = made(**APRIL, journal=thirds)
    data = sheet_xlsx(result.details.statement, by())
    live, fixed = (load_workbook(io.BytesIO(data), data_only=only).worksheets[0] for only in (False, True))
    total = next(row for row in fixed.iter_rows() if row[0].value == "Total")
    parts = [row[1].value for row in fixed.iter_rows() if str(row[0].value).startswith("Avec")]
    assert round(total[1].value, 2) == round(sum(parts), 2) == 0.67
    assert str(next(row for row in live.iter_rows() if row[0].value == "Total")[1].value).startswith("=SUM(")
    recap = month_end([("A", case), ("B", made(journal=thirds[:1])[0])], date(2022, 4, 1), date(2022, 5, 2), by())
    live, fixed = (load_workbook(io.BytesIO(recap), data_only=only).worksheets[0] for only in (False, True))
    sums = [next(row for row in sheet.iter_rows() if row[3].value == "Total") for sheet in (live, fixed)]
    assert [str(cell.value)[:5] for cell in sums[0][4:8]] == ["=SUM("] * 4
    assert sums[1][4].value == pytest.approx(1, abs=1e-6), "three times a third of an hour"
    assert str(next(row for row in live.iter_rows() if row[0].value == "A")[7].value).startswith("="), "what is open"


def test_the_file_of_an_invoice_is_named_by_its_number_its_person_and_its_month() -> None:
    for facts, called, wanted in (
        ({**APRIL, "invoice_number": "2026-104"}, "", "Facture-2026-104_M-B_2022-04.html"),
        ({**APRIL, "invoice_number": "2026-105"}, "Dossier 7", "Facture-2026-105_Dossier-7_2022-04.html"),
        (
            {"statement_from": "2022-03-01", "statement_until": "2022-04-30", "invoice_number": "8"},
            "",
            "Facture-8_M-B_2022-03-01_2022-04-30.html",
        ),
    ):
        assert (
            downloads.make(CALCULATOR, *made(**facts), {"kind": "invoice-html", "name": called}, by())["name"] == wanted
        )
    april = downloads.make(CALCULATOR, *made(**APRIL), {"kind": "docx", "key": "statement", "name": "M. B."}, by())
    assert april["name"].endswith("_M-B_2022-04.docx")


def test_the_foot_of_a_printed_paper_does_not_stand_alone_on_a_page() -> None:
    page = unescape(invoice_html(*made(**APRIL), by()).decode())
    print_rules = page[page.index("@media print") :]
    assert ":has(+.doc-footer){break-after:avoid}" in print_rules.replace("p:has(+table),", "")
    assert ".doc-footer{break-before:avoid;break-inside:avoid}" in print_rules


def test_no_invoice_without_an_iban_or_with_nothing_to_pay() -> None:
    case, result = made(statement_from="2022-04-01", statement_until="2022-04-30")
    with pytest.raises(CaseError, match="IBAN"):
        invoice_html(case, result, by(iban=""))
    with pytest.raises(CaseError, match="nom, code postal, lieu, IBAN"):
        payment_slip(Profile(), Decimal(10), "")
    case, result = made(statement_from="2022-04-01", statement_until="2022-04-30", journal=invoiced(*range(6)))
    with pytest.raises(CaseError, match="rien à facturer"):
        invoice_html(case, result, by())


def test_the_sheet_of_an_offer_computes_again_with_other_hours() -> None:
    case, result = made(first_interview_hours=2, travel_hours_per_month=1)
    sheet = result.details.offer
    data = sheet_xlsx(sheet, by())
    live, fixed = (
        load_workbook(io.BytesIO(data)).worksheets[0],
        load_workbook(io.BytesIO(data), data_only=True).worksheets[0],
    )
    found = {
        c.coordinate: c.value
        for row in live.iter_rows()
        for c in row
        if isinstance(c.value, str) and c.value.startswith("=")
    }
    assert len(found) == 2 * len(sheet.lines) + 1 and any(f.startswith("=SUM(") for f in found.values())
    total = next(row for row in fixed.iter_rows() if row[0].value == "Total")
    assert Decimal(str(total[3].value)) == sheet.amount and Decimal(str(total[1].value)) == sheet.hours
    assert "Claire Rochat" in str(fixed["B2"].value)


def test_the_command_line_makes_the_papers_with_a_profile_and_tells_its_faults(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, own = tmp_path / "case.json", tmp_path / "own.json"
    case.write_text(json.dumps({**CASE, "invoice_number": "7"}))
    own.write_text(json.dumps(OWN))
    assert (
        main(
            [
                "coaching",
                str(case),
                "--profile",
                str(own),
                "--save",
                f"invoice-html={tmp_path / 'f.html'}",
                "--documents",
                str(tmp_path),
            ]
        )
        == 0
    )
    assert "<svg" in (tmp_path / "f.html").read_text("utf-8") and list(tmp_path.glob("*.docx"))
    capsys.readouterr()
    own.write_text(json.dumps({**OWN, "iban": "CH00"}))
    assert main(["coaching", str(case), "--profile", str(own)]) == 2
    assert "iban : cet IBAN n'est pas juste" in capsys.readouterr().err
    for content, told in (({"nom": "x"}, "nom : champ inconnu"), ([], "un objet est attendu")):
        own.write_text(json.dumps(content))
        assert main(["coaching", str(case), "--profile", str(own)]) == 2
        assert told in capsys.readouterr().err
    own.write_text("{}")
    assert main(["coaching", str(case), "--profile", str(own), "--save", f"invoice-html={tmp_path / 'g.html'}"]) == 2
    assert "il manque dans vos coordonnées" in capsys.readouterr().err


def test_the_library_loads_where_python_has_no_ssl_as_in_a_browser() -> None:
    program = (
        "import sys\nfrom importlib.machinery import PathFinder\nwhole = PathFinder.find_spec\nPathFinder.find_spec ="
        " classmethod(lambda cls, name, path=None, target=None: None if name in ('ssl', '_ssl') else whole(name, path,"
        " target))\nfrom ai_calc.ground.check_digits import library\nfrom ai_calc.handing_over.profile import"
        " profile_of\nprofile, faults = profile_of({'iban':"
        " 'CH93 0076 2011 6238 5295 7'})\nassert profile.iban and not faults and 'ssl' not in sys.modules\nassert"
        " library('qrbill').QRBill\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    ("name", "canton"),
    [
        ("Office AI Canton de Berne", "Berne"),
        ("Office AI de Genève", "Genève"),
        ("Office AI du canton du Jura", "Jura"),
        ("Office de l'assurance-invalidité du canton d'Uri", "Uri"),
        ("Vaud", "Vaud"),
    ],
)
def test_an_agreement_names_the_office_of_the_profile_where_the_case_does_not(name: str, canton: str) -> None:
    calculator = registry.get("trial_placement")
    by = Handover(profile_of({**OWN, "office_name": name})[0])

    def agreement(case: dict[str, str]) -> str:
        found = calculator.case_type.model_validate(case)
        assert calculator.papers is not None
        (document,) = calculator.papers(found, calculator.compute(found), by)
        return document_text(document)

    assert f"Office AI de {canton}, Scheibenstrasse 70, 3001 Berne" in agreement({})
    own = agreement({"office_of": "Fribourg", "office_street": "Route du Mont 1"})
    assert "Office AI de Fribourg, Route du Mont 1" in own and "Scheibenstrasse" not in own


def test_an_agreement_with_an_enterprise_names_both_sides_of_the_profile_where_the_case_does_not() -> None:
    calculator = registry.get("eisp")
    by = Handover(profile_of(OWN)[0])
    assert calculator.papers is not None
    for data, seen in (
        ({}, "Office AI Canton de Berne et Claire Rochat, job coaching"),
        ({"authority": "Office AI Jura", "provider": "Atelier"}, "Office AI Jura et Atelier"),
        ({"insurer": "unemployment"}, "[…] et Claire Rochat, job coaching"),
    ):
        case = calculator.case_type.model_validate(data)
        (document,) = calculator.papers(case, calculator.compute(case), by)
        assert seen in document_text(document)


def test_an_agreement_with_an_enterprise_has_the_particulars_of_the_sides_that_the_profile_is_of() -> None:
    calculator = registry.get("eisp")
    profile = profile_of({**OWN, "vat": "exempt"})[0]
    assert calculator.papers is not None

    def draft(**data: str) -> Document:
        case = calculator.case_type.model_validate(data)
        (document,) = calculator.papers(case, calculator.compute(case), Handover(profile))  # type: ignore[misc]
        return document

    named = draft()
    shown = document_text(named)
    for known in (*profile.numbers, *profile.contact, profile.street, profile.office_street, profile.office_city):
        assert known in shown, known
    assert "IBAN CH93 0076" in shown and "le mandataire n'est pas assujetti" in shown
    other = draft(authority="Office AI Jura", provider="Atelier")
    assert not any(known in document_text(other) for known in (profile.street, profile.office_street, *profile.numbers))
    blanks = {"adresse du mandant", "adresse du mandataire", "numéro IDE du mandataire", "IBAN du mandataire"}
    assert blanks <= set(other.gaps) and not blanks & set(named.gaps)
    for side in ("mandant", "mandataire"):
        assert f"prénom, nom et fonction de qui signe pour le {side}" in named.gaps


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"earlier_hours": 12, "earlier_months": 3}, "12\u00a0h, sur 3\u00a0mois"),
        ({"earlier_months": 6}, "6\u00a0mois"),
        ({"earlier_hours": 0, "earlier_months": 0}, ""),
        ({}, ""),
    ],
)
def test_an_offer_for_a_prolongation_says_so_and_what_was_granted_before(facts: dict[str, int], said: str) -> None:
    case, result = made(**facts)
    offer = papers(case, result, by())[0]
    assert ("pour une prolongation" in offer.title) is bool(said)
    shown = document_text(offer)
    assert ("Déjà accordé pour ce mandat" in shown) is bool(said) and said in shown
    book = load_workbook(io.BytesIO(sheet_xlsx(result.details.offer, by())))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(cell.startswith("Déjà accordé") for cell in cells) is bool(said)


def test_on_paper_a_long_remark_has_the_room_of_two_columns_and_says_the_reason_first() -> None:
    long = "Entretien à mi-parcours avec la personne, l'employeur et la responsable des ressources humaines"
    case, result = made(journal=[{**JOURNAL[0], "note": long}, *JOURNAL[1:]])
    grid = [b for b in papers(case, result, by())[1].blocks if isinstance(b, Grid)][-1]
    assert " ".join(plain(cell) for cell in grid.header) == "Date Nature Noté Compté Remarque"
    assert plain(grid.rows[0][-1]) == long and plain(grid.rows[-2][-1]) == "pas remboursé"
    rows = (grid.header, *grid.rows)
    size, widths = column_widths(rows, header=True)
    assert word_width(long, size) / widths[-1] < 4, "not a column of one word a line"
