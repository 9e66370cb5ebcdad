"""What holds for every provider in Geneva."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import strategies as st

from ai_calc.calculators.geneve_provider import GenevaProviderCase, compute
from ai_calc.calculators.geneve_provider.model import Answer, InterimReports, Place
from ai_calc.outcome.facts import Finding
from ai_calc.results import Status, as_text, to_jsonable
from tests.drawn import drawn, turned, worked

GRANTED = worked("geneve_provider", "GP-01")
FULL = GenevaProviderCase.model_validate(GRANTED)
FINDINGS = [name for name, info in GenevaProviderCase.model_fields.items() if info.annotation is Finding]
# what the situation is, and asks for more: no points of the file that are established
ONLY_IF = {"early_intervention": Finding.NOT_MET, "extension_requested": Finding.NOT_MET}
COMPLETE = {**GRANTED, **dict.fromkeys(FINDINGS, Finding.MET), **ONLY_IF}
TURNS = {
    "has_staff": st.sampled_from(Answer),
    "self_employed": st.sampled_from(Answer),
    "under_convention": st.sampled_from(Answer),
    "uses_marks": st.sampled_from(Answer),
    "place": st.sampled_from(Place),
    "coaching": st.booleans(),
    **dict.fromkeys(FINDINGS, st.sampled_from([Finding.UNKNOWN, Finding.NOT_MET, Finding.UNKNOWN, Finding.MET])),
}


@st.composite
def providers(draw: st.DrawFn) -> GenevaProviderCase:
    """A complete file with some facts turned, without a mandate or with one that is as complete."""
    start = draw(st.none() | st.dates(date(2024, 1, 1), date(2026, 1, 1)))
    mandate: dict[str, date | None] = {"start_date": start}
    if start:
        end = draw(st.none() | st.integers(0, 700).map(lambda n: start + timedelta(days=n)))
        mandate |= {"end_date": end, "quote_date": start + timedelta(days=draw(st.sampled_from([-9, -1, -9, 0, 1])))}
        if end:
            sent = draw(st.sampled_from([3, 14, 3, 15, None]))
            mandate["final_report_date"] = None if sent is None else end + timedelta(days=sent)
    return GenevaProviderCase.model_validate(
        {**draw(turned(COMPLETE, TURNS)), **mandate, "interim_reports": draw(st.sampled_from(InterimReports))}
    )


@drawn(providers(), examples=80, met=8, not_met=8, to_appraise=8)
def test_every_provider_gets_a_result_that_can_be_read_and_saved(seen: Counter[str], case: GenevaProviderCase) -> None:
    result = compute(case)
    assert as_text(result) and to_jsonable(result)
    assert all(v.rules for v in result.verdicts)
    seen[result.overall.status.value] += 1


@drawn(providers(), examples=80, met=8, not_met=8, to_appraise=8)
def test_the_list_of_what_is_missing_decides_the_outcome(seen: Counter[str], case: GenevaProviderCase) -> None:
    result = compute(case)
    d = result.details
    expected = Status.NOT_MET if d.missing else Status.TO_APPRAISE if d.open else Status.MET
    assert result.overall.status is expected
    seen[expected.value] += 1


@drawn(providers(), st.sampled_from([f for f in FINDINGS if f not in ONLY_IF]), examples=80, fewer=25, none_left=15)
def test_establishing_one_more_point_never_makes_more_points_missing(
    seen: Counter[str], case: GenevaProviderCase, name: str
) -> None:
    better = compute(case.model_copy(update={name: Finding.MET})).details
    worse = compute(case.model_copy(update={name: Finding.NOT_MET})).details
    assert len(better.missing) <= len(worse.missing)
    seen.update({"fewer": len(better.missing) < len(worse.missing), "none_left": not better.missing})


@drawn(
    st.dates(date(2024, 1, 1), date(2026, 1, 1)),
    st.integers(0, 900),
    st.sampled_from(InterimReports),
    examples=100,
    one=15,
    several=15,
)
def test_reports_on_the_way_fall_within_the_measure_and_the_final_one_fourteen_days_after(
    seen: Counter[str], start: date, length: int, agreed: InterimReports
) -> None:
    end = start + timedelta(days=length)
    d = compute(FULL.model_copy(update={"start_date": start, "end_date": end, "interim_reports": agreed})).details
    days = [x.day for x in d.deadlines if x.key == "interim"]
    assert days and all(day is not None and start <= day <= end for day in days) and days == sorted(days)
    assert d.final_report_by == end + timedelta(days=14)
    seen["one" if len(days) == 1 else "several"] += 1


@drawn(st.sampled_from(Answer), st.sampled_from(Answer), examples=100, ocirt=3, fund=1, open=5)
def test_exactly_the_attestations_of_the_situation_are_asked_for(
    seen: Counter[str], staff: Answer, independent: Answer
) -> None:
    keys = {v.key for v in compute(FULL.model_copy(update={"has_staff": staff, "self_employed": independent})).verdicts}
    asked = {"ocirt": "2.h" in keys, "fund": "2.i.affiliation" in keys, "open": "2.attestation" in keys}
    assert sum(asked.values()) == 1
    assert asked["ocirt"] == (staff is Answer.YES)
    assert asked["fund"] == (staff is Answer.NO and independent is Answer.YES)
    seen.update(name for name, is_asked in asked.items() if is_asked)
