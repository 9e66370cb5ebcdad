"""Fields in a row, on as many lines as the page needs. (Panel's FlexBox needs a library that the browser lacks.)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import panel as pn


class WrappingRow(pn.Row):
    """A row whose fields stand below each other where they have no room beside each other, as on a phone."""

    def __init__(self, *objects: pn.viewable.Viewable, **params: Any) -> None:
        super().__init__(
            *objects,
            **{"margin": 0, "sizing_mode": "stretch_width", "stylesheets": [":host { flex-wrap: wrap; }"], **params},
        )

    def _compute_sizing_mode(self, children: Sequence[Any], props: dict[str, Any]) -> dict[str, Any]:
        """Panel makes a row, and all that is around it, as wide as its fields together."""
        return {
            **super()._compute_sizing_mode(children, props),
            "min_width": max((child.width or 0 for child in children), default=0),
        }
