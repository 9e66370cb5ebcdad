"""What the case of a form is compared with: a scenario that was kept, or the same case under the law of another day."""

from __future__ import annotations

from datetime import date
from typing import Any

from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.ground.french import show
from ai_calc.handing_over.comparison import Comparison, compare
from ai_calc.outcome.facts import Case
from ai_calc.registers.calculators import Calculator
from ai_calc.results import Result

NAMES = {"first": "Scénario A", "second": "Scénario B (actuel)"}


class Comparing:
    """At most one of both at a time; names are the user's."""

    def __init__(self, calculator: Calculator) -> None:
        self._calculator = calculator
        self._names = dict(NAMES)
        self._kept: tuple[Case, Result[Any]] | None = None
        self._day: date | None = None

    @property
    def going_on(self) -> bool:
        """Whether anything is compared."""
        return self.named or self._day is not None

    @property
    def named(self) -> bool:
        """Whether the two sides are scenarios, which bear names."""
        return self._kept is not None

    def keep(self, case: Case, result: Result[Any]) -> None:
        """From now on, with this case."""
        self._kept, self._day, self._names = (case, result), None, dict(NAMES)

    def take_day(self, case: Case, day: date) -> Evaluation:
        """From now on, with the same case on another day, if it can be computed there; what it gives."""
        outcome = self._on(case, day)
        if outcome.result is not None:
            self._kept, self._day = None, day
        return outcome

    def stop(self) -> None:
        """With nothing any more."""
        self._kept = self._day = None

    def name(self, which: Any, words: str) -> bool:
        """What the user calls a scenario; nothing: its letter. Whether there is such a one."""
        if which not in self._names:
            return False
        self._names[which] = " ".join(words.split())[:60] or NAMES[which]
        return True

    def of(self, case: Case, result: Result[Any]) -> tuple[Comparison, str, str] | None:
        """The comparison that is asked for, and what its sides are called."""
        if self._kept is not None:
            before, given = self._kept
            return compare(given, result, (before, case)), self._names["first"], self._names["second"]
        other = self._on(case, self._day).result if self._day is not None else None
        if other is None:
            return None
        return compare(result, other), f"Droit au {show(result.law_date)}", f"Droit au {show(other.law_date)}"

    def _on(self, case: Case, day: date) -> Evaluation:
        return evaluate(self._calculator, {**case.model_dump(), "law_date": day})
