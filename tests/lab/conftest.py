"""A small site with the notebooks in it: the demonstrations of these tests, and the course's own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import lab, web
from hub.runtime.finish import content_security_policy
from tests.chromium import CACHE, ROOT, alone, served

DEMO = Path(__file__).parent / "notebooks"
COURSE = ROOT / "calculators" / "notebooks"
RESET = """<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>Remettre à neuf</title><link rel="icon" href="data:,"></head>
<body><div data-lab-reset><p>Sans JavaScript</p></div><script src="../../assets/reset.js"></script></body></html>
"""


def make(notebooks: Path) -> lab.LabBuild:
    """Build the notebooks' site of a folder with this checkout's code."""
    return lab.build(notebooks, ROOT / "calculators", ROOT / "src" / "ai_calc", CACHE)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> lab.LabBuild:
    notebooks = tmp_path_factory.mktemp("lab") / "notebooks"
    notebooks.mkdir()
    for path in [*DEMO.glob("*.ipynb"), *COURSE.glob("*.ipynb")]:
        shutil.copy(path, notebooks)
    with alone("lab"):
        return make(notebooks)


@pytest.fixture(scope="session")
def site(built: lab.LabBuild, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a start page, the page that resets, an index of one rule, and the notebooks."""
    site = tmp_path_factory.mktemp("lab-site") / "site"
    pages = {
        "index.html": "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Accueil</title><p>Accueil",
        "formation/index.html": "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Cours</title><p>Le cours",
        "formation/reinitialiser/index.html": RESET.format(policy=content_security_policy([])),
        "assets/reset.js": (web.SITE / "reset.js").read_text("utf-8"),
        "rules.json": json.dumps([{"citation": "cmrp:1006", "title": "Une règle", "html": "<p>Texte de la règle</p>"}]),
    }
    for name, text in pages.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    lab.place(site, built)
    return site


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site's address: below a folder of its host, as on many hosts."""
    with served(site, "/cours/hub/") as address:
        yield address
