"""The journal of hours as a file: read from CSV, XLSX or JSON with a fault for each bad row, written as CSV and XLSX.

Nothing is lost: rows that cannot be read are handed back with their cells and the reason (:func:`rejected_bytes`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.journal_columns import (
    Duration,
    Layout,
    column_question,
    day_before,
    find_layout,
    has_days,
    layout_by_hand,
    time_behind,
)
from ai_calc.calculators.coaching.journal_whose import MAX_NAMED, Sorting
from ai_calc.calculators.coaching.journal_words import known_activities, plain
from ai_calc.calculators.coaching.model import MAX_ENTRIES, Entry
from ai_calc.ground import strict_json
from ai_calc.ground.errors import faults
from ai_calc.ground.french import agreeing, clock_text, number, short_date, shorten
from ai_calc.ground.reading import (
    NO,
    YES,
    AmbiguousError,
    clean,
    hours_to_minutes,
    is_weekday,
    read_clock,
    read_day,
    read_flag,
    read_minutes,
    read_number,
    visible,
)
from ai_calc.ground.record import record
from ai_calc.ground.strict_json import StrictJsonError
from ai_calc.handing_over.csv_text import csv_bytes, unshield
from ai_calc.handing_over.tables import Formula, RawTable, TableError, lines_named, read_table
from ai_calc.registers.calculators import Question

COLUMNS = ("Date", "Nature", "Durée", "Début", "Préavis", "Facturé ailleurs", "Remarque", "Facturé")
_FIELDS = ("day", "activity", "minutes", "start", "notice_minutes", "billed_elsewhere", "note", "invoiced")
KEPT = {
    "invoice": "Facturé : facture",
    "invoiced_day": "Facturé : date",
    "invoiced_activity": "Facturé : nature",
    "invoiced_minutes": "Facturé : durée",
}
"""What was invoiced of a line, by field; these columns stand in a file only where a line has something in them."""
MAX_TOLD = 100
"""How many faults are told one by one."""


@record
class RowFault:
    """A row that could not be read. ``row`` is its number in the file (0: the whole file), ``cells`` what it holds."""

    row: int
    message: str
    column: str = ""
    cells: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"Ligne {self.row}" if self.row else "Fichier"
        return f"{where}{f', {self.column}' if self.column else ''} : {self.message}"


@record
class JournalRead:
    """What a file holds: entries, faults, remarks on the reading, and how many rows it had. ``questions``: what is to
    be answered before the ``waiting`` rows can be taken; they are neither entries nor faults. ``answered``: the
    answers that were used, in French. ``left``: rows that a person said are not to be taken; the remarks name them."""

    entries: tuple[Entry, ...]
    faults: tuple[RowFault, ...]
    remarks: tuple[str, ...] = ()
    rows: int = 0
    questions: tuple[Question, ...] = ()
    waiting: int = 0
    answered: Mapping[str, str] = field(default_factory=dict)
    left: int = 0


class _RowError(ValueError):
    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def read_journal(
    data: bytes, answers: Mapping[str, str] = MappingProxyType({}), names: Iterable[str] = ()
) -> JournalRead:
    """The journal in a file. Never raises: what cannot be read is a fault, what a person must decide a question;
    ``answers`` are those given so far, by key. ``names``: what the mandate may be called in a file of several."""
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _read_json(data)
    try:
        table = read_table(data, MAX_ENTRIES)
    except TableError as error:
        return JournalRead((), (RowFault(0, str(error)),))
    return _read_rows(table, answers, names)


# -- rows -------------------------------------------------------------------------------------------------------------

_TOTAL = re.compile(
    r"(?:sous )?(?:total|totaux|somme|report|solde|a reporter)\b|(?:zwischen)?(?:summe|total)\b|gesamt|ubertrag|sub"
    r" ?total|sum\b"
)
MAX_KINDS = 30
"""How many kinds of rows without a known nature are told apart; beyond, those without any are asked about together."""


@dataclass(slots=True)
class _Tally:
    """What is told once about many rows."""

    totals: list[int] = field(default_factory=list)
    headings: int = 0
    times: int = 0  # times of day behind a date
    seconds: int = 0
    quarters: int = 0


@dataclass(slots=True)
class _Line:
    """A row as far as it is read: what it says of whose it is, and the entry that it gives, or its fault; ``kind``:
    what it calls itself where its nature is not known."""

    said: tuple[str, ...]
    entry: Entry | None = None
    kind: str = ""
    fault: RowFault | None = None


def _read_rows(table: RawTable, answers: Mapping[str, str], names: Iterable[str]) -> JournalRead:
    layout, first = find_layout(table.rows, answers)
    remarks = list(table.remarks)
    if layout is None:
        if _in_our_order(table.rows):
            layout = Layout(
                list(COLUMNS),
                day=0,
                activity=1,
                durations=[Duration(2)],
                start=3,
                notice=4,
                elsewhere=5,
                notes=[6],
                invoiced=7,
            )
            remarks.append(f"Pas de titres de colonnes : l'ordre attendu a été pris ({', '.join(COLUMNS)}).")
        elif any(sum(c is not None and bool(str(c).strip()) for c in cells) > 1 for _, cells in table.rows):
            if not has_days(table.rows):
                return JournalRead((), (RowFault(0, _NO_DAYS),), tuple(remarks), len(table.rows))
            layout, first = layout_by_hand(table.rows, answers)
    remarks += layout.remarks if layout is not None else []
    count = len(table.rows) - first
    if layout is None or (
        not layout.questions and (layout.day is None or not (layout.timed or layout.activity is not None))
    ):
        return JournalRead(
            (),
            (
                RowFault(
                    table.rows[0][0] if table.rows else 0,
                    f"les titres de colonnes manquent (attendus : {', '.join(COLUMNS)})",
                    cells=_shown(table.rows[0][1]) if table.rows else (),
                ),
            ),
            tuple(remarks),
            count,
        )
    if layout.questions and count:
        return JournalRead((), (), tuple(remarks), count, tuple(layout.questions), count, layout.answered)
    sorting = Sorting(layout, answers, names, lambda cells, at: _text(cells[at]) if at < len(cells) else "")
    reader = _Rows(layout, table, answers, sorting)
    found: list[RowFault] = []
    lines: list[_Line] = []
    left: Counter[str] = Counter()
    unbillable: list[int] = []
    above = {_bare(cells) for _, cells in table.rows[:first]}
    other_heads = 0
    for number_of_row, cells in table.rows[first:]:
        if reader.is_total(cells):
            reader.tally.totals.append(number_of_row)
            continue
        if _bare(cells) in above:
            reader.tally.headings += 1
            other_heads = 0
            continue
        if not _is_day(reader.cell(cells, layout.day)) and find_layout([(number_of_row, cells)], {})[0] is not None:
            other_heads = number_of_row
        if other_heads:
            reason = f"d'autres titres commencent à la ligne {other_heads} : lisez ce tableau dans un fichier à part"
            found.append(RowFault(number_of_row, reason, "", _shown(cells)))
            continue
        line = _Line(sorting.said(cells))
        if sorting.refuses(line.said):
            sorting.leave(line.said)
            continue
        if kind := reader.left(cells):
            left[kind] += 1
            continue
        if reader.is_unbillable(cells):
            unbillable.append(number_of_row)
            if answers.get(_BILLABLE) != _TAKE:
                continue
        lines.append(line)
        try:
            line.entry, line.kind = reader.entry(cells)
        except _RowError as error:
            line.fault = RowFault(number_of_row, str(error), error.column, _shown(cells))
            found.append(line.fault)
    sorting.settle(
        [(line.said, line.entry.minutes) for line in lines if line.entry],
        [line.said for line in lines if line.fault],
        lambda text: plain(text) in known_activities(),
    )
    whose = [line for line in lines if sorting.waits(line.said)]
    if whose:
        decided = [line for line in lines if not sorting.waits(line.said)]
        undecided = {id(line.fault) for line in whose if line.fault}
        lines, found = decided, [fault for fault in found if id(fault) not in undecided]
    entries = [line.entry for line in lines if line.entry and not line.kind]
    waiting = Counter(line.kind for line in lines if line.kind)
    questions = [_kind_question(kind, rows) for kind, rows in waiting.items()]
    unread = [
        i
        for i in range(max((len(c) for _, c in table.rows[first:]), default=0))
        if i not in layout.taken | sorting.deciding and i < len(layout.names) and layout.names[i]
    ]
    if questions and layout.activity is None:
        columns = [
            column_question(
                layout.names[i],
                [c[i] for _, c in table.rows[first:] if i < len(c)],
                only=("activity", "note", "whose", "none"),
            )
            for i in unread
            if not all(is_weekday(text) for _, c in table.rows[first:] if i < len(c) and (text := _text(c[i])))
        ]
        questions = [*columns, *questions]
    questions = [*sorting.questions, *questions]
    remarks += sorting.remarks
    answer, shelved = answers.get(_BILLABLE), len(unbillable)
    if unbillable and answer not in (_TAKE, _LEAVE):
        rows = agreeing(shelved, "ligne(s) notée(s) non facturable(s)")
        options = ((_TAKE, "Les reprendre et les facturer"), (_LEAVE, "Ne pas les reprendre"))
        questions.append(Question(_BILLABLE, f"{rows} ({lines_named(unbillable)})", options, ""))
    elif unbillable:
        what = agreeing(shelved, "reprise(s)" if answer == _TAKE else "laissée(s)").partition(" ")[2]
        layout.answered[_BILLABLE] = f"Lignes non facturables : {what}"
        remarks.append(
            f"{agreeing(shelved, 'ligne(s) notée(s) non facturable(s)')}, {what} ({lines_named(unbillable)})."
        )
    if left:
        named = [f"{_called(kind)} ({n})" for kind, n in left.most_common(MAX_NAMED)]
        more = ", …" if len(left) > MAX_NAMED else ""
        remarks.append(f"{agreeing(left.total(), 'ligne(s) laissée(s)')} : {', '.join(named)}{more}.")
    unread = [i for i in unread if i not in sorting.told]
    if unread:
        remarks.append(
            f"{'Colonnes non reprises' if len(unread) > 1 else 'Colonne non reprise'} :"
            f" {', '.join(visible(layout.names[i]) for i in unread[:10])}{', …' if len(unread) > 10 else ''}."
        )
    tally = reader.tally
    if tally.totals:
        remarks.append(
            f"{agreeing(len(tally.totals), 'ligne(s) de total laissée(s) de côté')} ({lines_named(tally.totals)})."
        )
    for told_once, words in (
        (tally.headings, "ligne(s) de titres répétée(s)"),
        (tally.times, "heure(s) derrière une date non reprise(s)"),
        (tally.seconds, "durée(s) avec des secondes, arrondie(s) à la minute"),
        (tally.quarters, "durée(s) comme 1.25 ou 1.50 lue(s) en heures décimales (1:15, 1:30)"),
    ):
        if told_once:
            remarks.append(f"{agreeing(told_once, words)}.")
    return JournalRead(
        tuple(entries),
        tuple(found),
        tuple(remarks),
        count,
        tuple(questions),
        waiting.total() + len(whose) + (shelved if answer not in (_TAKE, _LEAVE) else 0),
        layout.answered,
        sorting.left + left.total() + (shelved if answer == _LEAVE else 0),
    )


_NO_DAYS = "aucune ligne ne porte de date : un rapport détaillé est attendu, avec une ligne par saisie"


def _bare(cells: Sequence[Any]) -> tuple[str, ...]:
    """What a row says, without the empty cells at its end."""
    texts = [clean(_text(c)) for c in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _in_our_order(rows: Sequence[tuple[int, Sequence[Any]]]) -> bool:
    """Whether a table without headings has the columns of our own journal."""
    for _, cells in rows[:5]:
        padded = [*cells, None, None, None]
        if (
            not _is_day(padded[0])
            or not isinstance(padded[1], str | None)
            or _is_duration(padded[1])
            or not _is_duration(padded[2])
        ):
            return False
        if len(cells) > len(COLUMNS) and any(c is not None and str(c).strip() for c in cells[len(COLUMNS) :]):
            return False
    return bool(rows)


def _is_duration(cell: Any) -> bool:
    """Whether a cell may hold a time spent, or be asked about as one."""
    if isinstance(cell, str):
        try:
            read_minutes(cell)
        except AmbiguousError:
            return True
        except ValueError:
            return False
        return True
    return isinstance(cell, time | timedelta | int | float)


def _kind_question(kind: str, rows: int) -> Question:
    """Which nature have the rows that all say the same? A word that is known proposes one."""
    words = plain(kind).split()
    known = known_activities()
    proposed = next(
        (known[w] for n in (3, 2, 1) for i in range(len(words) - n + 1) if (w := " ".join(words[i : i + n])) in known),
        None,
    )
    said = _called(kind)
    return Question(
        f"kind:{plain(kind)}",
        f"{said[0].upper()}{said[1:]} ({rows} ligne{'s' if rows > 1 else ''})",
        (*((a.value, a.french) for a in Activity), (_LEAVE, "Ne pas reprendre ces lignes")),
        proposed.value if proposed else "",
    )


_BILLABLE, _TAKE = "whose:billable", "take"
"""Whether hours that the file calls not billable are taken over: asked anew for each mandate."""
_NO_KIND, _LEAVE = "(sans nature)", "none"


def _called(kind: str) -> str:
    return f"« {visible(kind, 60)} »" if kind != _NO_KIND else "sans nature"


def _shown(cells: Sequence[Any]) -> tuple[str, ...]:
    return tuple(_text(c) for c in cells)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, datetime | date):
        return short_date(cell.date() if isinstance(cell, datetime) else cell)
    return str(cell)


def _is_day(cell: Any) -> bool:
    if isinstance(cell, datetime | date):
        return True
    try:
        read_day(str(cell or ""))
    except AmbiguousError:
        return True
    except ValueError:
        return False
    return True


class _Rows:
    """Reads the rows of one table."""

    def __init__(self, layout: Layout, table: RawTable, answers: Mapping[str, str], sorting: Sorting) -> None:
        self.layout, self.answers, self.shielded, self.counted_day = layout, answers, table.shielded, table.day
        self.commas = table.commas
        self.tally = _Tally()
        self.with_times = {
            d.at
            for d in layout.durations
            if not d.named and any(isinstance(c[d.at], time | timedelta) for _, c in table.rows if d.at < len(c))
        }
        noted: set[str] = set()
        if layout.activity is None:
            mine = (cells for _, cells in table.rows[:2000] if not sorting.refuses(sorting.said(cells)))
            noted = set(map(self.note, mine))
        self.by_note = len(noted) <= MAX_KINDS
        self.leaves = any(key.startswith("kind:") and answer == _LEAVE for key, answer in answers.items())

    def cell(self, cells: Sequence[Any], at: int | None) -> Any:
        value = cells[at] if at is not None and at < len(cells) else None
        return value.strip() if isinstance(value, str) else value

    def is_total(self, cells: Sequence[Any]) -> bool:
        """Sums below a table: no date, and a word for it before all else."""
        said = next((c for c in cells if c is not None and str(c).strip()), None)
        dated = _is_day(self.cell(cells, self.layout.day))
        return not dated and isinstance(said, str) and bool(_TOTAL.match(plain(said)))

    def is_unbillable(self, cells: Sequence[Any]) -> bool:
        """Whether a row with hours says that they are not to be invoiced."""
        at = self.layout.billable
        return at is not None and not _flag(self.cell(cells, at)) and any(c not in (None, "") for c in cells)

    def read(self, cells: Sequence[Any], at: int | None, label: str, reader: Callable[[Any], Any]) -> Any:
        value = self.cell(cells, at)
        if isinstance(value, Formula):
            raise _RowError(
                label,
                f"la cellule contient une formule (« {visible(value.text)} ») sans valeur enregistrée ; écrivez la"
                " valeur",
            )
        if isinstance(value, str) and value.startswith(("=", "+", "@")):
            raise _RowError(label, f"« {visible(value)} » est une formule ; écrivez la valeur")
        try:
            return reader(value)
        except ValueError as error:
            raise _RowError(label, str(error)) from None

    def note(self, cells: Sequence[Any]) -> str:
        texts = [_text(self.cell(cells, i)) for i in self.layout.notes]
        return " ; ".join(unshield(t) if self.shielded else t for t in texts if t)

    def entry(self, cells: Sequence[Any]) -> tuple[Entry, str]:
        """An entry, and what it calls itself where its nature is not known. Raises :class:`_RowError` for what cannot
        be read."""
        layout = self.layout
        beyond = [
            c
            for i, c in enumerate(cells)
            if c is not None and str(c).strip() and (i >= len(layout.names) or not layout.names[i])
        ]
        if beyond:
            raise _RowError(
                "",
                f"plus de cellules que de titres (« {visible(_text(beyond[0]))} ») : une virgule ou un point-virgule de"
                " trop, ou un titre qui manque ?",
            )
        self.refuse_what_is_not_read(cells)
        data: dict[str, Any] = {
            "day": self.read(cells, layout.day, "Date", self.day),
            "minutes": None,
            "start": self.read(cells, layout.start, "Début", _clock),
            "notice_minutes": self.read(cells, layout.notice, "Préavis", partial(self.if_any, layout.notice)),
            "billed_elsewhere": self.read(cells, layout.elsewhere, "Facturé ailleurs", _flag),
            "note": self.note(cells),
            "invoiced": self.read(cells, layout.invoiced, "Facturé", _flag),
            **self.kept(cells),
        }
        self.tally.times += layout.day != layout.start and _has_time(self.cell(cells, layout.day))
        activity, kind = self.activity(cells, data["note"])
        data["minutes"] = self.spent(cells, data)
        if data["minutes"] is None:
            if activity not in (None, Activity.MISSED, Activity.CANCELLED):
                raise _RowError("Durée", "la durée manque")
            data["minutes"] = 0
        try:
            entry = Entry(**data, activity=activity or Activity.WITH_PERSON)
        except ValidationError as error:
            first = faults(error)[0]
            columns = {**dict(zip(_FIELDS, COLUMNS, strict=True)), **KEPT}
            raise _RowError(columns.get(first.path, ""), first.message) from None
        return entry, "" if activity else kind

    def refuse_what_is_not_read(self, cells: Sequence[Any]) -> None:
        """A second time in a row that would be lost, and a decimal comma that cut a duration in two."""
        layout = self.layout
        for at, reason in layout.spare.items():
            value = self.cell(cells, at)
            if value not in (None, "", *(self.cell(cells, i) for i in (layout.start, layout.end))):
                raise _RowError("", f"la colonne « {visible(layout.names[at])} » {reason}")
        for d in layout.durations if self.commas else ():
            whole, rest = (_text(self.cell(cells, i)) for i in (d.at, d.at + 1))
            if d.at + 1 in (layout.activity, *layout.notes) and re.fullmatch(r"\d{1,3},\d{1,2}", f"{whole},{rest}"):
                raise _RowError(
                    "Durée",
                    f"« {whole} » puis « {rest} » : une virgule décimale sans guillemets ? Écrivez {whole}.{rest}",
                )

    def if_any(self, at: int | None, value: Any) -> int | None:
        """The minutes of a cell that may be empty; a bare number counts what its heading says, hours otherwise."""
        if value in (None, ""):
            return None
        heading = self.layout.names[at] if at is not None and at < len(self.layout.names) else ""
        in_minutes = "minutes" in plain(heading, brackets=True).split()
        return self.minutes(value, Duration(-1, "minutes" if in_minutes else "hours"))

    def kept(self, cells: Sequence[Any]) -> dict[str, Any]:
        """What was invoiced of a row, where one of our own files says it."""
        readers: dict[str, Callable[[Any], Any]] = {
            "invoice": lambda v: unshield(_text(v)) if self.shielded else _text(v),
            "invoiced_day": lambda v: None if v in (None, "") else self.day(v),
            "invoiced_activity": lambda v: known_activities().get(plain(_text(v))),
            "invoiced_minutes": partial(self.if_any, self.layout.kept.get("invoiced_minutes")),
        }
        return {name: self.read(cells, at, KEPT[name], readers[name]) for name, at in self.layout.kept.items()}

    def activity(self, cells: Sequence[Any], note: str) -> tuple[Activity | None, str]:
        """The nature of a row, or what it calls itself."""
        said = clean(self.read(cells, self.layout.activity, "Nature", _text))
        if known := known_activities().get(plain(said)):
            return known, ""
        kind = self.kind(said, note)
        key = f"kind:{plain(kind)}"
        answer = next((a for a in Activity if a.value == self.answers.get(key)), None)
        if answer is not None:
            self.layout.answered.setdefault(key, f"{_called(kind)} : {answer.french}")
        return answer, kind

    def kind(self, said: str, note: str) -> str:
        return said or (note if note and self.by_note else _NO_KIND)

    def left(self, cells: Sequence[Any]) -> str:
        """What a row calls itself that a person said is not to be taken; nothing for the others."""
        if not self.leaves:
            return ""
        said = clean(_text(self.cell(cells, self.layout.activity)))
        kind = self.kind(said, self.note(cells))
        key = f"kind:{plain(kind)}"
        if plain(said) in known_activities() or self.answers.get(key) != _LEAVE:
            return ""
        self.layout.answered.setdefault(key, f"{_called(kind)} : ne pas reprendre")
        return kind

    def day(self, cell: Any) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, bool) or cell is None or cell == "":
            raise ValueError("la date manque")
        if isinstance(cell, int | float):
            if (day := self.counted_day(cell)) is not None:
                return day
            raise ValueError(f"« {cell} » n'est pas une date (attendu : jj.mm.aaaa)")
        text = str(cell)
        if self.layout.month_first:
            text = re.sub(r"^(\D*)(\d{1,2})([/.-])(\d{1,2})(?=\3\d)", r"\1\4\3\2", clean(text))
        return read_day(text)

    def day_or_none(self, cell: Any) -> date | None:
        return None if cell in (None, "") else self.day(cell)

    def spent(self, cells: Sequence[Any], data: dict[str, Any]) -> int | None:
        """The time spent: from the duration, or from start, end and pause; where several say it, they must agree."""
        layout = self.layout
        said = [
            m
            for d in layout.durations
            if (m := self.read(cells, d.at, "Durée", partial(self.minutes, column=d))) is not None
        ]
        if layout.parts is not None:
            hours, minutes = (self.read(cells, at, "Durée", _whole_part) for at in layout.parts)
            if hours is not None or minutes is not None:
                said.append((hours or 0) * 60 + (minutes or 0))
        if len(said) > 1 and max(said) - min(said) > 1:
            raise _RowError("Durée", f"les colonnes ne disent pas la même durée ({' et '.join(map(clock_text, said))})")
        end = self.read(cells, layout.end, "Fin", partial(_clock, end=True))
        for at, label in ((layout.end_day, "Fin"), (layout.start, "Début"), (layout.end, "Fin")):
            carried = self.day_or_none if at == layout.end_day else lambda v: self.day_or_none(day_before(v))
            other = self.read(cells, at, label, carried)
            if other is not None and other != data["day"]:
                raise _RowError(
                    label, f"du {short_date(data['day'])} au {short_date(other)} : coupez cette ligne, une par jour"
                )
        pause = (
            0
            if layout.pause is None
            else self.read(cells, layout.pause.at, "Pause", partial(self.minutes, column=layout.pause)) or 0
        )
        if not data["start"] or not end:
            return said[0] if said else None
        begin, finish = (int(c[:2]) * 60 + int(c[3:]) for c in (data["start"], end))
        if finish < begin:
            raise _RowError("Fin", f"{data['start']} à {end} passe minuit : coupez cette ligne en deux, une par jour")
        span = finish - begin - pause
        if span < 0:
            raise _RowError(
                "Pause", f"la pause ({clock_text(pause)}) est plus longue que le temps de {data['start']} à {end}"
            )
        if said and abs(said[0] - span) > 1:
            less = f", moins {clock_text(pause)} de pause," if pause else ""
            raise _RowError(
                "Durée",
                f"{clock_text(said[0])} ne va pas avec {data['start']} à {end}{less} qui font {clock_text(span)}",
            )
        return said[0] if said else span

    def minutes(self, cell: Any, column: Duration) -> int | None:
        if cell is None or cell == "":
            return None
        if isinstance(cell, bool):
            raise ValueError("une durée est attendue")
        if isinstance(cell, timedelta | time):
            seconds = (
                cell.total_seconds()
                if isinstance(cell, timedelta)
                else cell.hour * 3600 + cell.minute * 60 + cell.second
            )
            return self._rounded(Decimal(str(seconds)))
        if isinstance(cell, datetime):  # a duration of a day or more, in a cell with a date format
            raise ValueError("c'est une date, pas une durée")
        if isinstance(cell, int | float | Decimal):
            return self._counted(Decimal(str(cell)), column)
        text = clean(str(cell))
        bare = re.fullmatch(r"[-\u2212]?[0-9][0-9 .,']*", text)
        if bare and column.unit == "minutes":
            return _whole_minutes(read_number(text))
        if column.pointed and (match := re.fullmatch(r"([0-9]{1,3})\.([0-9]{2})( ?h)?", text, re.I)):
            text = f"{match[1]}:{match[2]}" if column.pointed == "clock" else f"{match[1]},{match[2]}"
        elif re.fullmatch(r"[0-9]{1,3}\.(25|50)( ?h)?", text, re.I):
            self.tally.quarters += 1
        self.tally.seconds += bool(re.search(r":[0-9]{2}:(?!00)[0-9]{2}", text))
        return read_minutes(text)

    def _rounded(self, seconds: Decimal) -> int:
        if seconds < 0:
            raise ValueError("une durée n'est pas négative")
        minutes = (seconds / 60).to_integral_value(ROUND_HALF_UP)
        self.tally.seconds += minutes * 60 != seconds
        return int(minutes)

    def _counted(self, value: Decimal, column: Duration) -> int:
        if not value.is_finite():
            raise ValueError("une durée est attendue")
        if value < 0:
            raise ValueError(f"« {number(value)} » est négatif")
        if column.unit == "minutes":
            return _whole_minutes(value)
        if 0 < value < 1 and (column.at in self.with_times or (_of_minutes(value * 24) and not _of_minutes(value))):
            raise AmbiguousError(
                str(value).replace(".", ","),
                f"{clock_text(round(value * 60))} (heures)",
                f"{clock_text(round(value * 24 * 60))} (part d'un jour)",
            )
        return hours_to_minutes(value)


def _of_minutes(hours: Decimal) -> bool:
    """Whether a number of hours is one of whole minutes, but for what a spreadsheet rounds."""
    return abs(hours * 60 - round(hours * 60)) < Decimal("0.001")


def _has_time(cell: Any) -> bool:
    """Whether a time of day, other than midnight, stands behind a date."""
    if isinstance(cell, datetime):
        return cell.time() != time()
    text = _text(cell)
    return bool(re.search(r"\d:\d\d", text)) and not re.search(r"[ T]0?0:00(:00(\.0+)?)?$", text)


def _whole_minutes(value: Decimal) -> int:
    if value < 0 or value != value.to_integral_value():
        raise ValueError(f"« {number(value)} » n'est pas un nombre entier de minutes")
    return int(value)


def _whole_part(cell: Any) -> int | None:
    """A cell of the column of hours, or of minutes, where both stand side by side."""
    if cell is None or cell == "":
        return None
    value = read_number(cell) if isinstance(cell, str) else Decimal(str(cell))
    if not value.is_finite() or value < 0 or value != value.to_integral_value():
        raise ValueError(f"« {visible(str(cell))} » n'est pas un nombre entier")
    return int(value)


def _clock(cell: Any, end: bool = False) -> str:
    if isinstance(cell, time | datetime):
        return f"{cell.hour:02d}:{cell.minute:02d}"
    if isinstance(cell, timedelta):
        cell = cell.total_seconds() / 86_400
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if 0 <= cell < 1 or (end and cell == 1):  # a part of a day, in a cell without time format
            minutes = round(cell * 24 * 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        raise ValueError(f"« {cell} » n'est pas une heure (attendu : 14:30)")
    return read_clock(time_behind("" if cell is None else str(cell)), end)


def _flag(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    text = _text(cell).strip()
    return bool(text) and read_flag(said if (said := plain(text)) in (*YES, *NO) else text)


def _read_json(data: bytes) -> JournalRead:
    """A list of entries, or an object with ``journal`` (a saved case)."""
    try:
        content = strict_json.load(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return JournalRead((), (RowFault(0, "le fichier JSON n'est pas en UTF-8"),))
    except StrictJsonError as error:
        return JournalRead((), (RowFault(0, str(error)),))
    if isinstance(content, dict):
        inner = content.get("case") if isinstance(content.get("case"), dict) else content
        content = inner.get("journal") if isinstance(inner, dict) else None
    if not isinstance(content, list):
        return JournalRead((), (RowFault(0, "le JSON ne contient pas de journal"),))
    if len(content) > MAX_ENTRIES:
        return JournalRead(
            (), (RowFault(0, f"le fichier a plus de {MAX_ENTRIES} lignes : coupez-le, par exemple par année"),)
        )
    entries: list[Entry] = []
    found: list[RowFault] = []
    for row, raw in enumerate(content, 1):
        try:
            entries.append(Entry.model_validate(raw))
        except ValidationError as error:
            first = faults(error)[0]
            found.append(RowFault(row, first.message, first.path, (shorten(json.dumps(raw, ensure_ascii=False), 200),)))
        except RecursionError:
            found.append(RowFault(row, "trop imbriqué"))
    return JournalRead(tuple(entries), tuple(found), (), len(content))


# -- writing ----------------------------------------------------------------------------------------------------------


def journal_csv(entries: Iterable[Entry]) -> bytes:
    """The journal as CSV; :func:`read_journal` gives the same entries back."""
    lines = tuple(entries)
    kept = _kept_columns(lines)
    return csv_bytes(
        (*COLUMNS, *kept.values()),
        (
            (
                short_date(e.day),
                e.activity.french,
                clock_text(e.minutes),
                e.start,
                "" if e.notice_minutes is None else clock_text(e.notice_minutes),
                "oui" if e.billed_elsewhere else "",
                e.note,
                "oui" if e.invoiced else "",
                *(_kept_text(getattr(e, name)) for name in kept),
            )
            for e in lines
        ),
    )


def _kept_columns(entries: Sequence[Entry]) -> dict[str, str]:
    """The columns of what was invoiced; none where no line keeps anything."""
    return KEPT if any(e.invoice or e.invoiced_minutes is not None for e in entries) else {}


def _kept_text(value: date | Activity | int | str | None) -> str:
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Activity):
        return value.french
    return clock_text(value) if isinstance(value, int) else value or ""


def journal_xlsx(entries: Iterable[Entry]) -> bytes:
    """The journal as a workbook, durations as times that a spreadsheet can add up."""
    from ai_calc.handing_over.xlsx import Part, Sheet, sheets_bytes
    from ai_calc.results import Column, Table

    lines = tuple(entries)
    kept = _kept_columns(lines)
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (
            e.day,
            e.activity.french,
            timedelta(minutes=e.minutes),
            e.start or None,
            None if e.notice_minutes is None else clock_text(e.notice_minutes),
            "oui" if e.billed_elsewhere else None,
            e.note or None,
            "oui" if e.invoiced else None,
            *(_kept_text(getattr(e, name)) or None for name in kept),
        )
        for e in lines
    )
    heads = (*zip(_FIELDS, COLUMNS, strict=True), *kept.items())
    table = Table("journal", "", tuple(Column(f, c) for f, c in heads), rows)
    return sheets_bytes("Journal des heures", [Sheet("Journal", (Part(table),))])


def rejected_bytes(read: JournalRead) -> bytes:
    """The rows that could not be read, as CSV, with the reason in front: to be mended and read again."""
    return csv_bytes(
        ("Ligne", "Raison", "Contenu"),
        ((str(f.row or ""), f"{f.column} : {f.message}" if f.column else f.message, *f.cells) for f in read.faults),
    )


def merge(existing: Sequence[Entry], added: Sequence[Entry]) -> tuple[Entry, ...]:
    """Both journals as one. An entry that stands in both counts once: reading a file twice changes nothing, and what is
    invoiced here stays so, whatever the file says."""

    def same(entry: Entry) -> Entry:
        return entry.model_copy(
            update={
                "invoiced": False,
                "invoice": "",
                "invoiced_day": None,
                "invoiced_activity": None,
                "invoiced_minutes": None,
            }
        )

    keys = [same(entry) for entry in added]
    here, there = Counter(map(same, existing)), Counter(keys)
    found = list(existing)
    for entry, key in zip(added, keys, strict=True):
        if there[key] > here[key]:
            found.append(entry)
            there[key] -= 1
    return tuple(found)


def told(read: JournalRead) -> tuple[str, ...]:
    """The faults as lines, the first hundred one by one."""
    lines = [f"{fault}{_quote(fault.cells)}" for fault in read.faults[:MAX_TOLD]]
    if len(read.faults) > MAX_TOLD:
        lines.append(f"… et {len(read.faults) - MAX_TOLD} autres lignes à corriger.")
    return tuple(lines)


def _quote(cells: tuple[str, ...]) -> str:
    text = shorten(" | ".join(c for c in cells if c), 120)
    return f" — {text}" if text else ""
