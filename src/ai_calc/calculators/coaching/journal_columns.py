"""Which column of a table of hours holds what: headings in French, German and English, as spreadsheets and the usual
time trackers (Toggl, Clockify, Harvest, Kimai) write them.

A heading that may mean two things is settled by the cells below it or by the other headings, else it is asked about:
:class:`Layout` then carries questions, whose answers are given back by key the next time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ai_calc.calculators.coaching.journal_words import known_activities, plain
from ai_calc.ground.reading import (
    NO,
    YES,
    AmbiguousError,
    clean,
    read_clock,
    read_day,
    read_minutes,
    read_number,
    visible,
)
from ai_calc.ground.record import record
from ai_calc.registers.calculators import Question

ROLES = {
    "day": "Date",
    "activity": "Nature",
    "minutes": "Durée",
    "in_minutes": "Durée en minutes",
    "start": "Début",
    "end": "Fin",
    "pause": "Pause",
    "note": "Remarque",
    "notice_minutes": "Préavis",
    "billed_elsewhere": "Facturé ailleurs",
    "invoiced": "Facturé",
    "billable": "Facturable (oui ou non)",
    "whose": "Pour qui (projet, personne)",
    "none": "Ne pas reprendre",
}
"""What a column can hold, as a person chooses it."""

_DAY = ("date", "datum", "dates")
_NOT_OUR_DAY = (
    "naissance",
    "saisie",
    "creation",
    "facture",
    "facturation",
    "export",
    "impression",
    "geburtsdatum",
    "rechnung",
    "created",
    "invoice",
    "billing",
    "due",
    "echeance",
    "rappel",
    "reminder",
    "erinnerung",
    "modification",
    "modified",
)
_WEAK_DAY = ("jour", "tag", "day", "le", "am", "quand", "wann", "when", "beginnt am")
_END_DAY = ("end date", "stop date", "date de fin", "date fin", "enddatum", "fin date", "endet am")
_START = (
    "debut",
    "de",
    "des",
    "start",
    "start time",
    "heure debut",
    "heure de debut",
    "commence a",
    "debut heure",
    "von",
    "ab",
    "beginn",
    "startzeit",
    "anfang",
    "from",
    "time from",
    "begin",
    "heure d arrivee",
    "date de debut heure",
    "h debut",
    "de h",
    "beginnzeit",
    "beginnt um",
    "started at",
)
_END = (
    "fin",
    "a",
    "end",
    "end time",
    "heure fin",
    "heure de fin",
    "finit a",
    "fin heure",
    "jusqu a",
    "jusque",
    "bis",
    "ende",
    "endzeit",
    "to",
    "until",
    "time to",
    "stop",
    "stop time",
    "heure de depart",
    "h fin",
    "a h",
    "endet um",
    "ended at",
)
_PAUSE = (
    "pause",
    "pauses",
    "pausen",
    "break",
    "breaks",
    "unterbruch",
    "interruption",
    "interruptions",
    "temps de pause",
    "duree de la pause",
    "duree pause",
)
_DURATION = (
    "duree",
    "durees",
    "duration",
    "dauer",
    "aufwand",
    "zeitaufwand",
    "arbeitszeit",
    "temps",
    "effectuees",
    "travaillees",
    "prestees",
    "effort",
)
_HOURS = ("heures", "h", "hours", "hrs", "std", "stunden", "stunde", "hh")
_MINUTES = ("min", "minutes", "minuten", "mins", "mn", "mm")
_CLOCK = ("heure", "uhrzeit", "zeit", "time", "hour")
_TIME_SPENT = (
    "time h",
    "time hours",
    "time decimal",
    "zeit h",
    "logged hours",
    "worked hours",
    "hours worked",
    "tracked time",
)
_ACTIVITY = (
    "nature",
    "genre",
    "type",
    "activite",
    "prestation",
    "kind",
    "categorie",
    "category",
    "tatigkeit",
    "leistung",
    "leistungsart",
    "tatigkeitsart",
    "art",
    "activity",
    "type de prestation",
    "type d activite",
    "nature de la prestation",
    "genre de prestation",
)
_NOTE = (
    "remarque",
    "remarques",
    "commentaire",
    "commentaires",
    "note",
    "notes",
    "objet",
    "subject",
    "betreff",
    "titre",
    "title",
    "description",
    "libelle",
    "bemerkung",
    "bemerkungen",
    "beschreibung",
    "kommentar",
    "notiz",
    "notizen",
    "comment",
    "comments",
    "details",
    "detail",
    "sujet",
    "texte",
    "text",
    "contenu",
    "observation",
    "observations",
    "quoi",
    "was",
)
_NOTICE = ("preavis", "preavis d annulation", "annule avant", "notice")
_ELSEWHERE = ("facture ailleurs", "ailleurs", "anderweitig verrechnet", "billed elsewhere")
_KEPT = {
    "facture facture": "invoice",
    "facture date": "invoiced_day",
    "facture nature": "invoiced_activity",
    "facture duree": "invoiced_minutes",
}
"""What our own files say of a line that was invoiced."""
_INVOICED = ("facture", "deja facture", "verrechnet", "invoiced")
_BILLABLE = (
    "billable",
    "facturable",
    "a facturer",
    "refacturable",
    "verrechenbar",
    "abrechenbar",
    "fakturierbar",
    "zu verrechnen",
    "chargeable",
    "is billable",
)


class Whose(StrEnum):
    """What a column names that says for whom a line is."""

    PERSON = "person"
    FILE = "file"
    MANDATE = "mandate"
    PROJECT = "project"
    CLIENT = "client"
    GROUP = "group"


_WHOSE = {
    Whose.PROJECT: (
        "projet projets project projects projekt projekte projektname projektnummer projektnr progetto progetti"
    ),
    Whose.CLIENT: (
        "client cliente clients kunde kunden kundin kundenname kundennummer kundennr klient klientin klienten"
        " klientenname customer customers mandant mandante mandantin auftraggeber auftraggeberin committente"
    ),
    Whose.MANDATE: "mandat mandats mandate mandato auftrag",
    Whose.PERSON: (
        "personne personnes person persona assure assuree versicherte versicherter beneficiaire participant"
        " participante teilnehmer teilnehmerin coache coachee usager usagere kandidat kandidatin candidat candidate"
        " assicurato assicurata"
    ),
    Whose.FILE: (
        "dossier dossiers dossiernummer dossiernr akte aktennummer fall falle fallnummer fallnr case pratica incarto"
        " affaire"
    ),
}
_WHOSE_IN_FULL = {
    **dict.fromkeys(
        (
            "nom",
            "nom prenom",
            "prenom nom",
            "nom et prenom",
            "pour qui",
            "personne assuree",
            "fur wen",
            "versicherte person",
            "for whom",
            "per chi",
            "persona assicurata",
        ),
        Whose.PERSON,
    ),
    **dict.fromkeys(("task group", "groupe de taches", "aufgabengruppe", "gruppo di attivita"), Whose.GROUP),
}
_WHOSE_WORDS = {word: whose for whose, words in _WHOSE.items() for word in words.split()}
_AROUND_WHOSE = re.compile("nom|name|nome|titre|title|numero|nummer|nr|no?|id|code|du|des?|la|les?|l|d|e|der")
"""Words that may stand beside one of those: « Nom du client », « Project name »."""
_OTHER_TIME = (
    "trajet",
    "trajets",
    "deplacement",
    "deplacements",
    "route",
    "voyage",
    "reisezeit",
    "fahrzeit",
    "travel",
    "planned",
    "estimated",
    "geplant",
    "prevu",
    "prevues",
    "prevue",
    "reste",
    "solde",
    "cumul",
    "total cumule",
)
_IN_ENGLISH = re.compile(
    r"\b(?:start(?:ed)?|end(?:ed)?|from|to|hours?|hrs|time|duration|day|break|category|activity|notes|comments?|subject"
    r"|title|kind|projects?|task|customers?|user|member|employee|billable|amount|rate|worked|tracked|logged)\b"
)
"""Words of headings that French has not: such a table may write the month first."""
_UNDER = {*_HOURS, *_MINUTES, *_START, *_END, *_PAUSE, "h min", "hh mm", "heure", "date", "duree"}
"""What stands in a second row of headings."""


@record
class Duration:
    """A column of durations; ``unit``: what a bare number counts, ``hours`` or ``minutes``; ``named``: its heading
    says so. ``pointed``: how « 2.30 » is read there: ``decimal``, ``clock``, or nothing where it is to be asked
    about."""

    at: int
    unit: str = "hours"
    pointed: str = ""
    named: bool = False


@dataclass(slots=True)
class Layout:
    """The columns by what they hold. ``parts``: hours and minutes in two columns; ``month_first``: 3/1 is 1 March;
    ``whose``: columns that say for whom a line is, whether their texts are taken over or not; ``kept``: what was
    invoiced, by field; ``spare``: columns that tell of the time too and are not read, with the reason."""

    names: list[str] = field(default_factory=list)
    day: int | None = None
    end_day: int | None = None
    start: int | None = None
    end: int | None = None
    pause: Duration | None = None
    durations: list[Duration] = field(default_factory=list)
    parts: tuple[int, int] | None = None
    activity: int | None = None
    notes: list[int] = field(default_factory=list)
    notice: int | None = None
    elsewhere: int | None = None
    invoiced: int | None = None
    billable: int | None = None
    whose: dict[int, Whose] = field(default_factory=dict)
    spare: dict[int, str] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)
    month_first: bool = False
    questions: list[Question] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    answered: dict[str, str] = field(default_factory=dict)

    @property
    def timed(self) -> bool:
        """Whether a time spent can be told from a row."""
        return bool(self.durations) or self.parts is not None or (self.start is not None and self.end is not None)

    @property
    def taken(self) -> set[int]:
        """Columns that are read, and those that a person set aside."""
        single = (
            self.day,
            self.end_day,
            self.start,
            self.end,
            self.activity,
            self.notice,
            self.elsewhere,
            self.invoiced,
            self.billable,
            self.pause.at if self.pause else None,
        )
        return (
            {i for i in single if i is not None}
            | {d.at for d in self.durations}
            | set(self.parts or ())
            | set(self.notes)
            | set(self.kept.values())
            | self.ignored
        )


Rows = Sequence[tuple[int, Sequence[Any]]]


def find_layout(rows: Rows, answers: Mapping[str, str]) -> tuple[Layout | None, int]:
    """The layout from the headings, and how many rows stand above the data; no layout where no row looks like
    headings."""
    for i, (_, cells) in enumerate(rows[:20]):
        below = rows[i + 1][1] if i + 1 < len(rows) else ()
        if _is_second_row(cells, below):
            layout = _layout(_joined(cells, below), rows[i + 2 :], answers)
            if _usable(layout):
                return layout, i + 2
        layout = _layout([_name(c) for c in cells], rows[i + 1 :], answers)
        if _usable(layout):
            return layout, i + 1
    return None, 0


def _usable(layout: Layout) -> bool:
    return layout.day is not None and (
        layout.timed or layout.activity is not None or any(q.key.startswith("column:") for q in layout.questions)
    )


def layout_by_hand(rows: Rows, answers: Mapping[str, str]) -> tuple[Layout, int]:
    """A layout for a table whose headings say nothing, or that has none: every column is asked about."""
    first = rows[0][1]
    headed = not any(_is_day(c) for c in first) and sum(isinstance(c, str) and bool(c.strip()) for c in first) >= 2
    width = max(len(cells) for _, cells in rows[:200])
    names = [(_name(first[i]) if headed and i < len(first) else "") for i in range(width)]
    skip = 1 if headed else 0
    layout = _layout([n or f"Colonne {letters(i)}" for i, n in enumerate(names)], rows[skip:], answers)
    taken, body = layout.taken, rows[skip:]
    asked = {q.key for q in layout.questions}
    open_ones = [
        i
        for i, name in enumerate(layout.names)
        if i not in taken and _column_key(name) not in asked and any(_filled(cells, i) for _, cells in body)
    ]
    guessed = {**_guesses(open_ones, body), **{i: "whose" for i in open_ones if i in layout.whose}}
    layout.questions += [
        column_question(layout.names[i], [_at(cells, i) for _, cells in body], guessed[i]) for i in open_ones
    ]
    return layout, skip


def has_days(rows: Rows) -> bool:
    """Whether a table has a day in its rows; days side by side in the first one are headings."""
    found = [
        sum(_is_day(c) or (isinstance(c, float | int) and 20_000 < c < 80_000) for c in cells) for _, cells in rows
    ]
    return any(found[1:]) or found[0] == 1


_NO_NAME = re.compile("Colonne [A-Z]{1,3}")


def _column_key(name: str) -> str:
    return f"column:{plain(name, brackets=True)}"


def letters(index: int) -> str:
    """The name that a spreadsheet gives a column: A, B, … AA."""
    text = ""
    while index >= 0:
        text, index = chr(65 + index % 26) + text, index // 26 - 1
    return text


def column_question(
    name: str, cells: Iterable[Any], value: str = "none", only: Sequence[str] = tuple(ROLES)
) -> Question:
    """What does this column hold? With the first cells as samples."""
    shown = [visible(str(c), 25) for c in cells if c is not None and str(c).strip()][:3]
    sample = f" ({', '.join(f'« {s} »' for s in shown)})" if shown else ""
    return Question(
        _column_key(name),
        f"{name if _NO_NAME.fullmatch(name) else f'Colonne « {visible(name)} »'}{sample}",
        tuple((r, ROLES[r]) for r in only),
        value,
    )


# -- headings ---------------------------------------------------------------------------------------------------------


def _name(cell: Any) -> str:
    return clean(cell) if isinstance(cell, str) else ""


def _is_second_row(above: Sequence[Any], cells: Sequence[Any]) -> bool:
    """Whether a row holds « h | min » below a merged heading, and nothing else but headings that are merged
    downwards."""
    texts = [c for i, c in enumerate(cells) if c is not None and str(c).strip() and c != _at(above, i)]
    return bool(texts) and all(
        isinstance(c, str) and plain(c.replace("(", " ").replace(")", " "), brackets=True) in _UNDER for c in texts
    )


def _joined(above: Sequence[Any], below: Sequence[Any]) -> list[str]:
    """Two rows of headings as one; a merged heading counts for the empty cells to its right that have one below."""
    found, group = [], ""
    for i in range(max(len(above), len(below))):
        upper, lower = _name(_at(above, i)), _name(_at(below, i))
        group = upper or group
        found.append(f"{group} {lower}".strip() if lower and lower != upper else upper)
    return found


def _at(cells: Sequence[Any], i: int) -> Any:
    return cells[i] if i < len(cells) else None


def _is_yes_or_no(i: int, rows: Rows) -> bool:
    """Whether each cell of a column says yes or no, in whatever language; an empty one says no."""
    return all(plain(str("" if (cell := _at(cells, i)) is None else cell)) in ("", *YES, *NO) for _, cells in rows)


def _filled(cells: Sequence[Any], i: int) -> bool:
    return i < len(cells) and cells[i] is not None and bool(str(cells[i]).strip())


def _role(name: str) -> str:
    """What a heading says by itself: a role, ``weak_day``, ``hours``, ``minutes_part``, ``clock``, ``end_day``, or
    nothing."""
    bare, whole = plain(name), plain(name, brackets=True)
    words = whole.split()
    if not words:
        return ""
    if bare in _NOTICE or "preavis" in words:
        return "notice_minutes"
    if bare in _ELSEWHERE:
        return "billed_elsewhere"
    if bare in _INVOICED:
        return "invoiced"
    if bare in _BILLABLE:
        return "billable"
    if bare in _KEPT:
        return _KEPT[bare]
    if bare in _END_DAY:
        return "end_day"
    if (
        any(w in _DAY or w.endswith("datum") for w in words)
        and not set(words) & set(_NOT_OUR_DAY)
        and "geburt" not in whole
    ):
        return "day"
    if bare in _WEAK_DAY:
        return "weak_day"
    if bare in _PAUSE or (words[0] in _PAUSE and set(words[1:]) <= {*_MINUTES, *_HOURS, "en", "in"}):
        return "pause"
    if bare in _START or bare.removeprefix("horaire ") in ("de", "debut"):
        return "start"
    if bare in _END or bare.removeprefix("horaire ") in ("a", "fin"):
        return "end"
    if bare in _ACTIVITY:
        return "activity"
    if bare in _NOTE:
        return "note"
    if words[0] in ("rate", "tarif", "ansatz", "montant", "amount", "prix", "cout") or {
        "rate",
        "tarif",
        "amount",
        "montant",
        "chf",
        "usd",
        "eur",
    } & set(words):
        return ""
    if set(words) & set(_OTHER_TIME):
        return ""
    if words[-1] in ("debut", "beginn", "von") and set(words[:-1]) & {*_CLOCK, "horaire"}:
        return "start"
    if words[-1] in ("fin", "bis") and set(words[:-1]) & {*_CLOCK, "horaire"}:
        return "end"
    if (
        set(words) & set(_DURATION)
        or whole in _TIME_SPENT
        or bare
        in (
            "nombre heures",
            "nb heures",
            "nombre d heures",
            "nb d heures",
            "total heures",
            "total des heures",
            "heures en tout",
        )
    ):
        return "duration"
    if bare in _HOURS or whole in _HOURS:
        return "hours"
    if bare in _MINUTES or whole in _MINUTES:
        return "minutes_part"
    if bare in _CLOCK:
        return "clock"
    return ""


def _whose(name: str) -> Whose | None:
    """What a heading names that says for whom a line is."""
    bare = plain(name)
    words = [w for w in bare.split() if not _AROUND_WHOSE.fullmatch(w)]
    if bare in _WHOSE_IN_FULL:
        return _WHOSE_IN_FULL[bare]
    return _WHOSE_WORDS[words[0]] if words and all(w in _WHOSE_WORDS for w in words) else None


def _unit(name: str) -> str:
    words = set(plain(name, brackets=True).split())
    return "minutes" if words & set(_MINUTES) and not words & set(_HOURS) else "hours"


def _layout(names: list[str], rows: Rows, answers: Mapping[str, str]) -> Layout:
    layout = Layout(names)
    found: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        key = _column_key(name)
        role = answers.get(key, "") if name else ""
        if role in ROLES:
            layout.answered[key] = f"« {visible(name)} » : {ROLES[role]}"
        else:
            role = _role(name)
        if role in ("", "note", "none", "whose") and (whose := _whose(name) or (role == "whose" and Whose.PERSON)):
            layout.whose[i] = whose
        if role in ("none", "whose"):
            layout.ignored.add(i)
        elif role:
            found.setdefault(role, []).append(i)

    def first(role: str) -> int | None:
        return next(iter(found.get(role, ())), None)

    for role, other in (("start", "day"), ("end", "end_day")):  # a calendar has « Début » twice: the day and the time
        for i in [i for i in found.get(role, []) if _holds_days(i, rows)]:
            found[role].remove(i)
            found.setdefault(other, []).append(i)
    layout.day = _best(found.get("day", []) + found.get("weak_day", []), rows, _is_day, len(found.get("day", [])))
    layout.end_day, layout.notice, layout.elsewhere = (
        first("end_day"),
        first("notice_minutes"),
        first("billed_elsewhere"),
    )
    if (at := first("invoiced")) is not None and _is_yes_or_no(at, rows):
        layout.invoiced = at  # the number of an invoice, or an amount, is another thing
    if (at := first("billable")) is not None and _is_yes_or_no(at, rows) and any(_filled(c, at) for _, c in rows):
        layout.billable = at  # one that nobody filled in says nothing of its lines
    layout.kept = {role: found[role][0] for role in _KEPT.values() if role in found}
    layout.start, layout.end = first("start"), first("end")
    if layout.day is None and layout.start is not None and any(day_before(_at(c, layout.start)) for _, c in rows):
        layout.day = layout.start
    layout.activity = _best(
        found.get("activity", []),
        rows,
        lambda c: isinstance(c, str) and bool(c.strip()),
        len(found.get("activity", [])),
    )
    layout.notes = found.get("note", [])
    if (pause := first("pause")) is not None:
        unit = _unit(names[pause])
        layout.pause = Duration(pause, unit if unit == "minutes" else _pause_unit(pause, rows))
    _durations(layout, found, rows)
    for i in found.get("clock", []):
        _place_clock(layout, i, rows)
    _settle_units(layout, rows)
    _settle_points(layout, rows, answers)
    _settle_months(layout, rows, answers)
    for role in ("start", "end", "pause"):
        for i in found.get(role, [])[1:]:
            layout.spare[i] = "est là deux fois : écrivez une ligne par plage"
    for i, name in enumerate(names):
        if set(plain(name).split()) & set(_PAUSE) and i not in layout.taken | set(layout.spare):
            layout.spare[i] = "n'est pas lue : écrivez la durée de la pause dans une colonne « Pause »"
    if layout.day is not None and not layout.timed and not layout.questions:
        untold = [i for i in range(len(names)) if names[i] and i not in layout.taken]
        layout.questions += [
            column_question(names[i], [_at(cells, i) for _, cells in rows], role)
            for i, role in _guesses(untold, rows).items()
            if role in ("minutes", "start", "end", "pause")
        ]
    return layout


_BEFORE_TIME = re.compile(r"(\S*[0-9][./-][0-9]{1,2}[./-][0-9]+),?[ T]+(?=[0-9])")


def day_before(cell: Any) -> date | str | None:
    """The day that stands before a time of day, as a workbook or a text has it; not the first day of all, which an
    office program writes before a time of day alone."""
    if isinstance(cell, datetime):
        return cell.date() if cell.year > 1904 else None
    match = _BEFORE_TIME.match(clean(cell)) if isinstance(cell, str) else None
    return match[1] if match and not match[1].endswith(("1899", "1900", "1904")) else None


def time_behind(text: str) -> str:
    """A time of day without the day that may stand before it."""
    return _BEFORE_TIME.sub("", clean(text), count=1)


def _holds_days(i: int, rows: Rows) -> bool:
    """Whether a column holds days without a time of day, and nothing else."""
    cells = [_at(cells, i) for _, cells in rows if _filled(cells, i)]
    return bool(cells) and all(
        _is_day(c) and (c.time() == time() if isinstance(c, datetime) else time_behind(str(c)) == clean(str(c)))
        for c in cells
    )


def _settle_units(layout: Layout, rows: Rows) -> None:
    """A column that counts 15 and 45 without saying what: hours of a long day, or minutes?"""
    for column in layout.durations:
        name = layout.names[column.at]
        cells = [_at(cells, column.at) for _, cells in rows]
        numbers = [n for c in cells if (n := _bare_number(c)) is not None]
        beside = any(
            isinstance(c, str) and re.fullmatch(r"[0-9]+ ?(min|mn|minutes)\.?", clean(c).lower()) for c in cells
        )
        if (
            column.unit == "hours"
            and not column.named
            and _column_key(name) not in layout.answered
            and max(numbers, default=Decimal(0)) >= (FEW_MINUTES if beside else LONG_DAY)
            and all(n == n.to_integral_value() and not 0 < n < FEW_MINUTES for n in numbers)
        ):
            asked = column_question(name, cells, "", ())
            options = (("minutes", "Durée en heures"), ("in_minutes", "Durée en minutes"), ("none", ROLES["none"]))
            layout.questions.append(replace(asked, options=options))


LONG_DAY, FEW_MINUTES = 13, 5
"""Hours from which a bare number may well be one of minutes, and minutes below which nobody writes one down."""


def _best(candidates: list[int], rows: Rows, fits: Callable[[Any], bool], strong: int) -> int | None:
    """The candidate under which most cells fit; the first ``strong`` ones are better names and win a draw."""
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    sample = [cells for _, cells in rows[:200]]
    return max(
        candidates,
        key=lambda i: (
            sum(fits(_at(cells, i)) for cells in sample),
            candidates.index(i) < strong,
            -candidates.index(i),
        ),
    )


def _pause_unit(at: int, rows: Rows) -> str:
    """A pause of 15 or 30 is one of minutes; one of 0,5 or 1 is of hours."""
    numbers = [n for _, cells in rows[:200] if (n := _bare_number(_at(cells, at))) is not None]
    return "minutes" if numbers and max(numbers) >= 5 else "hours"


def _bare_number(cell: Any) -> Decimal | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return Decimal(str(cell)) if cell == cell and abs(cell) < 1e9 else None
    if isinstance(cell, str):
        try:
            return read_number(cell)
        except ValueError:
            return None
    return None


def _durations(layout: Layout, found: dict[str, list[int]], rows: Rows) -> None:
    hours, minutes = [*found.get("hours", [])], [*found.get("minutes_part", []), *found.get("in_minutes", [])]
    whole = [*found.get("duration", []), *found.get("minutes", [])]
    for i in whole:  # « Durée (h) » beside « Durée (min) » are parts too, when the cells say so
        (minutes if _unit(layout.names[i]) == "minutes" else hours).append(i)
    if len(hours) == len(minutes) == 1 and _are_parts(hours[0], minutes[0], rows):
        layout.parts = (hours[0], minutes[0])
        return
    layout.durations = [
        Duration(i, named=bool(set(plain(layout.names[i], brackets=True).split()) & set(_HOURS))) for i in sorted(hours)
    ] + [Duration(i, "minutes") for i in sorted(minutes)]


def _are_parts(hours: int, minutes: int, rows: Rows) -> bool:
    """Whether two columns are to be added (1 | 30) rather than to say the same twice (1,5 | 90)."""
    pairs = []
    for _, cells in rows[:500]:
        h, m = _bare_number(_at(cells, hours)), _bare_number(_at(cells, minutes))
        if (h is None and _filled(cells, hours)) or (m is None and _filled(cells, minutes)):
            return False
        if h is not None or m is not None:
            pairs.append((h or Decimal(0), m or Decimal(0)))
    if all(h * 60 == m for h, m in pairs):
        return False
    return all(h == h.to_integral_value() and 0 <= m < 60 and m == m.to_integral_value() for h, m in pairs)


def _place_clock(layout: Layout, i: int, rows: Rows) -> None:
    """« Heure »: a time of day, unless its cells can only be durations."""
    if layout.timed or (layout.end is not None and layout.start is None):
        if layout.start is None:
            layout.start = i
        return
    if any(_is_duration_for_sure(_at(cells, i)) for _, cells in rows[:500]):
        layout.durations.append(Duration(i))
        return
    layout.questions.append(
        column_question(layout.names[i], [_at(cells, i) for _, cells in rows], "", ("start", "minutes", "none"))
    )


def _is_duration_for_sure(cell: Any) -> bool:
    if isinstance(cell, timedelta):
        return True
    if isinstance(cell, float):
        return cell != int(cell) and cell > 1  # a part of a day would be below one
    if isinstance(cell, str):
        text = clean(cell).lower()
        if re.fullmatch(
            r"[0-9]{1,3},[0-9]+( ?h)?|[0-9]{1,3}\.([0-9]|[6-9][0-9])( ?h)?|0:[0-9]{2}|[0-9]+ ?(min|mn|minutes|')", text
        ):
            return True
    return False


def _settle_points(layout: Layout, rows: Rows, answers: Mapping[str, str]) -> None:
    """« 2.30 »: half past two where nothing else in the column tells; a column with 0.75 or 1.5 counts in decimals."""
    for k, column in enumerate(layout.durations):
        if column.unit != "hours":
            continue
        name = layout.names[column.at] if column.at < len(layout.names) else ""
        key = f"point:{plain(name, brackets=True)}"
        answer = answers.get(key, "")
        unsure = False
        decimal = bool(re.search(r"deci|dezi|industri|centi", plain(name, brackets=True)))
        for _, cells in rows:
            cell = _at(cells, column.at)
            if not isinstance(cell, str) or "." not in cell:
                continue
            if re.fullmatch(r"[0-9]{1,3}\.([0-9]|[6-9][0-9])( ?h)?", clean(cell)):
                decimal = True
                break
            if not unsure:
                try:
                    read_minutes(cell)
                except AmbiguousError as error:
                    unsure = ":" in error.readings[0]
                except ValueError:
                    pass
        if answer in ("decimal", "clock"):
            layout.answered[key] = "2.30 : 2 heures 30" if answer == "clock" else "2.30 : 2,3 heures"
            layout.durations[k] = replace(column, pointed=answer)
        elif decimal:
            layout.durations[k] = replace(column, pointed="decimal")
        elif unsure:
            layout.questions.append(
                Question(
                    key,
                    f"Dans la colonne « {visible(name)} », 2.30 veut dire",
                    (("clock", "2 heures 30 minutes"), ("decimal", "2,3 heures (2:18)")),
                    "",
                )
            )


def _settle_months(layout: Layout, rows: Rows, answers: Mapping[str, str]) -> None:
    """« 03/01/2022 » is the third of January here; a table that can only be read the other way says so, an English
    one is asked."""
    if layout.day is None:
        return
    cells = [_at(cells, layout.day) for _, cells in rows]
    found = [m for c in cells if isinstance(c, str) and (m := _TWO_NUMBERS.match(clean(c)))]
    if not found:
        return
    key = f"order:{plain(layout.names[layout.day], brackets=True)}"
    day_first = any(int(m[1]) > 12 for m in found)
    month_first = any(int(m[3]) > 12 for m in found)
    pointed = all(m[2] == "." for m in found)
    if answers.get(key) in ("day", "month"):
        layout.month_first = answers[key] == "month"
        layout.answered[key] = f"dates : {'mois/jour/année' if layout.month_first else 'jour/mois/année'}"
    elif month_first and not day_first and not pointed:
        layout.month_first = True
        layout.remarks.append("Dates lues comme mois/jour/année : certaines ne peuvent pas se lire autrement.")
        if any(isinstance(c, date) and c.day <= 12 for c in cells):
            layout.remarks.append(
                "Le tableur a déjà changé une partie de ces textes en dates, peut-être avec le jour et le mois"
                " inversés : vérifiez-les."
            )
    elif (month_first and pointed != day_first and len(found) > 1) or (
        not day_first and not pointed and any(_IN_ENGLISH.search(plain(n, brackets=True)) for n in layout.names)
    ):
        layout.questions.append(
            Question(
                key,
                "Les dates de ce tableau sont écrites",
                (("day", "jour/mois/année"), ("month", "mois/jour/année")),
                "",
            )
        )


_TWO_NUMBERS = re.compile(r"(?:[^\W\d]+[.,]{0,2} )?([0-9]{1,2})([/.]|-(?=[0-9]+-[0-9]{4}))([0-9]{1,2})\2[0-9]{2,4}\b")
"""Day and month, or month and day, before a year; a weekday may stand in front."""


def _is_day(cell: Any) -> bool:
    if isinstance(cell, str):
        try:
            read_day(cell)
        except AmbiguousError:
            return True
        except ValueError:
            return False
        return True
    return isinstance(cell, date | datetime)


def _guess(i: int, rows: Rows) -> str:
    """What a column without a telling heading may hold, by half of its cells or more: proposed, never taken."""
    cells = [c for _, row in rows[:50] if (c := _at(row, i)) is not None and str(c).strip()]
    if not cells:
        return "none"

    half = len(cells) / 2
    if sum(map(_is_day, cells)) >= half:
        return "day"
    if sum(isinstance(c, time | timedelta | int | float) or _reads_as_duration(c) for c in cells) >= half:
        return "minutes"
    # remarks may be such words too: more than half
    named = sum(isinstance(c, str) and plain(c) in known_activities() for c in cells)
    return "activity" if named > half else "note"


def _guesses(columns: Iterable[int], rows: Rows) -> dict[int, str]:
    """What columns may hold together: two with times of day, the second always later, are a start and an end, and a
    third that is shorter than what lies between is the pause."""
    found = {i: _guess(i, rows) for i in columns}
    timed = [i for i, role in found.items() if role == "minutes"]
    if len(timed) < 2:
        return found
    shown = [row for _, row in rows[:50] if _filled(row, timed[0])]
    starts, ends, *pauses = ([_clock_minutes(_at(row, i)) for row in shown] for i in timed[:3])
    spans = [
        last - first
        for first, last in zip(starts, ends, strict=True)
        if first is not None and last is not None and 4 * 60 <= first < last
    ]
    if len(spans) < len(shown):
        return found
    found[timed[0]], found[timed[1]] = "start", "end"
    if pauses and all(pause is None or pause < span for pause, span in zip(pauses[0], spans, strict=True)):
        found[timed[2]] = "pause"
    return found


def _clock_minutes(cell: Any) -> int | None:
    """A time of day, written with its minutes, as minutes since midnight."""
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute
    if not isinstance(cell, str) or not re.search("[:hH]", cell):
        return None
    try:
        hour, minute = read_clock(cell).split(":")
    except ValueError:
        return None
    return int(hour) * 60 + int(minute)


def _reads_as_duration(cell: Any) -> bool:
    try:
        read_minutes(str(cell))
    except AmbiguousError:
        return True
    except ValueError:
        return False
    return True
