"""The browser runtime: Python, Panel and the calculators, put together for the site's own pages.

``build`` makes it (incrementally) and ``finish`` puts it into a site that MkDocs has built.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hub.runtime import app, base, fetched, joined, snapshot
from hub.runtime.finish import finish
from hub.runtime.joined import RuntimeBuild

__all__ = ["RuntimeBuild", "build", "finish"]


def _tell(line: str) -> None:
    print(f"runtime: {line}", flush=True)


def build(
    calculators_dir: Path,
    package_dir: Path,
    out_cache: Path,
    *,
    snapshots: bool = True,
    log: Callable[[str], None] = _tell,
) -> RuntimeBuild:
    """Build the runtime for a folder of calculators and the `ai_calc` package.

    What is in ``out_cache`` already is used again when its inputs are the same. Without ``snapshots`` the browser
    always starts with the plain loader. Raises BuildError with one clear line when an input is missing or altered.
    """
    cache = out_cache / "runtime"
    given = fetched.fetch(log)
    built = base.build(given, cache, log)
    own = app.build(calculators_dir, package_dir, given.core, cache, log)
    taken = snapshot.build(built, own, given.core, cache, log) if snapshots else None
    done = joined.build_folders(given, built, own, taken, cache)
    used = [built.folder, own.folder, *done.folders.values(), *([taken.folder] if taken else [])]
    joined.prune(cache, used)
    return done
