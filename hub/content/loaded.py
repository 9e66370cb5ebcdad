"""What is read: rules with their pages, parameters, readings, calculators, worked cases, official texts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ai_calc.law import parameters
from ai_calc.law.parameters import Parameter
from ai_calc.law.readings import all_readings
from ai_calc.registers import calculators as registry
from ai_calc.registers import cases as worked
from ai_calc.registers.cases import WorkedCase
from hub import ROOT
from hub.content.parse import load_pages
from hub.content.rules import Rule, RulePage, Source, load_sources, opening_pages
from hub.official import FOLDER, Official, load


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator of the register (``src/ai_calc/registers/calculators.py``) and its page in ``docs/``."""

    key: str
    title: str
    page: str
    question: str
    basis: str
    leaves_out: str


class Loaded:
    """The hub's content, each part read once. ``problems`` holds one line for every fault met while reading."""

    def __init__(self, root: Path = ROOT, docs: Path | None = None) -> None:
        self.root = root
        self.docs = docs or root / "docs"
        self.sources: dict[str, Source] = load_sources()
        self.pages, self.problems = load_pages(self.docs, self.sources.values())
        self.page_of: dict[str, RulePage] = {page.path: page for page in self.pages}
        self.rules = self._rules()
        self.calculators = {
            e.name: Calculator(e.name, e.title, f"{e.page.rstrip('/')}.md", e.question, e.basis, e.leaves_out)
            for e in registry.entries()
        }
        self.parameters = self._parameters()
        self.readings = self._readings()

    def _rules(self) -> dict[str, Rule]:
        found: dict[str, Rule] = {}
        for rule in (rule for page in self.pages for rule in page.rules):
            other = found.setdefault(rule.citation, rule)
            if other is not rule:
                self.problems.append(f"{rule.where} : déjà sur docs/{other.page}:{other.line}")
        return found

    def _parameters(self) -> dict[str, Parameter]:
        found: dict[str, Parameter] = {}
        for name in parameters.names():
            try:
                found[name] = parameters.load(name)
            except parameters.ParameterError as error:
                self.problems.append(f"src/ai_calc/law/parameters/{error}")
        return found

    def _readings(self) -> dict[str, Any]:
        try:
            return dict(all_readings())
        except ValueError as error:
            self.problems.append(f"src/ai_calc/law/readings : {error}")
            return {}

    @cached_property
    def official(self) -> Official:
        """The official wording of the rules, where the office keeps the documents; empty otherwise."""
        return load(self.root / FOLDER, self.root / ".cache" / "official")

    @cached_property
    def markdown_files(self) -> set[str]:
        """Every page of ``docs/``, as a path below it, and those that are made for an edition without one."""
        return {p.relative_to(self.docs).as_posix() for p in self.docs.rglob("*.md")} | set(self.opening_pages)

    @cached_property
    def opening_pages(self) -> dict[str, str]:
        """Pages that are made to open the folder of an edition that has none, by path."""
        return opening_pages(self.docs, self.sources.values())

    @cached_property
    def unlisted(self) -> list[Source]:
        """The editions with pages of which ``mkdocs.yml`` lists none."""
        navigation = (self.root / "mkdocs.yml").read_text("utf-8")
        return [
            s for s in self.sources.values() if (self.docs / s.folder).is_dir() and f"{s.folder}/" not in navigation
        ]

    @cached_property
    def cases(self) -> list[WorkedCase]:
        """The worked cases, in the order of their files."""
        return worked.load(self.root / "cases")
