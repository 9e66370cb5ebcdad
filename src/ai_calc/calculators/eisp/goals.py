"""Groups A to C: the document, goals, indicators and targets, target groups (eisp:1 to eisp:13)."""

from __future__ import annotations

from ai_calc.calculators.eisp.choices import Bound, Domain, Level, Role, Unit
from ai_calc.calculators.eisp.indication_checks import Check, appraised, check, plural, unwritten
from ai_calc.calculators.eisp.model import EispCase, Goal, Indicator
from ai_calc.ground.french import phrase
from ai_calc.law.in_force import Law
from ai_calc.outcome.verdicts import opposite, status_of
from ai_calc.results import Status

INTEGRATION = (Domain.PROFESSIONAL, Domain.SOCIAL)


def document_checks(case: EispCase, law: Law) -> list[Check]:
    """Group A (eisp:1 to eisp:4)."""
    return [
        _length(case, law),
        appraised(
            2,
            case.references_precise,
            "le projet renvoie aux lois, règlements, concepts et annexes au lieu de les reprendre",
        ),
        appraised(
            3, case.principles_unified, "les principes sont visibles et forment un tout", rules=("eisp:3", "eisp:P3")
        ),
        appraised(4, case.expectations_written, "les attentes qui comptent sont écrites expressément"),
    ]


def _length(case: EispCase, law: Law) -> Check:
    """Five to ten pages, not more; fewer is only worth a remark (eisp:1.b, T5)."""
    length = law.table("eisp/document_length")
    low, high, rules = length["min"], length["max"], ("eisp:1.b", "eisp:T5")
    if case.pages is None:
        return check(
            1,
            Status.TO_APPRAISE,
            phrase("Longueur inconnue ; visé : de {0} à {1:pages}.", low, high),
            rules=rules,
        )
    if case.pages > high:
        return check(
            1,
            Status.NOT_MET,
            phrase("{0:pages}, plus que les {1:pages} visées.", case.pages, high),
            rules=rules,
            change=phrase("Raccourcir, ou passer des détails en annexe ({0:pages} de trop).", case.pages - high),
        )
    if case.pages < low:
        return check(
            1,
            Status.MET,
            phrase("{0:pages}, plus court que les {1} à {2:pages} visées : simple remarque.", case.pages, low, high),
            rules=rules,
        )
    return check(1, Status.MET, phrase("{0:pages}, entre {1} et {2:pages}.", case.pages, low, high), rules=rules)


def goal_checks(case: EispCase) -> list[Check]:
    """Group B-1 (eisp:5 to eisp:9)."""
    goals = written_goals(case)
    return [_clear(case, goals), _levels(goals), _effect(goals), _partial(case, goals), _quality(goals)]


Goals = list[tuple[int, Goal]]


def written_goals(case: EispCase) -> Goals:
    """The goals that say something, each with its number."""
    return [(n, goal) for n, goal in enumerate(case.goals, 1) if goal.written]


def _clear(case: EispCase, goals: Goals) -> Check:
    if not goals:
        return check(
            5,
            Status.NOT_MET,
            phrase("Aucun objectif n'est écrit."),
            rules=("eisp:5.a",),
            change=phrase("Écrire au moins un objectif de l'entreprise ; voir les propositions."),
        )
    if blank := unwritten(5, case.goals, "objectif", ("eisp:5.a",)):
        return blank
    return appraised(5, case.goals_clear, "les objectifs sont clairs, exprès, contraignants, et adaptés à l'entreprise")


def _levels(goals: Goals) -> Check:
    """Strategic goals and goals of the enterprise; those of beneficiaries may stay in the individual contracts."""
    there = {goal.level for _, goal in goals}
    missing = [level.french for level in (Level.STRATEGIC, Level.ENTERPRISE) if level not in there]
    if missing:
        return check(
            6,
            Status.NOT_MET,
            phrase("Aucun objectif à ce niveau : {0}.", " ; ".join(missing)),
            rules=("eisp:6.a", "eisp:6.b"),
            change=phrase("Ajouter un objectif à chaque niveau qui manque."),
        )
    beneficiary = (
        "décrits aussi" if Level.BENEFICIARY in there else "laissés au contrat d'objectifs individuel, ce qui est admis"
    )
    return check(
        6,
        Status.MET,
        phrase("Niveaux stratégique et entreprise présents ; objectifs des bénéficiaires {0}.", beneficiary),
        rules=("eisp:6",),
    )


def _effect(goals: Goals) -> Check:
    found = [n for n, g in goals if g.level is Level.ENTERPRISE and g.domain in INTEGRATION]
    if found:
        return check(
            7,
            Status.MET,
            phrase("Effet d'intégration visé par {0}.", plural(found, "l'objectif", "les objectifs")),
        )
    return check(
        7,
        Status.NOT_MET,
        phrase("Aucun objectif de l'entreprise ne vise un effet d'intégration."),
        change=phrase("Ajouter un objectif d'insertion professionnelle ou d'intégration sociale."),
    )


def _partial(case: EispCase, goals: Goals) -> Check:
    """Partial goals may make sense (eisp:8): a person says whether they do."""
    found = [n for n, g in goals if g.role is Role.PARTIAL]
    if found:
        return check(8, Status.MET, phrase("Le projet a des objectifs partiels : {0}.", plural(found, "n°", "nos")))
    status = opposite(status_of(case.partial_goals_useful))
    reason = {
        Status.NOT_MET: phrase("Des objectifs partiels sont jugés judicieux, mais le projet n'en contient pas."),
        Status.MET: phrase("Aucun objectif partiel n'est jugé utile pour cette offre."),
        Status.TO_APPRAISE: phrase(
            "À apprécier : l'offre, sa durée et son public appellent-ils des objectifs partiels ?"
        ),
    }[status]
    return check(8, status, reason, change=phrase("Ajouter un objectif partiel."))


def _quality(goals: Goals) -> Check:
    if any(goal.domain is Domain.QUALITY for _, goal in goals):
        return check(
            9,
            Status.MET,
            phrase("Le niveau de qualité attendu est un objectif du projet."),
            rules=("eisp:9.a",),
        )
    return check(
        9,
        Status.NOT_MET,
        phrase("Aucun objectif de qualité n'est écrit."),
        rules=("eisp:9.a",),
        change=phrase("Ajouter un objectif de qualité, par exemple la satisfaction des participants."),
    )


def indicator_checks(case: EispCase) -> list[Check]:
    """Group B-2 (eisp:10 to eisp:12)."""
    return [_simple(case), _targets(case), _complete(case)]


def _simple(case: EispCase) -> Check:
    """Few, simple, precise; a rate says how it is calculated, for the guide does not (eisp:X10, reading E-14)."""
    if not case.indicators:
        return check(
            10,
            Status.NOT_MET,
            phrase("Aucun indicateur n'est écrit."),
            change=phrase("Ajouter un indicateur simple."),
        )
    if blank := unwritten(10, case.indicators, "indicateur", ("eisp:10.b",)):
        return blank
    vague = [n for n, i in enumerate(case.indicators, 1) if i.unit is Unit.PERCENT and not i.calculation.strip()]
    if vague:
        return check(
            10,
            Status.TO_APPRAISE,
            phrase(
                "Le mode de calcul n'est pas écrit pour {0} ; le guide ne l'exige pas, mais mieux vaut l'écrire"
                " (lecture E-14).",
                plural(vague, "l'indicateur", "les indicateurs"),
            ),
            rules=("eisp:10.b", "eisp:X10"),
            change=phrase("Écrire ce qu'on compte, sur quelle période, et ce que deviennent les interruptions."),
        )
    return appraised(10, case.indicators_simple, "les indicateurs sont peu nombreux, simples, précis et liés à l'offre")


def has_target(indicator: Indicator) -> bool:
    """Whether a value to reach is there, in figures or in words."""
    return indicator.target is not None or bool(indicator.target_in_words.strip())


def _contradicts(i: Indicator) -> bool:
    """A minimum that asks for more than the target."""
    if i.target is None or i.minimum is None:
        return False
    return i.minimum > i.target if i.bound is Bound.AT_LEAST else i.minimum < i.target


def _targets(case: EispCase) -> Check:
    """Each indicator has a target, in figures or in words; a minimum never asks for more (eisp:11)."""
    if not case.indicators:
        return check(
            11,
            Status.NOT_MET,
            phrase("Sans indicateur, aucune cible."),
            change=phrase("Ajouter indicateurs et cibles."),
        )
    without = [n for n, i in enumerate(case.indicators, 1) if not has_target(i)]
    if without:
        return check(
            11,
            Status.NOT_MET,
            phrase("Aucune cible pour {0}.", plural(without, "l'indicateur", "les indicateurs")),
            rules=("eisp:11.b",),
            change=phrase("Fixer la cible, en chiffres ou en mots."),
        )
    beyond = [
        n for n, i in enumerate(case.indicators, 1) if any(v is not None and v > i.most for v in (i.target, i.minimum))
    ]
    if beyond:
        return check(
            11,
            Status.NOT_MET,
            phrase(
                "Au-delà de ce qui peut s'atteindre (100 %, 31 jours par mois) : {0}.",
                plural(beyond, "indicateur", "indicateurs"),
            ),
            rules=("eisp:11.b",),
            change=phrase("Corriger la cible ou le minimum."),
        )
    wrong = [n for n, i in enumerate(case.indicators, 1) if _contradicts(i)]
    if wrong:
        return check(
            11,
            Status.NOT_MET,
            phrase("Le minimum demande plus que la cible : {0}.", plural(wrong, "indicateur", "indicateurs")),
            rules=("eisp:11.d",),
            change=phrase("Corriger la cible ou le minimum."),
        )
    return check(11, Status.MET, phrase("Chaque indicateur a une valeur cible."), rules=("eisp:11.b",))


def measured_goals(case: EispCase) -> list[int]:
    """The goals that need an indicator: those of the enterprise, quality and other requirements included (eisp:12)."""
    return [n for n, goal in written_goals(case) if goal.level is Level.ENTERPRISE]


def _complete(case: EispCase) -> Check:
    wanted, having = measured_goals(case), {i.goal for i in case.indicators}
    without = [n for n in wanted if n not in having]
    if without:
        return check(
            12,
            Status.NOT_MET,
            phrase("Sans indicateur : {0}.", plural(without, "l'objectif", "les objectifs")),
            change=phrase("Ajouter un indicateur à chaque objectif de l'entreprise, ou y renoncer."),
        )
    if not wanted:
        return check(
            12,
            Status.NOT_MET,
            phrase("Aucun objectif de l'entreprise à mesurer."),
            change=phrase("Écrire les objectifs de l'entreprise."),
        )
    return check(12, Status.MET, phrase("Chaque objectif de l'entreprise a son indicateur."))


def target_group_checks(case: EispCase) -> list[Check]:
    """Group C (eisp:13)."""
    without = [n for n, offer in enumerate(case.offers, 1) if not (offer.written and offer.target_group.strip())]
    if not any(offer.written for offer in case.offers):
        described, reason = Status.NOT_MET, phrase("Aucune offre n'est décrite.")
    elif without:
        described, reason = (
            Status.NOT_MET,
            phrase("Groupe cible non décrit pour {0}.", plural(without, "l'offre", "les offres")),
        )
    else:
        described, reason = Status.MET, phrase("Chaque offre dit à qui elle s'adresse.")
    first = check(
        13,
        described,
        reason,
        rules=("eisp:13.a",),
        change=phrase("Décrire le groupe cible de chaque offre, en peu de mots."),
    )
    second = appraised(
        13,
        case.codetermination,
        "l'EISP participe à la décision quand un bénéficiaire est placé",
        rules=("eisp:13.b",),
        part="b",
        title="Codécision au placement",
    )
    return [first, second]
