"""Everything that the pages are made from: what is read (:mod:`hub.content.loaded`), what is looked up in it
(:mod:`hub.content.lookup`), and what follows from all of it."""

from __future__ import annotations

from functools import cached_property

from hub.content.lookup import Lookup
from hub.content.self_tests import Question, questions
from hub.content.uses import Uses, find_uses


class Library(Lookup):
    """The hub's content."""

    @cached_property
    def uses(self) -> dict[str, Uses]:
        """Who uses each rule."""
        return find_uses(self)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The quick question of each rule that has one."""
        return questions(self)
