"""What a calculation makes: small values that nobody changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A dataclass with slots, equal by its values, that nobody changes: the type checker refuses an assignment.

    ``frozen=True`` would refuse it once more at every run, and costs a quarter of a calculation: a result holds some
    seventy of them.
    """
    return dataclass(unsafe_hash=True, slots=True)(cls)
