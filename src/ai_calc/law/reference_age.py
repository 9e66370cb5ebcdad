"""The AVS reference age (âge de référence), by date of the law, sex and year of birth (reform AVS 21 included)."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from ai_calc.ground.dates import add_months, end_of_month
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Sex


def reference_age_months(birth: date, sex: Sex, law: Law) -> int:
    """The reference age in months at the date of the law (``fait:age-de-reference``)."""
    if sex is Sex.MALE:
        return law.count("avs/reference_age_men")
    table = law.table("avs/reference_age_women")
    if birth.year >= 1964 and "born_1964_or_later" in table:
        return int(table["born_1964_or_later"])
    return int(table.get(f"born_{birth.year}", table["other"]))


def end_of_working_period(birth: date, sex: Sex, law: Law) -> date:
    """The last day of the month in which the reference age is reached (cmrp:4014; reading C-46)."""
    return end_of_month(add_months(birth, reference_age_months(birth, sex, law)))


class Person(Protocol):
    """A case that may say a person's sex."""

    @property
    def sex(self) -> Sex | None:
        """The sex in the AVS register; ``None``: not known."""


def ends_of_working_period(birth: date, person: Person, law: Law) -> tuple[date, date]:
    """The end; where it depends on the sex and nobody gave that, the earlier and the later one. The sex is read, and so
    asked, only where it matters."""
    ends = {sex: end_of_working_period(birth, sex, law) for sex in Sex}
    first, last = min(ends.values()), max(ends.values())
    if first == last or person.sex is None:
        return first, last
    end = ends[person.sex]
    return end, end
