"""A calculator in a page of another site: only where the host allows it, without header and menu, with its caution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from tests.chromium import Watch, served
from tests.whole_site import whole_site

pytestmark = pytest.mark.browser

TRIAL = "calculateurs/placement-a-l-essai/"


@contextmanager
def intranet(folder: Path) -> Iterator[str]:
    """Another site, on a port of its own: another origin."""
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><link rel=icon href=data:,><title>Intranet</title>", "utf-8")
    with served(folder) as address:
        yield address


def show(page: Page, intranet: str, folder: Path, snippet: str) -> FrameLocator:
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="fr"><link rel=icon href=data:,><title>Intranet</title>{snippet}</html>', "utf-8"
    )
    page.goto(intranet)
    return page.frame_locator("iframe")


def test_the_estimate_stands_in_an_intranet_page_that_the_host_allows_and_goes_on_in_the_whole_page(
    tmp_path: Path, page: Page, context: BrowserContext, watch: Watch
) -> None:
    folder = tmp_path / "intranet"
    with intranet(folder) as origin, served(whole_site(), "/hub/", framed_by=[origin]) as site:
        page.goto(f"{site}integrer/")
        page.select_option("[data-embed=page]", label="Placement à l'essai")
        snippet = page.locator("[data-hub-embed] textarea").input_value()
        assert f'src="{site}{TRIAL}?vue=estimation"' in snippet

        frame = show(page, origin, folder, snippet)
        expect(frame.locator(".calc[data-state=live]")).to_be_attached(timeout=60_000)
        for hidden in (".md-header", ".md-footer", ".calc-dossier", ".calc-tools", "[data-slot=verdicts]"):
            expect(frame.locator(hidden).first).to_be_hidden()
        for label, day in (("Premier jour", "1.2.2020"), ("Dernier jour", "31.3.2020")):
            field = frame.locator(".calc-live").get_by_label(re.compile(f"^{label}")).first
            field.fill(day)
            field.press("Tab")
        expect(frame.locator("[data-slot=summary]")).to_contain_text("Estimation, d'après 2 données")
        expect(frame.locator("[data-slot=summary] .calc-caution")).to_be_visible()
        expect(frame.locator(".calc-whole")).to_contain_text("sans caractère officiel")
        assert frame.locator("body").evaluate("(body) => body.scrollWidth <= innerWidth")

        with context.expect_page() as opened:
            frame.get_by_role("link", name="Ouvrir sur la page complète").click()
        whole = opened.value
        whole.wait_for_selector(".calc[data-state=live]", timeout=60_000)
        expect(whole.locator(".hub-said [role=status]")).to_contain_text("Cas repris")
        expect(whole.locator(".md-header")).to_be_visible()
        expect(whole.locator("[data-slot=inputs]")).to_contain_text("31 mars 2020", use_inner_text=False)
        with context.expect_page() as opened:
            frame.locator(".calc-figures a[href]").first.click()
        assert opened.value.url.startswith(f"{site}reglements/"), "what leads away opens beside the intranet"
    assert watch.nothing(), watch


def test_a_site_that_the_host_does_not_name_shows_nothing_of_it(tmp_path: Path, page: Page) -> None:
    folder = tmp_path / "intranet"
    with intranet(folder) as origin:
        for allowed in ([], ["https://intranet.exemple.ch", "'self'"]):
            with served(whole_site(), "/hub/", framed_by=allowed) as site:
                frame = show(page, origin, folder, f'<iframe src="{site}{TRIAL}?vue=integree"></iframe>')
                page.wait_for_load_state()
                expect(frame.locator(".calc")).to_have_count(0)
