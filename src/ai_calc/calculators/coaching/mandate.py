"""A mandate with all that follows from it, each thing worked out once, and only when somebody asks for it.

Every module of coaching takes a :class:`Mandate`; none passes on the pieces that another needs.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ai_calc.calculators.coaching import assess, billing, caps, deadlines, journal, options, plan, sheets
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.selection import Chosen
from ai_calc.ground.dates import last_day_of_months
from ai_calc.ground.money import ZERO
from ai_calc.ground.once import once
from ai_calc.law.in_force import Law
from ai_calc.registers.cantons import CapMode
from ai_calc.results import Status


class Mandate:
    """The case, the text that applies to it (``edition``, ``kind``), the figures of the law, and what they make."""

    def __init__(self, case: CoachingCase, chosen: Chosen, law: Law) -> None:
        self.case, self.chosen, self.law = case, chosen, law
        self.edition, self.kind = chosen.edition, chosen.kind
        self.figures = caps.Figures(chosen, law)

    def changed(self, **facts: Any) -> Mandate:
        """The same mandate with other facts, under the same text."""
        return Mandate(self.case.model_copy(update=facts), self.chosen, self.law)

    @once
    def limits(self) -> caps.Limits:
        """What the text allows."""
        return caps.limits_of(self)

    @once
    def budget(self) -> caps.Limits:
        """What the text allows and the grant holds."""
        return caps.within_grant(self, self.limits)

    @once
    def plan(self) -> plan.Plan:
        """The hours month by month."""
        return plan.plan_of(self)

    @once
    def options(self) -> tuple[options.Option, ...]:
        """What would fit when the plan does not."""
        return options.options_of(self)

    @once
    def last_day(self) -> date:
        """The last day of the measure as it takes place: the actual end, or the last day planned and admitted."""
        return self.case.actual_end or self.plan.end

    @once
    def latest(self) -> date | None:
        """The last day that the text allows, whatever is granted (berne-2021:T6, berne:7.4); ``None`` without one."""
        most = self.limits.max_months
        if most is None or not self.dated:
            return None
        return last_day_of_months(self.case.first_day, most)

    @once
    def end(self) -> date:
        """The last day of the mandate: of the measure, but no later than the text allows."""
        return self.last_day if self.latest is None else min(self.last_day, self.latest)

    @property
    def dated(self) -> bool:
        """Whether the file says when the mandate begins, or was granted."""
        return self.case.start_date is not None or self.case.law_date is not None

    @property
    def end_known(self) -> bool:
        """Whether the file says when the measure ends, so that something can be counted from there. Where no month is
        admitted there is no mandate, and no end."""
        if not self.limits.months_admitted:
            return False
        return self.case.actual_end is not None or (self.dated and self.case.months is not None)

    @property
    def ended_early(self) -> bool:
        """Whether the measure ended before the time that was admitted."""
        return self.case.actual_end is not None and self.dated and self.end < self.plan.end

    @property
    def bounded(self) -> bool:
        """Whether the cap of the mandate follows from the file: one by month needs its length."""
        return self.limits.mode not in (CapMode.MONTHLY, CapMode.GRID) or self.case.months is not None

    @once
    def most(self) -> Decimal | None:
        """The most hours that the text allows: those of the mandate, or of the longest one while its length is not
        known. ``None`` where nothing bounds them."""
        if self.bounded:
            return self.limits.capacity
        if self.limits.max_months is None:
            return None
        return caps.limits_of(self, months=self.limits.max_months).capacity

    @once
    def deadlines(self) -> tuple[deadlines.Deadline, ...]:
        """All dates: those with a day in their order, then the standing duties."""
        return deadlines.deadlines_of(self)

    @once
    def report_day(self) -> date:
        """The last day for the final report; the end of the measure where the text sets none."""
        return max((d.day for d in self.deadlines if d.key == "final_report" and d.day is not None), default=self.end)

    @once
    def tally(self) -> journal.Tally | None:
        """The journal added up; ``None`` without entries."""
        return journal.tally_of(self, self.case.statement_until) if self.case.journal else None

    @once
    def whole(self) -> journal.Tally | None:
        """The whole journal added up, wherever its statement ends: the caps are those of the mandate."""
        until = self.case.statement_until
        if until is None or all(e.day <= until for e in self.case.journal):
            return self.tally
        return journal.tally_of(self)

    @once
    def claims(self) -> billing.Claims:
        """What the period of the statement brings, and what of it is on no invoice."""
        return billing.claims_of(self)

    @once
    def fixed_rate(self) -> Decimal | None:
        """The rate that the text fixes."""
        return assess.fixed_rate_of(self)

    @once
    def rate(self) -> Decimal | None:
        """The rate to compute with: the one that the text fixes, else the one of the agreement or the offer."""
        return self.fixed_rate if self.fixed_rate is not None else self.case.hourly_rate

    @once
    def hired_within(self) -> Status | None:
        """Whether a job was found while the mandate lasted, so that the hours left may serve at the new place
        (berne-2021:T6.a, berne:7.4.a). Open while nobody says how long it lasts, or whether it was extended up to that
        day. ``None`` without a job."""
        asked = self.kind.after_hire is not None or self.kind.placement_fee is not None
        day = self.case.hired_on if asked else None
        if day is None:
            return None
        if (self.latest is not None and day > self.latest) or (self.end_known and day > self.end):
            return Status.NOT_MET
        if not self.dated or not self.end_known or (self.case.months is not None and day > self.plan.end):
            return Status.TO_APPRAISE
        return Status.MET

    @property
    def passes_on(self) -> bool:
        """Whether a job was found and hours may pass to the new place: what is left is counted there, not here."""
        return self.kind.after_hire is not None and self.case.hired_on is not None

    @once
    def allotted(self) -> Decimal | None:
        """The hours of the mandate: those that were granted, else those planned, within what the text allows."""
        return journal.allotted_of(self)

    @once
    def used(self) -> Decimal | None:
        """Hours of the mandate that are used once a job is found; ``None`` while neither journal nor plan says so."""
        return journal.used_of(self) if self.passes_on else None

    @once
    def remaining(self) -> Decimal | None:
        """Hours allotted and not used, which may pass to the place that was found (berne-2021:T6.a, berne:7.4.a)."""
        if self.used is None or self.allotted is None:
            return None
        return max(ZERO, self.allotted - self.used)

    @once
    def offer(self) -> sheets.ServiceSheet:
        """The offer."""
        return sheets.offer_of(self)

    @once
    def statement(self) -> sheets.ServiceSheet:
        """The statement of services; empty without a journal."""
        return sheets.statement_of(self)
