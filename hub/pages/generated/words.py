"""Words of the field: abbreviations, and the German ones with their French."""

from __future__ import annotations

from ai_calc.law import citations
from hub.content.library import Library
from hub.content.links import Href, slug
from hub.content.rules import load_data
from hub.pages.pieces import cell


def abbreviations(library: Library, href: Href, argument: str) -> str:
    """The abbreviations with their meaning and the documents that use them."""
    out = ["| Sigle | Signification | Documents |", "|---|---|---|"]
    for entry in load_data("abbreviations"):
        where = ", ".join(library.sources[s].short for s in entry["sources"])
        note = f' <span class="muted">({entry["note"]})</span>' if entry.get("note") else ""
        listed = "" if entry.get("listed") else ' <span class="muted">(sens usuel)</span>'
        out.append(
            f'| <strong id="{slug(entry["abbr"])}">{entry["abbr"]}</strong> | {cell(entry["meaning"])}{listed}{note} |'
            f" {where} |"
        )
    return "\n".join(out)


def german(library: Library, href: Href, argument: str) -> str:
    """German words of the field with the French ones of the rules, and where these are at home."""
    out = ["| Allemand | Français | Règles |", "|---|---|---|"]
    for entry in sorted(load_data("german"), key=lambda e: slug(e["de"][0])):
        rules = ", ".join(
            f"[{citations.label(c)}]({href(library.rules[c].page, library.rules[c].anchor)})" for c in entry["rules"]
        )
        out.append(f'| <span lang="de">{cell(", ".join(entry["de"]))}</span> | {cell(entry["fr"])} | {rules} |')
    return "\n".join(out)
