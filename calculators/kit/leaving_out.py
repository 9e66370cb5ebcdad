"""A line that is being typed, or wrong, is left out of a list and told; the rest is computed, as when a file is
read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ai_calc.evaluation import Evaluation, evaluate
from ai_calc.ground.errors import Fault
from ai_calc.registers.calculators import Calculator
from calculators.kit.fields import FieldSpec, RawRow, empty_raw, parse_case

_ROW = re.compile(r"(\w+)\[(\d+)\](.*)")


@dataclass(frozen=True, slots=True)
class Computed:
    """What the form gives: the evaluation without the lines left out, all faults, and which lines those are, by list.

    ``begun``: lines in which nothing has been typed yet; they are no fault.
    """

    evaluation: Evaluation
    faults: tuple[Fault, ...]
    left_out: Mapping[str, frozenset[int]] = field(default_factory=dict)
    begun: Mapping[str, frozenset[int]] = field(default_factory=dict)
    kept: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def as_shown(self, path: str) -> str:
        """A path of the case (« journal[2].day ») with the number that the line has in the form."""
        return _renumbered(path, self.kept)


def compute(calculator: Calculator, specs: tuple[FieldSpec, ...], raw: RawRow, lists: Iterable[str]) -> Computed:
    """Evaluates a form; in ``lists`` faulty lines are left out."""
    begun = {s.name: _begun(s, raw.get(s.name)) for s in specs if s.name in lists}
    kept = {
        name: tuple(i for i in range(len(raw.get(name) or ())) if i not in rows) for name, rows in begun.items() if rows
    }
    data, unreadable = parse_case(specs, {**raw, **{name: [raw[name][i] for i in rows] for name, rows in kept.items()}})
    outcome = evaluate(calculator, data)
    known = {f.path for f in unreadable}
    faults = [*unreadable, *(f for f in outcome.faults if f.path not in known)]
    faulty: dict[str, set[int]] = {}
    for fault in faults:
        match = _ROW.match(fault.path)
        if match is None or match[1] not in begun:
            faulty = {}
            break
        faulty.setdefault(match[1], set()).add(int(match[2]))
    named = tuple(Fault(_renumbered(f.path, kept), f.message) for f in faults)
    left_out = {name: frozenset(kept.get(name, range(1_000_000))[i] for i in rows) for name, rows in faulty.items()}
    if not faulty:
        evaluation = outcome if not faults else Evaluation(None, None, named)
        return Computed(evaluation, named, {}, begun, kept)
    without = {name: [row for i, row in enumerate(data[name]) if i not in rows] for name, rows in faulty.items()}
    again = evaluate(calculator, {**data, **without})
    still = {
        **kept,
        **{
            name: tuple(i for i in range(len(raw[name])) if i not in left_out[name] and i not in begun[name])
            for name in faulty
        },
    }
    if again.result is None:
        more = tuple(Fault(_renumbered(f.path, still), f.message) for f in again.faults)
        return Computed(Evaluation(None, None, (*named, *more)), (*named, *more), {}, begun, still)
    return Computed(again, named, left_out, begun, still)


def _renumbered(path: str, kept: Mapping[str, tuple[int, ...]]) -> str:
    match = _ROW.match(path)
    if match is None or match[1] not in kept or int(match[2]) >= len(kept[match[1]]):
        return path
    return f"{match[1]}[{kept[match[1]][int(match[2])]}]{match[3]}"


def _begun(spec: FieldSpec, rows: Any) -> frozenset[int]:
    """The lines that hold nothing but what a new line holds."""
    new = {c.name: empty_raw(c) for c in spec.columns}
    return frozenset(
        i for i, row in enumerate(rows or ()) if all(row.get(name, value) == value for name, value in new.items())
    )
