"""Kinds of answers: how each is read from what a person typed or chose, and when it is right.

An answer of a kind has ``read`` (raises :class:`AnswerError` in French for what cannot be understood), ``accepts``
and ``words`` (the answer as people write it).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from types import FrameType
from typing import Any

from ai_calc.course.faults import in_french
from ai_calc.ground.french import UNITS, capital, long_date, lowered, shorten, show
from ai_calc.ground.reading import AmbiguousError, clean, read_day, read_hours, read_number, visible
from ai_calc.ground.record import record
from ai_calc.law.citations import label
from ai_calc.results import Status


class AnswerError(ValueError):
    """What was given cannot be understood, or is nothing (``empty``); it does not count as a try. The message says what
    is expected."""

    def __init__(self, message: str, empty: bool = False) -> None:
        super().__init__(message)
        self.empty = empty


_UNIT_WORDS = re.compile(
    r"\s*(?:(?:CHF|francs?|fr\.)?\s*(?:par\s+|/\s*)(?P<per>jour|mois|an|heure|h)"
    r"|francs?|fr\.|(?P<of>heures?|jours?|personnes?|ans?|mois|h))$",
    re.I,
)
"""What people write after a number, which the question names already."""
_MONEY = re.compile(r"CHF|\bs?fr(?:s|ancs?)?\b", re.I)


def _same_unit(text: str, unit: str) -> None:
    """Refuses a number with the sign of another unit than the one that is asked for: 24 months are not 24 years."""
    base, _, per = (part.partition(" ")[0] for part in unit.partition("/"))
    words = _UNIT_WORDS.search(text)
    of, behind = (_stem(words["of"]), _stem(words["per"])) if words else ("", "")
    if (
        (of and base and of != _stem(base))
        or (behind and per and behind != _stem(per))
        or (_MONEY.search(text) and base and base != "CHF")
        or ("%" in text and base != "%")
    ):
        raise AnswerError(f"« {visible(text)} » : la réponse se donne en {UNITS.get(unit, ('', unit))[1] or 'nombre'}.")


def _stem(unit: str | None) -> str:
    return {"h": "heure"}.get(word := (unit or "").lower().rstrip("s"), word)


@record
class NumberAnswer:
    """A number in ``unit``; right within ``tolerance`` on both sides, the bounds included."""

    value: Decimal
    unit: str
    tolerance: Decimal = Decimal(0)
    kind = "number"

    def read(self, raw: Any) -> Decimal:
        """Numbers as they are typed in Switzerland, or Python numbers."""
        if isinstance(raw, bool) or raw is None:
            raise AnswerError("Un nombre est attendu.")
        if isinstance(raw, int | Decimal):
            given = Decimal(raw)
        elif isinstance(raw, float):
            given = Decimal(repr(raw))
        else:
            text = clean(str(raw))
            if not text:
                raise AnswerError("Écrivez d'abord un nombre.", empty=True)
            _same_unit(text, self.unit)
            try:
                given = (read_hours if self.unit.partition("/")[0] in ("h", "heures") else read_number)(
                    _UNIT_WORDS.sub("", text)
                )
            except AmbiguousError as error:
                raise AnswerError(f"{error}.") from None
            except ValueError as error:
                raise AnswerError(f"{capital(str(error))} : écrivez par exemple 12 500 ou 12,50.") from None
        if not given.is_finite() or abs(given) > 10**12:
            raise AnswerError("Ce nombre est hors de toute mesure.")
        return given

    def accepts(self, given: Any) -> bool:
        """Whether a number is right."""
        return isinstance(given, Decimal) and abs(given - self.value) <= self.tolerance

    def words(self, given: Any) -> str:
        """« 12 500 CHF »."""
        return show(given, self.unit)


@record
class DayAnswer:
    """A date."""

    value: date
    kind = "day"

    def read(self, raw: Any) -> date:
        """``1.2.2020``, ``2020-02-01`` or a Python date."""
        if isinstance(raw, date):
            return raw
        text = clean(str(raw or ""))
        if not text:
            raise AnswerError("Écrivez d'abord une date, par exemple 31.12.2020.", empty=True)
        try:
            return read_day(text)
        except ValueError as error:
            raise AnswerError(f"{capital(str(error))}.") from None

    def accepts(self, given: Any) -> bool:
        """Whether it is the day."""
        return bool(given == self.value)

    def words(self, given: Any) -> str:
        """« 31 décembre 2020 »."""
        return long_date(given)


@record
class ChoiceAnswer:
    """One of several options: (key, French words)."""

    options: tuple[tuple[str, str], ...]
    value: str
    kind = "choice"

    def read(self, raw: Any) -> str:
        """The key of an option, or its words."""
        text = str(getattr(raw, "value", raw) or "").strip()
        for key, words in self.options:
            if text in (key, words):
                return key
        if not text:
            raise AnswerError("Choisissez d'abord une réponse.", empty=True)
        raise AnswerError(f"« {shorten(text)} » n'est pas une des réponses proposées.")

    def accepts(self, given: Any) -> bool:
        """Whether it is the right option."""
        return bool(given == self.value)

    def words(self, given: Any) -> str:
        """The words of an option."""
        return dict(self.options).get(given, str(given))


STATUSES = tuple((status.value, status.french.capitalize()) for status in Status)
"""The three outcomes of a condition, as options."""

_NUMBER = re.compile(
    r"(?:(?P<source>[a-z][a-z0-9-]*):)?(?:ch\.\s*)?(?P<number>[A-Z]?\d+(?:\.\d+)*)\s*(?:\.|let\.\s*)?\s*(?P<letter>[a-z])?\b"
)


@record
class SeveralAnswer:
    """Several of the options; all the right ones and no other."""

    options: tuple[tuple[str, str], ...]
    value: frozenset[str]
    kind = "several"

    def read(self, raw: Any) -> frozenset[str]:
        """Keys or words of options, as a list; for rules also a text such as « 6004.d, ch. 6004, 7e tiret CMRP »."""
        keys = {key for key, _ in self.options}
        by_words = {words: key for key, words in self.options}
        if isinstance(raw, str):
            for words in sorted(by_words, key=len, reverse=True):
                raw = raw.replace(words, by_words[words])
            raw = [
                f"{m['source'] or ''}{':' if m['source'] else ''}{m['number']}{'.' + m['letter'] if m['letter'] else ''}"
                for m in _NUMBER.finditer(raw)
            ]
        if raw is None or not isinstance(raw, Iterable):
            raise AnswerError("Une liste est attendue.")
        found = set()
        for entry in raw:
            text = str(entry).strip()
            key = by_words.get(text, text)
            if key not in keys:
                same = [k for k in keys if k.partition(":")[2] == key]
                if len(same) != 1:
                    raise AnswerError(f"« {shorten(text)} » n'est pas une des réponses proposées.")
                key = same[0]
            found.add(key)
        if not found:
            raise AnswerError("Choisissez au moins une réponse.", empty=True)
        return frozenset(found)

    def accepts(self, given: Any) -> bool:
        """Whether exactly the right options were chosen."""
        return bool(given == self.value)

    def compared(self, given: frozenset[str]) -> str:
        """What kind of mistake a wrong choice is: incomplete, with something too many, or both. It names none."""
        more, less = len(given - self.value), len(self.value - given)
        too_many = "une réponse de trop" if more == 1 else f"{more} réponses de trop"
        if not given & self.value:
            return "Aucune des réponses cochées n'est à retenir."
        if not more:
            return "Ce que vous avez coché est juste, mais il y en a d'autres."
        if not less:
            return f"Tout ce qu'il faut est coché, mais il y a {too_many}."
        return f"Une partie est juste ; il y a {too_many}, et il en manque."

    def words(self, given: Any) -> str:
        """The words of the options, in their order."""
        return " ; ".join(words for key, words in self.options if key in given)


def rule_options(citations: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Rules as options."""
    return tuple((citation, label(citation)) for citation in citations)


@record
class Probe:
    """One call of a learner's function: its arguments, what must come out, and what it tries out (hint and rules)."""

    arguments: tuple[Any, ...]
    expected: Any
    hint: str
    rules: tuple[str, ...]


class _Endless(Exception):
    """A learner's function that does not come to an end."""


_LINES = 200_000


def call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """Calls a learner's function; stops it when it runs without end, so that the page does not freeze."""
    left = _LINES

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise _Endless
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        return function(*arguments)
    finally:
        sys.settrace(before)


@record
class FunctionAnswer:
    """A short Python function, tried with ``probes``. ``signature`` is its first line, ``reference`` a right one."""

    signature: str
    probes: tuple[Probe, ...]
    reference: Callable[..., Any]
    tolerance: Decimal = Decimal("0.05")
    kind = "function"

    @property
    def value(self) -> Callable[..., Any]:
        """A right function."""
        return self.reference

    def read(self, raw: Any) -> Callable[..., Any]:
        """A function."""
        if not callable(raw):
            raise AnswerError("Une fonction est attendue : donnez son nom, sans parenthèses.")
        function: Callable[..., Any] = raw
        return function

    def accepts(self, given: Any) -> bool:
        """Whether every probe comes out right."""
        return self.failing(given) is None

    def failing(self, given: Callable[..., Any]) -> tuple[Probe, str] | None:
        """The first probe that does not come out right, and what happened; ``None`` when all do."""
        for probe in self.probes:
            arguments = ", ".join(_shown(a) for a in probe.arguments)
            try:
                got = call(given, probe.arguments)
            except _Endless:
                return probe, f"avec ({arguments}), votre fonction ne s'arrête pas."
            except Exception as error:  # whatever a learner's code raises is told to the learner
                return probe, f"avec ({arguments}), votre fonction s'arrête : {lowered(in_french(error))}"
            if not _same(got, probe.expected, self.tolerance):
                return probe, f"avec ({arguments}), votre fonction rend {_shown(got)}."
        return None

    def words(self, given: Any) -> str:
        """« fonction »."""
        return f"fonction {getattr(given, '__name__', '')}".strip()


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list | tuple) and len(value) > 3:
        return f"[{', '.join(_shown(v) for v in value[:2])}, …]"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_shown(v) for v in value)}]"
    return shorten(repr(value), 60)


def _same(got: Any, expected: Any, tolerance: Decimal) -> bool:
    if isinstance(expected, int | Decimal) and not isinstance(expected, bool):
        if isinstance(got, bool) or not isinstance(got, int | float | Decimal):
            return False
        try:
            return abs(Decimal(str(got)) - Decimal(expected)) <= tolerance
        except InvalidOperation:
            return False
    return isinstance(got, type(expected)) and bool(got == expected)


Answer = NumberAnswer | DayAnswer | ChoiceAnswer | SeveralAnswer | FunctionAnswer
