"""« À établir : … » names questions of an open point; pressing one brings its field into sight."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ai_calc.evaluation import evaluate
from ai_calc.registers import calculators as registry
from calculators.kit.fields import raw_case
from calculators.kit.live import Live
from calculators.kit.static import form_of
from tests.worked_cases import load

LOOKED_AT, EACH = 24, 2
"""Worked cases of a calculator that are opened in its form, and those with questions that are tried."""


def _open(calculator: str, data: dict[str, Any], refined: bool) -> Live:
    form = form_of(calculator)
    case = form.calculator.case_type.model_validate(data)
    return Live(form, json.dumps({"raw": raw_case(form.specs, case), "v": 3, "refined": refined}))


def _named(live: Live) -> list[str]:
    html = "".join(str(pane.object) for pane in live.outputs.values())
    return list(dict.fromkeys(re.findall(r'data-calc-action="goto:([^"]+)"', html)))


def _in_sight(live: Live, name: str) -> bool:
    if name not in live.controls or not live.controls[name].view.visible:
        return False
    if not live._refined:
        return live.controls[name].view in list(live._box)
    card, fields = next((card, f) for section, card, f in live._sections if name in section.fields)
    return card.visible and not card.collapsed and live.controls[name].view in list(fields)


@pytest.mark.parametrize("calculator", registry.names())
@pytest.mark.parametrize("refined", [True, False], ids=["all questions", "estimate"])
def test_each_question_that_is_named_leads_to_its_field(calculator: str, refined: bool) -> None:
    tried = 0
    entries = [entry for name, entry in load() if name == calculator]
    entries = [e for e in entries if evaluate(registry.get(calculator), e["case"]).result is not None]
    for entry in entries[:: max(1, len(entries) // LOOKED_AT)]:
        live = _open(calculator, entry["case"], refined)
        named, folded = _named(live), [card.collapsed for _, card, _ in live._sections]
        for name in named:
            if live._refined != refined:  # the question before has led out of the estimate
                live = _open(calculator, entry["case"], refined)
            for (_, card, _), was in zip(live._sections, folded, strict=True):
                card.collapsed = was
            live.inbox.value = json.dumps({"action": "goto", "field": name})
            assert _in_sight(live, name), (entry["id"], name)
        tried += bool(named)
        if tried == EACH:
            break
    assert tried or calculator in {"pathway"}, "no question was named"
