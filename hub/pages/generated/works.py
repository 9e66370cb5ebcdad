"""The works that a document lists."""

from __future__ import annotations

from hub.content.library import Library
from hub.content.links import Href
from hub.content.rules import load_data
from hub.pages.pieces import cell


def works(library: Library, href: Href, argument: str) -> str:
    """The works that a document lists: who, when, what, where."""
    out = ["| Sujet | Référence |", "|---|---|"]
    for group in load_data("references")[argument]:
        for number, work in enumerate(group["works"]):
            who = " ".join(str(w) for w in (work["who"], work.get("year")) if w)
            title = f"*{work['title']}*" if work["title"] else ""
            out.append(
                f"| {group['group'] if number == 0 else ''} |"
                f" {cell(', '.join(w for w in (who, title, work['where']) if w))} |"
            )
    return "\n".join(out)
