"""The pages as a follower of MkDocs 1.x builds them, compared with those of MkDocs: ``make successor``.

Both generators get the prepared pages and the same settings, without the hooks that prepare and finish them: what
:mod:`hub.site.whole` does afterwards depends on nothing but what they write. ProperDocs uses MkDocs' themes and hooks,
so that whole pages are compared, with our templates (:mod:`hub.site.theme`); Zensical has its own, so that of its pages
the article is. They stand in an environment of their own, below ``build/``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from hub import ROOT
from hub.content.library import Library
from hub.errors import BuildError
from hub.pages.rule_pages import prepare
from hub.site import theme
from hub.site.hooks import add_brought

WORK = ROOT / "build" / "successor"
TOOLS = WORK / "venv" / "bin"
SHOWN = 3
"""How many pages that differ are shown."""

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_ABOUT_THE_BUILD = re.compile(
    r"\b(?:mkdocs|properdocs|zensical)\b(?:(?: version :|-)? *\d[\w.]*)?|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[\d.+:Z-]*",
    re.I,
)
_ARTICLE = re.compile(r'<article class="md-content__inner[^>]*>(?:\s*<a id="__skip"[^>]*></a>)?(.*?)</article>', re.S)
_LEFT_OUT = re.compile(r' data-search-exclude(?:="")?(?=[ >])')


@dataclass(frozen=True, slots=True)
class Generator:
    """One that can follow MkDocs. ``whole``: its pages have MkDocs' theme, and are compared from the first line on.
    ``from_file``: it reads links in HTML from the file (:func:`~hub.content.links.raw_from_file`)."""

    name: str
    whole: bool
    from_file: bool


GENERATORS = {
    g.name: g
    for g in (
        Generator("properdocs", whole=True, from_file=False),
        Generator("zensical", whole=False, from_file=True),
    )
}


@dataclass(frozen=True, slots=True)
class Compared:
    """How many pages there are on either side, and for each that differs its first line that does, on both sides."""

    pages: int
    different: dict[str, tuple[str, str]]
    index: str

    @property
    def same(self) -> bool:
        return not self.different and not self.index


def normal(page: str) -> str:
    """A page without the generator's name and version, and without the time at which it was built."""
    return _COMMENT.sub(lambda m: _ABOUT_THE_BUILD.sub("", m[0]), page)


def article(page: str) -> str:
    """What a page says, without the frame that the theme puts around it; the whole of one that has none. Zensical
    takes the mark of what the search leaves out away once it has followed it."""
    found = _ARTICLE.search(_LEFT_OUT.sub("", page))
    return "\n".join(line.strip() for line in (found[1] if found else page).splitlines() if line.strip())


def first_difference(ours: str, theirs: str) -> tuple[str, str] | None:
    """The first line in which two pages differ, on both sides, from shortly before the place where they do."""
    for one, other in zip_longest(ours.splitlines(), theirs.splitlines(), fillvalue=""):
        if one != other:
            at = max(len(os.path.commonprefix([one, other])) - 60, 0)
            return one[at : at + 160], other[at : at + 160]
    return None


def compare(ours: Path, theirs: Path, whole: bool = True) -> Compared:
    """Every HTML page of two built sites, and their search indexes."""
    names = sorted({p.relative_to(site).as_posix() for site in (ours, theirs) for p in site.rglob("*.html")})
    different: dict[str, tuple[str, str]] = {}
    for name in names:
        texts = [normal((site / name).read_text("utf-8")) if (site / name).exists() else "" for site in (ours, theirs)]
        if not all(texts):
            different[name] = tuple("there" if text else "missing" for text in texts)  # type: ignore[assignment]
        elif found := first_difference(*(texts if whole else map(article, texts))):
            different[name] = found
    return Compared(len(names), different, _index_difference(ours, theirs))


def _index_difference(ours: Path, theirs: Path) -> str:
    one, other = (_entries(site) for site in (ours, theirs))
    if one == other:
        return ""
    places = [place for place in dict.fromkeys([*one, *other]) if one.get(place) != other.get(place)]
    return f"{len(places)} of {len(one)} entries differ, the first is « {places[0]} »"


def _entries(site: Path) -> dict[str, Any]:
    """The entries of a site's search index, by address; Zensical puts it elsewhere and under another name."""
    for name, key in (("search/search_index.json", "docs"), ("search.json", "items")):
        if (site / name).exists():
            entries = json.loads((site / name).read_text("utf-8"))[key]
            return {entry["location"]: (entry["title"], entry["text"]) for entry in entries}
    return {}


def settings(library: Library, whole: bool) -> dict[str, Any]:
    """``mkdocs.yml`` for pages that are prepared already; with our templates where ``whole`` pages are compared."""
    found: dict[str, Any] = yaml.safe_load((library.root / "mkdocs.yml").read_text("utf-8"))
    del found["hooks"], found["watch"]
    add_brought(found["nav"], library)
    if whole:
        found["hooks"] = [theme.__file__]
        found["theme"]["custom_dir"] = str(library.root / found["theme"]["custom_dir"])
    else:
        del found["theme"]["custom_dir"]
        found["theme"]["language"] = "fr"
    return {**found, "docs_dir": "docs", "site_dir": "site"}


def run(name: str, library: Library, work: Path = WORK, tools: Path = TOOLS) -> Compared:
    """Builds with MkDocs and with the generator ``name``. Raises :class:`BuildError` with one clear line."""
    generator = GENERATORS[name]
    if not (tools / name).exists():
        raise BuildError(f"{name} is not installed: run `make successor GENERATOR={name}`")
    for builder, from_file in (("mkdocs", False), (name, generator.from_file)):
        if problems := prepare(library, work / builder / "docs", from_file=from_file):
            raise BuildError(problems[0])
    config = yaml.safe_dump(settings(library, generator.whole), allow_unicode=True, sort_keys=False)
    _build([sys.executable, "-m", "mkdocs", "build", "--quiet"], config, work, "mkdocs")
    _build([str(tools / name), "build", *(["--quiet"] if generator.whole else ["--clean"])], config, work, name)
    return compare(work / "mkdocs" / "site", work / name / "site", generator.whole)


def _build(command: list[str], config: str, work: Path, name: str) -> None:
    (work / name / "mkdocs.yml").write_text(config, "utf-8")
    done = subprocess.run(
        [*command, "--config-file", "mkdocs.yml"],
        cwd=work / name,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},  # for theme.py
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise BuildError("\n".join([f"{name} could not build the pages:", *lines[-15:]]))


def in_words(name: str, compared: Compared) -> Iterator[str]:
    """What is printed: how many pages are equal, the first that are not, and how the index stands."""
    what = "pages" if GENERATORS[name].whole else "articles"
    equal = compared.pages - len(compared.different)
    yield f"{name}: {equal} of {compared.pages} {what} are those of MkDocs"
    for page in list(compared.different)[:SHOWN]:
        ours, theirs = compared.different[page]
        yield f"  {page}\n    mkdocs: {ours}\n    {name}: {theirs}"
    yield f"  search index: {compared.index or 'equal'}"
