"""The same figure in two spellings is one figure; everything else that differs is told."""

import pytest

from hub.official.compare import Difference, differences, read


def figures(text: str) -> list[str]:
    return [str(figure) for figure in sorted(read(text).figures)]


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("au moins 2 fr. 60 par heure", "au moins 2,60 CHF par heure", ["2,6 CHF"]),
        ("2 fr.60 l'heure", "2.60 CHF", ["2,6 CHF"]),
        ("CHF 120.00 par heure", "120 CHF par heure", ["120 CHF"]),
        ("15 000 francs", "15\u202f000\u00a0CHF", ["15 000 CHF"]),
        ("100'000 francs", "100 000 CHF", ["100 000 CHF"]),
        ("deux ans", "24 mois", ["2 ans"]),
        ("six mois", "6\u00a0mois", ["6 mois"]),
        ("sous 24h", "sous 24 heures", ["24 h"]),
        ("au ¼ d'heure", "par pas de 15 minutes", ["15 minutes"]),
        ("2 à 3 stages", "de deux à trois stages", ["2 stages", "3 stages"]),
        ("entre trois et six mois", "de 3 à 6 mois", ["3 mois", "6 mois"]),
        ("30 %", "30%", ["30 %"]),
        ("trois jours ouvrés", "3 jours ouvrés", ["3 jours"]),
        ("une fois par an", "1 fois par an", ["1 fois"]),
    ],
)
def test_one_figure_in_two_spellings(one, other, shown):
    assert figures(one) == figures(other) == shown


@pytest.mark.parametrize(
    "text",
    [
        "art. 7, al. 2, LAI et art. 43",
        "ch. 3022 ss",
        "VSI 1997, p. 79",
        "arrêt 9C_1/2011 du 4.5.2011, consid. 2.3",
        "la 6e partie",
        "le 2e pilier",
        "indications 10 à 12",
        "annexe 5.1",
        "une fois le travail fini",
        "en 2016",
        "Adam et al. (2016 : 20)",
        "point 3.2",
        "une personne",
        "un jour ne compte que s'il pleut",
        "n° 4/16",
    ],
)
def test_what_only_points_somewhere_is_no_figure(text):
    assert figures(text) == []


def test_references_are_read_in_both_ways_of_writing():
    official = read(
        "cf. ch. 4025 ou au ch. 4026 (art. 17, al. 1, LAI, art. 22, al. 3, art. 29 et art. 44, al. 1, LPGA ; RCC 1972,"
        " p. 691 et 1976, p. 97 ; VSI 2000, pp. 70 et 71 ; arrêts du TF 9C 16/2008 du 2.9.2009 et I 548/06, ATF 110 V"
        " 263)"
    )
    assert official.rules == {"4025", "4026"}
    assert official.articles == {"17", "22", "29", "44"}
    assert official.days == {"2.9.2009"}
    assert official.decisions == {
        "RCC 1972 p. 691",
        "RCC 1976 p. 97",
        "VSI 2000 p. 70",
        "VSI 2000 p. 71",
        "9C_16/2008",
        "I 548/06",
        "ATF 110 V 263",
    }
    ours = read("le 2 septembre 2009", named=["9C_16/2008", "art. 7b al. 1 LAI"], rules=["4025"])
    assert ours.days == official.days
    assert ours.decisions == {"9C_16/2008"} and ours.articles == {"7b"} and ours.rules == {"4025"}


def test_articles_with_latin_numbers_and_of_two_laws():
    assert read("art. 5bis, al. 1 à 4, RAI, art. 6quater RAI et art. 18a, al. 3, let. a à k, LAI").articles == {
        "5bis",
        "6quater",
        "18a",
    }
    assert read("art. 7d, 14a, 15bis et 18a LAI et 64a, al. 1, let. a, LACI").articles == {
        "7d",
        "14a",
        "15bis",
        "18a",
        "64a",
    }


def told(official: str, ours: str) -> list[str]:
    return [str(d) for d in differences(read(official), read(ours))]


def test_a_figure_that_differs_is_told_from_both_sides():
    assert told("Elle dure 180 jours.", "Elle dure 90 jours.") == [
        "officiel seulement : 180 jours",
        "chez nous seulement : 90 jours",
    ]


def test_a_unit_that_differs_is_a_difference():
    assert told("Le préavis est de six mois.", "Le préavis est de six semaines.") != []


def test_words_may_say_what_the_other_says_in_figures():
    assert told("puis par semestre, chaque année", "puis tous les 6 mois, 1 fois par an") == []


def test_a_date_or_a_decision_that_is_missing_is_told():
    assert told("arrêt 9C_1/2011 du 4.5.2011", "voir la pratique") == [
        "officiel seulement : 4.5.2011",
        "officiel seulement : 9C_1/2011",
    ]


def test_a_difference_says_where_it_stands():
    assert str(Difference("figure", "2 ans", official=True)) == "officiel seulement : 2 ans"
