"""The built site, and its search index."""

from pathlib import Path

import pytest

from hub import ROOT
from hub.content.library import Library
from tests.chromium import site_as_it_is  # noqa: F401
from tests.pages.conftest import built  # noqa: F401


@pytest.fixture(scope="session")
def index(built: Path) -> Path:  # noqa: F811
    return built / "search" / "search_index.json"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(ROOT)
