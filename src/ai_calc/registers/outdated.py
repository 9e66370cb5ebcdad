"""What is not verified for a day: editions, figures, readings, facts and addresses, with the rules behind each.

« Verified » means that the text behind it was held against it and is known, or deduced, to hold on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ai_calc.ground.french import long_date, lowered
from ai_calc.ground.record import record
from ai_calc.law import parameters
from ai_calc.law.changes import CERTAINTIES, all_changes
from ai_calc.law.readings import all_readings
from ai_calc.registers.documents import Source, all_sources

KINDS = {"edition": "Éditions", "figure": "Chiffres", "reading": "Lectures", "fact": "Faits", "address": "Adresses"}
"""The kinds, in French, in the order in which they are shown."""


@record
class Item:
    """One thing to verify: ``key`` names it in the data, ``label`` and ``why`` are French, ``rules`` are behind it."""

    kind: str
    key: str
    label: str
    why: str
    rules: tuple[str, ...] = ()


def items(day: date) -> tuple[Item, ...]:
    """Everything that is not verified for ``day``, by kind."""
    return (*_editions(day), *_figures(day), *_readings(day), *_facts(day), *_addresses())


def _state(source: Source, day: date) -> str:
    if source.dates == "undated":
        return "document sans date"
    if source.replaced_from is not None and day >= source.replaced_from:
        return f"remplacé dès le {long_date(source.replaced_from)}"
    if source.valid_from is not None and day < source.valid_from:
        return f"ne vaut que dès le {long_date(source.valid_from)}"
    words = "période déduite, jusqu'au" if source.dates == "deduced" else "vérifié jusqu'au"
    return f"{words} {long_date(source.checked_on)}" if source.checked_on else "jamais vérifié"


def _editions(day: date) -> Iterator[Item]:
    for source in all_sources().values():
        if not source.covers(day):
            yield Item("edition", source.key, f"{source.title} ({source.short})", _state(source, day))


def _figures(day: date) -> Iterator[Item]:
    for name in parameters.names():
        parameter = parameters.load(name)
        try:
            entry = parameter.at(day)
        except parameters.NoValueError:
            yield Item("figure", name, parameter.label, f"aucune valeur connue au {long_date(day)}", parameter.sources)
            continue
        if not parameter.verified_at(day):
            words = f"{parameter.words(entry)} : {parameter.check_of(entry)}"
            yield Item("figure", name, parameter.label, words, parameter.sources)


def _readings(day: date) -> Iterator[Item]:
    known = all_sources()
    for reading in all_readings().values():
        if not any(known[key].covers(day) for key in reading.editions):
            yield Item(
                "reading",
                reading.id,
                f"{reading.id} {reading.title}",
                "lecture d'un texte qui n'est pas vérifié pour ce jour",
            )


def _facts(day: date) -> Iterator[Item]:
    for change in all_changes().values():
        if change.since <= day:
            doubt = f" ; {change.doubt}" if change.doubt else ""
            number = "" if change.ro else " ; numéro du Recueil officiel à relever"
            why = f"lu dans une copie non officielle, certitude {CERTAINTIES[change.certainty]}{doubt}{number}"
            yield Item(
                "fact",
                change.citation,
                f"{change.name} : {lowered(change.title)}",
                why,
                change.rules,
            )


def _addresses() -> Iterator[Item]:
    for address in dict.fromkeys(source.url for source in all_sources().values() if source.url):
        named = ", ".join(source.short for source in all_sources().values() if source.url == address)
        yield Item("address", address, address, f"donnée pour {named} ; rien ne dit qu'elle mène encore au texte")
