"""Downloaded files: what is locked, and what happens when a file is missing or altered."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hub import ROOT
from hub.errors import BuildError
from hub.runtime import fetched
from hub.runtime.fetched import fetch, read_lock, sha256

REQUIREMENTS = ROOT / "requirements"
LISTED = json.loads((REQUIREMENTS / "browser-files.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def cache() -> Path:
    """The project's own cache, filled."""
    fetch(lambda line: None)
    return fetched.CACHE


@pytest.fixture
def copy(cache: Path, tmp_path: Path) -> Path:
    """A copy of the cache that a test may damage."""
    shutil.copytree(cache, tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any download fails."""

    def refuse(lock: Path, folder: Path, options: list[str]) -> None:
        raise BuildError(f"cannot download {lock.name}: no network")

    monkeypatch.setattr(fetched, "pip_download", refuse)


def test_the_inputs_are_complete_without_network_once_they_are_cached(cache: Path, offline: None) -> None:
    lines: list[str] = []
    found = fetch(lines.append)
    assert lines == []
    names = {wheel.name.split("-")[0].lower() for wheel in found.wheels}
    assert {"panel", "bokeh", "pydantic", "pydantic_core", "pyyaml"} <= names
    assert found.digest == fetch(lines.append).digest


def test_an_altered_wheel_is_named(copy: Path) -> None:
    wheel = next((copy / "wheels").glob("panel-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    with pytest.raises(BuildError, match=r"altered file: .*panel-.*\.whl"):
        fetch(lambda line: None, cache=copy)


def test_an_altered_compiled_wheel_is_named(copy: Path) -> None:
    wheel = next((copy / "wheels").glob("pydantic_core-*.whl"))
    wheel.write_bytes(b"not a wheel")
    with pytest.raises(BuildError, match=r"altered file: .*pydantic_core-.*\.whl"):
        fetch(lambda line: None, cache=copy)


def test_a_missing_wheel_is_downloaded_or_the_fault_is_told(copy: Path, offline: None) -> None:
    next((copy / "wheels").glob("param-*.whl")).unlink()
    with pytest.raises(BuildError, match="cannot download browser.lock: no network"):
        fetch(lambda line: None, cache=copy)


@pytest.mark.parametrize(("damage", "words"), [("remove", "missing file"), ("change", "altered file")])
def test_a_damaged_file_of_pyodide_is_named(cache: Path, tmp_path: Path, damage: str, words: str) -> None:
    core = tmp_path / "node_modules" / "pyodide"
    shutil.copytree(ROOT / "node_modules" / "pyodide", core)
    if damage == "remove":
        (core / "pyodide.asm.wasm").unlink()
    else:
        (core / "pyodide.asm.wasm").write_bytes(b"")
    with pytest.raises(BuildError, match=rf"{words}: .*pyodide\.asm\.wasm"):
        fetch(lambda line: None, modules=tmp_path / "node_modules")


def test_a_build_with_an_altered_file_prints_one_line_and_fails(tmp_path: Path) -> None:
    """The command as a person runs it, with an altered Pyodide."""
    core = tmp_path / "node_modules" / "pyodide"
    shutil.copytree(ROOT / "node_modules" / "pyodide", core)
    (core / "python_stdlib.zip").write_bytes(b"PK")
    code = (
        "import sys; from pathlib import Path; from hub.runtime import fetched; import hub.__main__ as m;"
        f"fetched.fetch.__kwdefaults__['modules'] = Path({str(tmp_path / 'node_modules')!r});"
        f"Path({str(tmp_path / 'site')!r}).mkdir();"
        "import hub.site.whole; hub.site.whole.finish = lambda *a: None;"
        f"sys.exit(m.main(['finish', {str(tmp_path / 'site')!r}]))"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 1
    told = done.stderr.strip().splitlines()
    assert len(told) == 1, done.stderr
    assert "altered file" in told[0]
    assert "python_stdlib.zip" in told[0]


def test_the_lock_files_pin_every_package_by_hash() -> None:
    for name in ("browser", "lab-browser"):
        wanted = {
            line.split("==")[0].strip().replace("_", "-")
            for line in (REQUIREMENTS / f"{name}.in").read_text("utf-8").splitlines()
            if "==" in line and not line.startswith("#")
        }
        locked = read_lock(REQUIREMENTS / f"{name}.lock")
        assert {key.split("==")[0] for key in locked} == wanted


def test_a_lock_without_a_hash_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("panel==1.9.4\n", "utf-8")
    with pytest.raises(BuildError, match="every package needs a version and a hash"):
        read_lock(lock)


def test_what_is_committed_names_no_address_of_a_registry() -> None:
    for path in [*REQUIREMENTS.rglob("*.*"), ROOT / "package-lock.json", ROOT / "package.json"]:
        text = re.sub(r'"funding": \{[^}]*\}', "", path.read_text("utf-8"))  # whom a package asks to pay
        assert "://" not in text, path


def test_the_browser_and_the_tests_run_the_same_pydantic_and_panel() -> None:
    here = read_lock(REQUIREMENTS / "dev.lock")
    for name in ("pydantic", "pydantic-core", "panel", "bokeh", "param", "pyyaml", "jinja2"):
        there = next(key for key in read_lock(REQUIREMENTS / "browser.lock") if key.startswith(f"{name}=="))
        assert there in here, there
    serving = read_lock(REQUIREMENTS / "serve.lock")
    assert serving.items() <= here.items(), "what serves the site and what tests it are the same packages"


def test_the_compiled_wheel_is_the_one_for_pyodide(cache: Path) -> None:
    compiled = [wheel.name for wheel in fetch(lambda line: None).wheels if "pyemscripten" in wheel.name]
    assert [name.split("-")[0] for name in compiled] == ["pydantic_core"]
    assert compiled[0].endswith(f"-cp314-cp314-{fetched.PLATFORM}.whl")


def test_the_listed_files_are_the_installed_ones() -> None:
    for name, digest in LISTED["core"]["files"].items():
        assert sha256(ROOT / "node_modules" / "pyodide" / name) == digest
