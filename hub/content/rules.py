"""What rule pages hold: :class:`Rule` in :class:`RulePage`, of a :class:`Source`.

:mod:`hub.content.parse` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ai_calc.ground import french, strict_yaml
from ai_calc.registers.documents import Source as Edition
from ai_calc.registers.documents import all_sources

DATA = Path(__file__).parents[1] / "data"

PART = re.compile(r"^(?P<indent>\s*[-*] +)\{(?P<part>[A-Za-z0-9]+)\} +", re.M)
LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<scheme>[a-z][a-z0-9-]*):(?P<target>[^)\s]+)\)")
STATUTE = re.compile(r"(?:art\. \S.*? )?(?P<law>[A-Z][A-Za-zÀ-ÿ]*[A-Z][A-Za-z]*|CO)(?: \(.+\))?")


@dataclass(frozen=True, slots=True)
class Source:
    """One edition of a document as the pages show it, made from the register (:mod:`ai_calc.registers.documents`)."""

    edition: Edition

    @property
    def key(self) -> str:
        return self.edition.key

    @property
    def short(self) -> str:
        return self.edition.short

    @property
    def title(self) -> str:
        return self.edition.title

    @property
    def folder(self) -> str:
        """Where its pages are, below ``docs/``."""
        return f"reglements/{self.key}"

    @property
    def state(self) -> str:
        """A key of :data:`hub.pages.generated.sources.STATES`."""
        if self.edition.dates != "stated":
            return self.edition.dates
        return "superseded" if self.edition.until else "current" if self.edition.binding else "guidance"

    @property
    def in_force(self) -> str:
        """What the status line of its rules says."""
        e = self.edition
        if e.dates == "undated" or e.valid_from is None:
            return "Date inconnue"
        if e.dates == "deduced":
            return f"Date inconnue ; période déduite : {e.valid_from.year}" + (f" à {e.until.year}" if e.until else "")
        year = (e.state or e.valid_from).year
        if e.replaced_from is not None:
            return f"Texte de {year}, remplacé en {e.replaced_from.year}"
        return f"En vigueur dès le {french.long_date(e.valid_from)}" if e.binding else f"Conseil du guide de {year}"

    @property
    def notice(self) -> str:
        """What stands below the title of its pages, as Markdown."""
        e = self.edition
        if e.dates != "stated" or e.valid_from is None:
            return f"Document sans date : {e.evidence}."
        words = (
            f"État au {french.long_date(e.state)}." if e.state else f"Valable dès le {french.long_date(e.valid_from)}."
        )
        if e.replaced_from is not None:
            by = f"[nouveau texte]({e.replaced_by})" if e.replaced_by else "nouveau texte"
            words += f" Un {by} vaut depuis le {french.long_date(e.replaced_from)}."
        return words if e.binding else f"{words} Ce texte conseille, il n'oblige pas."

    @property
    def checked(self) -> str:
        """Until when it is verified, in words."""
        e = self.edition
        if e.dates == "undated":
            return "document sans date : rien ne dit depuis quand ni jusqu'à quand il vaut"
        if e.dates == "deduced" or e.checked_on is None:
            return "document sans date : sa période est déduite des jours qu'il cite"
        return f"jusqu'au {french.long_date(e.checked_on)}, état du document"


@dataclass(frozen=True)
class Rule:
    """One numbered rule. ``text`` is its Markdown as written, ``page`` its file below ``docs/``; ``editions`` the
    rules of other editions of its document that treat the same matter under another number."""

    source: str
    id: str
    title: str
    page: str
    line: int
    text: str
    section: str = ""
    tag: str | None = None
    status: str = "in-force"
    kind: str = "none"
    statutes: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    computable: str = "reading-only"

    @property
    def citation(self) -> str:
        """``cmrp:6020``."""
        return f"{self.source}:{self.id}"

    @property
    def anchor(self) -> str:
        """The id of its heading in the page: ``r-6020``."""
        return f"r-{self.id}"

    @property
    def abrogated(self) -> bool:
        return self.status == "abrogated"

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The letters of its lettered parts, in order."""
        return tuple(m["part"] for m in PART.finditer(self.text))

    @property
    def where(self) -> str:
        """Names file, line and rule at the head of a message."""
        return f"docs/{self.page}:{self.line}: règle {self.citation}"


@dataclass(frozen=True)
class Piece:
    """A stretch of a page: plain Markdown, or a rule in its place."""

    text: str = ""
    rule: Rule | None = None


@dataclass(frozen=True)
class RulePage:
    """One parsed page. ``chapter`` is its number in the source, ``statutes`` the basis of the whole chapter."""

    path: str
    title: str
    source: str
    part: str | None
    chapter: str | None
    statutes: tuple[str, ...]
    pieces: tuple[Piece, ...]
    head: dict[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(p.rule for p in self.pieces if p.rule is not None)


_parsed = lru_cache(maxsize=64)(strict_yaml.load)
"""The same text is read once: pages ask for the same files again and again."""


def load_data(name: str) -> Any:
    """One of the hub's own data files, ``hub/data/<name>.yaml``; to be read, not to be changed."""
    try:
        return _parsed((DATA / f"{name}.yaml").read_text("utf-8"))
    except strict_yaml.StrictYamlError as error:
        raise strict_yaml.StrictYamlError(f"hub/data/{name}.yaml : {error}") from None


def load_sources() -> dict[str, Source]:
    """The editions by key, in the order of the register; those that a canton's file brings come last."""
    return {key: Source(edition) for key, edition in all_sources().items()}


def opening_pages(docs: Path, sources: Iterable[Source]) -> dict[str, str]:
    """For each edition whose folder has no page that opens it, the text of that page."""
    return {
        f"{s.folder}/index.md": (
            f"---\ntitle: {s.short}\n---\n# {s.title}\n\n<!-- hub:chapters {s.key} -->\n\n"
            f"## Tous les numéros\n\n<!-- hub:numbers {s.key} -->\n"
        )
        for s in sources
        if (docs / s.folder).is_dir() and not (docs / s.folder / "index.md").exists()
    }


def law_of(statute: str) -> str | None:
    """``LAI`` for ``art. 17 al. 2 LAI``; ``None`` when the reference is not normalised."""
    match = STATUTE.fullmatch(statute)
    return match["law"] if match else None
