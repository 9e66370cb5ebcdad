"""The answer key: for a seed, the right answer of every exercise at every seat, in the lessons and in the final check;
as text, CSV, or a page to print."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.final import drawn
from ai_calc.course.law import law_of
from ai_calc.course.lessons import all_lessons
from ai_calc.course.model import Exercise, Lesson, Problem, draw
from ai_calc.course.session import trainer_code
from ai_calc.ground.record import record
from ai_calc.handing_over.csv_text import csv_bytes

FUNCTION = "fonction (voir la solution)"


@record
class KeyRow:
    """One answer. ``part`` and ``column`` say where it stands: in a lesson its exercises beside each other, in the final
    check (``check``, its number) the lessons, each with the exercise that the seat is asked. ``words`` is what people
    write, ``solution`` the worked answer."""

    part: str
    column: str
    exercise: Exercise
    seat: int
    words: str
    solution: tuple[str, ...]
    law: str = ""
    check: int = 0

    @property
    def title(self) -> str:
        """« 3.2 Le plafond »."""
        return _titled(self.exercise)

    @property
    def cell(self) -> str:
        """What stands in the column: the answer, and which exercise it is of where seats have different ones."""
        return f"{self.title} : {self.words}" if self.check else self.words


def _titled(exercise: Exercise) -> str:
    return f"{exercise.number} {exercise.title}"


def answer_in_words(problem: Problem) -> str:
    """The right answer of a problem as it is printed."""
    if isinstance(problem.answer, FunctionAnswer):
        return FUNCTION
    return problem.answer.words(problem.answer.value)


def answer_key(seed: int | str, seats: Iterable[int], lessons: Sequence[Lesson] | None = None) -> Iterator[KeyRow]:
    """The rows of the key, lesson by lesson, exercise by exercise, seat by seat."""
    numbers = list(seats)
    for lesson in lessons if lessons is not None else all_lessons():
        law = " ".join(law_of(lesson))
        for exercise in lesson.exercises:
            for seat in numbers:
                problem = draw(exercise, seed, seat)
                part, words = f"{lesson.number}. {lesson.title}", answer_in_words(problem)
                yield KeyRow(part, _titled(exercise), exercise, seat, words, problem.solution, law)


def check_key(seed: int | str, seats: Iterable[int], number: int = 1) -> Iterator[KeyRow]:
    """The rows of the final check of that number, lesson by lesson, seat by seat."""
    asked = {seat: drawn(seed, seat, number) for seat in seats}
    for lesson, questions in zip(all_lessons(), zip(*asked.values(), strict=True), strict=True):
        for seat, q in zip(asked, questions, strict=True):
            words = answer_in_words(q.problem)
            part, column = f"Contrôle final n° {number}", f"Leçon {lesson.number}"
            yield KeyRow(part, column, q.exercise, seat, words, q.problem.solution, check=number)


def as_text(rows: Iterable[KeyRow]) -> str:
    """The key for a terminal."""
    lines: list[str] = []
    part = column = ""
    for row in rows:
        if row.part != part:
            part = row.part
            lines += ["", part]
        if row.column != column:
            column = row.column
            lines.append(f"  {column}")
        lines.append(f"    poste {row.seat:>3} : {row.cell}")
    return "\n".join(lines).lstrip("\n")


def as_csv(rows: Iterable[KeyRow]) -> bytes:
    """The key as CSV: one line an answer."""
    return csv_bytes(
        ("exercice", "titre", "poste", "réponse", "contrôle"),
        ((r.exercise.number, r.exercise.title, r.seat, r.words, r.check or "") for r in rows),
    )


_COLUMNS, _LONGEST = 8, 200
"""How many columns a sheet of paper holds, and signs of a seat's answers in them; more follow each other in a line."""

_STYLE = """
body{font:11pt/1.4 system-ui,sans-serif;color:#1f2a37;margin:1.5cm;max-width:26cm}
h1{font-size:18pt;margin:0 0 .2cm}h2{font-size:13pt;margin:.8cm 0 .2cm;break-after:avoid}
table{border-collapse:collapse;width:100%;font-size:9.5pt}th,td{border:1px solid #9aa7b5;padding:3px 6px;text-align:left;vertical-align:top}
thead th{background:#eef1f4}th.seat,td.seat{width:1.4cm;text-align:right;font-variant-numeric:tabular-nums}tr{break-inside:avoid}
section.lesson{break-before:page}section.lesson:first-of-type{break-before:auto}
section.seat{break-before:page}ol{margin:.1cm 0 .3cm;padding-left:1.2em}h3{font-size:10.5pt;margin:.3cm 0 .05cm;break-after:avoid}
p{margin:.1cm 0}.answer{font-weight:650}@page{size:A4;margin:1cm}
@media print{body{margin:0;max-width:none}section.lesson{font-size:9pt}section.lesson h2{margin-top:0}
section.lesson table{font-size:8pt;line-height:1.22}section.lesson th,section.lesson td{padding:1px 4px}
section.lesson .seat{width:.9cm}}
"""


def as_page(seed: int | str, rows: Iterable[KeyRow], worked: bool = False) -> str:
    """The key as one HTML page to print, complete in itself.

    A table a lesson and one for the final check, a line a seat, each on one sheet for twelve seats; ``worked`` adds for
    each seat the way to every answer, from a new sheet on.
    """
    every = list(rows)
    parts = [
        f"<h1>Corrigés du cours · graine {html.escape(str(seed))}</h1>",
        (
            f"<p>À garder pour l'enseignement. Code qui ouvre les corrigés avant trois essais :"
            f" <strong>{trainer_code(seed)}</strong>. Chaque poste a ses chiffres ; la tolérance admise est celle de"
            " l'exercice.</p>"
        ),
    ]
    for part in dict.fromkeys(row.part for row in every):
        own = [row for row in every if row.part == part]
        columns = list(dict.fromkeys(row.column for row in own))
        seats = dict.fromkeys(row.seat for row in own)
        wide = len(columns) > _COLUMNS or sum(len(row.cell) for row in own) > _LONGEST * len(seats)
        heads = "".join(
            f'<th scope="col">{html.escape(column)}</th>' for column in ([" · ".join(columns)] if wide else columns)
        )
        lines = []
        for seat in seats:
            its = [row for row in own if row.seat == seat]
            cells = (
                f"<td>{' · '.join(map(_numbered, its))}</td>"
                if wide
                else "".join(f"<td>{html.escape(row.cell)}</td>" for row in its)
            )
            lines.append(f'<tr><th scope="row" class="seat">{seat}</th>{cells}</tr>')
        law = f"<p>{html.escape(own[0].law)}</p>" if own[0].law else ""
        parts.append(
            f'<section class="lesson"><h2>{html.escape(part)}</h2>{law}<table><thead><tr><th scope="col" class="seat">Poste'
            f"</th>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table></section>"
        )
    if worked:
        parts += [
            _worked(seat, [row for row in every if row.seat == seat])
            for seat in dict.fromkeys(row.seat for row in every)
        ]
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><meta name="viewport"'
        ' content="width=device-width,initial-scale=1"><title>Corrigés · graine'
        f" {html.escape(str(seed))}</title><style>{_STYLE}</style></head><body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _numbered(row: KeyRow) -> str:
    """An answer among those of its seat: its exercise's number in bold."""
    number = row.exercise.number
    return f"<strong>{number}</strong> {html.escape(row.cell.removeprefix(f'{number} '))}"


def _worked(seat: int, rows: list[KeyRow]) -> str:
    blocks = []
    for row in rows:
        steps = "".join(f"<li>{html.escape(line)}</li>" for line in row.solution)
        blocks.append(
            f"<h3>{html.escape(f'Contrôle {row.check}, {row.title}' if row.check else row.title)}</h3><p"
            f' class="answer">{html.escape(row.words)}</p><ol>{steps}</ol>'
        )
    return f'<section class="seat"><h2>Poste {seat} : le détail</h2>{"".join(blocks)}</section>'
