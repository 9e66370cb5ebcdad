"""The register of documents and their editions: strict, one line a fault; and which edition is followed on which
day."""

from __future__ import annotations

import ast
import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ai_calc.evaluation import evaluate
from ai_calc.ground.french import phrase
from ai_calc.handing_over.text import document_text
from ai_calc.law.citations import Cited
from ai_calc.outcome.assemble import recited
from ai_calc.registers import calculators, documents
from ai_calc.registers.documents import DocumentError, all_documents, all_sources, on_day, read
from ai_calc.results import as_text
from tests.worked_cases import load

ROOT = Path(__file__).parents[2]

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
            lambda d: d["editions"]["loi-2"].update(takes_up=["1 -> 2"]),
            "documents.yaml : loi.editions.loi-2.takes_up : « 1 -> 2 » se lit « 6020 », « 6001–6017 », « 6021 → 6029 »"
            " ou « 6018 → — »",
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


def test_a_rule_is_that_of_the_edition_followed_where_the_register_says_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = ["3001–3010", "3004 → —", "3005.1 → 3006", "A1.1"]
    newest = {
        **NEWER,
        "short": "L 3",
        "from": date(2025, 1, 1),
        "checked_on": date(2025, 1, 1),
        "takes_up": ["3001 → 9", "3006"],
    }
    editions = {
        "loi-1": STATED,
        "loi-2": {**NEWER, "until": date(2024, 12, 31), "takes_up": taken},
        "loi-3": newest,
    }
    new = read({"loi": {**GOOD["loi"], "editions": editions}})
    monkeypatch.setattr(documents, "all_documents", lambda: new)
    monkeypatch.setattr(documents, "all_sources", lambda: {e.key: e for e in new["loi"].editions})
    numbers = ("3000", "3001", "3003.a", "3004", "3004.b", "3005", "3005.1", "3010", "3010.1", "3011", "A1.1", "A1.2")
    assert [on_day(f"loi-1:{number}", ("loi-2",)) for number in numbers] == [
        "loi-1:3000",
        "loi-2:3001",
        "loi-2:3003.a",
        "loi-1:3004",
        "loi-1:3004.b",
        "loi-2:3005",
        "loi-2:3006",
        "loi-2:3010",
        "loi-1:3010.1",
        "loi-1:3011",
        "loi-2:A1.1",
        "loi-1:A1.2",
    ]
    assert [on_day(rule, ("loi-3",)) for rule in ("loi-1:3001.c", "loi-1:3005.1", "loi-2:3002", "loi-1:3002")] == [
        "loi-3:9.c",
        "loi-3:3006",
        "loi-2:3002",
        "loi-2:3002",
    ]
    assert on_day("loi-2:3001", ("loi-1",)) == "loi-2:3001", "never back"
    assert on_day("fait:lai-16", ("loi-3",)) == "fait:lai-16"


def literals(folder: str) -> list[tuple[str, str]]:
    """The texts of a folder's Python that are not documentation."""
    found = []
    for file in sorted((ROOT / folder).rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            (file.name, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
        ]
    return found


def test_no_sentence_of_the_code_names_a_rule_by_hand() -> None:
    texts = [*literals("src/ai_calc"), *literals("calculators")]
    assert len(texts) > 5000
    by_hand = re.compile(
        r"\b(?:ch\.|chiffres?|indication|principe) ?\d|\d (?:CMRP|guide EISP)|(?:Accord GE|Mémento BE),"
    )
    assert [(file, text) for file, text in texts if by_hand.search(text)] == []
    assert (
        f"Selon le {Cited('cmrp:6020')}" == "Selon le ch. 6020 CMRP" == str(phrase("Selon le {0}", Cited("cmrp:6020")))
    )


def test_no_sentence_table_or_paper_of_a_result_keeps_the_number_of_an_earlier_edition() -> None:
    """As if a later edition took up every rule of the circular under another number."""
    kept, later = re.compile(r"ch\. (?!9)\d{4}[\w., ]* CMRP(?!\W\d{4})"), 0  # « ch. 6020 CMRP 2027 » is of a later one
    for name, case in load():
        result = evaluate(calculators.get(name), case["case"]).result
        if result is None:
            continue
        moved = recited(result, lambda rule: re.sub(r"^cmrp:(?=\d)", "cmrp:9", rule))
        texts = [as_text(moved), *(document_text(d) for d in moved.documents)]
        assert [found for text in texts for found in kept.findall(text)] == [], case["id"]
        later += sum(text.count("ch. 9") for text in texts)
    assert later > 1000
