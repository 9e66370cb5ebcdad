"""Which of the three engines run: those that BROWSERS names (all without it)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from hub.engines.visitor import ENGINES
from tests.chromium import site_as_it_is  # noqa: F401

pytest.register_assert_rewrite("tests.engines.visits")
from tests.engines.visits import Begun  # noqa: E402


@pytest.fixture(scope="module")
def begun(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    begun = Begun(playwright, tmp_path_factory)
    yield begun
    begun.end()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    engine = collection_path.stem.removeprefix("test_")
    wanted = os.environ.get("BROWSERS", " ".join(ENGINES)).split()
    return True if engine in ENGINES and engine not in wanted else None
