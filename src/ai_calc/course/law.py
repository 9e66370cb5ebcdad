"""Which law a lesson teaches: the texts behind its rules with their state, and what has changed in the statutes."""

from __future__ import annotations

from collections.abc import Iterable

from ai_calc.course.model import Lesson
from ai_calc.ground.french import long_date, lowered
from ai_calc.law.changes import Change, touching
from ai_calc.law.citations import source_of
from ai_calc.registers.documents import Source, all_sources


def texts_of(rules: Iterable[str]) -> tuple[Source, ...]:
    """The editions in which rules stand, in the order of the register."""
    used = {source_of(rule) for rule in rules}
    return tuple(source for key, source in all_sources().items() if key in used)


def changes_of(lesson: Lesson) -> tuple[Change, ...]:
    """What has changed in the articles behind the rules that it teaches."""
    return touching(lesson.rules)


def _words(source: Source) -> str:
    if source.dates == "stated" and source.state is not None:
        state = f"{source.short}, état au {long_date(source.state)}"
    elif source.dates == "deduced" and source.valid_from is not None and source.until is not None:
        state = f"{source.short}, dates déduites ({source.valid_from.year} à {source.until.year})"
    else:
        state = f"{source.short}, document sans date"
    if source.replaced_from is not None:
        state += f", remplacé depuis le {long_date(source.replaced_from)} par un texte qui n'est pas repris ici"
    return state


def texts_in_words(rules: Iterable[str]) -> str:
    """« CMRP, état au 1er janvier 2020 … ; Accord GE, document sans date »."""
    return " ; ".join(map(_words, texts_of(rules)))


def law_of(lesson: Lesson) -> tuple[str, ...]:
    """« Droit enseigné : CMRP, état au 1er janvier 2020 … », what has changed since, and what that means."""
    lines = [f"Droit enseigné : {texts_in_words(lesson.rules)}."]
    if changes := changes_of(lesson):
        named = ", ".join(f"{lowered(c.title)} ({c.since.year})" for c in changes)
        lines.append(f"Depuis, la loi a changé : {named}.")
    if any(s.replaced_from is not None for s in texts_of(lesson.rules)):
        lines.append(
            "La manière de lire et de calculer reste ; les chiffres et les conditions d'aujourd'hui se vérifient."
        )
    return tuple(lines)
