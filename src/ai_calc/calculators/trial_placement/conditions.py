"""Conditions of the trial placement as three-valued verdicts (cmrp:5017–5024)."""

from __future__ import annotations

from ai_calc.calculators.trial_placement.model import Contract, TrialPlacementCase
from ai_calc.calculators.trial_placement.period import Period
from ai_calc.ground.french import phrase
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import listed, of_findings, status_of
from ai_calc.results import Role, Status, Verdict


def verdicts(case: TrialPlacementCase, period: Period) -> list[Verdict]:
    """Every condition; all are needed."""
    found = [
        of_findings("5017", "Entreprise du marché primaire", ("cmrp:5017",), case.primary_market),
        of_findings("5019.a", "Aptitude à la réadaptation", ("cmrp:5019.a",), case.fit_for_rehabilitation),
        of_findings("5019.b", "Capacités réduites pour raison de santé", ("cmrp:5019.b",), case.capacity_reduced),
        _contract(case),
        *_aim(case, period),
        _duration(period),
    ]
    if others := sum(1 for t in case.earlier_trials if t.same_employer is Finding.NOT_MET):
        found.append(_second(case, others))
    if not case.earlier_trials:
        found.append(_earlier(case))
    found += _same_employer(case, period)
    return found


def _same_employer(case: TrialPlacementCase, period: Period) -> list[Verdict]:
    """5024: the days of an earlier trial with the same firm are used up; where nobody says with which, they may be."""
    open_days = sum(t.days for t in case.earlier_trials if t.same_employer is Finding.UNKNOWN)
    if not open_days:
        return []
    return [
        Verdict(
            "5024.employer",
            "Essais antérieurs dans une autre entreprise",
            Status.TO_APPRAISE,
            phrase(
                "Il n'est pas dit si {0:jours} d'essai ont été faits dans la même entreprise : ils seraient alors à"
                " déduire des {1:jours} disponibles.",
                open_days,
                period.available,
            ),
            ("cmrp:5024",),
        )
    ]


def to_clarify(found: list[Verdict]) -> bool:
    """Whether conditions are still open, so that early intervention may come first (5022)."""
    return any(v.status is Status.TO_APPRAISE and v.key in ("5017", "5019.a", "5019.b") for v in found)


def _contract(case: TrialPlacementCase) -> Verdict:
    """5021: a contract of employment does not exclude the trial."""
    label = "Contrat de travail en cours"
    if case.contract is None:
        return Verdict(
            "5021",
            label,
            Status.TO_APPRAISE,
            phrase("Le dossier ne dit pas s'il y a un contrat de travail en cours."),
            ("cmrp:5021",),
        )
    if case.contract is Contract.NONE:
        return Verdict("5021", label, Status.MET, phrase("Aucun contrat en cours."), ("cmrp:5021",))
    if case.contract is Contract.OTHER_FIELD:
        return Verdict(
            "5021",
            label,
            Status.MET,
            phrase("Chez l'employeur actuel, dans un autre domaine d'activité : admis."),
            ("cmrp:5021.b",),
        )
    if case.contract is Contract.ELSEWHERE:
        status, rules = status_of(case.employer_agrees), ("cmrp:5021.a",)
        reason = {
            Status.MET: phrase("Essai dans une autre entreprise, avec l'accord de l'employeur actuel."),
            Status.TO_APPRAISE: phrase(
                "Essai dans une autre entreprise : l'accord de l'employeur actuel reste à obtenir."
            ),
            Status.NOT_MET: phrase("Essai dans une autre entreprise, sans l'accord de l'employeur actuel."),
        }[status]
        return Verdict(
            "5021",
            label,
            status,
            reason,
            rules,
            None if status is Status.MET else phrase("L'accord de l'employeur actuel."),
        )
    status, rules = status_of(case.clarification_needed), ("cmrp:5021.c",)
    reason = {
        Status.MET: phrase("Même employeur, même domaine : les capacités sont à clarifier pour cette activité."),
        Status.TO_APPRAISE: phrase(
            "Même employeur, même domaine : reste à établir que les capacités sont à clarifier pour cette activité."
        ),
        Status.NOT_MET: phrase("Même employeur, même domaine, sans rien à clarifier pour cette activité."),
    }[status]
    change = (
        None
        if status is Status.MET
        else phrase("Un besoin de clarifier les capacités, un autre domaine ou une autre entreprise.")
    )
    return Verdict("5021", label, status, reason, rules, change)


def _aim(case: TrialPlacementCase, p: Period) -> list[Verdict]:
    """5024: the trial goes on until the work capacity can be determined; known before the start, it has no aim."""
    known = case.capacity_known_on
    if known is None or p.first is None:
        return []
    label, rules = "Capacité de travail encore à déterminer", ("cmrp:5024", "cmrp:5018")
    if known < p.first:
        return [
            Verdict(
                "5024.aim",
                label,
                Status.NOT_MET,
                phrase(
                    "La capacité de travail est déterminée le {0}, avant le premier jour ({1}) : l'essai n'a pas de"
                    " but.",
                    known,
                    p.first,
                ),
                rules,
            )
        ]
    if p.last is not None and known < p.last:
        return [
            Verdict(
                "5024.aim",
                label,
                Status.NOT_MET,
                phrase("La capacité de travail est déterminée le {0} : l'essai ne se poursuit pas au-delà.", known),
                rules,
                role=Role.LIMIT,
            )
        ]
    return []


def _duration(p: Period) -> Verdict:
    """5024: at most 180 days for each trial; days at the same employer add up."""
    label, rules = "Durée maximale", ("cmrp:5024",)
    if p.fits:
        words = (
            "{0:jours}, au plus {1:jours}."
            if not p.used_before
            else "{0:jours} après {2:jours} dans la même entreprise, {3:jours} en tout, au plus {1:jours}."
        )
        return Verdict(
            "5024.duration",
            label,
            Status.MET,
            phrase(words, p.agreed, p.max_days, p.used_before, p.used_before + p.agreed),
            rules,
            role=Role.LIMIT,
        )
    if p.used_before:
        reason = phrase(
            "{0:jours} après {1:jours} dans la même entreprise : plus que les {2:jours} admis. Un second essai n'est"
            " possible que chez un autre employeur.",
            p.agreed,
            p.used_before,
            p.max_days,
        )
    else:
        reason = phrase("{0:jours}, plus que les {1:jours} admis.", p.agreed, p.max_days)
    if p.last_possible is not None:
        change = phrase("Une fin le {0} au plus tard.", p.last_possible)
    elif p.available:
        change = phrase("Une durée de {0:jours} au plus.", p.available)
    else:
        change = phrase("Un second essai chez un autre employeur.")
    # some days are left: what goes beyond them is refused, the rest stands
    return Verdict(
        "5024.duration",
        label,
        Status.NOT_MET,
        reason,
        rules,
        change,
        role=Role.LIMIT if p.available else Role.CONDITION,
    )


def _earlier(case: TrialPlacementCase) -> Verdict:
    """5024: days at the same employer add up, and one second trial elsewhere is possible: earlier ones must be
    known."""
    label, rules, status = "Essais antérieurs", ("cmrp:5024",), listed((), case.no_earlier_trial)
    words = {
        Finding.MET: "Selon le dossier, c'est le premier essai.",
        Finding.NOT_MET: "Il y a eu d'autres essais : ils sont à indiquer, avec l'employeur et la durée.",
        Finding.UNKNOWN: (
            "À établir : y a-t-il eu d'autres essais ? Les jours faits dans la même entreprise s'ajoutent, et seul un"
            " second essai est possible ailleurs."
        ),
    }[case.no_earlier_trial]
    return Verdict(
        "5024.earlier",
        label,
        status,
        phrase(words),
        rules,
        None if status is Status.MET else phrase("Les essais antérieurs, ou aucun."),
    )


def _second(case: TrialPlacementCase, others: int) -> Verdict:
    """5024: a second trial at another employer, if it is sensible and needed for the aim."""
    label, rules = "Second essai chez un autre employeur", ("cmrp:5024",)
    if others > 1:
        return Verdict(
            "5024.second",
            label,
            Status.NOT_MET,
            phrase("{0} essais ont déjà eu lieu ailleurs : le texte n'en prévoit qu'un second.", others),
            rules,
        )
    status = status_of(case.second_useful)
    reason = {
        Status.MET: phrase("Autre employeur, et l'essai est judicieux et nécessaire pour atteindre l'objectif."),
        Status.TO_APPRAISE: phrase(
            "Autre employeur ; reste à apprécier si l'essai est judicieux et nécessaire pour atteindre l'objectif."
        ),
        Status.NOT_MET: phrase(
            "Autre employeur, mais l'essai n'est pas judicieux ou pas nécessaire pour atteindre l'objectif."
        ),
    }[status]
    return Verdict("5024.second", label, status, reason, rules)
