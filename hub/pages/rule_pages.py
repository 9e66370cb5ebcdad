"""Renders the pages: rule blocks with figures, links and badges in; plain Markdown that any generator builds out.

``prepare(library, out)`` writes the whole tree of Markdown and assets to ``out``, with the scripts and style sheets
that every page has (``hub/web/site``). Pages keep their paths. A page may hold ``<!-- hub:NAME argument -->``:
:mod:`hub.pages.generated` puts a table or a list made from the data in its place.
"""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path

import markdown

from ai_calc.ground.french import capital, lowered
from ai_calc.law import citations
from hub import web
from hub.content import changes, dating, figures
from hub.content.bases import chapters_naming, statutes_of
from hub.content.dating import long_mark
from hub.content.editions import side_by_side
from hub.content.library import Library
from hub.content.links import (
    CASES_PAGE,
    DECISIONS_PAGE,
    FIGURES_PAGE,
    READINGS_PAGE,
    STATUTES_PAGE,
    Href,
    article_and_law,
    case_anchor,
    decision_address,
    from_page,
    from_root,
    outside,
    parameter_anchor,
    raw_from_file,
    root_of,
    short_url,
    slug,
    statute_address,
    statute_anchor,
)
from hub.content.parse import split_front_matter
from hub.content.rules import LINK, PART, Rule, RulePage, load_data
from hub.content.typography import french_spaces
from hub.pages import course, generated
from hub.pages.self_tests import quick

ASSETS = "assets"
"""Where ``mkdocs.yml`` finds images, scripts and style sheets, below the pages."""
CARD_EXTENSIONS = ["attr_list", "md_in_html", "tables", "def_list", "admonition", "sane_lists"]
_RELATIVE = re.compile(r"\]\((?P<path>(?![a-z][a-z0-9+.-]*:)[^)#\s]*?\.md)?(?P<anchor>#[^)\s]*)?\)")


class Renderer:
    """Turns a rule's text into Markdown. ``problems`` collects what could not be resolved; ``edition`` is the document
    that the page restates, if any."""

    def __init__(self, library: Library, href: Href, problems: list[str], edition: str | None = None) -> None:
        self.library, self.href, self.problems, self.edition = library, href, problems, edition

    def cite(self, citation: str, text: str, where: str, css: str = "cite") -> str:
        """A link to a rule, which shows the rule's text on hover."""
        target = self.library.resolve(citation)
        if target is None:
            self.problems.append(f"{where} : « {citation} » ne mène à aucune règle")
            return f'<span class="unresolved" title="Règle pas encore publiée : {html.escape(citation)}">{text}</span>'
        rule, anchor = target
        return f'[{text}]({self.href(rule.page, anchor)}){{ .{css} data-cite="{citation}" }}'

    def text(self, source: str, where: str, page: str | None = None) -> str:
        """Markdown with figures, citations and relative links put in."""

        def figure(match: re.Match[str]) -> str:
            try:
                parameter, shown = figures.shown(match["body"], self.library.parameters, self.edition)
            except ValueError as error:
                self.problems.append(f"{where} : {error}")
                return f'<span class="unresolved" title="{html.escape(str(error), quote=True)}">{match["body"]}</span>'
            link = self.href(FIGURES_PAGE, parameter_anchor(parameter.name))
            return f'[{shown}]({link}){{ .figure data-parameter="{parameter.name}" }}'

        def link(match: re.Match[str]) -> str:
            scheme, target, text = match["scheme"], match["target"], match["text"]
            if scheme == "hors":
                return _outside(text, target)
            if scheme in self.library.sources or scheme == "fait":
                return self.cite(f"{scheme}:{target}", text, where)
            return match[0]

        def relative(match: re.Match[str]) -> str:
            if not match["path"] and not match["anchor"] or page is None:
                return match[0]
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(page), match["path"])) if match["path"] else page
            )
            return f"]({self.href(target, (match['anchor'] or '')[1:])})"

        if page is not None:
            source = _RELATIVE.sub(relative, source)
        source = figures.FIGURE.sub(figure, source)
        return LINK.sub(link, source)

    def block(self, rule: Rule) -> str:
        """The rule's own text."""
        text = PART.sub(
            lambda m: f"{m['indent']}{marker(rule.citation, m['part'], rule.anchor)} ", self.text(rule.text, rule.where)
        )
        return generated.fill(text, self.library, self.href, self.problems, rule.where)

    def rule(self, rule: Rule) -> str:
        """The whole block of a rule: heading, badges, text, references, who uses it."""
        number = (
            ""
            if rule.source == "fait"
            else (f'<span class="rule-no">{rule.id}</span><span class="rule-sep"> · </span>')
        )
        state = " rule--abrogated" if rule.abrogated else ""
        return "\n".join(
            [
                f'<section class="rule{state}"{self.to_cite(rule)} markdown="1">',
                "",
                f"### {number}{rule.title} {{ #{rule.anchor} }}",
                "",
                self.badges(rule),
                "",
                self.block(rule),
                "",
                *self.editions(rule),
                *self.official(rule),
                self.footer(rule),
                "",
                *quick(self.library, self.href, rule.citation),
                "</section>",
            ]
        )

    def editions(self, rule: Rule) -> list[str]:
        """The same rule in the other editions of its document, folded (:mod:`hub.content.editions`)."""
        others = [o for each in self.library.counterparts.get(rule.citation, {}).values() for o in each]
        texts = {o.citation: card_html(o, self.library) for o in ([rule, *others] if others else [])}
        return side_by_side(
            rule,
            self.library,
            texts,
            {o.citation: f"{root_of(rule.page)}{from_root(o.page, o.anchor)}" for o in others},
        )

    def to_cite(self, rule: Rule) -> str:
        """What the buttons of a rule copy: its citation with the state of the text, its short address."""
        if rule.source == "fait":
            return ""
        cited = html.escape(dating.cited(rule), quote=True)
        return f' data-citation="{cited}" data-address="{short_url(rule.citation)}"'

    def official(self, rule: Rule) -> list[str]:
        """The official wording, folded, where this office holds the document (:mod:`hub.official`)."""
        details = self.library.official.details(rule.citation)
        return [details, ""] if details else []

    def badges(self, rule: Rule) -> str:
        """Status, revision mark, calculator."""
        if rule.source == "fait":
            return ""
        out = []
        if rule.abrogated:
            since = f" au {long_mark(rule.tag)}" if rule.tag else ""
            out.append(f'<span class="badge badge--off">Abrogé{since}</span>')
        else:
            source = self.library.sources[rule.source]
            mark = " badge--on" if source.state == "current" else ""  # green only for a text that is known to hold
            out.append(f'<span class="badge badge--plain{mark}">{source.in_force}</span>')
            if rule.tag:
                out.append(f'<span class="badge badge--plain">Modifié au {long_mark(rule.tag)}</span>')
        calculator = self.library.calculators.get(rule.computable)
        if calculator is not None and not rule.abrogated:
            if calculator.page in self.library.markdown_files:
                out.append(
                    f"[{calculator.title}]({self.href(calculator.page, '')}){{ .badge .badge--calc"
                    ' title="Calculateur" }'
                )
            else:
                out.append(f'<span class="badge badge--plain">Calculable : {lowered(calculator.title)}</span>')
        return f'<p class="rule-meta" data-search-exclude="" markdown="span">{" ".join(out)}</p>'

    def footer(self, rule: Rule) -> str:
        """Bases, decisions, references, readings, back-links."""
        library, uses = self.library, self.library.uses.get(rule.citation)
        rows: list[tuple[str, str]] = []
        if statutes := statutes_of(library, rule):
            rows.append(("Bases légales", ", ".join(self.statute(s) for s in statutes)))
        if rule.decisions:
            rows.append(
                (
                    "Arrêts",
                    ", ".join(
                        f"[{d}]({self.href(DECISIONS_PAGE, slug(d))}){{ .ref"
                        f" }}{_arrow(decision_address(d), f'{d} au Tribunal fédéral')}"
                        for d in rule.decisions
                    ),
                )
            )
        if references := library.references(rule):
            rows.append(("Renvois", ", ".join(self.cite(c, _short(c), rule.where) for c in references)))
        if rule.readings:
            rows.append(("Lectures", ", ".join(self.reading(r, rule.where) for r in rule.readings)))
        if since := changes.of_rule(library, rule):
            rows.append(
                ("Depuis", ", ".join(self.cite(c.citation, f"{c.name} ({c.since.year})", rule.where) for c in since))
            )
        if borrowed := figures.borrowed(rule.text, rule.source, library.parameters):
            rows.append(
                (
                    "À confirmer sur ce texte",
                    ", ".join(
                        f"[{library.parameters[n].label}]({self.href(FIGURES_PAGE, parameter_anchor(n))}){{ .ref }},"
                        f" valeur du {self.cite(c, _short(c), rule.where)}"
                        for n, c in borrowed.items()
                    ),
                )
            )
        if uses:
            if uses.rules:
                rows.append(("Cité par", ", ".join(self.cite(c, _short(c), rule.where) for c in uses.rules)))
            if uses.parameters:
                rows.append(
                    (
                        "Chiffres",
                        ", ".join(
                            f"[{library.parameters[n].label}]({self.href(FIGURES_PAGE, parameter_anchor(n))}){{ .ref }}"
                            for n in uses.parameters
                        ),
                    )
                )
            if uses.calculators:
                rows.append(("Utilisé par", ", ".join(self.calculator(key) for key in uses.calculators)))
        out = ['<div class="rule-foot" markdown="1" data-search-exclude="">', ""]
        out += [
            f'- <span class="label">{label}</span> <span class="value" markdown="span">{text}</span>'
            for label, text in rows
        ]
        if learning := self.learning(rule):
            out += [
                "",
                (
                    '<details class="rule-learning" markdown="1"><summary>Pour la formation</summary><p'
                    f' markdown="span">{", ".join(learning)}</p></details>'
                ),
            ]
        return "\n".join([*out, "", "</div>"]) if len(out) > 2 else ""

    def learning(self, rule: Rule) -> list[str]:
        """Worked cases and exercises on a rule: for the course, not for whoever looks it up."""
        uses, found = self.library.uses.get(rule.citation), []
        if uses and uses.cases:
            found.append(self.cases(rule, len(uses.cases)))
        if uses and uses.exercises and course.lesson_of(uses.exercises[0]) in self.library.markdown_files:
            found.append(course.links(uses.exercises, self.href))
        return found

    def statute(self, statute: str) -> str:
        """A link from a normalised reference to its article on *Articles de loi*, and one to the official text."""
        address = statute_address(*article_and_law(statute), load_data("law-addresses"))
        return (
            f"[{statute}]({self.href(STATUTES_PAGE, statute_anchor(statute))}){{ .ref"
            f" }}{_arrow(address, f'{statute} dans le recueil officiel')}"
        )

    def reading(self, reading_id: str, where: str) -> str:
        """A link to an entry of *Lectures*."""
        if reading_id not in self.library.readings:
            self.problems.append(f"{where} : lecture inconnue « {reading_id} »")
            return reading_id
        return f"[{reading_id}]({self.href(READINGS_PAGE, slug(reading_id))}){{ .ref }}"

    def calculator(self, key: str) -> str:
        calculator = self.library.calculators[key]
        if calculator.page in self.library.markdown_files:
            return f"[calculateur « {calculator.title} »]({self.href(calculator.page, '')}){{ .ref }}"
        return f"calculateur « {calculator.title} »"

    def cases(self, rule: Rule, count: int) -> str:
        words = f"{count} cas vérifié{'s' if count > 1 else ''}"
        if CASES_PAGE in self.library.markdown_files:
            return f"[{words}]({self.href(CASES_PAGE, case_anchor(rule.citation))}){{ .ref }}"
        return words


def _arrow(address: str | None, where: str) -> str:
    """A small link that leaves the site, after one that does not."""
    return outside(address, "↗", where)


def _outside(text: str, target: str) -> str:
    known = {a["abbr"]: a["meaning"] for a in load_data("abbreviations")}
    meaning = f"{target}, {known[target]}" if target in known else target.replace("-", " ")
    title = html.escape(f"Ce renvoi mène à un autre document : {meaning}", quote=True)
    address = load_data("outside").get(target)
    if address is not None:
        return (
            f'<a class="outside" href="{html.escape(address, quote=True)}" rel="noreferrer" title="{title} (adresse'
            f' donnée par la source)">{text}</a>'
        )
    return f'<span class="outside" tabindex="0" title="{title}">{text}</span>'


def _short(citation: str) -> str:
    return citations.label(citation)


def abbreviations(source: str | None) -> str:
    """The definitions that give a page its tooltips: those of its source, or all that are unambiguous."""
    lines = []
    for entry in load_data("abbreviations"):
        if source in entry["sources"] if source else not entry.get("local"):
            lines.append(f"*[{entry['abbr']}]: {entry['meaning']}")
    return "\n".join(lines)


def rule_page(page: RulePage, library: Library, problems: list[str]) -> str:
    """One page of rules as plain Markdown, without its front matter."""
    renderer = Renderer(library, from_page(page.path), problems, page.source)
    where = f"docs/{page.path}"
    out = [
        (
            renderer.rule(piece.rule)
            if piece.rule is not None
            else generated.fill(renderer.text(piece.text, where), library, from_page(page.path), problems, where)
        )
        for piece in page.pieces
    ]
    if out and out[0].startswith("# "):
        title, _, rest = out[0].partition("\n")
        out[0] = f"{title}\n\n{page_head(page, renderer, where)}\n{rest}"
    return "\n\n".join(out) + "\n"


def page_head(page: RulePage, renderer: Renderer, where: str) -> str:
    """What stands below a page's title: the state of its source, the chapter's statute basis."""
    source = renderer.library.sources.get(page.source)
    lines = [renderer.text(source.notice, where)] if source else []
    if source:
        found = changes.since(renderer.library, changes.of_page(renderer.library, page), renderer.href)
        lines = [f"{lines[0]} {capital(found)}."]
    if page.statutes:
        word = "Bases légales" if len(page.statutes) > 1 else "Base légale"
        chapters = {s: chapters_naming(page, s) for s in page.statutes}
        named = [renderer.statute(s) + (f" (ch. {', '.join(c)})" if c else "") for s, c in chapters.items()]
        lines.append(f"{word} : {', '.join(named)}.")
    lines += changes.left_to_read(renderer.library, page, renderer.href)
    return "\n".join(f'<p class="chapter-basis" data-search-exclude="" markdown="span">{line}</p>' for line in lines)


def render(path: str, text: str, library: Library, problems: list[str]) -> str:
    """One Markdown file of ``docs/`` as it is handed to the site generator."""
    head, body, _ = split_front_matter(text)
    page = library.page_of.get(path)
    source = head.get("source") or next(
        (s.key for s in library.sources.values() if path.startswith(s.folder + "/")), None
    )
    if page is not None:
        body = rule_page(page, library, problems)
    else:
        where = f"docs/{path}"
        href = from_page(path)
        renderer = Renderer(library, href, problems, source if source in library.sources else None)
        body = renderer.text(body, where).replace(MEASURES, measures(renderer))
        body = generated.fill(body, library, href, problems, where, MAKERS)
        if calculator := next((c for c in library.calculators.values() if c.page == path), None):
            title, _, rest = body.partition("\n\n")
            intro, calc, after = rest.partition('<div class="calc"')
            state = changes.calculator_head(library, calculator, href, intro.strip())
            body = f"{title}\n\n{state}\n\n{calc}{after}"
    kept = text[: len(text) - len(split_front_matter(text)[1])] if head else ""
    glossary = abbreviations(source if source in library.sources else None)
    return f"{kept}{french_spaces(body).rstrip()}\n\n{glossary}\n"


def marker(citation: str, part: str, anchor: str | None = None) -> str:
    """What stands before a part of a list: the dash that its document prints, told by its place, or a mere point."""
    at = citations.dash(f"{citation}.{part}")
    place = f' id="{anchor}.{part}"' if anchor else ""
    told = f' title="{at}"' if at else ""
    return f'<span class="part" data-part="{part}"{place}{told}>{"–" if at else "•"}</span>'


MEASURES = "<!-- hub:measures -->"
MEASURES_PAGE = "calculateurs/toutes-les-prestations.md"


def measures(renderer: Renderer) -> str:
    """The table of all measures, as *Toutes les prestations* has it, for another page."""
    text = (renderer.library.docs / MEASURES_PAGE).read_text("utf-8")
    rows = text[text.index("\n| Mesure |") :].lstrip("\n").partition("\n\n")[0]
    return renderer.text(rows, f"docs/{MEASURES_PAGE}", page=MEASURES_PAGE)


def card_html(rule: Rule, library: Library) -> str:
    """A rule's text as HTML for the card that a citation shows; its links start at the site's root."""
    text = Renderer(library, from_root, [], rule.source).text(rule.text, rule.where, page=rule.page)
    text = generated.fill(text, library, from_root, [], rule.where)
    text = PART.sub(lambda m: f"{m['indent']}{marker(rule.citation, m['part'])} ", text)
    out = markdown.markdown(french_spaces(text), extensions=CARD_EXTENSIONS, output_format="html")
    return re.sub(r' id="[^"]*"', "", out)


def _lesson(library: Library, href: Href, argument: str) -> str:
    """The page of a lesson, from its notebook."""
    from hub.pages import lessons  # needs the calculators' forms, which the other makers do without

    return lessons.page(library, href, argument, card_html)


MAKERS: dict[str, generated.Maker] = {**generated.MAKERS, "lesson": _lesson}
"""What may be put into a page; into a rule, only :data:`hub.pages.generated.MAKERS`."""


def plain_text(source: str) -> str:
    """HTML without its tags, in one line."""
    text = re.sub(r"</?(?:p|li|ul|ol|td|th|tr|table|div|br|h\d|dd|dt)\b[^>]*>", " ", source)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def prepare(library: Library, out: Path, *, from_file: bool = False) -> list[str]:
    """Writes every page and asset of ``docs/`` to ``out``, and beside these assets the scripts and style sheets of
    every page, touching only what changed. Returns the faults found.
    ``from_file`` is for a generator that reads links in HTML so (:func:`~hub.content.links.raw_from_file`)."""

    def rendered(path: str, text: str) -> bytes:
        page = render(path, text, library, problems)
        return (raw_from_file(path, page) if from_file else page).encode()

    problems = [*library.problems, *library.official.problems]
    written: set[Path] = set()
    for file in sorted(p for p in library.docs.rglob("*") if p.is_file()):
        target = out / file.relative_to(library.docs)
        written.add(target)
        if file.suffix == ".md":
            _write(target, rendered(file.relative_to(library.docs).as_posix(), file.read_text("utf-8")))
        else:
            _write(target, file.read_bytes())
    for file in sorted(p for p in web.SITE.iterdir() if p.is_file()):
        written.add(out / ASSETS / file.name)
        _write(out / ASSETS / file.name, file.read_bytes())
    for path, text in library.opening_pages.items():
        written.add(out / path)
        _write(out / path, rendered(path, text))
    for stale in [p for p in out.rglob("*") if p.is_file() and p not in written] if out.exists() else ():
        stale.unlink()
    return problems


def _write(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
