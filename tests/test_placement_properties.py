"""What must hold for every case of placement services."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date

from hypothesis import strategies as st

from ai_calc.calculators.placement import PlacementCase, compute
from ai_calc.calculators.placement.model import Obstacle, Service
from ai_calc.outcome.facts import Finding
from ai_calc.results import Standing, Status, as_text, to_jsonable
from tests.drawn import drawn, turned, worked

GRANTED = worked("placement", "PL-01b")
FINDINGS = [name for name, info in PlacementCase.model_fields.items() if info.annotation is Finding]
FLAGS = [name for name, info in PlacementCase.model_fields.items() if info.annotation is bool]
EXTENSION = ["particular_difficulties", "duration_appropriate"]
COOPERATION = ["cooperates", "warned", "success_compromised", "resigned_without_reason"]
TURNS = {
    "obstacle": st.sampled_from(Obstacle),
    **dict.fromkeys(FINDINGS, st.sampled_from([Finding.NOT_MET, Finding.UNKNOWN, Finding.MET, Finding.NOT_MET])),
    **dict.fromkeys(FLAGS, st.booleans()),
}


@st.composite
def cases(draw: st.DrawFn, *drawn_anew: str) -> PlacementCase:
    """A granted case of either service with some facts turned, and each finding of ``drawn_anew`` drawn."""
    return PlacementCase.model_validate(
        {
            **draw(turned({**GRANTED, "job_threatened_by_health": Finding.MET}, TURNS, most=3)),
            "law_date": draw(st.dates(date(2014, 1, 1), date(2035, 12, 31))),
            "service": draw(st.sampled_from([Service.SEARCH, Service.SEARCH, Service.KEEP])),
            "months": draw(st.sampled_from([7, 8, 12, 6, None]) | st.integers(1, 60)),
            "start_date": draw(st.none() | st.dates(date(2014, 1, 1), date(2090, 1, 1))),
            "extension_reason": draw(st.sampled_from(["", "motif"])),
            **{name: draw(st.sampled_from(Finding)) for name in drawn_anew},
        }
    )


@drawn(
    cases(*EXTENSION), examples=250, keep=15, longer=25, refused_months=12, no_reason=12, usual_granted=15, extended=2
)
def test_only_what_goes_beyond_the_usual_duration_needs_a_reason_and_can_be_refused(
    seen: Counter[str], case: PlacementCase
) -> None:
    result = compute(case)
    met = result.overall.status is Status.MET
    if case.service is Service.KEEP:
        assert result.details.months == 0
        seen["keep"] += met
        return
    longer = result.details.months > result.details.usual_months
    assert result.details.extension_needs_reason == longer
    if not any(f.key == "months" for f in result.figures):
        assert result.overall.status is Status.NOT_MET  # stopped: what was given until then stands
        return
    extra = result.figure("extra_months")
    if longer and Finding.NOT_MET in (case.particular_difficulties, case.duration_appropriate):
        assert extra.value == 0
        seen["refused_months"] += met
    if longer and not case.extension_reason:
        assert extra.standing is not Standing.DUE
        seen["no_reason"] += met
    if met:
        assert result.figure("months").value == min(result.details.months, result.details.usual_months)
        seen["longer" if longer else "usual_granted"] += 1
    if met and longer and case.extension_reason and all(getattr(case, name) is Finding.MET for name in EXTENSION):
        assert extra.value == result.details.months - result.details.usual_months
        assert extra.standing is Standing.DUE
        seen["extended"] += 1


@drawn(cases(*COOPERATION), examples=200, not_warned=40, stopped=20)
def test_services_stop_for_a_fault_after_a_warning_or_a_resignation_and_may_stop_for_lack_of_cooperation(
    seen: Counter[str], case: PlacementCase
) -> None:
    result = compute(case)
    found = {v.key: v.status for v in result.verdicts if v.key in ("1009", "5008", "5007.fault", "5007.resigned")}
    helping = {found.get(key) for key in ("1009", "5008")}
    assert Status.NOT_MET not in helping
    assert (case.cooperates is Finding.NOT_MET) <= (Status.TO_APPRAISE in helping)
    warned = case.warned is Finding.MET
    resigned = case.resigned_without_reason is Finding.MET
    lost = resigned or (warned and case.success_compromised is Finding.MET)
    assert (Status.NOT_MET in found.values()) is lost
    assert not lost or result.overall.status is Status.NOT_MET
    seen["not_warned"] += not warned and not resigned
    seen["stopped"] += lost


@drawn(cases(), examples=120, met=20, not_met=10, to_appraise=8)
def test_every_result_can_be_read_and_written(seen: Counter[str], case: PlacementCase) -> None:
    result = compute(case)
    assert as_text(result)
    json.dumps(to_jsonable(result))
    assert all(step.rules for step in result.steps) and all(v.rules for v in result.verdicts)
    seen[result.overall.status.value] += 1
