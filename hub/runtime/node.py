"""Running Pyodide under Node at build time."""

from __future__ import annotations

import json
import re
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
        raise BuildError(f"{script}: {reason(done.stderr or done.stdout)}")
    return done.stdout


def reason(output: str) -> str:
    """The line of a traceback that says what went wrong, with the place in our own files if there is one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if re.match(r"[\w.]*(Error|Exception)\b", line)] or lines or ["no message"]
    places = [m for line in lines if (m := re.match(r'File ".*/site-packages/((?:calculators|ai_calc|hub_runtime)/\S+)", line (\d+)', line))]
    where = f" ({places[-1][1]}, line {places[-1][2]})" if places else ""
    return told[-1][:300] + where
