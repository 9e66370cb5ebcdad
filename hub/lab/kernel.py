"""Python for the notebooks: JupyterLite's kernel beside the calculators' base, and Panel's scripts for the page."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hub import web
from hub.lab import patches
from hub.runtime import app, archive, node, trim
from hub.runtime.base import SITE_PACKAGES, Base
from hub.runtime.fetched import Inputs

HERE = Path(__file__).parent
PYTHON = HERE / "python"
LATE = app.OWN / "late.py"
CODE = (
    HERE / "kernel.py",
    HERE / "patches.py",
    HERE.parent / "runtime" / "trim.py",
    web.BUILD / "compile.mjs",
    LATE,
)

# Files of the kernel's own wheels that no notebook reads.
DROPPED = re.compile(
    "|".join(
        [
            *trim.DROPPED["*"],
            r"^piplite/",
            r"^[^/]+\.data/",
            r"^IPython/(terminal/(?!__init__|pt_inputhooks/__init__)|sphinxext|testing/(?!__init__|skipdoctest))/",
            r"^markdown/test_tools",
            r"^pygments/(formatters/(?!__init__|_mapping|html|terminal|latex|other)|sphinxext|cmdline)",
            r"^pygments/lexers/(?!__init__|_mapping|_css|_j|_scheme|css|data|html|javascript|json|jvm|markup|perl|php|python|ruby|shell|special|web|xml|diff|ml|dotnet|scripting|r|esoteric|c_)",
        ]
    )
)

# What the page loads, from Panel's and Bokeh's wheels, by path there -> path in our folder.
BOKEH_JS = re.compile(r"^bokeh/server/static/js/(bokeh(?:-widgets|-tables|-gl)?)\.min\.js$")
PANEL_FILES = re.compile(
    r"^panel/(dist/(?:panel\.min\.js|css/.*\.css|bundled/theme/.*|bundled/reactiveesm/.*\.js|assets/.*\.svg|images/(?:spinner|icon).*))$"
)


# The environment of Python in the browser.
ENVIRONMENT = {"HOME": "/home/pyodide"}


@dataclass(frozen=True)
class Kernel:
    """The kernel's own part: ``site`` lies beside (and before) the base's, ``panel`` is what pages load."""

    folder: Path

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def panel(self) -> Path:
        return self.folder / "panel"

    @property
    def panel_at(self) -> str:
        """Where ``panel`` goes, below ``lab/``."""
        return f"static/panel-{self.folder.name[-10:]}"

    @property
    def addresses(self) -> dict[str, str]:
        """Where Bokeh and Panel tell the page to look: relative to any page of the notebooks' site."""
        root = f"../{self.panel_at}"
        version = next(path.name for path in self.panel.iterdir() if path.name != "bokeh")
        return {
            "BOKEH_CDN_ROOT": root,
            "PANEL_CDN_ROOT": f"{root}/",
            "PANEL_NPM_CDN": f"{root}/{version}/dist/bundled",
        }

    @property
    def licences(self) -> Path:
        return self.folder / "licences"


def build(given: Inputs, base: Base, wheels: list[Path], cache: Path, log: Callable[[str], None]) -> Kernel:
    """Trim, patch and byte-compile the kernel's wheels into ``cache/kernel-<hash>``, unless that is done already."""
    own = {path.relative_to(PYTHON).as_posix(): path for path in archive.files_of(PYTHON) if path.suffix == ".py"}
    code = archive.digest_named({path.name: path for path in CODE} | own | {wheel.name: wheel for wheel in wheels})
    folder = cache / f"kernel-{base.folder.name[-16:]}-{code[:10]}"
    if folder.exists():
        return Kernel(folder)
    log("compiling the notebooks' kernel for the browser")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-kernel-") as temporary:
        work = Path(temporary)
        sources, out = work / "sources", work / "out"
        for name, data in [*_kept(wheels), *_patched([*wheels, *given.wheels])]:
            _write(sources / name, data)
        for name, path in {**own, "hub_lab/late.py": LATE}.items():
            _write(sources / name, path.read_bytes())
        node.run(
            "compile.mjs",
            given.core,
            [{"source": str(sources), "target": str(out / "site"), "prefix": SITE_PACKAGES, "optimize": 2}],
        )
        for name, data in _page_files(given.wheels):
            _write(out / "panel" / name, data)
        shutil.copytree(base.public / "licences", out / "licences")
        for wheel in wheels:
            for name, data in trim.licences(wheel):
                _write(out / "licences" / name, data)
        archive.settle(out, folder)
    return Kernel(folder)


def _kept(wheels: list[Path]) -> Iterator[tuple[str, bytes]]:
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as bundle:
            for name in bundle.namelist():
                if not name.endswith("/") and not DROPPED.search(name):
                    data = bundle.read(name)
                    yield name, trim.short_metadata(data) if name.endswith(".dist-info/METADATA") else data


def _patched(wheels: list[Path]) -> Iterator[tuple[str, bytes]]:
    """The patched files, which hide those of the same name in the base and in the wheels."""
    wanted = set(patches.PYTHON)
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as bundle:
            for name in sorted(wanted & set(bundle.namelist())):
                wanted.remove(name)
                yield name, patches.apply(bundle.read(name).decode(), patches.PYTHON[name], name).encode()
    patches.all_found(wanted)


def _page_files(wheels: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Bokeh's scripts as ``bokeh/release/…`` and Panel's files as ``<version>/dist/…``: the addresses that they use."""
    for wheel in wheels:
        kind, version = trim.distribution(wheel), wheel.name.split("-")[1]
        if kind not in ("bokeh", "panel"):
            continue
        with zipfile.ZipFile(wheel) as bundle:
            for name in bundle.namelist():
                if kind == "bokeh" and (match := BOKEH_JS.match(name)):
                    yield f"bokeh/release/{match[1]}-{version}.min.js", bundle.read(name)
                elif kind == "panel" and (match := PANEL_FILES.match(name)):
                    data = bundle.read(name)
                    if name.endswith("panel.min.js"):
                        data = patches.apply(data.decode(), patches.PANEL_JS, name).encode()
                    # Panel asks for the modules of its reactive components one folder higher than its wheel has them
                    yield f"{version}/{match[1].replace('/reactiveesm/', '/')}", data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
