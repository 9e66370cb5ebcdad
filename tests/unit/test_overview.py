"""Several mandates side by side: the month against its cap, what is left, the next date, what a month brings; one
calendar."""

from __future__ import annotations

import base64
import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from ai_calc.calculators.coaching import CoachingCase, compute
from ai_calc.calculators.coaching.files import dates_ics
from ai_calc.calculators.coaching.overview import billed, bounds, line_of
from ai_calc.results import Standing
from calculators.kit import carrying, desk

MANDATE: dict[str, Any] = {
    "canton": "be",
    "law_date": "2022-03-01",
    "kind": "job_search",
    "months": 6,
    "hourly_rate": 145,
    "mandate_followed": "met",
    "in_institution": "not_met",
    "agreement_signed": "met",
    "goals_agreed": "met",
    "on_primary_market": "met",
    "targeted_need": "met",
    "journal": [
        {"day": "2022-03-08", "minutes": 120},
        {"day": "2022-03-31", "minutes": 60},
        {"day": "2022-04-01", "minutes": 90},
    ],
}


def mandate(**changes: Any) -> CoachingCase:
    return CoachingCase.model_validate({**MANDATE, **changes})


def test_the_hours_of_the_month_stand_against_its_cap() -> None:
    march = line_of(mandate(), date(2022, 3, 31), date(2022, 3, 1))
    april = line_of(mandate(), date(2022, 4, 1), date(2022, 4, 1))
    assert (march.month_hours, april.month_hours) == (Decimal(3), Decimal("1.5"))
    assert march.month_cap == april.month_cap == compute(mandate()).details.tally.months[0].limit  # type: ignore[union-attr]


def test_what_a_month_has_left_is_lost_with_it() -> None:
    first, second = (line_of(mandate(), date(2022, m, 1), date(2022, m, 1)) for m in (4, 5))
    assert first.left is not None
    assert second.left is not None
    assert first.month_cap is not None
    assert first.left - second.left == first.month_cap - Decimal("1.5"), "what April had left"


def test_after_its_last_day_a_mandate_is_over_and_nothing_is_left() -> None:
    last, after = (line_of(mandate(), day, day) for day in (date(2022, 8, 31), date(2022, 9, 1)))
    assert (last.over, after.over) == (False, True)
    assert last.left != 0
    assert (after.left, after.month) == (Decimal(0), None)
    assert after.next_day is not None, "the final report follows the end"
    assert "rapport" in after.next_what


@pytest.mark.parametrize(("month", "hours"), [(2, 0), (3, 3), (4, "1.5"), (5, 0)])
def test_a_calendar_month_brings_its_own_days_and_the_months_add_up(month: int, hours: Any) -> None:
    found = billed(mandate(), date(2022, month, 1))
    assert found.hours == Decimal(hours)
    rate = compute(mandate()).details.rate
    assert rate is not None
    assert found.amount == Decimal(hours) * rate
    assert found.standing in (Standing.DUE, Standing.CONDITIONAL)


def test_what_went_beyond_the_cap_is_not_billed_twice() -> None:
    journal = [{"day": "2022-03-08", "minutes": 20 * 60}, {"day": "2022-04-05", "minutes": 60}]
    case = mandate(journal=journal)
    whole = compute(case).details.statement
    assert whole is not None
    assert sum(billed(case, date(2022, m, 1)).hours for m in range(3, 9)) == whole.hours
    assert billed(case, date(2022, 4, 1)).hours == 1


def test_nothing_is_billed_where_nothing_is_due() -> None:
    found = billed(mandate(in_institution="met"), date(2022, 3, 1))
    assert (found.hours, found.standing) == (0, Standing.NOT_DUE)


def test_without_a_rate_there_are_hours_and_no_francs() -> None:
    found = billed(
        CoachingCase.model_validate(
            {
                **MANDATE,
                "canton": "ge",
                "kind": "job_search",
                "law_date": None,
                "start_date": "2026-03-01",
                "hourly_rate": None,
                "journal": [{"day": "2026-03-03", "minutes": 60}],
            }
        ),
        date(2026, 3, 1),
    )
    assert found.hours == 1
    assert found.amount is None


def test_a_mandate_without_dates_has_neither_month_nor_end() -> None:
    line = line_of(CoachingCase(), date(2026, 11, 26), date(2026, 11, 1))
    assert (line.end, line.month, line.left, line.next_day) == (None, None, None, None)


def test_the_bounds_of_a_month_follow_the_calendar() -> None:
    assert bounds(date(2024, 2, 15)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert bounds(date(2025, 12, 31)) == (date(2025, 12, 1), date(2025, 12, 31))


# ---- as the page asks


def kept(ident: str, name: str, **raw: Any) -> dict[str, str]:
    state = {
        "v": 2,
        "raw": {"canton": "be", "law_date": "01.03.2022", "months": "6", "in_institution": "not_met", **raw},
    }
    return {"id": ident, "name": name, "state": json.dumps(state)}


def ask(what: str, *mandates: dict[str, str], day: str = "2022-04-10", month: str = "2022-04") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        desk.answer(json.dumps({"ask": what, "day": day, "month": month, "mandates": mandates}))
    )
    return data


ROW = {"day": "05.04.2022", "activity": "with_person", "minutes": "1:30"}


def test_the_table_tells_each_mandate_and_what_is_wrong_with_one_without_losing_the_others() -> None:
    rows = ask(
        "mandates",
        kept("a" * 16, "M. B.", journal=[ROW]),
        kept("b" * 16, "C. D.", months="zéro"),
        {"id": "c", "name": "E", "state": "{"},
    )["rows"]
    assert rows[0]["canton"] == "Berne"
    assert rows[0]["end"] == "31.08.2022"
    assert rows[0]["month"].startswith("1,5\u00a0h sur ")
    assert [bool(row["fault"]) for row in rows] == [False, True, True]


def test_a_faulty_line_of_a_journal_is_left_out_and_told() -> None:
    row = ask("mandates", kept("a" * 16, "M. B.", journal=[ROW, {**ROW, "day": "hier"}]))["rows"][0]
    assert row["left_out"] == 1
    assert row["month"].startswith("1,5")


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_one_calendar_holds_the_events_of_all_and_two_mandates_never_share_one() -> None:
    made = ask("calendar", kept("a" * 16, "M. B."), kept("b" * 16, "C. D."))
    found = events(base64.b64decode(made["base64"]))
    assert len({str(e["uid"]) for e in found}) == len(found) >= 2
    assert {who for e in found for who in ("M. B.", "C. D.") if who in str(e["summary"])} == {"M. B.", "C. D."}
    alone = CoachingCase.model_validate(
        {
            "canton": "be",
            "law_date": "2022-03-01",
            "months": 6,
            "in_institution": "not_met",
            "person": "M. B.",
            "reference": carrying.reference("a" * 16),
        }
    )
    assert {str(e["uid"]) for e in events(dates_ics(alone, compute(alone)))} <= {str(e["uid"]) for e in found}, (
        "its own calendar updates the same events"
    )


def test_the_end_of_a_month_is_a_table_of_all_and_the_days_of_each() -> None:
    made = ask(
        "month-end", kept("a" * 16, "M. B.", journal=[ROW, {**ROW, "day": "05.05.2022"}]), kept("b" * 16, "C. D.")
    )
    book = load_workbook(BytesIO(base64.b64decode(made["base64"])))
    assert book.sheetnames == ["Récapitulatif", "M. B."]
    values = [[cell.value for cell in row] for row in book["Récapitulatif"].iter_rows()]
    assert any(row[0] == "M. B." and 1.5 in row for row in values)
    assert any("Total" in row and 1.5 in row for row in values)
    days = " ".join(str(cell.value) for row in book["M. B."].iter_rows() for cell in row)
    assert "2022-04-05" in days
    assert "2022-05" not in days, "the days of April only"
