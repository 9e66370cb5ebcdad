"""The statute articles that a rule or a chapter rests on."""

from __future__ import annotations

import re
from typing import Any

from hub.content.library import Library
from hub.content.links import article_and_law
from hub.content.rules import Rule, RulePage, law_of, load_data

STATUTE_IN_TITLE = re.compile(r"art\. \d[^,;()]*? (?:LAI|RAI|LPGA|LAVS|RAVS|LACI|OACI|LFPr|CO|LP)\b")


def statutes_of(library: Library, rule: Rule) -> tuple[str, ...]:
    """Its own statute articles, then those of its chapter."""
    return tuple(dict.fromkeys([*rule.statutes, *chapter_statutes(library, rule)]))


def chapter_statutes(library: Library, rule: Rule) -> tuple[str, ...]:
    """The statute articles of its chapter: named in the title of its section or of one above it (34 for 34.1), by a
    one-chapter page, else by the title of its part."""
    page = library.page_of[rule.page]
    number = rule.section.partition(" ")[0]
    above = dict.fromkeys(r.section for r in page.rules if number.startswith(f"{r.section.partition(' ')[0]}."))
    of_sections = [a for section in (rule.section, *above) for a in STATUTE_IN_TITLE.findall(section) if law_of(a)]
    of_page = page.statutes if page.chapter is not None and page.chapter.isdigit() else ()
    found = tuple(dict.fromkeys([*of_sections, *of_page]))
    return found if of_page else tuple(dict.fromkeys([*found, *_part_statutes(page)]))


def chapters_naming(page: RulePage, statute: str) -> list[str]:
    """The numbers of a page's chapters whose titles name the article, this very paragraph of it if any does; none
    where it is the basis of all its chapters."""
    if (page.chapter or "").isdigit() or statute in _part_statutes(page):
        return []
    titles = {s.partition(" ")[0]: STATUTE_IN_TITLE.findall(s) for s in dict.fromkeys(r.section for r in page.rules)}
    exact = [number for number, named in titles.items() if statute in named]
    wanted = article_and_law(statute)
    found = exact or [number for number, named in titles.items() if wanted in map(article_and_law, named)]
    return found if len(found) < len(titles) else []


def _part_statutes(page: RulePage) -> list[str]:
    part: dict[str, Any] = load_data("source_parts").get(page.source, {}).get(str(page.part), {})
    return list(part.get("statutes", ()))
