"""Citations: the names by which the package, the pages and the tests point to a rule.

``cmrp:6020`` is paragraph 6020 of the federal circular, ``cmrp:6004.d`` its lettered part, ``cmrp:A1.4`` section 4
of its Annexe I; ``berne-2021:`` and ``berne:`` are the two versions of the Bern memo, ``geneve:`` the Geneva
agreement, ``eisp:`` the guide on service agreements, ``fait:`` a dated fact from outside these documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from ai_calc.ground import strict_yaml
from ai_calc.ground.french import Phrase, phrase
from ai_calc.registers.documents import all_sources

_CITATION = re.compile(r"(?P<source>[a-z][a-z0-9-]*):[A-Za-z0-9][A-Za-z0-9.-]*")
FACTS = "fait"
"""The source key of facts from outside the documents."""
FACT_LABELS = {
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
def _dashes() -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = strict_yaml.load(
        resources.files(__package__).joinpath("dashes.yaml").read_text("utf-8")
    )
    return found


@cache
def dash(citation: str) -> str | None:
    """Which dash of its document a lettered part stands at: « 4e tiret » for ``cmrp:6004.d``; None where it has
    none."""
    head, _, letter = citation.rpartition(".")
    known = all_sources().get(source_of(head))
    if known is not None and known.document == "circulaire":  # its editions number alike
        head = f"cmrp:{number_of(head)}"
    dashes = _dashes().get(head, ()) if letter.isalpha() else ()
    at = next((n for n, letters in enumerate(dashes, 1) if letter in letters), None)
    return f"{at}{'er' if at == 1 else 'e'} tiret" if at else None


def dashed(rule: str, number: str | None) -> str:
    """The part of a rule at that dash, the other way round: ``cmrp:6004.d`` for the fourth of ``cmrp:6004``."""
    found = _dashes().get(rule, ()) if number else ()
    letters = found[int(number) - 1] if number and 0 < int(number) <= len(found) else ""
    return f"{rule}.{letters[0]}" if letters and letters != "-" else rule


def _changed_article(number: str) -> str:
    """« art. 16 LAI et art. 5 RAI, depuis 2022 » for an entry of what has changed since; nothing for any other fact."""
    from ai_calc.law.changes import all_changes  # (which reads a file that most citations do not need)

    change = all_changes().get(number)
    return f"{change.name}, depuis {change.since.year}" if change else ""


def _prints_letter(source: str, head: str) -> bool:
    """Whether the document itself letters the parts of this section: Geneva's agreement does in two."""
    return source == "geneve" and head in ("1", "3")


def label_within(citation: str, own: Iterable[str]) -> str:
    """The same in a paper that names its ``own`` documents already: « 3.c, 3e tiret » for « Accord GE, 3.c, 3e tiret
    »."""
    source, shown = source_of(citation), label(citation)
    known = all_sources().get(source) if source in own else None
    return shown.removeprefix(f"{known.short}, ") if known is not None else shown


@cache
def label(citation: str) -> str:
    """How a citation is shown to people: « ch. 6020 CMRP », « ch. 6004, 4e tiret CMRP », « Accord GE, 3.b ».

    The documents print dashes where our citations have letters; a part of a sentence has neither and is cited by its
    rule.
    """
    source, number = source_of(citation), number_of(citation)
    head, _, letter = number.rpartition(".")
    lettered = len(letter) == 1 and letter.isalpha() and head != ""
    known, at = all_sources().get(source), dash(citation)
    part = f", {at}" if at else ""
    if known is not None and known.document == "circulaire":
        if number.startswith("A"):
            section = (head if lettered else number).partition(".")[2]
            return f"annexe I, ch. {section} {known.short}" if section else f"annexe I {known.short}"
        return f"ch. {head if lettered else number}{part} {known.short}"
    if source == FACTS:
        return FACT_LABELS.get(number) or _changed_article(number) or number.replace("-", " ")
    if lettered and (at or not _prints_letter(source, head)):
        number = head
        head, _, letter = head.rpartition(".")
        if len(letter) == 1 and letter.isalpha() and head and not _prints_letter(source, head):
            number = head
    number = re.sub(r"\.([a-z]{2,})$", r" (\1)", number)  # a name of ours: « 8 (grille) »
    if source == "eisp":
        if number.isdigit():
            return f"indication {number}, guide EISP"
        if number.startswith("P") and number[1:].isdigit():
            return f"principe {number[1:]}, guide EISP"
    return f"{known.short if known else source}, {number}{part}"


class Cited(str):
    """A rule that a sentence names: shown as people write it (``ch. 6020 CMRP``). In a result, the rule that takes it
    up in the edition of the day stands in its place."""

    __slots__ = ()

    def __str__(self) -> str:
        return label(self[:])


class _Rules(NamedTuple):
    rules: tuple[Cited, ...]

    def __str__(self) -> str:
        return ", ".join(labels(self.rules))


def cited(citations: Iterable[str]) -> Phrase:
    """The names of several rules, each as :class:`Cited`."""
    return phrase("{0}", _Rules(tuple(map(Cited, citations))))


def labels(citations: Iterable[str]) -> list[str]:
    """The labels of several citations, each once: parts of one sentence share one."""
    return list(_labels(tuple(citations)))


@cache
def _labels(citations: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label(citation) for citation in citations if citation))
