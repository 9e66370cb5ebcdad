"""What the notebooks' site is made of, beside the browser runtime: JupyterLite's tools and the kernel's wheels."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub.errors import BuildError
from hub.runtime import archive
from hub.runtime.fetched import CACHE, ROOT, locked_wheels, sha256

REQUIREMENTS = ROOT / "requirements"


@dataclass(frozen=True)
class LabInputs:
    """Checked input files."""

    tools: Path
    """Folder with JupyterLite's Python packages, and its extensions below ``share``."""
    wheels: list[Path]
    """The kernel's wheels, each checked."""
    digest: str
    """One hash over what both lock files allow."""

    @property
    def extensions(self) -> Path:
        return self.tools / "share" / "jupyter" / "labextensions"

    @property
    def kernel_wheels(self) -> list[Path]:
        """The wheels that JupyterLite's kernel brings itself."""
        folder = self.extensions / "@jupyterlite" / "pyodide-kernel-extension" / "static" / "pypi"
        found = [
            path for path in sorted(folder.glob("*.whl")) if path.name.startswith(("pyodide_kernel-", "ipykernel-"))
        ]
        if len(found) != 2:
            raise BuildError(f"{folder}: the kernel's own wheels are missing; delete {self.tools}")
        return found


def fetch(
    cache: Path, log: Callable[[str], None], *, requirements: Path = REQUIREMENTS, wheels: Path = CACHE / "wheels"
) -> LabInputs:
    """Check every input, download those that are missing, and say where they are. Raises BuildError."""
    locks = [requirements / "lab.lock", requirements / "lab-browser.lock"]
    found = locked_wheels(locks[1], wheels, log)
    total = hashlib.sha256()
    for path in [*locks, *found]:
        if not path.exists():
            raise BuildError(f"missing file: {path}")
        total.update(f"{path.name} {sha256(path)}\n".encode())
    return LabInputs(tools(locks[0], cache, log), found, total.hexdigest())


def tools(lock: Path, cache: Path, log: Callable[[str], None]) -> Path:
    """JupyterLite, installed as its lock file says into ``cache/tools-<hash>``, unless that is done already."""
    if not lock.exists():
        raise BuildError(f"missing file: {lock}")
    folder = cache / f"tools-{sha256(lock)[:10]}-{sys.version_info.major}{sys.version_info.minor}"
    if not folder.exists():
        log("installing JupyterLite (once)")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-tools-") as temporary:
            command = [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-deps",
                "--require-hashes",
                "--only-binary",
                ":all:",
                "--no-compile",
                "--target",
                f"{temporary}/out",
                "--requirement",
                str(lock),
            ]
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, env=os.environ | {"PIP_USER": "0"}
            )
            if done.returncode:
                reasons = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
                raise BuildError(f"cannot install {lock.name}: {reasons[0] if reasons else 'pip failed'}")
            archive.settle(Path(temporary) / "out", folder)
    return folder
