"""Figures drawn from a seed: the same for a seat in every browser and under every version of Python.

The module :mod:`random` promises no such thing for all its functions; a hash does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

Option = TypeVar("Option")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a story: a name, and the endings that French asks for."""

    name: str
    feminine: bool

    @property
    def e(self) -> str:
        """The ending of a feminine participle, or nothing."""
        return "e" if self.feminine else ""

    @property
    def subject(self) -> str:
        """« elle » or « il »."""
        return "elle" if self.feminine else "il"

    @property
    def sex(self) -> str:
        """As in the cases: ``female`` or ``male``."""
        return "female" if self.feminine else "male"


_PEOPLE = tuple(
    Person(name, True)
    for name in (
        "Nadia",
        "Claire",
        "Selin",
        "Sofia",
        "Martine",
        "Mariana",
        "Léa",
        "Fatou",
        "Rosa",
        "Monique",
        "Drita",
        "Chantal",
    )
) + tuple(
    Person(name, False)
    for name in (
        "Marc",
        "Besnik",
        "Luis",
        "Yann",
        "Thierry",
        "Samuel",
        "Kofi",
        "Bruno",
        "Mehmet",
        "Pascal",
        "Joao",
        "Gilles",
    )
)


class Draw:
    """Draws one thing after another from a key (seed, seat, exercise)."""

    def __init__(self, *key: object) -> None:
        self._key = "/".join(str(part) for part in key)
        self._count = 0

    def _below(self, limit: int) -> int:
        self._count += 1
        digest = hashlib.sha256(f"{self._key}#{self._count}".encode()).digest()
        return int.from_bytes(digest, "big") % limit

    def whole(self, low: int, high: int, step: int = 1) -> int:
        """A whole number from ``low`` to ``high``, both possible, a multiple of ``step`` above ``low``."""
        return low + step * self._below((high - low) // step + 1)

    def amount(self, low: int, high: int, step: int = 100) -> Decimal:
        """An amount in CHF."""
        return Decimal(self.whole(low, high, step))

    def pick(self, options: Sequence[Option]) -> Option:
        """One of ``options``."""
        return options[self._below(len(options))]

    def shuffled(self, options: Sequence[Option]) -> list[Option]:
        """All of ``options`` in another order."""
        left, found = list(options), []
        while left:
            found.append(left.pop(self._below(len(left))))
        return found

    def some(self, options: Sequence[Option], count: int) -> list[Option]:
        """``count`` of ``options``, each at most once."""
        return self.shuffled(options)[:count]

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``, both possible."""
        return first + timedelta(days=self._below((last - first).days + 1))

    def chance(self) -> bool:
        """True or false, one time out of two."""
        return bool(self._below(2))

    def person(self) -> Person:
        """Somebody for a story."""
        return self.pick(_PEOPLE)
