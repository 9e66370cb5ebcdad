"""The register of worked cases: one strict reader for tests, pages and forms.

A file (``cases/<calculator>.yaml``) holds ``calculator`` (its name), ``base`` (a case that the others change) and
``cases``:

    id: AC-07                       # stable, once in all files
    title, story                    # French, shown on the page
    rules: [cmrp:6019]              # what it illustrates
    boundary: true                  # sits on a threshold or a date
    example: true                   # offered in the form
    case: {…}                       # replaces fields of ``base``; ``case_only: {…}`` replaces it altogether
    expect: {…}                     # what must come out, at least one line (:data:`EXPECTATIONS`)

A key that is not of this format, an unknown field of the case or a case without expectation is a fault; all of them are
told at once, with file and case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ai_calc.ground import strict_yaml
from ai_calc.ground.errors import faults
from ai_calc.law.citations import is_citation
from ai_calc.registers import calculators

EXPECTATIONS = {
    "overall": "the conclusion",
    "soft": "whether a verdict, or the conclusion, is only « de règle »",
    "verdict": "the status of a verdict",
    "role": "what a verdict weighs",
    "standing": "due, conditional or not_due",
    "rules": "the citations of a verdict",
    "reason": "a fragment of the reason of a verdict",
    "figure": "the value of a key figure",
    "step": "the value of a step",
    "formula": "what a step shows",
    "details": "a typed detail, by dotted path",
    "column": "a column of a table: table.column",
    "chart": "the numbers of a picture: chart.series, or its chart.labels, chart.states",
    "reading": "the value of the other reading; null: named, without another amount",
    "notice": "a remark is there; false: it must be absent",
    "document": "fragments of the text of a document",
    "gap": "what is still to be filled in there (each of these, others may stand beside)",
    "no_gap": "what must not be among them",
    "headline": "every sentence at the top, in order",
    "says": "fragments of the text that people read",
    "silent": "fragments that must not stand there",
    "fault": "the case is refused; a fragment of the message on that field",
}
"""What a line of ``expect`` may name, before a slash and the name of the thing."""
NAMELESS = {"overall", "soft", "headline", "says", "silent"}


class CasesError(ValueError):
    """Files of worked cases that do not follow the format; the message has one line for each fault."""


class WorkedCase(BaseModel):
    """A worked case: its story, the complete input (``data``), and what is expected of the result."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    story: str = ""
    calculator: str = ""
    rules: tuple[str, ...] = ()
    boundary: bool = False
    example: bool = False
    case: dict[str, Any] | None = None
    case_only: dict[str, Any] | None = None
    expect: dict[str, Any] = Field(min_length=1)
    data: dict[str, Any] = Field(default_factory=dict)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    calculator: str
    base: dict[str, Any] = Field(default_factory=dict)
    cases: list[dict[str, Any]] = Field(min_length=1)


def load(folder: Path) -> list[WorkedCase]:
    """Every worked case of a folder, in the order of the files. Raises :class:`CasesError`."""
    found, wrong = [], []
    for file in sorted(folder.glob("*.yaml")):
        cases, bad = read(file.read_text("utf-8"), file.name)
        found += cases
        wrong += bad
    wrong += [
        f"cas « {name} » : plusieurs cas portent ce nom" for name, n in Counter(c.id for c in found).items() if n > 1
    ]
    if wrong:
        raise CasesError("\n".join(wrong))
    return found


def read(text: str, name: str) -> tuple[list[WorkedCase], list[str]]:
    """The cases of one file and, in French, everything that is wrong with it."""
    try:
        file = _File.model_validate(strict_yaml.load(text))
        kind = calculators.get(file.calculator).case_type
    except strict_yaml.StrictYamlError as error:
        return [], [f"{name} : {error}"]
    except ValidationError as error:
        return [], [f"{name} : {fault}" for fault in faults(error)]
    except KeyError:
        return [], [f"{name} : calculator : calculateur inconnu"]
    found, wrong = [], [f"{name} : base : champ inconnu « {key} »" for key in file.base if key not in kind.model_fields]
    for n, raw in enumerate(file.cases):
        where = f"{name} : cas « {raw.get('id', n + 1)} »"
        try:
            case = WorkedCase.model_validate(raw)
        except ValidationError as error:
            wrong += [f"{where} : {fault}" for fault in faults(error)]
            continue
        wrong += [f"{where} : {problem}" for problem in _problems(case, raw, set(kind.model_fields))]
        data = case.case_only if case.case_only is not None else {**file.base, **(case.case or {})}
        found.append(case.model_copy(update={"calculator": file.calculator, "data": data}))
    return found, wrong


def _problems(case: WorkedCase, raw: dict[str, Any], fields: set[str]) -> Iterator[str]:
    """What the format alone does not see. A case that is to be refused may be wrong in itself."""
    refused = any(key.startswith("fault/") for key in case.expect)
    yield from (f"« {key} » n'est pas à écrire" for key in ("calculator", "data") if key in raw)
    if case.case is not None and case.case_only is not None:
        yield "« case » ou « case_only », pas les deux"
    yield from (
        f"champ inconnu « {key} »" for key in case.case_only or case.case or {} if key not in fields and not refused
    )
    yield from (f"rules : « {rule} » n'est pas une citation" for rule in case.rules if not is_citation(rule))
    for key in case.expect:
        kind, _, name = key.partition("/")
        if kind not in EXPECTATIONS:
            yield f"expect : « {kind} » n'est pas une attente connue"
        elif not name and kind not in NAMELESS:
            yield f"expect : « {key} » ne dit pas de quoi il s'agit"
    if refused and any(not key.startswith("fault/") for key in case.expect):
        yield "expect : un cas refusé n'a pas de résultat à attendre"
