"""Lesson 2: initial training or reclassement — which measure a request belongs to, and whether the loss is enough."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from ai_calc.calculators.reclassement import Measure, ReclassementCase, route_of
from ai_calc.course.answers import ChoiceAnswer, NumberAnswer, rule_options
from ai_calc.course.drawing import Draw, Person
from ai_calc.course.lessons.bases import LAW, RECLASSEMENT
from ai_calc.course.model import Mistake, Problem, make_lesson, worked
from ai_calc.course.writing import (
    FIVE_CENTIMES,
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
from ai_calc.law.citations import label
from ai_calc.law.in_force import Law
from ai_calc.results import Status

_CENTIME = Decimal("0.01")


def _case(**changes: Any) -> dict[str, Any]:
    return {**RECLASSEMENT, "schooling_completed": "met", "profession_chosen": "met", **changes}


def _interrupted(**changes: Any) -> dict[str, Any]:
    return _case(training="interrupted_health", work="none", work_since=None, **changes)


# -- 2.1 and 2.2 -------------------------------------------------------------------------------------------------------


@exercise(
    "daily", "Un salaire mensuel en revenu par jour", "cmrp:3006", "cmrp:4005", calculator="reclassement", level=2
)
def daily(draw: Draw) -> Problem:
    who, monthly, thirteenth = draw.person(), draw.amount(2400, 4600, 20), draw.chance()
    data = _interrupted(income_before=monthly, income_period="month", thirteenth_salary=thirteenth)
    result = compute("reclassement", data)
    days = value_of("training/days_per_year", LAW)
    times, other = (13, 12) if thirteenth else (12, 13)
    more = "et un 13e salaire" if thirteenth else "sans 13e salaire"
    return Problem(
        story=say(
            "{0} a dû interrompre sa formation à cause de sa santé. Juste avant, {1} gagnait {2:CHF} par mois, {3}.",
            who.name,
            who.subject,
            monthly,
            more,
        ),
        question="Quel était son revenu par jour, au sens de la comparaison avec l'indemnité journalière ?",
        answer=NumberAnswer(result.details.income.daily, "CHF/jour", FIVE_CENTIMES),
        hints=(
            hint(
                "Relisez à quoi le dernier revenu se compare : à un montant par jour du calendrier.",
                "cmrp:3006",
                "cmrp:4005",
            ),
            hint(
                "Ramenez d'abord le salaire à une année, avec ou sans 13e ; divisez ensuite par les jours de l'année.",
                "cmrp:3006",
                "fait:revenu-journalier",
            ),
            hint(say("Le revenu d'une année est de {0:CHF}.", monthly * times), "cmrp:3006"),
        ),
        mistakes=(
            mistake(
                "thirteenth",
                (monthly * other / days).quantize(_CENTIME),
                "Le nombre de salaires mensuels dans l'année n'est pas celui-là.",
                "cmrp:3006",
                "fait:revenu-journalier",
            ),
            mistake(
                "month",
                (monthly / 30).quantize(_CENTIME),
                "Diviser un mois par trente ne tient pas compte de tous les jours de l'année (lecture C-10).",
                "fait:revenu-journalier",
            ),
            mistake(
                "working_days",
                (monthly * times / 260).quantize(_CENTIME),
                "Vous avez divisé par des jours ouvrés : ce sont les jours du calendrier qui comptent (lecture C-10).",
                "fait:revenu-journalier",
            ),
            mistake(
                "short_year",
                (monthly * times / 360).quantize(_CENTIME),
                "L'année compte ici tous ses jours.",
                "fait:revenu-journalier",
            ),
        ),
        solution=worked(result, "daily_income"),
        case=data,
        essential=("thirteenth", "working_days"),
    )


@exercise("gap", "L'écart avec le seuil", "cmrp:3006", "cmrp:4005", "cmrp:3011", calculator="reclassement", level=2)
def gap(draw: Draw) -> Problem:
    who = draw.person()
    monthly = draw.amount(3100, 4300, 20)
    data = _interrupted(income_before=monthly, income_period="month")
    result = compute("reclassement", data)
    income = result.details.income
    maximum, share = value_of("daily_allowance/maximum", LAW), value_of("training/income_share_of_daily_allowance", LAW)
    return Problem(
        story=say(
            "La formation de {0} s'est arrêtée à cause de sa santé. Son dernier salaire était de {1:CHF} par mois, sans"
            " 13e : {2:CHF/jour}.",
            who.name,
            monthly,
            income.daily,
        ),
        question=(
            "De combien de francs par jour ce revenu s'écarte-t-il du seuil qui décide entre formation initiale et"
            " reclassement ? (Donnez l'écart sans signe.)"
        ),
        answer=NumberAnswer(abs(income.daily - income.threshold), "CHF/jour", FIVE_CENTIMES),
        hints=(
            hint(
                "Le seuil est une part du montant maximal de l'indemnité journalière. Cherchez la part, puis le"
                " montant.",
                "cmrp:3006",
                "cmrp:5030",
            ),
            hint(say("La part est de {0:%} ; prenez-la du maximum en vigueur.", share), "cmrp:4005", "cmrp:5030"),
            hint(
                say("Le maximum est de {0:CHF/jour}. Il reste une multiplication et une soustraction.", maximum),
                "cmrp:5030",
            ),
        ),
        mistakes=(
            mistake(
                "whole",
                abs(income.daily - maximum),
                "Vous avez comparé au maximum entier ; seule une part compte.",
                "cmrp:3006",
            ),
            mistake("threshold", income.threshold, "C'est le seuil ; on demande l'écart.", "cmrp:3006"),
            mistake(
                "share_of_income",
                abs((income.daily * share / 100).quantize(_CENTIME) - maximum),
                "La part se prend du maximum, pas du revenu.",
                "cmrp:4005",
            ),
        ),
        solution=(
            *worked(result, "income_threshold", "daily_income"),
            say("Écart : {0:CHF/jour}.", abs(income.daily - income.threshold)),
        ),
        case=data,
    )


# -- 2.3 and 2.4 -------------------------------------------------------------------------------------------------------

_MEASURES = (
    Measure.INITIAL,
    Measure.NEW_TRAINING,
    Measure.FURTHER,
    Measure.RECLASSEMENT,
    Measure.GUIDANCE,
    Measure.REINSERTION,
)
_OPTIONS = tuple((m.value, m.french) for m in _MEASURES)


def _never_trained(draw: Draw, who: Person, long: bool | None = None) -> tuple[str, dict[str, Any], Measure, str]:
    threshold = int(value_of("training/auxiliary_work_months", LAW))
    long = draw.chance() if long is None else long
    months = draw.pick((threshold, threshold + 1, threshold + 3, 14) if long else (3, threshold - 2, threshold - 1))
    story = say(
        "{0} n'a jamais commencé de formation et a travaillé {1:mois} de suite comme aide, sans formation, avant"
        " l'atteinte à la santé. L'école est finie, la profession choisie.",
        who.name,
        months,
    )
    wrong = Measure.INITIAL if long else Measure.RECLASSEMENT
    return (
        story,
        _case(training="never", work="auxiliary", work_since=None, work_months=months),
        wrong,
        "Comparez la durée de l'activité avec celle que la règle fixe.",
    )


def _cut_short(draw: Draw, who: Person, high: bool | None = None) -> tuple[str, dict[str, Any], Measure, str]:
    high = draw.chance() if high is None else high
    yearly = draw.amount(46000, 54000, 100) if high else draw.amount(30000, 43000, 100)
    story = say(
        "L'accident de {0} a mis fin à son apprentissage. Juste avant, {1} gagnait {2:CHF/an}.",
        who.name,
        who.subject,
        yearly,
    )
    wrong = Measure.INITIAL if high else Measure.RECLASSEMENT
    return (
        story,
        _interrupted(income_before=yearly, income_period="year"),
        wrong,
        "Une formation interrompue ne décide pas seule : comparez aussi le dernier revenu au seuil.",
    )


def _at_work(draw: Draw, who: Person) -> tuple[str, dict[str, Any], Measure, str]:
    trade = draw.pick(("un CFC de maçonnerie", "un CFC de coiffure", "un diplôme de soins", "un CFC de cuisine"))
    since = draw.day(date(2006, 1, 1), date(2014, 12, 31))
    story = say(
        "{0} a {1} et travaille dans le métier depuis le {2}. L'invalidité, survenue le {3}, l'empêche de continuer.",
        who.name,
        trade,
        since,
        date(2019, 3, 1),
    )
    return (
        story,
        _case(work_since=since),
        draw.pick((Measure.NEW_TRAINING, Measure.INITIAL)),
        "La formation était achevée et la personne déjà dans la vie active.",
    )


_FIRST = (
    _at_work,
    partial(_never_trained, long=True),
    partial(_never_trained, long=False),
    partial(_cut_short, high=True),
    partial(_cut_short, high=False),
    partial(_never_trained, long=False),
)
"""As many that lead to one measure as to the other."""


_NOT_MEANT: dict[Measure, tuple[str, tuple[str, ...]]] = {
    Measure.INITIAL: (
        "La formation initiale est pour qui n'avait pas encore pu en achever une : relisez ce que le récit en dit.",
        ("cmrp:3011",),
    ),
    Measure.NEW_TRAINING: (
        "La nouvelle formation suppose, depuis l'invalidité, une formation inadéquate ou une activité que l'on ne peut"
        " raisonnablement poursuivre : cherchez si le récit en parle.",
        ("cmrp:3015",),
    ),
    Measure.FURTHER: (
        "Le perfectionnement complète ce que l'on sait déjà, sans que l'invalidité le rende nécessaire : ce n'est pas"
        " ce qui est demandé.",
        ("cmrp:3017", "cmrp:3019"),
    ),
    Measure.RECLASSEMENT: (
        "Le reclassement suppose une vie active, ou assez de gain, avant l'atteinte à la santé : cherchez si le récit"
        " l'établit.",
        ("cmrp:3005", "cmrp:3006"),
    ),
    Measure.GUIDANCE: (
        "L'orientation aide à connaître ses aptitudes et à choisir une profession : ce n'est pas la question ici.",
        ("cmrp:3004",),
    ),
    Measure.REINSERTION: (
        "La réinsertion vise d'abord l'aptitude à la réadaptation, comme un rythme à retrouver : ce n'est pas le but"
        " ici.",
        ("cmrp:3009",),
    ),
}
"""What to say to who takes a measure for the one that is meant, where it is not the one that is nearly meant."""


def _which(draw: Draw, makers: tuple[Any, ...], *rules: str) -> Problem:
    who = draw.person()
    story, data, wrong, why = draw.deal(makers)(draw, who)
    result = compute("reclassement", data)
    route = route_of(ReclassementCase.model_validate(data), Law(LAW))
    measure = result.details.measure
    decided = [d.verdict for d in route.delimitations if d.role == "decided"]
    cited = tuple(dict.fromkeys(r for v in decided for r in v.rules))[:3]
    return Problem(
        story=story,
        question="De quelle mesure la demande relève-t-elle ?",
        answer=ChoiceAnswer(_OPTIONS, measure.value),
        hints=(
            hint(
                "Posez les questions dans l'ordre : quel but, quelle formation avant l'atteinte à la santé, quel"
                " travail, quel revenu.",
                *(rules or cited),
            ),
            hint("Lisez la règle qui décide pour ce genre de situation ; les autres ne s'appliquent pas.", *cited),
        ),
        mistakes=(
            Mistake("near", wrong.value, why, cited),
            *(Mistake(m.value, m.value, *_NOT_MEANT[m]) for m in _MEASURES if m not in (measure, wrong)),
        ),
        solution=(
            f"{measure.french}.",
            *(f"{v.label} : {v.reason} ({', '.join(map(label, v.rules[:2]))})" for v in decided),
        ),
        case=data,
        essential=("near",),
    )


@exercise(
    "which",
    "Quelle mesure ?",
    "cmrp:3005",
    "cmrp:3006",
    "cmrp:3011",
    "cmrp:4004",
    "cmrp:4005",
    "cmrp:4006.1",
    calculator="reclassement",
    level=2,
)
def which(draw: Draw) -> Problem:
    return _which(draw, _FIRST, "cmrp:3005", "cmrp:4004")


def _complement(draw: Draw, who: Person) -> tuple[str, dict[str, Any], Measure, str]:
    needed = draw.chance()
    words = (
        "L'invalidité rend ce complément nécessaire" if needed else "L'invalidité ne rend pas ce complément nécessaire"
    )
    course = draw.pick(("un brevet", "un cours de spécialisation", "une maîtrise"))
    story = say(
        "{0}, qui a un CFC et travaille, voudrait le compléter par {1}. {2} pour garder une capacité de gain.",
        who.name,
        course,
        words,
    )
    data = _case(
        goal="further", needed_because_of_invalidity="met" if needed else "not_met", maintains_or_improves="met"
    )
    return (
        story,
        data,
        Measure.FURTHER if needed else Measure.RECLASSEMENT,
        "Ce qui décide, c'est si l'invalidité rend le complément nécessaire.",
    )


def _odd_jobs(draw: Draw, who: Person) -> tuple[str, dict[str, Any], Measure, str]:
    months = draw.whole(7, 20)
    story = say(
        "Depuis l'enfance, l'invalidité de {0} ne lui a jamais permis de mener une formation à son terme. Ensuite, {1}"
        " a enchaîné {2} emplois brefs, {3:mois} en tout. L'école est finie, la profession choisie.",
        who.name,
        who.subject,
        draw.whole(4, 8),
        months,
    )
    return (
        story,
        _case(training="never", work="none", work_since=None, work_after="odd_jobs"),
        Measure.RECLASSEMENT,
        "Des emplois de durée limitée, pris après une formation que l'invalidité a empêchée, ne font pas une activité"
        " (lecture C-16).",
    )


def _unsuitable(draw: Draw, who: Person) -> tuple[str, dict[str, Any], Measure, str]:
    job = draw.pick(("dans un entrepôt", "comme aide de cuisine", "au nettoyage"))
    story = say(
        "Devenu{0} invalide avant toute formation, {1} travaille depuis {2}. Le service médical dit que cette activité"
        " ne convient pas à l'atteinte et ne peut être exigée à long terme.",
        who.e,
        who.name,
        job,
    )
    data = _case(training="never", work="none", work_since=None, work_after="unsuitable")
    return (
        story,
        data,
        Measure.INITIAL,
        "Depuis l'invalidité, une activité inadaptée a été entreprise : la règle en tient compte.",
    )


def _rhythm(draw: Draw, who: Person) -> tuple[str, dict[str, Any], Measure, str]:
    story = say(
        "{0}, sans formation, demande un apprentissage. Pour l'instant, il s'agit de retrouver un rythme et d'être à"
        " l'heure chaque matin.",
        who.name,
    )
    return (
        story,
        _case(goal="reinsertion", training="never", work="none", work_since=None),
        Measure.INITIAL,
        "Lisez ce qui est visé d'abord : un métier, ou l'aptitude à se réadapter.",
    )


def _undecided(draw: Draw, who: Person) -> tuple[str, dict[str, Any], Measure, str]:
    story = say(
        "{0} a fini l'école et n'a encore rien appris. {1} ne sait pas quel métier choisir avec son atteinte à la santé"
        " et demande de l'aide pour s'y retrouver.",
        who.name,
        who.subject.capitalize(),
    )
    return (
        story,
        _case(goal="aptitudes", training="never", work="none", work_since=None),
        Measure.INITIAL,
        "La profession n'est pas choisie : une autre mesure passe avant.",
    )


_SECOND = (_complement, _odd_jobs, _unsuitable, _rhythm, _undecided, _complement)


@exercise(
    "which_more",
    "Quelle mesure, bis",
    "cmrp:3007",
    "cmrp:3015",
    "cmrp:3019",
    "cmrp:3009",
    "cmrp:3004",
    "cmrp:4006",
    calculator="reclassement",
    level=3,
)
def which_more(draw: Draw) -> Problem:
    return _which(draw, _SECOND)


# -- 2.5 ---------------------------------------------------------------------------------------------------------------

_DECIDING = {
    "cmrp:3005.a": "une formation achevée, et une vie active",
    "cmrp:3005.b": "une activité auxiliaire, et sa durée",
    "cmrp:3006": "une formation interrompue, et un dernier revenu au-dessus du seuil",
    "cmrp:3011.a": "une formation pas encore achevée quand l'atteinte est survenue",
    "cmrp:3011.b": "une formation interrompue, et un dernier revenu qui ne dépasse pas le seuil",
    "cmrp:3015.b": "une activité entreprise depuis l'invalidité, et que l'on ne peut poursuivre",
    "cmrp:3019": "un perfectionnement, nécessaire ou non en raison de l'invalidité",
    "cmrp:3007": "des emplois de durée limitée, après une formation jamais achevée",
    "cmrp:3009": "l'aptitude à la réadaptation comme premier but",
    "cmrp:3004": "des aptitudes professionnelles à connaître",
}
"""Rules that decide which measure is meant, and of what each speaks."""


@exercise(
    "deciding",
    "La règle qui a décidé",
    "cmrp:3005",
    "cmrp:3006",
    "cmrp:3011",
    "cmrp:3015",
    "cmrp:3019",
    "cmrp:3007",
    calculator="reclassement",
    level=3,
)
def deciding(draw: Draw) -> Problem:
    who = draw.person()
    story, data, _, _ = draw.deal((_never_trained, _cut_short, _at_work, *_SECOND[:4]))(draw, who)
    route = route_of(ReclassementCase.model_validate(data), Law(LAW))
    decided = [d.verdict for d in route.delimitations if d.role == "decided"]
    right = decided[-1].rules[0]
    examined = {r for d in route.delimitations for r in d.verdict.rules}  # a rule on the way there is no clear mistake
    others = [
        c
        for c in draw.shuffled(tuple(_DECIDING))
        if not any(c == r or r.startswith(f"{c}.") or c.startswith(f"{r}.") for r in examined)
    ][:3]
    return Problem(
        story=story,
        facts=(("Mesure", route.measure.french),),
        question="Quelle règle décide, ici, que la demande relève de cette mesure ?",
        answer=ChoiceAnswer(rule_options(draw.shuffled([right, *others])), right),
        hints=(
            hint("Ouvrez chaque règle proposée : laquelle parle de la situation décrite ?", "cmrp:3005"),
            hint(f"Le point qui décide s'appelle « {decided[-1].label} ».", "cmrp:3005", "cmrp:4004"),
        ),
        mistakes=tuple(
            Mistake(c, c, f"Cette règle vise une autre situation que celle du récit : {_DECIDING[c]}.", (c,))
            for c in others
        ),
        solution=tuple(f"{v.label} : {v.reason} ({', '.join(map(label, v.rules[:2]))})" for v in decided),
        case=data,
    )


# -- 2.6 and 2.7 -------------------------------------------------------------------------------------------------------


@exercise("loss", "La perte de gain", "cmrp:4011", calculator="reclassement", level=2)
def loss(draw: Draw) -> Problem:
    who = draw.person()
    without = draw.amount(62000, 92000, 500)
    having = draw.amount(44000, 60000, 500)
    data = _case(income_without=without, income_with=having)
    result = compute("reclassement", data)
    lost = without - having
    return Problem(
        story=say(
            "Sans invalidité, {0} gagnerait {1:CHF/an}. Avec l'invalidité, et sans nouvelle formation, {2} peut encore"
            " gagner {3:CHF/an}.",
            who.name,
            without,
            who.subject,
            having,
        ),
        question="Quelle est la perte de gain, en pour-cent ?",
        answer=NumberAnswer(result.details.loss.rate, "%", Decimal("0.1")),
        hints=(
            hint("Relisez les deux revenus que la règle compare, et lequel sert de base.", "cmrp:4011"),
            hint("La différence des revenus, divisée par le revenu sans invalidité.", "cmrp:4011"),
            hint(say("La différence est de {0:CHF/an}.", lost), "cmrp:4011"),
        ),
        mistakes=(
            mistake(
                "base",
                (lost * 100 / having).quantize(_CENTIME),
                "La perte se mesure par rapport au revenu sans invalidité.",
                "cmrp:4011",
            ),
            mistake(
                "kept",
                (having * 100 / without).quantize(_CENTIME),
                "C'est la part du revenu qui reste, pas celle qui manque.",
                "cmrp:4011",
            ),
            mistake("francs", lost, "La différence en francs n'est pas encore un pour-cent.", "cmrp:4011"),
        ),
        solution=worked(result, "loss"),
        case=data,
    )


@exercise("enough", "Une perte d'environ tant", "cmrp:4011", "cmrp:4012", calculator="reclassement", level=3)
def enough(draw: Draw) -> Problem:
    who = draw.person()
    threshold, discretion = (
        value_of("training/earning_loss_threshold", LAW),
        value_of("training/earning_loss_discretion_from", LAW),
    )
    percent = draw.deal(
        (discretion - 6, discretion - 3, discretion, discretion + 1, threshold, threshold + 1, threshold + 4)
    )
    without = draw.amount(60000, 90000, 1000)
    development = draw.pick(("not_met", "not_met", "met")) if percent < discretion else "not_met"
    data = _case(income_without=without, income_with=without * (100 - percent) / 100, wage_development=development)
    verdict = compute("reclassement", data).verdict("4011")
    more = (
        " Mais la personne, très qualifiée, est au début de sa carrière : son salaire aurait encore beaucoup progressé."
        if development == "met"
        else ""
    )
    return Problem(
        story=say("La perte de gain de {0} est durable et fait {1:%}.{2}", who.name, percent, more),
        question=say(
            "Le texte dit « environ » sans borner la marge ; le site la fait commencer à {0:%} (lecture C-17). La"
            " diminution de la capacité de gain suffit-elle pour un reclassement ?",
            discretion,
        ),
        answer=status_answer(verdict.status),
        hints=(
            hint(
                "Relisez le chiffre et le mot qui l'accompagne ; lisez aussi la règle suivante.",
                "cmrp:4011",
                "cmrp:4012",
            ),
            hint(
                "Placez le taux : le seuil atteint, la marge sous le seuil (lecture C-17), ou plus bas. Plus bas, seul"
                " compte encore le cas de la règle suivante : demandez si c'est celui de ce dossier.",
                "cmrp:4011",
                "cmrp:4012",
            ),
        ),
        mistakes=statuses_but(
            verdict.status,
            (Status.MET, "Sous le seuil, rien n'est acquis d'office.", ("cmrp:4011",)),
            (
                Status.NOT_MET,
                (
                    "Ici, le texte ne permet pas de refuser sans examen."
                    if verdict.status is Status.TO_APPRAISE
                    else "Le seuil est atteint."
                ),
                ("cmrp:4011", "cmrp:4012"),
            ),
            (
                Status.TO_APPRAISE,
                "Le seuil est atteint : il n'y a plus de marge à apprécier."
                if percent >= threshold
                else "Le taux est au-dessous de la marge (lecture C-17), et rien ne fait de ce dossier le cas de la"
                " règle suivante.",
                ("cmrp:4011",),
            ),
        ),
        solution=told(verdict),
        case=data,
    )


LESSON = make_lesson(
    "measure",
    2,
    "Formation initiale ou reclassement : choisir la mesure",
    "02-formation-initiale-ou-reclassement.ipynb",
    45,
    (
        "poser les questions de délimitation dans l'ordre",
        "comparer le dernier revenu au seuil de l'indemnité journalière",
        "nommer la mesure et la règle qui l'a décidée",
        "mesurer une perte de gain et dire ce qu'elle ouvre",
    ),
    (daily, gap, which, which_more, deciding, loss, enough),
)
