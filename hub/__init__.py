"""How the site is put together: rules, pages, browser runtime, search.

Everything is plain Markdown before the site generator runs (``python -m hub prepare``) and plain files after it
(``python -m hub finish``). The MkDocs hooks in :mod:`hub.site.hooks` call these two; between them are our templates of
the theme, with what they need (:mod:`hub.site.theme`).
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The project folder."""

# The package is used from its folder, so that the pages are always those of this checkout.
for _folder in (str(ROOT / "src"), str(ROOT)):
    if _folder not in sys.path:
        sys.path.insert(0, _folder)
