# mypy: disable-error-code="import-not-found"
"""What Python says to the page itself (page.js), past the cells."""

from __future__ import annotations


def bring(html: str, *scripts: str) -> None:
    """Have the page take up what every cell needs. It must not come with what one cell shows: that is thrown away when
    the cell is run again before it is there."""
    import js
    from pyodide.ffi import to_js

    told = {"hubLab": {"phase": "bring", "html": html, "scripts": scripts}}
    js.postMessage(to_js(told, dict_converter=js.Object.fromEntries))
