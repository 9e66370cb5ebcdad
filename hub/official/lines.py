"""Puts lines together again: words cut at a line's end, sentences cut by a page, paragraphs and list items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.official.read import CELL

BULLET = re.compile(r"^(?:[•►▸▶·]|[-–—](?=\s))\s*")
_SENTENCE_END = re.compile(r"[.:!?…;]\s*[»\"”)]?$")
_KEPT_HYPHEN = re.compile(
    r"(?:^|[^\w-])(?:ci|au|par|là|peut|quant|vis|c'est|celui|celle|ceux|non|sous|demi|mi|semi|ex|anti|auto|socio|médico|"
    r"sur|avant|après|contre|entre|inter|pluri|porte|quasi|vice)-$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an item of a list."""

    text: str
    item: bool = False


class Words:
    """The words of a document, to tell a word cut at the line's end from one that has a hyphen of its own."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.count: Counter[str] = Counter()
        for line in lines:
            body = line[: line.rfind(" ") + 1] if line.endswith("-") else line
            self.count.update(word.lower() for word in _WORD.findall(body))

    def join(self, before: str, after: str) -> str:
        """``before`` ends with a hyphen that either belongs to the word or was put there by the line's end."""
        head = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*-$", before)
        tail = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", after)
        if not head or not tail or not tail[0][0].islower():
            return before + after
        whole, compound = (head[0][:-1] + tail[0]).lower(), (head[0] + tail[0]).lower()
        if self.count[compound] > self.count[whole] or (not self.count[whole] and _KEPT_HYPHEN.search(" " + before)):
            return before + after
        return before[:-1] + after

    def mend(self, text: str) -> str:
        """Takes out hyphens that an extraction left inside a line: « in-validité » where the document says
        « invalidité » everywhere else."""

        def check(match: re.Match[str]) -> str:
            word = match[0]
            whole = word.replace("-", "")
            if word.count("-") == 1 and self.count[word.lower()] == 1 and self.count[whole.lower()] > 1:
                return whole
            return word

        return _WORD.sub(check, text)


def width_of(lines: Sequence[str]) -> int:
    """How long a full line is. Lines that hold a whole paragraph don't count."""
    lengths = sorted(len(line) for line in lines if 30 <= len(line) <= 140)
    return lengths[int(len(lengths) * 0.9)] if lengths else 80


def same_paragraph(before: str, after: str, gap: bool, width: int) -> bool:
    """Whether a line goes on from the one before it. ``gap``: a blank line or a new page lies between."""
    if before.endswith("-") and after[:1].islower():
        return True
    if CELL in before or CELL in after:  # the row of a table
        return False
    if not _SENTENCE_END.search(before) and not re.match(r"[A-ZÀ-ÖØ-Þ«“\"]", after):
        return True
    # A line that ends early, where the next word would still have had its place, ends a paragraph.
    first = after.split(" ", 1)[0]
    full = len(before) > 140 or len(before) + 1 + len(first) > 0.93 * width
    if len(before) > 140:  # one line holds a paragraph, or what a page's end left of it
        return gap and not _SENTENCE_END.search(before)
    return full and not (gap and _SENTENCE_END.search(before))


def blocks(lines: Sequence[str], words: Words, width: int) -> list[Block]:
    """Paragraphs and list items from lines."""
    out: list[list[str | bool]] = []
    gap = False
    last = ""
    for line in lines:
        if not line:
            gap = True
            continue
        bullet = BULLET.match(line)
        if bullet and line[0] in "–—" and out and not gap and not _SENTENCE_END.search(last) and last[-1:] != ",":
            bullet = None  # a dash inside a sentence
        if bullet:
            out.append([line[bullet.end() :], True])
        elif out and same_paragraph(last, line, gap, width):
            text = str(out[-1][0])
            out[-1][0] = words.join(text, line) if text.endswith("-") else f"{text} {line}"
        else:
            out.append([line, False])
        gap, last = False, line
    found = [Block(words.mend(str(text).strip()), bool(item)) for text, item in out if str(text).strip()]
    return without_stray_bullet(found)


def without_stray_bullet(found: list[Block]) -> list[Block]:
    """Some extractions put a bullet before a paragraph that has a number, or that opens a list."""
    if found and found[0].item and (not any(b.item for b in found[1:]) or found[0].text.endswith(":")):
        return [Block(found[0].text), *found[1:]]
    return found


def ends_well(text: str) -> bool:
    """Whether a text ends as a sentence or a list does; if not, it may have been cut short."""
    return bool(re.search(r"[.!?…:;)»\"”]$", text.rstrip()))
