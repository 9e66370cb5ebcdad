"""The part of the browser runtime that changes only with the locked inputs: Python, Panel, Bokeh."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub import web
from hub.runtime import archive, node, trim
from hub.runtime.fetched import Inputs

HERE = Path(__file__).parent
NUMPY = HERE / "python" / "numpy.py"  # stands in for the package of this name
SITE_PACKAGES = "/lib/python3.14/site-packages"
STDLIB = "/lib/python314.zip"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")

# Taken when this module is loaded: what it builds is named after the code that it is, even if a file changes meanwhile.
CODE_DIGEST = archive.digest_named({"numpy.py": NUMPY}, [HERE / "base.py", HERE / "trim.py", web.BUILD / "compile.mjs"])

# Modules of the standard library that no page can use.
STDLIB_DROPPED = ("ensurepip", "idlelib", "lib2to3", "pydoc_data", "test", "tkinter", "turtledemo", "venv")


@dataclass(frozen=True)
class Base:
    """A finished base: ``public`` is shipped, ``site`` is what site.zip unpacks to."""

    folder: Path

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def archives(self) -> dict[str, list[str]]:
        """The top-level modules of each archive, for those that are imported late."""
        found: dict[str, list[str]] = json.loads((self.folder / "archives.json").read_text("utf-8"))
        return found


def build(inputs: Inputs, cache: Path, log: Callable[[str], None]) -> Base:
    """Byte-compile and trim the inputs into ``cache/base-<hash>``, unless that is done already."""
    folder = cache / f"base-{inputs.digest[:10]}{CODE_DIGEST[:6]}"
    if folder.exists():
        return Base(folder)
    log(f"compiling {len(inputs.wheels)} wheels and the standard library for the browser (about a minute, once)")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-base-") as temporary:
        work = Path(temporary)
        out = work / "out"
        public, site, late = out / "public", out / "site", work / "late"
        stdlib = work / "stdlib"
        public.mkdir(parents=True)
        for wheel in inputs.wheels:
            _write(_sources(late if trim.distribution(wheel) in trim.LATE else site), trim.kept_files(wheel))
            _write(public, trim.scripts(wheel))
            _write(public / "licences", trim.licences(wheel))
        _write(_sources(site), [("numpy.py", NUMPY.read_bytes())])
        with zipfile.ZipFile(inputs.core / "python_stdlib.zip") as library:
            _write(_sources(stdlib), ((n, library.read(n)) for n in library.namelist() if _wanted(n)))
        jobs = [
            {"source": str(_sources(goal)), "target": str(goal), "prefix": prefix, "optimize": level}
            for goal, prefix, level in (
                (site, SITE_PACKAGES, 2),
                (late, SITE_PACKAGES, 2),
                (stdlib, STDLIB, 0),
            )
        ]
        node.run("compile.mjs", inputs.core, jobs)
        shutil.rmtree(_sources(site))
        for name in CORE:
            shutil.copy(inputs.core / name, public)
        for name, content in (("python_stdlib.zip", stdlib), ("site.zip", site), ("late.zip", late)):
            archive.zip_folder(public / name, content)
        modules = {"site.zip": _modules(site), "late.zip": _modules(late)}
        (out / "archives.json").write_text(json.dumps(modules))
        (out / "digest").write_text(archive.digest_folder(public))
        archive.settle(out, folder)
    return Base(folder)


def _sources(goal: Path) -> Path:
    return goal.with_name(goal.name + "-sources")


def _modules(folder: Path) -> list[str]:
    return sorted({path.name.split(".")[0] for path in folder.iterdir() if not path.name.endswith(".dist-info")})


def _wanted(name: str) -> bool:
    return not name.endswith("/") and name.split("/")[0].removesuffix(".py") not in STDLIB_DROPPED


def _write(folder: Path, files: object) -> None:
    for name, data in files:  # type: ignore[attr-defined]
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
