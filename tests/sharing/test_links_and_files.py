"""A case handed over opens as it was, says what changed, or says clearly why it cannot be opened."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.handing_over import sharing
from ai_calc.handing_over.sharing import SharedCaseError, case_data, from_file, from_link, to_file, to_link
from ai_calc.registers import calculators as registry
from ai_calc.registers.calculators import Calculator
from tests.worked_cases import load

CASES = [(name, case) for name, case in load() if not any(key.startswith("fault/") for key in case["expect"])]


def computed(name: str, data: dict[str, Any]) -> tuple[Calculator, Any, Any]:
    calculator = registry.get(name)
    case = calculator.case_type.model_validate(data)
    return calculator, case, calculator.compute(case)


@pytest.fixture(scope="module")
def shared() -> tuple[Calculator, Any, Any]:
    return computed(
        "capital_aid",
        {"law_date": "2020-01-01", "items": [{"label": "Four", "amount": "52000.50"}], "own_resources": 1000},
    )


@pytest.mark.parametrize(("name", "data"), CASES, ids=[case["id"] for _, case in CASES])
def test_every_worked_case_survives_a_link_and_a_file(name: str, data: dict[str, Any]) -> None:
    calculator, case, result = computed(name, data["case"])
    link, file = from_link(to_link(calculator, case, result)), from_file(to_file(calculator, case, result, "Mon cas"))
    assert file.case == case, "a date that nobody gave is none"
    assert file.name == "Mon cas"
    assert case_data(link.case) == case_data(case, personal=False), (
        "a link leaves out what names a person, and nothing else"
    )
    for opened in (link, file):
        assert opened.calculator is calculator
        assert opened.changes == ()


def test_a_file_holds_the_day_of_the_law_and_the_version_but_gives_no_date_that_nobody_gave(shared) -> None:
    data = json.loads(to_file(*shared))
    assert (data["case"]["law_date"], data["law_day"]) == ("2020-01-01", "2020-01-01")
    assert data["version"]
    undated = json.loads(to_file(*computed("capital_aid", {"own_resources": 1000}), "M. B."))
    assert "law_date" not in undated["case"]
    assert undated["law_day"] == date.today().isoformat()
    opened = from_file(json.dumps(undated))
    assert (opened.case.law_date, opened.changes, opened.name) == (None, (), "M. B.")


def test_a_case_without_a_date_says_that_another_day_applies_by_now(shared) -> None:
    data = json.loads(to_file(*computed("capital_aid", {"own_resources": 1000})))
    data["law_day"] = "2025-03-01"
    said = [str(change) for change in from_file(json.dumps(data)).changes]
    assert (
        said[0].replace("\u00a0", " ").startswith("Sans date du droit saisie : ce cas était calculé au 1er mars 2025")
    )
    dated = json.loads(to_file(*shared))
    assert from_file(json.dumps(dated)).changes == ()
    for odd in (None, 3, "hier", ["2020-01-01"]):
        assert from_file(json.dumps({**dated, "law_day": odd})).changes == ()


def test_a_file_of_an_earlier_version_opens_with_the_date_that_it_holds_and_any_name_is_one_line(shared) -> None:
    data = json.loads(to_file(*shared))
    del data["law_day"]
    assert str(from_file(json.dumps(data)).case.law_date) == "2020-01-01"
    for odd, name in ((None, ""), (3, ""), ("  M.\n B. ", "M. B."), ("x" * 200, "x" * 79 + "…")):
        assert from_file(json.dumps({**data, "name": odd})).name == name


def test_a_link_is_short_and_safe_in_an_address(shared) -> None:
    link = to_link(*shared)
    assert len(link) < 1000
    assert link.replace("-", "").replace("_", "").isalnum()


def test_a_case_shared_with_another_outcome_says_what_changed(shared) -> None:
    data = json.loads(to_file(*shared))
    data["version"] = "0.0.9"
    data["outcome"]["figures"]["grantable"] = "40000"
    data["outcome"]["status"] = "met"
    opened = from_file(json.dumps(data))
    said = [str(change).replace("\u202f", " ").replace("\u00a0", " ") for change in opened.changes]
    assert said[2:]
    assert all(s.startswith("Entre la version 0.0.9 et la version ") for s in said[2:]), "what the changelog says of it"
    assert said[:2] == [
        "Depuis la version 0.0.9, la conclusion est « à apprécier » au lieu de « remplie ».",
        "Depuis la version 0.0.9, « Aide possible » vaut 51 000,50 CHF au lieu de 40000.",
    ]


def test_a_truncated_link_is_refused_wherever_it_is_cut(shared) -> None:
    link = to_link(*shared)
    for cut in range(len(link)):
        with pytest.raises(SharedCaseError, match="incomplet ou altéré"):
            from_link(link[:cut])


def test_a_link_with_any_character_changed_is_refused(shared) -> None:
    link = to_link(*shared)
    for i in range(len(link)):
        other = "A" if link[i] != "A" else "B"
        try:
            opened = from_link(link[:i] + other + link[i + 1 :])
        except SharedCaseError:
            continue
        assert opened.case == shared[1], "never a wrong result"


def test_a_link_that_unfolds_without_end_is_refused() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b"0" * 50_000_000, 9)).decode().rstrip("=")
    with pytest.raises(SharedCaseError):
        from_link(bomb)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "x"}, "ne contient pas un cas de ce site"),
        ({"calculator": "loto"}, "calculateur inconnu ici (« loto »)"),
        ({"schema": 99}, "vient d'une version plus récente"),
        ({"schema": 0}, "ne contient pas un cas complet"),
        ({"schema": "1"}, "ne contient pas un cas complet"),
        ({"case": 3}, "ne contient pas un cas complet"),
        ({"case": {"own_resources": "abc"}}, "own_resources : « abc » n'est pas un nombre"),
        ({"case": {"foo": 1}}, "foo : champ inconnu"),
        ({"case": {"law_date": "2016-01-01", "items": [{"amount": 1}]}}, "aucune valeur connue"),
    ],
)
def test_a_file_that_does_not_fit_says_why(shared, change: dict[str, Any], message: str) -> None:
    data = {**json.loads(to_file(*shared)), **change}
    with pytest.raises(SharedCaseError) as caught:
        from_file(json.dumps(data))
    assert message in str(caught.value)


def test_a_file_of_version_0_1_0_keeps_the_defaults_that_it_left_out(shared) -> None:
    data = {
        "format": sharing.FORMAT,
        "calculator": "capital_aid",
        "schema": 1,
        "version": "0.1.0",
        "case": {"own_resources": 500},
    }
    case = from_file(json.dumps(data)).case
    assert (case.own_resources, case.legal_form.value, case.related_to_invalidity.value, str(case.law_date)) == (
        500,
        "independent",
        "met",
        "2020-01-01",
    )
    now = from_file(json.dumps({**data, "schema": 2})).case
    assert (now.legal_form.value, now.related_to_invalidity.value, now.law_date) == ("unknown", "unknown", None)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.text(max_size=200) | st.binary(max_size=200).map(lambda b: base64.urlsafe_b64encode(zlib.compress(b)).decode())
)
@settings(max_examples=400, deadline=None)
def test_no_text_crashes_the_reader_of_links(text: str) -> None:
    with pytest.raises(SharedCaseError):
        from_link(text)


@given(json_values)
@settings(max_examples=400, deadline=None)
def test_no_json_crashes_the_reader_of_files(data: Any) -> None:
    with pytest.raises(SharedCaseError):
        from_file(json.dumps(data))


@given(json_values, st.sampled_from(sorted(registry.get("capital_aid").case_type.model_fields)))
@settings(max_examples=400, deadline=None)
def test_any_value_in_any_field_opens_or_is_refused(value: Any, name: str) -> None:
    data = {"format": sharing.FORMAT, "calculator": "capital_aid", "schema": 1, "case": {name: value}, "outcome": value}
    try:
        from_file(json.dumps(data))
    except SharedCaseError as error:
        assert str(error)


@pytest.mark.parametrize("text", ["[" * 100_000, "{" * 5000, '{"a":' * 3000, "\x00", "NaN", "1e999999"])
def test_hostile_files_are_refused_at_once(text: str) -> None:
    with pytest.raises(SharedCaseError):
        from_file(text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("capital_aid", {"own_resources": 0, "other_financing": "0", "interest_deferral_months": 0}),
        ("coaching", {"earlier_months": 0, "travel_hours_per_month": 0, "canton": "be", "rounding": "nearest"}),
        ("placement", {"expenses_claimed": 0, "service": "search"}),
        ("work_introduction", {"other_wage": 0, "payment_months": 1}),
    ],
)
def test_a_nought_or_a_usual_value_that_somebody_typed_travels_and_what_nobody_typed_does_not(
    name: str, data: dict[str, object]
) -> None:
    shared = computed(name, {**data, "law_date": "2022-03-01"})
    for opened in (from_link(to_link(*shared)), from_file(to_file(*shared))):
        assert opened.case == shared[1]
        assert opened.case.model_fields_set == {*data, "law_date"}


def test_every_case_of_version_0_1_0_opens_and_reads_what_was_left_out_as_it_was_meant_then() -> None:
    for name in registry.names():
        data = {"format": sharing.FORMAT, "calculator": name, "schema": 1, "version": "0.1.0", "case": {}}
        opened = from_file(json.dumps(data))
        assert str(opened.changes[-1]).startswith("Entre la version 0.1.0 et la version"), name
    aid = {"items": [{"label": "Four", "amount": "52000"}], "law_date": "2020-01-01"}
    data = {"format": sharing.FORMAT, "calculator": "capital_aid", "schema": 1, "version": "0.1.0", "case": aid}
    result = from_file(json.dumps(data)).result
    assert (result.figure("net_need").standing, result.verdict("project").status) == ("due", "met"), "0 was its default"
    result = from_file(json.dumps({**data, "schema": 2, "version": "0.2.0"})).result
    assert (result.figure("net_need").standing, result.verdict("project").status) == ("conditional", "to_appraise")
