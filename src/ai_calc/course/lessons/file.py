"""Lesson 9: one file from the interview to the decision — which rule decides, which word of it, and what stays open.

The person of a seat is the same in all exercises; each exercise draws a branch of the story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ai_calc.course.answers import ChoiceAnswer, SeveralAnswer, rule_options
from ai_calc.course.drawing import Draw, Person
from ai_calc.course.lessons.bases import CAPITAL_AID, CONTRIBUTIONS, INTRODUCTION, LAW, RECLASSEMENT, TRIAL
from ai_calc.course.lessons.providers import PATHWAY, PLACEMENT
from ai_calc.course.model import Exercise, Mistake, Problem, make_lesson
from ai_calc.course.writing import (
    compute,
    exercise,
    hint,
    mistake,
    say,
    status_answer,
    statuses_but,
    told,
    value_of,
)
from ai_calc.ground.dates import add_years, last_day_of
from ai_calc.ground.french import lowered
from ai_calc.ground.record import record
from ai_calc.law.citations import label
from ai_calc.outcome.facts import Finding
from ai_calc.outcome.verdicts import all_of, status_of
from ai_calc.results import Result, Status, Verdict

_STORY = "dossier"
_FOUND = {"met": "établi", "not_met": "le contraire est établi", "unknown": "pas encore établi"}


# -- before any measure ------------------------------------------------------------------------------------------------

_ASKED = (
    ("retraining", "un reclassement"),
    ("placement", "une aide à la recherche d'emploi"),
    ("trial_placement", "un placement à l'essai"),
    ("guidance", "une orientation professionnelle"),
)
_FITNESS = (
    (Finding.MET, Finding.MET),
    (Finding.MET, Finding.UNKNOWN),
    (Finding.NOT_MET, Finding.UNKNOWN),
    (Finding.UNKNOWN, Finding.MET),
    (Finding.MET, Finding.MET),
    (Finding.MET, Finding.NOT_MET),
    (Finding.UNKNOWN, Finding.UNKNOWN),
    (Finding.NOT_MET, Finding.MET),
)


@exercise("entry", "Avant toute mesure", "cmrp:2001.1", "cmrp:5005", "cmrp:4010", calculator="pathway", level=2)
def entry(draw: Draw) -> Problem:
    who, (able, willing) = draw.person(_STORY), draw.deal(_FITNESS)
    measure, words = draw.pick(_ASKED)
    both = all_of(status_of(able), status_of(willing))
    fit = next(finding.value for finding in Finding if status_of(finding) is both)
    data = {**PATHWAY, "fit": fit, "steps": [{"measure": measure, "start": "2020-03-02"}]}
    verdict = compute("pathway", data).verdict("2001.1")
    return Problem(
        story=say(
            "Premier entretien. L'atteinte à la santé de {0} pèse sur son travail, et {1} vous parle d'une suite"
            " possible : {2}. Voici ce que le dossier dit de l'aptitude à la réadaptation.",
            who.name,
            who.subject,
            words,
        ),
        facts=(("Possibilité objective", _FOUND[able]), ("Disposition subjective", _FOUND[willing])),
        question="Que dire de cette condition, l'aptitude à la réadaptation, à éclaircir avant de commencer ?",
        answer=status_answer(verdict.status),
        hints=(
            hint("Cherchez ce qui s'éclaircit avant une mesure professionnelle, quelle qu'elle soit.", "cmrp:2001.1"),
            hint(
                "L'aptitude a deux moitiés, liées par « et » : commencez par chercher celle dont le contraire est"
                " établi, puis celle qui reste ouverte.",
                "cmrp:2001.1",
                "cmrp:4010.b",
            ),
        ),
        mistakes=statuses_but(
            verdict.status,
            (
                Status.MET,
                "Une moitié ne suffit pas : l'aptitude est objective et subjective.",
                ("cmrp:2001.1", "cmrp:4010.b"),
            ),
            (
                Status.NOT_MET,
                "Aucune des deux moitiés n'est exclue par le dossier : ce qui n'est pas établi n'est pas réfuté.",
                ("cmrp:2001.1",),
            ),
            (
                Status.TO_APPRAISE,
                "Le dossier suffit : soit les deux moitiés sont établies, soit une seule décide déjà.",
                ("cmrp:2001.1", "cmrp:4010.b"),
            ),
        ),
        solution=told(verdict),
        case=data,
    )


# -- the measure, and the rule that decides ----------------------------------------------------------------------------

_OBSTACLES: tuple[tuple[str, dict[str, Any], str], ...] = (
    (
        "Un poste approprié peut lui être offert sans formation supplémentaire, et l'on est en droit d'attendre"
        " que {0} l'accepte.",
        {"suitable_post_available": "met"},
        "4013.b",
    ),
    (
        "Une mesure plus ancienne a déjà réadapté {0} de manière suffisante et acceptable.",
        {"sufficiently_rehabilitated": "met"},
        "4013.a",
    ),
    ("La perte durable de gain de {0} est de 10 %.", {"income_with": 64800}, "4011"),
    (
        "L'interruption de l'activité de {0} n'est que provisoire, dit le dossier, et l'on est en droit d'en attendre"
        " la reprise.",
        {"temporary_interruption": "met"},
        "4017",
    ),
    (
        "L'invalidité n'empêche pas {0} d'exercer son activité antérieure.",
        {"prevents_former_work": "not_met"},
        "4010.a",
    ),
    (
        "Le reclassement n'améliorerait pas nettement la capacité de gain de {0}.",
        {"improves_capacity": "not_met"},
        "4016",
    ),
    (
        "Après la formation, il ne resterait pas à {0} une durée de travail globale importante.",
        {"substantial_working_life": "not_met"},
        "4014.a",
    ),
    (
        "La formation souhaitée par {0} est possible, mais le dossier n'établit pas encore qu'elle soit adaptée au"
        " handicap.",
        {"suited_to_disability": "unknown"},
        "4010.suited",
    ),
    (
        "Le dossier n'établit pas encore que {0} ait la volonté de suivre un reclassement.",
        {"subjectively_fit": "unknown"},
        "4010.b",
    ),
)


@exercise(
    "obstacle",
    "Un reclassement ? La règle qui décide",
    "cmrp:4011",
    "cmrp:4013",
    "cmrp:4010",
    calculator="reclassement",
    level=3,
)
def obstacle(draw: Draw) -> Problem:
    who = draw.person(_STORY)
    words, changes, key = draw.deal(_OBSTACLES)
    data = {**RECLASSEMENT, **changes}
    result = compute("reclassement", data)
    decided = [v for v in result.verdicts if v.status is not Status.MET]
    verdict = result.verdict(key)
    assert decided == [verdict]
    right = verdict.rules[0]
    others: dict[str, Verdict] = {}  # by what is shown of their rule
    untouched = compute("reclassement", RECLASSEMENT)
    for _, _, other in draw.shuffled(_OBSTACLES):
        met = untouched.verdict(other)
        if label(met.rules[0]) != label(right):
            others.setdefault(label(met.rules[0]), met)
    offered = [(v.rules[0], v.label) for v in others.values()][:3]
    state = "Un seul point s'y oppose." if verdict.status is Status.NOT_MET else "Un seul point reste ouvert."
    return Problem(
        story=say("{0} a un métier et y travaillait. L'idée d'un reclassement se discute. ", who.name)
        + say(words, who.name)
        + f" {state}",
        question="Quelle règle décide ?",
        answer=ChoiceAnswer(rule_options(draw.shuffled([right, *(c for c, _ in offered)])), right),
        hints=(
            hint(
                "Ouvrez chaque règle proposée : laquelle pose la question que le dossier soulève ?",
                right,
                offered[0][0],
            ),
            hint(f"Le point s'appelle « {verdict.label} ».", right),
        ),
        mistakes=tuple(
            Mistake(c, c, f"Cette règle-là est respectée ici : « {words} », le dossier l'établit.", (c,))
            for c, words in offered
        ),
        solution=(f"{label(right)}.", *told(verdict)),
        case=data,
    )


# -- what to ask for ---------------------------------------------------------------------------------------------------

_ASKABLE = (
    ("search_hampered", "L'incapacité entrave la recherche de manière significative"),
    ("subjectively_fit", "Disposition à être engagé·e"),
    ("activities_suitable", "Les activités conviennent"),
    ("cooperates", "Coopération, recherches prouvées"),
    ("costs_proportionate", "Frais proportionnés"),
)
_PLACED = {**PLACEMENT, "success_compromised": "not_met", "resigned_without_reason": "not_met"}


@exercise(
    "ask", "Ce qu'il faut encore demander", "cmrp:5005", "cmrp:5008", "cmrp:5009", calculator="placement", level=3
)
def ask(draw: Draw) -> Problem:
    who, longer = draw.person(_STORY), draw.deal((True, False))
    usual = int(value_of("placement/usual_duration", LAW))
    months = usual + draw.whole(1, 3) if longer else usual - draw.whole(0, 1)
    missing = {name: "unknown" for name, _ in draw.some(_ASKABLE, draw.whole(1, 2))}
    data = {**_PLACED, **missing, "months": months, "particular_difficulties": "unknown"}
    if longer:
        data |= {"duration_appropriate": "met", "extension_reason": "Selon le dossier."}
    result = compute("placement", data)
    open_ones = frozenset(v.key for v in result.verdicts if v.status is Status.TO_APPRAISE)
    options = tuple((v.key, v.label) for v in result.verdicts if v.key not in ("5002.a", "5009.appropriate"))
    duration = result.verdict("5009.duration")
    others = [v for v in result.verdicts if v.key in open_ones and v is not duration]
    settled = next(k for k, _ in options if k not in open_ones and k != duration.key)
    return Problem(
        story=say(
            "Il n'y aura pas de reclassement ; {0} demande de l'aide pour chercher un emploi. L'aide est prévue pour"
            " {1:mois}. L'invalidité est établie, et ce qui freine la recherche tient à la santé.",
            who.name,
            months,
        ),
        facts=(
            *((words, _FOUND[missing.get(name, "met")]) for name, words in _ASKABLE),
            ("Difficultés particulières", _FOUND["unknown"]),
            *((("Durée de la prolongation appropriée", _FOUND["met"]),) if longer else ()),
        ),
        question="Quels points faut-il encore établir avant de conclure ?",
        answer=SeveralAnswer(options, open_ones),
        hints=(
            hint("Comparez le dossier avec chaque condition ; elles sont cumulatives.", "cmrp:5005", "cmrp:5008"),
            hint(
                "Prenez une à une les lignes « pas encore établi ». Pour les difficultés particulières, lisez d'abord à"
                " partir de quelle durée elles se demandent.",
                "cmrp:5005",
                "cmrp:5009",
            ),
        ),
        mistakes=(
            mistake(
                "duration",
                open_ones ^ {duration.key},
                (
                    "La durée prévue dépasse ce que le texte donne en règle générale : ce qui la justifie se demande."
                    if longer
                    else "La durée prévue reste dans ce que le texte donne en règle générale : les difficultés"
                    " particulières ne se demandent que pour prolonger."
                ),
                "cmrp:5009",
            ),
            mistake(
                "settled",
                open_ones | {settled},
                f"« {result.verdict(settled).label} » : le dossier l'établit déjà, on ne le redemande pas.",
                *result.verdict(settled).rules[:1],
            ),
            mistake(
                "only_duration",
                frozenset({duration.key}),
                "La durée n'est pas tout : les conditions elles-mêmes doivent être établies."
                if longer
                else "La durée prévue reste dans la règle générale : ce sont les conditions elles-mêmes qu'il faut"
                " établir.",
                "cmrp:5005",
                "cmrp:5009",
            ),
            *(
                mistake(
                    v.key,
                    open_ones - {v.key},
                    f"Il manque un point : « {v.label} » reste à établir.",
                    *v.rules[:1],
                )
                for v in others
                if len(open_ones) > 1
            ),
        ),
        solution=tuple(line for v in result.verdicts if v.key in open_ones for line in told(v)[:1]),
        case=data,
        essential=("duration",),
    )


# -- the word that decides ---------------------------------------------------------------------------------------------

WORDS = (
    ("rule", "en règle générale", "« en règle générale » ouvre une exception ; ici, le point ne se joue pas là."),
    ("about", "environ", "« environ » laisse une marge autour d'un chiffre ; la phrase qui décide ne le dit pas."),
    ("most", "au plus", "« au plus » comprend la limite et s'arrête là ; la phrase qui décide ne le dit pas."),
    ("more", "plus de", "« plus de » exclut la limite elle-même ; la phrase qui décide ne le dit pas."),
    (
        "provided",
        "pour autant que",
        "« pour autant que » ajoute une condition à un cas admis ; ici, le point ne se joue pas là.",
    ),
    ("or", "ou", "Avec « ou », un seul des éléments suffirait ; ce n'est pas ce qui tranche ici."),
    ("and", "et", "Avec « et », il faut tous les éléments ; ce n'est pas ce qui tranche ici."),
)


@record
class Worded:
    """A point of the file on which one word of a rule decides. ``rule``: where the word stands, in our text and, as it
    is or by another word of the same meaning, in the circular's."""

    story: str
    calculator: str
    data: dict[str, Any]
    verdict: str
    word: str
    rule: str


WORDED = (
    Worded("La perte durable de gain de {0} est de 19 % ; on se demande si c'est trop peu.", "reclassement",
           {**RECLASSEMENT, "income_with": 58320},
           "4011", "about", "cmrp:4011"),
    Worded("La recherche d'emploi de {0} est prévue pour huit mois, plus que la durée de la règle ; on se demande si"
           " celle-ci est une borne ferme.",
           "placement", {**_PLACED, "months": 8, "particular_difficulties": "met"}, "5009.duration", "rule",
           "cmrp:5009"),
    Worded("Après un premier essai, un autre chez un nouvel employeur serait judicieux pour {0}, sans être nécessaire"
           " pour atteindre l'objectif. On se demande si c'est assez.", "trial_placement",
           {**TRIAL, "days": 90, "second_useful": "not_met",
            "earlier_trials": [{"employer": "A", "days": 90, "same_employer": "not_met"}]},
           "5024.second", "and", "cmrp:5024"),
    Worded("{0} change de poste chez le même employeur ; la nouvelle activité n'est pas appropriée. On se demande s'il"
           " y a placement.", "work_introduction", {**INTRODUCTION, "access": "change", "activity_suitable": "not_met"},
           "5027.suitable", "provided", "cmrp:5027"),
    Worded("Après son engagement, {0} a été en incapacité complète quinze jours dans l'année, ni plus ni moins.",
           "contribution_increase", {**CONTRIBUTIONS, "absences": [{"first_day": "2020-03-02", "last_day": "2020-03-16",
           "full": True, "cause": "illness", "paid": "insurer"}]}, "5042.b", "more", "cmrp:5042"),
    Worded("L'employeur de {0} est affilié à la prévoyance professionnelle obligatoire, mais n'a pas d'assurance"
           " d'indemnités journalières. On se demande si c'est assez.", "contribution_increase",
           {**CONTRIBUTIONS, "daily_insurance": "not_met"}, "5038.b", "or", "cmrp:5038"),
    Worded("{0} se met à son compte après des mesures professionnelles de l'AI, et un emploi salarié serait"
           " raisonnablement exigible. On se demande s'il reste place pour une exception.", "capital_aid",
           {**CAPITAL_AID, "ai_measures_completed": "met", "employment_reasonable": "met"}, "6006", "rule",
           "cmrp:6006"),
    Worded("Au début de son entreprise, {0} voudrait reporter l'échéance des intérêts de trente mois.", "capital_aid",
           {**CAPITAL_AID, "interest_loan": 40000, "interest_deferral_months": 30}, "deferral", "most", "cmrp:6012"),
    Worded("On ne peut raisonnablement attendre de {0} une activité salariée ; l'invalidité n'entrave pas, en revanche,"
           " une ancienne activité indépendante. On se demande si c'est assez.", "capital_aid",
           {**CAPITAL_AID, "former_independent_work_hampered": "not_met"}, "6004.a", "or", "cmrp:6004.a"),
)  # fmt: skip


@exercise("word", "Le mot qui décide", "cmrp:4011", "cmrp:5009", "cmrp:5027", "cmrp:5038", "cmrp:6006", level=1)
def word(draw: Draw) -> Problem:
    who, found = draw.person(_STORY), draw.deal(WORDED)
    verdict = compute(found.calculator, found.data).verdict(found.verdict)
    wrong = draw.some([w for w in WORDS if w[0] != found.word], 3)
    right = next(w for w in WORDS if w[0] == found.word)
    return Problem(
        story=say(found.story, who.name),
        facts=(("Point", verdict.label), ("Règle", label(found.rule))),
        reads=(found.rule,),
        question="Quel mot de la règle, telle que ce site la redit, décide de ce point ?",
        answer=ChoiceAnswer(tuple((key, f"« {text} »") for key, text, _ in draw.shuffled([right, *wrong])), found.word),
        hints=(
            hint("Ouvrez la règle et cherchez-y la phrase qui parle de ce point, puis chaque mot proposé.", found.rule),
            hint(
                "Demandez-vous ce qui changerait si le mot n'y était pas : une borne, une marge, une exception, ou le"
                " nombre d'éléments qu'il faut.",
                found.rule,
            ),
        ),
        mistakes=tuple(Mistake(key, key, text, (found.rule,)) for key, _, text in wrong),
        solution=(f"Le mot est « {right[1]} » ({label(found.rule)}).", *told(verdict)),
    )


# -- the trial ---------------------------------------------------------------------------------------------------------

_CONTRACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("L'essai aurait lieu dans une autre entreprise. L'employeur actuel est d'accord.",
     {"contract": "elsewhere", "employer_agrees": "met"}),
    ("L'essai aurait lieu dans une autre entreprise. L'employeur actuel n'a pas encore répondu.",
     {"contract": "elsewhere"}),
    ("L'essai aurait lieu dans une autre entreprise. L'employeur actuel n'est pas d'accord.",
     {"contract": "elsewhere", "employer_agrees": "not_met"}),
    ("L'essai aurait lieu chez l'employeur actuel, dans un autre domaine. Cet employeur n'a rien dit de plus.",
     {"contract": "other_field"}),
    ("L'essai aurait lieu chez l'employeur actuel, dans un autre domaine d'activité. Rien n'est à clarifier dans"
     " l'ancien domaine.", {"contract": "other_field", "clarification_needed": "not_met"}),
    ("L'essai aurait lieu chez l'employeur actuel, dans le même domaine. Les capacités sont à clarifier pour cette"
     " activité.", {"contract": "same_field", "clarification_needed": "met"}),
    ("L'essai aurait lieu chez l'employeur actuel, dans le même domaine. Le dossier ne dit pas si les capacités sont à"
     " clarifier.", {"contract": "same_field"}),
    ("L'essai aurait lieu chez l'employeur actuel, dans le même domaine. Pour cette activité, il n'y a rien à"
     " clarifier.", {"contract": "same_field", "clarification_needed": "not_met"}),
)  # fmt: skip


_PLACES = {
    "cmrp:5021.a": "Dans une autre entreprise",
    "cmrp:5021.b": "Chez l'employeur actuel, autre domaine",
    "cmrp:5021.c": "Chez l'employeur actuel, même domaine",
}


def _both(rule: str, status: Status) -> str:
    return f"{rule}={status.value}"


@exercise("contract", "Un essai malgré un contrat", "cmrp:5021", calculator="trial_placement", level=3)
def contract(draw: Draw) -> Problem:
    who, (words, changes) = draw.person(_STORY), draw.deal(_CONTRACTS)
    data = {**TRIAL, "days": 90, "no_earlier_trial": "met", **changes}
    verdict = compute("trial_placement", data).verdict("5021")
    right, own = _both(verdict.rules[0], verdict.status), verdict.rules[0]
    wrong_status = [s for s in Status if s is not verdict.status]
    wrong_letter = [r for r in _PLACES if r != own]
    offered = [
        (own, verdict.status),
        *((own, s) for s in wrong_status),
        *((r, verdict.status) for r in wrong_letter),
    ]
    said = {
        Status.MET: "Pour cette situation, le texte demande encore quelque chose, que le dossier n'établit pas.",
        Status.NOT_MET: "Le dossier n'établit pas le contraire de ce que le texte demande pour cette situation.",
        Status.TO_APPRAISE: "Pour cette situation, le texte et le dossier suffisent pour conclure.",
    }
    return Problem(
        story=say("{0} a encore un contrat de travail, et un placement à l'essai se prépare. ", who.name) + words,
        question="Laquelle des trois situations de la règle est-ce, et que dire de ce que le texte y demande ?",
        answer=ChoiceAnswer(
            tuple((_both(r, s), f"{_PLACES[r]} : condition {s.french}") for r, s in draw.shuffled(offered)),
            right,
        ),
        hints=(
            hint("Trois situations, liées par « ou ». Laquelle est celle-ci : où, et dans quel domaine ?", "cmrp:5021"),
            hint(
                "Lisez ensuite ce que le texte ajoute pour cette situation, s'il ajoute quelque chose, et le dossier.",
                own,
            ),
        ),
        mistakes=(
            *(mistake(s.value, _both(own, s), said[s], own) for s in wrong_status),
            *(
                mistake(
                    r,
                    _both(r, verdict.status),
                    f"« {_PLACES[r]} » : ce n'est pas là, ou pas dans ce domaine, que l'essai aurait lieu.",
                    r,
                )
                for r in wrong_letter
            ),
        ),
        solution=(f"{_PLACES[own]} ({label(own)}).", *told(verdict)),
        case=data,
    )


_TRIALS = ("same_over", "elsewhere_open", "same_fit", "elsewhere_met", "elsewhere_not", "two_elsewhere", "same_full")
_USEFUL = {
    "elsewhere_met": ("met", "il est judicieux et nécessaire pour atteindre l'objectif de réadaptation"),
    "elsewhere_open": ("unknown", "on ne sait pas encore s'il est judicieux et nécessaire pour atteindre l'objectif"),
    "elsewhere_not": ("not_met", "il serait judicieux, mais il n'est pas nécessaire pour atteindre l'objectif"),
}


@exercise("second", "Encore un essai", "cmrp:5024", calculator="trial_placement", level=2)
def second(draw: Draw) -> Problem:
    who, kind = draw.person(_STORY), draw.deal(_TRIALS)
    longest = int(value_of("trial_placement/max_duration", LAW))
    before = draw.whole(60, 110, 5)
    days = {
        "same_over": longest - before + draw.whole(1, 20),
        "same_fit": longest - before - draw.whole(5, 20),
        "same_full": longest - before,
    }.get(kind, draw.whole(longest - 50, longest - 5, 5))
    same = kind.startswith("same")
    trials = [{"employer": "A", "days": before, "same_employer": same}]
    if kind == "two_elsewhere":
        trials.append({"employer": "B", "days": draw.whole(30, 80, 5), "same_employer": False})
    useful, words = _USEFUL.get(
        kind, ("met", "ce dernier essai serait judicieux et nécessaire pour atteindre l'objectif")
    )
    data = {**TRIAL, "days": days, "second_useful": useful}
    data["earlier_trials"] = [{**t, "same_employer": "met" if t["same_employer"] else "not_met"} for t in trials]
    result = compute("trial_placement", data)
    found = [v for v in result.verdicts if v.key in ("5024.duration", "5024.second")]
    status = all_of(*(v.status for v in found))
    if same:
        said = say(
            "{0} a fait {1:jours} d'essai dans une entreprise. Dans la même entreprise, {2:jours} de plus sont prévus.",
            who.name,
            before,
            days,
        )
    elif kind == "two_elsewhere":
        said = say(
            "{0} a déjà fait deux essais, dans deux entreprises : {1:jours}, puis {2:jours}. {3:jours} sont prévus dans"
            " une troisième ; " + words + ".",
            who.name,
            before,
            trials[1]["days"],
            days,
        )
    else:
        said = say(
            "{0} a fait {1:jours} d'essai dans une entreprise. Un essai de {2:jours} est prévu chez un autre"
            " employeur ; " + words + ".",
            who.name,
            before,
            days,
        )
    return Problem(
        story=said,
        question="La condition de durée, et celle d'un second essai s'il y en a un, sont-elles remplies ?",
        answer=status_answer(status),
        hints=(
            hint(
                "Demandez d'abord : même entreprise, ou autre employeur ? La suite de la règle en dépend.", "cmrp:5024"
            ),
            hint(
                "Même entreprise : les jours s'ajoutent (lecture C-34). Autre employeur : un second essai, s'il est"
                " judicieux « et » nécessaire.",
                "cmrp:5024",
            ),
        ),
        mistakes=statuses_but(
            status,
            (
                Status.MET,
                {
                    "same_over": "Dans la même entreprise, les jours déjà faits s'ajoutent.",
                    "two_elsewhere": "Le texte parle d'un second essai ; comptez ceux qui ont eu lieu.",
                }.get(kind, "Judicieux « et » nécessaire : les deux doivent être établis."),
                ("cmrp:5024",),
            ),
            (
                Status.NOT_MET,
                "Faites le compte : dans la même entreprise, la limite est comprise."
                if same
                else "Chaque employeur se compte à part (lecture C-34), et le dossier n'exclut rien de ce qu'il faut.",
                ("cmrp:5024",),
            ),
            (Status.TO_APPRAISE, "Le dossier et la règle suffisent pour conclure.", ("cmrp:5024",)),
        ),
        solution=tuple(line for v in found for line in told(v)[:1]),
        case=data,
    )


# -- the introduction allowance ----------------------------------------------------------------------------------------

_ACCESS = (
    ("hired", "{0} est engagé{1} par une nouvelle entreprise"),
    ("after_trial", "{0} est engagé{1} par l'entreprise de l'essai"),
    ("change", "{0} change de poste chez le même employeur"),
    ("same_post", "{0} garde son poste chez le même employeur"),
)
_SUITED = {
    "met": "le dossier établit que l'activité est appropriée",
    "not_met": "le dossier établit que l'activité n'est pas appropriée",
    "unknown": "le dossier ne dit pas encore si l'activité est appropriée",
}
_PLACINGS = tuple((a, s) for s in _SUITED for a in _ACCESS if a[0] != "same_post" or s == "met")


@exercise("placed", "Y a-t-il placement ?", "cmrp:5027", "cmrp:5020", calculator="work_introduction", level=2)
def placed(draw: Draw) -> Problem:
    who, ((access, words), suited) = draw.person(_STORY), draw.deal(_PLACINGS)
    data = {**INTRODUCTION, "access": access, "activity_suitable": suited}
    result = compute("work_introduction", data)
    found = [v for v in result.verdicts if v.key in ("5027", "5027.suitable")]
    status = all_of(*(v.status for v in found))
    return Problem(
        story=say(words + " ; " + _SUITED[suited] + ".", who.name, who.e),
        question="La condition d'un placement, dans une activité appropriée, est-elle remplie ?",
        answer=status_answer(status),
        hints=(
            hint(
                "Deux questions : y a-t-il engagement ou changement de poste, et l'activité convient-elle ?",
                "cmrp:5027",
            ),
            hint(
                "Cherchez « pour autant que ». Le site lit que ces mots valent pour l'engagement après un essai comme"
                " pour le changement de poste (lecture C-82). Chez un nouvel employeur, voyez les conditions du"
                " placement lui-même.",
                "cmrp:5027",
                "cmrp:5005.b",
            ),
        ),
        mistakes=statuses_but(
            status,
            (
                Status.MET,
                "Garder le même poste n'est ni un engagement ni un changement de poste."
                if access == "same_post"
                else "L'activité doit être appropriée, et le dossier ne l'établit pas.",
                ("cmrp:5027",),
            ),
            (
                Status.NOT_MET,
                "Rien n'exclut le placement : il y a engagement ou changement de poste, et le dossier n'établit pas"
                " que l'activité ne convienne pas.",
                ("cmrp:5027",),
            ),
            (Status.TO_APPRAISE, "Le dossier répond aux deux questions : il n'y a rien à ouvrir.", ("cmrp:5027",)),
        ),
        solution=tuple(line for v in found for line in told(v)[:1]),
        case=data,
    )


_READ = {"5027.suitable": "C-82", "6002": "C-81"}
"""The reading behind a verdict, where the text is ambiguous."""


def _decided(verdict: Verdict) -> str:
    """What a decision may say with this verdict as the one that is not met, if it is not."""
    if verdict.status is Status.MET:
        return "grant"
    if verdict.status is Status.TO_APPRAISE:
        return "open"
    return "rule" if verdict.soft else "refuse"


def _decision(
    draw: Draw, who: Person, words: str, result: Result[Any], key: str, others: Sequence[str], subject: str, soft: bool
) -> Problem:
    """« Que peut dire la décision ? », where one condition at most is not met."""
    verdict = result.verdict(key)
    assert all(v.status is Status.MET for v in result.verdicts if v is not verdict)
    right = _decided(verdict)
    other = draw.pick([v for v in result.verdicts if v.key in others and v.key != key])
    options = [
        ("grant", f"{subject} peut être accordée : les conditions examinées sont remplies."),
        ("refuse", f"{subject} est refusée : la condition « {verdict.label} » n'est pas remplie."),
        ("open", f"On ne conclut pas encore : la condition « {verdict.label} » reste à établir ou à apprécier."),
        ("other", f"{subject} est refusée : la condition « {other.label} » n'est pas remplie."),
    ]
    if soft:
        options.append(
            (
                "rule",
                f"{subject} est refusée en règle générale : la condition « {verdict.label} » n'est pas remplie ; une"
                " exception reste possible.",
            )
        )
    rules = verdict.rules[:1]
    said = {
        "grant": (
            f"« {verdict.label} » reste ouvert : on n'accorde pas sur un point ouvert."
            if right == "open"
            else f"Relisez ce que le dossier dit du point « {verdict.label} »."
        ),
        "refuse": {
            "grant": f"« {verdict.label} » : le dossier l'établit, il n'y a pas de motif de refus.",
            "open": "Ce qui reste ouvert ne motive pas un refus : cela s'établit d'abord.",
            "rule": "La phrase commence par « en règle générale » : le refus n'est pas sans exception.",
        }.get(right, ""),
        "open": {
            "grant": f"« {verdict.label} » : le dossier l'établit déjà.",
            "refuse": "Le dossier établit le contraire de ce que la règle demande : rien ne reste ouvert.",
            "rule": "Les faits sont établis ; ce qui reste, c'est la place que le texte laisse à une exception.",
        }.get(right, ""),
        "other": f"La condition « {other.label} » est remplie : ce n'est pas là que le dossier se décide.",
        "rule": {
            "refuse": "La phrase de cette condition ne dit pas « en règle générale ».",
            "open": "Ce qui reste ouvert ne motive pas un refus, même de règle.",
        }.get(
            right, f"« {verdict.label} » : le dossier l'établit ; il n'y a ni refus de règle, ni exception à chercher."
        ),
    }
    return Problem(
        story=say(words, who.name, who.e) + " Tout le reste est établi.",
        question="Que peut dire le texte de la décision ?",
        answer=ChoiceAnswer(tuple(draw.shuffled(options)), right),
        hints=(
            hint("Cherchez la seule condition que ce dossier met en question, et relisez sa phrase.", *rules),
            hint(
                "Trois questions dans l'ordre : le contraire est-il établi, le point est-il seulement ouvert, et la"
                " phrase laisse-t-elle place à une exception ?",
                *rules,
            ),
        ),
        mistakes=tuple(
            Mistake(k, k, said[k], other.rules[:1] if k == "other" else rules) for k, _ in options if k != right
        ),
        solution=(
            f"{dict(options)[right]} ({label(verdict.rules[0])})",
            *told(verdict),
            *((f"Le site suit ici la lecture {_READ[key]}.",) if key in _READ else ()),
        ),
    )


_ALLOWANCES: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("{0} est engagé{1} par une nouvelle entreprise. Son rendement est de {2:%} ; le"
     " salaire convenu correspond à {3:%} du salaire plein.",
     {}, "5028"),
    ("{0} est engagé{1} par une nouvelle entreprise. Son rendement, de {3:%}, correspond déjà au salaire convenu.",
     {"same": True}, "5028"),
    ("{0} change de poste chez le même employeur. Le dossier ne dit pas encore si la nouvelle activité est appropriée."
     " Le rendement est de {2:%} pour un salaire convenu de {3:%}.",
     {"access": "change", "activity_suitable": "unknown"}, "5027.suitable"),
    ("{0} garde le même poste chez le même employeur, avec un rendement de {2:%} pour un salaire convenu de {3:%}.",
     {"access": "same_post"}, "5027"),
    ("{0} est engagé{1} après un essai. Le salaire convenu correspond à {3:%} du salaire plein ; le rendement n'est pas"
     " encore connu.", {"access": "after_trial", "performance_percent": None}, "5028"),
    ("{0} est engagé{1} après un essai, avec un rendement de {2:%} pour un salaire convenu de {3:%}. L'activité est"
     " appropriée.", {"access": "after_trial"}, "5027"),
    ("{0} est engagé{1} après un essai, avec un rendement de {2:%} pour un salaire convenu de {3:%}. Le dossier établit"
     " que l'activité n'est pas appropriée.", {"access": "after_trial", "activity_suitable": "not_met"},
     "5027.suitable"),
)  # fmt: skip


@exercise(
    "allowance",
    "L'allocation : le texte de la décision",
    "cmrp:5027",
    "cmrp:5028",
    calculator="work_introduction",
    level=3,
)
def allowance(draw: Draw) -> Problem:
    who, (words, changes, key) = draw.person(_STORY), draw.deal(_ALLOWANCES)
    wage = draw.whole(70, 100, 10)
    performance = wage if changes.get("same") else wage - draw.whole(10, 40, 10)
    data = {**INTRODUCTION, "performance_percent": performance, "agreed_wage_percent": wage}
    data |= {k: v for k, v in changes.items() if k != "same"}
    result = compute("work_introduction", data)
    told_words = say(words, who.name, who.e, performance, wage)
    return _with_case(
        _decision(
            draw, who, told_words, result, key, ("5027", "5027.suitable", "5027.start"), "L'allocation", soft=False
        ),
        data,
    )


# -- capital aid -------------------------------------------------------------------------------------------------------

_CAPITAL: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("{0} se met à son compte ; l'invalidité entrave considérablement son ancienne activité indépendante. Des mesures"
     " professionnelles de l'AI ont eu lieu, et un emploi salarié pourrait raisonnablement être exigé.",
     {"ai_measures_completed": "met", "employment_reasonable": "met", "former_status": "self_employed",
      "dependent_work_unreasonable": "not_met", "dependent_work_impossible": "not_met",
      "former_independent_work_hampered": "met"}, "6006"),
    ("{0} se met à son compte. Des mesures professionnelles de l'AI ont eu lieu, mais un emploi salarié ne peut pas"
     " raisonnablement être exigé.", {"ai_measures_completed": "met"}, "6006"),
    ("{0} se met à son compte. Des mesures professionnelles de l'AI ont eu lieu ; on ne sait pas encore si un emploi"
     " salarié pourrait raisonnablement être exigé.",
     {"ai_measures_completed": "met", "employment_reasonable": "unknown"}, "6006"),
    ("{0} voudrait se lancer, mais dans une Sàrl.", {"legal_form": "llc"}, "6002"),
    ("{0} se met à son compte. Le financement n'est pas encore établi.", {"financing_secured": "unknown"}, "6004.g"),
    ("{0} voudrait financer une dépense sans lien avec l'invalidité.", {"related_to_invalidity": "not_met"}, "6008"),
    ("{0} se met à son compte. Une activité salariée peut raisonnablement être attendue, l'invalidité n'empêche pas de"
     " la continuer, et n'entrave aucune ancienne activité indépendante.",
     {"dependent_work_unreasonable": "not_met", "dependent_work_impossible": "not_met",
      "former_independent_work_hampered": "not_met"}, "6004.a"),
    ("{0} se met à son compte. Des trois situations du 1er tiret, une seule est établie : l'invalidité empêche de"
     " continuer une activité salariée.",
     {"dependent_work_unreasonable": "not_met", "dependent_work_impossible": "met",
      "former_independent_work_hampered": "not_met"}, "6004.a"),
)  # fmt: skip


@exercise(
    "capital",
    "L'aide en capital : le texte de la décision",
    "cmrp:6004",
    "cmrp:6006",
    calculator="capital_aid",
    level=3,
)
def capital(draw: Draw) -> Problem:
    who, (words, changes, key) = draw.person(_STORY), draw.deal(_CAPITAL)
    data = {**CAPITAL_AID, "sex": who.sex, **changes}
    result = compute("capital_aid", data)
    others = ("6004.b", "6004.d", "6004.e", "6004.f")
    return _with_case(_decision(draw, who, words, result, key, others, "L'aide en capital", soft=True), data)


def _with_case(problem: Problem, data: dict[str, Any]) -> Problem:
    return replace(problem, case=data)


# -- a relapse ---------------------------------------------------------------------------------------------------------

_DEFECTS = ("5042.b", "5038.a", "5038.b", "5038.c", "5039")


@exercise(
    "relapse", "Une rechute : ce qui manque", "cmrp:5038", "cmrp:5042", calculator="contribution_increase", level=3
)
def relapse(draw: Draw) -> Problem:
    who, defects = draw.person(_STORY), draw.some(_DEFECTS, draw.whole(1, 2))
    opened = draw.pick([d for d in ("5038.c", "5039") if d not in defects] or ["5038.c"])
    threshold = int(value_of("contribution_increase/absence_threshold", LAW))
    days = threshold - draw.whole(0, 5) if "5042.b" in defects else threshold + draw.whole(1, 20)
    first = draw.day(date(2020, 2, 1), date(2020, 11, 15))
    paid, paid_words = (
        ("nobody", "personne")
        if "5038.a" in defects
        else draw.pick(
            (("insurer", "l'assurance d'indemnités journalières"), ("wage", "l'employeur, qui a continué le salaire"))
        )
    )
    one, other = draw.shuffled(["met", "not_met"])
    if "5038.b" in defects:
        one = other = "not_met"
    if paid == "insurer":
        one, other = ("not_met", "not_met") if "5038.b" in defects else ("met", "not_met")
    if paid == "insurer" and "5038.b" in defects:
        paid, paid_words = "wage", "l'employeur, qui a continué le salaire"
    state = {d: ("not_met" if d in defects else "met") for d in ("5038.c", "5039")}
    if opened not in defects:
        state[opened] = "unknown"
    data = {
        **CONTRIBUTIONS,
        "daily_insurance": one,
        "compulsory_pension": other,
        "increase_likely": state["5038.c"],
        "incapacity_justified": state["5039"],
        "absences": [
            {"first_day": first, "last_day": last_day_of(first, days), "full": True, "cause": "illness", "paid": paid}
        ],
    }
    result = compute("contribution_increase", data)
    right = frozenset(v.key for v in result.verdicts if v.status is Status.NOT_MET)
    options = tuple((v.key, v.label) for v in result.verdicts)
    still_open = next((v for v in result.verdicts if v.status is Status.TO_APPRAISE), None)
    mistakes = (
        *(
            (
                mistake(
                    "open",
                    right | {still_open.key},
                    f"« {still_open.label} » n'est pas encore établie : elle reste à établir.",
                    *still_open.rules[:1],
                ),
            )
            if still_open is not None
            else ()
        ),
        mistake(
            "either",
            right ^ {"5038.b"},
            "Les deux assurances sont liées par « ou » : sans aucune des deux, la condition manque ; avec une, elle"
            " est remplie.",
            "cmrp:5038.b",
        ),
        mistake(
            "days",
            right ^ {"5042.b"},
            "Comparez encore les jours d'incapacité avec le seuil par année, et lisez le mot devant lui."
            if "5042.b" in defects
            else say("{0:jours} : le seuil est dépassé, cette condition-là n'est pas en cause.", days),
            "cmrp:5042.b",
        ),
        mistake(
            "risk",
            right ^ {"5038.c"},
            "Relisez ce que le dossier dit du risque de hausse : il est exigé dans tous les cas.",
            "cmrp:5038.c",
        ),
    )
    return Problem(
        story=say(
            "{0}, engagé{1} le {2} grâce à l'AI, retombe malade : en incapacité complète pendant {3:jours} dès le {4}."
            " L'employeur demande l'indemnité pour augmentation des cotisations.",
            who.name,
            who.e,
            date(2020, 1, 1),
            days,
            first,
        ),
        facts=(
            ("Qui a payé pendant l'absence", paid_words),
            ("Assurance d'indemnités journalières en cas de maladie", _FOUND[one]),
            ("Affiliation à la prévoyance professionnelle obligatoire", _FOUND[other]),
            ("Hausse des cotisations vraisemblable", _FOUND[state["5038.c"]]),
            ("Absences signalées, incapacité justifiée", _FOUND[state["5039"]]),
        ),
        question="Quelles conditions ne sont pas remplies, d'après ce dossier ?",
        answer=SeveralAnswer(options, right),
        hints=(
            hint(
                "Reprenez chaque condition ; cherchez les « ou », les « et », et le mot devant le chiffre.",
                "cmrp:5038",
                "cmrp:5042",
            ),
            hint(
                "Une des deux assurances suffit, le risque de hausse est exigé dans tous les cas (lecture C-40). Ce qui"
                " n'est pas encore établi n'est pas « non rempli ».",
                "cmrp:5038.b",
                "cmrp:5038.c",
            ),
            hint("Comptez les jours, puis « plus de » : la limite elle-même ne suffirait pas.", "cmrp:5042.b"),
        ),
        mistakes=tuple(m for m in mistakes if m.value),
        solution=tuple(line for v in result.verdicts if v.key in right for line in told(v)[:1]),
        case=data,
    )


# -- the whole path ----------------------------------------------------------------------------------------------------

_TURNS = (
    "trial_long",
    "none",
    "introduction_early",
    "relapse_late",
    "introduction_long",
    "placement_open",
    "not_clear",
    "introduction_late",
)
_STEPS = {
    "placement": "Appui à la recherche d'emploi",
    "trial_placement": "Placement à l'essai",
    "work_introduction": "Allocation d'initiation",
    "contribution_increase": "Nouvelle incapacité",
}


def _path(draw: Draw, turn: str) -> dict[str, Any]:
    """A path of four steps with one flaw at most."""
    usual = int(value_of("placement/usual_duration", LAW))
    longest = int(value_of("trial_placement/max_duration", LAW))
    introduced = int(value_of("work_introduction/max_duration", LAW))
    years = int(value_of("contribution_increase/relapse_period", LAW))
    start = date(2017, draw.whole(1, 8), 1)
    search_end = start + timedelta(
        days=30 * usual + draw.whole(20, 60) if turn == "placement_open" else draw.whole(80, 150)
    )
    trial = search_end + timedelta(days=1)
    trial_end = last_day_of(trial, longest + draw.whole(1, 15) if turn == "trial_long" else draw.whole(80, 150))
    hired = trial_end + timedelta(days=1)
    allowed = hired
    if turn == "introduction_early":
        allowed = trial_end - timedelta(days=draw.whole(3, 12))
    elif turn == "introduction_late":
        allowed = hired + timedelta(days=draw.whole(30, 60))
    allowed_end = last_day_of(
        allowed, introduced + draw.whole(1, 15) if turn == "introduction_long" else draw.whole(80, 150)
    )
    absent = 30
    again = add_years(hired, years) + timedelta(
        days=draw.whole(1, 40) if turn == "relapse_late" else -draw.whole(absent, 200)
    )
    clear = "not_met" if turn == "not_clear" else "met"
    return {
        **PATHWAY,
        "steps": [
            {"measure": "placement", "start": start, "end": search_end},
            {"measure": "trial_placement", "start": trial, "end": trial_end, "employer": "A", "hired_on": hired,
             "conditions_clear": clear},
            {"measure": "work_introduction", "start": allowed, "end": allowed_end, "employer": "A"},
            {"measure": "contribution_increase", "start": again, "end": last_day_of(again, absent)},
        ],
    }  # fmt: skip


@exercise(
    "whole", "Le parcours entier", "cmrp:5009", "cmrp:5024", "cmrp:5027", "cmrp:5042", calculator="pathway", level=3
)
def whole(draw: Draw) -> Problem:
    who, turn = draw.person(_STORY), draw.deal(_TURNS)
    data = _path(draw, turn)
    result = compute("pathway", data)
    shown = [v for v in result.verdicts if v.key not in ("2001.1", "1.5002")]
    flawed = [v for v in shown if v.status is not Status.MET]
    assert len(flawed) <= 1
    right = flawed[0].key if flawed else "none"
    options = (
        *((v.key, f"{v.label} ({label(v.rules[0])})") for v in shown),
        ("none", "Aucun : tout peut se suivre ainsi"),
    )
    steps = data["steps"]
    clear = "étaient clarifiées" if turn != "not_clear" else "n'étaient pas encore clarifiées"
    return Problem(
        story=say(
            "Avant de clore, vous relisez tout le parcours de {0}. L'aptitude est établie. Les conditions de l'essai"
            " "
            + clear
            + " à son début ; l'essai a débouché sur un engagement le {1}. Si la recherche a duré plus que ce que le"
            " texte donne en règle générale, le dossier ne dit pas pourquoi.",
            who.name,
            steps[1]["hired_on"],
        ),
        facts=tuple(
            (
                f"Étape {n} : {lowered(_STEPS[step['measure']])}",
                say("du {0} au {1}", step["start"], step["end"]),
            )
            for n, step in enumerate(steps, 1)
        ),
        question="Quel point, s'il y en a un, empêche de dire que ces étapes peuvent se suivre ainsi ?",
        answer=ChoiceAnswer(options, right),
        hints=(
            hint(
                "Prenez les étapes une à une : la durée d'abord, puis ce que chacune demande de celle d'avant.",
                "cmrp:5009",
                "cmrp:5024",
                "cmrp:5032",
            ),
            hint(
                "Comparez les dates d'une étape à l'autre : l'allocation et l'engagement, le placement et la nouvelle"
                " incapacité.",
                "cmrp:5027",
                "cmrp:5042.a",
            ),
        ),
        mistakes=(
            *(
                mistake(v.key, v.key, f"« {v.label} » tient : {lowered(str(v.reason))}", *v.rules[:1])
                for v in shown
                if v.key != right
            ),
            *(
                (
                    mistake(
                        "none",
                        "none",
                        f"Un point ne tient pas, ou reste ouvert : relisez l'étape {flawed[0].key.partition('.')[0]}.",
                        *flawed[0].rules[:1],
                    ),
                )
                if flawed
                else ()
            ),
        ),
        solution=tuple(line for v in flawed for line in told(v)) or told(result.overall),
        case=data,
    )


EXERCISES: tuple[Exercise, ...] = (
    entry,
    obstacle,
    ask,
    contract,
    second,
    placed,
    allowance,
    word,
    capital,
    relapse,
    whole,
)

LESSON = make_lesson(
    "file",
    9,
    "Un dossier suivi, de l'entretien à la décision",
    "09-un-dossier-suivi.ipynb",
    45,
    (
        "suivre une personne d'une mesure à l'autre, et dire chaque fois quelle règle décide",
        "trouver, dans la règle, le mot qui décide",
        "dire ce qui reste ouvert, ce qu'il faut demander, et ce que la décision peut dire",
    ),
    EXERCISES,
)
