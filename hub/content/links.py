"""Addresses and anchors: how a page, a rule, a parameter or an article is pointed to."""

from __future__ import annotations

import html
import os
import posixpath
import re
from collections.abc import Callable
from urllib.parse import quote

FIGURES_PAGE = "reperes/montants.md"
READINGS_PAGE = "reperes/lectures.md"
STATUTES_PAGE = "reperes/articles.md"
DECISIONS_PAGE = "reperes/arrets.md"
CASES_PAGE = "reperes/cas.md"
CASE_LIST = "cas/index.md"

Href = Callable[[str, str], str]
"""Turns a page below ``docs/`` and an anchor (or ``""``) into the address to write."""


def url_of(page: str) -> str:
    """The address of a page below the site's root: ``reglements/cmrp/42-aide-en-capital/``; ``""`` for the home."""
    stem = page.removesuffix(".md")
    if stem == "index":
        return ""
    return (stem.removesuffix("/index") if stem.endswith("/index") else stem) + "/"


def from_page(page: str) -> Href:
    """Links from one Markdown page to another, as the site generator wants them."""

    def href(target: str, anchor: str = "") -> str:
        path = "" if target == page and anchor else os.path.relpath(target, posixpath.dirname(page) or ".")
        return path.replace(os.sep, "/") + (f"#{anchor}" if anchor else "")

    return href


def from_root(target: str, anchor: str = "") -> str:
    """Links as addresses below the site's root, for what is shown anywhere."""
    return url_of(target) + (f"#{anchor}" if anchor else "")


def root_of(page: str) -> str:
    """The way from a page's address up to the site's root: ``../../../``."""
    return "../" * url_of(page).count("/")


_RAW = re.compile(r'(<[a-z][^<>]*\shref=")\.\./')


def raw_from_file(page: str, text: str) -> str:
    """The links that a prepared page writes as HTML, from its file instead of from its address.

    MkDocs and ProperDocs hand HTML on as it is: such a link starts at the page's address, a folder below its file
    unless the page is an ``index.md``. Zensical reads it as it reads a Markdown link, from the file. This is the one
    place that knows.
    """
    return text if posixpath.basename(page) == "index.md" else _RAW.sub(r"\1", text)


def short_url(citation: str) -> str:
    """The short, stable address of a rule below the site's root: ``r/cmrp/6020/``."""
    source, _, number = citation.partition(":")
    return f"r/{source}/{number}/"


def slug(text: str) -> str:
    """An anchor made from a reference: ``vsi-1999-p-131``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def parameter_anchor(name: str) -> str:
    """The anchor of a parameter on *Tous les montants et délais*."""
    return "p-" + name.replace("/", ".")


def article_and_law(statute: str) -> tuple[str, str]:
    """``("18a", "LAI")`` for ``art. 18a al. 3 LAI``; the article is empty for a law as a whole."""
    law = re.sub(r" \(.*\)$", "", statute).split()[-1]
    match = re.match(r"art\. (\S+)", statute)
    return (match[1].rstrip(",") if match else ""), law


def statute_anchor(statute: str) -> str:
    """The anchor of the article that a reference names, on *Articles de loi*: ``lai-18d``."""
    article, law = article_and_law(statute)
    return slug(f"{law} {article}")


def case_anchor(citation: str) -> str:
    """The anchor of a rule on *Cas vérifiés*."""
    return "c-" + citation.replace(":", ".")


def case_url(case_id: str) -> str:
    """The address of a worked case's page below the site's root: ``cas/AC-01/``."""
    return f"cas/{case_id}/"


# ---- outside: the official collection, the Federal Court

_LATIN = "bis|ter|quater|quinquies|sexies|septies|octies|novies|decies"
_ARTICLE = re.compile(rf"(\d+)([a-z])?({_LATIN})?")
_PUBLISHED = re.compile(r"ATF (\d+) (I[ab]?|II|III|IV|V|VI) (\d+)")
_DOCKET = re.compile(r"(?:TF )?((?:\d[A-Z]_|[A-Z] )\d+/\d{2,4})")
_COURT = "https://search.bger.ch/ext/eurospider/live/fr/php/"


def statute_address(article: str, law: str, elis: dict[str, str]) -> str | None:
    """The official text of an article (``18d``; empty: the law as a whole), or None for a law whose address is not
    known."""
    if law not in elis:
        return None
    match = _ARTICLE.fullmatch(article)
    anchor = "#art_" + "_".join(filter(None, match.groups())) if match else ""
    return f"https://www.fedlex.admin.ch/{elis[law]}/fr{anchor}"


def decision_address(decision: str) -> str | None:
    """A decision of the Federal Court: itself when it is published (ATF), else the search for its number; None for
    reviews."""
    if match := _PUBLISHED.match(decision):
        return f"{_COURT}clir/http/index.php?lang=fr&type=show_document&highlight_docid=atf%3A%2F%2F{'-'.join(match.groups())}%3Afr"
    if match := _DOCKET.match(decision):
        return f"{_COURT}aza/http/index.php?lang=fr&type=simple_query&query_words={quote(match[1], safe='')}"
    return None


def outside(address: str | None, text: str, where: str) -> str:
    """A link that leaves the site, and says so; empty without an address. Nothing is loaded before it is followed."""
    if address is None:
        return ""
    label = html.escape(f"{where} (site extérieur)", quote=True)
    name = f' aria-label="{label}"' if text == "↗" else ""  # else the text that can be seen is the name
    return (
        f'<a class="outside" href="{html.escape(address, quote=True)}" rel="noreferrer"'
        f' title="{label}"{name}>{text}</a>'
    )
