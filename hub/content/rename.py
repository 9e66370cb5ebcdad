"""Another name for a parameter: its file moves, and whoever names it follows."""

from __future__ import annotations

import re
from pathlib import Path

from hub.errors import BuildError

_NAME = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
_FOLDERS = ("adr", "calculators", "cases", "docs", "hub", "src", "tests")
_KINDS = {".ipynb", ".js", ".json", ".md", ".mjs", ".py", ".yaml"}


def rename_parameter(root: Path, old: str, new: str) -> list[Path]:
    """Move a parameter's file and write its new name wherever the old one stands; the files that changed.

    Raises :class:`BuildError` for a name that is no ``area/name``, an old one without a file and a new one with one.
    """
    parameters = root / "src" / "ai_calc" / "law" / "parameters"
    source, target = parameters / f"{old}.yaml", parameters / f"{new}.yaml"
    for name in (old, new):
        if not _NAME.fullmatch(name):
            raise BuildError(f"« {name} » is no name of a parameter: area/name, in small letters")
    if not source.exists():
        raise BuildError(f"there is no parameter {old}")
    if target.exists():
        raise BuildError(f"{new} is a parameter already")
    target.parent.mkdir(exist_ok=True)
    source.rename(target)
    named = re.compile(rf"(?:(?<=parameters/)|(?<![\w/-])){re.escape(old)}(?![\w/-])")
    anchor = re.compile(rf"\bp-{re.escape(old.replace('/', '.'))}(?!\w)")
    changed = [target]
    for path in [root / "README.md", *(p for folder in _FOLDERS for p in sorted((root / folder).rglob("*")))]:
        if path.suffix not in _KINDS or not path.is_file():
            continue
        before = path.read_text("utf-8")
        after = anchor.sub(f"p-{new.replace('/', '.')}", named.sub(new, before))
        if after != before:
            path.write_text(after, "utf-8")
            changed.append(path)
    return changed
