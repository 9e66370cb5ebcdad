"""A date of birth of which only the year is known: day and month are supposed, never in the person's favour.

The case is computed with the first day of the year and with the last: ages and ends of working lives only grow between
them. A verdict that differs is open; an amount, a table or a sentence that differs waits for the day of birth, with
what the other day gives beside it. What is shown is computed with the first of January.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from ai_calc.ground.dates import YearOfBirth
from ai_calc.ground.errors import CaseError
from ai_calc.ground.french import long_date, lowered, phrase, show
from ai_calc.ground.record import record
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.facts import Case
from ai_calc.relevance import unwatched
from ai_calc.results import Account, Figure, Notice, Result, Role, Severity, Standing, Status, Verdict

C = TypeVar("C", bound=Case)
D = TypeVar("D")

DAY_AND_MONTH = "jour et mois"
SUPPOSED_DAY = "1er\u00a0janvier"
"""The day that is supposed, as the lists of supposed values name it."""
BIRTH_DAY = "birth_day"
"""The key of the verdict, or of the remark, that says that a day is supposed."""
_LABEL = "Jour de naissance"
_CHANGE = phrase("La date de naissance complète.")


def born_words(birth: date) -> str:
    """« le 3 mai 1968 », « le 1er janvier 1968 (jour et mois supposés) »."""
    if isinstance(birth, YearOfBirth):
        return f"le {long_date(birth)} ({DAY_AND_MONTH} supposés)"
    return f"le {long_date(birth)}"


@record
class Unsettled:
    """What the same case gives with the first day of the year (``first``) and with the last one (``last``), where it
    can be computed; ``refused``: why it cannot."""

    year: YearOfBirth
    first: Result[Any]
    last: Result[Any] | None
    refused: str = ""

    def opened(self, verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
        """The verdicts, open where the day decides; one more where an amount or a table depends on it."""
        if self.last is None:
            return (*verdicts, self._limit())
        theirs = {v.key: v for v in self.last.verdicts}
        found = [self._open(v, theirs.pop(v.key, None)) for v in verdicts]
        found += [self._open(None, v) for v in theirs.values()]
        return (*(v for v in found if v is not None), *([self._limit()] if self._differs else []))

    def _open(self, first: Verdict | None, last: Verdict | None) -> Verdict | None:
        """A verdict of the first day beside that of the last; one that is missing is as good as met."""
        one, met = first or last, Status.MET
        assert one is not None
        now, then = (met if v is None else v.status for v in (first, last))
        if now is then or now is Status.TO_APPRAISE:
            return first
        words = ["rien à redire." if v is None else f"{v.status.french}. {v.reason}" for v in (first, last)]
        reason = phrase("Né·e le {0} : {1} Né·e le {2} : {3}", self.year.first, words[0], self.year.last, words[1])
        return replace(one, status=Status.TO_APPRAISE, reason=reason, would_change=_CHANGE, soft=False)

    @property
    def _lines(self) -> list[str]:
        """The figures that are others with the last day."""
        if self.last is None:
            return []
        theirs = {f.key: f for f in self.last.figures}
        return [
            f"{lowered(mine.label)} {show(_counted(theirs[mine.key]), mine.unit)} au lieu de"
            f" {show(_counted(mine), mine.unit)}"
            for mine in self.first.figures
            if mine.key in theirs and _counted(theirs[mine.key]) != _counted(mine)
        ]

    @property
    def _others(self) -> frozenset[str]:
        """The tables that are others with the last day."""
        theirs = {} if self.last is None else {t.key: t.rows for t in self.last.tables}
        return frozenset(t.key for t in self.first.tables if self.last is not None and theirs.get(t.key) != t.rows)

    @property
    def _differs(self) -> bool:
        """Whether more than a verdict depends on the day."""
        return bool(self.refused or self._lines or self._others)

    def _limit(self) -> Verdict:
        words = phrase("Seule l'année est donnée ({0}) : calculé au {1}, jour supposé. ", self.year, self.year.first)
        other = self.refused or " ; ".join(self._lines) or "d'autres lignes dans les tableaux"
        reason = phrase("{0}Né·e le {1} : {2}.", str(words), self.year.last, other)
        return Verdict(BIRTH_DAY, _LABEL, Status.TO_APPRAISE, reason, (), _CHANGE, role=Role.LIMIT)

    def resting(self, figure: Figure) -> Figure:
        """The figure, which waits for the day of birth where that changes it."""
        if self.last is None:
            return figure
        other = next((f for f in self.last.figures if f.key == figure.key), None)
        mine = next((f for f in self.first.figures if f.key == figure.key), None)
        if mine is None or (other is not None and _counted(other) == _counted(mine)):
            return figure
        return replace(figure, carried_by=(*figure.carried_by, BIRTH_DAY))

    def account(self, told: Account[D]) -> Account[D]:
        """The account, in which tables and sentences that the day changes wait for it, and that a day is supposed."""
        theirs = " ".join(map(str, self.last.headline)) if self.last is not None else ""
        sentences = [
            s
            if not self._differs or str(s.text).rstrip(".") in theirs
            else replace(s, carried_by=(*s.carried_by, BIRTH_DAY))
            for s in told.sentences
        ]
        tables = [
            replace(t, carried_by=(*t.carried_by, BIRTH_DAY)) if t.key in self._others else t for t in told.tables
        ]
        return replace(told, sentences=sentences, tables=tables, notices=(*told.notices, *self._notices()))

    def _notices(self) -> list[Notice]:
        """That a day is supposed, where no verdict of its own says so."""
        if self._differs:
            return []
        assert self.last is not None
        same = self.opened(self.first.verdicts) == self.first.verdicts
        rest = "conditions et montants sont les mêmes" if same else "une condition est autre : elle est laissée ouverte"
        words = phrase(
            f"Seule l'année de naissance est donnée ({{0}}) : le calcul suppose le {{1}}. Avec le {{2}}, {rest}.",
            self.year,
            self.year.first,
            self.year.last,
        )
        return [Notice(BIRTH_DAY, Severity.INFO, words)]


def _counted(figure: Figure) -> Any:
    """What a figure is before a verdict takes it away: that one says so itself."""
    return figure.otherwise if figure.standing is Standing.NOT_DUE and figure.otherwise is not None else figure.value


def unsettled(case: Case) -> Unsettled | None:
    """What depends on the day of birth of a case that gives the year alone; nothing where that was not looked at."""
    plain: Case = unwatched(case)
    name = year_in(plain)
    found = getattr(plain, name).unsettled if name else None
    return found if isinstance(found, Unsettled) else None


def year_in(case: Case) -> str:
    """The field that holds a year of birth; empty for none."""
    return next((name for name in case.model_fields_set if type(getattr(case, name)) is YearOfBirth), "")


def on_either_day(compute: Callable[[C], Result[D]], case: C) -> Result[D]:
    """The result of a case; of one that gives a year of birth alone, what holds for whichever day."""
    if not (name := year_in(case)):
        return compute(case)
    year: YearOfBirth = getattr(case, name)
    first, last, refused = compute(case).whole(), None, ""
    try:
        last = compute(case.model_copy(update={name: year.last})).whole()
    except (CaseError, NoValueError) as error:
        refused = f"le cas serait refusé ({str(error).rstrip('.')})"
    doubtful = YearOfBirth.of(year.year, Unsettled(year, first, last, refused))
    return compute(case.model_copy(update={name: doubtful}))


__all__ = [
    "BIRTH_DAY",
    "DAY_AND_MONTH",
    "SUPPOSED_DAY",
    "Unsettled",
    "born_words",
    "on_either_day",
    "unsettled",
    "year_in",
]
