"""The downloaded files that the browser runtime is made of, each checked by SHA-256 at every build.

Two lists say what is allowed: ``requirements/browser.lock`` (wheels, one of them compiled for Pyodide) and
``requirements/browser-files.json`` (Pyodide's own files). Everything is fetched once, by name, with the ordinary
clients (pip, npm), and kept in a cache.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub.errors import BuildError

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "browser"

# What the browser's Python accepts. Two packages have wheels for Linux only; of these just the Python files are used
# (see trim.py).
PLATFORM = "pyemscripten_2026_0_wasm32"
WHEEL_OPTIONS = [
    "--only-binary",
    ":all:",
    "--python-version",
    "3.14",
    "--implementation",
    "cp",
    "--platform",
    PLATFORM,
    "--platform",
    "any",
    "--platform",
    "manylinux2014_x86_64",
]


@dataclass(frozen=True)
class Inputs:
    """Checked input files, ready to be put together."""

    core: Path
    """Folder with Pyodide's own files (npm package)."""
    wheels: tuple[Path, ...]
    """Every wheel, sorted by name."""
    digest: str
    """One hash over the content of all of them."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_lock(path: Path) -> dict[str, frozenset[str]]:
    """The allowed SHA-256 sums of each ``name==version`` in a pip lock file with hashes."""
    locked: dict[str, set[str]] = {}
    requirement = None
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError:
        raise BuildError(f"cannot read {_short(path)}") from None
    for line in lines:
        if match := re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", line):
            requirement = f"{_plain(match[1])}=={match[2]}"
            locked[requirement] = set()
        for found in re.findall(r"--hash=sha256:([0-9a-f]{64})", line):
            if requirement is None:
                raise BuildError(f"{_short(path)}: a hash before the first package")
            locked[requirement].add(found)
    if not locked or not all(locked.values()):
        raise BuildError(f"{_short(path)}: every package needs a version and a hash")
    return {name: frozenset(sums) for name, sums in locked.items()}


def fetch(
    log: Callable[[str], None] = print,
    *,
    requirements: Path = ROOT / "requirements",
    modules: Path = ROOT / "node_modules",
    cache: Path = CACHE,
) -> Inputs:
    """Check every input, download those that are missing, and say where they are.

    Raises BuildError when a file cannot be had or is not the one that is locked.
    """
    listed = json.loads((requirements / "browser-files.json").read_text("utf-8"))
    core = modules / listed["core"]["package"]
    for name, digest in listed["core"]["files"].items():
        _check(core / name, digest, f"npm package {listed['core']['package']}; `npm ci` installs it")
    wheels = tuple(locked_wheels(requirements / "browser.lock", cache / "wheels", log))
    total = hashlib.sha256()
    for path in [*(core / name for name in sorted(listed["core"]["files"])), *wheels]:
        total.update(f"{path.name} {sha256(path)}\n".encode())
    return Inputs(core=core, wheels=wheels, digest=total.hexdigest())


def locked_wheels(lock: Path, folder: Path, log: Callable[[str], None]) -> list[Path]:
    """The wheels that a lock file names, downloaded if they are missing, each checked."""
    locked = read_lock(lock)
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in locked if _find(folder, name) is None]
    if missing:
        log(f"downloading {len(missing)} wheels for the browser")
        pip_download(lock, folder, WHEEL_OPTIONS)
    wheels = []
    for name, digests in locked.items():
        path = _find(folder, name)
        if path is None:
            raise BuildError(f"{name}: no wheel in {_short(folder)} after the download")
        _check(path, digests, f"locked in {_short(lock)}")
        wheels.append(path)
    return sorted(wheels, key=lambda path: path.name.lower())


def pip_download(lock: Path, folder: Path, options: list[str]) -> None:
    """Download what a lock file names into a folder; pip checks the hashes."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "--dest",
        str(folder),
        "--requirement",
        str(lock),
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reasons = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise BuildError(f"cannot download {lock.name}: {reasons[0] if reasons else 'pip failed'}")


def _find(folder: Path, requirement: str) -> Path | None:
    """The wheel of ``name==version`` in a folder, if it is there."""
    name, version = requirement.split("==")
    for path in sorted(folder.glob("*.whl")):
        found, found_version, *_ = path.name.split("-")
        if _plain(found) == name and found_version == version:
            return path
    return None


def _check(path: Path, digests: str | frozenset[str], origin: str) -> None:
    allowed = {digests} if isinstance(digests, str) else digests
    if not path.exists():
        raise BuildError(f"missing file: {_short(path)} ({origin})")
    if sha256(path) not in allowed:
        raise BuildError(f"altered file: {_short(path)} does not have the locked SHA-256; delete it ({origin})")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
