"""Two files of one mandate: they have the same reference, or the same person, canton and start. What both note would be
invoiced twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from ai_calc.calculators.coaching import CoachingCase
from ai_calc.ground.french import clock_text, folded, short_date
from calculators.kit.mandate import Mandate, read

MOST = 3
"""How many common lines are named."""


def doubles(mandates: Iterable[Mandate]) -> dict[str, str]:
    """What is to be said of each mandate that another one seems to be too, by its identifier: a French sentence."""
    groups: dict[tuple[object, ...], list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        for key in _keys(mandate):
            groups[key].append(mandate)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, those in groups.items():
        for one in those:
            for other in those:
                if other.ident != one.ident and other.ident not in found[one.ident]:
                    found[one.ident][other.ident] = _words(key, one, other)
    return {ident: " ".join(words.values()) for ident, words in found.items() if words}


def double_in_form(case: CoachingCase, told: dict[str, Any]) -> str:
    """The same of the case of a form, by what the page has ``told`` of files that may be of its mandate (``peers``)."""
    if not case.person:  # a file without one is called after its name
        case = case.model_copy(update={"person": str(told.get("name") or "")})
    own = Mandate(str(told.get("dossier") or ""), "", case)
    return doubles([own, *(read(entry) for entry in told.get("peers") or ())]).get(own.ident, "")


def _keys(mandate: Mandate) -> list[tuple[object, ...]]:
    """By what a mandate is known again, the surer first."""
    if (case := mandate.case) is None:
        return []
    reference, person = folded(case.reference), folded(case.person)
    return [
        *([("reference", reference)] if reference else []),
        *([("person", person, case.canton, case.first_day)] if person else []),
    ]


def _words(key: tuple[object, ...], one: Mandate, other: Mandate) -> str:
    assert one.case is not None and other.case is not None
    why = f"même référence « {one.case.reference} »" if key[0] == "reference" else "même personne, canton et début"
    common = Counter(map(_line, one.case.journal)) & Counter(map(_line, other.case.journal))
    lines = [f"{short_date(day)} {activity.french} {clock_text(minutes)}" for day, minutes, activity in sorted(common)]
    more = f" ; et {len(lines) - MOST} autres" if len(lines) > MOST else ""
    twice = f" ; notées dans les deux : {' ; '.join(lines[:MOST])}{more}" if lines else ""
    return f"Deux dossiers d'un même mandat ? {other.name} : {why}{twice}."


def _line(entry: Any) -> tuple[Any, ...]:
    return entry.day, entry.billed_minutes, entry.activity
