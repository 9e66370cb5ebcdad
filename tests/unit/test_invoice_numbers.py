"""One number, one invoice: whoever makes or marks another one under it is told whose it is, and nothing is made."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest

from ai_calc.calculators.coaching import CoachingCase, compute
from ai_calc.calculators.coaching.files import invoice_html
from ai_calc.ground.errors import CaseError
from ai_calc.handing_over.profile import Handover, profile_of
from calculators.kit import desk
from tests.unit.test_invoiced_lines import KEPT, PROFILE, ROW, form, tell

OPEN = {**ROW, "day": "03.12.2026"}
LATER = {**KEPT, "day": "19.11.2026", "invoiced_day": "19.11.2026"}
DECEMBER = {"statement_from": "01.12.2026", "statement_until": "31.12.2026"}
RAW = {"canton": "ge", "law_date": "01.11.2026", "kind": "placement", "hourly_rate": "138", "months": "6"}
TAKEN = "« 2026-104 » est déjà pris"


def entry(ident: str, name: str, *rows: Any) -> dict[str, str]:
    return {"id": ident, "name": name, "state": json.dumps({"v": 3, "raw": {**RAW, "journal": rows}})}


def said(live: Any) -> str:
    return unescape(str(live.outputs["message"].object)).replace("\u00a0", " ")


def invoiced(live: Any) -> dict[str, Any]:
    """What the page is given when it asks for the invoice; nothing where it is refused."""
    live.outputs["download"].object = ""
    tell(live, action="profile", profile=PROFILE)
    tell(live, action="share", kind="invoice-html")
    text = unescape(live.outputs["download"].object)
    return json.loads(text) if text else {}


def test_a_second_invoice_of_one_mandate_needs_another_number() -> None:
    live = form(KEPT, OPEN)
    assert not invoiced(live)
    assert TAKEN in said(live) and "dans ce dossier, prestations du 12 novembre 2026, 207,00 CHF" in said(live)
    live._mark_invoiced()
    assert "Aucune ligne n'est marquée" in said(live)
    assert not live.raw["journal"][1]["invoiced"]
    live.controls["invoice_number"].raw = "2026-105"
    assert invoiced(live)["name"].startswith("Facture-2026-105")
    live._mark_invoiced()
    assert live.raw["journal"][1]["invoice"] == "2026-105"


def test_the_same_invoice_is_made_again_but_not_another_period_under_its_number() -> None:
    live = form(ROW, OPEN)
    live._go_to({**live.raw, "statement_from": "01.11.2026", "statement_until": "30.11.2026"})
    first = invoiced(live)["invoice"]
    assert first["number"] == "2026-104" and first["amount"].replace("\u00a0", " ") == "207,00 CHF"
    assert invoiced(live), "a copy"
    live._go_to({**live.raw, **DECEMBER})
    assert not invoiced(live)
    assert TAKEN in said(live) and f"facture du {first['day']}, 207,00 CHF" in said(live)


@pytest.mark.parametrize("number", ["2026-104", " 2026-104 "])
def test_the_invoice_of_another_file_is_named_as_soon_as_its_number_is_typed(number: str) -> None:
    live = form(OPEN, number=number)
    tell(live, action="numbers", dossier="a", others=[entry("b", "M. B.", KEPT, LATER)], made=[])
    assert "dossier « M. B. », prestations du 12 novembre 2026 au 19 novembre 2026, 414,00 CHF" in said(live)
    assert not invoiced(live)
    live._mark_invoiced()
    assert TAKEN in said(live) and not live.raw["journal"][0]["invoiced"]


def test_an_invoice_that_nobody_marked_is_remembered_by_the_page() -> None:
    live = form(OPEN)
    made = {"number": "2026-104", "dossier": "b", "period": "/", "day": "01.12.2026", "amount": "90,00 CHF"}
    tell(live, action="numbers", dossier="a", others=[], made=[{**made, "name": "C. D."}])
    assert "dossier « C. D. », facture du 01.12.2026, 90,00 CHF" in said(live)
    assert not invoiced(live)
    tell(live, action="numbers", dossier="b", others=[], made=[{**made, "name": "C. D."}])
    assert not said(live)
    assert invoiced(live), "it is this file's own, made again"


def papers(number: str, *mandates: dict[str, str], **more: Any) -> dict[str, Any]:
    asked = {"ask": "papers", "day": "2027-01-02", "month": "2026-12", "number": number, "profile": PROFILE}
    found: dict[str, Any] = json.loads(desk.answer(json.dumps({**asked, "mandates": mandates, **more})))
    return found


def test_the_papers_of_a_month_take_no_number_of_another_invoice() -> None:
    mandates = [entry("a", "M. A.", OPEN), entry("b", "M. B.", KEPT, OPEN)]
    fault = papers("2026-103", *mandates)["fault"].replace("\u00a0", " ")
    assert TAKEN in fault and "dans ce dossier, prestations du 12 novembre 2026, 207,00 CHF" in fault
    fault = papers("2026-104", *mandates)["fault"]
    assert "dossier « M. B. »" in fault
    assert "dossier « Clos »" in papers("2026-104", mandates[0], others=[entry("c", "Clos", KEPT)])["fault"]
    made = papers("2026-105", *mandates)["made"]
    assert [(one["number"], one["dossier"], one["period"]) for one in made] == [
        ("2026-105", "a", "2026-12-01/2026-12-31"),
        ("2026-106", "b", "2026-12-01/2026-12-31"),
    ]
    assert "fault" not in papers("2026-105", *mandates, made=made), "printed again"
    assert "fault" in papers("2026-106", *mandates, made=made), "the first mandate would take the second one's"


def test_the_command_line_makes_no_second_invoice_under_a_number() -> None:
    line = {"day": "2026-11-12", "minutes": 90, "invoiced": True, "invoice": "7", "invoiced_minutes": 90}
    journal = [{**line, "invoiced_day": "2026-11-12", "invoiced_activity": "with_person"}]
    facts = {"canton": "ge", "law_date": "2026-11-01", "kind": "placement", "hourly_rate": 138, "months": 6}
    case = CoachingCase.model_validate(
        {**facts, "journal": [*journal, {"day": "2026-12-03", "minutes": 60}], "invoice_number": "7"}
    )
    with pytest.raises(CaseError, match="« 7 » est déjà pris"):
        invoice_html(case, compute(case), Handover(profile_of(PROFILE)[0]))
