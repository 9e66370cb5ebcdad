"""What the lessons are written with: short ways to say, to hint, and to compute a case."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ai_calc.course.answers import STATUSES, ChoiceAnswer, NumberAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.model import Exercise, Hint, Mistake, Problem
from ai_calc.ground.french import phrase, show
from ai_calc.law import parameters
from ai_calc.registers import calculators as registry
from ai_calc.results import Result, Status, Verdict

ONE_FRANC = Decimal(1)
FIVE_CENTIMES = Decimal("0.05")


def say(template: str, *values: Any) -> str:
    """A sentence with its values in French."""
    return str(phrase(template, *values))


def hint(text: str, *rules: str) -> Hint:
    """One step of help; it names a rule."""
    return Hint(text, rules)


def mistake(key: str, value: Any, text: str, *rules: str) -> Mistake:
    """A typical wrong answer."""
    return Mistake(key, value, text, rules)


def francs(value: Decimal | int, tolerance: Decimal = ONE_FRANC) -> NumberAnswer:
    """An answer in CHF, a franc more or less."""
    return NumberAnswer(Decimal(value), "CHF", tolerance)


def count(value: Decimal | int, unit: str) -> NumberAnswer:
    """An exact number of days, years, hours."""
    return NumberAnswer(Decimal(value), unit)


def status_answer(status: Status) -> ChoiceAnswer:
    """One of « remplie », « non remplie », « à apprécier »."""
    return ChoiceAnswer(STATUSES, status.value)


def compute(calculator: str, data: dict[str, Any]) -> Result[Any]:
    """The result of a case given as JSON data. Raises what the calculator raises for a bad one."""
    found = registry.get(calculator)
    return found.compute(found.case_type.model_validate(data))


def exercise(
    key: str, title: str, *rules: str, level: int, calculator: str = ""
) -> Callable[[Callable[[Draw], Problem]], Exercise]:
    """Makes an exercise of the function that builds its problem."""

    def make(build: Callable[[Draw], Problem]) -> Exercise:
        return Exercise(key, title, rules, build, level, calculator)

    return make


def told(verdict: Verdict) -> tuple[str, ...]:
    """A verdict as the lines of a worked answer."""
    lines = [f"{verdict.label} : {verdict.status.french}. {verdict.reason}"]
    if verdict.would_change is not None:
        lines.append(f"Ce qui changerait : {verdict.would_change}")
    return tuple(lines)


def value_of(name: str, day: Any) -> Decimal:
    """A parameter's single figure on a day."""
    value = parameters.load(name).at(day).value
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def statuses_but(right: Status, *said: tuple[Status, str, tuple[str, ...]]) -> tuple[Mistake, ...]:
    """The typical mistakes of a question with three outcomes: each wrong outcome with what to say about it."""
    return tuple(
        Mistake(status.value, status.value, text, rules) for status, text, rules in said if status is not right
    )


__all__ = [
    "FIVE_CENTIMES",
    "ONE_FRANC",
    "compute",
    "count",
    "exercise",
    "francs",
    "hint",
    "mistake",
    "say",
    "show",
    "status_answer",
    "statuses_but",
    "told",
    "value_of",
]
