"""``python -m hub.bench``: prints speeds and sizes of this site and of its peers, from one run on one machine."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from hub import ROOT
from hub.bench import browser, classroom, engines, growth, notebooks, package, search, stock
from hub.bench.history import KEPT, Figures, compared, keep, load
from hub.errors import BuildError
from hub.site.build import build

CALCULATORS = (
    browser.Subject("capital_aid", "calculateurs/aide-en-capital/", "Montant"),
    browser.Subject(
        "reclassement",
        "calculateurs/reclassement-et-formation/",
        "Revenu avec invalidité",
        first="Achevée avant la survenance de l'invalidité",
        beside=("Revenu sans invalidité", "65000"),
    ),
)


def calculators(playwright: Playwright, site: Path, rounds: int, figures: Figures) -> None:
    """Both calculators against `panel convert`, then from one page to the other."""
    warm = []
    for subject in CALCULATORS:
        peer = ROOT / "build" / "bench" / f"stock-{subject.name}"
        ways = [
            browser.Way("hub", site, subject.page),
            browser.Way("hub, plain loader", site, subject.page, plain=True),
            browser.Way("panel convert", peer, stock.build(subject.name, peer), ready=browser.STOCK_READY),
        ]
        browser.measure(playwright, ways, subject, rounds)
        warm.append(ways[-1].warm)
        print(
            f"\n{subject.name}, until an own figure has its result",
            *browser.table(ways, subject.name, figures),
            sep="\n",
            flush=True,
        )
    print("", *browser.between_pages(playwright, site, CALCULATORS, rounds, warm[0], figures), sep="\n", flush=True)


PARTS: dict[str, Callable[[Playwright, Path, int, Figures], list[str]]] = {
    "engines": engines.lines,
    "search": lambda playwright, site, rounds, figures: search.lines(playwright, site, figures),
    "notebooks": notebooks.lines,
    "classroom": lambda playwright, site, rounds, figures: classroom.lines(playwright, site, figures),
    "growth": lambda playwright, site, rounds, figures: growth.lines(figures),
}


def main(argv: list[str] | None = None) -> int:
    parts = {"package", "calculators", *PARTS}
    parser = argparse.ArgumentParser(prog="python -m hub.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"what to measure (default all): {', '.join(sorted(parts))}"
    )
    parser.add_argument("--rounds", type=int, default=5, help="visits of each kind (default 5)")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (default site/)")
    parser.add_argument("--keep", action="store_true", help=f"keep the figures as this version's in {KEPT.name}")
    args = parser.parse_args(argv)
    if unknown := set(args.parts) - parts:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    wanted, busy = set(args.parts) or parts, load()
    figures: Figures = {}
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {busy:.1f}, Python {platform.python_version()}", flush=True
    )
    try:
        _measure(wanted, args.site, args.rounds, figures)
    except BuildError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    print("", *compared(figures), f"load at the end {load():.1f}", sep="\n", flush=True)
    if args.keep:
        keep(figures, busy)
    return 0


def _measure(wanted: set[str], site: Path, rounds: int, figures: Figures) -> None:
    """Prints what each part found, one after the other, so that none disturbs another."""
    if "package" in wanted:
        print(
            "\nai_calc in CPython, input checked, per second of processor time",
            *package.lines(figures),
            sep="\n",
            flush=True,
        )
    if wanted == {"package"}:
        return
    build(site)
    with sync_playwright() as playwright:
        if "calculators" in wanted:
            calculators(playwright, site, rounds, figures)
        for name, lines in PARTS.items():
            if name in wanted:
                print("", *lines(playwright, site, rounds, figures), sep="\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
