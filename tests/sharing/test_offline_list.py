"""The list of files for the use without network: complete, with true hashes, new for every change."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from hub.site import offline


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "index.html": "<p>Accueil</p>",
        "assets/a.js": "1",
        "assets/a.js.map": "{}",
        "lab/index.html": "<p>Cours</p>",
        ".built": "x",
        "r/cmrp/6020/index.html": '<meta http-equiv="refresh" content="0; url=../../../reglements/cmrp/42/#r-6020">',
        "r/cmrp/6004.d/index.html": (
            '<meta http-equiv="refresh" content="0; url=../../../reglements/cmrp/42/#r-6004.d">'
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    offline.write(tmp_path)
    return tmp_path


def listed(site: Path) -> dict[str, list[list[object]]]:
    match = re.search(r"= (\{\"version\".*?\});", (site / "sw.js").read_text("utf-8"))
    assert match
    found: dict[str, list[list[object]]] = json.loads(match[1])
    return found


def test_every_file_is_listed_with_its_hash_in_the_group_that_it_belongs_to(site: Path) -> None:
    found = listed(site)
    assert [e[0] for e in found["hub"]] == ["assets/a.js", "index.html", "r/index.json"]
    assert [e[0] for e in found["lab"]] == ["lab/index.html"]
    for name, digest, size in [*found["hub"], *found["lab"]]:
        content = (site / str(name)).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (digest, size)


def test_short_addresses_are_one_table(site: Path) -> None:
    table = json.loads((site / "r" / "index.json").read_text("utf-8"))
    assert table == {"cmrp/6020": "reglements/cmrp/42/#r-6020", "cmrp/6004.d": "reglements/cmrp/42/#r-6004.d"}


def test_writing_twice_changes_nothing_and_a_changed_file_makes_a_new_version(site: Path) -> None:
    before = (site / "sw.js").read_bytes(), (site / "offline.json").read_bytes()
    offline.write(site)
    assert ((site / "sw.js").read_bytes(), (site / "offline.json").read_bytes()) == before
    (site / "index.html").write_text("<p>Autre</p>", "utf-8")
    offline.write(site)
    assert listed(site)["version"] != json.loads(before[1])["version"]


def test_the_start_page_knows_how_large_each_group_is(site: Path) -> None:
    facts = json.loads((site / "offline.json").read_text("utf-8"))
    assert facts["hub"]["files"] == 3 and facts["lab"]["files"] == 1
    assert facts["lab"]["bytes"] > 0 and facts["hub"]["travels"] > 0
