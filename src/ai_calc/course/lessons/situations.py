"""Exercises made from a list of short situations: is the condition met, and which rule says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ai_calc.course.answers import ChoiceAnswer, rule_options
from ai_calc.course.drawing import Draw
from ai_calc.course.model import Exercise, Mistake, Problem
from ai_calc.course.writing import compute, exercise, hint, say, status_answer, statuses_but, told
from ai_calc.ground.record import record
from ai_calc.law.citations import label
from ai_calc.results import Result, Status, Verdict

_OFFERED = 4
"""Rules to choose from."""


@record
class Situation:
    """``story`` may name somebody (``{0}``, with ``{1}`` for the ending of a participle), ``changes`` are made to the
    base case, ``verdict`` is the key of the condition in question."""

    story: str
    changes: dict[str, Any]
    verdict: str


def _found(calculator: str, base: dict[str, Any], situation: Situation) -> tuple[Result[Any], Verdict, dict[str, Any]]:
    data = {**base, **situation.changes}
    result = compute(calculator, data)
    return result, result.verdict(situation.verdict), data


def _story(draw: Draw, situation: Situation) -> str:
    who = draw.person()
    return say(situation.story, who.name, who.e)


def met_or_not(
    key: str, title: str, calculator: str, base: dict[str, Any], situations: Sequence[Situation], *rules: str
) -> Exercise:
    """« La condition est-elle remplie ? »"""

    def build(draw: Draw) -> Problem:
        situation = draw.deal(situations)
        _, verdict, data = _found(calculator, base, situation)
        rule = verdict.rules[0]
        return Problem(
            story=_story(draw, situation),
            facts=(("Condition", verdict.label), ("Règle", label(rule))),
            reads=(rule,),
            question="Que dire de cette condition, avec ce que le dossier contient ?",
            answer=status_answer(verdict.status),
            hints=(
                hint("Ouvrez la règle et cherchez-y la phrase qui vise cette situation.", rule),
                hint(
                    "Remplie : le dossier l'établit. Non remplie : il établit le contraire. Sinon, à apprécier.", rule
                ),
            ),
            mistakes=statuses_but(
                verdict.status,
                (Status.MET, "Le dossier n'établit pas tout ce que la règle demande.", (rule,)),
                (Status.NOT_MET, "Le dossier n'établit pas le contraire de ce que la règle demande.", (rule,)),
                (Status.TO_APPRAISE, "Le dossier et la règle suffisent pour conclure.", (rule,)),
            ),
            solution=told(verdict),
            case=data,
        )

    return exercise(key, title, *rules, level=2, calculator=calculator)(build)


def which_rule(
    key: str, title: str, calculator: str, base: dict[str, Any], situations: Sequence[Situation], *rules: str
) -> Exercise:
    """« Quelle règle décide ? », among the rules of the other situations."""

    def build(draw: Draw) -> Problem:
        situation = draw.deal(situations)
        _, verdict, data = _found(calculator, base, situation)
        right = verdict.rules[0]
        others: dict[str, str] = {}
        for other in draw.shuffled(situations):
            theirs = _found(calculator, base, other)[1]
            if not set(theirs.rules) & set(verdict.rules) and theirs.rules[0] not in others:
                others[theirs.rules[0]] = theirs.label
            if len(others) == _OFFERED - 1:
                break
        offered = list(others)
        return Problem(
            story=_story(draw, situation),
            question="Quelle règle décide de ce point ?",
            answer=ChoiceAnswer(rule_options(draw.shuffled([right, *offered])), right),
            hints=(
                hint("Ouvrez chaque règle proposée : laquelle parle de la situation décrite ?", *offered[:1], right),
                hint(f"Le point s'appelle « {verdict.label} ».", right),
            ),
            mistakes=tuple(
                Mistake(c, c, f"Cette règle traite d'un autre point : « {others[c]} ».", (c,)) for c in offered
            ),
            solution=(f"{label(right)}.", *told(verdict)),
            case=data,
        )

    return exercise(key, title, *rules, level=3, calculator=calculator)(build)
