"""A form opens on an estimate of a few fields: the same form and computation, nothing lost, nothing passed off as
said."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook

from ai_calc.evaluation import evaluate
from ai_calc.handing_over.decision import conclusion_words, open_facts
from ai_calc.handing_over.sentences import typed_in_form
from ai_calc.handing_over.text import document_text
from ai_calc.handing_over.xlsx import workbook_bytes
from ai_calc.registers import calculators as registry
from ai_calc.results import SUPPOSED, Status
from calculators.kit import downloads
from calculators.kit.controls import Rows
from calculators.kit.inputs import assumed_values
from calculators.kit.live import Live
from calculators.kit.static import form_html, form_of
from tests import worked_cases


def tell(live: Live, action: str) -> None:
    live.inbox.value = json.dumps({"action": action})


def set_to(live: Live, **values: str) -> None:
    for name, value in values.items():
        live.controls[name].widget.value = value


@pytest.fixture
def reclassement() -> Live:
    live = Live(form_of("reclassement"))
    set_to(live, training="completed_before")
    set_to(live, income_without="62000", income_with="45000", duration_planned_months="36", start_date="1.2.2020")
    return live


@pytest.mark.parametrize("name", registry.names())
def test_the_first_view_asks_six_fields_at_most_and_shows_the_same_before_python_starts(name: str) -> None:
    live = Live(form_of(name))
    shown = [control for control in live.controls.values() if control.view.visible]
    seen = [control.spec.label for control in shown]
    rows = {control: control._rows[:1] for control in shown if isinstance(control, Rows)}  # a list may still be empty
    cells = [sum(cell.view.visible for row in rows[c] for cell in row) if c in rows else 1 for c in shown]
    assert 2 <= sum(cells) <= 6
    assert not any(card.visible for _, card, _ in live._sections)
    still = form_html(live.form)
    assert all(label.replace("'", "&#39;") in still for label in seen)
    assert still.count('class="field"') == sum(cells) + 1, "and the switch"
    assert "Complétez" in live.outputs["summary"].object


@pytest.mark.parametrize("name", registry.names())
@pytest.mark.parametrize("refined", [False, True])
def test_an_empty_form_counts_its_open_points_once(name: str, refined: bool) -> None:
    live = Live(form_of(name))
    if refined:
        live._refine(True)
    shown = re.sub(r"<[^>]+>", " ", str(live.outputs["summary"].object)).replace("\u00a0", " ")
    (badge,) = re.findall(r"Complétez(?: : (\d+) points? à établir| les données)", shown)
    others = re.findall(
        r"(\d+) (?:données?|points?) (?:à|encore|qui|restent)|points? [^.:]*(?:établir|apprécier) : (\d+)", shown
    )
    assert {n for pair in others for n in pair if n} <= {badge}, shown
    (listed,) = re.findall(r"Reste à établir ou à apprécier : (.*?)\.(?: |$)", shown) or [""]
    more = re.search(r"et (\d+) autres points", listed)
    assert listed.count("«") + (int(more[1]) if more else 0) == int(badge or 0)


def test_an_estimate_says_that_it_is_one_and_what_it_takes_for_granted(reclassement: Live) -> None:
    summary = reclassement.outputs["summary"].object
    assert "Estimation, d&#39;après 5 données" in summary and "Conditions remplies" not in summary
    assert "27,42" in summary
    assert "But de la demande : <strong>Apprendre une profession</strong>" in summary
    assert 'data-status="empty"' in summary


def test_what_an_estimate_takes_for_granted_reaches_neither_the_case_nor_what_is_handed_over(
    reclassement: Live,
) -> None:
    assert reclassement.case.goal is None and reclassement.case.invalidity.value == "unknown"
    assert "Apprendre une profession" not in reclassement.outputs["inputs"].object
    reclassement.inbox.value = json.dumps({"action": "share", "kind": "file"})
    assert "income_without" in reclassement.outputs["download"].object
    assert "former_activity" not in reclassement.outputs["download"].object


def test_the_whole_page_shows_the_case_of_the_estimate(reclassement: Live) -> None:
    page = {slot: str(pane.object) for slot, pane in reclassement.outputs.items()}
    assert "Aucune mesure des art. 15" not in page["verdicts"] + page["tables"] + page["charts"]
    assert "27,42" in page["steps"]
    assert "Invalidité qui empêche" in page["verdicts"]


@pytest.mark.parametrize("name", registry.names())
def test_what_is_handed_over_of_an_estimate_concludes_as_the_page_and_says_what_is_supposed(name: str) -> None:
    example, live = Live(form_of(name)), Live(form_of(name))
    tell(example, "example")
    live._go_to({**live.raw, **{field: example.raw[field] for field in live._wanted_first}})
    shown, assumed = live._estimated, live._granted
    assert not live.faults and shown is not None
    handed = live._handed_over()
    document = downloads.document_of(live.form.calculator, *handed, "decision", assumed=assumed)
    assert document is not None
    facts, _, rest = document_text(document).partition("En droit")
    assert conclusion_words(shown.result) in rest
    sheet = load_workbook(io.BytesIO(workbook_bytes(live.form.calculator, *handed, typed=typed_in_form(live.case))))
    origins = {row[0]: row[4] for row in sheet["Données"].iter_rows(values_only=True)}
    for field in assumed:
        label = handed[0].__class__.model_fields[field].title
        assert field not in typed_in_form(live.case)
        assert f"{label} : […]" in rest or f"{label} :" not in facts, "no fact of the file"
        assert origins[label] == "supposé"
    assert typed_in_form(handed[0]) - {*assumed} == typed_in_form(live.case)


def test_what_nobody_answered_is_nowhere_called_fulfilled_without_saying_so(reclassement: Live) -> None:
    typed = {v.key: v.status for v in reclassement.result.verdicts}
    decided = [v for v in reclassement._estimated.result.verdicts if v.status is not Status.TO_APPRAISE]
    resting = [v for v in decided if typed.get(v.key) is not v.status]
    assert resting and [v for v in decided if v.supposed] == resting
    page = unescape(re.sub(r"<[^>]+>", "", reclassement.outputs["verdicts"].object))
    tell(reclassement, "show-text")
    paper = unescape(re.sub(r"<[^>]+>", "", reclassement.outputs["decision"].object))
    for verdict in resting:
        said = re.search(rf"{re.escape(verdict.label)} : (remplie|non remplie)( [^.]*)?", page)
        assert said and SUPPOSED in said[0], verdict.label
        assert f"« {verdict.label} » est " not in paper or SUPPOSED in paper.split(f"« {verdict.label} » est ")[1][:60]
    chart = next(c for c in reclassement._estimated.result.charts if c.kind == "path")
    states = dict(zip(chart.labels, chart.states, strict=True))
    assert all(states.get(v.label) in (None, "to_appraise") for v in resting)
    tell(reclassement, "take-assumed")
    assert SUPPOSED not in reclassement.outputs["verdicts"].object


def test_a_press_makes_answers_of_what_the_estimate_takes_for_granted_and_is_undone(reclassement: Live) -> None:
    assert 'data-calc-action="take-assumed"' in reclassement.outputs["summary"].object
    tell(reclassement, "show-text")
    reclassement._choice.value = True
    assert "27,42" not in reclassement.outputs["decision"].object, "nobody said what for"
    assert 'data-calc-action="take-assumed"' in reclassement.outputs["decision"].object
    assert "Apprendre une profession" in reclassement.outputs["summary"].object, "told also among all questions"
    tell(reclassement, "take-assumed")
    assert reclassement.case.goal.value == "training" and reclassement.case.invalidity.value == "occurred"
    assert "27,42" in reclassement.outputs["summary"].object
    assert "27,42" in reclassement.outputs["decision"].object
    assert "take-assumed" not in reclassement.outputs["summary"].object + reclassement.outputs["decision"].object
    tell(reclassement, "undo")
    assert reclassement.case.goal is None


def test_what_an_estimate_took_for_granted_is_not_told_where_nothing_was_estimated() -> None:
    live = Live(form_of("reclassement"))
    live._choice.value = True
    assert "take-assumed" not in live.outputs["summary"].object


def test_an_answer_takes_the_place_of_what_was_taken_for_granted(reclassement: Live) -> None:
    reclassement._choice.value = True
    set_to(reclassement, goal="aptitudes")
    assert not reclassement.faults
    reclassement._choice.value = False
    assert "But de la demande : <strong>" not in reclassement.outputs["summary"].object


def test_nothing_is_lost_when_all_questions_are_asked_and_again_only_a_few(reclassement: Live) -> None:
    before = reclassement.raw
    reclassement._choice.value = True
    assert reclassement.raw == before
    assert all(card.visible for _, card, _ in reclassement._sections)
    assert "Estimation" not in reclassement.outputs["summary"].object
    assert Live(form_of("reclassement"), reclassement.state.value)._refined
    set_to(reclassement, goal="training")
    reclassement._choice.value = False
    assert reclassement.raw == {**before, "goal": "training"}
    assert not any(card.visible for _, card, _ in reclassement._sections)
    assert [
        c.spec.name for c in reclassement.controls.values() if c.view.visible and c.view in list(reclassement._box)
    ] == ["training", "duration_planned_months", "start_date", "birth_date", "income_without", "income_with"]


def test_the_estimate_and_all_questions_give_the_same_amounts() -> None:
    live = Live(form_of("capital_aid"))
    live.controls["items"]._rows[0][1].widget.value = "120000"
    set_to(live, own_resources="25000")
    assert "95\u202f000\u00a0CHF" in live.outputs["summary"].object
    figures = live.result.figures
    live._choice.value = True
    assert live.result.figures == figures
    cells = [c.view.visible for c in live.controls["items"]._rows[0]]
    assert all(cells), "all columns of a list are there again"


def test_an_example_a_case_and_a_journal_come_with_all_questions_and_a_new_file_with_the_estimate() -> None:
    live = Live(form_of("capital_aid"))
    tell(live, "example")
    assert live._refined and live._choice.value
    tell(live, "reset")
    assert not live._refined and not live._choice.value
    assert live.raw == live.form.empty


def test_a_link_to_the_estimate_leads_to_its_few_questions_and_keeps_what_is_typed() -> None:
    live = Live(form_of("trial_placement"))
    tell(live, "example")
    before = live.raw
    tell(live, "estimate")
    assert not live._refined and live.raw == before
    tell(live, "estimate")
    assert not live._refined


def test_what_was_kept_before_there_were_estimates_comes_with_all_questions() -> None:
    assert Live(form_of("capital_aid"), '{"raw": {"own_resources": "31 000"}, "v": 2}')._refined


def test_a_section_that_stops_mattering_stays_folded_with_the_reason_and_keeps_its_answers() -> None:
    live = Live(form_of("reclassement"))
    tell(live, "example")
    costs = next(card for section, card, _ in live._sections if section.key == "costs")
    assert costs.title == "Frais" and not costs.collapsed
    rows = live.raw["costs"]
    set_to(live, temporary_interruption="met")
    assert costs.visible and costs.collapsed and costs.title == "Frais · sans objet pour l'instant"
    costs.collapsed = False
    fields = next(fields for section, _, fields in live._sections if section.key == "costs")
    assert "Interruption plus que provisoire" in fields[0].object
    assert live.controls["costs"].view.visible
    set_to(live, temporary_interruption="not_met")
    assert costs.title == "Frais" and not costs.collapsed
    assert live.raw["costs"] == rows


def test_what_is_taken_for_granted_is_marked_counted_and_told_apart_until_it_is_said() -> None:
    live = Live(form_of("coaching"))
    set_to(live, months="6")
    tell(live, "refresh")
    live._choice.value = True
    travel = live.controls["travel_hours_per_month"].widget
    assert (travel.value, travel.placeholder) == ("", "0 (supposé)")
    summary, printed = live.outputs["summary"].object, live.outputs["inputs"].object
    assert "Déplacements : 0" in summary
    assert "Déplacements" in printed.partition("Supposé, faute")[2]
    before = summary.partition(" valeurs supposées")[0].rpartition(">")[2]
    set_to(live, travel_hours_per_month="0")
    summary, printed = live.outputs["summary"].object, live.outputs["inputs"].object
    assert summary.partition(" valeurs supposées")[0].rpartition(">")[2] == str(int(before) - 1)
    assert "Déplacements" in printed.partition("Supposé, faute")[0]
    assert Live(form_of("coaching"), live.state.value).raw["travel_hours_per_month"] == "0"


def test_an_amount_that_nobody_gave_is_unknown_and_a_nought_is_an_answer() -> None:
    live = Live(form_of("capital_aid"))
    live.controls["items"]._rows[0][1].widget.value = "80000"
    set_to(live, own_resources="25000")
    live._choice.value = True
    aid = live.controls["third_party_aid"].widget
    assert (aid.value, aid.placeholder) == ("", "")
    assert "Pas indiqué" in str(live.result.verdict("project").reason)
    set_to(live, third_party_aid="0")
    assert "Pas indiqué" not in str(live.result.verdict("project").reason)
    assert Live(form_of("capital_aid"), live.state.value).raw["third_party_aid"] == "0"


def test_a_choice_that_is_taken_for_granted_says_so_and_can_be_confirmed() -> None:
    live = Live(form_of("coaching"))
    canton = live.controls["canton"].widget
    assert list(canton.options.items())[0] == ("Berne (supposé)", "")
    assert live.case.canton == "be"
    set_to(live, canton="be")
    assert "canton" in live.case.model_fields_set


@pytest.mark.parametrize(
    ("name", "change", "assumed", "not_assumed"),
    [
        ("coaching", {}, "Journal des heures, « Facturé ailleurs » : aucune ligne", ""),
        ("coaching", {"billed_elsewhere": True}, "", "Journal des heures, « Facturé ailleurs » : aucune ligne"),
        (
            "capital_aid",
            {},
            "Positions du projet, « Immobilier » : aucune ligne",
            "« Compense une fonction corporelle »",
        ),
        ("trial_placement", {}, "Un coach externe suit l'essai : non", ""),
    ],
)
def test_a_box_that_nobody_ticked_is_supposed_and_said_so_unless_a_fact_says_it(
    name: str, change: dict[str, Any], assumed: str, not_assumed: str
) -> None:
    form = form_of(name)
    data = {**form.example}
    if change:
        data["journal"] = [{**data["journal"][0], **change}, *data["journal"][1:]]
    case = form.calculator.case_type.model_validate(data)
    lines = [f"{label} : {value}" for label, value in assumed_values(case, form)]
    assert not assumed or assumed in lines
    assert not not_assumed or not any(not_assumed in line for line in lines)


def test_a_fact_that_is_still_to_be_established_does_not_say_that_no_line_is_ticked() -> None:
    form = form_of("capital_aid")
    case = form.calculator.case_type.model_validate({**form.example, "no_device": "unknown"})
    assert ("Positions du projet, « Compense une fonction corporelle »", "aucune ligne") in assumed_values(case, form)


PAPER_ONLY = {"Durée indéterminée"}
"""What an agreement prints and no verdict reads: the text of a decision does not ask for it."""


@pytest.mark.parametrize("name", registry.names())
def test_the_page_and_the_text_for_the_decision_suppose_the_same(name: str) -> None:
    form = form_of(name)
    for calculator, worked in worked_cases.load():
        outcome = evaluate(form.calculator, worked["case"]) if calculator == name else None
        if outcome is None or outcome.case is None or outcome.result is None:
            continue
        page = {label for label, _ in assumed_values(outcome.case, form)} - PAPER_ONLY
        blanks = open_facts(form.calculator, outcome.case, outcome.result, typed_in_form(outcome.case))
        assert {blank.label for blank in blanks if blank.supposed} - PAPER_ONLY == page, worked["id"]


def test_an_aid_that_was_paid_has_an_estimate_of_its_own_in_one_press() -> None:
    live = Live(form_of("capital_aid"))
    assert "Aide déjà versée : restitution" in form_html(live.form)
    live._choice.value = "other"
    assert live.raw["granted"] == "met" and not live._refined
    shown = {name for name, control in live.controls.items() if control.view.visible}
    assert shown == set(live.form.other_estimate.columns) and len(shown) <= 6  # type: ignore[union-attr]
    assert "Complétez : " in live.outputs["summary"].object, "nothing was given yet"
    set_to(live, cash="15000", interest_free_loan="20000", start_date="01.03.2020", stop_date="01.03.2022")
    set_to(live, minimum_activity_months="60")
    summary = live.outputs["summary"].object.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Estimation, d&#39;après 5 données" in summary and "35 000 CHF" in summary
    assert live.case is not None and live.result is not None
    whole, assumed = live.form.estimated(live.case)
    assert whole is live.case and not assumed, "nothing is taken for granted"
    live._choice.value = True
    assert live.raw["granted"] == "met" and live.raw["cash"]
    again = Live(live.form, live.state.value)
    again._choice.value = "other"
    assert not again._refined and again.raw["granted"] == "met"
    again._choice.value = False
    assert again.raw["granted"] != "met" and {"own_resources", "items"} <= {
        name for name, control in again.controls.items() if control.view.visible
    }
    tell(again, "undo")
    assert again._choice.value == "other" and again.raw["granted"] == "met"


@pytest.mark.parametrize(
    ("name", "case", "asked"),
    [
        ("trial_placement", {"no_earlier_trial": "unknown", "earlier_trials": [{"days": 10}]}, False),
        ("trial_placement", {"no_earlier_trial": "met", "earlier_trials": [{"days": 10}]}, True),
        ("capital_aid", {"granted": "met"}, False),
    ],
)
def test_whether_a_list_is_empty_is_asked_only_where_it_matters(name: str, case: dict[str, Any], asked: bool) -> None:
    form = form_of(name)
    denial = "no_device" if name == "capital_aid" else "no_earlier_trial"
    assert (denial in form.asked(form.calculator.case_type.model_validate(case))) is asked


def test_the_other_estimate_takes_the_place_of_the_first_though_both_show_as_many_fields() -> None:
    example = Live(form_of("capital_aid"))
    tell(example, "example")
    live = Live(example.form, example.state.value)
    tell(live, "reset")
    assert len(live._box) == len(live.form.other_estimate.columns)  # type: ignore[union-attr]
    live._choice.value = "other"
    shown = [name for name, control in live.controls.items() if control.view in list(live._box)]
    assert set(shown) == set(live.form.other_estimate.columns)  # type: ignore[union-attr]
    live._choice.value = False
    assert live.controls["items"].view in list(live._box) and live.controls["cash"].view not in list(live._box)
