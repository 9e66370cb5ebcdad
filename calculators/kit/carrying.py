"""What passes between the calculators of one person's file: facts that a form holds, facts that it takes over, the
steps that can follow. The page keeps the file (``hub/web/calculators/page/dossiers.js``); which fact is which field is
data of the package (``ai_calc/registers/dossier.yaml``)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ai_calc.calculators.pathway import PathStep
from ai_calc.ground.dates import add_months, whole_months_between
from ai_calc.ground.french import short_date
from ai_calc.outcome.facts import Case
from ai_calc.registers import calculators as registry
from ai_calc.registers.dossier import Opens, register
from calculators.kit import render
from calculators.kit.fields import FieldSpec, RawRow, fields_of, safe_raw, to_raw
from calculators.kit.markup import Markup


@dataclass(frozen=True, slots=True)
class Offered:
    """A value for a field, as its control holds it, and the title of the calculator that it comes from."""

    field: str
    raw: Any
    origin: str


def about(name: str, raw: RawRow, default: RawRow, conclusion: tuple[str, str]) -> str:
    """What the page keeps beside the state of a form, as JSON: its conclusion in words, its figures, the shared
    facts."""
    words, figures = conclusion
    held = _held(name, raw, default)
    return json.dumps({"conclusion": words, "figures": figures, "facts": held}, ensure_ascii=False)


def _held(name: str, raw: RawRow, default: RawRow) -> dict[str, Any]:
    """The shared facts of a form: what somebody gave, and what the calculator says without asking."""
    own = register().of(name)
    typed = {fact: raw[field] for fact, field in own.items() if raw[field] != default[field]}
    return {**register().known.get(name, {}), **typed}


def _fitting(fact: str, value: Any, target: str) -> Any:
    """The value of a fact as the field of another calculator holds it: as it is, or a choice by its French word."""
    found = register().facts[fact]
    if not found.in_words:
        return value
    spec = _spec(target, found.fields[target])
    choices = next((s for n, f in found.fields.items() if (s := _spec(n, f)).kind == "choice"), spec)
    words = choices.option(value, value) if isinstance(value, str) else value
    if spec.kind != "choice":
        return words
    return next((key for key, french in spec.options if french == words), value)


def _spec(name: str, field: str) -> FieldSpec:
    return next(s for s in fields_of(registry.get(name).case_type) if s.name == field)


def reference(ident: str) -> str:
    """By which a calendar knows the mandate of a file again when its own reference is empty."""
    return f"M-{''.join(c for c in ident if c.isalnum())[:8]}"


def _title(name: Any) -> str:
    return registry.get(name).title if isinstance(name, str) and name in registry.names() else ""


def offered(name: str, specs: Iterable[FieldSpec], message: Mapping[str, Any]) -> list[Offered]:
    """What a message of the page offers: ``facts`` of the file ({fact: {value, from}}), or ``fields`` of the calculator
    ``origin``. What makes no sense here is left out."""
    by_name = {spec.name: spec for spec in specs}
    found: list[Offered] = []
    facts, fields = message.get("facts"), message.get("fields")
    given: list[tuple[str, Any, str]] = []
    if isinstance(facts, dict):
        own = register().of(name)
        given += [
            (own[fact], _fitting(fact, kept.get("value"), name), _title(kept.get("from")))
            for fact, kept in facts.items()
            if fact in own and isinstance(kept, dict) and kept.get("from") != name
        ]
    if isinstance(fields, dict):
        given += [(field, value, _title(message.get("origin"))) for field, value in fields.items() if field in by_name]
    for field, value, origin in given:
        raw = safe_raw(by_name[field], value)
        if origin and raw is not None:
            found.append(Offered(field, raw, origin))
    return found


def shown(spec: FieldSpec, raw: Any) -> str:
    """A value as a person reads it: « 03.04.1992 », « Femme », « oui »."""
    if spec.kind == "flag":
        return "oui" if raw else "non"
    return spec.option(raw, str(raw))


def notice(specs: Mapping[str, FieldSpec], taken: Iterable[Offered], other: Iterable[tuple[Offered, Any]]) -> Markup:
    """Says what was taken over and from where, and where the file says something else; both can be turned round."""

    def line(found: Offered, more: str = "") -> Markup:
        spec = specs[found.field]
        return Markup("<li>{}\u00a0: <strong>{}</strong>, repris de\u00a0: {}{}</li>").format(
            spec.label, shown(spec, found.raw), found.origin, more
        )

    took = [line(found) for found in taken]
    differ = [
        Markup("<li>{}\u00a0: ici <strong>{}</strong>, dans «\u00a0{}\u00a0» <strong>{}</strong></li>").format(
            specs[f.field].label, shown(specs[f.field], mine), f.origin, shown(specs[f.field], f.raw)
        )
        for f, mine in other
    ]
    parts = []
    if took:
        parts.append(
            Markup(
                '<p>Données du même dossier\u00a0:</p><ul>{}</ul><p><button type="button"'
                ' data-calc-action="carry-back">Ne pas les reprendre</button></p>'
            ).format(render.join(took))
        )
    if differ:
        parts.append(
            Markup(
                '<p>Le dossier dit autre chose ailleurs\u00a0:</p><ul>{}</ul><p><button type="button"'
                ' data-calc-action="carry-over">Prendre les autres valeurs</button> <button type="button"'
                ' data-calc-action="carry-keep">Garder celles d\'ici</button></p>'
            ).format(render.join(differ))
        )
    return Markup('<div class="calc-carried">{}</div>').format(render.join(parts)) if parts else Markup("")


# ---- what can follow


def address(target: str, origin: str, fields: Mapping[str, Any]) -> str:
    """The address of a calculator that opens with values for some of its fields; nothing of it reaches a server."""
    data = json.dumps({"origin": origin, "fields": dict(fields)}, ensure_ascii=False, separators=(",", ":")).encode()
    return f"{registry.get(target).page}#suite={base64.urlsafe_b64encode(data).decode().rstrip('=')}"


def _shared(name: str, target: str, raw: RawRow, default: RawRow) -> dict[str, Any]:
    """The facts that a form holds, as the fields of another calculator."""
    there = register().of(target)
    held = _held(name, raw, default).items()
    return {there[fact]: _fitting(fact, value, target) for fact, value in held if fact in there}


def _step_fields(opens: Opens, step: PathStep) -> dict[str, Any]:
    """What a step of a path says, as the fields of the calculator that it opens."""
    specs = {spec.name: spec for spec in fields_of(registry.get(opens.calculator).case_type)}
    found: dict[str, Any] = dict(opens.given)
    for column, field in opens.fields.items():
        value = getattr(step, column)
        name, dot, cell = field.partition(".")
        if value in (None, ""):
            continue
        if dot:
            spec = next(c for c in specs[name].columns if c.name == cell)
            found.setdefault(name, [{}])[0][cell] = to_raw(spec, value)
        else:
            found[name] = to_raw(specs[name], value)
    if opens.months and step.end is not None:
        after = step.end + timedelta(days=1)
        months = whole_months_between(step.start, after)
        if months and add_months(step.start, months) == after:
            found[opens.months] = to_raw(specs[opens.months], months)
    return found


def _own_step(name: str, raw: RawRow, default: RawRow) -> dict[str, Any]:
    """This case as a step of a path; nothing while its start is not known."""
    columns = register().path.get(name, {})
    step = {
        column: field if column == "measure" else raw[field]
        for column, field in columns.items()
        if column == "measure" or raw[field] != default[field]
    }
    return step if "start" in step else {}


def following(name: str, case: Case, raw: RawRow, default: RawRow, root: str = render.ROOT) -> Markup:
    """The steps that can come after this case, each a link that opens its calculator with what is known already."""
    known = register()
    items: list[Markup] = []
    if name == "pathway":
        for number, step in getattr(case, "ordered", ()):
            opens = known.steps.get(getattr(step.measure, "value", ""))
            if opens is None:
                continue
            fields = {
                **_shared(name, opens.calculator, raw, default),
                **_step_fields(opens, step),
            }
            days = (
                f", dès le {short_date(step.start)}"
                if step.end is None
                else f", du {short_date(step.start)} au {short_date(step.end)}"
            )
            items.append(_link(f"Étape {number}\u00a0: {step.name}{days}", opens.calculator, name, fields, root))
        title = "Calculer chaque étape, avec ses dates"
    else:
        for target in known.following.get(name, ()):
            items.append(_link(registry.get(target).title, target, name, _shared(name, target, raw, default), root))
        if step := _own_step(name, raw, default):
            fields = {**_shared(name, "pathway", raw, default), "steps": [step]}
            items.append(_link("Placer cette mesure dans le parcours de la personne", "pathway", name, fields, root))
        title = "Ce qui peut suivre"
    if not items:
        return Markup("")
    return Markup('<section class="calc-next"><h3>{}</h3><ul>{}</ul></section>').format(title, render.join(items))


def _link(text: str, target: str, origin: str, fields: Mapping[str, Any], root: str) -> Markup:
    labels = {spec.name: spec.label for spec in fields_of(registry.get(target).case_type)}
    took = (
        Markup(' <span class="calc-soft">reprend\u00a0: {}</span>').format(", ".join(labels[field] for field in fields))
        if fields
        else ""
    )
    return Markup('<li><a href="{}{}">{}</a>{}</li>').format(root, address(target, origin, fields), text, took)
