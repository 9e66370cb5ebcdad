"""Reclassement and training in a real browser: only the questions that matter, and the results of CPython."""

from __future__ import annotations

import pytest
import yaml
from playwright.sync_api import expect

from ai_calc.calculators.reclassement import ReclassementCase, compute
from ai_calc.outcome.headline import amounts, failing
from ai_calc.results import Role, Status
from calculators.kit.render import figure_text
from calculators.reclassement import FORM
from tests.browser.test_capital_aid import SHOTS, field
from tests.chromium import ROOT, Open, Scheme, Watch

pytestmark = pytest.mark.browser
SOON = 30_000
PAGE = "calculateurs/reclassement-et-formation/"
CASES = yaml.safe_load((ROOT / "cases" / "reclassement.yaml").read_text("utf-8"))
EXAMPLES = {case["id"]: {**CASES["base"], **case["case"]} for case in CASES["cases"] if case.get("example")}


def test_a_condition_that_fails_ends_the_questions_and_answers_given_come_back(
    site: str,
    open_live: Open,
    watch: Watch,
) -> None:
    page = open_live(site + PAGE)
    income = field(page, "Revenu avec invalidité, sans nouvelle formation (CHF par an)")
    income.fill("51000")
    income.press("Tab")
    expect(page.locator("[data-slot=summary]")).to_contain_text("29,17", timeout=SOON)
    passing = page.locator(".calc-live").get_by_role(
        "radiogroup", name="Interruption seulement provisoire, reprise exigible"
    )
    passing.get_by_label("Oui", exact=True).check()
    expect(page.locator("[data-slot=summary]")).to_contain_text("n'est pas due", timeout=SOON)
    expect(income).to_be_hidden(timeout=SOON)
    expect(page.locator(".calc-live").get_by_text("Frais", exact=True)).to_be_hidden(timeout=SOON)
    passing.get_by_label("Non", exact=True).check()
    expect(income).to_be_visible(timeout=SOON)
    expect(income).to_have_value("51\u202f000", timeout=SOON)
    assert watch.nothing(), watch


def test_each_question_says_why_it_is_asked(site: str, open_live: Open) -> None:
    page = open_live(site + PAGE)
    expect(
        page.locator(".calc-live")
        .get_by_text("Pourquoi\u00a0: La perte de gain compare deux revenus.")
        .locator("visible=true")
        .first
    ).to_be_visible(timeout=SOON)


def test_the_browser_says_of_every_example_what_cpython_says(site: str, open_live: Open, watch: Watch) -> None:
    page = open_live(site + PAGE)
    for ident, data in EXAMPLES.items():
        result = compute(ReclassementCase.model_validate(data))
        page.select_option("[data-calc-examples]", ident)
        summary = page.locator("[data-slot=summary]")
        expect(summary.locator(".calc-answer")).to_have_text(str(result.headline[0]), timeout=SOON)
        reason = summary.locator(".calc-reason")
        if result.overall.status is Status.NOT_MET:
            expect(reason).to_contain_text(str(result.overall.reason), timeout=SOON)
        else:
            expect(reason).to_have_count(0, timeout=SOON)  # the sentences around it say all
        for sentence in result.headline[1:]:
            if sentence not in (*amounts(result.figures), failing(result.verdicts), result.caution.text):
                expect(summary.locator(".calc-said")).to_contain_text(str(sentence), timeout=SOON)
        for figure in result.figures:  # in place of its sentence
            card = summary.locator(".calc-figure", has=page.get_by_text(figure.label, exact=True)).first
            expect(card).to_contain_text(figure_text(figure.value, figure.unit), timeout=SOON)
            expect(card).to_contain_text(str(figure.reason or ""), timeout=SOON)
        expect(page.locator("[data-slot=steps] li")).to_have_count(len(result.steps), timeout=SOON)
        expect(page.locator("[data-slot=steps] .calc-formula")).to_have_text(
            [str(step.formula) for step in result.steps], timeout=SOON
        )
        verdicts = page.locator("[data-slot=verdicts] .calc-verdict")
        expect(verdicts).to_have_count(len(result.verdicts), timeout=SOON)
        first = sorted(
            (v for v in result.verdicts if v.status is not Status.MET),
            key=lambda v: (v.role is not Role.CONDITION, v.status is not Status.NOT_MET),
        )
        for verdict, shown in zip(
            [*first, *(v for v in result.verdicts if v.status is Status.MET)], verdicts.all(), strict=True
        ):
            expect(shown).to_have_attribute("data-status", verdict.status.value)
            expect(shown).to_contain_text(verdict.label)
    assert watch.nothing(), watch


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 375)])
def test_it_looks_right_on_desktop_and_phone(
    site: str, open_live: Open, watch: Watch, scheme: Scheme, width: int
) -> None:
    page = open_live(site + PAGE, width=width, scheme=scheme)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= width, f"the page is {wide - width} pixels too wide"
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"reclassement-{scheme}-{width}.png", full_page=True)
    assert FORM.example["income_without"] and watch.nothing(), watch
