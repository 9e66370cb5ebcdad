"""How long an answer takes after a keystroke.

Types the queries of ``tests/search/queries.yaml`` letter by letter into the box in Chromium, and measures from the
keystroke to the frame that shows the answer; the theme's own worker, on the same pages in the same run, is the peer.
"""

from __future__ import annotations

import gzip
import statistics
import time
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import yaml
from playwright.sync_api import Browser, Page, Playwright

from hub import ROOT
from hub.bench import relevance
from hub.bench.browser import CHROMIUM, FLAGS, served
from hub.bench.history import Figures
from hub.errors import BuildError

THEME = Path(str(resources.files("material"))) / "templates" / "assets" / "javascripts"
LIMIT = 100.0
"""Milliseconds after a keystroke that nobody feels as waiting."""

WATCH = """{
  const Plain = Worker;
  globalThis.Worker = class extends Plain {
    constructor(...how) {
      super(...how);
      this.addEventListener('message', ({ data }) => {
        if (data?.type === 1) globalThis.__loaded = true;
        if (data?.type === 3) requestAnimationFrame(() => globalThis.__answered?.(performance.now()));
      });
    }
  };
}"""

TYPE = """async (texts) => {
  const input = document.querySelector('.md-search__input'), times = [];
  const press = (text) => new Promise((done) => {
    globalThis.__answered = done;
    input.value = text;
    const from = performance.now();
    input.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: text.slice(-1) }));
    globalThis.__answered = (at) => { times.push(at - from); done(); };
  });
  for (const text of texts) for (let n = 1; n <= text.length; n++) await press(text.slice(0, n));
  return times;
}"""


@dataclass(frozen=True)
class Result:
    """Milliseconds of all keystrokes, of the first one of a visit, and sizes in bytes as they travel."""

    times: list[float]
    first: float
    index: int
    worker: int

    def quantile(self, share: float) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]

    @property
    def median(self) -> float:
        return statistics.median(self.times)


def measure(site: Path, browser: Browser, texts: list[str], theme: bool = False) -> Result:
    """Our worker, or with ``theme`` the theme's on the same index."""
    worker = next((THEME if theme else site / "assets" / "javascripts").joinpath("workers").glob("search.*.min.js"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        context.add_init_script(WATCH)
        if theme:
            context.route(
                "**/workers/search.*.min.js", lambda route: route.fulfill(path=worker, content_type="text/javascript")
            )
            context.route(
                "**/javascripts/lunr/**",
                lambda route: route.fulfill(
                    path=THEME / "lunr" / route.request.url.split("/lunr/")[1], content_type="text/javascript"
                ),
            )
        page = context.new_page()
        with served(site) as address:
            page.goto(address)
            _wait_until_loaded(page)
            page.keyboard.press("/")
            first = page.evaluate(TYPE, ["placement"])[
                0
            ]  # its answer waits for the index; the rest warms the machine up
            times = page.evaluate(TYPE, texts)
    finally:
        context.close()
    size = {path: len(gzip.compress(path.read_bytes(), 6)) for path in (worker, site / "search" / "search_index.json")}
    return Result(times, first, size[site / "search" / "search_index.json"], size[worker])


def _wait_until_loaded(page: Page, seconds: float = 120.0) -> None:
    """Asks from outside: what Playwright would evaluate within the page, the page's own policy refuses."""
    until = time.monotonic() + seconds
    while not page.evaluate("() => Boolean(globalThis.__loaded)"):
        if time.monotonic() > until:
            raise BuildError(f"bench: no search after {seconds:.0f} s")
        page.wait_for_timeout(50)


def lines(playwright: Playwright, site: Path, figures: Figures, every: int = 6) -> list[str]:
    """The lines of the report; ``every`` takes every sixth query of the list, which is several hundred keystrokes."""
    groups = yaml.safe_load((ROOT / "tests" / "search" / "queries.yaml").read_text("utf-8"))
    texts = [e["q"] for entries in groups.values() for e in entries][::every]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        ours, theirs = measure(site, browser, texts), measure(site, browser, texts, theme=True)
    finally:
        browser.close()
    figures["search, ms (median)"] = ours.median
    figures["search, ms (median), ratio"] = ours.median / theirs.median
    figures["search, index kB"] = ours.index / 1000
    late = sum(t > LIMIT for t in ours.times)
    return [
        (
            f"search, keystroke to answer on screen: {ours.median:.0f} ms median, {ours.quantile(0.95):.0f} ms 95 %, "
            f"{max(ours.times):.0f} ms slowest, {late} of {len(ours.times)} over {LIMIT:.0f} ms"
        ),
        (
            f"  the theme's own search: {theirs.median:.0f} ms median, {theirs.quantile(0.95):.0f} ms 95 %; "
            f"ratio {ours.median / theirs.median:.2f} median, {ours.quantile(0.95) / theirs.quantile(0.95):.2f} at 95 %"
        ),
        f"  the first keystroke of a visit, at once: {ours.first:.0f} ms, ratio {ours.first / theirs.first:.2f}",
        (
            f"search, as it travels: index {ours.index / 1000:.0f} kB, worker {ours.worker / 1000:.1f} kB (theme's"
            f" {theirs.worker / 1000:.1f} kB)"
        ),
        *relevance.lines(playwright, site, figures),
    ]
