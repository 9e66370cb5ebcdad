"""What every calculator returns: words, verdicts, figures, tables, steps, readings, warnings.

One shape for all, so that the form, the sheet, the command line, the comparison and the tests need one code each.
Texts are :class:`~ai_calc.ground.french.Phrase`: they are put into words only when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ai_calc import __version__
from ai_calc.ground.french import Phrase, phrase, show
from ai_calc.ground.record import record
from ai_calc.handing_over.papers import Document, Later
from ai_calc.law.changes import Change, all_changes, counted
from ai_calc.law.citations import labels as citation_labels
from ai_calc.law.citations import number_of, source_of
from ai_calc.law.readings import all_readings
from ai_calc.registers.documents import all_sources

NOT_COMPUTED = "Ce que ces articles disent de neuf n'est pas calculé, sauf un chiffre daté, ou ce que le résultat dit."
"""What a result does with articles that have changed since the texts it follows."""

Cell = Decimal | int | str | date | Phrase | None


class Status(StrEnum):
    """Outcome of a condition. The package never settles what a person must appraise."""

    MET = "met"
    NOT_MET = "not_met"
    TO_APPRAISE = "to_appraise"

    @property
    def french(self) -> str:
        """« remplie », « non remplie », « à apprécier »."""
        return _FRENCH[self]


_FRENCH = {Status.MET: "remplie", Status.NOT_MET: "non remplie", Status.TO_APPRAISE: "à apprécier"}


class Role(StrEnum):
    """What a verdict weighs. Only conditions decide; :mod:`ai_calc.outcome.conclusion` derives the conclusion from
    them.

    ``condition``: decides the entitlement, or the plan. ``limit``: bounds a form, an amount, a duration, a period; what
    is refused falls away, the rest stands. ``advice``: a duty, a deadline, a recommendation; informs.
    """

    CONDITION = "condition"
    LIMIT = "limit"
    ADVICE = "advice"


class Standing(StrEnum):
    """What an amount is worth: owed, owed if something is confirmed, or not owed."""

    DUE = "due"
    CONDITIONAL = "conditional"
    NOT_DUE = "not_due"


class Severity(StrEnum):
    """How loudly a notice speaks."""

    INFO = "info"
    WARNING = "warning"


SUPPOSED = "sur une réponse supposée"
"""Said of a verdict that nobody's answer decides."""


@record
class Verdict:
    """One condition applied to the case.

    ``soft``: the rule itself says « en règle générale », so that a reasoned exception stays possible.
    ``would_change``: what fact would turn the outcome. ``role``: what the verdict weighs. ``limited``: of a conclusion
    whose conditions are met, that a limit refuses a part of what is asked. ``supposed``: it is decided by what an
    estimate takes for granted.
    """

    key: str
    label: str
    status: Status
    reason: Phrase
    rules: tuple[str, ...]
    would_change: Phrase | None = None
    soft: bool = False
    role: Role = Role.CONDITION
    limited: bool = False
    supposed: bool = field(default=False, metadata={"data": False})

    @property
    def strength(self) -> str:
        """How a soft verdict speaks: « conseil » on a guide that obliges to nothing, « de règle » otherwise; that a
        positive conclusion is limited, or an answer supposed; nothing for a firm one."""
        return ", ".join(filter(None, (self.firmness, SUPPOSED if self.supposed else "")))

    @property
    def firmness(self) -> str:
        """What of its :attr:`strength` does not depend on who answered."""
        if self.limited:
            return "mais pas tel que demandé"
        if not self.soft:
            return ""
        binds = [source.binding if (source := all_sources().get(source_of(rule))) else True for rule in self.rules]
        return "de règle" if any(binds) or not binds else "conseil"


@record
class Step:
    """One step of a calculation: what, the formula with the case's numbers, the value, and the rule."""

    key: str
    label: str
    formula: Phrase
    value: Decimal | int | date | None
    unit: str
    rules: tuple[str, ...]


@record
class Figure:
    """A key figure, shown large.

    ``carried_by``: the keys of the verdicts that it rests on (``overall``: the conclusion). When one of them fails, the
    figure is nought or falls away; while one is open, it is conditional: :mod:`ai_calc.outcome.amounts` says so in
    ``standing`` and ``reason``, and keeps in ``otherwise`` what it would have been; of a rest (what the aid
    leaves open), the calculator says there what it is without what carries it. ``main``: the headline names it.
    """

    key: str
    label: str
    value: Decimal | int | date | None
    unit: str
    rules: tuple[str, ...] = ()
    carried_by: tuple[str, ...] = ()
    main: bool = False
    standing: Standing = Standing.DUE
    reason: Phrase | None = None
    otherwise: Decimal | int | date | None = None


@record
class Column:
    """A column of a table; ``unit`` as in :data:`ai_calc.ground.french.UNITS`."""

    key: str
    label: str
    unit: str = ""


@record
class Table:
    """A table of results; ``total`` is a last row of sums. ``carried_by`` and ``reason`` as in :class:`Figure`: a table
    that rests on a failed or open verdict says so in its caption."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    rules: tuple[str, ...] = ()
    total: tuple[Cell, ...] | None = None
    carried_by: tuple[str, ...] = ()
    standing: Standing = Standing.DUE
    reason: Phrase | None = None


@record
class Series:
    """Numbers of a picture, one for each label of its chart."""

    key: str
    label: str
    values: tuple[Decimal | int, ...]


@record
class Chart:
    """A picture as data. ``kind``: ``parts`` (one bar cut into parts), ``bars`` or ``lines`` over ``labels``,
    ``path`` (a chain of decisions: labels are the steps, ``states`` their outcome), ``timeline`` (steps over time: the
    series ``start`` and ``days`` say when each begins and how long it lasts, ``states`` its outcome)."""

    key: str
    kind: str
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    limit: Decimal | int | None = None
    limit_label: str = ""
    states: tuple[str, ...] = ()


@record
class ReadingTaken:
    """A reading of an ambiguous text on which the result rests; ``alternative`` says what another would give."""

    id: str
    alternative: Phrase | None = None
    other_value: Decimal | int | date | None = None
    unit: str = ""


@record
class Notice:
    """A warning or a remark. ``urgent``: it stands with the conclusion, not below the calculation. ``of_law``: it says
    of a text or a figure what the caution sums up."""

    key: str
    severity: Severity
    text: Phrase
    rules: tuple[str, ...] = ()
    urgent: bool = False
    of_law: bool = field(default=False, metadata={"data": False})


@record
class Sentence:
    """A sentence of the headline and the verdicts that carry it: without them it is not said, while one is open it is
    said with its condition. ``of_page``: it speaks to whoever fills in the form, and has no place in a text for a
    decision."""

    text: Phrase
    carried_by: tuple[str, ...] = ("overall",)
    of_page: bool = False


@record
class Caution:
    """Which text the result follows, for which date, and what is not verified: ``line``, which has the weight of the
    conclusion and is shown with it everywhere, ``brief``, the same where there is room for a few words, and ``text``,
    which says it in full. ``covered``: the text was checked for that date. ``changed``: the articles behind the rules
    of the result that read otherwise by then, as citations of their entries."""

    line: Phrase
    text: Phrase
    covered: bool
    brief: Phrase = field(metadata={"data": False})
    changed: tuple[str, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """The entries of ``changed``."""
        return tuple(all_changes()[number_of(citation)] for citation in self.changed)

    @property
    def count(self) -> str:
        """« Depuis : 2 changements connus dans la loi »; empty without any."""
        return f"Depuis : {counted(len(self.changed))} dans la loi" if self.changed else ""

    @property
    def since(self) -> str:
        """The same with the articles, and what becomes of them; empty without any."""
        named = " ; ".join(change.dated for change in self.changes)
        return f"{self.count} : {named}. {NOT_COMPUTED}" if self.changed else ""


@record
class LawDay:
    """The date of the law and where it comes from: chosen by hand (``field`` is ``law_date``), a date of the case, or
    today for want of one (``field`` is empty)."""

    day: date
    field: str
    label: str

    @property
    def words(self) -> Phrase:
        """« Droit au 1er mars 2022, d'après « Début » »."""
        if self.field == "law_date" and self.label == "Date du droit":
            return phrase("Droit au {0}, date choisie", self.day)
        if self.field:
            return phrase("Droit au {0}, d'après « {1} »", self.day, self.label)
        return phrase("Droit au {0}, jour du calcul, faute de date dans le dossier", self.day)


@record
class ParameterUsed:
    """A figure of the law that the calculation read. In words: ``check`` how far it was checked, ``words`` the value
    as its source says it (« environ 20 % »), ``since`` from when it holds, as far as that is known."""

    name: str
    label: str
    unit: str
    value: Decimal | int | dict[str, Decimal | int] | None
    from_date: date
    source: str
    checked_on: date | None
    verified: bool
    check: str
    words: str
    since: str

    @property
    def ours(self) -> bool:
        """Whether this site proposes the figure (« proposé : 18 % ») because the text has none."""
        return self.words.startswith("proposé")


Details = TypeVar("Details")


@record
class Account(Generic[Details]):
    """How a result comes about, and what goes with it: typed numbers of the calculator's own shape (``details``),
    sentences of the headline, tables, pictures, steps, readings, remarks; ``documents`` are texts filled in from the
    case, to print or to save (an agreement)."""

    details: Details
    sentences: Iterable[Sentence] = ()
    tables: Iterable[Table] = ()
    charts: Iterable[Chart] = ()
    steps: Iterable[Step] = ()
    readings: Iterable[ReadingTaken] = ()
    notices: Iterable[Notice] = ()
    documents: Iterable[Document] = ()


@record
class Result(Generic[Details]):
    """The result of a calculator, made by :func:`ai_calc.outcome.assemble.result`, which derives the conclusion
    (``overall``), the standing of the amounts, and the headline.

    It is decided at once: conclusion, verdicts, figures. The rest is its :class:`Account`, made when something of it
    is first read: who only counts conclusions and amounts, over many cases, pays for nothing else.
    """

    calculator: str
    law_date: date
    overall: Verdict
    headline: tuple[Phrase, ...]
    verdicts: tuple[Verdict, ...]
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    steps: tuple[Step, ...]
    readings: tuple[ReadingTaken, ...]
    notices: tuple[Notice, ...]
    parameters: tuple[ParameterUsed, ...]
    details: Details
    caution: Caution
    law_day: LawDay
    documents: tuple[Document, ...] = ()
    sentences: tuple[Phrase, ...] = field(default=(), metadata={"data": False})
    """Those of the headline that say how an amount comes about, for a text for a decision."""
    version: str = __version__
    _account: Callable[[], Result[Details]] = field(init=False, repr=False, compare=False, metadata={"data": False})
    """Makes the same result in whole; there until it has."""

    @classmethod
    def decided(
        cls,
        account: Callable[[], Result[Details]],
        calculator: str,
        law_date: date,
        law_day: LawDay,
        overall: Verdict,
        verdicts: tuple[Verdict, ...],
        figures: tuple[Figure, ...],
    ) -> Result[Details]:
        """A result of which ``account`` makes the rest once it is read."""
        made = cls.__new__(cls)
        names = ("calculator", "law_date", "law_day", "overall", "verdicts", "figures", "version", "_account")
        values = (calculator, law_date, law_day, overall, verdicts, figures, __version__, account)
        for name, value in zip(names, values, strict=True):
            setattr(made, name, value)
        return made

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """What is not there yet: the whole account is made, once."""
            if name == "_account" or name not in self.__slots__:
                raise AttributeError(name)
            return getattr(self.whole(), name)

    def beside(self, typed: Result[Details]) -> Result[Details]:
        """This result, of an estimate, with what it decides and the case as it is ``typed`` does not marked as
        supposed."""
        known = {v.key: v.status for v in typed.verdicts}
        marked = tuple(
            v if v.status in (Status.TO_APPRAISE, known.get(v.key)) else replace(v, supposed=True)
            for v in self.verdicts
        )
        names = {v.label for v in marked if v.supposed}
        if not names:
            return self
        open_ones = Status.TO_APPRAISE.value
        charts = tuple(
            replace(c, states=tuple(open_ones if n in names else s for n, s in zip(c.labels, c.states, strict=True)))
            if c.states
            else c
            for c in self.charts
        )
        return replace(self.whole(), verdicts=marked, charts=charts)

    def whole(self) -> Result[Details]:
        """This result with its account made. Raises :class:`~ai_calc.law.parameters.NoValueError` when the law of its
        day lacks a figure that only the account needs."""
        account = getattr(self, "_account", None)
        if account is not None:
            made = account()
            for each in fields(self):
                if each.init:
                    setattr(self, each.name, getattr(made, each.name))
            object.__delattr__(self, "_account")
        return self

    def then(self, change: Callable[[Result[Details]], Result[Details]]) -> Result[Details]:
        """The same result, with its account changed once it is made."""
        account = getattr(self, "_account", None)
        if account is None:
            return change(self)
        object.__setattr__(self, "_account", lambda: change(account()))
        return self

    def verdict(self, key: str) -> Verdict:
        """The verdict with this key. Raises ``KeyError``."""
        return _by_key(self.verdicts, key)

    def step(self, key: str) -> Step:
        """The step with this key. Raises ``KeyError``."""
        return _by_key(self.steps, key)

    def figure(self, key: str) -> Figure:
        """The key figure with this key. Raises ``KeyError``."""
        return _by_key(self.figures, key)

    def table(self, key: str) -> Table:
        """The table with this key. Raises ``KeyError``."""
        return _by_key(self.tables, key)

    def document(self, key: str) -> Document:
        """The document with this key. Raises ``KeyError``."""
        return _by_key(self.documents, key)

    def cited(self, documents: bool = True) -> tuple[str, ...]:
        """Every rule that the result rests on, in order of first mention; those of its ``documents`` too, which are
        then written."""
        parts = ((self.overall,), self.verdicts, self.figures, self.tables, self.steps, self.notices)
        groups = [entry.rules for part in parts for entry in part]
        groups += [self.caution.changed, *(document.cited for document in self.documents if documents)]
        every = dict.fromkeys(chain.from_iterable(groups))
        every.pop("", None)
        return tuple(every)


_Keyed = TypeVar("_Keyed", Verdict, Step, Figure, Table, Document)


def _by_key(entries: tuple[_Keyed, ...], key: str) -> _Keyed:
    for entry in entries:
        if entry.key == key:
            return entry
    raise KeyError(key)


def to_jsonable(value: Any) -> Any:
    """A result as plain JSON data: amounts as strings (no binary rounding), dates in ISO form, phrases in words."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Phrase):
        return str(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): to_jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple | Later):
        return [to_jsonable(v) for v in value]
    if is_dataclass(value):
        return {f.name: to_jsonable(getattr(value, f.name)) for f in fields(value) if f.metadata.get("data", True)}
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


def figure_words(figure: Figure) -> str:
    """A figure with its condition: « 240 CHF », « 240 CHF, si « A » se confirme », « 0 CHF, faute de « A » »."""
    shown = show(figure.value, figure.unit)
    return shown if figure.reason is None else f"{shown}, {figure.reason}"


def as_text(result: Result[Any]) -> str:
    """A result as plain text for a terminal."""

    def rules(citations: tuple[str, ...]) -> str:
        shown = ", ".join(citation_labels(citations))
        return f"  [{shown}]" if shown else ""

    lines = [str(sentence) for sentence in result.headline]
    if result.caution.changed:
        lines.append(result.caution.since)
    lines += ["", f"Conclusion : {result.overall.status.french} — {result.overall.reason}{rules(result.overall.rules)}"]
    if result.overall.would_change:
        lines.append(f"Ce qui changerait : {result.overall.would_change}")
    if result.figures:
        lines += ["", "Chiffres clés"]
        lines += [f"  {f.label} : {figure_words(f)}{rules(f.rules)}" for f in result.figures]
    if result.verdicts:
        lines += ["", "Conditions"]
        for v in result.verdicts:
            weight = {Role.LIMIT: ", limite", Role.ADVICE: ", pour information"}.get(v.role, "")
            lines.append(
                f"  {v.label} : {v.status.french}{f' ({v.strength})' if v.strength else ''}{weight}{rules(v.rules)}"
            )
            lines.append(f"      {v.reason}")
            if v.would_change:
                lines.append(f"      Ce qui changerait : {v.would_change}")
    for table in result.tables:
        lines += [
            "",
            table.title + (f" ({table.reason})" if table.reason else "") + rules(table.rules),
            *_text_table(table),
        ]
    if result.steps:
        lines += ["", "Calcul"]
        for s in result.steps:
            shown = f" = {show(s.value, s.unit)}" if s.value is not None else ""
            lines.append(f"  {s.label} : {s.formula}{shown}{rules(s.rules)}")
    if result.readings:
        lines += ["", "Lectures retenues"]
        for r in result.readings:
            lines.append(f"  {r.id} {all_readings()[r.id].title}")
            if r.alternative:
                lines.append(f"      Autre lecture : {r.alternative}")
    if result.notices:
        lines += ["", "Remarques"]
        lines += [f"  {'! ' if n.severity is Severity.WARNING else ''}{n.text}{rules(n.rules)}" for n in result.notices]
    if result.documents:
        lines += ["", "Documents"]
        lines += [
            f"  {d.title} (à compléter : {' ; '.join(d.gaps) or 'rien'}){rules(d.rules)}" for d in result.documents
        ]
    lines += ["", f"{result.law_day.words} · ai-calc {result.version}"]
    return "\n".join(lines)


def _text_table(table: Table) -> list[str]:
    rows = [[c.label for c in table.columns]]
    for row in (*table.rows, *((table.total,) if table.total else ())):
        rows.append([show(cell, column.unit) for cell, column in zip(row, table.columns, strict=True)])
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    if sum(widths) > 180:  # sentences rather than figures: one line a cell
        heads = rows[0]
        return [
            line
            for row in rows[1:]
            for line in (
                f"  {row[0]}",
                *(f"      {head} : {cell}" for head, cell in zip(heads[1:], row[1:], strict=True)),
            )
        ]
    right = [any(not isinstance(r[i], str | Phrase | None) for r in table.rows) for i in range(len(widths))]
    return [
        "  " + "  ".join(c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True)).rstrip()
        for row in rows
    ]
