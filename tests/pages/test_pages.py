"""What a rule looks like on its page."""

import copy
import re
from dataclasses import replace
from datetime import date

import pytest

from ai_calc.law.parameters import DatedValue
from hub.content.dating import cited as cited_as
from hub.content.library import Library
from hub.content.links import decision_address, from_page, from_root, short_url, statute_address, url_of
from hub.content.rules import law_of, load_data
from hub.pages.generated.figures import every_figure
from hub.pages.rule_pages import Renderer, card_html, render


def block(library: Library, citation: str) -> str:
    rule = library.rules[citation]
    problems: list[str] = []
    text = Renderer(library, from_page(rule.page), problems).rule(rule)
    assert problems == []
    return text


def test_a_figure_comes_from_its_parameter_and_leads_to_its_dates(library: Library):
    text = block(library, "cmrp:6020")
    assert re.search(
        r"\[15\u202f000\u00a0CHF\]\(\.\./\.\./reperes/montants\.md#p-capital_aid\.cash_cap\)\{ \.figure"
        r" data-parameter=\"capital_aid/cash_cap\" \}",
        text,
    )


def test_a_page_states_the_value_of_its_own_text_and_the_table_all_of_them(library: Library):
    later = copy.copy(library)
    old = library.parameters["capital_aid/cash_cap"]
    new = DatedValue(date(2027, 1, 1), 16000, "cmrp:6021", date(2027, 12, 31))
    later.parameters = {**library.parameters, old.name: replace(old, values=(*old.values, new))}
    for path in ("reglements/cmrp/42-aide-en-capital.md", "formation/fiches.md"):
        page = (
            render(path, (library.docs / path).read_text("utf-8"), later, [])
            .replace("\u202f", " ")
            .replace("\u00a0", " ")
        )
        assert "15 000 CHF" in page and "16 000 CHF" not in page, path
    assert "16" not in card_html(library.rules["cmrp:6020"], later)
    row = next(
        line
        for line in every_figure(later, from_page("reperes/montants.md"), "").splitlines()
        if "capital_aid.cash_cap" in line
    )
    words = re.sub(r"<[^>]*>|\*|\{[^}]*\}", "", row).replace("\u202f", " ").replace("\u00a0", " ")
    assert re.search(
        r"16 000 CHF dès le 1er janvier 2027 · .*ch. 6021 CMRP.* · vérifié jusqu'au 31 décembre 2027", words
    )
    assert re.search(
        r"15 000 CHF du 1er janvier 2014 au 31 décembre 2026 · .*ch. 6020 CMRP.* · vérifié jusqu'au 1er janvier 2020",
        words,
    )


def test_each_part_of_a_figure_keeps_its_own_hedge(library: Library):
    def shown(name: str) -> str:
        parameter = library.parameters[name]
        return parameter.words(parameter.values[-1]).replace("\u00a0", " ")

    assert (
        shown("coaching_berne/intensity_grid")
        == "faible : au plus 6 heures par mois, moyenne : au plus 12 heures par mois, forte : généralement au plus 18"
        " heures par mois"
    )
    assert shown("training/employer_compensation_per_day") == "en principe au plus 100 CHF par jour"
    assert shown("training/earning_loss_threshold") == "environ 20 %"
    assert shown("coaching_berne/provisional_report_lead_time") == "5 jours"


def test_an_address_that_a_document_gives_leads_out_of_the_page(library: Library):
    text = block(library, "berne:3.b")
    assert '<a class="outside" href="https://www.ivbe.ch/dam/' in text
    assert '<span class="outside"' in block(library, "berne:5.e"), "a text without a known address is only named"


def test_a_rule_shows_number_title_and_anchor(library: Library):
    assert '<span class="rule-no">6020</span><span class="rule-sep"> · </span>Plafond' in block(library, "cmrp:6020")
    assert "{ #r-6020 }" in block(library, "cmrp:6020")


def test_a_repealed_rule_says_so_and_since_when(library: Library):
    text = block(library, "cmrp:4020")
    assert "rule--abrogated" in text
    assert re.search(r"Abrogé au 1er\u00a0janvier\u00a020\d\d \(déduit de la marque \d+/\d\d\)", text)


def test_a_rule_names_those_who_use_it(library: Library):
    text = block(library, "cmrp:6020")
    assert "Utilisé par" in text
    assert "calculateur « Aide en capital »" in text
    assert "p-capital_aid.cash_cap" in text


@pytest.mark.parametrize(
    ("rule", "cited"),
    [
        ("cmrp:6020", "ch. 6020 CMRP, état au 1er janvier 2020"),
        ("cmrp:A1.4", "annexe I, ch. 4 CMRP, état au 1er janvier 2020"),
        ("geneve:3.b", "Accord GE, 3.b, texte sans date"),
        ("eisp:4", "indication 4, guide EISP, 2018"),
    ],
)
def test_a_rule_is_cited_with_the_state_of_its_text(library: Library, rule: str, cited: str) -> None:
    target = library.resolve(rule)
    assert target is not None
    assert french_plain(cited_as(target[0])).startswith(cited.split(",")[0])
    assert french_plain(cited_as(target[0])).endswith(cited.rpartition(", ")[2])
    assert f'data-citation="{cited_as(target[0])}"' in block(library, target[0].citation)


def french_plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("article", "law", "end"),
    [
        ("18d", "LAI", "eli/cc/1959/827_857_845/fr#art_18_d"),
        ("5bis", "RAI", "eli/cc/1961/29_29_29/fr#art_5_bis"),
        ("52ater", "RAVS", "eli/cc/63/1185_1183_1185/fr#art_52_a_ter"),
        ("8", "LPGA", "eli/cc/2002/510/fr#art_8"),
        ("", "LAI", "eli/cc/1959/827_857_845/fr"),
    ],
)
def test_an_article_has_the_address_of_its_official_text(article: str, law: str, end: str) -> None:
    assert statute_address(article, law, load_data("law-addresses")) == f"https://www.fedlex.admin.ch/{end}"


def test_a_law_without_known_address_and_a_review_have_none() -> None:
    assert statute_address("1", "XYZ", load_data("law-addresses")) is None
    assert decision_address("VSI 1999 p. 131") is None
    assert decision_address("RCC 1988 p. 191") is None


@pytest.mark.parametrize(
    ("decision", "end"),
    [
        ("ATF 142 V 523", "atf%3A%2F%2F142-V-523%3Afr"),
        ("9C_511/2015", "query_words=9C_511%2F2015"),
        ("I 548/06", "query_words=I%20548%2F06"),
    ],
)
def test_a_decision_has_an_address_at_the_federal_court(decision: str, end: str) -> None:
    address = decision_address(decision)
    assert address is not None
    assert address.startswith("https://search.bger.ch/ext/eurospider/live/fr/php/")
    assert address.endswith(end)


def test_every_law_that_a_rule_rests_on_has_its_official_address(library: Library) -> None:
    laws = {law_of(s) for rule in library.rules.values() for s in rule.statutes} | {
        law_of(s) for page in library.pages for s in page.statutes
    }
    assert {law for law in laws if law} - {"DEFR"} <= set(load_data("law-addresses")), (
        "DEFR is a department: the text does not say which of its ordinances"
    )


def test_what_leads_outside_says_so_and_tells_nobody_where_from(library: Library) -> None:
    text = block(library, "cmrp:4011")
    assert 'href="https://search.bger.ch/' in text
    for link in re.findall(r'<a [^>]*href="https?://[^>]*>', text):
        assert 'rel="noreferrer"' in link
        assert "extérieur" in link or "autre document" in link


def test_a_lettered_part_resolves_to_its_own_anchor_or_to_its_rule(library: Library):
    assert library.resolve("cmrp:6004.d") == (library.rules["cmrp:6004"], "r-6004.d")
    assert library.resolve("cmrp:6020.z") == (library.rules["cmrp:6020"], "r-6020")
    assert library.resolve("cmrp:9999") is None


def test_a_group_without_text_of_its_own_leads_to_its_first_rule(library: Library):
    assert library.resolve("geneve:3") == (library.rules["geneve:3.a"], "r-3.a")
    assert library.resolve("cmrp:A1") == (library.rules["cmrp:A1.1"], "r-A1.1")


def test_a_missing_rule_is_told_with_file_and_rule(library: Library):
    problems: list[str] = []
    Renderer(library, from_root, problems).text("[ch. 9999](cmrp:9999)", "docs/x.md:1: règle cmrp:1")
    assert problems == ["docs/x.md:1: règle cmrp:1 : « cmrp:9999 » ne mène à aucune règle"]


def test_a_reference_to_another_document_is_no_link(library: Library):
    text = Renderer(library, from_root, []).text("[ch. 7011 ss CIIAI](hors:CIIAI)", "x")
    assert 'class="outside"' in text and "href" not in text


def test_a_card_has_no_ids_and_its_links_start_at_the_root(library: Library):
    html = card_html(library.rules["cmrp:6020"], library)
    assert " id=" not in html
    assert 'href="reglements/cmrp/42-aide-en-capital/#r-6009"' in html


def test_every_page_defines_the_abbreviations_of_its_source(library: Library):
    path = "reglements/geneve/01-accord-et-exigences.md"
    text = render(path, (library.docs / path).read_text("utf-8"), library, [])
    assert "*[OAIGE]:" in text
    assert "*[CdC]:" not in text


def test_addresses():
    assert url_of("index.md") == ""
    assert url_of("reglements/cmrp/index.md") == "reglements/cmrp/"
    assert short_url("cmrp:6004.d") == "r/cmrp/6004.d/"
    assert from_page("reglements/cmrp/a.md")("reperes/montants.md", "x") == "../../reperes/montants.md#x"
    assert from_page("a/b.md")("a/b.md", "x") == "#x"
