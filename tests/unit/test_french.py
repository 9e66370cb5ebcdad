"""Numbers and dates are written as people in French-speaking Switzerland write them, and read back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_calc.ground import french
from ai_calc.ground.reading import read_day, read_number


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (15000, "CHF", "15 000 CHF"),
        (Decimal("2.6"), "CHF/h", "2,60 CHF par heure"),
        (Decimal("1777.5"), "CHF", "1 777,50 CHF"),
        (Decimal("-5"), "CHF", "\u22125 CHF"),
        (1, "ans", "1 an"),
        (2, "ans", "2 ans"),
        (Decimal("1.5"), "heures", "1,5 heure"),
        (180, "jours", "180 jours"),
        (2, "%", "2 %"),
        (3, "nombre", "3"),
    ],
)
def test_an_amount_is_shown_with_its_unit(value: Decimal | int, unit: str, shown: str) -> None:
    assert plain(french.amount(value, unit)) == shown


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_that_is_shown_reads_back_as_itself(day: date) -> None:
    assert read_day(french.short_date(day)) == day
    assert read_day(plain(french.long_date(day))) == day


@given(st.decimals(0, 10**9, places=2))
def test_a_number_that_is_shown_reads_back_as_itself(value: Decimal) -> None:
    assert read_number(french.number(value)) == value


def test_a_phrase_puts_the_numbers_of_the_case_into_words() -> None:
    text = str(french.phrase("{0:CHF} dès le {1}, en {2:duration}", Decimal(1500), date(2020, 1, 1), 30))
    assert plain(text) == "1 500 CHF dès le 1er janvier 2020, en 2 ans et 6 mois"


def test_signs_are_tied_to_their_words_and_what_stands_in_a_tag_stays() -> None:
    assert french.tied("Oui : « non » ; quoi ? Si !") == "Oui\u00a0: «\u00a0non\u00a0»\u00a0; quoi\u00a0? Si\u00a0!"
    assert french.tied("à 10:30, a;b") == "à 10:30, a;b"
    html = '<p title="a : b">a : <b>b</b> ; c</p>'
    assert french.tied_html(html) == '<p title="a : b">a\u00a0: <b>b</b>\u00a0; c</p>'
    assert french.tied(french.tied("a : b")) == french.tied("a : b")
