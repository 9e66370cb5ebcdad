"""Addresses and anchors: how a page, a rule, a parameter or an article is pointed to."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable

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
