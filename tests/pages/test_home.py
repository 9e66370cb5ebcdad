"""The home page: each situation leads to its estimate and to its chapter."""

from __future__ import annotations

import re
from pathlib import Path

from ai_calc.registers import calculators as registry
from calculators.kit.static import form_of

HOME = (Path(__file__).parents[2] / "docs" / "index.md").read_text("utf-8")
LINK = re.compile(r"\]\(([^)]+)\)")


def test_each_of_the_six_situations_leads_to_its_estimate_and_to_its_chapter() -> None:
    lines = re.findall(r'<li markdown="span">(.*)</li>', HOME)
    assert len(lines) == 6
    by_page = {f"{registry.get(name).page.rstrip('/')}.md": name for name in registry.names()}
    for line in lines:
        estimate, chapter = LINK.findall(line)
        page, _, anchor = estimate.partition("#")
        assert anchor == "estimation" and form_of(by_page[page]).estimate is not None
        assert chapter.startswith("reglements/cmrp/")
