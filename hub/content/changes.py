"""What has changed in the law since: which rules and calculators rest on a changed article, and what pages say of it.

The entries are the package's (:mod:`ai_calc.law.changes`); the pages know the articles of each rule. :func:`faults`
holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ai_calc.ground import french
from ai_calc.law.changes import CERTAINTIES, Change, all_changes, counted
from ai_calc.registers import calculators as registry
from ai_calc.registers.documents import all_sources
from hub.content.bases import statutes_of
from hub.content.library import Library
from hub.content.links import Href, article_and_law
from hub.content.loaded import Calculator
from hub.content.rules import Rule, RulePage

PAGE = "versions-et-sources/depuis-2020.md"

_SUFFIXES = ("", "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies")
_ARTICLE = re.compile(rf"(\d+)([a-z]?)({'|'.join(_SUFFIXES[1:])})?")
_RANGE = re.compile(r"art\. (\S+) à (\d\S*) [A-Z]")
_PARAGRAPHS = re.compile(r" al\. (\d+(?:bis|ter)?)(?: (à|et) (\d+(?:bis|ter)?))?")


def _place(article: str) -> tuple[int, str, int]:
    """Where an article stands in its law: 18, 18bis, 18a, 18abis, 18b."""
    match = _ARTICLE.fullmatch(article)
    assert match, article
    return int(match[1]), match[2], _SUFFIXES.index(match[3] or "")


def _paragraphs(reference: str) -> set[str]:
    match = _PARAGRAPHS.search(reference)
    if not match:
        return set()
    if match[2] == "à":
        return {str(n) for n in range(int(match[1]), int(match[3]) + 1)}
    return {p for p in (match[1], match[3]) if p}


def names_article(reference: str, changed: str) -> bool:
    """Whether the reference of a rule (« art. 5 al. 2 à 6 RAI », « art. 18 à 18d LAI ») names a changed article.
    Where a single paragraph changed, the reference must name it."""
    article, law = article_and_law(changed)
    first, its_law = article_and_law(reference)
    if law != its_law or not first:
        return False
    wanted = _paragraphs(changed)
    if spans := _RANGE.match(reference):
        return not wanted and _place(spans[1]) <= _place(article) <= _place(spans[2])
    return first == article and (not wanted or bool(wanted & _paragraphs(reference)))


def resting_on(library: Library, change: Change) -> list[Rule]:
    """The rules in force whose articles, or whose chapter's, are those of a change, in the order of their documents."""
    return [
        rule
        for rule in library.rules.values()
        if not rule.abrogated
        and rule.citation != change.citation
        and not _already_there(rule, change)
        and _rests_on(statutes_of(library, rule), change)
    ]


def _rests_on(statutes: Iterable[str], change: Change) -> bool:
    return any(names_article(statute, article) for statute in statutes for article in change.articles)


def _already_there(rule: Rule, change: Change) -> bool:
    """Whether the text of a rule is of a later state than the change, which it then restates itself."""
    edition = all_sources().get(rule.source)
    return edition is not None and edition.state is not None and edition.state >= change.since


def of_rule(library: Library, rule: Rule) -> list[Change]:
    """What has changed in the articles that a rule rests on."""
    return [change for change in all_changes().values() if rule.citation in change.rules]


def of_page(library: Library, page: RulePage) -> list[Change]:
    """What has changed in the articles behind a chapter."""
    own = {rule.citation for rule in page.rules}
    return [change for change in all_changes().values() if own & set(change.rules)]


def of_calculator(library: Library, key: str) -> list[Change]:
    """What has changed in the articles behind the rules that a calculator applies."""
    own = {citation for citation, uses in library.uses.items() if key in uses.calculators}
    return [change for change in all_changes().values() if own & set(change.rules)]


def faults(library: Library) -> list[str]:
    """Each entry names exactly the rules that rest on its articles, and has its block on the page."""
    problems = []
    for change in all_changes().values():
        where = f"src/ai_calc/law/changes.yaml : {change.id}"
        rightly = {rule.citation for rule in resting_on(library, change)}
        if missing := sorted(rightly - set(change.rules)):
            problems.append(f"{where} : manquent dans « rules » : {', '.join(missing)}")
        if extra := sorted(set(change.rules) - rightly):
            problems.append(f"{where} : de trop dans « rules » : {', '.join(extra)}")
        if change.citation not in library.rules:
            problems.append(f"{where} : pas de bloc sur docs/{PAGE}")
    return problems


# -- what pages say --------------------------------------------------------------------------------------------------


def since(library: Library, changes: list[Change], href: Href) -> str:
    """« depuis : 2 changements connus », linked to them: to the entry itself where there is one."""
    anchor = f"r-{changes[0].id}" if len(changes) == 1 else ""
    return f"depuis : [{counted(len(changes))} dans la loi]({href(PAGE, anchor)})"


def state_of(documents: tuple[str, ...]) -> str:
    """« CMRP au 1er janvier 2020, Accord GE (document sans date) »."""
    known = all_sources()
    words = []
    for key in documents:
        source = known[key]
        if source.state:
            words.append(f"{source.short} au {french.long_date(source.state)}")
        else:
            words.append(
                f"{source.short} (période déduite)"
                if source.dates == "deduced"
                else f"{source.short} (document sans date)"
            )
    return ", ".join(words) or "sans document"


def calculator_head(library: Library, calculator: Calculator, href: Href, intro: str = "") -> str:
    """What stands below the title of a calculator's page: the state of its law, what has changed; folded, what it
    does (``intro``) and what it leaves out."""
    applied = (
        library.rules[citation].source for citation, uses in library.uses.items() if calculator.key in uses.calculators
    )
    followed = registry.get(calculator.key).case_type.FOLLOWS or tuple(
        key for key in dict.fromkeys(applied) if key in library.sources
    )
    followed = tuple(
        dict.fromkeys([*followed, *(s.key for s in all_sources().values() if calculator.key in s.calculators)])
    )
    line = f"État du droit : {state_of(followed)} ; {since(library, of_calculator(library, calculator.key), href)}."
    return "\n".join(
        [
            f'<p class="chapter-basis" data-search-exclude="" markdown="span">{line}</p>',
            "",
            leaves_out(library, calculator, href, intro),
        ]
    )


def left_out(library: Library, key: str) -> dict[str, list[Rule]]:
    """The rules in force of a calculator's chapters that it does not apply, by page. A chapter is its own where every
    third rule names it."""
    found = {}
    for page in library.pages:
        if 0 < len(page.rules) <= 3 * sum(rule.computable == key for rule in page.rules):
            rules = [r for r in page.rules if not r.abrogated and key not in library.uses[r.citation].calculators]
            if rules:
                found[page.path] = rules
    return found


def leaves_out(library: Library, calculator: Calculator, href: Href, intro: str) -> str:
    """« Ce que ce calcul fait, et ce qu'il ne traite pas », folded."""
    out = [
        '<details class="calc-leaves" markdown="1">',
        "<summary>Ce que fait ce calcul, et ce qu'il ne traite pas</summary>"
        if intro
        else "<summary>Ce que ce calcul ne traite pas</summary>",
        "",
        intro,
        "",
        '<div markdown="1" data-search-exclude="">',
        "",
        *(["Ce qu'il ne traite pas :", ""] if intro else []),
        f"- {calculator.leaves_out}",
        "- Une circulaire plus récente, et ce qui a changé dans la loi, sauf un chiffre qui a sa date.",
    ]
    for path, rules in left_out(library, calculator.key).items():
        title = f"[{library.page_of[path].title}]({href(path, '')})"
        out.append(f"- Dans {title}, à lire sans calcul : {_numbers(rules, href)}.")
    return "\n".join([*out, "", "</div>", "", "</details>"])


def left_to_read(library: Library, page: RulePage, href: Href) -> list[str]:
    """The same for a chapter, a line a calculator: its rules that the calculator does not apply."""
    return [
        f"Ce que le calcul [{calculator.title}]({href(calculator.page, '')}) ne traite pas : {_numbers(rules, href)}."
        for calculator in library.calculators.values()
        if (rules := left_out(library, calculator.key).get(page.path))
    ]


def _numbers(rules: list[Rule], href: Href) -> str:
    return ", ".join(f'[{r.id}]({href(r.page, r.anchor)}){{ .cite data-cite="{r.citation}" }}' for r in rules)


def entry(library: Library, href: Href, change: Change) -> str:
    """One entry for the page: what, since when, source, how sure, what rests on it."""
    doubt = f" : {change.doubt}" if change.doubt else ""
    sure = f"{CERTAINTIES[change.certainty]}{doubt}"
    by_page: dict[str, list[Rule]] = {}
    for citation in change.rules:
        rule = library.rules[citation]
        by_page.setdefault(rule.page, []).append(rule)
    concerned = [
        f"[{library.page_of[path].title}]({href(path, '')}) ({_numbers(rules, href)})"
        for path, rules in by_page.items()
    ]
    calculators = [
        f"[{c.title}]({href(c.page, '')})"
        for c in library.calculators.values()
        if c.page in library.markdown_files and change in of_calculator(library, c.key)
    ]
    lines = [
        ("Depuis le", french.long_date(change.since)),
        ("Publié", change.ro or "numéro du Recueil officiel non relevé"),
        ("Lu dans", f"{change.read} (copie non officielle)"),
        ("Certitude", sure),
        ("Calculateurs", ", ".join(calculators) or "aucun n'en dépend"),
    ]
    rules = (
        "Aucune règle publiée ici ne repose sur cet article."
        if not concerned
        else f"Règles qui en dépendent : {' ; '.join(concerned)}."
    )
    listed = "\n".join(
        f'- <span class="label">{label}</span> <span class="value" markdown="span">{text}</span>'
        for label, text in lines
    )
    folded = len(change.rules) > 12
    if folded:
        rules = (
            f'<details markdown="1"><summary>{len(change.rules)} règles en dépendent</summary>\n\n{rules}\n\n</details>'
        )
    return f'{change.what}\n\n<div class="sources" markdown="1">\n\n{listed}\n\n</div>\n\n{rules}'
