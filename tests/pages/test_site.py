"""The built site: anchors, short addresses, indexes, and no address of any host."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from hub import web
from hub.content.library import Library
from hub.errors import BuildError
from hub.pages import checks
from hub.site.whole import write_sitemap


@pytest.fixture(scope="module")
def read_once() -> Iterator[None]:
    """A page is read once: that of a copy of the site, unless it was changed there, is the same file."""

    @cache
    def scan(number: int, changed: int) -> checks._Ids:
        return whole(pages[number])

    def of_file(page: Path) -> checks._Ids:
        stat = page.stat()
        pages[stat.st_ino] = page
        return scan(stat.st_ino, stat.st_mtime_ns)

    pages: dict[int, Path] = {}
    whole = checks._scan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "_scan", of_file)
        yield


@pytest.mark.usefixtures("read_once")
def test_every_rule_and_every_link_of_the_built_site_resolves(library: Library, built: Path):
    assert checks.anchors(library, built) == []


@pytest.mark.usefixtures("read_once")
def test_the_checks_see_a_lost_anchor_and_a_broken_link(library: Library, built: Path, tmp_path: Path):
    copy = tmp_path / "site"
    shutil.copytree(built, copy, copy_function=os.link)
    page = copy / "reglements/cmrp/42-aide-en-capital/index.html"
    text = page.read_text("utf-8")
    page.unlink()  # the file is the site's own
    page.write_text(text.replace('id="r-6020"', 'id="r-lost"'), "utf-8")
    told = "\n".join(checks.anchors(library, copy))
    assert "règle cmrp:6020 : 0 ancre « r-6020 »" in told
    assert "mène à une ancre qui n'existe pas" in told


def test_the_rule_index_holds_every_rule_with_text_and_address(library: Library, built: Path):
    entries = {e["citation"]: e for e in json.loads((built / "rules.json").read_text("utf-8"))}
    assert list(entries) == list(library.rules)
    entry = entries["cmrp:6020"]
    assert entry["url"] == "reglements/cmrp/42-aide-en-capital/#r-6020"
    assert "15 000 CHF." in entry["text"]
    assert entry["statutes"] == ["art. 18d LAI"]


def test_the_scripts_and_style_sheets_of_every_page_keep_their_addresses(built: Path):
    for file in web.SITE.iterdir():
        assert (built / "assets" / file.name).read_bytes() == file.read_bytes()


def test_a_short_address_leads_to_the_rule_without_a_script(built: Path):
    text = (built / "r/cmrp/6020/index.html").read_text("utf-8")
    assert 'content="0; url=../../../reglements/cmrp/42-aide-en-capital/#r-6020"' in text
    assert "<script" not in text


def test_no_page_names_a_host_it_loads_from(built: Path):
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.findall(r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//[^"' >]+""", text), (
            page
        )
        assert "exemple.invalid" not in text, page


HANDLER = re.compile(r"""<[a-z][^<>]*?\s(?:on[a-z]+|style)\s*=|(?:href|src|action)=["']?\s*javascript:""", re.I)


def test_no_page_has_a_handler_a_style_or_an_address_that_is_a_script(built: Path):
    pages = [
        p for p in built.rglob("*.html") if p.relative_to(built).parts[0] != "lab"
    ]  # JupyterLite is another program
    assert len(pages) > 800
    for page in pages:
        text = re.sub(r"<(script|style)\b.*?</\1>", "", page.read_text("utf-8"), flags=re.S)
        assert not (found := HANDLER.search(text)), (page, found and found[0])
    assert HANDLER.search('<p onclick="x()">') and HANDLER.search("<a href='javascript:x()'>")


def test_the_first_link_of_a_page_leads_to_its_title_and_not_past_it(built: Path):
    found = 0
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        if skip := re.search(r'<a href="#([^"]*)" class="md-skip"', text):
            found += 1
            assert f'<h1 id="{skip[1]}"' in text, page
    assert found > 100


def test_the_sitemap_is_relative_and_the_theme_reads_it_so(built: Path):
    sitemap = (built / "sitemap.xml").read_text("utf-8")
    locations = re.findall(r"<loc>([^<]*)</loc>", sitemap)
    assert len(locations) > 40
    assert all(location.startswith("./") for location in locations)
    (bundle,) = (built / "assets/javascripts").glob("bundle.*.min.js")
    assert "new URL(n.textContent,t)" in bundle.read_text("utf-8")


def test_no_two_pages_have_the_same_title_and_each_tells_what_it_is_about(built: Path):
    titles: dict[str, list[str]] = {}
    told: dict[str, list[str]] = {}
    for page in built.rglob("index.html"):
        place = page.relative_to(built).as_posix()
        text = page.read_text("utf-8")
        if place.startswith(("lab/", "r/")) or 'http-equiv="refresh"' in text:
            continue
        title, description = (
            re.search(r"<title>(.*?)</title>", text),
            re.search(r'<meta name="description" content="([^"]*)"', text),
        )
        assert title is not None, place
        assert description is not None, place
        titles.setdefault(title[1], []).append(place)
        if not place.startswith("cas/"):  # two cases may tell the same story
            told.setdefault(description[1], []).append(place)
    assert {t: p for t, p in titles.items() if len(p) > 1} == {}
    assert {d: p for d, p in told.items() if len(p) > 1} == {}


def test_the_manifest_names_files_of_the_site_and_no_host(built: Path):
    manifest = json.loads((built / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["start_url"] == manifest["scope"] == "./"
    assert all((built / icon["src"]).is_file() for icon in manifest["icons"])
    assert "http" not in (built / "manifest.webmanifest").read_text("utf-8")


@pytest.mark.parametrize(
    ("address", "root"),
    [
        ("", "./"),
        ("https://office.example/ai", "https://office.example/ai/"),
        ("https://office.example/", "https://office.example/"),
    ],
)
def test_the_sitemap_has_whole_addresses_where_the_address_is_known(tmp_path: Path, address: str, root: str):
    (tmp_path / "sitemap.xml").write_text(
        "<loc>https://exemple.invalid/</loc><loc>https://exemple.invalid/reglements/</loc>", "utf-8"
    )
    write_sitemap(tmp_path, address)
    assert (tmp_path / "sitemap.xml").read_text("utf-8") == f"<loc>{root}</loc><loc>{root}reglements/</loc>"


@pytest.mark.parametrize("address", ["office.example", "https://a b/", 'https://a"b/', "ftp://office.example/"])
def test_what_is_no_address_is_refused(tmp_path: Path, address: str):
    with pytest.raises(BuildError, match="HUB_ADDRESS"):
        write_sitemap(tmp_path, address)
