"""What a learner tried in one lesson at one seat, and the file in which it is handed over.

The file's checksum shows that it was changed by accident (an editor, a half-written copy); it is no protection
against who wants to cheat, since the package that computes it is at hand.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from ai_calc import __version__
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

FORMAT = "ai-calc-course"
FORMAT_VERSION = 1
MAX_SEAT = 999


class ResultsError(ValueError):
    """A file of results that cannot be used; the message says why, in French."""


@dataclass(slots=True)
class Record:
    """One exercise: wrong tries, whether it was solved, whether the worked answer was shown, the last answer."""

    tries: int = 0
    solved: bool = False
    solution_seen: bool = False
    last: str = ""


@dataclass(slots=True)
class Session:
    """A lesson at a seat. ``name`` is what the learner wrote as a name; it may stay empty."""

    lesson_key: str
    seed: int | str
    seat: int
    name: str = ""
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

    def answer(self, key: str, raw: Any) -> Feedback:
        """Judges an answer and remembers it."""
        record, problem = self.record(key), self.problem(key)
        feedback = check(problem, raw, record.tries)
        if feedback.outcome is Outcome.UNREADABLE:
            return feedback
        if not record.solved:
            record.last = shorten(problem.answer.words(problem.answer.read(raw)), 200)
            if feedback.outcome is Outcome.RIGHT:
                record.solved = True
            else:
                record.tries += 1
        return feedback

    def solution_allowed(self, key: str) -> bool:
        """Whether the worked answer may be shown: solved, or tried often enough."""
        record = self.record(key)
        return record.solved or record.tries >= TRIES_BEFORE_SOLUTION

    def solution(self, key: str) -> tuple[str, ...]:
        """The worked answer, its result first; empty while it is too early. Who sees it unsolved, is noted so."""
        if not self.solution_allowed(key):
            return ()
        record, problem = self.record(key), self.problem(key)
        record.solution_seen = record.solution_seen or not record.solved
        return (f"Réponse : {problem.answer.words(problem.answer.value)}", *problem.solution)

    @property
    def progress(self) -> tuple[int, int]:
        """How many exercises are solved, of how many."""
        return sum(self.record(e.key).solved for e in self.lesson.exercises), len(self.lesson.exercises)

    @property
    def file_name(self) -> str:
        """The name of the file of results: ``resultats-3-poste-07.json``."""
        return f"resultats-{self.lesson.number}-poste-{self.seat:02d}.json"

    def data(self) -> dict[str, Any]:
        """The results as JSON data, with their checksum."""
        content = {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "package": __version__,
            "lesson": self.lesson_key,
            "seed": self.seed,
            "seat": self.seat,
            "name": self.name,
            "results": [
                {
                    "exercise": e.key,
                    "tries": r.tries,
                    "solved": r.solved,
                    "solution_seen": r.solution_seen,
                    "last": r.last,
                }
                for e in self.lesson.exercises
                if (r := self.record(e.key))
            ],
        }
        return {**content, "checksum": checksum(content)}

    def to_json(self) -> str:
        """The file of results."""
        return json.dumps(self.data(), ensure_ascii=False, indent=1) + "\n"


def checksum(content: dict[str, Any]) -> str:
    """Sixteen hexadecimal digits of what a file of results says, apart from its own checksum and its layout."""
    text = json.dumps(
        {k: v for k, v in content.items() if k != "checksum"}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_results(text: str) -> tuple[Session, bool]:
    """The session of a file of results, and whether its checksum holds. Raises :class:`ResultsError`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise ResultsError("ce n'est pas du JSON lisible") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ResultsError("ce n'est pas un fichier de résultats du cours")
    if data.get("version") != FORMAT_VERSION:
        raise ResultsError(f"version de fichier inconnue : {shorten(str(data.get('version')))}")
    try:
        session = Session(
            str(data["lesson"]), _seed(data["seed"]), _whole(data["seat"]), str(data.get("name") or "")[:80]
        )
        known = {e.key for e in session.lesson.exercises}
        for raw in data["results"]:
            if raw["exercise"] in known:
                session.records[raw["exercise"]] = Record(
                    _whole(raw["tries"]),
                    raw["solved"] is True,
                    raw["solution_seen"] is True,
                    str(raw.get("last") or "")[:200],
                )
        return session, data.get("checksum") == checksum(data)  # half a character in any text is a ValueError here
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ResultsError("le contenu est incomplet ou abîmé") from None


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError
    return value


def _seed(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError
    return value
