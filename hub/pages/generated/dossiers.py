"""Where the files of persons are listed; the script of the page fills these places in."""

from __future__ import annotations

import html

from hub.content.library import Library
from hub.content.links import Href, url_of


def every_file(library: Library, href: Href, argument: str) -> str:
    """The place of the list of files of persons, with the calculators that it opens (the page's script fills it in)."""
    return (
        f'<div data-dossiers="" data-search-exclude="">{_calculator_links(library, "../")}'
        "<p>La liste apparaît quand la page est entièrement chargée.</p></div>"
    )


def latest_files(library: Library, href: Href, argument: str) -> str:
    """The place of the files that were open last, on the home page; nothing without any."""
    return f'<div data-dossiers-resume="" data-search-exclude="" hidden="">{_calculator_links(library, "")}</div>'


def _calculator_links(library: Library, up: str) -> str:
    links = "".join(
        f'<li><a data-name="{key}" href="{up}{url_of(c.page)}">{html.escape(c.title)}</a></li>'
        for key, c in library.calculators.items()
        if c.page in library.markdown_files
    )
    return f'<ul data-calculators="" hidden="">{links}</ul>'
