"""Cantons as data: the YAML files of ``canton_files``, each of which may bring its own documents and figures.

A canton is one file. Where its document and its figures are not among those of the package already, the file itself
holds them, under ``sources`` (as in ``documents.yaml``) and ``parameters`` (as in a parameter file, by full name).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from ai_calc.ground import strict_yaml


class BundleError(ValueError):
    """A canton's file that cannot be read; the message names file and key."""


def _folder() -> Traversable:
    return resources.files(__package__) / "canton_files"


@cache
def _texts() -> dict[str, str]:
    files = sorted((f for f in _folder().iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {f.name: f.read_text("utf-8") for f in files}


@cache
def canton(name: str) -> dict[str, Any]:
    """The content of one canton's file. Raises :class:`BundleError` when it is not a table."""
    try:
        raw = strict_yaml.load(_texts()[name])
    except strict_yaml.StrictYamlError as error:
        raise BundleError(f"{name} : {error}") from None
    if not isinstance(raw, dict):
        raise BundleError(f"{name} : une table est attendue")
    return raw


def canton_files() -> tuple[str, ...]:
    """The names of the cantons' files, in alphabetical order."""
    return tuple(_texts())


@cache
def section(key: str) -> dict[str, Any]:
    """What the cantons' files say under ``sources`` or ``parameters``, together.

    A file without that section is not parsed: a calculator that has nothing to do with cantons does not wait for them.
    Raises :class:`BundleError` for a name that two files give.
    """
    found: dict[str, Any] = {}
    for name, text in _texts().items():
        if not any(line.startswith(f"{key}:") for line in text.splitlines()):
            continue
        entries = canton(name).get(key) or {}
        if not isinstance(entries, dict):
            raise BundleError(f"{name} : « {key} » doit être une table")
        if twice := set(found) & set(entries):
            raise BundleError(f"{name} : {key}.{sorted(twice)[0]} existe déjà")
        found |= entries
    return found
