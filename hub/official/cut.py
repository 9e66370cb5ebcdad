"""Cuts a document into the rules of the hub.

Two ways. Where the document numbers its paragraphs (CMRP), the numbers are found, wherever the extraction put them.
Where it does not, a list of short beginnings (``hub/data/official.yaml``) says where each rule starts. Both look for
the longest run of starts that stands in order, so that a number or a phrase met by chance, or one that is missing,
does no harm to the rest.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.official.lines import (
    BULLET,
    Block,
    Words,
    blocks,
    ends_well,
    same_paragraph,
    width_of,
    without_stray_bullet,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """The official wording of one rule. ``doubt`` says what may be wrong with the way it was cut."""

    rule: str
    blocks: tuple[Block, ...]
    tag: str | None = None
    doubt: str = ""

    @property
    def text(self) -> str:
        """All of it, blocks on lines of their own."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def abrogated(self) -> bool:
        return bool(re.match(r"abrogée?s?\b", self.text.strip(), re.I)) and len(self.text) < 160


@dataclass(slots=True)
class Cut:
    """What was found in a document."""

    passages: dict[str, Passage] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)

    def add(self, passage: Passage, same_line: bool = False) -> None:
        """Adds a passage; a further piece of a rule goes after the first, into its last paragraph if ``same_line``."""
        if (known := self.passages.get(passage.rule)) is not None:
            blocks, more = known.blocks, passage.blocks
            if same_line and blocks and more:
                last = Block(f"{blocks[-1].text} {more[0].text}", blocks[-1].item)
                blocks, more = (*blocks[:-1], last), more[1:]
            passage = Passage(passage.rule, (*blocks, *more), known.tag or passage.tag, known.doubt or passage.doubt)
        self.passages[passage.rule] = passage


def best_chain(items: Sequence[Any], key: Callable[[Any], Any], weight: Callable[[Any], float]) -> list[Any]:
    """The heaviest run of items, in their order, whose keys strictly increase."""
    totals: list[float] = []
    previous: list[int] = []
    for n, item in enumerate(items):
        best, at = 0.0, -1
        for m in range(n):
            if totals[m] > best and key(items[m]) < key(item):
                best, at = totals[m], m
        totals.append(best + weight(item))
        previous.append(at)
    if not totals:
        return []
    n = max(range(len(totals)), key=totals.__getitem__)
    chain = []
    while n >= 0:
        chain.append(items[n])
        n = previous[n]
    return chain[::-1]


# -- numbered paragraphs (CMRP) --------------------------------------------------------------------------------------

_NUMBER = r"\d{4}(?:\.\d{1,2})?"
_CAPITAL = "[A-ZÀ-ÖØ-Þ«]"
_START = re.compile(
    rf"^(?:[-–—•·*]\s*)?(?P<no>{_NUMBER})(?:\s*(?P<join>et|à|–|—|-|/)(?:\s*(?P<to>{_NUMBER}))?(?={_CAPITAL}|\s|$))?"
    rf"(?:\s*(?P<tag>(?<=\s)\d{{1,2}}/\d{{2}}))?(?:(?:\s+|(?={_CAPITAL}))(?P<rest>\S.*))?$"
)
_OPENING = re.compile(rf"{_CAPITAL}|[“\"(•-]")
_TAG = re.compile(r"^(?:[-•]\s*)?(?P<tag>\d{1,2}/\d{2})(?:(?:\s+|(?=[^\d\s]))(?P<rest>\S.*))?$")
_HEADING = re.compile(r"^(?:[-•]\s*)?(?P<no>\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2}\.)(?:\s+(?P<title>[^\W\d_].*))?$")
_PART = re.compile(r"^\d{1,2}\s*(?:re|ère|e|ème)\s+partie\s*(?::.*|$)", re.I)
_ANNEX = re.compile(r"^annexes?\s+(?:I|1)\b[^.,;]{0,60}$", re.I)
_SIGNATURES = re.compile(r"^\W*(?:x+\W*)?lieu\W+(?:et\W+)?date\b", re.I)
_CLAUSE = re.compile(r"^(?P<no>\d{1,2})\.\s+(?P<title>[^\W\d_].*)$")


@dataclass(frozen=True, slots=True)
class _Start:
    line: int
    numbers: tuple[str, ...]
    tag: str | None
    rest: str
    skip: int = 0  # further lines that belong to the number

    @property
    def key(self) -> tuple[int, int]:
        return _order(self.numbers[0])


def _order(number: str) -> tuple[int, int]:
    whole, _, part = number.partition(".")
    return int(whole), int(part or -1)


def _range(first: str, join: str, last: str, known: Sequence[str]) -> tuple[str, ...]:
    if join in ("et", "/"):
        return first, last
    inside = [k for k in known if re.fullmatch(_NUMBER, k) and _order(first) < _order(k) < _order(last)]
    if not inside:
        inside = [str(n) for n in range(int(first.split(".")[0]) + 1, int(last.split(".")[0]))]
    return first, *inside, last


def _starts(lines: Sequence[str], known: Sequence[str]) -> list[_Start]:
    """Every line at which a numbered paragraph may begin."""
    found = []
    used = -1  # the last line that belongs to a range already read
    for n, line in enumerate(lines):
        match = _START.match(line)
        if not match or n <= used:
            continue
        numbers: tuple[str, ...] = (match["no"],)
        tag, rest, skip = match["tag"], match["rest"] or "", 0
        if match["join"]:
            last = match["to"]
            if last is None:  # the end of the range stands on a line of its own, maybe after the text
                for m in range(n + 1, min(n + 4, len(lines))):
                    if re.fullmatch(_NUMBER, lines[m]):
                        last, skip = lines[m], m - n
                        rest = " ".join(filter(None, [rest, *lines[n + 1 : m]]))
                        break
                    if tagged := re.fullmatch(rf"({_NUMBER})\s+(\d{{1,2}}/\d{{2}})", lines[m]):
                        last, tag, skip = tagged[1], tagged[2], m - n
                        break
            if last is None or _order(last) <= _order(match["no"]):
                continue
            numbers = _range(match["no"], match["join"], last, known)
        if rest and not _OPENING.match(rest):
            continue
        used = n + skip
        found.append(_Start(n, numbers, tag, rest, skip))
    return found


def _heading_key(line: str) -> tuple[int, ...] | None:
    match = _HEADING.match(line)
    return tuple(int(part) for part in match["no"].rstrip(".").split(".")) if match else None


def cut_numbered(lines: Sequence[str], known: Sequence[str], annex: str | None = None) -> Cut:
    """The numbered paragraphs of a circular. ``known`` are the numbers to expect, ``annex`` the prefix for the
    clauses of its first annex (``A1.``)."""
    cut = Cut()
    words, width = Words(lines), width_of(lines)
    expected = set(known)
    chain: list[_Start] = best_chain(
        _starts(lines, known),
        lambda s: s.key,
        lambda s: sum(100 if number in expected else 1 for number in s.numbers),
    )
    if not chain:
        return cut
    end = next((n for n in range(chain[-1].line + 1, len(lines)) if _ANNEX.match(lines[n])), len(lines))
    headings = [(n, key) for n in range(chain[0].line, end) if (key := _heading_key(lines[n])) is not None]
    started = {start.line for start in chain}
    cuts = {n for n, _ in best_chain([h for h in headings if h[0] not in started], lambda h: h[1], lambda h: 1)}
    cuts |= {n for n in range(chain[0].line, end) if _PART.match(lines[n])}

    for start, after in zip(chain, [*chain[1:], None], strict=True):
        stop = after.line if after is not None else end
        body = [start.rest, *lines[start.line + 1 + start.skip : stop]]
        first = start.line + start.skip
        heading = next((n for n in range(first + 1, stop) if n in cuts), stop)
        left = body[heading - first :]
        body = body[: heading - first]
        tag, body = _take_tag(start.tag, body)
        found = tuple(blocks(body, words, width))
        for number in start.numbers:
            cut.add(Passage(number, found, tag, _doubt(found, left)))
            if number not in expected:
                cut.unexpected.append(number)
    if annex is not None and end < len(lines):
        _cut_annex(cut, lines[end:], annex, words, width)
    return cut


def _take_tag(tag: str | None, body: list[str]) -> tuple[str | None, list[str]]:
    """The revision mark, from where it stands among the first lines, and the lines without it."""
    if tag is not None:
        return tag, body
    filled = [n for n, line in enumerate(body) if line]
    for position, n in enumerate(filled):
        match = _TAG.match(body[n])
        if match and (match["rest"] is None or position < 3):
            return match["tag"], [*body[:n], *([match["rest"]] if match["rest"] else []), *body[n + 1 :]]
    return None, body


def _doubt(found: tuple[Block, ...], left: Sequence[str]) -> str:
    if not found:
        return "aucun texte"
    text = found[-1].text
    if not ends_well(text) and not re.match(r"abrogée?s?\b", found[0].text, re.I):
        return f"le texte s'arrête sans point : « … {text[-40:]} »"
    lost = [
        line
        for line in left
        if len(line) > 30 and line.endswith(".") and not re.search(r"^\(?art\.|^\d|\b(?:art|al|let|ch)\.$", line, re.I)
    ]
    if lost:
        return f"du texte suit un titre : « {lost[0][:40]} … »"
    return ""


def _cut_annex(cut: Cut, lines: Sequence[str], prefix: str, words: Words, width: int) -> None:
    lines = lines[: next((n for n, line in enumerate(lines) if _SIGNATURES.match(line)), len(lines))]
    starts = [(n, int(m["no"])) for n, line in enumerate(lines) if (m := _CLAUSE.match(line))]
    chain = best_chain(starts, lambda s: s[1], lambda s: 1)
    for (n, number), after in zip(chain, [*chain[1:], None], strict=True):
        stop = after[0] if after is not None else len(lines)
        found = tuple(blocks(lines[n + 1 : stop], words, width))
        cut.add(Passage(f"{prefix}{number}", found, None, "" if found else "aucun texte"))


# -- documents without numbers, by the beginnings of their rules -----------------------------------------------------


def plain(text: str) -> str:
    """Letters and digits only, without accents: what is compared."""
    text = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in text if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    opens: bool  # whether a line, a sentence or an item begins here


def _tokens(text: str, opens: set[int]) -> list[_Token]:
    out: list[_Token] = []
    end = 0
    for match in re.finditer(r"[^\W_]+", text):
        between = text[end : match.start()]
        sentence = not out or bool(re.search(r"[.!?:;…]\s|\n|[•►▸▶|]", between))
        out.append(_Token(plain(match[0]), match.start(), sentence or match.start() in opens))
        end = match.end()
    return out


def _joined(lines: Sequence[str], words: Words, width: int) -> tuple[str, set[int], list[int]]:
    """The document as one text with a line for each block, where its lines began, and where its list items start."""
    text, opens, items = "", set(), []
    gap, last = False, ""
    for line in lines:
        if not line:
            gap = True
            continue
        bullet = BULLET.match(line)
        if bullet is None and last and same_paragraph(last, line, gap, width):
            if text.endswith("-"):
                text = text[: -len(last)] + words.join(last, line) if text.endswith(last) else text + line
            else:
                text += " "
                opens.add(len(text))
                text += line
        else:
            text += "\n" if text else ""
            if bullet:
                items.append(len(text))
                line = line[bullet.end() :]
            opens.add(len(text) + len(line) - len(line.lstrip('«“"(» ')))
            text += line
        gap, last = False, line
    return text, opens, items


def cut_by_beginnings(lines: Sequence[str], cuts: Sequence[dict[str, Any]], numbered: str | None = None) -> Cut:
    """The rules whose beginnings ``cuts`` lists in the document's order: ``{id: "0.1", from: "first words"}``, or
    ``{skip: "words of a heading"}`` where something begins that belongs to no rule. ``numbered`` is a pattern for the
    lines that number a rule: one that no entry accounts for is unexpected."""
    cut = Cut()
    words, width = Words(lines), width_of(lines)
    text, opens, items = _joined(lines, words, width)
    tokens = _tokens(text, opens)
    places: dict[str, list[int]] = {}
    for n, token in enumerate(tokens):
        places.setdefault(token.text, []).append(n)

    hits: list[tuple[int, int]] = []  # place among the tokens, entry
    for entry, raw in enumerate(cuts):
        wanted = re.findall(r"[^\W_]+", plain(raw.get("from") or raw["skip"]))
        for n in places.get(wanted[0], ()):
            if tokens[n].opens and [t.text for t in tokens[n : n + len(wanted)]] == wanted:
                hits.append((n, entry))
    # Of two entries at one place the later comes first, so that they cannot both be taken.
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    chain: list[tuple[int, int]] = best_chain(hits, lambda hit: hit[1], lambda hit: 1)

    incomplete: set[str] = set()
    taken = {entry for _, entry in chain}
    for entry, raw in enumerate(cuts):
        if entry not in taken and "from" in raw:
            incomplete.update(_ids(raw))
    starts = sorted(items)
    ends: dict[str, int] = {}  # where the last piece of a rule ended
    for (n, entry), after in zip(chain, [*chain[1:], None], strict=True):
        raw = cuts[entry]
        if "from" not in raw:
            continue
        begin = tokens[n].start
        stop = tokens[after[0]].start if after is not None else len(text)
        found = _slice(text, begin, stop, starts, words)
        doubt = "" if found else "aucun texte"
        inside = stop < len(text) and not any(place in opens for place in range(stop - 2, stop + 1))
        if found and inside and not ends_well(found[-1].text):
            doubt = f"le texte s'arrête au milieu d'une ligne : « … {found[-1].text[-40:]} »"
        for rule in _ids(raw):
            goes_on = ends.get(rule) == begin and "\n" not in text[max(begin - 2, 0) : begin]
            cut.add(Passage(rule, found, None, doubt), goes_on)
            ends[rule] = stop
    for rule in sorted(incomplete & set(cut.passages)):
        known = cut.passages[rule]
        cut.passages[rule] = Passage(rule, known.blocks, known.tag, "une partie du texte n'a pas été trouvée")
    if numbered:
        at = {tokens[n].start for n, _ in chain}
        for match in re.finditer(numbered, text, re.M):
            if not any(match.start() <= start < match.end() for start in at):
                cut.unexpected.append(" ".join(match[0].split())[:60])
    return cut


def _ids(raw: dict[str, Any]) -> list[str]:
    value = raw["id"]
    return [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _slice(text: str, begin: int, stop: int, items: list[int], words: Words) -> tuple[Block, ...]:
    # an opening quote or bracket before the first word belongs to it; one before the next rule does not
    while begin > 0 and text[begin - 1] in '«“"(':
        begin -= 1
    while stop < len(text) and stop > begin and text[stop - 1] in '«“"( ':
        stop -= 1
    out: list[Block] = []
    at = begin
    for line in text[begin:stop].split("\n"):
        position = bisect_right(items, at)
        item = position > 0 and text.rfind("\n", 0, at + 1) < items[position - 1] <= at
        if stripped := words.mend(line.strip()):
            out.append(Block(stripped, item))
        at += len(line) + 1
    return tuple(without_stray_bullet(out))
