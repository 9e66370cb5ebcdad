"""How long a visitor with each of the three engines waits for a calculator and for a notebook: the first time, and
again."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Playwright

from hub.bench.browser import served
from hub.bench.history import Figures
from hub.engines.visitor import ENGINES, Visitor

CALCULATOR = "calculateurs/aide-en-capital/"
NOTEBOOK = "lab/notebooks/index.html?path=03-aide-en-capital.ipynb"
LIVE = "() => document.querySelector('.calc[data-state=live]')"
READY = "() => document.documentElement.dataset.python === 'ready'"


def wait(visitor: Visitor, address: str, condition: str) -> float:
    """Seconds from the address until a condition holds in the page."""
    started = time.perf_counter()
    visitor.go(address)
    visitor.wait(condition, seconds=120, between=0.05)
    return time.perf_counter() - started


def lines(playwright: Playwright, site: Path, rounds: int, figures: Figures) -> list[str]:
    """One line for each engine, best of ``rounds``; whether Python was restored from its snapshot."""
    found = [
        "a visit, s from the address until the form is live; the same for Python in a notebook (best, first visit and"
        " again)"
    ]
    for name, engine in ENGINES.items():
        times: dict[str, list[float]] = {}
        restored = True
        for _ in range(rounds):
            with (
                tempfile.TemporaryDirectory() as folder,
                served(site) as address,
                engine(playwright, Path(folder)) as visitor,
            ):
                for kind in ("cold", "warm"):
                    times.setdefault(kind, []).append(wait(visitor, address + CALCULATOR, LIVE))
                    restored &= bool(visitor.js("() => 'restored' in hubCalc.python.laps"))
                for kind in ("cold notebook", "warm notebook"):
                    times.setdefault(kind, []).append(wait(visitor, address + NOTEBOOK, READY))
        best = {kind: min(values) for kind, values in times.items()}
        figures.update({f"{name}, {kind}, s (best)": value for kind, value in best.items()})
        said = "from the snapshot" if restored else "plain start"
        found.append(
            f"  {name}: {best['cold']:.1f} and {best['warm']:.1f} ({said}); notebook {best['cold notebook']:.1f} and"
            f" {best['warm notebook']:.1f}"
        )
    return found
