"""Scripts and style sheets have one wing, ``hub/web``; its rooms know nothing of each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from hub import ROOT, web

WING = ROOT / "hub" / "web"
KINDS = {".cjs", ".css", ".js", ".mjs", ".ts"}
ROOMS = (web.SITE, web.CALCULATORS, web.LAB, web.SEARCH, web.OFFLINE, web.BUILD)
SCRIPTS = sorted(path for room in ROOMS for path in room.rglob("*") if path.suffix in {".js", ".mjs"})
BESIDE_IN_THE_SITE = {
    "config.js",
    "preload.mjs",
    "pyodide.asm.mjs",
    "pyodide.mjs",
    "unpack.mjs",
    "zstddec-stream.mjs",
}
"""What the build puts beside a script."""
_IMPORT = re.compile(r"""(?:\bfrom\s*|^\s*import\s*|\bimport\()["'](\.[^"']+)["']""", re.M)


def test_every_script_and_style_sheet_of_the_site_is_in_one_wing() -> None:
    peers = ROOT / "hub" / "bench" / "peers"  # what the search is measured against
    elsewhere = [
        path.relative_to(ROOT).as_posix()
        for folder in ("adr", "calculators", "cases", "docs", "hub", "requirements", "scripts", "src")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in KINDS and not path.is_relative_to(WING) and not path.is_relative_to(peers)
    ]
    assert elsewhere == []


def test_every_file_of_the_wing_has_a_room_and_is_no_python() -> None:
    files = [p for p in WING.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert {p.name for p in files if p.parent == WING} == {
        "README.md",
        "__init__.py",
        "types.d.ts",
        "types.worker.d.ts",
    }
    assert {WING / p.relative_to(WING).parts[0] for p in files if p.parent != WING} == set(ROOMS)
    assert {p.suffix for p in files if p.parent != WING} == {".css", ".js", ".mjs"}


def test_every_script_and_style_sheet_of_every_page_is_named_once_for_the_generator() -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    named = [*config["extra_css"], *(script["path"] for script in config["extra_javascript"])]
    assert sorted(named) == sorted(f"assets/{path.name}" for path in web.SITE.iterdir())
    assert not {path.name for path in web.SITE.iterdir()} & {path.name for path in (ROOT / "docs/assets").iterdir()}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(WING).as_posix())
def test_a_script_imports_only_what_is_in_its_room(script: Path) -> None:
    room = WING / script.relative_to(WING).parts[0]
    for address in _IMPORT.findall(script.read_text("utf-8")):
        target = (script.parent / address).resolve()
        assert target.is_relative_to(room), address
        assert target.exists() or target.name in BESIDE_IN_THE_SITE, address
