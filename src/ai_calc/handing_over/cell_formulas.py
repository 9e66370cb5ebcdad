"""Formulas of a trace as spreadsheet formulas, so that a sheet computes again when a figure in it is changed.

A step says its formula with the case's numbers: « 80 000 CHF − 20 000 CHF, au moins 0 ». Its template is read as an
expression over those numbers (:func:`parse`), and each number is looked for among the data, the figures of the law
and the earlier steps (:func:`find`). Nothing is taken on trust: the case is computed again with each of its numbers
changed, and a formula or a link that does not follow every time is left out. Such a step stays a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from ai_calc.evaluation import evaluate
from ai_calc.ground.dates import YearOfBirth, add_months
from ai_calc.ground.french import Phrase
from ai_calc.ground.record import record
from ai_calc.results import Result

if TYPE_CHECKING:
    from ai_calc.registers.calculators import Calculator

Number = Decimal | date
Key = tuple[str, ...]
"""Names a cell: ("input", field), ("row", field, line, column), ("sum", field, column), ("law", name, part), ("step",
key)."""

MAX_TRIALS = 120
MAX_LINES = 2  # lines of a list whose numbers are changed to see what follows


# -- expressions ------------------------------------------------------------------------------------------------------


@record
class Expression:
    """An operation on expressions, a number, or a place in the template with its unit."""

    kind: str  # number, place, or the name of an operation
    value: Decimal | None = None
    place: int = -1
    unit: str = ""
    parts: tuple[Expression, ...] = ()


_TOKEN = re.compile(
    r"\{(?P<place>\d+)(?::(?P<unit>[^}]*))?\}|(?P<number>\d+(?:[ \u202f\u00a0]\d{3})*(?:,\d+)?)(?P<percent>["
    r" \u00a0\u202f]%)?|(?P<sign>[+−×÷()])"
    r"|(?P<word>\b(?:plus|moins)\b)"
)
_PLACE = r"\{\d+(?::[^}]*)?\}"
_CHOICES = (
    (re.compile(rf"le plus petit de ({_PLACE}) et ({_PLACE})$"), "MIN"),
    (re.compile(rf"le plus grand de ({_PLACE}) et ({_PLACE})$"), "MAX"),
    (re.compile(rf"au plus ({_PLACE}) de ({_PLACE})$"), "MIN"),
)
_LEVEL = {"+": 1, "−": 1, "×": 2, "÷": 2}
_NAMES = {"+": "+", "−": "-", "×": "*", "÷": "/", "plus": "+", "moins": "-"}


def parse(template: str) -> Iterator[Expression]:
    """The expressions that a formula's template may mean, most likely first; none when it says something else.

    Words beside the numbers (« payés par un assureur ») and what stands before a colon are passed over: whether they
    matter is tried out in :func:`find`.
    """
    head, colon, tail = template.rpartition(" : ")
    for text in (template, tail, head) if colon else (template,):
        if (expression := _clauses(text)) is not None:
            yield expression


def _clauses(text: str) -> Expression | None:
    main, *rest = re.split(r"\s*[,;]\s(?!\d)", text)
    for pattern, name in _CHOICES:
        if match := pattern.match(main):
            places = tuple(_tokens(group)[0] for group in match.groups())
            expression: Expression | None = Expression(
                name, parts=tuple(p for p in places if isinstance(p, Expression))
            )
            break
    else:
        if match := re.match(rf"du ({_PLACE}) au ({_PLACE})$", main):
            first, last = (_tokens(group)[0] for group in match.groups())
            assert isinstance(first, Expression) and isinstance(last, Expression)
            expression = Expression("+", parts=(Expression("-", parts=(last, first)), Expression("number", Decimal(1))))
        else:
            expression = _read(_tokens(main))
    if expression is None:
        return None
    for clause in rest:
        if match := re.fullmatch(r"au (moins|plus) (\d+)", clause.strip()):
            name = "MAX" if match[1] == "moins" else "MIN"
            expression = Expression(name, parts=(Expression("number", Decimal(match[2])), expression))
        elif clause.strip() in ("premier jour compris", "moins un jour"):
            expression = Expression("-", parts=(expression, Expression("number", Decimal(1))))
    return expression


def _tokens(text: str) -> list[Expression | str]:
    found: list[Expression | str] = []
    for match in _TOKEN.finditer(text):
        if match["place"]:
            found.append(Expression("place", place=int(match["place"]), unit=match["unit"] or ""))
        elif match["number"]:
            value = Decimal(re.sub(r"[ \u202f\u00a0]", "", match["number"]).replace(",", "."))
            found.append(Expression("number", value / 100 if match["percent"] else value))
        else:
            found.append({"plus": "+", "moins": "−"}.get(match[0], match[0]))
    return found


def _read(tokens: list[Expression | str]) -> Expression | None:
    """An expression from tokens, with the usual precedence; None when they are not one."""
    at = 0

    def operand() -> Expression | None:
        nonlocal at
        if at >= len(tokens):
            return None
        token = tokens[at]
        at += 1
        if isinstance(token, Expression):
            return token
        if token == "(":
            inner = level(1)
            if at < len(tokens) and tokens[at] == ")":
                at += 1
                return inner
        return None

    def level(least: int) -> Expression | None:
        nonlocal at
        left = operand()
        while left is not None and at < len(tokens):
            sign = tokens[at]
            if not isinstance(sign, str) or _LEVEL.get(sign, 0) < least:
                break
            at += 1
            right = level(_LEVEL[sign] + 1)
            left = Expression(_NAMES[sign], parts=(left, right)) if right is not None else None
        return left

    found = level(1)
    return found if at == len(tokens) else None


def places(expression: Expression) -> Iterator[Expression]:
    """The places of an expression."""
    if expression.kind == "place":
        yield expression
    for part in expression.parts:
        yield from places(part)


def calculate(expression: Expression, values: tuple[Any, ...], percent: bool) -> Number:
    """The value of an expression. ``percent``: places in per cent count as hundredths.

    Raises ``ArithmeticError``, ``TypeError`` or ``IndexError`` when that makes no sense.
    """
    if expression.kind == "number":
        assert expression.value is not None
        return expression.value
    if expression.kind == "place":
        value = _number(values[expression.place])
        if value is None:
            raise TypeError("not a number")
        return value / 100 if percent and expression.unit.startswith("%") and isinstance(value, Decimal) else value
    parts = [calculate(part, values, percent) for part in expression.parts]
    if any(isinstance(part, date) for part in parts):
        return _with_dates(expression, parts)
    numbers = [part for part in parts if isinstance(part, Decimal)]
    if expression.kind in ("MIN", "MAX"):
        return min(numbers) if expression.kind == "MIN" else max(numbers)
    a, b = numbers
    return {"+": a.__add__, "-": a.__sub__, "*": a.__mul__, "/": a.__truediv__}[expression.kind](b)


def _with_dates(expression: Expression, parts: list[Number]) -> Number:
    first, second = parts
    if isinstance(first, date) and isinstance(second, date) and expression.kind == "-":
        return Decimal((first - second).days)
    if (
        not isinstance(first, date)
        or isinstance(second, date)
        or second != second.to_integral_value()
        or expression.kind not in "+-"
    ):
        raise TypeError("not a calculation with dates")
    count, unit = int(second) * (1 if expression.kind == "+" else -1), expression.parts[1].unit
    months = {"mois": 1, "ans": 12}.get(unit)
    if months:
        return add_months(first, months * count)
    return first + timedelta(days=count * (7 if unit == "semaines" else 1))


def spreadsheet(expression: Expression, cells: Callable[[Expression], str], percent: bool) -> str:
    """An expression as a spreadsheet writes it, without the equals sign. ``cells`` writes a place."""
    if expression.kind == "number":
        return format(expression.value, "f") if expression.value is not None else "0"
    if expression.kind == "place":
        return f"{cells(expression)}/100" if percent and expression.unit.startswith("%") else cells(expression)
    if expression.kind in ("MIN", "MAX"):
        return f"{expression.kind}({','.join(spreadsheet(part, cells, percent) for part in expression.parts)})"
    first, second = expression.parts
    months = {"mois": "", "ans": "12*"}.get(second.unit) if second.kind == "place" else None
    left, right = (spreadsheet(part, cells, percent) for part in expression.parts)
    if months is not None and expression.kind in "+-" and first.kind == "place" and not first.unit:
        return f"EDATE({left},{'-' if expression.kind == '-' else ''}{months}{right})"
    if second.unit == "semaines" and expression.kind in "+-":
        right = f"7*{right}"
    if expression.kind in "*/":
        left, right = (f"({text})" if part.kind in "+-" else text for text, part in ((left, first), (right, second)))
    if expression.kind in "-/" and second.kind in ("+", "-", "*", "/"):
        right = f"({right})" if not right.startswith("(") else right
    return f"{left}{expression.kind}{right}"


# -- what a step follows from
# ----------------------------------------------------------------------------------------------


@record
class Live:
    """How the value of a cell follows from others: an expression whose places are cells or constant numbers.

    ``percent``: places in per cent count as hundredths; ``rounding``: to multiples of this; ``scale``: times this.
    """

    expression: Expression
    sources: tuple[Key | Number, ...]
    percent: bool = False
    rounding: Decimal | None = None
    scale: int = 1

    @property
    def follows(self) -> bool:
        """Whether any other cell decides about the value."""
        return any(isinstance(source, tuple) for source in self.sources)


_SELF = Expression("place", place=0)
_ROUNDINGS: tuple[Decimal | None, ...] = (None, Decimal("0.01"), Decimal("0.05"))
_SAYS_ROUNDED = "arrondi à 0,05 CHF"
"""A formula that says so is rounded so, although no trial may tell it from an exact one."""
_TOLERANCE = Decimal("0.01")  # between a rounded step and the exact numbers behind it
_WORDED = re.compile(r"(\d+(?:[ \u202f\u00a0]\d{3})*)(?:,(\d+))?(?:[ \u00a0][a-zé]+)?")


def _number(value: Any) -> Number | None:
    """A number or a day; also one that is put into words: « 6 mois »."""
    if isinstance(value, YearOfBirth):
        return None  # its cell holds the year
    if isinstance(value, date):
        return value
    if isinstance(value, int | Decimal):
        return None if isinstance(value, bool) else Decimal(value)
    if isinstance(value, Phrase):
        return _number(value.values[0]) if re.fullmatch(_PLACE, value.template) else None
    if isinstance(value, str) and (match := _WORDED.fullmatch(value)):
        return Decimal(re.sub(r"\D", "", match[1]) + (f".{match[2]}" if match[2] else ""))
    return None


def cells(case: BaseModel, result: Result[Any]) -> dict[Key, Number]:
    """Every number that the sheet shows, by its key; those of later steps last."""
    found: dict[Key, Number | None] = {}
    for name in type(case).model_fields:
        value = getattr(case, name)
        if isinstance(value, tuple):
            columns: dict[str, list[Number | None]] = {}
            for i, row in enumerate(value):
                for column in type(row).model_fields if isinstance(row, BaseModel) else ():
                    number = _number(getattr(row, column))
                    found["row", name, str(i), column] = number
                    columns.setdefault(column, []).append(number)
            for column, numbers in columns.items():
                if all(isinstance(n, Decimal | None) for n in numbers):
                    found["sum", name, column] = sum((n for n in numbers if isinstance(n, Decimal)), Decimal(0))
        else:
            found["input", name] = _number(value)
    for p in result.parameters:
        for part, value in p.value.items() if isinstance(p.value, dict) else [("", p.value)]:
            found["law", p.name, part] = _number(value)
    for step in result.steps:
        found["step", step.key] = _number(step.value)
    return {key: value for key, value in found.items() if value is not None}


def _changed(case: BaseModel) -> Iterator[tuple[int, Key, dict[str, Any]]]:
    """The same case, each time with one of its numbers or days changed, a little and then much; and which one it is."""
    data = case.model_dump()

    def other(value: Any, how: int) -> Any:
        if isinstance(value, bool | YearOfBirth) or not isinstance(value, int | Decimal | date):
            return None
        if isinstance(value, date):
            return value + timedelta(days=(3, -3, 97, -97)[how])
        if isinstance(value, int):
            return (value + 1, value - 1, 3 * value + 2, value // 3)[how]
        step = (abs(value) / 13).quantize(Decimal("0.05")) + Decimal("0.35")
        return (value + step, value - step, value * 9 + 50, (value / 7).quantize(Decimal("0.05")))[how]

    for up in range(4):
        for name, value in data.items():
            if name == "law_date":
                continue
            if isinstance(value, tuple | list):
                for i, row in enumerate(value[:MAX_LINES]):
                    for column, cell in row.items() if isinstance(row, dict) else ():
                        if (changed := other(cell, up)) is not None:
                            yield (
                                up,
                                ("row", name, column),
                                {**data, name: [{**r, column: changed} if j == i else r for j, r in enumerate(value)]},
                            )
            elif (changed := other(value, up)) is not None:
                yield up, ("input", name), {**data, name: changed}


@record
class _Trial:
    """A computed case: which datum was changed in it, whether much, its numbers, its steps and figures by key."""

    changed: Key
    much: bool
    numbers: dict[Key, Number]
    result: Result[Any]

    @property
    def structure(self) -> list[tuple[str, str]]:
        """Which steps were gone, with which formulas."""
        return [(step.key, step.formula.template) for step in self.result.steps]


def _trials(calculator: Calculator, case: BaseModel, result: Result[Any]) -> list[_Trial]:
    found = [_Trial((), False, cells(case, result), result)]
    for count, (how, changed, data) in enumerate(_changed(case)):
        if count >= MAX_TRIALS:
            break
        outcome = evaluate(calculator, data)
        if outcome.case is not None and outcome.result is not None:
            found.append(_Trial(changed, how > 1, cells(outcome.case, outcome.result), outcome.result))
    return found


@record
class Found:
    """``cells``: how steps and key figures follow from other cells, by ("step", key) and ("figure", key). ``free``: the
    data, ("input", field) or ("row", field, column), which may be changed: every one of these cells then says what the
    calculator would say."""

    cells: dict[Key, Live]
    free: frozenset[Key]


def find(calculator: Calculator, case: BaseModel, result: Result[Any]) -> Found:
    """How the numbers of a result follow from others, and which data they follow."""
    trials = _trials(calculator, case, result)
    alike = [trial for trial in trials if trial.structure == trials[0].structure]
    order: list[Key] = [("step", step.key) for step in result.steps]
    found: dict[Key, Live] = {}
    for index, step in enumerate(result.steps):
        if _number(step.value) is None or order[index] in order[:index]:
            continue
        later = set(order[index:])
        seen = [(t, t.result.steps[index]) for t in alike]
        live = _of_formula(seen, later, _cited(result, step.rules)) or _of_value(
            [(t.numbers, s.value) for t, s in seen], later
        )
        if live is not None and live.follows:
            found["step", step.key] = live
    for figure in result.figures:
        values = [(t.numbers, f.value) for t in alike for f in t.result.figures if f.key == figure.key]
        if _number(figure.value) is not None and len(values) == len(alike) and (live := _of_value(values, set())):
            found["figure", figure.key] = live
    moved, wrong = set(), set()
    for trial in trials[1:]:
        shown = _shown(found, trials[0], trial)
        if any(shown[key] != number for key, number in _shown(found, trials[0], trials[0]).items()):
            moved.add(trial.changed)
        if not (trial.much and trial.structure != trials[0].structure) and not _right(shown, trial):
            wrong.add(trial.changed)
    return Found(found, frozenset(moved - wrong))


def _shown(found: dict[Key, Live], original: _Trial, trial: _Trial) -> dict[Key, Number | None]:
    """What the live cells of the original's sheet show once the data of a trial stand in it."""
    numbers: dict[Key, Number] = {key: number for key, number in original.numbers.items() if key[0] in ("law", "step")}
    numbers |= {key: number for key, number in trial.numbers.items() if key[0] not in ("law", "step")}
    shown: dict[Key, Number | None] = {}
    for key, live in found.items():
        sources = [numbers.get(source) if isinstance(source, tuple) else source for source in live.sources]
        shown[key] = number = None if None in sources else _value(live, tuple(sources))
        if number is not None and key[0] == "step":
            numbers[key] = number
    return shown


def _right(shown: dict[Key, Number | None], trial: _Trial) -> bool:
    """Whether live cells show what the calculator gives in a trial."""
    given: dict[Key, Number | None] = {("step", s.key): _number(s.value) for s in trial.result.steps}
    given |= {("figure", f.key): _number(f.value) for f in trial.result.figures}
    return all(_close(number, given.get(key)) for key, number in shown.items())


def _close(got: Number | None, wanted: Number | None) -> bool:
    """Equal, up to the centime that rounding on the way may take."""
    if isinstance(got, Decimal) and isinstance(wanted, Decimal):
        return abs(got - wanted) <= _TOLERANCE
    return got is not None and got == wanted


def _cited(result: Result[Any], rules: tuple[str, ...]) -> set[Key]:
    """The figures of the law that stand in the rules of a step."""
    return {
        ("law", p.name, part)
        for p in result.parameters
        if p.source in rules
        for part in (p.value if isinstance(p.value, dict) else ("",))
    }


def _of_formula(seen: list[tuple[_Trial, Any]], later: set[Key], cited: set[Key]) -> Live | None:
    """A step by its own formula, when that gives its value in every trial."""
    first = seen[0][1]
    values = first.formula.values
    roundings = _ROUNDINGS[2:] if _SAYS_ROUNDED in first.formula.template else _ROUNDINGS
    for expression in parse(first.formula.template):
        used = {place.place for place in places(expression)}
        if not used or max(used) >= len(values) or any(_number(values[i]) is None for i in used):
            continue
        sources: tuple[Key | Number, ...] | None = None
        for percent in (True, False) if any(p.unit.startswith("%") for p in places(expression)) else (False,):
            for scale in (1, 100) if first.unit == "%" else (1,):
                for rounding in roundings:
                    live = Live(expression, values, percent, rounding, scale)
                    if _value(live, values) != _number(first.value):
                        continue
                    sources = sources or tuple(
                        (
                            _source([(t.numbers, s.formula.values[i]) for t, s in seen], later, cited)
                            if i in used
                            else Decimal(0)
                        )
                        for i in range(len(values))
                    )
                    live = Live(expression, sources, percent, rounding, scale)
                    if all(_follows(live, t.numbers, s.value) for t, s in seen):
                        return live
    return None


def _value(live: Live, values: tuple[Any, ...]) -> Number | None:
    try:
        got = calculate(live.expression, values, live.percent)
        if isinstance(got, Decimal):
            got *= live.scale
            if live.rounding is not None:
                got = (got / live.rounding).quantize(Decimal(1), ROUND_HALF_UP) * live.rounding
    except (ArithmeticError, InvalidOperation, TypeError, IndexError, OverflowError, ValueError):
        return None
    return got


def _follows(live: Live, numbers: dict[Key, Number], wanted: Any) -> bool:
    """Whether the formula gives what the calculator gives with these numbers."""
    if any(isinstance(s, tuple) and s not in numbers for s in live.sources):
        return False
    return _close(_value(live, tuple(numbers[s] if isinstance(s, tuple) else s for s in live.sources)), _number(wanted))


def _of_value(seen: list[tuple[dict[Key, Number], Any]], later: set[Key]) -> Live | None:
    """A value that is the same as one other cell in every trial, and changes with it."""
    source = _source(seen, later, None)
    return Live(_SELF, (source,)) if isinstance(source, tuple) else None


def _source(seen: list[tuple[dict[Key, Number], Any]], later: set[Key], cited: set[Key] | None) -> Key | Number:
    """The cell that a number comes from, or the number itself.

    The cell must hold the same number in every trial. A number that never changed may come from a figure of the law
    only; data that could not be changed prove nothing. A change that is
    much larger tells numbers apart that are equal in this case only (a need below its cap).
    """
    numbers = [(known, _number(value)) for known, value in seen]
    here, wanted = numbers[0]
    if wanted is None:
        return Decimal(0)
    moved = any(number != wanted for _, number in numbers)
    same = [key for key in here if key not in later and all(known.get(key) == number for known, number in numbers)]
    if moved:
        kinds = ("step", "input", "sum", "row")
        best = sorted((key for key in same if key[0] in kinds), key=lambda key: kinds.index(key[0]))
        return best[0] if best else wanted
    law = [key for key in same if key[0] == "law"] if cited is not None else []
    of_the_rules = [key for key in law if key in (cited or ())]
    return (of_the_rules or law)[0] if len(of_the_rules or law) == 1 else wanted
