"""Figures drawn from a seed: the same for a seat in every browser and under every version of Python.

The module :mod:`random` promises no such thing for all its functions; a hash does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from ai_calc.ground.record import record

Option = TypeVar("Option")


@record
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


NOBODY = Person("·", False)
"""Who stands in a story when two stories are compared."""


class Draw:
    """Draws one thing after another from a key (seed, seat, exercise, attempt). ``nameless``: every person is the same
    one, and all else is as it would be."""

    def __init__(self, seed: object, seat: int, exercise: str = "", attempt: int = 0, nameless: bool = False) -> None:
        self._key = f"{seed}/{seat}/{exercise}/{attempt}"
        self._room, self._place = f"{seed}/{exercise}", f"{seed}/{seat}"
        self._seat, self._nameless = seat, nameless
        self._count = self._dealt = 0

    def _below(self, limit: int) -> int:
        self._count += 1
        return _hashed(f"{self._key}#{self._count}", limit)

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

    def person(self, story: str = "") -> Person:
        """Somebody for a story; with its name, the same one in every exercise that tells it to this seat."""
        found = _PEOPLE[_hashed(f"{self._place}~{story}", len(_PEOPLE))] if story else self.pick(_PEOPLE)
        return NOBODY if self._nameless else found

    def deal(self, options: Sequence[Option]) -> Option:
        """One of ``options``, dealt from a shuffled deck to one seat after the other: each comes once before any comes
        again, two neighbours never get the same, and another attempt changes nothing."""
        self._dealt += 1
        size, name = len(options), f"{self._room}~{self._dealt}"
        if size < 3:
            return options[(self._seat + _hashed(name, size)) % size]
        turn, place = divmod(self._seat, size)
        deck, before = _deck(f"{name}~{turn}", size), _deck(f"{name}~{turn - 1}", size)
        if deck[0] == before[-1]:  # its own first two may have changed places, not its last
            deck[0], deck[1] = deck[1], deck[0]
        return options[deck[place]]


def _hashed(key: str, limit: int) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest(), "big") % limit


def _deck(key: str, size: int) -> list[int]:
    """The numbers below ``size`` in an order of their own."""
    return sorted(range(size), key=lambda n: hashlib.sha256(f"{key}#{n}".encode()).digest())
