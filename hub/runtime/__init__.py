"""The browser runtime: Python, Panel and the calculators, put together for the site's own pages.

``build`` makes it (incrementally) and ``finish`` puts it into a site that MkDocs has built.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hub.runtime import app, assemble, base, inputs
from hub.runtime.assemble import RuntimeBuild
from hub.runtime.finish import finish

__all__ = ["RuntimeBuild", "build", "finish"]


def _tell(line: str) -> None:
    print(f"runtime: {line}", flush=True)


def build(
    calculators_dir: Path, package_dir: Path, out_cache: Path, *, log: Callable[[str], None] = _tell
) -> RuntimeBuild:
    """Build the runtime for a folder of calculators and the `ai_calc` package.

    What is in ``out_cache`` already is used again when its inputs are the same. Raises BuildError with one
    clear line when an input is missing or altered.
    """
    given = inputs.fetch(log)
    built = base.build(given, out_cache, log)
    own = app.build(calculators_dir, package_dir, given.core, out_cache, log)
    return assemble.build_folders(given, built, own, out_cache, log)
