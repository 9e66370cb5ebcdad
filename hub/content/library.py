"""Everything the pages are made from, read once: rules, parameters, readings, calculators, cases, and who uses what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ai_calc.course import Exercise, all_exercises
from ai_calc.ground import french
from ai_calc.law import citations, parameters
from ai_calc.law.citations import source_of
from ai_calc.law.parameters import Parameter, in_words
from ai_calc.registers import calculators as registry
from ai_calc.registers import cases as worked
from ai_calc.registers.documents import all_documents, all_sources, on_day
from hub import ROOT
from hub.content.links import article_and_law
from hub.content.parse import load_pages
from hub.content.rules import (
    LINK,
    Figure,
    Rule,
    RulePage,
    Source,
    law_of,
    load_data,
    load_sources,
    opening_pages,
    parse_figure,
)
from hub.official import FOLDER, Official, load

_CITED = "|".join(sorted([*load_sources(), "fait"], key=len, reverse=True))
CITATION = re.compile(rf"\b(?:{_CITED}):[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?=[A-Za-z0-9]))*")
STATUTE_IN_TITLE = re.compile(r"art\. \d[^,;()]*? (?:LAI|RAI|LPGA|LAVS|RAVS|LACI|OACI|LFPr|CO|LP)\b")
MARK = re.compile(r"(\d{1,2})/(\d\d)")


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator of the register (``src/ai_calc/registers/calculators.py``) and its page in ``docs/``."""

    key: str
    title: str
    page: str
    question: str
    basis: str
    leaves_out: str


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case of ``cases``: story, complete input, what is expected, which rules it illustrates."""

    id: str
    title: str
    calculator: str
    rules: tuple[str, ...]
    story: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)
    example: bool = False


@dataclass(slots=True)
class Uses:
    """Who uses a rule, found at build time."""

    parameters: list[str] = field(default_factory=list)
    calculators: list[str] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


def long_mark(tag: str) -> str:
    """``1er janvier 2018 (déduit de la marque 1/18)`` for the revision mark ``1/18``: the circular prints no more
    than that."""
    match = MARK.fullmatch(tag)
    assert match, tag
    return f"{french.long_date(date(2000 + int(match[2]), int(match[1]), 1))} (déduit de la marque {tag})"


def edition_day(edition: str) -> date | None:
    """The day whose figures a page states: that of its own document, so that a later value does not change it. On other
    pages it is that of the document which states the figure first."""
    document = all_sources().get(edition)
    return document.day if document else None


class Library:
    """The hub's content. ``problems`` holds one line for every fault met while reading."""

    def __init__(self, root: Path = ROOT, docs: Path | None = None) -> None:
        self.root = root
        self.docs = docs or root / "docs"
        self.sources: dict[str, Source] = load_sources()
        self.pages, self.problems = load_pages(self.docs, self.sources.values())
        self.rules: dict[str, Rule] = {}
        for page in self.pages:
            for rule in page.rules:
                if rule.citation in self.rules:
                    other = self.rules[rule.citation]
                    self.problems.append(f"{rule.where} : déjà sur docs/{other.page}:{other.line}")
                else:
                    self.rules[rule.citation] = rule
        self.page_of: dict[str, RulePage] = {page.path: page for page in self.pages}
        self.calculators = {
            e.name: Calculator(e.name, e.title, f"{e.page.rstrip('/')}.md", e.question, e.basis, e.leaves_out)
            for e in registry.entries()
        }
        self.parameters: dict[str, Parameter] = {}
        for name in parameters.names():
            try:
                self.parameters[name] = parameters.load(name)
            except parameters.ParameterError as error:
                self.problems.append(f"src/ai_calc/law/parameters/{error}")
        self.readings = self._readings()

    # -- what is read from elsewhere -------------------------------------------------------------------------------

    def _readings(self) -> dict[str, Any]:
        try:
            from ai_calc.law.readings import all_readings

            return dict(all_readings())
        except (ImportError, ValueError) as error:
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
    def cited_in_code(self) -> dict[str, dict[str, int]]:
        """Citations in the package's Python and in the cantons' files: citation → {module path: first line}."""
        found: dict[str, dict[str, int]] = {}
        package = self.root / "src" / "ai_calc"
        for file in sorted([*package.rglob("*.py"), *(package / "registers" / "canton_files").glob("*.yaml")]):
            for n, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                for match in CITATION.finditer(line):
                    found.setdefault(match[0], {}).setdefault(file.relative_to(package).as_posix(), n)
        return found

    @cached_property
    def cases(self) -> list[Case]:
        """The worked cases, in the order of their files."""
        return [
            Case(
                id=c.id,
                title=c.title,
                calculator=c.calculator,
                rules=c.rules,
                story=c.story,
                data=c.data,
                expect=c.expect,
                example=c.example,
            )
            for c in worked.load(self.root / "cases")
        ]

    @cached_property
    def uses(self) -> dict[str, Uses]:
        """Who uses each rule. A citation of a lettered part counts for its rule."""
        found = {citation: Uses() for citation in self.rules}

        def of(citation: str) -> Uses | None:
            target = self.resolve(citation)
            return found[target[0].citation] if target else None

        for name, parameter in self.parameters.items():
            for citation in parameter.sources:
                if (uses := of(citation)) and name not in uses.parameters:
                    uses.parameters.append(name)
        for citation, modules in self.cited_in_code.items():
            uses = of(citation)
            if uses is None:
                continue
            for calculator in self.calculators.values():
                if any(_belongs(m, calculator) for m in modules):
                    for one in (uses, *(u for key in self._brought(citation, calculator) if (u := of(key)))):
                        if calculator.key not in one.calculators:
                            one.calculators.append(calculator.key)
        for case in self.cases:
            for citation in case.rules:
                if (uses := of(citation)) and case not in uses.cases:
                    uses.cases.append(case)
        for citation, exercises in _exercises_by_rule(self).items():
            found[citation].exercises += exercises
        for rule in self.rules.values():
            for citation in self.references(rule):
                target = self.resolve(citation)
                if target and target[0] is not rule and rule.citation not in found[target[0].citation].rules:
                    found[target[0].citation].rules.append(rule.citation)
        return found

    def _brought(self, citation: str, calculator: Calculator) -> list[str]:
        """The rules of later editions that take up one that a calculator was written from, where it was brought forward
        to them."""
        editions = (e.key for e in all_sources().values() if calculator.key in e.calculators)
        return [now for key in editions if (now := on_day(citation, (key,))) != citation]

    # -- questions -------------------------------------------------------------------------------------------------

    def resolve(self, citation: str) -> tuple[Rule, str] | None:
        """The rule that a citation names and the anchor in its page.

        A lettered part has its own anchor; a group without text of its own (``geneve:3``, ``cmrp:A1``) leads to its
        first rule. ``None`` when nothing of that name exists.
        """
        if rule := self.rules.get(citation):
            return rule, rule.anchor
        head, dot, part = citation.rpartition(".")
        if dot and (rule := self.rules.get(head)):
            return rule, f"{rule.anchor}.{part}" if part in rule.parts else rule.anchor
        if first := self.groups.get(citation):
            return first, first.anchor
        return None

    @cached_property
    def groups(self) -> dict[str, Rule]:
        """The first rule of each group of rules that share the head of their number: ``geneve:3`` → 3.a."""
        found: dict[str, Rule] = {}
        for citation, rule in self.rules.items():
            head = citation
            while "." in head:
                head = head.rpartition(".")[0]
                if head not in self.rules:
                    found.setdefault(head, rule)
        return found

    @cached_property
    def counterparts(self) -> dict[str, dict[str, list[Rule]]]:
        """For each rule, by edition, the rules of the other editions of its document that treat the same matter:
        those that one of both names (``editions``), else the one of the same number."""
        named: dict[str, dict[str, list[Rule]]] = {}

        def join(one: Rule, other: Rule) -> None:
            listed = named.setdefault(one.citation, {}).setdefault(other.source, [])
            if other not in listed:
                listed.append(other)

        for rule in self.rules.values():
            for citation in rule.editions:
                if other := self.rules.get(citation):
                    join(rule, other)
                    join(other, rule)
        for document in all_documents().values():
            for key in (e.key for e in document.editions if len(document.editions) > 1):
                for rule in [r for r in self.rules.values() if r.source == key]:
                    for edition in document.editions:
                        other = self.rules.get(f"{edition.key}:{rule.id}")
                        if (
                            edition.key != key
                            and other
                            and edition.key not in named.get(rule.citation, {})
                            and key not in named.get(other.citation, {})
                        ):
                            join(rule, other)
                            join(other, rule)
        return named

    def chapters_naming(self, page: RulePage, statute: str) -> list[str]:
        """The numbers of a page's chapters whose titles name the article, this very paragraph of it if any does; none
        where it is the basis of all its chapters."""
        if (page.chapter or "").isdigit() or statute in self._part_statutes(page):
            return []
        titles = {
            s.partition(" ")[0]: STATUTE_IN_TITLE.findall(s) for s in dict.fromkeys(r.section for r in page.rules)
        }
        exact = [number for number, named in titles.items() if statute in named]
        wanted = article_and_law(statute)
        found = exact or [number for number, named in titles.items() if wanted in map(article_and_law, named)]
        return found if len(found) < len(titles) else []

    def references(self, rule: Rule) -> list[str]:
        """The rules that a rule names, in its text or in its metadata, without repeats."""
        in_text = [f"{m['scheme']}:{m['target']}" for m in LINK.finditer(rule.text) if m["scheme"] in self.sources]
        return list(dict.fromkeys([*in_text, *rule.refs]))

    def figure(self, body: str, edition: str | None = None) -> tuple[Parameter, str]:
        """The parameter and the text for ``{{ body }}`` on a page of ``edition``. Raises ``ValueError`` with the
        reason."""
        figure = parse_figure(body)
        if figure is None:
            raise ValueError(
                f"« {{{{ {body} }}}} » n'est pas une figure (attendu : domaine/nom, .clé, @ date, | number)"
            )
        parameter = self.parameters.get(figure.name)
        if parameter is None:
            raise ValueError(f"paramètre inconnu : {figure.name}")
        return parameter, self._figure_text(parameter, figure, edition)

    def _figure_text(self, parameter: Parameter, figure: Figure, edition: str | None) -> str:
        day = figure.day or edition_day(edition or source_of(parameter.sources[0])) or parameter.values[-1].from_date
        try:
            value = parameter.at(day).value
        except LookupError as error:
            raise ValueError(str(error)) from None
        if figure.key is not None:
            if not isinstance(value, dict) or figure.key not in value:
                raise ValueError(f"{parameter.name} n'a pas de composante « {figure.key} » au {day}")
            value = value[figure.key]
        if figure.number_only:
            if isinstance(value, dict) or value is None:
                raise ValueError(f"{parameter.name} n'est pas un seul nombre au {day}")
            return french.number(value, 2 if parameter.unit.startswith("CHF") and value != int(value) else None)
        return in_words(value, parameter.unit)

    def cited(self, rule: Rule) -> str:
        """How a decision cites a rule: « ch. 6020 CMRP, état au 1er janvier 2020 », with what is known of the text's
        date."""
        document, label = all_sources()[rule.source], citations.label(rule.citation)
        if document.dates != "stated" or document.state is None:
            return f"{label}, texte sans date"
        if "état au" in (document.reference or ""):
            return f"{label}, état au {french.long_date(document.state)}"
        return f"{label}, {document.state.year}"

    def statutes_of(self, rule: Rule) -> tuple[str, ...]:
        """Its own statute articles, then those of its chapter."""
        return tuple(dict.fromkeys([*rule.statutes, *self.chapter_statutes(rule)]))

    def chapter_statutes(self, rule: Rule) -> tuple[str, ...]:
        """The statute articles of its chapter: named in the title of its section or of one above it (34 for 34.1), by a
        one-chapter page, else by the title of its part."""
        page = self.page_of[rule.page]
        number = rule.section.partition(" ")[0]
        above = dict.fromkeys(r.section for r in page.rules if number.startswith(f"{r.section.partition(' ')[0]}."))
        of_sections = [a for section in (rule.section, *above) for a in STATUTE_IN_TITLE.findall(section) if law_of(a)]
        of_page = page.statutes if page.chapter is not None and page.chapter.isdigit() else ()
        found = tuple(dict.fromkeys([*of_sections, *of_page]))
        return found if of_page else tuple(dict.fromkeys([*found, *self._part_statutes(page)]))

    def _part_statutes(self, page: RulePage) -> list[str]:
        part: dict[str, Any] = load_data("parts").get(page.source, {}).get(str(page.part), {})
        return list(part.get("statutes", ()))


def _belongs(module: str, calculator: Calculator) -> bool:
    if module.startswith("registers/canton"):
        return calculator.key == "coaching"
    parts = module.removesuffix(".py").split("/")
    return parts[0] == "calculators" and parts[1] == calculator.key


def _exercises_by_rule(library: Library) -> dict[str, list[Exercise]]:
    """The exercises that practise each rule. A lettered part counts for its rule."""
    found: dict[str, list[Exercise]] = {}
    for exercise in all_exercises():
        for citation in exercise.rules:
            target = library.resolve(citation)
            if target is None:
                library.problems.append(
                    f"src/ai_calc/course : l'exercice {exercise.id} cite « {citation} », qui ne mène à aucune règle"
                )
                continue
            if exercise not in (own := found.setdefault(target[0].citation, [])):
                own.append(exercise)
    return found
