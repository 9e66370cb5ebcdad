"""Reads the arithmetic that a worked answer prints (« 9 h × 6 mois = 54 h », « le plus petit de a et b = c ») and works
it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from ai_calc.ground.dates import add_months
from ai_calc.ground.reading import read_day

_NUMBER = re.compile(r"\d{1,3}(?:\u202f\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_DATE = re.compile(r"\d{1,2}(?:er)?\u00a0[a-zéû]+\u00a0\d{4}|\d\d\.\d\d\.\d{4}")
_OPERATORS = {"×": "*", "÷": "/", "+": "+", "−": "-"}
_EQUATION = re.compile(r"^.*? : (?P<formula>.+) = (?P<value>[^=]+)$")
_SOURCES = re.compile(r" \([^()]*(?:CMRP|BE|GE|EISP|AVS)[^()]*\)$")
_SPANS = {"jours": 1, "semaines": 7}
_UNCOUNTED = re.compile(r"^(?:somme des |.*\bentrées$|.*: rien$)|^\d+\u00a0personnes, ")
"""What stands before a value without being worked out of numbers in the same line."""


def numbers(text: str) -> list[Fraction]:
    """The numbers of a text, in their order; dates are none."""
    return [Fraction(n.replace("\u202f", "").replace(",", ".")) for n in _NUMBER.findall(_DATE.sub(" ", text))]


def _result(formula: str) -> Fraction:
    """What a formula of numbers, units and words comes to: words and units go, signs and numbers stay."""
    text = re.sub("%", " ÷ 100 ", _DATE.sub(" ", formula))
    text = _NUMBER.sub(lambda m: m[0].replace("\u202f", "").replace(",", "."), text)
    signs = re.findall(r"\d+(?:\.\d+)?|[×÷+−/()]", text)
    code = "".join(_OPERATORS.get(s, s if s in "()/" else f"F('{s}')") for s in signs)
    try:
        found = eval(code, {"F": Fraction})
    except (SyntaxError, TypeError):
        raise AssertionError(f"not arithmetic: {formula}") from None
    assert isinstance(found, Fraction), formula
    return found


def _days(line: str) -> Iterator[tuple[Fraction, Fraction]]:
    """A day that is counted from another one."""
    days = [read_day(day) for day in _DATE.findall(line)]
    if "premier jour compris" in line:
        first, last = days
        yield _day(last), _day(first) + numbers(line)[0] - 1
    elif "moins un jour" in line:
        first, last = days
        yield _day(last), _day(add_months(first, int(numbers(line)[0])) - timedelta(1))
    elif found := re.search(r"(\d+)\u00a0(jours|semaines) après", line):
        end, last = days
        yield _day(last), _day(end) + int(found[1]) * _SPANS[found[2]]


def _day(day: object) -> Fraction:
    return Fraction(day.toordinal())  # type: ignore[attr-defined]


def claims(line: str) -> Iterator[tuple[Fraction, Fraction]]:
    """What a line says that something comes to, and what it does come to."""
    line = _SOURCES.sub("", line.rstrip("."))
    if found := re.search(r"^(?P<rate>[\d,]+)\u00a0% de (?P<whole>\S+) [a-z]+ : (?P<value>[\d\u202f,]+)", line):
        rate, whole, value = (numbers(found[name])[0] for name in ("rate", "whole", "value"))
        yield value, rate * whole / 100
        return
    equation = _EQUATION.match(line)
    if " moins un jour : " in line or (equation and _DATE.search(equation["value"])):
        yield from _days(line)
        return
    if equation is None or _UNCOUNTED.match(equation["formula"]):
        return
    value = numbers(equation["value"])[0]
    formula = re.sub(r"(?:, arrondi| \(seuil).*$", "", equation["formula"])
    if found := re.match(r"le plus petit de (.+) et (.+)$", formula):
        yield value, min(*numbers(found[1]), *numbers(found[2]))
    elif found := re.match(r"au plus (\S+)\s\D*?\bde (\S+)", formula):
        yield value, min(numbers(found[1])[0], numbers(found[2])[0])
    elif found := re.match(r"(.+) demandés, (.+) au plus$", formula):
        yield value, min(*numbers(found[1]), *numbers(found[2]))
    else:
        least = formula.endswith(", au moins 0")
        result = _result(formula.removesuffix(", au moins 0").rpartition(" : ")[2])
        result *= 100 if "%" in equation["value"] and "%" not in formula else 1
        yield value, max(Fraction(0), result) if least else result
