"""The content of the hub, read once."""

import pytest

from hub import ROOT
from hub.content.library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(ROOT)
