"""What a trainer sees of a room: who solved what, where the room stumbled and on which mistake, with its time."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from ai_calc.cli import main
from ai_calc.course import Session, room
from ai_calc.course.collect import collect_texts
from ai_calc.course.session import to_json, trainer_code
from calculators.kit import room_page


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


def test_two_files_of_one_seat_count_once() -> None:
    texts = [(name, f["text"].encode()) for f in files()[:1] for name in ("a.json", "b.json")]
    (lesson,) = room.view(collect_texts(texts))
    assert list(lesson.places) == [("salle", 1)]


def test_the_page_shows_seats_beside_each_other_and_no_name_becomes_html() -> None:
    found = ask(ask="room", files=files())
    assert (found["seats"], found["lessons"]) == (3, 1)
    assert "<b>Léa" not in found["html"] and "&lt;b&gt;Léa" in found["html"]
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


def test_the_command_line_counts_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for f in files():
        (tmp_path / f["name"]).write_text(f["text"], "utf-8")
    out = tmp_path / "salle.csv"
    assert main(["course", "collect", str(tmp_path), "--csv", "--room", "--output", str(out)]) == 0
    assert out.read_bytes() == b64decode(ask(ask="room", files=files())["grid"])
    assert main(["course", "collect", str(tmp_path), "--room"]) == 2
    assert "--room va avec --csv" in capsys.readouterr().err
