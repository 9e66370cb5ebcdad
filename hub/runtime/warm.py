"""Run once, in Node, before the memory snapshot is taken: import and try everything that calculators use.

Leaves ``forms`` behind: JSON with what the page needs to draw each calculator's form before Python is there. A form
that depends on more than its code (on the date, say) has ``BAKED = False`` in its module.
"""

import importlib
import json
import pkgutil

import hub_runtime  # type: ignore[import-not-found]


def _calculators():
    for found in pkgutil.iter_modules(importlib.import_module("calculators").__path__):
        if not found.ispkg:
            module = importlib.import_module(f"calculators.{found.name}")
            if hasattr(module, "app"):
                yield found.name, getattr(module, "BAKED", True)


def _exercise(name):
    """Make the form, link it, leave it: the usual paths have run once then, and their caches are filled."""
    hub_runtime.sessions.start("warm", name, None)
    hub_runtime.sessions.link("warm")
    hub_runtime.sessions.forget("warm")


for _name, _ in _calculators():
    _exercise(_name)
forms = json.dumps({_name: json.loads(hub_runtime.sessions.bake(_name)) for _name, _baked in _calculators() if _baked})
