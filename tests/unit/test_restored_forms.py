"""What was kept, put into a form that was made in advance, gives the form that would have been made with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import panel as pn
import pytest

from ai_calc.registers import calculators as registry
from calculators.kit.controls import Rows
from calculators.kit.fields import raw_case
from calculators.kit.live import Live
from calculators.kit.static import form_of

FIRST = "one answer of the estimate"
KEPT = (FIRST, "its example", "an example with a section folded", "a fault", "of the first version", "not to be read")


def kept(name: str, kind: str) -> str:
    """A state as this calculator would have kept it."""
    form = form_of(name)
    if kind == "not to be read":
        return '{"raw": 1'
    if kind == "of the first version":
        return json.dumps({"raw": {}})
    live = Live(form)
    if kind == FIRST:
        assert form.estimate is not None
        spec = form.spec(form.estimate.fields[0].partition(".")[0])
        live._set_raw({**live.raw, spec.name: raw_case(form.specs, form.example)[spec.name]})
        return str(live.state.value)
    live.inbox.value = json.dumps({"action": "example"})
    if kind == "a fault":
        live._set_raw({**live.raw, "law_date": "hier"})
        assert live.faults
    elif kind == "an example with a section folded":
        section, card, _ = live._sections[0]
        card.collapsed = not card.collapsed
    return str(live.state.value)


def _shown(live: Live, name: str | None) -> Any:
    """What a control holds and which of its fields are in sight."""
    if name is None:
        return None
    control = live.controls[name]
    parts = control.view.select(lambda part: isinstance(part, pn.widgets.Widget))
    return control.raw, [(type(part), part.visible) for part in parts], isinstance(control, Rows)


def looks(live: Live) -> Iterator[Any]:
    """What is to be seen of a form, and what it holds."""
    yield live.raw
    yield json.loads(live.state.value)
    yield {slot: str(pane.object) for slot, pane in live.outputs.items()}
    names = {id(control.view): name for name, control in live.controls.items()}
    for box in (live._box, *(fields for _, _, fields in live._sections)):
        yield [
            (names.get(id(view), "words"), _shown(live, names.get(id(view)))) for view in box.objects if view.visible
        ]
    yield [(section.key, card.visible, card.collapsed, card.title) for section, card, _ in live._sections]
    yield live._history


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("name", registry.names())
def test_a_form_into_which_a_state_is_put_is_the_form_made_with_it(name: str, kind: str) -> None:
    state = kept(name, kind)
    made, restored = Live(form_of(name), state), Live(form_of(name))
    restored.restorer.value = state
    for wanted, found in zip(looks(made), looks(restored), strict=True):
        assert found == wanted
