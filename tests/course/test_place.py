"""Runs the tests of a place in the course, which are written for Node."""

import subprocess
from pathlib import Path


def test_another_seat_is_another_person() -> None:
    done = subprocess.run(
        ["node", "--test", str(Path(__file__).parent / "place.test.mjs")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
