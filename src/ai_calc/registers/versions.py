"""The versions of the rules and what changed with each, for whoever compares two results (``versions.yaml``)."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources

from ai_calc.ground import strict_yaml
from ai_calc.ground.record import record


class VersionsError(ValueError):
    """A ``versions.yaml`` that does not follow the format; the message names the version and what is wrong."""


KINDS = {"result": "résultat", "figure": "chiffre", "input": "saisie", "addition": "ajout", "technical": "technique"}
"""The kinds of entries, in French."""
CHANGING = ("result", "figure", "input", "addition")
"""The kinds that no patch may hold."""
_KEYS = ("kind", "area", "before", "after", "cases")


@record
class Entry:
    """One change. ``area``: names of calculators, or ``all``; ``cases``: worked cases whose outcome it changed."""

    kind: str
    area: tuple[str, ...]
    before: str
    after: str
    cases: tuple[str, ...] = ()

    def concerns(self, calculator: str) -> bool:
        """Whether a calculator is in its area."""
        return self.area == ("all",) or calculator in self.area


@record
class Version:
    """A version and its entries."""

    version: str
    date: date
    entries: tuple[Entry, ...]

    @property
    def number(self) -> tuple[int, int, int]:
        """Its number, to compare."""
        return number_of(self.version)


def number_of(version: str) -> tuple[int, int, int]:
    """``(0, 2, 0)`` for ``0.2.0``. Raises ``ValueError``."""
    first, middle, last = version.split(".")
    return int(first), int(middle), int(last)


def parse(text: str) -> tuple[Version, ...]:
    """Reads the versions, newest first. Raises :class:`VersionsError`."""
    found: list[Version] = []
    try:
        content = strict_yaml.load(text)
    except strict_yaml.StrictYamlError as error:
        raise VersionsError(f"versions.yaml : {error}") from None
    for raw in content:
        name = str(raw.get("version"))
        for e in raw.get("entries") or ():
            if unknown := [key for key in e if key not in _KEYS]:
                raise VersionsError(f"versions.yaml : {name} : clé inconnue « {unknown[0]} »")
            if missing := [key for key in _KEYS[:4] if key not in e]:
                raise VersionsError(f"versions.yaml : {name} : il manque « {missing[0]} »")
        try:
            entries = tuple(
                Entry(**{**e, "area": tuple(str(e["area"]).split(", ")), "cases": tuple(e.get("cases", ()))})
                for e in raw["entries"]
            )
            version = Version(name, raw["date"], entries)
            number_of(name)
        except (KeyError, TypeError, ValueError) as error:
            raise VersionsError(f"versions.yaml : {name} : {error}") from None
        if kinds := [e.kind for e in entries if e.kind not in KINDS]:
            raise VersionsError(f"versions.yaml : {name} : genre inconnu « {kinds[0]} »")
        if found and version.number >= found[-1].number:
            raise VersionsError(f"versions.yaml : {name} : ne précède pas {found[-1].version}")
        found.append(version)
    for newer, older in zip(found, found[1:], strict=False):
        if newer.number[:2] == older.number[:2] and any(e.kind in CHANGING for e in newer.entries):
            raise VersionsError(
                f"versions.yaml : {newer.version} : un changement de résultat n'est pas une correction technique"
            )
    return tuple(found)


@cache
def all_versions() -> tuple[Version, ...]:
    """Every version, newest first."""
    return parse(resources.files(__package__).joinpath("versions.yaml").read_text("utf-8"))


def since(version: str, calculator: str) -> tuple[Entry, ...]:
    """What changed for a calculator after ``version``, newest first; nothing for a version that cannot be read."""
    try:
        known = number_of(version)
    except ValueError:
        return ()
    return tuple(
        e
        for v in all_versions()
        if v.number > known
        for e in v.entries
        if e.kind != "technical" and e.concerns(calculator)
    )


def as_markdown() -> str:
    """The whole as ``CHANGELOG.md``."""
    out = [
        "# Changelog",
        "",
        (
            "Written from `src/ai_calc/registers/versions.yaml`, where the numbering is explained. Entries are in"
            " French, as results are."
        ),
        "",
    ]
    for version in all_versions():
        out += [
            f"## {version.version} ({version.date.isoformat()})",
            "",
            "| Genre | Domaine | Avant | Après |",
            "|---|---|---|---|",
        ]
        out += [f"| {KINDS[e.kind]} | {', '.join(e.area)} | {e.before} | {e.after} |" for e in version.entries]
        out.append("")
    return "\n".join(out)
