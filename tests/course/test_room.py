"""What a trainer sees of a room: who solved what, where the room stumbled and on which mistake, with its time."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from ai_calc import __version__
from ai_calc.cli import main
from ai_calc.course import Session, all_lessons, cards, room
from ai_calc.course.collect import collect_texts
from ai_calc.course.final import FinalCheck
from ai_calc.course.session import ResultsError, read_results, to_json, trainer_code
from calculators.kit import room_page
from tests.course.test_final import right


def files() -> list[dict[str, str]]:
    """Three seats: all mistake the order of cap and deductions, one opens the worked answer, two come through."""
    made = []
    for seat in (1, 2, 3):
        s = Session("capital_aid", "salle", seat, "<b>Léa" if seat == 1 else "")
        problem = s.problem("cap")
        s.answer("cap", next(m.value for m in problem.mistakes if m.key == "cap_first"), seconds=60)
        if seat == 3:
            s.answer("cap", 1)
            s.answer("cap", 2)
            assert s.solution("cap")
        else:
            s.answer("cap", problem.answer.value, seconds=60 * seat)
        other = Session("reading", "salle", seat)
        made.append({"name": f"resultats-poste-0{seat}.json", "text": to_json([s, other])})
    return [*made, {"name": "notes.json", "text": "{"}]


def ask(**asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(room_page.answer(json.dumps(asked, ensure_ascii=False)))
    return found


def test_the_room_is_counted_by_exercise_with_its_mistakes_by_name() -> None:
    (lesson,) = room.view(collect_texts((f["name"], f["text"].encode()) for f in files()))
    assert lesson.lesson.key == "capital_aid", "a lesson that nobody began is not shown"
    cap = next(e for e in lesson.exercises if e.exercise.key == "cap")
    assert (len(cap.begun), cap.solved, cap.tries, cap.opened, cap.minutes) == (3, 2, 5, 1, 2)
    assert cap.stumbles[0].seats == 3 and "avant les déductions" in cap.stumbles[0].text and cap.unknown == 1
    states = [room.state_of(r) for r in cap.records.values()]
    assert states == ["solved", "solved", "opened"]
    assert lesson.minutes == 2, "the three seats took two minutes, three and one"


def test_two_files_of_one_seat_count_once() -> None:
    texts = [(name, f["text"].encode()) for f in files()[:1] for name in ("a.json", "b.json")]
    (lesson,) = room.view(collect_texts(texts))
    assert list(lesson.places) == [("salle", 1)]


def test_the_page_shows_seats_beside_each_other_and_no_name_becomes_html() -> None:
    found = ask(ask="room", files=files())
    assert (found["seats"], found["lessons"]) == (3, 1)
    assert "<b>Léa" not in found["html"] and "&lt;b&gt;Léa" in found["html"]
    assert "Durée prévue : 45 minutes ; ici, 2 minutes (médiane des postes au bout)." in unescape(found["html"])
    assert 'data-standing="opened"' in found["html"] and "avant les déductions" in found["html"]
    assert "notes.json" in found["html"] and "pas du JSON" in found["html"]
    table = b64decode(found["grid"]).decode("utf-8")
    assert table.startswith("\ufeffexercice;titre;postes;")
    row = next(line for line in table.splitlines() if line.startswith("3.2;"))
    assert row.split(";")[2:7] == ["3", "2", "5", "1", "2"] and "3 × Vous avez appliqué" in row
    assert "Personne" not in ask(ask="room", files=[])["html"]


def test_the_key_is_a_table_a_lesson_with_the_code_and_its_detail_only_if_wanted() -> None:
    found = ask(ask="key", seed="Salle", seats="3", lesson="capital_aid")
    assert trainer_code("salle") in found["html"] and found["html"].count("<table") == 1
    assert "Poste 3" in found["html"] and "le détail" not in found["page"]
    assert "le détail" in ask(ask="key", seed="Salle", seats="1", lesson="capital_aid", worked=True)["page"]
    assert b64decode(found["csv"]).decode("utf-8-sig").count("\n3.1;") == 3
    assert ask(ask="key", seed="", seats="3")["fault"].startswith("La graine manque")
    assert ask(ask="key", seed="a", seats="0")["fault"].startswith("Postes refusés")


def checked(seat: int, number: int = 1, wrong: int = 0) -> dict[str, str]:
    """The file of a seat that did the final check alone, with so many wrong answers."""
    check = FinalCheck("salle", seat, number)
    check.give({q.exercise.id: right(q) for q in check.questions[wrong:]})
    check.finished = date(2026, 11, 27)
    return {"name": f"controle-{seat}-{number}.json", "text": to_json([], check.result("<i>Ana"))}


def test_final_checks_stand_beside_each_other_with_score_day_version_and_seat() -> None:
    count = len(all_lessons())
    found = ask(ask="room", files=[*files(), checked(1), checked(9, 1, 3), checked(9, 2, 1)])
    assert (found["seats"], found["checks"]) == (4, 2), "the later check of a seat counts"
    html = found["html"].partition("<h3>Contrôle final</h3>")[2].partition("</section>")[0]
    for words in (
        f"{count} sur {count}",
        f"{count - 1} sur {count}",
        "n° 2",
        "27.11.2026",
        __version__,
        '9 <span class="room-name">&lt;i&gt;Ana',
    ):
        assert f">{words}<" in html, words
    assert html.count('data-standing="solved"') == 2 * count - 1 and "<i>" not in html
    table = b64decode(found["details"]).decode("utf-8-sig")
    assert table.count("\ncontrôle 1;9;") == table.count("\ncontrôle 2;9;") == count and ";sans réponse;" in table


def test_a_check_in_a_file_is_read_as_it_was_judged_or_refused() -> None:
    text = checked(9, wrong=2)["text"]
    sessions, check, intact = read_results(text)
    assert (sessions, intact) == ([], True) and check is not None and check.right == len(all_lessons()) - 2
    assert not read_results(text.replace('"none"', '"right"', 1))[2]
    for old, new in (('"none"', '"perhaps"'), ("2026-11-27", "hier"), ('"number": 1', '"number": true')):
        with pytest.raises(ResultsError):
            read_results(text.replace(old, new, 1))


def test_the_key_has_the_final_check_of_each_seat() -> None:
    q = FinalCheck("salle", 7).questions[2]
    words = f"{q.exercise.number} {q.exercise.title} : {q.problem.answer.words(q.problem.answer.value)}"
    found = ask(ask="key", seed="Salle", seats="6-7", lesson="check", worked=True)
    assert found["html"].count("<table") == 3, "three checks"
    assert words in unescape(found["html"]) and words in unescape(re.sub("</?strong>", "", found["page"]))
    assert f"Contrôle 1, {q.exercise.number}" in found["page"]
    assert f"{q.exercise.number};{q.exercise.title};7;" in b64decode(found["csv"]).decode("utf-8-sig")


def test_the_command_line_gives_the_key_of_a_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", "key", "--seed", "salle", "--seats", "7", "--check", "2"]) == 0
    q = FinalCheck("salle", 7, 2).questions[0]
    assert f"poste   7 : {q.exercise.number} {q.exercise.title} : " in capsys.readouterr().out
    assert main(["course", "key", "--seed", "salle", "--seats", "7", "--check", "0"]) == 2
    assert main(["course", "key", "--seed", "salle", "--seats", "7", "--check", "1", "--lesson", "costs"]) == 2
    assert "--check est un numéro" in capsys.readouterr().err


ADDRESS = "https://hub.exemple.ch/cours/formation/"


def test_a_card_has_its_seat_seed_and_address_and_its_code_says_the_same() -> None:
    page = unescape(ask(ask="cards", seed="Été 26", seats="7,8", lesson="costs", address=ADDRESS)["page"])
    for seat in (7, 8):
        target = f"{ADDRESS}lecon-5/?graine=%C3%A9t%C3%A9%2026&poste={seat}"
        assert f"Poste {seat}<" in page and f">{target}<" in page and cards.qr_svg(target) in page
    assert page.count("<svg") == 2 and "Graine : été 26" in page and page.count("http") == 2, "asks no other host"
    course = ask(ask="cards", seed="1", seats="1", lesson="", address=ADDRESS)
    assert f">{ADDRESS}?graine=1&amp;poste=1<" in course["page"] and not course["note"]
    assert "<b>" not in ask(ask="cards", seed="<b>", seats="1", address=ADDRESS)["page"]


def test_the_squares_of_a_code_are_those_of_the_library() -> None:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(ADDRESS)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, d in enumerate(row) if d}
    assert {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", cards.qr_svg(ADDRESS))} == dark


def test_an_address_that_leads_nowhere_is_refused_and_one_of_this_computer_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for address in (
        "",
        "hub.exemple.ch",
        "ftp://a/",
        "https://",
        "https://a/?b=1",
        "https://a/ b",
        "https://[",
        f"https://a/{'b' * 300}",
    ):
        assert ask(ask="cards", seed="1", seats="1", address=address)["fault"].startswith("Adresse refusée"), address
    assert (
        "ouvrez cette page" in ask(ask="cards", seed="1", seats="1", address="http://127.0.0.1:8000/formation/")["note"]
    )
    out, wanted = tmp_path / "cartons.html", ["course", "cards", "--seed", "salle", "--seats", "3", "--address"]
    assert main([*wanted, ADDRESS.rstrip("/"), "--output", str(out)]) == 0
    assert out.read_text("utf-8") == ask(ask="cards", seed="salle", seats="3", address=ADDRESS)["page"]
    assert main([*wanted, "ici"]) == 2 and "adresse refusée" in capsys.readouterr().err


def test_the_command_line_counts_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for f in [*files(), checked(9)]:
        (tmp_path / f["name"]).write_text(f["text"], "utf-8")
    out = tmp_path / "salle.csv"
    assert main(["course", "collect", str(tmp_path), "--csv", "--room", "--output", str(out)]) == 0
    assert out.read_bytes() == b64decode(ask(ask="room", files=files())["grid"])
    assert main(["course", "collect", str(tmp_path)]) == 0
    count = len(all_lessons())
    assert re.search(
        rf"Contrôle final n° 1 +9 +<i>Ana +{count} +{count} .*le 27.11.2026, version ", capsys.readouterr().out
    )
    assert main(["course", "collect", str(tmp_path), "--room"]) == 2
    assert "--room va avec --csv" in capsys.readouterr().err


def test_files_that_cannot_be_used_or_were_changed_are_named_in_the_status() -> None:
    made = files()
    made[0]["text"] = made[0]["text"].replace("Léa", "Luc")
    trouble = ask(ask="room", files=made)["trouble"]
    assert trouble == (
        "Attention : 1 fichier inutilisable (notes.json) ; 1 fichier modifié après coup (resultats-poste-01.json)."
    )
    assert ask(ask="room", files=files()[1:3])["trouble"] == ""


def test_tries_and_seats_are_named_apart() -> None:
    html = unescape(ask(ask="room", files=files())["html"])
    assert "essais manqués : 5" in html and "<li>3 postes :" in html and "<li>1 poste : une autre" in html
