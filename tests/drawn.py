"""Properties that say how often their case must occur, and cases that start from a granted one.

Drawn at large, a case hardly ever passes every condition: what a property says of a granted case, or of an amount, is
then never tested. ``turned`` starts from facts that grant and turns a few; ``drawn`` counts what a property notes in
``seen`` and fails when one of its cases occurred more rarely than stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.registers import cases
from tests import worked_cases


def worked(calculator: str, case: str) -> dict[str, Any]:
    """The facts of one worked case; only its own file is read."""
    file = worked_cases.FOLDER / f"{calculator}.yaml"
    found, _ = cases.read(file.read_text("utf-8"), file.name)
    return next(one.data for one in found if one.id == case)


@st.composite
def turned(
    draw: st.DrawFn, granted: Mapping[str, Any], turns: Mapping[str, st.SearchStrategy[Any]], most: int = 2
) -> dict[str, Any]:
    """The granted facts with at most ``most`` of them turned."""
    names = sorted(turns)
    found = [draw(st.sampled_from(names)) for _ in range(draw(st.integers(0, most)))]
    return {**granted, **{name: draw(turns[name]) for name in found}}


def drawn(
    *strategies: st.SearchStrategy[Any], examples: int, **at_least: int
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """A test that draws ``examples`` times, hands ``seen`` and what was drawn to the property, and demands that each
    name of ``at_least`` was counted at least so often."""

    def test_of(holds: Callable[..., None]) -> Callable[[], None]:
        def test() -> None:
            seen: Counter[str] = Counter()
            settings(max_examples=examples, deadline=None)(given(st.just(seen), *strategies)(holds))()
            rare = {name: seen[name] for name, number in at_least.items() if seen[name] < number}
            assert not rare, f"occurred too rarely: {rare}, at least {at_least} of {dict(seen)}"

        test.__name__, test.__doc__, test.__module__ = holds.__name__, holds.__doc__, holds.__module__
        return test

    return test_of
