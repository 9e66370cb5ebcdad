"""A mandate as the page keeps it: its case, or why it cannot be computed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ai_calc.calculators.coaching import CoachingCase
from calculators.kit import carrying
from calculators.kit.fields import RawRow, safe_raw
from calculators.kit.form import FormSpec
from calculators.kit.leaving_out import compute
from calculators.kit.static import form_of


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate of the list: its case, or why it cannot be computed. ``left_out``: lines of the journal with a
    fault. ``beside``: the mandate of which it is a copy that nobody has settled yet."""

    ident: str
    name: str
    case: CoachingCase | None
    fault: str = ""
    left_out: int = 0
    beside: str = ""

    @property
    def with_reference(self) -> CoachingCase:
        """The case with a reference, by which a calendar knows it again."""
        assert self.case is not None
        return self.case.model_copy(update={"reference": self.case.reference or carrying.reference(self.ident)})


def kept(entry: dict[str, Any]) -> tuple[dict[str, Any], RawRow]:
    """What the page keeps of a form, as this version names it, and the raw values in it. Raises what JSON of another
    shape does."""
    form: FormSpec = form_of("coaching")
    state = json.loads(entry["state"])
    kept = form.calculator.case_type.from_older(state.get("raw", {}))
    return {**state, "raw": kept}, {
        s.name: r for s in form.specs if s.name in kept and (r := safe_raw(s, kept[s.name])) is not None
    }


def read(entry: dict[str, Any]) -> Mandate:
    """A mandate from what the page keeps of its form."""
    form: FormSpec = form_of("coaching")
    ident, name, beside = str(entry.get("id")), str(entry.get("name")), str(entry.get("beside") or "")
    try:
        _, raw = kept(entry)
    except (ValueError, TypeError, AttributeError, KeyError):
        return Mandate(ident, name, None, "ce qui est gardé ne peut pas être lu")
    raw["person"] = raw.get("person") or name
    computed = compute(form.calculator, form.specs, raw, form.leaves_out)
    case = computed.evaluation.case
    if not isinstance(case, CoachingCase):
        return Mandate(ident, name, None, "; ".join(f.message for f in computed.faults) or "donnée à corriger")
    return Mandate(ident, name, case, left_out=sum(map(len, computed.left_out.values())), beside=beside)
