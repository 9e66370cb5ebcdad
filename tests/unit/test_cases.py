"""A file of worked cases is read strictly: what is misspelt is refused, and every fault is told at once."""

from __future__ import annotations

from collections import Counter

import pytest

from ai_calc.registers import cases
from ai_calc.registers.cases import CasesError
from tests import worked_cases

FILE = """
calculator: placement
base: {law_date: 2020-06-01}
cases:
  - id: A
    title: Un cas
    rules: [cmrp:5009]
    case: {months: 3}
    expect: {overall: to_appraise}
"""


def wrong(text: str) -> list[str]:
    return cases.read(text, "placement.yaml")[1]


def test_a_right_file_is_read_with_its_base() -> None:
    found, faults = cases.read(FILE, "placement.yaml")
    assert not faults
    assert [(c.id, c.calculator, set(c.data)) for c in found] == [("A", "placement", {"law_date", "months"})]


@pytest.mark.parametrize(
    ("right", "typed", "told"),
    [
        ("title: Un cas", "title: Un cas\n    storry: x", "storry : champ inconnu"),
        ("expect: {overall", "expected: {overall", "expect : cette donnée est obligatoire"),
        ("overall: to_appraise", "veredict/5009: met", "« veredict » n'est pas une attente connue"),
        ("overall: to_appraise", "verdict: met", "ne dit pas de quoi"),
        ("{months: 3}", "{monts: 3}", "champ inconnu « monts »"),
        ("base: {law_date", "base: {law_dat", "base : champ inconnu « law_dat »"),
        ("calculator: placement", "calculator: placements", "calculateur inconnu"),
        ("cmrp:5009", "cmpr:5009", "n'est pas une citation"),
        ("id: A", "id: A\n    id: B", "clé « id » en double"),
        ("cases:", "cses:", "cses : champ inconnu"),
        ("overall: to_appraise", "overall: met, fault/months: x", "un cas refusé n'a pas de résultat"),
    ],
)
def test_what_is_misspelt_is_refused_by_name(right: str, typed: str, told: str) -> None:
    assert right in FILE
    assert any(told in line for line in wrong(FILE.replace(right, typed))), wrong(FILE.replace(right, typed))


def test_all_faults_of_all_cases_are_told_at_once() -> None:
    assert len(wrong(FILE.replace("title: Un cas", "storry: x").replace("law_date", "law_dat"))) == 3


def test_two_cases_of_one_name_are_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(FILE, "utf-8")
    with pytest.raises(CasesError, match="plusieurs cas"):
        cases.load(tmp_path)


def test_every_difference_of_a_case_is_told_at_once() -> None:
    case = {
        "case": {"law_date": "2020-06-01"},
        "expect": {"overall": "met", "says": ["jamais dit"], "figure/nothing": 1, "notice/nothing": True},
        "rules": [],
    }
    assert len(list(worked_cases.differences("placement", case))) == 4


def test_no_two_cases_tell_the_same_story() -> None:
    """Each has a page of its own, which its story describes."""
    told = Counter(case.story for case in cases.load(worked_cases.FOLDER) if case.story)
    assert [story for story, count in told.items() if count > 1] == []
