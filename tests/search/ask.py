"""Asks the search engine under Node. ``python -m tests.search.ask SITE [TSV]`` reports how the listed queries fare;
``python -m tests.search.ask SITE "datore di lavoro" …`` what a few words find with the lists of words as they are now.

``queries.yaml``: what staff type. ``people.tsv``: what staff, coaches and insured persons say, with slips, concepts,
articles, amounts, whole questions, German, and things that nothing here answers; every second line of a group is held
out: never looked at while tuning, unless the line says « tuned » at its end. A TSV of the same form (group, query,
accepted rules, "-" for none) can be given: ``unseen.tsv`` is one, for which no word was ever chosen.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FIRST = ("numbers", "abrogated")
"""The groups whose answer must be the first result; for the others it is among the first three."""


@dataclass(frozen=True)
class Query:
    """One query of the lists. Without an expected rule, the search must say that nothing answers."""

    group: str
    text: str
    expect: tuple[str, ...]
    held_out: bool

    @property
    def within(self) -> int:
        return 1 if self.group in FIRST else 3

    def answered(self, names: list[str], within: int = 0) -> bool:
        return any(name in self.expect for name in names[: within or self.within])


def queries() -> list[Query]:
    """The list of queries.yaml."""
    groups = yaml.safe_load((HERE / "queries.yaml").read_text("utf-8"))
    return [
        Query(g, e["q"], tuple(e["expect"]), bool(e.get("held_out"))) for g, entries in groups.items() for e in entries
    ]


def people(path: Path = HERE / "people.tsv") -> list[Query]:
    """The list of people.tsv."""
    seen: dict[str, int] = {}
    found = []
    for line in path.read_text("utf-8").splitlines()[1:]:
        group, text, expected, *marks = line.split("\t")
        seen[group] = seen.get(group, 0) + (not marks)
        held_out = not marks and seen[group] % 2 == 0
        found.append(Query(group, text, () if expected == "-" else tuple(expected.split()), held_out))
    return found


@cache
def engine(index: Path, written: int) -> subprocess.Popen[str]:
    """The engine under Node, with an index as it was written then: it takes seconds to make, and answers many times."""
    command = ["node", str(HERE / "run.mjs"), str(index)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.kill)
    return process


def ask(index: Path, texts: Iterable[str], only: int | None = None) -> list[dict[str, Any]]:
    """For each query its results in order (name, title, text, where), all or ``only`` the first, and the note before
    them."""
    process = engine(index, index.stat().st_mtime_ns)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps({"queries": list(texts), "only": only}) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    assert answer, f"the search engine has ended: {process.wait()}"  # what it says stands in this process's errors
    return json.loads(answer)["answers"]


def says_none(answer: dict[str, Any]) -> bool:
    return (answer["note"] or {}).get("kind") == "none"


@dataclass
class Count:
    """How one group fares: asked, among the first three, first, answered by « nothing answers »."""

    asked: int = 0
    found: int = 0
    first: int = 0
    none: int = 0

    def add(self, query: Query, answer: dict[str, Any]) -> None:
        names, none = [r["name"] for r in answer["results"]], says_none(answer)
        self.asked += 1
        self.none += none
        self.found += query.answered(names)
        self.first += query.answered(names, 1) and not none

    def __add__(self, other: Count) -> Count:
        return Count(
            self.asked + other.asked, self.found + other.found, self.first + other.first, self.none + other.none
        )


def count(listed: list[Query], answers: list[dict[str, Any]]) -> dict[tuple[str, bool], Count]:
    """By group and by held out or not; what nothing answers is a group of its own, « none »."""
    counts: dict[tuple[str, bool], Count] = {}
    for query, answer in zip(listed, answers, strict=True):
        counts.setdefault((query.group if query.expect else "none", query.held_out), Count()).add(query, answer)
    return counts


def report(index: Path, listed: list[Query]) -> str:
    """How many queries are answered in time, by group, and which are not. Held-out queries are only counted."""
    answers = ask(index, [q.text for q in listed])
    lines: list[str] = []
    for query, answer in zip(listed, answers, strict=True):
        names = [r["name"] for r in answer["results"]]
        if query.held_out or (
            says_none(answer) if not query.expect else query.answered(names, 1) and not says_none(answer)
        ):
            continue
        told = " (says that nothing answers)" if says_none(answer) else ""
        how = "missed" if not query.answered(names) else "not first"
        lines.append(
            f"{how}: « {query.text} » -> {', '.join(query.expect) or 'nothing'}; found {', '.join(names[:3])}{told}"
        )
    counts = count(listed, answers)
    for (group, held_out), c in counts.items():
        result = f"says so {c.none}" if group == "none" else f"first three {c.found:>3}, first {c.first:>3}"
        lines.append(f"{group:>10} {'held out' if held_out else 'tuned on'} {result} of {c.asked}")
    for held_out in (False, True):
        total = sum(
            (c for (group, out), c in counts.items() if out == held_out and group not in ("none", "german")), Count()
        )
        if total.asked:
            lines.append(
                f"{'held out' if held_out else 'tuned on'}, in French: first three {total.found / total.asked:.1%},"
                f" first {total.first / total.asked:.1%}, wrongly « nothing answers » {total.none} of {total.asked}"
            )
    ms = sorted(a["ms"] for a in answers)
    lines.append(
        f"one query: {ms[len(ms) // 2]:.1f} ms (median), {ms[int(len(ms) * 0.95)]:.1f} ms (95 %), {ms[-1]:.1f} ms"
        " (slowest)"
    )
    return "\n".join(lines)


def as_now(site: Path, folder: Path) -> Path:
    """The index of a built site with the words that ``hub/data`` holds now, in ``folder``."""
    from hub import ROOT
    from hub.content.library import Library
    from hub.search import LATER, in_two, whole
    from hub.search.index import enrich

    built, library = site / "search" / "search_index.json", Library(ROOT)
    first, later = (json.loads(path.read_text("utf-8")) for path in (built, built.with_name(LATER)))
    for name, content in zip((built.name, LATER), in_two(enrich(whole(first, later), library), library), strict=True):
        (folder / name).write_text(json.dumps(content), "utf-8")
    return folder / built.name


def main() -> int:
    if len(sys.argv) < 2 or not (Path(sys.argv[1]) / "search" / "search_index.json").exists():
        print("python -m tests.search.ask SITE [TSV | QUERY …]: SITE is a built site (make site)", file=sys.stderr)
        return 2
    site, rest = Path(sys.argv[1]), sys.argv[2:]
    if rest and not Path(rest[0]).exists():
        with tempfile.TemporaryDirectory() as folder:
            for answer in ask(as_now(site, Path(folder)), rest, 3):
                note, names = answer["note"] or {}, [r["name"] for r in answer["results"]]
                read = "".join(f" [{said} → {meant}]" for said, meant in note.get("german", ()))
                print(
                    f"« {answer['query']} »{read}{' (nothing answers)' if says_none(answer) else ''}",
                    *names,
                    sep="\n  ",
                )
        return 0
    for one in [people(Path(rest[0]))] if rest else [queries(), people()]:
        print(report(site / "search" / "search_index.json", one))
    return 0


if __name__ == "__main__":
    sys.exit(main())
