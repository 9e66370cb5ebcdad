"""Cantonal practice as data: what each canton's texts say on coaching, read from ``canton_files/*.yaml``.

A canton is added with one YAML file and the rule page of its text, without code. The file names the canton, and for
each edition of its text: the document (``source``, whose dates stand in ``documents.yaml``), where its figures are
(``parameters``), which hours count (``activities``), the kinds of coaching with their caps (``kinds``), conditions,
prohibitions, offer, statement and dates. ``sources`` and ``parameters`` may hold the document and the figures
themselves (see :mod:`ai_calc.registers.bundles`). The federal rule (cmrp:1028) is the same for all and stands in
:mod:`ai_calc.calculators.coaching.federal`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.ground.errors import faults
from ai_calc.law import parameters
from ai_calc.law.citations import is_citation
from ai_calc.registers import bundles
from ai_calc.registers.documents import all_sources


class CantonError(ValueError):
    """A canton's file that does not follow the format; the message names file and key."""


def _citation(text: str) -> str:
    if not is_citation(text):
        raise ValueError(f"« {text} » n'est pas une citation")
    return text


Citation = Annotated[str, AfterValidator(_citation)]
Rules = Annotated[tuple[Citation, ...], Field(min_length=1)]
Readings = tuple[str, ...]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ruled(_Data):
    """Something that a rule says. ``readings`` names those on which it rests."""

    rules: Rules
    readings: Readings = ()


class Figured(Ruled):
    """A rule with a figure: the name of a parameter of the edition, ``name`` or ``name.component``."""

    figure: str


class CapMode(StrEnum):
    """How hours are limited."""

    TOTAL = "total"  # hours for the whole mandate
    MONTHLY = "monthly"  # hours a month, the same for all
    GRID = "grid"  # hours a month by intensity
    REMAINDER = "remainder"  # what is left of an earlier mandate
    NONE = "none"  # no limit


class Cap(Ruled):
    """The limit of a kind of coaching. ``soft``: the text says « généralement »."""

    mode: CapMode
    figure: str = ""
    max_months: str = ""
    soft: bool = False


class Internships(Ruled):
    """Number and usual length of internships: two figures with ``minimum`` and ``maximum``."""

    count: str
    length: str


class AfterHire(Ruled):
    """The kind of coaching that may use the remaining hours once a job is found."""

    kind: str


class Aim(StrEnum):
    """What a kind of coaching aims at, in the terms of cmrp:1028."""

    RETENTION = "retention"
    MEASURE = "measure"
    SEARCH = "search"
    JOB = "job"
    OTHER = "other"


class Kind(Ruled):
    """A kind of coaching in one edition. ``stands_for``: kinds of other cantons that it covers."""

    label: str
    aim: Aim
    cap: Cap
    during_measure: bool = False
    internships: Internships | None = None
    short_report: Ruled | None = None
    placement_fee: Ruled | None = None
    after_hire: AfterHire | None = None
    no_internal_follow_up: Ruled | None = None
    search_first: Ruled | None = None
    stands_for: tuple[str, ...] = ()


class Count(StrEnum):
    """Whether the time of an activity is paid, and from which budget."""

    COUNTED = "counted"  # paid, within the hours of the mandate
    BESIDE = "beside"  # paid, on top of the hours of the mandate
    BESIDE_IF_MANDATE = "beside_if_mandate"  # the same, if the mandate followed
    INCLUDED = "included"  # covered by the hourly rate of the other hours
    IF_AGREED = "if_agreed"  # paid only if the offer says so
    FLAT = "flat"  # a flat time, whatever was planned
    FLAT_BY_NOTICE = "flat_by_notice"  # the same, if the notice was too short
    NOT_BILLED = "not_billed"


class Treatment(Ruled):
    """What a canton does with the time of an activity."""

    count: Count


class Missed(Ruled):
    """The flat time for a missed appointment (``hours``) and the notice below which it is due (``notice``)."""

    hours: str
    notice: str
    free_rules: Rules


class Condition(Ruled):
    """A condition that the file establishes: ``finding`` is the field of the case that answers it."""

    finding: str
    label: str
    exception: str = ""


class DoubleBilling(Ruled):
    """That no time is billed twice. ``deduced``: no text says so; it follows from billing only the work done."""

    deduced: bool = False


class Effect(StrEnum):
    """How strongly a text speaks against something."""

    FORBIDDEN = "forbidden"
    WARNING = "warning"


class Prohibition(Ruled):
    """Something that a text forbids, or on which another rule only casts doubt."""

    effect: Effect


class Mentions(Ruled):
    """What a document must mention: keys of :data:`ai_calc.calculators.coaching.sheets.MENTIONS`."""

    required: tuple[str, ...] = ()


class Offer(Mentions):
    """The offer: how it is called, what it must mention, and what more in early intervention."""

    title: str = "Offre"
    early_intervention: Mentions | None = None


class Statement(Ruled):
    """The statement of services: how it is called, and what to know about it."""

    title: str
    remarks: tuple[str, ...] = ()
    remark_rules: tuple[Citation, ...] = ()


class Anchor(StrEnum):
    """The event from which a date is counted."""

    STANDING = "standing"
    START = "start"
    END = "end"
    EVALUATION = "evaluation"
    CONTRACT = "contract"
    INTERIM = "interim"
    MISSED = "missed"
    PROBLEM = "problem"
    INFLUENCE = "influence"
    REQUEST = "request"


class Direction(StrEnum):
    """Before or after the event."""

    BEFORE = "before"
    AFTER = "after"


class DateRule(Ruled):
    """A date that the mandate brings. With ``figure`` it is counted from the event; otherwise ``when`` says it.

    ``dated: false``: the text sets no time, so that an event is named without a day on which something is due.
    """

    key: str
    what: str
    who: str
    anchor: Anchor
    direction: Direction = Direction.AFTER
    figure: str = ""
    when: str = ""
    dated: bool = True
    only: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()


class Edition(_Data):
    """One edition of a canton's text."""

    id: str = ""
    source: str
    parameters: str
    evidence: Ruled | None = None
    dated_caps: Ruled | None = None
    grid: Figured | None = None
    usual_monthly: Figured | None = None
    rate: Figured
    economy: Ruled | None = None
    step: Figured | None = None
    missed: Missed | None = None
    activities: dict[Activity, Treatment]
    conditions: tuple[Condition, ...] = ()
    institution: Prohibition | None = None
    parallel: Prohibition | None = None
    series: Ruled | None = None
    double_billing: DoubleBilling | None = None
    offer: Offer
    statement: Statement
    kinds: dict[str, Kind]
    equivalence_reading: str = ""
    deadlines: tuple[DateRule, ...] = ()

    @property
    def title(self) -> str:
        """The short name that its document has in the register."""
        return all_sources()[self.source].short

    @property
    def start(self) -> date | None:
        """The first day that its document has (:mod:`ai_calc.registers.documents`); ``None`` for an undated one."""
        document = all_sources()[self.source]
        return None if document.dates == "undated" else document.valid_from

    @property
    def until(self) -> date | None:
        """The last day that its document has."""
        return all_sources()[self.source].until

    @property
    def undated(self) -> Ruled | None:
        """The rules and readings that say so, where its document bears no date."""
        return self.evidence if all_sources()[self.source].dates == "undated" else None

    @property
    def deduced(self) -> Ruled | None:
        """The rules and readings from which the dates of its document are deduced, where they are."""
        return self.evidence if all_sources()[self.source].dates == "deduced" else None

    def figure(self, name: str) -> str:
        """The full name of the parameter ``name`` of this edition, without its component."""
        return f"{self.parameters}/{name.partition('.')[0]}"


class Canton(_Data):
    """A canton with the editions of its text, in the order of the file."""

    code: str = Field(alias="canton")
    name: str
    editions: dict[str, Edition]


_OWN_SECTIONS = ("sources", "parameters")  # read by ai_calc.registers.documents and ai_calc.law.parameters


def _read(file: str) -> Canton:
    raw = {key: value for key, value in bundles.canton(file).items() if key not in _OWN_SECTIONS}
    try:
        canton = Canton.model_validate(_with_ids(raw))
    except ValidationError as error:
        raise CantonError("\n".join(f"{file} : {fault}" for fault in faults(error))) from None
    for edition in canton.editions.values():
        for problem in _problems(edition):
            raise CantonError(f"{file} : editions.{edition.id} : {problem}")
    return canton


def _with_ids(raw: dict[str, Any]) -> dict[str, Any]:
    editions = raw.get("editions")
    if not isinstance(editions, dict):
        return raw
    named = {k: {**v, "id": k} if isinstance(v, dict) else v for k, v in editions.items()}
    return {**raw, "editions": named}


def _problems(edition: Edition) -> list[str]:
    """What the format alone does not see: documents, figures, activities and kinds that do not exist."""
    found = []
    if edition.source not in all_sources():
        return [f"document inconnu « {edition.source} »"]
    if missing := set(Activity) - set(edition.activities):
        found.append(f"activities : il manque « {sorted(missing)[0]} »")
    flat = {Count.FLAT, Count.FLAT_BY_NOTICE}
    if edition.missed is None and any(t.count in flat for t in edition.activities.values()):
        found.append("missed : il manque, une activité s'y réfère")
    if (edition.evidence is None) != (all_sources()[edition.source].dates == "stated"):
        found.append("il faut « evidence » là où le document ne donne pas ses dates, et là seulement")
    wanted = [e.figure for e in (edition.grid, edition.usual_monthly, edition.step) if e is not None]
    wanted += [edition.rate.figure]
    wanted += [f for k in edition.kinds.values() for f in (k.cap.figure, k.cap.max_months) if f]
    wanted += [f for k in edition.kinds.values() if k.internships for f in (k.internships.count, k.internships.length)]
    wanted += [d.figure for d in edition.deadlines if d.figure]
    if edition.missed is not None:
        wanted += [edition.missed.hours, edition.missed.notice]
    for name in wanted:
        try:
            parameters.load(edition.figure(name))
        except parameters.ParameterError as error:
            found.append(str(error))
    for key, kind in edition.kinds.items():
        if kind.cap.mode in (CapMode.TOTAL, CapMode.MONTHLY, CapMode.GRID) and not kind.cap.figure:
            found.append(f"kinds.{key}.cap : il manque « figure »")
        if kind.after_hire is not None and kind.after_hire.kind not in edition.kinds:
            found.append(f"kinds.{key}.after_hire : type inconnu « {kind.after_hire.kind} »")
    for rule in edition.deadlines:
        if unknown := {*rule.only, *rule.not_for} - set(edition.kinds):
            found.append(f"deadlines.{rule.key} : type inconnu « {sorted(unknown)[0]} »")
    return found


@cache
def all_cantons() -> dict[str, Canton]:
    """Every canton by its code. Raises :class:`CantonError` when a file does not follow the format."""
    found: dict[str, Canton] = {}
    for file in bundles.canton_files():
        canton = _read(file)
        if canton.code in found:
            raise CantonError(f"{file} : le canton « {canton.code} » existe déjà")
        found[canton.code] = canton
    return found


def all_editions() -> dict[str, Edition]:
    """Every edition by its id."""
    return {key: edition for canton in all_cantons().values() for key, edition in canton.editions.items()}


def kind_labels() -> dict[str, str]:
    """Every kind of coaching of every canton, with the label of its first mention."""
    found: dict[str, str] = {}
    for canton in all_cantons().values():
        for edition in reversed(canton.editions.values()):
            for key, kind in edition.kinds.items():
                found.setdefault(key, kind.label)
    return found


def kinds_of(canton: str) -> tuple[str, ...]:
    """The kinds of coaching that the texts of a canton know, those of its last text first; none for an unknown one."""
    found = all_cantons().get(canton)
    editions = reversed(found.editions.values()) if found is not None else ()
    return tuple(dict.fromkeys(key for edition in editions for key in edition.kinds))
