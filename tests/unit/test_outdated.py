"""What is not verified for a day: found the day after its last check, and not on that day."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from ai_calc import cli
from ai_calc.law import parameters
from ai_calc.registers.documents import all_sources
from ai_calc.registers.outdated import KINDS, items
from hub.content.library import Library
from hub.pages import to_confirm


def keys(day: date, kind: str) -> set[str]:
    return {item.key for item in items(day) if item.kind == kind}


def test_a_figure_is_listed_from_the_day_after_its_last_check() -> None:
    last = parameters.load("avs/old_age_pension").values[-1].checked_on
    assert last is not None
    assert "avs/old_age_pension" not in keys(last, "figure")
    assert "avs/old_age_pension" in keys(last + timedelta(days=1), "figure")


@pytest.mark.parametrize(("day", "listed"), [(date(2020, 1, 1), False), (date(2020, 1, 2), True)])
def test_an_edition_and_its_readings_are_listed_from_the_day_that_its_check_no_longer_covers(
    day: date, listed: bool
) -> None:
    assert all_sources()["cmrp"].checked_on == date(2020, 1, 1)
    assert ("cmrp" in keys(day, "edition")) == listed
    assert ("C-51" in keys(day, "reading")) == listed


def test_a_value_to_be_confirmed_is_listed_although_its_edition_covers_the_day() -> None:
    assert "daily_allowance/maximum" in keys(date(2015, 12, 31), "figure")
    assert "daily_allowance/maximum" not in keys(date(2016, 1, 1), "figure")


@pytest.mark.parametrize(("day", "listed"), [(date(2021, 12, 31), False), (date(2022, 1, 1), True)])
def test_a_change_of_the_law_is_a_fact_to_verify_from_its_day_on(day: date, listed: bool) -> None:
    assert ("fait:lai-16" in keys(day, "fact")) == listed


def test_the_command_lists_them_for_a_day_and_refuses_what_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["outdated", "--on", "1.1.2027"]) == 0
    text = capsys.readouterr().out.replace("\xa0", " ").replace("\u202f", " ")
    assert "1er janvier 2027" in text.splitlines()[0]
    assert all(title in text for title in KINDS.values())
    assert "ch. 6020 CMRP" in text
    assert cli.main(["outdated", "--on", "2027-01-01", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {entry["key"] for entry in listed} == {item.key for item in items(date(2027, 1, 1))}
    assert cli.main(["outdated", "--on", "bientôt"]) == 2
    assert "--on" in capsys.readouterr().err


def test_the_page_names_each_with_its_rules_calculators_and_cases() -> None:
    library = Library()
    text = to_confirm.page(library, lambda page, anchor: f"/{page}#{anchor}", "")
    assert text.count("| ☐ |") == len(to_confirm.every(library))
    row = next(line for line in text.splitlines() if "p-capital_aid.cash_cap" in line)
    assert "ch. 6020 CMRP" in row
    assert "Aide en capital" in row
    assert "cas]" in row
