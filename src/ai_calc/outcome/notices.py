"""Remarks of a result: one that informs, one that warns."""

from __future__ import annotations

from ai_calc.ground.french import Phrase
from ai_calc.results import Notice, Severity


def info(key: str, text: Phrase, *rules: str, urgent: bool = False) -> Notice:
    """A remark that informs."""
    return Notice(key, Severity.INFO, text, rules, urgent)


def warning(key: str, text: Phrase, *rules: str, urgent: bool = False) -> Notice:
    """A remark that warns: what the reader must not overlook."""
    return Notice(key, Severity.WARNING, text, rules, urgent)
