"""Figures of the law in a text: how ``{{ area/name }}`` is read, and what stands there in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ai_calc.ground import french
from ai_calc.law.citations import source_of
from ai_calc.law.parameters import Parameter, in_words
from ai_calc.registers.documents import all_sources

FIGURE = re.compile(r"\{\{\s*(?P<body>[^{}]*?)\s*\}\}")
_FIGURE_BODY = re.compile(
    r"(?P<name>[a-z0-9_]+/[a-z0-9_]+)(?:\.(?P<key>[A-Za-z0-9_-]+))?"
    r"(?P<rest>(?:\s*(?:@\s*\d{4}-\d\d-\d\d|\|\s*[a-z]+))*)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A place in a text where a parameter's value is put: ``{{ area/name.key @ 2021-12-31 | number }}``."""

    name: str
    key: str | None = None
    day: date | None = None
    number_only: bool = False


def parse_figure(body: str) -> Figure | None:
    """Reads what stands between ``{{`` and ``}}``; ``None`` when it does not follow the format."""
    match = _FIGURE_BODY.fullmatch(body)
    if not match:
        return None
    day, number_only = None, False
    for item in re.findall(r"[@|]\s*[\w-]+", match["rest"]):
        word = item[1:].strip()
        if item[0] == "@":
            try:
                day = date.fromisoformat(word)
            except ValueError:
                return None
        elif word == "number":
            number_only = True
        else:
            return None
    return Figure(match["name"], match["key"], day, number_only)


def edition_day(edition: str) -> date | None:
    """The day whose figures a page states: that of its own document, so that a later value does not change it. On other
    pages it is that of the document which states the figure first."""
    document = all_sources().get(edition)
    return document.day if document else None


def shown(body: str, parameters: Mapping[str, Parameter], edition: str | None = None) -> tuple[Parameter, str]:
    """The parameter and the text for ``{{ body }}`` on a page of ``edition``. Raises ``ValueError`` with the
    reason."""
    figure = parse_figure(body)
    if figure is None:
        raise ValueError(f"« {{{{ {body} }}}} » n'est pas une figure (attendu : domaine/nom, .clé, @ date, | number)")
    parameter = parameters.get(figure.name)
    if parameter is None:
        raise ValueError(f"paramètre inconnu : {figure.name}")
    day = figure.day or edition_day(edition or source_of(parameter.sources[0])) or parameter.values[-1].from_date
    return parameter, _text(parameter, figure, day)


def _text(parameter: Parameter, figure: Figure, day: date) -> str:
    value = _value(parameter, figure.key, day)
    if not figure.number_only:
        return in_words(value, parameter.unit)
    if isinstance(value, dict) or value is None:
        raise ValueError(f"{parameter.name} n'est pas un seul nombre au {day}")
    return french.number(value, 2 if parameter.unit.startswith("CHF") and value != int(value) else None)


def _value(parameter: Parameter, key: str | None, day: date) -> Any:
    try:
        value = parameter.at(day).value
    except LookupError as error:
        raise ValueError(str(error)) from None
    if key is None:
        return value
    if not isinstance(value, dict) or key not in value:
        raise ValueError(f"{parameter.name} n'a pas de composante « {key} » au {day}")
    return value[key]


def borrowed(text: str, edition: str, parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """The figures that a text states although their value was read in another edition of its document: the parameter's
    name and the rule of the value."""
    own, found = all_sources().get(edition), {}
    for match in FIGURE.finditer(text):
        figure = parse_figure(match["body"])
        if own is None or own.day is None or figure is None or figure.day or figure.name not in parameters:
            continue
        value = next((v for v in reversed(parameters[figure.name].values) if v.from_date <= own.day), None)
        read = all_sources().get(source_of(value.source)) if value and value.source else None
        if value and value.source and read and read.document == own.document and read.key != own.key:
            found[figure.name] = value.source
    return found
