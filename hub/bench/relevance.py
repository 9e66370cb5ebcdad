"""What the search finds, beside its peers: MiniSearch with a French analysis, and Pagefind, on the same pages.

The queries are those of ``tests/search``: what staff type, and what people say. A result counts when it is one of the
rules that answer; of a page's results a peer is given the best part first.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright

from hub import ROOT
from hub.bench.browser import CHROMIUM, FLAGS, served
from hub.bench.history import Figures
from hub.content.library import Library
from hub.content.links import from_root
from hub.errors import BuildError
from tests.search.ask import Query, ask, people, queries, says_none

SOURCE = Path(__file__).parent / "peers"
FOLDER = ROOT / "build" / "bench" / "peers"
PAGES = "{reglements,reperes,calculateurs,formation,versions-et-sources,confidentialite}/**/*.html"
PAGEFIND = """async (queries) => {
  const pagefind = await import('./pagefind/pagefind.js'), answers = [];
  await pagefind.options({ baseUrl: '/' });
  for (const query of queries) {
    const { results } = await pagefind.search(query), places = [];
    for (const result of results.slice(0, 5)) {
      const { url, sub_results: parts } = await result.data();
      const weight = (part) => part.weighted_locations.reduce((sum, place) => sum + place.balanced_score, 0);
      places.push(...(parts.length ? parts.sort((a, b) => weight(b) - weight(a)).slice(0, 3).map((part) => part.url) : [url]));
    }
    answers.push(places);
  }
  return answers;
}"""


def install() -> None:
    """The peers, pinned by hash, outside of the site's own packages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = False
    for name in ("package.json", "package-lock.json"):
        target = FOLDER / name
        if not target.exists() or target.read_bytes() != (SOURCE / name).read_bytes():
            shutil.copy(SOURCE / name, target)
            changed = True
    if changed or not (FOLDER / "node_modules").is_dir():
        _run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], FOLDER)


def minisearch(site: Path, texts: list[str]) -> list[list[str]]:
    """For each query the addresses of its results."""
    done = _run(
        ["node", str(SOURCE / "minisearch.mjs"), str((site / "search" / "search_index.json").resolve())],
        FOLDER,
        json.dumps(texts),
    )
    answers: list[list[str]] = json.loads(done)
    return answers


def pagefind(playwright: Playwright, site: Path, texts: list[str]) -> list[list[str]]:
    """For each query the addresses of its results, the best parts of a page first."""
    out = FOLDER / "served"
    out.mkdir(exist_ok=True)
    (out / "index.html").write_text("<!doctype html><title>Pagefind</title>", "utf-8")
    _run(
        [
            "npx",
            "pagefind",
            "--site",
            str(site.resolve()),
            "--output-path",
            str(out / "pagefind"),
            "--glob",
            PAGES,
            "--root-selector",
            "article",
            "--force-language",
            "fr",
            "--silent",
        ],
        FOLDER,
    )
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        page = browser.new_page()
        with served(out) as address:
            page.goto(address)
            answers: list[list[str]] = page.evaluate(PAGEFIND, texts)
    finally:
        browser.close()
    return [[place.lstrip("/") for place in places] for places in answers]


def lines(playwright: Playwright, site: Path, figures: Figures) -> list[str]:
    """The lines of the report."""
    install()
    listed = [*queries(), *people()]
    texts = [q.text for q in listed]
    answers = ask(site / "search" / "search_index.json", texts)
    named = _names(Library(ROOT))
    engines: dict[str, list[list[str]]] = {
        "ours": [[r["name"] for r in a["results"]] for a in answers],
        "MiniSearch with French analysis": [[named(p) for p in places] for places in minisearch(site, texts)],
        "Pagefind": [[named(p) for p in places] for places in pagefind(playwright, site, texts)],
    }
    out = ["search, an answer among the first three / first, of the queries with one"]
    with_answer = [n for n, q in enumerate(listed) if q.expect]
    groups = list(dict.fromkeys(listed[n].group for n in with_answer))
    for name, found in engines.items():
        per_group = ", ".join(
            f"{g} {_share(listed, found, [n for n in with_answer if listed[n].group == g])}" for g in groups
        )
        out.append(f"  {name}: {_share(listed, found, with_answer)} ({per_group})")
        for within in (3, 1):
            share = _percent(listed, found, with_answer, within)
            figures[f"search, {name}, an answer among the first {within}, %"] = share
    nothing = [a for q, a in zip(listed, answers, strict=True) if not q.expect]
    out.append(f"  ours says that nothing answers: {sum(map(says_none, nothing))} of {len(nothing)} without an answer")
    return out


def _share(listed: list[Query], found: list[list[str]], which: list[int]) -> str:
    return " / ".join(f"{_percent(listed, found, which, within):.0f}" for within in (3, 1)) + " %"


def _percent(listed: list[Query], found: list[list[str]], which: list[int], within: int) -> float:
    return 100 * sum(listed[n].answered(found[n], within) for n in which) / len(which)


def _names(library: Library) -> Callable[[str], str]:
    """An address -> the rule there, its lettered parts included, or the page."""
    rules = {from_root(rule.page, rule.anchor): citation for citation, rule in library.rules.items()}

    def name(place: str) -> str:
        return rules.get(place) or rules.get(place.rpartition(".")[0]) or f"page:{place}"

    return name


def _run(command: list[str], folder: Path, given: str = "") -> str:
    done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"bench: {' '.join(command[:2])}: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout
