"""How many cases a second the package computes in CPython, over all worked cases: validated and decided (conclusion,
verdicts, amounts), and with the whole account of the result."""

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


def rate(name: str, cases: list[dict[str, Any]], whole: bool = False) -> float:
    """Cases a second of processor time, which does not count what else the machine does; ``whole``: with tables, steps,
    sentences and documents."""
    calculator = registry.get(name)
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < SECONDS:
        for data in cases:
            result = calculator.compute(calculator.case_type.model_validate(data))
            if whole:
                result.whole()
        done += len(cases)
    return done / spent


def lines(figures: Figures) -> list[str]:
    """One line a calculator, for the bench."""
    library = Library(ROOT)
    found = []
    for name in registry.names():
        cases = cases_of(library, name)
        figures[f"{name}, cases/s"] = speed = rate(name, cases)
        figures[f"{name}, whole, cases/s"] = slow = rate(name, cases, whole=True)
        found.append(f"{name:24} {speed:8,.0f} cases/s decided, {slow:8,.0f} in whole, over {len(cases)} worked cases")
    return found
