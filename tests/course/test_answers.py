"""How answers are read: as people type them, in words or as Python values; what cannot be read is no try."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ai_calc.course.answers import (
    STATUSES,
    AnswerError,
    ChoiceAnswer,
    DayAnswer,
    FunctionAnswer,
    NumberAnswer,
    Probe,
    SeveralAnswer,
    rule_options,
)
from ai_calc.results import Status

NUMBER = NumberAnswer(Decimal("12500"), "CHF", Decimal(1))
SEVERAL = SeveralAnswer(
    rule_options(["cmrp:6004.b", "cmrp:6004.d", "cmrp:6014"]), frozenset({"cmrp:6004.d", "cmrp:6014"})
)


@pytest.mark.parametrize(
    "raw", ["12500", "12 500", "12'500.-", "12 500 CHF", "CHF 12500", "12500,4", 12500, 12500.4, Decimal("12499")]
)
def test_an_amount_is_read_as_it_is_typed(raw: Any) -> None:
    assert NUMBER.accepts(NUMBER.read(raw))


@pytest.mark.parametrize("raw", ["", "  ", "beaucoup", None, True, "12,5,0", float("inf"), float("nan"), "9" * 40])
def test_what_is_no_number_says_so(raw: Any) -> None:
    with pytest.raises(AnswerError):
        NUMBER.read(raw)


def test_hours_and_days_may_carry_their_unit() -> None:
    assert NumberAnswer(Decimal("6.5"), "h").read("6,5 h") == Decimal("6.5")
    assert NumberAnswer(Decimal(105), "jours").read("105 jours") == 105
    assert NumberAnswer(Decimal(105), "CHF/jour").read("122,10 CHF par jour") == Decimal("122.10")
    assert NumberAnswer(Decimal(105), "CHF/an").read("540 francs par an") == 540


@pytest.mark.parametrize(
    ("unit", "raw", "told"),
    [
        ("ans", "24 mois", "en ans"),
        ("mois", "2 ans", "en mois"),
        ("jours", "3 h", "en jours"),
        ("CHF", "12 mois", "en CHF"),
        ("CHF", "50 %", "en CHF"),
        ("CHF/jour", "80 %", "en CHF par jour"),
        ("CHF/an", "540 CHF par mois", "en CHF par an"),
        ("%", "CHF 50", "en %"),
        ("%", "20 francs", "en %"),
        ("jours", "20 fr.", "en jours"),
        ("h", "3 jours", "en h"),
    ],
)
def test_a_number_of_another_unit_is_told_and_not_counted_as_if_it_were_of_this_one(
    unit: str, raw: str, told: str
) -> None:
    with pytest.raises(AnswerError, match=told):
        NumberAnswer(Decimal(1), unit).read(raw)


@pytest.mark.parametrize(
    ("unit", "raw", "value"),
    [
        ("mois", "1 mois", "1"),
        ("ans", "1 an", "1"),
        ("h", "2 heures", "2"),
        ("h", "1 h 30", "1.5"),
        ("heures/mois", "9 h par mois", "9"),
        ("CHF", "1\u202f200 CHF par an", "1200"),
        ("jours ouvrés", "20 jours", "20"),
        ("%", "12,5 %", "12.5"),
        ("personnes", "3 personnes", "3"),
    ],
)
def test_a_number_may_carry_its_own_unit(unit: str, raw: str, value: str) -> None:
    assert NumberAnswer(Decimal(1), unit).read(raw) == Decimal(value)


@pytest.mark.parametrize("raw", ["4.10.2020", "04/10/2020", "2020-10-04", "4 octobre 2020", date(2020, 10, 4)])
def test_a_date_is_read_in_its_usual_forms(raw: Any) -> None:
    assert DayAnswer(date(2020, 10, 4)).accepts(DayAnswer(date(2020, 10, 4)).read(raw))


@pytest.mark.parametrize("raw", ["", "31.2.2020", "demain", None])
def test_what_is_no_date_says_so(raw: Any) -> None:
    with pytest.raises(AnswerError):
        DayAnswer(date(2020, 1, 1)).read(raw)


@pytest.mark.parametrize("raw", ["not_met", "Non remplie", Status.NOT_MET])
def test_an_option_is_read_by_its_key_or_its_words(raw: Any) -> None:
    answer = ChoiceAnswer(STATUSES, "not_met")
    assert answer.accepts(answer.read(raw))


@pytest.mark.parametrize("raw", ["", None, "peut-être"])
def test_an_unknown_option_says_so(raw: Any) -> None:
    with pytest.raises(AnswerError):
        ChoiceAnswer(STATUSES, "met").read(raw)


@pytest.mark.parametrize(
    "raw",
    [
        ["cmrp:6004.d", "cmrp:6014"],
        ["6014", "6004.d"],
        "6004.d, 6014",
        "ch. 6004 let. d et ch. 6014",
        ["ch. 6004, 4e tiret CMRP", "6014"],
        "ch. 6004, 4e tiret CMRP ; ch. 6014 CMRP",
    ],
)
def test_rules_are_read_as_a_list_or_as_people_cite_them(raw: Any) -> None:
    assert SEVERAL.accepts(SEVERAL.read(raw))


@pytest.mark.parametrize("raw", [[], "", "aucune", ["9999"], None, 5])
def test_rules_that_are_not_offered_say_so(raw: Any) -> None:
    with pytest.raises(AnswerError):
        SEVERAL.read(raw)


def test_one_rule_too_many_or_too_few_is_wrong() -> None:
    assert not SEVERAL.accepts(SEVERAL.read("6014"))
    assert not SEVERAL.accepts(SEVERAL.read("6014, 6004.d, 6004.b"))


@pytest.mark.parametrize(
    ("got", "right"),
    [
        (5, True),
        (5.04, True),
        (Decimal("4.95"), True),
        (5.06, False),
        (True, False),
        ("5", False),
        (None, False),
        (float("nan"), False),
    ],
)
def test_what_a_function_returns_is_compared_within_the_tolerance(got: Any, right: bool) -> None:
    answer = FunctionAnswer("def f(x):", (Probe((1,), Decimal(5), "x", ("cmrp:1001",)),), lambda x: 5)
    assert answer.accepts(lambda x: got) is right


def test_none_and_texts_are_compared_exactly() -> None:
    answer = FunctionAnswer(
        "def f(x):", (Probe((1,), None, "x", ("cmrp:1001",)), Probe((2,), "met", "x", ("cmrp:1001",))), lambda x: None
    )
    assert answer.accepts(lambda x: None if x == 1 else "met")
    assert not answer.accepts(lambda x: 0 if x == 1 else "met")
