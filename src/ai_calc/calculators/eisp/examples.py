"""What the guide's examples offer for a first draft: goals, indicators, targets, norms, announcements, pieces.

They bind nobody (eisp:1.1.c). What the guide leaves open (how a rate is calculated, what weighs, what kind of data a
piece holds) is left open. Target values depend on the public (eisp:X11.1 to X11.4).
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ai_calc.calculators.eisp.choices import (
    Bound,
    Domain,
    Level,
    Process,
    Profile,
    Rhythm,
    Role,
    Subject,
    Unit,
)
from ai_calc.calculators.eisp.model import EispCase, Goal, Indicator, Norm, NoticeDuty, Report
from ai_calc.ground.french import amount
from ai_calc.ground.record import record
from ai_calc.law.in_force import Law
from ai_calc.outcome.facts import Finding
from ai_calc.results import Cell


@record
class Proposal:
    """A goal of the guide's examples with its indicators; ``rule`` names the example."""

    goal: Goal
    indicators: tuple[Indicator, ...]
    rule: str


@record
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
    return Targets(
        law.table("eisp/example_reintegration_target")[key],
        None,
        law.table("eisp/example_absence_target")[key],
        satisfaction[key],
        "eisp:X11.1",
    )


def proposals(profile: Profile, law: Law) -> tuple[Proposal, ...]:
    """The goals to propose, in order; each indicator already carries the number of its goal."""
    return _proposals(targets_for(profile, law))


@lru_cache(maxsize=16)
def _proposals(t: Targets) -> tuple[Proposal, ...]:
    """The same for given targets: rows that never change."""
    goals: tuple[tuple[Goal, tuple[Indicator, ...], str], ...] = (
        (
            Goal(label="Réinsertion rapide et durable sur le marché primaire du travail", level=Level.STRATEGIC),
            (),
            "eisp:X6.1",
        ),
        (
            Goal(label="Réinsérer les participants sur le marché primaire"),
            (
                Indicator(
                    goal=1,
                    label="Taux de réinsertion sur le marché primaire",
                    target=t.reintegration,
                    minimum=t.reintegration_minimum,
                ),
            ),
            t.rule,
        ),
        (
            Goal(label="Améliorer l'employabilité des participants"),
            (Indicator(goal=1, label="Entretiens d'embauche passés, par participant", unit=Unit.PER_MONTH),),
            "eisp:X10",
        ),
        (Goal(label="Améliorer l'intégration sociale des participants", domain=Domain.SOCIAL), (), "eisp:X8"),
        (
            Goal(label="Maintenir ou améliorer la structure de la journée", domain=Domain.SOCIAL, role=Role.PARTIAL),
            (
                Indicator(
                    goal=1,
                    label="Absences par participant pendant l'affectation",
                    unit=Unit.DAYS_PER_MONTH,
                    bound=Bound.AT_MOST,
                    target=t.absence_days,
                ),
            ),
            "eisp:X11.2",
        ),
        (
            Goal(label="Satisfaction des participants placés", domain=Domain.QUALITY),
            (Indicator(goal=1, label="Part de participants plutôt ou très satisfaits", target=t.satisfaction),),
            "eisp:X11.3",
        ),
        (
            Goal(label="Occuper le nombre convenu de bénéficiaires", domain=Domain.OPERATIONS),
            (
                Indicator(goal=1, label="Nombre de participants", unit=Unit.NUMBER),
                Indicator(goal=1, label="Nombre de jours pour tous les participants", unit=Unit.NUMBER),
            ),
            "eisp:X29",
        ),
        (Goal(label="Utiliser les ressources avec efficacité", domain=Domain.FINANCE), (), "eisp:X9"),
        (
            Goal(label="Limiter les charges d'administration et d'infrastructure", domain=Domain.FINANCE),
            (Indicator(goal=1, label="Part de ces charges dans le coût total des prestations", bound=Bound.AT_MOST),),
            "eisp:X9",
        ),
    )
    return tuple(
        Proposal(goal, tuple(i.model_copy(update={"goal": n}) for i in indicators), rule)
        for n, (goal, indicators, rule) in enumerate(goals, 1)
    )


NORMS = (
    Norm(process=Process.ORGANISATION, norm="Swiss Foundation Code ou équivalent", label_imposed=Finding.NOT_MET),
    Norm(
        process=Process.SUPPORT, norm="Norme de qualité Insertion Suisse ou équivalent", label_imposed=Finding.NOT_MET
    ),
    Norm(process=Process.ACCOUNTS, norm="Swiss GAAP RPC ou équivalent", label_imposed=Finding.NOT_MET),
    Norm(process=Process.AUDIT, norm="Révision ou contrôle restreint selon le CO", label_imposed=Finding.NOT_MET),
)
"""eisp:X22"""

REPORTS = (
    Report(document="Rapport sur l'offre, avec les indicateurs agrégés, ou rapport pour chaque participant", goal=2),
    Report(document="Nombre de participants", rhythm=Rhythm.MONTHLY, goal=7),
    Report(document="Nombre de jours pour tous les participants", rhythm=Rhythm.MONTHLY, goal=7),
    Report(
        document="Nombre de cours suivis par les participants", rhythm=Rhythm.QUARTERLY, subject=Subject.FINANCE, goal=8
    ),
    Report(document="Nombre d'interruptions", rhythm=Rhythm.QUARTERLY, subject=Subject.FINANCE, goal=8),
    Report(
        document="Appréciation de la prestation par le spécialiste de l'organe mandant", subject=Subject.QUALITY, goal=6
    ),
    Report(document="Décompte final", subject=Subject.FINANCE, goal=8),
    Report(document="Rapport de révision", subject=Subject.FINANCE, goal=8),
    Report(document="Attestation SCI", subject=Subject.OTHER),
    Report(document="Qualification de tous les collaborateurs", subject=Subject.OTHER),
)
"""eisp:X29, eisp:X32.1, eisp:X32.2, eisp:X32.3"""


def notice_duties(law: Law) -> tuple[NoticeDuty, ...]:
    """eisp:X24.1, eisp:X24.2, eisp:X24.3"""
    return (
        NoticeDuty(
            event="Absence d'un participant, maladie ou accident",
            concerns_beneficiaries=Finding.MET,
            working_days=law.count("eisp/example_absence_notice"),
        ),
        NoticeDuty(event="Convention d'objectifs individuelle non respectée", concerns_beneficiaries=Finding.MET),
        NoticeDuty(event="Embauche de personnel d'encadrement", concerns_beneficiaries=Finding.MET),
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
    return _rows(targets_for(case.profile, law))


@lru_cache(maxsize=16)
def _rows(t: Targets) -> tuple[tuple[Cell, ...], ...]:
    found: list[tuple[Cell, ...]] = []
    for proposal in _proposals(t):
        goal = proposal.goal
        for i in proposal.indicators or (None,):
            found.append(
                (
                    goal.label,
                    goal.level.french,
                    goal.domain.french,
                    "—" if i is None else i.label,
                    "—" if i is None else value_text(i, i.target) or "à fixer par les parties",
                    "" if i is None else value_text(i, i.minimum),
                )
            )
    return tuple(found)


def value_text(indicator: Indicator, value: Decimal | None) -> str:
    """``au moins 40 %``; empty without a value."""
    if value is None:
        return ""
    return f"{indicator.bound.french} {amount(value, indicator.unit.shown)}"
