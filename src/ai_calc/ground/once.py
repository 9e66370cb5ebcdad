"""A value that an object works out once, when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value")


class once(Generic[Value]):
    """As ``functools.cached_property`` from Python 3.12 on: without the lock of older versions, which costs more than
    most values."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    @overload
    def __get__(self, instance: None, owner: Any) -> once[Value]: ...

    @overload
    def __get__(self, instance: Any, owner: Any) -> Value: ...

    def __get__(self, instance: Any, owner: Any) -> once[Value] | Value:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._make(instance)
        return value
