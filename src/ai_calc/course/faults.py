"""Faults of a learner's code in French: what went wrong, and what to do; Python's own words are English."""

from __future__ import annotations

import re

from pydantic import ValidationError

from ai_calc.ground.errors import faults

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


def in_french(error: BaseException) -> str:
    """What is said of an error."""
    if isinstance(error, ValidationError):
        return f"{' ; '.join(map(str, faults(error)))}."
    if type(error).__module__.startswith("ai_calc."):  # the package's own are French
        return f"{str(error)[:1].upper()}{str(error)[1:]}."
    if isinstance(error, UnboundLocalError):
        return "La fonction lit un nom auquel elle n'a pas encore donné de valeur."
    if isinstance(error, NameError):
        return (
            f"Le nom « {error.name or ''} » n'est pas connu : est-il écrit comme plus haut, et la cellule qui le"
            " définit a-t-elle été exécutée ?"
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
    if isinstance(error, RecursionError):
        return "Une fonction s'appelle elle-même sans fin."
    if isinstance(error, KeyboardInterrupt):
        return "L'exécution a été arrêtée."
    return f"Le calcul s'est arrêté ({type(error).__name__})."
