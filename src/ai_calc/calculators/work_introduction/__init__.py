"""Work introduction allowance (allocation d'initiation au travail, art. 18b LAI, CMRP 5027–5037), paid to the
employer."""

from ai_calc.calculators.work_introduction.compute import compute
from ai_calc.calculators.work_introduction.model import WorkIntroductionCase
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="work_introduction",
    case_type=WorkIntroductionCase,
    compute=compute,
    reasoned=("payments",),
)

__all__ = ["CALCULATOR", "WorkIntroductionCase", "compute"]
