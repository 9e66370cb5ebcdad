"""Collects the files of results of a room: one line a seat and lesson, and where the room stumbled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ai_calc.course.final import WORDS
from ai_calc.course.lessons import all_exercises
from ai_calc.course.model import Outcome
from ai_calc.course.session import CheckResult, ResultsError, Session, read_results
from ai_calc.ground.errors import system_words
from ai_calc.ground.french import short_date
from ai_calc.ground.record import record
from ai_calc.handing_over.csv_text import csv_bytes

MAX_FILE = 1_000_000
"""Bytes that a file of results may have: far more than one has, so that a wrong file is not read for minutes."""


@record
class Collected:
    """One lesson of one file, or its final check; neither when the file cannot be used. ``note`` says what is to know,
    and is empty when all is well.

    ``unread``: the system did not let the file be read.
    """

    file: str
    session: Session | None
    note: str
    unread: bool = False
    check: CheckResult | None = None

    @property
    def place(self) -> tuple[str, str, int] | None:
        """What it is of: a lesson or the check, seed and seat; ``None`` when it cannot be used."""
        if self.check is not None:
            return "check", str(self.check.seed), self.check.seat
        return self.session.place if self.session is not None else None


CHANGED = "modifié après l'export"


def collect_texts(files: Iterable[tuple[str, bytes | OSError]]) -> list[Collected]:
    """Reads files of results (name, content) and orders them by lesson and seat. A file that cannot be used stays."""
    found = [c for name, content in files for c in _read(name, content)]
    times = Counter(c.place for c in found if c.place)
    noted = [
        replace(c, note=" ; ".join(filter(None, (c.note, "plusieurs fichiers pour ce poste"))))
        if c.place and times[c.place] > 1
        else c
        for c in found
    ]
    return sorted(
        noted,
        key=lambda c: (
            c.place is None,
            c.session is None,
            c.session.lesson.number if c.session else 0,
            c.place[2] if c.place else 0,
            c.file,
        ),
    )


def _read(name: str, content: bytes | OSError) -> list[Collected]:
    if isinstance(content, OSError):
        return [Collected(name, None, f"illisible ({system_words(content)})", unread=True)]
    if len(content) > MAX_FILE:
        return [Collected(name, None, "fichier trop grand pour des résultats")]
    try:
        sessions, check, intact = read_results(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [Collected(name, None, "le fichier n'est pas en UTF-8")]
    except ResultsError as error:
        return [Collected(name, None, str(error))]
    found = [Collected(name, session, "" if intact else CHANGED) for session in sessions]
    return [*found, Collected(name, None, "" if intact else CHANGED, check=check)] if check else found


def collect(folder: Path) -> list[Collected]:
    """Every ``.json`` below a folder. Raises ``OSError`` when it is no folder that can be read."""
    next(folder.iterdir(), None)
    return collect_texts(
        (_printable(p.relative_to(folder).as_posix()), _content(p))
        for p in sorted(folder.rglob("*.json"))
        if not p.is_dir()
    )


def _content(path: Path) -> bytes | OSError:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE + 1)
    except OSError as error:
        return error


def _printable(name: str) -> str:
    """A name that can be written everywhere, also one from a stick with another encoding."""
    return name.encode("utf-8", "backslashreplace").decode()


HEADS = (
    "leçon",
    "poste",
    "nom",
    "réussis",
    "exercices",
    "essais manqués",
    "corrigés vus",
    "minutes",
    "graine",
    "fichier",
    "remarque",
)


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up: an exercise that was begun took time."""
    return -(-seconds // 60)


def row(collected: Collected) -> tuple[str, ...]:
    """The cells of one file, under :data:`HEADS`."""
    session, check = collected.session, collected.check
    if check is not None:
        return (
            f"Contrôle final n° {check.number}",
            str(check.seat),
            check.name,
            str(check.right),
            str(len(check.outcomes)),
            "",
            "",
            "",
            str(check.seed),
            collected.file,
            " ; ".join(filter(None, (f"le {short_date(check.finished)}, version {check.package}", collected.note))),
        )
    if session is None:
        return ("", "", "", "", "", "", "", "", "", collected.file, collected.note)
    solved, total = session.progress
    records = [session.record(e.key) for e in session.lesson.exercises]
    return (
        f"{session.lesson.number}. {session.lesson.title}",
        str(session.seat),
        session.name,
        str(solved),
        str(total),
        str(sum(r.tries for r in records)),
        str(sum(r.solution_seen for r in records)),
        str(minutes(sum(r.seconds for r in records))),
        str(session.seed),
        collected.file,
        collected.note,
    )


def as_csv(found: Iterable[Collected], details: bool = False) -> bytes:
    """The collected results as CSV; ``details``: one line an exercise."""
    if not details:
        return csv_bytes(HEADS, map(row, found))
    rows: list[tuple[Any, ...]] = []
    for c in found:
        if c.check is not None:
            exercises = {e.id: e for e in all_exercises()}
            rows += (
                (
                    f"contrôle {c.check.number}",
                    c.check.seat,
                    c.check.name,
                    exercises[key].number,
                    exercises[key].title,
                    "oui" if outcome is Outcome.RIGHT else "non",
                    "",
                    "",
                    "",
                    WORDS[outcome],
                    c.file,
                    c.note,
                )
                for key, outcome in c.check.outcomes
            )
            continue
        if c.session is None:
            rows.append(("", "", "", "", "", "", "", "", "", "", c.file, c.note))
            continue
        for e in c.session.lesson.exercises:
            r = c.session.record(e.key)
            rows.append(
                (
                    c.session.lesson.number,
                    c.session.seat,
                    c.session.name,
                    e.number,
                    e.title,
                    "oui" if r.solved else "non",
                    r.tries,
                    "oui" if r.solution_seen else "non",
                    minutes(r.seconds),
                    r.last,
                    c.file,
                    c.note,
                )
            )
    return csv_bytes(
        (
            "leçon",
            "poste",
            "nom",
            "exercice",
            "titre",
            "réussi",
            "essais manqués",
            "corrigé vu",
            "minutes",
            "dernière réponse",
            "fichier",
            "remarque",
        ),
        rows,
    )


def as_text(found: Iterable[Collected]) -> str:
    """The collected results for a terminal."""
    rows = [HEADS, *(row(c) for c in found)]
    widths = [min(40, max(len(r[i]) for r in rows)) for i in range(len(HEADS))]
    return "\n".join("  ".join(cell[:w].ljust(w) for cell, w in zip(r, widths, strict=True)).rstrip() for r in rows)
