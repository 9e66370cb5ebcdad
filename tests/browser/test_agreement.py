"""The agreement of a trial placement in a real browser: typed once, shown, saved, with the bytes that CPython makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ai_calc.calculators.trial_placement import TrialPlacementCase, compute
from ai_calc.handing_over.docx import document_docx
from ai_calc.handing_over.html import document_page
from ai_calc.handing_over.papers import EXAMPLE
from calculators.trial_placement import FORM
from tests.browser.test_capital_aid import field
from tests.chromium import Open, Watch

pytestmark = pytest.mark.browser
PAGE = "calculateurs/placement-a-l-essai/"


def test_what_is_typed_stands_in_the_agreement_and_the_files_are_those_of_cpython(
    site: str,
    open_live: Open,
    watch: Watch,
    tmp_path: Path,
) -> None:
    page = open_live(site + PAGE)
    page.locator(".calc-live").get_by_text("Convention : les parties", exact=True).click()
    name = field(page, "Personne assurée")
    name.fill("Lina <b>Morand")
    name.press("Tab")
    page.locator(".calc-panel", has_text="Documents à imprimer").locator("> summary").click()
    document = page.locator("[data-document=agreement]")
    expect(document).to_contain_text("Lina <b>Morand travaille dans le domaine suivant : Montage")
    expect(document.locator(".doc-gap").first).to_have_text("[…]")
    expected = compute(TrialPlacementCase.model_validate({**FORM.example, "person_name": "Lina <b>Morand"})).document(
        "agreement"
    )
    expected = replace(expected, mark=EXAMPLE)  # all other facts are still the example's, and the paper says so
    for kind, content in (("docx", document_docx(expected)), ("html", document_page(expected).encode())):
        with page.expect_download() as waiting:
            page.click(f"[data-calc-download='{kind}:agreement']")
        saved = tmp_path / f"agreement.{kind}"
        waiting.value.save_as(saved)
        assert saved.read_bytes() == content, kind
    assert watch.nothing(), watch
