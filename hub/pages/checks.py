"""What must hold, each fault as one line that names file and rule: ``python -m hub check [SITE]``.

Every id of the sources has exactly one anchor; every reference resolves; no figure is typed by hand; abrogated rules
are marked; a rule can be read alone; every parameter says for each quarter from 2014 to 2030 what its value is, or
that there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from ai_calc.law import citations
from ai_calc.law.parameters import has_part_name
from ai_calc.registers.documents import Source as Edition
from ai_calc.registers.documents import all_documents, all_sources, on_day
from hub.content import changes
from hub.content.figures import FIGURE
from hub.content.library import Library
from hub.content.links import from_root, short_url
from hub.content.rules import LINK, load_data
from hub.content.uses import CITATION
from hub.pages.rule_pages import render
from hub.search.index import LANGUAGES

FIRST, LAST = 2014, 2030


def check(library: Library, site: Path | None = None) -> list[str]:
    """Every fault found, in the order of the checks. With ``site``, the built pages are checked too."""
    problems = list(library.problems)
    if faults := registered(library):
        return [*problems, *faults]  # everything else would stumble over them, and say so less clearly
    if faults := words(library):
        return [*problems, *faults]  # a page is made of some of them
    problems += ids(library)
    problems += references(library)
    problems += editions(library)
    problems += typed_figures(library)
    problems += abrogated(library)
    problems += quarters(library)
    problems += navigation(library)
    problems += code_citations(library)
    problems += wording(library)
    problems += one_name(library)
    problems += changes.faults(library)
    if site is not None:
        problems += anchors(library, site)
    return list(dict.fromkeys(problems))


# -- words of the search ----------------------------------------------------------------------------------------------


def words(library: Library) -> list[str]:
    """Each entry of the lists of words has the keys that the search reads, and names rules that are there."""
    said = ({"rules", "say"}, {"find", "say"}, {"same"}, {"aside"})
    kinds: dict[str, tuple[set[str], ...]] = {
        "thesaurus": said,
        "said": said[:1],
        "elsewhere": ({"say", "topic", "ask"},),
        **{file: ({key, "fr", "rules"},) for file, key in LANGUAGES.items()},
    }
    problems = []
    for name, allowed in kinds.items():
        for number, entry in enumerate(load_data(name), 1):
            where = f"hub/data/{name}.yaml : {number}e entrée"
            if not isinstance(entry, dict) or set(entry) not in allowed:
                keys = " ou ".join(", ".join(sorted(one)) for one in allowed)
                problems.append(f"{where} : les clés attendues sont {keys}")
            else:
                problems += [
                    f"{where} : « {rule} » ne mène à aucune règle"
                    for rule in entry.get("rules", ())
                    if rule not in library.rules and not rule.startswith("page:")
                ]
    return problems


# -- ids -------------------------------------------------------------------------------------------------------------


def ids(library: Library) -> list[str]:
    """Each id of ``hub/data/rule-ids.yaml`` once, in the source's order, and no other."""
    problems = []
    for source, listed in load_data("rule-ids").items():
        expected = {str(i): status for i, status in listed.items()}
        found = [r for r in library.rules.values() if r.source == source]
        present = {r.id for r in found}
        folder = library.sources[source].folder
        problems += [f"docs/{folder}: règle {source}:{i} : absente" for i in expected if i not in present]
        problems += [f"{r.where} : absente de hub/data/rule-ids.yaml" for r in found if r.id not in expected]
        order = {i: n for n, i in enumerate(expected)}
        known = [r for r in found if r.id in order]
        for before, rule in zip(known, known[1:], strict=False):
            if order[rule.id] < order[before.id]:
                problems.append(f"{rule.where} : vient après {before.id}, contre l'ordre de la source")
    return problems


def abrogated(library: Library) -> list[str]:
    """The repealed rules are those of the list, say so in their title and text, and only they do."""
    problems = []
    for source, listed in load_data("rule-ids").items():
        for rule_id, status in listed.items():
            rule = library.rules.get(f"{source}:{rule_id}")
            if rule is None:
                continue
            if rule.status != status:
                problems.append(f"{rule.where} : statut « {rule.status} », la liste dit « {status} »")
            if rule.abrogated and (rule.title != "Abrogé" or "abrogé" not in rule.text):
                problems.append(f"{rule.where} : abrogée, mais le titre ou le texte ne le dit pas")
    return problems


def registered(library: Library) -> list[str]:
    """Every calculator of the register has its computation, form, cases and page, and no other has one."""
    found = {
        "src/ai_calc/calculators/{}/compute.py": {
            p.parent.name for p in (library.root / "src/ai_calc/calculators").glob("*/compute.py")
        },
        "calculators/{}.py": {p.stem for p in (library.root / "calculators").glob("[!_]*.py")},
        "cases/{}.yaml": {p.stem for p in (library.root / "cases").glob("*.yaml")},
    }
    register = "src/ai_calc/registers/calculators.py"
    problems = []
    for place, names in found.items():
        problems += [f"{place.format(n)} : absent, mais dans {register}" for n in library.calculators if n not in names]
        problems += [f"{place.format(n)} : absent de {register}" for n in sorted(names - set(library.calculators))]
    pages = {c.page for c in library.calculators.values()}
    problems += [f"docs/{p} : absent, mais dans {register}" for p in sorted(pages - library.markdown_files)]
    for path in sorted(library.markdown_files - set(library.opening_pages)):
        for name in _FORM.findall((library.docs / path).read_text("utf-8")):
            if name not in library.calculators:
                problems.append(f"docs/{path} : calculateur inconnu « {name} »")
    return problems


_FORM = re.compile(r"<!-- hub:calculator ([\w-]+) -->")


# -- references ------------------------------------------------------------------------------------------------------


def references(library: Library) -> list[str]:
    """Everything that the pages point to: rules, figures, readings, calculators, markers."""
    problems: list[str] = []
    for file in sorted(library.docs.rglob("*.md")):
        render(file.relative_to(library.docs).as_posix(), file.read_text("utf-8"), library, problems)
    calculators = {*library.calculators, "reading-only"}
    for rule in library.rules.values():
        for citation in rule.refs:
            if library.resolve(citation) is None:
                problems.append(f"{rule.where} : renvoi « {citation} » sans règle")
        for reading in rule.readings:
            if reading not in library.readings:
                problems.append(f"{rule.where} : lecture inconnue « {reading} »")
            elif rule.source in library.sources and rule.source not in library.readings[reading].editions:
                problems.append(f"{rule.where} : la lecture {reading} n'est pas de cette édition (« editions »)")
        if rule.computable not in calculators:
            problems.append(f"{rule.where} : calculateur inconnu « {rule.computable} »")
        for match in LINK.finditer(rule.text):
            scheme = match["scheme"]
            if scheme not in library.sources and scheme not in ("fait", "hors", "http", "https", "mailto"):
                problems.append(f"{rule.where} : lien « {scheme}:{match['target']} » d'un genre inconnu")
    for name, parameter in library.parameters.items():
        for citation in parameter.sources:
            if library.resolve(citation) is None:
                problems.append(f"src/ai_calc/law/parameters/{name}.yaml : source « {citation} » sans règle")
        for entry in parameter.values:
            for key in entry.value if isinstance(entry.value, dict) else ():
                if not has_part_name(key):
                    problems.append(
                        f"src/ai_calc/law/parameters/{name}.yaml : composante « {key} » sans nom dans"
                        " src/ai_calc/law/parameters/parts.yaml"
                    )
    for case in library.cases:
        for citation in case.rules:
            if library.resolve(citation) is None:
                problems.append(f"cases/{case.calculator}.yaml : {case.id} : « {citation} » ne mène à aucune règle")
    return problems


def code_citations(library: Library) -> list[str]:
    """Every citation in the package, the calculators and the readings leads to a rule."""
    problems = []
    for folder in ("src/ai_calc", "calculators"):
        for file in sorted((library.root / folder).rglob("*")):
            if file.suffix not in (".py", ".yaml") or "parameters" in file.parts or file.name == "citations.py":
                continue
            for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                for match in CITATION.finditer(line):
                    if library.resolve(match[0]) is None:
                        where = file.relative_to(library.root).as_posix()
                        problems.append(f"{where}:{number}: « {match[0]} » ne mène à aucune règle")
    return problems


def navigation(library: Library) -> list[str]:
    """Each rule page is in the navigation of ``mkdocs.yml`` once, in the order of the source."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)
    nav = yaml.load((library.root / "mkdocs.yml").read_text("utf-8"), Loader=Loader)["nav"]
    listed = list(_leaves(nav))
    problems = [
        f"mkdocs.yml : docs/{p} est dans la navigation, mais n'existe pas"
        for p in listed
        if p not in library.markdown_files
    ]
    problems += [
        f"mkdocs.yml : docs/{p} n'est pas dans la navigation"
        for p in sorted(library.markdown_files - set(listed))
        if not _is_brought(p, library)
    ]
    problems += [
        f"mkdocs.yml : docs/{p} est deux fois dans la navigation"
        for p in sorted({p for p in listed if listed.count(p) > 1})
    ]
    return problems


def _is_brought(path: str, library: Library) -> bool:
    """Whether a page belongs to an edition that ``mkdocs.yml`` does not list: ``hub/site/hooks.py`` adds it to the
    navigation."""
    return any(path.startswith(f"{source.folder}/") for source in library.unlisted)


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    else:
        for child in node.values() if isinstance(node, dict) else node:
            yield from _leaves(child)


# -- wording ---------------------------------------------------------------------------------------------------------

_LEANS = re.compile(
    r"(?:Celles?|Celui|Ceux)-ci\b|Il en va\b|Il s'agit\b|Y (?:est|sont)\b|Elles? |Ces |Cette (?:règle|mesure|exigence) "
)
_IF = re.compile(
    r"\b(?:lorsqu|si\b|s'il|tant que|pour autant qu|conditions?(?: suivantes)? ?(?:\([^)]*\) ?)?:|remplit\b)"
)
_TOGETHER = re.compile(
    r"cumul|réuni|remplies|\btoutes (?:ces|les)\b|\bces (?:deux|trois)\b|\bune (?:seule )?d|\bchacun|un seul|à la fois"
)
_JOINED = re.compile(r"- (?:\{\w+\} )?(?:et|ou|soit|voire)\b")


def editions(library: Library) -> list[str]:
    """The rules of other editions that a rule names exist, and are of another edition of its own document."""
    problems = []
    for rule in library.rules.values():
        for citation in rule.editions:
            other = library.rules.get(citation)
            if other is None:
                problems.append(f"{rule.where} : édition « {citation} » inconnue")
            elif (
                other.source == rule.source
                or library.sources[other.source].edition.document != library.sources[rule.source].edition.document
            ):
                problems.append(
                    f"{rule.where} : « {citation} » n'est pas une règle d'une autre édition du même document"
                )
    return problems + [line for edition in all_sources().values() for line in _taken_up(library, edition)]


def _taken_up(library: Library, edition: Edition) -> list[str]:
    """Where a calculator follows an edition, the register says which earlier rules it takes up: those that its pages
    have in common with them."""
    if not edition.calculators:
        return []
    where = f"src/ai_calc/registers/documents.yaml : {edition.key}.takes_up"
    problems = []
    editions = all_documents()[edition.document].editions
    earlier = {e.key for e in editions[: editions.index(edition)]}
    for rule in (r for r in library.rules.values() if r.source in earlier):
        others = [other.citation for other in library.counterparts.get(rule.citation, {}).get(edition.key, ())]
        said = on_day(rule.citation, (edition.key,))
        if others and said not in others:
            now = citations.number_of(others[0])
            problems.append(f"{where} : manque « {rule.id if now == rule.id else f'{rule.id} → {now}'} »")
        if said not in library.rules:
            problems.append(f"{where} : {said} n'a pas de bloc ; il manque « {rule.id} → — »")
    return problems


def wording(library: Library) -> list[str]:
    """A rule is read alone, on a card or in a search: its first words lean on nothing before it, and a list of
    conditions says whether all of them are needed or one will do."""
    problems = []
    for rule in library.rules.values():
        if rule.abrogated:
            continue
        if match := _LEANS.match(rule.text):
            problems.append(f"{rule.where} : commence par « {match[0].strip()} », qui renvoie à ce qui précède")
        paragraphs = rule.text.split("\n\n")
        problems += [
            f"{rule.where} : rien ne dit si les points de la liste sont cumulatifs ou alternatifs : « … {intro[-60:]} »"
            for intro, listed in zip(paragraphs, paragraphs[1:], strict=False)
            if not _says_how(intro, listed)
        ]
    return problems


INSURED = re.compile(
    r"\bl['’]{1,2}assurée?s?(?!\w)|\b(?<!numéro"
    r" )(?:un|une|tout|toute|cet|cette|chaque|les|des|aux|d['’])\s?assurée?s?(?!\w)|\bassurée?·",
    re.I,
)


def one_name(library: Library) -> list[str]:
    """Pages, labels, readings, cases and course name the one whose case it is in one way: « la personne assurée »."""
    problems = []
    for folder in ("docs", "src/ai_calc", "calculators", "cases"):
        for file in sorted((library.root / folder).rglob("*")):
            if file.suffix not in (".md", ".py", ".yaml", ".ipynb"):
                continue
            for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                for match in INSURED.finditer(line):
                    where = file.relative_to(library.root).as_posix()
                    problems.append(f"{where}:{number}: « {match[0]} » : écrire « la personne assurée »")
    return problems


def _says_how(intro: str, listed: str) -> bool:
    """Whether a list, if it is one of conditions, says how they go together."""
    if not intro.rstrip().endswith(":") or not listed.startswith("- "):
        return True
    sentence = re.split(r"(?<=[.!?]) ", intro)[-1]
    items = [line for line in listed.split("\n") if line.startswith("- ")]
    return not _IF.search(sentence) or bool(_TOGETHER.search(sentence)) or any(map(_JOINED.match, items[1:]))


# -- figures ---------------------------------------------------------------------------------------------------------

_WORDS = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante|"
    "cinquante|soixante|cent|cents|mille|demi|demie|quart|tiers|moitié|double|triple|quinzaine|dizaine|vingtaine|trentaine"
)
_UNITS = (
    "ans?|années?|mois|jours?|heures?|semaines?|francs?|CHF|pour cent|%|minutes?|fois|personnes?|pages?|"
    "rapports?|entretiens?|stages?|semestres?|trimestres?|exemplaires?|places?|bénéficiaires?"
)
WORD_FIGURE = re.compile(
    rf"\b(?:(?:{_WORDS})(?:[- ](?:et[- ])?(?:{_WORDS}|un))*)[ \u00a0]+(?:premi(?:er|ère)s? |derni(?:er|ère)s?"
    rf" )?(?:{_UNITS})\b|"
    rf"\b(?:une? |la )(?:demi-(?:journée|heure|année)|quinzaine|dizaine|douzaine|vingtaine|trentaine)\b",
    re.I,
)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_NUMBER = r"(?:\d+(?:[.\d]*\d)?[a-z]?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies)*[a-z]{0,2}\b|[IVXL]+\b|[A-Z]?\d+\b|[a-z]\b(?!['.]))"
_SERIES = rf"{_NUMBER}(?:(?:\s*(?:,|et|ou|à|–|-)\s*|\s+)(?:(?:art|al|let|ch|n°)\.?\s*)?{_NUMBER})*(?:\s+ss\b)?"
ALLOWED = [
    re.compile(r"`[^`\n]*`"),  # literal text of a form or of an address
    re.compile(r"https?://\S+"),
    re.compile(r"<!--.*?-->", re.S),
    re.compile(r"<[^>]+>"),
    re.compile(rf"\b(?:1er|\d{{1,2}})\s+(?:{_MONTHS})(?:\s+\d{{4}})?"),
    re.compile(rf"\b(?:{_MONTHS})\s+\d{{4}}\b"),
    re.compile(r"\b(?:TF )?(?:\d[A-Z]_\d+/\d{4}|I \d+/\d\d)\b"),
    re.compile(r"\b(?:ATF )?\d+ [IV]+ \d+\b"),  # ATF 110 V 263 et 118 V 7
    re.compile(r"\b(?:VSI|RCC|Pratique VSI|CHSS)\s+\d[\d/]*\b"),
    re.compile(rf"\bp\.\s*{_SERIES}(?:-\d+)?"),
    re.compile(
        r"\bconsid\.\s*\d+(?:\.\d+)*[a-z]?(?:\s*ss)?(?:,?\s*(?:avec des références\s*)?(?:et|,)\s*\d+(?:\.\d+)*[a-z]?)*"
    ),
    re.compile(rf"\b(?:art|al|let|ch|chap|ind|phr)\.\s*{_SERIES}"),
    re.compile(
        r"\b(?:articles?|alinéas?|chiffres?|chapitres?|annexes?|indications?|principes?|points?|parties?|tableaux?|niveaux?|colonnes?|offres?|lectures?|renvoi"
        rf" à|clauses?|CG|Hinweis)\s+(?:n°\s*|[CBGEX]-)?{_SERIES}",
        re.I,
    ),
    re.compile(r"\b[A-H](?:-\d)\b|\b[PTX]\d+(?:\.\d+)?\b|\b[CBGEX]-\d\d\b"),  # groups, principles, thresholds, readings
    re.compile(r"\b\d+(?:re|e|er|ère|ème)\s+(?:partie|phrase|alinéa|tiret|édition|révision|étape|pilier)\b"),
    re.compile(r"\bmarque \d{1,2}/\d\d\b|\(\d{1,2}/\d\d\)|\bexemple 1/18\b|\bn°\s*\d+(?:/\d+)*"),
    re.compile(r"\bRecommandation\s+(?:n°|no)?\s*\d+/\d+"),
    re.compile(r"\b\d{3}\.\d{3}\.\d+\w*\b"),  # order numbers
    re.compile(r"\bpostulat \d+\.\d+"),
    re.compile(r"\b(?:19|20)\d\d(?:[-–](?:19|20)\d\d)?\b"),  # years
    re.compile(r"\b(?:ISO|RPC|AVS) \d+\b|§ \d+"),
]
LABELLED = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<scheme>[a-z][a-z0-9-]*:)?[^)]*\)")


def without_allowed(text: str) -> str:
    """A text without what may hold digits: references, dates of decisions, numbers of rules and annexes."""
    text = FIGURE.sub(" ", text).replace("\u00a0", " ").replace("\u202f", " ")
    text = LABELLED.sub(lambda m: re.sub(r"\d[\d.]*", "", m["text"]) if m["scheme"] else m["text"], text)
    for pattern in ALLOWED:
        text = pattern.sub(" ", text)
    return re.sub(r"^\s*\d+\.\s", " ", text, flags=re.M)


def hand_typed(text: str) -> list[str]:
    """The figures of a text that do not come from a parameter, each with a few words around it."""
    found = []
    rest = without_allowed(text)
    for pattern in (re.compile(r"\d+(?:[.,/]\d+)*"), WORD_FIGURE):
        for match in pattern.finditer(rest):
            around = rest[max(0, match.start() - 30) : match.end() + 30]
            found.append(" ".join(around.split()))
    return found


def typed_figures(library: Library) -> list[str]:
    """No normative figure of a rule page is typed by hand."""
    problems = []
    for page in library.pages:
        if page.source == "fait":
            continue
        for piece in page.pieces:
            if piece.rule is not None:
                for text in (piece.rule.title, piece.rule.text):
                    problems += [f"{piece.rule.where} : chiffre saisi à la main : « {t} »" for t in hand_typed(text)]
            else:
                body = re.sub(r"^#+ [\dA-Z]+(?:[.-]\d+)*\.? ", "", piece.text, flags=re.M)
                problems += [
                    f"docs/{page.path} : chiffre saisi à la main hors des règles : « {t} »" for t in hand_typed(body)
                ]
    return problems


# -- time ------------------------------------------------------------------------------------------------------------


def quarter_days(first: int = FIRST, last: int = LAST) -> list[date]:
    """The first day of each quarter."""
    return [date(year, month, 1) for year in range(first, last + 1) for month in (1, 4, 7, 10)]


def quarters(library: Library) -> list[str]:
    """Each parameter says for each quarter what its value is, or expressly that there is none; never two things."""
    problems = []
    for name, parameter in library.parameters.items():
        where = f"src/ai_calc/law/parameters/{name}.yaml"
        days = [entry.from_date for entry in parameter.values]
        if len(set(days)) != len(days):
            problems.append(f"{where} : deux valeurs pour le même jour")
        if days != sorted(days):
            problems.append(f"{where} : les dates ne sont pas dans l'ordre")
        for day in quarter_days():
            entries = [entry for entry in parameter.values if entry.from_date <= day]
            if not entries:
                problems.append(f"{where} : rien n'est dit pour le {day}")
            elif entries[-1].value is None and not entries[-1].note:
                problems.append(f"{where} : aucune valeur au {day}, sans note qui le motive")
            if problems and problems[-1].startswith(where):
                break
    return problems


# -- the built site --------------------------------------------------------------------------------------------------


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.styles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if key == "id" and value:
                self.ids.append(value)
            elif key == "href" and tag == "a" and value:
                self.hrefs.append(value)
            elif key == "style":
                self.styles += 1


def _scan(page: Path) -> _Ids:
    scanner = _Ids()
    scanner.feed(page.read_text("utf-8"))
    return scanner


def anchors(library: Library, site: Path) -> list[str]:
    """Each rule has exactly one anchor in the built site, in ``rules.json`` and behind its short address; every
    link between pages leads to a page and an anchor that exist."""
    problems: list[str] = []
    pages = {
        p.relative_to(site).as_posix(): _scan(p)
        for p in sorted(site.rglob("*.html"))
        if p.relative_to(site).parts[0] != "lab"
    }
    index = site / "rules.json"
    entries = {e["citation"]: e for e in json.loads(index.read_text("utf-8"))} if index.exists() else {}
    for citation, rule in library.rules.items():
        path, _, anchor = from_root(rule.page, rule.anchor).partition("#")
        built = pages.get(f"{path}index.html")
        count = built.ids.count(anchor) if built else 0
        if count != 1:
            problems.append(f"{rule.where} : {count} ancre « {anchor} » sur la page {path}")
        for part in rule.parts:
            if built and built.ids.count(f"{anchor}.{part}") != 1:
                problems.append(f"{rule.where} : la lettre {part} n'a pas une seule ancre")
        if citation not in entries:
            problems.append(f"{rule.where} : absente de rules.json")
        elif not entries[citation]["text"]:
            problems.append(f"{rule.where} : sans texte dans rules.json")
        if f"{short_url(citation)}index.html" not in pages:
            problems.append(f"{rule.where} : pas d'adresse courte {short_url(citation)}")
    for name, built in pages.items():
        folder = Path(name).parent
        if built.styles:
            problems.append(f"{name} : {built.styles} attribut style, que la politique de sécurité interdit")
        if name == "404.html":
            continue
        for href in built.hrefs:
            if re.match(r"[a-z]+:|//", href) or href.startswith("?"):
                continue
            path, _, anchor = href.partition("#")
            path = path.partition("?")[0]
            target = _normal(folder / path) if path else name
            if target.endswith("/") or target in ("", "."):
                target = f"{target.strip('/.')}/index.html".lstrip("/")
            if target not in pages and (other := f"{target}/index.html") in pages:
                target = other
            if target.startswith("lab/"):  # notebooks: there once the runtime is added to the pages
                if (site / "lab").is_dir() and not _notebook_there(site, target, href):
                    problems.append(f"{name} : le carnet « {href} » n'existe pas")
            elif target not in pages:
                if not (site / target).is_file():
                    problems.append(f"{name} : le lien « {href} » ne mène nulle part")
            elif anchor and anchor not in pages[target].ids and not anchor.startswith(("__", "exemple=")):
                problems.append(f"{name} : le lien « {href} » mène à une ancre qui n'existe pas")
    return problems


def _notebook_there(site: Path, target: str, href: str) -> bool:
    book = re.search(r"[?&]path=([^&#]+)", href)
    return (site / target).is_file() and (book is None or (site / "lab" / "files" / book[1]).is_file())


def _normal(path: Path) -> str:
    parts: list[str] = []
    for part in path.as_posix().split("/"):
        if part == "..":
            if not parts:
                return "../"  # above the site: works at the root of a host only
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    text = "/".join(parts)
    return text if "." in (parts[-1] if parts else "") else f"{text}/"
