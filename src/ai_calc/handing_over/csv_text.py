"""CSV for spreadsheets in Switzerland: semicolons, a byte order mark for accents, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

MEDIA_TYPE = "text/csv"
_RISKY = re.compile(r"'*[=+\-@|%\t\r\n＝＋－＠]")
_SHIELDED = re.compile(r"'+[=+\-@|%\t\r\n＝＋－＠]")


def shield(text: str) -> str:
    """A text that a spreadsheet cannot take for a formula; :func:`unshield` gives it back exactly."""
    return f"'{text}" if _RISKY.match(text) else text


def unshield(text: str) -> str:
    """The text that :func:`shield` was given."""
    return text[1:] if _SHIELDED.match(text) else text


def csv_bytes(heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file, the only writer of one: whatever opens in a spreadsheet comes from here. Texts are shielded."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (heads, *rows):
        writer.writerow(["" if cell is None else shield(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def write_bytes(content: bytes) -> None:
    """Writes a file's bytes to the standard output, which may be a text stream alone."""
    if (stream := getattr(sys.stdout, "buffer", None)) is None:
        sys.stdout.write(content.decode("utf-8"))
        return
    sys.stdout.flush()
    stream.write(content)
    stream.flush()
