"""A text for a decision, and the list of what to ask for: made from facts, verdicts, amounts and cautions of any
result.

Four parts: facts (« En fait »), law (« En droit »), appraisal (« Appréciation »), what is open (« Reste à instruire »).
Nothing is concluded here: the conclusion is the result's own, each condition has the reason of its verdict. Only
facts that somebody gave are said; what the computation reads beyond them is a blank, with the value that it supposed.

    decision_text(calculator, case, result)                       # a case from a file: what the file gives is typed
    decision_text(calculator, case, result, typed=typed_in_form(case))  # a case from a form
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from ai_calc.ground import strict_yaml
from ai_calc.ground.dates import YearOfBirth
from ai_calc.ground.french import capital, long_date, lowered
from ai_calc.handing_over.grids import grid_of
from ai_calc.handing_over.papers import (
    EXAMPLE,
    Block,
    Document,
    Gap,
    Heading,
    Items,
    Paragraph,
    Strong,
    Text,
    text,
)
from ai_calc.handing_over.sentences import (
    Fact,
    ended,
    extra_of,
    facts,
    given,
    opening_of,
    says_nothing,
    sentence,
    title_of,
    value_words,
)
from ai_calc.law.citations import FACTS, labels, source_of
from ai_calc.law.readings import all_readings
from ai_calc.outcome.facts import Case, Finding
from ai_calc.outcome.stated import denials, unticked
from ai_calc.outcome.verdicts import ESTABLISHED
from ai_calc.outcome.year_of_birth import DAY_AND_MONTH, SUPPOSED_DAY
from ai_calc.registers.calculators import Calculator
from ai_calc.registers.documents import all_sources, followed_on, on_day
from ai_calc.relevance import asked, watched
from ai_calc.results import SUPPOSED, Result, Role, Standing, Status, Verdict, figure_words

TITLE = "Texte pour la décision"
PIECES = "Pièces à demander"
SUGGESTED = (
    "Les pièces données en exemple sont des suggestions de ce site : aucune règle appliquée ici ne les exige sous cette"
    " forme."
)
_SENTENCES = 6
"""Sentences of a paragraph of facts."""


class Blank(NamedTuple):
    """A fact that the computation reads and nobody gave. ``supposed``: the value that it was computed with, if any."""

    name: str
    label: str
    rules: tuple[str, ...]
    supposed: str = ""


def decision_text(
    calculator: Calculator,
    case: Case,
    result: Result[Any],
    typed: Collection[str] | None = None,
    *,
    name: str = "",
    example: bool = False,
) -> Document:
    """The text as a document. ``name`` is what the user calls the case; ``example``: its facts are invented."""
    known = given(case) if typed is None else typed
    seen = read_by(calculator, case)
    blanks = open_facts(calculator, case, result, known, seen)
    blocks: list[Block] = [
        Heading(text("En fait")),
        *_facts(calculator, case, known, seen),
        Heading(text("En droit")),
        *_law(result),
        Heading(text("Appréciation")),
        *_appraisal(result, calculator.reasoned),
        Heading(text("Reste à instruire")),
        *_open(result, blanks),
    ]
    subtitle = text("{0} · {1}", calculator.title, name) if name else text("{0}", calculator.title)
    return Document(
        "decision",
        TITLE,
        tuple(blocks),
        subtitle=subtitle,
        rules=(),
        file_name="texte-pour-la-decision",
        mark=EXAMPLE if example else "",
        footer=text(
            "Projet calculé avec ai-calc {0}, droit au {1}. Sans caractère officiel : à relire et à signer par qui"
            " décide.",
            result.version,
            result.law_date,
        ),
    )


def pieces(
    calculator: Calculator,
    case: Case,
    result: Result[Any],
    typed: Collection[str] | None = None,
    *,
    name: str = "",
    example: bool = False,
) -> Document:
    """What to ask for, as a list to tick: the facts that are missing, and the conditions that are open."""
    blanks = open_facts(calculator, case, result, given(case) if typed is None else typed)
    waiting = {key for f in result.figures if f.standing is Standing.CONDITIONAL for key in f.carried_by}
    opened = [v for v in _opened(result) if v.role is not Role.ADVICE or v.key in waiting]
    blocks: list[Block] = []
    listed: set[str] = set()
    for verdict in opened:
        wanted = _wanted([verdict], blanks)
        own = [b for b in wanted if b.name not in listed]
        listed |= {b.name for b in own}
        again = ": voir ci-dessus." if wanted and not own else ":"
        blocks.append(Paragraph(text("Pour juger de « {0} »{1} {2}", verdict.label, cited(verdict.rules), again)))
        if wanted and not own:
            continue
        blocks.append(
            _boxes(_piece_line(calculator.name, b) for b in own) if own else _boxes([text("{0}.", Gap("pièce"))])
        )
    missing = [b for b in blanks if not b.supposed]
    if missing and not opened and result.overall.status is Status.TO_APPRAISE:
        listed |= {b.name for b in missing}
        blocks += [
            Paragraph(text("Pour commencer :")),
            _boxes(_piece_line(calculator.name, b) for b in missing),
        ]
    usual = {b: evidence_of(calculator.name, b.name) for b in blanks if b.supposed}
    supposed = [b for b, paper in usual.items() if paper]  # a setting has none
    if supposed:
        listed |= {b.name for b in supposed}
        words = "{0} : {1}{2} ; par exemple {3}."
        blocks.append(Paragraph(text("À confirmer, car le calcul le suppose :")))
        blocks.append(_boxes(text(words, b.label, b.supposed, cited(b.rules), usual[b]) for b in supposed))
    if not blocks:
        blocks.append(
            Paragraph(
                text(
                    "Aucune pièce n'est à demander : rien n'est ouvert{0}.",
                    "" if usual else ", et le calcul ne suppose rien",
                )
            )
        )
    else:
        if any(evidence_of(calculator.name, name) for name in listed):
            blocks.append(Paragraph(text("{0}", SUGGESTED), small=True))
        blocks.append(
            Paragraph(
                text(
                    "Demandé à {0} le {1}, à remettre jusqu'au {2}.",
                    Gap("à qui"),
                    Gap("date de la demande"),
                    Gap("délai"),
                )
            )
        )
    subtitle = text("{0} · {1}", calculator.title, name) if name else text("{0}", calculator.title)
    return Document(
        "pieces",
        PIECES,
        tuple(blocks),
        subtitle=subtitle,
        file_name="pieces-a-demander",
        mark=EXAMPLE if example else "",
        footer=text(
            "Calculé avec ai-calc {0}, droit au {1}. Sans caractère officiel.", result.version, result.law_date
        ),
    )


@cache
def _evidence() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = strict_yaml.load(
        resources.files("ai_calc.handing_over").joinpath("evidence.yaml").read_text("utf-8")
    )
    return found


def evidence_of(calculator: str, name: str) -> str:
    """What usually shows a fact (« certificats de salaire »), as this site proposes it; nothing where it does not."""
    return _evidence().get(calculator, {}).get(re.split(r"[.\[]", name)[0], "")


def _piece_line(calculator: str, blank: Blank) -> Text:
    """A missing fact, with the kind of paper that usually shows it, or a blank for that."""
    usual = evidence_of(calculator, blank.name)
    if usual:
        return text("{0} : par exemple {1}.", blank.label, usual)
    return text("{0} : {1}.", blank.label, Gap("pièce"))


def _boxes(entries: Iterable[Text]) -> Items:
    lines = tuple(entries)
    return Items(lines, checked=(False,) * len(lines))


def read_by(calculator: Calculator, case: Case) -> set[str]:
    """What the computation reads of a case; what only a paper reads does not count."""
    compute = inspect.unwrap(calculator.compute)
    _, seen = watched(lambda watched_case: replace(compute(watched_case), documents=()), case)
    return seen


def open_facts(
    calculator: Calculator,
    case: Case,
    result: Result[Any],
    typed: Collection[str],
    seen: set[str] | None = None,
) -> tuple[Blank, ...]:
    """What the computation reads (``seen``, unless it is still to be watched) and nobody gave, in the order of the
    model."""
    if seen is None:
        seen = read_by(calculator, case)
    cited_sources = {source_of(rule) for rule in result.cited()}
    followed = followed_on(calculator.name, case.FOLLOWS, result.law_date)

    def rules(of: FieldInfo) -> tuple[str, ...]:
        named = (on_day(rule, followed) for rule in extra_of(of, "rules") or ())
        return tuple(rule for rule in named if source_of(rule) in cited_sources)

    found: list[Blank] = []
    empty = {
        place for name, place in denials(type(case)).items() if name in typed and getattr(case, name) is Finding.MET
    }
    for path in asked(type(case), seen):
        name, bracket, cell = path.partition("[")
        if name in empty:
            continue  # somebody said that there is none
        info = type(case).model_fields[name]
        if bracket:
            found += _cell(case, name, cell, rules)
        elif name not in typed and name != "law_date":
            value = getattr(case, name)
            if value == "" and extra_of(info, "personal"):
                continue  # a name decides nothing
            supposed = "" if says_nothing(value) else value_words(value, str(extra_of(info, "unit") or ""))
            found.append(Blank(name, title_of(info, name), rules(info), supposed))
        elif isinstance(getattr(case, name), YearOfBirth):
            found.append(Blank(name, f"{title_of(info, name)}, {DAY_AND_MONTH}", rules(info), SUPPOSED_DAY))
    for name, column in unticked(case, seen, typed):
        info, cell_info = type(case).model_fields[name], type(getattr(case, name)[0]).model_fields[column]
        label = f"{title_of(info, name)}, « {title_of(cell_info, column)} »"
        found.append(Blank(f"{name}.{column}", label, rules(cell_info), "aucune ligne"))
    return tuple(found)


def _cell(case: Case, name: str, cell: str, rules: Callable[[FieldInfo], tuple[str, ...]]) -> list[Blank]:
    """The open cell of a row: « Positions du projet, ligne 2 : durée de vie »."""
    number, _, column = cell.partition("].")
    rows = getattr(case, name)
    if int(number) >= len(rows):
        return []  # a line that the computation has put there itself
    row = rows[int(number)]
    info = type(row).model_fields.get(column)
    if info is None or not says_nothing(getattr(row, column)) or getattr(row, column) == "":
        return []
    title = title_of(type(case).model_fields[name], name)
    return [
        Blank(f"{name}[{cell}", f"{title}, ligne {int(number) + 1}, {lowered(title_of(info, column))}", rules(info))
    ]


def cited(citations: Iterable[str]) -> str:
    """Citations in brackets with the state of their text: « (ch. 6020 CMRP, état au 1er janvier 2020) »; nothing for
    none."""
    by_source: dict[str, list[str]] = {}
    for citation in citations:
        if citation:
            by_source.setdefault(source_of(citation), []).append(citation)
    parts = []
    for key, own in by_source.items():
        source = all_sources().get(key)
        state = ""
        if key != FACTS and source is not None:
            state = {"undated": ", document sans date", "deduced": ", période déduite"}.get(source.dates) or (
                f", état au {long_date(source.state)}" if source.state else ""
            )
        parts.append(", ".join(labels(own)) + state)
    return f" ({' ; '.join(parts)})" if parts else ""


def _facts(calculator: Calculator, case: Case, typed: Collection[str], seen: set[str]) -> Iterable[Block]:
    """The facts that the result rests on, and names and words of the file; apart, what it does not read."""
    waiting: list[Text] = [_capital(opening_of(calculator.name, case)[1])]
    fields, read = type(case).model_fields, asked(type(case), seen)
    told_apart: list[Fact] = []

    def told() -> Iterable[Block]:
        for start in range(0, len(waiting), _SENTENCES):
            yield Paragraph(_joined(waiting[start : start + _SENTENCES]))
        waiting.clear()

    for fact in facts(calculator.name, case, typed):
        if fact.name not in read and not extra_of(fields[fact.name], "personal"):
            told_apart.append(fact)
            continue
        waiting.append(fact.text)
        if fact.lines:
            yield from told()
            yield Items(fact.lines)
    yield from told()
    if told_apart:
        yield Paragraph(text("Indiqué au dossier, sans effet sur ce résultat :"))
        yield Items(tuple(line for fact in told_apart for line in (fact.text, *fact.lines)))


def _capital(line: Text) -> Text:
    first = line[0] if line else ""
    return (capital(first), *line[1:]) if isinstance(first, str) else line


def _joined(lines: list[Text]) -> Text:
    found: Text = ()
    for line in lines:
        found = text("{0} {1}", found, line) if found else line
    return found


def _law(result: Result[Any]) -> Iterable[Block]:
    day, caution = result.law_day, result.caution
    if day.field:
        yield Paragraph(
            text(
                "Le droit appliqué est celui du {0}, {1}.",
                result.law_date,
                (
                    "date choisie"
                    if day.field == "law_date" and day.label == "Date du droit"
                    else f"d'après « {day.label} »"
                ),
            )
        )
    else:
        yield Paragraph(
            text("Le droit appliqué est celui du {0}, jour du calcul, faute de date dans le dossier.", result.law_date)
        )
    yield Paragraph(text("{0}.", str(caution.line) if caution.covered else Strong(str(caution.line))))
    if not caution.covered:
        yield Paragraph(text("{0}", str(caution.text)))
    if caution.changed:
        yield Paragraph(text("{0}", caution.since))
    yield from _spelled_out(result)
    conditions = list({v.label: v for v in result.verdicts if v.role is Role.CONDITION and v.rules}.values())
    if conditions:
        yield Paragraph(
            text(
                "{0}",
                (
                    "La conclusion dépend de cette condition :"
                    if len(conditions) == 1
                    else "La conclusion dépend de ces conditions, toutes nécessaires :"
                    if not any(v.soft for v in conditions)
                    else "La conclusion dépend de ces conditions, toutes nécessaires, sauf exception à celles que le"
                    " texte pose de règle :"
                ),
            )
        )
        yield Items(
            tuple(
                text("{0}{1}{2}.", v.label, ", posé de règle" if v.soft and len(conditions) > 1 else "", cited(v.rules))
                for v in conditions
            )
        )
    figures = [p for p in result.parameters if p.value is not None and not p.ours]
    if figures:
        yield Paragraph(text("Les chiffres du droit sont les suivants :"))
        yield Items(
            tuple(
                text(
                    "{0} : {1}{2}{3}{4}.",
                    p.label,
                    p.words,
                    f", {p.since}" if p.since and _dated(p.source) else "",
                    "" if p.verified else ", valeur non vérifiée pour cette date",
                    cited((p.source,)),
                )
                for p in figures
            )
        )
    known = [(all_readings()[r.id], r) for r in result.readings if r.alternative and r.id in all_readings()]
    if known:
        yield Paragraph(text("Là où le texte se prête à plusieurs lectures, celles-ci sont retenues :"))
        yield Items(
            tuple(
                text(
                    "« {0} » ({1}) : {2} Autre lecture : {3}",
                    reading.title,
                    reading.id,
                    ended(lowered(reading.reading)),
                    ended(lowered(str(taken.alternative))),
                )
                for reading, taken in known
            )
        )
    silent = [all_readings()[r.id] for r in result.readings if not r.alternative and r.id in all_readings()]
    others = [f"« {reading.title} » ({reading.id})" for reading in silent]
    if others:
        yield Paragraph(
            text("{0} : {1}.", "Lectures retenues aussi" if known else "Lectures retenues", " ; ".join(others)),
            small=True,
        )


def _spelled_out(result: Result[Any]) -> Iterable[Block]:
    """What the short names of the citations stand for."""
    keys = dict.fromkeys(source_of(rule) for rule in result.cited(documents=False))
    sources = [all_sources()[key] for key in keys if key in all_sources()]
    if sources:
        yield Paragraph(text("Les textes cités sont :" if len(sources) > 1 else "Le texte cité est :"))
        yield Items(
            tuple(
                text("{0} : {1}.", s.short, ", ".join(filter(None, (s.title, s.publisher, s.reference))))
                for s in sources
            )
        )


def _dated(citation: str) -> bool:
    """Whether the text of a citation bears a date, so that a figure in it has a first day."""
    source = all_sources().get(source_of(citation))
    return source is None or source.dates == "stated"


_HEADS = {
    Role.CONDITION: ("La condition", "e", {Status.MET: "est remplie", Status.NOT_MET: "n'est pas remplie"}),
    Role.LIMIT: ("La limite", "e", {Status.MET: "est respectée", Status.NOT_MET: "n'est pas respectée"}),
    Role.ADVICE: ("Pour information, le point", "", {Status.MET: "est établi", Status.NOT_MET: "n'est pas établi"}),
}
_ADVICE = {Status.MET: "est suivi", Status.NOT_MET: "n'est pas suivi"}
_WEIGHTS = list(_HEADS)


def appraised(verdict: Verdict) -> Text:
    """A verdict in a sentence: « La condition « Domicile en Suisse » est remplie : … (ch. …). »"""
    subject, ending, outcomes = _HEADS[verdict.role]
    strength = f", posé{ending} de règle," if verdict.soft else ""
    if verdict.firmness == "conseil":
        subject, strength, outcomes = "Le conseil", "", _ADVICE
    outcome = outcomes.get(verdict.status, "reste à apprécier")
    if verdict.supposed:
        outcome = f"repose {SUPPOSED}" if verdict.status is Status.MET else f"{outcome}, {SUPPOSED}"
    head = f"{subject} « {verdict.label} »{strength} {outcome}"
    reason = str(verdict.reason).strip()
    if " : " in reason or "\u00a0: " in reason or " ; " in reason or ". " in reason:
        return text("{0}{1}. {2}", head, cited(verdict.rules), sentence(reason))
    return text("{0} : {1}{2}.", head, lowered(reason).rstrip("."), cited(verdict.rules))


def _appraisal(result: Result[Any], reasoned: Collection[str]) -> Iterable[Block]:
    decided = [v for v in result.verdicts if v.status is not Status.TO_APPRAISE]
    plainly = [
        v
        for v in decided
        if v.status is Status.MET
        and v.role is Role.CONDITION
        and v.reason == ESTABLISHED[Status.MET]
        and not v.supposed
    ]
    if plainly:
        labels_said = " ; ".join(f"« {label} »" for label in dict.fromkeys(v.label for v in plainly))
        yield Paragraph(
            text(
                "Selon le dossier, qui l'établit, {0} : {1}.",
                "cette condition est remplie" if len(plainly) == 1 else "ces conditions sont remplies",
                labels_said,
            )
        )
    others = [v for v in decided if v not in plainly]
    others.sort(key=lambda v: (v.status is Status.MET, _WEIGHTS.index(v.role)))
    yield from (Paragraph(appraised(v)) for v in others)
    amounts = [f for f in result.figures if f.value is not None or f.standing is Standing.NOT_DUE]
    if amounts:
        yield Paragraph(text("Le calcul donne :"))
        yield Items(
            tuple(
                text(
                    "{0} : {1}{2}.",
                    f.label,
                    "sans objet, " + str(f.reason) if f.value is None else figure_words(f).rstrip("."),
                    cited(f.rules),
                )
                for f in amounts
            )
        )
    if result.sentences:
        yield Paragraph(text("{0}", " ".join(dict.fromkeys(map(str, result.sentences)))))
    for table in result.tables:
        if table.key in reasoned:
            yield Paragraph(text("{0}{1} :", table.title, f" ({table.reason})" if table.reason else ""))
            yield grid_of(table)
    if remarks := [n for n in result.notices if not n.of_law]:
        yield Paragraph(text("À relever aussi :"))
        yield Items(tuple(text("{0}{1}.", str(n.text).rstrip(" ."), cited(n.rules)) for n in remarks))
    yield Heading(text("Conclusion"), level=2)
    yield Paragraph(text("{0}", Strong(conclusion_words(result))))


def conclusion_words(result: Result[Any]) -> str:
    """The conclusion in the result's own words."""
    return " ".join(dict.fromkeys((str(result.headline[0]), str(result.overall.reason))))


def _open(result: Result[Any], blanks: tuple[Blank, ...]) -> Iterable[Block]:
    opened = _opened(result)
    for verdict in opened:
        yield Paragraph(appraised(verdict))
    wanted = _wanted(opened, blanks)
    if wanted:
        yield Paragraph(text("Sur ces points, le dossier n'indique pas encore :"))
        yield Items(tuple(map(_blank_line, wanted)))
    supposed = [b for b in blanks if b.supposed]
    if supposed:
        yield Paragraph(text("Faute d'indication, le calcul suppose ce qui suit, à confirmer :"))
        yield Items(
            tuple(text("{0} : {1} (supposé : {2}).", b.label, Gap(lowered(b.label)), b.supposed) for b in supposed)
        )
    rest = [b for b in blanks if not b.supposed and b not in wanted]
    if rest:
        listed: Text = ()
        for blank in rest:
            listed = text(
                "{0} ; {1} : {2}" if listed else "{0}{1} : {2}", listed, lowered(blank.label), Gap(lowered(blank.label))
            )
        yield Paragraph(
            text("Le dossier ne dit rien non plus de ce qui suit, et le calcul se fait sans : {0}.", listed), small=True
        )
    if not opened and not blanks:
        yield Paragraph(text("Rien : le dossier répond à tout ce que le calcul lit."))


def _opened(result: Result[Any]) -> list[Verdict]:
    """What is for a person to appraise, what decides first."""
    return sorted((v for v in result.verdicts if v.status is Status.TO_APPRAISE), key=lambda v: _WEIGHTS.index(v.role))


def _wanted(opened: Iterable[Verdict], blanks: tuple[Blank, ...]) -> list[Blank]:
    """The missing facts that bear on what is open: those whose rule is one of its rules."""
    rules = [r for v in opened for r in v.rules]
    return [b for b in blanks if not b.supposed and any(_same(r, own) for r in rules for own in b.rules)]


def _same(a: str, b: str) -> bool:
    """Whether two citations name the same rule; a lettered part counts for its rule."""
    return a == b or a.startswith(f"{b}.") or b.startswith(f"{a}.")


def _blank_line(blank: Blank) -> Text:
    return text("{0} : {1}{2}.", blank.label, Gap(lowered(blank.label)), cited(blank.rules))


__all__ = [
    "PIECES",
    "TITLE",
    "Blank",
    "appraised",
    "cited",
    "conclusion_words",
    "decision_text",
    "open_facts",
    "pieces",
]
