"""The path through the delimitations: what was looked at, what decided, what would tip it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ai_calc.calculators.reclassement.choices import Goal, Measure, Training, Work, WorkAfter
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Finding
from ai_calc.results import ReadingTaken, Role, Status, Step, Verdict

PLAIN_INITIAL: dict[str, Any] = {
    "goal": Goal.TRAINING,
    "work_after": WorkAfter.NONE,
    "schooling_completed": Finding.MET,
}
"""The facts that a tip towards initial training takes for granted, because the case did not need to say them."""


PLAIN_PREPARATION: dict[str, Any] = {
    **PLAIN_INITIAL,
    "goal": Goal.AUXILIARY,
    "training": Training.NEVER,
    "work": Work.NONE,
    "workshop_change": Finding.NOT_MET,
}
"""The same towards a preparation for auxiliary or sheltered work."""


@record
class Tip:
    """A fact that would lead to another measure: in words, and as the change of the case that shows it."""

    measure: Measure
    text: Phrase
    change: dict[str, Any]


@record
class Delimitation:
    """One delimitation applied to the case. ``role``: ``decided``, ``near`` (another fact would have tipped it) or
    ``examined``."""

    verdict: Verdict
    role: str
    tip: Tip | None


@record
class DailyIncome:
    """The income just before the insured event, by calendar day, and the threshold (CHF a day, rounded to a centime
    for display; the comparison is exact)."""

    daily: Decimal
    threshold: Decimal
    above: bool


@record
class Route:
    """The measure that the case belongs to. ``status``: met (the facts settle it), or to be appraised."""

    measure: Measure
    status: Status
    reason: Phrase
    rules: tuple[str, ...]
    delimitations: tuple[Delimitation, ...]
    candidates: tuple[Measure, ...]
    income: DailyIncome | None
    readings: tuple[ReadingTaken, ...]
    steps: tuple[Step, ...]
    work_months: Decimal | None
    from_odd_jobs: bool
    after_completion: bool


@dataclass(slots=True)
class Path:
    """Collects what a walk through the delimitations finds."""

    delimitations: list[Delimitation] = field(default_factory=list)
    readings: list[ReadingTaken] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    candidates: list[Measure] = field(default_factory=list)
    income: DailyIncome | None = None
    work_months: Decimal | None = None
    from_odd_jobs: bool = False
    after_completion: bool = False
    open: bool = False

    def add(
        self,
        key: str,
        label: str,
        status: Status,
        reason: Phrase,
        rules: tuple[str, ...],
        tip: Tip | None = None,
        decided: bool = False,
        change: Phrase | None = None,
    ) -> None:
        """Notes one delimitation. One that is open leaves the measure open, and ``tip`` names the other measure.

        A delimitation only tells measures apart: the condition that weighs is the measure itself
        (:func:`measure_verdict`).
        """
        role = "decided" if decided else "near" if tip is not None else "examined"
        if status is Status.TO_APPRAISE:
            self.open = True
            if tip is not None:
                self.candidates.append(tip.measure)
        words = change if tip is None else tip.text
        self.delimitations.append(
            Delimitation(Verdict(key, label, status, reason, rules, words, role=Role.ADVICE), role, tip)
        )

    def end(self, measure: Measure) -> Route:
        """The route that ends at ``measure``; its reason is that of the delimitations that decided."""
        deciding = [d.verdict for d in self.delimitations if d.role == "decided"]
        return Route(
            measure=measure,
            status=Status.TO_APPRAISE if self.open else Status.MET,
            reason=deciding[-1].reason,
            rules=tuple(dict.fromkeys(r for v in deciding for r in v.rules)),
            delimitations=tuple(self.delimitations),
            candidates=tuple(dict.fromkeys((measure, *self.candidates))),
            income=self.income,
            readings=tuple(self.readings),
            steps=tuple(self.steps),
            work_months=self.work_months,
            from_odd_jobs=self.from_odd_jobs,
            after_completion=self.after_completion,
        )


def tip(measure: Measure, template: str, *values: Any, **change: Any) -> Tip:
    """Shorthand for :class:`Tip`; the measure's name ends the sentence. A training takes a chosen profession for
    granted."""
    if measure.training:
        change = {"profession_chosen": Finding.MET, **change}
    return Tip(measure, phrase(template + " : {" + str(len(values)) + "}.", *values, measure.french), change)


def measure_verdict(route: Route) -> Verdict:
    """Whether the request leads to a measure examined here: the one condition that all delimitations amount to."""
    label = "Mesure de formation, de reclassement ou d'orientation"
    if route.measure in (Measure.REINSERTION, Measure.PLACEMENT):
        return Verdict(
            "measure",
            label,
            Status.TO_APPRAISE,
            phrase("{0} Les conditions de cette mesure ne sont pas examinées ici.", route.reason),
            route.rules,
        )
    if route.status is Status.TO_APPRAISE:
        return Verdict("measure", label, Status.TO_APPRAISE, route.reason, route.rules, _change(route))
    if route.measure is Measure.NONE:
        return Verdict("measure", label, Status.NOT_MET, route.reason, route.rules, _change(route))
    return Verdict("measure", label, Status.MET, phrase("{0}.", route.measure.french), route.rules)


def _change(route: Route) -> Phrase | None:
    """What would lead to another measure: the tip of what decided, else the first that nearly did."""
    with_tip = [d for d in route.delimitations if d.verdict.would_change is not None]
    with_tip.sort(key=lambda d: d.role != "decided")
    return with_tip[0].verdict.would_change if with_tip else None
