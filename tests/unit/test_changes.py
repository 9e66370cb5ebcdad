"""What has changed in the law since: strict entries, and results that name them from the day of the change on."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from ai_calc.evaluation import evaluate
from ai_calc.handing_over.decision import decision_text
from ai_calc.handing_over.text import document_text
from ai_calc.handing_over.xlsx import workbook_bytes
from ai_calc.law.changes import ChangeError, all_changes, parse, touching
from ai_calc.registers import calculators as registry
from ai_calc.results import Result, as_text
from calculators.kit import render
from calculators.kit.markup import escape
from calculators.kit.sheet import sheet_html
from calculators.kit.static import form_of
from hub.content import changes
from hub.content.library import Library
from hub.content.links import from_page
from hub.pages.rule_pages import Renderer, page_head
from tests import worked_cases

ENTRY = """
- id: lai-1
  articles: [art. 1 LAI]
  title: Titre
  since: 2022-01-01
  what: Ce qui change.
  ro: null
  read: copie
  certainty: high
  rules: ["cmrp:3001"]
"""


def plain(text: str) -> str:
    """With ordinary spaces, on one line."""
    return " ".join(text.split())


def result(calculator: str, case: str, **facts: object) -> Result[object]:
    data = next(c["case"] for name, c in worked_cases.load() if name == calculator and c["id"] == case)
    made = evaluate(registry.get(calculator), json.loads(json.dumps({**data, **facts}, default=str))).result
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (ENTRY.replace("what:", "quoi:"), "quoi"),
        (ENTRY.replace("  certainty: high\n", ""), "certainty"),
        (ENTRY.replace('  rules: ["cmrp:3001"]\n', ""), "il manque « rules »"),
        (ENTRY.replace("high", "sure"), "« certainty » est high ou medium"),
        (ENTRY.replace("2022-01-01", "bientôt"), "n'est pas une date"),
        (ENTRY.replace("read: copie", "read: ''"), "« read » est vide"),
        (ENTRY + ENTRY, "deux fois"),
        (ENTRY + "  read: autre", "en double"),
    ],
)
def test_an_entry_that_does_not_follow_the_format_is_refused_by_name(fault: str, says: str) -> None:
    with pytest.raises(ChangeError, match=says):
        parse(fault)


def test_the_entry_as_it_should_be_is_read() -> None:
    assert parse(ENTRY)["lai-1"].name == "art. 1 LAI"


@pytest.mark.parametrize(("day", "named"), [("2021-12-31", False), ("2022-01-01", True)])
def test_a_result_names_the_change_of_its_article_beside_its_caution_from_its_day_on(day: str, named: bool) -> None:
    made = result("placement", "PL-01", law_date=day)
    assert made.caution.changed == (("fait:lai-18abis",) if named else ())
    assert ("fait:lai-18abis" in made.cited()) == named
    head = as_text(made).partition("Conclusion :")[0]
    assert (
        "Depuis : 1 changement connu dans la loi : art. 18abis LAI (dès le 1er janvier 2022)." in plain(head)
    ) == named
    assert "art. 18abis LAI" not in as_text(made).partition("Conclusion :")[2], "said once, with the verdict"
    shown = str(dict(render.slots(made))["summary"]).partition('class="calc-answer"')[0]
    assert ("<p>Depuis : 1 changement connu dans la loi :</p>" in shown) == named
    assert ('href="../../r/fait/lai-18abis/">art. 18abis LAI, depuis 2022</a> : Location de services' in shown) == named


def test_several_changes_are_counted_and_what_is_less_sure_of_one_stands_beside_it() -> None:
    made = result("reclassement", "RE-01", law_date="2024-01-01")
    assert len(made.caution.changed) > 1
    assert made.caution.count == f"Depuis : {len(made.caution.changed)} changements connus dans la loi"
    since = result("capital_aid", "AC-20c").caution.since
    assert plain(since).startswith(
        "Depuis : 1 changement connu dans la loi : art. 25 al. 2 LPGA (dès le 1er janvier 2021 ; date à confirmer)."
    )


def test_only_the_articles_behind_the_rules_of_this_result_are_named() -> None:
    made = result("capital_aid", "AC-01", law_date="2023-01-01")
    assert set(made.caution.changed) <= {"fait:lpga-25"}
    assert [c.id for c in touching(["cmrp:6038"])] == ["lpga-25"]
    assert touching(["cmrp:6001"]) == ()
    assert [c.id for c in touching(["cmrp:3009.a"])] == ["lai-14a", "lai-16"], (
        "a lettered part rests on what its rule rests on"
    )


def test_the_sheet_the_text_for_a_decision_and_the_documents_of_a_result_name_the_change_too() -> None:
    placement = registry.get("placement")
    made = result("placement", "PL-01", law_date="2023-05-01")
    case = placement.case_type.model_validate({"law_date": "2023-05-01"})
    book = load_workbook(io.BytesIO(workbook_bytes(placement, case, made)))
    first = [[str(cell.value) for cell in row] for row in book.worksheets[0]]
    at = next(n for n, row in enumerate(first) if row[0] == "État du droit")
    assert first[at + 2][0] == "Changements"
    assert "art. 18abis LAI" in first[at + 2][1]
    assert "Depuis : 1 changement connu" in plain(document_text(decision_text(placement, case, made, {"law_date"})))
    before, after = (
        document_text(result("eisp", "EI-02", law_date=day).documents[0]) for day in ("2021-12-31", "2022-01-01")
    )
    assert "Depuis :" not in before
    assert "Depuis : 2 changements connus dans la loi : art. 14a LAI (dès le 1er janvier 2022)" in plain(after)


@pytest.mark.parametrize(
    ("reference", "changed", "named"),
    [
        ("art. 16 LAI", "art. 16 LAI", True),
        ("art. 16 al. 2 let. c LAI", "art. 16 LAI", True),
        ("art. 16 RAI", "art. 16 LAI", False),
        ("art. 18 à 18d LAI", "art. 18abis LAI", True),
        ("art. 18b à 18d LAI", "art. 18abis LAI", False),
        ("art. 14a à 18 LAI", "art. 14quater LAI", False),  # it stands before 14a
        ("art. 6 al. 2 RAI", "art. 6 al. 2 RAI", True),
        ("art. 6 al. 1bis RAI", "art. 6 al. 2 RAI", False),
        ("art. 6 RAI", "art. 6 al. 2 RAI", False),
        ("art. 5 al. 2 à 6 RAI", "art. 5 al. 4 RAI", True),
        ("art. 5 al. 5 et 6 RAI", "art. 5 al. 4 RAI", False),
        ("LAI", "art. 16 LAI", False),
    ],
)
def test_a_reference_names_an_article_of_its_range_and_a_paragraph_only_by_number(
    reference: str, changed: str, named: bool
) -> None:
    assert changes.names_article(reference, changed) == named


def test_each_chapter_and_each_calculator_says_its_state_what_has_changed_since_and_what_no_calculation_treats() -> (
    None
):
    library, left = Library(), 0
    for page in (p for p in library.pages if p.source in library.sources):
        head = page_head(page, Renderer(library, from_page(page.path), [], page.source), page.path)
        assert re.search(r"(?:État au|Document sans date : )", head.splitlines()[0]), page.path
        assert re.search(r"Depuis : \[(?:\d+ changements? connus?|aucun changement connu)", head.splitlines()[0])
        left += head.count("ne traite pas : [")
    assert left == sum(len(changes.left_out(library, key)) for key in library.calculators) > 10
    for calculator in library.calculators.values():
        head = changes.calculator_head(library, calculator, from_page(calculator.page))
        assert re.search(r"État du droit : .+ ; depuis : \[(?:\d+ changements? connus?|aucun)", head.splitlines()[0])
        assert "Ce que ce calcul ne traite pas" in head and calculator.leaves_out in head


def test_entries_that_name_too_few_or_too_many_rules_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    assert changes.faults(library) == []
    whole = all_changes()
    altered = {**whole, "lpga-25": replace(whole["lpga-25"], rules=("cmrp:6037", "fait:delai-de-restitution"))}
    monkeypatch.setattr(changes, "all_changes", lambda: altered)
    assert [f.partition("lpga-25 : ")[2] for f in changes.faults(library)] == [
        "manquent dans « rules » : cmrp:6038",
        "de trop dans « rules » : cmrp:6037",
    ]


def test_the_caution_stands_in_a_line_with_the_conclusion_on_page_bar_prints_first_sheet_and_text() -> None:
    calculator = registry.get("capital_aid")
    items = [{"label": "Four", "amount": 52000}]
    case = calculator.case_type.model_validate({"law_date": "2026-11-26", "birth_date": "1968-01-01", "items": items})
    made, printed = calculator.compute(case), form_of("capital_aid")
    line, whole = plain(str(made.caution.line)), plain(str(made.caution.text))
    assert line == "CMRP 2020, remplacé dès 2022 ; 3 chiffres sur 9 vérifiés pour le 26.11.2026"
    page = {slot: plain(html) for slot, html in render.slots(made)}
    both = f'<span class="calc-wide">{line}</span><span class="calc-brief">Non vérifié pour le 26.11.2026</span>'
    assert f"<summary>{both}</summary><div><p>{escape(whole)}</p>" in page["summary"]
    assert f'<span class="calc-glance-caution">{both}</span>' in page["glance"]
    assert f">{line}." in plain(sheet_html(printed, case, made, word="…"))
    first = load_workbook(io.BytesIO(workbook_bytes(calculator, case, made))).worksheets[0]
    said = {row[0].value: plain(str(row[1].value)) for row in first.iter_rows(max_col=2)}
    assert (said["État du droit"], said["En détail"]) == (line, whole)
    text = plain(document_text(decision_text(calculator, case, made)))
    assert 0 < text.index(line) < text.index(whole)


@pytest.mark.parametrize(
    ("calculator", "case", "line"),
    [
        ("capital_aid", "AC-01", "CMRP 2020 ; droit au 1er janvier 2020"),
        ("coaching", "BE-01", "Mémento BE 2021–2022 (déduit) ; droit au 31 décembre 2021"),
        ("geneve_provider", "GP-01", "Accord GE non daté ; 0 chiffre sur 4 vérifié pour le 01.06.2025"),
        ("eisp", "EI-02", "Guide EISP 2018, CMRP 2020 ; 0 chiffre sur 6 vérifié"),
    ],
)
def test_the_line_says_which_texts_and_how_many_figures_are_checked(calculator: str, case: str, line: str) -> None:
    assert plain(str(result(calculator, case).caution.line)) == line


@pytest.mark.parametrize(
    ("day", "said"), [("2020-01-01", ""), ("2023-06-01", "Chiffres non vérifiés pour cette date (6 sur 7) : plafond")]
)
def test_the_caution_counts_the_figures_that_are_not_verified_for_the_date_and_names_the_first(
    day: str, said: str
) -> None:
    data = {"law_date": day, "items": [{"label": "Four", "amount": 52000}]}
    made = evaluate(registry.get("capital_aid"), data).result
    assert made is not None
    unverified = sum(not p.verified for p in made.parameters)
    text = str(made.caution.text)
    assert said in text and ("Chiffres" in text) == bool(unverified)
    assert not said or f"({unverified} sur {len(made.parameters)})" in text
