"""A lesson in a page: live soon, answered with the keyboard, what was tried is found again by seed, seat and lesson."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from ai_calc.course import Session, all_exercises, all_lessons
from ai_calc.course import key as keys
from ai_calc.course.review import read_review
from ai_calc.course.session import file_name
from tests.chromium import FOLLOW, SPARING, Open, Visits, Watch

pytestmark = pytest.mark.browser

LESSON = "formation/lecon-3/"
HEAD = "[data-lesson]"


@pytest.fixture
def open_page(visits: Visits, open_live: Open) -> Open:
    """Open a page of the course in the visit that the tests share."""

    def open_page(address: str, live: str = f"{HEAD}[data-state=live]") -> Page:
        return visits.open(address, live=live)

    return open_page


def ready(page: Page) -> None:
    expect(page.locator(HEAD)).to_have_attribute("data-state", "live", timeout=60_000)


def at_seat(open_page: Open, site: str, seat: int) -> Page:
    """The lesson, taken up at a seat of the seed « automne »."""
    return open_page(f"{site}{LESSON}?graine=automne&poste={seat}")


def card(page: Page, key: str):
    return page.locator(f"[data-exercise={key}]")


def words(session: Session, key: str) -> str:
    answer = session.problem(key).answer
    return answer.words(answer.value)


def kept(page: Page) -> dict[str, dict]:
    return {
        key.partition("/lab/:")[2]: json.loads(text)
        for key, text in page.evaluate("Object.entries({...localStorage})")
        if key.startswith("hub-course:")
    }


def test_a_lesson_is_answered_by_keyboard_and_found_again_for_its_seat_alone(
    site: str, open_page: Open, watch: Watch, tmp_path: Path
) -> None:
    page = open_page(f"{site}{LESSON}?graine=Automne&poste=7#ex-3-2")
    assert "?" not in page.url, "whose place it is, is kept, and not in the address"
    expect(page.locator(".lesson-place summary")).to_contain_text("poste 7")
    seven, eight = Session("capital_aid", "automne", 7), Session("capital_aid", "automne", 8)

    need = card(page, "need")
    need.get_by_label("Votre réponse").focus()
    page.keyboard.press("Enter")
    expect(need.locator(".feedback")).to_contain_text("Écrivez d'abord un nombre")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(need.locator(".feedback")).to_contain_text("Pas encore")
    expect(need.locator(".exercise-left")).to_have_text("Encore 2 essais avant le corrigé")
    expect(need.locator(".feedback a.cite").first).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type(words(seven, "need"))
    page.keyboard.press("Enter")
    expect(need.locator(".feedback")).to_contain_text("Juste")
    expect(page.locator(".lesson-progress")).to_contain_text("1 exercice réussi sur 7")

    page.reload()
    ready(page)
    expect(need.locator(".feedback")).to_contain_text("Corrigé")
    cap = card(page, "cap")
    cap.get_by_label("Votre réponse").fill(words(seven, "cap"))
    cap.get_by_role("button", name="Vérifier").click()
    expect(page.locator(".lesson-progress")).to_contain_text("2 exercices réussis sur 7")
    cap.get_by_role("button", name="Un autre dossier").click()
    expect(cap).to_contain_text("ne compte pas")
    expect(cap.get_by_label("Votre réponse")).to_be_focused()

    page.locator(".lesson-place summary").click()
    page.get_by_label("Votre poste").fill("8")
    page.get_by_role("button", name="Prendre ma place").click()
    expect(page.locator(".lesson-progress")).to_contain_text("0 exercice réussi sur 7")
    need.get_by_label("Votre réponse").fill(words(eight, "need"))
    page.keyboard.press("Enter")
    expect(page.locator(".lesson-progress")).to_contain_text("1 exercice réussi sur 7")
    found = kept(page)
    assert found["who"]["seat"] == "8"
    assert [r["solved"] for r in found['["automne",7,"capital_aid"]']["lessons"][0]["results"]][:2] == [True, True]
    assert [r["solved"] for r in found['["automne",8,"capital_aid"]']["lessons"][0]["results"]][:2] == [True, False]

    mini = page.locator("[data-mini]").first
    slider = mini.locator("[data-field=own_resources]")
    before = mini.locator(".mini-result").inner_text()
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(mini.locator(".mini-result")).not_to_have_text(before)

    with page.expect_download() as event:
        page.get_by_role("button", name="Exporter mes résultats").click()
    event.value.save_as(tmp_path / event.value.suggested_filename)
    results = json.loads((tmp_path / "resultats-poste-08.json").read_text("utf-8"))
    assert (results["seed"], results["seat"]) == ("automne", 8)
    assert results["lessons"][0]["results"][0]["solved"] is True
    assert watch.nothing(), vars(watch)


def test_what_was_not_checked_yet_is_there_again_and_another_case_is_never_a_dead_end(
    site: str, open_page: Open, watch: Watch
) -> None:
    page = at_seat(open_page, site, 7)
    need, cap = card(page, "need"), card(page, "cap")
    need.get_by_label("Votre réponse").fill("12 345")
    for wrong in ("1", "2", "3"):
        cap.get_by_label("Votre réponse").fill(wrong)
        cap.get_by_role("button", name="Vérifier").click()
        expect(cap.locator(".feedback")).to_contain_text("Pas encore")
        expect(cap.locator("form")).not_to_have_attribute("aria-busy", "true")
    cap.get_by_role("button", name="Voir le corrigé").click()
    expect(cap.locator(".feedback a", has_text="Ouvrir ce dossier dans le calculateur")).to_be_visible()
    page.reload()
    ready(page)
    expect(need.get_by_label("Votre réponse")).to_have_value("12 345")
    expect(need.locator(".feedback")).to_have_count(0)

    cap.get_by_role("button", name="Un autre dossier").click()
    expect(cap).to_contain_text("ne compte pas")
    expect(cap.get_by_label("Votre réponse")).to_have_value("")
    first = cap.locator("form").inner_text()
    for wrong in ("1", "2", "3"):
        cap.get_by_label("Votre réponse").fill(wrong)
        cap.get_by_role("button", name="Vérifier").click()
        expect(cap.locator("form")).not_to_have_attribute("aria-busy", "true")
    cap.get_by_role("button", name="Voir le corrigé").click()
    expect(cap.locator(".feedback")).to_contain_text("Réponse :")
    cap.get_by_role("button", name="Un autre dossier").click()
    expect(cap.locator("form")).not_to_have_text(first, use_inner_text=True)

    page.locator(".lesson-place summary").click()
    page.get_by_label("Votre poste").fill("8")
    page.get_by_role("button", name="Prendre ma place").click()
    expect(page.locator(".lesson-place summary")).to_contain_text("poste 8")
    expect(need.get_by_label("Votre réponse")).to_have_value("")
    assert watch.nothing(), vars(watch)


def test_each_sheet_to_print_is_one_page(site: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.add_init_script(SPARING)
    page.goto(f"{site}formation/fiches/")
    printed = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    titles = [sheet.extract_text().strip().splitlines()[1] for sheet in printed.pages]  # below the number
    assert [title.partition(" ·")[0] for title in titles] == [f"Fiche {lesson.number}" for lesson in all_lessons()]


def test_the_printed_key_is_one_sheet_a_lesson_for_twelve_seats_and_nothing_runs_off_it(
    context: BrowserContext,
) -> None:
    rows = [*keys.answer_key("automne", range(1, 13)), *keys.check_key("automne", range(1, 13))]
    page = context.new_page()
    page.set_content(keys.as_page("automne", rows))
    printed = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(printed.pages) == len(all_lessons()) + 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # what the margins leave of a sheet
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_every_lesson_shows_its_exercises_and_fits_a_phone(site: str, open_page: Open, watch: Watch) -> None:
    page = open_page(f"{site}formation/", "article h1")
    page.set_viewport_size({"width": 390, "height": 844})
    for lesson in all_lessons():  # Python is started once, as for whoever goes from lesson to lesson
        page.evaluate(FOLLOW, f"{site}formation/lecon-{lesson.number}/")
        page.wait_for_selector(f'[data-lesson="{lesson.key}"]', state="attached")
        ready(page)
        expect(page.locator(".exercise form")).to_have_count(page.locator("[data-exercise]").count())
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{lesson.number}: {wide} px too wide"
    assert watch.nothing(), vars(watch)


def test_a_trainer_drops_files_and_sees_where_the_room_stumbled(
    site: str, open_page: Open, watch: Watch, tmp_path: Path
) -> None:
    paths = []
    for seat in (1, 2):
        s = Session("capital_aid", "automne", seat)
        s.answer("cap", next(m.value for m in s.problem("cap").mistakes if m.key == "cap_first"), seconds=61)
        s.answer("cap", s.problem("cap").answer.value, seconds=1)
        paths.append(tmp_path / file_name(s.seat))
        paths[-1].write_text(s.to_json(), "utf-8")
    page = open_page(f"{site}formation/salle/", "[data-room-key]")
    page.set_input_files("#room-files", paths, timeout=60_000)
    room = page.locator("[data-room-results]")
    expect(room.get_by_role("status")).to_have_text("2 postes, 1 leçon.", timeout=60_000)
    expect(room.locator("tr", has_text="3.2 ").locator("[data-standing=solved]")).to_have_count(2)
    expect(room.locator(".lesson-rule").first).to_contain_text(
        "2 postes : Vous avez appliqué le plafond avant les déductions"
    )
    with page.expect_download() as event:
        room.get_by_role("button", name="Exercices (CSV)").click()
    assert Path(event.value.path()).read_bytes().startswith(b"\xef\xbb\xbfexercice;titre;postes;")
    other = Session("capital_aid", "hiver", 1)  # another room's file has the same name
    other.answer("cap", other.problem("cap").answer.value)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / paths[0].name).write_text(other.to_json(), "utf-8")
    page.set_input_files("#room-files", tmp_path / "b" / paths[0].name)
    expect(room.get_by_role("status")).to_have_text("3 postes, 1 leçon.")
    room.get_by_role("button", name="Grand écran").click()
    expect(page.locator(".md-sidebar--primary")).to_be_hidden()
    room.get_by_role("button", name="Grand écran").click()

    key = page.locator("[data-room-key]")
    key.get_by_label("Graine du cours").fill("Automne")
    key.get_by_label("Leçon").select_option("capital_aid")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    s = Session("capital_aid", "automne", 2)
    expect(key.locator("tr", has_text="3.2 ")).to_contain_text(
        s.problem("cap").answer.words(s.problem("cap").answer.value)
    )
    assert watch.nothing(), vars(watch)


def test_what_went_wrong_comes_back_in_another_lesson_and_on_a_page_of_its_own(
    site: str, open_page: Open, watch: Watch
) -> None:
    page = at_seat(open_page, site, 7)
    cap = card(page, "cap")
    expect(cap.locator(".level")).to_have_text("Niveau 2 · appliquer")
    cap.get_by_label("Votre réponse").fill("1")
    cap.get_by_role("button", name="Vérifier").click()
    expect(cap.locator(".feedback")).to_contain_text("Pas encore")
    expect(page.locator(".lesson-due")).to_be_hidden()  # of this lesson
    page.evaluate(FOLLOW, f"{site}formation/")
    expect(page.locator("[data-review-count]")).to_have_text("1 exercice à revoir aujourd'hui, avec un autre dossier")
    page.evaluate(FOLLOW, f"{site}formation/lecon-1/")
    ready(page)
    page.locator(".lesson-due a").click()
    expect(page.locator("[data-review]")).to_have_attribute("data-state", "live", timeout=60_000)
    form = page.locator('[data-exercise="capital_aid.cap#1"]')
    review = read_review(json.dumps(kept(page)['review:["automne",7]']), "automne", 7)
    problem = review.problem(next(e for e in all_exercises() if e.id == "capital_aid.cap"), 1)
    expect(form).to_contain_text(problem.question)
    form.get_by_label("Votre réponse").fill(problem.answer.words(problem.answer.value))
    page.keyboard.press("Enter")
    expect(form.locator(".feedback")).to_contain_text("Juste")
    page.reload()
    expect(page.locator(".review-body")).to_contain_text("Rien à revoir aujourd'hui", timeout=60_000)
    expect(page.locator(".review-body")).to_contain_text("Plus tard")
    page.evaluate(FOLLOW, f"{site}formation/")
    expect(page.locator("[data-lesson-progress=capital_aid]")).not_to_be_empty()
    expect(page.locator("[data-review-count]")).to_be_hidden()
    assert watch.nothing(), vars(watch)


def test_on_the_wall_a_lesson_is_large_and_an_answer_is_shown_when_asked_for(
    site: str, open_page: Open, watch: Watch
) -> None:
    page = at_seat(open_page, site, 99)
    cap = card(page, "cap")
    before = cap.locator("form").bounding_box()
    page.get_by_role("button", name="Projeter").click()
    after = cap.locator("form").bounding_box()
    assert before is not None and after is not None and after["height"] > 1.3 * before["height"]
    expect(page.locator(".md-sidebar").first).to_be_hidden()
    expect(cap.locator(".exercise-reveal")).to_be_hidden()
    cap.get_by_label("Votre réponse").fill(words(Session("capital_aid", "automne", 99), "cap"))
    cap.get_by_role("button", name="Vérifier").click()
    show = cap.get_by_role("button", name="Montrer la réponse")
    expect(show).to_be_visible()
    expect(cap.locator(".feedback")).to_be_hidden()
    expect(cap.locator('[data-act="again"]')).to_be_hidden()  # it would say that the answer is right
    edge = "e => getComputedStyle(e).borderLeftColor"
    assert cap.evaluate(edge) == card(page, "need").evaluate(edge), "so would a green edge"
    show.click()
    expect(cap.locator('[data-act="again"]')).to_be_visible()
    expect(cap.locator(".feedback")).to_contain_text("Juste")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} px too wide"
    page.get_by_role("button", name="Quitter la projection").click()
    expect(page.locator(".lesson-progress")).to_be_visible()
    assert watch.nothing(), vars(watch)


def test_a_trainer_prints_cards_that_lead_each_seat_to_its_place(
    site: str, open_page: Open, watch: Watch, tmp_path: Path
) -> None:
    page = open_page(f"{site}formation/salle/", "[data-room-key]")
    key = page.locator("[data-room-key]")
    key.get_by_label("Graine du cours").fill("automne", timeout=60_000)
    key.get_by_label("Postes").fill("3,7")
    with page.expect_download(timeout=60_000) as event:
        key.get_by_role("button", name="Cartons des postes").click()
    expect(key.get_by_role("status")).to_contain_text("ouvrez cette page par l'adresse")  # of this computer alone
    event.value.save_as(tmp_path / "cartons.html")
    page.goto((tmp_path / "cartons.html").as_uri())
    expect(page.locator(".card")).to_have_count(2)
    address = page.locator(".card", has_text="Poste 7").locator(".address").inner_text()
    page.goto(address)
    expect(page).to_have_url(f"{site}formation/")
    page.goto(f"{site}{LESSON}")
    ready(page)
    expect(page.locator(".lesson-place summary")).to_contain_text("Graine « automne », poste 7")
    assert watch.nothing(), vars(watch)


def test_another_seat_on_the_same_device_is_another_person(site: str, open_page: Open, watch: Watch) -> None:
    page = at_seat(open_page, site, 3)
    summary = page.locator(".lesson-place summary")
    summary.click()
    page.get_by_label("Votre nom").fill("Léa Martin")
    page.get_by_role("button", name="Prendre ma place").click()
    expect(summary).to_contain_text("poste 3, Léa Martin")
    summary.click()
    page.get_by_label("Votre poste").fill("4")
    page.get_by_role("button", name="Prendre ma place").click()
    expect(summary).to_contain_text("poste 4 ·")
    expect(page.get_by_label("Votre nom")).to_have_value("")
    assert watch.nothing(), vars(watch)
