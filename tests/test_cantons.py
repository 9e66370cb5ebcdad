"""Cantons are data: a third one is added with a YAML file and its rule page, without code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.sheets import MENTIONS
from ai_calc.law.readings import all_readings
from ai_calc.registers.cantons import all_cantons

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent / "cantons"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, the pages and what builds them, with one more YAML file and one more rule page."""
    root = tmp_path_factory.mktemp("cantons")
    for name in ("src/ai_calc", "hub", "docs"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "runtime"))
    shutil.copytree(ROOT / "cases", root / "cases")
    shutil.copytree(ROOT / "calculators", root / "calculators", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copy(HERE / "exemple.yaml", root / "src/ai_calc/registers/canton_files/exemple.yaml")
    (root / "docs/reglements/exemple").mkdir()
    shutil.copy(HERE / "01-coaching.md", root / "docs/reglements/exemple/01-coaching.md")
    return root


def run(root: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=root,
        env={"PYTHONPATH": f"{root / 'src'}:{root}", "PYTHONIOENCODING": "utf-8"},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


def calculate(root: Path, **case: Any) -> dict[str, Any]:
    done = run(root, "ai_calc.cli", "coaching", "-", "--json", text=json.dumps({"canton": "xx", **case}))
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def figure(result: dict[str, Any], key: str) -> str | None:
    return next(f["value"] for f in result["figures"] if f["key"] == key)


def test_a_third_canton_is_computed_with_its_caps_by_date_rate_and_deadline(copy: Path) -> None:
    before = calculate(copy, law_date="2024-12-31", kind="job_search", months=4)
    after = calculate(copy, law_date="2025-01-01", kind="job_search", months=4, travel_hours_per_month=1)
    assert (figure(before, "cap"), figure(after, "cap")) == ("40", "44")
    assert figure(before, "amount") == "4420.00"
    assert figure(after, "amount") == "4862.00"
    assert figure(after, "final_report") == "2025-05-15"
    assert "exemple:2" in next(v for v in before["verdicts"] if v["key"] == "cap")["rules"]
    assert any("'3'" in str(row) for t in before["tables"] for row in t["rows"])


def test_the_kinds_of_other_cantons_are_translated_by_its_file(copy: Path) -> None:
    result = calculate(copy, law_date="2025-01-01", kind="orientation", total_hours=10)
    assert result["details"]["kind"] == "garden"


def test_a_date_before_its_text_is_a_fault(copy: Path) -> None:
    done = run(copy, "ai_calc.cli", "coaching", "-", text=json.dumps({"canton": "xx", "law_date": "2023-12-31"}))
    assert done.returncode == 2
    assert "le plus ancien vaut dès le 1er\u00a0janvier\u00a02024" in done.stderr


def test_the_command_line_and_the_schema_know_it(copy: Path) -> None:
    assert "coaching_exemple/job_search_hours" in run(copy, "ai_calc.cli", "parameters", "--date", "2025-01-01").stdout
    schema = json.loads(run(copy, "ai_calc.cli", "schema", "coaching").stdout)
    assert "xx" in schema["$defs"]["Canton"]["enum"]


def test_its_rule_page_is_published_and_all_references_hold(copy: Path) -> None:
    done = run(copy, "hub", "check")
    assert (done.returncode, done.stdout.strip(), done.stderr.strip()) == (0, "", "")
    done = run(copy, "hub", "prepare", "out")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (copy / "out/reglements/exemple/01-coaching.md").read_text("utf-8").replace("\u202f", "\u00a0")
    assert "40\u00a0heures" in page, "the value of the document's own day, not the later one"
    assert "44\u00a0heures" not in page
    assert "Budget de coaching" in page, "the rule says which calculator uses it"
    assert (copy / "out/reglements/exemple/index.md").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda c: c["editions"]["exemple"].update(source="autre"), "document inconnu « autre »"),
        (lambda c: c["editions"]["exemple"].update(unknown=1), "champ inconnu"),
        (lambda c: c["editions"]["exemple"]["activities"].pop("travel"), "il manque « travel »"),
        (
            lambda c: c["editions"]["exemple"]["kinds"]["job_search"]["cap"].update(figure="nowhere"),
            "paramètre inconnu : coaching_exemple/nowhere",
        ),
        (
            lambda c: c["editions"]["exemple"]["kinds"]["job_search"].update(rules=["exemple-2"]),
            "n'est pas une citation",
        ),
        (
            lambda c: c["editions"]["exemple"].update(evidence={"rules": ["exemple:1"]}),
            "il faut « evidence » là où le document ne donne pas ses dates",
        ),
        (
            lambda c: c["sources"]["directive-exemple"]["editions"]["exemple"].pop("from"),
            "exemple : il manque « from »",
        ),
        (lambda c: c["editions"]["exemple"]["deadlines"][0].update(only=["nothing"]), "type inconnu « nothing »"),
        (
            lambda c: c["editions"]["exemple"]["activities"].update(missed={"count": "flat", "rules": ["exemple:3"]}),
            "missed : il manque",
        ),
        (lambda c: c.update(canton="be"), "le canton « be » existe déjà"),
        (lambda c: c["parameters"]["coaching_exemple/final_report"].pop("unit"), "il manque « unit »"),
    ],
)
def test_a_fault_in_a_cantons_file_names_file_and_key(copy: Path, change: Any, reason: str, tmp_path: Path) -> None:
    content = yaml.safe_load((HERE / "exemple.yaml").read_text("utf-8"))
    change(content)
    shutil.copytree(copy / "src", tmp_path / "src")
    (tmp_path / "src/ai_calc/registers/canton_files/exemple.yaml").write_text(
        yaml.safe_dump(content, allow_unicode=True), "utf-8"
    )
    done = run(tmp_path, "ai_calc.cli", "coaching", "-", text="{}")
    assert done.returncode != 0
    assert reason in done.stderr, done.stderr[-500:]


# -- the cantons that are there ---------------------------------------------------------------------------------------


def editions() -> list[Any]:
    return [e for c in all_cantons().values() for e in c.editions.values()]


@pytest.mark.parametrize("edition", editions(), ids=lambda e: e.id)
def test_every_edition_says_what_it_does_with_every_activity(edition: Any) -> None:
    assert set(edition.activities) == set(Activity)


@pytest.mark.parametrize("edition", editions(), ids=lambda e: e.id)
def test_every_edition_names_only_readings_mentions_and_fields_that_exist(edition: Any) -> None:
    def readings(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [r for k, v in value.items() for r in (v if k == "readings" else readings(v))]
        if isinstance(value, list | tuple):
            return [r for v in value for r in readings(v)]
        return []

    assert set(readings(edition.model_dump())) <= set(all_readings())
    assert set(edition.offer.required) <= set(MENTIONS)
    assert {c.finding for c in edition.conditions} <= set(CoachingCase.model_fields)
