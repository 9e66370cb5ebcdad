"""Which questions still matter: those that the computation reads, given the answers so far.

The computation looks at a fact only when it can change the result, in the order of the form. Watching what it reads
therefore tells which questions to ask; what it does not read cannot change anything.
"""

from __future__ import annotations

import contextlib
from typing import Any, cast

from pydantic import BaseModel

from ai_calc.calculators.reclassement.compute import compute
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.ground.errors import CaseError
from ai_calc.law.parameters import NoValueError


class _Watched:
    """Stands for a case (or a row of it) and notes which fields are read."""

    __slots__ = ("_model", "_prefix", "_seen")

    def __init__(self, model: BaseModel, seen: set[str], prefix: str = "") -> None:
        self._model, self._seen, self._prefix = model, seen, prefix

    def __getattr__(self, name: str) -> Any:
        self._seen.add(self._prefix + name)
        value = getattr(self._model, name)
        if isinstance(value, tuple):
            return tuple(_Watched(row, self._seen, f"{name}[{i}].") for i, row in enumerate(value))
        return value


def relevant_fields(case: ReclassementCase) -> dict[str, str]:
    """The questions whose answer can still change the outcome, each with the reason why it is asked.

    In the order of the model. The cell of a row appears as ``costs[0].condition``. Where the case is contradictory, the
    questions read up to there.
    """
    seen: set[str] = set()
    with contextlib.suppress(CaseError, NoValueError):
        compute(cast(ReclassementCase, _Watched(case, seen)))
    reasons: dict[str, str] = {}
    for name, info in ReclassementCase.model_fields.items():
        if name in seen:
            extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
            reasons[name] = str(extra.get("why") or "Le droit de ce jour s'applique.")
            for cell in sorted(s for s in seen if s.startswith(f"{name}[")):
                reasons[cell] = reasons[name]
    return reasons
