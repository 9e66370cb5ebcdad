"""``python -m hub``: the steps of the build, each as a command.

prepare OUT     docs/ as plain Markdown with rules, figures and tables put in
finish SITE     rule index, short addresses and relative addresses for a built site
build           the whole site, unless it is up to date
serve           the whole site on this machine, built first
check [SITE]    what must hold: ids, citations, figures, dates; with SITE also the built anchors
official [DIR]  the official documents of sources-officielles/ against our pages, and what a newer edition changes;
reports in build/
successor [NAME]           the pages as ProperDocs or Zensical builds them, compared with those of MkDocs
rename-parameter OLD NEW   moves a parameter's file, and whoever names it follows
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub import ROOT
from hub.errors import told

if TYPE_CHECKING:
    from hub.content.library import Library


def _library() -> Library:
    from hub.content.library import Library

    return Library(ROOT)


def _prepare(args: argparse.Namespace) -> int:
    from hub.pages.rule_pages import prepare

    return _report(prepare(_library(), args.out))


def _finish(args: argparse.Namespace) -> int:
    from hub.site.whole import finish, finish_lab, finish_runtime

    finish(args.site, _library())
    if not args.pages_only:
        finish_runtime(args.site, ROOT)
        finish_lab(args.site, ROOT)
    return 0


def _check(args: argparse.Namespace) -> int:
    from hub.pages.checks import check

    return _report(check(_library(), args.site))


def _official(args: argparse.Namespace) -> int:
    from hub.official import FOLDER, load
    from hub.official.report import as_html, compare, in_words

    folder = args.folder or ROOT / FOLDER
    library, texts = _library(), load(folder, ROOT / ".cache" / "official")
    reports = compare(library, texts)
    print("\n".join(in_words(texts, reports, folder)))
    if texts.documents:
        args.report.parent.mkdir(parents=True, exist_ok=True)
        args.report.write_text(as_html(library, texts, reports), "utf-8")
        print(f"\nRapport : {args.report}")
    changed = _newer(library, texts, args.report.parent)
    return 0 if all(report.sound for report in reports) and not texts.problems and not changed else 1


def _newer(library: Library, texts: Any, folder: Path) -> bool:
    """Reports on later editions of our documents, and begins their files. Returns whether anything has changed."""
    from hub.official import newer

    changed = False
    for later in texts.newer:
        compared = newer.compare_newer(library, texts, later)
        changed = changed or bool(compared.changes)
        print("\n".join(newer.in_words(library, compared)))
        key = f"{later.source}-{later.day.year if later.day else 'nouvelle'}"
        report = folder / f"nouvelle-edition-{key}.html"
        report.write_text(newer.as_html(library, compared), "utf-8")
        for path, text in newer.drafts(library, compared, key).items():
            target = folder / f"nouvelle-edition-{key}" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        print(f"\nRapport : {report} ; ébauche des fichiers : {folder / f'nouvelle-edition-{key}'}")
    return changed


def _build(args: argparse.Namespace) -> int:
    from hub.site.build import build

    build(args.site)
    return 0


def _serve(args: argparse.Namespace) -> int:
    from hub.site.serve import serve

    _build(args)
    serve(args.site, args.port, args.prefix, args.framed_by)
    return 0


def _successor(args: argparse.Namespace) -> int:
    from hub.site import successor

    compared = successor.run(args.generator, _library())
    print("\n".join(successor.in_words(args.generator, compared)))
    return 0 if compared.same else 1


def _rename_parameter(args: argparse.Namespace) -> int:
    from hub.content.rename import rename_parameter

    for path in rename_parameter(ROOT, args.old, args.new):
        print(path.relative_to(ROOT))
    return 0


def _report(problems: list[str]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m hub", description="The steps of the build.")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    add("prepare", _prepare, "docs/ as plain Markdown, ready for the site generator").add_argument("out", type=Path)
    complete = add("finish", _finish, "complete a built site")
    complete.add_argument("site", type=Path)
    complete.add_argument("--pages-only", action="store_true", help="leave the browser runtime and the notebooks out")
    add("build", _build, "the whole site, unless it is up to date").add_argument(
        "--site", type=Path, default=ROOT / "site"
    )
    server = add("serve", _serve, "the whole site on this machine, built first")
    server.add_argument("--site", type=Path, default=ROOT / "site")
    server.add_argument("--port", type=int, default=8000)
    server.add_argument("--prefix", default="/", help="serve it below a folder of the host, as /hub/")
    server.add_argument(
        "--framed-by", action="append", default=[], metavar="ORIGIN", help="a site whose pages may frame these"
    )
    add("check", _check, "everything that must hold").add_argument("site", type=Path, nargs="?")
    follower = add("successor", _successor, "the pages by a follower of MkDocs, compared with those of MkDocs")
    follower.add_argument("generator", choices=("properdocs", "zensical"), nargs="?", default="properdocs")
    renamed = add("rename-parameter", _rename_parameter, "another name for a parameter, wherever it is named")
    renamed.add_argument("old", help="area/name")
    renamed.add_argument("new", help="area/name")
    official = add("official", _official, "official documents against our pages")
    official.add_argument("folder", type=Path, nargs="?", help="instead of sources-officielles/")
    official.add_argument(
        "--report", type=Path, default=ROOT / "build" / "textes-officiels.html", help="where the report goes"
    )
    args = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] = args.run
    try:
        return run(args)
    except Exception as error:
        if (lines := told(error, args.command)) is None:
            raise
        return _report(lines)


if __name__ == "__main__":
    sys.exit(main())
