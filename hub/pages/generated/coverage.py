"""What the hub does with the rules of each document: calculates them, will, or leaves them to be read."""

from __future__ import annotations

from hub.content.library import Library
from hub.content.links import Href
from hub.content.rules import Rule
from hub.pages.pieces import cite


def implemented(library: Library, rule: Rule) -> bool:
    """Whether the package names the rule: in its code, not only as the source of a figure."""
    return bool(library.uses[rule.citation].calculators)


def coverage_of(library: Library, source: str) -> dict[str, list[Rule]]:
    """The rules of a source by what the hub does with them."""
    found: dict[str, list[Rule]] = {"abrogated": [], "implemented": [], "planned": [], "reading": []}
    for rule in library.rules.values():
        if rule.source != source:
            continue
        if rule.abrogated:
            found["abrogated"].append(rule)
        elif implemented(library, rule):
            found["implemented"].append(rule)
        elif rule.computable in library.calculators:
            found["planned"].append(rule)
        else:
            found["reading"].append(rule)
    return found


def coverage(library: Library, href: Href, argument: str) -> str:
    """For each source, how many rules are in force, calculated, to read, and calculable but not calculated yet."""
    rows, details = [], []
    for key, source in library.sources.items():
        found = coverage_of(library, key)
        total = sum(map(len, found.values()))
        counts = [total, total - len(found["abrogated"]), *map(len, found.values())]
        rows.append(f"| [{source.short}]({href(source.folder + '/index.md', '')}) | {' | '.join(map(str, counts))} |")
        if found["planned"]:
            details += [f"### {source.short} {{ #a-faire-{key} }}", "", *_planned(library, href, found["planned"]), ""]
    table = [
        "| Source | Règles | En vigueur | Abrogées | Calculées | Pas encore calculées | À lire |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *rows,
    ]
    if details:
        table += ["", "## Calculables, pas encore calculées", "", *details]
    return "\n".join(table)


def _planned(library: Library, href: Href, rules: list[Rule]) -> list[str]:
    """One line a calculator: the rules that it does not calculate yet."""
    by_calculator: dict[str, list[str]] = {}
    for rule in rules:
        by_calculator.setdefault(rule.computable, []).append(cite(library, href, rule.citation, rule.id))
    return [f"- **{library.calculators[key].title}** : {', '.join(links)}" for key, links in by_calculator.items()]
