"""Figures of the law for code that a learner writes: plain Python numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ai_calc.law import parameters

STATE = date(2020, 1, 1)
"""The state of the circular: the day whose figures a notebook uses unless it says otherwise."""


def plain(value: Any) -> Any:
    """A number as Python writes it without import: ``int`` when it is whole, ``float`` otherwise; ``None`` stays."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def figure(name: str, day: date = STATE) -> Any:
    """The figure ``area/name``, or ``area/name.part`` of a table, on a day.

    Raises :class:`~ai_calc.law.parameters.NoValueError` when there is none, ``KeyError`` for an unknown part.
    """
    head, _, part = name.partition(".")
    value = parameters.load(head).at(day).value
    if isinstance(value, dict):
        return plain(value[part]) if part else {key: plain(v) for key, v in value.items()}
    return plain(value)
