"""A file of one case becomes a file of a person: under its name, as its form would keep it."""

from __future__ import annotations

import json

import pytest

from ai_calc.handing_over.sharing import to_file
from ai_calc.registers import calculators as registry
from calculators.kit import opening
from calculators.kit.live import Live
from calculators.kit.static import form_of


def file_of(name: str, data: dict[str, object], called: str = "") -> str:
    calculator = registry.get(name)
    case = calculator.case_type.model_validate(data)
    return to_file(calculator, case, calculator.compute(case), called)


def opened(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(opening.answer(json.dumps({"file": text})))
    return found


@pytest.mark.parametrize("name", registry.names())
def test_the_form_goes_on_from_what_was_opened_with_nothing_typed_that_nobody_typed(name: str) -> None:
    example = {k: v for k, v in form_of(name).example.items() if k != "law_date"}
    found = opened(file_of(name, example, "M. B."))
    assert (found["calculator"], found["name"], found["title"]) == (name, "M. B.", registry.get(name).title)
    state = str(found["state"])
    kept = json.loads(state)
    assert "law_date" not in kept["raw"]
    assert "example" not in kept, "it is no example"
    live = Live(form_of(name), state)
    assert live.faults == []
    assert live.state.value == state, "the same file opened twice is the same state"
    assert found["about"]["conclusion"]  # type: ignore[index]


def test_what_is_no_case_says_why() -> None:
    assert opened("{}") == {"fault": "Ce fichier ne contient pas un cas de ce site."}
    assert opened(file_of("capital_aid", {"own_resources": 1}))["name"] == ""
