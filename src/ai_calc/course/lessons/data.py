"""Lesson 7: a regulation as data — parameters, dates, and what changes when the law does."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ai_calc.course.answers import ChoiceAnswer, FunctionAnswer, NumberAnswer, Probe, SeveralAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.figures import plain
from ai_calc.course.lessons.bases import BERNE, CAPITAL_AID
from ai_calc.course.model import Mistake, Problem, make_lesson, worked
from ai_calc.course.writing import ONE_FRANC, compute, exercise, francs, hint, mistake, say, show, value_of
from ai_calc.law import parameters
from ai_calc.law.citations import label, source_of
from ai_calc.law.in_force import Law
from ai_calc.law.parameters import NoValueError, Parameter
from ai_calc.outcome.verdicts import all_of
from ai_calc.registers.documents import all_sources
from ai_calc.results import Status

_B = "coaching_berne_2021"
_PENSION = "avs/old_age_pension"


def _history(parameter: Parameter, key: str = "") -> list[tuple[date, Decimal | None]]:
    """The dated values of a parameter, or of one component of them."""
    found: list[tuple[date, Decimal | None]] = []
    for entry in parameter.values:
        value = entry.value.get(key) if isinstance(entry.value, dict) else entry.value
        found.append((entry.from_date, None if value is None else Decimal(value)))
    return found


def _facts(parameter: Parameter, key: str = "") -> tuple[tuple[str, str], ...]:
    return tuple(
        (parameter.since(entry), show(value, parameter.unit) if value is not None else "aucune valeur")
        for entry, (_, value) in zip(parameter.values, _history(parameter, key), strict=True)
    )


# -- 7.1 ---------------------------------------------------------------------------------------------------------------

_DATED = (
    (_PENSION, "minimum", "fait:rentes-avs"),
    (_PENSION, "maximum", "fait:rentes-avs"),
    (f"{_B}/internship_search", "", "berne-2021:T1"),
    (f"{_B}/job_search_per_month", "", "berne-2021:T6"),
    (f"{_B}/temporary_post", "", "berne-2021:T4"),
)


@exercise(
    "value_at",
    "La valeur en vigueur un jour donné",
    "fait:rentes-avs",
    "berne-2021:T1",
    "berne-2021:T4",
    "berne-2021:T6",
    level=1,
)
def value_at(draw: Draw) -> Problem:
    name, key, rule = draw.deal(_DATED)
    parameter = parameters.load(name)
    history = [entry for entry in _history(parameter, key) if entry[1] is not None]
    at = draw.whole(0, len(history) - 1)
    edition = all_sources().get(source_of(rule))
    start = max(history[at][0], edition.valid_from if edition and edition.valid_from else history[at][0])
    end = history[at + 1][0] if at + 1 < len(history) else start + timedelta(days=300)
    day = draw.pick((start, end - timedelta(days=1), draw.day(start, end - timedelta(days=1))))
    right = history[at][1]
    assert right is not None
    others = [value for i, (_, value) in enumerate(history) if i != at and value is not None]
    words = f"{parameter.label} : {key}" if key else parameter.label
    shown = {"minimum": "minimum", "maximum": "maximum"}.get(key, "")
    near = history[at - 1][1] if at else history[at + 1][1]
    return Problem(
        story=f"Un paramètre du site porte ces valeurs datées : « {parameter.label} »{f' ({shown})' if shown else ''}.",
        facts=_facts(parameter, key),
        question=say("Quelle valeur est en vigueur le {0} ?", day),
        answer=NumberAnswer(right, parameter.unit),
        hints=(
            hint("Une valeur vaut dès son jour, ce jour compris, jusqu'à la veille du jour suivant.", rule),
            hint(say("Cherchez la dernière ligne qui commence au plus tard le {0}.", day), rule),
        ),
        mistakes=(
            mistake(
                "neighbour", near, "C'est la valeur d'une autre période : regardez de nouveau les deux dates.", rule
            ),
            *(
                mistake(f"other_{i}", value, "Cette valeur-là vaut à une autre date.", rule)
                for i, value in enumerate(others)
            ),
            mistake("none", Decimal(0), "Il y a bien une valeur ce jour-là.", rule),
        ),
        solution=(say("{0} : {1}, {2}.", words, show(right, parameter.unit), _facts(parameter, key)[at][0]),),
        essential=("neighbour",),
    )


# -- 7.2 ---------------------------------------------------------------------------------------------------------------

_STATES = (
    ("verified", "Une valeur, vérifiée pour ce jour"),
    ("unverified", "Une valeur, mais pas vérifiée pour ce jour"),
    ("none", "Aucune valeur"),
)
_CHECKED = (
    "capital_aid/loan_interest_rate",
    "capital_aid/cash_cap",
    "training/min_hourly_wage",
    "training/cost_threshold_per_year",
    f"{_B}/internship_search",
    _PENSION,
    "trial_placement/max_duration",
    "daily_allowance/maximum",
)


def _state(parameter: Parameter, day: date) -> str:
    try:
        return "verified" if parameter.verified_at(day) else "unverified"
    except NoValueError:
        return "none"


def _standing(parameter: Parameter, day: date) -> str:
    try:
        check = parameter.check_of(parameter.at(day))
    except NoValueError:
        return "Aucune source ne donne de valeur pour ce jour"
    return f"La valeur de ce jour : {check}"


@exercise("verified", "Calculé n'est pas vérifié", "cmrp:6013", "cmrp:6020", "cmrp:4016", "cmrp:3023", level=1)
def verified(draw: Draw) -> Problem:
    parameter = parameters.load(draw.pick(_CHECKED))
    day = draw.pick(
        (
            date(2016, 7, 1),
            date(2018, 7, 1),
            date(2019, 7, 1),
            date(2020, 1, 1),
            date(2021, 7, 1),
            date(2022, 7, 1),
            date(2024, 7, 1),
        )
    )
    right = _state(parameter, day)
    entries = tuple(
        (
            parameter.since(v),
            f"{_value(v.value, parameter.unit)}{f' ({check})' if (check := parameter.check_of(v)) else ''}",
        )
        for v in parameter.values
    )
    rule = parameter.sources[0]
    return Problem(
        story=(
            f"Voici le paramètre « {parameter.label} », tel que le site le tient : chaque valeur, et jusqu'où sa source"
            " a été vérifiée."
        ),
        facts=entries,
        question=say("Que peut dire le site pour le {0} ?", day),
        answer=ChoiceAnswer(_STATES, right),
        hints=(
            hint(
                "Deux questions : y a-t-il une valeur ce jour-là, et ce jour vient-il après la dernière vérification de"
                " cette valeur-là ?",
                rule,
            ),
            hint(
                "Une valeur « à confirmer » n'est pas vérifiée non plus. « Aucune valeur » se dit ; le site n'en"
                " invente pas.",
                rule,
            ),
        ),
        mistakes=tuple(
            Mistake(
                key,
                key,
                {
                    "verified": (
                        "Cherchez d'abord une valeur pour ce jour : sans elle, il n'y a rien de vérifié."
                        if right == "none"
                        else "Regardez la date de vérification, et la mention « à confirmer »."
                    ),
                    "unverified": (
                        "Cherchez une valeur pour ce jour : ce qui manque n'attend pas une vérification."
                        if right == "none"
                        else "La dernière vérification de cette valeur-là comprend ce jour."
                    ),
                    "none": "Il y a une valeur ce jour-là.",
                }[key],
                (rule,),
            )
            for key, _ in _STATES
            if key != right
        ),
        solution=(dict(_STATES)[right] + ".", f"{_standing(parameter, day)} ({label(rule)})."),
    )


def _value(value: Any, unit: str) -> str:
    if value is None:
        return "aucune valeur"
    if isinstance(value, dict):
        return ", ".join(show(part, unit) for part in value.values())
    return show(value, unit)


# -- 7.3 and 7.4 -------------------------------------------------------------------------------------------------------


@exercise(
    "two_dates", "Le même dossier à deux dates", "cmrp:6004.f", "fait:rentes-avs", calculator="capital_aid", level=2
)
def two_dates(draw: Draw) -> Problem:
    years = sorted(draw.some((2017, 2019, 2021, 2023, 2025), 2))
    first, second = date(years[0], draw.whole(5, 12), 1), date(years[1], draw.whole(1, 12), 1)
    low, high = (compute("capital_aid", {**CAPITAL_AID, "law_date": day}) for day in (first, second))
    before, after = low.details.income_threshold, high.details.income_threshold
    old, new = Law(first).table(_PENSION), Law(second).table(_PENSION)
    return Problem(
        story=say(
            "Le revenu qui suffit pour une aide en capital suit les rentes AVS. Un même dossier est examiné sous le"
            " droit du {0}, puis sous celui du {1}.",
            first,
            second,
        ),
        facts=(
            (
                "Rente minimale et maximale, première date",
                f"{show(old['minimum'], 'CHF')} et {show(old['maximum'], 'CHF')} par mois",
            ),
            (
                "Rente minimale et maximale, seconde date",
                f"{show(new['minimum'], 'CHF')} et {show(new['maximum'], 'CHF')} par mois",
            ),
        ),
        question="De combien de francs par an le revenu exigé augmente-t-il ?",
        answer=NumberAnswer(after - before, "CHF/an", ONE_FRANC),
        hints=(
            hint(
                "Relisez comment ce revenu se calcule : une moyenne de deux rentes, et sur quelle durée.", "cmrp:6004.f"
            ),
            hint(
                "La moyenne des deux rentes, pour douze mois ; faites-le aux deux dates, puis la différence.",
                "cmrp:6004.f",
                "fait:rentes-avs",
            ),
            hint(say("À la première date, le revenu exigé est de {0:CHF/an}.", before), "cmrp:6004.f"),
        ),
        mistakes=(
            mistake(
                "month",
                (after - before) / 12,
                "C'est la différence par mois ; la question porte sur une année.",
                "cmrp:6004.f",
            ),
            mistake(
                "sum",
                (after - before) * 2,
                "Vous avez additionné les deux rentes sans en prendre la moyenne.",
                "cmrp:6004.f",
            ),
            mistake("threshold", after, "C'est le revenu exigé à la seconde date, pas l'augmentation.", "cmrp:6004.f"),
            mistake(
                "minimum",
                12 * (new["minimum"] - old["minimum"]),
                "Vous n'avez pris que la rente minimale.",
                "cmrp:6004.f",
            ),
        ),
        solution=(
            *worked(low, "income_threshold"),
            *worked(high, "income_threshold"),
            say("Augmentation : {0:CHF/an}.", after - before),
        ),
        case={**CAPITAL_AID, "law_date": second},
    )


@exercise(
    "moved",
    "Ce qui a changé entre deux dates",
    "berne-2021:T1",
    "berne-2021:T2",
    "berne-2021:T4",
    "berne-2021:T6",
    "berne-2021:R.1",
    "fait:rentes-avs",
    level=1,
)
def moved(draw: Draw) -> Problem:
    first = draw.deal((date(2020, 10, 1), date(2021, 3, 1), date(2021, 10, 1), date(2021, 12, 31)))
    second = draw.deal((date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1), date(2022, 10, 1), date(2023, 2, 1)))
    names = draw.some(
        (
            f"{_B}/internship_search",
            f"{_B}/apprenticeship_search",
            f"{_B}/temporary_post",
            f"{_B}/job_search_per_month",
            f"{_B}/job_search_max_months",
            f"{_B}/hourly_rate",
            _PENSION,
            "capital_aid/cash_cap",
            "capital_aid/total_cap",
            "trial_placement/max_duration",
            "training/min_hourly_wage",
        ),
        6,
    )
    loaded = [parameters.load(name) for name in names]
    changed = frozenset(p.name for p in loaded if _at(p, first) != _at(p, second))
    options = tuple((p.name, f"{p.label} (Berne)" if p.name.startswith(_B) else p.label) for p in loaded)
    beside = next((p for p in loaded if p.name not in changed), None)
    one = next(iter(sorted(changed)), "")
    rules = tuple(dict.fromkeys(p.sources[0] for p in loaded if p.name in changed)) or (loaded[0].sources[0],)
    return Problem(
        story=(
            "Quand le droit change, quelques chiffres bougent, les autres restent. La page « Tous les montants et"
            " délais » montre les valeurs de chaque paramètre, avec leurs dates."
        ),
        question=say("Lesquels de ces paramètres n'ont pas la même valeur le {0} et le {1} ?", first, second),
        answer=SeveralAnswer(options, changed),
        hints=(
            hint(
                "Ouvrez la page des montants et cherchez chaque libellé. Une absence de valeur, puis une valeur : cela"
                " compte comme un changement.",
                rules[0],
            ),
            hint(say("Il y en a {0}.", len(changed)), *rules),
        ),
        mistakes=tuple(
            Mistake(key, value, text, rules)
            for key, value, text in (
                ("one_missing", changed - {one}, "Il en manque au moins un."),
                ("one_more", changed | {beside.name if beside else ""}, "Il y en a un de trop."),
                ("all", frozenset(names), "Tous n'ont pas changé : comparez les deux dates, paramètre par paramètre."),
            )
            if value and value <= frozenset(names)
        ),
        solution=tuple(
            f"{p.label} : {_value(_at(p, first), p.unit)} → {_value(_at(p, second), p.unit)} ({label(p.sources[0])})."
            for p in loaded
            if p.name in changed
        ),
        essential=("one_missing", "one_more"),
        sees=("amounts",),
    )


def _at(parameter: Parameter, day: date) -> Any:
    try:
        return parameter.at(day).value
    except NoValueError:
        return None


@exercise(
    "same_case",
    "Ce que le changement coûte",
    "berne-2021:T1",
    "berne-2021:T2",
    "berne-2021:R.1",
    calculator="coaching",
    level=2,
)
def same_case(draw: Draw) -> Problem:
    kind, figure, words, rule = draw.deal(
        (
            ("internships", "internship_search", "chercher et suivre des stages", "berne-2021:T1"),
            ("apprenticeship_search", "apprenticeship_search", "chercher une place d'apprentissage", "berne-2021:T2"),
        )
    )
    total = draw.whole(19, 28)
    first, second = date(2021, 12, draw.whole(1, 31)), date(2022, 1, draw.whole(1, 31))
    data = {**BERNE, "kind": kind, "months": 4, "total_hours": total}
    before, after = (compute("coaching", {**data, "law_date": day}).details for day in (first, second))
    old, new = value_of(f"{_B}/{figure}", first), value_of(f"{_B}/{figure}", second)
    rate = before.rate
    return Problem(
        story=say(
            "Un prestataire de Berne, dont la convention renvoie au mémento « 2021–2022 », demande {0:h} pour {1}."
            " L'octroi peut tomber le {2} ou le {3}.",
            total,
            words,
            first,
            second,
        ),
        question="Combien de francs l'office paie-t-il de moins si l'octroi tombe à la seconde date ?",
        answer=francs(before.amount - after.amount),
        hints=(
            hint("Cherchez les deux valeurs du plafond, et le tarif.", rule, "berne-2021:R.1"),
            hint(
                "À chaque date, comptez les heures demandées jusqu'au plafond ; la différence, fois le tarif.",
                rule,
                "berne-2021:R.1",
            ),
            hint(say("À la seconde date, {0:h} sont admises.", after.plan.admitted), rule),
        ),
        mistakes=(
            mistake(
                "caps",
                (old - new) * rate,
                "Le prestataire ne demandait pas forcément le plafond : comptez ce qui est admis.",
                rule,
            ),
            mistake(
                "hours",
                before.plan.admitted - after.plan.admitted,
                "Ce sont des heures ; la question porte sur des francs.",
                "berne-2021:R.1",
            ),
            mistake("requested", (total - new) * rate, "À la première date aussi, il y a un plafond.", rule),
            mistake("second", after.amount, "C'est ce que l'office paie à la seconde date.", rule),
        ),
        solution=(
            say("{0} : {1:h} admises, {2:CHF}.", show(first), before.plan.admitted, before.amount),
            say("{0} : {1:h} admises, {2:CHF}.", show(second), after.plan.admitted, after.amount),
            say("Différence : {0:CHF}.", before.amount - after.amount),
        ),
        case={**data, "law_date": second},
    )


# -- 7.6 and 7.7 -------------------------------------------------------------------------------------------------------


@exercise("function", "Écrire la recherche d'une valeur", "fait:rentes-avs", "berne-2021:T1", level=2)
def function(draw: Draw) -> Problem:
    parameter = parameters.load(_PENSION)
    table = [
        (day, plain(value))
        for day, value in _history(parameter, draw.pick(("minimum", "maximum")))
        if value is not None
    ]

    def reference(valeurs: list[tuple[date, Decimal]], jour: date) -> Decimal | None:
        found = None
        for start, value in valeurs:
            if start <= jour:
                found = value
        return found

    key = "minimum" if table[0][1] == parameter.at(table[0][0]).value["minimum"] else "maximum"  # type: ignore[index]
    at = draw.whole(1, len(table) - 2)

    def probe(day: date, text: str) -> Probe:
        try:
            expected = parameter.at(day).value
            assert isinstance(expected, dict)
            return Probe((list(table), day), Decimal(expected[key]), text, ("fait:rentes-avs",))
        except NoValueError:
            return Probe((list(table), day), None, text, ("fait:rentes-avs",))

    answer = FunctionAnswer(
        "def valeur_au(valeurs, jour):",
        (
            probe(
                draw.day(table[at][0] + timedelta(days=20), table[at + 1][0] - timedelta(days=20)),
                "Au milieu d'une période : la dernière valeur déjà en vigueur.",
            ),
            probe(table[at][0], "Le premier jour d'une période compte déjà."),
            probe(table[at + 1][0] - timedelta(days=1), "La veille d'un changement, l'ancienne valeur vaut encore."),
            probe(table[0][0] - timedelta(days=1), "Avant la première date, il n'y a pas de valeur : rendez None."),
        ),
        reference,
        Decimal(0),
    )
    return Problem(
        story=(
            "Tout le calcul daté du site repose sur une petite recherche : dans une liste de valeurs rangées par date,"
            " trouver celle qui vaut un jour donné."
        ),
        question="Complétez la fonction dans la cellule de code, puis exécutez la cellule.",
        answer=answer,
        hints=(
            hint(
                "Parcourez la liste et retenez la valeur tant que sa date n'est pas après le jour demandé.",
                "fait:rentes-avs",
            ),
            hint("« if debut <= jour: » comprend le jour même du changement.", "fait:rentes-avs", "berne-2021:T1"),
        ),
        mistakes=(
            mistake(
                "last",
                lambda valeurs, jour: valeurs[-1][1],
                "La dernière valeur n'est pas toujours la bonne.",
                "fait:rentes-avs",
            ),
            mistake(
                "first",
                lambda valeurs, jour: valeurs[0][1],
                "La première valeur n'est pas toujours la bonne.",
                "fait:rentes-avs",
            ),
            mistake(
                "strict",
                lambda valeurs, jour: next((v for d, v in reversed(valeurs) if d < jour), None),
                "Le jour du changement compte déjà.",
                "fait:rentes-avs",
            ),
            mistake(
                "zero",
                lambda valeurs, jour: reference(valeurs, jour) or 0,
                "Sans valeur, la fonction rend None, pas 0.",
                "fait:rentes-avs",
            ),
        ),
        solution=(
            "trouvee = None",
            "for debut, valeur in valeurs:",
            "    if debut <= jour:",
            "        trouvee = valeur",
            "return trouvee",
        ),
        essential=("last", "first", "strict", "zero"),
        start=(
            f"{answer.signature}\n    trouvee = None\n    for debut, valeur in valeurs:\n        # à vous : quand"
            " faut-il retenir cette valeur ?\n        trouvee = valeur\n    return trouvee\n"
        ),
    )


_MET, _NOT_MET, _OPEN = (status.value for status in (Status.MET, Status.NOT_MET, Status.TO_APPRAISE))


@exercise("three_values", "Écrire « toutes les conditions »", "cmrp:6004", "cmrp:4010", level=2)
def three_values(draw: Draw) -> Problem:
    def reference(conditions: list[str]) -> str:
        return all_of(*map(Status, conditions)).value

    def probe(conditions: list[str], text: str) -> Probe:
        return Probe((conditions,), reference(conditions), text, ("cmrp:6004",))

    answer = FunctionAnswer(
        "def ensemble(conditions):",
        (
            probe([_MET] * draw.whole(2, 4), "Toutes remplies : l'ensemble est rempli."),
            probe(draw.shuffled([_MET, _OPEN, _MET]), "Un point ouvert laisse l'ensemble ouvert."),
            probe(
                draw.shuffled([_MET, _OPEN, _NOT_MET]),
                "Une condition qui manque décide, même si une autre est ouverte.",
            ),
            probe([_NOT_MET], "Une seule condition, qui manque."),
        ),
        reference,
    )
    return Problem(
        story=(
            f"La fonction reçoit une liste de résultats (« {_MET} », « {_NOT_MET} », « {_OPEN} ») et rend celui de"
            " l'ensemble, quand les conditions sont cumulatives."
        ),
        question="Complétez la fonction dans la cellule de code, puis exécutez la cellule.",
        answer=answer,
        hints=(
            hint(f'« if "{_NOT_MET}" in conditions: » demande si la liste contient ce résultat.', "cmrp:6004"),
            hint(
                "L'ordre compte : cherchez d'abord ce qui manque, ensuite ce qui est ouvert.", "cmrp:6004", "cmrp:4010"
            ),
        ),
        mistakes=(
            mistake(
                "two_values",
                lambda conditions: _MET if all(c == _MET for c in conditions) else _NOT_MET,
                "Un point ouvert n'est pas un refus.",
                "cmrp:6004",
            ),
            mistake(
                "open_first",
                lambda conditions: _OPEN if _OPEN in conditions else _NOT_MET if _NOT_MET in conditions else _MET,
                "Ce qui manque passe avant.",
                "cmrp:6004",
            ),
            mistake(
                "any",
                lambda conditions: _MET if _MET in conditions else conditions[0],
                "Toutes doivent être remplies, pas l'une d'elles.",
                "cmrp:6004",
            ),
        ),
        solution=(
            f'if "{_NOT_MET}" in conditions:',
            f'    return "{_NOT_MET}"',
            f'if "{_OPEN}" in conditions:',
            f'    return "{_OPEN}"',
            f'return "{_MET}"',
        ),
        essential=("two_values", "open_first", "any"),
        start=f'{answer.signature}\n    # à vous : que faut-il chercher d\'abord ?\n    return "{_MET}"\n',
    )


LESSON = make_lesson(
    "data",
    7,
    "Un règlement lu comme des données",
    "07-un-reglement-en-donnees.ipynb",
    45,
    (
        "lire un paramètre : ses valeurs, leurs dates, leur source",
        "distinguer ce qui est calculé de ce qui est vérifié",
        "chiffrer ce qu'un changement du droit fait à un dossier",
        "écrire deux petites fonctions que tout le site utilise",
    ),
    (value_at, verified, two_dates, moved, same_case, function, three_values),
)
