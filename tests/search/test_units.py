"""Runs the unit tests of the search worker's modules, which are written for Node."""

import subprocess
from pathlib import Path


def test_the_modules_of_the_worker_hold_their_promises() -> None:
    done = subprocess.run(
        ["node", "--test", str(Path(__file__).parent / "units.test.mjs")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
