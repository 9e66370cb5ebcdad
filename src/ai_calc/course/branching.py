"""One file that branches: what one decides leads to another next step, from guidance to the text of a decision.

The figures and statuses are the calculators'; which decision the file carries follows from the status of one verdict.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from ai_calc.course.lessons.bases import INTRODUCTION, RECLASSEMENT, TRIAL
from ai_calc.course.writing import compute
from ai_calc.ground.record import record
from ai_calc.handing_over.decision import decision_text
from ai_calc.handing_over.papers import Heading, Paragraph, plain
from ai_calc.registers import calculators as registry
from ai_calc.results import Status, Verdict

Decision = Literal["grant", "refuse", "ask"]
CARRIED: dict[Status, Decision] = {Status.MET: "grant", Status.NOT_MET: "refuse", Status.TO_APPRAISE: "ask"}
"""What a verdict carries, when all else is established."""


@record
class Choice:
    """One decision. ``then``: the step that it leads to; ``""`` for the end, which is the text of the decision where
    the file carries the decision."""

    decision: Decision
    words: str
    then: str = ""


@record
class Step:
    """Where the file stands: what is known now, and what can be decided. ``verdict``: the point on which it hangs."""

    key: str
    story: str
    calculator: str
    data: dict[str, Any]
    verdict: str
    choices: tuple[Choice, ...]

    @property
    def found(self) -> Verdict:
        """The verdict as the calculator gives it."""
        return _verdict(self.key)

    def carries(self, choice: Choice) -> bool:
        """Whether the file carries this decision."""
        return CARRIED[self.found.status] == choice.decision

    def letter(self) -> tuple[str, ...]:
        """What the text of the decision says: the facts it begins with, its conclusion."""
        calculator = registry.get(self.calculator)
        case = calculator.case_type.model_validate(self.data)
        blocks = decision_text(calculator, case, calculator.compute(case), example=True).blocks
        said: dict[str, str] = {}
        heading = ""
        for block in blocks:
            if isinstance(block, Heading):
                heading = plain(block.text, named=True)
            elif isinstance(block, Paragraph):
                said.setdefault(heading, plain(block.text, named=True))
        return said["En fait"], said["Conclusion"]


@cache
def _verdict(key: str) -> Verdict:
    """Of a step, computed once: each way that leads to it shows it, and each of its choices asks for it."""
    step = STEPS[key]
    return compute(step.calculator, step.data).verdict(step.verdict)


_PLANNED = {k: v for k, v in INTRODUCTION.items() if k not in ("daily_amount", "monthly_wage", "employer_rate_percent")}

FIRST = "interview"
STEPS = {
    step.key: step
    for step in (
        Step(
            FIRST,
            "Au bout de l'orientation, Inès demande un reclassement. Sa perte de gain durable est de 25 %. Tout est"
            " établi, sauf un point : rien ne dit encore que la formation souhaitée soit adaptée à son handicap.",
            "reclassement",
            {**RECLASSEMENT, "sex": "female", "suited_to_disability": "unknown"},
            "4010.suited",
            (
                Choice("grant", "Accorder le reclassement tout de suite", "stopped"),
                Choice("refuse", "Refuser le reclassement", "contested"),
                Choice("ask", "Demander d'abord ce qui manque", "report"),
            ),
        ),
        Step(
            "stopped",
            "La formation a commencé. Après quelques semaines, Inès n'y arrive pas : le dossier établit à présent que"
            " cette formation n'est pas adaptée à son handicap. Elle voudrait tout de même continuer.",
            "reclassement",
            {**RECLASSEMENT, "sex": "female", "suited_to_disability": "not_met"},
            "4010.suited",
            (
                Choice("grant", "Accorder la suite de cette formation"),
                Choice("refuse", "Ne pas accorder la suite, et examiner ce qui reste possible", "same_post"),
            ),
        ),
        Step(
            "contested",
            "Inès n'est pas d'accord : « Rien n'établit que cette formation ne me convienne pas. » Le dossier n'a pas"
            " changé.",
            "reclassement",
            {**RECLASSEMENT, "sex": "female", "suited_to_disability": "unknown"},
            "4010.suited",
            (
                Choice("refuse", "Maintenir le refus"),
                Choice("ask", "Reprendre l'examen, et demander ce qui manque", "report"),
            ),
        ),
        Step(
            "report",
            "La réponse arrive : la formation serait adaptée. Mais elle dit aussi qu'un poste approprié peut être"
            " offert à Inès sans formation supplémentaire, et que l'on est en droit d'attendre qu'elle l'accepte.",
            "reclassement",
            {**RECLASSEMENT, "sex": "female", "suitable_post_available": "met"},
            "4013.b",
            (
                Choice("grant", "Accorder le reclassement, puisque la formation est adaptée"),
                Choice("refuse", "Refuser le reclassement, et examiner un essai à ce poste", "trial"),
            ),
        ),
        Step(
            "trial",
            "Le poste est dans une autre entreprise, qui propose un essai. Inès a encore un contrat de travail ; son"
            " employeur actuel est d'accord avec l'essai.",
            "trial_placement",
            {**TRIAL, "contract": "elsewhere", "employer_agrees": "met", "days": 120},
            "5021",
            (
                Choice("grant", "Ne rien opposer à l'essai malgré le contrat", "hired"),
                Choice("refuse", "Refuser l'essai : Inès a un contrat de travail", "same_post"),
            ),
        ),
        Step(
            "hired",
            "L'entreprise de l'essai engage Inès, dans une activité appropriée. Son rendement est encore de 60 % ; le"
            " salaire convenu est celui d'un plein rendement. Une allocation d'initiation au travail est demandée.",
            "work_introduction",
            {**_PLANNED, "access": "after_trial"},
            "5028",
            (
                Choice("grant", "Accorder l'allocation"),
                Choice("refuse", "Refuser l'allocation : il y a déjà eu un essai"),
            ),
        ),
        Step(
            "same_post",
            "Inès en reste là, et garde le même poste chez son employeur. Celui-ci demande une allocation d'initiation"
            " au travail, parce que le rendement n'est que de 60 % du salaire convenu.",
            "work_introduction",
            {**_PLANNED, "access": "same_post"},
            "5027",
            (
                Choice("grant", "Accorder l'allocation : le rendement est inférieur au salaire"),
                Choice("refuse", "Refuser l'allocation, en nommant la condition qui manque"),
            ),
        ),
    )
}
"""The steps by their key. No path comes back to a step that it has left."""

__all__ = ["FIRST", "STEPS", "Choice", "Step"]
