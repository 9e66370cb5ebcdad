"""Which facts settle which verdict, found by taking facts out of cases: ``python -m tests.questions`` writes the
table."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ai_calc.evaluation import evaluate
from ai_calc.outcome.facts import Finding
from ai_calc.registers import calculators as registry
from ai_calc.registers.calculators import Calculator
from ai_calc.results import Status
from calculators.kit.static import form_of
from tests import worked_cases

EXAMPLES = {name: form_of(name).example for name in registry.names()}
EMPTY_AND_EXAMPLES = [*((name, {}) for name in registry.names()), *EXAMPLES.items()]
FILE = Path(__file__).parents[1] / "src" / "ai_calc" / "outcome" / "questions.json"


def opened_by_blanks(calculator: Calculator, data: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """(verdict, field): the verdict is settled in this case, or not even there, and open once the field is blank."""
    whole = evaluate(calculator, data)
    if whole.result is None or whole.case is None:
        return
    before = {v.key: v.status for v in whole.result.verdicts}
    for name, info in calculator.case_type.model_fields.items():
        if info.is_required() or getattr(whole.case, name) == (default := info.get_default(call_default_factory=True)):
            continue
        without = evaluate(calculator, {**whole.case.model_dump(), name: default}).result
        after = {v.key for v in without.verdicts} if without is not None else set()
        for v in without.verdicts if without is not None else ():
            new = v.key not in before and before.keys() <= after  # not one of another way that the case would take
            if v.status is Status.TO_APPRAISE and (new or before.get(v.key) in (Status.MET, Status.NOT_MET)):
                yield v.key, name


def settled_by_answers(calculator: Calculator, data: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """(verdict, field): the verdict is open in this case, and settled once the field is answered Oui or Non."""
    whole = evaluate(calculator, data)
    if whole.result is None or whole.case is None:
        return
    waiting = {v.key for v in whole.result.verdicts if v.status is Status.TO_APPRAISE}
    for name in calculator.case_type.model_fields:
        if getattr(whole.case, name) is not Finding.UNKNOWN:
            continue
        for answer in (Finding.MET, Finding.NOT_MET):
            other = evaluate(calculator, {**whole.case.model_dump(), name: answer}).result
            for v in other.verdicts if other is not None else ():
                if v.key in waiting and v.status is not Status.TO_APPRAISE:
                    yield v.key, name


def found(cases: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, list[str]]]:
    """The table of some cases."""
    fields: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, data in cases:
        pairs = [
            *opened_by_blanks(registry.get(name), data),
            *(settled_by_answers(registry.get(name), data) if not data or data == EXAMPLES[name] else ()),
        ]
        for verdict, field in pairs:
            fields[name][verdict].add(field)
    order = {name: list(registry.get(name).case_type.model_fields) for name in fields}
    return {
        name: {key: sorted(fields[name][key], key=order[name].index) for key in sorted(fields[name])}
        for name in sorted(fields)
    }


if __name__ == "__main__":
    FILE.write_text(
        json.dumps(
            found([*EMPTY_AND_EXAMPLES, *((name, case["case"]) for name, case in worked_cases.load())]),
            ensure_ascii=False,
            indent=1,
        )
        + "\n",
        "utf-8",
    )
