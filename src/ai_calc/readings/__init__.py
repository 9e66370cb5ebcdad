"""Readings: where a source is ambiguous or contradicts itself, what the hub takes it to mean.

They are data (one YAML file a document) and are published on a page. A result names those that it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

SCOPES = {
    "decision": "change un résultat",
    "major": "erreur du texte",
    "minor": "portée limitée",
    "editorial": "rédaction",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One ambiguity. ``finding`` says what is unclear, ``reading`` what the hub does; ``scope`` is a key of SCOPES."""

    id: str
    scope: str
    title: str
    finding: str
    reading: str


@cache
def all_readings() -> dict[str, Reading]:
    """Every reading by its id. Raises ``ValueError`` for a file with unknown keys or an id given twice."""
    found: dict[str, Reading] = {}
    for file in sorted(resources.files(__package__).iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml"):
            continue
        for entry in yaml.safe_load(file.read_text("utf-8")):
            try:
                reading = Reading(**entry)
            except TypeError as error:
                raise ValueError(f"{file.name} : {entry.get('id')} : {error}") from None
            if reading.scope not in SCOPES or reading.id in found:
                raise ValueError(f"{file.name} : {reading.id} : portée inconnue ou id en double")
            found[reading.id] = reading
    return found
