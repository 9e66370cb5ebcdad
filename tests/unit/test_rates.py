"""A rate reads as it is: rounded like anywhere, but never across a bound that it does not reach."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_calc.course.lessons.bases import RECLASSEMENT
from ai_calc.course.lessons.providers import EISP
from ai_calc.course.writing import compute
from ai_calc.ground.rates import shown_rate
from ai_calc.results import Status


@pytest.mark.parametrize(
    ("exact", "bounds", "shown"),
    [
        ("21.4285714", ("20",), "21.43"),
        ("19.998", ("20",), "19.99"),
        ("20.002", ("20",), "20.00"),
        ("17.996", ("20", "18"), "17.99"),
        ("66.664", ("66.663",), "66.67"),
        ("19.998", (), "20.00"),
    ],
)
def test_a_rate_is_rounded_half_up_but_does_not_reach_what_it_does_not(
    exact: str, bounds: tuple[str, ...], shown: str
) -> None:
    assert str(shown_rate(Decimal(exact), [Decimal(b) for b in bounds])) == shown


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from(("18", "20", "33.33", "40", "66.67")))
def test_what_is_shown_stands_where_the_exact_rate_stands(part: int, whole: int, bound: str) -> None:
    exact, limit = Decimal(part) * 100 / Decimal(whole), Decimal(bound)
    least, most = shown_rate(exact, (limit,)), shown_rate(exact, at_most=(limit,))
    assert (least >= limit) is (Fraction(part * 100, whole) >= Fraction(limit))
    assert (most <= limit) is (Fraction(part * 100, whole) <= Fraction(limit))
    assert abs(least - exact) < Decimal("0.01") and abs(most - exact) < Decimal("0.01")


def _attained(bound: str, target: str, achieved: int, out_of: int) -> Any:
    indicator = {"label": "Taux", "goal": 1, "unit": "percent", "bound": bound, "target": target}
    outcomes = [{"indicator": 1, "achieved": achieved, "out_of": out_of}]
    return compute(
        "eisp", {**EISP, "goals": [{"label": "Emploi"}], "indicators": [indicator], "outcomes": outcomes}
    ).verdict("outcome.1")


@pytest.mark.parametrize(
    ("bound", "target", "achieved", "out_of", "words"),
    [("at_least", "66.67", 2, 3, "66,66"), ("at_most", "33.33", 1, 3, "33,34"), ("at_least", "40", 2, 5, "40")],
)
def test_a_target_that_is_missed_does_not_read_as_reached(
    bound: str, target: str, achieved: int, out_of: int, words: str
) -> None:
    verdict = _attained(bound, target, achieved, out_of)
    assert str(verdict.reason).startswith(words)
    assert (verdict.status is Status.MET) is (words == "40")


@pytest.mark.parametrize(("having", "words"), [(80002, "19,99"), (78571, "21,43"), (80000, "20")])
def test_a_loss_just_under_the_threshold_does_not_read_as_the_threshold(having: int, words: str) -> None:
    result = compute("reclassement", {**RECLASSEMENT, "income_without": 100000, "income_with": having})
    assert str(result.verdict("4011").reason).startswith(words + "\u00a0%")
