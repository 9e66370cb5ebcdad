"""Running Pyodide under Node at build time."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub import web
from hub.errors import BuildError
from hub.runtime import archive

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CACHE = ROOT / ".cache" / "node"
LISTED = ROOT / "requirements" / "node"
# Before 22 they know nothing of WebAssembly's garbage collection: their Python has another table of functions than the
# one of browsers, and a snapshot made with it would be refused there. Not all before 24 pack with Zstandard.
NEEDED = 24


def _tell(line: str) -> None:
    print(f"runtime: {line}", flush=True)


def find(log: Callable[[str], None] = _tell) -> str:
    """A Node that is new enough: the machine's own, or else the one of requirements/node, installed into the cache
    once."""
    own = shutil.which("node")
    if own is not None and version(own) >= NEEDED:
        return own
    digest = hashlib.sha256((LISTED / "package-lock.json").read_bytes()).hexdigest()
    folder = CACHE / digest[:10]
    if not folder.exists():
        log(f"installing Node for the build, as the machine's is older than {NEEDED} (50 MB, once)")
        _install(folder)
    found = sorted(path for path in folder.glob("node_modules/node-*/bin/node*") if path.is_file())
    if not found:
        raise BuildError(f"Node {NEEDED} or newer is needed; there is no package of it for this machine: install it")
    return str(found[0])


def version(node: str) -> int:
    """The first number of a Node's version; 0 when it does not run."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    match = re.match(r"v(\d+)\.", told)
    return int(match[1]) if match else 0


def _install(folder: Path) -> None:
    """Install what the lock file names for this machine; npm checks the hashes."""
    npm = shutil.which("npm")
    if npm is None:
        raise BuildError(f"Node {NEEDED} or newer, or npm to fetch it, is needed")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="tmp-") as temporary:
        out = Path(temporary) / "out"
        out.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LISTED / name, out)
        command = [npm, "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
        if done.returncode:
            lines = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()] or ["npm failed"]
            raise BuildError(f"cannot install Node: {lines[0]}")
        archive.settle(out, folder)


def run(script: str, core: Path, job: Any) -> str:
    """Run a script of ``hub/web/build`` with a job description (given as JSON) and return what it printed."""
    node = find()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(job, file)
        file.flush()
        command = [node, str(web.BUILD / script), str(core), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{script}: {reason(done.stderr or done.stdout)}")
    return done.stdout


def reason(output: str) -> str:
    """The line of a traceback that says what went wrong, with the place in our own files if there is one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)] or lines or ["no message"]
    places = [
        m
        for line in lines
        if (m := re.match(r'File ".*/site-packages/((?:calculators|ai_calc|hub_runtime)/\S+)", line (\d+)', line))
    ]
    where = f" ({places[-1][1]}, line {places[-1][2]})" if places else ""
    return told[-1][:300] + where
