"""Normative figures: one small YAML file each, with dated values; each value has its own source and last check.

``load("capital_aid/cash_cap")`` reads one; ``names()`` lists them all. The loader is strict: unknown or duplicate
keys, dates out of order, a value without source or without check are errors that name file and key in one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from ai_calc.ground import strict_yaml
from ai_calc.ground.french import MONTHS, NBSP, UNITS, long_date, number, show
from ai_calc.ground.record import record
from ai_calc.law.citations import is_citation, source_of
from ai_calc.registers import bundles
from ai_calc.registers.documents import all_sources

FIRST_DATE = date(2014, 1, 1)
"""Every parameter says from this day on what its value is, or that there is none."""

OPERATORS = {"<": "moins de", "<=": "au plus", "=": "", ">=": "au moins", ">": "plus de"}
"""How a source bounds a figure, and the words for it."""
_TOP_KEYS = {"label", "unit", "values", "note", "hedge", "operator", "also", "undated", "example"}
_VALUE_KEYS = {"value", "source", "checked_on", "note", "confirmed", "start"}

Scalar = int | Decimal
Value = Scalar | dict[str, Scalar]
Hedge = str | dict[str, str]


class ParameterError(ValueError):
    """A parameter file that does not follow the format; the message names file and key."""


class NoValueError(LookupError):
    """A parameter has no value at the date asked for; the message says so in French."""


@record
class DatedValue:
    """What a parameter is worth from one day on. ``value`` is ``None`` where the sources give none.

    ``checked_on`` is the last day that the source covers: ``None`` for a value that is not ``confirmed``, for the
    absence of a value, and where the source bears no date. ``start_known`` is false where the source only says until
    when a value holds: ``from_date`` is then ours.
    """

    from_date: date
    value: Value | None
    source: str | None
    checked_on: date | None = None
    note: str | None = None
    confirmed: bool = True
    start_known: bool = True


@record
class Parameter:
    """A normative figure over time.

    ``unit`` is a key of :data:`ai_calc.ground.french.UNITS`; ``hedge`` is the source's own word for how firm the
    figure is (« environ », « généralement »), for the whole or, in a figure of several parts, for those that the
    source hedges; ``operator`` how the source bounds the figure; ``also`` lists further rules that state the same
    figure; ``undated``: the source bears no date.
    """

    name: str
    label: str
    unit: str
    values: tuple[DatedValue, ...]
    note: str | None = None
    hedge: Hedge | None = None
    operator: str | None = None
    also: tuple[str, ...] = ()
    undated: bool = False
    example: bool = False

    def at(self, day: date) -> DatedValue:
        """The value in force on ``day``.

        Raises :class:`NoValueError` before the first date or where the sources give no value.
        """
        current: DatedValue | None = None
        for entry in self.values:
            if entry.from_date > day:
                break
            current = entry
        if current is None or current.value is None:
            why = f" ({current.note})" if current is not None and current.note else ""
            later = next((v.from_date for v in self.values if v.from_date > day and v.value is not None), None)
            way = f" ; choisir une date du droit dès le {long_date(later)}" if later else ""
            raise NoValueError(f"{self.label} : aucune valeur connue au {long_date(day)}{why}{way}")
        return current

    def verified_at(self, day: date) -> bool:
        """Whether the value of ``day`` was checked for it. One whose source bears no date holds where its document is
        known, or deduced, to hold. Raises :class:`NoValueError`."""
        entry = self.at(day)
        if self.undated:
            source = all_sources().get(source_of(entry.source or ""))
            return entry.confirmed and source is not None and source.covers(day)
        return entry.checked_on is not None and day <= entry.checked_on

    def check_of(self, entry: DatedValue) -> str:
        """How far a value was checked: « vérifié jusqu'au 1er janvier 2020 », « à confirmer », « source non datée ».
        The end of a document whose dates are deduced is no fact of its own."""
        if entry.value is None:
            return ""
        if not entry.confirmed:
            return "à confirmer"
        if entry.checked_on is None:
            return "source non datée"
        source = all_sources().get(source_of(entry.source or ""))
        if source is not None and source.dates == "deduced" and entry.checked_on == source.until:
            return f"tenu pour vérifié jusqu'au {long_date(entry.checked_on)}, période déduite"
        return f"vérifié jusqu'au {long_date(entry.checked_on)}"

    def hedge_of(self, part: str = "") -> str:
        """The source's own words for how firm a part of the figure is, and its bound: « en principe au plus »."""
        hedge = self.hedge.get(part) if isinstance(self.hedge, dict) else self.hedge
        return " ".join(w for w in (hedge, OPERATORS.get(self.operator or "", "")) if w)

    def words(self, entry: DatedValue, mark: Callable[[str], str] = str) -> str:
        """A value as its source says it: « au plus 15 000 CHF », « environ 20 % », each part with its own hedge.
        ``mark`` sets the value off from its hedge."""
        if isinstance(entry.value, dict) and not is_span(entry.value) and len(entry.value) > 1:
            whole = "" if isinstance(self.hedge, dict) or self.hedge is None else f"{self.hedge} "
            bound = OPERATORS.get(self.operator or "", "")

            def one(part: str, value: Scalar) -> str:
                own = self.hedge.get(part) if isinstance(self.hedge, dict) else None
                return " ".join(w for w in (own, bound, mark(show(value, self.unit))) if w)

            return whole + worded(entry.value, one)
        if entry.value is None:
            return in_words(None, self.unit)
        bound = self.hedge_of() if not is_span(entry.value) else str(self.hedge or "")
        return " ".join(w for w in (bound, mark(in_words(entry.value, self.unit))) if w)

    def until(self, entry: DatedValue) -> str:
        """« jusqu'au 31 décembre 2021 » for a value whose start its source does not give; nothing for any other."""
        last = self.last_day(entry)
        return "" if entry.start_known or last is None else f"jusqu'au {long_date(last)}"

    def since(self, entry: DatedValue) -> str:
        """« dès le 1er janvier 2025 », « jusqu'au 31 décembre 2021 » where the start is unknown; nothing where the
        source bears no date."""
        if self.undated:
            return ""
        return self.until(entry) or f"dès le {long_date(entry.from_date)}"

    def period(self, entry: DatedValue) -> str:
        """The same with its end: « du 1er janvier 2023 au 31 décembre 2024 »."""
        last = self.last_day(entry)
        if self.undated or last is None or not entry.start_known:
            return self.since(entry)
        return f"du {long_date(entry.from_date)} au {long_date(last)}"

    def last_day(self, entry: DatedValue) -> date | None:
        """The day before the next value; ``None`` for the last one."""
        following = next((v.from_date for v in self.values if v.from_date > entry.from_date), None)
        return following - timedelta(days=1) if following else None

    @property
    def sources(self) -> tuple[str, ...]:
        """Every rule that states this figure, first those of the values, then the others."""
        return tuple(dict.fromkeys([v.source for v in self.values if v.source] + list(self.also)))


def _scalar(raw: Any, where: str) -> Scalar:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        try:
            value = Decimal(raw)
        except InvalidOperation:
            raise ParameterError(f"{where} : « {raw} » n'est pas un nombre") from None
        if value.is_finite():
            return value
    raise ParameterError(f"{where} : un entier ou un nombre décimal entre guillemets est attendu, pas {raw!r}")


def _value(raw: Any, where: str) -> Value | None:
    if raw is None:
        return None
    if isinstance(raw, dict):
        if not raw:
            raise ParameterError(f"{where} : la table est vide")
        return {str(k): _scalar(v, f"{where}.{k}") for k, v in raw.items()}
    return _scalar(raw, where)


def _dated(day: date, raw: Any, where: str, *, undated: bool) -> DatedValue:
    if not isinstance(raw, dict) or "value" not in raw:
        raise ParameterError(f"{where} : il manque « value »")
    if unknown := set(raw) - _VALUE_KEYS:
        raise ParameterError(f"{where} : clé inconnue « {sorted(unknown)[0]} »")
    value, source = _value(raw["value"], f"{where}.value"), raw.get("source")
    if source is not None and not is_citation(source):
        raise ParameterError(f"{where}.source : « {source} » n'est pas une citation")
    if value is not None and source is None:
        raise ParameterError(f"{where} : une valeur sans source")
    if value is None and not raw.get("note"):
        raise ParameterError(f"{where} : une absence de valeur sans « note » qui la motive")
    if raw.get("start", "unknown") != "unknown":
        raise ParameterError(f"{where}.start : « unknown » est attendu, ou rien")
    if raw.get("confirmed", False) is not False:
        raise ParameterError(f"{where}.confirmed : « false » est attendu, ou rien")
    if not isinstance(raw.get("note", ""), str):
        raise ParameterError(f"{where}.note : un texte est attendu")
    checked, confirmed = raw.get("checked_on"), "confirmed" not in raw
    if not confirmed or value is None or undated:
        if checked is not None:
            why = "à confirmer" if not confirmed else "sans valeur" if value is None else "sans date"
            raise ParameterError(f"{where}.checked_on : rien n'est vérifié de ce qui est {why}")
    elif not isinstance(checked, date):
        raise ParameterError(f"{where} : il manque « checked_on » (une date), ou « confirmed: false »")
    elif checked < day:
        raise ParameterError(f"{where}.checked_on : {checked} est avant le premier jour de la valeur")
    return DatedValue(day, value, source, checked, raw.get("note"), confirmed, "start" not in raw)


HEDGES = ("en règle générale", "en principe", "environ", "généralement", "recommandé :", "proposé :")
"""How a source hedges a figure, in its own words; « recommandé : » for a conditional (« ne devrait pas »), « proposé
: » where the figure is a proposal of a reading."""


def _hedge(raw: Any, values: tuple[DatedValue, ...], where: str) -> Hedge | None:
    words = list(raw.values()) if isinstance(raw, dict) else [raw]
    for word in words:
        if raw is not None and word not in HEDGES:
            raise ParameterError(f"{where} : « {word} » n'est pas un mot de réserve connu")
    if isinstance(raw, dict):
        parts = {key for entry in values if isinstance(entry.value, dict) for key in entry.value}
        if unknown := set(raw) - parts:
            raise ParameterError(f"{where} : « {sorted(unknown)[0]} » n'est pas une partie de ce chiffre")
        return dict(raw)
    return None if raw is None else str(raw)


def parse(name: str, text: str) -> Parameter:
    """Reads the text of one parameter file.

    Raises :class:`ParameterError`, whose message names the file and the key.
    """
    where = f"{name}.yaml"
    try:
        raw = strict_yaml.load(text)
    except strict_yaml.StrictYamlError as error:
        raise ParameterError(f"{where} : {error}") from None
    return from_data(name, raw)


def from_data(name: str, raw: Any) -> Parameter:
    """Reads the content of a parameter file, already parsed. Raises :class:`ParameterError`."""
    where = f"{name}.yaml"
    if not isinstance(raw, dict):
        raise ParameterError(f"{where} : une table est attendue")
    if unknown := set(raw) - _TOP_KEYS:
        raise ParameterError(f"{where} : clé inconnue « {sorted(map(str, unknown))[0]} »")
    for key in ("label", "unit", "values"):
        if raw.get(key) in (None, ""):
            raise ParameterError(f"{where} : il manque « {key} »")
    if raw["unit"] not in UNITS:
        raise ParameterError(f"{where}.unit : unité inconnue « {raw['unit']} »")
    for key in ("label", "note"):
        if not isinstance(raw.get(key, ""), str):
            raise ParameterError(f"{where}.{key} : un texte est attendu")
    for key in ("undated", "example"):
        if raw.get(key, True) is not True:
            raise ParameterError(f"{where}.{key} : « true » est attendu, ou rien")
    if raw.get("operator") not in (None, *OPERATORS):
        raise ParameterError(f"{where}.operator : « {raw['operator']} » n'est pas un opérateur")
    also = raw.get("also") or []
    for citation in also:
        if not is_citation(citation):
            raise ParameterError(f"{where}.also : « {citation} » n'est pas une citation")
    if not isinstance(raw["values"], dict) or not raw["values"]:
        raise ParameterError(f"{where}.values : au moins une valeur datée est attendue")
    days = list(raw["values"])
    for day in days:
        if not isinstance(day, date):
            raise ParameterError(f"{where}.values : « {day} » n'est pas une date")
    if days != sorted(days):
        raise ParameterError(f"{where}.values : les dates ne sont pas dans l'ordre")
    if days[0] > FIRST_DATE:
        raise ParameterError(f"{where}.values : rien n'est dit entre {FIRST_DATE} et {days[0]}")
    undated = "undated" in raw
    values = tuple(_dated(day, entry, f"{where}.values.{day}", undated=undated) for day, entry in raw["values"].items())
    for entry, following in pairwise(values):
        if entry.checked_on is not None and entry.checked_on >= following.from_date:
            raise ParameterError(
                f"{where}.values.{entry.from_date}.checked_on : {entry.checked_on} est après le début de la valeur"
                " suivante"
            )
    return Parameter(
        name=name,
        label=raw["label"],
        unit=raw["unit"],
        values=values,
        note=raw.get("note"),
        hedge=_hedge(raw.get("hedge"), values, f"{where}.hedge"),
        operator=raw.get("operator"),
        also=tuple(also),
        undated=undated,
        example="example" in raw,
    )


_NAME = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")


@cache
def load(name: str) -> Parameter:
    """The parameter ``area/name``. Raises :class:`ParameterError` when there is none or its file is wrong."""
    if not _NAME.fullmatch(name):
        raise ParameterError(f"« {name} » n'est pas un nom de paramètre")
    area, _, leaf = name.partition("/")
    file = resources.files(__package__) / area / f"{leaf}.yaml"
    if not file.is_file():
        brought = bundles.section("parameters")
        if name in brought:
            return from_data(name, brought[name])
        raise ParameterError(f"paramètre inconnu : {name}")
    return parse(name, file.read_text("utf-8"))


@cache
def _part_names() -> dict[str, str]:
    names: dict[str, str] = strict_yaml.load((resources.files(__package__) / "parts.yaml").read_text("utf-8"))
    return names


def part_name(key: str) -> str:
    """The French name of a part of a figure that has several (``small_company``: « petite entreprise »)."""
    return _part_names().get(key, key.replace("_", " "))


def has_part_name(key: str) -> bool:
    """Whether a part of a figure has a French name."""
    return key in _part_names()


def worded(value: Value | None, one: Callable[[str, Scalar], str]) -> str:
    """A figure of the law, of one part or several; ``one`` gives the words of a part (``""`` names the only one)."""
    if value is None:
        return "aucune valeur"
    if not isinstance(value, dict):
        return one("", value)
    if len(value) == 1:
        return one(*next(iter(value.items())))
    if set(value) == {"day", "month"}:
        return f"{value['day']}{NBSP}{MONTHS[int(value['month']) - 1]}"
    return ", ".join(f"{part_name(key)} : {one(key, part)}" for key, part in value.items())


def is_span(value: Value | None) -> bool:
    """Whether a figure has a lowest and a highest value and nothing else."""
    return isinstance(value, dict) and list(value) in (["min", "max"], ["minimum", "maximum"])


def in_words(value: Value | None, unit: str) -> str:
    """A figure of the law with its unit, the same wherever it is read: « 15 000 CHF », « 3 à 5 jours », « 65 ans »,
    « petite entreprise : 48 CHF par jour, grande entreprise : … »."""
    if isinstance(value, dict) and is_span(value):
        low, high = value.values()
        return f"{number(low)} à {show(high, unit)}"
    return worded(value, lambda _, part: show(part, unit))


def _yaml_files(folder: Traversable) -> Iterator[str]:
    for area in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if area.is_dir():
            for file in sorted(area.iterdir(), key=lambda entry: entry.name):
                if file.name.endswith(".yaml"):
                    yield f"{area.name}/{file.name.removesuffix('.yaml')}"


def names() -> list[str]:
    """The names of all parameters, in alphabetical order, those that a canton's file brings included."""
    return sorted({*_yaml_files(resources.files(__package__)), *bundles.section("parameters")})
