"""Conditions and limits of the allowance as three-valued verdicts (cmrp:5027, 5028, 5030–5032)."""

from __future__ import annotations

from decimal import Decimal

from ai_calc.calculators.work_introduction.amounts import Amounts
from ai_calc.calculators.work_introduction.model import Access, WorkIntroductionCase
from ai_calc.calculators.work_introduction.period import Period
from ai_calc.ground.french import phrase
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.stated import missing_titles
from ai_calc.outcome.verdicts import listed, of_findings
from ai_calc.results import Role, Status, Verdict

SUBJECT = Subject(
    "Droit à l'allocation d'initiation au travail",
    met="Selon le dossier, les conditions de l'allocation sont remplies.",
    not_met="Selon le dossier, l'allocation n'est pas due : une condition manque.",
    open="Des points restent à apprécier avant de dire si l'allocation est due.",
    rules=("cmrp:5027", "cmrp:5028"),
)


def entitlement(case: WorkIntroductionCase) -> list[Verdict]:
    """The conditions on which the right depends."""
    found = [_placement(case)]
    if case.access is not Access.SAME_POST:
        rules = ("cmrp:5005.b",) if case.access is Access.HIRED else ("cmrp:5027",)
        found.append(of_findings("5027.suitable", "Nouvelle activité appropriée", rules, case.activity_suitable))
    return [*found, _performance(case), _start(case)]


def _placement(case: WorkIntroductionCase) -> Verdict:
    label = "Placement chez l'employeur"
    if case.access is None:
        return Verdict(
            "5027",
            label,
            Status.TO_APPRAISE,
            phrase("Le dossier ne dit pas comment la personne arrive à ce poste."),
            ("cmrp:5027",),
        )
    if case.access is Access.SAME_POST:
        return Verdict(
            "5027",
            label,
            Status.NOT_MET,
            phrase("Même poste chez le même employeur : ce n'est pas un placement."),
            ("cmrp:5027",),
            phrase("Un engagement nouveau, ou un autre poste chez le même employeur."),
        )
    rules = {
        Access.HIRED: ("cmrp:5027",),
        Access.AFTER_TRIAL: ("cmrp:5027.a", "cmrp:5020"),
        Access.CHANGE: ("cmrp:5027.b",),
    }[case.access]
    return Verdict("5027", label, Status.MET, phrase("{0} : il y a placement.", case.access.french), rules)


def _performance(case: WorkIntroductionCase) -> Verdict:
    """5028: performance in the new activity does not match the agreed wage yet."""
    label, rules = "Rendement encore inférieur au salaire convenu", ("cmrp:5028",)
    performance, wage = case.performance_percent, case.agreed_wage_percent
    if performance is None:
        return Verdict(
            "5028", label, Status.TO_APPRAISE, phrase("Le rendement pendant l'initiation n'est pas indiqué."), rules
        )
    if wage is None:
        return Verdict(
            "5028",
            label,
            Status.TO_APPRAISE,
            phrase("Le salaire convenu, en pour-cent de celui d'un plein rendement, n'est pas indiqué."),
            rules,
        )
    if performance >= wage:
        return Verdict(
            "5028",
            label,
            Status.NOT_MET,
            phrase("Rendement {0:%}, salaire convenu {1:%} : le rendement y correspond déjà.", performance, wage),
            rules,
            phrase("Un rendement plus bas que le salaire convenu pendant l'initiation."),
        )
    return Verdict(
        "5028", label, Status.MET, phrase("Rendement {0:%}, salaire convenu {1:%}.", performance, wage), rules
    )


def _start(case: WorkIntroductionCase) -> Verdict:
    """5027: at the start of the placement."""
    label, rules = "Allocation au début du placement", ("cmrp:5027",)
    if case.start_date is None or case.employment_start is None:
        missing = missing_titles(case, "start_date", "employment_start")
        return Verdict(
            "5027.start",
            label,
            Status.TO_APPRAISE,
            phrase("Pas indiqué : {0}. À établir si l'allocation vaut pour le début du placement.", missing),
            rules,
        )
    if case.start_date == case.employment_start:
        return Verdict(
            "5027.start",
            label,
            Status.MET,
            phrase("L'allocation commence avec les rapports de travail, le {0}.", case.start_date),
            rules,
        )
    if case.start_date < case.employment_start:
        return Verdict(
            "5027.start",
            label,
            Status.NOT_MET,
            phrase(
                "L'allocation commencerait le {0}, avant les rapports de travail ({1}).",
                case.start_date,
                case.employment_start,
            ),
            rules,
            phrase("Un début le {0}.", case.employment_start),
        )
    return Verdict(
        "5027.start",
        label,
        Status.TO_APPRAISE,
        phrase(
            "L'allocation commence le {0}, les rapports de travail le {1} : à apprécier si c'est encore "
            "le début du placement.",
            case.start_date,
            case.employment_start,
        ),
        rules,
    )


def limits(case: WorkIntroductionCase, period: Period, amounts: Amounts) -> list[Verdict]:
    """The three limits; passing one reduces the allowance, it does not end the right."""
    return [_daily(case, amounts), _duration(case, period), _wage(amounts), *_absences(case)]


def _absences(case: WorkIntroductionCase) -> list[Verdict]:
    """5029, 5035: days of absence are deducted; an empty list does not say that there are none."""
    if listed(case.absences, case.no_absence) is Status.MET:
        return []
    return [
        Verdict(
            "5035",
            "Aucune absence à déduire",
            Status.TO_APPRAISE,
            phrase("Aucune absence n'est saisie, et rien ne dit qu'il n'y en a pas : elles seraient à déduire."),
            ("cmrp:5035", "cmrp:5029"),
            role=Role.LIMIT,
        )
    ]


def _daily(case: WorkIntroductionCase, a: Amounts) -> Verdict:
    if case.daily_amount is None:
        return Verdict(
            "5030",
            "Plafond par jour",
            Status.TO_APPRAISE,
            phrase("Le montant par jour n'est pas encore fixé ; au plus {0:CHF}.", a.daily_maximum),
            ("cmrp:5030", "cmrp:5033"),
            role=Role.LIMIT,
        )
    fits = case.daily_amount <= a.daily_maximum
    reason = (
        phrase("{0:CHF} par jour, au plus {1:CHF}.", case.daily_amount, a.daily_maximum)
        if fits
        else phrase("{0:CHF} par jour : ramené au maximum de {1:CHF}.", case.daily_amount, a.daily_maximum)
    )
    return Verdict(
        "5030", "Plafond par jour", Status.MET if fits else Status.NOT_MET, reason, ("cmrp:5030",), role=Role.LIMIT
    )


def _duration(case: WorkIntroductionCase, p: Period) -> Verdict:
    if case.end_date is None and case.days is None:
        return Verdict(
            "5032",
            "Durée maximale",
            Status.TO_APPRAISE,
            phrase("La durée convenue n'est pas indiquée ; compté : le maximum de {0:jours}.", p.max_days),
            ("cmrp:5032",),
            role=Role.LIMIT,
        )
    fits = p.agreed_days <= p.max_days
    reason = (
        phrase("{0:jours}, au plus {1:jours}.", p.agreed_days, p.max_days)
        if fits
        else phrase("{0:jours} : ramené au maximum de {1:jours}.", p.agreed_days, p.max_days)
    )
    return Verdict(
        "5032", "Durée maximale", Status.MET if fits else Status.NOT_MET, reason, ("cmrp:5032",), role=Role.LIMIT
    )


def _wage(a: Amounts) -> Verdict:
    label, rules = "Plafond du salaire versé", ("cmrp:5031",)
    if a.cap is None:
        return Verdict(
            "5031",
            label,
            Status.TO_APPRAISE,
            phrase("Le salaire ou la période manque : plafond pas vérifié."),
            rules,
            role=Role.LIMIT,
        )
    total = a.cap.total.quantize(Decimal("0.01"))
    if a.raw <= a.cap.total:
        return Verdict(
            "5031",
            label,
            Status.MET,
            phrase("{0:CHF}, le salaire avec cotisations fait {1:CHF}.", a.raw, total),
            rules,
            role=Role.LIMIT,
        )
    if not a.cap.complete:
        return Verdict(
            "5031",
            label,
            Status.TO_APPRAISE,
            phrase(
                "{0:CHF} dépasse le salaire brut de {1:CHF} ; tout dépend de la part de "
                "l'employeur, dont le taux n'est pas saisi.",
                a.raw,
                total,
            ),
            rules,
            role=Role.LIMIT,
        )
    return Verdict(
        "5031",
        label,
        Status.NOT_MET,
        phrase("{0:CHF} dépasse le salaire avec cotisations ({1:CHF}) : ramené à ce montant.", a.raw, total),
        rules,
        role=Role.LIMIT,
    )
