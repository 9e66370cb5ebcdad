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
from calculators.kit import desk, mandate, numbers
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


def test_an_invoice_under_its_own_number_is_another_one_once_its_lines_are_others() -> None:
    made = papers("2026-105", entry("a", "M. A.", OPEN))["made"]
    assert "fault" not in papers("2026-105", entry("a", "M. A.", OPEN), made=made), "printed again"
    for rows in ([{**OPEN, "minutes": "2:00"}], [OPEN, {**OPEN, "day": "04.12.2026"}]):
        assert TAKEN.replace("104", "105") in papers("2026-105", entry("a", "M. A.", *rows), made=made)[
            "fault"
        ].replace("\u00a0", " ")
    told = papers("2026-106", entry("a", "M. A.", OPEN), made=made)["told"]
    assert "sous un autre numéro, à ne pas envoyer deux fois : M. A. (n° 2026-105)" in told
    live = form(OPEN, number="2026-106")
    live._go_to({**live.raw, **DECEMBER})
    tell(live, action="numbers", dossier="a", others=[], made=made)
    assert "Déjà établie sous le n° 2026-105" in invoiced(live)["note"]


def next_of(*mandates: dict[str, str], **more: Any) -> str:
    asked = {"ask": "mandates", "day": "2027-01-02", "month": "2026-12", "profile": PROFILE}
    return str(json.loads(desk.answer(json.dumps({**asked, "mandates": mandates, **more})))["next"])


def test_the_next_number_follows_the_highest_of_all_mandates_and_of_single_invoices() -> None:
    on = [{**KEPT, "invoice": f"2026-{n}"} for n in ("031", "036")]
    one = {"number": "2026-037", "dossier": "b", "period": "/", "day": "01.12.2026", "amount": "90,00 CHF"}
    mandates = [entry("a", "M. A.", on[1]), entry("b", "M. B.", on[0])]
    assert next_of(*mandates) == "2026-037"
    assert next_of(*mandates, made=[one]) == "2026-038", "a single invoice, whether its lines were marked or not"
    assert next_of(mandates[1], others=[mandates[0]]) == "2026-037", "closed ones, copies"
    assert next_of(entry("a", "M. A.", OPEN)) == "", "where there is none nothing is proposed"
    assert next_of(entry("a", "M. A.", {**on[1], "minutes": "beaucoup"})) == "2026-037"
    later = {**KEPT, "day": "03.01.2027", "invoiced_day": "03.01.2027", "invoice": "2027-004"}
    assert next_of(entry("a", "M. A.", {**KEPT, "invoice": "2026-120"}, later)) == "2027-005", "the series used last"


def test_no_invoice_is_made_of_a_copy_that_nobody_has_settled() -> None:
    live = form(OPEN, number="2026-105")
    tell(live, action="numbers", dossier="b", others=[], made=[], copy_of="Meyer Jo")
    assert not invoiced(live)
    assert "une copie de « Meyer Jo »" in said(live)
    tell(live, action="numbers", dossier="b", others=[], made=[], copy_of="")
    assert invoiced(live)


def test_the_number_of_an_unsettled_copy_is_that_of_its_own_mandate() -> None:
    mine, copy = entry("a", "M. A.", OPEN), {**entry("b", "M. A. (2)", {**KEPT, "invoice": "2026-050"}), "beside": "a"}
    assert "fault" not in papers("2026-050", mine, others=[copy])
    assert "fault" in papers("2026-050", entry("c", "M. C.", OPEN), others=[copy])


SAME = [
    (
        {"reference": "BE-2026-005"},
        {"reference": "be-2026-005", "law_date": "01.10.2026"},
        "même référence « BE-2026-005 »",
    ),
    ({"person": "Meyer Jo"}, {"person": "meyer  jo"}, "même personne, canton et début"),
    ({"person": "Meyer Jo"}, {"person": "Meyer Jo", "law_date": "01.10.2026"}, ""),
    ({"reference": "1"}, {"reference": "2"}, ""),
]


@pytest.mark.parametrize(("first", "second", "said_of"), SAME)
def test_two_files_of_one_mandate_are_told_with_the_lines_that_both_hold(
    first: dict[str, str], second: dict[str, str], said_of: str
) -> None:
    rows = [OPEN, {**OPEN, "day": "04.12.2026"}], [OPEN, {**OPEN, "day": "04.12.2026", "minutes": "0:30"}]
    a, b = (
        {"id": ident, "name": f"Dossier {ident}", "state": json.dumps({"v": 3, "raw": {**RAW, **raw, "journal": own}})}
        for ident, raw, own in zip("ab", (first, second), rows, strict=True)
    )
    asked = {"ask": "mandates", "day": "2027-01-02", "month": "2026-12", "mandates": [a, b]}
    words = [row["double"] for row in json.loads(desk.answer(json.dumps(asked)))["rows"]]
    live = form(OPEN, number="2026-105")
    live._go_to({**live.raw, **RAW, **first, "journal": list(rows[0])})
    tell(live, action="numbers", dossier="a", name="Dossier a", others=[], made=[], peers=[b])
    for text in (words[0], papers("2026-105", a, b)["told"], invoiced(live).get("note", "")):
        if said_of:
            assert f"Dossier b : {said_of} ; notées dans les deux : 03.12.2026 Avec la personne 1:30." in text
        else:
            assert "même mandat" not in text.casefold()


def test_a_copy_that_is_set_aside_is_in_no_total() -> None:
    asked = {"ask": "mandates", "day": "2027-01-02", "month": "2026-12", "aside": ["b"]}
    mandates = [entry("a", "M. A.", OPEN), entry("b", "M. A. (2)", OPEN)]
    total = json.loads(desk.answer(json.dumps({**asked, "mandates": mandates})))["total"]
    assert total["billed"].replace("\u00a0", " ") == "207 CHF"


def test_the_command_line_makes_no_second_invoice_under_a_number() -> None:
    line = {"day": "2026-11-12", "minutes": 90, "invoiced": True, "invoice": "7", "invoiced_minutes": 90}
    journal = [{**line, "invoiced_day": "2026-11-12", "invoiced_activity": "with_person"}]
    facts = {"canton": "ge", "law_date": "2026-11-01", "kind": "placement", "hourly_rate": 138, "months": 6}
    case = CoachingCase.model_validate(
        {**facts, "journal": [*journal, {"day": "2026-12-03", "minutes": 60}], "invoice_number": "7"}
    )
    with pytest.raises(CaseError, match="« 7 » est déjà pris"):
        invoice_html(case, compute(case), Handover(profile_of(PROFILE)[0]))


def test_a_case_that_is_in_no_file_is_held_to_the_numbers_of_all_files() -> None:
    case = CoachingCase.model_validate({"canton": "ge", "kind": "placement", "months": 6, "invoice_number": "2026-104"})
    other = mandate.read(entry("a", "Keller", KEPT))
    assert TAKEN in numbers.taken(case, "", [other], [])
    assert not numbers.taken(case, "a", [other], []), "its own"
