"""How long a learner waits: from opening a notebook's address to what its first cell shows, and the calculator beside
it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from hub.bench.browser import TIMEOUT, _Counter, served, visitor
from hub.bench.history import Figures

NOTEBOOK = "lab/notebooks/index.html?path=03-aide-en-capital.ipynb"
CALCULATOR = "calculateurs/aide-en-capital/"
RUN_ALL = (
    "() => { if (!window.jupyterapp?.shell?.currentWidget) return false;"
    " window.jupyterapp.commands.execute('notebook:run-all-cells'); return true; }"
)
# The first cell's output is a lesson's head, inside shadow roots: there when its progress is shown.
FIRST_OUTPUT = """() => {
  const find = (root) => [...root.querySelectorAll('*')].some((e) => e.localName === 'progress' && e.getBoundingClientRect().width > 0 || e.shadowRoot && find(e.shadowRoot));
  const cell = document.querySelector('.jp-CodeCell .jp-Cell-outputWrapper');
  return !!cell && find(cell);
}"""
LIVE = "() => document.querySelector('.calc[data-state=live]')"


def first_output(context: BrowserContext, address: str) -> float:
    """Seconds from opening the notebook, with « run all » asked as soon as it is there, to the first cell's output."""

    def run(page: Page) -> None:
        page.wait_for_function(RUN_ALL, timeout=TIMEOUT * 1000, polling=20)
        page.wait_for_function(FIRST_OUTPUT, timeout=TIMEOUT * 1000, polling=20)

    return _visit(context, address + NOTEBOOK, run)


def calculator_live(context: BrowserContext, address: str) -> float:
    """Seconds from opening the calculator's page until its form is live."""
    return _visit(
        context, address + CALCULATOR, lambda page: page.wait_for_function(LIVE, timeout=TIMEOUT * 1000, polling=20)
    )


def _visit(context: BrowserContext, address: str, wait: Callable[[Page], object]) -> float:
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    wait(page)
    seconds = time.perf_counter() - started
    page.close()
    return seconds


def lines(playwright: Playwright, site: Path, rounds: int, figures: Figures) -> list[str]:
    """What ``rounds`` new visitors waited, and waited when they came again: the notebook, beside the calculator."""
    found: dict[str, list[float]] = {}
    sent: list[int] = []
    asked: list[int] = []
    for _ in range(rounds):
        for name, visit in (("notebook", first_output), ("calculator", calculator_live)):
            with served(site) as address, visitor(playwright) as context:
                _Counter.sent = _Counter.asked = 0
                found.setdefault(f"{name} cold", []).append(visit(context, address))
                if name == "notebook":
                    sent.append(_Counter.sent)
                    asked.append(_Counter.asked)
                found.setdefault(f"{name} warm", []).append(visit(context, address))
    out = []
    for kind in ("cold", "warm"):
        own, beside = (found[f"{name} {kind}"] for name in ("notebook", "calculator"))
        figures[f"notebook, first output, {kind}, s (median)"] = statistics.median(own)
        ratio = statistics.median(own) / statistics.median(beside)
        out.append(
            f"notebook, first output, {kind}: {statistics.median(own):.2f} s (median of {rounds};"
            f" {min(own):.2f}–{max(own):.2f}), {ratio:.2f} of the calculator's {statistics.median(beside):.2f} s"
        )
    return [*out, f"notebook, cold: {statistics.median(sent) / 1e6:.1f} MB in {statistics.median(asked):.0f} requests"]
