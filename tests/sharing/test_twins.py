"""Runs the tests of files of the same mandate, which are written for Node."""

import subprocess
from pathlib import Path


def test_the_same_hours_are_not_invoiced_from_two_files_of_a_mandate() -> None:
    done = subprocess.run(
        ["node", "--test", str(Path(__file__).parent / "twins.test.mjs")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
