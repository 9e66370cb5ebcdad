"""The parts of pages that are made from data: ``<!-- hub:NAME argument -->`` in a page becomes one of these.

Each maker takes the library, a function that writes links and the argument, and returns Markdown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

from ai_calc.ground import french
from ai_calc.law import citations, parameters
from ai_calc.law.changes import all_changes
from ai_calc.law.parameters import Parameter
from ai_calc.law.readings import SCOPES
from ai_calc.registers.documents import natural
from hub.content import changes
from hub.content.editions import period
from hub.content.library import Case, Library
from hub.content.links import (
    CASE_LIST,
    CASES_PAGE,
    Href,
    article_and_law,
    case_anchor,
    case_url,
    decision_address,
    outside,
    parameter_anchor,
    slug,
    statute_address,
    url_of,
)
from hub.content.rules import Rule, RulePage, Source, load_data
from hub.pages import course
from hub.pages import to_confirm as confirming
from hub.pages.pieces import badge, cell, cite

MARKER = re.compile(r"^<!-- hub:(?P<name>[a-z-]+)(?: (?P<argument>\S+))? -->$", re.M)
SCOPE_BADGES = {"decision": "badge--calc", "major": "badge--off"}
STATES = {
    "superseded": ("Remplacé", "badge--off"),
    "undated": ("Non daté", "badge--calc"),
    "deduced": ("Dates déduites", "badge--calc"),
    "guidance": ("Guide, non contraignant", ""),
    "current": ("En vigueur", "badge--on"),
}


def fill(text: str, library: Library, href: Href, problems: list[str], where: str) -> str:
    """``text`` with every marker replaced."""

    def make(match: re.Match[str]) -> str:
        maker = MAKERS.get(match["name"])
        if maker is None:
            problems.append(f"{where} : marque inconnue « hub:{match['name']} »")
            return ""
        try:
            return maker(library, href, match["argument"] or "")
        except (KeyError, LookupError) as error:
            problems.append(f"{where} : « hub:{match['name']} {match['argument'] or ''} » : {error}")
            return ""

    return MARKER.sub(make, text)


# -- parameters ------------------------------------------------------------------------------------------------------


def _history(library: Library, href: Href, parameter: Parameter) -> str:
    """Every value of a figure, the latest first: period, source where there are several, last check, remark."""
    lines = []
    several = len({entry.source for entry in parameter.values}) > 1
    for entry in reversed(parameter.values):
        if entry.value is None and (len(parameter.values) > 1):
            continue
        source = cite(library, href, entry.source) if entry.source and several else ""
        about = " · ".join(part for part in (parameter.period(entry), source, parameter.check_of(entry)) if part)
        note = f'<br><span class="muted">{cell(entry.note)}</span>' if entry.note else ""
        lines.append(
            f'{parameter.words(entry, "**{}**".format)} <span class="muted" markdown="span">{about}</span>{note}'
        )
    return "<br>".join(lines)


def time_line(parameter: Parameter, end: date) -> str:
    """A drawing of the values of a figure between 2014 and ``end``: full where checked, empty where not. The words
    beside it say the same."""
    if parameter.undated:
        return ""
    first = parameters.FIRST_DATE
    width = (end - first).days

    def bar(start: date, stop: date, css: str) -> str:
        x, to = max(0, (start - first).days), min(width, (stop - first).days)
        return f'<rect class="{css}" x="{x}" width="{max(0, to - x - width // 200)}" height="8"/>' if to > x else ""

    bars = ""
    for entry in parameter.values:
        if entry.value is None:
            continue
        last = parameter.last_day(entry) or end
        if entry.checked_on is None:
            bars += bar(entry.from_date, last, "open")
        else:
            checked = min(last, entry.checked_on)
            bars += bar(entry.from_date, max(checked, entry.from_date + timedelta(days=width // 100)), "checked") + bar(
                checked, last, "open"
            )
    return (
        f'<span class="time-line" aria-hidden="true">{first.year}<svg viewBox="0 0 {width} 8"'
        f' preserveAspectRatio="none">{bars}</svg>{end.year}</span>'
    )


def montants(library: Library, href: Href, argument: str) -> str:
    """Every parameter: all its values on a time line, each with its source and last check."""
    shown = [day for p in library.parameters.values() for v in p.values for day in (v.from_date, v.checked_on) if day]
    end = date(max(shown).year + 1, 1, 1)
    areas = load_data("areas")
    groups: dict[str, list[Parameter]] = {}
    for name, parameter in library.parameters.items():
        groups.setdefault(name.split("/")[0], []).append(parameter)
    order = [*areas, *(a for a in groups if a not in areas)]
    out = []
    for area in order:
        if area not in groups:
            continue
        out += [
            f"## {areas.get(area, area)} {{ #{area} }}",
            "",
            '<div class="stack figures" markdown="1">',
            "",
            "| Montant ou délai | Valeurs dans le temps | Règles |",
            "|---|---|---|",
        ]
        for p in sorted(groups[area], key=lambda p: (natural(p.sources[0]) if p.sources else (), p.name)):
            label = f'<span id="{parameter_anchor(p.name)}"></span>{cell(p.label)}'
            if p.example:
                label += ' <span class="muted">(exemple)</span>'
            if p.note:
                label += f'<br><span class="muted">{cell(p.note)}</span>'
            rules = "<br>".join(cite(library, href, c) for c in p.sources)
            out.append(f"| {label} | {time_line(p, end)}{_history(library, href, p)} | {rules} |")
        out += ["", "</div>", ""]
    return "\n".join(out)


def values(library: Library, href: Href, argument: str) -> str:
    """The dated values of one parameter as a small table."""
    p = library.parameters[argument]
    notes = any(entry.note for entry in p.values)
    out = [
        "| Dès le | Valeur | Vérification |" + (" Remarque |" if notes else ""),
        "|---|---|---|" + ("---|" if notes else ""),
    ]
    for entry in p.values:
        shown = p.words(entry).replace(", ", "<br>")
        state = p.check_of(entry)
        out.append(
            f"| {french.long_date(entry.from_date)} | {cell(shown)} | {state} |"
            + (f" {cell(entry.note or '')} |" if notes else "")
        )
    return "\n".join(out)


# -- indexes ---------------------------------------------------------------------------------------------------------


def articles(library: Library, href: Href, argument: str) -> str:
    """One section a law, one entry an article: the chapters and rules that rest on it."""
    meanings = {a["abbr"]: a["meaning"] for a in load_data("abbreviations")}
    elis = load_data("law-addresses")
    laws: dict[str, dict[str, tuple[dict[str, list[str]], list[tuple[Rule, str]]]]] = {}

    def entry(statute: str) -> tuple[dict[str, list[str]], list[tuple[Rule, str]]]:
        article, law = article_and_law(statute)
        return laws.setdefault(law, {}).setdefault(article, ({}, []))

    for page in library.pages:
        for statute in page.statutes:
            known = entry(statute)[0].setdefault(page.path, [])
            known += [number for number in library.chapters_naming(page, statute) if number not in known]
    for rule in library.rules.values():
        for statute in rule.statutes:
            entry(statute)[1].append((rule, statute))
    first = ["LAI", "RAI", "LPGA", "LAVS", "RAVS"]
    out = []
    for law in sorted(laws, key=lambda x: (first.index(x) if x in first else len(first), x)):
        meaning = f" · {meanings[law]}" if law in meanings else ""
        out += [f"## {law}{meaning} {{ #{slug(law)} }}", ""]
        for article in sorted(laws[law], key=natural):
            chapters, rules = laws[law][article]
            if article:
                out += [f"### Art. {article} {law} {{ #{slug(f'{law} {article}')} }}", ""]
            if official := outside(
                statute_address(article, law, elis),
                "Texte officiel (Fedlex) ↗",
                f"art. {article} {law} dans le recueil officiel" if article else f"{law} dans le recueil officiel",
            ):
                out += [f'<p class="muted" data-search-exclude="">{official}</p>', ""]
            for path, numbers in chapters.items():
                page = library.page_of[path]
                where = f" (ch. {', '.join(numbers)})" if numbers else ""
                out.append(
                    f"- Base du chapitre [{page.title}]({href(path, '')}){where}, {_short_source(library, page.source)}"
                )
            grouped: dict[str, list[str]] = {}
            for rule, statute in rules:
                grouped.setdefault(rule.citation, []).append(statute)
            for citation, statutes in grouped.items():
                detail = ", ".join(s for s in statutes if s != f"art. {article} {law}" and s != law)
                rule = library.rules[citation]
                title = rule.title + (" (abrogé)" if rule.abrogated else "")
                out.append(
                    f"- {cite(library, href, citation)} {title}"
                    + (f' <span class="muted">({detail})</span>' if detail else "")
                )
            out.append("")
    return "\n".join(out)


_COURTS = [
    ("ATF", "Arrêts publiés du Tribunal fédéral (ATF)", re.compile(r"ATF ")),
    ("TF", "Arrêts du Tribunal fédéral", re.compile(r"(?:TF )?(?:\d[A-Z]_|I \d)")),
    ("VSI", "Pratique VSI", re.compile(r"VSI ")),
    ("RCC", "Revue RCC", re.compile(r"RCC ")),
    ("autres", "Autres références", re.compile(r"")),
]


def arrets(library: Library, href: Href, argument: str) -> str:
    """One section a collection, one entry a decision: the rules that cite it."""
    found: dict[str, dict[str, list[Rule]]] = {}
    for rule in library.rules.values():
        for decision in rule.decisions:
            court = next(key for key, _, pattern in _COURTS if pattern.match(decision))
            found.setdefault(court, {}).setdefault(decision, []).append(rule)
    out = []
    for key, title, _ in _COURTS:
        if key not in found:
            continue
        out += [
            f"## {title} {{ #{slug('recueil ' + key)} }}",
            "",
            '<div class="stack" markdown="1">',
            "",
            "| Arrêt | Règles qui le citent |",
            "|---|---|",
        ]
        for decision in sorted(found[key], key=natural):
            rules = "<br>".join(f"{cite(library, href, r.citation)} {cell(r.title)}" for r in found[key][decision])
            official = outside(decision_address(decision), "Tribunal fédéral ↗", f"{decision} au Tribunal fédéral")
            out.append(
                f'| <span id="{slug(decision)}"></span>{decision}{"<br>" if official else ""}{official} | {rules} |'
            )
        out += ["", "</div>", ""]
    return "\n".join(out)


def references(library: Library, href: Href, argument: str) -> str:
    """The works that a document lists: who, when, what, where."""
    out = ["| Sujet | Référence |", "|---|---|"]
    for group in load_data("references")[argument]:
        for number, work in enumerate(group["works"]):
            who = " ".join(str(w) for w in (work["who"], work.get("year")) if w)
            title = f"*{work['title']}*" if work["title"] else ""
            out.append(
                f"| {group['group'] if number == 0 else ''} |"
                f" {cell(', '.join(w for w in (who, title, work['where']) if w))} |"
            )
    return "\n".join(out)


def lectures(library: Library, href: Href, argument: str) -> str:
    """Every reading: what is unclear, what the hub takes it to mean, which rules it concerns."""
    concerned: dict[str, list[str]] = {}
    for rule in library.rules.values():
        for reading in rule.readings:
            concerned.setdefault(reading, []).append(rule.citation)
    titles = {
        "C": "CMRP",
        "L": "Choix du site",
        "B": "Mémentos de Berne",
        "G": "Accord de Genève",
        "E": "Guide EISP",
        "X": "Entre les documents",
    }
    order = {letter: n for n, letter in enumerate(titles)}
    out, group = [], None
    for reading in sorted(library.readings.values(), key=lambda r: (order.get(r.id[0], 99), natural(r.id))):
        letter = reading.id.split("-")[0]
        if letter != group:
            group = letter
            out += [f"## {titles.get(letter, letter)} {{ #lectures-{slug(titles.get(letter, letter))} }}", ""]
        rules = ", ".join(cite(library, href, c) for c in concerned.get(reading.id, ()))
        state = html.escape(changes.state_of(reading.editions), quote=False)
        out += [
            '<section class="reading" markdown="1">',
            "",
            (
                f'### <span class="rule-no">{reading.id}</span><span class="rule-sep"> · </span>'
                f"{_prose(reading.title)} {{ #{slug(reading.id)} }}"
            ),
            "",
            (
                '<p class="rule-meta"'
                f' data-search-exclude="">{badge(SCOPES[reading.scope], SCOPE_BADGES.get(reading.scope, ""))}'
                f" {html.escape(reading.where, quote=False)}"
                f' <span class="muted">Texte lu : {state}</span></p>'
            ),
            "",
            f"**Constat.** {_prose(reading.finding)}",
            "",
            f"**Lecture retenue.** {_prose(reading.reading)}",
            "",
        ]
        if rules:
            out += [f'<p class="rule-refs" data-search-exclude="" markdown="span">Règles : {rules}</p>', ""]
        out += ["</section>", ""]
    return "\n".join(out)


def _prose(text: str) -> str:
    return re.sub(r"([<>_*])", lambda m: {"<": "&lt;", ">": "&gt;"}.get(m[1], "\\" + m[1]), text)


def abreviations(library: Library, href: Href, argument: str) -> str:
    """The abbreviations with their meaning and the documents that use them."""
    out = ["| Sigle | Signification | Documents |", "|---|---|---|"]
    for entry in load_data("abbreviations"):
        where = ", ".join(library.sources[s].short for s in entry["sources"])
        note = f' <span class="muted">({entry["note"]})</span>' if entry.get("note") else ""
        listed = "" if entry.get("listed") else ' <span class="muted">(sens usuel)</span>'
        out.append(
            f'| <strong id="{slug(entry["abbr"])}">{entry["abbr"]}</strong> | {cell(entry["meaning"])}{listed}{note} |'
            f" {where} |"
        )
    return "\n".join(out)


def german(library: Library, href: Href, argument: str) -> str:
    """German words of the field with the French ones of the rules, and where these are at home."""
    out = ["| Allemand | Français | Règles |", "|---|---|---|"]
    for entry in sorted(load_data("german"), key=lambda e: slug(e["de"][0])):
        rules = ", ".join(
            f"[{citations.label(c)}]({href(library.rules[c].page, library.rules[c].anchor)})" for c in entry["rules"]
        )
        out.append(f'| <span lang="de">{cell(", ".join(entry["de"]))}</span> | {cell(entry["fr"])} | {rules} |')
    return "\n".join(out)


# -- coverage --------------------------------------------------------------------------------------------------------


def implemented(library: Library, rule: Rule) -> bool:
    """Whether the package names the rule: in its code, not only as the source of a figure."""
    return bool(library.uses[rule.citation].calculators)


def coverage_of(library: Library, source: str) -> dict[str, list[Rule]]:
    """The rules of a source by what the hub does with them."""
    found: dict[str, list[Rule]] = {"abrogated": [], "implemented": [], "planned": [], "reading": []}
    for rule in library.rules.values():
        if rule.source != source:
            continue
        if rule.abrogated:
            found["abrogated"].append(rule)
        elif implemented(library, rule):
            found["implemented"].append(rule)
        elif rule.computable in library.calculators:
            found["planned"].append(rule)
        else:
            found["reading"].append(rule)
    return found


def couverture(library: Library, href: Href, argument: str) -> str:
    """For each source, how many rules are in force, calculated, to read, and calculable but not calculated yet."""
    rows, details = [], []
    for key, source in library.sources.items():
        c = coverage_of(library, key)
        total = sum(map(len, c.values()))
        active = total - len(c["abrogated"])
        rows.append(
            f"| [{source.short}]({href(source.folder + '/index.md', '')}) | {total} | {active} | {len(c['abrogated'])} "
            f"| {len(c['implemented'])} | {len(c['planned'])} | {len(c['reading'])} |"
        )
        if c["planned"]:
            by_calculator: dict[str, list[Rule]] = {}
            for rule in c["planned"]:
                by_calculator.setdefault(rule.computable, []).append(rule)
            details += [f"### {source.short} {{ #a-faire-{key} }}", ""]
            for calculator, rules in by_calculator.items():
                links = ", ".join(cite(library, href, r.citation, r.id) for r in rules)
                details.append(f"- **{library.calculators[calculator].title}** : {links}")
            details.append("")
    table = [
        "| Source | Règles | En vigueur | Abrogées | Calculées | Pas encore calculées | À lire |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *rows,
    ]
    if details:
        table += ["", "## Calculables, pas encore calculées", "", *details]
    return "\n".join(table)


# -- lists of pages --------------------------------------------------------------------------------------------------


def _short_source(library: Library, key: str) -> str:
    return library.sources[key].short if key in library.sources else "faits"


def _range(page: RulePage) -> str:
    ids = [r.id for r in page.rules]
    return ids[0] if len(ids) == 1 else f"{ids[0]} à {ids[-1]}"


def chapters(library: Library, href: Href, argument: str) -> str:
    """The pages of a source, by part, with the range of their rules."""
    parts = load_data("parts").get(argument, {})
    out, current = [], object()
    for page in (p for p in library.pages if p.source == argument and p.rules):
        part = page.part or ("annexe" if (page.chapter or "").startswith("Annexe") else None)
        if part != current:
            current = part
            title = parts.get(str(current), {}).get("title")
            if title:
                out += ["", f"## {title} {{ #partie-{slug(str(current))} }}", ""]
        abrogated = sum(r.abrogated for r in page.rules)
        count = f"{len(page.rules)} règle{'s' if len(page.rules) > 1 else ''}"
        if abrogated:
            count += f", dont {abrogated} abrogée{'s' if abrogated > 1 else ''}"
        number = f"{page.chapter}. " if page.chapter and page.chapter[0].isdigit() and parts else ""
        basis = f" · {', '.join(page.statutes)}" if 0 < len(page.statutes) <= 3 else ""
        out.append(
            f'- [{number}{page.title}]({href(page.path, "")}) <span class="muted">{_range(page)} ·'
            f" {count}{basis}</span>"
        )
    return (
        "\n".join(['<div class="chapters" markdown="1">', *out, "", "</div>"])
        if out
        else "*Les règles de cette source ne sont pas encore publiées.*"
    )


def numbers(library: Library, href: Href, argument: str) -> str:
    """Every rule of a source as its number alone, in order, repealed ones struck out."""
    links = []
    for rule in (r for r in library.rules.values() if r.source == argument):
        css = " .number--off" if rule.abrogated else ""
        links.append(f'[{rule.id}]({href(rule.page, rule.anchor)}){{ .cite .number{css} data-cite="{rule.citation}" }}')
    return f'<p class="numbers" data-search-exclude="" markdown="span">{" ".join(links)}</p>'


def sources(library: Library, href: Href, argument: str) -> str:
    """The five sources with state, last check and where the text that counts is."""
    out = []
    for key, s in library.sources.items():
        words, css = STATES[s.state]
        count = sum(r.source == key for r in library.rules.values())
        out += [
            f"## {s.title} {{ #{key} }}",
            "",
            f'<p class="rule-meta">{badge(words, css)}</p>',
            "",
            f'- <span class="label">Édité par</span> <span class="value">{s.edition.publisher}</span>',
            *(
                [f'- <span class="label">Édition</span> <span class="value">{s.edition.reference}</span>']
                if s.edition.reference
                else []
            ),
            f'- <span class="label">Dates</span> <span class="value">{period(s.edition)} : {s.edition.evidence}</span>',
            f'- <span class="label">Vérifié</span> <span class="value">{s.checked}</span>',
            (
                '- <span class="label">Texte qui fait foi</span> <span class="value"'
                f' markdown="span">{_authority(s)}</span>'
            ),
            (
                f'- <span class="label">Dans ce site</span> <span class="value" markdown="span">[{count}'
                f" règle{'s' if count > 1 else ''}]({href(s.folder + '/index.md', '')}), citées sous la forme"
                f" <code>{key}:…</code></span>"
            ),
            "",
        ]
    return "\n".join(['<div class="sources" markdown="1">', "", *out, "</div>"])


def sources_cards(library: Library, href: Href, argument: str) -> str:
    """One card a source: what it is, how many rules, its state."""
    out = ['<div class="cards" markdown="1">', ""]
    for key, s in library.sources.items():
        words, css = STATES[s.state]
        count = sum(r.source == key for r in library.rules.values())
        out += [
            '<div class="card" markdown="1">',
            "",
            f"## [{s.short}]({href(s.folder + '/index.md', '')})",
            "",
            f"{s.title}. {s.edition.publisher}.",
            "",
            f'<p class="rule-meta" markdown="span">{badge(words, css)} {badge(f"{count} règles")}</p>',
            "",
            "</div>",
            "",
        ]
    return "\n".join([*out, "</div>"])


def sources_short(library: Library, href: Href, argument: str) -> str:
    """The sources in a small table."""
    out = [
        '<div class="stack" markdown="1">',
        "",
        "| Document | Édité par | Contenu | État |",
        "|---|---|---|---|",
    ]
    for key, s in library.sources.items():
        count = sum(r.source == key for r in library.rules.values())
        out.append(
            f"| [{s.title}]({href(s.folder + '/index.md', '')}) | {s.edition.publisher} | {count} règles |"
            f" {badge(*STATES[s.state])} |"
        )
    return "\n".join([*out, "", "</div>"])


def _authority(source: Source) -> str:
    e = source.edition
    return f"[{e.authority}]({e.url})" if e.url else e.authority


def calculators(library: Library, href: Href, argument: str) -> str:
    """The calculators, those that have a page first."""
    out = ['<div class="cards" markdown="1">', ""]
    ready = [c for c in library.calculators.values() if c.page in library.markdown_files]
    planned = [c for c in library.calculators.values() if c.page not in library.markdown_files]
    for c in ready:
        out += [
            '<div class="card" markdown="1">',
            "",
            f"## [{c.title}]({href(c.page, '')})",
            "",
            f"{c.question}",
            "",
            f'<p class="muted">{c.basis}</p>',
            "",
            "</div>",
            "",
        ]
    out += ["</div>", ""]
    if planned:
        out += ["## En préparation", ""]
        out += [f'- **{c.title}** <span class="muted">({c.basis})</span> : {c.question}' for c in planned]
    return "\n".join(out)


def dossiers(library: Library, href: Href, argument: str) -> str:
    """The place of the list of files of persons, with the calculators that it opens (the page's script fills it in)."""
    return (
        f'<div data-dossiers="" data-search-exclude="">{_calculator_links(library, "../")}'
        "<p>La liste apparaît quand la page est entièrement chargée.</p></div>"
    )


def resume(library: Library, href: Href, argument: str) -> str:
    """The place of the files that were open last, on the home page; nothing without any."""
    return f'<div data-dossiers-resume="" data-search-exclude="" hidden="">{_calculator_links(library, "")}</div>'


def _calculator_links(library: Library, up: str) -> str:
    links = "".join(
        f'<li><a data-name="{key}" href="{up}{url_of(c.page)}">{html.escape(c.title)}</a></li>'
        for key, c in library.calculators.items()
        if c.page in library.markdown_files
    )
    return f'<ul data-calculators="" hidden="">{links}</ul>'


def embed(library: Library, href: Href, argument: str) -> str:
    """The code that shows a calculator in a page of another site, with the address that the page's script fills in."""
    there = [c for c in library.calculators.values() if c.page in library.markdown_files]
    options = "".join(f'<option value="{url_of(c.page)}">{html.escape(c.title)}</option>' for c in there)
    snippet = EMBED.format(address=f"https://ADRESSE-DU-SITE/{url_of(there[0].page)}", title=there[0].title)
    return (
        '<div class="hub-embed" data-hub-embed=""><p><label>Calculateur <select data-embed="page">'
        f'{options}</select></label> <label>Ce qui se montre <select data-embed="view">'
        '<option value="estimation">L’estimation seule</option><option value="integree">Tout le calculateur</option>'
        "</select></label></p><label>Code à coller dans votre page "
        f'<textarea rows="6" readonly="" spellcheck="false" data-template="{html.escape(EMBED)}">'
        f"{html.escape(snippet)}</textarea></label>"
        '<p><button type="button" class="md-button" data-embed-copy="">Copier le code</button>'
        ' <span role="status"></span></p></div>'
    )


EMBED = (
    '<iframe src="{address}?vue=estimation" title="{title}"\n  width="100%" height="900" loading="lazy"'
    ' frameborder="0"\n  allow="clipboard-write"></iframe>'
)
"""What is pasted into the page of an intranet."""


def _case_link(case: Case, page: str) -> str:
    """A link to the page of a case, which is made after MkDocs has run and which it therefore must not check."""
    up = "../" * url_of(page).count("/")
    return f'<a href="{up}{case_url(case.id)}">{html.escape(case.id)}</a>'


def _cases_by_calculator(library: Library) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in library.cases:
        found.setdefault(case.calculator, []).append(case)
    return found


def _calculator_title(library: Library, key: str) -> str:
    calculator = library.calculators.get(key)
    if calculator is not None:
        return calculator.title
    from ai_calc.registers import calculators as registry

    return registry.get(key).title


def cas(library: Library, href: Href, argument: str) -> str:
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


def cases_by_calculator(library: Library, href: Href, argument: str) -> str:
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


def calculator(library: Library, href: Href, name: str) -> str:
    """A calculator as its page shows it before Python is there: form, default result, examples to load."""
    from calculators.kit.static import (
        calculator_html,  # the calculators need the package, the pages need neither
    )

    examples = [(case.id, case.title) for case in library.cases if case.calculator == name and case.example]
    own = course.exercises_of(name) if course.EXERCISES_PAGE in library.markdown_files else []
    practise = f"\n**S'exercer :** {course.links(own, href)}.\n" if own else ""
    return f"\n{calculator_html(name, examples)}\n{practise}"


def to_confirm(library: Library, href: Href, argument: str) -> str:
    """Everything that is not verified, with what rests on it."""
    return confirming.page(library, href, argument)


def change(library: Library, href: Href, argument: str) -> str:
    """One entry of what has changed in the law since."""
    return changes.entry(library, href, all_changes()[argument])


def lesson(library: Library, href: Href, argument: str) -> str:
    """The page of a lesson, from its notebook."""
    from hub.pages import lessons  # needs the calculators' forms, which the other makers do without

    return lessons.page(library, href, argument)


Maker = Callable[[Library, Href, str], str]
MAKERS: dict[str, Maker] = {
    "calculator": calculator,
    "montants": montants,
    "values": values,
    "articles": articles,
    "arrets": arrets,
    "references": references,
    "lectures": lectures,
    "abreviations": abreviations,
    "german": german,
    "couverture": couverture,
    "chapters": chapters,
    "numbers": numbers,
    "sources": sources,
    "calculators": calculators,
    "dossiers": dossiers,
    "resume": resume,
    "embed": embed,
    "cas": cas,
    "cases-by-calculator": cases_by_calculator,
    "sources-cards": sources_cards,
    "sources-short": sources_short,
    "change": change,
    "to-confirm": to_confirm,
    "lesson": lesson,
    **course.MAKERS,
}
