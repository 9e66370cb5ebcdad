"""Everyone can use it (WCAG 2.1 AA): axe on every kind of page and every live calculator, zoom, keyboard, faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ai_calc.registers import calculators as registry
from tests.chromium import ROOT, SPARING, Open, Visits, Watch, guard, load_example

pytestmark = pytest.mark.browser

AXE = Path(ROOT / "node_modules" / "axe-core" / "axe.min.js")
CALCULATORS = {name: registry.get(name).page for name in registry.names()}
PAGES = [
    "",
    "reglements/",
    "reglements/cmrp/",
    "reglements/cmrp/42-aide-en-capital/",
    "reglements/eisp/07-aide-sociale/",
    "reglements/berne/comparaison/",
    "reperes/montants/",
    "reperes/lectures/",
    "reperes/articles/",
    "reperes/arrets/",
    "reperes/couverture/",
    "reperes/abreviations/",
    "reperes/allemand/",
    "reperes/cas/",
    "cas/",
    "cas/AC-13/",
    "cas/BE-01/",
    "calculateurs/",
    "formation/",
    "formation/lecon-3/",
    "formation/lecon-4/",
    "formation/salle/",
    "formation/revoir/",
    "formation/controle/",
    "formation/exercices/",
    "formation/fiches/",
    "formation/formateurs/",
    "formation/reinitialiser/",
    "versions-et-sources/",
    "versions-et-sources/faits/",
    "confidentialite/",
    "accessibilite/",
    "dossiers/",
    "404.html",
]
# A window of 320 px; twice the usual size in a window of 1280 px, which is the same as half the width.
VIEWS = {"phone": (320, 640), "zoomed": (640, 450), "desktop": (1280, 900)}

# Text of the very colour behind it is « incomplete » to axe: it may be hidden on purpose. Here it never is.
# `rule`: this one only, else all of them.
FAULTS = """(rule) => axe.run({
    runOnly: rule ? [rule] : {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']},
    resultTypes: ['violations', 'incomplete']
  }).then((found) => [...found.violations.filter(({impact}) => impact !== 'minor' && impact !== 'moderate'),
      ...found.incomplete.map((one) => ({...one, nodes: one.nodes.filter((n) => n.any[0]?.data?.messageKey === 'equalRatio')}))]
    .flatMap(({id, impact, nodes}) => nodes.map((n) => `${id} (${impact}) ${n.target.flat().join(' ')} ${n.any[0]?.message ?? ''}`)))"""
# In a long table the rows after the fortieth are made as those before.
SHORTEN = "() => { for (const row of document.querySelectorAll('tbody > tr:nth-child(n+41)')) row.remove(); }"
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
    context.add_init_script(SPARING)
    yield context
    context.close()


@pytest.fixture(scope="module")
def seen(still: BrowserContext) -> Watch:
    return guard(still)


@pytest.fixture
def tab(still: BrowserContext, seen: Watch) -> Iterator[Page]:
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
    page.evaluate(SHORTEN)
    for view, (width, height) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme, name in {
            "phone": {"light": "default"},
            "zoomed": {},
            "desktop": {"light": "default", "dark": "slate"},
        }[view].items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.wait_for_function("(name) => (document.body.dataset.mdColorScheme ?? name) === name", arg=name)
            # in the dark nothing differs but the colours
            if faults := page.evaluate(FAULTS, "color-contrast" if scheme == "dark" else None):
                found[f"{view} {scheme}"] = faults
    return found


@pytest.mark.parametrize("path", PAGES, ids=[p or "start" for p in PAGES])
def test_a_page_has_no_serious_fault(site: str, tab: Page, path: str) -> None:
    tab.goto(site + path)
    tab.wait_for_load_state()
    tab.evaluate(UNFOLD)
    assert check(tab) == {}


def test_the_search_has_no_serious_fault_with_its_results_open(site: str, tab: Page) -> None:
    tab.goto(site)
    tab.locator(".examples a", has_text="6020").click()
    tab.locator(".md-search-result__item").first.wait_for(state="visible")
    found = {}
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        tab.evaluate(AXE.read_text("utf-8"))
        found[scheme] = tab.evaluate(FAULTS)
    assert found == {"light": [], "dark": []}


@pytest.fixture(scope="module")
def calm(lasting: Browser) -> Iterator[Visits]:
    """One visit from calculator to calculator, without movements."""
    visits = Visits(lasting, reduced_motion="reduce")
    yield visits
    visits.end()


@pytest.fixture
def calculator(calm: Visits, site: str, path: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    yield calm.open(site + path)
    calm.after(request)


@pytest.mark.parametrize("path", CALCULATORS.values(), ids=CALCULATORS)
def test_a_live_calculator_has_no_serious_fault(calculator: Page) -> None:
    """With every part unfolded, a comparison, and a fault in the form; then with the menu open."""
    tab = calculator
    tab.evaluate(UNFOLD)
    tab.wait_for_function(f"({FOLDED})() === 0")
    tab.get_by_role("button", name="Comparer", exact=True).click()
    expect(tab.locator(".calc-comparison")).to_be_visible()
    field = tab.locator(".calc-live .field input[type=text]:visible").first
    field.fill("trente")
    field.press("Tab")
    expect(tab.locator("[data-slot=faults]")).not_to_be_empty()
    tab.evaluate(UNFOLD)  # what the change has brought
    assert check(tab) == {}
    tab.locator(".calc-menu summary", has_text="Partager").click()
    tab.set_viewport_size({"width": 320, "height": 640})
    assert tab.evaluate(FAULTS) == []
    box = tab.locator(".calc-menu[open] > div").bounding_box()
    assert box is not None and box["x"] >= 0, "the menu leaves the window"


# ---- every state of a button

STATES = {
    "rest": [],
    "hover": ["hover"],
    "after a click": ["focus"],
    "hover after a click": ["hover", "focus"],
    "focus": ["focus", "focus-visible"],
    "press": ["hover", "focus", "active"],
}
# The words of each button that are too faint where they stand (null: seen well enough, or not there).
RATIOS = """function (...buttons) {
  const pen = (window.pen ??= new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true}));
  const over = (colours) => { for (const c of ['#fff', ...colours]) { pen.fillStyle = c; pen.fillRect(0, 0, 1, 1); } return [...pen.getImageData(0, 0, 1, 1).data]; };
  const light = (rgb) => rgb.slice(0, 3).map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  return buttons.map((button) => {
    if (button.disabled || !button.getClientRects().length || !button.innerText?.trim()) return null;
    const behind = [];
    for (let e = button; e; e = e.assignedSlot ?? e.parentElement ?? e.getRootNode().host) behind.unshift(getComputedStyle(e).backgroundColor);
    const back = over(behind), text = over([...behind, getComputedStyle(button).color]);
    const [less, more] = [light(back), light(text)].sort((a, b) => a - b), ratio = (more + .05) / (less + .05);
    return ratio >= 4.5 ? null : `${button.innerText.trim().slice(0, 40)}: ${ratio.toFixed(2)} (${text.slice(0, 3)} on ${back.slice(0, 3)})`;
  });
}"""
SCHEMES = {"light": "default", "dark": "slate"}


def faint_buttons(page: Page) -> dict[str, list[str]]:
    """For each scheme the buttons whose words are too faint in one of their states, in the form too.

    Each state that is forced makes the browser work out the style of the whole page anew. So all are forced before any
    is looked at, in a page that is not rendered meanwhile.
    """
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")

    def buttons(node: dict[str, Any]) -> Iterator[int]:
        attributes = node.get("attributes", [])
        if node["nodeName"] in ("BUTTON", "SUMMARY") or "md-button" in " ".join(attributes[1::2]).split():
            yield node["nodeId"]
        for inner in (*node.get("children", ()), *node.get("shadowRoots", ())):
            yield from buttons(inner)

    nodes = list(buttons(session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]))
    handles = [session.send("DOM.resolveNode", {"nodeId": node})["object"]["objectId"] for node in nodes]
    found: dict[str, list[str]] = {scheme: [] for scheme in SCHEMES}
    for state, classes in STATES.items():
        page.evaluate("document.body.style.contentVisibility = 'hidden'")
        for node in nodes:
            session.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": classes})
        page.evaluate("document.body.style.contentVisibility = ''")
        for scheme, name in SCHEMES.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.wait_for_function("(name) => (document.body.dataset.mdColorScheme ?? name) === name", arg=name)
            answers = session.send(
                "Runtime.callFunctionOn",
                {
                    "objectId": handles[0],
                    "functionDeclaration": RATIOS,
                    "arguments": [{"objectId": handle} for handle in handles],
                    "returnByValue": True,
                },
            )["result"]["value"]
            found[scheme] += [f"{state}: {answer}" for answer in answers if answer]
    session.detach()
    return found


@pytest.mark.parametrize(
    "path", ["dossiers/", "formation/lecon-3/", "reglements/cmrp/42-aide-en-capital/", CALCULATORS["coaching"]]
)
def test_the_words_of_a_button_are_seen_in_each_of_its_states(site: str, tab: Page, path: str) -> None:
    tab.goto(site + path)
    tab.wait_for_load_state()
    if path.startswith("calculateurs/"):
        tab.wait_for_selector(".calc[data-state=live]", timeout=60_000)
        load_example(tab)
    tab.evaluate(UNFOLD)
    assert faint_buttons(tab) == {"light": [], "dark": []}


# ---- the keyboard alone

STOP = """() => {
  const text = (node) => node.nodeType === 3 ? node.data : node.nodeType !== 1 || node.localName === 'style' || node.ariaHidden === 'true' ? ''
    : [...(node.shadowRoot ?? node).childNodes].map(text).join('');
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return null;
  const named = element.getRootNode().getElementById(element.getAttribute('aria-labelledby'));
  const name = element.ariaLabel ?? text(named ?? element.labels?.[0] ?? element);
  // the switch of colours has no size: its label shows the focus
  const seen = element.matches('.md-option') ? element.nextElementSibling : element;
  const {outlineStyle, outlineWidth} = getComputedStyle(seen), box = seen.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1), y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  let top = document.elementFromPoint(x, y);
  const over = top?.closest('.md-tooltip') ? null : top?.closest('.calc-foot, .md-header');
  window.stops ??= new Map();
  if (!window.stops.has(element)) window.stops.set(element, window.stops.size);
  return {
    name: name.replace(/\\s+/g, ' ').trim(), number: window.stops.get(element), value: element.value ?? '',
    ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1, covered: !!over && !over.contains(seen),
    inside: !!(document.activeElement.closest('.calc')),
  };
}"""


class Keys:
    """A person who has no mouse: every stop shows its focus, nothing holds on to it, nothing covers it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.last: dict[str, object] | None = None
        """The stop of the last Tab, unless another key came after it."""

    def stop(self) -> dict[str, object] | None:
        found: dict[str, object] | None = self.page.evaluate(STOP)
        return found

    def press(self, *keys: str) -> Keys:
        self.last = None
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def tab(self, back: bool = False) -> dict[str, object] | None:
        before = self.last or self.stop()
        self.press("Shift+Tab" if back else "Tab")
        self.last = stop = self.stop()
        if stop is not None:
            if stop["covered"]:  # the search closes slowly
                self.page.wait_for_function(f"() => {{ const stop = ({STOP})(); return !stop || !stop.covered; }}")
            assert stop["ring"], f"no focus to be seen: {stop}"
            assert before is None or stop["number"] != before["number"], f"the keyboard is trapped: {stop}"
        return stop

    def to(self, name: str, back: bool = False) -> Keys:
        """Tab until something has the focus whose name begins so."""
        names = []
        for _ in range(250):
            stop = self.tab(back)
            names.append(stop and stop["name"])
            if stop is not None and str(stop["name"]).startswith(name):
                return self
        raise AssertionError(f"« {name} » is out of reach of the keyboard: {names}")

    def type(self, text: str) -> Keys:
        self.press("Control+a")
        self.page.keyboard.type(text)
        return self


def test_a_whole_piece_of_work_is_done_with_the_keyboard_alone(
    site: str, page: Page, context: BrowserContext, watch: Watch
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site)
    keys = Keys(page)
    keys.to("Aller au contenu").press("Enter")
    page.reload()
    keys.to("Calculateurs").press("Enter")
    page.wait_for_url("**/calculateurs/")
    keys.to("Aide en capital").press("Enter")
    page.wait_for_selector(".calc[data-state=live]", timeout=60_000)
    summary, message = page.locator("[data-slot=summary]"), page.locator(".hub-said [role=status]")
    keys.to("Exemple").press("ArrowDown")
    expect(page.locator(".calc-ribbon")).to_be_visible()

    keys.to("Ressources propres disponibles (CHF)").type("50000").tab()
    expect(summary).to_contain_text("37\u202f000")
    keys.to("Montant (CHF)", back=True).type("beaucoup").tab()
    expect(page.locator("[data-slot=faults]")).to_contain_text("ligne 3, Montant : « beaucoup » n'est pas un nombre")
    keys.to("Montant (CHF)", back=True).type("14000").tab()
    expect(page.locator("[data-slot=faults]")).to_be_empty()

    rows = page.locator(".calc-live").get_by_role("button", name="Supprimer cette ligne")
    keys.to("Ajouter une ligne").press("Enter")
    expect(rows).to_have_count(4)
    keys.to("Supprimer cette ligne", back=True).press("Enter")
    expect(rows).to_have_count(3)
    stop = keys.tab()
    assert stop is not None and stop["inside"], f"the place in the form is lost: {stop}"

    keys.to("Ajouter une ligne").to("Conditions").press("Enter")  # a folded part of the form
    keys.to("Exemple", back=True).press("ArrowDown")
    expect(message).to_contain_text("Exemple chargé")
    keys.to("Annuler").press("Enter")
    expect(message).to_contain_text("Annulé")

    keys.to("Dossier", back=True).type("Four").press("Enter")
    expect(page.locator("[data-dossier-said]")).to_contain_text("Le dossier est créé")
    keys.to("Partager").press("Enter").to("Copier un lien").press("Enter")
    expect(message).to_contain_text("Le lien est copié")
    assert "#cas=" in page.evaluate("navigator.clipboard.readText()")
    stop = keys.stop()
    assert stop is not None and str(stop["name"]).startswith("Partager"), "the focus returns to the menu"
    with page.expect_download() as download:
        keys.press("Enter").to("Enregistrer le cas").press("Enter")
    assert download.value.suggested_filename.startswith("Aide-en-capital_Four_20")

    keys.to("Le calcul, pas à pas").press("Enter")
    expect(page.locator("[data-step=net_need]")).to_be_visible()
    keys.to("ch. 6019")
    page.wait_for_timeout(400)
    expect(page.locator("#hub-card")).to_be_hidden()  # the focus alone covers nothing
    at = page.evaluate("scrollY")
    keys.press("Space")
    expect(page.locator("#hub-card")).to_be_visible()
    assert page.evaluate("scrollY") == at, "the page stays where it is"
    keys.press("Escape")
    expect(page.locator("#hub-card")).to_be_hidden()
    keys.press("Enter")
    page.wait_for_url("**/reglements/**")
    assert watch.nothing(), watch


def test_nothing_on_a_calculator_holds_the_keyboard_or_hides_its_focus(site: str, open_live: Open) -> None:
    page = open_live(site + CALCULATORS["reclassement"])
    page.evaluate(UNFOLD)
    page.wait_for_function(f"({FOLDED})() === 0")
    keys, stops = Keys(page), 0
    while keys.tab() is not None:
        stops += 1
        assert stops < 1000
    assert stops > 150


def test_a_fault_belongs_to_its_field_and_is_announced(site: str, open_live: Open) -> None:
    page = open_live(site + CALCULATORS["capital_aid"])
    field = page.locator(".calc-live").get_by_label("Ressources propres disponibles (CHF)", exact=True)
    expect(field).not_to_have_attribute("aria-invalid", "true")
    help_text = "Y compris une aide de tiers accordée en raison du handicap. S'il n'y en a pas\N{NO-BREAK SPACE}: 0."
    expect(field).to_have_accessible_description(help_text)
    field.fill("beaucoup")
    field.press("Tab")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("« beaucoup » n'est pas un nombre")
    expect(page.get_by_role("alert")).to_contain_text("Ressources propres disponibles")
    colours = [
        page.evaluate(
            "(e) => getComputedStyle(e).borderColor",
            page.locator(".calc-live").get_by_label(name, exact=True).element_handle(),
        )
        for name in ("Ressources propres disponibles (CHF)", "Aides de tiers ouvertes à tous (CHF)")
    ]
    assert colours[0] != colours[1], "a field with a fault looks like any other"
    field.fill("12000")
    field.press("Tab")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    second = page.get_by_role("group", name="Positions du projet, ligne 2")
    expect(second.get_by_text("Ligne 2", exact=True)).to_be_visible()
    expect(second.get_by_label("Montant (CHF)", exact=True)).to_have_count(1)
