"""What was measured, version by version: ``history.jsonl``, one line a version, the newest last."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from ai_calc import __version__

Figures = dict[str, float]
"""A measured value by its name, which ends with its unit (« ratio »: against the peer of the same run)."""

KEPT = Path(__file__).with_name("history.jsonl")


def load() -> float:
    """How busy the machine is: processes that wanted to run during the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def compared(figures: Figures, kept: Path = KEPT) -> list[str]:
    """One line: every figure of the last kept run that was measured again, before and now."""
    earlier = _read(kept)
    if not earlier:
        return []
    last = earlier[-1]
    both = [name for name in last["figures"] if name in figures]
    told = "; ".join(f"{name} {last['figures'][name]:.3g} → {figures[name]:.3g}" for name in both)
    return [f"against {last['version']} of {last['day']} (load {last['load']:.1f}): {told or 'nothing in common'}"]


def keep(figures: Figures, busy: float, kept: Path = KEPT) -> None:
    """Keeps the figures as those of this version; what was not measured now stays as an earlier run of it found it."""
    runs = _read(kept)
    if runs and runs[-1]["version"] == __version__:
        figures = {**runs.pop()["figures"], **figures}
    rounded = {name: float(f"{value:.3g}") for name, value in sorted(figures.items())}
    runs.append({"version": __version__, "day": f"{date.today()}", "load": round(busy, 1), "figures": rounded})
    kept.write_text("".join(json.dumps(run, ensure_ascii=False) + "\n" for run in runs), "utf-8")


def _read(kept: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kept.read_text("utf-8").splitlines()] if kept.exists() else []
