"""Citations: the names by which the package, the pages and the tests point to a rule.

``cmrp:6020`` is paragraph 6020 of the federal circular, ``cmrp:6004.d`` its lettered part, ``cmrp:A1.4`` section 4
of its Annexe I; ``berne-2021:`` and ``berne:`` are the two versions of the Bern memo, ``geneve:`` the Geneva
agreement, ``eisp:`` the guide on service agreements, ``fait:`` a dated fact from outside these documents.
"""

from __future__ import annotations

import re
from functools import cache

from ai_calc.registers.documents import all_sources

_CITATION = re.compile(r"(?P<source>[a-z][a-z0-9-]*):[A-Za-z0-9][A-Za-z0-9.-]*")
FACTS = "fait"
"""The source key of facts from outside the documents."""
_FACT_LABELS = {
    "rentes-avs": "rentes AVS",
    "age-de-reference": "âge de référence",
    "indemnite-journaliere-maximale": "indemnité journalière maximale",
    "delai-de-restitution": "délai de restitution",
}


def is_citation(text: object) -> bool:
    """Whether ``text`` has the form of a citation of a known document (not whether the rule exists)."""
    if not isinstance(text, str) or not (match := _CITATION.fullmatch(text)):
        return False
    return match["source"] == FACTS or match["source"] in all_sources()


def source_of(citation: str) -> str:
    """``cmrp`` for ``cmrp:6020``."""
    return citation.partition(":")[0]


def number_of(citation: str) -> str:
    """``6020`` for ``cmrp:6020``."""
    return citation.partition(":")[2]


@cache
def label(citation: str) -> str:
    """How a citation is shown to people: « ch. 6020 CMRP », « ch. 6004 let. d CMRP », « Accord GE, 3.b »."""
    source, number = source_of(citation), number_of(citation)
    if source == "cmrp":
        if number.startswith("A"):
            return f"annexe I, ch. {number.partition('.')[2] or number} CMRP"
        head, _, letter = number.partition(".")
        if letter.isalpha():
            return f"ch. {head} let. {letter} CMRP"
        return f"ch. {number} CMRP"
    if source == "eisp":
        if number.isdigit():
            return f"indication {number}, guide EISP"
        if number.startswith("P") and number[1:].isdigit():
            return f"principe {number[1:]}, guide EISP"
    if source == FACTS:
        return _FACT_LABELS.get(number, number.replace("-", " "))
    known = all_sources().get(source)
    return f"{known.short if known else source}, {number}"
