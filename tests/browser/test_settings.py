"""Storage that is refused, full or erased elsewhere; servers and lines as they are; settings of the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from hub.site import serve
from tests.browser.test_kept import CAPITAL, live, own, type_own
from tests.chromium import CHROMIUM, FLAGS, SPARING, Open, Watch, guard, load_example, served
from tests.whole_site import whole_site

pytestmark = pytest.mark.browser

KEPT = "[data-calc-kept]"
STATUS = ".calc-status [role=status]"
SUMMARY = "[data-slot=summary]"
NOT_KEPT = "Ce navigateur ne garde pas vos saisies"


# ---- storage


@pytest.fixture
def refusing(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser that is set to keep nothing: cookies and all other storage are blocked."""
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}), "utf-8")
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path), headless=True, executable_path=CHROMIUM, args=FLAGS
    )
    yield context
    context.close()


def test_with_storage_blocked_the_search_and_the_calculators_work_and_nothing_claims_to_be_kept(
    site: str, refusing: BrowserContext
) -> None:
    watch = guard(refusing)
    page = refusing.new_page()
    page.goto(site)
    assert page.evaluate("hubStorage") is False, "the browser refuses its storage"
    expect(page.locator("[data-hub-offline]")).to_contain_text("ne peut pas être gardé ici")
    page.keyboard.press("/")
    page.keyboard.type("6020")
    expect(page.locator(".md-search-result__link").first).to_contain_text("6020")
    page.keyboard.press("Enter")
    page.wait_for_url("**/42-aide-en-capital/**#r-6020")
    page.goto(site + CAPITAL)
    expect(live(page).locator(KEPT)).to_contain_text(NOT_KEPT)
    load_example(page)
    type_own(page, "31000")
    expect(page.locator(SUMMARY)).to_contain_text("56\u202f000")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Enregistrer le cas dans un fichier").click()
    assert "31000" in saved.value.path().read_text("utf-8")
    page.goto(site + "formation/reinitialiser/")
    expect(page.locator("[data-lab-reset]")).to_contain_text("ne dit pas ce qu'il a enregistré")
    assert watch.nothing(), watch


def test_with_storage_full_it_is_said_once_and_no_older_case_comes_back(
    site: str, open_live: Open, watch: Watch
) -> None:
    page = open_live(site + CAPITAL)
    type_own(page, "31000")
    expect(page.locator(SUMMARY)).to_contain_text("56\u202f000")
    expect(page.locator(KEPT)).to_contain_text("restent dans ce navigateur")
    page.evaluate(
        # a name that has room from the start grows by single characters at the end
        "() => { const put = (key, text) => { try { localStorage.setItem(key, text); return true; }"
        " catch { return false; } }; put('other-0', 'x');"
        " for (let size = 1 << 22; size; size >>= 1)"
        " for (let n = 0; put(`other-${size}-${n}`, 'x'.repeat(size)); n++);"
        " let text = 'x'; while (put('other-0', text + 'x')) text += 'x'; }"
    )
    type_own(page, "1234567")  # longer than what stood there: it does not fit in its place
    expect(page.locator(KEPT)).to_contain_text(NOT_KEPT)
    assert page.evaluate("localStorage.getItem('hub-calc:capital_aid')") is None
    page.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.startsWith('other-')) localStorage.removeItem(key)"
    )
    type_own(page, "20000")
    expect(page.locator(KEPT)).to_contain_text("restent dans ce navigateur")
    assert page.get_by_role("button", name="Enregistrer le cas dans un fichier").count() == 0
    assert watch.nothing(), watch


def test_what_is_erased_in_another_tab_is_not_said_to_be_kept(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    other = page.context.new_page()
    other.goto(site + CAPITAL)
    live(other)
    for how in ("Effacer mes saisies", "localStorage.clear()"):
        type_own(page, "31000")
        expect(page.locator(SUMMARY)).to_contain_text("56\u202f000")
        expect(page.locator(KEPT)).to_contain_text("restent dans ce navigateur")
        if how == "localStorage.clear()":
            other.evaluate(how)
        else:
            other.get_by_role("button", name=how).click()
            other.get_by_role("button", name="Tout effacer").click()
        expect(page.locator(KEPT)).to_contain_text("effacées dans un autre onglet")
        assert own(page).input_value() == "31\u202f000", "what is on the screen stays"
        type_own(page, "20000")
        expect(page.locator(KEPT)).to_contain_text("restent dans ce navigateur")
        assert "20\u202f000" in page.evaluate("localStorage['hub-calc:capital_aid']"), how
    page.reload()
    assert own(live(page)).input_value() == "20\u202f000"


# ---- servers and lines


def test_a_simple_server_gives_the_same_start(monkeypatch: pytest.MonkeyPatch, page: Page) -> None:
    monkeypatch.setattr(serve, "COMPRESSED", set())  # nothing is compressed
    monkeypatch.setitem(serve.TYPES, ".wasm", "application/octet-stream")
    with served(whole_site()) as address:
        page.goto(address + CAPITAL)
        live(page)
        assert "restored" in page.evaluate("Object.keys(hubCalc.python.laps)"), "Python was restored from its snapshot"


def test_it_works_in_a_folder_with_an_unusual_name(page: Page, watch: Watch) -> None:
    with served(whole_site(), "/Réadaptation (2) & plus/été%/") as address:
        page.goto(address.replace("%", "%25"))
        page.keyboard.press("/")
        page.keyboard.type("6020")
        expect(page.locator(".md-search-result__link").first).to_contain_text("6020")
        page.keyboard.press("Enter")
        page.wait_for_url("**/42-aide-en-capital/**#r-6020")
        page.locator("nav.md-tabs").get_by_role("link", name="Calculateurs").click()
        page.locator("article").get_by_role("link", name="Aide en capital").first.click()
        live(page)
        assert watch.nothing(), watch


def test_a_part_that_never_comes_is_told_and_can_be_asked_for_again(site: str, page: Page) -> None:
    def quick(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text() + "CONFIG.stall = 3000;\n")

    page.route("**/config.js", quick)
    held: list[Route] = []
    page.route("**/bokeh*.js", lambda route: held.append(route) if "/rt-" in route.request.url else route.continue_())
    page.goto(site + CAPITAL, wait_until="domcontentloaded")
    expect(page.locator(STATUS)).to_contain_text("n'avance plus")
    page.unroute("**/bokeh*.js")
    page.get_by_role("button", name="Réessayer").click()
    live(page)
    assert held, "it was asked for the first time"


def test_a_search_without_index_says_so(site: str, page: Page) -> None:
    page.add_init_script(SPARING)
    page.route("**/search_index.json", lambda route: None)  # never answered
    page.clock.install()
    page.goto(site)
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.clock.fast_forward(16_000)
    expect(page.locator(".md-search-result__meta")).to_contain_text("pas encore chargée")


def test_a_version_that_is_gone_from_the_server_is_told_and_the_page_is_loaded_anew(site: str, page: Page) -> None:
    gone = ("**/worker.js", "**/hub-*/config.js")
    page.add_init_script(SPARING)
    page.goto(site + "reglements/")
    for address in gone:
        page.route(address, lambda route: route.fulfill(status=404))
    page.locator("nav.md-tabs").get_by_role("link", name="Calculateurs").click()
    page.locator("article").get_by_role("link", name="Aide en capital").first.click()
    expect(page.locator(STATUS)).to_contain_text("Une nouvelle version du site est en ligne")
    for address in gone:
        page.unroute(address)
    page.evaluate("window.old = true")
    page.get_by_role("button", name="Recharger la page").click()
    page.wait_for_function("() => !window.old")
    live(page)


# ---- the reader's settings


@pytest.mark.parametrize(
    ("locale", "zone", "day"),
    [("ar-EG", "Pacific/Kiritimati", "01.01.2027"), ("en-US", "America/Los_Angeles", "31.12.2026")],
)
def test_dates_and_numbers_do_not_depend_on_locale_and_time_zone(
    browser: Browser, site: str, locale: str, zone: str, day: str
) -> None:
    context = browser.new_context(locale=locale, timezone_id=zone, reduced_motion="reduce", forced_colors="active")
    watch = guard(context)
    page = context.new_page()
    page.clock.set_fixed_time("2026-12-31T12:00:00Z")
    page.goto(site + CAPITAL)
    type_own(load_example(live(page)), "50'000,5")
    expect(page.locator(SUMMARY)).to_contain_text("36\u202f999,50")
    assert page.locator("[data-calc-date]").input_value() == day, "the reader's own day"
    assert watch.nothing(), watch
    context.close()
