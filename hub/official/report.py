"""What ``python -m hub official`` says: rules found, missing, unexpected, and everything that differs from ours."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path

from hub.content.library import Library
from hub.content.rules import Rule, load_data
from hub.official import FOLDER, Official
from hub.official.compare import Difference, differences, read
from hub.official.modality import weigh
from hub.pages.rule_pages import card_html, plain_text

KINDS = {
    "figure": "Chiffres",
    "day": "Dates",
    "rule": "Renvois à un chiffre",
    "article": "Articles de loi",
    "decision": "Arrêts et revues",
    "modality": "Modalité (condition, permission, obligation, réserve, borne …)",
}
_CITE = re.compile(r'<a class="cite"[^>]*>.*?</a>', re.S)
_PART = re.compile(r"</?(?:p|li|ul|ol|td|th|tr|table|br|dd|dt)\b[^>]*>")

HARD = ("figure", "day", "modality")
"""The kinds that make the command fail, until someone mends them or says why they may differ. The others, references
that one text gives and the other does not need, are to be looked at."""


@dataclass(slots=True)
class SourceReport:
    """One document against our pages."""

    source: str
    label: str
    expected: int
    found: int
    missing: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    doubtful: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)  # revision mark or status that differs
    differing: dict[str, list[Difference]] = field(default_factory=dict)
    explained: dict[str, dict[str, str]] = field(default_factory=dict)  # rule → difference → why
    stale: list[str] = field(default_factory=list)  # explanations of what no longer differs

    def of_kind(self, *kinds: str) -> list[tuple[str, Difference]]:
        """The differences of some kinds that nobody has explained yet."""
        return [(rule, d) for rule, found in self.differing.items() for d in found if d.kind in kinds]

    @property
    def sound(self) -> bool:
        """Whether everything was found and no figure differs."""
        return not (self.missing or self.unexpected or self.doubtful or self.marks or self.of_kind(*HARD))


def our_text(rule: Rule, library: Library) -> str:
    """Our text as people read it, a paragraph or list item a line, figures put in; links to other rules are left to the
    references."""
    shown = _CITE.sub(" … ", card_html(rule, library))
    return "\n".join(filter(None, (plain_text(part) for part in _PART.split(shown))))


def compare(library: Library, official: Official) -> list[SourceReport]:
    """Every document that was found, against our pages."""
    reports = []
    how = load_data("official")
    reasons = load_data("official-differences")
    for source, cut in official.cuts.items():
        partial = set(how[source].get("partial", ()))
        expected = [r for r in library.rules.values() if r.source == source]
        report = SourceReport(
            source,
            official.labels[source],
            len(expected),
            sum(r.id in cut.passages for r in expected),
            missing=[r.id for r in expected if r.id not in cut.passages],
            unexpected=list(cut.unexpected),
        )
        for rule in expected:
            passage = cut.passages.get(rule.id)
            if passage is None:
                continue
            if passage.doubt:
                report.doubtful[rule.id] = passage.doubt
            if (source == "cmrp") and not rule.id.startswith("A") and passage.tag != rule.tag:
                report.marks[rule.id] = (
                    f"marque {passage.tag or 'aucune'} dans le texte officiel, {rule.tag or 'aucune'} chez nous"
                )
            if passage.abrogated != rule.abrogated:
                report.marks[rule.id] = f"{'abrogé' if passage.abrogated else 'en vigueur'} selon le texte officiel"
            if rule.abrogated:
                continue
            known = {str(k): str(v) for k, v in (reasons.get(rule.citation) or {}).items()}
            met = set()
            for difference in _differences(rule, passage.text, library, rule.id in partial):
                if difference.value in known:
                    met.add(difference.value)
                    report.explained.setdefault(rule.id, {})[str(difference)] = known[difference.value]
                else:
                    report.differing.setdefault(rule.id, []).append(difference)
            report.stale += [f"{rule.id} : {value}" for value in known if value not in met]
        reports.append(report)
    return reports


def _differences(rule: Rule, theirs: str, library: Library, partial: bool) -> list[Difference]:
    ours = our_text(rule, library)
    named = [re.sub(r"^(?:A1\.|[A-Z]+)", "", c.partition(":")[2]) for c in library.references(rule)]
    numbers = tuple(dict.fromkeys(part for name in named for part in (name, name.rpartition(".")[0]) if part))
    mine = read(ours, named=(*rule.decisions, *rule.statutes), rules=numbers)
    found = differences(read(theirs), mine)
    return [d for d in found if not d.official] if partial else [*found, *weigh(theirs, ours)]


def in_words(official: Official, reports: list[SourceReport], folder: Path) -> list[str]:
    """The report as lines for the terminal."""
    if not official.documents:
        return [f"Aucun document dans {folder}. L'office y met ses documents officiels (PDF ou texte)."]
    out = []
    for document in official.documents:
        what = f"{document.source} ({official.labels[document.source]})" if document.source else "?"
        out.append(f"{document.file} : {what}{' – ' + document.note if document.note else ''}")
    for r in reports:
        out += ["", f"{r.label} : {r.found} règles trouvées sur {r.expected}"]
        out += [f"  manquante : {rule}" for rule in r.missing]
        out += [f"  inattendue : {rule}" for rule in r.unexpected]
        out += [f"  à vérifier : {rule} ({why})" for rule, why in r.doubtful.items()]
        out += [f"  marque ou statut : {rule} : {why}" for rule, why in r.marks.items()]
        for kind, title in KINDS.items():
            found = r.of_kind(kind)
            if found:
                out.append(f"  {title} : {len(found)}")
                out += [f"    {rule} : {d}" for rule, d in found]
        count = sum(len(found) for found in r.explained.values())
        if count:
            out.append(f"  différences expliquées : {count}")
        out += [f"  explication sans objet : {what}" for what in r.stale]
    return out


# -- the page --------------------------------------------------------------------------------------------------------

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0"
    " 1rem;color:#1c2733}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}td,th{border:1px solid"
    " #cfd6dd;padding:.35rem"
    " .6rem;text-align:left;vertical-align:top}th{background:#f2f5f8}.ok{color:#1b6b3a}.ko{color:#a3161c}.pair{display:grid;grid-template-columns:1fr"
    " 1fr;gap:1.5rem}.pair>div{white-space:pre-line}summary{cursor:pointer}details{border-top:1px solid"
    " #dfe4e9;padding:.4rem 0}h3{margin:.6rem 0 .2rem}small{color:#5b6773}"
)


def as_html(library: Library, official: Official, reports: list[SourceReport]) -> str:
    """The report as a page of its own, with both texts of every rule side by side."""
    e = html.escape
    out = [
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Textes officiels : rapport</title>',
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>',
        "<h1>Textes officiels et pages du site</h1>",
        f"<p>Ce rapport reste à l'office : il contient le texte officiel des documents de <code>{FOLDER}/</code>.</p>",
        "<table><tr><th>Document</th><th>Reconnu comme</th><th>Remarque</th></tr>",
    ]
    for d in official.documents:
        name = e(official.labels[d.source]) if d.source else "–"
        out.append(f"<tr><td>{e(d.file)}</td><td>{name}</td><td>{e(d.note) or 'repris'}</td></tr>")
    out.append("</table>")
    for r in reports:
        css = "ok" if r.sound else "ko"
        out.append(f'<h2>{e(r.label)}</h2><p class="{css}">{r.found} règles trouvées sur {r.expected}.</p>')
        rows = [("manquante", rule, "") for rule in r.missing] + [("inattendue", rule, "") for rule in r.unexpected]
        rows += [("à vérifier", rule, why) for rule, why in r.doubtful.items()]
        rows += [("marque ou statut", rule, why) for rule, why in r.marks.items()]
        rows += [(KINDS[d.kind], rule, str(d)) for kind in KINDS for rule, d in r.of_kind(kind)]
        rows += [("expliqué", rule, f"{d} ({why})") for rule, found in r.explained.items() for d, why in found.items()]
        if rows:
            out.append("<table><tr><th>Quoi</th><th>Règle</th><th>Détail</th></tr>")
            out += [f"<tr><td>{e(what)}</td><td>{e(rule)}</td><td>{e(detail)}</td></tr>" for what, rule, detail in rows]
            out.append("</table>")
        out.append("<h3>Les deux textes, règle par règle</h3>")
        for rule in (x for x in library.rules.values() if x.source == r.source):
            passage = official.of(rule.citation)
            if passage is None:
                continue
            found = "".join(
                f"<br><small>{e(KINDS[d.kind])} – {e(str(d))}</small>" for d in r.differing.get(rule.id, ())
            )
            text = "\n".join(("• " if b.item else "") + b.text for b in passage.blocks)
            out.append(
                f"<details><summary>{e(rule.id)} · {e(rule.title)}{found}</summary>"
                f'<div class="pair"><div>{e(text)}</div><div>{card_html(rule, library)}</div></div></details>'
            )
    return "\n".join([*out, "</body></html>"]) + "\n"
