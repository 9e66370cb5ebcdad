"""The worked cases: how many there are of a calculator, which show a rule, what each shows."""

from __future__ import annotations

import html

from ai_calc.registers.cases import WorkedCase
from hub.content.library import Library
from hub.content.links import CASE_LIST, CASES_PAGE, Href, case_anchor, case_url, root_of, slug
from hub.pages.pieces import cell, cite


def _case_link(case: WorkedCase, page: str) -> str:
    """A link to the page of a case, which is made after MkDocs has run and which it therefore must not check."""
    return f'<a href="{root_of(page)}{case_url(case.id)}">{html.escape(case.id)}</a>'


def _cases_by_calculator(library: Library) -> dict[str, list[WorkedCase]]:
    found: dict[str, list[WorkedCase]] = {}
    for case in library.cases:
        found.setdefault(case.calculator, []).append(case)
    return found


def _calculator_title(library: Library, key: str) -> str:
    calculator = library.calculators.get(key)
    if calculator is not None:
        return calculator.title
    from ai_calc.registers import calculators as registry

    return registry.get(key).title


def by_rule(library: Library, href: Href, argument: str) -> str:
    """The worked cases: how many by calculator, then each by rule."""
    if not library.cases:
        return "*Aucun cas publié pour l'instant.*"
    out = ["## Par calculateur { #cas-par-calculateur }", "", "| Calculateur | Cas |", "|---|---|"]
    for key, entries in _cases_by_calculator(library).items():
        out.append(f"| [{_calculator_title(library, key)}]({href(CASE_LIST, f'cas-{slug(key)}')}) | {len(entries)} |")
    out += ["", "## Par règle { #cas-par-regle }", "", "| Règle | Cas |", "|---|---|"]
    for citation, uses in library.uses.items():
        if uses.cases:
            links = ", ".join(_case_link(c, CASES_PAGE) for c in uses.cases)
            out.append(f'| <span id="{case_anchor(citation)}"></span>{cite(library, href, citation)} | {links} |')
    return "\n".join(out)


def by_calculator(library: Library, href: Href, argument: str) -> str:
    """Every worked case with what it shows and its rules, by calculator."""
    out: list[str] = []
    for key, entries in _cases_by_calculator(library).items():
        title = _calculator_title(library, key)
        calculator = library.calculators.get(key)
        if calculator is not None and calculator.page in library.markdown_files:
            title = f"[{title}]({href(calculator.page, '')})"
        out += [f"## {title} {{ #cas-{slug(key)} }}", "", "| Cas | Ce qu'il montre | Règles |", "|---|---|---|"]
        for case in entries:
            rules = ", ".join(cite(library, href, c) for c in case.rules)
            out.append(f"| {_case_link(case, CASE_LIST)} | {cell(html.escape(case.title, quote=False))} | {rules} |")
        out.append("")
    return "\n".join(out)
