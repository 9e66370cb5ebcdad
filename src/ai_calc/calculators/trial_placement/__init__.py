"""Trial placement (placement à l'essai, art. 18a LAI, CMRP 5017–5026 and Annexe I): conditions, dates, agreement."""

import re

from ai_calc.calculators.trial_placement.compute import TrialPlacementDetails, compute
from ai_calc.calculators.trial_placement.model import TrialPlacementCase
from ai_calc.handing_over.papers import Document
from ai_calc.handing_over.profile import Handover, completed
from ai_calc.registers.calculators import Calculator
from ai_calc.results import Result

_OFFICE = re.compile(r"^office (de l'assurance-invalidité|de l'ai|ai)\s*((du )?canton\s*)?((de |du |d'))?", re.I)
"""What the agreement says itself before the canton of the office."""


def papers(case: TrialPlacementCase, result: Result[TrialPlacementDetails], by: Handover) -> tuple[Document, ...]:
    """The agreement with the office of whoever hands it over, where the case does not name it."""
    profile = by.profile
    own = {
        "office_of": _OFFICE.sub("", profile.office_name),
        "office_street": profile.office_street,
        "office_postcode": profile.office_postcode,
        "office_city": profile.office_city,
        "office_contact": profile.office_contact,
    }
    return compute(completed(case, own)).documents


CALCULATOR = Calculator(
    name="trial_placement",
    case_type=TrialPlacementCase,
    compute=compute,
    papers=papers,
)

__all__ = ["CALCULATOR", "TrialPlacementCase", "compute", "papers"]
