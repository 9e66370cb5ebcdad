"""The hub in a classroom: a folder that any laptop with Python can serve, to itself or to thirty seats.

``prepare`` makes the folder (site, files compressed in advance, server, instructions), on disk or on a USB stick;
``pack`` one zip of it to download.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hub.errors import BuildError

HERE = Path(__file__).parent
OWN = ("serveur.py", "serveur.ps1", "LISEZ-MOI.txt", "demarrer.bat", "demarrer-salle.bat")
# What shrinks when it is compressed; archives and pictures do not.
COMPRESSED = {".css", ".csv", ".html", ".ipynb", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".xml"}
SMALL = 600
"""Bytes below which a file travels as it is."""
LIST = "contenu.json"
NOT_COPIED = {".built"}
NOTEBOOKS = "lab/"


def prepare(site: Path, folder: Path, log: Callable[[str], None] = print) -> Path:
    """Make ``folder`` a ready-to-run copy of a built site; files that are there already stay. Returns the folder.

    Nothing outside ``folder/hub`` and the server's own files is touched.
    """
    if not (site / "index.html").is_file():
        raise BuildError(f"{site}: nothing to copy; build the site first")
    target = folder / "hub"
    known: dict[str, str] = _read(folder / LIST) if target.is_dir() else {}
    files = _files(site)
    with ThreadPoolExecutor(2) as workers:
        sums = dict(zip(files, workers.map(_sum, files.values()), strict=True))
        changed = [name for name in files if known.get(name) != sums[name] or not (target / name).is_file()]
        for name in known.keys() - files.keys():
            for stale in (target / name, target / f"{name}.gz"):
                stale.unlink(missing_ok=True)
        (folder / LIST).unlink(missing_ok=True)  # an interrupted copy is made again
        list(workers.map(lambda name: _copy(files[name], target / name), changed))
    for name in OWN:
        shutil.copyfile(HERE / name, folder / name)
    (folder / LIST).write_text(json.dumps(sums, indent=0, sort_keys=True), "utf-8")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    log(f"classroom: {len(files)} files, {len(changed)} of them new, {size / 1e6:.0f} MB in {folder}")
    return folder


def pack(site: Path, file: Path, notebooks: bool = False, log: Callable[[str], None] = print) -> Path:
    """Put the folder into one zip, without files compressed in advance, and without ``notebooks`` unless wanted.

    Two zips of one site are the same, byte by byte. Returns the file.
    """
    if not (site / "index.html").is_file():
        raise BuildError(f"{site}: nothing to pack; build the site first")
    files = {n: p for n, p in _files(site).items() if notebooks or not n.startswith(NOTEBOOKS)}
    whole = {f"hub-salle/{name}": HERE / name for name in OWN} | {f"hub-salle/hub/{n}": p for n, p in files.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    with zipfile.ZipFile(part, "w") as out:
        for name, path in whole.items():
            entry = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            small = path.suffix in {*COMPRESSED, ".py", ".bat", ".ps1"}
            entry.compress_type = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
            out.writestr(entry, path.read_bytes(), compresslevel=9)
    part.replace(file)
    log(f"classroom: {len(whole)} files, {file.stat().st_size / 1e6:.0f} MB in {file}")
    return file


def _files(site: Path) -> dict[str, Path]:
    """The files of a built site that are copied, by their names."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    files = {name: path for name, path in files.items() if name not in NOT_COPIED}
    _no_twins(files)
    return files


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    data = source.read_bytes()
    target.write_bytes(data)
    packed = target.with_name(target.name + ".gz")
    packed.unlink(missing_ok=True)
    if source.suffix in COMPRESSED and len(data) > SMALL:
        small = gzip.compress(data, 9, mtime=0)
        if len(small) < 0.9 * len(data):
            packed.write_bytes(small)


def _no_twins(files: dict[str, Path]) -> None:
    """USB sticks do not tell capitals from small letters."""
    seen: dict[str, str] = {}
    for name in files:
        if (other := seen.setdefault(name.lower(), name)) != name:
            raise BuildError(f"{name} and {other} are one file on a USB stick")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found
