# mypy: disable-error-code="import-not-found"
"""Live calculators: one session for each calculator element that is in the page."""

from __future__ import annotations

import gc
import hashlib
import importlib
import inspect
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from bokeh.core.json_encoder import serialize_json
from bokeh.core.serialization import Serialized, Serializer
from bokeh.document import Document
from bokeh.document.events import DocumentChangedEvent, DocumentPatchedEvent
from bokeh.document.json import PatchJson
from bokeh.embed.util import standalone_docs_json_and_render_items
from bokeh.events import DocumentReady
from bokeh.util import serialization
from panel.io.state import set_curdoc, state
from panel.layout.base import ListLike
from panel.viewable import Viewable

from hub_runtime import late
from hub_runtime.panel_setup import PageDesign, new_document, pn

# Components with these names never become part of the form. What they hold crosses by messages instead.
OUTPUT = "output:"
STATE = "state"
INBOX = "inbox"
RESTORE = "restore"
"""Takes a kept state, as ``app(state)`` would: a form that was made in advance can have it."""
FIRST = "summary"
"""The result that is read first: it does not wait for the others."""

_emit: Callable[[str, str, str], None] = lambda kind, ident, text: None  # noqa: E731


def connect(emit: Callable[[str, str, str], None], archives: str, restored: bool) -> None:
    """First call from the worker: how to send (kind, session, JSON) to the page, and what can still be fetched.

    After a memory snapshot was ``restored``, some things must be new; raises when Python does not work.
    """
    global _emit
    _emit = emit
    names: dict[str, list[str]] = json.loads(archives)
    if restored:
        late.forget_files()
    late.install(names, set() if restored else {late.STDLIB, "site.zip", "app.zip"})
    if restored:
        random.seed()
        if json.loads(serialize_json({"check": [1, 0.5, None]})) != {"check": [1, 0.5, None]}:
            raise RuntimeError("the restored Python does not work")


@contextmanager
def quick() -> Iterator[None]:
    """No search for garbage while many objects are made that all stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def fixed_ids(name: str) -> Iterator[None]:
    """Models made meanwhile get the same identifiers every time: then the page may draw a form made elsewhere."""
    numbers = itertools.count()
    original = serialization.make_globally_unique_id
    serialization.make_globally_unique_id = lambda: f"{name}-{next(numbers)}"  # type: ignore[assignment, return-value]
    try:
        yield
    finally:
        serialization.make_globally_unique_id = original


class Sessions:
    """The calculators that are live now, by the identifier that the page gave them.

    Others wait to be used: forms made in advance (``bake``), and those of pages that were left, at most one for
    each calculator.
    """

    def __init__(self) -> None:
        self._live: dict[str, Session] = {}
        self._baked: dict[str, Session] = {}
        self._parked: dict[str, Session] = {}

    def bake(self, name: str) -> str:
        """Make the form of the default case in advance; the JSON that the page needs to draw and fill it."""
        self._baked[name] = session = Session("", name, None, fixed=True)
        drawing = json.loads(session.drawing())
        return json.dumps({**drawing, "output": session.take_output(), "signature": session.signature()})

    def start(self, ident: str, name: str, saved: str | None) -> str:
        """Make the form of ``calculators.<name>``; the JSON that the page needs to draw it."""
        session = self._parked.pop(name, None)
        if session is not None and session.saved != saved:
            session.close()
            session = None
        return self._begin(ident, session or Session(ident, name, saved))

    def adopt(self, ident: str, name: str, signature: str, saved: str | None) -> str:
        """The page has drawn the form of the default case already: take it over, with what was ``saved``.

        Empty when that is done; when this Python would have made another form, what `start` would give.
        """
        made, left = self._baked.get(name), self._parked.get(name)
        if saved is not None and (made is None or not made.restores or (left is not None and left.saved == saved)):
            return self.start(ident, name, saved)
        session = self._baked.pop(name, None)
        parked = self._parked.pop(name, None)
        if session is None and parked is not None and not parked.touched:
            session, parked = parked, None
        if parked is not None:
            parked.close()
        if session is None:  # a second form of the same calculator in one page needs other identifiers
            session = Session(ident, name, None, fixed=all(other.name != name for other in self._live.values()))
        if session.signature() != signature:
            return self._begin(ident, session)
        session.ident = ident
        self._live[ident] = session
        session.link()
        if saved is not None:
            try:
                session.restore(saved)
            except Exception as error:
                print(f"calculators.{name}: the saved state could not be put in: {error!r}")
                self.forget(ident)
                return self.start(ident, name, saved)
        return ""

    def _begin(self, ident: str, session: Session) -> str:
        session.ident = ident
        self._live[ident] = session
        session.tell_all()
        return session.drawing()

    def link(self, ident: str) -> None:
        """The page has drawn the form: from now on changes go both ways."""
        self._live[ident].link()

    def patch(self, ident: str, text: str) -> None:
        """Apply what the user changed."""
        self._live[ident].patch(text)

    def send(self, ident: str, text: str) -> None:
        """Hand a message of the page to the calculator's ``inbox``."""
        self._live[ident].send(text)

    def compute(self, name: str, text: str) -> str:
        """The result of a case without a form, or the answer of ``calculators.kit.<name>``: JSON in, JSON out."""
        if name.startswith("kit."):
            return str(importlib.import_module(f"calculators.{name}").answer(text))
        from ai_calc.evaluation import evaluate_text

        return evaluate_text(name, text)

    def stop(self, ident: str) -> None:
        """The page was left. Its form is kept, in case the user comes back."""
        session = self._live.pop(ident, None)
        if session is None:
            return
        session.unlink()
        if (older := self._parked.pop(session.name, None)) is not None:
            older.close()
            gc.collect()
        self._parked[session.name] = session

    def forget(self, ident: str) -> None:
        """Let go of a session for good."""
        self._live.pop(ident).close()


class Session:
    """One calculator: its Bokeh document, and the named components that are not part of the form."""

    def __init__(self, ident: str, name: str, saved: str | None, *, fixed: bool = False) -> None:
        self.ident = ident
        self.name = name
        self.saved: str | None = None
        """The last state, as JSON; None when the calculator has none."""
        self._results: dict[str, str] = {}
        self._slots: dict[str, str] = {}  # the results that the page does not know yet
        self._told: str | None = None
        self._changes: list[DocumentPatchedEvent] = []  # those of the present piece of work
        self._handling = True
        self._one_change = False  # its first result is the one that stays
        self.touched = False
        """Whether it holds more than the form of the default case as it was made, which the page may draw again."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise ValueError(f"not a calculator's name: {name!r}")
        with quick(), fixed_ids(name) if fixed else nullcontext():
            self._make(saved)
        self._drawn()
        self._handling = False
        self.touched = saved is not None

    def _make(self, saved: str | None) -> None:
        self.document = new_document()
        with set_curdoc(self.document):
            pn.config.design = PageDesign  # the configuration belongs to the document
            view, kept = make_view(self.name, saved)
            named: dict[str, Any] = {str(component.name): component for component in take_named(view)}
            self._keeper = named.get(STATE)
            self._inbox = named.get(INBOX)
            self._restorer = named.get(RESTORE)
            for key, pane in named.items():
                if key.startswith(OUTPUT):
                    self._watch_output(key[len(OUTPUT) :], pane)
            if self._keeper is not None:
                self._keep(getattr(self._keeper, _content(self._keeper)))
                self._keeper.param.watch(lambda event: self._keep(event.new), _content(self._keeper))
            view.server_doc(doc=self.document, location=False)
        self.document._session_context = None
        if saved is not None and not kept:
            _emit("unkept", self.ident, "null")

    def drawing(self) -> str:
        """The document as the page's Bokeh reads it."""
        with set_curdoc(self.document):
            documents, items = standalone_docs_json_and_render_items(
                self.document.roots, suppress_callback_warning=True
            )
        self._drawn()
        return serialize_json(
            {
                "documents": documents,
                "items": [item.to_json() for item in items],
                "roots": [root.id for root in self.document.roots],
            }
        )

    def _drawn(self) -> None:
        """The page has, or will have, the document as it is now: forget the changes that led there."""
        self.document.callbacks._held_events.clear()

    def signature(self) -> str:
        """Tells forms apart: the kinds and identifiers of their models."""
        kinds = sorted(f"{model.id} {type(model).__name__}" for model in self.document.models)
        return hashlib.sha256("\n".join(kinds).encode()).hexdigest()

    def link(self) -> None:
        """From now on changes go both ways."""
        self.document.on_change(self._changed)
        self.document.unhold()
        # without this Panel takes the page for gone, and keeps new components from it
        state._loaded[self.document] = state._connected[self.document] = True
        self.document.callbacks.trigger_event(DocumentReady())

    def unlink(self) -> None:
        """Nobody sees the form any more."""
        self.document.remove_on_change(self._changed)

    def patch(self, text: str) -> None:
        """Apply changes of the page's document, as JSON."""
        content = json.loads(text)
        self.touched |= not all(map(_is_news, content["events"]))
        self._one_change = len(content["events"]) == 1
        with self._at_work(), set_curdoc(self.document):
            self.document.apply_json_patch(Serialized(content=content, buffers=[]), setter="js")

    @property
    def restores(self) -> bool:
        """Whether a kept state can be put into the form."""
        return self._restorer is not None

    def restore(self, saved: str) -> None:
        """Put a kept state into the form, and send every result: the page has none yet."""
        assert self._restorer is not None
        with self._at_work(), set_curdoc(self.document):
            self._restorer.value = saved
            self._slots, self._told = dict(self._results), None

    def send(self, text: str) -> None:
        """Put a message into the inbox, even when it is the same as the last one."""
        if self._inbox is None:
            raise LookupError("this calculator has no inbox")
        with self._at_work(), set_curdoc(self.document):
            if self._inbox.value == text:
                self._inbox.param.trigger("value")
            else:
                self._inbox.value = text

    def close(self) -> None:
        """Take the document out of every register of Panel's: its memory is free again afterwards."""
        document = self.document
        for model in list(document.roots):
            ref = model.ref["id"]
            if ref in state._views:
                root: Any = state._views.pop(ref)[0]
                root._cleanup(model)
                for viewable in root.select():
                    viewable._cleanup(model)
        document.callbacks._change_callbacks.clear()
        for registers in (vars(type(state)), vars(state)):
            for name, register in list(registers.items()):
                if hasattr(register, "pop") and hasattr(register, "keys") and name != "_views":
                    try:
                        register.pop(document, None)
                    except TypeError:  # a register by something else than documents
                        continue
        if state.curdoc is document:
            state.curdoc = None  # type: ignore[assignment]
        document.clear()

    def take_output(self) -> dict[str, object]:
        """The results and the state that the page does not know yet."""
        state = self.saved if self.saved != self._told else None
        self._told = self.saved
        slots, self._slots = self._slots, {}
        return {"slots": slots, "state": state}

    def tell_all(self) -> None:
        """Send every result and the state: the page is a new one."""
        self._slots, self._told = dict(self._results), None
        self.flush()

    def flush(self) -> None:
        """Send the results and the state that the page does not know yet."""
        message = self.take_output()
        if message["slots"] or message["state"] is not None:
            _emit("output", self.ident, json.dumps(message))

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Collect what one piece of work changes in the form and in the results, and send it at its end."""
        self._handling = True
        try:
            yield
        finally:
            self._handling = self._one_change = False
            self.flush()  # first: the page lays its form out anew after a change of it
            self._send_changes()

    def _watch_output(self, slot: str, pane: Any) -> None:
        def tell(*_: object) -> None:
            self.touched = True
            self._results[slot] = self._slots[slot] = str(getattr(pane, _content(pane)) or "")
            if not self._handling or (self._one_change and slot == FIRST):
                self.flush()

        tell()
        pane.param.watch(tell, _content(pane))

    def _keep(self, value: object) -> None:
        self.touched = True
        self.saved = str(value or "")
        if not self._handling:
            self.flush()

    def _changed(self, event: DocumentChangedEvent) -> None:
        """Note a change that Python made in the form; changes that came from the page are known there."""
        if getattr(event, "setter", None) == "js" or not isinstance(event, DocumentPatchedEvent):
            return
        self.touched = True
        self._changes.append(event)
        if not self._handling:
            self._send_changes()

    def _send_changes(self) -> None:
        """Send the changes of the form as one patch: the page lays the form out once."""
        events, self._changes = self._changes, []
        if not events:
            return
        document: Document = self.document
        serializer = Serializer(references=document.models.synced_references, deferred=False)
        patch = PatchJson(events=serializer.encode(events))
        document.models.flush_synced(lambda model: not serializer.has_ref(model))
        _emit("patch", self.ident, serialize_json(patch))


def _is_news(event: dict[str, Any]) -> bool:
    """Whether an event of the page only says that the form was drawn."""
    return event["kind"] == "MessageSent" and event["msg_data"].get("name") == "document_ready"


def make_view(name: str, saved: str | None) -> tuple[Viewable, bool]:
    """Call the calculator's ``app``; whether what was saved went in. A saved state that fails is left out."""
    app = importlib.import_module(f"calculators.{name}").app
    if saved is not None and "state" in inspect.signature(app).parameters:
        try:
            return pn.panel(app(state=saved)), True
        except Exception as error:
            print(f"calculators.{name}: the saved state was refused: {error!r}")
    return pn.panel(app()), False


def take_named(view: Viewable) -> Iterator[Viewable]:
    """Take the components with reserved names out of their layouts, and yield them."""
    layout: Any
    for layout in view.select(ListLike):
        named = [o for o in layout.objects if o.name.startswith(OUTPUT) or o.name in (STATE, INBOX, RESTORE)]
        if named:
            layout.objects = [o for o in layout.objects if o not in named]
            yield from named


def _content(component: Any) -> str:
    """The parameter that holds a component's content: panes have an object, widgets a value."""
    return "object" if hasattr(component, "object") else "value"
