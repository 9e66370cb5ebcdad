"""The package for whoever uses it from Python: one wheel, in an environment that has nothing of the site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment into which the wheel was installed, with what it asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    source = (
        folder / "source"
    )  # a copy: what the build leaves beside the package would change what the site is built from
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*build, "--wheel-dir", folder, source], check=True)
    venv.create(folder / "env", symlinks=True)
    python = folder / "env" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    # nothing of this folder may count as installed
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    pip = [sys.executable, "-I", "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--prefer-binary", f"{wheel}[exports]"], check=True, env=clean, cwd="/")
    return python


def run(python: Path, *arguments: str) -> str:
    command = [python, "-I", *arguments]  # -I: nothing of this folder counts
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_file_of_the_package_is_in_the_wheel(python: Path) -> None:
    place = Path(run(python, "-c", "import ai_calc; print(ai_calc.__path__[0])").strip())
    ours = ROOT / "src" / "ai_calc"
    files = {p.relative_to(ours) for p in ours.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert len(files) > 200
    assert {f for f in files if not (place / f).is_file()} == set()


def test_it_brings_nothing_of_the_site(python: Path) -> None:
    found = run(
        python, "-c", "import importlib.util as u; print([n for n in ('hub', 'panel', 'mkdocs') if u.find_spec(n)])"
    )
    assert found.strip() == "[]"


def test_the_lines_of_the_readme_run_and_say_what_they_promise(python: Path) -> None:
    assert EXAMPLES
    said = run(python, "-c", "\n".join(EXAMPLES))
    assert "aide en capital" in said
    assert "3 cas" in said


def test_every_calculator_answers_an_empty_case_and_saves_it_as_a_sheet(python: Path) -> None:
    code = (
        "from ai_calc.evaluation import evaluate\n"
        "from ai_calc.handing_over.xlsx import workbook_bytes\n"
        "from ai_calc.registers import calculators\n"
        "for calculator in map(calculators.get, calculators.names()):\n"
        "    done = evaluate(calculator, {})\n"
        "    sheet = workbook_bytes(calculator, done.case, done.result)\n"
        "    print(calculator.name, sheet[:2] == b'PK')\n"
    )
    lines = run(python, "-c", code).split("\n")[:-1]
    assert len(lines) == 10
    assert all(line.endswith("True") for line in lines), lines
