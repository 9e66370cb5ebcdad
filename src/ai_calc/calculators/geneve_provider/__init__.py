"""Providers in Geneva: what the agreement with the disability insurance office asks, what is missing, until when.

``compute`` takes a :class:`GenevaProviderCase` and returns verdicts, dates and a checklist as a document.
"""

from ai_calc.calculators.geneve_provider.compute import compute
from ai_calc.calculators.geneve_provider.model import GenevaProviderCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="geneve_provider",
    case_type=GenevaProviderCase,
    compute=compute,
)

__all__ = ["CALCULATOR", "GenevaProviderCase", "compute"]
