"""The parts of pages that are made from data: ``<!-- hub:NAME argument -->`` in a page becomes one of these.

Each maker takes the library, a function that writes links and the argument, and returns Markdown. Every one is listed
in :data:`MAKERS`, under the name that pages use; a lesson, which shows whole rules, comes with the pages
(:data:`hub.pages.rule_pages.MAKERS`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ai_calc.law.changes import all_changes
from hub.content import changes
from hub.content.library import Library
from hub.content.links import Href
from hub.pages import course, to_confirm
from hub.pages.generated import (
    calculators,
    cases,
    contents,
    coverage,
    decisions,
    dossiers,
    figures,
    readings,
    sources,
    statutes,
    words,
    works,
)

MARKER = re.compile(r"^<!-- hub:(?P<name>[a-z-]+)(?: (?P<argument>\S+))? -->$", re.M)

Maker = Callable[[Library, Href, str], str]


def fill(
    text: str,
    library: Library,
    href: Href,
    problems: list[str],
    where: str,
    makers: Mapping[str, Maker] | None = None,
) -> str:
    """``text`` with every marker replaced, by one of ``makers`` or of :data:`MAKERS`."""
    known = MAKERS if makers is None else makers

    def make(match: re.Match[str]) -> str:
        maker = known.get(match["name"])
        if maker is None:
            problems.append(f"{where} : marque inconnue « hub:{match['name']} »")
            return ""
        try:
            return maker(library, href, match["argument"] or "")
        except (KeyError, LookupError) as error:
            problems.append(f"{where} : « hub:{match['name']} {match['argument'] or ''} » : {error}")
            return ""

    return MARKER.sub(make, text)


def _change(library: Library, href: Href, argument: str) -> str:
    """One entry of what has changed in the law since."""
    return changes.entry(library, href, all_changes()[argument])


MAKERS: dict[str, Maker] = {
    # the law and its words
    "montants": figures.every_figure,
    "values": figures.values_of,
    "articles": statutes.articles,
    "arrets": decisions.decisions,
    "references": works.works,
    "lectures": readings.readings,
    "abreviations": words.abbreviations,
    "german": words.german,
    # the documents
    "chapters": contents.chapters,
    "numbers": contents.numbers,
    "sources": sources.described,
    "sources-cards": sources.cards,
    "sources-short": sources.table,
    "couverture": coverage.coverage,
    "change": _change,
    "to-confirm": to_confirm.page,
    # calculators and cases
    "calculators": calculators.cards,
    "calculator": calculators.calculator,
    "embed": calculators.embed,
    "dossiers": dossiers.every_file,
    "resume": dossiers.latest_files,
    "cas": cases.by_rule,
    "cases-by-calculator": cases.by_calculator,
    # the course
    "course": course.course,
    "exercises": course.exercises,
    "answer-sheet": course.answer_sheet,
    "review": course.review,
    "review-count": course.review_count,
    "final-check": course.final_check,
    "room-key": course.room_key,
    "room-results": course.room_results,
}
