"""Lesson 3: capital aid from the need to the repayment plan, and back when the activity stops early."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ai_calc.course.answers import FunctionAnswer, Probe
from ai_calc.course.drawing import Draw
from ai_calc.course.figures import figure
from ai_calc.course.lessons.bases import CAPITAL_AID, LAW
from ai_calc.course.model import Problem, make_lesson, worked
from ai_calc.course.writing import (
    FIVE_CENTIMES,
    compute,
    count,
    exercise,
    francs,
    hint,
    mistake,
    say,
    show,
    value_of,
)
from ai_calc.ground.dates import add_months
from ai_calc.ground.money import ZERO, round_to_five_centimes
from ai_calc.law.citations import Cited

_CASH = "capital_aid/cash_cap"
_TOTAL = "capital_aid/total_cap"


def _case(**changes: Any) -> dict[str, Any]:
    return {**CAPITAL_AID, **changes}


@exercise("need", "Le besoin, avant tout plafond", "cmrp:6019", "cmrp:6003", calculator="capital_aid", level=2)
def need(draw: Draw) -> Problem:
    who = draw.person()
    trade, device = draw.pick(
        (
            ("une boulangerie", "un pétrin abaissé, pour travailler assis"),
            ("un atelier de reliure", "une presse à commande au pied"),
            ("un salon de coiffure", "un siège de travail adapté"),
            ("une menuiserie", "un bras de levage"),
        )
    )
    main, works, aid = draw.amount(30000, 60000, 500), draw.amount(8000, 24000, 500), draw.amount(3000, 9000, 250)
    own, third = draw.amount(6000, 18000, 500), draw.amount(4000, 12000, 500)
    data = _case(
        items=[
            {"label": "Machines", "amount": main},
            {"label": "Aménagement", "amount": works},
            {"label": device, "amount": aid, "compensates_bodily_function": True},
        ],
        own_resources=own,
        third_party_aid=third,
    )
    result = compute("capital_aid", data)
    right, cost = result.details.need.net, main + works
    return Problem(
        story=say(
            "{0} ouvre {1}. Une des positions du projet, {2}, sert à compenser une fonction corporelle.",
            who.name,
            trade,
            device,
        ),
        facts=(
            ("Machines", show(main, "CHF")),
            ("Aménagement du local", show(works, "CHF")),
            (device[:1].upper() + device[1:], show(aid, "CHF")),
            ("Ressources propres disponibles", show(own, "CHF")),
            ("Aide à l'investissement du canton, ouverte à tous", show(third, "CHF")),
        ),
        question="Quel est le besoin que l'aide en capital peut couvrir ?",
        answer=francs(right),
        hints=(
            hint("Relisez ce qui réduit le besoin, et ce qui n'est pas une aide en capital.", "cmrp:6019", "cmrp:6003"),
            hint(
                "Additionnez les positions qui relèvent de l'aide, puis retirez ce que la personne et les tiers"
                " apportent.",
                "cmrp:6019",
            ),
            hint(say("Le coût à retenir est de {0:CHF} ; il reste à déduire deux montants.", cost), "cmrp:6019"),
        ),
        mistakes=(
            mistake(
                "device",
                cost + aid - own - third,
                "Une position compense une fonction corporelle : elle relève d'une autre prestation.",
                "cmrp:6003",
            ),
            mistake("third", cost - own, "L'aide d'un tiers réduit aussi le besoin.", "cmrp:6019"),
            mistake("own", cost - third, "Les ressources propres réduisent aussi le besoin.", "cmrp:6019"),
            mistake("nothing", cost, "Le coût du projet n'est pas encore le besoin.", "cmrp:6019"),
            mistake("all", cost + aid, "Le coût de tout le projet n'est pas le besoin.", "cmrp:6019", "cmrp:6003"),
        ),
        solution=worked(result, "excluded", "cost", "net_need"),
        case=data,
    )


@exercise("cap", "Le plafond, après les déductions", "cmrp:6019", "cmrp:6021", calculator="capital_aid", level=2)
def cap(draw: Draw) -> Problem:
    who = draw.person()
    own, third = draw.amount(9000, 30000, 500), draw.amount(5000, 25000, 500)
    total = value_of(_TOTAL, LAW)
    over = draw.deal((True, False))  # the need is over the cap for one seat, under it for the next
    need = total + draw.amount(2000, 30000, 500) if over else total - draw.amount(1000, 12000, 500)
    cost = need + own + third
    data = _case(items=[{"label": "Reprise de l'entreprise", "amount": cost}], own_resources=own, third_party_aid=third)
    result = compute("capital_aid", data)
    d = result.details.need
    return Problem(
        story=say(
            "{0} reprend une entreprise pour {1:CHF} et y met {2:CHF} de ses moyens. Une fondation ouverte à tous verse"
            " {3:CHF}.",
            who.name,
            cost,
            own,
            third,
        ),
        question="Jusqu'à quel montant l'aide en capital peut-elle aller ?",
        answer=francs(d.grantable),
        hints=(
            hint("Relisez le plafond de l'aide, et demandez-vous à quoi il s'applique.", "cmrp:6021", "cmrp:6019"),
            hint("Calculez d'abord le besoin. Comparez-le seulement ensuite au plafond.", "cmrp:6019", "cmrp:6021"),
            hint(
                say(
                    "Le besoin est le coût de {0:CHF} moins les deux apports. Le plus petit du besoin et du plafond"
                    " donne la réponse.",
                    cost,
                ),
                "cmrp:6021",
            ),
        ),
        mistakes=(
            mistake(
                "cap_first",
                min(cost, d.total_cap) - own - third,
                "Vous avez appliqué le plafond avant les déductions : c'est l'inverse.",
                "cmrp:6019",
                "cmrp:6021",
            ),
            mistake(
                "no_cap", d.net, "Votre besoin est exact, mais il dépasse ce que l'aide peut couvrir.", "cmrp:6021"
            ),
            mistake("gross", min(cost, d.total_cap), "Les apports n'ont pas été déduits du coût.", "cmrp:6019"),
            mistake("cash", d.cash_cap, "Ce plafond-là ne vaut que pour une des formes de l'aide.", "cmrp:6020"),
        ),
        solution=worked(result, "net_need", "grantable"),
        case=data,
        essential=("cap_first",),
    )


@exercise(
    "forms", "Espèces et prêt", "cmrp:6020", "cmrp:6009", "cmrp:6012", "cmrp:6022", calculator="capital_aid", level=2
)
def forms(draw: Draw) -> Problem:
    who = draw.person()
    cost, own = draw.amount(46000, 92000, 500), draw.amount(3000, 12000, 500)
    wanted = draw.amount(17000, 28000, 500)
    data = _case(
        items=[{"label": "Projet", "amount": cost}], own_resources=own, cash_indicated="met", repayment_reasonable="met"
    )
    result = compute("capital_aid", data)
    d = result.details
    loan = d.mix.granted("interest_loan")
    return Problem(
        story=say(
            "Le projet de {0} coûte {1:CHF} ; {2} dispose de {3:CHF}. {4} souhaite {5:CHF} en espèces sans"
            " remboursement, le reste en prêt. L'office reconnaît que la situation financière appelle des espèces, et"
            " qu'un remboursement du reste peut être exigé.",
            who.name,
            cost,
            who.subject,
            own,
            who.subject.capitalize(),
            wanted,
        ),
        question="De combien est le prêt, si l'office donne en espèces tout ce que la règle permet ?",
        answer=francs(loan),
        hints=(
            hint("Relisez ce qui limite une prestation en espèces sans remboursement.", "cmrp:6020", "cmrp:6009"),
            hint(
                "Calculez le besoin, retirez-en les espèces permises : le reste est le prêt.", "cmrp:6020", "cmrp:6012"
            ),
            hint(say("Le besoin est de {0:CHF}.", d.need.net), "cmrp:6019"),
        ),
        mistakes=(
            mistake(
                "wanted", d.need.net - wanted, "Les espèces souhaitées dépassent ce que la règle permet.", "cmrp:6020"
            ),
            mistake(
                "whole",
                d.need.net,
                "Les espèces couvrent une partie du besoin : le prêt ne porte que sur le reste.",
                "cmrp:6022",
            ),
            mistake(
                "gross",
                cost - d.need.cash_cap,
                "Le prêt couvre un besoin, et le besoin se compte après les ressources propres.",
                "cmrp:6019",
            ),
            mistake(
                "cash", d.need.cash_cap, "C'est le montant des espèces ; la question porte sur le prêt.", "cmrp:6012"
            ),
        ),
        solution=(
            say("Besoin : {0:CHF} − {1:CHF} = {2:CHF} ({3}).", cost, own, d.need.net, Cited("cmrp:6019")),
            say("Espèces : au plus {0:CHF} ({1}).", d.need.cash_cap, Cited("cmrp:6020")),
            say(
                "Prêt à intérêts : {0:CHF} − {1:CHF} = {2:CHF} ({3}).",
                d.need.grantable,
                d.need.cash_cap,
                loan,
                Cited("cmrp:6012"),
            ),
        ),
        case=data,
    )


@exercise("interest", "Les intérêts du prêt", "cmrp:6013", "cmrp:6012", calculator="capital_aid", level=2)
def interest(draw: Draw) -> Problem:
    who = draw.person()
    loan, years, deferral = draw.amount(18000, 80000, 2000), draw.whole(4, 9), draw.pick((0, 12, 24))
    data = _case(
        items=[{"label": "Projet", "amount": loan}],
        interest_loan=loan,
        amortisation_years=years,
        interest_deferral_months=deferral,
        birth_date="1985-01-15",
    )
    result = compute("capital_aid", data)
    schedule = result.details.schedule
    total, rate = schedule.total_interest, schedule.rate_percent
    deferred = sum((p.interest_accrued for p in schedule.payments if p.interest_accrued and not p.interest), ZERO)
    first = schedule.payments[0].interest_accrued
    found = [
        mistake(
            "flat",
            round_to_five_centimes(loan * rate / 100 * years),
            "Vous avez compté l'intérêt chaque année sur tout le prêt, comme s'il ne se remboursait pas.",
            "cmrp:6013",
        ),
        mistake("first_year", first, "C'est l'intérêt d'une seule année.", "cmrp:6013"),
        mistake(
            "closing", total - first, "L'intérêt d'une année se compte sur le solde du début de l'année.", "cmrp:6013"
        ),
    ]
    if deferred:
        found.insert(
            0,
            mistake(
                "waived",
                total - deferred,
                "Un report repousse le paiement ; il ne supprime pas l'intérêt (lecture C-47).",
                "cmrp:6012",
            ),
        )
    late = (
        say(" L'office reporte le paiement des intérêts de {0:mois}, le temps du lancement.", deferral)
        if deferral
        else ""
    )
    return Problem(
        story=say(
            "{0} reçoit un prêt à intérêts de {1:CHF}, à rembourser en {2:ans} par une tranche égale à la fin de chaque"
            " année.{3}",
            who.name,
            loan,
            years,
            late,
        ),
        question="À combien se montent les intérêts, en tout ?",
        answer=francs(total),
        hints=(
            hint("Relisez le taux, et ce qu'un report change.", "cmrp:6013", "cmrp:6012"),
            hint(
                "Chaque année, l'intérêt se compte sur ce qui reste dû au début de l'année. Additionnez les années.",
                "cmrp:6013",
            ),
            hint(
                say(
                    "La première année, l'intérêt est de {0:CHF} ; la deuxième, il porte sur {1:CHF}.",
                    first,
                    schedule.payments[0].balance,
                ),
                "cmrp:6013",
            ),
        ),
        mistakes=tuple(found),
        solution=(
            *worked(result, "instalment", "first_interest", "total_interest"),
            *(
                say(
                    "Année {0:nombre} : intérêt de l'année {1:CHF}, solde à la fin {2:CHF}.",
                    n,
                    p.interest_accrued,
                    p.balance,
                )
                for n, p in enumerate(schedule.payments, 1)
            ),
        ),
        case=data,
        essential=("flat", "closing"),
    )


@exercise("duration", "Combien d'années pour rembourser", "cmrp:6014", calculator="capital_aid", level=2)
def duration(draw: Draw) -> Problem:
    who = draw.person()
    lives = [draw.whole(4, 8), draw.whole(9, 15)]
    end_age = 65 - draw.whole(2, 12)
    born = date(2020 - end_age, draw.whole(1, 12), draw.whole(1, 28))
    labels = draw.shuffled(["Fourgon", "Machine à coudre industrielle", "Four", "Serveur informatique", "Tour"])[:2]
    data = _case(
        birth_date=born,
        sex=who.sex,
        interest_loan=40000,
        items=[
            {"label": labels[0], "amount": 30000, "useful_life_years": lives[0]},
            {"label": labels[1], "amount": 30000, "useful_life_years": lives[1]},
        ],
        project_life_years=None,
    )
    result = compute("capital_aid", data)
    bounds = result.details.bounds
    right = bounds.longest
    women, men = figure("avs/reference_age_women.other") // 12, figure("avs/reference_age_men") // 12
    retirement, other_age = (women, men) if who.feminine else (men, women)
    return Problem(
        story=say(
            "{0}, né{1} le {2}, finance deux objets par un même prêt versé le {3}. La personne veut rembourser le plus"
            " lentement possible.",
            who.name,
            who.e,
            born,
            LAW,
        ),
        facts=(
            (f"{labels[0]} : durée de vie", show(lives[0], "ans")),
            (f"{labels[1]} : durée de vie", show(lives[1], "ans")),
            (
                f"Âge de référence des {'femmes' if who.feminine else 'hommes'}, droit de {LAW.year}",
                show(retirement, "ans"),
            ),
        ),
        question=(
            "Le texte ne règle pas un prêt pour plusieurs objets ; le site le borne par celui qui dure le moins"
            " longtemps (lecture L-01). En combien d'années entières le prêt doit-il être remboursé au plus, sans motif"
            " d'exception ?"
        ),
        answer=count(right, "ans"),
        hints=(
            hint(
                "Relisez les deux bornes de la durée d'amortissement : l'une tient à la personne, l'autre au projet.",
                "cmrp:6014",
            ),
            hint(
                "Comptez les années jusqu'à l'âge de référence ; comparez avec la durée de vie que la question retient."
                " La plus petite l'emporte.",
                "cmrp:6014",
            ),
            hint(
                say(
                    "L'âge de référence borne le prêt au {0}. Comptez les années entières depuis le versement, puis"
                    " comparez.",
                    bounds.age_end,
                ),
                "cmrp:6014",
                "fait:age-de-reference",
            ),
        ),
        mistakes=(
            mistake("longest_life", max(lives), "Vous avez pris l'objet qui dure le plus longtemps.", "cmrp:6014"),
            mistake("age_only", bounds.by_age, "Vous n'avez regardé que l'âge de référence.", "cmrp:6014"),
            mistake("life_only", min(lives), "Vous n'avez regardé que la durée de vie.", "cmrp:6014"),
            mistake(
                "other_age",
                min(bounds.by_age + other_age - retirement, min(lives)),
                "L'âge de référence que vous avez pris n'est pas celui de cette personne, au droit de ce jour.",
                "fait:age-de-reference",
                "cmrp:6014",
            ),
            mistake(
                "ten",
                10,
                "Dix ans, c'est la durée que propose le formulaire ; la règle, elle, pose deux bornes.",
                "cmrp:6014",
            ),
        ),
        solution=tuple(f"{v.label} : {v.reason}" for v in result.verdicts if v.key in ("life", "age")),
        case=data,
    )


@exercise(
    "recovery",
    "Arrêt avant terme : ce qu'il faut rendre",
    "cmrp:6034",
    "cmrp:6035",
    "cmrp:6036",
    "cmrp:6037",
    calculator="capital_aid",
    level=3,
)
def recovery(draw: Draw) -> Problem:
    who = draw.person()
    cash, loan, years = draw.amount(8000, 15000, 500), draw.amount(20000, 50000, 2500), draw.whole(5, 8)
    minimum, done = draw.whole(48, 72, 12), draw.whole(1, 3)
    waiver = draw.pick((0, 20, 25, 50))
    stop = add_months(LAW, 12 * done + draw.whole(1, 9))
    data = _case(
        items=[{"label": "Projet", "amount": cash + loan}],
        cash=cash,
        interest_loan=loan,
        amortisation_years=years,
        minimum_activity_months=minimum,
        stop_date=stop,
        waiver_percent=waiver,
    )
    result = compute("capital_aid", data)
    claim = result.details.recovery
    total, left = (claim.minimum_activity_end - LAW).days, (claim.minimum_activity_end - stop).days
    prorata = round_to_five_centimes((cash * left / total + claim.loan_balance) * (100 - waiver) / 100)
    kept = Decimal(100 - waiver) / 100
    found = [
        mistake(
            "prorata",
            prorata,
            "Vous avez réduit les espèces selon le temps écoulé : la règle ne le fait pas d'office.",
            "cmrp:6035",
        ),
        mistake(
            "loan_only", round_to_five_centimes(claim.loan_balance * kept), "Les espèces se rendent aussi.", "cmrp:6035"
        ),
        mistake(
            "cash_only", round_to_five_centimes(cash * kept), "Le solde du prêt devient aussi exigible.", "cmrp:6036"
        ),
        mistake(
            "whole_loan",
            round_to_five_centimes((cash + loan) * kept),
            "Des tranches du prêt ont déjà été payées : seul le solde compte.",
            "cmrp:6036",
        ),
    ]
    if waiver:
        found.append(mistake("no_waiver", claim.before_waiver, "L'office a renoncé à une partie.", "cmrp:6037"))
    renounced = say(" L'office renonce à {0:%} de la restitution.", waiver) if waiver else ""
    return Problem(
        story=say(
            "Le {0}, {1} a reçu {2:CHF} en espèces et un prêt à intérêts de {3:CHF}, remboursable en {4:ans} par"
            " tranches annuelles égales. La décision fixe une durée minimale d'activité de {5:mois}. {6} ferme"
            " l'entreprise le {7}, après avoir payé tout ce qui était échu, et la sommation reste sans effet.{8}",
            LAW,
            who.name,
            cash,
            loan,
            years,
            minimum,
            who.subject.capitalize(),
            stop,
            renounced,
        ),
        question="Quel montant l'office peut-il exiger en retour ?",
        answer=francs(claim.owed),
        hints=(
            hint(
                "Relisez ce qui se passe quand l'activité cesse trop tôt, pour chaque forme de l'aide.",
                "cmrp:6034",
                "cmrp:6035",
                "cmrp:6036",
            ),
            hint(
                "Espèces entières, plus ce qui reste du prêt après les tranches payées ; puis la renonciation, s'il y"
                " en a une.",
                "cmrp:6035",
                "cmrp:6036",
                "cmrp:6037",
            ),
            hint(
                say(
                    "Tranches échues avant l'arrêt : {0} sur {1}. Le solde est ce qui reste du prêt après elles.",
                    done,
                    years,
                ),
                "cmrp:6036",
            ),
        ),
        mistakes=tuple(found),
        solution=worked(result, "recovery_before_waiver", "recovery_owed"),
        case=data,
        essential=("prorata", "whole_loan"),
    )


@exercise("function", "Écrire la règle : l'aide possible", "cmrp:6019", "cmrp:6021", calculator="capital_aid", level=2)
def function(draw: Draw) -> Problem:
    limit = value_of(_TOTAL, LAW)

    def reference(cout: Decimal, ressources: Decimal, tiers: Decimal) -> Decimal:
        data = _case(
            items=[{"label": "Projet", "amount": Decimal(str(cout))}],
            own_resources=Decimal(str(ressources)),
            third_party_aid=Decimal(str(tiers)),
        )
        grantable: Decimal = compute("capital_aid", data).details.need.grantable
        return grantable

    def probe(cost: int, own: int, third: int, text: str, *rules: str) -> Probe:
        return Probe((cost, own, third), reference(Decimal(cost), Decimal(own), Decimal(third)), text, rules)

    small = draw.whole(40000, 70000, 500)
    high = draw.whole(120000, 150000, 1000)
    answer = FunctionAnswer(
        "def aide_possible(cout, ressources, tiers):",
        (
            probe(
                small,
                draw.whole(5000, 15000, 500),
                draw.whole(2000, 9000, 500),
                "Un projet sous le plafond : le besoin suffit.",
                "cmrp:6019",
            ),
            probe(
                high,
                5000,
                draw.whole(2000, 8000, 500),
                "Un besoin au-dessus du plafond : l'aide s'y arrête.",
                "cmrp:6021",
            ),
            probe(
                high,
                draw.whole(30000, 40000, 500),
                draw.whole(15000, 25000, 500),
                "Un coût au-dessus du plafond, mais un besoin en dessous : les déductions passent d'abord.",
                "cmrp:6019",
                "cmrp:6021",
            ),
            probe(
                small,
                small,
                draw.whole(500, 4000, 500),
                "Quand les moyens couvrent tout, l'aide est nulle, jamais négative.",
                "cmrp:6019",
            ),
        ),
        reference,
        FIVE_CENTIMES,
    )
    return Problem(
        story=(
            "Une règle de calcul tient en une courte fonction. Celle-ci reçoit trois montants et rend l'aide possible."
        ),
        question="Complétez la fonction dans la cellule de code, puis exécutez la cellule.",
        answer=answer,
        hints=(
            hint("min(a, b) rend le plus petit des deux, max(a, b) le plus grand.", "cmrp:6021"),
            hint("D'abord le besoin, au moins 0 ; ensuite seulement le plafond.", "cmrp:6019", "cmrp:6021"),
        ),
        mistakes=(
            mistake(
                "no_cap",
                lambda cout, ressources, tiers: max(0, cout - ressources - tiers),
                "Le plafond manque.",
                "cmrp:6021",
            ),
            mistake(
                "cap_first",
                lambda cout, ressources, tiers: max(0, min(cout, limit) - ressources - tiers),
                "Le plafond vient après les déductions.",
                "cmrp:6021",
            ),
            mistake(
                "negative",
                lambda cout, ressources, tiers: min(cout - ressources - tiers, limit),
                "L'aide ne descend pas sous 0.",
                "cmrp:6019",
            ),
            mistake(
                "no_third",
                lambda cout, ressources, tiers: min(max(0, cout - ressources), limit),
                "Les tiers manquent.",
                "cmrp:6019",
            ),
        ),
        solution=("besoin = max(0, cout - ressources - tiers)", "return min(besoin, plafond)"),
        essential=("no_cap", "cap_first", "negative", "no_third"),
        start=(
            f'plafond = figure("{_TOTAL}")   # le montant que la règle fixe\n\n\n{answer.signature}\n    # à vous :'
            " calculez le besoin, puis appliquez le plafond\n    return 0\n"
        ),
    )


LESSON = make_lesson(
    "capital_aid",
    3,
    "L'aide en capital, du besoin au plan de remboursement",
    "03-aide-en-capital.ipynb",
    45,
    (
        "calculer un besoin, puis l'aide possible, dans le bon ordre",
        "répartir l'aide entre espèces et prêt, et lire un plan de remboursement",
        "borner la durée d'un prêt par l'âge et par la durée de vie du projet",
        "chiffrer une restitution quand l'activité cesse trop tôt",
    ),
    (need, cap, forms, interest, duration, recovery, function),
)
