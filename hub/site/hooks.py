"""MkDocs hooks, thin: what ``python -m hub prepare`` and ``finish`` do, at the right moment of ``mkdocs build``."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
log = logging.getLogger("mkdocs.hub")


@contextmanager
def _in_words() -> Iterator[None]:
    """Errors of data become MkDocs' own, which it tells without a traceback."""
    from hub.errors import told

    try:
        yield
    except Exception as error:
        if (lines := told(error)) is None:
            raise
        from mkdocs.exceptions import PluginError

        raise PluginError("\n".join(lines)) from None


def on_config(config: Any) -> Any:
    """Builds the pages into ``build/docs`` and lets MkDocs read them there."""
    # here and not above: MkDocs puts sys.path back once it has loaded the hooks
    sys.path[:0] = [path for path in (str(ROOT), str(ROOT / "src")) if path not in sys.path]
    with _in_words():
        from hub.content.library import Library
        from hub.pages.render import prepare

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


def on_post_build(config: Any) -> None:
    """Adds what the finished site needs: rule index, short addresses, relative addresses, search."""
    with _in_words():
        from hub.content.library import Library
        from hub.site.whole import finish

        finish(Path(config["site_dir"]), Library(ROOT))
