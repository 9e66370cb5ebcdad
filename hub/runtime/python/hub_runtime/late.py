"""Modules that did not come along: fetched, a whole archive at a time, when one is imported.

After a snapshot was restored these are all that the calculators did not import at the end of the build; with the
plain loader, only the libraries that few people need (spreadsheets, calendars).
"""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
import zipimport
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

import js

SITE_PACKAGES = "/lib/python3.14/site-packages"
STDLIB_ZIP = "/lib/python314.zip"
STDLIB = "python_stdlib.zip"


class LateModules:
    """The last finder: when nobody else knows a module, unpack the archive that has it and look again."""

    def __init__(self, names: dict[str, list[str]], present: set[str]) -> None:
        """``names``: top-level modules by archive; ``present``: archives that are there already."""
        self._archive_of = {name: archive for archive, found in names.items() for name in found}
        self._archive_of |= dict.fromkeys(sys.stdlib_module_names, STDLIB)
        self._present = present

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        archive = self._archive_of.get(name.split(".")[0])
        if archive is None or archive in self._present:
            return None
        self._present.add(archive)
        content = js.readNow(archive).to_bytes()
        if archive == STDLIB:
            Path(STDLIB_ZIP).write_bytes(content)
        else:
            with zipfile.ZipFile(io.BytesIO(content)) as bundle:
                bundle.extractall(SITE_PACKAGES)
        forget_files()
        return PathFinder.find_spec(name, path)  # type: ignore[arg-type]


def forget_files() -> None:
    """Drop what the import system remembers of files: they are others now."""
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()


def install(names: dict[str, list[str]], present: set[str]) -> None:
    """Make missing modules arrive when they are imported."""
    sys.meta_path.append(LateModules(names, present))  # type: ignore[arg-type]
