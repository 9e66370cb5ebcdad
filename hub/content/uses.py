"""Who uses a rule: figures, calculators, worked cases, exercises, other rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ai_calc.course import Exercise, all_exercises
from ai_calc.registers.cases import WorkedCase
from ai_calc.registers.documents import all_sources, on_day
from hub.content.loaded import Calculator
from hub.content.lookup import Lookup
from hub.content.rules import load_sources

_CITED = "|".join(sorted([*load_sources(), "fait"], key=len, reverse=True))
CITATION = re.compile(rf"\b(?:{_CITED}):[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?=[A-Za-z0-9]))*")


@dataclass(slots=True)
class Uses:
    """Who uses a rule, found at build time."""

    parameters: list[str] = field(default_factory=list)
    calculators: list[str] = field(default_factory=list)
    cases: list[WorkedCase] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


def find_uses(library: Lookup) -> dict[str, Uses]:
    """Who uses each rule. A citation of a lettered part counts for its rule."""
    found = {citation: Uses() for citation in library.rules}
    for search in (_by_parameters, _by_calculators, _by_cases, _by_exercises, _by_rules):
        search(library, found)
    return found


T = TypeVar("T")


def _add(listed: list[T], one: T) -> None:
    if one not in listed:
        listed.append(one)


def _of(library: Lookup, found: dict[str, Uses], citation: str) -> Uses | None:
    target = library.resolve(citation)
    return found[target[0].citation] if target else None


def _by_parameters(library: Lookup, found: dict[str, Uses]) -> None:
    for name, parameter in library.parameters.items():
        for citation in parameter.sources:
            if uses := _of(library, found, citation):
                _add(uses.parameters, name)


def _by_calculators(library: Lookup, found: dict[str, Uses]) -> None:
    for citation, modules in cited_in_code(library.root).items():
        if not library.resolve(citation):
            continue
        for calculator in library.calculators.values():
            if any(_belongs(module, calculator) for module in modules):
                for one in (citation, *_brought(citation, calculator)):
                    if uses := _of(library, found, one):
                        _add(uses.calculators, calculator.key)


def _by_cases(library: Lookup, found: dict[str, Uses]) -> None:
    for case in library.cases:
        for citation in case.rules:
            if uses := _of(library, found, citation):
                _add(uses.cases, case)


def _by_exercises(library: Lookup, found: dict[str, Uses]) -> None:
    for exercise in all_exercises():
        for citation in exercise.rules:
            if uses := _of(library, found, citation):
                _add(uses.exercises, exercise)
            else:
                library.problems.append(
                    f"src/ai_calc/course : l'exercice {exercise.id} cite « {citation} », qui ne mène à aucune règle"
                )


def _by_rules(library: Lookup, found: dict[str, Uses]) -> None:
    for rule in library.rules.values():
        for citation in library.references(rule):
            target = library.resolve(citation)
            if target and target[0] is not rule:
                _add(found[target[0].citation].rules, rule.citation)


def cited_in_code(root: Path) -> dict[str, dict[str, int]]:
    """Citations in the package's Python and in the cantons' files: citation → {module path: first line}."""
    found: dict[str, dict[str, int]] = {}
    package = root / "src" / "ai_calc"
    for file in sorted([*package.rglob("*.py"), *(package / "registers" / "canton_files").glob("*.yaml")]):
        for n, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            for match in CITATION.finditer(line):
                found.setdefault(match[0], {}).setdefault(file.relative_to(package).as_posix(), n)
    return found


def _belongs(module: str, calculator: Calculator) -> bool:
    if module.startswith("registers/canton"):
        return calculator.key == "coaching"
    parts = module.removesuffix(".py").split("/")
    return parts[0] == "calculators" and parts[1] == calculator.key


def _brought(citation: str, calculator: Calculator) -> list[str]:
    """The rules of later editions that take up one that a calculator was written from, where it was brought forward
    to them."""
    editions = (e.key for e in all_sources().values() if calculator.key in e.calculators)
    return [now for key in editions if (now := on_day(citation, (key,))) != citation]
