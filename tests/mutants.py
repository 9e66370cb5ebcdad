"""How many small faults in the calculators the worked cases and invariants notice: ``make mutants`` (a measure, not a test).

Each mutant changes one operator, status, role or number of a calculator's code; the worked cases of that calculator run
on it in a process of its own. A mutant that nothing notices is printed as a survivor: ``file:line: what``.
"""

from __future__ import annotations

import argparse
import ast
import importlib.machinery
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "ai_calc" / "calculators"
OPERATORS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
NAMES = {"MET": "NOT_MET", "NOT_MET": "TO_APPRAISE", "TO_APPRAISE": "MET", "CONDITION": "ADVICE", "LIMIT": "CONDITION", "min": "max", "max": "min"}


def points(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every place that can be changed, with what the change is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
            yield node, f"{type(node.ops[0]).__name__} → {OPERATORS[type(node.ops[0])].__name__}"
        elif isinstance(node, ast.BoolOp):
            yield node, "and ↔ or"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            yield node, "+ ↔ −"
        elif isinstance(node, ast.Attribute) and node.attr in NAMES and isinstance(node.value, ast.Name) and node.value.id in ("Status", "Role"):
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


def child(path: str, index: int, calculator: str) -> int:
    """Runs the worked cases of a calculator on one mutant: 1 when something fails, 0 when nothing is noticed."""
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        if self.path != path:
            return original(self, name)
        tree = ast.parse(Path(path).read_text("utf-8"))
        change(list(points(tree))[index][0])
        return compile(ast.fix_missing_locations(tree), path, "exec")

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]
    try:
        from ai_calc.evaluation import evaluate
        from ai_calc.registers import calculators as registry
        from tests import changed_cases, worked_cases
        from tests.test_outcome import contradictions

        for name, case in worked_cases.load():
            if name == calculator:
                worked_cases.check(name, case)
        for name, _, _, data in changed_cases.every(calculator, step=40):
            result = evaluate(registry.get(name), data).result
            assert result is None or not contradictions(result)
    except BaseException:
        return 1
    return 0


def main() -> None:
    """Draws mutants, runs them two at a time, prints what was killed a calculator and the survivors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=30, help="mutants a calculator")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        sys.exit(child(options.child[0], int(options.child[1]), options.child[2]))
    draw, killed, total = random.Random(11), 0, 0
    for folder in sorted(p for p in PACKAGE.iterdir() if p.is_dir() and (p / "compute.py").exists()):
        found = [
            (str(file), i, node.lineno, what)  # type: ignore[attr-defined]
            for file in sorted(folder.rglob("*.py"))
            for i, (node, what) in enumerate(points(ast.parse(file.read_text("utf-8"))))
        ]
        chosen = draw.sample(found, min(options.each, len(found)))

        def alive(mutant: tuple[str, int, int, str], name: str = folder.name) -> bool:
            command = [sys.executable, "-m", "tests.mutants", "--child", mutant[0], str(mutant[1]), name]
            return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=600, check=False).returncode == 0

        with ThreadPoolExecutor(2) as pool:
            survivors = [m for m, lives in zip(chosen, pool.map(alive, chosen), strict=True) if lives]
        killed, total = killed + len(chosen) - len(survivors), total + len(chosen)
        print(f"{folder.name:24} {len(chosen) - len(survivors):3} of {len(chosen)} killed", flush=True)
        for path, _, line, what in survivors:
            print(f"    {Path(path).relative_to(ROOT)}:{line}: {what}")
    print(f"{killed} of {total} killed ({100 * killed / total:.0f} %)")


if __name__ == "__main__":
    main()
