"""How many small faults in the calculators the worked cases and invariants notice: ``make mutants`` (a measure, not a
test).

Each mutant changes one operator, status, role or number of a calculator's code; its worked cases, the agreed roles of
its verdicts, the invariants of all results and then its properties run on it in a process of its own. A mutant that
nothing notices is a survivor.
``mutants.yaml`` gives the reason for those that were looked at, by ``file: what: line of code``; the command fails
when there are others.
"""

from __future__ import annotations

import argparse
import ast
import importlib.machinery
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "ai_calc" / "calculators"
KEPT = Path(__file__).with_name("mutants.yaml")
STEP = 40
"""One in so many of the changed worked cases is tried on a mutant."""
SECONDS = 900
ENTANGLED = {"coaching": ("ai_calc.registers.cantons",)}
"""Modules outside a calculator that import from it."""
ALSO = {
    "coaching": (
        "test_coaching_billing.py",
        "test_providers_papers.py",
        "unit/test_overview.py",
        "unit/test_invoiced_lines.py",
        "test_coaching_command_line.py",
        "test_journal_tables.py",
        "test_journal_files.py",
    )
}
"""Tests of a calculator besides its properties, the quick ones first: what worked cases do not reach. Those that are
named as the changed module go before all others."""
TOO_LONG = "fifty_thousand"
"""Tests of size, by a part of their name: a minute of the two that the tests of coaching take, for rows that shorter
ones read too."""
OPERATORS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
NAMES = {
    "MET": "NOT_MET",
    "NOT_MET": "TO_APPRAISE",
    "TO_APPRAISE": "MET",
    "CONDITION": "ADVICE",
    "LIMIT": "CONDITION",
    "min": "max",
    "max": "min",
}


class Mutant(NamedTuple):
    """A change of a line of code."""

    path: str
    nth: int
    line: int
    what: str
    code: str

    @property
    def key(self) -> str:
        """What names it in ``mutants.yaml``; lines may move."""
        return f"{Path(self.path).relative_to(PACKAGE)}: {self.what}: {self.code}"


def points(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every place that can be changed, with what the change is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
            yield node, f"{type(node.ops[0]).__name__} → {OPERATORS[type(node.ops[0])].__name__}"
        elif isinstance(node, ast.BoolOp):
            yield node, "and ↔ or"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            yield node, "+ ↔ −"
        elif (
            isinstance(node, ast.Attribute)
            and node.attr in NAMES
            and isinstance(node.value, ast.Name)
            and node.value.id in ("Status", "Role")
        ):
            yield node, f"{node.attr} → {NAMES[node.attr]}"
        elif isinstance(node, ast.Name) and node.id in ("min", "max"):
            yield node, f"{node.id} → {NAMES[node.id]}"
        elif isinstance(node, ast.Constant) and type(node.value) is int and node.value in (1, 12, 100):
            yield node, f"{node.value} → {node.value + 1}"


def change(node: ast.AST) -> None:
    """Makes the change in place."""
    if isinstance(node, ast.Compare):
        node.ops[0] = OPERATORS[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.BinOp):
        node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    elif isinstance(node, ast.Attribute):
        node.attr = NAMES[node.attr]
    elif isinstance(node, ast.Name):
        node.id = NAMES[node.id]
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        node.value += 1


def _warm(calculator: str) -> list[str]:
    """Everything that a mutant of ``calculator`` needs is imported and read once; returns the modules that it may
    change."""
    from ai_calc.law import parameters
    from ai_calc.law.readings import all_readings
    from tests import worked_cases

    for name in parameters.names():
        parameters.load(name)
    all_readings()
    _run(calculator, worked_cases.load())
    own = f"ai_calc.calculators.{calculator}"
    return [
        name
        for name in sys.modules
        if name == own or name.startswith(f"{own}.") or name in ENTANGLED.get(calculator, ())
    ]


def _run(calculator: str, every: list[tuple[str, dict[str, Any]]]) -> None:
    """The worked cases of a calculator as they stand, and some of their changes against the invariants."""
    from ai_calc.evaluation import evaluate
    from ai_calc.registers import calculators as registry
    from tests import changed_cases, roles, worked_cases
    from tests.test_outcome import contradictions

    for name, case in every:
        if name == calculator:
            worked_cases.check(name, case)
    assert not roles.differences(calculator)
    for name, _, _, data in changed_cases.every(calculator, step=STEP):
        result = evaluate(registry.get(name), data).result
        assert result is None or not contradictions(result)


def _child(mutant: Mutant, calculator: str, fresh: list[str], every: list[tuple[str, dict[str, Any]]]) -> int:
    """1 when something notices the mutant, 0 when nothing does. Runs in a process of its own."""
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        if self.path != mutant.path:
            return original(self, name)
        tree = ast.parse(Path(mutant.path).read_text("utf-8"))
        change(list(points(tree))[mutant.nth][0])
        return compile(ast.fix_missing_locations(tree), mutant.path, "exec")

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]
    from ai_calc.registers import calculators as registry

    for name in fresh:
        del sys.modules[name]
    registry.get.cache_clear()
    try:
        _run(calculator, every)
    except BaseException:  # whatever it is: somebody would have seen it
        return 1
    names = [*ALSO.get(calculator, ()), f"test_{calculator}_properties.py"]
    names.sort(key=lambda name: Path(mutant.path).stem.partition("_")[0] not in name)
    files = [str(ROOT / "tests" / name) for name in names]
    chosen = ["-m", "not browser", "-k", f"not {TOO_LONG}"]
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *chosen, *files]) != 0)


def lives(mutant: Mutant, calculator: str, fresh: list[str], every: list[tuple[str, dict[str, Any]]]) -> bool:
    """Whether nothing notices the mutant. One that runs for ever is noticed."""
    pid = os.fork()
    if pid == 0:
        signal.alarm(SECONDS)
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        os._exit(_child(mutant, calculator, fresh, every))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def drawn(folder: Path, each: int, seed: int) -> list[Mutant]:
    """The mutants of a calculator, the same for the same code and seed."""
    found = [
        Mutant(str(file), i, node.lineno, what, file.read_text("utf-8").splitlines()[node.lineno - 1].strip())  # type: ignore[attr-defined]
        for file in sorted(folder.rglob("*.py"))
        for i, (node, what) in enumerate(points(ast.parse(file.read_text("utf-8"))))
    ]
    return random.Random(f"{seed} {folder.name}").sample(found, min(each, len(found)))


def accepted() -> dict[str, str]:
    """Survivors that somebody looked at, with the reason why no case can or need tell them apart."""
    return dict(yaml.safe_load(KEPT.read_text("utf-8")) or {}) if KEPT.exists() else {}


def main() -> int:
    """Draws mutants, prints the survivors of each calculator and how many were killed. One whose reason is known is a
    survivor without being tried again."""
    folders = sorted(p for p in PACKAGE.iterdir() if p.is_dir() and (p / "compute.py").exists())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("calculators", nargs="*", help="default: all")
    parser.add_argument("--each", type=int, default=30, help="mutants a calculator")
    parser.add_argument("--seed", type=int, default=11, help="which mutants are drawn")
    options = parser.parse_args()
    killed = total = unknown = 0
    reasons = accepted()
    from tests import worked_cases

    every = worked_cases.load()
    for folder in folders:
        if options.calculators and folder.name not in options.calculators:
            continue
        fresh, chosen = _warm(folder.name), drawn(folder, options.each, options.seed)
        if not lives(Mutant("", 0, 0, "", ""), folder.name, fresh, every):
            sys.exit(f"{folder.name}: the code as it stands does not pass")
        survivors = 0
        for m in chosen:
            if m.key not in reasons and not lives(m, folder.name, fresh, every):
                continue
            survivors, unknown = survivors + 1, unknown + (m.key not in reasons)
            print(
                f"    {Path(m.path).relative_to(ROOT)}:{m.line}: {m.what}: {m.code[:90]}\n       "
                f" {reasons.get(m.key, 'not looked at yet')}",
                flush=True,
            )
        killed, total = killed + len(chosen) - survivors, total + len(chosen)
        print(f"{folder.name:24} {len(chosen) - survivors:3} of {len(chosen)} killed", flush=True)
    print(f"{killed} of {total} killed ({100 * killed / total:.0f} %); {unknown} survivors without a reason")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
