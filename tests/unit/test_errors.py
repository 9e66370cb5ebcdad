"""Faults of a case, in French."""

from __future__ import annotations

import pytest

from ai_calc.evaluation import evaluate
from ai_calc.registers import calculators as registry
from calculators.kit.fields import fields_of


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ({"law_date": "2013-12-31"}, "law_date : pas avant le 1er\u00a0janvier\u00a02014 (reçu : « 2013-12-31 »)"),
        ({"law_date": "2036-01-01"}, "law_date : pas après le 31\u00a0décembre\u00a02035 (reçu : « 2036-01-01 »)"),
        ({"waiver_percent": 101}, "waiver_percent : au plus 100 est admis (reçu : « 101 »)"),
        ({"items": [{"amount": -1}]}, "items[0].amount : au moins 0 est attendu (reçu : « -1 »)"),
        ({"items": [{}]}, "items[0].amount : cette donnée est obligatoire"),
        ({"own": 1}, "own : champ inconnu"),
        ({"own_resources": True}, "own_resources : un nombre est attendu (reçu : « true »)"),
        ({"items": [{"amount": False}]}, "items[0].amount : un nombre est attendu (reçu : « false »)"),
    ],
)
def test_a_fault_names_its_field_and_its_reason_in_french(data: dict[str, object], line: str) -> None:
    assert [str(fault) for fault in evaluate(registry.get("capital_aid"), data).faults] == [line]


def test_a_text_that_is_too_long_counts_its_characters_and_a_list_its_entries() -> None:
    (fault,) = evaluate(registry.get("coaching"), {"journal": [{"day": "2022-03-01", "note": "x" * 301}]}).faults
    assert str(fault) == "journal[0].note : au plus 300 caractères sont admis"
    period = {"start": "2022-03-01", "end": "2022-03-02"}
    (fault,) = evaluate(registry.get("coaching"), {"other_mandates": [period] * 21}).faults
    assert str(fault) == "other_mandates : au plus 20 éléments sont admis"


@pytest.mark.parametrize("name", registry.names())
def test_true_is_not_the_number_one_and_a_number_is_not_a_date(name: str) -> None:
    calculator = registry.get(name)
    specs = [(s.name, s.kind) for s in fields_of(calculator.case_type)]
    specs += [(f"{s.name}[0].{c.name}", c.kind) for s in fields_of(calculator.case_type) for c in s.columns]
    for path, kind in specs:
        if kind not in ("whole", "duration", "number", "date"):
            continue
        value, words = {
            "date": (1577836800, "une date est attendue"),
            "number": (True, "un nombre est attendu"),
        }.get(kind, (True, "un nombre entier est attendu"))
        head, _, column = path.partition("[0].")
        told = {f.path: f.message for f in evaluate(calculator, {head: [{column: value}] if column else value}).faults}
        assert words in told.get(path, ""), (path, told)
