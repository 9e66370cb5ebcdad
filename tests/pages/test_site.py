"""The built site: anchors, short addresses, indexes, and no address of any host."""

import json
import re
from pathlib import Path

from hub import checks
from hub.library import Library


def test_every_rule_and_every_link_of_the_built_site_resolves(library: Library, built: Path):
    assert checks.anchors(library, built) == []


def test_the_checks_see_a_lost_anchor_and_a_broken_link(library: Library, built: Path, tmp_path: Path):
    import shutil

    copy = tmp_path / "site"
    shutil.copytree(built, copy)
    page = copy / "reglements/cmrp/42-aide-en-capital/index.html"
    page.write_text(page.read_text("utf-8").replace('id="r-6020"', 'id="r-lost"'), "utf-8")
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


def test_a_short_address_leads_to_the_rule_without_a_script(built: Path):
    text = (built / "r/cmrp/6020/index.html").read_text("utf-8")
    assert 'content="0; url=../../../reglements/cmrp/42-aide-en-capital/#r-6020"' in text
    assert "<script" not in text


def test_no_page_names_a_host_it_loads_from(built: Path):
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.findall(
            r"""<(?:script|link|img|iframe)[^>]+(?:src|href)=["']?(?:https?:)?//[^"' >]+""", text
        ), page
        assert "exemple.invalid" not in text, page


HANDLER = re.compile(r"""<[a-z][^<>]*?\s(?:on[a-z]+|style)\s*=|(?:href|src|action)=["']?\s*javascript:""", re.I)


def test_no_page_has_a_handler_a_style_or_an_address_that_is_a_script(built: Path):
    pages = [p for p in built.rglob("*.html") if p.relative_to(built).parts[0] != "lab"]  # JupyterLite is another program
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
