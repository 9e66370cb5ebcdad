"""Asks the search engine under Node. ``python -m tests.search.ask SITE`` reports how the queries of the list fare."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FIRST = ("numbers", "abrogated")
"""The groups whose answer must be the first result; for the others it is among the first three."""


@dataclass(frozen=True)
class Query:
    """One line of queries.yaml."""

    group: str
    text: str
    expect: tuple[str, ...]
    held_out: bool

    @property
    def within(self) -> int:
        return 1 if self.group in FIRST else 3

    def answered(self, names: list[str]) -> bool:
        return any(name in self.expect for name in names[: self.within])


def queries() -> list[Query]:
    """The list of queries.yaml."""
    groups = yaml.safe_load((HERE / "queries.yaml").read_text("utf-8"))
    return [Query(g, e["q"], tuple(e["expect"]), bool(e.get("held_out"))) for g, entries in groups.items() for e in entries]


def ask(index: Path, texts: Iterable[str]) -> list[dict[str, Any]]:
    """For each query its results in order: name, title, text, where."""
    command = ["node", str(HERE / "run.mjs"), str(index)]
    done = subprocess.run(command, input=json.dumps(list(texts)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["answers"]


def report(index: Path) -> str:
    """How many queries are answered in time, by group, and which are not. Held-out queries are only counted."""
    listed = queries()
    answers = ask(index, [q.text for q in listed])
    lines: list[str] = []
    counts: dict[tuple[str, bool], list[int]] = {}
    rest = {False: [0, 0], True: [0, 0]}
    for query, answer in zip(listed, answers, strict=True):
        names = [r["name"] for r in answer["results"]]
        good = query.answered(names)
        counted = [counts.setdefault((query.group, query.held_out), [0, 0])]
        for count in [*counted, rest[query.held_out]] if query.within == 3 else counted:
            count[0] += good
            count[1] += 1
        if not good and not query.held_out:
            lines.append(f"missed: « {query.text} » -> {', '.join(query.expect)}; found {', '.join(names[:3])}")
    for (group, held_out), (found, total) in counts.items():
        lines.append(f"{group:>10} {'held out' if held_out else 'tuned on'} {found:>3}/{total}")
    for held_out, (found, total) in rest.items():
        lines.append(f"all but numbers, {'held out' if held_out else 'tuned on'}: {found}/{total} = {found / total:.1%}")
    ms = sorted(a["ms"] for a in answers)
    lines.append(f"one query: {ms[len(ms) // 2]:.1f} ms (median), {ms[int(len(ms) * 0.95)]:.1f} ms (95 %), {ms[-1]:.1f} ms (slowest)")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) / "search" / "search_index.json"))
