"""Which questions still matter: those that the computation reads, given the answers so far.

A computation looks at a fact only when it can change the result. Watching what it reads therefore tells which questions
to ask; what it does not read cannot change anything. So a field that is not asked cannot decide, in any calculator.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable
from typing import Any, cast

from pydantic import BaseModel

from ai_calc.ground.errors import CaseError
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.facts import Case

MAX_ROWS = 60
"""Up to this many rows of a list, each one asks only for the cells that matter in it; a longer list asks for all."""


def unwatched(model: Any) -> Any:
    """The case (or the row of one) itself, of which nothing is noted when it is read."""
    return model._model if type(model) is _Watched else model


class _Watched:
    """Stands for a case (or a row of it) and notes which fields are read, those that its properties read included."""

    __slots__ = ("_model", "_prefix", "_rows", "_seen")

    def __init__(self, model: BaseModel, seen: set[str], prefix: str = "") -> None:
        self._model, self._seen, self._prefix = model, seen, prefix
        self._rows: dict[str, tuple[Any, ...]] = {}

    @property  # type: ignore[misc]
    def __class__(self) -> type[BaseModel]:  # type: ignore[override]
        """The class of what it stands for: titles are found there. (``type()`` tells the truth.)"""
        return self._model.__class__

    def __getattr__(self, name: str) -> Any:
        kind = type(self._model)
        if name not in kind.model_fields:
            found = getattr(kind, name, None)
            if isinstance(found, property) and found.fget is not None:
                return found.fget(self)
            if callable(found) and hasattr(found, "__get__") and not name.startswith("model_"):
                return found.__get__(self)
            return getattr(self._model, name)
        self._seen.add(self._prefix + name)
        value = getattr(self._model, name)
        if isinstance(value, tuple) and 0 < len(value) <= MAX_ROWS and isinstance(value[0], BaseModel):
            if name not in self._rows:
                self._rows[name] = tuple(_Watched(row, self._seen, f"{name}[{i}].") for i, row in enumerate(value))
            return self._rows[name]
        return value

    def model_copy(self, *, update: dict[str, Any] | None = None) -> _Watched:
        """A changed copy; what is read of it counts too."""
        plain = {k: tuple(map(unwatched, v)) if isinstance(v, tuple) else v for k, v in (update or {}).items()}
        return _Watched(self._model.model_copy(update=plain), self._seen, self._prefix)

    def __eq__(self, other: object) -> bool:
        return bool(self._model == unwatched(other))

    def __hash__(self) -> int:
        return hash(id(self._model))


def watched(compute: Callable[[Any], Any], case: Case) -> tuple[Any, set[str]]:
    """The result of ``compute``, and the fields that it read; ``None`` and what was read up to there for a case that
    cannot be computed."""
    seen: set[str] = set()
    result = None
    compute = inspect.unwrap(compute)  # the checks around it read every date, whether it decides or not
    with contextlib.suppress(CaseError, NoValueError):
        result = compute(cast(Any, _Watched(case, seen))).whole()
        for document in result.documents:
            list(document.blocks)  # what a document says is written late, and read from the case then
    return result, seen


def relevant_fields(compute: Callable[[Any], Any], case: Case) -> dict[str, str]:
    """The questions whose answer can still change the outcome, each with the reason why it is asked.

    In the order of the model. The cell of a row appears as ``costs[0].condition``. Where the case is contradictory, the
    questions read up to there. The checks of :func:`~ai_calc.outcome.assemble.calculation` read everything and do not
    count.
    """
    _, seen = watched(compute, case)
    return asked(type(case), seen)


def asked(kind: type[Case], seen: set[str]) -> dict[str, str]:
    """The fields that were read, in the order of the model, each with the reason why it is asked."""
    cells: dict[str, list[str]] = {}
    for cell in sorted(name for name in seen if "[" in name):
        cells.setdefault(cell.partition("[")[0], []).append(cell)
    reasons: dict[str, str] = {}
    for name, info in kind.model_fields.items():
        if name in seen:
            extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
            reasons[name] = str(extra.get("why") or "")
            reasons |= dict.fromkeys(cells.get(name, ()), reasons[name])
    return reasons
