"""Every verdict that does not decide, with its rules: ``make roles``; ``--write`` keeps the list that was read and
agreed."""

from __future__ import annotations

import sys
from pathlib import Path

from ai_calc.evaluation import evaluate
from ai_calc.law.citations import labels
from ai_calc.registers import calculators as registry
from ai_calc.results import Role, Verdict
from tests import worked_cases

KEPT = Path(__file__).parent / "roles.txt"
TWO_ROLES = {
    ("capital_aid", "recovery"): (
        "it decides on aid that is granted already; of a request, it holds back what is claimed while it is open, and"
        " only informs once known"
    ),
    ("capital_aid", "deadline"): "it decides on aid that is granted already; of a request, the claim alone",
    (
        "coaching",
        "1028.a",
    ): "a condition where the coaching serves a measure or a job; for a search or an orientation it informs (X-06)",
    ("coaching", "internship_count"): "more internships than the text names are a limit; fewer, or how many, informs",
    ("trial_placement", "5024.employer"): "where every answer allows the trial, the days alone depend on it",
    ("eisp", ""): "an indication of the list of another instrument informs; in its own list it decides",
    ("eisp", "15.a"): "the same",
    ("eisp", "15.b"): "the same",
    **dict.fromkeys(
        (
            ("reclassement", "3010.a"),
            ("reclassement", "2005.holidays"),
            ("reclassement", "costs"),
            ("reclassement", "wage"),
        ),
        "while two measures are possible, a condition of one of them rules out that one only",
    ),
    (
        "trial_placement",
        "5024.duration",
    ): "with no day left at this employer there is no trial; one that is too long is cut",
    ("trial_placement", "5024.aim"): "known before the first day, there is no trial; known during it, it ends there",
}
"""Verdicts that decide in some cases and not in others, with the reason."""


def key_of(verdict: Verdict) -> str:
    """The key without the number of a row."""
    last = verdict.key.rpartition(".")[2]
    return verdict.key.rstrip("0123456789") if last.isdigit() and len(last) < 3 else verdict.key


Weighed = dict[tuple[str, str], dict[Role, Verdict]]
"""(calculator, key) → role → one such verdict."""


def weighed(calculator: str | None = None) -> Weighed:
    """What each verdict of the worked cases weighs."""
    found: Weighed = {}
    for name, case in worked_cases.load():
        result = evaluate(registry.get(name), case["case"]).result if calculator in (None, name) else None
        for v in result.verdicts if result is not None else ():
            found.setdefault((name, key_of(v)), {}).setdefault(v.role, v)
    return found


def lines(every: Weighed) -> list[str]:
    """One line a verdict that does not decide: calculator, role, key, label, rules."""
    found = {
        (name, role.value, key): f"{v.label} [{', '.join(labels(v.rules))}]"
        for (name, key), each in every.items()
        for role, v in each.items()
        if role is not Role.CONDITION
    }
    return [f"{name}\t{role}\t{key}\t{words}" for (name, role, key), words in sorted(found.items())]


def differences(calculator: str | None = None) -> list[str]:
    """Where verdicts weigh otherwise than agreed, or otherwise from one case to the next without a reason."""
    kept = [line for line in KEPT.read_text("utf-8").splitlines() if calculator in (None, line.partition("\t")[0])]
    every = weighed(calculator)
    now = lines(every)
    found = [f"+ {line}" for line in now if line not in kept] + [f"- {line}" for line in kept if line not in now]
    several = {which for which, each in every.items() if len(each) > 1}
    reasons = {which for which in TWO_ROLES if calculator in (None, which[0])}
    return found + [f"two roles: {which}" for which in sorted(several ^ reasons)]


if __name__ == "__main__":
    text = "\n".join(lines(weighed())) + "\n"
    if "--write" in sys.argv:
        KEPT.write_text(text, "utf-8")
    print(text, end="")
