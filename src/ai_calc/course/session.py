"""What a learner tried in one lesson at one seat, and the file in which all lessons are handed over.

The file's checksum shows that it was changed by accident (an editor, a half-written copy); it is no protection
against who wants to cheat, since the package that computes it is at hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ai_calc import __version__
from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.lessons import all_exercises
from ai_calc.course.lessons import lesson as lesson_of
from ai_calc.course.model import (
    TRIES_BEFORE_SOLUTION,
    Exercise,
    Feedback,
    Lesson,
    Outcome,
    Problem,
    check,
    draw,
)
from ai_calc.ground.french import shorten
from ai_calc.ground.record import record

FORMAT = "ai-calc-course"
FORMAT_VERSION = 2
MAX_SEAT = 999
MAX_KEPT = 12
"""Wrong tries of an exercise whose mistake is remembered."""
IDLE = 600
"""Seconds between two answers that count at most: who is away for lunch does not work."""


class ResultsError(ValueError):
    """A file of results that cannot be used; the message says why, in French."""


@dataclass(slots=True)
class Record:
    """One exercise: wrong tries, whether it was solved, whether the worked answer was shown, the last answer, the keys
    of the mistakes in their order (empty for one that is not known), and the seconds spent until it was solved."""

    tries: int = 0
    solved: bool = False
    solution_seen: bool = False
    last: str = ""
    mistakes: tuple[str, ...] = ()
    seconds: int = 0

    def merged(self, other: Record) -> Record:
        """What two copies of one record hold together: nothing that was done is lost."""
        longer = max(self, other, key=lambda r: (r.solved, r.tries, r.seconds))
        return Record(
            max(self.tries, other.tries),
            self.solved or other.solved,
            self.solution_seen or other.solution_seen,
            longer.last,
            longer.mistakes,
            max(self.seconds, other.seconds),
        )


@dataclass(slots=True)
class Session:
    """A lesson at a seat. ``name`` is what the learner wrote as a name; it may stay empty."""

    lesson_key: str
    seed: int | str
    seat: int
    name: str = ""
    code: str = ""
    """What the learner typed as the trainer's code; the right one opens the worked answers."""
    records: dict[str, Record] = field(default_factory=dict)
    _problems: dict[str, Problem] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.seat <= MAX_SEAT:
            raise ValueError(f"le poste est un numéro de 1 à {MAX_SEAT}")

    @property
    def lesson(self) -> Lesson:
        """The lesson."""
        return lesson_of(self.lesson_key)

    def exercise(self, key: str) -> Exercise:
        """An exercise of the lesson by its name. Raises ``KeyError``."""
        return self.lesson.exercise(key)

    def problem(self, key: str) -> Problem:
        """An exercise with the figures of this seat."""
        exercise = self.exercise(key)
        if exercise.key not in self._problems:
            self._problems[exercise.key] = draw(exercise, self.seed, self.seat)
        return self._problems[exercise.key]

    def record(self, key: str) -> Record:
        """What was tried so far."""
        return self.records.setdefault(self.exercise(key).key, Record())

    def answer(self, key: str, raw: Any, seconds: int = 0) -> Feedback:
        """Judges an answer and remembers it; ``seconds`` since the answer before."""
        record, problem = self.record(key), self.problem(key)
        feedback = check(problem, raw, record.tries)
        if not feedback.outcome.counts:
            return feedback
        if not record.solved:
            last = shorten(problem.answer.words(problem.answer.read(raw)), 200)
            again = last == record.last and not isinstance(problem.answer, FunctionAnswer)
            record.last = last
            record.seconds += min(max(seconds, 0), IDLE)
            if feedback.outcome is Outcome.RIGHT:
                record.solved = True
            elif not again:  # the same once more is no new try
                record.tries += 1
                record.mistakes = (*record.mistakes, feedback.mistake)[-MAX_KEPT:]
        return feedback

    def take_in(self, other: Session) -> None:
        """Adds what another session of the same lesson, seed and seat holds. Raises ``ValueError`` for any other."""
        if self.place != other.place:
            raise ValueError("another lesson, seed or seat")
        self.name = self.name or other.name
        for exercise, theirs in other.records.items():
            self.records[exercise] = self.record(exercise).merged(theirs)

    @property
    def place(self) -> tuple[str, str, int]:
        """Lesson, seed and seat: what tells sessions apart."""
        return self.lesson_key, str(self.seed), self.seat

    @property
    def begun(self) -> bool:
        """Whether anything was tried."""
        return any(r.tries or r.solved for r in self.records.values())

    def tries_left(self, key: str) -> int:
        """Wrong tries until the worked answer may be seen."""
        return max(0, TRIES_BEFORE_SOLUTION - self.record(key).tries)

    def solution_allowed(self, key: str) -> bool:
        """Whether the worked answer may be shown: solved, tried often enough, or opened by the trainer's code."""
        record = self.record(key)
        return record.solved or record.tries >= TRIES_BEFORE_SOLUTION or self.unlocked

    @property
    def unlocked(self) -> bool:
        """Whether the trainer's code was given."""
        return bool(self.code) and self.code.strip().lower() == trainer_code(self.seed)

    def solution(self, key: str) -> tuple[str, ...]:
        """The worked answer, its result first; empty while it is too early. Who sees it unsolved, is noted so."""
        if not self.solution_allowed(key):
            return ()
        record, problem = self.record(key), self.problem(key)
        record.solution_seen = record.solution_seen or not record.solved
        return problem.worked

    @property
    def progress(self) -> tuple[int, int]:
        """How many exercises are solved, of how many."""
        return sum(self.record(e.key).solved for e in self.lesson.exercises), len(self.lesson.exercises)

    def results(self) -> dict[str, Any]:
        """The lesson's part of a file of results."""
        return {
            "lesson": self.lesson_key,
            "results": [
                {
                    "exercise": e.key,
                    "tries": r.tries,
                    "solved": r.solved,
                    "solution_seen": r.solution_seen,
                    "last": r.last,
                    "mistakes": list(r.mistakes),
                    "seconds": r.seconds,
                }
                for e in self.lesson.exercises
                if (r := self.record(e.key))
            ],
        }

    def to_json(self) -> str:
        """A file of results with this lesson alone."""
        return to_json([self])


@record
class CheckResult:
    """What came of a finished final check (:mod:`ai_calc.course.final`), as its seat judged it with the version
    ``package``: the outcome of each exercise, by its id."""

    seed: int | str
    seat: int
    number: int
    finished: date
    package: str
    outcomes: tuple[tuple[str, Outcome], ...]
    name: str = ""

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(outcome is Outcome.RIGHT for _, outcome in self.outcomes)

    def results(self) -> dict[str, Any]:
        """The check's part of a file of results."""
        return {
            "number": self.number,
            "finished": self.finished.isoformat(),
            "package": self.package,
            "results": [{"exercise": key, "outcome": outcome} for key, outcome in self.outcomes],
        }


def file_name(seat: int) -> str:
    """The name of the file of results: ``resultats-poste-07.json``."""
    return f"resultats-poste-{seat:02d}.json"


def merged(sessions: Iterable[Session]) -> dict[tuple[str, str, int], Session]:
    """One session for each lesson, seed and seat, by them, with all that several of the same hold."""
    found: dict[tuple[str, str, int], Session] = {}
    for session in sessions:
        whole = found.setdefault(session.place, Session(session.lesson_key, session.seed, session.seat))
        whole.take_in(session)
    return found


def trainer_code(seed: int | str) -> str:
    """The code of a seed that opens worked answers before three tries: six letters, for the trainer to say. Whoever can
    run this package can work it out; it keeps the room together, and keeps no secret."""
    digest = hashlib.sha256(f"corriges/{seed}".encode()).digest()
    return "".join("abcdefghjkmnpqrstuvwxyz"[byte % 23] for byte in digest[:6])


def to_json(sessions: Sequence[Session], check: CheckResult | None = None) -> str:
    """The file of results of one seat, with its checksum; the sessions, and the final check, have one seed and seat."""
    first = sessions[0] if sessions else check
    assert first is not None
    content = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "package": __version__,
        "seed": first.seed,
        "seat": first.seat,
        "name": next((s.name for s in (*sessions, check) if s is not None and s.name), ""),
        "lessons": [s.results() for s in sorted(sessions, key=lambda s: s.lesson.number)],
        **({"check": check.results()} if check is not None else {}),
    }
    return json.dumps({**content, "checksum": checksum(content)}, ensure_ascii=False, indent=1) + "\n"


def checksum(content: dict[str, Any]) -> str:
    """Sixteen hexadecimal digits of what a file of results says, apart from its own checksum and its layout."""
    text = json.dumps(
        {k: v for k, v in content.items() if k != "checksum"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_results(text: str) -> tuple[list[Session], CheckResult | None, bool]:
    """The sessions of a file of results, its final check, and whether its checksum holds. Raises
    :class:`ResultsError`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ResultsError("ce n'est pas du JSON lisible") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ResultsError("ce n'est pas un fichier de résultats du cours")
    if data.get("version") != FORMAT_VERSION:
        raise ResultsError(f"version de fichier inconnue : {shorten(str(data.get('version')))}")
    try:
        found = [_read_lesson(data, lesson) for lesson in data["lessons"]]
        check = _read_check(data, data["check"]) if data.get("check") else None
        if not (found or check) or len({s.lesson_key for s in found}) < len(found):
            raise ValueError
        return found, check, data.get("checksum") == checksum(data)  # half a character in any text is a ValueError here
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ResultsError("le contenu est incomplet ou abîmé") from None


def _read_lesson(data: dict[str, Any], lesson: dict[str, Any]) -> Session:
    session = Session(
        str(lesson["lesson"]), _seed(data["seed"]), _whole(data["seat"]), str(data.get("name") or "")[:80]
    )
    known = {e.key for e in session.lesson.exercises}
    for raw in lesson["results"]:
        if raw["exercise"] in known:
            session.records[raw["exercise"]] = Record(
                _whole(raw["tries"]),
                raw["solved"] is True,
                raw["solution_seen"] is True,
                str(raw.get("last") or "")[:200],
                tuple(str(key)[:40] for key in raw["mistakes"][-MAX_KEPT:]),
                _whole(raw["seconds"]),
            )
    return session


def _read_check(data: dict[str, Any], check: dict[str, Any]) -> CheckResult:
    known = {e.id for e in all_exercises()}
    return CheckResult(
        _seed(data["seed"]),
        _whole(data["seat"]),
        _whole(check["number"]),
        date.fromisoformat(check["finished"]),
        str(check["package"])[:20],
        tuple((r["exercise"], Outcome(r["outcome"])) for r in check["results"] if r["exercise"] in known),
        str(data.get("name") or "")[:80],
    )


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _seed(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError
    return value
