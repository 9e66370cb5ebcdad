"""``python -m hub.bench``: prints speeds and sizes of this site and of its peers, from one run on one machine."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from hub import ROOT
from hub.bench import browser, classroom, engines, notebooks, package, search, stock
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


def calculators(playwright: Playwright, site: Path, rounds: int) -> None:
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
        print(f"\n{subject.name}, until an own figure has its result", *browser.table(ways), sep="\n", flush=True)
    print("", *browser.between_pages(playwright, site, CALCULATORS, rounds, warm[0]), sep="\n", flush=True)


def main(argv: list[str] | None = None) -> int:
    parts = {"package", "calculators", "engines", "search", "notebooks", "classroom"}
    parser = argparse.ArgumentParser(prog="python -m hub.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"what to measure (default all): {', '.join(sorted(parts))}"
    )
    parser.add_argument("--rounds", type=int, default=3, help="visits of each kind (default 3)")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (default site/)")
    args = parser.parse_args(argv)
    if unknown := set(args.parts) - parts:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    wanted = set(args.parts) or parts
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}", flush=True
    )
    if "package" in wanted:
        print(
            "\nai_calc in CPython, input checked, per second of processor time", *package.lines(), sep="\n", flush=True
        )
    if wanted == {"package"}:
        return 0
    try:
        build(args.site)
        with sync_playwright() as playwright:
            if "calculators" in wanted:
                calculators(playwright, args.site, args.rounds)
            if "engines" in wanted:
                print("", *engines.lines(playwright, args.site, args.rounds), sep="\n", flush=True)
            if "search" in wanted:
                print("", *search.lines(playwright, args.site), sep="\n", flush=True)
            if "notebooks" in wanted:
                print("", *notebooks.lines(playwright, args.site, args.rounds), sep="\n", flush=True)
            if "classroom" in wanted:
                print("", *classroom.lines(playwright, args.site), sep="\n", flush=True)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main())
