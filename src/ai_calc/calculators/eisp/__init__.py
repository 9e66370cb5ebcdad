"""Service agreements with enterprises of social and vocational integration (EISP), along the federal guide of 2018.

``compute`` takes an :class:`EispCase`: is an agreement worth it, which of the 44 indications the draft follows, what
the law makes mandatory, what was achieved; with the draft as a document.
"""

from ai_calc.calculators.eisp.compute import compute
from ai_calc.calculators.eisp.model import EispCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="eisp",
    case_type=EispCase,
    compute=compute,
)

__all__ = ["CALCULATOR", "EispCase", "compute"]
