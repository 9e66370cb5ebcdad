"""Chromium that knows no other host, sites to look at, and a guard that counts every request to another host."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from hub import runtime
from hub.bench.browser import CHROMIUM
from hub.bench.browser import FLAGS as PLAIN
from hub.lab.classroom.serveur import headers
from hub.site.build import digest
from hub.site.serve import Handler, Server
from tests.whole_site import whole_site

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "tests" / "runtime" / "demo"
CACHE = ROOT / ".cache"
BUILD = ROOT / "build" / "tests"
LOCAL = {"127.0.0.1"}

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

# For the address bar of every new visit Chromium makes two pages that nobody sees: a second of work each time.
# The last list of features counts: this one holds what Playwright switches off and matters here.
OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
)
# Code is compiled once and not optimised while it runs: a test is over before that pays. In a visit that goes on from
# test to test it pays for Python's own program. tests/engines visits with an engine as it comes.
SCRIPTS = ("--expose-gc", "--no-opt")
BRIEF = (*SCRIPTS, "--liftoff-only")


def flags(scripts: Sequence[str]) -> list[str]:
    return [
        *PLAIN,
        "--enable-precise-memory-info",
        f"--js-flags={' '.join(scripts)}",
        f"--disable-features={','.join(OFF)}",
    ]


FLAGS, LASTING = flags(BRIEF), flags(SCRIPTS)
# Who spares data gets no Python before it is needed: for tests of pages that never need it.
SPARING = "Object.defineProperty(navigator, 'connection', { configurable: true, value: { saveData: true } })"


WAITS = "preloaded using link preload but not used within a few seconds"
"""Said where the machine is busy, or a page was left before it used what it had asked for."""


@dataclass
class Watch:
    """What a page did that it should not do."""

    foreign: list[str] = field(default_factory=list)
    """Requests to other hosts: blocked, and counted."""
    errors: list[str] = field(default_factory=list)
    """Messages on the console (errors and warnings) and errors of scripts."""
    refused: list[str] = field(default_factory=list)
    """Addresses of the site that did not answer with success."""
    violations: list[str] = field(default_factory=list)
    """What the Content-Security-Policy forbade."""

    def nothing(self) -> bool:
        return not (self.foreign or self.errors or self.refused or self.violations)

    def forget(self) -> None:
        for told in (self.foreign, self.errors, self.refused, self.violations):
            told.clear()


def guard(context: BrowserContext, watch: Watch | None = None) -> Watch:
    """Count requests to other hosts (the browser knows of none), and note what goes wrong in the pages of a context.

    No route: it would ask this process about each request, and switch the browser's cache off.
    """
    watch = Watch() if watch is None else watch

    def foreign(request: Request) -> None:
        parts = urlsplit(request.url)
        kept_by_policy = request.failure is not None and "csp" in request.failure.lower()  # never left the browser
        if parts.scheme in ("http", "https") and parts.hostname not in LOCAL and not kept_by_policy:
            watch.foreign.append(request.url)

    def note(page: Page) -> None:
        def hear(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and WAITS not in message.text:
                watch.errors.append(f"{message.type}: {message.text}")

        page.on("console", hear)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on("response", lambda r: watch.refused.append(f"{r.status} {r.url}") if r.status >= 400 else None)

    context.on("requestfailed", foreign)  # no other host has an address: such a request always fails
    context.on("requestfinished", foreign)
    context.expose_function("__violation", lambda text: watch.violations.append(text))
    context.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (e) => __violation(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`))"
    )
    context.on("page", note)
    return watch


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(headless=True, executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def lasting(playwright: Playwright) -> Iterator[Browser]:
    """The browser of the visits that tests share."""
    browser = playwright.chromium.launch(headless=True, executable_path=CHROMIUM, args=LASTING)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visit of its own: nothing is cached or stored from another test."""
    context = browser.new_context(viewport=WINDOW, locale="fr-CH")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Watch:
    """What goes wrong in the visit of the test: its own, or the shared one that `open_live` goes on with."""
    if "open_live" in request.fixturenames:
        visits: Visits = request.getfixturevalue("visits")
        return visits.watch
    return guard(request.getfixturevalue("context"))


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    return context.new_page()


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Only one test process at a time."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Unhurried(Handler):
    """Lets the search get ready when somebody asks, and not by itself three seconds after each new page: that is a
    second of work for a box that most tests leave closed."""

    REST, NEVER = b"=3e3,", b"=1e9,"  # milliseconds

    def _file(self, file: Path, path: str) -> None:
        if file.parent.name != "workers" or not file.name.startswith("search."):
            super()._file(file, path)
            return
        script, tag = self.files.body(file, False)
        if script.count(self.REST) != 1:  # the worker is written otherwise: no test may pass
            self._missing()
            return
        self._answer(HTTPStatus.OK, script.replace(self.REST, self.NEVER), headers(file, path, tag, False))


@contextmanager
def served(
    site: Path, prefix: str = "/", framed_by: Sequence[str] = (), handler: type[Handler] = Handler
) -> Iterator[str]:
    """The address of a site, served while the block runs; ``framed_by``: the origins that may frame its pages."""
    server = Server(site, 0, prefix, framed_by=framed_by, handler=handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.address
    finally:
        server.shutdown()
        server.server_close()


def mkdocs(config: Path, site: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", config, "-d", site], check=True, env=environment
    )


@pytest.fixture(scope="session")
def demo_site() -> Path:
    """Four pages, two of them with a small calculator, with the whole runtime. Built once, and again after a change."""
    from hub.site.whole import make_addresses_relative

    site = BUILD / "demo" / "site"
    made_from = ("src", "hub", "calculators", "requirements", "package-lock.json", str(DEMO.relative_to(ROOT)))
    now, stamp = digest(ROOT, made_from), site / ".built"
    with alone("demo"):
        if not stamp.exists() or stamp.read_text("utf-8") != now:
            shutil.rmtree(site, ignore_errors=True)
            mkdocs(DEMO / "mkdocs.yml", site)
            make_addresses_relative(site)
            runtime.finish(site, runtime.build(DEMO / "calculators", ROOT / "src" / "ai_calc", CACHE))
            stamp.write_text(now, "utf-8")
    return site


@pytest.fixture(scope="session")
def demo(demo_site: Path) -> Iterator[str]:
    """The address of the demonstration: below a folder of its host, as on many hosts."""
    with served(demo_site, "/formation/hub/") as address:
        yield address


FOLDER = "/office/readaptation/"


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the whole site, below a folder of its host; its search gets ready when it is asked."""
    with served(whole_site(), FOLDER, handler=Unhurried) as address:
        yield address


@pytest.fixture(scope="session", name="site")
def site_as_it_is() -> Iterator[str]:
    """The address of the whole site, for tests of the search and of other engines."""
    with served(whole_site(), FOLDER) as address:
        yield address


# ---- live calculators

Open = Callable[..., Page]
Scheme = Literal["light", "dark"]
WINDOW = {"width": 1280, "height": 900}
LIVE = ".calc[data-state=live]"

FOLLOW = """(address) => {
  const link = document.createElement('a');
  link.href = address;
  document.querySelector('article').append(link);
  link.click();
}"""
LEAVE = f"""(parent) => {{
  if (new URL(parent).pathname !== location.pathname) document.querySelector('article').dataset.left = '';
  ({FOLLOW})(parent);
}}"""
LEFT = "() => document.querySelector('article:not([data-left]) h1') && !document.querySelector('.calc')"
EMPTY = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) await new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = done;
    request.onerror = request.onblocked = () => failed(new Error(`${name} cannot be deleted`));
  });
}"""


def load_example(page: Page) -> Page:
    """Load the form's own example into a live calculator: its page opens on an empty file."""
    page.select_option("[data-calc-examples]", "exemple")
    page.wait_for_selector(".calc-ribbon", timeout=30_000)
    return page


def wait_live(page: Page, address: str, timeout: float, example: bool) -> Page:
    page.wait_for_selector(LIVE, timeout=timeout)
    if example and "#" not in address and page.locator("[data-calc-examples] option[value=exemple]").count():
        load_example(page)
    return page


class Visits:
    """For each site one visit that goes on from test to test, as a reader goes from calculator to calculator: Python is
    started once. Every test finds an empty form in a page that was drawn anew, and nothing in the browser's storage.

    A test that fails ends the visit, and the next one begins another. ``now``: the time that pages are told.
    """

    def __init__(self, browser: Browser, now: str | None = None, **settings: Any) -> None:
        self.browser, self.now, self.settings = browser, now, settings
        self.watch = Watch()
        self._pages: dict[str, Page] = {}

    def open(
        self,
        address: str,
        timeout: float = 60_000,
        width: int = WINDOW["width"],
        scheme: Scheme = "light",
        live: str = LIVE,
    ) -> Page:
        """The page at ``address`` once it is ``live``, a form empty, in a window so wide and in those colours."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        page = self._pages.pop(site, None)
        if page is not None and not self._tidy(page, site, address):
            page.context.close()
            page = None
        new = page is None
        if page is None:
            context = self.browser.new_context(viewport=WINDOW, locale="fr-CH", **self.settings)  # type: ignore[arg-type]
            guard(context, self.watch)
            page = context.new_page()
            if self.now:
                page.clock.set_fixed_time(self.now)
        page.set_viewport_size({**WINDOW, "width": width})  # type: ignore[typeddict-item]
        page.emulate_media(media="null", color_scheme=scheme)
        if new:
            page.goto(address)
        else:
            page.wait_for_function(
                "(dark) => (document.body.dataset.mdColorScheme === 'slate') === dark", arg=scheme == "dark"
            )
            page.evaluate(FOLLOW, address)
        self._pages[site] = page
        page.wait_for_selector(live, timeout=timeout)
        kept = page.evaluate(
            "[...Object.entries(localStorage), ...Object.entries(sessionStorage)].filter(([k]) => /calc/.test(k))"
        )
        left = kept, page.locator(".calc-ribbon").count()
        assert "#" in address or left == ([], 0), f"the form is not empty: {left}"
        return page

    def _tidy(self, page: Page, site: str, address: str) -> bool:
        """Leave the calculator, and take away what was kept; False where that cannot be done."""
        if page.is_closed() or not page.url.startswith(f"{site}/"):
            return False
        for other in page.context.pages:
            if other is not page:
                other.close()
        page.context.clear_permissions()
        page.mouse.move(0, 0)
        page.evaluate(LEAVE, re.split("[?#]", address)[0].rstrip("/").rpartition("/")[0] + "/")
        page.wait_for_function(LEFT)
        page.evaluate(EMPTY)
        self.watch.forget()
        return True

    def after(self, request: pytest.FixtureRequest) -> None:
        """At the end of a test: nothing went wrong in its pages; one that failed ends the visit."""
        seen, nothing = str(self.watch), self.watch.nothing()
        if request.node.stash.get(FAILED, False):
            self.end()
        assert nothing, seen

    def end(self) -> None:
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()
        self.watch.forget()


@pytest.fixture(scope="session")
def visits(lasting: Browser) -> Iterator[Visits]:
    visits = Visits(lasting)
    yield visits
    visits.end()


@pytest.fixture
def open_live(visits: Visits, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open an address in the visit that the tests share, and wait until its calculator is live, with its example unless
    the address asks for a case. For what is typed and read; what is about a start, or breaks the page: `open_alone`."""
    visits.watch.forget()

    def open_live(address: str, timeout: float = 60_000, example: bool = True, **window: Any) -> Page:
        return wait_live(visits.open(address, timeout, **window), address, timeout, example)

    yield open_live
    if request.node.stash.get(FAILED, False):
        visits.end()


@pytest.fixture
def open_alone(page: Page) -> Open:
    """As `open_live`, in a visit of its own."""

    def open_alone(address: str, timeout: float = 60_000, example: bool = True) -> Page:
        page.goto(address)
        return wait_live(page, address, timeout, example)

    return open_alone


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report
