"""Building the runtime: what goes in, what is left out, and what is done again after a change."""

from __future__ import annotations

import json
import shutil
import subprocess
import uuid
import zipfile
from pathlib import Path

import pytest

from hub import ROOT, runtime
from hub.errors import BuildError
from hub.runtime import app, archive, node, trim
from hub.runtime.joined import RuntimeBuild
from hub.runtime.node import reason

DEMO = ROOT / "tests" / "runtime" / "demo" / "calculators"
PACKAGE = ROOT / "src" / "ai_calc"


@pytest.fixture(scope="module")
def build() -> RuntimeBuild:
    return runtime.build(DEMO, PACKAGE, ROOT / ".cache", log=lambda line: None)


def test_folder_names_carry_the_hash_of_their_content(build: RuntimeBuild) -> None:
    again = runtime.build(DEMO, PACKAGE, ROOT / ".cache", log=lambda line: pytest.fail(f"did something: {line}"))
    assert again.folders == build.folders
    assert set(build.folders) == {build.runtime, build.app}


def test_only_byte_code_of_the_browsers_python_is_shipped(build: RuntimeBuild) -> None:
    python_314 = (3627).to_bytes(2, "little") + b"\r\n"  # the magic number of its byte code
    for folder, name in ((build.runtime, "site.zip"), (build.runtime, "python_stdlib.zip"), (build.app, "app.zip")):
        with zipfile.ZipFile(build.folders[folder] / name) as bundle:
            sources = [n for n in bundle.namelist() if n.endswith(".py")]
            assert not [n for n in sources if "template" not in n], sources
            compiled = next(n for n in bundle.namelist() if n.endswith(".pyc"))
            assert bundle.read(compiled)[:4] == python_314


def test_data_of_the_package_travels_with_it(build: RuntimeBuild) -> None:
    with zipfile.ZipFile(build.folders[build.app] / "app.zip") as bundle:
        names = set(bundle.namelist())
    assert "ai_calc/law/parameters/capital_aid/cash_cap.yaml" in names
    assert "calculators/demo.pyc" in names
    data = json.loads((build.folders[build.app] / "data.json").read_text("utf-8"))
    assert "ai_calc/law/parameters/capital_aid/cash_cap.yaml" in data


def test_tests_scripts_and_compiled_parts_of_other_systems_are_left_out(build: RuntimeBuild) -> None:
    with zipfile.ZipFile(build.folders[build.runtime] / "site.zip") as bundle:
        names = bundle.namelist()
    assert not [n for n in names if n.endswith(("linux-gnu.so", ".ts", ".pyi")) or "/tests/" in n]
    assert "panel/dist/panel.min.js" not in names
    assert "bokeh/_sri/3.9.2.json" in names


def test_every_wheel_brings_its_licence(build: RuntimeBuild) -> None:
    texts = {path.parent.name for path in (build.folders[build.runtime] / "licences").rglob("*.txt")}
    for name in ("bokeh", "panel", "pydantic", "pydantic_core", "param", "jinja2"):
        assert any(text.lower().startswith(name + "-") for text in texts), name
    assert "zstddec" in texts, "what unpacks the snapshot, which is no wheel"


def test_the_loader_knows_the_size_of_what_it_will_fetch(build: RuntimeBuild) -> None:
    sizes, downloads = build.config["sizes"], build.config["downloads"]
    assert isinstance(sizes, dict)
    assert isinstance(downloads, dict)
    for kind in ("plain", "snapshot"):
        for name, travelling in downloads[kind].items():
            assert 0 < travelling <= sizes[name]
    assert sum(downloads["snapshot"].values()) < 25e6
    snapshot = build.config["snapshot"]
    assert isinstance(snapshot, dict)
    assert sorted(snapshot["forms"]) == ["demo", "second"]


def test_a_change_of_the_calculators_leaves_the_base_alone(build: RuntimeBuild, tmp_path: Path) -> None:
    calculators = tmp_path / "calculators"
    shutil.copytree(DEMO, calculators)
    with (calculators / "second.py").open("a", encoding="utf-8") as file:
        file.write(f"\n# {uuid.uuid4()}\n")
    told: list[str] = []
    changed = runtime.build(calculators, PACKAGE, ROOT / ".cache", log=told.append)
    assert changed.runtime == build.runtime
    assert changed.app != build.app
    assert len(told) == 2, told  # compiled, snapshot: a few seconds


def test_a_changed_parameter_changes_the_application(tmp_path: Path) -> None:
    package = tmp_path / "ai_calc"
    (package / "parameters").mkdir(parents=True)
    (package / "__init__.py").write_text("", "utf-8")
    figure = package / "parameters" / "cap.yaml"
    digests = set()
    for value in ("1", "2"):
        figure.write_text(f"value: {value}\n", "utf-8")
        digests.add(archive.digest_named(app.sources(DEMO, package)))
    (package / "notes.md").write_text("not shipped", "utf-8")
    digests.add(archive.digest_named(app.sources(DEMO, package)))
    assert len(digests) == 2


UNPACKING = """
globalThis.self = globalThis;
const [unpacker, file, facts, damaged] = process.argv.slice(1);
const { unpack } = await import(unpacker);
const fs = await import("node:fs"), { frames, size } = JSON.parse(facts), bytes = new Uint8Array(size);
const packed = new Uint8Array(fs.readFileSync(file));
if (damaged === "altered") packed[packed.length >> 1] ^= 255;
const body = new Blob([damaged === "short" ? packed.subarray(0, -5) : packed]).stream();
console.log(await unpack(body, frames, bytes).then(() => `whole, ${bytes.some(Boolean)}`, (error) => error.message));
"""


@pytest.mark.parametrize(
    ("state", "told"),
    [("sound", "whole, true"), ("altered", "the snapshot is damaged"), ("short", "the snapshot ends too early")],
)
def test_a_snapshot_unpacks_whole_or_says_that_it_is_damaged(build: RuntimeBuild, state: str, told: str) -> None:
    unpacker = build.folders[build.runtime] / "unpack.mjs"
    file = build.folders[build.app] / "snapshot.bin"
    facts = json.dumps(build.config["snapshot"])
    command = [node.find(), "--input-type=module", "--eval", UNPACKING, str(unpacker), str(file), facts, state]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == told, done.stderr


def test_what_stands_in_memory_before_python_starts_does_not_travel(build: RuntimeBuild) -> None:
    facts = build.config["snapshot"]
    assert isinstance(facts, dict)
    assert sum(end - start for start, end in facts["still"]) > 3e6


def test_a_calculator_that_fails_stops_the_build_with_its_place(tmp_path: Path) -> None:
    calculators = tmp_path / "calculators"
    shutil.copytree(DEMO, calculators)
    (calculators / "second.py").write_text("def app():\n    raise KeyError('oven')\n", "utf-8")
    with pytest.raises(BuildError, match=r"KeyError: 'oven' \(calculators/second\.py, line 2\)") as caught:
        runtime.build(calculators, PACKAGE, ROOT / ".cache", log=lambda line: None)
    assert "\n" not in str(caught.value)


def test_a_calculator_with_a_syntax_error_is_named(tmp_path: Path) -> None:
    calculators = tmp_path / "calculators"
    shutil.copytree(DEMO, calculators)
    (calculators / "second.py").write_text("def app(:\n", "utf-8")
    with pytest.raises(BuildError, match="SyntaxError"):
        runtime.build(calculators, PACKAGE, ROOT / ".cache", log=lambda line: None)


def test_zips_depend_on_content_only(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        archive.write_zip(tmp_path / name, [("a.txt", b"a"), ("b/c.txt", b"c")])
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_metadata_keeps_what_importlib_asks_for() -> None:
    text = b"Metadata-Version: 2.1\nName: x\nVersion: 1\nRequires-Dist: y\nLicense: MIT\n\nLong text\n"
    assert trim.short_metadata(text) == b"Metadata-Version: 2.1\nName: x\nVersion: 1\nLicense: MIT\n"


def test_the_reason_of_a_failure_is_short() -> None:
    assert reason("x" * 100_000) == "x" * 300
    assert reason("") == "no message"
