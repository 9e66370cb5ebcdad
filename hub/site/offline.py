"""The site without network: ``sw.js`` with the list of its files, ``offline.json`` with what the start page must know.

The list holds the SHA-256 of each file, so that the browser can tell a complete version from a half-done deployment
(``hub/web/offline/sw.js``). The short addresses of rules are one table instead of a thousand pages.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from hub import web
from hub.errors import BuildError

SCRIPT = web.OFFLINE / "sw.js"
MARK = "/* FILES */ { version: '', hub: [], lab: [] }"
LAB = "lab"
SHORT = "r"
LEFT_OUT = {"sw.js", "offline.json", ".built"}
_TARGET = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
ZIPPED = {".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm", ".xml", ".txt", ".map", ".ipynb"}

Entry = tuple[str, str, int]
"""Path below the site's root, SHA-256, bytes."""


def write(site: Path) -> None:
    """Writes ``sw.js``, ``offline.json`` and ``r/index.json``; the last step of a build. Safe to run twice."""
    table = short_addresses(site)
    if table:
        (site / SHORT / "index.json").write_text(json.dumps(table, separators=(",", ":"), sort_keys=True), "utf-8")
    hub: list[Entry] = []
    lab: list[Entry] = []
    travels = {False: 0, True: 0}
    for path in sorted(files(site)):
        name = path.relative_to(site).as_posix()
        content = path.read_bytes()
        in_lab = name.split("/")[0] == LAB
        (lab if in_lab else hub).append((name, hashlib.sha256(content).hexdigest(), len(content)))
        travels[in_lab] += len(gzip.compress(content, 1)) if path.suffix in ZIPPED else len(content)
    version = hashlib.sha256(json.dumps([hub, lab]).encode()).hexdigest()[:12]
    source = SCRIPT.read_text("utf-8")
    if source.count(MARK) != 1:
        raise BuildError(f"{SCRIPT}: the place of the list is missing")
    listed = json.dumps({"version": version, "hub": hub, "lab": lab}, ensure_ascii=False, separators=(",", ":"))
    (site / "sw.js").write_text(source.replace(MARK, listed), "utf-8")
    facts = {"version": version, "hub": _facts(hub, travels[False]), "lab": _facts(lab, travels[True])}
    (site / "offline.json").write_text(json.dumps(facts), "utf-8")


def _facts(entries: list[Entry], travels: int) -> dict[str, int]:
    return {"files": len(entries), "bytes": sum(size for _, _, size in entries), "travels": travels}


def files(site: Path) -> Iterator[Path]:
    """The files of a version: all but the list itself, maps of scripts and the pages of short addresses."""
    for path in site.rglob("*"):
        name = path.relative_to(site)
        if (
            not path.is_file()
            or name.as_posix() in LEFT_OUT
            or path.suffix == ".map"
            or any(part.startswith(".") for part in name.parts)
        ):
            continue
        if name.parts[0] == SHORT and path.suffix == ".html":
            continue
        yield path


def short_addresses(site: Path) -> dict[str, str]:
    """``cmrp/6020`` → the address of the rule below the site's root, as the pages of short addresses say it."""
    found = {}
    for page in (site / SHORT).rglob("index.html") if (site / SHORT).is_dir() else ():
        match = _TARGET.search(page.read_text("utf-8"))
        if match is None:
            raise BuildError(f"{page.relative_to(site)}: not a page of a short address")
        found[page.parent.relative_to(site / SHORT).as_posix()] = re.sub(r"^(?:\.\./)+", "", html.unescape(match[1]))
    return found
