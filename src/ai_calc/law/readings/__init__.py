"""Readings: where a source is ambiguous or contradicts itself, what the hub takes it to mean.

They are data (one YAML file a document) and are published on a page. A result names those that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from ai_calc.ground import strict_yaml
from ai_calc.ground.record import record
from ai_calc.registers.documents import all_documents, all_sources

SCOPES = {
    "decision": "Change un résultat",
    "major": "Erreur du texte",
    "minor": "Portée limitée",
    "editorial": "Rédaction",
}
"""How far an ambiguity reaches, in French."""


@record
class Reading:
    """One ambiguity. ``title`` names it in plain words, ``where`` says in which rules it stands, ``editions`` of
    which texts it is a reading, ``finding`` what is unclear, ``reading`` what the hub does; ``scope`` is a key of
    :data:`SCOPES`. All texts are French."""

    id: str
    scope: str
    title: str
    where: str
    editions: tuple[str, ...]
    finding: str
    reading: str


@cache
def all_readings() -> dict[str, Reading]:
    """Every reading by its id. Raises ``ValueError`` for a file with unknown or repeated keys, or an id given twice."""
    found: dict[str, Reading] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        for entry in strict_yaml.load(file.read_text("utf-8")):
            try:
                reading = Reading(**{**entry, "editions": tuple(entry["editions"])})
            except KeyError:
                raise ValueError(f"{file.name} : {entry.get('id')} : il manque « editions »") from None
            except TypeError as error:
                raise ValueError(f"{file.name} : {entry.get('id')} : {error}") from None
            if reading.scope not in SCOPES or reading.id in found:
                raise ValueError(f"{file.name} : {reading.id} : portée inconnue ou id en double")
            if unknown := [key for key in reading.editions if key not in all_sources()] or not reading.editions:
                raise ValueError(f"{file.name} : {reading.id} : éditions inconnues ou absentes ({unknown})")
            found[reading.id] = reading
    return found


def of_earlier_texts(ids: Iterable[str], followed: tuple[str, ...]) -> tuple[Reading, ...]:
    """Of these readings, those of an earlier edition of a document of which a later one is ``followed``: nobody has
    said that they hold for its text."""
    behind = _behind(followed)
    readings = [all_readings()[name] for name in dict.fromkeys(ids) if name in all_readings()]
    return tuple(r for r in readings if set(r.editions) & behind and not set(r.editions) & set(followed))


@cache
def _behind(followed: tuple[str, ...]) -> frozenset[str]:
    """The other editions of documents of which these follow earlier ones."""
    known = all_sources()
    return frozenset(
        edition.key
        for key in followed
        for edition in all_documents()[known[key].document].editions
        if edition.key != key and known[key].takes_up
    )
