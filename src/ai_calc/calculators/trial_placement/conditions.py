"""Conditions of the trial placement as three-valued verdicts (cmrp:5017–5024, A1.4)."""

from __future__ import annotations

from dataclasses import replace

from ai_calc.calculators.trial_placement.earlier import Earlier, possible, refused_anyway
from ai_calc.calculators.trial_placement.model import Contract, TrialPlacementCase
from ai_calc.calculators.trial_placement.period import Period
from ai_calc.ground.french import phrase, show
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import listed, of_findings, status_of
from ai_calc.results import Role, Status, Verdict

FULL = 100
"""A capacity for work that is not reduced, in percent."""


def verdicts(case: TrialPlacementCase, period: Period, every: tuple[Earlier, ...]) -> list[Verdict]:
    """Every condition, all of them needed, and the limits; ``every`` answer on the earlier trials is tried."""
    found = [
        of_findings("5017", "Entreprise du marché primaire", ("cmrp:5017",), case.primary_market),
        of_findings("5019.a", "Aptitude à la réadaptation", ("cmrp:5019.a",), case.fit_for_rehabilitation),
        _reduced(case),
        _contract(case),
        *_aim(case, period),
        _duration(period),
        *_stop(case, period),
    ]
    if not case.earlier_trials:
        return [*found, _earlier(case)]
    if others := min(e.others for e in possible(every)):
        found.append(_second(case, others))
    return [*found, *_same_employer(case, period, every)]


def _reduced(case: TrialPlacementCase) -> Verdict:
    """5019: reduced capacities; said to be, beside a full capacity for work, they are still to be explained."""
    found = of_findings("5019.b", "Capacités réduites pour raison de santé", ("cmrp:5019.b",), case.capacity_reduced)
    if found.status is not Status.MET or case.work_capacity_percent != FULL:
        return found
    reason = phrase("Le dossier le dit, et indique une capacité de travail actuelle de {0:%}.", FULL)
    change = phrase("L'une des deux réponses est à corriger, ou la réduction à expliquer.")
    return replace(found, status=Status.TO_APPRAISE, reason=reason, would_change=change)


def _same_employer(case: TrialPlacementCase, period: Period, every: tuple[Earlier, ...]) -> list[Verdict]:
    """5024: days with the same firm are used up, a trial elsewhere makes this one the second, two of them exclude it.
    Where nobody says with which firm an earlier trial was, the result says what each answer gives. If the trial is
    possible with all of them, only its length may depend on it."""
    if len(every) == 1 or refused_anyway(case, period.max_days):
        return []
    days = [t.days for t in case.earlier_trials if t.same_employer is Finding.UNKNOWN]
    lead = (
        f"Il n'est pas dit si {_trials(days)} a eu lieu dans cette entreprise ou dans une autre."
        if len(days) == 1
        else f"Il n'est pas dit lesquels de ces essais ont eu lieu dans cette entreprise : {_trials(days)}."
    )
    why = ", ou ".join(dict.fromkeys(e.refusal for e in every if e.refusal))
    left = possible(every)
    if left[0].refusal:
        status, told = Status.NOT_MET, [f"Quoi qu'il en soit, l'essai n'est pas possible : {why}."]
    else:
        status, told = Status.TO_APPRAISE, [f"{_where(e)} : {_left(e)}." for e in left]
        told += [f"Sinon, l'essai n'est pas possible : {why}."] if why else []
    change = phrase("L'entreprise de chaque essai antérieur.") if status is Status.TO_APPRAISE else None
    words = phrase("{0}", " ".join([lead, *told]))
    sure = not why and all(e.second is Status.MET for e in every)
    role = Role.LIMIT if sure else Role.CONDITION
    label = "Entreprise des essais antérieurs"
    return [Verdict("5024.employer", label, status, words, ("cmrp:5024",), change, role=role)]


def _trials(days: list[int] | tuple[int, ...]) -> str:
    *first, last = [f"l'essai de {show(n, 'jours')}" for n in days]
    return f"{', '.join(first)} et {last}" if first else last


def _where(earlier: Earlier) -> str:
    if not earlier.elsewhere:
        return "Dans cette entreprise" if len(earlier.here) == 1 else "Tous dans cette entreprise"
    if not earlier.here:
        return "Dans une autre" if len(earlier.elsewhere) == 1 else "Tous dans une autre"
    return f"Si {_took_place(earlier.here)} dans cette entreprise et {_took_place(earlier.elsewhere)} dans une autre"


def _took_place(days: tuple[int, ...]) -> str:
    return f"{_trials(days)} {'a' if len(days) == 1 else 'ont'} eu lieu"


def _left(earlier: Earlier) -> str:
    second = {
        Status.MET: ", comme second essai",
        Status.TO_APPRAISE: ", comme second essai, s'il est judicieux et nécessaire",
    }
    words = f"{show(earlier.available, 'jours')} au plus"
    return words + (second.get(earlier.second, "") if earlier.others else "")


def _contract(case: TrialPlacementCase) -> Verdict:
    """5021: a contract of employment does not exclude the trial; what must hold then depends on where it takes
    place."""
    label, rules, change = "Contrat de travail compatible avec l'essai", ("cmrp:5021",), None
    if case.contract is None:
        words, status = phrase("Le dossier ne dit pas s'il y a un contrat de travail en cours."), Status.TO_APPRAISE
    elif case.contract is Contract.NONE:
        words, status = phrase("Aucun contrat en cours."), Status.MET
    elif case.contract is Contract.OTHER_FIELD:
        words, status = phrase("Chez l'employeur actuel, dans un autre domaine d'activité : admis."), Status.MET
        rules = ("cmrp:5021.b",)
    elif case.contract is Contract.ELSEWHERE:
        label, rules, status = "Accord de l'employeur actuel", ("cmrp:5021.a",), status_of(case.employer_agrees)
        words = {
            Status.MET: phrase("Essai dans une autre entreprise, avec l'accord de l'employeur actuel."),
            Status.TO_APPRAISE: phrase(
                "Essai dans une autre entreprise : l'accord de l'employeur actuel reste à obtenir."
            ),
            Status.NOT_MET: phrase("Essai dans une autre entreprise, sans l'accord de l'employeur actuel."),
        }[status]
        change = phrase("L'accord de l'employeur actuel.")
    else:
        label, rules = "Capacités à clarifier pour cette activité", ("cmrp:5021.c",)
        status = status_of(case.clarification_needed)
        words = {
            Status.MET: phrase("Même employeur, même domaine : les capacités sont à clarifier pour cette activité."),
            Status.TO_APPRAISE: phrase(
                "Même employeur, même domaine : reste à établir que les capacités sont à clarifier pour cette activité."
            ),
            Status.NOT_MET: phrase("Même employeur, même domaine, sans rien à clarifier pour cette activité."),
        }[status]
        change = phrase("Un besoin de clarifier les capacités, un autre domaine ou une autre entreprise.")
    return Verdict("5021", label, status, words, rules, None if status is Status.MET else change)


def _aim(case: TrialPlacementCase, p: Period) -> list[Verdict]:
    """5024: the trial goes on until the work capacity can be determined; known before the start, it has no aim."""
    known, reach = case.capacity_known_on, p.last or p.maximum_last
    if known is None:
        return []
    label, rules = "Capacité de travail encore à déterminer", ("cmrp:5024", "cmrp:5018")
    if p.first is None:
        words = phrase(
            "La capacité de travail est déterminée le {0} ; sans le premier jour, il n'est pas établi que l'essai ait"
            " commencé avant.",
            known,
        )
        return [Verdict("5024.aim", label, Status.TO_APPRAISE, words, rules)]
    if known < p.first:
        words = phrase(
            "La capacité de travail est déterminée le {0}, avant le premier jour ({1}) : l'essai n'a pas de but.",
            known,
            p.first,
        )
        return [Verdict("5024.aim", label, Status.NOT_MET, words, rules)]
    if reach is not None and known < reach:
        words = phrase("La capacité de travail est déterminée le {0} : l'essai ne se poursuit pas au-delà.", known)
        return [Verdict("5024.aim", label, Status.NOT_MET, words, rules, role=Role.LIMIT)]
    return []


def _duration(p: Period) -> Verdict:
    """5024: at most 180 days for each trial; days at the same employer add up."""
    label, rules, used = "Durée maximale", ("cmrp:5024",), p.earlier.used
    wanted = p.days if p.agreed is None else p.agreed
    if not p.available:  # not even a day left: no trial
        words = phrase(
            "{0:jours} ont déjà été faits dans la même entreprise, sur {1:jours} admis. Un second essai n'est possible"
            " que chez un autre employeur.",
            used,
            p.max_days,
        )
        return Verdict(
            "5024.duration", label, Status.NOT_MET, words, rules, phrase("Un second essai chez un autre employeur.")
        )
    maybe = ", peut-être," if p.earlier.here else ""
    if wanted is None:
        status = Status.TO_APPRAISE
        words = phrase("Aucune durée n'est encore convenue : {0:jours} au plus.", p.available)
    elif wanted <= p.most:
        status = Status.MET if wanted <= p.available else Status.TO_APPRAISE
        words = phrase(
            f"{{0:jours}} après {{2:jours}}{maybe} dans la même entreprise, {{3:jours}} en tout, au plus {{1:jours}}."
            if used
            else "{0:jours}, au plus {1:jours}.",
            wanted,
            p.max_days,
            used,
            used + wanted,
        )
    else:
        status = Status.NOT_MET
        words = phrase(
            f"{{0:jours}} après {{2:jours}}{maybe} dans la même entreprise : plus que les {{1:jours}} admis. Un second"
            " essai n'est possible que chez un autre employeur."
            if used
            else "{0:jours}, plus que les {1:jours} admis.",
            wanted,
            p.max_days,
            used,
        )
    change = None
    if status is not Status.MET:
        change = (
            phrase("Une durée de {0:jours} au plus.", p.available)
            if p.maximum_last is None
            else phrase("Une fin le {0} au plus tard.", p.maximum_last)
        )
    # some days are left: what goes beyond them is refused, the rest stands
    return Verdict("5024.duration", label, status, words, rules, change, role=Role.LIMIT)


def _stop(case: TrialPlacementCase, p: Period) -> list[Verdict]:
    """Annexe I, ch. 4: the trial stops before its term when the parties agree; without them, what was agreed stands."""
    if p.stopped_on is None:
        return []
    words = {
        Finding.MET: "Arrêt avant terme le {0}, d'accord entre les parties.",
        Finding.NOT_MET: "Arrêt le {0} sans l'accord des parties : la durée convenue continue de valoir.",
        Finding.UNKNOWN: "Arrêt avant terme le {0} : l'accord des parties reste à établir.",
    }[case.parties_agree_to_stop]
    status = status_of(case.parties_agree_to_stop)
    change = None if status is Status.MET else phrase("L'accord des parties.")
    return [
        Verdict(
            "A1.4", "Arrêt avant terme", status, phrase(words, p.stopped_on), ("cmrp:A1.4",), change, role=Role.LIMIT
        )
    ]


def _earlier(case: TrialPlacementCase) -> Verdict:
    """5024: days at the same employer add up, and one second trial elsewhere is possible: earlier ones must be
    known."""
    label, rules, status = "Essais antérieurs", ("cmrp:5024",), listed((), case.no_earlier_trial)
    words = {
        Finding.MET: "Selon le dossier, c'est le premier essai.",
        Finding.NOT_MET: (
            "Il y a eu d'autres essais : ils sont à indiquer, avec l'employeur et la durée. Ceux de la même entreprise"
            " prennent des jours, et deux essais ailleurs excluent celui-ci."
        ),
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
