"""The memory snapshot: Python with everything imported, so that a visit starts in a second and a half."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub import ROOT, web
from hub.errors import BuildError
from hub.runtime import archive, node
from hub.runtime.app import App
from hub.runtime.base import Base

HERE = Path(__file__).parent
PRELOAD = web.CALCULATORS / "preload.mjs"
ZSTDDEC = ROOT / "node_modules" / "zstddec"
UNPACK = {path.name: path for path in (web.CALCULATORS / "unpack.mjs", ZSTDDEC / "dist" / "zstddec-stream.mjs")} | {
    "licences/zstddec/LICENSE.txt": ZSTDDEC / "LICENSE"
}
"""What the workers unpack it with, by its place beside them."""
CODE = (HERE / "snapshot.py", web.BUILD / "snapshot.mjs", web.BUILD / "heap.mjs", HERE / "warm.py", PRELOAD)
# Taken when this module is loaded: what it builds is named after the code that it is, even if a file changes meanwhile.
CODE_DIGEST = archive.digest_files(CODE, HERE.parent)
# Loaded before Python starts, in this order, when the snapshot is made and when it is restored.
LIBRARIES = ("pydantic_core/_pydantic_core.cpython-314-wasm32-emscripten.so",)
TEXT_LIMIT = 200_000
LEVEL = 12
"""Of compression: 19 would take off a twelfth, and half a minute at each build."""


@dataclass(frozen=True)
class Snapshot:
    """A finished snapshot: the packed memory, the data files that Python may still open, and what the worker checks."""

    folder: Path

    @property
    def files(self) -> list[Path]:
        """What is shipped: memory, data files, and for each calculator what the page draws."""
        return [self.folder / "snapshot.bin", self.folder / "data.json", *sorted(self.folder.glob("form-*"))]

    @property
    def facts(self) -> dict[str, object]:
        facts: dict[str, object] = json.loads((self.folder / "facts.json").read_text("utf-8"))
        return facts


def build(base: Base, app: App, core: Path, cache: Path, log: Callable[[str], None]) -> Snapshot:
    """Make the snapshot of a base and an application in ``cache/snap-<hash>``, unless that is done already."""
    folder = cache / f"snap-{base.folder.name[-16:]}-{app.digest[:10]}{CODE_DIGEST[:6]}"
    if not folder.exists():
        log("taking the memory snapshot")
        with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-snap-") as temporary:
            out = Path(temporary) / "out"
            take(
                core,
                base,
                [base.site, app.site],
                {"HOME": "/home/pyodide"},
                HERE / "warm.py",
                out,
                lambda opened: data_files(base, app, opened),
            )
            archive.settle(out, folder)
    return Snapshot(folder)


def take(
    core: Path,
    base: Base,
    site: list[Path],
    environment: dict[str, str],
    warm: Path,
    out: Path,
    texts: Callable[[list[str]], dict[str, str]],
) -> None:
    """Run ``warm`` in a new Python, and write its packed memory, its ``texts`` and the facts to compare into ``out``.

    ``texts`` gets the names of the files that were opened, and gives those that must be there beside the memory.
    """
    job = {
        "stdlib": str(base.public / "python_stdlib.zip"),
        "site": [str(folder) for folder in site],
        "libraries": LIBRARIES,
        "env": environment,
        "warm": str(warm),
        "preload": str(PRELOAD),
        "out": str(out),
        "level": LEVEL,
    }
    node.run("snapshot.mjs", core, job)
    facts = json.loads((out / "facts.json").read_text("utf-8"))
    if (out / "snapshot.bin").stat().st_size != sum(facts["frames"]):
        raise BuildError("the memory snapshot was not written completely")
    data = texts(facts.pop("opened"))
    (out / "data.json").write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
    (out / "facts.json").write_text(json.dumps(facts), "utf-8")


def data_files(base: Base, app: App, opened: list[str]) -> dict[str, str]:
    """The text files that must be there beside a restored Python: those opened on the way, and all of the
    application."""
    own = [path.relative_to(app.site).as_posix() for path in archive.files_of(app.site) if path.suffix != ".pyc"]
    found = {}
    for name in sorted({*opened, *own}):
        path = next((folder / name for folder in (app.site, base.site) if (folder / name).exists()), None)
        if path is not None and path.stat().st_size <= TEXT_LIMIT:
            found[name] = path.read_text("utf-8")
    return found
