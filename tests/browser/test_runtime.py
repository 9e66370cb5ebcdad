"""The calculators' runtime in Chromium, on a small demonstration site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.chromium import SPARING, Open, Watch, guard

pytestmark = pytest.mark.browser

LIVE = ".calc[data-state=live]"


def pythons(page: Page) -> list[Any]:
    """The workers that run Python."""
    return [w for w in page.workers if "/rt-" in w.url]


def worker(page: Page) -> Any:
    """Python's worker."""
    return pythons(page)[0]


def click_in_menu(page: Page, name: str) -> None:
    """Follow a link of the navigation, as instant navigation sees it."""
    # while a page takes the place of another there is no menu for a moment
    page.wait_for_function(
        "name => { const link = [...document.querySelectorAll('a.md-nav__link')].find(a => a.textContent.trim() ==="
        " name); link?.click(); return !!link; }",
        arg=name,
    )


def let_go(page: Page, held: list[Route]) -> None:
    """What was kept waiting goes on, once it has been asked for."""
    while not held:
        page.wait_for_timeout(50)
    held.pop().continue_()


def recalculated(page: Page, text: str) -> None:
    expect(page.locator("[data-slot=summary]")).to_contain_text(text, timeout=10_000)


# ---- what a user does


def test_a_change_in_the_form_changes_the_result_in_the_page(demo: str, open_live: Open, watch: Watch) -> None:
    page = open_live(demo + "demo/")
    page.get_by_label("Montant").fill("21")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "21")
    page.get_by_label("Genre").select_option("double")
    recalculated(page, "42")
    assert page.locator("[data-slot=table] td").inner_text() == "21"
    assert watch.nothing(), watch


def test_the_result_is_part_of_the_page_and_its_links_work_without_reload(
    demo: str, open_live: Open, watch: Watch
) -> None:
    page = open_live(demo + "demo/")
    page.evaluate("window.same = true")
    page.locator("[data-slot=summary] a").click()
    page.wait_for_selector(".calc[data-calc=second][data-state=live]")
    assert page.evaluate("window.same"), "the page was loaded anew"
    assert watch.nothing(), watch


def test_what_a_user_types_never_becomes_html(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    page.get_by_label("Nom").fill("<img src=x onerror=alert(1)>")
    page.get_by_label("Nom").press("Enter")
    recalculated(page, "<img src=x")
    assert page.locator("[data-slot=summary] img").count() == 0


def test_typing_a_comma_stays_in_the_field_and_is_a_decimal_sign(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    field = page.get_by_label("Montant")
    field.fill("")
    field.focus()
    page.keyboard.type("12,5")
    page.keyboard.press("Enter")
    recalculated(page, "12.5")
    page.get_by_label("Nom").focus()
    page.keyboard.type("s/n.,fp")  # Material's one-key shortcuts
    assert page.url.endswith("/demo/")
    assert page.get_by_label("Nom").input_value() == "s/n.,fp"


def test_the_default_result_can_be_read_before_python_is_there(demo: str, page: Page) -> None:
    page.route("**/snapshot.bin", lambda route: None)  # never answered
    page.goto(demo + "demo/")
    recalculated(page, "100")
    assert page.locator(".calc").get_attribute("data-state") == "loading"
    expect(page.locator(".calc-status [role=status]")).to_contain_text("Démarrage")
    expect(page.locator(".calc-status progress")).to_be_visible()
    expect(page.locator(".calc-bytes")).to_contain_text(re.compile(r"^\d+,\d sur \d+,\d Mo$"))


# ---- one Python for a visit


def test_instant_navigation_keeps_one_python_and_brings_the_form_back_as_it_was(
    demo: str, open_live: Open, watch: Watch
) -> None:
    page = open_live(demo + "demo/")
    page.get_by_label("Montant").fill("33")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "33")
    worker(page).evaluate("self.mark = 'one'")
    for _ in range(2):
        click_in_menu(page, "Autre")
        page.wait_for_selector(".calc[data-calc=second][data-state=live]")
        click_in_menu(page, "Texte")
        page.wait_for_selector("h1:has-text('Texte')")
        click_in_menu(page, "Démonstration")
        page.wait_for_selector(".calc[data-calc=demo][data-state=live]")
        assert page.get_by_label("Montant").input_value() == "33"
        recalculated(page, "33")
    assert worker(page).evaluate("self.mark") == "one"
    assert page.evaluate("Bokeh.documents.length") == 1
    assert watch.nothing(), watch


def test_leaving_quickly_while_python_starts_does_no_harm(demo: str, page: Page, watch: Watch) -> None:
    page.goto(demo + "demo/")
    for name in ("Autre", "Démonstration", "Texte", "Autre", "Démonstration"):
        click_in_menu(page, name)
        page.wait_for_timeout(150)
    page.wait_for_selector(".calc[data-calc=demo][data-state=live]", timeout=60_000)
    page.get_by_label("Montant").fill("7")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "7")
    assert watch.nothing(), watch


def test_memory_stays_flat_over_many_navigations(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    count = (
        "import gc; from bokeh.model import Model; gc.collect(); sum(isinstance(o, Model) for o in gc.get_objects())"
    )

    def round_trip() -> int:
        for name, calculator in (("Autre", "second"), ("Démonstration", "demo")):
            click_in_menu(page, name)
            page.wait_for_selector(f".calc[data-calc={calculator}][data-state=live]")
        return int(worker(page).evaluate(f"python.runPython({json.dumps(count)})"))

    models = [round_trip() for _ in range(6)]
    assert models[-1] <= models[1], models


def test_python_starts_when_a_page_without_calculator_is_idle(demo: str, page: Page, watch: Watch) -> None:
    page.goto(demo + "text/")
    page.wait_for_function("() => window.hubCalc?.python.state === 'ready'", timeout=60_000)
    assert page.evaluate("typeof Bokeh") == "undefined", "Bokeh is loaded only when it is needed"
    click_in_menu(page, "Démonstration")
    page.wait_for_selector(LIVE)
    assert watch.nothing(), watch


# ---- what the page tells other scripts


def test_other_scripts_can_send_a_message_and_read_the_state(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    for amount in (55, 55, 56):
        page.evaluate("amount => hubCalc.send(document.querySelector('.calc'), JSON.stringify({amount}))", amount)
        recalculated(page, str(amount))
    assert json.loads(page.evaluate("hubCalc.state(document.querySelector('.calc'))"))["amount"] == 56
    assert page.get_by_label("Montant").input_value() == "56"


def test_events_tell_when_a_calculator_is_live_has_a_result_and_is_drawn_as_python_answered(
    demo: str, open_live: Open
) -> None:
    page = open_live(demo + "other/")
    page.evaluate(
        "() => { window.heard = []; for (const type of ['calc-live', 'calc-output', 'calc-drawn'])"
        " addEventListener(type, (e) => heard.push([type, e.detail.name])); }"
    )
    click_in_menu(page, "Démonstration")
    page.wait_for_selector(".calc[data-calc=demo][data-state=live]")
    assert ["calc-live", "demo"] in page.evaluate("heard")
    assert ["calc-output", "demo"] in page.evaluate("heard")
    heard = page.evaluate(
        "new Promise((told) => { heard.length = 0; addEventListener('calc-drawn', () => setTimeout(() => told(heard)));"
        " hubCalc.send(document.querySelector('.calc'), '{\"amount\": 57}'); })"
    )
    assert [kind for kind, _ in heard] == ["calc-output", "calc-drawn"]
    assert page.get_by_label("Montant").input_value() == "57"


# ---- when something goes wrong


def test_a_reload_brings_back_what_was_typed(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    page.get_by_label("Montant").fill("64")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "64")
    page.reload()
    page.wait_for_selector(LIVE, timeout=60_000)
    assert page.get_by_label("Montant").input_value() == "64"
    recalculated(page, "64")


def test_a_state_that_the_calculator_refuses_gives_the_default_form_and_says_so(demo: str, open_live: Open) -> None:
    page = open_live(demo + "other/")
    page.evaluate("""sessionStorage.setItem('hub-calc:demo', '{"refuse": true}')""")
    click_in_menu(page, "Démonstration")
    page.wait_for_selector(".calc[data-calc=demo][data-state=live]")
    assert page.get_by_label("Montant").input_value() == "100"
    expect(page.locator(".hub-said [role=status]")).to_contain_text("n'ont pas pu être reprises")


def test_a_crash_of_python_says_so_and_a_retry_brings_back_what_was_typed(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    page.get_by_label("Nom").fill("Anne")
    page.get_by_label("Nom").press("Enter")
    page.get_by_label("Montant").fill("77")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "77")
    worker(page).evaluate(
        "self.mark = 'old'; sessions.patch = () => { throw new WebAssembly.RuntimeError('unreachable'); }; 0"
    )
    page.get_by_label("Montant").fill("78")
    page.get_by_label("Montant").press("Enter")
    expect(page.locator(".calc-status [role=status]")).to_contain_text("s'est arrêté")
    recalculated(page, "77")  # the last result stays
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector(LIVE, timeout=60_000)
    assert worker(page).evaluate("self.mark") is None
    assert page.get_by_label("Nom").input_value() == "Anne"
    # what was on its way when Python stopped is there again too
    assert page.get_by_label("Montant").input_value() == "78"
    recalculated(page, "78")


def test_a_fault_in_a_calculation_is_told_and_the_form_goes_on(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    page.get_by_label("Montant").fill("666")
    page.get_by_label("Montant").press("Enter")
    expect(page.locator(".calc-status [role=status]")).to_contain_text("n'a pas abouti")
    page.get_by_label("Montant").fill("5")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "5")
    expect(page.get_by_role("button", name="Réessayer")).to_be_hidden()


def test_a_calculation_that_never_ends_is_told_and_can_be_ended(demo: str, page: Page) -> None:
    quick_stall(page, 1500)
    page.goto(demo + "demo/")
    page.wait_for_selector(LIVE, timeout=60_000)
    page.get_by_label("Montant").fill("12")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "12")
    page.get_by_label("Montant").fill("999")
    page.get_by_label("Montant").press("Enter")
    expect(page.locator(".calc-status [role=status]")).to_contain_text("n'a pas répondu", timeout=10_000)
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector(LIVE, timeout=60_000)
    assert page.get_by_label("Montant").input_value() == "12"


def test_a_stalled_start_says_so_and_a_retry_really_starts_again(demo: str, page: Page) -> None:
    quick_stall(page, 1500)
    held: list[Route] = []
    page.route("**/snapshot.bin", lambda route: held.append(route))
    page.goto(demo + "demo/")
    expect(page.locator(".calc-status [role=status]")).to_contain_text("n'avance plus", timeout=10_000)
    page.unroute("**/snapshot.bin")
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector(LIVE, timeout=60_000)
    expect(page.get_by_role("button", name="Réessayer")).to_be_hidden()
    assert held, "the first start asked for the snapshot"


def test_a_missing_worker_says_so_and_a_retry_works(demo: str, page: Page) -> None:
    page.route("**/worker.js", lambda route: route.fulfill(status=404))
    page.goto(demo + "demo/")
    expect(page.locator(".calc-status [role=status]")).to_contain_text("n'a pas pu démarrer", timeout=10_000)
    recalculated(page, "100")
    page.unroute("**/worker.js")
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector(LIVE, timeout=60_000)


def test_python_begins_before_the_page_has_its_scripts_and_what_it_says_meanwhile_is_heard(
    demo: str, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/page/loader.js", lambda route: held.append(route))
    page.goto(demo + "demo/", wait_until="commit")
    page.wait_for_function("() => window.hubStarted?.said.some(({ data }) => data?.type === 'ready')", timeout=60_000)
    let_go(page, held)
    page.wait_for_selector(LIVE, timeout=60_000)
    assert len(pythons(page)) == 1, "the page took over the one that had begun"
    page.get_by_label("Montant").fill("8")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "8")


def test_a_page_whose_own_scripts_were_quicker_has_one_python(demo: str, page: Page) -> None:
    held: list[Route] = []
    page.route("**/start.js", lambda route: held.append(route))
    page.goto(demo + "demo/", wait_until="commit")
    page.wait_for_function("() => window.hubCalc?.python.state === 'starting'")
    let_go(page, held)
    page.wait_for_selector(LIVE, timeout=60_000)
    assert len(pythons(page)) == 1


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_snapshot_that_does_not_fit_gives_way_to_the_plain_loader(demo: str, page: Page, damage: str) -> None:
    if damage == "missing":
        page.route("**/snapshot.bin", lambda route: route.fulfill(status=404))
        page.goto(demo + "demo/")
    else:
        held: list[Route] = []
        page.route("**/start.js", lambda route: altered_start(route))
        page.route("**/page/loader.js", lambda route: held.append(route))  # it may be quicker, and start its own
        page.goto(demo + "demo/", wait_until="commit")
        page.wait_for_function("() => window.hubStarted")
        let_go(page, held)
    page.wait_for_selector(LIVE, timeout=60_000)
    page.get_by_label("Montant").fill("8")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "8")
    assert "imported" in page.evaluate("Object.keys(hubCalc.python.laps)"), "the plain loader ran"


def test_modules_that_are_not_in_the_snapshot_arrive_when_they_are_imported(demo: str, open_alone: Open) -> None:
    page = open_alone(demo + "demo/")
    code = "import openpyxl, wave, panel.layout.gridstack; len(openpyxl.Workbook().sheetnames)"
    assert worker(page).evaluate(f"python.runPython({json.dumps(code)})") == 1


def test_a_restored_python_has_randomness_of_its_own(demo: str, browser: Browser) -> None:
    numbers = set()
    for _ in range(2):
        context = browser.new_context()
        page = context.new_page()
        page.goto(demo + "demo/")
        page.wait_for_selector(LIVE, timeout=60_000)
        numbers.add(worker(page).evaluate("python.runPython('import random; random.random()')"))
        context.close()
    assert len(numbers) == 2


def quick_stall(page: Page, milliseconds: int) -> None:
    """Shorten the wait before the page says that nothing goes on."""
    page.route("**/config.js", lambda route: append_to_config(route, f"CONFIG.stall = {milliseconds};"))


def append_to_config(route: Route, line: str) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.text() + line + "\n")


def altered_start(route: Route) -> None:
    """As if this browser's Python lay elsewhere in memory than that of the snapshot."""
    response = route.fetch()
    text, count = re.subn(r'"brk": (\d+)', lambda found: f'"brk": {int(found[1]) + 16}', response.text())
    assert count == 1
    route.fulfill(response=response, body=text)


# ---- where it may run, and what it may do


def test_nothing_is_asked_from_another_host_and_the_counter_counts(demo: str, open_alone: Open, watch: Watch) -> None:
    page = open_alone(demo + "demo/")
    page.get_by_label("Montant").fill("9")
    page.get_by_label("Montant").press("Enter")
    recalculated(page, "9")
    assert watch.foreign == []
    # the positive control: one request of each kind to another host is blocked and counted
    page.goto("about:blank")
    page.evaluate("fetch('https://example.org/data').catch(() => 0)")
    page.evaluate(
        "new Promise(r => { const i = new Image(); i.onerror = r; i.src = 'https://example.org/image.png'; })"
    )
    assert watch.foreign == ["https://example.org/data", "https://example.org/image.png"]


def test_it_works_at_the_root_of_a_host_too(demo_site: Path, open_alone: Open, watch: Watch) -> None:
    from tests.chromium import served

    with served(demo_site) as address:
        page = open_alone(address + "demo/")
        page.evaluate("window.same = true")
        click_in_menu(page, "Autre")
        page.wait_for_selector(".calc[data-calc=second][data-state=live]")
        assert page.evaluate("window.same")
    assert watch.nothing(), watch


def test_every_page_has_the_same_strict_policy(demo_site: Path) -> None:
    policies = {
        re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page.read_text("utf-8"))[1]  # type: ignore[index]
        for page in demo_site.rglob("*.html")
    }
    assert len(policies) == 1
    scripts = policies.pop().split("script-src")[1].split(";")[0]
    assert "unsafe" not in scripts
    assert "default-src &#x27;none&#x27;" in re.sub("'", "&#x27;", (demo_site / "index.html").read_text("utf-8"))


def test_the_policy_forbids_what_it_should_and_the_watch_sees_it(demo: str, open_live: Open, watch: Watch) -> None:
    page = open_live(demo + "demo/")
    assert watch.violations == []
    page.evaluate(
        "{ const s = document.createElement('script'); s.textContent = 'window.evil = 1'; document.body.append(s); }"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.evil") is None
    assert watch.violations


# ---- for everyone


def test_every_field_has_a_name_and_choices_have_a_group(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    for role, name in (
        ("textbox", "Montant"),
        ("textbox", "Nom"),
        ("combobox", "Genre"),
        ("checkbox", "D'accord avec les conditions"),
        ("slider", "Part en pour cent"),
        ("radio", "inconnu"),
        ("radiogroup", "Choix"),
    ):
        assert page.get_by_role(role, name=name).count() == 1, (role, name)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_moves_when_the_form_wakes_up_and_nothing_is_cut_off(demo: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((l) => { for (const e of l.getEntries())"
        " if (e.sources.some((s) => s.node && !s.node.closest?.('.calc-form'))) shift += e.value; })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(demo + "other/")
    page.wait_for_selector(LIVE, timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_change_of_scheme_reaches_the_fields_without_python(demo: str, open_live: Open) -> None:
    page = open_live(demo + "demo/")
    colour = "getComputedStyle(document.querySelector('.calc')).getPropertyValue('--calc-on-accent').trim()"
    field = page.get_by_label("Montant")
    light = field.evaluate("e => getComputedStyle(e).color"), page.evaluate(colour)
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_timeout(300)
    assert (field.evaluate("e => getComputedStyle(e).color"), page.evaluate(colour)) != light
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'default')")


def test_a_page_on_a_metered_line_does_not_start_python_by_itself(demo: str, browser: Browser) -> None:
    context = browser.new_context()
    guard(context)
    page = context.new_page()
    page.add_init_script(SPARING)
    page.goto(demo + "text/")
    page.wait_for_timeout(800)
    assert page.evaluate("hubCalc.python.state") == "off"
    context.close()
