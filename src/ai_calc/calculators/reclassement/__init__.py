"""Training and reclassement (CMRP parts 2–4, 2001–4039): which measure a case belongs to, whether it is due, what it
costs.

``compute`` takes a :class:`ReclassementCase`.
"""

from ai_calc.calculators.reclassement.choices import Measure
from ai_calc.calculators.reclassement.compute import compute
from ai_calc.calculators.reclassement.measure import route_of
from ai_calc.calculators.reclassement.model import ReclassementCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="reclassement",
    case_type=ReclassementCase,
    compute=compute,
    reasoned=("costs",),
)

__all__ = ["CALCULATOR", "Measure", "ReclassementCase", "compute", "route_of"]
