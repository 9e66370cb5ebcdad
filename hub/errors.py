"""The exception that a build step raises when it cannot go on, and what is said of an error without a traceback."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class BuildError(Exception):
    """A fault that the person at the keyboard can mend; its text is one clear line, shown without a traceback."""


def told(error: Exception, command: str = "build") -> list[str] | None:
    """What to say of an error that lies in the data or in the Python at hand; None for a fault of the program."""
    if isinstance(error, ModuleNotFoundError):
        name = error.name or ""
        if name.partition(".")[0] not in ("ai_calc", "calculators", "hub"):
            return [f"{sys.executable} has no « {name} »: run `make install`, then .venv/bin/python -m hub {command}"]
        if match := re.fullmatch(r"(ai_calc\.)?calculators\.\w+", name):
            place = f"src/{name.replace('.', '/')}" if match[1] else f"{name.replace('.', '/')}.py"
            return [f"{place} : absent, mais dans le registre des calculateurs"]
        return None
    if type(error).__module__.partition(".")[0] not in ("ai_calc", "hub"):
        return None
    # what our own readers raise has one line for each fault; no traceback helps whoever wrote the data
    return str(error).splitlines() or [type(error).__name__]


@contextmanager
def for_mkdocs() -> Iterator[None]:
    """Errors of data become MkDocs' own, which it tells without a traceback."""
    try:
        yield
    except Exception as error:
        if (lines := told(error)) is None:
            raise
        from mkdocs.exceptions import PluginError

        raise PluginError("\n".join(lines)) from None
