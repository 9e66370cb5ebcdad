"""Changes to other people's code that the notebooks need, each asserted to find what it replaces."""

from __future__ import annotations

from hub.errors import BuildError

Patch = tuple[str, str]
"""The text to find (exactly once) and the text to put in its place."""

PYTHON: dict[str, tuple[Patch, ...]] = {
    # Addresses of Bokeh's and Panel's scripts and sheets: beside the page, not on a host of their own.
    "bokeh/resources.py": (
        (
            "def _cdn_base_url() -> str:\n    return ",
            'def _cdn_base_url() -> str:\n    import os\n    return os.environ["BOKEH_CDN_ROOT"] or ',
        ),
    ),
    # Panel takes an address for a file when it does not begin with a scheme: ours are relative to the page.
    "panel/util/checks.py": (
        (
            'if not path.startswith(("http://", "https://")):',
            'if not path.startswith(("http://", "https://", "../static/")):',
        ),
    ),
    # hold() leaves the document on hold after it has sent its changes: when one message carries two changes (value and
    # value_throttled), the second callback would run only with the next message.
    "panel/io/document.py": (
        (
            (
                "                from .notebook import push\n                push(doc, comm)\n            elif not"
                " state._connected"
            ),
            (
                "                from .notebook import push\n                push(doc, comm)\n               "
                " doc.unhold()\n            elif not state._connected"
            ),
        ),
    ),
    # One message may bring what was typed and the click that came after: changes are held until its end, so that the
    # click would be handled with what stood in the field before.
    "bokeh/document/callbacks.py": (
        (
            "    def trigger_event(self, event: Event) -> None:\n",
            (
                "    def trigger_event(self, event: Event) -> None:\n"
                "        if (policy := self._hold) is not None:\n"
                "            self.unhold()\n"
                "            self.hold(policy)\n"
            ),
        ),
    ),
    # What is said before the page has opened its comm: upstream tries again with Tornado's loop, which is not here, and
    # gives up with a warning in the cell. Kept in order instead, and said as soon as the page listens.
    "panel/io/notebook.py": (
        (
            (
                "        try:\n"
                "            from tornado.ioloop import IOLoop\n"
                "            IOLoop.current().call_later(0.1, partial(push, doc, comm, binary, msg=msg))\n"
                "        except Exception:\n"
                "            warnings.warn(\n"
                "                'Attempted to send message over Jupyter Comm but it was not '\n"
                "                'yet open and also could not be rescheduled to a later time. '\n"
                "                'The update will not be sent.', UserWarning, stacklevel=0\n"
                "            )\n"
            ),
            (
                "        if not hasattr(comm, '_waiting'):\n"
                "            comm._waiting = []\n"
                "            def opened(_):\n"
                "                comm._on_open = None\n"
                "                for waiting in comm._waiting:\n"
                "                    send(comm, waiting)\n"
                "            comm._on_open = opened\n"
                "        comm._waiting.append(msg)\n"
            ),
        ),
        # Panel's scripts come with what the first cell shows that asks for them. When that cell is run again before its
        # answer is there (the head of a lesson runs by itself, then the learner runs everything while Python starts),
        # JupyterLab throws the first answer away, and no cell ever shows anything. They go to the page itself instead.
        (
            (
                "    publish_display_data(data={'text/html': f'{shim}<style>{CSS}</style>'})\n"
                "    publish_display_data({\n"
                "        'application/javascript': bokeh_js,\n"
                "        LOAD_MIME: bokeh_js,\n"
                "    })\n"
            ),
            "",
        ),
        (
            "    publish_display_data(data={LOAD_MIME: JS, 'application/javascript': JS})\n",
            ("    from hub_lab.page import bring\n    bring(f'{shim}<style>{CSS}</style>', bokeh_js, JS)\n"),
        ),
    ),
    # A cell waits five seconds for Panel's scripts, then it stays empty for good: on a slow line they take longer.
    # And where a cell was run again meanwhile, the place in which its first run was to show something is gone: nothing
    # is drawn then, and that is no fault.
    "panel/_templates/doc_nb_js.js": (
        ("if (attempts > 200) {", "if (attempts > 12000) {"),
        (
            "  async function embed_document(root) {\n",
            (
                "  async function embed_document(root) {\n"
                "    const places = render_items.flatMap((item) => Object.values(item.roots))\n"
                "    if (!places.every((id) => document.getElementById(id))) return\n"
            ),
        ),
    ),
    # There is no terminal: without this line the 240 modules of the terminal's shell are never imported.
    "IPython/__init__.py": (
        ("from .terminal.embed import embed\n", ""),
        ('"start_ipython", "embed", ', '"start_ipython", '),
    ),
    # A function of JavaScript cannot be part of a memory snapshot: look it up when it is called.
    "pyodide_kernel/kernel.py": (
        (
            "from pyodide_js import loadPackagesFromImports as _load_packages_from_imports\n",
            (
                "\n\nasync def _load_packages_from_imports(code):\n    import pyodide_js\n\n"
                "    await pyodide_js.loadPackagesFromImports(code)\n\n\n"
            ),
        ),
    ),
}

PANEL_JS: tuple[Patch, ...] = (
    # A change that came from Python would go back to Python as if the user had made it, and arrive late.
    ("_document_changed(e){e instanceof", "_document_changed(e){if(!1===e.sync)return;e instanceof"),
)

# Panel's extension of JupyterLab asks a server for the layout of its preview at every save: there is no such server.
PYVIZ_JS: tuple[Patch, ...] = (
    ('t.saveState.connect((async(e,t)=>{if("started"!==t)return;', "t.saveState.connect((async(e,t)=>{return;"),
)


def apply(text: str, patches: tuple[Patch, ...], where: str) -> str:
    """The text with every patch applied; BuildError when one does not fit exactly once."""
    for old, new in patches:
        if text.count(old) != 1:
            raise BuildError(f"{where} has changed: review its patch in hub/lab/patches.py")
        text = text.replace(old, new)
    return text


def all_found(missing: set[str]) -> None:
    """BuildError when a file that has a patch is nowhere."""
    if missing:
        raise BuildError(f"{sorted(missing)[0]} is in no wheel: review its patch in hub/lab/patches.py")
