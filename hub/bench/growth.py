"""What happens when the house grows: time and size of the build with two and four times the rules and calculators, and
long work (a batch of 10⁵ cases, a journal of 36 000 lines) against short work.

The rules and calculators that are added are copies under another name, in a copy of the project.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from pathlib import Path

from ai_calc import cli
from ai_calc.evaluation import evaluate
from ai_calc.registers import calculators as register
from ai_calc.registers.documents import all_sources
from hub import ROOT
from hub.bench.history import Figures
from hub.errors import BuildError
from hub.site.build import INPUTS

TIMES = (1, 2, 4)
BATCH = 100_000
LINES = 36_000
JOURNAL_DAY = "2022-03-{:02}"


def lines(figures: Figures, times: Iterable[int] = TIMES) -> list[str]:
    """The lines of the report; ratios are against the project as it is, or against short work, in the same run."""
    found = ["growth, rules and calculators added as copies (ratios against the project as it is)"]
    first: dict[str, float] = {}
    for factor in times:
        measured = _built(ROOT / "build" / "bench" / f"growth-{factor}", factor)
        first = first or measured
        told = ", ".join(f"{name} {value:.3g} ({value / first[name]:.2f})" for name, value in measured.items())
        found.append(f"  × {factor}: {told}")
        if factor > 1:
            figures.update({f"growth × {factor}, {n}, ratio": v / first[n] for n, v in measured.items()})
    return [*found, *_long_work(figures)]


def _built(root: Path, factor: int) -> dict[str, float]:
    """Builds the project with ``factor`` times its rules and calculators in ``root``; what that took, and gave."""
    shutil.rmtree(root, ignore_errors=True)
    for name in (*INPUTS, "package.json"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, root / name)
    for name in (".cache", "node_modules"):
        (root / name).symlink_to(ROOT / name)
    for turn in range(2, factor + 1):
        _more_rules(root, f"x{turn}")
        _more_calculators(root, f"x{turn}")
    site = root / "site"
    started = time.perf_counter()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"from hub.site.build import build; from pathlib import Path; build(Path({str(site)!r}))",
        ],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(f"bench: the project × {factor} is not built: {(done.stdout + done.stderr)[-2000:]}")
    spent = time.perf_counter() - started
    index = (site / "search" / "search_index.json").read_bytes()
    snapshot = max(site.glob("assets/app-*/snapshot*"), key=lambda p: p.stat().st_size).stat().st_size
    size = sum(p.stat().st_size for p in site.rglob("*") if p.is_file())
    return {
        "build s": spent,
        "site MB": size / 1e6,
        "pages": float(sum(1 for _ in site.rglob("index.html"))),
        "index kB": len(gzip.compress(index, 6)) / 1e3,
        "snapshot MB": snapshot / 1e6,
    }


def _change(path: Path, make: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    after = make(before)
    if after == before:
        raise BuildError(f"bench: nothing to change in {path}")
    path.write_text(after, "utf-8")


def _more_rules(root: Path, mark: str) -> None:
    """Every document once more, under another key."""
    keys = "|".join(map(re.escape, all_sources()))
    cites = re.compile(rf"(?<![\w-])({keys}):(?=\w)")
    source = re.compile(rf"^source: ({keys})$", re.M)
    entries = []
    for key in all_sources():
        folder = root / "docs" / "reglements" / key
        copy = folder.with_name(f"{key}-{mark}")
        copy.mkdir()
        for page in folder.glob("[0-9a-z]*.md"):
            if page.name in ("index.md", "comparaison.md"):
                continue
            text = source.sub(rf"source: \1-{mark}", page.read_text("utf-8"))
            text = re.sub(r"^editions: .*\n", "", text, flags=re.M)  # a copy is no edition of another
            (copy / page.name).write_text(cites.sub(rf"\1-{mark}:", text), "utf-8")
        entries.append(
            f"{key}-{mark}:\n  title: Copie {mark} de {key}\n  publisher: Personne\n  authority: Personne\n"
            f"  url: https://example.org/\n  editions:\n    {key}-{mark}:\n      short: {key} {mark}\n"
            "      dates: undated\n      evidence: une copie pour mesurer\n"
        )
    _change(root / "src/ai_calc/registers/documents.yaml", lambda text: text + "".join(entries))


def _more_calculators(root: Path, mark: str) -> None:
    """Every calculator once more, under another name, page and address."""
    registered = root / "src/ai_calc/registers/calculators.py"
    added = []
    for name in register.names():
        entry, copy = register.entry(name), f"{name}_{mark}"
        names = re.compile(rf'(?<=name="){name}(?=")|(?<=calculator="){name}(?=")|(?<=ai_calc\.calculators\.){name}\b')

        def renamed(text: str, names: re.Pattern[str] = names, name: str = name, copy: str = copy) -> str:
            return names.sub(lambda found: found[0].replace(name, copy), text)

        package = root / "src/ai_calc/calculators" / name
        shutil.copytree(package, package.with_name(copy))
        for file in package.with_name(copy).rglob("*.py"):
            file.write_text(renamed(file.read_text("utf-8")), "utf-8")
        form = root / "calculators" / f"{name}.py"
        form.with_name(f"{copy}.py").write_text(renamed(form.read_text("utf-8")), "utf-8")
        cases = root / "cases" / f"{name}.yaml"
        cases.with_name(f"{copy}.yaml").write_text(
            re.sub(r"^( *- id: )(\S+)", rf"\1\2{mark}", cases.read_text("utf-8"), flags=re.M), "utf-8"
        )
        page = root / "docs/calculateurs" / f"{entry.slug}.md"
        page.with_name(f"{entry.slug}-{mark}.md").write_text(
            page.read_text("utf-8").replace(f"hub:calculator {name} ", f"hub:calculator {copy} "), "utf-8"
        )
        _change(
            root / "mkdocs.yml",
            lambda text, slug=entry.slug: text.replace(  # type: ignore[misc]
                f"      - calculateurs/{slug}.md\n",
                f"      - calculateurs/{slug}.md\n      - calculateurs/{slug}-{mark}.md\n",
                1,
            ),
        )
        added.append(
            f'    Entry("{copy}", "{entry.title} {mark}", "{entry.slug}-{mark}", "{entry.basis}", "{entry.question}",'
            f' "{entry.leaves_out}"),\n'
        )
    _change(
        registered,
        lambda text: text.replace(
            "\n)\n\n\n@record\nclass ExtraFile", "\n" + "".join(added) + ")\n\n\n@record\nclass ExtraFile"
        ),
    )


def _long_work(figures: Figures) -> list[str]:
    """Seconds a case, and a line, of long work against short work."""

    found = []
    for title, work, short, long in (
        ("batch, cases", _batch, BATCH // 100, BATCH),
        ("journal, lines", _journal, LINES // 36, LINES),
    ):
        work(short // 10)
        few, many = work(short), work(long)
        figures[f"{title}: a unit of long work, ratio"] = (many / long) / (few / short)
        found.append(
            f"{title}: {short:,} in {few:.2f} s, {long:,} in {many:.1f} s; each {many / long * 1e6:.0f} µs,"
            f" ratio {(many / long) / (few / short):.2f}"
        )
    return found


def _batch(count: int) -> float:
    """Seconds that ``ai-calc placement --csv`` takes."""
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "batch.csv"
    rows = (f"2020-02-01;{n % 12 + 1};search\n" for n in range(count))
    table.write_text("start_date;months;service\n" + "".join(rows), "utf-8")
    started = time.perf_counter()
    with redirect_stdout(io.StringIO()):
        code = cli.main(["placement", "--csv", str(table)])
    if code:
        raise BuildError(f"bench: the batch ended with {code}")
    return time.perf_counter() - started


def _journal(count: int) -> float:
    """Seconds from a mandate with so many lines in its journal to its result."""
    entries = [
        {"day": JOURNAL_DAY.format(n % 28 + 1), "minutes": 15, "activity": "with_person", "note": f"ligne {n}"}
        for n in range(count)
    ]
    started = time.perf_counter()
    outcome = evaluate(register.get("coaching"), {"canton": "be", "start_date": "2022-03-01", "journal": entries})
    if outcome.result is None:
        raise BuildError(f"bench: {outcome.faults[:3]}")
    return time.perf_counter() - started
