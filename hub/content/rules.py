"""Reads the rule pages: Markdown in, :class:`Rule` objects out, every fault a line that names file and rule.

A rule page is ``docs/reglements/<source>/NN-slug.md``: front matter, a title, an introduction, ``##`` sections and one
``### <id> · <title>`` for each rule, directly followed by its metadata in a ``<!-- rule … -->`` comment::

    ### 6020 · Plafond des prestations en espèces
    <!-- rule
    tag: null
    status: in-force
    kind: amount
    …
    -->
    Les prestations en espèces ne dépassent pas {{ capital_aid/cash_cap }}.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ai_calc.ground import french, strict_yaml
from ai_calc.registers.documents import Source as Edition
from ai_calc.registers.documents import all_sources

DATA = Path(__file__).parents[1] / "data"

STATUSES = ("in-force", "abrogated")
KINDS = {
    "condition",
    "amount",
    "duration",
    "delimitation",
    "definition",
    "procedure",
    "obligation",
    "transitional",
    "recommendation",
    "principle",
    "example",
    "none",
}
META_KEYS = {"tag", "status", "kind", "statutes", "decisions", "refs", "readings", "computable"}
OPTIONAL_KEYS = {"editions"}
LIST_KEYS = ("statutes", "decisions", "refs", "readings", "editions")
PAGE_KEYS = {"title", "source", "part", "chapter", "statutes", "description", "search", "hide"}

HEADING = re.compile(r"^### +(?P<id>\S+) +· +(?P<title>.+?) *$")
META_START = "<!-- rule"
PART = re.compile(r"^(?P<indent>\s*[-*] +)\{(?P<part>[A-Za-z0-9]+)\} +", re.M)
LINK = re.compile(r"\[(?P<text>[^\]]+)\]\((?P<scheme>[a-z][a-z0-9-]*):(?P<target>[^)\s]+)\)")
FIGURE = re.compile(r"\{\{\s*(?P<body>[^{}]*?)\s*\}\}")
_FIGURE_BODY = re.compile(
    r"(?P<name>[a-z0-9_]+/[a-z0-9_]+)(?:\.(?P<key>[A-Za-z0-9_-]+))?"
    r"(?P<rest>(?:\s*(?:@\s*\d{4}-\d\d-\d\d|\|\s*[a-z]+))*)"
)
STATUTE = re.compile(r"(?:art\. \S.*? )?(?P<law>[A-Z][A-Za-zÀ-ÿ]*[A-Z][A-Za-z]*|CO)(?: \(.+\))?")
FENCE = re.compile(r"^\s*(```|~~~)")


class RuleError(ValueError):
    """A page that does not follow the format. ``problems`` holds one line for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Figure:
    """A place in a text where a parameter's value is put: ``{{ area/name.key @ 2021-12-31 | number }}``."""

    name: str
    key: str | None = None
    day: date | None = None
    number_only: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One edition of a document as the pages show it, made from the register (:mod:`ai_calc.registers.documents`)."""

    edition: Edition

    @property
    def key(self) -> str:
        return self.edition.key

    @property
    def short(self) -> str:
        return self.edition.short

    @property
    def title(self) -> str:
        return self.edition.title

    @property
    def folder(self) -> str:
        """Where its pages are, below ``docs/``."""
        return f"reglements/{self.key}"

    @property
    def state(self) -> str:
        """A key of :data:`hub.pages.generated.sources.STATES`."""
        if self.edition.dates != "stated":
            return self.edition.dates
        return "superseded" if self.edition.until else "current" if self.edition.binding else "guidance"

    @property
    def in_force(self) -> str:
        """What the status line of its rules says."""
        e = self.edition
        if e.dates == "undated" or e.valid_from is None:
            return "Date inconnue"
        if e.dates == "deduced":
            return f"Date inconnue ; période déduite : {e.valid_from.year}" + (f" à {e.until.year}" if e.until else "")
        year = (e.state or e.valid_from).year
        if e.replaced_from is not None:
            return f"Texte de {year}, remplacé en {e.replaced_from.year}"
        return f"En vigueur dès le {french.long_date(e.valid_from)}" if e.binding else f"Conseil du guide de {year}"

    @property
    def notice(self) -> str:
        """What stands below the title of its pages, as Markdown."""
        e = self.edition
        if e.dates != "stated" or e.valid_from is None:
            return f"Document sans date : {e.evidence}."
        words = (
            f"État au {french.long_date(e.state)}." if e.state else f"Valable dès le {french.long_date(e.valid_from)}."
        )
        if e.replaced_from is not None:
            by = f"[nouveau texte]({e.replaced_by})" if e.replaced_by else "nouveau texte"
            words += f" Un {by} vaut depuis le {french.long_date(e.replaced_from)}."
        return words if e.binding else f"{words} Ce texte conseille, il n'oblige pas."

    @property
    def checked(self) -> str:
        """Until when it is verified, in words."""
        e = self.edition
        if e.dates == "undated":
            return "document sans date : rien ne dit depuis quand ni jusqu'à quand il vaut"
        if e.dates == "deduced" or e.checked_on is None:
            return "document sans date : sa période est déduite des jours qu'il cite"
        return f"jusqu'au {french.long_date(e.checked_on)}, état du document"


@dataclass(frozen=True)
class Rule:
    """One numbered rule. ``text`` is its Markdown as written, ``page`` its file below ``docs/``; ``editions`` the
    rules of other editions of its document that treat the same matter under another number."""

    source: str
    id: str
    title: str
    page: str
    line: int
    text: str
    section: str = ""
    tag: str | None = None
    status: str = "in-force"
    kind: str = "none"
    statutes: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    computable: str = "reading-only"

    @property
    def citation(self) -> str:
        """``cmrp:6020``."""
        return f"{self.source}:{self.id}"

    @property
    def anchor(self) -> str:
        """The id of its heading in the page: ``r-6020``."""
        return f"r-{self.id}"

    @property
    def abrogated(self) -> bool:
        return self.status == "abrogated"

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The letters of its lettered parts, in order."""
        return tuple(m["part"] for m in PART.finditer(self.text))

    @property
    def where(self) -> str:
        """Names file, line and rule at the head of a message."""
        return f"docs/{self.page}:{self.line}: règle {self.citation}"


@dataclass(frozen=True)
class Piece:
    """A stretch of a page: plain Markdown, or a rule in its place."""

    text: str = ""
    rule: Rule | None = None


@dataclass(frozen=True)
class RulePage:
    """One parsed page. ``chapter`` is its number in the source, ``statutes`` the basis of the whole chapter."""

    path: str
    title: str
    source: str
    part: str | None
    chapter: str | None
    statutes: tuple[str, ...]
    pieces: tuple[Piece, ...]
    head: dict[str, Any] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(p.rule for p in self.pieces if p.rule is not None)


def load_data(name: str) -> Any:
    """One of the hub's own data files, ``hub/data/<name>.yaml``."""
    return strict_yaml.load((DATA / f"{name}.yaml").read_text("utf-8"))


def load_sources() -> dict[str, Source]:
    """The editions by key, in the order of the register; those that a canton's file brings come last."""
    return {key: Source(edition) for key, edition in all_sources().items()}


def opening_pages(docs: Path, sources: Iterable[Source]) -> dict[str, str]:
    """For each edition whose folder has no page that opens it, the text of that page."""
    return {
        f"{s.folder}/index.md": (
            f"---\ntitle: {s.short}\n---\n# {s.title}\n\n<!-- hub:chapters {s.key} -->\n\n"
            f"## Tous les numéros\n\n<!-- hub:numbers {s.key} -->\n"
        )
        for s in sources
        if (docs / s.folder).is_dir() and not (docs / s.folder / "index.md").exists()
    }


def parse_figure(body: str) -> Figure | None:
    """Reads what stands between ``{{`` and ``}}``; ``None`` when it does not follow the format."""
    match = _FIGURE_BODY.fullmatch(body)
    if not match:
        return None
    day, number_only = None, False
    for item in re.findall(r"[@|]\s*[\w-]+", match["rest"]):
        word = item[1:].strip()
        if item[0] == "@":
            try:
                day = date.fromisoformat(word)
            except ValueError:
                return None
        elif word == "number":
            number_only = True
        else:
            return None
    return Figure(match["name"], match["key"], day, number_only)


def law_of(statute: str) -> str | None:
    """``LAI`` for ``art. 17 al. 2 LAI``; ``None`` when the reference is not normalised."""
    match = STATUTE.fullmatch(statute)
    return match["law"] if match else None


def split_front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """The YAML at the head of a page, the rest, and the number of lines before the rest."""
    if not text.startswith("---\n"):
        return {}, text, 0
    head, separator, rest = text[4:].partition("\n---\n")
    if not separator:
        return {}, text, 0
    return strict_yaml.load(head) or {}, rest, head.count("\n") + 3


def _metadata(raw: Any, where: str, problems: list[str]) -> dict[str, Any]:
    if not isinstance(raw, dict):
        problems.append(f"{where} : le commentaire « rule » n'est pas une table YAML")
        return {}
    for key in sorted(set(raw) - META_KEYS - OPTIONAL_KEYS, key=str):
        problems.append(f"{where} : clé inconnue « {key} »")
    for key in sorted(META_KEYS - set(raw)):
        problems.append(f"{where} : il manque la clé « {key} »")
    meta = {k: v for k, v in raw.items() if k in META_KEYS | OPTIONAL_KEYS}
    for key in LIST_KEYS:
        value = meta.get(key) or []
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            problems.append(f"{where} : « {key} » doit être une liste de textes")
            value = []
        meta[key] = tuple(value)
    tag = meta.get("tag")
    if tag is not None and not re.fullmatch(r"\d{1,2}/\d\d", str(tag)):
        problems.append(f"{where} : marque « {tag} » illisible (attendu : mois/année, comme 1/18)")
    meta["tag"] = None if tag is None else str(tag)
    if meta.get("status") not in STATUSES:
        problems.append(f"{where} : statut « {meta.get('status')} » inconnu")
    if meta.get("kind") not in KINDS:
        problems.append(f"{where} : genre « {meta.get('kind')} » inconnu")
    if not isinstance(meta.get("computable"), str):
        problems.append(f"{where} : « computable » doit nommer un calculateur ou « reading-only »")
        meta["computable"] = "reading-only"
    for statute in meta["statutes"]:
        if law_of(statute) is None:
            problems.append(f"{where} : article « {statute} » non normalisé (attendu : art. 17 al. 2 LAI)")
    return meta


def parse_page(text: str, path: str, key: str | None = None) -> RulePage:
    """Reads one page. ``path`` is relative to ``docs/``, ``key`` the source that its folder stands for.

    Raises :class:`RuleError` with every fault found.
    """
    problems: list[str] = []
    try:
        head, body, offset = split_front_matter(text)
    except strict_yaml.StrictYamlError as error:
        raise RuleError([f"docs/{path}:1: en-tête : {error}"]) from None
    if not head:
        raise RuleError([f"docs/{path}:1: il manque l'en-tête (title, source, chapter …)"])
    for name in sorted(set(head) - PAGE_KEYS):
        problems.append(f"docs/{path}:1: clé d'en-tête inconnue « {name} »")
    for name in ("title", "source"):
        if not head.get(name):
            problems.append(f"docs/{path}:1: il manque « {name} » dans l'en-tête")
    source = str(head.get("source", ""))
    if key is not None and source != key:
        problems.append(f"docs/{path}:1: source « {source} » dans un dossier de « {key} »")
    statutes = tuple(head.get("statutes") or ())
    for statute in statutes:
        if not isinstance(statute, str) or law_of(statute) is None:
            problems.append(f"docs/{path}:1: article « {statute} » non normalisé (attendu : art. 18d LAI)")

    pieces: list[Piece] = []
    plain: list[str] = []
    rule: dict[str, Any] | None = None
    section, fenced, seen = "", False, set[str]()
    lines = body.split("\n")

    def close() -> None:
        nonlocal rule
        if rule is not None:
            rule["text"] = "\n".join(rule["text"]).strip("\n")
            if not rule["text"].strip():
                problems.append(f"docs/{path}:{rule['line']}: règle {source}:{rule['id']} : le texte est vide")
            pieces.append(Piece(rule=Rule(**rule)))
            rule = None
        elif "\n".join(plain).strip():
            pieces.append(Piece("\n".join(plain).strip("\n")))
        plain.clear()

    at = 0
    while at < len(lines):
        line = lines[at]
        number = offset + at + 1
        if FENCE.match(line):
            fenced = not fenced
        if not fenced and line.startswith("### "):
            close()
            match = HEADING.match(line)
            if not match:
                problems.append(f"docs/{path}:{number}: titre « {line[4:]} » sans la forme « ### id · titre »")
                at += 1
                continue
            rule_id = match["id"]
            where = f"docs/{path}:{number}: règle {source}:{rule_id}"
            if rule_id in seen:
                problems.append(f"{where} : deux fois sur cette page")
            seen.add(rule_id)
            meta: dict[str, Any] = {}
            at += 1
            if at < len(lines) and lines[at].strip() == META_START:
                start = at = at + 1
                while at < len(lines) and lines[at].strip() != "-->":
                    at += 1
                if at == len(lines):
                    problems.append(f"{where} : le commentaire « rule » n'est pas fermé")
                try:
                    raw = strict_yaml.load("\n".join(lines[start:at]))
                    meta = _metadata(raw, where, problems)
                except strict_yaml.StrictYamlError as error:
                    problems.append(f"{where} : métadonnées refusées : {error}")
                at += 1
            else:
                problems.append(f"{where} : le titre n'est pas suivi de « {META_START} »")
            rule = {
                "source": source,
                "id": rule_id,
                "title": match["title"],
                "page": path,
                "line": number,
                "section": section,
                "text": [],
                **meta,
            }
            continue
        if not fenced and re.match(r"##? ", line):
            close()
            if line.startswith("## "):
                section = line[3:].strip()
        (plain if rule is None else rule["text"]).append(line)
        at += 1
    close()
    if problems:
        raise RuleError(problems)
    return RulePage(
        path=path,
        title=str(head["title"]),
        source=source,
        part=_text(head.get("part")),
        chapter=_text(head.get("chapter")),
        statutes=statutes,
        pieces=tuple(pieces),
        head=head,
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def is_rule_page(path: Path, text: str) -> bool:
    """Whether a file of a source's folder holds rules: its front matter names a source other than ``none``."""
    if path.name == "index.md":
        return False
    match = re.search(r"^source: *(\S+)", text.partition("\n---\n")[0], re.M) if text.startswith("---\n") else None
    return match is not None and match[1] != "none"


def load_pages(docs: Path, sources: Iterable[Source]) -> tuple[list[RulePage], list[str]]:
    """Every rule page of ``docs`` in the order of sources and file names, and the faults found."""
    pages: list[RulePage] = []
    problems: list[str] = []
    folders = [(s.folder, s.key) for s in sources] + [("versions-et-sources", "fait")]
    for folder, key in folders:
        for file in sorted((docs / folder).glob("*.md")):
            text = file.read_text("utf-8")
            if not is_rule_page(file, text):
                continue
            try:
                pages.append(parse_page(text, file.relative_to(docs).as_posix(), key))
            except RuleError as error:
                problems += error.problems
    return pages, problems
