"""Every worked case as a page of its own: ``cas/<id>/`` with story, data, what was expected, result, steps and rules.

The pages are made after the site generator has run, in a frame that it draws: hundreds of cases would take it minutes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ai_calc.evaluation import evaluate
from ai_calc.ground.errors import Fault
from ai_calc.ground.french import number, show
from ai_calc.law import citations
from ai_calc.outcome.facts import Case
from ai_calc.registers import calculators as registry
from ai_calc.registers.cases import WorkedCase
from ai_calc.results import Result, Status
from calculators.kit.markup import Markup, escape
from hub.content.library import Library
from hub.content.links import case_url, from_root, url_of
from hub.content.typography import french_spaces
from hub.errors import BuildError

ROOT = "../../"  # from cas/<id>/ to the root of the site
ANY, TOP = case_url("un-cas"), "cas"
"""Where the page of a case stands, below its list; the anchor of its title."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A case, computed again: its model and result, or the faults for which it is refused."""

    entry: WorkedCase
    case: Case | None
    result: Result[Any] | None
    faults: tuple[Fault, ...]


def compute(entry: WorkedCase) -> Worked:
    """Computes a worked case."""
    outcome = evaluate(registry.get(entry.calculator), entry.data)
    return Worked(entry, outcome.case, outcome.result, outcome.faults)


# -- what was expected ------------------------------------------------------------------------------------------------

_STATUS = {s.value: s.french for s in Status}


def _value(value: Any, unit: str = "") -> str:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return _STATUS.get(str(value), show(value))
    if isinstance(value, float):
        value = Decimal(str(value))
    return show(value, unit)


def expected(worked: Worked) -> list[tuple[str, str]]:
    """What the case expects, in words: (what, value). Checks of internal details are counted at the end."""
    result, rows, details = worked.result, [], 0
    for key, value in worked.entry.expect.items():
        kind, _, name = key.partition("/")
        if kind == "fault":
            rows.append(("Le cas est refusé", str(value)))
            continue
        if result is None:
            continue
        row = _expected_row(result, kind, name, value)
        if row is None:
            details += 1
        else:
            rows += row
    if details:
        rows.append(("Autres contrôles", f"{details} valeur{'s' if details > 1 else ''} de détail"))
    return rows


def _expected_row(result: Result[Any], kind: str, name: str, value: Any) -> list[tuple[str, str]] | None:
    """The lines for one expectation, or None when it speaks of something that is not shown."""
    match kind:
        case "overall":
            return [("Conclusion", _value(value))]
        case "soft":
            return [
                (
                    (result.verdict(name) if name else result.overall).label,
                    (result.verdict(name) if name else result.overall).strength or "sans exception",
                )
            ]
        case "verdict":
            return [(result.verdict(name).label, _value(value))]
        case "role":
            return [
                (
                    f"{result.verdict(name).label} : poids",
                    {"condition": "décide", "limit": "limite", "advice": "informe"}[value],
                )
            ]
        case "standing":
            return [
                (
                    result.figure(name).label,
                    {"due": "sans condition", "conditional": "sous condition", "not_due": "n'est pas dû"}[value],
                )
            ]
        case "rules":
            return [(f"{result.verdict(name).label} : règles", ", ".join(citations.labels(value)))]
        case "reason":
            return [(f"{result.verdict(name).label} : motif", f"« {value} »")]
        case "figure":
            return [(result.figure(name).label, _value(value, result.figure(name).unit))]
        case "step":
            return [(f"Étape « {result.step(name).label} »", _value(value, result.step(name).unit))]
        case "formula":
            return [(f"Étape « {result.step(name).label} », formule", str(value))]
        case "column":
            table_key, _, column_key = name.partition(".")
            table = result.table(table_key)
            column = next(c for c in table.columns if c.key == column_key)
            return [
                (
                    f"{table.title}, « {column.label} »",
                    " ; ".join(_value(v, column.unit) for v in value) or "aucune ligne",
                )
            ]
        case "reading":
            unit = next((r.unit for r in result.readings if r.id == name), "")
            return [(f"Lecture {name}", "nommée" if value is None else f"l'autre lecture donne {_value(value, unit)}")]
        case "notice":
            return [
                ("Remarque", next((str(n.text) for n in result.notices if n.key == name), f"aucune sur « {name} »"))
            ]
        case "headline":
            return [("En tête", f"« {text} »") for text in value]
        case "says":
            return [("Le résultat dit", f"« {text} »") for text in value]
        case "silent":
            return [("Le résultat ne dit pas", f"« {text} »") for text in value]
        case "document":
            return [(f"Document « {result.document(name).title} »", f"contient « {text} »") for text in value]
        case "gap":
            return [(f"Document « {result.document(name).title} », à compléter", ", ".join(value))]
    return None


# -- the page ---------------------------------------------------------------------------------------------------------


class Pages:
    """Makes the pages of cases. ``library`` resolves rules and knows which calculators have a page."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def cite(self, citation: str) -> Markup:
        """A direct link to a rule."""
        target = self.library.resolve(citation)
        if target is None:
            return escape(citations.label(citation))
        return Markup('<a class="cite" data-cite="{}" href="{}{}">{}</a>').format(
            citation, ROOT, from_root(target[0].page, target[1]), citations.label(citation)
        )

    def address(self, key: str) -> str | None:
        """The address of a calculator's page below the site's root, if it has one."""
        calculator = self.library.calculators.get(key)
        return url_of(calculator.page) if calculator and calculator.page in self.library.markdown_files else None

    def body(self, worked: Worked, before: WorkedCase | None, after: WorkedCase | None) -> Markup:
        """What stands inside ``<article>``."""
        entry, result = worked.entry, worked.result
        calculator = registry.get(entry.calculator)
        page = self.address(entry.calculator)
        named = (
            Markup('<a href="{}{}">{}</a>').format(ROOT, page, calculator.title) if page else escape(calculator.title)
        )
        law = Markup(" · Droit au {}").format(show(result.law_date)) if result else Markup("")
        actions = [
            Markup(
                '<a class="md-button" href="../{}.json" download>Enregistrer le cas, pour le rouvrir ailleurs'
                " <small>(JSON)</small></a>"
            ).format(entry.id)
        ]
        if page:
            actions.insert(
                0,
                Markup(
                    '<a class="md-button md-button--primary" href="{}{}#exemple={}">Ouvrir dans le calculateur</a>'
                ).format(ROOT, page, entry.id),
            )
        return Markup(
            '<h1 id="{top}"><span class="rule-no">{id}</span><span class="rule-sep"> · </span>{title}</h1><p'
            ' class="chapter-basis">Cas vérifié du calculateur {named}{law}</p>{story}<p'
            ' class="case-actions">{actions}</p>{rules}<h2 id="attendu">Résultat'
            " attendu</h2>{expected}{inputs}{result}{steps}"
        ).format(
            top=TOP,
            id=entry.id,
            title=entry.title,
            named=named,
            law=law,
            actions=Markup(" ").join(actions),
            story=Markup('<p class="case-story">{}</p>').format(entry.story) if entry.story else "",
            rules=self._rules(entry),
            expected=self._expected(worked),
            inputs=self._inputs(worked),
            result=self._result(worked),
            steps=self._neighbours(before, after),
        )

    def _rules(self, entry: WorkedCase) -> Markup:
        if not entry.rules:
            return Markup("")
        items = []
        for citation in entry.rules:
            target = self.library.resolve(citation)
            items.append(Markup("<li>{} {}</li>").format(self.cite(citation), target[0].title if target else ""))
        return Markup('<h2 id="regles">Règles illustrées</h2><ul>{}</ul>').format(Markup("").join(items))

    def _expected(self, worked: Worked) -> Markup:
        rows = Markup("").join(
            Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(what, value)
            for what, value in expected(worked)
        )
        return Markup(
            '<p class="muted">Calculé à la main ; le calculateur donne la même chose, ligne par ligne.</p>'
            '<div class="calc"><div class="calc-table" tabindex="0" role="region" aria-label="Résultat attendu">'
            '<table class="calc-grid case-expected"><tbody>{}</tbody></table></div></div>'
        ).format(rows)

    def _inputs(self, worked: Worked) -> Markup:
        head = Markup('<h2 id="donnees">Données</h2>')
        if worked.case is not None:
            from calculators.kit.inputs import inputs_html

            return Markup('{}<div class="calc">{}</div>').format(
                head, inputs_html(worked.case, form_or_none(worked.entry.calculator))
            )
        rows = Markup("").join(
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, value) for label, value in self._raw(worked.entry)
        )
        return Markup('{}<div class="calc"><dl class="calc-data">{}</dl></div>').format(head, rows)

    @staticmethod
    def _raw(entry: WorkedCase) -> Iterator[tuple[str, str]]:
        """The data of a case that is refused, as they were given."""
        from calculators.kit.fields import fields_of

        specs = {spec.name: spec for spec in fields_of(registry.get(entry.calculator).case_type)}
        for name, value in entry.data.items():
            spec = specs.get(name)
            shown = show(Decimal(str(value)) if isinstance(value, float) else value, spec.unit if spec else "")
            if spec and spec.options:
                shown = dict(spec.options).get(str(value), shown)
            if isinstance(value, list):
                shown = f"{number(len(value))} ligne{'s' if len(value) > 1 else ''}"
            yield (spec.label if spec else name), shown

    def _result(self, worked: Worked) -> Markup:
        from calculators.kit import render

        if worked.result is None:
            items = Markup("").join(Markup("<li>{}</li>").format(str(fault)) for fault in worked.faults)
            return Markup('<h2 id="resultat">Le calculateur refuse ce cas</h2><ul>{}</ul>').format(items)
        slots = dict(render.slots(worked.result, ROOT))
        parts = [
            Markup('<h2 id="resultat">Résultat</h2><div class="calc">{}{}</div>').format(
                slots["summary"], slots["charts"]
            )
        ]
        for slot, anchor, title in (
            ("verdicts", "conditions", "Conditions, une à une"),
            ("tables", "tableaux", "Tableaux"),
            ("steps", "calcul", "Le calcul, pas à pas"),
            ("notes", "lectures", "Remarques, lectures et montants du droit"),
        ):
            if slots[slot]:
                parts.append(Markup('<h2 id="{}">{}</h2><div class="calc">{}</div>').format(anchor, title, slots[slot]))
        return self._direct(Markup("").join(parts))

    def _direct(self, page: Markup) -> Markup:
        """The same HTML with links straight to the rules instead of their short addresses."""

        def address(match: re.Match[str]) -> str:
            target = self.library.resolve(html.unescape(f"{match['source']}:{match['number']}"))
            return f'href="{ROOT}{from_root(target[0].page, target[1])}"' if target else match[0]

        return Markup(
            re.sub(r'href="\.\./\.\./r/(?P<source>[a-z0-9-]+)/(?P<number>[A-Za-z0-9.-]+)/"', address, str(page))
        )

    @staticmethod
    def _neighbours(before: WorkedCase | None, after: WorkedCase | None) -> Markup:
        links = []
        if before is not None:
            links.append(
                Markup('<a class="step" href="../{}/">← {} · {}</a>').format(before.id, before.id, before.title)
            )
        if after is not None:
            links.append(
                Markup('<a class="step step--next" href="../{}/">{} · {} →</a>').format(after.id, after.id, after.title)
            )
        return Markup('<p class="steps">{}</p>').format(Markup(" ").join(links)) if links else Markup("")


def form_or_none(name: str) -> Any:
    """The form of a calculator, or None while it has none."""
    if find_spec(f"calculators.{name}") is None:
        return None
    from calculators.kit.static import form_of

    return form_of(name)


# -- the frame --------------------------------------------------------------------------------------------------------

TITLE, DESCRIPTION, ARTICLE = "@@title@@", "@@description@@", "<h1>@@article@@</h1>"
PLACES = {"window": TITLE, "description": DESCRIPTION, "content": ARTICLE}
"""What is each case's own, where the theme puts a page's."""
Frame = Callable[[Sequence[tuple[str, str]]], str]
"""The page around an article, from the headings of its table of contents: with each of :data:`PLACES` once."""
_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')


def fill(frame: Frame, title: str, description: str, article: str) -> str:
    """A whole page."""
    page = frame(_HEADING.findall(article))
    for place, own in (
        (TITLE, html.escape(title, quote=False)),
        (DESCRIPTION, html.escape(description, quote=True)),
        (ARTICLE, article),
    ):
        if page.count(place) != 1:
            raise BuildError(f"cas/ : {place} attendu une fois dans la page du thème, trouvé {page.count(place)} fois")
        page = page.replace(place, own)
    return page


def write(site: Path, library: Library, frame: Frame) -> None:
    """Writes the page of every worked case and lists them in the sitemap. Safe to run twice."""
    pages = Pages(library)
    wanted = {entry.id for entry in library.cases}
    if len(wanted) != len(library.cases):
        raise BuildError("cases : deux cas portent le même numéro")
    for calculator in dict.fromkeys(entry.calculator for entry in library.cases):
        line = [entry for entry in library.cases if entry.calculator == calculator]
        for before, entry, after in zip([None, *line], line, [*line[1:], None], strict=False):
            worked = compute(entry)
            article = french_spaces(str(pages.body(worked, before, after)))
            page = fill(frame, f"{entry.id} · {entry.title}", entry.story or entry.title, article)
            target = site / case_url(entry.id) / "index.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page, "utf-8")
    _list_in_sitemap(site, library)


def _list_in_sitemap(site: Path, library: Library) -> None:
    """The theme goes from page to page without loading anew only to what the sitemap lists."""
    path = site / "sitemap.xml"
    if not path.exists():
        return
    text = re.sub(r"\s*<url><loc>\./cas/[^<]+/</loc></url>", "", path.read_text("utf-8"))
    entries = "".join(f"<url><loc>./{case_url(entry.id)}</loc></url>\n" for entry in library.cases)
    path.write_text(text.replace("</urlset>", f"{entries}</urlset>"), "utf-8")
