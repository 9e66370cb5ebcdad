"""What was just done is said where it is seen; what was typed last counts though its field keeps the focus."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_kept import CAPITAL, live, own
from tests.chromium import guard, load_example

pytestmark = pytest.mark.browser

BOX = ".hub-said"
OVER = """() => {
  let focus = document.activeElement;
  while (focus?.shadowRoot?.activeElement) focus = focus.shadowRoot.activeElement;
  const a = focus.getBoundingClientRect(), b = document.querySelector('.hub-said').getBoundingClientRect();
  return Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top) && Math.min(a.right, b.right) > Math.max(a.left, b.left);
}"""


def test_on_a_phone_a_number_counts_once_the_page_is_scrolled_and_what_is_done_is_said_in_sight(
    site: str, browser: Browser
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="fr-CH", has_touch=True, is_mobile=True
    )
    watch = guard(context)
    page = context.new_page()
    page.goto(site + CAPITAL)
    amount, bar = live(page).locator(".calc-live").get_by_label("Montant (CHF)").first, page.locator(".calc-glance")
    expect(page.locator("h1")).to_be_in_viewport()
    expect(bar.get_by_text("Non vérifié pour le")).to_be_visible()
    first, over = amount.bounding_box(), bar.bounding_box()
    assert first and over and first["y"] + first["height"] < over["y"], "the first question is on the first screen"
    load_example(page)
    summary, box = page.locator("[data-slot=summary]"), page.locator(BOX)
    own(page).tap()
    own(page).fill("")
    own(page).press_sequentially("27500")
    page.wait_for_timeout(700)
    expect(summary).not_to_contain_text("59\u202f500")  # not while it is typed
    expect(page.locator("[data-slot=faults]")).to_be_empty()
    page.mouse.wheel(0, 300)
    expect(summary).to_contain_text("59\u202f500")
    assert page.evaluate("document.activeElement.closest('.calc-live') !== null"), "the field keeps the focus"
    own(page).press_sequentially("x")
    page.locator("#resultat").tap()
    expect(page.locator("[data-slot=faults]")).to_contain_text("n'est pas un nombre")

    # a refusal, far from the top: in sight, over nothing that has the focus, and not in the way of paper
    page.locator("[data-calc-download='docx:decision']").click()
    expect(box).to_contain_text("on ne partage qu'un cas valable")
    expect(box).to_be_in_viewport()
    assert page.locator(f"{BOX} [role=status]").count() == 1
    assert page.locator("[data-slot=message]").is_hidden(), "said once"
    for height in (844, 256):  # zoomed in, too
        page.set_viewport_size({"width": 320, "height": height})
        for scroll in (0, 250, 500):
            page.evaluate("(y) => scrollTo(0, y)", scroll)
            own(page).focus()
            page.wait_for_timeout(100)
            assert not page.evaluate(OVER), f"it lies over the field ({height} px high, {scroll} px down)"
    page.emulate_media(media="print")
    expect(box).to_be_hidden()
    page.emulate_media(media="screen")

    # a sentence goes by itself, but not while somebody is there; closing it leads back
    page.set_viewport_size({"width": 1366, "height": 900})
    assert page.locator(".calc-caution summary").evaluate("(line) => line.clientHeight < 40"), "one line"
    page.clock.install()
    page.get_by_role("button", name="Annuler", exact=True).first.click()
    expect(box).to_contain_text("Annulé")
    close = box.get_by_role("button", name="Fermer")
    close.focus()
    page.clock.run_for(60_000)
    expect(box).to_contain_text("Annulé")
    close.press("Enter")
    expect(close).to_have_count(0)
    expect(page.get_by_role("button", name="Annuler", exact=True)).to_be_focused()
    page.get_by_role("button", name="Annuler", exact=True).click()
    expect(box).to_contain_text("Annulé")
    page.mouse.move(5, 5)
    page.clock.run_for(60_000)
    expect(box).not_to_contain_text("Annulé")
    # the theme's remark on the clock that was put in its place
    watch.errors = [line for line in watch.errors if line != "executing a cancelled action"]
    assert watch.nothing(), watch
    context.close()
