"""The documents behind the rules and their editions: what each is, when it holds, and how that is known."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Literal

from ai_calc.ground import strict_yaml
from ai_calc.ground.record import record
from ai_calc.registers import bundles

DATES = ("stated", "deduced", "undated")
_KEY = re.compile(r"[a-z][a-z0-9-]*")
_NUMBER = r"[A-Za-z0-9][A-Za-z0-9.]*"
_TAKEN = re.compile(rf"(?P<first>{_NUMBER})(?:–(?P<last>{_NUMBER})| → (?P<now>{_NUMBER}|—))?")
_RESERVED = ("fait", "hors")
_DOCUMENT = {"title": str, "publisher": str, "authority": str, "url": str, "binding": bool, "editions": dict}
_EDITION = {
    "title": str,
    "short": str,
    "reference": str,
    "dates": str,
    "from": date,
    "until": date,
    "state": date,
    "checked_on": date,
    "evidence": str,
    "replaced_by": str,
    "calculators": list,
    "takes_up": list,
}
_KINDS = {str: "un texte", bool: "« true » ou « false »", date: "une date", dict: "une table", list: "une liste"}


class DocumentError(ValueError):
    """A register that does not follow the format; the message names document, edition and key in one line."""


@record
class Source:
    """One edition of a document: what a citation names before its colon.

    ``dates`` says where ``valid_from`` and ``until`` come from: the document itself (``stated``), other days that it
    names (``deduced``), or nowhere (``undated``), with the ``evidence``. ``state`` is the date of its text,
    ``checked_on`` the last day that it covers, ``replaced_from`` the day from which another text holds,
    ``replaced_by`` the rule that says so; ``calculators`` were brought forward to it from an earlier edition.
    ``takes_up`` says which rules of the earlier edition go on in it: a number that stays (``6020``), numbers that stay
    (``6001–6017``), a number that changes (``6021 → 6029``), one of such numbers that is gone (``6018 → —``).
    """

    key: str
    document: str
    title: str
    short: str
    publisher: str
    authority: str
    evidence: str
    dates: Literal["stated", "deduced", "undated"]
    valid_from: date | None = None
    until: date | None = None
    state: date | None = None
    checked_on: date | None = None
    replaced_by: str | None = None
    reference: str | None = None
    url: str | None = None
    binding: bool = True
    calculators: tuple[str, ...] = ()
    takes_up: tuple[str, ...] = ()

    def number_of(self, earlier: str) -> str | None:
        """The number under which a rule of the earlier edition goes on in this one, that of its lettered part where
        only the rule is named; ``None`` where nothing says that it does."""
        matches = [match.groups() for entry in self.takes_up if (match := _TAKEN.fullmatch(entry))]
        single = {first: now or first for first, last, now in matches if not last}
        if earlier in single:
            return None if single[earlier] == "—" else single[earlier]
        spans = [(natural(first), natural(last)) for first, last, _ in matches if last]

        def spanned(number: str) -> bool:
            return any(start <= natural(number) <= end for start, end in spans)

        head, _, letter = earlier.rpartition(".")
        if len(letter) == 1 and letter.isalpha() and (head in single or spanned(head)):
            whole = self.number_of(head)
            return f"{whole}.{letter}" if whole else None
        return earlier if spanned(earlier) else None

    @property
    def replaced_from(self) -> date | None:
        """The day from which another text holds, where the dates are stated."""
        return self.until + timedelta(days=1) if self.until is not None and self.dates == "stated" else None

    @property
    def day(self) -> date | None:
        """The day whose figures a page of this edition states; ``None`` where nothing is known of its dates."""
        return self.state or self.checked_on or self.valid_from

    def covers(self, day: date) -> bool:
        """Whether the edition is known, or deduced, to hold on ``day``; nobody knows it of an undated one."""
        if self.checked_on is None or (self.valid_from is not None and day < self.valid_from):
            return False
        return day <= self.checked_on and (self.until is None or day <= self.until)


@record
class Document:
    """A document with its editions, in the order of the register."""

    key: str
    title: str
    editions: tuple[Source, ...]

    def on(self, day: date) -> Source:
        """The edition to follow on ``day``: the last that had begun by then, else the first one that has a beginning.
        An undated edition is never chosen by a day where another may be."""
        dated = [e for e in self.editions if e.valid_from is not None]
        begun = [e for e in dated if e.valid_from is not None and e.valid_from <= day]
        return (begun[-1:] or dated[:1] or list(self.editions))[0]


@lru_cache(4096)
def followed_on(calculator: str, keys: tuple[str, ...], day: date) -> tuple[str, ...]:
    """Of the editions that a calculator follows (``keys``, and those to which the register says that it was brought
    forward), one for each document: the one for ``day``."""
    found: dict[str, str] = {}
    for key in keys:
        document = all_documents()[all_sources()[key].document]
        if len(document.editions) == 1:
            found.setdefault(document.key, document.editions[0].key)
            continue
        known = tuple(e for e in document.editions if e.key in keys or calculator in e.calculators)
        found.setdefault(document.key, Document(document.key, document.title, known).on(day).key)
    return tuple(found.values())


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """The order of the numbers of rules: 3005, 3005.1, 3006, A1.4."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|[^\d.]+", number))


def on_day(citation: str, followed: tuple[str, ...]) -> str:
    """The rule that stands for ``citation`` in the edition of its document that is ``followed``: that of the edition of
    the day where the register says that it takes it up, else the rule itself."""
    key, _, number = citation.partition(":")
    source = all_sources().get(key)
    if source is None or key in followed:
        return citation
    editions = all_documents()[source.document].editions
    later = editions[editions.index(source) + 1 :]
    wanted = next((edition for edition in reversed(later) if edition.key in followed), None)
    for edition in later[: later.index(wanted) + 1] if wanted is not None else ():
        if (now := edition.number_of(number)) is not None:
            key, number = edition.key, now
    return f"{key}:{number}"


def _checked(raw: Any, allowed: dict[str, type], wanted: tuple[str, ...], where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise DocumentError(f"{where} : une table est attendue")
    for key, value in raw.items():
        if key not in allowed:
            raise DocumentError(f"{where} : clé inconnue « {key} »")
        if not isinstance(value, allowed[key]) or value in ("", {}, []):
            raise DocumentError(
                f"{where}.{key} : {_KINDS[allowed[key]]} est attendu{'e' if allowed[key] in (date, dict, list) else ''}"
            )
    for key in wanted:
        if key not in raw:
            raise DocumentError(f"{where} : il manque « {key} »")
    return raw


def _edition(key: Any, raw: Any, document: str, about: dict[str, Any], where: str) -> Source:
    where = f"{where}.{key}"
    entry = _checked(raw, _EDITION, ("short", "dates", "evidence"), where)
    if not isinstance(key, str) or not _KEY.fullmatch(key) or key in _RESERVED:
        raise DocumentError(
            f"{where} : « {key} » n'est pas un nom d'édition (lettres minuscules, chiffres, traits d'union)"
        )
    if entry["dates"] not in DATES:
        raise DocumentError(f"{where}.dates : « {entry['dates']} » est inconnu (attendu : {', '.join(DATES)})")
    needed: tuple[str, ...] = {"stated": ("from", "checked_on"), "deduced": ("from", "until"), "undated": ()}[
        entry["dates"]
    ]
    for name in needed:
        if name not in entry:
            raise DocumentError(f"{where} : il manque « {name} »")
    barred = {"stated": (), "deduced": ("checked_on", "state"), "undated": ("until", "checked_on", "state")}[
        entry["dates"]
    ]
    for name in barred:
        if name in entry:
            raise DocumentError(
                f"{where}.{name} : un texte {'sans date' if entry['dates'] == 'undated' else 'aux dates déduites'} n'en"
                " a pas"
            )
    for taken in map(str, entry.get("takes_up", ())):
        if not _TAKEN.fullmatch(taken):
            raise DocumentError(
                f"{where}.takes_up : « {taken} » se lit « 6020 », « 6001–6017 », « 6021 → 6029 » ou « 6018 → — »"
            )
    for first, then in (("from", "until"), ("from", "state"), ("from", "checked_on"), ("state", "checked_on")):
        if first in entry and then in entry and entry[then] < entry[first]:
            raise DocumentError(f"{where}.{then} : {entry[then]} est avant « {first} » ({entry[first]})")
    return Source(
        key=key,
        document=document,
        title=entry.get("title", about["title"]),
        short=entry["short"],
        publisher=about["publisher"],
        authority=about.get("authority", about["publisher"]),
        evidence=entry["evidence"],
        dates=entry["dates"],
        valid_from=entry.get("from"),
        until=entry.get("until"),
        state=entry.get("state"),
        checked_on=entry["until"] if entry["dates"] == "deduced" else entry.get("checked_on"),
        replaced_by=entry.get("replaced_by"),
        reference=entry.get("reference"),
        url=about.get("url"),
        binding=about.get("binding", True),
        calculators=tuple(entry.get("calculators", ())),
        takes_up=tuple(map(str, entry.get("takes_up", ()))),
    )


def read(raw: Any, where: str = "documents.yaml") -> dict[str, Document]:
    """The register from its data. Raises :class:`DocumentError`."""
    if not isinstance(raw, dict):
        raise DocumentError(f"{where} : une table est attendue")
    found: dict[str, Document] = {}
    seen: set[str] = set()
    for key, entry in raw.items():
        at = f"{where} : {key}"
        about = _checked(entry, _DOCUMENT, ("title", "publisher", "editions"), at)
        editions = tuple(_edition(name, e, key, about, f"{at}.editions") for name, e in about["editions"].items())
        for edition in editions:
            if edition.key in seen:
                raise DocumentError(f"{at}.editions.{edition.key} : existe déjà")
            seen.add(edition.key)
        stated = [e for e in editions if e.dates == "stated"]
        for before, after in zip(stated, stated[1:], strict=False):
            if before.until is None or after.valid_from is None or after.valid_from <= before.until:
                raise DocumentError(
                    f"{at}.editions.{after.key}.from : l'édition {before.key} vaut encore ; il lui faut « until » avant"
                    " ce jour"
                )
        found[key] = Document(key, about["title"], editions)
    return found


@cache
def all_documents() -> dict[str, Document]:
    """Every document by its key, those that a canton's file brings included. Raises :class:`DocumentError`."""
    try:
        own = read(strict_yaml.load(resources.files(__package__).joinpath("documents.yaml").read_text("utf-8")))
    except strict_yaml.StrictYamlError as error:
        raise DocumentError(f"documents.yaml : {error}") from None
    brought = read(bundles.section("sources"), "sources")
    both = {**own, **brought}
    keys = [edition.key for document in both.values() for edition in document.editions]
    if len(both) < len(own) + len(brought) or len(set(keys)) < len(keys):
        raise DocumentError("sources : un document ou une édition existe déjà dans documents.yaml")
    return both


@cache
def all_sources() -> dict[str, Source]:
    """Every edition of every document, by the key that citations use."""
    return {edition.key: edition for document in all_documents().values() for edition in document.editions}
