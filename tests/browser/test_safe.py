"""What a person or a file brings is text: never HTML, never a script; the policy of the site stands in each answer."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from ai_calc.handing_over.sharing import to_file, to_link
from ai_calc.registers import calculators as registry
from tests.chromium import Watch

pytestmark = pytest.mark.browser

EVIL = '<img src=x onerror="window.evil=1"><svg/onload=evil=2></textarea><script>evil=3</script>'
PAGE = registry.get("coaching").page
SHOWN = "[data-slot], .calc-live"


def live(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector(".calc[data-state=live]", timeout=60_000)
    return page


def harmless(page: Page, watch: Watch) -> None:
    """No element came of the text, in no shadow root, and no script ran."""
    found = page.evaluate("""() => { const walk = (root) => [...root.querySelectorAll('*')].flatMap((e) => [
             ...(e.matches('img[src=x], .calc script, [onerror], [onload]') ? [e.outerHTML] : []), ...(e.shadowRoot ? walk(e.shadowRoot) : [])]);
           return [walk(document), window.evil ?? null]; }""")
    assert found == [[], None]
    assert watch.nothing(), watch


def menu(page: Page, entry: str) -> None:
    page.locator(".calc-menu summary", has_text="Partager").click()
    page.get_by_role("button", name=entry).click()


def test_text_of_a_link_a_file_a_table_and_the_form_never_becomes_html(site: str, page: Page, watch: Watch) -> None:
    calculator = registry.get("coaching")
    day = {"day": "2025-03-10", "minutes": 60, "note": EVIL}
    case = calculator.case_type.model_validate(
        {"canton": "ge", "kind": "placement", "law_date": "2025-03-01", "journal": [day], "provider": EVIL[:200]}
    )
    result = calculator.compute(case)
    results = page.locator(".calc-results")

    live(page, f"{site}{PAGE}#cas={to_link(calculator, case, result)}")
    expect(page.locator(".hub-said [role=status]")).to_contain_text("Cas repris")
    harmless(page, watch)

    with page.expect_file_chooser() as chooser:
        menu(page, "Ouvrir un fichier enregistré")
    chooser.value.set_files(
        {
            "name": f"{EVIL[:30]}.json",
            "mimeType": "application/json",
            "buffer": to_file(calculator, case, result, EVIL).encode(),
        }
    )
    expect(page.locator("[data-slot=documents]")).to_contain_text("<img src=x")
    harmless(page, watch)

    strange = {"format": "ai-calc/cas", "calculator": EVIL, "schema": 1, "version": EVIL, "case": {EVIL: EVIL}}
    with page.expect_file_chooser() as chooser:
        menu(page, "Ouvrir un fichier enregistré")
    chooser.value.set_files({"name": "x.json", "mimeType": "application/json", "buffer": json.dumps(strange).encode()})
    expect(page.locator(".hub-said [role=status]")).to_contain_text("<img src=x")
    harmless(page, watch)

    with page.expect_file_chooser() as chooser:
        menu(page, "Lire un fichier dans le formulaire")
    table = f'Date;Durée;Remarque\n11.03.2025;0:45;"{EVIL.replace(chr(34), chr(34) * 2)}"\n{EVIL.replace(";", "")};1;\n'
    chooser.value.set_files({"name": "heures.csv", "mimeType": "text/csv", "buffer": table.encode()})
    expect(page.locator(".hub-said [role=status]")).to_contain_text("<img src=x")
    harmless(page, watch)

    page.get_by_role("button", name="Comparer", exact=True).click()
    expect(page.locator(".hub-said [role=status]")).to_contain_text("scénario A")
    field = page.locator(".calc-live").get_by_label("Durée (mois)", exact=True)
    field.fill(EVIL)
    field.press("Tab")
    expect(page.locator("[data-slot=faults]")).to_contain_text("<img")
    field.fill("7")
    field.press("Tab")
    expect(results.locator(".calc-comparison tr.differs").first).to_be_visible()
    page.locator("[data-calc-name]").evaluate(
        "(field, text) => { field.value = text; dispatchEvent(new Event('beforeprint')); }", EVIL
    )
    expect(page.locator("[data-calc-printed]")).to_contain_text("<img")
    harmless(page, watch)


def test_the_policy_comes_as_a_header_too_and_allows_no_inline_script(site: str) -> None:
    def policy(path: str) -> str:
        with urllib.request.urlopen(site + path) as answer:
            return str(answer.headers["Content-Security-Policy"])

    pages = {policy(path) for path in ("", PAGE, "cas/AC-13/", "reglements/")}
    assert len(pages) == 1
    rules = dict(part.strip().partition(" ")[::2] for part in pages.pop().split(";"))
    assert (
        rules["default-src"]
        == rules["style-src-attr"]
        == rules["base-uri"]
        == rules["form-action"]
        == rules["frame-ancestors"]
        == "'none'"
    )
    assert rules["connect-src"] == rules["worker-src"] == "'self'"
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/]{43}=')+", rules["script-src"])
    with urllib.request.urlopen(site) as answer:
        start = answer.read().decode()
    worker = re.search(r'src="(?:\./)?(assets/[^"]*)/page/loader\.js"', start)
    assert worker and "default-src 'none'" in policy("sw.js")


def test_a_script_a_handler_and_a_text_as_code_are_refused_on_the_true_site(
    site: str, page: Page, watch: Watch
) -> None:
    live(page, site + PAGE)
    assert watch.violations == []
    page.evaluate("""() => { const box = document.createElement('div'); document.body.append(box);
             box.innerHTML = `<button id=bait onclick="window.evil=1">x</button>`; document.getElementById('bait').click();
             const s = document.createElement('script'); s.textContent = 'window.evil = 2'; box.append(s);
             const a = document.createElement('a'); a.href = 'javascript:window.evil=3'; box.append(a); a.click();
             setTimeout("window.evil = 4"); }""")
    assert page.evaluate("window.evil ?? null") is None
    assert len(watch.violations) >= 4
