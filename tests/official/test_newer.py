"""A newer edition of forty rules in which twenty-five changes are hidden: all are found, few others are claimed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from ai_calc.law import parameters
from hub import ROOT
from hub.content.library import Library
from hub.content.parse import parse_page
from hub.official import FOLDER, Official, load, newer, state_of
from hub.official.report import our_text

GONE = ("5010", "5018")
NEW = {
    "5044": "La personne assurée tient un carnet de bord. Le conseiller le relit chaque vendredi avec elle.",
    "5045": "Un appartement de secours est loué aux apprentis pendant la grève des trains.",
    "5046": "La mascotte de l'office accueille les visiteurs de la halle et distribue des affiches.",
}
RENUMBERED = {"5003": "5047", "5012": "5048", "5017": "5049", "5039": "5050"}
CHANGED = {  # rule → (before, after, kind of the difference)
    "5009": ("durent 6 mois", "durent 9 mois", "figure"),
    "5024": ("180 jours", "120 jours", "figure"),
    "5030": ("407 CHF", "430 CHF", "figure"),
    "5032": ("180 jours", "200 jours", "figure"),
    "5042": ("15 jours", "20 jours", "figure"),
    "5043": ("48 CHF", "52 CHF", "figure"),
    "5023": ("50 %", "60 %", "figure"),
    "5015": ("art. 41 al. 1", "art. 44 al. 1", "article"),
    "5028": ("art. 6 LPGA", "art. 8 LPGA", "article"),
    "5005": ("9C_594/2016", "9C_700/2021", "decision"),
    "5008": ("VSI 2000 p. 202 et 203", "VSI 2001 p. 90", "decision"),
    "5011": ("Elle n'a pas droit", "En règle générale, elle n'a pas droit", "modality"),
    "5019": ("Il peut être octroyé que", "Il doit être octroyé que", "modality"),
    "5034": ("En principe, ce versement intervient", "Ce versement intervient", "modality"),
    "5037": ("Il en envoie immédiatement copie", "Il en envoie copie", "modality"),
    "5026": ("signée par toutes les parties", "écrite et signée par toutes les parties", "modality"),
}
HIDDEN = len(GONE) + len(NEW) + len(RENUMBERED) + len(CHANGED)


@pytest.fixture(scope="module")
def library() -> Library:
    found = Library(ROOT)
    found.__dict__["official"] = Official()
    return found


def texts(library: Library) -> dict[str, str]:
    """Forty rules of ours, from 5001 on."""
    rules = [r for r in library.rules.values() if r.source == "cmrp" and "5001" <= r.id < "5044" and not r.abrogated]
    assert len(rules) == 40
    return {
        r.id: "\n".join(re.sub(r"^([a-z])\. ", "• ", line) for line in our_text(r, library).split("\n")) for r in rules
    }


def document(rules: dict[str, str], state: str) -> str:
    """A circular of these rules, in short lines as a PDF gives them, with other spellings of the same figures."""
    out = ["Circulaire sur les mesures de réadaptation d'ordre professionnel (CMRP)", "", f"État : {state}", ""]
    for number, text in sorted(rules.items()):
        text = text.replace(" CHF", " francs").replace(" 3 ans", " trois ans")
        for n, paragraph in enumerate(text.split("\n")):
            words, line = paragraph.split(" "), f"{number} " if n == 0 else ""
            for word in words:
                if len(line) + len(word) > 90 and not re.match(r"\d", word):
                    out.append(line.rstrip())
                    line = ""
                line += word + " "
            out.append(line.rstrip())
        out.append("")
    return "\n".join(out)


def altered(rules: dict[str, str]) -> dict[str, str]:
    """The newer edition: the same rules with the changes hidden in them."""
    new = {RENUMBERED.get(number, number): text for number, text in rules.items() if number not in GONE}
    for number, (before, after, _) in CHANGED.items():
        assert before in new[number], (number, before)
        new[number] = new[number].replace(before, after)
    return new | NEW


def compared(library: Library, tmp_path: Path, *, both: bool) -> newer.Comparison:
    folder = tmp_path / FOLDER
    folder.mkdir()
    rules = texts(library)
    if both:
        (folder / "ancienne.txt").write_text(document(rules, "1er janvier 2020"), "utf-8")
    (folder / "nouvelle.txt").write_text(document(altered(rules), "1er janvier 2027"), "utf-8")
    official = load(folder)
    (later,) = official.newer
    assert (later.source, later.day) == ("cmrp", date(2027, 1, 1))
    found = newer.compare_newer(library, official, later)
    assert found.official == both
    found.entries = [
        e for e in found.entries if e.rule is None or e.rule.id in rules
    ]  # the rest of the circular is not in this one
    return found


@pytest.mark.parametrize("both", [True, False], ids=["with the older text", "with our pages only"])
def test_every_hidden_change_is_found_and_less_than_one_in_ten_is_a_false_alarm(
    library: Library, tmp_path: Path, both: bool
) -> None:
    assert HIDDEN == 25
    found = compared(library, tmp_path, both=both)
    kinds = {kind: [e for e in found.entries if e.kind == kind] for kind in ("gone", "new", "renumbered", "changed")}
    assert {e.rule.id for e in kinds["gone"] if e.rule} == set(GONE)
    assert {e.number for e in kinds["new"]} == set(NEW)
    assert {e.rule.id: e.number for e in kinds["renumbered"] if e.rule} == RENUMBERED
    by_rule = {e.rule.id: {d.kind for d in e.found} for e in kinds["changed"] if e.rule}
    missed = [number for number, (_, _, kind) in CHANGED.items() if kind not in by_rule.get(number, set())]
    assert missed == []
    false = [e for e in found.entries if e.found and e.rule and e.rule.id not in CHANGED]
    assert len(false) <= 0.1 * HIDDEN, [(e.title, [str(d) for d in e.found]) for e in false]


def test_the_report_names_what_rests_on_a_changed_rule(library: Library, tmp_path: Path) -> None:
    text = "\n".join(newer.in_words(library, compared(library, tmp_path, both=True)))
    start = text.index("changée : 5009")
    entry = text[start : text.index("\n  changée", start + 1)]
    assert "9 mois" in entry
    for named in (
        "docs/reglements/cmrp/36-placement.md",
        "placement/usual_duration.yaml",
        "calculateurs : placement",
        "PL-01",
    ):
        assert named in entry, (named, entry)


def test_the_draft_keeps_what_stands_marks_what_is_to_write_and_dates_the_new_figure(
    library: Library, tmp_path: Path
) -> None:
    files = newer.drafts(library, compared(library, tmp_path, both=True), "cmrp-2027")
    page = files["docs/reglements/cmrp-2027/36-placement.md"]
    parsed = parse_page(page, "reglements/cmrp-2027/36-placement.md", "cmrp-2027")
    rules = {rule.id: rule for rule in parsed.rules}
    assert rules["5006"].text == library.rules["cmrp:5006"].text, "what has not changed stands"
    assert newer.TO_WRITE in rules["5009"].text
    assert "5047" in rules and "5003" not in rules
    assert rules["5047"].editions == ("cmrp:5003",), "a rule of another number names the one that it was"
    assert "5010" not in rules
    entry = yaml.safe_load(files["src/ai_calc/registers/documents.yaml"])["cmrp-2027"]
    assert {"5009", "5003 → 5047"} <= set(entry["takes_up"])
    assert "5010" not in " ".join(entry["takes_up"])
    assert "checked_on" not in entry, "nobody has checked it yet"
    assert "mascotte" not in "".join(files.values()), "no sentence of the official text"
    draft = files["src/ai_calc/law/parameters/work_introduction/max_duration.yaml"]
    value = parameters.from_data(
        "work_introduction/max_duration", yaml.safe_load(draft.replace("cmrp-2027:", "cmrp:"))
    ).values[-1]
    assert (value.from_date, value.value, value.confirmed) == (date(2027, 1, 1), 200, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("État au 1er janvier 2022", date(2022, 1, 1)),
        ("Etat: 1.7.2024", date(2024, 7, 1)),
        ("État au 31 février 2022", None),
        ("valable dès 2022", None),
    ],
)
def test_a_document_says_whose_state_it_is(text: str, day: date | None) -> None:
    assert state_of(text) == day


def test_an_older_edition_is_not_taken_for_a_newer_one(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "vieille.txt").write_text(document(texts(library), "1er janvier 2018"), "utf-8")
    official = load(folder)
    assert official.newer == []
    assert "pas repris" in official.documents[0].note


ACCORD_CHANGED = {  # rule → (before, after, what the report says of it)
    "3.d": ("24 heures", "48 heures", "48 h"),
    "3.b": ("2 semaines", "3 semaines", "3 semaines"),
    "3.c": ("15 minutes", "30 minutes", "30 minutes"),
    "1.a": ("s'engage à fournir", "peut fournir", "permission"),
}


def accord(library: Library, change: bool) -> str:
    """The agreement of Geneva, whose rules bear no numbers, as a text of another year."""
    rules = {r.id: our_text(r, library).replace("2025", "2031") for r in library.rules.values() if r.source == "geneve"}
    if change:
        for number, (before, after, _) in ACCORD_CHANGED.items():
            assert before in rules[number], number
            rules[number] = rules[number].replace(before, after)
        del rules["3.e"]
        rules["5"] = "Un apéritif réunit les prestataires chaque printemps sur le bateau. Ils y apportent un gâteau."
    title = "Accord de collaboration relatif aux mesures de réadaptation professionnelles"
    return "\n\n".join([title, *rules.values()])


@pytest.mark.parametrize("change", [True, False])
def test_an_edition_whose_rules_bear_no_numbers_is_compared_by_what_they_say(
    library: Library, tmp_path: Path, change: bool
) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "accord.txt").write_text(accord(library, change), "utf-8")
    official = load(folder)
    (later,) = official.newer
    assert (later.source, later.day) == ("geneve", None)
    found = newer.compare_newer(library, official, later)
    kinds = {(e.kind, e.rule.id if e.rule else e.number): e for e in found.changes}
    words = "\n".join(newer.in_words(library, found))
    assert "accord.txt : autre édition de « geneve » (état à confirmer)" in words
    expected = {("changed", number) for number in ACCORD_CHANGED} | {("gone", "3.e"), ("new", "nouveau-1")}
    assert set(kinds) - {("changed", "2")} == (expected if change else set()), words
    for number, (_, _, said) in ACCORD_CHANGED.items() if change else ():
        assert any(said in d.value for d in kinds["changed", number].found), (number, kinds["changed", number].found)
