"""The parameter files are complete and true to their format; a wrong one is refused by name."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ai_calc.cli import main
from ai_calc.ground.french import show
from ai_calc.law import parameters
from ai_calc.law.parameters import NoValueError, ParameterError, parse
from calculators.kit.lesson_html import figures_html, history_html
from hub import ROOT
from hub.content import figures
from hub.content.library import Library
from hub.pages.generated.figures import values_of

GOOD = """
label: Plafond
unit: CHF
values:
  2014-01-01: {value: 15000, source: "cmrp:6020", checked_on: 2019-12-31}
  2020-01-01: {value: "20000.50", source: "cmrp:6020", checked_on: 2020-01-01}
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


FIRST = '{value: 15000, source: "cmrp:6020", checked_on: 2019-12-31}'


def test_a_later_value_leaves_the_check_of_an_earlier_one_as_it_was() -> None:
    parameter = parse(
        "x/y",
        """
label: Plafond
unit: CHF
values:
  2014-01-01: {value: 15000, source: "cmrp:6020", checked_on: 2020-01-01}
  2027-01-01: {value: 16000, source: "cmrp:6020", checked_on: 2027-12-31}
""",
    )
    days = (
        date(2020, 1, 1),
        date(2020, 1, 2),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 12, 31),
        date(2028, 1, 1),
    )
    assert [parameter.verified_at(day) for day in days] == [True, False, False, True, True, False]
    assert [parameter.check_of(v) for v in parameter.values] == [
        "vérifié jusqu'au 1er\u00a0janvier\u00a02020",
        "vérifié jusqu'au 31\u00a0décembre\u00a02027",
    ]


def test_a_value_to_confirm_is_verified_for_no_day_and_one_without_date_where_its_document_holds() -> None:
    assert not parse("x/y", GOOD.replace("checked_on: 2020-01-01", "confirmed: false")).verified_at(date(2020, 1, 1))
    for name, day, verified in (
        ("coaching_berne_2021/hourly_rate", date(2021, 6, 1), True),
        ("coaching_berne_2021/hourly_rate", date(2023, 6, 1), False),
        ("coaching_berne/internship_search", date(2021, 6, 1), False),
    ):
        parameter = parameters.load(name)
        assert (parameter.verified_at(day), parameter.check_of(parameter.at(day))) == (verified, "source non datée")


def test_the_end_of_a_document_whose_dates_are_deduced_is_said_to_be_deduced() -> None:
    parameter = parameters.load("coaching_berne_2021/internship_search")
    assert [parameter.check_of(v) for v in parameter.values] == [
        "vérifié jusqu'au 31\u00a0décembre\u00a02021",
        "tenu pour vérifié jusqu'au 31\u00a0décembre\u00a02022, période déduite",
    ]


def test_a_date_past_the_last_check_computes_but_is_not_verified() -> None:
    parameter = parse("x/y", GOOD)
    assert parameter.verified_at(date(2020, 1, 1))
    assert not parameter.verified_at(date(2020, 1, 2))
    assert parameter.at(date(2030, 1, 1)).value is not None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("unit: CHF", "unit: CHF\nunit: ans"), "x/y.yaml : clé « unit » en double"),
        (("2014-01-01:", "2014-13-01:"), "x/y.yaml : une date n'existe pas : « 2014-13-01 », ligne "),
        (("unit: CHF", "unit: francs"), "x/y.yaml.unit : unité inconnue « francs »"),
        (("label: Plafond", "label: Plafond\nlabl: x"), "x/y.yaml : clé inconnue « labl »"),
        (
            (", checked_on: 2020-01-01", ""),
            "x/y.yaml.values.2020-01-01 : il manque « checked_on » (une date), ou « confirmed: false »",
        ),
        (("checked_on: 2020-01-01", "checked_on: hier"), "il manque « checked_on » (une date)"),
        (("unit: CHF", "unit: CHF\nchecked_on: 2020-01-01"), "x/y.yaml : clé inconnue « checked_on »"),
        (
            ("checked_on: 2020-01-01", "checked_on: 2019-12-31"),
            "2020-01-01.checked_on : 2019-12-31 est avant le premier jour de la valeur",
        ),
        (
            ("checked_on: 2019-12-31", "checked_on: 2020-01-01"),
            "2014-01-01.checked_on : 2020-01-01 est après le début de la valeur suivante",
        ),
        (
            ("checked_on: 2020-01-01", "checked_on: 2020-01-01, confirmed: false"),
            "checked_on : rien n'est vérifié de ce qui est à confirmer",
        ),
        (
            ("checked_on: 2020-01-01", "checked_on: 2020-01-01, confirmed: non"),
            "confirmed : « false » est attendu, ou rien",
        ),
        (("unit: CHF", "unit: CHF\nundated: true"), "checked_on : rien n'est vérifié de ce qui est sans date"),
        (("unit: CHF", "unit: CHF\nexample: peut-être"), "x/y.yaml.example : « true » est attendu, ou rien"),
        (("label: Plafond", "label: 3"), "x/y.yaml.label : un texte est attendu"),
        (("2014-01-01:", "2015-01-01:"), "rien n'est dit entre 2014-01-01 et 2015-01-01"),
        (("2014-01-01:", "2021-01-01:"), "les dates ne sont pas dans l'ordre"),
        ((FIRST, "{value: 15000}"), "une valeur sans source"),
        ((FIRST, '{value: 15000, source: "loi 12"}'), "n'est pas une citation"),
        ((FIRST, "{value: null}"), "une absence de valeur sans « note »"),
        (("value: 15000", "value: 15000.5"), "un entier ou un nombre décimal entre guillemets est attendu"),
        (("value: 15000", "value: beaucoup"), "« beaucoup » n'est pas un nombre"),
        (("value: 15000", "value: 15000, valeur: 3"), "clé inconnue « valeur »"),
        (("unit: CHF", "unit: CHF\nhedge: plutôt"), "x/y.yaml.hedge : « plutôt » n'est pas un mot de réserve connu"),
        (
            ("unit: CHF", "unit: CHF\nhedge: {high: environ}"),
            "x/y.yaml.hedge : « high » n'est pas une partie de ce chiffre",
        ),
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
    assert (
        parameters.in_words(value, "CHF/jour")
        == "petite entreprise : 48\u00a0CHF par jour, grande entreprise : 34\u00a0CHF par jour"
    )


def test_every_part_of_every_figure_has_a_french_name() -> None:
    parts = {
        key
        for name in parameters.names()
        for v in parameters.load(name).values
        if isinstance(v.value, dict)
        for key in v.value
    }
    assert [key for key in sorted(parts) if not parameters.has_part_name(key)] == []


def _plain(text: str) -> str:
    return (
        re.sub(r"<[^>]+>|\*", "", text.replace("<br>", ", "))
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
        .replace("&#39;", "'")
    )


def test_a_dated_value_reads_the_same_wherever_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """On its rule page, in the table of all amounts, in a lesson, on the command line: the words of a result."""
    library = Library(ROOT)
    main(["parameters", "--date", "2020-06-01"])
    printed = _plain(capsys.readouterr().out)
    seen = 0
    for name in parameters.names():
        parameter = parameters.load(name)
        history, table = _plain(str(history_html(name))), _plain(values_of(library, lambda page: page, name))
        for entry in parameter.values:
            words = _plain(parameter.words(entry))
            assert words in history, name
            assert words in table, name
            for part in _plain(parameters.in_words(entry.value, parameter.unit)).split(", "):
                label, _, value = part.rpartition(" : ")
                assert re.search(rf"{re.escape(label)}.*{re.escape(value)}", words), (name, words)
            seen += 1
        try:
            now = parameter.at(date(2020, 6, 1))
        except NoValueError:
            continue
        words = _plain(parameter.words(now))
        assert words in printed, name
        assert words in _plain(str(figures_html([name], date(2020, 6, 1)))), name
        bare = _plain(parameters.in_words(now.value, parameter.unit))
        assert _plain(figures.shown(f"{name} @ 2020-06-01", library.parameters)[1]) == bare
    assert seen > 100


def test_ages_and_ranges_read_as_people_say_them() -> None:
    def words(name: str) -> str:
        return _plain(parameters.in_words(parameters.load(name).values[-1].value, parameters.load(name).unit))

    assert words("avs/reference_age_men") == "65 ans"
    assert "nées en 1961 : 64 ans et 3 mois" in words("avs/reference_age_women")
    assert words("coaching_berne/internship_length") == "3 à 5 jours"
    assert words("eisp/ai_termination_date") == "31 juillet"
    assert [show(119, "mois"), show(120, "mois")] == ["119\u00a0mois", "10\u00a0ans"]
