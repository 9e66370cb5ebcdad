"""What `make bench` keeps from one version to the next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub.bench import history


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with one run of version 0.1.0."""
    path = tmp_path / "history.jsonl"
    monkeypatch.setattr(history, "__version__", "0.1.0")
    history.keep({"warm start, ratio": 0.2755, "search, ms": 17}, 0.31, path)
    return path


def runs(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_version_has_one_line_and_keeps_what_a_later_run_does_not_measure(kept: Path) -> None:
    history.keep({"warm start, ratio": 0.21}, 1.0, kept)
    assert [run["figures"] for run in runs(kept)] == [{"search, ms": 17, "warm start, ratio": 0.21}]


def test_another_version_is_another_line(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "__version__", "0.2.0")
    history.keep({"search, ms": 12}, 0, kept)
    assert [(run["version"], run["figures"]) for run in runs(kept)] == [
        ("0.1.0", {"search, ms": 17, "warm start, ratio": 0.276}),
        ("0.2.0", {"search, ms": 12}),
    ]


def test_one_line_tells_every_figure_that_was_measured_before_and_now(kept: Path, tmp_path: Path) -> None:
    (line,) = history.compared({"warm start, ratio": 0.25, "new": 1}, kept)
    assert line.endswith("(load 0.3): warm start, ratio 0.276 → 0.25")
    assert history.compared({"new": 1}, tmp_path / "none.jsonl") == []
