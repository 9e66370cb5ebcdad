"""Running Pyodide under Node at build time."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hub.errors import BuildError

HERE = Path(__file__).parent


def run(script: str, core: Path, job: Any) -> str:
    """Run one of our Node scripts with a job description (given as JSON) and return what it printed."""
    node = shutil.which("node")
    if node is None:
        raise BuildError("node is not installed (20 or newer is needed)")
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(job, file)
        file.flush()
        command = [node, str(HERE / script), str(core), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        told = [line for line in lines if "Error" in line] or lines
        raise BuildError(f"{script} failed: {told[-1].strip()}")
    return done.stdout
