"""Pages of the site that exercises speak of, beside rules and readings: title and address below the site's root."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page of the site."""

    title: str
    path: str


PAGES = {
    "amounts": Page("Tous les montants et délais", "reperes/montants/"),
    "changes": Page("Registre : ce qui a changé depuis 2020", "versions-et-sources/depuis-2020/"),
    "editions": Page("Versions et sources", "versions-et-sources/"),
}
