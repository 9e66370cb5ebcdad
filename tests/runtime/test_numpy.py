"""What stands in for numpy in the browser: enough for Bokeh and Panel, and a clear word for everyone else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hub import ROOT

STUB = ROOT / "hub" / "runtime" / "python" / "numpy.py"
FORMS = """
import hashlib, importlib, json, pkgutil
import panel as pn
import calculators, numpy
print(numpy.__file__)
for found in pkgutil.iter_modules(calculators.__path__):
    if not found.ispkg and hasattr(module := importlib.import_module(f"calculators.{found.name}"), "app"):
        document = pn.panel(module.app()).server_doc()
        print(found.name, hashlib.sha256(json.dumps(document.to_json(), sort_keys=True, default=str).encode()).hexdigest())
"""


def run(code: str, folder: Path | None) -> subprocess.CompletedProcess[str]:
    """Run Python, with the stand-in before the package of this name when it lies in ``folder``."""
    path = os.pathsep.join(str(part) for part in (folder, ROOT / "src", ROOT) if part)
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    shutil.copy(STUB, tmp_path)
    return tmp_path


def test_the_forms_are_the_same_with_the_stand_in(stub: Path) -> None:
    real, stood_in = run(FORMS, None), run(FORMS, stub)
    assert real.returncode == stood_in.returncode == 0, real.stderr + stood_in.stderr
    where, *forms = stood_in.stdout.splitlines()
    assert where == str(stub / "numpy.py")
    assert len(forms) >= 10
    assert forms == real.stdout.splitlines()[1:]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import numpy; numpy.linspace(0, 1)", "numpy.linspace"),
        ("import numpy; numpy.ndarray(3)", "numpy.ndarray"),
        ("import numpy; numpy.float64(3)", "numpy.float64"),
        ("import numpy; numpy.datetime64('2020-01-01')", "numpy.datetime64"),
        ("import numpy; numpy.dtype('f8')", "numpy.dtype"),
        ("import numpy; hasattr(numpy, 'array')", "numpy.array"),
        ("from numpy import array", "numpy"),
        ("import numpy.linalg", "numpy"),
        ("import numpy; numpy.random.normal()", "numpy.random.normal"),
        ("import numpy; numpy.ma.array([1])", "numpy.ma.array"),
    ],
)
def test_whoever_uses_numpy_is_told_in_french_that_it_is_not_there(stub: Path, code: str, name: str) -> None:
    done = run(code, stub)
    assert done.returncode == 1
    told = done.stderr.splitlines()[-1]
    assert told.startswith("numpy.NumpyMissing: ")
    assert (
        f"{name} n'existe pas ici : numpy ne fait pas partie de ces pages" in told
        or f"Une partie de {name} n'existe pas ici" in told
    )
    assert "math, statistics" in told


def test_the_name_alone_and_questions_about_types_are_answered(stub: Path) -> None:
    code = (
        "import inspect, numpy; assert not isinstance(3.0, numpy.floating); assert numpy.issubdtype(numpy.int8,"
        " numpy.integer);assert not numpy.issubdtype(numpy.float64, numpy.integer); assert numpy.isscalar('a') and not"
        " numpy.isscalar([]);assert numpy.isnan(numpy.nan) and numpy.isfinite(1.0); assert inspect.getdoc(numpy);"
        " inspect.unwrap(numpy)"
    )
    done = run(code, stub)
    assert done.returncode == 0, done.stderr
