"""How many cases a second the package computes in CPython: validation and result, over all worked cases."""

from __future__ import annotations

import time
from typing import Any

from ai_calc.evaluation import evaluate
from ai_calc.registers import calculators as registry
from hub import ROOT
from hub.bench.history import Figures
from hub.content.library import Library

SECONDS = 1.5  # spent on each calculator


def cases_of(library: Library, name: str) -> list[dict[str, Any]]:
    """The worked cases of a calculator that give a result."""
    found = [case.data for case in library.cases if case.calculator == name]
    return [data for data in found if evaluate(registry.get(name), data).result is not None]


def rate(name: str, cases: list[dict[str, Any]]) -> float:
    """Cases a second of processor time, which does not count what else the machine does."""
    calculator = registry.get(name)
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < SECONDS:
        for data in cases:
            calculator.compute(calculator.case_type.model_validate(data))
        done += len(cases)
    return done / spent


def lines(figures: Figures) -> list[str]:
    """One line a calculator, for the bench."""
    library = Library(ROOT)
    found = []
    for name in registry.names():
        cases = cases_of(library, name)
        figures[f"{name}, cases/s"] = speed = rate(name, cases)
        found.append(f"{name:24} {speed:8,.0f} cases/s over {len(cases)} worked cases")
    return found
