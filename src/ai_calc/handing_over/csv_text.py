"""CSV for spreadsheets in Switzerland: semicolons, a byte order mark for accents, no cell that runs as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv"
_RISKY = re.compile(r"'*[=+\-@|%\t\r\n＝＋－＠]")
_SHIELDED = re.compile(r"'+[=+\-@|%\t\r\n＝＋－＠]")


def shield(text: str) -> str:
    """A text that a spreadsheet cannot take for a formula; :func:`unshield` gives it back exactly."""
    return f"'{text}" if _RISKY.match(text) else text


def unshield(text: str) -> str:
    """The text that :func:`shield` was given."""
    return text[1:] if _SHIELDED.match(text) else text


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file; every cell is shielded."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([shield(h) for h in heads])
    for row in rows:
        writer.writerow([shield(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
