"""Finishing a built site: policy, loader, relative addresses."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from hub.errors import BuildError
from hub.runtime.finish import calculator_pages, content_security_policy, depth, finish, inject, strip
from hub.runtime.joined import RuntimeBuild

PAGE = '<!doctype html>\n<html><head><meta charset="utf-8"><title>x</title></head><body>{}</body></html>\n'
CALC = '<div class="calc" data-calc="demo"></div>'


@pytest.fixture
def build(tmp_path: Path) -> RuntimeBuild:
    folders = {}
    for name in ("rt-0000000000", "app-0000000000"):
        folders[name] = tmp_path / "built" / name
        folders[name].mkdir(parents=True)
        (folders[name] / "file.txt").write_text(name, "utf-8")
    script = tmp_path / "loader.js"
    script.write_text("// loader", "utf-8")
    config = {"scripts": ["bokeh.js"], "snapshot": {"size": 1}, "sizes": {}, "info": {}, "archives": {}}
    return RuntimeBuild(
        folders, "rt-0000000000", "app-0000000000", config, {"page/loader.js": script, "start.js": script}
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    for name, body in (("index.html", ""), ("calc/one/index.html", CALC), ("404.html", ""), ("lab/index.html", "")):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(body), "utf-8")
    return site


def test_every_address_is_relative_to_its_page(site: Path, build: RuntimeBuild) -> None:
    finish(site, build)
    deep = (site / "calc/one/index.html").read_text("utf-8")
    assert 'src="../../assets/hub-' in deep
    assert 'src="assets/hub-' in (site / "index.html").read_text("utf-8")
    assert "http" not in deep.replace("http-equiv", "")
    assert (site / "assets" / "rt-0000000000" / "file.txt").exists()


def test_the_loader_knows_the_pages_with_calculators(site: Path, build: RuntimeBuild) -> None:
    finish(site, build)
    config = next((site / "assets").glob("hub-*/config.js")).read_text("utf-8")
    assert '"calc/one/"' in config
    assert '"rt-0000000000' not in config.replace("../rt-0000000000/", "")


def test_only_pages_that_need_python_at_once_begin_with_it(site: Path, build: RuntimeBuild) -> None:
    finish(site, build)
    begins = [page for page in site.rglob("*.html") if "/start.js" in page.read_text("utf-8")]
    assert begins == [site / "calc/one/index.html"]
    text = begins[0].read_text("utf-8")
    assert text.index("/start.js") < text.index("/page/loader.js")
    start = next((site / "assets").glob("hub-*/start.js")).read_text("utf-8")
    assert '"app": "../app-0000000000/"' in start and '"size": 1' in start


def test_the_workers_first_message_is_made_in_one_place(site: Path, build: RuntimeBuild) -> None:
    finish(site, build)
    (folder,) = (site / "assets").glob("hub-*")
    config = json.loads(
        re.search(r"export const CONFIG = (\{.*?\n\});", (folder / "config.js").read_text("utf-8"), re.S)[1]
    )
    begun = json.loads(re.search(r"const START = (\{.*\});", (folder / "start.js").read_text("utf-8"))[1])
    assert begun["boot"] == {**config["boot"], "snapshot": config["snapshot"]}
    assert set(config["boot"]) == {"type", "sizes", "info", "archives"} and not {"sizes", "info", "archives"} & set(
        config
    )


def test_finishing_twice_changes_nothing(site: Path, build: RuntimeBuild) -> None:
    finish(site, build)
    once = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    finish(site, build)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == once


def test_an_older_runtime_is_removed(site: Path, build: RuntimeBuild) -> None:
    old = site / "assets" / "rt-1111111111"
    old.mkdir(parents=True)
    finish(site, build)
    assert not old.exists()


def test_pages_of_other_programs_stay_as_they_are(site: Path, build: RuntimeBuild) -> None:
    finish(site, build)
    assert (site / "lab/index.html").read_text("utf-8") == PAGE.format("")


def test_a_page_at_an_unknown_depth_has_the_policy_and_no_relative_script(site: Path, build: RuntimeBuild) -> None:
    finish(site, build)
    text = (site / "404.html").read_text("utf-8")
    assert "Content-Security-Policy" in text
    assert "loader.js" not in text


def test_inline_scripts_are_allowed_by_their_hash_only() -> None:
    policy = content_security_policy(
        ['<script>alert(1)</script><script type="application/json">{}</script><script src="x.js"></script>']
    )
    expected = base64.b64encode(hashlib.sha256(b"alert(1)").digest()).decode()
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert scripts == f"script-src 'self' 'sha256-{expected}'"


def test_a_site_that_is_not_built_is_refused(tmp_path: Path, build: RuntimeBuild) -> None:
    with pytest.raises(BuildError, match=r"no index\.html"):
        finish(tmp_path, build)


def test_a_page_without_body_is_refused() -> None:
    with pytest.raises(BuildError):
        inject("<html></html>", "", "policy", "hub-1")


def test_what_was_put_in_can_be_taken_out_again() -> None:
    text = PAGE.format(CALC)
    assert strip(inject(text, "../", "default-src 'none'", "hub-1")) == text


def test_pages_are_found_by_their_calculators(tmp_path: Path) -> None:
    texts = {tmp_path / "a/index.html": CALC, tmp_path / "b/index.html": "data-calc in a text"}
    assert calculator_pages(tmp_path, texts) == [("a/", "demo")]
    assert depth(tmp_path, tmp_path / "a/b/index.html") == "../../"
