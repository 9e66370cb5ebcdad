"""The readings of ambiguous texts, each with the rules that it concerns."""

from __future__ import annotations

import html
import re

from ai_calc.law.readings import SCOPES, Reading
from ai_calc.registers.documents import natural
from hub.content import changes
from hub.content.library import Library
from hub.content.links import Href, slug
from hub.pages.pieces import badge, cite

SCOPE_BADGES = {"decision": "badge--calc", "major": "badge--off"}


TITLES = {
    "C": "CMRP",
    "L": "Choix du site",
    "B": "Mémentos de Berne",
    "G": "Accord de Genève",
    "E": "Guide EISP",
    "X": "Entre les documents",
}
"""What the first letter of a reading stands for, in the order of the page."""


def readings(library: Library, href: Href, argument: str) -> str:
    """Every reading: what is unclear, what the hub takes it to mean, which rules it concerns."""
    concerned = _rules_by_reading(library)
    order = {letter: n for n, letter in enumerate(TITLES)}
    out, group = [], None
    for reading in sorted(library.readings.values(), key=lambda r: (order.get(r.id[0], 99), natural(r.id))):
        letter = reading.id.split("-")[0]
        if letter != group:
            group = letter
            title = TITLES.get(letter, letter)
            out += [f"## {title} {{ #lectures-{slug(title)} }}", ""]
        rules = ", ".join(cite(library, href, c) for c in concerned.get(reading.id, ()))
        out += _section(reading, rules)
    return "\n".join(out)


def _rules_by_reading(library: Library) -> dict[str, list[str]]:
    concerned: dict[str, list[str]] = {}
    for rule in library.rules.values():
        for reading in rule.readings:
            concerned.setdefault(reading, []).append(rule.citation)
    return concerned


def _section(reading: Reading, rules: str) -> list[str]:
    state = html.escape(changes.state_of(reading.editions), quote=False)
    return [
        '<section class="reading" markdown="1">',
        "",
        (
            f'### <span class="rule-no">{reading.id}</span><span class="rule-sep"> · </span>'
            f"{_prose(reading.title)} {{ #{slug(reading.id)} }}"
        ),
        "",
        (
            '<p class="rule-meta"'
            f' data-search-exclude="">{badge(SCOPES[reading.scope], SCOPE_BADGES.get(reading.scope, ""))}'
            f" {html.escape(reading.where, quote=False)}"
            f' <span class="muted">Texte lu : {state}</span></p>'
        ),
        "",
        f"**Constat.** {_prose(reading.finding)}",
        "",
        f"**Lecture retenue.** {_prose(reading.reading)}",
        "",
        *([f'<p class="rule-refs" data-search-exclude="" markdown="span">Règles : {rules}</p>', ""] if rules else []),
        "</section>",
        "",
    ]


def _prose(text: str) -> str:
    return re.sub(r"([<>_*])", lambda m: {"<": "&lt;", ">": "&gt;"}.get(m[1], "\\" + m[1]), text)
