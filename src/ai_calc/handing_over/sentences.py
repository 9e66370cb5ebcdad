"""The facts of a case in whole sentences: for a text that somebody signs.

A calculator says its facts in ``sentences.yaml`` beside its model: a sentence with the value in ``{0}``, one sentence
for each value of a choice, or two for a fact (established, the contrary established), or for a date of birth (``day``,
``year`` alone). What stands under ``unsaid``
(addresses, references) is for other papers. Only what was typed is said; a default is nobody's word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ai_calc.ground import strict_yaml
from ai_calc.ground.dates import YearOfBirth
from ai_calc.ground.french import capital, clock_hours, lowered, phrase, show
from ai_calc.ground.record import record
from ai_calc.handing_over.papers import Gap, Text, text
from ai_calc.outcome.facts import Case, Choice, Finding
from ai_calc.outcome.stated import contradicted

_SILENT = ("unknown", "unsaid", "open")
"""Values of choices by which nothing is said yet."""
MAX_ROWS = 40
"""Rows of a list that are said one by one; of a longer one (a journal) only the number, and the sheet holds the
rows."""
_PERSON = ("person_name", "person")


@record
class Fact:
    """A typed fact: its sentence, and, for a list, the lines that follow it."""

    name: str
    text: Text
    lines: tuple[Text, ...] = ()


@cache
def sentences_of(calculator: str) -> dict[str, Any]:
    """What ``sentences.yaml`` of a calculator holds; nothing when it has none."""
    file = resources.files("ai_calc.calculators").joinpath(calculator, "sentences.yaml")
    if not file.is_file():
        return {}
    found: dict[str, Any] = strict_yaml.load(file.read_text("utf-8"))
    return found


def says_nothing(value: Any) -> bool:
    """Whether a value leaves its question open."""
    return (
        value is None
        or value == ()
        or (isinstance(value, str) and not str(value).strip())
        or (isinstance(value, Choice) and value.value in _SILENT)
    )


def given(case: Case) -> frozenset[str]:
    """The names of the facts that somebody gave, by hand or in a file; what was left at its default is not among
    them."""
    return frozenset(name for name in case.model_fields_set if not says_nothing(getattr(case, name)))


def typed_in_form(case: Case) -> frozenset[str]:
    """The same for a form: it leaves out what nobody filled in, and sends every box, of which one left as it was says
    nothing."""
    fields = type(case).model_fields
    return frozenset(
        n
        for n in given(case)
        if not isinstance(getattr(case, n), bool)
        or getattr(case, n) != fields[n].get_default(call_default_factory=True)
    )


def title_of(info: FieldInfo, name: str) -> str:
    """The French title of a field."""
    return info.title or name


def extra_of(info: FieldInfo, key: str) -> Any:
    """A part of what a field carries besides its type: ``unit``, ``rules``, ``why``."""
    return info.json_schema_extra.get(key) if isinstance(info.json_schema_extra, dict) else None


def value_words(value: Any, unit: str = "") -> str:
    """A value in the middle of a sentence: « 12 000 CHF », « oui », « recherche d'emploi »."""
    if isinstance(value, Finding):
        return {Finding.MET: "oui", Finding.NOT_MET: "non"}.get(value, "pas encore établi")
    if isinstance(value, Choice):
        return f"« {value.french} »"
    if unit == "minutes" and isinstance(value, int) and not isinstance(value, bool):
        return clock_hours(value) if value >= 60 else f"{value}\u00a0min"
    if isinstance(value, str):
        return " ; ".join(words.rstrip(" ;") for line in value.splitlines() if (words := " ".join(line.split())))
    return show(value, unit)


def person_of(case: Case) -> str:
    """The person that the case names; nothing when it names none."""
    return next((name for field in _PERSON if (name := str(getattr(case, field, "") or "").strip())), "")


def opening_of(calculator: str, case: Case) -> tuple[str, Text]:
    """Whom the case is about: the field that names them, and the sentence that opens the facts, with a blank where
    nobody is named."""
    found = sentences_of(calculator).get("opening") or "Le dossier concerne {0}."
    if isinstance(found, dict):
        field, words = found["field"], found["text"]
        name, blank = str(getattr(case, field) or "").strip(), lowered(title_of(type(case).model_fields[field], field))
    else:
        field = next((field for field in _PERSON if str(getattr(case, field, "") or "").strip()), "")
        name, words, blank = person_of(case), found, "nom de la personne assurée"
    return field, text(words, name or Gap(blank))


def facts(calculator: str, case: Case, typed: Collection[str]) -> Iterator[Fact]:
    """The typed facts, in the order of the model. The date of the law and whom it is about are said elsewhere."""
    templates = sentences_of(calculator)
    person, _ = opening_of(calculator, case)
    left_out = ("law_date", person, *templates.get("unsaid", ()))
    for name, info in type(case).model_fields.items():
        value = getattr(case, name)
        said = name in typed and name not in left_out and not says_nothing(value)
        if said and not contradicted(case, name):
            yield _fact(name, info, value, templates.get(name), templates.get("rows", {}).get(name, {}))


def _fact(name: str, info: FieldInfo, value: Any, template: Any, columns: dict[str, Any]) -> Fact:
    title = title_of(info, name)
    if isinstance(value, tuple):
        lead = template if isinstance(template, str) else f"Sous « {title} », le dossier porte ces lignes"
        if len(value) > MAX_ROWS:
            return Fact(name, text("{0} : {1:nombre} lignes, qui sont dans la feuille de calcul.", lead, len(value)))
        return Fact(name, text("{0} :", lead), tuple(text("{0}", sentence(row_words(row, columns))) for row in value))
    return Fact(name, text("{0}", ended(_said(info, name, value, template))))


def _said(info: FieldInfo, name: str, value: Any, template: Any) -> str:
    """A value in the words that its calculator has for it, or after its title."""
    if isinstance(template, list) and isinstance(value, bool | Finding):
        return str(template[0 if value in (True, Finding.MET) else 1])
    if isinstance(template, dict) and isinstance(value, date):
        template = template["year" if isinstance(value, YearOfBirth) else "day"]
    if isinstance(template, dict) and isinstance(value, Choice) and value.value in template:
        return str(template[value.value])
    words = value_words(value, str(extra_of(info, "unit") or ""))
    if isinstance(template, str):
        return str(phrase(template, words.rstrip(".") if template.endswith(("{0}.", "{0}")) else words))
    return f"{title_of(info, name)} : {words}"


def row_words(row: Any, columns: dict[str, Any]) -> str:
    """A row of a list in one line: « Four, pour 40 000 CHF, d'une durée de vie de 10 ans »."""
    if not isinstance(row, BaseModel):
        return value_words(row)
    words = [
        _said(info, name, value, columns.get(name))
        for name, info in type(row).model_fields.items()
        if name in row.model_fields_set
        and not extra_of(info, "kept")
        and not says_nothing(value := getattr(row, name))
        and value is not False
    ]
    return ", ".join(words) if words else "ligne sans contenu"


def ended(words: str) -> str:
    """A sentence with exactly one mark at its end."""
    words = words.rstrip()
    bare = words.rstrip("» \u00a0\u202f")
    if words.endswith((".", "!", "?", "…")):
        return words
    return words if bare != words and bare.endswith((".", "!", "?", "…")) else f"{words}."


def sentence(words: str) -> str:
    """Words as a sentence: a capital first, one mark at the end."""
    return capital(ended(" ".join(words.split(" ")).strip()))


__all__ = [
    "Fact",
    "ended",
    "extra_of",
    "facts",
    "given",
    "opening_of",
    "person_of",
    "row_words",
    "says_nothing",
    "sentence",
    "sentences_of",
    "title_of",
    "typed_in_form",
    "value_words",
]
