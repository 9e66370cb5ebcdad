"""Run once, in Node, before the memory snapshot is taken: import and try everything that calculators use."""

import importlib
import pkgutil

import hub_runtime


def _exercise(name):
    """Make the form, link it, let go of it: the usual paths have run once then, and their caches are filled."""
    hub_runtime.sessions.start("warm", name, None)
    hub_runtime.sessions.link("warm")
    hub_runtime.sessions.stop("warm")


for _module in pkgutil.iter_modules(importlib.import_module("calculators").__path__):
    if not _module.ispkg and hasattr(importlib.import_module(f"calculators.{_module.name}"), "app"):
        _exercise(_module.name)
