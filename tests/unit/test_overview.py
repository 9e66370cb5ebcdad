"""Several mandates side by side: the month against its cap, what is left, the next date, what a month brings; one
calendar."""

from __future__ import annotations

import base64
import json
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from ai_calc.calculators.coaching import CoachingCase, compute
from ai_calc.calculators.coaching.files import dates_ics
from ai_calc.calculators.coaching.overview import billed, bounds, line_of
from ai_calc.results import Standing
from calculators.kit import carrying, desk
from calculators.kit.live import Live
from calculators.kit.static import form_of
from tests.mandates import SETTLED

MANDATE: dict[str, Any] = {
    "canton": "be",
    "law_date": "2022-03-01",
    "kind": "job_search",
    "months": 6,
    "hourly_rate": 145,
    **SETTLED,
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


def ask(
    what: str, *mandates: dict[str, str], day: str = "2022-04-10", month: str = "2022-04", **more: Any
) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        desk.answer(json.dumps({"ask": what, "day": day, "month": month, "mandates": mandates, **more}))
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


def test_the_totals_count_what_is_known_and_say_what_is_not() -> None:
    two = kept("a" * 16, "M. B.", journal=[ROW]), kept("b" * 16, "C. D.", journal=[{**ROW, "minutes": "2:00"}])
    faulty = kept("c" * 16, "E", months="zéro")
    found = ask("mandates", *two, faulty)
    hours = [Decimal(row["left"].removesuffix("\u00a0h").replace(",", ".")) for row in found["rows"][:2]]
    assert found["total"]["month"] == "3,5\u00a0h"
    assert Decimal(found["total"]["left"].removesuffix("\u00a0h").replace(",", ".")) == sum(hours)
    amounts = [int(row["billed"].partition("\u00a0CHF")[0].replace("\u202f", "")) for row in found["rows"][:2]]
    assert found["total"]["billed"].replace("\u202f", "") == f"{sum(amounts)}\u00a0CHF"
    assert found["total"]["done"].startswith("3,5\u00a0h")
    geneva = {"canton": "ge", "kind": "job_search", "law_date": "", "start_date": "01.03.2022", "hourly_rate": ""}
    unpriced = kept("d" * 16, "F", **geneva, journal=[ROW])
    assert "sans le prix de 1,5\u00a0h, tarif à indiquer" in ask("mandates", *two, unpriced)["total"]["done"]
    assert ask("mandates", unpriced)["total"]["billed"] == "1,5\u00a0h (tarif à indiquer)"
    assert ask("mandates", faulty)["total"] == {"month": "", "left": "", "billed": "", "done": ""}


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
    book = load_workbook(BytesIO(base64.b64decode(made["base64"])), data_only=True)
    assert book.sheetnames == ["Récapitulatif", "M. B."]
    values = [[cell.value for cell in row] for row in book["Récapitulatif"].iter_rows()]
    assert any(row[0] == "M. B." and 1.5 in row for row in values)
    assert any("Total" in row and 1.5 in row for row in values)
    days = " ".join(str(cell.value) for row in book["M. B."].iter_rows() for cell in row)
    assert "2022-04-05" in days
    assert "2022-05" not in days, "the days of April only"


# ---- what is invoiced


def test_a_month_brings_what_is_on_no_invoice_yet_and_tells_of_older_lines_that_were_passed_over() -> None:
    lines = [{**line, "invoiced": line["day"] == "2022-03-31"} for line in MANDATE["journal"]]
    march, april = (billed(mandate(journal=lines), date(2022, m, 1)) for m in (3, 4))
    rate = compute(mandate()).details.rate
    assert rate is not None
    assert (march.hours, march.open_hours, march.open_amount) == (3, 2, 2 * rate)
    assert march.amount == 3 * rate, "the statement of the month is of all its days"
    assert (april.open_hours, april.earlier) == (Decimal("1.5"), 2)
    assert billed(mandate(), date(2022, 4, 1)).earlier == 3, "also where no line was ever marked"
    marked = [{**line, "invoiced": True} for line in MANDATE["journal"]]
    assert billed(mandate(journal=marked), date(2022, 4, 1)).earlier == 0


def test_hours_beyond_the_cap_are_invoiced_once_whichever_lines_are() -> None:
    lines = [{"day": "2022-03-08", "minutes": 11 * 60}, {"day": "2022-03-09", "minutes": 3 * 60}]
    for marks in ((True, False), (False, True), (True, True)):
        journal = [{**line, "invoiced": mark} for line, mark in zip(lines, marks, strict=True)]
        found = billed(mandate(journal=journal), date(2022, 3, 1))
        alone = billed(mandate(journal=[x for x in journal if x["invoiced"]]), date(2022, 3, 1))
        assert found.open_hours == found.hours - alone.hours
        assert 0 <= found.open_hours < 3 + 11


PROFILE = {
    "name": "Claire Rochat",
    "street": "Rue du Lac 12",
    "postcode": "2502",
    "city": "Bienne",
    "iban": "CH93 0076 2011 6238 5295 7",
}


def archive(made: dict[str, Any]) -> ZipFile:
    return ZipFile(BytesIO(base64.b64decode(made["base64"])))


def test_the_papers_of_a_month_are_made_for_all_in_one_go_with_numbers_that_go_on() -> None:
    mandates = [
        kept("a" * 16, "M. B.", journal=[ROW]),
        kept("b" * 16, "M B", journal=[ROW]),
        kept("c" * 16, "Sans", journal=[{**ROW, "day": "05.03.2022"}]),
        kept("d" * 16, "Payée", journal=[{**ROW, "invoiced": True}]),
        kept("e" * 16, "Faux", months="zéro"),
    ]
    made = ask("papers", *mandates, profile=PROFILE, number="2022-009")
    assert archive(made).namelist() == [
        "Toutes-les-pieces.html",
        "Fin-de-mois_2022-04.xlsx",
        "M-B/Aperçu-des-prestations-du-coaching_M-B_2022-04.docx",
        "M-B/Facture-2022-009_M-B_2022-04.html",
        "M-B-2/Aperçu-des-prestations-du-coaching_M-B_2022-04.docx",
        "M-B-2/Facture-2022-010_M-B_2022-04.html",
        "Payée/Aperçu-des-prestations-du-coaching_Payée_2022-04.docx",
    ]
    assert made["told"] == (
        "3 aperçus, 2 factures. Sous condition, à établir d'abord : M. B., M B. Sans facture : Payée (rien à facturer)."
    )
    assert made["billed"] == ["a" * 16, "b" * 16]
    assert [x["name"] for x in made["left_out"]] == ["Faux"]
    page = archive(made).read("Toutes-les-pieces.html").decode()
    assert (page.count("<section"), page.count("<svg"), page.count("<script")) == (5, 2, 0)
    assert "M-aaaaaaaa" not in page, "the reference of the calendar is on no paper"


def test_without_particulars_the_statements_come_and_it_is_said_what_an_invoice_lacks() -> None:
    made = ask("papers", kept("a" * 16, "M. B.", journal=[ROW]), profile={}, number="")
    assert [name for name in archive(made).namelist() if "Facture" in name] == []
    assert "« Vos coordonnées, pour vos papiers », dans un calculateur, il manque nom" in made["told"]
    assert "IBAN" in made["told"]
    assert made["billed"] == ["a" * 16], "they may be invoiced otherwise, and marked"
    assert "doit finir par un chiffre" in ask("papers", kept("a", "M", journal=[ROW]), number="A")["fault"]
    assert "mars 2022" in ask("papers", kept("a", "M", journal=[ROW]), month="2022-03")["fault"]


@pytest.mark.parametrize(
    ("number", "then"), [("", ""), ("7", "8"), ("099", "100"), ("2022-009", "2022-010"), ("9", "10")]
)
def test_the_next_number_of_an_invoice_goes_on_from_the_first(number: str, then: str) -> None:
    assert desk.counted(number, 0) == number
    assert desk.counted(number, 1) == then


def test_marking_a_month_touches_its_valid_lines_only_and_leaves_all_else_of_the_form() -> None:
    rows = [ROW, {**ROW, "day": "30.04.2022"}, {**ROW, "day": "01.05.2022"}, {**ROW, "minutes": "beaucoup"}]
    before = kept("a" * 16, "M. B.", journal=[*rows, {**ROW, "invoiced": True}], months="6")
    data = {**json.loads(before["state"]), "refined": True, "answers": {"x": "y"}}
    (after,) = ask("mark", {**before, "state": json.dumps(data)}, kept("b" * 16, "C. D."))["marked"]
    assert (after["id"], after["lines"]) == ("a" * 16, 2)
    changed = json.loads(after["state"])
    assert [bool(row.get("invoiced")) for row in changed["raw"]["journal"]] == [True, True, False, False, True]
    assert {**changed, "raw": 0} == {**data, "raw": 0}
    assert {**changed["raw"], "journal": 0} == {**data["raw"], "journal": 0}
    (row,) = ask("mandates", {**before, "state": after["state"]})["rows"]
    assert row["billed"].startswith("0\u00a0CHF")
    assert row["done"] == "4,5\u00a0h déjà facturées"


def test_a_file_of_the_time_when_one_day_said_it_marks_the_lines_up_to_that_day() -> None:
    rows = [ROW, {**ROW, "day": "06.04.2022"}, {**ROW, "day": "?"}]
    old = kept("a" * 16, "M. B.", journal=rows, invoiced_until="05.04.2022")
    (row,) = ask("mandates", old)["rows"]
    assert row["done"] == "1,5\u00a0h déjà facturées"
    (after,) = ask("mark", old)["marked"]
    raw = json.loads(after["state"])["raw"]
    assert "invoiced_until" not in raw
    assert [row.get("invoiced", False) for row in raw["journal"]] == [True, True, False]
    live = Live(form_of("coaching"), old["state"])
    assert [row.get("invoiced", False) for row in live.raw["journal"]] == [True, False, False]
