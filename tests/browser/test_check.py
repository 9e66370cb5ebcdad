"""The final check in its page: kept over a reload, finished, attested, printed, and then another one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ai_calc.course.answers import ChoiceAnswer, SeveralAnswer
from ai_calc.course.final import FinalCheck, Question
from tests.chromium import Watch

pytestmark = pytest.mark.browser

CHECK = "formation/controle/"


def ready(page: Page) -> None:
    expect(page.locator("[data-check]")).to_have_attribute("data-state", "live", timeout=60_000)


def fill(page: Page, question: Question) -> None:
    card, answer = page.locator(f'[data-question="{question.exercise.id}"]'), question.problem.answer
    if isinstance(answer, ChoiceAnswer | SeveralAnswer):
        for key in [answer.value] if isinstance(answer, ChoiceAnswer) else sorted(answer.value):
            card.locator(f'input[value="{key}"]').check()
    else:
        card.locator("input").fill(answer.words(answer.value))


def test_a_check_is_kept_over_a_reload_finished_attested_handed_to_the_room_and_followed_by_another(
    site: str, context: BrowserContext, watch: Watch, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{site}{CHECK}?graine=Automne&poste=7")
    ready(page)
    check = FinalCheck("automne", 7)
    first, *others = check.questions
    count = len(check.questions)
    for question in others[: count // 2]:
        fill(page, question)
    expect(page.locator(".check-count")).to_have_text(f"{count // 2} réponses sur {count}")

    page.reload()
    ready(page)
    expect(page.locator(".check-count")).to_have_text(f"{count // 2} réponses sur {count}")
    for question in others[count // 2 :]:
        fill(page, question)
    page.get_by_role("button", name="Terminer").click()
    expect(page.locator(".check-count")).to_contain_text("question 1 (sans réponse)")
    page.get_by_role("button", name="Terminer quand même").click()
    expect(page.locator(".check-score")).to_have_text(f"{count - 1} réponses justes sur {count} ; 1 sans réponse")
    expect(page.locator(".check-result")).to_be_focused()
    expect(page.locator(f'[data-question="{first.exercise.id}"] input').first).to_be_disabled()
    expect(page.locator(f'[data-question="{first.exercise.id}"] .check-worked')).to_contain_text("Réponse :")
    expect(page.locator("details.check-worked:not([open])")).to_have_count(count - 1)
    expect(page.locator(".check-result .lesson-due a")).to_have_text(
        "1 exercice à revoir aujourd'hui, avec un autre dossier"
    )

    page.get_by_label("Votre nom sur l'attestation").fill("Léa")
    expect(page.locator(".attestation")).to_contain_text("Léa")
    page.reload()
    ready(page)
    expect(page.locator(".attestation")).to_contain_text("n'est pas signée")
    with page.expect_download() as event:
        page.get_by_role("button", name="Enregistrer comme texte").click()
    assert event.value.suggested_filename == "attestation-poste-07.txt"
    assert "Nom : Léa" in Path(event.value.path()).read_text("utf-8")
    page.emulate_media(media="print")
    expect(page.locator(".attestation")).to_be_visible()
    expect(page.locator(".check-list")).to_be_hidden()
    expect(page.locator("[data-question]").first).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1, "the attestation is one sheet"
    page.emulate_media(media="screen")

    with page.expect_download() as event:
        page.get_by_role("button", name="Exporter mes résultats").click()
    file = tmp_path / event.value.suggested_filename
    event.value.save_as(file)
    trainer = context.new_page()
    trainer.goto(f"{site}formation/salle/")
    trainer.set_input_files("#room-files", file, timeout=60_000)
    room = trainer.locator("[data-room-results]")
    expect(room.get_by_role("status")).to_have_text("1 poste, 0 leçon, 1 contrôle.", timeout=60_000)
    expect(room.locator("tr", has_text="Justes")).to_contain_text(f"{count - 1} sur {count}")
    trainer.close()

    page.get_by_role("button", name="Un autre contrôle").click()
    expect(page.locator(".check-count")).to_have_text(f"0 réponse sur {count}")
    kept = page.evaluate("Object.entries({...localStorage}).find(([key]) => key.endsWith('check:[\"automne\",7]'))[1]")
    assert json.loads(kept)["number"] == 2
    assert watch.nothing(), vars(watch)


def test_a_rule_asks_a_question_that_is_closed_opens_without_a_script_and_is_not_printed(
    site: str, context: BrowserContext, watch: Watch
) -> None:
    page = context.new_page()
    page.goto(f"{site}reglements/cmrp/42-aide-en-capital/")
    question = page.locator(".rule-question").first
    expect(question).not_to_have_attribute("open", "")
    question.locator("summary").first.click()
    option = question.locator(".question-option").first
    expect(option.locator(".said")).to_be_hidden()
    option.locator("summary").click()
    expect(option.locator(".said")).to_be_visible()
    page.emulate_media(media="print")
    expect(question).to_be_hidden()
    assert watch.nothing(), vars(watch)
