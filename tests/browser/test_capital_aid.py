"""The capital aid calculator in a real browser: load, change, read; faults; examples; light, dark, phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import ROOT, Open, Scheme, Watch

pytestmark = pytest.mark.browser
PAGE = "calculateurs/aide-en-capital/"
SHOTS = ROOT / "build" / "screenshots"


def field(page: Page, label: str):
    return page.locator(".calc-live").get_by_label(label, exact=True)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def summary(page: Page) -> str:
    return plain(page.inner_text("[data-slot=summary]"))


def test_the_page_opens_on_an_empty_file_that_can_be_read_before_python_starts(site: str, page: Page) -> None:
    page.route("**/worker.js", lambda route: route.abort())
    page.goto(site + PAGE)
    assert re.search(r"Complétez : \d+ points à établir", summary(page))
    own = page.locator(".calc-static").get_by_label("Ressources propres disponibles (CHF)")
    assert own.get_attribute("placeholder") == ""  # an amount that nobody has said is not taken for 0


def test_a_changed_figure_changes_words_figures_steps_and_table(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + PAGE)
    own = field(page, "Ressources propres disponibles (CHF)")
    own.fill("50'000,5")
    own.press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("36\u202f999,50")
    expect(own).to_have_value("50\u202f000,50")
    page.locator(".calc-panel", has_text="Le calcul, pas à pas").locator("> summary").click()
    assert "97 000 CHF" not in summary(page)
    assert "96 000 CHF − 50 000,50 CHF − 9 000 CHF, au moins 0" in plain(page.inner_text("[data-step=net_need]"))
    assert plain(page.inner_text("[data-table=schedule] tfoot")).startswith("Total")
    assert watch.nothing(), watch


def test_the_answer_does_not_wait_for_the_rest_and_what_was_unfolded_stays_so(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE)
    page.evaluate(
        "() => { globalThis.told = []; addEventListener('calc-output', ({ detail }) => told.push(detail.slots)); }"
    )
    panel = page.locator(".calc-panel", has_text="Le calcul, pas à pas")
    more = page.locator("[data-slot=verdicts] details").first
    more.evaluate("(details) => { details.open = true; }")
    own = field(page, "Ressources propres disponibles (CHF)")
    own.fill("41000")
    own.press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("46\u202f000")
    page.wait_for_function("() => told.flat().includes('steps')")
    first = page.evaluate("told.find((slots) => slots.includes('summary'))")
    assert "steps" not in first, "the answer is there before the steps are written"
    assert "41 000 CHF" in plain(panel.text_content() or "")
    assert more.evaluate("(details) => details.open"), "its reader is not done"


def test_a_fault_is_told_in_french_beside_its_field_and_above_the_result_and_nothing_is_lost(
    site: str, open_live: Open
) -> None:
    page = open_live(site + PAGE)
    own = field(page, "Ressources propres disponibles (CHF)")
    own.fill("beaucoup")
    own.press("Tab")
    faults = page.locator("[data-slot=faults]")
    expect(faults).to_contain_text("Ressources propres disponibles : « beaucoup » n'est pas un nombre")
    expect(page.locator(".calc-live .calc-error").get_by_text("« beaucoup » n'est pas un nombre")).to_be_visible()
    expect(own).to_have_value("beaucoup")
    assert "75 000 CHF" in summary(page), "the last valid result stays"
    own.fill("12000")
    own.press("Tab")
    expect(faults).to_be_empty()


def test_an_example_can_be_loaded_and_undone(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE)
    page.select_option("[data-calc-examples]", "AC-11")
    expect(page.locator("[data-slot=summary]")).to_contain_text("3\u202f000")
    interest = [plain(text) for text in page.locator("[data-table=schedule] tbody td:nth-child(3)").all_inner_texts()]
    assert interest == ["0", "0", "2 400", "400", "200"]
    page.click("[data-calc-action=undo]")
    expect(page.locator("[data-slot=summary]")).to_contain_text("75\u202f000")
    assert page.input_value("[data-calc-examples]") == "", "AC-11 is not in the form any more"


def test_hovering_a_citation_shows_the_rule(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE)
    page.locator(".calc-results a.cite[data-cite='cmrp:6021']").first.hover()
    expect(page.get_by_text("montant global", exact=False).first).to_be_visible()


def test_a_citation_leads_to_its_rule(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE)
    page.locator(".calc-results a.cite[data-cite='cmrp:6021']").first.click()
    page.wait_for_url("**/reglements/cmrp/42-aide-en-capital/#r-6021")


def test_rows_can_be_added_filled_and_taken_away(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE)
    amounts = page.locator(".calc-live").get_by_label("Montant (CHF)", exact=True)
    expect(amounts).to_have_count(3)
    page.locator(".calc-live").get_by_role("button", name="Ajouter une ligne").click()
    expect(amounts).to_have_count(4)
    expect(page.locator("[data-slot=faults]")).to_be_empty()  # a line that is begun is no fault
    amounts.nth(3).fill("4000")
    amounts.nth(3).press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("79\u202f000")
    page.locator(".calc-live").get_by_role("button", name="Supprimer cette ligne").nth(3).click()
    expect(page.locator("[data-slot=summary]")).to_contain_text("75\u202f000")


def test_a_link_restores_the_case_exactly(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + PAGE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    own = field(page, "Ressources propres disponibles (CHF)")
    own.fill("50000")
    own.press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("37\u202f000")
    page.get_by_text("Partager, enregistrer").click()
    page.click("[data-calc-action='share:link']")
    expect(page.locator(".hub-said [role=status]")).to_contain_text("Le lien est copié")
    link = page.evaluate("() => navigator.clipboard.readText()")
    page = open_live(link)  # where nothing is kept any more
    expect(page.locator(".hub-said [role=status]")).to_contain_text("Cas repris")
    expect(field(page, "Ressources propres disponibles (CHF)")).to_have_value("50\u202f000")
    assert watch.nothing(), watch


def test_a_truncated_link_gives_a_message_and_an_empty_form_never_a_wrong_result(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE + "#cas=eNp1U0uO2zAM3")
    expect(page.locator(".hub-said [role=status]")).to_contain_text("incomplet ou altéré")
    expect(field(page, "Ressources propres disponibles (CHF)")).to_have_value("")
    assert "75 000 CHF" not in summary(page)


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 375), ("dark", 375), ("light", 320)]
)
def test_it_looks_right_in_light_and_dark_on_desktop_and_phone(
    site: str, open_live: Open, watch: Watch, scheme: Scheme, width: int
) -> None:
    """Nothing is cut off; a screenshot is kept in build/screenshots for people to look at."""
    page = open_live(site + PAGE, width=width, scheme=scheme)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= width, f"the page is {wide - width} pixels too wide"
    SHOTS.mkdir(parents=True, exist_ok=True)
    shot = SHOTS / f"aide-en-capital-{scheme}-{width}.png"
    page.screenshot(path=shot)
    assert shot.stat().st_size > 20_000
    assert watch.nothing(), watch


def test_the_home_page_leads_to_the_estimate_also_of_a_case_in_which_all_questions_were_asked(
    site: str, page: Page, watch: Watch
) -> None:
    def follow() -> None:
        page.goto(site)
        page.get_by_role("link", name="Estimer l'aide en capital").click()
        page.wait_for_selector(".calc[data-state=live]", timeout=60_000)

    follow()
    own = page.locator(".calc-live").get_by_label("Ressources propres disponibles (CHF)", exact=True)
    own.fill("25000")
    own.press("Tab")
    # the page is left before Python has answered: the choice is entered again, and what the link asks comes after it
    key = "hub-calc:draft:capital_aid"
    draft = (
        page.locator(".calc-live")
        .get_by_text("Affiner", exact=True)
        .evaluate(
            "(choice, key) => { choice.click(); dispatchEvent(new Event('pagehide')); return localStorage[key]; }",
            key,
        )
    )
    assert draft
    expect(page.locator(".calc-verdict-line").first).not_to_contain_text("Estimation")
    page.evaluate(
        "([key, draft]) => { for (const place of [sessionStorage, localStorage]) place.setItem(key, draft); }",
        [key, draft],
    )
    follow()
    expect(page.locator(".calc-verdict-line").first).to_contain_text("Estimation, d'après 1 donnée")
    expect(own).to_have_value(re.compile(r"^25\s000$"))
    assert watch.nothing(), watch


def test_a_jump_from_the_amounts_opens_the_part_and_shows_it(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + PAGE)
    steps = page.locator("#partie-steps")
    expect(steps).not_to_have_attribute("open", "")
    page.get_by_role("navigation", name="Parties du résultat").get_by_role("link", name="Calcul").click()
    expect(steps).to_have_attribute("open", "")
    expect(steps.locator("> summary")).to_be_in_viewport()
    page.get_by_role("navigation", name="Parties du résultat").get_by_role("link", name="La suite").click()
    expect(page.locator("#partie-next")).to_be_in_viewport()
    assert watch.nothing(), watch


@pytest.mark.parametrize("folder", ["aide-en-capital", "convention-eisp", "toutes-les-prestations"])
def test_of_an_empty_file_only_parts_that_hold_something_can_be_jumped_to(
    site: str, open_live: Open, folder: str
) -> None:
    page = open_live(f"{site}calculateurs/{folder}/", example=False)
    jumps = page.get_by_role("navigation", name="Parties du résultat").locator("a").all()
    shown = {jump.evaluate("(a) => a.hash"): jump.is_visible() for jump in jumps}
    assert any(shown.values())
    for target, visible in shown.items():
        assert page.locator(target).is_visible() == visible, target


def test_whoever_comes_back_to_a_form_in_which_nothing_was_typed_gets_the_same_one(site: str, open_live: Open) -> None:
    page = open_live(site + "calculateurs/aide-en-capital/", example=False)
    python = next(w for w in page.workers if "/rt-" in w.url)

    def run(code: str) -> object:
        return python.evaluate(f"python.runPython('import hub_runtime as h; s, = h.sessions._live.values(); {code}')")

    run("s.mark = True")
    for name, wanted in (("Placement à l'essai", "trial_placement"), ("Aide en capital", "capital_aid")):
        page.locator("nav.md-tabs").get_by_role("link", name="Calculateurs").click()
        page.locator("article").get_by_role("link", name=name).first.click()
        page.wait_for_selector(f".calc[data-calc={wanted}][data-state=live]", timeout=60_000)
    assert run("hasattr(s, \\'mark\\')") is True


def test_an_open_question_leads_to_its_field_wherever_it_is_folded_away(
    site: str, open_live: Open, watch: Watch
) -> None:
    page = open_live(site + PAGE, example=False)
    question = page.locator("[data-calc-action='goto:domicile_in_switzerland']").first
    there = page.locator(".calc-live").get_by_role("radiogroup", name="Domicile en Suisse")
    assert not there.count() or not there.is_visible()
    question.evaluate(
        "(button) => { for (const d of document.querySelectorAll('details')) d.open ||= d.contains(button); }"
    )
    question.click()
    expect(there).to_be_in_viewport()
    expect(there.locator("input:checked")).to_be_focused()
    assert watch.nothing(), watch
