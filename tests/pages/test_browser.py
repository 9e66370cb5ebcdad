"""The pages in Chromium: cards of citations and figures, short addresses, instant navigation from a subfolder."""

from collections.abc import Iterator

import pytest

from tests.chromium import SPARING

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
]


@pytest.fixture
def page(browser: "sync_api.Browser", site: str) -> Iterator["sync_api.Page"]:
    page = browser.new_page()
    page.add_init_script(SPARING)  # no test here has use for Python
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((site, "data:", "blob:")) else told.append(r.url))
    yield page
    page.close()
    assert [line for line in told if not line.endswith("/favicon.ico")] == []


CHAPTER = "reglements/cmrp/42-aide-en-capital/"


def add_citation(page: "sync_api.Page", citation: str) -> "sync_api.Locator":
    """A citation as a calculator's result writes it, put into the page after it was loaded."""
    source, number = citation.split(":")
    page.evaluate(
        "([citation, href]) => { const p = document.createElement('p');"
        " p.innerHTML = `<a class='cite' data-cite='${citation}' href='${href}' id='added'>x</a>`;"
        " document.querySelector('article').prepend(p); scrollTo(0, 0); }",
        [citation, f"r/{source}/{number}/"],
    )
    return page.locator("#added")


def test_hovering_a_citation_shows_the_rule_and_escape_hides_it(page: "sync_api.Page", site: str):
    page.goto(site + CHAPTER)
    page.locator('#r-6020 ~ p a.cite[data-cite="cmrp:6009"]').first.hover()
    card = page.locator("#hub-card")
    card.wait_for(state="visible")
    assert "ch. 6009 CMRP" in card.inner_text()
    assert "situation financière" in card.inner_text()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")


def test_a_figure_shows_its_dates(page: "sync_api.Page", site: str):
    page.goto(site + CHAPTER)
    page.locator('a.figure[data-parameter="capital_aid/cash_cap"]').first.hover()
    card = page.locator("#hub-card")
    card.wait_for(state="visible")
    assert "15\u202f000\u00a0CHF" in card.inner_text()
    assert "vérifié jusqu'au 1er\u00a0janvier\u00a02020" in card.inner_text()


def test_a_citation_added_later_works_by_keyboard_and_leads_to_its_part(page: "sync_api.Page", site: str):
    page.goto(site + CHAPTER)
    link = add_citation(page, "cmrp:6004.d")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    assert not page.locator("#hub-card").is_visible(), "the focus alone covers nothing"
    page.keyboard.press("Space")
    page.locator("#hub-card").wait_for(state="visible")
    assert link.get_attribute("aria-describedby") == "hub-card"
    part = page.locator(".hub-card__part")
    assert part.inner_text().startswith("–") and "Suisse" in part.inner_text()
    assert part.locator(".part").get_attribute("title") == "4e tiret"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{CHAPTER}#r-6004.d")


def test_a_tap_shows_the_rule_in_a_sheet(browser: "sync_api.Browser", site: str):
    context = browser.new_context(has_touch=True, viewport={"width": 375, "height": 740})
    page = context.new_page()
    with page.expect_response("**/rules.json"):
        page.goto(site + CHAPTER)
    page.wait_for_timeout(300)
    page.locator('#r-6020 ~ p a.cite[data-cite="cmrp:6009"]').first.tap()
    sheet = page.get_by_role("dialog", name="Ouvrir la règle")
    sheet.wait_for(state="visible")
    sheet.get_by_role("button", name="Fermer").click()
    sheet.wait_for(state="hidden")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_short_address_leads_to_the_rule(page: "sync_api.Page", site: str):
    page.goto(site + "r/cmrp/6020/")
    page.wait_for_url(f"{site}{CHAPTER}#r-6020")


def test_navigation_keeps_the_page_alive_in_a_subfolder(page: "sync_api.Page", site: str):
    page.goto(site)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="toutes les règles").click()
    page.wait_for_url(site + "reglements/")
    assert page.evaluate("window.kept") is True


def test_a_search_example_opens_the_search(page: "sync_api.Page", site: str):
    page.goto(site)
    page.wait_for_load_state("networkidle")
    page.locator(".examples a", has_text="6020").click()
    page.locator(".md-search-result__item").first.wait_for(state="visible")
    assert page.locator(".md-search__input").input_value() == "6020"
