"""How many cases a second `ai_calc` computes in CPython."""

from __future__ import annotations

import time
from typing import Any

import yaml

from ai_calc.registry import get
from hub import ROOT


def cases(name: str) -> list[dict[str, Any]]:
    """The worked cases of a calculator that compute."""
    document = yaml.safe_load((ROOT / "tests" / "cases" / f"{name}.yaml").read_text("utf-8"))
    found, base = [], document.get("base", {})
    tool = get(name)
    for entry in document["cases"]:
        data = {**base, **entry.get("case", {})}
        try:
            tool.compute(tool.case_type.model_validate(data))
        except Exception:  # a case that is there to be refused
            continue
        found.append(data)
    return found


def cases_per_second(name: str, seconds: float = 3.0) -> tuple[float, float, int]:
    """Cases computed a second, the same with checking the input, and how many different cases there were."""
    tool, data = get(name), cases(name)
    checked = [tool.case_type.model_validate(one) for one in data]

    def rate(work: Any) -> float:
        done, started = 0, time.perf_counter()
        while (passed := time.perf_counter() - started) < seconds:
            work()
            done += len(data)
        return done / passed

    plain = rate(lambda: [tool.compute(one) for one in checked])
    whole = rate(lambda: [tool.compute(tool.case_type.model_validate(one)) for one in data])
    return plain, whole, len(data)
