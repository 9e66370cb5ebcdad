"""The memory snapshot of the notebooks' Python: at build time the kernel is started, Panel and the course imported."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hub.lab.kernel import ENVIRONMENT, Kernel
from hub.runtime import archive, snapshot
from hub.runtime.app import App
from hub.runtime.base import Base

HERE = Path(__file__).parent
CODE = (HERE / "snapshot.py", HERE / "warm.py", *snapshot.CODE)
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
        site = [base.site, kernel.site, app.site]
        snapshot.take(core, base, site, ENVIRONMENT | kernel.addresses, HERE / "warm.py", out, lambda _: _texts(*site))
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
