"""Pictures of a result as HTML and small SVGs, complete before Python runs in the browser.

Text is HTML, so that it keeps its size on a phone; only the bars are SVG. What a picture shows stands below it as a
table, whatever its kind. Colours come from the page (classes ``s0`` … ``s7``).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ai_calc.ground.french import number, show
from ai_calc.results import Chart, Status
from calculators.kit.markup import Markup

_STATES = {Status.MET.value: "✓", Status.NOT_MET.value: "✕", Status.TO_APPRAISE.value: "?"}


def chart_html(chart: Chart) -> Markup:
    """One picture with its title and its numbers."""
    draw = {"parts": _parts, "bars": _bars, "lines": _bars, "path": _path, "timeline": _timeline}[chart.kind]
    return Markup('<figure class="calc-chart" data-chart="{}"><figcaption>{}</figcaption>{}{}</figure>').format(
        chart.key, chart.title, draw(chart), _numbers(chart)
    )


def _parts(chart: Chart) -> Markup:
    """One bar cut into parts, with a legend that gives name, amount and share."""
    values = [s.values[0] for s in chart.series]
    total = sum(values, Decimal(0))
    rects, at = [], Decimal(0)
    for i, value in enumerate(values):
        width = Decimal(value) * 1000 / total if total else Decimal(0)
        rects.append(
            Markup('<rect class="s{}" x="{}" y="0" width="{}" height="40"/>').format(
                _colour(chart, i), f"{at:.2f}", f"{width:.2f}"
            )
        )
        at += width
    parts = shares(values) if total else []
    legend = [
        Markup(
            '<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="s{}" width="10"'
            ' height="10"/></svg><span>{}</span> <strong>{}</strong> <small>{}</small></li>'
        ).format(_colour(chart, i), s.label, show(v, chart.unit), f"{number(parts[i])} %" if total else "")
        for i, (s, v) in enumerate(zip(chart.series, values, strict=True))
    ]
    return Markup(
        '<svg class="calc-bar" viewBox="0 0 1000 40" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg><ul'
        ' class="calc-legend">{}</ul>'
    ).format(chart.title, Markup("").join(rects), Markup("").join(legend))


def shares(values: Sequence[Decimal | int]) -> list[int]:
    """The parts of a whole in whole per cents that add up to a hundred: those with the largest remainders are rounded
    up, the first ones of equals."""
    total = sum(values, Decimal(0))
    exact = [Decimal(v) * 100 / total for v in values]
    found = [int(e) for e in exact]
    for i in sorted(range(len(exact)), key=lambda i: found[i] - exact[i])[: 100 - sum(found)]:
        found[i] += 1
    return found


def _colour(chart: Chart, index: int) -> str:
    return "x" if chart.series[index].key == "missing" else str(index % 8)


def _bars(chart: Chart) -> Markup:
    """Bars over labels, grouped when there are several series, with a limit as a line; the table holds the numbers."""
    top = max([Decimal(v) for s in chart.series for v in s.values] + [Decimal(chart.limit or 0), Decimal(1)])
    columns = []
    for i, label in enumerate(chart.labels):
        bars = [
            Markup('<rect class="s{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                k,
                f"{100 * k / len(chart.series) + 6:.1f}",
                f"{100 - Decimal(s.values[i]) * 100 / top:.2f}",
                f"{100 / len(chart.series) - 12:.1f}",
                f"{Decimal(s.values[i]) * 100 / top:.2f}",
            )
            for k, s in enumerate(chart.series)
        ]
        limit = ""
        if chart.limit is not None:
            y = f"{100 - Decimal(chart.limit) * 100 / top:.2f}"
            limit = Markup('<line class="limit" x1="0" x2="100" y1="{}" y2="{}"/>').format(y, y)
        columns.append(
            Markup(
                '<li><svg viewBox="0 0 100 100" preserveAspectRatio="none"'
                ' aria-hidden="true">{}{}</svg><span>{}</span></li>'
            ).format(Markup("").join(bars), limit, label)
        )
    legend = (
        [
            Markup(
                '<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect class="s{}" width="10"'
                ' height="10"/></svg><span>{}</span></li>'
            ).format(k, s.label)
            for k, s in enumerate(chart.series)
        ]
        if len(chart.series) > 1 or chart.limit is not None
        else []
    )
    if chart.limit is not None:
        legend.append(
            Markup(
                '<li><svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><line class="limit" x1="0" x2="10"'
                ' y1="5" y2="5"/></svg><span>{}</span> <strong>{}</strong></li>'
            ).format(chart.limit_label or "Limite", show(chart.limit, chart.unit))
        )
    return Markup('<ol class="calc-columns" aria-hidden="true" data-many="{}">{}</ol>{}').format(
        "true" if len(chart.labels) > 12 else "false",
        Markup("").join(columns),
        Markup('<ul class="calc-legend">{}</ul>').format(Markup("").join(legend)) if legend else "",
    )


def _numbers(chart: Chart) -> Markup:
    """What the picture shows as a table, folded."""
    if chart.kind == "parts":
        values = [s.values[0] for s in chart.series]
        parts = shares(values) if sum(values) else [0] * len(values)
        heads = [chart.unit, "%"]
        rows = [
            (s.label, [number(value), number(part)]) for s, value, part in zip(chart.series, values, parts, strict=True)
        ]
    else:
        heads = [f"{s.label} ({chart.unit})" for s in chart.series] + (["Suite"] if chart.states else [])
        states = [[_word(state)] for state in chart.states] or [[] for _ in chart.labels]
        rows = [
            (label, [number(s.values[i]) for s in chart.series] + states[i]) for i, label in enumerate(chart.labels)
        ]
    cells = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            label, Markup("").join(Markup('<td class="num">{}</td>').format(v) for v in values)
        )
        for label, values in rows
    )
    return Markup(
        '<details class="calc-more"><summary>Les chiffres du graphique</summary><div class="calc-table" tabindex="0"'
        ' role="region" aria-label="{}"><table'
        ' class="calc-grid"><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div></details>'
    ).format(
        chart.title, Markup("").join(Markup('<th scope="col" class="num">{}</th>').format(h) for h in heads), cells
    )


def _word(state: str) -> str:
    """The outcome of a step in words: its mark is only for the eye."""
    return Status(state).french if state in _STATES else "—"


def _unseen(state: str) -> Markup:
    return Markup('<span class="visually-hidden"> : {}</span>').format(_word(state)) if state in _STATES else Markup("")


def _path(chart: Chart) -> Markup:
    """A chain of decisions with the outcome of each."""
    items = [
        Markup(
            '<li data-status="{}"><span class="calc-mark" aria-hidden="true">{}</span> <span>{}{}</span></li>'
        ).format(state, _STATES.get(state, "→"), label, _unseen(state))
        for label, state in zip(chart.labels, chart.states, strict=True)
    ]
    return Markup('<ol class="calc-path">{}</ol>').format(Markup("").join(items))


def _timeline(chart: Chart) -> Markup:
    """Steps over time, one bar each: where it starts, how long it lasts, and its outcome."""
    starts, lengths = (next(s.values for s in chart.series if s.key == key) for key in ("start", "days"))
    total = max([Decimal(start + length) for start, length in zip(starts, lengths, strict=True)] + [Decimal(1)])
    items = [
        Markup(
            '<li data-status="{}"><span class="calc-mark" aria-hidden="true">{}</span> <span>{}{}</span><svg viewBox="0'
            ' 0 1000 20" preserveAspectRatio="none" aria-hidden="true"><rect x="{}" y="0" width="{}"'
            ' height="20"/></svg></li>'
        ).format(
            state,
            _STATES.get(state, "→"),
            label,
            _unseen(state),
            f"{start * 1000 / total:.2f}",
            f"{max(length * 1000 / total, Decimal(6)):.2f}",
        )
        for label, state, start, length in zip(chart.labels, chart.states, starts, lengths, strict=True)
    ]
    return Markup('<ol class="calc-timeline">{}</ol>').format(Markup("").join(items))
