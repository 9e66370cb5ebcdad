"""A newer edition of a document: which rules it keeps, renumbers, changes, brings, drops, and what rests on each here.

The newer text is compared with the older official one where the office keeps both, otherwise with our pages. Rules are
matched by number and by content, so that a renumbered rule is known again. :func:`drafts` begins the new edition's
files.
"""

from __future__ import annotations

import html
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from ai_calc.law.citations import label
from hub.content.library import Library
from hub.content.rules import Rule, load_data
from hub.official import Newer, Official
from hub.official.compare import Content, Difference, differences, normalise, read
from hub.official.cut import Cut, Passage
from hub.official.lines import Block, Words, blocks, width_of
from hub.official.modality import MARKERS, weigh
from hub.official.report import KINDS, our_text

_ALIKE = 0.45  # likeness from which two rules of different numbers are one renumbered rule
_NEW = "nouveau-"  # how the rules are called that a text without numbers brings
_OTHER = 0.15  # likeness below which one number stands for two different rules


@dataclass(slots=True)
class Entry:
    """What became of one rule. ``number`` in the newer edition, ``rule`` ours; one of them is missing for a new or a
    gone one."""

    kind: str  # same, changed, renumbered, new, gone
    number: str | None
    rule: Rule | None
    found: list[Difference] = field(default_factory=list)
    text: str = ""

    @property
    def title(self) -> str:
        """« 5009 → 5010 · Durée »."""
        ours = self.rule.id if self.rule else ""
        numbers = " → ".join(n for n in dict.fromkeys((ours, self.number or "")) if n)
        return f"{numbers} · {self.rule.title}" if self.rule else numbers


WORDS = {"changed": "changée", "renumbered": "renumérotée", "new": "nouvelle", "gone": "disparue"}


@dataclass(slots=True)
class Comparison:
    """A newer edition against the rules of its source. ``day``: the state that it names; ``official``: compared with
    the older text."""

    source: str
    file: str
    day: date | None
    official: bool
    entries: list[Entry]

    @property
    def changes(self) -> list[Entry]:
        """The entries that ask for work."""
        return [e for e in self.entries if e.kind != "same"]


# -- matching --------------------------------------------------------------------------------------------------------


def _stems(text: str) -> Counter[str]:
    return Counter(word[:6] for word in re.findall(r"[a-z]{3,}", normalise(text)))


class _Likeness:
    """How alike two texts are, between 0 and 1; words that every rule uses weigh little."""

    def __init__(self, texts: Iterable[str]) -> None:
        every = [_stems(text) for text in texts]
        seen = Counter(stem for stems in every for stem in stems)
        self._weight = {stem: math.log(1 + len(every) / count) for stem, count in seen.items()}

    def vector(self, text: str) -> dict[str, float]:
        """The text as weights, of length 1."""
        found = {stem: count * self._weight.get(stem, 1.0) for stem, count in _stems(text).items()}
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {stem: value / length for stem, value in found.items()}


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(value * other.get(stem, 0.0) for stem, value in one.items())


def match(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    """The old number of each new one that has one: the surest pairs first; a number of its own is worth something,
    but less than a content that stands clearly elsewhere."""
    likeness = _Likeness([*old.values(), *new.values()])
    was = {number: likeness.vector(text) for number, text in old.items()}
    pairs = []
    for number, text in new.items():
        vector = likeness.vector(text)
        for other, its in was.items():
            alike = _dot(vector, its)
            if alike >= (_OTHER if other == number else _ALIKE):
                pairs.append((alike + (0.25 if other == number else 0.0), number, other))
    found: dict[str, str] = {}
    for _, number, other in sorted(pairs, reverse=True):
        if number not in found and other not in found.values():
            found[number] = other
    return found


def cut_by_content(lines: Sequence[str], old: dict[str, str], how: dict[str, Any]) -> Cut:
    """A document without numbers as rules: each paragraph goes to the rule that says most of it, what no rule says to a
    new one, what several rules say to that of the paragraph after it. ``how``: what its title and headings say."""
    headings = [normalise(entry["skip"]) for entry in how.get("cuts", ()) if "skip" in entry]
    parts = [(number, part) for number, text in old.items() for part in (text, *text.split("\n"))]
    likeness = _Likeness([text for _, text in parts])
    known = [(number, likeness.vector(part)) for number, part in parts]
    found: dict[str, list[Block]] = {}
    waiting: list[Block] = []
    before, fresh = "", 0
    for block in blocks(lines, Words(lines), width_of(lines)):
        said = normalise(block.text)
        if any(map(said.startswith, headings)) or all(re.search(title, said) for title in how["title"]):
            before = ""
            continue
        vector = likeness.vector(block.text)
        alike: dict[str, float] = {}
        for number, its in known:
            alike[number] = max(alike.get(number, 0.0), _dot(vector, its))
        best = max(alike.values(), default=0.0)
        likely = [number for number, value in alike.items() if value > best - 0.05]
        if best < _ALIKE and len(said.split()) < 4:
            continue  # a heading, or what a page's end left
        if best < _ALIKE and not (before and (block.item or before.startswith(_NEW))):
            fresh += 1
            before = f"{_NEW}{fresh}"
        elif best >= _ALIKE and len(likely) > 1 and before not in likely:
            waiting.append(block)
            continue
        elif best >= _ALIKE and before not in likely:
            before = likely[0]
        found.setdefault(before, []).extend([*waiting, block])
        waiting = []
    return Cut({number: Passage(number, tuple(own)) for number, own in found.items()})


# -- what differs ----------------------------------------------------------------------------------------------------


def _both_ways(new: Content, old: Content) -> list[Difference]:
    """What only one of two official texts has; references count in both directions."""
    found = differences(new, old)
    for kind in ("rules", "articles"):
        found += [Difference(kind[:-1], value, False) for value in sorted(getattr(old, kind) - getattr(new, kind))]
    return found


def _markers(new: str, old: str) -> list[Difference]:
    """The ways of speaking that two official texts use a different number of times."""
    texts = normalise(re.sub(r"\b([oO])ù\b", "dans lequel", new)), normalise(re.sub(r"\b([oO])ù\b", "dans lequel", old))
    counts = [(m.name, m.counts(texts[0])[0], m.counts(texts[1])[0]) for m in MARKERS]
    return [
        Difference("modality", f"{name} {now} → {before}", now > before)
        for name, now, before in counts
        if now != before
    ]


def _differing(new: str, rule: Rule, old: str | None, library: Library) -> list[Difference]:
    if old is not None:
        return [*_both_ways(read(new), read(old)), *_markers(new, old)]
    ours = our_text(rule, library)
    named = [re.sub(r"^(?:A1\.|[A-Z]+)", "", c.partition(":")[2]) for c in library.references(rule)]
    numbers = tuple(dict.fromkeys(part for name in named for part in (name, name.rpartition(".")[0]) if part))
    known = {str(k) for k in load_data("official-differences").get(rule.citation) or {}}
    found = [
        *differences(read(new), read(ours, named=(*rule.decisions, *rule.statutes), rules=numbers)),
        *weigh(new, ours),
    ]
    return [d for d in found if d.value not in known]


def compare_newer(library: Library, official: Official, later: Newer) -> Comparison:
    """A newer edition against the older official text, or our pages."""
    source, file, day = later.source, later.file, later.day
    older = official.cuts.get(source)
    ours = {r.id: r for r in library.rules.values() if r.source == source and not r.abrogated}
    old = {
        n: older.passages[n].text if older and n in older.passages else our_text(rule, library)
        for n, rule in ours.items()
    }
    cut = later.cut or cut_by_content(later.lines, old, load_data("official")[source])
    new = {n: p.text for n, p in cut.passages.items() if not p.abrogated and p.text}
    was = match(old, new)
    became = {o: n for n, o in was.items()}
    entries = []
    for number, text in new.items():
        if number not in was:
            entries.append(Entry("new", number, None, [], text))
            continue
        rule = ours[was[number]]
        official_text = older.passages[rule.id].text if older and rule.id in older.passages else None
        found = _differing(text, rule, official_text, library)
        # a reference that follows a renumbered rule is no change
        moved = {became.get(o, o) for o in old if became.get(o, o) != o} | {o for o in old if became.get(o, o) != o}
        found = [d for d in found if not (d.kind == "rule" and d.value in moved)]
        kind = "renumbered" if number != rule.id else "changed" if found else "same"
        entries.append(Entry(kind, number, rule, found, text))
    entries += [Entry("gone", None, rule) for n, rule in ours.items() if n not in became]
    return Comparison(source, file, day, older is not None, entries)


# -- the report ------------------------------------------------------------------------------------------------------


def resting(library: Library, rule: Rule) -> list[tuple[str, list[str]]]:
    """What rests on a rule here: page, parameters, readings, calculators, worked cases, rules that name it."""
    uses = library.uses[rule.citation]
    named = [
        ("page", [f"docs/{rule.page}"]),
        ("paramètres", [f"src/ai_calc/law/parameters/{name}.yaml" for name in uses.parameters]),
        ("lectures", list(rule.readings)),
        ("calculateurs", list(uses.calculators)),
        ("cas", [case.id for case in uses.cases]),
        ("cité par", [label(c) for c in uses.rules]),
    ]
    return [(what, found) for what, found in named if found]


def in_words(library: Library, compared: Comparison) -> list[str]:
    """The report as lines for the terminal."""
    counts = Counter(entry.kind for entry in compared.entries)
    state = f"état au {compared.day.isoformat()}" if compared.day else "état à confirmer"
    kind = "édition plus récente" if compared.day else "autre édition"
    basis = "le texte officiel précédent" if compared.official else "nos pages"
    summary = ", ".join(
        f"{counts[kind]} {word}{'s' if counts[kind] > 1 else ''}" for kind, word in WORDS.items() if counts[kind]
    )
    out = [
        "",
        (
            f"{compared.file} : {kind} de « {compared.source} » ({state}), comparée avec {basis} :"
            f" {summary or 'rien de changé'}"
        ),
    ]
    for entry in compared.changes:
        out.append(f"  {WORDS[entry.kind]} : {entry.title}")
        out += [f"      {KINDS[d.kind]} : {_shown(d)}" for d in entry.found]
        if entry.rule is not None:
            out += [f"      {what} : {', '.join(found)}" for what, found in resting(library, entry.rule)]
    return out


def _shown(found: Difference) -> str:
    if found.kind == "modality":
        return found.value.replace(" → ", " (nouveau) → ") + " (avant)"
    return f"{'nouveau' if found.official else 'avant'} : {found.value}"


def as_html(library: Library, compared: Comparison) -> str:
    """The report as a page to work through: a box a change, both texts, and what rests on the rule."""
    e = html.escape
    out = [
        (
            '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Nouvelle édition :'
            f" {e(compared.source)}</title><style>body{{font:15px/1.5 system-ui,sans-serif;margin:2rem"
            " auto;max-width:70rem;padding:0 1rem}article{border-top:1px solid #ccc;padding:.6rem"
            " 0}h2{font-size:1.05rem;margin:.2rem 0}.pair{display:grid;grid-template-columns:1fr"
            " 1fr;gap:1.5rem;white-space:pre-line}</style></head><body>"
        ),
        f"<h1>Nouvelle édition : {e(compared.source)}</h1><p>{e(in_words(library, compared)[1])}</p>",
        "<p>Ce rapport reste à l'office : il contient le texte officiel.</p>",
    ]
    for entry in compared.changes:
        found = "".join(f"<li>{e(KINDS[d.kind])} : {e(_shown(d))}</li>" for d in entry.found)
        rests = (
            "".join(f"<li>{e(what)} : {e(', '.join(names))}</li>" for what, names in resting(library, entry.rule))
            if entry.rule
            else ""
        )
        ours = our_text(entry.rule, library) if entry.rule else "—"
        out.append(
            f"<article><h2>☐ {e(WORDS[entry.kind])} : {e(entry.title)}</h2><ul>{found}</ul>"
            f"<p>Ce qui en dépend</p><ul>{rests or '<li>rien</li>'}</ul>"
            "<details><summary>Les deux textes</summary><div"
            f' class="pair"><div>{e(entry.text) or "—"}</div><div>{e(ours)}</div></div></details></article>'
        )
    return "\n".join([*out, "</body></html>"]) + "\n"


# -- the draft of the new edition's files ----------------------------------------------------------------------------

TO_WRITE = "*À rédiger.*"


def drafts(library: Library, compared: Comparison, key: str) -> dict[str, str]:
    """The new edition's files, by path: pages whose unchanged rules stand, whose other blocks are « à rédiger »;
    parameters with the new value, to be confirmed; its entry of the register; the list of rule ids. No sentence of the
    official text is among them."""
    files: dict[str, str] = {}
    at = {entry.rule.citation: entry for entry in compared.entries if entry.rule is not None and entry.number}
    for page in (p for p in library.pages if p.source == compared.source):
        blocks = [
            block for rule in page.rules if (entry := at.get(rule.citation)) and (block := _block(entry, compared, key))
        ]
        head = {**page.head, "source": key}
        files[f"docs/reglements/{key}/{Path(page.path).name}"] = (
            f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}---\n# {page.title}\n\n"
            + "\n\n".join(blocks)
            + "\n"
        )
    fresh = [entry for entry in compared.entries if entry.kind == "new"]
    if fresh:
        head = {"title": "Règles nouvelles, à ranger", "source": key}
        files[f"docs/reglements/{key}/99-a-ranger.md"] = (
            f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}---\n# Règles nouvelles, à ranger\n\n"
            + "\n\n".join(_heading(str(entry.number), "À rédiger", _meta({})) + f"\n{TO_WRITE}" for entry in fresh)
            + "\n"
        )
    files |= _parameters(library, compared, key)
    files["src/ai_calc/registers/documents.yaml"] = _register(compared, key)
    numbers = {str(entry.number): "in-force" for entry in compared.entries if entry.number}
    files["hub/data/rule-ids.yaml"] = yaml.safe_dump(
        {key: dict(sorted(numbers.items()))}, allow_unicode=True, sort_keys=False
    )
    return files


def _register(compared: Comparison, key: str) -> str:
    """The entry of the new edition for the register: its rules that go on. Since when it holds and until when it was
    checked is for a person to say: the register asks for it."""
    taken = [
        str(e.number) if e.number == e.rule.id else f"{e.rule.id} → {e.number}"
        for e in compared.entries
        if e.rule is not None and e.number is not None
    ]
    entry: dict[str, Any] = {"short": TO_WRITE, "dates": "undated", "evidence": TO_WRITE, "takes_up": taken}
    if compared.day is not None:
        entry |= {"dates": "stated", "state": compared.day}
    return yaml.safe_dump({key: entry}, allow_unicode=True, sort_keys=False)


def _meta(raw: dict[str, object]) -> str:
    known: dict[str, object] = {
        "tag": None,
        "status": "in-force",
        "kind": "none",
        "statutes": [],
        "decisions": [],
        "refs": [],
        "readings": [],
        "computable": "reading-only",
    }
    return yaml.safe_dump({**known, **raw}, allow_unicode=True, sort_keys=False)


def _heading(number: str, title: str, meta: str) -> str:
    return f"### {number} · {title}\n<!-- rule\n{meta}-->"


def _block(entry: Entry, compared: Comparison, key: str) -> str:
    rule = entry.rule
    assert rule is not None
    meta = _meta(
        {
            "kind": rule.kind,
            "statutes": list(rule.statutes),
            "decisions": list(rule.decisions),
            "refs": list(rule.refs),
            "readings": list(rule.readings),
            "computable": rule.computable,
            **({"editions": [rule.citation]} if entry.number != rule.id else {}),
        }
    )
    head = _heading(str(entry.number), rule.title, meta)
    if not entry.found:
        return f"{head}\n{rule.text}"
    lines = "\n".join(f"- {KINDS[d.kind]} : {_shown(d)}" for d in entry.found)
    return f"{head}\n{TO_WRITE}\n\n{lines}\n\nTexte d'avant : [{label(rule.citation)}]({rule.source}:{rule.id})."


def _parameters(library: Library, compared: Comparison, key: str) -> dict[str, str]:
    """A parameter whose value is gone from its rule, beside one new figure, gets that as a dated value to be
    confirmed."""
    found: dict[str, str] = {}
    for entry in compared.changes:
        if entry.rule is None or compared.day is None:
            continue
        figures = [d.value for d in entry.found if d.kind == "figure" and d.official]
        gone = [d.value for d in entry.found if d.kind == "figure" and not d.official]
        for name in library.uses[entry.rule.citation].parameters:
            file = library.root / "src/ai_calc/law/parameters" / f"{name}.yaml"
            value = library.parameters[name].values[-1].value
            if not file.is_file() or isinstance(value, dict) or value is None or len(figures) != 1 or not gone:
                continue
            number = re.sub(r"[^\d,]", "", figures[0]).replace(",", ".")
            if not number or not any(_number(text) == Decimal(value) for text in gone):
                continue
            shown = number if "." not in number else f'"{number}"'
            line = (
                f'  {compared.day.isoformat()}: {{value: {shown}, source: "{key}:{entry.number}", confirmed: false}}\n'
            )
            lines = file.read_text("utf-8").splitlines(keepends=True)
            start = next(n for n, text in enumerate(lines) if text.startswith("values:"))
            end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
            found[f"src/ai_calc/law/parameters/{name}.yaml"] = "".join([*lines[:end], line, *lines[end:]])
    return found


def _number(text: str) -> Decimal:
    digits = re.sub(r"[^\d,]", "", text).replace(",", ".")
    return Decimal(digits) if digits else Decimal(-1)


__all__ = ["Comparison", "Entry", "as_html", "compare_newer", "drafts", "in_words", "match", "resting"]
