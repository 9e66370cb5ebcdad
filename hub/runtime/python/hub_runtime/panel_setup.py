# mypy: disable-error-code="assignment, method-assign, index, return-value"
"""Panel, imported and adjusted once for life inside the site's own pages.

- No evaluation of JavaScript text, so that the page's Content-Security-Policy needs no ``unsafe-eval``.
- No style sheets by address: every sheet travels with the document, so a form is drawn complete at once
  and nothing is asked from the network.
- A design of our own (shadow.css) that takes all colours from the page's custom properties.
"""

from pathlib import Path

import js
import pyodide.code

# panel.io.pyodide evaluates one JavaScript helper when it is imported: hand it ours.
_run_js = pyodide.code.run_js
pyodide.code.run_js = lambda code: js.dictConverter
import panel as pn  # noqa: E402
from panel.io import pyodide as panel_pyodide  # noqa: E402

pyodide.code.run_js = _run_js

import panel.reactive  # noqa: E402
import param  # noqa: E402
from bokeh.document import Document  # noqa: E402
from bokeh.models import InlineStyleSheet  # noqa: E402
from markupsafe import Markup  # noqa: E402
from panel.io.resources import CDN_DIST  # noqa: E402
from panel.io.state import state  # noqa: E402
from panel.pane import HTML  # noqa: E402
from panel.theme.base import DefaultTheme, Design, Inherit  # noqa: E402
from panel.viewable import Viewable  # noqa: E402
from panel.widgets import Widget  # noqa: E402

SHEET = "hub:shadow.css"
_PANEL_CSS = Path(panel.__file__).parent / "dist" / "css"
# Every sheet that Panel may name, read now: in a restored snapshot there are no files.
_texts = {
    f"{CDN_DIST}css/{path.relative_to(_PANEL_CSS).as_posix()}": path.read_text("utf-8")
    for path in _PANEL_CSS.rglob("*.css")
}
_texts[SHEET] = Path(__file__).with_name("shadow.css").read_text("utf-8")

# Panel escapes a pane's HTML with str.replace, which markupsafe's strings override: hand it plain text.
_transform = HTML._transform_object
HTML._transform_object = lambda pane, content: _transform(
    pane, str(content) if isinstance(content, Markup) else content
)

# The spinner that Panel would repeat in every component: the page shows business itself.
assert callable(panel.reactive.loading_css)
panel.reactive.loading_css = lambda *_: ""


# Panel counts what it is busy with, at each change and in every calculator, for an indicator that no form has.
for _name in ("_add_busy_event", "_remove_busy_event"):
    assert callable(getattr(type(state), _name))
    setattr(type(state), _name, lambda *_: None)


class _PageTheme(DefaultTheme):
    """Colours come from the page, light or dark: no style sheet of a theme."""

    base_css = param.Filename(default=None, allow_None=True)
    css = param.Filename(default=None, allow_None=True)


class PageDesign(Design):
    """The look of every form: one sheet on top of Panel's structural ones."""

    modifiers = {
        Viewable: {"stylesheets": [Inherit, SHEET]},
        Widget: {"margin": (0, 0, 16, 0)},
        HTML: {"margin": (0, 0, 8, 0)},
    }
    _themes = {"default": _PageTheme, "dark": _PageTheme}


class _Sheets(dict):
    """The style sheets of one document by address, made when they are first asked for."""

    def __init__(self) -> None:
        super().__init__({SHEET: InlineStyleSheet(css=_texts[SHEET])})

    def __contains__(self, url: object) -> bool:
        return super().__contains__(url) or _plain(url) in _texts

    def __missing__(self, url: str) -> InlineStyleSheet:
        self[url] = sheet = InlineStyleSheet(css=_texts[_plain(url)])
        return sheet


def _plain(url: object) -> str:
    return str(url).split("?")[0]


def new_document() -> Document:
    """An empty Bokeh document that Panel takes for a user's session; it is the current one afterwards."""
    panel_pyodide.init_doc()
    document = state.curdoc
    state._stylesheets[document] = _Sheets()
    return document


pn.config.design = PageDesign
pn.config.browser_info = False
