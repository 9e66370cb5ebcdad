"""The whole site, pages and runtime, as `python -m hub build` makes it; built once, and again only after a change.

``HUB_SITE=folder`` tests a site that is built already. ``python -m tests.whole_site`` builds it before they need it.
"""

from __future__ import annotations

import fcntl
import os
from functools import cache
from pathlib import Path

from hub import ROOT
from hub.site.build import build

FOLDER = ROOT / "build" / "tests"


@cache
def whole_site() -> Path:
    """The folder of the built site. Several test processes share one."""
    if given := os.environ.get("HUB_SITE"):
        return Path(given)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build(FOLDER / "site")
    return FOLDER / "site"


if __name__ == "__main__":
    whole_site()
