"""The legal basis that a title gives holds for the rules under it, and for no other."""

import pytest

from hub.content.bases import chapters_naming, statutes_of
from hub.content.library import Library


@pytest.mark.parametrize(
    ("rule", "bases"),
    [
        ("cmrp:4011", ("art. 17 LAI", "art. 6 RAI")),  # its part
        ("cmrp:4036", ("art. 6 al. 3 RAI", "art. 17 LAI", "art. 6 RAI")),  # chapter 34 for 34.5, then its part
        ("cmrp:1024", ("art. 8a al. 2 let. d LAI", "art. 8a al. 4 LAI", "art. 8a al. 1 LAI")),
        ("cmrp:1028", ()),  # chapter 9 of the same page names none
        ("cmrp:6020", ("art. 18d LAI",)),  # the chapter's article, narrower than the part's
    ],
)
def test_a_rule_rests_on_what_the_titles_above_it_name(library: Library, rule: str, bases: tuple[str, ...]):
    assert statutes_of(library, library.rules[rule]) == bases


def test_a_page_says_which_of_its_chapters_an_article_is_the_basis_of(library: Library):
    page = library.page_of["reglements/cmrp/08-nouvelle-readaptation-et-coaching.md"]
    assert [chapters_naming(page, s) for s in page.statutes] == [["8"], ["8.1"], ["8.1"]]
    whole = library.page_of["reglements/cmrp/42-aide-en-capital.md"]
    assert chapters_naming(whole, "art. 18d LAI") == []
