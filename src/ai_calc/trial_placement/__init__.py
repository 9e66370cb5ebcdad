"""Trial placement (placement à l'essai, art. 18a LAI, CMRP 5017–5026 and Annexe I): conditions, dates, agreement."""

from ai_calc.registry import Calculator
from ai_calc.trial_placement.compute import compute
from ai_calc.trial_placement.model import TrialPlacementCase

CALCULATOR = Calculator(
    name="trial_placement",
    title="Placement à l'essai",
    page="calculateurs/placement-a-l-essai/",
    case_type=TrialPlacementCase,
    compute=compute,
)

__all__ = ["CALCULATOR", "TrialPlacementCase", "compute"]
