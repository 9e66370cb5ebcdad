"""What must hold for every case of placement services."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.calculators.placement import PlacementCase, compute
from ai_calc.calculators.placement.model import Obstacle, Service
from ai_calc.outcome.facts import Finding
from ai_calc.results import Standing, Status, as_text, to_jsonable

FINDINGS = [name for name, info in PlacementCase.model_fields.items() if info.annotation is Finding]
FLAGS = [name for name, info in PlacementCase.model_fields.items() if info.annotation is bool]

cases = st.fixed_dictionaries(
    {
        "law_date": st.dates(date(2014, 1, 1), date(2035, 12, 31)),
        "service": st.sampled_from(Service),
        "obstacle": st.sampled_from(Obstacle),
        "months": st.none() | st.integers(1, 60),
        "start_date": st.none() | st.dates(date(2014, 1, 1), date(2090, 1, 1)),
        "extension_reason": st.sampled_from(["", "motif"]),
        **dict.fromkeys(FINDINGS, st.sampled_from(Finding)),
        **dict.fromkeys(FLAGS, st.booleans()),
    }
).map(lambda data: PlacementCase(**data))


@given(cases)
@settings(max_examples=300, deadline=None)
def test_only_what_goes_beyond_the_usual_duration_needs_a_reason_and_can_be_refused(case: PlacementCase) -> None:
    result = compute(case)
    if case.service is Service.KEEP:
        assert result.details.months == 0
        return
    longer = result.details.months > result.details.usual_months
    assert result.details.extension_needs_reason == longer
    extra = result.figure("extra_months")
    if longer and (case.particular_difficulties is Finding.NOT_MET or case.duration_appropriate is Finding.NOT_MET):
        assert extra.value == 0
    if longer and not case.extension_reason:
        assert extra.standing is not Standing.DUE
    if result.overall.status is Status.MET:
        assert result.figure("months").value == min(result.details.months, result.details.usual_months)


@given(cases)
@settings(max_examples=300, deadline=None)
def test_the_services_never_stop_for_lack_of_cooperation_without_a_warning(case: PlacementCase) -> None:
    if case.warned is not Finding.MET:
        assert compute(case).verdict("5008").status is not Status.NOT_MET


@given(cases)
@settings(max_examples=150, deadline=None)
def test_every_result_can_be_read_and_written(case: PlacementCase) -> None:
    result = compute(case)
    assert as_text(result)
    json.dumps(to_jsonable(result))
    assert all(step.rules for step in result.steps) and all(v.rules for v in result.verdicts)
