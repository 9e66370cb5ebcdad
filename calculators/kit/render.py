"""A result as HTML for the slots of a page: words first, then figures, picture, tables, steps, notes.

Every text goes through :class:`markupsafe.Markup` formatting, which escapes it: what a person typed never becomes
HTML. No ``style`` attributes: the page's content policy forbids them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from ai_calc.ground.errors import Fault
from ai_calc.ground.french import UNITS, Phrase, agreeing, long_date, number, short_date, show
from ai_calc.handing_over.comparison import GROUPS, Comparison, Difference
from ai_calc.handing_over.html import document_html
from ai_calc.handing_over.papers import Document
from ai_calc.law.citations import label as citation_label
from ai_calc.law.citations import number_of, source_of
from ai_calc.law.readings import all_readings
from ai_calc.outcome.facts import Case
from ai_calc.outcome.headline import amounts, failing, open_points
from ai_calc.results import (
    NOT_COMPUTED,
    Caution,
    Cell,
    Column,
    Figure,
    Notice,
    Result,
    Role,
    Severity,
    Standing,
    Status,
    Table,
    Verdict,
)
from calculators.kit.charts import chart_html
from calculators.kit.markup import Markup, escape

SLOTS = ("summary", "charts", "verdicts", "tables", "steps", "documents", "notes", "glance")
ROOT = "../../"  # from a calculator's page to the root of the site

STATUS_WORDS = {Status.MET: "remplie", Status.NOT_MET: "non remplie", Status.TO_APPRAISE: "à apprécier"}
OVERALL_WORDS = {
    Status.MET: "Conditions remplies selon le dossier",
    Status.NOT_MET: "Condition non remplie",
    Status.TO_APPRAISE: "À apprécier",
}
_MARKS = {Status.MET: "✓", Status.NOT_MET: "✕", Status.TO_APPRAISE: "?"}


def join(parts: Iterable[Markup], separator: str = "") -> Markup:
    """Pieces of HTML in a row."""
    return Markup(separator).join(parts)


@cache
def cite(citation: str, root: str = ROOT) -> Markup:
    """A link to a rule; the page shows the rule when it is hovered or focused."""
    return Markup('<a class="cite" data-cite="{}" href="{}r/{}/{}/">{}</a>').format(
        citation, root, source_of(citation), number_of(citation), citation_label(citation)
    )


def cites(citations: Iterable[str], root: str = ROOT) -> Markup:
    """Links to rules, in small print."""
    once = {citation_label(c): c for c in reversed([c for c in citations if c])}  # parts of one sentence share a label
    links = [cite(c, root) for c in reversed(once.values())]
    return Markup('<span class="cites">{}</span>').format(join(links, " · ")) if links else Markup("")


def ribbon() -> Markup:
    """Says of an example that it is one; it stands on what is printed too."""
    return Markup(
        '<p class="calc-ribbon"><strong>Exemple : données fictives</strong> '
        '<button type="button" class="md-button" data-calc-action="reset">Partir d\'un dossier vide</button></p>'
    )


Pairs = tuple[tuple[str, str], ...]
Questions = Mapping[str, Pairs]
"""Name and label of the fields by key of the verdict."""


@dataclass(frozen=True, slots=True)
class Estimated:
    """What a few fields give: the case with what it takes for granted and its result, in how many fields something was
    given, and what that is."""

    case: Case
    result: Result[Any]
    given: int
    assumed: Pairs
    empty: bool = False


def slots(
    result: Result[Any],
    root: str = ROOT,
    empty: bool = False,
    estimate: Estimated | None = None,
    assumed: Pairs = (),
    questions: Questions | None = None,
    left: Pairs = (),
    partial: Container[str] = (),
    ahead: Container[str] = (),
) -> Iterator[tuple[str, Markup]]:
    """The HTML of every slot, one after the other: what is read first is there first. ``empty``: nothing was filled in
    yet, which is no outcome. ``estimate``: the result is that of a few fields. ``assumed``: what nobody said.
    ``questions``: what open verdicts wait for. ``left``: what the estimate took for granted and this result does not.
    ``partial``: tables that say only in part what the data of the case say on paper. ``ahead``: figures that the line
    at a glance names first."""
    if estimate is None:
        yield "summary", _summary(result, root, empty, assumed, left)
        yield "glance", _glance(result, empty, nothing=empty, ahead=ahead)
    else:
        yield "summary", _estimate(estimate, root, assumed)
        yield "glance", _glance(estimate.result, True, _estimate_word(estimate), estimate.empty, ahead)
    yield "verdicts", _verdicts(result, root, questions or {})
    yield "charts", join(chart_html(chart) for chart in result.charts if not (empty and chart.series))
    yield "tables", join(table_html(table, root, again=table.key in partial) for table in result.tables)
    yield "steps", _steps(result, root)
    yield "documents", documents_html(result.documents, result, root)
    yield "notes", _notes(result, root)


def faults_html(faults: Iterable[Fault], labels: dict[str, str], left_out: bool = False) -> Markup:
    """The list of faults above the result; empty without faults. ``left_out``: the result is that of the other
    lines."""
    items = [
        Markup("<li><strong>{}</strong> : {}</li>").format(_fault_label(f.path, labels), f.message) for f in faults
    ]
    if not items:
        return Markup("")
    return Markup(
        '<div class="calc-faults"><p><strong>{}</strong> Le résultat ci-dessous est {}.</p><ul>{}</ul></div>'
    ).format(
        "Une donnée est à corriger." if len(items) == 1 else f"{len(items)} données sont à corriger.",
        "calculé sans les lignes signalées" if left_out else "celui de la dernière saisie valable",
        join(items),
    )


def _fault_label(path: str, labels: dict[str, str]) -> str:
    head, _, rest = path.partition("[")
    label = labels.get(head, head or "Cas")
    if not rest:
        return label
    row, _, column = rest.partition("]")
    return f"{label}, ligne {int(row) + 1}, {labels.get(f'{head}{column}', column.lstrip('.'))}".rstrip(", ")


def _to_fill(result: Result[Any]) -> str:
    """What an empty form asks for: as many open points as the result names."""
    points = len(open_points(result.verdicts, result.figures))
    return f"Complétez : {agreeing(points, 'point(s)')} à établir" if points else "Complétez les données"


def _summary(result: Result[Any], root: str, empty: bool, assumed: Pairs = (), left: Pairs = ()) -> Markup:
    change = result.overall.would_change
    look, mark = look_of(result, empty)
    urgent = join(_notice(n, root) for n in result.notices if n.urgent)
    return Markup("{}{}{}{}{}{}{}{}").format(
        _head(result, look, mark, outcome_word(result, empty), root),
        _reason(result, root),
        Markup('<p class="calc-change">Ce qui changerait : {}</p>').format(str(change)) if change else "",
        Markup('<ul class="calc-notices">{}</ul>').format(urgent) if urgent else "",
        _cards(result, root, empty),
        _more_said(result),
        not_taken(left),
        _assumed(assumed),
    )


def _reason(result: Result[Any], root: str) -> Markup:
    """Why the conclusion is negative; of an open or a positive one, the sentences around it say all."""
    overall = result.overall
    if overall.status is not Status.NOT_MET:
        return Markup("")
    return Markup('<p class="calc-reason">{} {}</p>').format(str(overall.reason), cites(overall.rules[:6], root))


def outcome_word(result: Result[Any], empty: bool, estimate: Estimated | None = None) -> str:
    """The conclusion in words, what is to be filled in first, or that it is an estimate."""
    if estimate is not None:
        return _estimate_word(estimate)
    if empty:
        return _to_fill(result)
    strength = result.overall.strength
    words = OVERALL_WORDS[result.overall.status]
    if result.overall.limited:
        return f"{words}, {strength}"
    if _has_reserve(result):
        return f"{words}, sous réserve"
    return f"{words} ({strength})" if strength else words


def _has_reserve(result: Result[Any]) -> bool:
    """Whether an amount of a positive conclusion waits for something."""
    return result.overall.status is Status.MET and bool(open_points(result.verdicts, result.figures))


def look_of(result: Result[Any], empty: bool) -> tuple[str, str]:
    """How a conclusion looks, and its mark: what is limited, or has a reserve, is not as green as what is granted as
    asked."""
    if empty:
        return "empty", "…"
    if result.overall.limited or _has_reserve(result):
        return "limited", "!"
    return result.overall.status.value, _MARKS[result.overall.status]


def _estimate_word(estimate: Estimated) -> str:
    if estimate.empty:
        return _to_fill(estimate.result)
    return f"Estimation, d'après {agreeing(estimate.given, 'donnée(s)')}"


def _assumed(pairs: Pairs) -> Markup:
    """How many values nobody gave, and which."""
    if not pairs:
        return Markup("")
    return Markup(
        '<details class="calc-more calc-assumed"><summary>{}, faute d\'indication</summary><ul>{}</ul></details>'
    ).format(
        agreeing(len(pairs), "valeur(s) supposée(s)"),
        join(Markup("<li>{} : {}</li>").format(label, value) for label, value in pairs),
    )


def not_taken(left: Pairs) -> Markup:
    """What the estimate took for granted and nobody has answered."""
    found = _to_confirm("L'estimation suppose en plus, sans que personne l'ait dit", left)
    return Markup('<div class="calc-assumed">{}</div>').format(found) if found else found


def _to_confirm(lead: str, pairs: Pairs) -> Markup:
    """What is taken for granted, and a press that makes answers of it."""
    if not pairs:
        return Markup("")
    return Markup(
        '<p>{} :</p><ul>{}</ul><p><button type="button" class="md-button" data-calc-action="take-assumed">C\'est'
        " juste : reprendre ces réponses</button></p>"
    ).format(lead, join(Markup("<li>{} : <strong>{}</strong></li>").format(label, value) for label, value in pairs))


def _cards(result: Result[Any], root: str, empty: bool = False) -> Markup:
    """The key figures: the main ones first, those without a value last. Of an ``empty`` form none has a value: what
    would be taken for granted is nobody's case."""
    figures = sorted(result.figures, key=lambda f: (f.value is None and f.standing is Standing.DUE, not f.main))
    if empty:
        figures = [Figure(f.key, f.label, None, f.unit, f.rules, (), f.main) for f in result.figures if f.main]
    return Markup('<dl class="calc-figures">{}</dl>').format(join(figure_html(f, root) for f in figures))


def _more_said(result: Result[Any]) -> Markup:
    """The sentences of the headline that neither the conclusion nor the cards say: how the amount comes about, what
    is open, what cannot be admitted."""
    told = {*amounts(result.figures), result.caution.text, result.headline[0]}
    failed = failing(result.verdicts)
    if failed and str(failed.values[0]) in str(result.overall.reason):
        told.add(failed)
    sentences = join(Markup("<p>{}</p>").format(str(s)) for s in result.headline if s not in told)
    return Markup('<div class="calc-said">{}</div>').format(sentences) if sentences else sentences


def _estimate(estimate: Estimated, root: str, more: Pairs = ()) -> Markup:
    """An estimate says that it is one, what it takes for granted, and what nobody has looked at."""
    result = estimate.result
    return Markup(
        '{}{}{}<div class="calc-assumed">{}<p>Une estimation ne remplace pas l\'examen du dossier : « Affiner » pose'
        " les autres questions et garde ces réponses.</p></div>{}"
    ).format(
        _head(result, "empty", "…", _estimate_word(estimate), root),
        _cards(result, root, estimate.empty),
        _more_said(result),
        _to_confirm("Supposé pour cette estimation, à confirmer", estimate.assumed),
        _assumed(more),
    )


def _head(result: Result[Any], status: str, mark: str, word: str, root: str) -> Markup:
    """The conclusion in a word, the caution that stands with it, the conclusion in a sentence."""
    answer = Markup('<p class="calc-answer">{}</p>').format(str(result.headline[0]))
    return verdict_line(result, status, word, mark) + _caution(result.caution, root) + answer


def verdict_line(result: Result[Any], status: str, word: str, mark: str = "") -> Markup:
    """The conclusion in a word, in the look of ``status``."""
    sign = Markup('<span aria-hidden="true">{}</span> ').format(mark) if mark else ""
    return Markup('<p class="calc-verdict-line" data-status="{}" data-covered="{}">{}{}</p>').format(
        status, yes_or_no(result.caution.covered), sign, word
    )


def _caution(caution: Caution, root: str) -> Markup:
    """What is followed and not verified in a line, opening to the same in full and to what has changed since."""
    entries = join(
        Markup("<li>{} : {}{}</li>").format(
            cite(change.citation, root), change.title, f" ({change.doubt})" if change.doubt else ""
        )
        for change in caution.changes
    )
    since = Markup("<p>{} :</p><ul>{}</ul><p>{}</p>").format(caution.count, entries, NOT_COMPUTED) if entries else ""
    return Markup(
        '<details class="calc-caution" data-covered="{}"><summary>{}</summary><div><p>{}</p>{}</div></details>'
    ).format(yes_or_no(caution.covered), _caution_line(caution), str(caution.text), since)


def _caution_line(caution: Caution) -> Markup:
    """The line of a caution; on a phone a shorter one, of which nothing is cut."""
    return Markup('<span class="calc-wide">{}</span><span class="calc-brief">{}</span>').format(
        str(caution.line), str(caution.brief)
    )


def yes_or_no(value: bool) -> str:
    """As the attributes of the page have it."""
    return "yes" if value else "no"


def figure_html(f: Figure, root: str = ROOT) -> Markup:
    """A key figure; one that is conditional or not due looks so, and says why."""
    reason = Markup('<dd class="calc-figure-reason">{}</dd>').format(str(f.reason)) if f.reason else ""
    return Markup(
        '<div class="calc-figure" data-standing="{}"{}><dt>{}</dt><dd>{}</dd>{}'
        '<dd class="calc-figure-rule">{}</dd></div>'
    ).format(
        f.standing.value,
        Markup(" data-main") if f.main else "",
        f.label,
        figure_text(f.value, f.unit),
        reason,
        cites(f.rules[:1], root),
    )


def conclusion_words(result: Result[Any], empty: bool, estimate: Estimated | None) -> tuple[str, str]:
    """The conclusion as the page shows it and the main figures, each in a line."""
    shown = result if estimate is None else estimate.result
    figures = [] if empty else [f for f in _telling(shown) if f.value is not None][:2]
    said = [f"{f.label} {figure_text(f.value, f.unit)}{_conditionally(f)}" for f in figures]
    if said and not shown.caution.covered:
        said.append(UNVERIFIED)
    return outcome_word(result, empty, estimate), ", ".join(said)


UNVERIFIED = "non vérifié pour cette date"


def _conditionally(figure: Figure) -> str:
    return " sous condition" if figure.standing is Standing.CONDITIONAL else ""


def _telling(result: Result[Any]) -> list[Figure]:
    """The figures that tell most in a line: the main ones that are known, else what is certain."""
    main = [f for f in result.figures if f.main]
    certain = [f for f in result.figures if f.value and f.standing is Standing.DUE]
    return [f for f in main if f.value is not None] or certain or main


def _glance(
    result: Result[Any], empty: bool, word: str = "", nothing: bool = False, ahead: Container[str] = ()
) -> Markup:
    """The outcome in one line, which stays in sight while the form is filled in; ``word``: in place of the
    conclusion; ``nothing``: not even a figure, as nothing was filled in; ``ahead``: figures that come first."""
    look, mark = look_of(result, empty)
    first = [f for f in result.figures if f.key in ahead and f.value is not None]
    figures = [
        Markup("<span>{} <strong>{}</strong>{}</span>").format(f.label, figure_text(f.value, f.unit), _conditionally(f))
        for f in ([] if nothing else [*first, *(f for f in _telling(result) if f not in first)][:3])
    ]
    figures += [Markup("<span><strong>! {}</strong></span>").format(str(n.text)) for n in result.notices if n.urgent][
        :1
    ]
    if not result.caution.covered:
        figures.insert(0, Markup('<span class="calc-glance-caution">{}</span>').format(_caution_line(result.caution)))
    return Markup(
        '<span class="calc-glance-status" data-status="{}" data-covered="{}"><span class="calc-mark"'
        ' aria-hidden="true">{}</span> <span class="visually-hidden">Aller au résultat :</span> {}</span>{}'
    ).format(
        look,
        yes_or_no(result.caution.covered),
        mark,
        word or outcome_word(result, empty),
        join(figures),
    )


def comparison_html(comparison: Comparison, first: str, second: str, root: str = ROOT, named: bool = False) -> Markup:
    """Two scenarios side by side: what differs, the reasons, and folded what is equal. ``named``: the user may call the
    scenarios by a name."""
    reasons = join(
        Markup("<li>{} {}</li>").format(str(reason.text), cites(reason.rules[:3], root))
        for reason in comparison.reasons
    )
    differing = sum(line.differs for line in comparison.lines)
    equal = len(comparison.lines) - differing
    words = "Les deux scénarios donnent la même chose." if comparison.equal else f"Lignes qui diffèrent : {differing}."
    fields = join(
        Markup(
            '<label class="calc-name">Nom du scénario {} <input type="text" data-compare-name="{}" value="{}"'
            ' maxlength="60" autocomplete="off"></label>'
        ).format("A" if key == "first" else "B", key, name)
        for key, name in (("first", first), ("second", second))
    )
    return Markup(
        '<section class="calc-comparison"><h3>Comparaison</h3><p>{}</p>{}{}{}{}<p><button type="button"'
        ' class="md-button" data-calc-download="comparison">Comparaison (XLSX)</button> <button type="button"'
        ' class="md-button" data-calc-action="compare-stop">Arrêter la comparaison</button></p></section>'
    ).format(
        words,
        Markup('<div class="calc-compare-names">{}</div>').format(fields) if named else "",
        Markup("<ul>{}</ul>").format(reasons) if reasons else "",
        _compared(comparison, first, second, root, True) if differing else "",
        (
            Markup('<details class="calc-more"><summary>Ce qui est identique ({})</summary>{}</details>').format(
                equal, _compared(comparison, first, second, root, False)
            )
            if equal
            else ""
        ),
    )


def _compared(comparison: Comparison, first: str, second: str, root: str, differs: bool) -> Markup:
    """The lines that differ, or those that are equal."""
    bodies = []
    for group, title in GROUPS:
        lines = [line for line in comparison.lines if line.group == group and line.differs is differs]
        if not lines:
            continue
        rows = join(
            Markup('<tr{}><th scope="row">{}</th><td>{}</td><td>{}</td><td class="num">{}</td><td>{}</td></tr>').format(
                Markup(' class="differs"') if differs else "",
                line.label,
                line.first,
                line.second,
                line.change or ("≠" if differs else "="),
                _explained(line, root),
            )
            for line in lines
        )
        bodies.append(Markup('<tbody><tr><th scope="rowgroup" colspan="5">{}</th></tr>{}</tbody>').format(title, rows))
    return Markup(
        '<div class="calc-table" tabindex="0" role="region" aria-label="{}"><table class="calc-grid"><thead><tr><th'
        ' scope="col">Ligne</th><th scope="col">{}</th><th scope="col">{}</th><th scope="col" class="num">Écart</th><th'
        ' scope="col">Règle</th></tr></thead>{}</table></div>'
    ).format("Différences" if differs else "Lignes identiques", first, second, join(bodies))


def _explained(line: Difference, root: str) -> Markup:
    """The rules of a line, and what has changed in them."""
    because = (
        Markup('<br><span class="calc-because">{}</span>').format("changé : " + " ; ".join(line.because))
        if line.because
        else ""
    )
    return Markup("{}{}").format(cites(line.rules[:2], root), because)


def message_html(text: str, more: Iterable[str] = (), address: str = "") -> Markup:
    """A message about what was just done (a file opened, a link refused). ``address``: a page of the site that goes
    on."""
    if address:
        text = Markup('{} <a href="{}{}">Ouvrir sur sa page</a>').format(text, ROOT, address)
    items = join(Markup("<li>{}</li>").format(line) for line in more)
    return Markup('<div class="calc-message"><p>{}</p>{}</div>').format(
        text, Markup("<ul>{}</ul>").format(items) if items else ""
    )


def figure_text(value: Any, unit: str) -> str:
    """A key figure: dates in short form, the rest as everywhere."""
    return short_date(value) if isinstance(value, date) else show(value, unit)


def _verdicts(result: Result[Any], root: str, questions: Questions) -> Markup:
    """Failed and open ones first; the met ones are folded."""
    every = list(result.verdicts)
    first = [v for v in every if v.status is not Status.MET]
    first.sort(key=lambda v: (v.role is not Role.CONDITION, v.status is not Status.NOT_MET))
    met = [v for v in every if v.status is Status.MET]
    waiting = [v for v in first if v.status is Status.TO_APPRAISE]
    follows = {v.key: _follows(v, result) for v in waiting}
    often = [words for words, times in Counter(follows.values()).items() if times > 2]
    asked = {v.key: _asks(questions.get(v.key, ()), "" if follows[v.key] in often else follows[v.key]) for v in waiting}
    common = join(
        Markup('<p class="calc-change"><strong>{}</strong> : {}</p>').format(
            "Pour chaque point ouvert, sauf autre mention"
            if len(often) == 1
            else _named(v.label for v in waiting if follows[v.key] == words),
            words,
        )
        for words in often
    )
    count = agreeing(len(met), "condition(s) remplie(s)")
    folded = (
        Markup('<details class="calc-more"><summary>{}</summary>{}</details>').format(count, _verdict_list(met, root))
        if met
        else ""
    )
    return common + _verdict_list(first, root, asked) + folded


def _asks(fields: Pairs, follows: str) -> Markup:
    """An open point: the questions that settle it, each leads to its field, and what follows from either answer."""
    buttons = join(
        (
            Markup(
                '<button type="button" class="calc-goto" data-calc-action="goto:{}" data-calc-label="{}">{}</button>'
            ).format(name, label, label)
            for name, label in fields
        ),
        " ",
    )
    ask = Markup('<p class="calc-ask">À établir : {}</p>').format(buttons) if fields else ""
    return ask + (Markup('<p class="calc-change">{}</p>').format(follows) if follows else Markup(""))


def _named(labels: Iterable[str]) -> str:
    return ", ".join(f"« {label} »" for label in dict.fromkeys(labels))


def _falling(result: Result[Any]) -> list[Figure]:
    """The figures that fall away with what carries them; a rest grows instead."""
    return [f for f in result.figures if f.standing is Standing.NOT_DUE or f.otherwise is None]


def _follows(verdict: Verdict, result: Result[Any]) -> str:
    """What follows from yes and from no: derived from the role of the verdict, as the conclusion is."""
    if verdict.role is Role.ADVICE:
        return "Ce point informe ; la conclusion n'en dépend pas."
    if verdict.role is Role.LIMIT:
        carried = _named(f.label for f in _falling(result) if verdict.key in f.carried_by)
        falls = f"ce qui en dépend ({carried})" if carried else "ce qui en dépend"
        return f"Si ce point est rempli : {falls} reste. Sinon : {falls} tombe. La conclusion n'en dépend pas."
    others = [v for v in result.verdicts if v.role is Role.CONDITION and v.key != verdict.key]
    failed = [v for v in others if v.status is Status.NOT_MET]
    if any(not v.soft for v in failed):
        return f"La conclusion reste « Condition non remplie » dans les deux cas : {_named(v.label for v in failed)}."
    waiting = len({v.label for v in others if v.status is Status.TO_APPRAISE})
    if failed:
        yes = f"la conclusion reste négative de règle ({_named(v.label for v in failed)})"
    elif waiting:
        yes = f"il reste {agreeing(waiting, 'autre(s) point(s)')} à établir ou à apprécier"
    else:
        yes = (
            "plus aucune condition examinée n'est ouverte, la conclusion devient « Conditions remplies selon le"
            " dossier »"
        )
    no = (
        "la conclusion devient négative de règle ; une exception reste possible"
        if verdict.soft
        else "la conclusion devient « Condition non remplie »"
    )
    amounts = _named(
        f.label for f in _falling(result) if f.value is not None and {verdict.key, "overall"} & set(f.carried_by)
    )
    return (
        f"Si ce point est rempli : {yes}. Sinon :"
        f" {no}{f', et tombe ce qui en dépend ({amounts})' if amounts and not verdict.soft else ''}."
    )


_ROLES = {Role.LIMIT: "limite", Role.ADVICE: "pour information"}


def _verdict_list(verdicts: Iterable[Verdict], root: str, asked: Mapping[str, Markup] | None = None) -> Markup:
    items = []
    for v in verdicts:
        change = (
            Markup('<p class="calc-change">Ce qui changerait : {}</p>').format(str(v.would_change))
            if v.would_change
            else ""
        )
        soft = Markup(' <span class="calc-soft">{}</span>').format(v.strength) if v.strength else Markup("")
        soft += Markup(' <span class="calc-soft">{}</span>').format(_ROLES[v.role]) if v.role in _ROLES else ""
        items.append(
            Markup(
                '<li class="calc-verdict" data-status="{}"><span class="calc-mark" aria-hidden="true">{}</span>'
                "<div><p><strong>{}</strong> : {}{} {}</p><p>{}</p>{}{}</div></li>"
            ).format(
                v.status.value,
                _MARKS[v.status],
                v.label,
                STATUS_WORDS[v.status],
                soft,
                cites(v.rules, root),
                str(v.reason),
                change,
                (asked or {}).get(v.key, ""),
            )
        )
    return Markup('<ul class="calc-verdicts">{}</ul>').format(join(items)) if items else Markup("")


def _decimals(table: Table, index: int) -> int | None:
    """Two decimals for a whole column of money as soon as one of its amounts has centimes."""
    if not table.columns[index].unit.startswith("CHF"):
        return None
    rows = (*table.rows, *((table.total,) if table.total else ()))
    cells = [row[index] for row in rows]
    return 2 if any(isinstance(c, Decimal) and c != c.to_integral_value() for c in cells) else None


def _cell(cell: Cell, column: Column, decimals: int | None) -> Markup:
    if cell is None:
        return Markup("<td></td>")
    if isinstance(cell, date):
        return Markup('<td class="num">{}</td>').format(short_date(cell))
    if isinstance(cell, Decimal | int):
        return Markup('<td class="num">{}</td>').format(number(cell, decimals))
    return Markup("<td>{}</td>").format(str(cell))


def table_html(table: Table, root: str = ROOT, again: bool = False) -> Markup:
    """A table with its caption; units stand in the heads, numbers are aligned. ``again``: on paper its lines stand
    elsewhere."""
    decimals = [_decimals(table, i) for i in range(len(table.columns))]
    heads = join(
        Markup('<th scope="col"{}>{}</th>').format(
            Markup(' class="num"') if any(isinstance(r[i], Decimal | int | date) for r in table.rows) else "",
            (
                f"{c.label} ({UNITS.get(c.unit, ('', c.unit))[1]})"
                if c.unit and UNITS.get(c.unit, ("", c.unit))[1]
                else c.label
            ),
        )
        for i, c in enumerate(table.columns)
    )

    def row(cells: tuple[Cell, ...]) -> Markup:
        return Markup("<tr>{}</tr>").format(
            join(_cell(cell, column, d) for cell, column, d in zip(cells, table.columns, decimals, strict=True))
        )

    total = Markup("<tfoot>{}</tfoot>").format(row(table.total)) if table.total else ""
    return Markup(
        '<div class="calc-table{}" data-table="{}" tabindex="0" role="region" aria-label="{}"><table class="calc-grid">'
        "<caption>{}{} {}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody>{}</table></div>"
    ).format(
        " calc-again" if again else "",
        table.key,
        table.title,
        table.title,
        Markup(' <span class="calc-figure-reason">{}</span>').format(str(table.reason)) if table.reason else "",
        cites(table.rules, root),
        heads,
        join(map(row, table.rows)),
        total,
    )


def documents_html(documents: Iterable[Document], result: Result[Any], root: str = ROOT) -> Markup:
    """The documents of a result. On paper those are left out that its tables say already: they are printed by
    themselves."""
    tables = {table.key for table in result.tables}
    return join(document_panel(document, root, document.key in tables) for document in documents)


def document_panel(document: Document, root: str = ROOT, again: bool = False) -> Markup:
    """A document of the result: what is still to fill in, how to take it away, and the text itself. ``again``: on
    paper its text stands elsewhere."""
    gaps = document.gaps
    if gaps:
        left = Markup('<details class="calc-gaps"><summary>À compléter : {}</summary><ul>{}</ul></details>').format(
            agreeing(len(gaps), "indication(s)"), join(Markup("<li>{}</li>").format(g) for g in gaps)
        )
    else:
        left = Markup("<p>Toutes les indications sont remplies.</p>")
    return Markup(
        '{apart}<section class="calc-document{again}" aria-label="{title}"><div class="calc-document-tools"><button'
        ' type="button"'
        ' class="md-button" data-calc-download="docx:{key}">Télécharger (.docx)</button> <button type="button"'
        ' class="md-button" data-calc-download="html:{key}">Page à imprimer (.html)</button></div>{left}<div'
        ' class="calc-table" tabindex="0" role="region" aria-label="{title}">{text}</div></section>'
    ).format(
        apart=(
            Markup(
                '<p class="calc-print" data-search-exclude>« {} » s\'imprime à part ; ses tableaux sont plus haut.</p>'
            ).format(document.title)
            if again
            else ""
        ),
        again=" calc-again" if again else "",
        title=document.title,
        key=document.key,
        left=left,
        text=Markup(document_html(document, lambda rules: str(cites(rules, root)))),
    )


def papers_html(documents: Iterable[Document]) -> str:
    """Papers that are shown on request, one below the other."""
    return str(
        join(
            Markup('<div class="calc-document">{}</div>').format(Markup(document_html(document, level=4)))
            for document in documents
        )
    )


def _steps(result: Result[Any], root: str) -> Markup:
    items = []
    for s in result.steps:
        value = (
            Markup(' = <strong class="calc-value">{}</strong>').format(show(s.value, s.unit))
            if s.value is not None
            else ""
        )
        items.append(
            Markup(
                '<li data-step="{}"><span class="calc-step-label">{}</span> <span class="calc-formula">{}</span>{}'
                " {}</li>"
            ).format(s.key, s.label, str(s.formula), value, cites(s.rules, root))
        )
    return Markup('<ol class="calc-steps">{}</ol>').format(join(items)) if items else Markup("")


def _notice(notice: Notice, root: str) -> Markup:
    return Markup(
        '<li class="calc-notice" data-severity="{}"><span class="calc-mark" aria-hidden="true">{}</span><div>{}'
        " {}</div></li>"
    ).format(
        notice.severity.value,
        "!" if notice.severity is Severity.WARNING else "i",
        str(notice.text),
        cites(notice.rules, root),
    )


def _notes(result: Result[Any], root: str) -> Markup:
    notices = join(_notice(n, root) for n in result.notices if not n.urgent)
    readings = join(_reading(r.id, r.alternative, root) for r in result.readings)
    parameters = join(
        Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>").format(
            p.label,
            p.words,
            cites((p.source,), root),
            Markup("{}{}{}").format(
                p.since,
                "" if p.verified or not p.since else Markup("<br>"),
                "" if p.verified else Markup("<em>{}</em>").format(p.check),
            ),
        )
        for p in result.parameters
    )
    return Markup(
        '{}{}<details class="calc-more"><summary>Montants du droit utilisés ({})</summary><div class="calc-table"'
        ' tabindex="0" role="region" aria-label="Montants du droit utilisés"><table class="calc-grid"><thead><tr><th'
        ' scope="col">Donnée</th><th scope="col">Valeur</th><th scope="col">Source</th><th'
        ' scope="col">Date</th></tr></thead><tbody>{}</tbody></table></div></details><p class="calc-pin">Droit au {} ·'
        " ai-calc {}</p>"
    ).format(
        Markup('<ul class="calc-notices">{}</ul>').format(notices) if notices else "",
        (
            Markup(
                '<details class="calc-more"><summary>Lectures retenues ({})</summary><ul'
                ' class="calc-readings">{}</ul></details>'
            ).format(len(result.readings), readings)
            if readings
            else ""
        ),
        len(result.parameters),
        parameters,
        long_date(result.law_date),
        result.version,
    )


def _reading(ident: str, alternative: Phrase | None, root: str) -> Markup:
    reading = all_readings().get(ident)
    other = Markup('<p class="calc-change">Autre lecture : {}</p>').format(str(alternative)) if alternative else ""
    title, text = (f"{reading.title}.", reading.reading) if reading else ("", "")
    return Markup('<li><a href="{}reperes/lectures/#{}">{}</a> <strong>{}</strong> {}{}</li>').format(
        root, ident.lower(), ident, title, text, other
    )


__all__ = [
    "ROOT",
    "SLOTS",
    "cite",
    "cites",
    "document_panel",
    "escape",
    "faults_html",
    "figure_text",
    "join",
    "slots",
    "table_html",
]
