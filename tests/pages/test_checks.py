"""The checks: the content passes, and each check catches what it is there for."""

from dataclasses import replace
from datetime import date

import pytest

from ai_calc.law.parameters import DatedValue
from hub.content.library import Library
from hub.content.rules import load_data
from hub.pages import checks


def test_the_content_of_the_hub_has_no_fault(library: Library):
    assert checks.check(library) == []


def test_a_word_whose_rule_is_gone_or_whose_key_is_misspelt_is_found(library: Library, monkeypatch: pytest.MonkeyPatch):
    wrong = {
        "thesaurus": [{"rules": ["cmrp:6020", "cmrp:19999"], "say": ["a"]}, {"rules": ["cmrp:6020"], "sai": ["a"]}],
        "german": [{"de": ["a"], "fr": "b", "rules": ["page:reperes/"]}, {"de": ["a"], "rules": []}],
    }
    monkeypatch.setattr(checks, "load_data", lambda name: wrong.get(name, []))
    assert checks.words(library) == [
        "hub/data/thesaurus.yaml : 1e entrée : « cmrp:19999 » ne mène à aucune règle",
        "hub/data/thesaurus.yaml : 2e entrée : les clés attendues sont rules, say ou find, say ou same ou aside",
        "hub/data/german.yaml : 2e entrée : les clés attendues sont de, fr, rules",
    ]


def test_the_circulars_numbers_run_without_a_gap_from_the_first_of_each_part_and_each_has_its_rule(library: Library):
    listed = load_data("rule-ids")["cmrp"]
    numbers = {int(float(i)) for i in listed if not i.startswith("A")}
    for part in {number // 1000 for number in numbers}:
        own = sorted(number for number in numbers if number // 1000 == part)
        assert own == list(range(part * 1000 + 1, part * 1000 + 1 + len(own)))
    assert {rule.id for rule in library.rules.values() if rule.source == "cmrp"} == set(listed)


@pytest.mark.parametrize(
    "text",
    [
        "Au plus 15 000 CHF.",
        "pendant deux ans",
        "trois fois par an",
        "dès 24 heures",
        "2,60 CHF",
        "Cinq pour cent",
        "une demi-journée",
        "vingt-quatre heures",
        "environ 20 %",
        "au moins six mois",
    ],
)
def test_a_figure_typed_by_hand_is_found(text: str):
    assert checks.hand_typed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Au plus {{ capital_aid/cash_cap }}.",
        "art. 18a al. 3 let. a à k LAI",
        "art. 23bis à 23ter RAI",
        "[ch. 6035 à 6037](cmrp:6035)",
        "arrêt du Tribunal fédéral 9C_644/2009 du 15 octobre 2009, consid. 3.3",
        "RCC 1972 p. 341 et RCC 1976 p. 97",
        "ATF 110 V 263 et 118 V 7",
        "annexe I",
        "(marque 1/18)",
        "depuis le 1er janvier 2018",
        "une activité",
        "les deux conditions",
        "le formulaire `318.632`",
        "I 548/06",
    ],
)
def test_references_and_dates_are_no_figures(text: str):
    assert checks.hand_typed(text) == []


def faults_of(library: Library, text: str) -> list[str]:
    other = Library.__new__(Library)
    other.rules = {"cmrp:6020": replace(library.rules["cmrp:6020"], text=text)}
    return checks.wording(other)


@pytest.mark.parametrize(
    "text",
    [
        "Celle-ci est due.",
        "Il en va autrement le lundi.",
        "Il s'agit d'un jardin.",
        "Y sont assimilées les haies.",
        "Elle ferme.",
    ],
)
def test_a_rule_that_leans_on_what_precedes_is_found(library: Library, text: str):
    assert "renvoie à ce qui précède" in faults_of(library, text)[0]


def test_a_list_of_conditions_without_a_link_is_found(library: Library):
    fault = "Le jardin ouvre lorsque :\n\n- {a} il fait beau ;\n- {b} le gardien est là."
    assert "cumulatifs ou alternatifs" in faults_of(library, fault)[0]
    assert faults_of(library, fault.replace("lorsque :", "lorsque ces deux conditions sont réunies :")) == []
    assert faults_of(library, fault.replace("{b} le", "{b} ou le")) == []
    assert faults_of(library, fault.replace("Le jardin ouvre lorsque :", "Le jardin compte :")) == []


@pytest.mark.parametrize(
    "text",
    ["si l'assuré choisit", "à la charge de l'assuré·e", "un assuré", "Tout assuré", "des assurées", "d'assurés"],
)
def test_another_name_for_the_insured_person_is_found(text: str):
    assert checks.INSURED.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "la personne assurée",
        "un nouvel événement assuré",
        "numéro d'assuré",
        "le financement est assuré",
        "les assurances",
        "l'assurance",
    ],
)
def test_terms_of_art_and_other_words_are_no_name_of_the_insured_person(text: str):
    assert not checks.INSURED.search(text)


def test_a_gap_or_an_overlap_in_time_is_found(library: Library):
    def told(*values: DatedValue) -> list[str]:
        parameter = library.parameters["capital_aid/cash_cap"]
        other = Library.__new__(Library)
        other.parameters = {"a/b": replace(parameter, name="a/b", values=values)}
        return checks.quarters(other)

    value = DatedValue(date(2014, 1, 1), 1, "cmrp:6020", date(2020, 1, 1))
    assert told(value) == []
    assert "rien n'est dit pour le 2014-01-01" in told(replace(value, from_date=date(2014, 2, 1)))[0]
    assert "deux valeurs pour le même jour" in told(value, replace(value, value=2))[0]
    assert "sans note" in told(replace(value, value=None))[0]


def test_68_quarters_are_asked():
    days = checks.quarter_days()
    assert len(days) == 68
    assert (days[0], days[-1]) == (date(2014, 1, 1), date(2030, 10, 1))
