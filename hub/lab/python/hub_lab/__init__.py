# mypy: disable-error-code="import-not-found"
"""The Python side of the notebooks' kernel: what the loader (start.js) calls before JupyterLite's kernel does."""

from __future__ import annotations

import json
import random
import sys

from hub_lab import faults, late, page  # noqa: F401  (page: for Panel, see hub/lab/patches.py)


def connect(archives: str, restored: bool) -> None:
    """Make what did not come along arrive when it is imported; after a snapshot was restored, make some things new.

    Raises when the restored Python does not work.
    """
    names: dict[str, list[str]] = json.loads(archives)
    if restored:
        late.forget_files()
    late.install(names, set() if restored else {late.STDLIB, "site.zip", "app.zip"})
    if restored:
        random.seed()
    else:
        import pyodide_kernel  # noqa: F401  (makes IPython, as it did before the snapshot)
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if shell is None or (restored and "panel" not in sys.modules):
        raise RuntimeError("Python does not work")
    faults.speak_french(shell)
