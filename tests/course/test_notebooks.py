"""The notebooks of the course: complete, clean, and running from the first cell to the last outside the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from ai_calc.course import all_lessons, draw
from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.law import changes_of, texts_of
from ai_calc.course.lessons import lesson
from ai_calc.law import parameters
from ai_calc.law.changes import touching
from hub.content.library import Library

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "calculators" / "notebooks"
LESSONS = all_lessons()
EVERY = pytest.mark.parametrize("key", [x.key for x in LESSONS])


def content(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return found


def code_of(name: str) -> str:
    return "\n\n".join("".join(c["source"]) for c in content(name)["cells"] if c["cell_type"] == "code")


def text_of(name: str) -> str:
    return "\n\n".join("".join(c["source"]) for c in content(name)["cells"] if c["cell_type"] == "markdown")


def test_each_lesson_has_its_notebook_and_no_notebook_is_without_a_lesson() -> None:
    assert {p.name for p in FOLDER.glob("*.ipynb")} == {x.notebook for x in LESSONS}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_is_valid_without_outputs_and_readable_as_a_file(path: Path) -> None:
    raw = path.read_text("utf-8")
    book = json.loads(raw)
    nbformat.validate(nbformat.from_dict(book))
    assert raw == json.dumps(book, ensure_ascii=False, indent=1) + "\n", "one line of text a line of the file"
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    assert len({c["id"] for c in book["cells"]}) == len(book["cells"])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.stem)
def test_cells_of_a_lesson_cannot_be_deleted_and_only_code_to_write_is_open(path: Path) -> None:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        code, meta = "".join(cell["source"]), cell["metadata"]
        assert meta["deletable"] is False
        to_change = cell["cell_type"] == "code" and ("def " in code or "print(" in code)
        assert meta.get("editable", True) is to_change, cell["id"]


@EVERY
def test_a_notebook_has_goals_a_story_every_exercise_and_what_to_remember(key: str) -> None:
    found = lesson(key)
    text, code = text_of(found.notebook), code_of(found.notebook)
    assert text.startswith(f"# {found.number}. {found.title}\n")
    assert f"environ {found.minutes} minutes" in text
    for goal in found.goals:
        assert f"- {goal}" in text, goal
    assert "\n## L'histoire\n" in text and "\n## À retenir\n" in text
    assert f'Lesson("{key}")' in code and "cours.start()" in code
    order = [code.find(f'cours.exercise("{e.key}")') for e in found.exercises]
    assert -1 not in order, [e.key for e, at in zip(found.exercises, order, strict=True) if at < 0]
    assert order == sorted(order), "exercises come in their order"
    for exercise in found.exercises:
        assert f"### Exercice {exercise.number}" in text
        problem = draw(exercise, 1, 1)
        if isinstance(problem.answer, FunctionAnswer):
            assert problem.start.strip() in code, exercise.id
            assert f'cours.check("{exercise.key}"' in code


@EVERY
def test_a_notebook_cites_rules_and_figures_that_exist_and_those_that_its_exercises_practise(
    key: str, library: Library
) -> None:
    found = lesson(key)
    code = code_of(found.notebook)
    cited = set(re.findall(r'"((?:cmrp|berne-2021|berne|geneve|eisp|fait):[^"]+)"', code))
    assert len(cited) >= 5
    for citation in cited:
        assert library.resolve(citation), citation
    for names in re.findall(r"(?:figures|figure|history)\(([^)]*)\)", code):
        for name in re.findall(r'"([a-z_0-9]+/[a-z_0-9]+)', names):
            parameters.load(name)


@EVERY
def test_the_law_that_a_lesson_names_is_that_of_every_rule_it_shows(key: str) -> None:
    found = lesson(key)
    shown = set(re.findall(r'"((?:cmrp|berne-2021|berne|geneve|eisp):[^"]+)"', code_of(found.notebook)))
    for exercise in found.exercises:
        for seat in (1, 3, 5):
            problem = draw(exercise, "droit", seat)
            shown |= {rule for said in (*problem.hints, *problem.mistakes) for rule in said.rules}
    assert set(texts_of(shown)) == set(texts_of(found.rules)), "the documents at the head of the lesson"
    assert set(touching(shown)) <= set(changes_of(found)), "what has changed since, at the head of the lesson"


@EVERY
def test_no_figure_of_the_law_is_typed_in_the_text_of_a_notebook(key: str) -> None:
    text = re.sub(
        r"`[^`]*`|ch\. [\d., à]+|art\. \S+|\d+ minutes|Exercice \d\.\d|\b(?:19|20)\d\d\b|^#.*$|\(http[^)]*\)|^\|.*$",
        "",
        text_of(lesson(key).notebook),
        flags=re.M,
    )
    assert not re.findall(r"\b\d[\d\u202f ]*(?:francs|CHF|%|jours|mois|ans|heures|h)\b", text)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT)


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One Python for all notebooks: a lesson takes less time than its start."""
    kernel = KernelManager(kernel_name="python3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{ROOT / 'src'}:{ROOT}")
        kernel.start_kernel(cwd=str(FOLDER))
    yield kernel
    kernel.shutdown_kernel(now=True)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.stem)
def test_a_notebook_runs_from_the_first_cell_to_the_last(path: Path, kernel: KernelManager) -> None:
    book = nbformat.read(path, as_version=4)
    forget = nbformat.v4.new_code_cell("%reset -f")
    book.cells.insert(0, forget)
    NotebookClient(book, km=kernel, timeout=120).execute()
    for cell in book.cells:
        for output in cell.get("outputs", ()):
            assert output["output_type"] != "error"
            assert output.get("name") != "stderr", output.get("text")
            assert "calc-faults" not in json.dumps(output), "a small calculator refuses its own case"
    shown = [o for c in book.cells for o in c.get("outputs", ()) if "text/html" in o.get("data", {})]
    assert len(shown) >= 4, "exercises are shown"
