"""One script out of several, made by esbuild: what a page needs comes in one piece."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Literal

from hub import web
from hub.errors import BuildError

SCRIPT = web.BUILD / "bundle.mjs"


def bundled(entry: Path, form: Literal["iife", "esm"], *outside: str) -> bytes:
    """A script with all that it imports, but for what is named ``outside``."""
    node = shutil.which("node")
    if node is None:
        raise BuildError(f"{entry.name} : node (20 ou plus récent) manque")
    done = subprocess.run([node, str(SCRIPT), str(entry), form, *outside], capture_output=True, check=False)
    if done.returncode:
        told = [line for line in done.stderr.decode().splitlines() if "rror" in line] or ["aucun message"]
        raise BuildError(f"{entry.name} : le script ne se construit pas : {told[0].strip()}")
    return done.stdout
