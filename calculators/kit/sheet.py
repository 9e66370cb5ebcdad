"""A case on one A4 page: conclusion, caution, main amounts, what is open, what was typed.

What finds no place is counted, and stands in the full print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from ai_calc.ground.french import long_date, show
from ai_calc.outcome.facts import Case
from ai_calc.results import Figure, Result, Role, Status
from calculators.kit import render
from calculators.kit.form import FormSpec
from calculators.kit.inputs import given_facts
from calculators.kit.render import Pairs, Questions, join

FIGURES = 8
"""How many amounts find a place: two rows of cards."""
_WIDE, _NARROW = 118, 54
"""Characters of a line of the page, and of one of its two columns."""
_LINES = 37
"""Lines for what is open and what was typed, below the conclusion and the amounts."""
_LONGEST = 160


def _lines(text: str, width: int) -> int:
    return -(-len(text) // width)


def _fitting(texts: Sequence[str], width: int, room: int) -> int:
    """How many of these find a place in so many lines."""
    used = 0
    for count, text in enumerate(texts):
        used += _lines(text, width)
        if used > room:
            return count
    return len(texts)


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
    questions: Questions | None = None,
    status: str = "",
) -> Markup:
    """The page. ``word``: the conclusion, or that it is an estimate; ``printed``: the day, as the page says it;
    ``assumed``: what nobody gave; ``questions``: what open verdicts wait for."""
    caution = result.caution
    points = _open_points(result, questions or {})
    facts = [(label, _short(value)) for label, value in given_facts(case, form)]
    sentences = [str(s) for s in result.headline if s != caution.text]
    taken = sum(_lines(s, _WIDE) for s in sentences) - 3  # beyond the usual
    room = max(_LINES - max(taken, 0), 12)
    shown = _fitting(points, _WIDE, min(room // 2, 16))
    used = sum(_lines(p, _WIDE) for p in points[:shown])
    lines = [f"{label} : {value}" for label, value in facts]
    told = _fitting(lines, _NARROW, 2 * (room - used) - 4)
    left = room - used - -(-sum(_lines(line, _NARROW) for line in lines[:told]) // 2) - 4
    return Markup(
        '<p class="calc-print-head">{}</p>{}<h2 class="calc-sheet-title">{}</h2><p class="calc-verdict-line"'
        ' data-status="{}" data-covered="{}">{}</p><p class="calc-caution" data-covered="{}">{}</p><div'
        ' class="calc-headline">{}</div><dl class="calc-figures">{}</dl>{}{}{}<p class="calc-pin">Droit au {} ·'
        " ai-calc {} · sans caractère officiel ; le texte de l'autorité fait foi.</p>"
    ).format(
        " · ".join(filter(None, (name, printed))),
        Markup('<p class="calc-ribbon"><strong>Exemple : données fictives</strong></p>') if example else "",
        form.calculator.title,
        status or result.overall.status.value,
        "yes" if caution.covered else "no",
        word,
        "yes" if caution.covered else "no",
        f"{caution.text} {caution.count}." if caution.changed else str(caution.text),
        join(Markup("<p>{}</p>").format(s) for s in sentences),
        join(render.figure_html(f) for f in _figures(result)),
        _list("Points ouverts", points[:shown]) + _more(len(points) - shown, "autre point", "autres points"),
        _tables(result, left) + _facts(facts[:told]) + _more(len(facts) - told, "autre donnée", "autres données"),
        _supposed(assumed),
        long_date(result.law_date),
        result.version,
    )


def _tables(result: Result[Any], room: int) -> Markup:
    """The tables that still find a place, whole, such as a plan of repayment."""
    found = []
    for table in result.tables:
        rows = (*table.rows, *((table.total,) if table.total else ()))
        texts = [" ".join(show(cell) for cell in row if cell is not None) for row in rows]
        need = 3 + sum(1 + len(text) // _NARROW for text in texts) * 3 // 2  # cells wrap, rows have borders
        if rows and need <= room:
            found.append(render.table_html(table))
            room -= need
    return join(found)


def _supposed(assumed: Pairs) -> Markup:
    """How many values nobody gave; which, as far as a line holds them."""
    if not assumed:
        return Markup("")
    words = " ; ".join(f"{label} : {value}" for label, value in assumed)
    return Markup('<p class="calc-sheet-more">Supposé, faute d\'indication ({}) : {}</p>').format(
        len(assumed), words if len(words) <= 2 * _WIDE else f"{words[: 2 * _WIDE].rpartition(' ; ')[0]} …"
    )


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
