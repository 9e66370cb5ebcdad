"""A document as HTML: a fragment for the page of a calculator, or a whole page to print.

Every text is escaped: what a person typed never becomes HTML. Gaps are ``<mark class="doc-gap">`` with their label.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from ai_calc.ground.french import tied, tied_html
from ai_calc.handing_over.papers import (
    GAP_MARK,
    Block,
    Document,
    Gap,
    Grid,
    Heading,
    Items,
    Paragraph,
    Strong,
    Text,
    of_numbers,
)

Cites = Callable[[tuple[str, ...]], str]
"""Turns citations into HTML (links to the rules)."""


WIDE = 7
"""From so many columns on, a table is set in smaller letters, so that a sheet of paper holds it."""


def _no_cites(_: tuple[str, ...]) -> str:
    return ""


def document_html(document: Document, cites: Cites = _no_cites, level: int = 3) -> str:
    """The document as one ``<article>``, without ``style`` attributes; its title is a heading of ``level``."""
    footer = f'<footer class="doc-footer"><p>{line_html(document.footer)}</p></footer>' if document.footer else ""
    subtitle = f'<p class="doc-subtitle">{line_html(document.subtitle)}</p>' if document.subtitle else ""
    mark = f'<p class="doc-mark"><strong>{escape(document.mark)}</strong></p>' if document.mark else ""
    body = "".join(_block(block, cites, level) for block in document.blocks)
    return (
        f'<article class="doc" data-document="{escape(document.key)}" lang="fr-CH">{mark}<h{level}'
        f' class="doc-title">{escape(document.title)}'
        f" {cites(document.rules)}</h{level}>{subtitle}{body}{footer}</article>"
    )


def document_page(document: Document) -> str:
    """A whole page, to print or to save: no script, nothing loaded from elsewhere."""
    return page_of(tied(document.title), tied_html(document_html(document, level=1)))


def page_of(title: str, body: str, style: str = "") -> str:
    """A whole page around HTML that is safe already."""
    return (
        '<!doctype html><html lang="fr-CH"><head><meta charset="utf-8"><meta name="viewport"'
        ' content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}{style}</style></head><body>{body}</body></html>"
    )


_STYLE = (
    "body{font:11pt/1.45 Arial,Helvetica,sans-serif;max-width:42rem;margin:2rem auto;padding:0"
    " 1rem;color:#111}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.4rem 0 .3rem}h3{font-size:1rem}p,li{margin:.3rem"
    " 0}table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{border:1px solid #777;padding:.3rem"
    " .5rem;text-align:left;vertical-align:top}.doc-wide{font-size:8.5pt}.doc-wide :is(td,th){padding:.15rem .25rem}.doc-number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:bold;padding:.2rem"
    " 0}.doc-small,.doc-footer{font-size:.85rem;color:#333}.doc-mark{border:2px solid #b00;padding:.3rem"
    " .6rem;text-align:center}.doc-boxes{list-style:none;padding-left:0}.doc-gap{background:#fff3a8;color:inherit}.doc-sign"
    " td{height:4.5rem;vertical-align:bottom}@media"
    " print{body{margin:0;max-width:none}h2,h3,p:has(+ul),p:has(+ol),p:has(+table),:has(+.doc-footer){break-after:avoid}.doc-footer{break-before:avoid;break-inside:avoid}tr,.doc-sign{break-inside:avoid}:has(+.doc-sign),:has(+:is(p)"
    " + .doc-sign){break-after:avoid}@page{size:A4;margin:2cm}}"
)


def line_html(line: Text) -> str:
    """One line; line breaks that a person typed are kept."""
    parts = []
    for run in line:
        if isinstance(run, Gap):
            parts.append(f'<mark class="doc-gap" title="À compléter : {escape(run.label)}">{GAP_MARK}</mark>')
        elif isinstance(run, Strong):
            parts.append(f"<strong>{escape(run.text)}</strong>")
        else:
            parts.append(escape(run).replace("\n", "<br>"))
    return "".join(parts)


def _block(block: Block, cites: Cites, level: int) -> str:
    if isinstance(block, Heading):
        tag = f"h{min(6, level + block.level)}"
        return f"<{tag}>{line_html(block.text)} {cites(block.rules)}</{tag}>"
    if isinstance(block, Paragraph):
        css = ' class="doc-small"' if block.small else ""
        return f"<p{css}>{line_html(block.text)} {cites(block.rules)}</p>"
    if isinstance(block, Items):
        return _items(block) + (f"<p>{cites(block.rules)}</p>" if block.rules and cites(block.rules) else "")
    if isinstance(block, Grid):
        return _grid(block, cites)
    cells = "".join(f'<th scope="col">{escape(role)}</th>' for role, _ in block.parties)
    names = "".join(f"<td>{line_html(name)}</td>" for _, name in block.parties)
    return f'<table class="doc-sign"><thead><tr>{cells}</tr></thead><tbody><tr>{names}</tr></tbody></table>'


def _items(block: Items) -> str:
    if block.checked:
        entries = "".join(
            f'<li><span aria-hidden="true">{"☒" if ticked else "☐"}</span><span'
            f' class="doc-hidden">{"retenu : " if ticked else "non retenu : "}</span> {line_html(entry)}</li>'
            for entry, ticked in zip(block.entries, block.checked, strict=True)
        )
        return f'<ul class="doc-boxes">{entries}</ul>'
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{line_html(entry)}</li>' for entry in block.entries)}</{tag}>"


def _grid(block: Grid, cites: Cites) -> str:
    caption = f"<caption>{escape(block.caption)} {cites(block.rules)}</caption>" if block.caption else ""
    numbers = of_numbers(block.rows) if block.header else set()

    def look(i: int) -> str:
        return ' class="doc-number"' if i in numbers else ""

    heads = "".join(f'<th scope="col"{look(i)}>{line_html(cell)}</th>' for i, cell in enumerate(block.header))
    rows = []
    for row in block.rows:
        first = f'<th scope="row">{line_html(row[0])}</th>' if not block.header else f"<td>{line_html(row[0])}</td>"
        others = "".join(f"<td{look(i)}>{line_html(cell)}</td>" for i, cell in enumerate(row[1:], 1))
        rows.append(f"<tr>{first}{others}</tr>")
    head = f"<thead><tr>{heads}</tr></thead>" if block.header else ""
    wide = " doc-wide" if len(block.header) >= WIDE else ""
    return f'<table class="doc-grid{wide}">{caption}{head}<tbody>{"".join(rows)}</tbody></table>'
