"""A second, invented edition of one chapter, from its page to its comparison, in five files of a copy of the
project."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("src/ai_calc", "hub", "docs", "cases", "calculators", "tests", "mkdocs.yml")
IGNORED = shutil.ignore_patterns(
    "__pycache__", "runtime", "bench", "engines", "lab", "course", "node_modules", "package*"
)
CHAPTER = "docs/reglements/cmrp-2027/42-aide-en-capital.md"

EDITION = """    cmrp-2027:
      short: CMRP 2027
      dates: stated
      from: 2027-01-01
      state: 2027-01-01
      checked_on: 2027-12-31
      evidence: édition inventée pour un test
      calculators: [capital_aid]
      takes_up: ["6006–6012", "6007 → —", "6008 → —", "6009 → —", "6010 → —", "6011 → —", "6020", "6021 → 6029"]
"""
PAGE = """---
title: Aide en capital
source: cmrp-2027
part: 5
chapter: "42"
statutes: [art. 18d LAI]
---
# Aide en capital

### 6006 · Emploi salarié exigible
<!-- rule
tag: null
status: in-force
kind: condition
statutes: []
decisions: []
refs: []
readings: []
computable: capital_aid
-->
Un emploi salarié exigible l'exclut.

### 6012 · Prêt à intérêts
<!-- rule
tag: null
status: in-force
kind: condition
statutes: []
decisions: []
refs: []
readings: []
computable: capital_aid
-->
Un prêt à intérêts se rembourse.

### 6020 · Plafond des prestations en espèces
<!-- rule
tag: null
status: in-force
kind: amount
statutes: []
decisions: []
refs: ["cmrp-2027:6029"]
readings: []
computable: capital_aid
-->
Une prestation en espèces ne dépasse ni {{ capital_aid/cash_cap }}, ni la moitié du besoin.

### 6029 · Plafond global
<!-- rule
tag: null
status: in-force
kind: amount
statutes: []
decisions: []
refs: []
readings: []
editions: ["cmrp:6021"]
computable: capital_aid
-->
L'aide entière ne dépasse pas {{ capital_aid/total_cap }}.
"""
FORMULA = '''@cash_cap.since("cmrp-2027")
def cash_cap_2027(law: Law, net: Decimal) -> Decimal:
    """Half of the need at most (cmrp-2027:6020)."""
    return min(law.amount("capital_aid/cash_cap"), net / 2)


def need_of('''
CASES = """- id: AC-2027a
  title: Plafond de l'édition inventée
  story: Un besoin de 80 000 CHF, 16 000 CHF demandés en espèces, le premier jour de la nouvelle édition.
  rules: [cmrp-2027:6020]
  boundary: true
  case: {law_date: 2027-01-01, cash: 16000, interest_loan: 64000, cash_indicated: met}
  expect: {details/need.cash_cap: 16000, details/mix.to_shift: 0, "notice/replaced:cmrp": false, says: ["Selon CMRP 2027"]}
- id: AC-2027b
  title: La veille, le plafond de 2014
  story: La même demande, la veille.
  rules: [cmrp:6020]
  boundary: true
  case: {law_date: 2026-12-31, cash: 16000, interest_loan: 64000, cash_indicated: met}
  expect: {details/need.cash_cap: 15000, details/mix.to_shift: 1000, "notice/replaced:cmrp": true}
- id: AC-2027c
  title: La moitié du besoin
  story: Un besoin de 20 000 CHF seulement.
  rules: [cmrp-2027:6020]
  case: {law_date: 2027-01-01, items: [{label: Projet, amount: 20000}], cash: 16000, interest_loan: 4000, cash_indicated: met}
  expect: {details/need.cash_cap: 10000, details/mix.to_shift: 6000}
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with an edition more."""
    root = tmp_path_factory.mktemp("edition")
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=IGNORED)
        else:
            shutil.copy(ROOT / name, root / name)
    shutil.copytree(
        ROOT / "src/ai_calc/course", root / "src/ai_calc/course", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(
        ROOT / "hub/search", root / "hub/search", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    (root / "node_modules").symlink_to(ROOT / "node_modules")

    def change(path: str, make: Callable[[str], str]) -> None:
        file = root / path
        file.parent.mkdir(exist_ok=True)
        before = file.read_text("utf-8") if file.exists() else ""
        after = make(before)
        assert after != before, path
        file.write_text(after, "utf-8")

    change(
        "src/ai_calc/registers/documents.yaml", lambda t: t.replace("memento-berne:\n", f"{EDITION}memento-berne:\n", 1)
    )
    change(CHAPTER, lambda t: PAGE)
    value = '  2027-01-01: {value: 16000, source: "cmrp-2027:6020", checked_on: 2027-12-31}\n'
    change("src/ai_calc/law/parameters/capital_aid/cash_cap.yaml", lambda t: t.rstrip("\n") + "\n" + value)
    change("src/ai_calc/calculators/capital_aid/financing.py", lambda t: t.replace("def need_of(", FORMULA, 1))
    change("cases/capital_aid.yaml", lambda t: t.rstrip("\n") + "\n" + CASES)
    return root


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("&#8239;", " ")


def run(root: Path, code: str) -> str:
    """Runs Python in the copy and gives what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"PYTHONPATH": f"{root / 'src'}:{root}", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return plain(done.stdout)


def test_five_files_are_enough(copy: Path) -> None:
    files = [
        f
        for name in PARTS
        for f in ([copy / name] if (copy / name).is_file() else (copy / name).rglob("*"))
        if f.is_file() and "__pycache__" not in f.parts
    ]
    touched = [
        f
        for f in files
        if not (ROOT / f.relative_to(copy)).exists() or (ROOT / f.relative_to(copy)).read_bytes() != f.read_bytes()
    ]
    assert len(touched) == 5, touched


def test_its_worked_cases_hold_on_both_sides_of_its_first_day_and_all_others_as_before(copy: Path) -> None:
    out = run(
        copy,
        "from tests.worked_cases import load, differences\nown = [(k, c) for k, c in load() if k =="
        " 'capital_aid']\nprint(len([c for _, c in own if '2027' in c['id']]), [(c['id'], d) for k, c in own for d in"
        " differences(k, c)])",
    )
    assert out.strip() == "3 []"


def test_a_result_cites_the_rules_of_the_edition_of_its_day_whether_they_state_a_figure_or_not(copy: Path) -> None:
    out = run(
        copy,
        """
import io, json
from openpyxl import load_workbook
from ai_calc.evaluation import evaluate
from ai_calc.handing_over.decision import decision_text
from ai_calc.handing_over.text import document_text
from ai_calc.handing_over.xlsx import workbook_bytes
from ai_calc.registers import calculators
from ai_calc.results import as_text
from tests.worked_cases import load
case = next(c["case"] for _, c in load() if c["id"] == "AC-2027a")
calculator = calculators.get("capital_aid")
both = {"employment_reasonable": "met", "dependent_work_unreasonable": "met"}
for day in ("2026-12-31", "2027-01-01"):
    done = evaluate(calculator, {**case, **both, "law_date": day})
    result = done.result
    print(json.dumps({
        "cited": result.cited(), "text": as_text(result), "decision": document_text(decision_text(calculator, done.case, result)),
        "sheet": [[str(cell.value) for cell in row] for row in load_workbook(io.BytesIO(workbook_bytes(calculator, done.case, result)))["Règles"]],
    }, ensure_ascii=False))
""",
    )
    before, after = map(json.loads, out.splitlines())
    assert {"cmrp:6012", "cmrp:6020", "cmrp:6021"} <= set(before["cited"])
    assert not any(rule.startswith("cmrp-2027:") for rule in before["cited"])
    assert {"cmrp-2027:6012", "cmrp-2027:6020", "cmrp-2027:6029"} <= set(after["cited"])
    assert not {"cmrp:6012", "cmrp:6020", "cmrp:6021"} & set(after["cited"])
    assert "cmrp:6004.a" in after["cited"], "a rule that the new edition does not have is cited as it stands"
    for words in ("text", "decision"):
        assert "ch. 6021 CMRP" in before[words]
        assert "CMRP 2027" not in before[words]
        assert "ch. 6029 CMRP 2027" in after[words]
        assert all("de l'aide" in line for line in after[words].splitlines() if "ch. 6021 CMRP" in line), (
            "only a figure that has no value of the new edition names the rule that it comes from"
        )
    assert "exclu (ch. 6004, 1er tiret CMRP), et raisonnablement exigible (ch. 6006 CMRP)" in plain(before["text"])
    assert "exclu (ch. 6004, 1er tiret CMRP), et raisonnablement exigible (ch. 6006 CMRP 2027)" in plain(
        after["text"]
    ), "in sentences too"
    assert "Lectures faites sur un texte antérieur (CMRP), à vérifier sur celui de cette date : C-" in plain(
        after["text"]
    )
    assert "Lectures faites" not in before["text"]
    assert (
        "Plafond global de l'aide en capital : valeur du ch. 6021 CMRP, vérifiée jusqu'au 1er janvier 2020 ; à comparer"
        " avec le ch. 6029 CMRP 2027, qui reprend cette règle.  [ch. 6029 CMRP 2027]" in plain(after["text"])
    ), "a figure without a value of the new edition says where its value was read"
    assert "à comparer avec" not in before["text"]
    named = [row[0] for row in after["sheet"]]
    assert "ch. 6012 CMRP 2027" in named
    assert "ch. 6012 CMRP" not in named


def test_the_same_case_at_two_dates_shows_what_the_editions_change(copy: Path) -> None:
    out = run(
        copy,
        """
import json
from ai_calc.evaluation import evaluate
from ai_calc.handing_over.comparison import compare
from ai_calc.registers import calculators
from tests.worked_cases import load
case = next(c["case"] for _, c in load() if c["id"] == "AC-2027a")
results = [evaluate(calculators.get("capital_aid"), {**case, "law_date": day}).result for day in ("2026-12-31", "2027-01-01")]
for line in compare(*results).lines:
    print(line.group, line.label, line.first, line.second, *line.because)
for result in results:
    caps = [p for p in result.parameters if p.name == "capital_aid/cash_cap"]
    print(str(result.caution.text), [p.source for p in caps], [p.verified for p in caps])
""",
    )
    assert (
        "parameter Plafond des prestations en espèces sans obligation de rembourser au plus 15 000 CHF au plus 16 000 CHF"
        in out
    )
    assert (
        "Selon CMRP, état au 1er janvier 2020, texte remplacé dès le 1er janvier 2022" in out
        and "['cmrp:6020'] [False]" in out
    )
    assert (
        "Selon CMRP 2027, état au 1er janvier 2027 ; droit au 1er janvier 2027" in out
        and "['cmrp-2027:6020'] [True]" in out
    )


@pytest.fixture(scope="module")
def made(copy: Path) -> dict[str, Any]:
    """What the site's builder makes of it; the index of its search lies in the copy."""
    out = run(
        copy,
        """
import json
from pathlib import Path
from hub.pages.checks import check
from hub.pages.generated.figures import every_figure
from hub.site.hooks import add_brought
from hub.content.library import Library
from hub.content.links import from_page, from_root, url_of
from hub.pages.rule_pages import card_html, render
from hub.search.index import enrich
library = Library(Path("."))
problems = check(library)
pages = {p: render(p, (library.docs / p).read_text("utf-8"), library, problems) for p in ("reglements/cmrp/42-aide-en-capital.md", "reglements/cmrp-2027/42-aide-en-capital.md")}
nav = [{"Règlements": ["reglements/index.md"]}]
add_brought(nav, library)
row = next(line for line in every_figure(library, from_page("reperes/montants.md"), "").splitlines() if "capital_aid.cash_cap" in line)
uses = library.uses["cmrp-2027:6020"]
assert library.uses["cmrp-2027:6029"].calculators == library.uses["cmrp-2027:6012"].calculators == ["capital_aid"]
two = [p for p in library.pages if p.path.endswith("/42-aide-en-capital.md")]
docs = [{"location": url_of(p.path), "title": p.title, "text": ""} for p in two]
docs += [{"location": from_root(r.page, r.anchor), "title": f"{r.id} · {r.title}", "text": card_html(r, library)} for p in two for r in p.rules]
Path("index.json").write_text(json.dumps(enrich({"config": {"lang": ["fr"]}, "docs": docs}, library), default=str), "utf-8")
print(json.dumps({"problems": problems, "old": pages["reglements/cmrp/42-aide-en-capital.md"], "new": pages["reglements/cmrp-2027/42-aide-en-capital.md"],
                  "nav": nav, "row": row, "uses": [uses.parameters, uses.calculators, [c.id for c in uses.cases]]}))
""",
    )
    found: dict[str, Any] = json.loads(out)
    return found


def test_its_page_stands_beside_the_older_one_each_with_its_own_figure_and_nothing_dangles(
    made: dict[str, Any],
) -> None:
    old, new, row = plain(made["old"]), plain(made["new"]), plain(made["row"])
    assert made["problems"] == []
    assert made["nav"][0]["Règlements"][-1] == {
        "CMRP 2027": ["reglements/cmrp-2027/index.md", "reglements/cmrp-2027/42-aide-en-capital.md"]
    }
    assert "En vigueur dès le 1er janvier 2027" in new and "Texte de 2020, remplacé en 2022" in old
    own = new[new.index("{ #r-6020 }") :].split('<details class="editions"')[0]
    assert "16 000 CHF" in own and "15 000 CHF" not in own
    section = old[old.index("{ #r-6020 }") :]
    assert (
        "15 000 CHF" in section.split('<details class="editions"')[0]
        and "16 000 CHF" not in section.split('<details class="editions"')[0]
    )
    assert "Autre édition &#58; ch. 6020 CMRP 2027" in section.replace("édition :", "édition &#58;")
    assert "ici seulement &#58; 15 000 CHF ; là seulement &#58; 16 000 CHF" in section
    assert "ch. 6021 CMRP" in new[new.index("{ #r-6029 }") :].split("</summary>")[0], (
        "a rule that has another number names its counterpart"
    )
    asked = [line for line in (old + new).splitlines() if "À confirmer sur ce texte" in line]
    assert len(asked) == 1, "a figure that the new text states with a value of the older one, and no other"
    assert "Plafond global de l'aide en capital" in asked[0] and "valeur du [ch. 6021 CMRP]" in asked[0]
    assert "16 000 CHF" in row and "15 000 CHF" in row
    assert made["uses"] == [["capital_aid/cash_cap"], ["capital_aid"], ["AC-2027a", "AC-2027c"]]


def test_the_search_finds_both_by_number_and_each_by_its_figure(copy: Path, made: dict[str, Any]) -> None:
    queries = ["6020", "espèces 16 000", "espèces 15 000"]
    done = subprocess.run(
        ["node", str(copy / "tests/search/run.mjs"), str(copy / "index.json")],
        input=json.dumps({"queries": queries}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names = [[r["name"] for r in answer["results"]] for answer in json.loads(done.stdout)["answers"]]
    assert set(names[0][:2]) == {"cmrp:6020", "cmrp-2027:6020"}
    assert (names[1][0], names[2][0]) == ("cmrp-2027:6020", "cmrp:6020")
