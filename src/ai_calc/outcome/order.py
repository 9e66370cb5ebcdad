"""The order of dates and amounts: each case declares it once as data, and one fault names both fields and both
values."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from pydantic import BaseModel

from ai_calc.ground.errors import Fault
from ai_calc.ground.french import show
from ai_calc.outcome.facts import Case, Order


def contradictions(case: Case) -> list[Fault]:
    """Every pair of dates or amounts of a case, or of one of its rows, that stands in an impossible order."""
    found = _of(case, case.ORDER, "")
    for name in _rows(type(case)):
        rows = getattr(case, name)
        order = getattr(rows[0], "ORDER", ()) if rows else ()
        if order:
            for i, row in enumerate(rows):
                found += _of(row, order, f"{name}[{i}].")
    return found


@cache
def _rows(kind: type[Case]) -> tuple[str, ...]:
    """The fields of a case that hold rows."""
    return tuple(
        name for name, info in kind.model_fields.items() if info.get_default() == () or "tuple[" in str(info.annotation)
    )


def _of(model: BaseModel, order: tuple[Order, ...], prefix: str) -> list[Fault]:
    found = []
    for pair in order:
        first, then = getattr(model, pair.first), getattr(model, pair.then)
        if first is None or then is None or first < then or (first == then and not pair.strict):
            continue
        at = pair.then if isinstance(then, date) else pair.first
        found.append(Fault(prefix + at, between(model, pair, first, then)))
    return found


def between(model: BaseModel, pair: Order, first: Any, then: Any) -> str:
    """The fault in French: « Décision le » (3 mai 2020) ne peut pas précéder « Connaissance le » (4 mai 2020)."""
    fields = type(model).model_fields
    earlier, later = (f"« {fields[name].title or name} »" for name in (pair.first, pair.then))
    if isinstance(then, date):
        relation = "doit suivre" if pair.strict else "ne peut pas précéder"
        words = f"{later} ({show(then)}) {relation} {earlier} ({show(first)})"
    else:
        shown = [show(value, _unit(fields[name])) for name, value in ((pair.first, first), (pair.then, then))]
        words = f"{earlier} ({shown[0]}) ne peut pas {'atteindre' if pair.strict else 'dépasser'} {later} ({shown[1]})"
    return f"{words} : {pair.why}" if pair.why else words


def _unit(info: Any) -> str:
    extra = info.json_schema_extra
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""
