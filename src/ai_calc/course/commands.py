"""``ai-calc course``: the lessons, the answer key of a seed, the cards and the results of a room."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from pathlib import Path
from typing import Any

from ai_calc.course import cards, collect, key, room
from ai_calc.course.final import MAX_NUMBER
from ai_calc.course.lessons import all_lessons, lesson
from ai_calc.course.session import MAX_SEAT
from ai_calc.ground.errors import system_words
from ai_calc.ground.french import shorten
from ai_calc.handing_over.csv_text import write_bytes

MAX_SEED = 60


class CommandError(Exception):
    """Input that cannot be used: one French line a fault."""


def add(commands: Any) -> None:
    """Adds ``course`` to the command line."""
    course = commands.add_parser("course", help="le cours : leçons, corrigés, résultats")
    lessons = [item.key for item in all_lessons()]
    actions = course.add_subparsers(required=True, metavar="ACTION")

    listing = actions.add_parser("list", help="les leçons et leurs exercices")
    listing.set_defaults(run=_list)

    keys = actions.add_parser("key", help="les réponses de chaque poste, pour une graine")
    keys.add_argument("--seed", metavar="GRAINE", required=True, help="la graine du cours, celle que la salle a saisie")
    keys.add_argument(
        "--seats", metavar="POSTES", required=True, help="nombre de postes, ou une liste : 12, 1-12, 3,5,8"
    )
    keys.add_argument("--lesson", metavar="LEÇON", choices=lessons, help=f"une seule leçon : {', '.join(lessons)}")
    keys.add_argument("--check", type=int, metavar="N", help="le contrôle final n° N, à la place des leçons")
    form = keys.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="une ligne par réponse")
    form.add_argument("--html", action="store_true", help="une page à imprimer")
    keys.add_argument("--worked", action="store_true", help="avec --html : ajoute le détail, poste par poste")
    keys.add_argument("--output", metavar="FICHIER", help="écrit dans ce fichier")
    keys.set_defaults(run=_key)

    sheet = actions.add_parser("cards", help="des cartons à imprimer, un par poste, avec un code QR")
    sheet.add_argument("--seed", metavar="GRAINE", required=True, help="la graine du cours")
    sheet.add_argument(
        "--seats", metavar="POSTES", required=True, help="nombre de postes, ou une liste : 12, 1-12, 3,5,8"
    )
    sheet.add_argument(
        "--address",
        metavar="ADRESSE",
        required=True,
        help="l'adresse du cours, par exemple https://hub.exemple.ch/formation/",
    )
    sheet.add_argument("--lesson", metavar="LEÇON", choices=lessons, help=f"mène à cette leçon : {', '.join(lessons)}")
    sheet.add_argument("--output", metavar="FICHIER", help="écrit dans ce fichier")
    sheet.set_defaults(run=_cards)

    results = actions.add_parser("collect", help="rassemble les fichiers de résultats d'un dossier")
    results.add_argument("folder", metavar="DOSSIER", help="le dossier des fichiers de la salle")
    results.add_argument("--csv", action="store_true", help="un tableau CSV")
    results.add_argument("--details", action="store_true", help="avec --csv : une ligne par exercice et poste")
    results.add_argument("--room", action="store_true", help="avec --csv : une ligne par exercice, pour toute la salle")
    results.add_argument("--output", metavar="FICHIER", help="écrit dans ce fichier")
    results.set_defaults(run=_collect)


def read_seed(text: str) -> int | str:
    """A seed as it is typed: a number, or a word. Capitals and spaces make no difference: a phone puts them by itself.

    Raises :class:`CommandError`.
    """
    text = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if not text:
        raise CommandError("la graine manque : un mot ou un nombre est attendu, par exemple 2026 ou automne")
    if len(text) > MAX_SEED or not text.isprintable():
        raise CommandError(f"graine refusée : un mot ou un nombre d'au plus {MAX_SEED} signes est attendu")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text


def read_seats(text: str) -> list[int]:
    """« 12 » (seats 1 to 12), « 1-12 », « 3,5,8 ». Raises :class:`CommandError`."""
    found: list[int] = []
    try:
        alone = text.strip().isdigit()
        for part in text.split(","):
            first, dash, last = part.partition("-")
            low, high = (1, int(part)) if alone else (int(first), int(last if dash else first))
            if not 1 <= low <= high <= MAX_SEAT:
                raise ValueError
            found += range(low, high + 1)
    except ValueError:
        raise CommandError(
            f"postes refusés (« {shorten(text)} ») : un nombre ou une liste est attendu, de 1 à {MAX_SEAT}, par exemple"
            " 12, 1-12 ou 3,5,8"
        ) from None
    return list(dict.fromkeys(found))


def _write(content: str | bytes, output: str | None) -> None:
    """Writes a text, or the bytes of a file, to a file or to the standard output."""
    if output is None and isinstance(content, str):
        sys.stdout.write(content if content.endswith("\n") else f"{content}\n")
        return
    data = content.encode() if isinstance(content, str) else content
    if output is None:
        write_bytes(data)
        return
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        raise CommandError(f"{output} : impossible d'y écrire ({system_words(error, writing=True)})") from None


def _list(args: argparse.Namespace) -> None:
    for item in all_lessons():
        print(f"{item.number}. {item.title} ({item.key}, {item.minutes} minutes)")
        for exercise in item.exercises:
            print(f"   {exercise.number} {exercise.title} ({exercise.key})")


def _key(args: argparse.Namespace) -> None:
    seed, seats = read_seed(args.seed), read_seats(args.seats)
    if args.check is not None and (args.lesson or not 1 <= args.check <= MAX_NUMBER):
        raise CommandError(f"--check est un numéro de 1 à {MAX_NUMBER}, et va sans --lesson")
    rows = (
        key.check_key(seed, seats, args.check)
        if args.check
        else key.answer_key(seed, seats, [lesson(args.lesson)] if args.lesson else None)
    )
    if args.worked and not args.html:
        raise CommandError("--worked va avec --html")
    if args.html:
        _write(key.as_page(seed, rows, args.worked), args.output)
    else:
        _write(key.as_csv(rows) if args.csv else key.as_text(rows), args.output)


def _cards(args: argparse.Namespace) -> None:
    seed, seats = read_seed(args.seed), read_seats(args.seats)
    try:
        address = cards.read_address(args.address)
    except cards.AddressError as error:
        raise CommandError(str(error)) from None
    _write(cards.as_page(address, seed, seats, lesson(args.lesson) if args.lesson else None), args.output)


def _collect(args: argparse.Namespace) -> None:
    if (args.details or args.room) and not args.csv:
        raise CommandError(f"--{'details' if args.details else 'room'} va avec --csv")
    if args.details and args.room:
        raise CommandError("--details ou --room, pas les deux")
    try:
        found = collect.collect(Path(args.folder))
    except OSError as error:
        raise CommandError(f"{args.folder} : illisible ({system_words(error)})") from None
    if not found:
        raise CommandError(f"{args.folder} : aucun fichier de résultats (.json)")
    table = room.as_csv(found) if args.room else collect.as_csv(found, args.details)
    _write(table if args.csv else collect.as_text(found), args.output)
    if unread := [c for c in found if c.unread]:  # the others are collected all the same
        raise CommandError("\n".join(f"{Path(args.folder) / c.file} : {c.note}" for c in unread))
