"""What is looked up among the rules: the one that a citation names, those that a rule names, its other editions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ai_calc.registers.documents import all_documents
from hub.content.loaded import Loaded
from hub.content.rules import LINK, Rule

Counterparts = dict[str, dict[str, list[Rule]]]


class Lookup(Loaded):
    """Questions that the rules alone answer."""

    def resolve(self, citation: str) -> tuple[Rule, str] | None:
        """The rule that a citation names and the anchor in its page.

        A lettered part has its own anchor; a group without text of its own (``geneve:3``, ``cmrp:A1``) leads to its
        first rule. ``None`` when nothing of that name exists.
        """
        if rule := self.rules.get(citation):
            return rule, rule.anchor
        head, dot, part = citation.rpartition(".")
        if dot and (rule := self.rules.get(head)):
            return rule, f"{rule.anchor}.{part}" if part in rule.parts else rule.anchor
        if first := self.groups.get(citation):
            return first, first.anchor
        return None

    @cached_property
    def groups(self) -> dict[str, Rule]:
        """The first rule of each group of rules that share the head of their number: ``geneve:3`` → 3.a."""
        found: dict[str, Rule] = {}
        for citation, rule in self.rules.items():
            head = citation
            while "." in head:
                head = head.rpartition(".")[0]
                if head not in self.rules:
                    found.setdefault(head, rule)
        return found

    def references(self, rule: Rule) -> list[str]:
        """The rules that a rule names, in its text or in its metadata, without repeats."""
        in_text = [f"{m['scheme']}:{m['target']}" for m in LINK.finditer(rule.text) if m["scheme"] in self.sources]
        return list(dict.fromkeys([*in_text, *rule.refs]))

    @cached_property
    def counterparts(self) -> Counterparts:
        """For each rule, by edition, the rules of the other editions of its document that treat the same matter:
        those that one of both names (``editions``), else the one of the same number."""
        found: Counterparts = {}
        for rule in self.rules.values():
            for citation in rule.editions:
                if other := self.rules.get(citation):
                    _join(found, rule, other)
        for rule, other in self._of_the_same_number():
            if other.source not in found.get(rule.citation, {}) and rule.source not in found.get(other.citation, {}):
                _join(found, rule, other)
        return found

    def _of_the_same_number(self) -> Iterator[tuple[Rule, Rule]]:
        """Each rule with each other of its number in another edition of its document."""
        for document in all_documents().values():
            editions = [edition.key for edition in document.editions]
            for rule in [rule for key in editions for rule in self.rules.values() if rule.source == key]:
                others = (self.rules.get(f"{key}:{rule.id}") for key in editions if key != rule.source)
                yield from ((rule, other) for other in others if other)


def _join(found: Counterparts, rule: Rule, other: Rule) -> None:
    """Writes each of two rules down as a counterpart of the other."""
    for one, its in ((rule, other), (other, rule)):
        listed = found.setdefault(one.citation, {}).setdefault(its.source, [])
        if its not in listed:
            listed.append(its)
