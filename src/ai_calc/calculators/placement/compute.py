"""From a case of placement to its result (cmrp:5001–5014; readings C-09, C-33, X-07)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ai_calc.calculators.placement.model import Obstacle, PlacementCase, Service
from ai_calc.ground.dates import last_day_of_months
from ai_calc.ground.french import Phrase, phrase
from ai_calc.ground.money import ZERO
from ai_calc.ground.record import record
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.outcome.assemble import calculation, result
from ai_calc.outcome.conclusion import Subject, conclude, refusing
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.notices import info
from ai_calc.outcome.stated import contradiction
from ai_calc.outcome.verdicts import ESTABLISHED, all_of, of_findings, opposite, status_of
from ai_calc.results import (
    Account,
    Column,
    Figure,
    Notice,
    ReadingTaken,
    Result,
    Role,
    Sentence,
    Status,
    Step,
    Table,
    Verdict,
)

_RULE = ("cmrp:5009",)


@record
class PlacementDetails:
    """Durations in months, the last day of each, and what is reimbursed in CHF (nothing, cmrp:5010)."""

    usual_months: int
    months: int
    extra_months: int
    usual_end: date | None
    end: date | None
    extension_needs_reason: bool
    reimbursed: Decimal


@calculation
def compute(case: PlacementCase) -> Result[PlacementDetails]:
    """The whole result for one case, under the law of ``case.law_day``."""
    law = Law(case.law_day)
    search = case.service is Service.SEARCH
    details = _durations(case, law) if search else PlacementDetails(0, 0, 0, None, None, False, ZERO)
    found = (
        [*_search(case), *_cooperation(case), _costs(case), *_duration(case, details)]
        if search
        else [*_keep(case), *_right_kept(case), _costs(case), *_cooperation_keeping(case)]
    )
    found += [*_expenses(case), *_contradiction(case)]
    status = conclude(_SUBJECTS[case.service], found).status
    # only stopped: what was given until then stands
    against = refusing(found)
    stopped = bool(against) and all(v.key in _DUTIES for v in against)
    return result(
        case,
        law,
        calculator="placement",
        subject=_SUBJECTS[case.service],
        followed=case.FOLLOWS,
        verdicts=found,
        figures=_figures(case, details, stopped),
        account=lambda: Account(
            details,
            sentences=_sentences(case, found, stopped),
            tables=(_procedure(case, details, found),),
            steps=_steps(case, details),
            readings=_readings(case, details),
            notices=_notices(case, status),
        ),
    )


def _durations(case: PlacementCase, law: Law) -> PlacementDetails:
    usual = law.count("placement/usual_duration")
    months = case.months or usual
    extra = max(0, months - usual)
    return PlacementDetails(usual, months, extra, _end(case, usual), _end(case, months), extra > 0, ZERO)


def _end(case: PlacementCase, months: int) -> date | None:
    return None if case.start_date is None else last_day_of_months(case.start_date, months)


def _search(case: PlacementCase) -> list[Verdict]:
    """5005: two conditions always, a third when only easy tasks can be asked (reading C-09)."""
    found = [
        of_findings("5002.a", "Invalide ou menacé·e d'invalidité", ("cmrp:5002.a",), case.invalid_or_threatened),
        _hampered(case),
        of_findings(
            "5005.fit",
            "Aptitude à être engagé·e",
            ("cmrp:5005.a", "cmrp:5002.b"),
            case.objectively_fit,
            case.subjectively_fit,
        ),
        of_findings("5005.b", "Activités adaptées", ("cmrp:5005.b",), case.activities_suitable),
    ]
    found += _easy_tasks(case)
    if case.protected_workshop is Finding.UNKNOWN:
        found.append(
            Verdict(
                "5002.workshop",
                "Marché primaire du travail",
                Status.TO_APPRAISE,
                phrase("À établir : le placement vise le marché primaire du travail."),
                ("cmrp:5002",),
                soft=True,
            )
        )
    elif case.protected_workshop is Finding.MET:
        found.append(
            Verdict(
                "5002.workshop",
                "Marché primaire du travail",
                Status.NOT_MET,
                phrase("Placer dans un atelier protégé n'est pas, en principe, une tâche du service de placement."),
                ("cmrp:5002",),
                phrase("Un emploi sur le marché primaire du travail."),
                soft=True,
            )
        )
    return found


def _easy_tasks(case: PlacementCase) -> list[Verdict]:
    """5005, third dash: where only easy tasks can be asked, a specific limitation is needed besides (reading C-09)."""
    if case.only_easy_tasks is Finding.NOT_MET:
        return []
    rules = ("cmrp:5005.c",)
    if case.only_easy_tasks is Finding.MET:
        return [
            of_findings(
                "5005.c",
                "Limitation spécifique liée à la santé",
                rules,
                case.specific_limitation,
                change=phrase("Un handicap qui pose lui-même problème pour chercher un emploi."),
            )
        ]
    if case.specific_limitation is Finding.MET:
        return []
    if case.specific_limitation is Finding.NOT_MET:
        label = "Davantage que des tâches faciles exigibles"
        words = phrase(
            "À établir : sans limitation spécifique liée à la santé, l'aide suppose que davantage que des tâches"
            " faciles puisse être exigé."
        )
    else:
        label = "Davantage que des tâches faciles exigibles, ou limitation spécifique liée à la santé"
        words = phrase(
            "À établir si seules des tâches faciles sont exigibles : une limitation spécifique liée à la santé"
            " serait alors nécessaire."
        )
    return [Verdict("5005.c", label, Status.TO_APPRAISE, words, rules)]


def _hampered(case: PlacementCase) -> Verdict:
    label, rules = "Recherche d'emploi entravée par l'incapacité de travail", ("cmrp:5005.a",)
    if case.obstacle is Obstacle.OTHER:
        return Verdict(
            "5005.a",
            label,
            Status.NOT_MET,
            phrase(
                "Seuls le marché, l'âge ou la langue freinent la recherche : l'AI "
                "n'a pas à fournir d'appui pour ces freins."
            ),
            rules,
            phrase("Une incapacité de travail qui entrave elle-même la recherche."),
        )
    return of_findings("5005.a", label, rules, case.search_hampered)


def _keep(case: PlacementCase) -> list[Verdict]:
    return [
        of_findings(
            "5013",
            "Emploi menacé à cause de la santé",
            ("cmrp:5013", "cmrp:5014"),
            case.job_threatened_by_health,
            change=phrase("Un risque de perdre l'emploi qui vient de l'atteinte à la santé."),
        )
    ]


_DUTIES = ("5007.fault", "5007.resigned")
"""The verdicts that end services which may have begun."""


def _cooperation(case: PlacementCase) -> list[Verdict]:
    """5008, 5009: for want of cooperation services may end, after the warning of 1009; 5007: the right is lost."""
    rules = ("cmrp:5008", "cmrp:5009")
    return [_helping(case, "5008", "Coopération et recherches prouvées", rules), *_right_kept(case)]


def _cooperation_keeping(case: PlacementCase) -> list[Verdict]:
    """5013 and 5014 make the threatened post the condition; a lack of cooperation may only end the advice, after the
    warning (5009, 1009; reading C-33). Looking for work (5008) is another service."""
    rules = ("cmrp:1008", "cmrp:5009")
    if case.cooperates is Finding.MET or (case.cooperates is Finding.UNKNOWN and case.warned is not Finding.MET):
        return []
    return [replace(_helping(case, "1009", "Coopération", rules), role=Role.LIMIT)]


def _contradiction(case: PlacementCase) -> list[Verdict]:
    """A warning without effect, of somebody who cooperates and has failed in nothing else that the file knows."""
    failed = Finding.MET in (case.success_compromised, case.resigned_without_reason)
    if case.cooperates is not Finding.MET or case.warned is not Finding.MET or failed:
        return []
    reason = phrase("Le dossier dit que la personne coopère, et qu'une sommation est restée sans effet.")
    search = case.service is Service.SEARCH
    key, role = ("denied:warned", Role.CONDITION) if search else ("1009", Role.LIMIT)  # advice may only end
    return [contradiction(key, reason, ("cmrp:5009", "cmrp:1009"), role)]


def _helping(case: PlacementCase, key: str, label: str, rules: tuple[str, ...]) -> Verdict:
    """Want of cooperation: once the warning of 1009 had no effect, the office may end the services, or go on."""
    ends = "les prestations peuvent prendre fin avant terme"
    found = _duty(case, key, label, status_of(case.cooperates), rules, "manque de coopération", ends)
    if found.status is not Status.NOT_MET:
        return found
    words = phrase(
        "La personne ne coopère pas, et la sommation avec délai de réflexion est restée sans effet : l'office AI peut"
        " mettre fin aux prestations avant terme ; à décider."
    )
    label = "Poursuite malgré le manque de coopération"
    return replace(found, label=label, status=Status.TO_APPRAISE, reason=words)


def _right_kept(case: PlacementCase) -> list[Verdict]:
    """5007: fault and resignation end the aid, of which the advice to keep a post is part (5012). What was resigned
    cannot be made good within a time to reflect: no warning comes before (reading C-33)."""
    lost, rules = "le droit à l'aide au placement est perdu", ("cmrp:5007",)
    fault = opposite(status_of(case.success_compromised))
    label = "Succès du placement non compromis par sa propre faute"
    resigned = opposite(status_of(case.resigned_without_reason))
    return [
        _duty(case, "5007.fault", label, fault, rules, "succès compromis", lost),
        Verdict(
            "5007.resigned",
            "Emploi procuré par l'office AI non résilié sans raison valable",
            resigned,
            phrase("Un emploi procuré par l'office AI a été résilié sans raison valable : {0}.", lost)
            if resigned is Status.NOT_MET
            else ESTABLISHED[resigned],
            rules,
        ),
    ]


def _duty(
    case: PlacementCase, key: str, label: str, status: Status, rules: tuple[str, ...], failing: str, ends: str
) -> Verdict:
    """A duty of the person; neglected, it counts only once the warning of 1009 had no effect."""
    if status is Status.MET or (status is Status.TO_APPRAISE and case.warned is not Finding.MET):
        return Verdict(key, label, status, ESTABLISHED[status], rules)
    rules = (*rules, "cmrp:1009")
    if status is Status.TO_APPRAISE:
        words = phrase("À établir : une sommation est restée sans effet ; si le manquement est établi, {0}.", ends)
        return Verdict(key, label, status, words, rules)
    if case.warned is Finding.MET:
        words = phrase(
            "Le dossier établit le contraire, et la sommation avec délai de réflexion est restée sans effet : {0}.",
            ends,
        )
        return Verdict(key, label, status, words, rules)
    words = phrase(
        "« {0} » : le dossier établit le contraire. Il faut d'abord une sommation avec délai de réflexion, sauf"
        " l'exception de l'art. 7b al. 2 LAI.",
        label,
    )
    change = None if key.startswith("5007") else phrase("S'exécuter dans le délai de réflexion.")
    # what is open is no longer the failing, but whether a warning has had no effect
    waiting = f"Sommation suivie d'effet ({failing})"
    return Verdict(key, waiting, Status.TO_APPRAISE, words, rules, change)


def _expenses(case: PlacementCase) -> list[Verdict]:
    """5010: what looking for work costs is not paid."""
    if not case.expenses_claimed:
        return []
    words = phrase(
        "Annonces, déplacements, repas et hébergement pour un entretien ou une visite ne sont pas pris en charge"
        " ({0:CHF} demandés).",
        case.expenses_claimed,
    )
    return [Verdict("5010", "Frais de recherche d'emploi", Status.NOT_MET, words, ("cmrp:5010",), role=Role.LIMIT)]


def _costs(case: PlacementCase) -> Verdict:
    return of_findings("5009.costs", "Frais proportionnés", _RULE, case.costs_proportionate)


def _duration(case: PlacementCase, d: PlacementDetails) -> list[Verdict]:
    """5009: six months as a rule; longer, for an appropriate time, when circumstances make the search hard. Only what
    goes beyond is refused; the usual duration stands."""
    label = "Durée des prestations"
    if not d.extra_months:
        return [
            Verdict(
                "5009.duration",
                label,
                Status.MET,
                phrase("{0:mois}, dans la durée usuelle de {1:mois}.", d.months, d.usual_months),
                _RULE,
                soft=True,
                role=Role.LIMIT,
            )
        ]
    beyond = phrase(
        "{0:mois} : {1:mois} de plus que la durée usuelle de {2:mois}", d.months, d.extra_months, d.usual_months
    )
    status = status_of(case.particular_difficulties)
    reason: Phrase = {
        Status.MET: phrase("{0}. Les difficultés particulières sont établies.", str(beyond)),
        Status.TO_APPRAISE: phrase(
            "{0}. Il reste à établir que les circonstances causent des difficultés particulières.", str(beyond)
        ),
        Status.NOT_MET: phrase("{0}, sans difficultés particulières : pas de prolongation.", str(beyond)),
    }[status]
    change = (
        None
        if status is Status.MET
        else phrase(
            "Des circonstances qui rendent l'emploi particulièrement difficile à trouver, ou {0:mois} au plus.",
            d.usual_months,
        )
    )
    found = [Verdict("5009.duration", label, status, reason, _RULE, change, role=Role.LIMIT)]
    if status is not Status.NOT_MET:
        found.append(_appropriate(case, d))
    return found


def _appropriate(case: PlacementCase, d: PlacementDetails) -> Verdict:
    """5009: « pour une durée appropriée »: a person appraises it, with a reason."""
    label, status = "Durée appropriée de la prolongation", status_of(case.duration_appropriate)
    if status is Status.NOT_MET:
        return Verdict(
            "5009.appropriate",
            label,
            status,
            phrase("Selon le dossier, prolonger de {0:mois} n'est pas approprié.", d.extra_months),
            _RULE,
            role=Role.LIMIT,
        )
    reason = case.extension_reason.strip()
    if status is Status.MET and _says_something(reason):
        return Verdict(
            "5009.appropriate", label, status, phrase("Motif de la prolongation : {0}", reason), _RULE, role=Role.LIMIT
        )
    missing = "à apprécier par l'office AI" if _says_something(reason) else "le motif n'est pas indiqué"
    return Verdict(
        "5009.appropriate",
        label,
        Status.TO_APPRAISE,
        phrase(
            "Une prolongation de {0:mois} demande un motif, qui dise aussi pourquoi cette durée est appropriée : {1}.",
            d.extra_months,
            missing,
        ),
        _RULE,
        role=Role.LIMIT,
    )


def _says_something(reason: str) -> bool:
    """Whether a reason holds more than signs."""
    return any(sign.isalpha() for sign in reason)


_SUBJECTS = {
    Service.SEARCH: Subject(
        "Aide à la recherche d'un emploi",
        met="Selon le dossier, l'aide à la recherche d'un emploi est due.",
        not_met="Selon le dossier, un point s'oppose à l'aide à la recherche d'un emploi.",
        soft=(
            "Selon le dossier, un point s'oppose de règle à l'aide à la recherche d'un emploi ; une exception"
            " reste possible."
        ),
        open="Des points restent à apprécier avant de dire si l'aide à la recherche d'un emploi est due.",
        rules=("cmrp:5005",),
    ),
    Service.KEEP: Subject(
        "Conseil pour garder le poste",
        met="Selon le dossier, le conseil pour garder le poste est dû.",
        not_met="Selon le dossier, un point s'oppose au conseil pour garder le poste.",
        open="Des points restent à apprécier avant de dire si le conseil pour garder le poste est dû.",
        rules=("cmrp:5014",),
    ),
}
_BEYOND = ("overall", "5009.duration", "5009.appropriate")


def _sentences(case: PlacementCase, found: list[Verdict], stopped: bool) -> tuple[Sentence, ...]:
    search = case.service is Service.SEARCH
    kept = "ce qui a été fourni jusque-là n'est pas remis en cause"
    if stopped:
        what = "L'aide" if search else "Le conseil"
        return (Sentence(phrase(f"{what} s'arrête ; {kept}."), ()),)
    if _may_end(case, found):
        what = "L'aide" if search else "Le conseil"
        return (Sentence(phrase(f"{what} peut prendre fin avant terme ; {kept}."), ()),)
    if search:
        return (Sentence(phrase("Le droit porte sur une aide active, non sur un emploi.")),)
    return ()


def _may_end(case: PlacementCase, found: list[Verdict]) -> bool:
    """Whether services that are not refused may end for want of cooperation, the warning having had no effect
    (1009)."""
    return not refusing(found) and case.cooperates is Finding.NOT_MET and case.warned is Finding.MET


def _figures(case: PlacementCase, d: PlacementDetails, stopped: bool) -> tuple[Figure, ...]:
    """Durations; none where services stop before their term, on a day that the case does not hold (5009)."""
    found = []
    if case.service is Service.SEARCH and not stopped:
        found.append(
            Figure(
                "months",
                "Durée usuelle" if d.extra_months else "Durée",
                min(d.months, d.usual_months),
                "mois",
                _RULE,
                ("overall",),
                main=True,
            )
        )
        found.append(
            Figure(
                "extra_months",
                "Prolongation au-delà de l'usuel",
                d.extra_months,
                "mois",
                _RULE,
                _BEYOND,
                main=bool(d.extra_months),
            )
        )
        if d.usual_end is not None:
            found.append(Figure("usual_end", "Fin de la durée usuelle", d.usual_end, "", _RULE, ("overall",)))
        if d.end is not None and d.end != d.usual_end:
            found.append(
                Figure("end", "Fin envisagée", d.end, "", _RULE, _BEYOND if d.extra_months else ("overall",), main=True)
            )
    if case.expenses_claimed:
        found.append(Figure("reimbursed", "Frais remboursés", d.reimbursed, "CHF", ("cmrp:5010",)))
    return tuple(found)


def _steps(case: PlacementCase, d: PlacementDetails) -> tuple[Step, ...]:
    found = []
    if case.service is Service.SEARCH:
        found = [
            Step(
                "extra_months",
                "Mois au-delà de la durée usuelle",
                phrase("{0:mois} − {1:mois}, au moins 0", d.months, d.usual_months),
                d.extra_months,
                "mois",
                _RULE,
            )
        ]
    if case.start_date is not None and d.usual_end is not None:
        found.append(
            Step(
                "usual_end",
                "Fin de la durée usuelle",
                phrase("{0} + {1:mois}, moins un jour", case.start_date, d.usual_months),
                d.usual_end,
                "",
                _RULE,
            )
        )
        if d.extra_months:
            found.append(
                Step(
                    "end",
                    "Fin envisagée",
                    phrase("{0} + {1:mois}, moins un jour", case.start_date, d.months),
                    d.end,
                    "",
                    _RULE,
                )
            )
    if case.expenses_claimed:
        found.append(
            Step(
                "reimbursed",
                "Frais remboursés",
                phrase(
                    "{0:CHF} demandés : annonces, déplacements, repas et hébergement "
                    "pour un entretien ou une visite ne sont pas pris en charge",
                    case.expenses_claimed,
                ),
                d.reimbursed,
                "CHF",
                ("cmrp:5010",),
            )
        )
    return tuple(found)


def _procedure(case: PlacementCase, d: PlacementDetails, verdicts: list[Verdict]) -> Table:
    rows: list[tuple[date | str | Phrase | None, ...]] = []
    if case.service is Service.SEARCH:
        rows += [
            ("Dès que l'examen sommaire est positif", "Lancer le placement", "Office AI"),
            (
                "Au début",
                "Saisir le profil et les places possibles, convenir de la suite par des accords contraignants",
                "Office AI et personne assurée",
            ),
            (
                "En tout temps",
                "Chercher du travail, prouver ses démarches, suivre les instructions",
                "Personne assurée",
            ),
        ]
    else:
        rows += [
            ("Au début", "Mener les investigations, sur place s'il y a lieu, avec l'employeur au besoin", "Office AI"),
            (
                "Ensuite",
                "Examiner par exemple volume de travail, répartition des tâches, organisation, adaptation du poste",
                "Office AI, personne assurée, employeur",
            ),
        ]
    if _may_end(case, verdicts):
        rows.append(("Sommation restée sans effet", "Finir avant terme, ou continuer", "Office AI"))
    if case.service is Service.SEARCH:
        rows += [(*row, "Office AI") for row in _ends(d, verdicts)]
    return Table(
        "procedure",
        "Démarches",
        (Column("day", "Quand"), Column("what", "Quoi"), Column("who", "Qui")),
        tuple(rows),
        ("cmrp:5003", "cmrp:5004", "cmrp:5008") if case.service is Service.SEARCH else ("cmrp:5012", "cmrp:5014"),
        None,
        ("overall",),
    )


def _ends(d: PlacementDetails, verdicts: list[Verdict]) -> list[tuple[date | Phrase, str]]:
    """When the services end, or an extension is to be decided: it is granted, refused or open."""
    usual = d.usual_end or phrase("Après {0:mois}", d.usual_months)
    end = d.end or phrase("Après {0:mois}", d.months)
    if d.months < d.usual_months:
        return [(end, "Finir, ou continuer dans la durée usuelle")]
    if not d.extra_months:
        return [(usual, "Finir, ou décider une prolongation appropriée")]
    extension = all_of(*(v.status for v in verdicts if v.key in _BEYOND))
    return {
        Status.MET: [(end, "Finir")],
        Status.NOT_MET: [(usual, "Finir")],
        Status.TO_APPRAISE: [(usual, "Finir, ou décider la prolongation demandée")],
    }[extension]


def _readings(case: PlacementCase, d: PlacementDetails) -> tuple[ReadingTaken, ...]:
    found = [ReadingTaken("C-33", _without_or_with_warning(case))]
    if case.service is Service.SEARCH:
        found.append(ReadingTaken("C-09"))
        other = phrase(
            "Un mandat externe de recherche d'emploi à Berne, lui, ne se prolonge pas au-delà de sa durée maximale"
            " (« en principe », dit le mémento non daté)."
        )
        found.append(ReadingTaken("X-07", other if d.extra_months else None))
    return tuple(found)


def _without_or_with_warning(case: PlacementCase) -> Phrase | None:
    """C-33: what the other reading of 5007 gives, where a warning has not been without effect."""
    if case.warned is Finding.MET:
        return None
    if case.resigned_without_reason is Finding.MET:
        return phrase(
            "S'il fallait une sommation ({0}) aussi après une résiliation, le droit resterait à apprécier jusque-là.",
            Cited("cmrp:1009"),
        )
    if case.success_compromised is Finding.MET:
        return phrase("À la lettre du {0}, la faute ferait perdre le droit sans sommation.", Cited("cmrp:5007"))
    return None


def _notices(case: PlacementCase, status: Status) -> tuple[Notice, ...]:
    found: list[Notice] = []
    if case.service is Service.SEARCH and case.obstacle is Obstacle.BOTH:
        found.append(
            info(
                "other_obstacles",
                phrase(
                    "Pour les freins du marché, de l'âge ou de la langue, l'AI n'a pas à fournir d'appui particulier."
                ),
                "cmrp:5005",
            )
        )
    if case.service is not Service.SEARCH or status is Status.NOT_MET:
        return tuple(found)
    if case.unemployment_insurance:
        words = (
            "Droit aux deux assurances : les offres"
            if status is Status.MET
            else "Si le droit à l'aide de l'AI se confirme, les offres"
        )
        found.append(
            info(
                "unemployment_insurance",
                phrase(f"{words} de l'AC (cours, stages de formation) restent ouvertes à côté de celles de l'AI."),
                "cmrp:5006",
            )
        )
    found.append(
        info(
            "no_job_guaranteed",
            phrase("L'office AI aide activement à chercher ; il ne doit pas procurer d'emploi."),
            "cmrp:5011",
        )
    )
    return tuple(found)
