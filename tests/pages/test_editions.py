"""The same rule in the editions of its document stands side by side, with what differs."""

from dataclasses import replace

import pytest

from hub.content.editions import BREAK, differences, words_of
from hub.content.library import Library
from hub.content.links import from_page
from hub.pages import checks
from hub.pages.rule_pages import Renderer


def beside(library: Library, citation: str) -> str:
    rule = library.rules[citation]
    return (
        "".join(Renderer(library, from_page(rule.page), []).editions(rule))
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
    )


def test_both_texts_stand_on_both_pages_with_the_figures_and_words_that_only_one_has(library: Library) -> None:
    newer, older = beside(library, "berne:7.1"), beside(library, "berne-2021:T1")
    assert "Chiffres : ici seulement &#58; 36 heures ; là seulement &#58; 27 heures, 18 heures." in newer
    assert "ici seulement &#58; 27 heures, 18 heures ; là seulement &#58; 36 heures" in older
    assert (
        'href="../../../reglements/berne-2021/03-types-de-coaching/#r-T1"' in newer
        and 'href="../../../reglements/berne/02-recherche' in older
    )
    for text in (newer, older):
        assert (
            "<mark>cours d'orientation professionnelle.</mark>" in text
            and "<mark>train de choisir un métier.</mark>" in text
        )
        assert "<mark>Pendant le stage" not in text, "what both say is not marked"
        assert text.startswith('<details class="editions" data-search-exclude="">') and "\n" not in text


def test_one_rule_may_stand_for_several_of_the_other_edition_and_a_rule_without_counterpart_shows_nothing(
    library: Library,
) -> None:
    assert [o.id for o in library.counterparts["berne:2"]["berne-2021"]] == [f"O.{n}" for n in range(1, 7)]
    assert "mêmes mots" in "".join(beside(library, r.citation) for r in library.rules.values() if r.source == "berne")
    assert "(formulée autrement)" in beside(library, "berne:7") and "<mark>" not in beside(library, "berne:7")
    assert beside(library, "berne:5.c") == beside(library, "cmrp:6020") == ""


def test_the_same_number_is_the_counterpart_unless_another_is_named(library: Library) -> None:
    again = Library.__new__(Library)
    twin = replace(library.rules["berne:5.c"], source="berne-2021")
    moved = replace(library.rules["berne:6"], source="berne-2021", editions=("berne:8",))
    again.rules = {**library.rules, twin.citation: twin, moved.citation: moved}
    assert [o.citation for o in again.counterparts["berne:5.c"]["berne-2021"]] == ["berne-2021:5.c"]
    assert [o.citation for o in again.counterparts["berne:8"]["berne-2021"]] == ["berne-2021:6"]
    assert "berne:6" not in again.counterparts


def test_words_are_compared_by_paragraph_and_only_what_differs_is_named() -> None:
    one, other = (
        words_of("<p>Le plafond est de 15&nbsp;000&nbsp;CHF.</p><ul><li>oui</li></ul>"),
        words_of("<p>Le plafond est de 16&nbsp;000&nbsp;CHF.</p><ul><li>oui</li></ul>"),
    )
    assert one == ("Le", "plafond", "est", "de", "15", "000", "CHF.", BREAK, "oui", BREAK)
    assert [(one[a:b], other[c:d]) for _, a, b, c, d in differences(one, other)] == [(("15",), ("16",))]
    assert differences(one, one) == ()


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        ("berne-2021:T99", "édition « berne-2021:T99 » inconnue"),
        ("cmrp:6020", "« cmrp:6020 » n'est pas une règle d'une autre édition du même document"),
        ("berne:7.2", "« berne:7.2 » n'est pas une règle d'une autre édition du même document"),
    ],
)
def test_an_edition_that_is_named_must_exist_in_the_same_document(library: Library, named: str, fault: str) -> None:
    other = Library.__new__(Library)
    rule = replace(library.rules["berne:7.1"], editions=(named,))
    other.rules, other.sources = {**library.rules, rule.citation: rule}, library.sources
    assert [line.partition("berne:7.1 : ")[2] for line in checks.editions(other)] == [fault]
