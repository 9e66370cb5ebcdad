"""Which of the three engines run: those that BROWSERS names (all without it)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hub.engines.visitor import ENGINES
from tests.chromium import site_as_it_is  # noqa: F401

pytest.register_assert_rewrite("tests.engines.visits")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    engine = collection_path.stem.removeprefix("test_")
    wanted = os.environ.get("BROWSERS", " ".join(ENGINES)).split()
    return True if engine in ENGINES and engine not in wanted else None
