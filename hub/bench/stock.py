"""The peer: the same calculator, built by stock ``panel convert`` with every file local.

The same wheels are used as they are published (no byte code, nothing trimmed), served by the same server. Changed are
the addresses that would lead to a CDN, and the worker's kind: this Pyodide runs only in a module worker, for which this
Panel has no template. numpy is not published for this Pyodide: the peer gets our stand-in, which is lighter.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

from hub import ROOT
from hub.errors import BuildError
from hub.runtime import fetched, trim
from hub.runtime.base import CORE, NUMPY

REQUIREMENTS = ROOT / "requirements"
# The wheels' own metadata ask for more than an app of this kind imports; the peer gets no more than our own bundle.
DEPENDS = {
    "panel": ["bokeh", "param", "pyviz-comms", "pyodide-http", "tqdm", "packaging", "typing-extensions"],
    "bokeh": ["jinja2", "numpy", "packaging", "pyyaml"],
    "jinja2": ["markupsafe"],
    "pydantic": ["pydantic-core", "annotated-types", "typing-extensions", "typing-inspection"],
    "pyviz-comms": ["param"],
    "micropip": ["packaging"],
    "hub-app": ["pydantic", "pyyaml", "panel"],
}
CONVERT = """
import os, sys
os.environ["PANEL_CDN_ROOT"] = "./assets/panel/"
import bokeh.resources
bokeh.resources._cdn_base_url = lambda: "./assets/bokeh"
import panel.io.convert as convert
convert.PYODIDE_URL = "./assets/pyodide/pyodide.mjs"
convert.PRE = "import os; os.environ['PANEL_CDN_ROOT'] = './assets/panel/'\\n" + convert.PRE
done = convert.convert_app(
    sys.argv[1], sys.argv[2], requirements=["hub-app"], runtime="pyodide-worker", panel_version=convert.PY_VERSION,
    http_patch=True, inline=False, compiled=False, manifest=None,
)
sys.exit(not done)
"""


def build(name: str, folder: Path) -> str:
    """Build the peer of a calculator into ``folder``; the name of its page."""
    shutil.rmtree(folder, ignore_errors=True)
    python = folder / "assets" / "pyodide"
    python.mkdir(parents=True)
    given = fetched.fetch(print)
    extra = fetched.locked_wheels(REQUIREMENTS / "bench.lock", fetched.CACHE / "wheels", print)
    for file in (*CORE, "python_stdlib.zip"):
        shutil.copy(given.core / file, python)
    wheels = [
        shutil.copy(wheel, python) for wheel in {*given.wheels, *extra} if trim.distribution(wheel) not in trim.LATE
    ]
    wheels += [_own_wheel(python), _wheel(python, "numpy", [(NUMPY, "numpy.py")])]
    info = json.loads((given.core / "pyodide-lock.json").read_text("utf-8"))["info"]
    lock = {"info": info, "packages": dict(map(_package, map(Path, wheels)))}
    (python / "pyodide-lock.json").write_text(json.dumps(lock), "utf-8")
    _page_files(folder / "assets", given)
    script = folder / "app.py"
    script.write_text(
        f"import panel as pn\nfrom calculators.{name} import app\npn.extension()\napp().servable()\n", "utf-8"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-c", CONVERT, str(script), str(folder)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode or not (folder / "app.html").exists():
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise BuildError(f"panel convert failed: {lines[-1]}")
    _as_module(
        folder / "app.js",
        'importScripts("./assets/pyodide/pyodide.mjs");',
        'import { loadPyodide } from "./assets/pyodide/pyodide.mjs";',
    )
    _as_module(folder / "app.html", 'new Worker("./app.js")', 'new Worker("./app.js", { type: "module" })')
    shutil.copy(folder / "app.html", folder / "index.html")
    return "app.html"


def _as_module(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    if text.count(old) != 1:
        raise BuildError(f"{path.name}: what `panel convert` writes has changed, {old} is not there once")
    path.write_text(text.replace(old, new), "utf-8")


def _own_wheel(folder: Path) -> Path:
    """`ai_calc` and the calculators as one ordinary wheel."""
    files = [
        (file, file.relative_to(source.parent).as_posix())
        for source in (ROOT / "src" / "ai_calc", ROOT / "calculators")
        for file in sorted(source.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts and "notebooks" not in file.parts
    ]
    return _wheel(folder, "hub_app", files)


def _wheel(folder: Path, name: str, files: list[tuple[Path, str]]) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, inner in files:
            archive.write(file, inner)
        about = f"{name}-1.0.dist-info"
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return path


def _package(wheel: Path) -> tuple[str, dict[str, object]]:
    """The entry of a wheel in Pyodide's lock file."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(n for n in names if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        about = Parser().parsestr(archive.read(metadata).decode())
    key = re.sub(r"[-_.]+", "-", about["Name"]).lower()
    modules = {n.split("/")[0].removesuffix(".py") for n in names if ".dist-info/" not in n and ".data/" not in n}
    return key, {
        "name": about["Name"],
        "version": about["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted(m for m in modules if m.isidentifier()),
        "depends": DEPENDS.get(key, []),
        "unvendored_tests": False,
    }


def _page_files(assets: Path, given: fetched.Inputs) -> None:
    """Panel's and Bokeh's files for the page, where their addresses expect them."""
    for wheel in given.wheels:
        name, version = wheel.name.split("-")[:2]
        if name not in ("panel", "bokeh"):
            continue
        with zipfile.ZipFile(wheel) as archive:
            for path in archive.namelist():
                goal = None
                if name == "panel" and re.match(
                    r"panel/dist/(panel\.min\.js$|css/|assets/|images/|bundled/theme/)", path
                ):
                    goal = assets / "panel" / version / path.removeprefix("panel/")
                elif match := re.fullmatch(r"bokeh/server/static/js/(bokeh[a-z-]*)\.min\.js", path):
                    goal = assets / "bokeh" / "bokeh" / "release" / f"{match[1]}-{version}.min.js"
                if goal is not None and not path.endswith("/"):
                    goal.parent.mkdir(parents=True, exist_ok=True)
                    goal.write_bytes(archive.read(path))
