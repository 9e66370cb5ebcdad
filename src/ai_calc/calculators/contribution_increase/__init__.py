"""Compensation for higher contributions (indemnité pour augmentation des cotisations, art. 18c LAI, CMRP 5038–5043)."""

from ai_calc.calculators.contribution_increase.compute import compute
from ai_calc.calculators.contribution_increase.model import ContributionIncreaseCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="contribution_increase",
    case_type=ContributionIncreaseCase,
    compute=compute,
    reasoned=("years",),
)

__all__ = ["CALCULATOR", "ContributionIncreaseCase", "compute"]
