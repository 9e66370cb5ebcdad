"""``python -m hub.bench``: prints speeds and sizes of this site and of its peer, from one run on one machine."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from hub import ROOT
from hub.bench import browser, cpython, stock
from hub.build import build
from hub.errors import BuildError

NAME, PAGE, LABEL = "capital_aid", "calculateurs/aide-en-capital/", "Ressources propres"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m hub.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="visits of each kind (default 3)")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (default site/)")
    args = parser.parse_args(argv)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}", flush=True)
    plain, whole, count = cpython.cases_per_second(NAME)
    print(f"{NAME} in CPython: {plain:,.0f} cases/s computed, {whole:,.0f} with the input checked ({count} worked cases)", flush=True)
    try:
        build(args.site)
        peer = ROOT / "build" / "bench" / "stock"
        page = stock.build(NAME, peer)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    live = "() => document.querySelector('.calc[data-state=live]') && place()"
    ways = [
        browser.Way("hub", args.site, PAGE, live),
        browser.Way("hub, plain loader", args.site, PAGE, live, plain=True),
        browser.Way("panel convert", peer, page, "() => document.body && !document.body.classList.contains('pn-loading') && place()"),
    ]
    with sync_playwright() as playwright:
        browser.measure(playwright, ways, LABEL, args.rounds)
    print("\n".join(browser.table(ways)))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main())
