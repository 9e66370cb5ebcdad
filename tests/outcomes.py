"""What each worked case gives, as a short fingerprint by version: ``cases/outcomes.json``.

``python -m tests.outcomes`` records what changed, and demands that the newest version of
``src/ai_calc/registers/versions.yaml`` is above the one of the last record and holds an entry that names the case. It
writes ``CHANGELOG.md`` too.
"""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from ai_calc import __version__
from ai_calc.evaluation import evaluate
from ai_calc.registers import calculators as registry
from ai_calc.registers.versions import CHANGING, Version, VersionsError, all_versions, as_markdown, number_of
from ai_calc.results import Result
from tests import worked_cases

ROOT = worked_cases.FOLDER.parent
FILE = worked_cases.FOLDER / "outcomes.json"
CHANGELOG = ROOT / "CHANGELOG.md"

Record = dict[str, dict[str, str]]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | int):
        return format(Decimal(value).normalize(), "f")
    return value.isoformat() if isinstance(value, date) else None


def outcome(result: Result[Any]) -> list[Any]:
    """What a result says, without its words: conclusion, verdicts, amounts and their standing, numbers of the
    tables."""
    return [
        result.overall.status.value,
        [[v.key, v.status.value, v.role.value, v.soft] for v in result.verdicts],
        [[f.key, _plain(f.value), f.standing.value] for f in result.figures],
        [[t.key, t.standing.value, [[_plain(c) for c in row] for row in t.rows]] for t in result.tables],
    ]


def fingerprint(calculator: str, case: dict[str, Any]) -> str:
    """Eight signs that change when the outcome does."""
    made = evaluate(registry.get(calculator), json.loads(json.dumps(case["case"], default=str)))
    said = outcome(made.result) if made.result is not None else sorted(fault.path for fault in made.faults)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:8]


def now() -> dict[str, str]:
    """The fingerprint of every worked case as the code stands."""
    return {case["id"]: fingerprint(calculator, case) for calculator, case in worked_cases.load()}


def load() -> Record:
    """The fingerprints on record: case → version → fingerprint, in the order of the versions."""
    found: Record = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return found


def latest(record: dict[str, str]) -> str:
    """The version of the last record."""
    return max(record, key=number_of)


def update(record: Record, found: dict[str, str], version: Version) -> tuple[Record, list[str]]:
    """The record with what is found, and what prevents it: a changed case that no entry of the version names."""
    named = {case for entry in version.entries if entry.kind in CHANGING for case in entry.cases}
    problems = []
    new: Record = {}
    for case, value in found.items():
        old = record.get(case, {})
        if not old or old[latest(old)] == value:
            new[case] = old or {version.version: value}
            continue
        if case not in named:
            problems.append(
                f"{case} : autre résultat, sans entrée de la version {version.version} qui le nomme"
                " (src/ai_calc/registers/versions.yaml, « cases »)"
            )
        elif len(old) == 1 and latest(old) == version.version:
            problems.append(f"{case} : autre résultat ; la version doit dépasser {version.version}")
        new[case] = {**old, version.version: value}
    return new, problems


def main() -> int:
    try:
        newest = all_versions()[0]
    except VersionsError as error:
        print(error, file=sys.stderr)
        return 1
    record, problems = update(load(), now(), newest)
    if __version__ != newest.version:
        problems.append(f"src/ai_calc/__init__.py : version {__version__}, dans versions.yaml {newest.version}")
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    lines = (f"{json.dumps(case)}: {json.dumps(found)}" for case, found in sorted(record.items()))
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    CHANGELOG.write_text(as_markdown(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
