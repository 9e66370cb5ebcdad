"""Amounts of money: ``Decimal`` francs, rounded once, at the end, to five centimes."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise

ZERO = Decimal(0)
_TWENTY = Decimal(20)
_ONE, _COIN = Decimal(1), Decimal("0.05")


def round_to_five_centimes(value: Decimal) -> Decimal:
    """The nearest multiple of 0.05 CHF, halves away from zero."""
    return (value * _TWENTY).quantize(_ONE, ROUND_HALF_UP) * _COIN


def floor_to_five_centimes(value: Decimal) -> Decimal:
    """The largest multiple of 0.05 CHF that is not above ``value``: for amounts that a cap must not let through."""
    return (value * _TWENTY).quantize(_ONE, ROUND_FLOOR) * _COIN


def split_evenly(total: Decimal, parts: int) -> list[Decimal]:
    """``total`` cut into ``parts`` amounts payable in five-centime coins, whose sum is exactly ``total``.

    Each cumulated sum is the rounded share of the total, so that no part is off by more than five centimes;
    the last part takes what is left. Raises ``ValueError`` for fewer than one part.
    """
    if parts < 1:
        raise ValueError("au moins une part")
    above, below = total.as_integer_ratio()
    whole = below * parts
    most = 20 * above // below
    marks = [min(most, (40 * above * k + whole) // (2 * whole)) for k in range(parts)]  # in coins, halves up
    coins = {n: n * _COIN for n in {b - a for a, b in pairwise(marks)}}
    found = [coins[b - a] for a, b in pairwise(marks)]
    return [*found, total - sum(found, 0 * _COIN)]
