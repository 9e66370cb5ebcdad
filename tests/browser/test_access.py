"""Everyone can use it (WCAG 2.1 AA): axe on every kind of page and every live calculator, zoom, keyboard, faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ai_calc import registry
from tests.chromium import ROOT, Watch, guard

pytestmark = pytest.mark.browser

AXE = Path(ROOT / "node_modules" / "axe-core" / "axe.min.js")
CALCULATORS = {name: registry.get(name).page for name in registry.names()}
PAGES = [
    "", "reglements/", "reglements/cmrp/", "reglements/cmrp/42-aide-en-capital/", "reglements/eisp/07-aide-sociale/", "reglements/berne/comparaison/",
    "reperes/montants/", "reperes/lectures/", "reperes/articles/", "reperes/arrets/", "reperes/couverture/", "reperes/abreviations/", "reperes/cas/",
    "cas/", "cas/AC-13/", "cas/BE-01/", "calculateurs/", "formation/", "formation/exercices/", "formation/fiches/", "formation/formateurs/",
    "formation/reinitialiser/", "versions-et-sources/", "versions-et-sources/faits/", "confidentialite/", "404.html",
]  # fmt: skip
# A window of 320 px; twice the usual size in a window of 1280 px, which is the same as half the width.
VIEWS = {"phone": (320, 640), "zoomed": (640, 450), "desktop": (1280, 900)}

FAULTS = """() => axe.run(document, {
    runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}, resultTypes: ['violations']
  }).then((found) => found.violations.filter(({impact}) => impact !== 'minor' && impact !== 'moderate')
    .flatMap(({id, impact, nodes}) => nodes.map((n) => `${id} (${impact}) ${n.target.flat().join(' ')} ${n.any[0]?.message ?? ''}`)))"""
UNFOLD = """() => {
  for (const part of document.querySelectorAll('article details:not(.calc-menu)')) part.open = true;
  const walk = (root) => {
    for (const {shadowRoot} of root.querySelectorAll('*')) {
      shadowRoot?.querySelector('button.card-header[aria-expanded="false"]')?.click();
      if (shadowRoot) walk(shadowRoot);
    }
  };
  walk(document);
}"""
FOLDED = """() => {
  const walk = (root) => [...root.querySelectorAll('*')].reduce((n, {shadowRoot}) => n + (shadowRoot
    ? walk(shadowRoot) + (shadowRoot.querySelector('button.card-header[aria-expanded="false"]') ? 1 : 0) : 0), 0);
  return walk(document);
}"""


@pytest.fixture(scope="module")
def still(browser: Browser) -> Iterator[BrowserContext]:
    """One visit for all pages, without movements: axe would measure colours in the middle of a change."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-CH", reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture(scope="module")
def seen(still: BrowserContext) -> Watch:
    return guard(still)


@pytest.fixture
def page(still: BrowserContext, seen: Watch) -> Iterator[Page]:
    page = still.new_page()
    yield page
    page.close()
    told, seen.errors = seen.errors, []
    assert (told, seen.foreign, seen.refused, seen.violations) == ([], [], [], [])


def check(page: Page) -> dict[str, list[str]]:
    """What is wrong with a page on a phone (light), zoomed in, and on a desktop (light and dark)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for view, (width, height) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": height})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found[view] = [f"{wide - width} px too wide"]
        for scheme, name in {"phone": {"light": "default"}, "zoomed": {}, "desktop": {"light": "default", "dark": "slate"}}[view].items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.wait_for_function("(name) => (document.body.dataset.mdColorScheme ?? name) === name", arg=name)
            if faults := page.evaluate(FAULTS):
                found[f"{view} {scheme}"] = faults
    return found


@pytest.mark.parametrize("path", PAGES, ids=[p or "start" for p in PAGES])
def test_a_page_has_no_serious_fault(site: str, page: Page, path: str) -> None:
    page.goto(site + path)
    page.wait_for_load_state()
    page.evaluate(UNFOLD)
    assert check(page) == {}


def test_the_search_has_no_serious_fault_with_its_results_open(site: str, page: Page) -> None:
    page.goto(site)
    page.locator(".examples a", has_text="6020").click()
    page.locator(".md-search-result__item").first.wait_for(state="visible")
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(AXE.read_text("utf-8"))
        found[scheme] = page.evaluate(FAULTS)
    assert found == {"light": [], "dark": []}


@pytest.mark.parametrize("path", CALCULATORS.values(), ids=CALCULATORS)
def test_a_live_calculator_has_no_serious_fault(site: str, page: Page, path: str) -> None:
    """With every part unfolded, a comparison, and a fault in the form; then with the menu open."""
    page.goto(site + path)
    page.wait_for_selector(".calc[data-state=live]", timeout=60_000)
    page.evaluate(UNFOLD)
    page.wait_for_function(f"({FOLDED})() === 0")
    page.get_by_role("button", name="Comparer", exact=True).click()
    expect(page.locator(".calc-comparison")).to_be_visible()
    field = page.locator(".calc-live .field input[type=text]:visible").first
    field.fill("trente")
    field.press("Tab")
    expect(page.locator("[data-slot=faults]")).not_to_be_empty()
    page.evaluate(UNFOLD)  # what the change has brought
    assert check(page) == {}
    page.locator(".calc-menu summary", has_text="Partager").click()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(FAULTS) == []
    box = page.locator(".calc-menu[open] > div").bounding_box()
    assert box is not None and box["x"] >= 0, "the menu leaves the window"
