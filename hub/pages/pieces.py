"""What many pages are made of: a citation, a badge, a cell."""

from __future__ import annotations

from ai_calc.law import citations
from hub.content.library import Library
from hub.content.links import Href


def cite(library: Library, href: Href, citation: str, text: str | None = None) -> str:
    """A citation as a link that shows its rule."""
    shown = text or citations.label(citation)
    target = library.resolve(citation)
    if target is None:
        return f'<span class="unresolved" title="Règle pas encore publiée">{shown}</span>'
    return f'[{shown}]({href(target[0].page, target[1])}){{ .cite data-cite="{citation}" }}'


def badge(text: str, css: str = "") -> str:
    return f'<span class="badge {css}">{text}</span>'.replace(' "', '"')


def cell(text: str) -> str:
    """Text that may stand in a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())
