"""A small run of ``make fuzz``, and proof that it would see a crash and a hang."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import fuzz


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fuzz, "OUT", tmp_path)


@pytest.mark.filterwarnings("ignore")
def test_hostile_input_never_crashes_or_hangs_a_reader() -> None:
    report = fuzz.run(4000, seed=7)
    assert report.crashes == []
    assert set(report.counts) == {reader.__name__ for reader in fuzz.READERS}


def _only(monkeypatch: pytest.MonkeyPatch, read: Callable[[Any], None]) -> None:
    def reader(r: random.Random) -> tuple[Any, Callable[[Any], None]]:
        return r.randrange(10), read

    monkeypatch.setattr(fuzz, "READERS", {reader: 1})


def test_a_crash_is_seen_and_kept_with_its_input(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read(data: int) -> None:
        if data == 7:
            raise IndexError("seven")

    _only(monkeypatch, read)
    report = fuzz.run(200, seed=1, stop_after=3)
    assert len(report.crashes) == 3 and "IndexError: seven" in report.crashes[0]
    assert "7" in next(tmp_path.glob("reader-1-*.txt")).read_text("utf-8")


def test_a_hang_is_ended_and_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "LIMIT", 0.05)
    _only(monkeypatch, lambda _: time.sleep(5))
    started = time.monotonic()
    report = fuzz.run(1, seed=1)
    assert time.monotonic() - started < 2 and "HangError" in report.crashes[0]


def test_an_input_that_waits_for_a_busy_machine_is_no_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "LIMIT", 0.05)
    _only(monkeypatch, lambda _: time.sleep(0.2))
    assert fuzz.run(1, seed=1).crashes == []


def test_the_same_seed_makes_the_same_inputs() -> None:
    first, second = (fuzz.link(random.Random("1:5"))[0] for _ in range(2))
    assert first == second
