"""The official wording beside ours, where an office holds the official documents.

The hub carries its own wording only. An office that has the documents puts them, as PDF or text, into the folder
``sources-officielles/`` of the project (git ignores it). The build then recognises each by title and edition, cuts it
into rules and shows the official wording, folded, in each rule's block. ``python -m hub official`` says what was found
and where the two differ. Without the folder nothing changes.

:mod:`~hub.official.read` takes the text out of a file, :mod:`~hub.official.lines` puts cut lines together,
:mod:`~hub.official.cut` finds the rules, :mod:`~hub.official.compare` compares, :mod:`~hub.official.report` reports.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ai_calc.registers.documents import all_sources
from hub.content.rules import load_data
from hub.official.cut import Cut, Passage, cut_by_beginnings, cut_numbered, plain
from hub.official.read import SUFFIXES, Reading, Unreadable, readings

FOLDER = "sources-officielles"
"""Where an office puts its documents, in the project folder."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the folder and what became of it."""

    file: str
    source: str | None = None
    used: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Newer:
    """A later edition of a known document, and the day whose state it names, if it does. ``cut``: its rules, where they
    are numbered; ``lines``: its text, which is cut by what it says where they are not."""

    source: str
    file: str
    cut: Cut | None
    day: date | None
    lines: tuple[str, ...] = ()


@dataclass(slots=True)
class Official:
    """The official wording by citation (``cmrp:6020``), and how it was come by."""

    documents: list[Document] = field(default_factory=list)
    cuts: dict[str, Cut] = field(default_factory=dict)  # by source
    labels: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    newer: list[Newer] = field(default_factory=list)

    def of(self, citation: str) -> Passage | None:
        """The official wording of a rule."""
        source, _, rule = citation.partition(":")
        cut = self.cuts.get(source)
        return cut.passages.get(rule) if cut is not None else None

    def details(self, citation: str) -> str:
        """The folded block for the page, on one line so that no Markdown is read in it; empty without a text."""
        passage = self.of(citation)
        if passage is None or not passage.blocks or re.fullmatch(r"Abrogée?s?\.?", passage.text):
            return ""
        label = html.escape(self.labels[citation.partition(":")[0]])
        return (
            f'<details class="official" data-search-exclude=""><summary>Texte officiel ({label})</summary>'
            f'<div class="official-text">{_blocks_html(passage)}</div></details>'
        )


def escape(text: str) -> str:
    """Text for a page: what HTML, Markdown or the pages' own marks could read as theirs becomes a reference."""
    return re.sub(r"[&<>*_`\[\]{}|~\\:#]", lambda m: f"&#{ord(m[0])};", text)


def _blocks_html(passage: Passage) -> str:
    out: list[str] = []
    listed = False
    for block in passage.blocks:
        if block.item != listed:
            out.append("<ul>" if block.item else "</ul>")
            listed = block.item
        tag = "li" if block.item else "p"
        out.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return "".join([*out, "</ul>"] if listed else out)


def load(folder: Path, cache: Path | None = None) -> Official:
    """Reads the folder. An :class:`Official` without content when it does not exist or holds nothing."""
    official = Official()
    if not folder.is_dir():
        return official
    known = load_data("official")
    expected = {source: list(ids) for source, ids in load_data("rule-ids").items()}
    official.labels = {source: raw["label"] for source, raw in known.items()}
    best: dict[str, tuple[int, str, Cut]] = {}
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
        name = file.relative_to(folder).as_posix()
        if file.suffix.lower() not in SUFFIXES:
            official.documents.append(Document(name, note="format non lu (PDF, txt et md le sont)"))
            continue
        try:
            found = list(readings(file, cache))
        except Unreadable as error:
            official.documents.append(Document(name, note=str(error)))
            official.problems.append(f"{FOLDER}/{name} : {error}")
            continue
        source, note = recognise([reading.text for reading in found], known)
        if source is None or note:
            if source is not None and (later := _newer(found, source, name, known, expected)) is not None:
                official.newer.append(later)
                kind = "édition plus récente" if later.day else "autre édition, sans état indiqué,"
                note = f"{kind} que « {known[source]['label']} » : comparée"
            official.documents.append(Document(name, source, note=note or "document non reconnu"))
            continue
        cut = max((cut_document(r.lines, known[source], expected[source]) for r in found), key=_score)
        if source in best and best[source][0] >= _score(cut):
            official.documents.append(Document(name, source, note=f"même document que {best[source][1]}"))
            continue
        if source in best:
            other = next(n for n, d in enumerate(official.documents) if d.file == best[source][1])
            official.documents[other] = Document(best[source][1], source, note=f"même document que {name}")
        best[source] = (_score(cut), name, cut)
        official.documents.append(Document(name, source, used=True))
    official.cuts = {source: best[source][2] for source in known if source in best}
    return official


_MONTH = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_STATE = re.compile(rf"\betat ?:? ?(?:au )?(\d{{1,2}})(?:er)?[ ./](\d{{1,2}}|{_MONTH})[ ./](\d{{4}})")


def _newer(
    found: list[Reading], source: str, name: str, known: dict[str, Any], expected: dict[str, list[str]]
) -> Newer | None:
    """A later edition of a document; ``None`` for an older one."""
    day = next((day for reading in found if (day := state_of(reading.text)) is not None), None)
    ours = all_sources()[source].state if source in all_sources() else None
    if day is not None and ours is not None and day <= ours:
        return None
    if not known[source].get("numbered"):
        return Newer(source, name, None, day, tuple(found[0].lines))
    cut = max((cut_document(r.lines, known[source], expected[source]) for r in found), key=_score)
    return Newer(source, name, cut, day)


def state_of(text: str) -> date | None:
    """The day whose state a document names on its first pages: « État au 1er janvier 2022 »."""
    match = _STATE.search(re.sub(r"\s+", " ", plain(text.replace("’", "'")))[:6000])
    if match is None:
        return None
    month = int(match[2]) if match[2].isdigit() else _MONTH.split("|").index(match[2]) + 1
    try:
        return date(int(match[3]), month, int(match[1]))
    except ValueError:
        return None


def _score(cut: Cut) -> int:
    """How well a document came apart: rules found, less what looks wrong."""
    doubts = sum(bool(passage.doubt) for passage in cut.passages.values())
    return 10 * (len(cut.passages) - len(cut.unexpected)) - doubts


def recognise(texts: list[str], known: dict[str, Any]) -> tuple[str | None, str]:
    """The source that a document is, by title and edition. The note says why it is not used: another edition."""
    flat = [re.sub(r"\s+", " ", plain(text.replace("’", "'"))) for text in texts]
    titled: str | None = None
    for source, raw in known.items():
        for text in flat:
            if all(re.search(pattern, text[:6000]) for pattern in raw["title"]):
                if all(re.search(pattern, text) for pattern in raw["edition"]):
                    return source, ""
                titled = source  # of several editions of one title the latest, which stands last
    if titled is None:
        return None, ""
    return titled, f"titre reconnu, mais autre édition que « {known[titled]['label']} » : pas repris"


def cut_document(lines: list[str], how: dict[str, Any], expected: list[str]) -> Cut:
    """Cuts the lines of a recognised document as ``hub/data/official.yaml`` says."""
    if how.get("numbered"):
        return cut_numbered(lines, expected, how.get("annex"))
    return cut_by_beginnings(lines, how["cuts"], how.get("headings"))
