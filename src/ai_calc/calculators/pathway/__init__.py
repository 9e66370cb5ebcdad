"""A rehabilitation path step by step: which measure may follow which, for how long, and which rule says so.

``compute`` takes a :class:`PathwayCase`. The conditions of each measure itself are those of its own calculator.
"""

from ai_calc.calculators.pathway.compute import compute
from ai_calc.calculators.pathway.model import PathStep, PathwayCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="pathway",
    case_type=PathwayCase,
    compute=compute,
)

__all__ = ["CALCULATOR", "PathStep", "PathwayCase", "compute"]
