"""``python -m hub`` says what is wrong in one line for each fault: with the Python at hand, or with the data."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from ai_calc.ground.strict_yaml import StrictYamlError
from ai_calc.law.parameters import ParameterError
from ai_calc.registers.cases import CasesError
from ai_calc.registers.documents import DocumentError
from hub import ROOT, __main__
from hub.content.library import Library
from hub.errors import BuildError
from hub.pages.checks import registered


def test_a_python_without_the_packages_says_how_in_one_line() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-S", "-m", "hub", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    (line,) = (done.stdout + done.stderr).splitlines()
    assert line.endswith("run `make install`, then .venv/bin/python -m hub check")


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        (ParameterError("paramètre inconnu : placement/none"), ["paramètre inconnu : placement/none"]),
        (CasesError("a.yaml : faux\nb.yaml : faux"), ["a.yaml : faux", "b.yaml : faux"]),
        (DocumentError("documents.yaml : faux"), ["documents.yaml : faux"]),
        (StrictYamlError("clé « a » en double"), ["clé « a » en double"]),
        (BuildError("faux"), ["faux"]),
        (
            ModuleNotFoundError("No module named 'calculators.none'", name="calculators.none"),
            ["calculators/none.py : absent, mais dans le registre des calculateurs"],
        ),
        (
            ModuleNotFoundError("No module named 'ai_calc.calculators.none'", name="ai_calc.calculators.none"),
            ["src/ai_calc/calculators/none : absent, mais dans le registre des calculateurs"],
        ),
    ],
)
def test_an_error_of_data_is_told_without_a_traceback(
    error: Exception, lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def library() -> Library:
        raise error

    monkeypatch.setattr(__main__, "_library", library)
    assert __main__.main(["check"]) == 1
    assert capsys.readouterr().err.splitlines() == lines


def test_an_error_of_the_program_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def library() -> Library:
        raise ValueError("not of the data")

    monkeypatch.setattr(__main__, "_library", library)
    with pytest.raises(ValueError, match="not of the data"):
        __main__.main(["check"])


def test_a_calculator_that_is_left_out_of_the_register_is_noticed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert registered(library) == []
    others = {name: calculator for name, calculator in library.calculators.items() if name != "eisp"}
    monkeypatch.setattr(library, "calculators", others)
    register = "src/ai_calc/registers/calculators.py"
    assert registered(library) == [
        f"src/ai_calc/calculators/eisp/compute.py : absent de {register}",
        f"calculators/eisp.py : absent de {register}",
        f"cases/eisp.yaml : absent de {register}",
        "docs/calculateurs/convention-eisp.md : calculateur inconnu « eisp »",
    ]
    eisp = replace(next(iter(others.values())), key="none", page="calculateurs/none.md")
    monkeypatch.setattr(library, "calculators", others | {"none": eisp})
    assert f"calculators/none.py : absent, mais dans {register}" in registered(library)
    assert f"docs/calculateurs/none.md : absent, mais dans {register}" in registered(library)
