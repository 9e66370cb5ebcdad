"""A visitor with one of three browsers: what a person does in a page, by real keys and clicks, said once for all of
them.

Chromium and Firefox are driven by Playwright, WebKit (Safari's engine) by Selenium: scripts, keys, clicks and windows
are what they have in common.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Playwright
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from hub.bench.browser import CHROMIUM, FLAGS

HERE = Path(__file__).parent
WINDOW, BRIDGE = HERE / "webkit_window.py", HERE / "firefox_bridge.py"
Storage = Literal["kept", "private", "refused"]
PATIENCE = 30.0  # seconds: a busy machine is slow, not wrong

# What every script of a visitor may use. The form lives in shadow roots.
LOOK = """
const deep = function* (root = document) { for (const e of root.querySelectorAll('*')) { yield e; if (e.shadowRoot) yield* deep(e.shadowRoot); } };
const plain = (text) => (text ?? '').replace(/[\\s\\u00a0\\u202f]+/g, ' ').trim();
const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility === 'visible' && !e.closest('[inert]');
const find = (selector, text = '') => [...deep()].find((e) => e.matches(selector) && shown(e) && plain(e.textContent).includes(text));
const field = (label) => {
  for (const e of deep(document.querySelector('.calc-live') ?? document)) {
    if (!e.matches('input, select, textarea') || !shown(e)) continue;
    const said = e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.getRootNode().querySelector('label')?.textContent;
    if (plain(said).startsWith(label)) return e;
  }
};
const text = (selector) => plain(document.querySelector(selector)?.innerText);
const focused = () => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return e; };
const under = (x, y) => { let e = document.elementFromPoint(x, y); while (e?.shadowRoot) { const inner = e.shadowRoot.elementFromPoint(x, y); if (!inner || inner === e) break; e = inner; } return e; };
const inside = (e, outer) => { for (let at = e; at; at = at.parentNode ?? at.host) if (at === outer) return true; return false; };
"""
# Where to click: the middle of an element, and whether it is what a click there meets.
AIM = """
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const { x, y, width, height } = element.getClientRects()[0];
  const at = [Math.round(x + width / 2), Math.round(y + height / 2)];
  const met = under(...at);
  return inside(met, element) || met?.closest('label')?.control === element || met?.matches('summary, label') ? at : null;
"""


class Visitor(ABC):
    """One visit with one browser, of which nothing was kept before."""

    engine: str
    downloads: Path

    @abstractmethod
    def go(self, address: str) -> None: ...

    @abstractmethod
    def js(self, script: str, *args: Any) -> Any:
        """The value of a function (JavaScript text), which may wait and may use what `LOOK` defines."""

    @abstractmethod
    def hit(self, x: int, y: int) -> None:
        """Click there."""

    @abstractmethod
    def type(self, text: str) -> None: ...

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Keys one after the other: « Tab », « Shift+Tab », « Control+a »."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None: ...

    @abstractmethod
    def tab(self) -> None:
        """Open another tab and go on there."""

    @abstractmethod
    def close_tabs(self) -> None:
        """Close the tabs that were opened, and go on in the first one."""

    @abstractmethod
    def choose(self, button: str, text: str, file: Path) -> None:
        """Click on a button that asks for a file, and give it that one."""

    @abstractmethod
    def downloaded(self) -> Path:
        """The file that was saved last."""

    @abstractmethod
    def console(self) -> list[str]:
        """Errors and warnings so far."""

    # ---- what follows from these
    def wait(self, script: str, *args: Any, seconds: float = PATIENCE, between: float = 0.5) -> Any:
        """What a function says as soon as it is anything; not while a page is being left. It is asked ever more rarely,
        at last every ``between`` seconds: to look is work for the browser, too."""
        end, value, pause = time.monotonic() + seconds, None, 0.05
        while time.monotonic() < end:
            try:
                if value := self.js(script, *args):
                    return value
            except (PlaywrightError, WebDriverException) as error:
                if "no such window" in str(error):
                    raise
                value = str(error)[:300]
            time.sleep(pause)
            pause = min(pause * 1.5, between)
        raise AssertionError(
            f"{self.engine}: not within {seconds} s: {script} {args}\nlast: {value}\nconsole: {self.console()}"
        )

    def click(self, selector: str, text: str = "", *, seconds: float = PATIENCE) -> None:
        """Click on the first visible element of that kind with that text, once a click there would meet it."""
        self.hit(
            *self.wait(
                f"(selector, text) => {{ const element = find(selector, text); if (!element) return null; {AIM} }}",
                selector,
                text,
                seconds=seconds,
            )
        )

    def enter(self, label: str, value: str) -> None:
        """Type into the field with that label in place of what is there, and leave it."""
        end = time.monotonic() + PATIENCE
        while not self.js(
            "(label) => field(label) && focused() === field(label)", label
        ):  # the form may move under the pointer
            if time.monotonic() > end:
                raise AssertionError(f"{self.engine}: « {label} » cannot be clicked into")
            self.hit(
                *self.wait(f"(label) => {{ const element = field(label); if (!element) return null; {AIM} }}", label)
            )
        self.press("Control+a")
        self.type(value)
        self.press("Tab")

    def value(self, label: str) -> str:
        return str(self.js("(label) => plain(field(label)?.value)", label))

    def says(self, selector: str, text: str, seconds: float = PATIENCE) -> None:
        """Wait until it is written there."""
        try:
            self.wait("(selector, wanted) => text(selector).includes(wanted)", selector, text, seconds=seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\nit says: {self.js('(selector) => text(selector)', selector)}") from None

    def holds(self, label: str, value: str) -> None:
        """Wait until the field with that label holds that: the result may be there before the form is laid out anew."""
        self.wait("(label, wanted) => plain(field(label)?.value) === wanted", label, value)

    def follow(self, address: str) -> None:
        """Go there as by a link of the page, which stays, and Python with it; by the address where that is of another
        site."""
        linked = self.js(
            "(address) => { const article = address.startsWith(`${location.origin}/`) &&"
            " document.querySelector('article'); if (!article) return false; const link = document.createElement('a');"
            " link.href = address; article.append(link); link.click(); return true; }",
            address,
        )
        if not linked:
            self.go(address)

    def live(self, seconds: float = 90) -> None:
        self.wait("() => document.querySelector('.calc[data-state=live]')?.dataset.calc", seconds=seconds)


class Played(Visitor):
    """By Playwright."""

    def __init__(self, engine: str, page: Page, folder: Path) -> None:
        self.engine, self.downloads, self._told = engine, folder, []  # type: ignore[var-annotated]
        self._saved: list[Any] = []
        self.page = page
        page.context.on("page", self._note)
        self._note(page)

    def _note(self, page: Page) -> None:
        page.on(
            "console",
            lambda m: (
                self._told.append(f"{m.type}: {m.text} {m.location.get('url', '')}")
                if m.type in ("error", "warning")
                else None
            ),
        )
        page.on("pageerror", lambda error: self._told.append(str(error)))
        page.on("download", lambda download: self._saved.append(download))

    def go(self, address: str) -> None:
        self.page.goto(address)

    def js(self, script: str, *args: Any) -> Any:
        return self.page.evaluate(f"(args) => {{ {LOOK} return ({script})(...args); }}", list(args))

    def hit(self, x: int, y: int) -> None:
        self.page.mouse.click(x, y)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def tab(self) -> None:
        self.page = self.page.context.new_page()

    def close_tabs(self) -> None:
        self.page, *others = self.page.context.pages
        for page in others:
            page.close()

    def choose(self, button: str, text: str, file: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.click(button, text)
        chooser.value.set_files(file)

    def downloaded(self) -> Path:
        end = time.monotonic() + PATIENCE
        while not self._saved and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        found = self._saved.pop(0)
        path = self.downloads / found.suggested_filename
        found.save_as(path)
        return path

    def console(self) -> list[str]:
        return list(self._told)


class Driven(Visitor):
    """By Selenium."""

    NAMES = {
        "Tab": Keys.TAB,
        "Enter": Keys.ENTER,
        "Escape": Keys.ESCAPE,
        "ArrowDown": Keys.ARROW_DOWN,
        "Shift": Keys.SHIFT,
        "Control": Keys.CONTROL,
    }

    def __init__(self, engine: str, driver: webdriver.WebKitGTK, folder: Path) -> None:
        self.engine, self.driver, self.downloads = engine, driver, folder / "downloads"
        self._log, self._console = folder / "log", folder / "console"
        self._seen = 0
        driver.set_script_timeout(60)

    def go(self, address: str) -> None:
        self.driver.get(address)

    def js(self, script: str, *args: Any) -> Any:
        value = self.driver.execute_async_script(
            f"{LOOK} const args = [...arguments], done = args.pop();(async () => ({script})(...args))().then((value) =>"
            " done([value instanceof Element ? true : value]), (error) => done(String(error)))",
            *args,
        )
        if isinstance(value, str):
            raise WebDriverException(value)
        return value[0]

    def hit(self, x: int, y: int) -> None:
        chain = ActionChains(self.driver, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(x, y)
        chain.w3c_actions.pointer_action.click()
        chain.w3c_actions.perform()

    def type(self, text: str) -> None:
        ActionChains(self.driver).send_keys(text).perform()

    def press(self, *keys: str) -> None:
        for key in keys:
            *held, last = key.split("+")
            chain = ActionChains(self.driver)
            for name in held:
                chain = chain.key_down(self.NAMES[name])
            chain = chain.send_keys(self.NAMES.get(last, last))
            for name in held:
                chain = chain.key_up(self.NAMES[name])
            chain.perform()

    def resize(self, width: int, height: int) -> None:
        self.driver.set_window_size(width, height)
        self.wait("(width) => innerWidth === width", width)

    def tab(self) -> None:
        self.driver.switch_to.new_window("tab")

    def close_tabs(self) -> None:
        first, *others = self.driver.window_handles
        for window in others:
            self.driver.switch_to.window(window)
            self.driver.close()
        self.driver.switch_to.window(first)

    def choose(self, button: str, text: str, file: Path) -> None:
        # under automation the dialogue does not open: the page's own field is given the file
        self.js(
            "() => { HTMLInputElement.prototype.click = function () { this.id = 'chosen'; document.body.append(this);"
            " }; }"
        )
        self.click(button, text)
        self.driver.find_element(By.ID, "chosen").send_keys(str(file))
        self.js("() => { document.getElementById('chosen').remove(); delete HTMLInputElement.prototype.click; }")

    def downloaded(self) -> Path:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            saved = re.findall(r"^DOWNLOADED (.*)$", self._log.read_text("utf-8") if self._log.exists() else "", re.M)
            if len(saved) > self._seen:
                self._seen += 1
                return self.downloads / saved[self._seen - 1]
            time.sleep(0.05)
        raise AssertionError("webkit: nothing was saved")

    def console(self) -> list[str]:
        return re.findall(r"CONSOLE (?:\w+ )?(?:ERROR|WARN)\b.*", self._console.read_text("utf-8", errors="replace"))


@contextmanager
def chromium(playwright: Playwright, folder: Path, storage: Storage = "kept") -> Iterator[Visitor]:
    with _played(
        "chromium", playwright.chromium.launch(headless=True, executable_path=CHROMIUM, args=FLAGS), folder
    ) as visitor:
        yield visitor


@contextmanager
def firefox(
    playwright: Playwright, folder: Path, storage: Storage = "kept", limits: Mapping[str, int] | None = None
) -> Iterator[Visitor]:
    environment: dict[str, str | float | bool] = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "MOZ_CRASHREPORTER_DISABLE": "1",
    }
    preferences: dict[str, str | float | bool] = {
        "intl.accept_languages": "fr-CH,fr",
        "app.update.auto": False,
        "browser.search.update": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "browser.privatebrowsing.autostart": storage == "private",
        "network.cookie.cookieBehavior": 2 if storage == "refused" else 5,
        **(limits or {}),
    }
    browser = playwright.firefox.launch(
        channel="moz-firefox", executable_path=BRIDGE, headless=True, env=environment, firefox_user_prefs=preferences
    )
    with _played("firefox", browser, folder) as visitor:
        yield visitor


@contextmanager
def _played(engine: str, browser: Any, folder: Path) -> Iterator[Visitor]:
    try:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-CH")
        yield Played(engine, context.new_page(), folder)
    finally:
        browser.close()


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment of a program that needs a screen, while the block runs."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    try:
        os.close(write)
        number = os.read(read, 20).decode().strip()
        yield {**os.environ, "DISPLAY": f":{number}", "GDK_BACKEND": "x11", "LANG": "C.UTF-8"}
    finally:
        os.close(read)
        server.terminate()
        server.wait()


@contextmanager
def webkit(playwright: Playwright, folder: Path, storage: Storage = "kept") -> Iterator[Visitor]:
    options = Options()
    options.binary_location = str(WINDOW)
    options.set_capability("browserName", "webkit_window")
    options.page_load_strategy = "normal"
    (folder / "downloads").mkdir()
    keeps = {"kept": ("--data", folder / "data"), "private": (), "refused": ("--no-storage",)}[storage]
    for argument in ("--automation", "--log", folder / "log", "--downloads", folder / "downloads", *keeps):
        options.add_argument(str(argument))
    with screen() as environment, (folder / "console").open("w") as console:
        driver = webdriver.WebKitGTK(
            options=options, service=Service(shutil.which("WebKitWebDriver"), log_output=console, env=environment)
        )
        try:
            yield Driven("webkit", driver, folder)
        finally:
            driver.quit()


def print_webkit(address: str, pdf: Path, when: str) -> None:
    """Print a page with WebKit, to A4, once ``when`` (JavaScript) holds there."""
    with screen() as environment, tempfile.TemporaryDirectory() as folder:
        command: list[str | Path] = [WINDOW, "--log", Path(folder) / "log", "--print", pdf, "--when", when, address]
        subprocess.run(command, env=environment, check=True, timeout=60, stdout=subprocess.DEVNULL)


ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}
