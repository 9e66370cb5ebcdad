"""How long a visitor waits: from the click to the first result of an own figure, and from a change to its result."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, Route

from hub.bench.history import Figures
from hub.site.serve import Handler, Server

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
TIMEOUT = 120.0
READ = 5000
"""Milliseconds for which somebody reads a result before leaving."""
VALUES = [str(12000 + 500 * (turn % 7)) for turn in range(1, 41)]

# Looks through shadow roots; `result` is the text of the result's first words, wherever it is shown.
LOOK = """
globalThis.deep = function* (root) {
  for (const e of root.querySelectorAll('*')) { yield e; if (e.shadowRoot) yield* deep(e.shadowRoot); }
};
globalThis.place = () => {
  for (const e of deep(document)) if (e.matches?.('.calc-answer')) {
    const root = e.getRootNode();
    return root instanceof ShadowRoot ? root : e.closest('[data-slot]');
  }
};
globalThis.field = (label) => {
  for (const e of deep(document.querySelector('.calc-live') ?? document)) {
    if (e.localName !== 'input' || e.disabled) continue;
    const text = e.getRootNode().querySelector('label')?.textContent ?? '';
    if (text.startsWith(label)) return e;
  }
};
globalThis.enter = (input, value) => {
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
};
globalThis.choose = (words) => {   // true once an answer of a list is given
  for (const e of deep(document.querySelector('.calc-live') ?? document)) {
    const option = e.localName === 'select' && [...e.options].find((o) => o.textContent === words);
    if (!option) continue;
    if (e.value !== option.value) {
      e.value = option.value;
      e.dispatchEvent(new Event('change', { bubbles: true }));
    }
    return true;
  }
  return false;
};
globalThis.recalculate = async (label, values) => {
  const times = [], where = place(), input = field(label);
  for (const value of values) {
    const before = where.textContent, started = performance.now();
    enter(input, value);
    while (where.textContent === before) {
      if (performance.now() - started > 10000) throw new Error(`no result for ${value}`);
      await new Promise((resolve) => setTimeout(resolve));
    }
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return times;
};
"""


READY = "() => document.querySelector('.calc[data-state=live]') && place()"
STOCK_READY = "() => document.body && !document.body.classList.contains('pn-loading') && place()"

GO = """(address) => new Promise((done, failed) => {
  const started = performance.now(), link = document.createElement('a');
  link.href = address;
  document.querySelector('article').append(link);
  document.addEventListener('calc-live', () => done(performance.now() - started), { once: true });
  setTimeout(() => failed(new Error('not live')), 60000);
  link.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
  link.click();
})"""


@dataclass(frozen=True)
class Subject:
    """A calculator, its page, and a field of its empty form that always changes what the result says first."""

    name: str
    page: str
    label: str
    first: str = ""
    """The answer of a list without which this field is not asked."""
    beside: tuple[str, str] = ("", "")
    """Another field with the figure without which this one changes nothing."""


@dataclass
class Way:
    """One way to serve the calculator."""

    name: str
    site: Path
    page: str
    ready: str = READY
    """JavaScript: the form can be changed."""
    plain: bool = False
    """Without the memory snapshot."""
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    live: list[float] = field(default_factory=list)
    """Of the warm starts: until the form can be changed."""
    recalculations: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class _Counter(Handler):
    """Counts what travels."""

    sent = 0
    asked = 0

    def _answer(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        _Counter.sent += len(body)
        _Counter.asked += 1
        super()._answer(status, body, headers)


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site, served and counted."""
    server = Server(site, 0, handler=_Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def visitor(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser that has never been here, with a cache on disk."""
    profile = tempfile.mkdtemp(prefix="hub-bench-")
    context = playwright.chromium.launch_persistent_context(
        profile, headless=True, executable_path=CHROMIUM, args=FLAGS
    )
    try:
        yield context
    finally:
        context.close()
        shutil.rmtree(profile, ignore_errors=True)


def load(context: BrowserContext, way: Way, address: str, subject: Subject) -> tuple[float, float, Page]:
    """Seconds from the start of a visit until the form can be changed, and until an own figure has given its result."""
    page = context.new_page()
    page.add_init_script(LOOK)
    page.on("pageerror", lambda error: way.faults.append(str(error)))
    if way.plain:
        page.route("**/config.js", _without_snapshot)
    started = time.perf_counter()
    page.goto(address + way.page, wait_until="commit")
    page.wait_for_function(way.ready, timeout=TIMEOUT * 1000, polling=20)
    live = time.perf_counter() - started
    page.evaluate(
        """async ([label, first, beside, figure]) => {
          const started = performance.now();
          let before = null, entered = 0;
          for (let turn = 0; before === null || place()?.textContent === before; turn++) {
            if (performance.now() - started > 60000) throw new Error('no result');
            const input = field(label), other = beside && field(beside);
            if (!input) {
              if (first && turn % 10 === 0) choose(first);
            } else if (other && other.value === '') enter(other, figure);
            else if (before === null || turn - entered === 100) {   // a change before Python listens is lost: once more
              before ??= place().textContent;
              enter(input, String(11000 + turn));
              entered = turn;
            }
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        }""",
        [subject.label, subject.first, *subject.beside],
    )
    return live, time.perf_counter() - started, page


def _without_snapshot(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.text() + "CONFIG.snapshot = null;\n")


def measure(playwright: Playwright, ways: list[Way], subject: Subject, rounds: int) -> None:
    """Visit every way in turn, ``rounds`` times: first as a new visitor, then once more."""
    for _ in range(rounds):
        for way in ways:
            with served(way.site) as address, visitor(playwright) as context:
                _Counter.sent = _Counter.asked = 0
                _, seconds, page = load(context, way, address, subject)
                way.cold.append(seconds)
                way.bytes.append(_Counter.sent)
                way.requests.append(_Counter.asked)
                way.recalculations += page.evaluate(
                    "([label, values]) => recalculate(label, values)", [subject.label, VALUES]
                )
                page.wait_for_timeout(READ)
                page.close()
                live, seconds, page = load(context, way, address, subject)
                way.live.append(live)
                way.warm.append(seconds)
                page.close()


def between_pages(
    playwright: Playwright,
    site: Path,
    subjects: Sequence[Subject],
    rounds: int,
    stock_warm: list[float],
    figures: Figures,
) -> list[str]:
    """From a click on a link to a live form, in one visit: a first time, and coming back."""
    first: list[float] = []
    back: list[float] = []
    for _ in range(rounds):
        with served(site) as address, visitor(playwright) as context:
            page = context.new_page()
            page.add_init_script(LOOK)
            page.goto(address + subjects[0].page)
            page.wait_for_function(READY, timeout=TIMEOUT * 1000)
            for turn in range(4):
                page.wait_for_timeout(1000)  # a person reads before the next click
                goal = subjects[(turn + 1) % len(subjects)].page
                times = first if turn == 0 else back
                times.append(page.evaluate(GO, address + goal) / 1000)
    peer = statistics.median(stock_warm)
    figures["next calculator a first time, s"] = statistics.median(first)
    figures["next calculator coming back, s"] = statistics.median(back)
    return [
        "from one calculator to another in one visit, until the form is live (peer: a warm start of panel convert)"
    ] + [
        f"{title}: {statistics.median(times):.2f} s median, {max(times):.2f} s slowest, ratio"
        f" {statistics.median(times) / peer:.2f}"
        for title, times in (("  a first time", first), ("  coming back", back))
    ]


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def table(ways: list[Way], name: str, figures: Figures) -> list[str]:
    """What was measured, as lines of text; ratios are against the last way. Those of the first way are kept."""
    peer = ways[-1]
    rows = [("", *(way.name for way in ways), *(f"{way.name} / {peer.name}" for way in ways[:-1]))]

    def add(title: str, get: object, form: str) -> None:
        values = [get(way) for way in ways]  # type: ignore[operator]
        figures[f"{name}, {title.strip()}"] = values[0]
        figures[f"{name}, {title.strip()}, ratio"] = values[0] / values[-1]
        rows.append((title, *(form.format(v) for v in values), *(f"{v / values[-1]:.2f}" for v in values[:-1])))

    add("cold start, s (median)", lambda way: statistics.median(way.cold), "{:.2f}")
    add("cold start, s (95 %)", lambda way: percentile(way.cold, 0.95), "{:.2f}")
    add("warm start, s (median)", lambda way: statistics.median(way.warm), "{:.2f}")
    add("warm start, s (95 %)", lambda way: percentile(way.warm, 0.95), "{:.2f}")
    add("  until the form is live", lambda way: statistics.median(way.live), "{:.2f}")
    add("cold start, MB", lambda way: statistics.median(way.bytes) / 1e6, "{:.1f}")
    add("cold start, requests", lambda way: statistics.median(way.requests), "{:.0f}")
    add("recalculation, ms (median)", lambda way: statistics.median(way.recalculations), "{:.0f}")
    add("recalculation, ms (p95)", lambda way: percentile(way.recalculations, 0.95), "{:.0f}")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return [*lines, *(f"{way.name}: {fault}" for way in ways for fault in dict.fromkeys(way.faults))]
