"""A case is handed over as link, file, sheet and paper, opened again, and compared."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from urllib.request import urlopen

import pytest
import zxingcpp
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PageObject, PdfReader

from ai_calc.calculators.coaching import payable_of
from ai_calc.calculators.coaching.files import invoice_html
from ai_calc.handing_over.sharing import from_file, from_link, to_link
from ai_calc.registers import calculators as registry
from calculators.kit.live import Live
from calculators.kit.static import form_of
from tests.chromium import Open, Watch
from tests.test_providers_papers import OWN as PROVIDER
from tests.test_providers_papers import by, made

pytestmark = pytest.mark.browser

CAPITAL = "calculateurs/aide-en-capital/"
COACHING = "calculateurs/budget-de-coaching/"
LIVE = ".calc[data-state=live]"
OWN = "Ressources propres disponibles (CHF)"


def own(page: Page):
    return page.locator(".calc-live").get_by_label(OWN, exact=True)


def message(page: Page):
    return page.locator(".hub-said [role=status]")


def share(page: Page, entry: str) -> None:
    page.locator(".calc-menu summary", has_text="Partager").click()
    page.get_by_role("button", name=entry).click()


def link_of(name: str, data: dict[str, object]) -> str:
    calculator = registry.get(name)
    case = calculator.case_type.model_validate(data)
    return to_link(calculator, case, calculator.compute(case))


def plain(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def read(sheet: PageObject) -> str:
    """The words on paper; some fonts have one sign for « fi »."""
    return plain(unicodedata.normalize("NFKC", sheet.extract_text()))


# ---- links


def test_a_link_opens_the_whole_case_and_leaves_the_address(site: str, open_live: Open, watch: Watch) -> None:
    case = {"items": [{"label": "Four", "amount": "52000.50"}], "own_resources": 1000}
    page = open_live(f"{site}{CAPITAL}#cas={link_of('capital_aid', case)}")
    expect(own(page)).to_have_value("1\u202f000")
    expect(message(page)).to_contain_text("Cas repris (droit au")
    assert "#" not in page.url
    page.get_by_role("button", name="Annuler").click()
    expect(own(page)).to_have_value("")
    assert watch.nothing(), watch


def test_a_link_that_was_altered_gives_a_message_and_an_empty_form_and_no_result(site: str, open_live: Open) -> None:
    link = link_of("capital_aid", {"items": [{"label": "Four", "amount": 52000}], "own_resources": 1000})
    page = open_live(f"{site}{CAPITAL}#cas={link[:-9]}")
    expect(message(page)).to_contain_text("Ce lien est incomplet ou altéré : rien n'a été repris.")
    expect(own(page)).not_to_have_value("12\u202f000")
    for slot in ("summary", "tables", "notes", "glance"):
        expect(page.locator(f"[data-slot={slot}]")).to_be_empty()
    page.get_by_role("button", name="Annuler").click()
    expect(own(page)).to_have_value("")


def test_a_link_to_another_calculator_leads_to_its_page(site: str, open_live: Open) -> None:
    page = open_live(f"{site}{COACHING}#cas={link_of('capital_aid', {'own_resources': 4321})}")
    message(page).get_by_role("link", name="Ouvrir sur sa page").click()
    page.wait_for_selector(".calc[data-calc=capital_aid][data-state=live]", timeout=60_000)
    expect(own(page)).to_have_value("4\u202f321")


def test_the_copied_link_is_the_case(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    own(page).fill("31000")
    own(page).press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("56\u202f000")
    share(page, "Copier un lien vers ce cas")
    expect(message(page)).to_contain_text("Le lien est copié")
    address = page.evaluate("navigator.clipboard.readText()")
    assert from_link(address.partition("#cas=")[2]).case.own_resources == 31000

    page.get_by_role("button", name="Copier le texte", exact=True).click()
    expect(message(page)).to_contain_text("« Texte pour la décision » est copié")
    copied = page.evaluate(
        "navigator.clipboard.read().then(async ([item]) => Object.fromEntries(await Promise.all(item.types.map(async"
        " (t) => [t, await (await item.getType(t)).text()]))))"
    )
    assert "Exemple\u00a0: données fictives" in copied["text/plain"], "signs stay with their word in copied text too"
    assert "ressources propres de 31 000 CHF." in plain(copied["text/plain"])
    assert "<h2" in copied["text/html"] and "Exemple&nbsp;: données fictives" in copied["text/html"]
    page.get_by_role("button", name="Montrer", exact=True).click()
    shown = page.locator("[data-slot=decision]")
    expect(shown).to_contain_text("ressources propres de 31 000 CHF.", use_inner_text=True)
    own(page).fill("32000")
    own(page).press("Tab")
    expect(shown).to_contain_text("ressources propres de 32 000 CHF.", use_inner_text=True)
    page.get_by_role("button", name="Cacher", exact=True).click()
    expect(shown).to_be_empty()


# ---- files


def test_a_saved_case_has_the_name_that_was_chosen_and_opens_again(site: str, open_live: Open, tmp_path) -> None:
    page = open_live(site + CAPITAL)
    own(page).fill("31000")
    own(page).press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("56\u202f000")
    page.fill("[data-calc-name]", "Boulangerie <Anne>/2020")
    page.locator(".calc-menu summary", has_text="Partager").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Enregistrer le cas, pour le rouvrir").click()
    assert re.fullmatch(
        r"Aide-en-capital_Boulangerie-Anne-2020_\d{4}-\d\d-\d\d\.json", download.value.suggested_filename
    )
    path = tmp_path / "case.json"
    download.value.save_as(path)
    assert from_file(path.read_text("utf-8")).case.own_resources == 31000
    page.get_by_role("button", name="Nouveau").click()  # closes the file: the form starts again
    expect(own(page).last).to_have_value("")
    expect(own(page)).to_have_count(1)
    page.wait_for_selector(".calc[data-state=live]")
    page.locator(".calc-menu summary", has_text="Partager").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Ouvrir un fichier enregistré").click()
    chooser.value.set_files(path)
    expect(message(page)).to_contain_text("Il est dans le dossier « Boulangerie <Anne>/2020 »")
    expect(own(page).last).to_have_value("31\u202f000")
    page.wait_for_selector(".calc[data-state=live]")
    page.locator(".calc-menu summary", has_text="Partager").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Ouvrir un fichier enregistré").click()
    chooser.value.set_files({"name": "x.json", "mimeType": "application/json", "buffer": b"{"})
    expect(message(page)).to_contain_text("ne contient pas un cas lisible")
    expect(own(page)).to_have_value("31\u202f000")


def test_the_sheet_is_made_in_the_browser_and_holds_the_case(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + CAPITAL)
    page.locator(".calc-menu summary", has_text="Partager").click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Feuille de calcul (XLSX)").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    text = plain(" ".join(str(c.value) for ws in book for row in ws.iter_rows() for c in row if c.value is not None))
    for wanted in (
        "Ressources propres disponibles",
        "Besoin",
        "ch. 6019 CMRP",
        "Droit au",
        "ai-calc",
        "Four et vitrines",
    ):
        assert wanted in text, wanted
    assert watch.nothing(), watch


# ---- paper


def test_the_paper_holds_data_result_steps_rules_readings_date_and_version_as_text(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    own(page).fill("31000")
    own(page).press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("56\u202f000")
    page.fill("[data-calc-name]", "Boulangerie Anne")
    page.press("[data-calc-name]", "Enter")
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(map(read, pdf.pages))
    for wanted in (
        "Aide en capital",
        "Boulangerie Anne",
        "imprimé le",
        "Ressources propres disponibles 31 000 CHF",
        "Four et vitrines",
        "Conditions, une à une",
        "Le calcul, pas à pas",
        "105 000" if "105 000" in text else "96 000",
        "56 000 CHF",
        "ch. 6019 CMRP",
        "Lectures retenues",
        "Montants du droit utilisés",
        "Droit au 1er janvier 2020",
        "ai-calc",
    ):
        assert wanted in text, wanted
    assert (
        "Partir d'un dossier vide" not in text
        and "Partager" not in text
        and "Les règles derrière ce calcul" not in text
    )
    assert 2 <= len(pdf.pages) <= 7  # nothing stands twice
    assert re.search(rf"\b1 / {len(pdf.pages)}\b", text), "pages are numbered"


def test_the_paper_begins_with_the_result_has_no_navigation_and_breaks_no_amount(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    page.set_viewport_size({"width": 688, "height": 1000})  # what lies between the margins of an A4 page
    page.emulate_media(media="print")
    expect(page.locator(".calc-jumps")).to_be_hidden()
    heads = [plain(text) for text in page.locator(".calc :is(h2, summary):visible").all_inner_texts()]
    caution = "CMRP 2020 ; droit au 1er janvier 2020"
    assert heads[:4] == ["Le résultat", caution, "3 valeurs supposées, faute d'indication", "Le cas"], heads
    assert heads.index("Le cas") < heads.index("Le détail") < heads.index("Conditions, une à une")
    amounts = page.locator(".calc-figure > dd:first-of-type")
    amounts.first.evaluate("(dd) => { dd.textContent = '117\u202f733,35\u00a0CHF'; }")
    lines = amounts.evaluate_all(
        "(all) => all.map((dd) => dd.getBoundingClientRect().height / parseFloat(getComputedStyle(dd).lineHeight))"
    )
    assert lines and all(round(n, 1) == 1 for n in lines), lines
    assert amounts.evaluate_all("(all) => all.every((dd) => dd.scrollWidth <= dd.clientWidth)")
    page.emulate_media(media="screen")


def test_one_click_prints_and_the_page_is_as_before_afterwards(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    closed = "document.querySelectorAll('.calc details:not([open])').length"
    before = page.evaluate(closed)
    page.evaluate(
        "window.print = () => { dispatchEvent(new Event('beforeprint')); window.printed ="
        " document.querySelectorAll('.calc details:not([open], .calc-menu)').length; dispatchEvent(new"
        " Event('afterprint')); }"
    )
    page.locator(".calc-menu summary", has_text="Imprimer").click()
    page.get_by_role("button", name="Dossier complet").click()
    assert page.evaluate("window.printed") == 0
    assert page.evaluate(closed) == before
    page.evaluate("delete window.print")


def test_the_example_of_each_calculator_is_printed_on_one_page_with_conclusion_caution_and_name(
    site: str, open_live: Open
) -> None:
    page = open_live(site + CAPITAL)
    page.evaluate("() => { window.print = () => { window.printed = (window.printed ?? 0) + 1; }; }")
    page.locator("[data-calc-name]").fill("Mme Prévost")
    page.locator("[data-calc-name]").press("Enter")
    expect(page.locator("[data-dossier-said]")).to_contain_text("Le dossier est créé")
    page.locator(".calc-menu summary", has_text="Imprimer").click()
    page.get_by_role("button", name="Une page (A4)").click()
    expect(page.locator("html")).to_have_attribute("data-print", "sheet")
    assert page.evaluate("window.printed") == 1
    for name in registry.names():
        if name != "capital_aid":  # what Python makes of the others
            page.evaluate(
                "(html) => { document.querySelector('.calc-sheet').innerHTML = html;"
                " document.documentElement.dataset.print = 'sheet'; }",
                one_page(name),
            )
        pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = read(pdf.pages[0])
        assert len(pdf.pages) == 1, name
        caution = plain(page.locator(".calc-sheet .calc-caution").text_content() or "")
        for words in ("Exemple : données fictives", caution, "Données saisies", "sans caractère officiel", "Prévost"):
            assert words in text, (name, words)
        if name == "capital_aid":
            assert "Plan de remboursement" in text and "autres données" not in text, "there is room for both"
        assert "Les règles derrière ce calcul" not in text and "Imprimer" not in text
    page.evaluate("() => { delete window.print; delete document.documentElement.dataset.print; }")


def one_page(name: str) -> str:
    live = Live(form_of(name))
    live.inbox.value = json.dumps({"action": "example"})
    live.inbox.value = json.dumps({"action": "sheet", "name": "Mme Prévost"})
    return str(live.outputs["sheet"].object)


# ---- compare


def test_two_scenarios_stand_side_by_side_with_what_was_changed(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + CAPITAL)
    page.get_by_role("button", name="Comparer", exact=True).click()
    own(page).fill("31000")
    own(page).press("Tab")
    comparison = page.locator(".calc-comparison")
    expect(comparison).to_contain_text(
        "Donnée changée : Ressources propres disponibles, 31 000 CHF au lieu de 12 000 CHF.", use_inner_text=True
    )
    expect(comparison.locator("tr.differs").first).to_be_visible()
    assert comparison.locator("a.cite").count() > 3
    comparison.get_by_role("button", name="Arrêter la comparaison").click()
    expect(comparison).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.calcAction") == "compare"
    assert watch.nothing(), watch


def test_a_comparison_bears_its_names_keeps_the_focus_and_says_on_paper_what_differs_only(
    site: str, open_live: Open
) -> None:
    page = open_live(site + CAPITAL)
    page.get_by_role("button", name="Comparer", exact=True).click()
    expect(message(page)).to_contain_text("jusqu'à ce que vous quittiez la page")
    own(page).fill("31000")
    own(page).press("Tab")
    comparison = page.locator(".calc-comparison")
    expect(comparison).to_contain_text("au lieu de 12")
    page.get_by_label("Nom du scénario B").fill("=1+1 <b>")
    page.get_by_label("Nom du scénario B").press("Tab")
    expect(comparison.locator("thead").first).to_contain_text("=1+1 <b>")
    assert page.evaluate("document.querySelector('.calc-comparison').contains(document.activeElement)")
    page.emulate_media(media="print")
    for part in ("tr.differs", "thead"):
        expect(comparison.locator(part).first).to_be_visible()
    for part in ("[data-compare-name]", "button", "details"):
        expect(comparison.locator(part).first).to_be_hidden()
    below = page.evaluate(
        "document.documentElement.scrollHeight - scrollY - [...document.querySelectorAll('.calc .calc-pin')].at(-1)"
        ".getBoundingClientRect().bottom"
    )
    assert below < 2, "what is empty below the last line is no page"
    page.emulate_media(media="screen")


def test_the_button_to_compare_is_pressed_as_long_as_scenarios_are_compared(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    button = page.get_by_role("button", name="Comparer", exact=True)
    own(page).fill("beaucoup")
    button.click()
    expect(message(page)).to_contain_text("Saisissez d'abord un cas valable")
    expect(button).to_have_attribute("aria-pressed", "false")
    own(page).fill("20000")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.locator(".calc-menu summary", has_text="Autre date").click()
    page.get_by_label("Date du droit à comparer").fill("hier")
    page.keyboard.press("Enter")
    expect(message(page)).to_contain_text("n'est pas une date")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.locator(".calc-comparison")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_button_acts_on_what_stood_there_when_it_was_pressed(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    button = page.get_by_role("button", name="Comparer", exact=True).element_handle()
    own(page).evaluate(
        """(input, button) => {
          const enter = (value) => {
            input.value = value;
            for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
          };
          enter('20000'); enter('21000'); button.click(); enter('31000');   // all while the first is being computed
        }""",
        button,
    )
    expect(page.locator(".calc-comparison")).to_contain_text("31 000 CHF au lieu de 21 000 CHF", use_inner_text=True)


def test_the_same_case_at_two_dates_says_which_figure_of_the_law_changed(
    site: str, open_live: Open, watch: Watch
) -> None:
    with urlopen(f"{site}cas/BE-01.json") as answer:
        found = json.load(answer)
    page = open_live(f"{site}{COACHING}#exemple={found['id']}")
    expect(message(page)).to_contain_text("Exemple chargé")
    page.locator(".calc-menu summary", has_text="Autre date").click()
    page.get_by_label("Date du droit à comparer").fill("1.2.2022")
    page.get_by_role("button", name="Comparer le même cas à cette date").click()
    comparison = page.locator(".calc-comparison")
    expect(comparison).to_contain_text("1er février 2022", timeout=10_000)
    expect(comparison).to_contain_text("Le droit a changé")
    page.locator(".calc-menu summary", has_text="Autre date").click()
    page.get_by_label("Date du droit à comparer").fill("hier")
    page.keyboard.press("Enter")
    expect(message(page)).to_contain_text("n'est pas une date")
    assert watch.nothing(), watch


# ---- worked cases


def test_a_case_page_opens_in_its_calculator_without_loading_anew(site: str, page: Page, watch: Watch) -> None:
    page.goto(site + "cas/AC-13/")
    page.wait_for_function("() => window.hubCalc?.python.state === 'ready'", timeout=60_000)
    page.evaluate("window.same = true")
    page.get_by_role("link", name="Ouvrir dans le calculateur").click()
    page.wait_for_selector(".calc[data-calc=capital_aid][data-state=live]", timeout=60_000)
    expect(message(page)).to_contain_text("Durée bornée par la vie de la machine")
    expect(page.locator("[data-slot=summary]")).to_contain_text("40\u202f000")
    assert page.evaluate("window.same"), "the page was loaded anew"
    assert watch.nothing(), watch


def test_an_invoice_with_five_kinds_of_work_and_a_part_already_invoiced_is_one_sheet_with_its_slip(page: Page) -> None:
    kinds = ("with_person", "with_others", "travel", "administration", "missed")
    journal = [
        {"day": f"2022-04-{day:02d}", "activity": kind, "minutes": 75, "invoiced": day < 8}
        for day, kind in enumerate(kinds * 3, 4)
    ]
    case, result = made(
        journal=journal,
        statement_from="2022-04-01",
        statement_until="2022-04-30",
        invoice_number="2022-9",
        reference="M-7",
        specialist="Mme K.",
    )
    page.set_content(invoice_html(case, result, by()).decode())
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    words = read(sheets[0])
    assert len(sheets) == 1
    assert "Déjà facturé" in words
    assert "Section paiement" in words


def test_the_code_of_a_payment_slip_is_read_from_the_paper_as_a_bank_reads_it(page: Page) -> None:
    case, result = made(
        journal=[{"day": "2022-04-05", "activity": "with_person", "minutes": 90}],
        statement_from="2022-04-01",
        statement_until="2022-04-30",
        invoice_number="2022-9",
    )
    page.emulate_media(media="print")
    page.set_content(invoice_html(case, result, by()).decode())
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.locator(".slip svg").screenshot())))
    lines = code.text.splitlines()
    assert lines[:4] == ["SPC", "0200", "1", PROVIDER["iban"].replace(" ", "")]
    assert PROVIDER["name"] in lines and PROVIDER["city"] in lines[4:11]
    amount = payable_of(case, result, by())
    assert lines[18:20] == [f"{amount:.2f}", "CHF"]
    assert lines[27] == "NON"  # no reference of a bank
    assert "2022-9" in lines[29]
    assert lines[30] == "EPD"
