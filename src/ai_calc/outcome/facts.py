"""What the cases of all calculators share: strict frozen models, labels in French, three-valued findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticKnownError

from ai_calc.ground.dates import YearOfBirth, last_day_of, last_day_of_months
from ai_calc.ground.errors import call_options
from ai_calc.ground.reading import (
    NO,
    YES,
    born,
    clean,
    read_amount,
    read_birth,
    read_day,
    read_flag,
    read_hours,
    read_number,
    read_whole,
)
from ai_calc.ground.record import record


class Choice(StrEnum):
    """An enumeration whose members carry a French label: ``MEMBER = "value", "libellé"``."""

    french: str

    def __new__(cls, value: str, french: str) -> Choice:
        member = str.__new__(cls, value)
        member._value_ = value
        member.french = french
        return member

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        call_options((member.value for member in cls), (member.french for member in cls))

    @classmethod
    def _missing_(cls, value: object) -> Choice | None:
        """A member by its French label, as it stands in a form and in a table that somebody writes."""
        said = clean(value).casefold() if isinstance(value, str) else ""
        found = [member for member in cls if clean(member.french).casefold() == said]
        return found[0] if len(found) == 1 else None


class Finding(Choice):
    """What the file establishes on a fact: unknown until somebody says so. Old files hold true and false: see
    :data:`Answer`."""

    MET = "met", "Oui"
    NOT_MET = "not_met", "Non"
    UNKNOWN = "unknown", "À établir"


class Sex(Choice):
    """Sex in the AVS register; it decides the reference age of persons born before 1964."""

    FEMALE = "female", "Femme"
    MALE = "male", "Homme"


def _flag(value: Any) -> Any:
    return read_flag(value) if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_flag)]
"""A yes or a no, of which one is the usual."""


def _answer(value: Any) -> Any:
    if isinstance(value, str):
        said = value.casefold()
        value = True if said in YES else False if said in NO else value
    return {True: Finding.MET, False: Finding.NOT_MET}[value] if isinstance(value, bool) else value


Answer = Annotated[Finding, BeforeValidator(_answer)]
"""A finding that was a yes or no before: true is met, false is not met; nothing said is unknown."""


def not_a_bool(value: Any, kind: Literal["int_type", "decimal_type"] = "int_type") -> Any:
    """Refuses true and false where a number is meant; pydantic keeps one such check a field, so others call it."""
    if isinstance(value, bool):  # Python counts with true as if it were 1
        raise PydanticKnownError(kind)
    return value


def _number(value: Any) -> Any:
    return read_number(value) if isinstance(value, str) else not_a_bool(value, "decimal_type")


def _amount(value: Any) -> Any:
    return read_amount(value) if isinstance(value, str) else not_a_bool(value, "decimal_type")


def _hours(value: Any) -> Any:
    return read_hours(value) if isinstance(value, str) else not_a_bool(value, "decimal_type")


def _whole(value: Any) -> Any:
    return read_whole(value) if isinstance(value, str) else not_a_bool(value)


def _day(value: Any) -> Any:
    if isinstance(value, str):
        return read_day(value)
    if isinstance(value, int | float):  # seconds since 1970: nobody means that
        raise PydanticKnownError("date_type")
    return value


# Texts are read as everywhere (ai_calc.ground.reading); constraints follow where a type is used.
DecimalNumber = Annotated[Decimal, BeforeValidator(_number)]
"""A number."""

MoneyNumber = Annotated[Decimal, BeforeValidator(_amount)]
"""A number of CHF, as in a rate."""

HoursNumber = Annotated[Decimal, BeforeValidator(_hours), PlainSerializer(float, return_type=float, when_used="json")]
"""A number of hours, with two decimals at most. As JSON it is a number: the text « 2.15 » would be asked about."""

FineNumber = Annotated[Decimal, BeforeValidator(_number), PlainSerializer(float, return_type=float, when_used="json")]
"""A number with more than two decimals. As JSON it is a number: the text « 1.234 » would be asked about."""

Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number."""

Amount = Annotated[
    Decimal, Field(ge=0, le=Decimal("100000000"), max_digits=12, decimal_places=2), BeforeValidator(_amount)
]
"""An amount in CHF, not negative, to the centime. Its bounds stand before its reader: pydantic then checks them in
Rust, and there are many amounts."""

EARLIEST = date(2014, 1, 1)
LATEST = date(2100, 12, 31)
LawDate = Annotated[date, BeforeValidator(_day), Field(ge=EARLIEST, le=date(2035, 12, 31))]

BORN = "birth"
"""Marks the type of a date of birth, which forms read as one."""


def _birth(value: Any) -> Any:
    if type(value) is int and 1900 <= value <= LATEST.year:  # the year, as a table or JSON may hold it
        value = str(value)
    return read_birth(value) if isinstance(value, str) else born(value) if isinstance(value, date) else _day(value)


def _birth_as_json(value: Any) -> Any:
    return str(value.year) if isinstance(value, YearOfBirth) else value.isoformat() if value else value


BirthDate = Annotated[
    date,
    BeforeValidator(_birth),
    PlainSerializer(_birth_as_json, when_used="json"),
    BORN,
    Field(ge=date(1900, 1, 1), le=LATEST),
]
"""A date of birth (date de naissance): it has been. Of a year alone the day is supposed
(:mod:`ai_calc.outcome.year_of_birth`)."""
CalendarDate = Annotated[date, BeforeValidator(_day), Field(ge=date(1900, 1, 1), le=LATEST)]


@record
class Order:
    """``first`` comes before ``then`` (dates), or is no larger (amounts), when both are known.

    ``strict``: they may not be equal. ``why``: the reason in French, when the two labels do not say enough.
    """

    first: str
    then: str
    strict: bool = False
    why: str = ""


class Case(BaseModel):
    """A case of a calculator: immutable, without unknown fields.

    A field's ``title`` is its French label, its ``description`` the help beside it, ``json_schema_extra`` may give
    ``unit`` (as in :data:`ai_calc.ground.french.UNITS`), ``rules`` (citations) and ``why`` (why the question is asked).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, revalidate_instances="never")

    DECIDED_ON: ClassVar[tuple[str, ...]] = ()
    """The dates of the case that decide which law applies, in order of preference: the first that is known counts."""
    DERIVED: ClassVar[dict[str, str]] = {}
    """French titles of those that are no field but follow from rows (a property)."""
    ORDER: ClassVar[tuple[Order, ...]] = ()
    """The order that its dates and amounts must have (:mod:`ai_calc.outcome.order`)."""

    LASTS: ClassVar[tuple[str, ...]] = ()
    """How long what the case is about lasts, from ``start_date``: fields in days or months, as their unit says."""

    FOLLOWS: ClassVar[tuple[str, ...]] = ("cmrp",)
    """The editions of documents whose text the calculator applies; the register adds those to which it was brought
    forward."""

    law_date: LawDate | None = Field(
        default=None,
        title="Date du droit",
        description=(
            "Choisit les montants connus à ce jour. Vide : le jour qui décide dans le dossier, sinon aujourd'hui."
        ),
    )

    @model_validator(mode="before")
    @classmethod
    def _of_any_version(cls, data: Any) -> Any:
        return cls.from_older(data) if isinstance(data, dict) else data

    @classmethod
    def from_older(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The data of a case, or the raw values of its form, as this version names them."""
        return data

    @property
    def law_day(self) -> date:
        """The day whose law applies: chosen, else the first known of ``DECIDED_ON``, else today."""
        if self.law_date is not None:
            return self.law_date
        for name in self.DECIDED_ON:
            if (day := getattr(self, name)) is not None:
                assert isinstance(day, date)
                return day
        return date.today()

    @property
    def ends(self) -> Iterator[date]:
        """The days on which what the case is about ends, where a duration says so rather than a date."""
        start = getattr(self, "start_date", None)
        for name in self.LASTS:
            length = getattr(self, name)
            if start is not None and length:
                extra = type(self).model_fields[name].json_schema_extra
                months = isinstance(extra, dict) and extra.get("unit") == "mois"
                yield last_day_of_months(start, length) if months else last_day_of(start, length)


def field(
    default: Any = ...,
    *,
    title: str,
    help: str = "",
    unit: str = "",
    rules: tuple[str, ...] = (),
    why: str = "",
    personal: bool = False,
    none_of: str = "",
    kept: bool = False,
    **constraints: Any,
) -> Any:
    """A pydantic field with what the form, the schema and the sheet need: French label, help, unit, rules.

    ``personal``: names a person or says where to find one; it stays out of links that are passed on.
    ``none_of``: the list of which this fact says that it has no line, or its box (« items.real_estate ») that no line
    has ticked.
    """
    extra: dict[str, Any] = {}
    if unit:
        extra["unit"] = unit
    if rules:
        extra["rules"] = list(rules)
    if why:
        extra["why"] = why
    if personal:
        extra["personal"] = True
    if none_of:
        extra["none_of"] = none_of
    if kept:
        extra["kept"] = True
    if isinstance(default, list | dict):
        raise TypeError("use a tuple for a default")
    return Field(default, title=title, description=help or None, json_schema_extra=extra or None, **constraints)


def finding(title: str, *rules: str, help: str = "", why: str = "") -> Any:
    """A field of a case that somebody establishes or denies; unknown until then."""
    return field(Finding.UNKNOWN, title=title, help=help, rules=rules, why=why)
