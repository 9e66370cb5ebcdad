"""The articles of law, each with the chapters and rules that rest on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ai_calc.registers.documents import natural
from hub.content.bases import chapters_naming
from hub.content.library import Library
from hub.content.links import Href, article_and_law, outside, slug, statute_address
from hub.content.rules import load_data
from hub.pages.pieces import cite

FIRST_LAWS = ("LAI", "RAI", "LPGA", "LAVS", "RAVS")


@dataclass(slots=True)
class Article:
    """What rests on one article: pages with the numbers of their chapters, rules with the references that they give."""

    chapters: dict[str, list[str]] = field(default_factory=dict)
    rules: dict[str, list[str]] = field(default_factory=dict)


Laws = dict[str, dict[str, Article]]
"""By law, by article."""


def articles(library: Library, href: Href, argument: str) -> str:
    """One section a law, one entry an article: the chapters and rules that rest on it."""
    meanings = {a["abbr"]: a["meaning"] for a in load_data("abbreviations")}
    elis = load_data("law-addresses")
    laws = _collect(library)
    out = []
    for law in sorted(laws, key=_rank):
        meaning = f" · {meanings[law]}" if law in meanings else ""
        out += [f"## {law}{meaning} {{ #{slug(law)} }}", ""]
        for article in sorted(laws[law], key=natural):
            out += [
                *_heading(article, law, elis),
                *_chapters(library, href, laws[law][article]),
                *_rules(library, href, article, law, laws[law][article]),
                "",
            ]
    return "\n".join(out)


def _rank(law: str) -> tuple[int, str]:
    return (FIRST_LAWS.index(law) if law in FIRST_LAWS else len(FIRST_LAWS), law)


def _collect(library: Library) -> Laws:
    laws: Laws = {}
    for page in library.pages:
        for statute in page.statutes:
            known = _entry(laws, statute).chapters.setdefault(page.path, [])
            known += [number for number in chapters_naming(page, statute) if number not in known]
    for rule in library.rules.values():
        for statute in rule.statutes:
            _entry(laws, statute).rules.setdefault(rule.citation, []).append(statute)
    return laws


def _entry(laws: Laws, statute: str) -> Article:
    article, law = article_and_law(statute)
    return laws.setdefault(law, {}).setdefault(article, Article())


def _heading(article: str, law: str, elis: dict[str, str]) -> list[str]:
    out = [f"### Art. {article} {law} {{ #{slug(f'{law} {article}')} }}", ""] if article else []
    official = outside(
        statute_address(article, law, elis),
        "Texte officiel (Fedlex) ↗",
        f"art. {article} {law} dans le recueil officiel" if article else f"{law} dans le recueil officiel",
    )
    return [*out, f'<p class="muted" data-search-exclude="">{official}</p>', ""] if official else out


def _chapters(library: Library, href: Href, found: Article) -> list[str]:
    out = []
    for path, numbers in found.chapters.items():
        page = library.page_of[path]
        where = f" (ch. {', '.join(numbers)})" if numbers else ""
        source = library.sources[page.source].short if page.source in library.sources else "faits"
        out.append(f"- Base du chapitre [{page.title}]({href(path, '')}){where}, {source}")
    return out


def _rules(library: Library, href: Href, article: str, law: str, found: Article) -> list[str]:
    out = []
    for citation, statutes in found.rules.items():
        rule = library.rules[citation]
        title = rule.title + (" (abrogé)" if rule.abrogated else "")
        detail = ", ".join(s for s in statutes if s not in (f"art. {article} {law}", law))
        detail = f' <span class="muted">({detail})</span>' if detail else ""
        out.append(f"- {cite(library, href, citation)} {title}{detail}")
    return out
