"""Nothing typed is lost, nothing typed leaves, and all of it can be erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hub.site.serve import Handler
from tests.chromium import Open, Watch, load_example

pytestmark = pytest.mark.browser

CAPITAL = "calculateurs/aide-en-capital/"
LIVE = ".calc[data-state=live]"
OWN = "Ressources propres disponibles (CHF)"
SECRET = "48765"


def own(page: Page):
    return page.locator(".calc-live").get_by_label(OWN, exact=True)


def type_own(page: Page, text: str) -> None:
    own(page).fill(text)
    own(page).press("Tab")


def live(page: Page) -> Page:
    page.wait_for_selector(LIVE, timeout=60_000)
    return page


def test_what_was_typed_is_there_again_in_a_new_tab_after_the_old_one_was_closed(
    site: str, context: BrowserContext, watch: Watch
) -> None:
    page = context.new_page()
    page.goto(site + CAPITAL)
    type_own(load_example(live(page)), "31000")
    expect(page.locator("[data-slot=summary]")).to_contain_text("56\u202f000")
    page.close()
    page = context.new_page()
    page.goto(site + CAPITAL)
    assert own(live(page)).input_value() == "31\u202f000"
    assert watch.nothing(), watch


def test_what_is_being_typed_survives_a_reload_though_the_field_was_not_left(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    own(page).fill("")
    own(page).press_sequentially("27500")
    page.reload()
    expect(own(live(page))).to_have_value("27\u202f500")
    expect(page.locator("[data-slot=summary]")).to_contain_text("59\u202f500")
    page.reload()
    expect(own(live(page))).to_have_value("27\u202f500")


@pytest.mark.parametrize("left", [True, False], ids=["field left", "still typing"])
def test_what_is_typed_while_an_example_is_on_its_way_stays(site: str, open_live: Open, left: bool) -> None:
    page = open_live(site + CAPITAL, example=False)
    # all in one go, before Python can answer
    page.evaluate(
        """([label, left]) => {
          const seek = (root) => { for (const e of root.querySelectorAll('*')) {
              if (e.matches('input') && e.getRootNode().querySelector('label')?.textContent.trim() === label) return e;
              const found = e.shadowRoot && seek(e.shadowRoot); if (found) return found; } };
          const own = seek(document.querySelector('.calc-live'));
          const examples = document.querySelector('[data-calc-examples]');
          examples.value = 'exemple'; examples.dispatchEvent(new Event('change', { bubbles: true }));
          own.focus(); own.value = '10000';
          own.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
          if (left) own.dispatchEvent(new Event('change', { bubbles: true }));
        }""",
        [OWN, left],
    )
    page.wait_for_selector(".calc-ribbon", timeout=30_000)
    own(page).press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("77\u202f000")
    expect(own(page)).to_have_value("10\u202f000")


@pytest.mark.parametrize("keys", range(3), ids=["entered", "selected", "typed"])
def test_whoever_is_in_a_field_when_the_form_is_laid_out_anew_stays_there(
    site: str, open_live: Open, keys: int
) -> None:
    page = open_live(site + CAPITAL, example=False)
    page.evaluate(
        """() => {   // what Python says waits, from the example on
          const { python } = window.hubCalc, tell = python.dispatchEvent.bind(python), held = [];
          python.dispatchEvent = (event) => held.push(event) > 0;
          window.letGo = () => {
            delete python.dispatchEvent;
            held.forEach(tell);
            return held.map(({ detail }) => detail?.type);
          };
          const examples = document.querySelector('[data-calc-examples]');
          examples.value = 'exemple'; examples.dispatchEvent(new Event('change', { bubbles: true }));
        }"""
    )
    own(page).click()
    steps = [lambda: page.keyboard.press("Control+a"), lambda: page.keyboard.type("100")]
    for step in steps[:keys]:
        step()
    page.wait_for_timeout(1000)  # Python has answered
    assert "patch" in page.evaluate("() => window.letGo()")
    for step in [*steps[keys:], lambda: page.keyboard.type("00"), lambda: page.keyboard.press("Tab")]:
        page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        step()
    expect(page.locator("[data-slot=summary]")).to_contain_text("77\u202f000")
    expect(own(page)).to_have_value("10\u202f000")
    assert page.evaluate("() => document.activeElement !== document.body"), "the next field has the focus"


def test_two_tabs_keep_their_own_case_on_a_reload(site: str, context: BrowserContext) -> None:
    pages = [context.new_page(), context.new_page()]
    for page, amount in zip(pages, ("10000", "20000"), strict=True):
        page.goto(site + CAPITAL)
        live(page)
        if page is pages[0]:  # the second tab opens on what the first one has typed
            load_example(page)
        type_own(page, amount)
        expect(page.locator("[data-slot=summary]")).to_contain_text(
            "77\u202f000" if amount == "10000" else "67\u202f000"
        )
    pages[0].reload()
    assert own(live(pages[0])).input_value() == "10\u202f000"


def test_the_note_says_where_it_is_kept_and_the_button_erases_everything(site: str, context: BrowserContext) -> None:
    page, other = context.new_page(), context.new_page()
    for tab in (page, other):
        tab.goto(site + CAPITAL)
        type_own(live(tab), SECRET)
    expect(page.locator(".calc-kept")).to_contain_text("dans ce navigateur, sur cet appareil")
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert "48\u202f765" in page.evaluate(stored)
    page.get_by_role("button", name="Effacer mes saisies").click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler").click()
    assert "48\u202f765" in page.evaluate(stored), "it asks first"
    page.get_by_role("button", name="Effacer mes saisies").click()
    page.get_by_role("button", name="Tout effacer").click()
    expect(own(page)).to_have_value("")
    assert "765" not in page.evaluate(stored) and "765" not in other.evaluate("JSON.stringify({...sessionStorage})")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".hub-said [role=status]")).to_contain_text("plus rien à annuler")
    page.reload()
    assert own(live(page)).input_value() == ""


def test_the_page_on_privacy_is_in_the_footer_and_erases_too(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + CAPITAL)
    type_own(page, SECRET)
    page.locator("footer").get_by_role("link", name="Confidentialité").click()
    expect(page.locator("h1")).to_contain_text("Confidentialité")
    page.get_by_role("button", name="Effacer mes saisies et mes dossiers maintenant").click()
    expect(page.locator(".privacy-erase [role=status]")).to_contain_text("effacés")
    assert "765" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert watch.nothing(), watch


def test_a_kept_state_that_makes_no_sense_is_used_as_far_as_it_does(site: str, page: Page, watch: Watch) -> None:
    state = {
        "raw": {
            "own_resources": "31000",
            "purpose": "<b>",
            "items": [{"label": "Four", "amount": 5}, 3],
            "sex": 7,
            "foo": 1,
        }
    }
    page.add_init_script(
        f"localStorage.setItem('hub-calc:capital_aid', {json.dumps(json.dumps(state))});"
        " localStorage.setItem('hub-calc:draft:capital_aid', '[3, {}]')"
    )
    page.goto(site + CAPITAL)
    assert own(live(page)).input_value() == "31\u202f000"
    assert watch.nothing(), watch


# ---- nothing leaves


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that reaches the server: request lines, headers and bodies."""
    found: list[str] = []
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        original = getattr(Handler, f"do_{method}", None)

        def note(handler: Handler, original=original) -> None:
            length = int(handler.headers.get("Content-Length") or 0)
            body = handler.rfile.read(length).decode("utf-8", "replace") if length else ""
            found.append(unquote_plus(f"{handler.command} {handler.path}\n{handler.headers}\n{body}"))
            if original is not None:
                original(handler)
            else:
                handler.send_error(405)

        monkeypatch.setattr(Handler, f"do_{method}", note, raising=False)
    yield found


def test_nothing_that_is_typed_reaches_any_server_and_the_check_would_see_it(
    site: str, asked: list[str], open_alone: Open, watch: Watch
) -> None:
    page = open_alone(site + CAPITAL)
    type_own(page, SECRET)
    expect(page.locator("[data-slot=summary]")).to_contain_text("38\u202f235")
    page.locator(".calc-live").get_by_label("Objet", exact=True).first.fill(f"Atelier {SECRET}")
    page.fill("[data-calc-name]", f"Cas {SECRET}")
    page.press("[data-calc-name]", "Enter")
    expect(page.locator("[data-dossier-said]")).to_contain_text("créé")
    page.locator(".calc-menu summary", has_text="Partager").click()
    with page.expect_download():
        page.get_by_role("button", name="Enregistrer le cas, pour le rouvrir").click()
    page.locator(".calc-menu summary", has_text="Partager").click()
    with page.expect_download(timeout=60_000):
        page.get_by_role("button", name="Feuille de calcul (XLSX)").click()
    page.locator(".calc-menu summary", has_text="Partager").click()
    page.get_by_role("button", name="Copier un lien vers ce cas").click()
    link = page.locator(".hub-said [role=status]")
    expect(link).to_contain_text("lien", ignore_case=True)
    page.evaluate("document.querySelector('.md-search__input').focus()")
    page.keyboard.type(f"secret{SECRET}")
    page.wait_for_timeout(500)
    page.goto(site + "dossiers/")
    expect(page.locator(".dossiers-list")).to_contain_text(f"Cas {SECRET}")
    page.go_back()
    page.reload()
    live(page)
    assert asked, "the guard stands where the requests pass"
    assert [
        request for request in asked if SECRET in request or "48\u202f765" in request or "#" in request.split("\n")[0]
    ] == []
    assert {request.split()[0] for request in asked} <= {"GET", "HEAD"}
    assert watch.foreign == []
    # the positive control: what does leave is seen, in an address and in a body
    page.evaluate("async (s) => { await fetch('?leak=' + s); await fetch('', {method: 'POST', body: s}); }", SECRET)
    assert sum(SECRET in request for request in asked) >= 2


def test_the_case_in_a_link_does_not_reach_the_server(site: str, asked: list[str], page: Page) -> None:
    page.goto(f"{site}{CAPITAL}#cas=geheim{SECRET}")
    live(page)
    expect(page.locator(".hub-said [role=status]")).to_contain_text("incomplet ou altéré")
    assert not [request for request in asked if SECRET in request]


def test_what_was_unfolded_and_is_being_typed_there_survives_a_reload(site: str, open_live: Open) -> None:
    page = open_live(site + "calculateurs/budget-de-coaching/")
    page.locator(".calc-live .card-header", has_text="Pour les documents").click()
    field = page.locator(".calc-live").get_by_label("Prestataire", exact=True)
    field.press_sequentially("Coaching Dupuis")
    page.reload()
    expect(page.locator(".calc-live").get_by_label("Prestataire", exact=True)).to_have_value(
        "Coaching Dupuis", timeout=60_000
    )
