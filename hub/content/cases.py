"""Worked cases for the browser: one JSON file each, which a calculator's page loads into its form."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from ai_calc import __version__
from ai_calc.handing_over.sharing import FORMAT
from ai_calc.registers import calculators as registry
from hub.content.library import Library

FOLDER = "cas"


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def write(site: Path, library: Library) -> None:
    """Writes ``cas/<id>.json`` for every worked case: a file that « Ouvrir un fichier enregistré » takes, with its
    story."""
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    for case in library.cases:
        data = {
            "format": FORMAT,
            "calculator": case.calculator,
            "schema": registry.get(case.calculator).schema_version,
            "version": __version__,
            "name": f"{case.id} {case.title}",
            "id": case.id,
            "title": case.title,
            "story": case.story,
            "case": _plain(case.data),
        }
        (folder / f"{case.id}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
