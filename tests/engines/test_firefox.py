"""A visit with Firefox."""

from __future__ import annotations

import pytest

from tests.engines.visits import Refused, Visits


@pytest.mark.browser
class TestFirefox(Visits, Refused):
    engine = "firefox"
