"""French spaces: no-break where print has them, untouched where Markdown needs plain ones."""

import pytest

from hub.content.typography import french_spaces

N, B = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Qui ? Lui ; elle !", f"Qui{N}? Lui{N}; elle{N}!"),
        ("Trois conditions :\n\n- un", f"Trois conditions{B}:\n\n- un"),
        ("dit « oui » là", f"dit «{N}oui{N}» là"),
        ("15 000 CHF", f"15{N}000{B}CHF"),
        ("1 234 567", f"1{N}234{N}567"),
        ("le 1er janvier 2020", f"le 1er{B}janvier 2020"),
        ("art. 18a al. 3 let. a LAI", f"art.{B}18a al.{B}3 let.{B}a LAI"),
        ("ch. 6020", f"ch.{B}6020"),
        ("2 %", f"2{B}%"),
        ("## Prêt : taux", "## Prêt&nbsp;: taux"),
    ],
)
def test_spaces_become_no_break(typed: str, shown: str):
    assert french_spaces(typed) == shown


@pytest.mark.parametrize(
    "text",
    [
        "`a ; b`",
        '<span title="a : b">x</span>',
        "[x](http://a.ch/b?c=d ; e)",
        "| a | b |\n| --- | :---: |",
        "```\na ; b : c\n```",
        '!!! note "Titre"',
        '{ #r-6020 .a title="b : c" }',
        "<!-- a : b -->",
        "*[LAI]: la loi : une",
    ],
)
def test_code_tags_links_and_tables_stay_as_typed(text: str):
    assert french_spaces(text) == text
