"""For whom the lines of a table of hours are: where it holds several projects, clients or persons, those of this
mandate are asked about, value by value, and the lines of the others are left out and counted.

Nothing is assumed: a value that bears the person's name is only proposed. Where there is one value alone, it is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ai_calc.calculators.coaching.journal_columns import Layout, Whose
from ai_calc.ground.french import agreeing, clock_text, shorten
from ai_calc.ground.reading import clean, visible
from ai_calc.ground.record import record
from ai_calc.registers.calculators import Question

MAX_ASKED = 30
"""How many values of a column are asked about at once; the others come when these are answered."""
MAX_NAMED = 10


@record
class _Words:
    one: str
    several: str
    which: str = "lesquels"


_WORDS = {
    Whose.PERSON: _Words("personne", "personnes", "lesquelles"),
    Whose.FILE: _Words("dossier", "dossiers"),
    Whose.MANDATE: _Words("mandat", "mandats"),
    Whose.PROJECT: _Words("projet", "projets"),
    Whose.CLIENT: _Words("client", "clients"),
    Whose.GROUP: _Words("groupe", "groupes"),
}
"""In the order in which they are asked about where two columns say the same."""
_OPTIONS = (("yes", "Oui, de ce mandat"), ("no", "Non, laisser ces lignes"))


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """A name without case, accents and punctuation, in any script."""
    bare = unicodedata.normalize("NFKD", clean(text).casefold().replace("œ", "oe"))
    words = re.sub(r"[\W_]+", " ", "".join(c for c in bare if not unicodedata.combining(c))).split()
    return " ".join(words) or clean(text).casefold()


def _likeness(value: str, name: str) -> int:
    """2: the same name; 1: one holds all words of the other; 0: neither. Both are folded."""
    if not value or not name:
        return 0
    if value == name:
        return 2
    fewer = min(set(value.split()), set(name.split()), key=len)
    return int(fewer <= set(value.split()) & set(name.split()) and sum(map(len, fewer)) >= 3)


@dataclass(slots=True)
class _Value:
    label: str
    rows: int = 0
    minutes: int = 0
    faulty: int = 0  # of the rows, whose minutes are not known


@dataclass(slots=True)
class _Column:
    """A column that says for whom; ``refused``: lines left out, by value; ``values``: those of the other lines with
    hours; ``open``: the values that are still to be answered."""

    at: int
    whose: Whose
    refused: Counter[str] = field(default_factory=Counter)
    values: dict[str, _Value] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    @property
    def words(self) -> _Words:
        return _WORDS[self.whose]

    def key(self, value: str) -> str:
        return f"whose:{self.whose}:{value}"

    def named(self, label: str) -> str:
        return f"« {visible(label, 60)} »" if label else f"sans {self.words.one}"


class Sorting:
    """Sorts the lines of a table by whose they are. A line *says* a folded value for each column."""

    def __init__(
        self,
        layout: Layout,
        answers: Mapping[str, str],
        names: Iterable[str],
        text_at: Callable[[Sequence[object], int], str],
    ) -> None:
        self._columns = [_Column(at, whose) for at, whose in layout.whose.items()]
        self._answers, self._answered, self._text_at = answers, layout.answered, text_at
        self._names = [folded(name) for name in names if name.strip()]
        self._labels: dict[tuple[int, str], str] = {}

    def said(self, cells: Sequence[object]) -> tuple[str, ...]:
        found = []
        for column in self._columns:
            label = clean(self._text_at(cells, column.at))
            label = "" if re.fullmatch(r"[-–—]*", label) else label
            found.append(folded(label))
            self._labels.setdefault((column.at, found[-1]), label)
        return tuple(found)

    def refuses(self, said: Sequence[str]) -> bool:
        """Whether a person said of a value that it is not of this mandate."""
        return any(self._answers.get(c.key(value)) == "no" for c, value in zip(self._columns, said, strict=True))

    def leave(self, said: Sequence[str]) -> None:
        """Counts a line that is refused, under the first value that is."""
        column, value = next(
            (c, v) for c, v in zip(self._columns, said, strict=True) if self._answers.get(c.key(v)) == "no"
        )
        column.refused[value] += 1
        self._use(column, value)

    def settle(
        self,
        lines: Sequence[tuple[tuple[str, ...], int]],
        faulty: Iterable[tuple[str, ...]],
        is_nature: Callable[[str], bool],
    ) -> None:
        """Finds what is to be asked about the lines with hours, each with its minutes; ``faulty`` ones are counted with
        them. A column in which all values are natures says what was done, and one that follows from another is not
        asked about beside it."""
        for said, minutes in lines:
            for column, value in zip(self._columns, said, strict=True):
                known = column.values.setdefault(value, _Value(self._labels[column.at, value]))
                known.rows += 1
                known.minutes += minutes
        for said in faulty:
            for column, value in zip(self._columns, said, strict=True):
                if value in column.values:
                    column.values[value].rows += 1
                    column.values[value].faulty += 1
        for column in self._columns:
            for value in column.values:
                self._use(column, value)
        order = list(_WORDS)
        asked = [
            (k, c)
            for k, c in enumerate(self._columns)
            if self._knows(c)
            or (len(c.values) > 1 and not all(is_nature(v.label) for v in c.values.values() if v.label))
        ]
        for k, column in sorted(asked, key=lambda kc: -order.index(kc[1].whose)):
            if not self._knows(column) and any(other is not column and _follows(lines, i, k) for i, other in asked):
                asked.remove((k, column))
        for _, column in asked:
            if len(column.values) > 1 or column.refused:
                column.open = {v for v in column.values if self._answers.get(column.key(v)) != "yes"}

    def waits(self, said: Sequence[str]) -> bool:
        return any(value in c.open for c, value in zip(self._columns, said, strict=True))

    @property
    def questions(self) -> list[Question]:
        return [question for column in self._columns for question in self._asked(column)]

    @property
    def deciding(self) -> set[int]:
        """The columns by which lines are told apart."""
        return {c.at for c in self._columns if c.open or self._knows(c)}

    @property
    def told(self) -> set[int]:
        """The columns of which something is asked or told."""
        return self.deciding | {c.at for c in self._columns if len(c.values) == 1 and any(c.values)}

    @property
    def left(self) -> int:
        return sum(c.refused.total() for c in self._columns)

    @property
    def remarks(self) -> list[str]:
        found = []
        for c in self._columns:
            if not c.refused:
                continue
            names = [f"{c.named(self._labels[c.at, v])} ({n})" for v, n in c.refused.most_common(MAX_NAMED)]
            more = ", …" if len(c.refused) > MAX_NAMED else ""
            left = agreeing(c.refused.total(), f"ligne(s) d'autres {c.words.several} laissée(s)")
            found.append(f"{left} : {', '.join(names)}{more}.")
            if not any(map(self._likeness, c.values)):
                found += [
                    f"Attention : {c.named(self._labels[c.at, v])} porte le nom de ce mandat, et ses lignes sont"
                    " laissées."
                    for v in c.refused
                    if self._likeness(v)
                ]
        alone = [
            f"{c.words.one} {c.named(value.label)}"
            for c in self._columns
            if len(c.values) == 1 and not c.refused and not c.open
            for key, value in c.values.items()
            if value.label and not self._said_of(c)(key)
        ]
        return found + ([f"Toutes les lignes : {', '.join(alone)}."] if alone else [])

    def _asked(self, column: _Column) -> list[Question]:
        likeness = {v: self._likeness(v) for v in column.open}
        best = [v for v, n in likeness.items() if n and n == max(likeness.values())]
        proposed = best[0] if len(best) == 1 else None
        shown = sorted((v for v in column.values if v in column.open), key=lambda v: v != proposed)
        part = f" ({MAX_ASKED} sur {len(shown)})" if len(shown) > MAX_ASKED else ""
        words = column.words
        group = f"Le fichier contient plusieurs {words.several}{part} : {words.which} sont de ce mandat ?"
        found = []
        for value in shown[:MAX_ASKED]:
            known = column.values[value]
            name = column.named(known.label)
            faulty = f", sans {agreeing(known.faulty, 'ligne(s)')} à corriger" if known.faulty else ""
            hours = f"{clock_text(known.minutes)}{faulty}"
            label = f"{name[0].upper()}{name[1:]} ({agreeing(known.rows, 'ligne(s)')}, {hours})"
            found.append(Question(column.key(value), label, _OPTIONS, "yes" if value == proposed else "", group))
        return found

    def _likeness(self, value: str) -> int:
        return max((_likeness(value, name) for name in self._names), default=0)

    def _said_of(self, column: _Column) -> Callable[[str], bool]:
        return lambda value: self._answers.get(column.key(value)) in ("yes", "no")

    def _knows(self, column: _Column) -> bool:
        """Whether a person has said something of this column before."""
        return bool(column.refused) or any(map(self._said_of(column), column.values))

    def _use(self, column: _Column, value: str) -> None:
        key = column.key(value)
        answer = self._answers.get(key)
        if answer in ("yes", "no"):
            name = column.named(shorten(self._labels[column.at, value], 60))
            named = f"{column.words.one} {name}" if value else name
            self._answered.setdefault(key, f"{named} : {'de ce mandat' if answer == 'yes' else 'pas de ce mandat'}")


def _follows(lines: Sequence[tuple[tuple[str, ...], int]], first: int, then: int) -> bool:
    """Whether the value of one column is known from that of another."""
    known: dict[str, str] = {}
    return all(known.setdefault(said[first], said[then]) == said[then] for said, _ in lines)
