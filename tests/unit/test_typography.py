"""French texts are written one way wherever they stand: the straight apostrophe, « quotes » with a space inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from hub import ROOT

WINGS = ("hub/web", "hub/pages", "hub", "calculators", "src", "docs", "cases")
KINDS = {".css", ".html", ".ipynb", ".js", ".json", ".md", ".mjs", ".py", ".yaml", ".yml"}
CURLY = re.compile(r"(?<=[^\W\d_])(?:’|&rsquo;|&#8217;|\\u2019)(?=[^\W\d_])")
CLOSE = re.compile(r"«(?=[^\W_])|(?<=[^\W_])(?<!\\u00a0)»")


def _lines() -> Iterator[tuple[str, str]]:
    """Every line of our own texts, with its place; what users and sources write is theirs (regular expressions read
    both apostrophes)."""
    for path in sorted({p for wing in WINGS for p in (ROOT / wing).rglob("*") if p.suffix in KINDS}):
        if path.is_file() and "__pycache__" not in path.parts and path.name != "official.yaml":  # (patterns of sources)
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT).as_posix()}:{number}", line


@pytest.mark.parametrize(("sign", "fault"), [(CURLY, "curly apostrophe"), (CLOSE, "quotes without a space")])
def test_our_texts_have_one_apostrophe_and_quotes_with_a_space(sign: re.Pattern[str], fault: str) -> None:
    assert [place for place, line in _lines() if sign.search(line)] == [], fault


def test_the_readers_find_what_they_look_for() -> None:
    assert CURLY.search("Rien n’est perdu")
    assert CURLY.search(r"n\u2019est")
    assert not CURLY.search("[d'’]")
    assert CLOSE.search("«Annuler »")
    assert CLOSE.search("« Annuler»")
    assert not CLOSE.search("« Annuler »")
