"""Conditions and limits of the allowance as three-valued verdicts (cmrp:5027, 5028, 5030–5032)."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal

from ai_calc.calculators.work_introduction.amounts import Amounts, centimes
from ai_calc.calculators.work_introduction.model import Access, WorkIntroductionCase
from ai_calc.calculators.work_introduction.period import Absent, Period
from ai_calc.ground.french import Phrase, phrase, show
from ai_calc.outcome.conclusion import Subject
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.stated import missing_titles
from ai_calc.outcome.verdicts import of_findings
from ai_calc.results import Role, Status, Verdict

SUBJECT = Subject(
    "Droit à l'allocation d'initiation au travail",
    met="Selon le dossier, les conditions de l'allocation sont remplies.",
    not_met="Selon le dossier, l'allocation n'est pas due : une condition manque.",
    open="Des points restent à apprécier avant de dire si l'allocation est due.",
    rules=("cmrp:5027", "cmrp:5028"),
)


def entitlement(case: WorkIntroductionCase, period: Period) -> list[Verdict]:
    """The conditions on which the right depends."""
    found = [_placement(case)]
    if case.access not in _NO_PLACEMENT:
        rules = ("cmrp:5005.b",) if case.access is Access.HIRED else ("cmrp:5027",)
        found.append(of_findings("5027.suitable", "Nouvelle activité appropriée", rules, case.activity_suitable))
    return [*found, _performance(case), _start(case, period)]


_NO_PLACEMENT = {
    Access.SAME_POST: "Même poste chez le même employeur : ce n'est pas un placement.",
    Access.NONE: "La personne n'a pas été placée à ce poste.",
}


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
    if case.access in _NO_PLACEMENT:
        return Verdict(
            "5027",
            label,
            Status.NOT_MET,
            phrase(_NO_PLACEMENT[case.access]),
            ("cmrp:5027",),
            phrase("Un placement chez un nouvel employeur, ou un autre poste chez le même employeur."),
        )
    rules = {
        Access.HIRED: ("cmrp:5027",),
        Access.AFTER_TRIAL: ("cmrp:5027.a", "cmrp:5020"),
        Access.CHANGE: ("cmrp:5027.b",),
    }[case.access]
    words = "{0}." if case.access is Access.HIRED else "{0} : il y a placement."
    return Verdict("5027", label, Status.MET, phrase(words, case.access.french), rules)


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
    if wage > 100:
        reason = phrase("Le salaire convenu ({0:%}) dépasse celui d'un plein rendement : à vérifier.", wage)
        return Verdict("5028", label, Status.TO_APPRAISE, reason, rules)
    return Verdict(
        "5028", label, Status.MET, phrase("Rendement {0:%}, salaire convenu {1:%}.", performance, wage), rules
    )


def _start(case: WorkIntroductionCase, period: Period) -> Verdict:
    """5027: at the start of the placement."""
    start, placed, change = case.start_date, case.placed_on, None
    if start is None or placed is None:
        missing = missing_titles(
            case, "start_date", "post_start" if case.access is Access.CHANGE else "employment_start"
        )
        status = Status.TO_APPRAISE
        reason = phrase("Pas indiqué : {0}. À établir si l'allocation vaut pour le début du placement.", missing)
    elif period.early_days and not lasting(case, period):
        status = Status.TO_APPRAISE
        reason = phrase(
            "L'allocation commencerait le {0}, avant le placement ({1}) : ce qui en reste dépend de la durée convenue.",
            start,
            placed,
        )
    elif start == placed or period.early_days:
        status, reason = Status.MET, phrase("L'allocation est comptée dès le début du placement, le {0}.", placed)
    elif start < placed:
        status, reason = (
            Status.NOT_MET,
            phrase("Toute la période, dès le {0}, précède le début du placement ({1}).", start, placed),
        )
        change = phrase("Un début le {0}.", placed)
    else:
        status = Status.TO_APPRAISE
        reason = phrase(
            "L'allocation commence le {0}, le placement le {1} : à apprécier si c'est encore son début.", start, placed
        )
    return Verdict("5027.start", "Allocation au début du placement", status, reason, ("cmrp:5027",), change)


def limits(case: WorkIntroductionCase, period: Period, absent: Absent, amounts: Amounts) -> list[Verdict]:
    """The limits; passing one reduces the allowance, it does not end the right."""
    found = [_daily(case, amounts), _duration(case, period), _wage(amounts, period.days - absent.deducted)]
    return [*found, *_before(case, period), *_absences(case, absent)]


def _limit(key: str, label: str, status: Status, reason: Phrase, *rules: str) -> Verdict:
    return Verdict(key, label, status, reason, rules, role=Role.LIMIT)


def _before(case: WorkIntroductionCase, period: Period) -> list[Verdict]:
    """5027, 5033: the days before the placement fall away; the office fixes the start."""
    if not period.early_days or case.start_date is None:
        return []
    reason = phrase(
        "L'allocation commencerait le {0}, le placement le {1} : {2:jours} en moins.",
        case.start_date,
        period.first,
        period.early_days,
    )
    return [_limit("5027.before", "Jours avant le placement", Status.NOT_MET, reason, "cmrp:5027", "cmrp:5033")]


def _absences(case: WorkIntroductionCase, absent: Absent) -> list[Verdict]:
    """5029, 5035: days of absence are deducted; an empty list does not say that there are none."""
    label = "Aucune absence à déduire"
    if absent.deducted:  # deducting them is no breach
        label, status = "Absences déduites", Status.MET
        parts = ((absent.insurer, "à la charge d'un assureur"), (absent.nobody, "sans salaire"))
        words = " et ".join(f"{show(days, 'jours')} {who}" for days, who in parts if days)
        reason = phrase("{0} en moins.", words)
    elif case.absences or case.no_absence is Finding.MET:
        return []
    elif unlisted(case):
        label, status = "Absences à déduire", Status.TO_APPRAISE
        reason = phrase("Il y a eu des absences, mais aucune n'est saisie.")
    else:
        status = Status.TO_APPRAISE
        reason = phrase("Aucune absence n'est saisie, et rien ne dit qu'il n'y en a pas : elles seraient à déduire.")
    return [_limit("5035", label, status, reason, "cmrp:5035", "cmrp:5029")]


def unlisted(case: WorkIntroductionCase) -> bool:
    """Whether the file says that there were absences, and lists none."""
    return not case.absences and case.no_absence is Finding.NOT_MET


def _daily(case: WorkIntroductionCase, a: Amounts) -> Verdict:
    label = "Plafond par jour"
    if case.daily_amount is None:
        reason = phrase("Le montant par jour n'est pas encore fixé ; au plus {0:CHF}.", a.daily_maximum)
        return _limit("5030", label, Status.TO_APPRAISE, reason, "cmrp:5030", "cmrp:5033")
    over = [s for s in a.stretches if case.daily_amount > s.maximum]
    if not over:
        status, reason = Status.MET, phrase("{0:CHF} par jour, au plus {1:CHF}.", case.daily_amount, a.daily_maximum)
    elif len(a.stretches) == 1:
        status = Status.NOT_MET
        reason = phrase("{0:CHF} par jour : ramené au maximum de {1:CHF}.", case.daily_amount, a.daily_maximum)
    else:
        status = Status.NOT_MET
        parts = " ; ".join(f"{show(s.maximum, 'CHF')} du {show(s.first)} au {show(s.last)}" for s in over)
        reason = phrase("{0:CHF} par jour : ramené au maximum de chaque jour, {1}.", case.daily_amount, parts)
    return _limit("5030", label, status, reason, "cmrp:5030")


def lasting(case: WorkIntroductionCase, period: Period) -> bool:
    """Whether the file says how long the introduction lasts; the maximum is counted otherwise."""
    return period.interrupted or case.agreed


def _duration(case: WorkIntroductionCase, p: Period) -> Verdict:
    label, rule = "Durée maximale", "cmrp:5032"
    if lasting(case, p):
        days = p.agreed_days if case.agreed else p.days
        fits = days <= p.max_days
        words = "{0:jours}, au plus {1:jours}." if fits else "{0:jours} : ramené au maximum de {1:jours}."
        return _limit("5032", label, Status.MET if fits else Status.NOT_MET, phrase(words, days, p.max_days), rule)
    reason = phrase("La durée convenue n'est pas indiquée ; compté : le maximum de {0:jours}.", p.max_days)
    return _limit("5032", "Durée convenue", Status.TO_APPRAISE, reason, rule)


def _wage(a: Amounts, payable: int) -> Verdict:
    """5031: the wage of the period with contributions; what it allows a day, while nobody fixed the amount."""
    label, rule = "Plafond du salaire versé", "cmrp:5031"
    if a.cap is None:
        reason = phrase("Le salaire ou la période manque : plafond pas vérifié.")
        return _limit("5031", label, Status.TO_APPRAISE, reason, rule)
    total = centimes(a.cap.total)
    wage = "le salaire avec cotisations" if a.cap.complete else "le salaire brut"
    if a.raw is None and a.daily_maximum * payable > a.cap.total:
        reason = phrase(
            "Le montant par jour n'est pas fixé : jusqu'à {0:CHF/jour}, {1:jours} tiennent dans {2} ({3:CHF}).",
            a.within_wage(payable),
            payable,
            wage,
            total,
        )
        return _limit("5031", label, Status.TO_APPRAISE, reason, rule)
    raw = a.daily_maximum * payable if a.raw is None else a.raw
    if raw <= a.cap.total:
        words = "Au plus {0:CHF}, {2} fait {1:CHF}." if a.raw is None else "{0:CHF}, {2} fait {1:CHF}."
        return _limit("5031", label, Status.MET, phrase(words, raw, total, wage), rule)
    if a.cap.complete:
        reason = phrase("{0:CHF} dépasse le salaire avec cotisations ({1:CHF}) : ramené à ce montant.", raw, total)
        return _limit("5031", label, Status.NOT_MET, reason, rule)
    rate = ((raw / a.cap.total - 1) * 100).quantize(Decimal("0.01"), ROUND_UP)
    reason = phrase(
        "{0:CHF} dépasse le salaire brut de {1:CHF} ; il faudrait que la part de l'employeur, dont le taux n'est pas"
        " saisi, atteigne {2:%}.",
        raw,
        total,
        rate,
    )
    return _limit("5031", label, Status.TO_APPRAISE, reason, rule)
