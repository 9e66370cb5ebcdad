"""French (Switzerland) formats for people; :mod:`ai_calc.ground.reading` reads what they type.

Numbers group by thousands with a narrow no-break space and take a decimal comma; amounts put « CHF » last.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from ai_calc.ground.dates import YearOfBirth

NARROW = "\u202f"  # between groups of thousands
NBSP = "\u00a0"  # between a number and its unit
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

MANY_MONTHS = 120
"""From so many months on, a number of months is read as years: an age, the rest of a working life."""

# How a unit of a parameter or of a step is written after its number: (singular, plural).
UNITS: dict[str, tuple[str, str]] = {
    "CHF": ("CHF", "CHF"),
    "CHF/h": ("CHF par heure", "CHF par heure"),
    "CHF/jour": ("CHF par jour", "CHF par jour"),
    "CHF/mois": ("CHF par mois", "CHF par mois"),
    "CHF/an": ("CHF par an", "CHF par an"),
    "%": ("%", "%"),
    "%/an": ("% par an", "% par an"),
    "ans": ("an", "ans"),
    "mois": ("mois", "mois"),
    "semaines": ("semaine", "semaines"),
    "jours": ("jour", "jours"),
    "jours ouvrés": ("jour ouvré", "jours ouvrés"),
    "heures": ("heure", "heures"),
    "h": ("h", "h"),
    "heures/mois": ("heure par mois", "heures par mois"),
    "jours/mois": ("jour par mois", "jours par mois"),
    "fois/mois": ("fois par mois", "fois par mois"),
    "minutes": ("minute", "minutes"),
    "fois/an": ("fois par an", "fois par an"),
    "personnes": ("personne", "personnes"),
    "pages": ("page", "pages"),
    "nombre": ("", ""),
    "": ("", ""),
}


_LOOSE = re.compile(r"(?<=«) | (?=[:;?!»])")


def tied(words: str) -> str:
    """Words as they go out to a screen, a paper, a sheet: French signs stay on the line of their word. Never for what
    is compared or read again."""
    return _LOOSE.sub(NBSP, words)


_TEXT = re.compile(r">[^<]+")


def tied_html(html: str) -> str:
    """The same for the texts of HTML; what stands inside its tags stays as it is."""
    return _TEXT.sub(lambda text: tied(text[0]), html)


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """A number as people write it: ``15 000``, ``2,5``. ``decimals`` fixes how many places are shown."""
    if isinstance(value, int):
        if 0 <= value < 1000 and not decimals:
            return str(value)
        text = f"{value:,}" if decimals in (None, 0) else f"{value:,.{decimals}f}"
    elif decimals is not None:
        text = f"{value:,.{decimals}f}"
    elif value == value.to_integral_value():
        text = f"{int(value):,}"
    else:
        text = f"{value.normalize():,f}"
    if text[0] == "-":
        text = "\u2212" + text[1:]
    return text.replace(",", NARROW).replace(".", ",")


def amount(value: Decimal | int, unit: str = "CHF") -> str:
    """A number with its unit: ``15 000 CHF``, ``2,60 CHF par heure``, ``1 an``, ``180 jours``."""
    if not isinstance(value, int) and value == value.to_integral_value():
        value = int(value)
    text = number(value, None if isinstance(value, int) or not unit.startswith("CHF") else 2)
    if not unit:
        return text
    singular, plural = UNITS.get(unit, (unit, unit))
    name = singular if -2 < value < 2 else plural
    return f"{text}{NBSP}{name}" if name else text


def francs(value: Decimal | int) -> str:
    """An amount with both centimes, as an invoice states it: ``1 250,00 CHF``."""
    return f"{number(value, 2)}{NBSP}CHF"


def agreeing(how_many: int, words: str) -> str:
    """A number and words that agree with it: ``agreeing(2, "ligne(s) reprise(s)")`` is « 2 lignes reprises »."""
    return f"{number(how_many)} {words.replace('(s)', 's' if how_many > 1 else '')}"


def long_date(day: date) -> str:
    """``1er janvier 2020``."""
    number_of_day = "1er" if day.day == 1 else str(day.day)
    return f"{number_of_day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def enumeration(words: Sequence[str]) -> str:
    """Words in a row, as a sentence names them: ``1, 3 et 4``."""
    return " et ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def duration(months: int, days: int | None = None) -> str:
    """A number of months as years and months, with days where they are given: ``2 ans et 6 mois``, ``29 ans, 7 mois et
    30 jours``. What is nought is left out, save that something is said."""
    years, rest = divmod(months, 12)
    parts = [amount(n, unit) for n, unit in ((years, "ans"), (rest, "mois"), (days or 0, "jours")) if n]
    return enumeration(parts or [amount(0, "mois" if days is None else "jours")])


def show(value: Any, how: str = "") -> str:
    """One value as text. ``how``: a unit of :data:`UNITS`, ``date``, ``duration``, ``yes`` or nothing."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return str(value.year) if isinstance(value, YearOfBirth) else long_date(value)
    if isinstance(value, int) and (how == "duration" or (how == "mois" and value >= MANY_MONTHS)):
        return duration(value)
    if isinstance(value, int | Decimal):
        return amount(value, how)
    return str(value)


@lru_cache(maxsize=4096)
def parsed(template: str) -> tuple[tuple[str, int | None, str], ...]:
    """The parts of a template: words, the number of the value behind them, how it is shown."""
    return tuple(
        (literal, None if name is None else int(name), spec or "")
        for literal, name, spec, _ in string.Formatter().parse(template)
    )


class Phrase(NamedTuple):
    """A French sentence with the case's own numbers, put into words only when somebody reads it.

    ``template`` holds numbered places with the unit to show: ``"Besoin de {0:CHF} dès le {1}."``
    """

    template: str
    values: tuple[Any, ...] = ()

    def __str__(self) -> str:
        if not self.values:
            return self.template
        return "".join(
            [
                literal if place is None else literal + show(self.values[place], how)
                for literal, place, how in parsed(self.template)
            ]
        )


def phrase(template: str, *values: Any) -> Phrase:
    """Shorthand for :class:`Phrase`, made as fast as a tuple: a result holds dozens."""
    return tuple.__new__(Phrase, (template, values))


class _Several(NamedTuple):
    parts: tuple[Any, ...]
    separator: str

    def __str__(self) -> str:
        return self.separator.join(map(str, self.parts))


def several(parts: Iterable[Any], separator: str = " ") -> Phrase:
    """Texts in a row as one phrase, put into words only when read."""
    return phrase("{0}", _Several(tuple(parts), separator))


def clock_text(minutes: int) -> str:
    """Minutes as hours and minutes: ``0:45``, ``25:00``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def folded(words: str) -> str:
    """Words as they are compared: two people would say that they are the same, whatever their case and spacing."""
    return " ".join(words.casefold().split())


def clock_hours(minutes: int | Decimal) -> str:
    """Minutes as a paper writes hours by which an amount is worked out: ``0 h 20``, ``4 h``, ``−0 h 15``; parts of a
    minute as decimal hours."""
    if minutes != int(minutes):
        return amount(Decimal(minutes) / 60, "h")
    whole, rest = divmod(abs(int(minutes)), 60)
    sign = "−" if minutes < 0 else ""
    return f"{sign}{whole}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


def short_date(day: date) -> str:
    """``01.02.2020``, the form that a date field shows; a year of birth as it was typed."""
    if isinstance(day, YearOfBirth):
        return str(day.year)
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def shorten(text: str, limit: int = 40) -> str:
    """What a person typed, cut to a length that fits a message."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= limit else one_line[: limit - 1] + "…"


def capital(words: str) -> str:
    """Words that begin a sentence."""
    return words[:1].upper() + words[1:]


_NAMES = ("Genève", "Berne", "Suisse")


def lowered(words: str) -> str:
    """Words inside a sentence: « Durée » becomes « durée », « AI » and « Genève » stay."""
    first = words.split(" ", 1)[0].split("'", 1)[0]
    if (
        not words[:1].isupper()
        or (len(first) > 1 and first[1:2].isupper())
        or first in _NAMES
        or (len(first) == 1 and words[1:2] == ".")
    ):
        return words
    return words[0].lower() + words[1:]


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
