"""The answer key: for a seed, the right answer of every exercise at every seat; as text, CSV, or a page to print."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ai_calc.course.answers import FunctionAnswer
from ai_calc.course.law import law_of
from ai_calc.course.lessons import all_lessons
from ai_calc.course.model import Exercise, Lesson, Problem, draw
from ai_calc.course.session import trainer_code
from ai_calc.handing_over.csv_text import csv_bytes

FUNCTION = "fonction (voir la solution)"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One answer. ``words`` is what people write, ``solution`` the worked answer."""

    lesson: Lesson
    exercise: Exercise
    seat: int
    words: str
    solution: tuple[str, ...]


def answer_in_words(problem: Problem) -> str:
    """The right answer of a problem as it is printed."""
    if isinstance(problem.answer, FunctionAnswer):
        return FUNCTION
    return problem.answer.words(problem.answer.value)


def answer_key(seed: int | str, seats: Iterable[int], lessons: Sequence[Lesson] | None = None) -> Iterator[KeyRow]:
    """The rows of the key, lesson by lesson, exercise by exercise, seat by seat."""
    numbers = list(seats)
    for lesson in lessons if lessons is not None else all_lessons():
        for exercise in lesson.exercises:
            for seat in numbers:
                problem = draw(exercise, seed, seat)
                yield KeyRow(lesson, exercise, seat, answer_in_words(problem), problem.solution)


def as_text(rows: Iterable[KeyRow]) -> str:
    """The key for a terminal."""
    lines: list[str] = []
    lesson = exercise = ""
    for row in rows:
        if row.lesson.key != lesson:
            lesson = row.lesson.key
            lines += ["", f"{row.lesson.number}. {row.lesson.title}"]
        if row.exercise.id != exercise:
            exercise = row.exercise.id
            lines.append(f"  {row.exercise.number} {row.exercise.title}")
        lines.append(f"    poste {row.seat:>3} : {row.words}")
    return "\n".join(lines).lstrip("\n")


def as_csv(rows: Iterable[KeyRow]) -> bytes:
    """The key as CSV: one line an answer."""
    return csv_bytes(
        ("exercice", "titre", "poste", "réponse"),
        ((r.exercise.number, r.exercise.title, r.seat, r.words) for r in rows),
    )


_STYLE = """
body{font:11pt/1.4 system-ui,sans-serif;color:#1f2a37;margin:1.5cm;max-width:26cm}
h1{font-size:18pt;margin:0 0 .2cm}h2{font-size:13pt;margin:.8cm 0 .2cm;break-after:avoid}
table{border-collapse:collapse;width:100%;font-size:9.5pt}th,td{border:1px solid #9aa7b5;padding:3px 6px;text-align:left;vertical-align:top}
thead th{background:#eef1f4}th.seat,td.seat{width:1.4cm;text-align:right;font-variant-numeric:tabular-nums}tr{break-inside:avoid}
section.lesson{break-before:page}section.lesson:first-of-type{break-before:auto}
section.seat{break-before:page}ol{margin:.1cm 0 .3cm;padding-left:1.2em}h3{font-size:10.5pt;margin:.3cm 0 .05cm;break-after:avoid}
p{margin:.1cm 0}.answer{font-weight:650}@page{margin:1.2cm}
"""


def as_page(seed: int | str, rows: Iterable[KeyRow], worked: bool = False) -> str:
    """The key as one HTML page to print, complete in itself.

    A table a lesson, a line a seat; ``worked`` adds for each seat the way to every answer, from a new sheet on.
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
    for lesson in dict.fromkeys(row.lesson.key for row in every):
        own = [row for row in every if row.lesson.key == lesson]
        exercises = list(dict.fromkeys((row.exercise.number, row.exercise.title) for row in own))
        heads = "".join(
            f'<th scope="col">{html.escape(number)} {html.escape(title)}</th>' for number, title in exercises
        )
        lines = []
        for seat in dict.fromkeys(row.seat for row in own):
            cells = "".join(f"<td>{html.escape(row.words)}</td>" for row in own if row.seat == seat)
            lines.append(f'<tr><th scope="row" class="seat">{seat}</th>{cells}</tr>')
        law = html.escape(" ".join(law_of(own[0].lesson)))
        title = html.escape(f"{own[0].lesson.number}. {own[0].lesson.title}")
        parts.append(
            f'<section class="lesson"><h2>{title}</h2><p>{law}</p><table><thead><tr><th scope="col" class="seat">Poste</th>'
            f"{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table></section>"
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


def _worked(seat: int, rows: list[KeyRow]) -> str:
    blocks = []
    for row in rows:
        steps = "".join(f"<li>{html.escape(line)}</li>" for line in row.solution)
        blocks.append(
            f"<h3>{row.exercise.number} {html.escape(row.exercise.title)}</h3><p"
            f' class="answer">{html.escape(row.words)}</p><ol>{steps}</ol>'
        )
    return f'<section class="seat"><h2>Poste {seat} : le détail</h2>{"".join(blocks)}</section>'
