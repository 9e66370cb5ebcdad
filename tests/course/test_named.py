"""Rules, readings, pages and results that an exercise names are links that lead somewhere."""

from __future__ import annotations

import re
from html import unescape

import pytest
from markupsafe import escape

from ai_calc.course import Exercise, all_exercises, check, draw
from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.model import Problem
from ai_calc.course.pages import PAGES
from ai_calc.law.citations import FACT_LABELS, FACTS, label
from ai_calc.law.named import named
from ai_calc.law.readings import all_readings
from calculators.kit import lesson_html, lesson_page
from calculators.kit.render import cites
from hub import ROOT
from hub.content.library import Library

LIBRARY = Library(ROOT)
EVERY = pytest.mark.parametrize("exercise", all_exercises(), ids=lambda e: e.id)
SEATS = range(1, 11)


def leads_somewhere(address: str) -> bool:
    """Whether an address below the root of the site is one of a rule, a reading, a page or a calculator."""
    if found := re.fullmatch(r"r/([^/]+)/([^/]+)/", address):
        return LIBRARY.resolve(f"{found[1]}:{found[2]}") is not None
    if found := re.fullmatch("reperes/lectures/#(.+)", address):
        return found[1].upper() in all_readings()
    page = address.partition("#")[0].rstrip("/")
    return any((ROOT / "docs" / f"{page}{end}").is_file() for end in (".md", "/index.md"))


def test_every_rule_is_found_again_under_the_words_by_which_people_name_it() -> None:
    rules = [rule.citation for rule in LIBRARY.rules.values() if not rule.citation.startswith(f"{FACTS}:")]
    for citation in (*rules, *(f"{FACTS}:{key}" for key in FACT_LABELS)):
        words = label(citation)
        (found,) = named(f"Voyez la règle ({words}).")
        assert words == f"Voyez la règle ({words})."[found[0] : found[1]] == label(found[2])


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Selon Mémento BE 2021–2022, période déduite ; droit au 9 mai 2021.", []),
        ("Le résultat cite Mémento BE 2021–2022, 0.1.", ["berne-2021:0.1"]),
        ("Non remplie (ch. 6004, 3e tiret CMRP, rentes AVS).", ["cmrp:6004.c", "fait:rentes-avs"]),
        ("Le revenu suit les rentes AVS.", []),
        ("C'est l'autre lecture (C-41) ; B-99 n'en est pas une.", ["C-41"]),
        (
            "Accord GE, 3.b, 5e tiret ; indication 38, guide EISP ; Guide EISP, 4.1.1.",
            ["geneve:3.b.e", "eisp:38", "eisp:4.1.1"],
        ),
    ],
)
def test_only_what_names_a_rule_or_a_reading_is_taken_for_one(text: str, targets: list[str]) -> None:
    assert [target for _, _, target in named(text)] == targets


def shown(exercise: Exercise, problem: Problem) -> list[str]:
    """What a page shows of an exercise: itself, what each typical mistake is told, and its worked answer."""
    return [
        str(lesson_page.exercise_html(exercise, problem)),
        str(lesson_page.solution_html(problem.worked, problem)),
        *(
            str(lesson_html.feedback_html(check(problem, m.value, 1), problem, cites, lesson_page.site_link))
            for m in problem.mistakes
        ),
    ]


@EVERY
def test_what_is_named_is_a_link_and_every_link_leads_somewhere(exercise: Exercise) -> None:
    for seat in SEATS:
        problem = draw(exercise, "printemps26", seat)
        if isinstance(problem.answer, FunctionAnswer):
            return
        parts = shown(exercise, problem)
        for address in re.findall('href="([^"]*)"', "".join(parts)):
            assert address.startswith("../../") and leads_somewhere(unescape(address[6:])), address
        said = [problem.story, problem.question, *(value for _, value in problem.facts), *problem.solution]
        told = (line for m in problem.mistakes for line in check(problem, m.value, 1).lines)
        for text in (*said, *told):
            for start, end, target in named(text):
                link = f'href="../../{escape(lesson_html.address(target))}">{escape(text[start:end])}</a>'
                assert link in "".join(parts), (text, target)


@EVERY
def test_a_worked_answer_leads_to_the_whole_result_of_its_case(exercise: Exercise) -> None:
    problem = draw(exercise, "printemps26", 3)
    if isinstance(problem.answer, FunctionAnswer):
        return
    worked = str(lesson_page.solution_html(problem.worked, problem))
    assert ("#cas=" in worked) is (problem.case is not None)
    assert "#cas=" not in str(lesson_page.exercise_html(exercise, problem)), "it gives the answer away"


SPOKEN_OF = {
    "registre": "changes",
    "Tous les montants et délais": "amounts",
    "page des montants": "amounts",
    "dans le site": "amounts",
}
"""Words of a story or a question that speak of a page, and the page."""


@EVERY
def test_a_page_of_which_an_exercise_speaks_is_linked_beside_it(exercise: Exercise) -> None:
    for seat in SEATS:
        problem = draw(exercise, "printemps26", seat)
        options = " ".join(words for _, words in getattr(problem.answer, "options", ()))
        spoken = " ".join((problem.story, problem.question, options, *(h.text for h in problem.hints)))
        for words, page in SPOKEN_OF.items():
            if words in spoken:
                assert PAGES[page].path in str(lesson_page.exercise_html(exercise, problem)), words


def test_what_a_person_writes_is_never_made_a_link() -> None:
    exercise = next(e for e in all_exercises() if e.id == "capital_aid.need")
    problem = draw(exercise, 1, 1)
    told = check(problem, "ch. 6019 CMRP <b>")
    assert "<a" not in str(lesson_html.feedback_html(told, problem)) and told.outcome == "unreadable"
