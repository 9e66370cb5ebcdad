"""The content of the hub, read once, and the pages, built once, for all tests of pages."""

import subprocess
import sys
from pathlib import Path

import pytest

from hub import ROOT
from hub.library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(ROOT)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `mkdocs build` alone makes it, without the browser runtime."""
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return site
