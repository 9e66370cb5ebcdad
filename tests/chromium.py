"""Chromium that knows no other host, sites to look at, and a guard that counts every request to another host."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect, sync_playwright

from hub import runtime
from hub.bench.browser import CHROMIUM
from hub.bench.browser import FLAGS as PLAIN
from hub.site.serve import Server
from tests.whole_site import whole_site

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "tests" / "runtime" / "demo"
CACHE = ROOT / ".cache"
BUILD = ROOT / "build" / "tests"
LOCAL = {"127.0.0.1"}

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong

FLAGS = [*PLAIN, "--enable-precise-memory-info", "--js-flags=--expose-gc"]


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


def guard(context: BrowserContext) -> Watch:
    """Count requests to other hosts (the browser knows of none), and note what goes wrong in the pages of a context.

    No route: it would ask this process about each request, and switch the browser's cache off.
    """
    watch = Watch()

    def foreign(request: Request) -> None:
        parts = urlsplit(request.url)
        kept_by_policy = request.failure is not None and "csp" in request.failure.lower()  # never left the browser
        if parts.scheme in ("http", "https") and parts.hostname not in LOCAL and not kept_by_policy:
            watch.foreign.append(request.url)

    def note(page: Page) -> None:
        page.on(
            "console", lambda m: watch.errors.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None
        )
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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visit of its own: nothing is cached or stored from another test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-CH")
    yield context
    context.close()


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    return guard(context)


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


@contextmanager
def served(site: Path, prefix: str = "/", framed_by: Sequence[str] = ()) -> Iterator[str]:
    """The address of a site, served while the block runs; ``framed_by``: the origins that may frame its pages."""
    server = Server(site, 0, prefix, framed_by=framed_by)
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
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pages, two of them with a small calculator, with the whole runtime."""
    from hub.site.whole import make_addresses_relative

    site = tmp_path_factory.mktemp("demo") / "site"
    with alone("demo"):
        mkdocs(DEMO / "mkdocs.yml", site)
        make_addresses_relative(site)
        runtime.finish(site, runtime.build(DEMO / "calculators", ROOT / "src" / "ai_calc", CACHE))
    return site


@pytest.fixture(scope="session")
def demo(demo_site: Path) -> Iterator[str]:
    """The address of the demonstration: below a folder of its host, as on many hosts."""
    with served(demo_site, "/formation/hub/") as address:
        yield address


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the whole site, below a folder of its host."""
    with served(whole_site(), "/office/readaptation/") as address:
        yield address


Open = Callable[..., Page]


def load_example(page: Page) -> Page:
    """Load the form's own example into a live calculator: its page opens on an empty file."""
    page.select_option("[data-calc-examples]", "exemple")
    page.wait_for_selector(".calc-ribbon", timeout=30_000)
    return page


@pytest.fixture
def open_live(page: Page) -> Open:
    """Open an address and wait until its calculator is live, with its example unless the address asks for a case."""

    def open_live(address: str, timeout: float = 60_000, example: bool = True) -> Page:
        page.goto(address)
        page.wait_for_selector(".calc[data-state=live]", timeout=timeout)
        if example and "#" not in address and page.locator("[data-calc-examples] option[value=exemple]").count():
            load_example(page)
        return page

    return open_live
