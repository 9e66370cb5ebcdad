"""Which facts a verdict waits for: the questions whose answer settles it, for each calculator.

The table is made by turning facts of the worked cases (``python -m tests.questions``), never by hand: a fact belongs
to a verdict when taking it away leaves that verdict open.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from ai_calc.outcome.facts import Case, Finding
from ai_calc.outcome.year_of_birth import BIRTH_DAY, year_in
from ai_calc.results import Result, Status


@cache
def table() -> dict[str, dict[str, list[str]]]:
    """The fields by calculator and key of the verdict, in the order of the case."""
    found: dict[str, dict[str, list[str]]] = json.loads(
        resources.files(__package__).joinpath("questions.json").read_text("utf-8")
    )
    return found


def open_questions(calculator: str, case: Case, result: Result[object]) -> dict[str, tuple[str, ...]]:
    """The unanswered fields of each open verdict, by its key; one that has a usual value is no question. A year of
    birth is half an answer."""
    half = tuple(filter(None, [year_in(case)]))
    known = {**table().get(calculator, {}), BIRTH_DAY: half}
    blank = {name for name in type(case).model_fields if getattr(case, name) in (None, "", (), Finding.UNKNOWN)}
    blank.update(half)
    return {
        v.key: tuple(name for name in known.get(v.key, ()) if name in blank)
        for v in result.verdicts
        if v.status is Status.TO_APPRAISE
    }
