"""The documents themselves, in detail, as cards, or in a small table."""

from __future__ import annotations

from hub.content.editions import period
from hub.content.library import Library
from hub.content.links import Href
from hub.content.rules import Source
from hub.pages.pieces import badge

STATES = {
    "superseded": ("Remplacé", "badge--off"),
    "undated": ("Non daté", "badge--calc"),
    "deduced": ("Dates déduites", "badge--calc"),
    "guidance": ("Guide, non contraignant", ""),
    "current": ("En vigueur", "badge--on"),
}


def described(library: Library, href: Href, argument: str) -> str:
    """The five sources with state, last check and where the text that counts is."""
    out = []
    for key, s in library.sources.items():
        words, css = STATES[s.state]
        count = _rules_of(library, key)
        out += [
            f"## {s.title} {{ #{key} }}",
            "",
            f'<p class="rule-meta">{badge(words, css)}</p>',
            "",
            f'- <span class="label">Édité par</span> <span class="value">{s.edition.publisher}</span>',
            *(
                [f'- <span class="label">Édition</span> <span class="value">{s.edition.reference}</span>']
                if s.edition.reference
                else []
            ),
            f'- <span class="label">Dates</span> <span class="value">{period(s.edition)} : {s.edition.evidence}</span>',
            f'- <span class="label">Vérifié</span> <span class="value">{s.checked}</span>',
            (
                '- <span class="label">Texte qui fait foi</span> <span class="value"'
                f' markdown="span">{_authority(s)}</span>'
            ),
            (
                f'- <span class="label">Dans ce site</span> <span class="value" markdown="span">[{count}'
                f" règle{'s' if count > 1 else ''}]({href(s.folder + '/index.md', '')}), citées sous la forme"
                f" <code>{key}:…</code></span>"
            ),
            "",
        ]
    return "\n".join(['<div class="sources" markdown="1">', "", *out, "</div>"])


def cards(library: Library, href: Href, argument: str) -> str:
    """One card a source: what it is, how many rules, its state."""
    out = ['<div class="cards" markdown="1">', ""]
    for key, s in library.sources.items():
        words, css = STATES[s.state]
        count = _rules_of(library, key)
        out += [
            '<div class="card" markdown="1">',
            "",
            f"## [{s.short}]({href(s.folder + '/index.md', '')})",
            "",
            f"{s.title}. {s.edition.publisher}.",
            "",
            f'<p class="rule-meta" markdown="span">{badge(words, css)} {badge(f"{count} règles")}</p>',
            "",
            "</div>",
            "",
        ]
    return "\n".join([*out, "</div>"])


def table(library: Library, href: Href, argument: str) -> str:
    """The sources in a small table."""
    out = [
        '<div class="stack" markdown="1">',
        "",
        "| Document | Édité par | Contenu | État |",
        "|---|---|---|---|",
    ]
    for key, s in library.sources.items():
        count = _rules_of(library, key)
        out.append(
            f"| [{s.title}]({href(s.folder + '/index.md', '')}) | {s.edition.publisher} | {count} règles |"
            f" {badge(*STATES[s.state])} |"
        )
    return "\n".join([*out, "", "</div>"])


def _authority(source: Source) -> str:
    e = source.edition
    return f"[{e.authority}]({e.url})" if e.url else e.authority


def _rules_of(library: Library, edition: str) -> int:
    """How many rules an edition has."""
    return sum(rule.source == edition for rule in library.rules.values())
