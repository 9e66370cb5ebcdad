"""A table of a result as a table of a paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from ai_calc.ground.french import short_date, show
from ai_calc.handing_over.papers import Grid, text
from ai_calc.results import Cell, Column, Table


def grid_of(table: Table, most: int | None = None, hours: Callable[[Decimal], str] | None = None) -> Grid:
    """The table with at most so many of its rows, and its sums; ``hours`` writes those of its columns of hours."""

    def cell(value: Cell, column: Column) -> str:
        if hours is not None and column.unit == "h" and isinstance(value, Decimal | int):
            return hours(Decimal(value))
        return _cell(value, column)

    rows = [*table.rows[:most], *((table.total,) if table.total is not None else ())]
    return Grid(
        tuple(tuple(text("{0}", cell(c, column)) for c, column in zip(r, table.columns, strict=True)) for r in rows),
        tuple(text("{0}", c.label) for c in table.columns),
        rules=table.rules,
    )


def _cell(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return short_date(cell)
    return show(cell, column.unit) if isinstance(cell, Decimal | int) else str(cell)
