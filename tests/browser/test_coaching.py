"""The coaching calculator in a real browser: plan, journal from a file, files to save, the same bytes as on the
server."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from ai_calc.calculators.coaching import CoachingCase, compute
from ai_calc.calculators.coaching.files import sheet_page
from ai_calc.calculators.coaching.journal_file import journal_csv, journal_xlsx, read_journal
from ai_calc.calculators.coaching.model import Entry
from calculators.coaching import FORM
from tests.chromium import Open, Watch

pytestmark = pytest.mark.browser
PAGE = "calculateurs/budget-de-coaching/"


def entries(count: int) -> list[Entry]:
    return [
        Entry(day=date(2022, 3, 1) + timedelta(days=i % 150), minutes=1 + i % 50, note=f"n{i}") for i in range(count)
    ]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def summary(page: Page) -> str:
    return plain(page.inner_text("[data-slot=summary]"))


def menu(page: Page, label: str) -> None:
    page.get_by_text("Partager, enregistrer", exact=True).click()
    page.get_by_role("button", name=label, exact=True).click()


def bring(page: Page, name: str, data: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        menu(page, "Lire un fichier dans le formulaire…")
    chooser.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})


def saved(page: Page, label: str) -> bytes:
    with page.expect_download(timeout=60_000) as download:
        menu(page, label)
    return Path(download.value.path()).read_bytes()


@pytest.fixture
def coaching(site: str, open_live: Open) -> Page:
    return open_live(site + PAGE)


def test_the_plan_is_read_before_python_starts(site: str, page: Page) -> None:
    page.route("**/worker.js", lambda route: route.abort())
    page.goto(site + PAGE)
    assert "Complétez" in summary(page)


def test_another_canton_changes_the_plan_and_the_fields_that_are_asked(coaching: Page, watch: Watch) -> None:
    form = coaching.locator(".calc-live")
    form.get_by_label("Canton", exact=True).select_option("Genève")
    expect(coaching.locator("[data-slot=summary]")).to_contain_text("ce texte ne fixe pas de plafond")
    form.get_by_text("Conditions", exact=True).first.click()
    expect(form.get_by_label("Mesure dans une institution")).to_be_hidden()
    assert watch.nothing(), watch


def test_a_journal_is_read_from_csv_and_from_a_workbook_and_its_faults_are_told(coaching: Page, watch: Watch) -> None:
    bring(coaching, "heures.csv", journal_csv(entries(30)))
    message = coaching.locator(".hub-said [role=status]")
    expect(message).to_contain_text("« heures.csv » : 30 lignes reprises.", timeout=30_000)
    bring(coaching, "heures.xlsx", journal_xlsx(entries(32)))
    expect(message).to_contain_text("« heures.xlsx » : 2 lignes reprises, 30 déjà là.", timeout=60_000)
    bring(coaching, "faux.csv", "Date;Nature;Durée\n31.02.2022;trajet;1\n10.03.2022;trajet;0:30\n".encode("cp1252"))
    expect(message).to_contain_text("1 ligne à corriger n'est pas reprise")
    expect(message).to_contain_text("Ligne 2, Date : « 31.02.2022 » n'est pas une date du calendrier")
    bring(coaching, "photo.png", b"\x89PNG\r\n")
    expect(message).to_contain_text("une image")
    assert watch.nothing(), watch


def test_every_file_is_made_in_the_browser_and_reads_back(coaching: Page, watch: Watch) -> None:
    journal = read_journal(saved(coaching, "Journal des heures (CSV)"))
    assert len(journal.entries) == 6
    assert not journal.faults
    assert read_journal(saved(coaching, "Journal des heures (XLSX)")).entries == journal.entries
    offer = json.loads(saved(coaching, "Offre (JSON)"))
    assert offer["amount"] == "6660.00"
    rows = [
        [c.value for c in row]
        for row in load_workbook(io.BytesIO(saved(coaching, "Offre (XLSX)"))).worksheets[0].iter_rows()
    ]
    total = next(row for row in rows if row[0] == "Total")
    assert [str(cell).split("(")[0] for cell in (total[1], total[3])] == ["=SUM", "=SUM"]  # it goes on calculating
    assert len(Calendar.from_ical(saved(coaching, "Dates du mandat (agenda .ics)")).walk("VEVENT")) == 2
    sheets = load_workbook(io.BytesIO(saved(coaching, "Feuille de calcul (XLSX)"))).sheetnames
    assert sheets[:2] == ["Résultat", "Données"]
    assert "Offre" in saved(coaching, "Offre à imprimer").decode()
    assert watch.nothing(), watch


def test_a_paper_that_was_saved_opens_beside_the_page_to_be_printed(coaching: Page, watch: Watch) -> None:
    saved(coaching, "Offre à imprimer")
    with coaching.context.expect_page() as opened:
        coaching.get_by_role("button", name="L'ouvrir pour l'imprimer").click()
    paper = opened.value
    expect(paper.get_by_role("heading", name="Offre", exact=False).first).to_be_visible()
    assert paper.locator("table").first.evaluate("(t) => getComputedStyle(t).borderCollapse") == "collapse"
    assert watch.nothing(), watch


def test_enter_in_a_duration_of_the_quick_entry_notes_it(coaching: Page) -> None:
    form = coaching.locator(".calc-live")
    form.get_by_text("Journal des heures", exact=True).first.click()
    durations = form.get_by_label("Durée", exact=True)
    expect(durations).to_have_count(6)
    form.get_by_label("Minutes", exact=True).fill("25")
    form.get_by_label("Minutes", exact=True).press("Enter")
    expect(durations).to_have_count(7)
    expect(form.get_by_text("Ajouté : 25 min", exact=False)).to_be_visible()


def test_lines_of_a_table_pasted_into_a_date_of_the_journal_become_lines(coaching: Page, watch: Watch) -> None:
    form = coaching.locator(".calc-live")
    form.get_by_text("Journal des heures", exact=True).first.click()
    dates = form.get_by_label("Date", exact=True)
    expect(dates).to_have_count(6)
    before = dates.first.input_value()

    def paste(text: str) -> None:
        dates.first.focus()
        dates.first.evaluate(
            """(field, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
            const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, composed: true,
              cancelable: true });
            if (field.dispatchEvent(event)) field.value = text; }""",
            text,
        )

    paste("05.04.2022\tAvec la personne\t1:30\r\n06.04.2022\tDéplacement\t0:45\r\n")
    expect(dates).to_have_count(2)  # an example in which nothing was typed is replaced
    assert [dates.nth(i).input_value() for i in range(2)] == ["05.04.2022", "06.04.2022"]
    expect(form.get_by_text("2 lignes reprises", exact=False).first).to_be_visible()
    coaching.get_by_role("button", name="Annuler", exact=True).click()
    expect(dates).to_have_count(6)
    assert dates.first.input_value() == before
    paste("04.04.2022\r\n")
    assert dates.first.input_value().strip() == "04.04.2022", "one cell goes where it is pasted"
    expect(dates).to_have_count(6)
    assert watch.nothing(), watch


def test_a_duration_typed_in_any_way_is_understood(coaching: Page) -> None:
    coaching.locator(".calc-live").get_by_text("Journal des heures", exact=True).first.click()
    expect(coaching.locator("[data-slot=summary]")).to_contain_text(re.compile(r"Heures du journal à payer\s*9\u00a0h"))
    second = coaching.locator(".calc-live").get_by_label("Durée", exact=True).nth(1)
    second.fill("2,25")
    second.press("Tab")
    expect(second).to_have_value("2:15")
    expect(coaching.locator("[data-slot=summary]")).to_contain_text(
        re.compile(r"Heures du journal à payer\s*9,25\u00a0h")
    )
    durations = coaching.locator(".calc-live").get_by_label("Durée", exact=True)
    expect(durations).to_have_count(6)
    coaching.locator(".calc-live").get_by_role("button", name="+ 1 h 30", exact=True).click()
    expect(durations).to_have_count(7)
    expect(durations.nth(6)).to_have_value("1:30")
    expect(coaching.locator("[data-slot=summary]")).to_contain_text("hors du mandat")  # today, in a mandate of 2022


def test_an_entry_of_the_journal_is_one_line_on_a_desk_and_fits_a_phone(coaching: Page, watch: Watch) -> None:
    form, eve = coaching.locator(".calc-live"), date.today().replace(day=1) - timedelta(days=1)
    form.get_by_text("Journal des heures", exact=True).first.click()
    cells = {name: form.get_by_label(name, exact=True) for name in ("Date", "Nature", "Durée", "Remarque", "Facturé")}
    expect(cells["Durée"]).to_have_count(6)
    tops = {name: [round(cell.bounding_box()["y"]) for cell in cells[name].all()[-6:]] for name in cells}
    for top in zip(*tops.values(), strict=True):
        assert max(top) - min(top) < 12, tops
    assert tops["Durée"][5] - tops["Durée"][0] < 5 * 60, "six lines, none of them high"
    assert form.get_by_label("Jour", exact=True).get_attribute("inputmode") == "decimal"
    cells["Durée"].nth(2).fill("2.30")
    cells["Durée"].nth(2).press("Tab")
    expect(form).to_contain_text("écrivez 2:30 ou 2,3 h")
    expect(coaching.locator("[data-slot=faults]")).to_contain_text("ligne 3")
    coaching.set_viewport_size({"width": 390, "height": 844})
    assert coaching.evaluate("document.documentElement.scrollWidth") <= 390
    form.get_by_role("button", name="Supprimer cette ligne").nth(1).dblclick()
    expect(cells["Durée"]).to_have_count(5)
    form.get_by_role("button", name="Mois passé").click()
    expect(form.get_by_label("Aperçu dès le", exact=True)).to_have_value(f"01.{eve:%m.%Y}")
    expect(form.get_by_label("Aperçu arrêté au", exact=True)).to_have_value(f"{eve:%d.%m.%Y}")
    assert watch.nothing(), watch


def test_the_provider_s_papers_fit_on_a_sheet(browser: Browser) -> None:
    case = CoachingCase.model_validate(
        {**FORM.example, "statement_from": "2022-04-01", "statement_until": "2022-04-30"}
    )
    details = compute(case).details
    width = 794 - 2 * 76  # A4 without the margins of the page, in CSS pixels
    page = browser.new_page(viewport={"width": width, "height": 1000})
    page.emulate_media(media="print")
    for sheet in (details.offer, details.statement):
        page.set_content(sheet_page(sheet, case).decode())
        assert page.locator("table").count() > 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width, sheet.title
    page.close()


def test_the_offer_fits_a_window_of_1280_and_a_table_that_does_not_fit_shows_that_it_scrolls(
    site: str, open_live: Open
) -> None:
    page = open_live(site + PAGE)
    page.set_viewport_size({"width": 1280, "height": 900})
    offer = page.locator(".calc-results .calc-table[data-table=offer]")
    assert offer.evaluate("(table) => table.scrollWidth <= table.clientWidth")
    page.set_viewport_size({"width": 390, "height": 844})
    assert offer.evaluate("(table) => table.scrollWidth > table.clientWidth")
    assert offer.evaluate("(table) => getComputedStyle(table).backgroundAttachment").count("scroll") == 2


def test_on_a_phone_a_mandate_of_the_list_opens_at_its_journal(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE)
    page.set_viewport_size({"width": 390, "height": 844})
    page.fill("[data-calc-name]", "M. B.")
    page.press("[data-calc-name]", "Enter")
    expect(page.locator("[data-dossier-said]")).to_contain_text("Le dossier est créé")
    page.locator(".calc-dossier a").click()
    page.locator("table a", has_text="M. B.").click(timeout=60_000)
    page.wait_for_selector(".calc[data-state=live]", timeout=60_000)
    expect(page.locator(".calc-live").get_by_text("Journal des heures", exact=True).last).to_be_in_viewport()
    assert "vers=" not in page.url


def test_a_file_that_waits_for_an_answer_says_which_and_is_not_left_behind_unnoticed(
    site: str, open_live: Open
) -> None:
    page = open_live(site + PAGE)
    bring(page, "heures.csv", b"Datum;Von;Bis;Bemerkung\n05.02.2027;10:00;10:30;Divers\n")
    page.get_by_role("button", name="Reprendre ces lignes").click()
    expect(page.locator(".hub-said [role=status]")).to_contain_text(
        "À choisir encore, en tête du formulaire : « Divers »"
    )
    chosen = page.locator(".calc-live").get_by_label("« Divers » (1 ligne)")
    expect(chosen).to_be_focused()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.locator(".calc-dossier a").click()
    page.wait_for_timeout(300)
    assert "attendent encore vos réponses" in asked[0] and page.url.endswith(PAGE)
    page.get_by_role("button", name="Les laisser").click()
    expect(page.locator(".hub-said [role=status]")).to_contain_text("ne sont pas reprises")
    page.locator(".calc-dossier a").click()
    page.wait_for_url("**/dossiers/")
