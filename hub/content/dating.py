"""How the date of a rule's text is said."""

from __future__ import annotations

import re
from datetime import date

from ai_calc.ground import french
from ai_calc.law import citations
from ai_calc.registers.documents import all_sources
from hub.content.rules import Rule

MARK = re.compile(r"(\d{1,2})/(\d\d)")


def long_mark(tag: str) -> str:
    """``1er janvier 2018 (déduit de la marque 1/18)`` for the revision mark ``1/18``: the circular prints no more
    than that."""
    match = MARK.fullmatch(tag)
    assert match, tag
    return f"{french.long_date(date(2000 + int(match[2]), int(match[1]), 1))} (déduit de la marque {tag})"


def cited(rule: Rule) -> str:
    """How a decision cites a rule: « ch. 6020 CMRP, état au 1er janvier 2020 », with what is known of the text's
    date."""
    document, label = all_sources()[rule.source], citations.label(rule.citation)
    if document.dates != "stated" or document.state is None:
        return f"{label}, texte sans date"
    if "état au" in (document.reference or ""):
        return f"{label}, état au {french.long_date(document.state)}"
    return f"{label}, {document.state.year}"
