"""Words of a screen or a paper with ordinary spaces before French signs, to compare them with what the package says."""

from __future__ import annotations

import re
from typing import Any


def loose(value: Any) -> Any:
    """A text with ordinary spaces where :func:`ai_calc.ground.french.tied` puts others; anything else as it is."""
    return re.sub("(?<=«)\u00a0|\u00a0(?=[:;?!»])", " ", value) if isinstance(value, str) else value
