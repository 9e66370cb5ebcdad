"""The course without network: chosen on the start page, then with the server stopped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.test_offline import LEFT_OUT, Host, make_available, publish
from tests.chromium import Watch
from tests.lab.notebook import Notebook, unusual
from tests.whole_site import whole_site

pytestmark = pytest.mark.browser


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """Fewer pages than the whole site, but all of the course."""
    source, site = whole_site(), tmp_path / "site"
    for path in source.rglob("*"):
        name = path.relative_to(source).as_posix()
        if path.is_file() and (name.startswith("lab/") or not LEFT_OUT.match(name)):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(path, site / name)
    publish(site)
    host = Host(site)
    yield host
    host.stop()


def test_a_notebook_runs_and_keeps_its_edits_with_the_server_stopped(
    host: Host, context: BrowserContext, watch: Watch
) -> None:
    page = context.new_page()
    make_available(page, host, course=True)
    host.stop()
    notebook = Notebook(page, host.address, "03-aide-en-capital").run()
    notebook.top()
    expect(page.locator(".jp-CodeCell").first.get_by_text("réussi sur 7")).to_be_visible(timeout=60_000)
    expect(
        page.locator("summary", has_text="ch. 6019 CMRP").first
    ).to_be_visible()  # the texts of the rules are there too
    assert notebook.errors() == notebook.complaints() == []
    notebook.add_and_run("print('écrit sans réseau')")
    notebook.save()
    notebook.open()
    expect(page.locator(".jp-CodeCell").last).to_contain_text("écrit sans réseau")
    assert unusual(watch) == []
