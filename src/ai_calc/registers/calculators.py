"""The calculators of the package, by name. A new one adds a line to ``_MODULES``; nothing else needs to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

from ai_calc.outcome.facts import Case
from ai_calc.results import Result

_MODULES = {
    "capital_aid": "ai_calc.calculators.capital_aid",
    "reclassement": "ai_calc.calculators.reclassement",
    "placement": "ai_calc.calculators.placement",
    "trial_placement": "ai_calc.calculators.trial_placement",
    "work_introduction": "ai_calc.calculators.work_introduction",
    "contribution_increase": "ai_calc.calculators.contribution_increase",
    "eisp": "ai_calc.calculators.eisp",
    "geneve_provider": "ai_calc.calculators.geneve_provider",
    "pathway": "ai_calc.calculators.pathway",
    "coaching": "ai_calc.calculators.coaching",
}


@dataclass(frozen=True, slots=True)
class ExtraFile:
    """A file that a calculator makes besides the usual ones: what it is called on its button, its suffix and type,
    and the function that makes it from the case and its result."""

    label: str
    suffix: str
    media_type: str
    make: Callable[[Any, Result[Any]], bytes]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a file leaves open and that a person decides: ``options`` are (value, French), ``value`` what is
    proposed (nothing where nothing is). The answer is given back under ``key`` when the file is read again."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file brought into a case: the changed case as JSON data, a French line for each fault found, and what is
    to be answered before the rest of it can be taken. ``answered``: the answers that were used, by key, in French."""

    data: dict[str, Any]
    message: str
    faults: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator: its case model and the function that computes a result from a case.

    ``name`` is used in code and data (``capital_aid``), ``title`` is shown to people, ``page`` is the address of its
    page inside the site. ``schema_version`` grows when a saved case needs migrating; ``migrate`` turns the JSON of an
    older version into the next one's. ``extra_files`` are further files to hand over, by kind; ``read_file`` takes the
    case as JSON data, a file's name and bytes (a journal of hours, say) and the answers to its questions; it never
    raises for a bad file.
    """

    name: str
    title: str
    page: str
    case_type: type[Case]
    compute: Callable[[Any], Result[Any]]
    schema_version: int = 2
    extra_files: Mapping[str, ExtraFile] = field(default_factory=dict)
    read_file: Callable[[dict[str, Any], str, bytes, Mapping[str, str]], FileRead] | None = None

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
