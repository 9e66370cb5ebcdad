"""Every worked case holds: intermediate steps, citations and words, not only the last number."""

from __future__ import annotations

from typing import Any

import pytest

from tests import worked_cases

CASES = worked_cases.load()


@pytest.mark.parametrize(("calculator", "case"), CASES, ids=[case["id"] for _, case in CASES])
def test_worked_case_gives_what_was_computed_by_hand(calculator: str, case: dict[str, Any]) -> None:
    worked_cases.check(calculator, case)


def test_case_ids_are_unique() -> None:
    ids = [case["id"] for _, case in CASES]
    assert len(ids) == len(set(ids))


def test_every_case_names_the_rules_that_it_illustrates() -> None:
    assert [case["id"] for _, case in CASES if not case.get("rules") or not case.get("title")] == []
