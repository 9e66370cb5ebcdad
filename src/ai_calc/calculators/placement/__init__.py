"""Placement services (placement, art. 18 LAI, CMRP 5001–5016): help to find work or to keep it, and for how long."""

from ai_calc.calculators.placement.compute import compute
from ai_calc.calculators.placement.model import PlacementCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="placement",
    case_type=PlacementCase,
    compute=compute,
)

__all__ = ["CALCULATOR", "PlacementCase", "compute"]
