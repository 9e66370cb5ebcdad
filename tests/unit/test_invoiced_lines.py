"""Lines of a journal that are on an invoice keep what was invoiced of them: marked by a press, by hand or at the end of
a month, changed or taken out afterwards, undone."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from calculators.kit import desk
from calculators.kit.fields import RawRow
from calculators.kit.invoiced import after_change, marked, taken_out
from calculators.kit.live import Live
from calculators.kit.static import form_of

ROW: RawRow = {"day": "12.11.2026", "activity": "with_person", "minutes": "1:30", "invoiced": False}
KEPT: RawRow = {
    **ROW,
    "invoiced": True,
    "invoice": "2026-104",
    "invoiced_day": "12.11.2026",
    "invoiced_activity": "with_person",
    "invoiced_minutes": "1:30",
}
NOVEMBER, DECEMBER = (date(2026, 11, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31))


def form(*rows: RawRow, number: str = "2026-104") -> Live:
    """The form of a mandate with these lines."""
    live = Live(form_of("coaching"))
    live._show_all()
    live._go_to(
        {**live.raw, "canton": "ge", "law_date": "01.11.2026", "kind": "placement", "hourly_rate": "138"}
        | {"months": "6", "invoice_number": number, "journal": [dict(row) for row in rows]}
    )
    assert live.controls["journal"] is not None
    return live


def tell(live: Live, **message: Any) -> None:
    live.inbox.value = json.dumps(message)


def cell(live: Live, name: str, at: int = 0) -> Any:
    return next(c for c in live.controls["journal"]._rows[at] if c.spec.name == name)  # type: ignore[union-attr]


def notices(live: Live) -> list[str]:
    assert live.result is not None
    return [str(n.text) for n in live.result.notices if n.key == "invoiced_changed"]


def test_a_line_that_is_marked_by_hand_keeps_what_it_says_and_under_which_number() -> None:
    live = form(ROW)
    cell(live, "invoiced").raw = True
    assert live.raw["journal"] == [KEPT | {k: v for k, v in live.raw["journal"][0].items() if k not in KEPT}]
    assert not notices(live)
    cell(live, "invoiced").raw = False
    assert live.raw["journal"][0]["invoiced_minutes"] == "", "what is on no invoice keeps nothing"


def test_a_change_after_the_invoice_is_told_and_undone_in_one_step() -> None:
    live = form(KEPT)
    cell(live, "minutes").raw = "0:30"
    (said,) = notices(live)
    assert "12\u00a0novembre\u00a02026 (facture 2026-104), facturée 1:30, notée maintenant 0:30" in said
    assert "Changé après facturation" in live.outputs["summary"].object
    tell(live, action="undo")
    assert not notices(live)
    assert live.raw["journal"][0]["minutes"] == "1:30"


def test_a_line_of_an_older_file_keeps_what_it_said_before_its_first_change() -> None:
    live = form({**ROW, "invoiced": True})
    assert not live.raw["journal"][0].get("invoiced_minutes")
    cell(live, "note").raw = "Bilan"
    assert not live.raw["journal"][0].get("invoiced_minutes"), "a remark changes nothing of an invoice"
    cell(live, "minutes").raw = "0:30"
    assert live.raw["journal"][0]["invoiced_minutes"] == "1:30"
    assert len(notices(live)) == 1
    tell(live, action="undo")
    assert not live.raw["journal"][0].get("invoiced_minutes") and not notices(live)


def test_an_invoiced_line_that_is_removed_stays_without_time_and_it_is_said() -> None:
    live = form(KEPT, {**ROW, "day": "13.11.2026"})
    rows = live.controls["journal"]
    rows._box[0][-1].clicks += 1  # type: ignore[union-attr]
    assert [row["minutes"] for row in live.raw["journal"]] == ["0:00", "1:30"]
    assert "sur une facture 2026-104 : elle reste, à 0:00" in live.outputs["message"].object
    assert len(notices(live)) == 1
    tell(live, action="undo")
    assert [row["minutes"] for row in live.raw["journal"]] == ["1:30", "1:30"]
    rows._box[1][-1].clicks += 1  # type: ignore[union-attr]
    assert len(live.raw["journal"]) == 1, "a line that is on no invoice goes"


def test_what_is_kept_has_no_control_and_is_in_no_text_of_a_decision() -> None:
    live = form(KEPT)
    assert not {c.spec.name for c in live.controls["journal"]._rows[0]} & set(KEPT) - set(ROW)  # type: ignore[union-attr]
    assert "Facturé : durée" not in live.outputs["inputs"].object
    tell(live, action="show-text")
    assert "facturé : durée" not in live.outputs["decision"].object


@pytest.mark.parametrize(
    ("row", "stays"),
    [
        (ROW, None),
        (KEPT, "0:00"),
        ({**ROW, "invoiced": True}, "0:00"),
        ({**KEPT, "minutes": "0:00"}, "0:00"),
        ({**KEPT, "minutes": "0:00", "invoiced_minutes": "0:00"}, None),
        ({**KEPT, "activity": "missed", "invoiced_activity": "missed", "invoiced_minutes": "0:00"}, "0:00"),
        ({**ROW, "invoiced": True, "minutes": "beaucoup"}, None),
    ],
)
def test_what_becomes_of_a_line_that_is_removed(row: RawRow, stays: str | None) -> None:
    found = taken_out(row)
    assert (found and found["minutes"]) == stays


def test_a_correction_that_is_on_an_invoice_is_not_made_twice() -> None:
    changed = {**KEPT, "minutes": "0:30"}
    rows, lines = marked([changed, {**ROW, "day": "03.12.2026"}], *DECEMBER, frozenset(), "2026-105")
    assert lines == 2
    assert [(row["invoiced_minutes"], row["invoice"]) for row in rows] == [("0:30", "2026-105"), ("1:30", "2026-105")]
    assert marked(rows, *DECEMBER, frozenset(), "2026-106") == (rows, 0)
    later = {**changed, "day": "20.12.2026"}
    assert marked([later], *NOVEMBER, frozenset())[0][0]["invoiced"] is False, "its time was given back in November"
    assert marked([later], date(2026, 10, 1), date(2026, 10, 31), frozenset()) == ([later], 0)


def test_a_change_of_how_many_lines_there_are_marks_nothing() -> None:
    rows = [{**ROW, "invoiced": True}, ROW]
    assert after_change([ROW], rows) == rows


def test_the_end_of_a_month_marks_its_lines_under_the_number_of_their_invoice() -> None:
    state = json.dumps({"v": 3, "raw": {"canton": "ge", "journal": [ROW]}})
    asked = {"ask": "mark", "day": "2026-12-01", "month": "2026-11", "numbers": {"a": "2026-107"}}
    (after,) = json.loads(desk.answer(json.dumps({**asked, "mandates": [{"id": "a", "name": "M", "state": state}]})))[
        "marked"
    ]
    (row,) = json.loads(after["state"])["raw"]["journal"]
    assert (row["invoice"], row["invoiced_minutes"]) == ("2026-107", "1:30")


PROFILE = {"name": "Claire", "postcode": "2502", "city": "Bienne", "iban": "CH93 0076 2011 6238 5295 7"}


def papers(row: RawRow, **profile: str) -> dict[str, Any]:
    raw = {"canton": "ge", "law_date": "01.11.2026", "kind": "placement", "hourly_rate": "138", "months": "6"}
    state = json.dumps({"v": 3, "raw": {**raw, "invoice_date": "05.10.2026", "journal": [row]}})
    asked = {"ask": "papers", "day": "2026-12-01", "month": "2026-11", "number": "7", "profile": {**PROFILE, **profile}}
    made: dict[str, Any] = json.loads(
        desk.answer(json.dumps({**asked, "mandates": [{"id": "a", "name": "M", "state": state}]}))
    )
    return made


def test_the_papers_of_a_month_tell_a_credit_a_missing_rate_and_a_date_of_an_earlier_month() -> None:
    credit = papers({**KEPT, "minutes": "0:30"})
    assert "0 facture, 1 note de crédit." in credit["told"] and credit["numbers"] == {"a": "7"}
    assert credit["billed"] == ["a"], "marking the month settles it"
    assert "il manque le taux de TVA" in papers(ROW, vat="excluded")["told"]
    made = papers(ROW, vat="excluded", vat_rate="8,1")
    assert "taux de TVA" not in made["told"] and made["numbers"] == {"a": "7"}
    assert "Date de facture saisie d'avant ce mois, à vérifier : M (05.10.2026)" in made["told"]


def test_the_table_of_mandates_says_that_its_amounts_are_without_tax() -> None:
    state = json.dumps({"v": 3, "raw": {"canton": "ge", "hourly_rate": "138", "journal": [ROW]}})
    asked = {"ask": "mandates", "day": "2026-12-01", "month": "2026-11"}
    for vat, said in (("excluded", "207\u00a0CHF hors TVA"), ("included", "207\u00a0CHF")):
        more = {"profile": {"vat": vat}, "mandates": [{"id": "a", "name": "M", "state": state}]}
        (row,) = json.loads(desk.answer(json.dumps({**asked, **more})))["rows"]
        assert row["billed"].split(",")[0] == said


def test_the_kinds_of_coaching_are_those_of_the_canton_and_the_one_that_is_chosen() -> None:
    live = form(ROW)
    kinds = live.controls["kind"].widget  # type: ignore[union-attr]
    assert set(kinds.options.values()) == {"", "coaching", "placement", "orientation"}
    live.controls["canton"].raw = "be"
    assert {"job_search", "internships", "placement"} <= set(kinds.options.values()), "what is chosen stays in sight"
    assert "orientation" not in kinds.options.values()
    live.controls["kind"].raw = "job_search"
    assert "placement" not in kinds.options.values()
    assert kinds.value == "job_search"
