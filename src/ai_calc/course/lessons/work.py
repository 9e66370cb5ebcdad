"""Lesson 6: from the trial placement to a job — days, absences, the introduction allowance, higher contributions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from ai_calc.course.answers import DayAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.lessons.bases import CONTRIBUTIONS, INTRODUCTION, LAW, TRIAL
from ai_calc.course.model import Problem, make_lesson, worked
from ai_calc.course.writing import (
    compute,
    count,
    exercise,
    francs,
    hint,
    mistake,
    say,
    show,
    status_answer,
    statuses_but,
    told,
    value_of,
)
from ai_calc.ground.dates import last_day_of, last_day_of_months, last_working_day_of
from ai_calc.ground.money import round_to_five_centimes
from ai_calc.law.in_force import Law
from ai_calc.results import Status

_MAXIMUM = "trial_placement/max_duration"


@exercise("last_day", "Le dernier jour possible d'un essai", "cmrp:5024", calculator="trial_placement", level=2)
def last_day(draw: Draw) -> Problem:
    who = draw.person()
    first = draw.day(date(2020, 1, 6), date(2020, 9, 30))
    data = {**TRIAL, "start_date": first}
    result = compute("trial_placement", data)
    period = result.details.period
    days = int(value_of(_MAXIMUM, LAW))
    assert period.last_possible is not None
    return Problem(
        story=say("{0} commence un placement à l'essai le {1}, à raison de quatre jours par semaine.", who.name, first),
        question="Jusqu'à quel jour, compris, l'essai peut-il durer au plus ?",
        answer=DayAnswer(period.last_possible),
        hints=(
            hint("Relisez la durée maximale, et son unité.", "cmrp:5024"),
            hint(
                "Le premier jour compte. Le site lit des jours du calendrier (lecture C-34) : le taux d'occupation n'y"
                " change rien.",
                "cmrp:5024",
            ),
            hint(say("Comptez {0:jours}, le {1} étant le premier.", days, first), "cmrp:5024"),
        ),
        mistakes=(
            mistake(
                "one_late",
                first + timedelta(days=days),
                "Le premier jour compte aussi : vous êtes un jour trop loin.",
                "cmrp:5024",
            ),
            mistake(
                "months",
                last_day_of_months(first, 6),
                "Six mois ne font pas toujours le nombre de jours de la règle.",
                "cmrp:5024",
            ),
            mistake(
                "working_days",
                last_working_day_of(first, days),
                "Ce sont des jours ouvrés ; le site retient des jours du calendrier (lecture C-34).",
                "cmrp:5024",
            ),
        ),
        solution=worked(result, "available", "last_possible"),
        case=data,
    )


@exercise("left", "Un essai après un autre", "cmrp:5024", calculator="trial_placement", level=2)
def left(draw: Draw) -> Problem:
    who = draw.person()
    same, elsewhere = draw.whole(35, 120), draw.whole(30, 110)
    firm, other = draw.some(
        ("Bise Bois SA", "Atelier du Lac", "Menuiserie Rey", "Papeterie Sarine", "Garage des Alpes"), 2
    )
    data = {
        **TRIAL,
        "second_useful": "met",
        "earlier_trials": [
            {"employer": firm, "days": same, "same_employer": True},
            {"employer": other, "days": elsewhere, "same_employer": False},
        ],
    }
    result = compute("trial_placement", data)
    available, longest = result.details.period.available, int(value_of(_MAXIMUM, LAW))
    return Problem(
        story=say(
            "{0} a fait {1:jours} d'essai chez {2}, puis un second essai de {3:jours}, judicieux et nécessaire, chez"
            " {4}. L'essai interrompu chez {2} doit maintenant reprendre.",
            who.name,
            same,
            firm,
            elsewhere,
            other,
        ),
        question=say("Combien de jours restent possibles chez {0} ?", firm),
        answer=count(available, "jours"),
        hints=(
            hint("Relisez pour quoi vaut le maximum : pour chaque essai, ou pour tous ensemble ?", "cmrp:5024"),
            hint(
                "Les jours faits dans la même entreprise se comptent ; ceux faits ailleurs appartiennent à un autre"
                " essai (lecture C-34).",
                "cmrp:5024",
            ),
        ),
        mistakes=(
            mistake(
                "both",
                max(0, longest - same - elsewhere),
                "Vous avez aussi retiré les jours faits ailleurs.",
                "cmrp:5024",
            ),
            mistake("none", longest, "Les jours déjà faits dans cette entreprise comptent.", "cmrp:5024"),
            mistake("elsewhere", longest - elsewhere, "Vous avez retiré les jours de l'autre entreprise.", "cmrp:5024"),
        ),
        solution=worked(result, "available"),
        case=data,
        essential=("both",),
    )


@exercise(
    "notice", "Qui avertit l'office d'une absence, et quand", "cmrp:A1.11.b", calculator="trial_placement", level=2
)
def notice(draw: Draw) -> Problem:
    who = draw.person()
    first = draw.day(date(2020, 2, 17), date(2020, 6, 15))
    days = draw.whole(9, 20)
    data = {**TRIAL, "absences": [{"first_day": first, "days": days}]}
    result = compute("trial_placement", data)
    found = result.details.absences[0]
    assert found.notify_on is not None
    return Problem(
        story=say(
            "Pendant son essai, {0} est malade dès le {1}. L'absence durera {2:jours}, dit le certificat médical que"
            " l'entreprise reçoit plus tard.",
            who.name,
            first,
            days,
        ),
        question=(
            "D'après la convention modèle, quel est le premier jour où l'absence oblige l'entreprise à avertir l'office"
            " AI ?"
        ),
        answer=DayAnswer(found.notify_on),
        hints=(
            hint("Cherchez, dans la convention modèle, qui avertit qui, et au-delà de quelle durée.", "cmrp:A1.11.b"),
            hint("Une absence dépasse une semaine le jour qui suit le septième.", "cmrp:A1.11.b"),
        ),
        mistakes=(
            mistake(
                "first", first, "Ce jour-là, c'est la personne qui avertit l'entreprise.", "cmrp:A1.9.b", "cmrp:A1.11.b"
            ),
            mistake(
                "seventh",
                first + timedelta(days=6),
                "Le septième jour, l'absence ne dépasse pas encore une semaine.",
                "cmrp:A1.11.b",
            ),
            mistake("end", last_day_of(first, days), "C'est le dernier jour de l'absence : trop tard.", "cmrp:A1.11.b"),
            mistake(
                "ninth", first + timedelta(days=8), "Un jour plus tôt, l'absence dépasse déjà la durée.", "cmrp:A1.11.b"
            ),
        ),
        solution=(
            say(
                "Premier jour d'absence le {0} ; une semaine finit le {1} ; dès le {2}, l'absence la dépasse.",
                first,
                first + timedelta(days=6),
                found.notify_on,
            ),
        ),
        case=data,
        essential=("seventh",),
    )


# -- the introduction allowance ----------------------------------------------------------------------------------------


@exercise(
    "due", "L'allocation est-elle due ?", "cmrp:5027", "cmrp:5028", "cmrp:5020", calculator="work_introduction", level=2
)
def due(draw: Draw) -> Problem:
    who = draw.person()
    performance, wage = draw.pick(((60, 100), (70, 100), (80, 80), (100, 100), (70, 80), (60, 60)))
    access, words = draw.pick(
        (
            ("hired", "est engagé{0} par une nouvelle entreprise"),
            ("after_trial", "est engagé{0} par l'entreprise où l'essai vient de finir"),
            ("change", "change de poste chez le même employeur, pour une activité adaptée"),
            ("same_post", "garde son poste chez le même employeur, avec des moyens nouveaux"),
        )
    )
    data = {**INTRODUCTION, "access": access, "performance_percent": performance, "agreed_wage_percent": wage}
    result = compute("work_introduction", data)
    overall = result.overall
    rule = "cmrp:5028" if performance >= wage else "cmrp:5027"
    return Problem(
        story=say(
            "{0} "
            + words.replace("{0}", who.e)
            + ". Son rendement est de {1:%} au début ; le salaire convenu correspond à {2:%} du salaire plein.",
            who.name,
            performance,
            wage,
        ),
        question="Les conditions de l'allocation d'initiation au travail sont-elles remplies ?",
        answer=status_answer(overall.status),
        hints=(
            hint(
                "Deux questions : y a-t-il placement, et le rendement est-il encore sous le salaire ?",
                "cmrp:5027",
                "cmrp:5028",
            ),
            hint(
                "Comparez le rendement au salaire convenu, pas à un plein rendement ; un poste inchangé n'est pas un"
                " placement.",
                "cmrp:5028",
                "cmrp:5027",
            ),
        ),
        mistakes=statuses_but(
            overall.status,
            (Status.MET, "Il faut les deux conditions, et l'une au moins manque.", (rule,)),
            (
                Status.NOT_MET,
                "Il y a placement, et le rendement ne vaut pas encore le salaire.",
                ("cmrp:5027", "cmrp:5028"),
            ),
            (Status.TO_APPRAISE, "Le dossier dit tout ce qu'il faut.", ("cmrp:5027", "cmrp:5028")),
        ),
        solution=tuple(line for v in result.verdicts if v.key in ("5027", "5028") for line in told(v)[:1]),
        case=data,
    )


@exercise(
    "allowance", "Les jours payés", "cmrp:5029", "cmrp:5030", "cmrp:5035", calculator="work_introduction", level=2
)
def allowance(draw: Draw) -> Problem:
    who = draw.person()
    days, daily = draw.whole(60, 120), Decimal(draw.whole(80, 130))
    sick, kept = draw.whole(5, 14), draw.whole(2, 6)
    data = {
        **INTRODUCTION,
        "days": days,
        "daily_amount": daily,
        "monthly_wage": 5600,
        "absences": [{"days": sick, "cover": "insurer"}, {"days": kept, "cover": "wage"}],
    }
    result = compute("work_introduction", data)
    return Problem(
        story=say(
            "L'initiation de {0} dure {1:jours}. L'office et l'employeur ont convenu de {2:CHF} par jour. Pendant ce"
            " temps, une assurance paie {3:jours} de maladie. Pour {4:jours} d'accident, qu'aucune assurance ne prend"
            " en charge, l'employeur continue de verser le salaire.",
            who.name,
            days,
            daily,
            sick,
            kept,
        ),
        facts=(
            ("Salaire brut convenu", f"{show(Decimal(5600), 'CHF')} par mois"),
            ("Cotisations de l'employeur", show(Decimal(8), "%")),
        ),
        question="À combien se monte l'allocation ?",
        answer=francs(result.details.allowance),
        hints=(
            hint("Relisez quels jours d'absence se déduisent, et lesquels restent payés.", "cmrp:5029", "cmrp:5035"),
            hint(
                "Ce qu'un autre assureur paie, l'AI ne le paie pas une seconde fois ; le salaire que l'employeur"
                " continue de verser compte (lecture C-39).",
                "cmrp:5029",
            ),
            hint(say("Le montant par jour convenu est sous le maximum : gardez {0:CHF}.", daily), "cmrp:5030"),
        ),
        mistakes=(
            mistake(
                "all",
                daily * days,
                "Des jours sont payés par un assureur : ils se déduisent.",
                "cmrp:5029",
                "cmrp:5035",
            ),
            mistake(
                "both",
                daily * (days - sick - kept),
                "Un accident qu'aucun assureur ne prend en charge ne se déduit pas tant que l'employeur verse le"
                " salaire.",
                "cmrp:5029",
            ),
            mistake("wrong_one", daily * (days - kept), "Vous avez déduit les mauvais jours.", "cmrp:5029"),
        ),
        solution=worked(result, "payable_days", "daily", "raw", "gross_wage", "wage_cap", "allowance"),
        case=data,
    )


@exercise("wage_cap", "Jamais plus que le salaire", "cmrp:5031", "cmrp:5030", calculator="work_introduction", level=2)
def wage_cap(draw: Draw) -> Problem:
    who = draw.person()
    months = draw.whole(3, 5)
    first = date(2020, draw.whole(1, 6), 1)
    last = last_day_of_months(first, months)
    wage, rate = draw.amount(2400, 3200, 20), Decimal(draw.pick((6, 7, 8, 9)))
    daily = Decimal(draw.whole(115, 140))
    data = {
        **INTRODUCTION,
        "start_date": first,
        "employment_start": first,
        "post_start": first,
        "end_date": last,
        "days": None,
        "daily_amount": daily,
        "monthly_wage": wage,
        "employer_rate_percent": rate,
    }
    result = compute("work_introduction", data)
    amounts = result.details.amounts
    assert amounts.cap is not None
    return Problem(
        story=say(
            "Du {0} au {1}, {2} s'initie à un poste à temps partiel. L'office et l'employeur pensaient à {3:CHF} par"
            " jour. Le salaire est de {4:CHF} brut par mois ; les cotisations de l'employeur sont comptées à {5:%}.",
            first,
            last,
            who.name,
            daily,
            wage,
            rate,
        ),
        question="À combien se monte l'allocation pour toute la période ?",
        answer=francs(result.details.allowance),
        hints=(
            hint("Relisez à quoi l'allocation est limitée, en plus du maximum par jour.", "cmrp:5031", "cmrp:5030"),
            hint(
                "Comparez deux montants : jours × montant, et salaire de la période avec les cotisations de"
                " l'employeur. Le plus petit l'emporte.",
                "cmrp:5031",
            ),
            hint(
                say(
                    "Jours × montant : {0:CHF}. Le salaire brut de la période fait {1:CHF}.",
                    amounts.raw,
                    amounts.cap.gross,
                ),
                "cmrp:5031",
            ),
        ),
        mistakes=(
            mistake(
                "no_cap",
                round_to_five_centimes(amounts.raw),
                "L'allocation ne dépasse pas le salaire, cotisations comprises.",
                "cmrp:5031",
            ),
            mistake(
                "gross",
                amounts.cap.gross,
                "Les cotisations de l'employeur s'ajoutent au salaire brut (lecture C-37).",
                "cmrp:5031",
            ),
            mistake(
                "one_month",
                (wage * (100 + rate) / 100).quantize(Decimal("0.05")),
                "C'est le plafond d'un seul mois.",
                "cmrp:5031",
            ),
        ),
        solution=worked(result, "raw", "gross_wage", "wage_cap", "allowance"),
        case=data,
        essential=("no_cap", "gross"),
    )


# -- higher contributions ----------------------------------------------------------------------------------------------


@exercise(
    "contributions",
    "Une rechute après l'engagement",
    "cmrp:5042",
    "cmrp:5043",
    "cmrp:5038",
    calculator="contribution_increase",
    level=2,
)
def contributions(draw: Draw) -> Problem:
    who = draw.person()
    limit = int(value_of("contribution_increase/company_size_limit", LAW))
    threshold = int(value_of("contribution_increase/absence_threshold", LAW))
    headcount = draw.deal((limit - 20, limit, limit + 1, limit + 60))
    first_days, second_days = draw.whole(threshold - 7, threshold), draw.whole(threshold + 5, threshold + 25)
    one, two = date(2020, draw.whole(3, 6), 3), date(2021, draw.whole(3, 6), 8)
    data = {
        **CONTRIBUTIONS,
        "headcount": headcount,
        "absences": [
            {
                "first_day": one,
                "last_day": last_day_of(one, first_days),
                "full": True,
                "cause": "illness",
                "paid": "insurer",
            },
            {
                "first_day": two,
                "last_day": last_day_of(two, second_days),
                "full": True,
                "cause": "illness",
                "paid": "insurer",
            },
        ],
    }
    result = compute("contribution_increase", data)
    d = result.details
    table = Law(LAW).table("contribution_increase/daily_amount")
    other = table["large_company"] if d.daily == table["small_company"] else table["small_company"]
    placed = date(2020, 1, 1)
    return Problem(
        story=say(
            "{0} a été engagé{1} le {2} grâce à l'AI, dans une entreprise de {3:personnes}. Malade, en incapacité"
            " complète : {4:jours} en 2020, puis {5:jours} en 2021, payés par l'assurance d'indemnités journalières."
            " Les autres conditions sont remplies.",
            who.name,
            who.e,
            placed,
            headcount,
            first_days,
            second_days,
        ),
        question=(
            "Quelle indemnité l'employeur reçoit-il, d'après la circulaire seule (tous les jours de l'année où le seuil"
            " est dépassé) ?"
        ),
        answer=francs(d.total),
        hints=(
            hint(
                "Relisez le nombre de jours à dépasser, et sur quelle période il se compte.", "cmrp:5042.b", "cmrp:5043"
            ),
            hint(
                "Chaque année de service se regarde seule (lecture C-41). Cherchez ensuite le montant par jour"
                " d'après la taille de l'entreprise.",
                "cmrp:5042.b",
                "cmrp:5043.b",
            ),
            hint("Une seule des deux années donne droit à quelque chose.", "cmrp:5042.b"),
        ),
        mistakes=(
            mistake(
                "added",
                d.daily * (first_days + second_days),
                "Les années ne s'additionnent pas : chacune doit dépasser le seuil.",
                "cmrp:5042.b",
            ),
            mistake(
                "size",
                other * second_days,
                "Relisez la taille d'entreprise dont dépend le montant, et si la limite est comprise.",
                "cmrp:5043.b",
            ),
            mistake(
                "after",
                d.daily * (second_days - threshold),
                "Vous n'avez payé que les jours au-delà du seuil : la circulaire seule ne les retranche pas (C-41).",
                "cmrp:5043",
            ),
            mistake("days", Decimal(second_days), "Ce sont les jours ; il faut encore les multiplier.", "cmrp:5043"),
        ),
        solution=worked(result, "daily", "year_1", "year_2", "total"),
        case=data,
    )


LESSON = make_lesson(
    "work",
    6,
    "Du placement à l'essai à l'emploi",
    "06-de-l-essai-a-l-emploi.ipynb",
    40,
    (
        "compter les jours d'un essai, et ce qui en reste",
        "savoir qui avertit qui d'une absence",
        "chiffrer une allocation d'initiation, avec ses absences et ses plafonds",
        "dire quand une rechute donne droit à une indemnité",
    ),
    (last_day, left, notice, due, allowance, wage_cap, contributions),
)
