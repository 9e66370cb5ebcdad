"""``python -m hub``: the steps of the build, each as a command.

prepare OUT     docs/ as plain Markdown with rules, figures and tables put in
finish SITE     rule index, short addresses and relative addresses for a built site
check [SITE]    what must hold: ids, citations, figures, dates; with SITE also the built anchors
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from hub import ROOT
from hub.library import Library


def _prepare(args: argparse.Namespace) -> int:
    from hub.pages import prepare

    return _report(prepare(Library(ROOT), args.out))


def _finish(args: argparse.Namespace) -> int:
    from hub.errors import BuildError
    from hub.finish import finish, finish_runtime

    try:
        finish(args.site, Library(ROOT))
        if not args.pages_only:
            finish_runtime(args.site, ROOT)
    except BuildError as error:
        return _report([str(error)])
    return 0


def _check(args: argparse.Namespace) -> int:
    from hub.checks import check

    return _report(check(Library(ROOT), args.site))


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

    add("prepare", _prepare, "docs/ as plain Markdown, ready for the site generator").add_argument(
        "out", type=Path
    )
    complete = add("finish", _finish, "complete a built site")
    complete.add_argument("site", type=Path)
    complete.add_argument("--pages-only", action="store_true", help="leave the browser runtime out")
    add("check", _check, "everything that must hold").add_argument("site", type=Path, nargs="?")
    args = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], int] = args.run
    return run(args)


if __name__ == "__main__":
    sys.exit(main())
