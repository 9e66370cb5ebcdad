"""The register of documents and their editions: strict, one line a fault; and which edition is followed on which
day."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from ai_calc.registers.documents import DocumentError, all_documents, all_sources, read

STATED = {
    "short": "L 1",
    "dates": "stated",
    "from": date(2020, 1, 1),
    "until": date(2021, 12, 31),
    "state": date(2020, 1, 1),
    "checked_on": date(2020, 6, 1),
    "evidence": "il les donne",
}
NEWER = {
    "short": "L 2",
    "dates": "stated",
    "from": date(2022, 1, 1),
    "checked_on": date(2022, 6, 1),
    "evidence": "il les donne",
}
GOOD: dict[str, Any] = {"loi": {"title": "Loi", "publisher": "Office", "editions": {"loi-1": STATED, "loi-2": NEWER}}}


def test_the_edition_of_a_day_is_the_last_that_had_begun() -> None:
    document = read(GOOD)["loi"]
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1), date(2030, 1, 1))
    assert [document.on(day).key for day in days] == ["loi-1", "loi-1", "loi-1", "loi-2", "loi-2"]
    first, second = document.editions
    assert (first.replaced_from, second.replaced_from) == (date(2022, 1, 1), None)
    assert [
        first.covers(day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 6, 1), date(2020, 6, 2))
    ] == [False, True, True, False]


def test_an_undated_edition_is_never_chosen_by_a_day_and_covers_none() -> None:
    document = all_documents()["memento-berne"]
    assert [document.on(day).key for day in (date(2015, 1, 1), date(2022, 1, 1), date(2030, 1, 1))] == [
        "berne-2021"
    ] * 3
    assert not any(all_sources()["berne"].covers(date(year, 1, 1)) for year in range(2014, 2031))


def test_every_edition_says_how_its_dates_are_known() -> None:
    assert all(edition.evidence for edition in all_sources().values())
    assert {e.key for d in all_documents().values() for e in d.editions} == set(all_sources())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(titel="x"), "documents.yaml : loi : clé inconnue « titel »"),
        (lambda d: d.pop("publisher"), "documents.yaml : loi : il manque « publisher »"),
        (lambda d: d.update(binding="non"), "documents.yaml : loi.binding : « true » ou « false » est attendu"),
        (lambda d: d.update(editions={}), "documents.yaml : loi.editions : une table est attendue"),
        (
            lambda d: d["editions"]["loi-1"].update(valid_from=date(2020, 1, 1)),
            "documents.yaml : loi.editions.loi-1 : clé inconnue « valid_from »",
        ),
        (
            lambda d: d["editions"]["loi-1"].update({"from": "2020"}),
            "documents.yaml : loi.editions.loi-1.from : une date est attendue",
        ),
        (
            lambda d: d["editions"]["loi-1"].pop("evidence"),
            "documents.yaml : loi.editions.loi-1 : il manque « evidence »",
        ),
        (
            lambda d: d["editions"]["loi-1"].pop("checked_on"),
            "documents.yaml : loi.editions.loi-1 : il manque « checked_on »",
        ),
        (
            lambda d: d["editions"]["loi-1"].update(dates="sure"),
            "documents.yaml : loi.editions.loi-1.dates : « sure » est inconnu (attendu : stated, deduced, undated)",
        ),
        (
            lambda d: d["editions"]["loi-1"].update(dates="undated"),
            "documents.yaml : loi.editions.loi-1.until : un texte sans date n'en a pas",
        ),
        (
            lambda d: d["editions"]["loi-1"].update(until=date(2019, 1, 1)),
            "documents.yaml : loi.editions.loi-1.until : 2019-01-01 est avant « from » (2020-01-01)",
        ),
        (
            lambda d: d["editions"]["loi-1"].update(until=date(2022, 1, 1)),
            (
                "documents.yaml : loi.editions.loi-2.from : l'édition loi-1 vaut encore ; il lui faut « until » avant"
                " ce jour"
            ),
        ),
        (
            lambda d: d["editions"]["loi-1"].pop("until"),
            (
                "documents.yaml : loi.editions.loi-2.from : l'édition loi-1 vaut encore ; il lui faut « until » avant"
                " ce jour"
            ),
        ),
        (
            lambda d: d["editions"].update({"Loi 3": NEWER}),
            (
                "documents.yaml : loi.editions.Loi 3 : « Loi 3 » n'est pas un nom d'édition (lettres minuscules,"
                " chiffres, traits d'union)"
            ),
        ),
        (
            lambda d: d["editions"].update(fait=NEWER),
            (
                "documents.yaml : loi.editions.fait : « fait » n'est pas un nom d'édition (lettres minuscules,"
                " chiffres, traits d'union)"
            ),
        ),
    ],
)
def test_a_fault_in_the_register_is_one_line_that_names_the_key(change: Any, message: str) -> None:
    raw = deepcopy(GOOD)
    change(raw["loi"])
    with pytest.raises(DocumentError) as caught:
        read(raw)
    assert str(caught.value) == message


def test_an_edition_of_one_name_exists_once() -> None:
    with pytest.raises(DocumentError, match=r"^documents.yaml : autre\.editions\.loi-1 : existe déjà$"):
        read({**GOOD, "autre": {**GOOD["loi"], "editions": {"loi-1": STATED}}})
