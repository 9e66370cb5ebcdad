"""The course's notebooks: a JupyterLite site at ``lab/`` inside the hub, on the calculators' Python.

``build`` makes the parts (incrementally, each under its content's hash) and ``place`` puts them into a built site.
Nothing in it asks another host; `check` proves it for the configuration.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hub.lab import fetched, kernel, shell, snapshot
from hub.lab.joined import LabBuild, assemble, check, place, prune
from hub.runtime import app, base
from hub.runtime import fetched as runtime_fetched

__all__ = ["LabBuild", "build", "check", "place"]


def _tell(line: str) -> None:
    print(f"lab: {line}", flush=True)


def build(
    notebooks: Path,
    calculators_dir: Path,
    package_dir: Path,
    out_cache: Path,
    *,
    snapshots: bool = True,
    log: Callable[[str], None] = _tell,
) -> LabBuild:
    """Build the notebooks' site for a folder of notebooks, the calculators and the `ai_calc` package.

    What is in ``out_cache`` already is used again when its inputs are the same. Without ``snapshots`` the kernel always
    starts plainly. Raises BuildError with one clear line when an input is missing or altered.
    """
    cache, runtime_cache = out_cache / "lab", out_cache / "runtime"
    given = runtime_fetched.fetch(log)
    own = fetched.fetch(cache, log)
    built = base.build(given, runtime_cache, log)
    python = kernel.build(given, built, [*own.wheels, *own.kernel_wheels], cache, log)
    code = app.build(calculators_dir, package_dir, given.core, runtime_cache, log)
    taken = snapshot.build(built, python, code, given.core, cache, log) if snapshots else None
    pages = shell.build(own, cache, log)
    done = assemble(given, built, python, taken, pages, code, notebooks, cache)
    prune(cache, [own.tools, python.folder, pages, *done.folders, *([taken] if taken else [])])
    return done
