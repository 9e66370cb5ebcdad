"""What a rule looks like on its page."""

import copy
import re
from dataclasses import replace
from datetime import date

from ai_calc.law.parameters import DatedValue
from hub.generated import montants, value_in_words
from hub.library import Library
from hub.links import from_page, from_root, short_url, url_of
from hub.pages import Renderer, card_html, render


def block(library: Library, citation: str) -> str:
    rule = library.rules[citation]
    problems: list[str] = []
    text = Renderer(library, from_page(rule.page), problems).rule(rule)
    assert problems == []
    return text


def test_a_figure_comes_from_its_parameter_and_leads_to_its_dates(library: Library):
    text = block(library, "cmrp:6020")
    assert re.search(
        r"\[15\u202f000\u00a0CHF\]\(\.\./\.\./reperes/montants\.md#p-capital_aid\.cash_cap\)\{ \.figure data-parameter=\"capital_aid/cash_cap\" \}",
        text,
    )


def test_a_page_states_the_value_of_its_own_text_and_the_table_all_of_them(library: Library):
    later = copy.copy(library)
    old = library.parameters["capital_aid/cash_cap"]
    new = DatedValue(date(2027, 1, 1), 16000, "cmrp:6021", date(2027, 12, 31))
    later.parameters = {**library.parameters, old.name: replace(old, values=(*old.values, new))}
    for path in ("reglements/cmrp/42-aide-en-capital.md", "formation/fiches.md"):
        page = render(path, (library.docs / path).read_text("utf-8"), later, []).replace("\u202f", " ").replace("\u00a0", " ")
        assert "15 000 CHF" in page and "16 000 CHF" not in page, path
    assert "16" not in card_html(library.rules["cmrp:6020"], later)
    row = next(line for line in montants(later, from_page("reperes/montants.md"), "").splitlines() if "capital_aid.cash_cap" in line)
    words = re.sub(r"<[^>]*>|\*|\{[^}]*\}", "", row).replace("\u202f", " ").replace("\u00a0", " ")
    assert re.search(r"16 000 CHF dès le 1er janvier 2027 · .*ch. 6021 CMRP.* · vérifié jusqu'au 31 décembre 2027", words)
    assert re.search(r"15 000 CHF du 1er janvier 2014 au 31 décembre 2026 · .*ch. 6020 CMRP.* · vérifié jusqu'au 1er janvier 2020", words)


def test_each_part_of_a_figure_keeps_its_own_hedge(library: Library):
    def shown(name: str) -> str:
        parameter = library.parameters[name]
        return value_in_words(parameter, parameter.values[-1]).replace("*", "").replace("\u00a0", " ")

    assert shown("coaching_berne/intensity_grid") == (
        "faible : au plus 6 heures par mois, moyenne : au plus 12 heures par mois, forte : généralement au plus 18 heures par mois"
    )
    assert shown("training/employer_compensation_per_day") == "en principe au plus 100 CHF par jour"
    assert shown("training/earning_loss_threshold").startswith("environ ")
    assert shown("coaching_berne/provisional_report_lead_time") == "5 jours"


def test_an_address_that_a_document_gives_leads_out_of_the_page(library: Library):
    text = block(library, "berne:3.b")
    assert '<a class="outside" href="https://www.ivbe.ch/dam/' in text
    assert '<span class="outside"' in block(library, "berne:5.e"), "a text without a known address is only named"


def test_a_rule_shows_number_title_and_anchor(library: Library):
    assert '<span class="rule-no">6020</span><span class="rule-sep"> · </span>Plafond' in block(
        library, "cmrp:6020"
    )
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


def test_neighbours_cross_pages(library: Library):
    before, after = library.neighbours(library.rules["cmrp:6001"])
    assert before is not None and before.page != library.rules["cmrp:6001"].page
    assert after is not None and after.id == "6002"


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
