"""« À revoir »: exercises that went wrong come back with another case, at growing distances.

An exercise comes in when an answer to it was wrong, or its worked answer was opened before it was solved, which the end
of a final check does for all that was not right. It is due at
once (the pages of other lessons say so), then after the days of :data:`WAITS`. Right at the first try, it waits for
the next distance, and after the last one it is done with; otherwise it begins anew the day after. Each time it has
another case.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.final import FinalCheck
from ai_calc.course.lessons import all_exercises
from ai_calc.course.model import (
    TRIES_BEFORE_SOLUTION,
    Exercise,
    Feedback,
    Outcome,
    Problem,
    check,
    redrawn,
)
from ai_calc.course.session import Session

FORMAT = "ai-calc-review"
FORMAT_VERSION = 1
WAITS = (0, 2, 7, 21)
"""Days until an exercise comes back, box by box."""
RULE = (
    "Un exercice revient quand une réponse était fausse, ou que le corrigé a été ouvert avant la bonne : dès la leçon"
    f" suivante, puis après {WAITS[1]}, {WAITS[2]} et {WAITS[3]} jours, chaque fois avec un autre dossier. Juste du"
    " premier coup, il attend le délai suivant, et après le dernier il ne revient plus ; sinon, il recommence le"
    " lendemain. Ce qui n'était pas juste dans un contrôle final revient de même."
)


@dataclass(slots=True)
class Card:
    """An exercise that comes back: its box (an index of :data:`WAITS`), when (``None``: no more), which case of it, and
    the wrong tries at that."""

    due: date | None
    box: int = 0
    turn: int = 1
    tries: int = 0


@dataclass(slots=True)
class Review:
    """What comes back at a seat, by the id of the exercise."""

    seed: int | str
    seat: int
    cards: dict[str, Card] = field(default_factory=dict)

    def take_up(self, session: Session, day: date) -> None:
        """Adds what went wrong in a lesson of this seat; what came in before stays as it is."""
        for exercise in session.lesson.exercises:
            record = session.record(exercise.key)
            if exercise.id in self.cards or not (record.tries or record.solution_seen):
                continue  # before its case is drawn
            if not isinstance(session.problem(exercise.key).answer, FunctionAnswer):  # code is left to the notebooks
                self.cards[exercise.id] = Card(day)

    def take_up_check(self, check: FinalCheck, day: date) -> None:
        """Adds what was not right in a check that has just been finished; what waits for a later day begins anew."""
        for question in check.questions:
            key, outcome = question.exercise.id, check.judged(question).outcome
            card = self.cards.get(key)
            if outcome is not Outcome.RIGHT and (card is None or card.due is None or card.due > day):
                self.cards[key] = Card(day, turn=card.turn if card else 1)

    def due(self, day: date) -> list[Exercise]:
        """What is to be done on a day, in the order of the lessons."""
        return [e for e in all_exercises() if (at := self._day(e)) is not None and at <= day]

    def later(self, day: date) -> list[tuple[date, Exercise]]:
        """What comes after that day, the next ones first."""
        found = [(at, e) for e in all_exercises() if (at := self._day(e)) is not None and at > day]
        return sorted(found, key=lambda item: item[0])

    def _day(self, exercise: Exercise) -> date | None:
        card = self.cards.get(exercise.id)
        return card.due if card else None

    def problem(self, exercise: Exercise, turn: int) -> Problem:
        """The case of that turn."""
        return redrawn(exercise, self.seed, self.seat, f"{self.seed} · revoir {turn}")

    def answer(self, exercise: Exercise, turn: int, raw: Any, day: date) -> Feedback:
        """Judges an answer; the first one to the case that is due decides when the exercise comes back."""
        card = self.cards[exercise.id]
        present = turn == card.turn
        feedback = check(self.problem(exercise, turn), raw, card.tries if present else 0)
        if present and feedback.outcome is Outcome.NOT_YET:
            card.tries += 1
        elif present and feedback.outcome is Outcome.RIGHT:
            self._next(card, day)
        return feedback

    def solution_allowed(self, exercise: Exercise, turn: int) -> bool:
        """Whether the worked answer may be shown: as in a lesson."""
        card = self.cards[exercise.id]
        return turn < card.turn or card.tries >= TRIES_BEFORE_SOLUTION

    def solution(self, exercise: Exercise, turn: int, day: date) -> tuple[str, ...]:
        """The worked answer, its result first; the case is done with then."""
        if not self.solution_allowed(exercise, turn):
            return ()
        card, problem = self.cards[exercise.id], self.problem(exercise, turn)
        if turn == card.turn:
            self._next(card, day)
        return problem.worked

    def _next(self, card: Card, day: date) -> None:
        card.box = 0 if card.tries else card.box + 1
        wait = 1 if card.tries else WAITS[card.box] if card.box < len(WAITS) else None
        card.due = None if wait is None else day + timedelta(wait)
        card.turn, card.tries = card.turn + 1, 0

    def to_json(self) -> str:
        """What a browser keeps of it."""
        cards = {
            key: {"due": c.due.isoformat() if c.due else None, "box": c.box, "turn": c.turn, "tries": c.tries}
            for key, c in self.cards.items()
        }
        kept = {"format": FORMAT, "version": FORMAT_VERSION, "seed": self.seed, "seat": self.seat, "cards": cards}
        return json.dumps(kept, ensure_ascii=False)


def read_review(text: Any, seed: int | str, seat: int) -> Review:
    """What was kept for a seat; nothing of any other, and of what cannot be read."""
    found = Review(seed, seat)
    try:
        data = json.loads(str(text or ""))
        if (data["format"], data["version"], str(data["seed"]), data["seat"]) == (
            FORMAT,
            FORMAT_VERSION,
            str(seed),
            seat,
        ):
            known = {e.id for e in all_exercises()}
            found.cards = {key: _card(raw) for key, raw in data["cards"].items() if key in known}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found.cards = {}
    return found


def _card(raw: dict[str, Any]) -> Card:
    due = date.fromisoformat(raw["due"]) if raw["due"] else None
    box, turn, tries = (int(raw[name]) for name in ("box", "turn", "tries"))
    if not (0 <= box <= len(WAITS) and 1 <= turn < 10_000 and 0 <= tries < 10_000):
        raise ValueError
    return Card(due, box, turn, tries)
