"""The data of a case as people read them: by section of the form, labels and values in French, lists as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from ai_calc.ground.dates import YearOfBirth
from ai_calc.ground.french import UNITS, agreeing, number, short_date, show
from ai_calc.outcome.facts import Case
from ai_calc.outcome.stated import unticked
from ai_calc.outcome.year_of_birth import DAY_AND_MONTH, SUPPOSED_DAY
from ai_calc.results import Result
from calculators.kit.fields import NOTHING_SAID, FieldSpec, fields_of
from calculators.kit.form import FormSpec
from calculators.kit.markup import Markup

MAX_ROWS = 400
"""Rows of a list that are shown: a journal may hold thousands, the workbook holds them all."""
_EMPTY: tuple[Any, ...] = (None, "", (), [])


def value_text(spec: FieldSpec, value: Any) -> str:
    """A value of a field in words: « 12 000 CHF », « oui », « Indépendant »."""
    if value in _EMPTY:
        return "—"
    if spec.kind == "choice":
        return spec.option(str(getattr(value, "value", value)), str(value))
    if spec.kind in ("number", "whole", "duration"):
        return show(value, spec.unit)
    return show(value)


def _rows_table(spec: FieldSpec, rows: tuple[BaseModel, ...]) -> Markup:
    """A list of rows as a table, its first :data:`MAX_ROWS`; columns in which no row says anything are left out."""
    shown = rows[:MAX_ROWS]
    columns = [c for c in spec.columns if not c.kept and any(getattr(row, c.name) not in _EMPTY for row in rows)]

    def cell(column: FieldSpec, row: BaseModel) -> Markup:
        value = getattr(row, column.name)
        if column.kind in ("number", "whole") and value is not None:
            return Markup('<td class="num">{}</td>').format(
                number(value, 2 if column.unit == "CHF" and value != int(value) else None)
            )
        if column.kind == "date" and value is not None:
            return Markup('<td class="num">{}</td>').format(short_date(value))
        return Markup("<td>{}</td>").format(value_text(column, value) if value not in _EMPTY else "")

    def head(column: FieldSpec) -> Markup:
        unit = UNITS.get(column.unit, ("", column.unit))[1]
        return Markup('<th scope="col"{}>{}</th>').format(
            Markup(' class="num"') if column.kind in ("number", "whole", "date") else "",
            f"{column.label} ({unit})" if unit else column.label,
        )

    return Markup(
        '<div class="calc-table" tabindex="0" role="region" aria-label="{}"><table'
        ' class="calc-grid"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(
        spec.label,
        spec.label,
        Markup("").join(head(c) for c in columns),
        Markup("").join(Markup("<tr>{}</tr>").format(Markup("").join(cell(c, row) for c in columns)) for row in shown),
    ) + (
        Markup("<p>… et {} lignes de plus.</p>").format(number(len(rows) - len(shown)))
        if len(rows) > len(shown)
        else ""
    )


def _sections(case: Case, form: FormSpec | None) -> Iterator[tuple[str, list[FieldSpec]]]:
    """The fields that are asked in this case, by section; one section without title when there is no form."""
    specs = {spec.name: spec for spec in fields_of(type(case))}
    if form is None:
        yield "", list(specs.values())
        return
    asked = form.asked(case)
    for section in form.sections:
        if names := [name for name in section.fields if name in asked]:
            yield section.title, [specs[name] for name in names]


def _list(pairs: Iterable[tuple[FieldSpec, Any]]) -> Markup:
    entries = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(spec.label, value_text(spec, value)) for spec, value in pairs
    )
    return Markup('<dl class="calc-data">{}</dl>').format(entries) if entries else Markup("")


def _given(case: Case, spec: FieldSpec) -> bool:
    """Whether somebody gave the value of a field: it differs from the usual one, or was said all the same."""
    return (spec.assumable and spec.name in case.model_fields_set) or getattr(case, spec.name) != _usual(
        type(case), spec.name
    )


@cache
def _usual(kind: type[Case], name: str) -> Any:
    return kind.model_fields[name].get_default(call_default_factory=True)


def _is_assumed(case: Case, spec: FieldSpec) -> bool:
    value = getattr(case, spec.name)
    return (
        spec.kind != "rows"
        and spec.name != "law_date"
        and not _given(case, spec)
        and value not in _EMPTY
        and str(value) not in NOTHING_SAID
    )


def assumed_values(case: Case, form: FormSpec) -> tuple[tuple[str, str], ...]:
    """What the computation takes for granted because nobody said it: label and value of each field that it reads; a box
    that is not ticked is such a value, in a list where no line has it ticked."""
    specs = [spec for _, section in _sections(case, form) for spec in section]
    single = in_words(case, (spec for spec in specs if _is_assumed(case, spec)))
    single += tuple(
        (f"{spec.label}, {DAY_AND_MONTH}", SUPPOSED_DAY)
        for spec in specs
        if isinstance(getattr(case, spec.name), YearOfBirth)
    )
    boxes = set(unticked(case, form.asked(case), {spec.name for spec in form.specs if _given(case, spec)}))
    return single + tuple(
        (f"{spec.label}, « {column.label} »", "aucune ligne")
        for spec in specs
        for column in spec.columns
        if (spec.name, column.name) in boxes
    )


def in_words(case: Case, specs: Iterable[FieldSpec]) -> tuple[tuple[str, str], ...]:
    """Label and value of some fields of a case."""
    return tuple((spec.label, value_text(spec, getattr(case, spec.name))) for spec in specs)


def given_facts(case: Case, form: FormSpec, granted: Collection[str] = ()) -> list[tuple[str, str]]:
    """What somebody gave, in the order of the form; of a list the number of its lines and the sum of its amounts. The
    fields ``granted`` are what an estimate takes for granted."""
    found = []
    for _, specs in _sections(case, form):
        for spec in (spec for spec in specs if spec.name not in granted):
            value = getattr(case, spec.name)
            if spec.kind == "rows":
                if value:
                    found.append((spec.label, _summed(spec, value)))
            elif _given(case, spec) and value not in _EMPTY:
                found.append((spec.label, value_text(spec, value)))
    return found


def _summed(spec: FieldSpec, rows: tuple[BaseModel, ...]) -> str:
    lines = agreeing(len(rows), "ligne(s)")
    amounts = [c.name for c in spec.columns if c.unit == "CHF"]
    if len(amounts) != 1:
        return lines
    return f"{lines}, {show(sum(getattr(row, amounts[0]) or 0 for row in rows), 'CHF')}"


def told_twice(case: Case, result: Result[Any]) -> tuple[dict[str, str], frozenset[str]]:
    """The lists of a case that a table of its result says line by line, with the title of the table; and the tables
    that say a list only in part (by day, of a period). On paper one of both is enough."""
    told: dict[str, str] = {}
    partial = set()
    for table in result.tables:
        rows = getattr(case, table.key, None)
        if isinstance(rows, tuple) and rows:
            if len(table.rows) >= len(rows):
                told[table.key] = table.title
            else:
                partial.add(table.key)
    return told, frozenset(partial)


def inputs_html(
    case: Case,
    form: FormSpec | None = None,
    supposed: tuple[tuple[str, str], ...] | None = None,
    told: Mapping[str, str] = MappingProxyType({}),
) -> Markup:
    """All data of a case. What the case leaves at its default follows at the end, so that nothing is hidden:
    ``supposed``, unless it is still to be found. ``told``: lists that a table of the result says, with its title."""
    parts: list[Markup] = []
    left: list[FieldSpec] = []
    for title, specs in _sections(case, form):
        single: list[tuple[FieldSpec, Any]] = []
        tables: list[Markup] = []
        for spec in specs:
            value = getattr(case, spec.name)
            if spec.kind == "rows":
                if value and spec.name in told:
                    where = f"{agreeing(len(value), 'ligne(s)')}, au tableau « {told[spec.name]} »"
                    tables.append(Markup('<p class="calc-told">{} : {}.</p>').format(spec.label, where))
                elif value:
                    tables.append(_rows_table(spec, value))
            elif spec.name == "law_date" or _given(case, spec):
                single.append((spec, value))
            elif _is_assumed(case, spec):
                left.append(spec)
        if single or tables:
            parts += [
                Markup('<h3 class="calc-data-title">{}</h3>').format(title) if title else Markup(""),
                _list(single),
                *tables,
            ]
    if supposed is None:
        supposed = assumed_values(case, form) if form is not None else in_words(case, left)
    if supposed:
        entries = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in supposed)
        parts.append(
            Markup(
                '<details class="calc-more"><summary>Supposé, faute d\'indication ({})</summary><dl'
                ' class="calc-data">{}</dl></details>'
            ).format(len(supposed), entries)
        )
    return Markup("").join(parts)
