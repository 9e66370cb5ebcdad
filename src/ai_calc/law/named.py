"""The rules and readings that a sentence names, found again in its words: what :func:`~ai_calc.law.citations.label`
writes, read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ai_calc.law.citations import FACT_LABELS, FACTS, dashed
from ai_calc.law.readings import all_readings
from ai_calc.registers.documents import all_sources

_NUMBER = r"(?:[A-Z]{0,2}\d+|[A-Z](?:-\d+)?)(?:\.\w+)*(?![\w-])"
_DASH = r"(?:, (?P<dash{0}>\d+)er? tiret)?"


@cache
def _pattern() -> re.Pattern[str]:
    known = all_sources().values()
    circulars = "|".join(re.escape(s.short) for s in known if s.document == "circulaire")
    others = "|".join(re.escape(s.short) for s in known if s.document != "circulaire")
    facts = "|".join(map(re.escape, FACT_LABELS.values()))
    return re.compile(
        rf"ch\. (?P<chapter>\d+(?:\.\d+)*){_DASH.format(1)} (?P<circular>{circulars})\b"
        rf"|annexe I, ch\. (?P<section>\d+(?:\.\d+)*) (?P<annex>{circulars})\b"
        rf"|(?P<kind>indication|principe) (?P<eisp>\d+), guide EISP"
        rf"|\b(?P<other>{others}), (?P<number>{_NUMBER})(?: \((?P<part>[a-z]{{2,}})\))?{_DASH.format(2)}"
        rf"|(?<=[(,])(?P<space> ?)(?P<fact>{facts})(?=[,)])"  # as a source in brackets, not as a word of a sentence
        r"|(?<![\w-])(?P<reading>[A-Z]{1,2}-\d{2})(?![\w-])"
    )


@cache
def _keys() -> dict[str, str]:
    return {source.short: key for key, source in reversed(all_sources().items())}


def named(text: str) -> Iterator[tuple[int, int, str]]:
    """Where a text names a rule or a reading: from, to, and the citation (« cmrp:6020 ») or the reading (« C-34 »)."""
    for found in _pattern().finditer(text):
        start, end = found.span()
        part = found.groupdict()
        if part["reading"]:
            if part["reading"] in all_readings():
                yield start, end, part["reading"]
        elif part["fact"]:
            fact = next(key for key, words in FACT_LABELS.items() if words == part["fact"])
            yield found.start("fact"), end, f"{FACTS}:{fact}"
        elif part["eisp"]:
            yield start, end, f"eisp:{'P' if part['kind'] == 'principe' else ''}{part['eisp']}"
        elif part["annex"]:
            yield start, end, f"{_keys()[part['annex']]}:A1.{part['section']}"
        elif part["circular"]:
            yield start, end, dashed(f"{_keys()[part['circular']]}:{part['chapter']}", part["dash1"])
        else:
            number = ".".join(filter(None, (part["number"], part["part"])))
            yield start, end, dashed(f"{_keys()[part['other']]}:{number}", part["dash2"])
