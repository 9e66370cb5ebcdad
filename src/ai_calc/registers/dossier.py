"""What the calculators of one person's file share: facts, the steps of a path, what can come after
(``dossier.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from importlib import resources

from ai_calc.ground import strict_yaml
from ai_calc.ground.record import record


@record
class Fact:
    """One fact of a person, and the field of each calculator that holds it. ``in_words``: what is a choice in one
    calculator is its French word in another."""

    key: str
    label: str
    fields: Mapping[str, str]
    in_words: bool = False


@record
class Opens:
    """What a step of a path opens: a calculator, and which field there takes which column of the step.

    A column of a list is « list.column ». ``given``: what the step itself says; ``months``: the field of its duration
    in whole months.
    """

    calculator: str
    fields: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)
    months: str = ""


@record
class Register:
    """The whole of it. ``known``: what a calculator says without asking, by fact; ``steps`` by measure; ``path``: the
    step that a calculator's case is (column: field, and its measure); ``following`` by calculator."""

    facts: Mapping[str, Fact]
    known: Mapping[str, Mapping[str, str]]
    steps: Mapping[str, Opens]
    path: Mapping[str, Mapping[str, str]]
    following: Mapping[str, tuple[str, ...]]

    def of(self, calculator: str) -> dict[str, str]:
        """The shared facts of a calculator: fact -> field."""
        return {key: fact.fields[calculator] for key, fact in self.facts.items() if calculator in fact.fields}


@cache
def register() -> Register:
    """The content of ``dossier.yaml``. Raises ``KeyError`` or ``TypeError`` when it lacks something."""
    raw = strict_yaml.load(resources.files(__package__).joinpath("dossier.yaml").read_text("utf-8"))
    return Register(
        {key: Fact(key, **entry) for key, entry in raw["facts"].items()},
        raw["known"],
        {key: Opens(**entry) for key, entry in raw["steps"].items()},
        raw["path"],
        {key: tuple(names) for key, names in raw["following"].items()},
    )
