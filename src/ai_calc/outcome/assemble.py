"""From verdicts and amounts to a result: the one place where a conclusion, a standing and a headline are made.

A calculator writes facts (its case model), verdicts with their roles, amounts with the verdicts that carry them, and
words. It ends with :func:`result`::

    return result(case, law, calculator="capital_aid", subject=SUBJECT, followed=("cmrp",), verdicts=verdicts,
                  figures=(Figure("grantable", "Aide possible", d.grantable, "CHF", ("cmrp:6021",),
                                  carried_by=("overall",), main=True), …),
                  account=lambda: Account(d, sentences=(Sentence(phrase("Le prêt dure {0:ans}.", years)),), …))

Verdicts and figures are decided at once; the account is made when something of it is first read.

Which role a verdict has: would the aid (or the plan) as a whole be refused if it fails? Then it is a ``condition``.
Does only a part fall away (this form, what is above a cap, what is outside a period)? Then it is a ``limit``, and the
amount of that part names it in ``carried_by``. Does nothing fall away (a duty, a deadline for somebody, a
recommendation of the text)? Then it is ``advice``. Alternatives are one condition, made with
:func:`~ai_calc.outcome.verdicts.any_of`.

``@calculation`` around ``compute`` refuses impossible orders of dates first and confronts the date of the law with
the dates of the case last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache, partial, wraps
from typing import Any, TypeVar, cast, get_args

from pydantic import BaseModel

from ai_calc.ground.errors import CaseError
from ai_calc.ground.french import lowered, phrase, show
from ai_calc.handing_over.papers import Later, text
from ai_calc.law.changes import touching
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError
from ai_calc.law.readings import of_earlier_texts
from ai_calc.outcome.amounts import Standings, said, settle, settled_steps
from ai_calc.outcome.conclusion import Subject, conclude
from ai_calc.outcome.facts import Case
from ai_calc.outcome.headline import headline
from ai_calc.outcome.order import contradictions
from ai_calc.outcome.stated import denied
from ai_calc.outcome.year_of_birth import on_either_day, unsettled
from ai_calc.registers.documents import all_sources, followed_on, on_day
from ai_calc.results import Account, Figure, LawDay, Notice, ReadingTaken, Result, Severity, Verdict

D = TypeVar("D")
C = TypeVar("C", bound=Case)


def result(
    case: Case,
    law: Law,
    *,
    calculator: str,
    subject: Subject,
    followed: tuple[str, ...],
    verdicts: Iterable[Verdict],
    figures: Iterable[Figure],
    account: Callable[[], Account[D]],
) -> Result[D]:
    """The result of a calculator. ``followed``: the editions whose text it applies, of each document that of the
    day; ``account``: makes what goes with verdicts and figures, when it is read."""
    followed = followed_on(calculator, followed, law.day)
    doubts = denied(case)
    day = unsettled(case)
    every = (*(verdicts if day is None else day.opened(verdicts)), *doubts)
    figures = figures if day is None else map(day.resting, figures)
    overall = conclude(subject, every)
    standings = Standings({**{v.key: v for v in every}, "overall": overall}, tuple([v.key for v in doubts]))
    settled = tuple([settle(f, standings) for f in figures])
    law_day = law_day_of(case)

    def whole() -> Result[D]:
        told = account() if day is None else day.account(account())
        shown = tuple([settle(t, standings) for t in told.tables])
        steps, readings, notices = tuple(told.steps), tuple(told.readings), tuple(told.notices)
        caution = law.caution(*followed)
        remarks = (*notices, *law.notices(*followed), *_readings_of_earlier_texts(readings, followed))
        sentences = [(s, words) for s in told.sentences if (words := said(s, standings)) is not None]
        made = Result(
            calculator=calculator,
            law_date=law.day,
            overall=overall,
            headline=headline(subject, overall, every, settled, [words for _, words in sentences], caution),
            verdicts=every,
            figures=settled,
            tables=shown,
            charts=tuple(told.charts),
            steps=(*steps, *settled_steps(settled)),
            readings=readings,
            notices=remarks,
            parameters=law.used,
            details=told.details,
            caution=caution,
            law_day=law_day,
            documents=tuple(told.documents),
            sentences=tuple(words for s, words in sentences if not s.of_page),
        )
        renumbered = law.renumbered
        if renumbered or _renewed(followed):
            made = cast("Result[D]", recited(made, lambda rule: renumbered.get(rule) or on_day(rule, followed)))
        return _with_changes(made)

    made = Result.decided(whole, calculator, law.day, law_day, overall, every, settled)
    return made.whole() if law.renumbered or _renewed(followed) else made  # the rules of its verdicts are others


@cache
def _renewed(followed: tuple[str, ...]) -> bool:
    """Whether one of these editions takes up rules of an earlier one."""
    return any(all_sources()[key].takes_up for key in followed)


def _readings_of_earlier_texts(taken: tuple[ReadingTaken, ...], followed: tuple[str, ...]) -> list[Notice]:
    """That readings of an earlier text are taken although a later one is followed."""
    older = of_earlier_texts((r.id for r in taken), followed)
    if not older:
        return []
    texts = ", ".join(all_sources()[key].short for key in dict.fromkeys(key for r in older for key in r.editions))
    words = phrase(
        "Lectures faites sur un texte antérieur ({0}), à vérifier sur celui de cette date : {1}.",
        texts,
        ", ".join(r.id for r in older),
    )
    return [Notice("older_readings", Severity.WARNING, words)]


def recited(value: Any, on_its_day: Callable[[str], str], rules: bool = False) -> Any:
    """The same value with the rules of the editions of the day in place of those of earlier ones: wherever it says on
    which rules something rests, and in its sentences."""
    if type(value) is str:
        return on_its_day(value) if rules else value
    if type(value) is Cited:
        return Cited(on_its_day(value[:]))
    if isinstance(value, tuple):
        each = tuple(recited(part, on_its_day, rules) for part in value)
        if type(value) is not tuple:  # a named one, as a phrase is
            return type(value)(*each)
        return tuple(dict.fromkeys(each)) if rules else each
    if isinstance(value, Later):
        return Later(lambda *of: recited(tuple(value.write(*of)), on_its_day), *recited(value.of, on_its_day))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        return replace(value, **{name: recited(part, on_its_day, name == "rules") for name, part in parts.items()})
    return value


def _with_changes(made: Result[D]) -> Result[D]:
    """The result and its documents with the articles behind its rules that read otherwise on its day than in the texts
    that it follows, if any."""
    found = [c.citation for c in touching(made.cited(documents=False)) if c.since <= made.law_date]
    if not found:
        return made
    caution = replace(made.caution, changed=tuple(found))
    papers = tuple(
        replace(d, footer=(*d.footer, *text("{0}{1}", " " if d.footer else "", caution.since))) for d in made.documents
    )
    return replace(made, caution=caution, documents=papers)


def law_day_of(case: Case) -> LawDay:
    """The date of the law of a case and where it comes from."""
    if case.law_date is not None:
        return LawDay(case.law_date, "law_date", _title(case, "law_date"))
    for name in case.DECIDED_ON:
        if (day := getattr(case, name)) is not None:
            return LawDay(day, name, _title(case, name))
    return LawDay(case.law_day, "", "")


def _title(case: Case, name: str) -> str:
    return case.DERIVED.get(name) or case.__class__.model_fields[name].title or name


def calculation(compute: Callable[[C], Result[D]]) -> Callable[[C], Result[D]]:
    """Around the ``compute`` of a calculator: the order of its dates first, its dates against the law last.

    Raises :class:`~ai_calc.ground.errors.CaseError` for an impossible order, one fault a pair.
    """

    @wraps(compute)
    def checked(case: C) -> Result[D]:
        if found := contradictions(case):
            raise CaseError(*found)
        return whatever_day(case).then(partial(_confronted, whatever_day, case))

    whatever_day = partial(on_either_day, compute)

    return checked


def _confronted(compute: Callable[[C], Result[D]], case: C, made: Result[D]) -> Result[D]:
    """The result with what there is to say of the law's date beside the dates of the case."""
    notices = _law_against_dates(compute, case, made)
    return replace(made, notices=(*made.notices, *notices)) if notices else made


def _law_against_dates(compute: Callable[[C], Result[D]], case: C, made: Result[D]) -> list[Notice]:
    """A date of the law chosen by hand, beside the day of the case that would decide: says so, and what would
    change."""
    found: list[Notice] = []
    decisive = next(((n, d) for n in case.DECIDED_ON if (d := getattr(case, n)) is not None), None)
    if case.law_date is not None and decisive is not None and decisive[1] != case.law_date:
        name, day = decisive
        words = phrase(
            "Date du droit choisie : {0}. Dans le dossier, « {1} » est le {2} : ",
            case.law_date,
            _title(case, name),
            day,
        )
        if changed := _changed(compute, case, made):
            found.append(Notice("law_date", Severity.WARNING, phrase("{0}{1}", str(words), changed)))
    for key, boundary, last in _later_than_text(case, made):
        found.append(
            Notice(
                f"later:{key}",
                Severity.WARNING,
                phrase(
                    "Le dossier va jusqu'au {0}, après le {1} où le texte suivi ici a été remplacé : pour ce qui se"
                    " passe ensuite, le résultat n'est pas vérifié.",
                    last,
                    boundary,
                ),
            )
        )
    return found


def _changed(compute: Callable[[C], Result[D]], case: C, made: Result[D]) -> str:
    """What the law of the deciding day would give instead, or that it is not verified; empty when all is the same."""
    try:
        other = compute(case.model_copy(update={"law_date": None}))
    except (NoValueError, CaseError) as error:
        return f"le droit de ce jour donnerait autre chose : {error}."
    if lines := _differences(other, made):
        return f"le droit de ce jour donnerait autre chose : {' ; '.join(lines[:6])}."
    if made.caution.covered and not other.caution.covered:
        return f"pour le droit de ce jour, ce résultat n'est pas vérifié. {other.caution.text}"
    return ""


def _differences(other: Result[D], made: Result[D]) -> list[str]:
    lines = []
    if other.overall.status is not made.overall.status:
        lines.append(f"conclusion « {other.overall.status.french} » au lieu de « {made.overall.status.french} »")
    verdicts = {v.key: v for v in made.verdicts}
    for v in other.verdicts:
        if v.key in verdicts and verdicts[v.key].status is not v.status:
            lines.append(f"« {v.label} » {v.status.french} au lieu de {verdicts[v.key].status.french}")
    ours = {f.key: f for f in made.figures}
    for figure in other.figures:
        before = ours.get(figure.key)
        if before is not None and before.value != figure.value:
            lines.append(
                f"{lowered(figure.label)} {show(figure.value, figure.unit)} au lieu de"
                f" {show(before.value, before.unit)}"
            )
    return lines


@cache
def _dated(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a case, or of its rows, that may hold a date, or rows with dates; but for the date of the law."""
    return tuple(
        name for name, info in kind.model_fields.items() if name != "law_date" and _may_be_dated(info.annotation)
    )


def _may_be_dated(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_dated(annotation))
    return annotation is date or any(map(_may_be_dated, get_args(annotation)))


def _days(part: BaseModel) -> Iterator[date]:
    """The dates of a case and of its rows."""
    for name in _dated(type(part)):
        value = getattr(part, name)
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, BaseModel):
                yield from _days(entry)
            elif isinstance(entry, date):
                yield entry


def _later_than_text(case: Case, made: Result[Any]) -> list[tuple[str, date, date]]:
    """Documents that were replaced between the date of the law and the last date of the case, or the end that its
    durations give."""
    if not case.FOLLOWS or not (days := [*_days(case), *case.ends]):
        return []
    last, law_day = max(days), made.law_date
    followed = followed_on(made.calculator, case.FOLLOWS, law_day)
    return [(key, day, last) for key, day in _replaced(followed) if law_day < day <= last]


@cache
def _replaced(followed: tuple[str, ...]) -> tuple[tuple[str, date], ...]:
    """The texts among these that another one has replaced, and from which day."""
    return tuple((key, day) for key in all_sources() if key in followed and (day := all_sources()[key].replaced_from))
