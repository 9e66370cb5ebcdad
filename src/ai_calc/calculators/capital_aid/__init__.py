"""Capital aid (aide en capital, art. 18d LAI, CMRP 6001–6039): who may get it, how much, in what form, on what terms.

``compute`` takes a :class:`CapitalAidCase` and returns a result whose verdicts, figures and steps cite the rules.
"""

from ai_calc.calculators.capital_aid.compute import compute
from ai_calc.calculators.capital_aid.model import CapitalAidCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="capital_aid",
    case_type=CapitalAidCase,
    compute=compute,
    reasoned=("mix", "schedule"),
)

__all__ = ["CALCULATOR", "CapitalAidCase", "compute"]
