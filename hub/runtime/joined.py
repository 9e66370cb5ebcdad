"""Put the built pieces into content-hashed folders, ready to be copied into a site."""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from hub import web
from hub.bundle import SCRIPT, bundled
from hub.runtime import app as app_part
from hub.runtime import archive
from hub.runtime import base as base_part
from hub.runtime.fetched import Inputs
from hub.runtime.finish import FIRST, LOADER, START
from hub.runtime.snapshot import LIBRARIES, UNPACK, Snapshot

SCRIPTS = ("bokeh.js", "bokeh-widgets.js", "bokeh-tables.js", "panel.js")
PLAIN = (*base_part.CORE, "python_stdlib.zip", "site.zip", "app.zip")
RESTORED = (*base_part.CORE, "snapshot.bin", "data.json")


@dataclass(frozen=True)
class RuntimeBuild:
    """A finished runtime: folders by their names below ``assets/`` of the site, and what the loader must know."""

    folders: dict[str, Path]
    """Folder name (with the content's hash) -> folder to copy."""
    runtime: str
    """Name of the folder with Python, Panel and Bokeh."""
    app: str
    """Name of the folder with the calculators."""
    config: dict[str, object]
    """The loader's configuration, but for the site's pages."""
    page_files: dict[str, Path]
    """The loader's own files (page scripts and style sheet), by name."""


def build_folders(
    inputs: Inputs, base: base_part.Base, app: app_part.App, snapshot: Snapshot | None, cache: Path
) -> RuntimeBuild:
    """Make the folders ``rt-<hash>`` and ``app-<hash>``."""
    own = {name: web.CALCULATORS / name for name in ("worker.js", "memory.mjs", "preload.mjs")} | UNPACK
    digest = archive.digest_named({"base": base.folder / "digest", **own})
    runtime = cache / f"rt-{digest[:10]}"
    if not runtime.exists():
        libraries = {f"libraries/{Path(name).stem}.wasm": base.site / name for name in LIBRARIES}
        _fill(runtime, [base.public], own | libraries)
    parts = [app.archive, *(snapshot.files if snapshot else [])]
    application = cache / f"app-{archive.digest_named({path.name: path for path in parts})[:10]}"
    if not application.exists():
        _fill(application, [], {path.name: path for path in parts})
    files = {path.name: path for folder in (runtime, application) for path in archive.files_of(folder)}
    facts = snapshot.facts if snapshot else None
    config: dict[str, object] = {
        "scripts": list(SCRIPTS),
        "info": json.loads((inputs.core / "pyodide-lock.json").read_text("utf-8"))["info"],
        "archives": {**base.archives, "app.zip": sorted(path.name for path in app.site.iterdir())},
        "sizes": {name: path.stat().st_size for name, path in sorted(files.items()) if name in {*PLAIN, *RESTORED}},
        "downloads": {
            "plain": {name: travelling(files[name]) for name in PLAIN},
            "snapshot": {name: travelling(files[name]) for name in RESTORED if name in files},
        },
        "snapshot": facts,
    }
    return RuntimeBuild(
        folders={runtime.name: runtime, application.name: application},
        runtime=runtime.name,
        app=application.name,
        config=config,
        page_files=page_files(cache),
    )


def page_files(cache: Path) -> dict[str, Path]:
    """The loader's own files by their names in its folder: its modules in one piece, and what runs before them."""
    entry = web.CALCULATORS / LOADER
    made_of = {path.name: path for path in (*sorted(entry.parent.glob("*.js")), SCRIPT)}
    whole = cache / f"page-{archive.digest_named(made_of)[:10]}"
    if not whole.exists():
        with tempfile.TemporaryDirectory() as temporary:
            bundle = Path(temporary) / entry.name
            bundle.write_bytes(bundled(entry, "esm", "../config.js"))
            _fill(whole, [], {entry.name: bundle})
    alone = {name: web.CALCULATORS / name for name in (*FIRST, START, "calc.css")}
    return {LOADER: whole / entry.name, **alone}


def travelling(path: Path) -> int:
    """How many bytes of a file travel when the server compresses what can be compressed."""
    size = path.stat().st_size
    if path.suffix in (".zip", ".bin"):
        return size
    return min(size, len(gzip.compress(path.read_bytes(), 6)))


def _fill(folder: Path, folders: list[Path], files: dict[str, Path]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix="tmp-"))
    for source in folders:
        shutil.copytree(source, temporary, dirs_exist_ok=True)
    for name, file in files.items():
        (temporary / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, temporary / name)
    temporary.chmod(0o755)
    archive.settle(temporary, folder)


def prune(cache: Path, used: list[Path], *, keep: int = 6, hours: float = 2) -> None:
    """Remove old results from the cache: all but those in use, the latest few of each kind, and those of late."""
    for path in used:
        path.touch()
    recent = time.time() - hours * 3600
    for kind in ("base", "app", "snap", "rt", "page", "tmp"):
        found = sorted(cache.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[keep:]:
            if path not in used and path.stat().st_mtime < recent:
                shutil.rmtree(path, ignore_errors=True)
