"""For trainers, in a page of the site: the answer key of a room, and the results that it hands in, side by side. The
page reads the files and asks; nothing is sent anywhere (JSON in, JSON out).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from ai_calc.course import Exercise, Outcome, all_exercises, all_lessons, cards, lesson, room
from ai_calc.course import key as keys
from ai_calc.course.collect import CHANGED, HEADS, Collected, as_csv, collect_texts, row
from ai_calc.course.commands import read_seats, read_seed
from ai_calc.course.final import WORDS
from ai_calc.course.session import CheckResult, trainer_code
from ai_calc.ground.french import agreeing, capital, number, short_date
from calculators.kit import lesson_html
from calculators.kit.asks import AskError, answered
from calculators.kit.markup import Markup
from calculators.kit.render import cites, join

MAX_FILES = 400
KEY_CHECKS = (1, 2, 3)
"""The final checks whose answers the page gives; the first one with those of all lessons."""
_NAMED = 3
"""Files that the status names; the list below has them all."""
_MARKS = {"solved": "✓", "opened": "⚑", "tried": "…", "": ""}


def answer(text: str) -> str:
    """The answer to a question of the page, both JSON; ``fault`` says what cannot be used."""
    return answered(text, {"key": _key, "cards": _cards, "room": _room})


def _table(heads: tuple[Markup | str, ...], rows: Markup, label: str) -> Markup:
    return Markup(
        '<div class="calc-table" tabindex="0" role="region" aria-label="{}"><table class="calc-grid"><thead><tr>{}</tr>'
        "</thead><tbody>{}</tbody></table></div>"
    ).format(label, join(Markup('<th scope="col">{}</th>').format(h) for h in heads), rows)


# -- the answer key ----------------------------------------------------------------------------------------------------


def _key(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The key as the page shows it, and as a page of its own to print, in detail if that is wanted."""
    seed, seats = read_seed(str(asked.get("seed") or "")), read_seats(str(asked.get("seats") or ""))
    chosen = str(asked.get("lesson") or "")
    rows = [] if chosen == "check" else list(keys.answer_key(seed, seats, [lesson(chosen)] if chosen else None))
    if chosen in ("", "check"):
        rows += [row for number in KEY_CHECKS[: None if chosen else 1] for row in keys.check_key(seed, seats, number)]
    shown = [
        Markup("<h3>{}</h3>{}").format(part, _answers([r for r in rows if r.part == part]))
        for part in dict.fromkeys(r.part for r in rows)
    ]
    head = Markup("<p>Graine « {} » · code qui ouvre les corrigés : <strong>{}</strong></p>").format(
        seed, trainer_code(seed)
    )
    return {
        "html": head + join(shown),
        "page": keys.as_page(seed, rows, asked.get("worked") is True),
        "csv": base64.b64encode(keys.as_csv(rows)).decode(),
    }


def _answers(rows: list[keys.KeyRow]) -> Markup:
    seats = list(dict.fromkeys(r.seat for r in rows))
    lines = []
    for column in dict.fromkeys(r.column for r in rows):
        words = {r.seat: r.cell for r in rows if r.column == column}
        cells = join(Markup("<td>{}</td>").format(words[seat]) for seat in seats)
        lines.append(Markup('<tr><th scope="row">{}</th>{}</tr>').format(column, cells))
    return _table(("Exercice", *(f"Poste {s}" for s in seats)), join(lines), "Réponses")


def _cards(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of cards to print, and what is to know of their address."""
    seed, seats = read_seed(str(asked.get("seed") or "")), read_seats(str(asked.get("seats") or ""))
    chosen = str(asked.get("lesson") or "")
    try:
        address = cards.read_address(str(asked.get("address") or ""))
    except cards.AddressError as error:
        raise AskError(f"{capital(str(error))}.") from None
    page = cards.as_page(address, seed, seats, lesson(chosen) if chosen not in ("", "check") else None)
    here = (
        "Ces cartons ne mènent qu'à l'ordinateur que vous utilisez : ouvrez cette page par l'adresse que les postes"
        " utilisent, et recommencez."
    )
    return {"page": page, "note": here if cards.only_here(address) else ""}


# -- the room ----------------------------------------------------------------------------------------------------------


def _room(asked: Mapping[str, Any]) -> dict[str, Any]:
    files = [(str(f["name"]), str(f["text"]).encode("utf-8", "replace")) for f in asked["files"][:MAX_FILES]]
    found = collect_texts(files)
    views, checks = room.view(found), room.checks(found)
    return {
        "html": join(map(_lesson, views)) + _checks(checks) + _files(found),
        "seats": len({place for v in views for place in v.places} | {(str(c.seed), c.seat) for c in checks}),
        "checks": len(checks),
        "lessons": len(views),
        "trouble": _trouble(found, len(asked["files"])),
        "grid": base64.b64encode(room.as_csv(found)).decode(),
        "details": base64.b64encode(as_csv(found, True)).decode(),
    }


def _trouble(found: list[Collected], given: int) -> str:
    """What is to know of the files before their counts are believed."""
    unread = sorted({c.file for c in found if c.session is None and c.check is None})
    changed = sorted({c.file for c in found if CHANGED in c.note})
    said = [
        f"{agreeing(len(names), words)} ({', '.join(names[:_NAMED])}{' …' if len(names) > _NAMED else ''})"
        for names, words in ((unread, "fichier(s) inutilisable(s)"), (changed, "fichier(s) modifié(s) après coup"))
        if names
    ]
    if given > MAX_FILES:
        said.append(agreeing(given - MAX_FILES, "fichier(s) de trop, laissé(s) de côté"))
    return f"Attention : {' ; '.join(said)}." if said else ""


def _heads(places: Mapping[room.Place, str]) -> list[Markup]:
    """The heads of columns: seats with their names, and their seeds where there are several."""
    several = len({seed for seed, _ in places}) > 1
    named = [
        (seat, " ".join(filter(None, (name, f"({seed})" if several else "")))) for (seed, seat), name in places.items()
    ]
    return [
        Markup('{} <span class="room-name">{}</span>').format(seat, words) if words else Markup("{}").format(seat)
        for seat, words in named
    ]


def _checks(checks: list[CheckResult]) -> Markup:
    """The final checks side by side: each seat has an exercise of its own in each lesson."""
    if not checks:
        return Markup("")
    by_id = {e.id: e for e in all_exercises()}
    asked = [{by_id[key].lesson: (by_id[key], outcome) for key, outcome in c.outcomes} for c in checks]
    rows = join(
        Markup('<tr><th scope="row">Leçon {}</th>{}</tr>').format(
            item.number, join(_outcome(own.get(item.key)) for own in asked)
        )
        for item in all_lessons()
    )
    about = join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            label, join(Markup("<td>{}</td>").format(words(c)) for c in checks)
        )
        for label, words in _ABOUT
    )
    heads = _heads({(str(c.seed), c.seat): c.name for c in checks})
    return Markup('<section class="room-lesson"><h3>Contrôle final</h3>{}</section>').format(
        _table(("Question", *heads), rows + about, "Contrôle final, leçon par poste")
    )


_ABOUT: tuple[tuple[str, Callable[[CheckResult], str]], ...] = (
    ("Justes", lambda c: f"{c.right} sur {len(c.outcomes)}"),
    ("Contrôle", lambda c: f"n° {c.number}"),
    ("Terminé le", lambda c: short_date(c.finished)),
    ("Version du site", lambda c: c.package),
)


def _outcome(found: tuple[Exercise, Outcome] | None) -> Markup:
    if found is None:
        return Markup("<td></td>")
    exercise, outcome = found
    return Markup('<td data-standing="{}" title="{} : {}">{} {}<span class="visually-hidden">, {}</span></td>').format(
        {Outcome.RIGHT: "solved", Outcome.NOT_YET: "tried"}.get(outcome, ""),
        exercise.title,
        WORDS[outcome],
        lesson_html.mark(outcome),
        exercise.number,
        WORDS[outcome],
    )


def _lesson(view: room.LessonView) -> Markup:
    names = _heads(view.places)
    rows = join(
        Markup('<tr><th scope="row">{} {}</th>{}<td class="num">{}</td></tr>').format(
            e.exercise.number,
            e.exercise.title,
            join(_cell(e.records[place]) for place in view.places),
            f"{e.minutes} min" if e.minutes else "",
        )
        for e in view.exercises
    )
    worst = sorted((e for e in view.exercises if e.tries), key=lambda e: (-e.tries / len(e.begun), e.solved))
    taken = f" ; ici, {agreeing(view.minutes, 'minute(s)')} (médiane des postes au bout)" if view.minutes else ""
    return Markup(
        '<section class="room-lesson"><h3>{}. {}</h3><p class="muted">Durée prévue : {} minutes{}.</p>{}<h4>À reprendre'
        " ensemble</h4>{}</section>"
    ).format(
        view.lesson.number,
        view.lesson.title,
        view.lesson.minutes,
        taken,
        _table(("Exercice", *names, "Médiane"), rows, f"Leçon {view.lesson.number}, exercice par poste"),
        join(map(_stumbles, worst[:5])) or Markup("<p>Rien : personne ne s'est trompé.</p>"),
    )


def _cell(record: Any) -> Markup:
    state = room.state_of(record)
    tries = Markup("<small>{}</small>").format(record.tries) if record.tries else Markup("")
    words = room.STATES[state] + (f", {agreeing(record.tries, 'essai(s) manqué(s)')}" if record.tries else "")
    return Markup('<td data-standing="{}" title="{}"><span aria-hidden="true">{}{}</span>{}</td>').format(
        state,
        words,
        _MARKS[state],
        tries,
        Markup('<span class="visually-hidden">{}</span>').format(words),
    )


def _stumbles(view: room.ExerciseView) -> Markup:
    lines = [
        Markup("<li>{} : {} {}</li>").format(agreeing(s.seats, "poste(s)"), s.text, cites(s.rules))
        for s in view.stumbles
    ]
    if view.unknown:
        lines.append(Markup("<li>{} : une autre réponse fausse</li>").format(agreeing(view.unknown, "poste(s)")))
    return Markup(
        '<details class="lesson-rule" open><summary>{} {} · réussis : {} sur {} ; essais manqués : {} ; corrigés'
        " ouverts : {}</summary><div><ul>{}</ul></div></details>"
    ).format(
        view.exercise.number,
        view.exercise.title,
        view.solved,
        len(view.begun),
        number(view.tries),
        view.opened,
        join(lines),
    )


def _files(found: list[Collected]) -> Markup:
    rows = join(
        Markup("<tr>{}</tr>").format(join(Markup("<td>{}</td>").format(cell) for cell in row(c))) for c in found
    )
    return Markup(
        '<details class="lesson-rule"><summary>Les fichiers, un à un ({})</summary><div>{}</div></details>'
    ).format(len({c.file for c in found}), _table(HEADS, rows, "Fichiers de résultats"))
