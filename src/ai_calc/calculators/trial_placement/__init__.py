"""Trial placement (placement à l'essai, art. 18a LAI, CMRP 5017–5026 and Annexe I): conditions, dates, agreement."""

from ai_calc.calculators.trial_placement.compute import compute
from ai_calc.calculators.trial_placement.model import TrialPlacementCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="trial_placement",
    case_type=TrialPlacementCase,
    compute=compute,
)

__all__ = ["CALCULATOR", "TrialPlacementCase", "compute"]
