"""The final check: one exercise of each lesson, without hints, and the attestation of what came of it.

(Not named ``check``: that is the function which judges an answer, :func:`ai_calc.course.check`.)

Seed, seat and the number of the check decide which exercises are asked, and with which figures. They are drawn with
the seed :func:`seed_of`, so that they are others than those of the lessons; where chance makes the same case of one, it
is drawn anew. An answer may be changed until the check is finished. What cannot be read is no wrong answer: it is told.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from ai_calc import __version__
from ai_calc.course.answers import AnswerError, FunctionAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.law import texts_in_words
from ai_calc.course.lessons import all_lessons
from ai_calc.course.model import Exercise, Feedback, Lesson, Outcome, Problem, check, draw, redrawn
from ai_calc.course.session import MAX_SEAT, CheckResult
from ai_calc.ground.french import agreeing, long_date
from ai_calc.ground.record import record

FORMAT = "ai-calc-check"
FORMAT_VERSION = 1
MAX_NUMBER = 9999
_LONGEST = 400
"""Characters that are kept of a typed answer."""


class KeptError(ValueError):
    """What was kept of a check is of another one, or cannot be read."""


WORDS = {
    Outcome.RIGHT: "juste",
    Outcome.NOT_YET: "pas encore",
    Outcome.UNREADABLE: "réponse illisible, pas comptée comme fausse",
    Outcome.NONE: "sans réponse",
}
"""What came of an answer, in the words of the attestation."""


@dataclass(frozen=True)
class Question:
    """One question of a check."""

    lesson: Lesson
    exercise: Exercise
    problem: Problem


def seed_of(seed: int | str, number: int) -> str:
    """The seed with which a check is drawn: « automne · contrôle 1 »."""
    return f"{seed} · contrôle {number}"


@lru_cache(maxsize=16)
def drawn(seed: int | str, seat: int, number: int) -> tuple[Question, ...]:
    """The questions of a check, a lesson each; exercises that ask for code are left to the notebooks."""
    return tuple(_question(item, seed, seat, number) for item in all_lessons())


def _question(item: Lesson, seed: int | str, seat: int, number: int) -> Question:
    own = seed_of(seed, number)
    for exercise in Draw(own, seat, item.key).shuffled(item.exercises):
        if not isinstance(draw(exercise, own, seat).answer, FunctionAnswer):
            return Question(item, exercise, redrawn(exercise, seed, seat, own))
    raise RuntimeError(f"{item.key}: no exercise without code")


@record
class Score:
    """How many answers are right, wrong, unreadable, missing."""

    right: int
    not_yet: int
    unreadable: int
    none: int

    @property
    def total(self) -> int:
        """How many questions were asked."""
        return self.right + self.not_yet + self.unreadable + self.none

    @property
    def words(self) -> str:
        """« 6 réponses justes sur 8 ; 1 illisible, pas comptée comme fausse »."""
        parts = [f"{agreeing(self.right, 'réponse(s) juste(s)')} sur {self.total}"]
        if self.unreadable:
            parts.append(agreeing(self.unreadable, "illisible(s), pas comptée(s) comme fausse(s)"))
        if self.none:
            parts.append(f"{self.none} sans réponse")
        return " ; ".join(parts)


STATEMENT = (
    "Cette attestation est faite dans le navigateur de la personne, à partir de ses seules réponses.",
    "Elle n'est pas signée et personne ne l'a contrôlée. Elle ne dit rien d'autre que ce qui figure ci-dessus.",
)


@dataclass(slots=True)
class FinalCheck:
    """A check at a seat. ``answers`` are as they were given, by the id of the exercise; ``finished`` is the day on
    which it was finished, as the device told it, ``package`` the version that asked."""

    seed: int | str
    seat: int
    number: int = 1
    answers: dict[str, str | list[str]] = field(default_factory=dict)
    finished: date | None = None
    package: str = __version__

    def __post_init__(self) -> None:
        if not (1 <= self.seat <= MAX_SEAT and 1 <= self.number <= MAX_NUMBER):
            raise ValueError("no such seat or number")

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        return drawn(self.seed, self.seat, self.number)

    def give(self, answers: dict[str, Any]) -> None:
        """Takes the answers as they stand now; a finished check stays as it is."""
        if self.finished is None:
            self.answers = {
                q.exercise.id: _plain(answers[q.exercise.id]) for q in self.questions if answers.get(q.exercise.id)
            }

    def judged(self, question: Question) -> Feedback:
        """What came of a question's answer."""
        return check(question.problem, self.answers.get(question.exercise.id, ""))

    def given(self, question: Question) -> str:
        """A question's answer in words, as it was typed where it cannot be read; empty where there is none."""
        raw = self.answers.get(question.exercise.id, "")
        try:
            return question.problem.answer.words(question.problem.answer.read(raw))
        except AnswerError as error:
            return "" if error.empty else str(raw)

    @property
    def score(self) -> Score:
        """The answers, counted."""
        found = [self.judged(q).outcome for q in self.questions]
        return Score(*(found.count(outcome) for outcome in Outcome))

    def another(self) -> FinalCheck:
        """The next check of this seat: other exercises, other figures."""
        return FinalCheck(self.seed, self.seat, self.number % MAX_NUMBER + 1)

    # -- attestation --

    def rows(self, name: str = "") -> tuple[tuple[str, str], ...]:
        """What the attestation names, the name only when there is one. The check is finished."""
        assert self.finished is not None
        shown = printable(name)
        return (
            *((("Nom", shown),) if shown else ()),
            ("Date", long_date(self.finished)),
            ("Graine", str(self.seed)),
            ("Poste", str(self.seat)),
            ("Contrôle", f"n° {self.number}"),
            ("Version du site", self.package),
            ("Droit enseigné", texts_in_words(r for q in self.questions for r in q.exercise.rules)),
            ("Résultat", self.score.words),
        )

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each question, and what came of it."""
        return tuple(
            (
                f"Leçon {q.lesson.number}, exercice {q.exercise.number} · {q.exercise.title}",
                WORDS[self.judged(q).outcome],
            )
            for q in self.questions
        )

    def as_text(self, name: str = "") -> str:
        """The attestation as a text file."""
        return "\n".join(
            (
                TITLE,
                "",
                *(f"{label} : {value}" for label, value in self.rows(name)),
                "",
                *(f"{label} : {value}" for label, value in self.lines()),
                "",
                *STATEMENT,
                "",
            )
        )

    @property
    def file_name(self) -> str:
        """``attestation-poste-07.txt``."""
        return f"attestation-poste-{self.seat:02}.txt"

    def result(self, name: str = "") -> CheckResult:
        """What is handed over of it. The check is finished."""
        assert self.finished is not None
        outcomes = tuple((q.exercise.id, self.judged(q).outcome) for q in self.questions)
        return CheckResult(self.seed, self.seat, self.number, self.finished, self.package, outcomes, printable(name))

    # -- what a browser keeps --

    @property
    def digest(self) -> str:
        """Tells whether the same is asked as when the answers were given: a later version may ask something else."""
        asked = [
            (q.exercise.id, q.problem.told, q.problem.answer.words(q.problem.answer.value)) for q in self.questions
        ]  # the answer in words and no repr: a set has no order of its own
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]

    def to_json(self) -> str:
        """What is kept of the check."""
        return json.dumps(
            {
                "format": FORMAT,
                "version": FORMAT_VERSION,
                "package": self.package,
                "seed": self.seed,
                "seat": self.seat,
                "number": self.number,
                "asked": self.digest,
                "answers": self.answers,
                "finished": self.finished.isoformat() if self.finished else None,
            },
            ensure_ascii=False,
        )


TITLE = "Attestation · contrôle final du cours sur la réadaptation professionnelle de l'AI"


def read_kept(text: str, seed: int | str, seat: int) -> FinalCheck:
    """The check of a seat as it was kept. Raises :class:`KeptError` for any other, and for one that asked others."""
    try:
        data = json.loads(text)
        if (data["format"], data["version"], str(data["seed"]), data["seat"]) != (
            FORMAT,
            FORMAT_VERSION,
            str(seed),
            seat,
        ):
            raise KeptError
        number = data["number"]
        if isinstance(number, bool) or not isinstance(number, int):
            raise KeptError
        found = FinalCheck(seed, seat, number)
        if data["asked"] != found.digest:
            raise KeptError
        found.give(dict(data["answers"]))
        if data["finished"]:  # by the version of then; what is still open goes on with this one
            found.finished, found.package = date.fromisoformat(data["finished"]), str(data["package"])[:20]
        return found
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise KeptError("this is no check of this seat") from None


def printable(name: str) -> str:
    """A name in one line, without signs that cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())[:80]


def _plain(raw: Any) -> str | list[str]:
    return [str(one)[:_LONGEST] for one in raw[:99]] if isinstance(raw, list | tuple) else str(raw)[:_LONGEST]
