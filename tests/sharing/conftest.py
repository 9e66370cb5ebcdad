"""The content of the hub, read once; and the built site."""

import pytest

from hub import ROOT
from hub.content.library import Library
from tests.pages.conftest import built  # noqa: F401


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(ROOT)
