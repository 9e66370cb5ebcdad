"""Run once, in Node, before the memory snapshot is taken: import and try everything that calculators use.

Leaves three names for snapshot.mjs: ``baked`` (JSON: the calculators whose form can be made in advance), ``bake`` and
``tidy``. A calculator whose form depends on more than its code (on the date, say) has ``BAKED = False`` in its module.
"""

import gc
import importlib
import importlib.util
import json
import linecache
import pkgutil

import hub_runtime  # type: ignore[import-not-found]
import param
from bokeh.core.has_props import HasProps
from bokeh.core.property.bases import Property


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


def tidy():
    """Free what can be made again or is never read, so that the snapshot is small."""
    for thing in gc.get_objects():
        if isinstance(thing, HasProps):
            thing._unstable_default_values.clear()  # copies of default values
        elif isinstance(thing, param.Parameter):
            thing.doc = None
        elif isinstance(thing, Property):
            for text in ("_help", "__doc__"):
                if isinstance(thing.__dict__.get(text), str):
                    thing.__dict__[text] = None
    linecache.clearcache()
    gc.unfreeze()
    gc.collect()
    gc.collect()
    gc.freeze()  # what is there now stays: later searches for garbage leave it alone


def _compute(name):
    """Compute an example: the figures that it needs are read from their files now, and not in the browser."""
    form = getattr(importlib.import_module(f"calculators.{name}"), "FORM", None)
    if form is not None:
        form.calculator.compute(form.calculator.case_type.model_validate(form.example))


def _learn():
    """Import the lessons and draw each exercise once: what they read from files is remembered then."""
    if importlib.util.find_spec("calculators.kit") is None:
        return  # calculators without the course
    page = importlib.import_module("calculators.kit.lesson_page")
    for lesson in importlib.import_module("ai_calc.course").all_lessons():
        page.answer(json.dumps({"ask": "show", "lesson": lesson.key, "day": "2020-01-01"}))


_names = [name for name, _ in _calculators()]
for _name in _names:
    _compute(_name)
_learn()
_exercise(_names[-1])  # one is enough for the paths through Panel; each leaves holes in the memory
bake = hub_runtime.sessions.bake
baked = json.dumps([name for name, wanted in _calculators() if wanted])
tidy()
