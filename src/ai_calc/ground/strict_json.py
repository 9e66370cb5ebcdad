"""JSON as people's files hold it: a key given twice is an error, not a silent choice; so is what is no number."""

from __future__ import annotations

import json
from typing import Any

from ai_calc.ground.reading import visible


class StrictJsonError(ValueError):
    """A text that is not JSON, or that gives a key twice; the message says so in French."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise StrictJsonError(f"« {visible(twice)} » est là deux fois")
    return found


def _no_constant(name: str) -> Any:
    raise StrictJsonError(f"« {name} » n'est pas un nombre")


def _whole(digits: str) -> int:
    if len(digits) > 1_000:  # Python's own limit, but in French
        raise StrictJsonError("un nombre a trop de chiffres")
    return int(digits)


def load(text: str) -> Any:
    """The content of ``text``. Raises :class:`StrictJsonError`."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise StrictJsonError(f"JSON illisible, ligne {error.lineno}, colonne {error.colno}") from None
    except RecursionError:
        raise StrictJsonError("JSON trop imbriqué") from None
