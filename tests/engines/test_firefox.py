"""A visit with Firefox."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from hub.engines.visitor import firefox
from hub.site.serve import Handler
from tests.browser.test_offline import READY, Host, copy
from tests.engines.visits import Refused, Visits
from tests.whole_site import whole_site

# In milliseconds: after how long without news Firefox ends a worker that still installs (as it comes, a minute in all).
IMPATIENT = {"dom.serviceWorkers.idle_timeout": 2000, "dom.serviceWorkers.idle_extended_timeout": 8000}


@pytest.mark.browser
class TestFirefox(Visits, Refused):
    engine = "firefox"

    def test_an_installation_over_a_slow_line_is_not_given_up(
        self, playwright: Playwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = Handler.do_GET

        def slowly(handler: Handler) -> None:
            time.sleep(0.6)
            original(handler)

        monkeypatch.setattr(Handler, "do_GET", slowly)
        host = Host(copy(whole_site(), tmp_path / "site"))
        try:
            with firefox(playwright, tmp_path, limits=IMPATIENT) as visitor:
                visitor.go(host.address)
                visitor.click("[data-hub-offline] button", "Rendre disponible")
                started = time.monotonic()
                visitor.says("[data-hub-offline]", READY, seconds=120)
                assert time.monotonic() - started > sum(IMPATIENT.values()) / 1000, "the line was not slow"
        finally:
            host.stop()
