"""Worked cases: data in ``cases/*.yaml``, one file a calculator, checked here and published by the hub.

A file holds ``calculator`` (its name), ``base`` (a case that the others change) and ``cases``. A case:

    id: AC-07                       # stable
    title, story                    # French, shown on the page
    rules: [cmrp:6019]              # what it illustrates
    boundary: true                  # sits on a threshold or a date
    example: true                   # offered in the form
    case: {…}                       # replaces fields of ``base``; ``case_only: {…}`` replaces it altogether
    expect:                         # every line is asserted
      overall: met
      verdict/6004.d: not_met       # status of a verdict
      role/6004.d: condition        # what the verdict weighs
      standing/grantable: due       # due, conditional or not_due
      rules/6004.d: [cmrp:6004.d]   # its citations
      figure/net_need: 30000
      step/net_need: 30000          # value of a step
      formula/net_need: "…"         # what it shows
      details/need.net: 30000       # typed details, dotted path
      column/schedule.interest: [800, 600]
      reading/C-51: 60000           # value of the other reading; null: named, without another amount
      notice/cash_above_cap: true   # false: must be absent
      document/agreement: ["…"]     # fragments of the text of a document
      gap/agreement: ["…"]          # what is still to be filled in there (each of these, others may stand beside)
      no_gap/agreement: ["…"]       # what must not be among them
      says: ["à prouver"]           # fragments of the text that people read
      silent: ["refusée"]           # fragments that must not stand there
      fault/law_date: "…"           # the case is refused; fragment of the message
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from ai_calc.evaluation import evaluate
from ai_calc.handing_over.text import document_text
from ai_calc.registers import calculators as registry
from ai_calc.results import as_text

FOLDER = Path(__file__).parents[1] / "cases"


def load() -> list[tuple[str, dict[str, Any]]]:
    """Every worked case with its calculator's name; ``case`` holds the complete input."""
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(file.read_text("utf-8"))
        for case in data["cases"]:
            full = case["case_only"] if "case_only" in case else {**data.get("base", {}), **case.get("case", {})}
            found.append((data["calculator"], {**case, "case": full}))
    return found


def _plain(value: Any) -> Any:
    """Amounts and numbers compared by value, dates in ISO form."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return str(value)


def _words(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def _details(at: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(at, list | tuple) and part.lstrip("-").isdigit():
            at = at[int(part)]
        elif isinstance(at, dict):
            at = at[part]
        else:
            at = getattr(at, part)
    if is_dataclass(at):
        return {f.name: getattr(at, f.name) for f in fields(at)}
    return at


def check(calculator: str, case: dict[str, Any]) -> None:
    """Computes a worked case and asserts every line of its ``expect``."""
    outcome = evaluate(registry.get(calculator), case["case"])
    result, faults = outcome.result, outcome.faults
    expected = case["expect"]
    assert expected, "a case without expectation proves nothing"
    refused = {k: v for k, v in expected.items() if k.startswith("fault/")}
    if refused:
        assert result is None, "the case should have been refused"
        messages = {f.path: _words(f.message) for f in faults}
        for key, fragment in refused.items():
            assert fragment in messages.get(key.partition("/")[2], ""), f"{key}: {messages}"
        return
    assert result is not None, "; ".join(map(str, faults))
    text = _words(as_text(result))
    for key, value in expected.items():
        kind, _, name = key.partition("/")
        got: Any
        if kind == "overall":
            got = result.overall.status.value
        elif kind == "soft":
            got = (result.verdict(name) if name else result.overall).soft
        elif kind == "verdict":
            got = result.verdict(name).status.value
        elif kind == "role":
            got = result.verdict(name).role.value
        elif kind == "standing":
            got = result.figure(name).standing.value
        elif kind == "rules":
            got = list(result.verdict(name).rules)
        elif kind == "reason":
            assert value in _words(str(result.verdict(name).reason)), f"{key}: {result.verdict(name).reason}"
            continue
        elif kind == "figure":
            got = result.figure(name).value
        elif kind == "step":
            got = result.step(name).value
        elif kind == "formula":
            got, value = _words(str(result.step(name).formula)), _words(value)
        elif kind == "details":
            got = _details(result.details, name)
        elif kind == "column":
            table_key, _, column = name.partition(".")
            table = result.table(table_key)
            index = [c.key for c in table.columns].index(column)
            got = [row[index] for row in table.rows]
        elif kind == "reading":
            got = next((r.other_value for r in result.readings if r.id == name), "absent")
        elif kind == "notice":
            got = any(n.key == name for n in result.notices)
        elif kind == "document":
            content = _words(document_text(result.document(name)))
            for fragment in value:
                assert _words(fragment) in content, f"not in the document: {fragment}"
            continue
        elif kind in ("gap", "no_gap"):
            gaps = result.document(name).gaps
            for label in value:
                assert (label in gaps) == (kind == "gap"), f"{key} {label}: {gaps}"
            continue
        elif kind == "says":
            for fragment in value:
                assert _words(fragment) in text, f"not said: {fragment}"
            continue
        elif kind == "silent":
            for fragment in value:
                assert _words(fragment) not in text, f"said: {fragment}"
            continue
        else:
            raise AssertionError(f"unknown expectation {key}")
        assert _plain(got) == _plain(value), f"{key}: {got!r} instead of {value!r}"
    cited = result.cited()
    for rule in case.get("rules", []):
        assert any(c == rule or c.startswith(f"{rule}.") or rule.startswith(f"{c}.") for c in cited), f"{rule} is not cited"
