# mypy: disable-error-code="import-not-found"
"""The Python side of the calculators in a page.

Runs in the browser's worker only. The worker (hub/web/calculators/worker.js) calls `connect` once and then the
methods of `sessions`; everything that crosses the border is text (JSON), so no proxies need care.
"""

import hub_runtime.panel_setup  # noqa: F401  (first: it prepares the import of Panel)
from hub_runtime.sessions import Sessions, connect

__all__ = ["connect", "sessions"]

sessions = Sessions()
