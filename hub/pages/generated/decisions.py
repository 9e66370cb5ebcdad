"""The decisions of courts that rules cite, by collection."""

from __future__ import annotations

import re

from ai_calc.registers.documents import natural
from hub.content.library import Library
from hub.content.links import Href, decision_address, outside, slug
from hub.content.rules import Rule
from hub.pages.pieces import cell, cite

_COURTS = [
    ("ATF", "Arrêts publiés du Tribunal fédéral (ATF)", re.compile(r"ATF ")),
    ("TF", "Arrêts du Tribunal fédéral", re.compile(r"(?:TF )?(?:\d[A-Z]_|I \d)")),
    ("VSI", "Pratique VSI", re.compile(r"VSI ")),
    ("RCC", "Revue RCC", re.compile(r"RCC ")),
    ("autres", "Autres références", re.compile(r"")),
]


def decisions(library: Library, href: Href, argument: str) -> str:
    """One section a collection, one entry a decision: the rules that cite it."""
    found = _by_court(library)
    out = []
    for key, title, _ in _COURTS:
        if key in found:
            out += [
                f"## {title} {{ #{slug('recueil ' + key)} }}",
                "",
                '<div class="stack" markdown="1">',
                "",
                "| Arrêt | Règles qui le citent |",
                "|---|---|",
                *(_row(library, href, decision, found[key][decision]) for decision in sorted(found[key], key=natural)),
                "",
                "</div>",
                "",
            ]
    return "\n".join(out)


def _by_court(library: Library) -> dict[str, dict[str, list[Rule]]]:
    found: dict[str, dict[str, list[Rule]]] = {}
    for rule in library.rules.values():
        for decision in rule.decisions:
            court = next(key for key, _, pattern in _COURTS if pattern.match(decision))
            found.setdefault(court, {}).setdefault(decision, []).append(rule)
    return found


def _row(library: Library, href: Href, decision: str, citing: list[Rule]) -> str:
    rules = "<br>".join(f"{cite(library, href, r.citation)} {cell(r.title)}" for r in citing)
    official = outside(decision_address(decision), "Tribunal fédéral ↗", f"{decision} au Tribunal fédéral")
    return f'| <span id="{slug(decision)}"></span>{decision}{"<br>" if official else ""}{official} | {rules} |'
