"""Builds the whole site: pages, search, browser runtime, notebooks. What is built already is used again."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hub import ROOT
from hub.errors import BuildError
from hub.site import offline

INPUTS = (
    "docs",
    "src",
    "calculators",
    "hub",
    "cases",
    "requirements",
    "mkdocs.yml",
    "package-lock.json",
    "sources-officielles",
)
STAMP = ".built"


def _tell(line: str) -> None:
    print(line, flush=True)


def input_files(root: Path, names: Sequence[str] = INPUTS) -> Iterator[Path]:
    """Every file below these names, by default those that the site is made from, in a fixed order."""
    for name in names:
        path = root / name
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        yield from (f for f in files if not any(p == "__pycache__" or p.endswith(".egg-info") for p in f.parts))


def digest(root: Path, names: Sequence[str] = INPUTS) -> str:
    """One value for all inputs: names and contents."""
    total = hashlib.sha256(os.environ.get("HUB_ADDRESS", "").encode())
    for file in input_files(root, names):
        total.update(f"{file.relative_to(root)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def build(site: Path, root: Path = ROOT, log: Callable[[str], None] = _tell) -> None:
    """Builds ``site`` unless it is up to date. Raises :class:`BuildError` with one clear line."""
    from hub.site.whole import finish_lab, finish_runtime

    now, stamp = digest(root), site / STAMP
    if stamp.exists() and stamp.read_text("utf-8") == now:
        log("site: up to date")
        return
    started = time.monotonic()
    log("site: building the pages")
    stamp.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site.resolve())],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise BuildError("the pages could not be built:\n" + "\n".join(lines[-15:]))
    log("site: adding the browser runtime")
    finish_runtime(site, root)
    log("site: adding the notebooks")
    finish_lab(site, root)
    offline.write(site)
    stamp.write_text(now, "utf-8")
    log(f"site: built in {time.monotonic() - started:.0f} s")
