"""Rules and calculations of vocational rehabilitation in the Swiss disability insurance (assurance-invalidité).

Pure Python and pydantic: the package knows nothing of the site, of Panel or of the pages. It names the rules that
it implements by citation (``cmrp:6020``), reads every normative figure from :mod:`ai_calc.law.parameters`, and returns
results that carry their verdicts, steps, readings and warnings.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.11.0"
"""The version of the rules; what changed with it stands in ``registers/versions.yaml``."""


def __getattr__(name: str) -> Any:
    """``ai_calc.registry`` is the register of calculators, loaded when it is first asked for."""
    if name == "registry":
        from ai_calc.registers import calculators

        return calculators
    raise AttributeError(f"module 'ai_calc' has no attribute {name!r}")
