"""Fixtures of a browser for all tests, and which tests `make check` leaves out: those that build pages, run many drawn
cases, or read whole documents."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# One definition for all folders: two browsers in one process would not go together.
from tests.chromium import (
    browser,
    context,
    demo,
    demo_site,
    lasting,
    open_alone,
    open_live,
    page,
    playwright,
    pytest_runtest_makereport,
    site,
    visits,
    watch,
)

__all__ = [
    "browser",
    "context",
    "demo",
    "demo_site",
    "lasting",
    "open_alone",
    "open_live",
    "page",
    "playwright",
    "pytest_runtest_makereport",
    "site",
    "visits",
    "watch",
]

# The same drawn cases at every run, so that a change is judged by itself; HYPOTHESIS_PROFILE=default draws new ones.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

TESTS = Path(__file__).parent
SLOW_FOLDERS = {"browser", "lab", "official", "pages", "runtime", "search", "sharing"}
SLOW_FILES = {
    "test_cantons.py",
    "test_journal_files.py",
    "test_notebooks.py",
    "test_outcome.py",
    "test_wheel.py",
    "test_workbooks.py",
}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`-m browser` reads only the files that have such tests: the others take longer to read than some tests to run."""
    if config.getoption("markexpr") != "browser" or not collection_path.match("test_*.py"):
        return None
    return True if "mark.browser" not in collection_path.read_text("utf-8") else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        path = item.path.relative_to(TESTS)
        if path.parts[0] in SLOW_FOLDERS or path.name.endswith("_properties.py") or path.name in SLOW_FILES:
            item.add_marker(pytest.mark.slow)
