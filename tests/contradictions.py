"""How many results disagree with themselves, in 10,000: ``make contradictions`` (the README gives the last count).

Every worked case, and each copy of it with one fact changed (:mod:`tests.changed_cases`), against the invariants of
:func:`tests.test_outcome.contradictions`; ``make test`` tries one in three of them.
"""

from __future__ import annotations

import sys

from ai_calc.evaluation import evaluate
from ai_calc.registers import calculators as registry
from tests import changed_cases
from tests.test_outcome import contradictions


def main() -> int:
    """Prints the count of each calculator and of all; fails when there is any."""
    results = wrong = 0
    for name in sys.argv[1:] or registry.names():
        own = bad = 0
        for _, case, what, data in changed_cases.every(name):
            result = evaluate(registry.get(name), data).result
            if result is None:
                continue
            own += 1
            if found := contradictions(result):
                bad += 1
                print(f"    {case} {what}: {'; '.join(found)}")
        print(f"{name:24} {own:6} results, {bad} contradict themselves", flush=True)
        results, wrong = results + own, wrong + bad
    print(f"{results} results: {10_000 * wrong / max(1, results):.1f} in 10 000 contradict themselves")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
