"""Put the built pieces into content-hashed folders, ready to be copied into a site."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub.runtime import app as app_part
from hub.runtime import archive, base as base_part
from hub.runtime.inputs import Inputs

BROWSER = Path(__file__).parents[1] / "browser"
SCRIPTS = ("bokeh.js", "bokeh-widgets.js", "bokeh-tables.js", "panel.js")
PLAIN = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "site.zip", "app.zip")


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
    inputs: Inputs, base: base_part.Base, app: app_part.App, cache: Path, log: Callable[[str], None]
) -> RuntimeBuild:
    """Make the folders ``rt-<hash>`` and ``app-<hash>``."""
    worker = BROWSER / "worker.js"
    runtime_digest = archive.digest_named({"base": base.folder / "digest", "worker": worker})
    runtime = f"rt-{runtime_digest[:10]}"
    if not (cache / runtime).exists():
        _fill(cache / runtime, [base.public], [worker])
    app_name = f"app-{app.digest[:10]}"
    if not (cache / app_name).exists():
        _fill(cache / app_name, [], [app.archive])
    files = {path.name: path for folder in (runtime, app_name) for path in (cache / folder).iterdir() if path.is_file()}
    info = json.loads((inputs.core / "pyodide-lock.json").read_text("utf-8"))["info"]
    config: dict[str, object] = {
        "scripts": list(SCRIPTS),
        "info": info,
        "sizes": {name: path.stat().st_size for name, path in files.items()},
        "downloads": {"plain": {name: travelling(files[name]) for name in PLAIN}},
        "snapshot": None,
    }
    return RuntimeBuild(
        folders={runtime: cache / runtime, app_name: cache / app_name},
        runtime=runtime,
        app=app_name,
        config=config,
        page_files=page_files(),
    )


def page_files() -> dict[str, Path]:
    """The loader's own files by their names in its folder."""
    scripts = {f"page/{path.name}": path for path in sorted((BROWSER / "page").glob("*.js"))}
    return {**scripts, "calc.css": BROWSER / "calc.css"}


def travelling(path: Path) -> int:
    """How many bytes of a file travel when the server compresses what can be compressed."""
    size = path.stat().st_size
    if path.suffix in (".zip", ".bin"):
        return size
    return min(size, len(gzip.compress(path.read_bytes(), 6)))


def _fill(folder: Path, folders: list[Path], files: list[Path]) -> None:
    temporary = folder.with_name("tmp-" + folder.name)
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for source in folders:
        shutil.copytree(source, temporary, dirs_exist_ok=True)
    for file in files:
        shutil.copy(file, temporary)
    temporary.rename(folder)
