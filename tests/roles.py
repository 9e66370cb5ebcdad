"""Every verdict that does not decide, with its rules: ``make roles``; ``--write`` keeps the list that was read and
agreed."""

from __future__ import annotations

import sys
from pathlib import Path

from ai_calc.evaluation import evaluate
from ai_calc.law.citations import labels
from ai_calc.registers import calculators as registry
from ai_calc.results import Role
from tests import worked_cases

KEPT = Path(__file__).parent / "roles.txt"


def lines() -> list[str]:
    """One line a verdict: calculator, role, key, label, rules; what worked cases show."""
    found: dict[tuple[str, str, str], str] = {}
    for name, case in worked_cases.load():
        result = evaluate(registry.get(name), case["case"]).result
        for v in result.verdicts if result is not None else ():
            if v.role is not Role.CONDITION:
                key = (
                    v.key.rstrip("0123456789")
                    if v.key.rpartition(".")[2].isdigit() and len(v.key.rpartition(".")[2]) < 3
                    else v.key
                )
                found.setdefault((name, v.role.value, key), f"{v.label} [{', '.join(labels(v.rules))}]")
    return [f"{name}\t{role}\t{key}\t{words}" for (name, role, key), words in sorted(found.items())]


if __name__ == "__main__":
    text = "\n".join(lines()) + "\n"
    if "--write" in sys.argv:
        KEPT.write_text(text, "utf-8")
    print(text, end="")
