"""The documents behind the rules: what each is, its state, and until when it was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from ai_calc.registers import bundles


@dataclass(frozen=True, slots=True)
class Source:
    """One document. ``state`` is the date of its text (``None``: undated), ``checked_on`` the last day it covers,
    ``url`` where the authority publishes it.

    ``dates`` says where its dates come from: the document itself (``dated``), other days that it names (``deduced``, with
    the ``evidence``), or nowhere (``undated``). ``valid_from`` and ``checked_on`` of a deduced document are ours.
    """

    key: str
    title: str
    short: str
    publisher: str
    checked_on: date | None = None
    dates: Literal["dated", "deduced", "undated"] = "dated"
    evidence: str = ""
    valid_from: date | None = None
    state: date | None = None
    replaced_from: date | None = None
    note: str | None = None
    url: str | None = None

    @property
    def day(self) -> date | None:
        """The day whose figures a page of the document states; ``None`` where nothing is known of its dates."""
        return self.state or self.checked_on or self.valid_from

    def covers(self, day: date) -> bool:
        """Whether the document is known, or deduced, to hold on ``day``; nobody knows it of an undated one."""
        if self.dates == "undated" or self.checked_on is None or (self.valid_from is not None and day < self.valid_from):
            return False
        return day <= max(self.checked_on, self.state or self.checked_on) and (self.replaced_from is None or day < self.replaced_from)


@cache
def all_sources() -> dict[str, Source]:
    """Every document by its key, those that a canton's file brings included.

    Raises ``TypeError`` for an unknown key in a file.
    """
    raw = yaml.safe_load(resources.files(__package__).joinpath("documents.yaml").read_text("utf-8"))
    found = {key: Source(key=key, **entry) for key, entry in {**bundles.section("sources"), **raw}.items()}
    for source in found.values():
        if (source.dates == "dated") != (not source.evidence) or (source.checked_on is None) != (source.dates == "undated"):
            raise TypeError(f"{source.key}: a document without dates of its own gives the evidence, a dated one its last day")
    return found
