"""Worked cases: data in ``cases/*.yaml``, one file a calculator, checked here and published by the hub.

:mod:`ai_calc.registers.cases` reads them and says what a file may hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ai_calc.evaluation import evaluate
from ai_calc.ground.french import Phrase
from ai_calc.handing_over.text import document_text
from ai_calc.registers import calculators as registry
from ai_calc.registers import cases
from ai_calc.results import Result, as_text

FOLDER = Path(__file__).parents[1] / "cases"


@cache
def _every() -> tuple[cases.WorkedCase, ...]:
    return tuple(cases.load(FOLDER))


def load() -> list[tuple[str, dict[str, Any]]]:
    """Every worked case with its calculator's name; ``case`` holds the complete input."""
    return [
        (
            c.calculator,
            {
                "id": c.id,
                "title": c.title,
                "story": c.story,
                "rules": list(c.rules),
                "example": c.example,
                "boundary": c.boundary,
                "case": c.data,
                "expect": c.expect,
            },
        )
        for c in _every()
    ]


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
    """Computes a worked case and holds it to every line of its ``expect``; all differences are told at once."""
    wrong = list(differences(calculator, case))
    assert not wrong, "\n".join(wrong)


def differences(calculator: str, case: dict[str, Any]) -> Iterator[str]:
    """Where the result of a case is not the expected one."""
    outcome = evaluate(registry.get(calculator), case["case"])
    result, faults = outcome.result, outcome.faults
    expected = case["expect"]
    if refused := {k: v for k, v in expected.items() if k.startswith("fault/")}:
        if result is not None:
            yield "the case should have been refused"
            return
        messages = {f.path: _words(f.message) for f in faults}
        yield from (
            f"{key}: {messages}"
            for key, fragment in refused.items()
            if fragment not in messages.get(key.partition("/")[2], "")
        )
        return
    if result is None:
        yield "; ".join(map(str, faults))
        return
    text = _words(as_text(result))
    for key, value in expected.items():
        try:
            yield from _difference(result, text, key, value)
        except (KeyError, AttributeError, IndexError, ValueError) as error:
            yield f"{key}: not there ({error!r})"
    cited = result.cited()
    for rule in case.get("rules", []):
        if not any(c == rule or c.startswith(f"{rule}.") or rule.startswith(f"{c}.") for c in cited):
            yield f"{rule} is not cited"


def _difference(result: Result[Any], text: str, key: str, value: Any) -> Iterator[str]:
    kind, _, name = key.partition("/")
    match kind:
        case "reason":
            if value not in _words(str(result.verdict(name).reason)):
                yield f"{key}: {result.verdict(name).reason}"
        case "document":
            content = _words(document_text(result.document(name)))
            yield from (f"not in the document: {fragment}" for fragment in value if _words(fragment) not in content)
        case "gap" | "no_gap":
            gaps = result.document(name).gaps
            yield from (f"{key} {label}: {gaps}" for label in value if (label in gaps) != (kind == "gap"))
        case "says":
            yield from (f"not said: {fragment}" for fragment in value if _words(fragment) not in text)
        case "silent":
            yield from (f"said: {fragment}" for fragment in value if _words(fragment) in text)
        case "formula":
            if (got := _words(str(result.step(name).formula))) != _words(value):
                yield f"{key}: {got!r} instead of {value!r}"
        case _:
            if _plain(got := _value(result, kind, name)) != _plain(value):
                yield f"{key}: {got!r} instead of {value!r}"


def _value(result: Result[Any], kind: str, name: str) -> Any:
    match kind:
        case "overall":
            return result.overall.status.value
        case "soft":
            return (result.verdict(name) if name else result.overall).soft
        case "verdict":
            return result.verdict(name).status.value
        case "role":
            return result.verdict(name).role.value
        case "standing":
            return result.figure(name).standing.value
        case "rules":
            return list(result.verdict(name).rules)
        case "figure":
            return result.figure(name).value
        case "step":
            return result.step(name).value
        case "details":
            return _details(result.details, name)
        case "column":
            table_key, _, column = name.partition(".")
            table = result.table(table_key)
            index = [c.key for c in table.columns].index(column)
            cells = [row[index] for row in table.rows]
            return [str(cell) if isinstance(cell, Phrase) else cell for cell in cells]
        case "chart":
            chart_key, _, part = name.partition(".")
            chart = {c.key: c for c in result.charts}[chart_key]
            if part in ("labels", "states"):
                return [_words(text) for text in getattr(chart, part)]
            return list({s.key: s.values for s in chart.series}[part])
        case "headline":
            return [_words(str(sentence)) for sentence in result.headline]
        case "reading":
            return next((r.other_value for r in result.readings if r.id == name), "absent")
        case "notice":
            return any(n.key == name for n in result.notices)
    raise AssertionError(f"unknown expectation {kind}")
