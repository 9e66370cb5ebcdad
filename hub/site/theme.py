"""The theme's pages as ours: what ``templates/`` needs of Python. Hooks that know nothing of how pages are prepared and
finished (:mod:`hub.site.hooks` does), so that a follower of MkDocs runs them too (:mod:`hub.site.successor`).
"""

from __future__ import annotations

import copy
import html
import posixpath
import re
from collections.abc import Callable, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

# what is ours is imported where it is used, for the reason that hub/site/hooks.py gives

SHOWN = 160
"""How many characters of a description search engines and bookmarks show."""
_FIRST = re.compile(r"</h1>.*?<p>(.*?)</p>", re.S)
_SECTION = re.compile(
    r'(?P<head><nav class="md-nav" data-md-level="\d+" )aria-labelledby="[^"]*"(?P<between>[^>]*>\s*'
    r'<label class="md-nav__title"[^>]*>\s*<span[^>]*></span>\s*)(?P<title>[^<]*?)(?P<end>\s*</label>)'
)


# -- filters of templates/main.html: a block of the theme, changed in one place ----------------------------------------


def exchange(block: str, theirs: str, ours: str) -> str:
    """``block`` with our text in the place of the theme's, which stands in it once."""
    from hub.errors import BuildError

    if block.count(theirs) != 1:
        raise BuildError(
            f"thème : « {theirs} » attendu une fois, trouvé {block.count(theirs)} fois (hub/site/templates)"
        )
    return block.replace(theirs, ours)


def name_sections(block: str) -> str:
    """The navigation with the names of its sections: the theme names one that has an index page after a label without a
    word. A regular expression, as only a copy of the theme's whole macro for entries could do without."""
    from hub.errors import BuildError

    named = _SECTION.sub(
        lambda m: (
            f'{m["head"]}aria-label="{html.escape(html.unescape(" ".join(m["title"].split())), quote=True)}"'
            f"{m['between']}{m['title']}{m['end']}"
        ),
        block,
    )
    if "aria-labelledby=" in named or "aria-label=" not in named:
        raise BuildError("thème : les sections de la navigation sont nommées d'une autre manière (hub/site/theme.py)")
    return named


def on_env(env: Any, *, config: Any, files: Any) -> Any:
    """Gives the templates their filters."""
    from hub.errors import for_mkdocs

    env.filters |= {f.__name__: for_mkdocs()(f) for f in (exchange, name_sections)}
    return env


# -- what a page says of itself ----------------------------------------------------------------------------------------


def on_page_content(content: str, *, page: Any, config: Any, files: Any) -> str:
    """Each page has a description of its own, the beginning of its text; a calculator's window says that it is one, as
    chapters have the same names."""
    first = _FIRST.search(content)
    if first and not page.is_homepage:
        page.meta.setdefault("description", beginning(first[1]))
    if page.url.startswith("calculateurs/") and not page.is_index:
        page.meta["window"] = f"Calculateur « {page.title} »"
    return content


def beginning(paragraph: str) -> str:
    """A paragraph without its tags, no longer than what is shown, as the value of an attribute."""
    from hub.pages.rule_pages import plain_text

    words = plain_text(paragraph)
    short = words if len(words) <= SHOWN else words[: SHOWN - 1].rpartition(" ")[0] + "…"
    return html.escape(short, quote=True)


# -- the page around worked cases --------------------------------------------------------------------------------------


def frame(env: Any, context: Any, url: str, top: str, **said: str) -> Callable[[Sequence[tuple[str, str]]], str]:
    """Draws the page around what is made after the theme has run, at ``url`` below the page of ``context``: a function
    from its headings (identifier and title) below that with the anchor ``top``. ``said`` has the page's ``content``,
    ``description`` and ``window``."""
    above = context["page"]
    page = _below(above, url)
    page.content, page.meta = said.pop("content"), {**above.meta, **said}

    @cache
    def drawn(headings: tuple[tuple[str, str], ...]) -> str:
        page.toc = [_heading(top, "", 1, [_heading(ident, title, 2, []) for ident, title in headings])]
        above.active = True
        try:
            text = env.get_template("main.html").render(
                {**context, "page": page, "base_url": posixpath.relpath(".", url)}
            )
        finally:
            above.active = False
        return re.sub(r"\s*\n\s*", "\n", text)  # hundreds of pages: the theme's indentation would weigh more than they

    return lambda headings: drawn(tuple(headings))


def _below(page: Any, url: str) -> Any:
    """The same page at another address: links lead from there, and the navigation takes it for ``page``."""
    made = copy.copy(page)
    made.__class__ = type("Below", (type(page),), {"url": url, "__eq__": lambda _, other: other == page})
    made.previous_page = made.next_page = None
    return made


def _heading(ident: str, title: str, level: int, below: list[Any]) -> Any:
    """An entry of a table of contents, as MkDocs makes them."""
    return SimpleNamespace(url=f"#{ident}", title=title, level=level, children=below)
