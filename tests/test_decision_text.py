"""The text for a decision, over every worked case: each typed fact once, nothing else, whole sentences, the result's
conclusion."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import BaseModel

from ai_calc.evaluation import evaluate
from ai_calc.handing_over.decision import SUGGESTED, _evidence, conclusion_words, decision_text, pieces
from ai_calc.handing_over.papers import EXAMPLE, Document, Grid, Heading, Items, Paragraph, plain
from ai_calc.handing_over.sentences import extra_of, facts, given, opening_of, sentences_of, typed_in_form, value_words
from ai_calc.handing_over.text import document_text
from ai_calc.outcome.facts import Finding
from ai_calc.registers import calculators as registry
from ai_calc.results import Status
from calculators.kit.fields import FieldSpec, fields_of, parse_case
from calculators.kit.static import form_of
from tests.worked_cases import load

_SILENT = (None, "", [], "unknown", "unsaid", "open")
_PARTS = ("En fait", "En droit", "Appréciation", "Conclusion", "Reste à instruire")


def _worked() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, case["id"], case["case"])
        for name, case in load()
        if not any(key.startswith("fault/") for key in case["expect"])
    ]


def _parts(document: Document) -> dict[str, list[str]]:
    """The lines below each heading."""
    found: dict[str, list[str]] = {}
    for block in document.blocks:
        if isinstance(block, Heading):
            found[plain(block.text)] = at = []
        elif isinstance(block, Paragraph):
            at.append(plain(block.text))
        elif isinstance(block, Items):
            at += [plain(entry) for entry in block.entries]
    return found


def _made(name: str, data: dict[str, Any]) -> tuple[Any, Any, Document, Document]:
    calculator = registry.get(name)
    outcome = evaluate(calculator, data)
    assert outcome.case is not None and outcome.result is not None, outcome.faults
    return (
        outcome.case,
        outcome.result,
        decision_text(calculator, outcome.case, outcome.result),
        pieces(calculator, outcome.case, outcome.result),
    )


def broken(line: str) -> str:
    """What is wrong with a sentence; nothing where it is whole."""
    line = re.sub("[\u00a0\u202f]", " ", line)
    if re.search(r"None|\{|\}|  |\.\.(?!\.)| \.|,\.|;\.|:\.|\(\)|\( | \)|,,| ,|Finding|Decimal|<", line):
        return "debris"
    if line.count("(") != line.count(")") or line.count("«") != line.count("»"):
        return "unbalanced"
    if not re.search(r"([.!?…:]|[.!?…] »)$", line):
        return "without an end"
    return "" if re.match(r"[A-ZÀ-Ý0-9«\[−]", line) else "without a capital"


def _outdated(case: Any, name: str) -> bool:
    """Whether a line of a list contradicts a fact that says of all of them that none is so."""
    rows, _, column = str(extra_of(type(case).model_fields[name], "none_of") or "").partition(".")
    return bool(rows) and any(not column or getattr(row, column) for row in getattr(case, rows))


def test_every_worked_case_says_each_typed_fact_once_and_nothing_else_in_whole_sentences() -> None:
    problems = []
    for name, ident, data in _worked():
        case, result, document, asked = _made(name, data)
        parts = _parts(document)
        assert tuple(parts) == _PARTS, ident
        said = list(facts(name, case, given(case)))
        typed = {k for k, v in data.items() if v not in _SILENT and k != "law_date" and k != opening_of(name, case)[0]}
        typed -= {k for k in typed if _outdated(case, k)} | set(sentences_of(name).get("unsaid", ()))
        if {f.name for f in said} != typed:
            problems.append(f"{ident}: said {sorted({f.name for f in said} ^ typed)} too often or not at all")
        rest = "\n".join(parts["En fait"])
        for fact in sorted(said, key=lambda f: -len(plain(f.text))):
            for line in (fact.text, *fact.lines):
                if plain(line) not in rest:
                    problems.append(f"{ident}: not said: {plain(line)}")
                rest = rest.replace(plain(line), "", 1)
        opening = plain(opening_of(name, case)[1])
        for words in (
            opening[0].upper() + opening[1:],
            "Indiqué au dossier, sans effet sur ce résultat :",
        ):
            rest = rest.replace(words, "", 1)
        if rest.strip():
            problems.append(f"{ident}: said beyond the facts: {rest.strip()[:200]}")
        if parts["Conclusion"] != [f"{result.headline[0]} {result.overall.reason}"]:
            problems.append(f"{ident}: another conclusion: {parts['Conclusion']}")
        cells = {c for b in document.blocks if isinstance(b, Grid) for row in (b.header, *b.rows) for c in row}
        lines = [plain(line) for paper in (document, asked) for line in paper.lines if line and line not in cells]
        problems += [
            f"{ident}: {why}: {line}"
            for line in lines
            if line not in ("Reste à instruire", *_PARTS, registry.get(name).title) and (why := broken(line))
        ]
    assert not problems, f"{len(problems)} problems\n" + "\n".join(problems[:60])


def test_an_empty_case_says_no_fact_and_asks_for_what_decides() -> None:
    for name in registry.names():
        calculator = registry.get(name)
        case = calculator.case_type.model_validate({})
        result = calculator.compute(case)
        document = decision_text(calculator, case, result)
        assert len(_parts(document)["En fait"]) == 1, name
        assert conclusion_words(result) == f"{result.headline[0]} {result.overall.reason}"
        assert result.overall.status is not Status.MET and len(document.gaps) > 1, name
        assert any(isinstance(b, Items) and b.checked for b in pieces(calculator, case, result).blocks), name


def test_a_form_types_what_was_filled_in_and_boxes_that_were_ticked() -> None:
    form = form_of("capital_aid")
    raw = {
        **form.empty,
        "items": [],
        "own_resources": "1000",
        "third_party_aid": "0",
        "domicile_in_switzerland": "not_met",
    }
    data, faults = parse_case(form.specs, raw)
    calculator = form.calculator
    case = calculator.case_type.model_validate(data)
    assert not faults and typed_in_form(case) == {"own_resources", "third_party_aid", "domicile_in_switzerland"}
    text = document_text(decision_text(calculator, case, calculator.compute(case), typed=typed_in_form(case)))
    assert (
        "La personne assurée dispose de ressources propres de 1\u202f000\u00a0CHF." in text
        and "Des aides de tiers ouvertes à tous apportent 0\u00a0CHF." in text
    )
    assert "Elle n'a pas son domicile en Suisse." in text
    assert (
        "Autres financements prouvés : […] (ch. 6004" in text
        and "Tranches de remboursement par an : […] (supposé : 1)." in text
        and "Les exigences de la décision" not in text
    )


@pytest.mark.parametrize("status", ["met", "not_met"])
def test_a_fact_and_its_contrary_are_told_apart(status: str) -> None:
    for name in registry.names():
        templates = sentences_of(name)
        for spec in fields_of(registry.get(name).case_type):
            pair = templates.get(spec.name)
            if isinstance(pair, list) and spec.kind == "choice":
                case = registry.get(name).case_type.model_validate({spec.name: status})
                (fact,) = facts(name, case, given(case))
                assert plain(fact.text) == pair[0 if status == "met" else 1] != pair[1 if status == "met" else 0]


LINES: dict[str, dict[str, Any]] = {
    "items": {"label": "Four", "amount": 1000},
    "absences": {"days": 5, "cover": "nobody"},
    "earlier_trials": {"days": 5},
    "other_mandates": {"start": "2022-01-01", "end": "2022-02-01"},
}
"""A line of each list of which a fact can say that it has none."""


def test_a_denial_is_not_said_beside_a_line_that_was_ticked_later() -> None:
    denied = 0
    for name in registry.names():
        model = registry.get(name).case_type
        for field, info in model.model_fields.items():
            rows, _, column = str(extra_of(info, "none_of") or "").partition(".")
            if not rows:
                continue
            denied += 1
            for ticked in (False, True):
                lines = [LINES[rows] | ({column: ticked} if column else {})] if column or ticked else []
                case = model.model_validate({rows: lines, field: "met"})
                assert (field in {f.name for f in facts(name, case, given(case))}) is not ticked, (name, field)
    assert denied >= 4, "what the test is about"


def _named(opening: Any) -> tuple[str, ...]:
    """The fields that may name whom the case is about: the sentence that opens the facts says them."""
    return (opening["field"],) if isinstance(opening, dict) else ("person_name", "person")


def _columns_without_words(where: str, spec: FieldSpec, found: dict[str, Any]) -> list[str]:
    """The columns of a list that no words fit, or words of no column."""
    columns = {c.name: c for c in spec.columns if not c.kept}
    problems = [f"{where}: « {key} » is no column" for key in found.keys() - columns.keys()]
    for name, column in columns.items():
        words = found.get(name)
        options = {value for value, _ in column.options} - {"unknown", "open", "unsaid"}
        fits = (
            (isinstance(words, str) and words.count("{0}") == 1 and not column.answer)
            or (isinstance(words, list) and len(words) == 2 and (column.kind == "flag" or column.answer))
            or (isinstance(words, dict) and options == words.keys())
        )
        if not fits or " :" in str(words):
            problems.append(f"{where}.{name}: {words}")
    return problems


def test_the_sentences_fit_the_fields_of_their_calculator() -> None:
    problems = []
    for name in registry.names():
        templates = dict(sentences_of(name))
        if not templates:
            continue
        opening = templates.pop("opening")
        if (opening["text"] if isinstance(opening, dict) else opening).count("{0}") != 1:
            problems.append(f"{name}: opening")
        unsaid, rows = templates.pop("unsaid", []), templates.pop("rows", {})
        specs = {spec.name: spec for spec in fields_of(registry.get(name).case_type)}
        problems += [f"{name}: « {key} » is no field" for key in {*templates, *unsaid, *rows} - specs.keys()]
        for spec in specs.values():
            problems += _columns_without_words(f"{name}.{spec.name}", spec, rows.get(spec.name, {}))
            found, where = templates.get(spec.name), f"{name}.{spec.name}"
            options = {"day", "year"} if spec.birth else {value for value, _ in spec.options}
            if found is None:
                if spec.name not in ("law_date", *unsaid, *_named(opening)):
                    problems.append(f"{where}: without a sentence")
            elif isinstance(found, list):
                if (
                    len(found) != 2
                    or not (spec.kind == "flag" or {f.value for f in Finding} == options)
                    or any(broken(s) for s in found)
                ):
                    problems.append(f"{where}: a fact and its contrary: {found}")
            elif isinstance(found, dict):
                if (
                    not found.keys() <= options
                    or options - found.keys() - {"unknown", "open", "unsaid"}
                    or any(broken(s.replace("{0}", "1968") if spec.birth else s) for s in found.values())
                ):
                    problems.append(f"{where}: {found.keys() ^ options}")
            elif spec.kind == "rows":
                if "{" in found or broken(f"{found} :"):
                    problems.append(f"{where}: the lead of a list: {found}")
            elif found.count("{0}") != 1 or broken(found.replace("{0}", "x")):
                problems.append(f"{where}: {found}")
    assert not problems, "\n".join(problems)


def test_an_example_says_so_on_the_text_and_on_the_list() -> None:
    calculator = registry.get("placement")
    case = calculator.case_type.model_validate({})
    result = calculator.compute(case)
    for make in (decision_text, pieces):
        assert EXAMPLE in document_text(make(calculator, case, result, example=True))
        assert EXAMPLE not in document_text(make(calculator, case, result))


def test_a_row_says_what_stands_in_it() -> None:
    calculator = registry.get("capital_aid")
    case = calculator.case_type.model_validate(
        {"items": [{"label": "Four", "amount": 40000, "useful_life_years": 10}, {"amount": 5, "real_estate": True}]}
    )
    assert isinstance(case.items[0], BaseModel)  # type: ignore[attr-defined]
    (fact,) = facts("capital_aid", case, given(case))
    assert [plain(line) for line in fact.lines] == [
        "Four, pour 40\u202f000\u00a0CHF, d'une durée de vie de 10\u00a0ans.",
        "Pour 5\u00a0CHF, immobilier.",
    ]


def test_what_to_ask_for_names_the_kind_of_paper_as_an_example_and_says_that_it_is_a_suggestion() -> None:
    calculator = registry.get("reclassement")
    case = calculator.case_type.model_validate({"goal": "training", "training": "completed_before"})
    shown = "\n".join(map(plain, pieces(calculator, case, calculator.compute(case)).lines))
    assert "Activité avant l'invalidité : par exemple contrats et certificats de travail." in shown
    assert shown.count("Apte à la réadaptation, objectivement :") == 1, "asked for once, whatever it settles"
    assert ": voir ci-dessus." in shown
    assert SUGGESTED in shown
    case = calculator.case_type.model_validate({})
    for name in registry.names():
        calculator = registry.get(name)
        case = calculator.case_type.model_validate({})
        shown = "\n".join(map(plain, pieces(calculator, case, calculator.compute(case)).lines))
        assert ("par exemple" in shown) == (SUGGESTED in shown), name


def test_a_proposed_paper_belongs_to_a_fact_that_is_asked() -> None:
    for name, entries in _evidence().items():
        fields = {spec.name for spec in fields_of(registry.get(name).case_type)}
        assert entries.keys() <= fields, (name, entries.keys() - fields)
        for words in entries.values():
            assert words[0].islower() and not words.endswith("."), words


def test_what_a_result_leaves_out_of_an_amount_stands_in_the_text_with_its_reason() -> None:
    """Each row of a table of reasons, and each remark that is not about the state of the law."""
    rows = remarks = 0
    for name, identifier, data in _worked():
        _, result, document, _ = _made(name, data)
        words = document_text(document)
        for table in result.tables:
            if table.key in registry.get(name).reasoned:
                rows += len(table.rows)
                grids = [block for block in document.blocks if isinstance(block, Grid)]
                assert any(len(g.rows) == len(table.rows) + (table.total is not None) for g in grids), identifier
        for notice in result.notices:
            if not notice.of_law:
                remarks += 1
                assert str(notice.text).rstrip(".") in words, (identifier, notice.key)
    assert rows > 500
    assert remarks > 500


def test_a_duration_is_said_in_a_sentence_as_people_say_it() -> None:
    assert [value_words(n, "minutes").replace("\u00a0", " ") for n in (45, 60, 95)] == ["45 min", "1 h", "1 h 35"]
