"""Figures of the law: all of them on time lines, or the dated values of one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ai_calc.ground import french
from ai_calc.law import parameters
from ai_calc.law.parameters import Parameter
from ai_calc.registers.documents import natural
from hub.content.library import Library
from hub.content.links import Href, parameter_anchor
from hub.content.rules import load_data
from hub.pages.pieces import cell, cite


def _history(library: Library, href: Href, parameter: Parameter) -> str:
    """Every value of a figure, the latest first: period, source where there are several, last check, remark."""
    lines = []
    several = len({entry.source for entry in parameter.values}) > 1
    for entry in reversed(parameter.values):
        if entry.value is None and (len(parameter.values) > 1):
            continue
        source = cite(library, href, entry.source) if entry.source and several else ""
        about = " · ".join(part for part in (parameter.period(entry), source, parameter.check_of(entry)) if part)
        note = f'<br><span class="muted">{cell(entry.note)}</span>' if entry.note else ""
        lines.append(
            f'{parameter.words(entry, "**{}**".format)} <span class="muted" markdown="span">{about}</span>{note}'
        )
    return "<br>".join(lines)


def time_line(parameter: Parameter, end: date) -> str:
    """A drawing of the values of a figure between 2014 and ``end``: full where checked, empty where not. The words
    beside it say the same."""
    if parameter.undated:
        return ""
    first = parameters.FIRST_DATE
    width = (end - first).days

    def bar(start: date, stop: date, css: str) -> str:
        x, to = max(0, (start - first).days), min(width, (stop - first).days)
        return f'<rect class="{css}" x="{x}" width="{max(0, to - x - width // 200)}" height="8"/>' if to > x else ""

    bars = ""
    for entry in parameter.values:
        if entry.value is None:
            continue
        last = parameter.last_day(entry) or end
        if entry.checked_on is None:
            bars += bar(entry.from_date, last, "open")
        else:
            checked = min(last, entry.checked_on)
            bars += bar(entry.from_date, max(checked, entry.from_date + timedelta(days=width // 100)), "checked") + bar(
                checked, last, "open"
            )
    return (
        f'<span class="time-line" aria-hidden="true">{first.year}<svg viewBox="0 0 {width} 8"'
        f' preserveAspectRatio="none">{bars}</svg>{end.year}</span>'
    )


def every_figure(library: Library, href: Href, argument: str) -> str:
    """Every parameter: all its values on a time line, each with its source and last check."""
    end = _end_of_time_lines(library)
    areas = load_data("areas")
    groups: dict[str, list[Parameter]] = {}
    for name, parameter in library.parameters.items():
        groups.setdefault(name.split("/")[0], []).append(parameter)
    out = []
    for area in dict.fromkeys([*areas, *groups]):
        if area in groups:
            out += [
                f"## {areas.get(area, area)} {{ #{area} }}",
                "",
                '<div class="stack figures" markdown="1">',
                "",
                "| Montant ou délai | Valeurs dans le temps | Règles |",
                "|---|---|---|",
                *(_row(library, href, p, end) for p in sorted(groups[area], key=_rank)),
                "",
                "</div>",
                "",
            ]
    return "\n".join(out)


def _end_of_time_lines(library: Library) -> date:
    """The first day of the year after the last one that a value names."""
    shown = [day for p in library.parameters.values() for v in p.values for day in (v.from_date, v.checked_on) if day]
    return date(max(shown).year + 1, 1, 1)


def _rank(parameter: Parameter) -> tuple[Any, str]:
    return (natural(parameter.sources[0]) if parameter.sources else (), parameter.name)


def _row(library: Library, href: Href, p: Parameter, end: date) -> str:
    label = f'<span id="{parameter_anchor(p.name)}"></span>{cell(p.label)}'
    if p.example:
        label += ' <span class="muted">(exemple)</span>'
    if p.note:
        label += f'<br><span class="muted">{cell(p.note)}</span>'
    rules = "<br>".join(cite(library, href, c) for c in p.sources)
    return f"| {label} | {time_line(p, end)}{_history(library, href, p)} | {rules} |"


def values_of(library: Library, href: Href, argument: str) -> str:
    """The dated values of one parameter as a small table."""
    p = library.parameters[argument]
    notes = any(entry.note for entry in p.values)
    out = [
        "| Dès le | Valeur | Vérification |" + (" Remarque |" if notes else ""),
        "|---|---|---|" + ("---|" if notes else ""),
    ]
    for entry in p.values:
        shown = p.words(entry).replace(", ", "<br>")
        state = p.check_of(entry)
        out.append(
            f"| {french.long_date(entry.from_date)} | {cell(shown)} | {state} |"
            + (f" {cell(entry.note or '')} |" if notes else "")
        )
    return "\n".join(out)
