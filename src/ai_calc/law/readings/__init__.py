"""Readings: where a source is ambiguous or contradicts itself, what the hub takes it to mean.

They are data (one YAML file a document) and are published on a page. A result names those that it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from ai_calc.ground import strict_yaml

SCOPES = {
    "decision": "Change un résultat",
    "major": "Erreur du texte",
    "minor": "Portée limitée",
    "editorial": "Rédaction",
}
"""How far an ambiguity reaches, in French."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One ambiguity. ``title`` names it in plain words, ``where`` says in which rules it stands, ``finding`` what is
    unclear, ``reading`` what the hub does; ``scope`` is a key of :data:`SCOPES`. All texts are French."""

    id: str
    scope: str
    title: str
    where: str
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
                reading = Reading(**entry)
            except TypeError as error:
                raise ValueError(f"{file.name} : {entry.get('id')} : {error}") from None
            if reading.scope not in SCOPES or reading.id in found:
                raise ValueError(f"{file.name} : {reading.id} : portée inconnue ou id en double")
            found[reading.id] = reading
    return found
