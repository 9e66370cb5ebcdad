"""The lessons of the course, by name. A new one adds a line to ``_MODULES``; its module makes ``LESSON``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ai_calc.course.model import Exercise, Lesson

_MODULES = {
    name: f"ai_calc.course.lessons.{name}"
    for name in (
        "reading",
        "measure",
        "capital_aid",
        "coaching",
        "costs",
        "work",
        "data",
        "providers",
        "file",
        "results",
    )
}


def names() -> tuple[str, ...]:
    """The names of all lessons, in their order."""
    return tuple(_MODULES)


@cache
def lesson(key: str) -> Lesson:
    """One lesson. Raises ``KeyError`` when there is none of that name."""
    if key not in _MODULES:
        raise KeyError(f"pas de leçon « {key} » ; il y a : {', '.join(_MODULES)}")
    from ai_calc.course.model import Lesson

    found = import_module(_MODULES[key]).LESSON
    assert isinstance(found, Lesson)
    return found


def all_lessons() -> tuple[Lesson, ...]:
    """Every lesson."""
    return tuple(lesson(key) for key in _MODULES)


def all_exercises() -> tuple[Exercise, ...]:
    """Every exercise, lesson by lesson."""
    return tuple(exercise for found in all_lessons() for exercise in found.exercises)
