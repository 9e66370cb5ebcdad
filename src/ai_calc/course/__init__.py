"""The course: exercises that check themselves, each seat with figures of its own.

A lesson has exercises; ``draw(exercise, seed, seat)`` makes the problem of one seat, whose right answer and whose
typical wrong answers the package computes. A :class:`~ai_calc.course.session.Session` keeps what a learner tried; it
is exported as a file that a trainer collects (:mod:`ai_calc.course.collect`). :mod:`ai_calc.course.key` prints the
answers of all seats.
"""

from ai_calc.course.figures import figure
from ai_calc.course.lessons import all_exercises, all_lessons, lesson
from ai_calc.course.model import Exercise, Feedback, Hint, Lesson, Mistake, Outcome, Problem, check, draw
from ai_calc.course.session import Session

__all__ = [
    "Exercise",
    "Feedback",
    "Hint",
    "Lesson",
    "Mistake",
    "Outcome",
    "Problem",
    "Session",
    "all_exercises",
    "all_lessons",
    "check",
    "draw",
    "figure",
    "lesson",
]
