"""The notebooks in Chromium: they run, ask nobody else, keep what is edited, and can be made fresh."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ai_calc.course import Session, draw, lesson
from ai_calc.course.answers import STATUSES
from ai_calc.course.session import read_results
from tests.chromium import CHROMIUM, FAILED, FLAGS, WINDOW, Watch, guard
from tests.lab.notebook import DONE, TEXT, TIMEOUT, Notebook, unusual

pytestmark = pytest.mark.browser


# What the page says of Python's start; frames within it say nothing.
TOLD = """globalThis.told = [];
addEventListener('DOMContentLoaded', () => {
  const text = document.querySelector('.hub-lab-text');
  if (text) new MutationObserver(() => told.push(text.textContent)).observe(text, { childList: true });
});"""


class Run:
    """Notebooks that were opened in a visit of their own and run once, for tests that look and one that goes on."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self._kept: dict[str, tuple[Notebook, Watch]] = {}

    def open(self, name: str) -> tuple[Notebook, Watch]:
        """A notebook as it opens; whoever asks runs it for those who come after."""
        if name in self._kept:
            self._kept.pop(name)[0].page.context.close()
        context = self.browser.new_context(viewport=WINDOW, locale="fr-CH")  # type: ignore[arg-type]
        context.add_init_script(TOLD)
        watch = guard(context)
        self._kept[name] = Notebook(context.new_page(), self.address, name), watch
        return self._kept[name]

    def get(self, name: str, change: bool = False) -> tuple[Notebook, Watch]:
        """A notebook as it is after its last cell; who is going to `change` it keeps it for himself."""
        if name not in self._kept:
            self.open(name)[0].run()
        return self._kept.pop(name) if change else self._kept[name]

    def end(self) -> None:
        for notebook, _ in self._kept.values():
            notebook.page.context.close()
        self._kept.clear()


@pytest.fixture(scope="module")
def all_runs(browser: Browser, address: str) -> Iterator[Run]:
    runs = Run(browser, address)
    yield runs
    runs.end()


@pytest.fixture
def runs(all_runs: Run, request: pytest.FixtureRequest) -> Iterator[Run]:
    """What is wrong is not handed on."""
    yield all_runs
    if request.node.stash.get(FAILED, False):
        all_runs.end()


@pytest.fixture
def ran(runs: Run) -> Iterator[Callable[[str], tuple[Notebook, Watch]]]:
    """A notebook that was run, to be changed."""
    taken: list[Notebook] = []

    def ran(name: str) -> tuple[Notebook, Watch]:
        notebook, watch = runs.get(name, change=True)
        taken.append(notebook)
        return notebook, watch

    yield ran
    for notebook in taken:
        notebook.page.context.close()


def test_a_notebook_runs_in_french_and_tells_how_far_python_is(runs: Run, address: str) -> None:
    notebook, watch = runs.get("demo-calcul")
    page = notebook.page
    told: list[str] = page.evaluate("() => told")
    outputs = notebook.outputs()
    assert outputs[0].strip() == "ai_calc 42 22"
    assert "15000" in outputs[1]
    assert "Cette cellule s'est arrêtée" in outputs[2] and "Une division par zéro" in outputs[2]
    expect(page.locator("#hub-lab-status")).to_contain_text("Python est prêt")
    assert told[0].startswith("Téléchargement") and any(text.startswith("Démarrage") for text in told)
    expect(page.get_by_text("Fichier", exact=True).first).to_be_visible()
    assert page.locator("html").get_attribute("lang").startswith("fr")  # type: ignore[union-attr]
    expect(page.locator("#hub-lab-back")).to_have_attribute("href", f"{address}formation/")
    assert len(page.workers) == 1, "Python was started once, early"
    assert unusual(watch) == []


ASK = """from pyodide.http import pyfetch
try:
    await pyfetch("https://exemple.invalid/a")
except Exception:
    print("refusé")
"""


def test_what_a_cell_asks_of_another_host_is_seen_and_blocked(ran: Callable[[str], tuple[Notebook, Watch]]) -> None:
    """The positive control of every « no foreign request » here."""
    notebook, watch = ran("demo-calcul")
    assert watch.foreign == []
    assert notebook.add_and_run(ASK).strip() == "refusé"
    assert watch.foreign == ["https://exemple.invalid/a"]
    notebook.add_and_run("from IPython.display import HTML\nHTML('<img src=\"https://exemple.invalid/b.png\">')")
    notebook.page.wait_for_timeout(500)
    assert any("img-src" in text for text in watch.violations), "the page's policy forbids it"
    assert watch.foreign == ["https://exemple.invalid/a"]
    assert "aucun paquet" in notebook.add_and_run("%pip install pandas")


def test_code_that_nobody_has_to_read_is_folded_until_one_asks_and_cells_of_the_course_stay(
    runs: Run,
) -> None:
    notebook, watch = runs.open("03-aide-en-capital")
    page = notebook.page
    cells, code = page.locator(".jp-Cell"), page.get_by_role("button", name="Montrer le code")
    expect(code).to_have_attribute("aria-pressed", "false")
    editors = page.locator(".jp-CodeCell .jp-InputArea-editor:visible")
    expect(editors).to_have_count(1)
    expect(editors).to_contain_text("def ")  # where one writes
    total = cells.count()
    code.click()
    expect(editors).to_have_count(page.locator(".jp-CodeCell").count())
    code.click()
    expect(editors).to_have_count(1)
    exercise = page.locator(".jp-CodeCell", has_text='cours.exercise("need")')
    exercise.locator(".jp-InputPrompt").click()  # opens this one, and chooses the cell
    for key in ("d", "d", "x", "Delete"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert any("'notebook:delete-cell' is not enabled" in text for text in watch.errors)
    watch.errors.clear()
    assert cells.count() == total
    assert not re.search(r"\b(cell|cannot|deleted?|read-only|click)\b", notebook.text(), re.I)
    notebook.run()  # folded cells run as others do
    expect(exercise.get_by_label("Votre réponse (CHF)")).to_be_visible(timeout=60_000)
    expect(editors).to_have_count(2)
    assert unusual(watch) == []


@pytest.mark.parametrize("name", ["demo-lecon", "01-lire-une-regle", "03-aide-en-capital"])
def test_notebooks_run_from_the_first_cell_to_the_last(runs: Run, name: str) -> None:
    notebook, watch = runs.get(name)
    page = notebook.page
    page.wait_for_function("() => window.Bokeh?.documents?.length > 0")
    page.wait_for_timeout(1000)
    assert notebook.errors() == notebook.complaints() == []
    assert unusual(watch) == []
    if name.startswith("01"):
        assert "Texte de la règle" in notebook.text(), "the rules come from the site around the notebook"


def test_what_python_says_before_the_page_listens_is_shown_later_in_its_order(
    context: BrowserContext, page: Page, address: str
) -> None:
    """On a slow computer every cell has run before Panel's script is there; its last cell judges two functions."""
    held = hold(context, "**/panel.min.js")
    notebook = Notebook(page, address, "demo-cours").run()
    notebook.add_and_run("cours.check('need', 1)\ncours.check('need', cours.session.problem('need').answer.value)")
    for _ in range(600):  # the page asks for it when the first cell shows something
        if held:
            break
        page.wait_for_timeout(100)
    assert held and notebook.complaints() == []
    page.wait_for_timeout(6000)  # longer than Panel itself would wait
    for route in held:
        route.continue_()
    head = page.locator(".jp-CodeCell").first
    head.scroll_into_view_if_needed()  # cells far from the window are taken out of the page
    expect(head.get_by_text("1 exercice réussi sur 7")).to_be_visible(timeout=60_000)
    expect(head.locator("li.solved")).to_have_text(["Exercice 3.1, réussi"])
    expect(head.locator("li.tried")).to_have_count(0)  # a function that nobody has touched is no try
    assert notebook.complaints() == []


# How many code cells are waiting for their answer.
ASKED = """() => { const { content } = window.jupyterapp?.shell?.currentWidget ?? {};
  const states = content?.widgets.filter(({ model }) => model.type === 'code').map(({ model }) => model.executionState) ?? [];
  return states.filter((state) => state === 'running').length; }"""
# Which run of this Python the first code cell shows.
FIRST_COUNT = """() => window.jupyterapp?.shell?.currentWidget?.content?.widgets.find(({ model }) => model.type === 'code')
  ?.model.executionCount"""
# The code cells whose outputs have no word.
MUTE = """() => {
  const words = (node) => node.nodeType === Node.TEXT_NODE ? node.textContent
    : node.nodeName === 'STYLE' || node.nodeName === 'SCRIPT' ? '' : [...(node.shadowRoot ?? node).childNodes].map(words).join('');
  return window.jupyterapp.shell.currentWidget.content.widgets.filter((cell) => cell.model.type === 'code'
    && ![...cell.node.querySelectorAll('.jp-OutputArea-output')].map(words).join('').trim()).map((cell) => cell.model.sharedModel.getSource());
}"""


def hold(context: BrowserContext, address: str) -> list[Route]:
    """What asks for an address, kept waiting."""
    held: list[Route] = []
    context.route(address, lambda route: held.append(route))
    return held


def test_the_head_run_again_before_python_has_answered_takes_nothing_from_the_others(
    context: BrowserContext, page: Page, watch: Watch, address: str
) -> None:
    """It runs by itself; on a slow computer everything is run when it has been sent, and has shown nothing yet. No run
    that is asked before Python is there is lost."""
    held = hold(context, "**/snapshot.bin")
    notebook = Notebook(page, address, "demo-cours")
    page.wait_for_function(f"() => ({ASKED})() === 1", timeout=TIMEOUT)
    notebook.command("notebook:run-all-cells")
    page.wait_for_function(f"() => ({ASKED})() > 1", timeout=TIMEOUT)
    for route in held:
        route.continue_()
    page.wait_for_function(DONE, timeout=TIMEOUT)
    assert page.evaluate(FIRST_COUNT) == 2, "it was run twice"
    expect(page.get_by_text("0 exercice réussi sur 7")).to_be_visible()
    page.wait_for_function(f"() => ({MUTE})().length === 0")
    assert notebook.errors() == notebook.complaints() == unusual(watch) == []


def test_the_head_run_again_before_panel_is_there_is_no_fault(
    context: BrowserContext, page: Page, watch: Watch, address: str
) -> None:
    held = hold(context, "**/panel.min.js")
    notebook = Notebook(page, address, "demo-cours")
    page.wait_for_function(f"() => ({FIRST_COUNT})() === 1", timeout=TIMEOUT)
    page.wait_for_selector(".jp-CodeCell [data-root-id]", state="attached")  # waits for Panel
    notebook.run()
    for _ in range(600):
        if held:
            break
        page.wait_for_timeout(100)
    assert held and page.evaluate(FIRST_COUNT) == 2
    for route in held:
        route.continue_()
    page.wait_for_function(f"() => ({MUTE})().length === 0", timeout=TIMEOUT)
    assert notebook.errors() == notebook.complaints() == unusual(watch) == []


def test_bursts_of_quick_changes_leave_no_stale_output(page: Page, watch: Watch, address: str) -> None:
    notebook = Notebook(page, address, "demo-curseurs").run()
    page.wait_for_selector(".noUi-handle >> nth=2", state="attached", timeout=60_000)
    draw = random.Random(7)
    stale = []
    for delay in (0, 33, 120):
        for _ in range(2):
            wanted = []
            for index, name in enumerate("ABC"):
                handle = page.locator(".noUi-handle").nth(index)
                handle.focus()
                for _ in range(draw.randint(2, 8)):
                    page.keyboard.press(draw.choice(["ArrowRight", "ArrowRight", "ArrowLeft"]))
                    if delay:
                        page.wait_for_timeout(delay)
                wanted.append(f"pour{name} {int(float(handle.get_attribute('aria-valuenow') or 0))} CHF")
            try:
                page.wait_for_function(
                    f"(wanted) => {{ const text = ({TEXT})(); return wanted.every((words) => text.includes(words)); }}",
                    arg=wanted,
                    polling=200,  # to look is work, too
                    timeout=8000,
                )
                page.wait_for_timeout(300)  # an answer that comes late must not bring an old one back
                text = notebook.text()
                assert all(words in text for words in wanted)
            except Exception:
                stale.append((delay, wanted, re.findall(r"pour[ABC] \d+", notebook.text())))
    assert stale == []
    assert unusual(watch) == []


def test_edits_survive_a_reload_and_the_reset_restores(context: BrowserContext, watch: Watch, address: str) -> None:
    page = context.new_page()
    notebook = Notebook(page, address, "demo-calcul")
    notebook.ready()
    change = (
        "() => { window.jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel.setSource('# Modifié'); }"
    )
    page.evaluate(change)
    notebook.save()
    notebook.open()
    expect(page.locator(".jp-Notebook h1")).to_contain_text("Modifié")
    page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget")
    page.evaluate(change.replace("Modifié", "Pas encore enregistré"))
    page.evaluate("(key) => localStorage.setItem(key, '{}')", 'hub-course:/cours/hub/lab/:["a",1,"reading"]')

    other = context.new_page()
    other.goto(f"{address}formation/reinitialiser/")
    reset = other.locator("[data-lab-reset]")
    expect(reset).to_contain_text("demo-calcul.ipynb")
    expect(reset).to_contain_text("Réponses aux exercices de 1 leçon")
    with other.expect_download() as download:
        reset.get_by_role("button", name="Télécharger une copie").click()
    assert "Modifié" in Path(download.value.path()).read_text("utf-8")
    reset.get_by_role("button", name="Tout remettre à neuf").click()
    reset.get_by_role("button", name="Non").click()
    expect(reset).to_contain_text("demo-calcul.ipynb")
    reset.get_by_role("button", name="Tout remettre à neuf").click()
    reset.get_by_role("button", name="Oui, effacer").click()
    expect(other.locator("[data-lab-reset][data-done]")).to_contain_text("Un onglet a été fermé", timeout=15_000)
    expect(page.get_by_role("heading")).to_have_text("Les carnets ont été remis à neuf")
    assert (
        other.evaluate(
            "async () => (await indexedDB.databases()).filter((d) => d.name.startsWith('JupyterLite')).length"
        )
        == 0
    )

    assert other.evaluate("() => Object.keys(localStorage)") == []

    notebook.open()
    expect(page.locator(".jp-Notebook h1")).to_contain_text("Un calcul")
    other.reload()
    expect(reset).to_contain_text("Rien à effacer")
    assert unusual(watch) == []


WIDER = """() => [...document.querySelectorAll('.jp-OutputArea-output')].filter((e) => e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.closest('.jp-CodeCell').querySelector('.jp-Cell-inputWrapper').innerText)"""
# The contrast of a field's label with what is behind it, as WCAG counts it.
CONTRAST = """(label) => {
  const light = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    const [x, y, z] = [r, g, b].map((v) => v * a / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z; };
  const [low, high] = [getComputedStyle(label).color, getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor].map(light).sort((a, b) => a - b);
  return (high + .05) / (low + .05);
}"""


def test_a_phone_in_the_dark_shows_everything_and_the_way_back(runs: Run) -> None:
    notebook, _ = runs.get("03-aide-en-capital")
    page = notebook.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    notebook.show('cours.exercise("need")')
    label = page.locator("label", has_text="Votre réponse (CHF)").first
    label.wait_for(timeout=60_000)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    assert page.evaluate(WIDER) == []
    assert label.evaluate(CONTRAST) > 4.5
    expect(page.locator("#hub-lab-back")).to_be_in_viewport()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WINDOW)  # type: ignore[arg-type]


def test_an_exercise_is_done_with_the_keyboard_alone_and_read_out(
    ran: Callable[[str], tuple[Notebook, Watch]],
) -> None:
    notebook, watch = ran("01-lire-une-regle")
    page = notebook.page
    said = page.locator("#hub-lab-said")
    expect(said).to_have_attribute("role", "status")
    card = page.locator(".jp-CodeCell", has_text='cours.exercise("bound")')
    cells = page.locator(".jp-Cell").count()
    card.get_by_label("— pas encore choisi —").focus(timeout=60_000)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Pas encore de réponse. Choisissez d'abord une réponse.")
    page.keyboard.press("Shift+Tab")
    answer = draw(lesson("reading").exercise("bound"), "libre", 1).answer
    right = answer.words(answer.value)
    for outcome, told in ((next(words for _, words in STATUSES if words != right), "Pas encore"), (right, "Juste")):
        # faster than messages leave: what was chosen and the click that judges it arrive in one
        while not card.get_by_label(outcome, exact=True).is_checked():
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(said).to_have_text(re.compile(f"^{told}"))
        expect(card.locator(".feedback")).to_contain_text(f"{told}.")
        page.keyboard.press("Shift+Tab")
    expect(page.get_by_text("1 exercice réussi sur 5")).to_be_visible()
    name = page.get_by_label("Votre nom (facultatif)")
    name.focus()
    page.keyboard.type("addxxbyz")  # letters that are commands of the notebook
    expect(name).to_have_value("addxxbyz")
    assert page.locator(".jp-Cell").count() == cells
    assert unusual(watch) == []


def test_a_seat_is_taken_up_again_results_are_a_file_and_faults_are_told_in_french(
    ran: Callable[[str], tuple[Notebook, Watch]], tmp_path: Path
) -> None:
    notebook, watch = ran("03-aide-en-capital")
    page = notebook.page
    for label, value in (("Graine du cours", "Automne"), ("Votre poste", "7"), ("Votre nom (facultatif)", "Léa")):
        page.get_by_label(label).fill(value, timeout=60_000)
        page.keyboard.press("Tab")
    need, last = (draw(lesson("capital_aid").exercise(key), "automne", 7) for key in ("need", "recovery"))
    expect(page.locator(".jp-CodeCell", has_text='cours.exercise("recovery")')).to_contain_text(
        last.story
    )  # the seat's figures are there
    answer = need.answer
    card = page.locator(".jp-CodeCell", has_text='cours.exercise("need")')
    card.get_by_label("Votre réponse (CHF)").fill(answer.words(answer.value))
    card.get_by_role("button", name="Vérifier").click()
    expect(page.get_by_text("1 exercice réussi sur 7")).to_be_visible()
    # what the lesson's page keeps meanwhile, in another tab, is not overwritten
    slot = page.evaluate("Object.keys(localStorage).find((key) => key.includes('[\"automne\",7,'))")
    other = Session("capital_aid", "automne", 7)
    other.answer("forms", other.problem("forms").answer.value, seconds=5)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [slot, other.to_json()])
    cap = page.locator(".jp-CodeCell", has_text='cours.exercise("cap")')
    cap.get_by_label("Votre réponse (CHF)").fill("1")
    cap.get_by_role("button", name="Vérifier").click()
    expect(cap.get_by_text("Pas encore.")).to_be_visible()
    kept = read_results(page.evaluate("(key) => localStorage.getItem(key)", slot))[0][0]
    assert [kept.record(key).solved for key in ("need", "cap", "forms")] == [True, False, True]
    assert kept.record("cap").tries == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Exporter mes résultats").click()
    file = tmp_path / download.value.suggested_filename
    assert file.name == "resultats-poste-07.json"
    download.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["name"] == "Léa"
    # after a reload the head is there by itself, with the seat and what was solved; what the others showed is gone
    notebook.save()
    notebook.open()
    expect(page.get_by_text("2 exercices réussis sur 7")).to_be_visible(timeout=60_000)
    ran = page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.content.widgets.filter((w) => w.model.executionCount).length"
    )
    assert ran == 1
    expect(page.get_by_label("Votre poste")).to_have_value("7")
    # and what runs before it would have, is told in French
    told = notebook.add_and_run("del cours\ncours.exercise('need')")
    assert "Exécutez d'abord la première cellule" in told and "not defined" not in told
    assert "Il manque un « : »" in notebook.add_and_run("def f(x)\n    return x")
    assert "numpy ne fait pas partie" in notebook.add_and_run("import numpy\nnumpy.linspace(0, 1)")
    value = "from ai_calc.calculators.capital_aid import CapitalAidCase\nCapitalAidCase(domicile_in_switzerland='mte')"
    assert "une de ces réponses est attendue" in notebook.add_and_run(value)

    assert unusual(watch) == []


def test_without_its_snapshot_python_starts_plainly(context: BrowserContext, page: Page, address: str) -> None:
    context.route("**/snapshot.bin", lambda route: route.abort())
    notebook = Notebook(page, address, "demo-curseurs").run()
    assert notebook.errors() == []
    page.wait_for_selector(".noUi-handle", state="attached", timeout=60_000)


def test_a_room_without_encryption_is_enough(browser: Browser, address: str) -> None:
    """In a classroom the address is http:// and a number: browsers give such pages fewer abilities."""
    name = "salle.invalid"
    flags = [flag.replace("MAP * ", f"MAP {name} 127.0.0.1 , MAP * ") for flag in FLAGS]
    room = browser.browser_type.launch(headless=True, executable_path=CHROMIUM, args=flags)
    try:
        page = room.new_page(locale="fr-CH")
        notebook = Notebook(page, address.replace("127.0.0.1", name), "demo-calcul")
        assert page.evaluate("() => isSecureContext") is False
        notebook.run()
        assert notebook.outputs()[0].strip() == "ai_calc 42 22"
        page.goto(f"{address.replace('127.0.0.1', name)}formation/reinitialiser/")
        expect(page.locator("[data-lab-reset]")).to_contain_text("Rien à effacer")
    finally:
        room.close()
