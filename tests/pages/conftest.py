"""The content of the hub, read once for all tests of pages; and the built site."""

from pathlib import Path

import pytest

from hub import ROOT
from hub.content.library import Library
from tests.whole_site import whole_site


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(ROOT)


@pytest.fixture(scope="session")
def built() -> Path:
    return whole_site()
