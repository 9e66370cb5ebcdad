"""What of a journal is invoiced: an hour once, in one period, never beyond the caps of the whole mandate; and what was
invoiced stays known when a line is changed afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.calculators.coaching import CALCULATOR, CoachingCase, compute
from ai_calc.calculators.coaching.files import invoice_html, invoice_name, papers
from ai_calc.calculators.coaching.journal_file import journal_csv, journal_xlsx, merge, read_journal
from ai_calc.calculators.coaching.overview import billed, line_of
from ai_calc.calculators.coaching.sheet_documents import invoice_of
from ai_calc.calculators.coaching.sheets import exact_days
from ai_calc.ground.errors import CaseError
from ai_calc.handing_over.profile import Handover, Profile
from ai_calc.handing_over.sharing import from_file, from_link, to_file, to_link
from ai_calc.handing_over.text import document_text
from ai_calc.handing_over.xlsx import workbook_bytes
from ai_calc.results import Status
from tests.mandates import SETTLED

CAP = 9
"""Hours a month of the search of a job that was granted in 2022 (berne-2021:T6)."""
MANDATE: dict[str, Any] = {
    "canton": "be",
    "law_date": "2022-02-10",
    "kind": "job_search",
    "months": 6,
    **SETTLED,
    "no_other_mandate": "met",
    "earlier_hours": 0,
    "earlier_months": 0,
}
FEBRUARY = {"statement_from": "2022-02-01", "statement_until": "2022-02-28"}
MARCH = {"statement_from": "2022-03-01", "statement_until": "2022-03-31"}
APRIL = {"statement_from": "2022-04-01", "statement_until": "2022-04-30"}
BY = Handover(Profile(name="Claire Rochat", postcode="2502", city="Bienne", iban="CH9300762011623852957"))


def result_of(journal: list[dict[str, Any]], **facts: Any) -> tuple[CoachingCase, Any]:
    case = CoachingCase.model_validate({**MANDATE, "journal": journal, **facts})
    return case, compute(case)


def statement(journal: list[dict[str, Any]], **facts: Any) -> Any:
    return result_of(journal, **facts)[1].details.statement


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def verdict(result: Any, key: str = "journal") -> Any:
    return next(v for v in result.verdicts if v.key == key)


# ---- periods


def test_an_offer_says_what_the_mandate_is_for_once_that_is_written() -> None:
    written = {"objectives": "Trouver un emploi", "programme": "Deux séances"}
    heading = dict(result_of([], **written)[1].details.offer.heading)
    assert (heading["Objectifs"], heading["Programme"]) == ("Trouver un emploi", "Deux séances")
    assert dict(result_of([])[1].details.offer.heading)["Objectifs"] is None


@pytest.mark.parametrize(
    ("period", "head", "words"),
    [
        ({}, "Arrêté au", "2022-03-02"),
        ({"statement_until": "2022-02-28"}, "Arrêté au", "2022-02-28"),
        ({"statement_from": "2022-02-16"}, "Période", "du 16 février 2022 au 2 mars 2022"),
        (FEBRUARY, "Période", "du 1er février 2022 au 28 février 2022"),
    ],
)
def test_a_statement_says_its_period_only_where_one_begins(period: dict[str, str], head: str, words: str) -> None:
    heading = dict(statement(FULL, **period).heading)
    assert plain(str(heading[head])) == words
    assert ("Période" in heading) is ("statement_from" in period)


FULL = [
    {"day": "2022-02-15", "minutes": 7 * 60, "invoiced": True},
    {"day": "2022-03-02", "minutes": 2 * 60, "invoiced": True},  # of the same month of the mandate, which is full then
]
LATE = {"day": "2022-02-20", "minutes": 60}
"""A line that is noted when its month was invoiced up to the cap."""


@pytest.mark.parametrize(
    "period", [{}, FEBRUARY, MARCH, {"statement_until": "2022-02-28"}, {"statement_from": "2022-02-16"}]
)
def test_an_hour_above_the_cap_is_invoiced_in_no_period(period: dict[str, str]) -> None:
    case, result = result_of([*FULL, LATE], **period)
    sheet = result.details.statement
    assert (sheet.open_hours, sheet.open_amount) == (0, 0)
    assert sheet.hours == sum(line.hours for line in sheet.lines)
    with pytest.raises(CaseError, match="rien à facturer"):
        invoice_html(case, result, BY)


@pytest.mark.parametrize("period", [{}, FEBRUARY, MARCH, {"statement_until": "2022-02-28"}])
def test_the_badge_of_a_period_is_not_met_while_the_whole_journal_exceeds_the_cap(period: dict[str, str]) -> None:
    _, result = result_of([*FULL, LATE], **period)
    assert verdict(result).status is Status.NOT_MET
    assert "1\u00a0h au-delà du plafond" in str(verdict(result).reason)
    assert any(n.key == "journal_over" and n.urgent for n in result.notices)
    fits = result_of(FULL, **period)[1]
    assert verdict(fits).status is Status.MET


def test_the_end_of_a_month_and_the_form_invoice_the_same_hours() -> None:
    case, _ = result_of([*FULL, LATE])
    assert [billed(case, date(2022, month, 1)).open_hours for month in (2, 3, 4)] == [0, 0, 0]
    assert line_of(case, date(2022, 3, 31), date(2022, 3, 1)).billed.earlier == 0
    case, _ = result_of([FULL[0], LATE, {**FULL[1], "invoiced": False}])
    assert [billed(case, date(2022, month, 1)).open_hours for month in (2, 3)] == [1, 1], "first noted, first paid"


entry = st.builds(
    lambda at, minutes, invoiced: {
        "day": (date(2022, 2, 10) + timedelta(days=at)).isoformat(),
        "minutes": minutes,
        "invoiced": invoiced,
    },
    st.integers(0, 150),
    st.sampled_from((20, 45, 60, 150, 400)),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(entry, min_size=1, max_size=14),
    st.sampled_from(({}, {"granted_hours": 8}, {"canton": "ge", "kind": "placement", "hourly_rate": "130.35"})),
)
def test_periods_add_up_to_the_whole_whatever_lines_are_invoiced(
    journal: list[dict[str, Any]], facts: dict[str, Any]
) -> None:
    """Hours, francs and what is open of consecutive periods are those of the whole journal; none is below nought."""
    facts = {**facts, "law_date": "2025-02-10"} if facts.get("canton") == "ge" else facts
    if facts.get("canton") == "ge":
        journal = [{**row, "day": row["day"].replace("2022", "2025")} for row in journal]
    first = date.fromisoformat(min(row["day"] for row in journal)).replace(day=1)
    marks = [first + timedelta(days=40 * k) for k in range(6)]
    whole = statement(journal, **facts)
    parts = [
        statement(journal, **facts, statement_from=a, statement_until=b - timedelta(days=1)) for a, b in pairwise(marks)
    ]
    for name in ("hours", "amount", "open_hours", "open_amount"):
        found = [getattr(part, name) for part in parts]
        assert abs(sum(found) - getattr(whole, name)) <= Decimal("0.03"), name  # hours are shown to the hundredth
        assert min(found) >= 0, name
    assert sum(part.open_amount for part in parts) == whole.open_amount


# ---- lines that are changed after their invoice

INVOICED = {
    "day": "2022-02-15",
    "minutes": 90,
    "invoiced": True,
    "invoice": "2026-104",
    "invoiced_day": "2022-02-15",
    "invoiced_activity": "with_person",
    "invoiced_minutes": 90,
}
NEXT = {"day": "2022-03-20", "minutes": 120}
CHANGES = [
    # what is changed, hours of the correction, what is said of the line
    ({"minutes": 30}, -1, "facturée 1:30, notée maintenant 0:30"),
    ({"minutes": 0}, Decimal("-1.5"), "facturée 1:30, notée maintenant 0:00"),
    ({"minutes": 120}, Decimal("0.5"), "facturée 1:30, notée maintenant 2:00"),
    ({"activity": "missed"}, Decimal("-1.5"), "« Avec la personne », notée maintenant 1:30 « Entretien manqué »"),
    ({"billed_elsewhere": True}, Decimal("-1.5"), "facturée 1:30, notée maintenant 0:00"),
    ({"day": "2022-02-16"}, 0, "notée maintenant 1:30 le 16\u00a0février\u00a02022"),
]


@pytest.mark.parametrize(("change", "hours", "said"), CHANGES)
def test_a_line_that_is_changed_after_its_invoice_is_told_and_its_difference_is_a_correction(
    change: dict[str, Any], hours: Any, said: str
) -> None:
    journal = [{**INVOICED, **change}, NEXT]
    case, result = result_of(journal, **MARCH)
    sheet = result.details.statement
    assert sheet.correction.hours == hours
    assert sheet.open_hours == 2 + Decimal(hours)
    assert sheet.open_amount == sheet.amount + sheet.correction.amount == (2 + Decimal(hours)) * 120
    (notice,) = [n for n in result.notices if n.key == "invoiced_changed"]
    assert notice.urgent
    for text in (str(notice.text), document_text(papers(case, result, BY)[1])):
        assert "ligne du 15\u00a0février\u00a02022 (facture 2026-104)" in text and said in text, text
    assert statement(journal, **APRIL).open_hours == Decimal(hours), "until it is on an invoice"
    earlier = statement(journal, statement_until="2022-02-14")
    assert earlier.correction is None, "not before its day"


def test_a_line_as_it_was_invoiced_or_of_which_nobody_kept_what_was_is_not_told() -> None:
    for line in (INVOICED, {"day": "2022-02-15", "minutes": 30, "invoiced": True}, {**INVOICED, "invoiced": False}):
        _, result = result_of([line, NEXT])
        assert result.details.statement.correction is None
        assert not [n for n in result.notices if n.key == "invoiced_changed"]


def test_a_month_with_nothing_but_a_credit_makes_a_credit_note_that_names_its_invoice_and_has_no_slip() -> None:
    case, result = result_of([{**INVOICED, "minutes": 30}], **FEBRUARY, invoice_number="2026-105")
    assert result.details.statement.open_amount == -120
    assert "Solde en faveur de l'office : 120\u00a0CHF" in document_text(papers(case, result, BY)[1])
    page = invoice_html(case, result, BY).decode()
    assert "<title>Note de crédit 2026-105" in page and "<svg" not in page
    text = plain(document_text(invoice_of(result.details.statement, case, BY)[0]))
    for said in (
        "Note de crédit n°",
        "la facture 2026-104",
        "En faveur de l'office AI : 120,00 CHF",
        "−120,00 CHF (−1 h)",
    ):
        assert said in text, text
    assert "À payer" not in text and "Payable" not in text
    assert invoice_name(case)[0] == "Note de crédit 2026-105"
    with pytest.raises(CaseError, match="note de crédit, il manque"):
        invoice_html(case, result, Handover(Profile()))


def test_what_was_invoiced_is_the_amount_of_that_invoice_and_less_the_correction_it_adds_up() -> None:
    lines = [
        {**INVOICED, "minutes": 120},
        {**INVOICED, "day": "2022-02-16", "invoiced_day": "2022-02-16", "minutes": 0},
    ]
    lines[1]["invoiced_minutes"] = 45
    case, result = result_of([*lines, {"day": "2022-02-25", "minutes": 120}], **FEBRUARY, invoice_number="2026-105")
    sheet = result.details.statement
    assert (sheet.amount, sheet.invoiced_amount, sheet.balance) == (480, 270, 210), "2 h 15 were invoiced at 120 CHF"
    assert sheet.correction.amount == -30 == sheet.correction.own.amount and sheet.correction.apart is None
    text = plain(document_text(invoice_of(sheet, case, BY)[0]))
    assert "Déjà facturé (2026-104) : 270,00 CHF" in text
    assert "Le solde comprend une correction de −30,00 CHF (−0 h 15) : la ligne du 15 février 2022" in text
    assert "À payer : 210,00 CHF" in text
    overview = plain(document_text(papers(case, result, BY)[1]))
    assert "Déjà facturé (2026-104) : 270 CHF. Solde à facturer : 210 CHF." in overview


def test_corrections_of_this_period_and_of_another_one_are_told_apart_and_add_up() -> None:
    before = {**INVOICED, "day": "2022-02-15", "minutes": 60}
    own = {**INVOICED, "day": "2022-03-02", "invoiced_day": "2022-03-02", "invoice": "2026-110", "minutes": 60}
    _, result = result_of([before, own, NEXT], **MARCH)
    sheet = result.details.statement
    assert (sheet.correction.own.amount, sheet.correction.apart.amount) == (-60, -60)
    assert (sheet.correction.own.numbers, sheet.correction.apart.numbers) == (("2026-110",), ("2026-104",))
    assert (sheet.amount, sheet.invoiced_amount, sheet.invoices) == (360, 180, ("2026-110",))
    assert sheet.balance == sheet.amount - sheet.invoiced_amount + sheet.correction.apart.amount


@pytest.mark.parametrize(
    ("minutes", "shown", "amount"), [(20, "0 h 20", "40,00"), (80, "1 h 20", "160,00"), (120, "2 h", "240,00")]
)
def test_hours_of_an_invoice_are_those_by_which_its_amount_is_worked_out(minutes: int, shown: str, amount: str) -> None:
    case, result = result_of([{"day": "2022-03-20", "minutes": minutes}], **MARCH)
    sheet = result.details.statement
    for document in (invoice_of(sheet, case, BY)[0], papers(case, result, BY)[1]):
        text = plain(document_text(document))
        assert shown in text and "0,33" not in text and "1,33" not in text
    assert amount in plain(document_text(invoice_of(sheet, case, BY)[0]))
    (row,) = exact_days(sheet.details[0]).rows
    assert abs(row[2] * 120 - Decimal(amount.replace(",", "."))) < Decimal("0.0001"), "a workbook has the true value"


def test_the_papers_of_a_mandate_go_to_its_own_srp() -> None:
    office = {"office_name": "Office AI Canton de Berne", "office_contact": "A. Meier", "office_city": "Berne"}
    by = Handover(BY.profile.model_copy(update=office))
    for specialist, there, absent in (("B. Kunz", "B. Kunz", "A. Meier"), ("", "A. Meier", "B. Kunz")):
        case, result = result_of([NEXT], **MARCH, specialist=specialist)
        for document in (*papers(case, result, by), invoice_of(result.details.statement, case, by)[0]):
            text = plain(document_text(document))
            assert f"Office AI Canton de Berne\n{there}" in text and absent not in text, text


def test_hours_that_a_correction_frees_are_there_for_other_lines() -> None:
    journal = [{**FULL[0], "invoiced_minutes": 7 * 60, "minutes": 6 * 60}, FULL[1], LATE]
    sheet = statement(journal)
    assert sheet.correction.hours == -1
    assert sheet.open_hours == 0, "one hour back, one hour more"


# ---- files


def test_what_was_invoiced_of_a_line_goes_through_every_file_and_older_ones_still_open() -> None:
    case, result = result_of([{**INVOICED, "minutes": 30}, {**NEXT, "activity": "cancelled", "notice_minutes": 1440}])
    for data in (
        journal_csv(case.journal),
        journal_xlsx(case.journal),
        to_file(CALCULATOR, case, result).encode(),
        workbook_bytes(CALCULATOR, case, result),
    ):
        read = read_journal(data)
        assert read.entries == case.journal and not read.faults, read
    assert from_file(to_file(CALCULATOR, case, result)).case == case
    shared = from_link(to_link(CALCULATOR, case, result)).case
    kept = [(e.invoiced_minutes, e.invoice) for e in shared.journal]  # type: ignore[attr-defined]
    assert kept == [(90, ""), (None, "")], "a link names no invoice"
    old = [
        {k: v for k, v in row.items() if not k.startswith("invoiced_") and k != "invoice"} for row in (INVOICED, NEXT)
    ]
    older, _ = result_of(old)
    assert b"Factur\xc3\xa9 : dur" not in journal_csv(older.journal), "no columns for what nobody kept"
    assert read_journal(journal_csv(older.journal)).entries == older.journal


def test_a_file_that_is_read_again_adds_nothing_to_lines_that_were_invoiced() -> None:
    case, _ = result_of([INVOICED, NEXT])
    open_lines = tuple(
        e.model_copy(update={"invoiced": False, "invoice": "", "invoiced_minutes": None}) for e in case.journal
    )
    assert merge(case.journal, open_lines) == case.journal


# ---- which of both exceeds


@pytest.mark.parametrize(
    ("plan", "worked", "said", "not_said"),
    [
        (9, 10, "le journal dépasse ce qui est admis ; aucun point ne refuse le plan", "le plan ne tient pas"),
        (10, 5, "le plan ne tient pas tel quel dans les règles du canton.", "le journal"),
        (10, 10, "le plan ne tient pas tel quel dans les règles du canton, et le journal dépasse", "refuse"),
    ],
)
def test_the_conclusion_says_whether_the_plan_or_the_journal_exceeds(
    plan: int, worked: int, said: str, not_said: str
) -> None:
    _, result = result_of([{"day": "2022-02-15", "minutes": worked * 60}], hours_per_month=plan)
    headline = " ".join(str(sentence) for sentence in result.headline)
    assert result.overall.status is Status.NOT_MET
    assert said in headline and not_said not in headline, headline
