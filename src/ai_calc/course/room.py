"""Where a room stumbled: its results side by side, exercise by seat, with the mistakes that were made most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median

from ai_calc.course.collect import Collected, minutes
from ai_calc.course.lessons import all_lessons
from ai_calc.course.model import Exercise, Lesson
from ai_calc.course.session import CheckResult, Record, Session, merged
from ai_calc.ground.record import record
from ai_calc.handing_over.csv_text import csv_bytes

Place = tuple[str, int]
"""Seed and seat."""

STATES = {
    "solved": "réussi",
    "opened": "corrigé ouvert",
    "tried": "essayé",
    "": "pas commencé",
}


def state_of(record: Record) -> str:
    """A key of :data:`STATES`."""
    return "solved" if record.solved else "opened" if record.solution_seen else "tried" if record.tries else ""


@record
class Stumble:
    """A typical mistake, what the course says of it, and at how many seats it was made."""

    text: str
    rules: tuple[str, ...]
    seats: int


@record
class ExerciseView:
    """An exercise across the room. ``records`` by place; ``unknown``: wrong answers that are no typical mistake."""

    exercise: Exercise
    records: dict[Place, Record]
    stumbles: tuple[Stumble, ...]
    unknown: int

    @property
    def begun(self) -> list[Record]:
        """What was tried."""
        return [r for r in self.records.values() if r.tries or r.solved]

    @property
    def solved(self) -> int:
        """At how many seats it was solved."""
        return sum(r.solved for r in self.begun)

    @property
    def tries(self) -> int:
        """Wrong tries, which is how many hints were read."""
        return sum(r.tries for r in self.begun)

    @property
    def opened(self) -> int:
        """At how many seats the worked answer was opened before it was solved."""
        return sum(r.solution_seen for r in self.begun)

    @property
    def minutes(self) -> int:
        """What it took in the middle of the room."""
        times = [r.seconds for r in self.begun if r.seconds]
        return minutes(int(median(times))) if times else 0


@record
class LessonView:
    """A lesson across the room: its exercises, and the places that began it, with the names that were given."""

    lesson: Lesson
    places: dict[Place, str]
    exercises: tuple[ExerciseView, ...]

    @property
    def minutes(self) -> int:
        """What the lesson took in the middle of the seats that got through all that the room did of it (the exercises
        with code are left to the notebooks); none did: 0."""
        done, times = [e for e in self.exercises if e.begun], []
        for place in self.places:
            records = [e.records[place] for e in done]
            if all(r.solved or r.solution_seen for r in records):
                times.append(sum(r.seconds for r in records))
        return minutes(int(median(times))) if times else 0


def view(found: Iterable[Collected]) -> list[LessonView]:
    """The lessons that the room began. Several files of one place count together."""
    sessions = merged(c.session for c in found if c.session is not None and c.session.begun)
    views = []
    for lesson in all_lessons():
        own = {s.place[1:]: s for s in sessions.values() if s.lesson_key == lesson.key}
        if own:
            own = dict(sorted(own.items(), key=lambda item: (item[0][1], item[0][0])))
            exercises = tuple(_exercise(e, own) for e in lesson.exercises)
            views.append(LessonView(lesson, {place: s.name for place, s in own.items()}, exercises))
    return views


def checks(found: Iterable[Collected]) -> list[CheckResult]:
    """The final checks of the room: the last one of each place, seat by seat."""
    last: dict[Place, CheckResult] = {}
    for check in sorted((c.check for c in found if c.check), key=lambda c: (c.number, c.finished)):
        last[str(check.seed), check.seat] = check
    return [last[place] for place in sorted(last, key=lambda p: (p[1], p[0]))]


def _exercise(exercise: Exercise, sessions: dict[Place, Session]) -> ExerciseView:
    made: Counter[str] = Counter()
    said: dict[str, tuple[str, tuple[str, ...]]] = {}
    unknown = 0
    for session in sessions.values():
        keys = session.record(exercise.key).mistakes
        unknown += "" in keys
        if known := {key for key in keys if key}:
            texts = {m.key: (m.text, m.rules) for m in session.problem(exercise.key).mistakes}
            for key in known & texts.keys():
                made[texts[key][0]] += 1  # what counts as one mistake is what is said of it
                said[texts[key][0]] = texts[key]
    stumbles = tuple(Stumble(*said[text], count) for text, count in made.most_common())
    return ExerciseView(exercise, {p: s.record(exercise.key) for p, s in sessions.items()}, stumbles, unknown)


HEADS = (
    "exercice",
    "titre",
    "postes",
    "réussis",
    "essais manqués",
    "corrigés ouverts",
    "minutes (médiane)",
    "erreurs les plus fréquentes (postes × erreur)",
)


def as_csv(found: Iterable[Collected]) -> bytes:
    """The room as CSV, a line an exercise: what was solved, what it took, which mistakes were made."""
    return csv_bytes(
        HEADS,
        (
            (
                e.exercise.number,
                e.exercise.title,
                len(e.begun),
                e.solved,
                e.tries,
                e.opened,
                e.minutes,
                " / ".join(f"{s.seats} × {s.text}" for s in e.stumbles),
            )
            for lesson in view(found)
            for e in lesson.exercises
        ),
    )
