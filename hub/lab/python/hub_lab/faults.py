"""Faults of a cell in French: what went wrong, where, and what to do."""

from __future__ import annotations

import re
import traceback
from typing import Any

LESSON = {"cours", "rule", "figures", "history", "mini_calculator", "branching", "figure", "Lesson"}
"""Names that the first cell of a lesson makes."""

_SYNTAX = (
    (r"expected ':'", "Il manque un « : » à la fin de la ligne."),
    (r"expected an indented block", "La ligne qui suit doit commencer par quatre espaces."),
    (r"unexpected indent", "La ligne commence par trop d'espaces."),
    (r"unindent does not match", "Les espaces au début de la ligne ne correspondent pas à ceux d'au-dessus."),
    (r"was never closed", "Une parenthèse, un crochet ou une accolade n'est pas refermé."),
    (r"unterminated string", "Un texte entre guillemets n'est pas refermé."),
    (r"unmatched", "Une parenthèse, un crochet ou une accolade est de trop."),
    (r"cannot assign to|Maybe you meant '=='", "Pour comparer, écrivez « == » ; « = » donne une valeur à un nom."),
)


def told(error: BaseException) -> str:
    """What is said of an error."""
    if "n'existe pas ici" in str(error):  # what stands in for numpy says it in French itself
        return str(error)
    if isinstance(error, NameError):
        name = error.name or ""
        if name in LESSON:
            return "Exécutez d'abord la première cellule de code, à la tête du carnet ; puis revenez ici."
        return (
            f"Le nom « {name} » n'est pas connu : est-il écrit comme plus haut, et la cellule qui le définit a-t-elle"
            " été exécutée ?"
        )
    if isinstance(error, SyntaxError):
        found = (french for sign, french in _SYNTAX if re.search(sign, str(error.msg)))
        words = next(found, "Python ne comprend pas cette ligne.")
        return f"{words[:-1]} (ligne {error.lineno})." if error.lineno else words
    if isinstance(error, ImportError):
        return f"Le module « {error.name or ''} » n'est pas dans ces carnets ; les leçons n'en ont pas besoin."
    if isinstance(error, ZeroDivisionError):
        return "Une division par zéro."
    if isinstance(error, TypeError):
        return "Une valeur n'est pas de la sorte attendue, ou une fonction reçoit trop ou trop peu de valeurs."
    if isinstance(error, KeyError | IndexError):
        return f"Il n'y a rien à cette place : {error.args[0] if error.args else ''}."
    if isinstance(error, KeyboardInterrupt):
        return "L'exécution a été arrêtée."
    return f"Le calcul s'est arrêté ({type(error).__name__})."


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
