"""Files of persons: under a name, in this browser; nothing is overwritten in silence, what passes from one calculator
to the next says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_kept import CAPITAL, live, own, type_own
from tests.chromium import FOLLOW, SPARING, Open, Visits, Watch
from tests.loose import loose

pytestmark = pytest.mark.browser

INTRODUCTION = "calculateurs/allocation-d-initiation-au-travail/"
COACHING = "calculateurs/budget-de-coaching/"
START = "Début des rapports de travail"
SAID = "[data-dossier-said]"
NAME = "[data-calc-name]"


def name(page: Page, text: str) -> None:
    page.fill(NAME, text)
    page.press(NAME, "Enter")


def field(page: Page, label: str):
    return page.locator(".calc-live").get_by_label(label, exact=True)


def type_in(page: Page, label: str, text: str) -> None:
    field(page, label).fill(text)
    field(page, label).press("Tab")


def row(page: Page, name: str):
    return page.locator(".dossiers-list > li", has=page.locator(".dossiers-name", has_text=name))


def go_to_list(page: Page, site: str) -> None:
    page.evaluate(FOLLOW, site + "dossiers/")
    page.wait_for_selector("[data-dossiers][data-ready] .dossiers-list")


def records(page: Page) -> list[dict]:
    return page.evaluate(
        "new Promise((done) => { const r = indexedDB.open('hub-dossiers'); r.onsuccess = () => { const all ="
        " r.result.transaction('dossiers').objectStore('dossiers').getAll(); all.onsuccess = () => { r.result.close();"
        " done(all.result); }; }; })"
    )


def test_a_name_keeps_the_case_facts_travel_and_the_list_opens_it_again(
    site: str, open_live: Open, watch: Watch
) -> None:
    page = open_live(site + INTRODUCTION, example=False)
    name(page, "M. B.")
    expect(page.locator(SAID)).to_contain_text("Le dossier est créé")
    page.get_by_text("Affiner", exact=True).click()
    type_in(page, START, "1.9.2026")
    expect(page.locator("[data-slot=next]")).to_contain_text("reprend")
    page.locator("[data-slot=next]").get_by_role("link", name="Indemnité pour augmentation des cotisations").click()
    page.wait_for_url("**/indemnite-pour-augmentation-des-cotisations/")
    expect(page.locator(NAME)).to_have_value("M. B.")
    expect(field(live(page), START)).to_have_value("01.09.2026")
    expect(page.locator("[data-slot=carried]")).to_contain_text("repris de")
    page.get_by_role("button", name="Ne pas les reprendre").click()
    expect(field(page, START)).to_have_value("")
    type_in(page, START, "1.10.2026")
    page.get_by_role("link", name="Mes dossiers").first.click()
    expect(row(page, "M. B.")).to_contain_text("Allocation d'initiation au travail")
    expect(row(page, "M. B.")).to_contain_text("À apprécier")
    page.evaluate("sessionStorage.clear()")  # as a new tab has nothing
    row(page, "M. B.").get_by_role("link", name="Allocation d'initiation au travail").click()
    expect(field(live(page), START)).to_have_value("01.09.2026")
    expect(page.locator("[data-slot=carried]")).to_contain_text("Le dossier dit autre chose ailleurs")
    name(page, "Mme R.")  # the next person: nothing of the one before may come under her name
    expect(page.locator(SAID)).to_contain_text("Le dossier « M. B. » est ouvert.")
    page.get_by_role("button", name="Passer au dossier « Mme R. »").click()
    expect(page.locator(SAID)).to_contain_text("Le dossier est créé")
    assert {r["name"]: len(r["cases"]) for r in records(page)} == {"M. B.": 2, "Mme R.": 0}
    live(page)
    name(page, "Mme Ruiz")
    page.get_by_role("button", name="Renommer « Mme R. » en « Mme Ruiz »").click()
    expect(page.locator(SAID)).to_contain_text("nouveau nom")
    assert {r["name"] for r in records(page)} == {"M. B.", "Mme Ruiz"}
    page.get_by_role("button", name="Fermer le dossier").click()
    expect(page.locator(SAID)).to_contain_text("fermé")
    live(page).get_by_text("Affiner", exact=True).click()
    expect(field(page, START)).to_have_value("")
    expect(page.locator(NAME)).to_have_value("")
    assert watch.nothing(), watch


def test_what_was_typed_without_a_name_goes_into_the_file_and_an_example_never_does(
    site: str, open_live: Open, watch: Watch
) -> None:
    page = open_live(site + CAPITAL, example=False)
    type_own(page, "31000")
    expect(own(page)).to_have_value("31\u202f000")  # Python has answered
    go_to_list(page, site)
    page.locator(".dossiers-loose").get_by_role("link", name="Aide en capital").click()
    expect(own(live(page))).to_have_value("31\u202f000")
    name(page, "C. D.")
    expect(page.locator(SAID)).to_contain_text("créé")
    assert page.evaluate("localStorage.getItem('hub-calc:capital_aid')") is None, "one place only"
    page.select_option("[data-calc-examples]", "exemple")
    page.wait_for_selector(".calc-ribbon", timeout=30_000)
    expect(page.locator(NAME)).to_have_value("")
    assert "31000" in records(page)[0]["cases"]["capital_aid"]["state"].replace("\u202f", "")
    assert watch.nothing(), watch


def test_who_closes_a_file_that_was_only_looked_at_has_an_empty_form(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + CAPITAL, example=False)
    name(page, "M. B.")
    type_own(page, "31000")
    expect(own(page)).to_have_value("31\u202f000")
    name(page, "Mme R.")
    page.get_by_role("button", name="Passer au dossier « Mme R. »").click()
    expect(page.locator(SAID)).to_contain_text("Le dossier est créé")
    type_own(live(page), "20000")
    expect(own(page)).to_have_value("20\u202f000")
    go_to_list(page, site)
    row(page, "M. B.").get_by_role("link", name="Aide en capital").click()
    expect(own(live(page))).to_have_value("31\u202f000")
    page.get_by_role("button", name="Fermer le dossier").click()
    expect(page.locator(SAID)).to_contain_text("fermé")
    expect(own(live(page))).to_have_value("")
    go_to_list(page, site)
    expect(page.locator(".dossiers-loose")).to_have_count(0)
    assert watch.nothing(), watch


def test_two_tabs_on_one_case_are_told_and_neither_takes_the_others_place(
    site: str, open_live: Open, watch: Watch
) -> None:
    first = open_live(site + CAPITAL, example=False)
    second = first.context.new_page()
    name(first, "M. B.")
    expect(first.locator(SAID)).to_contain_text("créé")
    type_own(first, "10000")
    first.wait_for_timeout(300)
    second.goto(site + CAPITAL + "#dossier=" + records(first)[0]["id"])
    expect(own(live(second))).to_have_value("10\u202f000")
    type_own(second, "20000")
    expect(first.locator(SAID)).to_contain_text("changé dans un autre onglet")
    unkept = first.locator(".calc-foot [data-calc-unkept]")
    expect(unkept).to_contain_text("pas encore enregistré"), "in sight beside what is typed"
    expect(unkept).to_be_in_viewport(ratio=1)
    expect(first.locator(".calc-foot .calc-glance")).to_be_in_viewport(ratio=1)
    expect(second.locator(".calc-foot [data-calc-unkept]")).to_be_hidden()
    type_own(first, "12345")
    first.wait_for_timeout(300)
    assert "20" in records(first)[0]["cases"]["capital_aid"]["state"], "the other one stays"
    first.reload()
    expect(own(live(first))).to_have_value("12\u202f345"), "what is not written yet survives a reload"
    type_own(first, "12346")
    expect(first.locator(SAID)).to_contain_text("changé dans un autre onglet")
    unkept.get_by_role("button").click()
    expect(first.get_by_role("button", name="Prendre l'autre version")).to_be_focused()
    first.get_by_role("button", name="Garder celle-ci à part").click()
    expect(unkept).to_be_hidden()
    expect(first.locator(SAID)).to_contain_text("Gardé à part")
    expect(own(live(first))).to_have_value("12\u202f346")
    kept = {r["name"]: r["cases"]["capital_aid"]["state"].replace("\u202f", "") for r in records(first)}
    assert "20000" in kept["M. B."]
    assert "12346" in kept["M. B. (2)"]
    assert watch.nothing(), watch


def test_the_list_renames_duplicates_closes_deletes_and_takes_a_deletion_back(
    site: str, page: Page, watch: Watch
) -> None:
    page.add_init_script(SPARING)
    page.goto(site + "dossiers/")
    evil = "<img src=x onerror=alert(1)>"
    for text in ("Anne", evil):
        page.get_by_label("Nom ou référence du nouveau dossier").fill(text)
        page.get_by_role("button", name="Nouveau dossier").click()
        expect(row(page, text)).to_be_visible()
    assert page.locator(".dossiers-list img").count() == 0
    row(page, "Anne").get_by_role("button", name="Renommer").click()
    page.get_by_label("Nouveau nom").fill("Béatrice")
    page.keyboard.press("Enter")
    row(page, "Béatrice").get_by_role("button", name="Dupliquer").click()
    expect(row(page, "Béatrice (2)")).to_be_visible()
    page.get_by_role("button", name="Clore Béatrice (2)").click()
    expect(row(page, "Béatrice (2)")).to_have_count(0)
    page.get_by_label("montrer aussi les dossiers clos").check()
    expect(row(page, "Béatrice (2)")).to_contain_text("clos")
    page.get_by_label("Chercher un dossier").fill("beatrice")
    expect(page.locator(".dossiers-list > li")).to_have_count(2)
    page.get_by_role("button", name="Supprimer Béatrice", exact=True).click()
    expect(page.locator(".dossiers-list > li")).to_have_count(1)
    page.locator(".hub-said").get_by_role("button", name="Annuler").click()
    expect(page.locator(".dossiers-list > li")).to_have_count(2)
    page.get_by_role("button", name=re.compile("^Supprimer ")).first.dblclick()
    expect(page.locator(".dossiers-list > li")).to_have_count(1), "the second click is none for the next file"
    page.wait_for_timeout(600)  # no double click any more
    page.get_by_role("button", name=re.compile("^Supprimer ")).first.click()
    expect(page.locator(".dossiers-none")).to_be_visible()
    page.locator(".hub-said").get_by_role("button", name="Annuler (2 supprimés)").click()
    expect(page.locator(".dossiers-list > li")).to_have_count(1)
    page.wait_for_timeout(600)
    page.locator(".hub-said").get_by_role("button", name="Annuler", exact=True).click()
    expect(page.locator(".dossiers-list > li")).to_have_count(2)
    assert watch.nothing(), watch


def test_one_file_takes_all_to_another_device_and_back_and_what_both_changed_stands_side_by_side(
    site: str, browser, tmp_path: Path
) -> None:
    here, there = (browser.new_context(locale="fr-CH") for _ in range(2))
    office, home = here.new_page(), there.new_page()
    for context in (here, there):
        context.add_init_script(SPARING)

    def new(page: Page, text: str) -> None:
        page.get_by_label("Nom ou référence du nouveau dossier").fill(text)
        page.get_by_role("button", name="Nouveau dossier").click()
        expect(row(page, text)).to_be_visible()

    def save(page: Page, to: str) -> Path:
        with page.expect_download() as saved:
            page.get_by_role("button", name="Tout enregistrer dans un fichier").click()
        saved.value.save_as(tmp_path / to)
        return tmp_path / to

    def bring(page: Page, file: Path) -> str:
        before = page.locator(".hub-said [role=status]").inner_text()
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Ouvrir un fichier…").click()
        chooser.value.set_files(file)
        page.wait_for_function(
            "(old) => !document.querySelector('.hub-said [role=status]').innerText.includes('enregistré') &&"
            " document.querySelector('.hub-said [role=status]').innerText !== old",
            arg=before,
        )
        return loose(page.locator(".hub-said [role=status]").inner_text())

    def rename(page: Page, old: str, text: str) -> None:
        page.get_by_role("button", name=f"Renommer {old}", exact=True).click()
        page.get_by_label("Nouveau nom").fill(text)
        page.keyboard.press("Enter")
        expect(row(page, text)).to_be_visible()

    for page in (office, home):
        page.goto(site + "dossiers/")
    new(office, "Anne")
    first = save(office, "1.json")
    assert bring(home, first) == "Fichier repris. Nouveaux dossiers : « Anne »."
    rename(home, "Anne", "Anne B.")
    second = save(home, "2.json")
    assert "Plus récents dans le fichier, repris : « Anne B. »" in bring(office, second)
    assert "Déjà là : 1" in bring(office, first), "the older state does not come back"
    rename(home, "Anne B.", "Anne du soir")
    rename(office, "Anne B.", "Anne du matin")
    assert "gardés tous les deux : « Anne du soir (autre appareil) »" in bring(office, save(home, "3.json"))
    expect(row(office, "Anne du matin")).to_be_visible()
    expect(row(office, "Anne du soir")).to_be_visible()
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"format": "readaptation-ai/dossiers", "dossiers": "x"}))
    assert "rien n'a été repris" in bring(office, bad)
    for context in (here, there):
        context.close()


def test_with_storage_full_all_can_still_be_saved_in_a_file(site: str, page: Page, tmp_path: Path) -> None:
    page.add_init_script(SPARING)
    page.goto(site + "dossiers/")
    page.get_by_label("Nom ou référence du nouveau dossier").fill("Anne")
    page.get_by_role("button", name="Nouveau dossier").click()
    expect(row(page, "Anne")).to_be_visible()
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = function () { this.transaction.abort(); throw new DOMException('full',"
        " 'QuotaExceededError'); }; }"
    )
    row(page, "Anne").get_by_role("button", name="Dupliquer").click()
    expect(page.locator(".hub-said [role=status]")).to_contain_text("stockage refusé ou plein")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tout enregistrer dans un fichier").click()
    assert [record["name"] for record in json.loads(saved.value.path().read_text("utf-8"))["dossiers"]] == ["Anne"]


def test_the_file_of_all_carries_ones_own_particulars_and_never_replaces_others_unasked(
    site: str, browser, tmp_path: Path
) -> None:
    own = {"name": "Claire Rochat", "city": "Bienne", "iban": "CH93 0076 2011 6238 5295 7", "office_name": "Office AI"}
    here, there = (browser.new_context(locale="fr-CH") for _ in range(2))
    office, home = here.new_page(), there.new_page()
    for context in (here, there):
        context.add_init_script(SPARING)
    for page in (office, home):
        page.goto(site + "dossiers/")
    read = "JSON.parse(localStorage.getItem('hub-calc:profile'))"
    office.evaluate("(own) => localStorage.setItem('hub-calc:profile', JSON.stringify(own))", own)
    said = home.locator(".hub-said")

    def bring(file: Path) -> None:
        with home.expect_file_chooser() as chooser:
            home.get_by_role("button", name="Ouvrir un fichier…").click()
        chooser.value.set_files(file)

    with office.expect_download() as saved:
        office.get_by_role("button", name="Tout enregistrer dans un fichier").click()
    file = tmp_path / "all.json"
    saved.value.save_as(file)
    expect(office.locator(".hub-said [role=status]")).to_contain_text("et vos coordonnées")
    assert json.loads(file.read_text("utf-8"))["profile"] == own
    bring(file)
    expect(said).to_contain_text("Vos coordonnées sont reprises du fichier.")
    assert home.evaluate(read) == own

    other = {"name": "Quelqu'un d'autre"}
    home.evaluate("(own) => localStorage.setItem('hub-calc:profile', JSON.stringify(own))", other)
    bring(file)
    expect(said).to_contain_text("Vos coordonnées d'ici sont gardées : le fichier en contient d'autres.")
    assert home.evaluate(read) == other
    said.get_by_role("button", name="Prendre celles du fichier").click()
    expect(said).to_contain_text("Vos coordonnées sont celles du fichier.")
    assert home.evaluate(read) == own
    said.get_by_role("button", name="Annuler").click()
    expect(said).to_contain_text("de nouveau celles d'ici")
    assert home.evaluate(read) == other

    old = {key: value for key, value in json.loads(file.read_text("utf-8")).items() if key != "profile"}
    file.write_text(json.dumps(old), "utf-8")
    bring(file)
    expect(said.get_by_role("status")).to_have_text(
        "Fichier repris. Il ne contient aucun dossier.", use_inner_text=True
    )
    assert home.evaluate(read) == other, "a file of before has none"
    for context in (here, there):
        context.close()


def test_one_dossier_goes_to_a_file_and_each_file_opens_in_both_places_under_its_name(
    site: str, open_live: Open, watch: Watch, tmp_path: Path
) -> None:
    long = "Référence 2026-1234567 / Office AI Berne / M. B."
    office = open_live(site + CAPITAL, example=False)
    name(office, long)
    expect(office.locator(SAID)).to_contain_text("créé")
    assert office.locator(NAME).evaluate("(field) => field.scrollWidth <= field.clientWidth"), "seen whole"
    type_own(office, "10000")
    case, one = tmp_path / "case.json", tmp_path / "one.json"
    office.locator(".calc-menu summary", has_text="Partager").click()
    with office.expect_download() as saved:
        office.get_by_role("button", name="Enregistrer le cas, pour le rouvrir").click()
    saved.value.save_as(case)
    type_own(office, "beaucoup")
    expect(office.locator("[data-slot=faults]")).not_to_be_empty()
    go_to_list(office, site)
    expect(row(office, long)).to_contain_text("À corriger")
    office.get_by_label("Nom ou référence du nouveau dossier").fill("Autre")
    office.get_by_role("button", name="Nouveau dossier").click()
    expect(row(office, "Autre")).to_be_visible()
    with office.expect_download() as saved:
        row(office, long).get_by_role("button", name="Enregistrer ce dossier").click()
    assert re.fullmatch(
        r"Dossier_Référence-2026-1234567-Office-AI-Berne-M-B_[0-9-]+\.json", saved.value.suggested_filename
    )
    saved.value.save_as(one)
    held = json.loads(one.read_text("utf-8"))
    assert ([r["name"] for r in held["dossiers"]], held["unnamed"], held["profile"]) == ([long], {}, {})

    home = open_live(site + CAPITAL, example=False)  # nothing of it is kept there
    said = home.locator(".hub-said")

    def bring(button: str, file: Path) -> None:
        with home.expect_file_chooser() as chooser:
            home.get_by_role("button", name=button).click()
        chooser.value.set_files(file)

    go_to_list(home, site)
    assert records(home) == []
    for _ in range(2):  # the second time it is there already
        bring("Ouvrir un fichier…", case)
        expect(said).to_contain_text(f"est maintenant dans le dossier « {long} »", timeout=60_000)
        said.get_by_role("button", name="Fermer").click()
    expect(home.locator(".dossiers-list > li")).to_have_count(1)
    table = tmp_path / "feuille.xlsx"
    table.write_bytes(b"PK")
    bring("Ouvrir un fichier…", table)
    expect(said).to_contain_text("Un tableau ne se rouvre pas comme cas")
    bring("Ouvrir un fichier…", case)
    said.get_by_role("link", name="L'ouvrir").click()
    expect(own(live(home))).to_have_value("10\u202f000")
    expect(home.locator(NAME)).to_have_value(long)
    expect(field(home, "Date du droit")).to_have_value("")  # nobody had typed one

    def bring_here(file: Path) -> None:
        home.locator(".calc-menu summary", has_text="Partager").click()
        bring("Ouvrir un fichier enregistré", file)

    bring_here(one)
    expect(said).to_contain_text(f"Nouveaux dossiers : « {long} (2) ».")
    expect(said.get_by_role("link", name="Mes dossiers")).to_be_visible()
    name(home, "Une autre personne")
    home.get_by_role("button", name=f"Renommer « {long} » en « Une autre personne »").click()
    expect(home.locator(SAID)).to_contain_text("nouveau nom")
    type_own(home, "20000")
    expect(own(home)).to_have_value("20\u202f000")  # Python has answered
    bring_here(case)  # another person's: hers is not written over
    expect(said).to_contain_text(f"Il est dans le dossier « {long} ».")
    expect(own(live(home))).to_have_value("10\u202f000")
    kept = {r["name"]: r["cases"]["capital_aid"]["state"].replace("\u202f", "") for r in records(home)}
    assert "20000" in kept["Une autre personne"]
    assert "10000" in kept[long]
    type_own(home, "10001")
    expect(own(home)).to_have_value("10\u202f001")
    assert watch.nothing(), watch


def put_mandates(page: Page, states: dict[str, dict], told: bool = False) -> None:
    """Files of persons with these forms of a mandate, as another tab puts them, which may tell it."""
    page.evaluate(
        "(states) => new Promise((done) => { const r = indexedDB.open('hub-dossiers'); r.onsuccess = () => { const t ="
        " r.result.transaction('dossiers', 'readwrite'); for (const [i, [name, state]] of Object.entries(states)"
        ".entries())"
        " t.objectStore('dossiers').put({id: String(i).repeat(16), name, created: '', changed: '', closed: false,"
        " version: 'v' + i, told: [], facts: {}, cases: {coaching: {state, rev: 'r', changed: '2022-04-05T00:00:00Z',"
        " conclusion: 'À apprécier', figures: ''}}}); t.oncomplete = () => { r.result.close(); done(); }; }; })",
        {name: json.dumps(state) for name, state in states.items()},
    )
    if told:
        page.evaluate("new BroadcastChannel('hub-dossiers').postMessage({})")


@pytest.fixture(scope="module")
def in_may(lasting: Browser) -> Iterator[Visits]:
    visits = Visits(lasting, now="2022-05-07T10:00:00")
    yield visits
    visits.end()


@pytest.fixture
def provider(in_may: Visits, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The list of files, in May 2022, with the particulars of whoever invoices, in one visit from test to test."""
    page = in_may.open(site + COACHING)
    own = {"name": "Claire Rochat", "postcode": "2502", "city": "Bienne", "iban": "CH93 0076 2011 6238 5295 7"}
    page.evaluate("(own) => localStorage.setItem('hub-calc:profile', own)", json.dumps(own))
    go_to_list(page, site)
    yield page
    in_may.after(request)


def open_mandate(page: Page, site: str, number: int = 0) -> None:
    """The form of a mandate, from the list, with the number of an invoice in sight."""
    page.evaluate(FOLLOW, f"{site}{COACHING}#dossier={str(number) * 16}&vers=names")
    at_the_number(page)


def at_the_number(page: Page) -> None:
    """The calculator once it is live, with the number of an invoice in sight."""
    live(page)
    page.evaluate(
        "hubCalc.send(document.querySelector('.calc'), JSON.stringify({action: 'goto', field: 'invoice_number'}))"
    )


def mandate_form(*journal: dict, **raw: object) -> dict:
    facts = {"canton": "be", "law_date": "01.03.2022", "months": "6", "in_institution": "not_met"}
    return {"v": 3, "raw": {**facts, "journal": journal, **raw}}


def test_a_number_of_an_invoice_is_taken_once_whether_its_lines_were_marked_or_not(site: str, provider: Page) -> None:
    page = provider
    march = {"day": "08.03.2022", "activity": "with_person", "minutes": "1:00"}
    april = {"day": "05.04.2022", "activity": "with_person", "minutes": "1:30"}
    on = {"invoiced": True, "invoice": "2022-7", "invoiced_day": "08.03.2022", "invoiced_activity": "with_person"}
    marked = {**march, **on, "invoiced_minutes": "1:00"}
    put_mandates(page, {"M. B.": mandate_form(marked), "C. D.": mandate_form(march, april)}, told=True)
    expect(page.locator(".mandates tbody tr").first).to_contain_text("31.08.2022", timeout=60_000)
    said = page.locator(".hub-said")
    for month, number, refused in (
        ("2022-04", "2022-8", None),
        ("2022-03", "2022-8", "C. D."),
        ("2022-03", "2022-7", "M. B."),
    ):
        page.get_by_label("Mois à facturer").fill(month)
        page.get_by_label("Première facture n°").fill(number)
        button = page.get_by_role("button", name="Aperçus et factures du mois (ZIP)")
        if refused is None:
            for _ in range(2):  # a copy is no other invoice
                with page.expect_download(timeout=60_000):
                    button.click()
        else:
            button.click()
            expect(said).to_contain_text(
                f"Rien n'a été fait : le numéro de facture « {number} » est déjà pris", use_inner_text=True
            )
    expect(said).to_contain_text("dossier « M. B. », prestations du 8 mars 2022, 120,00 CHF", use_inner_text=True)
    open_mandate(page, site, 1)
    type_in(page, "Numéro de la facture", "2022-7")
    expect(said).to_contain_text("dossier « M. B. », prestations du 8 mars 2022", use_inner_text=True)
    page.evaluate(
        "hubCalc.send(document.querySelector('.calc'), JSON.stringify({action: 'share', kind: 'invoice-html'}))"
    )
    expect(said).to_contain_text("une autre facture demande un autre numéro", use_inner_text=True)
    type_in(page, "Numéro de la facture", "2022-9")
    expect(said).not_to_contain_text("déjà pris", use_inner_text=True)
    with page.expect_download(timeout=60_000):
        page.evaluate(
            "hubCalc.send(document.querySelector('.calc'), JSON.stringify({action: 'share', kind: 'invoice-html'}))"
        )
    made = json.loads(page.evaluate("localStorage.getItem('hub-calc:made-invoices')"))
    assert [(one["number"], one["dossier"]) for one in made] == [("2022-8", "1" * 16), ("2022-9", "1" * 16)]


def test_mandates_stand_side_by_side_with_one_calendar_and_the_end_of_a_month_in_one_go(
    site: str, provider: Page
) -> None:
    page = provider
    state = {
        "v": 2,
        "raw": {
            "canton": "be",
            "law_date": "01.03.2022",
            "months": "6",
            "in_institution": "not_met",
            "journal": [
                {"day": "31.03.2022", "activity": "travel", "minutes": "1:00"},
                {"day": "05.04.2022", "activity": "with_person", "minutes": "1:30"},
            ],
        },
    }
    put_mandates(page, {"M. B.": state, "C. D.": state}, told=True)
    table = page.locator(".mandates")
    expect(table.locator("tbody tr")).to_have_count(2, timeout=60_000)
    expect(table.locator("tbody tr").first).to_contain_text("0\u00a0h sur 9\u00a0h")
    expect(table.locator("tbody tr").first).to_contain_text("31.08.2022")
    expect(table.locator("tfoot")).to_contain_text("360\u00a0CHF")
    assert page.evaluate(
        "document.querySelector('.mandates').getBoundingClientRect().top <"
        " document.querySelector('.dossiers-list').getBoundingClientRect().top"
    ), "a provider sees them at once"
    for button, file in (
        ("Fin de mois (XLSX)", "Fin-de-mois_2022-04.xlsx"),
        ("Toutes les dates (agenda .ics)", "Mandats_2022-05-07.ics"),
        ("Aperçus et factures du mois (ZIP)", "Pieces_2022-04.zip"),
    ):
        with page.expect_download(timeout=60_000) as saved:
            page.get_by_label("Première facture n°").fill("2022-009")
            page.get_by_role("button", name=button).click()
        assert saved.value.suggested_filename == file, "in its first week a month bills the one before"
    with ZipFile(saved.value.path()) as archive:
        assert sum("Facture-2022-0" in name for name in archive.namelist()) == 2
    billed = table.locator("td[data-label='À facturer']")
    expect(billed.first).to_contain_text("180\u00a0CHF")
    page.get_by_role("button", name="Marquer comme facturées les lignes de ces 2 mandats").dblclick()
    said = page.locator(".hub-said")
    expect(said).to_contain_text("2 lignes marquées comme facturées.")
    expect(billed.first).to_contain_text("1,5\u00a0h déjà facturées")
    expect(billed.first).to_contain_text("avant ce mois, sans facture marquée : 1\u00a0h")
    expect(page.get_by_label("Première facture n°")).to_have_value("2022-011")
    marks = [
        [row.get("invoiced") for row in json.loads(r["cases"]["coaching"]["state"])["raw"]["journal"]]
        for r in records(page)
    ]
    assert marks == [[None, True], [None, True]]
    said.get_by_role("button", name="Annuler").click()
    expect(billed.first).not_to_contain_text("déjà facturées")
    expect(page.get_by_label("Première facture n°")).to_have_value("2022-009")
    assert [r["cases"]["coaching"]["state"] for r in records(page)] == [json.dumps(state)] * 2, "as it was"


def test_a_copy_that_a_conflict_has_made_is_on_no_invoice_until_somebody_says_what_it_is(
    site: str, provider: Page
) -> None:
    page = provider
    line = {"day": "05.04.2022", "activity": "with_person", "minutes": "1:30"}
    on = {"invoiced": True, "invoice": "2022-7", "invoiced_day": "08.03.2022", "invoiced_activity": "with_person"}
    marked = {**line, "day": "08.03.2022", **on, "invoiced_minutes": "1:30"}
    put_mandates(page, {"Meyer Jo": mandate_form(marked, line, reference="BE-2026-005")})
    open_mandate(page, site)
    type_in(page, "Numéro de la facture", "2022-8")
    put_mandates(page, {"Meyer Jo": mandate_form(marked, line, reference="BE-2026-005")})  # as another tab does
    type_in(page, "Numéro de la facture", "2022-9")
    expect(page.locator(SAID)).to_contain_text("changé dans un autre onglet", timeout=60_000)
    page.get_by_role("button", name="Garder celle-ci à part").click()
    expect(page.locator(SAID)).to_contain_text("Copie de « Meyer Jo »", use_inner_text=True, timeout=60_000)
    page.wait_for_selector('.calc[data-state="live"]', timeout=60_000)
    invoice = "hubCalc.send(document.querySelector('.calc'), JSON.stringify({action: 'share', kind: 'invoice-html'}))"
    said = page.locator(".hub-said")
    page.evaluate(invoice)
    expect(said).to_contain_text("une copie de « Meyer Jo »", use_inner_text=True, timeout=60_000)
    go_to_list(page, site)
    table = page.locator(".mandates")
    expect(table.locator("tbody tr")).to_have_count(2, timeout=60_000)
    page.get_by_role("button", name="Renommer Meyer Jo (2)", exact=True).click()
    page.get_by_label("Nouveau nom").fill("Meyer (tél.)")
    page.keyboard.press("Enter")
    expect(table).to_contain_text("Ni facturée ni comptée", timeout=60_000)
    number = page.get_by_label("Première facture n°")
    expect(number).to_have_value("2022-8", timeout=60_000)

    def months_papers() -> list[str]:
        with page.expect_download(timeout=60_000) as saved:
            page.get_by_role("button", name="Aperçus et factures du mois (ZIP)").click()
        with ZipFile(saved.value.path()) as archive:
            return [name for name in archive.namelist() if "Facture" in name]

    assert months_papers() == ["Meyer-Jo/Facture-2022-8_Meyer-Jo_2022-04.html"]
    expect(said).to_contain_text("Sans « Meyer (tél.) », gardé à part", use_inner_text=True)
    row(page, "Meyer (tél.)").get_by_role("button", name="Ce dossier est un autre mandat").click()
    expect(table.locator("tbody tr").first).to_contain_text("même référence « BE-2026-005 »", use_inner_text=True)
    expect(table).to_contain_text("notées dans les deux", timeout=60_000)
    assert {r["name"]: r["beside"] for r in records(page) if "beside" in r} == {"Meyer (tél.)": ""}
    assert len(months_papers()) == 2, "it was said that it is another mandate"
    expect(said).to_contain_text("Deux dossiers d'un même mandat", ignore_case=True, use_inner_text=True)


SLOW = """(() => {
  const all = IDBObjectStore.prototype.getAll;   // files take their time
  window.mend = () => { IDBObjectStore.prototype.getAll = all; };
  IDBObjectStore.prototype.getAll = function () {
    for (let i = 0; i < 5000; i++) this.get('nothing');
    return all.call(this);
  };
})()"""


def test_an_invoice_asked_for_while_its_number_is_still_looked_up_waits_for_the_answer(
    site: str, provider: Page
) -> None:
    page = provider
    line = {"day": "08.03.2022", "activity": "with_person", "minutes": "1:00"}
    on = {"invoiced": True, "invoice": "2022-7", "invoiced_day": "08.03.2022", "invoiced_activity": "with_person"}
    put_mandates(page, {"M. B.": mandate_form({**line, **on, "invoiced_minutes": "1:00"}), "C. D.": mandate_form(line)})
    open_mandate(page, site, 1)
    expect(field(page, "Numéro de la facture")).to_be_visible()
    page.evaluate(SLOW)
    field(page, "Numéro de la facture").fill("2022-7")
    page.evaluate(
        """() => {   // the field is left by the click on the button
          let field = document.activeElement;
          while (field.shadowRoot?.activeElement) field = field.shadowRoot.activeElement;
          field.dispatchEvent(new Event('change', { bubbles: true }));
          hubCalc.send(document.querySelector('.calc'), JSON.stringify({ action: 'share', kind: 'invoice-html' }));
        }"""
    )
    said = page.locator(".hub-said")
    expect(said).to_contain_text("une autre facture demande un autre numéro", use_inner_text=True)
    assert page.evaluate("localStorage.getItem('hub-calc:made-invoices')") is None
    page.evaluate("mend()")


def test_an_invoice_whose_number_could_not_be_remembered_says_so(site: str, provider: Page) -> None:
    page = provider
    line = {"day": "08.03.2022", "activity": "with_person", "minutes": "1:00"}
    put_mandates(page, {"C. D.": mandate_form(line)}, told=True)
    expect(page.locator(".mandates tbody tr").first).to_contain_text("31.08.2022", timeout=60_000)
    page.evaluate(
        "() => { const set = Storage.prototype.setItem; window.mend = () => { Storage.prototype.setItem = set; };"
        " Storage.prototype.setItem = function (key, text) {"
        " if (key === 'hub-calc:made-invoices') throw new DOMException('full', 'QuotaExceededError');"
        " set.call(this, key, text); }; }"
    )
    page.get_by_label("Mois à facturer").fill("2022-03")
    page.get_by_label("Première facture n°").fill("2022-8")
    with page.expect_download(timeout=60_000):
        page.get_by_role("button", name="Aperçus et factures du mois (ZIP)").click()
    unremembered = "n'a pas pu noter le numéro"
    expect(page.locator(".hub-said")).to_contain_text(unremembered, use_inner_text=True)
    page.get_by_role("link", name="C. D.").first.click()
    at_the_number(page)
    type_in(page, "Numéro de la facture", "2022-9")
    with page.expect_download(timeout=60_000):
        page.evaluate(
            "hubCalc.send(document.querySelector('.calc'), JSON.stringify({action: 'share', kind: 'invoice-html'}))"
        )
    expect(page.locator(".hub-said")).to_contain_text(unremembered, use_inner_text=True)
    page.evaluate("mend()")


def test_a_case_that_another_tab_puts_under_the_same_name_meanwhile_takes_no_others_place(
    site: str, open_live: Open, watch: Watch
) -> None:
    page = open_live(site + CAPITAL, example=False)
    type_own(page, "31000")
    expect(page.locator("[data-calc-kept]")).to_contain_text("dans ce navigateur")
    page.evaluate(
        """() => new Promise((done) => {
          const request = indexedDB.open('hub-dossiers', 1);
          request.onupgradeneeded = () => request.result.createObjectStore('dossiers', { keyPath: 'id' });
          request.onsuccess = () => {
            const record = { id: 'a'.repeat(16), name: 'M. B.', created: '', changed: '', closed: false };
            Object.assign(record, { version: 'v1', told: [], facts: {}, cases: {} });
            const begun = request.result.transaction('dossiers', 'readwrite');
            begun.objectStore('dossiers').put(record);
            begun.oncomplete = () => { request.result.close(); done(null); };
            const get = IDBObjectStore.prototype.get;
            IDBObjectStore.prototype.get = function (id) {   // the other tab writes right before this one does
              if (id === record.id && this.transaction.mode === 'readwrite') {
                IDBObjectStore.prototype.get = get;
                const empty = { state: '{"v":3,"raw":{}}', rev: 'r', changed: '', conclusion: '', figures: '' };
                this.put({ ...record, cases: { capital_aid: empty } });
              }
              return get.call(this, id);
            };
          };
        })"""
    )
    name(page, "M. B.")
    expect(page.locator(SAID)).to_contain_text("M. B. (2)")
    found = {r["name"]: r["cases"]["capital_aid"]["state"] for r in records(page)}
    assert found["M. B."] == '{"v":3,"raw":{}}'
    assert "31\u202f000" in found["M. B. (2)"]
    expect(page.locator("[data-calc-unkept]")).to_be_hidden()
    assert watch.nothing(), watch
