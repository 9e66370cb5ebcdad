"""A calculator has one entry in the register; every place that needs one of its own has it, and calls it the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ai_calc.registers import calculators as registry
from hub import ROOT
from hub.content.library import Library


def _named(folder: Path, pattern: str) -> set[str]:
    return {p.stem for p in folder.glob(pattern) if not p.stem.startswith("_")}


def test_every_calculator_has_its_package_form_cases_and_properties_and_no_other_has() -> None:
    names = set(registry.names())
    assert {p.parent.name for p in (ROOT / "src/ai_calc/calculators").glob("*/compute.py")} == names
    assert _named(ROOT / "calculators", "*.py") == names
    assert _named(ROOT / "cases", "*.yaml") == names
    assert {
        p.stem.removeprefix("test_").removesuffix("_properties") for p in (ROOT / "tests").glob("test_*_properties.py")
    } == names


@pytest.mark.parametrize("entry", registry.entries(), ids=lambda e: e.name)
def test_every_calculator_has_its_page_which_bears_its_title(entry: registry.Entry) -> None:
    text = (ROOT / "docs" / f"{entry.page.rstrip('/')}.md").read_text("utf-8")
    assert f"<!-- hub:calculator {entry.name} -->" in text
    assert re.search(r"^title: (.+)$", text, re.M)[1] == entry.title  # type: ignore[index]
    assert re.search(r"^# (.+)$", text, re.M)[1] == entry.title  # type: ignore[index]
    assert f"- {entry.page.rstrip('/')}.md" in (ROOT / "mkdocs.yml").read_text("utf-8")
    assert entry.question.endswith("?")
    assert registry.get(entry.name).name == entry.name


def test_the_site_shows_the_calculators_of_the_register_in_its_order() -> None:
    library = Library(ROOT)
    assert list(library.calculators) == list(registry.names())
    in_navigation = re.findall(r"- calculateurs/(?!index)([a-z-]+)\.md", (ROOT / "mkdocs.yml").read_text("utf-8"))
    assert in_navigation == [e.slug for e in registry.entries()]


def test_the_readme_says_how_many_lines_the_smallest_calculator_takes() -> None:
    lines = {
        name: sum(
            len(file.read_text("utf-8").splitlines())
            for file in (*(ROOT / "src/ai_calc/calculators" / name).glob("*.py"), ROOT / f"calculators/{name}.py")
        )
        for name in registry.names()
    }
    said = re.search(r"`(\w+)`, the smallest one, takes some (\d+) lines", (ROOT / "README.md").read_text("utf-8"))
    assert said is not None
    assert said[1] == min(lines, key=lambda name: lines[name])
    assert abs(int(said[2]) - lines[said[1]]) <= 30, lines[said[1]]


def test_calculators_add_findings_and_notices_in_one_way() -> None:
    for file in (ROOT / "src/ai_calc/calculators").rglob("*.py"):
        text = file.read_text("utf-8")
        assert not re.search(r"\bNotice\(|\bSeverity\b", text), f"{file.name}: outcome.notices makes a notice"
        assert not re.search(r"field\(\s*Finding\.UNKNOWN, title=[^)]*\)\s+return", text), f"{file.name}: facts.finding"
        assert not re.search(r"def \w+\([^)]*\) -> (?:Finding|Notice):", text), f"{file.name}: a way of its own"
