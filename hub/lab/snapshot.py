"""The memory snapshot of the notebooks' Python: at build time the kernel is started, Panel and the course imported."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from hub.errors import BuildError
from hub.lab.kernel import ENVIRONMENT, Kernel
from hub.runtime import archive, node
from hub.runtime.app import App
from hub.runtime.base import Base
from hub.runtime.snapshot import LIBRARIES

HERE = Path(__file__).parent
PRELOAD = HERE.parent / "browser" / "preload.js"
CODE = (HERE / "snapshot.py", HERE / "snapshot.mjs", HERE / "warm.py", HERE.parent / "runtime" / "heap.mjs", PRELOAD)
NOT_TEXT = {".pyc", ".so", ".ico", ".png"}
NEVER_OPENED = ("pyviz_comms/labextension/",)


def build(base: Base, kernel: Kernel, app: App, core: Path, cache: Path, log: Callable[[str], None]) -> Path:
    """The folder ``cache/snap-<hash>`` with the packed memory, the text files beside it, and facts to compare."""
    code = archive.digest_files(CODE, HERE.parent)
    folder = cache / f"snap-{kernel.folder.name.removeprefix('kernel-')}-{app.digest[:10]}{code[:6]}"
    if folder.exists():
        return folder
    log("taking the memory snapshot of the notebooks' Python")
    with tempfile.TemporaryDirectory(dir=cache, prefix="tmp-snap-") as temporary:
        out = Path(temporary) / "out"
        job = {
            "stdlib": str(base.public / "python_stdlib.zip"), "site": [str(base.site), str(kernel.site), str(app.site)],
            "libraries": LIBRARIES, "env": ENVIRONMENT | kernel.addresses, "warm": str(HERE / "warm.py"),
            "preload": str(PRELOAD), "out": str(out),
        }  # fmt: skip
        node.run(str(HERE / "snapshot.mjs"), core, job)
        facts = json.loads((out / "snapshot.json").read_text("utf-8"))
        memory = (out / "snapshot.raw").read_bytes()
        if len(memory) != facts["size"]:
            raise BuildError("the memory snapshot was not written completely")
        (out / "snapshot.gz.bin").write_bytes(gzip.compress(memory, 6, mtime=0))
        texts = _texts(base.site, kernel.site, app.site)
        (out / "data.json").write_text(json.dumps(texts, ensure_ascii=False, separators=(",", ":")), "utf-8")
        (out / "facts.json").write_text(json.dumps(facts), "utf-8")
        (out / "snapshot.raw").unlink()
        (out / "snapshot.json").unlink()
        archive.settle(out, folder)
    return folder


def _texts(*folders: Path) -> dict[str, str]:
    """Every text file beside the modules: Python may open any of them, and they are small. Later folders win."""
    found = {}
    for folder in folders:
        for path in archive.files_of(folder):
            name = path.relative_to(folder).as_posix()
            if path.suffix not in NOT_TEXT and not name.startswith(NEVER_OPENED):
                found[name] = path.read_text("utf-8")
    return dict(sorted(found.items()))
