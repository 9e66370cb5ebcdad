"""Who hands a paper over: the provider's own particulars, typed once, and the office that it goes to.

They are kept in the user's browser only (or in a file for the command line) and belong to no case. Numbers with check
digits (IBAN, IDE, GLN) are checked by python-stdnum, which is imported only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ai_calc.ground.check_digits import checked
from ai_calc.ground.errors import Fault, faults
from ai_calc.ground.reading import read_number
from ai_calc.ground.record import record
from ai_calc.outcome.facts import Choice, field

C = TypeVar("C", bound=BaseModel)
Line = Annotated[str, Field(max_length=70)]


class Vat(Choice):
    """How the provider stands to the value added tax (TVA)."""

    UNSAID = "unsaid", "Pas indiqué"
    EXEMPT = "exempt", "Pas assujetti·e à la TVA"
    INCLUDED = "included", "Assujetti·e, prix TVA comprise"
    EXCLUDED = "excluded", "Assujetti·e, prix hors TVA"


class Profile(BaseModel):
    """The particulars of whoever hands papers over. Everything may stay empty: a paper then shows where it is
    missing."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Line = field("", title="Nom ou raison sociale")
    street: Line = field("", title="Rue et numéro")
    postcode: Annotated[str, Field(max_length=16)] = field("", title="Code postal")
    city: Annotated[str, Field(max_length=35)] = field("", title="Lieu")
    phone: Line = field("", title="Téléphone")
    email: Line = field("", title="Courriel")
    uid: Line = field("", title="Numéro IDE")
    vat: Vat = field(Vat.UNSAID, title="TVA")
    vat_rate: Annotated[str, Field(max_length=8)] = field(
        "", title="Taux de TVA", unit="%", help="Si vous êtes assujetti·e : celui de vos prestations."
    )
    iban: Line = field("", title="IBAN")
    gln: Line = field("", title="GLN")
    payment_days: Annotated[str, Field(max_length=8)] = field(
        "", title="Délai de paiement de vos factures", unit="jours", help="Facultatif : un nombre de jours."
    )
    office_name: Line = field("", title="Office AI")
    office_street: Line = field("", title="Office AI : rue et numéro")
    office_postcode: Annotated[str, Field(max_length=16)] = field("", title="Office AI : code postal")
    office_city: Annotated[str, Field(max_length=35)] = field("", title="Office AI : lieu")
    office_contact: Line = field("", title="Office AI : personne de contact")

    @field_validator("iban")
    @classmethod
    def _iban(cls, value: str) -> str:
        found = checked(
            "iban",
            value,
            "cet IBAN n'est pas juste : un chiffre manque ou est faux (chiffres de contrôle)",
        )
        if found and not found.startswith(("CH", "LI")):
            raise ValueError("un IBAN suisse (CH) ou du Liechtenstein (LI) est attendu")
        if found and 30000 <= int(found[4:9]) <= 31999:
            raise ValueError(
                "c'est un QR-IBAN : il demande une référence QR, que ces factures ne portent pas ; indiquez l'IBAN"
                " ordinaire"
            )
        return found

    @field_validator("uid")
    @classmethod
    def _uid(cls, value: str) -> str:
        bare = value.upper().replace("TVA", "").replace("MWST", "").replace("IVA", "").strip()
        return checked(
            "ch.uid", bare, "ce numéro IDE n'est pas juste (CHE suivi de neuf chiffres, le dernier de contrôle)"
        )

    @field_validator("payment_days")
    @classmethod
    def _days(cls, value: str) -> str:
        number = value.removesuffix("jours").strip()
        if number and not (number.isascii() and number.isdigit() and 0 < int(number) <= 365):
            raise ValueError("un nombre de jours est attendu, de 1 à 365")
        return number

    @field_validator("vat_rate")
    @classmethod
    def _rate(cls, value: str) -> str:
        text = value.removesuffix("%").strip()
        if not text:
            return ""
        try:
            rate = read_number(text)
        except ValueError:
            rate = Decimal(0)
        if not 0 < rate < 100 or rate != round(rate, 2):
            raise ValueError("un taux en pour cent est attendu, plus de 0 et moins de 100, deux décimales au plus")
        return format(rate.normalize(), "f")

    @field_validator("gln")
    @classmethod
    def _gln(cls, value: str) -> str:
        found = checked("ean", value, "ce GLN n'est pas juste (treize chiffres, le dernier de contrôle)")
        if found and len(found) != 13:
            raise ValueError("un GLN a treize chiffres")
        return found

    @property
    def vat_percent(self) -> Decimal | None:
        """The rate of the tax in per cent; ``None`` where nobody gave it, or the provider is not subject to it."""
        return Decimal(self.vat_rate) if self.vat_rate and self.vat in (Vat.INCLUDED, Vat.EXCLUDED) else None

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of the address."""
        return tuple(filter(None, (self.name, self.street, f"{self.postcode} {self.city}".strip())))

    @property
    def office(self) -> tuple[str, ...]:
        """The lines of the office's address."""
        return tuple(
            filter(
                None,
                (
                    self.office_name,
                    self.office_contact,
                    self.office_street,
                    f"{self.office_postcode} {self.office_city}".strip(),
                ),
            )
        )

    @property
    def numbers(self) -> tuple[str, ...]:
        """« IDE CHE-123.456.788 TVA », « GLN … »."""
        found = []
        if self.uid:
            found.append(
                f"IDE {self.uid[:3]}-{self.uid[3:6]}.{self.uid[6:9]}.{self.uid[9:]}"
                + (" TVA" if self.vat in (Vat.INCLUDED, Vat.EXCLUDED) else "")
            )
        if self.gln:
            found.append(f"GLN {self.gln}")
        return tuple(found)

    @property
    def contact(self) -> tuple[str, ...]:
        """Telephone and e-mail."""
        return tuple(filter(None, (self.phone, self.email)))


@record
class Handover:
    """Whose paper it is, and what stands on all of it (an example). ``made_on``: the day on which it is made, today
    when left out."""

    profile: Profile = Profile()
    mark: str = ""
    made_on: date | None = None

    @property
    def day(self) -> date:
        """The day on which the paper is made."""
        return self.made_on or date.today()


NOBODY = Handover()
"""Nobody's paper, and nothing on it."""


def completed(case: C, own: Mapping[str, str]) -> C:
    """A case with what the profile knows of it, where the case itself says nothing."""
    return case.model_copy(update={name: value for name, value in own.items() if value and not getattr(case, name)})


def profile_of(data: Any) -> tuple[Profile, tuple[Fault, ...]]:
    """The profile that JSON data hold, without the fields that are faulty; each fault names its field."""
    known = {k: v for k, v in data.items() if k in Profile.model_fields} if isinstance(data, dict) else {}
    try:
        return Profile.model_validate(known), ()
    except ValidationError as error:
        found = tuple(faults(error))
        wrong = {f.path for f in found}
        return Profile.model_validate({k: v for k, v in known.items() if k not in wrong}), found


__all__ = ["Handover", "Profile", "Vat", "completed", "profile_of"]
