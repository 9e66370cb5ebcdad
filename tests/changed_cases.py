"""Worked cases changed one fact at a time: what a lawyer's reading would try, for every calculator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, get_args

from pydantic import BaseModel

from ai_calc.outcome.facts import Finding
from ai_calc.registers import calculators as registry
from tests import worked_cases


def _bare(annotation: Any) -> list[Any]:
    """The types inside an annotation."""
    inner = get_args(annotation)
    return [t for a in inner for t in _bare(a)] if inner else [annotation]


def _values(annotation: Any, value: Any) -> list[Any]:
    """Other values of a field: a finding three ways, a flag turned, a date moved by a day and by two years."""
    kinds = _bare(annotation)
    if Finding in kinds:
        return [f.value for f in Finding if f.value != value]
    if bool in kinds:
        return [not value]
    if date in kinds and isinstance(value, str):
        day = date.fromisoformat(value)
        return [(day + timedelta(days=n)).isoformat() for n in (-1, 1, 730, -730)]
    return []


def changes(kind: type[BaseModel], case: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every copy of a case with one fact changed, named."""
    for name, info in kind.model_fields.items():
        default = info.get_default() if not info.is_required() else None
        for value in _values(info.annotation, case.get(name, getattr(default, "value", default))):
            yield f"{name}={value}", {**case, name: value}


def every(calculator: str | None = None, step: int = 1) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """(calculator, case, change, data) of all worked cases and of their changes; ``step``: one in so many of the
    changes."""
    count = 0
    for name, case in worked_cases.load():
        if calculator not in (None, name):
            continue
        data = json.loads(json.dumps(case["case"], default=str))
        yield name, case["id"], "as it is", data
        for what, changed in changes(registry.get(name).case_type, data):
            count += 1
            if count % step == 0:
                yield name, case["id"], what, changed
