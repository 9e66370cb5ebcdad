"""French spaces in Markdown: authors type plain spaces, the pages get the no-break ones that print needs."""

from __future__ import annotations

import re

NARROW, NBSP = "\u202f", "\u00a0"

# Code, HTML tags and comments, link targets, attribute lists, definitions of links and abbreviations, addresses.
_PROTECTED = re.compile(
    r"(```.*?```|~~~.*?~~~|`[^`\n]*`|<!--.*?-->|<[^>\n]*>|\]\([^)\n]*\)|\{[^}\n]*\}|"
    r"^\[[^\]\n]+\]:.*$|^\*\[.*$|https?://[^\s)]+)",
    re.S | re.M,
)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_UNITS = r"CHF|francs?|%|ans?|mois|jours?|heures?|h|semaines?|minutes?|fois"
_HEADING = re.compile(r"^#{1,6} .*$", re.M)  # tables of contents swallow the characters, but keep the entities
_RULES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"(?<=\S) (?=[;?!](?:\s|$|\*|\)|»))", re.M), NARROW),
    (re.compile(r"(?<=\S) (?=:(?:\s|$|\*))", re.M), NBSP),
    (re.compile(r"« "), "«" + NARROW),
    (re.compile(r" (?=»)"), NARROW),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})\b|%)"), NBSP),
    (re.compile(rf"(?<=\d) (?=(?:{_MONTHS})\b)|(?<=\der) (?=(?:{_MONTHS})\b)"), NBSP),
    (re.compile(r"(?<=\bch\.) (?=\w)|(?<=\bart\.) (?=\w)|(?<=\bal\.) (?=\w)|(?<=\blet\.) (?=\w)"), NBSP),
    (re.compile(r"(?<=\bconsid\.) (?=\d)|(?<=\bp\.) (?=\d)|(?<=\bn°) (?=\d)|(?<=\bann\.) (?=\w)"), NBSP),
]


def french_spaces(markdown: str) -> str:
    """``markdown`` with no-break spaces before « ; ? ! : » », inside guillemets, in numbers and references."""
    parts = _PROTECTED.split(markdown)
    for n in range(0, len(parts), 2):
        if " " not in parts[n]:
            continue
        for pattern, replacement in _RULES:
            parts[n] = pattern.sub(replacement, parts[n])
    return _HEADING.sub(lambda m: m[0].replace(NARROW, "&#8239;").replace(NBSP, "&nbsp;"), "".join(parts))
