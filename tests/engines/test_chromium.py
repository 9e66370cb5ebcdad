"""A visit with Chromium."""

from __future__ import annotations

import pytest

from tests.engines.visits import Visits


@pytest.mark.browser
class TestChromium(Visits):
    engine = "chromium"
