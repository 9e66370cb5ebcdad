"""What a document holds: its pages by part, its rules by number."""

from __future__ import annotations

from hub.content.library import Library
from hub.content.links import Href, slug
from hub.content.rules import RulePage, load_data


def _range(page: RulePage) -> str:
    ids = [r.id for r in page.rules]
    return ids[0] if len(ids) == 1 else f"{ids[0]} à {ids[-1]}"


def chapters(library: Library, href: Href, argument: str) -> str:
    """The pages of a source, by part, with the range of their rules."""
    parts = load_data("source_parts").get(argument, {})
    out, current = [], object()
    for page in (p for p in library.pages if p.source == argument and p.rules):
        part = page.part or ("annexe" if (page.chapter or "").startswith("Annexe") else None)
        if part != current:
            current = part
            title = parts.get(str(current), {}).get("title")
            if title:
                out += ["", f"## {title} {{ #partie-{slug(str(current))} }}", ""]
        number = f"{page.chapter}. " if page.chapter and page.chapter[0].isdigit() and parts else ""
        out.append(
            f'- [{number}{page.title}]({href(page.path, "")}) <span class="muted">{_range(page)} ·'
            f" {_count(page)}{_basis(page)}</span>"
        )
    return (
        "\n".join(['<div class="chapters" markdown="1">', *out, "", "</div>"])
        if out
        else "*Les règles de cette source ne sont pas encore publiées.*"
    )


def _count(page: RulePage) -> str:
    count = f"{len(page.rules)} règle{'s' if len(page.rules) > 1 else ''}"
    abrogated = sum(r.abrogated for r in page.rules)
    return count + (f", dont {abrogated} abrogée{'s' if abrogated > 1 else ''}" if abrogated else "")


def _basis(page: RulePage) -> str:
    return f" · {', '.join(page.statutes)}" if 0 < len(page.statutes) <= 3 else ""


def numbers(library: Library, href: Href, argument: str) -> str:
    """Every rule of a source as its number alone, in order, repealed ones struck out."""
    links = []
    for rule in (r for r in library.rules.values() if r.source == argument):
        css = " .number--off" if rule.abrogated else ""
        links.append(f'[{rule.id}]({href(rule.page, rule.anchor)}){{ .cite .number{css} data-cite="{rule.citation}" }}')
    return f'<p class="numbers" data-search-exclude="" markdown="span">{" ".join(links)}</p>'
