"""The same rule in the other editions of its document, side by side, with the words that differ."""

from __future__ import annotations

import html
import re
from difflib import SequenceMatcher
from functools import cache

from ai_calc.ground.french import long_date
from ai_calc.law import citations
from ai_calc.registers.documents import Source as Edition
from hub.content import figures
from hub.content.library import Library
from hub.content.rules import Rule, Source
from hub.official import escape

ALIKE = 0.4
"""Texts with less than this share of words in common are each read as a whole: nothing in them is marked."""
BREAK = "¶"
"""Stands for the end of a paragraph among the words of a text."""


def words_of(text_html: str) -> tuple[str, ...]:
    """The words of a rule's HTML, with a mark between paragraphs, points and rows."""
    text = re.sub(r"</(?:p|li|tr|h\d|dd|dt)>", f" {BREAK} ", text_html)
    words = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</t[dh]>", " ", text))).split()
    return tuple(w for n, w in enumerate(words) if w != BREAK or (n and words[n - 1] != BREAK))


@cache
def differences(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[tuple[str, int, int, int, int], ...] | None:
    """Where two texts differ, as :class:`difflib.SequenceMatcher` says it; ``None`` when they have too little in
    common."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return tuple(op for op in matcher.get_opcodes() if op[0] != "equal") if matcher.ratio() >= ALIKE else None


def _marked(words: tuple[str, ...], spans: list[tuple[int, int]]) -> str:
    """The words as paragraphs, those of ``spans`` marked."""
    inside = {n for start, end in spans for n in range(start, end) if words[n] != BREAK}
    paragraphs: list[list[str]] = [[]]
    for n, word in enumerate(words):
        if word == BREAK:
            paragraphs.append([])
            continue
        opened = "<mark>" if n in inside and n - 1 not in inside else ""
        closed = "</mark>" if n in inside and n + 1 not in inside else ""
        paragraphs[-1].append(f"{opened}{escape(word)}{closed}")
    return "".join(f"<p>{' '.join(p)}</p>" for p in paragraphs if p)


def period(edition: Edition) -> str:
    """« du 1er janvier 2014 au 31 décembre 2021, selon le document », « inconnues »."""
    words = f"dès le {long_date(edition.valid_from)}" if edition.valid_from else "inconnues"
    if edition.valid_from and edition.until:
        words = f"du {long_date(edition.valid_from)} au {long_date(edition.until)}"
    if edition.dates == "undated":
        return f"inconnues, {words} au plus tôt" if edition.valid_from else words
    return f"{words}, {'déduites' if edition.dates == 'deduced' else 'selon le document'}"


def _figures(rule: Rule, library: Library) -> list[str]:
    """The figures that a rule states, as they are shown."""
    found = []
    for match in figures.FIGURE.finditer(rule.text):
        try:
            found.append(figures.shown(match["body"], library.parameters, rule.source)[1])
        except ValueError:
            continue  # named as a fault where the page is made
    return list(dict.fromkeys(found))


def _side(source: Source, rules: list[Rule], body: str, links: list[str]) -> str:
    head = ", ".join(links) or ", ".join(escape(citations.label(r.citation)) for r in rules)
    return (
        f'<div><p class="editions-head">{head}<br><span class="muted">Dates :'
        f" {escape(period(source.edition))}</span></p>{body}</div>"
    )


def side_by_side(rule: Rule, library: Library, text_of: dict[str, str], address_of: dict[str, str]) -> list[str]:
    """For each other edition that has the rule, both texts, folded, on one line so that no Markdown is read in them.

    ``text_of`` gives a rule's text as HTML, ``address_of`` its address from the page, both by citation.
    """
    found = []
    for key, others in library.counterparts.get(rule.citation, {}).items():
        ours = words_of(text_of[rule.citation])
        theirs = words_of(f" {BREAK} ".join(text_of[o.citation] for o in others))
        found_differences = differences(ours, theirs)
        changes = found_differences or ()
        here, there = _figures(rule, library), [f for o in others for f in _figures(o, library)]
        only_here, only_there = [f for f in here if f not in there], [f for f in there if f not in here]
        figures = " ; ".join(
            f"{who} : {', '.join(only)}"
            for who, only in (("ici seulement", only_here), ("là seulement", only_there))
            if only
        )
        count = len(changes)
        said = (
            "formulée autrement"
            if found_differences is None
            else (
                "mêmes mots"
                if not count
                else f"{count} passage{'s' if count > 1 else ''} diffère{'nt' if count > 1 else ''}"
            )
        )
        names = ", ".join(citations.label(o.citation) for o in others)
        links = [
            f'<a class="cite" data-cite="{o.citation}"'
            f' href="{html.escape(address_of[o.citation], quote=True)}">{escape(citations.label(o.citation))}</a>'
            for o in others
        ]
        left = _side(library.sources[rule.source], [rule], _marked(ours, [(a, b) for _, a, b, _, _ in changes]), [])
        right = _side(library.sources[key], others, _marked(theirs, [(a, b) for _, _, _, a, b in changes]), links)
        about = f'<p class="editions-figures">Chiffres : {escape(figures)}.</p>' if figures else ""
        found += [
            (
                f'<details class="editions" data-search-exclude=""><summary>Autre édition : {escape(names)}'
                f' ({said})</summary>{about}<div class="editions-two">{left}{right}</div></details>'
            ),
            "",
        ]
    return found
