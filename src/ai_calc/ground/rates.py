"""Rates as they are shown: to the nearest step, but never on the other side of a bound than the exact one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")


def shown_rate(
    exact: Decimal, at_least: Sequence[Decimal] = (), at_most: Sequence[Decimal] = (), step: Decimal = HUNDREDTH
) -> Decimal:
    """``exact`` rounded half up. Where that would reach a bound (or go beyond it) that the exact rate does not, or the
    other way round, it is rounded to the other side: 19.998 with 20 as the least is 19.99, never « 20 % »."""
    candidates = [exact.quantize(step, how) for how in (ROUND_HALF_UP, ROUND_FLOOR, ROUND_CEILING)]
    for shown in candidates:
        if all((shown >= bound) == (exact >= bound) for bound in at_least) and all(
            (shown <= bound) == (exact <= bound) for bound in at_most
        ):
            return shown
    return candidates[0]
