"""A visit with WebKit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines.visits import Refused, Visits

# Without a graphics card every layer is painted by the processor, and Python's program would be compiled a second time
# while it runs: most of the work of a visit that is over before that pays.
BRIEF = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "JSC_useOMGJIT": "0"}


@pytest.fixture(scope="module", autouse=True)
def brief() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in BRIEF.items():
            patch.setenv(name, value)
        yield


@pytest.mark.browser
class TestWebKit(Visits, Refused):
    engine = "webkit"
