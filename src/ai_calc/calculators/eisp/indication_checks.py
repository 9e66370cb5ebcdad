"""What every check of a draft is made of: an indication of the guide, a verdict, and whether the draft says anything.

The guide advises and obliges to nothing (eisp:1.1.c): a verdict on an indication is soft, a reasoned choice remains
possible. Verdicts on the circular or on federal law are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from ai_calc.calculators.eisp.indications import indication
from ai_calc.calculators.eisp.model import Row
from ai_calc.ground.french import Phrase, enumeration, phrase
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import status_of
from ai_calc.results import Role, Status, Verdict


@record
class Check:
    """One check. ``number``: the indication on which it rests, ``None`` for a binding rule."""

    number: int | None
    verdict: Verdict

    def outside(self) -> Check:
        """The same check on an indication that the insurer's chapter does not list: it informs, and says why."""
        v = self.verdict
        label = f"{v.label} (hors de la liste de ce chapitre)"
        return Check(
            self.number,
            Verdict(v.key, label, v.status, v.reason, v.rules, v.would_change, v.soft, Role.ADVICE),
        )


def check(
    number: int,
    status: Status,
    reason: Phrase,
    *,
    rules: tuple[str, ...] = (),
    change: Phrase | None = None,
    part: str = "",
    title: str = "",
) -> Check:
    """A check on an indication. ``part`` names its letter when it is checked part by part: key ``38.d``."""
    key, label, rule = _named(number, part, title)
    return Check(
        number,
        Verdict(key, label, status, reason, rules or rule, None if status is Status.MET else change, True),
    )


@cache
def _named(number: int, part: str, title: str) -> tuple[str, str, tuple[str]]:
    """Key, label and rule of a check on an indication."""
    found = indication(number)
    return f"{number}.{part}" if part else str(number), f"{found.group} · {title or found.title}", (found.rule,)


_APPRAISED = {
    Finding.MET: "Selon l'examen du projet : {0}.",
    Finding.NOT_MET: "L'examen du projet dit le contraire. Attendu : {0}.",
    Finding.UNKNOWN: "À apprécier : {0}.",
}


@lru_cache(maxsize=1024)
def appraised(number: int, finding: Finding, question: str, **more: str | tuple[str, ...]) -> Check:
    """A check that a person settles: met, not met, or still open. ``question`` says what is to be appraised. The same
    in every draft, as what follows."""
    reason = phrase(_APPRAISED[finding], question)
    rules, part, title = more.get("rules", ()), more.get("part", ""), more.get("title", "")
    assert isinstance(rules, tuple) and isinstance(part, str) and isinstance(title, str)
    return check(
        number,
        status_of(finding),
        reason,
        rules=rules,
        part=part,
        title=title,
        change=phrase("Adapter le projet sur ce point.") if finding is Finding.NOT_MET else None,
    )


def written(number: int, clause: str, what: str, **more: str | tuple[str, ...]) -> Check:
    """A check that a clause is there. ``what`` completes « Écrire … »; its quality stays for people to judge."""
    return _written(number, bool(clause.strip()), what, **more)


@lru_cache(maxsize=1024)
def _written(number: int, there: bool, what: str, **more: str | tuple[str, ...]) -> Check:
    rules, part, title = more.get("rules", ()), more.get("part", ""), more.get("title", "")
    assert isinstance(rules, tuple) and isinstance(part, str) and isinstance(title, str)
    return check(
        number,
        Status.MET if there else Status.NOT_MET,
        phrase("Le projet l'écrit.") if there else phrase("Le projet ne dit rien sur ce point."),
        rules=rules,
        part=part,
        title=title,
        change=phrase("Écrire {0}.", what),
    )


def unwritten(number: int, rows: Sequence[Row], what: str, rules: tuple[str, ...] = ()) -> Check | None:
    """Rows that were begun and say nothing yet, if there are any."""
    found = [n for n, row in enumerate(rows, 1) if not row.written]
    if not found:
        return None
    return check(
        number,
        Status.NOT_MET,
        phrase("Sans texte : {0}.", plural(found, what, f"{what}s")),
        rules=rules,
        change=phrase("Écrire ce qui manque, ou effacer la ligne."),
    )


def binding(
    key: str, label: str, status: Status, reason: Phrase, rules: tuple[str, ...], change: Phrase | None = None
) -> Check:
    """A check on a rule that binds."""
    return Check(None, Verdict(key, label, status, reason, rules, None if status is Status.MET else change))


def plural(found: list[int], one: str, many: str) -> str:
    """``l'objectif 2`` or ``les objectifs 2 et 3``."""
    return f"{one if len(found) == 1 else many} {enumeration([str(n) for n in found])}"


def plain(words: str) -> str:
    """A text for comparing, whatever its capitals and spaces."""
    return " ".join(words.lower().split())
