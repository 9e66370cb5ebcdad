"""The badge is green for what is granted as asked and waits for nothing."""

from __future__ import annotations

from collections import Counter

from ai_calc.evaluation import evaluate
from ai_calc.outcome.headline import open_points
from ai_calc.registers import calculators as registry
from ai_calc.results import Role, Status
from calculators.kit.render import look_of, outcome_word
from tests import worked_cases


def test_no_result_is_green_beside_an_amount_that_waits_or_a_part_that_is_refused() -> None:
    seen: Counter[str] = Counter()
    for name, case in worked_cases.load():
        result = evaluate(registry.get(name), case["case"]).result
        if result is None or result.overall.status is not Status.MET:
            continue
        refused = any(v.role is Role.LIMIT and v.status is Status.NOT_MET for v in result.verdicts)
        waits = bool(open_points(result.verdicts, result.figures))
        look, word = look_of(result, False)[0], outcome_word(result, False)
        assert (look == "met") is not (refused or waits), case["id"]
        assert ("sous réserve" in word) is (waits and not refused), case["id"]
        seen[word] += 1
    assert min(seen.values()) > 10 and len(seen) == 3, seen
