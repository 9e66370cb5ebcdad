"""Files that a calculator hands over have names that tell them apart."""

from __future__ import annotations

import base64
import re
from datetime import date

import pytest

from ai_calc.handing_over.profile import Handover, Profile
from ai_calc.registers import calculators as registry
from calculators.kit import downloads
from calculators.kit.static import form_of


@pytest.mark.parametrize("called", ["", "Cas 12: Genève / été"])
@pytest.mark.parametrize("name", registry.names())
def test_no_two_files_of_a_case_have_one_name(name: str, called: str) -> None:
    calculator = registry.get(name)
    case = calculator.case_type.model_validate(form_of(name).example)
    result = calculator.compute(case)
    asked = [{"kind": kind} for kind in ("file", "xlsx", *calculator.extra_files)]
    asked += [{"kind": kind, "key": document.key} for document in result.documents for kind in ("docx", "html")]
    by = Handover(Profile(name="Claire Rochat", postcode="2502", city="Bienne", iban="CH9300762011623852957"))
    made = [downloads.make(calculator, case, result, {**message, "name": called}, by) for message in asked]
    contents: dict[str, set[str]] = {}
    for file in made:
        contents.setdefault(file["name"], set()).add(
            file.get("text") or base64.b64decode(file["base64"]).decode("latin-1")
        )
    assert [name for name, found in contents.items() if len(found) > 1] == [], "one name for two contents"
    assert all(
        re.fullmatch(rf"[\w-]+{'_Cas-12-Genève-été' if called else ''}_{date.today()}\.[a-z]+", name)
        for name in contents
    ), contents.keys()
