"""A case that can be handed over: as a file (JSON) or as the text of a link, with what it gave when it was shared.

Both hold the same *envelope*: calculator, version of its schema and of the package, the case as it was given, the day
whose law applied, and the outcome at that time — so that whoever opens it later learns what has changed since. A date
of the law that nobody gave is none when the case is opened again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel

from ai_calc import __version__
from ai_calc.evaluation import evaluate
from ai_calc.ground import strict_json
from ai_calc.ground.french import Phrase, phrase, shorten, show
from ai_calc.ground.record import record
from ai_calc.handing_over.sentences import typed_in_form
from ai_calc.outcome.facts import Case
from ai_calc.registers import calculators as registry
from ai_calc.registers import versions
from ai_calc.registers.calculators import Calculator
from ai_calc.results import Result, Status, to_jsonable

FORMAT = "ai-calc/cas"
MAX_TEXT = 20_000_000  # characters of a file: a journal of 60 000 entries fits
MAX_LINK = 60_000  # characters of a link's text
MAX_ROOM = 1_000_000  # bytes that a link may unfold to
MAX_DEPTH = 12
MAX_NAME = 80  # characters of what a case is called
_CHECK = 8  # bytes of the checksum inside a link


class SharedCaseError(ValueError):
    """A file or a link that cannot be opened; the message says why, in French."""


@record
class Opened:
    """A shared case, opened again: the case, its result now, what differs since it was shared, and what it was called
    (in a file only)."""

    calculator: Calculator
    case: Case
    result: Result[Any]
    shared_with: str
    changes: tuple[Phrase, ...]
    name: str = ""


def _outcome(result: Result[Any]) -> dict[str, Any]:
    figures = {f.key: to_jsonable(f.value) for f in result.figures}
    return {"status": result.overall.status.value, "figures": figures}


def case_data(case: Case, personal: bool = True) -> dict[str, Any]:
    """A case as JSON data: what differs from the defaults, and what somebody said though it is the usual value; when
    asked, without what names a person."""
    said = case.model_dump(mode="json", include=set(typed_in_form(case)), exclude_defaults=False)
    usual = {name: value for name, value in said.items() if not isinstance(getattr(case, name), tuple)}
    data = usual | case.model_dump(mode="json", exclude_defaults=True)
    return data if personal else _without_personal(case, data)


def _without_personal(model: BaseModel, data: dict[str, Any]) -> dict[str, Any]:
    """The same data without the fields marked ``personal``, in rows too."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        extra = type(model).model_fields[name].json_schema_extra
        if isinstance(extra, dict) and extra.get("personal"):
            continue
        rows = getattr(model, name)
        if isinstance(rows, tuple) and rows and isinstance(rows[0], BaseModel):
            value = [_without_personal(row, entry) for row, entry in zip(rows, value, strict=True)]
        kept[name] = value
    return kept


def envelope(
    calculator: Calculator, case: Case, result: Result[Any], name: str = "", personal: bool = True
) -> dict[str, Any]:
    """What a file and a link hold. ``name`` is what the user calls the case."""
    if not personal:  # without a name some points are open again: the outcome is the one of what is handed over
        result = evaluate(calculator, case_data(case, personal)).result or result
    data: dict[str, Any] = {
        "format": FORMAT,
        "calculator": calculator.name,
        "schema": calculator.schema_version,
        "version": __version__,
        "case": case_data(case, personal),
        "law_day": result.law_date.isoformat(),
        "outcome": _outcome(result),
    }
    return {**data, "name": name} if name else data


def to_file(calculator: Calculator, case: Case, result: Result[Any], name: str = "") -> str:
    """The text of a file that :func:`from_file` opens."""
    return json.dumps(envelope(calculator, case, result, name), ensure_ascii=False, indent=2) + "\n"


def to_link(calculator: Calculator, case: Case, result: Result[Any]) -> str:
    """The text after ``#cas=`` in an address: compressed, with a checksum, safe in a URL; nothing in it names a person.

    Raises :class:`SharedCaseError` for a case that no link could hold (a long journal).
    """
    data = json.dumps(
        envelope(calculator, case, result, personal=False), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()
    packed = zlib.compress(hashlib.sha256(data).digest()[:_CHECK] + data, 9)
    text = base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
    if len(text) > MAX_LINK or len(data) > MAX_ROOM:
        raise SharedCaseError("Ce cas est trop long pour un lien : enregistrez-le en fichier.")
    return text


def from_file(text: str) -> Opened:
    """Opens the text of a file. Raises :class:`SharedCaseError`."""
    if len(text) > MAX_TEXT:
        raise SharedCaseError("Ce fichier est trop grand pour être un cas.")
    return _open(_json(text, "Ce fichier"), "Ce fichier")


def from_link(text: str) -> Opened:
    """Opens the text of a link. Raises :class:`SharedCaseError` when it was cut or altered."""
    broken = SharedCaseError("Ce lien est incomplet ou altéré : rien n'a été repris.")
    if not text or len(text) > MAX_LINK or not text.isascii():
        raise broken
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, MAX_ROOM)
    except (binascii.Error, ValueError, zlib.error):
        raise broken from None
    if not unpacker.eof or unpacker.unused_data or hashlib.sha256(data[_CHECK:]).digest()[:_CHECK] != data[:_CHECK]:
        raise broken
    try:
        content = data[_CHECK:].decode()
    except UnicodeDecodeError:
        raise broken from None
    return _open(_json(content, "Ce lien"), "Ce lien")


def _json(text: str, what: str) -> Any:
    try:
        data = strict_json.load(text)
    except strict_json.StrictJsonError as error:
        raise SharedCaseError(f"{what} ne contient pas un cas lisible ({error}).") from None
    if _depth(data) > MAX_DEPTH:
        raise SharedCaseError(f"{what} ne contient pas un cas.")
    return data


def _depth(data: Any, at: int = 0) -> int:
    if at > MAX_DEPTH:
        return at
    if isinstance(data, dict):
        return max((_depth(v, at + 1) for v in data.values()), default=at)
    if isinstance(data, list):
        return max((_depth(v, at + 1) for v in data), default=at)
    return at


def _open(data: Any, what: str) -> Opened:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise SharedCaseError(f"{what} ne contient pas un cas de ce site.")
    name, schema, raw = data.get("calculator"), data.get("schema"), data.get("case")
    if not isinstance(name, str) or name not in registry.names():
        raise SharedCaseError(f"{what} vient d'un calculateur inconnu ici (« {shorten(str(name))} »).")
    calculator = registry.get(name)
    if not isinstance(schema, int) or isinstance(schema, bool) or not isinstance(raw, dict) or schema < 1:
        raise SharedCaseError(f"{what} ne contient pas un cas complet.")
    if schema > calculator.schema_version:
        raise SharedCaseError(
            f"{what} vient d'une version plus récente de ce site : mettez cette page à jour pour l'ouvrir."
        )
    if schema < 2:
        raw = _with_old_defaults(name, raw)
    outcome = evaluate(calculator, raw)
    if outcome.case is None or outcome.result is None:
        reasons = " ; ".join(shorten(str(fault), 200) for fault in outcome.faults[:3])
        raise SharedCaseError(f"{what} ne peut pas être repris : {reasons}")
    version = data.get("version")
    shared_with = shorten(version, 20) if isinstance(version, str) else "?"
    changes = (
        *_other_day(data.get("law_day"), outcome.result),
        *_changes(data.get("outcome"), outcome.result, shared_with),
        *_entries_between(shared_with, name),
    )
    called = data.get("name")
    return Opened(
        calculator,
        outcome.case,
        outcome.result,
        shared_with,
        changes,
        shorten(" ".join(called.split()), MAX_NAME) if isinstance(called, str) else "",
    )


def _other_day(then: Any, result: Result[Any]) -> list[Phrase]:
    """That nobody gave a date, and the law of another day applies by now."""
    try:
        day = date.fromisoformat(then)
    except (TypeError, ValueError):
        return []
    if day == result.law_date:
        return []
    words = "Sans date du droit saisie : ce cas était calculé au {0}, il l'est maintenant au {1}."
    return [phrase(words, day, result.law_date)]


@cache
def _old_defaults() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        resources.files(__package__).joinpath("defaults_0_1_0.json").read_text("utf-8")
    )
    return found


def _with_old_defaults(name: str, raw: dict[str, Any]) -> dict[str, Any]:
    """A case of version 0.1.0, which left out what equalled its defaults: they were other ones, in places."""
    defaults = dict(_old_defaults().get(name, {}))
    rows = defaults.pop("rows", {})
    full = {**defaults, **raw}
    for field, cells in rows.items():
        if isinstance(entries := full.get(field), list):
            full[field] = [{**cells, **entry} if isinstance(entry, dict) else entry for entry in entries]
    return full


def _same(before: Any, now: Any) -> bool:
    """Whether two figures are equal, « 6 » and « 6.00 » too."""
    try:
        return Decimal(str(before)) == Decimal(str(now))
    except InvalidOperation:
        return bool(before == now)


def _entries_between(version: str, calculator: str) -> list[Phrase]:
    """What the changelog says for this calculator after ``version``, a sentence an entry; its own entries first."""
    entries = sorted(versions.since(version, calculator), key=lambda e: e.area == ("all",))
    return [
        phrase(
            "Entre la version {0} et la version {1}, avant : {2} Après : {3}", version, __version__, e.before, e.after
        )
        for e in entries
    ]


def _changes(outcome: Any, result: Result[Any], shared_with: str) -> list[Phrase]:
    """What the same case gives differently today."""
    if not isinstance(outcome, dict):
        return []
    found: list[Phrase] = []
    was = outcome.get("status")
    if isinstance(was, str) and was in set(Status) and was != result.overall.status.value:
        found.append(
            phrase(
                "Depuis la version {0}, la conclusion est « {1} » au lieu de « {2} ».",
                shared_with,
                result.overall.status.french,
                Status(was).french,
            )
        )
    figures = outcome.get("figures")
    if not isinstance(figures, dict):
        return found
    for figure in result.figures:
        before = figures.get(figure.key)
        if before is not None and not _same(before, to_jsonable(figure.value)):
            found.append(
                phrase(
                    "Depuis la version {0}, « {1} » vaut {2} au lieu de {3}.",
                    shared_with,
                    figure.label,
                    show(figure.value, figure.unit),
                    shorten(str(before), 30),
                )
            )
    return found
