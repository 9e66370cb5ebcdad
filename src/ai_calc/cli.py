"""The command line ``ai-calc``: JSON in, text or JSON out, tables for people, batches from CSV.

Bad input: exit status 2 and one French line for each fault, never a traceback.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from ai_calc import __version__
from ai_calc.course import commands as course
from ai_calc.evaluation import evaluate
from ai_calc.ground import strict_json
from ai_calc.ground.arguments import Parser
from ai_calc.ground.errors import CaseError, faults, system_words
from ai_calc.ground.french import long_date
from ai_calc.ground.reading import clean, read_day, visible
from ai_calc.handing_over.csv_text import csv_bytes, unshield, write_bytes
from ai_calc.handing_over.decision import decision_text, pieces
from ai_calc.handing_over.docx import document_docx
from ai_calc.handing_over.papers import EXAMPLE, Document
from ai_calc.handing_over.profile import Handover, Profile
from ai_calc.handing_over.tables import Formula, RawTable, TableError, read_table
from ai_calc.handing_over.text import document_text
from ai_calc.law import parameters
from ai_calc.law.citations import label as citation_label
from ai_calc.law.citations import labels as citation_labels
from ai_calc.registers import calculators as registry
from ai_calc.registers import outdated
from ai_calc.registers.calculators import Calculator, FileRead
from ai_calc.results import Result, as_text, to_jsonable

MAX_CASES = 100_000
"""How many cases a table may hold."""

MAX_ABOVE = 20
"""How many rows of a title are looked through for the headings below."""


class InputError(Exception):
    """Input that cannot be used; one line a fault."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = list(lines)
        super().__init__("\n".join(lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status (0 done, 2 bad input)."""
    _write_everywhere()
    parser = _parser()
    args = parser.parse_args(arguments)
    try:
        args.run(args)
        if sys.stdout is not None:
            sys.stdout.flush()
    except InputError as error:
        for line in error.lines:
            print(line, file=sys.stderr)
        return 2
    except course.CommandError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"impossible d'écrire le résultat ({system_words(error, writing=True)})", file=sys.stderr)
        sys.stdout = None  # what it still holds cannot be written either
        return 2
    return 0


def _write_everywhere() -> None:
    """UTF-8 into files and pipes; a console that lacks a character shows another in its place. Never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            if stream.isatty():
                reconfigure(errors="replace")
            else:
                reconfigure(encoding="utf-8", errors="replace")


def _parser() -> Parser:
    parser = Parser(prog="ai-calc", description="Calculs de la réadaptation professionnelle de l'AI.")
    parser.add_argument("--version", action="version", version=f"ai-calc {__version__}", help="dit la version")
    commands = parser.add_subparsers(required=True, metavar="COMMANDE")
    for name in registry.names():
        calculator = registry.get(name)
        command = commands.add_parser(calculator.command, help=calculator.title)
        command.add_argument(
            "file", metavar="FICHIER", help="le cas en JSON (ou un tableau avec --csv) ; - lit l'entrée standard"
        )
        command.add_argument("--json", action="store_true", help="écrit le résultat en JSON")
        command.add_argument(
            "--csv", action="store_true", help="un cas par ligne d'un tableau CSV ou XLSX ; écrit un tableau CSV"
        )
        command.add_argument(
            "--documents", metavar="DOSSIER", help="écrit dans ce dossier les documents du résultat (.docx)"
        )
        kinds = ", ".join(["xlsx", *calculator.extra_files])
        command.add_argument(
            "--save", metavar="GENRE=FICHIER", action="append", default=[], help=f"écrit un fichier ; genres : {kinds}"
        )
        command.add_argument(
            "--profile",
            metavar="FICHIER",
            help=(
                "vos coordonnées en JSON (nom, adresse, IDE, IBAN, GLN), pour les papiers que --save et --documents"
                " écrivent"
            ),
        )
        command.add_argument("--example", action="store_true", help="marque ces papiers comme un exemple")
        if calculator.read_file is not None:
            command.add_argument(
                "--read",
                metavar="FICHIER",
                action="append",
                default=[],
                help="ajoute au cas ce que contient un fichier (CSV, XLSX)",
            )
            command.add_argument(
                "--answer",
                metavar="QUESTION=RÉPONSE",
                action="append",
                default=[],
                help="répond à une question sur ce fichier",
            )
        command.set_defaults(run=_run_calculator, calculator=name)
    known = [registry.get(n).command for n in registry.names()]
    words = commands.add_parser("text", help="le texte pour la décision, ou les pièces à demander")
    words.add_argument("calculator", metavar="CALCULATEUR", choices=known, help=f"l'un de : {', '.join(known)}")
    words.add_argument("file", metavar="FICHIER", help="le cas en JSON ; - lit l'entrée standard")
    words.add_argument("--pieces", action="store_true", help="la liste des pièces à demander")
    words.add_argument("--docx", metavar="FICHIER", help="écrit un document (.docx)")
    words.add_argument("--name", metavar="NOM", default="", help="nom du cas")
    words.add_argument("--example", action="store_true", help="marque le texte comme un exemple")
    words.set_defaults(run=_run_text)
    table = commands.add_parser("parameters", help="les montants et délais, avec leur règle")
    table.add_argument("--date", metavar="DATE", help="valeurs à cette date (jj.mm.aaaa ou aaaa-mm-jj)")
    table.add_argument("--json", action="store_true", help="écrit du JSON")
    table.set_defaults(run=_run_parameters)
    old = commands.add_parser(
        "outdated", help="ce qui n'est pas vérifié pour un jour : éditions, chiffres, lectures, faits, adresses"
    )
    old.add_argument("--on", metavar="DATE", help="ce jour (jj.mm.aaaa ou aaaa-mm-jj) ; sans lui, aujourd'hui")
    old.add_argument("--json", action="store_true", help="écrit du JSON")
    old.set_defaults(run=_run_outdated)
    schema = commands.add_parser("schema", help="la forme d'un cas (JSON Schema)")
    schema.add_argument("calculator", metavar="CALCULATEUR", choices=known, help=f"l'un de : {', '.join(known)}")
    schema.set_defaults(run=_run_schema)
    course.add(commands)
    return parser


def _read(path: str) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([f"{path} : le fichier n'est pas en UTF-8"]) from None


def _run_calculator(args: argparse.Namespace) -> None:
    calculator = registry.get(args.calculator)
    options = ("json", "documents", "save", "profile", "example", "read", "answer")
    without = [f"--{name}" for name in options if getattr(args, name, None)]
    if args.csv and without:
        go = "ne va pas" if len(without) == 1 else "ne vont pas"
        raise InputError([f"--csv écrit un tableau : {', '.join(without)} {go} avec"])
    if getattr(args, "answer", None) and not args.read:
        raise InputError(["--answer répond à une question sur un fichier : il manque --read FICHIER"])
    if args.csv:
        _run_batch(calculator, args.file, _bytes(args.file))
        return
    data = _json(args.file)
    answers = dict(map(_answer, getattr(args, "answer", [])))
    used: set[str] = set()
    for path in getattr(args, "read", []):
        read = _add_file(calculator, data, path, answers)
        data, used = read.data, used | set(read.answered)
    if unused := [key for key in answers if key not in used]:
        raise InputError([f"--answer : aucune question « {visible(key)} » dans ce qui est lu" for key in unused])
    outcome = evaluate(calculator, data)
    if (result := outcome.result) is None:
        raise InputError([str(fault) for fault in outcome.faults])
    by = _handover(args)
    for entry in args.save:
        _save(calculator, outcome.case, result, entry, by)
    print(json.dumps(to_jsonable(result), ensure_ascii=False, indent=2) if args.json else as_text(result))
    if args.documents:
        assert outcome.case is not None
        _write_documents(calculator.documents(outcome.case, result, by), Path(args.documents))


def _json(path: str) -> Any:
    try:
        return strict_json.load(_read(path))
    except strict_json.StrictJsonError as error:
        raise InputError([f"{path} : {error}"]) from None


def _run_text(args: argparse.Namespace) -> None:
    calculator = registry.get(args.calculator.replace("-", "_"))
    outcome = evaluate(calculator, _json(args.file))
    if outcome.case is None or outcome.result is None:
        raise InputError([str(fault) for fault in outcome.faults])
    make = pieces if args.pieces else decision_text
    document = make(calculator, outcome.case, outcome.result, name=args.name, example=args.example)
    if not args.docx:
        print(document_text(document), end="")
        return
    try:
        Path(args.docx).write_bytes(document_docx(document))
    except OSError as error:
        raise InputError([f"{args.docx} : impossible d'y écrire ({system_words(error, writing=True)})"]) from None


def _bytes(path: str) -> bytes:
    if path == "-" and sys.stdin is None:
        raise InputError(["- : l'entrée standard est fermée"])
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError([f"{path} : illisible ({system_words(error)})"]) from None


def _add_file(calculator: Calculator, data: Any, path: str, answers: Mapping[str, str]) -> FileRead:
    """The case with what a file adds to it. Raises :class:`InputError` with one line for each row that is faulty and
    for each question that is open."""
    assert calculator.read_file is not None
    if not isinstance(data, dict):
        raise InputError(["un objet est attendu"])
    read = calculator.read_file(data, path, _bytes(path), answers)
    if read.faults or read.questions:
        asked, group = [], ""
        for q in read.questions:
            if q.group not in ("", group):
                asked.append(f"{path} : {q.group}")
            group = q.group
            options = ", ".join(f"{value} : {french}" for value, french in q.options)
            asked.append(f"{path} : {q.label} ? Répondez par --answer '{q.key}=…' ({options})")
        raise InputError([f"{path} : {fault}" for fault in read.faults] + asked)
    print(read.message, file=sys.stderr)
    return read


def _answer(text: str) -> tuple[str, str]:
    key, equals, value = text.rpartition("=")
    if not equals:
        raise InputError([f"--answer : « {text} » refusé ; attendu QUESTION=RÉPONSE"])
    return key, value


def _handover(args: argparse.Namespace) -> Handover:
    """Whose papers are made. Raises :class:`InputError` for a profile with faults."""
    try:
        profile = Profile.model_validate(_json(args.profile) if args.profile else {})
    except ValidationError as error:
        raise InputError([f"{args.profile} : {fault}" for fault in faults(error)]) from None
    return Handover(profile, EXAMPLE if args.example else "")


def _save(calculator: Calculator, case: Any, result: Result[Any], entry: str, by: Handover) -> None:
    """Writes one file, given as ``kind=path``."""
    kind, _, path = entry.partition("=")
    if not path or (kind != "xlsx" and kind not in calculator.extra_files):
        known = ", ".join(["xlsx", *calculator.extra_files])
        raise InputError([f"--save : « {entry} » refusé ; attendu GENRE=FICHIER, avec un de ces genres : {known}"])
    try:
        if kind == "xlsx":
            from ai_calc.handing_over.xlsx import workbook_bytes

            content = workbook_bytes(calculator, case, result, mark=by.mark)
        else:
            content = calculator.extra_files[kind].make(case, result, by)
        Path(path).write_bytes(content)
    except CaseError as error:
        raise InputError([f"--save {kind} : {fault.message}" for fault in error.faults]) from None
    except ImportError as error:
        raise InputError(
            [f"--save {kind} : il manque la bibliothèque « {error.name} » (pip install 'ai-calc[exports]')"]
        ) from None
    except OSError as error:
        raise InputError([f"{path} : impossible d'y écrire ({system_words(error, writing=True)})"]) from None


def _write_documents(documents: Sequence[Document], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for document in documents:
            (folder / f"{document.stem}.docx").write_bytes(document_docx(document))
    except OSError as error:
        raise InputError([f"{folder} : impossible d'y écrire ({system_words(error, writing=True)})"]) from None


def _unflatten(row: dict[str, Any]) -> dict[str, Any]:
    """``items.0.amount`` columns become lists and objects; empty cells are left out."""
    root: dict[str, Any] = {}
    for column, cell in row.items():
        if cell is None or cell == "":
            continue
        at: Any = root
        parts = column.split(".")
        for part, following in zip(parts, parts[1:] + [None], strict=True):
            key: Any = int(part) if isinstance(at, list) and part.isdecimal() else part
            if isinstance(at, list):
                if not isinstance(key, int) or key > 1000:
                    raise ValueError(f"colonne « {visible(column)} » : numéro de ligne attendu")
                at.extend({} for _ in range(key + 1 - len(at)))
            if following is None:
                at[key] = cell
                break
            at = at[key] if isinstance(at, list) else at.setdefault(key, [] if following.isdecimal() else {})
    return root


def _cell(value: Any) -> Any:
    """A cell as a case takes it: texts are read by its own fields."""
    if isinstance(value, Formula):
        raise ValueError(
            f"une cellule contient une formule (« {visible(value.text)} ») sans valeur enregistrée ; écrivez la valeur"
        )
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        if seconds < 0:
            raise ValueError("une durée n'est pas négative")
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 9)  # a sum of centimes is 0.30000000000000004
    return value


def _holds_days(kind: type[BaseModel], column: str) -> bool:
    """Whether a column (``items.0.bought_on``) is of dates."""
    found: set[Any] = {kind}
    for part in column.split("."):
        if not part.isdecimal():
            fields = [k.model_fields[part] for k in found if hasattr(k, "model_fields") and part in k.model_fields]
            found = {inner for info in fields for inner in _inside(info.annotation)}
    return date in found


def _inside(annotation: Any) -> set[Any]:
    arguments = get_args(annotation)
    return {annotation} if not arguments else set().union(*map(_inside, arguments))


def _case_of(heads: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    """The case of one line of a table. Raises ``ValueError`` in French."""
    if any(str(c or "").strip() for i, c in enumerate(cells) if i >= len(heads) or not heads[i]):
        raise ValueError("plus de cellules que de colonnes")
    try:
        return _unflatten({head: _cell(c) for head, c in zip(heads, cells, strict=False) if head})
    except (AttributeError, TypeError, IndexError):
        raise ValueError(
            "les titres des colonnes se contredisent : « items » et « items.0.amount » ne vont pas ensemble"
        ) from None


def _heads_at(calculator: Calculator, table: RawTable) -> int:
    """Where the headings of a table stand: in its first row that names a field, as a title may stand above."""
    fields = calculator.case_type.model_fields
    for at, (_, cells) in enumerate(table.rows[:MAX_ABOVE]):
        if any(clean(str(c or "")).partition(".")[0] in fields for c in cells):
            return at
    return 0


def _run_batch(calculator: Calculator, path: str, content: bytes) -> None:
    """One case a line, in CSV (any usual encoding and separator) or XLSX; results carry the number of their line."""
    try:
        table = read_table(content, MAX_CASES)
    except TableError as error:
        raise InputError([f"{path} : {error}"]) from None
    at = _heads_at(calculator, table)
    if len(table.rows) < at + 2:
        raise InputError([f"{path} : aucun cas (une ligne de titres, puis un cas par ligne, sont attendus)"])
    heads = [clean(str(c or "")) for c in table.rows[at][1]]
    if twice := [h for h in dict.fromkeys(heads) if h and heads.count(h) > 1]:
        raise InputError([f"{path} : la colonne « {visible(twice[0])} » est là deux fois"])
    for remark in table.remarks:
        print(f"{path} : {remark}", file=sys.stderr)
    found: list[tuple[int, str, str, dict[str, Any]]] = []
    problems = []
    days = {i for i, head in enumerate(heads) if _holds_days(calculator.case_type, head)}

    def cell(column: int, value: Any) -> Any:
        if isinstance(value, str):
            return unshield(value) if table.shielded else value
        counted = column in days and isinstance(value, int | float) and not isinstance(value, bool)
        return (table.day(value) if counted else None) or value

    for line, cells in table.rows[at + 1 :]:
        try:
            data = _case_of(heads, [cell(i, c) for i, c in enumerate(cells)])
        except ValueError as error:
            problems.append(f"{path}, ligne {line} : {error}")
            continue
        outcome = evaluate(calculator, data)
        if (result := outcome.result) is None:
            problems += [f"{path}, ligne {line} : {fault}" for fault in outcome.faults]
            continue
        figures = {f.key: to_jsonable(f.value) for f in result.figures}
        found.append((line, result.overall.status.value, str(result.headline[0]) if result.headline else "", figures))
    keys = list(dict.fromkeys(key for *_, figures in found for key in figures))  # cases differ in their figures
    if found:
        write_bytes(
            csv_bytes(
                ("ligne", "conclusion", *keys, "resume"),
                ((line, status, *(figures.get(k) for k in keys), words) for line, status, words, figures in found),
            )
        )
    if problems:
        raise InputError(problems)


def _day_of(text: str | None, option: str) -> date:
    if text is None:
        return date.today()
    try:
        return read_day(text)
    except ValueError as error:
        raise InputError([f"{option} : {error}"]) from None


def _run_outdated(args: argparse.Namespace) -> None:
    day = _day_of(args.on, "--on")
    found = outdated.items(day)
    if args.json:
        print(json.dumps(to_jsonable(found), ensure_ascii=False, indent=2))
        return
    print(f"Non vérifié pour le {long_date(day)} : {len(found)} points")
    for kind, title in outdated.KINDS.items():
        rows = [item for item in found if item.kind == kind]
        print(f"\n{title} : {len(rows)}")
        for item in rows:
            rules = ", ".join(citation_labels(item.rules))
            print(f"  {item.label}\n      {item.why}" + (f"  [{rules}]" if rules else ""))


def _run_parameters(args: argparse.Namespace) -> None:
    day = _day_of(args.date, "--date")
    rows: list[tuple[parameters.Parameter, parameters.DatedValue | None]] = []
    for name in parameters.names():
        parameter = parameters.load(name)
        try:
            rows.append((parameter, parameter.at(day)))
        except parameters.NoValueError:
            rows.append((parameter, None))
    if args.json:
        print(
            json.dumps(
                [
                    {
                        "name": p.name,
                        "label": p.label,
                        "unit": p.unit,
                        "value": to_jsonable(v.value if v else None),
                        "source": v.source if v else None,
                        "checked_on": to_jsonable(v.checked_on if v else None),
                        "verified": v is not None and p.verified_at(day),
                    }
                    for p, v in rows
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    print(f"Montants et délais au {long_date(day)}")
    for p, v in rows:
        shown = parameters.in_words(None, p.unit) if v is None else p.words(v)
        checked = "" if v is None or p.verified_at(day) else f" ({p.check_of(v)})"
        print(f"{p.name:45} {shown}{checked}  {citation_label(v.source) if v and v.source else ''}  {p.label}")


def _run_schema(args: argparse.Namespace) -> None:
    name = args.calculator.replace("-", "_")
    print(json.dumps(registry.get(name).case_type.model_json_schema(), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    raise SystemExit(main())
