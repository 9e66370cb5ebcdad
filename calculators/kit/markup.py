"""HTML whose placeholders escape what is put in.

As markupsafe's, but for what most of a recalculation's time went into: its parent looks at each text and each template
several times, in Python where the browser has no compiled part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import markupsafe

_special = re.compile("[&<>\"']").search


class Markup(markupsafe.Markup):
    """``format`` knows plain ``{}`` and ``{name}`` only: no template here has attributes or widths."""

    def __new__(cls, text: str = "") -> Markup:
        return str.__new__(cls, text)

    def format(self, *args: Any, **kwargs: Any) -> Markup:
        """The template with its values, each escaped unless it is HTML already."""
        return Markup(
            str.format(self, *map(_escaped, args), **{name: _escaped(value) for name, value in kwargs.items()})
        )

    def join(self, parts: Iterable[Any]) -> Markup:
        """The parts in a row, with this HTML between them."""
        return Markup(str.join(self, map(_escaped, parts)))


def escape(value: Any) -> Markup:
    """A value as HTML; what is HTML already stays."""
    return value if isinstance(value, Markup) else Markup(_escaped(value))


def _escaped(value: Any) -> str:
    if type(value) is not str:
        if isinstance(value, markupsafe.Markup):
            return value
        if hasattr(value, "__html__"):
            return str(value.__html__())
        value = str(value)
    return markupsafe.escape(value) if _special(value) else value
