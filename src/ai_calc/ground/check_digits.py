"""Numbers with check digits (IBAN, IDE, GLN, AVS number), checked by python-stdnum, which is imported only then."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from ai_calc.ground.reading import clean

_NAME = re.compile(r"^(?:n[°º] ?)?(?:IBAN|IDE|UID|GLN|AVS|AHV)\b ?:? ?", re.I)


def library(name: str) -> ModuleType:
    """A module of stdnum, or one that imports it. It names ssl, for requests that are never made here and that a
    browser's Python does not know: an empty module stands in while it is imported."""
    if name in sys.modules or find_spec("ssl") is not None:
        return import_module(name)
    sys.modules["ssl"] = ModuleType("ssl")
    try:
        return import_module(name)
    finally:
        del sys.modules["ssl"]


def checked(module: str, value: str, message: str) -> str:
    """A number in its compact form, its name before it or not; nothing stays nothing. ``module``: of stdnum.

    Raises ``ValueError`` with ``message``.
    """
    if not value.strip():
        return ""
    number, value = library(f"stdnum.{module}"), _NAME.sub("", clean(value)).replace("-", " ")
    if not number.is_valid(value):
        raise ValueError(message)
    return str(number.validate(value))
