"""Puts the parts of the notebooks' site together, places them into a built site, and checks what came out."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from hub import web
from hub.errors import BuildError
from hub.lab.kernel import ENVIRONMENT, Kernel
from hub.lab.shell import KERNEL, kernel_worker
from hub.runtime import archive
from hub.runtime.app import App
from hub.runtime.base import CORE, Base
from hub.runtime.fetched import Inputs
from hub.runtime.snapshot import LIBRARIES, PRELOAD, UNPACK

HERE = Path(__file__).parent
START = web.LAB / "start.js"
EARLY = web.LAB / "early.js"
FOLDER = "lab"
# What JupyterLite's kernel would otherwise install one by one when it starts: all are in the bundle.
BUNDLED = ("micropip", "piplite", "sqlite3", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")


@dataclass(frozen=True)
class LabBuild:
    """A finished notebooks' site, in parts: folders to copy, and small files to write."""

    parts: tuple[tuple[str, Path], ...]
    """Path below ``lab/`` -> folder to copy there, in this order."""
    files: dict[str, bytes]
    """Path below ``lab/`` -> content; these replace files of the parts."""
    python: str
    """Path below ``lab/`` of the folder with Python."""

    @property
    def folders(self) -> list[Path]:
        return [folder for _, folder in self.parts]


def assemble(
    given: Inputs,
    base: Base,
    kernel: Kernel,
    snapshot: Path | None,
    shell: Path,
    app: App,
    notebooks: Path,
    cache: Path,
) -> LabBuild:
    """Make the folders with Python (``py-<hash>``) and with our own code (``code-<hash>``), and what points to them."""
    python, code = _python(given, base, kernel, cache), _code(app, snapshot, cache)
    python_at, code_at = f"static/{python.name}", f"static/{code.name}"
    files = _contents(notebooks)
    files["jupyter-lite.json"] = _configuration(shell, python_at, code, app, snapshot)
    return LabBuild(
        parts=(("", shell), (python_at, python), (kernel.panel_at, kernel.panel), (code_at, code)),
        files=files,
        python=python_at,
    )


def _python(given: Inputs, base: Base, kernel: Kernel, cache: Path) -> Path:
    """What changes with the locked inputs only."""
    stamp = archive.digest_named({path.name: path for path in (START, EARLY, PRELOAD, HERE / "joined.py")} | UNPACK)
    made_of = f"{base.folder.name} {kernel.folder.name} {stamp}"
    folder = cache / f"py-{hashlib.sha256(made_of.encode()).hexdigest()[:10]}"
    if folder.exists():
        return folder
    with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-py-") as temporary:
        out = Path(temporary) / "out"
        (out / "libraries").mkdir(parents=True)
        for name in (*CORE, "python_stdlib.zip", "late.zip"):
            shutil.copy(base.public / name, out)
        for name in LIBRARIES:
            shutil.copy(base.site / name, out / "libraries" / f"{Path(name).stem}.wasm")
        own = {path.relative_to(kernel.site).as_posix(): path for path in archive.files_of(kernel.site)}
        both = {path.relative_to(base.site).as_posix(): path for path in archive.files_of(base.site)} | own
        archive.write_zip(out / "site.zip", ((name, path.read_bytes()) for name, path in sorted(both.items())))
        shutil.copytree(kernel.licences, out / "licences")
        for name, path in ({path.name: path for path in (PRELOAD, EARLY)} | UNPACK).items():
            (out / name).parent.mkdir(exist_ok=True)
            shutil.copy(path, out / name)
        modules = sorted({name.split("/")[0].split(".")[0] for name in both if ".dist-info/" not in name})
        config = {
            "env": ENVIRONMENT | kernel.addresses,
            "info": json.loads((given.core / "pyodide-lock.json").read_text("utf-8"))["info"],
            "archives": {
                "late.zip": base.archives["late.zip"],
                "site.zip": modules,
                "python_stdlib.zip": ["pyodide", "_pyodide"],
            },
            "sizes": {"site.zip": (out / "site.zip").stat().st_size},
        }
        head = f"const HUB_LAB = {json.dumps(config, ensure_ascii=False, sort_keys=True)};\n"
        (out / "start.js").write_text(head + START.read_text("utf-8"), "utf-8")
        archive.settle(out, folder)
    return folder


def _code(app: App, snapshot: Path | None, cache: Path) -> Path:
    """What changes with `ai_calc` and the calculators: their archive, and the memory with them in it."""
    files = [app.archive, *((snapshot / "snapshot.bin", snapshot / "data.json") if snapshot else ())]
    made_of = f"{app.digest} {snapshot.name if snapshot else None}"
    folder = cache / f"code-{hashlib.sha256(made_of.encode()).hexdigest()[:10]}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-code-") as temporary:
            out = Path(temporary) / "out"
            out.mkdir()
            for path in files:
                shutil.copy(path, out)
            archive.settle(out, folder)
    return folder


def _configuration(shell: Path, python_at: str, code: Path, app: App, snapshot: Path | None) -> bytes:
    """JupyterLite's configuration with the kernel's address and settings."""
    config = json.loads((shell / "jupyter-lite.json").read_text("utf-8"))
    config["jupyter-config-data"]["contentsAllJsonFile"] = "all.json"  # the list of notebooks below api/contents/
    config["jupyter-config-data"]["litePluginSettings"] = {
        KERNEL: {
            "pyodideUrl": f"./{python_at}/start.js",
            "pipliteUrls": [],
            "disablePyPIFallback": True,
            "loadPyodideOptions": {
                "packages": list(BUNDLED),
                # for our own loader (start.js): where ai_calc and the calculators are, and the facts of the snapshot
                "hubLab": {
                    "code": f"../{code.name}/",
                    "sizes": {path.name: path.stat().st_size for path in sorted(code.iterdir())},
                    "worker": kernel_worker(shell),
                    "modules": sorted(path.name for path in app.site.iterdir()),
                    "snapshot": json.loads((snapshot / "facts.json").read_text("utf-8")) if snapshot else None,
                },
            },
        }
    }
    return json.dumps(config, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _contents(notebooks: Path) -> dict[str, bytes]:
    """The notebooks, and the list of them that the file browser asks for."""
    files, entries = {}, []
    for path in sorted(notebooks.glob("*.ipynb")):
        data = prepare_notebook(path)
        files[f"files/{path.name}"] = data
        entries.append(_entry(path.name, len(data)))
    listing = _entry("", 0) | {
        "type": "directory",
        "mimetype": None,
        "size": None,
        "content": entries,
        "format": "json",
    }
    files["api/contents/all.json"] = json.dumps(listing, ensure_ascii=False).encode()
    return files


def _entry(name: str, size: int) -> dict[str, object]:
    """What Jupyter's contents interface says of one notebook; the date is fixed, so that a build can be repeated."""
    date = "2020-01-01T00:00:00Z"
    return {
        "name": name,
        "path": name,
        "type": "notebook",
        "format": None,
        "mimetype": None,
        "content": None,
        "writable": True,
        "size": size,
        "created": date,
        "last_modified": date,
    }


def prepare_notebook(path: Path) -> bytes:
    """A notebook as learners get it: for the browser's kernel, without outputs, its code folded but where one writes.

    Raises BuildError.
    """
    try:
        book = json.loads(path.read_text("utf-8"))
        cells = book["cells"]
    except (ValueError, KeyError) as error:
        raise BuildError(f"{path.name}: not a notebook ({error})") from None
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
            if cell["metadata"].get("editable") is False:  # nothing to write in it, and nobody has to read it
                cell["metadata"]["jupyter"] = {"source_hidden": True}
    book["metadata"]["kernelspec"] = {"name": "python", "display_name": "Python", "language": "python"}
    return json.dumps(book, ensure_ascii=False, indent=1).encode()


def place(site: Path, build: LabBuild) -> Path:
    """Put the notebooks' site into ``site/lab``, replacing what is there, and check it. Returns the folder."""
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    for name, source in build.parts:
        shutil.copytree(source, folder / name, dirs_exist_ok=True)
    for name, data in build.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    problems = check(folder)
    if problems:
        raise BuildError(problems[0])
    return folder


def check(folder: Path) -> list[str]:
    """What is wrong with a placed site's configuration: everything in it must point to files that are there."""
    config = json.loads((folder / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    kernel = config.get("litePluginSettings", {}).get(KERNEL, {})
    problems = []
    address = str(kernel.get("pyodideUrl", ""))
    if not address.startswith("./static/py-") or not (folder / address).is_file():
        problems.append(
            f"lab: Python would be loaded from {address or 'the default address of JupyterLite'}, not from this site"
        )
    if kernel.get("disablePyPIFallback") is not True:
        problems.append("lab: packages could be fetched from a package index")
    for name in sorted(folder.rglob("jupyter-lite.json")):
        for value in _addresses(json.loads(name.read_text("utf-8"))):
            problems.append(f"lab: {name.relative_to(folder)} points to {value}")
    for extension in config.get("federated_extensions", []):
        if not (folder / "extensions" / extension["name"] / extension["load"]).is_file():
            problems.append(f"lab: the extension {extension['name']} is missing")
    return problems


def _addresses(value: object) -> list[str]:
    """Every text in a configuration that is an address of another host."""
    if isinstance(value, str):
        return [value] if re.match(r"(https?|wss?)?:?//", value) else []
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for child in children for found in _addresses(child)]


def prune(cache: Path, used: list[Path], *, keep: int = 3, hours: float = 2) -> None:
    """Remove old results from the cache: all but those in use, the latest few of each kind, and those of late."""
    for path in used:
        if path.exists():
            path.touch()
    recent = time.time() - hours * 3600
    for kind in ("kernel", "snap", "shell", "py", "code", "tools", "tmp"):
        found = sorted(cache.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[keep:]:
            if path not in used and path.stat().st_mtime < recent:
                shutil.rmtree(path, ignore_errors=True)
