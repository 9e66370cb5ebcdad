"""*À confirmer*: everything that is not verified for the day of the newest version, with what rests on it, to print
and tick."""

from __future__ import annotations

import html

from ai_calc.ground.french import long_date
from ai_calc.law import citations
from ai_calc.registers import outdated
from ai_calc.registers.outdated import Item
from ai_calc.registers.versions import all_versions
from hub.content.library import Library
from hub.content.links import CASE_LIST, FIGURES_PAGE, READINGS_PAGE, Href, parameter_anchor, slug
from hub.content.rules import load_data

_MOST = 6  # rules that a row names one by one


def every(library: Library) -> list[Item]:
    """The package's items and the addresses that only the site holds."""
    day = all_versions()[0].date
    found = list(outdated.items(day))
    known = {item.key for item in found}
    for target, address in load_data("outside").items():
        if address not in known:
            found.append(
                Item(
                    "address",
                    address,
                    address,
                    f"donnée par la source pour « {target} » ; rien ne dit qu'elle mène encore au texte",
                )
            )
    return found


def rules_of(library: Library, item: Item) -> list[str]:
    """The rules that rest on an item."""
    if item.kind == "edition":
        return [c for c, rule in library.rules.items() if rule.source == item.key]
    if item.kind == "reading":
        return [c for c, rule in library.rules.items() if item.key in rule.readings]
    return list(dict.fromkeys(found[0].citation for c in item.rules if (found := library.resolve(c))))


def _resting(library: Library, href: Href, item: Item) -> str:
    """Rules, calculators and the number of worked cases behind an item."""
    rules = rules_of(library, item)
    shown = [f"[{citations.label(c)}]({href(library.rules[c].page, library.rules[c].anchor)})" for c in rules[:_MOST]]
    parts = [", ".join(shown) + (f" et {len(rules) - _MOST} autres" if len(rules) > _MOST else "")] if rules else []
    calculators = [
        c for key, c in library.calculators.items() if any(key in library.uses[rule].calculators for rule in rules)
    ]
    if calculators:
        parts.append("calcul : " + ", ".join(f"[{c.title}]({href(c.page, '')})" for c in calculators))
    cases = {case.id for rule in rules for case in library.uses[rule].cases}
    if cases:
        parts.append(f"[{len(cases)} cas]({href(CASE_LIST, '')})")
    return " · ".join(parts) or "rien d'autre"


def _label(item: Item, href: Href) -> str:
    text = html.escape(item.label, quote=False).replace("|", "\\|")
    if item.kind == "figure":
        return f"[{text}]({href(FIGURES_PAGE, parameter_anchor(item.key))})"
    if item.kind == "reading":
        return f"[{text}]({href(READINGS_PAGE, slug(item.key))})"
    return f"<{item.key}>" if item.kind == "address" else text


def page(library: Library, href: Href, argument: str) -> str:
    """The whole sheet: a table a kind, a box a row."""
    found = every(library)
    out = [
        (
            f"**État au {long_date(all_versions()[0].date)}**, jour de la version {all_versions()[0].version} :"
            f" {len(found)} points."
        ),
        "",
    ]
    for kind, title in outdated.KINDS.items():
        rows = [item for item in found if item.kind == kind]
        out += [
            f"## {title} ({len(rows)}) {{ #a-confirmer-{kind} }}",
            "",
            '<div class="stack figures tick" markdown="1">',
            "",
            "| Contrôlé | Quoi | Aujourd'hui | Ce qui en dépend | Remarque |",
            "|---|---|---|---|---|",
        ]
        why = [item.why.replace("|", "\\|") for item in rows]
        out += [
            f"| ☐ | {_label(item, href)} | {words} | {_resting(library, href, item)} | |"
            for item, words in zip(rows, why, strict=True)
        ]
        out += ["", "</div>", ""]
    return "\n".join([*out, "Contrôlé le ………………… par …………………", ""])
