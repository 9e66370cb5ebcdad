"""One reader each for what people type: numbers, hours, durations, dates, times of day.

Form, file, table, course and command line all read by these, so that a text means the same everywhere. What can be
read in two ways is not read but asked about: :class:`AmbiguousError` names both readings. All errors are
``ValueError`` with a French message that shows what cannot be seen in a text.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ai_calc.ground.dates import YearOfBirth
from ai_calc.ground.french import MONTHS, number, short_date, shorten


class AmbiguousError(ValueError):
    """A text with two readings; ``readings`` are the texts to write instead, the one with fewer minutes or digits
    last."""

    def __init__(self, text: str, *readings: str) -> None:
        self.readings = readings
        super().__init__(f"« {visible(text)} » se lit de deux façons : écrivez {' ou '.join(readings)}")


# -- texts ------------------------------------------------------------------------------------------------------------

_SAME_SIGN = str.maketrans(dict.fromkeys("’‘‛ʼʻˈ′´`＇", "'") | dict.fromkeys("\u2010\u2011", "-"))
_UNSEEN = ("Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp")
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that show nothing, though Unicode does not count them among the signs of format."""


def clean(text: str) -> str:
    """A text without characters that cannot be seen (marks of direction, joiners, soft hyphens), every space,
    apostrophe and hyphen plain, a letter and its accent as one (a Mac may write two)."""
    if not text.isascii():
        text = "".join(
            " " if unicodedata.category(c) == "Zs" else c
            for c in _BLANK.sub("", unicodedata.normalize("NFC", text))
            if unicodedata.category(c) != "Cf"
        )
    return " ".join(text.translate(_SAME_SIGN).split())


def visible(text: str, limit: int = 40) -> str:
    """What was typed, for a message: short, on one line, with a name for each character that cannot be seen."""
    shown = " ".join(text.split())
    if not shown.isascii() or not shown.isprintable():
        shown = "".join(
            f"[U+{ord(c):04X}]" if unicodedata.category(c) in _UNSEEN or _BLANK.match(c) else c for c in shown
        )
    return shorten(shown, limit)


# -- numbers ----------------------------------------------------------------------------------------------------------

_CURRENCY = r"(?:CHF|S?Fr(?:s|ancs?(?: suisses)?)?\b\.?)"
_BEFORE, _AFTER = re.compile(rf"^{_CURRENCY} ?", re.I), re.compile(rf" ?(?:{_CURRENCY}|%)$", re.I)
_NO_CENTIMES = re.compile(r" ?[.,] ?[-–—]{1,2}$")
_SPACED = re.compile(r"([-\u2212]?)([0-9]+|[0-9]{1,3}(?:[ '][0-9]{3})+)(?:([.,])([0-9]+))?")
_POINTED = re.compile(r"([-\u2212]?)([1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\3[0-9]{3})*)(?:(?!\3)[.,]([0-9]+))?")


def read_number(text: str) -> Decimal:
    """A number as it is typed in Switzerland: ``15 000``, ``15'000.50``, ``12,5``, ``3000.-``, ``1.234,50``.

    ``15.000`` and ``15,000`` may mean fifteen thousand or fifteen: :class:`AmbiguousError`.
    """
    cleaned = _NO_CENTIMES.sub("", _AFTER.sub("", _NO_CENTIMES.sub("", _BEFORE.sub("", clean(text)))))
    if match := _SPACED.fullmatch(cleaned):
        sign, whole, mark, rest = match.groups()
        if mark and len(rest) == 3 and whole.isdigit() and len(whole) <= 3 and whole[0] != "0":
            decimals = rest.rstrip("0").ljust(2, "0") if rest.endswith("0") else f"{rest}0"
            raise AmbiguousError(text, f"{sign}{number(int(whole + rest))}", f"{sign}{whole},{decimals}")
    elif (match := _POINTED.fullmatch(cleaned)) and (match[4] or match[2].count(match[3]) > 1):
        sign, whole, _, rest = match.groups()
    else:
        raise ValueError(f"« {visible(text)} » n'est pas un nombre" if cleaned else "un nombre est attendu")
    digits = re.sub(r"[ '.,]", "", whole) + (f".{rest}" if rest else "")
    return _to_centimes(Decimal(f"-{digits}" if sign else digits))


def _to_centimes(value: Decimal) -> Decimal:
    """The same number without zeros after its second decimal: they say nothing and would be asked about when read
    again."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        digits = format(value, "f").rstrip("0")
        whole, _, rest = digits.partition(".")
        return Decimal(f"{whole}.{rest.ljust(2, '0')}")
    return value


def read_amount(text: str) -> Decimal:
    """An amount of money, as :func:`read_number` reads it; a part in per cent is none."""
    if "%" in text:
        raise ValueError(f"« {visible(text)} » n'est pas un montant : il est en pour cent")
    return read_number(text)


def read_whole(text: str) -> int:
    """A whole number, written as :func:`read_number` reads it."""
    value = read_number(text)
    if value != value.to_integral_value():
        raise ValueError(f"« {visible(text)} » : un nombre entier est attendu")
    return int(value)


# -- yes and no -------------------------------------------------------------------------------------------------------

YES = ("oui", "o", "x", "1", "vrai", "true", "yes", "ja", "wahr")
NO = ("non", "n", "0", "faux", "false", "no", "nein", "falsch", "-")


def read_flag(text: str) -> bool:
    """Yes or no: ``oui``, ``VRAI`` as a spreadsheet writes it, a cross."""
    said = clean(text).casefold()
    if said not in (*YES, *NO):
        raise ValueError(f"« {visible(text)} » : oui ou non est attendu")
    return said in YES


# -- durations --------------------------------------------------------------------------------------------------------

_H = r"(?:h|hrs?|heures?|hours?|std|stunden?)\.?"
_M = r"(?:min(?:utes?|uten|s)?|mn|m|')\.?"
_COLON = re.compile(rf"([0-9]{{1,5}}):([0-9]{{2}})(?::([0-9]{{2}})(?:[.,]0+)?)?(?: ?{_H})?", re.I)
_WORDS = re.compile(
    rf"([0-9]{{1,5}}) ?{_H}(?: ?(?:et |and |und )?([0-9]{{1,2}}) ?({_M}(?: ?([0-9]{{1,2}}) ?s)?)?)?", re.I
)
_ISO_DURATION = re.compile(r"PT(?:([0-9]{1,5})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,2})S)?(?<!T)", re.I)
_MINUTES = re.compile(rf"([-\u2212]?[0-9][0-9 .,']*?) ?{_M}", re.I)
_HOURS = re.compile(rf"([-\u2212]?[0-9][0-9 .,']*?) ?{_H}", re.I)
_DIGITS = re.compile(r"[-\u2212]?[0-9][0-9 .,']*")
_POINT = re.compile(r"([0-9]{1,3})\.([0-5][0-9])")
QUARTERS = ("00", "25", "50", "75")
"""What stands behind a point and is read as a part of an hour: minutes are rarely written so, quarters of an hour
are."""

MAX_HOURS = 10_000
_TOO_LONG = "fait plus de minutes qu'un mandat n'en a"


def read_hours(text: str) -> Decimal:
    """A number of hours: ``1,5``, ``0.75``, ``1:30``, ``1 h 30``. ``2.30`` is asked about: half past two, or 2,3
    hours."""
    cleaned = clean(text)
    if not any(form.fullmatch(cleaned) for form in (_COLON, _PRIME, _ISO_DURATION, _WORDS, _MINUTES)):
        match = _HOURS.fullmatch(cleaned)
        return _plain_hours(text, match[1] if match else cleaned)
    minutes = read_minutes(text)
    hours = Decimal(minutes) / 60
    if hours != round(hours, 2):
        raise ValueError(
            f"« {visible(text)} » ne fait pas un nombre d'heures à deux décimales : écrivez par exemple"
            f" {number(round(hours, 2))}"
        )
    return round(hours, 2)


def _plain_hours(text: str, cleaned: str) -> Decimal:
    match = _POINT.fullmatch(cleaned)
    if match and match[2] not in QUARTERS:
        whole, rest = int(match[1]), match[2]
        raise AmbiguousError(text, f"{whole}:{rest}", f"{whole},{rest.rstrip('0') if rest != '00' else '0'} h")
    if not _DIGITS.fullmatch(cleaned):  # « CHF 2 » and « 5 % » are numbers, but not of hours
        raise ValueError(f"« {visible(text)} » n'est pas un nombre d'heures")
    return read_number(cleaned)


_PRIME = re.compile(r"([0-9]{1,2})['’′]([0-5][0-9])(?:''|[\"”″])?")


def read_minutes(text: str) -> int:
    """Minutes of a duration: ``0,75``, ``0.75 h``, ``0:45``, ``1:30:00``, ``1h30``, ``1h 30m 0s``, ``1 heure 30``, ``45
    min``, ``PT1H30M``.

    A bare number is a number of hours. Seconds, and hundredths of an hour such as 0,33, go to the nearest minute.
    """
    cleaned = clean(text)
    if not cleaned:
        raise ValueError("une durée est attendue")
    if match := _COLON.fullmatch(cleaned):
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
        if minutes > 59 or seconds > 59:
            raise ValueError(f"« {visible(text)} » n'est pas une durée (les minutes vont jusqu'à 59)")
        return hours * 60 + minutes + (seconds >= 30)
    if match := _PRIME.fullmatch(cleaned):  # 45' is 45 minutes, and who writes 2'30 may mean hours
        raise AmbiguousError(text, f"{match[1]}:{match[2]}", f"{int(match[1]) + (int(match[2]) >= 30)} min")
    if match := _ISO_DURATION.fullmatch(cleaned):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return hours * 60 + minutes + (seconds >= 30)
    if match := _WORDS.fullmatch(cleaned):
        if match[2] and int(match[2]) > 59:
            raise ValueError(f"« {visible(text)} » n'est pas une durée (les minutes vont jusqu'à 59)")
        if match[2] and len(match[2]) == 1 and not match[3] and match[2] != "0":
            raise AmbiguousError(text, f"{match[1]}:0{match[2]}", f"{match[1]}:{match[2]}0")
        return int(match[1]) * 60 + int(match[2] or 0) + (int(match[4] or 0) >= 30)
    try:
        if match := _MINUTES.fullmatch(cleaned):
            exact = read_number(match[1])
            if exact != exact.to_integral_value():
                raise ValueError(f"« {visible(text)} » ne fait pas un nombre entier de minutes")
            return _not_negative(int(exact), text)
        match = _HOURS.fullmatch(cleaned)
        return _not_negative(hours_to_minutes(_plain_hours(text, match[1] if match else cleaned)), text)
    except AmbiguousError:
        raise
    except ValueError as error:
        if "n'est pas un nombre" not in str(error):
            raise
        raise ValueError(f"« {visible(text)} » n'est pas une durée (attendu : 0,75 ou 0:45 ou 45 min)") from None


def _not_negative(minutes: int, text: str) -> int:
    if minutes < 0:
        raise ValueError(f"« {visible(text)} » est négatif")
    if minutes > MAX_HOURS * 60:
        raise ValueError(f"« {visible(text)} » {_TOO_LONG}")
    return minutes


def hours_to_minutes(hours: Decimal) -> int:
    """Hours as minutes; 0,33 or a spreadsheet's 0.3333 are twenty. Raises ``ValueError`` where no minute is near."""
    shown = visible(str(hours).replace(".", ","))
    if abs(hours) > MAX_HOURS:
        raise ValueError(f"« {shown} » {_TOO_LONG}")
    minutes = hours * 60
    near = minutes.to_integral_value()
    if abs(minutes - near) > Decimal("0.3"):  # two decimals of an hour are never farther from their minute
        raise ValueError(f"« {shown} » heure ne fait pas un nombre entier de minutes ; écrivez 0:20 ou 20 min")
    return int(near)


# -- times of day -----------------------------------------------------------------------------------------------------

_CLOCK = re.compile(
    r"([0-9]{1,2})(?: ?[:hH.] ?([0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)?| ?[hH])?"
    r" ?(?:(?:([AaPp])\.?[Mm]\.?)|Uhr|heures?|[hH])?"
)


def read_clock(text: str, end: bool = False) -> str:
    """``9h``, ``9:05``, ``09.05`` or ``9:05 PM`` as ``21:05``; empty stays empty. ``end``: midnight may be
    ``24:00``."""
    cleaned = clean(text)
    if not cleaned:
        return ""
    match = _CLOCK.fullmatch(cleaned)
    hour, minute, half = (
        (int(match[1]), int(match[2] or 0), (match[3] or "").lower())
        if match and not cleaned.isdigit()
        else (99, 0, "")
    )
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 99
    if (hour > 23 or minute > 59) and not (end and (hour, minute) == (24, 0)):
        raise ValueError(f"« {visible(text)} » n'est pas une heure (attendu : 14:30)")
    return f"{hour:02d}:{minute:02d}"


# -- dates ------------------------------------------------------------------------------------------------------------

_DAYS_OF_THE_WEEK = (
    "lundi lun lu montag mo monday mon lunedì",
    "mardi mar ma dienstag die di tuesday tues tue martedì",
    "mercredi mer me mittwoch mi wednesday wed mercoledì",
    "jeudi jeu je donnerstag do thursday thurs thur thu giovedì",
    "vendredi ven ve freitag fr friday fri venerdì",
    "samedi sam sa samstag saturday sat sabato",
    "dimanche dim di sonntag so sunday sun domenica",
)
_WEEKDAY = re.compile(rf"(?:le )?({'|'.join({w for words in _DAYS_OF_THE_WEEK for w in words.split()})})[.,]{{0,2}} ")
_ARTICLE = re.compile(r"^(?:le|den) ")
_TIME_BEHIND = re.compile(
    r"(?<=[0-9])(?:[ t]|, ?| à )[0-9]{1,2}(?::| ?h ?)[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?| ?uhr)?$"
)
_ZONE = re.compile(r"[ t][0-9]{1,2}:[0-9]{2}.*(?:z|[+-][0-9]{2}:?[0-9]{2})$")
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([.,/-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
_EIGHT = re.compile(r"([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})")
_NAMED = re.compile(r"([0-9]{1,2})(?: ?er|ᵉʳ|st|nd|rd|th|\.)?[ -]?([a-zéûä]+)(?:\.|,)?[ -]?'?([0-9]{4}|[0-9]{2})")
_ENGLISH = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
YEAR_OF_TWO_DIGITS = (35, 40)
"""Two digits up to 35 are of this century, from 40 of the last; those between may be a birth or a date to come."""


@lru_cache(maxsize=1)
def _month_numbers() -> dict[str, int]:
    found = {name: i for i, name in enumerate(MONTHS, 1)}
    for i, names in enumerate(
        (
            "jan janv januar jänner january gennaio gen",
            "fevrier fév févr fev fevr feb februar february febbraio",
            "mar märz maerz mrz marz march marzo",
            "avr apr april aprile",
            "mai may maggio",
            "jun juni june giugno",
            "juil jul juli july luglio",
            "aout aou aug august agosto",
            "sept sep september settembre",
            "oct okt oktober october ottobre",
            "nov november",
            "decembre déc dec dez dezember december dicembre",
        ),
        1,
    ):
        found |= dict.fromkeys(names.split(), i)
    return found


def read_day(text: str, latest: date | None = None) -> date:
    """A date: ``1.1.2020``, ``01/01/20``, ``1,1,20`` (a keypad has no point), ``01012020``, ``2020-01-01``, ``1er
    janvier 2020``, ``1-mars-22``, ``mar. 01.03.2022 08:30``.

    The day stands before the month where both are numbers. A time of day behind it is left out; a day of the week
    before it has to be the one of that date. ``latest``: two digits of a year are of the hundred years before.
    """
    if len(text) == 10 and text[4] == text[7] == "-" and text.isascii():
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    cleaned = clean(text).lower()
    if _ZONE.search(cleaned):
        raise ValueError(f"« {visible(text)} » porte un fuseau horaire : écrivez la date seule")
    cleaned = _TIME_BEHIND.sub("", cleaned)
    found, weekday = _parts(cleaned, text, latest), None
    if found is None and (weekday := _WEEKDAY.match(cleaned)):  # « Mar 2, 2022 » is one of March
        found = _parts(cleaned[weekday.end() :], text, latest)
    if found is None:
        raise ValueError(
            f"« {visible(text)} » n'est pas une date (attendu : jj.mm.aaaa)"
            if cleaned
            else "une date est attendue (jj.mm.aaaa)"
        )
    try:
        day = date(*found)
    except ValueError:
        raise ValueError(f"« {visible(text)} » n'est pas une date du calendrier") from None
    if weekday and weekday[1] not in _DAYS_OF_THE_WEEK[day.weekday()].split():
        raise ValueError(
            f"« {visible(text)} » : le {short_date(day)} est un {_DAYS_OF_THE_WEEK[day.weekday()].split()[0]}"
        )
    return day


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def read_birth(text: str) -> date:
    """A date of birth, as :func:`read_day` reads it: it has been, so two digits of a year are of the last hundred
    years. A year alone is a :class:`~ai_calc.ground.dates.YearOfBirth`."""
    if _YEAR.fullmatch(year := clean(text)):
        return born(YearOfBirth.of(int(year)))
    return born(read_day(text, date.today()))


def born(day: date) -> date:
    """The same day, which must have come for somebody to be born on it. Raises ``ValueError``."""
    if day > date.today():
        when = "" if isinstance(day, YearOfBirth) else "le "
        raise ValueError(f"{when}{short_date(day)} est à venir : ce n'est pas une date de naissance")
    return day


def is_weekday(text: str) -> bool:
    """Whether a text is the name of a day of the week and nothing else."""
    return bool(_WEEKDAY.fullmatch(f"{clean(text).lower()} "))


def _parts(cleaned: str, text: str, latest: date | None) -> tuple[int, int, int] | None:
    """Year, month and day, whether or not there is such a day."""
    cleaned = _ARTICLE.sub("", cleaned)
    if match := _ISO.fullmatch(cleaned):
        return int(match[1]), int(match[3]), int(match[4])
    if match := _DAY_FIRST.fullmatch(cleaned):
        _ask_about_short_iso(text, match)
        return _year(match[4], text, latest), int(match[3]), int(match[1])
    if (match := _EIGHT.fullmatch(cleaned)) and int(match[2]) <= 12:
        return int(match[3]), int(match[2]), int(match[1])
    if match := _NAMED.fullmatch(cleaned):
        return _year(match[3], text, latest), _month_numbers().get(match[2], 0), int(match[1])
    if match := _ENGLISH.fullmatch(cleaned):
        return int(match[3]), _month_numbers().get(match[1], 0), int(match[2])
    return None


def _year(digits: str, text: str, latest: date | None) -> int:
    if len(digits) == 4:
        return int(digits)
    if latest is not None:
        return latest.year - (latest.year - int(digits)) % 100
    this_century, last_century = YEAR_OF_TWO_DIGITS
    if this_century < int(digits) < last_century:
        raise AmbiguousError(text, f"20{digits}", f"19{digits}")
    return int(digits) + (2000 if int(digits) <= this_century else 1900)


def _ask_about_short_iso(text: str, match: re.Match[str]) -> None:
    """``22-03-01`` may be the first of March 2022 or the 22nd of March 2001."""
    first, mark, middle, last = match.groups()
    if (
        mark == "-"
        and len(first) == len(middle) == len(last) == 2
        and 1 <= int(middle) <= 12
        and 14 <= int(first) <= 31
        and 1 <= int(last) <= 31
        and first != last
    ):
        raise AmbiguousError(text, f"{first}.{middle}.20{last}", f"{last}.{middle}.20{first}")


def as_read(reader: Any, value: Any) -> Any:
    """A text as ``reader`` reads it, any other value as it is."""
    return reader(value) if isinstance(value, str) else value
