"""The parameter files are complete and true to their format; a wrong one is refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from ai_calc.law import parameters
from ai_calc.law.parameters import NoValueError, ParameterError, parse

GOOD = """
label: Plafond
unit: CHF
values:
  2014-01-01: {value: 15000, source: "cmrp:6020"}
  2020-01-01: {value: "20000.50", source: "cmrp:6020"}
checked_on: 2020-01-01
"""


@pytest.mark.parametrize("name", parameters.names())
def test_every_parameter_file_can_be_read(name: str) -> None:
    parameter = parameters.load(name)
    assert parameter.label
    assert parameter.sources or all(v.value is None for v in parameter.values)


@pytest.mark.parametrize("name", parameters.names())
def test_every_parameter_says_for_each_quarter_from_2014_to_2030_what_it_is_or_that_it_is_nothing(name: str) -> None:
    parameter = parameters.load(name)
    days = [v.from_date for v in parameter.values]
    assert len(days) == len(set(days)), "two values from the same day"
    for year in range(2014, 2031):
        for month in (1, 4, 7, 10):
            day = date(year, month, 1)
            in_force = [v for v in parameter.values if v.from_date <= day]
            assert in_force, f"{day}: nothing is said"
            if in_force[-1].value is None:
                assert in_force[-1].note, f"{day}: no value and no reason"
            else:
                assert parameter.at(day) == in_force[-1]


def test_a_value_holds_from_its_day_and_not_a_day_sooner() -> None:
    parameter = parse("x/y", GOOD)
    assert parameter.at(date(2019, 12, 31)).value == 15000
    assert str(parameter.at(date(2020, 1, 1)).value) == "20000.50"


def test_a_date_past_the_last_check_computes_but_is_not_verified() -> None:
    parameter = parse("x/y", GOOD)
    assert parameter.verified_at(date(2020, 1, 1))
    assert not parameter.verified_at(date(2020, 1, 2))
    assert parameter.at(date(2030, 1, 1)).value is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("unit: CHF", "unit: CHF\nunit: ans"), "x/y.yaml : clé « unit » en double"),
        (("unit: CHF", "unit: francs"), "x/y.yaml.unit : unité inconnue « francs »"),
        (("label: Plafond", "label: Plafond\nlabl: x"), "x/y.yaml : clé inconnue « labl »"),
        (("checked_on: 2020-01-01", ""), "x/y.yaml : il manque « checked_on »"),
        (("2014-01-01:", "2015-01-01:"), "rien n'est dit entre 2014-01-01 et 2015-01-01"),
        (("2014-01-01:", "2021-01-01:"), "les dates ne sont pas dans l'ordre"),
        (('{value: 15000, source: "cmrp:6020"}', "{value: 15000}"), "une valeur sans source"),
        (('{value: 15000, source: "cmrp:6020"}', '{value: 15000, source: "loi 12"}'), "n'est pas une citation"),
        (('{value: 15000, source: "cmrp:6020"}', "{value: null}"), "une absence de valeur sans « note »"),
        (("value: 15000", "value: 15000.5"), "un entier ou un nombre décimal entre guillemets est attendu"),
        (("value: 15000", "value: beaucoup"), "« beaucoup » n'est pas un nombre"),
        (("value: 15000", "value: 15000, valeur: 3"), "clé inconnue « valeur »"),
        (("unit: CHF", "unit: CHF\nhedge: plutôt"), "x/y.yaml.hedge : « plutôt » n'est pas un mot de réserve connu"),
        (("unit: CHF", "unit: CHF\nhedge: {high: environ}"), "x/y.yaml.hedge : « high » n'est pas une partie de ce chiffre"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_key(change: tuple[str, str], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse("x/y", GOOD.replace(*change))
    assert message in str(caught.value)


def test_a_parameter_without_value_at_a_date_says_so_in_french() -> None:
    with pytest.raises(NoValueError, match="aucune valeur connue au 30\u00a0avril\u00a02017"):
        parameters.load("capital_aid/loan_interest_rate").at(date(2017, 4, 30))


@pytest.mark.parametrize("name", ["capital_aid/nothing", "nothing", "../errors", "capital_aid/../avs/x"])
def test_an_unknown_parameter_is_refused(name: str) -> None:
    with pytest.raises(ParameterError):
        parameters.load(name)


def test_the_parts_of_a_figure_are_shown_by_their_french_names() -> None:
    value = parameters.load("contribution_increase/daily_amount").at(date(2020, 1, 1)).value
    assert parameters.in_words(value, "CHF/jour") == "petite entreprise 48\u00a0CHF par jour, grande entreprise 34\u00a0CHF par jour"


def test_every_part_of_every_figure_has_a_french_name() -> None:
    parts = {key for name in parameters.names() for v in parameters.load(name).values if isinstance(v.value, dict) for key in v.value}
    assert [key for key in sorted(parts) if not parameters.has_part_name(key)] == []
