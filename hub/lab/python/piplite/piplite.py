"""JupyterLite's kernel sets two values here when it starts."""

_PIPLITE_DISABLE_PYPI = True
_PIPLITE_URLS: list[str] = []
