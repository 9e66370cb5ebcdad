"""The search box in Chromium: what people type, see and press."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from hub.links import from_root
from tests.chromium import Watch, guard
from tests.search.ask import Query, queries

pytestmark = pytest.mark.browser
QUERIES = queries()
RESULT = ".md-search-result__item"

ASK = """async (texts) => {
  const input = document.querySelector('.md-search__input'), meta = document.querySelector('.md-search-result__meta');
  const list = document.querySelector('.md-search-result__list'), answers = [];
  const typed = async (text, until) => {
    input.value = text;
    input.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: text.slice(-1) }));
    for (let n = 0; n < 500 && !until(); n++) await new Promise((done) => setTimeout(done, 10));
    if (!until()) throw new Error(`no answer to ${text}`);
  };
  const waiting = meta.textContent;
  for (const text of texts) {
    await typed('', () => meta.textContent === waiting && !list.children.length);
    await typed(text, () => meta.textContent !== waiting);
    answers.push([...list.children].slice(0, 3).map((item) => {
      const links = [...item.querySelectorAll('a')], url = new URL(links[0].href);
      return { links: links.length, path: url.pathname + url.hash, title: item.querySelector('h1, h2').textContent, text: item.textContent };
    }));
  }
  return answers;
}"""


def open_box(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    expect(page.locator("#__search")).to_be_checked()


def open_search(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    open_box(page)
    expect(page.locator(".md-search-result__meta")).to_have_text("Un numéro, des mots ou un montant")


def test_the_listed_queries_find_their_rules(page: Page, watch: Watch, site: str, library, built: Path) -> None:
    open_search(page, site)
    answers = page.evaluate(ASK, [q.text for q in QUERIES])
    root = urlsplit(site).path
    places = {f"{root}{from_root(r.page, r.anchor)}": c for c, r in library.rules.items()}
    places |= {
        f"{root}{e['location']}": f"page:{e['location']}"
        for e in json.loads((built / "search/search_index.json").read_text("utf-8"))["docs"] if e.get("kind") != "rule"
    }  # fmt: skip

    def name(path: str) -> str:
        return places.get(path) or places[path.rpartition(".")[0]]  # a lettered part stands for its rule

    found: list[tuple[Query, list[str]]] = []
    for query, results in zip(QUERIES, answers, strict=True):
        assert all(r["links"] == 1 for r in results), query.text
        found.append((query, [name(r["path"]) for r in results]))
    first = [(q.text, names) for q, names in found if q.within == 1 and not q.answered(names)]
    assert not first
    for held_out in (False, True):
        rest = [(q, names) for q, names in found if q.within == 3 and q.held_out == held_out]
        missed = [q.text for q, names in rest if not q.answered(names)]
        assert len(missed) <= 0.05 * len(rest), missed
    (repealed,) = [r for q, r in zip(QUERIES, answers, strict=True) if q.text == "4020"]
    assert "4020 · Abrogé" in repealed[0]["title"] and "depuis le 1er janvier 2015" in " ".join(repealed[0]["text"].split())
    assert watch.nothing(), watch


def test_a_result_shows_source_number_title_and_text(page: Page, site: str) -> None:
    open_search(page, site)
    page.keyboard.type("plafond especes", delay=20)
    first = page.locator(RESULT).first
    expect(first.locator(".search-where")).to_have_text("CMRP · Aide en capital")
    expect(first.locator("h2")).to_contain_text("6020 · Plafond des prestations en espèces")
    expect(first.locator("p")).to_contain_text("15 000 CHF")
    expect(first.locator("h2 mark")).to_have_text(["Plafond", "espèces"])
    expect(page.locator(".md-search-result__meta")).to_have_text(re.compile(r"^\d+ résultats$"))


def test_the_keyboard_goes_from_rule_to_rule_and_opens_the_first(page: Page, site: str) -> None:
    open_search(page, site)
    page.keyboard.type("taux pret", delay=20)
    expect(page.locator(RESULT).first).to_contain_text("6013")
    for n in range(3):
        page.keyboard.press("ArrowDown")
        expect(page.locator(RESULT).nth(n).locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    open_box(page)
    page.keyboard.press("Enter")
    expect(page.locator("#r-6013")).to_be_in_viewport()
    assert page.url.endswith("#r-6013")
    expect(page.locator("mark[data-md-highlight]").first).to_be_visible()


def test_an_address_with_a_query_opens_its_results(page: Page, site: str) -> None:
    page.goto(f"{site}reperes/montants/?q=art.%2018d")
    expect(page.locator(RESULT).first).to_contain_text("6001 · Notion d'aide en capital")


def test_the_list_fits_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    watch = guard(context)
    page = context.new_page()
    page.goto(f"{site}?q=placement%20essai")
    expect(page.locator(RESULT).first).to_contain_text("5024")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for box in page.locator(f"{RESULT} .search-where, {RESULT} h2").all():
        assert box.bounding_box()["x"] + box.bounding_box()["width"] <= 320
    assert watch.nothing(), watch
    context.close()
