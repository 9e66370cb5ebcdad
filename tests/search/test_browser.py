"""The search box in Chromium: what people type, see and press."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hub.content.links import from_root
from tests.chromium import SPARING, Watch, guard
from tests.search.ask import Query, people, queries

pytestmark = pytest.mark.browser
QUERIES = queries()
PEOPLE = people()
NOTES = ".search-notes"
RESULT = ".md-search-result__item"

ASK = """async (texts) => {
  const input = document.querySelector('.md-search__input'), meta = document.querySelector('.md-search-result__meta');
  const list = document.querySelector('.md-search-result__list'), answers = [];
  // read, not looked at: it need not be laid out and painted two thousand times
  document.querySelector('.md-search__output').style.display = 'none';
  const typed = (text, until) => new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`no answer to ${text}`)), 10000);
    const look = () => { if (until()) { observer.disconnect(); clearTimeout(timer); setTimeout(done); } };
    const observer = new MutationObserver(look);
    observer.observe(document.querySelector('.md-search-result'), { childList: true, subtree: true, characterData: true });
    input.value = text;
    input.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, key: text.slice(-1) }));
    look();
  });
  const waiting = meta.textContent;
  for (const text of texts) {
    await typed('', () => meta.textContent === waiting && !list.children.length);
    await typed(text, () => meta.textContent !== waiting);
    answers.push([...list.children].slice(0, 3).map((item) => {
      if (item.matches('.search-none')) return { links: 1, path: 'none' };
      const links = [...item.querySelectorAll('a')], url = new URL(links[0].href);
      return { links: links.length, path: url.pathname + url.hash, title: item.querySelector('h1, h2').textContent, text: item.textContent };
    }));
  }
  return answers;
}"""


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Without the Python that a page starts when nothing else is to be done: no test here has use for it."""
    context.add_init_script(SPARING)
    return context


def open_box(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    expect(page.locator("#__search")).to_be_checked()


def open_search(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    open_box(page)
    expect(page.locator(".md-search-result__meta")).to_have_text("Un numéro, des mots ou un montant")


def open_whole_search(page: Page, address: str) -> None:
    """With all that it knows, as under Node: what worked cases say too, which it takes in while nobody types."""
    with page.expect_response("**/search/later.json"):
        open_search(page, address)
    page.wait_for_timeout(1500)


def test_the_listed_queries_find_their_rules(page: Page, watch: Watch, site: str, library, built: Path) -> None:
    open_whole_search(page, site)
    answers = page.evaluate(ASK, [q.text for q in QUERIES])
    root = urlsplit(site).path
    places = {f"{root}{from_root(r.page, r.anchor)}": c for c, r in library.rules.items()}
    places |= {
        f"{root}{e['location']}": f"page:{e['location']}"
        for e in json.loads((built / "search/search_index.json").read_text("utf-8"))["docs"]
        if e.get("kind") != "rule"
    }

    def name(path: str) -> str:
        path = re.sub(r"\?[^#]*", "", path)
        return places.get(path) or places.get(path.rpartition(".")[0], path)  # a lettered part stands for its rule

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
    assert "4020 · Abrogé" in repealed[0]["title"] and "déduisons la date : 1er janvier 2015" in " ".join(
        repealed[0]["text"].split()
    )
    assert watch.nothing(), watch


def test_what_people_say_is_answered_in_the_box_as_it_is_under_node(
    page: Page, watch: Watch, site: str, library
) -> None:
    open_whole_search(page, site)
    answers = page.evaluate(ASK, [q.text for q in PEOPLE])
    root = urlsplit(site).path
    places = {f"{root}{from_root(r.page, r.anchor)}": c for c, r in library.rules.items()}
    found = {True: [0, 0, 0], False: [0, 0, 0]}
    silent = []
    for query, results in zip(PEOPLE, answers, strict=True):
        names = [places.get(r["path"]) or places.get(r["path"].rpartition(".")[0]) or r["path"] for r in results]
        if not query.expect:
            silent += [query.text] * (names[:1] not in (["none"], []))
        elif query.group != "german":
            found[query.held_out][0] += 1
            found[query.held_out][1] += query.answered(names)
            found[query.held_out][2] += query.answered(names, 1)
    for asked, among, first in found.values():
        assert among >= 0.95 * asked and first >= 0.85 * asked, found
    assert len(silent) <= 0.1 * sum(not q.expect for q in PEOPLE), silent
    assert watch.nothing(), watch


def test_a_slip_is_told_above_the_results_and_the_word_itself_is_one_click_away(
    page: Page, watch: Watch, site: str
) -> None:
    open_search(page, site)
    page.keyboard.type("garentie du pret", delay=20)
    expect(page.locator(RESULT).first).to_contain_text("6018")
    expect(page.locator(NOTES)).to_have_text("Résultats pour « garantie » ; chercher plutôt « garentie »")
    expect(page.locator(".md-search-result__meta")).to_have_text(re.compile(r"^\d+ résultats$"))
    page.locator(f"{NOTES} a").click()
    expect(page.locator(".md-search__input")).to_have_value('"garentie" du pret')
    expect(page.locator(RESULT).first).to_contain_text("Mot absent : « garentie »")
    assert watch.nothing(), watch


def test_german_is_told_with_its_french_word(page: Page, site: str) -> None:
    open_search(page, site)
    page.keyboard.type("Umschulung", delay=20)
    expect(page.locator(NOTES)).to_have_text("Umschulung → reclassement")
    expect(page.locator(".md-search-result__list")).to_contain_text("4001")


def test_that_nothing_answers_is_the_first_thing_said(page: Page, watch: Watch, site: str) -> None:
    open_search(page, site)
    page.keyboard.type("appareil auditif", delay=20)
    first = page.locator(RESULT).first
    expect(first).to_contain_text("Aucune règle ne répond à « appareil auditif »")
    expect(first).to_contain_text("À qui demander : office AI")
    expect(page.locator(".md-search-result__meta")).to_contain_text("Aucun")
    page.keyboard.press("Control+A")
    page.keyboard.type("<img src=x onerror=alert(1)>", delay=5)
    expect(first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator(f"{RESULT} img, {NOTES} img").count() == 0
    assert watch.nothing(), watch


BLOCKED = """for (const name of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, name, { get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); } });
}"""


def test_the_search_works_with_cookies_and_storage_blocked(browser: Browser, site: str) -> None:
    context = browser.new_context()
    context.add_init_script(BLOCKED)
    watch = guard(context)
    page = context.new_page()
    page.goto(site)
    open_box(page)
    page.keyboard.type("plafond especes", delay=20)
    expect(page.locator(RESULT).first).to_contain_text("6020")
    assert watch.nothing(), watch
    context.close()


def test_what_a_worked_case_says_is_found_once_the_first_answer_is_given(
    page: Page, watch: Watch, site: str, built: Path
) -> None:
    later = json.loads((built / "search" / "later.json").read_text("utf-8"))
    place, title = next((at, told["title"]) for at, told in later.items() if at.startswith("cas/") and "title" in told)
    words = unescape(title.partition(" · ")[2])  # its number is there from the start
    with page.expect_response("**/search/later.json"):
        open_search(page, site)
    open_page = re.compile(re.escape(place) + r"(\?|$)")
    for _ in range(20):  # the words are taken in when nobody has typed for a while
        page.locator(".md-search__input").fill("")
        page.locator(".md-search__input").press_sequentially(words, delay=1)
        page.wait_for_timeout(2000)
        if any(open_page.search(a.get_attribute("href") or "") for a in page.locator(f"{RESULT} a").all()):
            break
    else:
        raise AssertionError(words)
    assert watch.nothing(), watch


def test_a_result_shows_source_number_title_and_text(page: Page, site: str) -> None:
    open_search(page, site)
    page.keyboard.type("plafond especes", delay=20)
    first = page.locator(RESULT).first
    expect(first.locator(".search-where")).to_have_text("CMRP · Aide en capital")
    expect(first.locator("h2")).to_contain_text("6020 · Plafond des prestations en espèces")
    expect(first).to_contain_text("15 000 CHF")
    expect(first.locator("h2 mark")).to_have_text(["Plafond", "espèces"])
    expect(page.locator(".md-search-result__meta")).to_have_text(re.compile(r"^\d+ résultats$"))


def test_the_keyboard_goes_from_rule_to_rule_and_opens_the_first(page: Page, site: str) -> None:
    open_search(page, site)
    page.keyboard.type("taux pret", delay=20)
    expect(page.locator(RESULT).first).to_contain_text("6013")
    expect(
        page.locator(RESULT).first.locator("mark", has_text="prêt").first
    ).to_be_visible()  # the whole query's answer
    for n in range(3):
        page.keyboard.press("ArrowDown")
        expect(page.locator(RESULT).nth(n).locator("a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    open_box(page)
    page.keyboard.press("Enter")
    expect(page.locator("#r-6013")).to_be_in_viewport()
    assert page.url.endswith("#r-6013")


def test_an_address_with_a_query_opens_its_results(page: Page, site: str) -> None:
    page.goto(f"{site}reperes/montants/?q=art.%2018d")
    expect(page.locator(RESULT).first).to_contain_text("6001 · Notion d'aide en capital")


def test_the_list_fits_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    context.add_init_script(SPARING)
    watch = guard(context)
    page = context.new_page()
    page.goto(f"{site}?q=placement%20essai")
    expect(page.locator(".md-search-result__list")).to_contain_text("5024")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for box in page.locator(f"{RESULT} .search-where, {RESULT} h2").all():
        assert box.bounding_box()["x"] + box.bounding_box()["width"] <= 320
    page.locator(".md-search__input").fill("garentie")
    page.locator(".md-search__input").press("End")
    expect(page.locator(NOTES)).to_contain_text("Résultats pour « garantie »")
    assert page.locator(NOTES).bounding_box()["width"] <= 320
    page.goto(f"{site}?q=prestations%20complementaires")
    expect(page.locator(RESULT).first).to_contain_text("Aucune règle ne répond")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert watch.nothing(), watch
    context.close()
