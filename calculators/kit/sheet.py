"""A case on one A4 page: conclusion, caution, main amounts, what is open, what was typed.

What finds no place is counted, and stands in the full print.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ai_calc.ground.french import long_date, show
from ai_calc.handing_over.papers import EXAMPLE
from ai_calc.law.citations import labels as citation_labels
from ai_calc.outcome.facts import Case
from ai_calc.outcome.headline import amounts
from ai_calc.results import Figure, Result, Role, Status, Table
from calculators.kit import render
from calculators.kit.form import FormSpec
from calculators.kit.inputs import given_facts
from calculators.kit.markup import Markup
from calculators.kit.render import Pairs, Questions, join

FIGURES = 8
"""How many amounts find a place: two rows of cards."""
_HEIGHT = 732
"""Points of an A4 page within its margins, with a reserve: how wide letters are is not known here."""
_LINE = 11.8
_WIDE, _NARROW, _CARD = 104, 52, 26
"""Characters of a line of the page, of one of its two columns, of a card."""
_FIXED = 19 + 24 + 29 + 12 + 8
"""Whose case and when, title, conclusion, the last line, what lies between them."""
_MARKED = 19
"""The mark of an example."""
_HEADING = 23
"""A heading of a list and what lies below the list."""
_LONGEST = 160
_TABLE = 9
"""Points around a table."""
_FEW = 3
"""Rows of a table that are worth showing without the others."""


def _lines(text: str, width: int) -> int:
    return max(-(-len(text) // width), 1)


def _fitting(texts: Sequence[str], width: int, room: float, columns: int = 1) -> tuple[int, float]:
    """How many of these find a place in so many points, and the points that they take."""
    used = 0
    for count, text in enumerate(texts):
        more = used + _lines(text, width)
        if -(-more // columns) * _LINE > room:
            return count, -(-used // columns) * _LINE
        used = more
    return len(texts), -(-used // columns) * _LINE


def _cards(figures: Sequence[Figure]) -> float:
    """The points that the cards take, in rows of four."""

    def height(figure: Figure) -> int:
        return 38 + 10 * _lines(figure.label, _CARD) + (10 * _lines(str(figure.reason), _CARD) if figure.reason else 0)

    return sum(max(map(height, figures[at : at + 4])) for at in range(0, len(figures), 4))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"


def _more(left: int, what: str, plural: str) -> Markup:
    if not left:
        return Markup("")
    return Markup('<p class="calc-sheet-more">Et {} {} dans le dossier complet.</p>').format(
        left, what if left == 1 else plural
    )


def _open_points(result: Result[Any], questions: Questions) -> list[str]:
    """What is not met and what is open, what decides first, each with the questions that settle it."""
    found = [v for v in result.verdicts if v.status is not Status.MET and v.role is not Role.ADVICE]
    found.sort(key=lambda v: (v.role is not Role.CONDITION, v.status is not Status.NOT_MET))
    lines = []
    for verdict in found:
        asked = (
            "" if verdict.status is Status.NOT_MET else " ; ".join(label for _, label in questions.get(verdict.key, ()))
        )
        word = render.STATUS_WORDS[verdict.status]
        reason = f". {verdict.reason}" if verdict.status is Status.NOT_MET else ""
        lines.append(
            _short(f"{verdict.label} : {word}{f' ({asked})' if asked and asked != verdict.label else ''}{reason}")
        )
    return list(dict.fromkeys(lines))


def _figures(result: Result[Any]) -> list[Figure]:
    """The main amounts first, the others as far as there is room."""
    return sorted(result.figures, key=lambda f: not f.main)[:FIGURES]


def sheet_html(
    form: FormSpec,
    case: Case,
    result: Result[Any],
    *,
    word: str,
    name: str = "",
    printed: str = "",
    example: bool = False,
    assumed: Pairs = (),
    granted: Collection[str] = (),
    questions: Questions | None = None,
    status: str = "",
) -> Markup:
    """The page. ``word``: the conclusion, or that it is an estimate; ``printed``: the day, as the page says it;
    ``assumed``: what nobody gave, of which the case holds the fields ``granted``; ``questions``: what open verdicts
    wait for."""
    caution = result.caution
    points = _open_points(result, questions or {})
    facts = [(label, _short(value)) for label, value in given_facts(case, form, granted)]
    figures = _figures(result)
    told = {caution.text, *amounts(figures)}  # by the line above, by the cards
    sentences = [str(s) for s in result.headline if s not in told]
    warned = f"{caution.line}. {caution.count}." if caution.changed else f"{caution.line}."
    room = (
        _HEIGHT
        - _FIXED
        - (_MARKED if example else 0)
        - _cards(figures)
        - 12
        - _HEADING * (2 if points else 1)
        - _LINE  # columns are seldom even
        - _LINE * _lines(warned, _WIDE)
        - 14 * sum(_lines(s, _WIDE) for s in sentences)
    )
    supposed = _supposed_words(assumed)
    room -= (_LINE * _lines(supposed, _WIDE) + 4) if supposed else 0
    shown, used = _fitting(points, _WIDE, max(room / 2, room - _LINE * len(facts)))
    listed, more = _fitting([f"{label} : {value}" for label, value in facts], _NARROW, room - used, 2)
    left = room - used - more
    return Markup(
        '<p class="calc-print-head">{}</p>{}<h2 class="calc-sheet-title">{}</h2>{}{}{}<dl'
        ' class="calc-figures">{}</dl>{}{}{}<p class="calc-pin">Droit au {} ·'
        " ai-calc {} · sans caractère officiel ; le texte de l'autorité fait foi.</p>"
    ).format(
        " · ".join(filter(None, (name, printed))),
        Markup('<p class="calc-ribbon"><strong>{}</strong></p>').format(EXAMPLE) if example else "",
        form.calculator.title,
        render.verdict_line(result, status or render.look_of(result, False)[0], word),
        Markup('<p class="calc-caution" data-covered="{}">{}</p>').format(render.yes_or_no(caution.covered), warned),
        Markup('<div class="calc-headline">{}</div>').format(join(Markup("<p>{}</p>").format(s) for s in sentences)),
        join(render.figure_html(f) for f in figures),
        _list("Points ouverts", points[:shown]) + _more(len(points) - shown, "autre point", "autres points"),
        _tables(result, left) + _facts(facts[:listed]) + _more(len(facts) - listed, "autre donnée", "autres données"),
        Markup('<p class="calc-sheet-more">{}</p>').format(supposed) if supposed else "",
        long_date(result.law_date),
        result.version,
    )


def _tables(result: Result[Any], room: float) -> Markup:
    """The tables that still find a place, the longest first, such as a plan of repayment; of the first long one that
    finds none, its first rows."""
    needs = {table.key: _around(table) + sum(_row_heights(table)) for table in result.tables if table.rows}
    whole, begun = set(), Markup("")
    for table in sorted((t for t in result.tables if t.rows), key=lambda t: -needs[t.key]):
        if needs[table.key] <= room:
            whole.add(table.key)
            room -= needs[table.key]
    if cut := next((t for t in result.tables if t.key not in whole and len(t.rows) > _FEW), None):
        begun = _begun(cut, room)
    return join(render.table_html(t) for t in result.tables if t.key in whole) + begun


def _row_heights(table: Table) -> list[float]:
    """The points that the head and each row take: cells wrap, rows have borders."""
    width = _WIDE // max(len(table.columns), 1)
    heads = tuple(f"{c.label} ({c.unit})" if c.unit else c.label for c in table.columns)
    rows = (heads, *table.rows, *((table.total,) if table.total else ()))
    return [1.75 + 10.5 * max(_lines(show(cell), width) for cell in row) for row in rows]


def _around(table: Table) -> float:
    """The points of a table without its rows: its title with its rules, what lies above and below."""
    title = " · ".join((table.title, *citation_labels(table.rules), str(table.reason or "")))
    return _TABLE + 10.5 * _lines(title, _WIDE)


def _begun(table: Table, room: float) -> Markup:
    """The first rows of a table, with how many follow in the full print; nothing for too few."""
    head, *heights = _row_heights(table)
    room -= _around(table) + head + _LINE + 2
    count = 0
    for height in heights[: len(table.rows)]:
        room -= height
        if room < 0:
            break
        count += 1
    if count < _FEW:
        return Markup("")
    cut = replace(table, rows=table.rows[:count], total=None)
    return render.table_html(cut) + _more(len(table.rows) - count, "autre ligne", "autres lignes")


def _supposed_words(assumed: Pairs) -> str:
    """What nobody gave, as far as two lines hold it."""
    words = " ; ".join(f"{label} : {value}" for label, value in assumed)
    short = words if len(words) <= 2 * _WIDE - 40 else f"{words[: 2 * _WIDE - 40].rpartition(' ; ')[0]} …"
    return f"Supposé, faute d'indication ({len(assumed)}) : {short}" if assumed else ""


def _list(title: str, lines: Iterable[str]) -> Markup:
    items = join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup("<h3>{}</h3><ul>{}</ul>").format(title, items) if items else Markup("")


def _facts(facts: Pairs | Sequence[tuple[str, str]]) -> Markup:
    items = join(Markup("<li>{} : <strong>{}</strong></li>").format(label, value) for label, value in facts)
    return (
        Markup('<h3>Données saisies</h3><ul class="calc-sheet-facts">{}</ul>').format(items)
        if items
        else Markup("<h3>Données saisies</h3><p>Aucune.</p>")
    )
