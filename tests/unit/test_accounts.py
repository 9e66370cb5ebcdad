"""A result is decided at once; its account is made when something of it is first read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ai_calc.ground.french import phrase
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.facts import Case
from ai_calc.registers import calculators
from ai_calc.results import Account, Figure, Result, Sentence, Status, Verdict, to_jsonable
from tests import worked_cases


class _Counted:
    """A calculation that counts how often its account is made."""

    def __init__(self) -> None:
        self.accounts = 0

    def __call__(self, case: Case) -> Result[int]:
        def account() -> Account[int]:
            self.accounts += 1
            return Account(7, sentences=(Sentence(phrase("Sept."), ("overall",)),))

        return result(
            case,
            Law(case.law_day),
            calculator="capital_aid",
            subject=Subject("Droit"),
            followed=("cmrp",),
            verdicts=[Verdict("a", "A", Status.MET, phrase("Oui."), ("cmrp:6002",))],
            figures=[Figure("f", "Montant", 7, "CHF", ("cmrp:6020",), ("overall",), main=True)],
            account=account,
        )


@pytest.fixture
def counted() -> _Counted:
    return _Counted()


def test_verdicts_and_amounts_are_there_without_the_account(counted: _Counted) -> None:
    made = counted(Case(law_date=date(2020, 1, 1)))
    assert made.overall.status is Status.MET and made.figure("f").value == 7 and made.verdict("a").label == "A"
    assert made.law_date == made.law_day.day == date(2020, 1, 1) and made.version
    assert counted.accounts == 0


@pytest.mark.parametrize("name", ["headline", "details", "caution", "notices", "parameters", "sentences", "documents"])
def test_the_account_is_made_once_whatever_is_read_first(counted: _Counted, name: str) -> None:
    made = counted(Case(law_date=date(2020, 1, 1)))
    getattr(made, name)
    assert made.details == 7 and str(made.headline[-1]) == "Sept." and made.whole() is made
    assert counted.accounts == 1


def test_what_a_result_does_not_have_is_an_error_and_makes_no_account(counted: _Counted) -> None:
    made: Any = counted(Case(law_date=date(2020, 1, 1)))
    with pytest.raises(AttributeError):
        _ = made.headlines
    assert counted.accounts == 0


def test_what_is_said_of_the_laws_date_is_part_of_the_account() -> None:
    """The checks around a calculation compute the same case once more: only for who reads what they say."""
    counted = _Counted()

    class Dated(Case):
        DECIDED_ON = ("day",)
        day: date | None = None

    made = calculation(counted)(Dated(law_date=date(2020, 1, 1), day=date(2023, 6, 1)))
    assert counted.accounts == 0
    assert any(n.key == "law_date" for n in made.notices)
    assert counted.accounts == 2, "its own, and that of the law of the other day"


def test_a_result_is_the_same_whichever_part_is_read_first() -> None:
    names = ("headline", "tables", "steps", "notices", "parameters", "documents")
    seen = 0
    for name, entry in worked_cases.load()[::25]:
        calculator = calculators.get(name)
        try:
            case = calculator.case_type.model_validate(entry["case"])
            whole = to_jsonable(calculator.compute(case).whole())
        except (ValueError, NoValueError):
            continue
        for first in names:
            made = calculator.compute(case)
            getattr(made, first)
            assert to_jsonable(made) == whole, (entry["id"], first)
        seen += 1
    assert seen > 40
