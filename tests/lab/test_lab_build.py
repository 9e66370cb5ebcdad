"""Building the notebooks' site: what goes in, what it points to, and one clear line when something is wrong."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from hub import ROOT, lab
from hub.errors import BuildError
from hub.lab import fetched, patches
from hub.lab.joined import prepare_notebook
from hub.lab.shell import KERNEL
from hub.runtime import fetched as runtime_fetched
from tests.lab.conftest import make

NOBODY = lambda line: None  # noqa: E731


@pytest.fixture
def placed(built: lab.LabBuild, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return lab.place(tmp_path, built)


def configuration(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    return found


def test_the_configuration_points_only_to_files_of_the_site(placed: Path) -> None:
    assert lab.check(placed) == []
    kernel = configuration(placed)["litePluginSettings"][KERNEL]  # type: ignore[index]
    options = kernel["loadPyodideOptions"]["hubLab"]
    assert (placed / kernel["pyodideUrl"]).is_file()
    assert (placed / options["worker"]).is_file()
    assert (placed / Path(kernel["pyodideUrl"]).parent / options["code"] / "snapshot.bin").resolve().is_file()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("./static/py-", "https://exemple.invalid/py-"),
        ("./static/py-", "./static/autre-"),
        ('"disablePyPIFallback": true', '"disablePyPIFallback": false'),
        ('"appName": "Carnets"', '"appName": "https://exemple.invalid/"'),
        ("static/remoteEntry.", "static/other."),
    ],
)
def test_a_configuration_that_points_elsewhere_is_refused(placed: Path, old: str, new: str) -> None:
    file = placed / "jupyter-lite.json"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    assert lab.check(placed)


def test_a_lost_address_of_python_is_refused(placed: Path) -> None:
    """What an incremental build of JupyterLite does silently."""
    config = json.loads((placed / "jupyter-lite.json").read_text("utf-8"))
    del config["jupyter-config-data"]["litePluginSettings"][KERNEL]["pyodideUrl"]
    (placed / "jupyter-lite.json").write_text(json.dumps(config), "utf-8")
    assert "default address" in lab.check(placed)[0]


def test_a_second_build_does_nothing_and_gives_the_same(built: lab.LabBuild, tmp_path: Path) -> None:
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    for name, data in built.files.items():
        if name.startswith("files/"):
            (notebooks / Path(name).name).write_bytes(data)
    again = lab.build(
        notebooks,
        ROOT / "calculators",
        ROOT / "src" / "ai_calc",
        ROOT / ".cache",
        log=lambda line: pytest.fail(f"did something: {line}"),
    )
    assert again.parts == built.parts
    assert again.files == built.files


def test_no_page_of_the_site_needs_a_service_worker_or_an_own_address(placed: Path) -> None:
    assert not (placed / "service-worker.js").exists()
    assert not list(placed.rglob("*.doit.db*"))
    assert not list(placed.rglob("*.map"))
    for page in placed.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "Content-Security-Policy" in text
        assert "://" not in text.replace("http-equiv", "")


def test_french_texts_are_there_and_no_other_language(placed: Path) -> None:
    names = {path.name for path in (placed / "api" / "translations").iterdir()}
    assert names == {"all.json", "fr_FR.json"}
    texts = json.loads((placed / "api" / "translations" / "fr_FR.json").read_text("utf-8"))["data"]
    assert len(texts["jupyterlab"]) > 1000
    assert len(texts["notebook"]) > 50
    assert texts["jupyterlite"]["Download"] == ["Télécharger"]


def test_notebooks_arrive_without_outputs_and_in_a_list(built: lab.LabBuild) -> None:
    listing = json.loads(built.files["api/contents/all.json"])
    names = [entry["name"] for entry in listing["content"]]
    assert {"demo-calcul.ipynb", "demo-curseurs.ipynb"} <= set(names)
    for name in names:
        book = json.loads(built.files[f"files/{name}"])
        assert book["metadata"]["kernelspec"]["name"] == "python"
        assert not any(cell.get("outputs") for cell in book["cells"])


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "vide.ipynb").write_text("{}", "utf-8")
    with pytest.raises(BuildError, match=r"vide\.ipynb: not a notebook"):
        prepare_notebook(tmp_path / "vide.ipynb")


def test_the_kernel_brings_what_notebooks_import(built: lab.LabBuild) -> None:
    python = dict(built.parts)[built.python]
    with zipfile.ZipFile(python / "site.zip") as bundle:
        names = set(bundle.namelist())
    for name in ("IPython", "panel", "pyodide_kernel", "pydantic", "yaml", "markdown", "comm", "traitlets", "hub_lab"):
        assert f"{name}/__init__.pyc" in names, name
    assert not [name for name in names if name.endswith(".py") and "template" not in name]
    assert not [name for name in names if name.split("/")[0] in {"jedi", "prompt_toolkit", "micropip", "pandas"}]


def test_every_package_of_the_kernel_brings_its_licence(built: lab.LabBuild) -> None:
    texts = {path.parent.name.lower() for path in (dict(built.parts)[built.python] / "licences").rglob("*.txt")}
    for name in ("ipython", "traitlets", "pygments", "markdown_it_py", "panel", "pydantic_core"):
        assert any(text.startswith(f"{name}-") for text in texts), name
    assert "zstddec" in texts, "what unpacks the snapshot, which is no wheel"


def test_the_site_is_small_enough_for_a_classroom(placed: Path) -> None:
    files = [path for path in placed.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 75e6
    start = [path for path in placed.glob("static/*/*") if path.name in COLD]
    assert len(start) == len(COLD)
    travelling = sum(
        len(gzip.compress(p.read_bytes(), 6)) if p.suffix in (".wasm", ".js", ".mjs", ".json") else p.stat().st_size
        for p in start
    )
    assert travelling < 24e6


COLD = {
    "pyodide.asm.wasm",
    "pyodide.asm.mjs",
    "pyodide.mjs",
    "preload.mjs",
    "start.js",
    "early.js",
    "snapshot.bin",
    "data.json",
    "page.js",
    "page.css",
}


# -- missing and altered inputs --------------------------------------------------------------------------------------


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path / "requirements"


def test_a_missing_lock_file_is_named(requirements: Path, tmp_path: Path) -> None:
    (requirements / "lab.lock").unlink()
    with pytest.raises(BuildError, match=r"missing file: .*lab\.lock"):
        fetched.fetch(tmp_path, NOBODY, requirements=requirements)


def test_an_altered_wheel_of_the_kernel_is_named(built: lab.LabBuild, tmp_path: Path) -> None:
    shutil.copytree(runtime_fetched.CACHE / "wheels", tmp_path / "wheels")
    wheel = next((tmp_path / "wheels").glob("ipython-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"x")
    with pytest.raises(BuildError, match=r"altered file: .*ipython-.*\.whl"):
        fetched.fetch(ROOT / ".cache" / "lab", NOBODY, wheels=tmp_path / "wheels")


def test_tools_that_cannot_be_installed_say_so_in_one_line(
    requirements: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "WARNING: x\nERROR: no network\nERROR: more")

    monkeypatch.setattr(fetched.subprocess, "run", refuse)
    with pytest.raises(BuildError, match=r"^cannot install lab\.lock: ERROR: no network$"):
        fetched.tools(requirements / "lab.lock", tmp_path, NOBODY)


def test_a_patch_that_no_longer_fits_is_told() -> None:
    with pytest.raises(BuildError, match=r"panel/io/document\.py has changed"):
        patches.apply("something else", patches.PYTHON["panel/io/document.py"], "panel/io/document.py")
    with pytest.raises(BuildError, match="is in no wheel"):
        patches.all_found({"panel/io/document.py"})


def test_a_folder_without_notebooks_gives_an_empty_list(tmp_path: Path, built: lab.LabBuild) -> None:
    assert json.loads(make(tmp_path).files["api/contents/all.json"])["content"] == []
