"""No result disagrees with itself, in any calculator: conclusion, amounts and headline follow from the verdicts."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from ai_calc.evaluation import evaluate
from ai_calc.ground.french import show
from ai_calc.outcome.conclusion import Subject, conclude
from ai_calc.registers import calculators as registry
from ai_calc.results import Result, Role, Standing, Status, as_text
from tests import changed_cases, roles, worked_cases

CALCULATORS = registry.names()

PAYS = re.compile(r"^(Verser|Payer|Annoncer)\b.*CHF")


def _is_number(cell: Any) -> bool:
    return isinstance(cell, Decimal | int)


def contradictions(result: Result[Any]) -> list[str]:
    """Where a result says two things at once."""
    found = []
    weigh = [v for v in result.verdicts if v.role is Role.CONDITION]
    status = result.overall.status
    if status is Status.MET:
        found += [f"« remplie » beside {v.key}" for v in weigh if v.status is not Status.MET]
    if conclude(Subject(result.overall.label), result.verdicts).status is not status:
        found.append("the conclusion is not the one of its verdicts")
    by_key = {**{v.key: v for v in result.verdicts}, "overall": result.overall}
    head = " ".join(map(str, result.headline))
    for f in result.figures:
        carriers = [by_key[key] for key in f.carried_by if key in by_key]
        if any(v.status is Status.NOT_MET and not v.soft for v in carriers) and f.value:
            found.append(f"{f.key} is {f.value} though {[v.key for v in carriers if v.status is Status.NOT_MET]} fails")
        if f.value and f.standing is Standing.DUE and any(v.status is not Status.MET for v in carriers):
            found.append(f"{f.key} is due though something that carries it is open")
        if f.main and f.value is not None and show(f.value, f.unit) not in head:
            found.append(f"{f.key} is not in the headline")
    found += [
        f"{table.key} orders a payment that rests on nothing"
        for table in result.tables
        if not table.carried_by and any(PAYS.search(str(cell)) for row in table.rows for cell in row if cell)
    ]
    if result.calculator != "reclassement":  # its tips say by what fact another measure would be the right one
        found += [
            f"{v.key} is met and says what would change it"
            for v in result.verdicts
            if v.status is Status.MET and v.would_change is not None
        ]
    found += [
        f"the total of {table.key}.{column.key} is not the sum of its lines"
        for table in result.tables
        for column, total, *cells in zip(table.columns, table.total or (), *table.rows, strict=False)
        if _is_number(total) and total != sum(filter(_is_number, cells))
    ]
    if not result.caution.covered and str(result.caution.text) not in head:
        found.append("the headline does not say what is not verified")
    return found


@pytest.mark.parametrize("name", CALCULATORS)
def test_no_result_says_two_things_at_once_whichever_fact_of_a_worked_case_is_turned(name: str) -> None:
    seen: Counter[Status] = Counter()
    for _, case, what, data in changed_cases.every(name, step=3):
        outcome = evaluate(registry.get(name), data)
        if outcome.result is None:
            assert outcome.faults, (case, what)
            continue
        seen[outcome.result.overall.status] += 1
        assert contradictions(outcome.result) == [], (case, what)
    assert len(seen) == len(Status), f"the cases do not reach every outcome: {seen}"
    assert all(n >= 5 for n in seen.values()), seen


@pytest.mark.parametrize("name", CALCULATORS)
def test_an_empty_file_establishes_nothing(name: str) -> None:
    result = evaluate(registry.get(name), {}).result
    assert result is not None
    assert result.overall.status is Status.TO_APPRAISE
    assert [v.key for v in result.verdicts if v.role is Role.CONDITION and v.status is Status.MET] == []
    assert not any(f.value and f.standing is Standing.DUE and f.main for f in result.figures)
    assert not re.search(r"[Ss]elon le dossier", as_text(result).partition("Lectures")[0])


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_letter_that_the_circular_does_not_print_is_not_cited(name: str) -> None:
    for _, case, what, data in changed_cases.every(name, step=50):
        result = evaluate(registry.get(name), data).result
        if result is not None:
            assert not re.search(r"ch\. \d{4}(\.\d)? let\.", as_text(result)), (case, what)


def test_the_verdicts_that_do_not_decide_are_the_ones_that_were_read_and_agreed() -> None:
    """``make roles`` prints them; ``python -m tests.roles --write`` keeps them once somebody has read them. Each weighs
    the same whatever its outcome, but for a few with their reason."""
    assert roles.differences() == []


ASKED_FOR = {
    "capital_aid": {
        *("cash", "cash_indicated", "guarantee", "installation", "interest_free_loan", "interest_loan"),
        "start_date",
    },
    "coaching": {
        *("employer_interview_hours", "first_interview_hours", "hours_per_month", "total_hours", "intensity", "kind"),
        *("hourly_rate", "granted_hours", "journal", "in_institution", "other_mandates"),
    },
    "contribution_increase": {"first_paid_day"},  # which rule counts the days, not a fact
    "eisp": {"extra_requirements", "guaranteed_places", "insurer", "notice_months", "notices", "renewal"},
    "geneve_provider": {"law_date", "agreement_signed", "signature_date", "start_date", "final_report_date"},
    "placement": {"obstacle", "service"},
    "reclassement": {
        "law_date",
        "start_date",
        "work_until",
        "profession_chosen",
    },  # who asks for a training has chosen, unless the file denies it
    "trial_placement": {"capacity_known_on", "start_date", "earlier_trials", "work_capacity_percent"},
    "work_introduction": {"employment_start", "start_date"},  # one without the other stays open: AI-50, AI-50b
}
"""Fields without which a case may stand better, because they say what is asked for (hours, a form, a kind, a draft's
clause, the dates of what is asked), choose the law, or repeat or contradict what another field says (« no earlier
trial »)."""


@pytest.mark.parametrize("name", CALCULATORS)
def test_what_nobody_said_never_turns_a_conclusion_in_favour_of_the_person(name: str) -> None:
    tried = 0
    for calculator, case in worked_cases.load():
        data = case["case"]
        whole = evaluate(registry.get(name), data).result if calculator == name else None
        if whole is None or whole.overall.status is Status.MET:
            continue
        if any(v.key.startswith("denied:") for v in whole.verdicts):
            continue  # one of two answers is wrong: without either nothing contradicts
        for field in data.keys() - ASKED_FOR.get(name, set()):
            without = evaluate(registry.get(name), {k: v for k, v in data.items() if k != field}).result
            tried += 1
            assert without is None or without.overall.status is not Status.MET, (case["id"], field)
    assert tried > 50
