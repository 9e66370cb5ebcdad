"""Lesson 8: placement, paths of several measures, providers in Geneva, agreements with enterprises of integration."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ai_calc.course.answers import DayAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.lessons.situations import Situation, met_or_not, which_rule
from ai_calc.course.model import Exercise, Problem, make_lesson
from ai_calc.course.writing import compute, count, exercise, hint, mistake, say, show, value_of
from ai_calc.ground.dates import last_day_of_months
from ai_calc.law.citations import Cited

# -- placement ---------------------------------------------------------------------------------------------------------

PLACEMENT: dict[str, Any] = {
    "law_date": "2020-01-01",
    "service": "search",
    "invalid_or_threatened": "met",
    "search_hampered": "met",
    "objectively_fit": "met",
    "subjectively_fit": "met",
    "activities_suitable": "met",
    "obstacle": "health",
    "only_easy_tasks": False,
    "protected_workshop": False,
    "cooperates": "met",
    "costs_proportionate": "met",
    "start_date": "2020-02-01",
}

_PLACEMENTS = (
    Situation(
        "L'office prévoit sept mois d'aide à {0}, qui cherche un emploi. Aucune difficulté particulière n'est établie :"
        " le dossier dit même le contraire.",
        {"months": 7, "particular_difficulties": "not_met"},
        "5009.duration",
    ),
    Situation(
        "L'office prévoit six mois d'aide à {0}, qui cherche un emploi, sans difficulté particulière.",
        {"months": 6, "particular_difficulties": "not_met"},
        "5009.duration",
    ),
    Situation(
        "L'office prévoit neuf mois d'aide à {0}. Le dossier ne dit pas encore si des difficultés particulières le"
        " justifient.",
        {"months": 9},
        "5009.duration",
    ),
    Situation(
        "{0} cherche un emploi. L'incapacité de travail n'entrave pas la recherche ; ce qui la freine, c'est l'âge.",
        {"obstacle": "other"},
        "5005.a",
    ),
    Situation(
        "La recherche d'emploi de {0} est freinée par la santé, et aussi par la langue.", {"obstacle": "both"}, "5005.a"
    ),
    Situation(
        "{0} ne peut plus faire que des tâches faciles. Le dossier n'établit aucune autre limitation précise.",
        {"only_easy_tasks": True, "specific_limitation": "not_met"},
        "5005.c",
    ),
    Situation(
        "{0} ne peut plus faire que des tâches faciles, et une limitation précise réduit encore le choix des postes.",
        {"only_easy_tasks": True, "specific_limitation": "met"},
        "5005.c",
    ),
    Situation(
        "{0} ne collabore pas à la recherche. Aucune sommation n'a été faite.", {"cooperates": "not_met"}, "5008"
    ),
    Situation(
        "{0} ne collabore pas à la recherche, malgré une sommation.", {"cooperates": "not_met", "warned": "met"}, "5008"
    ),
    Situation(
        "{0} demande de l'aide pour garder son poste, que seule la conjoncture menace.",
        {"service": "keep", "job_threatened_by_health": "not_met"},
        "5013",
    ),
    Situation(
        "{0} demande de l'aide pour garder son poste, que l'atteinte à la santé menace.",
        {"service": "keep", "job_threatened_by_health": "met"},
        "5013",
    ),
    Situation(
        "Pour placer {0}, il faudrait des frais hors de proportion avec ce qu'on peut en attendre.",
        {"costs_proportionate": "not_met"},
        "5009.costs",
    ),
)

placement_met = met_or_not(
    "placement_met",
    "Placement : la condition est-elle remplie ?",
    "placement",
    PLACEMENT,
    _PLACEMENTS,
    "cmrp:5005",
    "cmrp:5008",
    "cmrp:5009",
    "cmrp:5013",
)
placement_rule = which_rule(
    "placement_rule", "Placement : la règle qui décide", "placement", PLACEMENT, _PLACEMENTS, "cmrp:5005", "cmrp:5009"
)


@exercise("usual_end", "Placement : la durée usuelle", "cmrp:5009", calculator="placement", level=2)
def usual_end(draw: Draw) -> Problem:
    who, start = draw.person(), date(2020, draw.whole(1, 6), draw.whole(1, 28))
    months, usual = draw.whole(7, 11), int(value_of("placement/usual_duration", start))
    data = {**PLACEMENT, "start_date": start, "months": months, "particular_difficulties": "met"}
    result = compute("placement", data)
    end = result.step("usual_end").value
    assert isinstance(end, date)
    return Problem(
        story=say(
            "L'office aide {0} à chercher un emploi dès le {1}. Il prévoit {2:mois} en tout, parce que des difficultés"
            " particulières sont établies.",
            who.name,
            start,
            months,
        ),
        question=(
            "Quel est le dernier jour de la durée usuelle, après lequel il faut des difficultés particulières pour"
            " prolonger ?"
        ),
        answer=DayAnswer(end),
        hints=(
            hint("Cherchez la durée usuelle, et comptez-la depuis le premier jour.", "cmrp:5009"),
            hint("Une durée qui commence le 5 finit la veille du 5, tant de mois plus tard.", "cmrp:5009"),
        ),
        mistakes=(
            mistake("one_late", end + timedelta(days=1), "Le premier jour compte : c'est la veille.", "cmrp:5009"),
            mistake(
                "planned",
                last_day_of_months(start, months),
                "C'est la fin de la durée prévue, pas de la durée usuelle.",
                "cmrp:5009",
            ),
            mistake(
                "one_month",
                last_day_of_months(start, usual - 1),
                "Il manque un mois : relisez la durée.",
                "cmrp:5009",
            ),
        ),
        solution=(say("{0} + {1:mois}, moins un jour : {2} ({3}).", start, usual, end, Cited("cmrp:5009")),),
        case=data,
        essential=("one_late", "planned"),
    )


# -- paths -------------------------------------------------------------------------------------------------------------


def _step(measure: str, start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    return {"measure": measure, "start": start, **({"end": end} if end else {}), **more}


_TRIAL = {"conditions_clear": "met"}
PATHWAY: dict[str, Any] = {"law_date": "2020-01-01", "fit": "met"}
_PATHS = (
    Situation(
        "Après un reclassement, {0} demande une aide en capital. Un emploi salarié est raisonnablement exigible.",
        {
            "employment_reasonable": "met",
            "steps": [_step("retraining", "2016-08-01", "2018-07-31"), _step("capital_aid", "2019-01-15")],
        },
        "2.6006",
    ),
    Situation(
        "Après un reclassement, {0} demande une aide en capital. Aucun emploi salarié n'est raisonnablement exigible.",
        {
            "employment_reasonable": "not_met",
            "steps": [_step("retraining", "2016-08-01", "2018-07-31"), _step("capital_aid", "2019-01-15")],
        },
        "2.6006",
    ),
    Situation(
        "L'essai de {0} est convenu du 1er septembre 2018 au 28 février 2019.",
        {"steps": [_step("trial_placement", "2018-09-01", "2019-02-28", employer="A", **_TRIAL)]},
        "1.5024",
    ),
    Situation(
        "L'essai de {0} est convenu du 1er septembre 2018 au 27 février 2019.",
        {"steps": [_step("trial_placement", "2018-09-01", "2019-02-27", employer="A", **_TRIAL)]},
        "1.5024",
    ),
    Situation(
        "{0} suit une mesure de réinsertion. Sa capacité de travail est de 50 %.",
        {"steps": [_step("reintegration", "2018-01-01", "2018-06-30", employer="A", work_capacity=50)]},
        "1.5023",
    ),
    Situation(
        "{0} suit une mesure de réinsertion. Sa capacité de travail est de 40 %.",
        {"steps": [_step("reintegration", "2018-01-01", "2018-06-30", employer="A", work_capacity=40)]},
        "1.5023",
    ),
    Situation(
        "Les conditions de l'essai de {0} sont clarifiées : le dossier le dit.",
        {"steps": [_step("trial_placement", "2019-03-01", "2019-05-31", employer="A", **_TRIAL)]},
        "1.5022",
    ),
    Situation(
        "Engagé{1} le 1er avril 2017 à la suite d'un essai, {0} retombe malade le 1er avril 2020.",
        {
            "steps": [
                _step("trial_placement", "2017-01-01", "2017-03-31", employer="A", hired_on="2017-04-01", **_TRIAL),
                _step("contribution_increase", "2020-04-01", "2020-05-31"),
            ]
        },
        "2.5038",
    ),
    Situation(
        "L'essai de {0} commence, mais ses conditions ne sont pas encore clarifiées : le dossier le dit.",
        {
            "steps": [
                _step("trial_placement", "2019-03-01", "2019-05-31", employer="A", conditions_clear="not_met"),
            ]
        },
        "1.5022",
    ),
    Situation(
        "Après un essai qui n'a débouché sur aucun engagement, une initiation au travail de {0} est prévue dans la même"
        " entreprise.",
        {
            "steps": [
                _step("trial_placement", "2019-01-01", "2019-03-31", employer="A", **_TRIAL),
                _step("work_introduction", "2019-04-01", "2019-06-30", employer="A"),
            ]
        },
        "2.5027",
    ),
    Situation(
        "L'essai de {0} a débouché sur un engagement dès le 1er avril. L'initiation au travail commence deux mois plus"
        " tard.",
        {
            "steps": [
                _step("trial_placement", "2019-01-01", "2019-03-31", employer="A", hired_on="2019-04-01", **_TRIAL),
                _step("work_introduction", "2019-06-01", "2019-07-31", employer="A"),
            ]
        },
        "2.5027",
    ),
    Situation(
        "L'initiation au travail de {0}, engagé{1} le 15 mars 2019, est prévue jusqu'au 11 septembre 2019.",
        {
            "steps": [
                _step("placement", "2019-01-01", "2019-03-31", hired_on="2019-03-15"),
                _step("work_introduction", "2019-03-15", "2019-09-11", employer="A"),
            ]
        },
        "2.5032",
    ),
    Situation(
        "Engagé{1} le 1er avril 2017 à la suite d'un essai, {0} retombe malade le 2 avril 2020.",
        {
            "steps": [
                _step("trial_placement", "2017-01-01", "2017-03-31", employer="A", hired_on="2017-04-01", **_TRIAL),
                _step("contribution_increase", "2020-04-02", "2020-05-31"),
            ]
        },
        "2.5038",
    ),
)

path_met = met_or_not(
    "path_met",
    "Une mesure après l'autre",
    "pathway",
    PATHWAY,
    _PATHS,
    "cmrp:6006",
    "cmrp:5023",
    "cmrp:5022",
    "cmrp:5027",
    "cmrp:5032",
    "cmrp:5038",
)
path_rule = which_rule(
    "path_rule", "Un parcours : la règle qui décide", "pathway", PATHWAY, _PATHS, "cmrp:5024", "cmrp:5027"
)

# -- Geneva ------------------------------------------------------------------------------------------------------------

PROVIDER: dict[str, Any] = {
    "law_date": "2025-06-01",
    "has_staff": "no",
    "self_employed": "yes",
    "under_convention": "yes",
    "agreement_signed": "met",
    "fund_affiliation": "met",
    "fund_no_staff": "met",
    "fund_contributions": "met",
    "training": "met",
    "experience": "met",
    "skills": "met",
    "ai_basics": "met",
    "clean_record": "met",
    "icf_principles": "met",
    "place": "office",
    "confidential_place": "met",
    "ethics": "met",
    "data_kept": "met",
    "gln_number": "met",
    "billing_software": "met",
    "economical_rate": "met",
    "uses_marks": "no",
}
_MANDATE: dict[str, Any] = {
    "signature_date": "2025-02-10",
    "start_date": "2025-03-03",
    "end_date": "2025-05-16",
    "quote_date": "2025-02-20",
    "quote_objectives": True,
    "quote_programme": True,
    "quote_duration": True,
    "quote_price": True,
    "final_report_date": "2025-05-30",
    "hours_log_joined": "met",
    "invoice_joined": "met",
    "online_procedure": "met",
}
_PROVIDERS = (
    Situation(
        "{0}, coach indépendant{1} sans personnel, n'est pas à jour avec ses cotisations ; l'attestation de la caisse"
        " le montre.",
        {"fund_contributions": "not_met"},
        "2.i.contributions",
    ),
    Situation(
        "{0}, coach indépendant{1} sans personnel, remet une attestation de la caisse qui dit ses cotisations à jour.",
        {},
        "2.i.contributions",
    ),
    Situation(
        "Le prestataire emploie du personnel et ne remet pas l'attestation de l'OCIRT.",
        {"has_staff": "yes", "self_employed": "no", "ocirt_attestation": "not_met"},
        "2.h",
    ),
    Situation(
        "Le prestataire emploie du personnel et remet l'attestation de l'OCIRT.",
        {"has_staff": "yes", "self_employed": "no", "ocirt_attestation": "met"},
        "2.h",
    ),
    Situation("{0} commence un mandat sans avoir signé l'accord.", {"agreement_signed": "not_met"}, "0"),
    Situation("{0} commence un mandat après avoir signé l'accord.", {}, "0"),
    Situation(
        "La mesure de {0} finit le 16 mai 2025. Le rapport final est envoyé le 31 mai.",
        {**_MANDATE, "final_report_date": "2025-05-31"},
        "3.b.e",
    ),
    Situation("La mesure de {0} finit le 16 mai 2025. Le rapport final est envoyé le 30 mai.", _MANDATE, "3.b.e"),
    Situation(
        "La mesure de {0} finit le 16 mai 2025. Le rapport final n'est pas encore parti ; on n'en sait pas plus.",
        {**_MANDATE, "final_report_date": None},
        "3.b.e",
    ),
    Situation(
        "Le rapport final du coaching de {0} arrive sans le journal des heures.",
        {**_MANDATE, "hours_log_joined": "not_met"},
        "3.c.c",
    ),
    Situation(
        "Le coaching de {0} commence le 3 mars 2025. Le devis-mandat porte la date du 4 mars.",
        {**_MANDATE, "quote_date": "2025-03-04"},
        "1.a",
    ),
    Situation(
        "Le devis-mandat du coaching de {0} ne dit rien du programme.", {**_MANDATE, "quote_programme": False}, "1.a"
    ),
    Situation(
        "Le coaching de {0} commence le 3 mars 2025. Le devis-mandat, complet, porte la date du 2 mars.",
        {**_MANDATE, "quote_date": "2025-03-02"},
        "1.a",
    ),
)

provider_met = met_or_not(
    "provider_met",
    "Genève : ce que l'accord demande",
    "geneve_provider",
    PROVIDER,
    _PROVIDERS,
    "geneve:0",
    "geneve:1.a",
    "geneve:2.h",
    "geneve:2.i",
    "geneve:3.b.e",
    "geneve:3.c.c",
)
provider_rule = which_rule(
    "provider_rule",
    "Genève : la règle qui décide",
    "geneve_provider",
    PROVIDER,
    _PROVIDERS,
    "geneve:2.h",
    "geneve:2.i",
    "geneve:3.b.e",
)

# -- agreements (EISP) -------------------------------------------------------------------------------------------------

EISP: dict[str, Any] = {"law_date": "2020-01-01", "insurer": "social_assistance", "expertise": "met"}
_GOALS = {
    "goals": [{"label": "Réinsérer les participants", "weight": "decisive"}],
}


def _rate(achieved: int) -> dict[str, Any]:
    indicator = {"goal": 1, "label": "Taux de réinsertion", "target": 40, "minimum": 30, "calculation": "sur sorties"}
    return {**_GOALS, "indicators": [indicator], "outcomes": [{"indicator": 1, "achieved": achieved, "out_of": 40}]}


_AGREEMENTS = (
    Situation(
        "Un service social place neuf personnes par an dans une entreprise d'intégration et a l'expertise voulue.",
        {"beneficiaries_per_year": 9},
        "instrument",
    ),
    Situation(
        "Un service social place dix personnes par an dans une entreprise d'intégration et a l'expertise voulue.",
        {"beneficiaries_per_year": 10},
        "instrument",
    ),
    Situation(
        "Un service social place dix personnes par an. Rien ne dit s'il a l'expertise pour conclure une convention.",
        {"beneficiaries_per_year": 10, "expertise": "unknown"},
        "instrument",
    ),
    Situation("Le projet de convention prévoit un préavis de cinq mois.", {"notice_months": 5}, "38.d"),
    Situation("Le projet de convention prévoit un préavis de six mois.", {"notice_months": 6}, "38.d"),
    Situation(
        "La convention court du 1er janvier au 31 décembre 2020.",
        {"indefinite": False, "start_date": "2020-01-01", "end_date": "2020-12-31"},
        "38.a",
    ),
    Situation(
        "La convention court du 1er janvier 2020 au 1er janvier 2021.",
        {"indefinite": False, "start_date": "2020-01-01", "end_date": "2021-01-01"},
        "38.a",
    ),
    Situation(
        "Le projet ne dit pas quand la convention finit, ni qu'elle est de durée indéterminée.",
        {"indefinite": False, "notice_months": 6},
        "38.a",
    ),
    Situation(
        "Cible : 40 % de réinsertions, minimum 30 %. Quatorze personnes sur quarante sorties sont réinsérées ; on"
        " demande si la cible est atteinte.",
        _rate(14),
        "outcome.1",
    ),
    Situation(
        "Cible : 40 % de réinsertions, minimum 30 %. Seize personnes sur quarante sorties sont réinsérées ; on"
        " demande si la cible est atteinte.",
        _rate(16),
        "outcome.1",
    ),
    Situation("Le document compte onze pages, sans ses annexes.", {"pages": 11}, "1"),
    Situation("Le document compte dix pages, sans ses annexes.", {"pages": 10}, "1"),
    Situation("Le projet, pour l'aide sociale, déduit tout excédent des frais à payer.", {"surplus": "deducted"}, "20"),
)

agreement_met = met_or_not(
    "agreement_met",
    "Une convention : ce que le guide recommande",
    "eisp",
    EISP,
    _AGREEMENTS,
    "eisp:4.1.1",
    "eisp:38.a",
    "eisp:38.d",
    "eisp:11.b",
    "eisp:1.b",
)
agreement_rule = which_rule(
    "agreement_rule", "Une convention : l'indication du guide", "eisp", EISP, _AGREEMENTS, "eisp:38.a", "eisp:38.d"
)


@exercise("target", "Combien de réinsertions pour la cible", "eisp:11.b", "eisp:X10", calculator="eisp", level=2)
def target(draw: Draw) -> Problem:
    goal, least, left = draw.whole(30, 60, 5), draw.whole(10, 25, 5), draw.whole(23, 60)
    achieved = draw.whole(1, left // 3)
    indicator = {"goal": 1, "label": "Taux", "target": goal, "minimum": least, "calculation": "sur sorties"}
    data = {
        **EISP,
        **_GOALS,
        "indicators": [indicator],
        "outcomes": [{"indicator": 1, "achieved": achieved, "out_of": left}],
    }
    compute("eisp", data)  # the case is one that the calculator takes
    right = math.ceil(Decimal(goal * left) / 100)
    low = math.ceil(Decimal(least * left) / 100)
    return Problem(
        story=say(
            "Une convention fixe un taux de réinsertion d'au moins {0:%}, et d'au moins {1:%} comme minimum. Pendant la"
            " période, {2:personnes} sortent de la mesure.",
            goal,
            least,
            left,
        ),
        question="Combien de personnes réinsérées faut-il au moins pour atteindre la cible ?",
        answer=count(right, "personnes"),
        hints=(
            hint(
                "Un taux se calcule sur les sorties de la période. Cherchez lequel des deux nombres est la cible.",
                "eisp:11.b",
                "eisp:X10",
            ),
            hint("Une fraction de personne ne suffit pas : arrondissez vers le haut.", "eisp:11.b"),
        ),
        mistakes=(
            mistake("minimum", low, "C'est ce que demande le minimum, pas la cible.", "eisp:11.d"),
            mistake(
                "down",
                goal * left // 100,
                "Avec ce nombre, le taux reste juste sous la cible.",
                "eisp:11.b",
                "eisp:X10",
            ),
            mistake("rate", goal, "C'est le taux ; on demande un nombre de personnes.", "eisp:X10"),
        ),
        solution=(
            f"{goal} % de {left} sorties : {show(Decimal(goal * left) / 100)} ; il faut donc {right} personnes"
            " (Guide EISP, 11.b).",
        ),
        case=data,
    )


EXERCISES: tuple[Exercise, ...] = (
    placement_met,
    placement_rule,
    usual_end,
    path_met,
    path_rule,
    provider_met,
    provider_rule,
    agreement_met,
    agreement_rule,
    target,
)

LESSON = make_lesson(
    "providers",
    8,
    "Placement, parcours, prestataires et conventions",
    "08-prestataires-et-conventions.ipynb",
    45,
    (
        "dire ce qu'un placement demande, et combien de temps il dure de règle",
        "vérifier qu'une mesure peut suivre l'autre, et nommer la règle qui décide",
        "contrôler le dossier d'un prestataire genevois et un projet de convention",
    ),
    EXERCISES,
)
