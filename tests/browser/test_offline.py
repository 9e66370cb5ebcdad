"""The site without network: after the choice on the start page, with the server stopped; two versions never mix."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hub.site import offline
from hub.site.serve import Handler, Server
from tests.chromium import FOLLOW, SPARING, Open, Watch, guard, load_example
from tests.whole_site import whole_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PREFIX = "/office/readaptation/"
CAPITAL = "calculateurs/aide-en-capital/"
LIVE = ".calc[data-state=live]"
READY = "disponible hors ligne sur cet appareil"
LEFT_OUT = re.compile(r"^(cas/(?!AC-0|index)|r/(?!cmrp/602|index)|lab/|reglements/(?!cmrp/42|index|eisp))")


def copy(source: Path, target: Path) -> Path:
    """A part of the site: fewer pages, the whole runtime, a course of two files. Unchanged files are links."""
    for path in source.rglob("*"):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not LEFT_OUT.match(name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(path, target / name)
    change(
        target,
        "lab/notebooks/index.html",
        "<!doctype html><title>Cours</title><h1>Carnets</h1><script src='x.0123456.js'></script>",
    )
    change(target, "lab/notebooks/x.0123456.js", "document.title = 'Cours ouvert'")
    publish(target)
    return target


def change(site: Path, name: str, text: str) -> None:
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # the file may be shared with another version
    path.write_text(text, "utf-8")


def publish(site: Path) -> None:
    for name in ("sw.js", "offline.json", "r/index.json"):
        (site / name).unlink(missing_ok=True)
    offline.write(site)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    whole = whole_site()
    return copy(whole, tmp_path_factory.mktemp("first", numbered=True) / "site")


@pytest.fixture(scope="module")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next version: another text on the start page and in a script."""
    site = tmp_path_factory.mktemp("second") / "site"
    shutil.copytree(first, site, copy_function=os.link)
    for name in ("index.html", f"{CAPITAL}index.html"):
        text = (site / name).read_text("utf-8")
        assert "<h1" in text
        change(site, name, re.sub(r"(<h1[^>]*>)", r"\1Version deux ", text))
    publish(site)
    return site


class Closing(Server):
    """A server that hangs up when it is closed."""

    def __init__(self, *args: Any) -> None:
        self.lines: set[socket.socket] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.lines.add(request)
        super().process_request(request, client_address)

    def server_close(self) -> None:
        super().server_close()
        for line in self.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class Host:
    """A host that can be stopped, and that can serve another version at the same address."""

    def __init__(self, site: Path) -> None:
        self.port = 0
        self.start(site)

    def start(self, site: Path) -> None:
        self.server = Closing(site, self.port, PREFIX)
        self.port = self.server.server_address[1]
        self.address = self.server.address
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def switch(self, site: Path) -> None:
        self.stop()
        self.start(site)


@pytest.fixture
def host(first: Path) -> Iterator[Host]:
    host = Host(first)
    yield host
    host.stop()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the host is asked for."""
    found: list[str] = []
    original = Handler.do_GET

    def note(handler: Handler) -> None:
        found.append(handler.path.removeprefix(PREFIX))
        original(handler)

    monkeypatch.setattr(Handler, "do_GET", note)
    return found


def make_available(page: Page, host: Host, course: bool = False) -> None:
    page.context.add_init_script(SPARING)  # what is kept comes from the host, whether Python runs or not
    page.goto(host.address)
    place = page.locator("[data-hub-offline]")
    expect(place).to_contain_text("Rien n'est gardé sans votre choix.")
    if course:
        page.get_by_label("Avec les carnets du cours").check()
    button = page.get_by_role("button", name="Rendre disponible hors ligne")
    assert re.search(r"\(\d+(,\d)? Mo\)", button.inner_text())
    button.click()
    expect(place).to_contain_text(READY, timeout=180_000)


def test_nothing_is_kept_without_the_choice(site: str, open_live: Open) -> None:
    page = open_live(site + CAPITAL)
    page.evaluate(FOLLOW, site)
    expect(page.get_by_role("button", name="Rendre disponible hors ligne")).to_be_visible()
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0
    assert page.evaluate("caches.keys()") == []


def test_pages_search_calculators_and_sheets_work_with_the_server_stopped(
    host: Host, context: BrowserContext, watch: Watch
) -> None:
    page = context.new_page()
    make_available(page, host)
    page.close()
    host.stop()
    watch.errors.clear()
    failed: list[str] = []
    # what is on its way when a page is left is aborted, and misses nobody
    context.on(
        "requestfailed", lambda request: failed.append(request.url) if request.failure != "net::ERR_ABORTED" else None
    )
    page = context.new_page()
    page.goto(host.address)
    expect(page.locator("[data-hub-offline]")).to_contain_text(READY)
    # search
    page.locator(".md-search__input").click()
    page.keyboard.type("6020")
    page.locator(".md-search-result__item").first.wait_for(state="visible")
    page.keyboard.press("Escape")
    # pages, without loading anew
    page.evaluate("window.same = true")
    page.get_by_role("link", name="tous les calculateurs").click()
    page.wait_for_url("**/calculateurs/")
    assert page.evaluate("window.same")
    # a calculator, from nothing
    page.goto(host.address + CAPITAL)
    page.wait_for_selector(LIVE, timeout=60_000)
    load_example(page)
    own = page.locator(".calc-live").get_by_label("Ressources propres disponibles (CHF)", exact=True)
    own.fill("31000")
    own.press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("56\u202f000")
    page.locator(".calc-menu summary", has_text="Partager").click()
    with page.expect_download(timeout=60_000):
        page.get_by_role("button", name="Feuille de calcul (XLSX)").click()
    # short addresses, folders without their slash, questions in the address, pages that are not there
    page.goto(host.address + "r/cmrp/6020/")
    assert page.url.endswith("reglements/cmrp/42-aide-en-capital/#r-6020")
    page.goto(host.address + "calculateurs")
    assert page.url.endswith("/calculateurs/")
    page.goto(host.address + "?q=6020")
    expect(page.locator("h1").first).to_be_visible()
    # the browser itself looks for a newer service worker and says that the server is gone; no page missed anything
    errors = [error for error in watch.errors if "ERR_CONNECTION_REFUSED" not in error]
    assert not watch.foreign and not errors and not watch.violations, watch
    assert [url for url in failed if not url.endswith(("/sw.js", "/offline.json"))] == []
    answer = page.goto(host.address + "nulle-part/")
    assert answer is not None and answer.status == 404 and "n'existe pas" in page.content()


def test_the_course_is_there_only_if_it_was_chosen_can_be_added_and_all_of_it_removed(
    host: Host, first: Path, page: Page
) -> None:
    make_available(page, host)
    page.get_by_role("button", name="Ajouter les carnets du cours").click()
    expect(page.locator("[data-hub-offline]")).to_contain_text("avec les carnets du cours", timeout=180_000)
    host.stop()
    page.goto(host.address + "lab/notebooks/index.html?path=x.ipynb")
    expect(page).to_have_title("Cours ouvert")
    host.start(first)
    page.goto(host.address)
    page.get_by_role("button", name="Retirer de cet appareil").click()
    expect(page.get_by_role("button", name="Rendre disponible hors ligne")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((r) => r.length)") == 0


def test_two_versions_never_mix_and_a_half_done_deployment_changes_nothing(
    host: Host,
    first: Path,
    second: Path,
    context: BrowserContext,
    asked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A page that opens while the new version installs offers it too; only what has changed is fetched for it."""
    guard(context)
    page = context.new_page()
    make_available(page, host)
    versions = "caches.keys().then((names) => names.map((name) => name.split(':').at(-1)))"
    (old,) = page.evaluate(versions)
    # a half-done deployment: the list is new, a page is still the old one
    half = second.parent / "half"
    shutil.copytree(second, half, copy_function=os.link, dirs_exist_ok=True)
    (half / "index.html").unlink()
    os.link(first / "index.html", half / "index.html")
    host.switch(half)
    asked.clear()
    page.goto(host.address)
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update()).catch(() => 0)")
    page.wait_for_function("() => navigator.serviceWorker.getRegistration().then((r) => !r.installing)", timeout=60_000)
    for _ in range(300):  # the installation starts a moment after the list was read
        if "index.html" in asked or "" in asked:
            break
        page.wait_for_timeout(200)
    assert "sw.js" in asked and ("index.html" in asked or "" in asked), asked
    # what came of it is thrown away, and the version before stays
    quiet = 0
    for _ in range(90):  # it begins a moment later, and takes as long as the machine lets it
        page.wait_for_timeout(1000)
        quiet = quiet + 1 if page.evaluate(versions) == [old] else 0
        if quiet == 4:
            break
    assert page.evaluate(versions) == [old]
    assert "Version deux" not in page.locator("h1").first.inner_text()
    expect(page.locator(".hub-update")).to_have_count(0)
    # the whole deployment, which installs while a page opens: offered, not taken
    opened, original = threading.Event(), Handler.do_GET

    def late(handler: Handler) -> None:
        if handler.path == f"{PREFIX}index.html":  # asked by the installation alone: pages come from the version before
            opened.wait(120)
        original(handler)

    monkeypatch.setattr(Handler, "do_GET", late)
    host.switch(second)
    asked.clear()
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
    page.goto(host.address)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((r) => Boolean(r.installing))")
    page.wait_for_timeout(2000)  # the page has asked what is kept
    opened.set()
    expect(page.get_by_role("button", name="Nouvelle version : recharger")).to_be_visible(timeout=120_000)
    assert set(asked) - {"sw.js", "offline.json"} == {"index.html", f"{CAPITAL}index.html"}
    other = context.new_page()
    other.goto(host.address + CAPITAL)
    other.wait_for_selector(LIVE, timeout=60_000)
    assert "Version deux" not in other.locator("h1").first.inner_text(), (
        "the old version answers until the new one is taken"
    )
    own = other.locator(".calc-live").get_by_label("Ressources propres disponibles (CHF)", exact=True)
    own.fill("31000")
    page.get_by_role("button", name="Nouvelle version : recharger").click()
    expect(page.locator("h1").first).to_contain_text("Version deux", timeout=20_000)
    expect(other.locator("h1").first).to_contain_text("Version deux", timeout=20_000)
    other.wait_for_selector(LIVE, timeout=60_000)
    expect(own).to_have_value("31\u202f000")  # what was being typed in the other tab is there
    (new,) = page.evaluate(versions)
    assert new != old
    host.stop()
    page.goto(host.address)
    expect(page.locator("h1").first).to_contain_text("Version deux")
    page.goto(host.address + "reglements/cmrp/42-aide-en-capital/")
    expect(page.locator("h1").first).to_be_visible()
