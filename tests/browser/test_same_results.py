"""The browser computes what CPython computes: every worked case, byte by byte."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from ai_calc.evaluation import evaluate_text
from tests.chromium import Watch
from tests.worked_cases import load

pytestmark = pytest.mark.browser


def as_json(value: Any) -> Any:
    """The data of a case as a file holds them."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


def test_every_worked_case_gives_the_same_text_in_the_browser(site: str, page: Page, watch: Watch) -> None:
    page.goto(site)
    page.wait_for_function("() => window.hubCalc")
    asked = [(name, case["id"], json.dumps(case["case"], default=as_json)) for name, case in load()]
    assert len(asked) > 400
    answers = page.evaluate("(asked) => Promise.all(asked.map(([name, , text]) => hubCalc.compute(name, text)))", asked)
    different = [
        ident for (name, ident, text), answer in zip(asked, answers, strict=True) if answer != evaluate_text(name, text)
    ]
    assert different == []
    assert sum(answer.startswith('{"result"') for answer in answers) > 400
    assert watch.nothing(), watch


def test_a_question_that_cannot_be_answered_fails_and_python_goes_on(site: str, page: Page) -> None:
    page.goto(site)
    page.wait_for_function("() => window.hubCalc")
    for name, text in (("loto", "{}"), ("capital_aid", "{")):
        failed = page.evaluate(
            "([name, text]) => hubCalc.compute(name, text).then(() => false, () => true)", [name, text]
        )
        assert failed
    assert '"faults"' in page.evaluate("hubCalc.compute('capital_aid', '{\"foo\": 1}')")
