"""Where pages differ from the theme's: our templates beside the theme as it is, and what stops on one that changed."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import material
import pytest
from jinja2 import DictLoader, Environment

from hub import ROOT
from hub.errors import BuildError
from hub.site import theme

THEME = Path(material.__file__).parent / "templates"
TEMPLATES = ROOT / "hub" / "site" / "templates"
SECTION = (
    '<nav class="md-nav" data-md-level="2" aria-labelledby="__nav_2_label" aria-expanded="true">\n<label'
    ' class="md-nav__title" for="__nav_2">\n<span class="md-nav__icon md-icon"></span>\n  L&#39;aide\n  "42"\n</label>'
)


def test_a_text_of_the_theme_gives_way_to_ours() -> None:
    assert theme.exchange('<a href="x">', 'href="x"', 'href="y"') == '<a href="y">'


@pytest.mark.parametrize("block", ["<a>", '<a href="x"><b href="x">'])
def test_a_text_that_the_theme_no_longer_has_or_has_twice_stops_the_build(block: str) -> None:
    with pytest.raises(BuildError, match=r'« href="x" » attendu une fois, trouvé [02] fois'):
        theme.exchange(block, 'href="x"', 'href="y"')


def test_a_section_is_named_by_its_title() -> None:
    named = theme.name_sections(f'<nav aria-label="Navigation">{SECTION}')
    assert 'data-md-level="2" aria-label="L&#x27;aide &quot;42&quot;" aria-expanded' in named


@pytest.mark.parametrize(
    "block", [SECTION.replace("label class", "p class"), SECTION.replace("aria-labelledby", "data-name")]
)
def test_a_section_that_is_named_in_another_way_stops_the_build(block: str) -> None:
    with pytest.raises(BuildError, match="nommées d'une autre manière"):
        theme.name_sections(block)


def test_every_exchange_of_the_templates_is_made_by_the_checked_filter() -> None:
    filters = re.findall(r"\|\s*(\w+)", (TEMPLATES / "main.html").read_text("utf-8"))
    assert set(filters) == {"exchange", "name_sections", "url"}


def test_every_block_of_ours_is_one_of_the_theme() -> None:
    base = (THEME / "base.html").read_text("utf-8")
    ours = re.findall(r"{% block (\w+) %}", (TEMPLATES / "main.html").read_text("utf-8"))
    assert len(ours) > 5 and [name for name in ours if f"{{% block {name} %}}" not in base] == []


def test_our_words_for_the_search_have_the_keys_of_the_theme() -> None:
    own, its = (
        set(re.findall(r'"([a-z.]+)": "', (folder / "partials" / "languages" / name).read_text("utf-8")))
        for folder, name in ((TEMPLATES, "custom.html"), (THEME, "fr.html"))
    )
    assert own and own <= its


def page(url: str, title: str = "Titre", **more: object) -> SimpleNamespace:
    return SimpleNamespace(url=url, title=title, meta={}, is_homepage=not url, is_index=False, **more)


def said(given: SimpleNamespace, content: str) -> dict[str, str]:
    assert theme.on_page_content(content, page=given, config=None, files=None) == content
    return given.meta


def test_a_page_says_how_it_begins_and_a_calculator_that_it_is_one() -> None:
    text = "<h1>T</h1><p class='x'>no</p><p>Un <b>début</b> &amp; « plus »</p><p>b"
    assert said(page("a/"), text) == {"description": "Un début &amp; « plus »"}
    assert said(page(""), text) == {}
    assert said(page("calculateurs/a/", "Aide"), "<h1>T</h1>") == {"window": "Calculateur « Aide »"}


def test_a_long_beginning_ends_with_a_whole_word() -> None:
    told = theme.beginning("mot " * 100)
    assert len(told) <= theme.SHOWN and told.endswith("mot…")


class Listed:
    """A page as MkDocs has it in the navigation."""

    def __init__(self, title: str, url: str) -> None:
        self.title, self.own, self.active, self.meta = title, url, False, {"title": title}
        self.previous_page = self.next_page = self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, self.__class__) and self.title == other.title

    @property
    def url(self) -> str:
        return self.own


def test_a_frame_stands_below_its_page_with_headings_and_what_is_its_own() -> None:
    main = (
        "{{ base_url }} {{ page.url }} {{ page.meta.window }} {{ page.meta.title }} {{ page.content }}\n\n"
        "  {% for n in nav %}{{ n == page }}{{ n.active }} {% endfor %}{{ page.next_page }} "
        "{% for h in page.toc %}{{ h.url }}{{ h.level }}{% for i in h.children %} {{ i.url }} {{ i.title }}{% endfor %}"
        "{% endfor %}"
    )
    env = Environment(loader=DictLoader({"main.html": main}))
    listed = Listed("Liste", "cas/")
    context = {"page": listed, "nav": [Listed("Autre", "a/"), listed], "base_url": ".."}
    frame = theme.frame(env, context, url="cas/x/", top="haut", content="@@c@@", window="@@w@@")
    assert frame([("a", "A"), ("b", "B")]) == (
        "../.. cas/x/ @@w@@ Liste @@c@@\nFalseFalse TrueTrue None #haut1 #a A #b B"
    )
    assert not listed.active and listed.meta == {"title": "Liste"} and listed.next_page is listed
