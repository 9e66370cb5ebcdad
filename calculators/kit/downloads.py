"""What a calculator hands over: a link, a file of the case, a sheet, a document. Made in the browser, sent nowhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from datetime import date
from typing import Any

from ai_calc.ground.french import tied, tied_html
from ai_calc.handing_over.comparison import Comparison, comparison_xlsx
from ai_calc.handing_over.decision import decision_text, pieces
from ai_calc.handing_over.html import document_html, document_page
from ai_calc.handing_over.papers import Document
from ai_calc.handing_over.profile import NOBODY, Handover
from ai_calc.handing_over.sentences import typed_in_form
from ai_calc.handing_over.sharing import case_data, to_file, to_link
from ai_calc.handing_over.text import document_text
from ai_calc.outcome.facts import Case
from ai_calc.registers.calculators import Calculator, ExtraFile
from ai_calc.results import Result

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class UnknownKindError(ValueError):
    """Something that this calculator does not hand over; the message is French."""


def file_name(calculator: Calculator, name: str, suffix: str, what: str = "", when: str = "") -> str:
    """A safe file name: what the file is, whose case, the period that it is of or the day it was made
    (« Offre_M-B_2026-11-26.xlsx »)."""
    return f"{named(what or calculator.title, name, when or date.today().isoformat())}.{suffix}"


def named(*parts: str) -> str:
    """A safe name of a file or folder, without its ending, from what it is to say."""

    def words(text: str) -> str:
        return "-".join(re.sub(r"[^\w-]+", " ", text, flags=re.UNICODE).split()).strip("-_")[:80]

    return "_".join(filter(None, map(words, parts)))


def document_of(
    calculator: Calculator,
    case: Case,
    result: Result[Any],
    key: str,
    name: str = "",
    by: Handover = NOBODY,
    assumed: Collection[str] = (),
) -> Document | None:
    """The document with this key: a text for the decision, the list of what to ask for, or one of the result's own.
    ``assumed``: the fields of the case that an estimate takes for granted."""
    if key in ("decision", "pieces"):
        write = decision_text if key == "decision" else pieces
        typed = typed_in_form(case) - set(assumed)
        return write(calculator, case, result, typed, name=name, example=bool(by.mark))
    return next((d for d in calculator.documents(case, result, by) if d.key == key), None)


def make(
    calculator: Calculator,
    case: Case,
    result: Result[Any],
    message: dict[str, Any],
    by: Handover = NOBODY,
    assumed: Collection[str] = (),
) -> dict[str, str]:
    """The package that the page saves or copies: ``kind``, ``name``, ``type``, and ``text`` or ``base64``; ``text`` and
    ``html`` for what is to be copied; ``note``, what to know before it goes out. ``by``: whose papers they are, and
    what stands on all of them. ``assumed``: the fields of the case that an estimate takes for granted.

    Raises :class:`UnknownKindError`, or :class:`~ai_calc.handing_over.sharing.SharedCaseError` for a link that would
    be too long.
    """
    kind, name = str(message.get("kind")), str(message.get("name") or "")
    if kind == "link":
        kept = case_data(case) == case_data(case, personal=False)
        note = (
            ""
            if kept
            else "Les noms, les adresses et les textes personnels n'y sont pas : le fichier du cas les garde."
        )
        return {"kind": "link", "text": to_link(calculator, case, result), "note": note}
    if kind == "file":
        return {
            "kind": "file",
            "name": file_name(calculator, name, "json"),
            "type": "application/json",
            "text": to_file(calculator, case, result, name),
        }
    if kind == "xlsx":
        from ai_calc.handing_over.xlsx import workbook_bytes

        typed = typed_in_form(case) - set(assumed)
        data = workbook_bytes(calculator, case, result, name=name, mark=by.mark, typed=typed)
        return _binary(file_name(calculator, name, "xlsx"), XLSX, data)
    if (
        kind in ("docx", "html", "copy")
        and (document := document_of(calculator, case, result, str(message.get("key")), name, by, assumed)) is not None
    ):
        if kind == "copy":
            return {
                "kind": "copy",
                "name": document.title,
                "text": tied(document_text(document)),
                "html": tied_html(document_html(document, level=1)),
            }
        if kind == "docx":
            from ai_calc.handing_over.docx import document_docx

            file = file_name(calculator, name, "docx", document.title, document.period)
            return _binary(file, DOCX, document_docx(document))
        return {
            "kind": "file",
            "name": file_name(calculator, name, "html", document.title, document.period),
            "type": "text/html",
            "text": document_page(document),
        }
    if kind in calculator.extra_files:
        return _extra(calculator, calculator.extra_files[kind], case, result, name, by)
    raise UnknownKindError(f"Ce calculateur ne remet pas de fichier « {kind} ».")


def _extra(
    calculator: Calculator, extra: ExtraFile, case: Case, result: Result[Any], name: str, by: Handover
) -> dict[str, str]:
    """One of the further files of a calculator, with what to know before it goes out."""
    what, whose, when = extra.named(case) if extra.named is not None else ("", "", "")
    what = what or re.sub(r" \(.*\)", "", extra.label)
    file = file_name(calculator, name or whose, extra.suffix, what, when)
    package = _binary(file, extra.media_type, extra.make(case, result, by))
    note = extra.note(case, result, by) if extra.note is not None else ""
    return {**package, "note": note} if note else package


def comparison_file(
    calculator: Calculator, comparison: Comparison, first: str, second: str, name: str, by: Handover
) -> dict[str, str]:
    """A comparison as a workbook."""
    data = comparison_xlsx(comparison, first, second, f"{calculator.title} : comparaison", by.mark)
    return _binary(file_name(calculator, name, "xlsx", "Comparaison"), XLSX, data)


def _binary(name: str, mime: str, data: bytes) -> dict[str, str]:
    return {"kind": "file", "name": name, "type": mime, "base64": base64.b64encode(data).decode()}
