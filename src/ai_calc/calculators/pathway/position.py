"""A step of a path as its rules see it: its place among the steps before it, and what ties two steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ai_calc.calculators.pathway.model import Measure, PathStep, PathwayCase
from ai_calc.ground.dates import days_from_to, last_working_day_of
from ai_calc.ground.french import Phrase, folded
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.results import Status, Verdict


@record
class Position:
    """A step with its number in the list and the steps that started before it, in order. ``unplaced``: those of them
    that no placement begins with (5027 refused)."""

    number: int
    step: PathStep
    before: tuple[PathStep, ...]
    unplaced: tuple[PathStep, ...]
    case: PathwayCase
    law: Law

    def verdict(
        self,
        part: str,
        title: str,
        status: Status,
        reason: Phrase,
        rules: tuple[str, ...],
        change: Phrase | None = None,
        soft: bool = False,
    ) -> Verdict:
        """A verdict of this step; ``part`` makes its key: ``3.5024``."""
        label = f"Étape {self.number}, {self.step.name} · {title}"
        return Verdict(
            f"{self.number}.{part}", label, status, reason, rules, None if status is Status.MET else change, soft
        )

    def earlier(self, *measures: Measure) -> list[PathStep]:
        """The steps before this one that are one of ``measures``."""
        return [s for s in self.before if s.measure in measures]

    @property
    def hired(self) -> list[PathStep]:
        """The steps before this one of which the engagement has begun."""
        return [s for s in self.before if s.hired_on is not None and s.hired_on <= self.step.start]

    def running(self, steps: Iterable[PathStep]) -> list[PathStep]:
        """Those of these steps of which the end is known and not yet reached when this one starts."""
        return [s for s in steps if s.end is not None and self.step.start <= s.end]


def same_employer(one: PathStep, other: PathStep) -> bool | None:
    """Whether two steps name the same employer; ``None`` when one of them names none."""
    names = [folded(s.employer) for s in (one, other)]
    return names[0] == names[1] if all(names) else None


def follows_on(step: PathStep, before: PathStep) -> bool | None:
    """Whether no working day lies between the two; ``None`` while the end of the first is missing."""
    return None if before.end is None else step.start <= last_working_day_of(before.end + timedelta(days=1), 1)


def days_once(*spans: tuple[date, date]) -> int:
    """How many days these spans cover, each counted once."""
    total, free = 0, date.min
    for first, last in sorted(spans):
        total += days_from_to(max(first, free), last)
        free = max(free, last + timedelta(days=1))
    return total
