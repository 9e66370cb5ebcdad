"""What holds for every draft of a service agreement, whatever it contains."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.calculators.eisp import EispCase, compute
from ai_calc.calculators.eisp.choices import Bound, Insurer, Profile, Renewal, Unit
from ai_calc.calculators.eisp.indications import INDICATIONS, Coverage
from ai_calc.calculators.eisp.model import Goal, Indicator, NoticeDuty, Outcome, Report
from ai_calc.calculators.eisp.worth import Instrument
from ai_calc.handing_over.text import document_text
from ai_calc.outcome.facts import Finding
from ai_calc.results import Role, Status, as_text, to_jsonable
from tests import worked_cases

BASE = yaml.safe_load((worked_cases.FOLDER / "eisp.yaml").read_text("utf-8"))["base"]
FULL = EispCase.model_validate(BASE)
insurers = st.sampled_from(list(Insurer))
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@st.composite
def drafts(draw: st.DrawFn) -> EispCase:
    goals = draw(st.lists(st.builds(Goal, label=words), max_size=5))
    numbers = st.integers(1, max(1, len(goals)))
    indicators = (
        draw(
            st.lists(
                st.builds(
                    Indicator,
                    goal=numbers,
                    label=words,
                    target=st.none() | st.decimals(0, 100, places=1),
                    minimum=st.none() | st.decimals(0, 100, places=1),
                    target_in_words=words,
                    calculation=words,
                ),
                max_size=5,
            )
        )
        if goals
        else []
    )
    reports = draw(
        st.lists(st.builds(Report, document=words, goal=st.none() | numbers if goals else st.none()), max_size=5)
    )
    findings = draw(
        st.fixed_dictionaries(
            {name: st.sampled_from(list(Finding)) for name in ("goals_clear", "risk_shared", "reserves", "negotiated")}
        )
    )
    return EispCase(
        insurer=draw(insurers),
        beneficiaries_per_year=draw(st.none() | st.integers(0, 40)),
        goals=tuple(goals),
        indicators=tuple(indicators),
        reports=tuple(reports),
        pages=draw(st.none() | st.integers(1, 30)),
        notice_months=draw(st.none() | st.integers(0, 24)),
        provider=draw(words),
        use_examples=draw(st.booleans()),
        **findings,
    )


@given(drafts())
@settings(max_examples=60, deadline=None)
def test_every_draft_gets_a_result_that_can_be_read_printed_and_saved(case: EispCase) -> None:
    result = compute(case)
    assert as_text(result) and document_text(result.document("agreement")) and to_jsonable(result)
    assert all(v.rules for v in result.verdicts)


@given(drafts())
@settings(max_examples=60, deadline=None)
def test_met_missing_and_open_points_add_up_to_the_points_that_count(case: EispCase) -> None:
    result = compute(case)
    d = result.details
    unlisted = [v for v in result.verdicts if "hors de la liste" in v.label]
    assert d.met + d.missing + d.open == len(result.verdicts) - len(unlisted)
    assert (result.overall.status is Status.NOT_MET) == (d.missing > 0)
    assert (result.overall.status is Status.MET) == (d.missing == d.open == 0)


@given(insurers, st.integers(0, 60), st.integers(0, 60))
def test_more_beneficiaries_never_make_an_agreement_less_useful(insurer: Insurer, few: int, more: int) -> None:
    few, more = sorted((few, more))
    rank = {Instrument.CASE_BY_CASE: 0, Instrument.OPEN: 0, Instrument.AGREEMENT: 1}
    ranks = [rank[compute(EispCase(insurer=insurer, beneficiaries_per_year=n)).details.instrument] for n in (few, more)]
    assert ranks[0] <= ranks[1]


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_longer_notice_is_never_worse(short: int, long: int) -> None:
    short, long = sorted((short, long))
    statuses = [compute(FULL.model_copy(update={"notice_months": n})).verdict("38.d").status for n in (short, long)]
    assert not (statuses[0] is Status.MET and statuses[1] is Status.NOT_MET)


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(0, 1500))
@settings(deadline=None)
def test_a_longer_term_is_never_worse(start: date, days: int) -> None:
    def status(end: date) -> Status:
        return (
            compute(
                FULL.model_copy(
                    update={"indefinite": False, "start_date": start, "end_date": end, "signature_date": None}
                )
            )
            .verdict("38.a")
            .status
        )

    end = start + timedelta(days=days)
    assert not (status(end) is Status.MET and status(end + timedelta(days=1)) is Status.NOT_MET)


@given(st.integers(0, 200), st.integers(1, 200), st.decimals(0, 100, places=1), st.sampled_from(list(Bound)))
@settings(deadline=None)
def test_a_rate_reaches_its_target_exactly_when_it_does_without_rounding(
    part: int, whole: int, target: Decimal, bound: Bound
) -> None:
    part = min(part, whole)
    case = FULL.model_copy(
        update={
            "indicators": (Indicator(goal=2, unit=Unit.PERCENT, bound=bound, target=target),),
            "outcomes": (Outcome(indicator=1, achieved=Decimal(part), out_of=Decimal(whole)),),
        }
    )
    reached = compute(case).details.attained[0].target_reached
    left, right = Decimal(part * 100), target * whole
    assert reached == (left >= right if bound is Bound.AT_LEAST else left <= right)


@given(st.dates(date(2018, 1, 1), date(2099, 12, 31)), st.integers(0, 40))
def test_the_last_day_of_notice_in_working_days_is_a_working_day_after_as_many_working_days(
    event: date, days: int
) -> None:
    case = EispCase.model_validate({"notices": [{"event": "Absence", "working_days": days, "event_date": event}]})
    last = compute(case).details.announcements[0].last_day
    counted = sum(1 for n in range(1, (last - event).days + 1) if (event + timedelta(days=n)).weekday() < 5)
    assert counted == days and (days == 0 or last.weekday() < 5)


@given(insurers, st.sampled_from(list(Profile)))
def test_the_examples_of_the_guide_satisfy_what_they_can_satisfy(insurer: Insurer, profile: Profile) -> None:
    result = compute(EispCase(insurer=insurer, profile=profile, use_examples=True))
    assert all(result.verdict(key).status is Status.MET for key in ("6", "7", "8", "9", "22", "24", "30", "32"))


@given(insurers, st.sampled_from(list(Profile)))
def test_what_the_guide_leaves_open_stays_open_in_its_examples(insurer: Insurer, profile: Profile) -> None:
    result = compute(EispCase(insurer=insurer, profile=profile, use_examples=True))
    assert all(result.verdict(key).status is Status.NOT_MET for key in ("12", "26", "31.a"))
    assert all(result.verdict(key).status is Status.TO_APPRAISE for key in ("10", "29"))


@given(drafts())
@settings(max_examples=40, deadline=None)
def test_an_indication_outside_the_list_informs_and_never_decides(case: EispCase) -> None:
    result = compute(case)
    unlisted = [v for v in result.verdicts if "hors de la liste" in v.label]
    assert all(v.role is Role.ADVICE for v in unlisted)
    assert all(v.role is Role.CONDITION for v in result.verdicts if v not in unlisted)
    assert unlisted or case.insurer is Insurer.SOCIAL or not case.drafted


def test_each_insurer_takes_up_as_many_indications_as_the_guide_lists() -> None:
    counts = {i: sum(entry.coverage(i) is Coverage.LISTED for entry in INDICATIONS) for i in Insurer}
    assert counts == {Insurer.SOCIAL: 36, Insurer.UNEMPLOYMENT: 37, Insurer.AI: 27}
    by_reference = [e.number for e in INDICATIONS if e.coverage(Insurer.SOCIAL) is Coverage.BY_REFERENCE]
    assert by_reference == [1, 3, 4, 40, 41, 42, 43, 44]
    in_text = [e.number for e in INDICATIONS if e.coverage(Insurer.AI) is Coverage.IN_TEXT]
    assert in_text == [1, 2, 16, 19, 23, 38]


def test_every_listed_indication_has_a_check() -> None:
    asked = {
        "renewal": Renewal.SAME_OFFER,
        "extra_requirements": "Formation continue du personnel",
        "notices": (NoticeDuty(event="Absence", concerns_beneficiaries=Finding.MET),),
    }
    for insurer in Insurer:
        table = compute(FULL.model_copy(update={"insurer": insurer, **asked})).table("indications")
        silent = [row[0] for row in table.rows if row[3] != "hors de la liste" and row[4] == "—"]
        assert silent in ([], [42], [43]), insurer  # with or without a call for tenders, one of the two has no object


def test_what_a_person_types_stays_text_in_the_document() -> None:
    result = compute(FULL.model_copy(update={"provider": "{0} <b>Atelier</b> {name}"}))
    assert "{0} <b>Atelier</b> {name}" in document_text(result.document("agreement"))
