"""Lessons, exercises, and what a learner is told: right, or not yet with a hint that names the rule.

The first hint says which rule to read again, the next ones how to go about it. The worked answer comes only after
:data:`TRIES_BEFORE_SOLUTION` tries, and only to who asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from ai_calc.course.answers import Answer, AnswerError, ChoiceAnswer, FunctionAnswer, SeveralAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.figures import figure
from ai_calc.ground.french import show
from ai_calc.ground.record import record
from ai_calc.law.citations import label
from ai_calc.results import Result

TRIES_BEFORE_SOLUTION = 3
_REDRAWS = 400
_OTHER_DRAWS = 20


@record
class Hint:
    """One step of help. ``rules`` are the rules that it names."""

    text: str
    rules: tuple[str, ...]


@record
class Mistake:
    """A typical wrong answer, recognised by its value, and what to say about it."""

    key: str
    value: Any
    text: str
    rules: tuple[str, ...]


@record
class Problem:
    """An exercise with the figures of one seat. Texts are French.

    ``facts`` are shown as a table (label, value); ``solution`` is the worked answer, a line a step; ``case`` is the
    case for the calculator, as JSON data; ``start`` is the code that a learner completes, for a function. The mistakes
    named in ``essential`` must give another answer than the right one; figures for which one does not are not used.
    ``reads``: the rules that are to be read where the exercise stands, ``sees`` the pages
    (:mod:`ai_calc.course.pages`). ``calculator`` is the one of ``case``, where the exercise has several.
    """

    story: str
    question: str
    answer: Answer
    hints: tuple[Hint, ...]
    mistakes: tuple[Mistake, ...]
    solution: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    case: dict[str, Any] | None = None
    start: str = ""
    essential: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    sees: tuple[str, ...] = ()
    calculator: str = ""

    def distinct(self) -> Problem:
        """The problem without the mistakes that happen to give the right answer with these figures."""
        return replace(
            self, mistakes=tuple(m for m in self.mistakes if not self.answer.accepts(self.answer.read(m.value)))
        )

    @property
    def told(self) -> tuple[object, ...]:
        """All that a learner is given of it, which tells one case from another; options in whatever order."""
        probes = self.answer.probes if isinstance(self.answer, FunctionAnswer) else ()
        return (
            self.story,
            self.facts,
            self.question,
            sorted(getattr(self.answer, "options", ())),
            [(p.arguments, p.expected) for p in probes],
        )

    @property
    def worked(self) -> tuple[str, ...]:
        """The worked answer, its result first."""
        return (f"Réponse : {self.answer.words(self.answer.value)}", *self.solution)

    @property
    def sound(self) -> bool:
        """Whether the figures tell right from wrong: the essential mistakes show, and two of them at least (one where
        there are but two answers to choose from); no two options read the same (parts of one sentence share a label).
        """
        options = [words for _, words in getattr(self.answer, "options", ())]
        if len(set(options)) < len(options):
            return False
        keys = {m.key for m in self.mistakes}
        least = 1 if isinstance(self.answer, ChoiceAnswer) and len(self.answer.options) == 2 else 2
        return len(keys) >= least and keys.issuperset(self.essential)


LEVELS = {1: "repérer", 2: "appliquer", 3: "apprécier"}
"""What an exercise asks for: to find the text, the word or the value; to apply it to a case; to weigh, and say which
rule decides."""


@dataclass(frozen=True)
class Exercise:
    """An exercise. ``rules`` are those that it practises, ``level`` is one of :data:`LEVELS`, ``calculator`` the one
    that computes its answer."""

    key: str
    title: str
    rules: tuple[str, ...]
    build: Callable[[Draw], Problem] = field(repr=False)
    level: int
    calculator: str = ""
    lesson: str = ""
    number: str = ""

    @property
    def id(self) -> str:
        """Its name among all exercises: ``capital_aid.need``."""
        return f"{self.lesson}.{self.key}"

    def problem(self, draw: Draw) -> Problem:
        """What it makes of a draw."""
        made = self.build(draw).distinct()
        return replace(made, calculator=made.calculator or self.calculator)

    @property
    def anchor(self) -> str:
        """Its anchor on the page of all exercises: ``ex-3-1``."""
        return f"ex-{self.number.replace('.', '-')}"


@dataclass(frozen=True)
class Lesson:
    """A lesson: one notebook. ``minutes`` is the time it takes in a room; ``also`` are rules of a document that its
    text shows and none of its exercises practises."""

    key: str
    number: int
    title: str
    notebook: str
    minutes: int
    goals: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    also: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that it teaches."""
        return (*(rule for exercise in self.exercises for rule in exercise.rules), *self.also)

    def exercise(self, key: str) -> Exercise:
        """The exercise of this name. Raises ``KeyError`` in French."""
        for exercise in self.exercises:
            if key in (exercise.key, exercise.number):
                return exercise
        raise KeyError(
            f"pas d'exercice « {key} » dans cette leçon ; il y a : {', '.join(e.key for e in self.exercises)}"
        )


def make_lesson(
    key: str,
    number: int,
    title: str,
    notebook: str,
    minutes: int,
    goals: tuple[str, ...],
    exercises: Iterable[Exercise],
    also: tuple[str, ...] = (),
) -> Lesson:
    """A lesson whose exercises know their number."""
    numbered = tuple(replace(e, lesson=key, number=f"{number}.{i}") for i, e in enumerate(exercises, 1))
    return Lesson(key, number, title, notebook, minutes, goals, numbered, also)


def draw(exercise: Exercise, seed: int | str, seat: int) -> Problem:
    """The problem of one seat: the first one drawn whose figures tell right from wrong.

    Seats with an even number keep away from both neighbours: never the same case, and another answer where there is
    one. Raises ``RuntimeError`` when no figures will do: the exercise itself is then faulty.
    """
    return _at_seat(exercise, seed, seat)[1]


_ATTEMPTS_FOR_ANSWER = 12
"""Draws by which an even seat looks for an answer that neither neighbour has."""


@lru_cache(maxsize=256)
def _at_seat(exercise: Exercise, seed: int | str, seat: int) -> tuple[int, Problem]:
    """The attempt that made the problem of a seat, and the problem."""
    beside = [(n, *_at_seat(exercise, seed, n)) for n in (seat - 1, seat + 1) if n > 0] if seat % 2 == 0 else []
    cases: list[str] = []  # those of the neighbours, made when they are needed
    found: tuple[int, Problem] | None = None
    for attempt in range(_REDRAWS):
        problem = exercise.problem(Draw(seed, seat, exercise.id, attempt))
        if not problem.sound:
            continue
        other = not any(_answers_alike(problem, theirs) for _, _, theirs in beside)
        if other:
            return attempt, problem
        if found is None:
            cases = cases or [_case(exercise, seed, n, theirs) for n, theirs, _ in beside]
            if _case(exercise, seed, seat, attempt) not in cases:
                found = attempt, problem
        if found is not None and attempt >= _ATTEMPTS_FOR_ANSWER:
            return found
    if found is not None:
        return found
    raise RuntimeError(f"{exercise.id}: no sound figures for seed {seed}, seat {seat}")


def same_case(exercise: Exercise, seat: int, one: int | str, other: int | str) -> bool:
    """Whether two seeds give a seat the same case, apart from the name of the person."""
    first, second = (_case(exercise, seed, seat, _at_seat(exercise, seed, seat)[0]) for seed in (one, other))
    return first == second


def redrawn(exercise: Exercise, seed: int | str, seat: int, own: str) -> Problem:
    """The problem of a seat under a seed of its own; where chance makes that of ``seed`` again, another one."""
    others = (own, *(f"{own}.{again}" for again in range(2, _OTHER_DRAWS)))
    return draw(exercise, next((o for o in others if not same_case(exercise, seat, seed, o)), others[-1]), seat)


def _answers_alike(one: Problem, other: Problem) -> bool:
    """Whether two seats would write the same answer; what a function does is not compared."""
    return isinstance(one.answer, FunctionAnswer) or bool(one.answer.value == other.answer.value)


def _case(exercise: Exercise, seed: int | str, seat: int, attempt: int) -> str:
    """All that tells a case from another, but for the name of the person."""
    return repr(exercise.build(Draw(seed, seat, exercise.id, attempt, nameless=True)).told)


class Outcome(StrEnum):
    """What came of an answer."""

    RIGHT = "right"
    NOT_YET = "not_yet"
    UNREADABLE = "unreadable"
    NONE = "none"

    @property
    def counts(self) -> bool:
        """Whether it was an answer at all, right or wrong."""
        return self in (Outcome.RIGHT, Outcome.NOT_YET)


@record
class Feedback:
    """What a learner is told. ``lines`` follow the first word; ``mistake`` names the typical one that was
    recognised."""

    outcome: Outcome
    title: str
    lines: tuple[str, ...]
    rules: tuple[str, ...]
    mistake: str = ""


def check(problem: Problem, raw: Any, tries: int = 0) -> Feedback:
    """Judges an answer; ``tries`` is the number of wrong ones given before.

    What cannot be read is told apart from what is wrong. The right answer is never said.
    """
    try:
        given = problem.answer.read(raw)
    except AnswerError as error:
        outcome = Outcome.NONE if error.empty else Outcome.UNREADABLE
        title = "Pas encore de réponse" if error.empty else "Réponse illisible"
        return Feedback(outcome, title, (str(error),), ())
    if isinstance(problem.answer, FunctionAnswer):
        return _check_function(problem, problem.answer, given, tries)
    if problem.answer.accepts(given):
        return Feedback(Outcome.RIGHT, "Juste", problem.solution, ())
    hint = problem.hints[min(tries, len(problem.hints) - 1)]
    for mistake in problem.mistakes:
        if _is(problem.answer, mistake.value, given):
            more = (hint,) if tries else ()
            rules = tuple(dict.fromkeys((*mistake.rules, *(r for h in more for r in h.rules))))
            return Feedback(Outcome.NOT_YET, "Pas encore", (mistake.text, *(h.text for h in more)), rules, mistake.key)
    said = (
        problem.answer.compared(given)
        if isinstance(problem.answer, SeveralAnswer) and isinstance(given, frozenset)
        else ""
    )
    return Feedback(Outcome.NOT_YET, "Pas encore", (*((said,) if said else ()), hint.text), hint.rules)


def _is(answer: Answer, value: Any, given: Any) -> bool:
    """Whether what was given is this wrong answer, as near to it as a right one would have to be."""
    tolerance = getattr(answer, "tolerance", None)
    return bool(abs(given - answer.read(value)) <= tolerance) if tolerance is not None else bool(given == value)


def untouched(problem: Problem, given: Any) -> bool:
    """Whether a function is still the one that the learner was given to complete."""
    assert isinstance(problem.answer, FunctionAnswer)
    scope: dict[str, Any] = {"figure": figure}
    exec(problem.start, scope)  # our own code
    start = scope[problem.answer.signature.split("(")[0].removeprefix("def ")]
    code = getattr(given, "__code__", None)
    return code is not None and all(
        getattr(code, part) == getattr(start.__code__, part) for part in ("co_code", "co_consts", "co_names")
    )


def _check_function(problem: Problem, answer: FunctionAnswer, given: Any, tries: int) -> Feedback:
    if untouched(problem, given):
        return Feedback(
            Outcome.NONE,
            "Pas encore d'essai",
            ("La fonction est encore telle qu'elle vous a été donnée : complétez-la.",),
            (),
        )
    failing = answer.failing(given)
    if failing is None:
        return Feedback(
            Outcome.RIGHT, "Juste", (f"Votre fonction réussit les {len(answer.probes)} essais.", *problem.solution), ()
        )
    probe, happened = failing
    hint = problem.hints[min(tries, len(problem.hints) - 1)]
    lines = (f"Essai manqué : {happened}", probe.hint, *((hint.text,) if tries else ()))
    return Feedback(
        Outcome.NOT_YET, "Pas encore", lines, tuple(dict.fromkeys((*probe.rules, *(hint.rules if tries else ()))))
    )


def worked(result: Result[Any], *keys: str) -> tuple[str, ...]:
    """The worked answer from the trace of a result: each step with its formula, its value and its rule."""
    lines = []
    for key in keys:
        step = result.step(key)
        rules = (
            f" ({', '.join(dict.fromkeys(label(rule) for rule in dict.fromkeys(step.rules[:2])))})"
            if step.rules
            else ""
        )
        lines.append(f"{step.label} : {step.formula} = {show(step.value, step.unit)}{rules}.")
    return tuple(lines)
