"""A learner's session and its file: the answer is never given at the first try, and accidental changes show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.cli import main
from ai_calc.course import Outcome, Session, collect, figure, key
from ai_calc.course.answers import NumberAnswer
from ai_calc.course.commands import read_seed
from ai_calc.course.model import TRIES_BEFORE_SOLUTION
from ai_calc.course.session import IDLE, MAX_SEAT, ResultsError, file_name, read_results, to_json, trainer_code


def session(seat: int = 7) -> Session:
    return Session("capital_aid", 2020, seat)


def wrong(s: Session, name: str = "cap", n: int = 0) -> str:
    answer = s.problem(name).answer
    assert isinstance(answer, NumberAnswer)
    return str(answer.value + 77 + n)


def test_the_worked_answer_comes_only_after_several_tries() -> None:
    s = session()
    for n in range(TRIES_BEFORE_SOLUTION):
        assert s.solution("cap") == ()
        assert s.answer("cap", wrong(s, n=n)).outcome is Outcome.NOT_YET
        assert s.answer("cap", wrong(s, n=n)).outcome is Outcome.NOT_YET, "the same once more is no new try"
        assert s.record("cap").tries == n + 1
    lines = s.solution("cap")
    assert lines[0].startswith("Réponse : ")
    assert s.record("cap").solution_seen and not s.record("cap").solved


def test_the_code_of_the_seed_opens_worked_answers_and_no_other_does() -> None:
    for code in ("", "abcdef", trainer_code("autre")):
        assert Session("capital_aid", 2020, 7, code=code).solution("cap") == ()
    s = Session("capital_aid", 2020, 7, code=f" {trainer_code(2020).upper()} ")
    assert s.solution("cap") and s.record("cap").solution_seen
    assert trainer_code(2020) in key.as_page(2020, key.answer_key(2020, [1], [s.lesson]))


def test_a_function_that_nobody_has_touched_is_no_try() -> None:
    s = session()
    problem, scope = s.problem("function"), {"figure": figure}
    exec(problem.start, scope)
    given = scope["aide_possible"]
    assert s.answer("function", given).outcome is Outcome.NONE and s.record("function").tries == 0
    exec(problem.start.replace("return 0", "return 1"), scope)
    assert s.answer("function", scope["aide_possible"]).outcome is Outcome.NOT_YET and s.record("function").tries == 1


def test_hints_come_in_steps() -> None:
    s = session()
    first, second, third = (s.answer("cap", wrong(s, n=n)).lines for n in range(3))
    assert len({first, second, third}) == 3


def test_what_cannot_be_read_is_no_try() -> None:
    s = session()
    assert s.answer("cap", "beaucoup").outcome is Outcome.UNREADABLE
    assert s.record("cap").tries == 0


def test_a_solved_exercise_stays_solved_and_counts_no_more_tries() -> None:
    s = session()
    s.answer("cap", wrong(s))
    assert s.answer("cap", s.problem("cap").answer.value).outcome is Outcome.RIGHT
    s.answer("cap", wrong(s))
    assert s.record("cap").solved and s.record("cap").tries == 1
    assert s.progress == (1, 7)
    assert s.solution("cap") and not s.record("cap").solution_seen


def test_the_file_comes_back_as_it_was() -> None:
    s = session()
    s.name = "Léa"
    s.answer("cap", wrong(s))
    s.answer("need", s.problem("need").answer.value)
    s.answer("need", "1", seconds=5000)
    (again,), check, intact = read_results(s.to_json())
    assert intact and check is None and again.results() == s.results()
    assert file_name(s.seat) == "resultats-poste-07.json"


def test_a_file_holds_all_lessons_of_a_seat_with_mistakes_by_name_and_time() -> None:
    s, other = session(), Session("reading", 2020, 7, "Léa")
    mistake = s.problem("cap").mistakes[0]
    s.answer("cap", mistake.value, seconds=70)
    s.answer("cap", wrong(s), seconds=5000)
    s.answer("cap", s.problem("cap").answer.value, seconds=20)
    s.answer("cap", "1", seconds=500)
    found, _, intact = read_results(to_json([s, other]))
    assert intact and [f.lesson_key for f in found] == ["reading", "capital_aid"] and found[0].name == "Léa"
    record = found[1].record("cap")
    assert record.mistakes == (mistake.key, "") and record.tries == 2
    assert record.seconds == 70 + IDLE + 20, "who is away does not work, and what is solved takes no more time"


def test_two_copies_of_a_seat_are_merged_and_another_seat_is_not_taken_in() -> None:
    one, two = session(), session()
    one.answer("cap", wrong(one))
    one.answer("need", one.problem("need").answer.value)
    for n in range(2):
        two.answer("cap", wrong(two, n=n))
    one.take_in(two)
    assert one.record("cap").tries == 2 and one.record("need").solved
    two.take_in(one)
    assert two.results() == one.results()
    for stranger in (session(8), Session("capital_aid", 2021, 7), Session("reading", 2020, 7)):
        with pytest.raises(ValueError, match="another"):
            one.take_in(stranger)


def test_a_changed_file_shows_and_another_layout_does_not() -> None:
    s = session()
    s.answer("cap", wrong(s))
    text = s.to_json()
    assert read_results(json.dumps(json.loads(text)))[2]
    assert not read_results(text.replace('"tries": 1', '"tries": 0'))[2]
    assert not read_results(text.replace('"seat": 7', '"seat": 8'))[2]


def written(lessons: list[object], seed: object = 1, seat: int = 1) -> str:
    return json.dumps({"format": "ai-calc-course", "version": 2, "seed": seed, "seat": seat, "lessons": lessons})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "{}",
        '{"format": "ai-calc-course", "version": 9}',
        '{"format": "ai-calc-course", "version": 1}',
        "[" * 100_000,
        written([{"lesson": "capital_aid", "results": [3]}]),
        written([{"lesson": "nope", "results": []}]),
        written([{"lesson": "capital_aid", "results": []}], seed=None),
        written([{"lesson": "work", "results": []}], seat=0),
        written([]),
        written([{"lesson": "work", "results": []}] * 2),
    ],
)
def test_a_file_that_is_no_file_of_results_says_why(text: str) -> None:
    with pytest.raises(ResultsError):
        read_results(text)


@given(
    st.text(max_size=300)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    ).map(json.dumps)
)
@settings(max_examples=100, deadline=None)
def test_reading_never_fails_otherwise(text: str) -> None:
    with pytest.raises(ResultsError):
        read_results(text)


@pytest.mark.parametrize("seat", [0, -1, MAX_SEAT + 1])
def test_a_seat_is_a_number_from_one_on(seat: int) -> None:
    with pytest.raises(ValueError, match="poste"):
        session(seat)


# -- collecting and the key --------------------------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path: Path) -> Path:
    for seat in (1, 2):
        s = Session("capital_aid", 2020, seat, "=1+1")
        s.answer("need", s.problem("need").answer.value)
        (tmp_path / file_name(s.seat)).write_text(s.to_json(), "utf-8")
    changed = (tmp_path / "resultats-poste-02.json").read_text("utf-8").replace('"solved": true', '"solved": false')
    (tmp_path / "copie.json").write_text(changed, "utf-8")
    (tmp_path / "autre.json").write_bytes(b"\xff\xfe{}")
    (tmp_path / "notes.txt").write_text("pas un résultat", "utf-8")
    return tmp_path


def test_a_room_is_collected_with_what_is_to_know_of_each_file(room: Path) -> None:
    found = {c.file: c for c in collect.collect(room)}
    assert set(found) == {"resultats-poste-01.json", "resultats-poste-02.json", "copie.json", "autre.json"}
    assert found["resultats-poste-01.json"].note == ""
    assert collect.CHANGED in found["copie.json"].note and "plusieurs fichiers" in found["copie.json"].note
    assert found["autre.json"].session is None


def test_no_name_of_a_learner_becomes_a_formula(room: Path) -> None:
    for details in (False, True):
        assert not any(
            cell.startswith("=")
            for line in collect.as_csv(collect.collect(room), details).decode("utf-8-sig").splitlines()
            for cell in line.split(";")
        )


def test_the_command_line_collects_prints_keys_and_refuses_in_one_line(
    room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["course", "collect", str(room)]) == 0
    assert "resultats-poste-01.json" in capsys.readouterr().out
    assert main(["course", "collect", str(room), "--csv", "--output", str(room / "t.csv")]) == 0
    assert (room / "t.csv").read_text("utf-8").startswith("\ufeffleçon;poste")
    assert main(["course", "list"]) == 0
    assert main(["course", "key", "--seed", "2020", "--seats", "1-3", "--lesson", "capital_aid", "--csv"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n3.1;") == 3
    for bad in (
        ["collect", str(room / "none")],
        ["key", "--seed", "1", "--seats", "0"],
        ["key", "--seed", "1", "--seats", "a-b"],
        ["key", "--seed", "1", "--seats", "5000"],
        ["key", "--seed", "1", "--seats", "2", "--worked"],
        ["collect", str(room), "--details"],
    ):
        assert main(["course", *bad]) == 2
        captured = capsys.readouterr()
        assert captured.err.count("\n") == 1 and "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["collect", "/not/there"], "/not/there : illisible (il n'existe pas)"),
        (["collect", "{room}/notes.txt"], "{room}/notes.txt : illisible (un dossier du chemin est un fichier)"),
        (
            ["key", "--seed", "1", "--seats", "1", "--output", "/not/there/key.txt"],
            "/not/there/key.txt : impossible d'y écrire (le dossier n'existe pas)",
        ),
        (
            ["key", "--seed", "1", "--seats", "1", "--output", "{room}"],
            "{room} : impossible d'y écrire (c'est un dossier)",
        ),
        (
            ["key", "--seed", " ", "--seats", "1"],
            "la graine manque : un mot ou un nombre est attendu, par exemple 2026 ou automne",
        ),
        (
            ["key", "--seed", "a\0b", "--seats", "1"],
            "graine refusée : un mot ou un nombre d'au plus 60 signes est attendu",
        ),
        (
            ["key", "--seed", "\udcff", "--seats", "1"],
            "graine refusée : un mot ou un nombre d'au plus 60 signes est attendu",
        ),
        (
            ["key", "--seed", "x" * 61, "--seats", "1"],
            "graine refusée : un mot ou un nombre d'au plus 60 signes est attendu",
        ),
        (
            ["key", "--seed", "1", "--seats", "1,5-3"],
            (
                "postes refusés (« 1,5-3 ») : un nombre ou une liste est attendu, de 1 à 999, par exemple 12, 1-12 ou"
                " 3,5,8"
            ),
        ),
        (
            ["key", "--seed", "1", "--seats", "²"],
            "postes refusés (« ² ») : un nombre ou une liste est attendu, de 1 à 999, par exemple 12, 1-12 ou 3,5,8",
        ),
    ],
)
def test_what_cannot_be_used_is_named_in_one_french_line(
    room: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], line: str
) -> None:
    assert main(["course", *(a.replace("{room}", str(room)) for a in arguments)]) == 2
    assert capsys.readouterr() == ("", line.replace("{room}", str(room)) + "\n")


def test_an_unknown_lesson_is_refused_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["course", "key", "--seed", "1", "--seats", "1", "--lesson", "nope"])
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "'nope' est inconnu ; au choix : 'reading'" in err


def test_a_file_that_the_system_refuses_is_named_and_the_others_are_collected(
    room: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (room / "perdu.json").symlink_to(room / "nowhere")
    refused, plain = room / "copie.json", Path.open

    def refuse(path: Path, *how: str) -> object:
        if path == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path, *how)

    monkeypatch.setattr(Path, "open", refuse)
    assert main(["course", "collect", str(room)]) == 2
    out, err = capsys.readouterr()
    assert err == f"{refused} : illisible (l'accès est refusé)\n{room / 'perdu.json'} : illisible (il n'existe pas)\n"
    assert "resultats-poste-01.json" in out and "Permission" not in out


def test_a_name_in_another_encoding_is_listed(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (room / "r\udce9sultats.json").write_text("{}", "utf-8")
    assert main(["course", "collect", str(room)]) == 0
    assert capsys.readouterr().out.encode()


@pytest.mark.parametrize(
    ("typed", "seed"), [("2026", 2026), (" Automne ", "automne"), ("E\u0301TÉ 26", "été 26"), ("0042", 42)]
)
def test_capitals_and_spaces_make_no_other_seed(typed: str, seed: int | str) -> None:
    assert read_seed(typed) == seed


def test_the_key_says_what_the_exercise_of_that_seat_accepts() -> None:
    for row in key.answer_key(2020, [3, 4]):
        answer = Session(row.exercise.lesson, 2020, row.seat).problem(row.exercise.key).answer
        if row.words != key.FUNCTION:
            if answer.kind == "several":
                assert answer.accepts(answer.read(row.words.split(" ; ")))
            else:
                assert answer.accepts(answer.read(row.words)), row.exercise.id


def test_the_printed_key_is_one_complete_page_without_foreign_addresses() -> None:
    page = key.as_page("<b>", key.answer_key("<b>", [1]), worked=True)
    assert page.startswith("<!doctype html>") and page.rstrip().endswith("</html>")
    assert "<b>" not in page and "http" not in page and "Poste 1 : le détail" in page
