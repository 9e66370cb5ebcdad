"""What the search index knows beyond the theme's: which entry is which rule, its source, articles, figures, place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ai_calc.law import citations
from ai_calc.law.parameters import in_words
from ai_calc.registers import calculators as registry
from hub.content.bases import chapter_statutes
from hub.content.library import Library
from hub.content.links import case_url, from_root, url_of
from hub.content.rules import Rule, load_data

Entry = dict[str, Any]

ADDED = (
    "kind",
    "nature",
    "where",
    "path",
    "source",
    "id",
    "parts",
    "heading",
    "own",
    "basis",
    "cases",
    "keys",
    "labels",
    "off",
)
TABLES = (
    "reperes/allemand/",
    "reperes/montants/",
    "reperes/articles/",
    "reperes/arrets/",
    "reperes/couverture/",
    "reglements/berne/comparaison/",
    "versions-et-sources/a-confirmer/",
)
"""Pages made of tables that repeat the rules: found by their titles, the rules by their text."""
OPENING = re.compile(r"(?:\s*<p>.*?</p>)*", re.S)
"""What a page says before its form or its table begins."""
CARDS = ("", "reglements/", "reperes/", "calculateurs/", "cas/")
"""Pages that only lead to others: their sections would stand beside the pages they lead to."""
FIRST = ("reglements/", "calculateurs/")
"""What the first answer is made of; what other pages say is read after it."""
BRIEF = {"case": "cas/{}/", "reading": "reperes/lectures/#{}"}
"""Entries that are only numbers at first, and their addresses."""


def comes_later(entry: Entry) -> bool:
    """Whether an entry as a whole, or all of it but its number, is read after the first answer."""
    kind = entry.get("kind")
    return kind in BRIEF or kind == "section" and not entry["location"].startswith(FIRST)


def enrich(index: dict[str, Any], library: Library) -> dict[str, Any]:
    """The theme's index, in the order of the navigation, with what :mod:`hub.search` needs. Safe to run twice."""
    places = navigation(library.root / "mkdocs.yml")
    rules = {from_root(rule.page, rule.anchor): rule for rule in library.rules.values()}
    calculators = {url_of(c.page): c for c in library.calculators.values()}
    titles = {e["location"]: e["title"] for e in index["docs"] if "#" not in e["location"]}
    readings = {reading.lower(): reading for reading in library.readings}
    last = len(places)
    docs = [(last + n, entry) for n, entry in enumerate(case_entries(library))]
    for entry in index["docs"]:
        if entry.get("kind") == "case":
            continue  # from an earlier run
        page, _, anchor = entry["location"].partition("#")
        order, above = places.get(page, (last, []))
        entry = {key: value for key, value in entry.items() if key not in ADDED}
        if rule := rules.get(entry["location"]):
            entry |= rule_fields(rule, library, above)
        elif page in calculators:
            if anchor:
                continue  # the form and the result of the default case
            c = calculators[page]
            entry |= {
                "kind": "calculator",
                "where": "Calculateur",
                "text": _opening(entry["text"]),
                "keys": ["calculateur", c.question, c.basis],
                "labels": labels(c.key),
            }
        elif anchor and (page in CARDS or page == "reperes/cas/"):
            continue
        elif anchor and not entry["text"] and _markdown(page) in library.page_of:
            continue  # a heading above rules, which know it
        else:
            reading = readings.get(anchor.lower()) if page == "reperes/lectures/" else None
            entry |= {
                "kind": "reading" if reading else "section" if anchor else "page",
                "where": " › ".join([*above, titles[page]] if anchor else above),
                "path": above,
            }
            if reading:
                entry["id"] = reading
            if page in TABLES:
                entry["text"] = "" if anchor else _opening(entry["text"])
            if page.startswith("formation/") and not anchor:
                entry["keys"] = ["cours", "exercices"]
            chapter = library.page_of.get(_markdown(page))
            if chapter and chapter.chapter and not anchor:
                entry["keys"] = [f"chapitre {chapter.chapter}", *chapter.statutes]
        docs.append(
            (
                order,
                {
                    key: value
                    for key, value in entry.items()
                    if value not in ("", [], None) or key in ("location", "title", "text")
                },
            )
        )
    docs.sort(key=lambda pair: (comes_later(pair[1]), pair[0]))  # stable: rules keep the order of their page
    entries = [entry for _, entry in docs]
    at = {entry["location"]: n for n, entry in enumerate(entries)}
    # an index of some pages only knows the rules of these; tests/search asks every phrase of the whole one
    places_of = {
        citation: at[place]
        for citation, rule in library.rules.items()
        if (place := from_root(rule.page, rule.anchor)) in at
    }
    places_of |= {f"page:{location}": n for location, n in at.items()}
    return {"config": {**index["config"], "hub": said(places_of)}, "docs": entries}


def _opening(text: str) -> str:
    match = OPENING.match(text)
    return match[0].strip() if match else ""


def labels(name: str) -> list[str]:
    """What the form of a calculator asks: to find it by, not to read."""
    fields = registry.get(name).case_type.model_fields.values()
    return [field.title for field in fields if field.title]


def rule_fields(rule: Rule, library: Library, above: list[str]) -> Entry:
    """What the index knows of a rule."""
    page = library.page_of[rule.page]
    source = library.sources.get(rule.source)
    where = f"{source.short} · {page.title}" if source else page.title
    return {
        "kind": "rule",
        "nature": None if rule.kind == "none" else rule.kind,
        "source": rule.source,
        "id": None if rule.source == "fait" else rule.id,
        "parts": list(rule.parts),
        "where": where,
        "heading": [page.title, rule.section],
        "path": [*above[1:], citations.label(rule.citation), *([source.title] if source else [])],
        "own": list(rule.statutes),
        "basis": list(chapter_statutes(library, rule)),
        "cases": list(rule.decisions),
        **figures(rule, library),
        "off": 1 if rule.abrogated else None,
    }


def case_entries(library: Library) -> Iterator[Entry]:
    """The pages of the worked cases: found by number, title and story, below everything else."""
    for case in library.cases:
        calculator = library.calculators.get(case.calculator)
        yield {
            "location": case_url(case.id),
            "title": f"{case.id} · {html.escape(case.title, quote=False)}",
            "text": f"<p>{html.escape(case.story, quote=False)}</p>" if case.story else "",
            "kind": "case",
            "id": case.id,
            "where": f"Cas vérifié · {calculator.title if calculator else registry.get(case.calculator).title}",
        }


def figures(rule: Rule, library: Library) -> dict[str, list[str]]:
    """The figures that a rule sets, every value they have had, and apart from them their labels."""
    values, names = [], []
    for name in library.uses[rule.citation].parameters:
        parameter = library.parameters[name]
        names.append(parameter.label)
        values += [in_words(v.value, parameter.unit) for v in parameter.values if v.value is not None]
    return {"keys": list(dict.fromkeys(values)), "labels": names}


_SMALL = """
à au aux avec ce ces dans de des du elle en est et eu il je la le les leur lui ma me mes moi mon ne nos notre on ou où
par pas pour que qui sa se ses si son sont sur un une vos votre vous d j l m n qu s t y
"""
SMALL = frozenset(_SMALL.split())
"""Words of a phrase that ``hub/web/search/french.mjs`` passes over: they do not travel."""
HOW_LONG = re.compile(r"combien|jusqu|quelle longueur", re.I)
"""« combien de temps » is read as a whole (``hub/web/search/words.mjs``)."""


def brief(phrases: list[Any]) -> list[str]:
    """Phrases without the words that the worker passes over, each once."""
    return list(dict.fromkeys(_brief(str(phrase)) for phrase in phrases))


def _brief(phrase: str) -> str:
    if HOW_LONG.search(phrase):
        return phrase
    return " ".join(w for w in re.split(r"[\s'’]+", phrase) if w not in SMALL) or phrase


LANGUAGES = {"german": "de"}
"""The lists of words of other languages (``hub/data``), each with the key of its words: read as German ones are."""


def said(place: dict[str, int]) -> dict[str, Any]:
    """What people say (``hub/data``): for words, for rules (``more``: what is read after the first answer), in German,
    and of what no document here speaks."""
    entries = load_data("thesaurus")
    words = [[e["say"], e["find"]] for e in entries if "find" in e]
    same = [e["same"] for e in entries if "same" in e]
    for entry in load_data("abbreviations"):
        meaning = re.sub(r" \(.*\)$", "", entry["meaning"])
        if entry.get("listed") and not entry.get("local") and len(meaning.split()) > 1 or "-" in meaning:
            words += [[[entry["abbr"]], [meaning]], [[meaning], [entry["abbr"]]]]
    return {
        "words": words,
        "same": same,
        "rules": _of_rules([e for e in entries if "rules" in e], place),
        "more": _of_rules(load_data("said"), place),
        "aside": [word for e in entries for word in e.get("aside", [])],
        "german": [
            [e[key], e["fr"], [place[c] for c in e["rules"] if c in place]]
            for file, key in LANGUAGES.items()
            for e in load_data(file)
        ],
        "elsewhere": [[brief(e["say"]), e["topic"], e["ask"]] for e in load_data("elsewhere")],
    }


def _of_rules(entries: list[dict[str, Any]], place: dict[str, int]) -> list[list[Any]]:
    return [[brief(e["say"]), [place[c] for c in e["rules"] if c in place]] for e in entries]


class _Loader(yaml.SafeLoader):
    """Reads MkDocs' configuration for its navigation: tags that name Python objects are passed over."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def navigation(config: Path) -> dict[str, tuple[int, list[str]]]:
    """Each page's address -> its place in the navigation and the titles above it."""
    found: dict[str, tuple[int, list[str]]] = {}

    def walk(entries: list[Any], above: list[str]) -> None:
        for entry in entries:
            title, target = next(iter(entry.items())) if isinstance(entry, dict) else ("", entry)
            if isinstance(target, list):
                walk(target, [*above, str(title)])
            else:
                own = above[:-1] if target.endswith("/index.md") and not title else above
                found[url_of(target)] = (len(found), own)

    walk(yaml.load(config.read_text("utf-8"), _Loader)["nav"], [])
    return found


def _markdown(page: str) -> str:
    """The file that an address comes from: ``reglements/cmrp/42-aide-en-capital.md``."""
    return f"{page.rstrip('/')}.md"
