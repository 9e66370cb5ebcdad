"""What must hold for every exercise, whatever the seed and the seat: right is right, wrong gets a hint that names a
rule."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_calc.course import Exercise, Outcome, Problem, all_exercises, all_lessons, check, draw, figure
from ai_calc.course.answers import ChoiceAnswer, DayAnswer, FunctionAnswer, NumberAnswer, SeveralAnswer
from ai_calc.course.drawing import _PEOPLE, Draw
from ai_calc.course.lessons import lesson as lesson_of
from ai_calc.course.model import TRIES_BEFORE_SOLUTION
from ai_calc.course.writing import compute
from ai_calc.law.citations import is_citation
from ai_calc.registers.calculators import get
from tests.course.arithmetic import claims

EXERCISES = all_exercises()
# One exercise after the other, through all tests: what was drawn for a seat is drawn once.
EVERY = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id, scope="module")
seeds = st.integers(0, 10**9) | st.text(max_size=12)
seats = st.integers(1, 999)


@EVERY
@given(seed=seeds, seat=seats)
@settings(max_examples=25, deadline=None)
def test_the_right_answer_is_accepted_and_every_typical_wrong_one_refused_with_a_hint_that_names_a_rule(
    exercise: Exercise, seed: int | str, seat: int
) -> None:
    problem = draw(exercise, seed, seat)
    assert check(problem, problem.answer.value).outcome is Outcome.RIGHT
    assert len(problem.hints) >= 2 and all(h.rules and h.text for h in problem.hints)
    assert problem.mistakes and problem.solution and problem.question and problem.story
    options = [words for _, words in getattr(problem.answer, "options", ())]
    assert len(set(options)) == len(options), "no two options read the same"
    for mistake in problem.mistakes:
        for tries in range(TRIES_BEFORE_SOLUTION + 2):
            feedback = check(problem, mistake.value, tries)
            assert feedback.outcome is Outcome.NOT_YET, mistake.key
            assert feedback.rules and all(map(is_citation, feedback.rules)), mistake.key
            assert all(feedback.lines), mistake.key


@EVERY
@given(seed=seeds, seat=seats)
@settings(max_examples=25, deadline=None)
def test_what_is_said_of_a_wrong_answer_never_gives_the_right_one_away(
    exercise: Exercise, seed: int | str, seat: int
) -> None:
    problem = draw(exercise, seed, seat)
    if not isinstance(problem.answer, NumberAnswer | DayAnswer):
        return
    right = problem.answer.words(problem.answer.value)
    given_anyway = right in f"{problem.story} {problem.question} {problem.facts}"
    for text in (*(h.text for h in problem.hints), *(m.text for m in problem.mistakes)):
        assert given_anyway or not re.search(rf"(?<![\d\u202f,]){re.escape(right)}", text), text


@EVERY
@given(seed=seeds, seat=seats)
@settings(max_examples=15, deadline=None)
def test_a_number_is_right_up_to_its_tolerance_on_both_sides_and_not_beyond(
    exercise: Exercise, seed: int | str, seat: int
) -> None:
    answer = draw(exercise, seed, seat).answer
    if not isinstance(answer, NumberAnswer):
        return
    hair = Decimal("0.001")
    for side in (-1, 1):
        assert answer.accepts(answer.value + side * answer.tolerance)
        assert not answer.accepts(answer.value + side * (answer.tolerance + hair))


def case_of(exercise: Exercise, problem: Problem) -> str:
    """What a neighbour would recognise, whatever the person is called and in whatever order options stand."""
    options = sorted(getattr(problem.answer, "options", ()))
    probes = [(p.arguments, p.expected) for p in getattr(problem.answer, "probes", ())]
    text = f"{problem.story} {problem.facts} {problem.question} {options} {probes}"
    return re.sub("|".join(rf"\b{p.name}\b" for p in _PEOPLE), "·", text)


@EVERY
@pytest.mark.parametrize("seed", ["printemps26", 2020, "salle verte"])
def test_in_a_room_of_thirty_no_two_neighbours_have_the_same_case_and_answers_vary(
    exercise: Exercise, seed: int | str
) -> None:
    problems = [draw(exercise, seed, seat) for seat in range(1, 31)]
    cases = [case_of(exercise, p) for p in problems]
    assert all(one != next_one for one, next_one in itertools.pairwise(cases))
    assert len(set(cases)) >= 7, "a handful of cases goes round"
    if isinstance(problems[0].answer, FunctionAnswer):
        return
    answers = [repr(p.answer.value) for p in problems]
    most = Counter(answers).most_common(1)[0][1]
    assert most <= (18 if isinstance(problems[0].answer, ChoiceAnswer) else 15), "one answer fits too many seats"
    assert draw(exercise, seed, 30) == problems[29] or problems[29].answer.kind == "function", "the same each time"


def test_what_is_dealt_comes_round_before_it_comes_again_and_two_neighbours_never_share_it() -> None:
    for size in range(2, 9):
        dealt = [Draw("salle", seat, "x").deal(range(size)) for seat in range(1, 200)]
        assert all(one != other for one, other in itertools.pairwise(dealt))
        assert set(dealt[: 2 * size]) == set(range(size))
        counts = Counter(dealt).values()
        assert max(counts) - min(counts) <= 2
    assert Draw("a", 5, "x", 0).deal(range(9)) == Draw("a", 5, "x", 7).deal(range(9)), "another attempt changes nothing"


@EVERY
def test_an_exercise_says_which_rules_it_practises_and_which_calculator_computes_it(exercise: Exercise) -> None:
    assert exercise.rules and all(map(is_citation, exercise.rules))
    assert exercise.number and exercise.lesson and exercise.title
    if exercise.calculator:
        case = draw(exercise, 1, 1).case
        if case is not None:
            get(exercise.calculator).case_type.model_validate(case)


@EVERY
def test_a_function_is_stopped_when_it_never_ends_and_its_errors_are_shown(exercise: Exercise) -> None:
    problem = draw(exercise, 3, 3)
    if not isinstance(problem.answer, FunctionAnswer):
        return

    def endless(*arguments: object) -> int:
        while True:
            pass

    def broken(*arguments: object) -> int:
        return 1 // 0

    def misspelt(*arguments: object) -> int:
        return plafon  # noqa: F821

    assert "ne s'arrête pas" in check(problem, endless).lines[0]
    assert "votre fonction s'arrête : une division par zéro." in check(problem, broken).lines[0]
    assert "le nom « plafon » n'est pas connu" in check(problem, misspelt).lines[0], "no word of Python's own"
    assert check(problem, 12).outcome is Outcome.UNREADABLE
    scope: dict[str, object] = {"figure": figure}
    exec(problem.start, scope)
    written = scope[problem.answer.signature.split("(")[0].removeprefix("def ")]
    assert check(problem, written).outcome is Outcome.NONE, "as it was given, it is no try"
    assert not problem.answer.accepts(written), "the code to start from must not be right already"


def test_the_code_to_start_from_and_the_worked_answer_agree() -> None:
    for exercise in EXERCISES:
        problem = draw(exercise, 5, 2)
        if isinstance(problem.answer, FunctionAnswer):
            head = problem.start[: problem.start.index(problem.answer.signature)]
            code = f"{head}{problem.answer.signature}\n" + "\n".join(
                f"    {line}" for line in problem.solution if not line.startswith("besoin =") or "max" in line
            )
            scope: dict[str, object] = {"figure": figure}
            exec(code, scope)
            written = scope[problem.answer.signature.split("(")[0].removeprefix("def ")]
            assert check(problem, written).outcome is Outcome.RIGHT, exercise.id


def test_every_lesson_has_goals_and_at_least_four_exercises() -> None:
    lessons = all_lessons()
    assert [x.number for x in lessons] == list(range(1, len(lessons) + 1)) and len(lessons) >= 6
    for lesson in lessons:
        assert len(lesson.exercises) >= 4 and len(lesson.goals) >= 3 and 30 <= lesson.minutes <= 45
    assert len({e.id for e in EXERCISES}) == len({e.anchor for e in EXERCISES}) == len(EXERCISES)


def exercise_of(ident: str) -> Exercise:
    return next(e for e in EXERCISES if e.id == ident)


@pytest.mark.parametrize(
    ("ident", "key"),
    [
        ("capital_aid.cap", "cap_first"),
        ("capital_aid.interest", "flat"),
        ("capital_aid.recovery", "prorata"),
        ("costs.average", "meals"),
        ("measure.which", "near"),
        ("coaching.cap", "other_date"),
        ("work.last_day", "one_late"),
        ("work.wage_cap", "no_cap"),
    ],
)
def test_the_mistake_that_matters_most_shows_at_every_seat(ident: str, key: str) -> None:
    for seat in range(1, 31):
        assert key in {m.key for m in draw(exercise_of(ident), 2020, seat).mistakes}


def test_a_report_of_interest_is_not_a_waiver() -> None:
    found = [draw(exercise_of("capital_aid.interest"), 9, seat) for seat in range(1, 31)]
    waived = [(p, m) for p in found for m in p.mistakes if m.key == "waived"]
    assert waived, "some seats have a deferral"
    for problem, mistake in waived:
        assert check(problem, mistake.value).rules == ("cmrp:6012",)


@EVERY
def test_over_forty_seats_the_answer_is_among_the_options_and_no_other_rule_is_part_of_it(exercise: Exercise) -> None:
    for seat in range(1, 41):
        answer = draw(exercise, "printemps26", seat).answer
        if not isinstance(answer, ChoiceAnswer | SeveralAnswer):
            return
        keys = [key for key, _ in answer.options]
        right = {answer.value} if isinstance(answer, ChoiceAnswer) else answer.value
        assert right <= set(keys) and len(set(keys)) == len(keys)
        if isinstance(answer, ChoiceAnswer) and is_citation(answer.value):
            others = [key for key in keys if key != answer.value]
            assert not any(f"{k}.".startswith(f"{answer.value}.") for k in others), "a part of the right rule"
            assert not any(f"{answer.value}.".startswith(f"{k}.") for k in others), "the rule that it is part of"


def test_what_is_not_clarified_before_a_trial_is_decided_by_5022() -> None:
    found = [draw(exercise_of("providers.path_rule"), "printemps26", seat) for seat in range(1, 41)]
    clear = [p for p in found if "clarifiées" in p.story]
    assert clear
    for problem in clear:
        assert isinstance(problem.answer, ChoiceAnswer) and problem.answer.value == "cmrp:5022"
        assert "cmrp:5019" not in dict(problem.answer.options)


def test_the_role_of_a_point_of_delimitation_is_not_asked() -> None:
    rules = {dict(draw(exercise_of("results.role"), "printemps26", seat).facts)["Règle"] for seat in range(1, 41)}
    assert len(rules) >= 7 and not any("3005" in rule or "3004" in rule for rule in rules)


def test_where_completeness_is_not_said_the_threshold_is_open_too() -> None:
    found = [draw(exercise_of("results.contribution_open"), "printemps26", seat) for seat in range(1, 41)]
    complete = [p for p in found if "incapacité était complète" in p.story]
    assert complete
    for problem in found:
        assert ("5042.b" in problem.answer.value) is (problem in complete)
        assert "30 avril 2020" in problem.story


@EVERY
def test_an_answer_of_several_that_is_incomplete_or_has_one_too_many_is_told_so(exercise: Exercise) -> None:
    for seat in range(1, 9):
        problem = draw(exercise, "printemps26", seat)
        if not isinstance(problem.answer, SeveralAnswer):
            return
        right = problem.answer.value
        wrong = [key for key, _ in problem.answer.options if key not in right]
        tried = [right | {key} for key in wrong] + [right - {key} for key in right if len(right) > 1]
        for given_keys in tried:
            feedback = check(problem, sorted(given_keys))
            assert feedback.outcome is Outcome.NOT_YET
            assert feedback.mistake or any(
                words in feedback.lines[0] for words in ("il y en a d'autres", "une réponse de trop")
            ), feedback


@EVERY
def test_each_wrong_choice_is_told_something_of_its_own_that_leads_to_no_other_wrong_one(exercise: Exercise) -> None:
    for seat in range(1, 31):
        problem = draw(exercise, "printemps26", seat)
        answer, general = problem.answer, {h.text for h in problem.hints}
        if isinstance(answer, ChoiceAnswer):
            wrong = {key: words for key, words in answer.options if key != answer.value}
            told = {key: check(problem, key) for key in wrong}
            assert all(feedback.mistake and feedback.lines[0] not in general for feedback in told.values())
            assert len({feedback.lines[0] for feedback in told.values()}) == len(wrong), (seat, told)
            for key, other in itertools.permutations(wrong, 2):
                assert wrong[other] not in told[key].lines[0]
        elif isinstance(answer, SeveralAnswer):
            for key, words in answer.options:
                if given_keys := answer.value ^ {key}:
                    feedback = check(problem, sorted(given_keys))
                    assert feedback.outcome is Outcome.NOT_YET and feedback.lines[0] not in general, (seat, key)
                if key not in answer.value:
                    assert not any(words in text for text in general), (seat, words)


_UNROUNDED, _COINS = Fraction("0.011"), Fraction("0.0251")
"""How far a printed result may be from what its printed numbers give: they are rounded to the centime themselves; or
the result is, to five centimes."""


@EVERY
def test_every_line_of_arithmetic_in_a_worked_answer_is_true(exercise: Exercise) -> None:
    for seat in range(1, 41):
        problem = draw(exercise, "printemps26", seat)
        if isinstance(problem.answer, FunctionAnswer):
            return
        for line in problem.solution:
            for said, result in claims(line):
                assert abs(said - result) <= (_COINS if "arrondi à 0,05" in line else _UNROUNDED), line


def test_arithmetic_that_is_not_true_is_noticed() -> None:
    lines = (
        "Heures admises : au plus 54\u00a0h de 42\u00a0h = 36\u00a0h (Mémento BE 2021–2022, T6).",
        "Plafond : 9\u00a0h × 6\u00a0mois = 53\u00a0h.",
        "Perte de gain : (70\u202f000\u00a0CHF − 55\u202f000\u00a0CHF) ÷ 70\u202f000\u00a0CHF = 21,41\u00a0%.",
        "Aide possible : le plus petit de 7\u00a0CHF et 9\u00a0CHF = 9\u00a0CHF.",
        "45\u00a0% de 51 sorties : 22,9 ; il faut donc 23\u00a0personnes (Guide EISP, 11.b).",
        "Dernier jour : 10\u00a0mars\u00a02020 + 180\u00a0jours, premier jour compris = 6\u00a0septembre\u00a02020.",
    )
    for line in lines:
        ((said, result),) = claims(line)
        assert abs(said - result) > _UNROUNDED, line


@pytest.mark.parametrize(
    ("ident", "reading"),
    [
        ("measure.enough", "C-17"),
        ("capital_aid.duration", "L-01"),
        ("coaching.hours", "B-02"),
        ("coaching.journal", "L-22"),
        ("costs.employer", "C-22"),
    ],
)
def test_a_reading_on_which_the_answer_hangs_is_named_in_the_question(ident: str, reading: str) -> None:
    assert f"lecture {reading})" in draw(exercise_of(ident), 2020, 3).question


def test_the_hours_admitted_follow_from_the_numbers_of_their_formula() -> None:
    for seat in range(1, 21):
        problem = draw(exercise_of("coaching.hours"), "printemps26", seat)
        assert problem.case is not None
        result = compute("coaching", problem.case)
        step = result.step("admitted")
        numbers = [Decimal(n) for n in re.findall(r"\d+", str(step.formula))]
        if "au plus" in str(step.formula):
            assert step.value == min(numbers)
        else:
            assert step.value == sum(n * h for n, h in zip(numbers[::2], numbers[1::2], strict=True)), step.formula


@pytest.mark.parametrize("seat", range(1, 30, 2))
def test_the_reasons_of_a_refusal_are_the_conditions_that_are_not_met(seat: int) -> None:
    problem = draw(lesson_of("reading").exercise("missing"), "motifs", seat)
    assert all(": non remplie" in line for line in problem.solution)


def test_a_rule_that_says_about_is_not_called_a_clear_bound() -> None:
    told = {p.reads[0]: m.text for p in drawn("reading", "bound") for m in p.mistakes if m.key == "to_appraise"}
    assert "Environ" in told["cmrp:4011"] and "borne nette" in told["cmrp:5024"]


@pytest.mark.parametrize("key", ["cap", "hours", "amount", "soft", "report", "undated", "edition"])
def test_a_cap_of_berne_names_its_memento(key: str) -> None:
    for problem in drawn("coaching", key):
        assert "Genève" in problem.story or "mémento" in problem.story, problem.story


def test_who_takes_the_delay_of_the_other_canton_from_a_day_too_late_is_one_day_later_than_who_does_not() -> None:
    for problem in drawn("coaching", "report"):
        taken = {m.key: m.value for m in problem.mistakes}
        if "start" in taken:
            assert (taken["start"] - taken["canton"]).days == 1


def drawn(key: str, exercise: str) -> list[Problem]:
    return [draw(lesson_of(key).exercise(exercise), "essai", seat) for seat in range(1, 21)]
