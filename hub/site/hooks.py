"""MkDocs hooks, thin: what ``python -m hub prepare`` and ``finish`` do, at the right moment of ``mkdocs build``, and
before them what they cannot: the search's worker, and the pages of worked cases, whose frame the theme draws. What our
templates need is in :mod:`hub.site.theme`.
"""

import logging
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
log = logging.getLogger("mkdocs.hub")
_drawing: dict[str, Any] = {}
"""What MkDocs draws pages with: its templates, and what they know of the list of cases."""


def on_config(config: Any) -> Any:
    """Builds the pages into ``build/docs`` and lets MkDocs read them there."""
    # here and not above: MkDocs puts sys.path back once it has loaded the hooks
    sys.path[:0] = [path for path in (str(ROOT), str(ROOT / "src")) if path not in sys.path]
    from hub.errors import for_mkdocs

    with for_mkdocs():
        from hub.content.library import Library
        from hub.pages.rule_pages import prepare

        out = ROOT / "build" / "docs"
        library = Library(ROOT)
        for problem in prepare(library, out):
            log.warning(problem)
    config["docs_dir"] = str(out)
    add_brought(config["nav"], library)
    return config


def add_brought(nav: list[Any], library: Any) -> None:
    """Puts the editions that ``mkdocs.yml`` does not list at the end of the rules, behind those that it lists."""
    rules: list[Any] = next(
        (entry["Règlements"] for entry in nav if isinstance(entry, dict) and "Règlements" in entry), []
    )
    for source in library.unlisted:
        own = sorted(p for p in library.markdown_files if p.startswith(f"{source.folder}/"))
        if own and not any(isinstance(e, dict) and source.short in e for e in rules):
            rules.append({source.short: sorted(own, key=lambda p: (not p.endswith("/index.md"), p))})


def on_files(files: Any, *, config: Any) -> Any:
    """Puts our worker of the search in the place of the theme's."""
    from hub import search
    from hub.errors import for_mkdocs

    with for_mkdocs():
        search.replace_worker(files, config)
    return files


def on_env(env: Any, *, config: Any, files: Any) -> None:
    """Keeps the templates for the pages of cases."""
    _drawing["env"] = env


def on_page_context(context: Any, *, page: Any, config: Any, nav: Any) -> None:
    """Keeps what the templates know of the list of cases, for the pages of cases."""
    from hub.content.links import CASE_LIST

    if page.file.src_uri == CASE_LIST:
        _drawing["context"] = context


def on_post_build(config: Any) -> None:
    """Adds what the finished site needs: rule index, short addresses, relative addresses, worked cases, search."""
    from hub.errors import for_mkdocs

    with for_mkdocs():
        from hub.content.library import Library
        from hub.pages import case_pages
        from hub.site import theme, whole

        site, library = Path(config["site_dir"]), Library(ROOT)
        whole.finish(site, library)
        if "context" in _drawing:
            place = {"url": case_pages.ANY, "top": case_pages.TOP}
            case_pages.write(site, library, theme.frame(**_drawing, **place, **case_pages.PLACES))
