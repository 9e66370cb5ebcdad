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
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ai_calc.ground import strict_yaml
from hub.content.rules import Piece, Rule, RulePage, Source, law_of

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
FENCE = re.compile(r"^\s*(```|~~~)")


class RuleError(ValueError):
    """A page that does not follow the format. ``problems`` holds one line for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def parse_page(text: str, path: str, key: str | None = None) -> RulePage:
    """Reads one page. ``path`` is relative to ``docs/``, ``key`` the source that its folder stands for.

    Raises :class:`RuleError` with every fault found.
    """
    head, body, offset = _front_matter(text, path)
    problems = [f"docs/{path}:1: {fault}" for fault in _head_faults(head, key)]
    source = str(head.get("source", ""))
    pieces = _Body(path, source, body, offset, problems).read()
    if problems:
        raise RuleError(problems)
    return RulePage(
        path=path,
        title=str(head["title"]),
        source=source,
        part=_text(head.get("part")),
        chapter=_text(head.get("chapter")),
        statutes=tuple(head.get("statutes") or ()),
        pieces=pieces,
        head=head,
    )


# -- the head of a page ----------------------------------------------------------------------------------------------


def split_front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """The YAML at the head of a page, the rest, and the number of lines before the rest."""
    if not text.startswith("---\n"):
        return {}, text, 0
    head, separator, rest = text[4:].partition("\n---\n")
    if not separator:
        return {}, text, 0
    return strict_yaml.load(head) or {}, rest, head.count("\n") + 3


def _front_matter(text: str, path: str) -> tuple[dict[str, Any], str, int]:
    try:
        head, body, offset = split_front_matter(text)
    except strict_yaml.StrictYamlError as error:
        raise RuleError([f"docs/{path}:1: en-tête : {error}"]) from None
    if not head:
        raise RuleError([f"docs/{path}:1: il manque l'en-tête (title, source, chapter …)"])
    return head, body, offset


def _head_faults(head: dict[str, Any], key: str | None) -> Iterator[str]:
    for name in sorted(set(head) - PAGE_KEYS):
        yield f"clé d'en-tête inconnue « {name} »"
    for name in ("title", "source"):
        if not head.get(name):
            yield f"il manque « {name} » dans l'en-tête"
    source = head.get("source", "")
    if key is not None and str(source) != key:
        yield f"source « {source} » dans un dossier de « {key} »"
    for statute in head.get("statutes") or ():
        if not isinstance(statute, str) or law_of(statute) is None:
            yield f"article « {statute} » non normalisé (attendu : art. 18d LAI)"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


# -- its body --------------------------------------------------------------------------------------------------------


class _Body:
    """Walks through the lines below the head. What stands between two headings is a piece, or the text of a rule."""

    def __init__(self, path: str, source: str, body: str, offset: int, problems: list[str]) -> None:
        self.path, self.source, self.offset, self.problems = path, source, offset, problems
        self.lines = body.split("\n")
        self.at = 0
        self.fenced = False
        self.section = ""
        self.seen: set[str] = set()
        self.rule: dict[str, Any] | None = None
        self.text: list[str] = []
        self.pieces: list[Piece] = []

    def read(self) -> tuple[Piece, ...]:
        while self.at < len(self.lines):
            self.at += 1
            self._line(self.lines[self.at - 1])
        self._close()
        return tuple(self.pieces)

    def _line(self, line: str) -> None:
        if FENCE.match(line):
            self.fenced = not self.fenced
        if not self.fenced and line.startswith("### "):
            self._close()
            self._open(line)
            return
        if not self.fenced and line.startswith(("# ", "## ")):
            self._close()
            self.section = line[3:].strip() if line.startswith("## ") else self.section
        self.text.append(line)

    def _close(self) -> None:
        """Ends the rule that is open, or the plain text."""
        text = "\n".join(self.text).strip("\n")
        if self.rule is not None:
            rule = Rule(**self.rule, text=text)
            if not text.strip():
                self.problems.append(f"{rule.where} : le texte est vide")
            self.pieces.append(Piece(rule=rule))
        elif text.strip():
            self.pieces.append(Piece(text))
        self.rule = None
        self.text.clear()

    def _open(self, line: str) -> None:
        """Begins a rule: its heading, and the comment below it."""
        number = self.offset + self.at
        match = HEADING.match(line)
        if not match:
            self.problems.append(f"docs/{self.path}:{number}: titre « {line[4:]} » sans la forme « ### id · titre »")
            return
        where = f"docs/{self.path}:{number}: règle {self.source}:{match['id']}"
        if match["id"] in self.seen:
            self.problems.append(f"{where} : deux fois sur cette page")
        self.seen.add(match["id"])
        self.rule = {
            "source": self.source,
            "id": match["id"],
            "title": match["title"],
            "page": self.path,
            "line": number,
            "section": self.section,
            **self._metadata(where),
        }

    def _metadata(self, where: str) -> dict[str, Any]:
        comment = self._comment(where)
        if comment is None:
            return {}
        try:
            raw = strict_yaml.load(comment)
        except strict_yaml.StrictYamlError as error:
            self.problems.append(f"{where} : métadonnées refusées : {error}")
            return {}
        self.problems += [f"{where} : {fault}" for fault in _metadata_faults(raw)]
        return _fields(raw) if isinstance(raw, dict) else {}

    def _comment(self, where: str) -> str | None:
        """The text of the comment that begins at this line; ``None`` when there is none."""
        if self.at >= len(self.lines) or self.lines[self.at].strip() != META_START:
            self.problems.append(f"{where} : le titre n'est pas suivi de « {META_START} »")
            return None
        start = self.at + 1
        end = next((n for n in range(start, len(self.lines)) if self.lines[n].strip() == "-->"), None)
        if end is None:
            self.problems.append(f"{where} : le commentaire « rule » n'est pas fermé")
        self.at = len(self.lines) if end is None else end + 1
        return "\n".join(self.lines[start:end])


# -- the metadata of a rule ------------------------------------------------------------------------------------------


def _fields(raw: dict[str, Any]) -> dict[str, Any]:
    """The metadata as fields of :class:`Rule`; what is faulty is left out."""
    fields = {k: v for k, v in raw.items() if k in META_KEYS | OPTIONAL_KEYS}
    fields |= {key: _texts(raw.get(key)) or () for key in LIST_KEYS}
    fields["tag"] = _text(raw.get("tag"))
    if not isinstance(raw.get("computable"), str):
        fields["computable"] = "reading-only"
    return fields


def _texts(value: Any) -> tuple[str, ...] | None:
    """A list of texts; ``None`` for anything else."""
    value = value or []
    return tuple(value) if isinstance(value, list) and all(isinstance(v, str) and v for v in value) else None


def _metadata_faults(raw: Any) -> Iterator[str]:
    if not isinstance(raw, dict):
        yield "le commentaire « rule » n'est pas une table YAML"
        return
    yield from _key_faults(raw)
    yield from _list_faults(raw)
    yield from _word_faults(raw)
    yield from _statute_faults(raw)


def _key_faults(raw: dict[str, Any]) -> Iterator[str]:
    for key in sorted(set(raw) - META_KEYS - OPTIONAL_KEYS, key=str):
        yield f"clé inconnue « {key} »"
    for key in sorted(META_KEYS - set(raw)):
        yield f"il manque la clé « {key} »"


def _list_faults(raw: dict[str, Any]) -> Iterator[str]:
    for key in LIST_KEYS:
        if _texts(raw.get(key)) is None:
            yield f"« {key} » doit être une liste de textes"


def _word_faults(raw: dict[str, Any]) -> Iterator[str]:
    tag = raw.get("tag")
    if tag is not None and not re.fullmatch(r"\d{1,2}/\d\d", str(tag)):
        yield f"marque « {tag} » illisible (attendu : mois/année, comme 1/18)"
    if raw.get("status") not in STATUSES:
        yield f"statut « {raw.get('status')} » inconnu"
    if raw.get("kind") not in KINDS:
        yield f"genre « {raw.get('kind')} » inconnu"
    if not isinstance(raw.get("computable"), str):
        yield "« computable » doit nommer un calculateur ou « reading-only »"


def _statute_faults(raw: dict[str, Any]) -> Iterator[str]:
    for statute in _texts(raw.get("statutes")) or ():
        if law_of(statute) is None:
            yield f"article « {statute} » non normalisé (attendu : art. 17 al. 2 LAI)"


# -- every page ------------------------------------------------------------------------------------------------------


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
                if re.search(r"^<!-- rule$", text, re.M):
                    where = file.relative_to(docs).as_posix()
                    problems.append(f"docs/{where}:1: il manque l'en-tête (title, source, chapter …)")
                continue
            try:
                pages.append(parse_page(text, file.relative_to(docs).as_posix(), key))
            except RuleError as error:
                problems += error.problems
    return pages, problems
