"""Which files of the wheels the browser needs: the rest is left out of the bundle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

# Patterns of files that no calculator reads, by distribution ("*": all of them).
DROPPED = {
    "*": [
        r"/tests?/",
        r"\.pyi$",
        r"\.c$",
        r"\.h$",
        r"\.pxd$",
        r"\.pyx$",
        r"\.a$",
        r"/py\.typed$",
        r"-x86_64-linux-gnu\.so$",
        r"\.dist-info/(?!METADATA$)",  # licences are shipped beside the bundle, see `licences`
        r"\.data/",
    ],
    "bokeh": [
        r"^bokeh/server/static/",
        r"^bokeh/_sri/(?!3\.9\.2\.json)",
        r"^bokeh/sphinxext/",
        r"^bokeh/command/",
        r"^bokeh/sampledata/",
    ],
    "panel": [
        r"^panel/dist/(?!css/)",
        r"^panel/(tests|examples|command|node_modules)/",
        r"\.(ts|tsx|less|scss)$",
        r"^panel/(package-lock|bundle|tsconfig)",
        r"^panel/\.",
        r"\.styles",
        r"^panel/template/(?!base|__init__|theme)[^/]+/.*\.(css|html|js)$",
    ],
    # of 350 kinds of numbers only those of a Swiss provider
    "python_stdnum": [r"^stdnum/(?!(__init__|exceptions|util|iban|iso11649|numdb|ean)\.py$|iso7064/|ch/|iban\.dat$)"],
    "tzdata": [r"^tzdata/zoneinfo/(?!UTC$|__init__\.py$)", r"^tzdata/zones$"],  # calendars here hold whole days
}

# Libraries that only some visits need: they are fetched when they are imported (hub_runtime.late).
LATE = {
    "openpyxl",
    "et_xmlfile",
    "icalendar",
    "python_dateutil",
    "tzdata",
    "qrbill",
    "python_stdnum",
    "qrcode",
    "svgwrite",
    "iso3166",
}

# JavaScript that the page loads, by path in its wheel -> name in the runtime folder.
SCRIPTS = {
    "bokeh": {
        "bokeh/server/static/js/bokeh.min.js": "bokeh.js",
        "bokeh/server/static/js/bokeh-widgets.min.js": "bokeh-widgets.js",
        "bokeh/server/static/js/bokeh-tables.min.js": "bokeh-tables.js",
    },
    "panel": {"panel/dist/panel.min.js": "panel.js"},
}


def distribution(wheel: Path) -> str:
    """The name of the distribution that a wheel's file name gives, in lower case."""
    return wheel.name.split("-")[0].lower()


def kept_files(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a wheel that go into the browser, in order of their paths."""
    name = distribution(wheel)
    dropped = re.compile("|".join(DROPPED["*"] + DROPPED.get(name, [])))
    with ZipFile(wheel) as archive:
        for path in sorted(archive.namelist()):
            if path.endswith("/") or dropped.search(path):
                continue
            data = archive.read(path)
            yield path, short_metadata(data) if path.endswith(".dist-info/METADATA") else data


def short_metadata(data: bytes) -> bytes:
    """The lines of METADATA that importlib.metadata is asked for: name, version and licence."""
    head = data.partition(b"\n\n")[0].splitlines()
    kept = (b"Metadata-Version", b"Name", b"Version", b"License", b"License-Expression")
    return b"\n".join(line for line in head if line.split(b":")[0] in kept) + b"\n"


def scripts(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """The JavaScript files of a wheel that the page itself loads."""
    with ZipFile(wheel) as archive:
        for path, name in SCRIPTS.get(distribution(wheel), {}).items():
            yield name, archive.read(path)


def licences(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """The licence texts of a wheel, to be shipped with it."""
    with ZipFile(wheel) as archive:
        for path in sorted(archive.namelist()):
            folder, _, name = path.partition(".dist-info/")
            if name and re.search(r"(LICEN[CS]E|COPYING|NOTICE)", name) and not path.endswith("/"):
                yield f"{folder}/{name.removeprefix('licenses/').replace('/', '-')}.txt", archive.read(path)
