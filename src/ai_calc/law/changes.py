"""What has changed in the statutes since the texts that the rules restate: one entry an article, its date, its source.

At statute level only; what later circulars say is not restated. Each entry is a fact of its own (``fait:lai-16``), and
names the rules that rest on its articles: a result that cites one of them, for a day after the change, says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from importlib import resources

from ai_calc.ground import strict_yaml
from ai_calc.ground.french import agreeing, long_date
from ai_calc.ground.record import record

CERTAINTIES = {"high": "élevée", "medium": "moyenne"}
"""How sure an entry is, in French."""


@record
class Change:
    """A statute that reads otherwise from ``since`` on. ``ro`` is its place in the Recueil officiel (``None``: not
    noted), ``read`` the unofficial copies it was read in, ``doubt`` what is less sure than the rest. All texts are
    French."""

    id: str
    articles: tuple[str, ...]
    title: str
    since: date
    what: str
    ro: str | None
    read: str
    certainty: str
    rules: tuple[str, ...]
    doubt: str = ""

    @property
    def citation(self) -> str:
        """``fait:lai-16``."""
        return f"fait:{self.id}"

    @property
    def name(self) -> str:
        """Its articles: « art. 16 LAI et art. 5 RAI »."""
        *first, last = self.articles
        return f"{', '.join(first)} et {last}" if first else last

    @property
    def dated(self) -> str:
        """« art. 25 al. 2 LPGA (dès le 1er janvier 2021 ; date à confirmer) »."""
        doubt = f" ; {self.doubt}" if self.doubt else ""
        return f"{self.name} (dès le {long_date(self.since)}{doubt})"


class ChangeError(ValueError):
    """A file of changes that does not follow the format; the message names the entry and the key."""


def parse(text: str) -> dict[str, Change]:
    """Reads the entries. Raises :class:`ChangeError`."""
    found: dict[str, Change] = {}
    try:
        entries = strict_yaml.load(text)
    except strict_yaml.StrictYamlError as error:
        raise ChangeError(f"changes.yaml : {error}") from None
    for raw in entries:
        where = f"changes.yaml : {raw.get('id') if isinstance(raw, dict) else raw}"
        try:
            change = Change(**{**raw, "articles": tuple(raw["articles"]), "rules": tuple(raw["rules"])})
        except KeyError as error:
            raise ChangeError(f"{where} : il manque « {error.args[0]} »") from None
        except TypeError as error:
            raise ChangeError(f"{where} : {error}") from None
        if change.id in found:
            raise ChangeError(f"{where} : deux fois")
        if type(change.since) is not date:
            raise ChangeError(f"{where} : « since » n'est pas une date")
        if change.certainty not in CERTAINTIES:
            raise ChangeError(f"{where} : « certainty » est high ou medium")
        for key in ("articles", "title", "what", "read"):
            if not getattr(change, key):
                raise ChangeError(f"{where} : « {key} » est vide")
        found[change.id] = change
    return found


@cache
def all_changes() -> dict[str, Change]:
    """Every entry by its id. Raises :class:`ChangeError`."""
    return parse(resources.files(__package__).joinpath("changes.yaml").read_text("utf-8"))


@cache
def _by_rule() -> dict[str, tuple[Change, ...]]:
    found: dict[str, tuple[Change, ...]] = {}
    for change in all_changes().values():
        for rule in change.rules:
            found[rule] = (*found.get(rule, ()), change)
    return found


@lru_cache(4096)
def _touching(citation: str) -> tuple[str, ...]:
    by_rule = _by_rule()
    return tuple(change.id for key in (citation, citation.rpartition(".")[0]) for change in by_rule.get(key, ()))


def touching(citations: Iterable[str]) -> tuple[Change, ...]:
    """The changes of articles that these rules, or the rules of these lettered parts, rest on, in the order of the
    file."""
    named = {change for citation in citations for change in _touching(citation)}
    if not named:
        return ()
    return tuple(change for key, change in all_changes().items() if key in named)


def counted(number: int) -> str:
    """« 2 changements connus », « aucun changement connu »."""
    return agreeing(number, "changement(s) connu(s)") if number else "aucun changement connu"
