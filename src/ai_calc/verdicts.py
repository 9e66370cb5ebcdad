"""Three-valued logic for conditions: all of, any of, and what a set of verdicts amounts to."""

from __future__ import annotations

from collections.abc import Iterable

from ai_calc.case import Finding
from ai_calc.results import Status, Verdict

_STATUS = {
    Finding.MET: Status.MET,
    Finding.NOT_MET: Status.NOT_MET,
    Finding.UNKNOWN: Status.TO_APPRAISE,
}


def status_of(finding: Finding) -> Status:
    """The outcome that a finding of the file amounts to: unknown is for a person to appraise."""
    return _STATUS[finding]


def all_of(*statuses: Status) -> Status:
    """Cumulative conditions: one that fails decides, one that is open leaves the whole open."""
    if Status.NOT_MET in statuses:
        return Status.NOT_MET
    return Status.TO_APPRAISE if Status.TO_APPRAISE in statuses else Status.MET


def any_of(*statuses: Status) -> Status:
    """Alternative conditions: one that is met suffices, one that is open leaves the whole open."""
    if Status.MET in statuses:
        return Status.MET
    return Status.TO_APPRAISE if Status.TO_APPRAISE in statuses else Status.NOT_MET


def deciding(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that decide the overall outcome: the failed ones, else the open ones, else all of them."""
    every = list(verdicts)
    for status in (Status.NOT_MET, Status.TO_APPRAISE):
        if chosen := [v for v in every if v.status is status]:
            return chosen
    return every
