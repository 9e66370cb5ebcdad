"""Amounts of money: ``Decimal`` francs, rounded once, at the end, to five centimes."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
_TWENTY = Decimal(20)
_CENTIME = Decimal("0.01")


def round_to_five_centimes(value: Decimal) -> Decimal:
    """The nearest multiple of 0.05 CHF, halves away from zero."""
    return ((value * _TWENTY).quantize(Decimal(1), ROUND_HALF_UP) / _TWENTY).quantize(_CENTIME)


def floor_to_five_centimes(value: Decimal) -> Decimal:
    """The largest multiple of 0.05 CHF that is not above ``value``: for amounts that a cap must not let through."""
    return ((value * _TWENTY).quantize(Decimal(1), ROUND_FLOOR) / _TWENTY).quantize(_CENTIME)


def split_evenly(total: Decimal, parts: int) -> list[Decimal]:
    """``total`` cut into ``parts`` amounts payable in five-centime coins, whose sum is exactly ``total``.

    Each cumulated sum is the rounded share of the total, so that no part is off by more than five centimes;
    the last part takes what is left. Raises ``ValueError`` for fewer than one part.
    """
    if parts < 1:
        raise ValueError("au moins une part")
    marks = [min(total, round_to_five_centimes(total * k / parts)) for k in range(parts)] + [total]
    return [marks[k + 1] - marks[k] for k in range(parts)]
