"""Faults of a cell in French: what went wrong, where, and what to do."""

from __future__ import annotations

import traceback
from typing import Any

LESSON = {"cours", "rule", "figures", "history", "mini_calculator", "branching", "figure", "Lesson"}
"""Names that the first cell of a lesson makes."""


def told(error: BaseException) -> str:
    """What is said of an error."""
    if "n'existe pas ici" in str(error):  # what stands in for numpy says it in French itself
        return str(error)
    if isinstance(error, NameError) and error.name in LESSON:
        return "Exécutez d'abord la première cellule de code, à la tête du carnet ; puis revenez ici."
    from ai_calc.course.faults import in_french  # (the package comes when it is imported first)

    return in_french(error)


def line_of(error: BaseException, trace: Any) -> int | None:
    """The line of the cell that the error comes from."""
    frames = traceback.extract_tb(trace)
    lines = [f.lineno for f in frames if "ipykernel" in f.filename or f.filename.startswith("<")]
    return lines[0] if lines else None


def in_words(error: BaseException, trace: Any = None) -> str:
    """The fault as a cell shows it."""
    line = None if isinstance(error, SyntaxError) else line_of(error, trace)
    at = f" (ligne {line})" if line else ""
    return f"Cette cellule s'est arrêtée{at}. {told(error)}"


def speak_french(shell: Any) -> None:
    """From now on the shell shows faults so; a cell with a fault is still one, so that what follows it does not run."""

    def show(kind: type[BaseException], error: Any, lines: list[str]) -> None:
        if not isinstance(error, BaseException):
            error = kind(str(error))
        text = in_words(error, error.__traceback__)
        shell._last_traceback = {"ename": "", "evalue": text, "traceback": [text]}

    shell._showtraceback = show
