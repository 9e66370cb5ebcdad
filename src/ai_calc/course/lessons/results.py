"""Lesson 10: reading a result and a text twice: states of a text, readings, and what a result does not say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ai_calc.course.answers import ChoiceAnswer, DayAnswer, SeveralAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.lessons.bases import (
    BERNE,
    CAPITAL_AID,
    CONTRIBUTIONS,
    GENEVE,
    INTRODUCTION,
    LAW,
    RECLASSEMENT,
    TRIAL,
)
from ai_calc.course.lessons.providers import EISP, PLACEMENT, PROVIDER
from ai_calc.course.model import Exercise, Mistake, Problem, make_lesson
from ai_calc.course.writing import compute, count, exercise, francs, hint, mistake, say, show, told
from ai_calc.ground.french import capital
from ai_calc.law.citations import label, source_of
from ai_calc.registers.documents import all_sources
from ai_calc.results import ReadingTaken, Result, Role, Standing, Status, figure_words


def _reading(result: Result[Any], *keys: str) -> ReadingTaken:
    """The first of these readings on which a result rests and of which it says what the other one gives."""
    return next(r for r in result.readings if r.id in keys and r.other_value is not None)


def _others(said: dict[str, str], right: str, *rules: str) -> tuple[Mistake, ...]:
    """The wrong options, each with what to say about it."""
    return tuple(Mistake(key, key, text, rules) for key, text in said.items() if key != right)


# -- states of a text --------------------------------------------------------------------------------------------------

_TEXTS = ("berne-2021", "berne", "geneve")


@exercise(
    "which_text", "Quel texte pour ce jour ?", "berne-2021:0.6", "berne:8", "geneve:0", calculator="coaching", level=1
)
def which_text(draw: Draw) -> Problem:
    canton, year = draw.deal((("be", 2021), ("be", 2023), ("ge", 2025), ("be", 2022), ("be", 2024), ("ge", 2026)))
    day = date(year, draw.whole(1, 12), draw.whole(1, 28))
    data = {**(BERNE if canton == "be" else GENEVE), "law_date": day}
    result = compute("coaching", data)
    rule = result.verdict("agreement_signed").rules[0]
    right = source_of(rule)
    said = {key: f"« {all_sources()[key].short} » vaut pour un autre canton." for key in _TEXTS}
    if canton == "be":
        said["berne-2021"] = "La période déduite de ce mémento ne comprend pas ce jour."
        said["berne"] = "Un texte dont la période est déduite couvre ce jour ; un document sans date ne l'écarte pas."
    return Problem(
        story=say(
            "Un mandat de coaching est octroyé le {0} dans le canton de {1}.",
            day,
            "Berne" if canton == "be" else "Genève",
        ),
        question="Quel texte cantonal le calculateur suit-il pour ce jour ?",
        answer=ChoiceAnswer(tuple((key, all_sources()[key].short) for key in draw.shuffled(_TEXTS)), right),
        hints=(
            hint("Regardez d'abord le canton, puis la période de chaque texte.", "berne-2021:0.6", "geneve:0"),
            hint(
                "Un document sans date ne dit pas depuis quand il vaut : il ne prend pas la place de celui dont la"
                " période comprend le jour.",
                "berne-2021:0.6",
                "berne:8",
            ),
        ),
        mistakes=_others(said, right, rule),
        solution=(str(result.caution.text), f"Le résultat cite par exemple {label(rule)}."),
        case=data,
        sees=("editions",),
    )


@exercise(
    "berne_cap",
    "Berne : le plafond selon l'autre texte",
    "berne-2021:T6",
    "berne:8.grille",
    calculator="coaching",
    level=2,
)
def berne_cap(draw: Draw) -> Problem:
    who, year, months = draw.person(), draw.deal((2021, 2022, 2023)), draw.whole(4, 6)
    day, hours = date(year, draw.whole(2, 11), draw.whole(1, 28)), draw.whole(5, 9)
    data = {**BERNE, "law_date": day, "months": months, "hours_per_month": hours}
    data |= {"intensity": "high", "no_other_mandate": "met"}
    result = compute("coaching", data)
    taken = _reading(result, "B-10", "B-15")
    followed, other = result.figure("cap").value, taken.other_value
    assert isinstance(followed, int | Decimal) and isinstance(other, int | Decimal)
    swapped = draw.chance()
    right, wrong = (other, followed) if swapped else (followed, other)
    return Problem(
        story=say(
            "À Berne, un coaching pour la recherche d'un emploi est octroyé à {0} le {1} : {2:mois}, {3:h} par mois,"
            " intensité forte. Le calculateur suit un des deux mémentos, et dit aussi le plafond de l'autre.",
            who.name,
            day,
            months,
            hours,
        ),
        question=(
            "Quel serait le plafond d'heures selon l'autre mémento ?"
            if swapped
            else "Quel est le plafond d'heures selon le mémento que le calculateur suit pour ce jour ?"
        ),
        answer=count(right, "h"),
        hints=(
            hint(
                "Dites d'abord lequel des deux mémentos le calculateur suit ce jour-là.",
                "berne-2021:T6",
                "berne:8.grille",
            ),
            hint(
                "Le plafond d'un mois, fois les mois. Relisez la question : le texte suivi, ou l'autre ?",
                "berne-2021:T6",
                "berne:8.grille",
            ),
        ),
        mistakes=(
            mistake(
                "other_text", wrong, "C'est le plafond de l'autre des deux textes.", "berne-2021:T6", "berne:8.grille"
            ),
            mistake("planned", months * hours, "Ce sont les heures prévues, pas un plafond.", "berne-2021:T6"),
        ),
        solution=(
            str(result.caution.text),
            f"Plafond : {show(followed, 'h')}.",
            f"Lecture {taken.id}. {taken.alternative}",
        ),
        case=data,
        reads=("berne-2021:T6", "berne:8.grille"),
        essential=("other_text",),
    )


_CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "trial_placement": ({**TRIAL, "no_earlier_trial": "met"}, "placement à l'essai", "cmrp:5024"),
    "placement": (PLACEMENT, "placement", "cmrp:5005"),
    "capital_aid": (CAPITAL_AID, "aide en capital", "cmrp:6004"),
    "contribution_increase": (CONTRIBUTIONS, "hausse des cotisations", "cmrp:5042"),
    "reclassement": (RECLASSEMENT, "reclassement", "cmrp:4010"),
}
_DATED = (
    ("trial_placement", 2020, 2020),
    ("placement", 2022, 2025),
    ("capital_aid", 2021, 2025),
    ("placement", 2020, 2020),
    ("reclassement", 2022, 2025),
    ("trial_placement", 2021, 2025),
    ("capital_aid", 2020, 2020),
    ("contribution_increase", 2021, 2025),
    ("contribution_increase", 2020, 2020),
)
"""A calculator and the years of the day; 2020 stands for the day of the state of the circular."""

_STATES = {
    "covered": "Il est vérifié pour ce jour",
    "changed": "Il est calculé, non vérifié ; le registre nomme un changement de la loi derrière ses règles",
    "beyond": "Il est calculé, non vérifié ; le registre ne nomme aucun changement derrière ses règles",
}


@exercise("verified", "Vérifié, ou seulement calculé ?", "cmrp:5024", "cmrp:5005", "cmrp:6004", "cmrp:4010", level=1)
def verified(draw: Draw) -> Problem:
    calculator, first, last = draw.deal(_DATED)
    base, name, rule = _CASES[calculator]
    drawn = date(draw.whole(first, last), draw.whole(1, 12), draw.whole(1, 28))
    day = LAW if last == LAW.year else drawn
    data = {**base, "law_date": day}
    caution = compute(calculator, data).caution
    right = "covered" if caution.covered else "changed" if caution.changed else "beyond"
    said = {
        "covered": "Comparez ce jour avec celui de l'état de la circulaire : après, ses chiffres ne sont pas vérifiés.",
        "changed": "Relisez le registre : un changement y a une date, et il nomme les règles qu'il touche.",
        "beyond": "Relisez le registre, et cherchez-y un changement derrière les règles de ce calculateur.",
    }
    if right == "covered":
        said["changed"] = "Ce qui a changé plus tard ne touche pas le droit de ce jour."
        said["beyond"] = "Ce jour ne vient pas après l'état de la circulaire."
    return Problem(
        story=say("Un résultat du calculateur « {0} » porte sur le droit au {1}.", name, day),
        question="Que vaut ce résultat pour ce jour ?",
        answer=ChoiceAnswer(tuple(_STATES.items()), right),
        hints=(
            hint("Quel est l'état de la circulaire reprise ici, et ce jour vient-il après ?", rule),
            hint("Après cet état, le calcul reste possible : le registre nomme-t-il un changement ?", rule),
        ),
        mistakes=_others(said, right, rule),
        solution=(str(caution.text), *((caution.since,) if caution.changed else ())),
        case=data,
        reads=(rule,),
        sees=("changes",),
        calculator=calculator,
    )


@exercise("trial_reading", "L'essai : la lecture retenue", "cmrp:5024", calculator="trial_placement", level=2)
def trial_reading(draw: Draw) -> Problem:
    who, start = draw.person(), date(2020, draw.whole(1, 6), draw.whole(1, 28))
    data = {**TRIAL, "start_date": start, "no_earlier_trial": "met"}
    result = compute("trial_placement", data)
    taken, end = _reading(result, "C-34"), result.figure("last_possible").value
    assert isinstance(end, date)
    return Problem(
        story=say(
            "Le premier placement à l'essai de {0} commence le {1}. Le texte compte en jours, sans dire lesquels ; le"
            " calculateur s'appuie sur la lecture {2}.",
            who.name,
            start,
            taken.id,
        ),
        question="Quel est le dernier jour possible selon la lecture retenue ?",
        answer=DayAnswer(end),
        hints=(
            hint("La lecture retenue dit quels jours se comptent, et si le premier en est.", "cmrp:5024"),
            hint("Tous les jours du calendrier, premier jour compris.", "cmrp:5024"),
        ),
        mistakes=(
            mistake(
                "other_reading",
                taken.other_value,
                "C'est ce que donne l'autre lecture, en jours ouvrés.",
                "cmrp:5024",
            ),
            mistake("one_late", end + timedelta(days=1), "Le premier jour compte aussi.", "cmrp:5024"),
        ),
        solution=(
            f"Dernier jour possible : {show(end)} ({label('cmrp:5024')}).",
            f"Lecture {taken.id}. {taken.alternative}",
        ),
        case=data,
        essential=("other_reading", "one_late"),
    )


# -- what a verdict weighs ---------------------------------------------------------------------------------------------

_ROLES = {
    Role.CONDITION: "Condition : elle décide",
    Role.LIMIT: "Limite : elle borne, le reste demeure",
    Role.ADVICE: "Pour information : le point ne décide pas",
}


_POINTS: dict[Role, tuple[tuple[str, str, str], ...]] = {
    Role.CONDITION: tuple(
        ("reclassement", key, "Un reclassement est demandé pour {0}.")
        for key in ("4010.a", "4010.b", "4010.suited", "4011", "4014.a", "4013.b")
    ),
    Role.LIMIT: (
        ("work_introduction", "5030", "Une allocation d'initiation au travail est prévue pour {0}."),
        ("work_introduction", "5031", "Une allocation d'initiation au travail est prévue pour {0}."),
        ("work_introduction", "5032", "Une allocation d'initiation au travail est prévue pour {0}."),
        ("trial_placement", "5024.duration", "Un placement à l'essai est prévu pour {0}."),
    ),
    Role.ADVICE: (
        ("coaching", "internship_federal", "À Berne, un coaching est demandé pour {0}, qui cherche des stages."),
        ("coaching", "internship_length", "À Berne, un coaching est demandé pour {0}, qui cherche des stages."),
    ),
}
"""By their role, points whose role the words of the rule show: what is required, what is a bound, what « ne devrait
pas » or « généralement » only advises. Points of delimitation have none of the three: which measure is meant hangs on
them."""

_ROLE_BASES: dict[str, dict[str, Any]] = {
    "reclassement": RECLASSEMENT,
    "work_introduction": INTRODUCTION,
    "trial_placement": {**TRIAL, "no_earlier_trial": "met"},
    "coaching": {**BERNE, "kind": "internships", "internship_count": 3},
}


@exercise("role", "Condition, limite, ou information ?", "cmrp:4010", "cmrp:4011", "cmrp:5032", "cmrp:2005", level=3)
def role(draw: Draw) -> Problem:
    who, wanted = draw.person(), draw.deal(tuple(Role))
    calculator, key, story = draw.pick(_POINTS[wanted])
    changes: dict[str, dict[str, Any]] = {
        "reclassement": {"income_with": draw.amount(40000, 54000, 1000)},
        "work_introduction": {"days": draw.whole(60, 150)},
        "trial_placement": {"days": draw.whole(60, 170)},
        "coaching": {"internship_days": draw.whole(5, 10)},
    }
    data = {**_ROLE_BASES[calculator], **changes[calculator]}
    verdict = compute(calculator, data).verdict(key)
    assert verdict.role is wanted
    rule = verdict.rules[0]
    said = {
        "condition": "Relisez la phrase : sans ce point, le droit tomberait-il tout entier ?",
        "limit": "Ce point ne borne ni une durée ni un montant que l'on puisse couper là.",
        "advice": "Ce point pèse : il décide du droit, ou il borne une prestation.",
    }
    return Problem(
        story=say(story, who.name),
        facts=(
            ("Point", verdict.label),
            ("Le calculateur en dit", f"{capital(verdict.status.french)}. {verdict.reason}"),
            ("Règle", label(rule)),
        ),
        question="Quel est le rôle de ce point ?",
        answer=ChoiceAnswer(tuple((r.value, words) for r, words in _ROLES.items()), verdict.role.value),
        hints=(
            hint("Demandez-vous ce qui tombe si ce point n'est pas rempli : tout, une partie, rien ?", rule),
            hint(
                "Lisez les mots de la règle. « Toutes ces conditions », « a droit lorsque » : le droit en dépend."
                " « Au plus », « ne peut dépasser » : une borne. « Ne devrait pas », « généralement » : un conseil.",
                rule,
            ),
        ),
        mistakes=_others(said, verdict.role.value, rule),
        solution=(_ROLES[verdict.role] + ".", *told(verdict)),
        case=data,
        reads=(rule,),
        calculator=calculator,
    )


_CAPITAL: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("Le dossier établit toutes les conditions.", {}, "cmrp:6004"),
    ("Le dossier ne dit pas si le financement est assuré.", {"financing_secured": "unknown"}, "cmrp:6004.g"),
    ("Le dossier établit que le financement n'est pas assuré.", {"financing_secured": "not_met"}, "cmrp:6004.g"),
    (
        "Le dossier établit toutes les conditions, mais ne dit pas si un remboursement peut être exigé.",
        {"repayment_reasonable": "unknown"},
        "cmrp:6012",
    ),
    (
        "Le dossier établit que la réadaptation ne sera pas durable.",
        {"lasting_rehabilitation": "not_met"},
        "cmrp:6004.f",
    ),
    ("Toutes les conditions sont établies, pièces à l'appui.", {}, "cmrp:6004"),
    ("Le dossier ne dit pas où se trouve le domicile.", {"domicile_in_switzerland": "unknown"}, "cmrp:6004.d"),
    ("Le dossier établit que le domicile n'est pas en Suisse.", {"domicile_in_switzerland": "not_met"}, "cmrp:6004.d"),
)
_STANDINGS = {
    Standing.DUE: "Le montant ne dépend d'aucun point ouvert",
    Standing.CONDITIONAL: "Le montant vaut si un point se confirme",
    Standing.NOT_DUE: "Le montant tombe",
}


@exercise("capital_standing", "Que vaut le montant ?", "cmrp:6004", "cmrp:6012", calculator="capital_aid", level=3)
def capital_standing(draw: Draw) -> Problem:
    (told_of, changes, rule), amount = draw.deal(_CAPITAL), draw.amount(20000, 60000, 1000)
    data = {**CAPITAL_AID, **changes, "items": [{"label": "Projet", "amount": amount}]}
    result = compute("capital_aid", data)
    figure = result.figure("grantable")
    said = {
        "due": "Un point n'est pas établi, ou n'est pas rempli : le montant ne vaut pas tel quel.",
        "conditional": "Aucun point ne reste ouvert : le montant ne dépend pas d'une confirmation.",
        "not_due": "Aucune condition n'est refusée dans ce dossier.",
    }
    return Problem(
        story=say("Une aide en capital est demandée pour un projet de {0:CHF}. {1}", amount, told_of),
        question="Le calculateur chiffre l'aide possible. Que vaut ce montant, avec ce dossier ?",
        answer=ChoiceAnswer(tuple((s.value, words) for s, words in _STANDINGS.items()), figure.standing.value),
        hints=(
            hint("Cherchez le point que la situation vise : est-il établi, refusé, ou encore ouvert ?", rule),
            hint("Une limite ouverte aussi laisse en suspens les montants qu'elle porte.", rule, "cmrp:6012"),
        ),
        mistakes=_others(said, figure.standing.value, rule),
        solution=(
            f"{figure.label} : {figure_words(figure)}.",
            *(line for v in result.verdicts if v.status is not Status.MET for line in told(v)),
        ),
        case=data,
    )


@exercise("capital_figure", "Le montant qui reste", "cmrp:6004", "cmrp:6019", calculator="capital_aid", level=2)
def capital_figure(draw: Draw) -> Problem:
    who, (told_of, changes, rule) = draw.person(), draw.deal(_CAPITAL)
    amount, own = draw.amount(30000, 70000, 1000), draw.amount(5000, 20000, 500)
    data = {**CAPITAL_AID, **changes, "items": [{"label": "Projet", "amount": amount}], "own_resources": own}
    result = compute("capital_aid", data)
    figure, need = result.figure("grantable"), result.figure("net_need").value
    assert isinstance(figure.value, int | Decimal) and isinstance(need, int | Decimal)
    return Problem(
        story=say(
            "{0} demande une aide en capital. {1} Le projet coûte {2:CHF} ; les ressources propres sont de {3:CHF}.",
            who.name,
            told_of,
            amount,
            own,
        ),
        question="Quel montant le calculateur donne-t-il comme aide possible ? Écrivez 0 si le montant tombe.",
        answer=francs(figure.value),
        hints=(
            hint("Demandez-vous d'abord si une condition est refusée.", rule),
            hint("Ce qui est ouvert ne vaut pas zéro : le montant se calcule, avec sa réserve.", rule, "cmrp:6019"),
        ),
        mistakes=(
            mistake("gross", amount, "Les ressources propres se déduisent du besoin.", "cmrp:6019"),
            mistake("kept", need, "Une condition est refusée : le montant ne tient plus.", rule),
            mistake("zero", 0, "Rien n'est refusé : ce qui est ouvert se chiffre, avec sa réserve.", rule),
        ),
        solution=(
            say("Besoin : {0:CHF} − {1:CHF} = {2:CHF} ({3}).", amount, own, need, label("cmrp:6019")),
            f"{figure.label} : {figure_words(figure)}.",
        ),
        case=data,
        essential=("gross",),
    )


# -- what is left to instruct ------------------------------------------------------------------------------------------

_ABSENCE: dict[str, Any] = {
    "first_day": "2020-03-02",
    "last_day": "2020-04-30",
    "full": "met",
    "cause": "illness",
    "paid": "insurer",
}
_ASKED: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("si une hausse des cotisations est vraisemblable", {"increase_likely": "unknown"}, {}),
    ("si l'incapacité est justifiée", {"incapacity_justified": "unknown"}, {}),
    (
        "quelles assurances l'employeur a conclues",
        {"daily_insurance": "unknown", "compulsory_pension": "unknown"},
        {},
    ),
    ("qui a payé pendant l'absence", {}, {"paid": "unknown"}),
    ("si l'incapacité était complète", {}, {"full": "unknown"}),
)
"""What a file may leave open: in words, in the case, in the absence."""


@exercise(
    "contribution_open",
    "Hausse des cotisations : ce qui reste ouvert",
    "cmrp:5038",
    "cmrp:5039",
    "cmrp:5042",
    calculator="contribution_increase",
    level=3,
)
def contribution_open(draw: Draw) -> Problem:
    who, asked, headcount = draw.person(), draw.some(_ASKED, 2), draw.whole(5, 60)
    data = {**CONTRIBUTIONS, "headcount": headcount, "absences": [_ABSENCE]}
    for _, changes, of_absence in asked:
        data |= changes
        data["absences"] = [{**data["absences"][0], **of_absence}]
    result = compute("contribution_increase", data)
    conditions = [v for v in result.verdicts if v.role is Role.CONDITION]
    right = frozenset(v.key for v in conditions if v.status is Status.TO_APPRAISE)
    first = sorted(right)[0]
    rules = tuple(v.rules[0] for v in conditions if v.key in right)
    return Problem(
        story=say(
            "L'office AI a placé {0} le 1er janvier 2020 dans une entreprise de {1:personnes}. Une maladie l'en tient"
            " de nouveau éloigné{4} du 2 mars au 30 avril 2020. Le dossier ne dit pas {2}, ni {3} ; il établit le"
            " reste.",
            who.name,
            headcount,
            asked[0][0],
            asked[1][0],
            who.e,
        ),
        question="Quelles conditions restent à apprécier ?",
        answer=SeveralAnswer(tuple((v.key, f"{v.label} ({label(v.rules[0])})") for v in conditions), right),
        hints=(
            hint("Reprenez les conditions une à une : le dossier dit-il quelque chose sur chacune ?", "cmrp:5038"),
            hint(
                "Deux choses manquent au dossier. Cherchez la règle qui pose chaque question"
                + (" ; l'une laisse plus d'une condition ouverte." if len(right) > 2 else "."),
                *rules,
            ),
        ),
        mistakes=(
            mistake("one", [first], "Une autre question reste ouverte aussi.", *rules),
            mistake(
                "all",
                [v.key for v in conditions],
                "Le dossier établit une partie de ces conditions.",
                "cmrp:5038",
                "cmrp:5042",
            ),
        ),
        solution=tuple(line for v in conditions if v.key in right for line in told(v)),
        case=data,
        essential=("one", "all"),
    )


_PIECES = {
    "agreement_signed": "l'accord signé",
    "clean_record": "le casier judiciaire",
    "gln_number": "le numéro GLN",
    "ai_basics": "les connaissances de base de l'AI",
    "fund_contributions": "les cotisations à jour",
    "confidential_place": "la confidentialité du lieu",
    "ethics": "l'éthique",
    "billing_software": "la facturation électronique",
}


@exercise(
    "geneve_open", "Genève : ce qui reste à établir", "geneve:2.c", "geneve:2.i", calculator="geneve_provider", level=3
)
def geneve_open(draw: Draw) -> Problem:
    unknown_a, unknown_b, refused = draw.some(tuple(_PIECES), 3)
    data = {**PROVIDER, unknown_a: "unknown", unknown_b: "unknown", refused: "not_met"}
    result = compute("geneve_provider", data)
    right = frozenset(v.key for v in result.verdicts if v.status is Status.TO_APPRAISE)
    failed = [v for v in result.verdicts if v.status is Status.NOT_MET]
    settled = draw.some([v for v in result.verdicts if v.status is Status.MET], 3)
    offered = [v for v in result.verdicts if v.key in right or v in failed or v in settled]
    rules = tuple(v.rules[0] for v in offered if v.key in right)
    return Problem(
        story=say(
            "Une personne indépendante, sans personnel, remet son dossier de prestataire à Genève. Rien n'y figure sur"
            " {0}, ni sur {1}. Sur {2}, il établit que l'exigence n'est pas remplie. Le reste est établi.",
            _PIECES[unknown_a],
            _PIECES[unknown_b],
            _PIECES[refused],
        ),
        question="Quels points sont à apprécier ?",
        answer=SeveralAnswer(tuple((v.key, v.label) for v in draw.shuffled(offered)), right),
        hints=(
            hint("Séparez ce que le dossier tait de ce qu'il établit, même en mal.", *rules),
            hint(
                "Un point dont le dossier établit le contraire n'est plus ouvert, et un point établi non plus.",
                failed[0].rules[0],
                *rules,
            ),
        ),
        mistakes=(
            mistake(
                "refused_too",
                [*right, failed[0].key],
                "Un de ces points n'est plus ouvert : le dossier établit qu'il n'est pas rempli.",
                failed[0].rules[0],
            ),
            mistake("refused", [failed[0].key], "Ce point est non rempli ; il n'est pas ouvert.", failed[0].rules[0]),
            *(
                mistake(
                    f"settled_{v.key}",
                    [*right, v.key],
                    f"« {v.label} » : rien ne manque au dossier sur ce point, il est établi.",
                    v.rules[0],
                )
                for v in settled
            ),
            mistake("one", [sorted(right)[0]], "Le dossier se tait sur un autre point aussi.", *rules),
        ),
        solution=tuple(f"{v.label} : {v.status.french} ({label(v.rules[0])})." for v in offered),
        case=data,
        essential=("refused_too",),
    )


# -- the draft of an agreement -----------------------------------------------------------------------------------------


@exercise(
    "eisp_weight",
    "Guide EISP : un constat et son poids",
    "eisp:38.d",
    "eisp:1.b",
    "eisp:4.1.1",
    calculator="eisp",
    level=3,
)
def eisp_weight(draw: Draw) -> Problem:
    kind = draw.deal(("notice", "pages", "people"))
    number = draw.whole(3, 9) if kind == "notice" else draw.whole(7, 14)
    expertise = draw.pick(("met", "unknown")) if kind == "people" else "met"
    key, name, text = {
        "notice": ("38.d", "notice_months", "Un projet de convention prévoit un préavis de {0:mois}."),
        "pages": ("1", "pages", "Un projet de convention compte {0} pages, sans ses annexes."),
        "people": (
            "instrument",
            "beneficiaries_per_year",
            "Un service social place {0:personnes} par an dans une entreprise d'intégration."
            + (" Il a l'expertise voulue." if expertise == "met" else " Rien ne dit s'il a l'expertise voulue."),
        ),
    }[kind]
    data = {**EISP, name: number, "expertise": expertise}
    verdict = compute("eisp", data).verdict(key)
    rule = verdict.rules[0]
    advised = verdict.firmness == "conseil"
    right = f"{verdict.status.value}.{'advice' if advised else 'firm'}"
    options = (
        ("met.advice", "Recommandation suivie"),
        ("not_met.advice", "Recommandation non suivie"),
        ("to_appraise.advice", "Recommandation : à apprécier"),
        ("not_met.firm", "Obligation non remplie"),
    )
    said = {
        "met.advice": "Comparez encore le nombre du projet avec celui du guide, et ce que le dossier établit.",
        "not_met.advice": "Relisez ce que le guide indique, et ce que le projet permet d'établir.",
        "to_appraise.advice": "Le projet et le guide suffisent pour conclure sur ce point.",
        "not_met.firm": "Le guide recommande, il n'oblige pas ; relisez aussi ce que le projet permet d'établir.",
    }
    return Problem(
        story=say(text, number),
        facts=(("Point", verdict.label), ("Règle", label(rule))),
        question="Que dit le calculateur de ce point, et avec quel poids ?",
        answer=ChoiceAnswer(options, right),
        hints=(
            hint("Deux questions : ce point est-il suivi ? Et le texte oblige-t-il, ou recommande-t-il ?", rule),
            hint("Le mot « conseil » à côté d'un point dit qu'il vient d'un guide qui n'oblige à rien.", rule),
        ),
        mistakes=_others(said, right, rule),
        solution=(*told(verdict), f"Poids du point : {verdict.strength}."),
        case=data,
        reads=(rule,),
    )


_CLAUSES = {
    "jurisdiction": "Le for est à Lausanne.",
    "disputes": "Un différend passe d'abord par une conciliation.",
    "missed_goals": "Quand un objectif est manqué, les parties en cherchent ensemble la cause.",
    "critical_procedure": "Si la situation devient critique, l'entreprise en avertit le service.",
    "adjustment_rules": "Le volume et le prix se revoient ensemble une fois par an.",
    "interruption": "Une place quittée en cours de mesure est remboursée au prorata.",
    "price_renegotiation": "En cas de prolongation, le prix se rediscute sur la base des comptes.",
    "responsibilities": "Chaque partie répond des frais qu'elle cause.",
}


@exercise(
    "eisp_gap", "Guide EISP : le vide dans le projet", "eisp:27", "eisp:15.b", "eisp:18", calculator="eisp", level=1
)
def eisp_gap(draw: Draw) -> Problem:
    names = draw.some(tuple(_CLAUSES), 4)
    written = {**EISP, **{name: _CLAUSES[name] for name in names}}

    def gaps(case: dict[str, Any]) -> tuple[str, ...]:
        return compute("eisp", case).document("agreement").gaps

    filled = set(gaps(written))
    without = {name: {k: v for k, v in written.items() if k != name} for name in names}
    gap_of = {name: next(g for g in gaps(case) if g not in filled) for name, case in without.items()}
    missing, data = names[0], without[names[0]]
    rules = ("eisp:15.b", "eisp:18", "eisp:27")
    return Problem(
        story=(
            "Un service social vous remet un projet de convention, inventé pour l'exercice. Voici trois de ses clauses."
        ),
        facts=tuple((f"Clause {n}", _CLAUSES[name]) for n, name in enumerate(names[1:], 1)),
        question="Lequel de ces points reste à écrire ?",
        answer=ChoiceAnswer(tuple((name, gap_of[name]) for name in draw.shuffled(names)), missing),
        hints=(
            hint("Mettez chaque clause en face du point qu'elle règle.", *rules),
            hint("Trois points ont leur clause ; cherchez le quatrième.", *rules),
        ),
        mistakes=tuple(
            mistake(name, name, f"Une clause règle ce point : « {_CLAUSES[name]} »", *rules) for name in names[1:]
        ),
        solution=(f"Vide dans le document : {gap_of[missing]}.",),
        case=data,
    )


EXERCISES: tuple[Exercise, ...] = (
    which_text,
    verified,
    role,
    trial_reading,
    berne_cap,
    capital_standing,
    capital_figure,
    eisp_weight,
    eisp_gap,
    contribution_open,
    geneve_open,
)

LESSON = make_lesson(
    "results",
    10,
    "Lire deux fois : états du texte, lectures, et limites d'un résultat",
    "10-lire-deux-fois.ipynb",
    45,
    (
        "dire quel texte vaut pour un jour, et si le résultat est vérifié ou seulement calculé",
        "nommer la lecture sur laquelle un résultat s'appuie, et ce que donne l'autre",
        "séparer condition, limite et information, et dire ce qu'un montant vaut encore",
        "trouver dans un dossier ou un projet ce qui reste à instruire",
    ),
    EXERCISES,
)
