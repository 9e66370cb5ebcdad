"""Service agreements with enterprises of social and vocational integration (EISP), along the federal guide of 2018.

``compute`` takes an :class:`EispCase`: is an agreement worth it, which of the 44 indications the draft follows, what
the law makes mandatory, what was achieved; with the draft as a document.
"""

from ai_calc.calculators.eisp import examples
from ai_calc.calculators.eisp.agreement import agreement
from ai_calc.calculators.eisp.choices import Insurer
from ai_calc.calculators.eisp.compute import EispDetails, compute
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.handing_over.papers import Document
from ai_calc.handing_over.profile import Handover, completed
from ai_calc.law.in_force import Law
from ai_calc.registers.calculators import Calculator
from ai_calc.results import Result


def papers(case: EispCase, result: Result[EispDetails], by: Handover) -> tuple[Document, ...]:
    """The draft between the office and the enterprise of whoever hands it over, where the case does not name them, with
    their particulars."""
    profile = by.profile
    own = {
        "authority": profile.office_name if case.insurer is Insurer.AI else "",
        "provider": profile.name if profile.name != profile.office_name else "",
    }
    return (agreement(examples.completed(completed(case, own), Law(case.law_day)), profile),)


CALCULATOR = Calculator(
    name="eisp",
    case_type=EispCase,
    compute=compute,
    papers=papers,
)

__all__ = ["CALCULATOR", "EispCase", "compute", "papers"]
