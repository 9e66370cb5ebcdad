"""The shared form: every field shown once, nothing typed lost, faults beside the field, texts never become HTML."""

from __future__ import annotations

import json
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_calc.evaluation import evaluate
from ai_calc.ground.french import number
from ai_calc.registers import calculators as registry
from calculators.kit import form as forms
from calculators.kit import render
from calculators.kit.charts import chart_html, shares
from calculators.kit.fields import fields_of, parse_case, raw_case
from calculators.kit.inputs import given_facts
from calculators.kit.static import calculator_html, form_of
from tests.worked_cases import load

NAMES = registry.names()


@pytest.mark.parametrize("name", NAMES)
def test_a_form_shows_every_field_of_its_case_exactly_once(name: str) -> None:
    forms.check(form_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_default_case_computes_and_fills_every_slot_of_the_page(name: str) -> None:
    form = form_of(name)
    result = form.calculator.compute(form.calculator.case_type.model_validate(form.example))
    assert set(dict(render.slots(result))) == set(render.SLOTS)
    page = calculator_html(name)
    for slot in ("faults", "summary", "charts", "notes", "glance"):
        assert f'data-slot="{slot}"' in page
    assert " style=" not in page, "the content policy forbids style attributes"


def test_every_picture_of_every_calculator_has_its_numbers_in_a_table() -> None:
    kinds = set()
    for name, case in load():
        calculator = registry.get(name)
        if (result := evaluate(calculator, case["case"]).result) is None:
            continue
        for chart in result.charts:
            kinds.add(chart.kind)
            table = unescape(str(chart_html(chart)).partition("<table")[2])
            lines = [s.label for s in chart.series] if chart.kind == "parts" else chart.labels
            assert table.count('<th scope="row">') == len(lines) and all(
                f'<th scope="row">{line}</th>' in table for line in lines
            ), chart.key
            assert all(f">{number(value)}</td>" in table for s in chart.series for value in s.values), chart.key
    assert kinds == {"parts", "bars", "path", "timeline"}


@pytest.mark.parametrize("name", NAMES)
def test_a_case_survives_the_way_into_the_form_and_back(name: str) -> None:
    form = form_of(name)
    case = form.calculator.case_type.model_validate(form.example)
    data, faults = parse_case(form.specs, raw_case(form.specs, case))
    assert faults == []
    assert form.calculator.case_type.model_validate(data) == case


def test_what_cannot_be_read_is_a_fault_at_its_place() -> None:
    specs = fields_of(registry.get("capital_aid").case_type)
    data, faults = parse_case(
        specs, {"own_resources": "beaucoup", "items": [{"amount": "12,5"}, {"amount": "x"}], "birth_date": "31.2.1970"}
    )
    assert [f.path for f in faults] == ["birth_date", "items[1].amount", "own_resources"]
    assert data["items"][0]["amount"] == Decimal("12.5")


def test_what_a_person_types_never_becomes_html() -> None:
    form = form_of("capital_aid")
    bomb = '<img src=x onerror="alert(1)">'
    case = form.calculator.case_type.model_validate({"items": [{"label": bomb, "amount": 10}]})
    html = "".join(dict(render.slots(form.calculator.compute(case))).values()) + forms_html(form, bomb)
    assert "<img" not in html


def forms_html(form: forms.FormSpec, text: str) -> str:
    from ai_calc.ground.errors import Fault
    from calculators.kit.static import form_html

    return form_html(form, {"items": [{"label": text, "amount": 1}]}) + render.faults_html(
        [Fault(f"items[0].{text}", text)], {}
    )


class TestLive:
    """The Panel form, driven without a browser."""

    @pytest.fixture
    def live(self):
        from calculators.kit.live import Live

        return Live(form_of("capital_aid"))

    def type(self, live, name: str, text: str) -> None:
        live.controls[name].widget.value = text

    def test_a_change_recalculates_and_tidies_the_number(self, live) -> None:
        live.inbox.value = json.dumps({"action": "example"})
        assert "Exemple : données fictives" in live.outputs["example"].object
        self.type(live, "own_resources", "20'000,5")
        assert live.raw["own_resources"] == "20\u202f000,50"
        assert live.result.figure("net_need").value == Decimal("66999.50")

    def test_a_fault_stands_beside_its_field_and_keeps_the_text_and_the_last_result(self, live) -> None:
        before = live.result
        self.type(live, "own_resources", "abc")
        assert live.raw["own_resources"] == "abc"
        assert live.result is before
        assert "n&#39;est pas un nombre" in live.outputs["faults"].object
        assert "faulty" in live.controls["own_resources"].widget.css_classes
        self.type(live, "own_resources", "1000")
        assert live.outputs["faults"].object == ""
        assert "faulty" not in live.controls["own_resources"].widget.css_classes

    def test_the_form_opens_empty_and_an_example_says_that_it_is_one_until_a_new_file_is_begun(self, live) -> None:
        assert live.raw == live.form.empty
        assert live.outputs["example"].object == ""
        assert "Complétez" in live.outputs["summary"].object
        live.inbox.value = json.dumps({"action": "example", "n": 1})
        assert "Exemple : données fictives" in live.outputs["example"].object
        assert "Complétez" not in live.outputs["summary"].object
        live.inbox.value = json.dumps({"action": "reset", "n": 2})
        assert live.outputs["example"].object == ""
        assert live.raw == live.form.empty

    def test_what_was_kept_by_a_version_that_opened_on_its_example_stays_as_it_was(self, live) -> None:
        from calculators.kit.live import Live

        again = Live(
            form_of("capital_aid"), json.dumps({"calculator": "capital_aid", "raw": {"own_resources": "31 000"}})
        )
        assert again.raw["own_resources"] == "31\u202f000"
        assert again.raw["third_party_aid"] == "9\u202f000"

    def test_a_field_that_only_names_something_is_asked_though_nothing_follows_from_it(self, live) -> None:
        live.inbox.value = json.dumps({"action": "example"})
        assert live._asked is not None
        assert "items[0].label" in live._asked
        rows = live.controls["items"]._rows
        assert all(c.view.visible for c in rows[0] if c.spec.name == "label")

    def test_undo_goes_back_one_change_at_a_time(self, live) -> None:
        first = live.raw["own_resources"]
        self.type(live, "own_resources", "1000")
        self.type(live, "own_resources", "2000")
        live.inbox.value = json.dumps({"action": "undo", "n": 1})
        assert live.raw["own_resources"] == "1\u202f000"
        live.inbox.value = json.dumps({"action": "undo", "n": 2})
        assert live.raw["own_resources"] == first

    def test_the_state_brings_back_what_was_typed_even_when_it_cannot_be_read(self, live) -> None:
        from calculators.kit.live import Live

        self.type(live, "own_resources", "beaucoup")
        again = Live(form_of("capital_aid"), live.state.value)
        assert again.raw["own_resources"] == "beaucoup"
        assert again.faults

    @pytest.mark.parametrize("state", ["", "{", "[]", '{"raw": 3}', '{"raw": {"unknown": 1}, "v": 2}', "null"])
    def test_a_broken_state_gives_the_default_form(self, live, state: str) -> None:
        from calculators.kit.live import Live

        assert Live(form_of("capital_aid"), state).raw == live.raw

    @pytest.mark.parametrize(
        "message",
        [
            "{",
            "[]",
            "3",
            '{"action": "fly"}',
            '{"action": "load"}',
            '{"action": "load", "case": 3}',
            '{"action": "load", "case": {"items": 3}}',
            '{"action": "load", "case": {"birth_date": "x"}}',
            '{"action": "load", "case": {"own_resources": {}}}',
        ],
    )
    def test_a_broken_message_changes_nothing_and_does_not_crash(self, live, message: str) -> None:
        before = live.raw
        live.inbox.value = message
        assert live.raw == before

    def test_rows_can_be_added_and_taken_away(self, live) -> None:
        rows = live.controls["items"]
        count = len(rows.raw)
        rows._add({"label": "Four"})
        assert len(rows.raw) == count + 1
        assert [f.path for f in live.faults] == [f"items[{count}].amount"]
        live.inbox.value = json.dumps({"action": "undo"})
        assert len(rows.raw) == count
        assert live.faults == []


def test_what_follows_from_many_open_points_alike_is_said_once() -> None:
    form = form_of("capital_aid")
    result = form.calculator.compute(form.calculator.case_type.model_validate({"items": [{"amount": 120000}]}))
    said = unescape(str(dict(render.slots(result))["verdicts"]))
    assert said.count("Si ce point est rempli : il reste") == 3, "for all, and where other amounts rest on a point"
    assert "Restent à apprécier" not in unescape(str(dict(render.slots(result))["summary"])), "the headline names them"


def test_a_list_is_summed_up_with_its_lines_and_its_amount() -> None:
    form = form_of("capital_aid")
    case = form.calculator.case_type.model_validate({"items": [{"amount": 120000}, {"amount": 500}]})
    assert ("Positions du projet", "2 lignes, 120\u202f500\u00a0CHF") in given_facts(case, form)


@pytest.mark.parametrize(
    ("name", "data", "named"),
    [
        ("reclassement", {"goal": "training", "training": "completed_before"}, ""),
        ("capital_aid", {"items": [{"label": "Four", "amount": 52000}]}, "Besoin 52\u202f000\u00a0CHF"),
    ],
)
def test_the_list_of_files_names_the_figures_of_the_bar_that_have_a_value(
    name: str, data: dict[str, object], named: str
) -> None:
    result = evaluate(registry.get(name), data).result
    assert result is not None and any(f.main for f in result.figures)
    _, said = render.conclusion_words(result, False, None)
    assert "—" not in said and said.startswith(named) and bool(said) == bool(named)


@given(st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=1, max_size=8).filter(any))
def test_the_parts_of_a_whole_add_up_to_a_hundred_and_each_is_the_nearest_but_one(values: list[Decimal]) -> None:
    found, total = shares(values), sum(values)
    assert sum(found) == 100
    assert all(abs(part - value * 100 / total) < 1 for part, value in zip(found, values, strict=True))


def test_equal_remainders_are_rounded_up_from_the_first_on() -> None:
    assert shares([12, 9, 60, 15]) == [13, 9, 62, 16]
