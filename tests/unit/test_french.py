"""Numbers and dates are written and read as people in French-speaking Switzerland write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_calc.ground import french


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


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("15000", "15000"), ("15 000", "15000"), ("15'000", "15000"), ("15’000.50", "15000.50"), ("12,5", "12.5"),
        ("15\u202f000 CHF", "15000"), ("CHF 3000.-", "3000"), ("3000.–", "3000"), ("-4", "-4"), ("2 %", "2"), ("Fr. 20", "20"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_typed(typed: str, value: str) -> None:
    assert french.parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "12 34", "1e5", "NaN", "--3", "１２", "1 0000"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="n'est pas un nombre"):
        french.parse_number(typed)


@pytest.mark.parametrize("typed", ["1.2.2020", "01.02.2020", "01/02/2020", "2020-02-01", "1er février 2020", "1 fevrier 2020"])
def test_a_date_is_read_as_it_is_typed(typed: str) -> None:
    assert french.parse_date(typed) == date(2020, 2, 1)


@pytest.mark.parametrize("typed", ["", "31.02.2020", "2020", "1.13.2020", "demain", "1.2.20"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="date"):
        french.parse_date(typed)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_that_is_shown_reads_back_as_itself(day: date) -> None:
    assert french.parse_date(french.short_date(day)) == day
    assert french.parse_date(plain(french.long_date(day))) == day


@given(st.decimals(0, 10**9, places=2))
def test_a_number_that_is_shown_reads_back_as_itself(value: Decimal) -> None:
    assert french.parse_number(french.number(value)) == value


def test_a_phrase_puts_the_numbers_of_the_case_into_words() -> None:
    text = str(french.phrase("{0:CHF} dès le {1}, en {2:duration}", Decimal(1500), date(2020, 1, 1), 30))
    assert plain(text) == "1 500 CHF dès le 1er janvier 2020, en 2 ans et 6 mois"
