"""Stands in for JupyterLite's package installer: these notebooks bring what they need and fetch nothing."""
