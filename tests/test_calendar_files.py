"""The dates of a mandate as a calendar that other programs read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from ai_calc.calculators.coaching.compute import compute
from ai_calc.calculators.coaching.files import dates_ics
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.overview import calendar
from ai_calc.handing_over.calendar import CalendarEntry, calendar_bytes


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def ics(**case: Any) -> list[Any]:
    made = CoachingCase.model_validate(case)
    return events(dates_ics(made, compute(made)))


def test_berns_reports_are_whole_days_with_rule_and_other_reading() -> None:
    found = ics(
        law_date="2022-03-01", kind="training", months=3, intensity="low", evaluation_date="2022-05-20", person="A. B."
    )
    assert [(e["dtstart"].dt, e["dtend"].dt) for e in found] == [
        (date(2022, 5, 15), date(2022, 5, 16)),
        (date(2022, 6, 10), date(2022, 6, 11)),
    ]
    assert found[0]["summary"] == "Transmettre le rapport provisoire au SRP (A. B.)"
    assert "Mémento BE 2021–2022, E.2" in found[0]["description"]
    assert "Autre lecture : 13\u00a0mai\u00a02022" in found[0]["description"]
    assert "Non précisé" not in found[0]["description"], "a calendar says what is known"


def test_a_day_to_come_reminds_the_day_before_and_a_day_that_is_over_does_not() -> None:
    days = [date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 28)]
    made = datetime(2026, 11, 27, 9, tzinfo=UTC)
    found = events(calendar_bytes("c", [CalendarEntry(str(day), day, "x") for day in days], made))
    alarms = [[alarm["trigger"].dt for alarm in event.walk("VALARM")] for event in found]
    assert alarms == [[], [], [timedelta(days=-1)]]


def test_genevas_dates_hold_reports_answers_and_missed_appointments() -> None:
    found = ics(
        canton="ge",
        kind="placement",
        law_date="2025-03-01",
        months=2,
        events=[{"day": "2025-03-03", "time": "16:30"}],
        journal=[{"day": "2025-03-12", "activity": "missed"}],
    )
    assert [(e["dtstart"].dt, str(e["summary"])[:30]) for e in found] == [
        (date(2025, 3, 1), "Convenir du devis-mandat écrit"),
        (date(2025, 3, 4), "Répondre au SRP ou à la person"),
        (date(2025, 3, 12), "Signaler au SRP chaque entreti"),
        (date(2025, 3, 31), "Remettre au SRP un court rappo"),
        (date(2025, 5, 14), "Envoyer le rapport final (déro"),
    ]
    assert "16:30" in found[1]["summary"]


def test_reading_the_calendar_again_updates_the_same_events() -> None:
    case: dict[str, Any] = {"law_date": "2022-03-01", "kind": "training", "months": 3, "intensity": "low"}
    first, later = ics(**case), ics(**{**case, "months": 4})
    assert [e["uid"] for e in first] == [e["uid"] for e in later]
    assert first[0]["dtstart"].dt != later[0]["dtstart"].dt
    assert ics(**case, person="C. D.")[0]["uid"] != first[0]["uid"]


def by_uid(found: list[Any]) -> dict[str, str]:
    return {str(e["uid"]): str(e["summary"]) for e in found}


def test_one_more_datum_or_event_leaves_the_identity_of_all_other_dates() -> None:
    case: dict[str, Any] = {
        "canton": "be",
        "law_date": "2022-03-01",
        "kind": "job_search",
        "start_date": "2022-03-01",
        "months": 6,
        "person": "A.B.",
        "provider": "P",
    }
    before = by_uid(ics(**case))
    after = by_uid(
        ics(
            **case,
            evaluation_date="2022-05-10",
            events=[
                {"kind": "problem", "day": "2022-04-01"},
                {"kind": "request", "day": "2022-04-05", "time": "09:00"},
            ],
        )
    )
    assert before.items() <= after.items() and len(after) > len(before)
    geneva: dict[str, Any] = {"canton": "ge", "kind": "placement", "law_date": "2025-03-01", "months": 4}
    before = by_uid(ics(**geneva, journal=[{"day": "2025-04-20", "activity": "missed"}]))
    after = by_uid(
        ics(
            **geneva, journal=[{"day": "2025-03-12", "activity": "missed"}, {"day": "2025-04-20", "activity": "missed"}]
        )
    )
    assert before.items() <= after.items() and len(after) == len(before) + 1


def test_each_interim_report_is_an_event_of_its_own() -> None:
    found = ics(canton="ge", kind="placement", law_date="2025-03-01", months=4)
    assert len({str(e["uid"]) for e in found}) == len(found)


def test_two_mandates_without_a_name_never_share_an_event() -> None:
    case: dict[str, Any] = {"canton": "be", "law_date": "2022-03-01", "kind": "job_search"}
    first, second = (
        by_uid(ics(**case, start_date="2022-03-01", months=6)),
        by_uid(ics(**case, start_date="2022-04-01", months=3)),
    )
    assert first and second and not first.keys() & second.keys()
    first, second = by_uid(ics(**case, months=6, reference="M-1")), by_uid(ics(**case, months=6, reference="M-2"))
    assert first and second and not first.keys() & second.keys()
    renamed = by_uid(ics(**case, months=6, reference="M-1", person="A. B.", start_date="2022-03-08"))
    assert renamed.keys() == first.keys(), "the reference alone tells the mandate"


def test_one_calendar_for_all_keeps_mandates_apart_that_nothing_but_their_file_tells_apart() -> None:
    case = CoachingCase.model_validate({"law_date": "2022-03-01", "kind": "job_search", "months": 6})
    alone, both = (by_uid(events(calendar([(name, case) for name in names]))) for names in (["A"], ["A", "B"]))
    assert alone and alone.items() <= both.items() and len(both) == 2 * len(alone)


def test_events_say_when_they_were_made_and_the_later_ones_win() -> None:
    entry = [CalendarEntry("k", date(2026, 12, 1), "x")]
    first, later = (events(calendar_bytes("", entry, datetime(2026, 11, 26, hour, tzinfo=UTC)))[0] for hour in (8, 9))
    assert first["dtstamp"].dt == first["last-modified"].dt == datetime(2026, 11, 26, 8, tzinfo=UTC)
    assert 0 < int(first["sequence"]) < int(later["sequence"]) < 2**31
    assert first["uid"] == later["uid"]
    assert abs((events(calendar_bytes("", entry))[0]["dtstamp"].dt - datetime.now(UTC)).total_seconds()) < 60


def test_standing_duties_are_in_the_list_and_not_in_the_calendar() -> None:
    case = CoachingCase.model_validate({"law_date": "2022-03-01", "kind": "training", "months": 3})
    result = compute(case)
    assert len(result.table("deadlines").rows) > len(events(dates_ics(case, result)))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            CalendarEntry,
            st.text(max_size=10),
            st.dates(date(2014, 1, 1), date(2099, 1, 1)),
            st.text(max_size=300),
            st.text(max_size=300),
        ),
        max_size=5,
    ),
    st.text(max_size=40),
)
def test_any_text_makes_a_calendar_that_can_be_read(entries: list[CalendarEntry], name: str) -> None:
    data = calendar_bytes(name, entries)
    assert len(events(data)) == len(entries)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
