"""Reproducible zip files and content hashes."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_DATE = (2020, 1, 1, 0, 0, 0)


def files_of(folder: Path) -> list[Path]:
    """Every file below a folder, sorted by path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def write_zip(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write (name, content) pairs as a zip whose bytes depend on nothing else."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data, compresslevel=9)


def zip_folder(target: Path, folder: Path) -> None:
    """Write a folder as a reproducible zip."""
    write_zip(target, ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files_of(folder)))


def digest_files(paths: Iterable[Path], base: Path) -> str:
    """One hash over the relative names and the content of files."""
    return digest_named({path.relative_to(base).as_posix(): path for path in paths})


def digest_named(files: Mapping[str, Path], others: Iterable[Path] = ()) -> str:
    """One hash over files under given names, and over the content of others that decide the result."""
    total = hashlib.sha256()
    for name, path in [*sorted(files.items()), *((path.name, path) for path in others)]:
        total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def digest_folder(folder: Path) -> str:
    """One hash over everything in a folder."""
    return digest_files(files_of(folder), folder)


def settle(made: Path, folder: Path) -> None:
    """Move a finished folder to its content's name; another build may have put the same content there meanwhile."""
    try:
        made.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
