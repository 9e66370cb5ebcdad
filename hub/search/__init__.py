"""Search of the built site: Material's box and list, with our worker behind them and an index that knows the rules.

The theme's index says for each heading its address, title and text. :mod:`hub.search.index` adds what the rule index
knows; :func:`finish` writes that back, in two files, the second for later. :func:`replace_worker` puts our worker
(``hub/web/search``) in the place of the theme's before the pages are built.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from pathlib import Path
from typing import Any

from hub import ROOT, web
from hub.bundle import bundled
from hub.content.library import Library
from hub.errors import BuildError
from hub.search.index import BRIEF, FIRST, comes_later, enrich

LATER = "later.json"
"""What is read after the first answer: what worked cases, readings and pages beside the documents say (the course above
all), and what the form of a calculator asks. The numbers of cases and readings are in the index from the start."""
WORKERS = "assets/javascripts/workers"
_WORKER = re.compile(rf"{WORKERS}/search\.\w+\.min\.js")
_ITS_LANGUAGES = "assets/javascripts/lunr/"  # only the theme's worker asks for them
log = logging.getLogger("mkdocs.hub.search")


def finish(site: Path, library: Library) -> None:
    """Enriches the index. Safe to run twice on one site."""
    path = site / "search" / "search_index.json"
    if not path.exists():
        raise BuildError(f"{path} : absent ; le greffon « search » manque-t-il dans mkdocs.yml ?")
    told = path.with_name(LATER)
    index = enrich(
        whole(json.loads(path.read_text("utf-8")), json.loads(told.read_text("utf-8")) if told.exists() else {}),
        library,
    )
    for file, content in zip((path, told), in_two(index, library), strict=True):
        file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf-8")


def in_two(index: dict[str, Any], library: Library) -> tuple[dict[str, Any], dict[str, Any]]:
    """The index that the first answer needs, and by address what is read after it, with more of what people say.

    The worker (``entries.mjs``) puts together what is apart here, and says again of each entry what several of them
    share.
    """
    later: dict[str, Any] = {}
    docs = []
    brief: dict[tuple[str, str], list[str]] = {}
    sources = {s: [source.short, source.title] for s, source in library.sources.items()}
    for entry in index["docs"]:
        kind, place = entry.get("kind"), entry["location"]
        if kind in BRIEF:
            brief.setdefault((kind, entry["where"]), []).append(entry["id"])
            later[place] = {"title": entry["title"], "text": entry["text"]}
        elif comes_later(entry):
            later[place] = {key: value for key, value in entry.items() if key not in ("location", "path")}
        else:
            moved = {"calculator": "labels", "page": "text"}.get(kind or "")
            if moved and entry.get(moved) and (moved == "labels" or not place.startswith(FIRST)):
                later[place] = {moved: entry[moved]}
                entry = {key: value for key, value in entry.items() if key != "labels"} | (
                    {"text": ""} if moved == "text" else {}
                )
            docs.append(_shorter(entry, sources))
    hub = dict(index["config"]["hub"])
    later["said"] = hub.pop("more")
    hub |= {
        "brief": [[kind, where, BRIEF[kind], ids] for (kind, where), ids in brief.items()],
        "sources": sources,
    }
    return {"config": {**index["config"], "hub": hub}, "docs": docs}, later


def _shorter(entry: dict[str, Any], sources: dict[str, list[str]]) -> dict[str, Any]:
    """An entry without what its page, its source and its number tell."""
    entry = dict(entry)
    path, where = entry.get("path"), entry.get("where", "")
    if entry.get("kind") != "rule":
        if path and where.startswith(" › ".join(path)):
            del entry["path"]
        return entry
    short, title = sources.get(entry.get("source", ""), ("", ""))
    page = entry["heading"][0]
    if where == (f"{short} · {page}" if short else page):
        del entry["where"]
    label = [step for step in (path or [])[-2 if title else -1 :] if step != title]
    entry["path"] = label
    if label == [f"ch. {entry.get('id')} {short}"]:
        del entry["path"]
    return entry


def whole(index: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """The index with what :func:`in_two` has put apart; :func:`hub.search.index.enrich` says the rest again."""
    later = {place: told for place, told in later.items() if place != "said"}
    there = {e["location"] for e in index["docs"]}
    case = BRIEF["case"].partition("{")[0]  # enrich makes these anew
    added = [{"location": place} | t for place, t in later.items() if place not in there and not place.startswith(case)]
    return {**index, "docs": [e | later.get(e["location"], {}) for e in index["docs"]] + added}


def replace_worker(files: Any, config: Any) -> None:
    """Our worker among the ``files`` of the site instead of the theme's, under a name of its own: what a browser has
    kept of the old one stays unused. ``config.extra.search_worker`` tells the pages both names."""
    if not (ROOT / "node_modules" / "minisearch").is_dir():
        log.warning("recherche : « npm ci » n'a pas été lancé, le site garde la recherche du thème")
        return
    from mkdocs.structure.files import File

    found = [f.src_uri for f in files if _WORKER.fullmatch(f.src_uri)]
    if len(found) != 1:
        raise BuildError(f"recherche : un seul fichier {WORKERS}/search.*.min.js attendu, trouvé {found}")
    code = bundled(web.SEARCH / "worker.mjs", "iife")
    name = f"search.{hashlib.sha256(code).hexdigest()[:8]}.min.js"
    for file in [f for f in files if f.src_uri.startswith((found[0], _ITS_LANGUAGES))]:
        files.remove(file)
    files.append(File.generated(config, f"{WORKERS}/{name}", content=code))
    config.extra["search_worker"] = {"theirs": Path(found[0]).name, "ours": name}
