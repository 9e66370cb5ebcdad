"""A calculation whose rule differs by date or by edition: one small function each, chosen by the day of the law.

The first function holds from the beginning; a later one names the day, or the edition of a document, from which it
holds::

    @formula
    def surplus(law: Law, case: EispCase) -> Check:
        '''The general terms of 2018 …'''

    @surplus.since("2019-01-01")
    def surplus_2019(law: Law, case: EispCase) -> Check:
        '''The circular no longer has … (cmrp:7004)'''

    surplus(law, case)  # the one that holds on law.day
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Concatenate, Generic, ParamSpec, TypeVar

from ai_calc.law.in_force import Law
from ai_calc.registers.documents import all_sources

P = ParamSpec("P")
R = TypeVar("R")


class FormulaError(ValueError):
    """A version of a formula that starts on no day, or on the same day as another."""


class Formula(Generic[P, R]):
    """The versions of a calculation, each from a day on."""

    def __init__(self, first: Callable[Concatenate[Law, P], R]) -> None:
        self.__doc__, self.__name__ = first.__doc__, first.__name__
        self._versions: dict[str, Callable[Concatenate[Law, P], R]] = {"": first}
        self._ordered: tuple[object, tuple[tuple[date, Callable[Concatenate[Law, P], R]], ...]] | None = None

    def since(self, start: str) -> Callable[[Callable[Concatenate[Law, P], R]], Callable[Concatenate[Law, P], R]]:
        """Adds the version that holds from ``start``: a day (``2019-01-01``) or the key of an edition (``cmrp``)."""

        def add(version: Callable[Concatenate[Law, P], R]) -> Callable[Concatenate[Law, P], R]:
            if start in self._versions:
                raise FormulaError(f"{self.__name__}: two versions since {start}")
            self._versions[start], self._ordered = version, None
            return version

        return add

    @property
    def starts(self) -> tuple[tuple[date, Callable[Concatenate[Law, P], R]], ...]:
        """The versions with the days on which they begin, in order; found anew for another register of documents."""
        sources = all_sources()
        if self._ordered is None or self._ordered[0] is not sources:
            self._ordered = sources, self._in_order()
        return self._ordered[1]

    def _in_order(self) -> tuple[tuple[date, Callable[Concatenate[Law, P], R]], ...]:
        found = sorted(
            ((_day(start, self.__name__), version) for start, version in self._versions.items()),
            key=lambda pair: pair[0],
        )
        days = [day for day, _ in found]
        if len(set(days)) < len(days):
            raise FormulaError(f"{self.__name__}: two versions since the same day")
        return tuple(found)

    def __call__(self, law: Law, *args: P.args, **kwargs: P.kwargs) -> R:
        version = [version for day, version in self.starts if day <= law.day][-1]
        return version(law, *args, **kwargs)


def _day(start: str, name: str) -> date:
    if not start:
        return date.min
    edition = all_sources().get(start)
    if edition is not None:
        if edition.valid_from is None:
            raise FormulaError(f"{name}: nothing says since when {start} holds")
        return edition.valid_from
    try:
        return date.fromisoformat(start)
    except ValueError:
        raise FormulaError(f"{name}: « {start} » is no day and no edition") from None


def formula(first: Callable[Concatenate[Law, P], R]) -> Formula[P, R]:
    """Makes a function the first version of a formula."""
    return Formula(first)
