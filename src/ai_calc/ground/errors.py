"""Faults of an input in French: one line each, with the field's path and the reason; and what the system says of a
file."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from ai_calc.ground.french import long_date, number
from ai_calc.ground.reading import visible
from ai_calc.ground.record import record

_SYSTEM: dict[type[OSError], str] = {
    FileNotFoundError: "il n'existe pas",
    FileExistsError: "ce nom est déjà pris",
    IsADirectoryError: "c'est un dossier",
    NotADirectoryError: "un dossier du chemin est un fichier",
    PermissionError: "l'accès est refusé",
}
_NUMBERED = {
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "le chemin tourne en rond",
    errno.ENOSPC: "il n'y a plus de place",
    errno.EROFS: "ce disque ne se laisse pas écrire",
}

_FIXED = {
    "missing": "cette donnée est obligatoire",
    "extra_forbidden": "champ inconnu",
    "int_parsing": "un nombre entier est attendu",
    "int_type": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "decimal_parsing": "un nombre est attendu",
    "decimal_type": "un nombre est attendu",
    "finite_number": "un nombre fini est attendu",
    "bool_parsing": "oui ou non est attendu (true ou false)",
    "bool_type": "oui ou non est attendu (true ou false)",
    "string_type": "un texte est attendu",
    "date_parsing": "une date est attendue (jj.mm.aaaa)",
    "date_from_datetime_parsing": "une date est attendue (jj.mm.aaaa)",
    "date_from_datetime_inexact": "une date sans heure est attendue (jj.mm.aaaa)",
    "date_type": "une date est attendue (jj.mm.aaaa)",
    "list_type": "une liste est attendue",
    "tuple_type": "une liste est attendue",
    "dict_type": "un objet est attendu",
    "model_type": "un objet est attendu",
    "model_attributes_type": "un objet est attendu",
    "json_invalid": "le texte n'est pas du JSON lisible",
}


@record
class Fault:
    """One fault: ``path`` names the field (``items[0].amount``; empty for the whole case), ``message`` the reason."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path} : {self.message}" if self.path else self.message


def _path(location: tuple[int | str, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _limit(value: Any) -> str:
    """A limit in words: a date, or a number as people write it."""
    if (day := _date_limit(value)) is not None:
        return long_date(day)
    try:
        return number(
            value if isinstance(value, int | Decimal) else Decimal(re.sub(r"^Decimal\('(.*)'\)$", r"\1", str(value)))
        )
    except (ArithmeticError, TypeError, ValueError):
        return str(value)


def _date_limit(value: Any) -> date | None:
    """The limit if it is a date: pydantic gives it as such, as its ISO text, or as « datetime.date(1900, 1, 1) »."""
    if match := re.fullmatch(r"datetime\.date\((\d+), (\d+), (\d+)\)", str(value)):
        return date(*map(int, match.groups()))
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _received(value: Any) -> str:
    """What was given, as the person knows it: a date and a number as people here write them, a text as it stands."""
    if value is None:
        return " (reçu : rien)"
    if isinstance(value, bool):
        return f" (reçu : « {str(value).lower()} »)"
    if isinstance(value, date):
        return f" (reçu : {long_date(value)})"
    if isinstance(value, Decimal) and value.is_finite():
        return f" (reçu : « {visible(number(value))} »)"
    if isinstance(value, str | int | float):
        return f" (reçu : « {visible(str(value))} »)"
    return ""


_WORDS: dict[tuple[str, ...], tuple[str, ...]] = {}


def call_options(values: Iterable[str], words: Iterable[str]) -> None:
    """What people know the options of a choice by; where two choices have the same options and other words, neither."""
    options, called = tuple(values), tuple(words)
    _WORDS[options] = called if _WORDS.get(options, called) == called else options


def _options(expected: str) -> str:
    """The options that pydantic names by their keys, by the words of the form."""
    options = tuple(re.findall(r"'([^']*)'", expected))
    return ", ".join(f"« {word} »" for word in _WORDS.get(options, options))


def _message(error: Any) -> str:
    kind, context, value = error["type"], error.get("ctx", {}), error.get("input")
    if kind in _FIXED:
        quiet = kind in ("missing", "extra_forbidden", "json_invalid") or kind.startswith(
            ("list", "tuple", "dict", "model")
        )
        return _FIXED[kind] + ("" if quiet else _received(value))
    if kind == "value_error":
        return str(context["error"])
    if kind == "enum" or kind == "literal_error":
        return f"une de ces réponses est attendue : {_options(context['expected'])}{_received(value)}"
    if kind == "greater_than_equal" and _date_limit(context["ge"]):
        return f"pas avant le {_limit(context['ge'])}{_received(value)}"
    if kind == "less_than_equal" and _date_limit(context["le"]):
        return f"pas après le {_limit(context['le'])}{_received(value)}"
    if kind == "greater_than_equal":
        return f"au moins {_limit(context['ge'])} est attendu{_received(value)}"
    if kind == "greater_than":
        return f"plus de {_limit(context['gt'])} est attendu{_received(value)}"
    if kind == "less_than_equal":
        return f"au plus {_limit(context['le'])} est admis{_received(value)}"
    if kind == "less_than":
        return f"moins de {_limit(context['lt'])} est attendu{_received(value)}"
    if kind == "decimal_max_places":
        return f"au plus {context['decimal_places']} décimales sont admises{_received(value)}"
    if kind in ("decimal_max_digits", "decimal_whole_digits", "int_parsing_size"):
        return f"ce nombre a trop de chiffres{_received(value)}"
    if kind == "string_too_long":
        return f"au plus {context['max_length']} caractères sont admis"
    if kind == "string_too_short":
        return f"au moins {context['min_length']} caractères sont attendus"
    if kind in ("too_long", "too_short"):
        limit = context.get("max_length", context.get("min_length"))
        what = "caractères sont" if isinstance(value, str) else "éléments sont"
        return (
            f"{'au plus' if kind == 'too_long' else 'au moins'} {limit} {what}"
            f" {'admis' if kind == 'too_long' else 'attendus'}"
        )
    if kind == "string_pattern_mismatch":
        return f"la forme n'est pas celle attendue{_received(value)}"
    if kind == "multiple_of":
        return f"un multiple de {_limit(context['multiple_of'])} est attendu{_received(value)}"
    return f"valeur refusée{_received(value)}"


def faults(error: ValidationError) -> list[Fault]:
    """Every fault of a case that pydantic refused, in the order of its fields."""
    return [Fault(_path(e["loc"]), _message(e)) for e in error.errors(include_url=False)]


class CaseError(ValueError):
    """A case that cannot be computed, though each field is well formed; carries one fault a reason."""

    def __init__(self, *found: Fault) -> None:
        self.faults = list(found)
        super().__init__(" ; ".join(map(str, found)))


def system_words(error: OSError, writing: bool = False) -> str:
    """Why a file cannot be read or written, in French; the system's own words would be in its language."""
    if writing and isinstance(error, FileNotFoundError):
        return "le dossier n'existe pas"
    return (
        _SYSTEM.get(type(error))
        or _NUMBERED.get(error.errno or 0)
        or f"erreur du système{f' n° {error.errno}' if error.errno else ''}"
    )
