"""Reads a document, PDF or text, into clean lines: without running heads, page numbers and leftovers of markup.

What people keep is rarely pristine: a PDF, or text taken out of one, with or without Markdown signs. Everything here
removes what is not the document's own wording, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".pdf", ".txt", ".md")

CELL = " | "
"""What stands between two cells of a table's row."""

_CHARACTERS = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2007": " ",
        "\u00ad": "",
        "\u200b": "",
        "\ufeff": "",
        "\u2011": "-",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\uf0b7": "•",
        "\uf0a7": "•",
        "\uf02d": "-",
        "\u25aa": "•",
        "\u25cf": "•",
        "\u2212": "-",
    }
)
_MARKUP: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"^\s*#{1,6}\s+"), ""),  # a Markdown heading
    (re.compile(r"\[([^\]\[]+)\]\((?:https?:|mailto:|#)[^)\s]*\)"), r"\1"),  # a link
    (re.compile(r"\s*\^(?:\{(\w+)\}|(\w+))"), r"\1\2"),  # 1^{er}, 2^e
    (re.compile(r"<sup>\s*\d+\s*</sup>|(?<=\w) ?[¹²³⁴-⁹](?=\W|$)"), ""),  # the mark of a footnote
    (re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>"), " "),  # HTML
    (re.compile(r"(?<=\S) *[•▸▶►] *"), " • "),  # items inside a cell
    (re.compile(r"\*\*"), ""),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]*[^\s*])\*(?!\w)"), r"\1"),
]
_TAB_AFTER_NUMBER = re.compile(r"^(\s*(?:[-–•▸►]|\d[\d./]*|[A-Za-z][.)])?)\t+")
_NOTHING = re.compile(r"^\s*(?:[-_*|:\s]{3,}|https?://\S+|!\[[^\]]*\]\([^)]*\))\s*$")
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?[-–]?\s*\d{1,3}\s*[-–]?(?:\s+(?:sur|de)\s+\d{1,3})?$", re.I)


class Unreadable(Exception):
    """A file from which no text can be taken; the text says why, in French."""


def clean(line: str) -> str:
    """One line without odd spaces and markup. Its indentation is dropped."""
    line = line.translate(_CHARACTERS)
    for pattern, replacement in _MARKUP:
        line = pattern.sub(replacement, line)
    if _NOTHING.match(line):
        return ""
    cells = _TAB_AFTER_NUMBER.sub(r"\1 ", line).split("\t")
    return CELL.join(cell for raw in cells if (cell := re.sub(r" {2,}", " ", raw).strip()))


@dataclass(frozen=True, slots=True)
class Reading:
    """The clean lines of a document, and all of its text, running heads included: they may name it."""

    lines: list[str]
    text: str


def readings(path: Path, cache: Path | None = None) -> Iterator[Reading]:
    """A document, in every way it can be read. A PDF has two: in the order of its content, and by the place of the
    words on the page; which one keeps numbers beside their text depends on how it was made."""
    if path.suffix.lower() == ".pdf":
        for mode in ("plain", "layout"):
            pages = _pdf_pages(path, mode, cache)
            yield _reading(pages, paged=True)
    else:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
        yield _reading(pages, paged=len(pages) > 1)


def _reading(pages: list[str], paged: bool) -> Reading:
    everything = " ".join(clean(line) for page in pages for line in page.split("\n"))
    return Reading(lines_of(pages, paged), everything)


def lines_of(pages: list[str], paged: bool) -> list[str]:
    """The clean lines of all pages; a blank one between two pages."""
    split = [[clean(line) for line in page.split("\n")] for page in pages]
    if paged:
        _drop_running_heads(split)
    out: list[str] = []
    for page in split:
        out += [*page, ""]
    return _single_spaced(out)


def _drop_running_heads(pages: list[list[str]]) -> None:
    """Empties what stands at the top or foot of most pages, and the page numbers there."""
    edges = []
    for page in pages:
        filled = [n for n, line in enumerate(page) if line]
        edges.append(list(dict.fromkeys([*filled[:5], *filled[-5:]])))
    seen: Counter[str] = Counter()
    for number, (page, at) in enumerate(zip(pages, edges, strict=True)):
        seen.update({key for n in at for key in _keys(page[n], number)})
    enough = max(3, 0.4 * len(pages)) if len(pages) >= 4 else len(pages) + 1
    total = len(pages)
    for number, (page, at) in enumerate(zip(pages, edges, strict=True)):
        for n in at:
            line = page[n]
            repeated = any(seen[key] >= enough for key in _keys(line, number))
            if repeated or _PAGE_NUMBER.match(line) or line == f"{number + 1}/{total}":
                page[n] = ""


def _keys(line: str, page: int) -> list[str]:
    """What a running head has in common on all pages: its words, or its words beside a number that counts the pages."""
    if not re.search(r"[^\W\d_]{3}", line):
        return []
    counted = re.sub(r"\b\d{1,3}\b", lambda m: f"#{int(m[0]) - page}", line)
    return list(dict.fromkeys([line, counted]))


def _single_spaced(lines: list[str]) -> list[str]:
    """Some extractions put a blank line after every line: those say nothing about paragraphs."""
    filled = [n for n, line in enumerate(lines[:-1]) if line]
    apart = sum(not lines[n + 1] for n in filled)
    if not filled or apart < 0.85 * len(filled) or sum(map(bool, map(_wrapped, lines))) < 0.5 * len(filled):
        return lines
    out, blanks = [], 0
    for line in lines:
        blanks = 0 if line else blanks + 1
        if line or blanks > 1:
            out.append(line)
    return out


def _wrapped(line: str) -> bool:
    """Whether a line looks like one of several that make a paragraph."""
    return 60 <= len(line) <= 140


def _pdf_pages(path: Path, mode: str, cache: Path | None) -> list[str]:
    """The text of each page, kept in ``cache`` by the file's content: reading a long PDF takes seconds."""
    data = path.read_bytes()
    store = cache / f"{hashlib.sha256(data).hexdigest()[:32]}.{mode}.json" if cache is not None else None
    if store is not None and store.exists():
        return list(json.loads(store.read_text("utf-8")))
    pages = _extract(path, mode)
    if not any(page.strip() for page in pages):
        raise Unreadable("ce PDF ne contient pas de texte (pages numérisées ?)")
    if store is not None:
        store.parent.mkdir(parents=True, exist_ok=True)
        store.write_text(json.dumps(pages, ensure_ascii=False), "utf-8")
    return pages


def _extract(path: Path, mode: str) -> list[str]:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Unreadable("pypdf n'est pas installé (voir requirements/dev.in)") from None
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("ce PDF est protégé par un mot de passe")
        if mode == "layout":
            return [page.extract_text(extraction_mode="layout") for page in reader.pages]
        return [page.extract_text() for page in reader.pages]
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(
            f"ce PDF ne peut pas être lu ({' '.join(str(error).split()) or type(error).__name__})"
        ) from None
