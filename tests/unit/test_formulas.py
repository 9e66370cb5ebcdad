"""A formula has one small function for each rule that it had; the day of the law chooses."""

from __future__ import annotations

from datetime import date

import pytest

from ai_calc.law.formulas import FormulaError, formula
from ai_calc.law.in_force import Law
from ai_calc.registers import documents
from ai_calc.registers.documents import followed_on


def test_the_version_of_the_day_is_computed_on_both_sides_of_each_beginning() -> None:
    @formula
    def share(law: Law, amount: int) -> int:
        return amount

    @share.since("berne-2021")
    def share_of_edition(law: Law, amount: int) -> int:
        return 2 * amount

    @share.since("2019-01-01")
    def share_2019(law: Law, amount: int) -> int:
        return 3 * amount

    days = (
        date(2014, 1, 1),
        date(2018, 12, 31),
        date(2019, 1, 1),
        date(2020, 12, 31),
        date(2021, 1, 1),
        date(2030, 1, 1),
    )
    assert [share(Law(day), 10) for day in days] == [10, 10, 30, 30, 20, 20]
    assert share_2019(Law(date(2014, 1, 1)), 10) == 30, "a version can be called as it is"


@pytest.mark.parametrize(
    ("start", "message"),
    [
        ("berne", "rule: nothing says since when berne holds"),
        ("cmrp-1999", "rule: « cmrp-1999 » is no day and no edition"),
        ("2014-01-01", "rule: two versions since the same day"),
    ],
)
def test_a_version_without_a_day_of_its_own_is_refused(start: str, message: str) -> None:
    @formula
    def rule(law: Law) -> int:
        return 1

    rule.since("cmrp")(lambda law: 2)
    rule.since(start)(lambda law: 3)
    with pytest.raises(FormulaError) as caught:
        rule(Law(date(2020, 1, 1)))
    assert str(caught.value) == message
    with pytest.raises(FormulaError, match="two versions since cmrp"):
        rule.since("cmrp")(lambda law: 4)


def test_of_the_editions_that_a_calculator_follows_the_day_chooses_one_for_each_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = {"short": "C", "dates": "stated", "evidence": "elle les donne"}
    new = documents.read(
        {
            "circulaire": {
                "title": "Circulaire",
                "publisher": "OFAS",
                "editions": {
                    "cmrp": {
                        **entry,
                        "from": date(2014, 1, 1),
                        "until": date(2026, 12, 31),
                        "checked_on": date(2020, 1, 1),
                    },
                    "cmrp-2027": {
                        **entry,
                        "from": date(2027, 1, 1),
                        "checked_on": date(2027, 1, 1),
                        "calculators": ["eisp"],
                    },
                },
            }
        }
    )
    every = {**documents.all_documents(), **new}
    monkeypatch.setattr(documents, "all_documents", lambda: every)
    monkeypatch.setattr(documents, "all_sources", lambda: {e.key: e for d in every.values() for e in d.editions})
    assert [followed_on("eisp", ("cmrp", "eisp"), date(year, 1, 1)) for year in (2013, 2026, 2027)] == [
        ("cmrp", "eisp"),
        ("cmrp", "eisp"),
        ("cmrp-2027", "eisp"),
    ]
    assert followed_on("placement", ("cmrp",), date(2027, 1, 1)) == ("cmrp",), (
        "a calculator that was not brought forward follows the text that it knows"
    )
