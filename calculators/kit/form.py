"""The description of a form: which fields, in which sections, with which default case."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ai_calc.handing_over.profile import Handover
from ai_calc.outcome.facts import Case
from ai_calc.outcome.questions import open_questions
from ai_calc.registers import calculators as registry
from ai_calc.registers.calculators import Calculator
from ai_calc.relevance import relevant_fields
from ai_calc.results import Result
from calculators.kit.fields import FieldSpec, RawRow, empty_raw, fields_of, raw_case

MAX_QUESTIONS = 4
"""How many questions an open point names."""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields under a title. ``open``: shown unfolded at the start."""

    key: str
    title: str
    fields: tuple[str, ...]
    help: str = ""
    open: bool = True


@dataclass(frozen=True)
class Estimate:
    """What a form asks first. ``fields``: at most a handful, a column of a list as « items.amount ». ``assumed``:
    what the estimate takes for granted while nobody has said it; it is told beside the estimate and, as supposed, in
    the papers made of it, and is no part of the case, of its links and files. ``of``: a fact and the value of it that
    makes a case one of this estimate; choosing it says so."""

    fields: tuple[str, ...]
    assumed: dict[str, Any] = field(default_factory=dict)
    title: str = "Estimation rapide"
    of: tuple[str, str] | None = None

    @property
    def columns(self) -> dict[str, frozenset[str]]:
        """The fields in order, each with the columns that are shown of a list (none: not a list, or all of them)."""
        found: dict[str, frozenset[str]] = {}
        for entry in self.fields:
            name, _, column = entry.partition(".")
            found[name] = found.get(name, frozenset()) | ({column} if column else frozenset())
        return found


@dataclass(frozen=True, slots=True)
class Invoicing:
    """How a form makes invoices. ``number``: the field with the number, under which lines are marked; ``kinds``: the
    files that are invoices; ``taken``: from the case, what the page has told of other invoices and whether those of the
    same file count, whose number that is already, in French; ``made``: from the case, its result and whoever makes
    it, what is to be remembered. From what the page has told of other files, in French: ``refused``, why no invoice can
    be made; ``warned``, with the case, what is to be known of one."""

    number: str
    kinds: tuple[str, ...]
    taken: Callable[[Any, dict[str, Any], bool], str]
    made: Callable[[Any, Any, Handover], dict[str, str]]
    refused: Callable[[dict[str, Any]], str]
    warned: Callable[[Any, dict[str, Any]], str]


_ASKED: dict[str, list[tuple[Case, dict[str, str]]]] = {}
_ESTIMATED: dict[str, tuple[Case, tuple[Case, tuple[str, ...]]]] = {}
"""The last two cases of each form, and what they ask; the last one, and how it is estimated."""


@dataclass(frozen=True)
class FormSpec:
    """A form for a calculator.

    ``example`` is an invented case (JSON data) that can be loaded; the page itself opens on an empty one.
    ``leaves_out``: lists of which a faulty line is left out and told, while the rest is computed. ``reference``: the
    field by which a calendar knows the case again. ``quick``: a list with quick entry, and the words that say what is
    left for it, from the case, its result and a day. ``period``: the two dates of a period that a press fills.
    ``invoice``: how its lines are invoiced. ``narrowed``: a choice, another
    field, and which options of the choice there are for a value of that field. ``begun``: lists that
    show a first row before anything is typed. ``other_estimate``: of cases that are about something else. ``ahead``:
    the figures that the line at a glance names first.
    """

    name: str
    sections: tuple[Section, ...]
    example: dict[str, Any] = field(default_factory=dict)
    leaves_out: tuple[str, ...] = ()
    reference: str = ""
    quick: tuple[str, Callable[[Any, Any, date], str]] | None = None
    period: tuple[str, ...] = ()
    invoice: Invoicing | None = None
    narrowed: tuple[str, str, Callable[[str], Collection[str]]] | None = None
    estimate: Estimate | None = None
    other_estimate: Estimate | None = None
    begun: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()

    @property
    def calculator(self) -> Calculator:
        """The calculator behind the form."""
        return registry.get(self.name)

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        """Every field of the form, in the order of the model."""
        return fields_of(self.calculator.case_type)

    @property
    def empty(self) -> RawRow:
        """What the controls hold before anything is typed."""
        rows = {s.name: [{c.name: empty_raw(c) for c in s.columns}] for s in self.specs if s.name in self.begun}
        return {**raw_case(self.specs, {}), **rows}

    def estimate_of(self, value_of: Callable[[str], Any]) -> Estimate | None:
        """What a case is estimated by; ``value_of``: the value of a field by its name."""
        other = self.other_estimate
        return other if other is not None and other.of and value_of(other.of[0]) == other.of[1] else self.estimate

    def estimated(self, case: Case) -> tuple[Case, tuple[str, ...]]:
        """The case with what its estimate takes for granted, and the fields that are; the same of the last case."""
        if (last := _ESTIMATED.get(self.name)) is None or last[0] is not case:
            last = _ESTIMATED[self.name] = (case, self._estimated(case))
        return last[1]

    def _estimated(self, case: Case) -> tuple[Case, tuple[str, ...]]:
        estimate = self.estimate_of(lambda name: getattr(case, name))
        assumed = estimate.assumed if estimate else {}
        open_ones = tuple(
            name for name in assumed if getattr(case, name) == type(case).model_fields[name].get_default()
        )
        if not open_ones:
            return case, ()
        return (
            type(case).model_validate(
                {**case.model_dump(exclude_unset=True), **{name: assumed[name] for name in open_ones}}
            ),
            open_ones,
        )

    def asked(self, case: Case) -> dict[str, str]:
        """The fields whose answer can still change the outcome, the date of the law always, the cells of lists as
        ``costs[0].condition``. Of the last two cases it is remembered: what shows a result asks more than once, of
        the case as it stands and as it is estimated."""
        kept = _ASKED.setdefault(self.name, [])
        for known, found in kept:
            if known is case:
                return found
        found = self._asked(case)
        kept[:] = [(case, found), *kept[:1]]
        return found

    def _asked(self, case: Case) -> dict[str, str]:
        found = {"law_date": "", **relevant_fields(self.calculator.compute, case)}
        for spec in self.specs:  # what only names things decides nothing, and is asked all the same
            if spec.kind == "text":
                found.setdefault(spec.name, "")
            elif spec.kind == "rows" and any(name.startswith(f"{spec.name}[") for name in found):
                names = [c.name for c in spec.columns if c.kind == "text"]
                found |= {
                    f"{spec.name}[{i}].{name}": "" for i in range(len(getattr(case, spec.name))) for name in names
                }
        return found

    def questions(self, case: Case, result: Result[Any]) -> dict[str, tuple[tuple[str, str], ...]]:
        """Name and label of the fields that each open verdict waits for, of those that the computation reads: what it
        does not come to settles nothing yet."""
        asked = self.asked(case)
        return {
            key: tuple((name, self.spec(name).full_label) for name in names if name in asked)[:MAX_QUESTIONS]
            for key, names in open_questions(self.name, case, result).items()
        }

    def spec(self, name: str) -> FieldSpec:
        """One field by name. Raises ``KeyError``."""
        for spec in self.specs:
            if spec.name == name:
                return spec
        raise KeyError(name)


def check(form: FormSpec) -> None:
    """Asserts that the sections show every field of the model exactly once. Raises ``ValueError``."""
    shown = [name for section in form.sections for name in section.fields]
    wanted = [spec.name for spec in form.specs]
    if sorted(shown) != sorted(wanted):
        missing, extra = set(wanted) - set(shown), [n for n in shown if shown.count(n) > 1 or n not in wanted]
        raise ValueError(f"{form.name}: missing {sorted(missing)}, unknown or twice {sorted(set(extra))}")
