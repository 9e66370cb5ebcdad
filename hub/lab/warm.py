"""Run once, in Node, before the memory snapshot is taken: start the kernel and import what notebooks use."""

import gc
import importlib
import linecache

import hub_lab  # type: ignore[import-not-found]  # noqa: F401
import js  # type: ignore[import-not-found]
import piplite.piplite  # type: ignore[import-not-found]  # noqa: F401  (the kernel sets values in it)
import pyodide.code  # type: ignore[import-not-found]
import pyodide_kernel  # type: ignore[import-not-found]  # noqa: F401  (before Panel, which asks for it)

# panel.io.pyodide evaluates one JavaScript helper when it is imported: hand it the loader's.
_run_js = pyodide.code.run_js
pyodide.code.run_js = lambda code: js.dictConverter
importlib.import_module("panel")
pyodide.code.run_js = _run_js

# What notebooks use first: whatever is not imported now is fetched with its whole archive when it is.
for _name in (
    "IPython.display",
    "bokeh.plotting",
    "panel.entry_points",
    "panel.io.location",
    "panel.io.notebook",
    "panel.pane",
    "panel.widgets",
    "pydantic",
    "pyodide.http",
    "yaml",
    "linkify_it",
    "markdown",
    "markdown.extensions.codehilite",
    "markdown_it",
    "mdit_py_plugins.anchors",
    "mdit_py_plugins.deflist",
    "mdit_py_plugins.footnote",
    "mdit_py_plugins.tasklists",
    "pygments.lexers.python",
    "pygments.styles.default",
    "calendar",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "itertools",
    "json",
    "pathlib",
    "random",
    "statistics",
    "string",
    "textwrap",
    "typing",
    "xml.etree.ElementTree",
    "xml.sax.saxutils",
):
    importlib.import_module(_name)


def _exercise() -> None:
    """Make every lesson and a calculator once: what they read from files is remembered then."""
    kit = importlib.import_module("calculators.kit.lesson")
    ready, kit.ready = kit.ready, lambda: None  # type: ignore[attr-defined]  # the notebook itself speaks with Panel, later
    try:
        for lesson in importlib.import_module("ai_calc.course").all_lessons():
            kit.Lesson(lesson.key)
        kit.mini_calculator("capital_aid")
    finally:
        kit.ready = ready  # type: ignore[attr-defined]
        kit.KEPT.forget()  # what a browser keeps is asked of that browser


def tidy() -> None:
    """Free what is never read, so that the snapshot is small."""
    linecache.clearcache()
    gc.collect()
    gc.collect()


baked = "[]"  # no form is made in advance
_exercise()
