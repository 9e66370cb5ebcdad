"""The calculators of the package, by name. A new one adds a line to ``_MODULES``; nothing else needs to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from ai_calc.case import Case
from ai_calc.results import Result

_MODULES = {
    "capital_aid": "ai_calc.capital_aid",
    "placement": "ai_calc.placement",
    "trial_placement": "ai_calc.trial_placement",
    "work_introduction": "ai_calc.work_introduction",
    "contribution_increase": "ai_calc.contribution_increase",
    "eisp": "ai_calc.eisp",
    "geneve_provider": "ai_calc.geneve_provider",
    "coaching": "ai_calc.coaching",
}


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator: its case model and the function that computes a result from a case.

    ``name`` is used in code and data (``capital_aid``), ``title`` is shown to people, ``page`` is the address of its
    page inside the site. ``schema_version`` grows when a saved case needs migrating; ``migrate`` turns the JSON of an
    older version into the next one's.
    """

    name: str
    title: str
    page: str
    case_type: type[Case]
    compute: Callable[[Any], Result[Any]]
    schema_version: int = 1
    migrate: Callable[[int, dict[str, Any]], dict[str, Any]] | None = None

    @property
    def command(self) -> str:
        """The name on the command line: ``capital-aid``."""
        return self.name.replace("_", "-")


def names() -> tuple[str, ...]:
    """The names of all calculators."""
    return tuple(_MODULES)


@cache
def get(name: str) -> Calculator:
    """The calculator ``name``. Raises ``KeyError`` when there is none."""
    calculator = import_module(_MODULES[name]).CALCULATOR
    assert isinstance(calculator, Calculator)
    return calculator
