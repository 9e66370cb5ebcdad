"""What is done with each of the three browsers: what depends on the engine, once. The rest is tested in Chromium."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Playwright
from pypdf import PdfReader

from ai_calc.registers import calculators as registry
from hub.engines.visitor import ENGINES, Played, Storage, Visitor, print_webkit
from tests.browser.test_offline import READY, Host, copy
from tests.chromium import FAILED
from tests.lab.notebook import DONE, USUAL
from tests.whole_site import whole_site

CAPITAL = "calculateurs/aide-en-capital/"
OWN = "Ressources propres disponibles (CHF)"
SUMMARY, FAULTS, MESSAGE = "[data-slot=summary]", "[data-slot=faults]", ".hub-said [role=status]"
SCHEDULE = "document.querySelectorAll('.calc[data-state=live] [data-table=schedule] tbody tr').length > 3"
KEPT = """async () => {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('hub-python').catch(() => null);
  if (!folder) return null;
  for await (const handle of folder.values()) {
    const { size } = await handle.getFile();
    if (size % 16 === 1) return handle.name;   // the memory, and the mark that it is whole
  }
  return null;
}"""
"""The name under which this browser keeps Python's memory, once it is all there."""
FORGET = """async () => {
  const root = await navigator.storage.getDirectory();
  const absent = ({ name }) => name === 'NotFoundError' || Promise.reject(name);
  return root.removeEntry('hub-python', { recursive: true }).then(() => true, absent);
}"""
SPOIL = """async (name) => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('hub-python');
  const file = await folder.getFileHandle(name);
  if (!file.createWritable) return folder.removeEntry(name).then(() => true);
  const writable = await file.createWritable({ keepExistingData: true });
  await writable.truncate(1e6);
  await writable.close();
  return true;
}"""
RECALLED = "() => 'recalled' in (window.hubCalc?.python.laps ?? {})"
RESTORED = "() => 'restored' in (window.hubCalc?.python.laps ?? {})"


def packed(text: str) -> str:
    """A text without spaces and ligatures, as what is read from paper has others."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u00ad", "")


def printed(pdf: Path) -> str:
    """What can be read on the pages of a file: what lies beyond their edges, or at it, is cut."""
    found: list[str] = []
    for page in PdfReader(pdf).pages:
        low, high = float(page.mediabox.bottom) + 5, float(page.mediabox.top) - 5

        def read(
            text: str, cm: list[float], tm: list[float], font: Any, size: float, low: float = low, high: float = high
        ) -> None:
            if low < tm[4] * cm[1] + tm[5] * cm[3] + cm[5] < high:
                found.append(text)

        page.extract_text(visitor_text=read)
    return packed("".join(found))


def on_paper(row: str, paper: str, parted: bool) -> bool:
    """Whether a row is there whole or, where that may be ``parted``, goes on on the next page, no line of it cut."""
    row = packed(row)
    return row in paper or (parted and any(row[:end] in paper and row[end:] in paper for end in range(len(row))))


class Begun:
    """A visit that goes on from test to test: one browser at a time; another where its storage is to be another, and
    after a test that failed."""

    def __init__(self, playwright: Playwright, folders: pytest.TempPathFactory) -> None:
        self._playwright, self._folders = playwright, folders
        self._open, self._what = ExitStack(), ("", "")

    def visitor(self, engine: str, storage: Storage) -> Visitor:
        if self._what != (engine, storage):
            self.end()
            folder = self._folders.mktemp(engine)
            self._visitor = self._open.enter_context(ENGINES[engine](self._playwright, folder, storage))
            self._what = (engine, storage)
        return self._visitor

    def end(self) -> None:
        self._what = ("", "")
        self._open.close()


class Visits:
    """The tests; each file beside this one runs them with one engine."""

    engine: str

    @pytest.fixture
    def storage(self) -> Storage:
        return "kept"

    @pytest.fixture
    def visitor(self, request: pytest.FixtureRequest, begun: Begun, storage: Storage) -> Iterator[Visitor]:
        visitor = begun.visitor(self.engine, storage)
        said = len(visitor.console())
        yield visitor
        visitor.close_tabs()
        if request.node.stash.get(FAILED, False):
            begun.end()
            return
        usual = (
            *USUAL,
            "/favicon.ico",
            "directive 'manifest-src'",  # which WebKit does not know yet
            *(["Storage access is restricted"] if storage == "refused" else []),
        )  # what the browser says itself
        told = [line for line in visitor.console()[said:] if not any(words in line for words in usual)]
        assert told == [], "something is on the console"

    @staticmethod
    def list_of_calculators(visitor: Visitor, site: str) -> None:
        visitor.follow(f"{site}calculateurs/")
        visitor.wait(
            "() => location.pathname.endsWith('/calculateurs/') && text('h1') && !document.querySelector('.calc')"
        )

    def calculator(self, visitor: Visitor, site: str, page: str = CAPITAL) -> None:
        """Go on to a calculator, with the Python that runs already."""
        self.list_of_calculators(visitor, site)
        visitor.follow(f"{site}{page}")
        visitor.live()

    @staticmethod
    def with_example(visitor: Visitor) -> None:
        """The form's own example, in a form that is empty: one that was left comes back as it was."""
        visitor.says(".calc-status [role=status]", "À jour")
        if visitor.js("() => text('.calc-ribbon')"):
            visitor.click("[data-calc-action=reset]")
            visitor.wait("() => !text('.calc-ribbon')")
        visitor.js(
            "() => { const list = find('[data-calc-examples]'); list.value = 'exemple'; list.dispatchEvent(new"
            " Event('change', { bubbles: true })); }"
        )
        visitor.wait("() => text('.calc-ribbon').includes('Exemple')")

    # ---- pages and search
    def test_pages_and_search_by_keyboard(self, visitor: Visitor, site: str) -> None:
        visitor.go(site)
        visitor.press("/")
        visitor.wait("() => focused()?.matches('.md-search__input')")
        visitor.type("6020")
        visitor.wait("() => text('.md-search-result__link').includes('6020')")
        visitor.press("Enter")
        visitor.wait("() => location.pathname.endsWith('/cmrp/42-aide-en-capital/') && location.hash === '#r-6020'")
        visitor.wait(
            "() => { const { top } = document.getElementById('r-6020').getBoundingClientRect(); return top >= 0 && top"
            " < innerHeight / 2; }"
        )
        underlined = visitor.js(
            "() => [...document.querySelectorAll('article abbr')].map((e) => getComputedStyle(e))"
            ".filter((style) => style.textDecorationLine === 'underline').map((style) => style.textDecorationStyle)"
        )
        assert set(underlined) == {"dotted"}
        visitor.go(f"{site}?q=plafond+especes")
        visitor.wait("() => text('.md-search-result__list').includes('6020')")

    def test_a_result_of_the_search_comes_into_view_on_a_phone(self, visitor: Visitor, site: str) -> None:
        visitor.resize(390, 800)
        visitor.go(site)
        visitor.click("label.md-header__button[for=__search]")
        visitor.wait("() => focused()?.matches('.md-search__input')")
        visitor.type("6020")
        visitor.wait(
            "() => text('.md-search-result__link').includes('6020') && document.body.hasAttribute('data-md-scrolllock')"
        )
        visitor.press("Enter")
        visitor.wait("() => location.hash === '#r-6020' && !document.body.hasAttribute('data-md-scrolllock')")
        visitor.wait(
            "() => { const { top } = document.getElementById('r-6020').getBoundingClientRect(); return top >= 0 && top"
            " < innerHeight / 2; }"
        )
        visitor.resize(1280, 900)

    def test_the_keyboard_goes_through_the_page_past_the_search(self, visitor: Visitor, site: str) -> None:
        visitor.go(f"{site}{CAPITAL}")
        visitor.live()
        visitor.js("() => window.getSelection().removeAllRanges()")
        seen: list[str] = []
        for _ in range(60):
            visitor.press("Tab")
            seen.append(
                visitor.js(
                    "() => { const e = focused(), style = getComputedStyle(e); return (e.matches('.md-search__input') ?"
                    " 'search' : inside(e, document.querySelector('.calc-live')) ? 'form' : e.localName) +"
                    " (style.outlineStyle !== 'none' || style.boxShadow !== 'none' ? '' : ' without ring'); }"
                )
            )
            if seen.count("form") == 3:
                break
        assert seen.count("form") == 3, seen
        assert [stop for stop in seen if stop.split()[0] == "search"] in (["search"], ["search without ring"])
        assert not visitor.js("() => document.querySelector('[data-md-toggle=search]').checked"), (
            "the search is closed again"
        )
        assert [stop for stop in seen if "ring" in stop and stop.startswith(("form", "button", "select"))] == []

    # ---- calculators
    def test_every_calculator_comes_alive_in_one_visit(self, visitor: Visitor, site: str) -> None:
        self.list_of_calculators(visitor, site)
        for name in registry.names():
            page = registry.get(name).page
            visitor.click(f"article a[href$='{page.removeprefix('calculateurs/')}']")
            visitor.wait("(page) => location.pathname.endsWith(page)", page)
            visitor.live()
            visitor.says(".calc-status [role=status]", "À jour")
            visitor.js("() => history.back()")
            visitor.wait(
                "() => location.pathname.endsWith('/calculateurs/') && text('h1') && !document.querySelector('.calc')"
            )
        assert visitor.js(RESTORED), "Python was not restored from its snapshot"

    def test_a_later_visit_reads_the_memory_of_python_instead_of_unpacking_it(
        self, visitor: Visitor, site: str
    ) -> None:
        visitor.go(f"{site}sitemap.xml")
        if not visitor.js("() => 'getDirectory' in (navigator.storage ?? {})"):
            pytest.skip("this build of the engine has no private file system: it unpacks each time, as above")
        visitor.wait(FORGET)
        visitor.go(f"{site}{CAPITAL}")
        visitor.live()
        assert not visitor.js(RECALLED), "there was no earlier visit"
        name = visitor.wait(KEPT, seconds=60)
        visitor.go(f"{site}{CAPITAL}")
        visitor.live()
        assert visitor.js(RECALLED)
        self.with_example(visitor)
        visitor.enter(OWN, "50000")
        visitor.says(SUMMARY, "37 000")
        visitor.js(SPOIL, name)
        visitor.go(f"{site}{CAPITAL}")
        visitor.live()
        assert not visitor.js(RECALLED), "what is not whole is not used"

    def test_change_fault_undo_example_compare(self, visitor: Visitor, site: str) -> None:
        self.calculator(visitor, site)
        self.with_example(visitor)
        visitor.enter(OWN, "50'000,5")
        visitor.says(SUMMARY, "36 999,50")
        visitor.holds(OWN, "50 000,50")
        visitor.enter(OWN, "beaucoup")
        visitor.says(FAULTS, "« beaucoup » n'est pas un nombre")
        assert visitor.value(OWN) == "beaucoup"
        visitor.enter(OWN, "12000")
        visitor.wait("(faults) => text(faults) === ''", FAULTS)
        visitor.click("[data-calc-action=compare]")
        visitor.enter(OWN, "20000")
        visitor.wait("() => find('[data-calc-action=compare-stop]')")
        visitor.click("[data-calc-action=compare-stop]")
        visitor.says(SUMMARY, "67 000")
        visitor.js(
            "() => { const list = find('[data-calc-examples]'); list.value = 'AC-11'; list.dispatchEvent(new"
            " Event('change', { bubbles: true })); }"
        )
        visitor.says(SUMMARY, "3 000")
        visitor.click("[data-calc-action=undo]")
        visitor.says(SUMMARY, "67 000")
        visitor.js("() => location.reload()")
        visitor.wait("() => document.readyState === 'complete' && !document.querySelector('[data-state=live]')")
        visitor.live()
        visitor.holds(OWN, "20 000")

    def test_what_is_handed_over_opens_again(self, visitor: Visitor, site: str, tmp_path: Path) -> None:
        self.calculator(visitor, site)
        self.with_example(visitor)
        visitor.enter(OWN, "31000")
        visitor.says(SUMMARY, "56 000")
        for action, check in (("share:file", self.holds_the_case), ("share:xlsx", load_workbook)):
            visitor.click(".calc-menu summary", "Partager")
            visitor.click(f"[data-calc-action='{action}']")
            saved = visitor.downloaded()
            check(saved)
            visitor.says(MESSAGE, f"« {saved.name} » est enregistré")
            if action == "share:file":
                case = saved
        visitor.js("() => { navigator.clipboard.writeText = async () => { throw new Error('refused'); }; }")
        visitor.click(".calc-menu summary", "Partager")
        visitor.click("[data-calc-action='share:link']")
        link = visitor.wait("() => document.querySelector('.hub-said [role=status] input')?.value")
        assert "#cas=" in link
        visitor.click("[data-calc-action=reset]")
        visitor.says(SUMMARY, "Complétez")
        visitor.click(".calc-menu summary", "Partager")
        visitor.choose("[data-calc-action=open]", "", case)
        visitor.says(SUMMARY, "56 000")
        visitor.click("[data-calc-action=reset]")
        visitor.says(SUMMARY, "Complétez")
        visitor.tab()
        visitor.go(link)
        visitor.live()
        visitor.says(MESSAGE, "Cas repris")
        visitor.holds(OWN, "31 000")

    @staticmethod
    def holds_the_case(saved: Path) -> None:
        assert "31000" in json.dumps(json.loads(saved.read_text("utf-8")))

    def test_sheets_calendars_and_documents_are_saved(self, visitor: Visitor, site: str) -> None:
        self.calculator(visitor, site, "calculateurs/budget-de-coaching/#exemple=exemple")
        starts = {"share:journal-csv": b"\xef\xbb\xbf", "docx:offer": b"PK", "html:offer": b"<!doctype html>"}
        for kind, start in starts.items():
            if kind.startswith("share"):
                visitor.click(".calc-menu summary", "Partager")
                visitor.click(f"[data-calc-action='{kind}']")
            else:
                visitor.js(
                    "(kind) => { for (let e = document.querySelector(`[data-calc-download='${kind}']`); e; e ="
                    " e.parentElement) if (e.matches('details')) e.open = true; }",
                    kind,
                )
                visitor.click(f"[data-calc-download='{kind}']")
            assert visitor.downloaded().read_bytes().lower().startswith(start.lower()), kind

    # ---- paper
    def test_every_row_and_condition_is_printed_whole_with_the_day(
        self, visitor: Visitor, site: str, tmp_path: Path
    ) -> None:
        page, pdf = f"{CAPITAL}#exemple=AC-13", tmp_path / "page.pdf"
        self.calculator(visitor, site, page)
        visitor.says("[data-slot=inputs]", "15 décembre 1959")
        visitor.wait(f"() => {SCHEDULE}")
        rows = visitor.js(
            "() => [...document.querySelectorAll('.calc-results tbody tr > *, .calc-results tfoot tr > *,"
            " .calc-verdict')].map((e) => e.textContent)"
        )
        if isinstance(visitor, Played):
            visitor.page.pdf(path=pdf, format="A4")
        else:
            print_webkit(f"{site}{page}", pdf, SCHEDULE)
        paper = printed(pdf)
        assert len(rows) > 50
        parted = self.engine == "webkit"  # it does not keep the rows of a table together
        assert [row for row in rows if not on_paper(row, paper, parted)] == []
        assert packed("imprimé le") in paper
        assert packed("Effacer mes saisies") not in paper

    # ---- notebooks
    @pytest.mark.parametrize("name", ["01-lire-une-regle", "03-aide-en-capital"])
    def test_a_notebook_runs(self, visitor: Visitor, site: str, name: str) -> None:
        visitor.go(f"{site}lab/notebooks/index.html?path={name}.ipynb")
        visitor.wait("() => document.documentElement.dataset.python === 'ready'", seconds=90)
        visitor.wait(
            "() => Boolean(document.querySelector('.jp-Notebook .jp-Cell') && window.jupyterapp?.shell?.currentWidget)"
        )
        visitor.js("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        visitor.wait(DONE, seconds=120)
        outputs = visitor.js("() => [...document.querySelectorAll('.jp-OutputArea-output')].map((o) => o.innerText)")
        assert outputs and not [text for text in outputs if "Traceback" in text]
        assert not visitor.js("() => document.querySelectorAll('.jp-RenderedText[data-mime-type$=stderr]').length")

    # ---- without network
    @pytest.mark.parametrize("storage", ["private"])
    def test_it_works_without_network_and_can_be_taken_away(self, visitor: Visitor, tmp_path: Path) -> None:
        small = copy(whole_site(), tmp_path / "site")
        host = Host(small)
        try:
            visitor.go(host.address)
            visitor.click("[data-hub-offline] button", "Rendre disponible")
            visitor.says("[data-hub-offline]", READY, seconds=120)
            host.stop()
            visitor.go(f"{host.address}{CAPITAL}")
            visitor.live()
            self.with_example(visitor)
            visitor.enter(OWN, "20000")
            visitor.says(SUMMARY, "67 000")
            visitor.go(f"{host.address}r/cmrp/6020/")
            visitor.wait("() => location.hash === '#r-6020'")
            host.start(small)
            visitor.go(host.address)
            visitor.click("[data-hub-offline] button", "Retirer de cet appareil")
            visitor.says("[data-hub-offline]", "Rien n'est gardé sans votre choix")
            left = visitor.js(
                "async () => [...await caches.keys(), ...await navigator.serviceWorker.getRegistrations()].length"
            )
            assert left == 0, "something of it is left"
        finally:
            host.stop()


class Refused:
    """Storage that is refused: in Chromium, tests/browser/test_settings.py does more."""

    @pytest.mark.parametrize("storage", ["refused"])
    def test_with_storage_refused_search_and_calculators_work_and_say_so(self, visitor: Visitor, site: str) -> None:
        visitor.go(site)
        visitor.press("/")
        visitor.wait("() => focused()?.matches('.md-search__input')")
        visitor.type("6020")
        visitor.wait("() => text('.md-search-result__link').includes('6020')")
        visitor.go(f"{site}{CAPITAL}")
        visitor.live()
        visitor.says("[data-calc-kept]", "Ce navigateur ne garde pas vos saisies")
        Visits.with_example(visitor)
        visitor.enter(OWN, "31000")
        visitor.says(SUMMARY, "56 000")
        visitor.click("[data-calc-action='share:file']", "Enregistrer le cas dans un fichier")
        Visits.holds_the_case(visitor.downloaded())
