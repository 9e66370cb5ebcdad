"""The documents behind the rules: what each is, its state, and until when it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml

from ai_calc.registers import bundles


@dataclass(frozen=True, slots=True)
class Source:
    """One document. ``state`` is the date of its text (``None``: undated), ``checked_on`` the last day it covers,
    ``url`` where the authority publishes it."""

    key: str
    title: str
    short: str
    publisher: str
    checked_on: date
    valid_from: date | None = None
    state: date | None = None
    replaced_from: date | None = None
    note: str | None = None
    url: str | None = None


@cache
def all_sources() -> dict[str, Source]:
    """Every document by its key, those that a canton's file brings included.

    Raises ``TypeError`` for an unknown key in a file.
    """
    raw = yaml.safe_load(resources.files(__package__).joinpath("documents.yaml").read_text("utf-8"))
    return {key: Source(key=key, **entry) for key, entry in {**bundles.section("sources"), **raw}.items()}
