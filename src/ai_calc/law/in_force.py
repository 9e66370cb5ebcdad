"""The law at one date: parameters are read through it, and it remembers which ones a calculation used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

from ai_calc.ground.french import Phrase, agreeing, long_date, lowered, phrase, short_date
from ai_calc.law import parameters
from ai_calc.law.citations import label as citation_label
from ai_calc.law.citations import source_of
from ai_calc.law.parameters import DatedValue, Parameter
from ai_calc.registers.documents import Source, all_sources, on_day
from ai_calc.results import Caution, Notice, ParameterUsed, Severity

_MEMORY = 4096
"""Figures and texts of a day that are remembered: cases of one office fall on few days."""


@lru_cache(_MEMORY)
def _entry(name: str, day: date) -> tuple[Parameter, DatedValue]:
    parameter = parameters.load(name)
    return parameter, parameter.at(day)


@lru_cache(_MEMORY)
def _used_on(name: str, day: date) -> ParameterUsed:
    parameter, dated = _entry(name, day)
    return ParameterUsed(
        name=parameter.name,
        label=parameter.label,
        unit=parameter.unit,
        value=dated.value,
        from_date=dated.from_date,
        source=dated.source or "",
        checked_on=dated.checked_on,
        verified=parameter.verified_at(day),
        check=parameter.check_of(dated),
        words=parameter.words(dated),
        since=parameter.since(dated),
    )


@lru_cache(_MEMORY)
def _renumbered_on(name: str, day: date) -> tuple[tuple[str, str], ...]:
    """Rules of earlier editions that state a figure, each with that of its value on a day."""
    parameter, dated = _entry(name, day)
    now, found = all_sources().get(source_of(dated.source or "")), []
    for value in parameter.values:
        before = all_sources().get(source_of(value.source or ""))
        if now is not None and before is not None and now.key != before.key and now.document == before.document:
            found.append((value.source or "", dated.source or ""))
    return tuple(found)


@lru_cache(_MEMORY)
def _text_on(key: str, day: date) -> tuple[str, str, bool]:
    """What a result says of a text that it follows on a day, the same in a few words, and whether the text is verified
    for that day."""
    source = all_sources()[key]
    known = f"{source.short}, état au {long_date(source.state)}" if source.state else source.short
    few = f"{source.short} {source.state.year}" if source.state else source.short
    if source.dates != "stated":
        known += ", document sans date" if source.dates == "undated" else ", période déduite"
        if source.dates == "deduced":
            few = f"{few} (déduit)"
        elif "non daté" not in few:
            few = f"{few} non daté"
        return known, few, source.covers(day)
    if (after := source.replaced_from) is not None and day >= after:
        new_year = (after.month, after.day) == (1, 1)
        since = f"dès {after.year}" if new_year else f"dès le {short_date(after)}"
        return f"{known}, texte remplacé dès le {long_date(after)}", f"{few}, remplacé {since}", False
    if source.checked_on is not None and day > source.checked_on and source.replaced_from is None:
        return f"{known}, vérifié jusqu'au {long_date(source.checked_on)}", few, False
    if source.valid_from is not None and day < source.valid_from:
        return (
            f"{known}, qui ne vaut que dès le {long_date(source.valid_from)}",
            f"{few}, valable dès le {short_date(source.valid_from)}",
            False,
        )
    return known, few, True


_notice = partial(Notice, of_law=True)


class Law:
    """The parameters in force on ``day``.

    One instance serves one calculation: :attr:`used` lists the figures that it read, and :meth:`notices` says which
    of them, and which documents, were not checked for that date.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        self._used: dict[str, tuple[Parameter, DatedValue]] = {}
        self._read_on: dict[str, date] = {}
        self._amounts: dict[str, Decimal] = {}

    def dated(self, name: str) -> DatedValue:
        """The dated value of parameter ``name``. Raises :class:`~ai_calc.law.parameters.NoValueError` if there is
        none."""
        entry = self._used.get(name)
        if entry is None:
            entry = self._used[name] = _entry(name, self._read_on.get(name, self.day))
        return entry[1]

    def read_on(self, name: str, day: date) -> None:
        """One figure follows another day than the rest: the one on which its facts came about."""
        self._read_on[name] = day

    def amount(self, name: str) -> Decimal:
        """A figure as ``Decimal``."""
        if (known := self._amounts.get(name)) is not None:
            return known
        value = self.dated(name).value
        if not isinstance(value, int | Decimal):
            raise TypeError(f"{name} is a table")
        found = self._amounts[name] = Decimal(value)
        return found

    def count(self, name: str) -> int:
        """A whole figure (years, months, days)."""
        value = self.dated(name).value
        if not isinstance(value, int):
            raise TypeError(f"{name} is not a whole number")
        return value

    def table(self, name: str) -> dict[str, Decimal]:
        """A figure made of named parts."""
        value = self.dated(name).value
        if not isinstance(value, dict):
            raise TypeError(f"{name} is not a table")
        return {key: Decimal(part) for key, part in value.items()}

    @property
    def used(self) -> tuple[ParameterUsed, ...]:
        """The figures read so far, with their date, source and whether they are verified for :attr:`day`."""
        return tuple(_used_on(name, self._read_on.get(name, self.day)) for name in self._used)

    @property
    def renumbered(self) -> dict[str, str]:
        """For figures whose value comes from a later edition of a document: the rule of the earlier one → that of the
        value. A calculator names the rule that it was written from; the result cites the one that states the figure
        on this day.
        """
        return {before: now for name in self._used for before, now in _renumbered_on(name, self.day)}

    def caution(self, *documents: str) -> Caution:
        """Which texts are followed, for which date, and which figures are not verified for it: one line, and one
        sentence or two."""
        known = [_text_on(key, self.day) for key in documents]
        covered = all(covers for _, _, covers in known)
        used = self.used
        stale = [figure.label for figure in used if not figure.verified]
        words, few = f"Selon {' ; '.join(text for text, _, _ in known)}", ", ".join(text for _, text, _ in known)
        if covered and not stale:
            line = phrase("{0} ; droit au {1}", few, self.day)
            return Caution(line, phrase("{0} ; droit au {1}.", words, self.day), True, brief=line)
        figures, checked = "", "résultat non vérifié"
        if stale:  # each figure's own check stands in the list of figures
            figures = f" Chiffres non vérifiés pour cette date ({len(stale)} sur {len(used)}) : {_few(stale)}."
            fresh = len(used) - len(stale)
            checked = f"{agreeing(fresh, 'chiffre(s)')} sur {len(used)} {'vérifiés' if fresh > 1 else 'vérifié'}"
        line = phrase("{0} ; {1}{2}", few, checked, f" pour le {short_date(self.day)}" if len(known) == 1 else "")
        brief = phrase("Non vérifié pour le {0}", short_date(self.day))
        if covered:
            brief = phrase("Chiffres non vérifiés au {0}", short_date(self.day))
            return Caution(line, phrase("{0} ; droit au {1}.{2}", words, self.day, figures), False, brief=brief)
        said = phrase("{0} : le résultat n'est pas vérifié pour le {1}.{2}", words, self.day, figures)
        return Caution(line, said, False, brief=brief)

    def _without_dates(self, source: Source) -> Notice:
        """What is known of the dates of a document that bears none, and from where."""
        if source.covers(self.day):
            return _notice(
                f"deduced:{source.key}", Severity.INFO, phrase("Dates de « {0} » : {1}.", source.short, source.evidence)
            )
        if source.valid_from is not None and self.day < source.valid_from:
            return _notice(
                f"before:{source.key}",
                Severity.WARNING,
                phrase(
                    "Date du droit : {0}. Rien ne prouve que le texte suivi ici ({1}) valait déjà : {2}.",
                    self.day,
                    source.short,
                    source.evidence,
                ),
            )
        return _notice(
            f"unchecked:{source.key}",
            Severity.WARNING,
            phrase(
                "Date du droit : {0}. Rien ne prouve que le texte suivi ici ({1}) valait ce jour : {2}.",
                self.day,
                source.short,
                source.evidence,
            ),
        )

    def notices(self, *documents: str) -> tuple[Notice, ...]:
        """Warnings about time: documents whose text is older than :attr:`day`, and figures not verified for it."""
        found: list[Notice] = []
        for key in documents:
            source = all_sources()[key]
            if source.dates != "stated":
                found.append(self._without_dates(source))
            elif source.replaced_from is not None and self.day >= source.replaced_from:
                found.append(
                    _notice(
                        f"replaced:{key}",
                        Severity.WARNING,
                        phrase(
                            "Date du droit : {0}. Le texte suivi ici ({1}, état au {2}) a été remplacé dès le {3} : "
                            "le résultat dit ce que donnait l'ancien texte, il n'est pas vérifié pour cette date.",
                            self.day,
                            source.short,
                            source.state or source.checked_on,
                            source.replaced_from,
                        ),
                    )
                )
            elif source.checked_on is not None and self.day > source.checked_on:
                found.append(
                    _notice(
                        f"unchecked:{key}",
                        Severity.WARNING,
                        phrase(
                            "Date du droit : {0}. Le texte suivi ici ({1}) n'a été vérifié que jusqu'au {2} : "
                            "au-delà, le résultat n'est pas vérifié.",
                            self.day,
                            source.short,
                            source.checked_on,
                        ),
                    )
                )
            if source.dates == "stated" and source.valid_from is not None and self.day < source.valid_from:
                found.append(
                    _notice(
                        f"before:{key}",
                        Severity.WARNING,
                        phrase(
                            "Date du droit : {0}. Le texte suivi ici ({1}) ne vaut que dès le {2}.",
                            self.day,
                            source.short,
                            source.valid_from,
                        ),
                    )
                )
        for parameter, dated in self._used.values():
            if not dated.confirmed:
                found.append(
                    _notice(
                        f"unconfirmed:{parameter.name}",
                        Severity.INFO,
                        phrase(
                            "{0} : la valeur utilisée (dès le {1}) reste à confirmer.", parameter.label, dated.from_date
                        ),
                        (dated.source or "",),
                    )
                )
            elif (
                dated.checked_on is not None
                and self.day > dated.checked_on
                and source_of(dated.source or "cmrp") not in documents
            ):
                found.append(
                    _notice(
                        f"unverified:{parameter.name}",
                        Severity.WARNING,
                        _unverified(parameter.label, dated, documents),
                        (dated.source or "",),
                    )
                )
        return tuple(found)


def _unverified(label: str, dated: DatedValue, documents: tuple[str, ...]) -> Phrase:
    """Until when a value was checked; where a later edition takes up its rule, from which text it comes."""
    read, now = dated.source or "", on_day(dated.source or "", documents)
    if now == read:
        return phrase("{0} : valeur vérifiée jusqu'au {1} seulement.", label, dated.checked_on)
    return phrase(
        "{0} : valeur du {1}, vérifiée jusqu'au {2} ; à comparer avec le {3}, qui reprend cette règle.",
        label,
        citation_label(read),
        dated.checked_on,
        citation_label(now),
    )


def _few(labels: list[str], most: int = 2) -> str:
    """« a, b, c et 3 autres »."""
    shown = [lowered(label) for label in labels]
    if len(shown) > most + 1:
        return f"{', '.join(shown[:most])} et {len(shown) - most} autres"
    return ", ".join(shown)
