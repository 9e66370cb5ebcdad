"""A visit with WebKit."""

from __future__ import annotations

import pytest

from tests.engines.visits import Refused, Visits


@pytest.mark.browser
class TestWebKit(Visits, Refused):
    engine = "webkit"
