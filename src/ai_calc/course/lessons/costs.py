"""Lesson 5: the costs of a training — which are recognised, who bears what, and the yearly threshold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ai_calc.course.answers import FunctionAnswer, NumberAnswer, Probe
from ai_calc.course.drawing import Draw
from ai_calc.course.figures import plain
from ai_calc.course.lessons.bases import INITIAL_TRAINING, LAW, RECLASSEMENT
from ai_calc.course.model import Problem, make_lesson, worked
from ai_calc.course.writing import (
    FIVE_CENTIMES,
    ONE_FRANC,
    compute,
    exercise,
    francs,
    hint,
    mistake,
    say,
    show,
    value_of,
)
from ai_calc.ground.money import ZERO
from ai_calc.law.citations import Cited, label
from ai_calc.results import Status

_YEAR = 12
_THRESHOLD = "training/cost_threshold_per_year"


def _sum(costs: list[dict[str, Any]], *kinds: str, key: str = "with_disability") -> Decimal:
    return sum((Decimal(c.get(key, 0)) for c in costs if not kinds or c["kind"] in kinds), ZERO)


def _shown(costs: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((c["label"], show(Decimal(c["with_disability"]), "CHF")) for c in costs)


# -- 5.1 ---------------------------------------------------------------------------------------------------------------


@exercise(
    "recognised",
    "Les frais reconnus",
    "cmrp:4030",
    "cmrp:4031",
    "cmrp:4038",
    "cmrp:4039",
    "cmrp:4024",
    calculator="reclassement",
    level=2,
)
def recognised(draw: Draw) -> Problem:
    who = draw.person()
    useful = draw.chance()
    costs: list[dict[str, Any]] = [
        {"kind": "tuition", "label": "Cours et examens", "with_disability": draw.amount(2400, 7800, 50)},
        {"kind": "material", "label": "Manuels et matériel scolaire", "with_disability": draw.amount(250, 900, 10)},
        {"kind": "public_transport", "label": "Abonnement de train", "with_disability": draw.amount(800, 2400, 20)},
        {
            "kind": "language_optional",
            "label": "Cours d'italien, facultatif",
            "with_disability": draw.amount(400, 1200, 20),
            "condition": "met" if useful else "not_met",
        },
        {"kind": "insurance", "label": "Prime d'assurance-accidents", "with_disability": draw.amount(200, 600, 10)},
        {"kind": "care", "label": "Séances de physiothérapie", "with_disability": draw.amount(300, 900, 20)},
    ]
    data = {**RECLASSEMENT, "costs": costs}
    result = compute("reclassement", data)
    right = result.details.retraining.ai_pays
    words = (
        "L'italien améliore ses perspectives de gain, un employeur le confirme."
        if useful
        else "L'italien lui ferait plaisir ; il ne change rien à ses perspectives de gain."
    )
    language, insurance, care = (_sum(costs, kind) for kind in ("language_optional", "insurance", "care"))
    return Problem(
        story=say("{0} suit un reclassement et présente ces factures. {1}", who.name, words),
        facts=_shown(costs),
        question="Quel total est à la charge de l'AI ?",
        answer=francs(right),
        hints=(
            hint("Prenez les postes un à un, et cherchez la règle de chacun.", "cmrp:4030", "cmrp:4031"),
            hint(
                "Les primes et les soins ont leur règle à eux ; un cours facultatif demande un motif valable.",
                "cmrp:4038",
                "cmrp:4039",
                "cmrp:4030.c",
            ),
            hint(
                "Trois postes comptent sans condition particulière. Jugez les trois autres un à un.",
                "cmrp:4030",
                "cmrp:4031",
            ),
        ),
        mistakes=(
            mistake(
                "all", _sum(costs), "Tous ces postes ne sont pas des frais de formation.", "cmrp:4038", "cmrp:4039"
            ),
            mistake(
                "insurance", right + insurance, "Une prime d'assurance n'est pas un frais de formation.", "cmrp:4038"
            ),
            mistake("care", right + care, "Un traitement n'est pas un frais de formation.", "cmrp:4039"),
            mistake(
                "language",
                right - language if useful else right + language,
                "Relisez à quelle condition un cours de langue facultatif compte.",
                "cmrp:4030.c",
            ),
            mistake(
                "no_transport",
                right - _sum(costs, "public_transport"),
                "Les transports publics comptent aussi.",
                "cmrp:4031",
            ),
        ),
        solution=(
            *(
                f"{line.label} : {_WORDS[line.status]}. {line.reason} ({label(line.rules[0])})"
                for line in result.details.costs.lines
            ),
            *worked(result, "ai_share"),
        ),
        case=data,
    )


_WORDS = {Status.MET: "reconnu", Status.NOT_MET: "non reconnu", Status.TO_APPRAISE: "à apprécier"}


# -- 5.2 to 5.4 --------------------------------------------------------------------------------------------------------


def _comparison(draw: Draw, years: int, low: int, high: int) -> list[dict[str, Any]]:
    """Costs of an initial training with and without disability, for all its years."""
    found: list[dict[str, Any]] = []
    for year in range(1, years + 1):
        without = draw.amount(600, 1400, 20)
        found.append(
            {
                "kind": "tuition",
                "label": f"Cours, année {year}",
                "year": year,
                "with_disability": without + draw.amount(low, high, 20),
                "without_disability": without,
            }
        )
    return found


def _two_columns(costs: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            c["label"],
            say(
                "{0:CHF} avec invalidité, {1:CHF} sans",
                Decimal(c["with_disability"]),
                Decimal(c.get("without_disability", 0)),
            ),
        )
        for c in costs
    )


@exercise(
    "average",
    "La moyenne annuelle des frais supplémentaires",
    "cmrp:3022",
    "cmrp:3023",
    "cmrp:3024",
    calculator="reclassement",
    level=2,
)
def average(draw: Draw) -> Problem:
    who = draw.person()
    years = draw.whole(2, 4)
    costs = _comparison(draw, years, 200, 900)
    meals = draw.amount(700, 1600, 50)
    costs.append(
        {
            "kind": "meals",
            "label": "Repas à l'extérieur, année 1",
            "year": 1,
            "with_disability": meals,
            "without_disability": ZERO,
        }
    )
    data = {
        **INITIAL_TRAINING,
        "costs": costs,
        "duration_planned_months": years * _YEAR,
        "duration_ordinary_months": years * _YEAR,
        "also_away_without": "not_met",
        "closer_place_possible": "not_met",
    }
    result = compute("reclassement", data)
    initial = result.details.initial
    total = initial.total_with
    return Problem(
        story=say(
            "{0} apprend un métier en {1:ans}. Voici ce que la formation coûte avec et sans invalidité.",
            who.name,
            years,
        ),
        facts=_two_columns(costs),
        question="Quelle est la moyenne annuelle des frais supplémentaires à comparer au seuil ?",
        answer=NumberAnswer(initial.average, "CHF/an", ONE_FRANC),
        hints=(
            hint(
                "Relisez ce qu'on compare, sur quelle durée, et ce qui reste hors de la comparaison.",
                "cmrp:3022",
                "cmrp:3024",
            ),
            hint(
                "Additionnez les différences de toute la formation, sans les repas ; divisez par le nombre d'années.",
                "cmrp:3023",
                "cmrp:3024",
            ),
            hint(say("Sans les repas, les frais avec invalidité font {0:CHF} en tout.", total), "cmrp:3022"),
        ),
        mistakes=(
            mistake(
                "total",
                initial.surplus,
                "C'est le total de la formation ; on demande la moyenne d'une année.",
                "cmrp:3023",
            ),
            mistake(
                "meals",
                ((initial.surplus + meals) / years).quantize(Decimal("0.01")),
                "Les repas à l'extérieur restent hors de la comparaison.",
                "cmrp:3024",
            ),
            mistake(
                "gross",
                (total / years).quantize(Decimal("0.01")),
                "Seul ce que l'invalidité coûte en plus compte : retirez les frais sans invalidité.",
                "cmrp:3022",
            ),
            mistake(
                "first_year",
                Decimal(costs[0]["with_disability"]) - Decimal(costs[0]["without_disability"]),
                "Une seule année ne suffit pas : la moyenne porte sur toute la formation.",
                "cmrp:3023",
            ),
        ),
        solution=worked(result, "total_with", "total_without", "surplus", "average"),
        case=data,
        essential=("meals", "gross"),
    )


@exercise("payable", "Un seuil n'est pas une franchise", "cmrp:3023", "cmrp:3022", calculator="reclassement", level=2)
def payable(draw: Draw) -> Problem:
    who = draw.person()
    years = draw.whole(2, 4)
    costs = _comparison(draw, years, 340, 520)
    data = {
        **INITIAL_TRAINING,
        "costs": costs,
        "duration_planned_months": years * _YEAR,
        "duration_ordinary_months": years * _YEAR,
    }
    result = compute("reclassement", data)
    initial = result.details.initial
    right, threshold = initial.payable, initial.threshold
    return Problem(
        story=say("{0} apprend un métier en {1:ans}. Les conditions du droit sont remplies.", who.name, years),
        facts=_two_columns(costs),
        question="Quel montant l'AI paie-t-elle en tout pour ces frais supplémentaires ?",
        answer=francs(right),
        hints=(
            hint(
                "Relisez le montant annuel de la règle : est-ce un seuil à dépasser, ou une part que la personne garde"
                " à sa charge ?",
                "cmrp:3023",
            ),
            hint(
                "Calculez la moyenne d'une année. Si elle dépasse le seuil, tout est payé ; sinon, rien.", "cmrp:3023"
            ),
            hint(say("Les frais supplémentaires font {0:CHF} par an en moyenne.", initial.average), "cmrp:3023"),
        ),
        mistakes=(
            mistake(
                "franchise",
                max(ZERO, initial.surplus - threshold * years),
                "Vous avez déduit le montant annuel : c'est un seuil, pas une franchise (lecture C-18).",
                "cmrp:3023",
            ),
            mistake("below", initial.surplus, "Comparez d'abord la moyenne annuelle au seuil.", "cmrp:3023"),
            mistake("nothing", ZERO, "La moyenne dépasse le seuil : il y a quelque chose à payer.", "cmrp:3023"),
            mistake(
                "average",
                initial.average,
                "C'est la moyenne d'une année ; on demande le montant de toute la formation.",
                "cmrp:3023",
            ),
            mistake("gross", initial.total_with, "Les frais sans invalidité se déduisent.", "cmrp:3022"),
        ),
        solution=worked(result, "surplus", "average", "payable"),
        case=data,
    )


@exercise(
    "both",
    "Le même dossier, en reclassement",
    "cmrp:4024",
    "cmrp:4030",
    "cmrp:3022",
    calculator="reclassement",
    level=2,
)
def both(draw: Draw) -> Problem:
    who = draw.person()
    years = draw.whole(2, 3)
    costs = _comparison(draw, years, 600, 1400)
    months = {"duration_planned_months": years * _YEAR, "duration_ordinary_months": years * _YEAR}
    data = {**RECLASSEMENT, **months, "costs": costs}
    result = compute("reclassement", data)
    initial = compute("reclassement", {**INITIAL_TRAINING, **months, "costs": costs}).details.initial
    right = result.details.retraining.ai_pays
    return Problem(
        story=say(
            "{0}, qui avait déjà un métier, en apprend un autre en {1:ans}, comme reclassement.", who.name, years
        ),
        facts=_two_columns(costs),
        question="Quel montant est à la charge de l'AI ?",
        answer=francs(right),
        hints=(
            hint(
                "Relisez ce que l'AI paie dans un reclassement, et cherchez s'il y est question d'une comparaison.",
                "cmrp:4024",
            ),
            hint(
                "La comparaison avec et sans invalidité appartient à la formation initiale.", "cmrp:3022", "cmrp:4024"
            ),
            hint("Une seule des deux colonnes compte. Additionnez-la.", "cmrp:4024", "cmrp:4030"),
        ),
        mistakes=(
            mistake("comparison", initial.payable, "C'est le calcul de la formation initiale.", "cmrp:3022"),
            mistake("without", initial.total_without, "Vous avez additionné l'autre colonne.", "cmrp:4024"),
            mistake("first_year", Decimal(costs[0]["with_disability"]), "Toutes les années comptent.", "cmrp:4024"),
        ),
        solution=(
            *worked(result, "recognised", "ai_share"),
            say("En formation initiale, ce serait {0:CHF} ({1}).", initial.payable, Cited("cmrp:3023")),
        ),
        case=data,
    )


# -- 5.5 and 5.6 -------------------------------------------------------------------------------------------------------


@exercise("dearer", "Une voie plus chère, par choix", "cmrp:4025", "cmrp:4015", calculator="reclassement", level=3)
def dearer(draw: Draw) -> Problem:
    who = draw.person()
    public = draw.amount(9000, 18000, 100)
    private = public + draw.amount(3000, 9000, 100)
    course, books = private - 700, Decimal(700)
    costs: list[dict[str, Any]] = [
        {"kind": "tuition", "label": "École privée", "with_disability": course},
        {"kind": "material", "label": "Matériel scolaire", "with_disability": books},
    ]
    data = {**RECLASSEMENT, "costs": costs, "training_choice": "dearer", "reference_cost": public}
    result = compute("reclassement", data)
    right = result.details.retraining.borne_by_insured
    return Problem(
        story=say(
            "Le reclassement de {0} pourrait se faire à l'école publique, pour {1:CHF} en tout. {2} choisit une école"
            " privée, pour le même diplôme.",
            who.name,
            public,
            who.subject.capitalize(),
        ),
        facts=_shown(costs),
        question="Quel montant reste à la charge de la personne ?",
        answer=francs(right),
        hints=(
            hint(
                "Relisez ce que l'AI paie quand un même but peut être atteint à moindre coût.", "cmrp:4025", "cmrp:4015"
            ),
            hint("L'AI ne va pas au-delà de la formation exigible ; la différence est un choix.", "cmrp:4025"),
            hint(say("Le tout coûte {0:CHF}.", private), "cmrp:4025"),
        ),
        mistakes=(
            mistake("ai", public, "C'est la part de l'AI.", "cmrp:4025"),
            mistake("all", private, "Choisir plus cher ne fait pas perdre toute prise en charge.", "cmrp:4025"),
            mistake(
                "course",
                course - public,
                "Tous les frais reconnus se comparent, le matériel aussi.",
                "cmrp:4024",
                "cmrp:4025",
            ),
            mistake("nothing", ZERO, "La différence de coût n'est pas à la charge de l'AI.", "cmrp:4025", "cmrp:4015"),
        ),
        solution=worked(result, "recognised", "ai_share", "borne_by_insured"),
        case=data,
    )


@exercise(
    "employer",
    "Ce que peut recevoir l'employeur qui forme",
    "cmrp:4029",
    "cmrp:3035",
    calculator="reclassement",
    level=2,
)
def employer(draw: Draw) -> Problem:
    who = draw.person()
    per_day = value_of("training/employer_compensation_per_day", LAW)
    days = Decimal(draw.whole(20, 60)) + draw.pick((ZERO, Decimal("0.5")))
    extra = (days * draw.pick((70, 130, 150, 180))).quantize(Decimal(1))
    reduction = draw.amount(200, 1400, 50)
    data = {
        **RECLASSEMENT,
        "first_labour_market": True,
        "employer_extra_costs": extra,
        "wage_reduction": reduction,
        "presence_days": days,
    }
    result = compute("reclassement", data)
    found = result.details.compensation
    whole = days.to_integral_value(rounding="ROUND_CEILING")
    return Problem(
        story=say(
            "Une entreprise forme {0} dans le cadre d'un reclassement. Elle a {1:CHF} de frais supplémentaires pour"
            " {2:jours} de présence ; une baisse de salaire de {3:CHF} a été convenue pour en tenir compte. Aucun motif"
            " ne permet d'aller au-delà de la règle.",
            who.name,
            extra,
            days,
            reduction,
        ),
        question=(
            "Le texte fixe un maximum par jour de présence, sans parler de demi-journées ; le site lit qu'une"
            " demi-journée compte comme un jour (lecture C-22). Quelle compensation l'AI peut-elle octroyer à"
            " l'employeur ?"
        ),
        answer=francs(found.amount),
        hints=(
            hint(
                "Relisez ce qui vient d'abord, le salaire ou la compensation, et le maximum par jour de présence.",
                "cmrp:4029",
                "cmrp:3035",
            ),
            hint(
                "Retirez la baisse de salaire des frais ; comptez ensuite le maximum pour les jours de présence.",
                "cmrp:4029",
            ),
            hint(
                (
                    say("Il reste {0:CHF} de frais que le salaire n'absorbe pas.", found.left)
                    if found.left != found.amount
                    else say("Le maximum est de {0:CHF} pour {1:jours}.", found.cap, whole)
                ),
                "cmrp:4029",
            ),
        ),
        mistakes=(
            mistake(
                "no_reduction",
                min(extra, found.cap),
                "La baisse de salaire absorbe d'abord une partie des frais.",
                "cmrp:4029",
            ),
            mistake("no_cap", found.left, "Le maximum par jour de présence n'a pas joué.", "cmrp:4029"),
            mistake(
                "half_day",
                min(found.left, days * per_day),
                "Une demi-journée de présence compte ici comme un jour (lecture C-22).",
                "cmrp:4029",
            ),
            mistake(
                "after_cap",
                max(ZERO, min(extra, found.cap) - reduction),
                "La baisse de salaire se retire des frais, avant le maximum.",
                "cmrp:4029",
            ),
            mistake("costs", extra, "Ni la baisse de salaire ni le maximum n'ont joué.", "cmrp:4029"),
        ),
        solution=worked(result, "employer_left", "employer_cap", "employer_compensation"),
        case=data,
    )


# -- 5.7 ---------------------------------------------------------------------------------------------------------------


@exercise("function", "Écrire la règle : tout ou rien", "cmrp:3023", calculator="reclassement", level=2)
def function(draw: Draw) -> Problem:
    threshold = value_of(_THRESHOLD, LAW)

    def reference(frais: Decimal, annees: int) -> Decimal:
        data = {
            **INITIAL_TRAINING,
            "costs": [{"kind": "tuition", "with_disability": Decimal(str(frais)), "without_disability": 0}],
            "duration_planned_months": int(annees) * _YEAR,
            "duration_ordinary_months": int(annees) * _YEAR,
        }
        paid: Decimal = compute("reclassement", data).details.initial.payable
        return paid

    def probe(amount: Decimal, years: int, text: str) -> Probe:
        return Probe((plain(Decimal(amount)), years), reference(amount, years), text, ("cmrp:3023",))

    years = draw.whole(2, 4)
    answer = FunctionAnswer(
        "def frais_payes(frais, annees):",
        (
            probe(threshold * years + draw.whole(20, 600, 20), years, "La moyenne dépasse le seuil : tout est payé."),
            probe(threshold * years - draw.whole(20, 300, 20), years, "La moyenne reste sous le seuil : rien."),
            probe(threshold * years, years, "Exactement au seuil : il faut le dépasser."),
        ),
        reference,
        FIVE_CENTIMES,
    )
    return Problem(
        story=(
            "La fonction reçoit le total des frais supplémentaires et la durée en années ; elle rend ce que l'AI paie."
        ),
        question="Complétez la fonction dans la cellule de code, puis exécutez la cellule.",
        answer=answer,
        hints=(
            hint("« if moyenne > seuil: » exécute la ligne suivante seulement si c'est vrai.", "cmrp:3023"),
            hint("Si la moyenne dépasse le seuil, rendez le total ; sinon, rendez 0.", "cmrp:3023"),
        ),
        mistakes=(
            mistake(
                "franchise",
                lambda frais, annees: max(0, frais - threshold * annees),
                "Un seuil n'est pas une franchise (lecture C-18).",
                "cmrp:3023",
            ),
            mistake(
                "inclusive",
                lambda frais, annees: frais if frais / annees >= threshold else 0,
                "Le seuil est à dépasser.",
                "cmrp:3023",
            ),
            mistake("always", lambda frais, annees: frais, "Le seuil manque.", "cmrp:3023"),
            mistake(
                "total",
                lambda frais, annees: frais if frais > threshold else 0,
                "La moyenne annuelle se compare, pas le total.",
                "cmrp:3023",
            ),
        ),
        solution=("if frais / annees > seuil:", "    return frais", "return 0"),
        essential=("franchise", "inclusive", "always", "total"),
        start=(
            f'seuil = figure("{_THRESHOLD}")   # le montant que la règle fixe\n\n\n{answer.signature}\n    moyenne ='
            " frais / annees\n    # à vous : tout, ou rien ?\n    return moyenne\n"
        ),
    )


LESSON = make_lesson(
    "costs",
    5,
    "Les frais d'une formation",
    "05-frais-de-formation.ipynb",
    45,
    (
        "juger poste par poste ce qui est un frais de formation",
        "comparer les frais avec et sans invalidité, et lire un seuil annuel",
        "dire ce qui change entre formation initiale et reclassement",
        "répartir les frais entre l'AI, la personne et l'employeur",
    ),
    (recognised, average, payable, both, dearer, employer, function),
)
