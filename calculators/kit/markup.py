"""HTML whose placeholders escape what is put in."""

from __future__ import annotations

from typing import Any

import markupsafe


class Markup(markupsafe.Markup):
    """As its parent, but ``format`` knows plain ``{}`` and ``{name}`` only: the parent reads each template in Python,
    for attributes and widths that no template here has, which took a third of a recalculation."""

    def format(self, *args: Any, **kwargs: Any) -> Markup:
        """The template with its values, each escaped unless it is HTML already."""
        return Markup(
            str.format(self, *map(_escaped, args), **{name: _escaped(value) for name, value in kwargs.items()})
        )


def escape(value: Any) -> Markup:
    """A value as HTML; what is HTML already stays."""
    return value if isinstance(value, Markup) else Markup(markupsafe.escape(value))


def _escaped(value: Any) -> str:
    return value if isinstance(value, markupsafe.Markup) else markupsafe.escape(value)
