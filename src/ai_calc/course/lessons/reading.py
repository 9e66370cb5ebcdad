"""Lesson 1: how the circular is built, and how to read a rule — where it stands, its bounds, its « et » and « ou »."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ai_calc.course.answers import ChoiceAnswer, SeveralAnswer, rule_options
from ai_calc.course.drawing import Draw
from ai_calc.course.lessons.bases import (
    CAPITAL_AID,
    CONTRIBUTIONS,
    INITIAL_TRAINING,
    LAW,
    RECLASSEMENT,
    TRIAL,
)
from ai_calc.course.model import Mistake, Problem, make_lesson
from ai_calc.course.writing import (
    compute,
    exercise,
    hint,
    mistake,
    say,
    show,
    status_answer,
    statuses_but,
    told,
    value_of,
)
from ai_calc.law import parameters
from ai_calc.law.citations import label
from ai_calc.law.parameters import Parameter
from ai_calc.results import Status, Verdict

# -- 1.1 ---------------------------------------------------------------------------------------------------------------

_FIGURES = (
    "capital_aid/cash_cap",
    "capital_aid/total_cap",
    "capital_aid/loan_interest_rate",
    "capital_aid/max_interest_deferral",
    "capital_aid/recovery_deadline",
    "training/cost_threshold_per_year",
    "training/employer_compensation_per_day",
    "training/earning_loss_threshold",
    "training/guidance_examination_months",
    "training/guidance_placement_weeks",
    "trial_placement/max_duration",
    "trial_placement/reintegration_capacity",
    "work_introduction/max_duration",
    "contribution_increase/absence_threshold",
    "contribution_increase/company_size_limit",
    "placement/usual_duration",
)


@exercise(
    "source",
    "Où est-ce écrit ?",
    "cmrp:6020",
    "cmrp:6021",
    "cmrp:6038",
    "cmrp:3023",
    "cmrp:4011",
    "cmrp:5009",
    "cmrp:5024",
    "cmrp:5042",
    level=1,
)
def source(draw: Draw) -> Problem:
    wanted = parameters.load(draw.deal(_FIGURES))
    right = wanted.at(LAW).source or ""
    others: list[tuple[Parameter, str]] = []
    for name in draw.shuffled(_FIGURES):
        other = parameters.load(name)
        citation = other.at(LAW).source or ""
        if citation not in wanted.sources and citation not in [c for _, c in others] and len(others) < 4:
            others.append((other, citation))
    value = wanted.at(LAW).value
    options = draw.shuffled([right, *(c for _, c in others)])
    return Problem(
        story=(
            "Une collègue au téléphone vous demande d'où vient un chiffre. Cherchez-le dans le site : un mot du libellé"
            " suffit."
        ),
        facts=((wanted.label, show(value, wanted.unit)),),
        question="Quel chiffre de la circulaire le fixe ?",
        answer=ChoiceAnswer(rule_options(options), right),
        hints=(
            hint(
                "Le premier chiffre d'un numéro dit la matière. Ici, cherchez parmi les numéros en"
                f" {right.partition(':')[2][0]}000.",
                _opening(right),
            ),
            hint(
                "Ouvrez les règles proposées une à une et lisez-les : chacune fixe son propre chiffre.", _opening(right)
            ),
        ),
        mistakes=tuple(
            mistake(citation, citation, f"Cette règle-là parle d'autre chose : « {other.label} ».", citation)
            for other, citation in others
        ),
        solution=(f"{wanted.label} : {label(right)}.",),
        sees=("amounts",),
    )


_OPENINGS = {"1": "cmrp:1001", "2": "cmrp:2001", "3": "cmrp:3001", "4": "cmrp:4001", "5": "cmrp:5001", "6": "cmrp:6001"}


def _opening(citation: str) -> str:
    """The first rule on the subject of a rule: a hint that leads near, not there."""
    return _OPENINGS.get(citation.partition(":")[2][0], citation)


# -- 1.2 ---------------------------------------------------------------------------------------------------------------


def _trial_days(offset: int) -> tuple[str, Verdict]:
    days = int(value_of("trial_placement/max_duration", LAW)) + offset
    verdict = compute("trial_placement", {**TRIAL, "days": days}).verdict("5024.duration")
    return say("Un placement à l'essai est convenu pour {0:jours}.", days), verdict


def _wage(offset: int) -> tuple[str, Verdict]:
    wage = value_of("training/min_hourly_wage", LAW) + offset * Decimal("0.05")
    verdict = compute("reclassement", {**INITIAL_TRAINING, "expected_hourly_wage": wage}).verdict("wage")
    return say("Après sa formation, une personne gagnerait {0:CHF/h} au rendement.", wage), verdict


def _absence(offset: int) -> tuple[str, Verdict]:
    days = int(value_of("contribution_increase/absence_threshold", LAW)) + offset
    first = date(2020, 5, 4)
    data = {
        **CONTRIBUTIONS,
        "absences": [
            {
                "first_day": first,
                "last_day": first + timedelta(days=days - 1),
                "full": True,
                "cause": "illness",
                "paid": "insurer",
            }
        ],
    }
    return say(
        "Une personne placée est absente {0:jours} dans l'année, pour maladie et en incapacité complète.", days
    ), compute("contribution_increase", data).verdict("5042.b")


def _surplus(offset: int) -> tuple[str, Verdict]:
    average = value_of("training/cost_threshold_per_year", LAW) + offset * 10
    data = {
        **INITIAL_TRAINING,
        "costs": [{"kind": "tuition", "year": 1, "with_disability": 3 * average, "without_disability": 0}],
    }
    return say(
        "Les frais qu'une personne a en plus à cause de son invalidité font {0:CHF/an} en moyenne.", average
    ), compute("reclassement", data).verdict("3023")


def _income(offset: int) -> tuple[str, Verdict]:
    threshold = compute("capital_aid", CAPITAL_AID).details.income_threshold
    income = threshold + offset * 60
    result = compute("capital_aid", {**CAPITAL_AID, "expected_gross_income": income})
    return (
        say(
            "Une activité indépendante rapportera {0:CHF/an} brut, de façon durable. Le revenu qui suffit est de"
            " {1:CHF/an}.",
            income,
            threshold,
        ),
        result.verdict("6004.f.income"),
    )


def _loss(offset: int) -> tuple[str, Verdict]:
    percent = value_of("training/earning_loss_threshold", LAW) + (offset if offset >= 0 else Decimal("-0.8"))
    data = {**RECLASSEMENT, "income_without": 80000, "income_with": 80000 - 800 * percent}
    return say("Une personne perd durablement {0:%} de sa capacité de gain.", percent), compute(
        "reclassement", data
    ).verdict("4011")


_BOUNDS = (
    (_trial_days, "cmrp:5024"),
    (_wage, "cmrp:3010.c"),
    (_absence, "cmrp:5042.b"),
    (_surplus, "cmrp:3023"),
    (_income, "cmrp:6004.f"),
    (_loss, "cmrp:4011"),
)


_PLAIN = ((_trial_days, -1), (_loss, 1))
"""Well on the side of « remplie », which would otherwise be the answer at most seats."""
_AT_BOUNDS = tuple((bound, offset) for bound in _BOUNDS for offset in (-1, 0, 1) if (bound[0], offset) not in _PLAIN)


@exercise(
    "bound", "Juste à la limite", "cmrp:5024", "cmrp:3010", "cmrp:5042", "cmrp:3023", "cmrp:6004", "cmrp:4011", level=1
)
def bound(draw: Draw) -> Problem:
    (situation, rule), offset = draw.deal(_AT_BOUNDS)
    story, verdict = situation(offset)
    status = verdict.status
    return Problem(
        story=story,
        question=f"La condition « {verdict.label} » est-elle remplie ?",
        reads=(rule,),
        answer=status_answer(status),
        hints=(
            hint(
                "Ouvrez la règle et cherchez le petit mot devant le chiffre : au plus, plus de, au moins, moins de,"
                " environ.",
                rule,
            ),
            hint(
                "« Au plus » et « au moins » comprennent la limite ; « plus de » et « moins de » ne la comprennent pas"
                " ; « environ » laisse une marge.",
                rule,
            ),
        ),
        mistakes=statuses_but(
            status,
            (
                Status.MET,
                "Relisez le mot devant le chiffre, et de quel côté de la limite on est : ce que la règle demande n'est"
                " pas acquis.",
                (rule,),
            ),
            (
                Status.NOT_MET,
                "Relisez le mot devant le chiffre, et de quel côté de la limite on est : il ne permet pas de dire non.",
                (rule,),
            ),
            (
                Status.TO_APPRAISE,
                "« Environ » laisse une marge sous le taux ; ici, il est atteint : il n'y a rien à apprécier."
                if situation is _loss
                else "Le texte donne ici une borne nette : il n'y a rien à apprécier.",
                (rule,),
            ),
        ),
        solution=told(verdict),
    )


# -- 1.3 and 1.4 -------------------------------------------------------------------------------------------------------

_WORK = ("dependent_work_unreasonable", "dependent_work_impossible", "former_independent_work_hampered")
_SINGLE = (
    ("objectively_fit", "b", "Apte à la réadaptation"),
    ("professional_knowledge", "c", "Connaissances professionnelles"),
    ("domicile_in_switzerland", "d", "Domicile en Suisse"),
    ("simple_and_adequate", "e", "Mesure simple et adéquate"),
    ("lasting_rehabilitation", "f", "Réadaptation durable"),
    ("financing_secured", "g", "Financement assuré"),
)
_FOUND = {"met": "établi", "not_met": "le contraire est établi", "unknown": "pas encore établi"}
_WORK_LABELS = (
    "Un emploi salarié n'est pas raisonnablement exigible",
    "L'invalidité empêche de rester salarié·e",
    "L'ancienne activité indépendante est entravée",
)


def _file(work: tuple[str, str, str], single: dict[str, str]) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """A case of capital aid and what its file says, as facts."""
    before = "self_employed" if work[2] == "met" else "employed"  # whose former activity is hampered was self-employed
    data = {**CAPITAL_AID, "former_status": before, **dict(zip(_WORK, work, strict=True)), **single}
    shown = [*zip(_WORK_LABELS, (_FOUND[w] for w in work), strict=True)]
    shown += [(words, _FOUND[single.get(name, "met")]) for name, _, words in _SINGLE]
    shown.append(("Revenu brut attendu", "suffisant et durable"))
    return data, tuple(shown)


@exercise("cumulative", "Toutes, ou l'une d'elles", "cmrp:6004", calculator="capital_aid", level=2)
def cumulative(draw: Draw) -> Problem:
    kind = draw.deal(("one_of_three", "open", "failing", "one_of_three", "open", "none_of_three"))
    one: list[str] = draw.shuffled(["met", "not_met", "not_met"])
    single: dict[str, str] = {}
    name, letter, _ = draw.pick(_SINGLE)
    if kind == "open":
        single[name] = "unknown"
    elif kind == "failing":
        single[name] = "not_met"
        other = draw.pick([s for s in _SINGLE if s[0] != name])
        single[other[0]] = "unknown"
    elif kind == "none_of_three":
        one = ["not_met"] * 3
    data, shown = _file((one[0], one[1], one[2]), single)
    result = compute("capital_aid", data)
    status = result.overall.status
    met = {
        "open": "Un point qui n'est pas encore établi n'est pas rempli.",
        "failing": "Les conditions sont cumulatives : une seule qui manque suffit à refuser.",
        "none_of_three": "Trois situations sont possibles au 1er tiret ; ici, aucune n'est établie.",
    }.get(kind, "")
    rules = ("cmrp:6004.a",) if kind in ("one_of_three", "none_of_three") else ("cmrp:6004", f"cmrp:6004.{letter}")
    return Problem(
        story=say("{0} demande une aide en capital. Voici ce que le dossier établit.", draw.person().name),
        facts=shown,
        question="Prises ensemble, les conditions du droit sont-elles remplies ?",
        answer=status_answer(status),
        hints=(
            hint(
                "Cherchez dans la règle les mots qui lient les conditions entre elles, puis ceux qui lient les parties"
                " du 1er tiret.",
                "cmrp:6004",
            ),
            hint(
                "Cumulatives : toutes doivent être remplies. Dans une condition, « ou » veut dire qu'une situation"
                " suffit.",
                "cmrp:6004",
                "cmrp:6004.a",
            ),
            hint(
                "Commencez par chercher une condition dont le contraire est établi ; ensuite seulement, un point"
                " ouvert.",
                "cmrp:6004",
            ),
        ),
        mistakes=statuses_but(
            status,
            (Status.MET, met, rules),
            (
                Status.NOT_MET,
                (
                    "Les trois situations du 1er tiret sont liées par « ou » : il n'en faut qu'une."
                    if kind == "one_of_three"
                    else "Un point ouvert n'est pas encore un refus : il reste à établir."
                ),
                rules,
            ),
            (
                Status.TO_APPRAISE,
                (
                    "Tout ce qu'il faut pour conclure est au dossier."
                    if kind != "failing"
                    else "Un point reste ouvert, mais un autre décide déjà."
                ),
                rules,
            ),
        ),
        solution=told(result.overall),
        case=data,
    )


@exercise("missing", "Nommer ce qui manque", "cmrp:6004", calculator="capital_aid", level=2)
def missing(draw: Draw) -> Problem:
    failing = draw.some(_SINGLE, draw.whole(2, 3))
    left = [s for s in _SINGLE if s not in failing]
    open_one = draw.pick(left)
    single = {**{name: "not_met" for name, _, _ in failing}, open_one[0]: "unknown"}
    one: list[str] = draw.shuffled(["met", "not_met", "not_met"])
    data, shown = _file((one[0], one[1], one[2]), single)
    result = compute("capital_aid", data)
    right = frozenset(v.rules[0] for v in result.verdicts if v.status is Status.NOT_MET)
    letters = [f"cmrp:6004.{letter}" for letter in "abcdefg"]
    opened = f"cmrp:6004.{open_one[1]}"
    return Problem(
        story=say(
            "Pour motiver un refus, on nomme chaque condition dont le contraire est établi, et aucune autre. Voici le"
            " dossier de {0}.",
            draw.person().name,
        ),
        facts=shown,
        question=f"Quelles conditions du {label('cmrp:6004')} motivent le refus ?",
        answer=SeveralAnswer(rule_options(letters), right),
        hints=(
            hint("Reprenez la liste de la règle, tiret par tiret, et comparez avec le dossier.", "cmrp:6004"),
            hint(
                say(
                    "Il y en a {0}. Ce qui n'est pas encore établi ne motive pas un refus ; le 1er tiret se contente"
                    " d'une de ses trois situations.",
                    len(right),
                ),
                "cmrp:6004",
                "cmrp:6004.a",
            ),
        ),
        mistakes=(
            mistake(
                "open",
                right | {opened},
                "Un point qui n'est pas encore établi s'instruit ; il ne motive pas un refus.",
                opened,
            ),
            mistake(
                "alternatives", right | {"cmrp:6004.a"}, "Au 1er tiret, une situation établie suffit.", "cmrp:6004.a"
            ),
            mistake(
                "both",
                right | {"cmrp:6004.a", opened},
                "Deux points de trop : l'un est encore ouvert, l'autre se contente d'une situation sur trois.",
                "cmrp:6004",
                "cmrp:6004.a",
            ),
            mistake(
                "first",
                frozenset([sorted(right)[0]]),
                "Il y en a d'autres : toutes les conditions se vérifient.",
                "cmrp:6004",
            ),
        ),
        solution=tuple(
            f"{v.label} : {v.status.french} ({label(v.rules[0])})."
            for v in result.verdicts
            if v.status is Status.NOT_MET
        ),
        case=data,
    )


# -- 1.5 ---------------------------------------------------------------------------------------------------------------

_OPTIONS = (
    ("soft", "Oui : le texte dit « en règle générale », « en principe » ou « environ »"),
    ("strict", "Non : le texte ne laisse ni exception ni marge"),
)


def _age() -> Verdict:
    return compute(
        "capital_aid",
        {**CAPITAL_AID, "birth_date": "1958-03-10", "sex": "male", "interest_loan": 40000, "amortisation_years": 6},
    ).verdict("age")


def _life() -> Verdict:
    items = [{"label": "Four", "amount": 40000, "useful_life_years": 5}]
    return compute(
        "capital_aid",
        {**CAPITAL_AID, "items": items, "project_life_years": None, "interest_loan": 40000, "amortisation_years": 8},
    ).verdict("life")


def _deferral() -> Verdict:
    return compute("capital_aid", {**CAPITAL_AID, "interest_loan": 40000, "interest_deferral_months": 30}).verdict(
        "deferral"
    )


def _form() -> Verdict:
    return compute("capital_aid", {**CAPITAL_AID, "legal_form": "llc"}).verdict("6002")


def _after_measures() -> Verdict:
    return compute(
        "capital_aid", {**CAPITAL_AID, "ai_measures_completed": "met", "employment_reasonable": "met"}
    ).verdict("6006")


def _too_long() -> Verdict:
    return compute("trial_placement", {**TRIAL, "days": 200}).verdict("5024.duration")


def _employer() -> Verdict:
    data = {**RECLASSEMENT, "first_labour_market": True, "employer_extra_costs": 6000, "presence_days": 40}
    return compute("reclassement", data).verdict("employer.cap")


def _small_loss() -> Verdict:
    return compute("reclassement", {**RECLASSEMENT, "income_without": 80000, "income_with": 72000}).verdict("4011")


_CASES = (
    (_age, "L'amortissement prévu finirait après l'âge de la retraite AVS.", "en règle générale"),
    (_life, "L'amortissement prévu dure plus longtemps que l'objet que le prêt finance.", ""),
    (_deferral, "Le report des intérêts qui est demandé est plus long que celui que la règle donne.", ""),
    (_form, "La personne voudrait travailler dans une Sàrl qu'elle fonde.", ""),
    (
        _after_measures,
        "Des mesures professionnelles ont eu lieu, et un emploi salarié est raisonnablement exigible.",
        "en règle générale",
    ),
    (_too_long, "L'essai convenu dépasse la durée de la règle.", ""),
    (_employer, "L'employeur demande, par jour de présence, plus que le montant de la règle.", "en principe"),
    (_small_loss, "La perte de gain reste sous le taux que la règle nomme.", "environ"),
)
"""What gives the verdict, the limit that a file meets, and the word of its sentence that leaves room (or none)."""


@exercise(
    "exception",
    "Règle stricte ou « en règle générale »",
    "cmrp:6014",
    "cmrp:6012",
    "cmrp:6006",
    "cmrp:5024",
    "cmrp:4029",
    "cmrp:4011",
    level=2,
)
def exception(draw: Draw) -> Problem:
    make, story, word = draw.deal(_CASES)
    verdict = make()
    rule = verdict.rules[0]
    right = "soft" if verdict.soft else "strict"
    assert verdict.soft is bool(word)
    wrong = (
        "Relisez la phrase entière : elle contient un mot qui ouvre une exception, ou laisse une marge."
        if verdict.soft
        else "Relisez la phrase entière : rien n'y ouvre une exception, ni ne laisse de marge."
    )
    return Problem(
        story=f"Le dossier de {draw.person().name} se heurte à une limite. {story}",
        facts=(("Condition", verdict.label), ("Règle", label(rule))),
        reads=(rule,),
        question="Le texte laisse-t-il une exception, ou une marge ?",
        answer=ChoiceAnswer(_OPTIONS, right),
        hints=(
            hint(
                "Ouvrez la règle et cherchez « en règle générale », « en principe », « environ », « en aucun cas ».",
                rule,
            ),
            hint(
                "Une règle peut contenir deux limites : l'une stricte, l'autre non. Lisez celle dont il est question"
                " ici.",
                rule,
            ),
        ),
        mistakes=(Mistake("other", "strict" if verdict.soft else "soft", wrong, (rule,)),),
        solution=(
            f"Le texte dit « {word} » ({label(rule)}) : une {'marge' if word == 'environ' else 'exception'} reste"
            " possible, et ce qui s'y appuie se motive."
            if word
            else "La phrase de cette limite ne contient aucun mot qui ouvre une exception ou laisse une marge"
            f" ({label(rule)}).",
        ),
    )


LESSON = make_lesson(
    "reading",
    1,
    "Comment la circulaire est faite, et comment lire une règle",
    "01-lire-une-regle.ipynb",
    35,
    (
        "trouver une règle par son numéro ou par un mot, et dire de quelle matière elle traite",
        "lire une borne : « au plus », « plus de », « environ »",
        "distinguer des conditions cumulatives et des situations au choix",
        "dire ce qui est rempli, ce qui ne l'est pas, et ce qui reste à apprécier",
    ),
    (source, bound, cumulative, missing, exception),
)
