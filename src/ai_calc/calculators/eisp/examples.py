"""What the guide's examples offer for a first draft: goals, indicators, targets, norms, announcements, pieces.

They bind nobody (eisp:1.1.c): a starting point to adapt. Target values depend on the public (eisp:X11.1 to X11.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ai_calc.calculators.eisp.choices import (
    Bound,
    DataKind,
    Domain,
    Level,
    Process,
    Profile,
    Rhythm,
    Role,
    Subject,
    Unit,
    Weight,
)
from ai_calc.calculators.eisp.model import EispCase, Goal, Indicator, Norm, NoticeDuty, Report
from ai_calc.ground.french import amount
from ai_calc.law.in_force import Law
from ai_calc.results import Cell

RATE = "Personnes réinsérées divisées par les sorties de la période ; les interruptions se comptent à part."
SHARE = "Personnes plutôt ou très satisfaites divisées par les réponses reçues dans l'année."
COST_SHARE = "Frais d'administration et d'infrastructure divisés par le coût total des prestations de l'année."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A goal of the guide's examples with its indicators; ``rule`` names the example."""

    goal: Goal
    indicators: tuple[Indicator, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Targets:
    """The example target values for a public; ``None`` where the examples differ or give none."""

    reintegration: Decimal
    reintegration_minimum: Decimal | None
    absence_days: Decimal | None
    satisfaction: Decimal
    rule: str


def targets_for(profile: Profile, law: Law) -> Targets:
    """The example values for ``profile``; without one of the two publics, the example with a minimum (reading E-08)."""
    satisfaction = law.table("eisp/example_satisfaction_target")
    if profile is Profile.OTHER:
        both = law.table("eisp/example_reintegration_minimum")
        same = satisfaction["low_skilled"]
        return Targets(both["target"], both["minimum"], None, same, "eisp:X11.4")
    key = profile.value
    return Targets(law.table("eisp/example_reintegration_target")[key], None, law.table("eisp/example_absence_target")[key],
                   satisfaction[key], "eisp:X11.1")  # fmt: skip


def proposals(profile: Profile, law: Law) -> tuple[Proposal, ...]:
    """The goals to propose, in order; each indicator already carries the number of its goal."""
    t = targets_for(profile, law)
    goals: tuple[tuple[Goal, tuple[Indicator, ...], str], ...] = (
        (Goal(label="Retour rapide et durable au marché primaire du travail", level=Level.STRATEGIC), (), "eisp:X6.1"),
        (Goal(label="Réinsérer les participants sur le marché primaire", weight=Weight.DECISIVE),
         (Indicator(goal=1, label="Taux de réinsertion au marché primaire", target=t.reintegration, minimum=t.reintegration_minimum,
                    calculation=RATE),), t.rule),
        (Goal(label="Rendre les participants plus employables", role=Role.PARTIAL),
         (Indicator(goal=1, label="Entretiens d'embauche passés, par participant", unit=Unit.PER_MONTH),), "eisp:X10"),
        (Goal(label="Maintenir ou améliorer la structure de la journée", domain=Domain.SOCIAL, role=Role.PARTIAL),
         (Indicator(goal=1, label="Absences par participant pendant l'affectation", unit=Unit.DAYS_PER_MONTH, bound=Bound.AT_MOST,
                    target=t.absence_days),), "eisp:X11.2"),
        (Goal(label="Satisfaction des participants placés", domain=Domain.QUALITY, weight=Weight.DECISIVE),
         (Indicator(goal=1, label="Part de participants plutôt ou très satisfaits", target=t.satisfaction, calculation=SHARE),), "eisp:X11.3"),
        (Goal(label="Occuper le nombre convenu de bénéficiaires", domain=Domain.OPERATIONS),
         (Indicator(goal=1, label="Participants et jours, pour l'ensemble", unit=Unit.NUMBER),), "eisp:X29"),
        (Goal(label="Employer les ressources avec efficacité", domain=Domain.FINANCE),
         (Indicator(goal=1, label="Part des frais d'administration et d'infrastructure", bound=Bound.AT_MOST, calculation=COST_SHARE),),
         "eisp:X9"),
    )  # fmt: skip
    return tuple(
        Proposal(goal, tuple(i.model_copy(update={"goal": n}) for i in indicators), rule)
        for n, (goal, indicators, rule) in enumerate(goals, 1)
    )


NORMS = (
    Norm(process=Process.ORGANISATION, norm="Swiss Foundation Code ou équivalent"),
    Norm(process=Process.SUPPORT, norm="Norme de qualité Insertion Suisse ou équivalent"),
    Norm(process=Process.ACCOUNTS, norm="Swiss GAAP RPC ou équivalent"),
    Norm(process=Process.AUDIT, norm="Révision ou contrôle restreint selon le CO"),
)
"""eisp:X22"""

REPORTS = (
    Report(document="Rapport sur l'offre, avec les indicateurs agrégés", goal=2, data_kind=DataKind.AGGREGATED),
    Report(document="Nombre de cours suivis et d'interruptions", rhythm=Rhythm.QUARTERLY, goal=3, data_kind=DataKind.AGGREGATED),
    Report(document="Absences par participant", goal=4, data_kind=DataKind.AGGREGATED),
    Report(document="Appréciation de la prestation et satisfaction", subject=Subject.QUALITY, goal=5, data_kind=DataKind.AGGREGATED),
    Report(document="Nombre de participants et de jours", rhythm=Rhythm.MONTHLY, subject=Subject.OTHER, goal=6, data_kind=DataKind.AGGREGATED),
    Report(document="Décompte final et rapport de révision", subject=Subject.FINANCE, goal=7, data_kind=DataKind.AGGREGATED),
)
"""eisp:X29, eisp:X32.1, eisp:X32.2, eisp:X32.3"""


def notice_duties(law: Law) -> tuple[NoticeDuty, ...]:
    """eisp:X24.1, eisp:X24.2, eisp:X24.3"""
    return (
        NoticeDuty(event="Absence d'un participant, maladie ou accident", working_days=law.count("eisp/example_absence_notice")),
        NoticeDuty(event="Convention d'objectifs individuelle non respectée"),
        NoticeDuty(event="Embauche de personnel d'encadrement"),
    )


def completed(case: EispCase, law: Law) -> EispCase:
    """The case with the guide's examples in its empty lists, when they are wanted."""
    if not case.use_examples:
        return case
    filled: dict[str, object] = {}
    if not case.goals and not case.indicators:
        found = proposals(case.profile, law)
        filled["goals"] = tuple(p.goal for p in found)
        filled["indicators"] = tuple(i for p in found for i in p.indicators)
        if not case.reports:
            filled["reports"] = REPORTS
    if not case.norms:
        filled["norms"] = NORMS
    if not case.notices:
        filled["notices"] = notice_duties(law)
    return case.model_copy(update=filled)


def rows(case: EispCase, law: Law) -> tuple[tuple[Cell, ...], ...]:
    """The proposals as rows of a table: goal, level, domain, indicator, target, minimum."""
    found: list[tuple[Cell, ...]] = []
    for proposal in proposals(case.profile, law):
        goal = proposal.goal
        for i in proposal.indicators or (None,):
            found.append((
                goal.label, goal.level.french, goal.domain.french,
                "—" if i is None else i.label,
                "—" if i is None else value_text(i, i.target) or "à fixer par les parties",
                "" if i is None else value_text(i, i.minimum),
            ))  # fmt: skip
    return tuple(found)


def value_text(indicator: Indicator, value: Decimal | None) -> str:
    """``au moins 40 %``; empty without a value."""
    if value is None:
        return ""
    return f"{indicator.bound.french} {amount(value, indicator.unit.shown)}"
