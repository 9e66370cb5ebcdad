"""The part of the browser runtime that changes with the calculators: `ai_calc`, `calculators`, our Python side."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hub import web
from hub.runtime import archive, node
from hub.runtime.base import SITE_PACKAGES

HERE = Path(__file__).parent
OWN = HERE / "python" / "hub_runtime"
"""Our side of the browser's Python: it is taken along, and compiled with the calculators."""
SUFFIXES = {".py", ".yaml", ".yml", ".json", ".css", ".html", ".csv", ".txt", ".typed"}
LEFT_OUT = {"__pycache__", "notebooks", "tests"}


@dataclass(frozen=True)
class App:
    """The compiled application: ``site`` is what app.zip unpacks to."""

    folder: Path
    digest: str

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def archive(self) -> Path:
        return self.folder / "app.zip"


def sources(calculators: Path, package: Path) -> dict[str, Path]:
    """Every file of the application, by its path in the browser's site-packages."""
    found: dict[str, Path] = {}
    for folder, name in ((calculators, "calculators"), (package, package.name)):
        found |= {f"{name}/{path.relative_to(folder).as_posix()}": path for path in _wanted(folder)}
    found |= {f"hub_runtime/{path.relative_to(OWN).as_posix()}": path for path in _wanted(OWN)}
    found["hub_runtime/shadow.css"] = web.CALCULATORS / "shadow.css"
    return dict(sorted(found.items()))


def build(calculators: Path, package: Path, core: Path, cache: Path, log: Callable[[str], None]) -> App:
    """Byte-compile the application into ``cache/app-<hash>``, unless that is done already."""
    files = sources(calculators, package)
    digest = archive.digest_named(files, [HERE / "app.py", web.BUILD / "compile.mjs"])
    folder = cache / f"app-{digest[:16]}"
    if not folder.exists():
        log(f"compiling the calculators for the browser ({len(files)} files)")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-app-") as temporary:
            work = Path(temporary)
            for name, path in files.items():
                goal = work / "sources" / name
                goal.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, goal)
            out = work / "out"
            out.mkdir()
            job = {
                "source": str(work / "sources"),
                "target": str(out / "site"),
                "prefix": SITE_PACKAGES,
                "optimize": 0,
            }
            node.run("compile.mjs", core, [job])
            archive.zip_folder(out / "app.zip", out / "site")
            archive.settle(out, folder)
    return App(folder, digest)


def _wanted(folder: Path) -> Iterator[Path]:
    for path in archive.files_of(folder):
        inner = path.relative_to(folder)
        if path.suffix in SUFFIXES and not LEFT_OUT & set(inner.parts):
            yield path
