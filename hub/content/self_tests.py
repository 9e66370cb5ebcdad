"""« Testez-vous » : one quick question at a rule, drawn from an exercise that practises it.

The draw is fixed: seed :data:`SEED`, the first of :data:`SEATS` at which the case turns on the rule, so that pages come
out the same on every day. No course has this seed, and the seats have no neighbour to keep away from.

A page has :data:`MOST` at most: first the rules that fewest exercises practise, in their order on the page where
several have as few; each exercise once a page. Only questions with a choice, which need no Python; none whose answers
are rules, since the rule above the question would give the answer away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ai_calc.course import Exercise, Problem, draw
from ai_calc.course.answers import ChoiceAnswer
from ai_calc.law.citations import is_citation, label
from hub.content.rules import Rule

if TYPE_CHECKING:
    from hub.content.library import Library

SEED = "testez-vous"
SEATS = range(1, 24, 2)
MOST = 3


@dataclass(frozen=True)
class Question:
    """A question at a rule: the exercise that it is drawn from, and its problem."""

    exercise: Exercise
    problem: Problem

    @property
    def answer(self) -> ChoiceAnswer:
        """The options, and the right one."""
        assert isinstance(self.problem.answer, ChoiceAnswer)
        return self.problem.answer


@cache
def _problems(exercise: Exercise) -> tuple[Problem, ...]:
    first = draw(exercise, SEED, SEATS[0])
    if not isinstance(first.answer, ChoiceAnswer) or any(is_citation(key) for key, _ in first.answer.options):
        return ()
    return (first, *(draw(exercise, SEED, seat) for seat in SEATS[1:]))


def turns_on(problem: Problem) -> set[str]:
    """The citations on which a case turns: those to read; else those that every typical mistake names, and those that
    the worked answer names."""
    if problem.reads:
        return set(problem.reads)
    named = [set(m.rules) for m in problem.mistakes]
    worked = " ".join(problem.solution)
    return set.intersection(*named) | {c for rules in named for c in rules if label(c) in worked}


def _of_rule(library: Library, rule: Rule) -> Iterator[Question]:
    uses = library.uses.get(rule.citation)
    for exercise in uses.exercises if uses and not rule.abrogated else ():
        for problem in _problems(exercise):
            found = (library.resolve(citation) for citation in turns_on(problem))
            if any(target is not None and target[0] is rule for target in found):
                yield Question(exercise, problem)
                break


def questions(library: Library) -> dict[str, Question]:
    """The question of each rule that has one, by the rule's citation."""
    found: dict[str, Question] = {}
    for page in library.page_of.values():
        rules = [piece.rule for piece in page.pieces if piece.rule is not None]
        rules.sort(key=lambda r: len(library.uses[r.citation].exercises) if r.citation in library.uses else 0)
        asked: dict[str, Question] = {}
        for rule in rules:
            if len(asked) == MOST:
                break
            used = {q.exercise.id for q in asked.values()}
            own = next((q for q in _of_rule(library, rule) if q.exercise.id not in used), None)
            if own is not None:
                asked[rule.citation] = own
        found.update(asked)
    return found
