"""A notebook in the browser, as a learner sees it."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.chromium import Watch

# What JupyterLite says on every visit; nothing is wrong then.
USUAL = (
    "Menu entry for command",
    "Uploader widget not found",
    "Pyodide contents will NOT be synced",
)
DONE = """() => window.jupyterapp.shell.currentWidget.content.widgets.every(({ model }) => model.type !== 'code' || model.executionCount)
  || document.querySelector('.jp-RenderedText[data-mime-type$=stderr]')"""
# The text of a page with that inside Bokeh's shadow roots.
TEXT = """() => {
  const inside = (root) => [...root.querySelectorAll('*')].map((e) => e.shadowRoot
    ? [...e.shadowRoot.childNodes].filter((n) => n.nodeName !== 'STYLE').map((n) => n.textContent).join(' ') + inside(e.shadowRoot) : '').join(' ');
  return document.body.innerText + ' ' + inside(document);
}"""
TIMEOUT = 120_000


class Notebook:
    """One open notebook."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page = page
        self.address = f"{address}lab/notebooks/index.html?path={name}.ipynb"
        self.begin()
        self.shown()

    def begin(self) -> None:
        self.page.goto(self.address, wait_until="commit")

    def open(self) -> None:
        """Open it again."""
        self.begin()
        self.shown()

    def shown(self) -> None:
        """Wait until its cells are there."""
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=TIMEOUT)

    def ready(self) -> None:
        """Wait until Python runs."""
        self.page.wait_for_selector("html[data-python=ready]", state="attached", timeout=TIMEOUT)

    def command(self, name: str) -> None:
        self.page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget", timeout=TIMEOUT)
        self.page.evaluate("(name) => { window.jupyterapp.commands.execute(name); }", name)

    def run(self) -> Notebook:
        """Run every cell and wait for the last one."""
        self.command("notebook:run-all-cells")
        self.page.wait_for_function(DONE, timeout=TIMEOUT)
        return self

    def top(self) -> None:
        """Go to the first cell: those far from the window may be taken out of the page."""
        self.page.evaluate("() => { window.jupyterapp.shell.currentWidget.content.scrollToItem(0); }")

    def show(self, text: str) -> None:
        """Go to the cell in which this is written."""
        self.page.evaluate(
            """(text) => {
              const { content } = window.jupyterapp.shell.currentWidget;
              content.scrollToItem([...content.model.cells].findIndex((cell) => cell.sharedModel.getSource().includes(text)));
            }""",
            text,
        )

    def outputs(self) -> list[str]:
        """The plain text of each output."""
        found: list[str] = self.page.eval_on_selector_all(".jp-OutputArea-output", "all => all.map((o) => o.innerText)")
        return found

    def errors(self) -> list[str]:
        """The errors that cells have shown."""
        return [
            t for t in self.outputs() if "Traceback (most recent call last)" in t or "Cette cellule s'est arrêtée" in t
        ]

    def complaints(self) -> list[str]:
        """What cells have written to the stream of errors: a warning looks like a fault to a learner."""
        found: list[str] = self.page.eval_on_selector_all(
            ".jp-RenderedText[data-mime-type$=stderr]", "all => all.map((o) => o.innerText)"
        )
        return found

    def text(self) -> str:
        found: str = self.page.evaluate(TEXT)
        return found

    def add_and_run(self, source: str) -> str:
        """Put a cell at the end, run it, and return what it shows."""
        self.page.evaluate(
            """async (source) => {
              const { model } = window.jupyterapp.shell.currentWidget.content, { commands } = window.jupyterapp;
              model.sharedModel.insertCell(model.cells.length, { cell_type: 'code', source });
              window.jupyterapp.shell.currentWidget.content.activeCellIndex = model.cells.length - 1;
              await commands.execute('notebook:run-cell');
            }""",
            source,
        )
        text: str = self.page.locator(".jp-CodeCell").last.locator(".jp-Cell-outputWrapper").inner_text()
        return text

    def save(self) -> None:
        self.page.evaluate("async () => { await window.jupyterapp.commands.execute('docmanager:save'); }")


def unusual(watch: Watch) -> list[str]:
    """What went wrong in the page: everything but what JupyterLite always says."""
    told = [text for text in watch.errors if not any(usual in text for usual in USUAL)]
    return [*watch.foreign, *told, *watch.refused, *watch.violations]
