"""French (Switzerland) formats for people, and the reading of what they type.

Numbers group by thousands with a narrow no-break space and take a decimal comma; amounts put « CHF » last.
"""

from __future__ import annotations

import re
import string
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

NARROW = "\u202f"  # between groups of thousands
NBSP = "\u00a0"  # between a number and its unit
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

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


def number(value: Decimal | int, decimals: int | None = None) -> str:
    """A number as people write it: ``15 000``, ``2,5``. ``decimals`` fixes how many places are shown."""
    if isinstance(value, int):
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
    whole = isinstance(value, int) or value == value.to_integral_value()
    text = number(value, None if whole or not unit.startswith("CHF") else 2)
    singular, plural = UNITS.get(unit, (unit, unit))
    name = singular if -2 < value < 2 else plural
    return f"{text}{NBSP}{name}" if name else text


def long_date(day: date) -> str:
    """``1er janvier 2020``."""
    number_of_day = "1er" if day.day == 1 else str(day.day)
    return f"{number_of_day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def duration(months: int) -> str:
    """A number of months as years and months: ``2 ans et 6 mois``."""
    years, rest = divmod(months, 12)
    parts = ([amount(years, "ans")] if years else []) + ([amount(rest, "mois")] if rest or not years else [])
    return " et ".join(parts)


def show(value: Any, how: str = "") -> str:
    """One value as text. ``how``: a unit of :data:`UNITS`, ``date``, ``duration``, ``yes`` or nothing."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return long_date(value)
    if how == "duration" and isinstance(value, int):
        return duration(value)
    if isinstance(value, int | Decimal):
        return amount(value, how)
    return str(value)


class _Formatter(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return show(value, format_spec)


_FORMATTER = _Formatter()


class Phrase(NamedTuple):
    """A French sentence with the case's own numbers, put into words only when somebody reads it.

    ``template`` holds numbered places with the unit to show: ``"Besoin de {0:CHF} dès le {1}."``
    """

    template: str
    values: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return _FORMATTER.vformat(self.template, self.values, {}) if self.values else self.template


def phrase(template: str, *values: Any) -> Phrase:
    """Shorthand for :class:`Phrase`."""
    return Phrase(template, values)


_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_NUMBER = re.compile(r"[-\u2212]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[-\u2212]?[0-9]{1,3}(?:[\s\u00a0\u202f'’][0-9]{3})+(?:[.,][0-9]+)?")


def parse_number(text: str) -> Decimal:
    """Reads a number as it is typed in Switzerland: ``15 000``, ``15'000.50``, ``12,5``, ``3000.-``.

    Raises ``ValueError`` with a French message.
    """
    cleaned = text.strip().removesuffix("CHF").removesuffix("%").strip()
    cleaned = re.sub(r"^(?:CHF|Fr\.)\s*", "", cleaned)
    cleaned = re.sub(r"[.,][-–—]+$", "", cleaned)
    if not (_NUMBER.fullmatch(cleaned) or _GROUPED.fullmatch(cleaned)):
        raise ValueError(f"« {shorten(text)} » n'est pas un nombre")
    try:
        return Decimal(_SPACES.sub("", cleaned).replace("\u2212", "-").replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"« {shorten(text)} » n'est pas un nombre") from None


@lru_cache(maxsize=1)
def _month_numbers() -> dict[str, int]:
    return {name: i for i, name in enumerate(MONTHS, 1)} | {
        "fevrier": 2, "aout": 8, "decembre": 12, "janv": 1, "févr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10,
        "nov": 11, "déc": 12,
    }  # fmt: skip


def parse_date(text: str) -> date:
    """Reads ``1.1.2020``, ``01/01/2020``, ``2020-01-01`` or ``1er janvier 2020``.

    Raises ``ValueError`` with a French message.
    """
    cleaned = text.strip().lower()
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cleaned):
        year, month, day = (int(g) for g in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", cleaned):
        day, month, year = (int(g) for g in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})(?:er)?\s+([a-zéû]+)\.?\s+(\d{4})", cleaned):
        day, year = int(match[1]), int(match[3])
        month = _month_numbers().get(match[2], 0)
    else:
        raise ValueError(f"« {shorten(text)} » n'est pas une date (attendu : jj.mm.aaaa)")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"« {shorten(text)} » n'est pas une date du calendrier") from None


_CLOCK = re.compile(r"(\d{1,2})(?:[:hH.](\d{2})(?::00)?|[hH])")


def parse_clock(value: Any) -> Any:
    """``9h``, ``9:05`` or ``09.05`` as ``09:05``; empty stays empty. Raises ``ValueError`` in French."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return ""
    match = _CLOCK.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise ValueError(f"« {shorten(text)} » n'est pas une heure (attendu : 14:30)")
    return f"{int(match[1]):02d}:{int(match[2] or 0):02d}"


_HOURS_MINUTES = re.compile(r"(\d{1,4})\s*(?:[:hH]\s*(\d{2})(?:\s*(?:min|m))?(?::00)?|[hH])")
_MINUTES = re.compile(r"(\d{1,6})\s*(?:min(?:utes?)?|m|['′])\.?", re.IGNORECASE)
_HOURS = re.compile(r"(.+?)\s*(?:h|heures?)\.?", re.IGNORECASE)


def parse_duration(value: str) -> int:
    """Minutes of a duration as it is typed: ``0,75``, ``0.75 h``, ``0:45``, ``1h30``, ``45 min``.

    A bare number is a number of hours. Raises ``ValueError`` with a French message.
    """
    text = value.strip()
    if match := _HOURS_MINUTES.fullmatch(text):
        if int(match[2] or 0) > 59:
            raise ValueError(f"« {shorten(text)} » n'est pas une durée (les minutes vont jusqu'à 59)")
        return int(match[1]) * 60 + int(match[2] or 0)
    if match := _MINUTES.fullmatch(text):
        return int(match[1])
    if match := _HOURS.fullmatch(text):
        text = match[1]
    try:
        return hours_to_minutes(parse_number(text))
    except ValueError as error:
        if "minutes" in str(error):
            raise
        raise ValueError(f"« {shorten(value)} » n'est pas une durée (attendu : 0,75 ou 0:45 ou 45 min)") from None


def clock_text(minutes: int) -> str:
    """Minutes as hours and minutes: ``0:45``, ``25:00``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def hours_to_minutes(hours: Decimal) -> int:
    """Hours as minutes. Raises ``ValueError`` in French when they do not make whole minutes."""
    if abs(hours) > 10_000:
        raise ValueError(f"« {shorten(str(hours))} » fait plus de minutes qu'un mandat n'en a")
    minutes = hours * 60
    if minutes != minutes.to_integral_value():
        raise ValueError(f"« {shorten(str(hours).replace('.', ','))} » heure ne fait pas un nombre entier de minutes ; écrivez 0:20 ou 20 min")
    return int(minutes)


def short_date(day: date) -> str:
    """``01.02.2020``, the form that a date field shows."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def shorten(text: str, limit: int = 40) -> str:
    """What a person typed, cut to a length that fits a message."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= limit else one_line[: limit - 1] + "…"


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
