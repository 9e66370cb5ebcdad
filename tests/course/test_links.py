"""On the built site: from every rule and calculator that an exercise practises to that exercise, and back, by real
links."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from ai_calc.course import Exercise, all_exercises, all_lessons
from hub.content.library import Library
from hub.pages import course
from tests.whole_site import whole_site

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXERCISES = "formation/exercices/index.html"


class Page(HTMLParser):
    """The links of a page as (file below the site's root, anchor), and its anchors."""

    def __init__(self, site: Path, name: str) -> None:
        super().__init__()
        self.site, self.name = site, name
        self.links: list[tuple[str, str]] = []
        self.anchors: set[str] = set()
        self.feed((site / name).read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.anchors.add(str(given["id"]))
        href = given.get("href") if tag == "a" else None
        if href and not re.match(r"[a-z]+:", href):
            address, anchor = urldefrag(href)
            path, _, query = address.partition("?")
            file = (
                (self.site / self.name).parent.joinpath(unquote(path)).resolve()
                if path
                else (self.site / self.name).resolve()
            )
            found = (file / "index.html" if file.is_dir() else file).relative_to(self.site.resolve()).as_posix()
            self.links.append((f"{found}?{query}" if query else found, anchor))


@pytest.fixture(scope="module")
def page() -> Callable[[str], Page]:
    site, known = whole_site(), dict[str, Page]()
    return lambda name: known[name] if name in known else known.setdefault(name, Page(site, name))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(ROOT)


def lesson_of(exercise: Exercise) -> str:
    return file_of(course.lesson_of(exercise))


def file_of(markdown: str) -> str:
    stem = markdown.removesuffix(".md")
    return f"{stem}.html" if stem.endswith("index") else f"{stem}/index.html"


def test_rules_and_exercises_lead_to_each_other(page: Callable[[str], Page], library: Library) -> None:
    exercises = page(EXERCISES)
    for exercise in all_exercises():
        assert exercise.anchor in exercises.anchors and exercise.anchor in page(lesson_of(exercise)).anchors
        assert (lesson_of(exercise), exercise.anchor) in exercises.links
        for citation in exercise.rules:
            target = library.resolve(citation)
            assert target is not None
            rule = page(file_of(target[0].page))
            assert (lesson_of(exercise), exercise.anchor) in rule.links, (
                f"{citation} does not lead to {exercise.number}"
            )
            assert any(name == rule.name and anchor in rule.anchors for name, anchor in exercises.links), (
                f"{exercise.number} does not lead to {citation}"
            )


def test_calculators_and_exercises_lead_to_each_other(page: Callable[[str], Page], library: Library) -> None:
    exercises = page(EXERCISES)
    for exercise in all_exercises():
        if exercise.calculator:
            calculator = page(file_of(library.calculators[exercise.calculator].page))
            assert (lesson_of(exercise), exercise.anchor) in calculator.links, exercise.number
            assert any(name == calculator.name for name, _ in exercises.links), exercise.calculator


def test_every_link_to_a_notebook_opens_one_that_is_there(page: Callable[[str], Page]) -> None:
    site, shell = whole_site(), "lab/notebooks/index.html?path="
    for name in (EXERCISES, "formation/index.html"):
        found = {target.removeprefix(shell) for target, _ in page(name).links if target.startswith(shell)}
        assert found == {lesson.notebook for lesson in all_lessons()}
        for notebook in found:
            assert (site / "lab" / "files" / notebook).is_file()
    assert (site / "lab" / "notebooks" / "index.html").is_file()
